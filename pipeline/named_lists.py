"""Lists that a workspace keeps: queries/lists/NAME.toml, a selection of works and the files that it is exported to.

In: the files that people write. Out: frozen values that other modules may trust. Everything is checked here, once; each
QueryError names the file, the key and what is allowed. How a file looks: docs/exports.md. Who writes the exports:
kept_exports.py.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from . import exports
from .errors import InputError, NotFound, PipelineError, QueryError
from .exports import Options
from .lists import ORDERS, SORTS, TARGETS, Choices
from .lists.style import find_style
from .manuscripts import read_manuscript
from .model import RELATION_KINDS
from .query_reader import Reader, Table
from .selection import Selection
from .workspace import Workspace

KEYS = {
    "title": "text",
    "where": "text",
    "query": "text",
    "tags": "texts",
    "keys": "texts",
    "keys_from": "texts",
    "all": "flag",
    "hide": "texts",
    "exports": "tables",
}
NEEDED = ("title", "exports")
LIST = "list"  # a form that is no module of exports/: a formatted list of references
KEPT = "bibliography"  # corpus/exports/bibliography.bib, which `run` keeps without being asked
# option of a form -> what it may be, where that is not any text
CHOICES: Mapping[str, Sequence[str]] = {
    "encoding": ("utf-8", "latex"),
    "labels": ("rayyan", "asreview", "covidence"),
    "to": TARGETS,
    "sort": SORTS,
    "order": ORDERS,
}
FLAGS = {each.name for kind in (Options, Choices) for each in fields(kind) if "bool" in str(each.type)}
OF_LIST = ("style", "to", "lang", "sort", "order", "group_by", "numbered", "links", "twins")
SUFFIXES = {"latex": ".tex"}  # of a formatted list, where it isn't the name of what it is written to
_NAME = re.compile(r"\w[\w.-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedExport:
    """One file of a list: its name in corpus/exports, its form, and what was chosen of that, by option."""

    file: str
    form: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedList:
    """A whole file, checked. `file`: its own name, 'queries/lists/thesis.toml'."""

    file: str
    title: str
    selection: Selection
    exports: tuple[ListedExport, ...]


def list_paths(workspace: Workspace) -> list[Path]:
    """The files of all lists, by name."""
    return sorted(path for path in (workspace.queries / "lists").glob("*.toml") if path.is_file())


def list_inputs(workspace: Workspace) -> list[Path]:
    """All files that the exports of lists depend on, beside the corpus: lists, manuscripts with their parts, styles.

    `status` asks for them: lists are not checked here, since that loads the forms that they are exported to.
    """
    found = dict.fromkeys(list_paths(workspace))
    root = _root(workspace)
    for path in list(found):
        there = (file.resolve() for file in _named_files(workspace, path) if file.is_file())
        found |= {workspace.root / file.relative_to(root): None for file in there if file.is_relative_to(root)}
    return list(found)


def _named_files(workspace: Workspace, path: Path) -> Iterator[Path]:
    """The manuscripts, with their parts, and the files of styles that a list names; none where it can't be read."""
    try:
        table = _parse(Reader(workspace.relative(path)), path)
    except QueryError:
        return
    for name in _texts(table.get("keys_from")):
        yield from _parts(workspace.root / name)
    yield from (workspace.root / text for text in _texts(table.get("exports")) if text.lower().endswith(".csl"))


def _texts(value: object) -> Iterator[str]:
    """The texts in a value, at any depth: the file is not checked yet, and may hold anything."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def _parts(manuscript: Path) -> tuple[Path, ...]:
    """The files of a manuscript; where it can't be read, itself: `check` tells why, and mended it is another file."""
    try:
        return read_manuscript(manuscript).files
    except PipelineError:
        return (manuscript,)


def load_lists(workspace: Workspace) -> tuple[list[NamedList], list[str]]:
    """Every list that can be used, and a line for each that can't."""
    found: list[NamedList] = []
    problems: list[str] = []
    for path in list_paths(workspace):
        try:
            found.append(_only_new_files(load_list(workspace, path), found))
        except PipelineError as error:
            problems.append(told(error))
    return found, problems


def load_list(workspace: Workspace, path: Path) -> NamedList:
    """The list in `path`. Raises QueryError, which names the file, the key and what is allowed."""
    reader = Reader(workspace.relative(path))
    table = _parse(reader, path)
    _check_keys(reader, "", table, KEYS)
    for key in NEEDED:
        if not table.get(key):
            raise QueryError(f"{reader.file}: it has no {key}", hint=_EXAMPLES[key])
    for key, value in table.items():
        reader.value(key, value, KEYS[key])
    for kind in table.get("hide", ()):
        reader.one_of("hide", kind, RELATION_KINDS)
    made = tuple(_export(workspace, reader, path.stem, number, each) for number, each in enumerate(table["exports"], 1))
    _check_twice(reader, made)
    return NamedList(
        file=reader.file, title=table["title"], selection=_selection(workspace, reader, table), exports=made
    )


_EXAMPLES = {
    "title": 'title = "What the thesis cites"',
    "exports": 'a table for each file that it is exported to: [[exports]] and, below it, form = "bibtex"',
}


