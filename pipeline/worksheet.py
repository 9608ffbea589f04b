"""Worksheets: doubtful pairs, tags, screening and fields as a workbook to fill in without a shell.

In: the finished corpus, a selection of works, the facets of queries/tags. Out: one xlsx file, the same bytes for the
same corpus. The hidden id of each row (`RowId`) holds all that is needed to take the row back: the records that it
speaks of, the hash of what the person saw, and a hash of each cell that may be overwritten, so that only changes
become decisions (`taking_back`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from .decisions import seen_hash
from .dedup.queue import SHOWN, in_words, side_by_side
from .errors import InputError
from .field_text import settable_fields, shown
from .model import RECORD_TYPES
from .settling import KINDS, STAGES
from .store import Store, sql
from .tagging.ruleset import Facet
from .workbook import Column, Row, Sheet, fitting, write_workbook

SHEETS = ("pairs", "tags", "screening", "fields")
PAIR_DECISIONS = ("same", "different", "related", "unsure")
STATUS_DECISIONS = ("include", "exclude", "unsure")
_RECORDS = {"pairs": 2, "tags": 1, "screening": 1, "fields": 1}  # how many a row of the sheet speaks of
NOT = "not "  # before a value of a facet: the work doesn't have it


@dataclass(frozen=True, slots=True, kw_only=True)
class RowId:
    """What a row is about. `export` names the state of the decisions when the worksheet was written."""

    kind: str
    records: tuple[str, ...]
    seen: str
    export: str
    was: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        told = {"kind": self.kind, "records": self.records, "seen": self.seen, "export": self.export}
        return json.dumps({**told, "was": self.was} if self.was else told, ensure_ascii=False, separators=(",", ":"))


def parse_row_id(text: str) -> RowId | None:
    """The id as it stands in a saved workbook; None where it was damaged."""
    try:
        told = json.loads(text)
        row = RowId(**{**told, "records": tuple(told["records"])})
    except (ValueError, TypeError, KeyError):
        return None
    texts = (row.seen, row.export, *row.records)
    sound = all(isinstance(text, str) for text in texts) and isinstance(row.was, dict)
    return row if sound and len(row.records) == _RECORDS.get(row.kind) else None


def cell_hash(text: str) -> str:
    """What stands in a cell, however a spreadsheet program breaks and blanks it; '' for an empty one."""
    plain = " ".join(text.split())
    return hashlib.sha256(plain.encode(errors="replace")).hexdigest()[:10] if plain else ""


def write_worksheet(
    store: Store,
    path: Path,
    facets: Mapping[str, Facet],
    works: Sequence[str],
    narrowed: bool = False,
    blind: bool = False,
    sheets: Collection[str] = SHEETS,
    abstracts: bool = True,
) -> dict[str, int]:
    """Write the workbook; how many rows each sheet has. `works`: their ids; `narrowed`: pairs are of these works only.

    `blind` leaves out what rules and other people said of tags and of screening. `abstracts`: whether they are in it; a
    source's licence may forbid to send them round.
    """
    if unknown := sorted(set(sheets) - set(SHEETS)):
        raise InputError(f"no sheet {unknown[0]!r}", hint="sheets: " + ", ".join(SHEETS))
    writing = _Writing(store, works, narrowed, blind)
    asked = {name: facet for name, facet in facets.items() if not facet.read_from}
    made = {
        "pairs": lambda: Sheet(name="pairs", columns=_PAIR_COLUMNS, rows=writing.pairs()),
        "tags": lambda: Sheet(name="tags", columns=_tag_columns(asked, blind), rows=writing.tags(asked)),
        "screening": lambda: Sheet(name="screening", columns=_screening_columns(blind), rows=writing.screening()),
        "fields": lambda: Sheet(name="fields", columns=_field_columns(), rows=writing.fields()),
    }
    chosen = [made[name]() for name in SHEETS if name in sheets]
    if not abstracts:
        chosen = [_without(sheet, {"abstract", "abstract 1", "abstract 2"}) for sheet in chosen]
    counts = write_workbook(path, [_read_me(sheets), *chosen])
    return {name: counts[name] for name in SHEETS if name in counts}


def _without(sheet: Sheet, names: Collection[str]) -> Sheet:
    """A sheet without some of its columns."""
    kept = [place for place, column in enumerate(sheet.columns) if column.name not in names]
    rows = (
        replace(
            row,
            cells=[row.cells[place] for place in kept],
            marked=frozenset(new for new, place in enumerate(kept) if place in row.marked),
        )
        for row in sheet.rows
    )
    return replace(sheet, columns=tuple(sheet.columns[place] for place in kept), rows=rows)


# ------------------------------------------------------------------------------------------ columns


_SIDES = (*SHOWN, "abstract")
_ABOUT = (Column(name="key", width=18), Column(name="title", width=50), Column(name="year", width=7),
          Column(name="abstract", width=70))  # fmt: skip
_REASON = Column(name="reason", width=30, fill=True)
_PAIR_COLUMNS = (
    Column(name="what differs", width=50),
    Column(name="decision", width=12, fill=True, choices=PAIR_DECISIONS),
    Column(name="relation", width=16, fill=True, choices=KINDS),
    _REASON,
    Column(name="chance", width=8),
    Column(name="evidence", width=40),
    *(Column(name=f"{name} {side}", width=40 if "title" in name else 18)
      for name in ("key", *_SIDES) for side in (1, 2)),
)  # fmt: skip


def _tag_columns(facets: Mapping[str, Facet], blind: bool) -> tuple[Column, ...]:
    now = [] if blind else [Column(name=f"{name} now") for name in facets]
    fill = [
        Column(name=name, fill=True, choices=_choices(facet), several=not facet.single)
        for name, facet in facets.items()
    ]
    both = [column for pair in zip(now, fill, strict=True) for column in pair] if now else fill
    return (*_ABOUT, *both, _REASON)


def _choices(facet: Facet) -> tuple[str, ...]:
    return facet.values if facet.single else (*facet.values, *(NOT + value for value in facet.values))


def _screening_columns(blind: bool) -> tuple[Column, ...]:
    now = () if blind else (Column(name="status now", width=12), Column(name="why now", width=30))
    fill = (
        Column(name="decision", width=12, fill=True, choices=STATUS_DECISIONS),
        _REASON,
        Column(name="stage", width=15, fill=True, choices=STAGES),
    )
    return (*_ABOUT, *now, *fill)


def _field_columns() -> tuple[Column, ...]:
    wide = {"title": 50, "title_original": 50, "authors": 40, "container": 30, "abstract": 70}
    fields = (
        Column(name=name, width=wide.get(name, 14), fill=True, choices=RECORD_TYPES if name == "type" else ())
        for name in settable_fields()
    )
    return (Column(name="key", width=18, fill=True), _REASON, *fields)


# ------------------------------------------------------------------------------------------ rows


class _Writing:
    """The rows of each sheet, one at a time."""

    def __init__(self, store: Store, works: Sequence[str], narrowed: bool, blind: bool) -> None:
        self.store, self.works, self.narrowed, self.blind = store, works, narrowed, blind
        ids = store.rows("select decision_id from decision order by decision_id")
        self.export = hashlib.sha256(" ".join(name for (name,) in ids).encode()).hexdigest()[:12]

    def _works(self) -> Iterator[dict[str, Any]]:
        return self.store.records(sql("exported_work"), {"ids": self.works})

    def _id(self, kind: str, work: Mapping[str, Any], was: Mapping[str, str] | None = None) -> str:
        seen = seen_hash(work["work_id"], work["title"], work["abstract"])
        return str(RowId(kind=kind, records=(work["work_id"],), seen=seen, export=self.export, was=was or {}))

    def tags(self, facets: Mapping[str, Facet]) -> Iterator[Row]:
        """One row a work: what it is, its tags now, an empty cell for each facet."""
        now = {} if self.blind else self._tags()
        for work in self._works():
            cells = _about(work)
            for name in facets:
                cells += [""] if self.blind else [now.get((work["work_id"], name), ""), ""]
            yield Row(id=self._id("tags", work), cells=[*cells, ""])

    def _tags(self) -> dict[tuple[str, str], str]:
        rows = self.store.rows(
            "select work_id, facet, string_agg(distinct value, '; ' order by value) from tag "
            "where not suggested group by work_id, facet"
        )
        return {(work, facet): values for work, facet, values in rows}

    def screening(self) -> Iterator[Row]:
        """One row a work: its status and why, and empty cells."""
        status = {work: row for work, *row in self.store.rows("select work_id, status, status_reason from screening")}
        for work in self._works():
            now = [] if self.blind else status[work["work_id"]]
            yield Row(id=self._id("screening", work), cells=[*_about(work), *now, "", "", ""])

    def fields(self) -> Iterator[Row]:
        """One row a work: its key and every field that can be set, as they are."""
        names = settable_fields()
        for work in self._works():
            cells = {"key": work["key"], **{name: shown(work[name]) for name in names}}
            was = {name: cell_hash(fitting(text)) for name, text in cells.items() if text}
            yield Row(id=self._id("fields", work, was), cells=[cells["key"], "", *(cells[name] for name in names)])

    def pairs(self) -> Iterator[Row]:
        """One row a question, the one most worth a look first."""
        asked = self.store.rows(
            "select left_id, right_id, chance, rule, evidence from open_pair join work_record one "
            "on one.record_id = left_id join work_record other on other.record_id = right_id "
            "where not ?::boolean or list_has_any([one.work_id, other.work_id], ?::varchar[]) order by rank",
            [self.narrowed, self.works if self.narrowed else []],
        )
        sides = self._sides({record for pair in asked for record in pair[:2]})
        for left_id, right_id, chance, rule, evidence in asked:
            left, right = sides[left_id], sides[right_id]
            differs = {side.field for side in side_by_side(left, right) if side.left and side.right and not side.same}
            cells = [in_words(side_by_side(left, right)), "", "", "", f"{chance:.0%}", f"{rule}: {evidence}"]
            at = {name: len(cells) + 2 * place for place, name in enumerate(("key", *_SIDES))}
            cells += [shown(side[name]) for name in at for side in (left, right)]
            seen = seen_hash(left_id, left["work_title"], left["work_abstract"])
            row = RowId(kind="pairs", records=(left_id, right_id), seen=seen, export=self.export)
            marked = frozenset(place for name in differs for place in (at[name], at[name] + 1))
            yield Row(id=str(row), cells=cells, marked=marked)

    def _sides(self, records: Collection[str]) -> dict[str, dict[str, Any]]:
        columns = ", ".join(f"record.{name}" for name in _SIDES)
        rows = self.store.records(
            f"select record.record_id, key, work.title as work_title, work.abstract as work_abstract, {columns} "
            "from record join work_record using (record_id) join work using (work_id) join citekey using (work_id) "
            "where leads and record.record_id in (select unnest(?::varchar[]))",
            [sorted(records)],
        )
        return {row["record_id"]: row for row in rows}


def _about(work: Mapping[str, Any]) -> list[str]:
    return [work["key"], shown(work["title"] or work["title_original"]), shown(work["year"]), shown(work["abstract"])]


# ------------------------------------------------------------------------------------------ the first sheet


_LINES: Mapping[str, tuple[str, ...]] = {
    "How to fill in this file": (
        "Write in the yellow cells only. A cell that you leave as it is decides nothing.",
        "You may sort, filter, hide and delete rows, move columns, and add columns of your own. Please leave the names "
        "of the columns as they are, and the hidden first column: it tells which record a row is about.",
        "Save the file as xlsx or ods, and give it to whoever keeps the bibliography. It is taken back with: "
        "bibcorpus decide --from FILE --as YOUR-NAME. That shows first what would be decided, and asks.",
        "Your reasons are kept with your name. Everything that you decide can be undone.",
    ),
    "pairs": (
        "Each row is a question: are these two records one work? What differs between them is marked.",
        "decision: same, different, related (two works that belong together: say in 'relation' what the first is of "
        "the second), or unsure (the question stays open; a reason that you write is kept as a note).",
    ),
    "tags": (
        "Each row is a work. Choose a value for each question that you can answer; leave the others empty.",
        "Several values of one question are parted by a semicolon: burnout; students. 'not burnout' takes it away.",
    ),
    "screening": (
        "Each row is a work. decision: include, exclude or unsure. Write a reason where you exclude.",
        "stage: what you have read, title-abstract or full-text.",
    ),
    "fields": (
        "Each row is a work as it stands. To correct it, overwrite the cell; to say that there is no value, empty it.",
        "Lists and persons are parted by a semicolon: Doe, Jane; Roe, Richard. In 'reason' say where you know it from.",
        "A key is what manuscripts cite: where you write another, the old one still leads to the work.",
    ),
}  # fmt: skip


def _read_me(sheets: Collection[str]) -> Sheet:
    rows = []
    for name, lines in _LINES.items():
        if name in sheets or name not in SHEETS:
            heading = f"Sheet “{name}”" if name in SHEETS else name
            rows.append(Row(id="", cells=[heading], marked=frozenset([0])))
            rows += [Row(id="", cells=[line]) for line in (*lines, "")]
    return Sheet(name="read me", columns=(), rows=rows)
