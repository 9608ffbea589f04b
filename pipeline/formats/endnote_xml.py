"""EndNote XML: the library format of EndNote, which Zotero, Mendeley, Bookends and most review tools write too.

In: <record> elements, in <xml><records> or alone, on one line or indented, each value in <style> elements or bare.
Out: one segment a record, with the text between as Unread. The type of a record is told by its name: the numbers
differ between the programs. What a field means depends on the type, as in EndNote's own table of reference types.

Sources: Clarivate, "EndNote: Reference Types" and RSXML.dtd; exports of EndNote, Bookends and Mendeley; the Zotero
translator "Endnote XML".
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from functools import cache
from typing import TextIO

from ..model import Found, Reject, Unread
from ..values.container import same_container
from . import _xml
from ._blocks import TRANSLATED
from ._isi_link import linked_record
from ._own_note import OPENS, RETRACTED, take_own_notes

NAME = "endnote-xml"
TITLE = "EndNote XML"
# what is read and not kept, and why: docs/formats.md shows it
SKIPPED = {
    "style@face, @font, @size": "how a text looks on the screen",
    "database@path, key@app, key@db-id": "where the library lies on the writer's disc",
    "ref-type": "the number of a type that has a name: programs number them differently",
}

_START = re.compile(r"<(record)(?=[\s/>])[^>]*>")
_CLOSING = re.compile(r"</(?:records|xml)\s*>")
_WRAPPERS = "xml|records"
_FRAME = _xml.frame(_WRAPPERS)
_MARKS = re.compile(r"<(?:ref-type|source-app|foreign-keys|rec-number)(?=[\s/>])")
_EMPTY_SET = re.compile(r"<xml>\s*<records(?=[\s/>])")
_APP = re.compile(r"<source-app\b[^>]*?\bname\s*=\s*[\"']([^\"']+)[\"']")
_MENDELEY = re.compile(r"<database\b[^>]*\bname=\"mendeley|<ref-type name=\"Journal Article\">0<", re.IGNORECASE)

# EndNote's names of reference types, and those of the programs that write its format; any other is 'other'
_TYPES = {
    "article": "Journal Article|Electronic Article|Magazine Article|Newspaper Article|Article|Journal|In Press",
    "book": "Book|Edited Book|Electronic Book|Classical Work|Ancient Text|Serial|Monograph",
    "chapter": "Book Section|Electronic Book Section|Book Chapter|Encyclopedia|Dictionary",
    "conference-paper": "Conference Paper|Conference Proceedings|Conference Proceeding|Conference",
    "dataset": "Dataset|Aggregated Database|Online Database",
    "preprint": "Preprint",
    "report": "Report|Government Document|Standard",
    "thesis": "Thesis|Dissertation",
    "webpage": "Web Page|Blog|Discussion Forum|Social Media|Internet Communication",
}
# only where a record has no name of its type: EndNote's own numbers
_NUMBERS = {"17": "article", "0": "article", "6": "book", "28": "book", "5": "chapter", "10": "conference-paper",
            "47": "conference-paper", "59": "dataset", "27": "report", "32": "thesis", "12": "webpage"}  # fmt: skip

# paths with the same meaning in all types
_FIELDS = {
    "titles/title": "title",
    "titles/translated-title": "title_translated",
    "publisher": "publisher",
    "pub-location": "place",
    "abstract": "abstract",
    "language": "language",
    "work-type": "publication_types",
    "access-date": "accessed",
}
# Left in `extra` on purpose, so that nobody maps them by mistake:
#   rec-number foreign-keys/key database source-app label  the place in somebody's library
#   auth-address custom1-6 misc1-3 user16 …  meaning differs by type and by user      section  mostly the first page
#   contributors/tertiary-authors translated-authors  series editors, advisers; the authors once more, in other letters
#   modified-date caption image research-notes call-num num-vols …  no field of ours
# Left out, wherever they stand, since each says something of the writer's library and nothing of the work:
#   style@face @font @size          how it looks on the screen
#   database@path, key@app @db-id   where the library lies on the writer's disc, and by which number it knows itself
#   ref-type                        its number, where it has a name: the numbers differ between the programs

_DEEPEST = 5  # elements within elements: EndNote has three
_IN_SERIES = ("book", "report")  # their secondary title is a series
_NO_PAGE_RANGE = ("book", "thesis")  # their <pages> says how many there are
_NO_ISSUE = ("book", "report", "thesis", "dataset")  # their <number> is that of the report, volume …
_DOI = re.compile(r"10\.\d{4,9}/\S")
_DATE = re.compile(r"\d{4}(?:[/-]\d|\d{4}\Z)")
_YEAR = re.compile(r"\d{4}")
_DIGITS = re.compile(r"\d{4,8}\Z")
_WOS_ID = re.compile(r"[A-Z]{3,9}:[\w.-]+\Z")  # 'WOS:000256810100001', 'ISI:A1990…', 'MEDLINE:1234'
_PMCID = re.compile(r"PMC\d+\Z")
_PUBMED = re.compile(r"pubmed|medline|\bnlm\b|cmedm|\bmnh\b", re.IGNORECASE)  # the last two are EBSCO's
_PUBMED_ADDRESS = re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/(?:m/)?pubmed)/(\d{1,8})\b")
_DOI_ADDRESS = re.compile(r"https?://(?:dx\.)?doi\.org/10\.", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?|ftp)://|www\.", re.IGNORECASE)
_STANDARD_NUMBER = re.compile(r"[;,\r\n]\s*|(?<=[\dXx])\s+(?=[\dXx-]{8,})")
_KEYWORD_BREAK = re.compile(r"\r|;(?:\s+|\Z)")

Tags = dict[str, list[str]]


def sniff(head: str) -> int:
    """3 for a library of EndNote's, also an empty one; 0 else: a <record> alone is OAI's or MARC's."""
    return 3 if (_START.search(head) and _MARKS.search(head)) or _EMPTY_SET.search(head) else 0


