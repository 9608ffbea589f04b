"""What stays out of git: what is derived, and the raw files of sources whose licence forbids to share them.

In: a workspace, and what git says of its files. Out: one line a problem: what git tracks and should not, what it would
take with the next `git add`, and how to put it right. Where there is no git, there is nothing to say.

A private source (bibcorpus.toml, [private] sources) keeps the note beside each raw file in git, with its sha256: so
everybody knows what there is, and can tell whether a file that comes back is the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from ..raw_files import NOTE, files_not_here, is_private, raw_paths
from ..sources import all_sources
from ..workspace import SETTINGS_FILE, Workspace, read_toml
from .asked_git import attributes, ignored, tracked

# what `run`, `search` and `tag --learn` make; corpus/exports is derived too, but a workspace may track it
DERIVED = ("corpus/corpus.duckdb", "corpus/ledger.json", "corpus/.build/", "corpus/.pending/", "corpus/learned/")
GROWING = ("corpus/citekeys.csv", "corpus/successors.csv", "corpus/decisions/anybody.jsonl")
IN_STEP = "`bibcorpus init --git` puts it right"
SHOWN = 3  # files that a line names

# how an entry of an export holds an abstract: BibTeX, RIS, CSL-JSON
_ABSTRACT = re.compile(r"^\s*(?:abstract\s*=|(?:AB|N2)  - |\"abstract\"\s*:)", re.M)


def ignore_lines(sources: Sequence[str]) -> list[str]:
    """The lines of .gitignore that leave out the raw files of these sources, and keep their notes."""
    return [
        line
        for source in sources
        for line in (f"corpus/raw/{source}/**", f"!corpus/raw/{source}/**/", f"!corpus/raw/{source}/**/*{NOTE}")
    ]


def published(workspace: Workspace) -> Iterator[str]:
    """A line for each thing that git shares, or is about to share, and must not; nothing where there is no git."""
    known = tracked(workspace.root, "corpus")
    if known is None:
        return
    if private := [path for path in known if _is_private(workspace, path)]:
        yield f"{_some(private)}: git tracks what is private ([private] in {SETTINGS_FILE}): {_share_no_more(private)}"
    if derived := [path for path in known if path.startswith(DERIVED)]:
        yield f"{_some(derived)}: git tracks what `run` makes anew: {_untrack(derived)}"
    raw = [path for path in map(workspace.relative, raw_paths(workspace)) if _is_private(workspace, path)]
    raw += [f"corpus/raw/{source}/any.file" for source in workspace.settings.private]
    if open_ways := _not_left_out(workspace, raw):
        lines = ", ".join(ignore_lines(sorted({path.split("/")[2] for path in open_ways})))
        yield f".gitignore: the next `git add` takes raw files of private sources: add {lines}; or {IN_STEP}"


def doubtful(workspace: Workspace) -> Iterator[str]:
    """A line for each way in which git may spoil or publish what people share; nothing where there is no git."""
    known = tracked(workspace.root, "corpus")
    if known is None:
        return
    derived = {path + ("any.file" if path.endswith("/") else ""): path for path in DERIVED}
    if open_ways := _not_left_out(workspace, derived):
        lines = ", ".join(derived[path] for path in open_ways)
        yield f".gitignore: the next `git add` takes what `run` makes: add {lines}; or {IN_STEP}"
    yield from _unmerged(workspace)
    yield from _with_abstracts(workspace, known)


def _not_left_out(workspace: Workspace, paths: Iterable[str]) -> list[str]:
    wanted = list(paths)
    left_out = ignored(workspace.root, wanted)
    return [path for path in wanted if left_out is not None and path not in left_out]


def _unmerged(workspace: Workspace) -> Iterator[str]:
    """See starter/dot.gitattributes."""
    merges = attributes(workspace.root, "merge", GROWING) or {}
    if clash := [path for path, value in merges.items() if value != "union"]:
        yield f".gitattributes: git doesn't merge {' and '.join(clash)} by 'union': two people's lines clash; {IN_STEP}"
    texts = attributes(workspace.root, "text", ["corpus/raw/pubmed/search.nbib"]) or {}
    if any(value != "unset" for value in texts.values()):
        yield f".gitattributes: git may change the line ends of raw files, and so their sha256; {IN_STEP}"


def misspelt(workspace: Workspace) -> Iterator[str]:
    """A line for each private source that nothing is from: the files of the one that was meant would be published."""
    known = {*all_sources(), *(path.name for path in workspace.raw.glob("*"))}
    for source in workspace.settings.private:
        if source not in known:
            yield f"{SETTINGS_FILE}: [private] sources: nothing is from {source!r}: is it misspelt?"


def private_folders(workspace: Workspace) -> list[str]:
    """The folders in corpus/raw that hold private files: the sources' own, and others whose notes name one."""
    files = [*(path for path in raw_paths(workspace) if is_private(workspace, path))]
    absent = [workspace.root / file.path for file in files_not_here(workspace)]
    folders = {path.relative_to(workspace.raw).parts[0] for path in (*files, *absent)}
    return sorted(folders | {*workspace.settings.private})


def _with_abstracts(workspace: Workspace, known: Sequence[str]) -> Iterator[str]:
    """Exports that git tracks and that have abstracts, though those of a private source may be among them."""
    private = ", ".join(workspace.settings.private)
    for path in known if private else ():
        if path.startswith("corpus/exports/") and (n := _abstracts(workspace.root / path)):
            yield (
                f"{path}: git tracks it, and it has {n} abstracts; those of {private} are private, and may be among "
                f"them: write abstracts = false under [export] into {SETTINGS_FILE} and `bibcorpus run`, or leave it "
                "out of git"
            )


def _abstracts(path: Path) -> int:
    try:
        return len(_ABSTRACT.findall(path.read_text(encoding="utf-8", errors="replace")))
    except OSError:  # tracked, and deleted here
        return 0


def _is_private(workspace: Workspace, path: str) -> bool:
    raw = path.startswith("corpus/raw/") and path.count("/") > 2 and not path.endswith(NOTE)
    return raw and is_private(workspace, workspace.root / path)


def private_sources(workspace: Workspace) -> set[str]:
    """The sources whose records are private: those of the settings, and those that notes in their folders name."""
    private = (path for path in raw_paths(workspace) if workspace.settings.private and is_private(workspace, path))
    notes = (path.with_name(path.name + NOTE) for path in private)
    named = {read_toml(note, workspace.relative(note)).get("source") for note in notes if note.is_file()}
    return {*workspace.settings.private, *(str(name) for name in named if name)}


def speaks_of_absent(workspace: Workspace) -> Callable[[str], bool]:
    """Whether a record id may be of a file that is private and not here: 'scopus:…', where one of Scopus is missing."""
    absent: set[str] = {file.source for file in files_not_here(workspace)}
    return lambda record: record.partition(":")[0] in absent


def _some(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - SHOWN} more" if len(paths) > SHOWN else ""
    return ", ".join(paths[:SHOWN]) + more


def _share_no_more(paths: Sequence[str]) -> str:
    """Git deletes a file that was tracked wherever the commit is pulled: only who commits it keeps theirs."""
    first = "let everybody else keep a copy of it elsewhere first, for their next `git pull` takes it away; then "
    return first + _untrack(paths)


def _untrack(paths: Sequence[str]) -> str:
    first = paths[0] if len(paths) == 1 else "FILE"
    return (
        f"`git rm --cached '{first}'`; what was pushed before stays in the history, so tell those who may be concerned"
    )
