"""Values of a table of works as cells: what CSV and xlsx have in common.

In: a value of `_columns`. Out: its text. The values of a list are parted by '; '. Where one of them holds a semicolon
itself, the cell is a list as JSON writes it: '["cyst; diagnosis", "adult"]'. Our reader (formats/generic_csv) takes
back both.
"""

from __future__ import annotations

import json
import re

from ..formats._columns import ENTITY
from ._columns import Value

APART = "; "
_encode = json.JSONEncoder(ensure_ascii=False).encode
# what no spreadsheet can show and XML can't hold: control characters and the two that are no characters;
# a byte-order mark inside a text would be taken for the beginning of another file
_UNUSABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]")


def cell(value: Value) -> str:
    """The text of a cell; '' for what is missing."""
    if isinstance(value, str):
        return value if value.isprintable() else _UNUSABLE.sub("", value)
    if isinstance(value, list):
        return _UNUSABLE.sub("", _joined(value)) if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _joined(values: list[str]) -> str:
    text = APART.join(values)
    apart = text.count(";") == len(values) - 1 and not text.startswith(("['", '["'))
    if apart and not ("&" in text and ENTITY.search(text)):  # the semicolon of '&amp;' parts nothing
        return text
    return _encode(values)
