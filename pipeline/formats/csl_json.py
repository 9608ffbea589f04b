"""CSL-JSON: the items that citation processors read, as Zotero, Pandoc, Crossref and DataCite write them.

In: a list of items, an object that holds one ('items', 'references'), one item alone, or one a line. Out: one Found an
item (what its variables say: `_csl_fields`). `write` is the other way round.

    {"type": "article-journal", "title": "A <i>new</i> title", "issued": {"date-parts": [[2014]]}, …}

Marks in titles (<i>, <sup>) are kept as they stand, and LaTeX in the titles of a BibTeX entry is written as such.
Source: CSL 1.0.2, schema csl-data.json.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import count
from typing import Any, TextIO

from ..model import SOURCE_FIELDS, Found, Reject, Unread
from ..values.names import is_et_al, parse_name
from ._bibtex_latex import was_bibtex, with_tags
from ._csl_fields import (
    CSL_TYPES,
    EXACT,
    LISTS,
    MORE,
    NAMES,
    OTHER_DATES,
    OTHER_NAMES,
    OTHER_TEXTS,
    OTHER_TYPES,
    TEXTS,
    TYPE_OF,
    TYPES,
    Fields,
    read_item,
)
from ._csl_marks import JOINER, kept_joiners, shown_marks
from ._csl_own import as_it_was, own_item
from ._json import TOO_DEEP, Item, records, texts_of, to_text
from ._keys import free_key

NAME = "csl-json"
TITLE = "CSL-JSON"

_OWN_TYPES = sorted(name for name in (*TYPES, *OTHER_TYPES) if "-" in name or "_" in name)
_CSL_TYPE = re.compile(rf'"type"\s*:\s*"(?:{"|".join(_OWN_TYPES)})"')
_ANY_TYPE = re.compile(rf'"type"\s*:\s*"(?:{"|".join((*TYPES, *sorted(OTHER_TYPES)))})"')
_MARKS = re.compile(
    r'"date-parts"\s*:\s*\[|"(?:author|editor)"\s*:\s*\[\s*\{\s*"(?:family|given|literal|suffix)"'
    r'|"(?:container-title(?:-short)?|publisher-place|collection-title|journalAbbreviation)"\s*:'
)
_TITLE = re.compile(r'"title"\s*:\s*["\[]')
_OPENING = re.compile(r"[\s\ufeff]*[\[{]")
_FOREIGN = re.compile(r'"(?:itemType|display_name|abstract_inverted_index|message-type)"\s*:')

# The writer's order of variables; `custom` comes last.
_VARIABLE_OF = {field: name for name, field in TEXTS.items() if field != "article_number"}  # that is Crossref's own
_VARIABLE_OF |= {"container_short": "container-title-short", "event": "event-title"}
_JOIN = {"keywords": "; "}
_ARRAYS = frozenset({"categories"})
_ISO_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}(?:/\d{4}(?:-\d\d){0,2})?")


def sniff(head: str) -> int:
    """3 for items with a type and a mark of CSL's own, 2 for the mark alone, 1 for a list with a type and title."""
    if not _OPENING.match(head) or _FOREIGN.search(head):
        return 0
    marks = bool(_MARKS.search(head)) + bool(_CSL_TYPE.search(head))
    if marks and _ANY_TYPE.search(head):
        return 3
    if marks and _TITLE.search(head):
        return 2
    return int(head.lstrip().startswith("[") and bool(_TITLE.search(head) and _ANY_TYPE.search(head)))


def database(head: str) -> str | None:
    """Zotero, where the items have its addresses for ids."""
    return "Zotero" if re.search(r'"id"\s*:\s*"https?://(?:www\.)?zotero\.org/', head) else None


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """One Found an item; see the docstring of this folder."""
    for piece in records(stream, _looks_like_item):
        yield _found(piece) if isinstance(piece, Item) else piece


def _looks_like_item(value: Mapping[str, Any]) -> bool:
    return ("type" in value and ("title" in value or "id" in value)) or ("title" in value and "author" in value)


