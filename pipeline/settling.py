"""Which word holds where several were said of one thing: docs/deciding.md tells it in plain words.

In: decisions with what undid them. Out: the state of each. A person's later word overrules the earlier one. Of people
who disagree nobody's word holds, or the last, or an editor's, as bibcorpus.toml says; a `settle` names the decision
that holds. `read_decisions` settles by record ids, so that the log is plain without a corpus; `by_work` does it again
by works, since two decisions may name two records of what turned out to be one work.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .model import RELATION_KINDS, Decision
from .values.instant import instant

IN_FORCE, DISPUTED, UNDONE, NEEDS_A_LOOK = "in force", "disputed", "undone", "needs a look"
LATER = "overruled by a later one"
STATUS_EVENTS = ("include", "exclude", "unsure")
TITLE_ABSTRACT, FULL_TEXT = STAGES = ("title-abstract", "full-text")
"""What was read in screening, in this order."""
PAIR_EVENTS = ("same", "different", "related")
KINDS = (*sorted(RELATION_KINDS), "same-study-as")
"""What one work can be of another, as a person says it."""
OF_WORKS = (*STATUS_EVENTS, "tag", "untag", "set-field", "key")
"""Events that speak of a work, whichever of its records they name."""

Subject = tuple[Any, ...]
Rulings = Mapping[str, Sequence[Decision]]  # id of a decision -> the `settle` events that say it holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """A decision with where it stands and what became of it: in force, undone, overruled, disputed, needs a look."""

    decision: Decision
    place: str
    state: str = IN_FORCE


@dataclass(frozen=True, slots=True, kw_only=True)
class ByWork:
    """`logged`: all decisions, with the states that they have once records are joined to works.

    `on`: work -> what holds or is disputed of it, oldest first; the state is the one on this work.
    """

    logged: list[Logged]
    on: Mapping[str, Sequence[Logged]]

    def holding(self, *events: str) -> Iterable[tuple[str, Decision]]:
        """(work, decision) for each decision of these kinds that holds on this work."""
        for work, words in self.on.items():
            for item in words:
                if item.state == IN_FORCE and item.decision.event in events:
                    yield work, item.decision


def stage_of(value: Mapping[str, Any]) -> str:
    """The stage of screening that a decision's `value` names. Who names none has judged by title and abstract, which is
    the first stage: else a word without a stage and one with it could stand side by side, and one would go unheard.
    """
    return str(value.get("stage") or TITLE_ABSTRACT)


def subjects(decision: Decision, single: Collection[str] = ()) -> tuple[Subject, ...]:
    """What a decision on a work is about: two decisions on one subject can't both hold.

    A tag of a facet that has one value speaks of its value and of the facet: ('tag', 'class', 'empirical'),
    ('tag', 'class'). None for notes and what speaks of other decisions.
    """
    event, value = decision.event, decision.value
    if event in STATUS_EVENTS:
        return (("status", stage_of(value)),)
    if event in ("tag", "untag"):
        facet = value.get("facet")
        one = ("tag", facet, value.get("value"))
        return (one, ("tag", facet)) if event == "tag" and facet in single else (one,)
    if event == "set-field":
        return (("field", value.get("field")),)
    return (("key",),) if event == "key" else ()


def subjects_by_record(decision: Decision, single: Collection[str] = ()) -> tuple[Subject, ...]:
    """The same with the record ids named; of two records also whether they are one work."""
    records = decision.records if len(decision.records) == 1 else tuple(sorted(decision.records))
    if decision.event in PAIR_EVENTS:
        return (("pair", records),)
    return tuple([(*about, records) for about in subjects(decision, single)])


def says(decision: Decision) -> tuple[Any, ...]:
    """What two decisions on one subject must have in common to agree; reasons and sources may differ."""
    event, value = decision.event, decision.value
    if event in ("tag", "untag"):
        return (event, value.get("value"))
    if event == "set-field":
        return (event, json.dumps(_bare(value.get("to")), sort_keys=True, ensure_ascii=False))
    if event == "key":
        return (event, value.get("key"))
    if event == "related":
        kind = value.get("kind", "same-study-as")
        return (event, kind, () if kind == "same-study-as" else decision.records)
    return (event,)


def _bare(value: Any) -> Any:
    """A value without parts that are missing: {'family': 'Roe', 'given': None} is {'family': 'Roe'}."""
    if isinstance(value, Mapping):
        return {key: _bare(part) for key, part in value.items() if part is not None}
    return [_bare(part) for part in value] if isinstance(value, list) else value


def settled(
    decisions: Iterable[Decision],
    about: Callable[[Decision], Iterable[Subject]],
    settle: str,
    rulings: Rulings,
) -> dict[str, str]:
    """Of decisions that were not undone, oldest first: the state of each that doesn't hold, by id.

    Of one person the later word counts, so far as the two share a subject. `settle` is that of bibcorpus.toml.
    """
    lost: dict[str, str] = {}
    voices: dict[Subject, dict[str, Decision]] = {}
    ruled: dict[Subject, list[Decision]] = {}
    more: set[Subject] = set()
    for decision in decisions:
        for subject in about(decision):
            by_person = voices.get(subject)
            if by_person is None:
                voices[subject] = {decision.who: decision}
            else:
                more.add(subject)
                if decision.who in by_person:
                    lost[by_person[decision.who].id] = LATER
                by_person[decision.who] = decision
            if decision.id in rulings:
                ruled.setdefault(subject, []).append(decision)
    overruled = set(lost)
    for subject in sorted(more - ruled.keys(), key=repr):
        left = {who: each for who, each in voices[subject].items() if each.id not in overruled}
        lost |= _where_people_disagree(left, settle)
    for subject, named in ruled.items():
        lost = _as_ruled(lost, list(voices[subject].values()), named, rulings, settle)
    return lost


def _where_people_disagree(voices: Mapping[str, Decision], settle: str) -> dict[str, str]:
    """States by id: an editor's word holds, or the last word, or nobody's until they agree."""
    if len(voices) < 2 or len({says(decision) for decision in voices.values()}) < 2:
        return {}
    winner = _winner(voices, settle)
    state = DISPUTED if winner is None else LATER if settle == "last-word" else "overruled"
    return {each.id: state for each in voices.values() if winner is None or says(each) != says(winner)}


def _winner(voices: Mapping[str, Decision], settle: str) -> Decision | None:
    if settle in voices:
        return voices[settle]
    return max(voices.values(), key=by_time) if settle == "last-word" else None


def _as_ruled(
    lost: Mapping[str, str], voices: Sequence[Decision], named: Sequence[Decision], rulings: Rulings, settle: str
) -> dict[str, str]:
    """The states once a `settle` has spoken. It is a word like others: an editor's later one counts, and editors who
    name decisions that disagree are a dispute again.
    """
    by_editor: dict[str, tuple[Decision, Decision]] = {}
    words = ((ruling, decision) for decision in named for ruling in rulings[decision.id])
    for ruling, decision in sorted(words, key=lambda two: by_time(two[0])):
        by_editor[ruling.who] = ruling, decision
    kept = list(by_editor.values())
    if settle in by_editor:
        kept = [by_editor[settle]]
    elif settle == "last-word":
        kept = [max(kept, key=lambda two: by_time(two[0]))]
    chosen = {decision.id: says(decision) for _, decision in kept}
    states = {id: state for id, state in lost.items() if id not in chosen}
    if len(set(chosen.values())) > 1:
        return states | dict.fromkeys(chosen, DISPUTED)
    settled_by = f"settled otherwise by {' and '.join(sorted({ruling.who for ruling, _ in kept}))}"
    others = [each for each in voices if says(each) not in chosen.values() and states.get(each.id) != LATER]
    return states | {each.id: settled_by for each in others}


def by_time(decision: Decision) -> tuple[str, str]:
    """Later is by the moment written down, in whatever form; of one and the same by id, so that it is the same
    everywhere.
    """
    return instant(decision.time) or decision.time, decision.id


def rulings_of(logged: Iterable[Logged]) -> Rulings:
    """The `settle` events that hold, by the decision that they name."""
    found: dict[str, list[Decision]] = {}
    for item in logged:
        if item.decision.event == "settle" and item.state == IN_FORCE:
            found.setdefault(str(item.decision.value.get("id")), []).append(item.decision)
    return found


def settled_by_record(
    logged: Sequence[Logged],
    settle: str,
    single: Collection[str] = (),
    events: Collection[str] = (*OF_WORKS, *PAIR_EVENTS),
) -> list[Logged]:
    """All decisions, oldest first, with the states that they have by the record ids they name; of these events only."""
    heard = [item.decision for item in logged if item.decision.event in events and not _is_final(item.state)]
    lost = settled(
        sorted(heard, key=by_time), lambda each: subjects_by_record(each, single), settle, rulings_of(logged)
    )
    return [
        item if _is_final(item.state) else _with_state(item, lost.get(item.decision.id, IN_FORCE)) for item in logged
    ]


def _is_final(state: str) -> bool:
    """Whether a state is not the outcome of what others said: taken back, or nothing that can be heeded."""
    return state == UNDONE or state.startswith(NEEDS_A_LOOK)


def _with_state(item: Logged, state: str) -> Logged:
    return item if item.state == state else Logged(decision=item.decision, place=item.place, state=state)


def by_work(logged: Sequence[Logged], work_of: Mapping[str, str], settle: str, single: Collection[str] = ()) -> ByWork:
    """What people said of works, settled by work. `work_of`: record -> its work.

    A decision speaks of the works that hold the records it names, whatever they were when it was made: where a work was
    split, of the part with its record; where works were joined, of all of it. One on several works has the best of its
    states. Records that are not there are passed over; `single` are the facets of which a work has one value.
    """
    rulings = rulings_of(logged)
    spoken: dict[str, list[Logged]] = {}
    for item in sorted(logged, key=lambda item: by_time(item.decision)):
        if item.decision.event in OF_WORKS and not _is_final(item.state):
            for work in {work_of[record]: None for record in item.decision.records if record in work_of}:
                spoken.setdefault(work, []).append(item)
    states: dict[str, str] = {}
    on: dict[str, list[Logged]] = {}
    for work, words in sorted(spoken.items()):
        lost = (
            settled((item.decision for item in words), lambda each: subjects(each, single), settle, rulings)
            if len(words) > 1
            else {}
        )
        for item in words:
            state = lost.get(item.decision.id, IN_FORCE)
            states[item.decision.id] = min(state, states.get(item.decision.id, state), key=_rank)
            if state in (IN_FORCE, DISPUTED):
                on.setdefault(work, []).append(_with_state(item, state))
    return ByWork(logged=[_with_state(item, states.get(item.decision.id, item.state)) for item in logged], on=on)


def _rank(state: str) -> int:
    return (IN_FORCE, DISPUTED).index(state) if state in (IN_FORCE, DISPUTED) else 2
