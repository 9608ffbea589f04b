"""What the variables of a CSL item say: item -> fields and extra.

In: an item as `_json` gives it. Out: fields of ours, and all that has no field, verbatim, under the variable's own
name (what is nested as JSON). Names and dates that say more than our field holds are kept in `extra` as well.

    "author": [{"family": "Balint", "given": "Enid"}]        authors ["Balint, Enid"]
    "author": [{"family": "Berg", "non-dropping-particle": "van den", …}]   ["van den Berg, …"], and extra "author"
    "issued": {"date-parts": [["2014", 11, 3]]}              year ["2014"], date ["2014-11-03"]

Sources: CSL 1.0.2 (specification, appendices III to V) and its schema csl-data.json; the items that Zotero, Crossref
and DataCite give.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..model import NAME_FORMS, RECORD_TYPES, SOURCE_FIELDS
from ._json import Pairs, texts_of

Fields = dict[str, list[str]]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# CSL's type -> ours. What is none of these is 'other', and its own word is kept in `extra`.
CSL_TYPES: Mapping[str, str] = {
    "article": "preprint",  # "not published in a journal"; but with a volume, an issue or pages it is an article
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "chapter",
    "dataset": "dataset",
    "entry": "chapter",
    "entry-dictionary": "chapter",
    "entry-encyclopedia": "chapter",
    "paper-conference": "conference-paper",
    "periodical": "other",
    "post": "webpage",
    "post-weblog": "webpage",
    "report": "report",
    "review": "article",
    "review-book": "article",
    "thesis": "thesis",
    "webpage": "webpage",
}
TYPES: Mapping[str, str] = {
    **CSL_TYPES,
    # Crossref and DataCite put their own words here
    "book-chapter": "chapter",
    "dissertation": "thesis",
    "edited-book": "book",
    "journal-article": "article",
    "monograph": "book",
    "posted-content": "preprint",
    "proceedings": "proceedings",
    "proceedings-article": "conference-paper",
    "reference-book": "book",
}
# Ours -> CSL's: the type that stands for ours where nothing else is said.
TYPE_OF: Mapping[str, str] = {
    "article": "article-journal",
    "book": "book",
    "chapter": "chapter",
    "conference-paper": "paper-conference",
    "dataset": "dataset",
    "other": "document",
    "preprint": "article",
    "proceedings": "book",
    "report": "report",
    "thesis": "thesis",
    "webpage": "webpage",
}
OTHER_TYPES = _words(  # the rest of CSL 1.0.2
    "bill broadcast classic collection document event figure graphic hearing interview legal_case legislation "
    "manuscript map motion_picture musical_score pamphlet patent performance personal_communication regulation "
    "software song speech standard treaty"
)

# Variable -> field, where the value is the field's own text. Of two for one field, both count, equal ones once.
TEXTS: Mapping[str, str] = {
    "title": "title",
    "original-title": "title_original",
    "container-title": "container",
    "container-title-short": "container_short",
    "journalAbbreviation": "container_short",
    "collection-title": "series",
    "event-title": "event",
    "event": "event",
    "publisher": "publisher",
    "publisher-place": "place",
    "edition": "edition",
    "volume": "volume",
    "issue": "issue",
    "page": "pages",
    "article-number": "article_number",  # Crossref's
    "DOI": "doi",
    "PMID": "pmid",
    "PMCID": "pmcid",
    "URL": "url",
    "abstract": "abstract",
    "genre": "publication_types",
    "note": "note",
}
LISTS: Mapping[str, str] = {"ISSN": "issn", "ISBN": "isbn", "keyword": "keywords", "language": "language"}
NAMES: Mapping[str, str] = {"author": "authors", "editor": "editors", "translator": "translators"}
# issued: year and date; published-online is Crossref's
DATES: Mapping[str, str] = {
    "issued": "date",
    "available-date": "date_online",
    "published-online": "date_online",
    "accessed": "accessed",
}

# Variables without a field of ours; as they stand in `extra`.
OTHER_NAMES = _words(
    "chair collection-editor compiler composer container-author contributor curator director editorial-director "
    "editor-translator executive-producer guest host illustrator interviewer narrator organizer original-author "
    "performer producer recipient reviewed-author script-writer series-creator"
)
OTHER_DATES = _words("event-date original-date submitted")
OTHER_TEXTS = _words(
    "annote archive archive-place archive_collection archive_location authority call-number chapter-number "
    "citation-key citation-label citation-number collection-number dimensions division event-place "
    "first-reference-note-number jurisdiction locator medium number number-of-pages number-of-volumes "
    "original-publisher original-publisher-place page-first part-number part-title printing-number references "
    "reviewed-genre reviewed-title scale section shortTitle source status supplement-number title-short version "
    "volume-title volume-title-short year-suffix"
)

OWN_ID = re.compile(r"bibcorpus-[0-9a-f]{16}")  # what the writer gives to an item that has none
EXACT = "bibcorpus"  # the part of `custom` in which the writer puts what would else not be read back as it was
_LIBRARY_ID = re.compile(r"https?://(?:www\.)?zotero\.org/\S+/items/\w+")
MORE = {"literal": "others"}  # BibTeX's 'and others', as pandoc and Better BibTeX write it; printed as 'et al.'
_YEAR = re.compile(r"\d{4}")
_NOTE_LINE = re.compile(r"^(PMID|PMCID): *(\d{1,9}|PMC\d+)\s*$", re.MULTILINE)
_SEASONS = {"1": "Spring", "2": "Summer", "3": "Autumn", "4": "Winter"}
_PARTED = re.compile(r"[;,]")


def read_item(item: Mapping[str, Any]) -> tuple[Fields, Fields, tuple[str, ...]]:
    """Fields, extra and warnings of one item; RecursionError where something in it is nested too deep."""
    fields: Fields = {}
    extra: Fields = {}
    for name, value in item.items():
        field = TEXTS.get(name)
        if field is None:
            RULES.get(name, _keep)(name, value, fields, extra)
        elif type(value) is str and field not in fields:
            if value and not value.isspace():
                fields[field] = [value]
        elif texts := texts_of(value):
            there = fields.setdefault(field, [])
            there += [text for text in texts if text not in there]
    warnings = _stands_twice(item, extra) if isinstance(item, Pairs) else ()
    warnings += _set_type(item, fields, extra)
    if fields["type"] == ["report"] and "issue" not in fields and "number" in extra:
        fields["issue"] = extra.pop("number")  # as the other formats have the number of a report
    if "note" in fields:
        _numbers_in_note(fields)
    if "custom" in item:
        _custom(item["custom"], fields, extra)
    if "title" not in fields:
        warnings += ("no title",)
    return fields, extra, warnings


def _keep(name: str, value: Any, fields: Fields, extra: Fields) -> None:
    if texts := texts_of(value):
        extra[name] = texts


def _skip(name: str, value: Any, fields: Fields, extra: Fields) -> None:
    """Read by a rule of its own, after the others."""


def _id(name: str, value: Any, fields: Fields, extra: Fields) -> None:
    """Zotero's address of the item names it in Zotero; a citation key or a running number names it nowhere."""
    texts = texts_of(value)
    if not texts or (len(texts) == 1 and OWN_ID.fullmatch(texts[0])):
        return
    if _LIBRARY_ID.fullmatch(texts[0]) and len(texts) == 1:
        fields["accession"] = texts
    else:
        extra["id"] = texts


