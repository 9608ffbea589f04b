"""EBSCOhost XML: "Citations in XML format", as CINAHL, APA PsycInfo and the others on EBSCOhost export them.

In: <rec> elements in <records>, with a <header> that names the database. Out: one segment a record, with the text
between as Unread. The answers of EBSCOhost's search service have the same records.

    <dt year="2010" month="10" day="01">Oct2010</dt>   -> 2010-10: what isn't known is 01, the text tells
    <ppf>215</ppf><ppct>13</ppct>                      -> 215-227: as EBSCOhost's own RIS has the last page

Sources: EBSCOhost Integration Toolkit, "Search" (sample answer); records of CINAHL and Academic Search, 2010 to 2015.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import TextIO

from ..model import Found, Reject, Unread
from . import _xml
from ._columns import counted_pages
from ._csv_types import type_of
from ._table import fold_name

NAME = "ebsco-xml"
TITLE = "EBSCOhost XML"
SKIPPED = {
    "rec@resultID, header@shortDbName, header@uiTag, language@code, fmt@type, attributes of jid, subj and ui": (
        "EBSCOhost's own codes for what stands there in words, and for its files"
    ),
    "artinfo/su beside artinfo/sug": "the headings once more",
}

_WRAPPER = "records"
_START = re.compile(r"<(rec)(?=[\s>])[^>]*>")
_CLOSING = re.compile(rf"</{_WRAPPER}\s*>")
_FRAME = _xml.frame(f"{_WRAPPER}|searchResponse|SearchResults")
_HEADER = re.compile(r"<header [^<>]*\bshortDbName=")

# where an element stands below <rec> -> its field
_FIELDS = {
    "header/controlInfo/jinfo/jtl": "container",
    "header/controlInfo/jinfo/issn": "issn",
    "header/controlInfo/bkinfo/isbn": "isbn",
    "header/controlInfo/pubinfo/vid": "volume",
    "header/controlInfo/pubinfo/iid": "issue",
    "header/controlInfo/pubinfo/pub": "publisher",
    "header/controlInfo/pubinfo/place": "place",
    "header/controlInfo/artinfo/aug/au": "authors",
    "header/controlInfo/artinfo/ab": "abstract",
    "header/controlInfo/artinfo/sug/subj": "headings",
    "header/controlInfo/artinfo/doctype": "publication_types",
    "header/controlInfo/artinfo/pubtype": "publication_types",
    "header/controlInfo/language": "language",
    "plink": "url",
}
_TITLE = "header/controlInfo/artinfo/tig/atl"
_BOOK = "header/controlInfo/bkinfo/btl"
_DATE = "header/controlInfo/pubinfo/dt"
_PAGES = ("header/controlInfo/artinfo/ppf", "header/controlInfo/artinfo/ppct")
_NUMBERS = "header/controlInfo/artinfo/ui"
_PMCID = re.compile(r"PMC\d+")
_A_YEAR = re.compile(r"\d{4}")
_A_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}|\d{8}|\d{1,2} ?[A-Za-z]{3,} ?\d{4}")


def sniff(head: str) -> int:
    """3 for a record with EBSCOhost's header."""
    return 3 if "<rec " in head and _HEADER.search(head) else 0


def database(head: str) -> str:
    """Nobody else writes it."""
    return "EBSCOhost"


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """One Found or Reject a record; what stands between is Unread."""
    return _xml.to_its_end(_xml.segments(stream, _START, _CLOSING, _found, _FRAME), _WRAPPER)


def _found(root: ET.Element, warnings: tuple[str, ...], raw: str, line: int) -> Found | Reject:
    fields, extra = _xml.Fields(), _xml.Fields()
    for path, element in _leaves(root, ""):
        said = _xml.text(element)
        if path in _FIELDS:
            (fields.add_all if path.endswith("/au") else fields.add)(_FIELDS[path], said)
        elif path not in (_TITLE, _PAGES[0], _NUMBERS):
            extra.add(path.removeprefix("header/controlInfo/"), said)
    if "headings" not in fields.filled and (words := extra.filled.pop("artinfo/su", [])):
        fields.add("headings", *words)
    if fields.filled.get("headings") == extra.filled.get("artinfo/su"):  # the headings once more
        extra.filled.pop("artinfo/su", None)
    _titles(root, fields, extra)
    fields.add("date", _date(root.find(_DATE)))
    fields.add("pages", counted_pages(*(_xml.text(root.find(path)) for path in _PAGES)))
    _numbers(root, fields, extra)
    if "authors" in fields.filled:
        fields.add("name_form", "family-comma-given")
    if not fields.filled.keys() & {"title", "accession"}:
        return Reject(line=line, raw=raw, reason="a record without title and number")
    if "title" not in fields.filled:
        warnings = (*warnings, "record without title")
    return Found(line=line, raw=raw, fields=fields.filled, extra=extra.filled, warnings=warnings)


def _leaves(element: ET.Element, path: str) -> Iterator[tuple[str, ET.Element]]:
    """The elements of text below this one, with where they stand; an abstract's mark-up is no element of its own."""
    for child in element:
        here = f"{path}/{child.tag}".lstrip("/")
        if len(child) and here not in _FIELDS and here != _TITLE:
            yield from _leaves(child, here)
        else:
            yield here, child


def _titles(root: ET.Element, fields: _xml.Fields, extra: _xml.Fields) -> None:
    """The title of an article is <atl>; that of a book <btl>, which holds the chapter where both differ.

    Beside a journal <btl> is the title once more, cut off.
    """
    title, book = _xml.text(root.find(_TITLE)), _xml.text(root.find(_BOOK))
    fields.add("title", title or book)
    journal = "container" in fields.filled
    types = (type_of(fold_name(text)) for text in fields.filled.get("publication_types", ()))
    said = next((kind for kind in types if kind), None)
    if journal or not book:
        fields.add("type", said or ("article" if journal else "other"))
        return
    of_book = bool(title) and fold_name(title) != fold_name(book)
    fields.add("type", "chapter" if of_book else said or "book")
    if of_book:
        fields.add("container", book)
    del extra.filled["bkinfo/btl"]


def _date(element: ET.Element | None) -> str:
    """Year, month and day as far as the text knows them; without a text, a day of 01 is one that isn't known."""
    if element is None:
        return ""
    text = _xml.text(element)
    parts = [element.get(name, "").strip() for name in ("year", "month", "day")]
    known = 1 if _A_YEAR.fullmatch(text) else 3 if _A_DAY.fullmatch(text) or (not text and parts[2] != "01") else 2
    return "-".join(parts[: next((at for at, part in enumerate(parts[:known]) if not part), known)]) or text


def _numbers(root: ET.Element, fields: _xml.Fields, extra: _xml.Fields) -> None:
    """<ui> says whose number it is; EBSCOhost's own has no type, or stands in the header alone."""
    for element in root.findall(_NUMBERS):
        kind, number = element.get("type", ""), _xml.text(element)
        name = {"": "accession", "doi": "doi", "pmid": "pmid"}.get(kind)
        if name is None and _PMCID.fullmatch(number):
            name = "pmcid"
        if name:
            fields.add(name, number)
        else:
            extra.add(f"artinfo/ui {kind}", number)
    header = root.find("header")
    if header is not None:
        if "accession" not in fields.filled:
            fields.add("accession", header.get("uiTerm"))
        extra.add("database", header.get("longDbName"))
