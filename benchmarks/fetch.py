"""How fast is a search of PubMed, and how much memory does it take?

    python benchmarks/fetch.py [--records N] [--key]

A false PubMed on this machine, in a process of its own and without delays, has N records (10,000 if not told) with an
abstract each of the usual length; `bibcorpus search` asks it in a new workspace, at the rate that PubMed allows: 3
requests a second, 10 with a key (--key). Then the search is made again, where nothing is new, and the corpus is built.
Printed: seconds, requests, records, and the peak memory of the process that asks.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
COMMAND = (sys.executable, "-c", "from pipeline.cli import main; main()")
QUERY = """\
[review]
id = "benchmark"
title = "Benchmark"
question = "How fast?"
asked_by = "benchmarks/fetch.py"
why = "to see"
window = { from = 1900, to = 2100, date = "publication year" }

[block.all]
title = "All"
words = { en = ["all"] }

[combination.all]
title = "All"
question = "All"
blocks = ["all"]

[source.pubmed]
title = "PubMed"
status = "run"
where = "a false PubMed"
search = "all"
"""


def serve(records: int) -> tuple[subprocess.Popen[str], str]:
    """The false PubMed, and its address."""
    command = [sys.executable, "-m", "tests.servers.false_eutils", "--records", str(records), "--abstract", "1400"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def timed(workspace: Path, environ: dict[str, str], *command: str) -> tuple[float, float, str]:
    """Wall seconds, peak MiB of the largest process so far, and what was said."""
    begun = time.perf_counter()
    done = subprocess.run([*COMMAND, *command], cwd=workspace, env=environ, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return time.perf_counter() - begun, peak, done.stdout


def main() -> None:
    """Search, search again, build."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--key", action="store_true", help="ask with a key: 10 requests a second")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "review"
        subprocess.run([*COMMAND, "init", str(workspace)], check=True, capture_output=True)
        for path in (workspace / "queries").glob("*.toml"):
            path.unlink()
        (workspace / "queries" / "benchmark.toml").write_text(QUERY, encoding="utf-8")
        server, endpoint = serve(arguments.records)
        environ = {**os.environ, "BIBCORPUS_PUBMED_ENDPOINT": endpoint, "BIBCORPUS_EMAIL": "review@example.org"}
        environ.pop("NCBI_API_KEY", None)
        if arguments.key:
            environ["NCBI_API_KEY"] = "0" * 36
        try:
            for what in (("search",), ("search",), ("run",)):
                seconds, peak, said = timed(workspace, environ, *what)
                print(f"bibcorpus {' '.join(what):<8}{seconds:>8.1f} s{peak:>8.0f} MiB")
                if what == ("search",):
                    print(*(f"    {line}" for line in said.splitlines()[1:-2]), sep="\n")
        finally:
            server.kill()


if __name__ == "__main__":
    main()
