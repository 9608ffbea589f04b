"""Citekeys: given once, kept for ever.

In: the works with their record ids, and `corpus/citekeys.csv`, the list of every key ever given. Out: the key
of each work, its aliases, and the lines to append. The list is only ever appended to, so that git merges it;
no key is computed a second time, so that a corrected title or a new twin moves none.

How a work comes by its key
- A key belongs to the record that it was first given for, and stands for the work that holds this record now.
- A work that holds several keys is led by the oldest (`given_at`, then key); the others are its aliases.
- A key that a person chose leads; the earlier key becomes an alias.
- A work without a key gets family name + year + first telling word of the title, or what the pattern in
  bibcorpus.toml says on the day it is given, in the order of the work ids. The first taker has it bare, later
  ones with 'a', 'b', … 'z', 'aa'. It is unlike every key ever given,
  whatever the case of its letters (file systems and BibTeX don't tell 'Smith' from 'smith').
- One key given on two branches for two works: the older keeps it, the other gets a suffix and is listed in
  `moved`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, product
from pathlib import Path
from string import ascii_lowercase

from .errors import WorkspaceError
from .key_pattern import READABLE
from .ledger import write_whole
from .model import Bibliographic
from .readable_key import propose
from .values.instant import instant

HEADER = "key,record_id,given_at,who"

# keys are cited in TeX and become file names and web addresses
_USABLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_:.+/-]*")
_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")
# a line as we write it: by far the most of them, and read in a third of the time
_PLAIN = re.compile(rf'({_USABLE.pattern}),([^",\s\ufffd]+),({_TIME.pattern}),([^",\s\ufffd]+(?: [^",\s\ufffd]+)*)')
_CONFLICT = re.compile(r"<{7}|={7}$|>{7}|\|{7}")


@dataclass(frozen=True, slots=True)
class Given:
    """One line of citekeys.csv: who gave this key, when (UTC, ISO 8601), for which record.

    `record_id` is '' where a damaged line shows a key only: the key is then taken, and nobody's.
    """

    key: str
    record_id: str
    given_at: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """The keys of all works, by work id, and what is to be appended to citekeys.csv.

    `moved` lists (key, key now used, work id) for claims on a key that another work holds, in every run: the
    text that cites the lost key was written on a branch, and somebody must be told. `problems` are for people
    to read.
    """

    lead: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    new: tuple[Given, ...] = ()
    moved: tuple[tuple[str, str, str], ...] = ()
    problems: tuple[str, ...] = ()


def read_citekeys(path: Path) -> tuple[list[Given], list[str]]:
    """The rows of citekeys.csv and what is wrong with it, one sentence a line; a missing file has neither.

    A damaged line stays in the file, and as much of it counts as can be read: a key that stands there is
    never given again.

    -> ([Given('smith2010', 'pubmed:1', …)], ['citekeys.csv line 7: a git conflict mark; keep …'])
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return [], []
    except OSError as error:
        raise WorkspaceError(f"{path}: {error.strerror}", hint="is the file readable?") from error
    rows: list[Given] = []
    problems: list[str] = []
    lines = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").split("\n")
    for number, line in enumerate(lines, 1):
        text = line.removesuffix("\r")
        if number > 1 and (plain := _PLAIN.fullmatch(text)):
            rows.append(Given(*plain.groups()))
            continue
        row, problem = _read_line(text, first=number == 1)
        if row is not None:
            rows.append(row)
        if problem:
            problems.append(f"{path.name} line {number}: {problem}")
    return rows, problems


def append_citekeys(path: Path, new: Sequence[Given]) -> None:
    """Add lines at the end, whole or not at all; the old bytes stay as they are, whatever they are.

    Written beside and swapped, so that a crash leaves the old file. Nothing new: nothing is touched.
    """
    if not new:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    old = path.read_bytes() if path.exists() else b""
    if not old.strip():
        old = HEADER.encode() + b"\n"
    write_whole(path, old + (b"" if old.endswith(b"\n") else b"\n") + _lines(new).encode("utf-8"))


