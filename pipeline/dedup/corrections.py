"""Corrections: what people set a field of a work to, put in the place of what its records say.

In: the decisions that hold on each work, the merged works. Out: rows of work and work_field, of works that changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..settling import ByWork
from ..store import Store
from ..values.date import of_one_time

Corrections = dict[tuple[str, str], tuple[str, str, Any]]  # (work, field) -> (record, rule, value)


def corrections_of(said_of: ByWork, work_of: Mapping[str, str]) -> Corrections:
    """People's corrections of single fields that hold, oldest first; of several that say the same the last."""
    found: Corrections = {}
    for work, decision in said_of.holding("set-field"):
        place = work, str(decision.value["field"])
        record = next(record for record in decision.records if work_of.get(record) == work)
        found.pop(place, None)
        found[place] = record, f"decision:{decision.id}", decision.value.get("to")
    return found


def correct(store: Store, corrections: Corrections) -> None:
    """Put the corrections of changed works into work and work_field, a field at a time."""
    changed = {work for (work,) in store.rows("select work_id from changed_work")}
    ours = {key: value for key, value in corrections.items() if key[0] in changed}
    ours |= _of_one_time(store, ours)
    for field in sorted({field for _, field in ours}):
        rows = [{"work_id": work, "value": value} for (work, own), (_, _, value) in ours.items() if own == field]
        store.run(f'create or replace table correction as select work_id, "{field}" as value from work limit 0')
        store.load("correction", rows)
        store.run(f'update work set "{field}" = value from correction where work.work_id = correction.work_id')
        store.run(
            "delete from work_field where field = ? and work_id in (select work_id from correction)",
            [field],
        )
    store.load(
        "work_field",
        (
            {"work_id": work, "field": field, "record_id": record, "rule": rule}
            for (work, field), (record, rule, _) in sorted(ours.items())
        ),
    )


def _of_one_time(store: Store, ours: Corrections) -> Corrections:
    """What goes with a corrected year or date, so that the two don't contradict each other; of both the later counts.

    It is no decision of its own: who takes the one back has the other back, too.
    """
    last = {work: field for work, field in ours if field in ("year", "date")}
    rows = store.rows(
        "select work_id, year, date from work where work_id in (select unnest(?::varchar[]))", [sorted(last)]
    )
    found: Corrections = {}
    for work, year, date in rows:
        said = {field: ours[work, field][2] for field in ("year", "date") if (work, field) in ours}
        record, rule, to = ours[work, last[work]]
        for field, value in of_one_time(last[work], to, {"year": year, "date": date, **said}).items():
            found[work, field] = record, f"with {rule}", value
    return found
