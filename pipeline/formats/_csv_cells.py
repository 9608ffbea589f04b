"""Cells of a CSV file that a person will open in a spreadsheet."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """`text` as a spreadsheet shows it: a cell that it would run as a formula gets a leading apostrophe.

    '=1+1' -> "'=1+1"; '12-15' stays. Source: OWASP, "CSV Injection".
    """
    return f"'{text}" if text.startswith(_FORMULA) else text
