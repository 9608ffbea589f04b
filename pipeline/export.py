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
    hide: Sequence[str] = (),
) -> bytes:
    """A .bib file of the selected works; see `store.selected` for what `where` and `everything` take.

    `hide`: kinds of relation ('version-of'); a work that is such of another one in the list is left out of it.
    """
    chosen = shown(store, selected(store, where, everything), hide)
    rows = batches(store.records(sql("exported_work"), [chosen]))
    write = partial(_entries, encoding)
    texts = [text for part in (workers or Workers(1)).map(write, rows) for text in part]
    if len(texts) != len(chosen):
        raise CountsDontAddUp(f"export: {len(chosen)} works selected, {len(texts)} written")
    return "".join(document(texts)).encode()


def shown(store: Store, chosen: Sequence[str], hide: Sequence[str]) -> list[str]:
    """The works without those that are a version, an abstract, an erratum … (`hide`) of another one of them."""
    hidden = {
        row[0]
        for row in store.rows(
            "select left_id from relation where list_contains(?::varchar[], kind) "
            "and list_contains(?::varchar[], left_id) and list_contains(?::varchar[], right_id)",
            [list(hide), list(chosen), list(chosen)],
        )
        if hide
    }
    return [work for work in chosen if work not in hidden]


def _entries(encoding: str, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return [entry(row["key"], from_row(row), encoding=encoding) for row in rows]
