"""Numbers as people read them."""

from __future__ import annotations

import pytest

from pipeline.values.number import thousands


@pytest.mark.parametrize(("n", "text"), [(0, "0"), (999, "999"), (1000, "1 000"), (1234567, "1 234 567"), (-1, "-1")])
def test_thousands_are_parted_by_blanks(n: int, text: str):
    """Half of the readers would take a comma, the others a point, for a decimal mark."""
    assert thousands(n) == text
