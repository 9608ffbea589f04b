"""One JATS article, as a tree -> fields and extra.

Only its front matter is read. Elements without a field of ours go to `extra` under their name, with the attribute that
tells them apart ('article-id@publisher-id').
Sources: see `jats`.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable

from . import _xml
from ._xml import Fields

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DOI = re.compile(r"10\.\d{4,9}/\S+")

_TYPES = {
    "dissertation": "thesis",
    "thesis": "thesis",
    "preprint": "preprint",
    "dataset": "dataset",
    "conference-paper": "conference-paper",
    "proceedings": "conference-paper",
    "book": "book",
    "book-part": "chapter",
    "chapter-article": "chapter",
    "report": "report",
}
# What a related article is to this one, by related-article-type: the tag library's suggested values and PMC's.
# Not here, so in `extra`: companion, in-this-issue, letter, addendum, partial-retraction, and what journals invent.
_RELATIONS = {
    "corrected-article": "erratum-of",
    "correction-forward": "has-erratum",
    "retracted-article": "retraction-of",
    "retraction-forward": "has-retraction",
    "commentary-article": "comment-on",
    "commentary": "has-comment",
    "peer-reviewed-article": "comment-on",
    "object-of-concern": "comment-on",
    "expression-of-concern": "has-comment",
    "updated-article": "update-of",
    "republished-article": "version-of",
    "preprint": "version-of",
    "translated-article": "translation-of",
    "translation": "has-translation",
}
# these name the kind of one of the two: in a notice its own, elsewhere that of the other one
_BY_OWN_TYPE = {
    "correction": ("erratum-of", "has-erratum"),
    "corrigendum": ("erratum-of", "has-erratum"),
    "erratum": ("erratum-of", "has-erratum"),
    "retraction": ("retraction-of", "has-retraction"),
}
# <abstract abstract-type=…> that is no summary of the text
_NO_ABSTRACT = ("graphical", "teaser", "toc", "video", "key-points", "ASCII", "stereochemical", "web-summary")
_AUTHORS_OWN = re.compile(r"author|keyword|kwd|general")  # kwd-group-type of keywords, as journals name it
_DEEPEST = 5  # sections within sections
_EDITORS = ("editor", "guest-editor", "guest editor", "volume-editor", "issue-editor")
# the editor of an article is the one who handled it, that of a chapter or paper edited its book
_HANDLING = "editor"
_PRINT = ("ppub", "print", "collection", "epub-ppub", "pub")
_ISSUED = ("pub", "publication", "issue-pub")  # print or online: publication-format says it
_ONLINE = ("epub", "electronic", "online")
_NOT_WORDS = ("fn", "tex-math", "contrib-group", "aff", "object-id", "alt-title")
# read field by field
_TAKEN = {
    "article-id", "book-part-id", "title-group", "contrib-group", "pub-date", "volume", "issue", "fpage", "lpage",
    "page-range", "elocation-id", "abstract", "trans-abstract", "kwd-group", "related-article", "article-categories",
    "isbn", "conference", "counts",
}  # fmt: skip
_TAKEN_JOURNAL = {"journal-title-group", "journal-title", "abbrev-journal-title", "issn", "issn-l", "isbn", "publisher",
                  "book-title-group", "edition"}  # fmt: skip


def fields_of(root: ET.Element) -> tuple[dict[str, list[str]], dict[str, list[str]]] | None:
    """Fields and extra of an <article> or <book-part-wrapper> without name spaces; None without front matter."""
    chapter = root.tag == "book-part-wrapper"
    meta = root.find("book-part/book-part-meta" if chapter else "front/article-meta")
    holder = root.find("book-meta" if chapter else "front/journal-meta")
    if meta is None:
        return None
    fields, extra = Fields(), Fields()
    kind = "book-part" if chapter else root.get("article-type", "")
    fields.add("type", _TYPES.get(kind, "article"))
    fields.add("publication_types", root.get("article-type"))
    _categories(fields, meta)
    language = root.get(_LANG) or meta.get(_LANG)
    lead = _titles(fields, meta.find("title-group"), language)
    _people(fields, extra, meta, lead)
    _holder(fields, extra, ET.Element("none") if holder is None else holder)
    _dates(fields, extra, meta)
    _place(fields, extra, meta)
    _identifiers(fields, extra, meta)
    fields.add("language", language)
    _abstracts(fields, extra, meta)
    _keywords(fields, extra, meta)
    for related in meta.findall("related-article"):
        _relation(fields, extra, related, kind)
    _leftovers(extra, meta, _TAKEN)
    for parent in (meta, *(() if holder is None else (holder,))):
        _parts(extra, parent)
    return fields.filled, extra.filled


def _words(element: ET.Element | None) -> str:
    """The text of an element without footnotes, their marks, and the second form of a formula."""
    if element is None or all(map(_is_words, element.iter())):
        return _xml.text(element)
    pieces, waiting = list[str](), list[ET.Element | str]([element])
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            pieces.append(part)
            continue
        pieces.append(part.text or "")
        for child in reversed(part):
            waiting += [child.tail or "", child] if _is_words(child) else [child.tail or ""]
    return " ".join("".join(pieces).split())


def _is_words(element: ET.Element) -> bool:
    if element.tag == "xref":
        return element.get("ref-type") not in ("fn", "aff", "table-fn")
    return element.tag not in _NOT_WORDS


# ---------------------------------------------------------------- title, people


def _titles(fields: Fields, group: ET.Element | None, language: str | None) -> str | None:
    """Fills the titles; the language of the leading one."""
    if group is None:
        return language
    own = _with_subtitle(_words(_first(group, "article-title", "title")), group.findall("subtitle"))
    translated = [
        (block.get(_LANG, ""), _with_subtitle(_words(block.find("trans-title")), block.findall("trans-subtitle")))
        for block in group.findall("trans-title-group")
    ]
    # before version 3.0 they stood in the group itself
    translated += [
        (title.get(_LANG, ""), _with_subtitle(_words(title), group.findall("trans-subtitle")))
        for title in group.findall("trans-title")
    ]
    english = next((title for code, title in translated if code.lower().startswith("en") and title), None)
    if english is None or not own:
        fields.add("title", own or english)
        fields.add("title_original", own if any(title for _, title in translated) else None)
    else:  # a translation into English says that the work's own language is another
        fields.add("title", english)
        fields.add("title_original", own)
    fields.add("title_translated", *(title for _, title in translated if title != english))
    return "en" if english else language


def _with_subtitle(title: str, subtitles: Iterable[ET.Element]) -> str:
    """'Title: subtitle', or 'Title? Subtitle'."""
    for subtitle in filter(None, map(_words, subtitles)):
        title = f"{title} {subtitle}" if title.endswith((":", "?", "!", ".")) else f"{title}: {subtitle}"
    return title


def _first(parent: ET.Element, *paths: str) -> ET.Element | None:
    return next((found for path in paths if (found := parent.find(path)) is not None), None)


def _people(fields: Fields, extra: Fields, meta: ET.Element, lead: str | None) -> None:
    originals: list[str] = []
    for group in meta.findall("contrib-group"):
        for contributor in group.findall("contrib"):
            role = contributor.get("contrib-type", "").lower()
            role = role or ("editor" if "editor" in group.get("content-type", "") else "author")
            collective = _first(contributor, "collab", "collab-alternatives/collab")
            names = _spellings(contributor, lead)
            name = names[0] if names else _words(collective)
            if role in _EDITORS and (role != _HANDLING or fields.filled["type"] != ["article"]):
                fields.add_all("editors", name)
            elif role == "translator":
                fields.add_all("translators", name)
            elif role != "author" or not name:
                extra.add_all(f"contrib@{role}", name)
            elif names:
                fields.add_all("authors", name)
                originals.append(names[1] if len(names) > 1 else name)
            else:
                fields.add_all("group_authors", name)
            _about(extra, contributor, name)
        extra.add("aff", *map(_xml.text, group.findall("aff")))
    if originals != fields.filled.get("authors", []):
        fields.add_all("authors_original", *originals)
    if fields.filled.keys() & {"authors", "editors", "translators"}:
        fields.add("name_form", "family-comma-given")


def _spellings(contributor: ET.Element, lead: str | None) -> list[str]:
    """The name as it is written in the language of the leading title, then in others."""
    found = [*contributor.findall("name"), *contributor.findall("string-name")]
    found += [name for block in contributor.findall("name-alternatives") for name in block]
    ranked = sorted(found, key=lambda name: name.get(_LANG, "")[:2] != (lead or "")[:2])
    return list(dict.fromkeys(filter(None, map(_name, ranked))))


def _name(name: ET.Element) -> str:
    """'Family, Given, Suffix'; a <string-name> without parts as it stands."""
    parts = [_words(name.find(part)) for part in ("surname", "given-names", "suffix")]
    return ", ".join(filter(None, parts)) if parts[0] else _words(name)


def _about(extra: Fields, contributor: ET.Element, name: str) -> None:
    """ORCID, role, address, each with whose it is."""
    for child in contributor:
        if child.tag in ("name", "string-name", "name-alternatives", "collab", "collab-alternatives", "xref"):
            continue
        kind = child.get("contrib-id-type")
        value = _xml.text(child)
        extra.add(f"contrib/{child.tag}@{kind}" if kind else f"contrib/{child.tag}", value and f"{name}: {value}")


# ---------------------------------------------------------------- journal, date, place, identifiers


def _holder(fields: Fields, extra: Fields, holder: ET.Element) -> None:
    """Journal or book, and who publishes it."""
    for name, paths in (
        ("container", ("journal-title-group/journal-title", "journal-title", "book-title-group/book-title")),
        ("container_short", ("journal-title-group/abbrev-journal-title", "abbrev-journal-title")),
        ("issn", ("issn", "issn-l")),
        ("isbn", ("isbn",)),
        ("publisher", ("publisher/publisher-name",)),
        ("place", ("publisher/publisher-loc",)),
        ("edition", ("edition",)),
    ):
        fields.add(name, *(_words(found) for path in paths for found in holder.findall(path)))
    short = (i for i in holder.findall("journal-id") if i.get("journal-id-type") in ("nlm-ta", "iso-abbrev"))
    fields.add("container_short", *map(_words, short))
    _leftovers(extra, holder, _TAKEN_JOURNAL, f"{holder.tag}/")


def _dates(fields: Fields, extra: Fields, meta: ET.Element) -> None:
    """Print before online: the year of issue is that of volume and pages."""
    issued: dict[str, ET.Element] = {}
    for date in meta.findall("pub-date"):
        said = date.get("pub-type") or date.get("date-type") or "pub"
        kind = (date.get("publication-format") or "pub") if said in _ISSUED else said
        first = issued.setdefault(kind, date)
        if kind in _ONLINE:
            fields.add("date_online", _date(date))
        elif kind not in _PRINT or date is not first:
            extra.add(f"pub-date@{kind}", _date(date))
    chosen = next((issued[kind] for kind in (*_PRINT, *_ONLINE) if kind in issued), None)
    if chosen is None:
        return
    for kind in _PRINT:
        extra.add(f"pub-date@{kind}", _date(issued[kind]) if kind in issued and issued[kind] is not chosen else None)
    year = re.search(r"\d{4}", _date(chosen))
    fields.add("year", _words(chosen.find("year")) or (year[0] if year else None))
    if not any(issued.get(kind) is chosen for kind in _ONLINE):
        fields.add("date", _date(chosen))


def _date(date: ET.Element) -> str:
    """'2014-11-03', '2014 Winter', or as the attribute or <string-date> says it."""
    parts = [_words(date.find(part)) for part in ("year", "month", "day")]
    if season := _words(date.find("season")):
        return " ".join(filter(None, (parts[0], season)))
    written = "-".join(part.zfill(2) if part.isdigit() else part for part in parts if part)
    return written or date.get("iso-8601-date", "") or _words(date)


def _place(fields: Fields, extra: Fields, meta: ET.Element) -> None:
    fields.add("volume", _words(meta.find("volume")))
    fields.add("issue", _words(meta.find("issue")))
    fields.add("article_number", _words(meta.find("elocation-id")))
    ends = list(dict.fromkeys(filter(None, (_words(meta.find("fpage")), _words(meta.find("lpage"))))))
    fields.add("pages", "-".join(ends) or _words(meta.find("page-range")))
    extra.add("page-range", _words(meta.find("page-range")) if ends else None)
    for name in ("volume", "issue", "elocation-id"):  # the first is that of the article: others name it in another way
        extra.add(name, *map(_words, meta.findall(name)[1:]))
    fields.add("event", *map(_words, meta.iterfind("conference/conf-name")))
    fields.add("isbn", *map(_words, meta.findall("isbn")))
    fields.add("url", *map(_href, filter(_is_address, meta.findall("self-uri"))))


def _is_address(element: ET.Element) -> bool:
    """<self-uri> also names files, which nobody but the publisher can find."""
    return element.tag == "self-uri" and _href(element).startswith("http")


def _href(element: ET.Element) -> str:
    return next((value.strip() for name, value in element.attrib.items() if name.endswith("}href")), "")


def _identifiers(fields: Fields, extra: Fields, meta: ET.Element) -> None:
    names = {"doi": "doi", "pmid": "pmid", "pmc": "pmcid", "pmcid": "pmcid"}
    for identifier in (*meta.findall("article-id"), *meta.findall("book-part-id")):
        kind = identifier.get("pub-id-type") or identifier.get("book-part-id-type", "")
        if kind in names:
            fields.add(names[kind], _words(identifier))
        else:
            extra.add(f"{identifier.tag}@{kind}", _words(identifier))


# ---------------------------------------------------------------- what it is about


def _categories(fields: Fields, meta: ET.Element) -> None:
    """Subjects; some say what kind of paper it is: the 'display-channel', without one the journal's own 'heading'."""
    groups = meta.findall("article-categories/subj-group")
    kinds = [group.get("subj-group-type") for group in groups]
    telling = next((kind for kind in ("display-channel", "heading") if kind in kinds), None)
    for group, kind in zip(groups, kinds, strict=True):
        name = "publication_types" if kind and kind == telling else "headings"
        fields.add(name, *map(_words, group.iter("subject")), *map(_words, group.iter("compound-subject")))
    fields.add("series", *map(_words, meta.iterfind("article-categories/series-title")))


