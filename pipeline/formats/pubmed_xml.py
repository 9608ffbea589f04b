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
from ._pubmed_fields import fields_of

NAME = "pubmed-xml"
TITLE = "PubMed XML"

_CHUNK = 1 << 20  # characters at a time: some hundred records
_START = re.compile(r"<(PubmedArticle|PubmedBookArticle|MedlineCitation|DeleteCitation|DeleteDocument)(?=[\s/>])[^>]*>")
_SET_END = re.compile(r"</[A-Za-z]*Set\s*>")
_FRAME = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>|</?[A-Za-z]*Set(?=[\s>/])[^>]*>", re.DOTALL)
_PREFIX = re.compile(r"</?([A-Za-z_][\w.-]*):")


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
    line = 1
    for kind, raw in _slices(stream):
        yield _segment(kind, raw, line)
        line += raw.count("\n") + raw.count("\r") - raw.count("\r\n")


def _slices(stream: TextIO) -> Iterator[tuple[str, str]]:
    """(element name, its text). The name is '' for text between records; a record without its end tag is
    'cut', and at the end of the file 'end'.
    """
    text, searched = "", 0
    while chunk := stream.read(_CHUNK):
        text, searched = text + chunk, max(searched, 0)
        done = 0
        while (found := _next(text, done, searched)) is not None:
            start, end, name = found
            if start > done:
                yield "", text[done:start]
            yield name, text[start:end]
            done = searched = end
        text, searched = text[done:], _resume(text, done, len(chunk))
    if text:
        yield from _rest(text)


def _resume(text: str, done: int, added: int) -> int:
    """Where the next search in the kept text may begin: an open record's start, else its last '<'."""
    start = _START.search(text, done)
    return (start.start() if start else max(text.rfind("<", done), done)) - done


def _next(text: str, done: int, searched: int) -> tuple[int, int, str] | None:
    """Start, end and name of the next whole record element at or after `searched`."""
    start = _START.search(text, max(done, searched))
    if start is None:
        return None
    if start[0].endswith("/>"):
        return start.start(), start.end(), start[1]
    end = re.compile(rf"</{start[1]}\s*>").search(text, start.end())
    if end is None:
        return None
    again = re.compile(rf"<{start[1]}[\s>]").search(text, start.end(), end.start())
    if again:  # a broken download in front of a whole one
        return start.start(), again.start(), "cut"
    return start.start(), end.end(), start[1]


def _rest(text: str) -> Iterator[tuple[str, str]]:
    """The end of the file: text without a record, or a record without its end tag."""
    start = _START.search(text)
    if start is None:
        yield "", text
        return
    if start.start():
        yield "", text[: start.start()]
    yield "end", text[start.start() :]


def _segment(kind: str, raw: str, line: int) -> Found | Reject | Unread:
    if not kind:
        return _between(raw, line)
    if kind.startswith("Delete"):
        return Unread(line=line, raw=raw, reason="list of records that PubMed deleted")
    if kind in ("cut", "end"):
        closed = _SET_END.search(raw) is not None
        return Reject(
            line=line,
            raw=raw,
            reason="the record has no end tag: the file breaks off, or is damaged here",
            truncated=kind == "end" and not closed,
        )
    try:
        root = _parse(raw)
    except ET.ParseError as error:
        return Reject(line=line, raw=raw, reason=f"not well-formed XML: {error}")
    return _found(root, raw, line)


def _between(raw: str, line: int) -> Unread:
    if not _FRAME.sub("", raw).strip():
        return Unread(line=line, raw=raw, reason="XML frame")
    if "<ERROR>" in raw:
        return Unread(line=line, raw=raw, reason="an error message of the server", expected=False)
    return Unread(line=line, raw=raw, reason="text outside of records", expected=False)


def _parse(raw: str) -> ET.Element:
    """The record as a tree. Name space prefixes that were declared on the set (mml:) are declared here."""
    try:
        return ET.fromstring(raw)
    except ET.ParseError as error:
        if "unbound prefix" not in str(error):
            raise
    spaces = " ".join(f'xmlns:{prefix}="{prefix}"' for prefix in sorted(set(_PREFIX.findall(raw))))
    return ET.fromstring(f"<with {spaces}>{raw}</with>")[0]


def _found(root: ET.Element, raw: str, line: int) -> Found | Reject:
    read = fields_of(root)
    if read is None:
        return Reject(line=line, raw=raw, reason=f"{root.tag} holds no citation")
    fields, extra = read
    if not fields.get("title") and not fields.get("pmid"):
        return Reject(line=line, raw=raw, reason="record without title and PMID")
    return Found(line=line, raw=raw, fields=fields, extra=extra)
