"""Workbooks: sheets with cells to fill in, written as xlsx and read back from whatever a spreadsheet program saved.

Out: the same bytes for the same sheets. Every cell is text: nothing becomes a formula, a number or a date. The first
column is hidden and holds the id of its row, which travels with the row when people sort, cut or copy it; columns are
known by their names and may be moved. In: xlsx, xls or ods; a line of the header is where MARK stands.

The longest cell is 32,767 UTF-16 units, and a drop-down of its own 255 characters (Excel's specifications); longer
drop-downs stand in a hidden sheet.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from .errors import InputError, NoFile, UnknownFormat, named
from .ledger import write_whole

MARK = "bibcorpus: leave this column as it is"
LONGEST_CELL = 32_767
LONGEST_DROP_DOWN = 255
CUT = " … [longer than a cell can be]"
MADE = datetime(2000, 1, 1)  # the date that the file says it was made: the same corpus gives the same bytes
LISTS = "lists"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`choices` make a drop-down; where `several`, other texts may be typed too. `fill`: people write here."""

    name: str
    width: int = 16
    fill: bool = False
    choices: tuple[str, ...] = ()
    several: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The id of a row, its cells in the order of the columns, and which of them stand out."""

    id: str
    cells: Sequence[str]
    marked: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table; without columns, `rows` are lines of text, a marked one being a heading."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """A row of a saved workbook: cells by the name of their column. `dates`: columns whose cell is a date now."""

    sheet: str
    number: int
    id: str
    cells: Mapping[str, str]
    dates: frozenset[str] = field(default_factory=frozenset)

    @property
    def place(self) -> str:
        """'tags row 12', as the spreadsheet program shows it."""
        return f"{self.sheet} row {self.number}"


def fitting(text: str) -> str:
    """`text`, cut where it is longer than a cell can be; white space as cells keep it."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(plain) * 2 <= LONGEST_CELL or _units(plain) <= LONGEST_CELL:
        return plain
    kept = plain.encode("utf-16-le")[: 2 * (LONGEST_CELL - len(CUT))]
    return kept.decode("utf-16-le", errors="ignore") + CUT


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", errors="replace")) // 2


# ------------------------------------------------------------------------------------------ writing


