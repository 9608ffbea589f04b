"""Exports: works -> a file of one of the forms in exports/.

In: the finished corpus and the works that were chosen. Out: the texts of the file, the same for the same corpus, in the
order of keys.

Only a few thousand works are held at a time: what the corpus has of them goes as JSON, as DuckDB writes it, to the
processes that make texts of it (as Python's objects it takes three times the time). Sorting is done on keys alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import cast

from .clean import from_row
from .errors import CountsDontAddUp
from .exports import ExportedWork, FileForm, Options, as_text_form, form
from .ledger import in_its_place
from .parallel import BATCH, Workers, batches
from .store import Store, sql

DEEPEST = 4  # a chapter of a volume of a set …: no deeper, so that works that hold each other end it
READ_AT_ONCE = 8_000  # works read from the corpus at a time: fewer take longer, more take more memory


def export_pieces(
    store: Store,
    name: str,
    chosen: Sequence[str],
    options: Options,
    workers: Workers | None = None,
    written: Mapping[str, str] | None = None,
    cited_as: Mapping[str, str] | None = None,
    batch: int = BATCH,
) -> Iterator[str]:
    """The texts of a file of the form `name` with the works `chosen`; joined, they are the file.

    `written`: texts that are known already, by key. `cited_as`: keys to write in the place of those that lead; the
    order stays theirs. Raises CountsDontAddUp, at the end, where a work would be missing.
    """
    known = written or {}
    plan = _planned(store, chosen, options)
    missing = [work for key, work in plan.keys if key not in known]
    write = partial(_texts, name, options, cited_as or {})
    made = chain.from_iterable((workers or Workers(1)).map(write, batches(_rows(store, missing, plan), batch)))
    kind = as_text_form(form(name))
    assert kind is not None
    before, between, after = kind.frame(options)
    count = 0
    for key, _ in plan.keys:
        text = known[key] if key in known else next(made, None)
        if text is None:
            break
        yield before + text
        before = between
        count += 1
    if count != len(chosen):
        raise CountsDontAddUp(f"export: {len(chosen)} works selected, {count} written")
    yield after if count else before + after


def export_file(
    store: Store,
    name: str,
    chosen: Sequence[str],
    options: Options,
    out: Path,
    cited_as: Mapping[str, str] | None = None,
) -> int:
    """Write a form that is no text; how many works it has."""
    with in_its_place(out) as new:
        count = cast(FileForm, form(name)).write(exported_works(store, chosen, options, cited_as), options, new)
        if count != len(chosen):
            raise CountsDontAddUp(f"export: {len(chosen)} works selected, {count} written")
    return count


def exported_works(
    store: Store, chosen: Sequence[str], options: Options, cited_as: Mapping[str, str] | None = None
) -> Iterator[ExportedWork]:
    """The works as the forms see them, in the order of their keys."""
    plan = _planned(store, chosen, options)
    rows = _rows(store, [work for _, work in plan.keys], plan)
    return map(partial(_work, options, cited_as or {}), rows)


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
    there = set(chosen)
    related = store.rows(
        "select left_id, right_id from relation where list_contains(?::varchar[], kind)", [list(hide)]
    )  # fmt: skip
    hidden = {left for left, right in related if left in there and right in there}
    return [work for work in chosen if work not in hidden]


# ------------------------------------------------------------------------------------------ from the corpus


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What must be known of all works before the first is written.

    `keys`: (key, work id) in the order of the file. `part_of`: the key of the book that holds a work, where both are
    exported. `retracted`: ids of works.
    """

    keys: Sequence[tuple[str, str]]
    part_of: Mapping[str, str]
    retracted: frozenset[str]


def _planned(store: Store, chosen: Sequence[str], options: Options) -> _Plan:
    keys = _keys(store, chosen)
    held = _held(store, {work: key for key, work in keys})
    retracted = store.rows("select work_id from bibliography where retracted") if keys else []
    return _Plan(
        keys=_holders_last(keys, held) if options.crossref else keys,
        part_of=held,
        retracted=frozenset(work for (work,) in retracted),
    )


