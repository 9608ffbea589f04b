"""How fast is an export, and how much memory does it take?

    python benchmarks/export.py WORKSPACE [--form bibtex] [--encoding utf-8] [--others 10000]

WORKSPACE has been run; its corpus is only read. Printed: works, wall and CPU seconds of `bibcorpus export` as a process
of its own, from its start to the finished file, and memory: of the largest process, and of all processes together.
Of BibTeX, then the writers of bibtexparser and pybtex, where they are installed, on the first entries of the same file:
these have their entries in memory, read before, and only their writing is timed, on one core. bibtexparser writes
values as they are; its own way to LaTeX escapes is timed beside.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

from whole_run import COMMAND, MIB, Run, timed_command

from pipeline import exports
from pipeline.export import entries_by_key
from pipeline.store import reading

LATEX = ("bibtex", "biblatex")


def exported(workspace: Path, form: str, encoding: str, out: Path) -> Run:
    """One export to a file."""
    options = ["--encoding", encoding] if form in LATEX else []
    return timed_command([*COMMAND, "-C", str(workspace), "export", form, *options, "--out", str(out)])


def works_in(workspace: Path) -> int:
    """How many works an export has: those that are not excluded."""
    with reading(workspace / "corpus" / "corpus.duckdb") as store:
        return int(store.value("select count(*) from screening where status <> 'excluded'"))


def shown(run: Run, works: int) -> str:
    """The figures of an export, on a line."""
    together = "" if run.together is None else f", all {run.processes} processes together {run.together / MIB:.0f} MiB"
    return (
        f"{works} works: {run.wall_s:.1f} s wall, {run.cpu_s:.1f} s CPU, {works / run.wall_s:,.0f} works/s, "
        f"peak memory: largest process {run.largest / MIB:.0f} MiB{together}"
    )


def timed(name: str, entries: int, write: Callable[[], object]) -> None:
    """Print how fast another program writes so many entries."""
    before, before_cpu = time.perf_counter(), time.process_time()
    write()
    wall_s, cpu_s = time.perf_counter() - before, time.process_time() - before_cpu
    print(f"{name}: {entries} entries: {wall_s:.1f} s wall, {cpu_s:.1f} s CPU, {entries / cpu_s:,.0f} entries/CPU s")


def bibtexparser_writes(text: str, entries: int) -> None:
    """Its bare writer, and with LaTeX escapes."""
    import bibtexparser
    from bibtexparser.middlewares import LatexEncodingMiddleware

    library = bibtexparser.parse_string(text)
    timed("bibtexparser, values as they are", entries, lambda: bibtexparser.write_string(library))
    escape = [LatexEncodingMiddleware()]
    timed("bibtexparser, LaTeX escapes", entries, lambda: bibtexparser.write_string(library, prepend_middleware=escape))


def pybtex_writes(text: str, entries: int) -> None:
    """Its writer, which escapes for LaTeX."""
    from pybtex.database import parse_string

    library = parse_string(text, "bibtex")
    timed("pybtex", entries, lambda: library.to_string("bibtex"))


OTHERS = {"bibtexparser": bibtexparser_writes, "pybtex": pybtex_writes}


def main() -> None:
    """Export, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path, help="a workspace that has been run")
    parser.add_argument("--form", choices=exports.names(), default="bibtex")
    parser.add_argument("--encoding", choices=("utf-8", "latex"), default="utf-8")
    parser.add_argument("--others", type=int, default=10_000, help="entries that the other programs write (0: none)")
    asked = parser.parse_args()
    if not (asked.workspace / "corpus" / "corpus.duckdb").is_file():
        parser.error(f"{asked.workspace}: has no corpus yet; `bibcorpus -C {asked.workspace} run` makes it")
    with tempfile.TemporaryDirectory() as name:
        out = Path(name) / f"all{exports.form(asked.form).SUFFIX}"
        run = exported(asked.workspace, asked.form, asked.encoding, out)
        size = out.stat().st_size / MIB
        some = []
        if asked.form in LATEX and asked.others:
            some = list(islice((entry for _, entry in entries_by_key(out.read_bytes().decode())), asked.others))
    print(f"bibcorpus, {asked.form}: {shown(run, works_in(asked.workspace))}, file {size:.0f} MiB")
    for program, write in OTHERS.items():
        if some and find_spec(program):
            write("\n".join(some), len(some))
        elif some:
            print(f"{program}: not installed", file=sys.stderr)


if __name__ == "__main__":
    main()
