"""Candidates: which pairs of records are worth comparing field by field.

In: the features of all records. Out: pairs of their places in that list, each with the likeness of its titles. Blocking
is SQL (block.sql); what remains is looked at in bulk, some hundred thousand pairs at once, since most of them share a
key by chance: likeness by rapidfuzz, agreement of numbers and names as arrays of codes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ..store import Store, sql
from .agreement import page_digits
from .evidence import contained
from .features import Features
from .rules import CLOSE_TITLE, LIKE_TITLE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Places = NDArray[np.int32]
    Likeness = NDArray[np.float32]
    Test = Callable[[Features, Features], bool]

PAIRS_AT_ONCE = 200_000
SLIPS = 6  # letters that differ in a title that begins with another, by slips of typing
ENDS = 6  # letters: titles of which one has the whole other at its beginning or end share so many there

COMPARED = ("doi", "pmid", "year", "container_key", "volume", "first_page", "last_page")


def candidates(store: Store, records: Sequence[Features]) -> Iterator[tuple[Places, Places, Likeness]]:
    """Pairs worth comparing, in parts: the places of the left and of the right ones, and the likeness of the titles."""
    lefts, rights = _sharing_a_key(store, records)
    codes = _Codes(records)
    for begin in range(0, len(lefts), PAIRS_AT_ONCE):
        left, right = lefts[begin : begin + PAIRS_AT_ONCE], rights[begin : begin + PAIRS_AT_ONCE]
        title = title_likeness(records, left, right)
        chosen = codes.worth_a_look(left, right, title)
        yield left[chosen], right[chosen], title[chosen]


def _sharing_a_key(store: Store, records: Sequence[Features]) -> tuple[Places, Places]:
    """What block.sql finds, in the order of places."""
    import numpy as np

    store.run(
        "create temp table comparison (n integer, title_key varchar, original_key varchar, doi varchar, pmid varchar, "
        "year integer, family varchar, people varchar, "
        "container_key varchar, volume varchar, first_page varchar, last_page varchar)"
    )
    rows = (
        {
            "n": n,
            "title_key": r.title,
            "original_key": r.original,
            "family": r.families[0] if r.families else "",
            "people": " ".join(sorted(r.families)) if len(r.families) > 1 else "",
            **{name: getattr(r, name) for name in COMPARED},
        }
        for n, r in enumerate(records)
    )
    store.load("comparison", rows)
    store.run(sql("block"))
    found = store.columns("select left_n, right_n from candidate order by all")
    store.run("drop table candidate; drop table comparison")
    return found["left_n"].astype(np.int32), found["right_n"].astype(np.int32)


class _Codes:
    """For each record numbers that are equal where what they stand for is; -1 for what is missing."""

    def __init__(self, records: Sequence[Features]) -> None:
        import numpy as np

        self.records = records
        self.doi = _coded(r.doi for r in records)
        self.pmid = _coded(r.pmid for r in records)
        self.year = _coded(r.year for r in records)
        self.volume = _coded(r.volume for r in records)
        self.page = _coded(page_digits(r.first_page) if r.first_page else None for r in records)
        self.family = _coded(r.families[0] if r.families else None for r in records)
        self.tongue = _coded(r.tongue for r in records)
        self.beginning = _coded(r.title[:ENDS] or None for r in records)
        self.end = _coded(r.title[-ENDS:] or None for r in records)
        self.length = np.array([len(r.title) for r in records], dtype=np.int32)

    def worth_a_look(self, left: Places, right: Places, title: Likeness) -> NDArray[np.bool_]:
        """Like titles, unless other people wrote them; unlike ones where a number, the place, a cut or a translated
        title may make them one work all the same.
        """
        chosen = title >= CLOSE_TITLE
        chosen |= _both(self.doi, left, right) | _both(self.pmid, left, right)
        chosen |= _both(self.page, left, right) & (self.volume[left] == self.volume[right])
        chosen |= (
            (self.tongue[left] >= 0)
            & (self.tongue[right] >= 0)
            & (self.tongue[left] != self.tongue[right])
            & (self.year[left] == self.year[right])
            & (self.family[left] == self.family[right])
        )
        self._add(chosen, ~chosen & (title >= LIKE_TITLE), left, right, _maybe_the_same_people)
        ends = _both(self.beginning, left, right) | _both(self.end, left, right)
        self._add(chosen, ~chosen & ends & self._may_be_contained(left, right, title), left, right, _contained)
        return chosen

    def _may_be_contained(self, left: Places, right: Places, title: Likeness) -> NDArray[np.bool_]:
        """Whether one title can have the other in it, as far as their lengths tell: all that differs is the rest."""
        import numpy as np

        ours, theirs = self.length[left], self.length[right]
        same = 2 * np.minimum(ours, theirs) - SLIPS
        may: NDArray[np.bool_] = title * (ours + theirs) >= same
        return may

    def _add(
        self, chosen: NDArray[np.bool_], maybe: NDArray[np.bool_], left: Places, right: Places, test: Test
    ) -> None:
        for n in maybe.nonzero()[0].tolist():
            chosen[n] = test(self.records[left[n]], self.records[right[n]])


def _maybe_the_same_people(left: Features, right: Features) -> bool:
    return not left.families or not right.families or not set(left.families).isdisjoint(right.families)


def _contained(left: Features, right: Features) -> bool:
    return contained(*sorted((left.title, right.title), key=len))


def _coded(values: Iterable[Hashable]) -> Places:
    """[None, 'a', 'b', 'a'] -> [-1, 0, 1, 0]"""
    import numpy as np

    known: dict[Hashable, int] = {None: -1}
    return np.array([known.setdefault(value, len(known) - 1) for value in values], dtype=np.int32)


def _both(codes: Places, left: Places, right: Places) -> NDArray[np.bool_]:
    """Where both are known and equal."""
    ours = codes[left]
    equal: NDArray[np.bool_] = (ours >= 0) & (ours == codes[right])
    return equal


def title_likeness(records: Sequence[Features], left: Places, right: Places) -> Likeness:
    """Edit likeness of the closest two titles (leading or original) of each pair, 0 to 1; 0 where one has none."""
    import numpy as np
    from rapidfuzz import fuzz, process

    def bulk(ours: list[str], theirs: list[str]) -> Likeness:
        found: Likeness = process.cpdist(ours, theirs, scorer=fuzz.ratio, dtype=np.float32, workers=-1)
        return found / np.float32(100)

    if not len(left):
        return np.zeros(0, dtype=np.float32)
    ours, theirs = [records[n] for n in left.tolist()], [records[n] for n in right.tolist()]
    best = bulk([r.title for r in ours], [r.title for r in theirs])
    best[[n for n, (r, o) in enumerate(zip(ours, theirs, strict=True)) if not r.title or not o.title]] = 0
    crossed = [n for n, (r, o) in enumerate(zip(ours, theirs, strict=True)) if r.original or o.original]
    for one, other in (("original", "title"), ("title", "original"), ("original", "original")):
        chosen = [n for n in crossed if getattr(ours[n], one) and getattr(theirs[n], other)]
        if chosen:
            likeness = bulk([getattr(ours[n], one) for n in chosen], [getattr(theirs[n], other) for n in chosen])
            best[chosen] = np.maximum(best[chosen], likeness)
    return best
