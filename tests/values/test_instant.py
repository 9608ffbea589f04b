"""Times: the same moment is one moment in whatever form it is written."""

from __future__ import annotations

import pytest

from pipeline.values.instant import in_utc, instant


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("2026-11-22T10:00:00Z", "2026-11-22T10:00:00"),
        ("2026-11-22T10:00:00.000000Z", "2026-11-22T10:00:00"),
        ("2026-11-22T10:00:00.120000Z", "2026-11-22T10:00:00.12"),
        ("2026-11-22T10:00:00.5Z", "2026-11-22T10:00:00.5"),
        ("2026-11-22 10:00Z", "2026-11-22T10:00:00"),
        ("2026-11-22T10:00:00", "2026-11-22T10:00:00"),
        ("2026-11-22T00:30:00+03:00", "2026-11-21T21:30:00"),
        ("2026-11-22T00:30:00-0300", "2026-11-22T03:30:00"),
        ("2026-11-22", "2026-11-22T00:00:00"),
        ("2024-02-29T10:00:00Z", "2024-02-29T10:00:00"),
        ("2026-02-29T10:00:00Z", None),
        ("2026-13-01T10:00:00Z", None),
        ("0001-01-01T00:00:00+01:00", None),
        ("20261122", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_time_is_a_moment_in_utc_or_none(time: str, expected: str | None):
    """RFC 3339 and what people write by hand; a day that the calendar doesn't have is no time."""
    assert instant(time) == expected


def test_moments_sort_as_they_followed_each_other():
    """The tenth of a second comes behind the whole one, 13:00 in Riga before 12:00 in London."""
    told = ["2026-11-22T13:00:00+03:00", "2026-11-22T10:00:00.1Z", "2026-11-22 10:00:01", "2026-11-22T12:00:00Z"]
    found = [instant(time) or "" for time in told]
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z"),
        ("2026-11-22T10:00:00.120000Z", "2026-11-22T10:00:00.120000Z"),
        ("2026-11-22 13:00+03:00", "2026-11-22T10:00:00Z"),
        ("tomorrow", None),
    ],
)
def test_a_time_in_our_own_form_stays_as_it_is(time: str, expected: str | None):
    """What we wrote is shown as we wrote it; any other form is told in UTC."""
    assert in_utc(time) == expected
