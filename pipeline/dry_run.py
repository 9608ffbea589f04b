"""What a run would do, without doing it: a build beside the corpus, compared with the corpus as it stands.

In: a workspace. Out: `Rehearsal`. The build reads the workspace's files and writes into corpus/.build/trial, which is
gone at the end: corpus, ledger, exports and citekeys.csv stay as they are, and keys that are given there are given to
nobody.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .citekey import read_citekeys
from .diff.corpora import compare
from .diff.last_run import same_file
from .diff.lines import wrapped
from .diff.update import Update
from .kept_file import note_path
from .ledger import Ledger, read_ledger, write_ledger
from .run import build, causes, freshness
from .store import only_one
from .workspace import Workspace

REASONS = 5  # why a run is due: as many are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial(Workspace):
    """A workspace whose files are read where they are, and whose corpus is built in `scratch`."""

    scratch: Path

    @property
    def citekeys(self) -> Path:
        """A copy: keys that are given are appended to it."""
        return self.scratch / "citekeys.csv"

    @property
    def successors(self) -> Path:
        """A copy: what is found is appended to it."""
        return self.scratch / "successors.csv"

    @property
    def database(self) -> Path:
        """The trial's corpus."""
        return self.scratch / "corpus.duckdb"

    @property
    def ledger(self) -> Path:
        """A copy."""
        return self.scratch / "ledger.json"

    @property
    def exports(self) -> Path:
        """The trial's exports."""
        return self.scratch / "exports"

    @property
    def build(self) -> Path:
        """Where the trial is built."""
        return self.scratch / ".build"

    def relative(self, path: Path) -> str:
        """The name that the file would have in the workspace itself, so that the ledger knows it again."""
        if path.is_relative_to(self.scratch):
            return (self.corpus / path.relative_to(self.scratch)).relative_to(self.root).as_posix()
        return path.relative_to(self.root).as_posix()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What a run would do: the steps that would run, and why; what would change; problems that it would name."""

    steps: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    update: Update | None = None
    problems: tuple[str, ...] = ()


def rehearse(workspace: Workspace, progress: Callable[[str], None] = lambda name: None) -> Rehearsal:
    """Try a run out. `update` is None where nothing is stale: a run would leave all as it is.

    Raises what a run would raise, among it StoreError where another one is at work.
    """
    stale = [state for state in freshness(workspace) if state.stale]
    if not stale:
        return Rehearsal()
    with only_one(workspace.build), trial_of(workspace, workspace.build / "trial") as trial:
        outcome = build(trial, progress, note=False)
        progress("compare")
        update = compare(
            workspace.database if workspace.database.is_file() else None,
            trial.database,
            outcome.exports,
            {line.key for line in read_citekeys(workspace.citekeys)[0]},
        )
    steps = tuple(state.step.name for state in stale)
    return Rehearsal(steps=steps, because=tuple(causes(stale)), update=update, problems=outcome.problems)


def rehearsal_lines(rehearsal: Rehearsal) -> Iterator[str]:
    """What would run, and why."""
    yield "What a run would change. Nothing was changed yet."
    yield from wrapped("steps: " + ", ".join(rehearsal.steps), "  ", "    ")
    for reason in rehearsal.because[:REASONS]:
        yield from wrapped(f"because {reason}", "  ", "    ")
    if len(rehearsal.because) > REASONS:
        yield f"  and {len(rehearsal.because) - REASONS} more reasons: bibcorpus status"


@contextmanager
def trial_of(workspace: Workspace, scratch: Path) -> Iterator[Trial]:
    """A trial that goes on from the corpus as it stands; `scratch` is removed at the end, however it comes.

    The caller holds `only_one(workspace.build)`. What a killed trial left behind is removed first.
    """
    shutil.rmtree(scratch, ignore_errors=True)
    trial = Trial(root=workspace.root, settings=workspace.settings, scratch=scratch)
    try:
        scratch.mkdir(parents=True)
        take_over(workspace, trial, same_files=True)
        for ours, copy in ((workspace.citekeys, trial.citekeys), (workspace.successors, trial.successors)):
            if ours.is_file():
                shutil.copyfile(ours, copy)
        yield trial
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def take_over(built: Workspace, new: Workspace, same_files: bool) -> None:
    """Let `new` go on from what was built: steps whose inputs are the same needn't run again.

    The files are never written in place, so a second name for them is as good as a copy, and costs nothing.
    `same_files`: both read the same raw files and decisions, so that their hashes needn't be taken again.
    """
    ledger = read_ledger(built.ledger)
    for source, target in ((built.database, new.database), *_exports(built, new, ledger)):
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            same_file(source, target)
    if not same_files:
        ledger.files = {}
    if new.database.is_file():
        stat, name = new.database.stat(), built.database.name
        if ledger.outputs.get(name) == _state(built.database):
            ledger.outputs[name] = [stat.st_size, stat.st_mtime_ns]
    write_ledger(new.ledger, ledger)


def _exports(built: Workspace, new: Workspace, ledger: Ledger) -> Iterator[tuple[Path, Path]]:
    """The files that the last run exported, with what is noted of them: where they are, and where they would be."""
    for path in (built.root / name for name in ledger.outputs):
        if path.parent == built.exports:
            yield path, new.exports / path.name
            yield note_path(built, path), note_path(new, path)


def _state(path: Path) -> list[int]:
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns]
