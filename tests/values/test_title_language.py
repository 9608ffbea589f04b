"""The language of a title, told by the title alone."""

from __future__ import annotations

import pytest

from pipeline.values.title_language import is_in, told_by

TOLD = [
    ("Балінтовські групи: досвід їх проведення", ("uk", "letters")),
    ("Групи", ("ru", "letters")),
    ("Die Balintgruppe und der Arzt", ("de", "words")),
    ("Balint", (None, "unknown")),
    ("巴林特小组", (None, "unknown")),
]


@pytest.mark.parametrize(("title", "expected"), TOLD)
def test_letters_tell_first_and_then_little_words(title: str, expected: tuple[str | None, str]):
    """'ї' is Ukrainian, 'der' and 'und' are German; a name alone is of no language."""
    assert told_by(title) == expected


IN = [
    ("Толкование сновидений", "ru", True),
    ("Толкование сновидений", "en", False),
    ("The doctor and his patient", "en", True),
    ("The doctor and his patient", "de", False),
    ("Die Traumdeutung", "de", None),
    ("Die Traumdeutung", "ru", False),
    ("Групи", "uk", None),
]


@pytest.mark.parametrize(("title", "language", "expected"), IN)
def test_whether_a_title_is_in_a_language_is_said_only_where_something_tells(
    title: str, language: str, expected: bool | None
):
    """'Групи' may be Ukrainian as well as Russian, and of two words none may be a little one."""
    assert is_in(title, language) is expected
