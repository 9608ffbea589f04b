"""Why: one work's whole story.

In: the finished corpus and a name for the work (its key or an alias, a work id, a record id, a DOI, a PMID). Out:
`Story`: each field with the record that gave it and what cleaning did, each link that joined its records, what was kept
apart from it, its tags with their words, its status, and each decision about it.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

from .clean import FIELD_NAMES, from_row, shown_value
from .errors import NotFound
from .store import Store
from .successors import works_of_gone
from .values.doi import normalise_doi

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Everything that is known of one work. Each table is a list of rows; see `tell` for the columns."""

    work_id: str
    key: str | None
    aliases: tuple[str, ...]
    title: str
    status: str
    status_reason: str
    retracted: bool
    records: Rows
    fields: Rows
    changes: Rows
    links: Rows
    apart: Rows
    conflicts: Rows
    relations: Rows
    stated: Rows
    tags: Rows
    blocks: Rows
    decisions: Rows


def find_work(store: Store, name: str) -> str:
    """The id of the work that `name` means: a key, else a record id, else a DOI, PMID or accession.

    Raises NotFound, with the nearest keys where no work has the name, with all of them where several have it.
    """
    works = works_named(store, name)
    if len(works) > 1:
        its = store.rows(
            "select key from citekey where leads and work_id in (select unnest(?::varchar[])) order by key", [works]
        )
        raise NotFound(f"{name!r} names {len(works)} works", hint="say which: " + ", ".join(key for (key,) in its))
    if works:
        return works[0]
    keys = {key.lower(): key for (key,) in store.rows("select key from citekey order by key")}
    near = [keys[key] for key in difflib.get_close_matches(name.strip().lower(), keys, n=3, cutoff=0.5)]
    raise NotFound(
        f"no work {name!r} in the corpus",
        hint=("did you mean " + ", ".join(near) + "? " if near else "")
        + "a key, a record id, a DOI or a PMID names a work; `bibcorpus export bibtex --all` lists all keys",
    )


def works_named(store: Store, name: str) -> list[str]:
    """The ids of the works that `name` means: those with this key; else record id; else DOI, PMID or accession; else
    the id of a record that is gone.
    """
    wanted = name.strip()
    rows = store.rows(
        "with named as (select 1 as rank, work_id from citekey where lower(key) = lower($name) "
        "union all select 2, work_id from work_record where record_id = $name "
        "union all select 3, work_id from work_record join record using (record_id) "
        "where doi = $doi or pmid = $name or accession = $name) "
        "select distinct work_id from named where rank = (select min(rank) from named) order by work_id",
        {"name": wanted, "doi": normalise_doi(wanted)},
    )
    gone = None if rows else works_of_gone(store).get(wanted)
    return [gone] if gone else [str(work_id) for (work_id,) in rows]


def tell(store: Store, name: str) -> Story:
    """The story of the work that `name` means."""
    work_id = find_work(store, name)
    one = {"work": work_id}
    row = next(store.records("select * from work where work_id = ?", [work_id]))
    keys = store.rows("select key, leads from citekey where work_id = $work order by leads desc, key", one)
    status = store.rows('select status, status_reason, "by" from screening where work_id = $work', one)[0]
    return Story(
        work_id=work_id,
        key=next((key for key, leads in keys if leads), None),
        aliases=tuple(key for key, leads in keys if not leads),
        title=row["title"] or row["title_original"] or "(no title)",
        status=status[0],
        status_reason=f"{status[1]} (by {status[2]})",
        retracted=bool(store.value("select retracted from bibliography where work_id = ?", [work_id])),
        records=store.rows(
            "select work_record.record_id, path, position, line, searched, query from work_record "
            "join entry using (record_id) join source_file using (file_id) "
            "where work_id = $work and same_as is null order by all", one),
        fields=_fields(store, work_id, row),
        changes=store.rows(
            "select record_id, field, before, after, rule from change join work_record using (record_id) "
            "where work_id = $work order by all", one),
        links=store.rows(
            "select left_id, right_id, rule, evidence from work_link where work_id = $work order by all", one),
        apart=store.rows(
            "select left_id, right_id, verdict, rule, evidence from pair join work_record l on l.record_id = left_id "
            "join work_record r on r.record_id = right_id where l.work_id <> r.work_id "
            "and (l.work_id = $work or r.work_id = $work) order by likeness desc, left_id, right_id", one),
        conflicts=store.rows(
            "select left_id, right_id, wanted, against, left_veto, right_veto from conflict where exists "
            "(from work_record where work_id = $work and record_id in (left_id, right_id)) order by all",
            one,
        ),
        relations=store.rows(
            "select kind, left_id, right_id, rule from relation where left_id = $work or right_id = $work order by all",
            one),
        stated=store.rows(
            "select kind, inverse, coalesce('PMID ' || pmid, 'DOI ' || doi), citation, record_id from stated_relation "
            "join work_record using (record_id) where work_id = $work order by all", one),
        tags=store.rows(
            "select facet, value, layer, rule, line, field, words, confidence, suggested from tag "
            "where work_id = $work order by facet, value, rule", one),
        blocks=store.rows(
            "select query, block, field, words from work_block where work_id = $work order by all", one),
        decisions=store.rows(
            "select decision.time, decision.who, event, records, decision.value, reason, concat_ws('; ', state, 'it "
            "read otherwise then, look again: ' || changed), place, decision_id from decision "
            "left join look_again using (decision_id) "
            "where exists (from work_record where work_id = $work and list_contains(records, record_id)) "
            "order by decision.time, decision_id",
            one),
    )  # fmt: skip


def _fields(store: Store, work_id: str, row: dict[str, Any]) -> Rows:
    """(field, value, record that gave it, why) for each field with a value."""
    origin = {
        field: (record, rule)
        for field, record, rule in store.rows(
            "select field, record_id, rule from work_field where work_id = ?", [work_id]
        )
    }
    work = from_row(row)
    return [
        (field, shown, *origin.get(field, (work_id, "its only record")))
        for field in FIELD_NAMES
        if field != "authors_complete" and (shown := shown_value(getattr(work, field)))
    ]
