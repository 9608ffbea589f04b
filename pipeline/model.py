"""The types that the steps hand to each other. Imports nothing of ours.

All are frozen; missing is None (or an empty tuple), never empty text. A step returns new values and says what
it changed (`Change`), what it could not read (`Reject`) and why it judged as it did (`Pair.rule`, `Tag.rule`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar, dataclass_transform

Verdict = Literal["same", "different", "related", "ask"]

RECORD_TYPES = (
    "article",
    "book",
    "chapter",
    "conference-paper",
    "dataset",
    "preprint",
    "proceedings",
    "report",
    "thesis",
    "webpage",
    "other",
)

# The fields that a reader may fill, all lists of the source's own text, in the source's order.
# What a format has no place for here goes to `extra`, under the source's own tag.
SOURCE_FIELDS: Mapping[str, str] = {
    "type": "one of RECORD_TYPES, from the format's own type tag",
    "title": "titles as they stand, the leading one first",
    "title_original": "title in the language of the work, where the source gives it apart",
    "title_translated": "title in another language than the work's, where the source says that it is a translation",
    "authors": "one text a person, as written",
    "authors_original": "the same people in another script or spelling, where the source gives both",
    "editors": "one text a person",
    "translators": "one text a person",
    "group_authors": "collective authors",
    "name_form": "how this source writes a person: one of NAME_FORMS",
    "year": "year of issue, as written",
    "date": "date of issue, as written ('2014 Nov-Dec')",
    "date_online": "date of electronic publication",
    "container": "journal, book or proceedings that holds the work, in full",
    "container_short": "its abbreviated form",
    "series": "series title",
    "event": "conference",
    "publisher": "publisher or school",
    "place": "place of publication",
    "edition": "edition statement",
    "volume": "volume",
    "issue": "issue",
    "pages": "page range as written ('283-98', 'e12')",
    "article_number": "article number where it has a place of its own",
    "doi": "the record's own DOI, in whatever form",
    "pmid": "the record's own PubMed id",
    "pmcid": "the record's own PubMed Central id",
    "issn": "ISSNs",
    "isbn": "ISBNs",
    "url": "addresses",
    "accessed": "date on which somebody looked at the address",
    "accession": "the source's own id of this record; nothing that another source would also give",
    "language": "languages, as code or word",
    "abstract": "abstracts, labelled parts joined as 'LABEL: text'",
    "keywords": "author keywords, one a text",
    "headings": "subject headings (MeSH …), one a text",
    "publication_types": "publication or document types as the source words them",
    "note": "notes",
    "relations": "publications that this one names as its own erratum, retraction …: 'KIND ID CITATION', see RELATIONS",
}

# Relations as a source states them. 'erratum-of': this record is the erratum of the named one; 'has-erratum': the named
# one is this record's erratum. The text of a relation is its kind, then 'pmid:…' or 'doi:…' where the source gives one,
# then the citation where it gives one: 'has-retraction pmid:12345678 Lancet. 2010 Feb 6;375(9713):445'.
RELATION_KINDS = (
    "comment-on",
    "edition-of",
    "erratum-of",
    "part-of",
    "retraction-of",
    "translation-of",
    "update-of",
    "version-of",
)
RELATIONS = RELATION_KINDS + tuple("has-" + kind.rsplit("-", 1)[0] for kind in RELATION_KINDS)

NAME_FORMS = ("family-comma-given", "family-initials", "given-family", "free")


_T = TypeVar("_T")


@dataclass_transform(frozen_default=True)
def _made_often(cls: type[_T]) -> type[_T]:
    """Frozen like the others, but for the type checker only: at run time it would treble the time of making one.

    And made by place where many are made: by name takes more than twice the time.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)


@_made_often
class Found:
    """One record as a reader found it in a file: its place, its text, and its fields as the source wrote them."""

    line: int
    raw: str
    fields: Mapping[str, list[str]]
    extra: Mapping[str, list[str]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """Text that should be a record and can't be read. It is counted. `truncated`: the end of the file cuts it off."""

    line: int
    raw: str
    reason: str
    truncated: bool = False


@_made_often
class Unread:
    """Text between records that is no record: a header, a closing line, a blank line. Kept, not counted.

    `expected` is True for what the format has there by rule (a header row), False for what a person should see.
    """

    line: int
    raw: str
    reason: str
    expected: bool = True


@_made_often
class Name:
    """A person, or a group as `literal`.

    `family` holds the particle where it belongs to the name ('van der Berg'); `given` may be initials ('J. A.').
    """

    family: str | None = None
    given: str | None = None
    suffix: str | None = None
    literal: str | None = None


@_made_often
class Bibliographic:
    """The cleaned fields that a record and a work have in common.

    `title` is the leading title; `title_original` the one in the language of the work, where that is another and known;
    `title_language` the language of `title` where the source says or shows it ('[Bracketed]' titles are English).
    `languages` are those of the work, ISO 639-1. `date` is as exact as the source is: '2014', '2014-11', '2014-11-03'.
    `pages` is 'first-last' in full, or whatever the source has. DOIs are lower-case and bare. `accessed`, written like
    `date`, is the day on which somebody looked at `url`: it says something of the address, and nothing of the work.
    """

    type: str = "other"
    title: str | None = None
    title_original: str | None = None
    title_language: str | None = None
    authors: tuple[Name, ...] = ()
    authors_original: tuple[Name, ...] = ()
    authors_complete: bool = True
    editors: tuple[Name, ...] = ()
    translators: tuple[Name, ...] = ()
    year: int | None = None
    date: str | None = None
    date_online: str | None = None
    container: str | None = None
    container_short: str | None = None
    series: str | None = None
    event: str | None = None
    publisher: str | None = None
    place: str | None = None
    edition: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    article_number: str | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    issn: tuple[str, ...] = ()
    isbn: tuple[str, ...] = ()
    url: str | None = None
    accessed: str | None = None
    languages: tuple[str, ...] = ()
    abstract: str | None = None
    keywords: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    publication_types: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What cleaning did to one field of one record."""

    record_id: str
    field: str
    before: str
    after: str | None
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two records that were compared; the smaller id is `left_id`."""

    left_id: str
    right_id: str
    verdict: Verdict
    rule: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A claim about a work: facet and value, who or what makes it, and the words that made it so.

    `layer`: who says it, the strongest first: 'person', 'source' (a database's own types and headings), 'rule' (words
    of title, abstract, keywords), 'model' (the shipped table of weights), 'default' (nobody: the facet's default).
    `rule` names file and rule, 'burnout.toml:en', or 'decision:<id>'; `line` is the rule's line in its file.
    `suggested`: a hint for people, which no view or count takes for a fact.
    """

    work_id: str
    facet: str
    value: str
    layer: str
    rule: str
    line: int | None = None
    field: str
    words: str
    confidence: float
    suggested: bool = False


@_made_often
class Decision:
    """A person's word on record ids: one line of corpus/decisions/<who>.jsonl (DESIGN §4)."""

    id: str
    time: str
    who: str
    event: str
    records: tuple[str, ...] = ()
    value: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None
    seen: str | None = None
    unknown: Mapping[str, Any] = field(default_factory=dict)
