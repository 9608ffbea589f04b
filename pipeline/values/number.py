"""Numbers as people read them."""

from __future__ import annotations


def thousands(n: int) -> str:
    """12345 -> '12 345': a comma or a point would be a decimal mark to half of the readers."""
    return f"{n:,}".replace(",", " ")
