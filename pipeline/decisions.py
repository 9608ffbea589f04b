"""Decisions of people: corpus/decisions/<who>.jsonl, one event a line, append-only.

In: those files. Out: `Decision` values, those in force told from those undone or overruled, and problems with file and
line. A line is never changed or dropped: what can't be read is reported and stays. DESIGN §4 gives the form.

    {"id": "…", "time": "2026-11-21T10:00:00Z", "who": "anna", "event": "different", "records": ["a:1", "b:2"],
     "value": {}, "reason": "two volumes", "seen": null}
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from .errors import DecisionError
from .locking import append_whole
from .log_names import check_spelling
from .model import Decision
from .parallel import without_collector
from .settling import IN_FORCE, NEEDS_A_LOOK, OF_WORKS, PAIR_EVENTS, UNDONE, by_time, settled_by_record
from .settling import Logged as Logged
from .values.instant import in_utc, instant
from .workspace import Workspace

EVENTS = {
    "same": 2, "different": 2, "related": 2, "include": 1, "exclude": 1, "unsure": 1, "tag": 1, "untag": 1,
    "set-field": 1, "key": 1, "note": 0, "settle": 0, "undo": 0,
}  # fmt: skip
KNOWN_KEYS = ("id", "time", "who", "event", "records", "value", "reason", "seen")
ABOUT_DECISIONS = ("undo", "settle")
FIRST = "0001-01-01T00:00:00"  # before all that anybody said
_KNOWN = frozenset(KNOWN_KEYS)
_TEXTS = frozenset(("id", "facet", "value", "field", "stage", "key", "kind"))  # of "value"
_decoder: Any = json.JSONDecoder()
_scan = _decoder.scan_once
CONFLICT_MARKS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")


@without_collector()
def read_decisions(workspace: Workspace, by_record: bool = True) -> tuple[list[Logged], list[str]]:
    """Every decision, oldest first, with the state it has by record ids (`settling.by_work` settles by works); and a
    problem for each line that can't be used.

    `by_record=False`: what is said of works is left in force, for a caller who settles it by works.
    """
    logged: list[Logged] = []
    problems: list[str] = []
    for path in sorted(workspace.decisions.glob("*.jsonl")) if workspace.decisions.is_dir() else ():
        shown = workspace.relative(path)
        before = FIRST
        for number, line in enumerate(_lines(path, shown), start=1):
            if not line or line.isspace():
                continue
            decision, problem = _as_far_as_it_goes(line, before)
            if decision:
                logged.append(Logged(decision=decision, place=f"{shown} line {number}"))
                before = decision.time
            if problem:
                problems.append(f"{shown} line {number}: {problem}")
    kept, others = _each_once(logged)
    for item, first in others:
        problems.append(
            f"{item.place}: its id stands on {first.place} too, over another decision: "
            "give it an id of its own; until then this line, and no other, is left out"
        )
    heeded = _about_decisions(kept, workspace.settings.editors)
    return settled_by_record(
        heeded, workspace.settings.settle, events=OF_WORKS + PAIR_EVENTS if by_record else PAIR_EVENTS
    ), problems


def _lines(path: Path, shown: str) -> list[str]:
    try:
        return path.read_bytes().decode("utf-8-sig", errors="replace").split("\n")
    except OSError as error:
        raise DecisionError(f"{shown}: can't be read ({error.strerror})", hint="check its permissions") from error


def _as_far_as_it_goes(line: str, before: str) -> tuple[Decision | None, str | None]:
    """The decision of a line, and what is wrong with it. Where that is the time alone, the word counts all the same: at
    its place in the file, right behind the line dated `before`, since lines are appended.
    """
    try:
        return parse_decision(line), None
    except _NoTime as error:
        moment = datetime.fromisoformat(instant(before) or FIRST) + timedelta(microseconds=1)
        hint = "put it right; until then it counts as said right after the line before it"
        return parse_decision(line, at=moment.isoformat() + "Z"), f"{error.message}: {hint}"
    except DecisionError as error:
        hint = error.hint or "put it right; until then this line, and no other, is left out"
        return None, f"{error.message}: {hint}"


class _NoTime(DecisionError):
    """All is well with a line but its time."""


def parse_decision(line: str, at: str | None = None) -> Decision:
    """One line, its time in UTC; `at` in its place, where it has none that can be read.

    Raises DecisionError that says what is wrong with it; unknown keys are kept.
    """
    event = _object(line)
    try:
        id, time, who, kind = event["id"], event["time"], event["who"], event["event"]
        whole = bool(id and time and who and kind) and (str is type(id) is type(time) is type(who) is type(kind))
    except KeyError:
        whole = False
    if not whole:
        missing = (key for key in KNOWN_KEYS[:4] if not isinstance(event.get(key), str) or not event[key])
        raise DecisionError(f'"{next(missing)}" is missing')
    records, value = event.get("records") or (), event.get("value") or {}
    _check_form(kind, records, value)
    moment = at or in_utc(time)
    if moment is None:
        raise _NoTime(f'"time" is {time!r}, not a time like 2026-11-21T10:00:00Z')
    return Decision(
        id=id, time=moment, who=who, event=kind, records=tuple(records), value=value, reason=event.get("reason"),
        seen=event.get("seen"),
        unknown={} if _KNOWN.issuperset(event) else {key: event[key] for key in event if key not in _KNOWN},
    )  # fmt: skip


def _object(line: str) -> dict[str, Any]:
    try:
        event, end = _scan(line, 0)  # what json.loads does without its looking round: half of the time of reading
        if end != len(line):
            event = json.loads(line)
    except (StopIteration, ValueError):
        event = _object_or_why_not(line)
    if not isinstance(event, dict):
        raise DecisionError("not a JSON object")
    return event


def _object_or_why_not(line: str) -> Any:
    if line.startswith(CONFLICT_MARKS):
        raise DecisionError("a conflict mark of git", hint="keep the lines of both sides, delete the marks")
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        raise DecisionError(f"not a whole line of JSON ({error.msg})") from error
    except ValueError as error:  # a number of thousands of digits
        raise DecisionError(f"not JSON that we can read ({error})") from error


def _check_form(event: str, records: Any, value: Any) -> None:
    if event not in EVENTS:
        raise DecisionError(f'event "{event}" is unknown; one of {", ".join(EVENTS)}')
    if records and (type(records) is not list or {*map(type, records)} != {str}):
        raise DecisionError('"records" is not a list of record ids')
    if len(records) < EVENTS[event]:
        raise DecisionError(f'"{event}" needs {EVENTS[event]} record(s)')
    if not isinstance(value, dict):
        raise DecisionError('"value" is not an object')
    for key, part in value.items():
        if type(part) is not str and part is not None and key in _TEXTS:
            raise DecisionError(f'"value" has no text as its "{key}"')


def _each_once(logged: Iterable[Logged]) -> tuple[list[Logged], list[tuple[Logged, Logged]]]:
    """In the order of time and id, the same event once (a union merge of git can bring it twice).

    And each line that has the id of another one over another decision, with that other.
    """
    first: dict[str, Logged] = {}
    others: list[tuple[Logged, Logged]] = []
    for item in sorted(logged, key=lambda item: by_time(item.decision)):
        same = first.setdefault(item.decision.id, item)
        if same is not item and same.decision != item.decision:
            others.append((item, same))
    return list(first.values()), others


def _about_decisions(logged: Sequence[Logged], editors: Collection[str]) -> list[Logged]:
    """What was taken back is undone; an undo or a `settle` that can't be heeded needs a look."""
    if not any(item.decision.event in ABOUT_DECISIONS for item in logged):
        return list(logged)
    undone = {_undoes(item.decision) for item in _standing_undos(logged)}
    known = {item.decision.id for item in logged}
    return [
        item if state is None else Logged(decision=item.decision, place=item.place, state=state)
        for item in logged
        for state in [UNDONE if item.decision.id in undone else _unheeded(item.decision, known, editors)]
    ]


