"""Add: take an export into corpus/raw, with the note that says where it came from.

In: a file that a person got from a database or wrote, and what they say of it. Out: a copy under
corpus/raw/<source>/, byte for byte, and its note (.toml). The file itself is never changed.
"""

from __future__ import annotations

import difflib
import hashlib
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from . import __version__
from .errors import InputError, named
from .formats._container import Content, exports_in, one_export
from .importing import truncated
from .inspecting import Inspection, inspect
from .ledger import file_sha256, write_whole
from .query import load_queries
from .raw_files import ANSWERS, NOTE, files_not_here, raw_paths
from .same_records import Holding, same_records_line
from .sources import KINDS, all_sources
from .store import only_one
from .workspace import Workspace, read_toml, toml_value
from .written_by import other_writer, source_that_wrote


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person says of a file. What is not said is not in the note."""

    source: str | None = None
    kind: str | None = None
    query: str | None = None
    searched: str | None = None
    hits: int | None = None
    format: str | None = None
    encoding: str | None = None
    accept_truncated: bool = False
    added_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of a file: where it lies now, what is in it, and whether it was there already.

    `assumed_kind`: what a source of the person's own is counted as, where they didn't say it. `doubts`: what stands
    against taking it in so, though it was.
    """

    path: str
    inspection: Inspection
    already_there: bool = False
    assumed_kind: str | None = None
    doubts: tuple[str, ...] = ()


def add_all(workspace: Workspace, path: Path, said: Said, added: str) -> list[Added]:
    """Take in a file, or each file in the archive that it is: all of them, or none where one is no export."""
    contents = exports_in(path)
    if len(contents) == 1:
        return [add(workspace, contents[0], said, added)]
    for content in contents:
        try:
            _inspected(content, said)
        except InputError as error:
            hint = f"nothing of {path} was taken in: unpack it, and add the exports among its {len(contents)} files"
            raise type(error)(error.message, hint) from error
    return [add(workspace, content, said, added) for content in contents]


def add(workspace: Workspace, file: Path | Content, said: Said, added: str) -> Added:
    """Take in one file; `added` is the time, UTC. Raises InputError where it is no export, or breaks off."""
    content = file if isinstance(file, Content) else one_export(file)
    seen = _inspected(content, said)
    digest = _sha256(content)
    with only_one(workspace.build):  # two programs that add a 'savedrecs.txt' at once must not take one name
        return _taken_in(workspace, content, said, added, seen, digest)


def _inspected(content: Content, said: Said) -> Inspection:
    seen = inspect(content, str(content), said.format, said.encoding)
    if seen.truncated and not said.accept_truncated:
        raise truncated(str(content), seen.truncated.line, seen.truncated.reason)
    if not seen.records and not seen.rejects:
        raise InputError(
            f"{content}: no record was found in it, read as {seen.format}",
            hint="is that its format? `bibcorpus inspect` without --format says what it is; or export it again",
        )
    return seen


def _sha256(content: Content) -> str:
    with content.as_received() as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _taken_in(workspace: Workspace, content: Content, said: Said, added: str, seen: Inspection, digest: str) -> Added:
    for known in raw_paths(workspace):
        if file_sha256(known) == digest:
            _refuse_other_words(workspace, content, known, said)
            return Added(path=workspace.relative(known), inspection=seen, already_there=True)
    for absent in files_not_here(workspace):  # its note is here: this is the file that belongs to it
        if absent.sha256 == digest:
            _put(content, workspace.root / absent.path, digest)
            return Added(path=absent.path, inspection=seen)
    source = said.source or _source_of(seen)
    _check(workspace, said, source)
    name = content.path.name if content.packing == "gzip" else content.name
    wanted = workspace.raw / source / _safe(name)
    target = _begun(wanted, digest) or _free_name(wanted)
    new = Holding(content=content, note={"format": said.format, "encoding": said.encoding, "query": said.query})
    same = same_records_line(workspace, new, source, workspace.relative(target))
    note = _note(said, source, seen, digest, added, name, content.path.name if content.packing == "zip" else None)
    write_whole(target.with_name(target.name + NOTE), note.encode())
    try:
        _put(content, target, digest)
    except (InputError, OSError):
        target.with_name(target.name + NOTE).unlink()
        raise
    assumed = "hand-collected" if said.kind is None and source not in all_sources() else None
    return Added(
        path=workspace.relative(target),
        inspection=seen,
        assumed_kind=assumed,
        doubts=tuple(filter(None, [_whose(workspace, said, source, seen, target), same])),
    )


def _put(content: Content, target: Path, digest: str) -> None:
    """Copy the file to its place, whole or not at all."""
    new = target.with_name(f".{target.name}.new")
    try:
        with named(target), content.as_received() as there, new.open("wb") as copy:
            shutil.copyfileobj(there, copy, 1 << 20)
        if file_sha256(new) != digest:
            raise InputError(
                f"{content}: changed while it was read", hint="close the program that writes it, and add it again"
            )
        new.replace(target)
    except (InputError, OSError):
        new.unlink(missing_ok=True)
        raise


