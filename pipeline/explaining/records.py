"""A record: where it stands in the raw files, what cleaning did to it, which work it fell into, and by which links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..store import Store
from .answer import Answer, Section, quoted
from .works import apart_line, change_line, conflict_line, decision_line, link_line

ENTRY = ("path", "position", "line", "searched", "query", "gives_fields", "warnings", "raw")


def record_answer(store: Store, record_id: str, raw: bool = False) -> Answer:
    """The story of one record; `raw` adds each entry's text as it stands in the file."""
    work_id, key, title, members = store.rows(
        "select work_id, citekey.key, coalesce(record.title, record.title_original, '(no title)'), work.records "
        "from record join work_record using (record_id) join work using (work_id) "
        "left join citekey on citekey.work_id = work.work_id and leads where record_id = ?", [record_id]
    )[0]  # fmt: skip
    others = members - 1
    also = f", with {others} other record{'s' if others > 1 else ''}" if others else ", alone"
    return Answer(
        kind="record",
        name=record_id,
        head=[f"{record_id}: {title}", f"in the work {key}{also}"],
        sections=record_sections(store, record_id, raw),
        facts={"title": title, "work_id": work_id, "key": key},
        tail=[f"The whole story of its work: bibcorpus why {quoted(key or work_id)}"],
    )


def record_sections(store: Store, record_id: str, raw: bool = False) -> tuple[Section, ...]:
    """The lists of a record: entries, changes, links, what it was kept apart from, what it gives, decisions."""
    one = {"record": record_id}
    entries = list(_entries(store, record_id, raw))
    return (
        Section(name="entries", title="stands in", rows=entries, line=_entry_line),
        Section(
            name="raw",
            title="as it stands there",
            rows=[row for row in entries if raw],
            line=lambda row: f"{row['path']} line {row['line']}\n{row['raw']}\n",
            verbatim=True,
        ),
        Section(
            name="changes", title="cleaned", line=change_line, rows=store.rows(
                "select record_id, field, before, after, rule from change where record_id = $record order by all", one
            ),
        ),
        Section(
            name="links", title="joined by", line=link_line, rows=store.rows(
                "select left_id, right_id, rule, evidence from work_link where $record in (left_id, right_id) "
                "order by all", one),
        ),
        Section(
            name="apart", title="kept apart", line=apart_line, rows=store.rows(
                "select left_id, right_id, verdict, rule, evidence from pair "
                "join work_record l on l.record_id = left_id join work_record r on r.record_id = right_id "
                "where l.work_id <> r.work_id and $record in (left_id, right_id) "
                "order by likeness desc, left_id, right_id", one),
        ),
        Section(
            name="conflicts", title="not joined, though something asks for it", line=conflict_line, rows=store.rows(
                "select left_id, right_id, wanted, against, left_veto, right_veto from conflict "
                "where $record in (left_id, right_id) order by all", one),
        ),
        Section(
            name="gives", title="gives its work", line=lambda row: f"{row[0]}: {row[1]}", rows=store.rows(
                "select field, rule from work_field where record_id = $record order by field", one),
        ),
        Section(
            name="decisions", title="decisions that name it", line=decision_line, rows=store.rows(
                "select decision.time, decision.who, event, records, decision.value, reason, concat_ws('; ', state, "
                "'it read otherwise then, look again: ' || changed), place, decision_id from decision "
                "left join look_again using (decision_id) where list_contains(records, $record) "
                "order by decision.time, decision_id", one),
        ),
    )  # fmt: skip


def _entries(store: Store, record_id: str, raw: bool) -> Iterator[Mapping[str, Any]]:
    """Its places in the files, the newest first: that one gives the fields."""
    rows = store.rows(
        "select path, position, entry.line, searched, source_file.query, entry.entry_id = record.entry_id, "
        "entry.warnings, raw from entry join source_file using (file_id) join record using (record_id) "
        "where record_id = ? order by entry.entry_id = record.entry_id desc, searched desc nulls last, path, position",
        [record_id],
    )
    for row in rows:
        entry = dict(zip(ENTRY, row, strict=True))
        yield entry if raw else {name: value for name, value in entry.items() if name != "raw"}


def _entry_line(row: Mapping[str, Any]) -> str:
    when = f", searched {row['searched'][:10]}" if row["searched"] else ""
    query = f" for {row['query']}" if row["query"] else ""
    older = "" if row["gives_fields"] else "; an older place: it only fills gaps"
    noticed = f" ({'; '.join(row['warnings'])})" if row["warnings"] else ""
    return f"{row['path']}, record {row['position']}, line {row['line']}{when}{query}{older}{noticed}"
