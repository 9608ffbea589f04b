"""Questions: what the query files ask of the sources that answer over the network.

In: queries, and perhaps names of sources or chases to choose from. Out: one `Question` for each string, and a line for
each source that has to be asked by hand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from .asking import Question
from .errors import InputError
from .query import Query, SourceSearch
from .sources import Source, all_sources, searchable
from .strings import sent_strings


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """What to ask, and what can't be asked: `by_hand` has (query, source) of those without a way over the network."""

    asked: tuple[Question, ...]
    by_hand: tuple[tuple[str, Source], ...]


def questions(queries: Sequence[Query], names: Collection[str] = ()) -> Questions:
    """The questions of all queries, or those to the sources and chases named. InputError for a name that none has."""
    asked: list[Question] = []
    by_hand: list[tuple[str, Source]] = []
    for query in queries:
        for search in query.sources:
            source = all_sources().get(search.source)
            if source is None or (names and search.source not in names):
                continue
            if searchable(source) and not search.how:
                asked += _of_source(query, search)
            else:
                by_hand.append((query.id, source))
        asked += [question for question in _chases(query) if not names or question.chase in names]
    known = {question.chase or question.source.NAME for question in asked} | {source.NAME for _, source in by_hand}
    for name in names:
        if name not in known:
            show = f"`bibcorpus search --show {name}` says how to ask it by hand; " if name in all_sources() else ""
            raise InputError(f"{name!r}: no query asks that", hint=show + "asked are: " + _asked_by(queries))
    return Questions(asked=tuple(asked), by_hand=tuple(by_hand))


def _asked_by(queries: Sequence[Query]) -> str:
    found = {search.source for query in queries for search in query.sources}
    found |= {chase.name for query in queries for chase in query.chases}
    return ", ".join(sorted(found)) or "none: write a [source.NAME] into a file in queries/"


def _of_source(query: Query, search: SourceSearch) -> Iterator[Question]:
    source = searchable(all_sources()[search.source])
    assert source is not None
    strings = sent_strings(query, search)
    for number, string in enumerate(strings, 1):
        yield Question(
            source=source,
            query=query.id,
            string=" ".join(string.split()),
            run=number if len(strings) > 1 else None,
            endpoint=search.endpoint,
        )


def _chases(query: Query) -> Iterator[Question]:
    for chase in query.chases:
        source = searchable(all_sources()[chase.via])
        assert source is not None
        yield Question(
            source=source,
            query=query.id,
            string=f"{' and '.join(chase.directions)} of {' '.join(chase.of)}",
            endpoint=next((search.endpoint for search in query.sources if search.source == chase.via), None),
            chase=chase.name,
            of=chase.of,
            directions=chase.directions,
        )
