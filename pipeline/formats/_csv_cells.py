"""Cells of a CSV file that a person will open in a spreadsheet.

A spreadsheet runs a cell as a formula that begins with one of = + - @, a tab or a carriage return. An apostrophe before
it makes it text. A spreadsheet that is set to German, Russian, Polish or French begins a new cell at each semicolon,
and heeds no quote marks there: so what follows a semicolon or a line break, and quote marks, is looked at too.

Source: OWASP, "CSV Injection".
"""

from __future__ import annotations

import re

_FORMULA = r"[=+\-@\t\r]"
_MAY_BEGIN = ("=", "+", "-", "@", "\t", "\r", "'", '"')  # a quick look, before a pattern is tried
_BEGINS = re.compile(rf"""["']*(?={_FORMULA})""")
_BEGINS_WITHIN = re.compile(rf"""[;\n\r]["']*(?={_FORMULA})""")
_MADE_SAFE = re.compile(rf"""((?:\A|[;\n\r])["']*)'(?={_FORMULA})""")


def safe_cell(text: str) -> str:
    """`text` as a spreadsheet shows it: what it would run as a formula gets an apostrophe before it.

    '=1+1' -> "'=1+1"; 'a;@b' -> "a;'@b"; '12-15' stays.
    """
    if text.startswith(_MAY_BEGIN) and (begins := _BEGINS.match(text)):
        text = f"{begins[0]}'{text[begins.end() :]}"
    return _BEGINS_WITHIN.sub(r"\g<0>'", text) if ";" in text or "\n" in text or "\r" in text else text


def bare_cell(text: str) -> str:
    """The other way round: bare_cell(safe_cell(text)) == text."""
    return _MADE_SAFE.sub(r"\1", text) if "'" in text else text
