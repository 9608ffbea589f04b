"""PMID, PMCID, ISSN and ISBN."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.identifiers import (
    find_isbns,
    find_issns,
    normalise_isbn,
    normalise_pmcid,
    normalise_pmid,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12345678", "12345678"),
        (" 00012345 ", "12345"),
        ("12345.0", "12345"),
        ("PMID: 12345678; PMCID: PMC5", "12345678"),
        ("35957633 [PMID]", "35957633"),
        ("PUBMED 39192252", "39192252"),
        ("29635641 [https://example.org]", "29635641"),
        ("https://pubmed.ncbi.nlm.nih.gov/123/", "123"),
        ("https://www.ncbi.nlm.nih.gov/pubmed/123", "123"),
        ("PMC123", None),
        ("PMCID: PMC12", None),
        ("10.1000/12345", None),
        ("123456789", None),
        ("0", None),
        ("", None),
    ],
)
def test_a_pmid_is_bare_digits(text, expected):
    """Each database labels it in another way."""
    assert normalise_pmid(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PMC123", "PMC123"),
        ("pmcid: PMC00123.2", "PMC123"),
        ("PMCID: 55", "PMC55"),
        ("123", "PMC123"),
        ("PMID: 12", None),
        ("", None),
    ],
)
def test_a_pmcid_keeps_its_letters(text, expected):
    """They tell it from a PMID."""
    assert normalise_pmcid(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0002-9378 (Print)", "0002-9378"),
        ("00029378", "0002-9378"),
        ("ISSN 2434\u2013561x", "2434-561X"),
        ("2434-561Х", "2434-561X"),
        ("1234-5678; 0002-9378", "0002-9378"),
        ("0002-9379", None),
        ("9780306406157", None),
        ("", None),
    ],
)
def test_an_issn_counts_only_if_its_check_digit_holds(text, expected):
    """ISO 3297; a mistyped ISSN is worse than none."""
    assert find_issns(text) == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ISBN 0-306-40615-2", "9780306406157"),
        ("978 3 16 148410 0 (hardback)", "9783161484100"),
        ("0-8044-2957-X", "9780804429573"),
        ("9783161484101", None),
        ("0306406153", None),
        ("9783161484101; 9783161484100", "9783161484100"),
        ("", None),
    ],
)
def test_an_isbn_has_thirteen_digits(text, expected):
    """ISO 2108: the ten-digit form and the thirteen-digit form are one book."""
    assert normalise_isbn(text) == expected


def first_issn(text):
    return next(iter(find_issns(text)), None)


@pytest.mark.parametrize("between", [" ", "; ", ", ", "\n", " (print) / "])
def test_a_text_of_two_numbers_has_two(between):
    """The printed and the electronic edition, joined as each database likes."""
    assert find_isbns(f"978-3-16-148410-0{between}0-306-40615-2") == ["9783161484100", "9780306406157"]
    assert find_issns(f"0002-9378{between}1532-2882") == ["0002-9378", "1532-2882"]


def test_the_two_lengths_of_one_isbn_are_one():
    """Many records give both."""
    assert find_isbns("0306406152 9780306406157") == ["9780306406157"]


@pytest.mark.parametrize("isbn", ["0-8044-2957-X", "0-0002-9378-3", "0 306 40615 2", "978-0-0002-9378-4"])
def test_no_issn_is_found_within_an_isbn(isbn):
    """One run of eight digits in eleven passes as an ISSN, and a wrong one joins a book to a journal."""
    assert find_issns(isbn) == []


@given(st.text() | st.from_regex(r"[0-9 Xx-]{0,20}", fullmatch=True))
@pytest.mark.parametrize("normalise", [normalise_pmid, normalise_pmcid, first_issn, normalise_isbn])
def test_a_normal_identifier_is_its_own_normal_form(normalise, text):
    """And no text makes it raise."""
    value = normalise(text)
    assert value is None or normalise(value) == value
