"""What the standards ask of an entry, as regular expressions over its text; written from the standards, not from lists.

`broken(style, work, line)` names the rules that a line breaks, as 'rule (source)'. A rule applies where the work has
what it speaks of: a work without pages breaks no rule on pages. Typographic quotes count as straight ones.

    gost    GOST R 7.0.5-2008, sections 4, 7 and 10; GOST 7.80-2000; GOST R 7.0.12-2011 and 7.11-2004 (ISO 832)
    nlm     Citing Medicine, 2nd edition (National Library of Medicine), citation sequence: Vancouver
    apa     Publication Manual of the American Psychological Association, 7th edition, chapters 9 and 10
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.exports import ExportedWork
from pipeline.model import Bibliographic, Name

Rule = tuple[str, str, bool]  # what is asked, where, and whether the line keeps it
E = re.escape
_MARKS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‚": "'"})
CYRILLIC = re.compile(r"[А-яЁё]")
MESS = re.compile(r"\.\.|,,|;;|  |\s[,.;:](?!\.)|[?!]\.|\(\)|\[\]|:$|,$| $|: \.|// *//|\{|None")


def broken(style: str, work: ExportedWork, line: str) -> list[str]:
    """The rules that the line breaks."""
    fields = work.work
    plain = line.translate(_MARKS)
    return [f"{what} ({where})" for what, where, kept in RULES[style](fields, plain) if not kept]


def _title(fields: Bibliographic) -> str:
    return (fields.title_original or fields.title or "").translate(_MARKS)


def _persons(fields: Bibliographic) -> list[Name]:
    return [name for name in fields.authors_original or fields.authors if name.family]


def _groups(fields: Bibliographic) -> list[str]:
    return [name.literal for name in fields.authors if name.literal]


def _language(fields: Bibliographic) -> str:
    return fields.languages[0] if fields.languages else "en"


def _initials(name: Name, between: str, stop: str) -> str:
    """'J. H.', 'JH', 'S.-B.' as the standards dress the given names."""
    pieces = re.findall(r"(-?)\b(\w)", name.given or "")
    return (
        "".join(f"{hyphen if stop else ''}{letter}{stop}{between}" for hyphen, letter in pieces)
        .replace(f"{between}-", "-")
        .strip()
    )


def _found(pattern: str, line: str) -> bool:
    return re.search(pattern, line) is not None


# ------------------------------------------------------------------------------------------ GOST R 7.0.5-2008

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
_EDITION = {"ru": "{}-е изд\\.", "en": "{}(?:st|nd|rd|th) ed\\.", "de": "{}\\. Aufl\\."}
_SERIAL = ("article",)


def gost(fields: Bibliographic, line: str) -> Iterator[Rule]:
    """GOST R 7.0.5-2008, затекстовая ссылка."""
    language = _language(fields)
    yield from _gost_people(fields, line, language)
    container = E((fields.container or "").partition(" = ")[0].translate(_MARKS))
    volume, issue = fields.volume, fields.issue
    if fields.container:
        yield "a part stands before ' // ' and what holds it", "7.0.5, 4", _found(rf"\S // {container}[ .]", line)
    if fields.type in _SERIAL and fields.year:
        yield "the year follows the journal", "7.0.5, 7", _found(rf" // {container}\. {fields.year}\.", line)
    if volume and volume.isdigit():
        yield "volume in the language of the work", "7.0.5, 4", _found(rf"\. {_VOLUME[language]} {volume}[,.]", line)
    if issue and re.fullmatch(r"[\d()–-]+", issue):
        before = ", " if volume else r"\. "
        number = E(issue.replace("-", "–"))
        yield "issue in the language of the work", "7.0.5, 4", _found(rf"{before}{_ISSUE[language]} {number}\.", line)
    yield from _gost_pages(fields, line, language)
    yield from _gost_imprint(fields, line, language)
    if fields.doi:
        yield "the DOI closes the entry", "7.0.100", _found(rf"\. doi: {E(fields.doi)}\.$", line)
    if fields.url and not fields.doi:
        online = _found(_ONLINE[language], line) and _found(rf"\. URL: {E(fields.url)}\.$", line)
        yield "a work on the web says so, with its address", "7.0.5, 10", online
    foreign = not any(CYRILLIC.search(text or "") for text in (_title(fields), fields.container, fields.publisher))
    yield "no Russian terms in a foreign entry", "7.0.100", not (foreign and CYRILLIC.search(line))
    yield "no doubled or stray punctuation, one full stop at the end", "7.0.5, 4", _tidy(line)


def _gost_people(fields: Bibliographic, line: str, language: str) -> Iterator[Rule]:
    persons, title = _persons(fields), E(_title(fields))
    shown = [f"{name.family} {_initials(name, ' ', '.')}" for name in persons]
    if persons and len(persons) <= 3 and fields.authors_complete:
        heading = E(", ".join(shown).translate(_MARKS))
        yield "one to three authors before the title", "7.0.5, 4.10.2", _found(rf"^{heading} \[?{title}", line)
    elif persons:
        first = E(f"{_initials(persons[0], ' ', '.')} {persons[0].family}")
        behind = _found(rf"^\[?{title}\]?[^/]* / {first} {_MORE[language]}", line)
        yield "of four and more authors the first, behind the title", "7.0.5, 4.10", behind
    for group in _groups(fields):
        yield "an organisation behind the title", "7.80", _found(rf"^{title} / {E(group)}[.;]", line)
    if not fields.authors:
        yield "without authors, the title comes first", "7.0.5, 4", _found(rf"^\[?{title}", line)
    if fields.editors:
        shown = [f"{_initials(name, ' ', '.')} {name.family}" for name in fields.editors]
        editors = rf" / {_EDITORS[language]} {E(', '.join(shown))}\."
        yield "editors behind a slash, initials first", "7.0.5, 4", _found(editors, line)


def _gost_pages(fields: Bibliographic, line: str, language: str) -> Iterator[Rule]:
    if span := re.fullmatch(r"(\d+)-(\d+)", fields.pages or ""):
        pages = rf"\. {_PAGE[language]} {span[1]}–{span[2]}\."
        yield "pages in the language of the work, with a dash", "7.0.5, 4", _found(pages, line)
    if count := re.fullmatch(r"(\d+) (?:p|с|s)\.?", fields.pages or ""):
        yield "the number of pages of a book", "7.0.5, 4", _found(rf"\. {count[1]} {_PAGES[language]}", line)
    if fields.article_number and not fields.pages:
        yield (
            "an article number where there are no pages",
            "7.0.100",
            _found(rf"\. \S+ {fields.article_number}\.", line),
        )


def _gost_imprint(fields: Bibliographic, line: str, language: str) -> Iterator[Rule]:
    imprint = ": ".join(part for part in (fields.place, fields.publisher) if part)
    if imprint and fields.year and fields.type not in _SERIAL:
        yield "place: publisher, year", "7.0.5, 4", _found(rf"[.\]] {E(imprint)}, {fields.year}\.", line)
    if fields.edition:
        number = re.findall(r"\d+", fields.edition)[0]
        edition = _EDITION[language].format(number)
        yield "the edition before the place", "7.0.5, 4", _found(rf"\. {edition} {E(imprint)}", line)
    if fields.series:
        yield "the series in brackets at the end", "7.0.5, 4", _found(rf"\. \({E(fields.series)}\)\.", line)
    if fields.type == "thesis":
        kind = "|".join(map(E, fields.publication_types)) or r"дис\.|thèse|thesis|Diss\."
        yield "a thesis says what it is", "7.0.5, 7", _found(rf": (?:{kind})", line)


def _tidy(line: str) -> bool:
    return not MESS.search(line) and line.endswith(".") and not line.endswith("..")


# ------------------------------------------------------------------------------------------ Citing Medicine (NLM)

_LANGUAGES = {"ru": "Russian", "de": "German", "pl": "Polish", "fr": "French", "es": "Spanish", "it": "Italian"}


def nlm(fields: Bibliographic, line: str) -> Iterator[Rule]:
    """Vancouver, as the National Library of Medicine has it."""
    cyrillic = CYRILLIC.search(_title(fields) + "".join(name.family or "" for name in _persons(fields)))
    if not cyrillic:
        yield from _nlm_people(fields, line)
        title = E(_title(fields).rstrip("?"))
        yield "the title as it stands", "ch. 1, Title", _found(title, line)
    else:
        yield "Cyrillic is romanised", "ch. 1, Titles not in English", not CYRILLIC.search(line)
    if fields.title_original:
        translated = rf"\[{E((fields.title or '').translate(_MARKS).rstrip('.'))}\]".replace("'", "['\"]")
        yield "a translation in square brackets", "ch. 1, Titles not in English", _found(translated, line)
    language = _language(fields)
    if language != "en":
        yield "the language at the end", "ch. 1, Language", _found(rf"\b{_LANGUAGES[language]}\.$", line)
    if fields.type == "article" and fields.year:
        yield from _nlm_serial(fields, line)
    elif fields.publisher or fields.place:
        yield from _nlm_imprint(fields, line)
    if fields.doi:
        yield "the DOI, without a space", "ch. 23", _found(rf"doi:{E(fields.doi)}(?: |$)", line)
    yield "no doubled or stray punctuation", "ch. 1", not MESS.search(line)


def _nlm_people(fields: Bibliographic, line: str) -> Iterator[Rule]:
    persons = _persons(fields)
    shown = [" ".join(filter(None, (name.family, _initials(name, "", ""), name.suffix))) for name in persons]
    if len(shown) > 6:
        people = E(", ".join(shown[:6])) + ", et al"
    else:
        people = E(", ".join(shown)) + ("" if fields.authors_complete else ", et al")
    if shown:
        yield "authors without stops, six and 'et al.'", "ch. 1, Author", _found(rf"^{people}\. ", line)
    if not fields.authors and not fields.editors:
        yield "without authors, the title comes first", "ch. 1, Author", _found(rf"^\[?{E(_title(fields)[:20])}", line)
    if fields.editors:
        names = ", ".join(f"{name.family} {_initials(name, '', '')}" for name in fields.editors)
        role = "editors" if len(fields.editors) > 1 else "editor"
        yield "editors behind their names", "ch. 2, Editor", _found(rf"(?:^|In: ){E(names)}, {role}\. ", line)


def _nlm_serial(fields: Bibliographic, line: str) -> Iterator[Rule]:
    issue = f"({fields.issue})" if fields.issue else ""
    pages = _shortened(fields.pages) if fields.pages else fields.article_number
    if not (fields.volume or issue or pages):
        return
    where = f"{fields.volume or ''}{issue}" + (f":{pages}" if pages else "")
    journal = fields.container_short or fields.container or ""
    plain = not CYRILLIC.search(journal)
    name = rf"{E(journal.replace('.', '').translate(_MARKS))}\. " if plain else r"\S\. "
    month = r"(?: [A-Z][a-z]{2}(?: \d+)?)?"
    kept = _found(rf"{name}{fields.year}{month};{E(where)}\.", line)
    yield "journal. year;volume(issue):pages", "ch. 1, Date, Volume, Issue, Location", kept


def _nlm_imprint(fields: Bibliographic, line: str) -> Iterator[Rule]:
    if CYRILLIC.search((fields.place or "") + (fields.publisher or "")):
        yield "places are not abbreviated", "ch. 2, Place", not _found(r"\. (?:M|SPb|L)\.[:;]", line)
        return
    place = f"[{fields.place}]" if fields.type == "thesis" else fields.place
    imprint = ": ".join(part for part in (place if fields.place else None, fields.publisher) if part)
    yield "place: publisher; year", "ch. 2", _found(rf"{E(imprint)}; {fields.year}\.", line)
    if count := re.fullmatch(r"(\d+) p\.?", fields.pages or ""):
        yield "the number of pages of a book", "ch. 2, Pagination", _found(rf"; {fields.year}\. {count[1]} p\.", line)
    if fields.type in ("chapter", "conference-paper"):
        yield (
            "a part stands before 'In:' or 'presented at:'",
            "ch. 2, 3",
            _found(r"[.?] (?:In|Paper presented at): ", line),
        )
    if fields.type == "chapter" and fields.volume:
        yield "the volume of the book", "ch. 2, Volume", _found(rf"\. Vol\. {fields.volume}\. ", line)
    if fields.type == "thesis":
        yield "a thesis says what it is", "ch. 5", _found(r" \[(?:\w+ )?(?:thesis|dissertation)\]", line)
    if fields.edition:
        yield "the edition before the place", "ch. 2, Edition", _found(r"\. \d+(?:st|nd|rd|th) ed\. \w", line)


def _shortened(pages: str) -> str:
    """'283-298' -> '283–98': digits that are the same are not repeated."""
    first, _, last = pages.partition("-")
    while last and first[: len(last)] and len(last) > 1 and len(first) == len(pages.partition("-")[2]):
        cut = pages.partition("-")[2]
        same = next((place for place, (a, b) in enumerate(zip(first, cut, strict=True)) if a != b), 0)
        last = cut[same:]
        break
    return f"{first}–{last}" if last else first


# ------------------------------------------------------------------------------------------ APA 7


def apa(fields: Bibliographic, line: str) -> Iterator[Rule]:
    """The American Psychological Association's, 7th edition."""
    year = str(fields.year) if fields.year else "n\\.d\\."
    date = rf"\({year}[a-z]?\)\. "
    cyrillic = CYRILLIC.search(_title(fields) + "".join(name.family or "" for name in _persons(fields)))
    if cyrillic:
        yield "Cyrillic is romanised", "9.38", not CYRILLIC.search(line)
    else:
        yield from _apa_people(fields, line, date)
        words = [E(part) for part in re.split(r"(?<=\w): ", _title(fields))]
        title = words[0] + "".join(f": (?i:{part[0]}){part[1:]}" for part in words[1:])
        yield "the title as it stands", "9.18", _found(title, line)
        for part in re.split(r"(?<=\w): ", _title(fields))[1:]:
            capital = part[0].upper() + part[1:]
            yield "a subtitle begins with a capital", "6.17, 9.19", f": {capital}" in line or f"? {capital}" in line
    if fields.title_original:
        begin = (fields.title or "").translate(_MARKS).split(" ")[0]
        yield "a translation in square brackets", "9.38", _found(rf"\[{E(begin)}[^\[\]]+\]", line)
    yield "the date in brackets behind the authors", "9.13", _found(rf" {date}|\. {date}", line)
    if fields.type == "article":
        yield from _apa_serial(fields, line)
    if fields.doi:
        yield "the DOI as an address, without a stop", "9.35", line.endswith(f"https://doi.org/{fields.doi}")
    elif not fields.url:
        yield "one full stop at the end", "9.5", line.endswith((".", "?"))
    if fields.type == "book" and fields.publisher and not CYRILLIC.search(fields.publisher):
        place = fields.place and fields.place in line.replace(fields.publisher, "").replace(_title(fields), "")
        yield "the publisher alone, without its place", "9.29", f" {fields.publisher}." in line and not place
    if fields.type == "thesis" and not cyrillic:
        yield "a thesis says what it is", "10.6", _found(r" \[(?:\w+ )?(?:[Dd]issertation|[Tt]hesis)", line)
    if fields.edition:
        yield "the edition in brackets", "9.19", _found(r" \(\d+(?:st|nd|rd|th) ed\.\)\. ", line)
    yield "no doubled or stray punctuation", "9.5", not MESS.search(line)


