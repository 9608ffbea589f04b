"""Excel workbooks: what people see of a work in a spreadsheet, and what comes back of it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings

from pipeline.exports import ExportedWork, Options, xlsx
from pipeline.exports._columns import COLUMNS
from pipeline.model import Bibliographic
from pipeline.workbook import LONGEST_CELL

from ..small_review import bibcorpus, write_review
from .tables import GROUPS, TITLES_TO_FEAR, WORKS, read_again, titled, works, written

NAMES = [column.name for column in COLUMNS]


def sheet(path: Path) -> Any:
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["bibliography"]
    return book.active


def cells(path: Path, name: str) -> list[Any]:
    """The cells of a column, below its header."""
    table = sheet(path)
    place = [cell.value for cell in table[1]].index(name) + 1
    return [table.cell(row, place) for row in range(2, table.max_row + 1)]


def test_every_work_is_a_row_below_the_names_of_the_columns(tmp_path: Path):
    table = sheet(written("xlsx", WORKS, tmp_path))
    assert [cell.value for cell in table[1]] == NAMES
    assert table.max_row == 4
    assert {name: cell.value for name, cell in zip(NAMES, table[2], strict=True) if cell.value is not None} == {
        "citekey": "иванов2015балинтовские",
        "title": "Balint groups in Russia",
        "title_original": "Балинтовские группы в России",
        "year": 2015,
        "authors": "Иванов, И. И.; Северные практики; et al.",
        "container": "Вестник",
        "volume": "3",
        "issue": "3-4",
        "pages": "12-15",
        "doi": "10.1000/(sici)1<1::aid>2.0.co;2-k",
        "pmid": "12345678",
        "type": "article",
        "languages": "ru",
        "status": "excluded",
        "status_reason": "excluded by anna: not a study, alas",
        "class": "empirical",
        "method": "qualitative",
        "kinds": "report; review",
        "topics": "burnout",
        "relevance": "unsure",
        "tags": "class:empirical; kind:report; kind:review; method:qualitative; topic:burnout",
        "retracted": False,
        "abstract": 'Said: "a, b"; done.',
        "keywords": '["burnout", "general practice; Russia", "R&D"]',
        "issn": "1234-5679; 2049-3630",
        "date": "2015-03",
        "title_language": "en",
        "group_authors": "Северные практики",
        "authors_original": "Ivanov, I. I.",
        "note": "a note",
        "aliases": "ivanov2015",
        "sources": "elibrary; pubmed",
        "work_id": "elibrary:1",
    }


def test_the_header_stays_in_sight_and_filters(tmp_path: Path):
    table = sheet(written("xlsx", WORKS, tmp_path))
    assert table.freeze_panes == "B2"
    assert table.auto_filter.ref == "A1:AX4"


def test_no_text_becomes_a_formula_a_number_or_a_date(tmp_path: Path):
    """An issue 3-4 is no fourth of March, and a stranger's title runs nothing."""
    path = written("xlsx", [*titled(TITLES_TO_FEAR), GROUPS], tmp_path)
    assert {cell.data_type for cell in cells(path, "title")} == {"s"}
    seen = [cell.value for cell in cells(path, "title")]
    shown = ["''=1+1' as a title" if title.startswith("'=") else title for title in TITLES_TO_FEAR]
    assert seen == [*shown, "Balint groups in Russia"]
    assert {cell.data_type for cell in (*cells(path, "issue")[-1:], *cells(path, "pmid")[-1:])} == {"s"}


def test_a_doi_is_text_and_a_link(tmp_path: Path):
    """The old DOIs of Wiley hold marks that an address can't."""
    cell = cells(written("xlsx", [GROUPS], tmp_path), "doi")[0]
    assert cell.value == "10.1000/(sici)1<1::aid>2.0.co;2-k"
    assert cell.hyperlink.target == "https://doi.org/10.1000/(sici)1%3C1::aid%3E2.0.co;2-k"


def test_more_dois_than_excel_keeps_links_are_links_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Excel refuses a sheet with more than 65,530 of its own links; those that formulas make are not counted."""
    monkeypatch.setattr(xlsx, "MOST_LINKS", 1)
    dois = ("10.1000/a", '10.1000/"b"', "10.1000/" + "c" * 300)
    made = [
        ExportedWork(key=f"k{n}", work_id=f"r:{n}", work=Bibliographic(title="T", doi=d)) for n, d in enumerate(dois)
    ]
    path = written("xlsx", made, tmp_path)
    first, second, third = cells(path, "doi")
    assert first.hyperlink is not None
    assert second.value == '=HYPERLINK("https://doi.org/10.1000/%22b%22","10.1000/""b""")'
    assert third.value == dois[2]  # longer than a formula's text may be: no link
    assert read_again(path, made)[2].work.doi == dois[2]


def test_a_text_longer_than_a_cell_says_that_it_was_cut(tmp_path: Path):
    """Excel repairs a file with longer cells by throwing them away."""
    long = ExportedWork(key="k", work_id="r:1", work=Bibliographic(title="T", abstract="word " * 8_000 + "end"))
    (cell,) = cells(written("xlsx", [long], tmp_path), "abstract")
    assert len(cell.value) <= LONGEST_CELL
    assert cell.value.endswith("[longer than a cell can be]")


def test_asreview_finds_what_was_decided(tmp_path: Path):
    """As a number: it doesn't know '1' for 1 in a workbook."""
    path = written("xlsx", WORKS, tmp_path, Options(labels="asreview"))
    assert [cell.value for cell in cells(path, "included")] == [0, 1, None]


def test_the_same_works_give_the_same_bytes(tmp_path: Path):
    """No date of today, no name of a temporary file."""
    first = written("xlsx", WORKS, tmp_path).read_bytes()
    assert written("xlsx", WORKS, tmp_path).read_bytes() == first


def test_our_own_reader_says_the_same_of_each_work(tmp_path: Path):
    made = [*WORKS, *titled((*TITLES_TO_FEAR, "_x0041_ is how Excel writes a letter that it can't"))]
    again = read_again(written("xlsx", made, tmp_path), made)
    assert [work.work for work in again] == [work.work for work in made]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(works())
def test_export_import_export_gives_the_same_bytes(made: list[ExportedWork]):
    """Whatever characters sources use."""
    with TemporaryDirectory() as folder:
        path = written("xlsx", made, Path(folder))
        first = path.read_bytes()
        again = read_again(path, made)
        assert [work.work for work in again] == [work.work for work in made]
        assert written("xlsx", again, Path(folder)).read_bytes() == first


def test_a_sheet_that_has_room_for_no_more_works_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """XlsxWriter would leave the rest out without a word."""
    monkeypatch.setattr(xlsx, "MOST_ROWS", 2)
    with pytest.raises(Exception, match="room for 2 works"):
        written("xlsx", WORKS, tmp_path)


def test_the_command_demands_a_file(tmp_path: Path):
    """Bytes on a terminal help nobody."""
    review = write_review(tmp_path)
    assert bibcorpus(review, "run").code == 0
    told = bibcorpus(review, "export", "xlsx")
    assert (told.code, told.out) == (2, "")
    assert "--out NAME.xlsx" in told.err
    assert bibcorpus(review, "export", "xlsx", "--out", tmp_path / "works.xlsx").code == 0
    assert len(cells(tmp_path / "works.xlsx", "title")) == 3
