"""What two records are compared by: one `Features` a record, made once.

In: a row of `record`. Out: folded titles, keys of names, place of publication, identifiers. Comparison keys are new
values; nothing of the record is changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from ..model import Name
from ..values.container import container_key
from ..values.fold import fold, latin_key
from ..values.language import script_of
from ..values.names import family_key, initials
from ..values.pages import first_page, last_page
from ..values.title import title_key, title_numbers
from .kinds import (
    DATABASE_NOTE,
    PREPRINT_SERVERS,
    TELLING_LENGTH,
    conference,
    is_congress_abstract,
    is_in_supplement,
    kind_marks,
    label_mark,
    page_count,
    says_update,
    section_titles,
    version_of_review,
    without_citation,
    without_conference,
)

# Function words that show in which language a title is, where a record doesn't say so.
FUNCTION_WORDS = {
    "en": "the of and in for with on to from by an is are at after during among between using",
    "de": "der die das und bei von fur mit zur zum des dem den eine einer ein uber im nach",
    "fr": "le la les et du des dans pour chez une un sur avec au aux par",
    "es": "el los las y del en para con una por al",
    "pt": "o os as e do da dos das em para com uma um por",
    "it": "il lo gli e di della nel nella con per una dei delle",
    "pl": "i w z na do u oraz po dla przez o",
    "ru": "i v na s u pri dlya po k iz ot kak",
}


class Features(NamedTuple):
    """One record as the comparison sees it. Missing text is '' where texts are compared, None where keys are."""

    record_id: str
    source: str
    type: str
    title: str
    original: str
    numbers: tuple[str, ...]
    kinds: frozenset[str]
    is_preprint: bool
    is_abstract: bool
    in_supplement: bool
    says_update: bool
    review_version: tuple[str, int] | None
    families: tuple[str, ...]
    first_given: frozenset[str]
    year: int | None
    container: str | None
    container_short: str | None
    container_key: str
    conference: str
    volume: str | None
    issue: str | None
    first_page: str | None
    last_page: str | None
    doi: str | None
    pmid: str | None
    issn: frozenset[str]
    isbn: frozenset[str]
    edition: str | None
    tongue: str | None
    is_translated: bool
    languages: frozenset[str]
    abstract: str

    @property
    def names_section(self) -> bool:
        """Whether the title is the name of a section of a journal and not of a work."""
        return self.title in section_titles()

    @property
    def is_section(self) -> bool:
        """Whether the title tells as little as a section's name does: 'Reply', 'Balint'."""
        return self.names_section or len(self.title) < TELLING_LENGTH

    def signature(self) -> tuple[object, ...]:
        """Equal for records that say the same of everything compared: these are one work without further looks."""
        return (
            self.title, self.original, self.families, frozenset(name for name in self.first_given if len(name) == 1),
            self.year, self.container_key, self.volume, self.issue, self.first_page, self.last_page, self.doi,
            self.pmid, self.type, self.isbn, self.edition, self.kinds, self.is_preprint,
        )  # fmt: skip


def features(row: Mapping[str, Any]) -> Features:
    """The features of a row of `record`."""
    whole = DATABASE_NOTE.sub("", row["title"] or "")
    shown = without_citation(whole)
    title = title_key(shown)
    people = [person if isinstance(person, Name) else Name(**person) for person in row["authors"]]
    pages = row["pages"] or row["article_number"]
    container, volume = _volume_without_words(row["container"], row["volume"])
    if pages:
        pages = _plain_pages(pages, volume)
    first = page_key(first_page(pages)) if pages else None
    last = page_key(last_page(pages)) if pages and first else None
    journal = _container(container, row["container_short"])
    place = number_key(volume), number_key(row["issue"])
    in_supplement = is_in_supplement(*place, first)
    return Features(
        record_id=row["record_id"],
        source=row["source"],
        type=row["type"],
        title=title,
        original=title_key(row["title_original"] or ""),
        numbers=title_numbers(shown),
        kinds=kind_marks(title if shown.isascii() else fold(shown, keep_script=True), row["publication_types"])
        | label_mark(shown)
        | ({"erratum"} if shown != whole else frozenset()),
        is_preprint=row["type"] == "preprint" or journal.is_preprint_server,
        is_abstract=is_congress_abstract(
            row["type"], row["publication_types"], journal.conference, page_count(first, last) if in_supplement else 0
        ),
        in_supplement=in_supplement,
        says_update=says_update(title),
        review_version=version_of_review(row["doi"]),
        families=tuple(_family(person) for person in people),
        first_given=_first_given(people),
        year=row["year"],
        container=journal.name,
        container_short=journal.short,
        container_key=journal.key,
        conference=journal.conference,
        volume=place[0],
        issue=place[1],
        first_page=first,
        last_page=last,
        doi=row["doi"],
        pmid=row["pmid"],
        issn=frozenset(row["issn"]),
        isbn=frozenset(row["isbn"]),
        edition=edition_number(row["edition"]),
        tongue=row["title_language"] or tongue(shown, title),
        is_translated=row["title_language"] is not None,
        languages=frozenset(row["languages"]),
        abstract=fold((row["abstract"] or "")[:300]),
    )


# Ovid cuts 'Nature Reviews. Drug Discovery. 9(1)' into the journal 'Nature Reviews' and the volume 'Drug Discovery. 9'.
_WORDS_IN_VOLUME = re.compile(r"([^\W\d_][^\d.]{3,})\.\s*(\d+)")


