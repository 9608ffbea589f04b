"""The steps, which of them are stale and why, and one build that runs these.

Everything is derived from queries/, corpus/raw, corpus/decisions, corpus/citekeys.csv and bibcorpus.toml. A step is
fresh as long as the program and its inputs, those of the steps before it among them, are what they were. A build keeps
the tables of fresh steps, makes the others anew in a file beside the corpus, and swaps it in when all counts add
up: a crash leaves the old corpus, and the next run starts again from it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from .adding_up import check_counts, check_vetoes
from .clean import clean_records
from .decisions import Logged, read_decisions
from .diff.last_run import keep_before, noted
from .errors import PipelineError
from .importing import import_files
from .kept_export import as_they_were, entries_written, export_texts, write_export
from .keying import give_keys
from .ledger import Ledger, digest_of, program_hash, read_ledger, reasons, write_ledger
from .parallel import Workers, without_collector
from .query import Query, load_queries
from .raw_files import files_not_here, raw_file, raw_notes, raw_paths
from .search_record import search_records
from .settling import ByWork, by_work
from .sources import all_sources
from .store import Store, building, only_one
from .tagging import load_rules
from .unheeded import unheeded, unusable
from .workspace import SETTINGS_FILE, Workspace, load_settings

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step: what it is for, the tables it fills, and the files it reads (`reads` names groups of INPUTS)."""

    name: str
    does: str
    fills: tuple[str, ...]
    reads: tuple[str, ...]


