"""The pattern language of tag rules: one phrase as a librarian writes it -> `Phrase`.

    burnout              this word (case and accents don't count, a hyphen is a blank: Burn-Out is 'burn out')
    student*             words that begin so, never the inside of a word
    balint group*        words in this order, side by side
    (group*|work shop)   one or the other
    leader* ~3 balint    near: at most three words between, in either order
    # ..2 students       in this order: at most two words between
    MBI                  written in capitals: found only in capitals
    n #                  # is any number but a year (1800 to 2099)
    ^ review $           ^ is the beginning of the text, $ its end

What can't be read is a `BadPhrase`, which says what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from .text import ONE_IDEOGRAPH, fold_words

MAX_GAP = 20
"""Words between the two halves of a near phrase: beyond this they have nothing to do with each other."""

MAX_VARIANTS = 100
"""Phrases that one phrase with alternatives of several words may stand for."""

MIN_STEM = 3
"""Letters before a '*': 'st*' would find half of a dictionary."""

_SYMBOL = re.compile(r"\([^()]*\)|\S+")
_GROUP = re.compile(r"(\([^()]*\))")
_DISTANCE = re.compile(r"(?:~|\.\.)(.*)")


class BadPhrase(ValueError):
    """A phrase that can't be read; the message says why and what to write. Callers add file and rule."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a phrase: the exact words and word beginnings that will do, folded.

    `capitals` are those of `exact` that count only when printed in capitals; `number` lets any number in.
    """

    exact: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()
    capitals: frozenset[str] = frozenset()
    number: bool = False

    @property
    def weight(self) -> int:
        """How telling: the length of its shortest alternative, 0 with a number among them."""
        return 0 if self.number else min(map(len, (*self.exact, *self.stems)))


def is_count(word: str) -> bool:
    """'42' and '2500', not '2019': years stand everywhere and count nobody."""
    return word.isdigit() and not (len(word) == 4 and "1800" <= word < "2100")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as written (`source`) and as read.

    `near` stands at most `gap` words from `words`, after or before it, as `after` and `before` allow.
    """

    source: str
    words: tuple[Word, ...]
    near: tuple[Word, ...] = ()
    gap: int = 0
    after: bool = True
    before: bool = True
    at_start: bool = False
    at_end: bool = False

    @property
    def is_single(self) -> bool:
        """One word without any condition: where it is found, nothing is left to compare."""
        return len(self.words) == 1 and not (self.near or self.at_start or self.at_end or self.words[0].capitals)


# --- reading a phrase --------------------------------------------------------------------------------------------


def parse_phrase(source: str) -> Phrase:
    """A phrase as people write it; `BadPhrase` says what is wrong with it.

    parse_phrase("leader* ~3 balint").gap -> 3
    """
    phrases = parse_phrases(source)
    if len(phrases) > 1:
        raise BadPhrase(f"{source!r}: inside (a|b) stand single words here; write a phrase for each")
    return phrases[0]


def parse_phrases(source: str) -> tuple[Phrase, ...]:
    """The same, where an alternative may have several words: '(survey|chart review) of' is two phrases."""
    if re.search(r"[()]", _GROUP.sub("", source)):
        raise BadPhrase(f"{source!r}: a '(' without its ')', or the other way round; alternatives stand in one (a|b)")
    variants = list(_variants(source))
    if len(variants) > MAX_VARIANTS:
        raise BadPhrase(f"{source!r}: {len(variants)} combinations; write it as several phrases")
    return tuple(_parse_one(variant) for variant in variants)


def _variants(source: str) -> Iterator[str]:
    """The text without alternatives of several words: each of those in turn, single words together."""
    options = [_options(part) for part in _GROUP.split(source)]
    return ("".join(chosen) for chosen in product(*options))


def _options(part: str) -> list[str]:
    if not part.startswith("("):
        return [part]
    choices = part[1:-1].split("|")
    single = [choice for choice in choices if len(fold_words(choice).split()) < 2]
    return [*(choice for choice in choices if choice not in single), *([f"({'|'.join(single)})"] if single else [])]


