"""Successors: which record took the place of one that is gone, in corpus/successors.csv.

A record without a number of its source goes by what it says, so that in a mended export it is another record. Keys and
decisions that name the old one go on with the one that a line here names. `run` writes lines while it still has the
corpus before (see `succession`), people by `decide successor`; a build from nothing reads them.

In: the file, and which records there are. Out: for each gone record the one that stands for it, where that is one.

- A record that is there stands for itself, whatever the file says: its lines rest until it is gone again.
- A person's line counts before the program's, and a later one before an earlier one. One without a record says that
  there is no successor. The program's lines that name two records, as two branches may bring them, name none.
- Lines follow each other: where the successor is gone too, its own one is meant.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from .citekey import Given
from .decisions import Logged
from .errors import WorkspaceError
from .locking import append_whole
from .settling import OF_WORKS, PAIR_EVENTS, UNDONE, settled_by_record
from .store import Store
from .values.instant import instant

HEADER = "gone_id,record_id,found_at,who,why"
PROGRAM = "bibcorpus"
_MARKS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")


@dataclass(frozen=True, slots=True)
class Successor:
    """One line of successors.csv: who says since when (UTC), and why, that `record_id` took the place of `gone_id`.

    `record_id` is '' where a person says that there is none, or the program that it can't tell.
    """

    gone_id: str
    record_id: str
    found_at: str
    who: str
    why: str

    @property
    def by_person(self) -> bool:
        """Whether a person says so."""
        return self.who != PROGRAM


def read_successors(path: Path) -> tuple[list[Successor], list[str]]:
    """The lines of successors.csv, and what is wrong with it, one sentence a line; a missing file has neither.

    A line that can't be read is told, stays in the file, and costs no other.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig", "replace")
    except FileNotFoundError:
        return [], []
    except OSError as error:
        raise WorkspaceError(f"{path}: {error.strerror}", hint="is the file readable?") from error
    found: list[Successor] = []
    problems: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.strip() == HEADER:
            continue
        one, problem = _read_line(line.removesuffix("\r"))
        found += [one] if one else []
        problems += [f"{path.name} line {number}: {problem}"] if problem else []
    return found, problems


def _read_line(line: str) -> tuple[Successor | None, str | None]:
    if line.startswith(_MARKS):
        return None, "a git conflict mark; keep the lines of both sides and delete the mark"
    try:
        cells = [cell.strip() for cell in next(csv.reader([line], strict=True))]
    except csv.Error as error:
        return None, f"no line of a CSV file ({error}); it is left out"
    if len(cells) != 5:
        return None, f"{len(cells)} columns, there should be 5 ({HEADER}); it is left out"
    if not cells[0] or not cells[3]:
        return None, "it lacks the record that is gone, or who says so; it is left out"
    found = Successor(*cells)
    return found, None if instant(found.found_at) else f"found_at = {found.found_at!r} is no time; it counts as oldest"


def append_successors(path: Path, new: Sequence[Successor]) -> None:
    """Add lines at the end, all or none; nothing new: nothing is touched."""
    if not new:
        return
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if not path.exists() or not path.read_bytes().strip():
        writer.writerow(HEADER.split(","))
    for one in new:
        writer.writerow([" ".join(cell.split()) for cell in astuple(one)])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        append_whole(path, text.getvalue().encode())
    except OSError as error:
        raise WorkspaceError(
            f"{path.name}: can't be written ({error.strerror})",
            hint="check the folder's permissions and the free space on the disk",
        ) from error


def counting(lines: Iterable[Successor]) -> dict[str, list[Successor]]:
    """For each gone record the lines that count: a person's last word, else all that the program found."""
    found: dict[str, list[Successor]] = {}
    for line in sorted(lines, key=lambda line: (line.by_person, instant(line.found_at) or "", astuple(line))):
        if line.by_person:
            found[line.gone_id] = [line]
        else:
            found.setdefault(line.gone_id, []).append(line)
    return found