STEPS = (
    Step(
        name="import",
        does="read raw files",
        fills=("source_file", "entry", "reject", "unread"),
        reads=("raw",),
    ),
    Step(name="clean", does="bring values into one form", fills=("record", "change", "stated_relation"), reads=()),
    Step(name="pair", does="compare records", fills=("pair",), reads=()),
    Step(
        name="work",
        does="join the records of one work",
        fills=("decision", "work_record", "work_link", "question", "conflict", "work", "work_field", "relation"),
        reads=("decisions", "settings"),
    ),
    Step(
        name="tag",
        does="tag by rules and people, include or exclude",
        fills=("tag", "tag_dispute", "proposal", "fired_rule", "rule_use", "work_block", "screening"),
        reads=("queries", "rules", "settings", "learned"),
    ),
    Step(name="key", does="give citekeys", fills=("citekey", "moved_key"), reads=("citekeys",)),
    Step(name="export", does="write corpus/exports", fills=(), reads=("settings",)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """One line of `status`."""

    step: Step
    reasons: tuple[str, ...]

    @property
    def stale(self) -> bool:
        """Whether the step has to run."""
        return bool(self.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run did: which steps ran, and problems in people's files that stopped nothing."""

    ran: tuple[str, ...]
    problems: tuple[str, ...]


def input_files(workspace: Workspace) -> dict[str, list[Path]]:
    """The files behind each name in `Step.reads`."""

    def matching(folder: Path, pattern: str) -> list[Path]:
        return sorted(folder.glob(pattern)) if folder.is_dir() else []

    return {
        "raw": [*raw_paths(workspace), *raw_notes(workspace)],
        "decisions": matching(workspace.decisions, "*.jsonl"),
        "queries": matching(workspace.queries, "*.toml"),
        "rules": matching(workspace.rules, "*.toml"),
        "learned": matching(workspace.learned, "*.json"),
        "citekeys": [path for path in [workspace.citekeys] if path.is_file()],
        "settings": [workspace.root / SETTINGS_FILE],
    }


Hashes = dict[str, dict[str, str]]


def _hashes(workspace: Workspace, ledger: Ledger) -> Hashes:
    """The hash of each input file, by group."""
    return {
        group: {(shown := workspace.relative(path)): ledger.sha256(path, shown) for path in paths}
        for group, paths in input_files(workspace).items()
    }


def _inputs(groups: Hashes) -> Hashes:
    """For each step: its inputs by name, with hashes. The step before stands for all that came before it."""
    found: Hashes = {}
    before: dict[str, str] = {}
    for step in STEPS:
        own = {name: value for group in step.reads for name, value in groups[group].items()}
        found[step.name] = {"the program": program_hash(), **before, **own}
        before = {f"step {step.name}": digest_of(found[step.name])}
    return found


def freshness(workspace: Workspace, ledger: Ledger | None = None) -> list[Freshness]:
    """Each step with the reasons why it is stale; nothing is run."""
    ledger = ledger or read_ledger(workspace.ledger)
    return _freshness(workspace, ledger, _inputs(_hashes(workspace, ledger)))


def _freshness(workspace: Workspace, ledger: Ledger, now: Hashes) -> list[Freshness]:
    found: list[Freshness] = []
    damaged = _damaged(workspace.database, ledger)
    for step in STEPS:
        why = reasons(ledger.steps.get(step.name), now[step.name])
        if damaged and not found:
            why = [damaged, *why]
        if step.name == "export":
            why += _changed_exports(workspace, ledger)
        if found and found[-1].stale:
            before = f"step {found[-1].step.name}"
            why = [f"{before} runs anew", *(reason for reason in why if not reason.startswith(before))]
        found.append(Freshness(step=step, reasons=tuple(why)))
    return found


def _damaged(database: Path, ledger: Ledger) -> str | None:
    """Whether the built corpus is not the file that the last run wrote."""
    if not database.is_file():
        return f"{database.name} is not there"
    stat = database.stat()
    if ledger.outputs.get(database.name) != [stat.st_size, stat.st_mtime_ns]:
        return f"{database.name} is not the one that the last run wrote"
    return None


def _changed_exports(workspace: Workspace, ledger: Ledger) -> list[str]:
    found = []
    for name, wanted in sorted(ledger.outputs.items()):
        path = workspace.root / name
        if name == workspace.database.name:
            continue
        if not path.is_file():
            found.append(f"{name} is not there")
        elif wanted[:1] != [ledger.sha256(path, name)]:
            found.append(f"{name} was changed by hand")
    return found


def build(workspace: Workspace, progress: Callable[[str], None] = lambda name: None, note: bool = True) -> Outcome:
    """Run what is stale. Nothing is written where nothing is; `progress` is told each step's name before it starts.

    `note`: keep in the ledger what the run changed, for `diff`.
    """
    if not any(state.stale for state in freshness(workspace)):
        problems = tuple(unusable(workspace, read_decisions(workspace)[1]))
        _note_searches(workspace)
        return Outcome(ran=(), problems=(*problems, *unheeded(workspace)))
    with only_one(workspace.build), without_collector(), Workers() as workers:
        ledger = read_ledger(workspace.ledger)
        groups = _hashes(workspace, ledger)
        workspace = _with_settings(workspace)  # those whose hash was just taken, and no older ones
        logged, unreadable = read_decisions(workspace)
        problems = tuple(unusable(workspace, unreadable))
        now = _inputs(groups)
        states = [state for state in _freshness(workspace, ledger, now) if state.stale]
        stale = [state.step.name for state in states]
        exported = export_texts(workspace)
        go_on = _going_on(ledger, stale, now)
        kept = (
            "tag" in go_on and not _changed_exports(workspace, ledger) and _as_before(ledger, now, "export", "step key")
        )
        written = entries_written(workspace) if kept else {}
        if any(step.fills for step in STEPS if step.name in stale):
            found, changed = _build_tables(workspace, ledger, stale, go_on, progress, workers, groups, logged)
            problems += found
            written = as_they_were(workspace, written, changed)
        progress("export")
        write_export(workspace, ledger, workers, written)
        if note and stale != ["export"]:
            ledger.changes = noted(workspace, exported, export_texts(workspace), causes(states), _now())
        ledger.steps = _inputs(groups)
        write_ledger(workspace.ledger, ledger)
        _note_searches(workspace)
    return Outcome(ran=tuple(stale), problems=(*problems, *unheeded(workspace)))


def causes(states: Iterable[Freshness]) -> list[str]:
    """Why steps ran, each reason once; that a step ran because the one before it did is no reason of its own."""
    return list(dict.fromkeys(why for state in states for why in state.reasons if not why.startswith("step ")))


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _with_settings(workspace: Workspace) -> Workspace:
    """The same with bibcorpus.toml as it stands."""
    return replace(workspace, settings=load_settings(workspace.root / SETTINGS_FILE))


def _going_on(ledger: Ledger, stale: Sequence[str], now: Hashes) -> set[str]:
    """The stale steps that can go on from what they made before, since little but decisions has changed.

    The records are the same ('pair' is fresh), and for the tags the rules, queries and settings.
    """
    if "pair" in stale or "work" not in stale:
        return set()
    return {"work", "tag"} if _as_before(ledger, now, "tag", "step work") else {"work"}


def _as_before(ledger: Ledger, now: Hashes, step: str, *but: str) -> bool:
    """Whether a step's inputs are what they were when it last ran, all but those named."""
    before = ledger.steps.get(step)
    return before is not None and all(
        before.get(name) == now[step].get(name) for name in (before.keys() | now[step].keys()) - set(but)
    )


def _note_searches(workspace: Workspace) -> None:
    """Remember which searches this run knows, and which the last one did: see Ledger."""
    ledger = read_ledger(workspace.ledger)
    now = [record.note for record in search_records(workspace)]
    if now != ledger.searches.get("now", []):
        ledger.searches = {"before": ledger.searches.get("now", []), "now": now}
        write_ledger(workspace.ledger, ledger)


def _build_tables(
    workspace: Workspace,
    ledger: Ledger,
    stale: Sequence[str],
    go_on: Collection[str],
    progress: Callable[[str], None],
    workers: Workers,
    groups: Hashes,
    logged: Sequence[Logged],
) -> tuple[tuple[str, ...], set[str]]:
    """The corpus anew: what people should know of their keys, and the works that are others than before.

    Steps of `go_on` are given what they made before. Keys that are given change their file: see `groups`.
    """
    keep = [table for step in STEPS if step.name not in stale or step.name in go_on for table in step.fills]
    queries = load_queries(workspace.queries, known_sources=tuple(all_sources()))
    single = [facet.name for facet in load_rules(workspace.rules).facets.values() if facet.single]
    spoken = Spoken(logged=logged, settle=workspace.settings.settle, single=single)
    problems: tuple[str, ...] = ()
    with building(workspace.database, workspace.build, keep) as store:
        keep_before(workspace)
        for step in STEPS:
            if step.name in stale and step.fills:
                progress(step.name)
                problems += _run_step(step.name, store, workspace, ledger, queries, spoken, workers, step.name in go_on)
        groups["citekeys"] = _hashes(workspace, ledger)["citekeys"]
        check_counts(store)
        check_vetoes(store)
        changed = {work for (work,) in store.rows("select work_id from changed_work")} if go_on else set()
    stat = workspace.database.stat()
    ledger.outputs[workspace.database.name] = [stat.st_size, stat.st_mtime_ns]
    return problems, changed


@dataclass(slots=True, kw_only=True)
class Spoken:
    """What people said, and what settles it: `settle` of bibcorpus.toml, the facets of which a work has one value.

    `settled`: the outcome by works, once it is known; with many decisions it is not made twice.
    """

    logged: Sequence[Logged]
    settle: str
    single: Sequence[str]
    settled: ByWork | None = None

    def by_work(self, store: Store) -> ByWork:
        """What holds of each work that there is now."""
        if self.settled is None:
            work_of = dict(store.rows("select record_id, work_id from work_record"))
            self.settled = by_work(self.logged, work_of, self.settle, self.single)
        return self.settled


def _run_step(
    name: str,
    store: Store,
    workspace: Workspace,
    ledger: Ledger,
    queries: Sequence[Query],
    spoken: Spoken,
    workers: Workers,
    go_on: bool,
) -> tuple[str, ...]:
    match name:
        case "import":
            paths = raw_paths(workspace)
            import_files(
                store,
                [raw_file(workspace, path, ledger.sha256(path, workspace.relative(path))) for path in paths],
                workers,
                files_not_here(workspace),
            )
        case "clean":
            clean_records(store, workers)
        case "pair":
            from .dedup.compare import compare_records

            compare_records(store, workers)
        case "work":
            from .dedup.works import make_works

            spoken.settled = make_works(store, spoken.logged, go_on, spoken.settle, spoken.single)
        case "tag":
            from .screening import screen_works
            from .tagging.works import tag_corpus

            said_of = spoken.by_work(store)
            tag_corpus(
                store, workspace.rules, queries, said_of.logged, workers, spoken.settle, workspace.learned, go_on
            )
            screen_works(
                store,
                workspace.settings,
                [(query.window.start, query.window.end) for query in queries],
                said_of,
            )
        case "key":
            return give_keys(store, workspace, spoken.by_work(store))
        case _:
            raise PipelineError(f"no step {name!r}")
    return ()
