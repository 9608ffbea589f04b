"""Exports: works -> BibTeX.

In: the finished corpus and a selection. Out: bytes, the same for the same corpus, in the order of keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .clean import from_row
from .formats._bibtex_writer import document, entry
from .ledger import write_whole
from .store import Store, selected, sql


def bibtex_bytes(store: Store, where: str | None, encoding: str = "utf-8", everything: bool = False) -> bytes:
    """A .bib file of the selected works; see `store.selected` for what `where` and `everything` take."""
    return "".join(bibtex_lines(store, where, encoding, everything)).encode()


def bibtex_lines(store: Store, where: str | None, encoding: str, everything: bool) -> Iterator[str]:
    """The same, entry by entry."""
    chosen = selected(store, where, everything)
    rows = store.records(sql("exported_work"), [chosen])
    return document(entry(row["key"], from_row(row), encoding=encoding) for row in rows)


def count_selected(store: Store, where: str | None, everything: bool) -> int:
    """How many works a selection has."""
    return len(selected(store, where, everything))


def write_export(path: Path, data: bytes) -> None:
    """Put an export in its place, whole or not at all."""
    write_whole(path, data)
