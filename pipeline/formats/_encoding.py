"""In which encoding the text of a file is.

In: the bytes. Out: the name of their encoding, and a warning for whatever is not beyond doubt. UTF-8 proves itself:
text in another encoding is next to never valid UTF-8. The old one-byte encodings don't; which of them it is, is
judged by the letters (`_charset`), and always said.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from io import TextIOWrapper
from typing import NamedTuple, TextIO

from ..errors import UnknownFormat
from ._charset import charset_by_letters, foreign_words
from ._container import Content

_BLOCK = 1 << 16  # fits the caches: larger ones are slower

# byte-order marks, the longer first: UTF-32's begins with UTF-16's
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_DECLARED = re.compile(rb"""(?:<\?xml[^>]{0,80}?encoding\s*=\s*["']|^%\s*Encoding:\s*)([A-Za-z0-9._-]{2,30})""")


class Encoding(NamedTuple):
    """In which encoding a text is, how to treat what doesn't fit it ('strict', 'replace'), and what to tell of it.

    `characters`: how many it has, where all of it had to be looked at to know; None: nobody has counted.
    """

    name: str
    errors: str = "strict"
    warnings: tuple[str, ...] = ()
    characters: int | None = None


def decoded(content: Content, encoding: str, errors: str) -> TextIO:
    """The bytes as text; line ends stay as they are."""
    return TextIOWrapper(content.open(), encoding=encoding, errors=errors, newline="")


def characters(content: Content, encoding: str, errors: str) -> int:
    """How many characters `decoded` gives in all; three times as fast as reading them from there."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    with content.open() as file:
        count = sum(len(decoder.decode(block)) for block in iter(lambda: file.read(_BLOCK), b""))
    return count + len(decoder.decode(b"", final=True))


def as_told(content: Content, encoding: str, head: bytes) -> Encoding:
    """The encoding that a person says it is; UnknownFormat where it isn't."""
    try:
        codecs.lookup(encoding)
    except LookupError as error:
        known = "utf-8, utf-16, cp1252, cp1251, koi8-r, cp866, cp1250, iso8859-2, mac-roman …"
        raise UnknownFormat(f"{content}: {encoding!r} is no encoding that we know", hint=f"known: {known}") from error
    name = next((with_mark for mark, with_mark in MARKS if head.startswith(mark)), encoding)
    name = name if codecs.lookup(name.removesuffix("-sig")) == codecs.lookup(encoding) else encoding
    problem, characters = _tried(content, name)
    if problem:
        raise UnknownFormat(f"{content} is not {encoding}: {problem}", hint="leave out --encoding, or try another")
    return Encoding(name, characters=characters)


def choose_encoding(content: Content, head: bytes) -> Encoding:
    """The encoding by what the text shows."""
    for mark, by_mark in MARKS:
        if head.startswith(mark):
            problem, characters = _tried(content, by_mark)
            if problem is None:
                return Encoding(by_mark, characters=characters)
    problem, characters = _tried(content, "utf-8")
    utf16 = utf16_by_nuls(head)
    if utf16 and not _not_in(content, utf16):
        return Encoding(utf16, warnings=(f"UTF-16 without byte-order mark, by its zero bytes; read as {utf16}",))
    if problem is None:
        return Encoding("utf-8", characters=characters)
    if (said := _DECLARED.search(head[:1000])) and (name := _declared(content, said[1].decode("ascii"))):
        return Encoding(name, warnings=(f"not UTF-8: {problem}; read as {name}, as the file itself says",))
    if damaged := _mostly_utf8(content):
        return Encoding("utf-8", "replace", (f"UTF-8 with {damaged} damaged characters, shown as \ufffd: {problem}",))
    charset, evidence = charset_by_letters(foreign_words(content))
    return Encoding(
        charset, warnings=(f"not UTF-8: {problem}; read as {charset} because {evidence}; another: --encoding",)
    )


def _declared(content: Content, name: str) -> str | None:
    try:
        codecs.lookup(name)
    except LookupError:
        return None
    return None if _not_in(content, name) else name.lower()


def _not_in(content: Content, encoding: str) -> str | None:
    """None where all of the file is valid `encoding`, else the place: 'byte 0xfc at line 12'."""
    return _tried(content, encoding)[0]


def _tried(content: Content, encoding: str) -> tuple[str | None, int]:
    """The place where the file is not valid `encoding`, None for nowhere; and how many characters stand before it."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    read = characters = 0
    with content.open() as file:
        while True:
            block = file.read(_BLOCK)
            try:
                characters += len(decoder.decode(block, final=not block))
            except UnicodeError as error:
                at = getattr(error, "start", 0)
                data = getattr(error, "object", b"")
                data = data if isinstance(data, bytes) else b""
                line = 1 + _lines_before(content, read)
                if data[at : at + 1]:
                    return f"byte 0x{data[at]:02x} at line {line + _newlines(data[:at])}", characters
                return f"damaged after line {line}", characters
            if not block:
                return None, characters
            read += len(block)


def _lines_before(content: Content, size: int) -> int:
    """How many lines end in so many bytes: counted where there is something to tell, as few files are damaged."""
    with content.open() as file:
        return sum(_newlines(file.read(_BLOCK)) for _ in range(size // _BLOCK))


def _newlines(data: bytes) -> int:
    return data.count(b"\n") or data.count(b"\r")


def utf16_by_nuls(head: bytes) -> str | None:
    """Blanks, digits and line ends of UTF-16 have one zero byte each, always on the same side."""
    even, odd = head[0:4000:2].count(0), head[1:4000:2].count(0)
    enough = min(len(head), 4000) // 40
    if odd > enough and even * 20 < odd:
        return "utf-16-le"
    if even > enough and odd * 20 < even:
        return "utf-16-be"
    return None


def _mostly_utf8(content: Content) -> int:
    """How many characters are damaged, where the rest is evidently UTF-8 (a cut or mixed file); else 0."""
    with decoded(content, "utf-8", "replace") as file:
        seen = Counter[str]()
        for block in iter(lambda: file.read(_BLOCK), ""):
            seen.update(re.findall(r"[^\x00-\x7f]", block))
    damaged = seen.pop("\ufffd", 0)
    return damaged if sum(seen.values()) > 3 * damaged else 0
