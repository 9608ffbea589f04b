"""A raw file, or a folder of them: what it brought, and the search that brought it.

In: the corpus, and the notes beside the raw files. Out: counts of entries, records, texts set aside, works, and of
works that are in no other file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..store import Store
from ..workspace import Workspace, read_toml
from .answer import Answer, Section
from .counted import REJECTS, works_where

NOTE = ".toml"
# what a note tells of a search, in this order, with how it is called; lists of ids are left out: they are long
TOLD = {
    "source": "source", "kind": "counted as", "query": "query", "title": "what it is", "searched": "searched",
    "asked": "asked", "asked_by": "by", "added": "added", "added_by": "by", "original_name": "was called",
    "sent": "string as sent", "endpoint": "sent to", "translation": "as the source read it", "hits": "hits it claimed",
    "fetched": "records that came", "update_of": "update of", "chase": "citation chase", "tool": "by means of",
}  # fmt: skip
FILE = ("path", "format", "entries", "rejects", "records", "works", "same_as")


def find_files(store: Store, workspace: Workspace, name: str) -> tuple[str, list[str]]:
    """(path of the file or folder, the raw files that it means): a path from the root or from here, or a file's name.

    The note of a file means the file. Nothing is found where two files of the name are there.
    """
    known = [path for (path,) in store.rows("select path from source_file order by path")]
    for path in _paths(workspace, name):
        if path in known:
            return path, [path]
        below = [each for each in known if each.startswith(f"{path}/")]
        if below:
            return path, below
    wanted = name.removesuffix(NOTE)
    named = [path for path in known if path.rsplit("/", 1)[-1] in (name, wanted)]
    return (named[0], named) if len(named) == 1 else ("", [])


def _paths(workspace: Workspace, name: str) -> list[str]:
    """`name` as a path from the root of the workspace; first as it is written, then from the folder one stands in."""
    text = name.replace("\\", "/").rstrip("/")
    found = [text.removeprefix("./")]
    if "/" in text or Path(name).exists():
        absolute = Path(name).expanduser().resolve()
        if absolute.is_relative_to(workspace.root.resolve()):
            found.append(absolute.relative_to(workspace.root.resolve()).as_posix())
    found += [f"corpus/{path}" for path in found if path.startswith("raw/")]
    return [form for path in found for form in dict.fromkeys((path, path.removesuffix(NOTE)))]


def file_answer(store: Store, workspace: Workspace, name: str, paths: Sequence[str]) -> Answer:
    """What the files brought, and who searched for it when."""
    of = {"paths": list(paths)}
    files = [dict(zip(FILE, row, strict=True)) for row in store.rows(_FILES, of)]
    records, works, only = store.rows(_SUMS, of)[0]
    entries, aside = (sum(file[what] for file in files) for what in ("entries", "rejects"))
    searches = [search for path in paths for search in _search(workspace, path)]
    rejects = [row for path in paths for row in store.rows(REJECTS, {"prefix": path}) if row[0].startswith(f"{path} ")]
    here = "a file" if len(paths) == 1 else f"{len(paths)} files"
    return Answer(
        kind="file",
        name=name,
        head=[
            f"{name}: {here}, {entries} entries, {aside} set aside",
            f"{records} records of {works} works; {only} of these works are in no other file",
        ],
        sections=[
            Section(name="files", title="files", rows=files, line=_file_line),
            Section(name="searches", title="brought by", rows=searches, line=_search_line),
            Section(name="set_aside", title="set aside", rows=rejects, line=lambda row: f"{row[0]}: {row[1]}"),
            Section(
                name="no_records", title="between the records, and no record", line=lambda row: f"{row[0]}: {row[1]}",
                rows=store.rows(
                    "select path || ' line ' || line, reason || ': ' || left(raw, 200) from unread "
                    f"join source_file using (file_id) where not expected and {_IN} order by path, line", of),
            ),
            Section(
                name="only_here", title="works that are in no other file", one_line=True,
                line=lambda row: f"{row[0]}  {row[1]}",
                rows=store.rows(works_where(f"work_id in ({_ONLY})"), of),
            ),
        ],
        facts={"entries": entries, "set_aside_count": aside, "records": records, "works": works, "only": only},
    )  # fmt: skip


_IN = "path in (select unnest($paths::varchar[]))"
_FILES = f"""
    select path, format, entries, rejects,
      (select count(distinct record_id) from entry where entry.file_id = source_file.file_id),
      (select count(distinct work_id) from entry join work_record using (record_id)
       where entry.file_id = source_file.file_id), same_as
    from source_file where {_IN} order by path"""
_ONLY = f"""
    select work_id from entry join work_record using (record_id) join source_file using (file_id)
    group by work_id having bool_and({_IN})"""
_SUMS = f"""
    select count(distinct record_id), count(distinct work_id), (select count(*) from ({_ONLY}))
    from entry join work_record using (record_id) join source_file using (file_id) where {_IN}"""


def _search(workspace: Workspace, path: str) -> list[dict[str, Any]]:
    """What the note beside a file tells of the search; nothing where it has none."""
    note = workspace.root / (path + NOTE)
    if not note.is_file():
        return []
    table = read_toml(note, path + NOTE)
    return [{"note": path + NOTE, **{key: table[key] for key in TOLD if table.get(key) not in (None, "")}}]


def _search_line(row: Mapping[str, Any]) -> str:
    told = [f"{called}: {row[key]}" for key, called in TOLD.items() if key in row]
    return f"{row['note']}: " + "; ".join(" ".join(text.split()) for text in told)


def _file_line(row: Mapping[str, Any]) -> str:
    if row["same_as"]:
        return f"{row['path']}: the same file as {row['same_as']}; counted there"
    aside = f" + {row['rejects']} set aside" if row["rejects"] else ""
    return f"{row['path']}: {row['format']}, {row['entries']} entries{aside}, {row['records']} records, " + (
        f"{row['works']} works"
    )
