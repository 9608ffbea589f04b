"""Raw files: what lies under corpus/raw, each with its note (.toml) beside it.

In: a workspace. Out: the files, their notes, checked; what is missing of them. A raw answer never changes: its note has
its sha256. A raw file of a private source (bibcorpus.toml) may be missing: whoever may not have it has its note.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import WorkspaceError
from .formats._container import LITTER
from .sources import KINDS, all_sources
from .workspace import Workspace, read_toml

NOTE = ".toml"
ANSWERS = ".answers.jsonl"  # what services said of the references in a raw file, beside it
ABSENT = "not here"  # stands for the format of a private file that is missing
ACCEPTED = "accepted: "  # before what a reader noticed of a file whose note says accept_warnings = true
# keys of a note that are read, with the type that each must have, and an example
NOTE_VALUES: tuple[tuple[str, type, str], ...] = (
    ("source", str, '"pubmed"'),
    ("query", str, '"my-review"'),
    ("hits", int, "120, a whole number without quotes"),
    ("records", int, "120, a whole number without quotes"),
    ("format", str, '"ris"'),
    ("encoding", str, '"cp1251"'),
    ("accept_truncated", bool, "true"),
    ("accept_warnings", bool, "true"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFile:
    """A file under corpus/raw, with its note."""

    path: Path
    shown: str
    source: str
    sha256: str
    note: Mapping[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """What PRISMA counts its source as."""
        known = all_sources().get(self.source)
        return str(self.note.get("kind") or (known.KIND if known else "database"))


def raw_paths(workspace: Workspace) -> list[Path]:
    """Every raw file, in the order of their paths; notes, answers on references and hidden files are none."""
    if not workspace.raw.is_dir():
        return []
    return sorted(
        path
        for path in workspace.raw.rglob("*")
        if path.is_file()
        and path.suffix != NOTE
        and not path.name.endswith(ANSWERS)
        and not _is_litter(path.relative_to(workspace.raw))
    )


def answers_beside(path: Path) -> Path:
    """Where the answers on the references in a file are kept, whether or not there are any."""
    return path.with_name(path.name + ANSWERS)


def answers_near(path: Path) -> list[Path]:
    """The answers on references in the folder of a raw file: a reference that two lists have is asked for once."""
    return sorted(path.parent.glob(f"*{ANSWERS}"))


def raw_notes(workspace: Workspace) -> list[Path]:
    """The notes of the raw files, also of private ones that are not here; and the answers on their references."""
    notes = (path.with_name(path.name + NOTE) for path in raw_paths(workspace))
    absent = (workspace.root / f"{file.path}{NOTE}" for file in files_not_here(workspace))
    answers = workspace.raw.rglob(f"*{ANSWERS}") if workspace.raw.is_dir() else ()
    return sorted([*(note for note in notes if note.is_file()), *answers, *absent])


def _is_litter(path: Path) -> bool:
    """What systems and programs leave in folders: hidden files and folders, Windows' thumbnails."""
    return path.name in LITTER or any(part.startswith(".") for part in path.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotHere:
    """A raw file of a private source that is missing: its path, its source, and what its note says of it.

    `records`: how many it should have; None where its note doesn't say.
    """

    path: str
    source: str
    sha256: str
    records: int | None
    note: Mapping[str, Any]


def is_private(workspace: Workspace, path: Path) -> bool:
    """Whether a raw file is of a private source, by its folder or by its note."""
    names = workspace.settings.private
    if not names:
        return False
    folders = path.relative_to(workspace.raw).parts
    note = path.with_name(path.name + NOTE)
    said = read_toml(note, workspace.relative(note)).get("source") if note.is_file() else None
    return folders[0] in names or said in names


def files_not_here(workspace: Workspace) -> list[NotHere]:
    """The private raw files that are missing here, by path: those whose note stands alone."""
    if not workspace.settings.private:
        return []
    return [
        _not_here(workspace, note) for note in _lone_notes(workspace) if is_private(workspace, note.with_suffix(""))
    ]


def _not_here(workspace: Workspace, path: Path) -> NotHere:
    note = read_toml(path, workspace.relative(path))
    raw = path.with_suffix("")
    records = note.get("fetched", note.get("records"))  # not its hits: an export may have only some of them
    return NotHere(
        path=workspace.relative(raw),
        source=str(note.get("source", raw.relative_to(workspace.raw).parts[0])),
        sha256=str(note.get("sha256") or ""),
        records=records if isinstance(records, int) else None,
        note=note,
    )


def not_here_lines(files: Iterable[NotHere]) -> list[str]:
    """A line for each private source with missing files: 'scopus: 2 private raw files are not here (300 records …'."""
    by_source: dict[str, list[NotHere]] = {}
    for file in files:
        by_source.setdefault(file.source, []).append(file)
    return [_not_here_line(source, absent) for source, absent in sorted(by_source.items())]


def _not_here_line(source: str, files: Sequence[NotHere]) -> str:
    known = [file.records for file in files if file.records is not None]
    records = (
        f" ({sum(known)} records{'' if len(known) == len(files) else ' or more'}, by their notes)" if known else ""
    )
    which = f"{len(files)} private raw files are" if len(files) > 1 else f"the private raw file {files[0].path} is"
    return (
        f"{source}: {which} not here{records}: built without; ask those who may have them, and put each beside its note"
    )


def _lone_notes(workspace: Workspace) -> list[Path]:
    """The notes whose raw file is gone; a search that brought nothing new has a note and no file."""
    notes = sorted(workspace.raw.rglob(f"*{NOTE}")) if workspace.raw.is_dir() else []
    alone = [note for note in notes if not note.with_suffix("").is_file()]
    return [note for note in alone if not _is_litter(note.relative_to(workspace.raw)) and not _brought_nothing(note)]


def lost_files(workspace: Workspace) -> list[str]:
    """A line for each note whose file is gone: its records are in no count any more. Private ones are not told here."""
    return [
        f"{workspace.relative(note)}: a note without its file; bring the file back"
        + (
            "; else the next search fetches all records anew"
            if "asked" in read_toml(note, note.name)
            else ", or delete the note"
        )
        for note in _lone_notes(workspace)
        if not is_private(workspace, note.with_suffix(""))
    ]


def _brought_nothing(note: Path) -> bool:
    """It says that it was asked, and has no sha256 of an answer."""
    table = read_toml(note, note.name)
    return "asked" in table and "sha256" not in table


def raw_file(workspace: Workspace, path: Path, sha256: str) -> RawFile:
    """The file with its note, checked: a raw answer never changes."""
    shown = workspace.relative(path)
    folders = path.relative_to(workspace.raw).parts
    if len(folders) < 2:
        raise WorkspaceError(
            f"{shown}: lies in no source's folder",
            hint="take it in with `bibcorpus add FILE --source SOURCE`",
        )
    note_path = path.with_name(path.name + NOTE)
    note = read_toml(note_path, workspace.relative(note_path)) if note_path.is_file() else {}
    if note.get("sha256") not in (None, sha256):
        raise WorkspaceError(
            f"{shown}: is not the file that its note describes (another sha256): it was changed after it was taken in",
            hint="bring the old file back, e.g. with `git checkout`; take a new one in with `bibcorpus add`",
        )
    if note.get("kind", "database") not in KINDS:
        raise WorkspaceError(
            f"{workspace.relative(note_path)}: kind = {note['kind']!r} is unknown",
            hint=f"one of {', '.join(KINDS)}",
        )
    for key, kind, example in NOTE_VALUES:
        if not isinstance(note.get(key, kind()), kind):
            raise WorkspaceError(
                f"{workspace.relative(note_path)}: {key} = {note[key]!r} can't be used", hint=f"write {key} = {example}"
            )
    return RawFile(path=path, shown=shown, source=str(note.get("source", folders[0])), sha256=sha256, note=note)