def _found(item: Item) -> Found | Reject:
    try:
        hides = JOINER in item.raw or r"\u2060" in item.raw
        fields, extra, warnings = read_item(shown_marks(item.value) if hides else item.value)
    except RecursionError:
        return Reject(line=item.line, raw=item.raw, reason=TOO_DEEP)
    if not (fields.keys() - {"type", "accession"} or extra.keys() - {"id", "type"}):
        if not texts_of(item.value.get("type")):
            return Reject(line=item.line, raw=item.raw, reason="an item that says nothing")
        warnings = ("a record with nothing in it but its type",)
    return Found(line=item.line, raw=item.raw, fields=fields, extra=extra, warnings=item.warnings + warnings)


def write(records: Iterable[Found]) -> Iterator[str]:
    """The texts of a CSL-JSON file, one item a line; what is read of it has the same fields and extra.

    A field that CSL has no variable for, and the extra of other formats, stand in `custom` under their names. What was
    a CSL item before goes back with the values it had. A record of another format has an id that no item before has.
    """
    before = "[\n"
    taken: set[str] = set()
    for record in records:
        try:
            item, text = _written(record, taken)
        except RecursionError:  # nested all but too deep
            item, text = _written(replace(record, raw=""), taken)
        taken.add(item["id"].lower())
        yield before + text
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _written(record: Found, taken: Container[str]) -> tuple[dict[str, Any], str]:
    record = with_tags(record) if was_bibtex(record) else record
    item = item_of(record, taken)
    text = to_text(item)
    return item, to_text(kept_joiners(item)) if JOINER in text else text


def item_of(record: Found, taken: Container[str] = ()) -> dict[str, Any]:
    """The record as a CSL item, its variables always in the same order: that in which it had them, if it was one."""
    item, custom = _variables(record, taken), _others(record)
    if own := own_item(record):
        item, custom = as_it_was(own, item, custom)
    return _completed(record, item, custom)


def _completed(record: Found, item: dict[str, Any], custom: dict[str, Any]) -> dict[str, Any]:
    """The item with a `custom` by which it is read as just this record: our fields by their names, else exactly."""
    different = _differences(record, item, custom)
    if in_part := different.get("fields"):
        more = {name: _one_or_all(texts) for name, texts in in_part.items() if texts}
        both = more | custom
        different = _differences(record, item, both)
        if refused := different.get("fields", {}).keys() & more.keys():
            both = {name: value for name, value in more.items() if name not in refused} | custom
            different = _differences(record, item, both)
        custom = both
    if different:
        before = custom.get(EXACT)
        custom[EXACT] = _joined(before if isinstance(before, dict) else {}, different)
    return {**item, "custom": custom} if custom else item


def _joined(before: Mapping[str, Any], different: Mapping[str, Fields]) -> dict[str, Any]:
    old = {part: said for part, said in before.items() if part not in different or isinstance(said, dict)}
    return {**old, **{part: {**old.get(part, {}), **said} for part, said in different.items()}}


def _variables(record: Found, taken: Container[str]) -> dict[str, Any]:
    fields, extra = record.fields, record.extra
    item: dict[str, Any] = {"type": _type(record)}
    for field, variable in _VARIABLE_OF.items():
        if texts := fields.get(field):
            item[variable] = texts[0]
    for variable, field in LISTS.items():
        if texts := fields.get(field):
            item[variable] = _JOIN.get(field, ", ").join(texts)
    item |= {name: people for name in NAMES if (people := _people(record, name))}
    if issued := _issued(fields):
        item["issued"] = issued
    for name, field in (("available-date", "date_online"), ("accessed", "accessed")):
        if texts := fields.get(field):
            item[name] = _date(texts[0])
    for name in sorted(extra):
        value = _own_value(name, extra[name])
        if value is not None:
            item[name] = value
    return {"id": _id(record, item, taken)} | item


def _type(record: Found) -> str:
    """The word of the source where it is one of CSL's, else the one that stands for ours."""
    own = record.extra.get("type", [""])[0]
    if own in CSL_TYPES or own in OTHER_TYPES:
        return own
    return TYPE_OF.get(record.fields.get("type", ["other"])[0], "document")