def _abstracts(fields: Fields, extra: Fields, meta: ET.Element) -> None:
    found = [*meta.findall("abstract"), *meta.findall("trans-abstract")]
    for abstract in sorted(found, key=lambda abstract: abstract.get("abstract-type") is not None):
        kind = abstract.get("abstract-type")
        if kind in _NO_ABSTRACT:
            extra.add(f"{abstract.tag}@{kind}", _abstract(abstract))
        else:
            fields.add("abstract", _abstract(abstract))


def _abstract(abstract: ET.Element, deep: int = 0) -> str:
    """'AIM: To see. RESULTS: Seen.' The title of the abstract itself ('Abstract') is none of its text."""
    parts = []
    for child in abstract:
        if child.tag == "sec" and deep < _DEEPEST:
            label = _words(child.find("title")).rstrip(": ")
            text = _abstract(child, deep + 1)
            parts.append(f"{label}: {text}" if label and text else text)
        elif child.tag not in ("title", "label", *_NOT_WORDS):
            parts.append(_words(child))
    return " ".join(filter(None, parts)) or ("" if len(abstract) else _words(abstract))


def _keywords(fields: Fields, extra: Fields, meta: ET.Element) -> None:
    """Keywords of the authors; those of lists and classifications (JEL, 'research-organism') are headings."""
    for group in meta.findall("kwd-group"):
        kind = group.get("kwd-group-type", "").lower()
        words = [_words(word) for tag in ("kwd", "compound-kwd") for word in group.iter(tag)]
        if "abbr" in kind:
            extra.add("kwd-group@abbreviations", *words)
        else:
            fields.add("keywords" if not kind or _AUTHORS_OWN.search(kind) else "headings", *words)