def _list(name: str, value: Any, fields: Fields, extra: Fields) -> None:
    """'1234-5678, 8765-4321' -> two; keywords part at ';' where there is one, else at ','."""
    texts = texts_of(value)
    if isinstance(value, str):
        texts = [part.strip() for text in texts for part in _parted(name, text) if part.strip()]
    if texts:
        fields[LISTS[name]] = texts


def _parted(name: str, text: str) -> list[str]:
    if name == "keyword":
        return text.split(";" if ";" in text else ",")
    return _PARTED.split(text)


def _people(name: str, value: Any, fields: Fields, extra: Fields) -> None:
    """Persons to the field, groups (`literal`) of authors to `group_authors`; the list itself where it says more."""
    people = value if isinstance(value, list) else [value]
    texts: list[str] = []
    groups: list[str] = []
    whole = isinstance(value, list)
    for person in people:
        if not isinstance(person, dict):
            texts += texts_of(person)
            whole = whole and isinstance(person, str)
            continue
        family, given = person.get("family"), person.get("given")
        if len(person) == 2 and isinstance(family, str) and isinstance(given, str) and family and given:
            texts.append(f"{family}, {given}")
            whole = whole and not groups and "," not in family + given
            continue
        literal = person.get("literal")
        if person is people[-1] and person == MORE:
            texts.append("others")
        elif isinstance(literal, str) and literal.strip():
            (groups if name == "author" else texts).append(str(literal))
            whole = whole and len(person) == 1 and name == "author"
        elif text := name_text(person):
            texts.append(text)
            whole = whole and person.keys() == {"family"} and "," not in text and not groups
        else:
            whole = whole and not any(map(texts_of, person.values()))
    if texts:
        fields[NAMES[name]] = texts
        if name == "author":
            fields["name_form"] = ["free" if any(isinstance(one, str) for one in people) else "family-comma-given"]
    if groups:
        fields["group_authors"] = groups
    if not whole and (kept := texts_of(value)):
        extra[name] = kept


