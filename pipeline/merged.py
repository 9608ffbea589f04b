"""What a merge of git by 'union' can leave in files that only grow, and that stops nothing.

Union keeps the lines of both sides, so nothing is lost; but the same line may then stand there twice, and one key may
have been given on two branches to two records. None of it can be taken back, since other people have it too, and none
of it has to be: it is told, so that people know which of two holds.

In: the decisions' files and citekeys.csv. Out: one line a finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .citekey import Given
from .sharing.keys import giving
from .workspace import Workspace

SHOWN = 3  # places that a line names


def twice_logged(workspace: Workspace) -> Iterator[str]:
    """A line a file whose decisions stand there, or in another file, more than once; each counts once."""
    first: dict[str, str] = {}
    for path in sorted(workspace.decisions.glob("*.jsonl")) if workspace.decisions.is_dir() else ():
        shown = workspace.relative(path)
        again: list[tuple[int, str]] = []
        for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").split("\n"), 1):
            if not line.strip():
                continue
            place = first.setdefault(line.strip(), f"{shown} line {number}")
            if place != f"{shown} line {number}":
                again.append((number, place))
        if again:
            number, place = again[0]
            more = f" (and {len(again) - 1} more lines)" if len(again) > 1 else ""
            yield f"{shown} line {number}: stands on {place} too{more}: it counts once; leave it, or delete this one"


def given_twice(given: Sequence[Given], work_of: Mapping[str, str]) -> Iterator[str]:
    """A line for each key that was given to two records: on two branches, before they were merged.

    `work_of`: the work of each record, as far as known. Two records of one work may have one key, and one may
    stand in for a private one (`sharing.keys`): nobody is misled.
    """
    claims: dict[str, dict[str, Given]] = {}
    for row in sorted(given, key=lambda row: (row.given_at, row.record_id)):
        if row.record_id:
            claims.setdefault(row.key.casefold(), {}).setdefault(row.record_id, row)
    for rows in claims.values():
        oldest, *later = rows.values()
        if others := [row for row in later if giving(row) != giving(oldest) and not _one_work(oldest, row, work_of)]:
            told = ", ".join(f"{row.record_id} ({row.given_at[:10]})" for row in others[:SHOWN])
            yield (
                f"citekeys.csv: the key {oldest.key} was given to {oldest.record_id} ({oldest.given_at[:10]}) and to "
                f"{told}: the older keeps it, and the other work goes by a key with a suffix; see who cites it"
            )


def _one_work(one: Given, other: Given, work_of: Mapping[str, str]) -> bool:
    work = work_of.get(one.record_id)
    return work is not None and work == work_of.get(other.record_id)
