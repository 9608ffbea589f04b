"""Headings: a list by year, language, type, or a facet of tags.

In: entries in their order. Out: (heading, its entries), the entries of each in the order they had. A work with two tags
of the facet stands under both headings, since it is looked for under both; what has none stands at the end.

Years and languages: the oldest year first, the language of the list first, then the others by name. The words are those
of the list's language where we have them (German, Polish, Russian), else English.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..model import RECORD_TYPES
from . import Entry
from .sorting import language_of

BY = ("year", "language", "type")  # and any facet of tags

# type: en, de, pl, ru
_TYPES = {
    "article": ("Articles", "Aufsätze", "Artykuły", "Статьи"),
    "book": ("Books", "Bücher", "Książki", "Книги"),
    "chapter": ("Chapters", "Buchkapitel", "Rozdziały", "Главы книг"),
    "conference-paper": ("Conference papers", "Tagungsbeiträge", "Referaty konferencyjne", "Доклады конференций"),
    "dataset": ("Data sets", "Datensätze", "Zbiory danych", "Наборы данных"),
    "preprint": ("Preprints", "Preprints", "Preprinty", "Препринты"),
    "proceedings": ("Proceedings", "Tagungsbände", "Materiały konferencyjne", "Материалы конференций"),
    "report": ("Reports", "Berichte", "Raporty", "Отчёты"),
    "thesis": ("Theses", "Hochschulschriften", "Prace dyplomowe", "Диссертации"),
    "webpage": ("Web pages", "Internetseiten", "Strony internetowe", "Веб-страницы"),
    "other": ("Other works", "Weitere Arbeiten", "Inne prace", "Прочие работы"),
}
_LANGUAGES = {
    "ar": ("Arabic", "Arabisch", "Arabski", "Арабский"),
    "be": ("Belarusian", "Belarussisch", "Białoruski", "Белорусский"),
    "bg": ("Bulgarian", "Bulgarisch", "Bułgarski", "Болгарский"),
    "cs": ("Czech", "Tschechisch", "Czeski", "Чешский"),
    "da": ("Danish", "Dänisch", "Duński", "Датский"),
    "de": ("German", "Deutsch", "Niemiecki", "Немецкий"),
    "el": ("Greek", "Griechisch", "Grecki", "Греческий"),
    "en": ("English", "Englisch", "Angielski", "Английский"),
    "es": ("Spanish", "Spanisch", "Hiszpański", "Испанский"),
    "et": ("Estonian", "Estnisch", "Estoński", "Эстонский"),
    "fi": ("Finnish", "Finnisch", "Fiński", "Финский"),
    "fr": ("French", "Französisch", "Francuski", "Французский"),
    "he": ("Hebrew", "Hebräisch", "Hebrajski", "Иврит"),
    "hr": ("Croatian", "Kroatisch", "Chorwacki", "Хорватский"),
    "hu": ("Hungarian", "Ungarisch", "Węgierski", "Венгерский"),
    "it": ("Italian", "Italienisch", "Włoski", "Итальянский"),
    "ja": ("Japanese", "Japanisch", "Japoński", "Японский"),
    "ko": ("Korean", "Koreanisch", "Koreański", "Корейский"),
    "lt": ("Lithuanian", "Litauisch", "Litewski", "Литовский"),
    "lv": ("Latvian", "Lettisch", "Łotewski", "Латышский"),
    "nl": ("Dutch", "Niederländisch", "Niderlandzki", "Нидерландский"),
    "no": ("Norwegian", "Norwegisch", "Norweski", "Норвежский"),
    "pl": ("Polish", "Polnisch", "Polski", "Польский"),
    "pt": ("Portuguese", "Portugiesisch", "Portugalski", "Португальский"),
    "ro": ("Romanian", "Rumänisch", "Rumuński", "Румынский"),
    "ru": ("Russian", "Russisch", "Rosyjski", "Русский"),
    "sk": ("Slovak", "Slowakisch", "Słowacki", "Словацкий"),
    "sl": ("Slovenian", "Slowenisch", "Słoweński", "Словенский"),
    "sr": ("Serbian", "Serbisch", "Serbski", "Сербский"),
    "sv": ("Swedish", "Schwedisch", "Szwedzki", "Шведский"),
    "tr": ("Turkish", "Türkisch", "Turecki", "Турецкий"),
    "uk": ("Ukrainian", "Ukrainisch", "Ukraiński", "Украинский"),
    "zh": ("Chinese", "Chinesisch", "Chiński", "Китайский"),
}
_WITHOUT = {
    "year": ("Without a year", "Ohne Jahr", "Bez roku", "Без года"),
    "language": ("Language not known", "Sprache unbekannt", "Język nieznany", "Язык не указан"),
}
_OTHERS = ("Other works", "Weitere Arbeiten", "Inne prace", "Прочие работы")
_LISTS_IN = ("en", "de", "pl", "ru")
TITLE = ("References", "Literatur", "Piśmiennictwo", "Список литературы")


def grouped(
    entries: Sequence[Entry], by: str | None, locale: str, values: Sequence[tuple[str, str]] = ()
) -> list[tuple[str | None, list[Entry]]]:
    """(heading, entries). `values`: (value, heading) of the facet `by`, in their order; others stand by their name."""
    if by is None:
        return [(None, list(entries))]
    under: dict[str, list[Entry]] = {}
    for entry in entries:
        for value in _values_of(entry, by):
            under.setdefault(value, []).append(entry)
    headings = dict(values) if by not in BY else {}
    order = {value: place for place, (value, _) in enumerate(values)}
    named = {value: headings.get(value) or heading(value, by, locale) for value in under}
    places = {value: _place(value, by, locale, order, named[value]) for value in under}
    return [(named[value], under[value]) for value in sorted(under, key=lambda value: places[value])]


def heading(value: str, by: str, locale: str) -> str:
    """'de' -> 'Немецкий' in a Russian list, 'article' -> 'Статьи'; a year or a tag is its own heading."""
    if not value:
        return in_language(_WITHOUT.get(by, _OTHERS), locale)
    words = {"type": _TYPES, "language": _LANGUAGES}.get(by, {}).get(value)
    return in_language(words, locale) if words else value


def in_language(words: Sequence[str], locale: str) -> str:
    """The word for a list in this language; English where we have none."""
    language = language_of(locale)
    return words[_LISTS_IN.index(language) if language in _LISTS_IN else 0]


def _values_of(entry: Entry, by: str) -> list[str]:
    """What the work is listed under; [''] where there is nothing."""
    work = entry.work.work
    if by == "year":
        return [f"{work.year:04d}" if work.year is not None else ""]
    if by == "language":
        return [work.languages[0] if work.languages else ""]
    if by == "type":
        return [work.type]
    return [tag.partition(":")[2] for tag in entry.work.tags if tag.partition(":")[0] == by] or [""]


def _place(value: str, by: str, locale: str, order: dict[str, int], named: str) -> tuple[bool, int, str]:
    """What has no value last; the list's own language first; types and tags in their order."""
    if by == "type":
        order = {kind: place for place, kind in enumerate(RECORD_TYPES)}
    if by == "language":
        order = {language_of(locale): -1}
    return (not value, order.get(value, 0 if by in BY else len(order)), named)
