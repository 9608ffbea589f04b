"""The queue of doubtful pairs: the likeliest first, one question for a group, nothing asked twice."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dedup.queue import asked_between, in_words, queue, side_by_side, spoken

from .corpus import decided, row

RECORDS = tuple("abcdefgh")
ALONE = {record: record for record in RECORDS}  # each record a work of its own


def pair(names: str, chance: float = 0.5, verdict: str = "ask") -> dict[str, Any]:
    """'ab' is the pair of the records a and b."""
    left, right = names
    return {"left_id": left, "right_id": right, "verdict": verdict, "rule": "like_title_same_year",
            "evidence": f"{left} beside {right}", "likeness": 0.8, "chance": chance}  # fmt: skip


def asked(pairs: list[dict[str, Any]], work_of: dict[str, str] = ALONE, *rest: Any) -> list[str]:
    """The pairs that a person sees."""
    return [question.left_id + question.right_id for question in queue(pairs, work_of, *rest)]


some_pairs = st.lists(
    st.builds(
        pair,
        st.lists(st.sampled_from(RECORDS), min_size=2, max_size=2, unique=True).map(lambda two: "".join(sorted(two))),
        st.sampled_from([0.001, 0.05, 0.1, 0.3, 0.3, 0.6, 0.9]),
    ),
    max_size=20,
    unique_by=lambda row: (row["left_id"], row["right_id"]),
)
some_works = st.lists(st.sampled_from("123456"), min_size=8, max_size=8).map(
    lambda works: dict(zip(RECORDS, works, strict=True))
)


def test_the_likeliest_pair_is_asked_first_and_the_rest_in_order():
    assert asked([pair("ab", 0.1), pair("cd", 0.9), pair("ef", 0.4)]) == ["cd", "ef", "ab"]


def test_a_pair_that_is_hardly_ever_a_find_is_not_asked():
    """A list that shows one copy in thousands of looks is read by nobody."""
    assert asked([pair("ab", 0.001)]) == []


def test_a_pair_that_the_rules_keep_apart_is_asked_when_it_may_well_be_one():
    """The same abstract under two page numbers: two by rule, but a person may know better."""
    assert asked([pair("ab", 0.4, "different"), pair("cd", 0.2, "ask")]) == ["ab", "cd"]


def test_of_three_doubtful_pairs_between_two_works_the_likeliest_is_the_question():
    work_of = {"a": "a", "b": "a", "c": "c", "d": "c"}
    assert asked([pair("ac", 0.3), pair("ad", 0.6), pair("bc", 0.5)], work_of) == ["ad"]


def test_records_that_are_one_work_already_are_no_question():
    assert asked([pair("ab"), pair("bc")], {"a": "a", "b": "a", "c": "c"}) == ["bc"]


def test_four_records_that_may_be_one_take_three_looks():
    six = [pair("ab", 0.9), pair("ac", 0.5), pair("ad", 0.4), pair("bc", 0.8), pair("bd", 0.3), pair("cd", 0.7)]
    assert asked(six) == ["ab", "bc", "cd"]
    assert {question.works for question in queue(six, ALONE)} == {("a", "b", "c", "d")}


def test_the_questions_of_one_group_follow_each_other():
    """A person who has the four records in mind goes on with them."""
    groups = [question.works for question in queue([pair("ab", 0.9), pair("cd", 0.6), pair("be", 0.4)], ALONE)]
    assert groups == [("a", "b", "e"), ("a", "b", "e"), ("c", "d")]


def test_a_weak_likeness_makes_no_group():
    """Annual reports that are a little like each other are no crowd to be looked at together."""
    assert [question.works for question in queue([pair("ab", 0.1), pair("bc", 0.1)], ALONE)] == [("a", "b"), ("b", "c")]


@given(some_pairs, some_works)
def test_a_group_of_n_works_has_n_minus_one_looks_and_no_two_works_are_asked_about_twice(pairs, work_of):
    questions = queue(pairs, work_of)
    for works in {question.works for question in questions}:
        assert sum(question.works == works for question in questions) == len(works) - 1
    between = [frozenset((work_of[question.left_id], work_of[question.right_id])) for question in questions]
    assert len(between) == len(set(between))


@given(some_pairs, some_works)
def test_a_reviewer_who_says_yes_to_all_leaves_no_doubt(pairs, work_of):
    """What is left out as a ring is answered by the others."""
    group = {work: {work} for work in set(work_of.values())}
    for question in queue(pairs, work_of):
        joined = group[work_of[question.left_id]] | group[work_of[question.right_id]]
        group.update(dict.fromkeys(joined, joined))
    assert all(work_of[row["right_id"]] in group[work_of[row["left_id"]]] for row in pairs if row["chance"] >= 0.02)


@given(st.data(), some_pairs, some_works)
def test_the_order_of_the_pairs_does_not_matter(data, pairs, work_of):
    assert queue(data.draw(st.permutations(pairs)), work_of) == queue(pairs, work_of)


# what people said


@pytest.mark.parametrize("event", ["same", "different", "related"])
def test_what_a_person_decided_is_never_asked_again(event):
    assert asked([pair("ab"), pair("cd")], ALONE, spoken([decided(event, "a", "b")])) == ["cd"]


def test_a_decision_holds_for_the_works_whichever_of_their_records_was_named():
    """a and b are one work, and somebody said that b and c are two: a and c is the same question."""
    work_of = {"a": "a", "b": "a", "c": "c"}
    assert asked([pair("ac")], work_of, spoken([decided("different", "b", "c")])) == []


def test_a_decision_about_three_records_answers_all_three_pairs():
    assert asked([pair("ab"), pair("ac"), pair("bc")], ALONE, spoken([decided("different", "a", "b", "c")])) == []


def test_a_decision_that_was_undone_is_asked_again_and_one_in_dispute_is_not():
    """Those who disagree have to settle it; the terminal shows disputes by themselves."""
    assert asked([pair("ab")], ALONE, spoken([decided("different", "a", "b", state="undone")])) == ["ab"]
    assert asked([pair("ab")], ALONE, spoken([decided("different", "a", "b", state="disputed")])) == []


def test_other_decisions_on_both_records_settle_nothing_between_them():
    assert asked([pair("ab")], ALONE, spoken([decided("tag", "a"), decided("include", "a", "b")])) == ["ab"]


def test_a_decision_on_a_record_that_is_gone_is_passed_over():
    assert asked([pair("ab")], ALONE, spoken([decided("different", "a", "gone")])) == ["ab"]


def test_the_third_pair_of_a_ring_comes_when_a_person_parted_one_of_the_others():
    """a with b, b with c, a with c: the first two tell of the third, unless one of them is a no."""
    ring = [pair("ab", 0.9), pair("bc", 0.8), pair("ac", 0.7)]
    assert asked(ring) == ["ab", "bc"]
    assert asked(ring, ALONE, spoken([decided("different", "a", "b")])) == ["bc", "ac"]


def test_what_matters_more_is_asked_before_what_is_likelier():
    """A copy among excluded records changes no list; one that is included here and excluded there does."""
    pairs = [pair("ab", 0.8), pair("cd", 0.5)]
    assert asked(pairs, ALONE, (), {"a": 0.2, "b": 0.2}) == ["cd", "ab"]
    assert asked(pairs, ALONE, (), {"a": 0.2}) == ["ab", "cd"]


# old search, new search


def test_an_update_is_compared_with_the_old_search_and_within_itself():
    pairs = [pair("ab"), pair("bc"), pair("cd")]
    assert asked_between(pairs, old={"a", "b"}, new={"c", "d"}) == [pair("bc"), pair("cd")]


def test_a_new_record_of_an_old_work_is_new_evidence():
    """a and b were left open before; c, found now, is a copy of a and looks like b."""
    work_of = {"a": "a", "b": "b", "c": "a"}
    assert asked(asked_between([pair("ab"), pair("bc")], old="ab", new="c"), work_of) == ["bc"]


def test_records_of_neither_search_are_passed_over():
    assert asked_between([pair("ab"), pair("bc")], old="a", new="b") == [pair("ab")]


# side by side

ARTICLE = {"title": "Balint groups and burnout", "authors": "Berg, O.; Lund, A.; Holm, E.; Dahl, K.", "year": "2011",
           "container": "Pediatric Transplantation", "volume": "15", "pages": "52"}  # fmt: skip


def test_the_evidence_is_told_with_what_differs_first():
    other = {**ARTICLE, "title": "Balint Groups and Burnout.", "volume": "", "pages": "22", "doi": "10.1000/pt.1"}
    told = in_words(side_by_side(row("a:1", **ARTICLE), row("b:1", **other)))
    assert told == (
        "pages: 52 | 22; only in the first: volume 15; only in the second: doi 10.1000/pt.1; "
        "the same: title, authors, year, container, type"
    )


def test_a_long_list_of_authors_is_cut_and_a_field_that_both_lack_left_out():
    sides = side_by_side(row("a:1", **ARTICLE), row("b:1", **{**ARTICLE, "authors": "WHO Expert Committee"}))
    assert [side.left for side in sides if side.field == "authors"] == ["Berg; Lund; Holm and 1 more"]
    assert "doi" not in [side.field for side in sides]
