"""How soon does the queue of doubtful pairs show the copies that were left? Beside it, other orders of the same pairs.

    python scripts/eval_queue.py FOLDER SCORER [--holes SEED] [--per-1000 60]

FOLDER and SCORER are as for eval_dedup.py. For each set: the copies left before anybody looks, how many looks are
allowed, and for each order the copies left after a perfect reviewer took them, and behind it the number of the look
that made the last find. The sets have few copies left; `--holes` leaves out fields of their records at random, as
sources do, so that there is more to find.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.clean import clean_records
from pipeline.dedup.compare import compare_records
from pipeline.dedup.evidence import Evidence, compare
from pipeline.dedup.features import features
from pipeline.dedup.queue import MAY_BE_ONE, WORTH_A_LOOK, queue
from pipeline.dedup.works import make_works
from pipeline.importing import RawFile, import_files
from pipeline.parallel import Workers
from pipeline.store import in_memory, sql

Row = Mapping[str, Any]

# how often a source leaves a field out, so that copies are found by the others
HOLES = {"volume": 0.25, "issue": 0.25, "pages": 0.3, "doi": 0.3, "pmid": 0.3, "journal": 0.2, "abstract": 0.4,
         "authors": 0.15}  # fmt: skip
FIRST_AUTHOR_ONLY, ANOTHER_YEAR, NO_SUBTITLE = 0.2, 0.08, 0.1

COMPARED = ("container", "volume", "issue", "first_page", "last_page", "doi", "pmid", "isbn", "authors", "abstract")
# the weights that destiny's deduplication states for its logistic model
DESTINY = {"doi": 5.3, "first_page": 3.8, "authors": 3.7, "container": 3.2, "issue": 1.2}
DESTINY_TITLE, DESTINY_YEAR, DESTINY_SUM = 11.6, 2.6, 31.4


@dataclass(frozen=True, slots=True)
class Compared:
    """A set after a run: pairs with their evidence, the works, and what the set calls each record."""

    pairs: list[tuple[Row, Evidence]]
    work_of: dict[str, str]
    own_id: dict[str, str]


def _asked_only(row: Row, evidence: Evidence) -> float | None:
    return evidence.title if row["verdict"] == "ask" else None


def _verdict_first(row: Row, evidence: Evidence) -> float:
    return ({"ask": 2, "different": 1}.get(row["verdict"], 0) + evidence.title) / 3


def _share_of_fields(row: Row, evidence: Evidence) -> float:
    values = [getattr(evidence, name) for name in COMPARED]
    same = values.count("same") + (evidence.year_gap == 0)
    differs = values.count("differs") + bool(evidence.year_gap)
    return 0.4 * evidence.title + 0.6 * (same + 1) / (same + differs + 2)


def _destiny(row: Row, evidence: Evidence) -> float:
    likeness = {"same": 1.0, "missing": 0.5, "differs": 0.0}
    weighed = sum(weight * likeness[getattr(evidence, name)] for name, weight in DESTINY.items())
    year = {0: 1.0, 1: 0.5, None: 0.5}.get(evidence.year_gap, 0.0)
    return (weighed + DESTINY_TITLE * evidence.title + DESTINY_YEAR * year) / DESTINY_SUM


ORDERS: Mapping[str, Callable[[Row, Evidence], float | None]] = {
    "'ask' by title": _asked_only,
    "title": lambda row, evidence: evidence.title,
    "verdict, title": _verdict_first,
    "fields agreeing": _share_of_fields,
    "destiny's weights": _destiny,
}


def with_holes(rows: Iterable[dict[str, str]], seed: str) -> list[dict[str, str]]:
    """The records with fields left out, the same for the same seed."""
    chosen = random.Random(seed)
    holed = []
    for row in rows:
        new = {name: "" if chosen.random() < HOLES.get(name, 0) else value for name, value in row.items()}
        if chosen.random() < FIRST_AUTHOR_ONLY:
            new["authors"] = new["authors"].split(";")[0]
        if chosen.random() < ANOTHER_YEAR and new["year"].isdecimal():
            new["year"] = str(int(new["year"]) + chosen.choice((-1, 1)))
        if chosen.random() < NO_SUBTITLE:
            new["title"] = new["title"].split(":")[0]
        holed.append(new)
    return holed


def compared(rows: Sequence[Mapping[str, str]], folder: Path) -> Compared:
    """Import, clean, compare and cluster records; nobody decided anything."""
    path = folder / "records.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    with in_memory(folder) as store:
        import_files(store, [RawFile(path=path, shown=path.name, source="set", sha256="0" * 64)], Workers(1))
        clean_records(store, Workers(1))
        compare_records(store, Workers(1))
        make_works(store, [])
        by_id = {row["record_id"]: features(row) for row in store.records(sql("compared_record"))}
        found = store.records("select * from pair order by all")
        return Compared(
            [
                (row, compare(by_id[row["left_id"]], by_id[row["right_id"]], row["likeness"], frozenset()))
                for row in found
            ],
            dict(store.rows("select record_id, work_id from work_record")),
            dict(store.rows("select record_id, min(accession) from entry where record_id is not null group by all")),
        )


def looks(found: Compared, order: Callable[[Row, Evidence], float | None] | None) -> list[tuple[str, str]]:
    """The pairs that a person sees, by the ids of the set; `order` None is the queue's own."""
    rows = [row for row, _ in found.pairs]
    if order is not None:
        scores = [(row, order(row, evidence)) for row, evidence in found.pairs]
        room = MAY_BE_ONE - WORTH_A_LOOK  # below MAY_BE_ONE each pair stands alone
        rows = [{**row, "chance": WORTH_A_LOOK + 0.99 * room * score} for row, score in scores if score is not None]
    return [(found.own_id[q.left_id], found.own_id[q.right_id]) for q in queue(rows, found.work_of)]