def write_workbook(path: Path, sheets: Iterable[Sheet]) -> dict[str, int]:
    """Write the sheets, whole or not at all; how many rows each table has. Rows are taken one at a time.

    Only the packed workbook is in memory: a library that meets a full disk itself speaks of it in its own words.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    packed = io.BytesIO()
    book = xlsxwriter.Workbook(
        packed,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False},
    )
    book.set_properties({"created": MADE, "author": "bibcorpus"})
    forms = _Forms(book)
    counts = {}
    lists: list[tuple[str, ...]] = []
    with named(path):
        for sheet in sheets:
            counts[sheet.name] = _write_sheet(book.add_worksheet(sheet.name), sheet, forms, lists)
        _write_lists(book, lists)
        try:
            book.close()
        except FileCreateError as error:
            # the system's own words, 'No space left on device'; the error itself, raised from what holds it, would keep
            # the half-written archive until it is closed after its memory
            raise OSError(*error.args[0].args) from error
    write_whole(path, packed.getvalue())
    return counts


class _Forms:
    """The looks of cells: `text` keeps what is typed as text, `quoted` a leading '=' too."""

    def __init__(self, book: Any) -> None:
        text = {"num_format": "@", "valign": "top", "text_wrap": True, "quote_prefix": True}
        self.given = book.add_format(text)
        self.differs = book.add_format({**text, "bold": True, "bg_color": "#FCE4D6"})
        self.fill = book.add_format({**text, "bg_color": "#FFF9DB", "border": 1, "border_color": "#D9D9D9"})
        self.header = book.add_format({**text, "bold": True, "bg_color": "#DDE6EE"})
        self.heading = book.add_format({"bold": True, "font_size": 13, "text_wrap": True})
        self.line = book.add_format({"text_wrap": True, "valign": "top"})

    def of(self, column: Column, marked: bool) -> Any:
        return self.differs if marked else self.fill if column.fill else self.given


def _write_sheet(out: Any, sheet: Sheet, forms: _Forms, lists: list[tuple[str, ...]]) -> int:
    if not sheet.columns:
        return _write_lines(out, sheet, forms)
    out.set_column(0, 0, None, forms.given, {"hidden": True})
    for place, column in enumerate(sheet.columns, 1):
        out.set_column(place, place, column.width, forms.of(column, marked=False))
    for place, name in enumerate((MARK, *(column.name for column in sheet.columns))):
        out.write_string(0, place, name, forms.header)
    out.freeze_panes(1, 2)
    count = 0
    for count, row in enumerate(sheet.rows, 1):
        out.set_row(count, 45)
        out.write_string(count, 0, row.id, forms.given)
        for place, (column, text) in enumerate(zip(sheet.columns, row.cells, strict=True), 1):
            form = forms.of(column, marked=place - 1 in row.marked)
            if text:
                out.write_string(count, place, fitting(text), form)
            else:
                out.write_blank(count, place, None, form)
    out.ignore_errors({"number_stored_as_text": f"A1:{_letters(len(sheet.columns) + 1)}${count + 1}"})
    out.autofilter(0, 0, max(count, 1), len(sheet.columns))
    for place, column in enumerate(sheet.columns, 1):
        if column.choices and count:
            out.data_validation(1, place, count, place, _drop_down(column, lists))
    return count


def _write_lines(out: Any, sheet: Sheet, forms: _Forms) -> int:
    out.set_column(0, 0, 100, forms.line)
    count = 0
    for count, row in enumerate(sheet.rows, 1):
        out.write_string(count - 1, 0, row.cells[0], forms.heading if row.marked else forms.line)
    return count


def _drop_down(column: Column, lists: list[tuple[str, ...]]) -> dict[str, Any]:
    source: list[str] | str = list(column.choices)
    if _units(",".join(column.choices)) > LONGEST_DROP_DOWN or any("," in choice for choice in column.choices):
        if column.choices not in lists:
            lists.append(column.choices)
        source = f"={LISTS}!$A${(n := lists.index(column.choices) + 1)}:{_letters(len(column.choices))}${n}"
    advice = "Choose from the list." + (" Several: part them by ';'." if column.several else "")
    return {
        "validate": "list", "source": source, "error_type": "information" if column.several else "stop",
        "error_title": "Not in the list", "error_message": advice, "ignore_blank": True,
    }  # fmt: skip


def _letters(columns: int) -> str:
    """'$B' for 2."""
    from xlsxwriter.utility import xl_col_to_name

    return f"${xl_col_to_name(columns - 1)}"


def _write_lists(book: Any, lists: Sequence[Sequence[str]]) -> None:
    if not lists:
        return
    out = book.add_worksheet(LISTS)
    for place, choices in enumerate(lists):
        for column, choice in enumerate(choices):
            out.write_string(place, column, choice)
    out.hide()


# ------------------------------------------------------------------------------------------ reading


def read_workbook(path: Path) -> Iterator[ReadRow]:
    """The rows below the header of each table that we know as one, whatever its sheet is called by now.

    A row that somebody added has the id ''. InputError where there is no such table, or no workbook.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    known = False
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            for name in book.sheet_names:
                rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                start = next((place for place, row in enumerate(rows) if MARK in row), None)
                if start is not None:
                    known = True
                    yield from _rows_below(name, start, rows)
    except FileNotFoundError as error:
        raise NoFile(f"{path}: there is no such file", hint="check its name") from error
    except CalamineError as error:
        raise UnknownFormat(
            f"{path}: can't be read as a workbook ({error})", hint="save it as xlsx or ods, without a password"
        ) from error
    if not known:
        raise InputError(
            f"{path}: no worksheet of ours: the hidden first column is gone from every sheet",
            hint="fill in a file that `bibcorpus export worksheet` wrote, and save it as xlsx or ods",
        )


def _rows_below(name: str, start: int, rows: Sequence[Sequence[Any]]) -> Iterator[ReadRow]:
    header = [cell_text(cell).strip() for cell in rows[start]]
    id_at = header.index(MARK)
    for number, row in enumerate(rows[start + 1 :], start + 2):
        if not any(cell_text(cell).strip() for cell in row):
            continue
        named = [(title, cell) for title, cell in zip(header, row, strict=False) if title and title != MARK]
        yield ReadRow(
            sheet=name,
            number=number,
            id=cell_text(row[id_at]).strip(),
            cells={title: cell_text(cell) for title, cell in reversed(named)},  # of two columns of one name the first
            dates=frozenset(title for title, cell in named if isinstance(cell, date | time | timedelta)),
        )


def cell_text(cell: object) -> str:
    """A cell as text: 2014.0 -> '2014'; a date at midnight -> '2014-11-03'; trailing blanks and '\\r' are gone."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    lines = str(cell).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")