def database(head: str) -> str | None:
    """The program that wrote it: 'EndNote', 'Zotero', 'Bookends' …; 'Mendeley' gives no name but numbers from 0."""
    if app := _APP.search(head):
        return app[1].strip()
    return "Mendeley" if _MENDELEY.search(head) and "<style" not in head else None


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """One Found or Reject a record element; what stands between is Unread."""
    return _xml.to_its_end(_xml.segments(stream, _START, _CLOSING, _found, _FRAME), _WRAPPERS)


def _found(root: ET.Element, warnings: tuple[str, ...], raw: str, line: int) -> Found | Reject:
    tags = Tags()
    _gather(root, "", tags)
    kind = root.find("ref-type")
    if not tags:
        return Reject(line=line, raw=raw, reason="empty record")
    record = _Record(tags, "" if kind is None else kind.get("name", ""))
    for rule in _RULES:
        rule(record)
    if not record.fields.get("title"):
        record.warnings.append("record without title")
    told = (*warnings, *record.warnings)
    return Found(line=line, raw=raw, fields=record.fields, extra=record.tags, warnings=told)


def _gather(parent: ET.Element, path: str, tags: Tags) -> None:
    """Each value under its path below the record: 'titles/title'. <style> elements are part of the value.

    A carriage return stays: EndNote writes it (as '&#xD;') between two values, while other line ends are layout.
    """
    for child in parent:
        place = path + child.tag
        if place.count("/") < _DEEPEST and any(inner.tag != "style" for inner in child):
            _gather(child, place + "/", tags)
        elif written := "".join(child.itertext()).strip():
            # the same text twice is no second value, but two namesakes are two authors
            value = "\r".join(filter(None, (" ".join(part.split()) for part in written.split("\r"))))
            if value and (child.tag == "author" or value not in tags.get(place, ())):
                tags.setdefault(place, []).append(value)


@cache
def _kinds() -> dict[str, str]:
    return {name.lower(): kind for kind, names in _TYPES.items() for name in names.split("|")}


