"""Why: an answer for anything that has a name here.

In: the finished corpus, the workspace, and a name. Out: `Answer`, see answer.py; NotFound with the nearest names where
nothing is called so. `WAYS` are asked in turn, a work's own key first; two names ask why two things are one, or two.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from functools import cached_property

from ..errors import NotFound
from ..explain import tell, works_named
from ..query import load_queries
from ..sources import all_sources
from ..store import Store
from ..successors import works_of_gone
from ..workspace import Workspace
from .answer import Answer, Section, quoted
from .decided import decision_answer, find_decision
from .figures import Figure, by_name, by_number, figure_answer, number_answer
from .files import file_answer, find_files
from .gone import gone_section
from .keys import alias_head, key_answer, keys_given, moved_sections
from .pairs import pair_answer
from .records import record_answer, record_sections
from .report_figures import figures
from .rules import dedup_rule_answer, find_tag_rule, tag_rule_answer
from .waiting import waiting_line, waiting_section
from .works import work_answer

SHOWN = 20  # works that a hint names
NEAR = 4  # names that a hint offers


def explained(store: Store, workspace: Workspace, names: Sequence[str], raw: bool = False) -> Answer:
    """The answer for a name; for two names of works or records, why they are one or two; words of a title go together.

    `raw`: with the text of each entry as it stands in its file.
    """
    asked = Asked(store, workspace, raw)
    if len(names) == 2 and (groups := [asked.records_of(name.strip()) for name in names]) and any(groups):
        for name, group in zip(names, groups, strict=True):
            if not group:
                raise NotFound(f"no work or record {name!r}", hint=asked.near(name))
        left, right = groups
        rest = [record for record in right if record not in left]
        return pair_answer(store, (names[0], names[1]), left, right if left == right else rest or right)
    name = " ".join(names).strip()
    for way in WAYS:
        if (answer := way(asked, name)) is not None:
            return answer
    raise NotFound(f"nothing here is called {name!r}: no work, record, file, decision, rule or figure",
                   hint=asked.near(name))  # fmt: skip


class Asked:
    """The corpus while one question is answered. The figures are counted once, and only where they are asked for."""

    def __init__(self, store: Store, workspace: Workspace, raw: bool) -> None:
        self.store, self.workspace, self.raw = store, workspace, raw

    @cached_property
    def figures(self) -> list[Figure]:
        """Every number of the report."""
        return figures(self.store, load_queries(self.workspace.queries, tuple(all_sources())))

    def records_of(self, name: str) -> list[str]:
        """A record id alone, or the records of the one work that `name` means; nothing where it means no one work."""
        if self.store.value("select count(*) from record where record_id = ?", [name]):
            return [name]
        works = works_named(self.store, name)
        if len(works) != 1:
            return []
        rows = self.store.rows("select record_id from work_record where work_id = ? order by record_id", works)
        return [record for (record,) in rows]

    def work(self, work_id: str, name: str, more: Sequence[Section] = ()) -> Answer:
        """The work's story; of an older key also where it leads and why."""
        story = tell(self.store, work_id)
        records = list(dict.fromkeys(str(row[0]) for row in story.records))
        given = keys_given(self.workspace, records, list(filter(None, (story.key, *story.aliases))))
        gone = gone_section(self.store, records)
        every = [*records, *(row["gone_id"] for row in gone.rows)]
        own = [row for row in given if row.record_id in every]
        raw = [self._raw(records)] if self.raw and not more else []
        moved = moved_sections(self.store, given, work_id)
        waiting = waiting_section(self.store, self.workspace, every)
        answer = work_answer(story, own, [gone, waiting, *moved, *raw, *more])
        leads = alias_head(self.store, name, work_id, own)
        newer = [waiting_line(len(waiting.rows))] if waiting.rows else []
        return Answer(kind="work", name=answer.name, head=[*leads, *answer.head, *newer], sections=answer.sections,
                      facts=answer.facts)  # fmt: skip

    def _raw(self, records: Sequence[str]) -> Section:
        lists = [section for record in records for section in record_sections(self.store, record, raw=True)]
        whole = [section for section in lists if section.name == "raw"]
        return Section(name="raw", title="as it stands there", rows=[row for each in whole for row in each.rows],
                       line=whole[0].line, verbatim=True)  # fmt: skip

    def near(self, name: str) -> str:
        """The nearest names of all kinds, as a hint."""
        keys = [key for (key,) in self.store.rows("select key from citekey order by key")]
        rules = [rule for (rule,) in self.store.rows("select rule from rule_use order by rule")]
        paths = [path for (path,) in self.store.rows("select path from source_file order by path")]
        called = {alias.casefold(): figure.name for figure in self.figures for alias in (*figure.aliases, figure.name)}
        known = called | {each.casefold(): each for each in (*paths, *rules, *keys)}
        near = difflib.get_close_matches(name.casefold(), known, n=NEAR, cutoff=0.6)
        found = dict.fromkeys(known[each] for each in near)
        begin = f"did you mean {', '.join(found)}? " if found else ""
        return (
            f"{begin}a work has a key, a DOI, a PMID or words of its title; figures are called as `bibcorpus report` "
            "prints them; `bibcorpus export bibtex --all` lists all keys"
        )


