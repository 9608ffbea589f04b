"""How well are exports read? Runs `bibcorpus inspect --json` on a labelled tree and compares the counts.

    make eval-import DATA=FOLDER

FOLDER has manifest.csv with a row a file: `file` (its path in FOLDER), `format`, `records`, `n_with_doi` (in the
format's own DOI place), `n_with_pmid`, `n_with_abstract`, perhaps `n_with_doi_any` (a DOI anywhere in the record, for
an importer that knows more places). Printed for each format: files, files whose records were all taken in, and no
more; records; records set aside with a reason, and lost without one; then how many files agree on DOIs (n_with_doi
to n_with_doi_any), PMIDs and abstracts; files that no reader knows. What is not right is named below the table.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

COLUMNS = ("file", "format", "records", "n_with_doi", "n_with_pmid", "n_with_abstract")
FILES_A_CALL = 200  # a command line on Windows ends at 32,000 characters
COMMAND = (sys.executable, "-c", "from pipeline.cli import main; main()", "inspect", "--json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Counts of one format, or of one file, or of all."""

    files: int = 0
    exact: int = 0
    records: int = 0
    set_aside: int = 0
    lost: int = 0
    doi: int = 0
    pmid: int = 0
    abstract: int = 0
    unread: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(Score)})


def manifest(folder: Path) -> list[dict[str, str]]:
    """The labelled files. Ends the program with what is needed, where it is missing."""
    path = folder / "manifest.csv"
    if not path.is_file():
        sys.exit(f"eval-import: {folder} has no manifest.csv. It needs one with the columns {', '.join(COLUMNS)}.")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    missing = [name for name in COLUMNS if name not in (rows[0] if rows else ())]
    if missing:
        sys.exit(f"eval-import: {path} has no column {', '.join(missing)}, or no row.")
    return rows


def inspected(folder: Path, names: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    """What `inspect --json` says of each file, in order."""
    for start in range(0, len(names), FILES_A_CALL):
        some = names[start : start + FILES_A_CALL]
        done = subprocess.run([*COMMAND, *some], cwd=folder, capture_output=True, text=True, encoding="utf-8")
        said = [json.loads(line) for line in done.stdout.splitlines()]
        if [line["file"] for line in said] != list(some):
            sys.exit(f"eval-import: not one line a file:\n{done.stderr}")
        yield from said


def score(row: Mapping[str, str], seen: Mapping[str, Any]) -> tuple[Score, list[str]]:
    """The file's score, and what is not right, in words."""
    true = {name: int(row[name] or 0) for name in COLUMNS[2:]}
    most_dois = int(row.get("n_with_doi_any") or true["n_with_doi"])
    taken, set_aside, unread = seen["records"], seen["rejects"], seen["format"] is None
    if unread:
        return Score(files=1, records=true["records"], lost=true["records"], unread=1), [
            f"no reader: {seen['warnings'][0]}"
        ]
    result = Score(
        files=1,
        exact=taken == true["records"],
        records=true["records"],
        set_aside=set_aside,
        lost=max(0, true["records"] - taken - set_aside),
        doi=true["n_with_doi"] <= seen["doi"] <= max(most_dois, true["n_with_doi"]),
        pmid=seen["pmid"] == true["n_with_pmid"],
        abstract=seen["abstract"] == true["n_with_abstract"],
    )
    problems = {
        "exact": f"{taken} records, {set_aside} set aside; {true['records']} expected",
        "doi": f"{seen['doi']} with DOI; {true['n_with_doi']} to {most_dois} expected",
        "pmid": f"{seen['pmid']} with PMID; {true['n_with_pmid']} expected",
        "abstract": f"{seen['abstract']} with abstract; {true['n_with_abstract']} expected",
    }
    return result, [text for name, text in problems.items() if not getattr(result, name)]


def main() -> None:
    """Score every file, print a line each format, and then what is not right."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    folder = parser.parse_args().data
    rows = manifest(folder)
    scores: defaultdict[str, Score] = defaultdict(Score)
    wrong: list[str] = []
    for row, seen in zip(rows, inspected(folder, [row["file"] for row in rows]), strict=True):
        result, problems = score(row, seen)
        scores[row["format"]] += result
        wrong += [f"{row['file']}: {problem}" for problem in problems]
    heads = ("format", "files", "exact", "records", "set aside", "lost", "DOIs", "PMIDs", "abstracts", "no reader")
    print(f"{heads[0]:<18}" + "".join(f"{head:>10}" for head in heads[1:]))
    for name, result in [*sorted(scores.items()), ("all", sum(scores.values(), Score()))]:
        print(f"{name:<18}" + "".join(f"{getattr(result, f.name):>10}" for f in fields(Score)))
    print(*(["", *wrong] if wrong else []), sep="\n")


if __name__ == "__main__":
    main()
