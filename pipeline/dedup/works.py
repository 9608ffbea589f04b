"""Works: pair + decisions -> work, work_record, work_link, conflict, work_field, relation.

In: the pairs with their verdicts, and what people said. Out: which records are one work, by which links; what stood
against a link; the merged fields with the record that gave each; relations between works.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, cast

from ..clean import NAME_FIELDS
from ..decisions import Logged, in_force, said
from ..errors import CountsDontAddUp
from ..model import RECORD_TYPES, Bibliographic, Decision, Name
from ..settling import NEEDS_A_LOOK, OF_WORKS, PAIR_EVENTS, UNDONE, ByWork, by_work
from ..store import Store, sql
from ..values.doi import normalise_doi
from ..values.identifiers import find_issns, normalise_isbn, normalise_pmcid, normalise_pmid
from .changed import JOINING, find_changed, placed_before, remember, replace_members, same_said_of_pairs
from .cluster import Conflict, Link, Veto, cluster
from .corrections import correct, corrections_of
from .merge import merge
from .queue import MAY_BE_ONE, queue, spoken, worth_asking
from .relations import STATED, relation_rows
from .rules import BY_NAME


def make_works(
    store: Store,
    logged: Sequence[Logged],
    go_on: bool = False,
    settle: str = "unresolved",
    single: Collection[str] = (),
) -> ByWork:
    """Fill the tables of this step. Out: what people said, settled by the works that there are now.

    Raises CountsDontAddUp where a record would be in no work or in two.
    `go_on`: the tables hold what this step made of the same records before. Then only works are merged anew whose
    members or corrections are others now, and their ids stand in the scratch table `changed_work`.
    `settle` is that of bibcorpus.toml, `single` are the facets of which a work has one value.
    """
    if go_on:
        remember(store)
    known = {row[0] for row in store.rows("select record_id from record")}
    logged = [_looked_at(item, known) for item in logged]
    usable = [item for item in logged if not item.state.startswith(NEEDS_A_LOOK)]
    before = placed_before(store) if go_on else {}
    of_pairs = [item for item in logged if item.decision.event in PAIR_EVENTS]
    if go_on and same_said_of_pairs(store, map(_decision_row, of_pairs)):
        work_of = before
    else:
        work_of = _join(store, known, usable)
    others = replace_members(store, before, work_of)
    said_of = by_work(logged, work_of, settle, single)
    store.load("decision", map(_decision_row, said_of.logged))
    corrections = corrections_of(said_of, work_of)
    if go_on:
        find_changed(store, others, [(work, field, rule) for (work, field), (_, rule, _) in corrections.items()])
    else:
        store.run("create table changed_work as select distinct work_id from work_record")
    _merge_works(store)
    correct(store, corrections)
    store.load("relation", relation_rows(store, work_of, usable))
    _check(store)
    return said_of


def _join(store: Store, known: Collection[str], logged: Sequence[Logged]) -> dict[str, str]:
    """Record -> its work; fills the tables of links, conflicts and questions."""
    for table in JOINING:
        store.run(f"truncate {table}")
    work_of, used, conflicts = cluster(known, _links(store, logged), _vetoes(store, logged))
    store.load("work_link", _link_rows(used, work_of))
    store.load("conflict", (_conflict_row(conflict) for conflict in conflicts))
    store.load("question", _question_rows(store, work_of, logged))
    return work_of


def _decision_row(item: Logged) -> dict[str, Any]:
    decision = item.decision
    return {
        "decision_id": decision.id, "time": decision.time, "who": decision.who, "event": decision.event,
        "records": decision.records, "value": _as_json(decision.value),
        "reason": decision.reason, "seen": decision.seen, "place": item.place, "state": item.state,
    }  # fmt: skip


_as_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode  # one for all: it is most of the work


def _looked_at(item: Logged, known: set[str]) -> Logged:
    final = item.state == UNDONE or item.state.startswith(NEEDS_A_LOOK)
    look = None if final else _what_to_look_at(item.decision, known)
    return dataclasses.replace(item, state=f"{NEEDS_A_LOOK}: {look}") if look else item


def _what_to_look_at(decision: Decision, known: set[str]) -> str | None:
    """Why a decision can't be heeded; None where it can. What speaks of a work needs one of its records."""
    lost = [record for record in decision.records if record not in known]
    if lost and not (decision.event in OF_WORKS and len(lost) < len(decision.records)):
        return f"no record {', '.join(lost)}"
    if decision.event in ("different", "related") and len(set(decision.records)) < 2:
        return f"the records that it names are one today: {decision.records[0]}"
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


def _are_names(value: object) -> bool:
    """A list of people: [{'family': 'Roe', 'given': 'R.'}, {'literal': 'The Balint Society'}]"""
    return isinstance(value, list) and all(
        isinstance(name, dict)
        and name.keys() <= NAME_PARTS
        and all(_is_text(part) for part in name.values())
        and any(name.get(part) for part in ("family", "given", "literal"))
        for name in value
    )


def _is_as(normalise: Callable[[str], object]) -> Callable[[object], bool]:
    return lambda value: value is None or (isinstance(value, str) and normalise(value) == value)


def _are_as(normalise: Callable[[str], object]) -> Callable[[object], bool]:
    return lambda value: _is_texts(value) and all(normalise(text) == text for text in cast("list[str]", value))


NAME_PARTS = {part.name for part in dataclasses.fields(Name)}

# fields that a person can set, each with the test of its values
SETTABLE: Mapping[str, Callable[[object], bool]] = {
    field.name: _are_names if field.name in NAME_FIELDS else _is_texts if isinstance(field.default, tuple) else _is_text
    for field in dataclasses.fields(Bibliographic)
    if field.name != "authors_complete"
} | {
    "type": lambda value: value in RECORD_TYPES,
    "year": lambda value: value is None or type(value) is int,
    "doi": _is_as(normalise_doi),
    "pmid": _is_as(normalise_pmid),
    "pmcid": _is_as(normalise_pmcid),
    "issn": _are_as(lambda text: next(iter(find_issns(text)), None)),
    "isbn": _are_as(normalise_isbn),
}


def _links(store: Store, logged: Sequence[Logged]) -> Iterator[Link]:
    for left, right, rule, evidence, likeness in store.rows(
        "select left_id, right_id, rule, evidence, likeness from pair where verdict = 'same'"
    ):
        strength = 1.0 if rule == "identical" else 0.999 * likeness
        yield Link(left=left, right=right, rule=rule, evidence=evidence, strength=strength)
    for decision in in_force(logged, "same"):
        first, *others = sorted(set(decision.records))
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
    """What is `worth_asking`, but for what anybody has spoken of; most pairs are far from it, and aren't fetched."""
    rows = worth_asking(
        store.records(
            "select left_id, right_id, verdict, rule, evidence, likeness, chance from pair "
            "where verdict = 'ask' or chance >= ?",
            [MAY_BE_ONE],
        )
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
    """Of the changed works: those of one record are that record; the others are merged."""
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
