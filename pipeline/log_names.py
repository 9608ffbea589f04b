"""Logs of decisions whose names differ only in the case of letters: on macOS and Windows they are one file.

In: the folder of the logs. Out: which files would be one there. Git tracks both, and who pulls on such a computer has
the lines of one of them and misses those of the other. (Git's documentation of `core.ignoreCase`.)
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from pathlib import Path

from .errors import DecisionError


def logs(folder: Path) -> list[Path]:
    """The logs, by name."""
    return sorted(folder.glob("*.jsonl")) if folder.is_dir() else []


def check_spelling(log: Path, who: str) -> None:
    """Raises DecisionError where this person's log, anna.jsonl, would be one with Anna.jsonl that is there.

    Where both are there, each is written to as before: `check` tells of them.
    """
    names = {path.name: path for path in logs(log.parent)}
    there = next((path for name, path in names.items() if name.casefold() == log.name.casefold()), None)
    if there is None or log.name in names:
        return
    person = _person_of(there)
    raise DecisionError(
        f"{who} is written {person} in {there.name}, and on macOS and Windows {log.name} would be the same file; "
        "nothing was decided",
        hint=f"--as {shlex.quote(person)}; somebody else takes a name that differs in more than the case of letters",
    )


def _person_of(log: Path) -> str:
    """Who is named in the first line of a log that can be read; the file's own name where there is none."""
    for line in log.read_text(encoding="utf-8-sig", errors="replace").splitlines():
        try:
            return str(json.loads(line)["who"])
        except (ValueError, KeyError, TypeError):
            continue
    return log.stem


def same_but_for_case(folder: Path) -> Iterator[list[Path]]:
    """The logs that are one file where case means nothing: [Anna.jsonl, anna.jsonl]."""
    spelt: dict[str, list[Path]] = {}
    for path in logs(folder):
        spelt.setdefault(path.name.casefold(), []).append(path)
    yield from (paths for paths in spelt.values() if len(paths) > 1)
