"""File formats. This folder is the registry: each module without a leading underscore is one format.

A format module has

    NAME        its short name ('ris'), as --format takes it
    TITLE       its name for people ('RIS')
    sniff(head) how sure it is that a text beginning with `head` (the first 64 kB, decoded, no byte-order mark)
                is its own: 0 no, 1 by its general shape, 2 by marks of its own, 3 without doubt
    read(stream) yields Found, Reject and Unread in the order of the text. `stream` is text opened with newline='',
                without byte-order mark, and is read once, from the start, never whole where the format allows it.
                The `raw` texts, joined, are the whole text: nothing is skipped without a word.
    SUREST      optional: the most that `sniff` says, where that is less than 3
    database(head)  optional: which database wrote it ('Scopus'), or None where that can't be told
    write(records)  optional: yields the texts of a file of this format. What `read` made of this format is written so
                that reading it again gives equal fields and extra; a record of any other format is written as soundly
                as this one allows, and what it has no place for is kept as a note.

A reader never guesses and never cleans: it says what stands where. It raises nothing for bad data.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Protocol, TextIO, cast

from ..model import Found, Reject, Unread

Segment = Found | Reject | Unread
# one JSON value behind another: the second may be an export of its own, and says nothing of the first
_SEAM = re.compile(r"(?<=[}\]])[ \t\r\n\ufeff]*+(?=\{[ \t\r\n]*\"|\[[ \t\r\n]*\{)")
_WITHOUT_DOUBT = 3  # the most that `sniff` says: no other format need be asked
# the usual ending of a format's files, where that is not its name: --format and the notes of raw files take it too
SYNONYMS: Mapping[str, str] = {
    "nbib": "medline", "bib": "bibtex", "enw": "endnote-tagged", "ciw": "wos", "tsv": "csv", "rdf": "zotero-rdf",
}  # fmt: skip
# most files are one of these, and so they are asked first
_FIRST = ("ris", "bibtex", "medline", "pubmed-xml", "wos")
_LAST = "references"  # takes longest to ask


class Format(Protocol):
    """What a format module offers; see the docstring of this folder."""

    NAME: str
    TITLE: str

    def sniff(self, head: str) -> int:
        """How sure: 0 to 3."""

    def read(self, stream: TextIO) -> Iterator[Segment]:
        """All of the text, as segments."""


@cache
def all_formats() -> dict[str, Format]:
    """Every format by its name, in alphabetical order of their modules."""
    modules = map(_loaded, _modules())
    return {module.NAME: module for module in modules}


@cache
def format_named(name: str) -> Format | None:
    """The format of this name; None where there is none. Where its module is called like it, no other is loaded.

    format_named("pubmed-xml").TITLE == "PubMed XML"
    """
    module = name.replace("-", "_")
    if module in _modules() and name == (found := _loaded(module)).NAME:
        return found
    return all_formats().get(name)


@cache
def _modules() -> tuple[str, ...]:
    return tuple(found.name for found in pkgutil.iter_modules(__path__) if not found.name.startswith("_"))


def _loaded(module: str) -> Format:
    return cast(Format, importlib.import_module(f"{__name__}.{module}"))


def detect(head: str) -> Format | None:
    """The format that is surest of `head`; None where none is. Two equally sure: the one that is asked first."""
    best, surest = 0, None
    if (bare := head.lstrip("\ufeff \t\r\n"))[:1] in ("[", "{"):
        head = _SEAM.split(bare, maxsplit=1)[0]
    for fmt in _in_order():
        if best < getattr(fmt, "SUREST", _WITHOUT_DOUBT) and (score := fmt.sniff(head)) > best:
            best, surest = score, fmt
        if best == _WITHOUT_DOUBT:
            break
    return surest


def _in_order() -> Iterator[Format]:
    """As they are asked: the others are loaded where none of the first is sure."""
    yield from filter(None, map(format_named, _FIRST))
    yield from (fmt for name, fmt in all_formats().items() if name not in (*_FIRST, _LAST))
    yield from filter(None, [format_named(_LAST)])


def database_of(fmt: Format, head: str) -> str | None:
    """Which database wrote the file, where the format can tell."""
    tell = getattr(fmt, "database", None)
    return cast("str | None", tell(head)) if tell else None
