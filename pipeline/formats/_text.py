"""From a file to text: what every reader stands on.

In: a path, perhaps the name of an encoding. Out: a stream of text as it stands (line ends kept, byte-order
mark gone), the encoding's name, and a warning for whatever is not beyond doubt. What is no text at all is an
error that names what it is. `load` adds the format, and guards that a reader hands back every character.

UTF-8 proves itself: text in another encoding is next to never valid UTF-8. The old one-byte encodings don't;
which of them it is, is judged by the letters (`_charset`), and always said.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from ..errors import CountsDontAddUp, NoFile, UnknownFormat
from ..model import Found, Reject, Unread
from . import Format, all_formats, database_of, detect
from ._charset import charset_by_letters, foreign_words

HEAD = 1 << 16
_BLOCK = 1 << 20

# byte-order marks, the longer first: UTF-32's begins with UTF-16's
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# what the first bytes say it is, and what to do about it
_EXPORT = "export the records from the program that made it (RIS, nbib, BibTeX, CSV …) and hand in that file"
_BINARY = (
    (b"%PDF", "a PDF", "hand in the export of the database, not the article"),
    (b"\x89PNG", "a picture (PNG)", _EXPORT),
    (b"\xff\xd8\xff", "a picture (JPEG)", _EXPORT),
    (b"GIF8", "a picture (GIF)", _EXPORT),
    (b"PK\x03\x04", "a zip archive", "unpack it and hand in the files inside"),
    (b"\x1f\x8b", "a gzip archive", "unpack it and hand in the file inside"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it and hand in the files inside"),
    (b"Rar!", "a RAR archive", "unpack it and hand in the files inside"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file", "save it as text or CSV (UTF-8) and hand in that"),
    (b"{\\rtf", "an RTF document", "save it as plain text (UTF-8) and hand in that"),
    (b"SQLite format 3", "an SQLite database (Zotero, EndNote …)", _EXPORT),
)
_OFFICE = ((b"word/", "a Word document", "docx"), (b"xl/", "an Excel workbook", "xlsx"))

_DECLARED = re.compile(rb"""(?:<\?xml[^>]{0,80}?encoding\s*=\s*["']|^%\s*Encoding:\s*)([A-Za-z0-9._-]{2,30})""")


def open_text(path: Path, encoding: str | None = None) -> tuple[TextIO, str, list[str]]:
    """The file as a stream of text, the name of its encoding, and what a person should know of it.

    No warning where the encoding is beyond doubt: a byte-order mark, valid UTF-8, or `encoding` as told.
    NoFile where there is nothing to read; UnknownFormat where it is empty, no text, or not in `encoding`.
    """
    head = _first_bytes(path)
    _refuse_binary(path, head)
    if encoding:
        name, errors, warnings = _as_told(path, encoding, head), "strict", list[str]()
    else:
        name, errors, warnings = _choose(path, head)
    return path.open("r", encoding=name, errors=errors, newline=""), name, warnings


def lines(stream: TextIO) -> Iterator[tuple[int, str]]:
    r"""Each line with its number, its end kept; only \r\n, \n and \r end a line.

    `str.splitlines` would also cut at U+0085, U+2028 and form feeds, which stand inside titles and abstracts.
    """
    yield from enumerate(stream, 1)  # newline="" splits just there, and leaves the ends as they are


def line_ends(text: str) -> int:
    r"""How many lines `text` ends: the step from the line number where it begins to the one after it."""
    returns = text.count("\r")
    return text.count("\n") + (returns - text.count("\r\n") if returns else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A file whose format and encoding are known; `segments` reads it.

    `errors` is 'replace' where the file is UTF-8 with damaged characters (a warning says so), else 'strict'.
    """

    path: Path
    fmt: Format
    database: str | None
    encoding: str
    errors: str
    warnings: tuple[str, ...]

    def segments(self) -> Iterator[Found | Reject | Unread]:
        """The reader's segments, in order; CountsDontAddUp at the end where they are not the whole text."""
        given = 0
        with self._open() as stream:
            for segment in self.fmt.read(stream):
                given += len(segment.raw)
                yield segment
        with self._open() as stream:
            there = sum(len(block) for block in iter(lambda: stream.read(_BLOCK), ""))
        if given != there:
            raise CountsDontAddUp(
                f"{self.path}: the {self.fmt.TITLE} reader accounts for {given} of {there} characters",
                hint="this is a fault of the program: please report it, with the file if you may share it",
            )

    def _open(self) -> TextIO:
        return self.path.open("r", encoding=self.encoding, errors=self.errors, newline="")


def load(path: Path, format_name: str | None = None, encoding: str | None = None) -> Loaded:
    """What `path` is: format, database, encoding. UnknownFormat where no format of ours knows it.

    load(Path("search.ris")).fmt.NAME == "ris", whatever the file is called: the text decides, not the name.
    """
    stream, name, warnings = open_text(path, encoding)
    with stream:
        head, errors = stream.read(HEAD), stream.errors or "strict"
    if not head.strip(" \t\r\n\ufeff"):
        raise UnknownFormat(f"{path} is empty: it holds blank lines only", hint="export it again")
    fmt = all_formats().get(format_name) if format_name else detect(head)
    if fmt is None:
        raise _unknown(path, format_name, head)
    return Loaded(
        path=path,
        fmt=fmt,
        database=database_of(fmt, head),
        encoding=name,
        errors=errors,
        warnings=tuple(warnings),
    )


def _unknown(path: Path, format_name: str | None, head: str) -> UnknownFormat:
    known = "known formats: " + ", ".join(sorted(all_formats()))
    if format_name:
        return UnknownFormat(f"{path}: {format_name!r} is not one of our formats", hint=known)
    if re.match(r"\s*<(!doctype\s+html|html)", head, re.IGNORECASE):
        hint = "this is a web page, perhaps a log-in page: export again, in a citation format; " + known
    else:
        hint = "name it with --format if you know it; " + known
    return UnknownFormat(f"{path} is no export that we know", hint=hint)


def _first_bytes(path: Path) -> bytes:
    if path.is_dir():
        raise NoFile(f"{path} is a folder", hint="name the files in it")
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except FileNotFoundError as error:
        raise NoFile(f"{path}: no such file", hint="check the spelling and the folder") from error
    except OSError as error:
        raise NoFile(f"{path} can't be read: {error.strerror}", hint="is it open elsewhere, or not yours?") from error
    if not head:
        raise UnknownFormat(f"{path} is empty", hint="export it again: the download may have failed")
    return head


def _refuse_binary(path: Path, head: bytes) -> None:
    for mark, what, hint in _BINARY:
        if head.startswith(mark):
            for part, name, kind in _OFFICE if mark == b"PK\x03\x04" else ():
                if part in head:
                    what, hint = f"{name} ({kind})", "save it as text or CSV (UTF-8) and hand in that"
            raise UnknownFormat(f"{path} is {what}, not an export", hint=hint)
    if head[8:12] == b"DUCK":
        raise UnknownFormat(f"{path} is a DuckDB database, not an export", hint="hand in the files it was built from")
    if head.startswith(tuple(mark for mark, _ in _MARKS)) or _utf16_by_nuls(head):
        return
    odd = len(head.translate(None, bytes(range(0x20, 0x100)) + b"\t\n\r\x0b\x0c\x1a\x1b\x1c\x1d\x1e\x1f"))
    if odd > max(2, len(head) // 200):
        raise UnknownFormat(f"{path} is no text: it looks like a program's own binary file", hint=_EXPORT)


def _as_told(path: Path, encoding: str, head: bytes) -> str:
    try:
        codecs.lookup(encoding)
    except LookupError as error:
        known = "utf-8, utf-16, cp1252, cp1251, koi8-r, cp866, cp1250, iso8859-2, mac-roman …"
        raise UnknownFormat(f"{path}: {encoding!r} is no encoding that we know", hint=f"known: {known}") from error
    name = next((with_mark for mark, with_mark in _MARKS if head.startswith(mark)), encoding)
    name = name if codecs.lookup(name.removesuffix("-sig")) == codecs.lookup(encoding) else encoding
    if problem := _not_in(path, name):
        raise UnknownFormat(f"{path} is not {encoding}: {problem}", hint="leave out --encoding, or try another")
    return name


def _choose(path: Path, head: bytes) -> tuple[str, str, list[str]]:
    """The encoding, how to treat what doesn't fit it ('strict', 'replace'), and the warnings."""
    for mark, by_mark in _MARKS:
        if head.startswith(mark) and not _not_in(path, by_mark):
            return by_mark, "strict", []
    problem = _not_in(path, "utf-8")
    utf16 = _utf16_by_nuls(head)
    if utf16 and not _not_in(path, utf16):
        return utf16, "strict", [f"UTF-16 without byte-order mark, by its zero bytes; read as {utf16}"]
    if problem is None:
        return "utf-8", "strict", []
    if (said := _DECLARED.search(head[:1000])) and (name := _declared(path, said[1].decode("ascii"))):
        return name, "strict", [f"not UTF-8: {problem}; read as {name}, as the file itself says"]
    if damaged := _mostly_utf8(path):
        return "utf-8", "replace", [f"UTF-8 with {damaged} damaged characters, shown as \ufffd: {problem}"]
    charset, evidence = charset_by_letters(foreign_words(path))
    warning = f"not UTF-8: {problem}; read as {charset} because {evidence}; another: --encoding"
    return charset, "strict", [warning]


def _declared(path: Path, name: str) -> str | None:
    try:
        codecs.lookup(name)
    except LookupError:
        return None
    return None if _not_in(path, name) else name.lower()


def _not_in(path: Path, encoding: str) -> str | None:
    """None where all of the file is valid `encoding`, else the place: 'byte 0xfc at line 12'."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    line = 1
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK)
            try:
                decoder.decode(block, final=not block)
            except UnicodeError as error:
                at = getattr(error, "start", 0)
                data = getattr(error, "object", b"")
                data = data if isinstance(data, bytes) else b""
                if data[at : at + 1]:
                    return f"byte 0x{data[at]:02x} at line {line + _newlines(data[:at])}"
                return f"damaged after line {line}"
            if not block:
                return None
            line += _newlines(block)


def _newlines(data: bytes) -> int:
    return data.count(b"\n") or data.count(b"\r")


def _utf16_by_nuls(head: bytes) -> str | None:
    """Blanks, digits and line ends of UTF-16 have one zero byte each, always on the same side."""
    even, odd = head[0:4000:2].count(0), head[1:4000:2].count(0)
    enough = min(len(head), 4000) // 40
    if odd > enough and even * 20 < odd:
        return "utf-16-le"
    if even > enough and odd * 20 < even:
        return "utf-16-be"
    return None


def _mostly_utf8(path: Path) -> int:
    """How many characters are damaged, where the rest is evidently UTF-8 (a cut or mixed file); else 0."""
    with path.open("r", encoding="utf-8", errors="replace", newline="") as file:
        seen = Counter[str]()
        for block in iter(lambda: file.read(_BLOCK), ""):
            seen.update(re.findall(r"[^\x00-\x7f]", block))
    damaged = seen.pop("\ufffd", 0)
    return damaged if sum(seen.values()) > 3 * damaged else 0