def _volume_without_words(container: str | None, volume: str | None) -> tuple[str | None, str | None]:
    """('Nature Reviews', 'Drug Discovery. 9') -> ('Nature Reviews Drug Discovery', '9')"""
    found = _WORDS_IN_VOLUME.fullmatch(volume or "")
    if not found or not container or number_key(volume) == found[2]:
        return container, volume
    return f"{container.rstrip('. ')} {found[1]}", found[2]


_MONTHS = ["", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DATED_PAGES = re.compile(r"(\d{1,2})-([A-Za-z]{3})")


def _plain_pages(pages: str, volume: str | None) -> str:
    """Pages without what spreadsheets and databases do to them.

    '"233-8, 230-5"' -> '230-5, 233-8' (an article in three languages has three ranges, in any order); '233+230' ->
    '233, 230'; '01-Sep' -> '1-9';
    of volume 2 '2-98.v1' -> '98' (article 98 of F1000Research, in its first version).
    """
    pages = pages.strip('" ').replace("+", ", ")
    if (dated := _DATED_PAGES.fullmatch(pages)) and dated[2].lower() in _MONTHS:
        return "-".join(map(str, sorted((int(dated[1]), _MONTHS.index(dated[2].lower())))))
    if (version := re.fullmatch(r"(\d+)-(\d+)\.v\d+", pages)) and version[1] == volume:
        return version[2]
    ranges = re.split(r",\s*", pages)
    plain = len(ranges) > 1 and all(re.fullmatch(r"\d{1,6}-\d{1,6}", one) for one in ranges)
    return ", ".join(sorted(ranges, key=lambda one: int(one.partition("-")[0]))) if plain else pages


def tongue(title: str, folded: str | None = None) -> str | None:
    """The language of a title by its function words; None where two are as likely, or it has none.

    tongue('Die Balintgruppe in der Praxis') -> 'de'. What is written in Cyrillic counts as Russian, transliterated or
    not; any other script but Latin stands for its languages: 'Greek', 'CJK'.
    """
    script = script_of(title)
    if script not in ("Latin", "None"):
        return "ru" if script == "Cyrillic" else script
    languages = _languages_of_words()
    counts: dict[str, int] = {}
    for word in languages.keys() & (fold(title) if folded is None else folded).split():
        for language in languages[word]:
            counts[language] = counts.get(language, 0) + 1
    most = max(counts.values(), default=0)
    best = [language for language, times in counts.items() if times == most]
    return best[0] if len(best) == 1 else None


@cache
def _languages_of_words() -> dict[str, list[str]]:
    """Function word -> the languages that have it."""
    languages: dict[str, list[str]] = {}
    for language, words in FUNCTION_WORDS.items():
        for word in words.split():
            languages.setdefault(word, []).append(language)
    return languages


class _Container(NamedTuple):
    """What a container's names come to: the same ones come again and again."""

    name: str | None
    short: str | None
    key: str
    conference: str
    is_preprint_server: bool


@lru_cache(maxsize=50_000)
def _container(name: str | None, short: str | None) -> _Container:
    return _Container(
        name=without_conference(name),
        short=without_conference(short),
        key=container_key(without_conference(name or short) or ""),
        conference=conference(name),
        is_preprint_server=bool(PREPRINT_SERVERS.search(fold(name or ""))),
    )


@lru_cache(maxsize=100_000)
def _family(person: Name) -> str:
    return family_key(person) if person.family else fold(person.literal or "")


# What an initial of one letter may be in Latin script, by the usual transliterations (BGN, GOST, scientific, ISO 9).
INITIALS = {
    "я": "yija", "ю": "yiju", "е": "ey", "ё": "ey", "ж": "zj", "х": "khx", "ц": "tc", "ч": "ct", "ш": "s", "щ": "s",
    "й": "yij", "в": "vw", "э": "e", "і": "i", "ї": "yi", "є": "yei",
}  # fmt: skip


def _first_given(people: list[Name]) -> frozenset[str]:
    """The letters that the first author's given name may begin with in Latin script, and each name that is written out.

    Empty where it is not known. 'J. Yannis' -> {'j', 'ianis'}: who goes by the second name is still the same person.
    """
    if not people or not people[0].given:
        return frozenset()
    return _may_begin(people[0].given)


@lru_cache(maxsize=50_000)
def _may_begin(given: str) -> frozenset[str]:
    first = fold(initials(given), keep_script=True)[:1]
    written_out = {word for word in latin_key(given).split() if len(word) > 2}
    return frozenset({*written_out, *INITIALS.get(first, fold(first)[:1])})


_NUMBER_LABEL = re.compile(r"^(?:vol(?:ume)?|no|iss(?:ue)?|bd|band|heft|т|том|вып|t|nr)\b\s*")
_LEADING_ZEROS = re.compile(r"\b0+(?=\d)")


@lru_cache(maxsize=50_000)
def number_key(text: str | None) -> str | None:
    """A volume or issue for comparison: 'Vol. 05' and '5' are one, '3-4' stays. None where there is none."""
    if not text:
        return None
    return _LEADING_ZEROS.sub("", _NUMBER_LABEL.sub("", fold(text, keep_script=True))) or None


def edition_number(text: str | None) -> str | None:
    """'2., überarb. Aufl.' -> '2', 'Second edition' -> '2'; what has no number stays as it is: 'rev ed'."""
    if not text:
        return None
    numbers = title_numbers(text) or title_numbers(f"{text} edition")
    return numbers[0] if numbers else fold(text) or None


def page_key(text: str | None) -> str | None:
    """A page for comparison: lower case, no leading zeros. 'E012' -> 'e12'."""
    if not text:
        return None
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", text.casefold().replace(" ", "")) or None
