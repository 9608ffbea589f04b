"""Two built corpora of one bibliography compared: an earlier one, and what became of it.

In: two database files, and how the exports that go with them differ. Out: `Update`. Works are matched by the records
that both corpora have, since a work's id is its smallest record's and moves with it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from ..errors import StoreError
from ..export import entries_by_key
from ..store import Store, asking_earlier, attach_earlier, reading, sql
from ..values.names import display_name
from .update import (
    Carried,
    ChangedWork,
    Decided,
    ExportChange,
    KeyChange,
    Look,
    Merged,
    NewWork,
    Retagged,
    Screened,
    Split,
    Status,
    TagCount,
    Update,
    Work,
    counted,
    export_change,
)
from .values import SETS, FieldChange

Texts = Mapping[str, str]  # of BibTeX exports, by name; one that is missing has no entries
Row = tuple[Any, ...]

NEEDED = {  # what the comparison reads of the earlier corpus, which an older version of the program may have made
    "bibliography": ("work_id", "citekey", "title", "title_original", "year", "status", "status_reason", "retracted"),
    "work": ("work_id", "records", "first_seen", "last_seen"),
    "work_record": ("work_id", "record_id"),
    "work_link": ("left_id", "right_id", "rule", "evidence"),
    "screening": ("work_id", "status"),
    "tag": ("work_id", "facet", "value", "suggested"),
    "citekey": ("key", "work_id", "leads"),
    "decision": ("decision_id", "event", "records", "state"),
}
STATUSES = ("included", "excluded", "undecided")


def compare(
    before: Path | None,
    after: Path,
    exports: Sequence[ExportChange] = (),
    keys_given: Collection[str] = (),
    changed: Collection[str] | None = None,
) -> Update:
    """What differs. Without a corpus `before`, all works are new; `keys_given` are keys that are not new all the same.

    `changed`: works that may be others than before, where it is known that records, rules and all other works are the
    same, but for keys and what people said. Then only works that these can concern are compared.
    Raises StoreError where one of them can't be opened, or `before` was made by a version that had other tables.
    """
    with reading(after) as store, asking_earlier(before):
        _attach(store, before)
        _look_at(store, changed)
        store.run(sql("diff_match"))
        store.run(sql("diff_tag_moves"))
        store.run(_look_before(store))
        store.run(_carried_before(store))
        return counted(
            Update(
                before=store.value("select count(*) from before.work"),
                after=store.value("select count(*) from work"),
                statuses=tuple(_statuses(store)),
                new=tuple(NewWork(work=Work(**_named(row)), sources=tuple(row[5]), retracted=row[6])
                          for row in store.rows(sql("diff_works_new"))),
                gone=tuple(_work(row) for row in store.rows(sql("diff_works_gone"))),
                merged=tuple(_merged(store)),
                split=tuple(_split(store)),
                changed=tuple(_changed(store.rows(sql("diff_works_changed")))),
                retracted=tuple(_work(row) for row in store.rows(sql("diff_retracted"))),
                screened=tuple(Screened(work=_work(row), before=row[5], reason_before=row[6], reason=row[7])
                               for row in store.rows(sql("diff_screening"))),
                tags=tuple(_tag_count(row) for row in store.rows(sql("diff_tag_counts"))),
                tagged=tuple(Retagged(work=_work(row), gained=tuple(row[5]), lost=tuple(row[6]))
                             for row in store.rows(sql("diff_tags"))),
                carried=tuple(Carried(gone_id=row[0], record_id=row[1], who=row[2], why=row[3], work=_maybe(row[4:]))
                              for row in store.rows(sql("diff_carried"))),
                keys=tuple(_key(row) for row in store.rows(sql("diff_keys"))
                           if row[0] != "given" or row[1] not in keys_given),
                exports=tuple(exports),
                look=tuple(_look(row) for row in store.rows(sql("diff_look"))),
                decided=tuple(Decided(who=who, event=event, decisions=n)
                              for who, event, n in store.rows(sql("diff_decided"))),
            )
        )  # fmt: skip


def _attach(store: Store, path: Path | None) -> None:
    """The earlier corpus as `before`; an empty one where there is none."""
    if path is None:
        here = store.value("select current_database()")
        store.run("attach ':memory:' as before (read_write)")
        for statement in ("use before", sql("schema"), sql("bibliography"), f'use "{here}"'):
            store.run(statement)
        return
    attach_earlier(store, path, "before")
    if _same_tables(store):
        return
    statement = "select table_name, column_name, data_type from duckdb_columns() where database_name = "
    here, there = store.rows(statement + "current_database()"), set(store.rows(statement + "'before'"))
    if any(row not in there for row in here if row[1] in NEEDED.get(row[0], ())):
        raise StoreError(
            f"{path.name}: was built by another version of the program, and can't be compared",
            hint="run `bibcorpus run`, and compare from then on",
        )


def _same_tables(store: Store) -> bool:
    """Whether both corpora have the stamp of the same tables: then none of their columns has to be looked at."""
    stamps = store.rows("select comment from duckdb_views() where view_name = 'bibliography'")
    return len(stamps) == 2 and stamps[0] == stamps[1] != (None,)


def _look_at(store: Store, changed: Collection[str] | None) -> None:
    """Fill concerned and concerned_before: the works that are compared, now and before."""
    if changed is None:
        store.run("create or replace temp table concerned as select work_id from work")
        store.run("create or replace temp table concerned_before as select work_id from before.work")
        return
    store.run("create or replace temp table changed as select unnest(?::varchar[]) as work_id", [sorted(changed)])
    store.run(sql("diff_concerned"))


def _look_before(store: Store) -> str:
    """Which decisions were to be looked at again before: older corpora have no such view."""
    has = store.value("select count(*) from duckdb_views() where database_name = 'before' and view_name = 'look_again'")
    source = "select decision_id from before.look_again" if has else "select ''::varchar as decision_id limit 0"
    return f"create or replace temp table look_before as {source}"


def _carried_before(store: Store) -> str:
    """Which gone records went on with others before: older corpora have no such table."""
    name = "successor"
    has = store.value("select count(*) from duckdb_tables() where database_name = 'before' and table_name = ?", [name])
    source = f"select gone_id, record_id from {'before.successor' if has else 'successor limit 0'}"
    return f"create or replace temp table carried_before as {source}"


def _named(row: Row) -> dict[str, Any]:
    return dict(zip(("work_id", "key", "title", "year", "status"), row[:5], strict=True))


def _work(row: Row) -> Work:
    """The work by name that a row begins with."""
    return Work(**_named(row))


def _maybe(row: Row) -> Work | None:
    return None if row[0] is None else _work(row)


def _statuses(store: Store) -> Iterator[Status]:
    before, after = (
        dict(store.rows(f"select status, count(*) from {table} group by status"))
        for table in ("before.screening", "screening")
    )
    return (Status(status=each, before=before.get(each, 0), after=after.get(each, 0)) for each in STATUSES)


def _merged(store: Store) -> Iterator[Merged]:
    by: dict[str, list[str]] = {}
    for work_id, _, _, rule, evidence in store.rows(sql("diff_joined_by")):
        by.setdefault(work_id, []).append(_because(rule, evidence))
    for work, rows in groupby(store.rows(sql("diff_works_merged")), key=_work):
        yield Merged(
            work=work, of=tuple(_work(row[5:]) for row in rows), by=tuple(dict.fromkeys(by.get(work.work_id, ())))
        )


def _split(store: Store) -> Iterator[Split]:
    why: dict[tuple[str, bool], list[str]] = {}
    for before_id, now, rule, evidence in store.rows(sql("diff_apart_by")):
        why.setdefault((before_id, now), []).append(_because(rule, evidence))
    for work, rows in groupby(store.rows(sql("diff_works_split")), key=_work):
        yield Split(
            work=work,
            into=tuple(_work(row[5:]) for row in rows),
            apart=tuple(why.get((work.work_id, True), ())),
            joined=tuple(why.get((work.work_id, False), ())),
        )


def _because(rule: str, evidence: str) -> str:
    """('same_doi', 'DOI 10.1000/a') -> 'same_doi: DOI 10.1000/a'"""
    return f"{rule}: {evidence}" if evidence else rule


def _changed(rows: Iterable[Row]) -> Iterator[ChangedWork]:
    for row in rows:
        changes = tuple(field_changes(json.loads(row[5]), json.loads(row[6])))
        if changes:
            yield ChangedWork(work=_work(row), fields=changes)


def field_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[FieldChange]:
    """Each field that differs; what only one of the two corpora knows as a field is left out.

    {'year': 2010}, {'year': 2011} -> FieldChange(field='year', before=('2010',), after=('2011',))
    """
    for name in after:
        if name == "work_id" or name not in before or before[name] == after[name]:
            continue
        old, new = _texts(before[name]), _texts(after[name])
        if name not in SETS or sorted(old) != sorted(new):
            yield FieldChange(field=name, before=old, after=new)


def _texts(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(_text(each) for each in value) if isinstance(value, list) else (_text(value),)


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        from ..model import Name

        return display_name(Name(**value))
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _tag_count(row: Row) -> TagCount:
    return TagCount(**dict(zip(("facet", "value", "before", "after", "gained", "lost"), row, strict=True)))


def _key(row: Row) -> KeyChange:
    return KeyChange(change=row[0], key=row[1], work=_maybe(row[2:7]), before=_maybe(row[7:]))


def _look(row: Row) -> Look:
    names = ("decision_id", "time", "who", "event", "reason", "why")
    return Look(**dict(zip(names, row[:6], strict=True)), work=_maybe(row[6:]))


def export_changes(before: Texts, after: Texts) -> Iterator[ExportChange]:
    """For each export that is another than before: its entries by key, in the order of the file."""
    for name in sorted(before.keys() | after.keys()):
        old, new = dict(entries_by_key(before.get(name, ""))), dict(entries_by_key(after.get(name, "")))
        change = export_change(name, old, new, [key for key in new if new[key] != old.get(key, new[key])])
        if change:
            yield change
