"""The yield of terms: how many records of a source have the words of a block, and which term alone brought one.

In: the blocks of queries, the texts of the corpus. Out: `SourceYield` for each query and source. Terms are looked for
in title, abstract and keywords, once over all texts for all terms; a record that has none there was found by its
headings, by the full text, or by a term that the block doesn't have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from ..diff.files import DatedFile
from ..expression import All, Named, Tree, Without
from ..expression import Any as AnyOf
from ..parallel import Workers, batches
from ..query import Block, Query
from ..store import Store, sql
from ..tagging.phrases import Matcher, parse_phrase
from ..tagging.ruleset import DEFAULT_FIELDS
from ..tagging.text import cut
from ..tagging.works import BlockMatcher

HEADINGS = ("headings",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term. `records` have it; `alone`: they have no other term of its block."""

    language: str
    phrase: str
    records: int
    alone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockYield:
    """One block. `records` have a term of it, `alone` of them none of any other block of the query.

    `by_headings` have one only in their subject headings, `nowhere` none at all.

    `behind_not`: the combination takes away what has it, so that it should have next to no yield.
    """

    block: str
    title: str
    behind_not: bool
    records: int
    alone: int
    by_headings: int
    nowhere: int
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceYield:
    """One source: its records that the query's files have, how many with an abstract, and the blocks that it asks."""

    source: str
    records: int
    with_abstract: int
    blocks: tuple[BlockYield, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a phrase is from."""

    query: str
    block: str
    language: str
    phrase: str


Counts = Counter[tuple[Any, ...]]


def yields(store: Store, queries: Sequence[Query], files: Sequence[DatedFile]) -> dict[str, tuple[SourceYield, ...]]:
    """By query: each source that has records of it, in alphabetical order. Raises QueryError for a broken phrase."""
    BlockMatcher(queries)  # says which phrase of which file can't be read
    places = _places(queries)
    searched = [file for file in files if not file.of[3]]  # what a citation chase brought, no term did
    parameters = [[file.file_id for file in searched], [file.of[1] or "" for file in searched],
                  [file.of[0] for file in searched]]  # fmt: skip
    count = partial(_count, Matcher([parse_phrase(place.phrase) for place in places]), places, [q.id for q in queries])
    counts: Counts = Counter()
    with Workers() as workers:
        for counted in workers.map(count, batches(store.records(sql("quality_text"), parameters))):
            counts.update(counted)
    return {query.id: _of_query(query, places, counts) for query in queries}


def _places(queries: Iterable[Query]) -> list[_Place]:
    """Each phrase of each block once, whatever languages have it."""
    found: dict[tuple[str, str, str], _Place] = {}
    for query in queries:
        for block in query.blocks:
            for language, phrases in block.words.items():
                for phrase in phrases:
                    place = _Place(query.id, block.name, language, phrase)
                    found.setdefault((query.id, block.name, phrase), place)
    return list(found.values())


def _count(
    matcher: Matcher, places: Sequence[_Place], queries: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> Counts:
    counts: Counts = Counter()
    for row in rows:
        source = row["source"]
        wanted = {query for query in queries if query in row["queries"] or "" in row["queries"]}
        in_text = _found(matcher, row, DEFAULT_FIELDS)
        in_headings = _found(matcher, row, HEADINGS)
        counts.update(("records", query, source) for query in wanted)
        counts.update(("abstract", query, source) for query in wanted if row["abstract"])
        by_block: dict[tuple[str, str], list[int]] = {}
        for which in in_text:
            by_block.setdefault((places[which].query, places[which].block), []).append(which)
        for (query, block), found in by_block.items():
            if query in wanted:
                counts["block", query, source, block] += 1
                counts["block alone", query, source, block] += all(
                    other == block for of, other in by_block if of == query
                )
                counts.update(("term", source, which) for which in found)
                if len(found) == 1:
                    counts["alone", source, found[0]] += 1
        headed = {(places[which].query, places[which].block) for which in in_headings} - by_block.keys()
        counts.update(("headings", query, source, block) for query, block in headed if query in wanted)
    return counts


def _found(matcher: Matcher, row: Mapping[str, Any], fields: Iterable[str]) -> set[int]:
    """The phrases that stand in these fields of a record."""
    texts = (text for name in fields for text in _texts(row[name]))
    return {which for text in texts for which, _, _ in matcher.find(cut(text))}


def _texts(value: str | list[str] | None) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def _of_query(query: Query, places: Sequence[_Place], counts: Counts) -> tuple[SourceYield, ...]:
    sources = sorted(key[2] for key in counts if key[:2] == ("records", query.id))
    return tuple(
        SourceYield(
            source=source,
            records=counts["records", query.id, source],
            with_abstract=counts["abstract", query.id, source],
            blocks=tuple(
                _of_block(query, source, block, behind_not, places, counts)
                for block, behind_not in _blocks(query, source)
            ),
        )
        for source in sources
    )


def _blocks(query: Query, source: str) -> list[tuple[Block, bool]]:
    """The blocks that the source is asked for, and whether each stands behind NOT; all where that isn't known."""
    search = query.source(source)
    combination = query.combination(search.combination) if search and search.combination else None
    if combination is None:
        return [(block, False) for block in query.blocks]
    kept = _kept(combination.tree)
    return [(block, block.name not in kept) for block in query.blocks if block.name in combination.blocks]


def _kept(tree: Tree) -> set[str]:
    match tree:
        case Named(name):
            return {name}
        case All(parts) | AnyOf(parts):
            return {name for part in parts for name in _kept(part)}
        case Without(keep, _):
            return _kept(keep)


def _of_block(
    query: Query, source: str, block: Block, behind_not: bool, places: Sequence[_Place], counts: Counts
) -> BlockYield:
    records = counts["block", query.id, source, block.name]
    by_headings = counts["headings", query.id, source, block.name]
    return BlockYield(
        block=block.name,
        title=block.title,
        behind_not=behind_not,
        records=records,
        alone=counts["block alone", query.id, source, block.name],
        by_headings=by_headings,
        nowhere=counts["records", query.id, source] - records - by_headings,
        terms=tuple(
            Term(
                language=place.language,
                phrase=place.phrase,
                records=counts["term", source, which],
                alone=counts["alone", source, which],
            )
            for which, place in enumerate(places)
            if (place.query, place.block) == (query.id, block.name)
        ),
    )
