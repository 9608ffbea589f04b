"""Records cut out of XML text, each of them parsed alone.

In: a stream of text and a pattern of the record's start tag. Out: every piece of the text in its order, records and
what stands between them. A record is parsed without its file: memory doesn't grow with the file, one bad record is
one Reject, and the document type definition, which names network addresses and may define entities, is never read.
So nothing can be expanded (entity bombs) or fetched (SYSTEM entities): a record that needs such an entity is set aside.

Source: W3C, "Extensible Markup Language (XML) 1.0" (5th edition) and "Namespaces in XML 1.0".
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from html.entities import html5
from typing import TextIO, cast

from ..model import Found, Reject, Unread
from ._text import line_ends

CUT, END = "cut", "end"  # a record without its end tag: within the file, at its end

_CHUNK = 1 << 20  # characters at a time: some hundred records
LONGEST_FRAME = 1 << 13  # what is longer is no frame, and is not searched for one
_PROLOG = r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>"
_HIDING = (("<!--", "-->"), ("<![CDATA[", "]]>"))
_HIDDEN = r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)"
_BROKE_OFF = "the download broke off between two records: export it again"

_PREFIX = re.compile(r"(?:</?|\s)([A-Za-z_][\w.-]*):[A-Za-z_]")
_BOUND = ("xml", "xmlns")  # bound by the standard itself
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_XML_ENTITIES = ("amp", "lt", "gt", "quot", "apos")
_NO_XML_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|"
                               r"[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));")  # fmt: skip


def slices(stream: TextIO, start: re.Pattern[str]) -> Iterator[tuple[str, str, int]]:
    """(element name, its text, its line) for each piece. `start` matches a whole start tag, its group 1 the name.

    The name is '' for text between records; a record without its end tag is CUT, and at the end of the file END.
    Start tags in comments and CDATA sections are text.
    """
    text, line, size = "", 1, _CHUNK
    while chunk := stream.read(size):
        text, done = text + chunk, 0
        for name, end in _ends(text, start):
            yield name, text[done:end], line
            line += line_ends(text[done:end])
            done = end
        text = text[done:]
        # a record longer than what was read: twice as much next time, so that all of it is searched just twice
        size = _CHUNK if done else 2 * size
    first = _shown(text, start, 0)
    if at := first.start() if first else len(text):
        yield "", text[:at], line
    if first:
        yield END, text[at:], line + line_ends(text[:at])


def _ends(text: str, start: re.Pattern[str]) -> Iterator[tuple[str, int]]:
    """Name and end of each piece that is whole in `text`."""
    done, known = 0, dict[str, re.Match[str]]()
    while (found := _shown(text, start, done)) is not None:
        name = found[1]
        if found[0].endswith("/>"):
            stop = found
        elif name in known and known[name].start() >= found.end():
            stop = known[name]
        elif (end := _shown(text, _end_tag(name), found.end())) is not None:
            stop = known[name] = end
        else:
            return
        if found.start() > done:
            yield "", found.start()
        again = _shown(text, _start_tag(name), found.end(), stop.start())
        done = again.start() if again else stop.end()  # `again`: a broken download in front of a whole one
        yield CUT if again else name, done


def _shown(text: str, pattern: re.Pattern[str], start: int, stop: int | None = None) -> re.Match[str] | None:
    """The first match that is in no comment and no CDATA section begun since `start`."""
    stop = len(text) if stop is None else stop
    found = pattern.search(text, start, stop)
    while found is not None and (mark := _hidden(text, start, found.start())):
        start = text.find(mark, found.start())
        if start < 0:
            return None
        start += len(mark)
        found = pattern.search(text, start, stop)
    return found


def _hidden(text: str, start: int, at: int) -> str | None:
    """The mark that ends the comment or section in which `at` lies; None where it lies in none."""
    for opening, closing in _HIDING:
        opened = text.rfind(opening, start, at)
        if opened >= 0 and text.find(closing, opened + len(opening), at) < 0:
            return closing
    return None


@cache
def _end_tag(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{re.escape(name)}\s*>")


@cache
def _start_tag(name: str) -> re.Pattern[str]:
    return re.compile(rf"<{re.escape(name)}[\s>]")


def parse(raw: str) -> ET.Element:
    """One element as a tree; ET.ParseError where it is not well-formed, or needs what only its file could tell.

    Name space prefixes that were declared around it (mml:, xlink:) are declared here, as themselves. Letters and
    signs by their HTML names ('&nbsp;', '&uuml;') are read, since no DTD is; any other entity is an error.
    """
    if raw[1:2] in ("!", "?"):
        raise ET.ParseError("a document type or declaration where a record should begin")
    try:
        return _parse(raw)
    except ET.ParseError as error:
        if "undefined entity" not in str(error):
            raise
    return _parse(_ENTITY.sub(_character, raw))


def begun(raw: str) -> ET.Element | None:
    """As much of an element as can be read, where it may be cut off or damaged further on; None for nothing."""
    if raw[1:2] in ("!", "?"):
        return None
    parser: ET.XMLPullParser[ET.Element] = ET.XMLPullParser(events=("start",))
    with suppress(ET.ParseError, UnicodeError):
        parser.feed(_ENTITY.sub(_character, raw))
    with suppress(ET.ParseError):
        for _, root in cast("Iterator[tuple[str, ET.Element]]", parser.read_events()):
            return root  # the first start tag is the element's own
    return None


def _parse(raw: str) -> ET.Element:
    try:
        return ET.fromstring(raw)
    except ET.ParseError as error:
        if "unbound prefix" not in str(error):
            raise
    except UnicodeError as error:  # half a surrogate pair
        raise ET.ParseError("a character that is none") from error
    spaces = " ".join(f'xmlns:{prefix}="{prefix}"' for prefix in sorted({*_PREFIX.findall(raw)} - {*_BOUND}))
    return ET.fromstring(f"<with {spaces}>{raw}</with>")[0]


def _character(entity: re.Match[str]) -> str:
    known = None if entity[1] in _XML_ENTITIES else html5.get(entity[1] + ";")
    return entity[0] if known is None else html.escape(known)


def without_name_spaces(root: ET.Element) -> ET.Element:
    """The same tree, its element names bare: '{http://jats.nlm.nih.gov}article' -> 'article'."""
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.startswith("{"):
            element.tag = element.tag.rpartition("}")[2]
    return root


def frame(wrappers: str) -> re.Pattern[str]:
    """A pattern of what may stand between records: declaration, comments, document type, and tags of `wrappers`."""
    return re.compile(rf"{_PROLOG}|</?(?:{wrappers})(?=[\s/>])[^>]*>", re.DOTALL)


def between(raw: str, line: int, frame: re.Pattern[str]) -> Unread:
    """What stands between two records: expected where it is nothing but `frame` and blanks."""
    if len(raw) < LONGEST_FRAME and not frame.sub("", raw).strip(" \t\r\n\ufeff"):
        return Unread(line=line, raw=raw, reason="XML frame")
    return Unread(line=line, raw=raw, reason="text outside of records", expected=False)


def to_its_end(segments: Iterable[Found | Reject | Unread], wrappers: str) -> Iterator[Found | Reject | Unread]:
    """The segments, and behind the last one a Reject where the end tag of what holds the records never came.

    A file cut between two records has no record cut off: that <PubmedArticleSet> was opened and never closed is the
    only sign. Records without anything around them, as people paste them, are whole. Where one of `wrappers` opens
    while it is open, two files are in one and the first was cut: the text where the second begins is unexpected.
    """
    tags = re.compile(rf"{_HIDDEN}|<(/?)((?:[A-Za-z_][\w.-]*:)?(?:{wrappers}))(?=[\s/>])([^<>]*+)>", re.DOTALL)
    waiting: list[str] = []  # the names of what is open
    last: Found | Reject | Unread | None = None
    for segment in segments:
        if last is not None:
            yield last
        last = segment
        lost = None if isinstance(segment, Found) else _lost_end(waiting, tags.finditer(segment.raw))
        if lost and isinstance(segment, Unread):
            reason = f"<{lost}> opens again, and its end tag is missing before: {_BROKE_OFF}"
            last = Unread(line=segment.line, raw=segment.raw, reason=reason, expected=False)
    if last is not None:
        yield from _with_lost_end(last, waiting)


def _lost_end(waiting: list[str], tags: Iterable[re.Match[str]]) -> str | None:
    """Goes through the tags, so that `waiting` holds what is open behind them; the name that opens once more."""
    lost = None
    for closing, name, attributes in (tag.groups() for tag in tags):
        if closing and name in waiting:
            del waiting[waiting.index(name) :]
        elif name and not closing and not attributes.endswith("/"):
            if name in waiting:
                lost = name
                del waiting[waiting.index(name) :]
            waiting.append(name)
    return lost


def _with_lost_end(last: Found | Reject | Unread, waiting: list[str]) -> Iterator[Found | Reject | Unread]:
    """The last segment, and what is to be told where something is open; a blank rest of the file tells it itself."""
    if not waiting or (isinstance(last, Reject) and last.truncated):
        yield last
        return
    line, raw = last.line, last.raw
    if not isinstance(last, Unread) or ">" in raw:
        yield last
        line, raw = line + line_ends(raw), ""
    reason = f"the file ends without the end tag </{waiting[0]}>: {_BROKE_OFF}"
    yield Reject(line=line, raw=raw, reason=reason, truncated=True)


def element(name: str, raw: str, line: int, closing: re.Pattern[str]) -> tuple[ET.Element, tuple[str, ...]] | Reject:
    """A record as `slices` gave it: its tree, with warnings; a Reject where it can't be parsed.

    `closing` matches the end tag of what holds the records: with it, a last record without end tag is damaged, but
    the file is whole.
    """
    if name in (CUT, END):
        return Reject(
            line=line,
            raw=raw,
            reason="the record has no end tag: the file breaks off, or is damaged here",
            truncated=name == END and closing.search(raw) is None,
        )
    try:
        return parse(raw), ()
    except ET.ParseError as error:
        problem = str(error)
    mended, count = _NO_XML_CHARACTER.subn(" ", raw)
    with suppress(ET.ParseError):  # where there is more wrong than those, the first problem is the one to tell
        if count:
            return parse(mended), (f"{count} control characters read as blanks",)
    return Reject(line=line, raw=raw, reason=f"not well-formed XML: {problem}")


def segment(
    name: str,
    raw: str,
    line: int,
    closing: re.Pattern[str],
    found: Callable[[ET.Element, tuple[str, ...], str, int], Found | Reject],
) -> Found | Reject:
    """A record as `slices` gave it, as `found(root, warnings, raw, line)` reads it; see `element`."""
    read = element(name, raw, line, closing)
    return read if isinstance(read, Reject) else found(*read, raw, line)


def segments(
    stream: TextIO,
    start: re.Pattern[str],
    closing: re.Pattern[str],
    found: Callable[[ET.Element, tuple[str, ...], str, int], Found | Reject],
    frame: re.Pattern[str],
) -> Iterator[Found | Reject | Unread]:
    """All of a text whose elements `start` are its records, each for itself; see `slices`, `segment` and `between`."""
    for name, raw, line in slices(stream, start):
        yield segment(name, raw, line, closing, found) if name else between(raw, line, frame)


def text(element: ET.Element | None) -> str:
    """All text in an element, markup inside left out, runs of white space as one blank; '' for none."""
    if element is None:
        return ""
    written = "".join(element.itertext()) if len(element) else element.text or ""
    return " ".join(written.split())


class Fields:
    """Lists of texts by field; empty texts and repetitions are left out."""

    def __init__(self) -> None:
        """Nothing filled."""
        self.filled: dict[str, list[str]] = {}

    def add(self, name: str, *values: str | None) -> None:
        """Add each value that is new and no empty text."""
        for value in values:
            if value and value not in self.filled.get(name, ()):
                self.filled.setdefault(name, []).append(value)

    def add_all(self, name: str, *values: str | None) -> None:
        """Add each value, repeated ones too: two namesakes are two authors."""
        if kept := [value for value in values if value]:
            self.filled.setdefault(name, []).extend(kept)
