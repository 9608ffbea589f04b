"""From hits to tags: who wins, what stands where nothing does, and that no order matters."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Tag
from pipeline.tagging import RuleSet, load_rules, tag_work, tag_works

WORKS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "en": {"title": ["Burnout of medical students: a survey"], "keywords": ["Balint group", "burnout"]},
    "ru": {"title": ["Балинтовские группы и выгорание врачей"], "abstract": ["Опрошено 42 врача (р<0,05)."]},
    "bare": {"title": ["Listening"]},
    "empty": {},
}


def values(tags: Sequence[Tag], facet: str) -> list[str]:
    return [tag.value for tag in tags if tag.facet == facet]


def only(tags: Sequence[Tag], facet: str) -> Tag:
    (tag,) = (tag for tag in tags if tag.facet == facet)
    return tag


def test_a_tag_says_which_rule_and_which_words_made_it(ruleset: RuleSet):
    """A reviewer must see why, without opening the program."""
    tag = only(tag_work(ruleset, "w1", {"title": ["Compassion  fatigue in nurses"]}), "topic")
    assert tag == Tag(
        work_id="w1",
        facet="topic",
        value="burnout",
        layer="rule",
        rule="burnout.toml:en",
        line=10,
        field="title",
        words="Compassion  fatigue",
        confidence=0.95,
    )


def test_where_nothing_fires_the_default_stands(ruleset: RuleSet):
    """Every work has a class and a relevance; 'unsure' is an answer, silence is none."""
    tags = tag_work(ruleset, "w", {"title": ["Listening"]})
    assert {(tag.facet, tag.value, tag.rule, tag.confidence) for tag in tags} == {
        ("class", "unsure", "facets.toml:default", 0.0),
        ("relevance", "unsure", "facets.toml:default", 0.0),
    }


def test_two_sides_equally_sure_are_left_to_a_person_with_the_words_of_both(ruleset: RuleSet):
    """Publication types can contradict each other; the program doesn't toss a coin."""
    texts = {"title": ["Doctors"], "publication_types": ["Multicenter Study", "Editorial"]}
    tag = only(tag_work(ruleset, "w", texts), "class")
    assert (tag.value, tag.rule, tag.confidence) == ("unsure", "facets.toml:tie", 0.0)
    assert tag.words == "empirical: Multicenter Study | theoretical: Editorial"


def test_a_surer_hit_wins_over_many_weaker_ones(ruleset: RuleSet):
    """A review is full of the words of the studies that it reads."""
    abstract = "Scores fell (p < 0.05, n = 42). Nurses were randomly assigned to a control group. RESULTS: 42 patients."
    texts = {"title": ["Groups for nurses: a systematic review"], "abstract": [abstract]}
    assert only(tag_work(ruleset, "w", texts), "class").value == "theoretical"


def test_a_survey_with_a_box_for_free_text_is_quantitative(ruleset: RuleSet):
    """The usual dispute: comments in a questionnaire don't make a qualitative study."""
    texts = {"title": ["A survey of residents"], "abstract": ["The form had open-ended questions and free text."]}
    assert values(tag_work(ruleset, "w", texts), "method") == ["quantitative"]


def test_numbers_and_interviews_in_earnest_are_mixed_and_empirical(ruleset: RuleSet):
    """Mixed is more than its parts: they no longer stand for themselves."""
    texts = {"title": ["A survey of residents"], "abstract": ["Semi-structured interviews were transcribed."]}
    tags = tag_work(ruleset, "w", texts)
    assert values(tags, "method") == ["mixed"]
    assert values(tags, "class") == ["empirical"]


def test_a_title_that_says_review_silences_the_words_of_the_studies_it_reads(ruleset: RuleSet):
    """Abstracts of reviews tell how the trials were done; the review itself assigned nobody."""
    abstract = ["In all trials nurses were randomly assigned to a group."]
    review = tag_work(ruleset, "w", {"title": ["Groups: a systematic review"], "abstract": abstract})
    trial = tag_work(ruleset, "w", {"title": ["Groups for nurses"], "abstract": abstract})
    assert values(review, "kind") == ["review", "systematic-review"]
    assert "randomised-trial" in values(trial, "kind")


