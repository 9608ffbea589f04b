r"""BibTeX text -> blocks with their raw text, and the raw values of an entry's fields.

In: a stream of text. Out: `Block`s whose `raw` texts, joined, are the whole text. An entry as it should be is read by
one pattern a field; any other is left to `_bibtex_mend`. An entry that begins a line ends whatever stands open before
it: no slip costs more than the entry it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

from ._bibtex_mend import CLOSING, KEY_THEN, LINE_OF_FIELD, NAME, Block, Raw, definition, given_twice, mended
from ._bibtex_values import PIECE

_CHUNK = 1 << 19  # characters: 200 to 2,000 entries


def blocks(stream: TextIO) -> Iterator[Block]:
    """All of the text, in its order; in memory at once is no more than a piece of the file, or its longest entry."""
    kept, size = "", _CHUNK
    while True:
        more = stream.read(size)
        text = kept + more
        cut = _last_at_line_start(text) if more else len(text)
        yield from _blocks(text[:cut], at_end=not more)
        kept, size = text[cut:], _CHUNK if cut else size * 2
        if not more:
            return


# a type may be lost ('@{Smith2010,'), but '@ {CLEF}' in an abstract is no entry
_START = re.compile(r"@(?:(\w[\w-]*+)[ \t]*+|(?=\{[^\s,={}\"]++,))([{(])")


def _begins_line(text: str, place: int) -> bool:
    while place and text[place - 1] in " \t":
        place -= 1
    return not place or text[place - 1] in "\r\n"


def _last_at_line_start(text: str) -> int:
    """Where the last block at a line start begins; 0 where there is none after the first."""
    window = 1 << 16
    while True:
        begin = max(0, len(text) - window)
        places = [found.start() for found in _START.finditer(text, begin) if _begins_line(text, found.start())]
        if places or not begin:
            return max(places, default=0)
        window *= 4


def _next_at_line_start(text: str, start: int, stop: int) -> int:
    """Where the next block at a line start begins; `stop` where there is none before it."""
    places = (found.start() for found in _START.finditer(text, start, stop))
    return next((place for place in places if _begins_line(text, place)), stop)


def _blocks(text: str, at_end: bool) -> Iterator[Block]:
    """The blocks of `text`, with the text between them."""
    done = next_line = boundary = 0  # both looked for once only: either may be far away
    while found := _START.search(text, done):
        yield from _between(text[done : found.start()])
        if next_line <= found.start():
            next_line = text.find("\n@", found.start())
            next_line = next_line if next_line >= 0 else len(text)
        read = _quick(text, found, next_line)
        if read is None:
            if boundary <= found.start():
                boundary = _next_at_line_start(text, found.start() + 1, len(text))
            read = _slow(text, found, boundary, at_end)
        yield read
        done = found.start() + len(read.raw)
    yield from _between(text[done:])


# where an entry begins that has lost the bracket of its head: '@articlesmith2000,'
_LOST_HEAD = re.compile(r"(?<![^\r\n])[ \t]*+@[\w{(]")


def _between(text: str) -> Iterator[Block]:
    """Text between blocks; what seems to be an entry with a damaged head is one that failed."""
    found = _LOST_HEAD.search(text) if "@" in text and "=" in text else None
    place = found.start() if found and LINE_OF_FIELD.search(text, found.end()) else len(text)
    if text[:place]:
        yield Block(kind="text", raw=text[:place])
    if text[place:]:
        yield Block(kind="failed", raw=text[place:], reason="The head of this entry is damaged.")


# ---------------------------------------------------------------- entries as they should be

_NO_ENTRIES = ("comment", "preamble", "string")
_FIELD = re.compile(rf"\s*+({NAME})\s*+=\s*+({PIECE}(?:\s*+#\s*+{PIECE})*+)\s*+(?:,|(?=[}})]))")
_END = re.compile(r"[\s,]*+([})])")


def _quick(text: str, found: re.Match[str], stop: int) -> Block | None:
    """The entry, where it is one as it should be and ends before `stop`."""
    start, kind = found.start(), (found[1] or "").lower()
    key = KEY_THEN.match(text, found.end(), stop)
    if key is None or kind in _NO_ENTRIES:
        return None
    fields, place = _fields(text, key.end(), stop)
    end = _END.match(text, place, stop)
    if end is None or end[1] != CLOSING[found[2]] or _is_odd(text, start, end.end(), fields):
        return None
    return Block(
        kind="entry", raw=text[start : end.end()], type=kind, key=key[1].strip(), fields=tuple(fields),
        warnings=given_twice(fields),
    )  # fmt: skip


def _fields(text: str, place: int, stop: int) -> tuple[list[Raw], int]:
    """The fields that stand at `place`, one after the other, and where the last one ends."""
    fields: list[Raw] = []
    match = _FIELD.match
    while field := match(text, place, stop):
        fields.append(field.group(1, 2))  # type: ignore[arg-type]
        place = field.end()
    return fields, place


def _is_odd(text: str, start: int, end: int, fields: list[Raw]) -> bool:
    """Whether the entry seems to hold another, or fields stand in a value or after what closes the entry."""
    at = text.find("@", start + 1, end)
    if at >= 0 and _next_at_line_start(text, at, end) < end:
        return True
    if any("=" in raw and LINE_OF_FIELD.search(raw) for _, raw in fields):
        return True
    following = text.find("@", end)
    following = following if following >= 0 else len(text)
    return text.find("=", end, following) >= 0 and LINE_OF_FIELD.search(text, end, following) is not None


_WINDOW = 1 << 15


def _slow(text: str, found: re.Match[str], boundary: int, at_end: bool) -> Block:
    """Any other block; it ends before the next one that begins a line, at `boundary`.

    Where that is far, a piece of the text is looked at first: else each of many entries on one line would look at
    all the rest of it.
    """
    kind, start, window = (found[1] or "").lower(), found.start(), _WINDOW
    read = definition if kind in _NO_ENTRIES else mended
    while True:
        stop = min(boundary, start + window)
        block = read(text[start:stop], kind, found.end() - start, at_end and stop == len(text))
        if stop == boundary or len(block.raw) < window // 2:
            return block
        window *= 4
