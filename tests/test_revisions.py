"""`diff A..B`: two git revisions of a workspace compared."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.revisions import compare_revisions
from pipeline.workspace import find_workspace

from .small_review import bibcorpus, write_review
from .test_dry_run import NEW, everything

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

IGNORED = "corpus/corpus.duckdb\ncorpus/ledger.json\ncorpus/exports/\ncorpus/.build/\n"
ISLANDS = "corpus/raw/hand-list/islands.ris"


def git(folder: Path, *arguments: str) -> str:
    """What git says; the tests' own author, no settings of this computer."""
    settings = ("-c", "user.name=anna", "-c", "user.email=anna@example.org", "-c", "commit.gpgsign=false",
                "-c", "init.defaultBranch=main", "-c", "core.autocrlf=false")  # fmt: skip
    return subprocess.run(
        ["git", *settings, "-C", str(folder), *arguments], capture_output=True, check=True, encoding="utf-8"
    ).stdout


def commit(folder: Path, name: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", name)
    git(folder, "tag", name)


@pytest.fixture(scope="module")
def made(small_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small review under git: 'v1' as it was first run, 'v2' with a new paper, built."""
    folder = shutil.copytree(small_once, tmp_path_factory.mktemp("made") / "review")
    (folder / ".gitignore").write_text(IGNORED, encoding="utf-8")
    git(folder, "init", "--quiet")
    commit(folder, "v1")
    (folder / ISLANDS).write_text(NEW, encoding="utf-8", newline="\n")
    bibcorpus(folder, "run")
    commit(folder, "v2")
    return folder


@pytest.fixture
def review(made: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return shutil.copytree(made, tmp_path / "review")


def compared(folder: Path, revisions: str) -> dict[str, object]:
    """The comparison as JSON."""
    told = bibcorpus(folder, "diff", revisions, "--json")
    assert told.code == 0, told.err
    found: dict[str, object] = json.loads(told.out)
    return found


def changes(folder: Path, revisions: str) -> dict[str, int]:
    """The counts that are not nought."""
    update = compared(folder, revisions)["update"]
    return {name: n for name, n in update["counts"].items() if n}  # type: ignore[index]


ONE_NEW = {"new": 1, "keys": 1, "keys given": 1, "exports": 1, "bibliography.bib added": 1}


def test_two_revisions_are_compared_without_touching_the_folder(review: Path):
    """People work in it meanwhile: neither files nor index nor branches may move."""
    state, before = git(review, "status", "--porcelain", "--branch"), everything(review)
    assert changes(review, "v1..v2") == ONE_NEW
    assert everything(review) == before
    assert git(review, "status", "--porcelain", "--branch") == state == "## main\n"
    assert git(review, "worktree", "list").count("\n") == 1


def test_a_revision_and_the_folder_as_it_stands(review: Path):
    """What have I done since the last commit? Decisions that no run has seen yet count too."""
    told = bibcorpus(review, "decide", "exclude", "cerny2011leading", "--as", "anna", "--reason", "no Balint group")
    assert told.code == 0
    before = everything(review)
    found = compared(review, "HEAD..")
    assert found["after"] == "the folder as it stands"
    counts = {name: n for name, n in found["update"]["counts"].items() if n}  # type: ignore[index]
    assert counts == {"screened": 1, "decided": 1, "decided by": 1, "exports": 1, "bibliography.bib removed": 1}
    assert everything(review) == before


def test_steps_whose_files_are_the_same_are_not_done_twice(review: Path):
    """A hundred thousand records are read in minutes; a decision more is a matter of seconds."""
    bibcorpus(review, "decide", "exclude", "cerny2011leading", "--as", "anna", "--reason", "no Balint group")
    commit(review, "v3")
    steps: list[str] = []
    found = compare_revisions(find_workspace(review), "v2..v3", steps.append)
    assert found.update.counts["screened"] == 1
    assert [step.split(": ")[1] for step in steps if ": " in step] == ["out of git", "work", "tag", "key", "export"]


def test_a_left_out_beginning_is_the_last_commit_and_a_way_back_is_a_change_too(review: Path):
    """As in git. What was new is gone then, and so is its key."""
    found = compared(review, "..v1")
    assert str(found["before"]).startswith("HEAD (")
    update = found["update"]
    assert [work["key"] for work in update["gone"]] == ["eklund2018balint"]  # type: ignore[index]
    counts = update["counts"]  # type: ignore[index]
    assert (counts["gone"], counts["keys nowhere"], counts["bibliography.bib removed"]) == (1, 1, 1)


def test_a_revision_against_itself_differs_in_nothing(review: Path):
    """Built twice, the same files make the same corpus."""
    assert "Nothing differs" in bibcorpus(review, "diff", "v2..HEAD").out


def test_the_lines_name_both_sides(review: Path):
    """Months later the output in an e-mail must still say what was compared."""
    text = bibcorpus(review, "diff", "v1..v2").out
    number = git(review, "rev-parse", "v1").strip()[:8]
    assert text.startswith(f"From v1 ({number}) to v2 (")
    assert "eklund2018balint: Balint groups and burnout on islands (2018)" in text


def test_a_merge_of_two_works_between_revisions_names_who_joined_them(review: Path):
    """The society's treasurer asks why there is one work fewer."""
    bibcorpus(review, "decide", "same", "cerny2011leading", "eklund2018balint", "--as", "anna", "--reason", "a reprint")
    commit(review, "v3")
    (merged,) = compared(review, "v2..v3")["update"]["merged"]  # type: ignore[index]
    assert len(merged["of"]) == 2
    assert "a reprint" in merged["by"][0]


def test_a_workspace_in_a_subfolder_of_the_repository_is_compared(tmp_path: Path):
    """A society keeps several bibliographies in one repository."""
    folder = write_review(tmp_path / "all" / "small")
    (folder / ".gitignore").write_text(IGNORED, encoding="utf-8")
    git(tmp_path / "all", "init", "--quiet")
    commit(tmp_path / "all", "v1")
    (folder / ISLANDS).write_text(NEW, encoding="utf-8", newline="\n")
    assert changes(folder, "v1..")["new"] == 1


@pytest.fixture
def private(review: Path) -> Path:
    """The same, 'v3' with a raw file that stays out of git while its note is in it."""
    path = review / ISLANDS
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    (review / f"{ISLANDS}.toml").write_text(f'source = "hand-list"\nsha256 = "{digest}"\n', encoding="utf-8")
    (review / ".gitignore").write_text(f"{IGNORED}{ISLANDS}\n", encoding="utf-8")
    git(review, "rm", "--cached", "--quiet", ISLANDS)
    commit(review, "v3")
    return review


def test_a_private_raw_file_is_taken_from_the_folder(private: Path):
    """Its licence keeps it out of git, not out of the count."""
    found = compared(private, "v2..v3")
    assert found["problems"] == []
    assert not any(found["update"]["counts"].values())  # type: ignore[index]


def test_a_private_raw_file_that_is_not_there_is_said(private: Path):
    """Else its records would seem to have left the bibliography."""
    (private / ISLANDS).unlink()
    told = bibcorpus(private, "diff", "v2..v3")
    assert f"{ISLANDS} is neither in git nor in the folder: its records are missing" in told.err
    assert "works gone" in told.out


def test_a_private_raw_file_that_is_another_one_now_is_not_taken_for_it(private: Path):
    """The note in git names the bytes that it was written for."""
    (private / ISLANDS).write_text(NEW.replace("islands", "boats"), encoding="utf-8", newline="\n")
    (private / "queries" / "README.md").write_text("What we ask.\n", encoding="utf-8")
    commit(private, "v4")
    assert "the folder's is another one" in bibcorpus(private, "diff", "v2..v3").err


@pytest.mark.parametrize(
    ("revisions", "said"),
    [
        ("v1..v9", "git knows no revision 'v9'"),
        ("v1", "'v1' names no two revisions"),
        ("--all..v1", "No such option"),
        ("v1...v2", "git knows no revision '.v2'"),
    ],
)
def test_what_is_no_two_revisions_is_told_in_a_line(review: Path, revisions: str, said: str):
    """With how to write it."""
    told = bibcorpus(review, "diff", revisions)
    assert told.code in (1, 2)
    assert said in told.err
    assert "Traceback" not in told.err


def test_a_folder_that_is_not_under_git_is_told_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Many societies share by other means."""
    folder = write_review(tmp_path / "review")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    told = bibcorpus(folder, "diff", "v1..")
    assert told.code == 1
    assert "git" in told.err
    assert len(told.err.splitlines()) == 2


def test_without_git_it_is_said_what_is_missing(review: Path, monkeypatch: pytest.MonkeyPatch):
    """A laptop for writing has none."""
    monkeypatch.setenv("PATH", "")
    told = bibcorpus(review, "diff", "v1..v2")
    assert told.code == 1
    assert "git can't be run" in told.err


def test_a_revision_from_before_the_workspace_was_there_is_named(tmp_path: Path):
    """The repository is older than the bibliography in it."""
    folder = tmp_path / "review"
    folder.mkdir()
    git(folder, "init", "--quiet")
    (folder / "README.md").write_text("To come.\n", encoding="utf-8")
    commit(folder, "v0")
    write_review(folder)
    told = bibcorpus(folder, "diff", "v0..")
    assert told.code == 1
    assert "bibcorpus.toml" in told.err


def test_a_revision_that_cannot_be_built_is_named(review: Path):
    """Its settings were wrong then; today's are not to blame."""
    good = (review / "bibcorpus.toml").read_text(encoding="utf-8")
    (review / "bibcorpus.toml").write_text(good + '\n[colour]\nname = "red"\n', encoding="utf-8")
    commit(review, "wrong")
    (review / "bibcorpus.toml").write_text(good, encoding="utf-8")
    commit(review, "mended")
    told = bibcorpus(review, "diff", "wrong..mended")
    assert told.code == 1
    assert told.err.startswith("Error: wrong (")
    assert "[colour] is unknown" in told.err


def test_options_of_searches_do_not_go_with_revisions(review: Path):
    """They ask about something else; to ignore them would be a wrong answer."""
    assert bibcorpus(review, "diff", "v1..v2", "--since", "2020").code == 2
