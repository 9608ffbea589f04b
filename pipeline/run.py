"""One build: it runs the steps that are stale.

Everything is derived from queries/, corpus/raw, corpus/decisions, corpus/citekeys.csv and bibcorpus.toml. A build keeps
the tables of fresh steps, makes the others anew in a file beside the corpus, and swaps it in when all counts add
up: a crash leaves the old corpus, and the next run starts again from it. Which steps are stale: freshness.py.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from .adding_up import check_counts, check_vetoes
from .citekey import read_citekeys
from .clean import clean_records
from .decisions import Logged, read_decisions
from .diff.last_run import keep_before, noted
from .diff.update import ExportChange
from .errors import PipelineError, WorkspaceError
from .example_query import example_lines
from .freshness import STEPS as STEPS
from .freshness import Freshness, Hashes, as_before, freshness_by, hashes, inputs
from .freshness import freshness as freshness
from .importing import import_files
from .kept_exports import write_exports
from .kept_file import Since
from .keying import give_keys
from .ledger import Ledger, read_ledger, write_ledger
from .parallel import Workers, without_collector
from .query import Query, load_queries
from .raw_files import files_not_here, raw_file, raw_paths
from .search_record import search_records
from .settling import ByWork, by_work
from .sources import all_sources
from .store import Store, building, only_one, reading
from .succession import give_successors
from .successors import carried_over
from .tagging import RuleSet, load_rules
from .unheeded import unheeded, unusable, unusable_keys
from .workspace import SETTINGS_FILE, Workspace, load_settings

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run did: which steps ran, problems in people's files that stopped nothing, and what became of exports."""

    ran: tuple[str, ...]
    problems: tuple[str, ...]
    exports: tuple[ExportChange, ...] = ()


def build(workspace: Workspace, progress: Callable[[str], None] = lambda name: None, note: bool = True) -> Outcome:
    """Run what is stale. Nothing is written where nothing is; `progress` is told each step's name before it starts.

    `note`: keep in the ledger what the run changed, for `diff`.
    """
    if not any(state.stale for state in freshness(workspace)):
        problems = unusable(workspace, read_decisions(workspace, by_record=False)[1]) + unusable_keys(workspace)
        _note_searches(workspace)
        with reading(workspace.database) as store:
            problems += tuple(unheeded(store, workspace))
        return Outcome(ran=(), problems=(*problems, *example_lines(workspace)))
    with only_one(workspace.build), without_collector(), Workers() as workers:
        _refuse_locked_exports(workspace)
        ledger = read_ledger(workspace.ledger)
        groups = hashes(workspace, ledger)
        workspace = _with_settings(workspace)  # those whose hash was just taken, and no older ones
        logged, unreadable = read_decisions(workspace, by_record=False)
        problems = unusable(workspace, unreadable)
        now = inputs(groups)
        states = [state for state in freshness_by(workspace, ledger, now) if state.stale]
        stale = [state.step.name for state in states]
        go_on = _going_on(ledger, stale, now)
        given = {line.key for line in read_citekeys(workspace.citekeys)[0]} if note else set()
        left = ledger.outputs.get(workspace.database.name)
        changed: set[str] | None = set()  # the works that may be others; None: all
        if any(step.fills for step in STEPS if step.name in stale):
            found, changed = _build_tables(workspace, ledger, stale, go_on, progress, workers, groups, logged)
            problems += found
        else:
            problems += unusable_keys(workspace)
        progress("export")
        try:
            with reading(workspace.database) as store:
                kept = write_exports(store, workspace, ledger, workers, Since(corpus=left, changed=changed))
                told = unheeded(store, workspace)
        except (OSError, PipelineError):  # the corpus is in its place: the next run goes on from it
            if note and stale != ["export"]:
                ledger.changes = noted(workspace, (), causes(states), _now(), changed, given)
            ledger.steps = _but_exports(inputs(groups), ledger.steps)
            write_ledger(workspace.ledger, ledger)
            raise
        problems += kept.notices
        if note and stale != ["export"]:
            ledger.changes = noted(workspace, kept.changes, causes(states), _now(), changed, given)
        ledger.steps = inputs(groups)
        write_ledger(workspace.ledger, ledger)
        _note_searches(workspace)
    problems += (*told, *example_lines(workspace))
    return Outcome(ran=tuple(stale), problems=problems, exports=kept.changes)


