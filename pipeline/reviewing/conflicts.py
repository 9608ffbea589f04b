"""Conflicts: where people disagree, what can't be heeded, what should be looked at again, what is in each other's way.

In: the log settled by works (settling.py), the built corpus. Out: questions, in this order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from ..decisions import Logged
from ..model import Decision
from ..report import DOUBTFUL_JOIN
from ..settling import DISPUTED, FULL_TEXT, NEEDS_A_LOOK, PAIR_EVENTS, says, subjects, subjects_by_record
from .question import PAIR, Asking, Question, of_two
from .said import HELD, STATUS, facets_of


def conflicts(ask: Asking) -> Iterator[Question]:
    """All of them that are open in the corpus as built."""
    yield from _disputes(ask)
    yield from _looks(ask)
    yield from _looks_again(ask)
    by_name = {f"decision:{item.decision.id}": item for item in ask.logged}
    for row in ask.store.records(
        "select conflict.*, l.work_id as left_work, r.work_id as right_work from conflict "
        "join work_record as l on l.record_id = left_id join work_record as r on r.record_id = right_id "
        f"where {DOUBTFUL_JOIN} order by left_id, right_id"
    ):
        its = tuple(by_name[name] for name in (row["wanted"], row["against"]) if name in by_name)
        yield replace(of_two("join", row), voices=its)


def _disputes(ask: Asking) -> Iterator[Question]:
    """Where two people's last words on one thing differ and nobody's word counts more. Blind, only of what is neither a
    tag nor screening: to see such a dispute is to see what others said.
    """
    voices: dict[tuple[Any, ...], list[Logged]] = {}
    for item in ask.logged:
        if item.state == DISPUTED and item.decision.event in PAIR_EVENTS:
            for subject in subjects_by_record(item.decision):
                voices.setdefault(subject, []).append(item)
    for work, words in ask.on_works.items():
        for item in words:
            if item.state == DISPUTED and not (ask.blind and facets_of(item.decision)):
                for subject in subjects(item.decision, ask.single):
                    voices.setdefault((*subject, work), []).append(item)
    seen = set()
    for subject, its in voices.items():
        ids = frozenset(item.decision.id for item in its)
        if ids in seen or len({says(item.decision) for item in its}) < 2 or _is_past(ask, subject):
            continue
        seen.add(ids)
        records = its[0].decision.records[:2] if subject[0] == PAIR else subject[-1:]
        facet = _on_what(its[0].decision)
        yield Question(
            kind="dispute", records=tuple(records), works=_works_of(ask, its), facet=facet, voices=tuple(its)
        )


def _is_past(ask: Asking, subject: tuple[Any, ...]) -> bool:
    """Whether it is on the first stage of screening, and somebody has read the full text since: that counts more."""
    if subject[0] != STATUS or subject[1] == FULL_TEXT:
        return False
    return any(FULL_TEXT in facets_of(item.decision) for item in ask.on_works[subject[-1]])


def _on_what(decision: Decision) -> str:
    """What a dispute with this decision in it is on: PAIR, STATUS or FULL_TEXT, a facet, a field, 'key'."""
    if decision.event in PAIR_EVENTS:
        return PAIR
    facets = facets_of(decision)
    return facets[-1] if facets else str(decision.value.get("field") or decision.event)


def _works_of(ask: Asking, items: Iterable[Logged]) -> tuple[str, ...]:
    records = (record for item in items for record in item.decision.records)
    return tuple(dict.fromkeys(ask.work_of[record] for record in records if record in ask.work_of))


def _looks(ask: Asking) -> Iterator[Question]:
    """Decisions that the last build could not heed, as long as nobody has taken them back."""
    live = {item.decision.id: item for item in ask.logged if item.state in HELD}
    for decision, state in ask.store.rows(
        f"select decision_id, state from decision where state like '{NEEDS_A_LOOK}%' order by time, decision_id"
    ):
        item = live.get(decision)
        if item and (not ask.blind or item.decision.who == ask.who):
            yield Question(kind="look", records=(), works=_works_of(ask, [item]), row={"state": state}, voices=(item,))


def _looks_again(ask: Asking) -> Iterator[Question]:
    """This person's own words on tags and status of works that read otherwise now."""
    live = {item.decision.id: item for item in ask.logged if item.state in HELD}
    for row in ask.store.records("select * from look_again where who = ? order by time, decision_id", [ask.who]):
        if row["decision_id"] not in live:
            continue
        kind = "screening" if row["facet"] == STATUS else "tag"
        if kind == "tag" and row["facet"] not in ask.facets:
            continue
        item = live[row["decision_id"]]
        stage = item.decision.value.get("stage")
        yield Question(
            kind=kind, records=(row["work_id"],), works=(row["work_id"],),
            facet="" if kind == "screening" else row["facet"], row={"stage": stage}, voices=(item,), again=row,
        )  # fmt: skip
