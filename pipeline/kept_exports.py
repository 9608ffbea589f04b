"""The exports that `run` keeps up to date: corpus/exports/bibliography.bib, and NAME.* of every list in queries/lists.

In: the finished corpus, and the lists. Out: their files, each whole or not at all, what became of their works, and what
people should know of them. A list that can't be used stops nothing: it is told, and its files stay as they were. A file
whose list is gone is told, and never deleted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import exports
from .diff.update import ExportChange
from .errors import PipelineError
from .export import export_file
from .exports import Options, as_text_form
from .kept_file import KeptFile, Since, note_path, write_file, write_texts
from .ledger import Ledger, digest_of, file_sha256, write_whole
from .manuscripts import read_manuscript
from .named_lists import KEPT, LIST, ListedExport, NamedList, load_lists, style_problems, told
from .parallel import Workers
from .selection import Chosen, Selection, choose, choose_in
from .store import Store, reading
from .workspace import Workspace

STYLE = "vancouver"  # as `export list` has it
BIBLIOGRAPHY = ListedExport(file=f"{KEPT}.bib", form="bibtex")  # of all works that are not excluded


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What became of the files, in the order of their names, and lines for people."""

    changes: tuple[ExportChange, ...]
    notices: tuple[str, ...]


def bibtex_path(workspace: Workspace) -> Path:
    """The export of the whole bibliography."""
    return workspace.exports / BIBLIOGRAPHY.file


def export_texts(workspace: Workspace) -> dict[str, str]:
    """The export of the whole bibliography as it stands, by its name."""
    path = bibtex_path(workspace)
    return {path.name: path.read_bytes().decode(errors="replace")} if path.is_file() else {}


def write_exports(store: Store, workspace: Workspace, ledger: Ledger, workers: Workers, since: Since) -> Kept:
    """Write them all, as far as they are others than before, and note them in the ledger."""
    lists, problems = load_lists(workspace)
    writing = _Writing(workspace=workspace, ledger=ledger, workers=workers, since=since, changes=[])
    notices = list(problems)
    writing.write(store, choose(store, Selection(hide=workspace.settings.hide)), BIBLIOGRAPHY)
    for each in lists:
        notices += writing.exports_of(store, each)
    if not problems:  # a list that can't be read may be the one that a file is from
        notices += _left_behind(workspace, ledger, {file.file for each in lists for file in each.exports})
    return Kept(changes=tuple(sorted(writing.changes, key=lambda change: change.name)), notices=tuple(notices))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writing:
    """What all files have in common; `changes` grows with each."""

    workspace: Workspace
    ledger: Ledger
    workers: Workers
    since: Since
    changes: list[ExportChange]

    def exports_of(self, store: Store, each: NamedList) -> Iterator[str]:
        """Write the files of a list; what people should know of them."""
        try:
            chosen = choose_in(self.workspace, store, each.selection)
        except PipelineError as error:
            yield f"{each.file}: {told(error)}; its exports stay as they were"
            return
        for export in each.exports:
            try:
                self.write(store, chosen, export)
            except PipelineError as error:  # a style that isn't there, a program that isn't installed
                name = self.workspace.relative(self.workspace.exports / export.file)
                yield f"{each.file}: {told(error)}; {name} stays as it was"
        yield from (f"{each.file}: {notice}" for notice in chosen.notices)

    def write(self, store: Store, chosen: Chosen, export: ListedExport) -> None:
        """Write one file."""
        file = self._file(chosen, export)
        if export.form == LIST:
            change = write_file(file, store, lambda: write_whole(file.path, _formatted(file, store, export.options)))
        elif as_text_form(exports.form(export.form)) is None:
            change = write_file(file, store, lambda: _write(file, store))
        else:
            change = write_texts(file, store, self.workers)
        self.changes.extend([change] if change else [])

    def _file(self, chosen: Chosen, export: ListedExport) -> KeptFile:
        settings = self.workspace.settings
        own = {} if export.form == LIST else export.options
        return KeptFile(
            workspace=self.workspace,
            ledger=self.ledger,
            path=self.workspace.exports / export.file,
            since=self.since,
            chosen=chosen,
            form=export.form,
            options=Options(**{"encoding": settings.encoding, "abstracts": settings.abstracts, **own}),
            extra=_of_list(chosen, export.options) if export.form == LIST else {},
        )


def _write(file: KeptFile, store: Store) -> None:
    export_file(store, file.form, file.chosen.works, file.options, file.path, file.chosen.cited_as)


def _of_list(chosen: Chosen, options: Mapping[str, Any]) -> dict[str, str]:
    """What a formatted list depends on beside the works: how it was asked for, its style, the order of citation."""
    style = Path(str(options.get("style", STYLE)))
    return {
        **{f"list {name}": str(value) for name, value in options.items()},
        "style file": file_sha256(style) if style.suffix == ".csl" and style.is_file() else "",
        "cited": digest_of({work: str(place) for place, work in enumerate(chosen.cited)}),
    }


def _formatted(file: KeptFile, store: Store, options: Mapping[str, Any]) -> bytes:
    from .lists import Choices
    from .lists.asked import chosen_list

    said = {"locale" if name == "lang" else name: value for name, value in options.items() if name != "style"}
    style = options.get("style", STYLE)
    return chosen_list(store, file.workspace.rules, file.chosen, style, Choices(**said)).data


def _left_behind(workspace: Workspace, ledger: Ledger, made: set[str]) -> Iterator[str]:
    """A line for each file that a list made which is gone; it is nobody's now, and never deleted."""
    folder = workspace.relative(workspace.exports) + "/"
    for name in [name for name in ledger.outputs if name.startswith(folder)]:
        if name.removeprefix(folder) not in {*made, BIBLIOGRAPHY.file}:
            del ledger.outputs[name]
            note_path(workspace, workspace.root / name).unlink(missing_ok=True)
            yield f"{name}: no list in queries/lists makes it any longer; delete it if nobody needs it"


def list_problems(workspace: Workspace) -> Iterator[str]:
    """A line for each list that can't be used: as far as its file tells, and where there is a corpus, as that tells."""
    lists, problems = load_lists(workspace)
    yield from problems
    yield from (line for each in lists for line in style_problems(each))
    if workspace.database.is_file() and lists:
        with reading(workspace.database) as store:
            yield from (line for each in lists for line in _unusable(workspace, store, each))
    else:
        yield from (line for each in lists for line in _unusable(workspace, None, each))


def _unusable(workspace: Workspace, store: Store | None, each: NamedList) -> Iterator[str]:
    try:
        if store is None:
            for path in each.selection.keys_from:
                read_manuscript(path)
        else:
            choose_in(workspace, store, each.selection)
    except PipelineError as error:
        yield f"{each.file}: {told(error)}"
