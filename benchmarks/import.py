"""How fast is each reader alone, and how much memory does it take?

    python benchmarks/import.py EXPORTS [EXPORTS ...]

EXPORTS is an export file, or a folder of them. Each is read in a process of its own, from the bytes to the fields of
the last record, and nothing is kept; so the peak is what the reader and its libraries need, whatever the file's size
where the reader streams. Printed: records, records a second (CPU, the best of three readings) and peak memory.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

READINGS = 3  # other programs disturb; the best reading is the reader's own speed
NO_EXPORTS = ("manifest.csv", "origin.csv")


def measure(path: Path) -> dict[str, float | int | str]:
    """Read one file in this process."""
    from pipeline.formats._text import load
    from pipeline.model import Found, Reject

    best, records, rejects = float("inf"), 0, 0
    for _ in range(READINGS):
        records = rejects = 0
        before = time.process_time()
        loaded = load(path)
        for segment in loaded.segments():
            records += isinstance(segment, Found)
            rejects += isinstance(segment, Reject)
        best = min(best, time.process_time() - before)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    in_kib = peak / 1024 if sys.platform == "darwin" else peak  # macOS counts bytes
    return {
        "format": loaded.fmt.NAME,
        "records": records,
        "rejects": rejects,
        "megabytes": path.stat().st_size / 1e6,
        "seconds": best,
        "peak_mib": in_kib / 1024,
    }


def in_a_process_of_its_own(path: Path) -> dict[str, float | int | str] | str:
    """The figures; or, in words, why there are none."""
    done = subprocess.run([sys.executable, __file__, "--only", path], capture_output=True, text=True)
    return json.loads(done.stdout) if done.returncode == 0 else done.stderr.strip().split("\n")[-1]


def exports(paths: list[Path]) -> list[Path]:
    """The files, those of folders among them."""
    found = [file for path in paths for file in (sorted(path.rglob("*")) if path.is_dir() else [path])]
    return [path for path in found if path.is_file() and path.name not in NO_EXPORTS]


def main() -> None:
    """Measure each file and print a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("exports", type=Path, nargs="+")
    parser.add_argument("--only", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        print(json.dumps(measure(arguments.exports[0])))
        return
    print(f"{'file':<28}{'format':<14}{'MB':>8}{'records':>10}{'set aside':>11}{'records/s':>12}{'peak MiB':>10}")
    for path in exports(arguments.exports):
        seen = in_a_process_of_its_own(path)
        if isinstance(seen, str):
            print(f"{path.name:<28}{seen}", flush=True)
            continue
        speed = seen["records"] / seen["seconds"]
        print(
            f"{path.name:<28}{seen['format']:<14}{seen['megabytes']:>8.1f}{seen['records']:>10}{seen['rejects']:>11}"
            f"{speed:>12,.0f}{seen['peak_mib']:>10.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
