"""What NOT throws away: a known paper judged by the NOT parts of a string.

Only the paper's title is known here, so the answer has four grades. YES: its title has what NOT names. MAYBE: the
title has the words, but not surely so near or in this order. UNKNOWN: the NOT asks for something that a title doesn't
show (a heading, a year). NO: not by its title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum

from ..tagging.text import Text, fold_words
from .reading import Group, Item, Term, Token, groups
from .structure import operator

TITLE_FIELDS = {
    None, "all", "all fields", "ti", "title", "tiab", "title/abstract", "tw", "text word", "text words", "ts", "tx",
    "title-abs-key", "title-abs", "title-abs-key-auth", "title_abs", "mp", "af", "ab",
}  # fmt: skip
"""Fields that hold the title, and abstracts, which mostly say the title again."""


class Grade(IntEnum):
    """AND is the lowest of its parts, OR the highest."""

    NO = 0
    UNKNOWN = 1
    MAYBE = 2
    YES = 3


def thrown_away(tree: Group, title: str) -> Iterator[tuple[Item, Grade]]:
    """The NOT parts that throw the paper away, or may."""
    words = f" {' '.join(Text(title).words)} "
    for this in groups(tree):
        for before, item in zip(this.items, this.items[1:], strict=False):
            if operator(before) == "NOT" and not isinstance(item, Token):
                grade = holds(item, words, this.field or tree.field)
                if grade >= Grade.MAYBE and not _inside_not(tree, this):
                    yield item, grade


def _inside_not(tree: Group, inner: Group) -> bool:
    """Whether a group stands in a NOT part itself: 'NOT (animals NOT humans)' throws away by the outer one."""
    for this in groups(tree):
        for before, item in zip(this.items, this.items[1:], strict=False):
            if operator(before) == "NOT" and isinstance(item, Group) and item.start <= inner.start < item.end:
                return True
    return False


def holds(item: Item, words: str, field: str | None) -> Grade:
    """Whether the title has it. `words`: the folded title, a blank at each end."""
    if isinstance(item, Term):
        return _term_holds(item, words, item.field or field)
    if isinstance(item, Token):
        return Grade.UNKNOWN
    grades, joins = [], set()
    negated = False
    for inner in item.items:
        if isinstance(inner, Token):
            negated = operator(inner) == "NOT"
            joins.add(inner.name if inner.kind == "operator" else inner.kind)
        else:
            grade = holds(inner, words, item.field or field)
            grades.append(Grade(3 - grade) if negated and grade in (Grade.YES, Grade.NO) else grade)
            negated = False
    if not grades:
        return Grade.UNKNOWN
    if joins == {"OR"} or not joins:
        return max(grades)
    worst = min(grades)
    return worst if joins <= {"AND", "NOT"} else min(worst, Grade.MAYBE)  # nearness and mixed levels: not surely


def _term_holds(term: Term, words: str, field: str | None) -> Grade:
    names = set(field.split(",")) if field else {None}
    if term.limit or not names & TITLE_FIELDS:
        return Grade.UNKNOWN
    parts = [pattern for word in term.text.split() if (pattern := _pattern(word))]
    if not parts:
        return Grade.NO
    if re.search(rf"(?<= ){' '.join(parts)}(?= )", words):
        return Grade.YES if ":~" not in term.tagged else Grade.MAYBE
    every = all(re.search(rf"(?<= ){part}(?= )", words) for part in parts)
    return Grade.MAYBE if every and (not term.quoted or ":~" in term.tagged) else Grade.NO


def _pattern(word: str) -> str:
    """A word of a search as a pattern of folded words: 'Balint*' -> 'balint[^ ]*', 'balint's' -> 'balint s'."""
    pieces = re.split(r"([*?$#]+)", word)
    return "".join("[^ ]*" if piece[:1] in "*?$#" else re.escape(fold_words(piece)) for piece in pieces if piece)
