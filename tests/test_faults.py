"""What goes wrong outside the program ends in the old state or the new one, with one clear line.

A kill -9 or a full disk at every single write of the commands that write something new; folders that may not be
written; a corpus from another version of DuckDB, or damaged; two programs at once; a log that was cut off. How `run`
itself and the commands before it stand a kill is in test_kill.py, wrong clocks are in test_deciding.py.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.decisions import append_all, event_id, parse_decision, read_decisions
from pipeline.workspace import find_workspace
from tests.small_review import RIS, bibcorpus, write_review
from tests.worksheet_review import filled

POSIX = pytest.mark.skipif(os.name != "posix", reason="kill -9 and permissions are POSIX's")

# runs a command; at its nth write below the folder it is killed, or the disk is full. A write is a file opened for it,
# or put in its place, by Python's own audit events; the folder of a build is left out: test_kill.py
DISTURBED = """
import errno, os, signal, sys
folder, how, nth = os.path.realpath(sys.argv[1]), sys.argv[2], int(sys.argv[3])
done = 0

def written(event, arguments):
    if event == "open":
        path, mode, _ = arguments
        return path if isinstance(mode, str) and mode[0] in "wax" else None
    return arguments[1] if event in ("os.rename", "os.link") else None

def disturb(event, arguments):
    global done
    path = written(event, arguments) if event in ("open", "os.rename", "os.link") else None
    if path is None or isinstance(path, int):
        return
    path = os.path.realpath(os.fsdecode(path))
    if not path.startswith(folder) or f"{os.sep}.build{os.sep}" in path:
        return
    done += 1
    if done == nth:
        if how == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

sys.addaudithook(disturb)
os.chdir(folder)
from pipeline.cli import main
main(sys.argv[4:])
"""

LIMITED = """
import resource, sys
from pipeline.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
main(sys.argv[2:])
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """A command, what is typed, and how many writes it has. `needs`: makes the file that it is handed."""

    words: tuple[str, ...]
    writes: int
    typed: str = ""
    needs: Callable[[Path], object] = lambda folder: None


def _fill_form(folder: Path) -> None:
    path = folder / "form.txt"
    assert bibcorpus(folder, "add", "--new", "book", "--out", path).code == 0
    path.write_text(re.sub("(?m)^title:.*", "title: A book on groups", path.read_text("utf-8")), "utf-8")


def _fill_sheet(folder: Path) -> None:
    filled(folder, "tags", "cerny2011leading", **{"class": "empirical"})


COMMANDS = {
    "decide": Writing(words=("decide", "exclude", "cerny2011leading", "--as", "anna"), writes=1),
    "review": Writing(words=("review", "screening", "--as", "anna"), typed="?\ni\nq\n", writes=5),
    "worksheet": Writing(words=("export", "worksheet", "--out", "new.xlsx"), writes=3),
    "worksheet back": Writing(words=("decide", "--from", "w.xlsx", "--yes", "--as", "anna"), writes=1,
                              needs=_fill_sheet),
    "add": Writing(words=("add", "brought.ris", "--source", "scopus"), writes=5),
    "form": Writing(words=("add", "--new", "book", "--out", "new.txt"), writes=3),
    "form back": Writing(words=("add", "form.txt", "--yes", "--as", "anna"), writes=9, needs=_fill_form),
    "git": Writing(words=("init", "--git"), writes=12),
}  # fmt: skip
WRITES = [(name, nth) for name, command in COMMANDS.items() for nth in range(1, command.writes + 1)]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that was run, with a file to take in, a filled form and a filled worksheet."""
    folder = write_review(tmp_path_factory.mktemp("faults") / "prepared")
    assert bibcorpus(folder, "run").code == 0
    (folder / "brought.ris").write_text(RIS.replace("Ahlgren", "Eklund").replace("rural", "urban"), "utf-8")
    for command in COMMANDS.values():
        command.needs(folder)
    return folder


@pytest.fixture
def review(prepared: Path, tmp_path: Path) -> Path:
    """A copy, to be disturbed."""
    return Path(shutil.copytree(prepared, tmp_path / "review"))


def disturbed(folder: Path, how: str, nth: int, command: Writing) -> subprocess.CompletedProcess[str]:
    """The command, killed or without space at its nth write."""
    words = [sys.executable, "-c", DISTURBED, str(folder), how, str(nth), *command.words]
    return subprocess.run(
        words, input=command.typed, capture_output=True, encoding="utf-8", check=False, timeout=60,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip


def contents(folder: Path) -> dict[str, bytes]:
    """Every file that people see, by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(".new") and path.parent.name != ".build"
    }


def assert_whole(folder: Path) -> None:
    """No file is half of one: notes, logs, keys and workbooks can be read to their end."""
    for path in folder.rglob("*"):
        if path.suffix == ".toml" and path.is_file():
            tomllib.loads(path.read_text("utf-8"))
        assert path.suffix != ".xlsx" or zipfile.is_zipfile(path), path
    assert read_decisions(find_workspace(folder))[1] == []


@POSIX
@pytest.mark.parametrize(("name", "nth"), WRITES)
def test_a_command_killed_at_a_write_can_be_said_again(review: Path, name: str, nth: int):
    """A plug is pulled: each file is the old one or the new one. Who says it again has what they wanted, once."""
    before = contents(review)
    assert disturbed(review, "killed", nth, COMMANDS[name]).returncode == -signal.SIGKILL
    assert_whole(review)
    assert human(before).items() <= contents(review).items()

    again = disturbed(review, "killed", 0, COMMANDS[name])
    assert again.returncode == 0, again.stderr
    assert bibcorpus(review, "check").code == 0
    assert not [path for path in contents(review) if "-2." in path], "what was begun was taken for another file"


@POSIX
@pytest.mark.parametrize("name", COMMANDS)
def test_every_write_of_a_command_is_tried(review: Path, name: str):
    """A write that is added later has to be tried too."""
    assert disturbed(review, "killed", COMMANDS[name].writes + 1, COMMANDS[name]).returncode == 0


@POSIX
@pytest.mark.parametrize(("name", "nth"), WRITES)
def test_a_command_that_finds_the_disk_full_leaves_all_as_it_was(review: Path, name: str, nth: int):
    """One line says what could not be written, one what to do; nothing half-written is left, hidden or not."""
    before = contents(review)
    told = disturbed(review, "full", nth, COMMANDS[name])
    if name == "review" and nth < COMMANDS[name].writes:
        assert told.returncode == 0, "what was passed over is remembered for the order alone: the review goes on"
        return
    assert told.returncode == 1
    assert re.search(r"^Error: [^\n]+\nTry: [^\n]+\n\Z", told.stderr, re.M), told.stderr
    assert "fault of the program" not in told.stderr
    assert_whole(review)
    assert human(before).items() <= contents(review).items()
    assert not list(review.rglob(".*.new"))


def human(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Without the files that a command adds to."""
    return {name: data for name, data in files.items() if not name.startswith(("corpus/decisions/", ".git"))}
