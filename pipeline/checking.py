"""Check: are the files that people write sound, and may they be shared?

In: a workspace, or some of its files. Out: one line a problem (file, place, what is wrong), one a doubt, and a summary.
Nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .citekey import read_citekeys
from .decided_records import logs_that_clash, older_than_files, records_not_here
from .decision_time import clocks_gone_back
from .decisions import read_decisions
from .doubts import doubt_lines, open_doubts
from .errors import PipelineError, QueryError, WorkspaceError
from .example_query import example_lines
from .kept_exports import list_problems
from .learning import stale
from .ledger import file_sha256
from .linting import lint
from .merged import given_twice, twice_logged
from .named_lists import list_paths
from .query import Query, load_queries
from .raw_files import files_not_here, lost_files, not_here_lines, raw_file, raw_paths
from .search_record import search_records
from .settling import NEEDS_A_LOOK
from .sharing.private import doubtful, misspelt, published
from .sharing.texts import conflict_lines, leak_lines, raw_leak_lines, shared_files
from .sources import all_sources
from .store import reading
from .strings import sent_strings
from .successors import read_successors, works_of_gone
from .workspace import SETTINGS_FILE, Workspace, find_root, load_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The problems, and one line on what was looked at. `doubts` may be meant so: they don't make a check fail."""

    problems: tuple[str, ...]
    summary: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is looked at: everything, or only `files`. `no_secrets`: what looks like a key is a problem, not a doubt."""

    files: tuple[Path, ...] | None = None
    no_secrets: bool = False

    def of(self, paths: Iterable[Path]) -> list[Path]:
        """Those of `paths` that are looked at."""
        return [path for path in paths if self.files is None or path in self.files]


def check_folder(start: Path, asked: Asked | None = None) -> Checked:
    """Look at the workspace that `start` lies in, also where its settings can't be read."""
    root = find_root(start)
    if asked and asked.files is not None:
        inside = (path for path in asked.files if path.is_file() and path.is_relative_to(root))
        asked = replace(asked, files=tuple(dict.fromkeys(inside)))
    try:
        return check_workspace(Workspace(root=root, settings=load_settings(root / SETTINGS_FILE)), asked)
    except WorkspaceError as error:
        return check_workspace(Workspace(root=root), asked, unsettled=_told(error))


def check_workspace(workspace: Workspace, asked: Asked | None = None, unsettled: str | None = None) -> Checked:
    """Look at queries, tag rules and their examples, decisions, keys, notes of raw files, and at what git shares.

    `unsettled`: what is wrong with the settings; what depends on them is then not looked at.
    """
    asked = asked or Asked()
    counts: list[str] = []
    torn = list(conflict_lines(workspace, asked.of(shared_files(workspace))))
    told = [unsettled] if unsettled else []
    for part, folder in PARTS.items():
        if _concerns(workspace, asked, folder) and not (unsettled and part in BY_SETTINGS):
            told += _lines(part(workspace, counts.append))
    told += _lines(_leaks(workspace, asked))
    told = [line for line in told if _is_asked(workspace, asked, line) and not _is_of_mark(line, torn)]
    shared = [] if unsettled else list(_lines(published(workspace)))  # whatever else is looked at
    said = dict.fromkeys([*torn, *told, *shared])  # a corpus that can't be opened stops several parts
    return _checked(said, counts if asked.files is None else [counted(len(asked.files), "file")])


def as_data(found: Checked) -> dict[str, Any]:
    """For JSON: {'problems': [{'file', 'line', 'says'}], 'doubts': […], 'summary'}; file and line may be None."""
    return {
        "problems": [_placed(line) for line in found.problems],
        "doubts": [_placed(line.removeprefix(DOUBT)) for line in found.doubts],
        "summary": found.summary,
    }


_PLACE = re.compile(r"(?P<file>[^:\n]*?\.[a-z]+)(?: line (?P<line>\d+))?:? (?P<says>.*)", re.S)


def _placed(line: str) -> dict[str, Any]:
    """'queries/a.toml line 3: …' -> its file, its line, and what it says."""
    found = _PLACE.match(line)
    if not found:
        return {"file": None, "line": None, "says": line}
    return {"file": found["file"], "line": int(found["line"]) if found["line"] else None, "says": found["says"]}


def _checked(lines: Iterable[str], counts: Iterable[str]) -> Checked:
    by_kind: dict[bool, list[str]] = {True: [], False: []}
    for line in lines:
        by_kind[line.startswith(DOUBT)].append(line)
    problems, doubts = by_kind[False], by_kind[True]
    state = f"{len(problems)} to put right" if problems else "all sound"
    state += f", {counted(len(doubts), 'doubt')}" if doubts else ""
    return Checked(problems=tuple(problems), summary=f"{', '.join(counts)}: {state}", doubts=tuple(doubts))


def _lines(part: Iterator[str]) -> Iterator[str]:
    """What a part says; where it can't go on, why."""
    try:
        yield from part
    except PipelineError as error:
        yield _told(error)


def _told(error: PipelineError) -> str:
    return error.message + (f" (try: {error.hint})" if error.hint else "")


def _concerns(workspace: Workspace, asked: Asked, folder: str) -> bool:
    """Whether one of the files that are looked at lies in `folder`."""
    return asked.files is None or any(workspace.relative(path).startswith(folder) for path in asked.files)


def _names(workspace: Workspace, path: Path) -> tuple[str, ...]:
    """How a line may begin that speaks of a file: rules and keys go by their file's name alone."""
    return workspace.relative(path), path.name


def _is_asked(workspace: Workspace, asked: Asked, line: str) -> bool:
    """Whether a line is about a file that is looked at."""
    names = [name for path in asked.files or () for name in _names(workspace, path)]
    return asked.files is None or line.removeprefix(DOUBT).startswith(tuple(names))


