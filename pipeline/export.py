"""Exports: works -> a file of one of the forms in exports/.

In: the finished corpus and the works that were chosen. Out: the texts of the file, the same for the same corpus, in the
order of keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, cast

from .clean import from_row
from .errors import CountsDontAddUp
from .exports import ExportedWork, FileForm, Options, as_text_form, form
from .ledger import in_its_place
from .parallel import Workers, batches
from .store import Store, sql


def export_pieces(
    store: Store,
    name: str,
    chosen: Sequence[str],
    options: Options,
    workers: Workers | None = None,
    written: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """The texts of a file of the form `name` with the works `chosen`; joined, they are the file.

    `written`: texts that are known already, by key. Raises CountsDontAddUp, at the end, where a work would be missing.
    """
    known = written or {}
    keys = _keys(store, chosen)
    missing = [work for key, work in keys if key not in known]
    write = partial(_texts, name, options)
    made = chain.from_iterable((workers or Workers(1)).map(write, batches(_rows(store, missing))))
    kind = as_text_form(form(name))
    assert kind is not None
    before, between, after = kind.frame(options)
    count = 0
    for key, _ in keys:
        text = known[key] if key in known else next(made, None)
        if text is None:
            break
        yield before + text
        before = between
        count += 1
    if count != len(chosen):
        raise CountsDontAddUp(f"export: {len(chosen)} works selected, {count} written")
    yield after if count else before + after


def export_file(store: Store, name: str, chosen: Sequence[str], options: Options, out: Path) -> int:
    """Write a form that is no text; how many works it has."""
    with in_its_place(out) as new:
        count = cast(FileForm, form(name)).write(exported_works(store, chosen, options), options, new)
        if count != len(chosen):
            raise CountsDontAddUp(f"export: {len(chosen)} works selected, {count} written")
    return count


def exported_works(store: Store, chosen: Sequence[str], options: Options) -> Iterator[ExportedWork]:
    """The works as the forms see them, in the order of their keys."""
    return map(partial(_work, options), _rows(store, chosen))


def entries_by_key(text: str) -> Iterator[tuple[str, str]]:
    """(key, entry) for each entry of a BibTeX file that `export_pieces` wrote."""
    starts = [found.start() for found in _ENTRY.finditer(text)]
    for start, end in zip(starts, [*starts, len(text)][1:], strict=True):
        found = _ENTRY.match(text, start)
        if found:
            yield found[1], text[start:end].rstrip("\n") + "\n"


_ENTRY = re.compile(r"^@[a-z]+\{([^,]+),$", re.M)


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


def _keys(store: Store, chosen: Sequence[str]) -> list[tuple[str, str]]:
    """(key, work id) of the works, in the order of their keys."""
    return store.rows(
        "select key, work_id from citekey where leads and work_id in (select unnest(?::varchar[])) "
        "order by lower(key), key",
        [chosen],
    )


def _rows(store: Store, chosen: Sequence[str]) -> Iterator[dict[str, Any]]:
    return store.records(sql("exported_work"), {"ids": list(chosen)}) if chosen else iter(())


def _texts(name: str, options: Options, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The texts of a batch of works; in another process, perhaps."""
    kind = as_text_form(form(name))
    assert kind is not None
    return [kind.text(_work(options, row), options) for row in rows]


_OWN = tuple(each.name for each in fields(ExportedWork) if each.name != "work")


def _work(options: Options, row: Mapping[str, Any]) -> ExportedWork:
    own: dict[str, Any] = {name: tuple(row[name]) if isinstance(row[name], list) else row[name] for name in _OWN}
    return ExportedWork(work=from_row(row if options.abstracts else {**row, "abstract": None}), **own)
