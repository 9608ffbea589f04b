"""`--out` never takes the place of what a workspace is made of."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .small_review import bibcorpus


@pytest.fixture
def review(small_once: Path, tmp_path: Path) -> Path:
    return shutil.copytree(small_once, tmp_path / "review")


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "own",
    [
        "bibcorpus.toml",
        "queries/review.toml",
        "queries/lists/new.toml",
        "corpus/citekeys.csv",
        "corpus/corpus.duckdb",
        "corpus/decisions/anna.jsonl",
        "corpus/exports/../citekeys.csv",
        "corpus",
    ],
)
@pytest.mark.parametrize("form", ["bibtex", "list", "keys"])
def test_an_export_takes_the_place_of_no_file_of_the_workspace(review: Path, form: str, own: str):
    """Given keys, answers of a search and decisions can't be made again: they are refused before work begins."""
    before = files(review)
    told = bibcorpus(review, "export", form, "--out", review / own)
    assert told.code != 0
    assert own == "corpus" or "hold the workspace itself" in told.err
    assert files(review) == before


def test_what_a_source_answered_stays(review: Path):
    """The raw files are the only proof of what was found."""
    before = files(review)
    raw = next(path for path in (review / "corpus" / "raw").rglob("*.ris"))
    told = bibcorpus(review, "export", "ris", "--out", raw)
    assert told.code == 1
    assert f"--out corpus/exports/{raw.name}" in told.err
    assert files(review) == before


def test_a_worksheet_takes_the_place_of_no_file_of_the_workspace_either(review: Path):
    """It is written by another way than the forms."""
    told = bibcorpus(review, "export", "worksheet", "--out", review / "queries" / "sheet.xlsx")
    assert told.code == 1
    assert not (review / "queries" / "sheet.xlsx").exists()


def test_a_link_to_a_file_of_the_workspace_is_that_file(review: Path):
    """Who writes through it writes there."""
    (review / "keys.csv").symlink_to(review / "corpus" / "citekeys.csv")
    assert bibcorpus(review, "export", "csv", "--out", review / "keys.csv").code == 1


@pytest.mark.parametrize("place", ["refs.bib", "paper/refs.bib", "corpus/exports/refs.bib", "corpus-2/refs.bib"])
def test_the_persons_own_folders_and_corpus_exports_take_an_export(review: Path, place: str):
    """A manuscript beside queries/ and corpus/ has its bibliography there."""
    (review / place).parent.mkdir(exist_ok=True)
    told = bibcorpus(review, "export", "bibtex", "--out", review / place)
    assert told.code == 0, told.err
    assert (review / place).read_text(encoding="utf-8").count("@article{") == 3
