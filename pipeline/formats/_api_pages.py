"""The records in the answers of a web service, each with its exact text and line number, in a stream.

In: a stream with the bodies of one or more answers (pages), one after the other with nothing, or blanks, between; and
a `Layout`, which says where in an answer the records stand. Out: `Item` for each record, Reject for what should be one
and can't be read, Unread for all else; the raw texts, joined, are the whole text. What stands around the records (how
many there are, where the next page begins) is Unread and expected; an answer without records (an error) is not.

    {"resultList": {"result": [{…}, {…}]}}{"resultList": {"result": [{…}]}}   lists=[("resultList", "result")]
    {"message": {"DOI": …}}                                                   singles=[("message",)]

No more than a page is in memory at a time. JSON itself is read by `_json`, which keeps numbers as they are written.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TextIO

from ..model import Reject, Unread
from ._json import CLOSING, LENIENT, Item, Piece, Reading

Path = tuple[str, ...]

_FRAME = "what the service says of the answer"
_CUT_PAGE = "the answer breaks off behind this record: the download is cut off; fetch it again"
_CUT_BEFORE = "the answer before this one breaks off: the download is cut off; fetch it again"
_CUT_FRAME = "the answer breaks off before its end: the download is cut off; fetch it again"
_ENDS_PAGE = re.compile(r"\][\s}]*\Z")
_SHOWN = 200  # characters of an answer without records, shown to people


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where the records stand in an answer, by the names of the members that lead there.

    `lists`: paths to a list of records. `singles`: paths to an object that is a record itself, if `is_record` says so;
    () is the answer itself. `is_record` also finds the next good record behind a broken one.
    """

    lists: Sequence[Path] = ()
    singles: Sequence[Path] = ()
    is_record: Callable[[Mapping[str, Any]], bool]


def records(stream: TextIO, layout: Layout) -> Iterator[Piece]:
    """All of the text. An object in a list counts as a record by its place alone."""
    return _Pages(stream, layout).pieces()


