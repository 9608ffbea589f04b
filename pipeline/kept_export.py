"""The export that `run` keeps up to date: corpus/exports/bibliography.bib.

In: the finished corpus, and the entries of the last export whose works are what they were. Out: the file, whole or
not at all, and its hash in the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .diff.corpora import Texts
from .errors import CountsDontAddUp
from .export import entries_by_key, export_pieces
from .exports import Options
from .exports.bibtex import frame
from .ledger import Ledger, write_whole
from .parallel import Workers
from .selection import Selection, choose
from .store import Store, reading
from .workspace import Workspace

_HEAD = re.compile(r"[a-z]+\{([^,\n]+),\n")


def bibtex_path(workspace: Workspace) -> Path:
    """The export that `run` keeps up to date."""
    return workspace.exports / "bibliography.bib"


def export_texts(workspace: Workspace) -> dict[str, str]:
    """The exports that a run keeps, by name, as they stand."""
    path = bibtex_path(workspace)
    return {path.name: path.read_bytes().decode(errors="replace")} if path.is_file() else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The last export: its entries by key, and the works that went by these keys then."""

    entries: Mapping[str, str]
    works: Mapping[str, str]


def last_written(workspace: Workspace) -> Written:
    """The caller knows that the file is ours, and made from the corpus as it stands with the settings of today."""
    with reading(workspace.database) as store:
        works = dict(store.rows("select key, work_id from citekey where leads"))
    return Written(entries=cut(bibtex_path(workspace).read_bytes().decode()), works=works)


def cut(text: str) -> dict[str, str]:
    """What `entries_by_key` finds in a file of ours, in a third of the time; with 70,000 entries that is seen.

    '@book{a1,\\n}\\n\\n@book{b2,\\n}\\n' -> {'a1': '@book{a1,\\n}\\n', 'b2': '@book{b2,\\n}\\n'}
    """
    before, *parts = f"\n{text}".split("\n@")
    heads = [_HEAD.match(part) for part in parts]
    if before or not all(heads):  # an '@' begins a line inside an entry
        return dict(entries_by_key(text))
    return {head[1]: "@" + part.rstrip("\n") + "\n" for head, part in zip(heads, parts, strict=True) if head}


def write_export(
    workspace: Workspace, ledger: Ledger, workers: Workers, written: Written | None, changed: Collection[str]
) -> Texts:
    """Write it. Out: its text; or, where the last one was `written` and only `changed` works are others now, its
    entries by key.
    """
    path, settings = bibtex_path(workspace), workspace.settings
    options = Options(encoding=settings.encoding, abstracts=settings.abstracts)
    with reading(workspace.database) as store:
        chosen = choose(store, Selection(hide=settings.hide)).works
        entries = _entries(store, chosen, options, workers, written, changed) if written else {}
        texts = framed(entries, options) if written else export_pieces(store, "bibtex", chosen, options, workers)
        write_whole(path, (text.encode() for text in texts))
    name = workspace.relative(path)
    ledger.outputs[name] = [ledger.sha256(path, name)]
    return {path.name: entries} if written else export_texts(workspace)


def framed(entries: Mapping[str, str], options: Options) -> Iterator[str]:
    """The texts of a file of these entries, as `export_pieces` frames them."""
    before, between, after = frame(options)
    yield before
    for number, entry in enumerate(entries.values()):
        yield between + entry if number else entry
    yield after


def _entries(
    store: Store,
    chosen: Collection[str],
    options: Options,
    workers: Workers,
    written: Written,
    changed: Collection[str],
) -> dict[str, str]:
    """The entries of the works `chosen` in the order of their keys: what was written of a work that is the same, and
    went by the same key, still holds.

    A work is retracted by what another one says: entries that say so, or should, are made anew.
    """
    retracted = {work for (work,) in store.rows("select work_id from bibliography where retracted")}
    wanted = set(chosen)
    keys = [
        (key, work)
        for key, work in store.rows("select key, work_id from citekey where leads order by lower(key), key")
        if work in wanted
    ]
    known = {
        key: entry
        for key, work in keys
        if (entry := written.entries.get(key)) and written.works.get(key) == work
        and work not in changed and work not in retracted and "Retracted" not in entry
    }  # fmt: skip
    missing = [work for key, work in keys if key not in known]
    made = cut("".join(export_pieces(store, "bibtex", missing, options, workers))) if missing else {}
    entries = {key: known[key] if key in known else made[key] for key, _ in keys if key in known or key in made}
    if len(entries) != len(chosen):
        raise CountsDontAddUp(f"export: {len(chosen)} works selected, {len(entries)} written")
    return entries
