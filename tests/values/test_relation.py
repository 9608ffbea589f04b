"""Claims about what sources say of other publications."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import RELATIONS
from pipeline.values.relation import Relation, parse_relation


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "has-retraction pmid:20137807 Lancet. 2010 Feb 6;375(9713):445",
            Relation(kind="retraction-of", inverse=True, pmid="20137807", citation="Lancet. 2010 Feb 6;375(9713):445"),
        ),
        ("erratum-of doi:10.1000/J.1", Relation(kind="erratum-of", inverse=False, doi="10.1000/j.1")),
        ("comment-on BMJ. 2001;3:4", Relation(kind="comment-on", inverse=False, citation="BMJ. 2001;3:4")),
        ("has-version pmid:none x", Relation(kind="version-of", inverse=True, citation="x")),
        ("has-erratum doi:none", Relation(kind="erratum-of", inverse=True)),
        ("has-comment", Relation(kind="comment-on", inverse=True)),
        ("is like pmid:1", None),
        ("", None),
    ],
)
def test_a_relation_has_a_kind_a_direction_and_the_other_publication(text: str, expected: Relation | None):
    """Which of two is the retraction, is the whole point."""
    assert parse_relation(text) == expected


@given(st.sampled_from(RELATIONS), st.text())
def test_every_kind_is_understood_whatever_follows(kind: str, rest: str):
    """A citation may hold anything."""
    found = parse_relation(f"{kind} {rest}")
    assert found is not None
    assert kind == ("has-" + found.kind.rsplit("-", 1)[0] if found.inverse else found.kind)
