"""The numbers of a corpus, each one query, all from one build.

In: the finished corpus. Out: `numbers`, a plain dictionary for JSON and for the table of `run`. Nothing is counted
twice in two ways here: what the report says is what the tables hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .expression import holds, shown
from .formats import all_formats
from .query import Query
from .sources import all_sources
from .store import Store

Numbers = dict[str, Any]


def numbers(store: Store) -> Numbers:
    """Every number of the report, by name."""
    return {
        "sources": _sources(store),
        "entries": store.value("select count(*) from entry"),
        "set_aside": store.value("select count(*) from reject"),
        "records": store.value("select count(*) from record"),
        "works": store.value("select count(*) from work"),
        "status": _counts(store, "select status, count(*) from screening group by 1 order by 1"),
        "excluded": _counts(
            store,
            "select case \"by\" when 'person' then 'a person said so' else status_reason end, count(*) from screening "
            "where status = 'excluded' group by 1 order by 2 desc, 1",
        ),
        "class": _kept(store, "class"),
        "method": _kept(store, "method"),
        "topics": _counts(
            store,
            "select topic, count(*) from (select unnest(topics) as topic from bibliography where status <> 'excluded') "
            "group by 1 order by 2 desc, 1",
        ),
        "combinations": [],
        "waiting": waiting(store),
        "no_records": no_records(store),
    }


def _counts(store: Store, statement: str) -> dict[str, int]:
    return dict(store.rows(statement))


def _kept(store: Store, column: str) -> dict[str, int]:
    """Works that are not excluded, by a facet with one value."""
    return _counts(
        store,
        f"select {column}, count(*) from bibliography where status <> 'excluded' and {column} is not null "
        "group by 1 order by 2 desc, 1",
    )


def _sources(store: Store) -> list[dict[str, Any]]:
    rows = store.rows(
        "select source, kind, list_sort(list_distinct(list(format))), count(*), "
        "sum(found), sum(entries), sum(rejects), coalesce(sum(found) filter (hits is not null), 0), "
        "(select sum(hits) from (select distinct query, searched, hits from source_file as other "
        "where other.source = source_file.source and other.kind = source_file.kind and hits is not null)) "
        "from source_file where same_as is null group by source, kind order by source, kind"
    )
    names = ("source", "kind", "formats", "files", "found", "entries", "set_aside", "found_of_hits", "hits")
    return [{**dict(zip(names, row, strict=True)), "title": source_title(row[0], row[1], row[2])} for row in rows]


def source_title(source: str, kind: str, formats: list[str]) -> str:
    """A source's name for people: 'PubMed', or 'collected by hand, in the format of RIS'."""
    if kind == "hand-collected":
        titles = [all_formats()[name].TITLE if name in all_formats() else name for name in formats]
        if len(titles) > 1:
            return f"collected by hand ({source}), in {len(titles)} formats"
        return f"collected by hand, in the format of {titles[0]}"
    known = all_sources().get(source)
    return known.TITLE if known else source


def combinations(store: Store, queries: Iterable[Query]) -> list[dict[str, Any]]:
    """For each combination of each query: the works that are not excluded and speak of its blocks as it asks."""
    spoken = store.rows(
        "select query, blocks, count(*) from (select query, work_id, list_sort(list_distinct(list(block))) as blocks "
        "from work_block join screening using (work_id) where status <> 'excluded' group by query, work_id) "
        "group by query, blocks"
    )
    return [
        {
            "query": query.id,
            "combination": combination.name,
            "title": combination.title,
            "blocks": list(combination.blocks),
            "asks": shown(combination.tree),
            "works": sum(n for asked, found, n in spoken if asked == query.id and holds(combination.tree, found)),
        }
        for query in queries
        for combination in query.combinations
    ]


def no_records(store: Store) -> list[dict[str, Any]]:
    """Each text that a person should see: set aside, or between records and not there by rule."""
    rows = store.rows(
        "select path, line, what, reason, raw from ("
        "select file_id, line, 'set aside' as what, reason, raw from reject union all "
        "select file_id, line, 'no record', reason, raw from unread where not expected) "
        "join source_file using (file_id) where same_as is null order by all"
    )
    return [dict(zip(("path", "line", "what", "reason", "text"), row, strict=True)) for row in rows]


# what a person or a source said of the two settles it, unless a person wanted the join
DOUBTFUL_JOIN = "(against not like 'decision:%' and against not like 'stated:%') or wanted like 'decision:%'"
WAITING = {
    "doubtful pairs": "select count(*) from open_pair",
    "joins with something against them": f"select count(*) from conflict where {DOUBTFUL_JOIN}",
    "works that nothing includes or excludes": "select count(*) from screening where status = 'undecided'",
    "works neither empirical nor theoretical for sure": "select count(*) from bibliography "
    "where status <> 'excluded' and class = 'unsure'",
    "decisions that need a look": "select count(*) from decision "
    "where state like 'needs a look%' or state = 'disputed'",
}


def waiting(store: Store) -> dict[str, int]:
    """What waits for a person, by kind; kinds with nothing are left out."""
    found = {name: store.value(statement) for name, statement in WAITING.items()}
    return {name: n for name, n in found.items() if n}


# What waits, one by one: what to name in `decide`, and what is known of it.
ITEMS = {
    "doubtful pairs": """
        select left_id || ' = ' || right_id || '?', l.title || ' / ' || r.title || ' (' || evidence || ')'
        from open_pair join record l on l.record_id = left_id join record r on r.record_id = right_id
        order by rank""",
    "joins with something against them": f"""
        select left_id || ' = ' || right_id || '?',
          wanted || ', but ' || left_veto || ' and ' || right_veto || ': ' || against
        from conflict where {DOUBTFUL_JOIN} order by all""",
    "works that nothing includes or excludes": """
        select citekey, coalesce(title, '(no title)') || ': ' || status_reason
        from bibliography where status = 'undecided' order by citekey""",
    "works neither empirical nor theoretical for sure": """
        select citekey, coalesce(title, '(no title)')
        from bibliography where status <> 'excluded' and class = 'unsure' order by citekey""",
    "decisions that need a look": """
        select decision_id,
          who || ', ' || event || ' ' || array_to_string(records, ' ') || ': ' || state || ' (' || place || ')'
        from decision where state like 'needs a look%' or state = 'disputed' order by time, decision_id""",
}


def waiting_items(store: Store) -> dict[str, list[tuple[str, str]]]:
    """What waits for a person, one by one: (what to name in `decide`, what is known of it), by kind."""
    return {name: rows for name, statement in ITEMS.items() if (rows := store.rows(statement))}
