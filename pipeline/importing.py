"""Import: raw files -> source_file, entry, reject, unread.

In: every file under corpus/raw/<source>/ with the note (.toml) beside it. Out: one `entry` row a record that stands in
a file, one `reject` row a record that can't be read, one `unread` row a piece of other text. For each file
found = entries + rejects, and the texts kept are the whole text of the file; else the build stops.

Fields are kept in the source's own words; cleaning is the next step.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from .errors import CountsDontAddUp, InputError, Truncated, WorkspaceError
from .formats._text import load
from .model import Found, Reject, Unread
from .parallel import Workers
from .sources import KINDS, all_sources
from .store import Store, write_rows
from .values.identity import record_hash
from .values.title import title_key
from .workspace import Workspace, read_toml

log = logging.getLogger(__name__)

# Below this likeness (0-100, rapidfuzz ratio of folded titles) two titles under one accession are two publications. A
# corrected or retranslated title stays far above; two unrelated titles of one field measure 30 to 50.
SAME_ACCESSION_TITLE = 60
NOTE = ".toml"
# keys of a note that are read, with the type that each must have, and an example
NOTE_VALUES: tuple[tuple[str, type, str], ...] = (
    ("source", str, '"pubmed"'),
    ("query", str, '"my-review"'),
    ("hits", int, "120, a whole number without quotes"),
    ("format", str, '"ris"'),
    ("encoding", str, '"cp1251"'),
    ("accept_truncated", bool, "true"),
)
WORTH_WORKERS = 8_000_000  # bytes of raw files from which on other processes are worth starting

Rows = list[dict[str, Any]]


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
    """Every raw file, in the order of their paths; notes and hidden files are none."""
    if not workspace.raw.is_dir():
        return []
    return sorted(
        path
        for path in workspace.raw.rglob("*")
        if path.is_file() and not path.name.startswith(".") and path.suffix != NOTE
    )


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


def import_files(store: Store, files: Sequence[RawFile], workers: Workers) -> None:
    """Fill source_file, entry, reject and unread, and give each entry its record id."""
    first_with: dict[str, str] = {}
    for raw in sorted(files, key=lambda raw: not raw.note):  # of equal files the one that says where it is from
        first_with.setdefault(raw.sha256, raw.shown)
    store.load(
        "source_file", [_repeated(raw, first) for raw in files if (first := first_with[raw.sha256]) != raw.shown]
    )
    chosen = [raw for raw in files if first_with[raw.sha256] == raw.shown]
    read = partial(_read_file, store.folder)
    large = sum(raw.path.stat().st_size for raw in chosen) > WORTH_WORKERS
    for done in workers.map(read, chosen) if large else map(read, chosen):
        _take_in(store, done)
    _give_record_ids(store)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """What a reader made of a file: `entries` rows lie in `path`, the longest has `longest` characters."""

    raw: RawFile
    format: str
    database: str | None
    encoding: str
    warnings: tuple[str, ...]
    path: Path
    longest: int
    found: int
    rejects: Rows
    unread: Rows


def _read_file(folder: Path, raw: RawFile) -> ReadFile:
    """Read one file into rows of JSON; raises InputError where it can't be read or breaks off."""
    try:
        loaded = load(raw.path, raw.note.get("format"), raw.note.get("encoding"))
    except InputError as error:
        raise type(error)(error.message.replace(str(raw.path), raw.shown), error.hint) from error
    rejects: Rows = []
    unread: Rows = []
    path = folder / f"{raw.sha256}.ndjson"
    counted = _Counted(_entry_rows(raw, loaded.segments(), rejects, unread))
    longest = write_rows(path, counted)
    _refuse_truncated(raw, rejects)
    return ReadFile(
        raw=raw, format=loaded.fmt.NAME, database=loaded.database, encoding=loaded.encoding, warnings=loaded.warnings,
        path=path, longest=longest, found=counted.n + len(rejects), rejects=rejects, unread=unread,
    )  # fmt: skip


