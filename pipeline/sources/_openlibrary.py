"""Open Library, of the Internet Archive: books by their ISBN. It is looked things up in, never searched for a review.

One ISBN a request, so that each answer is about one book. Some editions are known there by the old number of ten digits
alone: these are asked for by it, where the new one finds nothing.

Rules: Open Library, "Developer Center / APIs": no bulk downloads; say who you are in the User-Agent; one request a
second, three for those who give an address. We stay at one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from ..formats.openlibrary_json import edition_of
from ..http import Manners, Request, Unsound
from . import Api, Asking

NAME = "openlibrary"
TITLE = "Open Library"
KIND = "database"
EXPORT = "Ask with `bibcorpus add --isbn NUMBER`: Open Library has no export of its own.\n"
API = Api(
    endpoint="https://openlibrary.org/",
    format="openlibrary-json",
    suffix=".json",
    manners=Manners(per_second=1, at_once=1, timeout=60),
)
BOOKLAND = "978"  # an ISBN of 13 digits with this prefix has one of ten digits, too


def look_up(asking: Asking, isbns: Sequence[str]) -> tuple[list[str], set[str]]:
    """The names of the answers with books, and the ISBNs (13 digits) that they are about."""
    answers, found = [], set()
    for number, isbn in enumerate(isbns, 1):
        asking.tell("ISBNs", number - 1, len(isbns))
        for written in filter(None, (isbn, ten_digits(isbn))):
            name = f"isbn-{number:04}-{len(written)}"
            if edition_of(_read(asking.one(name, _request(written)))) is not None:
                answers.append(name)
                found.add(isbn)
                break
    return answers, found


def ten_digits(isbn: str) -> str | None:
    """The ISBN of ten digits that a book of this one has: '9780306406157' -> '0306406152'; '979…' -> None."""
    if not isbn.startswith(BOOKLAND):
        return None
    body = isbn[3:12]
    left = -sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), body, strict=True)) % 11
    return body + ("X" if left == 10 else str(left))


def _request(isbn: str) -> Request:
    params = {"bibkeys": f"ISBN:{isbn}", "format": "json", "jscmd": "details"}
    return Request(path="api/books", params=params, what=f"the book {isbn}", check=_check)


def _check(body: bytes) -> None:
    _read(body)


def _read(body: bytes) -> dict[str, object]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as wrong:
        kind = "a web page instead of data" if body.lstrip()[:1] == b"<" else "an answer that broke off, or is none"
        raise Unsound(kind) from wrong
    if not isinstance(said, dict):
        raise Unsound("an answer that is none")
    return said
