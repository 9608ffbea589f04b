r"""Embase (embase.com), "CSV, one field a line": "FIELD","value","value", a blank line between records.

In: text whose lines begin with a field name in capitals. Out: one Found a record. A field may have several values, or
stand several times; a value may go over several lines, blank ones among them. Fields without one of ours are kept in
`extra` under their own name, and SOURCE too, from which only that is taken which has no field of its own.

    "AUTHOR NAMES","Wang Y.","Guo D."                       two authors, family-initials
    "SOURCE","Urology Practice (2023) 10:5 (447-455). …"    pages
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TextIO

from ..model import Found, Reject, Unread
from . import _text
from ._blocks import Piece
from ._citation_cell import read_citation
from ._columns import join_pages
from ._tagged import BLANKS, Tags, unique, unread

NAME = "embase-lines"
TITLE = "Embase CSV, one field a line"

FIELDS = {
    "ABSTRACT": "abstract",
    "ARTICLE NUMBER": "article_number",
    "AUTHOR KEYWORDS": "keywords",
    "AUTHOR NAMES": "authors",
    "AUTHORS": "authors",
    "ABBREVIATED SOURCE TITLE": "container_short",
    "BOOK PUBLISHER": "publisher",
    "CONFERENCE NAME": "event",
    "DATE OF PUBLICATION": "date",
    "DOI": "doi",
    "EDITOR NAMES": "editors",
    "EDITORS": "editors",
    "ELECTRONIC ISSN": "issn",
    "EMTREE DRUG INDEX TERMS": "headings",
    "EMTREE DRUG INDEX TERMS (MAJOR FOCUS)": "headings",
    "EMTREE MEDICAL INDEX TERMS": "headings",
    "EMTREE MEDICAL INDEX TERMS (MAJOR FOCUS)": "headings",
    "FIRST PAGE": "_first_page",
    "ISBN": "isbn",
    "ISSN": "issn",
    "ISSUE": "issue",
    "LAST PAGE": "_last_page",
    "LANGUAGE OF ARTICLE": "language",
    "ORIGINAL TITLE": "title_original",
    "PAGE RANGE": "pages",
    "PAGES": "pages",
    "PUBLICATION TYPE": "publication_types",
    "PUBLICATION YEAR": "year",
    "PUBLISHER": "publisher",
    "PUI": "accession",
    "SOURCE TITLE": "container",
    "TITLE": "title",
    "VOLUME": "volume",
}
# Kept in `extra`: which headings are the main ones (MAJOR FOCUS; they are among the headings too), where and when a
# conference was, addresses, and what Embase adds: EMBASE CLASSIFICATIONS, CAS REGISTRY NUMBERS, links.
ONE_OF = {"EMBASE ACCESSION NUMBER": "accession"}  # only where there is no PUI, which every record has today
TYPES = (
    ("conference abstract", "conference-paper"),
    ("conference paper", "conference-paper"),
    ("conference review", "proceedings"),
    ("chapter", "chapter"),
    ("book", "book"),
    ("preprint", "preprint"),
    ("dissertation", "thesis"),
    ("report", "report"),
)
PEOPLE = {"authors", "editors"}  # two people of one name may have written one work: both stay
FEWEST_FIELDS = 2
_ROW = re.compile(r'\ufeff?"[A-Z][A-Z0-9 .,/()&-]+"(?:,|\s*\Z)')
_NUMBER = re.compile(r"\d{1,9}")
_NO_FURNITURE = re.compile(r"(?!)")


def sniff(head: str) -> int:
    """3 for two fields of Embase's, each on a line of its own and in quote marks, TITLE or SOURCE TITLE among them."""
    if not _text.line_begins(head, '"'):
        return 0
    names = {found[1] for found in re.finditer(r'(?:\A\ufeff?|[\r\n])"([A-Z][A-Z .()]+)","', head)}
    known = names & {*FIELDS, *ONE_OF, "SOURCE", "MEDLINE PMID"}
    return 3 if len(known) >= FEWEST_FIELDS and names & {"TITLE", "SOURCE TITLE"} else 0


def database(head: str) -> str | None:
    """Always Embase: nothing else writes this."""
    return "Embase"


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """One Found a record; see the docstring of this folder."""
    for piece in _pieces(_text.lines(stream)):
        if piece.opened:
            yield _record(piece)
        else:
            yield from unread(piece.line, piece.lines, _NO_FURNITURE, "text that belongs to no record")


def _pieces(lines: Iterable[tuple[int, str]]) -> Iterator[Piece]:
    """A record begins at a field after a blank line, or where TITLE comes again."""
    part, start, blank, end, titled = list[str](), 1, True, 0, False
    for number, line in lines:
        if not line.strip(BLANKS + "\r\n\f"):
            part.append(line)
            blank = True
            continue
        row = line[0] in '"\ufeff' and _ROW.match(line)
        title = bool(row) and line.startswith('"TITLE"', line[0] == "\ufeff")
        if row and (blank or not end or (title and titled)):
            yield from _parted(start, part, end)
            part, start, end, titled = [], number, 0, False
        part.append(line)
        titled = titled or title
        blank = False
        end = len(part) if row or end else 0
    yield from _parted(start, part, end, last=True)


