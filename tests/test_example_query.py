"""The example of a new workspace rules nothing out in silence; and an export says what it leaves out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .small_review import Told, bibcorpus

OLD = "TY  - JOUR\nAU  - Roe, Ida\nTI  - Early Balint groups in villages\nPY  - 1975\nER  -\n"
NEW = "TY  - JOUR\nAU  - Roe, Ida\nTI  - Balint groups in towns of the plain\nPY  - 2004\nER  -\n"


@pytest.fixture(scope="module")
def begun_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Told]:
    """A new workspace whose owner took in a file before writing down the question, and what its first run said."""
    folder = tmp_path_factory.mktemp("begun")
    assert bibcorpus(folder, "init", folder / "new").code == 0
    (folder / "a.ris").write_text(OLD + NEW, encoding="utf-8")
    assert bibcorpus(folder / "new", "add", folder / "a.ris", "--source", "society").code == 0
    told = bibcorpus(folder / "new", "run")
    assert told.code == 0
    return folder / "new", told


@pytest.fixture
def begun(begun_once: tuple[Path, Told], tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return shutil.copytree(begun_once[0], tmp_path / "new")


def test_who_skips_the_question_hears_what_the_example_leaves_out(begun: Path, begun_once: tuple[Path, Told]):
    """Works that a stranger's years rule out are missed by nobody, until the review is printed."""
    says = "queries/review.toml: is still the example of a new workspace; with its window 2000–2025, 1 work is left out"
    assert says in begun_once[1].err
    assert says in bibcorpus(begun, "run").err, "also where nothing is stale"
    checked = bibcorpus(begun, "check")
    assert (checked.code, f"doubt: {says}" in checked.out) == (0, True)


@pytest.mark.parametrize(
    ("old", "new"),
    [("from = 2000", "from = 1990"), ("What has been tried against burnout among nurses", "What do Balint groups do")],
    ids=["years", "question"],
)
def test_years_or_a_question_of_ones_own_are_no_example(begun: Path, old: str, new: str):
    """What these leave out is what the review wants to leave out."""
    query = begun / "queries/review.toml"
    query.write_text(query.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    told = bibcorpus(begun, "run")
    assert (told.code, "still the example" in told.err) == (0, False)
    assert "still the example" not in bibcorpus(begun, "check").out


def test_an_example_that_leaves_nothing_out_is_nobody_s_worry(begun: Path):
    """A warning that may be ignored teaches to ignore warnings."""
    settings = begun / "bibcorpus.toml"
    text = settings.read_text(encoding="utf-8").replace("window = true", "window = false")
    settings.write_text(text, encoding="utf-8")
    told = bibcorpus(begun, "run")
    assert (told.code, "still the example" in told.err) == (0, False)
    settings.write_text(text.replace("window = false", "window = true"), encoding="utf-8")
    for old in (begun / "corpus/raw/society").iterdir():
        old.unlink()
    (begun / "corpus/raw/society/of-these-years.ris").write_text(NEW, encoding="utf-8")
    told = bibcorpus(begun, "run")
    assert (told.code, "still the example" in told.err) == (0, False), "its years leave no work out"


def test_an_export_says_how_many_works_it_leaves_out_and_why(begun: Path):
    """'1 works' under a list of two is a riddle; of a part that was asked for there is nothing to say."""
    whole = bibcorpus(begun, "export", "ris", "--out", begun / "whole.ris").err
    assert "1 work is left out: 1 outside the window 2000–2025 (--all has it too)" in whole
    assert "left out" not in bibcorpus(begun, "export", "ris", "--out", begun / "all.ris", "--all").err
    assert "left out" not in bibcorpus(begun, "export", "ris", "--out", begun / "a.ris", "--where", "year = 2004").err


def test_hidden_works_are_told_apart_from_excluded_ones(small_once: Path, tmp_path: Path):
    """An erratum goes with its article; that is no exclusion."""
    folder = shutil.copytree(small_once, tmp_path / "review")
    keys = sorted(line.split(",")[0] for line in (folder / "corpus/citekeys.csv").read_text().splitlines()[1:])
    cerny, ahlgren = (next(key for key in keys if name in key) for name in ("cerny", "ahlgren"))
    assert bibcorpus(folder, "decide", "relate", cerny, ahlgren, "erratum-of", "--as", "anna").code == 0
    assert bibcorpus(folder, "run").code == 0
    told = bibcorpus(folder, "export", "ris", "--out", folder / "l.ris", "--hide", "erratum-of").err
    assert "2 works are left out: 1 outside the window 1990–2020 (--all has it too), 1 hidden behind" in told
