"""Works: pair + decisions -> work, work_record, work_link, conflict, work_field, relation.

In: the pairs with their verdicts, and what people said. Out: which records are one work, by which links; what stood
against a link; the merged fields with the record that gave each; relations between works.
"""

from __future__ import annotations

import dataclasses
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from ..clean import NAME_FIELDS
from ..decisions import Logged, in_force, said
from ..errors import CountsDontAddUp
from ..model import RECORD_TYPES, Bibliographic, Decision
from ..store import Store, sql
from .cluster import Conflict, Link, Veto, cluster
from .features import Features, features
from .merge import merge
from .rules import BY_NAME

# what a rule's "related" says of two works, in the words of the table `relation`
RELATION_KINDS = {
    "erratum_of": "erratum-of",
    "comment_on": "comment-on",
    "part_of_book": "part-of",
    "preprint_of": "version-of",
}
NEEDS_A_LOOK = "needs a look"
STATED = "stated:"  # before the kind: a source says it of its own record


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
    _merge_works(store)
    _correct(store, work_of, in_force(usable, "set-field"))
    store.load("relation", _relation_rows(store, work_of, usable))
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
    for left, right, rule in store.rows(
        "select left_id, right_id, rule from pair where verdict in ('different', 'related')"
    ):
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


def _relation_rows(store: Store, work_of: Mapping[str, str], logged: Sequence[Logged]) -> Iterator[dict[str, Any]]:
    found: dict[tuple[str, str, str], tuple[str, str]] = {}
    for left, right, kind, evidence in store.rows(sql("stated_pair")):
        found.setdefault((work_of[left], work_of[right], kind), (STATED + kind, evidence))
    told = {frozenset(works) for *works, _ in found}  # what a source says, needs no guess
    pairs = store.rows("select left_id, right_id, rule, evidence from pair where verdict = 'related' order by all")
    compared = _compared(store, {record for left, right, *_ in pairs for record in (left, right)})
    for left, right, rule, evidence in pairs:
        one, other, kind = related(compared[left], compared[right], rule)
        if {work_of[one], work_of[other]} not in told:
            found.setdefault((work_of[one], work_of[other], kind), (rule, evidence))
    for decision in in_force(logged, "related"):
        kind = str(decision.value.get("kind", "same-study-as"))
        left, right = (work_of[record] for record in decision.records[:2])
        found[left, right, kind] = (f"decision:{decision.id}", said(decision))
    ordered: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for (left, right, kind), (rule, evidence) in sorted(found.items()):
        if left != right:
            ordered[left].append({"left_id": left, "right_id": right, "kind": kind, "rule": rule, "evidence": evidence})
    return (row for rows in ordered.values() for row in rows)


def _compared(store: Store, records: Collection[str]) -> dict[str, Features]:
    rows = store.records(
        f"from ({sql('compared_record')}) where record_id in (select unnest(?::varchar[]))", [[*records]]
    )
    return {row["record_id"]: features(row) for row in rows}


def related(one: Features, other: Features, rule: str) -> tuple[str, str, str]:
    """(the record that is the correction, comment, preprint or part; the one that it is of; the kind of relation)."""
    first, second = (one, other) if _weight(one, other, rule) >= _weight(other, one, rule) else (other, one)
    retracts = rule == "erratum_of" and "retraction" in first.kinds - second.kinds
    return first.record_id, second.record_id, "retraction-of" if retracts else RELATION_KINDS[rule]


def _weight(one: Features, other: Features, rule: str) -> int:
    """How much speaks for `one` being what `rule` says of `other`."""
    if rule == "preprint_of":
        return int(one.is_preprint)
    if rule == "part_of_book":
        return int(one.type in ("chapter", "article"))
    return len(one.kinds - other.kinds)


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
