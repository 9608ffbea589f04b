"""Worksheets: what stands in them, and that it is safe to open, sort and send round."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from pipeline.cli.decide import decide
from pipeline.field_text import read_value, shown
from pipeline.workbook import LONGEST_CELL, MARK, fitting
from pipeline.worksheet import PAIR_DECISIONS, SHEETS, STAGES, STATUS_DECISIONS

from .small_review import bibcorpus
from .worksheet_review import BURNOUT, NURSES, REPORT, RUSSIAN, exported, make, row_of, sheets_of, taken_back


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("once") / "review")


@pytest.fixture
def review(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "review")


def test_a_worksheet_explains_itself_first(review: Path):
    """Whoever gets it by mail has read no manual."""
    sheets = sheets_of(exported(review))
    assert list(sheets) == ["read me", "pairs", "tags", "screening", "fields"]
    words = " ".join(row[0] for row in sheets["read me"])
    assert "yellow cells" in words
    assert "bibcorpus decide --from" in words


def test_a_doubtful_pair_shows_both_sides_and_what_differs(review: Path):
    """Side by side, field by field, with an empty cell for the answer."""
    sheets = sheets_of(exported(review))
    named = dict(zip(sheets["pairs"][0], row_of(sheets, "pairs", NURSES), strict=True))
    assert (named["key 1"], named["key 2"]) == (NURSES, REPORT)
    assert (named["container 1"], named["container 2"]) == ("Invented Nursing", "Journal of Invented Medicine")
    assert "container: Invented Nursing | Journal of Invented Medicine" in named["what differs"]
    assert named["decision"] == named["reason"] == ""


def test_each_work_has_a_row_for_its_tags_and_one_for_its_fields(review: Path):
    """Any alphabet; what is excluded is left out, as in other exports."""
    sheets = sheets_of(exported(review))
    named = dict(zip(sheets["tags"][0], row_of(sheets, "tags", RUSSIAN), strict=True))
    assert (named["title"], named["relevance now"]) == ("Балинтовские группы в обучении врачей", "relevant")
    assert named["relevance"] == ""
    named = dict(zip(sheets["fields"][0], row_of(sheets, "fields", BURNOUT), strict=True))
    assert (named["year"], named["pages"], named["pmid"]) == ("2004", "101-109", "90000001")
    assert not any("dahl1975balint" in row for row in sheets["tags"])


def test_a_condition_and_a_choice_of_sheets_make_it_smaller(review: Path):
    """One co-author checks the fields of the Russian works, and needs nothing else."""
    sheets = sheets_of(exported(review, "--where", "year = 2015", "--sheets", "fields"))
    assert list(sheets) == ["read me", "fields"]
    assert len(sheets["fields"]) == 2
    everything = sheets_of(exported(review, "--all", "--sheets", "tags"))
    assert any("dahl1975balint" in row for row in everything["tags"])


def test_a_condition_on_works_chooses_pairs_with_one_of_them(review: Path):
    """A pair stands with either of its works."""
    assert len(sheets_of(exported(review, "--where", "volume = '16'"))["pairs"]) == 2
    assert len(sheets_of(exported(review, "--where", "year = 2015"))["pairs"]) == 1


def test_who_codes_blindly_sees_nothing_that_others_said(review: Path):
    """Two codings agree by chance and by looking; a study has to tell the two apart."""
    assert bibcorpus(review, "decide", "exclude", BURNOUT, "--reason", "no", "--as", "boris").code == 0
    assert bibcorpus(review, "run").code == 0
    sheets = sheets_of(exported(review, "--blind", "--all"))
    for name in ("tags", "screening"):
        assert not [column for column in sheets[name][0] if column.endswith("now")]
        assert "boris" not in str(sheets[name])
    assert row_of(sheets, "screening", BURNOUT)


def test_abstracts_can_be_left_out(review: Path):
    """A source's licence may forbid to send them round."""
    path = exported(review, "--no-abstracts")
    sheets = sheets_of(path)
    assert not [name for rows in sheets.values() for name in rows[0] if str(name).startswith("abstract")]
    assert "=SUM(A1)" not in str(sheets)
    assert taken_back(review, path, "--dry-run") == "nothing to decide\n"


