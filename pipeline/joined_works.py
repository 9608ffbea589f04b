"""What a person joins, in words: who, when, what, and where the works plainly differ.

In: the records that `decide same` names. Out: a line for each, and one for DOI, year or first author that differ. It
is no question: who says that works are one has seen them. A slip in a key is seen by its title.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from .store import Store, reading
from .values.fold import fold
from .workspace import Workspace

Row = Mapping[str, Any]
MOST_NAMES = 2  # authors that are named; of more the first, and 'et al.'

_WORKS = """
    select record_id as named, key, work.* from work_record join work using (work_id)
    left join citekey on citekey.work_id = work.work_id and leads where record_id in (select unnest(?::varchar[]))"""
_RECORDS = """
    select record_id as named, record_id as key, record.* from record
    where record_id in (select unnest(?::varchar[]))"""


def told_of_joined(workspace: Workspace, records: Sequence[str]) -> list[str]:
    """'ahlgren2004balint: Ahlgren and Brandt 2004: Balint groups and burnout …', and 'they differ: year (2004, 2011)'.

    Works, as they go by their keys; where two of the records are in one work, the records themselves.
    """
    with reading(workspace.database) as store:
        rows = _rows(store, _WORKS, records)
        if len({row["work_id"] for row in rows}) < len(rows):
            rows = _rows(store, _RECORDS, records)
    differ = list(_differences(rows))
    return [*map(_line, rows), *([f"they differ: {'; '.join(differ)}"] if differ else [])]


def _rows(store: Store, statement: str, records: Sequence[str]) -> list[Row]:
    found = {row["named"]: row for row in store.records(statement, [list(records)])}
    return [found[record] for record in dict.fromkeys(records) if record in found]


def _line(row: Row) -> str:
    names = [_family(name) for name in row["authors"]]
    people = " and ".join(names) if len(names) <= MOST_NAMES else f"{names[0]} et al."
    title = row["title"] or row["title_original"] or "(no title)"
    return f"{row['key']}: {people or '(no authors)'} {row['year'] or '(no year)'}: {title}"


def _family(name: Mapping[str, Any]) -> str:
    return str(name.get("family") or name.get("literal") or name.get("given") or "")


def _first_author(row: Row) -> str | None:
    return next(map(_family, row["authors"]), None)


_TOLD_APART: Mapping[str, tuple[Callable[[Row], Any], Callable[[Any], Any]]] = {
    "first author": (_first_author, fold),  # Винтер and Vinter are one name in two alphabets
    "year": (lambda row: row["year"], str),
    "DOI": (lambda row: row["doi"], str),
}


def _differences(rows: Sequence[Row]) -> Iterator[str]:
    """'year (2004, 2011)' for each that two of them have, and not the same."""
    for name, (value_of, form) in _TOLD_APART.items():
        values = [value for value in map(value_of, rows) if value]
        if len({form(value) for value in values}) > 1:
            yield f"{name} ({', '.join(map(str, dict.fromkeys(values)))})"
