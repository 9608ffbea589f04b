"""Which tags of a web page fill which fields. The surest set of tags first, each next one fills only gaps.

In: the tags of a page. Out: fields, extra and warnings. A tag whose text did not become a field (of a set that came too
late, say) is in `extra` under its own name, unless it only repeats what a field holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from . import _web_schema as schema
from ._author_cell import name_form
from ._web_tags import Meta, Page
from ._xml import Fields

_PREFIX = re.compile(r"(bepress_citation|citation|dc\.terms|dcterms|dc|prism|eprints)[._:]")
_SETS = {"bepress_citation": "citation", "dc.terms": "dc", "dcterms": "dc"}  # sets that are read as another one

_HIGHWIRE = {
    "title": "title",
    "author": "authors",
    "authors": "authors",
    "editor": "editors",
    "editors": "editors",
    "journal_title": "container",
    "inbook_title": "container",
    "book_title": "container",
    "journal_abbrev": "container_short",
    "series_title": "series",
    "conference_title": "event",
    "conference": "event",
    "publisher": "publisher",
    "dissertation_institution": "publisher",
    "technical_report_institution": "publisher",
    "publication_date": "date",
    "date": "date",
    "cover_date": "date",
    "year": "year",
    "online_date": "date_online",
    "volume": "volume",
    "issue": "issue",
    "pages": "pages",
    "article_number": "article_number",
    "elocation_id": "article_number",
    "edition": "edition",
    "doi": "doi",
    "pmid": "pmid",
    "pmcid": "pmcid",
    "issn": "issn",
    "eissn": "issn",
    "isbn": "isbn",
    "language": "language",
    "abstract": "abstract",
    "keywords": "keywords",
    "keyword": "keywords",
    "article_type": "publication_types",
    "abstract_html_url": "url",
    "public_url": "url",
}
_DUBLIN_CORE = {
    "title": "title",
    "creator": "authors",
    "creator.personalname": "authors",
    "contributor.author": "authors",
    "contributor.editor": "editors",
    "publisher": "publisher",
    "issued": "date",
    "date.issued": "date",
    "date": "date",
    "language": "language",
    "subject": "keywords",
    "abstract": "abstract",
    "description.abstract": "abstract",
    "description": "abstract",
    "type": "publication_types",
    "identifier.doi": "doi",
    "identifier.pmid": "pmid",
    "identifier.pagenumber": "pages",
    "identifier.issn": "issn",
    "identifier.isbn": "isbn",
    "identifier.uri": "url",
    "identifier.url": "url",
    "source.issn": "issn",
    "source.volume": "volume",
    "source.issue": "issue",
    "citation.volume": "volume",
    "citation.issue": "issue",
}
_PRISM = {
    "title": "title",
    "publicationname": "container",
    "publicationdate": "date",
    "coverdate": "date",
    "volume": "volume",
    "number": "issue",
    "pagerange": "pages",
    "issn": "issn",
    "eissn": "issn",
    "isbn": "isbn",
    "doi": "doi",
    "url": "url",
    "keyword": "keywords",
}
_EPRINTS = {
    "title": "title",
    "creators_name": "authors",
    "editors_name": "editors",
    "publication": "container",
    "book_title": "container",
    "series": "series",
    "event_title": "event",
    "publisher": "publisher",
    "institution": "publisher",
    "date": "date",
    "volume": "volume",
    "number": "issue",
    "pagerange": "pages",
    "issn": "issn",
    "isbn": "isbn",
    "abstract": "abstract",
    "keywords": "keywords",
    "type": "publication_types",
    "official_url": "url",
}
_OPEN_GRAPH = {
    "og:title": "title",
    "og:url": "url",
    "article:published_time": "date",
    "book:isbn": "isbn",
    "og:description": "abstract",
}
_MAPS: Mapping[str, Mapping[str, str]] = {
    "citation": _HIGHWIRE,
    "dc": _DUBLIN_CORE,
    "prism": _PRISM,
    "eprints": _EPRINTS,
    "og": _OPEN_GRAPH,
}
_FIRST_LAST = {
    "citation": ("firstpage", "lastpage"),
    "dc": ("citation.spage", "citation.epage"),
    "prism": ("startingpage", "endingpage"),
}
_KEPT = re.compile(r"(?:og|article|book|citation|wkhealth)[:_]|description\Z|keywords\Z|author\Z|subject\Z")
# of all other tags (viewport, robots, twitter:card, csrf-token …) none is about the work: they say how to show the page
_AUTHORS = {"authors", "group_authors"}
_LISTS = ("authors", "editors", "keywords")  # one tag may hold several, parted by semicolons

# what a page that has this tag is about
_BY_TAG = (
    ("dissertation_institution", "thesis"),
    ("dissertation_name", "thesis"),
    ("technical_report_institution", "report"),
    ("technical_report_number", "report"),
    ("conference_title", "conference-paper"),
    ("conference", "conference-paper"),
    ("inbook_title", "chapter"),
    ("book_title", "chapter"),
    ("journal_title", "article"),
    ("arxiv_id", "preprint"),
)
_BY_WORD = (
    ("thesis", "thesis"),
    ("dissertation", "thesis"),
    ("диссертация", "thesis"),
    ("book_section", "chapter"),
    ("book section", "chapter"),
    ("bookpart", "chapter"),
    ("chapter", "chapter"),
    ("conference", "conference-paper"),
    ("preprint", "preprint"),
    ("dataset", "dataset"),
    ("report", "report"),
    ("monograph", "book"),
    ("book", "book"),
    ("article", "article"),
    ("journal", "article"),
    ("статья", "article"),
)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:?\s*|info:doi/)?10\.\d{4,9}/\S+", re.IGNORECASE)
_STANDARD_NUMBER = re.compile(r"(?:urn:)?(isbn|issn)[:\s]\s*([\dXx][\dXx-]{7,16})", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d(?!\d)")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")


def is_work(page: Page) -> bool:
    """Whether the page has the tags of a work: its title or its DOI in a set for works, or a work in JSON-LD."""
    named = {(set_of, name) for meta in page.metas for set_of, name in [_in_set(meta)]}
    marks = {("citation", "title"), ("citation", "doi"), ("dc", "title"), ("eprints", "title"), ("prism", "doi")}
    return bool(named & marks) or schema.work_of(page.documents) is not None


def fields_of(page: Page) -> tuple[dict[str, list[str]], dict[str, list[str]], tuple[str, ...]]:
    """Fields, extra and warnings of a page."""
    work = schema.work_of(page.documents)
    said, extra, descriptions = schema.fields_of(work) if work else (Fields(), Fields(), [])
    sets = [_of_set(page.metas, "citation"), said, *(_of_set(page.metas, name) for name in ("dc", "prism", "eprints"))]
    fields: dict[str, list[str]] = {"type": [_type(page.metas, work, sets)]}
    for one in sets:
        _fill(fields, one.filled)
    warnings = _from_description(fields, descriptions, page.metas)
    _fill(fields, _of_set(page.metas, "og").filled)
    _fill(fields, {"url": [page.address]} if page.address else {})
    _finish(fields, page)
    _others(page.metas, fields, extra)
    if page.damaged_documents and work is None:
        warnings += ("JSON-LD on this page can't be read: it is damaged",)
    return fields, extra.filled, warnings


def _in_set(meta: Meta) -> tuple[str, str]:
    """('citation', 'title') for 'citation_title'; ('og', …) for what is in none of the sets for works."""
    found = _PREFIX.match(meta.name)
    return (_SETS.get(found[1], found[1]), meta.name[found.end() :]) if found else ("og", meta.name)


def _of_set(metas: Iterable[Meta], name: str) -> Fields:
    """What one set of tags says. Where several tags mean one field ('date', 'cover_date'), the first of the table."""
    said: dict[str, list[Meta]] = {}
    for meta in metas:
        set_of, tag = _in_set(meta)
        if set_of == name:
            said.setdefault(tag, []).append(meta)
    fields, table = Fields(), _MAPS[name]
    for tag, field in table.items():
        if tag in said and (field not in fields.filled or field in _SEVERAL):
            add = fields.add_all if field == "authors" else fields.add
            add(field, *(value for meta in said[tag] for value in _values(field, meta.content, len(said[tag]))))
    if "pages" not in fields.filled:
        first, last = (said[tag][0].content if tag in said else "" for tag in _FIRST_LAST.get(name, ("", "")))
        fields.add("pages", _pages(first, last))
    if name in _RULES:
        _RULES[name](said, fields)
    return fields


_SEVERAL = ("issn", "isbn", "publication_types")  # print and electronic, each with a tag of its own


def _values(field: str, content: str, tags: int) -> list[str]:
    """One tag's texts. Keywords in a single tag may be parted by commas, people never are."""
    if field not in _LISTS:
        return [content]
    mark = ";" if ";" in content else "," if field == "keywords" and tags == 1 else None
    return [part.strip() for part in content.split(mark) if part.strip()] if mark else [content]


