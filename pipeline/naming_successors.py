"""A person says which work a gone record is now, or that it is none: a line in successors.csv.

In: the key or the id of a record that is gone, the work that it is now, who says so and why. Out: the line as written.
Raises DecisionError or NotFound where it would mean nothing, and then nothing is written.
"""

from __future__ import annotations

from .citekey import read_citekeys
from .decided_records import older_than_files
from .deciding import who_decides
from .decision_time import after
from .decisions import read_decisions
from .errors import DecisionError, NotFound
from .explain import find_work
from .settling import IN_FORCE
from .store import Store, reading
from .successors import PROGRAM, Successor, append_successors, read_successors
from .workspace import Workspace


def name_successor(
    workspace: Workspace, gone: str, work: str | None, who: str | None, reason: str | None, now: str
) -> Successor:
    """Write that `work` is what the record `gone` is now; None: there is no such work.

    `now` is the clock's; the line is never dated before what was said of this record last.
    """
    person = who_decides(who)
    if person == PROGRAM:
        raise DecisionError(f"{PROGRAM} is the program's own name", hint="say who you are: --as NAME")
    lines = read_successors(workspace.successors)[0]
    with reading(workspace.database) as store:
        record = _gone_record(workspace, store, gone, lines)
        heir = _heir(store, work) if work else ""
        if heir:
            _check_apart(workspace, store, record, heir)
    time = after((line.found_at for line in lines if line.gone_id == record), now)
    line = Successor(record, heir, time, person, reason or "")
    append_successors(workspace.successors, [line])
    return line


def _gone_record(workspace: Workspace, store: Store, name: str, lines: list[Successor]) -> str:
    """The record that a key was given for, or that goes by this id; it must be gone, and named by somebody."""
    given = [row for row in read_citekeys(workspace.citekeys)[0] if row.record_id]
    by_key = [row.record_id for row in given if row.key.casefold() == name.casefold()]
    known = {row.record_id for row in given} | {line.gone_id for line in lines}
    known |= {record for item in read_decisions(workspace)[0] for record in item.decision.records}
    records = list(dict.fromkeys(by_key)) or [name]
    here = {record for (record,) in store.rows(
        "select record_id from record where record_id in (select unnest(?::varchar[]))", [records]
    )}  # fmt: skip
    if here:
        raise DecisionError(
            f"{name}: its record {min(here)} is in the corpus, and stands for itself",
            hint="`bibcorpus decide same WORK WORK` makes two works one",
        )
    if records[0] not in known:
        raise NotFound(
            f"no key and no decision names a record {name!r}",
            hint="`bibcorpus check` and `bibcorpus export keys` list the records that are gone",
        )
    if len(records) > 1:
        raise DecisionError(
            f"the key {name} was given to {len(records)} records", hint="say which: " + ", ".join(records)
        )
    if older_than_files(workspace):
        raise DecisionError(
            f"the corpus is older than its raw files: {records[0]} may be among them",
            hint="`bibcorpus run`, and then say it again",
        )
    return records[0]


def _heir(store: Store, work: str) -> str:
    """A record id as it is; of a work named otherwise the id that the work goes by."""
    if store.value("select count(*) from record where record_id = ?", [work]):
        return work
    return find_work(store, work)


def _check_apart(workspace: Workspace, store: Store, gone: str, heir: str) -> None:
    """Raises DecisionError where somebody said that the gone record and this work are two."""
    work = store.value("select work_id from work_record where record_id = ?", [heir])
    its = {record for (record,) in store.rows("select record_id from work_record where work_id = ?", [work])}
    for item in read_decisions(workspace)[0]:
        one, apart = item.decision, item.decision.event in ("different", "related") and item.state == IN_FORCE
        if apart and gone in one.records and not its.isdisjoint(one.records):
            raise DecisionError(
                f"{one.who} said that {gone} and {heir} are two works",
                hint=f"if that is wrong: `bibcorpus decide undo {one.id}`",
            )
