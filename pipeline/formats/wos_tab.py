"""Web of Science as a table: tab-delimited with field tags as column names, or its Excel form with long names.

In: text whose header row is `PT  AU  BA …`, or 'Publication Type, Authors, …' as it comes out of a spreadsheet, with
any delimiter. Out: one Found a row; columns without a field of ours are kept in `extra` under their own name. In the
tab-delimited form quote marks are text: `"Burnout" revisited` is a title.

    AF  "Schnitzer, Mireille E.; Lok, Judith J."   preferred to AU "Schnitzer, ME; Lok, JJ"
    UT  "WOS:000351111500005"                      the accession
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TextIO

from ..model import Found, Reject, Unread
from ._columns import Column, Columns, Fields, join_pages, split_list
from ._table import Header, Plan, RowFields, find_header, fold_name, read_table
from .wos import MAIL, mesh, pmids

NAME = "wos-tab"
TITLE = "Web of Science, tab-delimited or Excel"

# Tag -> field and separator.
TAGS: dict[str, tuple[str, str | None]] = {
    "AB": ("abstract", None),
    "AF": ("_full_names", ";"),
    "AR": ("article_number", None),
    "AU": ("authors", ";"),
    "BA": ("_book_authors", ";"),
    "BD": ("headings", ";"),
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
    "ED": ("editors", ";"),
    "EI": ("issn", None),
    "EP": ("_last_page", None),
    "FT": ("title_original", None),
    "IS": ("issue", None),
    "JI": ("_iso", None),
    "J9": ("container_short", None),
    "LA": ("language", ";"),
    "MH": ("_mesh", None),
    "PD": ("_day", None),
    "PM": ("pmid", None),
    "PT": ("_kind", None),
    "PS": ("_range", None),
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

# The long names of the Excel form, folded, for those tags that have a field; the others are OTHER_LONG.
LONG_NAMES = {
    "abstract": "AB",
    "article number": "AR",
    "article title": "TI",
    "author full names": "AF",
    "author keywords": "DE",
    "authors": "AU",
    "book author full names": "BF",
    "book authors": "BA",
    "book editors": "BE",
    "book series title": "SE",
    "conference title": "CT",
    "document type": "DT",
    "doi": "DI",
    "early access date": "EA",
    "eissn": "EI",
    "end page": "EP",
    "group authors": "CA",
    "isbn": "BN",
    "issn": "SN",
    "issue": "IS",
    "journal abbreviation": "J9",
    "journal iso abbreviation": "JI",
    "language": "LA",
    "publication date": "PD",
    "publication type": "PT",
    "publication year": "PY",
    "publisher": "PU",
    "publisher city": "PI",
    "pubmed id": "PM",
    "source title": "SO",
    "start page": "BP",
    "ut unique wos id": "UT",
    "volume": "VL",
}
OTHER_LONG = frozenset({
    "180 day usage count", "addresses", "affiliations", "book doi", "book group authors", "book series subtitle",
    "cited reference count", "cited references", "conference date", "conference host", "conference location",
    "conference sponsor", "date of export", "doi link", "email addresses", "funding name preferred", "funding orgs",
    "funding text", "highly cited status", "hot paper status", "ids number", "keywords plus", "meeting abstract",
    "number of pages", "open access designations", "orcids", "part number", "publisher address", "reprint addresses",
    "research areas", "researcher ids", "since 2013 usage count", "special issue", "supplement",
    "times cited all databases", "times cited wos core", "web of science index", "web of science record",
    "wos categories",
})  # fmt: skip
MARKS = frozenset({  # names that no other table has; two of them beside 'Article Title' make it Web of Science's
    "book author full names", "cited reference count", "ids number", "journal iso abbreviation", "keywords plus",
    "times cited all databases", "times cited wos core", "ut unique wos id", "web of science index",
    "web of science record", "wos categories",
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
    """3 for a header row of Web of Science's tags or long names."""
    return 3 if any(find_header(head, header) for header in HEADERS) else 0


