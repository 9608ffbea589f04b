"""A CSL item that goes back to CSL-JSON: each value of it as it was and where it was.

In: a record that was read from an item. Out: the variables of the new item, and its `custom`. What the schema of CSL
doesn't know (a program's own names, all in `custom`) is any JSON: `true` stays `true`, an object an object. Of the
schema's own variables those stay whose value is of the kind that the schema wants; the others ('title': ['A'], as
Crossref has it) are for the writer to put in CSL's words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..model import Found
from ._csl_fields import (
    CSL_TYPES,
    EXACT,
    LISTS,
    NAMES,
    OTHER_DATES,
    OTHER_NAMES,
    OTHER_TEXTS,
    OTHER_TYPES,
    TEXTS,
    read_item,
)
from ._csl_marks import JOINER, shown_marks
from ._json import Number, texts_of, to_value

_TEXTS = {"id", *TEXTS, *OTHER_TEXTS, *LISTS}
_NAMES = {*NAMES, *OTHER_NAMES}
_DATES = {"issued", "accessed", "available-date", *OTHER_DATES}
_NO_NUMBER = re.compile(r"-?(?:NaN|Infinity)")  # Python reads and writes these, JSON has none of them


def own_item(record: Found) -> dict[str, Any]:
    """The item that the record was read from; {} where there is none, or it says something else than the record."""
    item = to_value(record.raw) if record.raw.startswith("{") else None
    if not isinstance(item, dict):
        return {}
    try:
        item = shown_marks(item) if JOINER in record.raw or r"\u2060" in record.raw else item
        fields, extra, _ = read_item(item)
        item = sound(item) if _NO_NUMBER.search(record.raw) else item
    except RecursionError:
        return {}
    return item if fields == dict(record.fields) and extra == dict(record.extra) else {}


def as_it_was(
    own: Mapping[str, Any], made: Mapping[str, Any], custom: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The variables and `custom` of an item that was `own`; `made` and `custom` are what the writer would say.

    A value that CSL doesn't allow is as the writer has it; what not even the writer has a variable for is in `custom`.
    """
    said = own.get("custom")
    kept = dict(said) if isinstance(said, dict) else {}
    for name in sorted(custom.keys() & {"type", "custom"}):  # they were not as CSL has them
        kept.setdefault(name, custom[name])
    if not isinstance(kept.get(EXACT), dict):
        kept.pop(EXACT, None)
    item = {name: made[name] for name in ("id", "type")}
    for name, value in own.items():
        if name == "custom":
            continue
        if _is_allowed(name, value):
            item[name] = value
        elif name in made:
            item[name] = made[name]
        elif texts_of(value) and name != EXACT:
            kept.setdefault(name, value)
    return item, kept


def _is_allowed(name: str, value: Any) -> bool:
    """Whether CSL's schema allows the value, or doesn't know the name."""
    if name == "type":
        return isinstance(value, str) and (value in CSL_TYPES or value in OTHER_TYPES)
    if name in _TEXTS:
        return isinstance(value, str)
    if name in _NAMES:
        return isinstance(value, list) and all(isinstance(person, dict) for person in value)
    if name in _DATES:
        return isinstance(value, dict)
    return name != "categories" or isinstance(value, list)


def sound(value: Any) -> Any:
    """The value with texts for what is no number in JSON."""
    if isinstance(value, Number):
        return str(value) if _NO_NUMBER.fullmatch(value) else value
    if isinstance(value, dict):
        return {name: sound(part) for name, part in value.items()}
    if isinstance(value, list):
        return [sound(part) for part in value]
    return value
