"""What a key means: a question -> the answers to choose from, and the decisions that each of them is.

The keys that mean the same everywhere (later, back, note, more, quit) are the session's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..decisions import Logged, said
from ..model import RELATION_KINDS, Decision
from ..settling import FULL_TEXT
from ..tagging.ruleset import Facet
from .question import PAIR, Question
from .said import STATUS

KINDS = tuple(sorted((*RELATION_KINDS, "same-study-as")))
BOXES = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # the keys of the values of a facet
UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A decision as it will be written: its event, the records that it names, its details."""

    event: str
    records: tuple[str, ...]
    value: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One key. `name` does as well where answers are typed. `asks`: what is asked before it is written: 'reason' or
    'kind' (of relation), or nothing.
    """

    key: str
    name: str
    label: str
    words: tuple[Word, ...]
    asks: str = ""


def answers(question: Question, facets: Mapping[str, Facet], who: str, editors: Collection[str]) -> tuple[Answer, ...]:
    """What may be answered; empty for a facet with any number of values, whose boxes are ticked: see `boxes`."""
    match question.kind:
        case "pair":
            return _of_pair(question, question.records)
        case "join":
            return _of_join(question, who, editors)
        case "dispute":
            return tuple(_of_dispute(question, who, editors))
        case "look":
            undo = Word(event="undo", records=(), value={"id": question.voices[0].decision.id})
            return (Answer(key="x", name="take-back", label="take it back", words=(undo,)),)
        case "screening":
            return _of_screening(question)
        case _:
            return _of_tag(question, facets[question.facet])


def _of_pair(question: Question, one_work: tuple[str, ...]) -> tuple[Answer, ...]:
    two = question.records
    return (
        Answer(key="s", name="same", label="same work", words=(Word(event="same", records=one_work, value={}),)),
        Answer(key="d", name="different", label="different works",
               words=(Word(event="different", records=two, value={}),)),
        Answer(key="r", name="related", label="related …", words=(Word(event="related", records=two, value={}),),
               asks="kind"),
    )  # fmt: skip


def _of_join(question: Question, who: str, editors: Collection[str]) -> tuple[Answer, ...]:
    """As of a pair, and the decision that stands against the answer is taken back with it, by who may do so. Nothing
    else beats a person's 'different', so 'same' is no answer for anybody else.
    """
    row = question.row
    by_id = {f"decision:{item.decision.id}": item for item in question.voices}
    may = {name: _may_end(item, who, editors) for name, item in by_id.items()}
    undos = {name: Word(event="undo", records=(), value={"id": name.partition(":")[2]}) for name in by_id if may[name]}
    named = (*question.records, row["left_veto"], row["right_veto"])  # else the veto would stand in the way
    same, different, other = _of_pair(question, tuple(dict.fromkeys(named)))
    same = _with_undo(same, undos.get(row["against"]))
    different = _with_undo(different, undos.get(row["wanted"]))
    return (same, different, other) if may.get(row["against"], True) else (different, other)


def _with_undo(answer: Answer, undo: Word | None) -> Answer:
    if undo is None:
        return answer
    label = f"{answer.label}, taking back {undo.value['id']}"
    return replace(answer, label=label, words=(undo, *answer.words))


def _may_end(item: Logged, who: str, editors: Collection[str]) -> bool:
    """Whether this person may take a decision back here: their own, or as an editor, or where no editor is named."""
    return item.decision.who == who or not editors or who in editors


def related(word: Word, kind: str, turned: bool) -> Word:
    """'The first is KIND of the second'; `turned`: the second of the first."""
    records = word.records[::-1] if turned else word.records
    return Word(event=word.event, records=records, value={"kind": kind})


def _of_dispute(question: Question, who: str, editors: Collection[str]) -> list[Answer]:
    """Each voice. Who is one of them agrees by saying the same; else an editor settles, or anybody if none is named."""
    found: list[Answer] = []
    spoke = {item.decision.who for item in question.voices}
    for key, item in zip(BOXES, question.voices, strict=False):
        decision = item.decision
        if who in spoke and decision.who != who:
            word = Word(event=decision.event, records=decision.records, value=decision.value)
            label, reason = f"agree with {decision.who}", ""
        elif not editors or who in editors:
            word = Word(event="settle", records=decision.records, value={"id": decision.id})
            label, reason = f"as {decision.who} says …", "reason"
        else:
            continue
        found.append(Answer(key=key, name=decision.who, label=label, words=(word,), asks=reason))
    return found


def who_may(question: Question, who: str, editors: Collection[str]) -> str:
    """Of a dispute that this person can't settle, who can: 'You are carla; only edith may settle this …'; else ''."""
    if question.kind != "dispute" or _of_dispute(question, who, editors):
        return ""
    return f"You are {who}; only {' or '.join(editors)} may settle this (editors in bibcorpus.toml)."


