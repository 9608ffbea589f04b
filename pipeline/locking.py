"""One program at a time: the lock of a file, and lines appended under it.

A lock is the system's own and ends with the program, however that ends: a file that was left behind locks nobody out.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path

FAR = 1 << 30  # Windows locks bytes, and lets nobody read them: one behind all that is there


def take_lock(descriptor: int, wait: bool = False) -> bool:
    """Take the file's lock; False where another program has it, or where the disk knows no locks.

    `wait`: until the other one lets go of it; on Windows ten seconds at most.
    """
    try:
        if os.name == "nt":
            import msvcrt

            os.lseek(descriptor, FAR, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


def append_whole(path: Path, lines: bytes) -> None:
    """Append whole lines and have them on the disk: all of them, or the file is what it was. Raises OSError.

    The file's lock is held meanwhile, so what is given back on a full disk is never another program's line. Where the
    disk knows no locks (some shares), one write is all that keeps two programs apart, and nothing is cut off that is
    not ours. A line break goes first where the last line was cut off; a file that was new is gone again.
    """
    with _locked(path) as out:
        before, written = out.seek(0, os.SEEK_END), 0
        data = lines if _ends_whole(out, before) else b"\n" + lines
        try:
            written = out.write(data)
            if written != len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
            os.fsync(out.fileno())
        except OSError:
            _give_back(path, out, before, written)
            raise


@contextmanager
def _locked(path: Path) -> Iterator[FileIO]:
    """The file, open for appending, and nobody else's."""
    out = _opened(path)
    while not _still_there(path, out):  # while we waited, it was taken away: an empty one, on a full disk
        out.close()
        out = _opened(path)
    with out:
        yield out


def _opened(path: Path) -> FileIO:
    out = path.open("ab+", buffering=0)
    take_lock(out.fileno(), wait=True)
    return out


def _still_there(path: Path, out: FileIO) -> bool:
    try:
        return os.path.samestat(os.fstat(out.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _ends_whole(out: FileIO, size: int) -> bool:
    if not size:
        return True
    out.seek(-1, os.SEEK_END)
    return out.read(1) == b"\n"


def _give_back(path: Path, out: FileIO, before: int, written: int) -> None:
    """Cut off what was begun, if it is the last thing there."""
    with suppress(OSError):  # what is wrong with the disk is being told
        if out.seek(0, os.SEEK_END) == before + written:
            out.truncate(before)
            if not before:
                path.unlink()  # Windows keeps a file that is open: it is empty then, and says nothing