def _by_key(asked: Asked, name: str) -> Answer | None:
    rows = asked.store.rows("select work_id from citekey where lower(key) = lower(?)", [name])
    return asked.work(rows[0][0], name) if rows else None


def _by_record(asked: Asked, name: str) -> Answer | None:
    """A record; one that gives its work the id is told with the work's story."""
    rows = asked.store.rows("select work_id from work_record where record_id = ?", [name])
    if not rows:
        work = works_of_gone(asked.store).get(name)
        return asked.work(work, name) if work else None
    if rows[0][0] != name:
        return record_answer(asked.store, name, asked.raw)
    told = ("entries", "raw", "gives")
    own = record_sections(asked.store, name, asked.raw)
    return asked.work(name, name, [section for section in own if section.name in told])


def _decision(asked: Asked, name: str) -> Answer | None:
    found = find_decision(asked.store, asked.workspace, name)
    return decision_answer(asked.store, asked.workspace, found) if found else None


def _file(asked: Asked, name: str) -> Answer | None:
    path, paths = find_files(asked.store, asked.workspace, name)
    return file_answer(asked.store, asked.workspace, path, paths) if paths else None


def _rule(asked: Asked, name: str) -> Answer | None:
    found = find_tag_rule(asked.store, asked.workspace, name)
    if found:
        return tag_rule_answer(asked.store, asked.workspace, *found)
    return dedup_rule_answer(asked.store, name)


def _number(asked: Asked, name: str) -> Answer | None:
    """A number of the report; a work that has it as its PMID or accession is named beside it."""
    digits = re.sub(r"[\s,.'’]", "", name)
    if not digits.isdecimal():
        return None
    found = by_number(asked.figures, int(digits))
    if not found:
        return None
    answer = figure_answer(asked.store, found[0]) if len(found) == 1 else number_answer(int(digits), found)
    keys = asked.store.rows("select key from citekey where leads and work_id in (select unnest(?::varchar[])) "
                            "order by key", [works_named(asked.store, name)])  # fmt: skip
    also = [f"It is the number of a work too: bibcorpus why {quoted(key)}" for (key,) in keys]
    return Answer(kind=answer.kind, name=answer.name, head=answer.head, sections=answer.sections, facts=answer.facts,
                  tail=[*answer.tail, *also])  # fmt: skip


def _by_identifier(asked: Asked, name: str) -> Answer | None:
    works = works_named(asked.store, name)
    return _one_of(asked, name, works) if works else None


def _one_of(asked: Asked, name: str, works: Sequence[str]) -> Answer:
    if len(works) == 1:
        return asked.work(works[0], name)
    keys = asked.store.rows("select key from citekey where leads and work_id in (select unnest(?::varchar[])) "
                            "order by key", [list(works)])  # fmt: skip
    shown = ", ".join(key for (key,) in keys[:SHOWN]) + (f" and {len(keys) - SHOWN} more" if keys[SHOWN:] else "")
    raise NotFound(f"{name!r} names {len(works)} works", hint=f"say which: {shown}")


def _lost_key(asked: Asked, name: str) -> Answer | None:
    return key_answer(asked.store, asked.workspace, name) if re.fullmatch(r"\S+", name) else None


def _figure(asked: Asked, name: str) -> Answer | None:
    found = by_name(asked.figures, name)
    if len(found) == 1:
        return figure_answer(asked.store, found[0])
    if not found:
        return None
    rows = [{"name": each.name, "number": each.number, "counts": each.counts} for each in found]
    listed = Section(name="figures", title="figures", rows=rows,
                     line=lambda row: f"{row['name']}: {row['number']} {row['counts']}")  # fmt: skip
    return Answer(kind="figures", name=name, head=[f"{len(found)} figures of the report are called {name!r}"],
                  sections=[listed], tail=[f"One of them: bibcorpus why {quoted(found[0].name)}"])  # fmt: skip


def _by_title(asked: Asked, name: str) -> Answer | None:
    """Words of a title, in any order, where one work has them all; accents and case mean nothing."""
    words = re.findall(r"\w+", name)
    if not words:
        return None
    condition = " and ".join(f"contains(told, strip_accents(lower($w{n})))" for n, _ in enumerate(words))
    rows = asked.store.rows(
        "select work_id from (select work_id, strip_accents(lower(concat_ws(' ', title, title_original))) as told "
        f"from work) where {condition} order by work_id", {f"w{n}": word for n, word in enumerate(words)}
    )  # fmt: skip
    return _one_of(asked, name, [work for (work,) in rows]) if rows else None


Way = Callable[[Asked, str], Answer | None]
WAYS: tuple[Way, ...] = (
    _by_key, _by_record, _decision, _file, _rule, _number, _by_identifier, _lost_key, _figure, _by_title,
)  # fmt: skip
