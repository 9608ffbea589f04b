"""An export that is taken in twice in other bytes is told of: it may be a slip."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from . import workspaces as ws
from .small_review import Told, bibcorpus, write_review


def records(*numbers: int) -> str:
    """An export of PubMed with these records, in this order."""
    return "".join(
        f"PMID- {number}\nTI  - Balint groups in town {number}\nDP  - 2004\nAID - 10.1000/{number} [doi]\n\n"
        for number in numbers
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A review that has the records 101 to 103 from PubMed."""
    review = write_review(tmp_path / "review")
    add(review, "first.nbib", records(101, 102, 103))
    return review


def add(review: Path, name: str, text: str, *said: str) -> Told:
    """Take in a file, from PubMed unless said otherwise."""
    path = review.parent / name
    path.write_text(text, encoding="utf-8", newline="")
    told = bibcorpus(review, "add", path, *(said or ("--source", "pubmed")))
    assert (told.code, name in told.out) == (0, True)
    return told


def test_the_same_search_exported_again_is_told_of(folder: Path):
    """The day after, in another order: other bytes, the same 3 records."""
    told = add(folder, "second.nbib", records(103, 101, 102))
    assert "its 3 records are all in corpus/raw/pubmed/first.nbib already, which has no others" in told.err


def test_a_part_of_what_is_there_is_told_of(folder: Path):
    """One page of the same search, saved once more."""
    told = add(folder, "page.nbib", records(102, 103))
    assert "its 2 records are all in corpus/raw/pubmed/first.nbib already, which has more" in told.err
    assert "delete corpus/raw/pubmed/page.nbib and corpus/raw/pubmed/page.nbib.toml" in told.err


def test_a_newer_export_is_told_of_and_may_stay(folder: Path):
    """A year later the same search has a record more: what the older one found is counted once."""
    before = found_in_pubmed(folder)
    told = add(folder, "newer.nbib", records(104, 103, 102, 101))
    assert "it has all 3 records of corpus/raw/pubmed/first.nbib, and more" in told.err
    assert "delete" not in told.err
    assert found_in_pubmed(folder) == before + 1


def found_in_pubmed(review: Path) -> int:
    """PRISMA's first box, after a run."""
    assert bibcorpus(review, "run").code == 0
    sources = json.loads(bibcorpus(review, "report", "screening", "--json").out)["sources"]
    return sum(source["records"] for source in sources if source["source"] == "pubmed")


def test_the_same_records_in_another_format_are_the_same(folder: Path):
    """PubMed numbers its records alike in all its exports."""
    table = "PMID,Title,Authors,Citation,Journal/Book,Publication Year,DOI\n" + "".join(
        f"{n},Balint groups in town {n},Roe I,J Inv Med. 2004,J Inv Med,2004,10.1000/{n}\n" for n in (101, 102, 103)
    )
    assert "which has no others" in add(folder, "set.csv", table).err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (records(103, 104), ("--source", "pubmed")),
        (records(101, 102, 103)[:-1], ("--source", "society")),
        (ws.ris(TI="Balint groups in town 101", PY="2004"), ("--source", "pubmed")),
    ],
    ids=["some records in common", "another source", "records without a number"],
)
def test_where_files_only_overlap_or_come_from_elsewhere_nothing_is_said(
    folder: Path, text: str, said: tuple[str, ...]
):
    """Two databases that have the same paper are what deduplication is for."""
    assert "records are all in" not in add(folder, "other.txt", text, *said).err


def test_a_record_that_two_questions_find_is_no_slip(folder: Path):
    """The answer to a narrow question lies within that to a broad one; both were searched."""
    broad = (folder / "queries/small.toml").read_text(encoding="utf-8")
    (folder / "queries/narrow.toml").write_text(broad.replace('"small"', '"narrow"'), encoding="utf-8")
    add(folder, "broad.nbib", records(201, 202), "--source", "pubmed", "--query", "small")
    told = add(folder, "narrow.nbib", records(201), "--source", "pubmed", "--query", "narrow")
    assert "records are all in" not in told.err


def test_a_raw_file_that_cannot_be_read_stops_nothing(folder: Path):
    """`check` and `run` tell of it; who adds another file has no need to."""
    (folder / "corpus/raw/pubmed/broken.nbib").write_bytes(b"%PDF-1.7")
    assert "first.nbib already" in add(folder, "second.nbib", records(103, 101, 102)).err
