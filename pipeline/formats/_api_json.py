"""What the formats of web services' answers have in common: from the pages to `Found`.

In: a stream with the answers of a service, the `Layout` that says where in them the records stand (see `_api_pages`),
and a function that reads one record. Out: what a format's `read` yields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TextIO

from ..model import Found, Reject, Unread
from ._api_pages import Layout, at, records
from ._json import TOO_DEEP, Item, Pairs, texts_of

__all__ = [
    "Fields",
    "Layout",
    "Read",
    "Rule",
    "add",
    "at",
    "fill",
    "members",
    "one_text",
    "read_records",
    "skip",
    "texts_of",
]

Fields = dict[str, list[str]]
# what becomes of one member of a record: a field's name; or a rule(value, fields, extra)
Rule = str | Callable[[Any, Fields, Fields], None]
Read = tuple[Fields, Fields, tuple[str, ...]]  # fields, extra, warnings


def read_records(
    stream: TextIO, layout: Layout, read_record: Callable[[Mapping[str, Any]], Read | str]
) -> Iterator[Found | Reject | Unread]:
    """What a format's `read` yields. `read_record` may give a text instead of fields: why this is no record (a service
    that says 'nothing found' in the place of a record); it becomes an Unread, which people see.
    """
    for piece in records(stream, layout):
        yield _found(piece, read_record) if isinstance(piece, Item) else piece


def _found(item: Item, read_record: Callable[[Mapping[str, Any]], Read | str]) -> Found | Reject | Unread:
    try:
        read = read_record(item.value)
    except RecursionError:
        return Reject(line=item.line, raw=item.raw, reason=TOO_DEEP)
    if isinstance(read, str):
        return Unread(line=item.line, raw=item.raw, reason=read, expected=False)
    fields, extra, warnings = read
    return Found(line=item.line, raw=item.raw, fields=fields, extra=extra, warnings=item.warnings + warnings)


# ---------------------------------------------------------------- from a record to fields


def fill(value: Mapping[str, Any], rules: Mapping[str, Rule], fields: Fields, extra: Fields, prefix: str = "") -> None:
    """Each member goes where its rule says; one without a rule to `extra`, verbatim, under `prefix` + its name.

    A name that stands twice in one object is read twice.
    """
    for name, said in value.pairs if isinstance(value, Pairs) else value.items():
        rule = rules.get(name)
        if rule is None:
            add(extra, prefix + name, texts_of(said))
        elif isinstance(rule, str):
            if type(said) is str and said and rule not in fields and not said.isspace():
                fields[rule] = [said]
            else:
                add(fields, rule, texts_of(said))
        else:
            rule(said, fields, extra)


def add(to: Fields, name: str, texts: Iterable[str]) -> None:
    """Adds those that are not there yet; no texts, no name."""
    for text in texts:
        there = to.setdefault(name, [])
        if text not in there:
            there.append(text)


def skip(said: Any, fields: Fields, extra: Fields) -> None:
    """The rule of a member that says nothing of its own: each use of it has its reason beside it."""


def one_text(value: Any) -> str:
    """The texts of a value in one: 'a' -> 'a'   ['a', 'b'] -> 'a b'   null -> ''."""
    return " ".join(texts_of(value)).strip()


def members(value: Any) -> list[Any]:
    """A list as it is; one thing as a list of it: services write a list of one in both ways. Nothing: an empty one."""
    return value if isinstance(value, list) else [] if value is None or value == "" else [value]
