"""The time of a decision: never before what the same person said last.

In: a person, and what the clock says. Out: the time to write. Of one person's two words on one thing the later time
holds, and a clock may have been ahead when the last word was written, as on another laptop. What is said now is said
after that, so it is dated just behind it: else it would be overruled by a word that is older. (L. Lamport, "Time,
clocks, and the ordering of events in a distributed system", 1978.)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from .decisions import file_name
from .workspace import Workspace

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
    later = ((time, _moment(time)) for time in times if time > now)
    latest, moment = max(((time, moment) for time, moment in later if moment), default=(now, None))
    if moment is None:
        return now
    just_after = _text(moment + timedelta(microseconds=1))
    return just_after if just_after > latest else _text(moment + timedelta(seconds=1))  # '…00Z' sorts behind '…00.1Z'


def later_each_time(clock: Callable[[], str], times: Iterable[str]) -> Callable[[], str]:
    """The clock, but nothing before `times`, nor before what it said last."""
    last = after(times, clock())

    def tell() -> str:
        nonlocal last
        last = after([last], clock())
        return last

    return tell


def _moment(time: str) -> datetime | None:
    """None for what is no time (its line is reported when it is read), or is the end of all time."""
    try:
        found = datetime.fromisoformat(time)
    except ValueError:
        return None
    found = found.replace(tzinfo=UTC) if found.tzinfo is None else found
    return found if found.year < datetime.max.year else None


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