def name_text(person: Mapping[str, Any]) -> str:
    """'van den Berg, Jan, Jr.': the particles before the family name, but the dropping ones behind the given one."""
    part = {name: " ".join(texts_of(value)).strip() for name, value in person.items()}
    family = " ".join(filter(None, (part.get("non-dropping-particle"), part.get("family"))))
    given = " ".join(filter(None, (part.get("given"), part.get("dropping-particle"))))
    if not family or not given:
        return family or given
    return ", ".join(filter(None, (family, given, part.get("suffix"))))


def _date(name: str, value: Any, fields: Fields, extra: Fields) -> None:
    """Year and date; the value itself where it says more than they do."""
    year, date, whole = date_texts(value)
    if name == "issued" and year:
        fields["year"] = [year]
    if date is None and name != "issued":
        date = year
    if date:
        there = fields.setdefault(DATES[name], [])
        whole = whole and not there
        there += [date] if date not in there else []
    if not whole and (kept := texts_of(value)):
        extra[name] = kept


def date_texts(value: Any) -> tuple[str | None, str | None, bool]:
    """Year, date, and whether they are all that the value says.

    {'date-parts': [[2014, 11]]} -> '2014', '2014-11'   {'raw': '2014 Nov-Dec'} -> None, '2014 Nov-Dec'
    """
    if not isinstance(value, dict):
        texts = texts_of(value)
        one = texts[0] if len(texts) == 1 else None
        return (one, None, False) if one and _YEAR.fullmatch(one) else (None, one, False)
    parts = [] if "date-parts" not in value else _date_parts(value["date-parts"])
    if len(value) == 1 and len(parts) == 1 == len(value["date-parts"]):  # nearly all
        first = parts[0]
        return first[0], ("-".join([part.zfill(2) for part in first]) if len(first) > 1 else None), True
    words = [text for name in ("raw", "literal") if name in value for text in texts_of(value[name])]
    if not parts:
        return None, (words[0] if words else None), value.keys() == {"raw"} and len(words) == 1
    year = parts[0][0]
    date = "/".join("-".join(part.zfill(2) for part in one) for one in parts)
    season = texts_of(value["season"]) if "season" in value else []
    if season and len(parts) == 1 and len(parts[0]) == 1:
        date = f"{year} {_SEASONS.get(season[0], season[0])}"
    simple = value.keys() == {"date-parts"} and len(parts) == len(value["date-parts"])
    return year, (words[0] if words else None) or (date if date != year else None), simple


