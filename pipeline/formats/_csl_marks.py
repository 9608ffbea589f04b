"""Texts of CSL-JSON that a citation processor would take for mark-up or for variables, and how they stay texts.

In: the texts of an item. Out: the same with a word joiner (no width, no meaning) where a processor would see more than
text, and the other way round. Source: the CSL-JSON of citeproc-js and pandoc, which read '<i>' in any text as mark-up,
and lines 'title: x' of a note as variables.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_MARK = re.compile(r"<(?=/?(?:i|b|sc|sup|sub|span|a)\b)")  # what citation processors take for mark-up
_NOTE_FIELD = re.compile(r"^(?=[ \t]*(?:\{:|[A-Za-z][\w -]*:))", re.MULTILINE)  # 'id: x': another id, to processors
_HIDDEN = re.compile(r"(?:(?<=<)|^)\u2060", re.MULTILINE)
JOINER = "\u2060"  # a word joiner has no width and no meaning: behind it, these are text


def hidden_marks(text: str) -> str:
    """'the <i> tag' as CSL-JSON must have it to be that text: with a word joiner behind the '<'."""
    return _MARK.sub("<" + JOINER, text) if "<" in text else text


def hidden_note(text: str) -> str:
    """A note whose lines are not taken for variables: processors read 'title: x' in it as the title of the item."""
    return hidden_marks(_NOTE_FIELD.sub(JOINER, text) if ":" in text else text)


def hidden_fields(fields: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The same for fields of ours."""
    return {name: [*map(hidden_note if name == "note" else hidden_marks, texts)] for name, texts in fields.items()}


def shown_marks(value: Any) -> Any:
    """The other way round, for every text in an item."""
    return _with_joiners(value, "")


def kept_joiners(value: Any) -> Any:
    """Every text in an item so that `shown_marks` gives it back: a joiner of its own stands twice."""
    return _with_joiners(value, JOINER * 2)


def _with_joiners(value: Any, joiner: str) -> Any:
    if isinstance(value, str):
        return _HIDDEN.sub(joiner, value) if JOINER in value else value
    if isinstance(value, dict):
        return {name: _with_joiners(part, joiner) for name, part in value.items()}
    if isinstance(value, list):
        return [_with_joiners(part, joiner) for part in value]
    return value
