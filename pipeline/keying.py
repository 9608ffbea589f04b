"""Keying: a citekey for each work, given once and for ever.

In: works and their records, citekeys.csv, keys that people chose. Out: the table `citekey`, new lines in citekeys.csv,
and what people should know. What a key looks like, and who keeps one when works are joined or parted: citekey.py.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from .citekey import Assigned, Given, append_citekeys, assign, read_citekeys
from .clean import from_row
from .errors import StoreError
from .model import Bibliographic
from .raw_files import files_not_here
from .settling import ByWork
from .sharing.keys import as_seen_here, to_stand_in
from .sharing.private import private_sources, speaks_of_absent
from .store import Store, reading_earlier
from .successors import carried_keys, in_corpus
from .workspace import Workspace


def give_keys(store: Store, workspace: Workspace, said_of: ByWork, go_on: bool = False) -> tuple[str, ...]:
    """Keys for works that have none: first on the disk, for ever, then in the corpus. Out: what people should know.

    `go_on`: the tables hold the keys that the last run gave by the same list. Then only works are asked about that are
    others now, or for which people chose keys.
    """
    members = _members(store, _without_keys(store) if go_on else None)
    given, damaged = read_citekeys(workspace.citekeys)
    chosen = _chosen(said_of, members)
    carried = carried_keys(given, in_corpus(store))
    seen = _taken_over(store, workspace, _as_seen_here(store, workspace, carried), chosen)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    keys = assign(
        members, seen, chosen, partial(_fields, store), now=now, who="bibcorpus",
        pattern=workspace.settings.key_pattern,
    )  # fmt: skip
    more = to_stand_in([*carried, *keys.new], members, private_sources(workspace))
    if keys.new or more:
        append_citekeys(workspace.citekeys, [*keys.new, *more])
    store.load("citekey", _rows(keys))
    store.load("moved_key", ({"key": lost, "new_key": key, "work_id": work} for lost, key, work in keys.moved))
    moved = store.rows("select key, work_id, new_key from moved_key order by key, new_key, work_id")
    told = (f"key {lost} belongs to another work: {work} goes by {key}" for lost, work, key in moved)
    lost = [] if go_on else _lost_keys(workspace, {line.key for line in given})  # going on, the list is what it was
    return (*damaged, *keys.problems, *told, *lost)


def _without_keys(store: Store) -> list[str]:
    """The works to be asked about, which are taken out of the tables, as are those that are no more."""
    store.run(
        "create table asked_work as from changed_work union select work_id from work_record where record_id in "
        "(select unnest(records) from (select event, records from decision union all "
        "select event, records from decision_before) where event = 'key')"
    )
    for table in ("citekey", "moved_key"):
        store.run(
            f"delete from {table} where work_id in (select work_id from asked_work) "
            "or work_id not in (select work_id from work)"
        )
    return [work for (work,) in store.rows("select work_id from asked_work order by 1")]


def _as_seen_here(store: Store, workspace: Workspace, given: Sequence[Given]) -> list[Given]:
    """The keys that were given; where private files are missing, another record may stand in for one of theirs."""
    if not files_not_here(workspace):
        return list(given)
    may_be_absent = speaks_of_absent(workspace)
    here = {record for (record,) in store.rows("select record_id from record")}
    return as_seen_here(given, lambda record: may_be_absent(record) and record not in here)


def _taken_over(store: Store, workspace: Workspace, given: list[Given], chosen: Mapping[str, str]) -> list[Given]:
    """The keys without those of gone records that a person gave to another work: that work is the one, they say.

    It keeps the key as an alias when it goes by another one later, until the word is taken back. When the record comes
    back its line counts again, and the older giving holds, as for any key given twice.
    """
    now = {key.casefold() for key in chosen.values()}
    said = now | {str(key).casefold() for (key,) in store.rows(_KEYS_SAID)}
    rows = [row for row in given if row.key.casefold() in said]
    gone = gone_records(store, workspace, rows)
    over = now | {row.key.casefold() for row in rows if row.record_id and row.record_id not in gone}
    return [row for row in given if row.record_id not in gone or row.key.casefold() not in over]


_KEYS_SAID = "select value ->> '$.key' from decision where event = 'key' and state <> 'undone'"


def gone_records(store: Store, workspace: Workspace, given: Sequence[Given]) -> set[str]:
    """The records of these lines that are in no work; but for private ones that somebody else may have."""
    named = {row.record_id for row in given if row.record_id}
    if not named:
        return set()
    may_be_absent = speaks_of_absent(workspace)
    rows = store.rows(
        "select record_id from work_record where record_id in (select unnest(?::varchar[]))", [sorted(named)]
    )
    return {record for record in named - {record for (record,) in rows} if not may_be_absent(record)}


def keys_to_nowhere(store: Store, workspace: Workspace) -> list[Given]:
    """The givings whose key leads to no work, and is told of no work either: their records are gone."""
    here = {key.lower() for (key,) in store.rows("select key from citekey union select key from moved_key")}
    given = carried_keys(read_citekeys(workspace.citekeys)[0], in_corpus(store))
    lost = [row for row in given if row.key.lower() not in here]
    gone = gone_records(store, workspace, lost)
    first = {row.key.lower(): row for row in reversed(lost) if row.record_id in gone}
    return sorted(first.values(), key=lambda row: row.key)


def _members(store: Store, works: Sequence[str] | None) -> dict[str, list[str]]:
    """Each of these works, or of all, with its records, in the order of their ids."""
    members: dict[str, list[str]] = {}
    rows = store.rows(
        "select work_id, record_id from work_record "
        "where $works is null or work_id in (select unnest($works::varchar[])) order by all",
        {"works": works},
    )
    for work_id, record_id in rows:
        members.setdefault(work_id, []).append(record_id)
    return members


def _fields(store: Store, works: Sequence[str]) -> dict[str, Bibliographic]:
    rows = store.records("select * from work where work_id in (select unnest(?::varchar[]))", [works])
    return {row["work_id"]: from_row(row) for row in rows}


def _chosen(said_of: ByWork, members: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Record id -> the key that a person gave its work: to which of its records it belongs, `citekey` remembers."""
    chosen = ((work, each) for work, each in said_of.holding("key") if each.value.get("key"))
    return {
        record: str(decision.value["key"])
        for work, decision in chosen
        for record in decision.records
        if record in members.get(work, ())
    }


