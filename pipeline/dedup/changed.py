"""Which works are others than before, when only decisions have changed.

In: the tables of the step `work` as the last run left them, and then the works as they are now. Out: the scratch
table `changed_work`. A work is the same when its id, its members and its corrections are: the records themselves are
the same, or this isn't used. What depends on a work alone is then kept for all others: merged fields, tags, exports.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..settling import PAIR_EVENTS
from ..store import Store

JOINING = ("work_link", "question", "conflict")
"""Tables of the step that follow from the pairs and what people said of them."""

Row = tuple[object, ...]


def remember(store: Store) -> None:
    """Note how things stood, and empty what is made anew."""
    store.run(
        "create table correction_before as select work_id, field, rule from work_field where rule like 'decision:%'"
    )
    store.run("create table decision_before as select * exclude (seen, place) from decision")
    for table in ("decision", "relation"):
        store.run(f"truncate {table}")


def placed_before(store: Store) -> dict[str, str]:
    """Record -> its work, as it was."""
    return dict(store.rows("select record_id, work_id from work_record"))


def same_said_of_pairs(store: Store, rows: Iterable[Mapping[str, object]]) -> bool:
    """Whether people say of pairs of records what they said before, so that the same are joined.

    `rows`: those of `decision` that speak of pairs, as they will be.
    """
    names = ("decision_id", "time", "who", "event", "records", "value", "reason", "state")
    now = sorted(_said([row[name] for name in names]) for row in rows)  # by their ids, which are unlike
    before = store.rows(
        f"select {', '.join(names)} from decision_before where list_contains(?::varchar[], event)", [list(PAIR_EVENTS)]
    )
    return now == sorted(map(_said, before))


def _said(values: Sequence[object]) -> Row:
    return tuple(tuple(value) if isinstance(value, list) else value for value in values)


def replace_members(store: Store, before: Mapping[str, str], work_of: Mapping[str, str]) -> set[str]:
    """Bring work_record to what holds now; `before` is empty where nothing was there. Out: the works whose members are
    others than before.
    """
    moved = {record: work for record, work in work_of.items() if before.get(record) != work}
    if before:
        store.run("delete from work_record where record_id in (select unnest(?::varchar[]))", [list(moved)])
    store.load("work_record", ({"work_id": work, "record_id": record} for record, work in sorted(moved.items())))
    left = {before[record] for record in moved if record in before}
    return {*moved.values(), *(work for work in left if work_of[work] == work)}  # a work's id is one of its records


def find_changed(store: Store, others: Iterable[str], corrections: Iterable[tuple[str, str, str]]) -> None:
    """Fill changed_work, and take the works that were there before and are others now out of work and work_field.

    `others`: works with other members than before; `corrections`: (work, field, rule) as they hold now.
    """
    store.run("create table correction_now as from correction_before limit 0")
    store.load("correction_now", ({"work_id": w, "field": f, "rule": r} for w, f, r in corrections))
    store.run(
        "create table changed_work as select unnest(?::varchar[]) as work_id union "
        "select work_id from ((from correction_before except from correction_now) union all "
        "(from correction_now except from correction_before)) where work_id in (select work_id from work_record) union "
        "select work_id from correction_now where substr(rule, 10) in (select decision_id from "
        "(from decision_before except select * exclude (seen, place) from decision))",  # a line was edited in its place
        [sorted(others)],
    )
    for table in ("work", "work_field"):
        store.run(
            f"delete from {table} where work_id in (select work_id from changed_work) "
            "or work_id not in (select work_id from work_record)"
        )
