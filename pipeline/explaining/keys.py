"""A key: which work it leads to today, who gave it when, and why another one leads, or holds it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..citekey import Given, by_age_then_key, read_citekeys
from ..store import Store
from ..values.instant import instant
from ..workspace import Workspace
from .answer import Answer, Section, quoted
from .works import keys_section


def keys_given(workspace: Workspace, records: Sequence[str], keys: Sequence[str]) -> list[Given]:
    """The lines of citekeys.csv for these records or keys, oldest first; a key's case means nothing."""
    given, _ = read_citekeys(workspace.citekeys)
    wanted, named = set(records), {key.casefold() for key in keys}
    found = [row for row in given if row.record_id in wanted or row.key.casefold() in named]
    return sorted(found, key=by_age_then_key)


def alias_head(store: Store, name: str, work_id: str, given: Sequence[Given]) -> list[str]:
    """Where an older key leads, and why not it but another one leads; nothing for a key that leads."""
    rows = store.rows("select key, leads from citekey where work_id = ? order by key", [work_id])
    own = next((key for key, leads in rows if not leads and key.casefold() == name.casefold()), None)
    leader = next((key for key, leads in rows if leads), None)
    if own is None or leader is None:
        return []
    chosen = store.rows(
        "select who, left(time, 10), decision_id, value ->> '$.key' as chosen "
        "from decision join work_record on list_contains(records, record_id) "
        "where event = 'key' and state = 'in force' and work_id = $work and (lower(chosen) = lower($key) or exists "
        "(from moved_key where work_id = $work and new_key = $key and lower(moved_key.key) = lower(chosen))) "
        "order by rtrim(time, 'Z') desc, decision_id limit 1", {"work": work_id, "key": leader}
    )  # fmt: skip
    lines = {row.key.casefold(): row for row in reversed(given)}
    first, other = lines.get(leader.casefold()), lines.get(own.casefold())
    why = "; texts that cite it are still right"
    if chosen:
        who, day, decision, key = chosen[0]
        what = "that key" if key.lower() == leader.lower() else f"{key}, which another work has,"
        why = f": {who} chose {what} on {day} (decision {decision}){why}"
    elif first and other and instant(first.given_at) == instant(other.given_at):
        why = f": both were given at once, on {first.given_at[:10]}, and that one comes first in the alphabet{why}"
    elif first and other and by_age_then_key(first) < by_age_then_key(other):
        why = f": that key is older ({first.given_at[:10]}, this one {other.given_at[:10]}){why}"
    return [f"{own} leads to this work, which goes by {leader} today{why}"]


def key_answer(store: Store, workspace: Workspace, name: str) -> Answer | None:
    """A key of citekeys.csv that no work of the corpus has: its record is gone. None where nobody ever gave it."""
    given = keys_given(workspace, [], [name])
    if not given:
        return None
    records = [row.record_id for row in given if row.record_id]
    here: list[tuple[Any, ...]] = store.rows(
        "select record_id, key from work_record join citekey using (work_id) where leads and record_id in "
        "(select unnest(?::varchar[])) order by all", [records]
    )  # fmt: skip
    leads = [f"its record {record} is in the work {key} today" for record, key in here]
    lost = [f"its record {one} is not in the corpus" for one in records if one not in {row[0] for row in here}]
    return Answer(
        kind="key",
        name=given[0].key,
        head=[f"{given[0].key}: a key that was given, and that no work has today", *leads, *lost],
        sections=[keys_section(given)],
        facts={"works": [key for _, key in here]},
        tail=[f"The work: bibcorpus why {quoted(here[0][1])}"] if here else
        ["It stays taken: when its record comes back, the key is its own again."],
    )  # fmt: skip


def moved_sections(store: Store, given: Sequence[Given], work_id: str) -> list[Section]:
    """Keys that were given twice, on two branches: who keeps each, and by which key the other goes today."""
    claims: dict[str, list[Given]] = {}
    for row in given:
        claims.setdefault(row.key.casefold(), []).append(row)
    rows = []
    for claimed in claims.values():
        for row in claimed:
            leader = store.rows(
                "select key, work_id from work_record join citekey using (work_id) where leads and record_id = ?",
                [row.record_id],
            )
            if leader and leader[0][1] != work_id:
                rows.append({"key": row.key, "record_id": row.record_id, "today": leader[0][0]})
    return [
        Section(
            name="also_given",
            title="given to another work too",
            rows=rows,
            line=lambda row: (
                f"{row['key']} was given for {row['record_id']} too, which goes by {row['today']} today: "
                "the older keeps a key"
            ),
        )
    ]
