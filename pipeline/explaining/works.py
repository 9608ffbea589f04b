"""A work's story as an answer. The story itself, all of it from the corpus, is told by explain.py."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from ..citekey import Given
from ..explain import Story
from .answer import Answer, Section
from .lines import answer_lines

NAME = 15  # columns of a field's name
CLAIM = 24  # columns of a tag: 'kind = systematic-review'


def lines(story: Story, everything: bool = False) -> Iterator[str]:
    """One work's story, section by section; empty sections are left out."""
    return answer_lines(work_answer(story), everything)


def work_answer(story: Story, keys: Sequence[Given] = (), more: Sequence[Section] = ()) -> Answer:
    """The story, the lines of citekeys.csv that gave its keys, and `more` lists behind."""
    sections = (*_sections(story), keys_section(keys), *more)
    names = {section.name for section in _sections(story)}
    return Answer(
        kind="work",
        name=story.key or story.work_id,
        head=tuple(_head(story)),
        sections=sections,
        facts={name: value for name, value in asdict(story).items() if name not in names},
    )


def _head(story: Story) -> Iterator[str]:
    yield f"{story.key or story.work_id}: {story.title}"
    yield f"work {story.work_id}" + (f"; also {', '.join(story.aliases)}" if story.aliases else "")
    yield f"{story.status}: {story.status_reason}"
    if story.retracted:
        yield "retracted: its sources or a notice say so"


def _sections(story: Story) -> tuple[Section, ...]:
    single = len(story.records) == 1
    return (
        Section(name="records", title="records", rows=story.records, line=_record_line),
        Section(name="links", title="joined by", rows=story.links, line=link_line),
        Section(name="fields", title="fields", rows=story.fields, line=lambda row: _field_line(*row, single=single)),
        Section(name="changes", title="cleaned", rows=story.changes, line=change_line),
        Section(name="apart", title="kept apart", rows=story.apart, line=apart_line),
        Section(
            name="conflicts", title="not joined, though something asks for it", rows=story.conflicts, line=conflict_line
        ),
        Section(name="relations", title="relations", rows=story.relations, line=_relation_line),
        Section(name="stated", title="named by its sources", rows=story.stated, line=_stated_line),
        Section(name="tags", title="tags", rows=story.tags, line=lambda row: _tag_line(*row)),
        Section(name="blocks", title="speaks of", rows=story.blocks, line=_block_line),
        Section(name="decisions", title="decisions", rows=story.decisions, line=decision_line),
    )


def keys_section(keys: Sequence[Given]) -> Section:
    """The lines of citekeys.csv that speak of something: who gave which key when, for which record."""
    rows = [
        {"key": given.key, "record_id": given.record_id, "given_at": given.given_at, "who": given.who} for given in keys
    ]
    return Section(
        name="keys",
        title="keys",
        rows=rows,
        line=lambda row: f"{row['key']}  given {row['given_at'][:10]} by {row['who']}, for {row['record_id']}",
    )


def _record_line(row: Sequence[Any]) -> str:
    record, path, position, line, searched, query = row
    when = f", searched {searched[:10]}" if searched else ""
    return f"{record}  in {path}, record {position}, line {line}{when}{f' for {query}' if query else ''}"


def link_line(row: Sequence[Any]) -> str:
    """'same_doi: hand:1 = pubmed:2 (title 1.00, doi same …)'"""
    left, right, rule, evidence = row
    return f"{rule}: {left} = {right} ({evidence})"


def change_line(row: Sequence[Any]) -> str:
    """The record, the field, what it was, what it is, and the rule that made it so."""
    record, field, before, after, rule = row
    return f"{record}: {field} {before!r} -> {after!r} ({rule})"


def apart_line(row: Sequence[Any]) -> str:
    """'ask, same_title_one_field_differs: hand:1 / pubmed:2 (title 1.00, year differs by 1 …)'"""
    left, right, verdict, rule, evidence = row
    return f"{verdict}, {rule}: {left} / {right} ({evidence})"


def conflict_line(row: Sequence[Any]) -> str:
    """A join that was asked for, and what stands against it between which records."""
    left, right, wanted, against, one, other = row
    return f"{left} = {right}, says {wanted}; but {against}: {one} / {other}"


def _relation_line(row: Sequence[Any]) -> str:
    kind, left, right, rule = row
    return f"{left} is {kind} {right} ({rule})"


def _stated_line(row: Sequence[Any]) -> str:
    kind, inverse, number, citation, record = row
    what = f"its {kind.rsplit('-', 1)[0]}" if inverse else f"it is {kind}"
    return f"{what}: {', '.join(filter(None, (number, citation)))} (says {record})"


def _field_line(field: str, value: str, record: str, rule: str, *, single: bool) -> str:
    return f"{field:<{NAME}} {value}" + ("" if single else f"  [{record}: {rule}]")


def _tag_line(
    facet: str, value: str, layer: str, rule: str, line: int | None, field: str, words: str, confidence: float,
    suggested: bool,
) -> str:  # fmt: skip
    """'topic = burnout           0.95  rule: 'Burnout' in title (burnout.toml line 10, en)'"""
    file, _, name = rule.partition(":")
    where = f"decision {name}" if layer == "person" else f"{file} line {line}, {name}" if line else rule
    place = f" in {field.replace('_', ' ')}" if field else ""
    quoted = words if layer == "person" else f"'{words}'{place}" if words else "nothing speaks of it"
    hint = "only suggested, by a " if suggested else ""
    return f"{facet + ' = ' + value:<{CLAIM}}  {confidence:.2f}  {hint}{layer}: {quoted} ({where})"


def _block_line(row: Sequence[Any]) -> str:
    query, block, field, words = row
    return f"{query}/{block}: {words!r} in {field}"


def decision_line(row: Sequence[Any]) -> str:
    """'2022-01-01 anna: include pubmed:1 read it [1: in force; corpus/decisions/anna.jsonl line 1]'"""
    time, who, event, records, value, reason, state, place, decision_id = row
    said = " ".join(filter(None, (event, " ".join(records), value if value != "{}" else "", reason)))
    return f"{time[:10]} {who}: {said} [{decision_id}: {state}; {place}]"
