"""RIS and Web of Science cut into records: in whatever parts a file is read, and whichever way leads to its records."""

from io import StringIO
from types import ModuleType
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import _cut, ris, wos
from pipeline.model import Found, Reject, Unread

# a record as most are written, line by line; and lines of other kinds, as they may stand anywhere in it
RIS = (
    ("TY  - JOUR", "AU  - Doe, J", "TI  - A", "and more", "ER  - "),
    ("AU  - Roe, R", "T1  - B", "TI  -", "UR  - x", "more of it", "  and more", "  TY - x", "ER - so", "TY  - ",
     '"TY  - BOOK"', "\ufeffTY  - CHAP", " TY  - JOUR", "Provider: x", "1.", "ER  -", " ER  - ", "ER  - x", "ER  - "),
)  # fmt: skip
WOS = (
    ("PT J", "AU Doe, J", "   Roe, R", "TI A", "   and more", "ER"),
    ("TI B", "AB ", "AB", "QQ x", "more text", " so", "   ", "   ER", "   PT Barnum", "PT ", "PT j", "PT B", " PT J",
     "\ufeffPT S", "FN x", "EF", "ER ", "ER", " ER", "ER x"),
)  # fmt: skip
FORMATS = pytest.mark.parametrize(("fmt", "lines"), [(ris, RIS), (wos, WOS)], ids=["ris", "wos"])

Segment = Found | Reject | Unread


def read(fmt: ModuleType, text: str) -> list[Segment]:
    return list(fmt.read(StringIO(text, newline="")))


def texts(lines: tuple[tuple[str, ...], ...]) -> st.SearchStrategy[str]:
    """Records, of which most lack a line or have one of another kind; a blank line behind some."""
    usual, others = lines
    places = st.integers(0, len(usual))
    record = st.builds(
        lambda place, odd, lost, blanks: [*usual[:place], *odd, *usual[place + lost :], *[""] * blanks],
        places, st.lists(st.sampled_from(others), max_size=2), st.integers(0, 1), st.integers(0, 2),
    )  # fmt: skip
    end = st.sampled_from(["\n", "\n", "\r\n", "\r"])
    return st.builds(
        lambda records, end: "".join(f"{line}{end}" for one in records for line in one),
        st.lists(record, max_size=8),
        end,
    )


def never(own: str, size: int) -> None:
    return None


@FORMATS
@given(data=st.data())
def test_a_record_taken_apart_at_once_is_the_one_found_step_by_step(
    fmt: ModuleType, lines: tuple[tuple[str, ...], ...], data: Any
):
    """The quick way declines what it isn't sure of."""
    text = data.draw(texts(lines))
    with patch.object(fmt, "_MARKS", fmt._MARKS._replace(plain=never)):
        step_by_step = read(fmt, text)
    assert read(fmt, text) == step_by_step


@FORMATS
@given(data=st.data())
def test_in_whatever_parts_a_file_is_read_its_records_are_the_same(
    fmt: ModuleType, lines: tuple[tuple[str, ...], ...], data: Any
):
    """Nor do blank lines and headings depend on it."""
    text = data.draw(texts(lines))
    with patch.object(_cut, "BLOCK", data.draw(st.integers(1, 60))):
        in_small_parts = read(fmt, text)
    assert read(fmt, text) == in_small_parts


@pytest.mark.parametrize("line", ["   ER", "   PT Barnum was no therapist", "   ER  "])
@pytest.mark.parametrize("tag", ["DA 2026-11-23", "QQ unknown"])
def test_a_line_that_goes_on_is_no_border_whatever_it_says(line: str, tag: str):
    """'PT' is physical therapy, 'ER' the emergency room; a text folded there was cut in two."""
    (found,) = read(wos, f"PT J\nTI A\nAB As a rule\n{line}\n   and so on.\n{tag}\nER\n\n")
    assert isinstance(found, Found)
    assert found.fields["abstract"] == [f"As a rule {line.strip()} and so on."]


@pytest.mark.parametrize("first", ["PT j", "PT ", "PT"])
def test_what_is_not_quite_a_first_line_opens_no_record(first: str):
    """What follows is taken, with a warning."""
    (found,) = read(wos, f"{first}\nAU Doe, J\nTI A\nPY 2014\nER\n")
    assert isinstance(found, Found)
    assert found.warnings