def _is_of_mark(line: str, torn: Iterable[str]) -> bool:
    """Whether a line says what a conflict mark has done to a file, of which the mark itself was told already."""
    files = {place.partition(" line ")[0] for place in torn}
    names = tuple(name for file in files for name in (file, file.rpartition("/")[2]))
    whole = line.startswith(tuple(name for name in names if name.endswith(".toml")))
    return bool(names) and (whole or (line.startswith(names) and "conflict mark" in line))


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
    yield from (f"{DOUBT}{line}" for line in example_lines(workspace))


def _lists(workspace: Workspace, count: Count) -> Iterator[str]:
    """Named lists that can't be used, and what of them is misspelt."""
    if paths := list_paths(workspace):
        count(counted(len(paths), "list"))
    yield from list_problems(workspace)


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
    """Examples that don't do what they say; and doubts about rules that never fire, or nearly always."""
    from .tagging import check_examples, load_rules
    from .tagging.use import rule_use

    ruleset = load_rules(workspace.rules)
    use = rule_use(workspace, ruleset)
    count(counted(len(ruleset.rules), "tag rule") + (f" ({use.not_judged})" if use.not_judged else ""))
    yield from check_examples(ruleset)
    yield from (f"{DOUBT}queries/tags/{line}" for line in use.doubts)


def _decisions(workspace: Workspace, count: Count) -> Iterator[str]:
    logged, problems = read_decisions(workspace)
    count(counted(len(logged), "decision"))
    yield from (_with_advice(line) for line in problems)
    yield from (f"{DOUBT}{line}" for line in twice_logged(workspace))
    yield from (f"{DOUBT}{line}" for line in clocks_gone_back(logged))
    yield from (f"{DOUBT}{item.place}: {item.state}" for item in logged if item.state.startswith(NEEDS_A_LOOK))
    yield from logs_that_clash(workspace)
    if not workspace.database.is_file():
        return
    if older_than_files(workspace):
        yield f"{DOUBT}corpus/{workspace.database.name}: the corpus is older than its raw files: `bibcorpus run`"
        return
    for wrong, line in records_not_here(workspace, logged, _work_of(workspace)):
        yield line if wrong else f"{DOUBT}{line}"


def _with_advice(line: str) -> str:
    """Where two lines of a log stand on one: a file ended without a line break, and another was put behind it."""
    together = "two lines stand on one: put a line break between them"
    return f"{line.partition(': ')[0]}: {together}" if "(Extra data)" in line else line


def _work_of(workspace: Workspace) -> Mapping[str, str]:
    """The work of each record of the last build, also of those that others stand for; empty where there is none."""
    if not workspace.database.is_file():
        return {}
    with reading(workspace.database) as store:
        return {**dict(store.rows("select record_id, work_id from work_record")), **works_of_gone(store)}


def _led(workspace: Workspace) -> set[str]:
    """The keys that lead to a work of the last build, in small letters."""
    if not workspace.database.is_file():
        return set()
    with reading(workspace.database) as store:
        return {key.lower() for (key,) in store.rows("select key from citekey")}


def _learned(workspace: Workspace, count: Count) -> Iterator[str]:
    """What was learned from decisions that are others now."""
    for line in stale(workspace):
        yield f"{DOUBT}{line}"


def _keys(workspace: Workspace, count: Count) -> Iterator[str]:
    given, problems = read_citekeys(workspace.citekeys)
    count(counted(len(given), "key"))
    yield from problems
    work_of, led = _work_of(workspace), _led(workspace)
    counting = [row for row in given if row.record_id in work_of or row.key.lower() not in led]  # else see `keying`
    yield from (f"{DOUBT}{line}" for line in given_twice(counting, work_of))


def _successors(workspace: Workspace, count: Count) -> Iterator[str]:
    lines, problems = read_successors(workspace.successors)
    if lines:
        count(counted(len(lines), "successor"))
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
    yield from (f"{DOUBT}{line}" for line in (*not_here_lines(files_not_here(workspace)), *misspelt(workspace)))


def _doubts(workspace: Workspace, count: Count) -> Iterator[str]:
    """What readers were not sure of; where the corpus is older than its files, `_decisions` says so."""
    if workspace.database.is_file() and not older_than_files(workspace):
        with reading(workspace.database) as store:
            yield from (f"{DOUBT}{line}" for line in doubt_lines(open_doubts(store)))


def _git(workspace: Workspace, count: Count) -> Iterator[str]:
    """What git may spoil or publish; what it must not is asked in every case."""
    yield from (f"{DOUBT}{line}" for line in doubtful(workspace))


def _leaks(workspace: Workspace, asked: Asked) -> Iterator[str]:
    """Keys, tokens and addresses that should not be published."""
    texts, raw = asked.of(shared_files(workspace)), asked.of(raw_paths(workspace))
    if asked.files is not None:
        texts = list(dict.fromkeys([*texts, *(path for path in asked.files if path not in raw)]))
    for secret, line in (*leak_lines(workspace, texts), *raw_leak_lines(workspace, raw)):
        yield line if secret and asked.no_secrets else f"{DOUBT}{line}"


Part = Callable[[Workspace, Count], Iterator[str]]
# what is looked at, and where its files lie
PARTS: Mapping[Part, str] = {
    _queries: "queries/",
    _lists: "queries/lists/",
    _rules: "queries/tags/",
    _decisions: "corpus/decisions/",
    _learned: "corpus/decisions/",
    _keys: "corpus/citekeys.csv",
    _successors: "corpus/successors.csv",
    _raw: "corpus/raw/",
    _doubts: "corpus/raw/",
    _git: ".git",
}
BY_SETTINGS = (_raw, _git)  # what is private is said there
