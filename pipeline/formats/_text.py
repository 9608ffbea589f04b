"""From a file to text: what every reader stands on.

In: a path, or a file inside an archive (`_container`), perhaps the name of an encoding. Out: a stream of text as it
stands (line ends kept, byte-order mark gone), the encoding's name, and a warning for whatever is not beyond doubt.
What is no text at all is an error that names what it is. `load` adds the format, and guards that a reader hands back
every character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import TextIO

from ..errors import CountsDontAddUp, InputError, NoFile, UnknownFormat
from ..model import Found, Reject, Unread
from . import SYNONYMS, Format, all_formats, database_of, detect, format_named
from ._container import Content, document_kind, is_workbook, one_export, sheets
from ._encoding import MARKS, Encoding, as_told, characters, choose_encoding, decoded, utf16_by_nuls
from ._second_export import Watch

HEAD = 1 << 16

# what the first bytes say it is, and what to do about it
_EXPORT = "export the records from the program that made it (RIS, nbib, BibTeX, CSV …) and hand in that file"
_BINARY = (
    (b"%PDF", "a PDF", "hand in the export of the database, not the article"),
    (b"\x89PNG", "a picture (PNG)", _EXPORT),
    (b"\xff\xd8\xff", "a picture (JPEG)", _EXPORT),
    (b"GIF8", "a picture (GIF)", _EXPORT),
    (b"PK\x03\x04", "a zip archive inside an archive", "unpack it and hand in the files inside"),
    (b"\x1f\x8b", "packed twice", "unpack it and hand in the file inside"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it and hand in the files inside"),
    (b"Rar!", "a RAR archive", "unpack it and hand in the files inside"),
    (
        b"\xd0\xcf\x11\xe0",
        "an old Word file, or an Excel file that is locked or broken off",
        "save it as text or CSV (UTF-8), and hand in that",
    ),
    (b"{\\rtf", "an RTF document", "save it as plain text (UTF-8) and hand in that"),
    (b"SQLite format 3", "an SQLite database (Zotero, EndNote …)", _EXPORT),
)


def open_text(file: Path | Content, encoding: str | None = None) -> tuple[TextIO, str, list[str]]:
    """The file as a stream of text, the name of its encoding, and what a person should know of it.

    No warning where the encoding is beyond doubt: a byte-order mark, valid UTF-8, or `encoding` as told.
    NoFile where there is nothing to read; UnknownFormat where it is empty, no text, or not in `encoding`.
    """
    content = one_export(file)
    found = _encoding_of(content, _first_bytes(content), encoding)
    return decoded(content, found.name, found.errors), found.name, [*found.warnings]


def _encoding_of(content: Content, head: bytes, told: str | None) -> Encoding:
    _refuse_binary(content, head)
    return as_told(content, told, head) if told else choose_encoding(content, head)


def lines(stream: TextIO) -> Iterator[tuple[int, str]]:
    r"""Each line with its number, its end kept; only \r\n, \n and \r end a line.

    `str.splitlines` would also cut at U+0085, U+2028 and form feeds, which stand inside titles and abstracts.
    """
    yield from enumerate(stream, 1)  # newline="" splits just there, and leaves the ends as they are


def line_ends(text: str) -> int:
    r"""How many lines `text` ends: the step from the line number where it begins to the one after it."""
    returns = text.count("\r")
    return text.count("\n") + (returns - text.count("\r\n") if returns else 0)


def line_begins(head: str, *marks: str) -> bool:
    """Whether a line of `head` begins with one of these: a quick look, before a pattern is tried at every character."""
    starts = tuple(f"\ufeff{mark}" for mark in marks) + marks
    ends = "\n\r" if "\r" in head else "\n"
    return head.startswith(starts) or any(f"{end}{mark}" in head for mark in marks for end in ends)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text that is read for itself: a whole file, or a sheet of a workbook, which has a name.

    `fmt` is None for a sheet that holds no records. `text` is that of a sheet; None: the text is that of the file.
    """

    fmt: Format | None
    sheet: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A file whose format and encoding are known; `segments` reads it.

    `errors`: how what doesn't fit `encoding` is treated, see `_encoding.Encoding`; a warning says so.
    `encoding` is 'workbook' for a spreadsheet: it has none that anyone could choose. `stamp` tells whether the file
    has changed since. `characters`: how many it has, where they were counted on the way. `noticed`: what was noticed
    as it was read.
    """

    content: Content
    fmt: Format
    database: str | None
    encoding: str
    errors: str
    doubts: tuple[str, ...]
    parts: tuple[Part, ...]
    stamp: tuple[int, int]
    characters: int | None = None
    noticed: list[str] = field(default_factory=list, compare=False)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person should know of it; all of that is known when `segments` has come to its end."""
        return (*self.doubts, *self.noticed)

    def segments(self) -> Iterator[Found | Reject | Unread]:
        """The reader's segments, in order. At the end, InputError where the file changed meanwhile;
        CountsDontAddUp where the segments are not the whole text.
        """
        for part in self.parts:
            yield from self._read(part)

    def _read(self, part: Part) -> Iterator[Found | Reject | Unread]:
        if part.fmt is None:
            reason = (
                f"the sheet {part.sheet!r} is not read: it has no header row with a title and two more columns we know"
            )
            yield Unread(line=1, raw=part.text or "", reason=reason, expected=False)
            return
        given, watch = 0, Watch(part.fmt.NAME)
        with self.open(part) as stream:
            for segment in part.fmt.read(stream):
                given += len(segment.raw)
                watch.see(segment)
                yield segment
        watch.end()
        self.noticed.extend(told for told in watch.told if told not in self.noticed)
        there = self._size(part)
        if self.has_changed():
            raise InputError(
                f"{self.content}: changed while it was read", hint="close the program that writes it, and try again"
            )
        if given != there:
            raise CountsDontAddUp(
                f"{self.content}: the {part.fmt.TITLE} reader accounts for {given} of {there} characters",
                hint="this is a fault of the program: please report it, with the file if you may share it",
            )

    def _size(self, part: Part) -> int:
        """How many characters a part has, counted without its reader."""
        if part.text is not None:
            return len(part.text)
        if self.characters is not None:
            return self.characters
        return characters(self.content, self.encoding, self.errors)

    def has_changed(self) -> bool:
        """Whether the file is no longer the one that was looked at first."""
        return _stamp(self.content.path) != self.stamp

    def open(self, part: Part) -> TextIO:
        """The text of a part."""
        if part.text is not None:
            return StringIO(part.text, newline="")
        return decoded(self.content, self.encoding, self.errors)