def _refuse_other_words(workspace: Workspace, content: Content, known: Path, said: Said) -> None:
    """A file that is there already, of which the person now says something else than its note does."""
    path = known.with_name(known.name + NOTE)
    note = {"source": known.parent.name, **(read_toml(path, workspace.relative(path)) if path.is_file() else {})}
    now = {name: getattr(said, name) for name in ("source", "kind", "query", "searched", "hits", "format", "encoding")}
    other = {name: value for name, value in now.items() if value is not None and str(value) != str(note.get(name))}
    if not other:
        return
    told = "; ".join(_other_words(name, note.get(name), value) for name, value in other.items())
    there = workspace.relative(known)
    raise InputError(
        f"{content}: was taken in before, as {there}; {told}",
        hint=f"delete {there} and {there}{NOTE}, and add it again"
        if "source" in other
        else f"write what is right into {there}{NOTE}",
    )


def _other_words(name: str, noted: object, said: object) -> str:
    """'its note says hits = 100, you say 89'"""
    if noted is None:
        return f"the note beside it names no {name}, you say {toml_value(said)}"
    return f"its note says {name} = {toml_value(noted)}, you say {toml_value(said)}"


def _whose(workspace: Workspace, said: Said, source: str, seen: Inspection, target: Path) -> str | None:
    """Where another database wrote the file than the person says: what to doubt, and how to put it right."""
    if doubt := other_writer(seen.database, source, _kind(said, source)):
        there = workspace.relative(target)
        right = source_that_wrote(seen.database) or "and a name of your own"
        return f"{doubt}: if that is a slip, delete {there} and {there}{NOTE}, and add it again with --source {right}"
    return None


def _kind(said: Said, source: str) -> str:
    """What PRISMA counts a file as: as the person says, else as its source is counted."""
    known = all_sources().get(source)
    return said.kind or (known.KIND if known else "hand-collected")


def _source_of(seen: Inspection) -> str:
    """The source that wrote the file, where its text shows it."""
    if source := source_that_wrote(seen.database):
        return source
    raise InputError(
        f"{seen.file}: which source is it from? Its text doesn't show it",
        hint="say it: --source " + ", ".join(all_sources()) + ", or a short name of your own",
    )


def _check(workspace: Workspace, said: Said, source: str) -> None:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", source):
        raise InputError(
            f"--source {source!r} can't name a folder on every system",
            hint="small letters, digits and hyphens: hand-list",
        )
    near = difflib.get_close_matches(source, all_sources(), n=1, cutoff=0.75)
    if source not in all_sources() and near and said.kind is None:
        raise InputError(
            f"--source {source!r}: did you mean {near[0]}?",
            hint="for a source of your own say also what it is: --kind " + ", ".join(KINDS),
        )
    if said.kind is not None and said.kind not in KINDS:
        raise InputError(f"--kind {said.kind!r} is unknown", hint="one of " + ", ".join(KINDS))
    if said.searched is not None:
        try:
            date.fromisoformat(said.searched)
        except ValueError as error:
            raise InputError(f"--searched {said.searched!r} is no date", hint="year-month-day: 2026-11-21") from error
    if said.query is not None:
        known = [query.id for query in load_queries(workspace.queries, tuple(all_sources()))]
        if said.query not in known:
            raise InputError(f"--query {said.query!r}: there is no such query", hint="known: " + ", ".join(known))


def _safe(name: str) -> str:
    """A file name that every system takes and that is no note's (nor like one); letters of all alphabets stay."""
    safe = re.sub(r'[<>:"/\\|?*\x00-\x1f]+', "_", _text(name)).strip(". ") or "export"
    return f"{safe}.txt" if safe.lower().endswith((NOTE, ANSWERS)) else safe


def _text(name: str) -> str:
    """A file name as text: bytes that are none in the system's encoding become '?'."""
    return name.encode("utf-8", "replace").decode()


def _begun(wanted: Path, digest: str) -> Path | None:
    """The place that a program which was killed had begun to take for this very file: its note is there, alone."""
    for note in sorted(wanted.parent.glob(f"*{NOTE}")):
        path = note.with_name(note.name.removesuffix(NOTE))
        if not path.exists() and read_toml(note, note.name).get("sha256") == digest:
            return path
    return None


def _free_name(path: Path) -> Path:
    """`path`, or 'name-2.ris' where another file has the name."""
    number, free = 1, path
    while free.exists() or free.with_name(free.name + NOTE).exists():  # a note alone may wait for its private file
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def _note(said: Said, source: str, seen: Inspection, digest: str, added: str, name: str, archive: str | None) -> str:
    values: Mapping[str, Any] = {
        "source": source,
        "kind": _kind(said, source),
        "query": said.query,
        "searched": said.searched,
        "hits": said.hits,
        "records": seen.records,
        "format": seen.format if said.format else None,
        "encoding": seen.encoding if said.encoding else None,
        "accept_truncated": True if said.accept_truncated and seen.truncated else None,
        "added": added,
        "added_by": said.added_by,
        "original_name": _text(name),
        "archive": _text(archive) if archive else None,
        "tool": f"bibcorpus {__version__}",
        "sha256": digest,
    }
    return "".join(f"{key} = {toml_value(value)}\n" for key, value in values.items() if value is not None)
