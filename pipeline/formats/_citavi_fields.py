"""What the elements of a Citavi reference mean: fields of ours, or `extra` under the element's own name.

In: a reference, and the project for the persons, periodicals and references that it names by id. Out: fields, extra
and warnings. A contribution has its book, conference volume or special issue as a reference of its own
(ReferenceReferences): that is its container, and gives it editors, publisher, ISBN and, where it has none, the year.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape

from ._author_cell import name_form
from ._xml import Fields

_TYPES = {
    "JournalArticle": "article",
    "NewspaperArticle": "article",
    "NewsAgencyReport": "article",
    "Book": "book",
    "BookEdited": "book",
    "CollectedWorks": "book",
    "LegalCommentary": "book",
    "SpecialIssue": "book",
    "AudioBook": "book",
    "ConferenceProceedings": "proceedings",
    "Contribution": "chapter",
    "ContributionInLegalCommentary": "chapter",
    "Lecture": "conference-paper",
    "Thesis": "thesis",
    "UnpublishedWork": "report",
    "InternetDocument": "webpage",
}
_WITH_ISSUES = ("JournalArticle", "NewspaperArticle", "SpecialIssue", "Contribution")  # else the number of a patent …

_FIELDS = {
    "ParallelTitle": "title",
    "TranslatedTitle": "title_translated",
    "Abstract": "abstract",
    "Volume": "volume",
    "Edition": "edition",
    "PlaceOfPublication": "place",
    "DOI": "doi",
    "Doi": "doi",
    "PubMedID": "pmid",
    "PMCID": "pmcid",
    "ISBN": "isbn",
    "OnlineAddress": "url",
    "AccessDate": "accessed",
    "Language": "language",
    "Notes": "note",
}
# what a contribution has from its book where it says nothing itself
_FROM_PARENT = ("PlaceOfPublication", "ISBN", "Edition", "Volume", "Number")

_BOOKKEEPING = "who changed the reference, when, and how the program shows it"
_SAME = "says the same as another element, for the program's own use"
SKIPPED: Mapping[str, str] = {
    "CreatedBy": _BOOKKEEPING,
    "CreatedOn": _BOOKKEEPING,
    "ModifiedBy": _BOOKKEEPING,
    "ModifiedOn": _BOOKKEEPING,
    "AbstractComplexity": _BOOKKEEPING,
    "AbstractSourceTextFormat": _BOOKKEEPING,
    "EvaluationComplexity": _BOOKKEEPING,
    "EvaluationSourceTextFormat": _BOOKKEEPING,
    "TableOfContentsComplexity": _BOOKKEEPING,
    "TableOfContentsSourceTextFormat": _BOOKKEEPING,
    "CitationKeyUpdateType": _BOOKKEEPING,
    "ShortTitleUpdateType": _BOOKKEEPING,
    "HasLabel1": _BOOKKEEPING,
    "HasLabel2": _BOOKKEEPING,
    "Rating": _BOOKKEEPING,
    "StaticIDs": _BOOKKEEPING,
    "CoverPath": _BOOKKEEPING,
    "AbstractFormatted": "the abstract once more, as RTF",
    "EvaluationFormatted": "the evaluation once more, as RTF",
    "TableOfContentsFormatted": "the table of contents once more, as RTF",
    "PageRangeNumber": _SAME,
    "PageRangeNumeralSystem": _SAME,
    "DateForSorting": _SAME,
    "LanguageCode": _SAME,
}
_READ_APART = frozenset(
    ["ReferenceType", "Title", "Subtitle", "Year", "Date", "PageRange", "Number", "PeriodicalID", "SeriesTitleID"]
)

_ORIGINAL = re.compile(r"<os>(.*?)</os>", re.DOTALL)
_YEAR = re.compile(r"\b(?:1[4-9]|20)\d\d\b")
_MIRRORED = {"Doi": "doi", "PubMedId": "pmid", "PmcId": "pmcid"}
_BODY = "3"  # Sex of a person: 1 and 2 are people, 0 is unknown


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list, or a reference: its kind, and the texts of its elements by name."""

    kind: str
    id: str
    texts: Mapping[str, str]

    def get(self, *names: str) -> str:
        """The first of these that is filled, else ''."""
        return next((text for name in names if (text := self.texts.get(name, ""))), "")


def entry_of(element: ET.Element) -> Entry:
    """An element with an id as an entry."""
    texts = {child.tag: _written(child) for child in element}
    return Entry(element.tag, element.get("id", ""), {name: text for name, text in texts.items() if text})


def _written(child: ET.Element) -> str:
    """The text of an element; of page ranges ('<sp><n>24</n>…</sp><os>24-31</os>', escaped or not) the last <os>."""
    if len(child):
        originals = [part.text or "" for part in child.iter("os")]
        return originals[-1].strip() if originals else "".join(child.itertext()).strip()
    text = (child.text or "").strip()
    originals = _ORIGINAL.findall(text) if child.tag in ("PageRange", "PageCount") else []
    return unescape(originals[-1]).strip() if originals else text


