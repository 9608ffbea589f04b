"""Web of Science as JSON, as the Web of Science Starter API (/documents) gives it.

In: one or more answers, one after the other. Out: one Found a document, with the same id (UT, here `uid`) as in the
plain text export. Members without a field of ours are kept in `extra` under Clarivate's names. The Starter API gives
no abstracts. The Expanded API has another form and is not read.

    {"metadata": {"total": 305, "page": 1, "limit": 50}, "hits": [{"uid": "WOS:A1991KR78500001", …}]}

Source: the API's description at developer.clarivate.com/apis/wos-starter (DocumentsList, Document and what they hold).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, TextIO

from ..model import Found, Reject, Unread
from ._api_json import Fields, Layout, Read, Rule, add, fill, members, one_text, read_records
from ._json import texts_of

NAME = "wos-json"
TITLE = "Web of Science JSON (Starter API)"
# what is read and not kept, and why: docs/formats.md shows it
SKIPPED = {
    "names/…/researcherId, wosStandard": "a person's number at Web of Science, and the name once more, short",
}

_UID = re.compile(r"[A-Z]{2,10}:\S+")
# Words in a document type, the first that is there counts; sourceTypes and types are told by the same words.
TYPES: tuple[tuple[str, str], ...] = (
    ("book review", "article"),
    ("preprint", "preprint"),
    ("chapter", "chapter"),
    ("proceedings paper", "conference-paper"),
    ("meeting", "conference-paper"),
    ("dissertation", "thesis"),
    ("thesis", "thesis"),
    ("data set", "dataset"),
    ("report", "report"),
    ("book", "book"),
)
# who is named by what -> field; inventors, sponsors, investigators and assignees are none and go to `extra`
NAMES: Mapping[str, str] = {
    "authors": "authors",
    "books": "authors",  # those of the book, where it has no others
    "editors": "editors",
    "bookEditors": "editors",
    "corp": "group_authors",
    "issuingOrganizations": "group_authors",
}


def sniff(head: str) -> int:
    """3 where JSON has the id of a document with its title or source, 2 for the frame of an answer."""
    if not re.match(r"[\s\ufeff]*\{", head):
        return 0
    if re.search(r'"uid"\s*:\s*"[A-Z]{2,10}:', head) and re.search(r'"(?:sourceTypes|sourceTitle|hits)"\s*:', head):
        return 3
    return 2 if re.search(r'"metadata"\s*:\s*\{\s*"(?:total|page|limit)"', head) and '"hits"' in head else 0


def database(head: str) -> str | None:
    """'Web of Science', whatever the collection: it is the head of each record's id."""
    return "Web of Science"


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """One Found a document; see the docstring of this folder."""
    return read_records(stream, LAYOUT, _read)


def _is_document(value: Mapping[str, Any]) -> bool:
    return isinstance(value.get("uid"), str) and bool(_UID.fullmatch(value["uid"]))


LAYOUT = Layout(lists=[("hits",)], singles=[()], is_record=_is_document)


def _read(value: Mapping[str, Any]) -> Read | str:
    fields: Fields = {}
    extra: Fields = {}
    fill(value, RULES, fields, extra)
    fields["type"] = [_type(fields)]
    if "authors" in fields or "editors" in fields:
        fields["name_form"] = ["family-comma-given"]
    return fields, extra, () if "title" in fields else ("no title",)


def _type(fields: Fields) -> str:
    """By its document types; a book chapter may be called an article too."""
    said = " ".join(fields.get("publication_types", ())).casefold()
    return next((kind for word, kind in TYPES if word in said), "article" if said else "other")


def _parts(rules: Mapping[str, Rule], name: str, said: Any, fields: Fields, extra: Fields) -> None:
    """An object, member by member; what is none is kept as it stands."""
    if isinstance(said, dict):
        fill(said, rules, fields, extra, prefix=f"{name}.")
    else:
        add(extra, name, texts_of(said))


def _source(said: Any, fields: Fields, extra: Fields) -> None:
    """The month with the year before it, as in the plain text export: '1991 OCT-DEC'."""
    _parts(SOURCE_RULES, "source", said, fields, extra)
    year, month = fields.get("year", [""])[0], extra.pop("source.publishMonth", [])
    if month:
        fields["date"] = month if not year or year in month[0] else [f"{year} {month[0]}"]


def _pages(said: Any, fields: Fields, extra: Fields) -> None:
    """The range; else its ends."""
    if not isinstance(said, dict):
        add(fields, "pages", texts_of(said))
        return
    first, last, whole = (one_text(said.get(name)) for name in ("begin", "end", "range"))
    ends = f"{first}-{last}" if first and last and first != last else first
    add(fields, "pages", [whole or ends] if whole or ends else [])
    fill(
        {name: part for name, part in said.items() if name not in ("begin", "end", "range")},
        {},
        fields,
        extra,
        "pages.",
    )


def _names(said: Any, fields: Fields, extra: Fields) -> None:
    if not isinstance(said, dict):
        add(extra, "names", texts_of(said))
        return
    for role, people in said.items():
        field = NAMES.get(role)
        names = [name for one in members(people) if (name := _name(one))]
        if field is None or (role == "books" and members(said.get("authors"))):
            add(extra, f"names.{role}", names)
        elif names:
            fields[field] = fields.get(field, []) + names


def _name(person: Any) -> str:
    """As the publication has it; else in Web of Science's own form."""
    if not isinstance(person, dict):
        return one_text(person)
    return one_text(person.get("displayName")) or one_text(person.get("wosStandard"))


def _keywords(said: Any, fields: Fields, extra: Fields) -> None:
    """The authors' own; KeyWords Plus, taken from the titles of cited works, are none."""
    _parts({"authorKeywords": "keywords"}, "keywords", said, fields, extra)


def _links(said: Any, fields: Fields, extra: Fields) -> None:
    """The page of the record; those of its references and related records are none of its own."""
    _parts({"record": "url"}, "links", said, fields, extra)


SOURCE_RULES: Mapping[str, Rule] = {
    "sourceTitle": "container",
    "publishYear": "year",
    "volume": "volume",
    "issue": "issue",
    "articleNumber": "article_number",
    "pages": _pages,
}
ID_RULES: Mapping[str, Rule] = {
    "doi": "doi",
    "pmid": "pmid",
    "issn": "issn",
    "eissn": "issn",
    "isbn": "isbn",
    "eisbn": "isbn",
}
RULES: Mapping[str, Rule] = {
    "uid": "accession",
    "title": "title",
    "types": "publication_types",
    "sourceTypes": "publication_types",
    "source": _source,
    "names": _names,
    "identifiers": partial(_parts, ID_RULES, "identifiers"),
    "keywords": _keywords,
    "links": _links,
}
