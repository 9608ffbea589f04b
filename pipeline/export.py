"""Exports: works -> BibTeX.

In: the finished corpus and a selection. Out: bytes, the same for the same corpus, in the order of keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from .clean import from_row
from .errors import CountsDontAddUp
from .formats._bibtex_writer import document, entry
from .model import Bibliographic
from .parallel import Workers, batches
from .store import Store, selected, sql


def bibtex_bytes(
    store: Store,
    where: str | None,
    encoding: str = "utf-8",
    everything: bool = False,
    workers: Workers | None = None,
    hide: Sequence[str] = (),
    tags: bool = False,
    written: Mapping[str, str] | None = None,
    abstracts: bool = True,
) -> bytes:
    """A .bib file of the selected works; see `store.selected` for what `where` and `everything` take.

    `hide`: kinds of relation ('version-of'); a work that is such of another one in the list is left out of it.
    `written`: entries that are known already, by key.
    `abstracts`: whether entries have them; a source's licence may forbid to publish them.
    `tags`: behind the author's keywords, each tag as 'topic:burnout', sorted; not what is only suggested.
    """
    chosen = shown(store, selected(store, where, everything), hide)
    entries = dict(written or {})
    keys = _keys(store, chosen)
    missing = [work for key, work in keys if key not in entries]
    rows = batches(store.records(sql("exported_work"), [missing]))
    write = partial(_entries, encoding, _tags(store, missing) if tags else {}, abstracts)
    entries.update(entry for part in (workers or Workers(1)).map(write, rows) for entry in part)
    texts = [entries[key] for key, _ in keys if key in entries]
    if len(texts) != len(chosen):
        raise CountsDontAddUp(f"export: {len(chosen)} works selected, {len(texts)} written")
    return "".join(document(texts)).encode()


def entries_by_key(text: str) -> Iterator[tuple[str, str]]:
    """(key, entry) for each entry of a file that `bibtex_bytes` wrote."""
    starts = [found.start() for found in _ENTRY.finditer(text)]
    for start, end in zip(starts, [*starts, len(text)][1:], strict=True):
        found = _ENTRY.match(text, start)
        if found:
            yield found[1], text[start:end].rstrip("\n") + "\n"


_ENTRY = re.compile(r"^@[a-z]+\{([^,]+),$", re.M)


def _keys(store: Store, chosen: Sequence[str]) -> list[tuple[str, str]]:
    """(key, work id) of the works, in the order of their keys."""
    return store.rows(
        "select key, work_id from citekey where leads and work_id in (select unnest(?::varchar[])) "
        "order by lower(key), key",
        [chosen],
    )


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


def _tags(store: Store, chosen: Sequence[str]) -> dict[str, list[str]]:
    """By work, sorted; 'unsure' only where a person has said so: else it says that nobody knows."""
    rows = store.rows(
        "select work_id, list(distinct facet || ':' || value order by facet || ':' || value) from tag "
        "where not suggested and (value <> 'unsure' or layer = 'person') "
        "and work_id in (select unnest(?::varchar[])) group by work_id",
        [chosen],
    )
    return dict(rows)


def _entries(
    encoding: str, tags: Mapping[str, Sequence[str]], abstracts: bool, rows: Sequence[Mapping[str, Any]]
) -> list[tuple[str, str]]:
    """(key, entry) for each."""
    works = ((row["key"], _shown_work(row, tags.get(row["work_id"], ()), abstracts)) for row in rows)
    return [(key, entry(key, work, encoding=encoding)) for key, work in works]


def _shown_work(row: Mapping[str, Any], tags: Sequence[str], abstracts: bool) -> Bibliographic:
    work = from_row(row if abstracts else {**row, "abstract": None})
    return replace(work, keywords=(*work.keywords, *tags)) if tags else work
