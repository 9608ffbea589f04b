"""Volumes and issues: numbers, before which a style writes its word ('№ 2(35)'), and names, which stand alone.

In: an item. Out: the item as a style can print it. CSL asks whether a value is a number and means digits alone:
'2(35)', as Russian journals count an issue of the year and of all years, '3, ч. 2' and 'XII' would lose their '№'.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from . import Item

# '2(35)', '(35)', 'S1', 'S-1', 'XII', 'B'; not 'Suppl 1', 'Part 3', 'ч. 2', 'Spring', which say by themselves what they
# are, nor 'WHO/MSD/20.1'
_NUMBER = re.compile(r"[(\[]?(?:[^\W\d_]{0,2}-?\d|[IVXLCDM]+(?![^\W_])|[^\W\d_]$)")
_SIGNS = {
    "volume": re.compile(r"^(?:vol(?:ume)?|v|т(?:ом)?|t(?:om[eo]?)?|bd|band)\b[.\s]*(?=\d|[IVXLCDM]+$)", re.IGNORECASE),
    "issue": re.compile(r"^(?:[№#]|(?:no?|nr|num|núm|issue)\b[.\s]*|n[°º])\s*(?=\d)", re.IGNORECASE),
}
_NAMES = {"volume": "annote", "issue": "supplement-number"}  # which no item of ours fills, and these styles don't count
_SUPPLEMENT = re.compile(r"\bsuppl(?:ements?)?\b[.\s]*", re.IGNORECASE)


def is_number(text: str) -> bool:
    """Whether a style's word belongs before it: '2(35)', '3, ч. 2', 'XII'; not before 'Suppl 1' or 'Spring'."""
    return _NUMBER.match(text) is not None


def without_signs(item: Item) -> dict[str, Any]:
    """'№ 2' -> '2', 'Vol. 5' -> '5': some databases write what a style writes by itself."""
    bare = {name: sign.sub("", item[name], count=1) for name, sign in _SIGNS.items() if item.get(name)}
    return {**item, **bare}


def with_names_apart(item: Mapping[str, Any]) -> dict[str, Any]:
    """'Spring' stands where the style writes no word before it; numbers stay where they are."""
    named = {name for name in _NAMES if item.get(name) and not is_number(item[name])}
    return {_NAMES[name] if name in named else name: value for name, value in item.items()}


def with_supplement(item: Mapping[str, Any]) -> dict[str, Any]:
    """'12(SUPPL. 1)' -> '12 Suppl 1', but '12(2 Suppl 1)': a supplement of a volume is no issue of it.

    Source: Citing Medicine, ch. 1, "Volume number with supplement"; ICMJE's sample references 5 and 6.
    """
    made = dict(item)
    if issue := made.get("issue"):
        made["issue"] = _SUPPLEMENT.sub("Suppl ", issue).strip()
    if made.get("volume") and made.get("issue", "").startswith("Suppl"):
        made["volume"] = f"{made['volume']} {made.pop('issue')}"
    return made
