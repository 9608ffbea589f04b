"""Records that are gone and for which one of these stands: since when, who says so, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..store import Store
from .answer import Section

COLUMNS = ("gone_id", "record_id", "found_at", "who", "why")


def gone_section(store: Store, records: Sequence[str]) -> Section:
    """The gone records that these records stand for."""
    statement = "where record_id in (select unnest(?::varchar[])) order by gone_id"
    rows = (
        store.rows(f"select {', '.join(COLUMNS)} from successor {statement}", [list(records)])
        if store.has("successor")  # a corpus of an older version has none
        else []
    )
    return Section(
        name="stands_for",
        title="stands for records that are gone",
        rows=[dict(zip(COLUMNS, row, strict=True)) for row in rows],
        line=_line,
    )


def _line(row: Mapping[str, Any]) -> str:
    """'hand:1 -> hand:2, 2026-11-22 bibcorpus: same_title_same_place: title 0.98 …; if not: …'"""
    return (
        f"{row['gone_id']} -> {row['record_id']}, {row['found_at'][:10]} {row['who']}: {row['why'] or '(no reason)'}; "
        f"if it is not the same: bibcorpus decide successor {row['gone_id']} --none"
    )