def test_the_same_corpus_gives_the_same_bytes(review: Path):
    """Then a worksheet can stand in a folder that is compared, backed up and mailed once."""
    first = exported(review).read_bytes()
    path = exported(review)
    assert path.read_bytes() == first
    with zipfile.ZipFile(path) as book:
        assert {part.date_time[0] for part in book.infolist()} == {1980}  # no clock in it
        assert b"2000-01-01" in book.read("docProps/core.xml")


def test_text_that_looks_like_a_formula_is_text(review: Path):
    """'=SUM(A1)' in an abstract must not be counted out, and '+49' is no number."""
    path = exported(review)
    assert "=SUM(A1) is how this abstract begins, and it is text." in row_of(sheets_of(path), "tags", REPORT)
    with zipfile.ZipFile(path) as book:
        xml = "".join(book.read(name).decode() for name in book.namelist() if "worksheets/sheet" in name)
    assert "<f>" not in xml
    assert not re.search(r'<c [^>]*t="n"', xml)


def test_the_id_of_a_row_travels_in_the_row(review: Path):
    """So that sorting, deleting and copying rows, or moving columns, tears nothing apart."""
    sheets = sheets_of(exported(review))
    for name in ("pairs", "tags", "screening", "fields"):
        header, *rows = sheets[name]
        assert header[0] == MARK
        assert {json.loads(row[0])["kind"] for row in rows} == {name}


def test_answers_are_chosen_from_a_list(review: Path):
    """A slip of the pen in one cell of a thousand is found by nobody."""
    with zipfile.ZipFile(exported(review)) as book:
        xml = "".join(book.read(name).decode() for name in book.namelist() if "worksheets/sheet" in name)
    assert "same,different,related,unsure" in xml
    assert "include,exclude,unsure" in xml
    assert "burnout,students,not burnout,not students" in xml


def test_an_abstract_longer_than_a_cell_is_cut_and_says_so():
    """Excel would say that the file is damaged, and drop the whole text."""
    assert fitting("a" * LONGEST_CELL) == "a" * LONGEST_CELL
    cut = fitting("a\N{LATIN SMALL LETTER A WITH DIAERESIS}\N{GRINNING FACE}" * 20_000)
    assert cut.endswith("[longer than a cell can be]")
    assert len(cut.encode("utf-16-le")) // 2 <= LONGEST_CELL


@pytest.mark.parametrize("options", [["--out", "w.csv"], [], ["--sheets", "colours", "--out", "w.xlsx"]])
def test_what_can_t_be_a_worksheet_is_told(review: Path, options: list[str]):
    """With what to write instead, and without a file."""
    told = bibcorpus(review, "export", "worksheet", *options)
    assert told.code
    assert ".xlsx" in told.err or "sheets: pairs, tags, screening, fields" in told.err
    assert not list(review.glob("w.*"))


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("year", "2014", 2014),
        ("year", "", None),
        ("title", "  Two   words ", "Two words"),
        ("doi", "https://doi.org/10.1000/ABC", "10.1000/abc"),
        ("pages", "101-9", "101-109"),
        ("date", "2014 Nov", "2014-11"),
        ("keywords", "nurses; first reports;", ["nurses", "first reports"]),
        ("keywords", "", []),
        ("keywords", "pain; acute\npain; chronic", ["pain; acute", "pain; chronic"]),
        ("languages", "Russian; de", ["ru", "de"]),
        ("isbn", "0-306-40615-2", ["9780306406157"]),
        ("authors", "Roe, R.; Doe, Jane", [{"family": "Roe", "given": "R."}, {"family": "Doe", "given": "Jane"}]),
        ("editors", "Balint Society", [{"literal": "Balint Society"}]),
        ("translators", "Roe, R.", [{"family": "Roe", "given": "R."}]),
        ("accessed", "12.03.2015", "2015-03-12"),
    ],
)
def test_what_people_write_into_a_cell_becomes_a_value_in_our_form(field: str, text: str, value: object):
    """The same rules as for what a database writes."""
    assert read_value(field, text) == value
    assert read_value(field, shown(value)) == value


def test_the_page_on_worksheets_names_every_sheet_answer_and_option():
    """Whoever fills one in may ask what a word means."""
    page = (Path(__file__).parent.parent / "docs/worksheets.md").read_text("utf-8")
    words = [*SHEETS, *PAIR_DECISIONS, *STATUS_DECISIONS, *STAGES]
    assert [word for word in words if word not in page] == []
    options = {opt for option in decide.params for opt in option.opts if opt.startswith("--")}
    assert [option for option in sorted(options) if option not in page] == []
