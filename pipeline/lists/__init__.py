"""Formatted reference lists: works -> a document in a citation style, as a journal's guide for authors wants it.

In: the works of an export, a style, and what a person chose (`Choices`). Out: the bytes of a document (docx, odt, html,
Markdown, text, LaTeX), the same for the same works.

    style.py       a style by its short name or from a file, and what of it is ours to do: its numbers are taken out
    printed.py     the item of a work as a style prints it: a translated title behind the original, no second address
    languages.py   whose terms an entry is written with: those of the list, or (GOST) those of the work's own language
    patches.py     where a style departs from its standard: what is put right, each with its reason
    gost.py        GOST R 7.0.5: the layout of an entry, and the words of each language
    splitting.py   items -> groups that can be rendered apart without any entry coming out otherwise
    running.py     pandoc, kept from the network and from what its user has set up; `render` is the one door to it
    inlines.py     what pandoc made of an item -> the text of the entry alone
    sorting.py     the order of the entries: by author, year, key or as cited; alphabets; collation of the language
    grouping.py    headings: by year, language, type or a facet of tags
    romanising.py  Cyrillic -> Latin letters, by tables of standards
    twins.py       the transliterated and translated twin of a Cyrillic entry
    documents.py   entries, numbers and headings -> the document
    listing.py     all of these, in their order: works -> document

An entry is rendered apart from its place in the list. `render(items, style, locale)` gives for each item, by its id, the
inline content that pandoc's CSL processor made of it, as pandoc's own JSON ([{"t": "Str", "c": "Balint"}, …]): plain
text is always a `Str`, so that no target can take the text of a title for a command. All items of one call are written
in ONE locale; a list in several languages is several calls. Order, numbers and headings come after, and every target is
a last run of pandoc over the finished document.

What the modules by language offer to listing.py:

    printed.item_of(work, style name, locale, twins) -> item csl_item, as this style prints it in a list of `locale`
    languages.locale_of(work, style, locale) -> str          the locale of this entry in a list of `locale`
    patches.patched(xml, style name, locale) -> xml          applied to the file's own text, for each locale it is used in
    twins.english_journals(works) -> journals                their own English titles, from all works of the list
    twins.twin_item(work, item, journals) -> item | None     a second paragraph of the entry, rendered in 'en-US' …
    twins.mark(work) -> str                                  … and what stands behind it: '[In Russ.]'
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

    `name`: its full name ('gost-r-7-0-5-2008'), for a file that of the file. `xml`: the text of the independent style,
    as its file has it. `locale`: that which it asks for, if any. `numbered`: whether its lists are. `brackets`: what
    stands around a number ('', '.'; '[', ']'). `by_author`: whether it puts its lists in the order of authors; else they
    stand in that of citation. `suffixes`: whether it tells works apart by letters (2019a, 2019b). `particles`: whether
    'van Roy' is found under V.
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

    `rank`: its place in the order that the style itself gave to the works that it was rendered with. `cited`: its place
    among the works as they were handed in.
    """

    key: str
    work: ExportedWork
    item: Item
    locale: str
    paragraphs: tuple[Inlines, ...]
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
