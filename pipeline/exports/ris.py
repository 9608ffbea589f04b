"""RIS, for Zotero, EndNote, Mendeley, and the programs for screening.

\b
- The citekey stands in ID, which Zotero drops, and as 'Citation Key: …' in M2, which becomes Zotero's Extra.
- The PMID stands in AN (EndNote, Covidence) and in M2; the PMCID in M2, and of an article in C2 (EndNote).
- An article number stands in C7, and in SP where there are no pages: most programs know no other place.
- Translators stand in A4, the day on which somebody looked at the address in Y2.
- Two titles: TI is the one in the language of the work, TT the other. '[Title]' is a translation whose original
  nobody knows.
- A name that ends in a comma is a group (EndNote's mark). Subject headings stand among the keywords; a semicolon in a
  keyword becomes a comma, since programs part keywords there.
- Publication types stand in M3; a preprint is UNPB with 'preprint' there. A retracted work says so in a note too.
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
from ..formats._own_note import OURS
from ..formats._ris_dialects import type_of
from ..formats._ris_text import text_of
from ..formats._ris_writer import TYPE_TAGS, tags_of
from ..model import Bibliographic, Found
from . import ExportedWork, Frame, Options
from ._found import ET_AL, bracketed, notes_of, source_fields, to_write, written

NAME = "ris"
TITLE = "RIS"
SUFFIX = ".ris"
OPTIONS = ("abstracts", "tags", "labels")

_TYPE_TAGS = {**TYPE_TAGS, "proceedings": "BOOK"}  # a volume is cited as a book; CONF is one paper of it
# fields with tags of ours (`_own_tags`), or with none
_ELSEWHERE = ("title_original", "authors_original", "note", "pmid", "pmcid", "issn", "isbn", "article_number")
_WHOLE_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


def text(work: ExportedWork, options: Options) -> str:
    """One record, its end mark and a blank line."""
    fields = _as_ris_has_it(to_write(work, options))
    besides = {"pages"} if fields.article_number and not fields.pages else set()
    return written(fields, partial(_text, work, fields, options), _read, besides)


def frame(options: Options) -> Frame:
    """Each record brings its own blank line."""
    return "", "", ""


def _as_ris_has_it(work: Bibliographic) -> Bibliographic:
    types = work.publication_types
    if work.type == "preprint":  # RIS has no type for it: M3 says it
        types = tuple(dict.fromkeys(("preprint", *types)))
    keywords = dict.fromkeys(word.replace(";", ",") for word in work.keywords)
    return replace(work, publication_types=types, keywords=tuple(keywords))


def _read(text: str) -> Mapping[str, Sequence[str]]:
    found = next(iter(ris.read(StringIO(text, newline=""))))
    return found.fields if isinstance(found, Found) else {}


def _text(work: ExportedWork, fields: Bibliographic, options: Options, said: Mapping[str, Sequence[str]]) -> str:
    """The record; `said`: what our own note says, since RIS doesn't give it back."""
    ty = _TYPE_TAGS.get(fields.type, "GEN")
    values = {name: texts for name, texts in source_fields(fields).items() if name not in _ELSEWHERE}
    values |= _titles(fields, said) | _authors(values) | _dates(fields)
    values["type"] = [type_of(ty, fields.publication_types, OURS)]
    values["note"] = notes_of(work, fields, options, said)
    if fields.type != "conference-paper":
        values.pop("event", None)
    if fields.article_number and not fields.pages:
        values["pages"] = [fields.article_number]
    tags = tags_of(
        {name: texts for name, texts in values.items() if texts}, {"TY": [ty], **_own_tags(work.key, fields)}
    )
    return text_of(tags)


def _own_tags(key: str, work: Bibliographic) -> dict[str, list[str]]:
    """Tags that `tags_of` has no rule for, or another one; each M2 becomes a line of Zotero's Extra."""
    told = (("Citation Key", key), ("PMID", work.pmid), ("PMCID", work.pmcid))
    return {
        "ID": [key],
        "DP": [OURS],
        "M2": [f"{name}: {value}" for name, value in told if value],
        "AN": [work.pmid] if work.pmid else [],
        "C2": [work.pmcid]
        if work.pmcid and work.type == "article"
        else [],  # of a chapter, Zotero takes it for a person
        "C7": [work.article_number] if work.article_number else [],
        "SN": [", ".join((*work.issn, *work.isbn))],
    }


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


def _dates(work: Bibliographic) -> dict[str, list[str]]:
    """'2014/11/' for November 2014, as RIS has dates; a mere year stands in PY alone. ET of an article is a date."""
    date = work.date if work.date != str(work.year) else None
    online = work.date_online if work.type == "article" and not work.edition else None
    return {"date": _slashed(date), "date_online": _slashed(online), "accessed": _slashed(work.accessed)}


def _slashed(date: str | None) -> list[str]:
    found = _WHOLE_DATE.fullmatch(date or "")
    return ["/".join(part or "" for part in found.groups())] if found else []
