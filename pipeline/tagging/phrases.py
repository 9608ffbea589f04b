"""One matcher for all phrases of all rules at once.

In: phrases, as `pattern.py` reads them, and a text. Out: where which phrase stands.

A text is folded and cut into words once; each word is looked up in one table (exact words and word beginnings),
so the cost hardly grows with the number of rules. A phrase hangs on its longest word, and is only looked at where the
text has its second longest too: the rest is compared where both are there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from functools import cached_property
from typing import Any, NamedTuple

from .pattern import BadPhrase, Phrase, Word, is_count, parse_phrase, parse_phrases
from .text import Text

__all__ = ["BadPhrase", "Matcher", "Phrase", "Text", "Word", "parse_phrase", "parse_phrases"]

MAX_REMEMBERED = 300_000
"""Words whose look-up is remembered; a bound for memory (about 50 MB), far above one language's vocabulary."""

Fits = frozenset[int]
"""The words of phrases, by number, that a word of a text will do for."""

Sequel = tuple[int, ...]
"""Words of phrases, by number, that stand side by side."""


class Anchor(NamedTuple):
    """A phrase, hung on its most telling word.

    `offset`: how many words stand before the anchor; `beside`: how far from it the word stands that is looked at
    first, which is `next` (-1 where there is none). The other half of a near phrase begins with the word `first` (-1:
    there is no other half) between `lowest` and `highest`, counted from the anchor, the last excluded.
    """

    which: int
    offset: int
    beside: int
    next: int
    first: int
    lowest: int
    highest: int
    words: Sequel
    near: Sequel


class Hung(NamedTuple):
    """The phrases that hang on a word: those of which nothing is left to compare, and the others, by a second word.

    `seconds`: their next most telling words, which the text must have too; -1 for phrases that have none.
    """

    whole: tuple[int, ...]
    seconds: Fits
    by_second: Mapping[int, tuple[Anchor, ...]]


Known = tuple[Hung | None, Fits, Fits]
"""What a word of a text means: the phrases that hang on it, the words of phrases that it will do for, and which of
these are seconds of a phrase.
"""

NO_SECOND = -1
ALWAYS_THERE: Fits = frozenset({NO_SECOND})
NOTHING: Known = (None, frozenset(), frozenset())


class Matcher:
    """All phrases in one table. `find` gives (which phrase, first word, word after the last), in text order.

    Every word of every phrase has a number; each word of a text is looked up once, and from then on numbers are
    compared. Of `phrases` only those are looked for whose place is in `wanted`; None: all of them.

    Matcher([parse_phrase("burnout")]).find(Text("Burnout of students")) -> [(0, 0, 1)]
    """

    def __init__(self, phrases: Sequence[Phrase], wanted: Set[int] | None = None) -> None:
        self.phrases = tuple(phrases)
        self.wanted = frozenset(range(len(self.phrases)) if wanted is None else wanted)
        self._parts: dict[str, Matcher] = {}

    @cached_property
    def _vocabulary(self) -> _Vocabulary:
        return _Vocabulary([(which, self.phrases[which]) for which in sorted(self.wanted)])

    def part(self, name: str, wanted: Callable[[], Set[int]]) -> Matcher:
        """A matcher for some of the phrases, by the same numbers: put together once and kept by its name.

        Most phrases are for titles; an abstract, where most time goes, need not be asked about them.
        """
        if name not in self._parts:
            chosen = frozenset(wanted())
            alike = (part for part in self._parts.values() if part.wanted == chosen)
            self._parts[name] = next(alike, None) or Matcher(self.phrases, chosen)
        return self._parts[name]

    def find(self, text: Text) -> list[tuple[int, int, int]]:
        """Where each phrase stands."""
        known = [*map(self._vocabulary.__getitem__, text.words)]
        places = [(place, one[0]) for place, one in enumerate(known) if one[0]]
        if not places:
            return []
        there = ALWAYS_THERE.union(*[one[2] for one in known if one[2]])
        found: list[tuple[int, int, int]] = []
        for place, (whole, seconds, by_second) in places:
            here = [(which, place, place + 1) for which in whole]
            for second in there & seconds:
                for anchor in by_second[second]:
                    if _may_stand(anchor, known, place) and (span := self._stands(anchor, text, known, place)):
                        here.append((anchor.which, *span))
            found += here if len(here) < 2 else sorted(here)
        return found

    def _stands(self, anchor: Anchor, text: Text, known: Sequence[Known], place: int) -> tuple[int, int] | None:
        """Where the phrase stands with its anchor at `place`; None where it doesn't."""
        phrase, start = self.phrases[anchor.which], place - anchor.offset
        if not _follows(anchor.words, phrase.words, text, known, start):
            return None
        end = start + len(anchor.words)
        span = _with_near(phrase, anchor.near, text, known, start, end) if anchor.near else (start, end)
        if span is None or (phrase.at_start and span[0] != 0) or (phrase.at_end and span[1] != len(known)):
            return None
        return span


