"""Page ranges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.pages import first_page, last_page, normalise_pages


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("283-98", "283-298"),
        ("1283-5", "1283-1285"),
        ("100-8", "100-108"),
        ("100-98", "100-198"),
        ("5–11", "5-11"),
        ("5 -- 11", "5-11"),
        ("pp. 5–11", "5-11"),
        ("С. 10–15", "10-15"),
        ("S. 5-9", "5-9"),
        ("S 5-9", "5-9"),
        ("pages 5-9", "5-9"),
        ("p123-7", "123-127"),
        ("S12-S15", "S12-S15"),
        ("S12-5", "S12-S15"),
        ("e12-15", "e12-e15"),
        ("283-91.e2", "283-291.e2"),
        ("12-12A", "12-12A"),
        ("e1002", "e1002"),
        ("P12", "P12"),
        ("283-283", "283"),
        ("xii-xv", "xii-xv"),
        ("1-5, 8, 10-2", "1-5, 8, 10-12"),
        ("283-98; discussion 299-301", "283-298; discussion 299-301"),
        ("635-44; quiz 645-7", "635-644; quiz 645-647"),
        ("Suppl 13-13", "Suppl 13"),
        ("169S-75S", "169S-175S"),
        ("123–", "123"),
        ("298-283", "298-283"),
        ("199-03", "199-03"),
        ("A5-B7", "A5-B7"),
    ],
)
def test_a_page_range_is_written_in_full(text, expected):
    """PubMed shortens, Scopus doesn't; both mean the same pages."""
    assert normalise_pages(text) == expected


@pytest.mark.parametrize(
    "text", ["No Pagination Specified", "No-Specified", "-", "", "n/a", "NA", "n.p.", "pp.", "0-0", "(…)", "No"]
)
def test_what_says_there_are_no_pages_is_none(text):
    """Ovid fills the field with a sentence."""
    assert normalise_pages(text) is None
    assert first_page(text) is None
    assert last_page(text) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("283-98", "283", "298"),
        ("S12-5", "S12", "S15"),
        ("e1002", "e1002", "e1002"),
        ("1-5, 8, 10-12", "1", "12"),
        ("283-98; discussion 299-301", "283", "298"),
        ("214 p.", None, None),
        ("19 S.", None, None),
        ("+-7", "+", "7"),
    ],
)
def test_first_and_last_page(text, first, last):
    """A count of pages is no page; the discussion is not the article."""
    assert (first_page(text), last_page(text)) == (first, last)


@given(st.text() | st.from_regex(r"[A-Za-z]?[0-9]{1,4}[-–][a-z]?[0-9]{1,4}[a-z]?", fullmatch=True))
def test_normal_pages_are_their_own_normal_form(text):
    """And no text makes it raise."""
    pages = normalise_pages(text)
    assert pages is None or normalise_pages(pages) == pages
    first_page(text)
    last_page(text)
