"""A text as the tag rules see it: folded words, and where each is printed.

In: any text of a work. Out: `Text`, whose words a phrase is compared with and whose spans give the evidence back.
Chinese and Japanese characters count as words of their own: such text has no blanks.

Most texts are plain: ASCII without an apostrophe, folded as a whole in one go. Any other is folded from blank to blank,
since nothing in folding reaches over a blank and the same pieces come again and again ('и', "l'étude").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, chain

from ..values.fold import folded_words

_IDEOGRAPH = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
ONE_IDEOGRAPH = re.compile(f"[{_IDEOGRAPH}]")
_RUN = re.compile(rf"[{_IDEOGRAPH}]|[^\s{_IDEOGRAPH}]+")
_PRINTED_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
_ELIDED = ("[cdjlmnst]", "qu", "un", "all", "dell", "nell", "dall", "sull")
_ELISION = re.compile(  # the apostrophe is looked for first: most texts have few
    r"['’ʼ](?=[^\W_])(?:" + "|".join(rf"(?<=(?<![^\W_]){word}.)" for word in _ELIDED) + ")", re.IGNORECASE
)
_NO_SIGNS = {code: " " for code in range(128) if not chr(code).isalnum()}

MAX_REMEMBERED = 200_000
"""Pieces of texts whose folding is remembered; a bound for memory (about 50 MB), above what one batch of works has."""

LONG_PIECE = 40
"""Letters of a piece that is not remembered: Chinese has no blanks, so that a piece is a sentence."""

Span = tuple[int, int]


class Text:
    """A text cut into folded words, with the way back to what is printed.

    Text("Burn-out of GPs").words -> ['burn', 'out', 'of', 'gps'];  .printed(0, 2) -> 'Burn-out'
    """

    __slots__ = ("__dict__", "_pieces", "source", "words")

    def __init__(self, source: str) -> None:
        self.source = source
        plain = source.isascii() and "'" not in source and "`" not in source
        self._pieces: list[str] = [] if plain else source.split(" ")
        self.words: list[str] = (
            folded_words(source) if plain else [*chain.from_iterable(map(_WORDS.__getitem__, self._pieces))]
        )

    def printed(self, start: int, end: int) -> str:
        """The words from `start` up to `end` as they stand in the text."""
        first = self._span(start)
        return self.source[first[0] : (first if end == start + 1 else self._span(end - 1))[1]]

    def in_capitals(self, place: int) -> bool:
        """Whether the word at `place` is printed in capitals."""
        return self.printed(place, place + 1).isupper()

    def _span(self, place: int) -> Span:
        """Where the word is printed that is number `place`."""
        if not self._pieces:
            return self._span_in_plain(place)
        number = bisect_right(self._counts, place)
        piece = self._pieces[number]
        before = sum(map(len, self._pieces[:number])) + number
        start, end = _spans(piece)[place - (self._counts[number - 1] if number else 0)]
        return before + start, before + end

    def _span_in_plain(self, place: int) -> Span:
        """In a plain text each letter of a word is printed as one letter, and so is each sign between words."""
        start = len(self._blanked) - len(self._blanked.split(None, place)[-1])
        return start, start + len(self.words[place])

    @cached_property
    def _blanked(self) -> str:
        """A plain text with a blank for every sign."""
        return self.source.translate(_NO_SIGNS)

    @cached_property
    def _counts(self) -> Sequence[int]:
        """How many words stand up to the end of each piece."""
        return list(accumulate(map(len, map(_WORDS.__getitem__, self._pieces))))


@lru_cache(maxsize=64)
def cut(source: str) -> Text:
    """`Text(source)`; the texts of one work are cut once, for the rules and for the blocks of the queries."""
    return Text(source)


def fold_words(text: str) -> str:
    """Folded; French and Italian elisions are cut off first (l'étude: 'l etude'), ideographs stand alone."""
    return " ".join(_cut_words(text))


def _cut_words(text: str) -> list[str]:
    if "'" in text or "’" in text or "ʼ" in text:
        text = _ELISION.sub(" ", text)
    if not text.isascii():
        text = ONE_IDEOGRAPH.sub(r" \g<0> ", text)
    return folded_words(text, keep_script=True)


class _Words(dict[str, tuple[str, ...]]):
    """Piece of a text -> its words. Each is worked out once (the table is a memo)."""

    def __missing__(self, piece: str) -> tuple[str, ...]:
        words = tuple(_cut_words(piece))
        if len(piece) <= LONG_PIECE:
            if len(self) >= MAX_REMEMBERED:
                self.clear()
            self[piece] = words
        return words


_WORDS = _Words()


@lru_cache(maxsize=50_000)
def _spans(piece: str) -> Sequence[Span]:
    """For each word of a piece where it is printed.

    Most pieces print as many words as they have; in "l'étude", where two are printed as one, there is a longer way.
    """
    count, spans = len(_WORDS[piece]), [word.span() for word in _PRINTED_WORD.finditer(piece)]
    if len(spans) != count:
        spans = [span for run in _RUN.finditer(piece) for span in _spans_of_run(run)]
    return spans if len(spans) == count else [_trimmed(piece)] * count


def _spans_of_run(run: re.Match[str]) -> Sequence[Span]:
    """One span for each word of a run without blanks; the parts of 'doctor-patient' get their own."""
    count, parts = len(_cut_words(run[0])), [part.span() for part in _PART.finditer(run[0])]
    within = parts if count == len(parts) else [_trimmed(run[0])] * count
    return [(run.start() + start, run.start() + end) for start, end in within]


def _trimmed(piece: str) -> Span:
    letters = [place for place, char in enumerate(piece) if char.isalnum()]
    return (letters[0], letters[-1] + 1) if letters else (0, len(piece))