def resolved(lines: Iterable[Successor], here: Collection[str]) -> dict[str, Successor]:
    """For each gone record that has one successor among the records that are `here`: the line, with that one.

    [a -> b, b -> c], {'c'} -> {'a': a -> c, 'b': b -> c}
    """
    count = counting(lines)

    def leads_to(record: str, on_the_way: tuple[str, ...]) -> set[str]:
        if record in here:
            return {record}
        further = () if record in on_the_way else count.get(record, ())
        return {last for line in further if line.record_id for last in leads_to(line.record_id, (*on_the_way, record))}

    found: dict[str, Successor] = {}
    for gone, its in sorted(count.items()):
        last = set() if gone in here else leads_to(gone, ())
        if len(last) == 1:
            (one,) = last
            line = next(line for line in its if line.record_id and one in leads_to(line.record_id, (gone,)))
            found[gone] = replace(line, record_id=one)
    return found


def once(lines: Iterable[Successor], record: str) -> list[str]:
    """A record and those that it stood for, also by way of others: [a -> b, b -> c], 'c' -> ['c', 'b', 'a']"""
    count = counting(lines)
    found = [record]
    for each in found:
        found += [
            gone for gone, its in count.items() if gone not in found and any(line.record_id == each for line in its)
        ]
    return found


def doubts(lines: Sequence[Successor]) -> dict[str, str]:
    """For each gone record of which the program can't tell what became of it: what it may be, 'may be a:1 or a:2'."""
    found: dict[str, str] = {}
    for gone, its in counting(lines).items():
        named = sorted({line.record_id for line in its if line.record_id})
        may_be = its[-1].why if not named else f"may be {' or '.join(named)}" if len(named) > 1 else ""
        if may_be and not its[-1].by_person:
            found |= dict.fromkeys(once(lines, gone), may_be)
    return found


def in_corpus(store: Store) -> dict[str, str]:
    """Gone record -> the record that stands for it, as the last run knows it; none in a corpus of an older version."""
    if not store.has("successor"):
        return {}
    return {str(gone): str(record) for gone, record in store.rows("select gone_id, record_id from successor")}


def works_of_gone(store: Store) -> dict[str, str]:
    """Gone record -> the work of the one that stands for it."""
    leads = in_corpus(store)
    rows = store.rows("select record_id, work_id from work_record where record_id in (select unnest(?::varchar[]))",
                      [sorted(leads.values())])  # fmt: skip
    work_of = dict(rows)
    return {gone: work_of[record] for gone, record in leads.items()}


def carried_keys(given: Iterable[Given], leads: Mapping[str, str]) -> list[Given]:
    """The lines of citekeys.csv, with the records that stand for those that are gone."""
    return [replace(row, record_id=leads[row.record_id]) if row.record_id in leads else row for row in given]


def carried_decisions(
    logged: Sequence[Logged], leads: Mapping[str, str], settle: str, by_record: bool = True
) -> list[Logged]:
    """The same decisions with the records that stand for those that are gone, settled anew where that changes any.

    What was taken back keeps the names that it had. `by_record`: as for `read_decisions`.
    """
    carried = [_carried(item, leads) for item in logged] if leads else list(logged)
    if all(one is other for one, other in zip(carried, logged, strict=True)):
        return carried
    return settled_by_record(carried, settle, events=OF_WORKS + PAIR_EVENTS if by_record else PAIR_EVENTS)


def _carried(item: Logged, leads: Mapping[str, str]) -> Logged:
    if item.state == UNDONE or leads.keys().isdisjoint(item.decision.records):
        return item
    records = tuple(leads.get(record, record) for record in item.decision.records)
    if item.decision.event not in PAIR_EVENTS:
        records = tuple(dict.fromkeys(records))
    return replace(item, decision=replace(item.decision, records=records))


def carried_over(store: Store, logged: Sequence[Logged], settle: str, by_record: bool = True) -> list[Logged]:
    """`carried_decisions` by what the corpus knows."""
    return carried_decisions(logged, in_corpus(store), settle, by_record)
