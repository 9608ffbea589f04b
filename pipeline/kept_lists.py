"""The exports of named lists: corpus/exports/NAME.*, made anew by `run`.

In: the finished corpus, and the lists of queries/lists. Out: their files, whole or not at all, with their hashes in
the ledger, and what people should know of them. A list that can't be used stops nothing: it is told, and its files stay
as they were. A file whose list is gone is told, and never deleted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from . import exports
from .errors import PipelineError
from .export import export_file, export_pieces
from .exports import Options
from .ledger import Ledger, write_whole
from .manuscripts import read_manuscript
from .named_lists import KEPT, LIST, ListedExport, NamedList, load_lists, style_problems, told
from .parallel import Workers
from .selection import Chosen, choose_in
from .store import Store, reading
from .workspace import Workspace

STYLE = "vancouver"  # as `export list` has it


def write_lists(workspace: Workspace, ledger: Ledger, workers: Workers) -> tuple[str, ...]:
    """Write the exports of every list, note them in the ledger, and say what people should know of them."""
    lists, problems = load_lists(workspace)
    notices = list(problems)
    if lists:
        with reading(workspace.database) as store:
            for each in lists:
                notices += _written(workspace, ledger, workers, store, each)
    if not problems:  # a list that can't be read may be the one that a file is from
        notices += _left_behind(workspace, ledger, {file.file for each in lists for file in each.exports})
    return tuple(notices)


Entries = dict[str, dict[str, str]]  # the file of an export -> the keys of its works, each without a text


def list_entries(workspace: Workspace, before: Path, after: Path) -> tuple[Entries, Entries]:
    """What each export of a list has by the corpus before and by the one after, for `diff`: which works it gained and
    lost. Lists that one of the two can't fill are left out; what is wrong with them is told elsewhere.
    """
    was, now = _entries_by(workspace, before), _entries_by(workspace, after)
    both = was.keys() & now.keys()
    return {name: was[name] for name in both}, {name: now[name] for name in both}


def _entries_by(workspace: Workspace, database: Path) -> Entries:
    found: Entries = {}
    lists, _ = load_lists(workspace)
    if not lists or not database.is_file():
        return found
    with suppress(PipelineError), reading(database) as store:
        key_of = dict(store.rows("select work_id, key from citekey where leads"))
        for each in lists:
            with suppress(PipelineError):
                chosen = choose_in(workspace, store, each.selection)
                keys = {chosen.cited_as.get(work, key_of[work]): "" for work in chosen.works}
                found |= {export.file: keys for export in each.exports}
    return found


def _written(workspace: Workspace, ledger: Ledger, workers: Workers, store: Store, each: NamedList) -> Iterator[str]:
    try:
        chosen = choose_in(workspace, store, each.selection)
    except PipelineError as error:
        yield f"{each.file}: {told(error)}; its exports stay as they were"
        return
    for export in each.exports:
        path = workspace.exports / export.file
        name = workspace.relative(path)
        try:
            _write(workspace, workers, store, chosen, export, path)
        except PipelineError as error:  # a style that isn't there, a program that isn't installed
            yield f"{each.file}: {told(error)}; {name} stays as it was"
            continue
        ledger.outputs[name] = [ledger.sha256(path, name)]
    yield from (f"{each.file}: {notice}" for notice in chosen.notices)


def _write(
    workspace: Workspace, workers: Workers, store: Store, chosen: Chosen, export: ListedExport, path: Path
) -> None:
    if export.form == LIST:
        write_whole(path, _formatted(workspace, store, chosen, export.options))
        return
    settings = {"encoding": workspace.settings.encoding, "abstracts": workspace.settings.abstracts}
    options = Options(**{**settings, **export.options})
    if exports.as_text_form(exports.form(export.form)) is None:
        export_file(store, export.form, chosen.works, options, path, chosen.cited_as)
        return
    texts = export_pieces(store, export.form, chosen.works, options, workers, cited_as=chosen.cited_as)
    write_whole(path, (text.encode(errors="backslashreplace") for text in texts))


def _formatted(workspace: Workspace, store: Store, chosen: Chosen, options: Mapping[str, Any]) -> bytes:
    from .lists import Choices
    from .lists.asked import chosen_list

    said = {"locale" if name == "lang" else name: value for name, value in options.items() if name != "style"}
    return chosen_list(store, workspace.rules, chosen, options.get("style", STYLE), Choices(**said)).data


def _left_behind(workspace: Workspace, ledger: Ledger, made: set[str]) -> Iterator[str]:
    """A line for each file that a list made which is gone; it is nobody's now, and never deleted."""
    folder = workspace.relative(workspace.exports) + "/"
    for name in [name for name in ledger.outputs if name.startswith(folder)]:
        if name.removeprefix(folder) not in {*made, f"{KEPT}.bib"}:
            del ledger.outputs[name]
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