def _pages(first: str, last: str) -> str:
    return f"{first}-{last}" if last and last != first and "-" not in first else first


def _dublin_core(said: Mapping[str, list[Meta]], fields: Fields) -> None:
    """Identifiers by their form; DC.Source is the journal where the journal system OJS writes it, else anything."""
    for meta in said.get("identifier", ()):
        number = _STANDARD_NUMBER.fullmatch(meta.content)
        if _DOI.fullmatch(meta.content):
            fields.add("doi", meta.content)
        elif number:
            fields.add(number[1].lower(), number[2])
        elif meta.content.lower().startswith(("http://", "https://")):
            fields.add("url", meta.content)
    if said.keys() & {"source.issn", "source.volume", "source.issue"}:
        fields.add("container", *(meta.content for meta in said.get("source", ())))
    for meta in (*said.get("relation.ispartof", ()), *said.get("ispartof", ())):
        number = _STANDARD_NUMBER.fullmatch(meta.content)
        if number:
            fields.add(number[1].lower(), number[2])
        elif "container" not in fields.filled and "://" not in meta.content:
            fields.add("container", meta.content)


def _eprints(said: Mapping[str, list[Meta]], fields: Fields) -> None:
    fields.add("doi", *(meta.content for meta in said.get("id_number", ()) if _DOI.fullmatch(meta.content)))


