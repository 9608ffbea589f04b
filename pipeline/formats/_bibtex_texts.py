"""What text stands in which field of a BibTeX entry; how it is escaped, `_bibtex_writer` knows, and the conventions.

In: the cleaned fields of a work. Out: field names and plain texts, in the order of the entry.
"""

from __future__ import annotations

import re

from ..model import Bibliographic
from ..values.language import script_of
from ..values.pages import page_count
from ._extent import WITH_EXTENT
from ._in_journal import is_in_journal

_CONTAINER = {
    "article": "journal",
    "chapter": "booktitle",
    "conference-paper": "booktitle",
    "book": "booktitle",
    "proceedings": "booktitle",
    "thesis": "booktitle",
    "report": "booktitle",
}  # the others: howpublished, the one thing of the kind that @misc prints
_HOUSE = {"thesis": "school", "report": "institution"}  # the others: publisher

CONFERENCE_PAPER = "Conference paper"  # Scopus' words, which readers of BibTeX know

_NO_KIND = {  # what the type of the entry says by itself
    "thesis", "theses", "dissertation", "dissertation/thesis", "thesis/dissertation", "phdthesis", "phd thesis",
    "mathesis", "mastersthesis", "master's thesis", "report", "techreport", "technical report",
}  # fmt: skip

# babel's names by ISO 639-1
_LANGUAGES = {
    "en": "english", "de": "ngerman", "ru": "russian", "pl": "polish", "fr": "french", "it": "italian",
    "es": "spanish", "pt": "portuguese", "nl": "dutch", "hu": "hungarian", "cs": "czech", "sk": "slovak",
    "uk": "ukrainian", "be": "belarusian", "bg": "bulgarian", "sr": "serbian", "hr": "croatian",
    "sl": "slovene", "mk": "macedonian", "ro": "romanian", "el": "greek", "tr": "turkish", "sv": "swedish",
    "da": "danish", "no": "norsk", "nb": "norsk", "nn": "nynorsk", "fi": "finnish", "is": "icelandic",
    "et": "estonian", "lv": "latvian", "lt": "lithuanian", "he": "hebrew", "ar": "arabic", "fa": "persian",
    "ja": "japanese", "zh": "chinese", "ko": "korean", "ca": "catalan", "gl": "galician", "eu": "basque",
    "la": "latin", "vi": "vietnamese", "th": "thai", "id": "indonesian", "ka": "georgian", "hy": "armenian",
    "af": "afrikaans",
}  # fmt: skip

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_ARXIV = re.compile(r"(?:10\.48550/arxiv\.|arxiv\.org/(?:abs|pdf)/)([a-z.-]+/\d{7}|\d{4}\.\d{4,5})", re.IGNORECASE)
# what stands before the colon names the kind of text here, not the work
_KIND_WORDS = """
    re reply response author's authors' letter comment commentary correction corrigendum erratum errata addendum
    retraction retracted editorial abstract introduction preface foreword review obituary
"""
_KINDS_OF_TEXT = frozenset(_KIND_WORDS.split())


Texts = dict[str, str | None]


def texts(work: Bibliographic, dialect: str, retracted: bool) -> dict[str, str]:
    """Field name -> plain text, in the order of the entry; names by the 'bibtex' dialect."""
    title, addition, former = _titles(work)
    extent = page_count(work.pages) if work.pages and work.type in WITH_EXTENT else None
    found = {
        "title": title,
        "titleaddon": addition,
        "origtitle": former,
        "shorttitle": _short_title(title) if title and ": " in title else None,
        **_container_texts(work),
        "series": work.series,
        **_imprint_texts(work),
        "edition": work.edition,
        **_date_texts(work, dialect),
        "volume": work.volume,
        "number": work.issue,
        "pages": None if extent else work.pages or (work.article_number if dialect == "bibtex" else None),
        "pagetotal": extent,
        "eid": work.article_number,
        "type": _kind(work, dialect),
        **_identifier_texts(work, dialect),
        **_language_texts(work, dialect),
        "note": _note(work, retracted),
        "abstract": work.abstract,
        "keywords": ", ".join(work.keywords),
    }
    return {name: text for name, text in found.items() if text}


def _titles(work: Bibliographic) -> tuple[str | None, str | None, str | None]:
    """The title to print, the addition in brackets, the title of the original: see the conventions of the writer."""
    title, original = work.title, work.title_original
    if not original or original == title:
        return (_bracketed(title) if _is_translated(work) else title), None, None
    if not title:
        return original, None, None
    if prints_its_own_title(work):
        return original, _bracketed(title), None
    return title, None, original


def prints_its_own_title(work: Bibliographic) -> bool:
    """Whether the title in the language of the work is printed, the leading one behind it.

    Not where the work is in English: another title is that of what it was translated from.
    """
    if not work.title or not work.title_original or work.title_original == work.title:
        return False
    if set(work.languages) == {"en"}:
        return False
    return script_of(work.title_original) != "Latin" or script_of(work.title) in ("Latin", "None")