class _Record:
    """The values not yet taken (what is left at the end is `extra`), and the fields made of the others."""

    __slots__ = ("fields", "kind", "name", "tags", "warnings")

    def __init__(self, tags: Tags, name: str) -> None:
        self.tags, self.fields, self.name, self.warnings = tags, Tags(), name.strip(), list[str]()
        number = (tags.get("ref-type") or [""])[0]
        self.kind = _kinds().get(self.name.lower(), "other") if self.name else _NUMBERS.get(number, "other")

    def take(self, *paths: str) -> list[str]:
        """The values of these paths, each text once."""
        return list(dict.fromkeys(value for path in paths for value in self.tags.pop(path, ())))

    def take_if(self, path: str, test: Callable[[str], object]) -> list[str]:
        """Those values of a path that pass the test; the others stay."""
        values = self.tags.pop(path, [])
        if left := [value for value in values if not test(value)]:
            self.tags[path] = left
        return [value for value in values if test(value)]

    def give(self, name: str, values: list[str]) -> None:
        """Add values to a field, as blanks in one line; nothing for none."""
        if values := [value.replace("\r", " ") for value in values]:
            known = self.fields.setdefault(name, [])
            known.extend(value for value in values if value not in known)


def _plain(r: _Record) -> None:
    r.fields["type"] = [r.kind]
    if r.name:
        r.tags["ref-type"] = [r.name]
    for path, field in _FIELDS.items():
        r.give(field, r.take(path))
    r.give("note", [line for text in r.take("notes") for line in _notes_in(text)])
    if r.name.lower() == "unpublished work" and "preprint" in r.fields.get("publication_types", ()):
        r.fields["type"], r.kind = ["preprint"], "preprint"
    if "title" not in r.fields and (short := r.take("titles/short-title")):
        r.give("title", short)
        r.warnings.append("no title; its short title stands in")


def _notes_in(text: str) -> list[str]:
    """One note; the lines apart where one of them is ours."""
    return text.split("\r") if OPENS in text or RETRACTED in text else [text]


def _people(r: _Record) -> None:
    """Editors by type: of a chapter or paper those of its book; of an article nobody knows who they are.

    Translators are the subsidiary authors, whom some types have for others.
    """
    authors = r.tags.pop("contributors/authors/author", [])
    others = "contributors/secondary-authors/author"
    editors: list[str] = []
    if r.kind in ("chapter", "conference-paper", "other", "webpage") or (r.kind == "book" and not authors):
        editors = r.tags.pop(others, [])
    elif r.name.lower() == "edited book":
        authors, editors = [], authors
    # a comma at the end is EndNote's mark of a name that is not to be parted
    groups = [name.rstrip(", ") for name in authors if name.endswith(",")]
    if authors := [name for name in authors if not name.endswith(",")]:
        r.fields["authors"] = authors
    if editors := [name.rstrip(", ") for name in editors]:
        r.fields["editors"] = editors
    if r.kind in TRANSLATED and r.name.lower() != "serial":
        translators = [name.rstrip(", ") for name in r.tags.pop("contributors/subsidiary-authors/author", [])]
        if translators:
            r.fields["translators"] = translators
    if groups:
        r.fields["group_authors"] = groups
    if people := authors or editors or r.fields.get("translators"):
        commas = sum("," in name for name in people)
        r.fields["name_form"] = ["family-comma-given" if commas * 2 >= len(people) else "free"]


def _container(r: _Record) -> None:
    if r.kind == "conference-paper" and (proceedings := r.take("custom3")):  # the secondary title is the conference
        r.give("container", proceedings)
        r.give("event", r.take("titles/secondary-title"))
    if r.kind != "thesis":  # a thesis has its department there
        holder = r.take("titles/secondary-title", "periodical/full-title")
        r.give("series" if r.kind in _IN_SERIES else "container", holder)
    r.give("series", r.take("titles/tertiary-title"))
    short = r.take(*(f"periodical/abbr-{n}" for n in (1, 2, 3)), "titles/alt-title",
                   "alt-periodical/full-title", *(f"alt-periodical/abbr-{n}" for n in (1, 2, 3)))  # fmt: skip
    names = r.fields.get("container", [])
    if len(names) == 1 and (longer := next((name for name in short if _is_short_for(names[0], name)), None)):
        r.fields["container"] = [longer]  # EndNote's own search of PubMed has the short one first
        short = [*names, *short]
    known = {*r.fields.get("container", ()), *r.fields.get("series", ())}
    r.give("container_short", [name for name in short if name not in known])


