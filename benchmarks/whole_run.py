"""How fast is a whole run, and how much memory does it take?

    python benchmarks/whole_run.py EXPORTS [--again]

EXPORTS is a folder of export files (or of folders of them). They are put into a new workspace, a folder a source named
after the file, and `bibcorpus run` takes them from there to BibTeX. Printed: the table of the run, then records a
second, wall and CPU seconds, and memory: of the largest process, and of all processes of the run together. --again runs
a second time, where nothing is stale. Run it twice and quote the better run: other programs disturb.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InputError
from pipeline.formats._text import load

NO_EXPORTS = ("manifest.csv", "origin.csv", "records.csv.gz", "clusters.csv", "relations.csv", "variations.csv")
COMMAND = (sys.executable, "-c", "from pipeline.cli import main; main()")
SAMPLE_S = 0.2  # between two looks at the memory of the run; each look costs some milliseconds
PROC = Path("/proc")  # Linux; elsewhere the memory of all processes together isn't told
MIB = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one run said and used. `largest` and `together` in bytes; `together` is None where it can't be told.

    `together` is the highest sum of resident memory at one moment. Pages that processes share are counted for each, so
    the truth is a little lower.
    """

    said: str
    wall_s: float
    cpu_s: float
    largest: int
    together: int | None
    processes: int


def fill(workspace: Path, exports: Path) -> tuple[int, list[str]]:
    """Copy the export files into corpus/raw: how many, and the names of those that no reader of ours knows."""
    copied, left_out = 0, []
    for path in sorted(exports.rglob("*")):
        if not path.is_file() or path.name in NO_EXPORTS:
            continue
        try:
            load(path)
        except InputError:
            left_out.append(path.name)
            continue
        source = re.sub(r"[^a-z0-9]+", "-", re.sub(r"_?\d+$", "", path.stem.lower())).strip("-")
        folder = workspace / "corpus" / "raw" / (source or "exports")
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, folder / path.name)
        copied += 1
    return copied, left_out


def measure(workspace: Path) -> Run:
    """`bibcorpus run` as a process of its own."""
    return timed_command([*COMMAND, "-C", str(workspace), "run"])


def timed_command(command: Sequence[str]) -> Run:
    """A command as a process of its own. Exits with its message where it fails."""
    used_before = resource.getrusage(resource.RUSAGE_CHILDREN)
    before = time.perf_counter()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as err:
        running = subprocess.Popen(command, stdout=out, stderr=err)
        peaks = [0, 1]  # bytes, processes
        watcher = threading.Thread(target=_watch, args=(running, peaks))
        watcher.start()
        _, status, used = os.wait4(running.pid, 0)  # the rest of the tree is in `used` too
        wall_s = time.perf_counter() - before
        running.returncode = os.waitstatus_to_exitcode(status)
        watcher.join()
        out.seek(0)
        err.seek(0)
        if running.returncode:
            sys.exit(err.read() or f"{command[0]} ended with {running.returncode}")
        said = out.read()
    unit = 1 if sys.platform == "darwin" else 1024
    all_children = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = all_children.ru_utime + all_children.ru_stime - used_before.ru_utime - used_before.ru_stime
    return Run(
        said=said, wall_s=wall_s, cpu_s=cpu_s, largest=used.ru_maxrss * unit, together=peaks[0] or None,
        processes=peaks[1],
    )  # fmt: skip


def _watch(running: subprocess.Popen[bytes], peaks: list[int]) -> None:
    """Keep the highest memory and number of processes of the run's tree, until it has ended."""
    while running.returncode is None and PROC.is_dir():
        sizes = _resident(running.pid)
        peaks[0], peaks[1] = max(peaks[0], sum(sizes)), max(peaks[1], len(sizes))
        time.sleep(SAMPLE_S)


def _resident(root: int) -> list[int]:
    """Resident bytes of a process and of all that descend from it, from /proc."""
    page = os.sysconf("SC_PAGE_SIZE")
    parents: dict[int, int] = {}
    sizes: dict[int, int] = {}
    for folder in PROC.iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # ended meanwhile
            continue
        pid = int(folder.name)
        parents[pid], sizes[pid] = int(fields[1]), int(fields[21]) * page
    tree = [root]
    for pid in tree:
        tree += [child for child, parent in parents.items() if parent == pid]
    return [sizes[pid] for pid in tree if sizes.get(pid)]


def shown(run: Run, files: int) -> str:
    """The figures of a run, on a line."""
    found = re.search(r"^all entries +([\d ]+)$", run.said, re.M)
    entries = int(found.group(1).replace(" ", "")) if found else 0
    together = "" if run.together is None else f", all {run.processes} processes together {run.together / MIB:.0f} MiB"
    return (
        f"{files} files, {entries} records: {run.wall_s:.1f} s wall, {run.cpu_s:.1f} s CPU, "
        f"{entries / run.wall_s:,.0f} records/s, peak memory: largest process {run.largest / MIB:.0f} MiB{together}"
    )


def main() -> None:
    """Run and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("exports", type=Path, help="a folder of export files")
    parser.add_argument("--again", action="store_true", help="run a second time, where nothing is stale")
    asked = parser.parse_args()
    if not asked.exports.is_dir():
        parser.error(f"{asked.exports}: no such folder; it must hold export files (RIS, nbib, BibTeX, CSV …)")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([*COMMAND, "init", name], check=True, capture_output=True)
        files, left_out = fill(folder, asked.exports)
        if not files:
            parser.error(f"{asked.exports}: no export files in it")
        if left_out:
            print(f"left out, as no reader knows them: {', '.join(left_out)}\n")
        run = measure(folder)
        print(run.said)
        print(shown(run, files))
        if asked.again:
            print(f"again, where nothing is stale: {measure(folder).wall_s:.2f} s wall")


if __name__ == "__main__":
    main()