def _relation(fields: Fields, extra: Fields, related: ET.Element, kind: str) -> None:
    said = related.get("related-article-type", "")
    notice = any(word in kind for word in ("correction", "corrigendum", "erratum", "retraction"))
    relation = _BY_OWN_TYPE[said][not notice] if said in _BY_OWN_TYPE else _RELATIONS.get(said)
    href, link = _href(related), related.get("ext-link-type", "")
    own = {"vol": related.get("vol"), "issue": related.get("issue"), "page": related.get("page")}
    citation = _words(related) or " ".join(f"{name} {value}" for name, value in own.items() if value)
    doi = _DOI.search(href) or _DOI.search(citation)
    if doi:
        number = f"doi:{doi[0]}"
    elif link in ("pubmed", "pmid"):
        number = f"pmid:{href}"
    else:
        number = href
    told = " ".join(filter(None, (number, citation)))
    if relation:
        fields.add("relations", " ".join(filter(None, (relation, told))))
    else:
        extra.add(f"related-article@{said}", told)


def _parts(extra: Fields, parent: ET.Element) -> None:
    """What has no field in the groups of which some parts have one: the place of a conference, a running title."""
    for path, taken in _PARTS_TAKEN.items():
        for group in parent.findall(path):
            _leftovers(extra, group, taken, f"{path}/")


# group -> its parts that are read, or are in SKIPPED of `jats`
_PARTS_TAKEN: dict[str, set[str]] = {
    "title-group": {"article-title", "title", "subtitle", "trans-title", "trans-subtitle", "trans-title-group",
                    "fn-group"},
    "contrib-group": {"contrib", "aff", "xref", "fn"},
    "article-categories": {"subj-group", "series-title"},
    "conference": {"conf-name"},
    "kwd-group": {"kwd", "compound-kwd", "nested-kwd", "title", "label"},
    "journal-title-group": {"journal-title", "abbrev-journal-title"},
    "book-title-group": {"book-title"},
}  # fmt: skip


def _leftovers(extra: Fields, parent: ET.Element, taken: set[str], path: str = "") -> None:
    """Each element that is not taken, as text (or the address it links to) under its path and what tells it apart."""
    for child in parent:
        if child.tag not in taken and not _is_address(child):
            kind = next((f"@{value}" for name, value in child.attrib.items() if name.endswith("-type")), "")
            extra.add(path + child.tag + kind, _xml.text(child) or _href(child))
