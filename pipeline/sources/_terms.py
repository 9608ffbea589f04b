"""A phrase of a query file, cut into the words that a search string is made of.

In: a phrase in the phrase language of the tag rules. Out: `Term`s; several where it holds alternatives.

    balint group*          words in this order, side by side
    (group*|seminar) work  one term for each alternative
    leader* ~3 balint      near: at most three words between, in either order
    # ..2 students         in this order: at most two words between; '#' is no word and is refused

What only our own matcher can look for is refused, by name: any number (#), the beginning (^) and end ($) of a text.
A hyphen counts as a blank, as everywhere in our phrases; the letters stay as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from ..values.fold import fold

MAX_VARIANTS = 100
"""Terms that one phrase with alternatives may stand for; as in the tag rules."""

MAX_GAP = 20
"""Words between two near ones; as in the tag rules."""

_GROUP = re.compile(r"(\([^()]*\))")
_DISTANCE = re.compile(r"(?:~|\.\.)\d+")
_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*\*?")
_NO_SIGN_FOR = {"#": "any number", "^": "the beginning of a text", "$": "the end of a text"}


class BadTerm(ValueError):
    """A phrase that no search string can hold; the message says why. Callers add file and key."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words side by side; with `near`, these within `gap` words of those, after them only where `ordered`.

    A word ends in '*' where all words that begin so are meant. `source` is the phrase as it stands in the file.
    """

    source: str
    words: tuple[str, ...]
    near: tuple[str, ...] = ()
    gap: int = 0
    ordered: bool = False

    @property
    def all_words(self) -> tuple[str, ...]:
        return self.words + self.near

    @property
    def in_capitals(self) -> bool:
        """Our matcher takes 'MBI' only in capitals; no database does."""
        return any(len(word) > 1 and word.isupper() for word in self.all_words)

    @property
    def is_latin(self) -> bool:
        """All its letters are Latin ones, with or without accents."""
        return fold("".join(self.all_words), keep_script=True).isascii()

    def without_accents(self) -> Term:
        """'médecin* balint' -> 'medecin* balint'; letters of other alphabets stay."""
        return Term(self.source, _plain(self.words), _plain(self.near), self.gap, self.ordered)


def _plain(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word if word.isascii() or not Term("", (word,)).is_latin else _folded(word) for word in words)


def _folded(word: str) -> str:
    return fold(word, keep_script=True) + "*" * word.endswith("*")


def parse_term(source: str) -> tuple[Term, ...]:
    """The terms that a phrase stands for. Raises BadTerm.

    parse_term("(group*|seminar) work") -> words ('group*', 'work'), words ('seminar', 'work')
    """
    if re.search(r"[()]", _GROUP.sub("", source)):
        raise BadTerm("a '(' without its ')', or the other way round; alternatives stand in one (a|b)")
    for sign, meaning in _NO_SIGN_FOR.items():
        if sign in source:
            raise BadTerm(f"no database has a sign for {sign!r}, {meaning}: write the words without it")
    variants = list(_variants(source))
    if len(variants) > MAX_VARIANTS:
        raise BadTerm(f"{len(variants)} combinations of its alternatives; write it as several phrases")
    return tuple(dict.fromkeys(_term(source, variant) for variant in variants))


def _variants(source: str) -> Iterator[str]:
    options = [part[1:-1].split("|") if part.startswith("(") else [part] for part in _GROUP.split(source)]
    return ("".join(chosen) for chosen in product(*options))


def _term(source: str, text: str) -> Term:
    marks = _DISTANCE.findall(text)
    left, *right = _DISTANCE.split(text)
    words, near = _words(left), _words(right[0]) if right else ()
    if not words or (right and not near):
        raise BadTerm("nothing to look for; write words with blanks between")
    if any("~" in part for part in (left, *right)):
        raise BadTerm("a '~' needs a number: 'leader* ~3 balint'")
    if not marks:
        if re.search(r"~|\.\.", text):
            raise BadTerm("how near? write a number: '~3' (in either order) or '..3' (in this order)")
        return Term(source, words)
    gap = int(marks[0].lstrip("~."))
    if len(marks) > 1 or not 0 < gap <= MAX_GAP:
        raise BadTerm(f"write one '~' with a number from 1 to {MAX_GAP}, as in 'leader* ~3 balint'")
    return Term(source, words, near, gap, marks[0].startswith(".."))


def _words(text: str) -> tuple[str, ...]:
    """The words, with a plain apostrophe; whatever else stands between them counts as a blank."""
    return tuple(word.replace("’", "'").replace("ʼ", "'") for word in _WORD.findall(text))
