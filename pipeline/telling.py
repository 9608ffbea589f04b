"""Stories, reports and search strings as lines of text for a terminal of 80 columns.

In: values of explain.py, report.py, query.py. Out: lines without colour.
"""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from .explaining.lines import WIDTH as WIDTH
from .explaining.lines import wrapped as _wrapped
from .explaining.report_figures import CLASSES, asked, part_label
from .explaining.works import lines as lines
from .inspecting import Inspection, shortened, start_of
from .query import Query
from .report import Numbers
from .showing import search_lines as search_lines
from .values.number import thousands

LABEL = 68  # columns of a label before its number
TAG = 37  # columns of a value before its numbers
FACET_PLACE = {"method": 1, "kind": 2, "topic": 3, "language": 8, "year": 9}  # all others between
SHOWN_DOUBTS = 5  # what readers were not sure of: `run` shows it each time
SHOWN_TEXTS = 20  # texts that are no record; the rest is in the JSON


def _row(label: str, n: int, indent: int = 2) -> str:
    shown = " " * indent + label
    if len(shown) > LABEL:
        shown = shown[: LABEL - 1] + "…"
    return f"{shown:<{LABEL}} {thousands(n):>9}"


def report_lines(numbers: Numbers) -> Iterator[str]:
    """The table of `run` and `report`: the flow of records from the files to the bibliography."""
    yield "entries by source"
    for source in numbers["sources"]:
        yield _row(source["title"], source["entries"])
        for search in source["searches"]:
            if search["hits"] != search["found"]:
                on = f"on {search['searched']} " if search["searched"] else ""
                hits, found = thousands(search["hits"]), thousands(search["found"])
                told = f"{on}it said that it found {hits}, the files of that search have {found}"
                yield from _wrapped(told, "    ", "      ")
    for absent in numbers["not_here"]:
        records = "" if absent["records"] is None else f" ({thousands(absent['records'])} records, by their notes)"
        yield f"  not here: {absent['files']} private raw file(s) of {absent['source']}{records}"
    yield _row("all entries", numbers["entries"], 0)
    yield _row("set aside (not readable)", numbers["set_aside"], 0)
    yield _row("the same record again", numbers["entries"] - numbers["records"], 0)
    yield _row("duplicates joined", numbers["records"] - numbers["works"], 0)
    yield _row("works", numbers["works"], 0)
    yield ""
    yield from _status_lines(numbers)
    yield ""
    yield from _split_lines(numbers["split"])
    yield from _table(numbers["topics"], "about {}")
    yield from (
        _row(f"perhaps about {row['value']} (suggested)", row["works"])
        for row in numbers["split"]["by"]
        if row["facet"] == "topic" and row["suggested"]
    )
    for combination in numbers["combinations"]:
        yield _row(f"{combination['title']} ({asked(combination)})", combination["works"])
    if numbers["moved_keys"]:
        yield _row("keys that another work keeps (`bibcorpus export keys`)", numbers["moved_keys"])
    if numbers["waiting"]:
        yield ""
        yield "waits for a person"
        yield from _table(numbers["waiting"], "{}")
    yield from _no_record_lines(numbers["no_records"])
    yield from _doubt_lines(numbers["to_check"])
    yield ""


def _split_lines(split: Numbers) -> Iterator[str]:
    """Each class with its parts; the three classes are named even where they are empty."""
    n, verb = split["empirical"], "is" if split["empirical"] == 1 else "are"
    yield f"{thousands(n)} of the {thousands(split['works'])} works that are not excluded {verb} empirical"
    for name in dict.fromkeys((*CLASSES, *(row["class"] for row in split["parts"]))):
        parts = [row for row in split["parts"] if row["class"] == name]
        yield _row(CLASSES.get(name, name), sum(row["works"] for row in parts))
        yield from (_row(part_label(name, row["part"]), row["works"], 4) for row in parts if row["part"])


def tag_lines(split: Numbers) -> Iterator[str]:
    """The table of `report tags`: the split, and works by every other facet, by language and year."""
    yield from _split_lines(split)
    by = sorted(split["by"], key=lambda row: (FACET_PLACE.get(row["facet"], 5), row["facet"]))  # within: as the view
    facet = None
    for row in by:
        if row["facet"] != facet:
            facet = row["facet"]
            yield ""
            yield f"{facet:<{TAG}} {'works':>8} {'empirical':>10} {'theoretical':>12} {'neither':>8}"
        yield _tag_row(row)
    yield ""
    yield "A work with several values of a facet is counted under each of them."
    yield "Suggested values are hints: they mean nothing until a person has looked."


