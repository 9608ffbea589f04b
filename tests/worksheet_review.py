"""A small review with a doubtful pair, and a worksheet of it as a spreadsheet program would save it again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from . import small_review as sr

MORE = """\
TY  - JOUR
AU  - Engel, Ute
TI  - Balint group work with nurses: a first report
JO  - Journal of Invented Medicine
PY  - 2008
DA  - 2008/05
VL  - 16
SP  - 30
EP  - 38
AB  - =SUM(A1) is how this abstract begins, and it is text.
KW  - nurses
KW  - first reports
ER  -

TY  - JOUR
AU  - Engel, U.
TI  - Balint group work with nurses
JO  - Invented Nursing
PY  - 2008
ER  -
"""
REPORT, NURSES, BURNOUT, LEADING, RUSSIAN = (
    "engel2008balinta", "engel2008balint", "ahlgren2004balint", "cerny2011leading", "vinter2015balintovskie",
)  # fmt: skip

Sheets = dict[str, list[list[Any]]]


def make(folder: Path) -> Path:
    """The workspace, run once."""
    sr.write_review(folder)
    raw = folder / "corpus/raw/hand-list"
    (raw / "more.ris").write_text(MORE, encoding="utf-8", newline="\n")
    (raw / "more.ris.toml").write_text('source = "hand-list"\nkind = "hand-collected"\n', encoding="utf-8")
    assert sr.bibcorpus(folder, "run").code == 0
    return folder


def exported(folder: Path, *options: str) -> Path:
    """A worksheet of all of it."""
    path = folder / "w.xlsx"
    told = sr.bibcorpus(folder, "export", "worksheet", "--out", path, *options)
    assert told.code == 0, told.err
    return path


def taken_back(folder: Path, path: Path, *options: str) -> str:
    """What `decide --from` says; it must not fail."""
    told = sr.bibcorpus(folder, "decide", "--from", path, "--as", "anna", *options)
    assert told.code == 0, told.err
    return told.out


def sheets_of(path: Path) -> Sheets:
    """The cells of every sheet."""
    with CalamineWorkbook.from_path(str(path)) as book:
        return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def resaved(path: Path, change: Callable[[Sheets], None]) -> Path:
    """The workbook after `change`, written by another program: without our looks, numbers and dates as such."""
    sheets = sheets_of(path)
    change(sheets)
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            out = book.add_worksheet(name)
            for place, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, date | datetime):
                        out.write_datetime(place, column, cell, day)
                    elif isinstance(cell, str):
                        out.write_string(place, column, cell)
                    elif cell is not None:
                        out.write(place, column, cell)
    return path


def row_of(sheets: Sheets, sheet: str, key: str) -> list[Any]:
    """The row of a work; of a pair, that of its first record."""
    header, *rows = sheets[sheet]
    at = header.index("key 1" if sheet == "pairs" else "key")
    return next(row for row in rows if row[at] == key)


def fill(sheets: Sheets, sheet: str, work: str, /, **cells: Any) -> None:
    """Write into the cells of a row, by the names of their columns."""
    row = row_of(sheets, sheet, work)
    for name, value in cells.items():
        row[sheets[sheet][0].index(name)] = value


def filled(folder: Path, sheet: str, work: str, /, **cells: Any) -> Path:
    """A worksheet with one row filled in."""
    return resaved(exported(folder), lambda sheets: fill(sheets, sheet, work, **cells))
