"""Europe PMC, of EMBL's European Bioinformatics Institute: MEDLINE, PubMed Central, preprints, Agricola, theses.

Rules: Europe PMC, "RESTful Web Service" (search, searchPOST; resultType core and idlist, pageSize to 1,000,
cursorMark) and "Search syntax reference" (EXT_ID, SRC, FIRST_IDATE, UPDATE_DATE). It publishes no rate; 10 requests a
second are usually named as the most that is polite. hitCount may change between two pages, and a cursor that it doesn't
know gets nothing but its version, with status 200. Words are searched as they are written, without MeSH synonyms.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any
from urllib.parse import quote

from ..errors import Refused
from ..formats._europepmc_fields import accession
from ..http import Manners, Request
from . import Answered, Api, Asking, Hits, Wanted
from ._cursors import FIRST, LostCursor, cursor_pages
from ._pages import Named, Page, by_ids, compared, first_answer, ids_of, page_check, page_of, whole_list
from ._syntaxes_open import EUROPEPMC as SYNTAX

__all__ = ["API", "EXPORT", "KIND", "NAME", "SYNTAX", "TITLE", "count", "search", "sent"]

NAME = "europepmc"
TITLE = "Europe PMC"
KIND = "database"
EXPORT = """\
Ask with `bibcorpus search`: that brings more than any export, and past every limit.
By hand: search at europepmc.org, export the citations as RIS or BibTeX.
Then: bibcorpus add FILE --source europepmc
"""
API = Api(
    endpoint="https://www.ebi.ac.uk/europepmc/webservices/rest/",
    format="europepmc-json",
    suffix=".json",
    manners=Manners(per_second=5, at_once=2, timeout=120),
    email_param="email",
    always=(("format", "json"), ("synonym", "FALSE")),
)

PAGE = 500  # records in an answer, some 4 MB
IDS = 1_000  # ids in an answer: the most that it gives
BATCH = 100  # ids in one question
LONGEST_GET = 1_500  # characters of a query in an address


def count(asking: Asking, wanted: Wanted) -> Hits:
    """How many records there are; Europe PMC tells the query as it was received, not how it understood it."""
    body = asking.one("count", _request(sent(wanted), "idlist", 1, "the number of records", FIRST))
    return Hits(hits=page_of(body, read_page).total, translation=_received(body))


def search(asking: Asking, wanted: Wanted) -> Answered:
    """All records at first; later the list, and the records that are new in it or were changed."""
    string = sent(wanted)
    if not wanted.known:
        return first_answer(whole_list(TITLE, partial(_list, asking, string, "core")))
    listed = whole_list(TITLE, partial(_list, asking, string, "idlist"))
    modified: tuple[str, ...] = ()
    if wanted.since:
        # the day before: its days are not ours
        changed = _within(string, "UPDATE_DATE", wanted.since - timedelta(days=1), wanted.today)
        modified = whole_list(TITLE, lambda name: _list(asking, changed, "idlist", f"modified-{name}")).ids
    return compared(listed, wanted, partial(_records, asking), modified=modified)


def sent(wanted: Wanted) -> str:
    """The search as it is sent: with the day of entry, where only what entered Europe PMC since is wanted."""
    if not wanted.entered_since:
        return wanted.string
    return _within(wanted.string, "FIRST_IDATE", wanted.entered_since, wanted.today)


def _within(string: str, kind: str, start: date, end: date) -> str:
    """'(balint) AND (FIRST_IDATE:[2026-11-01 TO 2026-11-22])'"""
    return f"({string}) AND ({kind}:[{start} TO {end}])"


def _list(asking: Asking, string: str, kind: str, name: str) -> Iterator[Named]:
    size = PAGE if kind == "core" else IDS
    return cursor_pages(TITLE, asking, name, lambda cursor: _request(string, kind, size, "the list", cursor), read_page)


def _records(asking: Asking, name: str, ids: Sequence[str]) -> tuple[list[str], set[str]]:
    """The records with these ids: the names of the answers, and which records are in them."""
    return by_ids(asking, name, ids, _of_ids, ids_of(read_page), BATCH)


def _of_ids(ids: Sequence[str]) -> Request:
    parts = (one.partition(":") for one in ids)
    string = " OR ".join(f'(EXT_ID:"{own}" AND SRC:{source})' for source, _, own in parts)
    return _request(string, "core", IDS, f"the records {ids[0]} to {ids[-1]}", FIRST)


def _request(string: str, kind: str, size: int, what: str, cursor: str) -> Request:
    """A page; a long query goes by POST."""
    params = {"query": string, "resultType": kind, "pageSize": str(size), "cursorMark": cursor}
    post = len(quote(string)) > LONGEST_GET
    check = page_check(read_page if cursor == FIRST else _read_further)
    return Request(path="searchPOST" if post else "search", params=params, what=what, check=check, post=post)


def read_page(said: Mapping[str, Any]) -> Page:
    """A page of records or ids. Raises Refused where the service says that it can't read the query."""
    if "errMsg" in said or "errorMessage" in said:
        raise Refused(
            f"{TITLE}: it refuses the search: {said.get('errMsg') or said.get('errorMessage')}",
            hint="see `bibcorpus search --show europepmc`: is the search string right?",
        )
    results = said["resultList"]["result"]
    ids = tuple(one for one in map(accession, results) if one)
    return Page(total=int(said["hitCount"]), ids=ids, after=said.get("nextCursorMark"))


def _read_further(said: Mapping[str, Any]) -> Page:
    if not said.keys() - {"version"}:
        raise LostCursor
    return read_page(said)


def _received(body: bytes) -> str | None:
    received = json.loads(body).get("request", {}).get("queryString")
    return str(received) if received else None
