"""The steps, which of them are stale and why, and one build that runs these.

Everything is derived from queries/, corpus/raw, corpus/decisions, corpus/citekeys.csv and bibcorpus.toml. A step is
fresh as long as the program and its inputs, those of the steps before it among them, are what they were. A build keeps
the tables of fresh steps, makes the others anew in a file beside the corpus, and swaps it in when all counts add
up: a crash leaves the old corpus, and the next run starts again from it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from .citekey import append_citekeys, assign, read_citekeys
from .clean import clean_records
from .decisions import Logged, in_force, one_value_each, read_decisions
from .errors import CountsDontAddUp, PipelineError, StoreError
from .importing import import_files, lost_files, raw_file, raw_notes, raw_paths
from .ledger import Ledger, digest_of, program_hash, read_ledger, reasons, write_ledger
from .parallel import Workers, without_collector
from .query import Query, load_queries
from .search_record import search_records
from .sources import all_sources
from .store import Store, building, only_one, reading, sql
from .tagging import load_rules
from .workspace import SETTINGS_FILE, Workspace, find_workspace

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
        fills=("tag", "work_block", "screening"),
        reads=("queries", "rules", "settings"),
    ),
    Step(name="key", does="give citekeys", fills=("citekey",), reads=("citekeys",)),
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


def build(workspace: Workspace, progress: Callable[[str], None] = lambda name: None) -> Outcome:
    """Run what is stale. Nothing is written where nothing is; `progress` is told each step's name before it starts."""
    problems = tuple(_problems(workspace))
    if not any(state.stale for state in freshness(workspace)):
        _note_searches(workspace)
        return Outcome(ran=(), problems=(*problems, *_unheeded(workspace)))
    with only_one(workspace.build), without_collector(), Workers() as workers:
        ledger = read_ledger(workspace.ledger)
        groups = _hashes(workspace, ledger)
        workspace = find_workspace(workspace.root)  # the settings whose hash was just taken, and no older ones
        stale = [state.step.name for state in _freshness(workspace, ledger, _inputs(groups)) if state.stale]
        if any(step.fills for step in STEPS if step.name in stale):
            problems += _build_tables(workspace, ledger, stale, progress, workers, groups)
        progress("export")
        _export(workspace, ledger, workers)
        ledger.steps = _inputs(groups)
        write_ledger(workspace.ledger, ledger)
        _note_searches(workspace)
    return Outcome(ran=tuple(stale), problems=(*problems, *_unheeded(workspace)))


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
    progress: Callable[[str], None],
    workers: Workers,
    groups: Hashes,
) -> tuple[str, ...]:
    """The corpus anew; what people should know of their keys. Keys that are given change their file: see `groups`."""
    keep = [table for step in STEPS if step.name not in stale for table in step.fills]
    queries = load_queries(workspace.queries, known_sources=tuple(all_sources()))
    single = [facet.name for facet in load_rules(workspace.rules).facets.values() if facet.single]
    logged = one_value_each(read_decisions(workspace)[0], single, workspace.settings.settle)
    problems: tuple[str, ...] = ()
    with building(workspace.database, workspace.build, keep) as store:
        for step in STEPS:
            if step.name in stale and step.fills:
                progress(step.name)
                problems += _run_step(step.name, store, workspace, ledger, queries, logged, workers)
        groups["citekeys"] = _hashes(workspace, ledger)["citekeys"]
        check_counts(store)
        _check_vetoes(store)
    stat = workspace.database.stat()
    ledger.outputs[workspace.database.name] = [stat.st_size, stat.st_mtime_ns]
    return problems


def _run_step(
    name: str,
    store: Store,
    workspace: Workspace,
    ledger: Ledger,
    queries: Sequence[Query],
    logged: Sequence[Logged],
    workers: Workers,
) -> tuple[str, ...]:
    match name:
        case "import":
            paths = raw_paths(workspace)
            import_files(
                store,
                [raw_file(workspace, path, ledger.sha256(path, workspace.relative(path))) for path in paths],
                workers,
            )
        case "clean":
            clean_records(store, workers)
        case "pair":
            from .dedup.compare import compare_records

            compare_records(store, workers)
        case "work":
            from .dedup.works import make_works

            make_works(store, logged)
        case "tag":
            from .screening import screen_works
            from .tagging.works import tag_corpus

            tag_corpus(store, workspace.rules, queries, logged, workers)
            screen_works(
                store,
                workspace.settings,
                [(query.window.start, query.window.end) for query in queries],
                logged,
            )
        case "key":
            return _give_keys(store, workspace, logged)
        case _:
            raise PipelineError(f"no step {name!r}")
    return ()