def _read_line(text: str, first: bool) -> tuple[Given | None, str | None]:
    """The row and what is wrong with it; both None for a header in its place and for an empty line."""
    if text.strip() == HEADER:
        return None, None if first else "the header once more; delete this line"
    if not text.strip():
        return None, "the header is missing" if first and text else None
    if _CONFLICT.match(text):
        return None, "a git conflict mark; keep the lines of both sides and delete the mark"
    cells = _cells(text)
    if first and (cells[0].lower() == "key" or not _USABLE.fullmatch(cells[0])):
        return None, f"the header should be {HEADER!r}"
    if not _USABLE.fullmatch(cells[0]):
        return None, f"{cells[0]!r} is no citekey; the line is left out"
    key, record_id, given_at, who = (*cells, "", "", "", "")[:4]
    problem = _problem_of(text, cells) or ("the header is missing above it" if first else None)
    return Given(key, record_id, given_at, who), problem


def _cells(text: str) -> list[str]:
    if '"' not in text:
        return [cell.strip() for cell in text.split(",")]
    try:
        cells = next(csv.reader([text], strict=True))
    except csv.Error:
        cells = text.split(",")
    return [cell.strip() for cell in cells]


def _problem_of(text: str, cells: list[str]) -> str | None:
    if "\ufffd" in text:
        return "not UTF-8"
    if text.count('"') % 2:
        return "a quote that is not closed"
    if len(cells) != 4:
        return f"{len(cells)} columns, there should be 4 ({HEADER})"
    if not cells[1]:
        return f"no record id; the key {cells[0]} stays taken"
    if not _TIME.fullmatch(cells[2]):
        return f"given_at = {cells[2]!r} is no time; the key counts as the youngest"
    return None


