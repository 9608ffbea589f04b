"""Conflict marks: what git leaves in a file where two people changed the same lines and it could not choose.

In: a text. Out: where they stand. A file with such marks is nobody's word, so this is said before anything else of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MARK = re.compile(r"^(?:(<{7}|>{7}|\|{7})(?: .*)?|={7})\r?$", re.M)
HINT = "keep what is right of both sides, delete the marks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One place of a file that two people changed: the lines of its marks, from 1."""

    lines: tuple[int, ...]

    def __str__(self) -> str:
        more = f" (and lines {', '.join(map(str, self.lines[1:]))})" if len(self.lines) > 1 else ""
        return f"line {self.lines[0]}: a conflict mark of git{more}: {HINT}"


def conflicts(text: str) -> list[Conflict]:
    """Every place with conflict marks, in the order of lines; form: git-merge(1), "How conflicts are presented".

    A line of seven '=' alone is none: it may underline a heading in somebody's text.
    """
    marks = [(text.count("\n", 0, found.start()) + 1, found[1]) for found in _MARK.finditer(text)]
    if not any(sign for _, sign in marks):
        return []
    return [Conflict(lines=tuple(lines)) for lines in _places(marks)]


def _places(marks: list[tuple[int, str | None]]) -> Iterator[list[int]]:
    """The lines of the marks that belong together: from '<<<<<<<' to '>>>>>>>'."""
    place: list[int] = []
    for line, sign in marks:
        if sign == "<" * 7 and place:
            yield place
            place = []
        place.append(line)
        if sign == ">" * 7:
            yield place
            place = []
    if place:
        yield place
