"""CSL-JSON, for Zotero, pandoc and other citation processors.

A list of items, one a line, in the variables of CSL 1.0.2; the id is the citekey. The title is the one in the language
of the work. A retracted work has the status 'retracted'. What CSL has no variable for (headings, translated titles,
names in a second script …) stands under `custom`, where `bibcorpus add` finds it again and other programs pass it by.

What stands where: exports/_csl_item.py.
"""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import chain
from typing import Any

from ..formats._csl_fields import EXACT, read_item
from ..formats._csl_marks import JOINER, hidden_fields, shown_marks
from ..model import SOURCE_FIELDS, Bibliographic, Name
from ..values.fold import fold
from ..values.names import display_name, parse_name
from . import ExportedWork, Frame, Options
from ._csl_item import csl_item
from ._fields import with_tags

NAME = "csl-json"
TITLE = "CSL-JSON"
SUFFIX = ".json"
OPTIONS = ("abstracts", "tags")

_FORM = "family-comma-given"
_SINGLE = (
    "container", "container_short", "series", "event", "publisher", "place", "edition", "volume", "issue", "pages",
    "article_number", "doi", "pmid", "pmcid", "url", "accessed", "abstract", "note", "date_online",
    "title_original",
)  # fmt: skip
_LISTS = ("issn", "isbn", "keywords", "headings", "publication_types")


def text(work: ExportedWork, options: Options) -> str:
    """One item, on one line."""
    fields = with_tags(work, options)
    item = csl_item(work if fields is work.work else replace(work, work=fields))
    written = json.dumps(item, ensure_ascii=False)
    custom = _custom(shown_marks(item) if JOINER in written else item, fields_of(fields))
    return f'{written[:-1]}, "custom": {json.dumps(custom, ensure_ascii=False)}}}' if custom else written


def frame(options: Options) -> Frame:
    """A list of items."""
    return "[\n", ",\n", "\n]\n"


def fields_of(work: Bibliographic) -> dict[str, list[str]]:
    """The fields of a source that would be cleaned to this work; see model.SOURCE_FIELDS."""
    fields = {"type": [work.type], "title": _title(work), "language": list(work.languages)}
    fields |= {name: [value] for name in _SINGLE if (value := getattr(work, name))}
    if work.title_original and work.title and fold(work.title_original) == fold(work.title):
        fields |= {"title": fields.pop("title_original"), "title_translated": fields["title"]}
    fields |= {name: list(getattr(work, name)) for name in _LISTS}
    if work.year is not None:
        fields["year"] = [f"{work.year:04d}"]
    if work.date and [work.date] != fields.get("year"):
        fields["date"] = [work.date]
    fields["authors"], fields["group_authors"] = _people(work.authors)
    fields["authors_original"] = [*chain.from_iterable(_people(work.authors_original))]
    fields["editors"] = [*chain.from_iterable(_people(work.editors))]
    fields["translators"] = [*chain.from_iterable(_people(work.translators))]
    if not work.authors_complete:
        fields["authors"].append("others")
    if fields["authors"]:
        fields["name_form"] = [_FORM]
    return {name: texts for name, texts in fields.items() if texts}


def _title(work: Bibliographic) -> list[str]:
    """'[Title]' where it is known to be a translation into English."""
    if not work.title:
        return []
    return [f"[{work.title}]" if work.title_language == "en" else work.title]


def _people(names: tuple[Name, ...]) -> tuple[list[str], list[str]]:
    """Persons, and groups that their name alone doesn't show to be such."""
    shown = [(name, display_name(name)) for name in names]
    groups = [text for name, text in shown if name.literal and parse_name(text, _FORM) != name]
    return [text for _, text in shown if text not in groups], groups


def _custom(item: dict[str, Any], fields: dict[str, list[str]]) -> dict[str, Any]:
    """What our reader would not find in the item, or find otherwise: a field by its name, or exactly as it is."""
    found = read_item(item)[0]
    different = [name for name in SOURCE_FIELDS if found.get(name, []) != fields.get(name, [])]
    hidden = hidden_fields({name: fields.get(name, []) for name in different})
    exact = {name: hidden.pop(name) for name in different if name in found}
    return hidden | ({EXACT: {"fields": exact}} if exact else {})