def _rows(keys: Assigned) -> Iterator[dict[str, Any]]:
    for work, key in sorted(keys.lead.items()):
        yield {"key": key, "work_id": work, "leads": True}
    for work, aliases in sorted(keys.aliases.items()):
        yield from ({"key": key, "work_id": work, "leads": False} for key in aliases)


# old, new, why: what a manuscript that cites the old one should know
RENAMED = """
    with lead as (select work_id, key from citekey where leads),
    said as (
      select work_id, value ->> '$.key' as key, who, left(time, 10) as day, rtrim(time, 'Z') as moment, decision_id
      from (select *, unnest(records) as record_id from decision where event = 'key' and state = 'in force')
      join work_record using (record_id)
    ),
    chosen as (
      select work_id, lead.key, max_by(who || if(lower(said.key) = lower(lead.key), ' chose it on ' || day,
        ' chose ' || said.key || ' on ' || day || ', which another work has'), (moment, decision_id)) as why
      from said join lead using (work_id)
      where lower(said.key) = lower(lead.key) or exists (
        from moved_key where moved_key.work_id = lead.work_id and new_key = lead.key
          and lower(moved_key.key) = lower(said.key)
      )
      group by all
    )
    select citekey.key as old, lead.key as new, coalesce(chosen.why, 'two works became one: the older key leads') as why
    from citekey join lead using (work_id)
    left join chosen on chosen.work_id = lead.work_id
    where not leads
    union all
    select moved_key.key, new_key, 'given to two works: the older giving holds, for '
      || coalesce(work.title, work.work_id, 'another work')
    from moved_key
    left join citekey on lower(citekey.key) = lower(moved_key.key) left join work on work.work_id = citekey.work_id
    order by old, new"""


def renamed(store: Store) -> list[tuple[str, str, str]]:
    """(old, new, why) for each key that is not the one its work goes by: aliases, and keys that another work keeps.

    An alias still leads to its work, in our commands and in no manuscript: replace it there. A key that another work
    keeps leads to that one.
    """
    return [(str(old), str(new), str(why)) for old, new, why in store.rows(RENAMED)]


def table(rows: Sequence[tuple[str, str, str]]) -> str:
    """The same as CSV, with a header."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("old", "new", "why"))
    writer.writerows(rows)
    return text.getvalue()


def _lost_keys(workspace: Workspace, given: set[str]) -> list[str]:
    """A line where citekeys.csv lacks keys that the last corpus had: whoever cited them would find another work."""
    try:
        with reading_earlier(workspace.database) as store:
            had = {str(key) for (key,) in store.rows("select key from citekey")}
    except StoreError:  # none yet, or one that is built anew because it can't be read, or is of another version
        return []
    lost = sorted(had - given)
    if not lost:
        return []
    return [
        f"{workspace.relative(workspace.citekeys)} lacks {len(lost)} of the keys that the last run knew "
        f"({', '.join(lost[:3])} …): if it was deleted or cut by mistake, bring it back, e.g. with `git checkout`, "
        "before anyone cites the new ones"
    ]
