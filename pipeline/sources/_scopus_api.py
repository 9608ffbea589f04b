"""How Scopus is asked: the Scopus Search API of Elsevier, with the key of an institution that subscribes.

Rules: dev.elsevier.com, "Scopus Search API", "Scopus Search Views", "Scopus search guide", "API key settings": 25
records a page in view COMPLETE, 200 in STANDARD; no record past the 5,000th of one search; 20,000 requests a week. A
search with more records is cut by year of publication, until each slice is under the cap.

Only some keys may see the view COMPLETE; with any other key the records come without abstracts, keywords and all
authors but the first, and the search record says so. A network of the institution, or its token, may be needed: a
token (X-ELS-Insttoken) can't be sent.

Scopus can't say which records were changed. An update asks anew for those of the known ones that are of its type
'Retracted', and for no others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

from ..errors import Refused
from ..http import Manners, Request, Unsound
from . import Answered, Api, Asking, Hits, Wanted
from ._pages import (
    Hinted,
    Named,
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
    endpoint="https://api.elsevier.com/content/search/",
    format="scopus-json",
    suffix=".json",
    manners=Manners(per_second=5, at_once=2, timeout=90),
    key="SCOPUS_API_KEY",
    key_header="X-ELS-APIKey",
    key_needed=True,
    always=(("httpAccept", "application/json"),),
)
TITLE = "Scopus"
CAP = 5_000
SIZES = {"COMPLETE": 25, "STANDARD": 200}
BATCH = 25  # ids in one search
EARLIEST = 1700  # slices at the ends of time are open: no record falls out
EID = "2-s2.0-"
RETRACTED = "tb"  # subtype

_NO_ABSTRACTS = (
    "this key may see Scopus's view STANDARD only: the records have no abstracts, no keywords, and of the authors the "
    "first; export them by hand to have all (`bibcorpus search --show scopus`)"
)
_HINT = (
    "is SCOPUS_API_KEY right, and are you in the network of an institution that subscribes? "
    "`bibcorpus search --show scopus` prints what to paste by hand instead"
)


def count(asking: Asking, wanted: Wanted) -> Hits:
    """How many records there are."""
    return Hits(hits=_ask(_hinted(asking), "count", sent(wanted), "STANDARD").total)


def search(asking: Asking, wanted: Wanted) -> Answered:
    """All records at first; later the list, and the records that are new in it or retracted."""
    asking, whole = _hinted(asking), _Slice(sent(wanted), EARLIEST, wanted.today.year + 1)
    view, warnings = _view(asking, whole.string)
    first = not wanted.known
    listing = view if first else "STANDARD"
    listed = whole_list(TITLE, lambda name: _pages(asking, name, whole, listing))
    cut = _cut(asking, "list", whole, listing)
    slices = [f"{one}: {hits}" for one, hits in cut if hits and one.string != whole.string]
    if first:
        return first_answer(listed, warnings, slices)
    records = partial(_records, asking, view)
    return compared(listed, wanted, records, modified=listed.retracted, warnings=warnings, slices=slices)


@dataclass(frozen=True, slots=True)
class _Slice:
    """What was published in these years, both included; no limit at an end that is the whole search's own."""

    search: str
    low: int
    high: int
    after: int | None = None
    before: int | None = None

    @property
    def string(self) -> str:
        """'(search) AND PUBYEAR AFT 1999 AND PUBYEAR BEF 2010'"""
        limits = [f"PUBYEAR AFT {self.after}"] if self.after else []
        limits += [f"PUBYEAR BEF {self.before}"] if self.before else []
        return " AND ".join([f"({self.search})", *limits]) if limits else self.search

    @property
    def halves(self) -> tuple[_Slice, _Slice]:
        """Up to the middle, and from the year after it."""
        middle = (self.low + self.high) // 2
        return replace(self, high=middle, before=middle + 1), replace(self, low=middle + 1, after=middle)

    def __str__(self) -> str:
        ends = (f"from {self.after + 1}" if self.after else "", f"to {self.before - 1}" if self.before else "")
        return "published " + " ".join(filter(None, ends))


