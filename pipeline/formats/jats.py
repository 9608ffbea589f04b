"""JATS, the XML in which journals and archives keep articles; NLM's journal archiving XML before it.

In: <article> elements, alone or in a set (PubMed Central's <pmc-articleset>), bare or with a name space prefix, or in
OAI-PMH answers; chapters in <book-part-wrapper> (BITS) too. Out: one segment an article, with the text between as
Unread. Only <front> is read: what <body>, <back>, <sub-article> and <response> hold are the text, cited works and
other papers, and their DOIs are not the record's.

A title in English leads where the source gives one, with that of the work as `title_original`, as in other databases.
Sources: NISO Z39.96-2021 (JATS 1.3) and its tag library, "Suggested values" of the attributes; NLM, PMC's Tagging
Guidelines; NLM, BITS 2.1.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import TextIO

from ..model import Found, Reject, Unread
from . import _xml
from ._jats_fields import fields_of

NAME = "jats"
TITLE = "JATS XML"
# what is read and not kept, and why: docs/formats.md shows it
SKIPPED = {
    "body, back, floats-group": "the text, its figures and the works it cites",
    "sub-article, response": "other texts: letters, answers, the article in another language",
    "front/notes, processing-meta": "how the file was made",
    "counts": "how many figures and pages the file has",
    "fn, fn-group, xref": "footnotes, and the marks that point to them and to addresses",
    "object-id, tex-math": "the number of a part; a formula that stands there in another form, too",
    "title and label of abstract and kwd-group": "what the part is called ('Abstract'), not what it says",
    "collab/contrib-group": "the people of a group: the group is the author",
    "attributes as @corresp, @equal-contrib, @seq": "say how a name or a page is printed",
}

_START = re.compile(r"<((?:[A-Za-z_][\w.-]*:)?(?:article|book-part-wrapper))(?=[\s>])[^>]*>")
_MARKS = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?(?:front|article-meta|journal-meta|book-part-meta)[\s/>]")
_SET = re.compile(r"<pmc-articleset[\s/>]|<!DOCTYPE\s+article\s[^>]*(?:NLM//DTD|JATS)")
_CLOSING = re.compile(r"</(?:[A-Za-z_][\w.-]*:)?(?:articles|pmc-articleset|OAI-PMH)\s*>")
_OAI_HEADER = re.compile(r"<(\w+:)?(header|responseDate|request|resumptionToken|about)[\s>].*?</\1?\2\s*>", re.DOTALL)
_WRAPPERS = "articles|pmc-articleset|OAI-PMH|ListRecords|GetRecord"
_FRAME = _xml.frame(rf"(?:\w+:)?(?:{_WRAPPERS}|record|metadata|header)")


def sniff(head: str) -> int:
    """3 for an article with its front matter, or a set of them; 0 for other XML with articles, and for web pages."""
    return 3 if _SET.search(head) or (_START.search(head) and _MARKS.search(head)) else 0


def database(head: str) -> str | None:
    """PubMed Central and SciELO leave their marks; others don't."""
    if "<pmc-articleset" in head or "oai:pubmedcentral" in head:
        return "PubMed Central"
    return "SciELO" if 'specific-use="sps-' in head else None


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """One Found or Reject an article; what stands between is Unread."""
    return _xml.to_its_end(_segments(stream), _WRAPPERS)


def _segments(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    for name, raw, line in _xml.slices(stream, _START):
        if not name:
            plain = _OAI_HEADER.sub("", raw) if len(raw) < _xml.LONGEST_FRAME else raw
            expected = _xml.between(plain, line, _FRAME)
            yield Unread(line=line, raw=raw, reason=expected.reason, expected=expected.expected)
        else:
            yield _xml.segment(name, raw, line, _CLOSING, _found)


def _found(root: ET.Element, warnings: tuple[str, ...], raw: str, line: int) -> Found | Reject:
    read = fields_of(_xml.without_name_spaces(root))
    if read is None:
        return Reject(line=line, raw=raw, reason="article without front matter")
    fields, extra = read
    if not fields.keys() & {"title", "doi", "pmid", "pmcid"}:
        return Reject(line=line, raw=raw, reason="article without title and identifier")
    if "title" not in fields:
        warnings = (*warnings, "record without title")
    return Found(line=line, raw=raw, fields=fields, extra=extra, warnings=warnings)
