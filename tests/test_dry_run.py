"""`run --dry-run`: what a run would do, without doing it."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.diff.last_run import last_run
from pipeline.diff.update import Update, from_json
from pipeline.errors import CountsDontAddUp
from pipeline.store import only_one
from pipeline.workspace import find_workspace

from .small_review import bibcorpus, built

NEW = """\
TY  - JOUR
AU  - Eklund, Nora
TI  - Balint groups and burnout on islands
JO  - Journal of Invented Medicine
PY  - 2018
SP  - 3
EP  - 9
ER  -
"""


@pytest.fixture(scope="module")
def made(small_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small review that was run, and then got a new file and a decision."""
    folder = Path(shutil.copytree(small_once, tmp_path_factory.mktemp("made") / "review"))
    add_news(folder)
    return folder


@pytest.fixture
def review(made: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return shutil.copytree(made, tmp_path / "review")


@dataclass(frozen=True, kw_only=True)
class Rehearsed:
    """What a dry run said, and the workspace before and after it, byte for byte."""

    folder: Path
    text: str
    before: dict[str, bytes]
    after: dict[str, bytes]


@pytest.fixture(scope="module")
def rehearsed(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Rehearsed:
    """The review with its news after a dry run; only to be read, and to be copied."""
    folder = Path(shutil.copytree(made, tmp_path_factory.mktemp("rehearsed") / "review"))
    before = everything(folder)
    told = bibcorpus(folder, "run", "--dry-run")
    assert told.code == 0
    return Rehearsed(folder=folder, text=told.out, before=before, after=everything(folder))


@pytest.fixture(scope="module")
def after_the_run(rehearsed: Rehearsed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after the run that was rehearsed; only to be read."""
    folder = Path(shutil.copytree(rehearsed.folder, tmp_path_factory.mktemp("run") / "review"))
    left = folder / "corpus" / ".build" / "trial"
    left.mkdir(parents=True)
    (left / "corpus.duckdb").write_bytes(b"half of one")
    assert bibcorpus(folder, "run").code == 0
    return folder


def add_news(folder: Path) -> None:
    """A file with one new paper, and a person who joins two works."""
    path = folder / "corpus" / "raw" / "hand-list" / "islands.ris"
    path.write_text(NEW, encoding="utf-8", newline="\n")
    told = bibcorpus(folder, "decide", "exclude", "cerny2011leading", "--as", "anna", "--reason", "no Balint group")
    assert told.code == 0, told.err


def everything(folder: Path) -> dict[str, bytes]:
    """Every file of the workspace, byte for byte, but for the lock."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


def test_a_dry_run_changes_no_byte_of_the_workspace(rehearsed: Rehearsed):
    """Who only asks must be able to ask. A key that is shown is given to nobody: the work may yet get another one."""
    assert rehearsed.after == rehearsed.before
    assert "eklund2018balint" in rehearsed.text
    assert b"eklund2018balint" not in rehearsed.after["corpus/citekeys.csv"]


def test_what_a_dry_run_says_is_what_the_run_then_does(rehearsed: Rehearsed, after_the_run: Path):
    """A forecast that differs from the weather is worth nothing. In JSON it is whole: other programs read no tables."""
    found = json.loads(bibcorpus(rehearsed.folder, "run", "--dry-run", "--json").out)
    assert found["steps"][0] == "import"
    assert "corpus/decisions/anna.jsonl is new" in found["because"]
    assert found["update"]["counts"]["new"] == 1
    assert found["update"]["new"][0]["work"]["title"] == "Balint groups and burnout on islands"
    last = last_run(find_workspace(after_the_run))
    assert last is not None
    said = from_json(Update, found["update"])
    assert said == last.update
    assert (len(said.new), len(said.screened)) == (1, 1)


def test_the_counts_come_first_and_then_what_they_count(rehearsed: Rehearsed):
    """The reader decides by the numbers whether to read on."""
    text = rehearsed.text
    order = [
        "steps:",
        "because",
        "works ",
        "new works  ",
        "keys given  ",
        "eklund2018balint: Balint groups and burnout",
    ]
    places = [text.index(each) for each in order]
    assert places == sorted(places)
    assert "Nothing was changed yet" in text
    assert "because corpus/raw/hand-list/islands.ris is new" in text
    assert max(map(len, text.splitlines())) <= 80


def test_a_key_that_a_colleague_gave_before_is_not_given_by_the_run(review: Path, after_the_run: Path):
    """It stands in citekeys.csv; the dry run and the run tell the same."""
    assert "keys given" in bibcorpus(after_the_run, "diff").out
    shutil.copyfile(after_the_run / "corpus/citekeys.csv", review / "corpus/citekeys.csv")
    for words in (["run", "--dry-run"], ["run"], ["diff"]):
        assert "keys given" not in bibcorpus(review, *words).out


def test_where_nothing_is_stale_a_dry_run_says_so(small_once: Path, tmp_path: Path):
    """The most welcome answer is one line."""
    folder = Path(shutil.copytree(small_once, tmp_path / "review"))
    told = bibcorpus(folder, "run", "--dry-run")
    assert told.out == "Nothing is stale: a run would change nothing.\n"


def test_before_the_first_run_all_works_are_new(small_once: Path, tmp_path: Path):
    """A clone has no corpus, and its keys are in the file already."""
    folder = Path(shutil.copytree(small_once, tmp_path / "review"))
    (folder / "corpus" / "corpus.duckdb").unlink()
    found = json.loads(bibcorpus(folder, "run", "--dry-run", "--json").out)
    assert (found["update"]["before"], found["update"]["after"]) == (0, 4)
    assert found["update"]["keys"] == []
    assert not (folder / "corpus" / "corpus.duckdb").exists()


def test_a_dry_run_never_asks_a_source(review: Path):
    """What would come over the network can't be known without asking; to ask is no dry run."""
    told = bibcorpus(review, "run", "--dry-run", "--refresh")
    assert told.code == 2
    assert "--dry-run" in told.err


def test_a_run_that_would_fail_fails_dry_too_and_leaves_nothing(review: Path, monkeypatch: pytest.MonkeyPatch):
    """Better to hear it now; and the disk is not filled with half-built corpora."""

    def wrong(store: object) -> None:
        raise CountsDontAddUp("records = sum over the works: 5 is not 4")

    before = everything(review)
    monkeypatch.setattr("pipeline.run.check_counts", wrong)
    told = bibcorpus(review, "run", "--dry-run")
    assert (told.code, "5 is not 4" in told.err) == (1, True)
    assert everything(review) == before


def test_problems_that_the_run_would_name_are_named(review: Path):
    """A damaged line of the log is best mended before."""
    with (review / "corpus" / "decisions" / "anna.jsonl").open("a", encoding="utf-8") as log:
        log.write('{"id": "cut\n')
    told = bibcorpus(review, "run", "--dry-run")
    assert "anna.jsonl line 2" in told.err
    assert "new works" in told.out


def test_while_another_one_is_at_work_a_dry_run_waits_for_nobody(review: Path):
    """The corpus that it would compare with is about to be another."""
    with only_one(review / "corpus" / ".build"):
        told = bibcorpus(review, "run", "--dry-run")
    assert told.code == 1
    assert "another bibcorpus is at work" in told.err


def test_what_a_killed_dry_run_left_behind_is_removed_by_the_next_run(after_the_run: Path):
    """Its folder holds a whole corpus."""
    assert not (after_the_run / "corpus" / ".build" / "trial").exists()


def test_after_a_dry_run_the_run_makes_what_it_would_have_made_without(review: Path, after_the_run: Path):
    """It leaves no trace in what is built either."""
    bibcorpus(review, "run")
    name = "corpus/exports/bibliography.bib"
    assert b"eklund2018balint" in built(review)[name]
    assert built(after_the_run)[name] == built(review)[name]


def test_diff_tells_what_the_last_run_changed(rehearsed: Rehearsed, after_the_run: Path):
    """`diff` after a run and --dry-run before it speak the same language."""
    dry = rehearsed.text
    text = bibcorpus(after_the_run, "diff").out
    assert "What the last run changed" in text
    assert dry[dry.index("works  ") :] == text[text.index("works  ") :]
    found = json.loads(bibcorpus(after_the_run, "diff", "--json").out)
    assert found["last_run"]["update"]["counts"]["new"] == 1


def test_diff_of_one_source_or_since_a_day_tells_of_searches_alone(after_the_run: Path):
    """The last run knows neither."""
    told = bibcorpus(after_the_run, "diff", "--since", "2020")
    assert told.code == 0
    assert "last run" not in told.out