def _parse_one(source: str) -> Phrase:
    symbols = _SYMBOL.findall(source)
    at_start, at_end = symbols[:1] == ["^"], symbols[-1:] == ["$"]
    if len(symbols) - at_start - at_end < 1:
        raise BadPhrase(f"{source!r}: nothing to look for; write a word")
    symbols = symbols[at_start : len(symbols) - at_end]
    left, mark, right = _halves(source, symbols)
    words, near = _words(source, left), _words(source, right)
    if not any(word.weight for word in words + near):
        raise BadPhrase(f"{source!r}: a phrase needs a word beside its numbers")
    after, before = True, not mark.startswith("..")
    if near and max(w.weight for w in near) > max(w.weight for w in words):
        words, near, after, before = near, words, before, after
    gap = int(mark.lstrip("~.") or 0)
    return Phrase(source, words, near, gap, after, before, at_start, at_end)


def _halves(source: str, symbols: Sequence[str]) -> tuple[Sequence[str], str, Sequence[str]]:
    """What stands before and after '~3' or '..3', and the mark itself; all in the first where there is none."""
    marks = [(place, mark[1]) for place, symbol in enumerate(symbols) if (mark := _DISTANCE.fullmatch(symbol))]
    if not marks:
        return symbols, "", ()
    place, distance = marks[0]
    if len(marks) > 1 or not (distance.isascii() and distance.isdigit()) or not 0 < int(distance) <= MAX_GAP:
        raise BadPhrase(f"{source!r}: write one '~' with a number from 1 to {MAX_GAP}, as in 'leader* ~3 balint'")
    if not symbols[:place] or not symbols[place + 1 :]:
        raise BadPhrase(f"{source!r}: {symbols[place]!r} stands between two words")
    return symbols[:place], symbols[place], symbols[place + 1 :]


def _words(source: str, symbols: Sequence[str]) -> tuple[Word, ...]:
    words = tuple(word for symbol in symbols for word in _read_symbol(source, symbol))
    if [word.weight for word in words] == [1] and not ONE_IDEOGRAPH.search(source):
        raise BadPhrase(f"{source!r}: one letter alone is found everywhere; write more of the word")
    return words


def _read_symbol(source: str, symbol: str) -> list[Word]:
    """Mostly one word; 'burn-out' is two, a Chinese word as many as it has characters."""
    if symbol.startswith("(") and symbol.endswith(")"):
        choices = [_read_plain(source, choice.strip()) for choice in symbol[1:-1].split("|")]
        return [_either([choice[0] for choice in choices])]
    return _read_plain(source, symbol)


def _read_plain(source: str, symbol: str) -> list[Word]:
    if symbol == "#":
        return [Word(number=True)]
    stem, star, rest = symbol.partition("*")
    if rest or (star and not stem):
        raise BadPhrase(f"{source!r}: '*' stands only at the end of a word: 'student*'")
    if wrong := next((char for char in stem if char in "()|~^$#?"), None):
        raise BadPhrase(f"{source!r}: {wrong!r} can't stand inside a word; '^' and '$' stand alone, at the ends")
    folded = fold_words(stem).split()
    if not folded:
        raise BadPhrase(f"{source!r}: nothing to look for in {symbol!r}; write a word")
    if star and len(folded[-1]) < MIN_STEM:
        raise BadPhrase(f"{source!r}: {symbol!r} is too short; write {MIN_STEM} letters or more before '*'")
    capitals = frozenset(folded) if stem.isupper() and len(stem) > 1 and not star else frozenset()
    words = [Word(exact=frozenset({part}), capitals=capitals) for part in folded]
    return [*words[:-1], Word(stems=(folded[-1],))] if star else words


def _either(words: Sequence[Word]) -> Word:
    return Word(
        exact=frozenset().union(*(word.exact for word in words)),
        stems=tuple(sorted({stem for word in words for stem in word.stems})),
        capitals=frozenset().union(*(word.capitals for word in words)),
        number=any(word.number for word in words),
    )