def _tag_row(row: Mapping[str, Any]) -> str:
    label = "  " + ("(none)" if row["value"] is None else row["value"]) + (" (suggested)" if row["suggested"] else "")
    if len(label) > TAG:
        label = label[: TAG - 1] + "…"
    works, empirical, theoretical, neither = (
        thousands(row[name]) for name in ("works", "empirical", "theoretical", "neither")
    )
    return f"{label:<{TAG}} {works:>8} {empirical:>10} {theoretical:>12} {neither:>8}"


def _no_record_lines(texts: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not texts:
        return
    yield ""
    yield "texts that are in no count, or set aside"
    for text in texts[:SHOWN_TEXTS]:
        start = textwrap.shorten(text["text"], 60, placeholder=" …")
        yield from _wrapped(
            f"{text['path']}, line {text['line']}: {text['what']}: {text['reason']}: {start}", "  ", "      "
        )
    if len(texts) > SHOWN_TEXTS:
        yield f"  and {len(texts) - SHOWN_TEXTS} more: all of them with `bibcorpus report --json`"


def _doubt_lines(doubts: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What readers were not sure of, and nobody has looked at since."""
    if not doubts:
        return
    yield ""
    yield "to check, since a reader was not sure"
    for doubt in doubts[:SHOWN_DOUBTS]:
        place = doubt["path"] if doubt["line"] is None else f"{doubt['path']}, line {doubt['line']}: {doubt['name']}"
        yield from _wrapped(f"{place}: {'; '.join(doubt['says'])}", "  ", "      ")
    if len(doubts) > SHOWN_DOUBTS:
        yield f"  and {len(doubts) - SHOWN_DOUBTS} more: all of them with `bibcorpus status --list`"


def _status_lines(numbers: Numbers) -> Iterator[str]:
    for status in ("included", "undecided", "excluded"):
        yield _row(status, numbers["status"].get(status, 0), 0)
    for reason, n in numbers["excluded"].items():
        yield _row(reason, n, 4)


def _table(counts: Mapping[str, int], label: str) -> Iterator[str]:
    return (_row(label.format(name), n) for name, n in counts.items())


def inspection_lines(seen: Inspection, everything: bool = False) -> Iterator[str]:
    """What a file is; with `everything`, also each text in it that is no record."""
    written = f", written by {seen.database}" if seen.database else ""
    years = "no years" if seen.min_year is None else f"{seen.min_year}–{seen.max_year}"
    yield seen.file
    yield f"  format     {seen.format}, {seen.encoding}{written}"
    yield f"  records    {seen.records} taken in + {seen.rejects} set aside = {seen.records + seen.rejects} found"
    yield f"  with       DOI {seen.doi}, PMID {seen.pmid}, abstract {seen.abstract}; {years}"
    yield f"  first      {seen.first_title or '(no title)'}"
    yield f"  last       {seen.last_title or '(no title)'}"
    shown = seen.set_aside if everything else seen.set_aside[:SHOWN_TEXTS]
    yield from (f"  set aside  line {reject.line}: {shortened(reject.reason)}" for reject in shown)
    if len(shown) < len(seen.set_aside):
        yield f"  set aside  and {len(seen.set_aside) - len(shown)} more: all of them with --all"
    for text in seen.unread if everything else ():
        yield f"  no record  line {text.line}: {shortened(text.reason)}: {start_of(text.raw)}"
    for warning in seen.warnings:
        yield f"  look       {warning}"


def item_lines(items: Mapping[str, Sequence[tuple[str, str]]]) -> Iterator[str]:
    """What waits for a person, one by one."""
    for name, rows in items.items():
        yield ""
        yield name
        for what, known in rows:
            yield from _wrapped(f"{what}  {known}", "  ", "      ")


def asked_lines(queries: Sequence[Query], last: Mapping[tuple[str, str | None], str]) -> Iterator[str]:
    """When each source of each query was last asked; an export whose note names no query counts for all queries.

    Also those that no query has: their export was taken in with --searched.
    """
    known = {search.source for query in queries for search in query.sources}
    for query in queries:
        told = []
        for search in query.sources:
            days = filter(None, (last.get((search.source, name)) for name in (query.id, None)))
            if not search.how:  # a list collected by hand is no search
                told.append(f"{search.source} {max(days, default='never')}")
        told += _asked_beside(query, known, last)
        if told:
            yield from textwrap.wrap(f"last asked {', '.join(told)} ({query.id})", 80, subsequent_indent=" " * 11)


def _asked_beside(query: Query, known: Collection[str], last: Mapping[tuple[str, str | None], str]) -> Iterator[str]:
    """'embase 2026-10-30': the sources that the file of this query lacks; `known`: those that some query has."""
    own = {search.source for search in query.sources}
    days: dict[str, str] = {}
    for (source, name), day in last.items():
        if source not in own and (name == query.id or (name is None and source not in known)):
            days[source] = max(days.get(source, ""), day)
    yield from (f"{source} {day}" for source, day in sorted(days.items()))
