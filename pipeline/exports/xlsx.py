"""Excel workbook (xlsx), for people.

The columns of the CSV on one sheet: the header stays in sight and filters, years are numbers, DOIs are links, all else
is text, of which none becomes a formula or a date. The values of a list are parted by semicolons. `bibcorpus add` reads
it.

--labels asreview adds the column `included` (1, 0 or nothing), for ASReview; the others as for CSV.

A cell of Excel's has room for 32,767 characters: a longer abstract ends with '[longer than a cell can be]'. A sheet has
room for 1,048,575 works.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from ..errors import PipelineError
from ..formats._csv_cells import bare_cell, safe_cell
from ..workbook import MADE, fitting
from . import ExportedWork, Options
from ._cells import cell
from ._columns import Column, Value, columns_for

NAME = "xlsx"
TITLE = "Excel workbook (xlsx)"
SUFFIX = ".xlsx"
OPTIONS = ("abstracts", "labels")

SHEET = "bibliography"
MOST_ROWS = 1_048_575  # Excel's specifications; the header is one more
MOST_LINKS = 65_530  # the same; a formula that makes a link counts as none, but programs see the formula
LONGEST_IN_FORMULA = 255  # characters of a text in a formula: the same
WIDTH, WIDTHS = 16, {"title": 60, "authors": 40, "container": 40, "abstract": 60, "citekey": 22, "year": 8, "doi": 28}


def write(works: Iterable[ExportedWork], options: Options, out: Path) -> int:
    """Write it; how many works it has. The same works give the same bytes; rows are written as they come."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    with TemporaryDirectory(prefix="bibcorpus-") as folder:
        book = Workbook(str(out), {"constant_memory": True, "tmpdir": folder})
        book.set_properties({"created": MADE, "author": "bibcorpus"})
        try:
            return _Sheet(book, columns_for(options.labels)).write(works)
        finally:
            try:
                book.close()
            except FileCreateError as error:
                raise error.args[0] from error  # the system's own words: 'No space left on device'


def _as_text(text: str) -> str:
    """As it is: cells of text run nothing. But our reader takes an apostrophe before '=' away: there stand two then."""
    return text if bare_cell(text) == text else safe_cell(text)


class _Sheet:
    """The one sheet, row by row."""

    def __init__(self, book: Any, columns: Sequence[Column]) -> None:
        self.columns = columns
        self.sheet = book.add_worksheet(SHEET)
        self.text = book.add_format({"num_format": "@", "valign": "top"})  # what is typed there stays text, too
        self.number = book.add_format({"num_format": "0", "valign": "top"})
        self.link = book.add_format({"num_format": "@", "valign": "top", "font_color": "#0563C1", "underline": 1})
        self.header = book.add_format({"num_format": "@", "valign": "top", "bold": True, "bg_color": "#DDE6EE"})
        self.links = 0

    def write(self, works: Iterable[ExportedWork]) -> int:
        """Header and rows; how many works."""
        from xlsxwriter.utility import xl_range

        for place, column in enumerate(self.columns):
            form = self.number if column.type == "integer" else self.text
            self.sheet.set_column(place, place, WIDTHS.get(column.name, WIDTH), form)
            self.sheet.write_string(0, place, column.name, self.header)
        self.sheet.freeze_panes(1, 1)
        count = 0
        for count, work in enumerate(works, 1):
            if count > MOST_ROWS:
                raise PipelineError(
                    f"a sheet of Excel's has room for {MOST_ROWS:,} works", hint="select fewer, or export csv"
                )
            for place, column in enumerate(self.columns):
                self._write_cell(count, place, column.name, column.of(work))
        self.sheet.autofilter(0, 0, max(count, 1), len(self.columns) - 1)
        self.sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, count, len(self.columns) - 1)})
        return count

    def _write_cell(self, row: int, place: int, name: str, value: Value) -> None:
        if value is None or value in ("", []):
            return
        if isinstance(value, bool):
            self.sheet.write_boolean(row, place, value, self.text)
        elif isinstance(value, int):
            self.sheet.write_number(row, place, value, self.number)
        elif name == "doi":
            self._write_doi(row, place, fitting(cell(value)))
        else:
            self.sheet.write_string(row, place, fitting(_as_text(cell(value))), self.text)

    def _write_doi(self, row: int, place: int, doi: str) -> None:
        """A link: one of the sheet's own as long as it has room for them, then one that a formula makes."""
        address = "https://doi.org/" + quote(doi, safe="/:;()._-")
        formula = f'=HYPERLINK("{address}","{doi.replace(chr(34), 2 * chr(34))}")'
        if max(len(address), len(doi)) > LONGEST_IN_FORMULA:
            self.sheet.write_string(row, place, doi, self.text)
        elif self.links < MOST_LINKS:
            self.links += 1
            self.sheet.write_url(row, place, address, self.link, doi)
        else:
            self.sheet.write_formula(row, place, formula, self.link, doi)
