"""What the tables of single databases have of their own, beyond the names of their columns (`_csv_databases`).

In: the cells and fields of a row. Out: its people, and what it says otherwise than the rows of other tables.

    PubMed         "Doe J, Roe A; The Group."                 two authors, a group, no full stop
    SpringerLink   "Amira Abo HozaifaAhmed Shawky Moussa"     two authors: nothing parts them
    Embase         headings in four columns: of drugs and others, the main ones apart

Sources: exports of 2019 to 2025.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from . import _own_table
from ._blocks import standard_number
from ._citation_cell import read_citation
from ._columns import Fields, counted_pages, split_at_commas, split_list
from ._csv_databases import ABSTRACKR, DIMENSIONS, EBSCO, EMBASE, LEGACY, OPENALEX, PUBMED, RAYYAN, REFWORKS, SPRINGER
from ._own_note import with_retraction
from ._pubmed_paragraphs import BOOK, IMPRINT, NOBODY, people_of
from ._source_line import read_pubmed
from ._table import fold_name

LONGEST_IMPRINT = 1500


class People(NamedTuple):
    """The people of a cell; `left` says whether it holds more than that and is to be kept."""

    persons: list[str]
    groups: list[str]
    left: bool = False
    warnings: tuple[str, ...] = ()


def pubmed_people(cell: str) -> People:
    """Persons parted by commas, groups by semicolons: 'Hess JL, Cairns M; Neurobehavioural Unit; Glatt SJ.'

    A group may have commas in its name. One word alone is a person without initials, unless it is an acronym.
    """
    if NOBODY.match(cell):
        return People([], [], left=True)
    persons, groups = people_of(cell.strip(), sure=True)
    alone = [name for name in groups if " " not in name and not name.isupper()]
    return People(persons + alone, [name for name in groups if name not in alone], left="(" in cell)


_HONORIFICS = re.compile(r"(?:(?:Prof|Dr|Priv\.-Doz|Dipl\.-Ing|Assoc|Asst|Ing|habil)\.\s*)+(?=\w)")
_MEETING = re.compile(r"[^\W\d_A-Z](?=[^\W\d_a-z])")  # where a small letter may meet a capital
_WHOLE = {"Mc", "Mac", "Fitz", "O", "D"}  # begin a name and never end one
_PARTICLES = {"De", "Del", "Della", "Den", "Der", "Des", "Di", "Da", "Dos", "Du", "El", "Al", "La", "Le", "Lo", "Van"}


def springer_people(cell: str) -> People:
    """People between whom nothing stands: parted where a capital follows a small letter inside a word.

    'McDonald', 'DeVries' and 'LaRue' stay whole; but 'Sushil DeAnita Roy' may be one person or two: a warning says so.
    """
    if ";" in cell:
        return People([name for text in cell.split(";") if (name := text.strip())], [])
    warnings: tuple[str, ...] = ()
    names, start = list[str](), 0
    for at in _meetings(cell):
        word = cell[start:at].rpartition(" ")[2].rpartition("-")[2]
        if word in _PARTICLES and " " in cell[start:at].strip() and " " in _until_meeting(cell[at:]):
            warnings += (f"authors: '{cell[start:at].strip()}' and the next may be one person or two",)
        if word not in _PARTICLES and word not in _WHOLE:
            names.append(cell[start:at])
            start = at
    names = [name.strip() for name in (*names, cell[start:])]
    bare = [_HONORIFICS.sub("", name) for name in names]
    return People([name for name in bare if name], [], left=bare != names, warnings=warnings)


def _meetings(cell: str) -> Iterator[int]:
    for found in _MEETING.finditer(cell):
        at = found.end()
        if cell[at - 1].islower() and cell[at].isupper():
            yield at


def _until_meeting(text: str) -> str:
    """The name that `text` begins with: 'Hoa TranMinh Le' -> 'Hoa Tran'."""
    return text[: next(_meetings(text), len(text))].strip()


class PeopleCells(NamedTuple):
    """How a database writes people: what reads a cell, and the form of its names."""

    read: Callable[[str], People]
    form: str


# The people of the other databases are judged by the cells (`_author_cell`).
PEOPLE_OF: Mapping[str, PeopleCells] = {
    PUBMED: PeopleCells(pubmed_people, "family-initials"),
    LEGACY: PeopleCells(pubmed_people, "family-initials"),
    SPRINGER: PeopleCells(springer_people, "given-family"),
}

# Ids of trials, which Cochrane has as the author of a trial's record: the registers of WHO's platform (ICTRP).
_TRIAL = re.compile(
    r"(?:NCT\d{8}|ISRCTN\d+|EUCTR\d{4}-[\w-]+|CTIS\d{4}-[\w-]+|ChiCTR\S*\d+|CTRI/\S+|ACTRN\d+\w?|JPRN-\S+|jRCT\w*\d+"
    r"|UMIN\d+|DRKS\d+|IRCT\w*\d+|KCT\d+|TCTR\d+|PACTR\d+|RBR-\w+|RPCEC\d+|SLCTR/\S+|LBCTR\d+|ITMCTR\d+|PER-\d\S+"
    r"|NTR\d+|NL\d+|NL-OMON\d+),?",
    re.IGNORECASE,
)


def is_trial_id(name: str) -> bool:
    """'NCT04736615,' stands where a person should."""
    return " " not in name and _TRIAL.fullmatch(name) is not None


def say_citation(text: str, pubmed: bool) -> Fields:
    """What a whole citation says, field by field; nothing where it is written in no way we know."""
    said = {field: [value] for field, value in (read_citation(text) or {}).items()}
    return said | read_pubmed(text) if pubmed else said


def adjust(database: str | None, fields: Fields, extra: Fields, names: Mapping[str, str]) -> None:
    """What the rows of this database say otherwise than those of others. `names`: field -> its column's name."""
    if database and database in ADJUSTMENTS:
        ADJUSTMENTS[database](fields, extra, names)


