"""One RIS record on its way from tags to fields: what the rules of `_ris_fields` and `_ris_ids` work on.

In: the tags of a record. Each rule takes out the tags that it understands; what no rule takes stays, under its own tag.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ._tagged import Tags, unique

# programs that know no 'nothing' write 'nan' (not a number) where there is no volume, issue or page
NUMBERS = ("VL", "VO", "IS", "SP", "EP", "PY", "Y1", "DA")
NO_NUMBER = frozenset(("nan", "NaN", "Nan", "NAN"))

Step = tuple[Callable[["RisRecord", Any], None], Any]  # a rule, and what it is handed beside the record


class Shape(NamedTuple):
    """What the records of a file share: the tags that are there, the type, who wrote it. `edited`: TY is EDBOOK."""

    names: tuple[str, ...]
    kind: str
    dialect: str | None
    edited: bool

    def present(self, *names: str) -> list[str]:
        """Those of the tags that are there, in this order."""
        return [name for name in names if name in self.names]


class RisRecord:
    """The tags not yet taken, and what the rules have made of the others."""

    __slots__ = ("dialect", "fields", "kept", "tags", "warnings")

    def __init__(self, tags: Tags, fields: Tags, kept: Tags, dialect: str | None, warnings: list[str]) -> None:
        self.tags, self.fields, self.kept, self.dialect, self.warnings = tags, fields, kept, dialect, warnings

    def keep_no_numbers(self) -> None:
        """What says that there is no number is not read as one."""
        for tag in NUMBERS:
            if not NO_NUMBER.isdisjoint(self.tags.get(tag, ())):
                self.keep(tag, self.take_if(tag, NO_NUMBER.__contains__))

    def take(self, *names: str) -> list[str]:
        """The values of these tags, in this order; what several of the tags say is taken once.

        Within one tag nothing is the same twice: two authors 'Wang, Y.' are two people.
        """
        taken: list[str] = []
        for name in names:
            if name in self.tags:
                values = self.tags.pop(name)
                if not taken:
                    taken = values
                elif values != taken:
                    taken = taken + unique([*taken, *values])[len(unique(taken)) :]
        return taken

    def take_if(self, name: str, test: Callable[[str], object]) -> list[str]:
        """Those values of a tag that pass the test; the others stay."""
        values = self.tags.get(name, [])
        if len(values) == 1:
            return self.tags.pop(name) if test(values[0]) else []
        taken = [value for value in values if test(value)]
        if values and len(taken) == len(values):
            return self.tags.pop(name)
        if taken:
            gone = set(taken)
            self.tags[name] = [value for value in values if value not in gone]
        return taken

    def take_first(self, name: str, test: Callable[[str], object] = bool) -> list[str]:
        """The first value of a tag that passes the test; the others stay."""
        values = self.tags.get(name, [])
        if len(values) == 1:
            return self.tags.pop(name) if test(values[0]) else []
        at = next((at for at, value in enumerate(values) if test(value)), None)
        if at is None:
            return []
        self.tags[name] = values[:at] + values[at + 1 :]
        return values[at : at + 1]

    def give(self, name: str, values: list[str]) -> None:
        """Add values to a field; nothing for none."""
        if values:
            self.fields[name] = unique([*self.fields[name], *values]) if name in self.fields else values

    def keep(self, tag: str, values: list[str]) -> None:
        """Into `extra`, as written, under the source's tag."""
        self.kept[tag] = self.kept[tag] + values if tag in self.kept else values