def _refuse_locked_exports(workspace: Workspace) -> None:
    """Say before anything is built that its exports could not be written. Raises WorkspaceError."""
    probe = workspace.exports / ".new"
    try:
        probe.parent.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise WorkspaceError(
            f"{workspace.relative(workspace.exports)}: nothing can be written there ({error.strerror})",
            hint="make it a folder that you may write to; nothing was changed",
        ) from error


def _but_exports(now: Hashes, before: Hashes) -> Hashes:
    """What each step has read by now; of the exports what they were last made of."""
    return {name: of for name, of in {**now, "export": before.get("export", {})}.items() if of}


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

    The records are the same ('pair' is fresh); for the tags the rules, queries and settings; for the keys also the list
    of those that were given.
    """
    if "pair" in stale or "work" not in stale:
        return set()
    if not as_before(ledger, now, "tag", "step work"):
        return {"work"}
    return {"work", "tag", "key"} if as_before(ledger, now, "key", "step tag") else {"work", "tag"}


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
) -> tuple[tuple[str, ...], set[str] | None]:
    """The corpus anew: what people should know of their keys, and the works that are others than before, if known.

    Steps of `go_on` are given what they made before. Keys that are given change their file: see `groups`.
    """
    keep = [table for step in STEPS if step.name not in stale or step.name in go_on for table in step.fills]
    queries = load_queries(workspace.queries, known_sources=tuple(all_sources()))
    spoken = Spoken(logged=logged, settle=workspace.settings.settle, ruleset=load_rules(workspace.rules))
    problems: tuple[str, ...] = ()
    with building(workspace.database, workspace.build, keep) as store:
        keep_before(workspace)
        for step in STEPS:
            if step.name in stale and step.fills:
                progress(step.name)
                problems += _run_step(step.name, store, workspace, ledger, queries, spoken, workers, step.name in go_on)
        groups |= {name: of for name, of in hashes(workspace, ledger).items() if name in ("citekeys", "successors")}
        check_counts(store)
        check_vetoes(store)
        changed = {work for (work,) in store.rows("select work_id from changed_work")} if "tag" in go_on else None
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
    ruleset: RuleSet
    settled: ByWork | None = None

    @property
    def single(self) -> list[str]:
        """The facets of which a work has one value."""
        return [facet.name for facet in self.ruleset.facets.values() if facet.single]

    def by_work(self, store: Store) -> ByWork:
        """What holds of each work that there is now."""
        if self.settled is None:
            work_of = dict(store.rows("select record_id, work_id from work_record"))
            logged = carried_over(store, self.logged, self.settle, by_record=False)
            self.settled = by_work(logged, work_of, self.settle, self.single)
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

            told = give_successors(store, workspace, spoken.logged, workers, go_on)
            logged = carried_over(store, spoken.logged, spoken.settle, by_record=False)
            spoken.settled = make_works(store, logged, go_on, spoken.settle, spoken.single)
            return told
        case "tag":
            from .screening import screen_works
            from .tagging.works import tag_corpus

            said_of = spoken.by_work(store)
            tag_corpus(store, spoken.ruleset, queries, said_of.logged, workers, spoken.settle, workspace.learned, go_on)
            screen_works(
                store,
                workspace.settings,
                [(query.window.start, query.window.end) for query in queries],
                said_of,
                go_on,
            )
        case "key":
            return give_keys(store, workspace, spoken.by_work(store), go_on)
        case _:
            raise PipelineError(f"no step {name!r}")
    return ()
