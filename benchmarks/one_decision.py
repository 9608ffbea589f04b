"""How long does a shared bibliography take to hear one more decision?

    python benchmarks/one_decision.py EXPORTS [--decisions 50000]

EXPORTS is a folder of export files. They are put into a new workspace and built; then three made-up people decide as
often as is asked (include, exclude, tag, correct, join, part, name keys), and that is built. Printed, after one more
decision of each kind: wall seconds of `bibcorpus run`, `bibcorpus status`, and of a run where nothing is stale.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from whole_run import COMMAND, MIB, Run, fill, timed_command

from pipeline.store import reading

PEOPLE = ("anna", "boris", "celia")
KINDS = {  # how often each is decided, of 100
    "include": 25, "exclude": 20, "tag": 25, "untag": 5, "set-field": 10, "same": 5, "different": 5, "note": 4,
    "key": 1,
}  # fmt: skip
TAGS = (("class", "empirical"), ("class", "theoretical"), ("topic", "burnout"), ("topic", "students"))


class People:
    """Who decide at random, but always the same."""

    def __init__(self, folder: Path) -> None:
        self._chance = random.Random(1)
        self._made = 0
        with reading(folder / "corpus" / "corpus.duckdb") as store:
            self._records = [record for (record,) in store.rows("select record_id from record order by 1")]
            self._alike = store.rows("select left_id, right_id from pair where verdict <> 'same' order by all")
            self._joined = store.rows("select left_id, right_id from pair where verdict = 'same' order by all")

    def decide(self, kind: str | None = None) -> dict[str, Any]:
        """One decision, of a kind or of any."""
        chance, self._made = self._chance, self._made + 1
        kind = kind or chance.choices(list(KINDS), list(KINDS.values()))[0]
        second = self._made % 86_400
        time = (
            f"2026-{1 + self._made // 86_400 % 12:02}-01T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z"
        )
        return {
            "id": f"d{self._made}", "time": time, "who": chance.choice(PEOPLE), "event": kind,
            "records": self._of(kind), "value": self._value(kind),
            "reason": "out of scope" if kind == "exclude" else None, "seen": None,
        }  # fmt: skip

    def _of(self, kind: str) -> list[str]:
        pairs = {"same": self._alike, "different": self._joined}.get(kind)
        return list(self._chance.choice(pairs)) if pairs else [self._chance.choice(self._records)]

    def _value(self, kind: str) -> dict[str, Any]:
        match kind:
            case "tag" | "untag":
                return dict(zip(("facet", "value"), self._chance.choice(TAGS), strict=True))
            case "set-field":
                return {"field": "title", "to": f"A corrected title, {self._made}"}
            case "key":
                return {"key": f"mine{self._made}"}
            case _:
                return {}


def write(folder: Path, decisions: Sequence[dict[str, Any]]) -> None:
    """Append decisions to the logs of those who made them."""
    (folder / "corpus" / "decisions").mkdir(exist_ok=True)
    for who in PEOPLE:
        lines = [json.dumps(one, ensure_ascii=False) + "\n" for one in decisions if one["who"] == who]
        with (folder / "corpus" / "decisions" / f"{who}.jsonl").open("a", encoding="utf-8") as log:
            log.writelines(lines)


def timed(folder: Path, *arguments: str) -> Run:
    """A command in the workspace."""
    return timed_command([*COMMAND, "-C", str(folder), *arguments])


def measured(folder: Path, decisions: int) -> Iterator[str]:
    """A line for each figure."""
    first = timed(folder, "run")
    yield f"run, the first                    {first.wall_s:7.1f} s"
    people = People(folder)
    write(folder, [people.decide() for _ in range(decisions)])
    yield f"run after {decisions:>6} decisions        {timed(folder, 'run').wall_s:7.1f} s"
    for kind in ("include", "tag", "set-field", "same", "different"):
        write(folder, [people.decide(kind)])
        run = timed(folder, "run")
        memory = "" if run.together is None else f"   {run.together / MIB:.0f} MiB"
        yield f"run after one more, {kind:<14}{run.wall_s:7.1f} s{memory}"
    yield f"run, nothing stale                {timed(folder, 'run').wall_s:7.1f} s"
    yield f"status                            {timed(folder, 'status').wall_s:7.2f} s"


def main() -> None:
    """Make a workspace, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("exports", type=Path, help="a folder of export files")
    parser.add_argument("--decisions", type=int, default=50_000)
    asked = parser.parse_args()
    if not asked.exports.is_dir():
        parser.error(f"{asked.exports}: no such folder; it must hold export files (RIS, nbib, BibTeX, CSV …)")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([*COMMAND, "init", name], check=True, capture_output=True)
        fill(folder, asked.exports)
        for line in measured(folder, asked.decisions):
            print(line, flush=True)


if __name__ == "__main__":
    main()