def database(head: str) -> str | None:
    """Always Web of Science: nothing else writes this."""
    return "Web of Science"


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """One Found a row; see the docstring of this folder."""
    return read_table(stream, *HEADERS)


def _plan(cells: list[str], sample: Sequence[list[str]]) -> Plan | None:
    """By tags."""
    tags = [cell.strip() for cell in cells]
    known = [at for at, tag in enumerate(tags) if tag in TAGS]
    strangers = [tag for tag in tags if tag not in TAGS and tag not in OTHER_TAGS and len(tag) != 2]
    if "TI" not in tags or len(known) < FEWEST_TAGS or any(strangers):
        return None
    return _plan_of(tags, tags)


def _long_plan(cells: list[str], sample: Sequence[list[str]]) -> Plan | None:
    """By long names."""
    names = [fold_name(cell) for cell in cells]
    if "article title" not in names or len(MARKS.intersection(names)) < 2:
        return None
    return _plan_of([cell.strip() for cell in cells], [LONG_NAMES.get(name, "") for name in names])


def _plan_of(names: Sequence[str], tags: Sequence[str]) -> Plan:
    """The plan for columns of these names, which mean these tags."""
    pairs = zip(names, tags, strict=True)
    columns = Columns([Column(name, *TAGS.get(tag, (None, None))) for name, tag in pairs])
    name_of = dict(zip(tags, names, strict=True))

    def read_row(row: list[str]) -> RowFields:
        fields, extra = columns.read(row)
        join_pages(fields)
        _set_range(fields, extra)
        _set_medline(fields, extra)
        _set_authors(fields, extra, name_of)
        _set_short_title(fields)
        _set_date(fields)
        _set_type(fields)
        return RowFields(fields, extra, () if "title" in fields else ("no title",))

    needed = 1 + max(at for at, tag in enumerate(tags) if tag in TAGS)
    return Plan(len(names), needed, read_row, title=tags.index("TI"))


TAG_NAMES = frozenset(tag.casefold() for tag in (*TAGS, *OTHER_TAGS))
HEADERS = (
    Header(TAG_NAMES, _plan, delimiters=("\t",), bare=True),
    Header(TAG_NAMES, _plan, delimiters=(",", ";", "|")),  # saved again by a spreadsheet
    Header(frozenset(LONG_NAMES) | OTHER_LONG, _long_plan),
)


def _set_authors(fields: Fields, extra: Fields, name_of: Mapping[str, str]) -> None:
    """The full names where there are as many as short ones, which `extra` keeps; a whole book's own where no others."""
    people = {name: fields.pop(name, []) for name in ("_full_names", "authors", "_book_full_names", "_book_authors")}
    full, short, book_full, book = people.values()
    if not full and not short:
        full, short = book_full, book
    chosen = full if len(full) >= len(short) else short
    if chosen:
        fields["authors"] = [MAIL.sub("", name) if "@" in name else name for name in chosen]
        fields["name_form"] = ["family-comma-given"]
    if full and short:
        tag, spare = ("AU", short) if chosen is full else ("AF", full)
        extra[name_of[tag]] = ["; ".join(spare)]


def _set_range(fields: Fields, extra: Fields) -> None:
    """PS is the whole range, in the collections that have no BP and EP (MEDLINE, Zoological Record)."""
    if pages := fields.pop("_range", []):
        (extra if "pages" in fields else fields)["PS" if "pages" in fields else "pages"] = pages


def _set_medline(fields: Fields, extra: Fields) -> None:
    """MEDLINE's headings, its number as PubMed's, and the authors' keywords, which other collections have in DE."""
    if headings := mesh(fields.pop("_mesh", [])):
        fields["headings"] = fields.get("headings", []) + headings
    numbers = pmids(fields.get("accession", ()))
    if numbers and "pmid" not in fields:
        fields["pmid"] = numbers
    if numbers and "keywords" not in fields and "ID" in extra:
        fields["keywords"] = split_list(extra.pop("ID")[0], ";")


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
