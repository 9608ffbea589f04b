"""PubMed's "Abstract (text)": numbered records of paragraphs, parted by blank lines.

In: the text as PubMed writes it now, wrote it until 2020, and as its services send it. Out: records, what can't be
read, what stands between. The first paragraph is the number and the citation; what the others are is told by their
first words, by their form, and by their order: title, people, addresses, links, abstract, copyright, numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TextIO

from ..model import Found, Reject, Unread
from . import _text
from ._blocks import Piece, read_blocks
from ._pubmed_paragraphs import IDENTIFIER, fields_of, paragraphs

NAME = "pubmed-text"
TITLE = "PubMed, abstracts as text"
# what is read and not kept, and why: docs/formats.md shows it
SKIPPED = {
    "the number before a record": "its place in this file",
    "[No authors listed]": "PubMed's words for an empty list",
    "what follows the semicolon in '[Article in French; Abstract …]'": "where an abstract can be had, not what it says",
}

_HEAD = re.compile(r"\ufeff*\d{1,6}[.:][ \t]+\S")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b|\.\s*\Z")
_PMID = re.compile(r"PMID:? *\d")
_SNIFF = re.compile(
    r"(?:\A|[\r\n])\ufeff?\d{1,6}[.:][ \t]+[^\r\n]+(?:(?:\r\n|\r|\n)[^\r\n\s][^\r\n]*){0,5}(?:\r\n|\r|\n)[ \t]*[\r\n]"
)


def sniff(head: str) -> int:
    """3 with a numbered paragraph, and PubMed's number on a line of its own further down."""
    if not _text.line_begins(head, "PMID:") or not _SNIFF.search(head):
        return 0
    found = re.search(r"[\r\n]PMID: ?\d{1,9}(?:[ \t]+\[[^\]\r\n]*\])?[ \t]*(?:[\r\n]|\Z)", head)
    return 3 if found else 0


def database(head: str) -> str | None:
    """'PubMed': nobody else writes this."""
    return "PubMed"


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """All records of the text, in order."""
    yield from read_blocks(stream, _opens(), _record, own=NAME)


def _opens() -> Callable[[str, int], bool]:
    """A numbered line after two blank lines; after one, only where the record above has had its PMID.

    '2. J Ex. 2014;1:2.' opens a record; '2. Vitamin D was given', a numbered paragraph of an abstract, does not.
    """
    complete = True

    def opens(line: str, blanks: int) -> bool:
        nonlocal complete
        if blanks and _HEAD.match(line) and (complete or blanks > 1) and (blanks > 1 or _YEAR.search(line)):
            complete = False
            return True
        if line[0] == "P" and _PMID.match(line):
            complete = True
        return False

    return opens


def _record(piece: Piece) -> Found | Reject:
    raw = piece.raw
    parts = paragraphs(piece.lines)
    if piece.last and not any(IDENTIFIER.match(line) for part in parts[1:] for line in part):
        reason = "the file ends inside this record (no PMID): the download broke off; fetch it again"
        return Reject(line=piece.line, raw=raw, reason=reason, truncated=True)
    if len(parts) < 2:
        return Reject(line=piece.line, raw=raw, reason="a numbered line, but no title and no PMID below it")
    fields, extra = fields_of(parts)
    return Found(line=piece.line, raw=raw, fields=fields, extra=extra)
