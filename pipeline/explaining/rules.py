"""A rule: of tags ('burnout.toml:en'), with its text and the works that it tagged; or of duplicates ('same_doi')."""

from __future__ import annotations

from typing import Any

from ..dedup.rules import BY_NAME
from ..store import Store
from ..workspace import Workspace
from .answer import Answer, Section


def find_tag_rule(store: Store, workspace: Workspace, name: str) -> tuple[str, str] | None:
    """(file, rule) that the name means; rule '' for the whole file. 'queries/tags/burnout.toml' is 'burnout.toml'."""
    file, _, rule = name.replace("\\", "/").rsplit("/", 1)[-1].partition(":")
    file = file if file.endswith(".toml") else f"{file}.toml"
    known = store.value("select count(*) from rule_use where split_part(rule, ':', 1) = ?", [file])
    if not known and not (workspace.rules / file).is_file():
        return None
    if not rule and not name.endswith(".toml"):  # 'burnout' is a value before it is a file
        return None
    exact = store.value("select count(*) from rule_use where rule = ?", [f"{file}:{rule}"])
    used = store.value("select count(*) from tag where rule = ?", [f"{file}:{rule}"])
    return (file, rule) if not rule or exact or used else None


def tag_rule_answer(store: Store, workspace: Workspace, file: str, rule: str) -> Answer:
    """How often it fired, which works have their tag from it, by which words, and what it says."""
    name = f"{file}:{rule}" if rule else file
    one, of = ("rule = ?", [name]) if rule else ("starts_with(rule, ?)", [f"{file}:"])
    uses = [
        {"rule": each, "fired_in": fired, "tagged": tagged}
        for each, fired, tagged in store.rows(
            "select rule, works, (select count(distinct work_id) from tag where tag.rule = rule_use.rule) "
            f"from rule_use where {one} order by works desc, rule", of)
    ]  # fmt: skip
    works = [
        dict(zip(("key", "title", "facet", "value", "field", "words", "confidence", "rule"), row, strict=True))
        for row in store.rows(
            "select citekey, coalesce(title, '(no title)'), facet, value, field, words, confidence, rule "
            f"from tag join bibliography using (work_id) where {one} order by citekey, facet, value", of)
    ]  # fmt: skip
    text = rule_text(workspace, file, rule)
    tagged = len({row["key"] for row in works})
    return Answer(
        kind="rule",
        name=name,
        head=[f"{name}: a rule of tags; {tagged} works are tagged by it" if rule else
              f"{name}: {len(uses)} rules of tags; {tagged} works are tagged by them"],
        sections=[
            Section(name="rules", title="rules", rows=uses, line=_use_line),
            Section(name="works", title="works", rows=works, line=_tagged_line),
            Section(name="text", title=f"its text, in queries/tags/{file}", rows=[text] if text else [], line=str,
                    verbatim=True),
        ],
        facts={"tagged": tagged},
        tail=[] if text else [f"queries/tags/{file} is not there, or has no such rule: it is the program's own"],
    )  # fmt: skip


def _use_line(row: Any) -> str:
    surer = "; elsewhere others are surer, or say so too" if row["tagged"] < row["fired_in"] else ""
    return f"{row['rule']}: fired in {row['fired_in']} works, tagged {row['tagged']}{surer}"


def _tagged_line(row: Any) -> str:
    place = f" in {row['field'].replace('_', ' ')}" if row["field"] else ""
    return f"{row['key']}  {row['facet']} = {row['value']}  {row['confidence']:.2f}: '{row['words']}'{place}"


def rule_text(workspace: Workspace, file: str, rule: str) -> str:
    """The lines of the file that are this rule, from its [[rule]] to the next table; '' where it has none.

    Without a rule the whole file, but for its examples.
    """
    path = workspace.rules / file
    if not path.is_file():
        return ""
    parts: list[list[str]] = [[]]
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        if line.lstrip().startswith("["):
            parts.append([])
        parts[-1].append(line)
    if not rule:
        return "\n".join("\n".join(part) for part in parts if not "".join(part[:1]).startswith("[examples"))
    wanted = (f'name = "{rule}"', f"name = '{rule}'")
    chosen = (part for part in parts if part and any(" ".join(line.split()).startswith(wanted) for line in part))
    return "\n".join(next(chosen, [])).strip("\n")


def dedup_rule_answer(store: Store, name: str) -> Answer | None:
    """A rule of duplicates: what it says of bibliographies, and the pairs that it judged; None for no such rule."""
    rule = BY_NAME.get(name)
    if rule is None:
        return None
    rows = [
        dict(zip(("left_id", "right_id", "evidence", "joined"), row, strict=True))
        for row in store.rows(
            "select left_id, right_id, evidence, l.work_id = r.work_id from pair "
            "join work_record l on l.record_id = left_id join work_record r on r.record_id = right_id "
            "where rule = ? order by likeness desc, left_id, right_id", [name])
    ]  # fmt: skip
    veto = "; no rule joins across it" if rule.veto else ""
    return Answer(
        kind="rule",
        name=name,
        head=[f"{name}: a rule of duplicates, verdict {rule.verdict}{veto}", rule.says],
        sections=[
            Section(
                name="pairs", title=f"{len(rows)} pairs judged by it", rows=rows,
                line=lambda row: f"{row['left_id']} {'=' if row['joined'] else '/'} {row['right_id']} "
                f"({row['evidence']})",
            )
        ],
        facts={"verdict": rule.verdict, "says": rule.says, "veto": rule.veto},
    )  # fmt: skip
