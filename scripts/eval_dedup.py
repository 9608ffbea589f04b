"""How good is the finding of duplicates? Runs the stand-alone command on labelled sets and prints what the scorer says.

    make eval-dedup DATA=FOLDER SCORER=SCRIPT

FOLDER has a folder a set, each with records.csv.gz (columns as `bibcorpus inspect` reads them, `id` first) and
clusters.csv (id,cluster_id), or clusters_corrected.csv. SCRIPT is called as
`SCRIPT clusters_true.csv clusters.csv --review review.csv --per-1000 60` and prints a JSON object first: in "removal"
FN (copies left) and FP (works lost), in "after_review" the same after a perfect reviewer has looked at no more than 60
pairs for each 1,000 works.

Beside each set stands what bib-dedupe 0.11 leaves and loses on it, where it was measured on the same labels.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

COMMAND = (sys.executable, "-c", "from pipeline.cli import main; main()")
PER_1000 = 60
# copies left / works lost, measured with the same scorer; haematology with corrected labels
BIB_DEDUPE = {
    "iebh_copper": (1, 0),
    "mckeown_ovid_silver": (0, 0),
    "misq_1977_1999": (3, 0),
    "sra_haematology": (4, 0),
    "sra_respiratory": (12, 0),
}


def score(folder: Path, scorer: Path) -> tuple[dict[str, Any], float]:
    """What the scorer says, and the CPU seconds of the command and its processes."""
    truth = folder / "clusters_corrected.csv"
    truth = truth if truth.is_file() else folder / "clusters.csv"
    with tempfile.TemporaryDirectory() as temporary:
        before = os.times()
        command = [*COMMAND, "dedup", str(folder / "records.csv.gz"), "--out", temporary]
        subprocess.run(command, check=True, capture_output=True)
        after = os.times()
        spent = after.children_user + after.children_system - before.children_user - before.children_system
        review = ["--review", str(Path(temporary) / "review.csv"), "--per-1000", str(PER_1000)]
        printed = subprocess.run(
            [sys.executable, scorer, truth, str(Path(temporary) / "clusters.csv"), *review],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
    return json.loads(printed.split("\n", 1)[0]), spent


def main() -> None:
    """Score every set and print a line each; the sum is over those that bib-dedupe was measured on."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("scorer", type=Path)
    arguments = parser.parse_args()
    heads = ("copies left", "works lost", "sensitivity", "left after looks", "bib-dedupe", "CPU s")
    print(f"{'set':<22}{heads[0]:>12}{heads[1]:>12}{heads[2]:>13}{heads[3]:>18}{heads[4]:>12}{heads[5]:>7}")
    sums = [0, 0, 0]
    for folder in sorted(arguments.data.iterdir()):
        if not (folder / "records.csv.gz").is_file():
            continue
        said, spent = score(folder, arguments.scorer)
        counts, left = said["removal"], said["after_review"]["FN"]
        peer = BIB_DEDUPE.get(folder.name)
        print(
            f"{folder.name:<22}{counts['FN']:>12}{counts['FP']:>12}{counts['sensitivity']:>13.4f}{left:>18}"
            f"{'/'.join(map(str, peer)) if peer else '':>12}{spent:>7.1f}",
            flush=True,
        )
        if peer:
            sums = [sums[0] + counts["FN"], sums[1] + counts["FP"], sums[2] + left]
    peers = "/".join(str(sum(peer[n] for peer in BIB_DEDUPE.values())) for n in (0, 1))
    print(f"{'sum of the five':<22}{sums[0]:>12}{sums[1]:>12}{'':>13}{sums[2]:>18}{peers:>12}")


if __name__ == "__main__":
    main()
