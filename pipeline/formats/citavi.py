"""Citavi: the project file (.ctv5, .ctv6) that a Citavi backup holds, one XML text of the whole project.

In: the XML. Out: each reference as one record; settings, persons, periodicals, keywords, quotations and tasks are
Unread, and what they say reaches the references that name them by their ids.

Who wrote what stands behind the references, so the whole text is held in memory. References and list entries are cut
out of it and parsed one by one all the same: a bad one costs only itself, and no DTD is ever read.

Source: the project files of Citavi 5 and 6, and Citavi's manual, "Reference types".
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import TextIO

from ..model import Found, Reject, Unread
from . import _xml
from ._citavi_fields import SKIPPED as SKIPPED
from ._citavi_fields import Entry, Project, entry_of, fields_of

NAME = "citavi"
TITLE = "Citavi project"

_BEGIN = re.compile(r"(?:<\?xml[^>]*>|<!--.*?-->|[\s\ufeff])*+<CitaviExchangeData(?=[\s>])", re.DOTALL)
_START = re.compile(r"<(Reference)(?=[\s>])[^>]*>")
_ID = re.compile(r"\sid\s*=\s*[\"']([^\"']+)[\"']")
_CLOSED = re.compile(r"</CitaviExchangeData\s*>")
# a list of entries, and one of links: 'id of the one;id of the many;id …'
_ENTRIES = "Person|Keyword|Periodical|Publisher|SeriesTitle|Category|Group|Library|Location"
_ENTRY = re.compile(rf"<({_ENTRIES})\s[^>]*>[^<]*(?:<(?!/?\1[\s>])[^<]*)*+</\1\s*>")
_LINKS = re.compile(r"<(Reference[A-Z]\w*)>\s*(?=<OnetoN>)")
_LINK = re.compile(r"\s*<OnetoN>([^<]*)</OnetoN>")
_SECTION = re.compile(r"</?(?:CitaviExchangeData|References|ReferenceAuthors|ProjectSettings)\b")


def sniff(head: str) -> int:
    """3 for Citavi's own root element, 0 else."""
    return 3 if _BEGIN.match(head) else 0


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """One Found or Reject a reference, in the order of the file; the rest of the project is Unread."""
    text = stream.read()
    pieces = list(_xml.slices(io.StringIO(text, newline=""), _START))
    project = _project(text, [raw for name, raw, _ in pieces if name == "Reference"])
    broken = _SECTION.search(text) is not None and not _CLOSED.search(text)
    for place, (name, raw, line) in enumerate(pieces, 1):
        if name:
            yield _record(name, raw, line, project, broken)
        else:
            yield _between(raw, line, broken and place == len(pieces))


def _project(text: str, references: list[str]) -> Project:
    """What references name. Damaged entries are left out: the references that name them lose a name."""
    entries = dict[str, Entry]()
    for raw in [*references, *(found[0] for found in _ENTRY.finditer(text))]:
        if (entry_id := _ID.search(raw[: raw.find(">")])) and (entry := _parsed(raw)) is not None:
            entries.setdefault(entry_id[1], entry)
    return Project(entries, list(_links(text)))


def _parsed(raw: str) -> Entry | None:
    try:
        return entry_of(_xml.parse(raw))
    except ET.ParseError:
        return None


def _links(text: str) -> Iterator[tuple[str, list[str]]]:
    """(name of the list, ids) of each link; KnowledgeItems' ids carry ':1' at their end, references' don't."""
    for section in _LINKS.finditer(text):
        at = section.end()
        while (link := _LINK.match(text, at)) is not None:
            at = link.end()
            yield section[1], [part.strip() for part in link[1].split(";") if part.strip()]


def _record(name: str, raw: str, line: int, project: Project, broken: bool) -> Found | Reject:
    read = _xml.element(name, raw, line, _CLOSED)
    if isinstance(read, Reject):
        return read
    root, warnings = read
    if root.find("ReferenceType") is None and root.find("Title") is None:
        return Reject(line=line, raw=raw, reason="a reference with neither type nor title")
    fields, extra, more = fields_of(root, project)
    if broken:
        more += ("the file breaks off: who wrote this, its publisher and its keywords may be missing",)
    return Found(line=line, raw=raw, fields=fields, extra=extra, warnings=warnings + more)


def _between(raw: str, line: int, cut: bool) -> Unread | Reject:
    if cut:
        reason = "the file breaks off behind the references, where it says who wrote them: make the backup again"
        return Reject(line=line, raw=raw, reason=reason, truncated=True)
    if _SECTION.search(raw):
        return Unread(line=line, raw=raw, reason="the rest of the project: settings, lists, quotations, tasks")
    blank = not raw.strip(" \t\r\n\ufeff")
    return Unread(line=line, raw=raw, reason="between references" if blank else "no reference", expected=blank)
