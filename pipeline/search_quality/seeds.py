"""Seed papers: which source's search found them, and why one didn't, where that can be told.

In: a query with its seeds, the corpus, its files, the search records. Out: `SeedFound` for each seed.

A record is the seed where its PMID or DOI is; else where its title is, folded, and no number of it says otherwise; and
where it was joined to such a record as one work. What only a citation chase brought was not found by the search.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..diff.files import DatedFile
from ..query import Query, Seed, Window
from ..search_record import SearchRecord
from ..store import Store, sql
from ..values.doi import normalise_doi
from ..values.title import title_key

PMID, DOI, TITLE, WORK = "PMID", "DOI", "title", "joined to it as one work"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedInSource:
    """Whether the search of one source found the seed. `by`: PMID, DOI, title …; `expected`: `found_in` names it;
    `searched`: the source was searched at all.

    `reason`: why it didn't, or what speaks against it though it did; None where nothing can be told.
    """

    source: str
    searched: bool
    found: bool
    expected: bool
    by: str | None = None
    record_id: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedFound:
    """One seed. `key` and `year` are those of its work; None where no source has it. `elsewhere`: sources that have
    it, but not by a search of this query.
    """

    title: str
    why: str
    pmid: str | None
    doi: str | None
    key: str | None
    year: int | None
    sources: tuple[SeedInSource, ...]
    elsewhere: tuple[str, ...]


def seeds_found(
    store: Store, query: Query, files: Sequence[DatedFile], records: Sequence[SearchRecord]
) -> tuple[SeedFound, ...]:
    """Each seed of the query, in its order, with each source that the query asks."""
    candidates = _candidates(store, query.seeds)
    matches = [_matches(seed, candidates) for seed in query.seeds]
    works = {row["work_id"] for found in matches for _, row in found}
    searches = _Searches(query, {file.file_id: file for file in files}, records)
    members = [{**row, "source": searches.source_of(row)} for row in _members(store, works)]
    return tuple(
        _seed_found(searches, seed, found, [row for row in members if row["work_id"] in _works(found)])
        for seed, found in zip(query.seeds, matches, strict=True)
    )


Match = tuple[str, Row]  # by what, the record


def _works(found: Iterable[Match]) -> set[str]:
    return {row["work_id"] for _, row in found}


def _candidates(store: Store, seeds: Sequence[Seed]) -> list[Row]:
    titles = {title_key(seed.title) for seed in seeds}
    second = {
        record_id: title_key(title)
        for record_id, title in store.rows(
            "select record_id, title_original from record where title_original is not null"
        )
    }
    wanted = {
        "pmids": [seed.pmid for seed in seeds if seed.pmid],
        "dois": [normalise_doi(seed.doi) for seed in seeds if seed.doi],
        "titles": sorted(titles),
        "records": sorted(record_id for record_id, title in second.items() if title in titles),
    }
    columns = ("record_id", "work_id", "doi", "pmid", "titles")
    rows = [dict(zip(columns, row, strict=True)) for row in store.rows(sql("quality_seed"), wanted)]
    return [{**row, "titles": {*row["titles"], second.get(row["record_id"])}} for row in rows]


def _matches(seed: Seed, candidates: Iterable[Row]) -> list[Match]:
    """The records that are the seed; by title only where neither PMID nor DOI says that it is another paper."""
    doi, title = normalise_doi(seed.doi) if seed.doi else None, title_key(seed.title)
    found: list[Match] = []
    for row in candidates:
        if seed.pmid and row["pmid"] == seed.pmid:
            found.append((PMID, row))
        elif doi and row["doi"] == doi:
            found.append((DOI, row))
        elif title in row["titles"] and not (_other(seed.pmid, row["pmid"]) or _other(doi, row["doi"])):
            found.append((TITLE, row))
    return found


def _other(one: str | None, other: str | None) -> bool:
    return bool(one and other and one != other)


def _members(store: Store, works: Collection[str]) -> list[Row]:
    columns = ("work_id", "key", "year", "record_id", "accession", "file_id")
    rows = store.rows(sql("quality_work"), {"works": sorted(works)}) if works else []
    return [dict(zip(columns, row, strict=True)) for row in rows]


class _Searches:
    """What is known of the searches of one query: its files, and the latest record of each string."""

    def __init__(self, query: Query, files: Mapping[str, DatedFile], records: Sequence[SearchRecord]) -> None:
        self.query = query
        self._files = files
        own = [record for record in records if record.query == query.id and not record.chase]
        self.every = tuple(record for record in own if not record.entered_since)
        latest = {record.of: record for record in self.every}
        self.latest = tuple(latest.values())
        self._searched = {record.source for record in self.latest} | {
            file.of[0] for file in files.values() if self.is_of(file)
        }

    def source_of(self, row: Row) -> str:
        """The source as query files name it."""
        return self._files[row["file_id"]].of[0]

    def is_of(self, file: DatedFile) -> bool:
        """Whether the file answers the query: its note says so, or names none; the file of a chase doesn't."""
        return file.of[1] in (None, self.query.id) and not file.of[3]

    def found(self, row: Row) -> bool:
        """Whether a search of this query brought that entry."""
        return self.is_of(self._files[row["file_id"]])

    def brought_by(self, row: Row) -> str:
        """Who else brought it: 'the chase reviews', 'the query burnout'."""
        _, query, _, chase = self._files[row["file_id"]].of
        return f"the chase {chase}" if chase else f"the query {query}"

    def was_searched(self, source: str) -> bool:
        """Whether there is an answer of it, or a record of a search at least."""
        return source in self._searched


