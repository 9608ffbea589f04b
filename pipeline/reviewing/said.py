"""What people have said by now, whatever the built corpus knows of it: the log is newer than the last run.

In: the decisions as they stand in the log, and which work each record is in. Out: `Said`, which tells whether a
question is answered. It is looked up for each question, so it is an index.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..decisions import Logged
from ..dedup.cluster import components
from ..model import Decision
from ..settling import DISPUTED, FULL_TEXT, IN_FORCE, PAIR_EVENTS, STATUS_EVENTS

STATUS = "status"
HELD = (IN_FORCE, DISPUTED)

Spot = tuple[str, str]  # a work, and what is said of it: a facet, or STATUS, or FULL_TEXT for the later stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """`people`: who spoke of a spot. `since`: the spots that were spoken of after the corpus was built.

    `pairs`: work -> ids of the decisions since then on how it stands to others. `ended`: ids of decisions that were
    taken back or settled since. `first`: work -> the first of the works that are one with it since then. `out`: works
    that somebody excluded, or called not relevant, since then.
    """

    people: Mapping[Spot, frozenset[str]]
    since: frozenset[Spot]
    pairs: Mapping[str, frozenset[str]]
    ended: frozenset[str]
    first: Mapping[str, str]
    out: frozenset[str]

    def spoken(self, works: Iterable[str], facet: str) -> bool:
        """Whether anybody spoke of this facet of one of the works since the corpus was built."""
        return any((self.first.get(work, work), facet) in self.since for work in works)

    def by(self, work: str, facet: str) -> frozenset[str]:
        """Who has ever spoken of it."""
        return self.people.get((self.first.get(work, work), facet), frozenset())

    def told_apart_or_joined(self, left: str, right: str) -> bool:
        """Whether somebody has said since how the two stand to each other."""
        one, other = self.first.get(left, left), self.first.get(right, right)
        return one == other or not self.pairs.get(one, frozenset()).isdisjoint(self.pairs.get(other, frozenset()))


def said_of(logged: Iterable[Logged], work_of: Mapping[str, str], built_with: Collection[str] = ()) -> Said:
    """The index. `built_with`: ids of the decisions that the corpus was built with; all others came since."""
    kept = [item for item in logged if item.state != "undone"]
    heard = [item.decision for item in kept]
    fresh = [decision for decision in heard if decision.id not in built_with]
    held = [item.decision for item in kept if item.state in HELD and item.decision.id not in built_with]
    first = _joined(held, work_of)
    works = {decision.id: _works(decision, work_of, first) for decision in heard}
    people: dict[Spot, set[str]] = defaultdict(set)
    for decision in heard:
        for spot in _spots(decision, works[decision.id]):
            people[spot].add(decision.who)
    pairs: dict[str, set[str]] = defaultdict(set)
    for decision in fresh:
        for work in works[decision.id] if decision.event in PAIR_EVENTS else ():
            pairs[work].add(decision.id)
    return Said(
        people={spot: frozenset(who) for spot, who in people.items()},
        since=frozenset(spot for decision in fresh for spot in _spots(decision, works[decision.id])),
        pairs={work: frozenset(ids) for work, ids in pairs.items()},
        ended=frozenset(str(each.value.get("id")) for each in fresh if each.event in ("undo", "settle")),
        first=first,
        out=frozenset(work for decision in held if _says_no(decision) for work in works[decision.id]),
    )


def _joined(held: Iterable[Decision], work_of: Mapping[str, str]) -> dict[str, str]:
    same = [[work_of[record] for record in each.records if record in work_of] for each in held if each.event == "same"]
    links = [(works[0], work) for works in same for work in works[1:]]
    return {work: min(group) for group in components(links) for work in group}


def _works(decision: Decision, work_of: Mapping[str, str], first: Mapping[str, str]) -> set[str]:
    found = (work_of[record] for record in decision.records if record in work_of)
    return {first.get(work, work) for work in found}


def _spots(decision: Decision, works: Iterable[str]) -> Iterator[Spot]:
    return ((work, facet) for facet in facets_of(decision) for work in works)


def facets_of(decision: Decision) -> tuple[str, ...]:
    """What a decision on a work is about: its facet; STATUS, and at the later stage FULL_TEXT too."""
    if decision.event in ("tag", "untag"):
        return (str(decision.value.get("facet")),)
    if decision.event in STATUS_EVENTS:
        return (STATUS, FULL_TEXT) if decision.value.get("stage") == FULL_TEXT else (STATUS,)
    return ()


def _says_no(decision: Decision) -> bool:
    return decision.event == "exclude" or (decision.event == "tag" and decision.value.get("value") == "not-relevant")
