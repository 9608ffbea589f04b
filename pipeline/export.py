"""Exports: works -> BibTeX.

In: the finished corpus and a selection. Out: bytes, the same for the same corpus, in the order of keys.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from .clean import from_row
from .errors import CountsDontAddUp
from .formats._bibtex_writer import document, entry
from .parallel import Workers, batches
from .store import Store, selected, sql


def bibtex_bytes(
    store: Store,
    where: str | None,
    encoding: str = "utf-8",
    everything: bool = False,
    workers: Workers | None = None,
) -> bytes:
    """A .bib file of the selected works; see `store.selected` for what `where` and `everything` take."""
    chosen = selected(store, where, everything)
    rows = batches(store.records(sql("exported_work"), [chosen]))
    write = partial(_entries, encoding)
    texts = [text for part in (workers or Workers(1)).map(write, rows) for text in part]
    if len(texts) != len(chosen):
        raise CountsDontAddUp(f"export: {len(chosen)} works selected, {len(texts)} written")
    return "".join(document(texts)).encode()


def _entries(encoding: str, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return [entry(row["key"], from_row(row), encoding=encoding) for row in rows]
