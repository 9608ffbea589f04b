"""Dates as exact as their text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.date import parse_date, year_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2014", "2014"),
        ("2014 Nov-Dec", "2014-11"),
        ("2014 Nov 3", "2014-11-03"),
        ("2014 Nov 3-Dec 5", "2014-11-03"),
        ("Nov 3, 2014", "2014-11-03"),
        ("1998 28 Dec", "1998-12-28"),
        ("1998 Dec-1999 Jan", "1998-12"),
        ("1999 Winter", "1999"),
        ("2016 2nd Quarter", "2016"),
        ("2018/04//abr-jun2018", "2018-04"),
        ("2022/11/05/", "2022-11-05"),
        ("2020///", "2020"),
        ("2014-11-03T10:00:00Z", "2014-11-03"),
        ("20140315", "2014-03-15"),
        ("201403", "2014-03"),
        ("2021a", "2021"),
        ("c2014", "2014"),
        ("2014.0", "2014"),
        ("2014-21", "2014"),
        ("2001-02-30", "2001-02"),
        ("1998/1999", "1998"),
        ("1998-99", "1998"),
        ("15.03.2014", "2014-03-15"),
        ("3. 5. 2014", "2014-05-03"),
        ("03.2014", "2014-03"),
        ("15/03/2014", "2014-03-15"),
        ("03/15/2014", "2014-03-15"),
        ("03/04/2014", "2014"),
        ("04/04/2014", "2014-04-04"),
        ("3 марта 2014 г.", "2014-03-03"),
        ("5 липня 2015", "2015-07-05"),
        ("März 2014", "2014-03"),
        ("1er août 2013", "2013-08-01"),
        ("12 maja 2001", "2001-05-12"),
        ("12 de marzo de 2010", "2010-03-12"),
        ("AUG 11", None),
        ("6/11/25", None),
        ("1490-01-01", None),
        ("in press", None),
        ("", None),
    ],
)
def test_a_date_is_as_exact_as_its_text(text, expected):
    """A partial date stays partial; a season is no month."""
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("2021a", 2021), ("1998/1999", 1998), ("in press", None), ("3021", None), ("1499", None)]
)
def test_a_year_is_between_1500_and_2100(text, expected):
    """Other numbers in a year field are something else."""
    assert year_of(text) == expected


@given(st.text() | st.dates().map(str) | st.from_regex(r"[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,4}", fullmatch=True))
def test_a_parsed_date_has_one_of_three_shapes_and_parses_to_itself(text):
    """'2014', '2014-11', '2014-11-03'."""
    parsed = parse_date(text)
    if parsed is not None:
        assert re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", parsed)
        assert parse_date(parsed) == parsed
        assert year_of(text) == int(parsed[:4])
