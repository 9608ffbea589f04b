"""The numbers of a corpus, each one query, all from one build.

In: the finished corpus. Out: `numbers`, a plain dictionary for JSON and for the table of `run`. Nothing is counted
twice in two ways here: what the report says is what the tables hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .doubts import COUNT_DOUBTS, DOUBT_ITEMS, open_doubts
from .expression import holds, shown
from .formats import format_named
from .query import Query
from .raw_files import ABSENT
from .screening import DISAGREE
from .sources import all_sources
from .store import Store

Numbers = dict[str, Any]


def numbers(store: Store) -> Numbers:
    """Every number of the report, by name."""
    return {
        "sources": _sources(store),
        "not_here": not_here(store),
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
        "split": split(store),
        "combinations": [],
        "moved_keys": store.value("select count(*) from moved_key"),
        "waiting": waiting(store),
        "no_records": no_records(store),
        "to_check": [doubt.as_json() for doubt in open_doubts(store)],
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


def split(store: Store) -> Numbers:
    """The split of Van Roy (2015) over the works that are not excluded, and the same by every other facet.

    `works` = the sum over `parts` (class, part, works). `by`: facet, value, suggested, works, empirical, theoretical,
    neither; of a facet with any number of values the works don't add up. See the views split_work, split and split_by.
    """
    parts = list(store.records("select * from split"))
    return {
        "works": sum(row["works"] for row in parts),
        "empirical": sum(row["works"] for row in parts if row["class"] == "empirical"),
        "parts": parts,
        "by": list(store.records("select * from split_by")),
    }


def _sources(store: Store) -> list[dict[str, Any]]:
    rows = store.rows(
        "select source, kind, list_sort(list_distinct(list(format))), count(*), "
        "sum(found), sum(entries), sum(rejects) "
        "from source_file where same_as is null and format <> ? group by source, kind order by source, kind",
        [ABSENT],
    )
    names = ("source", "kind", "formats", "files", "found", "entries", "set_aside")
    claimed = _claimed(store)
    return [
        {
            **dict(zip(names, row, strict=True)),
            "title": source_title(row[0], row[1], row[2]),
            "searches": claimed.get((row[0], row[1]), []),
        }
        for row in rows
    ]


def _claimed(store: Store) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """By source and kind: each search whose hits a note tells: query, searched, hits, and what its files have (found).

    Searches of different days stand apart: most of what they found is the same, and its sum is the number of nothing.
    """
    rows = store.rows(
        "select source, kind, query, searched, sum(distinct hits)::bigint, sum(found)::bigint from source_file "
        "where same_as is null and format <> ? and hits is not null group by all order by all",
        [ABSENT],
    )
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for source, kind, query, searched, hits, there in rows:
        search = {"query": query, "searched": searched, "hits": hits, "found": there}
        found.setdefault((source, kind), []).append(search)
    return found


def not_here(store: Store) -> list[dict[str, Any]]:
    """The private raw files that this corpus was built without, by source; `records`: as their notes say, or None."""
    rows = store.records(
        "select source, count(*) as files, sum(hits)::bigint as records from source_file where format = ? "
        "group by source order by source",
        [ABSENT],
    )
    return list(rows)


def source_title(source: str, kind: str, formats: list[str]) -> str:
    """A source's name for people: 'PubMed', or 'collected by hand, in the format of RIS'."""
    if kind == "hand-collected":
        titles = [fmt.TITLE if (fmt := format_named(name)) else name for name in formats]
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
DOUBTED, SUGGESTED = "tags that are unsure, disputed or doubted", "suggested tags"
# Works that are neither in nor out, by who left them so.
UNDECIDED = {
    "works that nothing includes or excludes": "\"by\" = 'rule'",
    "works that people disagree on": f"\"by\" = 'person' and status_reason like '{DISAGREE}:%'",
    "works that a person is unsure of": f"\"by\" = 'person' and status_reason not like '{DISAGREE}:%'",
}
WAITING = (  # what waits for a person, and a statement that counts it: two together where both come of one large view
    (("doubtful pairs",), "select count(*) from open_pair"),
    (("joins with something against them",), f"select count(*) from conflict where {DOUBTFUL_JOIN}"),
    (
        tuple(UNDECIDED),
        f"select {', '.join(f'count(*) filter ({of})' for of in UNDECIDED.values())} from screening "
        "where status = 'undecided'",
    ),
    (
        (DOUBTED, SUGGESTED),
        "select count(*) filter (kind <> 'suggestion'), count(*) filter (kind = 'suggestion') from open_tag",
    ),
    (
        ("decisions that need a look",),
        "select count(*) from decision where state like 'needs a look%' or state = 'disputed'",
    ),
    (("decisions on works that have changed since",), "select count(*) from look_again"),
    *COUNT_DOUBTS,
)


def waiting(store: Store) -> dict[str, int]:
    """What waits for a person, by kind; kinds with nothing are left out."""
    counted = ((names, store.rows(statement)[0]) for names, statement in WAITING)
    found = {name: n for names, counts in counted for name, n in zip(names, counts, strict=True)}
    return {name: n for name, n in found.items() if n}


SHOWN_CHANGED = 5  # decisions on works that have changed since that `run` tells of one by one
CHANGED = "decisions on works that have changed since"
OPEN_TAG = """
    select citekey, coalesce(title, '(no title)') || ': ' || open_tag.facet || ', ' || case kind
        when 'contradiction' then coalesce('now ' || open_tag.value, 'said by nobody') when 'tie' then 'a tie'
        when 'disagreement' then 'people disagree' when 'proposal' then 'nothing yet'
        when 'suggestion' then 'perhaps' else kind end
      || coalesce(if(kind = 'suggestion', ' ', '; proposed ') || proposed, '') || if(why = '', '', ': ' || why)
    from open_tag join bibliography using (work_id)"""

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
    **{
        name: f"""
        select citekey, coalesce(title, '(no title)') || ': ' || status_reason from bibliography
        where work_id in (select work_id from screening where status = 'undecided' and {of}) order by citekey"""
        for name, of in UNDECIDED.items()
    },
    DOUBTED: f"{OPEN_TAG} where kind <> 'suggestion' order by rank",
    SUGGESTED: f"{OPEN_TAG} where kind = 'suggestion' order by rank",
    "decisions that need a look": """
        select decision_id,
          who || ', ' || event || ' ' || array_to_string(records, ' ') || ': ' || state || ' (' || place || ')'
        from decision where state like 'needs a look%' or state = 'disputed' order by time, decision_id""",
    "decisions on works that have changed since": """
        select key, who || ' decided on its ' || facet || ' (' || left(time, 10) || '): ' || changed
        from look_again join citekey using (work_id) where leads order by time, decision_id""",
    **DOUBT_ITEMS,
}


def changed_since(store: Store) -> list[str]:
    """A line for each decision made when its work read otherwise; not what was decided: others may be coding."""
    found = [f"{key}: {said}: look again, and decide anew" for key, said in store.rows(ITEMS[CHANGED])]
    more = len(found) - SHOWN_CHANGED
    return found if more < 1 else [*found[:SHOWN_CHANGED], f"{more} more such decisions: `bibcorpus status --list`"]


def waiting_items(store: Store) -> dict[str, list[tuple[str, str]]]:
    """What waits for a person, one by one: (what to name in `decide`, what is known of it), by kind."""
    return {name: rows for name, statement in ITEMS.items() if (rows := store.rows(statement))}
