"""What Zotero makes of a RIS record: the facts of its import translator, in tables.

In: the text of a RIS file. Out: items as Zotero would show them: field -> value, creators as (role, family, given), the
texts of child notes. What a tag is depends on the type of the item; what Zotero has no field for is left out, as it is
there unless a hidden setting says otherwise; of several values of a field the first holds.

Source: Zotero's translator "RIS" (RIS.js of the translators repository, July 2023), its import maps.
"""

from __future__ import annotations

import re
from typing import Any

TYPES = {
    "JOUR": "journalArticle", "BOOK": "book", "CHAP": "bookSection", "CONF": "conferencePaper", "THES": "thesis",
    "RPRT": "report", "ELEC": "webpage", "DATA": "dataset", "GEN": "journalArticle",
}  # fmt: skip
OTHERWISE = "journalArticle"
# tag -> field, whatever the item is
FIELDS = {
    "TI": "title", "AB": "abstractNote", "AN": "archiveLocation", "DO": "DOI", "DP": "libraryCatalog", "IS": "issue",
    "J2": "journalAbbreviation", "LA": "language", "UR": "url", "VL": "volume", "ET": "edition", "PB": "publisher",
    "JF": "publicationTitle", "DA": "date", "PY": "year", "CY": "place", "Y2": "accessDate",
}  # fmt: skip
# tag -> type of item -> field
BY_TYPE = {
    "T2": {
        "journalArticle": "publicationTitle", "bookSection": "bookTitle", "conferencePaper": "conferenceName",
        "book": "series", "report": "seriesTitle", "webpage": "websiteTitle",
    },
    "T3": dict.fromkeys(("bookSection", "conferencePaper", "journalArticle", "book"), "series"),
    "C3": {"conferencePaper": "proceedingsTitle"},
    "M3": {"report": "reportType", "thesis": "thesisType", "webpage": "websiteType"},
    "SN": dict.fromkeys(set(TYPES.values()) - {"journalArticle"}, "ISBN") | {"journalArticle": "ISSN"},
    "SP": dict.fromkeys(set(TYPES.values()) - {"book", "thesis"}, "pages") | {"book": "numPages", "thesis": "numPages"},
}  # fmt: skip
# tag -> role of the person, where the type says nothing else
ROLES = {"AU": "author", "ED": "editor", "A2": "editor", "A3": "seriesEditor", "A4": "translator"}
ROLES_BY_TYPE = {("A2", "book"): "seriesEditor", ("A3", "book"): "editor", ("A4", "conferencePaper"): "contributor"}


def items(text: str) -> list[dict[str, Any]]:
    """The items of a file."""
    records = re.split(r"^ER  - \r\n", text, flags=re.MULTILINE)
    tags = (re.findall(r"^([A-Z][A-Z0-9])  - (.+?)\r?$", record, re.MULTILINE) for record in records)
    return [_item(found) for found in tags if found]


def _item(tags: list[tuple[str, str]]) -> dict[str, Any]:
    item: dict[str, Any] = {"itemType": TYPES.get(tags[0][1], OTHERWISE), "creators": [], "tags": [], "notes": []}
    kind, extra = item["itemType"], []
    for tag, value in tags[1:]:
        if tag in ROLES:
            family, _, given = value.partition(",")
            item["creators"].append((ROLES_BY_TYPE.get((tag, kind), ROLES[tag]), family.strip(), given.strip()))
        elif tag == "KW":
            item["tags"] += [word for word in re.split(r"\s*(?:;\s*)+", value) if word]
        elif tag == "N1":
            item["notes"].append(value)
        elif tag == "M2":
            extra.append(value)
        elif tag == "EP":
            item["pages"] = "-".join(filter(None, (item.get("pages"), value)))
        elif field := BY_TYPE.get(tag, {}).get(kind) or FIELDS.get(tag):
            item.setdefault(field, value)
    date = item.pop("date", None) or item.pop("year", None)
    item.pop("year", None)
    return item | {"extra": "\n".join(extra)} | ({"date": "-".join(filter(None, date.split("/")))} if date else {})
