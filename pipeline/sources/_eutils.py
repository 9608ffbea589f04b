"""How PubMed is asked: the E-utilities of the US National Library of Medicine.

In: a search string. Out: every PMID that it has, past the cap of 9,999 too, and the records as PubMed XML.

The list comes first, whole and checked against PubMed's own count, then the records by their PMIDs. No history
(WebEnv) is used: it expires within hours, its pages shift when records come in meanwhile, and a list of PMIDs says
which records are missing from an answer (docs/decisions/0015-lists-of-ids-not-history.md).

Rules: NLM, "Entrez Programming Utilities Help" (NBK25497, NBK25499): 3 requests a second, 10 with a key; esearch gives
the first 9,999 PMIDs at most; efetch wants POST for more than some 200, and leaves out in silence what it doesn't have.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from ..errors import Incomplete, Refused
from ..http import Request, Unsound
from . import Answered, Asking, Hits, Wanted
from ._pages import by_ids, in_batches

CAP = 9_999
BATCH = 400  # PMIDs in one efetch: some 4 MB
ROUNDS = 4  # times that a list is asked for while records come in or go
LONGEST_GET = 1_000  # characters of a search string in an address
EARLIEST, LATEST = date(1000, 1, 1), date(3000, 12, 31)
BEGIN = date(1900, 1, 1)  # before and after these dates hardly anything stands: not worth many halvings

_PMID = re.compile(rb"<(?:MedlineCitation|BookDocument)\b[^>]*>\s*<PMID\b[^>]*>\s*(\d+)\s*</PMID>")
_WHOLE = re.compile(rb"(?:</Pubmed(?:Book)?ArticleSet>|<Pubmed(?:Book)?ArticleSet\s*/>)\s*\Z")
_PAGE = re.compile(rb"\s*<(?:!doctype\s+html|html)", re.IGNORECASE)
_ERROR = re.compile(rb"<ERROR>([^<]*)</ERROR>")
_OUR_FAULT = ("empty term", "cannot be larger than")  # asking again would not help
DATES = {"pdat": "published", "edat": "entered"}


@dataclass(frozen=True, slots=True)
class _Page:
    """An answer of esearch."""

    count: int
    ids: tuple[int, ...]
    translation: str | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _List:
    """All PMIDs of a search, in order; `first` is what esearch said of the search as a whole."""

    ids: tuple[int, ...]
    first: _Page
    slices: tuple[str, ...] = ()


def count(asking: Asking, wanted: Wanted) -> Hits:
    """How many records there are, and how PubMed understood the search."""
    page = _esearch(asking, "count", sent(wanted), how_many=0)
    return Hits(hits=page.count, translation=page.translation, warnings=page.warnings)


def search(asking: Asking, wanted: Wanted) -> Answered:
    """The whole list, and the records that are new in it or modified since; what vanished from it is looked up."""
    string = sent(wanted)
    listed = _whole_list(asking, "list", string, wanted.today)
    known = {int(pmid) for pmid in wanted.known}
    modified: set[int] = set()
    if known and wanted.since:
        modified = known.intersection(_whole_list(asking, "modified", _modified(string, wanted), wanted.today).ids)
    now = set(listed.ids)
    left_before = _left_and_modified(asking, wanted, now | known)
    vanished = () if wanted.entered_since else sorted(known - now)
    asked = [pmid for pmid in listed.ids if pmid not in known or pmid in modified]
    answers, given = _records(asking, "records", asked)
    more, found = _records(asking, "vanished", vanished)
    again, found_again = _records(asking, "left", left_before)
    return Answered(
        hits=listed.first.count,
        ids=_texts(listed.ids),
        wanted=len(asked) + len(found) + len(found_again),
        answers=(*answers, *more, *again),
        translation=listed.first.translation,
        missing=_texts(pmid for pmid in asked if pmid not in given),
        left=_texts(pmid for pmid in vanished if pmid in found),
        gone=_texts(pmid for pmid in vanished if pmid not in found),
        modified=_texts(sorted(modified & now | found_again)),
        slices=listed.slices,
        warnings=(
            *listed.first.warnings,
            *_not_asked_for({*given, *found, *found_again} - {*asked, *vanished, *left_before}),
        ),
    )


def _left_and_modified(asking: Asking, wanted: Wanted, looked_at: set[int]) -> list[int]:
    """Of the records that left the list with an earlier search, those modified since: one may have been retracted."""
    if not wanted.since or wanted.entered_since:
        return []
    left = sorted({int(pmid) for pmid in wanted.held} - looked_at)
    found: set[int] = set()
    for number, batch in enumerate(in_batches(_texts(left), BATCH), 1):
        these = " OR ".join(f"{pmid}[uid]" for pmid in batch)
        found.update(_esearch(asking, f"left-{number:05}", _modified(these, wanted)).ids)
    return sorted(found)


def _texts(ids: Iterable[int]) -> tuple[str, ...]:
    return tuple(map(str, ids))


def _not_asked_for(others: set[int]) -> tuple[str, ...]:
    if not others:
        return ()
    return (f"PubMed gave {len(others)} records that nobody asked for: {', '.join(_texts(sorted(others)[:5]))} …",)


def sent(wanted: Wanted) -> str:
    """The search as it is sent: with the day of entry, where only what entered PubMed since is wanted."""
    return _within(wanted.string, "edat", wanted.entered_since) if wanted.entered_since else wanted.string


def _modified(string: str, wanted: Wanted) -> str:
    """The search, limited to what was modified since the day before the last one: PubMed's days are not ours."""
    assert wanted.since is not None
    return _within(string, "mdat", wanted.since - timedelta(days=1))


