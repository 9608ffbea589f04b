"""In which encoding the text of a file is.

In: the bytes. Out: the name of their encoding, and a warning for whatever is not beyond doubt. UTF-8 proves itself:
text in another encoding is next to never valid UTF-8. The old one-byte encodings don't; which of them it is, is
judged by the letters (`_charset`), and always said.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterator
from io import BufferedReader, TextIOWrapper
from typing import NamedTuple, TextIO

from ..errors import UnknownFormat
from ._charset import Judgement, judge
from ._container import Content
from ._line_encoding import Recoded, Survey, beyond_ascii, survey, texts

_BLOCK = 1 << 15  # fits the caches: larger ones are slower

# byte-order marks, the longer first: UTF-32's begins with UTF-16's
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_DECLARED = re.compile(rb"""(?:<\?xml[^>]{0,80}?encoding\s*=\s*["']|^%\s*Encoding:\s*)([A-Za-z0-9._-]{2,30})""")
_BY_LINE = "by line: "  # how lines are treated that are not UTF-8; the name of their encoding follows


class Encoding(NamedTuple):
    """In which encoding a text is, how to treat what doesn't fit it, and what to tell of it.

    `errors`: 'strict'; 'replace' or 'backslashreplace' where a few characters are damaged; 'by line: cp1251' where the
    lines that are not UTF-8 are cp1251.
    `characters`: how many it has, where all of it had to be looked at to know; None: nobody has counted.
    """

    name: str
    errors: str = "strict"
    warnings: tuple[str, ...] = ()
    characters: int | None = None


def decoded(content: Content, encoding: str, errors: str) -> TextIO:
    """The bytes as text; line ends stay as they are."""
    if errors.startswith(_BY_LINE):
        recoded = BufferedReader(Recoded(texts(content, errors.removeprefix(_BY_LINE))), _BLOCK)
        return TextIOWrapper(recoded, encoding="utf-8", newline="")
    return TextIOWrapper(content.open(), encoding=encoding, errors=errors, newline="")


def characters(content: Content, encoding: str, errors: str) -> int:
    """How many characters `decoded` gives in all; three times as fast as reading them from there."""
    return sum(map(len, _pieces(content, encoding, errors)))


def _pieces(content: Content, encoding: str, errors: str) -> Iterator[str]:
    if errors.startswith(_BY_LINE):
        yield from texts(content, errors.removeprefix(_BY_LINE))
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    with content.open() as file:
        yield from (decoder.decode(block) for block in iter(lambda: file.read(_BLOCK), b""))
    yield decoder.decode(b"", final=True)


def as_told(content: Content, encoding: str, head: bytes) -> Encoding:
    """The encoding that a person says it is; UnknownFormat where it isn't."""
    try:
        codecs.lookup(encoding)
    except LookupError as error:
        known = (
            "utf-8, utf-16, cp1252, cp1251, koi8-r, cp866, cp1250, iso8859-2, mac-roman, gb18030, shift_jis, euc-kr …"
        )
        raise UnknownFormat(f"{content}: {encoding!r} is no encoding that we know", hint=f"known: {known}") from error
    name = next((with_mark for mark, with_mark in MARKS if head.startswith(mark)), encoding)
    name = name if codecs.lookup(name.removesuffix("-sig")) == codecs.lookup(encoding) else encoding
    problem, characters = _tried(content, name)
    if problem:
        raise UnknownFormat(f"{content} is not {encoding}: {problem}", hint="leave out --encoding, or try another")
    return Encoding(name, warnings=_rather_utf8(content, encoding), characters=characters)


def _rather_utf8(content: Content, told: str) -> tuple[str, ...]:
    """A warning where a file in UTF-8 is said to be in another encoding: 'ü' would be read as 'Ã¼'."""
    if codecs.lookup(told).name.startswith("utf") or _is_ascii(content) or _not_in(content, "utf-8"):
        return ()
    return (f"read as {told}, as you said, but all of it is valid UTF-8: without --encoding it is read as that",)


def _is_ascii(content: Content) -> bool:
    with content.open() as file:
        return all(block.isascii() for block in iter(lambda: file.read(_BLOCK), b""))


def choose_encoding(content: Content, head: bytes) -> Encoding:
    """The encoding by what the text shows."""
    mark = next((by_mark for mark, by_mark in MARKS if head.startswith(mark)), None)
    problem, characters = _tried(content, mark or "utf-8")
    utf16 = None if mark else utf16_by_nuls(head)
    if utf16 and not _not_in(content, utf16):
        return Encoding(utf16, warnings=(f"UTF-16 without byte-order mark, by its zero bytes; read as {utf16}",))
    if problem is None:
        return Encoding(mark or "utf-8", characters=characters)
    if (wide := utf16 or mark) and wide != "utf-8-sig" and (damaged := _few_damaged(content, wide)):
        return Encoding(wide, "replace", (_damage(wide.upper(), damaged, _not_in(content, wide) or problem),))
    if not mark and (said := _DECLARED.search(head[:1000])) and (name := _declared(content, said[1].decode("ascii"))):
        return Encoding(name, warnings=(f"not UTF-8: {problem}; read as {name}, as the file itself says",))
    return _by_lines(content, problem, mark == "utf-8-sig", survey(content))


def _by_lines(content: Content, problem: str, marked: bool, seen: Survey) -> Encoding:
    """UTF-8 with lines in an old encoding, or with damaged characters; or else an old encoding throughout.

    A line that is not UTF-8 is damaged, not old, where it is in doubt what it would spell in an old encoding.
    `marked`: UTF-8's byte-order mark is there.
    """
    utf8 = "utf-8-sig" if marked else "utf-8"
    if seen.mixed or (marked and seen.old):
        old = judge(seen.words)
        if old.verdict == "sure" or not seen.mostly_utf8:
            return Encoding(utf8, _BY_LINE + old.charset, (_two_encodings(seen, old, problem),))
    if marked or seen.mostly_utf8:
        rest = seen.bad_lines - 1
        more = f", and {rest} more line{'s' if rest > 1 else ''}" if rest else ""
        return Encoding(utf8, "replace", (_damage("UTF-8", seen.damaged, problem + more),))
    return _old(content, problem, seen.words | seen.other_words)


def _two_encodings(seen: Survey, old: Judgement, problem: str) -> str:
    known = "two encodings: UTF-8, but" if seen.utf8 else "a byte-order mark of UTF-8, but"
    return (
        f"{known} not in {seen.where()} ({problem.partition(' at ')[0]}), "
        f"read as {old.charset} because {old.evidence}{_also_damaged(seen.broken)}; "
        "if that is wrong, part the file, and name the encoding of each part (--encoding)"
    )


def _also_damaged(damaged: int, shown: str = "\ufffd") -> str:
    return f"; {damaged} damaged character{'s' if damaged > 1 else ''}, shown as {shown}" if damaged else ""


def _damage(encoding: str, damaged: int, problem: str) -> str:
    return f"{encoding} with {damaged} damaged character{'s' if damaged > 1 else ''}, shown as \ufffd: {problem}"


def _old(content: Content, problem: str, words: Collection[bytes]) -> Encoding:
    """An encoding from before Unicode, throughout."""
    found = judge(words, lambda charset: not _not_in(content, charset) or _few_damaged(content, charset) > 0)
    damaged = _few_damaged(content, found.charset) if _not_in(content, found.charset) else 0
    also = _also_damaged(damaged, "\\x and its number")  # most of these encodings have no \ufffd to write it again
    said = f"not UTF-8: {problem}; read as {found.charset} because {found.evidence}{also}; another: --encoding"
    return Encoding(found.charset, "backslashreplace" if damaged else "strict", (said,))


def _few_damaged(content: Content, encoding: str) -> int:
    """How many characters are damaged, where it is only one, or one in twenty of those beyond ASCII; else 0."""
    damaged = foreign = 0
    for text in _pieces(content, encoding, "replace"):
        damaged += text.count("\ufffd")
        foreign += beyond_ascii(text)
    return damaged if damaged <= 1 + foreign // 20 else 0


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
        return sum(_newlines(file.read(_BLOCK)) for _ in range(-(-size // _BLOCK)))


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
