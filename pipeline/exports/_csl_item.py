"""Works -> CSL items, for citation processors; the file of them is `csl_json`, lists in a style are `lists/`.

In: a work as the forms see it. Out: the variables of CSL 1.0.2 that say the same, always in the same order.

Conventions, where CSL leaves a choice
- `title` is what stands on the work: the title in its own language, with the names of the authors in the same script,
  where the work has both. CSL has no variable for a translated title: `titles_of` gives it to those who print it.
- `original-title` is that of another edition: a translated book, whose own title is in its own language, bears the
  translation, and has the title that was translated there.
- The number of a report is `number`, not an issue.
- A translated title whose original is not known is '[Title]', as NLM, APA and GOST have it.
- 'van den Bussche' has a particle (non-dropping); 'Van Roy', 'O'Neill' and 'd'Arcy' are family names as they stand.
- 'and others' is an author 'others', as BibTeX has it; pandoc and Zotero print 'et al.' for it.
- An article number is `number`, and `page` where the work has no pages: few styles print the number.
- `genre` is the kind of a thesis, report or preprint as the source words it, where it says more than the type.
- An edition is its number alone: the style writes '2nd ed.' or '2-е изд.'. A count of pages is `number-of-pages`.
- A journal of which only the abbreviation is known is called by that.
- '<i>' and the like in a text would be mark-up: an invisible word joiner behind the '<' keeps it a text. So does one
  before a line 'title: …' of a note, which processors would read as the title of the item.

Source: CSL 1.0.2, specification, appendices III to V, and its schema csl-data.json.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ..formats._csl_fields import TYPE_OF
from ..formats._csl_marks import hidden_marks, hidden_note
from ..model import Bibliographic, Name
from ..values.language import script_of
from ..values.title_language import is_in
from . import ExportedWork

GENRE_TYPES = frozenset({"thesis", "report", "preprint"})
_NO_GENRE = frozenset({"thesis", "theses", "report", "preprint", "dissertation/thesis", "thesis/dissertation"})
_WITH_COUNT = frozenset({"book", "proceedings", "thesis", "report", "other"})
_COUNT = re.compile(r"([0-9]+)\s*(?:p|pp|pages?|s|seiten|с|стр)\b\.?", re.I)
_EDITION = re.compile(
    r"([0-9]{1,3})(?:st|nd|rd|th|-?е|-?ое|-?ª|e|ème|a)?\.?,?\s*(?:edition|edn|ed|aufl(?:age)?|изд(?:ание)?|wyd(?:anie)?|"
    r"éd(?:ition)?|edición|edição|edizione)?\.?",
    re.I,
)
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


def csl_item(work: ExportedWork) -> dict[str, Any]:
    """The work as a CSL item; its id is the citekey. Variables that would be empty are left out.

    csl_item(… Bibliographic(type='article', title='Groups', year=2010)) ->
    {'id': 'smith2010', 'type': 'article-journal', 'title': 'Groups', 'issued': {'date-parts': [[2010]]}}
    """
    item = {"id": work.key, "type": TYPE_OF[work.work.type]}
    return item | {name: value for name, value in _variables(work.work, work.retracted) if value}


def titles_of(work: Bibliographic) -> tuple[str | None, str | None]:
    """The title to print, and its translation where both are known; '[Title]' where only a translation is."""
    title, original = work.title, work.title_original
    if is_translated_edition(work):
        return title, None
    if original and original != title:
        return original, title
    return (_bracketed(title) if title and _is_translation(work) else title), None


def is_translated_edition(work: Bibliographic) -> bool:
    """Whether the leading title is the one on the work, and the other that of the work which was translated.

    'The Interpretation of Dreams' (original 'Die Traumdeutung') in English is; 'Groups' (original 'Группы') in Russian
    is the database's help. Where the leading title is not known to be in the language of the work, the original stands;
    but a work in English has no other title in English.
    """
    title, original, language = work.title, work.title_original, work.languages[0] if work.languages else None
    if not title or not original or original == title or language is None:
        return False
    if work.title_language:
        return work.title_language == language
    fits, original_fits = is_in(title, language), is_in(original, language)
    return original_fits is not True and (
        fits is True or (fits is None and (language == "en" or original_fits is False))
    )


def authors_of(work: Bibliographic) -> tuple[Name, ...]:
    """The authors in the script of the title that is printed, where the work has their names in it."""
    title = titles_of(work)[0]
    if not title or len(work.authors_original) != len(work.authors):
        return work.authors
    script = script_of(title)
    fitting = (names for names in (work.authors, work.authors_original) if _script(names) == script)
    return next(fitting, work.authors)


def _variables(work: Bibliographic, retracted: bool) -> Iterator[tuple[str, Any]]:
    pages = work.pages or ""
    count = _COUNT.fullmatch(pages) if work.type in _WITH_COUNT else None
    report = work.type == "report"
    texts: tuple[tuple[str, str | None], ...] = (
        ("container-title", work.container or work.container_short),
        ("container-title-short", work.container_short),
        ("collection-title", work.series),
        ("event-title", work.event),
        ("publisher", work.publisher),
        ("publisher-place", work.place),
        ("genre", _genre(work)),
        ("edition", edition_number(work.edition)),
        ("volume", work.volume),
        ("issue", None if report else work.issue),
        ("number", (work.issue if report else None) or work.article_number),
        ("page", None if count else pages or work.article_number),
        ("number-of-pages", count[1] if count else None),
    )
    yield "title", _plain(titles_of(work)[0])
    yield "original-title", _plain(work.title_original) if is_translated_edition(work) else None
    yield "author", _people(authors_of(work), work.authors_complete)
    yield "editor", _people(work.editors, True)
    yield "translator", _people(work.translators, True)
    yield "issued", _date(_issued(work))
    yield "available-date", _date(work.date_online)
    yield "accessed", _date(work.accessed)
    yield from ((name, _plain(text)) for name, text in texts)
    yield from (("DOI", work.doi), ("PMID", work.pmid), ("PMCID", work.pmcid), ("URL", work.url))
    yield from (("ISSN", ", ".join(work.issn)), ("ISBN", ", ".join(work.isbn)))
    yield "language", work.languages[0] if work.languages else None
    yield "keyword", _plain("; ".join(work.keywords))
    yield "status", "retracted" if retracted else None
    yield from (("abstract", _plain(work.abstract)), ("note", hidden_note(work.note) if work.note else None))


def _plain(text: str | None) -> str | None:
    return hidden_marks(text) if text else None


def _is_translation(work: Bibliographic) -> bool:
    known = work.title_language and work.languages and not work.title_original
    return bool(known) and work.title_language not in work.languages


def _bracketed(title: str) -> str:
    return title if title.startswith("[") and title.rstrip(".").endswith("]") else f"[{title}]"


def _genre(work: Bibliographic) -> str | None:
    said = (kind for kind in work.publication_types if kind.strip().lower() not in _NO_GENRE)
    return next(said, None) if work.type in GENRE_TYPES else None


def edition_number(edition: str | None) -> str | None:
    """'2nd ed.', '2-е изд.', '2. Aufl.' -> '2'; what says more ('2., überarb. Aufl.') stays as it is."""
    found = _EDITION.fullmatch(edition.strip()) if edition else None
    return found[1] if found else edition


def _issued(work: Bibliographic) -> str | None:
    """As exact as known. The year of issue rules: a date of another year tells no month."""
    year = f"{work.year:04d}" if work.year is not None else None
    if year is None or (work.date or "").startswith(year):
        return work.date or year
    return year


def _date(text: str | None) -> dict[str, Any] | None:
    found = _DATE.fullmatch(text or "")
    return {"date-parts": [[int(part) for part in found.groups() if part]]} if found else None


# ------------------------------------------------------------------------------------------ names


def _people(names: Sequence[Name], complete: bool) -> list[dict[str, str]]:
    people = [person for name in names if (person := _person(name))]
    return [*people, {"literal": "others"}] if people and not complete else people


def _person(name: Name) -> dict[str, str]:
    """'van der Berg, Jan, Jr' -> its parts; a group, or a name that is given names alone, -> {'literal': …}."""
    if name.literal or not name.family:
        whole = name.literal or name.given
        return {"literal": hidden_marks(whole)} if whole else {}
    particle, family = _parted(name.family)
    parts = {"non-dropping-particle": particle, "family": family, "given": name.given, "suffix": name.suffix}
    return {part: hidden_marks(text) for part, text in parts.items() if text}


def _parted(family: str) -> tuple[str, str]:
    """'van den Bussche' -> 'van den', 'Bussche': the words in small letters before the first with a capital."""
    words = family.split(" ")
    end = next((place for place, word in enumerate(words) if not word.islower()), 0)
    return " ".join(words[:end]), " ".join(words[end:])


def _script(names: Sequence[Name]) -> str:
    return script_of(" ".join(name.family or name.literal or "" for name in names))