def _date_parts(value: Any) -> list[list[str]]:
    """[['2014', '11'], …]; without what Crossref writes for an unknown date, [[null]]."""
    if not isinstance(value, list):
        return []
    parts = [
        [text for part in one for text in ((str(part),) if isinstance(part, str) and part.strip() else texts_of(part))]
        for one in value
        if isinstance(one, list)
    ]
    return [one for one in parts if one]


def _set_type(item: Mapping[str, Any], fields: Fields, extra: Fields) -> tuple[str, ...]:
    said = texts_of(item.get("type"))
    word = said[0] if said else ""
    found = TYPES.get(word, "other")
    if word == "article" and fields.keys() & {"volume", "issue", "pages"}:
        found = "article"
    fields["type"] = [found]
    if said and said != [TYPE_OF[found]]:
        extra["type"] = said
    return () if said else ("no type",)


def _numbers_in_note(fields: Fields) -> None:
    """Zotero keeps what it has no field for as lines of the note: 'PMID: 29635641'."""
    for note in fields["note"]:
        for label, number in _NOTE_LINE.findall(note):
            fields.setdefault(label.lower(), [number])


def _stands_twice(item: Pairs, extra: Fields) -> tuple[str, ...]:
    seen: dict[str, Any] = {}
    twice: dict[str, None] = {}
    for name, value in item.pairs:
        if name in seen:
            twice[name] = None
            extra[name] = extra.get(name, []) + [
                text for text in texts_of(seen[name]) if text not in extra.get(name, [])
            ]
        seen[name] = value
    return tuple(f"{name} stands more than once; the last one counts, the others are kept" for name in twice)


def _custom(value: Any, fields: Fields, extra: Fields) -> None:
    """`custom`: values of our fields that CSL has no place for, and what other formats say.

    A field there may add to what a variable says, or say it again in other words (people), never take away.
    """
    if not isinstance(value, dict):
        _keep("custom", value, fields, extra)
        return
    for name, said in value.items():
        texts = texts_of(said)
        if name == EXACT and isinstance(said, dict):
            continue
        if name in SOURCE_FIELDS and texts and _may_replace(name, fields.get(name, []), texts):
            fields[name] = texts
        elif texts:
            extra[name] = extra.get(name, []) + texts
    _exact(value.get(EXACT), fields, extra)


_AGAIN_IN_OTHER_WORDS = (
    *NAMES.values(), "date", "date_online", "accessed", "language", "issn", "isbn",
)  # fmt: skip


def _may_replace(name: str, old: Sequence[str], new: Sequence[str]) -> bool:
    if name == "type":
        return len(new) == 1 and new[0] in RECORD_TYPES
    if name == "name_form":
        return len(new) == 1 and new[0] in NAME_FORMS
    if name in _AGAIN_IN_OTHER_WORDS and len(old) == len(new):
        return True
    return list(new[: len(old)]) == list(old)


def _exact(value: Any, fields: Fields, extra: Fields) -> None:
    """Lists exactly as they were; an empty one says that there is none."""
    if not isinstance(value, dict):
        return
    for part, to in (("fields", fields), ("extra", extra)):
        said = value.get(part)
        for name, texts in said.items() if isinstance(said, dict) else ():
            if not isinstance(texts, list) or (part == "fields" and name not in SOURCE_FIELDS):
                continue
            to.pop(name, None)
            if kept := [str(text) for text in texts if isinstance(text, str)]:
                to[name] = kept


RULES = (
    {"id": _id, "type": _skip, "custom": _skip}
    | dict.fromkeys(LISTS, _list)
    | dict.fromkeys(NAMES, _people)
    | dict.fromkeys(DATES, _date)
)
