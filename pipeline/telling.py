"""Stories, reports and search strings as lines of text for a terminal of 80 columns.

In: values of explain.py, report.py, query.py. Out: lines without colour.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from .explain import Story
from .inspecting import Inspection, start_of
from .query import Query
from .report import Numbers
from .showing import search_lines as search_lines

WIDTH = 80
LABEL = 68  # columns of a label before its number
SHOWN_TEXTS = 20  # texts that are no record; the rest is in the JSON
NAME = 15  # columns of a field's name in a story


CLASSES = {"empirical": "empirical", "theoretical": "theoretical", "unsure": "neither for sure"}


def lines(story: Story) -> Iterator[str]:
    """One work's story, section by section; empty sections are left out."""
    yield from _wrapped(f"{story.key or story.work_id}: {story.title}", "", "  ")
    yield f"work {story.work_id}" + (f"; also {', '.join(story.aliases)}" if story.aliases else "")
    yield from _wrapped(f"{story.status}: {story.status_reason}", "", "  ")
    if story.retracted:
        yield "retracted: its sources or a notice say so"
    for title, body in _sections(story):
        if body:
            yield ""
            yield title
            for line in body:
                yield from _wrapped(line, "  ", "      ")


def _sections(story: Story) -> Iterator[tuple[str, Sequence[str]]]:
    yield (
        "records",
        [f"{record}  in {path}, record {n}, line {line}" for record, path, n, line in story.records],
    )
    yield (
        "joined by",
        [f"{rule}: {left} = {right} ({evidence})" for left, right, rule, evidence in story.links],
    )
    yield "fields", list(_field_lines(story))
    yield (
        "cleaned",
        [f"{record}: {field} {before!r} -> {after!r} ({rule})" for record, field, before, after, rule in story.changes],
    )
    yield (
        "kept apart",
        [f"{verdict}, {rule}: {left} / {right} ({evidence})" for left, right, verdict, rule, evidence in story.apart],
    )
    yield (
        "not joined, though something asks for it",
        [
            f"{left} = {right}, says {wanted}; but {against}: {one} / {other}"
            for left, right, wanted, against, one, other in story.conflicts
        ],
    )
    yield "relations", [f"{left} is {kind} {right} ({rule})" for kind, left, right, rule in story.relations]
    yield "named by its sources", [_stated_line(*stated) for stated in story.stated]
    yield "tags", [_tag_line(*tag) for tag in story.tags]
    yield (
        "speaks of",
        [f"{query}/{block}: {words!r} in {field}" for query, block, field, words in story.blocks],
    )
    yield (
        "decisions",
        [
            f"{time[:10]} {who}: {event} {' '.join(records)} {value if value != '{}' else ''} "
            f"{reason or ''} [{decision_id}: {state}; {place}]"
            for time, who, event, records, value, reason, state, place, decision_id in story.decisions
        ],
    )


def _stated_line(kind: str, inverse: bool, number: str | None, citation: str | None, record: str) -> str:
    what = f"its {kind.rsplit('-', 1)[0]}" if inverse else f"it is {kind}"
    return f"{what}: {', '.join(filter(None, (number, citation)))} (says {record})"


def _field_lines(story: Story) -> Iterator[str]:
    single = len(story.records) == 1
    for field, value, record, rule in story.fields:
        yield f"{field:<{NAME}} {value}" + ("" if single else f"  [{record}: {rule}]")


def _tag_line(facet: str, value: str, by: str, rule: str, field: str, words: str, confidence: float) -> str:
    place = f" in {field}" if field else ""
    said = f": {words!r}{place}" if words else ""
    return f"{facet} = {value}  ({by}, {rule}, {confidence:.2f}){said}"


def _wrapped(text: str, first: str, more: str) -> Iterable[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=more,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [first]


def _row(label: str, n: int, indent: int = 2) -> str:
    shown = " " * indent + label
    if len(shown) > LABEL:
        shown = shown[: LABEL - 1] + "…"
    return f"{shown:<{LABEL}} " + f"{n:>9,}".replace(",", " ")


def report_lines(numbers: Numbers) -> Iterator[str]:
    """The table of `run` and `report`: the flow of records from the files to the bibliography."""
    yield "entries by source"
    for source in numbers["sources"]:
        yield _row(source["title"], source["entries"])
        if source["hits"] is not None and source["hits"] != source["found_of_hits"]:
            yield f"    it said that it found {source['hits']}, the files of that search have {source['found_of_hits']}"
    yield _row("all entries", numbers["entries"], 0)
    yield _row("set aside (not readable)", numbers["set_aside"], 0)
    yield _row("the same record again", numbers["entries"] - numbers["records"], 0)
    yield _row("duplicates joined", numbers["records"] - numbers["works"], 0)
    yield _row("works", numbers["works"], 0)
    yield ""
    yield from _status_lines(numbers)
    yield ""
    kept = numbers["works"] - numbers["status"].get("excluded", 0)
    yield _row("of the works that are not excluded", kept, 0)
    for value, label in CLASSES.items():
        yield _row(label, numbers["class"].get(value, 0))
        if value == "empirical":
            yield from _table(numbers["method"], "  {}")
    yield from _table(numbers["topics"], "about {}")
    for combination in numbers["combinations"]:
        yield _row(f"{combination['title']} ({_asked(combination)})", combination["works"])
    if numbers["waiting"]:
        yield ""
        yield "waits for a person"
        yield from _table(numbers["waiting"], "{}")
    yield from _no_record_lines(numbers["no_records"])
    yield ""


def _asked(combination: Mapping[str, Any]) -> str:
    """'balint + psychosomatic'; with OR or NOT the whole expression."""
    joined = " + ".join(combination["blocks"])
    return joined if combination["asks"].replace(" AND ", " + ") == joined else combination["asks"]


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
    yield from (f"  set aside  line {reject.line}: {reject.reason}" for reject in shown)
    if len(shown) < len(seen.set_aside):
        yield f"  set aside  and {len(seen.set_aside) - len(shown)} more: all of them with --all"
    for text in seen.unread if everything else ():
        yield f"  no record  line {text.line}: {text.reason}: {start_of(text.raw)}"
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
    """When each source of each query was last asked; an export whose note names no query counts for all queries."""
    for query in queries:
        told = []
        for search in query.sources:
            days = filter(None, (last.get((search.source, name)) for name in (query.id, None)))
            if not search.how:  # a list collected by hand is no search
                told.append(f"{search.source} {max(days, default='never')}")
        if told:
            yield from textwrap.wrap(f"last asked {', '.join(told)} ({query.id})", 80, subsequent_indent=" " * 11)
