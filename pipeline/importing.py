"""Import: raw files -> source_file, entry, reject, unread.

In: every file under corpus/raw/<source>/ with the note (.toml) beside it. Out: one `entry` row a record that stands in
a file, one `reject` row a record that can't be read, one `unread` row a piece of other text. For each file
found = entries + rejects, and the texts kept are the whole text of the file; else the build stops.

Fields are kept in the source's own words; cleaning is the next step.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from .errors import CountsDontAddUp, InputError, Truncated
from .formats import references
from .formats._text import Loaded, load
from .model import Found, Reject, Unread
from .parallel import Workers
from .raw_files import ABSENT, ACCEPTED, NotHere, RawFile, answers_near
from .raw_files import NOTE as NOTE
from .raw_files import lost_files as lost_files
from .raw_files import raw_file as raw_file
from .raw_files import raw_notes as raw_notes
from .raw_files import raw_paths as raw_paths
from .record_ids import give_record_ids, marks, marks_text, normal_form
from .store import Store, write_rows
from .values.title import title_key
from .written_by import other_writer

log = logging.getLogger(__name__)

WORTH_WORKERS = 8_000_000  # bytes of raw files from which on other processes are worth starting

Rows = list[dict[str, Any]]


def import_files(store: Store, files: Sequence[RawFile], workers: Workers, absent: Sequence[NotHere] = ()) -> None:
    """Fill source_file, entry, reject and unread, and give each entry its record id.

    `absent`: private files that are missing; each has its row, with nothing found in it.
    """
    first_with: dict[str, str] = {}
    for raw in sorted(files, key=lambda raw: not raw.note):  # of equal files the one that says where it is from
        first_with.setdefault(raw.sha256, raw.shown)
    store.load(
        "source_file", [_repeated(raw, first) for raw in files if (first := first_with[raw.sha256]) != raw.shown]
    )
    store.load(
        "source_file",
        [_absent_row(file, first_with.setdefault(file.sha256 or file.path, file.path)) for file in absent],
    )
    chosen = [raw for raw in files if first_with[raw.sha256] == raw.shown]
    read = partial(_read_file, store.folder)
    large = sum(raw.path.stat().st_size for raw in chosen) > WORTH_WORKERS
    finished = workers.map(read, chosen) if large else map(read, chosen)
    store.load("source_file", [_take_in(store, done) for done in finished])
    give_record_ids(store)


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
    counted = _Counted(_entry_rows(raw, _segments(raw, loaded), rejects, unread))
    longest = write_rows(path, counted)
    _refuse_truncated(raw, rejects)
    whose = other_writer(loaded.database, raw.source, raw.kind)
    return ReadFile(
        raw=raw, format=loaded.fmt.NAME, database=loaded.database, encoding=loaded.encoding,
        warnings=_noticed(raw, (*loaded.warnings, *filter(None, [whose]))), path=path, longest=longest,
        found=counted.n + len(rejects), rejects=rejects, unread=unread,
    )  # fmt: skip


def _segments(raw: RawFile, loaded: Loaded) -> Iterator[Found | Reject | Unread]:
    """What the reader found; references with the numbers that services know, where these were asked."""
    answers = answers_near(raw.path) if loaded.fmt.NAME == references.NAME else []
    if not answers:
        return loaded.segments()
    from .resolving.taken import with_numbers

    return with_numbers(loaded.segments(), answers)


class _Counted:
    """Rows that are counted as they pass."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._rows = rows
        self.n = 0

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        for row in self._rows:
            self.n += 1
            yield row


def _take_in(store: Store, done: ReadFile) -> dict[str, Any]:
    """Load what was read, and make sure that all of it arrived; the file's row."""
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
    log.info("import: %s: %d found, %d taken in, %d set aside", raw.shown, done.found, entries, rejects)
    return row


def _repeated(raw: RawFile, same_as: str) -> dict[str, Any]:
    warning = f"the same file as {same_as}: taken in once"
    return _file_row(raw, format="-", encoding="-", same_as=same_as, warnings=[warning])


def _absent_row(file: NotHere, first_with: str) -> dict[str, Any]:
    """`first_with`: the first file of those bytes, which need not be this one."""
    raw = RawFile(path=Path(), shown=file.path, source=file.source, sha256=file.sha256, note=file.note)
    same_as = first_with if first_with != file.path else None
    warnings = ["private, and not here: built without it"]
    return _file_row(raw, format=ABSENT, encoding=ABSENT, hits=file.records, same_as=same_as, warnings=warnings)


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
        "hits": None if "asked" in raw.note else raw.note.get("hits"),  # a search record says itself what is missing
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
        "seen": str(raw.note.get("asked") or raw.note.get("searched") or "") or None,
        "accession": accession or None,
        "id_is_sure": bool(accession) and "asked" in raw.note,
        "normal_form": normal_form(fields),
        "marks": marks_text(marks(fields, found.extra)),
        "title_form": title_key(_first(fields, "title") or ""),
        "raw": found.raw,
        "fields": fields,
        "extra": found.extra,
        "warnings": _noticed(raw, found.warnings),
    }


def _noticed(raw: RawFile, warnings: Sequence[str]) -> tuple[str, ...]:
    """What the reader noticed, marked where a person says in the note that they take the file as it is."""
    return tuple(f"{ACCEPTED}{warning}" for warning in warnings) if raw.note.get("accept_warnings") else tuple(warnings)


def _first(fields: Mapping[str, Sequence[str]], name: str) -> str | None:
    return next(iter(fields.get(name, ())), None)


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
