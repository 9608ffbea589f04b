"""How fast are duplicates found, and how much memory does it take? Beside it: bib-dedupe, where it is installed.

    python benchmarks/dedup.py SET [SET ...] [--no-peers]

SET is a folder with records.csv.gz, and clusters.csv for what was found (left out where there is none); or any export
file. `bibcorpus dedup` reads it, finds duplicates, writes its tables and the file without copies: import is included.
Printed: wall and CPU seconds, memory of the largest process and of all together (see whole_run.py), and what was found.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import tempfile
from pathlib import Path

from whole_run import MIB, Run, timed_command

COMMAND = (sys.executable, "-c", "from pipeline.cli import main; main()")
PEER = """
import sys
import pandas as pd
from bib_dedupe.bib_dedupe import block, cluster, match, prep
records = pd.read_csv(sys.argv[1], dtype=str, keep_default_na=False)
records = records.rename(columns={"id": "ID", "authors": "author", "issue": "number"})
records["author"] = records["author"].str.replace("; ", " and ")
records["ENTRYTYPE"] = "article"
for column in ("booktitle", "search_set"):
    records[column] = ""
prepared = prep(records, cpu=2)
pairs = match(block(prepared, cpu=2), cpu=2)
found = cluster(pairs)
print(f"{len(records)} records, {len(records) - sum(len(one) - 1 for one in found)} works")
"""


def line(name: str, program: str, run: Run) -> str:
    """One line of the table."""
    together = f"{run.together / MIB:>10.0f}" if run.together is not None else f"{'':>10}"
    said = next((text for text in run.said.splitlines() if "works" in text), "")
    return f"{name:<16}{program:<12}{run.wall_s:>8.1f}{run.cpu_s:>8.1f}{run.largest / MIB:>10.0f}{together}  {said}"


def main() -> None:
    """Time each set with our command, and with the peer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--no-peers", action="store_true", help="ours alone")
    arguments = parser.parse_args()
    print(f"{'set':<16}{'program':<12}{'wall s':>8}{'CPU s':>8}{'MiB':>10}{'MiB, all':>10}")
    for each in arguments.sets:
        path = each / "records.csv.gz" if each.is_dir() else each
        with tempfile.TemporaryDirectory() as folder:
            run = timed_command([*COMMAND, "dedup", str(path), "--out", folder])
            print(line(each.name, "bibcorpus", run), flush=True)
        if importlib.util.find_spec("bib_dedupe") and not arguments.no_peers and path.name.endswith(".csv.gz"):
            print(line(each.name, "bib-dedupe", timed_command([sys.executable, "-c", PEER, str(path)])), flush=True)


if __name__ == "__main__":
    main()
