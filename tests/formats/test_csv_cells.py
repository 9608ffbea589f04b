"""Cells that a spreadsheet would run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats._csv_cells import bare_cell, safe_cell


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-1", "@SUM(A1)", "\tx", "\rx", "-omics in general practice"])
def test_a_cell_that_a_spreadsheet_would_run_is_text(text: str):
    """A title from a stranger's list must not become a formula on the reader's machine."""
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "12-15", "The = sign", "'quoted'", "— Author", "1+1", "aims; - methods", "a;b"])
def test_other_cells_stay(text: str):
    assert safe_cell(text) == text


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("Groups;=1+1;more", "Groups;'=1+1;more"),
        ('Groups;"=1+1', "Groups;\"'=1+1"),
        ("Groups\n@A1", "Groups\n'@A1"),
        ("'=1+1", "''=1+1"),
    ],
)
def test_what_a_german_excel_takes_for_a_cell_of_its_own_is_text_too(text: str, safe: str):
    """Where the comma is for decimals a CSV is parted at semicolons, in the middle of a title."""
    assert safe_cell(text) == safe


@given(st.text(alphabet="=+-@;'\" a\t\r\n", max_size=12))
def test_every_text_comes_back_from_its_safe_form(text: str):
    assert bare_cell(safe_cell(text)) == text