def _within(string: str, kind: str, start: date, end: date = LATEST) -> str:
    """'(balint) AND ("2026/11/01"[edat] : "3000/12/31"[edat])'"""
    return f'({string}) AND ("{_slashed(start)}"[{kind}] : "{_slashed(end)}"[{kind}])'


def _slashed(day: date) -> str:
    return f"{day.year:04}/{day.month:02}/{day.day:02}"


def _whole_list(asking: Asking, name: str, string: str, today: date) -> _List:
    """Every PMID of the search. Raises Incomplete where PubMed's list and its count don't come together."""
    said: list[str] = []
    for attempt in range(ROUNDS):
        here = f"{name}-again-{attempt}" if attempt else name
        first = _esearch(asking, here, string)
        if first.count <= CAP:
            return _List(ids=tuple(sorted(first.ids)), first=first)
        ids: set[int] = set()
        slices: list[str] = []
        for what, page in _slices(asking, here, string, today):
            ids.update(page.ids)
            slices += [f"{what}: {page.count}"] if page.count else []
        last = _esearch(asking, f"{here}-total", string, how_many=0)
        if len(ids) == last.count:
            whole = _Page(last.count, (), first.translation, first.warnings)
            return _List(ids=tuple(sorted(ids)), first=whole, slices=tuple(slices))
        said.append(f"{len(ids)} listed of {last.count}")
    raise Incomplete(
        f"PubMed: the list of PMIDs and PubMed's own count don't agree, {ROUNDS} times: {'; '.join(said)}",
        hint="records come in or go while it is asked: run the same command again later. Nothing was taken in",
    )


def _slices(asking: Asking, name: str, string: str, today: date) -> Iterator[tuple[str, _Page]]:
    """The search cut by date of publication into slices under the cap, with their names for people."""
    end = today + timedelta(days=400)
    for start, stop in (
        (EARLIEST, BEGIN - timedelta(days=1)),
        (BEGIN, end),
        (end + timedelta(days=1), LATEST),
    ):
        yield from _halved(asking, name, string, "pdat", start, stop, today)


