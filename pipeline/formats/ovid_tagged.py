"""Ovid's tagged formats (Reprint/Medlars, Citavi): `<1. >` opens a record, then `TAG  - value`.

In: exports of any database on Ovid (MEDLINE, Embase, PsycINFO, BIOSIS, Zoological Record, Journals@Ovid). Out:
records, what can't be read, what stands between. Numbers need not begin at 1; all lines may be indented; values hold
blank lines; some databases have volume and pages in tags, others only in the source line (SO). There is no end mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TextIO

from ..model import Found, Reject, Unread
from . import _text
from ._blocks import Piece, read_blocks
from ._ovid_fields import database_on_ovid, fields_of
from ._tagged import BLANKS, Tags, border_lost, folding, tags_of

NAME = "ovid-tagged"
TITLE = "Ovid, tagged"
# what is read and not kept, and why: docs/formats.md shows it
SKIPPED = {
    "the address in brackets behind a PMID": "leads to PubMed by that number",
}

_HEAD = re.compile(rf"[{BLANKS}]*<\s*\d+\s*\.?\s*>\s*\Z")
_TAG = re.compile(r"\ufeff*([ \t]*)([A-Z][A-Z0-9]{1,5}) {1,3}-(?:[ \t]|(?=[\r\n]|\Z))(.*)", re.DOTALL)
_VENDOR = re.compile(r"\ufeff*[ \t]*VN {1,3}- ")
_SNIFF = re.compile(r"(?:\A|[\r\n])\ufeff?[ \t]*<\s*\d+\s*\.?\s*>[ \t]*(?:\r\n|\r|\n)[ \t]*[A-Z][A-Z0-9]{1,5} {1,3}- ")
_ONE_A_LINE = frozenset(("IN", "AU", "AF", "FA", "DE", "SY", "MH", "RF", "CR", "CM"))

# what each tag is in the common table of Ovid's fields; tags that are not here stay in `extra`
_NAMES = {
    "TI": "title",
    "VT": "title_original",
    "TT": "title_translated",
    "AU": "authors",
    "FA": "full_authors",
    "AF": "full_authors",
    "ED": "editors",
    "CA": "group_authors",
    "SO": "source",
    "BT": "book",
    "JN": "container",
    "JT": "container",
    "NJ": "container",
    "JA": "container_short",
    "TA": "container_short",
    "YR": "year",
    "DP": "date",
    "EP": "date_online",
    "VO": "volume",
    "VI": "volume",
    "IP": "issue",
    "PG": "pages",
    "DO": "doi",
    "DI": "doi",
    "AI": "doi",
    "PM": "pmid",
    "UI": "number",
    "AN": "number",
    "IS": "issn",
    "ES": "issn",
    "IL": "issn",
    "IB": "isbn",
    "PB": "publisher",
    "PU": "publisher",
    "EN": "edition",
    "LG": "language",
    "AB": "abstract",
    "KW": "keywords",
    "ID": "phrases",
    "MH": "headings",
    "SH": "headings",
    "PT": "publication_types",
    "DT": "publication_types",
    "DB": "database",
    "CM": "links",
}
# Left in `extra` on purpose, so that nobody maps them by mistake:
#   DE OD HW BC ST  index terms of BIOSIS and Zoological Record, or MH once more      CR RF RO CI  copyright, references
#   XL  links made for the searcher's library: the DOI in them may be empty       UP DD EM DC  the record's own history
#   ON PN  numbers of dissertations and patents       PA CY  patents       VN  the vendor


def sniff(head: str) -> int:
    """3 with the vendor's line, 2 with a numbered head and a tag below."""
    if "Ovid Technologies" in head and re.search(r"(?:\A|[\r\n])\ufeff?[ \t]*VN {1,3}- Ovid Technologies", head):
        return 3
    return 2 if "<" in head and _text.line_begins(head, "<", " ", "\t") and _SNIFF.search(head) else 0


def database(head: str) -> str | None:
    """'Ovid', or the database on it where all records at hand are from one: 'Embase (Ovid)'."""
    return database_on_ovid(set(re.findall(r"[\r\n][ \t]*DB {1,3}- ([^\r\n<]+)", head)))


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """All records of the text, in order."""
    yield from read_blocks(stream, _opens(), _record, own=NAME)


def _opens() -> Callable[[str, int], bool]:
    """A numbered head; or the vendor's line, where no head stands right before it."""
    after_head = False

    def opens(line: str, blanks: int) -> bool:
        nonlocal after_head
        head = "<" in line and bool(_HEAD.match(line))
        vendor = not after_head and "VN" in line and bool(_VENDOR.match(line))
        after_head = head
        return head or vendor

    return opens


def _record(piece: Piece) -> Found | Reject:
    raw = piece.raw
    tags = tags_of(piece.lines, _splitter(piece.lines), folding(_ONE_A_LINE))
    warnings = border_lost(tags, "UI", "SO")
    fields, extra = fields_of(tags, _NAMES)
    if piece.last and _cut_off(raw, tags):
        reason = "the file ends inside this record: the download broke off; export it again"
        return Reject(line=piece.line, raw=raw, reason=reason, truncated=True)
    if not tags.keys() - {"VN", "DB"}:
        return Reject(line=piece.line, raw=raw, reason="a record with nothing in it but its number")
    return Found(line=piece.line, raw=raw, fields=fields, extra=extra, warnings=warnings)


def _splitter(lines: list[str]) -> Callable[[str], tuple[str, str] | None]:
    """Tags stand at the margin of the record's first tag; further right, what looks like one is text."""
    first = next((found for line in lines if (found := _TAG.match(line))), None)
    margin = len(first[1]) if first else 0

    def split(line: str) -> tuple[str, str] | None:
        found = _TAG.match(line)
        return (found[2], found[3]) if found and len(found[1]) <= margin else None

    return split


def _cut_off(raw: str, tags: Tags) -> bool:
    """No title and no source yet; or no line end after half a tag."""
    if not tags.keys() & {"TI", "SO", "BT"}:
        return True
    last = raw.replace("\r", "\n").rpartition("\n")[2].strip()
    return bool(re.fullmatch(r"[A-Z][A-Z0-9]{0,5} {0,3}-?", last))
