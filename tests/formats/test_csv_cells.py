"""Cells that a spreadsheet would run."""

from __future__ import annotations

import pytest

from pipeline.formats._csv_cells import safe_cell


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_a_cell_that_a_spreadsheet_would_run_is_text(text: str):
    """A title from a stranger's list must not become a formula on the reader's machine."""
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "12-15", "The = sign", "'quoted'", "— Author", "1+1"])
def test_other_cells_stay(text: str):
    assert safe_cell(text) == text
