"""Merge: the records of one work -> its fields, and for each field the record that gave it, with the rule.

One record leads: the fullest one. Each field comes from the record that has the best value for it by the rule named in
`RULES`; all authors of a work come from one record. Values are never mixed from two records within one field.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..clean import FIELD_NAMES
from ..values.fold import fold
from ..values.language import script_of

Row = Mapping[str, Any]

# fields that only make sense together: a volume of one record with the pages of another is no place
PLACE = ("volume", "issue", "pages", "article_number")


def merge(records: Sequence[Row]) -> tuple[dict[str, Any], list[tuple[str, str, str]]]:
    """(fields of the work, [(field, record id, rule)] for each field that has a value).

    `records` are rows of `record`; their order doesn't matter.
    """
    ranked = sorted(records, key=lambda row: (-fullness(row), row["record_id"]))
    fields: dict[str, Any] = {}
    origin: list[tuple[str, str, str]] = []
    for name in FIELD_NAMES:
        row, rule = _chosen(name, ranked)
        fields[name] = row[name]
        if row[name] not in (None, []) and name != "authors_complete":
            origin.append((name, row["record_id"], rule))
    fields["authors_complete"] = next(
        (r["authors_complete"] for r in ranked if r["authors"] == fields["authors"]), True
    )
    return _original_title(fields, ranked, origin), origin


def fullness(row: Row) -> int:
    """How much a record says: one point a filled field, and some for what is hard to come by."""
    points = sum(row[name] not in (None, [], "") for name in FIELD_NAMES)
    return points + 3 * bool(row["doi"]) + 3 * bool(row["pmid"]) + 2 * bool(row["abstract"])


def _chosen(name: str, ranked: Sequence[Row]) -> tuple[Row, str]:
    filled = [row for row in ranked if row[name] not in (None, [])]
    if not filled:
        return ranked[0], "missing everywhere"
    if len(filled) == 1:
        return filled[0], "only record that has it"
    if name in PLACE:
        filled = _fullest_place(filled)
    key, rule = RULES.get(name, (None, ""))
    if key is None:
        return _most_common(name, filled)
    best = max(key(row[name], row) for row in filled)
    return next(row for row in filled if key(row[name], row) == best), rule


def _fullest_place(filled: Sequence[Row]) -> list[Row]:
    most = max(sum(row[name] is not None for name in PLACE) for row in filled)
    return [row for row in filled if sum(row[name] is not None for name in PLACE) == most]


def _most_common(name: str, filled: Sequence[Row]) -> tuple[Row, str]:
    """The value that most records have; the fullest record among equals."""
    counts = Counter(_comparable(row[name]) for row in filled)
    if len(counts) == 1:
        return filled[0], "all agree; fullest record"
    best = max(counts.values())
    row = next(row for row in filled if counts[_comparable(row[name])] == best)
    return row, "most records" if best > 1 else "fullest record"


def _comparable(value: Any) -> str:
    return fold(value, keep_script=True) if isinstance(value, str) else repr(value)


def _names(value: Sequence[Mapping[str, str | None]], row: Row) -> tuple[int, ...]:
    """Complete lists first, then the longest list, then the fullest given names, then full case."""
    given = sum(len(person["given"] or "") for person in value)
    return (row["authors_complete"], len(value), given)


def _title(value: str, row: Row) -> tuple[int, ...]:
    """Not wholly in capitals, then with its subtitle, then with its accents."""
    return (not value.isupper(), len(fold(value)), sum(ord(c) > 127 for c in value))


def _container(value: str, row: Row) -> tuple[int, ...]:
    return (not value.isupper(), len(value))


RULES: Mapping[str, tuple[Callable[[Any, Row], Any] | None, str]] = {
    "title": (_title, "the fullest title that is not all capitals"),
    "authors": (_names, "the longest complete list, with the fullest given names"),
    "authors_original": (_names, "the longest complete list, with the fullest given names"),
    "editors": (_names, "the longest complete list, with the fullest given names"),
    "container": (_container, "the fullest name that is not all capitals"),
    "date": (lambda value, row: len(value), "the most exact date"),
    "date_online": (lambda value, row: len(value), "the most exact date"),
    "pages": (lambda value, row: len(value), "the fullest range"),
    "abstract": (lambda value, row: len(value), "the longest abstract"),
    "keywords": (lambda value, row: len(value), "the longest list"),
    "headings": (lambda value, row: len(value), "the longest list"),
    "publication_types": (lambda value, row: len(value), "the longest list"),
    "issn": (lambda value, row: len(value), "the longest list"),
    "isbn": (lambda value, row: len(value), "the longest list"),
    "type": (lambda value, row: value != "other", "the most exact type"),
    "languages": (lambda value, row: len(value), "the longest list"),
}


def _original_title(
    fields: dict[str, Any], ranked: Sequence[Row], origin: list[tuple[str, str, str]]
) -> dict[str, Any]:
    """Where one record leads with the translated title and another with the original: keep both."""
    if fields["title_original"] is not None or not fields["title"]:
        return _not_twice(fields, ranked, origin)
    translated = [row for row in ranked if row["title"] and row["title_language"] == "en"]
    others = [
        row
        for row in ranked
        if row["title"] and row["title_language"] is None and any(lang != "en" for lang in row["languages"])
    ]
    scripts = {script_of(row["title"]): row for row in reversed(ranked) if row["title"]}
    if not others and len(scripts) > 1 and "Latin" in scripts:
        translated, others = [scripts["Latin"]], [row for script, row in scripts.items() if script != "Latin"]
    if not translated or not others:
        return fields
    origin[:] = [row for row in origin if row[0] not in ("title", "title_language")]
    origin += [
        ("title", translated[0]["record_id"], "the translated title"),
        ("title_original", others[0]["record_id"], "the title in the language of the work"),
    ]
    return {
        **fields,
        "title": translated[0]["title"],
        "title_language": translated[0]["title_language"],
        "title_original": others[0]["title"],
    }


def _not_twice(fields: dict[str, Any], ranked: Sequence[Row], origin: list[tuple[str, str, str]]) -> dict[str, Any]:
    """Where the fullest title *is* the original one: lead with another record's translated title, or drop the double."""
    original = fields["title_original"]
    if original is None or fold(original, keep_script=True) != fold(fields["title"], keep_script=True):
        return fields
    other = next((row for row in ranked if row["title_original"] == original and row["title"]), None)
    if other is None or fold(other["title"], keep_script=True) == fold(original, keep_script=True):
        origin[:] = [row for row in origin if row[0] != "title_original"]
        return {**fields, "title_original": None}
    origin[:] = [row for row in origin if row[0] not in ("title", "title_language")]
    origin.append(("title", other["record_id"], "the translated title"))
    return {**fields, "title": other["title"], "title_language": other["title_language"]}
