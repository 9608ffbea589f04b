"""Small bibliographies for these tests: records as people know them, cleaned as the program cleans them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.clean import as_row, clean
from pipeline.decisions import Logged
from pipeline.dedup.candidates import title_likeness
from pipeline.dedup.compare import compare_records
from pipeline.dedup.evidence import Evidence, compare
from pipeline.dedup.features import Features, features
from pipeline.dedup.rules import Rule, judge
from pipeline.dedup.works import make_works
from pipeline.model import Decision
from pipeline.parallel import Workers
from pipeline.store import Store, in_memory
from pipeline.values.relation import parse_relation

NAMES = ("authors", "authors_original", "editors", "translators")


def row(record_id: str = "a:1", **fields: str) -> dict[str, Any]:
    """A cleaned record. People and languages are parted by '; ', several values of other fields by ' | '."""
    texts = {name: text.split("; " if name in (*NAMES, "language") else " | ") for name, text in fields.items() if text}
    cleaned, _, _ = clean({"type": ["article"], **texts})
    return {"record_id": record_id, "source": record_id.partition(":")[0], **as_row(cleaned)}


def pair_of(one: dict[str, str], other: dict[str, str]) -> list[Features]:
    return [features(row("a:1", **one)), features(row("b:1", **other))]


def evidence_of(one: dict[str, str], other: dict[str, str], shared_dois: Iterable[str] = ()) -> Evidence:
    pair = pair_of(one, other)
    likeness = float(title_likeness(pair, np.array([0]), np.array([1]))[0])
    return compare(*pair, likeness, frozenset(shared_dois))


def rule_of(one: dict[str, str], other: dict[str, str], shared_dois: Iterable[str] = ()) -> Rule:
    return judge(evidence_of(one, other, shared_dois))


def stored(record: dict[str, Any]) -> dict[str, Any]:
    """The record with the columns that importing adds."""
    return {"accession": None, "entry_id": record["record_id"], "entries": 1, "extra": {}, **record}


def decided(event: str, *records: str, state: str = "in force", when: int = 1, **value: Any) -> Logged:
    """A person's word."""
    decision = Decision(
        id=f"d{when}", time=f"2026-01-{when:02}T10:00:00Z", who="anna", event=event, records=records, value=value
    )
    return Logged(decision=decision, place="anna.jsonl line 1", state=state)


def tables(store: Store, *names: str) -> dict[str, list[tuple[Any, ...]]]:
    return {name: store.rows(f"select * from {name} order by all") for name in names}


def relation_row(text: str) -> dict[str, Any]:
    relation = parse_relation(text)
    assert relation
    return asdict(relation)


TABLES = ("pair", "work", "work_record", "work_link", "work_field", "conflict", "relation")


def run(
    records: Sequence[dict[str, Any]], logged: Sequence[Logged] = (), stated: Sequence[tuple[str, str]] = ()
) -> dict[str, list[tuple[Any, ...]]]:
    """Compare and cluster these records in memory; the tables of both steps.

    `stated`: a record's id and what it says of another publication, as readers write it.
    """
    with tempfile.TemporaryDirectory() as folder, in_memory(Path(folder)) as store:
        store.load("record", map(stored, records))
        store.load("stated_relation", ({"record_id": record, **relation_row(text)} for record, text in stated))
        compare_records(store, Workers(1))
        make_works(store, logged)
        return tables(store, *TABLES, "decision")


def works(records: Sequence[dict[str, Any]], logged: Sequence[Logged] = ()) -> set[frozenset[str]]:
    """The record ids of each work."""
    groups: dict[str, set[str]] = {}
    for work_id, record_id in run(records, logged)["work_record"]:
        groups.setdefault(work_id, set()).add(record_id)
    return {frozenset(group) for group in groups.values()}
