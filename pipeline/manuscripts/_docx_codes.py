"""What programs write behind a citation in Word: their codes, and the works that are named in them.

    Zotero     ADDIN ZOTERO_ITEM CSL_CITATION {JSON}      citationItems[].itemData is CSL-JSON; where it keeps its codes
               as bookmarks, the same without ADDIN
    Mendeley   ADDIN CSL_CITATION {JSON}; Mendeley Cite: a content control, its tag MENDELEY_CITATION_v3_ + base64 of it
    EndNote    ADDIN EN.CITE <EndNote>…</EndNote>, or the same as base64 in the field's data
    Citavi     ADDIN CitaviPlaceholder{base64 of JSON}    Entries[].Reference, where it is kept there
    Word       CITATION key \\l 1033 \\m other

A code that can't be read is a citation of an unknown work: it is told, never left out.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..values.doi import normalise_doi
from ..values.identifiers import normalise_pmid
from . import Citation

UNREADABLE = "a citation whose code can't be read"
# what broken base64, JSON and XML raise, and JSON that is built otherwise; the last for brackets without end
_UNREADABLE = (ValueError, TypeError, AttributeError, KeyError, ET.ParseError, RecursionError)

_PMID_IN_NOTE = re.compile(r"\bPMID:\s*(\d{1,9})\b")
_WORD_KEY = re.compile(r"^\s*CITATION\s+(\S+)|\\m\s+(\S+)")


def cited_in_code(place: str, code: str, data: str) -> Iterator[Citation]:
    """The works that a field cites; none where it is another field. `data`: its w:fldData, base64."""
    code = code.strip()
    read = next((read for begins, read in _CODES.items() if re.match(begins, code)), None)
    if read is None:
        return
    try:
        yield from read(place, code, data)
    except _UNREADABLE:
        yield Citation(place=place, title=UNREADABLE)


def cited_in_control(place: str, tag: str) -> Iterator[Citation]:
    """The works that a content control cites; none where it is another one."""
    if tag.startswith(_MENDELEY):
        try:
            yield from _of_csl(place, _from_base64(tag.removeprefix(_MENDELEY)), "")
        except _UNREADABLE:
            yield Citation(place=place, title=UNREADABLE)


_MENDELEY = "MENDELEY_CITATION_v3_"


def _of_csl(place: str, code: str, data: str) -> Iterator[Citation]:
    """CSL's JSON, behind whatever the program wrote before it."""
    told, _ = json.JSONDecoder().raw_decode(code[code.index("{") :])
    for item in told["citationItems"]:
        work: Mapping[str, Any] = item.get("itemData") or {}
        note = _PMID_IN_NOTE.search(str(work.get("note") or ""))
        yield Citation(
            place=place,
            key=_text(work.get("citation-key") or work.get("citekey") or work.get("id") or item.get("id")),
            doi=normalise_doi(str(work.get("DOI") or "")),
            pmid=normalise_pmid(str(work.get("PMID") or (note[1] if note else ""))),
            title=_text(work.get("title")),
            own_id=True,
        )


def _of_endnote(place: str, code: str, data: str) -> Iterator[Citation]:
    """<Cite>s with their <record>; without text of its own, the field keeps them in its data."""
    xml = code[code.index("<EndNote") :] if "<EndNote" in code else _from_base64(data) if data.strip() else ""
    if "<EndNote" not in xml:  # the outer one of two fields: the inner one has the data
        return
    if "<!" in xml:
        raise ValueError("a document type or comment, which EndNote never writes")
    for cite in ET.fromstring(xml[xml.index("<EndNote") : xml.rindex("</EndNote>") + len("</EndNote>")]).iter("Cite"):
        numbers = [_words(cite, f".//{name}") for name in ("electronic-resource-num", "accession-num")]
        yield Citation(
            place=place,
            key=_words(cite, ".//label"),
            doi=normalise_doi(numbers[0] or ""),
            pmid=normalise_pmid(numbers[1] or ""),
            title=_words(cite, ".//titles/title") or _words(cite, "Author"),
            own_id=True,
        )


def _of_citavi(place: str, code: str, data: str) -> Iterator[Citation]:
    """JSON in base64; a document that is bound to a project keeps only the ids of its works."""
    told = json.loads(_from_base64(code.partition("CitaviPlaceholder")[2].strip(" {}")))
    for entry in told["Entries"]:
        work: Mapping[str, Any] = entry.get("Reference") or {}
        yield Citation(
            place=place,
            key=_text(work.get("CitationKey") or work.get("BibTeXKey")),
            doi=normalise_doi(str(work.get("Doi") or "")),
            pmid=normalise_pmid(str(work.get("PubMedId") or "")),
            title=_text(work.get("Title")) or UNREADABLE,
            own_id=True,
        )


def _of_word(place: str, code: str, data: str) -> Iterator[Citation]:
    """The tags of Word's own list of sources."""
    for first, more in _WORD_KEY.findall(code):
        yield Citation(place=place, key=first or more, title=first or more, own_id=True)


_CODES: Mapping[str, Callable[[str, str, str], Iterator[Citation]]] = {
    r"(?:ADDIN )?ZOTERO_ITEM\b": _of_csl,
    r"ADDIN (?:Mendeley Citation\{[^{}]*\} )?CSL_CITATION\b": _of_csl,
    r"ADDIN EN\.CITE\b": _of_endnote,
    r"ADDIN CitaviPlaceholder": _of_citavi,
    r"CITATION\s": _of_word,
}


def _from_base64(text: str) -> str:
    """The text in base64 of either alphabet, with or without its padding. Raises ValueError where it is none."""
    packed = re.sub(r"\s+", "", text).rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(packed + "=" * (-len(packed) % 4)).decode()
    except binascii.Error as error:
        raise ValueError(str(error)) from error


def _text(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _words(element: ET.Element, path: str) -> str | None:
    found = element.find(path)
    return _text("".join(found.itertext())) if found is not None else None
