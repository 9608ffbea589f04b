"""How many pages a book has, which stands where an article has the pages that it is on.

A book is on no pages of another: `pages` of a book, thesis, report or volume of proceedings may say how thick it is,
with its word, as references print it ('512 с.', '395 p.'). The formats have a bare number in a field of its own
(biblatex's `pagetotal`), or in one whose meaning goes by the type (SP of a RIS book).
"""

from __future__ import annotations

from ..values.pages import page_count

WITH_EXTENT = ("book", "proceedings", "thesis", "report")


def extent_of(text: str) -> str | None:
    """'688' -> '688 p.'; '944 с.' as it stands; None for what is no mere count: 'xii, 395', '12-15'."""
    text = text.strip()
    if text.isdecimal() and text.isascii() and int(text) > 0:
        return f"{int(text)} p."
    return text if page_count(text) else None
