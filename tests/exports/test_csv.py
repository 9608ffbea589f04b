"""CSV: what spreadsheets, pandas and programs for screening see of a work, and what comes back of it."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings

from pipeline.exports import ExportedWork, Options
from pipeline.exports._columns import COLUMNS
from pipeline.model import Bibliographic
from pipeline.store import in_memory, sql

from ..small_review import bibcorpus, write_review
from .tables import BARE, BOOK, GROUPS, TITLES_TO_FEAR, WORKS, found, read_again, titled, works, written

LEFT_OUT = {"in_window", "records", "first_seen", "last_seen"}  # of the search, not of the work


def rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def test_the_columns_bear_the_names_of_the_bibliography_in_its_order(tmp_path: Path):
    """Who has learnt them for --where finds them in the table."""
    with in_memory(tmp_path) as store:
        store.run(sql("bibliography"))
        view = [name for name, *_ in store.rows("describe bibliography") if name not in LEFT_OUT]
    names = [column.name for column in COLUMNS]
    assert [name for name in names if name in view] == view
    assert names[0] == "citekey"


def test_a_work_is_a_row_and_every_field_a_cell(tmp_path: Path):
    first, second, third = rows(written("csv", WORKS, tmp_path))
    filled = {name: cell for name, cell in first.items() if cell}
    assert filled == {
        "citekey": "иванов2015балинтовские",
        "title": "Balint groups in Russia",
        "title_original": "Балинтовские группы в России",
        "year": "2015",
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
        "retracted": "false",
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
    assert (second["authors"], second["editors"]) == ("van der Berg, Jan; King, Martin L., Jr", "Balint, Enid")
    assert (second["translators"], second["accessed"]) == ("Roe, R.; Balint Society", "2021-03-05")
    assert (second["retracted"], second["part_of"], second["publisher"]) == ("true", "balint1964book", "Pitman; Sons")
    assert third["title"] == "Nothing else is known"


def test_excel_sees_by_the_first_bytes_that_it_is_utf8(tmp_path: Path):
    """Without the mark, Excel on Windows shows Cyrillic as nonsense."""
    data = written("csv", [GROUPS], tmp_path).read_bytes()
    assert data.startswith(b"\xef\xbb\xbfcitekey,title,")
    assert data.count(b"\xef\xbb\xbf") == 1


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_cell_is_a_formula_whatever_parts_the_cells(tmp_path: Path, delimiter: str):
    """A German Excel parts at semicolons, in the middle of a title, and heeds no quote marks there."""
    path = written("csv", titled(TITLES_TO_FEAR), tmp_path)
    text = path.read_text(encoding="utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=delimiter) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_titles_to_fear_come_back_as_they_were(tmp_path: Path):
    """An apostrophe that protects must not stay in the title."""
    works = titled(TITLES_TO_FEAR)
    path = written("csv", works, tmp_path)
    assert [work.work.title for work in read_again(path, works)] == [work.work.title for work in works]


def test_what_no_spreadsheet_can_show_is_left_out(tmp_path: Path):
    """A control character from an old file makes a table unreadable for half of the programs."""
    work = ExportedWork(key="k", work_id="r:1", work=Bibliographic(title="a\x00b\x1b\ufeffc", keywords=("d\x07e",)))
    (row,) = rows(written("csv", [work], tmp_path))
    assert (row["title"], row["keywords"]) == ("abc", "de")


def test_a_date_that_contradicts_the_year_is_the_year_alone(tmp_path: Path):
    """Two records of one work may differ; the year is what is cited."""
    work = ExportedWork(key="k", work_id="r:1", work=Bibliographic(title="T", year=2001, date="2022-07-09"))
    (row,) = rows(written("csv", [work], tmp_path))
    assert (row["year"], row["date"]) == ("2001", "2001")


def test_asreview_finds_its_columns_and_what_was_decided(tmp_path: Path):
    """It reads title, abstract, authors, keywords, doi, url; included is 1, 0 or nothing."""
    included = ExportedWork(key="a", work_id="r:1", work=Bibliographic(title="A"), status="included")
    table = rows(written("csv", [included, GROUPS, BARE], tmp_path, Options(labels="asreview")))
    assert [row["included"] for row in table] == ["1", "0", ""]
    assert {"title", "abstract", "authors", "keywords", "doi", "url"} <= table[0].keys()


def test_rayyan_finds_its_columns_and_what_was_decided(tmp_path: Path):
    """It reads key, title, year, month, day, journal, issn … by these names, and decisions from the notes."""
    first, second, third = rows(written("csv", WORKS, tmp_path, Options(labels="rayyan")))
    names = "key title year month day journal issn volume issue pages authors url language publisher location abstract"
    assert {*names.split(), "notes", "pubmed_id", "pmc_id"} <= first.keys()
    assert (first["key"], first["journal"], first["month"], first["day"]) == (GROUPS.key, "Вестник", "3", "")
    reason = "excluded by anna: not a study; alas"
    inclusion = 'RAYYAN-INCLUSION: {"bibcorpus"=>"Excluded"}'
    assert first["notes"] == f"a note | {inclusion} | RAYYAN-EXCLUSION-REASONS: {reason}"
    assert second["notes"] == 'RAYYAN-INCLUSION: {"bibcorpus"=>"Included"}'
    assert third["notes"] == ""


def test_a_table_in_the_words_of_a_program_is_read_again_too(tmp_path: Path):
    for labels in ("asreview", "rayyan", "covidence"):
        again = read_again(written("csv", WORKS, tmp_path, Options(labels=labels)), WORKS)
        assert [work.work for work in again] == [work.work for work in WORKS]


def test_our_own_reader_says_the_same_of_each_work(tmp_path: Path):
    """The citekey is the name of the row; a translated title and a group are known for what they are."""
    path = written("csv", WORKS, tmp_path)
    assert [work.work for work in read_again(path, WORKS)] == [work.work for work in WORKS]
    assert found(path)[0].fields["accession"] == [GROUPS.key]
    assert [each.warnings for each in found(path)] == [(), (), ()]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(works())
def test_export_import_export_gives_the_same_bytes(made: list[ExportedWork]):
    """Whatever characters sources use."""
    with TemporaryDirectory() as folder:
        path = written("csv", made, Path(folder))
        first = path.read_bytes()
        again = read_again(path, made)
        assert [work.work for work in again] == [work.work for work in made]
        assert written("csv", again, Path(folder)).read_bytes() == first


def test_the_command_writes_the_table_to_a_file_or_to_stdout(tmp_path: Path):
    review = write_review(tmp_path)
    assert bibcorpus(review, "run").code == 0
    out = tmp_path / "Список работ.csv"
    told = bibcorpus(review, "export", "csv", "--out", out)
    left_out = "1 work is left out: 1 outside the window 1990–2020 (--all has it too)\n"
    assert (told.code, told.err) == (0, f"{out}: 3 works\n{left_out}")
    assert bibcorpus(review, "export", "csv").out == out.read_text(encoding="utf-8")
    assert [row["citekey"] for row in rows(out)] == sorted(row["citekey"] for row in rows(out))


def test_a_selection_without_works_is_a_header(tmp_path: Path):
    assert rows(written("csv", [], tmp_path)) == []
    assert written("csv", [], tmp_path).read_text(encoding="utf-8-sig").startswith("citekey,title,")


@pytest.mark.parametrize("name", ["csv", "xlsx", "jsonl"])
def test_a_retracted_work_comes_back_retracted(tmp_path: Path, name: str):
    """Here a notice tells of it, which is another record; there it would be a sound study."""
    work = ExportedWork(key="k", work_id="r:1", work=Bibliographic(title="T"), retracted=True)
    (again,) = read_again(written(name, [work], tmp_path), [work])
    assert again.work.publication_types == ("Retracted Publication",)


def test_a_name_of_a_house_may_hold_a_semicolon(tmp_path: Path):
    """Only lists are parted: a publisher is one."""
    (again,) = read_again(written("csv", [BOOK], tmp_path), [BOOK])
    assert again.work.publisher == "Pitman; Sons"