def _give_keys(store: Store, workspace: Workspace, logged: Sequence[Logged]) -> tuple[str, ...]:
    """Keys for works that have none: first on the disk, for ever, then in the corpus. Out: what people should know."""
    from .clean import from_row

    given, _ = read_citekeys(workspace.citekeys)
    members: dict[str, list[str]] = {}
    for work_id, record_id in store.rows("select work_id, record_id from work_record order by all"):
        members.setdefault(work_id, []).append(record_id)
    works = [
        (row["work_id"], members[row["work_id"]], from_row(row))
        for row in store.records("select * from work order by work_id")
    ]
    personal = {
        record: str(d.value["key"]) for d in in_force(logged, "key") if "key" in d.value for record in d.records
    }
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    keys = assign(works, given, personal, now=now, who="bibcorpus")
    if keys.new:
        append_citekeys(workspace.citekeys, keys.new)
    store.load(
        "citekey",
        [
            *({"key": key, "work_id": work, "leads": True} for work, key in sorted(keys.lead.items())),
            *(
                {"key": key, "work_id": work, "leads": False}
                for work, aliases in sorted(keys.aliases.items())
                for key in aliases
            ),
        ],
    )
    lost_keys = _lost_keys(workspace, {line.key for line in given})
    moved = (f"key {lost} belongs to another work: {work} goes by {key}" for lost, key, work in keys.moved)
    return (*keys.problems, *moved, *lost_keys)


def _lost_keys(workspace: Workspace, given: set[str]) -> list[str]:
    """A line where citekeys.csv lacks keys that the last corpus had: whoever cited them would find another work."""
    try:
        with reading(workspace.database) as store:
            had = {str(key) for (key,) in store.rows("select key from citekey")}
    except StoreError:  # none yet, or one that is built anew because it can't be read
        return []
    lost = sorted(had - given)
    if not lost:
        return []
    return [
        f"{workspace.relative(workspace.citekeys)} lacks {len(lost)} of the keys that the last run knew "
        f"({', '.join(lost[:3])} …): if it was deleted or cut by mistake, bring it back, e.g. with `git checkout`, "
        "before anyone cites the new ones"
    ]


def check_counts(store: Store) -> None:
    """The sums that must hold in every build (DESIGN §5). Raises CountsDontAddUp, and nothing is put in place."""
    for claim, left, right in (
        ("found in the files = entries + rejects",
         "select coalesce(sum(found), 0) from source_file",
         "select (select count(*) from entry) + (select count(*) from reject)"),
        ("entries = sum over the records", "select count(*) from entry",
         "select coalesce(sum(entries), 0) from record"),
        ("records = sum over the works", "select count(*) from record", "select coalesce(sum(records), 0) from work"),
        ("each record is in exactly one work", "select count(*) from record",
         "select count(distinct record_id) from work_record"),
        ("no record is in two works", "select count(*) from record", "select count(*) from work_record"),
        ("each work of a record is there", "select count(distinct work_id) from work_record join work using (work_id)",
         "select count(*) from work"),
        ("each work is screened", "select count(*) from work", "select count(*) from screening"),
        ("each work is screened once", "select count(*) from work", "select count(distinct work_id) from screening"),
        ("each work has one key that leads", "select count(*) from work",
         "select count(distinct key) from citekey where leads"),
        ("no work has two keys that lead", "select count(*) from work", "select count(*) from citekey where leads"),
    ):  # fmt: skip
        ours, theirs = store.value(left), store.value(right)
        if ours != theirs:
            raise CountsDontAddUp(
                f"{claim}: {ours} is not {theirs}", hint="the old corpus is untouched; please report this"
            )


def _check_vetoes(store: Store) -> None:
    """No rule's veto stands inside a work, unless a person joined something there."""
    from .dedup.rules import RULES

    crossed = store.value(sql("veto_inside_work"), {"vetoes": [rule.name for rule in RULES if rule.veto]})
    if crossed:
        raise CountsDontAddUp(
            f"{crossed} pairs that a rule keeps apart are in one work",
            hint="the old corpus is untouched; please report this",
        )


def _export(workspace: Workspace, ledger: Ledger, workers: Workers) -> None:
    """The exports that `run` keeps up to date."""
    from .export import bibtex_bytes
    from .ledger import write_whole

    with reading(workspace.database) as store:
        data = bibtex_bytes(
            store, where=None, encoding=workspace.settings.encoding, workers=workers, hide=workspace.settings.hide
        )
    path = workspace.exports / "bibliography.bib"
    write_whole(path, data)
    name = workspace.relative(path)
    ledger.outputs[name] = [ledger.sha256(path, name)]


def _problems(workspace: Workspace) -> list[str]:
    """Lines of people's files that can't be used; they stop nothing but themselves."""
    _, decisions = read_decisions(workspace)
    _, keys = read_citekeys(workspace.citekeys)
    return [*decisions, *keys, *lost_files(workspace)]


def _of_search(workspace: Workspace, path: str) -> bool:
    """Whether a raw file is the answer to a search: two searches may well be answered alike."""
    return any(record.answer == path for record in search_records(workspace))


def _unheeded(workspace: Workspace) -> list[str]:
    """What holds nothing: decisions on records that the corpus doesn't have, and files that are there twice."""
    with reading(workspace.database) as store:
        found = store.rows("select place, state from decision where state like 'needs a look%' order by place")
        twice = store.rows("select path, same_as from source_file where same_as is not null order by path")
    return [
        *(f"{place}: {state}: put the id right, or add the file that has it" for place, state in found),
        *(
            f"{path}: the same file as {first}: counted once"
            for path, first in twice
            if not _of_search(workspace, path)
        ),
    ]