def _halved(
    asking: Asking, name: str, string: str, kind: str, start: date, end: date, today: date
) -> Iterator[tuple[str, _Page]]:
    page = _esearch(asking, f"{name}-{kind}-{start}-{end}", string, kind, start, end)
    if page.count <= CAP:
        yield f"{DATES[kind]} {start} to {end}", page
    elif start < end:
        middle = start + (end - start) / 2
        yield from _halved(asking, name, string, kind, start, middle, today)
        yield from _halved(asking, name, string, kind, middle + timedelta(days=1), end, today)
    elif kind == "pdat":  # records that have a year only are all of its first day
        day = _within(string, "pdat", start, end)
        yield from _halved(asking, f"{name}-{start}", day, "edat", EARLIEST, LATEST, today)
    else:
        raise Incomplete(
            f"PubMed: {page.count} records entered it on one day, {start}: it gives {CAP} of them at most",
            hint="make the search narrower, or split it in two in the query file. Nothing was taken in",
        )


def _esearch(
    asking: Asking,
    name: str,
    string: str,
    kind: str | None = None,
    start: date = EARLIEST,
    end: date = LATEST,
    how_many: int = CAP,
) -> _Page:
    """One page of PMIDs: all there are, up to the cap."""
    params = {"db": "pubmed", "term": string, "retmode": "json", "retmax": str(how_many)}
    if kind:
        params |= {"datetype": kind, "mindate": _slashed(start), "maxdate": _slashed(end)}
    request = Request(
        path="esearch.fcgi",
        params=params,
        what="the list of PMIDs",
        check=lambda body: _check_page(body, how_many),
        post=len(quote(string)) > LONGEST_GET,
    )
    return _page(asking.one(name, request))


def _check_page(body: bytes, how_many: int) -> None:
    page = _page(body)
    expected = min(page.count, how_many)
    if how_many and page.count <= CAP and len(set(page.ids)) != expected:
        raise Unsound(f"{len(set(page.ids))} PMIDs where {expected} should be")


def _page(body: bytes) -> _Page:
    """The answer, read. Raises Unsound where it is none; Refused where the search can't be answered."""
    if _PAGE.match(body):
        raise Unsound("a web page instead of data")
    try:
        said = json.loads(body, strict=False)  # a line break stands inside one of its error messages
        result = said.get("esearchresult", {}) if isinstance(said, dict) else {}
        error = said.get("error") or result.get("ERROR")
        if not error:
            return _Page(
                int(result["count"]),
                tuple(map(int, result["idlist"])),
                result.get("querytranslation"),
                tuple(_complaints(result)),
            )
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise Unsound("an answer that broke off, or is none") from wrong
    words = " ".join(str(error).split())
    if any(fault in words.lower() for fault in _OUR_FAULT):
        raise Refused(f"PubMed can't answer this search: {words}", hint="see the search string in the query file")
    raise Unsound(words)


_COMPLAINTS = {
    "phrasesnotfound": "not found",
    "quotedphrasesnotfound": "this phrase is not found",
    "fieldsnotfound": "no such field",
    "phrasesignored": "ignored",
    "outputmessages": "PubMed says",
}


def _complaints(result: dict[str, Any]) -> Iterator[str]:
    """What PubMed didn't find or didn't heed of the search."""
    for part in ("errorlist", "warninglist"):
        for name, values in (result.get(part) or {}).items():
            yield from (f"{_COMPLAINTS.get(name, name)}: {value}" for value in values)


def _records(asking: Asking, name: str, asked: Sequence[int]) -> tuple[list[str], set[int]]:
    """The answers with these records, and whose records they are."""
    answers, given = by_ids(asking, name, _texts(asked), _efetch, _pmids_in, BATCH)
    return answers, set(map(int, given))


def _pmids_in(body: bytes) -> set[str]:
    return {pmid.decode("ascii") for pmid in _PMID.findall(body)}


def _efetch(pmids: Sequence[str]) -> Request:
    return Request(
        path="efetch.fcgi",
        params={"db": "pubmed", "id": ",".join(pmids), "retmode": "xml"},
        what=f"the records {pmids[0]} to {pmids[-1]}",
        check=_check_records,
        post=True,
    )


def _check_records(body: bytes) -> None:
    if _PAGE.match(body):
        raise Unsound("a web page instead of records")
    if found := _ERROR.search(body[:2000]):
        raise Unsound(found[1].decode("utf-8", "replace").strip())
    if not _WHOLE.search(body[-200:]):
        raise Unsound("an answer that broke off, or is none")
