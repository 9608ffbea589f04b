"""JSON Lines that `bibcorpus export jsonl` wrote: one object a line, each with the same names.

In: the text. Out: one Found a line; its accession is the citekey. What has no field (status, tags …) goes to `extra`.

    {"citekey": "balint1957doctor", "title": "The doctor, his patient and the illness", …, "authors": ["Balint, M."], …}

Source: this format is our own; exports/_columns.py has its names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

from ..model import SOURCE_FIELDS, Found, Reject, Unread
from ._json import Item, records, texts_of
from ._own_table import COLUMNS, NAME_FORM, as_meant

NAME = "bibcorpus-jsonl"
TITLE = "bibcorpus JSON Lines"

_FIRST = re.compile(r'\s*\{\s*"citekey"\s*:\s*"[^"]*"\s*,\s*"title"\s*:')
# name in a line -> our field, where it is another
_FIELDS = {name.replace(" ", "_"): field for name, field in COLUMNS.items()} | {
    "citekey": "accession",
    "languages": "language",
    "authors_original": "authors_original",
}


def sniff(head: str) -> int:
    """3 where the text begins with an object whose first name is the citekey, 0 else."""
    return 3 if _FIRST.match(head) else 0


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """One Found a line; see the docstring of this folder."""
    for piece in records(stream, lambda value: "citekey" in value):
        yield _found(piece) if isinstance(piece, Item) else piece


def _found(item: Item) -> Found:
    fields: dict[str, list[str]] = {}
    extra: dict[str, list[str]] = {}
    for name, value in item.value.items():
        field = _FIELDS.get(name, name)
        if texts := texts_of(value):
            (fields if field in _OURS else extra)[field] = texts
    as_meant(fields)
    if fields.keys() & {"authors", "editors", "translators"}:
        fields["name_form"] = [NAME_FORM]
    return Found(line=item.line, raw=item.raw, fields=fields, extra=extra, warnings=item.warnings)


_OURS = frozenset(SOURCE_FIELDS) - {"relations", "name_form"} | {*_FIELDS.values()}
