"""Formatted reference lists: works -> a document in a citation style, as a journal's guide for authors wants it.

In: the works of an export, a style, and what a person chose (`Choices`). Out: the bytes of a document (docx, odt, html,
Markdown, text, LaTeX), the same for the same works.

    style.py       a style by its short name or from a file, and what of it is ours to do: its numbers are taken out
    patches.py     where a style departs from its standard, or leaves a language out: each with its reason (gost.py)
    languages.py   whose terms an entry is written with: those of the list, or (GOST) those of the work's own language
    printed.py     the item of a work as a style prints it
    numbering.py   volumes and issues: what is counted ('№ 2(35)') and what has a name ('Suppl 1')
    splitting.py   items -> groups that can be rendered apart without any entry coming out otherwise
    running.py     pandoc, kept from the network and from what its user has set up; `render` is the one door to it
    inlines.py     what pandoc made of an item -> the text of the entry alone
    sorting.py     the order of the entries: by author, year, key or as cited; alphabets; collation of the language
    grouping.py    headings: by year, language, type or a facet of tags
    twins.py       the transliterated and translated twin of a Cyrillic entry (romanising.py)
    documents.py   entries, numbers and headings -> the document
    listing.py     all of these, in their order: works -> document

An entry is rendered apart from its place in the list. `render(items, style, locale)` gives for each item, by its id,
the inline content that pandoc's CSL processor made of it, as pandoc's own JSON ([{"t": "Str", "c": "Balint"}, …]):
plain text is always a `Str`, so that no target can take the text of a title for a command. All items of one call are
written in ONE locale; a list in several languages is several calls. Order, numbers and headings come after, and every
target is a last run of pandoc over the finished document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..exports import ExportedWork

Item = Mapping[str, Any]  # one CSL-JSON item; its 'id' is the key of the work
Inline = Mapping[str, Any]
Inlines = Sequence[Inline]  # inline content as pandoc's JSON has it

SORTS = ("author", "year", "key", "as-cited")
ORDERS = ("cyrillic-first", "latin-first", "one-alphabet")
TARGETS = ("docx", "html", "latex", "md", "odt", "txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A citation style.

    `name`: its full name ('gost-r-7-0-5-2008'), for a file 'file' and that of the file; a style that depends on another
    goes by the name of that. `xml`: the text of the independent style, as its file has it. `locale`: that which it asks
    for, if any. `numbered`: whether its lists are. `brackets`: what stands around a number ('', '.'; '[', ']').
    `by_author`: whether it puts its lists in the order of authors; else they stand in that of citation. `suffixes`:
    whether it tells works apart by letters (2019a, 2019b). `particles`: whether 'van Roy' is found under V.
    """

    name: str
    title: str
    xml: str
    locale: str | None = None
    numbered: bool = False
    brackets: tuple[str, str] = ("", ".")
    by_author: bool = True
    suffixes: bool = False
    particles: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A work in a list. `locale`: whose terms it is written with. `paragraphs`: its text, then that of a twin.

    `run` and `rank`: the run in which it was rendered, and its place in the order that the style itself gave to that;
    no run where the style prints nothing of it.
    `cited`: its place among the works as they were handed in.
    """

    key: str
    work: ExportedWork
    item: Item
    locale: str
    paragraphs: tuple[Inlines, ...]
    run: int | None = None
    rank: int = 0
    cited: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a person may choose of a list; None: as the style or the language has it.

    `to`: one of TARGETS. `locale`: the language of the list ('ru', 'ru-RU'). `sort`: one of SORTS. `order`: one of
    ORDERS. `group_by`: 'year', 'language', 'type', or a facet of tags. `links`: whether addresses can be clicked.
    `twins`: Cyrillic entries are followed by their transliterated twin.
    """

    to: str = "txt"
    locale: str | None = None
    sort: str | None = None
    order: str | None = None
    group_by: str | None = None
    numbered: bool | None = None
    links: bool = True
    twins: bool = False