def left_after(scorer: Path, truth: Path, found: Compared, seen: Sequence[tuple[str, str]]) -> tuple[int, int]:
    """(copies left before, copies left when a perfect reviewer has looked at the pairs `seen`)."""
    with tempfile.TemporaryDirectory() as temporary:
        predicted, review = Path(temporary) / "predicted.csv", Path(temporary) / "review.csv"
        clusters = [(found.own_id[record], work) for record, work in found.work_of.items()]
        for path, table in ((predicted, [("id", "cluster_id"), *clusters]), (review, [("id_1", "id_2"), *seen])):
            with path.open("w", encoding="utf-8", newline="") as out:
                csv.writer(out).writerows(table)
        command = [sys.executable, str(scorer), str(truth), str(predicted), "--review", str(review)]
        said = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n", 1)[0])
    return said["removal"]["FN"], said["after_review"]["FN"]


def main() -> None:
    """A line for each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("--holes", metavar="SEED", help="leave out fields at random")
    parser.add_argument("--per-1000", type=int, default=60, help="looks for each 1,000 works")
    arguments = parser.parse_args()
    orders = {"queue": None, **ORDERS}
    print(f"{'set':<22}{'looks':>6}{'left':>6}" + "".join(f"{name:>19}" for name in orders))
    for folder in sorted(arguments.data.iterdir()):
        if not (folder / "records.csv.gz").is_file():
            continue
        truth = folder / "clusters_corrected.csv"
        truth = truth if truth.is_file() else folder / "clusters.csv"
        with gzip.open(folder / "records.csv.gz", "rt", encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        if arguments.holes:
            rows = with_holes(rows, f"{arguments.holes} {folder.name}")
        with truth.open(encoding="utf-8", newline="") as lines:
            work = {row["id"]: row["cluster_id"] for row in csv.DictReader(lines)}
        with tempfile.TemporaryDirectory() as temporary:
            found = compared(rows, Path(temporary))
        allowed = max(1, arguments.per_1000 * len(set(work.values())) // 1000)
        cells, before = [], 0
        for order in orders.values():
            seen = looks(found, order)
            before, left = left_after(arguments.scorer, truth, found, seen[:allowed])
            last = max((n for n, (one, other) in enumerate(seen, 1) if work[one] == work[other]), default=0)
            cells.append(f"{left:>11} ({last:>5})")
        print(f"{folder.name:<22}{allowed:>6}{before:>6}" + "".join(f"{cell:>19}" for cell in cells), flush=True)


if __name__ == "__main__":
    main()
