"""Succession: what took the place of records that are gone, found while the corpus before is still at hand.

In: the records and pairs of the build, the corpus before it, citekeys.csv, the decisions, successors.csv. Out: new
lines in successors.csv, the table `successor`, and what people should know.

Only records are asked about that a key or a decision names, since nothing hangs on others. One has a successor where
the old record, had it stayed, would have gone into one work with records that are here: those that it was one work with
before, and new ones that the duplicate finder calls the same, or in which one field was mended (see `mended`). New ones
of other sources are compared where they bear the same DOI or PMID. More than one such work, or two gone works that
claim one, and nothing is carried over: people say it (`decide successor`). Nor is it where the rules would ask, or
where people said that the two are not one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from .citekey import read_citekeys
from .decisions import Logged
from .diff.last_run import corpus_before
from .errors import StoreError
from .judging_successors import Gone, Link, judge
from .mended import alone_by_title, mended_field, shown_change
from .settling import DISPUTED, IN_FORCE, UNDONE
from .sharing.private import speaks_of_absent
from .store import Store, reading_earlier, sql, tables
from .successors import PROGRAM, Successor, append_successors, counting, once, read_successors, resolved

if TYPE_CHECKING:
    from .dedup.features import Features
    from .parallel import Workers
    from .workspace import Workspace

SHOWN = 5  # records that are told one by one
COMPARABLE = (
    "record_id in (select unnest($new::varchar[])) and (source in (select unnest($sources::varchar[])) or "
    "doi in (select unnest($numbers::varchar[])) or pmid in (select unnest($numbers::varchar[])))"
)


def give_successors(
    store: Store, workspace: Workspace, logged: Sequence[Logged], workers: Workers, go_on: bool = False
) -> tuple[str, ...]:
    """Fill the table `successor`, once new lines are on the disk. Out: what people should know.

    `go_on`: the records are those of the last run, so that none of them is newly gone.
    """
    lines = read_successors(workspace.successors)[0]
    if go_on and not lines:
        store.run("truncate successor")
        return ()
    here = {record for (record,) in store.rows("select record_id from record")}
    new = [] if go_on else _found(store, workspace, logged, workers, lines, here)
    append_successors(workspace.successors, new)
    stands_for = resolved([*lines, *new], here)
    store.run("truncate successor")
    store.load(
        "successor", ({name: getattr(one, name) for name in tables()["successor"]} for one in stands_for.values())
    )
    return tuple(_told(workspace, lines, new))


def _found(
    store: Store,
    workspace: Workspace,
    logged: Sequence[Logged],
    workers: Workers,
    lines: Sequence[Successor],
    here: Collection[str],
) -> list[Successor]:
    """The lines to append."""
    settled = resolved(lines, here).keys() | {gone for gone, its in counting(lines).items() if its[0].by_person}
    names = _named(workspace, logged, [line for line in lines if line.gone_id not in here]) - settled - {*here}
    gone, rows, new = _as_it_was(workspace, names, here) if names else ({}, [], set())
    if not gone:
        return []
    _compare(store, gone, rows, new, workers)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    known = {(line.gone_id, line.record_id, line.why) for line in lines}
    links = _links(store, logged, {each for one in gone.values() for each in one.candidates})
    verdicts = judge(list(gone.values()), links, _kept_apart(logged))
    return [Successor(one, heir, now, PROGRAM, why) for one, heir, why in verdicts if (one, heir, why) not in known]


def _named(workspace: Workspace, logged: Sequence[Logged], lines: Iterable[Successor]) -> set[str]:
    """The records that a key or a decision names, or that stand for such; but for private ones that others may have."""
    absent = speaks_of_absent(workspace)
    named = {row.record_id for row in read_citekeys(workspace.citekeys)[0] if row.record_id}
    named |= {record for item in logged if item.state != UNDONE for record in item.decision.records}
    named |= {line.record_id for line in lines if line.record_id}
    return {record for record in named if not absent(record)}


def _as_it_was(
    workspace: Workspace, names: Collection[str], here: Collection[str]
) -> tuple[dict[str, Gone], list[Features], set[str]]:
    """Of these names the records of the corpus before, what they said, and which records of today it didn't have."""
    from .dedup.features import features

    try:
        with reading_earlier(corpus_before(workspace)) as old:
            gone = {
                record: Gone(record_id=record, work=work)
                for record, work in old.rows(
                    "select record_id, work_id from work_record where record_id in (select unnest(?::varchar[])) "
                    "order by 1", [sorted(names)])
            }  # fmt: skip
            if not gone:
                return {}, [], set()
            mates = old.rows(
                "select gone.record_id, mate.record_id from work_record gone join work_record mate using (work_id) "
                "where gone.record_id in (select unnest(?::varchar[])) order by all", [list(gone)]
            )  # fmt: skip
            for record, mate in mates:
                if mate in here:
                    gone[record].mates[mate] = f"it was one work with {mate}"
            alone = alone_by_title(old, gone)
            for one in gone.values():
                one.alone = one.record_id in alone
            rows = [
                features(row) for row in old.records(_compared("record_id in (select unnest(?::varchar[]))"), [[*gone]])
            ]
            return gone, rows, {*here} - {record for (record,) in old.rows("select record_id from record")}
    except StoreError:  # none before, or one of another version, or a damaged one
        return {}, [], set()


