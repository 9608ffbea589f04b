"""The fields of one record on their way through cleaning: what was taken, what changed, what is left over.

In: the fields as a source gives them. Out: values, each change with its rule, and the texts that were not used.
Which rule is for which field, `clean` says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from .values.markup import plain_text

Fields = Mapping[str, Sequence[str]]
Normalise = Callable[[str], str | None]


class Cleaning:
    """The fields of one record on their way: what was taken, what changed, what is left over."""

    def __init__(self, fields: Fields) -> None:
        self.name_form = next(iter(fields.get("name_form", ())), "free")
        self.filled = {name: full for name, texts in fields.items() if (full := [*filter(None, map(str.strip, texts))])}
        self.changes: list[dict[str, Any]] = []
        self.left_over: dict[str, list[str]] = {}

    def texts(self, name: str) -> Sequence[str]:
        return self.filled.get(name, ())

    def changed(self, name: str, before: str, after: str | None, rule: str) -> None:
        if before != after:
            self.changes.append({"field": name, "before": before, "after": after, "rule": rule})

    def read_markup(self, name: str) -> None:
        """From here on, the texts of a field are without tags and entities."""
        plain: list[str] = []
        for text in self.filled[name]:
            now = plain_text(text) if "<" in text or "&" in text else text
            if now is None:
                self.changed(name, text, None, "text.markup: not usable")
                self.keep(name, [text])
            elif now is text or now == squeeze(text):  # no mark-up: told by the rule for blanks, if at all
                plain.append(text)
            else:
                self.changed(name, text, now, "text.markup")
                plain.append(now)
        self.filled[name] = plain

    def keep(self, name: str, texts: Iterable[str]) -> None:
        for text in texts:
            self.left_over.setdefault(name, []).append(text)

    def one(self, name: str, normalise: Normalise, rule: str) -> str | None:
        """The first usable value; further different ones stay in `extra`."""
        value: str | None = None
        for text in self.filled.get(name, ()):
            now = normalise(text)
            if now is None:
                self.changed(name, text, None, f"{rule}: not usable")
                self.keep(name, [text])
            elif value is None:
                value = now
                self.changed(name, text, now, rule)
            elif now != value:
                self.keep(name, [text])
        return value

    def many(self, name: str, normalise: Normalise, rule: str) -> tuple[str, ...]:
        """Every usable value once, in order."""
        values: dict[str, None] = {}
        for text in self.filled.get(name, ()):
            now = normalise(text)
            if now is None:
                self.changed(name, text, None, f"{rule}: not usable")
                self.keep(name, [text])
            else:
                self.changed(name, text, now, rule)
                values[now] = None
        return tuple(values)

    def each(self, rules: Mapping[str, tuple[Normalise, str]]) -> dict[str, Any]:
        """The value of each of these fields that is filled."""
        return {name: self.one(name, *rule) for name, rule in rules.items() if name in self.filled}


def squeeze(text: str) -> str | None:
    """White space squeezed; None where nothing is left."""
    if text.isprintable() and "  " not in text:  # of white space only blanks are printable
        return text.strip() or None
    return " ".join(text.split()) or None
