"""Exports: works -> a file of one of the forms in exports/.

In: the finished corpus and the works that were chosen. Out: the texts of the file, the same for the same corpus, in the
order of keys.

Only a few thousand works are held at a time: what the corpus has of them goes as JSON, as DuckDB writes it, to the
processes that make texts of it (as Python's objects it takes three times the time). Sorting is done on keys alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import cast

from .clean import from_fields
from .errors import CountsDontAddUp
from .exports import ExportedWork, FileForm, Frame, Options, as_text_form, form
from .ledger import in_its_place
from .parallel import Workers, batches
from .store import Store, sql

DEEPEST = 4  # a chapter of a volume of a set …: no deeper, so that works that hold each other end it
READ_AT_ONCE = 10_000  # works read from the corpus at a time: fewer take longer, more take more memory
AT_ONCE = 500  # works that a process makes texts of at a time: fewer than records elsewhere, for less memory
FEW = 4  # batches that take no longer than starting other processes does
AHEAD = 5  # batches a worker that are read already: it has work while this process reads on


def export_pieces(
    store: Store,
    name: str,
    chosen: Sequence[str],
    options: Options,
    workers: Workers | None = None,
    cited_as: Mapping[str, str] | None = None,
    batch: int = AT_ONCE,
) -> Iterator[str]:
    """The texts of a file of the form `name` with the works `chosen`; joined, they are the file.

    `cited_as`: keys to write in the place of those that lead; the order stays theirs. Raises CountsDontAddUp, at the
    end, where a work would be missing.
    """
    _worth_it(workers, len(chosen), batch).start()  # meanwhile it is planned
    plan = planned(store, chosen, options)
    before, between, after = framed(name, options)
    count = 0
    for text in texts(store, name, [work for _, work in plan.keys], plan, options, workers, cited_as, batch):
        yield before + text
        before = between
        count += 1
    if count != len(chosen):
        raise CountsDontAddUp(f"export: {len(chosen)} works selected, {count} written")
    yield after if count else before + after


def texts(
    store: Store,
    name: str,
    works: Iterable[str],
    plan: Plan,
    options: Options,
    workers: Workers | None = None,
    cited_as: Mapping[str, str] | None = None,
    batch: int = AT_ONCE,
) -> Generator[str, None, None]:
    """The text of each of these works, in this order; those that the corpus doesn't have are left out."""
    works = list(works)
    write = partial(_texts, name, options, cited_as or {}, _columns(store))
    rows = batches(_rows(store, works, plan, _beside(name, options)), batch)
    with _by_one_thread(store):
        yield from chain.from_iterable(_worth_it(workers, len(works), batch).map(write, rows, AHEAD))


def _worth_it(workers: Workers | None, works: int, batch: int) -> Workers:
    """Other processes, where there is more to do for them than starting them takes."""
    return workers if workers and works > FEW * batch else Workers(1)


@contextmanager
def _by_one_thread(store: Store) -> Iterator[None]:
    """Meanwhile DuckDB reads by one thread: the other cores make texts, and each of its threads takes memory."""
    if store.value("select current_setting('lock_configuration')"):  # after a person's condition
        yield
        return
    store.run("set threads = 1")
    try:
        yield
    finally:
        store.run("reset threads")


def framed(name: str, options: Options) -> Frame:
    """What stands before the first text of a form, between two, and after the last."""
    kind = as_text_form(form(name))
    assert kind is not None
    return kind.frame(options)


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
    plan = planned(store, chosen, options)
    rows = _rows(store, [work for _, work in plan.keys], plan)
    return map(partial(_work, options, cited_as or {}, _columns(store)), rows)


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
class Plan:
    """What must be known of all works before the first is written.

    `keys`: (key, work id) in the order of the file. `part_of`: the key of the book that holds a work, where both are
    exported. `retracted`: ids of works.
    """

    keys: Sequence[tuple[str, str]]
    part_of: Mapping[str, str]
    retracted: frozenset[str]