def _pubmed_row(fields: Fields, extra: Fields, names: Mapping[str, str]) -> None:
    """PubMed has no column for the type: its citation shows preprints, and books by their imprint.

    'medRxiv. 2023 Mar 6:2023.03.03.23286706. Preprint.'     'Washington (DC): PCORI; 2018 Mar.'
    """
    if "pmid" in fields:
        fields["accession"] = fields["pmid"]
    citation = extra.get(names.get("_citation", ""), [""])[0].strip()
    if citation.endswith("Preprint."):
        fields["type"] = ["preprint"]
    elif "container_short" not in fields:  # no journal's citation
        _pubmed_book(citation, fields, extra, names)


def _pubmed_book(citation: str, fields: Fields, extra: Fields, names: Mapping[str, str]) -> None:
    """A whole book stands in 'Journal/Book' too, under its own title."""
    of_part = "In: " in citation
    imprint = citation[max(citation.find("In: "), 0) :][:LONGEST_IMPRINT]
    found = BOOK.match(imprint) or IMPRINT.match(imprint)
    same = fold_name(fields.get("container", [""])[0]) == fold_name(fields.get("title", [""])[0]) != ""
    if not found and not same:
        return
    said = found.groupdict() if found else {}
    if same:
        extra[names["container"]] = fields.pop("container")
    elif of_part and said.get("container"):
        fields.setdefault("container", [said["container"]])
    fields["type"] = ["chapter" if "container" in fields else "book"]
    if said.get("editors"):
        fields.setdefault("editors", said["editors"].split(", "))
    for field in ("place", "publisher", "date"):
        if value := said.get(field, "").strip(" ."):
            fields.setdefault(field, [value])


def _springer_row(fields: Fields, extra: Fields, names: Mapping[str, str]) -> None:
    """What a book is 'in' is its series: 'Lecture Notes in Networks and Systems'."""
    if fields.get("type", [""])[0] not in ("book", "proceedings") or "container" not in fields:
        return
    series = fields.pop("container")
    if fields.setdefault("series", series) != series:
        extra[names["container"]] = series


def _embase_row(fields: Fields, extra: Fields, _: Mapping[str, str]) -> None:
    """The main headings stand in columns of their own ('… (Major Focus)'): headings too; `extra` says which."""
    main = [cell for name, cells in extra.items() if fold_name(name).endswith("major focus") for cell in cells]
    terms = [term for cell in main for term in split_at_commas(cell)]
    if terms:
        fields["headings"] = list(dict.fromkeys(fields.get("headings", []) + terms))


