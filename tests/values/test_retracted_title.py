"""Which titles say that their work is retracted, and which only speak of it."""

from __future__ import annotations

import pytest

from pipeline.values.retracted_title import retraction_mark

MARKED = [
    ("RETRACTED: Balint groups in Oslo", "RETRACTED"),
    ("Retracted: Balint groups in Oslo", "Retracted"),
    ("RETRACTED ARTICLE: Balint groups in Oslo", "RETRACTED ARTICLE"),
    ("Retracted article: Balint groups in Oslo", "Retracted article"),
    ("Article retracted: Balint groups in Oslo", "Article retracted"),
    ("RETRACTED CHAPTER: Balint groups in Oslo", "RETRACTED CHAPTER"),
    ("WITHDRAWN: Balint groups in Oslo", "WITHDRAWN"),
    ("WITHDRAWN : Balint groups in Oslo", "WITHDRAWN"),
    ("Withdrawn article: Balint groups in Oslo", "Withdrawn article"),
    ("REMOVED: Balint groups in Oslo", "REMOVED"),
    ("Отозвана: Балинтовские группы", "Отозвана"),
    ("СТАТЬЯ ОТОЗВАНА: Балинтовские группы", "СТАТЬЯ ОТОЗВАНА"),
    ("RETRATADO: Grupos Balint", "RETRATADO"),
    ("[RETRACTED: Balint groups in Oslo]", "RETRACTED"),
    ("Balint groups (Retracted article. See vol. 12, pg. 3, 2010)", "Retracted article. See vol. 12, pg. 3, 2010"),
    ("Balint groups in Oslo (Retracted Article)", "Retracted Article"),
    ("Balint groups in Oslo [RETRACTED]", "RETRACTED"),
]  # fmt: skip

SPEAKING = [
    "Retraction of the lung",
    "Retracted papers in psychiatry: a study",
    "Retracted articles: how they are cited",
    "Retraction: Balint groups in Oslo",
    "Retraction note to: Balint groups in Oslo",
    "Withdrawn: the silent child",
    "WITHDRAWN: THE SILENT CHILD",
    "Withdrawn and anxious children in school",
    "Removed: a memoir",
    "Balint groups in Oslo (Retraction of vol 12, pg 3, 2010)",
    "Citing what was retracted (retracted articles in psychiatry, 2010)",
    "Отозвана лицензия: что делать врачу",
    "RETRACTED:",
    "",
]


@pytest.mark.parametrize(("title", "expected"), MARKED)
def test_publishers_mark_a_retracted_work_in_its_title(title: str, expected: str):
    """Elsevier has done so since 2005; many databases take over the title and nothing else."""
    assert retraction_mark(title) == expected


@pytest.mark.parametrize("title", SPEAKING)
def test_a_title_that_speaks_of_retraction_is_none(title: str):
    """Else a study of retractions, and the notice itself, would be called retracted."""
    assert retraction_mark(title) is None
