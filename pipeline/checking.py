"""Check: are the files that people write sound?

In: a workspace. Out: one line a problem (file, place, what is wrong), and a summary. Nothing is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .citekey import read_citekeys
from .decisions import read_decisions
from .errors import PipelineError
from .importing import lost_files, raw_file, raw_paths
from .ledger import file_sha256
from .query import load_queries
from .sources import all_sources
from .store import reading
from .workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The problems, and one line on what was looked at."""

    problems: tuple[str, ...]
    summary: str


def check_workspace(workspace: Workspace) -> Checked:
    """Look at queries, tag rules and their examples, decisions, keys, and notes of raw files."""
    counts: list[str] = []
    problems: list[str] = []
    for part in (_queries, _rules, _decisions, _keys, _raw):
        try:
            for line in part(workspace, counts.append):
                problems.append(line)
        except PipelineError as error:
            problems.append(error.message + (f" (try: {error.hint})" if error.hint else ""))
    state = f"{len(problems)} to put right" if problems else "all sound"
    return Checked(problems=tuple(problems), summary=f"{', '.join(counts)}: {state}")


Count = Callable[[str], None]


def counted(n: int, one: str, more: str | None = None) -> str:
    """'1 query', '2 queries'"""
    return f"{n} {one if n == 1 else more or one + 's'}"


def _queries(workspace: Workspace, count: Count) -> Iterator[str]:
    count(counted(len(load_queries(workspace.queries, tuple(all_sources()))), "query", "queries"))
    yield from ()


def _rules(workspace: Workspace, count: Count) -> Iterator[str]:
    from .tagging import check_examples, load_rules

    ruleset = load_rules(workspace.rules)
    count(counted(len(ruleset.rules), "tag rule"))
    yield from check_examples(ruleset)


def _decisions(workspace: Workspace, count: Count) -> Iterator[str]:
    logged, problems = read_decisions(workspace)
    count(counted(len(logged), "decision"))
    yield from problems
    if workspace.database.is_file():
        with reading(workspace.database) as store:
            known = {row[0] for row in store.rows("select record_id from record")}
        for item in logged:
            for record in item.decision.records:
                if record not in known:
                    yield (
                        f"{item.place}: no record {record!r} in the corpus; if it is misspelt, put it right; if its "
                        "file is still to come, leave it"
                    )


def _keys(workspace: Workspace, count: Count) -> Iterator[str]:
    given, problems = read_citekeys(workspace.citekeys)
    count(counted(len(given), "key"))
    yield from problems


def _raw(workspace: Workspace, count: Count) -> Iterator[str]:
    paths = raw_paths(workspace)
    count(counted(len(paths), "raw file"))
    for path in paths:
        try:
            raw_file(workspace, path, file_sha256(path))
        except PipelineError as error:
            yield error.message
    yield from lost_files(workspace)
