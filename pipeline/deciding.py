"""Write a decision: from names that people use to record ids, checked before a line is written.

In: an event, names of works (keys, record ids, DOIs, PMIDs), who and why. Out: one line in corpus/decisions.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from .citekey import Given, read_citekeys, usable_key
from .decided_records import older_than_files
from .decision_time import time_of_decision
from .decisions import ABOUT_DECISIONS, append_all, event_id, may_settle, read_decisions, seen_hash
from .errors import DecisionError, NotFound
from .explain import find_work
from .keying import gone_records
from .settling import FULL_TEXT, IN_FORCE, KINDS, NEEDS_A_LOOK, OF_WORKS, PAIR_EVENTS, UNDONE, by_work
from .store import Store, reading
from .successors import carried_keys, carried_over, in_corpus
from .values.date import of_one_time
from .workspace import Workspace

SHORTEST = 6  # letters of a decision's id that are enough, where one alone begins so


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

    Every name is looked up first: raises DecisionError or NotFound, and then nothing at all is written. `now` is the
    clock's; a line is never dated before what the person said last.
    """
    person = who_decides(who)
    if event in ABOUT_DECISIONS:
        value = {**value, "id": decision_named(workspace, str(value.get("id")))}
    time = time_of_decision(workspace, person, now)
    lines = []
    for works in groups:
        records, seen = _looked_up(workspace, event, works, value, person)
        line: dict[str, Any] = {
            "time": time, "who": person, "event": event, "records": records, "value": dict(value), "reason": reason,
            "seen": seen,
        }  # fmt: skip
        lines.append({"id": event_id(line), **line})
    path = workspace.relative(append_all(workspace, lines))
    return [(path, line) for line in lines]


def correction(
    workspace: Workspace, work: str, field: str, text: str, source: str | None
) -> tuple[dict[str, Any], str]:
    """What to write for a correction of one field, and the change as people read it: 'year: 2003 -> 2004'.

    A date goes with its year, and the year with its date: the run sees to it (`dedup.works`), here it is told. Raises
    DecisionError where `text` is no value of the field; '' is none at all. People keep the parts of their names.
    """
    from .field_text import read_value, settable_fields, shown

    if field not in settable_fields():
        raise DecisionError(f"no field {field!r} that can be set", hint="fields: " + ", ".join(settable_fields()))
    with reading(workspace.database) as store:
        record = record_named(store, work)
        rows = store.records(
            "select * from work where work_id = (select work_id from work_record where record_id = ?)", [record]
        )
        now = next(iter(rows))
    to = read_value(field, text, now[field])
    change = {"field": field, "to": to, **({"source": source} if source else {})}
    told = {field: to, **of_one_time(field, to, now)}
    return change, "; ".join(
        f"{name}: {shown(now[name]) or '(nothing)'} -> {shown(value) or '(nothing)'}" for name, value in told.items()
    )


def keys_of(workspace: Workspace, work: str) -> tuple[str, ...]:
    """The keys of a work, the one that leads first."""
    with reading(workspace.database) as store:
        record = record_named(store, work)
        rows = store.rows(
            "select key from citekey where work_id = (select work_id from work_record where record_id = ?) "
            "order by leads desc, key",
            [record],
        )
    return tuple(str(key) for (key,) in rows)


def read_in_full(workspace: Workspace, records: Sequence[str]) -> bool:
    """Whether the work of these records goes by what somebody said of its full text, as the last run knows it."""
    with reading(workspace.database) as store:
        return bool(
            store.value(
                "select count(*) from screening join work_record using (work_id) where stage = ? "
                "and record_id in (select unnest(?::varchar[]))",
                [FULL_TEXT, list(records)],
            )
        )


def _looked_up(
    workspace: Workspace, event: str, works: Sequence[str], value: Mapping[str, Any], person: str
) -> tuple[list[str], str | None]:
    """The record ids that the names mean, and the hash of what was seen of the first."""
    if event == "undo":
        return [], None
    if not works and event == "note":
        return [], None
    with reading(workspace.database) as store:
        if event == "settle":
            _check_settle(workspace, store, str(value.get("id")), person)
            return [], None
        records = [record_named(store, work) for work in works]
        _check(workspace, store, event, records, value)
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


def record_named(store: Store, name: str) -> str:
    """A record id as it is; of a work named otherwise the id that the work goes by."""
    if store.value("select count(*) from record where record_id = ?", [name]):
        return name
    try:
        return find_work(store, name)
    except NotFound as error:
        reason = f'is it a reason? --reason "{name}"; ' if len(name.split()) > 1 else ""
        raise NotFound(f"{error.message}; nothing was decided", hint=f"{reason}{error.hint}") from error


def _check(workspace: Workspace, store: Store, event: str, records: Sequence[str], value: Mapping[str, Any]) -> None:
    """Raises DecisionError, with what would do, where a decision would mean nothing."""
    if event in PAIR_EVENTS:
        _check_pair(event, records)
    if event in ("tag", "untag"):
        _check_tag(workspace, str(value["facet"]), str(value["value"]))
    if event == "related" and value.get("kind") not in KINDS:
        raise DecisionError(f"no kind of relation {value.get('kind')!r}", hint="kinds: " + ", ".join(KINDS))
    if event == "key":
        _check_key(workspace, store, records[0], str(value["key"]))


def _check_pair(event: str, records: Sequence[str]) -> None:
    if len(set(records)) < 2:
        raise DecisionError(
            f"'{event}' needs two records, and these names mean one: {records[0]}",
            hint="`bibcorpus why WORK` lists the record ids of a work: name these",
        )


