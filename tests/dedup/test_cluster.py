"""Clustering: links and vetoes become works, whatever their order."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dedup.cluster import Link, Veto, cluster, components

RECORDS = tuple("abcdefgh")


def link(left: str, right: str, strength: float = 0.9) -> Link:
    return Link(left=left, right=right, rule="same_doi", evidence="", strength=strength)


def veto(left: str, right: str, by_person: bool = False) -> Veto:
    return Veto(left=left, right=right, rule="other_place", by_person=by_person)


def said_same(left: str, right: str) -> Link:
    return link(left, right, strength=2)


def groups(work_of: dict[str, str]) -> set[frozenset[str]]:
    return {frozenset(r for r in work_of if work_of[r] == work) for work in work_of.values()}


pairs = st.sampled_from(list(combinations(RECORDS, 2)))
links = st.builds(lambda pair, strength: link(*pair, strength), pairs, st.sampled_from([0.8, 0.9, 0.999, 1.0, 2.0]))
vetoes = st.builds(lambda pair, by_person: veto(*pair, by_person), pairs, st.booleans())


@given(st.data(), st.lists(links, max_size=12), st.lists(vetoes, max_size=8))
def test_shuffled_records_links_and_vetoes_give_the_same_works(data, given_links, given_vetoes):
    """Files come in any order; a bibliography doesn't depend on it."""
    shuffled = [data.draw(st.permutations(part)) for part in (RECORDS, given_links, given_vetoes)]
    assert cluster(*shuffled) == cluster(RECORDS, given_links, given_vetoes)


@given(st.lists(links, max_size=12), st.lists(vetoes, max_size=8))
def test_each_record_is_in_one_work_that_is_named_after_its_smallest(given_links, given_vetoes):
    """No record is lost, and none is counted twice."""
    work_of, used, conflicts = cluster(RECORDS, given_links, given_vetoes)
    assert set(work_of) == set(RECORDS)
    assert all(min(group) == work_of[min(group)] for group in groups(work_of))
    assert len(groups(work_of)) == len(RECORDS) - len(used)
    assert all(work_of[c.link.left] != work_of[c.link.right] or c.link not in used for c in conflicts)


@given(st.lists(links, max_size=12), st.lists(vetoes, max_size=8))
def test_a_new_record_parts_no_work_without_a_word(given_links, given_vetoes):
    """What comes with it may stand against an old link: then that is told as a conflict."""
    new, *old = RECORDS
    before, _, known = cluster(
        old,
        [one for one in given_links if new not in (one.left, one.right)],
        [one for one in given_vetoes if new not in (one.left, one.right)],
    )
    after, _, conflicts = cluster(RECORDS, given_links, given_vetoes)
    parted = [
        pair for pair in combinations(old, 2) if before[pair[0]] == before[pair[1]] and after[pair[0]] != after[pair[1]]
    ]
    assert not parted or {*conflicts} - {*known}


@given(st.lists(links, max_size=12), st.lists(vetoes, max_size=8))
def test_nothing_joins_what_a_person_parted(given_links, given_vetoes):
    """No chain of likeness, and no other person's 'same', leads around a 'different'."""
    work_of, _, _ = cluster(RECORDS, given_links, given_vetoes)
    assert all(work_of[v.left] != work_of[v.right] for v in given_vetoes if v.by_person)


@given(st.lists(links.filter(lambda one: one.strength < 2), max_size=12), st.lists(vetoes, max_size=8))
def test_no_rule_joins_across_a_veto(given_links, given_vetoes):
    """Without a person's word every veto stands."""
    work_of, _, _ = cluster(RECORDS, given_links, given_vetoes)
    assert all(work_of[v.left] != work_of[v.right] for v in given_vetoes)


@given(st.lists(links, max_size=12), st.lists(vetoes.filter(lambda one: not one.by_person), max_size=8), pairs)
def test_a_persons_same_joins_whatever_the_rules_say(given_links, given_vetoes, pair):
    """Who has read both papers knows more than a rule."""
    work_of, _, _ = cluster(RECORDS, [*given_links, said_same(*pair)], given_vetoes)
    assert work_of[pair[0]] == work_of[pair[1]]


def test_a_link_that_meets_a_veto_is_told_with_it():
    """a = b and b = c, but a is not c: the weaker link is not made, and a person can see why."""
    work_of, used, conflicts = cluster("abc", [link("b", "c", 0.8), link("a", "b", 0.9)], [veto("a", "c")])
    assert groups(work_of) == {frozenset("ab"), frozenset("c")}
    assert [(one.left, one.right) for one in used] == [("a", "b")]
    assert [(c.link.left, c.link.right, c.veto.left, c.veto.right) for c in conflicts] == [("b", "c", "a", "c")]


def test_the_stronger_link_wins_where_both_cant_hold():
    """Identical records go before a like title."""
    work_of, _, _ = cluster("abc", [link("a", "b", 0.8), link("b", "c", 1.0)], [veto("a", "c")])
    assert groups(work_of) == {frozenset("a"), frozenset("bc")}


def test_a_persons_same_does_not_undo_a_persons_different():
    """Two people disagree: nothing is joined, and the conflict names the person's word, not a rule's."""
    apart = [veto("a", "b"), veto("a", "b", by_person=True), veto("a", "c")]
    work_of, _, conflicts = cluster("abc", [said_same("b", "c"), said_same("a", "b")], apart)
    assert groups(work_of) == {frozenset("a"), frozenset("bc")} or groups(work_of) == {frozenset("ab"), frozenset("c")}
    assert [c.veto.by_person for c in conflicts if {c.link.left, c.link.right} == {"a", "b"}] == [True]


def test_a_persons_same_lifts_a_veto_for_weaker_links_too():
    """Where a person joined a and b, the rule's veto between the two no longer keeps c from b."""
    work_of, _, conflicts = cluster("abc", [said_same("a", "b"), link("b", "c")], [veto("a", "b")])
    assert groups(work_of) == {frozenset("abc")}
    assert not conflicts


@pytest.mark.parametrize("order", [[("a", "b"), ("c", "d"), ("b", "c")], [("b", "c"), ("c", "d"), ("a", "b")]])
def test_components_are_what_links_reach(order):
    """Chains count: a-b, b-c, c-d is one group."""
    assert [sorted(group) for group in components([*order, ("x", "y")])] == [list("abcd"), ["x", "y"]]
