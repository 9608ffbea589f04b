"""DOIs in the forms that exports give them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.doi import find_dois, normalise_doi

SICI = "10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1000/J.1.23", "10.1000/j.1.23"),
        ("https://doi.org/10.1000/J.1.23", "10.1000/j.1.23"),
        ("http://dx.doi.org/10.1000/x?nosfx=y", "10.1000/x"),
        ("doi:10.1000/x", "10.1000/x"),
        ("DOI 10.1016/S0140-6736(05)12345-6,", "10.1016/s0140-6736(05)12345-6"),
        ("10.1000/abc. [doi]", "10.1000/abc"),
        ("10.1000/abc[doi]", "10.1000/abc"),
        ("10.1000/abc,10.1000/def", "10.1000/abc"),
        ("10.1000/abc|10.1000/def", "10.1000/abc"),
        ("10.1000/abc|:", "10.1000/abc"),
        ("10.1000/abc;pmid:12", "10.1000/abc"),
        ("10.1000/abcdoi:10.1000/def", "10.1000/abc"),
        ("10.1000/abchttps://doi.org/10.1000/def", "10.1000/abc"),
        ("10.1000%2Fabc%2e1", "10.1000/abc.1"),
        ("10.1000/100%", "10.1000/100%"),
        ("10.1000/a%ffb", "10.1000/a%ffb"),
        ("(doi:10.1000/abc)", "10.1000/abc"),
        ("[10.1000/abc(1)]", "10.1000/abc(1)"),
        ("10.1000/a\u2010b", "10.1000/a-b"),
        ("10.1000.10/abc", "10.1000.10/abc"),
        ("10.1000/x</p>", "10.1000/x"),
        ("10.1000/abc<br>and more", "10.1000/abc"),
        ("<a href='https://doi.org/10.1000/q'>10.1000/q</a>", "10.1000/q"),
        ("10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O", SICI),
        ("10.1002/(SICI)1097-4571(199806)49:8&lt;693::AID-ASI4&gt;3.0.CO;2-O.", SICI),
        ("10.1002/(SICI)1099(1996)5:1<1::AID-X>3.0.CO;2-#", "10.1002/(sici)1099(1996)5:1<1::aid-x>3.0.co;2-#"),
        ("https://onlinelibrary.wiley.com/doi/10.1111/j.1365.x/full", "10.1111/j.1365.x"),
        ("https://journals.example.org/article/10.1371/journal.1/pdf?download=1", "10.1371/journal.1"),
        ("10.1000/", None),
        ("10.1000/.", None),
        ("10.1000 /x", None),
        ("10.100/x", None),
        ("210.1000/x", None),
        ("10.1000", None),
        ("", None),
    ],
)
def test_a_doi_is_bare_and_lower_case_however_it_was_written(text, expected):
    """DOI Handbook: case does not count, the resolver is no part of it."""
    assert normalise_doi(text) == expected


def test_two_dois_that_differ_by_a_dot_stay_apart():
    """Publishers use dots as separators; dropping them joins different papers."""
    assert normalise_doi("10.1000/j.1.23") != normalise_doi("10.1000/j.12.3")


def test_running_text_gives_its_dois_in_order_and_each_once():
    """Reference lists and notes hold several, glued or repeated."""
    text = "See 10.1000/b;10.1000/a, https://doi.org/10.1000/B. Not 10.1000/; but doi:10.1000/C!"
    assert find_dois(text) == ["10.1000/b", "10.1000/a", "10.1000/c!"]


@given(st.text() | st.from_regex(r"10\.[0-9]{4}/[!-~]{1,12}", fullmatch=True))
def test_a_normal_doi_is_its_own_normal_form(text):
    """A DOI that was cleaned once is the key for ever."""
    doi = normalise_doi(text)
    assert doi is None or (normalise_doi(doi) == doi == doi.lower())
