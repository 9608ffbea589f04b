"""Reasons that say: the full text could not be had."""

from __future__ import annotations

import pytest

from pipeline.values.retrieval import says_not_retrieved


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("no full text", True),
        ("Нет полного текста", True),
        ("нет полного текста.", True),
        ("Full-text not available", True),
        ("Full text not available (asked the author twice)", True),
        ("Full text not found: the library has no such volume", True),
        ("полный текст не найден — спросили в РГБ", True),
        ("Volltext nicht verfügbar", True),
        ("not retrieved", True),
        ("no full text of the questionnaire is given", False),
        ("full text in Czech", False),
        ("the full text is about other groups", False),
        ("no group", False),
        ("not available in English", False),
        ("", False),
    ],
)
def test_a_reason_says_that_there_was_no_full_text(reason: str, expected: bool):
    """The commonest reason on full text, and no verdict on the work: PRISMA has a box of its own for it."""
    assert says_not_retrieved(reason) is expected
