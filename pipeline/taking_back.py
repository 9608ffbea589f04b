"""What people did outside the program -> proposed decisions: a worksheet filled in, or a .bib edited elsewhere.

In: a file that `export` wrote and somebody changed; the finished corpus, and what was decided since it was built. Out:
`TakenBack`: what would be decided, old -> new, what was changed meanwhile by others, and what can't be used, with place
and reason. Nothing is written before `write`, which appends all of it at once. What a person has decided already, or
took back from the same worksheet before, is not proposed again.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .citekey import read_citekeys
from .decision_time import time_of_decision
from .decisions import Logged, append_all, event_id, read_decisions, said
from .model import Decision
from .settling import PAIR_EVENTS, STATUS_EVENTS, by_work, stage_of
from .store import Store, sql
from .successors import carried_over
from .tagging.ruleset import Facet
from .values.date import OF_TIME, of_one_time
from .workspace import Workspace

FROM = "from"  # the key of a decision that names the worksheet it came in
CODED = (*STATUS_EVENTS, *PAIR_EVENTS, "tag", "untag")  # what two people who agree on it are counted by


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A decision that would be written. `says`: 'doe2011: year: 2011 -> 2012'. `worksheet` names the export, if any."""

    place: str
    event: str
    records: tuple[str, ...]
    value: Mapping[str, Any]
    reason: str | None
    seen: str | None
    says: str
    worksheet: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """A change of what somebody else has changed since; `why` says who."""

    proposed: Proposed
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """What can't be decided: where it stands, and why."""

    place: str
    why: str


Finding = Proposed | Stale | Unusable | None  # None: a change that the corpus has already


@dataclass(slots=True)
class TakenBack:
    """All that a file says. `known`: decided already, or as it is. `open`: questions that the person leaves open.

    `notices` tell what was passed over, `warnings` what a person should think of before they say yes.
    """

    proposed: list[Proposed] = field(default_factory=list)
    stale: list[Stale] = field(default_factory=list)
    unusable: list[Unusable] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    known: int = 0
    undone: int = 0
    open: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """How many decisions of each kind would be written."""
        return dict(sorted(Counter(one.event for one in self.proposed).items()))


class Current:
    """The corpus as it is now: values and keys, with what was decided since it was built, and what `who` has said."""

    def __init__(self, store: Store, workspace: Workspace, facets: Mapping[str, Facet], who: str) -> None:
        self.store, self.facets, self.who = store, facets, who
        self.work_of: dict[str, str] = dict(store.rows("select record_id, work_id from work_record"))
        self.key_of: dict[str, str] = dict(store.rows("select work_id, key from citekey where leads"))
        self.work_by_key: dict[str, str] = dict(store.rows("select lower(key), work_id from citekey"))
        keys = [line.key for line in read_citekeys(workspace.citekeys)[0]]
        keys += [key for (key,) in store.rows("select key from citekey")]
        self.given = {key.lower(): key for key in keys}  # every key ever given, as it is written
        logged = carried_over(store, read_decisions(workspace)[0], workspace.settings.settle)
        built = {name for (name,) in store.rows("select decision_id from decision")}
        self.corrections: dict[tuple[str, str], Decision] = {}
        self._values: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
        self._standing: dict[tuple[Any, ...], Decision] = {}
        self._taken: set[str] = set()
        self._others: dict[str, dict[str, Decision]] = defaultdict(dict)
        self._new_values: dict[tuple[str, str], Any] = {}
        for item in logged:
            self._heed(item)
        single = [facet.name for facet in facets.values() if facet.single]
        holding = by_work(logged, self.work_of, workspace.settings.settle, single).holding("set-field", "key")
        for work, decision in holding:
            self._bring_in(work, decision, new=decision.id not in built)
        self._works: dict[str, dict[str, Any]] = {}

    def _heed(self, item: Logged) -> None:
        """What a decision says of what its person said, and of what a field was."""
        decision = item.decision
        if decision.who == self.who and FROM in decision.unknown:
            self._taken.add(_told(decision))
        elif FROM in decision.unknown and decision.event in CODED:
            self._others[decision.who][_told(decision)] = decision
        if item.state == "undone" or not all(record in self.work_of for record in decision.records):
            return
        if decision.who == self.who:
            self._standing[self._subject(decision.event, decision.records, decision.value)] = decision
        if decision.event == "set-field":
            place = self.work_of[decision.records[0]], str(decision.value.get("field"))
            self._values[place][decision.id] = decision.value.get("to")

    def _bring_in(self, work: str, decision: Decision, new: bool) -> None:
        """A correction or a key that holds; `new`: the corpus was built before it."""
        if decision.event == "key":
            key = str(decision.value.get("key"))
            if new:
                self.key_of[work] = key
                self.work_by_key.setdefault(key.lower(), work)
                self.given.setdefault(key.lower(), key)
            return
        name = str(decision.value.get("field"))
        self.corrections[work, name] = decision
        if new:
            self._new_values.pop((work, name), None)  # the last said stands last
            self._new_values[work, name] = decision.value.get("to")

    def _subject(self, event: str, records: Sequence[str], value: Mapping[str, Any]) -> tuple[Any, ...]:
        """What a decision speaks of, of which a person's last word counts: works; for pairs, two records."""
        works = tuple(sorted({self.work_of[record] for record in records}))
        if event in PAIR_EVENTS:
            return ("pair", *sorted(records))
        if event in STATUS_EVENTS:
            return ("status", works, stage_of(value))
        if event in ("tag", "untag"):
            facet = self.facets.get(str(value.get("facet")))
            many = facet is None or not facet.single
            return ("tag", works, value.get("facet"), value.get("value") if many else None)
        if event in ("set-field", "key"):
            return (event, works, value.get("field"))
        return (event, *sorted(records))

    def subject(self, one: Proposed) -> tuple[Any, ...]:
        """What a proposed decision speaks of."""
        return self._subject(one.event, one.records, one.value)

    def standing(self, one: Proposed) -> bool:
        """Whether this person says so already, for this reason or for any where the file gives none."""
        said_last = self._standing.get(self.subject(one))
        return (
            said_last is not None
            and (said_last.event, _details(said_last)) == (one.event, _details(one))
            and one.reason in (None, said_last.reason)
        )

    def taken_before(self, one: Proposed) -> bool:
        """Whether the same worksheet was taken back before with this in it, whatever became of it since."""
        return one.worksheet is not None and _told(one) in self._taken

    def same_answers(self, proposed: Iterable[Proposed]) -> tuple[int, list[Decision]]:
        """How many answers there are on which two people could agree; and of each other person who handed in all of
        them in the same worksheet, and no others of it, the first.
        """
        told = {_told(one): one.worksheet for one in proposed if one.worksheet and one.event in CODED}
        sheets = set(told.values())
        theirs = (
            {text: each for text, each in taken.items() if each.unknown[FROM] in sheets}
            for taken in self._others.values()
        )
        return len(told), [next(iter(taken.values())) for taken in theirs if told and taken.keys() == told.keys()]

    def load(self, works: Iterable[str]) -> None:
        """Have the fields of these works at hand."""
        missing = sorted(set(works) - self._works.keys())
        if missing:
            self._works.update(
                {row["work_id"]: row for row in self.store.records(sql("exported_work"), {"ids": missing})}
            )

    def work(self, work_id: str) -> Mapping[str, Any]:
        """The fields of a work, as they will be with the decisions of today."""
        self.load([work_id])
        new = {name: value for (work, name), value in self._new_values.items() if work == work_id}
        now = {**self._works[work_id], **new}
        last = next((name for name in reversed(new) if name in OF_TIME), None)
        return {**now, **of_one_time(last, now[last], now)} if last else now

    def correction(self, work_id: str, name: str) -> Decision | None:
        """What a person set a field to; of year and date the later word on either, as one follows the other."""
        names = OF_TIME if name in OF_TIME else (name,)
        on = [self.corrections[work_id, each] for each in names if (work_id, each) in self.corrections]
        return max(on, key=lambda decision: (decision.time, decision.id), default=None)

    def former(self, work_id: str, name: str) -> list[Any]:
        """What people gave a field beside its last correction."""
        last = self.correction(work_id, name)
        return [value for each, value in self._values[work_id, name].items() if last is None or each != last.id]

    def changed_by(self, work_id: str, name: str) -> str:
        """Who or what gave a field the value that it has now."""
        decision = self.correction(work_id, name)
        return said(decision) if decision else "by what came in since"


