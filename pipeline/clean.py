"""Clean: entry -> record, change, stated_relation.

In: the newest entry of each record, in the source's own words. Out: one `record` row with values in one form
(DOIs bare, pages written out, dates ISO, names in parts, languages as codes), and one `change` row for each field that
came out different, with the rule that did it. What can't be used becomes missing, and the change says so.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

from .formats._extent import extent_in
from .model import RECORD_TYPES, Bibliographic, Name
from .parallel import Workers, batches
from .store import Store, sql
from .values.container import clean_container
from .values.date import parse_date
from .values.doi import normalise_doi
from .values.fold import fold
from .values.identifiers import find_isbns, find_issns, normalise_pmcid, normalise_pmid
from .values.language import normalise_language, script_of
from .values.markup import plain_text
from .values.names import display_name, is_editor_mark, is_et_al, parse_name
from .values.pages import normalise_pages
from .values.relation import parse_relation
from .values.title import clean_title, unbracket

Fields = Mapping[str, Sequence[str]]
Normalise = Callable[[str], str | None]


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
        cleaned, changed, left_over = clean(fields)
        extra = _joined(as_read, left_over)
        records.append({**row, **as_row(cleaned), "extra": extra})
        changes.extend({"record_id": row["record_id"], **change} for change in (*filled, *counted, *changed))
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
NAME_FIELDS = ("authors", "authors_original", "editors")
LIST_FIELDS = ("issn", "isbn", "languages", "keywords", "headings", "publication_types")
_values_of = attrgetter(*FIELD_NAMES)


def from_row(row: Mapping[str, Any]) -> Bibliographic:
    """The other way round: a row of `record` or `work` as DuckDB gives it."""
    values: dict[str, Any] = {name: row[name] for name in FIELD_NAMES}
    for name in NAME_FIELDS:
        values[name] = tuple(Name(**person) for person in values[name])
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return Bibliographic(**values)


def _joined(extra: Mapping[str, Sequence[str]], more: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    joined = {tag: list(texts) for tag, texts in extra.items()}
    for tag, texts in more.items():
        joined.setdefault(tag, []).extend(texts)
    return joined


class _Cleaning:
    """The fields of one record on their way: what was taken, what changed, what is left over."""

    def __init__(self, fields: Fields) -> None:
        self.name_form = next(iter(fields.get("name_form", ())), "free")
        self.filled = {name: full for name, texts in fields.items() if (full := [*filter(None, map(str.strip, texts))])}
        self.changes: list[dict[str, Any]] = []
        self.left_over: dict[str, list[str]] = {}

    def texts(self, name: str) -> Sequence[str]:
        return self.filled.get(name, ())

    def changed(self, name: str, before: str, after: str | None, rule: str) -> None:
        if before != after:
            self.changes.append({"field": name, "before": before, "after": after, "rule": rule})

    def read_markup(self, name: str) -> None:
        """From here on, the texts of a field are without tags and entities."""
        plain: list[str] = []
        for text in self.filled[name]:
            now = plain_text(text) if "<" in text or "&" in text else text
            if now is None:
                self.changed(name, text, None, "text.markup: not usable")
                self.keep(name, [text])
            elif now is text or now == squeeze(text):  # no mark-up: told by the rule for blanks, if at all
                plain.append(text)
            else:
                self.changed(name, text, now, "text.markup")
                plain.append(now)
        self.filled[name] = plain

    def keep(self, name: str, texts: Iterable[str]) -> None:
        for text in texts:
            self.left_over.setdefault(name, []).append(text)

    def one(self, name: str, normalise: Normalise, rule: str) -> str | None:
        """The first usable value; further different ones stay in `extra`."""
        value: str | None = None
        for text in self.filled.get(name, ()):
            now = normalise(text)
            if now is None:
                self.changed(name, text, None, f"{rule}: not usable")
                self.keep(name, [text])
            elif value is None:
                value = now
                self.changed(name, text, now, rule)
            elif now != value:
                self.keep(name, [text])
        return value

    def many(self, name: str, normalise: Normalise, rule: str) -> tuple[str, ...]:
        """Every usable value once, in order."""
        values: dict[str, None] = {}
        for text in self.filled.get(name, ()):
            now = normalise(text)
            if now is None:
                self.changed(name, text, None, f"{rule}: not usable")
                self.keep(name, [text])
            else:
                self.changed(name, text, now, rule)
                values[now] = None
        return tuple(values)

    def each(self, rules: Mapping[str, tuple[Normalise, str]]) -> dict[str, Any]:
        """The value of each of these fields that is filled."""
        return {name: self.one(name, *rule) for name, rule in rules.items() if name in self.filled}


def clean(fields: Fields) -> tuple[Bibliographic, list[dict[str, Any]], dict[str, list[str]]]:
    """The record, its changes (field, before, after, rule), and texts that have no place in it.

    Nothing is dropped: what is not usable, or comes second where one value has room, goes to the third.
    """
    work = _Cleaning(fields)
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


def squeeze(text: str) -> str | None:
    """White space squeezed; None where nothing is left."""
    if text.isprintable() and "  " not in text:  # of white space only blanks are printable
        return text.strip() or None
    return " ".join(text.split()) or None


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
}


def _type(work: _Cleaning) -> str:
    texts = work.texts("type")
    known = next(filter(RECORD_TYPES.__contains__, texts), None)
    work.keep("type", (text for text in texts if text != known))
    return known or "other"


def _titles(work: _Cleaning) -> tuple[str | None, str | None, str | None]:
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


def _in_english(work: _Cleaning, title: str | None, translated: str) -> bool:
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


def _dates(work: _Cleaning) -> dict[str, Any]:
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


def _standard_numbers(work: _Cleaning) -> dict[str, Any]:
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


def _people(work: _Cleaning) -> tuple[tuple[Name, ...], tuple[Name, ...], bool]:
    """Authors, editors, and whether the list of authors is whole. 'Müller J (eds)' makes editors of the whole list."""
    authors, complete = _names(work, "authors")
    groups = tuple(Name(literal=text) for text in work.many("group_authors", squeeze, "text.squeeze"))
    editors, _ = _names(work, "editors")
    if not editors and any(map(is_editor_mark, work.texts("authors"))):
        return groups, authors, complete
    known = {person.literal for person in authors} if groups else ()
    return (*authors, *(group for group in groups if group.literal not in known)), editors, complete


def _names(work: _Cleaning, field: str) -> tuple[tuple[Name, ...], bool]:
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
