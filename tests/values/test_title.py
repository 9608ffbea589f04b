"""Titles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.title import clean_title, split_parallel, title_key, title_numbers, unbracket


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("&amp;lt;i&amp;gt;Helicobacter&amp;lt;/i&amp;gt; &amp;amp; H<sub>2</sub>O.", "Helicobacter & H2O"),
        ("p &lt; 0.05 and x<y>z", "p < 0.05 and x<y>z"),
        ("<p>One</p><p>two</p>", "One two"),
        ("Age <b and c> d", "Age <b and c> d"),
        ("<A report.pdf>", "<A report.pdf>"),
        ('<mml:math><mml:mi>x</mml:mi><mml:annotation encoding="TeX">\\x</mml:annotation></mml:math> of', "x of"),
        ("<jats:italic>Q</jats:italic>", "Q"),
        ("Balint  groups\n in\u00a0practice.", "Balint groups in practice"),
        ("Psycho\u00adsomatics", "Psychosomatics"),
        ("Mu\u0308ller", "Müller"),
        ("And then...", "And then..."),
        ("Health in the U.S.", "Health in the U.S."),
        ("Why?.", "Why?"),
        ('"Title."', "Title"),
        ('""Title""', "Title"),
        ('"A" and "B"', '"A" and "B"'),
        ("“I feel heard”", "“I feel heard”"),
        ("ALL IN CAPITALS", "ALL IN CAPITALS"),
        ("[Not Available].", None),
        ("Not available", "Not available"),
        ('""', None),
        (" . ", None),
        ("", None),
    ],
)
def test_a_clean_title_has_no_residue_of_transport(text, expected):
    """Crossref encodes twice, PubMed ends with a full stop, tables quote."""
    assert clean_title(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Balint groups in Russia].", ("Balint groups in Russia", True)),
        ("[A [b] c]", ("A [b] c", True)),
        ("[Why?]", ("Why?", True)),
        ("[Reply] to X [letter]", ("[Reply] to X [letter]", False)),
        ("[[open]", ("[[open]", False)),
        ("[]", ("[]", False)),
        ("Plain.", ("Plain.", False)),
    ],
)
def test_brackets_around_the_whole_mark_a_translated_title(text, expected):
    """MEDLINE's convention; brackets inside are part of the title."""
    assert unbracket(text) == expected


def test_a_title_key_keeps_its_articles():
    """'The Group' and 'A Group' may be two papers."""
    assert title_key("The Doctor’s Müde Seele!") == "the doctors mude seele"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Balint groups, part II: 1990–2000", ("2", "1990", "2000")),
        ("Balint groups, part two, 1990-2000", ("2", "1990", "2000")),
        ("A phase III trial", ("3",)),
        ("A phase 3 trial", ("3",)),
        ("Type I errors", ("1",)),
        ("Erster Teil", ("1",)),
        ("Часть 02", ("2",)),
        ("Часть вторая", ("2",)),
        ("Часть V", ("5",)),
        ("Balint groups. I. Theory", ("1",)),
        ("Third annual report", ("3",)),
        ("The 23rd congress", ("23",)),
        ("10,000 steps, group 0", ("10000", "0")),
        ("Balint groups. I - A study", ("1",)),
        ("Anaemia. [Review] [16 refs] [Erratum appears in J Med. 2009;9(9):2205", ()),
        ("Award paper - A comparison", ()),
        ("What am I doing? A first look at vitamin C", ()),
        ("One two three", ()),
        ("", ()),
    ],
)
def test_numbers_of_parts_phases_and_years_are_evidence(text, expected):
    """Part I and part II have like titles and are two works; a pronoun and a first look are no numbers."""
    assert title_numbers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Praxis = Revue suisse", ("Praxis", "Revue suisse")),
        ("Chinese medical journal / Zhonghua yi xue", ("Chinese medical journal", "Zhonghua yi xue")),
        ("Врач / Doctor", ("Врач", "Doctor")),
        ("men / women", ("men / women",)),
        ("Sample of n = 12", ("Sample of n = 12",)),
        (" Plain ", ("Plain",)),
        ("", ()),
    ],
)
def test_parallel_titles_are_parted_and_slashes_in_titles_are_not(text, expected):
    """Journals of two languages carry both titles in one field."""
    assert split_parallel(text) == expected


@given(st.text() | st.text(alphabet='ab&;lt<>i/." []', max_size=30))
def test_a_clean_title_is_its_own_clean_form(text):
    """And no text makes any of these raise."""
    title = clean_title(text)
    assert title is None or clean_title(title) == title
    unbracket(text)
    title_numbers(text)
    assert all(split_parallel(text)) or not text.strip()
