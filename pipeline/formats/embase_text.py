"""Embase's plain text (embase.com): `RECORD n`, labels in capitals at the margin, values below.

In: the text of "Plain text" exports. Out: records, what can't be read, what stands between. The first line of a value
is indented, the lines that go on are not: a title in capitals may look like a label, but no indented line follows it.
There is no end mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

from ..model import Found, Reject, Unread
from . import _text
from ._author_cell import name_form
from ._blocks import UNLABELLED, Piece, give, give_date, labelled, parted, read_blocks, take_pages
from ._citation_cell import read_citation
from ._tagged import Tags

NAME = "embase-text"
TITLE = "Embase, plain text"
# what is read and not kept, and why: docs/formats.md shows it
SKIPPED = {
    "the address in brackets behind a PMID": "leads to PubMed by that number",
    "(MAJOR FOCUS)": "major and minor headings are one list",
}

_HEAD = re.compile(r"\ufeff*RECORD \d+\s*\Z")
_SHAPE = re.compile(r"[A-Z][A-Z0-9/()' &-]{1,60}")
_SUPPLEMENT = re.compile(r"\(\d{4}\) (\S+) (Suppl(?:ement)?\.?(?: \w+)?)(?: \(|\.| Article)")

_FIELDS = {
    "TITLE": "title",
    "ORIGINAL (NON-ENGLISH) TITLE": "title_original",
    "GROUP AUTHORS": "group_authors",
    "CORPORATE AUTHOR": "group_authors",
    "SOURCE TITLE": "container",
    "ABBREVIATED SOURCE TITLE": "container_short",
    "BOOK SERIES TITLE": "series",
    "CONFERENCE NAME": "event",
    "BOOK PUBLISHER": "publisher",
    "VOLUME": "volume",
    "ISSUE": "issue",
    "ARTICLE NUMBER": "article_number",
    "ISSN": "issn",
    "ISBN": "isbn",
    "DOI": "doi",
    "PUI": "accession",
    "FULL TEXT LINK": "url",
    "ABSTRACT": "abstract",
    "PUBLICATION TYPE": "publication_types",
}
_LISTS = {
    "AUTHOR NAMES": "authors",
    "EDITOR NAMES": "editors",
    "AUTHOR KEYWORDS": "keywords",
    "EMTREE DRUG INDEX TERMS (MAJOR FOCUS)": "headings",
    "EMTREE DRUG INDEX TERMS": "headings",
    "EMTREE MEDICAL INDEX TERMS (MAJOR FOCUS)": "headings",
    "EMTREE MEDICAL INDEX TERMS": "headings",
}
# Left in `extra` on purpose: AUTHOR ADDRESSES, CORRESPONDENCE ADDRESS, the entry dates, CONFERENCE LOCATION and DATE,
# EMBASE CLASSIFICATIONS, CAS REGISTRY NUMBERS, CLINICAL TRIAL NUMBERS, trade names and manufacturers, LANGUAGE OF
# SUMMARY, EMBASE LINK (made of the PUI), COPYRIGHT. Of MEDLINE PMID the number is taken, the address made of it is not.
_OTHERS = (
    "SOURCE",
    "PUBLICATION YEAR",
    "DATE OF PUBLICATION",
    "FIRST PAGE",
    "LAST PAGE",
    "MEDLINE PMID",
    "LANGUAGE OF ARTICLE",
)
_EXTRA = ("AUTHOR ADDRESSES", "AiP/IP ENTRY DATE", "FULL RECORD ENTRY DATE", "EMBASE LINK", "COPYRIGHT")
_KNOWN = frozenset((*_FIELDS, *_LISTS, *_OTHERS, *_EXTRA))

_TYPES = (
    ("conference review", "article"),
    ("conference", "conference-paper"),
    ("preprint", "preprint"),
    ("chapter", "chapter"),
    ("book", "book"),
    ("dissertation", "thesis"),
    ("report", "report"),
)


def sniff(head: str) -> int:
    """3 with a numbered head and a title or another label below; 2 with labels alone."""
    if not _text.line_begins(head, "RECORD ", "AUTHOR NAMES", "SOURCE TITLE", "PUI"):
        return 0
    if re.search(r"(?:\A|[\r\n])\ufeff?RECORD \d+[ \t]*(?:\r\n|\r|\n)[A-Z][A-Z /()-]+(?:\r\n|\r|\n)[ \t]+\S", head):
        return 3
    return 2 if len(set(re.findall(r"[\r\n](AUTHOR NAMES|SOURCE TITLE|PUI|EMTREE \w+ INDEX TERMS)\s", head))) > 2 else 0


def database(head: str) -> str | None:
    """'Embase': nobody else writes this."""
    return "Embase"


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """All records of the text, in order."""
    yield from read_blocks(stream, lambda line, _: line[0] in "R\ufeff" and bool(_HEAD.match(line)), _record, own=NAME)


def _record(piece: Piece) -> Found | Reject:
    raw = piece.raw
    tags = _tags(labelled(piece.lines[1:], _KNOWN, _SHAPE))
    if piece.last and _cut_off(raw, tags):
        reason = "the file ends inside this record: the download broke off; export it again"
        return Reject(line=piece.line, raw=raw, reason=reason, truncated=True)
    if not tags.keys() - {UNLABELLED}:
        return Reject(line=piece.line, raw=raw, reason="a record with nothing in it but its number")
    fields = _fields(tags)
    return Found(line=piece.line, raw=raw, fields=fields, extra=tags)


def _tags(labels: list[tuple[str, list[str]]]) -> Tags:
    """Values by label: an indented line begins one, others go on with it."""
    tags: Tags = {}
    for label, lines in labels:
        values: list[str] = []
        for line in lines:
            bare = line.strip()
            if values and line[0] not in " \t":
                values[-1] += " " + bare
            else:
                values.append(bare)
        if values:
            tags.setdefault(label, []).extend(values)
    return tags


def _cut_off(raw: str, tags: Tags) -> bool:
    """No title and no source yet; or no line end, and the links that Embase writes near the end are not there."""
    if not tags.keys() & {"TITLE", "ORIGINAL (NON-ENGLISH) TITLE", "SOURCE", "SOURCE TITLE"}:
        return True
    return not raw.endswith(("\n", "\r")) and not tags.keys() & {"PUI", "EMBASE LINK", "COPYRIGHT"}


def _fields(tags: Tags) -> Tags:
    """The fields; what is left of `tags` is `extra`."""
    fields: Tags = {"type": [_type(tags)]}
    for label, name in _LISTS.items():
        give(fields, name, parted(tags.pop(label, [])))
    for label, name in _FIELDS.items():
        give(fields, name, tags.pop(label, []))
    if names := fields.get("authors") or fields.get("editors"):
        fields["name_form"] = [name_form(names) or "free"]
    give(fields, "language", parted(tags.pop("LANGUAGE OF ARTICLE", []), ",;"))
    give(fields, "pmid", [value.split(" ")[0] for value in tags.pop("MEDLINE PMID", [])])
    for label in ("PUBLICATION YEAR", "DATE OF PUBLICATION"):
        spare = [value for value in tags.pop(label, []) if not give_date(fields, value)]
        if spare:
            tags[label] = spare
    take_pages(tags, fields, "FIRST PAGE", "LAST PAGE")
    _source(tags, fields)
    return fields


def _type(tags: Tags) -> str:
    said = " | ".join(tags.get("PUBLICATION TYPE", ())).lower()
    return next((name for word, name in _TYPES if word in said), "article" if "SOURCE" in tags else "other")


def _source(tags: Tags, fields: Tags) -> None:
    """What no label says (article numbers above all); SOURCE stays in `extra`."""
    for value in tags.get("SOURCE", ()):
        for name, text in (read_citation(value) or {}).items():
            if name not in fields and not (name == "pages" and "article_number" in fields):
                give(fields, name, [text])
        if "issue" not in fields and (supplement := _SUPPLEMENT.search(value)):
            fields["issue"] = [supplement[2]]
            fields.setdefault("volume", [supplement[1]])
