"""The columns of a table of works: the same, under the same names, in CSV, xlsx, JSON Lines and Parquet.

In: an ExportedWork. Out: its values in the order of COLUMNS: text, number, yes or no, or a list; missing is None, and
an empty list. The names are those of the view `bibliography` (docs/schema.md), and behind them what the view lacks and
an import needs: editors, translators, who of the authors is a group, the same people in another script, notes.

People are 'Family, Given' or 'Family, Given, Jr'; 'et al.' comes last where the source's list isn't whole. `date` is as
exact as it may be: the year alone where date and year contradict each other. `class` and `relevance` are 'unsure' where
no tag says more, as in the view; `method` is missing then.

What Rayyan calls its columns: its reader and writer of CSV (rayyan-formats-core).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from ..formats._own_note import with_retraction
from ..model import Name
from ..values.names import display_name
from . import ExportedWork, _labels

Value = str | int | bool | list[str] | None
ET_AL = "et al."


class Column(NamedTuple):
    """A column: its name, its type in SQL, and what it holds of a work."""

    name: str
    type: str
    of: Callable[[ExportedWork], Value]


@cache
def columns_for(labels: str | None) -> tuple[Column, ...]:
    """COLUMNS, and what was decided in the words of a program for screening, under its own names.

    'asreview': behind them `included`. 'rayyan': `key`, `journal` … for ours, and `month`, `day`, `notes` behind them.
    """
    if labels is None:
        return COLUMNS
    names = _NAMES_OF.get(labels, {})
    renamed = tuple(column._replace(name=names.get(column.name, column.name)) for column in COLUMNS)
    return renamed + _ADDED.get(labels, ()) + (_decided(labels),)


def _decided(program: str) -> Column:
    """The column that tells the program what was decided; where it is one of notes, the work's own stand before it."""
    if program in _labels.COLUMNS:
        name, cells = _labels.COLUMNS[program]
        return Column(name, "integer", lambda work: int(cells[work.status]) if cells[work.status] else None)
    return Column(_labels.NOTES_COLUMN[program], "varchar", lambda work: _notes(work, program))


def _notes(work: ExportedWork, program: str) -> str | None:
    parts = (work.work.note, _labels.label_of(work, program))
    return " | ".join(filter(None, parts)) or None


def _text(name: str) -> Column:
    return Column(name, "varchar", attrgetter(f"work.{name}"))


def _list(name: str, path: str | None = None) -> Column:
    get = attrgetter(path or f"work.{name}")
    return Column(name, "varchar[]", lambda work: list(get(work)))


def _of_facet(name: str, otherwise: str | None = None) -> Column:
    """The tag of a facet that has one value."""
    return Column(name, "varchar", lambda work: next(iter(_tagged(work, name)), otherwise))


def _of_facets(name: str, facet: str) -> Column:
    return Column(name, "varchar[]", lambda work: _tagged(work, facet))


def _tagged(work: ExportedWork, facet: str) -> list[str]:
    return [tag.partition(":")[2] for tag in work.tags if tag.startswith(f"{facet}:")]


def _authors(work: ExportedWork) -> list[str]:
    return _shown(work.work.authors) + ([] if work.work.authors_complete else [ET_AL])


def _groups(work: ExportedWork) -> list[str]:
    return [name.literal for name in work.work.authors if name.literal]


def _date(work: ExportedWork) -> str | None:
    date, year = work.work.date, work.work.year
    return date if date is None or year is None or date.startswith(f"{year:04}") else str(year)


def _part_of_date(place: int) -> Callable[[ExportedWork], Value]:
    """Month (1) or day (2) as a number, where the date has it: what is missing is January, or the first, for Rayyan."""

    def part(work: ExportedWork) -> Value:
        parts = (_date(work) or "").split("-")
        return int(parts[place]) if place < len(parts) and parts[place].isdecimal() else None

    return part


def _publication_types(work: ExportedWork) -> list[str]:
    """In the words of the source; a retraction that only another record tells of is said here too."""
    types = work.work.publication_types
    return with_retraction(types) if work.retracted else list(types)


def _shown(names: Sequence[Name]) -> list[str]:
    return [display_name(name) for name in names]


COLUMNS = (
    Column("citekey", "varchar", attrgetter("key")),
    _text("title"),
    _text("title_original"),
    Column("year", "integer", attrgetter("work.year")),
    Column("authors", "varchar[]", _authors),
    *map(_text, ("container", "volume", "issue", "pages", "doi", "pmid", "type")),
    _list("languages"),
    Column("status", "varchar", attrgetter("status")),
    Column("status_reason", "varchar", attrgetter("status_reason")),
    _of_facet("class", "unsure"),
    _of_facet("method"),
    _of_facets("kinds", "kind"),
    _of_facets("topics", "topic"),
    _of_facet("relevance", "unsure"),
    _list("tags", "tags"),
    Column("retracted", "boolean", attrgetter("retracted")),
    _text("abstract"),
    *map(_list, ("keywords", "headings")),
    Column("publication_types", "varchar[]", _publication_types),
    *map(_text, ("container_short", "series", "event", "publisher", "place", "edition", "article_number")),
    *map(_list, ("issn", "isbn")),
    *map(_text, ("url", "accessed")),
    Column("date", "varchar", _date),
    *map(_text, ("date_online", "title_language", "pmcid")),
    Column("editors", "varchar[]", lambda work: _shown(work.work.editors)),
    Column("translators", "varchar[]", lambda work: _shown(work.work.translators)),
    Column("group_authors", "varchar[]", _groups),  # those of the authors that are no person
    Column("authors_original", "varchar[]", lambda work: _shown(work.work.authors_original)),
    _text("note"),
    _list("aliases", "aliases"),
    Column("part_of", "varchar", attrgetter("part_of")),
    _list("sources", "sources"),
    Column("work_id", "varchar", attrgetter("work_id")),
)
_NAMES_OF = {
    "rayyan": {
        "citekey": "key", "container": "journal", "languages": "language", "place": "location", "pmid": "pubmed_id",
        "pmcid": "pmc_id",
    },
}  # fmt: skip
_ADDED = {
    "rayyan": (Column("month", "integer", _part_of_date(1)), Column("day", "integer", _part_of_date(2))),
}
