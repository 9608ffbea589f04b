"""How many relations between look-alikes are stated, and how many of those stated are none? Prints a line a kind.

    python scripts/eval_relations.py FOLDER... [--show]

FOLDER has records.csv.gz and clusters.csv as for `eval_dedup.py`, and relations.csv (cluster_a,cluster_b,relation):
works that look alike and are two. For each kind of label: how many, how many of them we state (the right kind, the
right way round), how many turned round or under another kind, how many are asked about, only kept apart, or joined,
which is an error. The last line counts relations that no label backs; `--show` lists them with their evidence. A folder
without relations.csv has only these.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from pipeline.clean import clean_records
from pipeline.dedup.compare import compare_records
from pipeline.dedup.works import make_works
from pipeline.importing import RawFile, import_files
from pipeline.parallel import Workers
from pipeline.store import Store, in_memory

# the label of a set -> our kind; None: the two are only to be kept apart
KINDS: dict[str, str | None] = {
    "preprint_of": "version-of",
    "congress_abstract_of": "version-of",
    "update_of": "update-of",
    "erratum_of": "erratum-of",
    "comment_on": "comment-on",
    "reply_to": "comment-on",
    "part_of_series": None,  # Part I is no part of Part II
    "yearly": None,
    "namesake": None,
    "same_page": None,
    "twin": None,
}
OUTCOMES = ("stated", "turned round", "other kind", "asked", "apart", "joined")


@dataclass(frozen=True, slots=True)
class Stated:
    """One row of `relation`, between clusters of the labels."""

    one: str
    other: str
    kind: str
    rule: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a run made of a set; clusters are those of the labels."""

    relations: list[Stated]
    asked: set[frozenset[str]]
    clusters_of_work: dict[str, set[str]]


def labels(path: Path) -> list[tuple[str, str, str]]:
    """(cluster_a, cluster_b, label), or nothing where a set has no such file."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return [(row["cluster_a"], row["cluster_b"], row["relation"]) for row in csv.DictReader(lines)]


def fill(store: Store, records: Path, folder: Path) -> None:
    """Import, clean, compare and cluster the records of a set; no decisions."""
    plain = folder / "records.csv"
    plain.write_bytes(gzip.decompress(records.read_bytes()))
    import_files(store, [RawFile(path=plain, shown=plain.name, source="set", sha256="0" * 64)], Workers(1))
    clean_records(store, Workers(1))
    compare_records(store, Workers(1))
    make_works(store, [])


def run(folder: Path) -> Found:
    """Compare and cluster the records of a set."""
    truth = folder / "clusters_corrected.csv"
    truth = truth if truth.is_file() else folder / "clusters.csv"
    with truth.open(encoding="utf-8", newline="") as lines:
        cluster_of = {row["id"]: row["cluster_id"] for row in csv.DictReader(lines)}
    with tempfile.TemporaryDirectory() as temporary, in_memory(Path(temporary)) as store:
        fill(store, folder / "records.csv.gz", Path(temporary))
        id_of = dict(store.rows("select record_id, min(accession) from entry group by record_id"))
        clusters_of_work: dict[str, set[str]] = defaultdict(set)
        for work, record in store.rows("select work_id, record_id from work_record"):
            clusters_of_work[work].add(cluster_of[id_of[record]])
        relations = [
            Stated(one, other, kind, rule, evidence)
            for left, right, kind, rule, evidence in store.rows(
                "select left_id, right_id, kind, rule, evidence from relation order by all"
            )
            for one in clusters_of_work[left]
            for other in clusters_of_work[right]
        ]
        asked = {
            frozenset(cluster_of[id_of[record]] for record in pair)
            for pair in store.rows("select left_id, right_id from pair where verdict = 'ask'")
        }
    return Found(relations, asked, clusters_of_work)


def outcome(one: str, other: str, kind: str | None, found: Found) -> str:
    """One of OUTCOMES for a label."""
    if any({one, other} <= clusters for clusters in found.clusters_of_work.values()):
        return "joined"
    said = {(r.one == one, r.kind) for r in found.relations if {r.one, r.other} == {one, other}}
    if said:
        return "stated" if (True, kind) in said else "turned round" if (False, kind) in said else "other kind"
    return "asked" if frozenset((one, other)) in found.asked else "apart"


def report(folder: Path, show: bool) -> None:
    """Print the table of a set."""
    told, found = labels(folder / "relations.csv"), run(folder)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one, other, label in told:
        counts[label][outcome(one, other, KINDS[label], found)] += 1
    print(f"{folder.name:<24} {'labels':>7}" + "".join(f"{name:>14}" for name in OUTCOMES))
    for label in (label for label in KINDS if label in counts):
        row = "".join(f"{counts[label][name]:>14}" for name in OUTCOMES)
        print(f"{label:<24} {counts[label].total():>7}{row}")
    backed = {frozenset((one, other)) for one, other, label in told if KINDS[label]}
    unbacked = [r for r in found.relations if frozenset((r.one, r.other)) not in backed]
    by_rule = Counter(f"{r.kind} by {r.rule}" for r in unbacked)
    print(f"stated: {len(found.relations)}, backed by no label: {len(unbacked)} {dict(sorted(by_rule.items()))}\n")
    for r in unbacked if show else []:
        print(f"  {r.one} {r.kind} {r.other} ({r.rule}): {r.evidence}")


def main() -> None:
    """Print a table for each folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--show", action="store_true", help="list the relations that no label backs")
    arguments = parser.parse_args()
    for folder in arguments.folders:
        report(folder, arguments.show)


if __name__ == "__main__":
    main()
