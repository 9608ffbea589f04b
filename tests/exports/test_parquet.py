"""Parquet: what DuckDB and its kin are told of a work."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipeline.exports._columns import COLUMNS

from ..small_review import bibcorpus, write_review
from .tables import TITLES_TO_FEAR, WORKS, titled, written


def rows(path: Path) -> list[dict[str, object]]:
    with duckdb.connect() as memory:
        result = memory.execute("select * from read_parquet(?)", [str(path)])
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def test_every_column_has_the_type_that_it_has_in_the_corpus(tmp_path: Path):
    path = written("parquet", WORKS, tmp_path)
    with duckdb.connect() as memory:
        described = memory.execute("describe select * from read_parquet(?)", [str(path)]).fetchall()
    assert {name: kind.lower() for name, kind, *_ in described} == {column.name: column.type for column in COLUMNS}


def test_every_work_is_a_row_with_all_it_has(tmp_path: Path):
    """The rows stand in the order of the keys, as they came."""
    table = rows(written("parquet", WORKS, tmp_path))
    assert table == [{column.name: column.of(work) for column in COLUMNS} for work in WORKS]


def test_titles_stand_as_they_are(tmp_path: Path):
    assert [row["title"] for row in rows(written("parquet", titled(TITLES_TO_FEAR), tmp_path))] == list(TITLES_TO_FEAR)


def test_the_same_works_give_the_same_bytes(tmp_path: Path):
    """More works than a group of rows has: where one ends must not depend on chance."""
    many = titled(f"Title {number % 97} of a work" for number in range(12_000))
    first = written("parquet", many, tmp_path).read_bytes()
    assert written("parquet", many, tmp_path).read_bytes() == first
    assert len(rows(tmp_path / "table.parquet")) == 12_000


def test_no_works_are_a_table_without_rows(tmp_path: Path):
    assert rows(written("parquet", [], tmp_path)) == []


def test_a_file_whose_name_has_a_quote_mark_is_a_file(tmp_path: Path):
    folder = tmp_path / "O'Neill; drop"
    folder.mkdir()
    assert len(rows(written("parquet", WORKS, folder))) == 3


def test_the_command_demands_a_file(tmp_path: Path):
    """Bytes on a terminal help nobody."""
    review = write_review(tmp_path)
    assert bibcorpus(review, "run").code == 0
    told = bibcorpus(review, "export", "parquet")
    assert (told.code, told.out) == (2, "")
    assert "--out" in told.err
    told = bibcorpus(review, "export", "parquet", "--out", tmp_path / "works.parquet")
    assert (told.code, len(rows(tmp_path / "works.parquet"))) == (0, 3)
