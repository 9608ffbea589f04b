"""Records by name, for people: which work each fell into, its key, and the decisions that touch it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..store import Store, sql

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """A decision that names a record, or another record of its work; `records` are those that it names."""

    decision_id: str
    time: str
    who: str
    event: str
    records: tuple[str, ...]
    reason: str | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A record and the work that it is in. All but `id` is None for an id that the corpus doesn't have."""

    id: str
    title: str | None = None
    year: int | None = None
    key: str | None = None
    work_id: str | None = None
    status: str | None = None
    touches: tuple[Touch, ...] = ()


class Corpus:
    """The built corpus, asked for records by name. The decisions are read once, for all of them."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._touches: dict[str, tuple[Touch, ...]] = {}
        for work_id, decision_id, time, who, event, records, reason, state in store.rows(sql("diff_decision")):
            touch = Touch(decision_id=decision_id, time=time, who=who, event=event, records=tuple(records),
                          reason=reason, state=state)  # fmt: skip
            self._touches[work_id] = (*self._touches.get(work_id, ()), touch)

    def named(self, row: Row) -> Named:
        """The record of a row of diff_record or diff_named."""
        values = {name: row[name] for name in ("title", "year", "key", "work_id", "status")}
        return Named(id=row["record_id"], **values, touches=self._touches.get(row["work_id"], ()))

    def rows(self, source: str = "", accessions: Sequence[str] = (), **numbers: Sequence[str]) -> list[Row]:
        """The records with these accessions in `source`, or these numbers: pmids, dois."""
        wanted = {"source": source, "accessions": list(accessions), "pmids": [], "dois": [], **numbers}
        columns = ("source", "record_id", "accession", "pmid", "doi", "title", "year", "work_id", "key", "status")
        return [dict(zip(columns, row, strict=True)) for row in self.store.rows(sql("diff_named"), wanted)]

    def by_accession(self, source: str, ids: Sequence[str]) -> tuple[Named, ...]:
        """Each id as the record that it names, or alone; in the order of `ids`."""
        rows = self.rows(source, ids) if ids else []
        known = {row["accession"]: self.named(row) for row in rows}
        return tuple(known.get(each) or Named(id=f"{source}:{each}") for each in ids)

    def set_aside(self, files: Sequence[str]) -> int:
        """How many texts of these files could not be read."""
        statement = "select count(*) from reject where file_id in (select unnest(?::varchar[]))"
        return int(self.store.value(statement, [list(files)]))
