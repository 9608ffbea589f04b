r"""Works -> BibTeX, in two dialects; the reader is `bibtex`.

In: the cleaned fields of a work and its citekey. Out: the text of an entry, one field a line, in fixed order.

    bibtex    classic styles, natbib: year, month, journal; @phdthesis, @techreport, @misc, @unpublished
    biblatex  biber: date, journaltitle, location; @thesis, @report, @online, @dataset

Conventions, where the formats leave a choice
- Two titles: `title` is the title in the language of the work, `titleaddon` the English one in brackets.
  biblatex prints both; classic styles ignore titleaddon and so print what stands on the work.
- A translated title whose original is not known is printed as '[Title]', as NLM, Vancouver and APA have it:
  the brackets tell that the work bears another title, and no citation style adds them by itself.
- An article number is `eid`. Classic styles print no eid: in 'bibtex' it also takes the place of missing
  pages.
- A url stands only where there is no DOI. Both are verbatim fields: percent-encoded if need be, not escaped.
- A proceedings volume prints as a book: @proceedings, or @book where it has authors, which @proceedings
  doesn't print.
- `booktitle` of a conference paper without a container is the name of the conference.
- A preprint is @unpublished (note: where it stands), which is what classic styles can say of it.
- `authororiginal`, `epubdate`, `shortjournal`, `pmcid`, `pmid`, `ids` are printed by no classic style: they
  are there for reference managers. Subject headings and publication types are not written.

Sources: btxdoc (entry types, names), the natbib and biblatex manuals, babel's list of languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from ..model import Bibliographic, Name
from ._latex_escape import ENCODINGS, escape, escape_url, plain, protect

DIALECTS = ("bibtex", "biblatex")

_TYPES = {
    "article": ("article", "article"),
    "book": ("book", "book"),
    "chapter": ("incollection", "incollection"),
    "conference-paper": ("inproceedings", "inproceedings"),
    "dataset": ("misc", "dataset"),
    "preprint": ("unpublished", "online"),
    "proceedings": ("proceedings", "proceedings"),
    "report": ("techreport", "report"),
    "thesis": ("phdthesis", "thesis"),
    "webpage": ("misc", "online"),
    "other": ("misc", "misc"),
}

_CONTAINER = {
    "article": "journal",
    "chapter": "booktitle",
    "conference-paper": "booktitle",
    "book": "booktitle",
    "proceedings": "booktitle",
    "thesis": "booktitle",
    "report": "booktitle",
}  # the others: howpublished, the one thing of the kind that @misc prints

_BIBLATEX_FIELD = {
    "journal": "journaltitle",
    "address": "location",
    "school": "institution",
    "howpublished": "organization",
}

_LISTS = frozenset({"publisher", "institution", "school", "address", "location", "organization"})

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
_VERBATIM = frozenset({"doi", "url", "file", "eprint"})
_NOT_IN_A_KEY = re.compile(r"[\s{}()\",#%'=~\\]")
_NOT_IN_A_FIELD_NAME = re.compile(r"[^a-z0-9_-]")
_DASH = "-\u2010-\u2015\u2212"
_PAGE_RANGE = re.compile(rf"([^{_DASH}]*\d[^{_DASH}]*?|[ivxlcdmIVXLCDM]+)\s*[{_DASH}]+\s*([^{_DASH}]+)")
_AND = re.compile(r"\band\b", re.IGNORECASE)


def entry(
    key: str,
    work: Bibliographic,
    *,
    encoding: str = "utf-8",
    dialect: str = "bibtex",
    extra_fields: Mapping[str, str] | None = None,
    ids: Sequence[str] = (),
) -> str:
    r"""One entry, ending with '}\n'. A key or a dialect that would break the file raises ValueError.

    `extra_fields` (name -> plain text) come last, in their order; they win over a field of the work.
    `ids` are the older keys of the work; biblatex cites the entry under them too.

    entry('smith2010', Bibliographic(type='article', title='On RCTs', year=2010)) ->
    '@article{smith2010,\n  title = {On {RCTs}},\n  year = {2010},\n}\n'
    """
    _check(key, encoding, dialect, ids)
    fields = dict(_work_fields(work, encoding, dialect))
    if ids:
        fields["ids"] = "{" + ", ".join(ids) + "}"
    for name, value in (extra_fields or {}).items():
        name = _NOT_IN_A_FIELD_NAME.sub("", name.lower())
        if name and plain(value):
            fields[name] = "{" + (escape_url(value) if name in _VERBATIM else escape(value, encoding)) + "}"
    lines = "".join(f"  {name} = {value},\n" for name, value in fields.items())
    return f"@{_entry_type(work, dialect)}{{{key},\n{lines}}}\n"


def document(entries: Iterable[str], header: str | None = None) -> Iterator[str]:
    """The pieces of a file: `header` as comment lines, then the entries, a blank line between.

    An '@' in the header is written '(at)': BibTeX takes any '@' outside an entry for the start of one.
    """
    apart = ""
    if header and header.strip():
        yield "".join(f"% {line}".rstrip() + "\n" for line in header.replace("@", "(at)").strip().splitlines())
        apart = "\n"
    for text in entries:
        yield apart + text
        apart = "\n"


def _check(key: str, encoding: str, dialect: str, ids: Sequence[str]) -> None:
    if encoding not in ENCODINGS:
        raise ValueError(f"encoding = {encoding!r} is not one of {', '.join(ENCODINGS)}")
    if dialect not in DIALECTS:
        raise ValueError(f"dialect = {dialect!r} is not one of {', '.join(DIALECTS)}")
    for name in (key, *ids):
        if not name or _NOT_IN_A_KEY.search(name) or (encoding == "latex" and not name.isascii()):
            raise ValueError(f"{name!r} can't be a BibTeX key: no blanks, braces, quotes, commas, # % = ~ \\")


def _entry_type(work: Bibliographic, dialect: str) -> str:
    if work.type == "proceedings" and work.authors and not work.editors:
        return "book"
    if work.type == "thesis" and dialect == "bibtex" and _is_masters(work):
        return "mastersthesis"
    return _TYPES.get(work.type, _TYPES["other"])[DIALECTS.index(dialect)]


def _is_masters(work: Bibliographic) -> bool:
    return any("master" in kind.lower() for kind in work.publication_types)


# ------------------------------------------------------------------------------------------ fields


def _work_fields(work: Bibliographic, encoding: str, dialect: str) -> Iterator[tuple[str, str]]:
    """Field name and value with its delimiters, in the order of the entry; missing ones left out."""
    people = (("author", work.authors), ("authororiginal", work.authors_original), ("editor", work.editors))
    for name, names in people:
        complete = work.authors_complete or name == "editor"
        if written := _names(names, encoding, complete=complete):
            yield name, "{" + written + "}"
    for name, text in _texts(work, dialect):
        if text and plain(text):
            name = _BIBLATEX_FIELD.get(name, name) if dialect == "biblatex" else name
            yield name, text if name == "month" else "{" + _inner_value(name, text, work, encoding) + "}"


def _inner_value(name: str, text: str, work: Bibliographic, encoding: str) -> str:
    if name == "title":
        return protect(text, _title_language(work), encoding)
    if name in _VERBATIM:
        return escape_url(text)
    if name == "pages" and work.pages:
        return ", ".join(_range(part, encoding) for part in text.split(","))
    if name == "keywords":
        return ", ".join(_part(keyword, encoding) for keyword in work.keywords if plain(keyword))
    if name in _LISTS:
        return _part(text, encoding, also_comma=False)
    return escape(text, encoding)


def _texts(work: Bibliographic, dialect: str) -> Iterator[tuple[str, str | None]]:
    """Field name and plain text, in the order of the entry; names by the 'bibtex' dialect."""
    yield from zip(("title", "titleaddon"), _titles(work), strict=True)
    yield from _container_texts(work)
    yield "series", work.series
    yield from _imprint_texts(work)
    yield "edition", work.edition
    yield from _date_texts(work, dialect)
    yield "volume", work.volume
    yield "number", work.issue
    yield "pages", work.pages or (work.article_number if dialect == "bibtex" else None)
    yield "eid", work.article_number
    if work.type == "thesis" and dialect == "biblatex":
        yield "type", "mathesis" if _is_masters(work) else "phdthesis"
    yield from _identifier_texts(work)
    yield from _language_texts(work, dialect)
    yield "note", _note(work)
    yield "abstract", work.abstract
    yield "keywords", ", ".join(work.keywords)


def _titles(work: Bibliographic) -> tuple[str | None, str | None]:
    """The title to print and the addition in brackets: see the conventions above."""
    title, original = work.title, work.title_original
    if not original or original == title:
        return (_bracketed(title) if _is_translated(work) else title), None
    return original, _bracketed(title)


def _is_translated(work: Bibliographic) -> bool:
    known = work.title_language and work.languages and not work.title_original
    return bool(known) and work.title_language not in work.languages


def _bracketed(title: str | None) -> str | None:
    if not title or (title.startswith("[") and title.rstrip(".").endswith("]")):
        return title
    return f"[{title}]"


def _title_language(work: Bibliographic) -> str | None:
    """The language of the title that is printed."""
    of_the_work = work.languages[0] if work.languages else None
    if work.title_original and work.title_original != work.title:
        return of_the_work or "und"
    return work.title_language or of_the_work


def _container_texts(work: Bibliographic) -> Iterator[tuple[str, str | None]]:
    name = _CONTAINER.get(work.type)
    container = work.container
    if name == "journal":
        yield name, container or work.container_short
    elif work.type == "conference-paper":
        yield "booktitle", container or work.event
    elif name:
        yield name, container
    elif work.type != "preprint":
        yield "howpublished", container or work.publisher
    if work.container_short and (work.container or name != "journal"):
        yield "shortjournal", work.container_short
    if work.event and (work.type != "conference-paper" or work.container):
        yield "eventtitle", work.event


def _imprint_texts(work: Bibliographic) -> Iterator[tuple[str, str | None]]:
    house = {"thesis": "school", "report": "institution"}.get(work.type, "publisher")
    printed_already = work.type in ("dataset", "webpage", "other") and not work.container
    yield house, None if printed_already else work.publisher
    yield "address", work.place


def _date_texts(work: Bibliographic, dialect: str) -> Iterator[tuple[str, str | None]]:
    """year and month, or date. The year of issue rules: a date of another year tells no month."""
    found = _DATE.fullmatch(work.date or "")
    year = work.year if work.year is not None else _year_of(work.date) or _year_of(work.date_online)
    fits = found is not None and int(found[1]) == year
    if dialect == "biblatex":
        yield "date", work.date if fits else (None if year is None else f"{year:04d}")
    else:
        yield "year", None if year is None else str(year)
        if found is not None and fits and found[2] and 1 <= int(found[2]) <= 12:
            yield "month", _MONTHS[int(found[2]) - 1]
            yield "day", found[3] and str(int(found[3]))
    if work.date_online != work.date:
        yield "epubdate", work.date_online


def _year_of(date: str | None) -> int | None:
    found = re.match(r"\d{4}", date or "")
    return int(found[0]) if found else None


def _range(text: str, encoding: str) -> str:
    """'283-298' -> '283--298'; a label with a hyphen ('A-12') and anything with more than one dash stay."""
    found = _PAGE_RANGE.fullmatch(text.strip())
    if found is None:
        return escape(text, encoding)
    return escape(found[1], encoding) + "--" + escape(found[2], encoding)


def _identifier_texts(work: Bibliographic) -> Iterator[tuple[str, str | None]]:
    yield "doi", work.doi
    yield "pmid", work.pmid
    yield "pmcid", work.pmcid
    yield "issn", ", ".join(work.issn)
    yield "isbn", ", ".join(work.isbn)
    yield "url", None if work.doi else work.url


def _language_texts(work: Bibliographic, dialect: str) -> Iterator[tuple[str, str | None]]:
    """langid for babel; language in words (some classic styles choose their wording by it)."""
    named = [_LANGUAGES.get(code, code) for code in work.languages]
    yield "langid", _LANGUAGES.get(work.languages[0]) if named else None
    if dialect == "bibtex":
        yield "language", ", ".join(named)
    elif len(named) > 1:
        yield "language", " and ".join(named)


def _note(work: Bibliographic) -> str | None:
    if work.type != "preprint":
        return work.note
    where = work.container or work.container_short or work.publisher
    parts = ("Preprint", where, work.note)
    return ", ".join(part for part in parts if part)


# ------------------------------------------------------------------------------------------ names


def _names(names: Sequence[Name], encoding: str, *, complete: bool) -> str:
    written = [text for name in names if (text := _name(name, encoding))]
    return " and ".join([*written, "others"] if written and not complete else written)


def _name(name: Name, encoding: str) -> str:
    """'von Family, Jr, Given'; a group, or one part with a blank in it, in braces; '' for an empty name."""
    family, suffix, given = (plain(part or "") for part in (name.family, name.suffix, name.given))
    if family and given:
        parts = [_family(family, encoding), _part(suffix, encoding), _part(given, encoding)]
        return ", ".join(part for part in parts if part)
    whole = " ".join(part for part in (given, family, suffix) if part)
    if not whole:
        literal = escape(name.literal or "", encoding)
        return "{" + literal + "}" if literal else ""
    return "{" + escape(whole, encoding) + "}" if " " in whole else _family(whole, encoding)


def _family(family: str, encoding: str) -> str:
    """Bare where BibTeX finds the particle itself ('van der Berg'), else braced ('Lopez da Silva', 'others').

    BibTeX counts all up to the last word in lower case as particle, 'Lopez' too.
    """
    lower = [word[0].islower() for word in family.split()]
    if family.lower() == "others" or any(after > before for before, after in pairwise(lower)):
        return "{" + escape(family, encoding) + "}"
    return _part(family, encoding)


def _part(text: str, encoding: str, also_comma: bool = True) -> str:
    """Escaped, and in braces where a comma or an 'and' of its own would be taken for a separator."""
    escaped = escape(text, encoding)
    return "{" + escaped + "}" if _AND.search(text) or (also_comma and "," in text) else escaped