class Project:
    """The entries of a project by id, and the links of its references."""

    def __init__(self, entries: Mapping[str, Entry], links: Iterable[tuple[str, list[str]]]) -> None:
        """`links`: (name of the list, [id of the reference, id of what it has, …])."""
        self._entries = entries
        self._links: dict[str, dict[str, list[str]]] = {}
        self._parent: dict[str, str] = {}
        for name, (one, *many) in ((name, ids) for name, ids in links if ids):
            if name == "ReferenceReferences":
                self._parent.update(dict.fromkeys(many, one))
            else:
                self._links.setdefault(one, {}).setdefault(name, []).extend(many)
        self._locations: dict[str, list[Entry]] = {}
        for entry in entries.values():
            if entry.kind == "Location":
                self._locations.setdefault(entry.get("ReferenceID"), []).append(entry)

    def entry(self, entry_id: str) -> Entry | None:
        """The entry with this id; None for a damaged or missing one."""
        return self._entries.get(entry_id)

    def linked(self, reference_id: str) -> dict[str, list[Entry]]:
        """What a reference has, by the name of the list: {'ReferenceAuthors': [...]}."""
        lists = self._links.get(reference_id, {})
        return {name: [found for one in ids if (found := self.entry(one))] for name, ids in lists.items()}

    def parent(self, reference_id: str) -> Entry | None:
        """The book or issue that a contribution stands in."""
        return self.entry(self._parent.get(reference_id, ""))

    def locations(self, reference_id: str) -> list[Entry]:
        """Where a reference is kept: files, addresses, call numbers."""
        return self._locations.get(reference_id, [])


Read = tuple[dict[str, list[str]], dict[str, list[str]], tuple[str, ...]]


def fields_of(root: ET.Element, project: Project) -> Read:
    """Fields, extra and warnings of a reference."""
    reference = entry_of(root)
    parent = project.parent(reference.id)
    fields, extra = Fields(), Fields()
    fields.add("type", _type(reference, parent))
    fields.add("title", _title(reference))
    for name, text in reference.texts.items():
        if name in _FIELDS:
            fields.add(_FIELDS[name], text)
        elif name not in SKIPPED and name not in _READ_APART:
            extra.add(name, text)
    extra.add("ReferenceType", reference.get("ReferenceType"))
    fields.add("accession", reference.id)
    if "language" not in fields.filled:
        fields.add("language", reference.get("LanguageCode"))
    _dates(reference, parent, fields)
    _place_in_print(reference, fields, extra)
    _links(reference, parent, project, fields, extra)
    _container(reference, parent, project, fields, extra)
    _locations(project.locations(reference.id), fields, extra)
    return fields.filled, extra.filled, _abstract_only_as_rtf(reference, extra)


def _type(reference: Entry, parent: Entry | None) -> str:
    kind = _TYPES.get(reference.get("ReferenceType"), "other")
    if kind != "chapter" or parent is None:
        return kind
    if parent.get("ReferenceType") == "ConferenceProceedings":
        return "conference-paper"
    return "article" if parent.get("ReferenceType") == "SpecialIssue" or parent.get("PeriodicalID") else kind


def _title(entry: Entry) -> str:
    """'Title: Subtitle', as other sources write them; Citavi keeps them apart."""
    title, subtitle = entry.get("Title"), entry.get("Subtitle")
    if not title or not subtitle:
        return title or subtitle
    return f"{title} {subtitle}" if title[-1] in "?!.:" else f"{title}: {subtitle}"


def _dates(reference: Entry, parent: Entry | None, fields: Fields) -> None:
    """Date or year as written; a contribution has its book's. DateForSorting is the program's reading of them."""
    written = reference.get("Date", "Year") or (parent.get("Date", "Year") if parent else "")
    fields.add("date", written or reference.get("DateForSorting").partition("T")[0])
    for text in (reference.get("Year"), written, reference.get("DateForSorting")):
        if "year" not in fields.filled and (year := _YEAR.search(text)):
            fields.add("year", year[0])


def _place_in_print(reference: Entry, fields: Fields, extra: Fields) -> None:
    fields.add("pages", reference.get("PageRange"))
    if reference.get("ReferenceType") in _WITH_ISSUES:
        fields.add("issue", reference.get("Number"))
    else:
        extra.add("Number", reference.get("Number"))


