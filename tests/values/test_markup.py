"""Abstracts and keywords without the mark-up in which databases carry them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.markup import plain_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FHIR<sup>&#174;</sup> and CO<sub>2</sub>", "FHIR® and CO2"),
        ("<jats:title>Aim</jats:title><jats:p>To see.</jats:p>", "Aim To see."),
        ('<jats:sec id="s1"><jats:p>To <jats:italic>see</jats:italic>.</jats:p></jats:sec>', "To see."),
        ("&amp;lt;p&amp;gt;&amp;#967; test&amp;lt;/p&amp;gt;", "χ test"),
        ('<a href="https://example.org">Here</a><br/>and <font color=red>there</font>', "Here and there"),
        ("Salt &amp; water", "Salt & water"),
    ],
)
def test_tags_and_entities_are_no_text(text: str, expected: str):
    """Crossref gives JATS, Europe PMC gives HTML, tables give either encoded once more."""
    assert plain_text(text) == expected


@pytest.mark.parametrize(
    "text",
    ["p < 0.05", "a <b and c> d", "those <65 years and >80", "x<y>z", "the <trophon2 group>", "R&D", "?a=1&copy=2"],
)
def test_what_is_no_tag_and_no_entity_stays(text: str):
    """A statistic that loses its middle says the contrary."""
    assert plain_text(text) == text
    assert plain_text(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")) == text


def test_the_label_of_a_part_is_part_of_the_abstract():
    """PubMed keeps it in an attribute; stripped with its tag, the parts could not be told apart."""
    parts = '<AbstractText Label="AIM" NlmCategory="OBJECTIVE">To see.</AbstractText><AbstractText>Seen.</AbstractText>'
    assert plain_text(parts) == "AIM: To see. Seen."


def test_a_label_that_stands_before_its_tag_already_is_not_told_twice():
    """Dimensions writes it both ways."""
    assert plain_text('AIM: <AbstractText Label="Aim">To see.</AbstractText>') == "AIM: To see."


@pytest.mark.parametrize("text", ["", " ", "<p></p>", "&lt;br/&gt;"])
def test_mark_up_around_nothing_is_nothing(text: str):
    """Missing is missing."""
    assert plain_text(text) is None


@given(st.text(alphabet="<>/&;#ltpib 3=\"'", max_size=60))
def test_no_text_stops_it_and_none_is_empty(text: str):
    """Databases hold everything."""
    assert plain_text(text) != ""


def test_text_without_mark_up_is_only_squeezed():
    """Line breaks of a file are no line breaks of the text."""
    assert plain_text(" To\n see. ") == "To see."
