"""Works: pair + decisions -> work, work_record, work_link, conflict, work_field, relation.

In: the pairs with their verdicts, and what people said. Out: which records are one work, by which links; what stood
against a link; the merged fields with the record that gave each; relations between works.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from ..clean import NAME_FIELDS
from ..decisions import Logged, in_force, said
from ..errors import CountsDontAddUp
from ..model import RECORD_TYPES, Bibliographic, Decision
from ..store import Store, sql
from .cluster import Conflict, Link, Veto, cluster
from .merge import merge
from .queue import MAY_BE_ONE, queue, spoken
from .relations import STATED, relation_rows
from .relations import related as related
from .rules import BY_NAME

NEEDS_A_LOOK = "needs a look"


def make_works(store: Store, logged: Sequence[Logged]) -> None:
    """Fill the tables of this step. Raises CountsDontAddUp where a record would be in no work or in two."""
    known = {row[0] for row in store.rows("select record_id from record")}
    store.load("decision", _decision_rows(logged, known))
    usable = [item for item in logged if _what_to_look_at(item.decision, known) is None]
    links, vetoes = _links(store, usable), _vetoes(store, usable)
    work_of, used, conflicts = cluster(known, links, vetoes)
    store.load("work_record", ({"work_id": work, "record_id": record} for record, work in sorted(work_of.items())))
    store.load("work_link", _link_rows(used, work_of))
    store.load("conflict", (_conflict_row(conflict) for conflict in conflicts))
    store.load("question", _question_rows(store, work_of, usable))
    _merge_works(store)
    _correct(store, work_of, in_force(usable, "set-field"))
    store.load("relation", relation_rows(store, work_of, usable))
    _check(store)


def _decision_rows(logged: Iterable[Logged], known: set[str]) -> Iterator[dict[str, Any]]:
    for item in logged:
        decision = item.decision
        look = _what_to_look_at(decision, known)
        yield {
            "decision_id": decision.id, "time": decision.time, "who": decision.who, "event": decision.event,
            "records": decision.records, "value": json.dumps(dict(decision.value), ensure_ascii=False, sort_keys=True),
            "reason": decision.reason, "place": item.place,
            "state": f"{NEEDS_A_LOOK}: {look}" if look else item.state,
        }  # fmt: skip


def _what_to_look_at(decision: Decision, known: set[str]) -> str | None:
    """Why a decision can't be heeded; None where it can."""
    if lost := [record for record in decision.records if record not in known]:
        return f"no record {', '.join(lost)}"
    if decision.event == "set-field":
        field, value = str(decision.value.get("field")), decision.value.get("to")
        if field not in SETTABLE:
            return f"no field {field!r} that can be set"
        if not SETTABLE[field](value):
            return f"{value!r} is no value of {field}"
    return None


def _is_text(value: object) -> bool:
    return value is None or (isinstance(value, str) and bool(value.strip()))


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) and text for text in value)


# fields that a person can set, each with the test of its values; names have an issue of their own
SETTABLE: Mapping[str, Callable[[object], bool]] = {
    field.name: _is_texts if isinstance(field.default, tuple) else _is_text
    for field in dataclasses.fields(Bibliographic)
    if field.name not in (*NAME_FIELDS, "authors_complete")
} | {"type": lambda value: value in RECORD_TYPES, "year": lambda value: value is None or type(value) is int}


def _links(store: Store, logged: Sequence[Logged]) -> Iterator[Link]:
    for left, right, rule, evidence, likeness in store.rows(
        "select left_id, right_id, rule, evidence, likeness from pair where verdict = 'same'"
    ):
        strength = 1.0 if rule == "identical" else 0.999 * likeness
        yield Link(left=left, right=right, rule=rule, evidence=evidence, strength=strength)
    for decision in in_force(logged, "same"):
        first, *others = sorted(decision.records)
        for other in others:
            yield Link(left=first, right=other, rule=f"decision:{decision.id}", evidence=said(decision), strength=2)


