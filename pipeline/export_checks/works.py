"""The table of checks, asked of works. In: the finished corpus and ids of works. Out: findings."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from ..parallel import batches
from ..store import Store, sql
from ..values.markup import plain_text
from . import Finding
from .table import CHECKS, Check

ASKED_AT_ONCE = 10_000  # works of which a table is made: bounds memory
SHOWN = 100  # characters of a value in the words; what is proposed is whole


def doubts_of(store: Store, works: Sequence[str]) -> list[Finding]:
    """What the table finds in these works, in the order of the table and of keys."""
    found: list[tuple[int, str, str | None]] = []
    for ids in batches(works, ASKED_AT_ONCE):
        store.run(sql("leaving_work"), {"ids": ids})
        found += store.rows(_asked())
    found.sort(key=lambda row: (row[0], row[1].lower(), row[1]))
    return [_finding(CHECKS[number], key, value) for number, key, value in found]


def _asked() -> str:
    """All checks as one query: (number of the check, key, value that is shown)."""
    each = (
        f"select {number} as number, key, ({check.shows})::varchar as shows from leaving where ({check.finds})"
        + (f" and not list_contains(checked, '{check.field}')" if check.field else "")
        for number, check in enumerate(CHECKS)
    )
    return " union all ".join(each)


def _finding(check: Check, key: str, value: str | None) -> Finding:
    whole = value or ""
    shown = whole if len(whole) <= SHOWN else whole[: SHOWN - 2] + " …"
    proposed = shlex.quote(plain_text(whole) or "") if check.field else ""
    says, fix = (text.format(key=key, value=shown, plain=proposed) for text in (check.says, check.fix))
    return Finding(check=check.name, key=key, says=says, fix=fix)
