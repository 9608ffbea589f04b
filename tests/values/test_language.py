"""Languages and scripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.language import normalise_language, script_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("eng", "en"),
        ("EN", "en"),
        ("English", "en"),
        ("en-GB", "en"),
        ("pt_BR", "pt"),
        ("русский", "ru"),
        ("Русский язык", "ru"),
        ("ger", "de"),
        ("deu", "de"),
        ("Deutsch", "de"),
        ("fre", "fr"),
        ("français", "fr"),
        ("chi", "zh"),
        ("中文", "zh"),
        ("Serbo-Croatian", "sr"),
        ("Spanish; Castilian", "es"),
        ("English; German", None),
        ("in press", None),
        ("mul", None),
        ("und", None),
        ("", None),
    ],
)
def test_a_language_has_a_two_letter_code(text, expected):
    """MEDLINE writes 'rus', Scopus 'Russian', eLibrary 'русский'."""
    assert normalise_language(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Балинт-группы (Balint)", "Cyrillic"),
        ("Balint", "Latin"),
        ("Bálint", "Latin"),
        ("Ψυχή", "Greek"),
        ("日本語", "CJK"),
        ("עברית", "Other"),
        ("aб", "Latin"),
        ("12 – 15", "None"),
        ("12", "None"),
    ],
)
def test_the_script_is_that_of_most_letters(text, expected):
    """A Russian title with a Latin name in it is a Russian title."""
    assert script_of(text) == expected


@given(st.text())
def test_any_text_has_a_script_and_perhaps_a_language(text):
    """Both are asked of every title and every language field."""
    assert script_of(text) in {"Latin", "Cyrillic", "Greek", "CJK", "Other", "None"}
    code = normalise_language(text)
    assert code is None or normalise_language(code) == code


@pytest.mark.parametrize(
    ("name", "code"), [("ngerman", "de"), ("american", "en"), ("brazilian", "pt"), ("acadian", "fr")]
)
def test_langid_of_bibtex_names_a_language(name: str, code: str) -> None:
    """BibTeX's langid holds babel's names, which tell spellings apart; we keep the language."""
    assert normalise_language(name) == code
