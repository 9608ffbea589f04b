"""What `bibcorpus why` answers, whatever was asked: lines at the head, then lists, each with a name.

In: the rows that one of the other modules found. Out: `Answer`, which `lines.py` makes text of, and `as_json` a table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A list of an answer. `name` is its key in JSON, `line` the text of one row.

    `one_line`: each row takes one line and is cut to the screen, so that lines can be counted. `verbatim`: texts as
    they stand, not folded.
    """

    name: str
    title: str
    rows: Sequence[Any]
    line: Callable[[Any], str]
    one_line: bool = False
    verbatim: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`kind`: work, record, key, file, decision, rule, pair, figure, number. `facts`: what JSON has beside the lists.

    `tail`: what to do next, said below the lists.
    """

    kind: str
    name: str
    head: Sequence[str]
    sections: Sequence[Section]
    facts: Mapping[str, Any] = field(default_factory=dict)
    tail: Sequence[str] = ()

    def as_json(self) -> dict[str, Any]:
        """Everything, whole lists too."""
        lists = {section.name: [_plain(row) for row in section.rows] for section in self.sections}
        return {"kind": self.kind, "name": self.name, **self.facts, **lists}


def _plain(row: Any) -> Any:
    return dict(row) if isinstance(row, Mapping) else list(row) if isinstance(row, tuple) else row


def quoted(name: str) -> str:
    """A name as an argument of a command: 'set aside' needs quotes, doe2011balint none."""
    return name if name and all(char.isalnum() or char in "_:.+/-~" for char in name) else f'"{name}"'
