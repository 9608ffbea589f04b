"""The power fails, someone pulls the plug, the disk is full: what was there is there, and the next run heals the rest.

`kill -9` asks nobody: no handler, no `finally` runs. A small program runs the build and kills itself at a step, or just
before a finished file is put in its place.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.citekey import read_citekeys
from pipeline.run import STEPS
from pipeline.store import reading
from tests.small_review import RIS, bibcorpus, built, write_review

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 and file size limits are POSIX's")

KILLED = """
import os, signal, sys
from pathlib import Path
from pipeline.run import build
from pipeline.workspace import find_workspace

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def at_step(name):
    if name == sys.argv[2]:
        die()

def at_rename(event, arguments):
    if event == "os.rename" and Path(os.fsdecode(arguments[1])).name == sys.argv[2]:
        die()

sys.addaudithook(at_rename)
build(find_workspace(Path(sys.argv[1])), at_step)
"""

# the files that a run puts in their place, in this order
SWAPPED = ("citekeys.csv", "corpus.duckdb", "bibliography.bib", "ledger.json")

WORKERS = """
import multiprocessing, os, signal
from pipeline.parallel import Workers

if __name__ == "__main__":
    with Workers(2) as workers:
        results = workers.map(len, [[number] for number in range(50)])
        next(results)
        print(len(multiprocessing.active_children()), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
"""

FULL_DISK = """
import resource, sys
from pipeline.cli import main
limit = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
main(sys.argv[2:])
"""


def start(program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a small program to its end, whichever that is."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that was built, and then got a new file and a decision: every step is stale."""
    folder = write_review(tmp_path_factory.mktemp("review") / "changed")
    assert bibcorpus(folder, "run").code == 0
    more = RIS.replace("Ahlgren", "Eklund").replace("2004", "2007").replace("rural", "urban").replace("101", "301")
    (folder / "corpus" / "raw" / "hand-list" / "more.ris").write_text(more, encoding="utf-8")
    assert bibcorpus(folder, "decide", "exclude", "cerny2011leading", "--as", "anna").code == 0
    return folder


@pytest.fixture(scope="module")
def undisturbed(changed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same workspace after a run that nothing disturbed."""
    folder = Path(shutil.copytree(changed, tmp_path_factory.mktemp("review") / "undisturbed"))
    assert bibcorpus(folder, "run").code == 0
    assert export(folder) != export(changed)
    return folder


@pytest.fixture
def review(changed: Path, tmp_path: Path) -> Path:
    """A copy of the changed workspace, to be disturbed."""
    return Path(shutil.copytree(changed, tmp_path / "review"))


def export(folder: Path) -> bytes:
    """The exported bibliography."""
    return (folder / "corpus" / "exports" / "bibliography.bib").read_bytes()


def keys(folder: Path) -> list[str]:
    """The lines of citekeys.csv, without the time at which a key was given."""
    return re.sub(r",[0-9TZ:-]+,", ",", (folder / "corpus" / "citekeys.csv").read_text(encoding="utf-8")).splitlines()


def works(folder: Path) -> list[tuple[object, ...]]:
    """Every work of the corpus, as the view has it."""
    with reading(folder / "corpus" / "corpus.duckdb") as store:
        return store.rows("select citekey, title, status from bibliography order by all")


def names(folder: Path) -> list[str]:
    """The files of corpus/ and its folders, hidden ones too."""
    return sorted(path.relative_to(folder).as_posix() for path in (folder / "corpus").rglob("*") if path.is_file())


@pytest.mark.parametrize("place", [*(step.name for step in STEPS), *SWAPPED])
def test_a_run_killed_anywhere_leaves_whole_files_and_the_next_one_heals(
    review: Path, changed: Path, undisturbed: Path, place: str
):
    """Old or new, never half of one; and afterwards nobody can tell that it was killed."""
    assert start(KILLED, review, place).returncode == -signal.SIGKILL

    assert works(review) in (works(changed), works(undisturbed))
    assert export(review) in (export(changed), export(undisturbed))
    assert keys(review) in (keys(changed), keys(undisturbed))
    assert read_citekeys(review / "corpus" / "citekeys.csv")[1] == []
    untouched = [name for name in names(changed) if "/raw/" in name or "/decisions/" in name]
    assert all((review / name).read_bytes() == (changed / name).read_bytes() for name in untouched)

    told = bibcorpus(review, "run")
    assert (told.code, told.err) == (0, "")
    assert "written" in told.out
    assert export(review) == export(undisturbed)
    assert works(review) == works(undisturbed)
    assert keys(review) == keys(undisturbed)
    assert names(review) == names(undisturbed)
    assert bibcorpus(review, "run").out.startswith("Nothing is stale")


def test_the_places_where_a_run_is_killed_come_in_the_order_of_the_danger(
    review: Path, changed: Path, undisturbed: Path
):
    """Keys are on the disk before the corpus that uses them, and the corpus before the list made from it."""
    assert start(KILLED, review, "corpus.duckdb").returncode == -signal.SIGKILL
    assert (keys(review), works(review)) == (keys(undisturbed), works(changed))
    assert start(KILLED, review, "bibliography.bib").returncode == -signal.SIGKILL
    assert (works(review), export(review)) == (works(undisturbed), export(changed))


def test_the_first_run_killed_is_as_if_there_was_none(tmp_path: Path):
    """Without an old corpus there is none afterwards, not half of one."""
    review = write_review(tmp_path)
    assert start(KILLED, review, "tag").returncode == -signal.SIGKILL
    assert not (review / "corpus" / "corpus.duckdb").exists()
    assert "corpus.duckdb is not there yet" in bibcorpus(review, "report").err
    assert bibcorpus(review, "run").code == 0


def test_workers_end_with_the_run_that_was_killed(tmp_path: Path):
    """Forgotten workers hold memory for ever. Each holds the program's output: it closes with the last of them."""
    program = tmp_path / "workers.py"
    program.write_text(WORKERS, encoding="utf-8")
    running = subprocess.Popen([sys.executable, program], stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        said, _ = running.communicate(timeout=30)
    finally:
        if running.returncode is None:
            os.killpg(running.pid, signal.SIGKILL)
            running.communicate()
    assert running.returncode == -signal.SIGKILL
    assert said == "2\n"


# --- a full disk -------------------------------------------------------------------------------------------------


def on_a_full_disk(limit: int, review: Path, *words: str | Path) -> str:
    """Run a command that may write no file longer than `limit` bytes; what it says on stderr."""
    told = start(FULL_DISK, str(limit), "-C", review, *words)
    assert told.returncode == 1, told
    assert re.fullmatch(r"Error: [^\n]+\nTry: [^\n]+\n", told.stderr), told.stderr
    return told.stderr


def same_but(before: dict[str, bytes], after: dict[str, bytes], allowed: Sequence[str] = ()) -> bool:
    """Whether nothing changed, came or went but `allowed`."""
    return {name: data for name, data in before.items() if name not in allowed} == {
        name: data for name, data in after.items() if name not in allowed
    }


@pytest.mark.parametrize("limit", [100, 3_000, 300_000])
def test_a_run_on_a_full_disk_leaves_the_old_corpus(review: Path, undisturbed: Path, limit: int):
    """Whether the rows on their way in no longer fit, or the corpus itself: one clear line, and all is as it was."""
    before = built(review)
    assert "free" in on_a_full_disk(limit, review, "run")
    assert same_but(before, built(review))
    assert bibcorpus(review, "run").code == 0
    assert export(review) == export(undisturbed)


def test_a_decision_on_a_full_disk_is_not_half_written(review: Path):
    """Half a line would be a decision that nobody can read; it is told that nothing was decided."""
    before = built(review)
    limit = (review / "corpus" / "decisions" / "anna.jsonl").stat().st_size + 40
    said = on_a_full_disk(limit, review, "decide", "exclude", "vinter2015balintovskie", "--as", "anna")
    assert "corpus/decisions/anna.jsonl: can't be written" in said
    assert "nothing was decided" in said
    assert same_but(before, built(review))


def test_an_export_taken_in_on_a_full_disk_leaves_neither_file_nor_note(review: Path, tmp_path: Path):
    """A note without its file, or half a file, would be found months later."""
    path = tmp_path / "large.ris"
    path.write_text(RIS * 20, encoding="utf-8")
    before = built(review)
    assert "free space" in on_a_full_disk(4_000, review, "add", path, "--source", "scopus")
    assert same_but(before, built(review))


def test_a_list_written_to_a_full_disk_leaves_the_old_list(review: Path, tmp_path: Path):
    """The manuscript's .bib is not emptied by a failed export."""
    path = tmp_path / "mine.bib"
    path.write_text("the old list", encoding="utf-8")
    assert str(path.name) in on_a_full_disk(50, review, "export", "bibtex", "--out", path)
    assert path.read_text(encoding="utf-8") == "the old list"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["mine.bib", "review"]
