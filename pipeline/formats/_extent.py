"""How many pages a book has, which stands where an article has the pages that it is on.

A book is on no pages of another: `pages` of a book, thesis, report or volume of proceedings may say how thick it is,
with its word, as references print it ('512 с.', '395 p.'). Readers leave the count in `extra`, under their format's own
name: the pages of a record are part of its id, and an id is for ever. So it takes its place when records are cleaned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..values.pages import page_count

WITH_EXTENT = ("book", "proceedings", "thesis", "report")
# tag in `extra`, and a tag that shows which format it is of, where another could have it for something else
_TAGS = (
    ("extent", None),  # reference lists: '512 с.'
    ("pagetotal", "entry_type"),  # BibLaTeX
    ("numpages", "entry_type"),  # BibTeX of some publishers
    ("SP", "TY"),  # RIS: of a book, its number of pages
)

Fields = Mapping[str, Sequence[str]]


def extent_in(fields: Fields, extra: Fields) -> tuple[str, str] | None:
    """The tag that says how thick a book is, and its text as `pages` has it; None where nothing says it.

    ({'type': ['book']}, {'entry_type': ['book'], 'pagetotal': ['688']}) -> ('pagetotal', '688 p.')
    """
    if next(iter(fields.get("type", ())), None) not in WITH_EXTENT or fields.get("pages"):
        return None
    for tag, beside in _TAGS:
        texts = extra.get(tag, ()) if beside is None or beside in extra else ()
        if len(texts) == 1 and (extent := extent_of(texts[0])):
            return tag, extent
    return None


def extent_of(text: str) -> str | None:
    """'688' -> '688 p.'; '944 с.' as it stands; None for what is no mere count: 'xii, 395', '12-15'."""
    text = text.strip()
    if text.isdecimal() and text.isascii() and int(text) > 0:
        return f"{int(text)} p."
    return text if page_count(text) else None
