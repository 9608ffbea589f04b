"""Merge: the records of one work -> its fields, and for each field the record that gave it, with the rule.

Records are ranked by how much they say. Each field comes from the record that has the best value for it by the rule
named in `RULES`; values are never mixed from two records within one field, and what only makes sense together comes
from one record: all authors; volume, issue and pages; a translated title and the original of it; the date and its year.
The date of access is that of the address.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..clean import FIELD_NAMES
from ..values.fold import fold
from ..values.language import script_of
from ..values.pages import first_page
from .features import number_key, page_key, tongue
from .kinds import PREPRINT_SERVERS

Row = Mapping[str, Any]
Chosen = dict[str, tuple[Any, Row, str]]  # field -> value, the record that gave it, the rule

# fields that only make sense together: a volume of one record with the pages of another is no place
PLACE = ("volume", "issue", "pages", "article_number")
TITLES = ("title", "title_original", "title_language")


def merge(records: Sequence[Row]) -> tuple[dict[str, Any], list[tuple[str, str, str]]]:
    """(fields of the work, [(field, record id, rule)] for each field that has a value).

    `records` are rows of `record`; their order doesn't matter.
    """
    ranked = sorted(records, key=lambda row: (-fullness(row), row["record_id"]))
    chosen: Chosen = {**_titles(ranked), **_place(ranked)}
    papers = _papers(ranked)
    for name in FIELD_NAMES:
        if name not in chosen:
            row, rule = _chosen(name, papers if name in OF_THE_PRINT else ranked)
            chosen[name] = row[name], row, rule
    chosen["date"] = _date(chosen["year"], ranked)
    chosen["accessed"] = _accessed(chosen["url"], ranked)
    listed = chosen["authors"][1]
    chosen["authors_complete"] = listed["authors_complete"], listed, chosen["authors"][2]
    fields = {name: chosen[name][0] for name in FIELD_NAMES}
    origin = [
        (name, chosen[name][1]["record_id"], chosen[name][2])
        for name in FIELD_NAMES
        if fields[name] not in (None, []) and name != "authors_complete"
    ]
    return fields, origin


def fullness(row: Row) -> int:
    """How much a record says of its work: one point a filled field, and some for what is hard to come by."""
    points = sum(row[name] not in (None, [], "") for name in FIELD_NAMES if name != "accessed")
    return points + 3 * bool(row["doi"]) + 3 * bool(row["pmid"]) + 2 * bool(row["abstract"])


OF_THE_PRINT = ("container", "container_short", "publisher")  # what a preprint can't know of its article


def _papers(ranked: Sequence[Row]) -> Sequence[Row]:
    """The records without preprints, where one of the others names the journal of the article: medRxiv publishes none.

    A preprint that a person has joined to its article still gives it what they share.
    """
    if len(ranked) == 1:
        return ranked
    papers = [row for row in ranked if row["type"] != "preprint" and not _of_a_server(row)]
    printed = any(row["type"] == "article" and row["container"] for row in papers)
    return papers if printed else ranked


def _of_a_server(row: Row) -> bool:
    return any(row[name] and PREPRINT_SERVERS.search(fold(row[name])) for name in OF_THE_PRINT)


def _chosen(name: str, ranked: Sequence[Row]) -> tuple[Row, str]:
    filled = [row for row in ranked if row[name] not in (None, [])]
    if not filled:
        return ranked[0], "missing everywhere"
    if len(filled) == 1:
        return filled[0], ONLY_ONE
    if name not in RULES:
        return _most_common(name, filled)
    key, rule = RULES[name]
    return max(filled, key=lambda row: key(row[name], row)), rule  # of equal ones the first, the fullest record's


ONLY_ONE = "only record that has it"


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
    """Complete lists first, then the longest list, then the fullest given names."""
    given = sum(len(person["given"] or "") for person in value)
    return (row["authors_complete"], len(value), given)


def _title(value: str, row: Row) -> tuple[int, ...]:
    """Not wholly in capitals, then with its subtitle, then with its accents."""
    return (not value.isupper(), len(fold(value)), sum(ord(c) > 127 for c in value))


def _container(value: str, row: Row) -> tuple[int, ...]:
    return (not value.isupper(), len(value))


RULES: Mapping[str, tuple[Callable[[Any, Row], Any], str]] = {
    "title": (_title, "the fullest title that is not all capitals"),
    "authors": (_names, "the longest complete list, with the fullest given names"),
    "authors_original": (_names, "the longest complete list, with the fullest given names"),
    "editors": (_names, "the longest complete list, with the fullest given names"),
    "translators": (_names, "the longest complete list, with the fullest given names"),
    "container": (_container, "the fullest name that is not all capitals"),
    "date_online": (lambda value, row: len(value), "the most exact date"),
    "abstract": (lambda value, row: len(value), "the longest abstract"),
    "keywords": (lambda value, row: len(value), "the longest list"),
    "headings": (lambda value, row: len(value), "the longest list"),
    "publication_types": (lambda value, row: len(value), "the longest list"),
    "issn": (lambda value, row: len(value), "the longest list"),
    "isbn": (lambda value, row: len(value), "the longest list"),
    "type": (lambda value, row: value != "other", "the most exact type"),
    "languages": (lambda value, row: len(value), "the longest list"),
}


def _date(year: tuple[Any, Row, str], ranked: Sequence[Row]) -> tuple[Any, Row, str]:
    """The most exact date within the year that was chosen: a date of another year would contradict it."""
    dated = [row for row in ranked if row["date"] is not None and row["year"] == year[0]]
    if not dated:
        return None, ranked[0], "missing everywhere"
    row = max(dated, key=lambda row: len(row["date"]))
    return row["date"], row, "the most exact date"


def _accessed(url: tuple[Any, Row, str], ranked: Sequence[Row]) -> tuple[Any, Row, str]:
    """When somebody last looked at the address that was chosen: what another address was like says nothing of it."""
    looked = [row for row in ranked if row["accessed"] is not None and row["url"] == url[0]]
    if not looked:
        return None, ranked[0], "missing everywhere"
    row = max(looked, key=lambda row: row["accessed"])
    return row["accessed"], row, "the last look at this address"


def _place(ranked: Sequence[Row]) -> Chosen:
    """Volume, issue, pages of the record that says most of them; what it lacks, of records that don't contradict."""
    said = [row for row in ranked if any(row[name] is not None for name in PLACE)]
    if not said:
        return {}
    volumes = Counter(number_key(row["volume"]) for row in said)

    def worth(row: Row) -> tuple[int, ...]:
        filled = sum(row[name] is not None for name in PLACE)
        return filled, volumes[number_key(row["volume"])], len(row["pages"] or "")

    leader = max(said, key=worth)
    rule = ONLY_ONE if len(said) == 1 else "the fullest place"
    place: Chosen = {name: (leader[name], leader, rule) for name in PLACE}
    for row in said:
        now = {name: value for name, (value, _, _) in place.items()}
        if row is not leader and _one_place(now, row):
            more = (name for name in PLACE if now[name] is None and row[name] is not None)
            place.update({name: (row[name], row, "a record of the same place") for name in more})
    return place


