r"""The records of a JSON text, one after the other, each with its exact text and line number, in a stream.

In: a stream of text, and `looks_like_record`, by which the next good record is known after a broken one. Out: `Item`
for each object that stands where records stand, Reject and Unread for the rest; the raw texts, joined, are the whole
text. Records stand in a list, in a list under a name ('items') of an object, alone, or one a line (JSON Lines):

    [{…}, {…}]        {"config": …, "items": [{…}, {…}]}        {…}        {…}\n{…}\n

What JSON leaves open is kept: numbers stay as written (`Number`), a name that stands twice in one object keeps both
values (`Pairs`). Source: RFC 8259.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TextIO

from ..model import Reject, Unread
from ._text import line_ends

BLOCK = 1 << 18  # characters read at once; a longer record is read in ever larger blocks
MOST_TOO_DEEP = 50  # objects nested too deep, after which no further record is looked for
MOST_TRIED = 2_000  # braces behind a broken record that open none, after which no further one is looked for
NEAR_END = 16  # an error this near to the end of what is read may be gone when more is read
LISTS = frozenset({"items", "references", "records"})  # the names under which lists of records stand
_SPACE = " \t\r\n\ufeff"
_BETWEEN = re.compile(rf"[{_SPACE},]*")
_BLANK = re.compile(rf"[{_SPACE}]*")
_ENDS_WELL = re.compile(rf"[{_SPACE}]*(?:[,\]{{}}]|\Z)")
_OPENING = re.compile(r'\{[ \t\r\n]*["}]')
_LINE_OR_OPENING = re.compile(r"[\[{\r\n]")
# what a cut leaves of a word, a number or an escape
_REST_OF_A_WORD = re.compile(r"-|t(?:ru?)?|f(?:a(?:ls?)?)?|n(?:ul?)?|\\?u[0-9a-fA-F]{0,3}|")
_LONE = re.compile("[\ud800-\udfff]")
_HALVES = re.compile(r"\\u[dD][89a-fA-F]")

CLOSING = "the bracket that closes the list"
TOO_DEEP = "nested too deep to be read"
_CUT_OFF = "the file ends inside this record: the download broke off; fetch it again"
_CUT_AFTER = "the file ends where another record should follow: the download broke off; fetch it again"
_NOT_CLOSED = "the file ends without the bracket that closes the list: it may have been cut off after this record"
_CONTROL = "a line break or tab stands inside a text, where JSON doesn't allow it; read as it stands"
_HALF = "half a character (a lone surrogate) was replaced with \ufffd"


class Number(str):
    """A number as it is written: 1.10 stays 1.10, and 4,301 digits are no error."""

    __slots__ = ()


class Pairs(dict[str, Any]):
    """An object in which a name stands more than once; `pairs` are all of them, the last of each counts."""

    pairs: list[tuple[str, Any]]


class Item(NamedTuple):
    """An object that stands where records stand."""

    line: int
    raw: str
    value: dict[str, Any]
    warnings: tuple[str, ...] = ()


Piece = Item | Reject | Unread


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        found = Pairs(pairs)
        found.pairs = pairs
    return found


def _decoder(strict: bool) -> json.JSONDecoder:
    return json.JSONDecoder(
        object_pairs_hook=_object, parse_int=Number, parse_float=Number, parse_constant=Number, strict=strict
    )


_STRICT, LENIENT = _decoder(True), _decoder(False)


_quoted = json.encoder.encode_basestring  # what json.dumps does with a text in the end, twice as fast


def to_text(value: Any) -> str:
    """The value as JSON on one line; what is text in it stays readable. to_text(to_value(to_text(x))) == to_text(x)."""
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, dict):
        pairs = value.pairs if isinstance(value, Pairs) else value.items()
        return "{" + ", ".join(f"{_quoted(name)}: {to_text(part)}" for name, part in pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(to_text, value)) + "]"
    return _quoted(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def to_value(text: str) -> Any:
    """What the JSON text says, as `Item.value` would have it; None where it is no JSON."""
    try:
        return _STRICT.decode(text)
    except (ValueError, RecursionError):
        return None


def texts_of(value: Any) -> list[str]:
    """The texts that a value holds, as they stand: one, each of a list of them, or JSON for what is nested.

    'a' -> ['a']   ['a', '', 'b'] -> ['a', 'b']   {'x': 1} -> ['{"x": 1}']   12 -> ['12']   null, '' -> []
    """
    if isinstance(value, str):
        return [str(value)] if value and not value.isspace() else []
    if value is None or value in ([], {}):
        return []
    if isinstance(value, list) and all(part is None or isinstance(part, str) for part in value):
        return [str(part) for part in value if part and not part.isspace()]
    return [to_text(value)]


def records(stream: TextIO, looks_like_record: Callable[[dict[str, Any]], bool]) -> Iterator[Piece]:
    """All of the text; an object counts as a record by its place alone, not by `looks_like_record`."""
    return Reading(stream, looks_like_record).pieces()


class Reading:
    """One pass over the text. `text[at:]` is read but not handed out yet; places are counted from `at`."""

    def __init__(self, stream: TextIO, looks_like_record: Callable[[dict[str, Any]], bool]) -> None:
        self.stream, self.looks_like_record = stream, looks_like_record
        self.text, self.at, self.line, self.ended = "", 0, 1, False

    def pieces(self) -> Iterator[Piece]:
        while True:
            yield from self._between(_BLANK, "blank lines")
            if self._char() == "[":
                yield self._unread(1, "the bracket that opens the list")
                yield from self._list()
            elif self._char() == "{":
                yield from self._object()
            elif self._char():
                yield from self._stray()
            else:
                return

    def _list(self) -> Iterator[Piece]:
        """What stands between '[' and ']', and the latter."""
        while True:
            comma = False
            for piece in self._between(_BETWEEN, "what parts two records"):
                comma = "," in piece.raw
                if comma and not self._char():
                    yield Reject(line=piece.line, raw=piece.raw, reason=_CUT_AFTER, truncated=True)
                else:
                    yield piece
            if self._char() == "]":
                yield self._unread(1, CLOSING)
                return
            if not self._char():
                return
            yield self._element(True)

    def _object(self) -> Iterator[Piece]:
        """A record, or an object that holds a list of records: `{"config": …, "items": [` is no record."""
        known = self._whole_record()
        opening = None if known else self._before_list()
        if opening is None:
            yield self._element(False, known)
            return
        while opening is not None:
            yield self._unread(opening, "what the program says of the list")
            yield from self._list()
            opening = self._before_list(inside=True)
        end = self._end_of_members()
        if end:
            yield self._unread(end, "what the program says of the list")

    def _whole_record(self) -> tuple[Any, int] | None:
        """The object that begins here, and its length, if it is read already, and is a record."""
        try:
            value, end = _STRICT.raw_decode(self.text, self.at)
        except (ValueError, RecursionError):
            return None
        holds_records = any(isinstance(value.get(name), list) for name in LISTS) and not self.looks_like_record(value)
        return None if holds_records else (value, end - self.at)

    def _before_list(self, inside: bool = False) -> int | None:
        """How far it is to the inside of the next list of records of this object; None where it holds none."""
        place = 0 if inside else 1
        while True:
            place = self._skip(place)
            if self._char(place) != '"':
                return None
            try:
                name, place = self._value(place)
                place = self._skip(place)
                if self._char(place) != ":":
                    return None
                place = self._skip(place + 1)
                if name in LISTS and self._char(place) == "[":
                    inside_list = self._skip(place + 1)
                    if self._char(inside_list) in ("{", "]"):
                        return place + 1
                _, place = self._value(place)
            except (ValueError, RecursionError):
                return None

    def _end_of_members(self) -> int:
        """How far it is to the end of the object in which we stand; 0 where that can't be told."""
        place = 0
        while True:
            place = self._skip(place)
            if self._char(place) == "}":
                return place + 1
            try:
                _, place = self._value(place)
                place = self._skip(place)
                if self._char(place) == ":":
                    _, place = self._value(self._skip(place + 1))
            except (ValueError, RecursionError):
                return 0

    def _skip(self, place: int) -> int:
        """The place of the next character that is neither blank nor comma."""
        while True:
            found = _BETWEEN.match(self.text, self.at + place)
            place = (found.end() if found else self.at) - self.at
            if self.at + place < len(self.text) or not self._more():
                return place

    def _element(self, in_list: bool, known: tuple[Any, int] | None = None) -> Item | Reject:
        """The record that begins here, or what is to be set aside instead of it."""
        warnings: tuple[str, ...] = ()
        try:
            value, end = known or self._value(0)
        except json.JSONDecodeError as error:
            if not error.msg.startswith("Invalid control character"):
                return self._broken(error)
            try:
                value, end = self._value(0, LENIENT)
            except (ValueError, RecursionError):
                return self._broken(error)
            warnings += (_CONTROL,)
        except RecursionError:
            return self._broken(None)
        line, raw = self._take(end)
        if not isinstance(value, dict):
            return Reject(line=line, raw=raw, reason="a text, number or list where a record should be")
        if _HALVES.search(raw):
            try:
                whole = _whole(value)
            except RecursionError:
                return Reject(line=line, raw=raw, reason=TOO_DEEP)
            if whole != value:
                value = whole
                warnings += (_HALF,)
        if in_list and self._only_blanks_follow():
            warnings += (_NOT_CLOSED,)
        return Item(line, raw, value, warnings)

    def _value(self, place: int, decoder: json.JSONDecoder = _STRICT) -> tuple[Any, int]:
        """The value at `place`, and where it ends; JSONDecodeError or RecursionError where there is none."""
        while True:
            try:
                value, end = decoder.raw_decode(self.text, self.at + place)
            except json.JSONDecodeError as error:
                unsure = error.pos >= len(self.text) - NEAR_END or error.msg.startswith("Unterminated string")
                if not unsure or not self._more():
                    raise
                continue
            if end < len(self.text) or isinstance(value, (dict, list)) or not self._more():
                return value, end - self.at

    def _broken(self, error: json.JSONDecodeError | None) -> Reject:
        """The text up to the next good record; the position of the fault, where it is known."""
        reason = TOO_DEEP
        fault = 1
        if error is not None:
            fault = max(1, error.pos - self.at)
            line = self.line + line_ends(self.text[self.at : error.pos])
            reason = f"no valid JSON: {error.msg[:1].lower()}{error.msg[1:]} at line {line}"
        end = self._next_record(1)
        if end is not None:
            line, raw = self._take(end)
            return Reject(line=line, raw=raw, reason=reason)
        cut_off = error is not None and (
            error.msg.startswith("Unterminated string")
            or bool(_REST_OF_A_WORD.fullmatch(self.text[self.at + fault :][:NEAR_END].strip(_SPACE)))
        )
        end = len(self.text) - self.at if cut_off else self._up_to_closing()
        line, raw = self._take(end)
        return Reject(line=line, raw=raw, reason=_CUT_OFF if cut_off else reason, truncated=cut_off)

    def _next_record(self, place: int) -> int | None:
        """Where the next good record begins: an object like one, with what may follow a record behind it."""
        too_deep = tried = 0
        while tried < MOST_TRIED:
            found = _OPENING.search(self.text, self.at + place)
            if found is None:
                place = self._half_opening(place)
                if not self._more():
                    return None
                continue
            place = found.start() - self.at
            tried += 1
            try:
                value, end = self._value(place)
            except RecursionError:
                too_deep += 1
                place = max(place + 1, self.text.find("}", self.at + place) - self.at)
                if too_deep > MOST_TOO_DEEP:
                    return None
                continue
            except ValueError:
                place += 1
                continue
            if self.looks_like_record(value) and _ENDS_WELL.match(self.text, self.at + end):
                return place
            place += 1
        return None

    def _half_opening(self, place: int) -> int:
        """Where to look on: at a brace behind which only blanks have been read yet, else where the text ends."""
        last = self.text.rfind("{", self.at + place)
        end = len(self.text) if last < 0 or self.text[last + 1 :].strip(_SPACE) else last
        return end - self.at

    def _up_to_closing(self) -> int:
        """The last broken record ends before the bracket that closes the list, where there is one."""
        rest = self.text[self.at :]
        bare = rest.rstrip(_SPACE)
        return len(bare[:-1].rstrip(_SPACE)) if bare.endswith("]") and len(bare) > 1 else len(rest)

    def _stray(self) -> Iterator[Piece]:
        """Text between records, to the end of its line, or to where a list or an object begins."""
        place = 1
        while True:
            found = _LINE_OR_OPENING.search(self.text, self.at + place)
            if found or not self._more():
                break
            place = max(place, len(self.text) - self.at - 1)
        yield self._unread(found.start() - self.at if found else len(self.text) - self.at, "no JSON", expected=False)

    def _between(self, pattern: re.Pattern[str], reason: str) -> Iterator[Unread]:
        """What `pattern` matches here, if anything."""
        while True:
            found = pattern.match(self.text, self.at)
            end = found.end() if found else self.at
            if end < len(self.text) or not self._more():
                break
        if end > self.at:
            yield self._unread(end - self.at, reason)

    def _only_blanks_follow(self) -> bool:
        place = 0
        while (char := self._char(place)) and char in _SPACE:
            place += 1
        return not char

    def _char(self, place: int = 0) -> str:
        while self.at + place >= len(self.text):
            if not self._more():
                return ""
        return self.text[self.at + place]

    def _more(self) -> bool:
        """Reads on, at least as much as is waiting already; False at the end of the text."""
        waiting = len(self.text) - self.at
        block = "" if self.ended else self.stream.read(max(BLOCK, waiting))
        self.ended = not block
        if block:
            self.text = self.text[self.at :] + block
            self.at = 0
        return bool(block)

    def _take(self, length: int) -> tuple[int, str]:
        """The line number here, and the next `length` characters, which are handed out by this."""
        line, raw = self.line, self.text[self.at : self.at + length]
        self.at += length
        self.line += line_ends(raw)
        return line, raw

    def _unread(self, length: int, reason: str, expected: bool = True) -> Unread:
        line, raw = self._take(length)
        return Unread(line=line, raw=raw, reason=reason, expected=expected)


def _whole(value: Any) -> Any:
    """The value with U+FFFD for each half of a character that has lost the other: such text can't be stored."""
    if isinstance(value, dict):
        return {_whole(name): _whole(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_whole(part) for part in value]
    return type(value)(_LONE.sub("\ufffd", value)) if isinstance(value, str) else value
