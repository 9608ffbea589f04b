"""Drift: the hits of each search over time, and what should make a person look.

In: search records. Out: `Drift`, a row for each time that a string was sent. Searches limited to what entered a
database lately are listed, but compared with nothing: they have other hits by their nature.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..search_record import SearchRecord

MUCH = 1 / 3
"""A change of the hits that is no growth of a database: even a fast one grows by less between two updates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One search. `change`: of the hits, against the last whole search; None for a first or a limited one."""

    asked: str
    hits: int
    fetched: int
    change: int | None
    entered_since: str | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """All searches of one string, oldest first."""

    source: str
    query: str
    run: int | None
    chase: str | None
    searches: tuple[Made, ...]


def drifts(records: Sequence[SearchRecord]) -> tuple[Drift, ...]:
    """By source, query, run, chase."""
    every = {record.of for record in records}
    return tuple(
        Drift(
            source=of[0],
            query=of[1],
            run=of[2],
            chase=of[3],
            searches=tuple(_made([record for record in records if record.of == of])),
        )
        for of in sorted(every, key=lambda of: (of[0], of[1], of[2] or 0, of[3] or ""))
    )


def _made(records: Sequence[SearchRecord]) -> Iterator[Made]:
    last: SearchRecord | None = None
    for record in sorted(records, key=lambda record: (record.asked, record.note)):
        before = None if record.entered_since else last
        yield Made(
            asked=record.asked,
            hits=record.hits,
            fetched=record.fetched,
            change=record.hits - before.hits if before else None,
            entered_since=record.entered_since,
            warnings=tuple(_warnings(before, record)) if before else (),
        )
        if not record.entered_since:
            last = record


def _warnings(before: SearchRecord, now: SearchRecord) -> Iterator[str]:
    if now.sent.split() != before.sent.split():
        yield "another string was sent: the hits are of another search"
    elif now.endpoint != before.endpoint:
        yield f"another address was asked: {now.endpoint}, before: {before.endpoint}"
    elif now.translation and before.translation and now.translation != before.translation:
        yield "the source understood the same string in another way: compare `translation` in the two notes"
    change = now.hits - before.hits
    if abs(change) > before.hits * MUCH:
        yield f"the hits changed by more than a third: {before.hits} -> {now.hits}"
    elif change < 0:
        yield f"the hits fell: {before.hits} -> {now.hits}"
