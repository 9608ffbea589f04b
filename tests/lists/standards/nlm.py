"""Citing Medicine, the style of the National Library of Medicine: Vancouver."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pipeline.model import Bibliographic

from .entry import CYRILLIC, MARKS, MESS, E, Rule, found, initials_of, language_of, persons_of, title_of

_LANGUAGES = {"ru": "Russian", "de": "German", "pl": "Polish", "fr": "French", "es": "Spanish", "it": "Italian"}


def nlm(fields: Bibliographic, line: str) -> Iterator[Rule]:
    """Vancouver, as the National Library of Medicine has it."""
    cyrillic = CYRILLIC.search(title_of(fields) + "".join(name.family or "" for name in persons_of(fields)))
    if not cyrillic:
        yield from _nlm_people(fields, line)
        title = E(title_of(fields).rstrip("?"))
        yield "the title as it stands", "ch. 1, Title", found(title, line)
    else:
        yield "Cyrillic is romanised", "ch. 1, Titles not in English", not CYRILLIC.search(line)
    if fields.title_original:
        translated = rf"\[{E((fields.title or '').translate(MARKS).rstrip('.'))}\]".replace("'", "['\"]")
        yield "a translation in square brackets", "ch. 1, Titles not in English", found(translated, line)
    language = language_of(fields)
    if language != "en":
        behind = rf"\b{_LANGUAGES[language]}\.(?: PubMed .+)?$"
        yield "the language at the end, before the notes", "ch. 1, Language, Notes", found(behind, line)
    if fields.type == "article" and fields.year:
        yield from _nlm_serial(fields, line)
    elif fields.publisher or fields.place:
        yield from _nlm_imprint(fields, line)
    if fields.type == "report" and fields.issue:
        yield "the number of a report", "ch. 4, Report Number", found(rf"\. Report No\.: {E(fields.issue)}\.", line)
    if fields.accessed and fields.url and not fields.doi:
        day = date.fromisoformat(fields.accessed)
        cited = found(rf" \[cited {day.year} {day:%b} {day.day}\]\. ", line)
        yield "the date of citation in brackets", "ch. 25, Date of Citation", cited
    if fields.doi:
        yield "the DOI, without a space", "ch. 23", found(rf"doi:{E(fields.doi)}(?: |$)", line)
    yield "no doubled or stray punctuation", "ch. 1", not MESS.search(line)


def _nlm_people(fields: Bibliographic, line: str) -> Iterator[Rule]:
    persons = persons_of(fields)
    shown = [" ".join(filter(None, (name.family, initials_of(name, "", ""), name.suffix))) for name in persons]
    if len(shown) > 6:
        people = E(", ".join(shown[:6])) + ", et al"
    else:
        people = E(", ".join(shown)) + ("" if fields.authors_complete else ", et al")
    if shown:
        yield "authors without stops, six and 'et al.'", "ch. 1, Author", found(rf"^{people}\. ", line)
    if not fields.authors and not fields.editors:
        yield "without authors, the title comes first", "ch. 1, Author", found(rf"^\[?{E(title_of(fields)[:20])}", line)
    if fields.editors:
        names = ", ".join(f"{name.family} {initials_of(name, '', '')}" for name in fields.editors)
        role = "editors" if len(fields.editors) > 1 else "editor"
        yield "editors behind their names", "ch. 2, Editor", found(rf"(?:^|In: ){E(names)}, {role}\. ", line)
    if fields.translators:
        names = ", ".join(f"{name.family} {initials_of(name, '', '')}" for name in fields.translators)
        kept = found(rf"{E(names)}, translators?\. ", line)
        yield "translators behind their names", "ch. 2, Secondary Authors", kept


def _nlm_serial(fields: Bibliographic, line: str) -> Iterator[Rule]:
    issue = f"({fields.issue})" if fields.issue else ""
    if fields.volume and issue.startswith("(Suppl"):  # ICMJE's sample 5: '2002;42 Suppl 2:S93-9'
        issue = f" {fields.issue}"
    pages = _shortened(fields.pages) if fields.pages else fields.article_number
    if not (fields.volume or issue or pages):
        return
    where = f"{fields.volume or ''}{issue}" + (f":{pages}" if pages else "")
    sign = ";" if fields.volume or issue else ""  # without both, the pages follow the date: '2017:10663'
    journal = fields.container_short or fields.container or ""
    plain = not CYRILLIC.search(journal)
    name = rf"{E(journal.replace('.', '').translate(MARKS))}\. " if plain else r"\S\. "
    month = r"(?: [A-Z][a-z]{2}(?: \d+)?)?"
    kept = found(rf"{name}{fields.year}{month}{sign}{E(where)}\.", line)
    yield "journal. year;volume(issue):pages", "ch. 1, Date, Volume, Issue, Location", kept


def _nlm_imprint(fields: Bibliographic, line: str) -> Iterator[Rule]:
    if CYRILLIC.search((fields.place or "") + (fields.publisher or "")):
        yield "places are not abbreviated", "ch. 2, Place", not found(r"\. (?:M|SPb|L)\.[:;]", line)
        return
    place = f"[{fields.place}]" if fields.type == "thesis" else fields.place
    imprint = ": ".join(part for part in (place if fields.place else None, fields.publisher) if part)
    yield "place: publisher; year", "ch. 2", found(rf"{E(imprint)}; {fields.year}\.", line)
    if count := re.fullmatch(r"(\d+) p\.?", fields.pages or ""):
        yield "the number of pages of a book", "ch. 2, Pagination", found(rf"; {fields.year}\. {count[1]} p\.", line)
    if fields.type in ("chapter", "conference-paper"):
        yield (
            "a part stands before 'In:' or 'presented at:'",
            "ch. 2, 3",
            found(r"[.?] (?:In|Paper presented at): ", line),
        )
    if fields.type == "chapter" and fields.volume:
        yield "the volume of the book", "ch. 2, Volume", found(rf"\. Vol\. {fields.volume}\. ", line)
    if fields.type == "thesis":
        yield "a thesis says what it is", "ch. 5", found(r" \[(?:\w+ )?(?:thesis|dissertation)\]", line)
    if fields.edition:
        yield "the edition before the place", "ch. 2, Edition", found(r"\. \d+(?:st|nd|rd|th) ed\. \w", line)


def _shortened(pages: str) -> str:
    """'283-298' -> '283–98': digits that are the same are not repeated."""
    first, _, last = pages.partition("-")
    while last and first[: len(last)] and len(last) > 1 and len(first) == len(pages.partition("-")[2]):
        cut = pages.partition("-")[2]
        same = next((place for place, (a, b) in enumerate(zip(first, cut, strict=True)) if a != b), 0)
        last = cut[same:]
        break
    return f"{first}–{last}" if last else first
