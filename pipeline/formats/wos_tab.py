"""Web of Science, tab-delimited: the field tags of the plain form as column names, one record a row.

In: text whose header row is `PT  AU  BA …`; encoding and byte-order mark are dealt with by the caller. Out: one
Found a row; tags without a field of ours are kept in `extra`. Quote marks are text: `"Burnout" revisited` is a
title.

    AF  "Schnitzer, Mireille E.; Lok, Judith J."   preferred to AU "Schnitzer, ME; Lok, JJ"
    UT  "WOS:000351111500005"                      the accession
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from ..model import Found, Reject, Unread
from ._table import (
    Column,
    Columns,
    Fields,
    Header,
    Plan,
    RowFields,
    find_header,
    join_pages,
    read_table,
)

NAME = "wos-tab"
TITLE = "Web of Science, tab-delimited"

# Tag -> field and separator.
TAGS: dict[str, tuple[str, str | None]] = {
    "AB": ("abstract", None),
    "AF": ("_full_names", ";"),
    "AR": ("article_number", None),
    "AU": ("authors", ";"),
    "BA": ("_book_authors", ";"),
    "BE": ("editors", ";"),
    "BF": ("_book_full_names", ";"),
    "BN": ("isbn", ";"),
    "BP": ("_first_page", None),
    "CA": ("group_authors", ";"),
    "CT": ("event", None),
    "DE": ("keywords", ";"),
    "DI": ("doi", None),
    "DT": ("publication_types", ";"),
    "EA": ("date_online", None),
    "EI": ("issn", None),
    "EP": ("_last_page", None),
    "IS": ("issue", None),
    "JI": ("_iso", None),
    "J9": ("container_short", None),
    "LA": ("language", ";"),
    "PD": ("_day", None),
    "PM": ("pmid", None),
    "PT": ("_kind", None),
    "PU": ("publisher", None),
    "PI": ("place", None),
    "PY": ("year", None),
    "SE": ("series", None),
    "SN": ("issn", None),
    "SO": ("container", None),
    "TI": ("title", None),
    "UT": ("accession", None),
    "VL": ("volume", None),
}

# Kept in `extra`. Above all: CR and its DOIs are cited works; D2 is the DOI of the book that holds the chapter; ID is
# written by Clarivate from the titles of cited works; DL is DI as a link; GP is the book's group author; SU and SI
# number no issue.
OTHER_TAGS = frozenset({
    "BS", "C1", "C3", "CL", "CR", "CY", "D2", "DA", "DL", "EM", "ER", "FP",
    "FU", "FX", "GA", "HC", "HO", "HP", "ID", "GP", "MA", "NR", "OA", "OI", "PA", "PG",
    "PN", "RI", "RP", "SC", "SI", "SP", "SU", "TC", "U1", "U2", "WC", "WE", "Z9",
})  # fmt: skip

KINDS = {"J": "article", "B": "book", "S": "chapter", "P": "other"}  # PT; P is a patent
TYPES = {  # DT says more than PT; the first that is known counts
    "article": "article",
    "book": "book",
    "book chapter": "chapter",
    "data set": "dataset",
    "dissertation/thesis": "thesis",
    "editorial material": "article",
    "letter": "article",
    "meeting abstract": "conference-paper",
    "preprint": "preprint",
    "proceedings paper": "conference-paper",
    "review": "article",
}
FEWEST_TAGS = 5  # a header row of fewer two-letter names could be anybody's


def sniff(head: str) -> int:
    """3 for a header row of Web of Science's tags, parted by tabs."""
    return 3 if find_header(head, HEADER) else 0


def database(head: str) -> str | None:
    """Always Web of Science: nothing else writes this."""
    return "Web of Science"


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """One Found a row; see the docstring of this folder."""
    return read_table(stream, HEADER)


def _plan(cells: list[str], sample: Sequence[list[str]]) -> Plan | None:
    tags = [cell.strip() for cell in cells]
    known = [at for at, tag in enumerate(tags) if tag in TAGS]
    strangers = [tag for tag in tags if tag not in TAGS and tag not in OTHER_TAGS and len(tag) != 2]
    if "TI" not in tags or len(known) < FEWEST_TAGS or any(strangers):
        return None
    columns = Columns([Column(tag, *TAGS.get(tag, (None, None))) for tag in tags])

    def read_row(row: list[str]) -> RowFields:
        fields, extra = columns.read(row)
        join_pages(fields)
        _set_authors(fields, extra)
        _set_short_title(fields)
        _set_date(fields)
        _set_type(fields)
        return RowFields(fields, extra, () if "title" in fields else ("no title",))

    return Plan(len(cells), known[-1] + 1, read_row)


HEADER = Header(frozenset(tag.casefold() for tag in (*TAGS, *OTHER_TAGS)), _plan, delimiters=("\t",), bare=True)


def _set_authors(fields: Fields, extra: Fields) -> None:
    """The full names where there are as many as short ones, which `extra` keeps; a whole book's own where no others."""
    people = {name: fields.pop(name, []) for name in ("_full_names", "authors", "_book_full_names", "_book_authors")}
    full, short, book_full, book = people.values()
    if not full and not short:
        full, short = book_full, book
    chosen = full if len(full) >= len(short) else short
    if chosen:
        fields["authors"] = chosen
        fields["name_form"] = ["family-comma-given"]
    if full and short:
        tag, spare = ("AU", short) if chosen is full else ("AF", full)
        extra[tag] = ["; ".join(spare)]


def _set_short_title(fields: Fields) -> None:
    """JI 'Ann. Fam. Med.' before J9 'ANN FAM MED': it can be told from capitals what J9 can't."""
    iso = fields.pop("_iso", [])
    if iso:
        capitals = fields.get("container_short", [])
        fields["container_short"] = iso + [text for text in capitals if text != iso[0].upper()]


def _set_date(fields: Fields) -> None:
    """PY '2015' and PD 'MAR 3' -> date '2015 MAR 3'; PD alone is no date."""
    day = fields.pop("_day", [])
    if day and "year" in fields:
        year = fields["year"][0]
        fields["date"] = day if year in day[0] else [f"{year} {day[0]}"]


def _set_type(fields: Fields) -> None:
    kind = KINDS.get(fields.pop("_kind", [""])[0])
    types = (TYPES.get(text.casefold()) for text in fields.get("publication_types", []))
    found = next((name for name in types if name and name != "article"), kind)
    if found or "publication_types" in fields:
        fields["type"] = [found or "other"]
