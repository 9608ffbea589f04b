"""A text as the tag rules see it: folded words, and where each is printed.

In: any text of a work. Out: `Text`, whose words a phrase is compared with and whose spans give the evidence back.
Chinese and Japanese characters count as words of their own: such text has no blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from ..values.fold import fold

_IDEOGRAPH = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
ONE_IDEOGRAPH = re.compile(f"[{_IDEOGRAPH}]")
_PIECE = re.compile(rf"[{_IDEOGRAPH}]|[^\s{_IDEOGRAPH}]+")
_PRINTED_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SUBPIECE = re.compile(r"[^\W_]+")
_ELISION = re.compile(r"(?<![^\W_])([cdjlmnst]|qu|dell|nell|dall|sull|all|un)['’ʼ](?=[^\W_])", re.IGNORECASE)


class Text:
    """A text cut into folded words, with the way back to what is printed.

    Text("Burn-out of GPs").words -> ['burn', 'out', 'of', 'gps'];  .printed(0, 2) -> 'Burn-out'
    """

    __slots__ = ("__dict__", "source", "words")

    def __init__(self, source: str) -> None:
        self.source = source
        self.words = fold_words(source).split()

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """For each word where it is printed. Worked out only for texts with a hit, mostly by the short way."""
        plain = [word.span() for word in _PRINTED_WORD.finditer(self.source)]
        if len(plain) == len(self.words):
            return plain
        spans = [span for piece in _PIECE.finditer(self.source) for span in _spans_of(piece)]
        if len(spans) != len(self.words):  # a folding that joins across blanks: the whole text is the evidence
            return [(0, len(self.source))] * len(self.words)
        return spans

    def printed(self, start: int, end: int) -> str:
        """The words from `start` up to `end` as they stand in the text."""
        return self.source[self.spans[start][0] : self.spans[end - 1][1]]


@lru_cache(maxsize=64)
def cut(source: str) -> Text:
    """`Text(source)`; the texts of one work are cut once, for the rules and for the blocks of the queries."""
    return Text(source)


def fold_words(text: str) -> str:
    """Folded; French and Italian elisions are cut off first (l'étude: 'l etude'), ideographs stand alone."""
    if "'" in text or "’" in text or "ʼ" in text:
        text = _ELISION.sub(r"\1 ", text)
    if not text.isascii():
        text = ONE_IDEOGRAPH.sub(r" \g<0> ", text)
    return fold(text, keep_script=True)


def _spans_of(piece: re.Match[str]) -> Iterator[tuple[int, int]]:
    """One span for each folded word of a run without blanks; the parts of 'doctor-patient' get their own."""
    count = len(fold_words(piece[0]).split())
    parts = list(_SUBPIECE.finditer(piece[0]))
    if count == len(parts):
        yield from ((piece.start() + part.start(), piece.start() + part.end()) for part in parts)
    else:
        yield from [_trimmed(piece)] * count


def _trimmed(piece: re.Match[str]) -> tuple[int, int]:
    letters = [place for place, char in enumerate(piece[0]) if char.isalnum()]
    if not letters:
        return piece.span()
    return piece.start() + letters[0], piece.start() + letters[-1] + 1
