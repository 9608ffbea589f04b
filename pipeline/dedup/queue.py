"""The queue: what a person is asked about doubtful pairs, and in what order.

In: pairs that were compared, the works that their records are in by now, what people said already. Out: questions, best
first. They are about works, not about pairs: two works with three doubtful pairs between them are one question, and a
group of n works that may be one takes n - 1 looks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..decisions import Logged
from ..values.fold import fold
from .chance import WORTH_A_LOOK

MAY_BE_ONE = 0.20  # chance; works that such pairs link are asked about together

Row = Mapping[str, Any]  # a row of `pair`
Matters = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Are these two records one work? Of several doubtful pairs between two works it is the likeliest.

    `works`: all works of the group, sorted; the questions of one group follow each other. `gain`: what a look at the
    group is worth, on average: the chance of a find times how much it matters.
    """

    left_id: str
    right_id: str
    rule: str
    evidence: str
    chance: float
    works: tuple[str, ...]
    gain: float


def queue(
    pairs: Iterable[Row],
    work_of: Mapping[str, str],
    decided: Iterable[Collection[str]] = (),
    matters: Matters | None = None,
) -> list[Question]:
    """The questions, most worth asking first, whatever the order of `pairs`.

    `pairs`: rows of the table `pair`, of any verdict; those inside one work are passed over. `work_of`: record id ->
    id of its work. `decided`: the records of each decision about how records stand to each other (`spoken`); what is
    said of two records is said of their works, and these are not asked about again by other records of theirs.
    `matters`: work id -> how much it matters that the work is right, 1 where none is given; the more important of two
    works counts.

    A pair that only closes a ring (A with B, B with C, and A with C) is left out; it comes when a person has said that
    A and B, or B and C, are two.
    """
    spoken_of = _decisions_of_works(decided, work_of)
    links = [
        _Link(-row["chance"], -row["likeness"], row["left_id"], row["right_id"], left, right, row)
        for row in pairs
        if row["chance"] >= WORTH_A_LOOK
        and (left := work_of[row["left_id"]]) != (right := work_of[row["right_id"]])
        and spoken_of.get(left, _NONE).isdisjoint(spoken_of.get(right, _NONE))
    ]
    links.sort(key=lambda link: link[:4])
    groups = sorted(_asked_together(_without_rings(links), matters or {}), key=lambda group: group[:2])
    return [
        Question(left_id=link.left_id, right_id=link.right_id, rule=link.row["rule"], evidence=link.row["evidence"],
                 chance=link.row["chance"], works=group.works, gain=-group.minus_gain)
        for group in groups for link in group.links
    ]  # fmt: skip


_NONE: frozenset[int] = frozenset()


class _Link(NamedTuple):
    """A doubtful pair, in the order in which pairs are taken: the likeliest first."""

    minus_chance: float
    minus_likeness: float
    left_id: str
    right_id: str
    left: str
    right: str
    row: Row


class _Group(NamedTuple):
    """Works that may be one, and the links between them, in the order in which groups are asked about."""

    minus_gain: float
    works: tuple[str, ...]
    links: list[_Link]


def _decisions_of_works(decided: Iterable[Collection[str]], work_of: Mapping[str, str]) -> dict[str, set[int]]:
    """Work -> numbers of the decisions that speak of it. Records that are gone are passed over."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, records in enumerate(decided):
        for record in records:
            if record in work_of:
                found[work_of[record]].add(number)
    return found


class _Joined:
    """Which works are linked so far."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def root(self, work: str) -> str:
        above = self._above
        while (up := above.setdefault(work, work)) != work:
            above[work] = above[up]
            work = up
        return work

    def join(self, left: str, right: str) -> bool:
        """Whether the two were apart until now."""
        ours, theirs = self.root(left), self.root(right)
        self._above[ours] = theirs
        return ours != theirs


def _without_rings(links: Iterable[_Link]) -> list[_Link]:
    """The first links that hold together all that any of `links` holds together: n - 1 for n works."""
    joined = _Joined()
    return [link for link in links if joined.join(link.left, link.right)]