def _unheeded(decision: Decision, known: Collection[str], editors: Collection[str]) -> str | None:
    if decision.event not in ABOUT_DECISIONS:
        return None
    if decision.value.get("id") not in known:
        return f"{NEEDS_A_LOOK}: no decision {decision.value.get('id')!r}"
    if decision.event == "settle" and not may_settle(decision.who, editors):
        return f"{NEEDS_A_LOOK}: {decision.who} is none of the editors in bibcorpus.toml ({', '.join(editors)})"
    return None


def may_settle(who: str, editors: Collection[str]) -> bool:
    """Whether this person may say which decision holds: an editor, or anybody where none are named."""
    return not editors or who in editors


def one_value_each(logged: Sequence[Logged], facets: Collection[str], settle: str) -> list[Logged]:
    """The same, but for `facets` of which a work has one value: there two values from two people are a dispute too."""
    return settled_by_record(logged, settle, facets)


def _undoes(decision: Decision) -> str | None:
    return decision.value.get("id")


def _standing_undos(logged: Sequence[Logged]) -> list[Logged]:
    """Undo events that were not undone themselves. What undoes what tells, not the clocks of two laptops."""
    undos = [item for item in logged if item.decision.event == "undo"]
    by_target: dict[str | None, list[Logged]] = {}
    for item in undos:
        by_target.setdefault(_undoes(item.decision), []).append(item)
    stands: dict[str, bool] = {}

    def standing(decision: Decision) -> bool:
        if decision.id not in stands:
            stands[decision.id] = False  # two that undo each other, made by hand: neither stands
            stands[decision.id] = not any(standing(later.decision) for later in by_target.get(decision.id, ()))
        return stands[decision.id]

    return [item for item in undos if standing(item.decision)]


