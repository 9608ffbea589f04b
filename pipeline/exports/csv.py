"""CSV, a table for spreadsheets, R, pandas and programs for screening.

One row a work, one column a field; docs/exports.md lists the columns. The values of a list are parted by semicolons.

--labels asreview adds the column `included` (1, 0 or nothing); --labels rayyan gives the columns the names that Rayyan
knows, and `notes` with its words; --labels covidence adds `Notes` (Covidence itself reads no tables: take RIS).

A cell that a spreadsheet would run as a formula has an apostrophe before it, which `bibcorpus add` takes away. Excel
makes dates of issues and pages such as 3-4 when it opens a CSV: for Excel take xlsx.

UTF-8 with a byte-order mark: without it Excel on Windows takes Cyrillic for nonsense. ASReview, pandas, R's readr,
DuckDB and Rayyan read it; in Python say encoding="utf-8-sig", in R's read.csv fileEncoding="UTF-8-BOM".
"""

from __future__ import annotations

from ..formats._csv_cells import safe_cell
from . import ExportedWork, Frame, Options
from ._cells import cell
from ._columns import columns_for

NAME = "csv"
TITLE = "CSV"
SUFFIX = ".csv"
OPTIONS = ("abstracts", "labels")

BOM = "\ufeff"


def text(work: ExportedWork, options: Options) -> str:
    """One row."""
    return _line([cell(column.of(work)) for column in columns_for(options.labels)])


def frame(options: Options) -> Frame:
    """The names of the columns stand first."""
    return BOM + _line([column.name for column in columns_for(options.labels)]), "", ""


def _line(cells: list[str]) -> str:
    return ",".join(map(_dressed, cells)) + "\n"


def _dressed(text: str) -> str:
    """The cell, within quote marks where it holds what would end it: RFC 4180."""
    if not text:
        return text
    safe = safe_cell(text)
    quoted = "," in safe or '"' in safe or "\n" in safe or "\r" in safe
    return '"' + safe.replace('"', '""') + '"' if quoted else safe
