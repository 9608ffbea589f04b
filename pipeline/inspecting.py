"""Inspect: what a file is and what would be imported. Changes nothing.

In: a path. Out: `Inspection`: format, database, encoding, how many records would be taken in and set aside, and what
they carry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .formats._container import Content
from .formats._text import load
from .model import Found, Reject, Unread
from .values.date import year_of
from .values.doi import normalise_doi
from .values.identifiers import normalise_pmid

SHOWN_WARNINGS = 5  # further warnings of one kind are counted, not listed
LONGEST_SHOWN = 1_000  # letters of a title or a warning; the longest title of a paper that we have seen has 600
SHOWN = 200  # letters of a longer one


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """One file. `doi`, `pmid`, `abstract`: how many records have one. Years are None where none is.

    A DOI is counted as the file gives it; where it is none, as PubMed's bare numbers are, a warning says so.
    `unread` is the text between records, but for blank lines. Titles and warnings are `shortened`.
    """

    file: str
    format: str
    database: str | None
    encoding: str
    records: int
    rejects: int
    doi: int
    pmid: int
    abstract: int
    first_title: str | None
    last_title: str | None
    min_year: int | None
    max_year: int | None
    warnings: tuple[str, ...]
    set_aside: tuple[Reject, ...]
    unread: tuple[Unread, ...]

    def as_json(self, everything: bool = False) -> dict[str, Any]:
        """The documented keys (docs/formats.md), for one line of `inspect --json`.

        With `everything` each text that is no record stands in it whole; also those that are there by rule.
        """
        unread = (text for text in self.unread if everything or not text.expected)
        return {name: getattr(self, name) for name in JSON_KEYS} | {
            "warnings": list(self.warnings),
            "set_aside": [_place(reject, everything) | {"truncated": reject.truncated} for reject in self.set_aside],
            "unread": [_place(text, everything) | {"expected": text.expected} for text in unread],
        }

    @property
    def truncated(self) -> Reject | None:
        """The record that the end of the file cuts off."""
        return next((reject for reject in self.set_aside if reject.truncated), None)


JSON_KEYS = ("file", "format", "database", "encoding", "records", "rejects", "doi", "pmid", "abstract", "first_title",
             "last_title", "min_year", "max_year", "warnings", "set_aside", "unread")  # fmt: skip


def unreadable(file: str, message: str) -> dict[str, Any]:
    """The JSON of a file that can't be read: no format, nothing taken in, the reason as its warning."""
    none: dict[str, Any] = dict.fromkeys(JSON_KEYS)
    counts = dict.fromkeys(("records", "rejects", "doi", "pmid", "abstract"), 0)
    return {**none, **counts, "file": file, "warnings": [message], "set_aside": [], "unread": []}


def _place(segment: Reject | Unread, whole: bool) -> dict[str, Any]:
    return {"line": segment.line, "reason": segment.reason, "text": segment.raw if whole else start_of(segment.raw)}


def inspect(
    file: Path | Content,
    shown: str,
    format_name: str | None = None,
    encoding: str | None = None,
    *,
    everything: bool = False,
) -> Inspection:
    """Read a whole file; `everything` lists all warnings. Raises InputError where it is missing, no text, or in no
    known format.
    """
    loaded = load(file, format_name, encoding)
    warnings: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    rejects: list[Reject] = []
    unread: list[Unread] = []
    titles: list[str | None] = [None, None]
    years: list[int] = []
    for segment in loaded.segments():
        if isinstance(segment, Reject):
            rejects.append(segment)
        elif isinstance(segment, Unread):
            if segment.raw.strip():
                unread.append(segment)
            if segment.raw.strip() and not segment.expected:
                warnings[f"line {segment.line}: {segment.reason}: {start_of(segment.raw)}"] += 1
        else:
            _count(segment, counts, titles, years)
            said = (*segment.warnings, *_odd_dois(segment))
            warnings.update(f"line {segment.line}: {warning}" for warning in said)
    return Inspection(
        file=shown, format=loaded.fmt.NAME, database=loaded.database, encoding=loaded.encoding,
        records=counts["records"], rejects=len(rejects), doi=counts["doi"], pmid=counts["pmid"],
        abstract=counts["abstract"], first_title=_shown(titles[0]), last_title=_shown(titles[1]),
        min_year=min(years, default=None), max_year=max(years, default=None),
        warnings=(*map(shortened, (*loaded.warnings, *(warnings if everything else _short(warnings)))),),
        set_aside=tuple(rejects), unread=tuple(unread),
    )  # fmt: skip


def _shown(title: str | None) -> str | None:
    return None if title is None else shortened(title)


def _count(found: Found, counts: Counter[str], titles: list[str | None], years: list[int]) -> None:
    fields = found.fields
    counts["records"] += 1
    counts["doi"] += any(map(_may_be_doi, fields.get("doi", ())))
    counts["pmid"] += any(normalise_pmid(text) for text in fields.get("pmid", ()))
    counts["abstract"] += any(text.strip() for text in fields.get("abstract", ()))
    title = _first(fields, "title") or _first(fields, "title_original")
    if counts["records"] == 1:
        titles[0] = title
    titles[1] = title
    year = year_of(_first(fields, "year") or _first(fields, "date") or "")
    if year is not None:
        years.append(year)


def _odd_dois(found: Found) -> list[str]:
    return [f"{text!r} is no DOI" for text in found.fields.get("doi", ()) if normalise_doi(text) is None]


def _may_be_doi(text: str) -> bool:
    """'none' and '-' are words for nothing; every DOI has a digit."""
    return any(map(str.isdigit, text))


def _first(fields: Mapping[str, Sequence[str]], name: str) -> str | None:
    return next(iter(fields.get(name, ())), None)


def start_of(raw: str) -> str:
    """The first 60 letters of a text, on one line."""
    text = " ".join(raw[:LONGEST_SHOWN].split())
    return text if len(text) <= 60 and len(raw) <= LONGEST_SHOWN else text[:57] + "..."


def shortened(text: str) -> str:
    """A text for people: of one that no record has in earnest the beginning, and how long it is.

    'Balint groups in … (199,999,000 characters)': a file may be broken, or made to choke a program.
    """
    return text if len(text) <= LONGEST_SHOWN else f"{text[:SHOWN]}… ({len(text):,} characters)"


def _short(warnings: Counter[str]) -> list[str]:
    listed = list(warnings)
    more = len(listed) - SHOWN_WARNINGS
    return listed[:SHOWN_WARNINGS] + ([f"and {more} more warnings"] if more > 0 else [])
