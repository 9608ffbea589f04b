"""The item of a work as a style prints it.

In: a work, a style, the language of the list. Out: its CSL item, with what no style does by itself:

- A work in another language than the list has its translated title behind its own, in square brackets (APA 7, 9.38;
  Citing Medicine, "Titles not in English"; Chicago). GOST prints the title of the work alone.
- In a list in Latin letters, Cyrillic is written in them (APA 7, 9.38; Citing Medicine: "Romanize"), names as the
  sources write them in Latin letters where they do. GOST, lists in Cyrillic letters and lists with twins keep the
  Cyrillic.
- NLM names the language of a work that is not in English ("Russian."), keeps both letters of an initial that is one in
  the original (Ю. А. is YuA), and says '[thesis]', '[Preprint]', '[dataset]' (Citing Medicine, ch. 1, 2, 5, 22).
- A hyphen is a dash between two pages alone: 'OP-143' is one page, and so is a number of an article ('e0195-11').
- APA capitalises the first word of a subtitle (6.17), writes 'Report No. 5' (10.4), has a stop behind 'Jr.' (9.8),
  leaves out a publisher that is the author (9.29), and describes a paper of which only the conference is known as a
  presentation (10.5).
- Of parallel titles of a journal, the one in the language of the work stands. A preprint's archive is its publisher.
- An address stands where the work can't be found otherwise: there is no DOI, and neither pages nor a publisher. Theses,
  reports, preprints and web pages keep it where there is no DOI. Most addresses in databases lead to the database.
- A note of a database is for its readers: no list prints it.
- A word before a volume or an issue is the style's: '№ 2' is 2. A supplement of a volume is '12 Suppl 1' in NLM.
- An abstract of a congress that is printed in a journal is an article of it, with volume and issue.
- An edition begins with a capital letter: 'Rev. ed.'
- An article number takes the place of pages only where there are none; outside journals it is a page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..exports import ExportedWork
from ..exports._csl_item import csl_item, titles_of
from ..formats._in_journal import is_in_journal
from ..model import Bibliographic, Name
from ..values.language import script_of
from ..values.title import split_parallel
from . import Item, gost
from .inlines import JOINER, STOP
from .languages import OWN_LANGUAGE, in_cyrillic_letters, language_of
from .numbering import with_names_apart, with_supplement, without_signs
from .romanising import romanised, romanised_initials, romanised_place

NLM = re.compile(r"nlm-citation-.*")
APA = re.compile(r"apa(?:-.+)?")
_COUNTING = re.compile(r"modern-language-association.*|ieee")  # styles with 'vol.' and 'no.'; patches.py
# styles that have initials alone: a romanised one keeps both its letters
_WITH_INITIALS = re.compile(
    rf"{NLM.pattern}|{APA.pattern}|{OWN_LANGUAGE.pattern}|american-medical-association|ieee|nature|"
    "deutsche-gesellschaft-fur-psychologie|harvard-cite-them-right"
)
_SITE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}")  # 'psy-guide.com'
_NUMBERED = re.compile(r"(\d{1,3})\b.*?(?:изд|вид|выд)")
_PAGE_NUMBERS = re.compile(r".*\d.*|[ivxlc]+")
_IN_BOOKS = frozenset({"chapter", "paper-conference"})
_SUBTITLE = re.compile(r"(?<=\w: )[^\W\d_]")
THESIS: Mapping[str, str] = {
    "de": "Dissertation", "es": "Tesis", "fr": "Thèse", "it": "Tesi", "pt": "Tese", "ru": "Диссертация",
}  # fmt: skip
_NO_WORDS = frozenset({"id", "type", "DOI", "URL", "language"})
_WITH_ADDRESS = frozenset({"webpage", "dataset", "thesis", "report", "article"})  # 'article' is a preprint
_FOUND_BY = ("DOI", "page", "publisher", "number-of-pages")

# as Citing Medicine writes them, behind the entry
LANGUAGE_NAMES: Mapping[str, str] = {
    "ar": "Arabic", "be": "Belarusian", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew",
    "hr": "Croatian", "hu": "Hungarian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian",
    "lv": "Latvian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "tr": "Turkish",
    "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip


def item_of(work: ExportedWork, style: str, locale: str, twins: bool = False) -> Item:
    """The item for a list of `locale`; `twins`: a twin in Latin letters will follow the entry."""
    item = without_signs(_with_one_container(_found(csl_item(work))))
    if is_in_journal(work.work):
        item["type"] = "article-journal"
    for needless in ("note", "original-title"):
        item.pop(needless, None)
    if edition := item.get("edition"):
        item["edition"] = edition[:1].upper() + edition[1:]
    arranged = gost.arranged(item) if OWN_LANGUAGE.fullmatch(style) else _for_others(work, item, style, locale, twins)
    return _with_hyphens(_with_whole_names(arranged), work.work.article_number)


def _for_others(work: ExportedWork, item: dict[str, Any], style: str, locale: str, twins: bool) -> dict[str, Any]:
    language = language_of(work.work)[0]
    if not twins and not in_cyrillic_letters(locale):
        item = in_latin_letters(work.work, item, _WITH_INITIALS.fullmatch(style) is not None)
    translation = titles_of(work.work)[1] or ""
    readable = script_of(translation) in ("Latin", "Cyrillic" if in_cyrillic_letters(locale) else "Latin")
    if readable and not twins and not (language and locale.startswith(language)):
        item["title"] = f"{item.get('title')} [{translation}]"
    item = _with_kind(item, locale)
    if APA.fullmatch(style):
        return _for_apa(item, locale.startswith("en"))
    if _COUNTING.fullmatch(style):
        return with_names_apart(item)
    return _for_nlm(item, language if locale.startswith("en") else None) if NLM.fullmatch(style) else item


def in_latin_letters(work: Bibliographic, item: Item, initials: bool = True) -> dict[str, Any]:
    """The item without Cyrillic, as far as there is a table for its language. `initials`: of given names, these alone.

    '3-е изд., перераб. и доп.' is its number: words that nobody abroad knows are no help, and the style has its own.
    """
    language = language_of(work)[0] or "ru"
    made = {name: value if name in _NO_WORDS else _latin(value, language, initials) for name, value in item.items()}
    if place := item.get("publisher-place"):
        made["publisher-place"] = romanised_place(place, language)
    if edition := _NUMBERED.match(item.get("edition", "")):
        made["edition"] = edition[1]
    for variable, people in (("author", _latin_authors(work)), ("contributor", _latin_authors(work))):
        if people and len(made.get(variable, ())) >= len(people):
            made[variable] = [*_people(people), *made[variable][len(people) :]]
    return made


def _latin(value: Any, language: str, initials: bool) -> Any:
    if isinstance(value, list):
        return [_latin_person(person, language, initials) for person in value]
    return romanised(value, language) if isinstance(value, str) and not value.isascii() else value


def _latin_person(person: Mapping[str, str], language: str, initials: bool) -> dict[str, str]:
    made = {part: romanised(text, language) for part, text in person.items()}
    if initials and _cyrillic(person.get("given", "")):
        made["given"] = romanised_initials(person["given"], language)
    return made


def _latin_authors(work: Bibliographic) -> tuple[Name, ...]:
    """The authors as a source writes them in Latin letters; () where none does, or where it has fewer of them."""
    if len(work.authors) != len(work.authors_original):
        return ()
    for names in (work.authors, work.authors_original):
        if all(script_of(name.family or name.literal or "") == "Latin" for name in names):
            return names
    return ()


def _people(names: tuple[Name, ...]) -> list[dict[str, str]]:
    latin = ExportedWork(key="", work_id="", work=Bibliographic(authors=names))
    people: list[dict[str, str]] = csl_item(latin).get("author", [])
    return people


def _with_one_container(item: dict[str, Any]) -> dict[str, Any]:
    """'Вестник = Bulletin' of a Russian article is 'Вестник'; a parallel title is a source's help."""
    if container := item.get("container-title"):
        titles = split_parallel(container)
        fitting = (title for title in titles if script_of(title) == script_of(item.get("title", "")))
        of_language = (title for title in titles if in_cyrillic_letters(item.get("language", "")) and _cyrillic(title))
        item["container-title"] = next(of_language, None) or next(fitting, titles[0] if titles else container)
    return item


