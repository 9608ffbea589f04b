r"""Delimited text, row by row, with the exact text and the line number of each row.

In: a stream of text, and the `Header` of a dialect, which knows a header row when it sees one and says how the
rows below it are read. Out: Found, Reject and Unread, whose raw texts, joined, are the whole text. Quoting follows
RFC 4180 as far as real files do: line breaks inside quote marks belong to the cell, quote marks inside a bare cell
are text.

    Title,Year                    -> Unread   the header row
    "Balint groups, again",1998   -> Found    line 2
    Caring,1999,x                 -> Reject   3 cells, the header has 2
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from io import StringIO
from itertools import groupby, islice
from typing import Literal, NamedTuple, TextIO

from ..model import Found, Reject, Unread
from ._columns import Fields, rounded_numbers

BOM = "\ufeff"
DELIMITERS = (",", ";", "\t", "|")
SEP_LINE = "sep="  # what Excel writes above a table to tell its delimiter
HEAD_CHARS = 64_000  # as much of the text as a dialect is judged by
HEADER_WITHIN = 20  # rows of preamble that a header row may come after
LONGEST_NAME = 40  # letters; what is longer is no column name
LOOK_AHEAD = 200  # lines in which a row must end, when we look where the next good row begins
CELL_LIMIT = 1 << 24  # a longer cell is a quote mark that was never closed; the module's own 128 kB cuts real ones

_NEVER_CLOSED = "a quote mark in this row is never closed"
_QUOTES = "a quote mark stands inside a quoted cell: look whether its cells are cut right"
NO_LETTERS = re.compile(r"[\W_]+")
QUOTED = re.compile(r'"(?:[^"]|"")*"')


class RowFields(NamedTuple):
    """What one row says: our fields, the columns we have no place for, and what a person should know."""

    fields: Fields
    extra: Fields
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """How the rows below one header are read. `needed` cells hold all that has a field of ours.

    `title` is the place of the column that every record has; `ragged` says that rows end with their last filled cell.
    """

    cells: int
    needed: int
    read: Callable[[list[str]], RowFields]
    title: int = 0
    ragged: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """What a dialect knows of its header rows.

    `names` are its column names, folded by `fold_name`; `plan(cells, sample)` is None where `cells` is no header
    row. `sample` holds the first rows below it, for what only the values can tell (how names are parted).
    `bare`: quote marks are text, and only `delimiters` part the cells. `captions`, folded, stand between rows.
    """

    names: frozenset[str]
    plan: Callable[[list[str], Sequence[list[str]]], Plan | None]
    delimiters: tuple[str, ...] = DELIMITERS
    bare: bool = False
    captions: frozenset[str] = frozenset()


class Dialect(NamedTuple):
    """How cells are parted and quoted."""

    delimiter: str
    bare: bool = False
    skip_blanks: bool = False

    def rows(self, lines: Iterator[str], strict: bool = False) -> Iterator[list[str]]:
        """The rows of `lines`; `strict`: csv.Error where a cell goes on after its closing quote mark."""
        quoting: Literal[0, 3] = csv.QUOTE_NONE if self.bare else csv.QUOTE_MINIMAL
        return csv.reader(
            lines, delimiter=self.delimiter, quoting=quoting, skipinitialspace=self.skip_blanks, strict=strict
        )


@lru_cache(maxsize=10_000)
def fold_name(name: str) -> str:
    """A column name without what differs by chance: 'Author(s)' -> 'author s', ' Start_Page' -> 'start page'."""
    return NO_LETTERS.sub(" ", name).strip().casefold()


@dataclass(frozen=True, slots=True)
class FoundHeader:
    """The header row of a text, the number of lines above it, and how and by what the rows below are read."""

    cells: list[str]
    above: int
    dialect: Dialect
    sample: list[list[str]]
    plan: Plan


def find_header(head: str, header: Header) -> FoundHeader | None:
    """The header row within the first rows of `head`; None where there is none.

    That delimiter is taken with which most of the row's cells are known column names.
    """
    lines = split_lines(head, HEADER_WITHIN + LOOK_AHEAD)
    best: tuple[int, int, list[str], Dialect] | None = None
    for delimiter in header.delimiters:
        for above, line in enumerate(lines[:HEADER_WITHIN]):
            if len(line) > HEAD_CHARS:
                continue
            dialect = Dialect(delimiter, header.bare, f'{delimiter} "' in line)
            cells = _first_row(lines[above : above + LOOK_AHEAD], dialect)
            known = sum(len(cell) <= LONGEST_NAME and fold_name(cell) in header.names for cell in cells)
            if known and (best is None or known > best[0]) and header.plan(cells, ()):
                best = known, above, cells, dialect
    if best is None:
        return None
    _, above, cells, dialect = best
    lines = split_lines(head)
    dialect = _quoting(dialect, len(cells), lines[above:])
    below = _rows_of(lines[above:], dialect)[1:]
    ragged = _ends_with_last_filled_cell(below, len(cells))
    sample = [row + [""] * (len(cells) - len(row)) for row in below if ragged or len(row) == len(cells)]
    plan = header.plan(cells, sample)
    return FoundHeader(cells, above, dialect, sample, replace(plan, ragged=ragged)) if plan else None


def _ends_with_last_filled_cell(rows: Sequence[list[str]], cells: int) -> bool:
    """Does this table leave out the empty cells at the end of its rows, as some that come from spreadsheets do?

    No row then ends with an empty cell. Rows that only a line break has cut in two show it by their cells: together
    they have just one more than the header.
    """
    rows = [row for row in rows if any(map(str.strip, row))]
    if not rows or not all(len(row) <= cells and row[-1] for row in rows):
        return False
    runs = [list(run) for short, run in groupby(rows, lambda row: len(row) < cells) if short]
    cut_in_two = sum(len(run) > 1 and sum(map(len, run)) == cells + len(run) - 1 for run in runs)
    return not runs or 2 * cut_in_two < len(runs)


def read_table(stream: TextIO, *headers: Header) -> Iterator[Found | Reject | Unread]:
    """All of the text as segments, by the first of the headers that is found; without one, rows are Reject."""
    csv.field_size_limit(max(csv.field_size_limit(), CELL_LIMIT))  # of the whole process, so only ever raised
    head = stream.read(HEAD_CHARS) + stream.readline()
    lines = _Lines(stream, head)
    for header in headers:
        if found := find_header(head, header):
            yield from _above_header(lines, found.above)
            yield from _Table(lines, header, found).segments()
            return
    yield from _no_header(lines)


def split_lines(text: str, some: int | None = None) -> list[str]:
    r"""The lines of `text` with their ends; a byte-order mark inside the text begins a line of its own.

    `some`: that so many are enough.

    Only \n, \r and \r\n end a line: str.splitlines would also break at U+2028, U+0085 and the form feed.
    """
    lines = list(islice(StringIO(text, newline=""), some))
    if BOM not in text:
        return lines
    return [part for line in lines for part in _split_at_bom(line)]


class _Lines:
    """The lines of a text, one by one, that remembers those taken since the last `cut`.

    A byte-order mark in front of a line (files joined end to end) is remembered and not handed out.
    """

    def __init__(self, stream: TextIO, head: str) -> None:
        self.stream = stream
        self.waiting = split_lines(head)[::-1]  # the next one last
        self.taken: list[str] = []
        self.line = 1
        self.ended = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.waiting.pop() if self.waiting else self.stream.readline()
        if not line:
            self.ended = True
            raise StopIteration
        if BOM in line:
            line, *rest = _split_at_bom(line)
            self.give_back(rest)
        self.taken.append(line)
        return line.removeprefix(BOM)

    def give_back(self, lines: Sequence[str]) -> None:
        """Lines that were taken and are to be taken again."""
        self.waiting.extend(reversed(lines))
        self.ended = False

    def take_again(self) -> None:
        """All lines taken since the last `cut` are to be taken again."""
        taken, self.taken = self.taken, []
        self.give_back(taken)

    def at_end(self) -> bool:
        """Is there nothing left? (Takes a line and gives it back.)"""
        if next(self, None) is None:
            return True
        self.give_back([self.taken.pop()])
        return False

    def cut(self) -> tuple[int, str]:
        """Where the taken lines begin, and their text; the next line taken begins a new row."""
        taken, line = self.taken, self.line
        self.taken = []
        if len(taken) == 1:
            self.line += taken[0][-1] in "\r\n"
            return line, taken[0]
        self.line += sum(text[-1] in "\r\n" for text in taken)
        return line, "".join(taken)


class _Table:
    """One pass over the rows of a text, with the plan of the last header above them."""

    def __init__(self, lines: _Lines, header: Header, found: FoundHeader) -> None:
        self.lines, self.header = lines, header
        self.dialect, self.sample, self.plan = found.dialect, found.sample, found.plan

    def segments(self) -> Iterator[Found | Reject | Unread]:
        sound, any_row = self.dialect.rows(self.lines, strict=True), self.dialect.rows(self.lines)
        next(any_row)
        yield _unread(self.lines, "the header row")
        while True:
            try:
                row = next(sound)
            except StopIteration:
                return
            except csv.Error:
                yield self._odd_segment(any_row)
            else:
                yield self._segment(row)

    def _odd_segment(self, any_row: Iterator[list[str]]) -> Found | Reject | Unread:
        """The row again of which something stands behind a closing quote mark, or whose quote mark never closes."""
        self.lines.take_again()
        try:
            row = next(any_row)
        except csv.Error as error:  # a cell beyond the limit
            return self._broken(f"the row can't be read as part of a table: {error}")
        if len(self.lines.taken) > 1 and not self.lines.ended and self._next_good_row(self.plan) is not None:
            return self._broken(_NEVER_CLOSED)
        found = self._segment(row)
        return replace(found, warnings=(*found.warnings, _QUOTES)) if isinstance(found, Found) else found

    def _segment(self, row: list[str]) -> Found | Reject | Unread:
        plan = self.plan
        first = row[0] if row else ""
        if (not first or first.isspace()) and not any(map(str.strip, row)):
            return _unread(self.lines, "an empty row")
        if len(row) == 1 < plan.cells and fold_name(first) in self.header.captions:
            return _unread(self.lines, "a line between the rows")
        short = len(row) <= plan.title or len(row[plan.title]) <= LONGEST_NAME
        if short and len(first) <= LONGEST_NAME and self._known_name(row):
            again = self.header.plan(row, self.sample)
            if again:
                self.plan = replace(again, ragged=plan.ragged)
                return _unread(self.lines, "a header row again, as where files are joined end to end")
        return self._record(row, plan)

    def _known_name(self, row: list[str]) -> bool:
        """Is the first cell that isn't empty one of the names of columns?"""
        first = row[0] or next(filter(None, row))
        return len(first) <= LONGEST_NAME and fold_name(first) in self.header.names

    def _record(self, row: list[str], plan: Plan) -> Found | Reject:
        if self.lines.ended:  # the row asked for a line beyond the last
            return self._broken("the file ends inside this record, within quote marks", truncated=True)
        width = len(row)
        absent = plan.cells - width
        if (width < plan.needed and not (plan.ragged and self._whole_but_short(row))) or (
            absent < 0 and any(map(str.strip, row[plan.cells :]))
        ):
            reason = f"the row has {len(row)} cells, its header has {plan.cells}"
            return self._broken(reason, truncated=len(row) < plan.cells and self._cut_off())
        fields, extra, warnings = plan.read(row if absent <= 0 else row + [""] * absent)
        if absent > 0 and not plan.ragged:
            warnings += (f"{absent} cells are missing at the end of the row",)
        warnings += rounded_numbers(fields)
        line, raw = self.lines.cut()
        return Found(line=line, raw=raw, fields=fields, extra=extra, warnings=warnings)

    def _whole_but_short(self, row: list[str]) -> bool:
        """Two cells and a title at least, and a last one that isn't empty: all that is missing is empty cells."""
        plan = self.plan
        return 2 <= len(row) > plan.title and bool(row[-1] and row[plan.title].strip()) and not self._cut_off()

    def _cut_off(self) -> bool:
        return self.lines.taken[-1][-1] not in "\r\n" and self.lines.at_end()

    def _broken(self, reason: str, truncated: bool = False) -> Reject:
        """A row that is no record; where an open quote mark made it swallow good rows, only its own lines."""
        taken = self.lines.taken
        good = self._next_good_row(self.plan)
        if good is not None:
            self.lines.taken = taken[:good]
            self.lines.give_back(taken[good:])
            reason, truncated = _NEVER_CLOSED, False
        line, raw = self.lines.cut()
        return Reject(line=line, raw=raw, reason=reason, truncated=truncated)

    def _next_good_row(self, plan: Plan) -> int | None:
        """Which of the taken lines, after the first, begins a row of the right width, if any."""
        taken = self.lines.taken
        for at in range(1, len(taken)):
            if len(_first_row(taken[at : at + LOOK_AHEAD], self.dialect)) == plan.cells > 1:
                return at
        return None


