"""What was decided on a work since the last run: the corpus doesn't know it yet.

In: the log as it stands now, and the corpus. Out: a list of an answer. Only lines that name one of the work's records,
or one of its decisions, are read as decisions: the whole log would take a second where a work takes a hundredth.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence

from ..decisions import ABOUT_DECISIONS, parse_decision
from ..errors import DecisionError
from ..model import Decision
from ..settling import by_time
from ..store import Store
from ..values.number import thousands
from ..workspace import Workspace
from .answer import Section
from .decided import in_short


def waiting_section(store: Store, workspace: Workspace, records: Sequence[str]) -> Section:
    """Decisions on these records, and what takes them back or settles them, that no run has heeded, oldest first."""
    spoken = _decisions(workspace, records)
    known = {name for (name,) in store.rows(
        "select decision_id from decision where decision_id in (select unnest(?::varchar[]))",
        [[decision.id for decision in spoken]],
    )}  # fmt: skip
    return Section(
        name="waiting",
        title="decided since the last run: `bibcorpus run` takes it in",
        rows=[_row(decision) for decision in sorted(spoken, key=by_time) if decision.id not in known],
        line=lambda row: f"{row['time'][:10]} {row['who']}: {row['said']} [{row['decision_id']}]",
    )


def waiting_line(decisions: int) -> str:
    """What the head of an answer says where some wait."""
    said = "1 decision on it is newer" if decisions == 1 else f"{thousands(decisions)} decisions on it are newer"
    return f"{said} than the last run, and not heeded yet: `bibcorpus run`"


def _decisions(workspace: Workspace, records: Sequence[str]) -> list[Decision]:
    """Those that name one of the records, and whatever is said of these."""
    lines = list(_lines(workspace))
    names = [json.dumps(record, ensure_ascii=False).encode() for record in records]
    found = {each.id: each for each in _parsed(lines, names) if not set(records).isdisjoint(each.records)}
    about = list(_parsed(lines, [json.dumps(event).encode() for event in ABOUT_DECISIONS]))
    while more := [each for each in about if each.id not in found and each.value.get("id") in found]:
        found |= {each.id: each for each in more}
    return list(found.values())


def _lines(workspace: Workspace) -> Iterator[bytes]:
    for path in sorted(workspace.decisions.glob("*.jsonl")) if workspace.decisions.is_dir() else ():
        yield from path.read_bytes().split(b"\n")


def _parsed(lines: Iterable[bytes], names: Collection[bytes]) -> Iterator[Decision]:
    for line in lines:
        if any(name in line for name in names):
            try:
                yield parse_decision(line.decode("utf-8", "replace"))
            except DecisionError:  # damaged: told by `check` and by `run`
                continue


def _row(decision: Decision) -> dict[str, str | None]:
    said = " ".join(filter(None, [decision.event, " ".join(decision.records), in_short(decision.value)]))
    return {
        "decision_id": decision.id, "time": decision.time, "who": decision.who,
        "said": f"{said}: {decision.reason}" if decision.reason else said,
    }  # fmt: skip
