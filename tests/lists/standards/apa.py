"""The Publication Manual of the American Psychological Association, 7th edition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date as Date

from pipeline.model import Bibliographic, Name

from .entry import CYRILLIC, MARKS, MESS, E, Rule, found, groups_of, initials_of, persons_of, title_of


def apa(fields: Bibliographic, line: str) -> Iterator[Rule]:
    """The American Psychological Association's, 7th edition."""
    year = str(fields.year) if fields.year else "n\\.d\\."
    date = rf"\({year}[a-z]?\)\. "
    cyrillic = CYRILLIC.search(title_of(fields) + "".join(name.family or "" for name in persons_of(fields)))
    if cyrillic:
        yield "Cyrillic is romanised", "9.38", not CYRILLIC.search(line)
    else:
        yield from _apa_people(fields, line, date)
        words = [E(part) for part in re.split(r"(?<=\w): ", title_of(fields))]
        title = words[0] + "".join(f": (?i:{part[0]}){part[1:]}" for part in words[1:])
        yield "the title as it stands", "9.18", found(title, line)
        for part in re.split(r"(?<=\w): ", title_of(fields))[1:]:
            capital = part[0].upper() + part[1:]
            yield "a subtitle begins with a capital", "6.17, 9.19", f": {capital}" in line or f"? {capital}" in line
    if fields.title_original:
        begin = (fields.title or "").translate(MARKS).split(" ")[0]
        yield "a translation in square brackets", "9.38", found(rf"\[{E(begin)}[^\[\]]+\]", line)
    yield "the date in brackets behind the authors", "9.13", found(rf" {date}|\. {date}", line)
    if fields.type == "article":
        yield from _apa_serial(fields, line)
    if fields.type == "report" and fields.issue:
        yield "the number of a report", "10.4", found(rf" \((?:\w+ )?Report No\. {E(fields.issue)}\)\. ", line)
    if fields.doi:
        yield "the DOI as an address, without a stop", "9.35", line.endswith(f"https://doi.org/{fields.doi}")
    elif not fields.url:
        yield "one full stop at the end", "9.5", line.endswith((".", "?"))
    if fields.translators:
        shown = [f"{initials_of(name, ' ', '.')} {name.family}" for name in fields.translators]
        yield "the translator in brackets", "10.2", found(rf" \({E(' & '.join(shown))}, Trans\.\)\. ", line)
    if fields.accessed and fields.url and not fields.year:
        day = Date.fromisoformat(fields.accessed)
        retrieved = rf" Retrieved {day:%B} {day.day}, {day.year}, from {E(fields.url)}"
        yield "when it was retrieved, if it has no date", "9.16", found(retrieved, line)
    if fields.type == "book" and fields.publisher and not CYRILLIC.search(fields.publisher):
        place = fields.place and fields.place in line.replace(fields.publisher, "").replace(title_of(fields), "")
        yield "the publisher alone, without its place", "9.29", f" {fields.publisher}." in line and not place
    if fields.type == "thesis" and not cyrillic:
        yield "a thesis says what it is", "10.6", found(r" \[(?:\w+ )?(?:[Dd]issertation|[Tt]hesis)", line)
    if fields.edition:
        yield "the edition in brackets", "9.19", found(r" \(\d+(?:st|nd|rd|th) ed\.\)\. ", line)
    yield "no doubled or stray punctuation", "9.5", not MESS.search(line)


def _apa_people(fields: Bibliographic, line: str, date: str) -> Iterator[Rule]:
    persons = fields.authors and persons_of(fields)
    editors = list(fields.editors) if fields.type in ("book", "proceedings") else []
    shown = [_apa_name(name) for name in persons or editors]
    if shown and fields.authors_complete:
        people = ", & ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
        role = (r"\(Eds\.\)\. " if len(shown) > 1 else r"\(Ed\.\)\. ") if not persons else ""
        yield "authors inverted, '&' before the last, up to twenty", "9.8", found(rf"^{E(people)} {role}{date}", line)
    if persons and not fields.authors_complete:
        more = found(rf"^{E(', '.join(shown))}, et al\. {date}", line)
        yield "a comma before 'et al.', after one author too", "9.8", more
    if not fields.authors and not editors:
        first = E(title_of(fields).split(":")[0])
        yield (
            "without authors, the title comes first, then the date",
            "9.12",
            found(rf"^\[?{first}.*[.?!\]] {date}", line),
        )
    for group in groups_of(fields):
        yield "a group as author", "9.11", line.startswith(f"{group}. (")


def _apa_name(name: Name) -> str:
    suffix = f", {name.suffix}." if name.suffix else ""
    return f"{name.family}, {initials_of(name, ' ', '.')}{suffix}"


def _apa_serial(fields: Bibliographic, line: str) -> Iterator[Rule]:
    span = (fields.pages or "").replace("-", "–")
    issue = f"({fields.issue})" if fields.issue else ""
    where = ", ".join(
        part
        for part in (
            f"{fields.volume or ''}{issue}",
            span or (f"Article {fields.article_number}" if fields.article_number else ""),
        )
        if part
    )
    if where:
        yield "journal, volume(issue), pages or article", "9.25, 9.27", found(rf"[\w)], {E(where)}\.", line)
