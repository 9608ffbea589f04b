"""How Web of Science is asked: the Web of Science Starter API of Clarivate, with the key of a person or institution.

Rules: developer.clarivate.com/apis/wos-starter: field tags as in the advanced search (TS, TI, SO, PY …, not all of
them); at most 50 records a page; `modifiedTimeSpan` limits a search to what was changed between two days. A free trial
allows 50 requests a day, an institution's plan more. It searches the Core Collection, gives no abstracts, and can't
search by the day on which a record came in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from ..errors import Refused, SourceError
from ..http import Manners, Request
from . import Answered, Api, Asking, Hits, Wanted
from ._pages import (
    Hinted,
    Listing,
    Page,
    by_ids,
    compared,
    first_answer,
    ids_of,
    numbered,
    page_check,
    page_of,
    whole_list,
)

API = Api(
    endpoint="https://api.clarivate.com/apis/wos-starter/v1/",
    format="wos-json",
    suffix=".json",
    manners=Manners(per_second=1, timeout=90),
    key="WOS_API_KEY",
    key_header="X-ApiKey",
    key_needed=True,
    always=(("db", "WOS"),),
)
TITLE = "Web of Science"
# Field tags that the Starter API knows; the search on the web has more (AB, AK, ALL …)
TAGS = frozenset(
    ("AI", "AU", "CS", "DO", "DOP", "DT", "FPY", "IS", "OG", "PG", "PMID", "PY", "SO", "SUR", "TI", "TS", "UT", "VL")
)
PAGE = 50  # records in an answer, and ids in one search

_TAG = re.compile(r"\b([A-Za-z]{2,4})\s*=")
_QUOTED = re.compile(r'"[^"]*"')
_NO_ABSTRACTS = (
    "the Web of Science Starter API gives no abstracts; export the records by hand to have them "
    "(`bibcorpus search --show wos`)"
)
_HINT = "is WOS_API_KEY right? `bibcorpus search --show wos` prints what to paste by hand instead"
_USED_UP = (
    "the requests of this day may be used up (a free trial has 50): run the same command tomorrow, what was received "
    "so far is kept; or export by hand: `bibcorpus search --show wos`"
)
_HINTS = {401: _HINT, 403: _HINT, 429: _USED_UP}


def sent(wanted: Wanted) -> str:
    """The search as it is sent."""
    return wanted.string


def count(asking: Asking, wanted: Wanted) -> Hits:
    """How many records there are."""
    _refuse_what_it_cant(wanted)
    request = _request(wanted.string, 1, limit="1", detail="short")
    return Hits(hits=page_of(_hinted(asking).one("count", request), read_page).total)


def search(asking: Asking, wanted: Wanted) -> Answered:
    """All records at first; later the list, and the records that are new in it or were changed since."""
    _refuse_what_it_cant(wanted)
    asking, string = _hinted(asking), wanted.string
    if not wanted.known:
        return first_answer(_listed(asking, "", string), (_NO_ABSTRACTS,))
    listed = _listed(asking, "", string, detail="short")
    changed = _listed(asking, "changed-", string, detail="short", **_since(wanted)).ids if wanted.since else ()
    return compared(listed, wanted, partial(_records, asking), modified=changed, warnings=(_NO_ABSTRACTS,))


def _refuse_what_it_cant(wanted: Wanted) -> None:
    if wanted.entered_since:
        raise Refused(
            f"{TITLE}: its API can't search by the day on which a record came in",
            hint="search without it: what is new is found by comparing the lists",
        )
    others = sorted({tag for tag in _TAG.findall(_QUOTED.sub("", wanted.string)) if tag.upper() not in TAGS})
    if others:
        raise Refused(
            f"{TITLE}: the Starter API doesn't know the field {' or '.join(others)}",
            hint='it searches TI (title) or TS (title, abstract, keywords): in = "title-abstract-keywords"; '
            "`bibcorpus search --show wos` prints what to paste by hand instead",
        )


def _hinted(asking: Asking) -> Asking:
    def hint(error: SourceError) -> str | None:
        return _HINTS.get(error.status or 0)

    return Hinted(asking, hint)


def _since(wanted: Wanted) -> dict[str, str]:
    """From the day before the last search: Clarivate's days are not ours."""
    assert wanted.since is not None
    return {"modifiedTimeSpan": f"{wanted.since - timedelta(days=1)} {wanted.today}"}


def _listed(asking: Asking, head: str, string: str, **more: str) -> Listing:
    return whole_list(
        TITLE,
        lambda name: numbered(asking, head + name, lambda number: _request(string, number, **more), read_page, PAGE),
    )


def _records(asking: Asking, name: str, ids: Sequence[str]) -> tuple[list[str], set[str]]:
    """The records with these ids: the names of the answers, and which records are in them."""
    return by_ids(asking, name, ids, _of_ids, ids_of(read_page), PAGE)


def _of_ids(ids: Sequence[str]) -> Request:
    return _request(f"UT=({' OR '.join(ids)})", 1)


def _request(string: str, number: int, **more: str) -> Request:
    """The page of that number, from 1."""
    params = {"q": string, "limit": str(PAGE), "page": str(number), **more}
    return Request(path="documents", params=params, what="the list of records", check=page_check(read_page))


def read_page(said: Mapping[str, Any]) -> Page:
    """A page of documents."""
    return Page(int(said["metadata"]["total"]), tuple(dict.fromkeys(str(hit["uid"]) for hit in said["hits"])))
