"""Ovid's labelled text: `<1>` opens a record, then labels at the margin with indented values below.

In: "Plain text" exports of any database on Ovid, with labels as the searcher sees them ('Unique Identifier',
'Authors Full Name', 'Source'). Out: records, what can't be read, what stands between. There is no end mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

from ..model import Found, Reject, Unread
from . import _text
from ._blocks import UNLABELLED, Piece, labelled, read_blocks
from ._ovid_fields import database_on_ovid, fields_of
from ._tagged import BLANKS, Tags

NAME = "ovid-text"
TITLE = "Ovid, labelled text"

_HEAD = re.compile(rf"[{BLANKS}]*<\s*\d+\s*\.?\s*>\s*\Z")
_SHAPE = re.compile(r"[A-Z][\w/(),'&:. -]{1,60}")
_SNIFF = re.compile(
    r"(?:\A|[\r\n])\ufeff?<\d+>[ \t]*(?:\r\n|\r|\n)([A-Z][\w/(),'& -]{1,60}?)[ \t]*(?:\r\n|\r|\n)[ \t]+[^\s-]?"
)

# what each label is in the common table of Ovid's fields; labels that are not here stay in `extra`
_NAMES = {
    "Title": "title",
    "Vernacular Title": "title_original",
    "Original Title": "title_original",
    "Translated Title": "title_translated",
    "Author": "authors",
    "Authors": "authors",
    "Author/Editors": "authors",
    "Authors Full Name": "full_authors",
    "Author Full Name": "full_authors",
    "Editor": "editors",
    "Editors": "editors",
    "Book Editors": "editors",
    "Corporate Author": "group_authors",
    "Group Author": "group_authors",
    "Source": "source",
    "Book Title": "book",
    "Journal Name": "container",
    "NLM Journal Name": "container",
    "Journal Title": "container",
    "Abbreviated Source": "container_short",
    "ISO Journal Abbreviation": "container_short",
    "Year of Publication": "year",
    "Publication Year": "year",
    "Date of Publication": "date",
    "Publication Date": "date",
    "Electronic Date of Publication": "date_online",
    "Volume": "volume",
    "Issue": "issue",
    "Issue/Part": "issue",
    "Page": "pages",
    "Pages": "pages",
    "Digital Object Identifier": "doi",
    "DOI Number": "doi",
    "DOI": "doi",
    "Article Identifier": "doi",
    "PubMed ID": "pmid",
    "PMID": "pmid",
    "Medline PMID": "pmid",
    "Unique Identifier": "number",
    "Accession Number": "number",
    "ISSN": "issn",
    "ISSN Print": "issn",
    "ISSN Electronic": "issn",
    "ISSN Linking": "issn",
    "ISBN": "isbn",
    "Publisher": "publisher",
    "Edition": "edition",
    "Language": "language",
    "Abstract": "abstract",
    "Author Keywords": "keywords",
    "Keyword Heading": "keywords",
    "Keywords": "keywords",
    "Key Concepts": "phrases",
    "MeSH Subject Headings": "headings",
    "Subject Headings": "headings",
    "Emtree Headings": "headings",
    "Publication Type": "publication_types",
    "Document Type": "publication_types",
    "Database": "database",
    "Database Code": "database",
    "Comments": "links",
}
# Left in `extra` on purpose: References and Cited References (other works, with their DOIs), Link to the Ovid Full Text
# (made for the searcher), Institution, Author NameID, Copyright, and the record's own history.
_PARTED = frozenset(("authors", "full_authors", "editors"))
_ONE_A_LINE = frozenset(("headings", "links", "publication_types", "issn", "keywords", "phrases"))


def sniff(head: str) -> int:
    """3 with a numbered head, a label that we know, and an indented value; 2 with another label."""
    found = _SNIFF.search(head) if _text.line_begins(head, "<") else None
    if found is None:
        return 0
    if found[1] in _NAMES or re.search(r"[\r\n](?:Accession Number|Unique Identifier|Source)[ \t]*[\r\n]", head):
        return 3
    return 2


def database(head: str) -> str | None:
    """'Ovid', or the database on it where the first records name one: 'Embase (Ovid)'."""
    return database_on_ovid(set(re.findall(r"[\r\n]Database[ \t]*(?:\r\n|\r|\n)[ \t]+([^\r\n<]+)", head)))


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """All records of the text, in order."""
    yield from read_blocks(stream, lambda line, _: "<" in line[:80] and bool(_HEAD.match(line)), _record, own=NAME)


def _record(piece: Piece) -> Found | Reject:
    raw = piece.raw
    labels = labelled(piece.lines[1:], _NAMES, _SHAPE)
    if piece.last and (not labels or _cut_off(raw)):
        reason = "the file ends inside this record: the download broke off; export it again"
        return Reject(line=piece.line, raw=raw, reason=reason, truncated=True)
    if not any(label != UNLABELLED for label, _ in labels):
        return Reject(line=piece.line, raw=raw, reason="a record with nothing in it but its number")
    fields, extra = fields_of(_tags(labels), _NAMES)
    return Found(line=piece.line, raw=raw, fields=_with_chapter(fields, extra), extra=extra)


def _cut_off(raw: str) -> bool:
    """No line end, and the last line is a label, or a part of one: what belongs below it is lost."""
    return not raw.endswith(("\n", "\r")) and raw.replace("\r", "\n").rpartition("\n")[2][0] not in " \t"


def _tags(labels: list[tuple[str, list[str]]]) -> Tags:
    """Values by label: people parted, lists one a line, other values joined; '-' stands for nothing."""
    tags: Tags = {}
    for label, lines in labels:
        name = _NAMES.get(label)
        if name in _PARTED:
            values = [name for line in lines for name in _names(line.strip())]
        elif name in _ONE_A_LINE or name is None:
            values = [line.strip() for line in lines]
        else:
            values = ["  ".join(line.strip() for line in lines) if name == "source" else _joined(lines)]
        if values := [value for value in values if value and value != "-"]:
            tags.setdefault(label, []).extend(values)
    return tags


def _names(line: str) -> list[str]:
    """Full-text journals part people by semicolons, MEDLINE by a full stop and two blanks: 'Doe J.  Roe RA.'"""
    names = [name for name in re.split(r";\s*|\s{2,}", line) if name]
    if ";" not in line and len(names) > 1 and all(name.find(".") == len(name) - 1 for name in names):
        return [name[:-1] for name in names]
    return names


def _joined(lines: list[str]) -> str:
    return " ".join(line.strip() for line in lines)


def _with_chapter(fields: Tags, extra: Tags) -> Tags:
    """A chapter's title leads; the title beside it is its book's."""
    chapter = extra.get("Chapter Title")
    if not chapter:
        return fields
    del extra["Chapter Title"]
    book = fields.get("title", [])
    changed = fields | {"type": ["chapter"], "title": chapter}
    return changed | ({"container": book} if book else {})
