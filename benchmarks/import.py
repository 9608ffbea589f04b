"""How fast is each reader alone, and how much memory does it take? Beside it: other programs' readers.

    python benchmarks/import.py EXPORTS [EXPORTS ...] [--no-peers] [--readings N] [--rounds N]

EXPORTS is an export file, or a folder of them. Each is read in a process of its own, from the bytes to the fields of
the last record, and nothing of ours is kept; so the peak is what the reader and its libraries need, whatever the file's
size where the reader streams. Printed: records, records a second (CPU, the best of some readings) and peak memory.

Where another reader of the format is installed (PEERS), it reads the same file in the same run, as its makers document
it; most keep all records, and some do less than ours: they don't decode LaTeX, split names or keep the raw text. The
readers take turns, some rounds of them: what slows one down for a minute slows them all. The first reading in a process
also loads the program: with `--readings 1` that is among the figures.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import importlib
import importlib.util
import json
import os
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

NO_EXPORTS = ("manifest.csv", "origin.csv")


def rispy(path: Path) -> int:
    """Fields as lists of text."""
    with path.open(encoding="utf-8-sig") as file:
        return len(importlib.import_module("rispy").load(file))


def biopython(path: Path) -> int:
    """Bio.Medline.parse: tags as lists of text."""
    medline = importlib.import_module("Bio.Medline")
    with path.open(encoding="utf-8") as file:
        return sum(bool(record) for record in medline.parse(file))


def pubmed_parser(path: Path) -> int:
    """parse_medline_xml: the main fields as text. It wants a packed file; it gets the plain one, which is faster."""
    module = importlib.import_module("pubmed_parser.medline_parser")
    module.__dict__["gzip"] = SimpleNamespace(open=open)
    return sum(not record["delete"] for record in module.parse_medline_xml(str(path)))


def metaknowledge(path: Path) -> int:
    """RecordCollection, with the tags of each record parsed."""
    module = importlib.import_module("metaknowledge")
    return sum(bool(record.keys()) for record in module.RecordCollection(str(path)))


def bibtexparser(path: Path) -> int:
    """The bare split: values raw, no LaTeX decoded, no names."""
    module = importlib.import_module("bibtexparser")
    return len(module.parse_file(str(path), parse_stack=[]).entries)


def csv_dictreader(path: Path) -> int:
    """Cells by column name."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sum(1 for _ in csv.DictReader(file, delimiter="\t" if "tab" in path.name else ","))


def json_loads(path: Path) -> int:
    """The standard library's json, all at once."""
    return len(json.loads(path.read_bytes()))


# reader's function, the module that must be there, the formats that it reads
PEERS: tuple[tuple[Callable[[Path], int], str, tuple[str, ...]], ...] = (
    (rispy, "rispy", ("ris",)),
    (biopython, "Bio", ("medline",)),
    (pubmed_parser, "pubmed_parser", ("pubmed-xml",)),
    (metaknowledge, "metaknowledge", ("wos",)),
    (bibtexparser, "bibtexparser", ("bibtex",)),
    (csv_dictreader, "csv", ("scopus-csv", "wos-tab", "csv")),
    (json_loads, "json", ("csl-json",)),
)


def ours(path: Path) -> dict[str, Any]:
    """Read one file with our reader."""
    from pipeline.formats._text import load
    from pipeline.model import Found, Reject

    loaded = load(path)
    segments = Counter(map(type, loaded.segments()))
    return {"format": loaded.fmt.NAME, "records": segments[Found], "rejects": segments[Reject]}


def measure(read: Callable[[Path], Any], path: Path, readings: int) -> dict[str, Any]:
    """Read one file some times in this process."""
    best = float("inf")
    for _ in range(readings):
        before = time.process_time()
        with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
            found = read(path)
        best = min(best, time.process_time() - before)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    in_kib = peak / 1024 if sys.platform == "darwin" else peak  # macOS counts bytes
    said = found if isinstance(found, dict) else {"records": found}
    return {**said, "seconds": best, "peak_mib": in_kib / 1024}


def in_a_process_of_its_own(reader: str, path: Path, readings: int) -> dict[str, Any] | str:
    """The figures; or, in words, why there are none."""
    command = [sys.executable, __file__, "--only", reader, "--readings", str(readings), str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        return done.stderr.strip().split("\n")[-1]
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def in_turns(path: Path, with_peers: bool, readings: int, rounds: int) -> dict[str, dict[str, Any] | str]:
    """By reader, ours first, its best figures of all rounds; or, in words, why there are none."""
    first = in_a_process_of_its_own("bibcorpus", path, readings)
    peers = [] if isinstance(first, str) or not with_peers else peers_of(first["format"])
    turns = [first]
    found: dict[str, dict[str, Any] | str] = {}
    for reader in ["bibcorpus", *peers] * rounds:
        seen = turns.pop() if turns else in_a_process_of_its_own(reader, path, readings)
        best = found.setdefault(reader, seen)
        if isinstance(seen, dict) and isinstance(best, dict) and seen["seconds"] < best["seconds"]:
            found[reader] = seen
    return found


def peers_of(fmt: str) -> list[str]:
    """The other readers of a format that are installed."""
    return [read.__name__ for read, module, formats in PEERS if fmt in formats and importlib.util.find_spec(module)]


def exports(paths: list[Path]) -> list[Path]:
    """The files, those of folders among them."""
    found = [file for path in paths for file in (sorted(path.rglob("*")) if path.is_dir() else [path])]
    return [path for path in found if path.is_file() and path.name not in NO_EXPORTS]


def line(path: Path, reader: str, seen: dict[str, Any] | str, ours: int | None = None) -> str:
    """One line of the table; a peer that finds another number of records is marked."""
    start = f"{path.name:<28}{path.stat().st_size / 1e6:>8.1f}  {reader:<16}"
    if isinstance(seen, str):
        return start + seen
    odd = "" if ours in (None, seen["records"]) else "  (another number of records)"
    speed = seen["records"] / seen["seconds"] if seen["seconds"] else 0
    return f"{start}{seen['records']:>10}{seen.get('rejects', ''):>11}{speed:>12,.0f}{seen['peak_mib']:>10.0f}{odd}"


def main() -> None:
    """Measure each file with our reader and with each peer, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("exports", type=Path, nargs="+")
    parser.add_argument("--no-peers", action="store_true", help="our readers alone")
    parser.add_argument("--readings", type=int, default=3, help="the best of so many: other programs disturb")
    parser.add_argument("--rounds", type=int, default=1, help="how often each reader has its turn")
    parser.add_argument("--only", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        readers = {"bibcorpus": ours} | {read.__name__: read for read, *_ in PEERS}
        print(json.dumps(measure(readers[arguments.only], arguments.exports[0], arguments.readings)))
        return
    heads = ("records", "set aside", "records/s", "peak MiB")
    print(f"{'file':<28}{'MB':>8}  {'reader':<16}{heads[0]:>10}{heads[1]:>11}{heads[2]:>12}{heads[3]:>10}")
    for path in exports(arguments.exports):
        found = in_turns(path, not arguments.no_peers, arguments.readings, arguments.rounds)
        own = found["bibcorpus"]
        for reader, seen in found.items():
            print(line(path, reader, seen, own["records"] if isinstance(own, dict) else None), flush=True)


if __name__ == "__main__":
    main()
