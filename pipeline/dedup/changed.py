"""Which works are others than before, when only decisions have changed.

In: the tables of the step `work` as the last run left them, and then the works as they are now. Out: the scratch
table `changed_work`. A work is the same when its id, its members and its corrections are: the records themselves are
the same, or this isn't used. What depends on a work alone is then kept for all others: merged fields, tags, exports.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..store import Store

OTHERS = ("decision", "work_record", "work_link", "question", "conflict", "relation")
"""Tables of the step that are made anew each time: they cost little."""


def remember(store: Store) -> None:
    """Note how things stood, and empty what is made anew."""
    store.run(
        "create table member_before as "
        "select work_id, list_sort(list(record_id)) as members from work_record group by work_id"
    )
    store.run(
        "create table correction_before as select work_id, field, rule from work_field where rule like 'decision:%'"
    )
    store.run("create table decision_before as select * exclude (seen, place) from decision")
    for table in OTHERS:
        store.run(f"truncate {table}")


def find_changed(store: Store, corrections: Iterable[tuple[str, str, str]]) -> None:
    """Fill changed_work, and take the works that were there before and are others now out of work and work_field.

    `corrections`: (work, field, rule) as they hold now.
    """
    store.run("create table correction_now as from correction_before limit 0")
    store.load("correction_now", ({"work_id": w, "field": f, "rule": r} for w, f, r in corrections))
    store.run(
        "create table same_work as "
        "select work_id from member_before join "
        "(select work_id, list_sort(list(record_id)) as members from work_record group by work_id) "
        "using (work_id, members) where work_id not in (select work_id from ("
        "(from correction_before except from correction_now) union all "
        "(from correction_now except from correction_before))) "
        "and work_id not in (select work_id from correction_now where substr(rule, 10) in (select decision_id from "
        "(from decision_before except select * exclude (seen, place) from decision)))"  # a line was edited in its place
    )
    store.run(
        "create table changed_work as "
        "select distinct work_id from work_record where work_id not in (select work_id from same_work)"
    )
    for table in ("work", "work_field"):
        store.run(f"delete from {table} where work_id not in (select work_id from same_work)")
