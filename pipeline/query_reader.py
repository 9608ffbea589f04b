"""Which keys a query file has, and the checks of its tables: each error names the file, the key and what is allowed.

In: tables as the TOML parser gives them. Out: the same tables, whose keys and kinds of value may be trusted.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, cast

from .errors import QueryError

Table = dict[str, Any]

# kind of table -> its keys, each with its kind of value; a trailing '!' marks those that must be there
KEYS: Mapping[str, Mapping[str, str]] = {
    "query": {
        "review": "table!",
        "block": "table!",
        "combination": "table!",
        "source": "table!",
        "chase": "table",
        "seed": "tables",
    },
    "review": {
        "id": "text!",
        "title": "text!",
        "question": "text!",
        "asked_by": "text!",
        "why": "text!",
        "window": "table!",
        "languages": "text",
    },
    "window": {"from": "year", "to": "year", "date": "text!"},
    "block": {"title": "text!", "words": "table!", "headings": "table"},
    "combination": {
        "title": "text!",
        "question": "text!",
        "blocks": "texts",
        "not": "texts",
        "expression": "text",
    },
    "source": {
        "title": "text!",
        "status": "text!",
        "combination": "text",
        "in": "text",
        "search": "text",
        "runs": "texts",
        "how": "text",
        "form": "table",
        "where": "text!",
        "endpoint": "text",
        "fields": "table",
        "limits": "tables",
        "note": "text",
    },
    "chase": {
        "title": "text!",
        "status": "text!",
        "via": "text!",
        "of": "texts!",
        "directions": "texts!",
        "why": "text!",
    },
    "choice": {"what": "text!", "why": "text!"},
    "seed": {"title": "text!", "doi": "text", "pmid": "text", "found_in": "texts", "why": "text!"},
}
WORDS_FOR = {
    "text": "a text",
    "texts": "a list of texts",
    "year": "a year (1500 to 2100)",
    "table": "a table",
}
WORDS_FOR["tables"] = "a list of tables"
WORDS_FOR["flag"] = "true or false"


@dataclass(frozen=True, slots=True)
class Reader:
    """Checks tables of one file, so that every error can name it."""

    file: str

    def check(self, kind: str, table: object, where: str) -> Table:
        """`table` with only known keys, all that must be there, and each of its kind."""
        shown = f"[{where}]" if where else "the file"
        checked = cast(Table, self.value(shown, table, "table"))
        for key in checked:
            if key not in KEYS[kind]:
                self.fail(f"{shown} {key}".removeprefix("the file "), key, KEYS[kind], why="unknown key")
        for key, wanted in KEYS[kind].items():
            if key in checked:
                self.value(f"{shown} {key}".removeprefix("the file "), checked[key], wanted.rstrip("!"))
            elif wanted.endswith("!"):
                raise QueryError(f"{self.file}: {shown} has no {key}", hint=f"add {key}: {WORDS_FOR[wanted[:-1]]}")
        return checked

    def named(self, document: Table, key: str) -> list[tuple[str, object]]:
        """The tables [key.NAME] in the order of the file; there must be one at least."""
        if not document[key]:
            raise QueryError(f"{self.file}: [{key}] is empty", hint=f"add a table [{key}.NAME]")
        return list(document[key].items())

    def value(self, where: str, value: object, kind: str) -> Any:
        """`value`, if it is of `kind`: a text must say something, a list hold something."""
        if not _is_of(kind, value):
            raise QueryError(f"{self.file}: {where} = {value!r} is not {WORDS_FOR[kind]}", hint=HINTS.get(kind))
        return value

    def one_of(self, where: str, value: str, allowed: Collection[str]) -> None:
        """Nothing, if `value` is allowed."""
        if value not in allowed:
            self.fail(where, value, allowed, why="unknown value")

    def fail(self, where: str, value: str, allowed: Collection[str], why: str) -> None:
        """Raise the error that names the place, the value and what is allowed, and the nearest."""
        near = difflib.get_close_matches(value, list(allowed), 1)
        guess = f"did you mean {near[0]}? " if near else ""
        raise QueryError(f"{self.file}: {where}: {why}: {value!r}", hint=f"{guess}allowed: {', '.join(allowed)}")


HINTS = {
    "text": 'texts stand in quotes and are not empty: key = "…"',
    "texts": 'key = ["…", "…"], with one text at least',
    "year": "a whole number without quotes: from = 1990",
    "flag": "without quotes: key = true",
}


def _is_of(kind: str, value: object) -> bool:
    match kind:
        case "text":
            return isinstance(value, str) and bool(value.strip())
        case "texts":
            return isinstance(value, list) and bool(value) and all(_is_of("text", text) for text in value)
        case "year":
            return type(value) is int and 1500 <= value <= 2100  # True is an int, but no year
        case "flag":
            return isinstance(value, bool)
        case "tables":
            return isinstance(value, list) and all(isinstance(table, dict) for table in value)
        case _:
            return isinstance(value, dict)
