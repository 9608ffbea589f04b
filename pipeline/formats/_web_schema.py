"""The work that a page describes in JSON-LD, in the words of schema.org.

In: the JSON documents of a page. Out: the fields of its work, and `extra` ('schema:license'). A work may stand at the
top, in a list, in '@graph', or as what the page is about ('mainEntity'). What a work cites ('citation') is not looked
at. Volume and issue stand in what it is part of: PublicationIssue, PublicationVolume, Periodical, each within the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from ._xml import Fields

# the surest first: a page often has a WebPage or an Article beside its ScholarlyArticle
TYPES = {
    "ScholarlyArticle": "article",
    "MedicalScholarlyArticle": "article",
    "Thesis": "thesis",
    "Chapter": "chapter",
    "Book": "book",
    "Report": "report",
    "TechArticle": "report",
    "Dataset": "dataset",
    "PublicationIssue": "book",
    "Article": "article",
    "NewsArticle": "article",
    "BlogPosting": "webpage",
}
_ABOUT = ("@graph", "mainEntity", "mainEntityOfPage")  # not 'about': a review is about another work
_DEEPEST = 6  # of objects within '@graph' and the like

_TEXTS = {
    "headline": "title",
    "datePublished": "date",
    "abstract": "abstract",
    "inLanguage": "language",
    "isbn": "isbn",
    "issn": "issn",
    "volumeNumber": "volume",
    "issueNumber": "issue",
    "pagination": "pages",
    "bookEdition": "edition",
    "url": "url",
    "doi": "doi",
}
_READ_APART = frozenset(
    [
        "@type",
        "@id",
        "@context",
        "name",
        "author",
        "creator",
        "editor",
        "publisher",
        "isPartOf",
        "identifier",
        "sameAs",
        "pageStart",
        "pageEnd",
        "keywords",
        "description",
        "citation",
        "genre",
        "additionalType",
    ]
)
_NO_CONTAINERS = {"WebSite", "WebPage", "CollectionPage", "PublicationVolume", "PublicationIssue"}
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, as JSON may write it
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*|info:doi/)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_PUBMED = re.compile(r"https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d{1,8})/?")


def work_of(documents: Iterable[Any]) -> dict[str, Any] | None:
    """The object that is the work, of the surest type; None where no document has one."""
    found = [(list(TYPES).index(kind), place, work) for place, (kind, work) in enumerate(_works(documents))]
    return min(found, key=lambda one: one[:2])[2] if found else None


def type_of(work: dict[str, Any]) -> str:
    """Its type as schema.org has it; '' for none of TYPES."""
    named = _texts(work.get("@type"))
    return next((kind for kind in TYPES if kind in (name.rpartition("/")[2] for name in named)), "")


def _works(documents: Iterable[Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    waiting = [(document, 0) for document in documents]
    while waiting:
        one, depth = waiting.pop(0)
        if isinstance(one, list):
            waiting += [(part, depth + 1) for part in one[:1000] if depth < _DEEPEST]
        elif isinstance(one, dict):
            if kind := type_of(one):
                yield kind, one
            waiting += [(one[name], depth + 1) for name in _ABOUT if name in one and depth < _DEEPEST]


def fields_of(work: dict[str, Any]) -> tuple[Fields, Fields, list[str]]:
    """Fields, extra, and what is only a description, perhaps the abstract. Names have no comma as a rule."""
    fields, extra = Fields(), Fields()
    fields.add("title", *(_texts(work.get("headline")) or _texts(work.get("name"))))
    for name, value in work.items():
        if name in _TEXTS:
            fields.add(_TEXTS[name], *_texts(value))
        elif name not in _READ_APART:
            extra.add(f"schema:{name}", *_plain(value))
    _people(work, fields)
    fields.add("publisher", *_names(work.get("publisher")))
    fields.add("publication_types", *_texts(work.get("genre")), *_texts(work.get("additionalType")))
    fields.add("keywords", *_keywords(work.get("keywords")))
    first, last = _first(work.get("pageStart")), _first(work.get("pageEnd"))
    fields.add("pages", f"{first}-{last}" if first and last and first != last else first)
    _identifiers(work, fields, extra)
    _wholes(work.get("isPartOf"), fields, extra)
    return fields, extra, _texts(work.get("description"))


def _texts(value: Any) -> list[str]:
    """A text, number, list of them, or an object with '@value' or 'name', as texts."""
    if isinstance(value, str):
        return [_LONE_SURROGATE.sub("\ufffd", value.strip())] if value.strip() else []
    if isinstance(value, int | float) and not isinstance(value, bool):
        return [str(value)]
    if isinstance(value, list):
        return [text for part in value if not isinstance(part, list) for text in _texts(part)]
    if isinstance(value, dict):
        inside = value.get("@value") or value.get("name") or value.get("@id")
        return _texts(inside) if isinstance(inside, str) else []
    return []


def _plain(value: Any) -> list[str]:
    """Texts of a property that we have no field for; what holds objects stays in the raw text."""
    parts = value if isinstance(value, list) else [value]
    return [text for part in parts if isinstance(part, str | int | float) for text in _texts(part)]


def _first(value: Any) -> str:
    return next(iter(_texts(value)), "")


def _objects(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _names(value: Any) -> list[str]:
    return [name for one in _objects(value) if (name := _name(one))]


def _name(one: Any) -> str:
    """'Family, Given' where an object tells them apart, else its name."""
    if isinstance(one, dict):
        family, given = _first(one.get("familyName")), _first(one.get("givenName"))
        if family and given:
            return f"{family}, {given}"
        return _first(one.get("name")) or family
    return one.strip() if isinstance(one, str) else ""


def _people(work: dict[str, Any], fields: Fields) -> None:
    for one in _objects(work.get("author")) or _objects(work.get("creator")):
        body = isinstance(one, dict) and "Organization" in _texts(one.get("@type"))
        fields.add_all("group_authors" if body else "authors", _name(one))
    fields.add_all("editors", *_names(work.get("editor")))
    fields.add_all("translators", *_names(work.get("translator")))


def _keywords(value: Any) -> list[str]:
    """A list, or one text with commas as schema.org has it, with semicolons as some write."""
    texts = _texts(value)
    if len(texts) != 1:
        return texts
    return [word for part in re.split(";" if ";" in texts[0] else ",", texts[0]) if (word := part.strip())]


def _identifiers(work: dict[str, Any], fields: Fields, extra: Fields) -> None:
    for one in [*_objects(work.get("identifier")), *_objects(work.get("sameAs")), work.get("@id")]:
        kind = _first(one.get("propertyID")).lower() if isinstance(one, dict) else ""
        for text in _texts(one.get("value") if isinstance(one, dict) else one):
            if _DOI.fullmatch(text):
                fields.add("doi", text)
            elif kind in ("pmid", "pubmed") or _PUBMED.fullmatch(text):
                found = _PUBMED.fullmatch(text)
                fields.add("pmid", found[1] if found else text)
            else:
                extra.add("schema:identifier", text)


def _wholes(value: Any, fields: Fields, extra: Fields) -> None:
    """Issue, volume and journal, each within the next; a book, a series, or a web site."""
    waiting = [(one, 0) for one in _objects(value)]
    while waiting:
        whole, depth = waiting.pop(0)
        if not isinstance(whole, dict):
            fields.add("container", *_texts(whole))
            continue
        kinds = _texts(whole.get("@type"))
        _whole(whole, kinds, fields, extra)
        waiting += [(one, depth + 1) for one in _objects(whole.get("isPartOf")) if depth < _DEEPEST]


def _whole(whole: dict[str, Any], kinds: list[str], fields: Fields, extra: Fields) -> None:
    for name in ("volumeNumber", "issueNumber", "issn", "isbn"):
        fields.add(_TEXTS[name], *_texts(whole.get(name)))
    fields.add("publisher", *([] if "publisher" in fields.filled else _names(whole.get("publisher"))))
    if "datePublished" in whole and "date" not in fields.filled:
        fields.add("date", *_texts(whole["datePublished"]))
    if kinds and {*kinds} <= _NO_CONTAINERS:
        extra.add("schema:isPartOf", *_texts(whole.get("name")))
    elif {"BookSeries", "CreativeWorkSeries"} & {*kinds}:
        fields.add("series", *_texts(whole.get("name")))
    else:
        fields.add("container", *_texts(whole.get("name")))