def _seed_found(searches: _Searches, seed: Seed, found: Sequence[Match], members: Sequence[Row]) -> SeedFound:
    by = {row["record_id"]: name for name, row in found}
    asked = [search.source for search in searches.query.sources]
    has_it = sorted({row["source"] for row in members})
    year = next((row["year"] for row in members if row["year"]), None)
    return SeedFound(
        title=seed.title,
        why=seed.why,
        pmid=seed.pmid,
        doi=seed.doi,
        key=next((row["key"] for row in members), None),
        year=year,
        sources=tuple(_in_source(searches, seed, source, members, by, year) for source in asked),
        elsewhere=tuple(source for source in has_it if source not in asked),
    )


def _in_source(
    searches: _Searches, seed: Seed, source: str, members: Sequence[Row], by: Mapping[str, str], year: int | None
) -> SeedInSource:
    own = [row for row in members if row["source"] == source]
    expected, searched = source in seed.found_in, searches.was_searched(source)
    hit = next((row for row in sorted(own, key=lambda row: _rank(by, row)) if searches.found(row)), None)
    if hit is None:
        reason = _why_not(searches, seed, source, members, year)
        return SeedInSource(source=source, searched=searched, found=False, expected=expected, reason=reason)
    own_searches = [record for record in searches.every if record.source == source]
    known = any(hit["accession"] in (*record.ids, *record.left, *record.gone) for record in own_searches)
    lost = known and not any(hit["accession"] in record.ids for record in own_searches if record in searches.latest)
    return SeedInSource(
        source=source,
        searched=searched,
        found=True,
        expected=expected,
        by=by.get(hit["record_id"], WORK),
        record_id=hit["record_id"],
        reason="the last search no longer found it" if lost else None,
    )


def _rank(by: Mapping[str, str], row: Row) -> tuple[int, str]:
    """The surest match first."""
    return (PMID, DOI, TITLE, WORK).index(by.get(row["record_id"], WORK)), row["record_id"]


def _why_not(searches: _Searches, seed: Seed, source: str, members: Sequence[Row], year: int | None) -> str:
    """The first reason that holds, the surest first."""
    numbers = {number for number in (seed.pmid, seed.doi) if number}
    listed = [record for record in searches.latest if record.source == source and numbers & {*record.missing}]
    others = sorted({searches.brought_by(row) for row in members if row["source"] == source})
    elsewhere = sorted({row["source"] for row in members} - {source})
    reasons = (
        (not searches.was_searched(source), "not searched yet"),
        (bool(listed), "the source lists it, but didn't give it when asked"),
        (
            year is not None and not searches.query.window.holds(year),
            f"published in {year}, outside the window {window_text(searches.query.window)}",
        ),
        (bool(others), f"only {', '.join(others)} brought it: the string misses it"),
        (bool(elsewhere), f"{', '.join(elsewhere)} has it: either the source doesn't, or the string misses it"),
        (True, "found nowhere: the strings miss it, or its number or title here is wrong"),
    )
    return next(text for holds, text in reasons if holds)


def window_text(window: Window) -> str:
    """'1990–2020'; an open end is left out."""
    return f"{window.start or ''}–{window.end or ''}"