def _with_whole_names(item: Mapping[str, Any]) -> dict[str, Any]:
    people = ("author", "editor", "translator", "contributor")
    return {**item, **{name: [*map(_whole_name, item[name])] for name in people if name in item}}


def _with_hyphens(item: dict[str, Any], article_number: str | None) -> dict[str, Any]:
    """With a backslash before a hyphen that is no range; pandoc would make a dash of it."""
    page = item.get("page", "")
    if "-" in page and (page == article_number or not all(map(_PAGE_NUMBERS.fullmatch, page.split("-")))):
        item["page"] = page.replace("-", r"\-")
    return item


def _whole_name(person: dict[str, str]) -> dict[str, str]:
    """'熊玮' has no initials: a name in Chinese, Japanese or Korean letters stands as it is written."""
    text = person.get("family", "") + person.get("given", "")
    return {"literal": text} if script_of(text) == "CJK" else person


def _cyrillic(text: str) -> bool:
    return script_of(text) == "Cyrillic"


def _found(item: dict[str, Any]) -> dict[str, Any]:
    """Without an address that the reader doesn't need, and when somebody looked at it."""
    needless = item["type"] not in _WITH_ADDRESS and any(name in item for name in _FOUND_BY)
    if needless or "DOI" in item:
        item.pop("URL", None)
    if "URL" not in item:
        item.pop("accessed", None)
    return item


