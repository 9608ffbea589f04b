"""Scopus CSV: one row a document, its columns chosen by the person who exported it.

In: text with a header row of Scopus's column names. Out: one Found a row; columns without a field of ours are kept
in `extra` under their own name. Two generations, told apart by the row itself:

    to 2022       Authors "Gao X., Ni W."   Author(s) ID "572…;572…;"
    2023 and on   Authors "Hahn W.; Ahmadi N."   Author full names "Hahn, Waldemar (57255281800); …"

Source: exports of 2021 to 2025. Scopus tells no more of a missing cell than '[No abstract available]'.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TextIO

from ..model import Found, Reject, Unread
from ._columns import Column, Columns, Fields, join_pages, split_list
from ._table import Header, Plan, RowFields, find_header, fold_name, read_table

NAME = "scopus-csv"
TITLE = "Scopus CSV"
# what is read and not kept, and why: docs/formats.md shows it
SKIPPED = {
    "[No … available]": "Scopus's words for an empty cell",
}

# Column -> field and separator, names folded. All others go to `extra`: affiliations, funding, cited references
# and counts say nothing that identifies the document, and "Source" says only "Scopus".
COLUMNS: dict[str, tuple[str, str | None]] = {
    "authors": ("_authors", None),
    "author full names": ("_full_names", None),
    "title": ("title", None),
    "year": ("year", None),
    "source title": ("container", None),
    "volume": ("volume", None),
    "issue": ("issue", None),
    "art no": ("article_number", None),
    "page start": ("_first_page", None),
    "page end": ("_last_page", None),
    "doi": ("doi", None),
    "link": ("url", None),
    "abstract": ("abstract", None),
    "author keywords": ("keywords", ";"),
    "index keywords": ("headings", ";"),
    "editors": ("_editors", None),
    "publisher": ("publisher", None),
    "conference name": ("event", None),
    "issn": ("issn", ";"),
    "isbn": ("isbn", ";"),
    "pubmed id": ("pmid", None),
    "language of original document": ("language", ";"),
    "abbreviated source title": ("container_short", None),
    "document type": ("publication_types", None),
    "eid": ("accession", None),
}

# Names that no other database's CSV has, or has together: three of them make a header Scopus's.
MARKS = frozenset(
    {
        "abbreviated source title",
        "art no",
        "author full names",
        "author s id",
        "document type",
        "eid",
        "language of original document",
        "page end",
        "page start",
        "publication stage",
        "source title",
    }
)

OTHER_NAMES = frozenset(
    {
        "affiliations",
        "author s id",
        "authors with affiliations",
        "chemicals cas",
        "cited by",
        "coden",
        "conference code",
        "conference date",
        "conference location",
        "correspondence address",
        "funding details",
        "funding texts",
        "manufacturers",
        "molecular sequence numbers",
        "open access",
        "page count",
        "publication stage",
        "references",
        "source",
        "sponsors",
        "tradenames",
    }
)

TYPES = {
    "article": "article",
    "article in press": "article",
    "book": "book",
    "book chapter": "chapter",
    "business article": "article",
    "conference paper": "conference-paper",
    "conference review": "proceedings",
    "data paper": "article",
    "editorial": "article",
    "erratum": "article",
    "letter": "article",
    "note": "article",
    "preprint": "preprint",
    "report": "report",
    "retracted": "article",
    "review": "article",
    "short survey": "article",
}

PERSON_ID = re.compile(r"\s+\(\d+\)(?=\s*(?:;|\Z))")  # 'Hahn, Waldemar (57255281800); …'
SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})


def sniff(head: str) -> int:
    """3 where three of Scopus's own column names stand in one header row."""
    return 3 if find_header(head, HEADER) else 0


def database(head: str) -> str | None:
    """Always Scopus: nothing else writes this."""
    return "Scopus"


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """One Found a row; see the docstring of this folder."""
    return read_table(stream, HEADER)


def _plan(cells: list[str], sample: Sequence[list[str]]) -> Plan | None:
    names = [fold_name(cell) for cell in cells]
    if "title" not in names or len(MARKS.intersection(names)) < 3:
        return None
    found = (COLUMNS.get(name, (None, None)) for name in names)
    columns = Columns([Column(cell.strip(), *to) for cell, to in zip(cells, found, strict=True)])
    needed = 1 + max(at for at, name in enumerate(names) if name in COLUMNS)
    has_ids = "author s id" in names

    def read_row(row: list[str]) -> RowFields:
        fields, extra = columns.read(row)
        warnings = _set_people(fields, extra, has_ids)
        join_pages(fields)
        if "publication_types" in fields:
            fields["type"] = [TYPES.get(fields["publication_types"][0].casefold(), "other")]
        return RowFields(fields, extra, warnings if "title" in fields else ("no title", *warnings))

    return Plan(len(cells), needed, read_row, title=names.index("title"))


HEADER = Header(frozenset(COLUMNS) | OTHER_NAMES, _plan)


def _set_people(fields: Fields, extra: Fields, has_ids: bool) -> tuple[str, ...]:
    """Authors and editors; the full names where each author has one, and then the short ones are kept in `extra`."""
    warnings: tuple[str, ...] = ()
    short_names, full_names = fields.pop("_authors", []), fields.pop("_full_names", [])
    short = split_short_names(short_names[0]) if short_names else []
    full = split_list(PERSON_ID.sub("", full_names[0]), ";") if full_names else []
    if len(full) < len(short):
        fields["authors"], fields["name_form"] = short, ["family-initials"]
        if full:
            warnings = (f"{len(short)} authors, but {len(full)} full names: the short names are taken",)
    elif full:
        fields["authors"], fields["name_form"] = full, ["family-comma-given"]
        if short:
            extra["Authors"] = short_names
    if full and (warnings or not has_ids):
        extra["Author full names"] = split_list(full_names[0], ";")
    if editors := fields.pop("_editors", []):
        fields["editors"] = split_short_names(editors[0])
    return warnings


def split_short_names(cell: str) -> list[str]:
    """One text a person, by semicolon where there is one, else by comma: 'Gao X., Ni W.' -> two.

    A generation mark belongs to the name before it: 'King W.C., Jr., Ni W.' -> ['King W.C., Jr.', 'Ni W.'].
    """
    if ";" in cell:
        return split_list(cell, ";")
    people: list[str] = []
    for part in split_list(cell, ","):
        if people and part.casefold() in SUFFIXES:
            people[-1] += ", " + part
        else:
            people.append(part)
    return people
