"""PubMed XML: what efetch (retmode=xml), PubMed's FTP files and older MEDLINE sets hold.

In: text with PubmedArticle, PubmedBookArticle or (before 2001) bare MedlineCitation elements, with or
without an XML declaration, in a set or alone. Out: one segment a record, with the text between as Unread.

Each record is cut out of the text and parsed alone, so that memory doesn't grow with the file, one bad
record is one Reject, and the document type definition, which names a network address and may define
entities, is never read.

Source: NLM, "MEDLINE/PubMed XML Element Descriptions and their Attributes".
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import TextIO

from ..model import Found, Reject, Unread
from . import _xml
from ._pubmed_fields import fields_of

NAME = "pubmed-xml"
TITLE = "PubMed XML"
# what is read and not kept, and why: docs/formats.md shows it
SKIPPED = {
    "@UI, DescriptorName@Type": "the number and the kind of a term in NLM's lists, which its words name",
    "AbstractText@NlmCategory": "NLM's grouping of labels that are kept",
    "JournalIssue@CitedMedium, ISSN@IssnType": "print or internet; both ISSNs are kept",
    "KeywordList@Owner, OtherAbstract@Type": "who supplied them",
    "SectionTitle@book, @part, @sec": "anchors in the text on the Bookshelf",
    "Initials beside ForeName": "said by the name",
    "MajorTopicYN, ValidYN, CompleteYN where they say the usual": "nothing is said",
}

_START = re.compile(r"<(PubmedArticle|PubmedBookArticle|MedlineCitation|DeleteCitation|DeleteDocument)(?=[\s/>])[^>]*>")
_SET_END = re.compile(r"</[A-Za-z]*Set\s*>")
_WRAPPERS = "[A-Za-z]*Set"
_FRAME = _xml.frame(_WRAPPERS)


def sniff(head: str) -> int:
    """3 for a record or a set of PubMed's, 0 else."""
    return (
        3 if _START.search(head) or re.search(r"<(PubmedArticle|PubmedBookArticle|MedlineCitation)Set\b", head) else 0
    )


def database(head: str) -> str | None:
    """PubMed, whoever passed the file on."""
    return "PubMed" if sniff(head) else None


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """One Found or Reject a record element; what stands between is Unread."""
    return _xml.to_its_end(_segments(stream), _WRAPPERS)


def _segments(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    for name, raw, line in _xml.slices(stream, _START):
        if not name:
            yield _between(raw, line)
        elif name.startswith("Delete"):
            yield Unread(line=line, raw=raw, reason="list of records that PubMed deleted")
        else:
            yield _xml.segment(name, raw, line, _SET_END, _found)


def _between(raw: str, line: int) -> Unread:
    if "<ERROR>" in raw:
        return Unread(line=line, raw=raw, reason="an error message of the server", expected=False)
    return _xml.between(raw, line, _FRAME)


def _found(root: ET.Element, warnings: tuple[str, ...], raw: str, line: int) -> Found | Reject:
    read = fields_of(root)
    if read is None:
        return Reject(line=line, raw=raw, reason=f"{root.tag} holds no citation")
    fields, extra = read
    if not fields.get("title") and not fields.get("pmid"):
        return Reject(line=line, raw=raw, reason="record without title and PMID")
    return Found(line=line, raw=raw, fields=fields, extra=extra, warnings=warnings)