def voice(item: Logged) -> str:
    """'class = empirical (anna on 2026-11-21: a survey)'"""
    return f"{in_words(item.decision)} ({said(item.decision)})"


def in_words(decision: Decision) -> str:
    """What a decision says, without the records that it names."""
    value = decision.value
    match decision.event:
        case "tag":
            return f"{value.get('facet')} = {value.get('value')}"
        case "untag":
            return f"not {value.get('facet')} = {value.get('value')}"
        case "set-field":
            return f"{value.get('field')} = {value.get('to')}"
        case "related":
            return f"{decision.records[0]} is {value.get('kind')} {decision.records[1]}"
        case "include" | "exclude" | "unsure":
            return " ".join(filter(None, (decision.event, value.get("stage"))))
        case _:
            return " ".join([decision.event, *(str(each) for each in value.values())])


def _of_screening(question: Question) -> tuple[Answer, ...]:
    stage = question.row.get("stage")
    value = {"stage": stage} if stage else {}
    rows = (("i", "include", "include", ""), ("e", "exclude", "exclude …", "reason"), ("u", UNSURE, UNSURE, ""))
    return tuple(
        Answer(key=key, name=event, label=label, asks=asks,
               words=(Word(event=event, records=question.records, value=value),))
        for key, event, label, asks in rows
    )  # fmt: skip


def _of_tag(question: Question, facet: Facet) -> tuple[Answer, ...]:
    if not facet.single:
        return ()
    return tuple(
        Answer(key="u" if value == UNSURE else key, name=value, label=value, words=(_tag("tag", question, value),))
        for key, value in zip(BOXES, facet.values, strict=False)
    )


def _tag(event: str, question: Question, value: str) -> Word:
    return Word(event=event, records=question.records, value={"facet": question.facet, "value": value})


# --- a facet with any number of values ---------------------------------------------------------------------------


def boxes(question: Question, facet: Facet) -> dict[str, str]:
    """The key of each value; empty for a question that is answered by one key."""
    return {} if question.kind != "tag" or facet.single else dict(zip(BOXES, facet.values, strict=False))


def ticked(question: Question, facet: Facet) -> frozenset[str]:
    """The values that rules give the work as it stands."""
    return frozenset(_values(question.row.get("value"))) & frozenset(facet.values)


def chosen(question: Question, facet: Facet, values: Collection[str]) -> tuple[Word, ...]:
    """The person's word on the whole facet: a tag for each value that is ticked, an untag for each that was ticked or
    proposed and is not. Who finds none where none was proposed says so of every value: silence would say nothing.
    """
    named = {*_values(question.row.get("value")), *_values(question.row.get("proposed"))} & set(facet.values)
    against = [value for value in facet.values if value not in values and (value in named or not (named or values))]
    return (
        *(_tag("tag", question, value) for value in facet.values if value in values),
        *(_tag("untag", question, value) for value in against),
    )


def _values(text: str | None) -> list[str]:
    """'burnout; students' -> both; of what is proposed, 'not burnout (0.97); students (0.90)' -> both too."""
    return [re.sub(r"^not | \(\d\.\d+\)$", "", part) for part in (text or "").split("; ")]


def on_one_work(question: Question) -> bool:
    """Whether the question is about one work, and not about how two stand to each other."""
    return question.kind in ("screening", "tag") or (question.kind == "dispute" and question.facet != PAIR)


def asks(question: Question, facets: Mapping[str, Facet]) -> str:
    """The question in words."""
    facet = question.facet
    match question.kind:
        case "pair":
            return "Are these two records one work?"
        case "join":
            return "Are these one work? Something wants them one, something stands against it."
        case "look":
            return "This decision can't be heeded. What about it?"
        case "dispute":
            about = {PAIR: "how these stand to each other", STATUS: "whether this work belongs",
                     FULL_TEXT: "whether this work belongs, by its full text"}  # fmt: skip
            return f"People disagree on {about.get(facet, facet)}. What holds?"
        case "screening":
            read = ", by its full text" if question.row.get("stage") == FULL_TEXT else ""
            return f"Does this work belong to the bibliography{read}?"
        case _:
            many = "" if facets[facet].single else " Tick what holds, then Enter."
            return f"{facet}: {facets[facet].title}{'' if facets[facet].title.endswith('?') else '.'}{many}"


def reasons_used(logged: Sequence[Logged], event: str, limit: int = 9) -> list[str]:
    """The reasons that were given before for such a decision, the commonest first."""
    counts: dict[str, int] = {}
    for item in logged:
        if item.decision.event == event and item.decision.reason and item.state != "undone":
            counts[item.decision.reason] = counts.get(item.decision.reason, 0) + 1
    return sorted(counts, key=lambda reason: (-counts[reason], reason))[:limit]
