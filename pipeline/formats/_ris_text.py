r"""The tags of a RIS record -> its text, and what the reader will make of that text.

In: tags with their values, whatever a value holds (line breaks, lines that look like tags). Out: the lines of the
record, `TY  - ` first, `ER  - ` last, the tags in a fixed order. Which tags a record has: `_ris_writer`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ._tagged import BLANKS, Tags

END = "\r\n"

# the order of the tags in a record; others follow by name, notes come last
_ORDER = (
    "TY", "TI", "T1", "TT", "AU", "A2", "A3", "A4", "ED", "T2", "C3", "JF", "J2", "T3", "PY", "DA", "VL", "IS", "SP",
    "EP", "C7", "ET", "C6", "PB", "CY", "LA", "SN", "BN", "DO", "PM", "C2", "U1", "AN", "ID", "U2", "UT", "UR", "Y2",
    "M3", "AB", "N2", "KW",
)  # fmt: skip
_PLACE = {tag: place for place, tag in enumerate(_ORDER)} | {"N1": 1000}

_MANY_LINES = frozenset({"N1", "AD", "U3", "RN"})  # as the reader has it
_LIKE_A_TAG = re.compile(r"\"?[A-Za-z][A-Za-z0-9]\s{0,3}-")
_ENDS_A_RECORD = re.compile(rf"[{BLANKS}\"]*(?:TY\W{{0,3}}-|ty\W{{2}}-|(?:ER|er)\W\W-|ER\W{{0,3}}-\s*\Z)")


def text_of(tags: Mapping[str, list[str]]) -> str:
    """The record with these tags, TY among them, in their order."""
    lines = [
        f"{tag}  - {written}{END}"
        for tag in sorted(tags, key=lambda tag: (_PLACE.get(tag, 100), tag))
        for value in tags[tag]
        if (written := _written(tag, value))
    ]
    return "".join((*lines, "ER  - ", END, END))


def _written(tag: str, value: str) -> str:
    """The value behind its tag. Further lines stand as they are; those that look like a tag are indented."""
    value = _bare(tag, value)
    if "\n" not in value:
        return value
    first, *more = value.split("\n")
    return END.join((first, *(f"      {line}" if _LIKE_A_TAG.match(line) else line for line in more)))


def _bare(tag: str, value: str) -> str:
    """The value as the reader will have it: no blanks around it, its lines in one unless the tag can have several."""
    value = value.strip()
    if "\n" not in value and "\r" not in value:
        return value
    lines = [bare for line in value.replace("\r", "\n").split("\n") if (bare := line.strip())]
    if tag not in _MANY_LINES:
        return " ".join(lines)
    return "".join(f" {line}" if _ENDS_A_RECORD.match(line) else f"\n{line}" for line in lines)[1:]


def as_read(tags: Tags) -> Tags:
    """The tags as they will be read from what is written."""
    bare = {tag: [text for value in values if (text := _bare(tag, value))] for tag, values in tags.items()}
    return {tag: values for tag, values in bare.items() if values}
