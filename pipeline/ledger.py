"""The ledger: what each step read when it last ran, so that `status` can say what is stale, and why.

corpus/ledger.json is derived; delete it and everything is built again. A file's hash is remembered with its size and
time of change and taken from there while these are the same, unless the file was changed within the last two seconds
before it was hashed (a clock too coarse to show a second change).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from .errors import NoFile

FORM = 2  # of the ledger file; another form means: build again
PARTS = ("steps", "files", "outputs", "searches", "changes")
SETTLED_NS = 2_000_000_000


@dataclass(slots=True)
class Ledger:
    """`steps`: for each step the inputs it read, by name, with their hashes. `files`: remembered hashes.

    `searches`: the notes of the searches that the last run knew ('now'), and those that the run knew before which that
    list was another ('before'): what came between them is what `diff` tells of.
    `changes`: what the last run changed; see diff/last_run.py.
    """

    steps: dict[str, dict[str, str]] = field(default_factory=dict)
    files: dict[str, list[Any]] = field(default_factory=dict)
    outputs: dict[str, list[Any]] = field(default_factory=dict)
    searches: dict[str, list[Any]] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)

    def sha256(self, path: Path, shown: str) -> str:
        """The file's hash, remembered or read."""
        try:
            stat = path.stat()
            known = self.files.get(shown)
            state = [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns]
            if known and known[:3] == state and known[4]:
                return str(known[3])
            digest = file_sha256(path)
            settled = stat.st_mtime_ns + SETTLED_NS < time.time_ns()
        except OSError as error:
            raise NoFile(
                f"{shown}: can't be read ({error.strerror})",
                hint="check that it is there and that you may read it",
            ) from error
        self.files[shown] = [*state, digest, settled]
        return digest


def file_sha256(path: Path) -> str:
    """The sha256 of a file's bytes."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def read_ledger(path: Path) -> Ledger:
    """The ledger; an empty one where there is none, or none that can be used."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Ledger()
    if not isinstance(stored, dict) or stored.get("form") != FORM:
        return Ledger()
    parts: dict[str, Any] = {name: stored.get(name, {}) for name in PARTS}
    whole = all(isinstance(part, dict) for part in parts.values())
    lists = whole and all(isinstance(value, list) for name in ("files", "outputs") for value in parts[name].values())
    return Ledger(**parts) if lists and all(len(value) == 5 for value in parts["files"].values()) else Ledger()


def write_ledger(path: Path, ledger: Ledger) -> None:
    """Put the ledger in its place, whole or not at all."""
    text = json.dumps(
        {
            "form": FORM,
            "steps": ledger.steps,
            "files": ledger.files,
            "outputs": ledger.outputs,
            "searches": ledger.searches,
            "changes": ledger.changes,
        },
        indent=1,
        sort_keys=True,
    )
    write_whole(path, text.encode())


def write_whole(path: Path, data: bytes | Iterable[bytes | memoryview]) -> None:
    """Write a file beside its place, have it on the disk, and put it there: the old file or the new one, never half.

    `data` may come in pieces; an error on the way leaves the old file.
    """
    with in_its_place(path) as new, new.open("wb") as out:
        out.writelines([data] if isinstance(data, bytes) else data)


@contextmanager
def in_its_place(path: Path) -> Iterator[Path]:
    """Where to write a file, beside its place; at the end, if all went well, it is on the disk and in its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    try:
        yield new
        with new.open("rb+") as written:
            os.fsync(written.fileno())
        if path.exists():
            shutil.copymode(path, new)
        new.replace(path)
    except OSError as error:
        error.filename = error.filename or str(path)  # a full disk is told by `write`, which knows no name
        raise
    finally:
        new.unlink(missing_ok=True)


@cache
def program_hash() -> str:
    """A hash over this program's own files, and the versions of Python and of libraries that make values."""
    digest = hashlib.sha256(str(sys.version_info[:2]).encode())
    for library in ("anyascii", "duckdb", "python-calamine", "rapidfuzz"):
        digest.update(version(library).encode())
    folder = Path(str(files("pipeline")))
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".py", ".sql", ".tsv", ".toml"):
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def digest_of(inputs: Mapping[str, str]) -> str:
    """One hash for all inputs of a step."""
    return hashlib.sha256(json.dumps(sorted(inputs.items())).encode()).hexdigest()


def reasons(before: Mapping[str, str] | None, now: Mapping[str, str]) -> list[str]:
    """Why a step is stale, in words; empty where it is fresh."""
    if before is None:
        return ["it never ran here"]
    return [
        *(f"{name} is new" for name in _sorted(now.keys() - before.keys())),
        *(f"{name} is gone" for name in _sorted(before.keys() - now.keys())),
        *(f"{name} changed" for name in _sorted(now.keys() & before.keys()) if now[name] != before[name]),
    ]


def _sorted(names: Iterable[str]) -> list[str]:
    return sorted(names)