def _apa_people(fields: Bibliographic, line: str, date: str) -> Iterator[Rule]:
    persons = fields.authors and _persons(fields)
    editors = list(fields.editors) if fields.type in ("book", "proceedings") else []
    shown = [_apa_name(name) for name in persons or editors]
    if shown and fields.authors_complete:
        people = ", & ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
        role = (r"\(Eds\.\)\. " if len(shown) > 1 else r"\(Ed\.\)\. ") if not persons else ""
        yield "authors inverted, '&' before the last, up to twenty", "9.8", _found(rf"^{E(people)} {role}{date}", line)
    if not fields.authors and not editors:
        first = E(_title(fields).split(":")[0])
        yield (
            "without authors, the title comes first, then the date",
            "9.12",
            _found(rf"^\[?{first}.*[.?!\]] {date}", line),
        )
    for group in _groups(fields):
        yield "a group as author", "9.11", line.startswith(f"{group}. (")


def _apa_name(name: Name) -> str:
    suffix = f", {name.suffix}." if name.suffix else ""
    return f"{name.family}, {_initials(name, ' ', '.')}{suffix}"


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
        yield "journal, volume(issue), pages or article", "9.25, 9.27", _found(rf"[\w)], {E(where)}\.", line)


RULES: dict[str, Callable[[Bibliographic, str], Iterator[Rule]]] = {"gost": gost, "nlm": nlm, "apa": apa}
