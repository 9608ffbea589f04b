"""A question, and what the questions are made of: the built corpus beside the log as it stands now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ..decisions import Logged
from ..settling import TITLE_ABSTRACT, by_work
from ..store import Store
from ..tagging.ruleset import Facet
from .said import Said, said_of

Row = Mapping[str, Any]
PAIR = "pair"  # what a dispute on how records stand to each other is on


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `kind`: 'pair' (are two records one work?), 'join' (the same, where a rule or a person wants it and
    another stands against it), 'dispute' (people disagree), 'look' (a decision that can't be heeded), 'screening',
    'tag'.

    `records`: those that the answer will name. `works`: those that it is about. `facet`: of a tag; of a dispute what it
    is on. `row`: what the corpus knows of it. `voices`: the decisions that it is about. `again`: what was said before
    the work changed.
    """

    kind: str
    records: tuple[str, ...]
    works: tuple[str, ...]
    facet: str = ""
    row: Row = field(default_factory=dict)
    voices: tuple[Logged, ...] = ()
    again: Row | None = None

    @property
    def id(self) -> str:
        """The same for the same question in the next review."""
        ids = self.records or [item.decision.id for item in self.voices]
        return " ".join(filter(None, [self.kind, self.facet, *ids]))


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What the questions are made of. `on_works`: what holds or is disputed of each work (settling.py). `single`: the
    facets of which a work has one value. `stage`: what is read in screening.
    """

    store: Store
    logged: Sequence[Logged]
    on_works: Mapping[str, Sequence[Logged]]
    work_of: Mapping[str, str]
    said: Said
    who: str
    facets: Mapping[str, Facet]
    single: Collection[str]
    blind: bool
    stage: str

    @cached_property
    def open_tags(self) -> list[Row]:
        """The view, read once for screening and tags: 75,000 works take a second."""
        return list(self.store.records("select * from open_tag order by rank"))

    def theirs(self, work: str, facet: str) -> bool:
        """Whether others have spoken of it, and this person hasn't."""
        return bool(self.said.by(work, facet)) and self.who not in self.said.by(work, facet)


def asking(
    store: Store,
    logged: Sequence[Logged],
    who: str,
    facets: Mapping[str, Facet],
    settle: str = "unresolved",
    blind: bool = False,
    stage: str = TITLE_ABSTRACT,
) -> Asking:
    """The log beside the corpus: `logged` is what `read_decisions` gives today."""
    names = sorted({record for item in logged for record in item.decision.records})
    work_of = dict(
        store.rows(
            "select record_id, work_id from work_record where record_id in (select unnest(?::varchar[]))", [names]
        )
    )
    known = {row[0] for row in store.rows("select decision_id from decision where state not like 'undone%'")}
    single = [facet.name for facet in facets.values() if facet.single]
    words = by_work(logged, work_of, settle, single)
    return Asking(
        store=store, logged=words.logged, on_works=words.on, work_of=work_of,
        said=said_of(words.logged, work_of, known), who=who, facets=facets, single=single, blind=blind, stage=stage,
    )  # fmt: skip


def of_two(kind: str, row: Row) -> Question:
    """On the two records that a row names, and their works."""
    return Question(
        kind=kind, records=(row["left_id"], row["right_id"]), works=(row["left_work"], row["right_work"]), row=row
    )
