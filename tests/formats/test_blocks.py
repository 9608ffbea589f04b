"""What texts of labelled lines share: people are counted, other values are not told twice."""

from __future__ import annotations

import pytest

from pipeline.formats._blocks import give

Fields = dict[str, list[str]]


@pytest.mark.parametrize("field", ["authors", "editors", "group_authors"])
def test_two_of_one_name_are_two_people(field: str):
    """A paper of nine hundred authors has five pairs of namesakes; without them it has too few authors."""
    fields: Fields = {}
    give(fields, field, ["Wang Y", "Li X", "Wang Y"])
    assert fields == {field: ["Wang Y", "Li X", "Wang Y"]}


def test_a_list_that_two_tags_repeat_is_one_list():
    """Some exports have all authors under a second tag again; the namesakes among them are still two."""
    fields: Fields = {}
    give(fields, "authors", ["Wang Y", "Li X", "Wang Y"])
    give(fields, "authors", ["Wang Y", "Li X", "Wang Y", "Zhou Q", " "])
    assert fields == {"authors": ["Wang Y", "Li X", "Wang Y", "Zhou Q"]}


def test_a_keyword_twice_is_one_keyword():
    """The same word under two tags, or twice under one, says nothing more."""
    fields: Fields = {}
    give(fields, "keywords", ["asthma", " asthma ", ""])
    give(fields, "keywords", ["asthma", "burnout"])
    assert fields == {"keywords": ["asthma", "burnout"]}
