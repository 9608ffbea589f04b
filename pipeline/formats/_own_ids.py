"""What files call their records: the name by which a person finds a row of our table in the file again.

In: records as readers found them. Out: one name for each, no name twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ..model import Found
from ._table import fold_name
from .generic_csv import NAMES

ID_COLUMNS = frozenset(NAMES["_id"].split("|"))


def own_id(found: Found) -> str:
    """The number or name that the file gives to the record, '' where it gives none.

    A running number (id 1, 2, 3 …) is no accession, since each table has one, but it names the row in its own table.
    """
    if accession := found.fields.get("accession"):
        return accession[0].strip()
    return next((texts[0].strip() for name, texts in found.extra.items() if _is_id(name)), "")


def unique_ids(own: Sequence[str], files: Sequence[tuple[str, int]]) -> Sequence[str]:
    """One id for each record of all files, given the name of each file and how many records it has.

    The file's own where these are there and tell all records apart; else with the file's name in front; in a file
    where they don't even tell its own records apart, the record's number.

    unique_ids(["7", "8", "7"], [("a", 2), ("b", 1)]) -> ['a:7', 'a:8', 'b:7']
    """
    if _tell_apart(own):
        return own
    ids: list[str] = []
    at = 0
    for name, records in files:
        here = own[at : at + records]
        ids += [f"{name}:{one}" for one in (here if _tell_apart(here) else range(1, records + 1))]
        at += records
    return ids


@lru_cache(maxsize=1_000)  # the columns of a table are the same in each of its rows
def _is_id(column: str) -> bool:
    return fold_name(column) in ID_COLUMNS


def _tell_apart(ids: Sequence[str]) -> bool:
    return "" not in ids and len(set(ids)) == len(ids)