def _check_tag(workspace: Workspace, facet: str, wanted: str) -> None:
    from .tagging import load_rules

    facets = load_rules(workspace.rules).facets
    if facet not in facets:
        raise DecisionError(f"no facet {facet!r}", hint="facets: " + ", ".join(facets))
    if not facets[facet].read_from and wanted not in facets[facet].values:
        raise DecisionError(f"{facet} has no value {wanted!r}", hint="values: " + ", ".join(facets[facet].values))


def key_problem(
    key: str, work_id: str, owners: Mapping[str, str], given: Mapping[str, str], free: Collection[str] = ()
) -> str | None:
    """Why a work can't have this key; None where it can. A key once given is never another work's.

    `owners`: the work that a key leads to; `given`: every key ever given, as it is written; `free`: those whose records
    are gone, which a person may give to the work that was meant. All go by keys in small letters, since file systems
    and BibTeX don't tell 'Smith' from 'smith'.
    """
    if not usable_key(key):
        letters = "letters of ASCII, digits and _ : . + / -, the first a letter or digit"
        return f"{key!r} can't be a key ({letters})" if key else "a key can't be empty"
    owner = owners.get(key.lower())
    if owner == work_id or (not owner and key.lower() in free):
        written = given[key.lower()]
        return None if written == key else f"{key} was given before as {written}, which stays"
    if owner:
        return f"{key} is the key of another work"
    return f"{key} was given before: keys are given once" if key.lower() in given else None


def _check_key(workspace: Workspace, store: Store, record: str, key: str) -> None:
    work_of = dict(store.rows("select record_id, work_id from work_record"))
    rows = store.rows("select key, work_id from citekey")
    chosen = [
        (str(item.decision.value.get("key")), work_of.get(named, ""))
        for item in carried_over(store, read_decisions(workspace)[0], workspace.settings.settle)
        if item.decision.event == "key" and item.state == IN_FORCE
        for named in item.decision.records
    ]
    lines = carried_keys(read_citekeys(workspace.citekeys)[0], in_corpus(store))
    listed = [(line.key, "") for line in lines]
    owners = {key.lower(): work for key, work in [*chosen, *rows] if work}
    given = {key.lower(): key for key, _ in [*listed, *chosen, *rows]}
    others = [
        line for line in lines if line.key.lower() == key.lower() and work_of.get(line.record_id) != work_of[record]
    ]
    free = _free(workspace, store, others)
    if problem := key_problem(key, work_of[record], owners, given, free):
        raise DecisionError(_with_title(store, problem, owners.get(key.lower())), hint="take another key")


def _free(workspace: Workspace, store: Store, lines: Sequence[Given]) -> set[str]:
    """The key of these lines, where each record that they were given for is gone; a corpus that is old can't tell."""
    gone = gone_records(store, workspace, lines)
    if not gone or any(line.record_id not in gone for line in lines):
        return set()
    if older_than_files(workspace):
        raise DecisionError(
            f"{lines[0].key} was given before, and the corpus is older than its raw files: its work may be among them",
            hint="`bibcorpus run`, and then say it again",
        )
    return {line.key.lower() for line in lines}


def _with_title(store: Store, problem: str, owner: str | None) -> str:
    title = owner and store.value("select title from work where work_id = ?", [owner])
    return f"{problem}: {title}" if title and "another work" in problem else problem


def decision_named(workspace: Workspace, name: str) -> str:
    """The id of the decision that `name` is, or begins, where one alone does: as `why` takes them."""
    known = {item.decision.id for item in read_decisions(workspace)[0]}
    begun = [name] if name in known else sorted(each for each in known if each.startswith(name))
    if len(begun) == 1 and (begun == [name] or len(name) >= SHORTEST):
        return begun[0]
    what = f"more than one decision begins with {name!r}" if len(begun) > 1 else f"no decision {name!r}"
    raise DecisionError(what, hint="`bibcorpus why WORK` and `bibcorpus status --list` show the ids of decisions")


def _check_settle(workspace: Workspace, store: Store, event: str, person: str) -> None:
    """Who may settle, and that there is something to settle: a decision that somebody has spoken against."""
    editors = workspace.settings.editors
    if not may_settle(person, editors):
        raise DecisionError(
            f"{person} can't settle: that is for the editors", hint=f"bibcorpus.toml names {', '.join(editors)}"
        )
    logged = carried_over(store, read_decisions(workspace)[0], workspace.settings.settle)
    work_of = dict(store.rows("select record_id, work_id from work_record"))
    now = by_work(logged, work_of, workspace.settings.settle, _single(workspace)).logged
    found = next(item for item in now if item.decision.id == event)
    if found.decision.event not in (*OF_WORKS, *PAIR_EVENTS):
        raise DecisionError(f"{event} is of the kind '{found.decision.event}', which nobody can disagree with")
    if found.state in (IN_FORCE, UNDONE) or found.state.startswith(NEEDS_A_LOOK):
        raise DecisionError(
            f"{event} is not disputed: {found.state}", hint="settle names a decision that others oppose"
        )


def _single(workspace: Workspace) -> list[str]:
    from .tagging import load_rules

    return [facet.name for facet in load_rules(workspace.rules).facets.values() if facet.single]


def _seen(store: Store, record: str) -> str | None:
    """Title and abstract as the work of the record shows them: what another record brings to it later is a change."""
    row = store.rows(
        "select record_id, title, abstract from work_record join work using (work_id) where record_id = ?", [record]
    )
    return seen_hash(*row[0]) if row else None
