"""The table of checks, asked of works. In: the finished corpus and ids of works. Out: findings."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from ..store import Store, sql
from ..values.markup import plain_text
from . import Finding
from .table import CHECKS, Check

SHOWN = 100  # characters of a value in the words; what is proposed is whole


def doubts_of(store: Store, works: Sequence[str]) -> list[Finding]:
    """What the table finds in these works, in the order of the table and of keys."""
    if not works:
        return []
    store.run(sql("leaving_work"), {"ids": list(works)})
    return [_finding(CHECKS[number], key, value) for number, key, value in store.rows(_asked())]


def _asked() -> str:
    """All checks as one query: (number of the check, key, value that is shown)."""
    each = (
        f"select {number} as number, key, ({check.shows})::varchar as shows from leaving where ({check.finds})"
        + (f" and not list_contains(checked, '{check.field}')" if check.field else "")
        for number, check in enumerate(CHECKS)
    )
    return " union all ".join(each) + " order by number, lower(key), key"


def _finding(check: Check, key: str, value: str | None) -> Finding:
    whole = value or ""
    shown = whole if len(whole) <= SHOWN else whole[: SHOWN - 2] + " …"
    proposed = shlex.quote(plain_text(whole) or "") if check.field else ""
    says, fix = (text.format(key=key, value=shown, plain=proposed) for text in (check.says, check.fix))
    return Finding(check=check.name, key=key, says=says, fix=fix)
