"""The steps of a build, and which of them are stale and why.

In: the files that each step reads, and the ledger of the last run. Out: the steps, each with the reasons why it has to
run. A step is fresh as long as the program and its inputs, those of the steps before it among them, are what they were.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .ledger import Ledger, digest_of, program_hash, read_ledger, reasons
from .raw_files import raw_notes, raw_paths
from .workspace import SETTINGS_FILE, Workspace


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
        fills=(
            "successor",
            "decision",
            "work_record",
            "work_link",
            "question",
            "conflict",
            "work",
            "work_field",
            "relation",
        ),
        reads=("decisions", "successors", "settings"),
    ),
    Step(
        name="tag",
        does="tag by rules and people, include or exclude",
        fills=("tag", "tag_dispute", "proposal", "fired_rule", "rule_use", "work_block", "screening", "screened"),
        reads=("queries", "rules", "settings", "learned"),
    ),
    Step(name="key", does="give citekeys", fills=("citekey", "moved_key"), reads=("citekeys", "successors")),
    Step(name="export", does="write corpus/exports", fills=(), reads=("settings", "lists")),
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
        "successors": [path for path in [workspace.successors] if path.is_file()],
        "settings": [workspace.root / SETTINGS_FILE],
        "lists": _of_lists(workspace),
    }


def _of_lists(workspace: Workspace) -> list[Path]:
    """See `named_lists.list_inputs`; most workspaces have no lists, and needn't wait for it."""
    if not (workspace.queries / "lists").is_dir():
        return []
    from .named_lists import list_inputs

    return list_inputs(workspace)


Hashes = dict[str, dict[str, str]]


def hashes(workspace: Workspace, ledger: Ledger) -> Hashes:
    """The hash of each input file, by group."""
    return {
        group: {(shown := workspace.relative(path)): ledger.sha256(path, shown) for path in paths}
        for group, paths in input_files(workspace).items()
    }


def inputs(groups: Hashes) -> Hashes:
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
    return freshness_by(workspace, ledger, inputs(hashes(workspace, ledger)))


def freshness_by(workspace: Workspace, ledger: Ledger, now: Hashes) -> list[Freshness]:
    found: list[Freshness] = []
    damaged = _damaged(workspace.database, ledger)
    for step in STEPS:
        why = reasons(ledger.steps.get(step.name), now[step.name])
        if damaged and not found:
            why = [damaged, *why]
        if step.name == "export":
            why += changed_exports(workspace, ledger)
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


def changed_exports(workspace: Workspace, ledger: Ledger) -> list[str]:
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


def as_before(ledger: Ledger, now: Hashes, step: str, *but: str) -> bool:
    """Whether a step's inputs are what they were when it last ran, all but those named."""
    before = ledger.steps.get(step)
    return before is not None and all(
        before.get(name) == now[step].get(name) for name in (before.keys() | now[step].keys()) - set(but)
    )
