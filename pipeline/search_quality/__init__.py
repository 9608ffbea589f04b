"""Is the search any good? Told offline, from the corpus and the records of the searches.

In: the query files, the built corpus, the search records. Out: `Quality`: for each query its seed papers, found or not
and why; for each source what each term and block brought; the hits of each search over time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..diff.files import DatedFile, files_of, outdated
from ..errors import InputError
from ..query import HAND_COLLECTED, Query, load_queries
from ..search_record import SearchRecord, search_records
from ..sources import all_sources
from ..store import Store, reading
from ..workspace import Workspace
from .drift import Drift, drifts
from .seeds import SeedFound, seeds_found
from .terms import SourceYield, yields

__all__ = ["Quality", "QueryQuality", "judged", "quality"]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryQuality:
    """One query. Its files are those whose note names it, and those whose note names no query."""

    query: str
    title: str
    seeds: tuple[SeedFound, ...]
    yields: tuple[SourceYield, ...]
    drift: tuple[Drift, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """All queries. `outdated`: in what the corpus differs from the files: what it says of them may be old."""

    outdated: tuple[str, ...]
    queries: tuple[QueryQuality, ...]


def judged(workspace: Workspace, query: str | None = None) -> Quality:
    """`quality` over the workspace as it stands, of all queries or the one named (else InputError)."""
    queries = load_queries(workspace.queries, tuple(all_sources()))
    known = [each.id for each in queries]
    if query is not None and query not in known:
        raise InputError(f"--query {query!r}: there is no such query", hint="one of " + ", ".join(known))
    chosen = [each for each in queries if query in (None, each.id)]
    with reading(workspace.database) as store:
        records = search_records(workspace)
        files = files_of(workspace, store, records)
        return Quality(outdated=tuple(outdated(workspace)), queries=quality(store, chosen, files, records))


def quality(
    store: Store, queries: Sequence[Query], files: Sequence[DatedFile], records: Sequence[SearchRecord]
) -> tuple[QueryQuality, ...]:
    """Each of `queries`, in their order. Lists that people collected count as one source, as in the query files."""
    lists = {source for (source,) in store.rows("select source from source_file where kind = ?", [HAND_COLLECTED])}
    files = [replace(file, of=(HAND_COLLECTED, *file.of[1:])) if file.of[0] in lists else file for file in files]
    by_query = yields(store, queries, files)
    return tuple(
        QueryQuality(
            query=query.id,
            title=query.title,
            seeds=seeds_found(store, query, files, records),
            yields=by_query[query.id],
            drift=drifts([record for record in records if record.query == query.id]),
        )
        for query in queries
    )