_RULES: dict[str, Callable[[Mapping[str, list[Meta]], Fields], None]] = {"dc": _dublin_core, "eprints": _eprints}


def _fill(fields: dict[str, list[str]], said: Mapping[str, list[str]]) -> None:
    """The authors, people and bodies, come from one set: two sets would name a body twice."""
    known = {*fields, *(_AUTHORS if fields.keys() & _AUTHORS else ())}
    fields.update({name: values for name, values in said.items() if name not in known})


def _from_description(fields: dict[str, list[str]], said: list[str], metas: list[Meta]) -> tuple[str, ...]:
    """A description is the abstract on many pages, a cut or advertising text on others: taken with a warning."""
    if "abstract" in fields:
        return ()
    found = said or [meta.content for meta in metas if meta.name == "og:description"]
    if not found:
        return ()
    fields["abstract"] = found[:1]
    return ("the page has no abstract but a description, which may be cut or be something else",)


def _type(metas: list[Meta], work: dict[str, object] | None, sets: list[Fields]) -> str:
    named = {name for meta in metas for set_of, name in [_in_set(meta)] if set_of == "citation"}
    by_tag = next((kind for tag, kind in _BY_TAG if tag in named), None)
    if by_tag:
        return by_tag
    if work:
        return schema.TYPES[schema.type_of(work)]
    words = [word.lower() for one in sets for word in one.filled.get("publication_types", ())]
    by_word = next((kind for mark, kind in _BY_WORD if any(mark in word for word in words)), None)
    if by_word:
        return by_word
    filled = {name for one in sets for name in one.filled}
    return "article" if filled & {"container", "issn"} else "book" if "isbn" in filled else "other"


def _finish(fields: dict[str, list[str]], page: Page) -> None:
    """What follows from several tags: the year, the form of names, the title in the language of the work."""
    if "year" not in fields and (year := _YEAR.search(fields.get("date", [""])[0])):
        fields["year"] = [year[0]]
    if people := [*fields.get("authors", ()), *fields.get("editors", ())]:
        by_evidence = "free" if any(map(_CYRILLIC.search, people)) else name_form(people)
        fields["name_form"] = [by_evidence or "given-family"]
    language = (fields.get("language") or [page.language])[0][:2].lower()
    titles = {meta.content: meta.language[:2].lower() for meta in page.metas if _in_set(meta) == ("citation", "title")}
    if len(titles) > 1 and (original := [title for title, of in titles.items() if of and of == language]):
        fields["title_original"] = original[:1]
        fields["title"] = [*original, *(title for title in fields["title"] if title not in original)]


def _others(metas: list[Meta], fields: dict[str, list[str]], extra: Fields) -> None:
    """Tags whose text is in no field."""
    held = {value for name, values in fields.items() if name != "type" for value in values}
    pages = {page for written in fields.get("pages", ()) for page in written.split("-")}
    for meta in metas:
        set_of, tag = _in_set(meta)
        if set_of == "og" and not _KEPT.match(meta.name):
            continue
        field = _MAPS[set_of].get(tag, "")
        if meta.content in held or (tag in _FIRST_LAST.get(set_of, ()) and meta.content in pages):
            continue
        if field not in _LISTS or not {*_values(field, meta.content, 1)} <= held:
            extra.add(meta.written, meta.content)
