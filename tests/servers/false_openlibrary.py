"""A false Open Library on the loopback address, with invented books.

    with FalseOpenLibrary() as server:
        ...look up by way of server.endpoint...
        assert server.complaints == []

Sources: Open Library, "Books API". What it doesn't do: several keys at once, other kinds of key than ISBN.
"""

from __future__ import annotations

import json
from typing import Any

from . import FalseService, Faults, Question, Reply


def make_book(number: int, isbn: str, title: str, **more: Any) -> dict[str, Any]:
    """An invented edition; `isbn` has 13 digits or 10, as the edition is known there."""
    return {
        "key": f"/books/OL9000000{number}M",
        "type": {"key": "/type/edition"},
        "title": title,
        "authors": [{"key": f"/authors/OL9000000{number}A", "name": "Mia Ahlgren"}],
        "publish_date": "2004",
        f"isbn_{len(isbn)}": [isbn],
    } | more


class FalseOpenLibrary(FalseService):
    """It knows a book of 2004 by an ISBN of 13 digits, and an old one by its ISBN of 10 digits alone."""

    def __init__(self, *, faults: Faults | None = None) -> None:
        super().__init__(faults=faults)
        self.books = {
            "9783161484100": make_book(1, "9783161484100", "Leading the invented group", publishers=["Made-up Press"]),
            "0306406152": make_book(2, "0306406152", "Вымышленная книга", publish_date="1978"),
        }

    def look_at(self, question: Question) -> Reply | None:
        """Nobody to write to; not what the service is asked for."""
        if "@" not in question.headers.get("User-Agent", ""):
            self.complain(question, "no address in the User-Agent")
        if question.path != "api/books" or question.params.get("jscmd") != "details":
            self.complain(question, "not the Books API with details")
        return None

    def answer(self, question: Question) -> Reply:
        """What is known of an ISBN; nothing is no error."""
        key = question.params["bibkeys"]
        book = self.books.get(key.removeprefix("ISBN:"))
        said = {key: {"bib_key": key, "preview": "noview", "details": book}} if book else {}
        return Reply(body=json.dumps(said, ensure_ascii=False).encode(), kind="application/json")
