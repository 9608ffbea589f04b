"""Check: are the files that people write sound?

In: a workspace. Out: one line a problem (file, place, what is wrong), one a doubt, and a summary. Nothing is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .citekey import read_citekeys
from .decisions import read_decisions
from .errors import PipelineError, QueryError
from .importing import lost_files, raw_file, raw_paths
from .ledger import file_sha256
from .linting import lint
from .query import Query, load_queries
from .search_record import search_records
from .sources import all_sources
from .store import reading
from .strings import sent_strings
from .workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The problems, and one line on what was looked at. `doubts` may be meant so: they don't make a check fail."""

    problems: tuple[str, ...]
    summary: str
    doubts: tuple[str, ...] = ()


def check_workspace(workspace: Workspace) -> Checked:
    """Look at queries, tag rules and their examples, decisions, keys, and notes of raw files."""
    counts: list[str] = []
    problems: list[str] = []
    doubts: list[str] = []
    for part in (_queries, _rules, _decisions, _keys, _raw):
        try:
            for line in part(workspace, counts.append):
                (doubts if line.startswith(DOUBT) else problems).append(line)
        except PipelineError as error:
            problems.append(error.message + (f" (try: {error.hint})" if error.hint else ""))
    state = f"{len(problems)} to put right" if problems else "all sound"
    state += f", {counted(len(doubts), 'doubt')}" if doubts else ""
    return Checked(problems=tuple(problems), summary=f"{', '.join(counts)}: {state}", doubts=tuple(doubts))


Count = Callable[[str], None]
DOUBT = "doubt: "
"""How a line begins that is only a doubt."""


def counted(n: int, one: str, more: str | None = None) -> str:
    """'1 query', '2 queries'"""
    return f"{n} {one if n == 1 else more or one + 's'}"


def _queries(workspace: Workspace, count: Count) -> Iterator[str]:
    queries = load_queries(workspace.queries, tuple(all_sources()))
    count(counted(len(queries), "query", "queries"))
    records = search_records(workspace)
    for query in queries:
        yield from _phrases(query)
        made, problems = _generated(query)
        yield from problems
        for problem in lint(query, records, made):
            yield f"{DOUBT if problem.severity == 'doubt' else ''}{problem}"


def _phrases(query: Query) -> Iterator[str]:
    """Each phrase of a block that our own matcher can't read: `run` would stop at it."""
    from .tagging.phrases import BadPhrase, parse_phrases

    for block in query.blocks:
        for language, phrases in block.words.items():
            for phrase in phrases:
                try:
                    parse_phrases(phrase)
                except BadPhrase as error:
                    yield f"queries/{query.id}.toml: [block.{block.name}.words] {language}: {error}"


def _generated(query: Query) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """The strings that are made of the blocks, by source; and a line for each that can't be made."""
    made: dict[str, tuple[str, ...]] = {}
    problems: list[str] = []
    for search in query.sources:
        if search.generated:
            try:
                made[search.source] = sent_strings(query, search)
            except QueryError as error:
                problems.append(f"{error.message} (try: {error.hint})")
    return made, problems


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
