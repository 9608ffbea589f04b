"""The time of a decision: never before what the same person said last.

In: a person, and what the clock says. Out: the time to write. Of one person's two words on one thing the later time
holds, and a clock may have been ahead when the last word was written, as on another laptop. What is said now is said
after that, so it is dated just behind it: else it would be overruled by a word that is older. (L. Lamport, "Time,
clocks, and the ordering of events in a distributed system", 1978.)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from .decisions import file_name
from .model import Decision
from .settling import Logged, by_time
from .values.instant import instant
from .workspace import Workspace

LAST = "9999"  # nothing comes after the end of all time
_TIME = re.compile(rb'"time"\s*:\s*"([^"\\]{1,40})"')


def time_of_decision(workspace: Workspace, who: str, now: str) -> str:
    """`now`, or the moment after the latest line in this person's file, where that is dated later."""
    path = workspace.decisions / f"{file_name(who)}.jsonl"
    try:
        data = path.read_bytes()
    except OSError:  # none yet; one that can't be read is told by who writes to it
        return now
    return after((found.decode("ascii", "replace") for found in _TIME.findall(data)), now)


def after(times: Iterable[str], now: str) -> str:
    """`now`, or just after the latest of `times`.

    (['2027-01-01T00:00:00.000000Z'], '2026-11-22T10:00:00.000000Z') -> '2027-01-01T00:00:00.000001Z'
    """
    known = (found for time in times if (found := instant(time)) and found < LAST)
    latest = max(known, default="")
    if latest <= (instant(now) or now):
        return now
    return (datetime.fromisoformat(latest) + timedelta(microseconds=1)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def later_each_time(clock: Callable[[], str], times: Iterable[str]) -> Callable[[], str]:
    """The clock, but nothing before `times`, nor before what it said last."""
    last = after(times, clock())

    def tell() -> str:
        nonlocal last
        last = after([last], clock())
        return last

    return tell


def clocks_gone_back(logged: Sequence[Logged]) -> Iterator[str]:
    """A line for each file in which a later line has an earlier time, and for an undo older than what it takes back.

    Lines are appended, so a clock was wrong, or git merged the lines of two branches. Nothing is reordered.
    """
    files: dict[str, list[tuple[int, Decision]]] = {}
    times = {item.decision.id: item.decision for item in logged}
    for item in logged:
        name, _, line = item.place.rpartition(" line ")
        files.setdefault(name, []).append((int(line), item.decision))
        undoes = times.get(item.decision.value.get("id") or "") if item.decision.event == "undo" else None
        if undoes and _earlier(item.decision, undoes):
            yield f"{item.place}: it takes back a decision of {undoes.time}, which is later than its own time; it holds"
    for name, lines in sorted(files.items()):
        lines.sort(key=lambda line: line[0])
        back = [(line, before) for before, line in pairwise(lines) if _earlier(line[1], before[1])]
        if back:
            (number, decision), (_, before) = back[0]
            more = f" (and {len(back) - 1} more)" if len(back) > 1 else ""
            yield (
                f"{name} line {number}{more}: its time, {decision.time}, is earlier than that of the line before it, "
                f"{before.time}: a clock that was wrong, or lines that git merged; the later time counts as later"
            )


def _earlier(one: Decision, other: Decision) -> bool:
    return by_time(one)[0] < by_time(other)[0]
