"""Decisions of people: corpus/decisions/<who>.jsonl, one event a line, append-only.

In: those files. Out: `Decision` values, those in force told from those undone or overruled, and problems with file and
line. A line is never changed or dropped: what can't be read is reported and stays. DESIGN §4 gives the form.

    {"id": "…", "time": "2026-11-21T10:00:00Z", "who": "anna", "event": "different", "records": ["a:1", "b:2"],
     "value": {}, "reason": "two volumes", "seen": null}
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .errors import DecisionError
from .model import Decision
from .workspace import Workspace

EVENTS = {
    "same": 2, "different": 2, "related": 2, "include": 1, "exclude": 1, "unsure": 1, "tag": 1, "untag": 1,
    "set-field": 1, "key": 1, "note": 0, "settle": 0, "undo": 0,
}  # fmt: skip
_UTC = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|\+00:00)?)?")  # compared as text: one time zone
KNOWN_KEYS = ("id", "time", "who", "event", "records", "value", "reason", "seen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """A decision with where it stands and what became of it: in force, undone, overruled, disputed, needs a look."""

    decision: Decision
    place: str
    state: str = "in force"


def read_decisions(workspace: Workspace) -> tuple[list[Logged], list[str]]:
    """Every decision, oldest first, with its state; and a problem for each line that can't be used."""
    logged: list[Logged] = []
    problems: list[str] = []
    for path in sorted(workspace.decisions.glob("*.jsonl")) if workspace.decisions.is_dir() else ():
        shown = workspace.relative(path)
        for number, line in enumerate(_lines(path, shown), start=1):
            if not line.strip():
                continue
            try:
                logged.append(Logged(decision=parse_decision(line), place=f"{shown} line {number}"))
            except DecisionError as error:
                hint = error.hint or "put it right; until then this line, and no other, is left out"
                problems.append(f"{shown} line {number}: {error.message}: {hint}")
    kept = _each_once(logged)
    first = {item.decision.id: item for item in kept}
    for item in logged:
        if item.decision != first[item.decision.id].decision:
            problems.append(
                f"{item.place}: its id stands on {first[item.decision.id].place} too, over another decision: "
                "give it an id of its own; until then this line, and no other, is left out"
            )
    return _with_states(kept, workspace.settings.settle), problems


def _lines(path: Path, shown: str) -> list[str]:
    try:
        return path.read_bytes().decode("utf-8-sig", errors="replace").split("\n")
    except OSError as error:
        raise DecisionError(f"{shown}: can't be read ({error.strerror})", hint="check its permissions") from error


def parse_decision(line: str) -> Decision:
    """One line. Raises DecisionError that says what is wrong with it; unknown keys are kept."""
    if line.startswith(("<<<<<<<", "|||||||", "=======", ">>>>>>>")):
        raise DecisionError("a conflict mark of git", hint="keep the lines of both sides, delete the marks")
    try:
        event = json.loads(line)
    except json.JSONDecodeError as error:
        raise DecisionError(f"not a whole line of JSON ({error.msg})") from error
    except ValueError as error:  # a number of thousands of digits
        raise DecisionError(f"not JSON that we can read ({error})") from error
    if not isinstance(event, dict):
        raise DecisionError("not a JSON object")
    for key in ("id", "time", "who", "event"):
        if not isinstance(event.get(key), str) or not event[key]:
            raise DecisionError(f'"{key}" is missing')
    if not _UTC.fullmatch(event["time"]):
        raise DecisionError(f'"time" is {event["time"]!r}, not UTC like 2026-11-21T10:00:00Z')
    if event["event"] not in EVENTS:
        raise DecisionError(f'event "{event["event"]}" is unknown; one of {", ".join(EVENTS)}')
    records = event.get("records") or []
    if not isinstance(records, list) or not all(isinstance(record, str) for record in records):
        raise DecisionError('"records" is not a list of record ids')
    if len(records) < EVENTS[event["event"]]:
        raise DecisionError(f'"{event["event"]}" needs {EVENTS[event["event"]]} record(s)')
    value = event.get("value") or {}
    if not isinstance(value, dict):
        raise DecisionError('"value" is not an object')
    for key in ("id", "facet", "value", "field", "stage", "key", "kind"):
        if not isinstance(value.get(key), str | None):
            raise DecisionError(f'"value" has no text as its "{key}"')
    return Decision(
        id=event["id"], time=event["time"], who=event["who"], event=event["event"], records=tuple(records),
        value=value, reason=event.get("reason"), seen=event.get("seen"),
        unknown={key: event[key] for key in event if key not in KNOWN_KEYS},
    )  # fmt: skip


def _each_once(logged: Iterable[Logged]) -> list[Logged]:
    """In the order of time and id, the same event once (a union merge of git can bring it twice)."""
    ordered = sorted(logged, key=lambda item: (item.decision.time, item.decision.id, item.place))
    return list({item.decision.id: item for item in reversed(ordered)}.values())[::-1]


