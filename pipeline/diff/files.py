"""Which raw files a diff asks about, and when each came.

In: the workspace's notes, the corpus' list of files, the search records. Out: the files with their moment; for each
search (or source and query, where a person added the files) those that are asked about.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ..errors import InputError
from ..importing import NOTE, raw_notes, raw_paths
from ..ledger import read_ledger, reasons
from ..search_record import SearchRecord
from ..store import Store
from ..workspace import Workspace, read_toml

UNDATED = ""  # before every moment
Of = tuple[str, str | None, int | None, str | None]  # source, query, run, chase


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedFile:
    """A raw file of the corpus. `moment`: when it was asked for, added or searched ('2026-03-01T10:00:00Z')."""

    path: str
    file_id: str
    of: Of
    moment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The files that are asked about together, and the searches that they are from, oldest first.

    `since`: what came before that moment is compared with.
    """

    of: Of
    since: str
    searches: tuple[SearchRecord, ...] = ()
    file_ids: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


def outdated(workspace: Workspace) -> list[str]:
    """In what the corpus differs from the raw files and decisions, a text each ('corpus/raw/… is new'); else nothing.

    Whether the program itself changed doesn't matter here: the corpus holds the same records.
    """
    ledger = read_ledger(workspace.ledger)
    decisions = sorted(workspace.decisions.glob("*.jsonl")) if workspace.decisions.is_dir() else []
    found = []
    for step, paths in (("import", [*raw_paths(workspace), *raw_notes(workspace)]), ("work", decisions)):
        now = {(shown := workspace.relative(path)): ledger.sha256(path, shown) for path in paths}
        before = ledger.steps.get(step)
        inputs = None if before is None else {name: value for name, value in before.items() if _is_path(name)}
        found += reasons(inputs, now)
    return list(dict.fromkeys(found))


def _is_path(name: str) -> bool:
    """Whether an input of a step is a raw file, a note or a log of decisions; not 'the program', 'step clean'."""
    return name.startswith(("corpus/raw/", "corpus/decisions/"))


def files_of(workspace: Workspace, store: Store, records: Iterable[SearchRecord]) -> list[DatedFile]:
    """Every raw file of the corpus, oldest first; of equal files the one that came first."""
    by_answer = {record.answer: record for record in records}
    found: dict[str, DatedFile] = {}
    for path, file_id, source, query in store.rows("select path, file_id, source, query from source_file"):
        record = by_answer.get(path)
        file = DatedFile(
            path=path,
            file_id=file_id,
            of=record.of if record else (source, query, None, None),
            moment=record.asked if record else _moment(workspace, path),
        )
        known = found.get(file_id)
        if known is None or (file.moment, file.path) < (known.moment, known.path):
            found[file_id] = file
    return sorted(found.values(), key=lambda file: (file.moment, file.path))


def _moment(workspace: Workspace, path: str) -> str:
    """When a file that a person brought was added, else searched; UNDATED where its note doesn't say."""
    note_path = workspace.root / f"{path}{NOTE}"
    note = read_toml(note_path, f"{path}{NOTE}") if note_path.is_file() else {}
    said = str(note.get("added") or note.get("searched") or "")
    return said if re.match(r"\d{4}", said) else UNDATED


def asked_about(
    files: Sequence[DatedFile],
    records: Sequence[SearchRecord],
    known: Collection[str] = (),
    *,
    since: str | None,
    source: str | None,
    query: str | None,
) -> list[Asked]:
    """What came since the last run, or from the day `since` on; in the order of source, query, run, chase.

    `known`: the notes of the searches that the run before the last knew; none: the latest update of each search.
    """
    every: set[Of] = {file.of for file in files} | {record.of for record in records}
    _check("--source", source, {of[0] for of in every})
    _check("--query", query, {of[1] for of in every if of[1]})
    found = _latest(files, records, known) if since is None else _from(files, records, _day(since))
    wanted = (each for each in found if source in (None, each.of[0]) and query in (None, each.of[1]))
    return sorted(wanted, key=lambda each: (each.of[0], each.of[1] or "", each.of[2] or 0, each.of[3] or ""))


def _check(option: str, said: str | None, known: Collection[str]) -> None:
    if said is not None and said not in known:
        raise InputError(
            f"{option} {said!r}: no file and no search is of it",
            hint="one of " + ", ".join(sorted(known)) if known else "there is none yet: search or add something first",
        )


def _day(text: str) -> str:
    """A year, a month or a day as it is; they can be compared with moments as texts."""
    try:
        if not re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
            raise ValueError
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError as error:
        raise InputError(f"--since {text!r} is no date", hint="year-month-day: 2026-11-21") from error
    return text


def _latest(files: Sequence[DatedFile], records: Sequence[SearchRecord], known: Collection[str]) -> list[Asked]:
    news: dict[Of, list[SearchRecord]] = {}
    for record in records:
        if record.update_of and (not known or record.note not in known):
            news.setdefault(record.of, []).append(record)
    latest = [(of, searches if known else searches[-1:]) for of, searches in news.items()]
    return [
        _asked(of, searches[0].asked, searches, [file for file in files if file.path in {s.answer for s in searches}])
        for of, searches in latest
    ]


def _from(files: Sequence[DatedFile], records: Sequence[SearchRecord], since: str) -> list[Asked]:
    searches = [record for record in records if record.asked >= since]
    came = [file for file in files if file.moment >= since]
    every: dict[Of, None] = dict.fromkeys((*(record.of for record in searches), *(file.of for file in came)))
    return [
        _asked(of, since, [one for one in searches if one.of == of], [file for file in came if file.of == of])
        for of in every
    ]


def _asked(of: Of, since: str, searches: Sequence[SearchRecord], files: Sequence[DatedFile]) -> Asked:
    return Asked(
        of=of,
        since=since,
        searches=tuple(searches),
        file_ids=tuple(file.file_id for file in files),
        paths=tuple(file.path for file in files),
    )
