"""Zotero's own items as JSON: Better BibTeX's export ("BetterBibTeX JSON") and Zotero's web interface (API).

In: an object with a list of 'items', or a list of items; the API wraps each in 'data'. Out: one Found an item;
attachments, notes and annotations are no records. Fields without one of ours are kept in `extra` under Zotero's names.

    "creators": [{"creatorType": "author", "lastName": "Balint", "firstName": "Enid"}, {…, "name": "WHO"}]
    "extra": "PMID: 29635641"         one text, or (Better BibTeX) one a line: numbers that Zotero has no field for

Source: Zotero's schema (item types, their fields, and the base fields that they stand for).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

from ..model import Found, Reject, Unread
from ._json import TOO_DEEP, Item, records, texts_of
from ._zotero import ITEM_TYPES

NAME = "zotero-json"
TITLE = "Zotero JSON (Better BibTeX, API)"
# what is read and not kept, and why: docs/formats.md shows it
SKIPPED = {
    "tags/type": "whether Zotero took a tag from the source",
    "creators/fieldMode": "whether a name has one part, as the name itself shows",
}

Fields = dict[str, list[str]]

NO_RECORDS = frozenset({"attachment", "note", "annotation"})
# Zotero's field -> ours. What is not here goes to `extra`: places on a shelf, rights, numbers of
# reports and patents (`number`), the short title.
FIELDS = {
    "title": "title",
    "caseName": "title",
    "nameOfAct": "title",
    "subject": "title",  # of e-mails
    "publicationTitle": "container",
    "bookTitle": "container",
    "proceedingsTitle": "container",
    "encyclopediaTitle": "container",
    "dictionaryTitle": "container",
    "blogTitle": "container",
    "websiteTitle": "container",
    "forumTitle": "container",
    "programTitle": "container",
    "journalAbbreviation": "container_short",
    "series": "series",
    "seriesTitle": "series",
    "conferenceName": "event",
    "meetingName": "event",
    "publisher": "publisher",
    "institution": "publisher",
    "university": "publisher",
    "repository": "publisher",
    "organization": "publisher",
    "company": "publisher",
    "distributor": "publisher",
    "label": "publisher",
    "network": "publisher",
    "studio": "publisher",
    "place": "place",
    "edition": "edition",
    "volume": "volume",
    "issue": "issue",
    "pages": "pages",
    "DOI": "doi",
    "ISBN": "isbn",
    "ISSN": "issn",
    "url": "url",
    "accessDate": "accessed",
    "language": "language",
    "abstractNote": "abstract",
    "date": "date",
    "thesisType": "publication_types",
    "reportType": "publication_types",
    "genre": "publication_types",
}
# The creators that stand first in Zotero's types; all others go to `extra` under their role.
AUTHORS = frozenset(
    {
        "artist",
        "author",
        "cartographer",
        "director",
        "interviewee",
        "inventor",
        "performer",
        "podcaster",
        "presenter",
        "programmer",
        "sponsor",
    }
)
_OTHERS = {"editor": "editors", "translator": "translators"}
# Lines of Zotero's field Extra, by their label in small letters without blanks and hyphens.
EXTRA_LINES = {
    "pmid": "pmid",
    "pmcid": "pmcid",
    "doi": "doi",
    "issn": "issn",
    "isbn": "isbn",
    "originaltitle": "title_original",
    "articlenumber": "article_number",
}
_LABELLED = re.compile(r"\s*([A-Za-z][A-Za-z -]*?)\s*:\s*(\S.*?)\s*")
_SPLIT = re.compile(r"[,;]|\s+(?=\d{4}-|97[89])")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_OPENING = re.compile(r"[\s\ufeff]*[\[{]")


def sniff(head: str) -> int:
    """3 where JSON has Zotero's 'itemType'."""
    return 3 if _OPENING.match(head) and re.search(r'"itemType"\s*:\s*"\w', head) else 0


def database(head: str) -> str | None:
    """Always Zotero: nothing else writes this."""
    return "Zotero"


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """One Found an item that is a record; see the docstring of this folder."""
    for piece in records(stream, _looks_like_item):
        yield _segment(piece) if isinstance(piece, Item) else piece


def _looks_like_item(value: Mapping[str, Any]) -> bool:
    """Attachments stand inside items too, so they begin no record after a broken one."""
    kind = _data(value).get("itemType")
    return isinstance(kind, str) and kind not in NO_RECORDS


def _data(value: Mapping[str, Any]) -> Mapping[str, Any]:
    data = value.get("data")
    return data if isinstance(data, dict) and "itemType" in data else value


def _segment(item: Item) -> Found | Reject | Unread:
    kind = _data(item.value).get("itemType")
    if not isinstance(kind, str):
        return Reject(line=item.line, raw=item.raw, reason="an object without Zotero's item type")
    if kind in NO_RECORDS:
        return Unread(line=item.line, raw=item.raw, reason=f"{kind}: part of a library, but no record")
    try:
        fields, extra, warnings = read_item(item.value)
    except RecursionError:
        return Reject(line=item.line, raw=item.raw, reason=TOO_DEEP)
    return Found(line=item.line, raw=item.raw, fields=fields, extra=extra, warnings=item.warnings + warnings)