def _links(reference: Entry, parent: Entry | None, project: Project, fields: Fields, extra: Fields) -> None:
    """People, publishers, keywords. The editors and publisher of a contribution are those of its book."""
    lists = project.linked(reference.id)
    of_parent = project.linked(parent.id) if parent else {}
    authors = lists.pop("ReferenceAuthors", [])
    editors = lists.pop("ReferenceEditors", []) or of_parent.get("ReferenceEditors", [])
    fields.add_all("authors", *(_person(entry) for entry in authors if not _is_body(entry)))
    fields.add_all("group_authors", *(_person(entry) for entry in authors if _is_body(entry)))
    fields.add_all("editors", *(_person(entry) for entry in editors))
    if authors or editors:
        fields.add("name_form", "family-comma-given")
    publishers = lists.pop("ReferencePublishers", []) or of_parent.get("ReferencePublishers", [])
    fields.add("publisher", *(entry.get("Name") for entry in publishers))
    fields.add("keywords", *(entry.get("Name") for entry in lists.pop("ReferenceKeywords", [])))
    _bodies(reference, lists.pop("ReferenceOrganizations", []), fields, extra)
    for name, entries in lists.items():
        extra.add_all(name, *(_person(entry) or entry.get("Name") for entry in entries))


def _bodies(reference: Entry, bodies: list[Entry], fields: Fields, extra: Fields) -> None:
    """The school of a thesis, the author of what no person wrote, the publisher of a report, else unknown."""
    names = [_person(entry) for entry in bodies]
    if reference.get("ReferenceType") == "Thesis":
        fields.add("publisher", *names)
    elif not fields.filled.keys() & {"authors", "group_authors"}:
        fields.add("group_authors", *names)
    elif fields.filled["type"] == ["report"]:
        fields.add("publisher", *names)
    else:
        extra.add("ReferenceOrganizations", *names)


def _person(entry: Entry) -> str:
    """'van der Berg, Jan Pieter, Jr.'"""
    family = " ".join(part for part in (entry.get("Prefix"), entry.get("LastName")) if part)
    given = " ".join(part for part in (entry.get("FirstName"), entry.get("MiddleName")) if part)
    return ", ".join(part for part in (family, given, entry.get("Suffix")) if part)


def _is_body(entry: Entry) -> bool:
    """Marked as one; or a last name of several words alone, where it is not 'Doe J' of some importer."""
    if entry.get("Sex") == _BODY:
        return True
    name = entry.get("LastName")
    return not entry.get("FirstName") and " " in name and name_form([name]) is None


def _container(reference: Entry, parent: Entry | None, project: Project, fields: Fields, extra: Fields) -> None:
    """The periodical, or the book of a contribution; a special issue is one of its periodical."""
    periodical = project.entry(reference.get("PeriodicalID") or (parent.get("PeriodicalID") if parent else ""))
    if periodical:
        fields.add("container", periodical.get("Name"))
        fields.add("container_short", periodical.get("StandardAbbreviation", "UserAbbreviation1", "UserAbbreviation2"))
        fields.add("issn", periodical.get("ISSN", "Issn"), periodical.get("EISSN", "Eissn"))
    series = project.entry(reference.get("SeriesTitleID") or (parent.get("SeriesTitleID") if parent else ""))
    if series:
        fields.add("series", series.get("Name"))
    if parent and periodical:
        extra.add("ReferenceReferences", _title(parent))
    elif parent:
        fields.add("container", _title(parent))
    if parent:
        _from_parent(parent, fields)
    conference = parent or reference
    if conference.get("ReferenceType") == "ConferenceProceedings" and conference.get("SpecificField7"):
        fields.add("event", conference.get("SpecificField7"))
        extra.filled.pop("SpecificField7", None)


def _from_parent(parent: Entry, fields: Fields) -> None:
    for name in _FROM_PARENT:
        field = _FIELDS.get(name, "issue")
        if name == "Number" and parent.get("ReferenceType") != "SpecialIssue":
            continue  # the number of a book in its series
        if field not in fields.filled:
            fields.add(field, parent.get(name))


def _locations(locations: list[Entry], fields: Fields, extra: Fields) -> None:
    """Addresses, call numbers and files. A DOI may stand here alone (Citavi 5)."""
    for location in locations:
        address, mirrored = _address(location.get("Address")), location.get("MirrorsReferencePropertyId")
        field = _MIRRORED.get(mirrored)
        if field and field not in fields.filled:
            fields.add(field, address)
        elif address not in (text for texts in fields.filled.values() for text in texts):
            extra.add("Location", address)
        extra.add("CallNumber", location.get("CallNumber"))


def _address(written: str) -> str:
    """'http://…' (Citavi 5), or a JSON object with 'UriString' (Citavi 6)."""
    if not written.startswith("{"):
        return written
    try:
        found = json.loads(written)
    except (ValueError, RecursionError):
        return written
    address = found.get("OriginalString") or found.get("UriString") if isinstance(found, dict) else None
    return address if isinstance(address, str) and address.isprintable() else written


def _abstract_only_as_rtf(reference: Entry, extra: Fields) -> tuple[str, ...]:
    if reference.get("Abstract") or not reference.get("AbstractFormatted"):
        return ()
    extra.add("AbstractFormatted", reference.get("AbstractFormatted"))
    return ("the abstract is kept as RTF only, and not read; it may be empty",)