def subject(decision: Decision) -> tuple[Any, ...] | None:
    """What a decision is about: two decisions on one subject can't both hold. None for those that never clash."""
    records = tuple(sorted(decision.records))
    match decision.event:
        case "same" | "different" | "related":
            return ("pair", records)
        case "include" | "exclude" | "unsure":
            return ("status", records, decision.value.get("stage"))
        case "tag" | "untag":
            return ("tag", records, decision.value.get("facet"), decision.value.get("value"))
        case "set-field":
            return ("field", records, decision.value.get("field"))
        case "key":
            return ("key", records)
        case _:
            return None


def _with_states(logged: Sequence[Logged], settle: str) -> list[Logged]:
    undone = {_undoes(item.decision) for item in _standing_undos(logged)}
    states = {item.decision.id: "undone" for item in logged if item.decision.id in undone}
    last: dict[tuple[Any, ...], dict[str, Decision]] = {}
    for item in logged:
        decision = item.decision
        about = subject(decision)
        if about is None or decision.id in undone:
            continue
        earlier = last.setdefault(about, {}).get(decision.who)
        if earlier is not None:
            states[earlier.id] = "overruled by a later one"
        last[about][decision.who] = decision
    for voices in last.values():
        states.update(_settled(voices, settle))
    return [
        Logged(decision=item.decision, place=item.place, state=states.get(item.decision.id, "in force"))
        for item in logged
    ]


def one_value_each(logged: Sequence[Logged], facets: Collection[str], settle: str) -> list[Logged]:
    """The same, but for `facets` of which a work has one value: there two values from two people are a dispute too."""
    last: dict[tuple[Any, ...], dict[str, Decision]] = {}
    states: dict[str, str] = {}
    for item in logged:
        decision = item.decision
        if item.state != "in force" or decision.event != "tag" or decision.value.get("facet") not in facets:
            continue
        voices = last.setdefault((tuple(sorted(decision.records)), decision.value["facet"]), {})
        if decision.who in voices:
            states[voices[decision.who].id] = "overruled by a later one"
        voices[decision.who] = decision
    for voices in last.values():
        states.update(_settled(voices, settle))
    return [replace(item, state=states.get(item.decision.id, item.state)) for item in logged]


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


def _says(decision: Decision) -> str:
    return json.dumps([decision.event, decision.value], sort_keys=True, ensure_ascii=False)


def _settled(voices: Mapping[str, Decision], settle: str) -> dict[str, str]:
    """States where people disagree: an editor's word, or the last word, or nobody's until they agree."""
    if len({_says(decision) for decision in voices.values()}) < 2:
        return {}
    if settle in voices:
        winner: Decision | None = voices[settle]
    elif settle == "last-word":
        winner = max(voices.values(), key=lambda decision: (decision.time, decision.id))
    else:
        winner = None
    lost = "disputed" if winner is None else "overruled by a later one" if settle == "last-word" else "overruled"
    return {decision.id: lost for decision in voices.values() if winner is None or _says(decision) != _says(winner)}


def in_force(logged: Iterable[Logged], *events: str) -> list[Decision]:
    """The decisions of these kinds that hold."""
    return [item.decision for item in logged if item.state == "in force" and item.decision.event in events]


def said(decision: Decision) -> str:
    """'anna on 2026-11-21: two volumes'"""
    return f"{decision.who} on {decision.time[:10]}" + (f": {decision.reason}" if decision.reason else "")


def event_id(decision: Mapping[str, Any]) -> str:
    """An id made of what the event says, so that sending one twice is one event."""
    text = json.dumps({key: decision[key] for key in KNOWN_KEYS if key in decision and key != "id"}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def seen_hash(record_id: str, title: str | None, abstract: str | None) -> str:
    """What the person saw: sha256 over the record shown, its title and abstract, parted by U+001F; 16 hex digits."""
    return hashlib.sha256("\x1f".join([record_id, title or "", abstract or ""]).encode()).hexdigest()[:16]


def append(workspace: Workspace, event: Mapping[str, Any]) -> Path:
    """Append one event to its person's file and have it on the disk before returning.

    The line goes out in one write, after a line break where the file's last line was cut off; so two programs at once
    don't mix their lines, and a crash leaves the old file or one whole line more.
    """
    who = str(event["who"])
    path = workspace.decisions / f"{file_name(who)}.jsonl"
    line = json.dumps(event, ensure_ascii=False) + "\n"
    parse_decision(line)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab", buffering=0) as out:
            before = out.tell()
            cut = before > 0 and path.read_bytes()[-1:] != b"\n"
            data = (("\n" if cut else "") + line).encode()
            if out.write(data) != len(data):  # a full disk takes a part: give it back
                out.truncate(before)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(out.fileno())
    except OSError as error:
        raise DecisionError(
            f"{workspace.relative(path)}: can't be written ({error.strerror})",
            hint="check the folder's permissions and the free space on the disk; nothing was decided",
        ) from error
    return path


def file_name(who: str) -> str:
    """A person's id as a file name that every system takes."""
    return "".join(char if char.isalnum() or char in "-_." else "_" for char in who).strip(".") or "nobody"