def _vetoes(store: Store, logged: Sequence[Logged]) -> Iterator[Veto]:
    for left, right, rule in store.rows("select left_id, right_id, rule from pair where verdict <> 'same'"):
        if BY_NAME[rule].veto:
            yield Veto(left=left, right=right, rule=rule)
    for left, right, kind, _ in store.rows(sql("stated_pair")):
        yield Veto(left=left, right=right, rule=STATED + kind)
    for item in logged:
        decision = item.decision
        disputed = item.state == "disputed" and decision.event in ("same", "different")
        if disputed or (item.state == "in force" and decision.event in ("different", "related")):
            for left, right in _pairs(decision):
                yield Veto(left=left, right=right, rule=f"decision:{decision.id}", by_person=True)


def _pairs(decision: Decision) -> Iterator[tuple[str, str]]:
    records = sorted(set(decision.records))
    return ((left, right) for n, left in enumerate(records) for right in records[n + 1 :])


def _link_rows(links: Iterable[Link], work_of: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for link in links:
        yield {
            "work_id": work_of[link.left],
            "left_id": link.left,
            "right_id": link.right,
            "rule": link.rule,
            "evidence": link.evidence,
        }


def _question_rows(store: Store, work_of: Mapping[str, str], logged: Sequence[Logged]) -> Iterator[dict[str, Any]]:
    """What the rules ask, and what may be one work though a rule says no; what anybody has spoken of is not asked."""
    rows = store.records(
        "select left_id, right_id, verdict, rule, evidence, likeness, chance from pair "
        "where verdict = 'ask' or (verdict <> 'same' and chance >= ?)",
        [MAY_BE_ONE],
    )
    stated = (ids for *ids, _, _ in store.rows(sql("stated_pair")))
    for rank, question in enumerate(queue(rows, work_of, [*spoken(logged), *stated]), 1):
        yield {
            "rank": rank, "left_id": question.left_id, "right_id": question.right_id, "chance": question.chance,
            "works": question.works,
        }  # fmt: skip


def _conflict_row(conflict: Conflict) -> dict[str, Any]:
    return {
        "left_id": conflict.link.left,
        "right_id": conflict.link.right,
        "wanted": conflict.link.rule,
        "against": conflict.veto.rule,
        "left_veto": conflict.veto.left,
        "right_veto": conflict.veto.right,
    }


def _merge_works(store: Store) -> None:
    """Works of one record are that record; the others are merged."""
    store.run(sql("single_record_work"))
    rows = store.records(sql("record_of_larger_work"))
    works, fields = [], []
    for work_id, group in groupby(rows, key=lambda row: row["work_id"]):
        records = list(group)
        merged, origin = merge(records)
        seen = [row["first_seen"] for row in records if row["first_seen"]]
        last = [row["last_seen"] for row in records if row["last_seen"]]
        works.append(
            {
                **merged,
                "work_id": work_id,
                "records": len(records),
                "first_seen": min(seen, default=None),
                "last_seen": max(last, default=None),
            }
        )
        fields += [
            {"work_id": work_id, "field": name, "record_id": record, "rule": rule} for name, record, rule in origin
        ]
    store.load("work", works)
    store.load("work_field", fields)


def _correct(store: Store, work_of: Mapping[str, str], decisions: Iterable[Decision]) -> None:
    """People's corrections of single fields, oldest first."""
    for decision in sorted(decisions, key=lambda decision: (decision.time, decision.id)):
        field, value = str(decision.value["field"]), decision.value.get("to")
        work_id, record = work_of[decision.records[0]], decision.records[0]
        store.run(f'update work set "{field}" = ? where work_id = ?', [value, work_id])
        store.run("delete from work_field where work_id = ? and field = ?", [work_id, field])
        store.load(
            "work_field",
            [{"work_id": work_id, "field": field, "record_id": record, "rule": f"decision:{decision.id}"}],
        )


def _check(store: Store) -> None:
    """Each record is in exactly one work, and no work was lost in merging."""
    records = store.value("select count(*) from record")
    placed = store.value("select count(distinct record_id) from work_record")
    rows = store.value("select count(*) from work_record")
    summed = store.value("select coalesce(sum(records), 0) from work")
    if not records == placed == rows == summed:
        raise CountsDontAddUp(
            f"works: {records} records, but {placed} are in a work ({rows} rows, {summed} counted by the works)"
        )