def _keys(store: Store, chosen: Sequence[str]) -> list[tuple[str, str]]:
    """(key, work id) of the works, in the order of their keys."""
    there = {work: work for work in chosen}  # the text of an id is kept once
    rows = store.rows("select key, work_id from citekey where leads order by lower(key), key")
    return [(key, there[work]) for key, work in rows if work in there]


def _held(store: Store, keys: Mapping[str, str]) -> dict[str, str]:
    """Work -> the key of the book that holds it; of several, the first."""
    rows = store.rows("select left_id, right_id from relation where kind = 'part-of'")
    held: dict[str, str] = {}
    for part, whole in rows:
        if part in keys and whole in keys:
            held[part] = min(held.get(part, keys[whole]), keys[whole])
    return held


def _holders_last(keys: Sequence[tuple[str, str]], held: Mapping[str, str]) -> list[tuple[str, str]]:
    """Books behind what refers to them, else in the same order: BibTeX finds only what still comes.

    Source: "BibTeXing", 'crossref': the entry that is referred to must stand later in the file.
    """
    parts = [(key, held[work]) for key, work in keys if work in held]
    height: dict[str, int] = {}
    for _ in range(DEEPEST):
        height |= {book: max(height.get(book, 0), height.get(part, 0) + 1) for part, book in parts}
    return sorted(keys, key=lambda one: height.get(one[0], 0))


_OF_THESE = "where work_id in (select unnest($ids::varchar[]))"
Row = tuple[str, str, str | None, bool]  # fields, and what there is beside them, as JSON; part_of; retracted


def _rows(store: Store, works: Iterable[str], plan: _Plan) -> Iterator[Row]:
    """The works in this order; those that the corpus doesn't have are left out, for the caller to count."""
    for ids in batches(works, READ_AT_ONCE):
        yield from _some_rows(store, ids, plan)


def _some_rows(store: Store, ids: Sequence[str], plan: _Plan) -> Iterator[Row]:
    fields = _texts_of(store, f"select work_id, to_json(work) as text from work {_OF_THESE}", ids)
    beside = _texts_of(
        store, f"select work_id, to_json(beside) as text from ({sql('exported_beside')}) as beside", ids
    )  # fmt: skip
    for work in ids:
        if work in fields and work in beside:
            yield fields.pop(work), beside.pop(work), plan.part_of.get(work), work in plan.retracted


def _texts_of(store: Store, statement: str, ids: Sequence[str]) -> dict[str, str]:
    """work id -> text, taken over by the hundred: DuckDB needs not have all of them in memory as well."""
    return {row["work_id"]: row["text"] for row in store.records(statement, {"ids": ids}, size=500)}


# ------------------------------------------------------------------------------------------ to a form


def _texts(name: str, options: Options, cited_as: Mapping[str, str], rows: Sequence[Row]) -> list[str]:
    """The texts of a batch of works; in another process, perhaps."""
    kind = as_text_form(form(name))
    assert kind is not None
    return [kind.text(_work(options, cited_as, row), options) for row in rows]


def _work(options: Options, cited_as: Mapping[str, str], row: Row) -> ExportedWork:
    found, beside = json.loads(row[0]), json.loads(row[1])
    aliases, part_of, key = beside["aliases"], row[2], beside["key"]
    if cited_as:
        key = cited_as.get(key, key)
        aliases = sorted({beside["key"], *aliases} - {key})
        part_of = cited_as.get(part_of, part_of) if part_of else None
    return ExportedWork(
        key=key,
        work_id=beside["work_id"],
        work=from_row(found if options.abstracts else {**found, "abstract": None}),
        aliases=tuple(aliases),
        tags=tuple(beside["tags"]),
        status=beside["status"],
        status_reason=beside["status_reason"],
        retracted=row[3],
        sources=tuple(beside["sources"]),
        part_of=part_of,
    )
