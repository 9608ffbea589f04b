"""A society's bibliography over three years: two branches, one merge, a clone on another machine.

Nothing but the commands and plain git is used, as people would. The runs that must not depend on a machine are
processes of their own, with its time zone and language; the other commands run in this one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from . import small_review
from .small_review import write_review
from .workspaces import ris

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git isn't installed here")

SECOND = ris(
    TI="Балинтовские группы в обучении врачей", AU="Винтер, А. Б.", PY="2015", T2="Вымышленный журнал", VL="3",
    SP="20", EP="28",
)  # fmt: skip
GERMAN = ris(TI="Balint groups: Übertragung und Gegenübertragung", AU="Führer, Käthe", PY="2009", T2="Zeitschrift",
             VL="4", SP="1", EP="12")  # fmt: skip
LATER = ris(TI="Balint groups for midwives: a survey", AU="Nowak, Łucja", PY="2018", T2="Przegląd", VL="2", SP="3",
            EP="9")  # fmt: skip


def git(folder: Path, *arguments: str) -> str:
    """A git command that must succeed; what it says."""
    who = {"GIT_AUTHOR_NAME": "x", "GIT_AUTHOR_EMAIL": "x@localhost", "GIT_COMMITTER_NAME": "x",
           "GIT_COMMITTER_EMAIL": "x@localhost", "GIT_CONFIG_GLOBAL": os.devnull}  # fmt: skip
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env={**os.environ, **who}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def bibcorpus(folder: Path, *arguments: str) -> str:
    """A command that must succeed; what it says."""
    told = small_review.bibcorpus(folder, *arguments)
    assert told.code == 0, told.out + told.err
    return told.out


def run_elsewhere(folder: Path, **elsewhere: str) -> None:
    """`run` in a process of its own; `elsewhere` are variables of another machine."""
    program = "import sys; from pipeline.cli import main; main(sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", program, "-C", str(folder), "run"],
        env={**os.environ, **elsewhere}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def add(folder: Path, name: str, text: str) -> None:
    """An export that somebody brings."""
    path = folder.parent / name
    path.write_bytes(text.encode())
    bibcorpus(folder, "add", str(path), "--source", "hand-list")


def story_of(folder: Path) -> dict[str, bytes | str]:
    """What a reader has: works and keys, tags, status, and the citation list to the byte."""
    from pipeline.store import reading

    with reading(folder / "corpus" / "corpus.duckdb") as store:
        shown = {
            "works": store.rows("select work_id, record_id from work_record order by all"),
            "keys": store.rows("select key, work_id, leads from citekey order by all"),
            "tags": store.rows("select work_id, facet, value, layer, words from tag order by all"),
            "status": store.rows("select work_id, status, status_reason from screening order by all"),
            "decisions": store.rows("select decision_id, who, event, state from decision order by all"),
        }
    return {name: str(rows) for name, rows in shown.items()} | {
        "list": (folder / "corpus" / "exports" / "bibliography.bib").read_bytes()
    }


def key_of(folder: Path, title: str) -> str:
    """The key of the one work with these words in its title."""
    from pipeline.store import reading

    with reading(folder / "corpus" / "corpus.duckdb") as store:
        ((key,),) = store.rows(f"select citekey from bibliography where title like '%{title}%'")
    return str(key)


def test_a_society_keeps_one_bibliography_for_three_years(tmp_path: Path):
    """Two people import, tag, disagree and take back; git merges without a mark; a third has the same to the byte."""
    # the first year: Anna begins
    home = tmp_path / "home"
    shutil.copytree(write_review(tmp_path / "review"), home)
    starter = Path(sys.modules["pipeline"].__file__ or "").parent / "starter"
    for name in ("gitattributes", "gitignore"):
        shutil.copyfile(starter / f"dot.{name}", home / f".{name}")
    bibcorpus(home, "run")
    burnout, young = key_of(home, "burnout"), key_of(home, "young doctors")
    git(home, "init", "-q", "-b", "main")
    git(home, "add", "-A")
    git(home, "commit", "-qm", "the first year")
    tracked = git(home, "ls-files")
    assert "corpus.duckdb" not in tracked
    assert "bibliography.bib" not in tracked

    # the second year, on two branches
    away = tmp_path / "away"
    git(tmp_path, "clone", "-q", str(home), str(away))
    git(away, "checkout", "-qb", "boris")
    add(away, "congress.ris", GERMAN + SECOND)
    run_elsewhere(away, TZ="America/Lima")
    bibcorpus(away, "decide", "tag", burnout, "class", "theoretical", "--as", "boris")
    bibcorpus(away, "decide", "exclude", young, "--as", "boris", "--reason", "no Balint group")
    bibcorpus(away, "run")
    german = key_of(away, "Gegen")
    git(away, "add", "-A")
    git(away, "commit", "-qm", "what Boris brought")

    add(home, "survey.ris", LATER + GERMAN)
    run_elsewhere(home, LC_ALL="C")
    bibcorpus(home, "decide", "tag", burnout, "class", "empirical", "--as", "anna")
    bibcorpus(home, "decide", "include", young, "--as", "anna")
    wrong = bibcorpus(home, "decide", "exclude", key_of(home, "midwives"), "--as", "anna", "--reason", "a slip")
    bibcorpus(home, "decide", "undo", wrong.split("undo ")[1].split()[0], "--as", "anna")
    bibcorpus(home, "run")
    midwives = key_of(home, "midwives")
    git(home, "add", "-A")
    git(home, "commit", "-qm", "what Anna brought")

    # the third year: git merges, and nobody has to put anything right
    git(home, "pull", "-q", "--no-rebase", "--no-edit", str(away), "boris")
    assert "<<<<<<<" not in (home / "corpus" / "citekeys.csv").read_text(encoding="utf-8")
    bibcorpus(home, "run")
    bibcorpus(home, "check")
    for key in (burnout, young, german, midwives):
        assert bibcorpus(home, "why", key)
    assert "disagree" in bibcorpus(home, "why", young)
    assert "disagree" in bibcorpus(home, "status", "--list")
    assert "a slip" not in bibcorpus(home, "export", "bibtex")
    assert key_of(home, "midwives") == midwives

    # Celia clones it, elsewhere
    git(home, "add", "-A")
    if git(home, "status", "--porcelain"):
        git(home, "commit", "-qm", "merged")
    clone = tmp_path / "клон"
    git(tmp_path, "clone", "-q", str(home), str(clone))
    run_elsewhere(clone, TZ="Asia/Tokyo", LC_ALL="C", PYTHONHASHSEED="7")
    assert story_of(clone) == story_of(home)
    assert git(clone, "status", "--porcelain") == ""