def _id(record: Found, item: Mapping[str, Any], taken: Container[str]) -> str:
    """The source's id or citation key; else one made from what the item says."""
    if own := record.extra.get("id"):
        return free_key(own[0], taken)
    accession = record.fields.get("accession", [""])[0]
    if accession.startswith("http"):
        return accession
    said = json.dumps([item, sorted(record.fields.items())], sort_keys=True)
    made = (f"bibcorpus-{hashlib.sha256(text.encode()).hexdigest()[:16]}" for text in _once_and_again(said))
    return next(name for name in made if name not in taken)


def _once_and_again(text: str) -> Iterator[str]:
    return (text + " again" * times for times in count())


def _people(record: Found, variable: str) -> list[dict[str, str]]:
    form = record.fields.get("name_form", ["free"])[0]
    people = [_person(text, form) for text in record.fields.get(NAMES[variable], ())]
    groups = record.fields.get("group_authors", ()) if variable == "author" else ()
    return people + [{"literal": text} for text in groups]


def _person(text: str, form: str) -> dict[str, str]:
    """'Balint, Enid' -> its two parts as they stand; other forms are parted as cleaning parts them."""
    family, comma, given = text.partition(", ")
    if comma and family and given and "," not in given:
        return {"family": family, "given": given}
    if is_et_al(text):
        return dict(MORE)
    name = parse_name(text, form)
    if name is None or name.family is None:
        return {"literal": text}
    if form == "family-comma-given" and not comma:
        return {"family": text}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {part: value for part, value in parts.items() if value}


def _issued(fields: Mapping[str, list[str]]) -> dict[str, Any] | None:
    """The date where it begins with the year; else the year, and the date, if that is no ISO date, in words."""
    year, date = fields.get("year", [""])[0], fields.get("date", [""])[0]
    if date and _ISO_DATE.fullmatch(date) and (not year or date.startswith(year)):
        return _date(date)
    if year:
        return _date(year)
    return _date(date) if date else None


def _date(text: str) -> dict[str, Any]:
    if _ISO_DATE.fullmatch(text):
        return {"date-parts": [[int(part) for part in one.split("-")] for one in text.split("/")]}
    return {"raw": text}


def _own_value(name: str, texts: list[str]) -> Any:
    """The value of a variable that came from CSL itself and is kept in `extra`; None for what is no such."""
    if name in OTHER_TEXTS:
        return texts[0] if len(texts) == 1 else None
    if name in _ARRAYS:
        return list(texts)
    kind = list if name in NAMES or name in OTHER_NAMES else dict
    if kind is dict and name not in OTHER_DATES and name not in ("issued", "accessed"):
        return None
    if len(texts) != 1 or texts[0][:1] not in "[{":
        return None
    try:
        value = json.loads(texts[0])
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, kind) and json.dumps(value, ensure_ascii=False) == texts[0] else None


def _others(record: Found) -> dict[str, Any]:
    """What `extra` holds of other formats, and what CSL has no variable for."""
    extra = record.extra
    own = {"id", EXACT} | ({"type"} if extra.get("type", [""])[0] == _type(record) else set())
    names = [
        name for name in sorted(extra) if name not in own and extra[name] and _own_value(name, extra[name]) is None
    ]
    return {name: _one_or_all(extra[name]) for name in names}


def _one_or_all(texts: list[str]) -> str | list[str]:
    return texts[0] if len(texts) == 1 else list(texts)


def _differences(record: Found, item: Mapping[str, Any], custom: Mapping[str, Any]) -> dict[str, Fields]:
    """What would be read otherwise than it is, with what it is; fields in the order of SOURCE_FIELDS."""
    fields, extra, _ = read_item({**item, "custom": custom})
    names = [name for name in SOURCE_FIELDS if name in record.fields or name in fields]
    parts = {
        "fields": _changed(names, record.fields, fields),
        "extra": _changed(sorted(record.extra.keys() | extra.keys()), record.extra, extra),
    }
    return {part: changed for part, changed in parts.items() if changed}


def _changed(names: Iterable[str], own: Mapping[str, list[str]], read_back: Mapping[str, list[str]]) -> Fields:
    return {name: list(own.get(name, ())) for name in names if list(own.get(name, ())) != read_back.get(name, [])}
