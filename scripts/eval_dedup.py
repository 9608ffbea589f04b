"""How good is the finding of duplicates? Runs it on labelled sets and prints what the scorer says.

    make eval-dedup DATA=FOLDER SCORER=SCRIPT

FOLDER has a folder a set, each with records.csv.gz (columns as `bibcorpus inspect` reads them, `id` first) and
clusters.csv (id,cluster_id), or clusters_corrected.csv. SCRIPT is called as
`SCRIPT clusters_true.csv clusters_pred.csv` and prints a JSON object first, with FN (copies left) and FP (works lost)
under "removal".
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pipeline.clean import clean_records
from pipeline.dedup.compare import compare_records
from pipeline.dedup.works import make_works
from pipeline.importing import RawFile, import_files
from pipeline.parallel import Workers
from pipeline.store import in_memory


def clusters(records: Path, folder: Path) -> dict[str, str]:
    """Record's own id -> id of its work."""
    plain = folder / "records.csv"
    plain.write_bytes(gzip.decompress(records.read_bytes()))
    with in_memory(folder) as store:
        import_files(store, [RawFile(path=plain, shown=plain.name, source="set", sha256="0" * 64)], Workers(1))
        clean_records(store, Workers(1))
        compare_records(store, Workers(1))
        make_works(store, [])
        return dict(
            store.rows(
                "select accession, work_id from entry join work_record using (record_id) where accession is not null"
            )
        )


def score(folder: Path, scorer: Path) -> tuple[str, dict[str, float], float]:
    """(the name of the set, the scorer's removal counts, CPU seconds)."""
    truth = folder / "clusters_corrected.csv"
    truth = truth if truth.is_file() else folder / "clusters.csv"
    with tempfile.TemporaryDirectory() as temporary:
        before = time.process_time()
        found = clusters(folder / "records.csv.gz", Path(temporary))
        spent = time.process_time() - before
        prediction = Path(temporary) / "predicted.csv"
        with prediction.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([("id", "cluster_id"), *found.items()])
        printed = subprocess.run(
            [sys.executable, scorer, truth, prediction], capture_output=True, text=True, check=True
        ).stdout
    return folder.name, json.loads(printed.split("\n", 1)[0])["removal"], spent


def main() -> None:
    """Score every set and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("scorer", type=Path)
    arguments = parser.parse_args()
    print(f"{'set':<24} {'FN':>5} {'FP':>5} {'sensitivity':>12} {'specificity':>12} {'CPU s':>7}")
    for folder in sorted(arguments.data.iterdir()):
        if (folder / "records.csv.gz").is_file():
            name, counts, spent = score(folder, arguments.scorer)
            print(
                f"{name:<24} {counts['FN']:>5} {counts['FP']:>5} {counts['sensitivity']:>12.4f} "
                f"{counts['specificity']:>12.4f} {spent:>7.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
