"""Two git revisions of a workspace compared: what became of works, keys, tags and exports between them.

In: 'v1..v2' or 'v1..' (the folder as it stands). Out: `Compared`. Each revision is taken out of git into a folder of
its own under corpus/.build, and built there; the folder of the workspace, its index and its branches are never touched.
A revision that is the folder as it stands, built and unchanged, is taken as it is.

Raw files that a workspace keeps out of git are taken from the folder where they are the very files that the notes in
the revision name (by sha256); what can't be had is said.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from .diff.corpora import Texts, compare, export_changes
from .diff.last_run import same_file
from .diff.update import Update
from .dry_run import take_over, trial_of
from .errors import InputError, PipelineError, named
from .importing import NOTE
from .kept_exports import export_texts
from .ledger import file_sha256
from .run import build, freshness
from .store import only_one
from .workspace import SETTINGS_FILE, Workspace, find_workspace, read_toml

WANTED = (SETTINGS_FILE, "queries", "corpus", ".gitattributes")  # of a revision: what a corpus is made of
RANGE = re.compile(r"(?P<before>.*?)\.\.(?P<after>.*)")
HERE = "the folder as it stands"
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two: its name ('v1 (1a2b3c4)'), its built corpus and exports, and what a person should know of it."""

    name: str
    database: Path
    exports: Texts
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What differs between two revisions; `problems`: raw files that neither git nor the folder has."""

    before: str
    after: str
    update: Update
    problems: tuple[str, ...]


def compare_revisions(workspace: Workspace, text: str, progress: Progress = lambda name: None) -> Compared:
    """'v1..v2', 'v1..' (what stands in the folder now), '..v2' (from HEAD).

    Raises InputError where the text is no such range, where there is no git, or it knows no such revision.
    """
    found = RANGE.fullmatch(text)
    if not found:
        raise InputError(
            f"{text!r} names no two revisions",
            hint=f"{text}.. compares it with the folder as it stands, A..B two tags, branches or commits",
        )
    git = Git(workspace)
    first = git.commit(found["before"] or "HEAD")
    second = git.commit(found["after"]) if found["after"] else None
    with only_one(workspace.build), ExitStack() as sides:
        before = _side(sides, workspace, git, found["before"] or "HEAD", first, progress)
        after = _side(sides, workspace, git, found["after"], second, progress)
        progress("compare")
        exports = tuple(export_changes(before.exports, after.exports))
        update = compare(before.database, after.database, exports)
    return Compared(before=before.name, after=after.name, update=update, problems=(*before.problems, *after.problems))


class Git:
    """The repository that a workspace lies in; asked, and never written to."""

    def __init__(self, workspace: Workspace) -> None:
        self.root = self.top = workspace.root
        self.prefix = self._asked("rev-parse", "--show-prefix", wrong="lies in no git repository").strip().rstrip("/")
        self.top = Path(self._asked("rev-parse", "--show-toplevel", wrong="has no folder").rstrip("\n"))

    def commit(self, name: str) -> str:
        """The full id of a commit, tag or branch. Raises InputError where there is none."""
        said = f"git knows no revision {name!r}"
        return self._asked("rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}", wrong=said).strip()

    def clean(self, commit: str) -> bool:
        """Whether the workspace's files are those of `commit`: none changed, none more but what git ignores."""
        head = self.commit("HEAD")
        there = [str(self.root / name) for name in WANTED if (self.root / name).exists()]
        return commit == head and not self._asked("status", "--porcelain", "--", *there, wrong="no status").strip()

    def take_out(self, commit: str, folder: Path) -> None:
        """The files of the workspace, as they were, in `folder`. Raises InputError where it was no workspace then."""
        tree = f"{commit}:{self.prefix}"
        names = self._asked("ls-tree", "-z", "--name-only", tree, wrong=f"{commit[:8]}: there was no workspace then")
        wanted = [name for name in names.split("\0") if name in WANTED]
        if SETTINGS_FILE not in wanted:
            raise InputError(
                f"{commit[:8]} has no {SETTINGS_FILE} here", hint="name a revision in which the workspace was there"
            )
        command = self._command("archive", "--format=tar", tree, *wanted)
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as archive:
            assert archive.stdout is not None
            with tarfile.open(fileobj=archive.stdout, mode="r|") as files:
                for member in files:
                    _put(files, member, folder)
        if archive.returncode:
            raise InputError(f"git can't give the files of {commit[:8]}", hint="see what `git fsck` says")

    def _command(self, *arguments: str) -> list[str]:
        return ["git", "--no-optional-locks", "-C", str(self.top), *arguments]

    def _asked(self, *arguments: str, wrong: str) -> str:
        try:
            told = subprocess.run(self._command(*arguments), capture_output=True, check=False)
        except OSError as error:
            raise InputError("git can't be run", hint="install git, or compare with `bibcorpus diff`") from error
        if told.returncode:
            said = told.stderr.decode(errors="replace").strip().splitlines()
            raise InputError(
                f"{self.root}: {wrong}" if not said else f"{wrong} ({said[-1].removeprefix('fatal: ')})",
                hint="`git log --oneline` shows the revisions; a range is written A..B",
            )
        return told.stdout.decode(errors="replace")


