"""Free-text references into a table."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipeline.errors import NoFile, UnknownFormat
from pipeline.references import COLUMNS, csv_bytes, parse_file, write_csv

KELM = "Kelm Z, Feudtner C, et al. Empathy: a review. BMC Med Educ. 2014;14(2):404-8. doi:10.1000/J.1"
OTTEN = "Otten H. Professionelle Beziehungen. Berlin: Springer; 2012"


def rows_of(folder: Path, text: str, name: str = "list.txt") -> list[dict[str, str]]:
    path = folder / name
    path.write_bytes(text.encode("utf-8"))
    return list(parse_file(path))


def test_a_reference_becomes_a_row_of_values(tmp_path: Path):
    """Names are family and initials, page ranges are whole, the DOI is bare and in small letters."""
    (row,) = rows_of(tmp_path, KELM + "\n")
    assert tuple(row) == COLUMNS
    assert row == {
        **{"id": "R1", "raw": KELM, "style": "vancouver", "language": "en", "type": "article"},
        **{"authors": "Kelm Z; Feudtner C; et al", "title": "Empathy: a review", "year": "2014"},
        **{
            "journal": "BMC Med Educ",
            "volume": "14",
            "issue": "2",
            "pages": "404-408",
            "doi": "10.1000/j.1",
            "check": "",
        },
    }


@pytest.mark.parametrize(
    ("reference", "authors"),
    [
        ("Balint, M., & Balint, E. (1961). Groups. Lancet, 12, 3–4.", "Balint M; Balint E"),
        ("T. D. Shanafelt, J.-P. Tan, Burnout, Lancet, vol.1, issue.2, pp.3-4, 2012.", "Shanafelt TD; Tan JP"),
        ("Birk, Hanne, and Birgit Neumann. “Groups.” Lancet 12, no. 3 (2001): 4–5.", "Birk H; Neumann B"),
        ("Иванов И. И., Петров П.П. Название // Журнал. 2019. Т. 5.", "Иванов ИИ; Петров ПП"),
        ("Сидоров А. А. и др. Название // Журнал. 2019. Т. 5.", "Сидоров АА; и др"),
        ("World Health Organization. (2019). Burn-out. Geneva: WHO.", "World Health Organization"),
        ("Balint, E., Norell, J., Eds. Six minutes. London: Tavistock; 1973.", "Balint E; Norell J"),
    ],
)
def test_people_are_written_in_one_way(tmp_path: Path, reference: str, authors: str):
    """Editors stand in for authors where a book has none."""
    (row,) = rows_of(tmp_path, reference)
    assert row["authors"] == authors


def test_every_reference_has_a_row_also_what_is_none(tmp_path: Path):
    rows = rows_of(tmp_path, f"{KELM}\n\n{OTTEN}\nno reference, says nothing.\n")
    assert [row["id"] for row in rows] == ["R1", "R2", "R3"]
    assert rows[2]["check"].startswith("no mark of a reference")
    assert not any(rows[2][name] for name in COLUMNS if name not in ("id", "raw", "check"))


def test_a_title_alone_is_a_title_to_be_checked(tmp_path: Path):
    (row,) = rows_of(tmp_path, "The doctor, his patient and the illness")
    assert row["title"] == "The doctor, his patient and the illness"
    assert row["check"]


@pytest.mark.parametrize(
    ("head", "delimiter"), [("id,raw", ","), ("raw;id", ";"), ("ID\tReference", "\t"), ("\ufeffid,note,text", ",")]
)
def test_a_table_of_references_keeps_its_ids_and_rows(tmp_path: Path, head: str, delimiter: str):
    """Other columns are left out, and a cell may run over lines."""
    names = [name.strip("\ufeff").casefold() for name in head.split(delimiter)]
    cells = [
        {"id": "A7", "note": "x", "raw": KELM, "reference": KELM, "text": KELM},
        {"id": "", "note": "", "raw": "", "reference": "", "text": ""},
        {"id": "A9", "note": "y", "raw": "Otten H.\nTitle", "reference": "Otten H.\nTitle", "text": "Otten H.\nTitle"},
    ]
    lines = [delimiter.join(f'"{cell[name]}"' for name in names) for cell in cells]
    rows = rows_of(tmp_path, "\n".join([head, *lines]), "table.csv")
    assert [row["id"] for row in rows] == ["A7", "A9"]
    assert [row["raw"] for row in rows] == [KELM, "Otten H.\nTitle"]


def test_a_row_without_a_reference_is_a_row_to_be_checked(tmp_path: Path):
    rows = rows_of(tmp_path, f'id,raw\nA1,\nA2,"{KELM}"\nA3\n')
    assert [row["id"] for row in rows] == ["A1", "A2", "A3"]
    assert [bool(row["check"]) for row in rows] == [True, False, True]


def test_the_table_is_safe_in_a_spreadsheet(tmp_path: Path):
    """A list from a stranger may begin with what a spreadsheet would run."""
    out = tmp_path / "new" / "parsed.csv"
    write_csv(rows_of(tmp_path, "=HYPERLINK(1). Lancet. 2001;12:3-4.\n"), out)
    with out.open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["raw"].startswith("'=")
    assert list(row) == list(COLUMNS)


def test_the_same_list_gives_the_same_bytes(tmp_path: Path):
    first = csv_bytes(rows_of(tmp_path, f"{KELM}\n{OTTEN}\n"))
    assert first == csv_bytes(rows_of(tmp_path, f"{KELM}\n{OTTEN}\n"))
    assert first.count(b"\n") == 3


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("rec.ris", "TY  - JOUR\nTI  - Balint groups\nAU  - Otten, H\nPY  - 2012\nER  - \n", "is RIS"),
        ("rec.txt", "@book{otten, title = {Beziehungen}, author = {Otten, H}, year = 2012}\n", "is BibTeX"),
        ("table.csv", "title,authors,year\nBalint groups,Otten H,2012\n", "needs the columns id and raw"),
        ("table.csv", "number;remark\n1;good\n", "needs the columns id and raw"),
    ],
)
def test_an_export_is_no_list_of_references(tmp_path: Path, name: str, text: str, told: str):
    """It has its fields already; cut as free text, every one of its lines would be a wrong reference."""
    with pytest.raises(UnknownFormat, match=told) as error:
        rows_of(tmp_path, text, name)
    assert error.value.hint


def test_headings_and_letters_have_no_row(tmp_path: Path):
    rows = rows_of(tmp_path, f"Dear Anna,\n\n1. {KELM}\n2. {OTTEN}\n\nBest wishes, Eva\n")
    assert [row["year"] for row in rows] == ["2014", "2012"]
    rows = rows_of(tmp_path, f"Books\n{OTTEN}\nИностранные источники\n{KELM}\n")
    assert [row["year"] for row in rows] == ["2012", "2014"]


def test_what_may_be_a_title_alone_has_a_row(tmp_path: Path):
    """Between references 'Groups and their leaders' is a heading or a title; a row too many is soon struck out."""
    rows = rows_of(tmp_path, f"{OTTEN}\nGroups and their leaders\n{KELM}\n")
    assert [row["title"] for row in rows][1] == "Groups and their leaders"
    assert "heading" in rows[1]["check"]


def test_what_is_no_text_is_said(tmp_path: Path):
    with pytest.raises(NoFile):
        list(parse_file(tmp_path / "nowhere.txt"))
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.4 ")
    with pytest.raises(UnknownFormat):
        list(parse_file(tmp_path / "paper.pdf"))


def test_what_is_no_reference_and_a_guessed_encoding_are_told(tmp_path: Path):
    """Two references of a letter: the rest of it is not lost without a word."""
    text = f"Литература\n\n1. {OTTEN}\n2. {OTTEN}\n\nС уважением,\nАнна\n"
    path = tmp_path / "letter.txt"
    path.write_bytes(text.encode("cp1251"))
    told: list[str] = []
    assert len(list(parse_file(path, None, told.append))) == 2
    assert "cp1251" in told[0]
    assert [line.partition(":")[0] for line in told[1:]] == ["line 1", "line 6"]