class _Vocabulary(dict[str, Known]):
    """Word of a text -> what it means to the phrases. Each is worked out once (the table is a memo)."""

    def __init__(self, phrases: Sequence[tuple[int, Phrase]]) -> None:
        super().__init__()
        numbers: dict[Word, int] = {}
        for _, phrase in phrases:
            for word in (*phrase.words, *phrase.near):
                numbers.setdefault(word, len(numbers))
        self._exact: dict[str, list[int]] = {}
        self._stems: dict[str, list[int]] = {}
        for word, number in numbers.items():
            for exact in word.exact:
                self._exact.setdefault(exact, []).append(number)
            for stem in word.stems:
                self._stems.setdefault(stem, []).append(number)
        self._shortest = min(map(len, self._stems), default=0)
        self._lengths: dict[str, set[int]] = {}  # of stems, by how they begin: for most words there are none
        for stem in self._stems:
            self._lengths.setdefault(stem[: self._shortest], set()).add(len(stem))
        self._counts = frozenset(number for word, number in numbers.items() if word.number)
        self._hung: dict[int, list[tuple[int, int, Anchor | None]]] = {}
        for which, phrase in phrases:
            at, second, anchor = _anchor(which, phrase, numbers)
            self._hung.setdefault(at, []).append((second, which, anchor))
        self._seconds = frozenset(second for hung in self._hung.values() for second, _, _ in hung)

    def __missing__(self, word: str) -> Known:
        lengths = self._lengths.get(word[: self._shortest], ())
        fits = [number for length in lengths for number in self._stems.get(word[:length], ())]
        if exact := self._exact.get(word):
            fits += exact
        hung = [one for number in set(fits) for one in self._hung.get(number, ())] if fits else []
        if is_count(word):
            fits += self._counts
        if len(self) >= MAX_REMEMBERED:
            self.clear()
        known = self[word] = (_hung(hung), frozenset(fits), self._seconds.intersection(fits)) if fits else NOTHING
        return known

    def __reduce__(self) -> tuple[Any, ...]:
        """Packed without what was worked out."""
        return _Vocabulary, ((),), self.__dict__


def _hung(found: Sequence[tuple[int, int, Anchor | None]]) -> Hung | None:
    rest: dict[int, list[Anchor]] = {}
    for second, _, anchor in found:
        if anchor:
            rest.setdefault(second, []).append(anchor)
    whole = tuple(which for _, which, anchor in found if not anchor)
    by_second = {second: tuple(anchors) for second, anchors in rest.items()}
    return Hung(whole, frozenset(by_second), by_second) if found else None


def _anchor(which: int, phrase: Phrase, numbers: Mapping[Word, int]) -> tuple[int, int, Anchor | None]:
    """A phrase's most telling word and its second, and what else it is; None where there is nothing else."""
    words, near = (tuple(numbers[word] for word in half) for half in (phrase.words, phrase.near))
    offset = max(range(len(words)), key=lambda place: phrase.words[place].weight)
    if phrase.is_single:
        return words[offset], NO_SECOND, None
    beside = 1 if offset == 0 else -1
    next_word = words[offset + beside] if len(words) > 1 else -1
    others = [*phrase.words[:offset], *phrase.words[offset + 1 :], *phrase.near]
    second = numbers[max(others, key=lambda word: word.weight)] if others else NO_SECOND
    end = len(words) - offset
    lowest, highest = (-offset - phrase.gap - len(near) if phrase.before else end), end + phrase.gap + 1
    first = near[0] if near else -1
    return words[offset], second, Anchor(which, offset, beside, next_word, first, lowest, highest, words, near)


def _may_stand(anchor: Anchor, known: Sequence[Known], place: int) -> bool:
    """False where a word is missing without which the phrase can't stand here: what most candidates fail by."""
    _, _, beside, next_word, first, lowest, highest, _, _ = anchor
    at = place + beside
    if next_word >= 0 and not (0 <= at < len(known) and next_word in known[at][1]):
        return False
    if first >= 0:
        begin = place + lowest
        for one in known[begin if begin > 0 else 0 : place + highest]:
            if first in one[1]:
                break
        else:
            return False
    return True


def _follows(numbers: Sequel, words: Sequence[Word], text: Text, known: Sequence[Known], start: int) -> bool:
    if start < 0 or start + len(numbers) > len(known):
        return False
    for place, number in enumerate(numbers, start):
        if number not in known[place][1]:
            return False
    for place, word in enumerate(words, start):
        if word.capitals and text.words[place] in word.capitals and not text.in_capitals(place):
            return False
    return True


def _with_near(
    phrase: Phrase, near: Sequel, text: Text, known: Sequence[Known], start: int, end: int
) -> tuple[int, int] | None:
    """The span with the nearest place of the other half, after or before; None where it is too far."""
    size = len(near)
    for gap in range(phrase.gap + 1):
        if phrase.after and _follows(near, phrase.near, text, known, end + gap):
            return start, end + gap + size
        if phrase.before and _follows(near, phrase.near, text, known, start - gap - size):
            return start - gap - size, end
    return None