def _no_header(lines: _Lines) -> Iterator[Reject | Unread]:
    for text in lines:
        if text.strip():
            line, raw = lines.cut()
            yield Reject(line=line, raw=raw, reason="no header row with known column names stands above it")
        else:
            yield _unread(lines, "an empty row")


def _above_header(lines: _Lines, above: int) -> Iterator[Unread]:
    for text in islice(lines, above):
        known = not text.strip() or text.casefold().startswith(SEP_LINE)
        yield _unread(lines, "text above the header row", expected=known)


def _unread(lines: _Lines, reason: str, expected: bool = True) -> Unread:
    line, raw = lines.cut()
    return Unread(line=line, raw=raw, reason=reason, expected=expected)


def _quoting(dialect: Dialect, cells: int, lines: Sequence[str]) -> Dialect:
    """`dialect`, bare where a tab-separated text shows that its quote marks are text.

    They are where every line has all its cells, and a cell that begins with a quote mark isn't wholly quoted.
    """
    if dialect.delimiter != "\t" or dialect.bare:
        return dialect
    rows = [line.strip("\r\n").split("\t") for line in lines if line.strip()]
    all_there = all(len(row) == cells for row in rows)
    text = any(cell.startswith('"') and not QUOTED.fullmatch(cell) for row in rows for cell in row)
    return dialect._replace(bare=all_there and text)


def _rows_of(lines: Sequence[str], dialect: Dialect) -> list[list[str]]:
    """The rows of `lines`, as far as they can be read."""
    rows: list[list[str]] = []
    with suppress(csv.Error):
        rows.extend(dialect.rows(_without_boms(lines)))
    return rows


def _first_row(lines: Sequence[str], dialect: Dialect) -> list[str]:
    """The first row of `lines`; empty where it doesn't end within them."""
    went_on = False

    def feed() -> Iterator[str]:
        nonlocal went_on
        yield from _without_boms(lines)
        went_on = True

    try:
        row = next(dialect.rows(feed()), [])
    except csv.Error:
        return []
    return [] if went_on else row


def _without_boms(lines: Sequence[str]) -> Iterator[str]:
    return (line.removeprefix(BOM) for line in lines)


def _split_at_bom(line: str) -> list[str]:
    first, *rest = line.split(BOM)
    return [part for part in (first, *(BOM + text for text in rest)) if part]