def test_agreement_raises_confidence_a_little_and_never_to_certainty(ruleset: RuleSet):
    """Rules that agree are seldom independent."""
    one = only(tag_work(ruleset, "w", {"keywords": ["Balint group"]}), "relevance")
    two = only(tag_work(ruleset, "w", {"keywords": ["Balint group", "балинтовская группа"]}), "relevance")
    assert one.confidence < two.confidence < 1


def test_empty_and_unknown_fields_give_no_error(ruleset: RuleSet):
    """A work without a title is still a work."""
    assert tag_work(ruleset, "w", {}) == tag_work(ruleset, "w", {"note": ["Burnout"], "title": [""]})


def test_the_order_of_works_and_of_fields_changes_nothing(ruleset: RuleSet):
    """Shuffled files must build the same corpus."""
    rows = list(WORKS.items())
    plain = sorted(tag_works(ruleset, rows), key=repr)
    random.Random(7).shuffle(rows)
    turned = [(work_id, dict(reversed(list(texts.items())))) for work_id, texts in rows]
    assert sorted(tag_works(ruleset, turned), key=repr) == plain


def test_each_work_is_judged_by_itself(ruleset: RuleSet):
    """A work's tags are the same alone and among others: only changed works need be tagged anew."""
    together = list(tag_works(ruleset, WORKS.items()))
    alone = [tag for work_id, texts in WORKS.items() for tag in tag_work(ruleset, work_id, texts)]
    assert together == alone


PIECES = ["Balint group", "burnout", "randomised controlled trial", "a survey", "обзор литературы", "студентов",
          "l'épuisement professionnel", "interviews were transcribed", "n = 42", "Leiter der Balintgruppe"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=6), st.lists(st.sampled_from(PIECES), max_size=6))
def test_evidence_can_be_read_in_the_field_that_is_named(ruleset: RuleSet, title: list[str], abstract: list[str]):
    """Words that nobody can find in the text would be no evidence."""
    texts = {"title": [", ".join(title)], "abstract": [". ".join(abstract)]}
    for tag in tag_work(ruleset, "w", texts):
        if tag.layer == "model" or tag.rule.startswith("facets.toml") or tag.rule == "mixed.toml:both-signs":
            continue
        assert tag.words
        assert all(word in texts[tag.field][0] for word in tag.words.split("; "))
        assert 0 < tag.confidence < 1


@pytest.mark.parametrize("single", [True, False])
def test_a_new_facet_needs_no_code(tmp_path: Path, single: bool):
    """The first task of a newcomer: a table in facets.toml and one file."""
    (tmp_path / "facets.toml").write_text(
        f'[setting]\ntitle = "Where"\nvalues = ["hospice", "ward"]\nsingle = {str(single).lower()}\n',
        encoding="utf-8",
    )
    for value in ("hospice", "ward"):
        (tmp_path / f"{value}.toml").write_text(
            f'facet = "setting"\nvalue = "{value}"\ntitle = "x"\nwhy = "x"\n'
            f'[[rule]]\nname = "en"\nwords = ["{value}"]\n',
            encoding="utf-8",
        )
    tags = tag_work(load_rules(tmp_path), "w", {"title": ["Hospice and ward"]})
    assert values(tags, "setting") == ([] if single else ["hospice", "ward"])


def test_a_rule_for_one_language_is_silent_where_the_language_is_another_or_unknown(ruleset: RuleSet):
    """'PJ' is the practical year in German papers, and anything elsewhere."""
    title = ["PJ und Balintgruppe in der Allgemeinmedizin"]
    assert values(tag_work(ruleset, "w", {"title": title, "language": ["de"]}), "topic") == ["students"]
    assert values(tag_work(ruleset, "w", {"title": title, "language": ["en"]}), "topic") == []
    assert values(tag_work(ruleset, "w", {"title": title}), "topic") == []
