"""The texts that people and programs share: are they whole, and is nothing in them that should not be published?

In: a workspace. Out: one line a finding, with file and line: conflict marks of git; keys, tokens and addresses. Read
are the settings, queries, tag rules, decisions, keys and notes; of raw answers only whether one holds the key that it
was asked with.

The contact address of the workspace is meant to be seen: a person wrote it into bibcorpus.toml so that databases know
whom to write to. Who doesn't want that sets BIBCORPUS_EMAIL instead.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ..conflict_marks import conflicts
from ..errors import WorkspaceError
from ..raw_files import is_private, raw_paths
from ..workspace import SETTINGS_FILE, Workspace, read_toml
from .leaks import Leak, leaks

# what people and programs write and share, from the root of the workspace
SHARED = (
    SETTINGS_FILE,
    ".gitignore",
    ".gitattributes",
    ".pre-commit-config.yaml",
    ".github/**/*.yml",
    "queries/**/*.toml",
    "corpus/decisions/*.jsonl",
    "corpus/citekeys.csv",
    "corpus/successors.csv",
    "corpus/raw/**/*.toml",
)
GZIP = b"\x1f\x8b"
# the parameters that stand in an answer's own links; more words would only make the reading slower
_ASKED_WITH = re.compile(rb"(api_?key|insttoken)=[0-9a-z]{16,}", re.I)

SECRET = "take it out; if it was pushed before, withdraw it where you got it"
ADDRESS = "leave it if its owner knows that it is published, else take it out"


def shared_files(workspace: Workspace) -> list[Path]:
    """Every text file that is shared, each once, in the order of SHARED."""
    found = (path for pattern in SHARED for path in sorted(workspace.root.glob(pattern)) if path.is_file())
    return list(dict.fromkeys(found))


def conflict_lines(workspace: Workspace, paths: Iterable[Path]) -> Iterator[str]:
    """A line for each place that git could not merge: 'queries/a.toml line 3: a conflict mark of git …'."""
    for path in paths:
        for conflict in conflicts(_text(path)):
            yield f"{workspace.relative(path)} {conflict}"


def leak_lines(workspace: Workspace, paths: Iterable[Path]) -> Iterator[tuple[bool, str]]:
    """(whether it is a secret, a line) for each kind of leak in a file, with the first place; never the secret."""
    public = _public(workspace)
    for path in paths:
        yield from _told(workspace.relative(path), leaks(_text(path), public))


def _told(shown: str, found: Sequence[Leak]) -> Iterator[tuple[bool, str]]:
    by_kind: dict[str, list[Leak]] = {}
    for leak in found:
        by_kind.setdefault(leak.what, []).append(leak)
    for what, places in by_kind.items():
        more = f", and {len(places) - 1} times more" if len(places) > 1 else ""
        first = places[0]
        yield first.secret, f"{shown} line {first.line}: {what}{more}: {SECRET if first.secret else ADDRESS}"


def raw_leak_lines(workspace: Workspace, paths: Iterable[Path]) -> Iterator[tuple[bool, str]]:
    """The same for each raw answer that holds the key it was asked with, in a link of its own."""
    shared = {path for path in raw_paths(workspace) if not is_private(workspace, path)}
    for path in paths:
        found = _ASKED_WITH.search(_unpacked(path)) if path in shared else None
        if found:
            name = found[1].decode()
            yield (
                True,
                f"{workspace.relative(path)}: what looks like a key or token ({name}) in the answer itself: withdraw "
                "it where you got it, and leave the file out of git",
            )


def _unpacked(path: Path) -> bytes:
    data = path.read_bytes()
    try:
        return gzip.decompress(data) if data.startswith(GZIP) else data
    except (OSError, EOFError, zlib.error):  # damaged: that is told elsewhere
        return data


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig", "replace")
    except OSError:  # not readable: that is told where it is needed
        return ""


def _public(workspace: Workspace) -> list[str]:
    """The contact address that stands in the settings; not one that only the environment has."""
    try:
        table = read_toml(workspace.root / SETTINGS_FILE, SETTINGS_FILE).get("workspace", {})
    except WorkspaceError:
        return []
    email = table.get("email") if isinstance(table, dict) else None
    return [email] if isinstance(email, str) else []
