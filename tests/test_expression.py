"""Claims about expressions over concepts: what a librarian writes is what is counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.expression import (
    All,
    Any,
    BadExpression,
    Named,
    Tree,
    Without,
    all_of,
    holds,
    names_in,
    parse_expression,
    shown,
)

TREES = st.recursive(
    st.sampled_from(["balint", "burnout", "vision-2"]).map(Named),
    lambda trees: st.one_of(
        st.lists(trees, min_size=2, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(trees, min_size=2, max_size=3).map(lambda parts: Any(tuple(parts))),
        st.builds(Without, trees, trees),
    ),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        ("balint", {"balint"}, True),
        ("balint", {"burnout"}, False),
        ("balint AND burnout", {"balint"}, False),
        ("balint AND burnout", {"balint", "burnout"}, True),
        ("balint OR burnout", {"burnout"}, True),
        ("balint NOT vision", {"balint"}, True),
        ("balint NOT vision", {"balint", "vision"}, False),
        ("balint AND (burnout OR empathy) NOT vision", {"balint", "empathy"}, True),
        ("balint AND (burnout OR empathy) NOT vision", {"balint"}, False),
        ("balint AND (burnout OR empathy) NOT vision", {"balint", "empathy", "vision"}, False),
        ("balint NOT vision AND burnout", {"balint", "burnout"}, True),
        ("balint NOT (vision AND burnout)", {"balint", "vision"}, True),
    ],
)
def test_a_work_belongs_if_the_expression_says_so(text: str, found: set[str], expected: bool):
    """AND: both; OR: one at least; NOT: the first without the second."""
    assert holds(parse_expression(text), found) is expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is wanted (there is nothing)"),
        ("balint burnout", "AND, OR or NOT is wanted, not 'burnout', after 'balint'"),
        ("balint and burnout", "AND, OR or NOT is wanted, not 'and'"),
        ("(balint", "a '(' without its ')'"),
        ("balint)", "a ')' without its '(' after 'balint'"),
        ("balint AND", "at the end, after 'AND'"),
        ("NOT vision", "at the beginning"),
        ("balint OR burnout AND vision", "put brackets"),
        ("balint OR burnout NOT vision", "put brackets"),
        ("()", "is wanted after '('"),
        ("(" * 30 + "balint" + ")" * 30, "more than 20 brackets"),
    ],
)
def test_a_slip_is_named_with_its_place(text: str, told: str):
    """AND and OR side by side mean one thing in PubMed and another in Scopus: nobody should have to guess."""
    with pytest.raises(BadExpression) as caught:
        parse_expression(text)
    assert told in str(caught.value)


@given(TREES, st.sets(st.sampled_from(["balint", "burnout", "vision-2"])))
def test_an_expression_that_is_shown_says_the_same(tree: Tree, found: set[str]):
    """What the report prints can be copied into a query file."""
    again = parse_expression(shown(tree))
    assert names_in(again) == names_in(tree)
    assert holds(again, found) is holds(tree, found)


@given(st.text(st.sampled_from("ab ANDORT()"), max_size=40))
def test_any_text_is_an_expression_or_told_to_be_none(text: str):
    """Nothing that people save may end in a traceback."""
    try:
        tree = parse_expression(text)
    except BadExpression:
        return
    assert names_in(tree)


def test_lists_of_blocks_are_an_expression_too():
    """`blocks` and `not` are the short way to say it."""
    assert shown(all_of(["a", "b"], ["c", "d"])) == "a AND b NOT (c OR d)"
    assert all_of(["a"]) == Named("a")