def _is_translated(work: Bibliographic) -> bool:
    known = work.title_language and work.languages and not work.title_original
    return bool(known) and work.title_language not in work.languages


def _bracketed(title: str | None) -> str | None:
    if not title or (title.startswith("[") and title.rstrip(".").endswith("]")):
        return title
    return f"[{title}]"


def title_language(work: Bibliographic) -> str | None:
    """The language of the title that is printed."""
    of_the_work = work.languages[0] if work.languages else None
    if prints_its_own_title(work):
        return of_the_work or "und"
    return work.title_language or of_the_work


def _short_title(title: str) -> str | None:
    """'Balint groups: a review' -> 'Balint groups'; None for 'Reply: …', and for a title in brackets."""
    short = title.partition(": ")[0]
    kind = short.lower().split()[:1]
    return None if not kind or kind[0] in _KINDS_OF_TEXT or short[0] == "[" else short


def _container_texts(work: Bibliographic) -> Texts:
    name = "journal" if is_in_journal(work) else _CONTAINER.get(work.type, "howpublished")
    container, short, event = work.container, work.container_short, work.event
    found: Texts = {}
    if name == "journal":
        found[name] = container or short
    elif work.type == "conference-paper":
        found[name] = container or event
    else:
        found[name] = container or (work.publisher if name == "howpublished" else None)
    if short and (container or name != "journal"):
        found["shortjournal"] = short
    if event and (work.type != "conference-paper" or container):
        found["eventtitle"] = event
    return found


def _imprint_texts(work: Bibliographic) -> Texts:
    printed_already = work.type not in _CONTAINER and not work.container
    return {_HOUSE.get(work.type, "publisher"): None if printed_already else work.publisher, "address": work.place}


def _date_texts(work: Bibliographic, dialect: str) -> Texts:
    """year and month, or date. The year of issue rules: a date of another year tells no month."""
    date = work.date
    year = work.year if work.year is not None else _year_of(date) or _year_of(work.date_online)
    parts = _DATE.fullmatch(date) if date else None
    fits = parts is not None and int(parts[1]) == year
    found: Texts
    if dialect == "biblatex":
        found = {"date": date if fits else (None if year is None else f"{year:04d}")}
    else:
        found = {"year": None if year is None else str(year)}
        if parts is not None and fits and parts[2] and 1 <= int(parts[2]) <= 12:
            found["month"] = _MONTHS[int(parts[2]) - 1]
            found["day"] = parts[3] and str(int(parts[3]))
    if work.date_online != date:
        found["epubdate"] = work.date_online
    return found


def _year_of(date: str | None) -> int | None:
    found = re.match(r"\d{4}", date or "")
    return int(found[0]) if found else None


def _identifier_texts(work: Bibliographic, dialect: str) -> Texts:
    found: Texts = {"doi": work.doi}
    arxiv = _ARXIV.search(work.doi or work.url or "")
    if arxiv:
        found["eprint"] = arxiv[1]
        found |= {"archiveprefix": "arXiv"} if dialect == "bibtex" else {"eprinttype": "arxiv"}
    if work.pmid and dialect == "biblatex" and not arxiv:
        found |= {"eprint": work.pmid, "eprinttype": "pubmed"}
    else:
        found["pmid"] = work.pmid
    found |= {"pmcid": work.pmcid, "issn": ", ".join(work.issn), "isbn": ", ".join(work.isbn)}
    if not work.doi:
        found |= {"url": work.url, "urldate": work.accessed}
    return found


def _language_texts(work: Bibliographic, dialect: str) -> Texts:
    """langid for babel; language in words (some classic styles choose their wording by it)."""
    if not work.languages:
        return {}
    named = [_LANGUAGES.get(code, code) for code in work.languages]
    found: Texts = {"langid": _LANGUAGES.get(work.languages[0])}
    if dialect == "bibtex":
        found["language"] = ", ".join(named)
    elif len(named) > 1 or work.languages[0] not in _LANGUAGES:
        found["language"] = " and ".join(named)
    return found


def _note(work: Bibliographic, retracted: bool) -> str | None:
    said = ["Preprint"] if work.type == "preprint" else []
    said += ["Retracted"] if retracted else []
    if not said:
        return work.note
    return ". ".join([*said, work.note] if work.note else said)


def _kind(work: Bibliographic, dialect: str) -> str | None:
    """What a thesis or a report is called, where that says more than its entry: 'дис. ... канд. психол. наук'.

    Classic styles print it in place of 'PhD thesis', biblatex too, where it is none of the names that it knows.
    No style prints it of an @article; there it tells programs, ours too, that this is a paper of a congress.
    """
    if is_in_journal(work):
        return CONFERENCE_PAPER
    if work.type not in _HOUSE:
        return None
    said = next((kind for kind in work.publication_types if kind.strip().lower() not in _NO_KIND), None)
    if said is None and work.type == "thesis" and dialect == "biblatex":
        return "mathesis" if is_masters(work) else "phdthesis"
    return said


def is_masters(work: Bibliographic) -> bool:
    """Whether a thesis is a master's."""
    return any("master" in kind.lower() for kind in work.publication_types)
