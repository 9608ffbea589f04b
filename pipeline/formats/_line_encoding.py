"""Text that is UTF-8 in some lines and an old encoding in others: two exports joined, a line pasted in.

In: the bytes. Out: which lines are which (`survey`), and the text, each line by itself in UTF-8 or else in the old
encoding (`texts`, `Recoded`). Line by line, and not the whole file in one of them, because a line proves itself: a
record in Russian of cp1251 is never valid UTF-8, and the next one in UTF-8 is. To refuse such a file would cost a
person an hour for something that is plain. A line ends with the same byte in all these encodings, so the text stays
whole; and since each line is read where it stands, a large file is still a stream.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import Any

from ._charset import MOST_WORDS, foreign_words
from ._container import Content

_CERTAIN = 8  # characters of valid UTF-8 in one line: Chinese in GB 18030 hardly ever comes to that
_BY_CHANCE = 20  # of so many letters in old encodings, fewer than one are in lines that happen to be valid UTF-8
_SHOWN = 3


@dataclass(slots=True)
class Survey:
    """What the lines of a file are that is not valid UTF-8; characters, bytes and words are those beyond ASCII."""

    sound: int = 0  # characters, were all of it UTF-8
    damaged: int = 0  # and what can't be one
    bad_lines: int = 0  # lines with something damaged
    utf8: int = 0  # characters in lines that are UTF-8 throughout
    most: int = 0  # and in the one of them that has most
    old: int = 0  # bytes in lines of an old encoding
    words: dict[bytes, None] = field(default_factory=dict)  # of these lines, in order
    places: list[list[int]] = field(default_factory=list)  # and from where to where they stand
    broken: int = 0  # damaged characters in lines that are UTF-8 but for them
    other_words: dict[bytes, None] = field(default_factory=dict)  # of these lines

    @property
    def mixed(self) -> bool:
        """Are some lines UTF-8, and others in an old encoding?"""
        return bool(self.old) and (self.most >= _CERTAIN or self.utf8 * _BY_CHANCE > self.old)

    @property
    def mostly_utf8(self) -> bool:
        """Is the file evidently UTF-8, whatever is damaged?"""
        return self.sound > 3 * self.damaged

    def where(self) -> str:
        """'lines 7 and 29-35': where the lines of the old encoding are; lines in ASCII between them are none's."""
        shown = [str(first) if first == last else f"{first}-{last}" for first, last in self.places[:_SHOWN]]
        if len(self.places) > _SHOWN:
            shown = [", ".join(shown), f"{len(self.places) - _SHOWN} more places"]
        elif len(shown) > 1:
            shown = [", ".join(shown[:-1]), shown[-1]]
        plural = len(self.places) > 1 or self.places[0][0] != self.places[0][1]
        return f"line{'s' if plural else ''} {' and '.join(shown)}"


def survey(content: Content) -> Survey:
    """What each line beyond ASCII is."""
    seen, goes_on = Survey(), False
    for number, line in enumerate(_lines(content), 1):
        if line.isascii():
            continue
        sound, damaged = _as_utf8(line)
        seen.sound += sound
        seen.damaged += damaged
        seen.bad_lines += damaged > 0
        old = _is_old(line, sound, damaged)
        if old:
            _note_old(seen, number, line, goes_on)
        elif damaged:
            seen.broken += damaged
            _note_words(seen.other_words, line)
        else:
            seen.utf8 += sound
            seen.most = max(seen.most, sound)
        goes_on = old
    return seen


def _note_old(seen: Survey, number: int, line: bytes, goes_on: bool) -> None:
    seen.old += len(line) - len(line.translate(None, bytes(range(0x80, 0x100))))
    _note_words(seen.words, line)
    if goes_on:
        seen.places[-1][1] = number
    else:
        seen.places.append([number, number])


def _note_words(words: dict[bytes, None], line: bytes) -> None:
    if len(words) < MOST_WORDS:
        words.update(dict.fromkeys(foreign_words(line)))


def beyond_ascii(text: str) -> int:
    """How many characters of a text are not ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def is_old(line: bytes) -> bool:
    """Whether a line is in another encoding than UTF-8; not, where a few of its characters are damaged or the last
    is cut.

    "Größe der Gr\\xc3" and "M\\xc3" (where the file ends) -> False;  "Gr\\xf6\\xdfe" -> True
    """
    return not line.isascii() and _is_old(line, *_as_utf8(line))


def _is_old(line: bytes, sound: int, damaged: int) -> bool:
    much = 3 * damaged if damaged > 2 else damaged
    return sound < much and not (damaged == 1 and not line.endswith((b"\n", b"\r")) and _is_cut(line))


def _as_utf8(line: bytes) -> tuple[int, int]:
    """How many characters beyond ASCII are sound, and how many damaged, if it is UTF-8."""
    try:
        return beyond_ascii(line.decode()), 0
    except UnicodeDecodeError:
        text = line.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    return beyond_ascii(text) - damaged, damaged


def _is_cut(line: bytes) -> bool:
    """Does it break off inside a character of UTF-8?"""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(line)
    except UnicodeDecodeError:
        return False
    return True


def _lines(content: Content) -> Iterator[bytes]:
    """Each line as it stands, but without the byte-order mark of the first."""
    with content.open() as file:
        mark = codecs.BOM_UTF8
        for line in file:
            yield from line.removeprefix(mark).splitlines(keepends=True)  # a mere \r may end lines too
            mark = b""


def texts(content: Content, old: str) -> Generator[str, None, None]:
    """The text, line by line, without byte-order mark: in UTF-8, or else in the encoding `old`."""
    for line in _lines(content):
        yield line.decode(old if is_old(line) else "utf-8", "replace")


class Recoded(io.RawIOBase):
    """Pieces of text as one stream of UTF-8 bytes."""

    def __init__(self, pieces: Generator[str, None, None]) -> None:
        self._pieces, self._left = pieces, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = memoryview(piece.encode())
        given, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)

    def close(self) -> None:
        self._pieces.close()
        super().close()