def style_problems(found: NamedList) -> Iterator[str]:
    """A line for each export of a list whose style is not there; `run` makes the others all the same.

    That the extra which has the styles isn't installed is told by whoever makes the list.
    """
    for number, each in enumerate(found.exports, 1):
        if "style" in each.options:
            try:
                find_style(each.options["style"])
            except (NotFound, InputError) as error:
                yield f"{found.file}: [exports {number}] style: {told(error)}"
            except PipelineError:
                return


def told(error: PipelineError) -> str:
    """What is wrong and what to try, in one line."""
    return error.message + (f" (try: {error.hint})" if error.hint else "")


# ------------------------------------------------------------------------------------------ reading a list


def _parse(reader: Reader, path: Path) -> Table:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise QueryError(
            f"{reader.file}: not valid TOML: {error}", hint="look at that line: texts stand in quotes, lists in [ ]"
        ) from error
    except OSError as error:
        raise QueryError(f"{reader.file}: can't be read ({error.strerror})", hint="check its permissions") from error


def _check_keys(
    reader: Reader, place: str, table: Mapping[str, Any], allowed: Mapping[str, str] | Sequence[str]
) -> None:
    for key in table:
        if key not in allowed:
            reader.fail(f"{place} {key}".strip(), key, list(allowed), why="unknown key")


def _selection(workspace: Workspace, reader: Reader, table: Table) -> Selection:
    keys_from = tuple(_inside(workspace, reader, "keys_from", name) for name in table.get("keys_from", ()))
    asked = Selection(
        where=table.get("where"),
        everything=table.get("all", False),
        hide=tuple(table.get("hide", ())),
        query=table.get("query"),
        tagged=tuple(table.get("tags", ())),
        keys=tuple(table.get("keys", ())),
        keys_from=keys_from,
    )
    return asked if "hide" in table else asked.hiding(workspace.settings.hide)


def _inside(workspace: Workspace, reader: Reader, place: str, name: str) -> Path:
    """A file inside the workspace: whoever has the workspace has it too."""
    path = (workspace.root / name).resolve()
    if not path.is_relative_to(_root(workspace)):
        raise QueryError(
            f"{reader.file}: {place}: {name!r} lies outside the workspace",
            hint="a path from the workspace's folder: 'paper/paper.tex'; with what lies elsewhere, `bibcorpus export` "
            "can be asked once",
        )
    return path


def _root(workspace: Workspace) -> Path:
    return workspace.root.resolve()


def _export(workspace: Workspace, reader: Reader, name: str, number: int, table: Table) -> ListedExport:
    place = f"[exports {number}]"
    known = sorted([*exports.names(), LIST])
    if "form" not in table:
        raise QueryError(f"{reader.file}: {place} has no form", hint="one of " + ", ".join(known))
    form = reader.value(f"{place} form", table["form"], "text")
    reader.one_of(f"{place} form", form, known)
    allowed = OF_LIST if form == LIST else exports.form(form).OPTIONS
    _check_keys(reader, place, table, ["form", "name", *allowed])
    options = {key: _option(reader, f"{place} {key}", key, table[key]) for key in allowed if key in table}
    if str(options.get("style", "")).lower().endswith(".csl"):
        options["style"] = str(_inside(workspace, reader, f"{place} style", options["style"]))
    return ListedExport(file=_file(reader, place, table.get("name", name), form, options), form=form, options=options)


def _option(reader: Reader, place: str, key: str, value: object) -> Any:
    checked = reader.value(place, value, "flag" if key in FLAGS else "text")
    if key in CHOICES:
        reader.one_of(place, checked, CHOICES[key])
    return checked


def _file(reader: Reader, place: str, name: object, form: str, options: Mapping[str, Any]) -> str:
    """The name of the file that is written, with its ending; one without a folder."""
    to = options.get("to", "txt")
    suffix = SUFFIXES.get(to, f".{to}") if form == LIST else exports.form(form).SUFFIX
    file = str(reader.value(f"{place} name", name, "text")).removesuffix(suffix)
    if not _NAME.fullmatch(file) or (file == KEPT and suffix == ".bib"):
        why = "is the file that `run` keeps by itself" if file == KEPT else "can't name a file"
        raise QueryError(
            f"{reader.file}: {place} name: {file!r} {why}", hint='letters, digits, hyphens: name = "thesis"'
        )
    return file + suffix


def _check_twice(reader: Reader, made: Sequence[ListedExport]) -> None:
    names = [each.file.lower() for each in made]
    for number, each in enumerate(made, 1):
        if names.count(each.file.lower()) > 1:
            raise QueryError(
                f"{reader.file}: [exports {number}] {each.file} is written twice",
                hint='give one of them a name: name = "thesis-biblatex"',
            )


def _only_new_files(found: NamedList, before: Sequence[NamedList]) -> NamedList:
    for other in before:
        for file in {each.file.lower() for each in found.exports} & {each.file.lower() for each in other.exports}:
            raise QueryError(
                f"{found.file}: corpus/exports/{file} is that of {other.file}", hint='give it another: name = "…"'
            )
    return found
