"""Times as they stand in files, made comparable.

As text they can't be compared: '10:00:00Z' sorts behind '10:00:00.5Z', a blank before a T, and 13:00+03:00 is the same
moment as 10:00Z. Source: RFC 3339, sections 4 and 5.6; a time that names no zone is taken as UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

# as our own programs write it, which is by far the most; whether a month has a 29th is asked of the calendar
_USUAL = re.compile(
    r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{6})?Z"
)
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)


def instant(time: str) -> str | None:
    """The moment, in UTC, as a text that sorts as moments do; None for what is no time.

    '2026-11-22 13:00:00.50+03:00' -> '2026-11-22T10:00:00.5'
    '2026-11-22T10:00:00Z' -> '2026-11-22T10:00:00'   (sorts before the one above)
    """
    if usual := _USUAL.fullmatch(time):
        return time[:-1].rstrip("0").rstrip(".") if usual[1] else time[:-1]
    if not _TIME.fullmatch(time):
        return None
    try:
        moment = datetime.fromisoformat(time)
        found = (moment.astimezone(UTC) if moment.tzinfo else moment).replace(tzinfo=None).isoformat()
    except (ValueError, OverflowError):  # the 31st of April; before the year 1 in UTC
        return None
    return found.rstrip("0").rstrip(".") if "." in found else found


def in_utc(time: str) -> str | None:
    """The time as our programs write it: as it is where it has that form already; None for what is no time.

    '2026-11-22 13:00+03:00' -> '2026-11-22T10:00:00Z'
    """
    if _USUAL.fullmatch(time):
        return time
    moment = instant(time)
    return moment and f"{moment}Z"
