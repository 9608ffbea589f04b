"""Clean: entry -> record, change, stated_relation.

In: the newest entry of each record, in the source's own words. Out: one `record` row with values in one form
(DOIs bare, pages written out, dates ISO, names in parts, languages as codes), and one `change` row for each field that
came out different, with the rule that did it. What can't be used becomes missing, and the change says so.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

from .clean_fields import Cleaning, Fields, Normalise, squeeze
from .clean_retraction import with_retraction
from .formats._extent import extent_in
from .formats._resolved import with_resolved
from .model import RECORD_TYPES, Bibliographic, Name
from .parallel import Workers, batches
from .store import Store, sql
from .values.container import clean_container
from .values.date import parse_date
from .values.doi import normalise_doi
from .values.fold import fold
from .values.identifiers import find_isbns, find_issns, normalise_pmcid, normalise_pmid
from .values.language import normalise_language, script_of
from .values.names import display_name, is_editor_mark, is_et_al, parse_name
from .values.pages import normalise_pages
from .values.relation import parse_relation
from .values.title import clean_title, unbracket


def clean_records(store: Store, workers: Workers) -> None:
    """Fill record, change and stated_relation from entry."""
    for records, changes, relations in workers.map(_clean_batch, batches(store.records(sql("newest_entry")))):
        store.load("record", records)
        store.load("change", changes)
        store.load("stated_relation", relations)


Rows = list[dict[str, Any]]


def _clean_batch(rows: Rows) -> tuple[Rows, Rows, Rows]:
    records: Rows = []
    changes: Rows = []
    relations: Rows = []
    for row in rows:
        fields, filled = completed(json.loads(row.pop("fields")), map(json.loads, row.pop("older")))
        as_read = json.loads(row.pop("extra"))
        fields, counted = with_extent(fields, as_read)
        fields, resolved = with_resolved(fields, as_read)
        fields, retracted = with_retraction(fields)
        cleaned, changed, left_over = clean(fields)
        extra = _joined(as_read, left_over)
        records.append({**row, **as_row(cleaned), "extra": extra})
        told = (*filled, *counted, *resolved, *retracted, *changed)
        changes.extend({"record_id": row["record_id"], **change} for change in told)
        relations.extend({"record_id": row["record_id"], **stated} for stated in _relations(fields))
    return records, changes, relations


def _relations(fields: Fields) -> list[dict[str, Any]]:
    """What the record says of other publications, each once."""
    stated = (parse_relation(text) for text in dict.fromkeys(fields.get("relations", ())))
    return [dataclasses.asdict(relation) for relation in stated if relation]


def completed(fields: Fields, older: Iterable[Fields]) -> tuple[Fields, list[dict[str, Any]]]:
    """The fields of a record's newest entry, and those that it lacks from older ones, newest first; and the changes.

    A later export of fewer columns takes nothing away. How people are written goes with the people.
    """
    whole = dict(fields)
    filled = []
    for entry in older:
        lacking = [name for name in entry if entry[name] and not whole.get(name) and name != "name_form"]
        if not any(whole.get(name) for name in NAME_FIELDS) and "name_form" in entry:
            whole["name_form"] = entry["name_form"]
        for name in lacking:
            whole[name] = entry[name]
            filled.append(
                {"field": name, "before": "(missing in the newest entry)", "after": "; ".join(entry[name]),
                 "rule": "entry.from-an-older-one"}
            )  # fmt: skip
    return whole, filled


def with_extent(fields: Fields, extra: Fields) -> tuple[Fields, list[dict[str, Any]]]:
    """The fields of a book with how thick it is for its pages, where `extra` says it and no pages are told."""
    found = extent_in(fields, extra)
    if found is None:
        return fields, []
    tag, extent = found
    change = {"field": "pages", "before": f"{tag}: {extra[tag][0]}", "after": extent, "rule": "pages.of-a-book"}
    return {**fields, "pages": [extent]}, [change]


def as_row(value: Bibliographic) -> dict[str, Any]:
    """The fields of a record as a row of JSON."""
    row = dict(zip(FIELD_NAMES, _values_of(value), strict=True))
    for name in LIST_FIELDS:
        row[name] = list(row[name])
    for name in NAME_FIELDS:
        row[name] = [
            {"family": one.family, "given": one.given, "suffix": one.suffix, "literal": one.literal}
            for one in row[name]
        ]
    return row


FIELD_NAMES = tuple(field.name for field in dataclasses.fields(Bibliographic))
NAME_FIELDS = ("authors", "authors_original", "editors", "translators")
LIST_FIELDS = ("issn", "isbn", "languages", "keywords", "headings", "publication_types")
_values_of = attrgetter(*FIELD_NAMES)


def from_row(row: Mapping[str, Any]) -> Bibliographic:
    """The other way round: a row of `record` or `work` as DuckDB gives it.

    A column that it lacks, since an older version built the corpus, is a missing field.
    """
    return from_fields({name: row[name] for name in FIELD_NAMES if name in row})


def from_fields(values: dict[str, Any]) -> Bibliographic:
    """The same of a dictionary of fields and nothing else, which is used up: half the time, for many works."""
    for name in NAME_FIELDS:
        people = values.get(name)
        values[name] = tuple([Name(**person) for person in people]) if people else ()
    for name in LIST_FIELDS:
        values[name] = tuple(values.get(name, ()))
    return Bibliographic(**values)


def _joined(extra: Mapping[str, Sequence[str]], more: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    joined = {tag: list(texts) for tag, texts in extra.items()}
    for tag, texts in more.items():
        joined.setdefault(tag, []).extend(texts)
    return joined


def clean(fields: Fields) -> tuple[Bibliographic, list[dict[str, Any]], dict[str, list[str]]]:
    """The record, its changes (field, before, after, rule), and texts that have no place in it.

    Nothing is dropped: what is not usable, or comes second where one value has room, goes to the third.
    """
    work = Cleaning(fields)
    work.keep("accession", work.texts("accession")[1:])
    title, original, title_language = _titles(work)
    authors, editors, complete = _people(work)
    for name in MARKED_UP:
        if name in work.filled:
            work.read_markup(name)
    plain = work.each(PLAIN)
    lists: dict[str, Any] = {
        name: work.many(name, squeeze, "text.squeeze") for name in PLAIN_LISTS if name in work.filled
    }
    work.keep("relations", (text for text in work.texts("relations") if parse_relation(text) is None))
    return (
        Bibliographic(
            type=_type(work),
            title=title,
            title_original=original,
            title_language=title_language,
            authors=authors,
            authors_original=_names(work, "authors_original")[0],
            authors_complete=complete,
            editors=editors,
            translators=_names(work, "translators")[0],
            **_dates(work),
            **plain,
            **lists,
            **work.each(NORMALISED),
            **_standard_numbers(work),
            languages=work.many("language", normalise_language, "language.code"),
        ),
        work.changes,
        work.left_over,
    )


PLAIN: Mapping[str, tuple[Normalise, str]] = dict.fromkeys(
    (
        "series", "event", "publisher", "place", "edition", "volume", "issue", "article_number", "url", "abstract",
        "note",
    ),
    (squeeze, "text.squeeze"),
)  # fmt: skip
PLAIN_LISTS = ("keywords", "headings", "publication_types")
MARKED_UP = ("abstract", "keywords", "headings")  # what databases carry with tags and entities, beside titles
NORMALISED: Mapping[str, tuple[Normalise, str]] = {
    "container": (clean_container, "container.clean"),
    "container_short": (clean_container, "container.clean"),
    "pages": (normalise_pages, "pages.normalise"),
    "doi": (normalise_doi, "doi.normalise"),
    "pmid": (normalise_pmid, "pmid.normalise"),
    "pmcid": (normalise_pmcid, "pmcid.normalise"),
    "accessed": (parse_date, "date.parse"),
}


def _type(work: Cleaning) -> str:
    texts = work.texts("type")
    known = next(filter(RECORD_TYPES.__contains__, texts), None)
    work.keep("type", (text for text in texts if text != known))
    return known or "other"


def _titles(work: Cleaning) -> tuple[str | None, str | None, str | None]:
    """Leading title, original title, language of the leading one. Brackets mean: translated into English."""
    titles = work.texts("title")
    original = work.one("title_original", _bare_title, "title.clean")
    if not titles:
        translated = work.one("title_translated", _bare_title, "title.clean")
        return (original, None, None) if translated is None else (translated, original, None)
    title, was_translated = _bare_title(titles[0]), unbracket(titles[0])[1]
    work.changed("title", titles[0], title, "title.unbracket" if was_translated else "title.clean")
    if title is None:
        work.keep("title", titles[:1])
    translated = work.one("title_translated", _bare_title, "title.clean")
    if translated is not None and original is None and not was_translated and not _in_english(work, title, translated):
        work.keep("title", titles[1:])
        return translated, title, None
    if translated is not None:
        work.keep("title_translated", [translated])
    if original is None and len(titles) > 1 and (original := clean_title(titles[1])) is not None:
        work.changed("title_original", titles[1], original, "title.second")
        titles = [titles[0], *titles[2:]]
    work.keep("title", titles[1:])
    if title is None:
        return original, None, None
    same = original is not None and fold(original, keep_script=True) == fold(title, keep_script=True)
    if same and original is not None and original != title:
        work.keep("title_original", [original])
    return title, None if same else original, "en" if was_translated else None


def _in_english(work: Cleaning, title: str | None, translated: str) -> bool:
    """Whether the title of the work is the one that most read: its language is English, or it is in Latin letters and
    the translation isn't.
    """
    if script_of(title or "") != "Latin":
        return False
    return script_of(translated) not in ("Latin", "None") or {*map(normalise_language, work.texts("language"))} == {
        "en"
    }


def _bare_title(text: str) -> str | None:
    """Without brackets around it; None where it only says '[Not Available]', which the brackets tell."""
    cleaned, (bare, had_brackets) = clean_title(text), unbracket(text)
    return clean_title(bare) if cleaned and had_brackets else cleaned


def _dates(work: Cleaning) -> dict[str, Any]:
    date = work.one("date", parse_date, "date.parse")
    year = work.one("year", _year, "date.year")
    online = work.one("date_online", parse_date, "date.parse")
    if year is None and date is not None:
        year = date[:4]
    if date is not None and year is not None and date[:4] != year:
        work.changed("date", date, None, "date.contradicts-year")
        work.keep("date", [date])
        date = None
    if year is None and online is not None:
        year = online[:4]
    return {"year": int(year) if year else None, "date": date or year, "date_online": online}


def _year(text: str) -> str | None:
    date = parse_date(text)
    return date[:4] if date else None


def _standard_numbers(work: Cleaning) -> dict[str, Any]:
    """ISSNs and ISBNs, each by its own digits: the ISSN of proceedings often stands in the place for their ISBN."""
    values: dict[str, dict[str, None]] = {"issn": {}, "isbn": {}}
    for name in values:
        for text in work.filled.get(name, ()):
            found = _numbers(text)
            for kind, numbers in found.items():
                values[kind].update(dict.fromkeys(numbers))
            if not any(found.values()):
                work.changed(name, text, None, f"{name}.normalise: not usable")
                work.keep(name, [text])
            elif found[name]:
                work.changed(name, text, ", ".join(found[name]), f"{name}.normalise")
            else:
                work.changed(name, text, None, f"{name}.of-the-other-kind")
    return {name: tuple(numbers) for name, numbers in values.items()}


@lru_cache(maxsize=50_000)  # the numbers of a journal stand in each of its records
def _numbers(text: str) -> Mapping[str, Sequence[str]]:
    return {"issn": find_issns(text), "isbn": find_isbns(text)}


def _people(work: Cleaning) -> tuple[tuple[Name, ...], tuple[Name, ...], bool]:
    """Authors, editors, and whether the list of authors is whole. 'Müller J (eds)' makes editors of the whole list."""
    authors, complete = _names(work, "authors")
    groups = tuple(Name(literal=text) for text in work.many("group_authors", squeeze, "text.squeeze"))
    editors, _ = _names(work, "editors")
    if not editors and any(map(is_editor_mark, work.texts("authors"))):
        return groups, authors, complete
    known = {person.literal for person in authors} if groups else ()
    return (*authors, *(group for group in groups if group.literal not in known)), editors, complete


def _names(work: Cleaning, field: str) -> tuple[tuple[Name, ...], bool]:
    names, complete, form = [], True, work.name_form
    for text in work.texts(field):
        name = parse_name(text, form)
        if name is not None:
            names.append(name)
            if (shown := display_name(name)) != text and _letters(shown) != _letters(text):
                work.changed(field, text, shown, f"names.{form}")
        elif is_et_al(text):
            complete = False
            work.keep(field, [text])
        else:
            work.changed(field, text, None, f"names.{form}: not usable")
            work.keep(field, [text])
    return tuple(names), complete


def _letters(text: str) -> str:
    """Letters and digits alone: commas and stops between the parts of a name are no change."""
    return "".join(filter(str.isalnum, text))


def shown_value(value: Any) -> str:
    """A field's value as one text for people: names joined by ';', lists by ','. Missing is ''."""
    if value is None or value in ([], ()):
        return ""
    if isinstance(value, (list, tuple)):
        if isinstance(value[0], Name):
            return "; ".join(display_name(person) for person in value)
        return ", ".join(map(str, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
