"""What Zotero makes of a RIS record: the facts of its import translator, in tables.

In: the text of a RIS file. Out: items as Zotero would show them: field -> value, creators as (kind, name), the texts of
child notes. What a tag is depends on the type of the item; a tag that Zotero doesn't know, or a second value of a field
that has one already, becomes a child note.

Source: Zotero's translator "RIS" (RIS.js of the translators repository), its import maps.
"""

from __future__ import annotations

import re
from typing import Any

TYPES = {
    "JOUR": "journalArticle", "BOOK": "book", "CHAP": "bookSection", "CONF": "conferencePaper", "THES": "thesis",
    "RPRT": "report", "ELEC": "webpage", "UNPB": "manuscript", "DATA": "document", "GEN": "journalArticle",
}  # fmt: skip
# tag -> field, whatever the item is
FIELDS = {
    "TI": "title", "AB": "abstractNote", "AN": "archiveLocation", "DO": "DOI", "DP": "libraryCatalog", "IS": "issue",
    "J2": "journalAbbreviation", "LA": "language", "M2": "extra", "UR": "url", "VL": "volume", "ET": "edition",
    "PB": "publisher", "JF": "publicationTitle", "DA": "date",
}  # fmt: skip
# tag -> type of item -> field
BY_TYPE = {
    "T2": {
        "journalArticle": "publicationTitle", "bookSection": "bookTitle", "conferencePaper": "conferenceName",
        "book": "series", "report": "seriesTitle", "webpage": "websiteTitle",
    },
    "T3": {"bookSection": "series", "conferencePaper": "series", "book": "series"},
    "C3": {"conferencePaper": "proceedingsTitle"},
    "SN": {"journalArticle": "ISSN"},
    "M3": {
        "manuscript": "manuscriptType", "report": "reportType", "thesis": "thesisType", "webpage": "websiteType",
        "journalArticle": "DOI",
    },
    "SP": {"book": "numPages", "thesis": "numPages", "manuscript": "numPages"},
}  # fmt: skip
OTHERWISE = {"T2": "publicationTitle", "SN": "ISBN", "SP": "pages"}
CREATORS = {
    "AU": {}, "ED": {}, "A2": {"book": "seriesEditor"}, "A3": {"book": "editor"},
}  # fmt: skip
CREATOR = {"AU": "author", "ED": "editor", "A2": "editor", "A3": "seriesEditor"}


def items(text: str) -> list[dict[str, Any]]:
    """The items of a file."""
    found: list[dict[str, Any]] = []
    for record in re.split(r"\r\nER  - \r\n", text):
        tags = re.findall(r"^([A-Z][A-Z0-9])  - (.+?)\r?$", record, re.MULTILINE)
        if tags:
            found.append(_item(tags))
    return found


def _item(tags: list[tuple[str, str]]) -> dict[str, Any]:
    item: dict[str, Any] = {"itemType": TYPES[tags[0][1]], "creators": [], "tags": [], "notes": []}
    kind = item["itemType"]
    for tag, value in tags[1:]:
        if tag in CREATORS:
            last, _, first = value.partition(",")
            role = CREATORS[tag].get(kind, CREATOR[tag])
            item["creators"].append((role, last.strip(), first.split(",")[0].strip()))
        elif tag == "KW":
            item["tags"] += [word for word in re.split(r"\s*(?:;\s*)+", value) if word]
        elif tag == "N1":
            item["notes"].append(value)
        elif tag == "PY":
            item["year"] = value
        elif tag == "EP":
            item["pages"] = f"{item['pages']}-{value}"
        else:
            _fill(item, BY_TYPE.get(tag, {}).get(kind) or OTHERWISE.get(tag) or FIELDS.get(tag), f"{tag}  - {value}")
    item.setdefault("date", item.pop("year", None))
    return item


def _fill(item: dict[str, Any], field: str | None, line: str) -> None:
    value = line[6:]
    if field is None or item.get(field, value) != value:
        item["notes"].append(line)
    else:
        item[field] = value