def load(file: Path | Content, format_name: str | None = None, encoding: str | None = None) -> Loaded:
    """What `file` is: format, database, encoding. UnknownFormat where no format of ours knows it.

    load(Path("search.ris")).fmt.NAME == "ris", whatever the file is called: the text decides, not the name.
    """
    format_name = SYNONYMS.get(format_name or "", format_name)
    content = one_export(file)
    stamp = _stamp(content.path)
    first = _first_bytes(content)
    if is_workbook(content):
        return _load_workbook(content, format_name, stamp)
    found = _encoding_of(content, first, encoding)
    warnings = [*found.warnings]
    with decoded(content, found.name, found.errors) as stream:
        head = stream.read(HEAD)
    if not head.strip(" \t\r\n\ufeff"):
        raise UnknownFormat(f"{content} is empty: it holds blank lines only", hint="export it again")
    fmt = format_named(format_name) if format_name else detect(head)
    if fmt is None:
        raise _unknown(content, format_name, head)
    if format_name and not fmt.sniff(head) and (likely := detect(head)):
        warnings.append(f"read as {fmt.TITLE}, as you said, but it looks like {likely.TITLE} ({likely.NAME})")
    return Loaded(
        content=content, fmt=fmt, database=database_of(fmt, head), encoding=found.name, errors=found.errors,
        doubts=tuple(warnings), parts=(Part(fmt),), stamp=stamp, characters=found.characters,
    )  # fmt: skip