def _put(files: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Write a file of the archive; a link is left out, since it may lead anywhere."""
    content = files.extractfile(member) if member.isfile() else None
    if content is None:
        return
    path = folder / member.name
    path.parent.mkdir(parents=True, exist_ok=True)
    with named(path), path.open("wb") as out:
        shutil.copyfileobj(content, out)


def _side(sides: ExitStack, workspace: Workspace, git: Git, name: str, commit: str | None, progress: Progress) -> Side:
    """A revision, or the folder as it stands where `commit` is None, built; `sides` removes what was made for it."""
    shown = HERE if commit is None else name if commit.startswith(name) else f"{name} ({commit[:8]})"
    scratch = workspace.build / ("folder" if commit is None else commit)
    try:
        if commit is None or git.clean(commit):
            return sides.enter_context(_here(workspace, scratch, shown, progress))
        return sides.enter_context(_of_commit(workspace, git, commit, scratch, shown, progress))
    except PipelineError as error:
        raise type(error)(f"{shown}: {error.message}", error.hint) from error


@contextmanager
def _here(workspace: Workspace, scratch: Path, shown: str, progress: Progress) -> Iterator[Side]:
    """The folder as it stands: its corpus, if that is fresh, else one that is built beside it."""
    problems = _said(shown, bring_private(workspace, workspace))
    if not any(state.stale for state in freshness(workspace)):
        yield Side(name=shown, database=workspace.database, exports=export_texts(workspace), problems=problems)
        return
    with trial_of(workspace, scratch) as trial:
        build(trial, lambda step: progress(f"{shown}: {step}"), note=False)
        yield Side(name=shown, database=trial.database, exports=export_texts(trial), problems=problems)


@contextmanager
def _of_commit(
    workspace: Workspace, git: Git, commit: str, scratch: Path, shown: str, progress: Progress
) -> Iterator[Side]:
    """A revision, taken out of git and built. It goes on from the workspace's corpus: mostly few steps differ."""
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        progress(f"{shown}: out of git")
        scratch.mkdir(parents=True)
        git.take_out(commit, scratch)
        then = find_workspace(scratch)
        problems = _said(shown, bring_private(workspace, then))
        take_over(workspace, then, same_files=False)
        build(then, lambda step: progress(f"{shown}: {step}"), note=False)
        yield Side(name=shown, database=then.database, exports=export_texts(then), problems=problems)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _said(shown: str, problems: list[str]) -> tuple[str, ...]:
    return tuple(f"{shown}: {problem}" for problem in problems)


def bring_private(workspace: Workspace, then: Workspace) -> list[str]:
    """Raw files that git hasn't but the notes of `then` name: those that the folder has; a line for each of the others.

    A note without sha256 can't tell whether the folder's file is the one that it was written for: it is taken, and
    said.
    """
    problems = []
    for note in sorted(then.raw.rglob(f"*{NOTE}")) if then.raw.is_dir() else ():
        shown = then.relative(note).removesuffix(NOTE)
        table = read_toml(note, f"{shown}{NOTE}")
        path, ours = note.with_suffix(""), workspace.root / shown
        if path.exists() or ("asked" in table and "sha256" not in table):  # a search that brought nothing has no file
            continue
        if not ours.is_file():
            problems.append(f"{shown} is neither in git nor in the folder: its records are missing")
        elif table.get("sha256") not in (None, file_sha256(ours)):
            problems.append(f"{shown} is not in git, and the folder's is another one: its records are missing")
        else:
            same_file(ours, path)
            if "sha256" not in table:
                problems.append(f"{shown} is not in git: the folder's was taken, since its note has no sha256")
    return problems
