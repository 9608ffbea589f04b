r"""Where one JSON text ends and another begins in the same file.

In: the segments of a file that is read as JSON, one after the other. Out: the beginning of each value that stands for
itself: a list, a page, an object on its own line. Two exports that were joined are two such values; nothing in JSON
parts them, not even a line break. Inside a list or an object there is a comma, or the bracket that opens it, before
each record: what has neither before it stands for itself. Source: RFC 8259, section 2.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..model import Found, Reject, Unread

_SPACE = " \t\r\n\ufeff"
_INSIDE = (",", "[", ":")  # before a value that is part of another


class Value(NamedTuple):
    """A value that stands for itself: its first line, and as much of its text as was asked for."""

    line: int
    head: str


class Values:
    """Goes along with the segments; each value is handed out when the next begins, or when `size` characters of it
    have been seen, whichever is first."""

    def __init__(self, size: int) -> None:
        self.began = 0  # the line on which the value that we are in began; 0 before the first
        self._size = size
        self._before = ""  # the last sign that is no blank
        self._texts: list[str] = []
        self._seen = 0
        self._given = True

    def see(self, segment: Found | Reject | Unread) -> Value | None:
        """The value that ends, or is known well enough, with this segment."""
        bare = segment.raw.lstrip(_SPACE)
        if not bare:
            return None
        done = None
        if bare[0] in "[{" and not self._before.endswith(_INSIDE):
            done = self.end()
            blank = segment.raw[: len(segment.raw) - len(bare)]
            self.began = segment.line + len(re.findall(r"\r\n?|\n", blank))
            self._texts, self._seen, self._given = [], 0, False
        self._before = bare.rstrip(_SPACE)[-1]
        if self._given:
            return done
        self._texts.append(bare if not self._texts else segment.raw)
        self._seen += len(segment.raw)
        return done or (self.end() if self._seen >= self._size else None)

    def end(self) -> Value | None:
        """The value that we are in, if it was not handed out yet."""
        if self._given:
            return None
        self._given = True
        return Value(self.began, "".join(self._texts)[: self._size])
