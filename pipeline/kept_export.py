"""The export that `run` keeps up to date: corpus/exports/bibliography.bib.

In: the finished corpus, and the entries of the last export whose works are what they were. Out: the file, whole or
not at all, and its hash in the ledger.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from .export import entries_by_key, export_pieces
from .exports import Options
from .ledger import Ledger, write_whole
from .parallel import Workers
from .selection import Selection, choose
from .store import reading
from .workspace import Workspace


def bibtex_path(workspace: Workspace) -> Path:
    """The export that `run` keeps up to date."""
    return workspace.exports / "bibliography.bib"


def export_texts(workspace: Workspace) -> dict[str, str]:
    """The exports that a run keeps, by name, as they stand."""
    path = bibtex_path(workspace)
    return {path.name: path.read_bytes().decode(errors="replace")} if path.is_file() else {}


def entries_written(workspace: Workspace) -> dict[str, str]:
    """Key -> entry of the last export. The caller knows that it is ours, and made with the settings of today."""
    return dict(entries_by_key(bibtex_path(workspace).read_bytes().decode()))


def as_they_were(workspace: Workspace, written: Mapping[str, str], changed: Collection[str]) -> dict[str, str]:
    """Those entries whose works are what they were. A key belongs to a record, so what it leads to now tells.

    A work is retracted by what another one says: entries that say so, or should, are made anew.
    """
    if not written:
        return {}
    with reading(workspace.database) as store:
        keys = store.rows("select key, work_id from citekey where leads")
        retracted = {work for (work,) in store.rows("select work_id from bibliography where retracted")}
    return {
        key: written[key]
        for key, work in keys
        if key in written and work not in changed and work not in retracted and "Retracted" not in written[key]
    }


def write_export(workspace: Workspace, ledger: Ledger, workers: Workers, written: Mapping[str, str]) -> None:
    """Write it; `written` has the entries of works that are as they were, by key."""
    path, settings = bibtex_path(workspace), workspace.settings
    options = Options(encoding=settings.encoding, abstracts=settings.abstracts)
    with reading(workspace.database) as store:
        chosen = choose(store, Selection(hide=settings.hide)).works
        texts = export_pieces(store, "bibtex", chosen, options, workers, written)
        write_whole(path, (text.encode() for text in texts))
    name = workspace.relative(path)
    ledger.outputs[name] = [ledger.sha256(path, name)]
