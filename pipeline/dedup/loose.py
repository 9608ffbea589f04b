"""Loose records: which of them are one work, without a corpus and without decisions.

In: features of records, and what records state of others. Out: `Judged`: works, questions, relations. The same pairs,
rules and clustering as in a corpus (`works`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..parallel import Workers
from ..store import in_memory
from ..values.relation import Relation
from ..values.title import title_key
from .cluster import Link, Veto, cluster
from .compare import pairs
from .features import Features
from .queue import Question, asked_between, queue, worth_asking
from .relations import STATED, chapters, voted
from .rules import BY_NAME

Stated = Mapping[str, Sequence[Relation]]  # record id -> what it says of other publications
Told = tuple[str, str, str, str]  # two works, what the first is of the second, why


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """`work_of`: record id -> id of its work; `joins`: links that made them; `relations` between works, each once."""

    work_of: Mapping[str, str]
    joins: int
    questions: Sequence[Question]
    relations: Sequence[Told]


def judged(records: Sequence[Features], stated: Stated, folder: Path, workers: Workers, known: int = 0) -> Judged:
    """Compare all records; `folder` takes what goes into the database on its way.

    The first `known` records were there before: nothing is asked of two of them.
    """
    with in_memory(folder) as store:
        rows = list(pairs(store, records, workers))
    said = list(_said(records, stated))
    work_of, used, _ = cluster((record.record_id for record in records), _links(rows), _vetoes(rows, said))
    ids = [record.record_id for record in records]
    asked = asked_between(rows, ids[:known], ids[known:]) if known else rows
    return Judged(
        work_of=work_of,
        joins=len(used),
        questions=queue(worth_asking(asked), work_of, [(left, right) for left, right, *_ in said]),
        relations=_relations(records, rows, said, work_of),
    )


def _links(rows: Iterable[Mapping[str, Any]]) -> Iterator[Link]:
    for row in rows:
        if row["verdict"] == "same":
            strength = 1.0 if row["rule"] == "identical" else 0.999 * row["likeness"]
            yield Link(left=row["left_id"], right=row["right_id"], rule=row["rule"], evidence="", strength=strength)


def _vetoes(rows: Iterable[Mapping[str, Any]], said: Iterable[Told]) -> Iterator[Veto]:
    for row in rows:
        if row["verdict"] != "same" and BY_NAME[row["rule"]].veto:
            yield Veto(left=row["left_id"], right=row["right_id"], rule=row["rule"])
    for left, right, kind, _ in said:
        yield Veto(left=left, right=right, rule=STATED + kind)


def _said(records: Sequence[Features], stated: Stated) -> Iterator[Told]:
    """What records state of others that are here: (the erratum …, the publication, kind, who says so)."""
    if not stated:
        return
    by_pmid: dict[str, list[str]] = {}
    by_doi: dict[str, list[str]] = {}
    for record in records:
        for number, known in ((record.pmid, by_pmid), (record.doi, by_doi)):
            if number:
                known.setdefault(number, []).append(record.record_id)
    for speaker, relations in sorted(stated.items()):
        for relation in relations:
            others = by_pmid.get(relation.pmid, []) if relation.pmid else by_doi.get(relation.doi or "", [])
            for other in others:
                if other != speaker:
                    left, right = (other, speaker) if relation.inverse else (speaker, other)
                    yield left, right, relation.kind, f"{speaker} says so"


def _relations(
    records: Sequence[Features], rows: Iterable[Mapping[str, Any]], said: Iterable[Told], work_of: Mapping[str, str]
) -> list[Told]:
    """What sources state, and what rules say where no source does."""
    found: dict[tuple[str, str, str], str] = {}
    for left, right, kind, evidence in said:
        found.setdefault((work_of[left], work_of[right], kind), evidence)
    told = {frozenset(works) for *works, _ in found}
    for one, other, kind, _, evidence in (*voted(_related(rows), work_of), *_chapters(records, work_of)):
        if {one, other} not in told:
            found.setdefault((one, other, kind), evidence)
    return [(*works, evidence) for works, evidence in sorted(found.items()) if works[0] != works[1]]


def _related(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str, str, str, str]]:
    chosen = (row for row in rows if row["verdict"] == "related")
    for row in sorted(chosen, key=lambda row: (row["left_id"], row["right_id"])):
        left, right, of = row["left_id"], row["right_id"], row["of_id"]
        yield right if of == left else left, of, row["kind"], row["rule"], row["evidence"]


def _chapters(records: Sequence[Features], work_of: Mapping[str, str]) -> Iterator[tuple[str, str, str, str, str]]:
    books = [record for record in records if record.type in ("book", "proceedings")]
    parts = [record for record in records if books and record.container and record.type in PARTS]
    yield from chapters(
        {(work_of[r.record_id], r.title, r.year, r.isbn) for r in books},
        sorted((work_of[r.record_id], title_key(r.container or ""), r.year, r.isbn) for r in parts),
    )


PARTS = ("chapter", "conference-paper")
