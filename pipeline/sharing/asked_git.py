"""What git says of the files of a workspace: which it tracks, which it leaves out, how it merges them.

In: the folder of a workspace. Out: git's answers; None where there is no git or no repository, so that nothing can be
said. Nothing is changed, and no network is asked.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path


def tracked(root: Path, *folders: str) -> list[str] | None:
    """The paths below `folders` that git tracks, from `root`."""
    told = _git(root, ["ls-files", "-z", "--", *folders])
    return None if told is None else _parts(told)


def ignored(root: Path, paths: Iterable[str]) -> set[str] | None:
    """Those of `paths` that .gitignore leaves out, whether or not they are there, or tracked all the same."""
    told = _git(root, ["check-ignore", "--no-index", "-z", "--stdin"], "".join(f"{path}\0" for path in paths))
    return None if told is None else set(_parts(told))


def attributes(root: Path, name: str, paths: Sequence[str]) -> dict[str, str] | None:
    """What .gitattributes says of `paths`: {'corpus/citekeys.csv': 'union'}; 'unspecified' where it says nothing."""
    told = _git(root, ["check-attr", "-z", name, "--", *paths])
    parts = None if told is None else _parts(told)
    return None if parts is None else dict(zip(parts[::3], parts[2::3], strict=True))


def _parts(told: bytes) -> list[str]:
    return [part.decode("utf-8", "surrogateescape") for part in told.split(b"\0") if part]


def _git(root: Path, arguments: Sequence[str], stdin: str = "") -> bytes | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments],
            input=stdin.encode("utf-8", "surrogateescape"),
            capture_output=True,
            check=False,
        )
    except OSError:  # there is no git
        return None
    return done.stdout if done.returncode in (0, 1) else None  # 1: nothing found
