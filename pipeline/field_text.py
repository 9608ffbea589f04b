"""A field's value as one text that a person can read and change, and back.

In: the value of a field of a work, or the text that somebody wrote in its place. Out: the other of the two. Lists are
parted by ';' (by line breaks where a part has a ';' of its own), persons are 'Family, Given'; an empty text is no
value. Identifiers, dates, pages and languages go through the same functions as those of sources (values/).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .clean import FIELD_NAMES, LIST_FIELDS, NAME_FIELDS
from .clean_fields import squeeze
from .dedup.works import SETTABLE
from .errors import DecisionError
from .model import RECORD_TYPES
from .values.date import parse_date
from .values.doi import normalise_doi
from .values.identifiers import find_issns, normalise_isbn, normalise_pmcid, normalise_pmid
from .values.language import normalise_language
from .values.names import display_name, parse_name
from .values.pages import normalise_pages

# what a work can't do without, and what to say instead of 'none'
NEVER_EMPTY = {
    "title": "every work goes by its title: give the one on the work itself, or one of your own in brackets: [Letter]"
}


def settable_fields() -> list[str]:
    """The fields that a person can set, in the order of a citation."""
    return [name for name in FIELD_NAMES if name in SETTABLE and name != "authors_complete"]


def shown(value: Any) -> str:
    """The text of a value as DuckDB or a decision has it.

    ['burnout', 'students'] -> 'burnout; students'     [{'family': 'Roe', 'given': 'R.'}] -> 'Roe, R.'     None -> ''
    """
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        texts = [_shown_name(part) if isinstance(part, Mapping) else str(part) for part in value]
        return ("\n" if any(";" in text for text in texts) and len(texts) > 1 else "; ").join(texts)
    return str(value)


def _shown_name(person: Mapping[str, Any]) -> str:
    from .model import Name

    return display_name(Name(**{part: person.get(part) for part in ("family", "given", "suffix", "literal")}))


def read_value(field: str, text: str, before: Any = None) -> Any:
    """The value that `text` gives `field`. DecisionError, with what is wrong, where it is none.

    `before` is the value that stands there now: persons who stay keep the parts of their names.
    ('year', '2014') -> 2014     ('doi', 'https://doi.org/10.1000/A') -> '10.1000/a'     ('pages', '101-9') -> '101-109'
    """
    if field not in SETTABLE:
        raise DecisionError(f"{field} can't be set")
    if field in NAME_FIELDS:
        value: Any = _names(text, before or ())
    elif field in LIST_FIELDS:
        value = _list(field, text)
    else:
        value = _one(field, text)
    if field in NEVER_EMPTY and value is None:
        raise DecisionError(f"{field} can't be empty", hint=NEVER_EMPTY[field])
    if not SETTABLE[field](value):
        raise DecisionError(f"{text!r} is no value of {field}" if text.strip() else f"{field} can't be empty")
    return value


def _one(field: str, text: str) -> Any:
    plain = squeeze(text)
    if plain is None or field not in _ONE:
        return plain
    what, normalise = _ONE[field]
    value = normalise(plain)
    if value is None:
        raise DecisionError(f"{plain!r} is no {what}")
    return value


def _year(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) == 4 else None


def _type(text: str) -> str | None:
    return text if text in RECORD_TYPES else None


_ONE: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "type": (f"type of work (one of {', '.join(RECORD_TYPES)})", _type),
    "year": ("year of four digits", _year),
    "date": ("date like 2014, 2014-11 or 2014-11-03", parse_date),
    "date_online": ("date like 2014, 2014-11 or 2014-11-03", parse_date),
    "accessed": ("date like 2014, 2014-11 or 2014-11-03", parse_date),
    "pages": ("page range", normalise_pages),
    "doi": ("DOI", normalise_doi),
    "pmid": ("PubMed id", normalise_pmid),
    "pmcid": ("PubMed Central id", normalise_pmcid),
    "title_language": ("language", normalise_language),
}


def _issn(text: str) -> str | None:
    return next(iter(find_issns(text)), None)


_MANY: Mapping[str, tuple[str, Callable[[str], str | None]]] = {
    "issn": ("ISSN", _issn),
    "isbn": ("ISBN", normalise_isbn),
    "languages": ("language", normalise_language),
}


def _list(field: str, text: str) -> list[str]:
    what, normalise = _MANY.get(field, ("text", squeeze))
    values: dict[str, None] = {}
    for part in parts(text):
        value = normalise(part)
        if value is None:
            raise DecisionError(f"{part!r} is no {what}")
        values[value] = None
    return list(values)


def parts(text: str) -> list[str]:
    """The parts of a list: lines where there are several, else what ';' parts; empty ones left out."""
    pieces = text.splitlines() if "\n" in text.strip() else text.split(";")
    return [piece for piece in (" ".join(piece.split()) for piece in pieces) if piece]


def _names(text: str, before: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    known = {_shown_name(person): dict(person) for person in before}
    found = []
    for part in parts(text):
        name = parse_name(part, "family-comma-given")
        if name is None:
            raise DecisionError(f"{part!r} is no name")
        new = {"family": name.family, "given": name.given, "suffix": name.suffix, "literal": name.literal}
        found.append(without_missing(known.get(part, new)))
    return found


def without_missing(person: Mapping[str, Any]) -> dict[str, str]:
    """The parts that a name has, as a decision holds them: {'family': 'Roe', 'given': 'R.'}."""
    return {part: text for part, text in person.items() if text is not None}
