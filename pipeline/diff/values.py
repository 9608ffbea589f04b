"""What differs between two entries of one record, field by field, in the source's words.

In: the temporary table diff_entry (diff.py). Out: for each entry the fields that differ.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from ..clean import clean
from ..store import Store, sql
from ..values.relation import parse_relation
from .notices import Notice, not_yet_in, notices

# fields whose order says nothing
SETS = ("keywords", "headings", "publication_types", "relations", "issn", "isbn", "container_short", "url")
VISITS = ("accessed",)  # what says when somebody looked, and nothing of the work: no more than a counter
# fields of a source that have another name once they are clean
_CLEANED = {"language": "languages", "group_authors": "authors"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field, as it was and as it is. `extra`: a tag that has no field of ours: counters, dates, addresses …"""

    field: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    extra: bool = False


def field_changes(store: Store) -> dict[str, tuple[FieldChange, ...]]:
    """By entry, for those whose older entry differs."""
    found = {}
    rows = store.rows(sql("diff_field"), {"sets": list(SETS)})
    for entry_id, its in groupby(rows, key=lambda row: str(row[0])):
        found[entry_id] = tuple(
            FieldChange(field=name, before=tuple(before or ()), after=tuple(after or ()), extra=extra or name in VISITS)
            for _, extra, name, before, after in its
        )
    for entry_id, now, before in _in_another_format(store):
        if entry_id in found:
            found[entry_id] = _real(found[entry_id], now, before)
    return {entry_id: changes for entry_id, changes in found.items() if changes}


def _in_another_format(store: Store) -> list[tuple[str, Any, Any]]:
    return [
        (entry_id, json.loads(now), json.loads(before))
        for entry_id, now, before in store.rows(
            "select diff_entry.entry_id, to_json(now.fields)::varchar, to_json(before.fields)::varchar "
            "from diff_entry join entry now using (entry_id) join entry before on before.entry_id = older_id "
            "where other_format and not again"
        )
    ]


def _real(
    changes: Sequence[FieldChange], now: Mapping[str, Sequence[str]], before: Mapping[str, Sequence[str]]
) -> tuple[FieldChange, ...]:
    """Of two formats: what both have, and differs when it is clean; and whatever tells of a retraction."""
    new, old = clean(now)[0], clean(before)[0]
    telling = {one.text for one in fresh_notices(changes)}

    def differs(change: FieldChange) -> bool:
        if change.field == "relations":
            return bool(_relations(change.after) - _relations(change.before))
        if telling.intersection(change.after):
            return True
        if change.extra or not change.before or not change.after:
            return False
        name = _CLEANED.get(change.field, change.field)
        return not hasattr(new, name) or _compared(getattr(new, name)) != _compared(getattr(old, name))

    return tuple(change for change in changes if differs(change))


def fresh_notices(changes: Sequence[FieldChange]) -> list[Notice]:
    """Retractions and corrections that these changes brought."""
    return not_yet_in(_notices(changes, "before"), _notices(changes, "after"))


def _notices(changes: Sequence[FieldChange], side: Literal["before", "after"]) -> list[Notice]:
    texts = {(change.field, change.extra): getattr(change, side) for change in changes}
    extra = {name: value for (name, is_extra), value in texts.items() if is_extra}
    return notices(texts.get(("relations", False), ()), texts.get(("publication_types", False), ()), extra)


def _compared(value: Any) -> Any:
    return sorted(value) if isinstance(value, tuple) and all(isinstance(each, str) for each in value) else value


def _relations(texts: Sequence[str]) -> set[tuple[str, bool, str | None]]:
    parsed = filter(None, map(parse_relation, texts))
    return {(one.kind, one.inverse, one.pmid or one.doi or one.citation) for one in parsed}
