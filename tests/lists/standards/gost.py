"""GOST R 7.0.5-2008: a reference behind the text (затекстовая ссылка)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model import Bibliographic

from .entry import CYRILLIC, MARKS, MESS, E, Rule, found, groups_of, initials_of, language_of, persons_of, title_of

_VOLUME = {"ru": r"Т\.", "en": r"Vol\.", "de": r"Bd\.", "pl": r"T\.", "fr": r"Vol\.", "es": r"Vol\.", "it": r"Vol\."}
_ISSUE = {"ru": "№", "en": r"No\.", "de": r"Nr\.", "pl": "nr", "fr": "n°", "es": r"núm\.", "it": r"n\."}
_PAGE = {"ru": r"С\.", "en": r"P\.", "de": r"S\.", "pl": r"S\.", "fr": r"P\.", "es": r"P\.", "it": r"P\."}
_PAGES = {"ru": r"с\.", "en": r"p\.", "de": r"S\.", "pl": r"s\.", "fr": r"p\.", "es": r"p\.", "it": r"p\."}
_MORE = {"ru": r"\[и др\.\]", "en": r"\[et al\.\]", "de": r"\[u\. a\.\]", "pl": r"\[i in\.\]"}
_EDITORS = {"ru": r"(?:под )?ред\.", "en": r"ed\. by", "de": r"hrsg\. von", "pl": r"red\."}
_ONLINE = {
    "ru": r"\[Электронный ресурс\]",
    "en": r"\[Electronic resource\]",
    "fr": r"\[Ressource électronique\]",
}
_TRANSLATORS = {"ru": r"пер\.", "en": r"transl\. by", "de": r"übers\. von"}
_LOOKED = {"ru": "дата обращения", "en": "date of access"}
_EDITION = {"ru": "{}-е изд\\.", "en": "{}(?:st|nd|rd|th) ed\\.", "de": "{}\\. Aufl\\."}
_SERIAL = ("article",)


def gost(fields: Bibliographic, line: str) -> Iterator[Rule]:
    """GOST R 7.0.5-2008, затекстовая ссылка."""
    language = language_of(fields)
    yield from _gost_people(fields, line, language)
    container = E((fields.container or "").partition(" = ")[0].translate(MARKS))
    volume, issue = fields.volume, fields.issue
    if fields.container:
        yield "a part stands before ' // ' and what holds it", "7.0.5, 4", found(rf"\S // {container}[ .]", line)
    if fields.type in _SERIAL and fields.year:
        yield "the year follows the journal", "7.0.5, 7", found(rf" // {container}\. {fields.year}\.", line)
    if volume and volume.isdigit():
        yield "volume in the language of the work", "7.0.5, 4", found(rf"\. {_VOLUME[language]} {volume}[,.]", line)
    if issue and re.fullmatch(r"[\d()–-]+", issue):
        before = ", " if volume else r"\. "
        number = E(issue.replace("-", "–"))
        yield "issue in the language of the work", "7.0.5, 4", found(rf"{before}{_ISSUE[language]} {number}\.", line)
    yield from _gost_pages(fields, line, language)
    yield from _gost_imprint(fields, line, language)
    if fields.doi:
        yield "the DOI closes the entry", "7.0.100", found(rf"\. doi: {E(fields.doi)}\.$", line)
    if fields.url and not fields.doi:
        looked = rf" \({_LOOKED[language]}: {_by_day(fields.accessed)}\)" if fields.accessed else ""
        online = found(_ONLINE[language], line) and found(rf"\. URL: {E(fields.url)}{looked}\.$", line)
        yield "a work on the web says so, with its address", "7.0.5, 10", online
    foreign = not any(CYRILLIC.search(text or "") for text in (title_of(fields), fields.container, fields.publisher))
    yield "no Russian terms in a foreign entry", "7.0.100", not (foreign and CYRILLIC.search(line))
    yield "no doubled or stray punctuation, one full stop at the end", "7.0.5, 4", _tidy(line)


def _gost_people(fields: Bibliographic, line: str, language: str) -> Iterator[Rule]:
    persons, title = persons_of(fields), E(title_of(fields))
    shown = [f"{name.family} {initials_of(name, ' ', '.')}" for name in persons]
    if persons and len(persons) <= 3 and fields.authors_complete:
        heading = E(", ".join(shown).translate(MARKS))
        yield "one to three authors before the title", "7.0.5, 4.10.2", found(rf"^{heading} \[?{title}", line)
    elif persons:
        first = E(f"{initials_of(persons[0], ' ', '.')} {persons[0].family}")
        behind = found(rf"^\[?{title}\]?[^/]* / {first} {_MORE[language]}", line)
        yield "of four and more authors the first, behind the title", "7.0.5, 4.10", behind
    for group in groups_of(fields):
        yield "an organisation behind the title", "7.80", found(rf"^{title} / {E(group)}[.;]", line)
    if not fields.authors:
        yield "without authors, the title comes first", "7.0.5, 4", found(rf"^\[?{title}", line)
    if fields.editors:
        shown = [f"{initials_of(name, ' ', '.')} {name.family}" for name in fields.editors]
        editors = rf" / {_EDITORS[language]} {E(', '.join(shown))}\."
        yield "editors behind a slash, initials first", "7.0.5, 4", found(editors, line)

    if fields.translators:
        shown = [f"{initials_of(name, ' ', '.')} {name.family}" for name in fields.translators]
        behind = found(rf"(?: /|;) {_TRANSLATORS[language]} {E(', '.join(shown))}(?:\.| //)", line)
        yield "translators behind a slash, initials first", "7.0.5, 4", behind


def _by_day(date: str) -> str:
    return E(".".join(reversed(date.split("-"))))


def _gost_pages(fields: Bibliographic, line: str, language: str) -> Iterator[Rule]:
    if span := re.fullmatch(r"(\d+)-(\d+)", fields.pages or ""):
        pages = rf"\. {_PAGE[language]} {span[1]}–{span[2]}\."
        yield "pages in the language of the work, with a dash", "7.0.5, 4", found(pages, line)
    if count := re.fullmatch(r"(\d+) (?:p|с|s)\.?", fields.pages or ""):
        yield "the number of pages of a book", "7.0.5, 4", found(rf"\. {count[1]} {_PAGES[language]}", line)
    if fields.article_number and not fields.pages:
        yield (
            "an article number where there are no pages",
            "7.0.100",
            found(rf"\. \S+ {fields.article_number}\.", line),
        )


def _gost_imprint(fields: Bibliographic, line: str, language: str) -> Iterator[Rule]:
    imprint = ": ".join(part for part in (fields.place, fields.publisher) if part)
    if imprint and fields.year and fields.type not in _SERIAL:
        yield "place: publisher, year", "7.0.5, 4", found(rf"[.\]] {E(imprint)}, {fields.year}\.", line)
    if fields.edition:
        number = re.findall(r"\d+", fields.edition)[0]
        edition = _EDITION[language].format(number)
        yield "the edition before the place", "7.0.5, 4", found(rf"\. {edition} {E(imprint)}", line)
    if fields.series:
        yield "the series in brackets at the end", "7.0.5, 4", found(rf"\. \({E(fields.series)}\)\.", line)
    if fields.type == "thesis":
        kind = "|".join(map(E, fields.publication_types)) or r"дис\.|thèse|thesis|Diss\."
        yield "a thesis says what it is", "7.0.5, 7", found(rf": (?:{kind})", line)


def _tidy(line: str) -> bool:
    return not MESS.search(line) and line.endswith(".") and not line.endswith("..")