def read_item(value: Mapping[str, Any]) -> tuple[Fields, Fields, tuple[str, ...]]:
    """Fields, extra and warnings of one item, as Better BibTeX or as the API has it."""
    data = _data(value)
    fields: Fields = {"type": [ITEM_TYPES.get(str(data.get("itemType")), "other")]}
    extra: Fields = {}
    for name, said in _members(value, data):
        texts = texts_of(said)
        if not texts:
            continue
        rule = RULES.get(name)
        if rule:
            rule(said, texts, fields, extra)
        elif name in FIELDS:
            _add(fields, FIELDS[name], texts)
        else:
            _add(extra, name, texts)
    _part_numbers(fields)
    _set_year(fields)
    return fields, extra, () if "title" in fields else ("no title",)


def _members(value: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """All that is said of an item, a name that stands twice twice; the wrapping only where it says something else."""
    yield from _pairs(data)
    if data is not value:
        yield from ((name, said) for name, said in _pairs(value) if name != "data" and data.get(name) != said)


def _pairs(value: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return getattr(value, "pairs", None) or list(value.items())


def _add(to: Fields, name: str, texts: list[str]) -> None:
    there = to.setdefault(name, [])
    there += [text for text in texts if text not in there]


def _kind(said: Any, texts: list[str], fields: Fields, extra: Fields) -> None:
    """Zotero's word for the type, where ours says less."""
    if ITEM_TYPES.get(texts[0]) is None or len(texts) > 1 or texts[0] in _LESS_SAID:
        _add(extra, "itemType", texts)


_LESS_SAID = frozenset(
    ("blogPost", "dictionaryEntry", "encyclopediaArticle", "forumPost", "magazineArticle", "newspaperArticle",
     "presentation")
)  # fmt: skip


def _creators(said: Any, texts: list[str], fields: Fields, extra: Fields) -> None:
    """Persons, 'Family, Given'; a creator with one name is a group."""
    for creator in said if isinstance(said, list) else [said]:
        if not isinstance(creator, dict):
            _add(extra, "creators", texts_of(creator))
            continue
        role = str(creator.get("creatorType") or "author")
        person, group = _name(creator)
        if role in AUTHORS:
            to, name = fields, "authors" if person else "group_authors"
        elif role in _OTHERS:
            to, name = fields, _OTHERS[role]
        else:
            to, name = extra, role
        to.setdefault(name, []).extend(filter(None, [person or group]))
    for name in ("authors", *_OTHERS.values(), "group_authors"):
        if not fields.get(name, [""]):
            del fields[name]
    if "authors" in fields:
        fields["name_form"] = ["family-comma-given"]


def _name(creator: Mapping[str, Any]) -> tuple[str, str]:
    """A person, or a group; the other is ''."""
    one, family, given = (" ".join(texts_of(creator.get(part))) for part in ("name", "lastName", "firstName"))
    if one or not given or creator.get("fieldMode") == "1":
        return "", one or family
    return (f"{family}, {given}" if family else given), ""


def _tags(said: Any, texts: list[str], fields: Fields, extra: Fields) -> None:
    """[{'tag': 'burnout', 'type': 1}] -> 'burnout'; the type says only whether Zotero took it from the source."""
    for tag in said if isinstance(said, list) else [said]:
        _add(fields, "keywords", texts_of(tag.get("tag") if isinstance(tag, dict) else tag))


def _extra(said: Any, texts: list[str], fields: Fields, extra: Fields) -> None:
    """Labelled lines that have a field of ours fill it where nothing else does; all lines are kept."""
    extra["extra"] = texts
    for line in (line for text in texts for line in text.split("\n")):
        found = _LABELLED.fullmatch(line)
        field = EXTRA_LINES.get(re.sub(r"[ -]", "", found[1]).casefold()) if found else None
        if found and field:
            fields.setdefault(f"_{field}", []).append(found[2])


def _notes(said: Any, texts: list[str], fields: Fields, extra: Fields) -> None:
    """The notes that hang on an item, as they stand (HTML)."""
    for note in said if isinstance(said, list) else [said]:
        _add(fields, "note", texts_of(note.get("note") if isinstance(note, dict) else note))


def _key(said: Any, texts: list[str], fields: Fields, extra: Fields) -> None:
    """Zotero's eight letters for the item; Better BibTeX calls them itemKey."""
    _add(fields, "accession", texts)


RULES = {
    "itemType": _kind,
    "creators": _creators,
    "tags": _tags,
    "extra": _extra,
    "notes": _notes,
    "key": _key,
    "itemKey": _key,
}


def _part_numbers(fields: Fields) -> None:
    """'0507-3758, 1234-5678' -> two; what Extra says, where the item has no field for it."""
    for field in set(EXTRA_LINES.values()):
        if said := fields.pop(f"_{field}", None):
            fields.setdefault(field, said)
    for field in ("issn", "isbn"):
        if field in fields:
            fields[field] = [part for text in fields[field] for one in _SPLIT.split(text) if (part := one.strip())]


def _set_year(fields: Fields) -> None:
    """The year that stands in the date, if it is the only one there."""
    years = set(_YEAR.findall(" ".join(fields.get("date", ()))))
    if len(years) == 1:
        fields["year"] = [*years]
