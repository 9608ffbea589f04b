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
    found = store.rows(_asked(), {"ids": list(works)})
    return [_finding(CHECKS[number], key, value) for number, key, value in found]


def _asked() -> str:
    """All checks as one query: (number of the check, key, value that is shown).

    The works are read once. Most have nothing wrong: what is shown is made only of the others.
    """
    finds = [
        f"(({check.finds}) and not list_contains(checked, '{check.field}'))" if check.field else f"({check.finds})"
        for check in CHECKS
    ]
    each = (
        f"case when {wrong} then {{'number': {number}, 'shows': ({check.shows})::varchar}} end"
        for number, (check, wrong) in enumerate(zip(CHECKS, finds, strict=True))
    )
    return f"""
        with leaving as ({sql("leaving_work")}),
        hit as (
          select key, unnest(list_filter([{", ".join(each)}], lambda one: one is not null)) as hit
          from leaving where {" or ".join(finds)}
        )
        select hit.number, key, hit.shows from hit order by 1, lower(key), key"""


def _finding(check: Check, key: str, value: str | None) -> Finding:
    whole = value or ""
    shown = whole if len(whole) <= SHOWN else whole[: SHOWN - 2] + " …"
    proposed = shlex.quote(plain_text(whole) or "") if check.field else ""
    says, fix = (text.format(key=key, value=shown, plain=proposed) for text in (check.says, check.fix))
    return Finding(check=check.name, key=key, says=says, fix=fix)
