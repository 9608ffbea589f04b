"""A decision: what it says, whether it holds, what it changed in the corpus, and how it can be taken back.

In: the log as it stands now, and the corpus as the last run built it. What holds was settled by that run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..decisions import Logged, read_decisions
from ..settling import stage_of
from ..store import Store
from ..workspace import Workspace
from .answer import Answer, Section

LOG = ("decision_id", "time", "who", "event", "records", "value", "reason", "state", "place")
SHORTEST = 6  # letters of an id that are enough where one decision begins so
# decisions of one group speak of the same thing, where these keys of their values agree too
ABOUT: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "same": ("pair", ()), "different": ("pair", ()), "related": ("pair", ()),
    "include": ("status", ()), "exclude": ("status", ()), "unsure": ("status", ()),
    "tag": ("tag", ("facet",)), "untag": ("tag", ("facet",)), "set-field": ("field", ("field",)), "key": ("key", ()),
}  # fmt: skip

UNSEEN = ("note", "undo", "settle", "untag")  # no row of the corpus names them: they add nothing, or take away
# What a decision did, table by table, with what each row means.
MADE = {
    "joined": "select left_id || ' = ' || right_id || ', in the work ' || key from work_link "
    "join citekey using (work_id) where leads and rule = $rule order by all",
    "asked to join, but something stands against it": "select left_id || ' = ' || right_id || ': ' || against || ': ' "
    "|| left_veto || ' / ' || right_veto from conflict where wanted = $rule order by all",
    "keeps apart, though something joins": "select left_veto || ' / ' || right_veto || ': ' || wanted || ' joins ' || "
    "left_id || ' = ' || right_id from conflict where against = $rule order by all",
    "gave a field": "select key || ': ' || field from work_field join citekey using (work_id) "
    "where leads and rule in ($rule, 'with ' || $rule) order by all",
    "gave a tag": "select key || ': ' || facet || ' = ' || value from tag join citekey using (work_id) "
    "where leads and rule = $rule order by all",
    "related": "select left_id || ' is ' || kind || ' ' || right_id from relation where rule = $rule order by all",
}


def find_decision(store: Store, workspace: Workspace, name: str) -> str | None:
    """The id of the decision that `name` is, or begins, where one alone does; also one that no run has seen yet."""
    ids = [row[0] for row in store.rows("select distinct decision_id from decision where starts_with(decision_id, ?) "
                                        "order by all limit 2", [name])]  # fmt: skip
    if name not in ids and not (len(ids) == 1 and len(name) >= SHORTEST):
        ids = []
        if workspace.decisions.is_dir() and _might_be(name) and _stands_in(workspace, name):
            known = {item.decision.id for item in read_decisions(workspace)[0]}
            ids = sorted(known & {name}) or sorted(each for each in known if each.startswith(name))[:2]
    if name in ids:
        return name
    return ids[0] if len(ids) == 1 and len(name) >= SHORTEST else None


def _might_be(name: str) -> bool:
    return bool(name) and len(name.split()) == 1


def _stands_in(workspace: Workspace, name: str) -> bool:
    """Whether the text stands anywhere in the logs: reading them line by line takes long."""
    wanted = name.encode()
    return any(wanted in path.read_bytes() for path in workspace.decisions.glob("*.jsonl"))


def decision_answer(store: Store, workspace: Workspace, decision_id: str) -> Answer:
    """What it says, its state, what it changed, others on the same, and the undo."""
    logged = {item.decision.id: item for item in read_decisions(workspace)[0]}
    known = {row["decision_id"]: row for row in _rows(store, "decision_id = $id", {"id": decision_id})}
    row = known.get(decision_id) or _row(logged[decision_id])
    now = logged.get(decision_id)
    works = [
        {"key": key, "title": title} for key, title in store.rows(
            "select citekey, any_value(title) from work_record join bibliography using (work_id) "
            "where record_id in (select unnest(?::varchar[])) group by citekey order by citekey", [row["records"]])
    ]  # fmt: skip
    made = [{"did": did, "what": what} for did, what in _made(store, row)]
    others, undos = _others(store, row), [_row(item) for item in logged.values() if _takes_back(item, decision_id)]
    return Answer(
        kind="decision",
        name=decision_id,
        head=list(_head(row, in_corpus=decision_id in known, now=now)),
        sections=[
            Section(name="works", title="speaks of", rows=works,
                    line=lambda work: f"{work['key']}  {work['title'] or '(no title)'}"),
            Section(name="made", title="changed in the corpus", rows=made,
                    line=lambda each: f"{each['did']}: {each['what']}"),
            Section(name="others", title="others on the same", rows=others, line=said_line),
            Section(name="undone_by", title="taken back or settled by", rows=undos, line=said_line),
        ],
        facts={key: value for key, value in row.items() if key != "decision_id"},
        tail=list(_tail(workspace, row, now, made)),
    )  # fmt: skip


def said_line(row: Mapping[str, Any]) -> str:
    """'2022-01-01 anna: include pubmed:1: read it [1: in force]'"""
    words = " ".join(filter(None, [row["event"], " ".join(row["records"]), in_short(row["value"])]))
    reason = f": {row['reason']}" if row["reason"] else ""
    return f"{row['time'][:10]} {row['who']}: {words}{reason} [{row['decision_id']}: {row['state']}]"


def in_short(value: Mapping[str, Any]) -> str:
    """{'facet': 'topic', 'value': 'burnout'} -> 'facet burnout …' as 'facet=topic value=burnout'."""
    return " ".join(f"{key}={text}" for key, text in value.items() if text is not None)


def _head(row: Mapping[str, Any], in_corpus: bool, now: Logged | None) -> Iterator[str]:
    yield f"{row['decision_id']}: a decision of {row['who']}, {row['time']}"
    yield " ".join(filter(None, [row["event"], " ".join(row["records"]), in_short(row["value"])]))
    if row["reason"]:
        yield f"reason: {row['reason']}"
    if now and in_corpus and now.state != "undone" and (gone := {*now.decision.records} - {*row["records"]}):
        yield f"its line names {' '.join(sorted(gone))}, which is gone: another record stands for it"
    yield f"{row['state']} ({row['place']})"
    if not in_corpus:
        yield "the corpus doesn't know it yet: `bibcorpus run` takes it in"
    elif now is None:
        yield "its line is no longer in the log: the corpus is older; `bibcorpus run` builds it anew"
    elif now.state == "undone" != row["state"]:
        yield "undone since the last run: `bibcorpus run` takes that in"


def _tail(workspace: Workspace, row: Mapping[str, Any], now: Logged | None, made: Sequence[Any]) -> Iterator[str]:
    if row["state"] == "undone" or (now and now.state == "undone"):
        yield "To bring it back, undo what took it back (the id above), or decide anew."
        return
    if row["state"] == "in force" and not made and row["event"] not in UNSEEN:
        yield "Nothing in the corpus hangs on it today: the rules, or other decisions, say the same without it."
    if row["state"] == "disputed":
        editors = " or ".join(workspace.settings.editors) or "anybody"
        yield f"Until people agree, or {editors} settles it (`bibcorpus decide settle`), nobody's word holds."
    yield f"Anyone can take it back: bibcorpus decide undo {row['decision_id']}; the line itself stays for ever"


def _made(store: Store, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    rule = f"decision:{row['decision_id']}"
    for did, statement in MADE.items():
        yield from ((did, what) for (what,) in store.rows(statement, {"rule": rule}))
    if row["state"] != "in force":
        return
    of = {"records": list(row["records"])}
    here = "work_id in (select work_id from work_record where record_id in (select unnest($records::varchar[])))"
    if row["event"] in ("include", "exclude", "unsure"):
        yield from (("status", what) for (what,) in store.rows(
            f"select key || ': ' || status || ', ' || status_reason from screening join citekey using (work_id) "
            f"where leads and \"by\" = 'person' and {here} order by all", of))  # fmt: skip
    if row["event"] == "key":
        yield from (("key", what) for (what,) in store.rows(
            "select key || if(leads, ' leads', ' is an alias') from citekey where lower(key) = lower($key) "
            f"and {here} order by all", {**of, "key": row["value"].get("key")}))  # fmt: skip
    if row["event"] in ("different", "related"):
        yield from (("keeps apart", what) for (what,) in store.rows(
            "select left_id || ' / ' || right_id || ', which ' || rule "
            "|| if(verdict = 'same', ' joins', ' asks about') from pair where verdict in ('same', 'ask') "
            "and left_id in (select unnest($records::varchar[])) "
            "and right_id in (select unnest($records::varchar[])) order by all", of))  # fmt: skip


def _others(store: Store, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Other decisions on the same question of the same works."""
    if row["event"] not in ABOUT:
        return []
    group, keys = ABOUT[row["event"]]
    rows = _rows(
        store,
        "decision_id <> $id and exists (from work_record a join work_record b using (work_id) where "
        "list_contains(decision.records, a.record_id) and b.record_id in (select unnest($records::varchar[])))",
        {"id": row["decision_id"], "records": list(row["records"])},
    )
    return [
        other for other in rows
        if ABOUT.get(other["event"], ("",))[0] == group
        and all(other["value"].get(key) == row["value"].get(key) for key in keys)
        and (group != "status" or stage_of(other["value"]) == stage_of(row["value"]))
    ]  # fmt: skip


def _rows(store: Store, condition: str, of: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = store.rows(f"select {', '.join(LOG)} from decision where {condition} order by time, decision_id", of)
    rows = [dict(zip(LOG, row, strict=True)) for row in found]
    return [{**row, "value": json.loads(row["value"])} for row in rows]


def _row(item: Logged) -> dict[str, Any]:
    made = item.decision
    return {
        "decision_id": made.id, "time": made.time, "who": made.who, "event": made.event, "records": list(made.records),
        "value": dict(made.value), "reason": made.reason, "state": item.state, "place": item.place,
    }  # fmt: skip


def _takes_back(item: Logged, decision_id: str) -> bool:
    return item.decision.event in ("undo", "settle") and item.decision.value.get("id") == decision_id
