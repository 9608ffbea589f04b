"""Open Library's answers about one book, as JSON: its Books API, asked for details (`jscmd=details`).

In: answers, one after the other, each about one ISBN: `{"ISBN:9780443064609": {"details": {…}}}`. Out: one Found a
book, or rather an edition of it: place, year and publisher are this edition's. What has no field of ours is kept in
`extra` under the service's own names, verbatim.

    "key": "/books/OL24194264M"                         the accession is 'OL24194264M'
    "title": "Balint groups", "subtitle": "A guide"     title 'Balint groups: A guide'
    "languages": [{"key": "/languages/rus"}]            language 'rus'

Left in `extra` on purpose: `description`, which is the bookseller's more often than an abstract; `contributions`, since
an editor, a translator and the writer of the foreword stand there alike.

Source: Open Library, "Books API" (openlibrary.org/dev/docs/api/books), and its schema of an edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

from ..model import Found, Reject, Unread
from ._api_json import Fields, Layout, Read, Rule, add, at, fill, members, one_text, read_records, skip, texts_of

NAME = "openlibrary-json"
TITLE = "Open Library JSON (API)"
# what is read and not kept, and why: docs/formats.md shows it
SKIPPED = {
    "bib_key, info_url, preview, preview_url, thumbnail_url": "how the service was asked, and its own pages",
    "revision, latest_revision, created, last_modified, type": "of Open Library's page, not of the book",
}

_ANSWER = re.compile(r'[\s\ufeff]*\{\s*"ISBN:[^"]*"\s*:\s*\{')
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_ISBN = "ISBN:"


def sniff(head: str) -> int:
    """3 where JSON begins with what is known of an ISBN."""
    return 3 if _ANSWER.match(head) else 0


def database(head: str) -> str | None:
    """Always Open Library: nothing else writes this."""
    return "Open Library"


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """One Found a book; see the docstring of this folder."""
    return read_records(stream, LAYOUT, _read)


def edition_of(answer: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The one edition in an answer; None where there is none, or more than one."""
    found = [at(book, "details") for name, book in answer.items() if name.startswith(_ISBN)]
    return found[0] if len(found) == 1 and isinstance(found[0], dict) else None


def accession(edition: Mapping[str, Any]) -> str | None:
    """'/books/OL24194264M' -> 'OL24194264M'."""
    return one_text(edition.get("key")).removeprefix("/books/") or None


def _is_answer(value: Mapping[str, Any]) -> bool:
    return any(isinstance(name, str) and name.startswith(_ISBN) for name in value)


LAYOUT = Layout(singles=[()], is_record=_is_answer)


def _read(value: Mapping[str, Any]) -> Read | str:
    edition = edition_of(value)
    if edition is None:
        return "not what is known of one book: Open Library is asked for one ISBN at a time"
    fields: Fields = {}
    extra: Fields = {}
    add(fields, "accession", filter(None, [accession(edition)]))
    fields["type"] = ["book"]
    _title(edition, fields)
    fill(edition, RULES, fields, extra)
    if "authors" in fields:
        fields["name_form"] = ["given-family"]
    return fields, extra, () if "title" in fields else ("no title",)


def _title(edition: Mapping[str, Any], fields: Fields) -> None:
    parts = (one_text(edition.get(part)) for part in ("title_prefix", "title"))
    title = " ".join(filter(None, parts))
    if subtitle := one_text(edition.get("subtitle")):
        title = f"{title}: {subtitle}" if title else subtitle
    add(fields, "title", filter(None, [title]))


def _authors(said: Any, fields: Fields, extra: Fields) -> None:
    """Their names; a bare key, of which Open Library knows no name, stays as it is."""
    for person in members(said):
        name = one_text(at(person, "name"))
        add(fields, "authors", filter(None, [name]))
        if not name:
            add(extra, "authors", texts_of(person))


def _date(said: Any, fields: Fields, extra: Fields) -> None:
    """'April 1957' -> date and year 1957."""
    text = one_text(said)
    add(fields, "date", filter(None, [text]))
    if found := _YEAR.search(text):
        fields["year"] = [found[1]]


def _languages(said: Any, fields: Fields, extra: Fields) -> None:
    keys = (one_text(at(one, "key")) or one_text(one) for one in members(said))
    add(fields, "language", (key.removeprefix("/languages/") for key in keys if key))


def _notes(said: Any, fields: Fields, extra: Fields) -> None:
    """A text, or {'type': '/type/text', 'value': …}."""
    add(fields, "note", texts_of(at(said, "value") if isinstance(said, dict) else said))


RULES: Mapping[str, Rule] = {
    "key": skip,  # see accession
    "title": skip,  # see _title
    "title_prefix": skip,
    "subtitle": skip,
    "authors": _authors,
    "publish_date": _date,
    "publishers": "publisher",
    "publish_places": "place",
    "edition_name": "edition",
    "series": "series",
    "isbn_13": "isbn",
    "isbn_10": "isbn",
    "languages": _languages,
    "subjects": "headings",
    "notes": _notes,
    "latest_revision": skip,  # of Open Library's page, not of the book
    "revision": skip,
    "created": skip,
    "last_modified": skip,
    "type": skip,  # '/type/edition', always
}
