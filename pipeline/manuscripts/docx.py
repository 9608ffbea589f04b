"""Word documents (.docx): citations that Zotero, Mendeley, EndNote, Citavi and Word itself keep in fields, and keys.

What each program writes behind the visible '(Winter, 2004)': _docx_codes.py. In the text itself [@key] is a citation
as in Markdown, and {key} is one where a work has that key (EndNote's and others' way to mark what is to be formatted).
Text that is struck by tracking (w:del) cites nothing.

Source: ECMA-376 part 1, §17.16 (fields), §17.5.2 (content controls), part 2 (packages). Only the parts that hold text
are read, each unpacked no further than an export may be (formats/_container.py); a document type is refused, as the
standard does, so that no entity is ever expanded.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import UnknownFormat
from ..formats._container import Content
from . import Citation, Manuscript
from ._docx_codes import cited_in_code, cited_in_control
from .markdown import bracketed_keys

TITLE = "a Word document"
SUFFIXES = (".docx", ".docm")

PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
PROPERTIES = "docProps/custom.xml"
_NAME_SPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",  # ISO 29500 strict
)
_IN_BRACES = re.compile(r"\{([A-Za-z0-9][\w:.+/-]*(?:\s*[;,]\s*[A-Za-z0-9][\w:.+/-]*)*)\}")


def read(path: Path) -> Manuscript:
    """What the document cites, its footnotes and endnotes included. Raises UnknownFormat where it can't be read."""
    names = _names(path)
    bookmarks: set[str] = set()
    citations: list[Citation] = []
    for name in PARTS:
        if name in names:
            part = _Part(path.name)
            citations += part.citations(_tree(path, name))
            bookmarks |= part.bookmarks
    if PROPERTIES in names and bookmarks:
        citations += _bookmarked(path, bookmarks)
    return Manuscript(citations=tuple(citations), files=(path,))


def _names(path: Path) -> set[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            found = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError) as error:
        raise UnknownFormat(f"{path} is no .docx file", hint="open it in Word and save it as .docx") from error
    if not found & {*PARTS}:
        raise UnknownFormat(f"{path} holds no text of Word's", hint="open it in Word and save it as .docx")
    return found


def _bookmarked(path: Path, bookmarks: set[str]) -> Iterator[Citation]:
    """Zotero's other way: bookmarks in the text, their codes apart in pieces of 255 characters (…_1, …_2)."""
    codes: dict[str, dict[int, str]] = {}
    for each in _tree(path, PROPERTIES):
        found = re.fullmatch(r"(ZOTERO_BREF_\w+)_(\d+)", each.get("name", ""))
        if found and found[1] in bookmarks:
            codes.setdefault(found[1], {})[int(found[2])] = "".join(each.itertext())
    for pieces in codes.values():
        yield from cited_in_code(path.name, "".join(piece for _, piece in sorted(pieces.items())), "")


def _tree(path: Path, name: str) -> ET.Element:
    content = Content(path, "zip", name)
    with content.open() as file:
        data = file.read()
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", errors="replace")
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise UnknownFormat(f"{content}: a document type, which Word never writes", hint="save it anew with Word")
    try:
        return ET.fromstring(text)
    except ET.ParseError as error:
        raise UnknownFormat(f"{path}: damaged ({name}: {error})", hint="save it anew with Word") from error


@dataclass(slots=True)
class _Field:
    """A field that is open: its code so far, EndNote's data beside it, and whether what is seen of it has begun."""

    code: str = ""
    data: str = ""
    shown: bool = False


@dataclass(slots=True)
class _Part:
    """One part of the document, read once from its beginning to its end."""

    name: str
    open: list[_Field] = field(default_factory=list)
    bookmarks: set[str] = field(default_factory=set)
    paragraph: int = 0

    def citations(self, root: ET.Element) -> Iterator[Citation]:
        """The citations of the part, in its order."""
        for element in root.iter():
            match _local(element.tag):
                case "p":
                    self.paragraph += 1
                    yield from self._in_text(_own_text(element))
                case "bookmarkStart":
                    self.bookmarks.add(_attribute(element, "name"))
                case "fldSimple":
                    yield from cited_in_code(self._place(), _attribute(element, "instr"), "")
                case "tag":
                    yield from cited_in_control(self._place(), _attribute(element, "val"))
                case "fldChar":
                    yield from self._turn(element)
                case "instrText" if self.open:
                    self.open[-1].code += element.text or ""
                case "fldData" if self.open:
                    self.open[-1].data += element.text or ""

    def _turn(self, mark: ET.Element) -> Iterator[Citation]:
        """The beginning, middle or end of a field. Where its code is whole, what it cites."""
        kind = _attribute(mark, "fldCharType")
        if kind == "begin":
            self.open.append(_Field())
        elif self.open:
            its = self.open[-1]
            if not its.shown:
                yield from cited_in_code(self._place(), its.code, its.data)
                its.shown = True
            if kind == "end":
                self.open.pop()

    def _in_text(self, text: str) -> Iterator[Citation]:
        place = self._place()
        yield from (Citation(place=place, key=key) for key in bracketed_keys(text))
        for found in _IN_BRACES.finditer(text):
            yield from (Citation(place=place, key=key, maybe=True) for key in re.split(r"\s*[;,]\s*", found[1]))

    def _place(self) -> str:
        return f"{self.name} paragraph {self.paragraph}"


def _local(tag: str) -> str:
    """The name of an element of Word's; '' for one of another name space."""
    return next((tag.removeprefix(space) for space in _NAME_SPACES if tag.startswith(space)), "")


def _attribute(element: ET.Element, name: str) -> str:
    return next((value for space in _NAME_SPACES if (value := element.get(space + name)) is not None), "")


def _own_text(paragraph: ET.Element) -> str:
    """The visible text of a paragraph; a paragraph in a text box within it has its own."""
    texts: list[str] = []
    waiting = list(paragraph)[::-1]
    while waiting:
        element = waiting.pop()
        name = _local(element.tag)
        if name in ("p", "del"):
            continue
        if name == "t":
            texts.append(element.text or "")
        elif name in ("tab", "br"):
            texts.append(" ")
        waiting += list(element)[::-1]
    return "".join(texts)