def _one_place(place: Row, row: Row) -> bool:
    """Whether nothing of two places differs, where both say it."""
    return all(
        _place_key(name, place[name]) == _place_key(name, row[name])
        for name in PLACE
        if place[name] is not None and row[name] is not None
    )


def _place_key(name: str, value: str) -> str | None:
    return page_key(first_page(value)) if name == "pages" else number_key(value)


def _titles(ranked: Sequence[Row]) -> Chosen:
    """The leading title, its language, and the original title where the leading one is a translation.

    A record that gives both is believed. Else one record may lead with the translation and another with the original:
    then both are kept. Else the fullest title leads.
    """
    with_both = [row for row in ranked if row["title"] and row["title_original"]]
    if with_both:
        row = max(with_both, key=lambda row: _title(row["title"], row))
        return {name: (row[name], row, "the record that gives both titles") for name in TITLES}
    translated, original = _translated_and_original([row for row in ranked if row["title"]])
    if translated is not None and original is not None:
        return {
            "title": (translated["title"], translated, "the translated title"),
            "title_original": (original["title"], original, "the title in the language of the work"),
            "title_language": (translated["title_language"], translated, "the translated title"),
        }
    row, rule = _chosen("title", ranked)
    return {name: (row[name], row, rule) for name in TITLES}


def _translated_and_original(ranked: Sequence[Row]) -> tuple[Row | None, Row | None]:
    """Of records with one title each: the one whose title is a translation, and the one whose title is not."""
    other_scripts = [row for row in ranked if script_of(row["title"]) not in ("Latin", "None")]
    latin = [row for row in ranked if script_of(row["title"]) == "Latin"]
    if other_scripts and latin:
        return min(latin, key=lambda row: "en" not in (row["title_language"], tongue(row["title"]))), other_scripts[0]
    translated = next((row for row in ranked if row["title_language"] == "en"), None)
    of_work = {language for row in ranked for language in row["languages"]} - {"en"}
    if translated is None or not of_work:
        return None, None
    original = next(
        (row for row in ranked if row["title_language"] is None and not _says_the_same(row, translated)), None
    )
    return translated, original


def _says_the_same(row: Row, translated: Row) -> bool:
    """Whether a title without brackets is the translation all the same: Scopus leaves the brackets out."""
    return tongue(row["title"]) == "en" or fold(row["title"]) == fold(translated["title"])