def _parted(start: int, part: list[str], end: int, last: bool = False) -> Iterator[Piece]:
    """A record without the blank lines after it, then these."""
    if end:
        yield Piece(start, part[:end], opened=True, closed=True, last=last)
    if part[end:]:
        yield Piece(start + end, part[end:], opened=False, closed=False, last=last)


def _record(piece: Piece) -> Found | Reject:
    tags, broken = _tags(piece.lines)
    raw = piece.raw
    if piece.last and (broken == len(piece.lines) or not raw.endswith(("\n", "\r"))) and _cut_off(raw):
        reason = "the file ends inside this record: the download broke off; fetch it again"
        return Reject(line=piece.line, raw=raw, reason=reason, truncated=True)
    if not tags.keys() & {"TITLE", "ORIGINAL TITLE", "PUI", "DOI"}:
        return Reject(line=piece.line, raw=raw, reason="a record with neither title nor number")
    fields, warnings = _fields(tags)
    if broken:
        warnings += (f"a quote mark in line {piece.line + broken - 1} is never closed",)
    return Found(line=piece.line, raw=raw, fields=fields, extra=tags, warnings=warnings)


def _tags(lines: list[str]) -> tuple[Tags, int]:
    """Field -> its values in order; and the number of the last line at which a value isn't closed, 0 for none."""
    starts = [at for at, line in enumerate(lines) if line[0] in '"\ufeff' and _ROW.match(line)] + [len(lines)]
    tags: Tags = {}
    broken = 0
    for first, end in pairwise(starts):
        name, *values = _cells(lines[first:end])
        broken = broken if _closed("".join(lines[first:end])) else end
        if texts := [text for value in values if (text := value.strip())]:
            tags[name.strip("\ufeff")] = tags.get(name.strip("\ufeff"), []) + texts
    return tags, broken


def _cells(lines: list[str]) -> list[str]:
    """The cells of a row that may go over several lines; all of an unclosed one's text, too."""
    lines = [lines[0].removeprefix("\ufeff"), *lines[1:]]
    csv.field_size_limit(max(csv.field_size_limit(), sum(map(len, lines)) + 1))
    rows = list(csv.reader(lines))
    return [cell for row in rows for cell in row] if len(rows) > 1 else rows[0]


def _closed(text: str) -> bool:
    return text.count('"') % 2 == 0


def _cut_off(raw: str) -> bool:
    """Is the last record broken off? Its last line has no end, and isn't a whole row."""
    last = raw.replace("\r", "\n").rpartition("\n")[2] or raw
    return not _closed(raw) or not last.rstrip().endswith('"')


def _fields(tags: Tags) -> tuple[Tags, tuple[str, ...]]:
    """Fields and warnings; what is left of `tags` is `extra`."""
    fields: Tags = {}
    for tag in [tag for tag in tags if tag in FIELDS]:
        told = fields.get(FIELDS[tag], [])
        values = tags[tag] if FIELDS[tag] in PEOPLE else unique(tags[tag])
        fields[FIELDS[tag]] = told + [value for value in values if value not in told]
        if not tag.endswith("(MAJOR FOCUS)"):
            del tags[tag]
    join_pages(fields)
    if "authors" in fields:
        fields["name_form"] = ["family-initials"]
    _set_pmid(tags, fields)
    _set_accession(tags, fields)
    for field, value in (read_citation(tags["SOURCE"][0]) or {}).items() if "SOURCE" in tags else ():
        if field != "container" or "container" not in fields:
            fields.setdefault(field, [value])
    fields["type"] = [_type(fields)]
    return fields, () if "title" in fields else ("no title",)


def _set_pmid(tags: Tags, fields: Tags) -> None:
    """'38203148' and its address, which only repeats it."""
    said = tags.pop("MEDLINE PMID", [])
    numbers = [text for text in said if _NUMBER.fullmatch(text)]
    others = [text for text in said if text not in numbers and not text.endswith(tuple(f"/{n}" for n in numbers))]
    if numbers:
        fields["pmid"] = numbers
    if others:
        tags["MEDLINE PMID"] = others


def _set_accession(tags: Tags, fields: Tags) -> None:
    for tag, field in ONE_OF.items():
        if tag in tags and field not in fields:
            fields[field] = tags.pop(tag)


def _type(fields: Tags) -> str:
    said = " ".join(fields.get("publication_types", ())).casefold()
    found = next((name for word, name in TYPES if word in said), None)
    return found or ("article" if "container" in fields or said else "other")