def sent(wanted: Wanted) -> str:
    """The search; '… AND ORIG-LOAD-DATE AFT 20261031' where only what was loaded from the 1st of November is wanted.

    AFT leaves out the day itself. Elsevier's pages name the field for sorting ("date of first accession into Scopus");
    as a condition, with days written like this, it stands in many programs: not tried against the service.
    """
    if not wanted.entered_since:
        return wanted.string
    return f"({wanted.string}) AND ORIG-LOAD-DATE AFT {wanted.entered_since - timedelta(days=1):%Y%m%d}"


def _hinted(asking: Asking) -> Asking:
    return Hinted(asking, lambda error: _HINT if error.status in (401, 403) else None)


def _view(asking: Asking, string: str) -> tuple[str, tuple[str, ...]]:
    """The fullest view that the key may see, and what that means."""
    try:
        _ask(asking, "view", string, "COMPLETE")
    except Refused as error:
        if error.status not in (401, 403):
            raise
        return "STANDARD", (_NO_ABSTRACTS,)
    return "COMPLETE", ()


def _pages(asking: Asking, name: str, whole: _Slice, view: str) -> Iterator[Named]:
    """The pages of all slices; at the end the number of all records, where there is more than one slice."""
    slices = list(_cut(asking, name, whole, view))
    for one, _ in slices:
        request = partial(_request, one.string, view)
        yield from numbered(asking, _name(name, one), request, read_page, SIZES[view])
    if len(slices) > 1:
        yield None, Page(_ask(asking, f"{name}-total", whole.string, "STANDARD").total, ())


def _cut(asking: Asking, name: str, one: _Slice, view: str) -> Iterator[tuple[_Slice, int]]:
    """Slices under the cap, each with its number of records. The first page of each is asked for meanwhile."""
    body = asking.one(f"{_name(name, one)}-0001", _request(one.string, view, 1))
    hits = page_of(body, read_page).total
    if hits <= CAP:
        yield one, hits
    elif one.low < one.high:
        for half in one.halves:
            yield from _cut(asking, name, half, view)
    else:
        raise Refused(
            f"{TITLE}: {hits} records of one year, {one.low}: it gives {CAP} of one search at most",
            hint="make the search narrower, or split it into two `runs` in the query file. Nothing was taken in",
        )


def _name(name: str, one: _Slice) -> str:
    return f"{name}-{one.low}-{one.high}"


def _records(asking: Asking, view: str, name: str, ids: Sequence[str]) -> tuple[list[str], set[str]]:
    """The records with these EIDs: the names of the answers, and which records are in them."""
    return by_ids(asking, name, ids, lambda batch: _request(_of_ids(batch), view, 1), ids_of(read_page), BATCH)


def _of_ids(ids: Sequence[str]) -> str:
    return " OR ".join(f"EID({one})" for one in ids)


def _ask(asking: Asking, name: str, string: str, view: str) -> Page:
    """A page of one record: how many there are."""
    return page_of(asking.one(name, _request(string, view, 1, size=1)), read_page)


def _request(string: str, view: str, number: int, size: int | None = None) -> Request:
    """The page of that number, from 1."""
    size = size or SIZES[view]
    params = {"query": string, "view": view, "count": str(size), "start": str((number - 1) * size)}
    return Request(path="scopus", params=params, what="the list of records", check=page_check(read_page))


def read_page(said: Mapping[str, Any]) -> Page:
    """A page of entries. An empty one holds a single entry that says so. Raises Unsound for an error in its place."""
    if error := said.get("service-error"):
        raise Unsound(str(error["status"]["statusText"]))
    found = said["search-results"]
    entries = [entry for entry in found["entry"] if "error" not in entry]
    ids = {_eid(entry): entry.get("subtype") for entry in entries}
    retracted = tuple(eid for eid, subtype in ids.items() if subtype == RETRACTED)
    return Page(int(found["opensearch:totalResults"]), tuple(ids), retracted=retracted)


def _eid(entry: Mapping[str, Any]) -> str:
    return str(entry.get("eid") or EID + str(entry["dc:identifier"]).removeprefix("SCOPUS_ID:"))
