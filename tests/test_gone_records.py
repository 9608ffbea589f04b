"""A record that is gone: what becomes of its key and of the decisions on it, and what a person can say then."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.store import reading
from pipeline.workspace import find_workspace

from .small_review import RIS, bibcorpus

OLD, NEW = "corpus/raw/hand-list/society.ris", "corpus/raw/hand-list/mended.ris"
KEY = "cerny2011leading"
TITLE, MENDED = "Leading a first seminar for young doctors", "Leading a first seminar for midwives"


@pytest.fixture(scope="module")
def mended_once(small_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review in which somebody put a mended file in the place of the old one: one of its records has another id."""
    root = Path(shutil.copytree(small_once, tmp_path_factory.mktemp("mended") / "review"))
    (root / OLD).rename(root / "kept.ris")
    (root / f"{OLD}.toml").rename(root / f"{NEW}.toml")
    (root / NEW).write_text(RIS.replace(TITLE, MENDED).replace("VL  - 19", "VL  - 20"), encoding="utf-8")
    assert bibcorpus(root, "run").code == 0
    return root


@pytest.fixture
def mended(mended_once: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(mended_once, tmp_path / "review"))


@pytest.fixture(scope="module")
def given_once(mended_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after a person gave the key that leads nowhere to the mended record; only to be read and copied."""
    root = Path(shutil.copytree(mended_once, tmp_path_factory.mktemp("given") / "review"))
    assert bibcorpus(root, "decide", "key", f"{KEY}a", KEY.upper()).code == 1
    assert bibcorpus(root, "decide", "key", f"{KEY}a", KEY).code == 0
    assert bibcorpus(root, "run").code == 0
    return root


@pytest.fixture
def given(given_once: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(given_once, tmp_path / "review"))


def leading(root: Path) -> dict[str, str]:
    """Each key that leads, and its title."""
    with reading(find_workspace(root).database) as store:
        return dict(store.rows("select key, title from citekey join work using (work_id) where leads"))


def test_a_key_whose_record_is_gone_is_in_the_table_of_keys(mended: Path):
    """Who has a manuscript to put right must see the keys that lead nowhere too."""
    lines = bibcorpus(mended, "export", "keys").out.splitlines()
    (line,) = [line for line in lines if line.startswith(f"{KEY},")]
    assert line.startswith(f"{KEY},,its record is gone: ")


def test_a_decision_whose_record_is_gone_is_told_with_the_key_that_it_had(mended: Path):
    """People know a work by its key, and not by the id of a record."""
    bibcorpus(mended, "decide", "include", f"{KEY}a")
    (mended / NEW).rename(mended / OLD)
    (mended / f"{NEW}.toml").rename(mended / f"{OLD}.toml")
    (mended / "kept.ris").replace(mended / OLD)
    bibcorpus(mended, "run")
    told = bibcorpus(mended, "check")
    assert (told.code, f"(it had the key {KEY}a)" in told.out + told.err) == (1, True)


def test_a_person_may_give_a_key_that_leads_nowhere_to_the_work_that_was_meant(given: Path):
    """The mended record is the same article; texts that cite it by the old key are right again."""
    assert leading(given)[KEY] == MENDED
    assert (given / "corpus" / "citekeys.csv").read_text("utf-8").count(f"{KEY},") == 2
    assert f"{KEY}a,{KEY}," in bibcorpus(given, "export", "keys").out
    told = bibcorpus(given, "check")
    assert (told.code, "was given to" in told.out + told.err) == (0, False)


def test_a_key_that_was_taken_over_stays_an_alias_of_its_work(given: Path):
    """Somebody may have cited it since; the work goes by another key, and the old one still leads to it."""
    bibcorpus(given, "decide", "key", KEY, "seminar")
    for _ in range(2):  # nothing is given twice
        assert bibcorpus(given, "run").code == 0
        assert leading(given)["seminar"] == MENDED
        assert f"{KEY},seminar," in bibcorpus(given, "export", "keys").out
        assert (given / "corpus" / "citekeys.csv").read_text("utf-8").count(f"{KEY},") == 2


def test_when_the_record_comes_back_the_older_giving_holds(given: Path):
    """Somebody has cited it under that key for longer; the run says so."""
    (given / "kept.ris").rename(given / OLD)
    told = bibcorpus(given, "run")
    assert f"key {KEY} belongs to another work" in told.err
    assert leading(given)[KEY] == TITLE
    assert leading(given)[f"{KEY}a"] == MENDED


def test_a_corpus_older_than_its_files_gives_no_key_away(mended: Path):
    """The work of the key may be in a file that was just pulled."""
    (mended / "kept.ris").rename(mended / OLD)
    told = bibcorpus(mended, "decide", "key", f"{KEY}a", KEY)
    assert (told.code, "older than its raw files" in told.err, "bibcorpus run" in told.err) == (1, True, True)


def test_a_key_of_a_present_work_is_never_given_away(mended: Path):
    """Only one that leads to no work may be taken back."""
    told = bibcorpus(mended, "decide", "key", f"{KEY}a", "vinter2015balintovskie")
    assert (told.code, "is the key of another work" in told.err) == (1, True)