def planned(store: Store, chosen: Sequence[str], options: Options) -> Plan:
    """What an export of the works `chosen` needs to know of all of them."""
    keys = _keys(store, chosen)
    held = _held(store, keys)
    retracted = store.rows(sql("retracted_work")) if keys else []
    return Plan(
        keys=_holders_last(keys, held) if options.crossref else keys,
        part_of=held,
        retracted=frozenset(work for (work,) in retracted),
    )


def _keys(store: Store, chosen: Sequence[str]) -> list[tuple[str, str]]:
    """(key, work id) of the works, in the order of their keys."""
    there = {work: work for work in chosen}  # the text of an id is kept once
    rows = store.records("select key, work_id from citekey where leads order by lower(key), key")
    return [(row["key"], there[row["work_id"]]) for row in rows if row["work_id"] in there]


def _held(store: Store, keys: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Work -> the key of the book that holds it; of several, the first."""
    rows = store.rows("select left_id, right_id from relation where kind = 'part-of'")
    related = {work for row in rows for work in row}
    key_of = {work: key for key, work in keys if work in related}
    held: dict[str, str] = {}
    for part, whole in rows:
        if part in key_of and whole in key_of:
            held[part] = min(held.get(part, key_of[whole]), key_of[whole])
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


Row = tuple[str, str | None, bool]  # [fields, what there is beside them] as JSON; part_of; retracted


def _columns(store: Store) -> tuple[str, ...]:
    """The names of what exported_fields.sql gives of a work."""
    names = (name for name, *_ in store.rows("describe work"))
    return tuple(name for name in names if name not in ("work_id", "records", "first_seen", "last_seen"))


def _beside(name: str, options: Options) -> str:
    """The query for what stands beside the fields; the whole of it takes as long as the fields do."""
    return "exported_keys" if getattr(form(name), "KEYS_ONLY", False) and not options.tags else "exported_beside"


def _rows(store: Store, works: Iterable[str], plan: Plan, beside: str = "exported_beside") -> Iterator[Row]:
    """The works in this order; those that the corpus doesn't have are left out, for the caller to count."""
    for ids in batches(works, READ_AT_ONCE):
        yield from _some_rows(store, ids, plan, beside)


def _some_rows(store: Store, ids: Sequence[str], plan: Plan, query: str) -> Iterator[Row]:
    both = (
        "select work_id, '[' || fields.text || ',' || beside.text || ']' "
        f"from ({sql('exported_fields')}) as fields join ({sql(query)}) as beside using (work_id)"
    )
    # taken over by the hundred: DuckDB needs not have all of them in memory as well
    text_of = dict(store.tuples(both, {"ids": ids}, size=500))
    for work in ids:
        if work in text_of:
            yield text_of.pop(work), plan.part_of.get(work), work in plan.retracted


# ------------------------------------------------------------------------------------------ to a form


def _texts(
    name: str, options: Options, cited_as: Mapping[str, str], columns: Sequence[str], rows: Sequence[Row]
) -> list[str]:
    """The texts of a batch of works; in another process, perhaps."""
    kind = as_text_form(form(name))
    assert kind is not None
    return [kind.text(_work(options, cited_as, columns, row), options) for row in rows]


def _work(options: Options, cited_as: Mapping[str, str], columns: Sequence[str], row: Row) -> ExportedWork:
    text, part_of, retracted = row
    values, (work_id, leads, aliases, tags, status, status_reason, sources) = json.loads(text)
    fields = dict(zip(columns, values, strict=True))
    if not options.abstracts:
        fields["abstract"] = None
    key = cited_as.get(leads, leads)
    if cited_as:
        aliases = sorted({leads, *aliases} - {key})
        part_of = cited_as.get(part_of, part_of) if part_of else None
    return ExportedWork(
        key=key,
        work_id=work_id,
        work=from_fields(fields),
        aliases=tuple(aliases),
        tags=tuple(tags),
        status=status,
        status_reason=status_reason,
        retracted=retracted,
        sources=tuple(sources),
        part_of=part_of,
    )