def _details(one: Decision | Proposed) -> dict[str, Any]:
    """What it says beside its event; of screening the stage, also where an older line names none."""
    return {**one.value, "stage": stage_of(one.value)} if one.event in STATUS_EVENTS else dict(one.value)


def _told(one: Decision | Proposed) -> str:
    worksheet = one.worksheet if isinstance(one, Proposed) else one.unknown.get(FROM)
    told = [worksheet, one.event, sorted(one.records), _details(one), one.reason]
    return json.dumps(told, sort_keys=True, ensure_ascii=False)


def sort_out(taken: TakenBack, found: Iterable[Finding], current: Current) -> None:
    """Put what was found where it belongs: what is new once, what is known counted, what contradicts itself aside."""
    first: dict[tuple[Any, ...], Proposed] = {}
    for one in found:
        if one is None or isinstance(one, Unusable):
            taken.known += one is None
            taken.unusable += [one] if one else []
            continue
        proposed = one.proposed if isinstance(one, Stale) else one
        about = current.subject(proposed)
        if (earlier := first.setdefault(about, proposed)) is not proposed:
            if (earlier.event, earlier.value) != (proposed.event, proposed.value):
                why = f"{proposed.says}: {earlier.place} says otherwise, and comes first"
                taken.unusable.append(Unusable(place=proposed.place, why=why))
        elif current.standing(proposed):
            taken.known += 1
        elif current.taken_before(proposed):
            taken.undone += 1
        elif isinstance(one, Stale):
            taken.stale.append(one)
        else:
            taken.proposed.append(one)


def of_one_file(taken: TakenBack, current: Current) -> list[str]:
    """A line for each person who handed in the same answers before: one file that goes under two names is no second
    opinion, and agreement between the two is none.
    """
    count, earlier = current.same_answers(taken.proposed)
    answers = "the one answer" if count == 1 else f"all {count} answers"
    return [
        f"{answers} in it, reasons too, were taken in before as {one.who} on {one.time[:10]}, from the same worksheet: "
        f"is it the same file? As {current.who} it would count as a second person, who agrees on everything"
        for one in earlier
    ]


def write(workspace: Workspace, proposed: Sequence[Proposed], who: str, now: str) -> tuple[Path, list[str]] | None:
    """Append the decisions to the file of `who`, in one go: the file and the ids; None where there are none."""
    lines: list[dict[str, Any]] = []
    time = time_of_decision(workspace, who, now)
    for one in proposed:
        line: dict[str, Any] = {
            "time": time, "who": who, "event": one.event, "records": list(one.records), "value": dict(one.value),
            "reason": one.reason, "seen": one.seen,
        }  # fmt: skip
        lines.append({"id": event_id(line), **line, **({FROM: one.worksheet} if one.worksheet else {})})
    return (append_all(workspace, lines), [line["id"] for line in lines]) if lines else None
