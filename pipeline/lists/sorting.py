"""The order of a list's entries.

In: entries, and how they are to be sorted. Out: the same entries in order. Names are compared as the language of the
list has it: Ł after L in a Polish list, Ü with U in a German one, Ё with Е in a Russian one (the collations of ICU, by
CLDR).

    author     by the first name that an entry begins with (an author, else an editor, else the title), then the others,
               the year and the title; where the style gives letters (2019a), as the style has it within one name
    year       the same within one year; works without a year last
    key        by citekey
    as-cited   in the order in which the works were handed in: that of the manuscript, where there is one

Alphabets: Russian practice puts Cyrillic entries before Latin ones; elsewhere Latin ones lead. An entry whose title is
Cyrillic is one of them, also where its authors are in Latin letters: behind those with authors in Cyrillic.
`one-alphabet` has Cyrillic names where their transliteration would stand. Other scripts follow.

Source: GOST 7.0.108 / GOST R 7.0.5-2008 (lists by alphabets); CSL 1.0.2, "Sorting"; Unicode CLDR, collation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..store import Store
from ..values.fold import fold
from ..values.language import script_of
from . import Entry, Style
from .inlines import text_of

CYRILLIC_LISTS = frozenset({"be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"})
_FIRST = {"cyrillic-first": ("Cyrillic", "Latin"), "latin-first": ("Latin", "Cyrillic"), "one-alphabet": ()}
_LAST_YEAR = 10_000  # behind every year
_SIGNS = re.compile(r"^[\W_]+")
_ROLES = ("author", "editor", "translator", "director")


def in_order(
    entries: Sequence[Entry], style: Style, locale: str, store: Store, sort: str | None = None, order: str | None = None
) -> list[Entry]:
    """The entries as `sort` and `order` want them; None: as the style and the language of the list have it."""
    sort = sort or default_sort(style)
    if sort == "as-cited":
        return sorted(entries, key=lambda entry: entry.cited)
    if sort == "key":
        return sorted(entries, key=lambda entry: (entry.key.lower(), entry.key))
    alphabets = _FIRST[order or default_order(locale)]
    names = {entry.key: _names(entry, style.particles) for entry in entries}
    ranks = collated(store, _texts(entries, names, alphabets), locale)
    runs: dict[int, set[int | None]] = {}
    for entry in entries:
        runs.setdefault(ranks[_sorted_as(names[entry.key][0][0], alphabets)], set()).add(entry.run)

    def place(entry: Entry) -> tuple[Any, ...]:
        first, *others = names[entry.key]
        at = (_alphabet(_leading(entry, first[0]), alphabets), ranks[_sorted_as(first[0], alphabets)])
        whole = style.suffixes and len(runs[at[1]]) == 1  # the style itself has put the works of this name in order
        within = (entry.rank,) if whole else (*_further(entry, [first[1:], *others], ranks, alphabets), entry.rank)
        year = (_year(entry),) if sort == "year" else ()
        return (*year, *at, within, entry.key)

    return sorted(entries, key=place)


def default_sort(style: Style) -> str:
    """By author where the style wants it; else as cited."""
    return "author" if style.by_author else "as-cited"


def default_order(locale: str) -> str:
    """Cyrillic entries lead in lists in a language that is written so."""
    return "cyrillic-first" if language_of(locale) in CYRILLIC_LISTS else "latin-first"


def language_of(locale: str) -> str:
    """'ru-RU' -> 'ru'"""
    return locale.replace("_", "-").split("-")[0].lower()


def collated(store: Store, texts: Sequence[str], locale: str) -> Mapping[str, int]:
    """The place of each text in the order of the language; texts that it holds for equal share one."""
    rows = store.rows(
        "select text, dense_rank() over (order by icu_sort_key(text, ?)) "
        "from (select distinct unnest(?::varchar[]) as text)",
        [language_of(locale), list(texts)],
    )
    return dict(rows)


def _further(
    entry: Entry, others: Sequence[tuple[str, ...]], ranks: Mapping[str, int], alphabets: tuple[str, ...]
) -> tuple[Any, ...]:
    """What decides within one family name: given names, further authors, year, title."""
    people = tuple(tuple(ranks[_sorted_as(text, alphabets)] for text in person) for person in others)
    return people, _year(entry), ranks[_sorted_as(_title(entry), alphabets)]


def _title(entry: Entry) -> str:
    return str(entry.item.get("title") or "")


def _year(entry: Entry) -> int:
    year = entry.work.work.year
    return _LAST_YEAR if year is None else year


def _names(entry: Entry, particles: bool) -> list[tuple[str, ...]]:
    """(family, given) for each person that the entry begins with; without any, its title, or whatever is there."""
    text, title = text_of(entry.paragraphs[0]), _title(entry)
    folded, sought = fold(text, keep_script=True), fold(title, keep_script=True)  # a style may change its capitals
    before = folded[: folded.find(sought)] if sought in folded else ""
    for role in _ROLES:
        people = entry.item.get(role)
        if people and (role == "author" or fold(_named(people[0]), keep_script=True) in before):
            return [_name(person, particles) for person in people]
    return [(title if folded.startswith(sought) else text,)]


def _named(person: Mapping[str, str]) -> str:
    return person.get("family") or person.get("literal") or person.get("given") or ""


def _name(person: Mapping[str, str], particles: bool) -> tuple[str, ...]:
    """'Vincent van Gogh' is found under V where particles count, else under G, before the Goghs of the same name."""
    if "literal" in person:
        return (person["literal"], "")
    family, particle = person.get("family", ""), person.get("non-dropping-particle", "")
    given = person.get("given", "")
    return (f"{particle} {family}".strip(), given) if particles else (family, f"{given} {particle}".strip())


def _texts(
    entries: Sequence[Entry], names: Mapping[str, list[tuple[str, ...]]], alphabets: tuple[str, ...]
) -> list[str]:
    found = {text for people in names.values() for person in people for text in person}
    found |= {_title(entry) for entry in entries}
    return sorted({_sorted_as(text, alphabets) for text in found})


def _sorted_as(text: str, alphabets: tuple[str, ...]) -> str:
    """Without signs before its first letter or digit; where all alphabets are one, in Latin letters.

    '[Group work]' is found under G.
    """
    text = _SIGNS.sub("", text)
    return text if alphabets or script_of(text) != "Cyrillic" else fold(text)


def _leading(entry: Entry, name: str) -> str:
    """What tells the alphabet: a Russian title, where a database has its authors in Latin letters."""
    return _title(entry) if script_of(_title(entry)) == "Cyrillic" else name


def _alphabet(text: str, alphabets: tuple[str, ...]) -> int:
    if not alphabets:
        return 0
    script = script_of(text)
    return alphabets.index(script) if script in alphabets else len(alphabets)
