"""Parquet, a table for DuckDB, pandas, polars, R's arrow.

The columns of the CSV, with their types: lists are lists, years are numbers, `retracted` is yes or no. One row a work.
`bibcorpus add` doesn't read it back: JSON Lines says the same.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..store import in_memory, write_rows
from . import ExportedWork, Options
from ._columns import COLUMNS

NAME = "parquet"
TITLE = "Parquet"
SUFFIX = ".parquet"
OPTIONS = ("abstracts",)

ROWS_A_GROUP = 10_240  # five vectors of DuckDB's: bounds memory; a smaller group packs worse
_TYPES = ", ".join(f"'{column.name}': '{column.type}'" for column in COLUMNS)
_LISTS = frozenset(column.name for column in COLUMNS if column.type.endswith("[]"))


def write(works: Iterable[ExportedWork], options: Options, out: Path) -> int:
    """Write it; how many works it has.

    The works go through a file of JSON, so that few are in memory; one thread, so that the same give the same bytes.
    """
    with TemporaryDirectory(prefix="bibcorpus-") as name, in_memory(Path(name)) as store:
        rows = Path(name) / "rows.ndjson"
        longest = write_rows(rows, _rows(works))
        store.run("set threads = 1")
        store.run(f"set temp_directory = '{_quoted(Path(name))}'")
        source = (
            f"read_json('{_quoted(rows)}', format='newline_delimited', columns={{{_TYPES}}}, hive_partitioning=false, "
            f"maximum_object_size={max(16 * 2**20, longest * 4 + 1024)})"
        )
        made = Path(name) / "table.parquet"
        store.run(
            f"copy (from {source}) to '{_quoted(made)}' "
            f"(format parquet, compression zstd, row_group_size {ROWS_A_GROUP})"
        )
        shutil.copyfile(made, out)  # whatever is wrong there, the system tells it in words that name the file
        return int(store.value(f"select count(*) from read_parquet('{_quoted(made)}')"))


def _rows(works: Iterable[ExportedWork]) -> Iterator[Mapping[str, Any]]:
    for work in works:
        yield {column.name: column.of(work) for column in COLUMNS}


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