def _asked_together(links: Sequence[_Link], matters: Matters) -> Iterator[_Group]:
    """Works that links of some chance hold together are one group; any other link is one for itself."""
    joined = _Joined()
    likely = [link for link in links if -link.minus_chance >= MAY_BE_ONE]
    for link in likely:
        joined.join(link.left, link.right)
    groups: dict[str, list[_Link]] = defaultdict(list)
    for link in likely:
        groups[joined.root(link.left)].append(link)
    for group in [*groups.values(), *([link] for link in links[len(likely) :])]:
        gains = [link.minus_chance * max(matters.get(link.left, 1), matters.get(link.right, 1)) for link in group]
        works = {work for link in group for work in (link.left, link.right)}
        yield _Group(sum(gains) / len(gains), tuple(sorted(works)), group)


def worth_asking(pairs: Iterable[Row]) -> Iterator[Row]:
    """What the rules ask, and what may well be one work though a rule says no: these alone go into the queue.

    A pair of the verdict 'same' is in two works where something stands against its join: that is a conflict, no doubt.
    """
    for row in pairs:
        if row["verdict"] == "ask" or (row["verdict"] != "same" and row["chance"] >= MAY_BE_ONE):
            yield row


def spoken(logged: Iterable[Logged]) -> list[tuple[str, ...]]:
    """`decided` for `queue`: the records of each decision on how records stand to each other, in force or disputed.

    A dispute is for those who disagree to settle; a third answer helps nobody.
    """
    return [
        item.decision.records
        for item in logged
        if item.decision.event in ("same", "different", "related") and item.state in ("in force", "disputed")
    ]


def asked_between(pairs: Iterable[Row], old: Collection[str], new: Collection[str]) -> list[Row]:
    """The pairs that an update brings: a new record beside an old one, and beside a new one.

    `old`, `new`: ids of records; a record in neither is passed over. Two old records could be asked about before the
    update; where one of their works has a new record, that is new evidence, and it comes with a pair of its own.
    """
    fresh = frozenset(new)
    known = fresh.union(old)
    return [
        row for row in pairs if not fresh.isdisjoint(ids := (row["left_id"], row["right_id"])) and known.issuperset(ids)
    ]


class Side(NamedTuple):
    """One field of two records, as a person reads it; '' where a record lacks it."""

    field: str
    left: str
    right: str

    @property
    def same(self) -> bool:
        """Whether both say the same, but for case, accents, dots and dashes."""
        return fold(self.left) == fold(self.right)


SHOWN = ("title", "title_original", "authors", "year", "container", "volume", "issue", "pages", "article_number", "doi",
         "pmid", "isbn", "edition", "type")  # fmt: skip
NAMES_SHOWN = 3


def side_by_side(one: Row, other: Row) -> list[Side]:
    """The fields that two rows of `record` have, in the order of a citation; a field that neither has is left out."""
    sides = (Side(field, _shown(one.get(field)), _shown(other.get(field))) for field in SHOWN)
    return [side for side in sides if side.left or side.right]


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        texts = [_shown(part) for part in value]
        return "; ".join(texts[:NAMES_SHOWN]) + (f" and {len(texts) - NAMES_SHOWN} more" if texts[NAMES_SHOWN:] else "")
    if isinstance(value, Mapping):
        return str(value.get("family") or value.get("literal") or "")
    return "" if value is None else str(value)


def in_words(sides: Iterable[Side]) -> str:
    """What differs first, then what only one has, then what is the same.

    -> 'pages: 52 | 22; only in the second: issue 4; the same: title, authors, year, container, volume'
    """
    told = list(sides)
    parts = [f"{s.field}: {s.left} | {s.right}" for s in told if s.left and s.right and not s.same]
    for place, ours, theirs in (("first", "left", "right"), ("second", "right", "left")):
        alone = [f"{s.field} {getattr(s, ours)}" for s in told if not getattr(s, theirs)]
        parts += [f"only in the {place}: {', '.join(alone)}"] if alone else []
    same = [s.field for s in told if s.left and s.right and s.same]
    return "; ".join(parts + ([f"the same: {', '.join(same)}"] if same else [])).replace("_", " ")
