"""A thing that is wrong with a search, or looks so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "doubt"]

NEAR_BY = 24
"""Letters shown on each side of a place: enough to find it again in a string of a hundred lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """`place` is file and key; `what` is wrong; `hint` says what to try.

    An error is wrong by the database's own rules, or by what the query file itself says. A doubt may be meant so: a
    person looks at it and goes on.
    """

    what: str
    hint: str
    severity: Severity = "error"
    place: str = ""

    def __str__(self) -> str:
        return f"{self.place}{': ' if self.place else ''}{self.what} (try: {self.hint})"


def error(what: str, hint: str) -> Problem:
    """What is wrong beyond doubt."""
    return Problem(what=what, hint=hint)


def doubt(what: str, hint: str) -> Problem:
    """What may be meant so."""
    return Problem(what=what, hint=hint, severity="doubt")


def around(text: str, start: int, end: int) -> str:
    """The words around a place, on one line, in ‹ ›: strings of searches are full of every other mark.

    around("(balint[tiab] OR group[tiab]", 0, 1) -> '‹(balint[tiab] OR group[t…›'
    """
    before, after = max(0, start - NEAR_BY), min(len(text), end + NEAR_BY)
    shown = " ".join(text[before:after].split())
    return f"‹{'…' if before else ''}{shown}{'…' if after < len(text) else ''}›"


def listed(words: list[str], most: int = 4) -> str:
    """'a, b, c and 7 more'"""
    shown = ", ".join(words[:most])
    return shown if len(words) <= most else f"{shown} and {len(words) - most} more"
