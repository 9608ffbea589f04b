"""What texts without end marks share: records cut where the next one opens, labels with the lines below them.

In: numbered lines, or the lines of one record. Out: pieces that, joined, are the whole text again; pairs of a label
and its lines. Which line opens a record, and which words are labels, the format knows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TextIO

from ..model import Found, Reject, Unread
from . import Format, _text
from ._second_export import inside
from ._tagged import Tags, unread

UNLABELLED = "(no label)"
NO_FURNITURE = re.compile(r"\Z")  # nothing but blank lines belongs between records


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the file. `opened`: begins with a record's first line; `closed`: ends where the record does."""

    line: int
    lines: list[str]
    opened: bool
    closed: bool
    last: bool = False

    @property
    def raw(self) -> str:
        """The text."""
        return "".join(self.lines)


def blocks(lines: Iterable[tuple[int, str]], opens: Callable[[str, int], bool]) -> Iterator[Piece]:
    """Records, each without the blank lines after it, and what stands between.

    `opens(line, blanks)` is asked of each line that is not blank; `blanks` counts the blank lines right before it,
    and is 2 where the text begins.
    """
    part, start, opened, end, blanks = list[str](), 1, False, 0, 2
    for number, line in lines:
        if line.isspace():
            part.append(line)
            blanks += 1
            continue
        if opens(line, blanks):
            yield from _cut(start, part, opened, end)
            part, start, opened = [], number, True
        part.append(line)
        end, blanks = len(part), 0
    yield from _cut(start, part, opened, end, last=True)


def read_blocks(
    stream: TextIO,
    opens: Callable[[str, int], bool],
    record: Callable[[Piece], Found | Reject],
    furniture: re.Pattern[str] = NO_FURNITURE,
    own: str = "",
) -> Iterator[Found | Reject | Unread]:
    """All of the text: what `record` makes of each, and what stands between, of which `furniture` belongs there.

    `own`: the name of the format, where exports of other formats behind it are not to become a part of its last record.
    """
    for piece in blocks(_text.lines(stream), opens):
        if piece.opened and own and (other := inside(piece.raw, own)):
            yield from _without(piece, *other, record)
        elif piece.opened:
            yield record(piece)
        else:
            yield from unread(piece.line, piece.lines, furniture, "text that belongs to no record")


def _without(
    piece: Piece, place: int, other: Format, record: Callable[[Piece], Found | Reject]
) -> Iterator[Found | Reject | Unread]:
    """The record up to this place of its text, and the export in another format that begins there."""
    sizes = accumulate(map(len, piece.lines))
    count = next(at for at, size in enumerate(sizes, 1) if size >= place)
    while piece.lines[count - 1].isspace():
        count -= 1
    yield record(Piece(piece.line, piece.lines[:count], opened=True, closed=True))
    rest, reason = "".join(piece.lines[count:]), f"an export in another format ({other.TITLE})"
    yield Unread(line=piece.line + count, raw=rest, reason=reason, expected=False)


def _cut(start: int, part: list[str], opened: bool, end: int, last: bool = False) -> Iterator[Piece]:
    if not opened:
        end = 0
    if end:
        yield Piece(start, part[:end], opened=True, closed=True, last=last)
    if part[end:]:
        yield Piece(start + end, part[end:], opened=False, closed=False, last=last)


def labelled(lines: Sequence[str], known: Container[str], shape: re.Pattern[str]) -> list[tuple[str, list[str]]]:
    """Labels and the lines below each, without their line ends, blank ones left out.

    A label is not indented, and `known`; or of the `shape` of one and followed by an indented line.
    ['Title\n', '  A.\n', 'Source\n', '  J.\n'] -> [('Title', ['  A.']), ('Source', ['  J.'])]
    """
    found: list[tuple[str, list[str]]] = []
    for at, line in enumerate(lines):
        bare = line.strip()
        if not bare:
            continue
        if line[0] not in " \t" and (bare in known or (_indented(lines, at + 1) and shape.fullmatch(bare))):
            found.append((bare, []))
            continue
        if not found:
            found.append((UNLABELLED, []))
        found[-1][1].append(line.rstrip("\r\n"))
    return found


def _indented(lines: Sequence[str], at: int) -> bool:
    return at < len(lines) and lines[at][0] in " \t" and not lines[at].isspace()


_PEOPLE = ("authors", "editors", "translators", "group_authors")
# types of which the subsidiary authors of EndNote and Zotero are translators; of a paper at a conference they are its
# sponsors, of a report the department, of a film the actors (EndNote's table of reference types, Zotero's import maps)
TRANSLATED = ("article", "book", "chapter", "preprint", "thesis", "webpage")


def give(fields: Tags, name: str, values: Iterable[str]) -> None:
    """Adds what is not empty and not there yet. Two of one name in one list are two people, though.

    ['Wang Y', 'Li X'] and again ['Wang Y', 'Li X'] of a second tag -> as they were; ['Wang Y', 'Wang Y'] -> both.
    """
    there, once = Counter(fields.get(name, ())), name not in _PEOPLE
    for bare in filter(None, map(str.strip, values)):
        if not there[bare]:
            fields.setdefault(name, []).append(bare)
            there[bare] += 1 if once else 0
        elif not once:
            there[bare] -= 1


def parted(values: Iterable[str], marks: str = ";") -> list[str]:
    """Each value cut at semicolons: ['a; b;'] -> ['a', 'b']."""
    return [bare for value in values for part in re.split(f"[{marks}]", value) if (bare := part.strip())]


_SERIAL = re.compile(r"\b\d{4}-?\d{3}[\dXx]\b(?!-?\d)")
_BOOK = re.compile(r"\b(?:97[89][- ]?)?\d(?:[- ]?\d){8}[- ]?[\dXx]\b")


def standard_number(text: str) -> str | None:
    """'issn' or 'isbn', by the digits: '0961-8368' -> 'issn', '0727912771 (paperback)' -> 'isbn'; None for neither."""
    if _BOOK.search(text):
        return "isbn"
    return "issn" if _SERIAL.search(text) else None


_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


def give_date(fields: Tags, date: str) -> bool:
    """Takes the date as it stands, and the year in it; a date that is no more than a year is the year only.

    False where there is a date already: the caller keeps this one in `extra`.
    """
    year = _YEAR.search(date)
    if year:
        fields.setdefault("year", [year[0]])
        if year[0] == date:
            return fields["year"] == [date]
    return fields.setdefault("date", [date]) == [date]


def take_dates(tags: Tags, fields: Tags, whole: str, part: str) -> None:
    """The dates of two tags, of which `part` often has no year ('June 10'): it is put behind that of `whole`."""
    spare = [value for value in tags.pop(whole, []) if not give_date(fields, value)]
    year = fields.get("year", [""])[0]
    for value in tags.pop(part, []):
        if not give_date(fields, value if year in value else f"{year} {value}"):
            tags.setdefault(part, []).append(value)
    if spare:
        tags[whole] = spare


def take_pages(tags: Tags, fields: Tags, first: str, last: str) -> None:
    """The pages of two tags, joined: '551', '565' -> '551-565'; either alone as it is."""
    ends = [tags.pop(tag) for tag in (first, last) if len(tags.get(tag, ())) == 1]
    if ends:
        give(fields, "pages", ["-".join(dict.fromkeys(end[0] for end in ends))])
