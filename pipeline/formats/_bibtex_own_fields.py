r"""The fields of ours that a BibTeX entry has: their names there, and their values in LaTeX.

In: a record as the reader of BibTeX has it, its key, and the LaTeX that is known of its texts. Out: names and values
with their delimiters, in the order of the entry; `_bibtex_fields` turns them round.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from ..model import Found
from ._bibtex_fields import MONTHS, PEOPLE, PMID_NOTE, SAID_FIRST, WITH_ISSUES, Fields, add_accession, listed
from ._bibtex_latex import Latex, was_bibtex
from ._bibtex_name_list import bodies_apart, name_list
from ._bibtex_sources import only_in_arxiv
from ._latex_escape import escape_exactly, escape_verbatim

# ours -> theirs, in the order of the entry; None: `_TOLD_APART` says which name
NAMES = {
    "authors": None, "authors_original": None, "editors": None, "translators": None, "title": "title",
    "title_original": "origtitle", "title_translated": "titleaddon",
    "container": None, "container_short": "shortjournal", "series": "series", "event": "eventtitle", "publisher": None,
    "place": "address", "edition": "edition", "year": "year", "date": None, "date_online": "early-access-date",
    "volume": "volume", "issue": "number", "pages": "pages", "article_number": "eid", "doi": "doi", "pmid": "pmid",
    "pmcid": "pmcid", "accession": None, "issn": "issn", "isbn": "isbn", "url": "url", "accessed": "urldate",
    "language": "language",
    "publication_types": "type", "abstract": "abstract", "keywords": None, "headings": None, "note": None,
}  # fmt: skip
_VERBATIM = {"doi", "pmid", "pmcid", "url"}
LISTS = {"issn", "isbn", "language"}
# the reader takes the second for the first where that is missing: a field without text keeps them apart
_IN_THE_WAY = {"place": "location", "language": "langid", "issue": "issue"}

_HOLDS_YEAR = re.compile(r"\d{4}")
_NUMBERS = re.compile(r"(\d\d+)-(\d\d+)(?:-(\d\d+))?")

BETWEEN_SEVERAL = re.compile(r"[,;]|\s+and\s+")  # both as the reader has them

Pairs = Iterator[tuple[str, str]]  # field name and value, with its delimiters


def own_fields(found: Found, latex: Latex, key: str) -> Pairs:
    for ours, name in NAMES.items():
        texts = found.fields.get(ours, [])
        if ours in _NAMED_BY_TYPE:
            theirs = _NAMED_BY_TYPE[ours](found)
            yield from ((theirs, f"{{{_in_latex(ours, text, latex)}}}") for text in texts)
        elif name is None:
            yield from _TOLD_APART[ours](found, texts, key)
        elif texts:
            texts = _in_one(texts) if ours in LISTS else texts
            yield from ((name, f"{{{_in_latex(ours, text, latex)}}}") for text in texts)
        elif _IN_THE_WAY.get(ours) in found.extra and (ours != "issue" or found.fields["type"][0] in WITH_ISSUES):
            yield name, "{{}}"


def _in_one(texts: list[str]) -> list[str]:
    """'1234-5678, 8765-4321'; not where one of them would be parted there."""
    joined = ", ".join(texts)
    return [joined] if [part.strip() for part in BETWEEN_SEVERAL.split(joined)] == texts else texts


def _in_latex(ours: str, text: str, latex: Latex) -> str:
    """As it stood, where it did; else escaped."""
    if ours in _VERBATIM:
        return escape_verbatim(text)
    if (stood := latex.get((ours, text))) is not None:
        return stood
    return escape_exactly(f"[{text}]" if ours == "title_translated" else text)


def is_article_of_arxiv(found: Found) -> bool:
    """Whether the entry is an @article that will be read as the preprint that it is."""
    written = {"journal": found.fields.get("container", []), **found.extra}
    return found.extra["entry_type"] == ["article"] and found.fields["type"] == ["preprint"] and only_in_arxiv(written)


# ---------------------------------------------------------------- fields whose name depends on what else there is


def _authors(found: Found, texts: list[str], _: str) -> Pairs:
    if names := name_list(texts, found.fields.get("group_authors", [])):
        yield "author", f"{{{names}}}"


def _people(name: str, ours: str, found: Found) -> Pairs:
    """A list in which bodies stand behind the persons, or one of bodies alone; both are read as one field."""
    texts = found.fields.get(ours, [])
    if not texts:
        return
    persons, bodies = bodies_apart(texts) if "name_form" in found.fields else ([], texts)
    if [*persons, *bodies] != texts or not (persons or _without_persons(found, ours)):
        persons, bodies = texts, []
    if names := name_list(persons, bodies):
        yield name, f"{{{names}}}"


def _without_persons(found: Found, ours: str) -> bool:
    """Whether the reader finds it right that a list has bodies alone: other lists have persons, or none has any."""
    lists = [found.fields.get(other, []) for other in PEOPLE.values() if other != ours]
    return "name_form" not in found.fields or any(bodies_apart(names)[0] for names in lists)


def _container(found: Found) -> str:
    """`booktitle` takes a `booksubtitle`, `journal` doesn't."""
    in_journal = found.fields["type"][0] in ("article", "other") or is_article_of_arxiv(found)
    journal = in_journal or "booksubtitle" in found.extra
    return "journal" if journal else "booktitle"


