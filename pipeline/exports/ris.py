"""RIS, for Zotero, EndNote, Mendeley, and the programs for screening.

\b
- The citekey stands in ID, and for Zotero in its field Extra (M2), which it takes a citation key from.
- The PMID stands in AN (EndNote, Covidence), the PMCID of an article in C2, an article number in C7, and in SP where
  there are no pages: most programs know no other place.
- Two titles: TI is the one in the language of the work, TT the other. '[Title]' is a translation whose original
  nobody knows.
- A name that ends in a comma is a group (EndNote's mark). Subject headings stand among the keywords; a semicolon in a
  keyword becomes a comma, since programs part keywords there.
- A retracted work says so in a note. Publication types are written for preprints, reports, theses and web pages only.
- --labels says what was decided, in the words of Rayyan, ASReview or Covidence. `decide --from` takes back what was
  decided there.
- What RIS has no place for stands in one note, 'bibcorpus: …', from which `bibcorpus add` gets it back.

UTF-8 without byte-order mark, lines end in CR LF.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from io import StringIO

from ..formats import ris
from ..formats._ris_dialects import OURS, type_of
from ..formats._ris_writer import TYPE_TAGS, tags_of, text_of
from ..model import Bibliographic, Found
from . import ExportedWork, Frame, Options
from ._found import ET_AL, bracketed, notes_of, source_fields, to_write, written

NAME = "ris"
TITLE = "RIS"
SUFFIX = ".ris"
OPTIONS = ("abstracts", "tags", "labels")

_TYPE_TAGS = {**TYPE_TAGS, "proceedings": "BOOK"}  # a volume is cited as a book; CONF is one paper of it
_SAY_THEIR_TYPE = ("preprint", "report", "thesis", "webpage")  # Zotero takes M3 of an article for its DOI
_ELSEWHERE = ("title_original", "authors_original", "note")  # no tag of their own
_WHOLE_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


def text(work: ExportedWork, options: Options) -> str:
    """One record, its end mark and a blank line."""
    fields = _as_ris_has_it(to_write(work, options))
    besides = {"pages"} if fields.article_number and not fields.pages else set()
    return written(fields, partial(_text, work, fields, options), _read, {*besides, *_unsaid(fields)})


def frame(options: Options) -> Frame:
    """Each record brings its own blank line."""
    return "", "", ""


def _as_ris_has_it(work: Bibliographic) -> Bibliographic:
    types = work.publication_types
    if work.type == "preprint":  # RIS has no type for it: M3 says it
        types = tuple(dict.fromkeys(("preprint", *types)))
    keywords = dict.fromkeys(word.replace(";", ",") for word in work.keywords)
    return replace(work, publication_types=types, keywords=tuple(keywords))


def _unsaid(work: Bibliographic) -> tuple[str, ...]:
    return () if work.type in _SAY_THEIR_TYPE else ("publication_types",)


def _read(text: str) -> Mapping[str, Sequence[str]]:
    found = next(iter(ris.read(StringIO(text, newline=""))))
    return found.fields if isinstance(found, Found) else {}


def _text(work: ExportedWork, fields: Bibliographic, options: Options, said: Mapping[str, Sequence[str]]) -> str:
    """The record; `said`: what our own note says, since RIS doesn't give it back."""
    ty = _TYPE_TAGS.get(fields.type, "GEN")
    elsewhere = (*_ELSEWHERE, *_unsaid(fields))
    values = {name: texts for name, texts in source_fields(fields).items() if name not in elsewhere}
    values |= _titles(fields, said) | _authors(values) | _dates(values)
    values["type"] = [type_of(ty, values.get("publication_types", ()), OURS)]
    values["note"] = notes_of(work, fields, options, said)
    numbers = {"AN": values.pop("pmid", []), "SN": [", ".join(values.pop("issn", []) + values.pop("isbn", []))]}
    if fields.type == "article":  # EndNote has the PMCID there, for an article; Zotero a person, for a chapter
        numbers["C2"] = values.pop("pmcid", [])
    if fields.article_number:
        numbers |= {"C7": values.pop("article_number")} | ({} if fields.pages else {"SP": [fields.article_number]})
    extra = {"TY": [ty], "ID": [work.key], "M2": [f"Citation Key: {work.key}"], "DP": [OURS], **numbers}
    return text_of(tags_of({name: texts for name, texts in values.items() if texts}, extra))


def _titles(work: Bibliographic, said: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The title of the work, and the translated one; as they lead where RIS would turn them round."""
    titles = [bracketed(work)] if work.title else []
    if not work.title_original:
        return {"title": titles}
    if "title_original" in said:
        return {"title": titles, "title_translated": [work.title_original]}
    return {"title": [work.title_original], "title_translated": titles}


def _authors(values: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {"authors": [name for name in values.get("authors", []) if name != ET_AL]}


def _dates(values: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """'2014/11/' for November 2014, as RIS has dates; a mere year stands in PY alone."""
    year, date, online = (next(iter(values.get(name, ())), "") for name in ("year", "date", "date_online"))
    found = {"date": "" if date == year else date, "date_online": online}
    return {name: [_slashed(text)] if text else [] for name, text in found.items()}


def _slashed(date: str) -> str:
    found = _WHOLE_DATE.fullmatch(date)
    return "/".join(part or "" for part in found.groups()) if found else date