def _openalex_row(fields: Fields, extra: Fields, names: Mapping[str, str]) -> None:
    """'is_retracted' says so of a work; what else it says is kept."""
    said = fields.pop(_own_table.RETRACTED, [])
    if [text.casefold() for text in said] == ["true"]:
        fields["publication_types"] = with_retraction(fields.get("publication_types", ()))
    elif said:
        extra[names[_own_table.RETRACTED]] = said


def _dimensions_row(fields: Fields, extra: Fields, names: Mapping[str, str]) -> None:
    """The book that holds a chapter stands in a column of its own; the 'source' is then its series."""
    book = fields.pop("_anthology", None)
    if book and (series := fields.pop("container", book)) != book:
        fields["series"] = series
    if book:
        fields["container"] = book


def _abstrackr_row(fields: Fields, extra: Fields, names: Mapping[str, str]) -> None:
    """'0' stands for no PMID."""
    if fields.get("pmid") == ["0"]:
        extra[names["pmid"]] = fields.pop("pmid")


_MONTH_AND_DAY = re.compile(r"(\d{4}) (\d\d)/(\d\d)")
_AS_TEXT = re.compile(r'="(.*)"')  # so that a spreadsheet leaves it alone
_MONTH_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def _ebsco_row(fields: Fields, extra: Fields, names: Mapping[str, str]) -> None:
    """Numbers and dates stand as formulas, ="08912963"; the month first, as Americans have it: '4/13/2024'.

    The last page is told by the number of pages, as EBSCOhost's own RIS has it.
    """
    if count := fields.pop("_count", []):
        extra[names["_count"]] = count
        if "pages" in fields:
            fields["pages"] = [counted_pages(fields["pages"][0], count[0])]
    for field in {"issn", "isbn", "date"} & fields.keys():
        fields[field] = [_AS_TEXT.sub(r"\1", text) for text in fields[field]]
    if found := _MONTH_FIRST.fullmatch(fields.get("date", [""])[0]):
        month, day, year = found.groups()
        extra[names["date"]] = fields["date"]
        fields["date"] = [f"{year}-{month:0>2}-{day:0>2}"]


_NEXT_TAG = re.compile(r"\s{2,}[A-Z][A-Z\d]  - .*", re.DOTALL)


def _rayyan_row(fields: Fields, extra: Fields, names: Mapping[str, str]) -> None:
    """A line of a RIS file whose tag Rayyan doesn't know goes on behind the value above: '10.1/a     LK  - https://…'."""
    for field in {"doi", "url"} & fields.keys():
        value = fields[field][0]
        if (bare := _NEXT_TAG.sub("", value)) != value:
            extra[names[field]], fields[field] = [value], [bare]


def _refworks_row(fields: Fields, extra: Fields, names: Mapping[str, str]) -> None:
    """One column for ISSN and ISBN; the secondary title is the book of a chapter, the series of a book.

    The day has no year: '03/30'.
    """
    if "date" in fields:
        fields["date"] = [_MONTH_AND_DAY.sub(r"\1-\2-\3", text) for text in fields["date"]]
    for number in (part for text in fields.pop("_number", []) for part in split_list(text, ";")):
        kind = standard_number(number)
        (fields if kind else extra).setdefault(kind or names["_number"], []).append(number)
    secondary = fields.pop("_secondary", None)
    if secondary and fields.get("type") == ["proceedings"]:
        fields["type"] = ["conference-paper"]  # RefWorks calls both so
    field = "series" if fields.get("type") == ["book"] else "container"
    if secondary and fields.setdefault(field, secondary) != secondary:
        extra[names["_secondary"]] = secondary


def _own_row(fields: Fields, extra: Fields, names: Mapping[str, str]) -> None:
    _own_table.as_meant(fields)


ADJUSTMENTS: Mapping[str, Callable[[Fields, Fields, Mapping[str, str]], None]] = {
    ABSTRACKR: _abstrackr_row,
    DIMENSIONS: _dimensions_row,
    EBSCO: _ebsco_row,
    OPENALEX: _openalex_row,
    PUBMED: _pubmed_row,
    LEGACY: _pubmed_row,
    RAYYAN: _rayyan_row,
    REFWORKS: _refworks_row,
    SPRINGER: _springer_row,
    EMBASE: _embase_row,
    _own_table.DATABASE: _own_row,
}
