"""Crossref: what publishers say of the works to which they gave a DOI.

It has no Boolean search. It finds every work that has any of the words, in title, authors, journal or year, and orders
them by likeness: 'balint group' has tens of thousands of hits, of which the first hundreds are about it. So the `MOST`
likeliest are taken, and a warning says how many there are. It serves to look for what other databases lack; no search
for a review can rest on it alone.

A search string is words, or parameters of Crossref's own, joined by '&':

    balint group general practitioners
    query.bibliographic=balint group&filter=from-pub-date:1990,until-pub-date:2020

Rules: Crossref, "REST API" (api.crossref.org; queries, filters, select, deep paging with cursors, etiquette): a cursor
is good for minutes, then the answer is 404; with `mailto` one is in the polite pool. In June 2026 the headers of its
answers allowed 5 requests a second, one at once, and 10 and three in the polite pool: we stay below both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import quote

from ..errors import Refused
from ..formats._crossref_fields import accession
from ..http import Manners, Request
from ..values.number import thousands
from . import Answered, Api, Asking, Hits, Wanted
from ._cursors import NOT_FOUND, cursor_pages
from ._pages import (
    Listing,
    Named,
    Page,
    ReadPage,
    by_ids,
    compared,
    first_answer,
    ids_of,
    page_check,
    page_of,
    whole_list,
)
from ._syntaxes_open import CROSSREF as SYNTAX

__all__ = ["API", "EXPORT", "KIND", "NAME", "SYNTAX", "TITLE", "count", "search", "sent"]

NAME = "crossref"
TITLE = "Crossref"
KIND = "database"
EXPORT = """\
Ask with `bibcorpus search`: Crossref has no export of its own.
A list of DOIs can be turned into RIS or BibTeX by any reference manager. Then: bibcorpus add FILE --source crossref
"""
API = Api(
    endpoint="https://api.crossref.org/",
    format="crossref-json",
    suffix=".json",
    manners=Manners(per_second=3, at_once=1, timeout=120),
    email_param="mailto",
)

MOST = 1_000  # works of one search that are taken, the likeliest first
PAGE = 200  # works in an answer: with their references some 5 MB
BATCH = 40  # DOIs in one filter
_ALLOWED = r"query(?:\.[a-z-]+)?|filter"
_PARAMETER = re.compile(rf"(?:\A|&)({_ALLOWED})=")
_PLAIN_DOI = re.compile(r"[\w./()+-]+")  # others would be taken for the end of a filter


def count(asking: Asking, wanted: Wanted) -> Hits:
    """How many works there are that have any of the words."""
    body = asking.one("count", _request({**params_of(wanted), "rows": "0"}, "the number of works"))
    hits = page_of(body, read_page).total
    return Hits(hits=hits, warnings=_too_many(hits))


def search(asking: Asking, wanted: Wanted) -> Answered:
    """The likeliest works, with their records at first; later the list, and what is new in it or was changed."""
    params = params_of(wanted)
    if not wanted.known:
        listed, hits = _list(asking, params)
        return replace(first_answer(listed, _too_many(hits)), hits=hits)
    listed, hits = _list(asking, {**params, "select": "DOI"})
    modified: tuple[str, ...] = ()
    if wanted.since:
        # the day of the index, not of the deposit: what Retraction Watch reports of a work changes only the former
        changed = _filtered(params, f"from-index-date:{wanted.since}")
        modified = _list(asking, {**changed, "select": "DOI"}, "modified-")[0].ids
    return replace(compared(listed, wanted, partial(_records, asking), modified, _too_many(hits)), hits=hits)


def sent(wanted: Wanted) -> str:
    """The search as it is sent: the string, or with a day of entry the parameters."""
    return "&".join(map("=".join, params_of(wanted).items())) if wanted.entered_since else wanted.string


def params_of(wanted: Wanted) -> dict[str, str]:
    """The parameters of a search.

    'balint group' -> query.bibliographic   'query.title=a&filter=type:book' -> both   '… from-created-date …'
    """
    string = " ".join(wanted.string.split())
    found = list(_PARAMETER.finditer(string))
    if not found or found[0].start():
        params = {"query.bibliographic": string}
    else:
        ends = [one.start() for one in found[1:]] + [len(string)]
        params = {one[1]: string[one.end() : end].strip() for one, end in zip(found, ends, strict=True)}
    return _filtered(params, f"from-created-date:{wanted.entered_since}") if wanted.entered_since else params


def _filtered(params: Mapping[str, str], more: str) -> dict[str, str]:
    return {**params, "filter": ",".join(filter(None, (params.get("filter"), more)))}


def _too_many(hits: int) -> tuple[str, ...]:
    if hits <= MOST:
        return ()
    return (
        f"{thousands(hits)} works have any of these words: Crossref orders them by likeness, the first "
        f"{thousands(MOST)} are taken",
    )


def _list(asking: Asking, params: Mapping[str, str], head: str = "") -> tuple[Listing, int]:
    """The likeliest works, and how many Crossref claims that there are."""
    claimed = [0]

    def read(said: Mapping[str, Any]) -> Page:
        page = read_page(said)
        claimed[0] = page.total
        return replace(page, total=min(page.total, MOST))

    def pages(name: str) -> Iterator[Named]:
        return cursor_pages(TITLE, asking, head + name, partial(_page, params), read)

    return whole_list(TITLE, pages), claimed[0]


def _page(params: Mapping[str, str], cursor: str) -> Request:
    return _request({**params, "rows": str(PAGE), "cursor": cursor}, "the list of works")


def _request(params: Mapping[str, str], what: str, read: ReadPage | None = None) -> Request:
    return Request(path="works", params=params, what=what, check=page_check(read or read_page))


def read_page(said: Mapping[str, Any]) -> Page:
    """A page of works."""
    message = said["message"]
    ids = tuple(one for one in map(accession, message["items"]) if one)
    return Page(total=int(message["total-results"]), ids=ids, after=message.get("next-cursor"))


def _read_single(said: Mapping[str, Any]) -> Page:
    """One work, asked for by its DOI."""
    doi = accession(said["message"])
    if not doi:
        raise KeyError("DOI")
    return Page(total=1, ids=(doi,))


def _records(asking: Asking, name: str, ids: Sequence[str]) -> tuple[list[str], set[str]]:
    """The works with these DOIs: the names of the answers, and which works are in them."""
    plain = [doi for doi in ids if _PLAIN_DOI.fullmatch(doi)]
    answers, given = by_ids(asking, name, plain, _of_ids, ids_of(read_page), BATCH)
    for number, doi in enumerate((doi for doi in ids if not _PLAIN_DOI.fullmatch(doi)), 1):
        here = f"{name}-single-{number:04}"
        if _is_there(asking, here, doi):
            answers.append(here)
            given.add(doi)
    return answers, given


def _of_ids(ids: Sequence[str]) -> Request:
    params = {"filter": ",".join(f"doi:{doi}" for doi in ids), "rows": str(len(ids))}
    return _request(params, f"the works {ids[0]} to {ids[-1]}")


def _is_there(asking: Asking, name: str, doi: str) -> bool:
    """Asks for one work, by its address; Crossref answers 404 where it has none."""
    request = Request(path=f"works/{quote(doi, safe='')}", what=f"the work {doi}", check=page_check(_read_single))
    try:
        asking.one(name, request)
    except Refused as error:
        if error.status == NOT_FOUND:
            return False
        raise
    return True