def _is_short_for(name: str, other: str) -> bool:
    """'Med Educ' for 'Medical education'."""
    return len(name) < len(other) and same_container(name, other)


def _dates(r: _Record) -> None:
    r.give("year", r.take("dates/year"))
    year = next(iter(r.fields.get("year", ())), "")
    dates = r.take("dates/pub-dates/date")
    r.give("date", [date if not year or _YEAR.search(date) else f"{year} {date}" for date in dates])
    if r.kind == "article":  # 'Epub Date' is the name of this field there
        r.give("date_online", r.take_if("edition", _DATE.match))
    r.give("edition", r.take("edition"))


def _place_in_container(r: _Record) -> None:
    degree = r.kind == "thesis"  # <volume> of a thesis is the degree
    r.give("volume", r.take_if("volume", str.isdigit) if degree else r.take("volume"))
    r.give("issue", r.take("issue"))
    if r.kind not in _NO_ISSUE:
        r.give("issue", r.take("number"))
        r.give("article_number", r.take("custom7"))
    r.give("pages", r.take_if("pages", lambda text: r.kind not in _NO_PAGE_RANGE or re.search(r"\d[-\u2013]", text)))


def _identifiers(r: _Record) -> None:
    r.give("doi", r.take_if("electronic-resource-num", _DOI.search))
    r.give("pmcid", r.take_if("custom2", _PMCID.match) or r.take_if("user16", _PMCID.match))
    source = " ".join(r.tags.get("remote-database-name", []))
    if not source or _PUBMED.search(source):
        r.give("pmid", r.take_if("accession-num", _DIGITS.match))
    r.give("accession", r.take_if("accession-num", lambda text: source or _WOS_ID.match(text)))
    for value in r.take("isbn"):
        for number in _STANDARD_NUMBER.split(value):
            digits = sum(char.isdigit() or char in "Xx" for char in number.partition("(")[0])
            field = {8: "issn", 10: "isbn", 13: "isbn"}.get(digits)
            if field:
                r.give(field, [number])
            elif number.strip():
                r.tags.setdefault("isbn", []).append(number)


def _keywords(r: _Record) -> None:
    words = r.take("keywords/keyword", "keywords")
    # '&amp;' is no place to cut
    parts = [part for word in words for part in ([word] if "&" in word else _KEYWORD_BREAK.split(word))]
    r.give("keywords", [part for part in parts if part.strip()])


def _addresses(r: _Record) -> None:
    """Addresses of the web; those on the writer's disc, and links into Web of Science, stay apart."""
    paths = [path for path in r.tags if path.startswith("urls/")]
    if "accession" not in r.fields:
        links = (linked_record(text) for path in paths for text in r.tags[path])
        r.give("accession", [number for number in links if number][:1])
    found = [url for path in paths for url in r.take_if(path, _ADDRESS.match)]
    r.give("url", found)
    if "doi" not in r.fields:  # an address stays an address as well
        r.give("doi", [url for url in found if _DOI_ADDRESS.match(url)][:1])
    numbers = {match[1] for url in found if (match := _PUBMED_ADDRESS.search(url))}
    if "pmid" not in r.fields and len(numbers) == 1:
        r.give("pmid", list(numbers))


def _own_notes(r: _Record) -> None:
    """What our own notes say, in the place of what was found."""
    if ours := take_own_notes(r.fields):
        r.tags["notes"] = ours


_RULES = (_plain, _people, _container, _dates, _place_in_container, _identifiers, _keywords, _addresses, _own_notes)
