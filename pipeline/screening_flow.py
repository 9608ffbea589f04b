"""The flow of the works through the screening: the boxes of a PRISMA diagram, as numbers and as lines.

In: screened, screening, entry. Out: `flow`, a dictionary for JSON, and `flow_lines` for a terminal of 80 columns.
Source of the boxes: PRISMA 2020, flow diagram. Which works a box holds: `bibcorpus why "screening: …"`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from .report import source_title
from .screening import NOT_READ, NOT_RETRIEVED
from .settling import FULL_TEXT, STAGES, TITLE_ABSTRACT
from .store import Store
from .values.number import thousands
from .values.retrieval import says_not_retrieved

RULES = "rules"
STAGE_TITLES = {  # a stage's name for people
    RULES: "by rule, before anybody has looked",
    TITLE_ABSTRACT: "on title and abstract",
    FULL_TEXT: "on the full text",
}
LABEL = 68  # columns of a label before its number
NO_REASON = "no reason given"
INCLUDED_BY = {  # where the works that are included have come to
    RULES: "by rule, nobody has looked",
    TITLE_ABSTRACT: "on title and abstract, full text not read",
    FULL_TEXT: "on the full text",
}


def flow(store: Store) -> dict[str, Any]:
    """How the works went through the screening: the numbers of a PRISMA diagram, that add up.

    `identified` = the sum over `sources` = `entries` - `again` = `duplicates` + `works`; `works` = `by_rule` +
    `title_abstract`; what `title_abstract` includes = `full_text` = `not_read` + `not_retrieved` + `assessed`. `boxes`
    has each outcome and reason: see the view screening_flow. A stage that no decision names is None: what isn't known
    is no 0.
    """
    boxes = list(store.records("select * from screening_flow"))
    sources, entries = _sources(store), store.value("select count(*) from entry")
    works = store.value("select count(*) from work")
    identified = sum(source["records"] for source in sources)
    seen, read = (_sum(boxes, stage=stage) or None for stage in STAGES)
    full = {name: _sum(boxes, stage=FULL_TEXT, outcome=name) for name in (NOT_READ, NOT_RETRIEVED)}
    return {
        "sources": sources,
        "entries": entries,
        "again": entries - identified,
        "identified": identified,
        "set_aside": store.value("select count(*) from reject"),
        "duplicates": identified - works,
        "works": works,
        "by_rule": _sum(boxes, stage=RULES),
        "excluded_by_rule": _sum(boxes, stage=RULES, outcome="excluded"),
        "title_abstract": seen,
        "full_text": read,
        "not_read": read and full[NOT_READ],
        "not_retrieved": read and full[NOT_RETRIEVED],
        "assessed": read and read - sum(full.values()),
        "included": store.value("select count(*) from screening where status = 'included'"),
        "included_by": {stage: n for stage in INCLUDED_BY if (n := _included(boxes, stage))},
        "boxes": boxes,
    }


def _sources(store: Store) -> list[dict[str, Any]]:
    """What each source found; see the view identified. Two of one title are told apart by their folders."""
    found = store.rows(
        "select source, kind, sum(times)::bigint, (select list_sort(list_distinct(list(format))) from source_file "
        "where source_file.source = identified.source and source_file.kind = identified.kind and entries > 0) "
        "from identified group by source, kind order by source, kind"
    )
    titles = [source_title(source, kind, formats) for source, kind, _, formats in found]
    return [
        {
            "source": source,
            "kind": kind,
            "title": title if titles.count(title) == 1 else f"{title} ({source}, {kind})",
            "records": records,
        }
        for title, (source, kind, records, _) in zip(titles, found, strict=True)
    ]


def _sum(boxes: Iterable[Mapping[str, Any]], **of: str) -> int:
    return sum(box["works"] for box in boxes if all(box[name] == value for name, value in of.items()))


def _included(boxes: Sequence[Mapping[str, Any]], stage: str) -> int:
    """Works that are in, and have come to this stage and no further."""
    if stage == TITLE_ABSTRACT and _sum(boxes, stage=FULL_TEXT):
        return _sum(boxes, stage=FULL_TEXT, outcome=NOT_READ)
    return _sum(boxes, stage=stage, outcome="included")


def flow_lines(found: Mapping[str, Any]) -> Iterator[str]:
    """The same as a table; a box that nobody filled says so."""
    yield from _line("records identified", found["identified"])
    for source in found["sources"]:
        yield from _line(f"  {source['title']}", source["records"])
    yield from _line("duplicates removed", found["duplicates"])
    yield from _line("works", found["works"])
    for stage, title in STAGE_TITLES.items():
        boxes = [box for box in found["boxes"] if box["stage"] == stage]
        if boxes or stage in STAGES:
            yield ""
            yield from _stage_lines(title, boxes)
    yield ""
    yield from _line("included in all", found["included"])
    for stage, n in found["included_by"].items():
        yield from _line(f"  {INCLUDED_BY[stage]}", n)
    yield from _notes(found)


def _stage_lines(title: str, boxes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Not known where no decision names the stage: a 0 would be a claim."""
    yield from _line(title, sum(box["works"] for box in boxes) if boxes else None)
    for outcome, group in groupby(boxes, key=lambda box: str(box["outcome"])):
        its = list(group)
        yield from _line(f"  {outcome}", sum(box["works"] for box in its))
        for box in its if len(its) > 1 or its[0]["reason"] or outcome in ("excluded", "undecided") else ():
            yield from _line(f"      {box['reason'] or NO_REASON}", box["works"])


def _notes(found: Mapping[str, Any]) -> Iterator[str]:
    """What else a reader must know to take the numbers over into a diagram."""
    known = (
        (found["again"], "The files have {} more: records that several files of one source have are identified once."),
        (found["assessed"], "Full texts assessed (excluded, undecided or included): {}."),
        (found["set_aside"], "Texts that could not be read as records, and are in no count: {}."),
        (
            found["full_text"] is None or found["title_abstract"] is None,
            "Not known: no decision names this stage (bibcorpus decide include … --stage).",
        ),
        (
            _too_early(found["boxes"]),
            "Excluded on title and abstract since there is no full text: {}. PRISMA counts these as not retrieved, if "
            "the decision says --stage full-text.",
        ),
    )
    told = [text.format(thousands(n)) for n, text in known if n]
    yield from [""] if told else []
    for text in told:
        yield from textwrap.wrap(text, LABEL + 10, subsequent_indent="  ")


def _too_early(boxes: Iterable[Mapping[str, Any]]) -> int:
    early = [box for box in boxes if (box["stage"], box["outcome"]) == (TITLE_ABSTRACT, "excluded")]
    return sum(box["works"] for box in early if box["reason"] and says_not_retrieved(box["reason"]))


def _line(label: str, n: int | None) -> Iterator[str]:
    """A label and its number; what is too long goes on below, a bit further in."""
    indent = len(label) - len(label.lstrip())
    first, *more = textwrap.wrap(
        label.strip(), LABEL, initial_indent=" " * indent, subsequent_indent=" " * (indent + 2)
    )
    yield f"{first:<{LABEL}} {'not known' if n is None else thousands(n):>9}"
    yield from more