class _Counted:
    """Rows that are counted as they pass."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._rows = rows
        self.n = 0

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        for row in self._rows:
            self.n += 1
            yield row


def _take_in(store: Store, done: ReadFile) -> None:
    """Load what was read, and make sure that all of it arrived."""
    raw, file_id = done.raw, done.raw.sha256[:16]
    store.load_file("entry", done.path, done.longest)
    store.load("reject", done.rejects)
    store.load("unread", done.unread)
    entries = store.value("select count(*) from entry where file_id = ?", [file_id])
    rejects = store.value("select count(*) from reject where file_id = ?", [file_id])
    if done.found != entries + rejects:
        raise CountsDontAddUp(f"{raw.shown}: {done.found} found, but {entries} taken in and {rejects} set aside")
    row = _file_row(
        raw, format=done.format, database=done.database, encoding=done.encoding, found=done.found, entries=entries,
        rejects=rejects, unread=sum(not row["expected"] for row in done.unread), warnings=done.warnings,
    )  # fmt: skip
    store.load("source_file", [row])
    log.info("import: %s: %d found, %d taken in, %d set aside", raw.shown, done.found, entries, rejects)


def _repeated(raw: RawFile, same_as: str) -> dict[str, Any]:
    warning = f"the same file as {same_as}: taken in once"
    return _file_row(raw, format="-", encoding="-", same_as=same_as, warnings=[warning])


def _file_row(raw: RawFile, **more: Any) -> dict[str, Any]:
    none: dict[str, Any] = {"found": 0, "entries": 0, "rejects": 0, "unread": 0}
    row = {
        "file_id": raw.sha256[:16],
        "path": raw.shown,
        "source": raw.source,
        "kind": raw.kind,
        "query": raw.note.get("query"),
        "sha256": raw.sha256,
        "searched": str(raw.note["searched"]) if "searched" in raw.note else None,
        "hits": raw.note.get("hits"),
    }
    return {**none, **row, **more}


def _entry_rows(
    raw: RawFile,
    segments: Iterator[Found | Reject | Unread],
    rejects: list[dict[str, Any]],
    unread: list[dict[str, Any]],
) -> Iterator[dict[str, Any]]:
    """The rows of `entry`; what is no entry is added to `rejects` and `unread` on the way."""
    file_id, position = raw.sha256[:16], 0
    for segment in segments:
        if isinstance(segment, Unread):
            if segment.raw.strip():
                unread.append(
                    {
                        "file_id": file_id,
                        "line": segment.line,
                        "reason": segment.reason,
                        "expected": segment.expected,
                        "raw": segment.raw,
                    }
                )
            continue
        position += 1
        if isinstance(segment, Reject):
            rejects.append(
                {
                    "file_id": file_id,
                    "position": position,
                    "line": segment.line,
                    "reason": segment.reason,
                    "truncated": segment.truncated,
                    "raw": segment.raw,
                }
            )
        else:
            yield _entry_row(raw, position, segment)


def _entry_row(raw: RawFile, position: int, found: Found) -> dict[str, Any]:
    fields = found.fields
    accession = next(iter(fields.get("accession", ())), "").strip()
    return {
        "entry_id": f"{raw.sha256[:16]}:{position}",
        "file_id": raw.sha256[:16],
        "position": position,
        "line": found.line,
        "source": raw.source,
        "seen": str(raw.note["searched"]) if "searched" in raw.note else None,
        "accession": accession or None,
        "normal_form": normal_form(fields),
        "title_form": title_key(_first(fields, "title") or ""),
        "raw": found.raw,
        "fields": fields,
        "extra": found.extra,
        "warnings": found.warnings,
    }


def _first(fields: Mapping[str, Sequence[str]], name: str) -> str | None:
    return next(iter(fields.get(name, ())), None)


def normal_form(fields: Mapping[str, Sequence[str]]) -> str:
    """The hash that names a record whose source gives no id: title, authors, year, container, first page.

    Year and first page are cut out in the plainest way, so that nothing improved later can move an id:
    '2018/04//abr-jun2018' -> '2018'; '283-98' -> '283'.
    """
    year = re.search(r"[0-9]{4}", _first(fields, "year") or _first(fields, "date") or "")
    page = re.match(r"\s*([^\s\-\u2010-\u2015,;]*)", _first(fields, "pages") or "")
    return record_hash(
        _first(fields, "title") or _first(fields, "title_original"),
        list(fields.get("authors", ())),
        year.group() if year else None,
        _first(fields, "container"),
        page.group(1) if page else None,
    )


def _refuse_truncated(raw: RawFile, rejects: Sequence[Mapping[str, Any]]) -> None:
    """A file whose end is missing has lost records that nobody can count: it is not taken for whole."""
    if raw.note.get("accept_truncated"):
        return
    for row in rejects:
        if row["truncated"]:
            raise Truncated(
                f"{raw.shown}, line {row['line']}: {row['reason']}",
                hint=f"export it again; or take in what is whole: write accept_truncated = true into {raw.shown}{NOTE}",
            )


def truncated(shown: str, line: int, reason: str) -> Truncated:
    """The error for a file that breaks off."""
    return Truncated(
        f"{shown}, line {line}: {reason}",
        hint="export it again; or take in what is whole: `bibcorpus add FILE --accept-truncated`",
    )


def _give_record_ids(store: Store) -> None:
    store.run(
        "update entry set record_id = source || ':' || case when accession is null then normal_form else accession end"
    )
    clashes = store.rows(
        "select record_id, title_form, coalesce(min(seen), '9999') from entry where accession is not null "
        "and record_id in (select record_id from entry where accession is not null "
        "group by record_id having count(distinct title_form) > 1) group by all order by record_id, 3, 2"
    )
    titles: dict[str, list[str]] = {}
    for record_id, title, _ in clashes:
        titles.setdefault(record_id, []).append(title)
    for record_id, its in titles.items():
        for title, leader in _other_publications(its):
            store.run(
                "update entry set record_id = ?, warnings = list_append(warnings, ?) "
                "where record_id = ? and title_form = ?",
                [
                    f"{record_id}~{_short_hash(leader)}",
                    f"{record_id} names more than one publication: kept apart by their titles",
                    record_id,
                    title,
                ],
            )


def _other_publications(titles: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Of the titles under one accession, earliest first: those that are another publication, with their leader."""
    from rapidfuzz import fuzz

    leaders: list[str] = []
    for title in filter(None, titles):  # an entry without a title says nothing against the first publication
        like = [
            lead
            for lead in leaders
            if title.startswith(lead) or lead.startswith(title) or fuzz.ratio(title, lead) >= SAME_ACCESSION_TITLE
        ]
        if not like:
            leaders.append(title)
        leader = like[0] if like else title
        if leader != leaders[0]:
            yield title, leader


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
