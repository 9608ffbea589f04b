"""Lines appended to a file that others append to: all of them, or the file as it was."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pipeline.locking import append_whole, take_lock

POSIX = pytest.mark.skipif(os.name != "posix", reason="a limit on the size of files is POSIX's")

# appends to a file that may grow to so many bytes: what a disk that fills up does
LIMITED = """
import resource, signal, sys
sys.dont_write_bytecode = True  # Python would keep half of a compiled module
from pathlib import Path
from pipeline.locking import append_whole
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
append_whole(Path(sys.argv[1]), b"a line that is too long for it\\n")
"""


def limited(path: Path, most: int) -> str:
    """What a program says that appends a line of 31 bytes to a file of `most` bytes at most."""
    told = subprocess.run([sys.executable, "-c", LIMITED, str(path), str(most)], capture_output=True, text=True)
    assert told.returncode == 1
    return told.stderr


def test_a_program_waits_while_another_one_appends(tmp_path: Path):
    """A line that came in between could be cut off with what is given back, on a full disk."""
    path = tmp_path / "anna.jsonl"
    with path.open("ab+", buffering=0) as held:
        assert take_lock(held.fileno())
        waiting = threading.Thread(target=append_whole, args=(path, b"mine\n"))
        waiting.start()
        waiting.join(0.2)
        held.write(b"theirs\n")
    waiting.join(20)
    assert path.read_bytes() == b"theirs\nmine\n"


@POSIX
def test_who_waited_for_a_file_that_was_taken_away_begins_a_new_one(tmp_path: Path):
    """Another program found the disk full and took its empty file away: what is said now must not go with it."""
    path = tmp_path / "anna.jsonl"
    with path.open("ab+", buffering=0) as held:
        assert take_lock(held.fileno())
        waiting = threading.Thread(target=append_whole, args=(path, b"mine\n"))
        waiting.start()
        waiting.join(0.2)
        path.unlink()
    waiting.join(20)
    assert path.read_bytes() == b"mine\n"


def test_a_lock_that_another_has_is_not_waited_for_unless_asked(tmp_path: Path):
    """Two runs of one workspace: the second says so at once."""
    path = tmp_path / "lock"
    with path.open("ab+") as one, path.open("ab+") as other:
        assert take_lock(one.fileno())
        assert not take_lock(other.fileno())


@POSIX
@pytest.mark.parametrize("before", [b"first\n", b"first, cut o"])
def test_a_disk_that_takes_a_part_of_a_line_takes_none_of_it(tmp_path: Path, before: bytes):
    """Half a line would stand in the way of the next one, and be reported for ever."""
    path = tmp_path / "anna.jsonl"
    path.write_bytes(before)
    assert "No space left" in limited(path, 20)
    assert path.read_bytes() == before


@POSIX
@pytest.mark.parametrize("most", [0, 20])
def test_a_new_file_that_the_disk_does_not_take_is_not_left_behind_empty(tmp_path: Path, most: int):
    """Who looks into the folder would think that somebody had decided something."""
    limited(tmp_path / "anna.jsonl", most)
    assert list(tmp_path.iterdir()) == []


@POSIX
def test_a_line_after_ours_is_never_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """On a disk without locks another program may write while ours finds that its line can't be kept."""
    path = tmp_path / "anna.jsonl"

    def full(descriptor: int) -> None:
        with path.open("ab") as other:
            other.write(b"theirs\n")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.locking.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        append_whole(path, b"mine\n")
    assert path.read_bytes() == b"mine\ntheirs\n"
