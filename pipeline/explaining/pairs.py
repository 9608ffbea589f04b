"""Two records or works: why they are one, or why they are two.

In: two names. Out: the links that join them, or what keeps them apart: the rule and what it says, the decision, the
values compared, field by field. What the build didn't keep of a pair, since too little agreed, is compared anew.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..clean import from_row, shown_value
from ..dedup.rules import BY_NAME
from ..store import Store, sql
from .answer import Answer, Section
from .decided import LOG, said_line
from .works import conflict_line, link_line

COMPARED = (
    "type", "title", "title_original", "authors", "year", "container", "volume", "issue", "pages", "article_number",
    "doi", "pmid", "isbn", "edition",
)  # fmt: skip
LABEL = 16  # columns of a field's name
STATED = "stated:"


def pair_answer(store: Store, names: tuple[str, str], left: Sequence[str], right: Sequence[str]) -> Answer:
    """Two groups of records: one record, or all of a work; both names of one work are one group."""
    work_of = dict(store.rows("select record_id, work_id from work_record where record_id in "
                              "(select unnest(?::varchar[]))", [[*left, *right]]))  # fmt: skip
    if left == right:
        head = [f"{names[0]} and {names[1]} are one and the same: two names of it"]
        return Answer(kind="pair", name=" and ".join(names), head=head, sections=[], facts={"one_work": True})
    one_work = len(set(work_of.values())) == 1
    judged = _judged(store, left, right)
    pair = (judged[0]["left_id"], judged[0]["right_id"]) if judged else (left[0], right[0])
    links = list(_path(store, work_of[left[0]], left[0], right[0])) if one_work else []
    if one_work:
        pair = (left[0], right[0])
    verdict = "one work" if one_work else "two works"
    return Answer(
        kind="pair",
        name=" and ".join(names),
        head=[f"{names[0]} and {names[1]}: {verdict}", *_because(one_work, judged, links)],
        sections=[
            Section(name="links", title="joined by", rows=links, line=link_line),
            Section(name="judged", title="what the rules say", rows=judged, line=_judged_line),
            Section(name="conflicts", title="not joined, though something asks for it", line=conflict_line,
                    rows=[] if one_work else _conflicts(store, left, right)),
            Section(name="decisions", title="decisions on both", rows=_decisions(store, left, right), line=said_line),
            Section(name="compared", title=f"{pair[0]} and {pair[1]}", rows=_fields(store, *pair), line=_field_line),
        ],
        facts={"one_work": one_work, "compared_records": list(pair)},
    )  # fmt: skip


def _because(one_work: bool, judged: Sequence[Mapping[str, Any]], links: Sequence[Any]) -> Iterator[str]:
    """The reason in a sentence: of the strongest judgement, else of the chain of links."""
    if one_work and len(links) > 1:
        yield f"joined by way of {len(links) - 1} other record{'s' if len(links) > 2 else ''} of the work"
    if one_work and links and not any(link[2].startswith("decision:") for link in links):
        yield "; ".join(dict.fromkeys(f"{link[2]}: {rule_says(link[2])}" for link in links))
    if not one_work and judged:
        yield f"{judged[0]['rule']}: {judged[0]['says']}"


def rule_says(name: str) -> str:
    """What a rule says of bibliographies; of a decision or of what a source states, that."""
    if name in BY_NAME:
        return BY_NAME[name].says
    if name == "identical":
        return "every field that is compared is equal"
    return f"a source says: {name.removeprefix(STATED)}" if name.startswith(STATED) else "a person decided so"


def _judged(store: Store, left: Sequence[str], right: Sequence[str]) -> list[dict[str, Any]]:
    """What the build found between the two, vetoes first, then the likest; else the first two compared anew."""
    names = ("left_id", "right_id", "verdict", "rule", "evidence", "likeness", "chance")
    rows = store.rows(
        f"select {', '.join(names)} from pair where (left_id in (select unnest($l::varchar[])) "
        "and right_id in (select unnest($r::varchar[]))) or (left_id in (select unnest($r::varchar[])) "
        "and right_id in (select unnest($l::varchar[]))) order by likeness desc, left_id, right_id",
        {"l": list(left), "r": list(right)},
    )
    found = [dict(zip(names, row, strict=True)) for row in rows] or [_compared_anew(store, left[0], right[0])]
    told = [{**row, "says": rule_says(row["rule"]), "veto": _is_veto(row["rule"])} for row in found]
    return sorted(told, key=lambda row: not row["veto"])


def _is_veto(rule: str) -> bool:
    return rule in BY_NAME and BY_NAME[rule].veto


def _compared_anew(store: Store, left: str, right: str) -> dict[str, Any]:
    """The pair as the rules judge it: the build keeps only what is worth telling of."""
    import numpy as np

    from ..dedup.candidates import title_likeness
    from ..dedup.chance import chance
    from ..dedup.evidence import compare
    from ..dedup.features import features
    from ..dedup.rules import judge

    statement = sql("compared_record").replace(
        "from record", "from record where record_id in (select unnest($ids::varchar[])) or "
        "doi in (select doi from record where record_id in (select unnest($ids::varchar[])))", 1
    )  # fmt: skip
    records = {row["record_id"]: features(row) for row in store.records(statement, {"ids": [left, right]})}
    one, other = records[left], records[right]
    likeness = float(title_likeness([one, other], np.array([0]), np.array([1]))[0])
    evidence = compare(one, other, likeness, _shared(list(records.values())))
    return {
        "left_id": left, "right_id": right, "verdict": judge(evidence).verdict, "rule": judge(evidence).name,
        "evidence": evidence.in_words(), "likeness": round(likeness, 4), "chance": round(chance(evidence), 4),
    }  # fmt: skip


def _shared(records: list[Any]) -> frozenset[str]:
    from ..dedup.compare import shared_dois

    return shared_dois(records)


def _path(store: Store, work_id: str, start: str, end: str) -> list[tuple[Any, ...]]:
    """The links of a work that lead from one of its records to another, in this order: the shortest way."""
    rows = store.rows(
        "select left_id, right_id, rule, evidence from work_link where work_id = ? order by all", [work_id]
    )
    came: dict[str, tuple[str, tuple[Any, ...]]] = {start: ("", ())}
    waiting = deque([start])
    while waiting and end not in came:
        here = waiting.popleft()
        for row in rows:
            for near, far in ((row[0], row[1]), (row[1], row[0])):
                if near == here and far not in came:
                    came[far] = (here, row)
                    waiting.append(far)
    found = []
    while end in came and came[end][0]:
        end, link = came[end]
        found.append(link)
    return found[::-1]


def _conflicts(store: Store, left: Sequence[str], right: Sequence[str]) -> list[tuple[Any, ...]]:
    rows = store.rows(
        "select left_id, right_id, wanted, against, left_veto, right_veto from conflict "
        "where left_id in (select unnest($all::varchar[])) and right_id in (select unnest($all::varchar[])) "
        "order by all", {"all": [*left, *right]}
    )  # fmt: skip
    return [row for row in rows if (row[0] in left) != (row[1] in left)]


def _decisions(store: Store, left: Sequence[str], right: Sequence[str]) -> list[dict[str, Any]]:
    import json

    rows = store.rows(
        f"select {', '.join(LOG)} from decision where event in ('same', 'different', 'related') "
        "and list_has_any(records, $l::varchar[]) and list_has_any(records, $r::varchar[]) "
        "order by time, decision_id", {"l": list(left), "r": list(right)}
    )  # fmt: skip
    found = [dict(zip(LOG, row, strict=True)) for row in rows]
    return [{**row, "value": json.loads(row["value"])} for row in found]


def _judged_line(row: Mapping[str, Any]) -> str:
    veto = ", a veto" if row["veto"] else ""
    return (
        f"{row['verdict']}, {row['rule']}{veto}: {row['says']}: {row['left_id']} / {row['right_id']} "
        f"({row['evidence']}; chance {row['chance']:.2f})"
    )


def _fields(store: Store, left: str, right: str) -> list[dict[str, Any]]:
    """Both records, field by field; what neither has is left out."""
    rows = {row["record_id"]: from_row(row) for row in store.records(
        "select * from record where record_id in (?, ?)", [left, right])}  # fmt: skip
    found = []
    for name in COMPARED:
        one, other = (shown_value(getattr(rows[record], name)) or None for record in (left, right))
        if one or other:
            sign = "=" if one == other else "≠" if one and other else "·"
            found.append({"field": name, "left": one, "right": other, "sign": sign})
    return found


def _field_line(row: Mapping[str, Any]) -> str:
    if row["sign"] == "=":
        return f"{row['field']:<{LABEL}} = {row['left']}"
    return f"{row['field']:<{LABEL}} {row['sign']} {row['left'] or '–'}  |  {row['right'] or '–'}"
