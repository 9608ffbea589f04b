"""The search record: what was asked, when, by whom, and what came of it; one note (.toml) for each search.

It stands beside the raw answer in corpus/raw/<source>/, and is all that a methods section and PRISMA-S need. A search
that brought nothing new has a note and no answer: the search was made, and that is on record too.

In: the notes of a workspace. Out: `SearchRecord`, oldest first. A note that `add` wrote for an export made by hand is
no search record: it has no `asked`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from .errors import WorkspaceError
from .workspace import Workspace, read_toml, toml_value

NOTE = ".toml"
_ODD = frozenset(" \t\r\n'\\")  # characters that no list of ids parted by blanks can hold
_ID_LISTS = ("ids", "new", "missing", "left", "gone", "modified")  # blanks between


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRecord:
    """One search of one source.

    `searched` is the day, `asked` and `finished` are times (UTC). `sent` is the string as it was sent, to `endpoint`.
    `query` is the file in queries/, `run` which of several strings in it (from 1), `chase` the name of a citation
    chase. `hits` is what the source claimed, `ids` what it listed, in its order; `wanted` how many records were asked
    for and `fetched` how many came. `update_of` is the note of the search that this one was compared with; None for
    a first one. `left`, `gone`, `missing`, `modified`: see sources.Answered. `sha256` is of the answer beside it;
    None where nothing new came.
    """

    source: str
    kind: str
    query: str
    searched: str
    asked: str
    finished: str
    asked_by: str | None = None
    run: int | None = None
    chase: str | None = None
    sent: str
    endpoint: str
    translation: str | None = None
    hits: int
    wanted: int
    fetched: int
    update_of: str | None = None
    entered_since: str | None = None
    slices: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    requests: int = 0
    format: str | None = None
    tool: str = ""
    sha256: str | None = None
    missing: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    new: tuple[str, ...] = ()  # of an update: listed, and asked for for the first time
    ids: tuple[str, ...] = ()
    note: str = field(default="", compare=False)  # where it stands, from the root of the workspace

    @property
    def of(self) -> tuple[str, str, int | None, str | None]:
        """What is asked again and again: two searches with the same can be compared."""
        return self.source, self.query, self.run, self.chase

    @property
    def answer(self) -> str | None:
        """The raw file beside the note, from the root; None where nothing came."""
        return self.note.removesuffix(NOTE) if self.sha256 else None


def search_records(workspace: Workspace) -> list[SearchRecord]:
    """Every search on record, oldest first, but for those whose answer is gone. WorkspaceError: a note out of order."""
    found = []
    for path in sorted(workspace.raw.rglob(f"*{NOTE}")) if workspace.raw.is_dir() else ():
        shown = workspace.relative(path)
        table = read_toml(path, shown)
        if "asked" in table:
            record = _parsed(table, shown)
            if record.answer is None or (workspace.root / record.answer).is_file():
                found.append(record)
    return sorted(found, key=lambda record: (record.asked, record.note))


def _parsed(table: Mapping[str, Any], shown: str) -> SearchRecord:
    values: dict[str, Any] = {"note": shown}
    for item in fields(SearchRecord):
        if item.name in _ID_LISTS:
            ids = table.get(item.name, "")
            values[item.name] = tuple(map(str, ids)) if isinstance(ids, list) else tuple(str(ids).split())
        elif item.name in table:
            value = table[item.name]
            numbers = isinstance(value, int) and not isinstance(value, bool)
            values[item.name] = tuple(map(str, value)) if isinstance(value, list) else value if numbers else str(value)
    try:
        return SearchRecord(**values)
    except TypeError as error:
        raise WorkspaceError(
            f"{shown}: this record of a search lacks something: {error}",
            hint="bring the old file back, e.g. with `git checkout`: the program wrote it, and needs all of it",
        ) from error


def note_text(record: SearchRecord) -> str:
    """The note as TOML: short things first, the lists of ids last, twelve or so a line."""
    lines = []
    for item in fields(SearchRecord):
        value = getattr(record, item.name)
        if item.name == "note" or value is None or value == ():
            continue
        if item.name in _ID_LISTS:
            plain = all(one and not set(one) & _ODD for one in value)
            lines.append(f"{item.name} = " + (f"'''\n{_wrapped(value)}\n'''" if plain else toml_value(list(value))))
        elif item.name == "sent" and "\n" in value and "'''" not in value and "\r" not in value:
            lines.append(f"sent = '''\n{value}'''")
        else:
            lines.append(f"{item.name} = {toml_value(list(value) if isinstance(value, tuple) else value)}")
    return "\n".join(lines) + "\n"


def _wrapped(ids: tuple[str, ...]) -> str:
    return textwrap.fill(" ".join(ids), 118, break_long_words=False, break_on_hyphens=False)


def last_asked(workspace: Workspace) -> dict[tuple[str, str | None], str]:
    """(source, query) -> the day it was last asked, over the network or by hand; query None: the note names none."""
    found: dict[tuple[str, str | None], str] = {}
    for path in sorted(workspace.raw.rglob(f"*{NOTE}")) if workspace.raw.is_dir() else ():
        table = read_toml(path, workspace.relative(path))
        if "sha256" in table and "asked" in table and not path.with_name(path.name.removesuffix(NOTE)).is_file():
            continue  # its answer is gone, or never came into its place
        if day := table.get("searched"):
            key = str(table.get("source", path.parent.name)), table.get("query")
            found[key] = max(found.get(key, ""), str(day))
    return found
