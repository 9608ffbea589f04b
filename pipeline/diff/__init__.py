"""What an update brought, changed or took away.

In: the search records, the built corpus, and which files are asked about: those of the latest update of each search,
or all from a day on. Out: `Diff`, a group for each search, whose counts add up:
new + changed + only counters + unchanged + again = entries in its files.

Each record's newest entry in these files is compared with its newest one from before, in the source's own words. Where
the two are in different formats (an export by hand, then an API) only what both have is compared, and cleaned: another
dress is no change. Files without a date count as older than all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..errors import WorkspaceError
from ..ledger import read_ledger
from ..search_record import SearchRecord, search_records
from ..store import Store, reading, sql
from ..workspace import Workspace
from .files import Asked, asked_about, files_of, outdated
from .named import Corpus, Named, Row, Touch
from .notices import notices
from .told import Told, told
from .values import FieldChange, field_changes

__all__ = ["Changed", "Diff", "FieldChange", "Group", "Named", "New", "Told", "Touch", "compared", "diff", "outdated"]


COLUMNS = (  # of diff_record.sql
    "entry_id", "team", "again", "new", "other_format", "record_id", "title", "year", "work_id", "key", "status",
    "joined", "relations", "publication_types",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """A record that no older file has. `joined`: its work was there before. `says`: 'retracted' … from the start."""

    record: Named
    joined: bool
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A record that differs from its older entry; `other_format`: that was in another file format."""

    record: Named
    other_format: bool
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What one search brought, or what was added by hand for one source and query.

    `hits_before`: those of the search that `update_of` names; `fetched`: records that the searches say they brought;
    `set_aside`: texts in the files that are no entry, since they can't be read. `only_counters`: records of which
    nothing changed but tags without a field of ours; they are listed in `counters` where these are asked for.
    """

    source: str
    query: str | None
    run: int | None = None
    chase: str | None = None
    since: str
    asked: tuple[str, ...] = ()
    update_of: str | None = None
    hits: int | None = None
    hits_before: int | None = None
    fetched: int | None = None
    files: tuple[str, ...] = ()
    entries: int = 0
    set_aside: int = 0
    unchanged: int = 0
    only_counters: int = 0
    again: int = 0
    new: tuple[New, ...] = ()
    changed: tuple[Changed, ...] = ()
    counters: tuple[Changed, ...] = ()
    told: tuple[Told, ...] = ()
    gone: tuple[Named, ...] = ()
    left: tuple[Named, ...] = ()
    missing: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """All of it. `since`: the day that was asked for; None: the latest update of each search."""

    since: str | None
    groups: tuple[Group, ...] = field(default_factory=tuple)


def compared(
    workspace: Workspace,
    *,
    since: str | None = None,
    source: str | None = None,
    query: str | None = None,
    counters: bool = False,
) -> Diff:
    """`diff` over the workspace as it stands.

    Raises WorkspaceError where the corpus was built before the newest raw files: what they brought isn't in it.
    """
    with reading(workspace.database) as store:
        if differs := outdated(workspace):
            more = f", and {len(differs) - 1} more" if len(differs) > 1 else ""
            raise WorkspaceError(
                f"{workspace.database.name} is older than what it is made of: {differs[0]}{more}",
                hint="run `bibcorpus run` first, then ask again",
            )
        records = search_records(workspace)
        return diff(workspace, store, records, since=since, source=source, query=query, counters=counters)


def diff(
    workspace: Workspace,
    store: Store,
    records: Sequence[SearchRecord],
    *,
    since: str | None = None,
    source: str | None = None,
    query: str | None = None,
    counters: bool = False,
) -> Diff:
    """What the latest updates changed, or everything from the day `since` on; of one source or query where named.

    `counters`: list also records of which only counters and dates of the database changed.
    Raises InputError for a day that is none, a source or query that no file or search has.
    """
    files = files_of(workspace, store, records)
    known = read_ledger(workspace.ledger).searches.get("before", [])
    asked = asked_about(files, records, known, since=since, source=source, query=query)
    _load(store, {file.file_id: file.moment for file in files}, asked)
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in store.rows(sql("diff_record"))]
    changes = field_changes(store)
    corpus = Corpus(store)
    groups = (
        _group(corpus, each, [row for row in rows if row["team"] == team], changes, records, counters)
        for team, each in enumerate(asked)
    )
    return Diff(since=since, groups=tuple(groups))


def _load(store: Store, moments: Mapping[str, str], asked: Sequence[Asked]) -> None:
    """The temporary tables entry_file, diff_file and diff_entry."""
    store.run(
        "create or replace temp table entry_file as "
        "select unnest($files::varchar[]) as file_id, unnest($moments::varchar[]) as moment",
        {"files": list(moments), "moments": list(moments.values())},
    )
    scope = [(file_id, team, each.since) for team, each in enumerate(asked) for file_id in each.file_ids]
    store.run(
        "create or replace temp table diff_file as select unnest($files::varchar[]) as file_id, "
        "unnest($teams::integer[]) as team, unnest($since::varchar[]) as since",
        {name: [row[place] for row in scope] for place, name in enumerate(("files", "teams", "since"))},
    )
    store.run(sql("diff_entry"))


def _group(
    corpus: Corpus,
    asked: Asked,
    rows: Sequence[Row],
    changes: Mapping[str, Sequence[FieldChange]],
    records: Sequence[SearchRecord],
    counters: bool,
) -> Group:
    first = [row for row in rows if not row["again"]]
    new = [row for row in first if row["new"]]
    old = [(row, changes.get(row["entry_id"], ())) for row in first if not row["new"]]
    changed = [(row, found) for row, found in old if not all(change.extra for change in found)]
    only_counters = [(row, found) for row, found in old if found and all(change.extra for change in found)]
    return replace(
        _of_searches(corpus, asked, records),
        entries=len(rows),
        set_aside=corpus.set_aside(asked.file_ids),
        again=len(rows) - len(first),
        unchanged=len(old) - len(changed) - len(only_counters),
        only_counters=len(only_counters),
        new=tuple(_new(corpus, row) for row in new),
        changed=tuple(_changed(corpus, row, found, counters) for row, found in changed),
        counters=tuple(_changed(corpus, row, found, True) for row, found in only_counters) if counters else (),
        told=told(corpus, asked.since, new, old),
    )


def _of_searches(corpus: Corpus, asked: Asked, records: Sequence[SearchRecord]) -> Group:
    """The group with what its search records say; what came back later is neither gone nor left."""
    last = asked.searches[-1] if asked.searches else None
    started_from = next((one.update_of for one in asked.searches), None)
    before = next((one for one in records if one.note == started_from), None)
    listed = frozenset(last.ids if last else ())

    def once(lists: Iterable[Sequence[str]]) -> list[str]:
        return [each for each in dict.fromkeys(each for ids in lists for each in ids) if each not in listed]

    gone = once(search.gone for search in asked.searches)
    left = [each for each in once(search.left for search in asked.searches) if each not in gone]
    source, query, run, chase = asked.of
    return Group(
        source=source,
        query=query,
        run=run,
        chase=chase,
        since=asked.since,
        asked=tuple(search.asked for search in asked.searches),
        update_of=started_from,
        hits=last.hits if last else None,
        hits_before=before.hits if before else None,
        fetched=sum(search.fetched for search in asked.searches) if asked.searches else None,
        files=asked.paths,
        gone=corpus.by_accession(source, gone),
        left=corpus.by_accession(source, left),
        missing=corpus.by_accession(source, last.missing if last else ()),
    )


def _new(corpus: Corpus, row: Row) -> New:
    says = notices(row["relations"] or (), row["publication_types"] or (), {})
    return New(
        record=corpus.named(row),
        joined=row["joined"],
        says=tuple(dict.fromkeys(one.kind for one in says if not one.of_other)),
    )


def _changed(corpus: Corpus, row: Row, found: Sequence[FieldChange], counters: bool) -> Changed:
    return Changed(
        record=corpus.named(row),
        other_format=row["other_format"],
        fields=tuple(change for change in found if counters or not change.extra),
    )