def _lines(new: Sequence[Given]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for row in new:
        writer.writerow([" ".join(cell.split()) for cell in (row.key, row.record_id, row.given_at, row.who)])
    return text.getvalue()


def usable_key(text: str) -> bool:
    """Whether `text` can be a key: letters of ASCII, digits and _ : . + / -, the first a letter or digit."""
    return _USABLE.fullmatch(text) is not None


def assign(
    works: Mapping[str, Sequence[str]],
    given: Sequence[Given],
    personal: Mapping[str, str] | None,
    fields_of: Callable[[Sequence[str]], Mapping[str, Bibliographic]],
    *,
    now: str,
    who: str,
    pattern: str = READABLE,
) -> Assigned:
    """The key of every work: those given before, a person's, new ones; see the docstring of this module.

    `works` are the record ids of each work; `personal` maps a record id to the key a person chose for it; `fields_of`
    gives the fields of works, and is asked once, for those that need a new key. `now` (UTC, ISO 8601) and `who` go into
    the new lines; `pattern` is that of bibcorpus.toml, for new keys only. The order of the arguments' members
    means nothing.
    """
    giving = _Giving(given, now, who)
    in_order = [(work_id, sorted(records) or [work_id]) for work_id, records in sorted(works.items())]
    chosen = {work_id: giving.choose(work_id, records, personal or {}) for work_id, records in in_order}
    lead: dict[str, str] = {}
    aliases: dict[str, tuple[str, ...]] = {}
    without = [work_id for work_id, records in in_order if not chosen[work_id] and not giving.keys_of(records)]
    fields = fields_of(without) if without else {}
    for work_id, records in in_order:
        keys = giving.keys_of(records)
        lead[work_id] = chosen[work_id] or (keys[0] if keys else giving.first_key(records, fields[work_id], pattern))
        aliases[work_id] = tuple(key for key in keys if key != lead[work_id])
        giving.moved += [(lost, lead[work_id], work_id) for lost in giving.lost_by(records)]
    return Assigned(
        lead=lead,
        aliases=aliases,
        new=tuple(giving.new),
        moved=tuple(sorted(set(giving.moved))),
        problems=tuple(giving.problems),
    )


class _Giving:
    """The list of keys while new ones are given. A key's owner is the record of its oldest line."""

    def __init__(self, given: Sequence[Given], now: str, who: str) -> None:
        self.now, self.who = now, who
        self.new: list[Given] = []
        self.moved: list[tuple[str, str, str]] = []
        self.problems: list[str] = []
        self._owner: dict[str, Given] = {}
        self._claims: dict[str, list[Given]] = {}
        self._suffixes: dict[str, Iterator[str]] = {}
        for row in given:
            self._enter(row, row.key.casefold())

    def keys_of(self, records: Sequence[str]) -> list[str]:
        """The keys that these records own, oldest first."""
        claims = {row for record in records for row in self._claims.get(record, ())}
        owned = [row for row in claims if self._owner[row.key.casefold()] == row]
        return [row.key for row in sorted(owned, key=by_age_then_key)]

    def lost_by(self, records: Sequence[str]) -> list[str]:
        """The keys given to these records that others hold, or that they hold in another spelling."""
        claims = {row.key for record in records for row in self._claims.get(record, ())}
        return sorted(key for key in claims if not self._held(key, records))

    def choose(self, work_id: str, records: Sequence[str], personal: Mapping[str, str]) -> str | None:
        """The key that persons chose for this work; the first record's, where there are several."""
        wanted = [(record, personal[record]) for record in records if record in personal]
        taken = [self._claim(work_id, record, key, records) for record, key in wanted]
        return next((key for key in taken if key), None)

    def first_key(self, records: Sequence[str], fields: Bibliographic, pattern: str) -> str:
        """A new key: a lost one with a suffix, so that its reader finds it again, else a readable one."""
        lost = self.lost_by(records)
        return self._give(lost[0] if lost else propose(fields, pattern), records[0])

    def _claim(self, work_id: str, record: str, key: str, records: Sequence[str]) -> str | None:
        if not _USABLE.fullmatch(key):
            self.problems.append(f"{record}: {key!r} can't be a key (letters, digits, _ : . + / - only)")
            return None
        owner = self._owner.get(key.casefold())
        if owner is None:
            return self._give(key, record)
        if owner.record_id in records:
            if owner.key != key:
                self.problems.append(f"{record}: {key} was given before as {owner.key}, which stays")
            return owner.key
        variant = re.compile(re.escape(key) + "[a-z]{1,2}", re.IGNORECASE)
        instead = next((own for own in self.keys_of(records) if variant.fullmatch(own)), None)
        instead = instead or self._give(key, record)
        self.moved.append((key, instead, work_id))
        return instead

    def _give(self, base: str, record: str) -> str:
        suffixes = self._suffixes.setdefault(base.casefold(), _all_suffixes())
        key = next(base + suffix for suffix in suffixes if (base + suffix).casefold() not in self._owner)
        row = Given(key, record, self.now, self.who)
        self._enter(row, key.casefold())
        self.new.append(row)
        return key

    def _enter(self, row: Given, key: str) -> None:
        older = self._owner.setdefault(key, row)
        if older is not row and _by_age(row) < _by_age(older):
            self._owner[key] = row
        self._claims.setdefault(row.record_id, []).append(row)

    def _held(self, key: str, records: Sequence[str]) -> bool:
        owner = self._owner[key.casefold()]
        return owner.key == key and owner.record_id in records


def _by_age(row: Given) -> tuple[bool, bool, str, str, str, str]:
    """Oldest first; lines without a record or a readable time last."""
    time = instant(row.given_at)
    return not row.record_id, time is None, time or row.given_at, row.record_id, row.key, row.who


def by_age_then_key(row: Given) -> tuple[bool, str, str]:
    """The order of a work's keys: the first leads."""
    return instant(row.given_at) is None, instant(row.given_at) or row.given_at, row.key


def _all_suffixes() -> Iterator[str]:
    """'', 'a', … 'z', 'aa', 'ab', …"""
    yield ""
    for length in count(1):
        yield from map("".join, product(ascii_lowercase, repeat=length))