def _compared(where: str) -> str:
    """What records are compared by, of these alone."""
    return f"select * from (\n{sql('compared_record')}\n) where {where}"


def _compare(
    store: Store, gone: Mapping[str, Gone], rows: Sequence[Features], new: Collection[str], workers: Workers
) -> None:
    """Note of each gone record which new ones are the same by the rules, or would be asked about."""
    from .dedup.compare import pairs
    from .dedup.features import features

    with_number = {number for row in rows for number in (row.doi, row.pmid) if number}
    sources = {row.source for row in rows}
    wanted = {"new": sorted(new), "sources": sorted(sources), "numbers": sorted(with_number)}
    came = [features(row) for row in store.records(_compared(COMPARABLE), wanted)]
    if not came:
        return
    found = list(pairs(store, [*rows, *came], workers))
    alike = _alike(found)
    for row in found:
        if row["verdict"] in ("same", "ask"):
            why = f"{row['rule']}: {row['evidence']}"
            for left in alike.get(row["left_id"], [row["left_id"]]):
                for right in alike.get(row["right_id"], [row["right_id"]]):
                    _note(gone, new, left, right, row["verdict"], why)
    _note_mended(store, gone, rows, came)


def _note_mended(store: Store, gone: Mapping[str, Gone], rows: Sequence[Features], came: Sequence[Features]) -> None:
    """The same of new records in which one field was mended, for gone ones that have no successor yet."""
    by_title: dict[str, list[Features]] = defaultdict(list)
    for new in came:
        by_title[new.title].append(new)
    alone = alone_by_title(store, {new.record_id for old in rows for new in by_title.get(old.title, ())})
    for old in rows:
        one = gone[old.record_id]
        for new in () if one.candidates else by_title.get(old.title, ()):
            if what := mended_field(old, new):
                sure = one.alone and new.record_id in alone
                why = f"only one field is another, {shown_change(what, old, new)}"
                (one.same if sure else one.asked).setdefault(new.record_id, why)


def _alike(rows: Iterable[Mapping[str, str]]) -> dict[str, list[str]]:
    """Each record that says the same as others, with all of these: only one of them is compared with the rest."""
    from .dedup.cluster import components

    groups = components((row["left_id"], row["right_id"]) for row in rows if row["rule"] == "identical")
    return {record: sorted(group) for group in groups for record in group}


def _note(gone: Mapping[str, Gone], new: Collection[str], left: str, right: str, verdict: str, why: str) -> None:
    for one, other in ((left, right), (right, left)):
        if one in gone and other in new:
            (gone[one].same if verdict == "same" else gone[one].asked).setdefault(other, why)


def _links(store: Store, logged: Sequence[Logged], records: Collection[str]) -> list[Link]:
    """Which of these records the rules, or people, call one work."""
    pairs = store.rows(
        "select left_id, right_id from pair where verdict = 'same' and left_id in (select unnest($ids::varchar[])) "
        "and right_id in (select unnest($ids::varchar[]))",
        {"ids": sorted(records)},
    )
    said = (item.decision.records for item in logged if item.decision.event == "same" and item.state == IN_FORCE)
    return [*pairs, *((one, other) for one, *others in said for other in others if {one, other} <= {*records})]


def _kept_apart(logged: Sequence[Logged]) -> set[frozenset[str]]:
    """The pairs of records that people said are not one work."""
    return {
        frozenset((one, other))
        for item in logged
        if item.decision.event in ("different", "related") and item.state in (IN_FORCE, DISPUTED)
        for one in item.decision.records
        for other in item.decision.records
        if one != other
    }


def _told(workspace: Workspace, lines: Sequence[Successor], new: Sequence[Successor]) -> list[str]:
    """What people should know: what was carried over, and what could not be."""
    given = {row.record_id: row.key for row in read_citekeys(workspace.citekeys)[0]} if new else {}
    key_of = {one.gone_id: given[was] for one in new for was in reversed(once(lines, one.gone_id)) if was in given}
    shown = workspace.relative(workspace.successors)
    carried, open_ = ([one for one in new if bool(one.record_id) is sure] for sure in (True, False))
    told = [
        f"{_called(one, key_of)} is gone: its key and what was decided on it go on with {one.record_id} "
        f"({one.why}; a line in {shown}); if it is not the same: bibcorpus decide successor {one.gone_id} --none"
        for one in carried[:SHOWN]
    ]
    if len(carried) > SHOWN:
        told.append(f"and {len(carried) - SHOWN} more records that are gone go on with others: see {shown}")
    return [*told, *(f"{_called(one, key_of)} is gone, and {one.why}: {how_to_say(one.gone_id)}" for one in open_)]


def _called(one: Successor, key_of: Mapping[str, str]) -> str:
    key = key_of.get(one.gone_id)
    return f"record {one.gone_id}" + (f" (key {key})" if key else "")


def how_to_say(gone_id: str) -> str:
    """What to type for a gone record of which only a person can tell what became of it."""
    return f"which one, says `bibcorpus decide successor {gone_id} WORK`"