def at(value: Any, *path: str) -> Any:
    """What stands at a path of names; None where there is no such place."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


class _Pages(Reading):
    """One pass over the text; an object at the top is a page."""

    def __init__(self, stream: TextIO, layout: Layout) -> None:
        super().__init__(stream, layout.is_record)
        self.layout = layout

    def _object(self) -> Iterator[Piece]:
        try:
            opening = self._opening(0, self.layout.lists, depth=1)
            whole = None if opening else self._any(0)
        except (ValueError, RecursionError):
            yield self._element(False)  # broken before any record: a Reject, up to the next one
            if self._char() == "{":
                yield from self._rest_of_list()
            return
        if whole:
            yield from self._without_list(*whole)
        elif opening:
            yield from self._with_list(*opening)

    def _with_list(self, place: int, depth: int) -> Iterator[Piece]:
        """A page whose list begins before `place`, with `depth` objects open."""
        if not self._char(self._skip(place)):
            line, raw = self._take(len(self.text) - self.at)
            yield Reject(line=line, raw=raw, reason=_CUT_FRAME, truncated=True)
            return
        yield self._unread(place, _FRAME)
        yield from self._rest_of_list()
        yield from self._end_of_page(depth)

    def _opening(self, place: int, paths: Sequence[Path], depth: int) -> tuple[int, int] | None:
        """From the '{' at `place`: how far it is to the inside of the list, and how many objects are then open."""
        for name, start in self._member_places(place):
            further = [path[1:] for path in paths if path[:1] == (name,)]
            if () in further and self._char(start) == "[":
                return start + 1, depth
            if any(further) and self._char(start) == "{":
                found = self._opening(start, [path for path in further if path], depth + 1)
                if found:
                    return found
        return None

    def _member_places(self, place: int) -> Iterator[tuple[str, int]]:
        """Each member of the object at `place`, and where its value begins; ValueError where it is broken."""
        place = self._skip(place + 1)
        while self._char(place) == '"':
            name, place = self._any(place)
            place = self._skip(place)
            if self._char(place) != ":":
                raise ValueError
            place = self._skip(place + 1)
            yield name, place
            _, place = self._any(place)
            place = self._skip(place)
        if self._char(place) != "}":
            raise ValueError

    def _rest_of_list(self) -> Iterator[Piece]:
        """What stands in the list, and its closing bracket. A page that stands in it, because the one before broke off
        inside, is read as a page.
        """
        for piece in self._list():
            if isinstance(piece, Item) and self._is_page(piece.value):
                yield from self._page_in_list(piece)
            elif isinstance(piece, Unread) and piece.reason == CLOSING and self._is_at_end():
                yield Reject(line=piece.line, raw=piece.raw, reason=_CUT_PAGE, truncated=True)
            else:
                yield piece

    def _is_page(self, value: Mapping[str, Any]) -> bool:
        return any(isinstance(at(value, *path), list) for path in self.layout.lists) or any(
            path and self._is_single(value, path) for path in self.layout.singles
        )

    def _page_in_list(self, page: Item) -> Iterator[Piece]:
        first = True
        for piece in _Pages(io.StringIO(page.raw, newline=""), self.layout).pieces():
            line = piece.line + page.line - 1
            if isinstance(piece, Item):
                yield piece._replace(line=line)
            elif first:
                yield Reject(line=line, raw=piece.raw, reason=_CUT_BEFORE, truncated=True)
            else:
                yield replace(piece, line=line)
            first = False

    def _end_of_page(self, depth: int) -> Iterator[Piece]:
        """What stands between the list and the end of the page: `depth` objects are open."""
        place = 0
        try:
            for _ in range(depth):
                place = self._closing(place)
        except (ValueError, RecursionError):
            if not self._is_at_end():
                yield self._broken_frame()
            return
        if place:
            yield self._unread(place, _FRAME)

    def _closing(self, place: int) -> int:
        """From inside of an object to behind its '}'."""
        place = self._skip(place)
        while self._char(place) == '"':
            _, place = self._any(place)
            place = self._skip(place)
            if self._char(place) != ":":
                raise ValueError
            _, place = self._any(self._skip(place + 1))
            place = self._skip(place)
        if self._char(place) != "}":
            raise ValueError
        return place + 1

    def _any(self, place: int) -> tuple[Any, int]:
        """A value around the records, and where it ends; a line break inside a text there is no matter."""
        return self._value(place, LENIENT)

    def _is_at_end(self) -> bool:
        """Whether nothing but blanks is left."""
        return not self._char(self._skip(0))

    def _broken_frame(self) -> Reject:
        """A page that is broken behind its records: set aside up to where the next page, or a record, begins."""
        end = self._next_page()
        line, raw = self._take(len(self.text) - self.at if end is None else end)
        return Reject(line=line, raw=raw, reason=_CUT_FRAME, truncated=True)

    def _next_page(self) -> int | None:
        """Where the next object begins that is a page, or a record; None: nowhere, and all is read."""
        place = 1
        while True:
            found = self.text.find("{", self.at + place)
            if found < 0:
                if not self._more():
                    return None
                continue
            place = found - self.at
            try:
                value, _ = self._any(place)
            except (ValueError, RecursionError):
                place += 1
                continue
            if self._is_page(value) or self.looks_like_record(value):
                return place
            place += 1

    def _up_to_closing(self) -> int:
        """The last broken record ends before the brackets that close list and page, where there are any."""
        rest = self.text[self.at :]
        found = _ENDS_PAGE.search(rest, 1)
        return found.start() if found else len(rest)

    def _without_list(self, value: Any, end: int) -> Iterator[Piece]:
        """A page that is, or holds, one record; or none. It is `value`, and `end` characters long."""
        path = next((path for path in self._single_paths() if self._is_single(value, path)), None)
        if path is not None:
            start = self._place_of(path)
            if start:
                yield self._unread(start, _FRAME)
            yield self._element(False)
            if path:
                yield from self._end_of_page(len(path))
            return
        empty = any(_is_empty(value, path) for path in (*self.layout.lists, *self.layout.singles))
        said = " ".join(self.text[self.at : self.at + end].split())
        reason = _FRAME if empty else f"an answer without records: {said[:_SHOWN]}"
        yield self._unread(end, reason, expected=empty)

    def _single_paths(self) -> list[Path]:
        """() always: a record that stands alone behind something broken is one."""
        return [*self.layout.singles, ()]

    def _is_single(self, value: Any, path: Path) -> bool:
        there = at(value, *path)
        return isinstance(there, dict) and self.looks_like_record(there)

    def _place_of(self, path: Path) -> int:
        """Where the value at `path` begins, in the page that begins here."""
        place = 0
        for wanted in path:
            place = next(start for name, start in self._member_places(place) if name == wanted)
        return place


def _is_empty(value: Any, path: Path) -> bool:
    """Whether the service says that there is nothing: the path is there, but leads to "", null, {} or []."""
    for name in path:
        if not isinstance(value, dict) or name not in value:
            return False
        value = value[name]
        if value is None or value in ("", {}, []):
            return True
    return False
