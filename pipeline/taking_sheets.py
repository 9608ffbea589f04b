"""The rows of a worksheet that was filled in -> proposed decisions.

In: the rows as a spreadsheet program saved them, in any order, and the corpus as it is now. Out: one proposal a cell
that was filled in or overwritten. A row is known by its hidden id, a column by its name; what can't be used is told by
sheet, row and reason.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from .deciding import key_problem
from .errors import DecisionError
from .field_text import read_value, settable_fields, shown
from .settling import KINDS, STAGES, TITLE_ABSTRACT
from .tagging.ruleset import Facet
from .taking_back import Current, Finding, Proposed, Stale, TakenBack, Unusable, sort_out
from .values.date import of_one_time
from .workbook import CUT, ReadRow, fitting
from .worksheet import NOT, PAIR_DECISIONS, SHEETS, STATUS_DECISIONS, RowId, cell_hash, parse_row_id

LONGEST_SHOWN = 160  # characters of a value in the diff
BEFORE_IT = 40  # of them before the first that differs
FILLED = {"pairs": ("decision", "relation", "reason"), "screening": ("decision", "stage", "reason")}


def take_sheets(rows: Iterable[ReadRow], current: Current) -> TakenBack:
    """What the rows say."""
    taken = TakenBack()
    known: list[tuple[ReadRow, RowId]] = []
    for row in rows:
        row_id = parse_row_id(row.id)
        if row_id is None:
            why = (
                "a row that was added: only rows of the export can be taken back" if not row.id else "its id is damaged"
            )
            taken.unusable.append(Unusable(place=row.place, why=why))
        elif gone := [record for record in row_id.records if record not in current.work_of]:
            if _filled(row, row_id, current.facets):
                why = f"the corpus has no record {', '.join(gone)} now"
                taken.unusable.append(Unusable(place=row.place, why=why))
        else:
            known.append((row, row_id))
    current.load(current.work_of[row_id.records[0]] for _, row_id in known if row_id.kind == "fields")
    taken.notices += _columns_passed_over(known, current.facets)
    sort_out(taken, (found for row, row_id in known for found in _READERS[row_id.kind](row, row_id, current)), current)
    taken.open = sum(_word(row, "decision") == "unsure" for row, row_id in known if row_id.kind == "pairs")
    return taken


def _filled(row: ReadRow, row_id: RowId, facets: Mapping[str, Facet]) -> bool:
    if row_id.kind == "fields":
        return any(name in row.cells and _changed(row, row_id, name) for name in ("key", *settable_fields()))
    return any(_text(row, name) for name in (*facets, "decision"))


def _columns_passed_over(known: Iterable[tuple[ReadRow, RowId]], facets: Mapping[str, Facet]) -> Iterator[str]:
    """A line for each column of ours that is gone, and for each filled column that is none of ours."""
    filled: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    columns: dict[tuple[str, str], set[str]] = {}
    for row, row_id in known:
        columns[row.sheet, row_id.kind] = set(row.cells)
        filled[row.sheet, row_id.kind].update({name: None for name, text in row.cells.items() if text.strip()})
    for (sheet, kind), names in columns.items():
        ours = {*FILLED.get(kind, ("reason",)), *_own_columns(kind, facets)}
        if missing := sorted(ours - names - {"abstract"}):  # a worksheet may come without abstracts
            yield f"{sheet}: no column {', '.join(map(repr, missing))}: nothing is decided on that"
        given = {"key", "title", "year", "abstract", "status now", "why now", "what differs", "chance", "evidence"}
        other = [name for name in filled[sheet, kind] if name not in ours | given and not _GIVEN.fullmatch(name)]
        if other:
            yield f"{sheet}: columns that are none of ours are passed over: {', '.join(other)}"


_GIVEN = re.compile(r".+ (?:now|1|2)")


def _own_columns(kind: str, facets: Mapping[str, Facet]) -> Iterable[str]:
    if kind == "fields":
        return ("key", *settable_fields())
    return (name for name, facet in facets.items() if not facet.read_from) if kind == "tags" else ()


def _text(row: ReadRow, column: str) -> str:
    return " ".join(row.cells.get(column, "").split())


def _word(row: ReadRow, column: str) -> str:
    return _text(row, column).lower()


def _reason(row: ReadRow) -> str | None:
    return row.cells.get("reason", "").strip() or None


def _unusable(row: ReadRow, why: str) -> Unusable:
    return Unusable(place=row.place, why=why)


def _proposed(row: ReadRow, row_id: RowId, event: str, value: Mapping[str, Any], says: str) -> Proposed:
    return Proposed(
        place=row.place, event=event, records=row_id.records, value=value, reason=_reason(row), seen=row_id.seen,
        says=says, worksheet=row_id.export,
    )  # fmt: skip


# ------------------------------------------------------------------------------------------ a row of each kind


def _pair(row: ReadRow, row_id: RowId, current: Current) -> Iterator[Finding]:
    decision, relation = _word(row, "decision"), _word(row, "relation")
    one, other = (f"{current.key_of[current.work_of[record]]} ({record})" for record in row_id.records)
    if not decision:
        if relation or _reason(row):
            yield _unusable(row, "a relation or a reason, but no decision")
    elif decision not in PAIR_DECISIONS:
        yield _unusable(row, f"decision: {decision!r} is none of {', '.join(PAIR_DECISIONS)}")
    elif decision == "related" and relation not in KINDS:
        what = f"{relation!r} is no relation" if relation else "related, but how?"
        yield _unusable(row, f"{what}; write into 'relation' what the first is of the second: {', '.join(KINDS)}")
    elif decision == "unsure":
        if _reason(row):
            says = f"{one} | {other}: a note, the question stays open"
            note = _proposed(row, row_id, "note", {"text": _reason(row)}, says)
            yield replace(note, reason=None)
    else:
        value = {"kind": relation} if decision == "related" else {}
        yield _proposed(row, row_id, decision, value, f"{one} | {other}: {' '.join([decision, *value.values()])}")


def _tags(row: ReadRow, row_id: RowId, current: Current) -> Iterator[Finding]:
    key = current.key_of[current.work_of[row_id.records[0]]]
    for name, facet in current.facets.items():
        words = [word for word in re.split(r"[;,\n]", row.cells.get(name, "")) if word.strip()]
        if facet.read_from or not words:
            continue
        values = {value.lower(): value for value in facet.values}
        said = [(word.startswith(NOT), values.get(word.removeprefix(NOT).strip())) for word in map(_plain, words)]
        if unknown := [word.strip() for word, (_, value) in zip(words, said, strict=True) if value is None]:
            yield _unusable(row, f"{name}: {unknown[0]!r} is no value; values: {', '.join(facet.values)}")
        elif facet.single and len(said) > 1:
            yield _unusable(row, f"{name}: a work has one value of it, and here are {len(said)}")
        else:
            for taken_away, value in said:
                event = "untag" if taken_away else "tag"
                says = f"{key}: {name}: {NOT if taken_away else ''}{value}"
                yield _proposed(row, row_id, event, {"facet": name, "value": str(value)}, says)


def _plain(word: str) -> str:
    return " ".join(word.lower().split())


def _screening(row: ReadRow, row_id: RowId, current: Current) -> Iterator[Finding]:
    decision, stage = _word(row, "decision"), _stage(_word(row, "stage"))
    key = current.key_of[current.work_of[row_id.records[0]]]
    if not decision:
        if stage or _reason(row):
            yield _unusable(row, "a stage or a reason, but no decision")
    elif decision not in STATUS_DECISIONS:
        yield _unusable(row, f"decision: {decision!r} is none of {', '.join(STATUS_DECISIONS)}")
    elif stage and stage not in STAGES:
        yield _unusable(row, f"stage: {stage!r} is none of {', '.join(STAGES)}")
    else:
        says = f"{key}: {decision}" + (f" at {stage}" if stage else "")
        yield _proposed(row, row_id, decision, {"stage": stage or TITLE_ABSTRACT}, says)


def _stage(text: str) -> str:
    """'Full text', 'fulltext', 'title and abstract' as we write them: people type what they call them."""
    letters = re.sub(r"\band\b|[^a-z]", "", text.lower())
    return next((stage for stage in STAGES if stage.replace("-", "") == letters), text)


def _fields(row: ReadRow, row_id: RowId, current: Current) -> Iterator[Finding]:
    work_id = current.work_of[row_id.records[0]]
    if "key" in row.cells and _changed(row, row_id, "key"):
        yield from _key(row, row_id, current, work_id)
    changed = [name for name in settable_fields() if name in row.cells and _changed(row, row_id, name)]
    for name in changed:
        yield from _field(row, row_id, current, work_id, name, alone=not {"year", "date"}.issubset(changed))


def _changed(row: ReadRow, row_id: RowId, name: str) -> bool:
    """Whether a cell says another thing than what was exported. A date may have been completed by the program."""
    was, text = row_id.was.get(name, ""), row.cells[name]
    texts = [text, text[:7], text[:4]] if name in row.dates else [text]
    return was not in map(cell_hash, texts)


def _key(row: ReadRow, row_id: RowId, current: Current, work_id: str) -> Iterator[Finding]:
    new, now = row.cells["key"].strip(), current.key_of[work_id]
    if new == now:
        yield None
        return
    if why := key_problem(new, work_id, current.work_by_key, current.given):
        yield _unusable(row, f"key: {why}")
        return
    one = _proposed(row, row_id, "key", {"key": new}, f"{now}: key: {now} -> {new}")
    yield one if cell_hash(now) == row_id.was.get("key") else Stale(proposed=one, why=f"its key is {now} now")


def _field(row: ReadRow, row_id: RowId, current: Current, work_id: str, name: str, alone: bool) -> Iterator[Finding]:
    """`alone`: of a year and its date only this one was changed, and the other goes with it."""
    text, now = row.cells[name], current.work(work_id)[name]
    before = shown(now)
    if CUT.strip() in text or CUT in fitting(before):
        yield _unusable(row, f"{name} is longer than a cell can be: correct it with `bibcorpus decide set`")
        return
    if name in row.dates and name not in ("date", "date_online", "accessed"):
        yield _unusable(row, f"{name}: the spreadsheet program made a date of it ({text}): type ' before it")
        return
    try:
        value = read_value(name, text, now)
    except DecisionError as error:
        yield _unusable(row, f"{name}: {error.message}")
        return
    if cell_hash(before) == cell_hash(shown(value)):
        yield None
        return
    says = change(current.key_of[work_id], name, before, shown(value))
    if alone:
        says += _along(current.work(work_id), name, value)
    one = _proposed(row, row_id, "set-field", {"field": name, "to": value}, says)
    meanwhile = cell_hash(fitting(before)) != row_id.was.get(name, "")
    yield Stale(proposed=one, why=f"changed meanwhile: {current.changed_by(work_id, name)}") if meanwhile else one


def _along(now: Mapping[str, Any], name: str, value: Any) -> str:
    """'; date: 2011-05 -> 2012' of a year, and the like of a date: as `decide set` tells it."""
    along = of_one_time(name, value, now)
    return "".join(f"; {each}: {shown(now[each]) or '(none)'} -> {shown(to) or '(none)'}" for each, to in along.items())


def change(key: str, name: str, before: str, after: str) -> str:
    """'doe2011: year: 2011 -> 2012'"""
    start = next((at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), 0)
    was, new = (_piece(text, start) or "(none)" for text in (before, after))
    return f"{key}: {name}: {was} -> {new}"


def _piece(text: str, start: int) -> str:
    """Of a long text what stands around the first letter that differs."""
    plain = " ".join(text.split())
    if len(plain) <= LONGEST_SHOWN:
        return plain
    begin = max(0, min(start - BEFORE_IT, len(text) - LONGEST_SHOWN))
    end = begin + LONGEST_SHOWN
    return "…" * (begin > 0) + " ".join(text[begin:end].split()) + "…" * (end < len(text))


_READERS: Mapping[str, Callable[[ReadRow, RowId, Current], Iterator[Finding]]] = dict(
    zip(SHEETS, (_pair, _tags, _screening, _fields), strict=True)
)