def _load_workbook(content: Content, format_name: str | None, stamp: tuple[int, int]) -> Loaded:
    found = sheets(content)
    if format_name:
        if (fmt := format_named(format_name)) is None:
            raise _unknown(content, format_name, "")
        parts = tuple(Part(fmt, sheet, text) for sheet, text in found)
    else:
        parts = tuple(Part(detect(text[:HEAD]), sheet, text) for sheet, text in found)
    first = next((part for part in parts if part.fmt), None)
    if first is None or first.fmt is None:
        names = ", ".join(sheet for sheet, _ in found) or "none that isn't empty"
        raise UnknownFormat(
            f"{content}: no sheet has a header row that we know (sheets: {names})",
            hint="a header row must name the columns: title and at least two of authors, year, journal, DOI …",
        )
    return Loaded(
        content=content, fmt=first.fmt, database=database_of(first.fmt, (first.text or "")[:HEAD]),
        encoding="workbook", errors="strict", doubts=_sheets_read(parts), parts=parts, stamp=stamp,
    )  # fmt: skip


def _sheets_read(parts: tuple[Part, ...]) -> tuple[str, ...]:
    """Which sheets make up the records, where that is not plain; 'line 12' is then a row of one of them."""
    names = [repr(part.sheet) for part in parts if part.fmt]
    return (f"{len(names)} sheets are read, one after the other: {', '.join(names)}",) if len(names) > 1 else ()


def _stamp(path: Path) -> tuple[int, int]:
    """Size and time of the last change; (0, 0) where there is no such file, which opening it tells better."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return status.st_size, status.st_mtime_ns


def _unknown(path: Content, format_name: str | None, head: str) -> UnknownFormat:
    known = "known formats: " + ", ".join(sorted(all_formats()))
    if format_name:
        return UnknownFormat(f"{path}: {format_name!r} is not one of our formats", hint=known)
    if re.match(r"\s*<(!doctype\s+html|html)", head, re.IGNORECASE):
        hint = "this is a web page, perhaps a log-in page: export again, in a citation format"
    else:
        hint = "perhaps the download broke off; if you know its format, name it: --format (a list of references: "
        hint += "--format references; all: docs/formats.md)"
    return UnknownFormat(f"{path} is no export that we know", hint=hint)


def _first_bytes(content: Content) -> bytes:
    if content.path.is_dir():
        raise NoFile(f"{content} is a folder", hint="name the files in it")
    try:
        with content.open() as file:
            head = file.read(HEAD)
    except FileNotFoundError as error:
        raise NoFile(f"{content}: no such file", hint="check the spelling and the folder") from error
    except OSError as error:
        what = error.strerror or str(error)
        raise NoFile(f"{content} can't be read: {what}", hint="is it open elsewhere, or not yours?") from error
    if not head:
        raise UnknownFormat(f"{content} is empty", hint="export it again: the download may have failed")
    return head


def _refuse_binary(content: Content, head: bytes) -> None:
    for mark, what, hint in _BINARY:
        if head.startswith(mark):
            if mark == b"PK\x03\x04" and (kind := document_kind(content)):
                what, hint = kind, "save it as text or CSV (UTF-8) and hand in that"
            raise UnknownFormat(f"{content} is {what}, not an export", hint=hint)
    if head[257:262] == b"ustar":
        raise UnknownFormat(f"{content} is a tar archive, not an export", hint="unpack it and hand in the files inside")
    if head[8:12] == b"DUCK":
        raise UnknownFormat(
            f"{content} is a DuckDB database, not an export", hint="hand in the files it was built from"
        )
    if head.startswith(tuple(mark for mark, _ in MARKS)) or utf16_by_nuls(head):
        return
    odd = len(head.translate(None, bytes(range(0x20, 0x100)) + b"\t\n\r\x0b\x0c\x1a\x1b\x1c\x1d\x1e\x1f"))
    if odd > max(2, len(head) // 200):
        raise UnknownFormat(f"{content} is no text: it looks like a program's own binary file", hint=_EXPORT)
