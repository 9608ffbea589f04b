"""Whether a gone record has a successor: one work, and no other claim to it.

In: gone records with their candidates, which of these are one work, and what people keep apart. Out: for each the
successor with the reason, or what it may be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Link = tuple[str, str]


@dataclass(slots=True, kw_only=True)
class Gone:
    """A record that is gone. `work`: the one that it was in; `mates`: its records that are still here, with why.

    `alone`: no other record had its title. `same`, `asked`: new records that the rules call the same, or would ask
    about, with the rule and its evidence.
    """

    record_id: str
    work: str
    alone: bool = True
    mates: dict[str, str] = field(default_factory=dict)
    same: dict[str, str] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)

    @property
    def candidates(self) -> dict[str, str]:
        """All that it may have become, new records first."""
        return {**self.same, **self.mates}


def judge(
    gone: Sequence[Gone], links: Iterable[Link], apart: Collection[frozenset[str]] = ()
) -> list[tuple[str, str, str]]:
    """(gone record, its successor, why) for each that has one; the successor is '' where it can't be told which.

    What has no candidate at all is left out. `links`: which candidates are one work.
    """
    work_of = _works(gone, links)
    claims: dict[str, set[str]] = defaultdict(set)  # work of today -> the works of then that would go on in it
    for one in gone:
        for heir in one.candidates:
            claims[work_of[heir]].add(one.work)
    found = []
    for one in sorted(gone, key=lambda one: one.record_id):
        works = {work_of[heir] for heir in one.candidates}
        heir = _first(one) if len(works) == 1 else ""
        if heir and not _contested(one, heir, works, claims) and not _are_apart(one, work_of, works, apart):
            found.append((one.record_id, heir, one.candidates[heir]))
        elif may_be := {**one.asked, **one.candidates}:
            found.append((one.record_id, "", "may be " + " or ".join(sorted(may_be))))
    return found


def _works(gone: Iterable[Gone], links: Iterable[Link]) -> dict[str, str]:
    """Each candidate with the work that it is in, as far as the links tell: by one of its records."""
    from .dedup.cluster import components

    itself = ((heir, heir) for one in gone for heir in one.candidates)
    return {record: min(group) for group in components([*itself, *links]) for record in group}


def _first(one: Gone) -> str:
    """Of candidates that are one work: a new record before an old one, one of the same source before others."""
    source = one.record_id.partition(":")[0]
    return min(one.candidates, key=lambda heir: (heir not in one.same, heir.partition(":")[0] != source, heir))


def _contested(one: Gone, heir: str, works: Collection[str], claims: Mapping[str, set[str]]) -> bool:
    """Whether another work that is gone would go on in the same one; its own records may have stayed in it."""
    (work,) = works
    return heir not in one.mates and claims[work] != {one.work}


def _are_apart(
    one: Gone, work_of: Mapping[str, str], works: Collection[str], apart: Collection[frozenset[str]]
) -> bool:
    return any(frozenset((one.record_id, heir)) in apart for heir, work in work_of.items() if work in works)
