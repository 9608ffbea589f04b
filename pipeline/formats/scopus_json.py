"""Scopus as JSON, as the Scopus Search API (api.elsevier.com/content/search/scopus) gives it.

In: one or more answers, one after the other. Out: one Found an entry, with the same id (EID) as in Scopus's CSV.
Members without a field of ours are kept in `extra` under Scopus's names.

    view COMPLETE   all authors up to 100, abstract, author keywords ("authkeywords": "balint group | burnout")
    view STANDARD   no more of the authors than the first (dc:creator), no abstract, no keywords

An answer to a search that finds nothing holds one entry with an `error`: that is no record.
Source: dev.elsevier.com, "Scopus Search API" and "Scopus Search Views"; the member names are those documented there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

from ..model import Found, Reject, Unread
from ._api_json import Fields, Layout, Read, Rule, add, fill, members, one_text, read_records, skip
from ._json import texts_of
from .scopus_csv import TYPES

NAME = "scopus-json"
TITLE = "Scopus JSON (API)"
# what is read and not kept, and why: docs/formats.md shows it
SKIPPED = {
    "@_fa": "a mark that Elsevier's JSON puts on each object of a list",
    "dc:identifier": "the number of the EID once more",
}

EID = "2-s2.0-"  # Scopus's own number, with this before it, is the EID
NUMBER = "SCOPUS_ID:"
# For entries without a description of their type. Source: Scopus's search tips, DOCTYPE.
SUBTYPES: Mapping[str, str] = {
    "bk": "book",
    "ch": "chapter",
    "cp": "conference-paper",
    "cr": "proceedings",
    "rp": "report",
}
_ARTICLES = frozenset({"ar", "bz", "dp", "ed", "er", "ip", "le", "no", "re", "sh", "tb"})
_ONLY_FIRST = "Scopus's view STANDARD gives the first author only: whether more follow is unknown"
_CUT = "Scopus gives no more than {limit} authors: more may follow"


def sniff(head: str) -> int:
    """3 where JSON has the frame of Scopus's searches, or an entry's id."""
    if not re.match(r"[\s\ufeff]*\{", head):
        return 0
    return 3 if re.search(rf'"search-results"\s*:\s*\{{|"dc:identifier"\s*:\s*"{NUMBER}', head) else 0


def database(head: str) -> str | None:
    """Always Scopus: nothing else writes this."""
    return "Scopus"


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """One Found an entry; see the docstring of this folder."""
    return read_records(stream, LAYOUT, _read)


def _is_entry(value: Mapping[str, Any]) -> bool:
    return "dc:identifier" in value or "eid" in value


LAYOUT = Layout(lists=[("search-results", "entry")], is_record=_is_entry)


def _read(value: Mapping[str, Any]) -> Read | str:
    if "error" in value and not _is_entry(value):
        return f"Scopus says: {one_text(value['error'])}"
    fields: Fields = {}
    extra: Fields = {}
    fill(value, RULES, fields, extra)
    _accession(value, fields, extra)
    _type(value, fields)
    warnings = _people(value, fields)
    year = one_text(value.get("prism:coverDate"))[:4]
    if re.fullmatch("[0-9]{4}", year):
        fields["year"] = [year]
    return fields, extra, warnings if "title" in fields else (*warnings, "no title")


def _accession(value: Mapping[str, Any], fields: Fields, extra: Fields) -> None:
    """The EID, or what it is by rule: 'SCOPUS_ID:85123456789' -> '2-s2.0-85123456789'."""
    number = one_text(value.get("dc:identifier"))
    if "accession" not in fields and number.startswith(NUMBER):
        fields["accession"] = [EID + number.removeprefix(NUMBER)]
    if number and [EID + number.removeprefix(NUMBER)] != fields.get("accession"):
        extra["dc:identifier"] = [number]


def _type(value: Mapping[str, Any], fields: Fields) -> None:
    code = one_text(value.get("subtype"))
    by_code = "article" if code in _ARTICLES else SUBTYPES.get(code, "other")
    fields["type"] = [TYPES.get(one_text(value.get("subtypeDescription")).casefold(), by_code)]


def _people(value: Mapping[str, Any], fields: Fields) -> tuple[str, ...]:
    """All authors in full where each has a given name; else all of them with initials; else the first one."""
    people = _each_once([one for one in members(value.get("author")) if isinstance(one, dict)])
    if people:
        full = [
            ", ".join(filter(None, (one_text(one.get("surname")), one_text(one.get("given-name"))))) for one in people
        ]
        short = [one_text(one.get("authname")) for one in people]
        is_full = all("given-name" in one and one_text(one["given-name"]) for one in people) or not all(short)
        fields["authors"] = [name for name in (full if is_full else short) if name]
        fields["name_form"] = ["family-comma-given" if is_full else "family-initials"]
        return _more_follow(value, len(people), fields)
    if creator := one_text(value.get("dc:creator")):
        fields["authors"] = [creator, "et al"]
        fields["name_form"] = ["family-initials"]
        return (_ONLY_FIRST,)
    return ()


def _each_once(people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """An author with two affiliations may stand twice, with the same id."""
    seen: set[str] = set()
    kept = []
    for one in people:
        person = one_text(one.get("authid"))
        if not person or person not in seen:
            kept.append(one)
        seen.add(person)
    return kept


def _more_follow(value: Mapping[str, Any], listed: int, fields: Fields) -> tuple[str, ...]:
    count = value.get("author-count")
    limit = one_text(count.get("@limit")) if isinstance(count, dict) else ""
    if not re.fullmatch("[0-9]{1,6}", limit) or listed < int(limit):
        return ()
    fields["authors"].append("et al")
    return (_CUT.format(limit=limit),)


def _keywords(said: Any, fields: Fields, extra: Fields) -> None:
    """'balint group | burnout' -> two."""
    parts = [part.strip() for text in texts_of(said) for part in text.split("|")]
    add(fields, "keywords", [part for part in parts if part])


def _isbn(said: Any, fields: Fields, extra: Fields) -> None:
    """'9781…', ['9781…'] or [{'@_fa': 'true', '$': '9781…'}]; two may stand in one text."""
    for one in members(said):
        text = one_text(one.get("$")) if isinstance(one, dict) else one_text(one)
        add(fields, "isbn", [part for part in re.split(r"[\s,;\[\]]+", text) if part])


def _links(said: Any, fields: Fields, extra: Fields) -> None:
    """The page of the record at scopus.com; the other links lead back into the API."""
    for one in members(said):
        if isinstance(one, dict) and one.get("@ref") == "scopus":
            add(fields, "url", texts_of(one.get("@href")))
        else:
            add(extra, "link", texts_of([one]))


RULES: Mapping[str, Rule] = {
    "@_fa": skip,  # a mark that Elsevier's JSON puts on each object of a list
    "eid": "accession",
    "dc:identifier": skip,  # the same number as the EID's: `_accession`
    "dc:title": "title",
    "dc:description": "abstract",
    "prism:publicationName": "container",
    "prism:coverDisplayDate": "date",  # coverDate has a day and month for each, known or not; it is in `extra`
    "prism:volume": "volume",
    "prism:issueIdentifier": "issue",
    "prism:pageRange": "pages",
    "article-number": "article_number",
    "prism:doi": "doi",
    "pubmed-id": "pmid",
    "prism:issn": "issn",
    "prism:eIssn": "issn",
    "prism:isbn": _isbn,
    "authkeywords": _keywords,
    "subtypeDescription": "publication_types",
    "link": _links,
}