def in_force(logged: Iterable[Logged], *events: str) -> list[Decision]:
    """The decisions of these kinds that hold."""
    return [item.decision for item in logged if item.state == IN_FORCE and item.decision.event in events]


def said(decision: Decision) -> str:
    """'anna on 2026-11-21: two volumes'"""
    return f"{decision.who} on {decision.time[:10]}" + (f": {decision.reason}" if decision.reason else "")


def event_id(decision: Mapping[str, Any]) -> str:
    """An id made of what the event says, so that sending one twice is one event."""
    text = json.dumps({key: decision[key] for key in KNOWN_KEYS if key in decision and key != "id"}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def seen_hash(record_id: str, title: str | None, abstract: str | None) -> str:
    """What the person saw: sha256 over the record named, title and abstract, parted by U+001F; 16 hex digits.

    Title and abstract are those that the record's work shows, so that what another record brings later is a change
    too. The view `look_again` repeats this in SQL and tells where they are others now.
    """
    return hashlib.sha256("\x1f".join([record_id, title or "", abstract or ""]).encode()).hexdigest()[:16]


def append(workspace: Workspace, event: Mapping[str, Any]) -> Path:
    """Append one event to its person's file and have it on the disk before returning; see `append_all`."""
    return append_all(workspace, [event])


def append_all(workspace: Workspace, events: Sequence[Mapping[str, Any]]) -> Path:
    """Append events of one person to their file and have them on the disk before returning: all, or none.

    The lines go out in one write, under the file's lock: two programs at once don't mix their lines, and a crash leaves
    the old file or whole lines more.
    """
    who = str(events[0]["who"])
    path = workspace.decisions / f"{file_name(who)}.jsonl"
    check_spelling(path, who)
    lines = [json.dumps(event, ensure_ascii=False) + "\n" for event in events]
    for line in lines:
        parse_decision(line)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        append_whole(path, "".join(lines).encode())
    except OSError as error:
        raise DecisionError(
            f"{workspace.relative(path)}: can't be written ({error.strerror})",
            hint="check the folder's permissions and the free space on the disk; nothing was decided",
        ) from error
    return path


def file_name(who: str) -> str:
    """A person's id as a file name that every system takes."""
    return "".join(char if char.isalnum() or char in "-_." else "_" for char in who).strip(".") or "nobody"
