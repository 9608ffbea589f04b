"""How fast is a whole run, and how much memory does it take?

    python benchmarks/whole_run.py EXPORTS

EXPORTS is a folder of export files (or of folders of them). They are put into a new workspace, a folder a source named
after the file, and `bibcorpus run` takes them from there to BibTeX. Printed: records a second over the whole run, wall
and CPU seconds, peak memory of the largest process. Run it twice and quote the better run: other programs disturb.
"""

from __future__ import annotations

import argparse
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def fill(workspace: Path, exports: Path) -> int:
    """Copy the export files into corpus/raw; how many."""
    found = [path for path in sorted(exports.rglob("*")) if path.is_file() and path.name not in NO_EXPORTS]
    for path in found:
        source = re.sub(r"[^a-z0-9]+", "-", re.sub(r"_?\d+$", "", path.stem.lower())).strip("-")
        folder = workspace / "corpus" / "raw" / source
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, folder / path.name)
    return len(found)


NO_EXPORTS = ("manifest.csv", "origin.csv", "records.csv.gz", "clusters.csv", "relations.csv", "variations.csv")


def main() -> None:
    """Run once and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("exports", type=Path)
    exports = parser.parse_args().exports
    command = [sys.executable, "-c", "from pipeline.cli import main; main()"]
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder)
        subprocess.run([*command, "init", folder], check=True, capture_output=True)
        files = fill(workspace, exports)
        before = time.perf_counter()
        done = subprocess.run([*command, "-C", folder, "run"], capture_output=True, text=True)
        wall = time.perf_counter() - before
        if done.returncode:
            sys.exit(done.stderr)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(done.stdout)
        entries = int(re.search(r"^all entries +([\d ]+)$", done.stdout, re.M).group(1).replace(" ", ""))
        print(
            f"{files} files, {entries} records: {wall:.1f} s wall, {used.ru_utime + used.ru_stime:.1f} s CPU, "
            f"{entries / wall:,.0f} records/s, peak {used.ru_maxrss / 1024:.0f} MiB"
        )


if __name__ == "__main__":
    main()
