"""Write a decision: from names that people use to record ids, checked before a line is written.

In: an event, names of works (keys, record ids, DOIs, PMIDs), who and why. Out: one line in corpus/decisions.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any

from .decisions import append, event_id, read_decisions, seen_hash
from .errors import DecisionError, NotFound
from .explain import find_work
from .store import Store, reading
from .workspace import Workspace


def write_decision(
    workspace: Workspace,
    event: str,
    works: Sequence[str],
    who: str | None,
    reason: str | None,
    value: Mapping[str, Any],
    now: str,
) -> tuple[str, dict[str, Any]]:
    """One decision on all of `works`; see `write_decisions`."""
    return write_decisions(workspace, event, [works], who, reason, value, now)[0]


def write_decisions(
    workspace: Workspace,
    event: str,
    groups: Sequence[Sequence[str]],
    who: str | None,
    reason: str | None,
    value: Mapping[str, Any],
    now: str,
) -> list[tuple[str, dict[str, Any]]]:
    """One decision a group of works: (the file, the line as written) for each.

    Every name is looked up first: raises DecisionError or NotFound, and then nothing at all is written.
    """
    person = who_decides(who)
    lines = []
    for works in groups:
        records, seen = _looked_up(workspace, event, works, value)
        line: dict[str, Any] = {
            "time": now, "who": person, "event": event, "records": records, "value": dict(value), "reason": reason,
            "seen": seen,
        }  # fmt: skip
        lines.append({"id": event_id(line), **line})
    return [(workspace.relative(append(workspace, line)), line) for line in lines]


def _looked_up(
    workspace: Workspace, event: str, works: Sequence[str], value: Mapping[str, Any]
) -> tuple[list[str], str | None]:
    """The record ids that the names mean, and the hash of what was seen of the first."""
    if event == "undo":
        _check_undo(workspace, str(value.get("id")))
        return [], None
    with reading(workspace.database) as store:
        records = [_record_id(store, work) for work in works]
        _check(workspace, event, records, value)
        return records, _seen(store, records[0])


def who_decides(given: str | None) -> str:
    """--as, else BIBCORPUS_WHO, else git's user.name. Raises DecisionError: a person is never guessed."""
    for name in (given, os.environ.get("BIBCORPUS_WHO"), _git_user()):
        if name and name.strip():
            return name.strip()
    raise DecisionError("who decides?", hint="say it: --as NAME, or set BIBCORPUS_WHO")


def _git_user() -> str | None:
    try:
        asked = subprocess.run(
            ["git", "config", "user.name"], capture_output=True, encoding="utf-8", errors="replace", check=False
        )
    except OSError:
        return None
    return asked.stdout


def _record_id(store: Store, name: str) -> str:
    """A record id as it is; of a work named otherwise the id that the work goes by."""
    if store.value("select count(*) from record where record_id = ?", [name]):
        return name
    try:
        return find_work(store, name)
    except NotFound as error:
        raise NotFound(f"{error.message}; nothing was decided", hint=error.hint) from error


def _check(workspace: Workspace, event: str, records: Sequence[str], value: Mapping[str, Any]) -> None:
    if event in ("same", "different") and len(set(records)) < 2:
        raise DecisionError(
            f"'{event}' needs two records, and these names mean one: {records[0]}",
            hint="`bibcorpus why WORK` lists the record ids of a work: name these",
        )
    if event in ("tag", "untag"):
        from .tagging import load_rules

        facets = load_rules(workspace.rules).facets
        facet, wanted = str(value["facet"]), str(value["value"])
        if facet not in facets:
            raise DecisionError(f"no facet {facet!r}", hint="facets: " + ", ".join(facets))
        if wanted not in facets[facet].values:
            raise DecisionError(f"{facet} has no value {wanted!r}", hint="values: " + ", ".join(facets[facet].values))


def _check_undo(workspace: Workspace, event: str) -> None:
    logged, _ = read_decisions(workspace)
    if event not in {item.decision.id for item in logged}:
        raise DecisionError(f"no decision {event!r}", hint="`bibcorpus why WORK` shows the ids of its decisions")


def _seen(store: Store, record: str) -> str | None:
    row = store.rows("select record_id, title, abstract from record where record_id = ?", [record])
    return seen_hash(*row[0]) if row else None
