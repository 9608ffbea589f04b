"""The power fails, someone pulls the plug, the disk is full: what was there is there, and the next run heals the rest.

`kill -9` asks nobody: no handler, no `finally` runs. A small program runs the build and is killed at a step, or just
before a finished file is put in its place.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.citekey import read_citekeys
from pipeline.run import STEPS
from pipeline.store import reading
from tests.small_review import RIS, bibcorpus, built, write_review

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 and file size limits are POSIX's")

# Runs builds in copies of a folder: in each copy one after the other, each killed at a place of its own. What the last
# kill left is the copy itself, what one before it left is a copy named after the place. It prints how each build ended.
# What a build imports is imported once, before: it takes as long as the build itself.
KILLED = """
import json, os, shutil, signal, sys
from pathlib import Path
import duckdb, numpy, rapidfuzz
import pipeline.dedup.compare, pipeline.tagging.works
from pipeline.formats import all_formats
from pipeline.run import build
from pipeline.sources import all_sources
from pipeline.workspace import find_workspace

def run(folder, place):
    def at_step(name):
        if name == place.partition("-")[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    def at_rename(event, arguments):
        if event == "os.rename":
            at_step(Path(os.fsdecode(arguments[1])).name)

    sys.addaudithook(at_rename)
    build(find_workspace(folder), at_step)

all_formats(), all_sources()
here = Path(sys.argv[1])
for folder, *places in json.loads(sys.argv[2]):
    review = here / places[-1]
    shutil.copytree(folder, review)
    for place in places:
        child = os.fork()
        if child == 0:
            run(review, place)
            os._exit(0)
        print(place, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
        if place != places[-1]:
            shutil.copytree(review, here / place)
"""

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
sys.dont_write_bytecode = True  # Python would keep half of a compiled module
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
def changed(small_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that was built, and then got a new file and a decision: every step is stale."""
    folder = Path(shutil.copytree(small_once, tmp_path_factory.mktemp("review") / "changed"))
    more = RIS.replace("Ahlgren", "Eklund").replace("2004", "2007").replace("rural", "urban").replace("101", "301")
    (folder / "corpus" / "raw" / "hand-list" / "more.ris").write_text(more, encoding="utf-8")
    assert bibcorpus(folder, "decide", "exclude", "cerny2011leading", "--as", "anna").code == 0
    return folder


@pytest.fixture(scope="module")
def old(changed: Path) -> State:
    """Before the run that is disturbed."""
    return state_of(changed)


@pytest.fixture(scope="module")
def new(changed: Path, old: State, tmp_path_factory: pytest.TempPathFactory) -> State:
    """After a run that nothing disturbed."""
    folder = Path(shutil.copytree(changed, tmp_path_factory.mktemp("review") / "undisturbed"))
    assert bibcorpus(folder, "run").code == 0
    found = state_of(folder)
    assert (found.keys, found.works, found.export) != (old.keys, old.works, old.export)
    return found


@pytest.fixture
def review(changed: Path, tmp_path: Path) -> Path:
    """A copy of the changed workspace, to be disturbed."""
    return Path(shutil.copytree(changed, tmp_path / "review"))


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is on the disk. `keys`: citekeys.csv without times; `human`: the files that only people change."""

    keys: list[str]
    works: list[tuple[object, ...]]
    export: bytes
    human: dict[str, bytes]
    names: list[str]


def state_of(folder: Path) -> State:
    """The state of a workspace, every file of corpus/ by name, hidden ones too."""
    corpus = folder / "corpus"
    names = sorted(path.relative_to(corpus).as_posix() for path in corpus.rglob("*") if path.is_file())
    with reading(corpus / "corpus.duckdb") as store:
        works = store.rows("select citekey, title, status from bibliography order by all")
    return State(
        keys=re.sub(r",[0-9TZ:-]+,", ",", (corpus / "citekeys.csv").read_text(encoding="utf-8")).splitlines(),
        works=works,
        export=(corpus / "exports" / "bibliography.bib").read_bytes(),
        human={name: (corpus / name).read_bytes() for name in names if name.startswith(("raw/", "decisions/"))},
        names=names,
    )


@pytest.fixture(scope="module")
def killed(changed: Path, old: State, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copies of the changed workspace, named after the place where a run was killed in it; one of a new workspace."""
    here = tmp_path_factory.mktemp("killed")
    kills = [*([str(changed), *places] for places in KILLS), [str(write_review(here / "new")), FIRST]]
    told = start(KILLED, here, json.dumps(kills))
    assert told.returncode == 0, told.stderr
    wanted = [word for _, *places in kills for place in places for word in (place, str(-signal.SIGKILL))]
    assert told.stdout.split() == wanted, told.stderr
    return here


# what is on the disk when the run is killed there: keys, corpus and exported list, each of the old state or the new
OLD_UNTIL = {
    **{step.name: ("old", "old", "old") for step in STEPS if step.fills},
    "citekeys.csv": ("old", "old", "old"),
    "corpus.duckdb": ("new", "old", "old"),
    "export": ("new", "new", "old"),
    "bibliography.bib": ("new", "new", "old"),
    "ledger.json": ("new", "new", "new"),
}


# the places at which runs are killed one after the other in a workspace, before one is left to its end
STEP_BY_STEP = tuple(place for place, left in OLD_UNTIL.items() if left == ("old", "old", "old"))
KILLS = [STEP_BY_STEP, *((place,) for place in OLD_UNTIL if place not in STEP_BY_STEP)]
FIRST = "tag-first"


def test_a_kill_is_tried_at_every_step():
    """A step that is added later has to be tried too."""
    assert {step.name for step in STEPS} <= OLD_UNTIL.keys()


@pytest.mark.parametrize("places", KILLS, ids=lambda places: places[-1])
def test_a_run_killed_anywhere_leaves_whole_files_and_the_next_one_heals(
    killed: Path, old: State, new: State, places: tuple[str, ...]
):
    """Keys reach the disk before the corpus that uses them, the corpus before the list. Each is old or new, never half.

    After the next run nobody can tell that one was killed: not by the list, not by a file that was left lying about.
    """
    states = {"old": old, "new": new}
    for place in places:
        wanted = [states[which] for which in OLD_UNTIL[place]]
        left = state_of(killed / place)
        assert (left.keys, left.works, left.export) == (wanted[0].keys, wanted[1].works, wanted[2].export), place
        assert left.human == old.human, place
        assert read_citekeys(killed / place / "corpus" / "citekeys.csv")[1] == [], place

    review = killed / places[-1]
    told = bibcorpus(review, "run")
    assert (told.code, told.err) == (0, "")
    assert "written" in told.out
    assert state_of(review) == new


def test_the_first_run_killed_is_as_if_there_was_none(killed: Path):
    """Without an old corpus there is none afterwards, not half of one."""
    review = killed / FIRST
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


def test_a_run_on_a_full_disk_leaves_the_old_corpus(review: Path, old: State, new: State):
    """Whether it is full at once or when the corpus is written: one clear line, and the old corpus and list stay.

    Keys may have been given already: they are on the disk first, and for ever.
    """
    for limit in (100, 300_000):
        assert "free" in on_a_full_disk(limit, review, "run"), limit
        left = state_of(review)
        assert (left.works, left.export, left.human) == (old.works, old.export, old.human), limit
        assert left.keys in (old.keys, new.keys), limit
    assert bibcorpus(review, "run").code == 0
    assert state_of(review) == new


def test_a_decision_on_a_full_disk_is_not_half_written(review: Path):
    """Half a line would be a decision that nobody can read; it is told that nothing was decided."""
    before = built(review)
    limit = (review / "corpus" / "decisions" / "anna.jsonl").stat().st_size + 40
    said = on_a_full_disk(limit, review, "decide", "exclude", "vinter2015balintovskie", "--as", "anna")
    assert "corpus/decisions/anna.jsonl: can't be written" in said
    assert "nothing was decided" in said
    assert built(review) == before


def test_an_export_taken_in_on_a_full_disk_leaves_neither_file_nor_note(review: Path, tmp_path: Path):
    """A note without its file, or half a file, would be found months later."""
    path = tmp_path / "large.ris"
    path.write_text(RIS * 20, encoding="utf-8")
    before = built(review)
    assert "free space" in on_a_full_disk(4_000, review, "add", path, "--source", "scopus")
    assert built(review) == before


def test_a_list_written_to_a_full_disk_leaves_the_old_list(review: Path, tmp_path: Path):
    """The manuscript's .bib is not emptied by a failed export."""
    path = tmp_path / "mine.bib"
    path.write_text("the old list", encoding="utf-8")
    assert str(path.name) in on_a_full_disk(50, review, "export", "bibtex", "--out", path)
    assert path.read_text(encoding="utf-8") == "the old list"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["mine.bib", "review"]