def _publisher(found: Found) -> str:
    return {"thesis": "school", "report": "institution"}.get(found.fields["type"][0], "publisher")


_NAMED_BY_TYPE: Mapping[str, Callable[[Found], str]] = {"container": _container, "publisher": _publisher}


def _date(found: Found, texts: list[str], _: str) -> Pairs:
    """'2014 Nov' of 2014 is a month, as in classic BibTeX; any other is biblatex's `date`.

    A `date` without a year in it is read as month and day of `year`: these are written, or, where they stood twice and
    so were left as they stood, they stand twice again.
    """
    year = found.fields.get("year", [""])[0]
    date = texts[0] if len(texts) == 1 and not {"month", "day"} & found.extra.keys() else ""
    month = date.removeprefix(year + " ") if year else date
    without_year = bool(year and date) and not _HOLDS_YEAR.search(date)
    if without_year and (parts := _NUMBERS.fullmatch(date)) and parts[1] == year.zfill(2):
        yield from (pair for pair in (("month", f"{{{parts[2]}}}"), ("day", f"{{{parts[3]}}}")) if pair[1] != "{None}")
    elif without_year and month == date and was_bibtex(found):
        yield from [("date", f"{{{escape_verbatim(date)}}}")] * 2
    elif (without_year or (month[:1].isalpha() and (month != date or not year))) and month == " ".join(month.split()):
        yield "month", month.lower() if month in MONTHS else f"{{{escape_exactly(month)}}}"
    else:
        yield from (("date", f"{{{escape_verbatim(text)}}}") for text in texts)


def _accession(found: Found, texts: list[str], key: str) -> Pairs:
    """Only where key and addresses don't tell it."""
    told: Fields = {"url": found.fields.get("url", [])}
    add_accession(told, key)
    if texts != told.get("accession"):
        yield from (("unique-id", f"{{{escape_verbatim(text)}}}") for text in texts)


def _keywords(found: Found, texts: list[str], _: str) -> Pairs:
    yield from _word_list("author_keywords" if _by_scopus(found) else "keywords", texts)


def _headings(found: Found, texts: list[str], _: str) -> Pairs:
    yield from _word_list("keywords" if _by_scopus(found) else "keywords-plus", texts)


def _by_scopus(found: Found) -> bool:
    return "scopus" in " ".join(found.extra.get("source", ())).lower()


def _word_list(name: str, words: list[str]) -> Pairs:
    """By semicolons; with a blank before where '&D; ' would be taken for an entity."""
    end = ";" if len(words) == 1 and "," in words[0] else ""
    text = "; ".join(words) + end
    if listed(text) != words:
        text = " ; ".join(words) + " " * bool(end) + end
    if words:
        yield name, f"{{{escape_exactly(text)}}}"


def _note(found: Found, texts: list[str], _: str) -> Pairs:
    """The reader takes a PMID from a note, not one that it didn't take before; and 'Retracted.' at its beginning."""
    for text in texts:
        new = set(PMID_NOTE.findall(text)) - set(found.fields.get("pmid", ()))
        escaped = escape_exactly(text)
        escaped = escaped.replace("PMID:", "{}PMID:") if new else escaped
        yield "note", f"{{{'{}' * bool(SAID_FIRST.match(text))}{escaped}}}"


_TOLD_APART: Mapping[str, Callable[[Found, list[str], str], Pairs]] = {
    "authors": _authors,
    "authors_original": lambda found, _, __: _people("authororiginal", "authors_original", found),
    "editors": lambda found, _, __: _people("editor", "editors", found),
    "translators": lambda found, _, __: _people("translator", "translators", found),
    "date": _date,
    "accession": _accession,
    "keywords": _keywords,
    "headings": _headings,
    "note": _note,
}