def _with_kind(item: dict[str, Any], locale: str) -> dict[str, Any]:
    """A thesis and a preprint say what they are; an article number outside a journal is a page."""
    if item["type"] == "thesis":
        item.setdefault("genre", THESIS.get(locale.partition("-")[0], "Thesis"))
    if item["type"] == "article":
        item |= {"genre": item.get("genre", "Preprint")}
        if archive := item.pop("container-title", None):
            item.setdefault("publisher", archive)
    if item["type"] not in ("article-journal", "report"):
        item.pop("number", None)
    return item


def _for_nlm(item: dict[str, Any], language: str | None) -> dict[str, Any]:
    item = with_supplement(item)
    if item.get("page") != item.get("number") and item["type"] != "report":
        item.pop("number", None)
    if _SITE.fullmatch(item.get("container-title", "")):
        item["container-title"] = item["container-title"].replace(".", STOP)
    if item["type"] == "dataset":
        item.setdefault("genre", "dataset")
    if item["type"] == "thesis":
        item["genre"] = item["genre"][:1].lower() + item["genre"][1:]
    for variable in ("author", "editor", "translator"):
        if variable in item:
            item[variable] = [_without_hyphens(person) for person in item[variable]]
    if language and language in LANGUAGE_NAMES:
        item["annote"] = LANGUAGE_NAMES[language]
    return item


def _without_hyphens(person: Mapping[str, str]) -> dict[str, str]:
    """'S.-B.' -> 'S. B.'; names that are written out stay."""
    given = person.get("given")
    return {**person, "given": given.replace(".-", ". ")} if given else dict(person)


def _for_apa(item: dict[str, Any], english: bool) -> dict[str, Any]:
    for variable in ("title", "container-title") if item["type"] in _IN_BOOKS else ("title",):
        if title := item.get(variable):
            item[variable] = _SUBTITLE.sub(lambda found: found[0].upper(), title)
    if english and item["type"] == "report" and (number := item.get("number")):
        item |= {"genre": f"{item.get('genre', 'Report')} No.", "number": JOINER + number}
    authors = item.get("author", [])
    if [person.get("literal") for person in authors] == [item.get("publisher")]:
        item.pop("publisher", None)
    for variable in ("author", "editor", "translator"):
        if variable in item:
            item[variable] = [_with_stop(person) for person in item[variable]]
    if item["type"] == "paper-conference" and "event-title" in item and "container-title" not in item:
        item.pop("page", None)
        item |= {"genre": "Conference presentation", "event-place": item.pop("publisher-place", "")}
    return item


def _with_stop(person: Mapping[str, str]) -> dict[str, str]:
    return {**person, "suffix": person["suffix"] + "."} if person.get("suffix") in ("Jr", "Sr") else dict(person)
