"""Tags of the corpus: what the rules say, and people's words on top of it."""

from __future__ import annotations

import pytest

from pipeline.model import Decision, Tag
from pipeline.query import Block, load_query
from pipeline.tagging import RuleSet, load_rules
from pipeline.tagging.works import BlockMatcher, with_people
from pipeline.workspace import Workspace

from . import workspaces as ws
from .workspaces import event


@pytest.fixture
def ruleset(review: Workspace) -> RuleSet:
    return load_rules(review.rules)


def by_rule(facet: str, value: str) -> Tag:
    return Tag(work_id="w", facet=facet, value=value, layer="rule", rule=f"{value}.toml words", field="title",
               words=value, confidence=0.95)  # fmt: skip


def said(kind: str, facet: str, value: str, day: int = 1, who: str = "anna") -> Decision:
    return Decision(id=f"{who}{day}", time=f"2022-01-{day:02}T00:00:00Z", who=who, event=kind, records=("w",),
                    value={"facet": facet, "value": value})  # fmt: skip


BURNOUT, EMPIRICAL = by_rule("topic", "burnout"), by_rule("class", "empirical")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], {"topic burnout rule", "class empirical rule"}),
        (
            [said("tag", "topic", "leadership")],
            {"topic burnout rule", "topic leadership person", "class empirical rule"},
        ),
        ([said("tag", "topic", "burnout")], {"topic burnout person", "class empirical rule"}),
        ([said("untag", "topic", "burnout")], {"class empirical rule"}),
        ([said("tag", "class", "theoretical")], {"topic burnout rule", "class theoretical person"}),
        ([said("untag", "class", "theoretical")], {"topic burnout rule", "class empirical rule"}),
        ([said("untag", "class", "empirical")], {"topic burnout rule"}),
        (
            [said("untag", "topic", "burnout", 2), said("tag", "topic", "burnout", 1)],
            {"class empirical rule"},
        ),
        (
            [said("tag", "class", "theoretical", 1), said("tag", "class", "empirical", 2)],
            {"topic burnout rule", "class empirical person"},
        ),
    ],
)
def test_a_persons_tag_lies_on_top_of_the_rules(ruleset: RuleSet, words: list[Decision], expected: set[str]):
    """A facet of one value is replaced, one of many is added to; `untag` takes away for good; the later word holds."""
    found = with_people(ruleset, [BURNOUT, EMPIRICAL], "w", words)
    assert {f"{tag.facet} {tag.value} {tag.layer}" for tag in found} == expected


def test_a_persons_tag_says_who_and_when(ruleset: RuleSet):
    """Where a rule shows its words, a person is named."""
    (tag,) = with_people(ruleset, [], "w", [said("tag", "topic", "burnout")])
    assert (tag.rule, tag.words, tag.confidence) == ("decision:anna1", "anna on 2022-01-01", 1.0)


def tags(workspace: Workspace, title: str) -> set[str]:
    found = ws.rows(
        workspace,
        f"select facet, value, layer from tag join work using (work_id) where title like '%{title}%'",
    )
    return {" ".join(row) for row in found}


def test_each_tag_shows_the_words_as_they_are_printed(built: Workspace):
    """'выгорания' in the title makes the topic burnout: `why` can show it."""
    ((field, words, layer),) = ws.rows(
        built,
        "select field, words, layer from tag join work using (work_id) "
        "where facet = 'topic' and title like '%выгорания%'",
    )
    assert (field, words, layer) == ("title", "выгорания", "rule")


def test_people_tag_works_of_the_corpus_and_take_it_back(built: Workspace):
    """A decision names a record; the work that holds it is tagged."""
    one = event("tag", "pubmed:11111111", id="1", value={"facet": "class", "value": "theoretical"})
    two = event("untag", "pubmed:11111111", id="2", day=2, value={"facet": "topic", "value": "burnout"})
    ws.decide(built, one, two)
    ws.run(built)
    assert tags(built, "against burnout") == {"class theoretical person", "relevance relevant rule"}
    assert ws.rows(built, "select class, topics from bibliography where title like '%against burnout%'") == [
        ("theoretical", [])
    ]
    ws.decide(built, one, two, event("undo", id="3", day=3, value={"id": "1"}))
    ws.run(built)
    assert tags(built, "against burnout") == {"class empirical rule", "relevance relevant rule"}


def test_a_disputed_tag_leaves_the_rules_word(built: Workspace):
    """Until people agree, neither holds."""
    value = {"facet": "topic", "value": "burnout"}
    ws.decide(
        built,
        event("untag", "pubmed:11111111", id="1", value=value),
        event("tag", "pubmed:11111111", id="2", day=2, who="boris", value=value),
    )
    ws.run(built)
    assert "topic burnout rule" in tags(built, "against burnout")


def test_relevance_by_a_person_decides_the_status(built: Workspace):
    """The inclusion rules read tags, whoever gave them."""
    record = ws.record_id(built, "stroke")
    ws.decide(built, event("tag", record, id="1", value={"facet": "relevance", "value": "relevant"}))
    ws.run(built)
    assert ws.rows(built, f"select status from bibliography where work_id = '{record}'") == [("included",)]


def test_a_work_speaks_of_a_block_where_its_words_stand(review: Workspace):
    """Combinations of blocks are counted apart: which words made it so is told, once for each block."""
    query = load_query(review.queries / "balint.toml")
    assert [block.name for block in query.blocks] == ["balint"]
    assert isinstance(query.blocks[0], Block)
    matcher = BlockMatcher([query])
    texts = {"title": ["О группах"], "abstract": ["Балинтовские группы; a Balint group"], "keywords": ["Balint groups"]}
    (found,) = matcher.find(texts)
    assert (found["query"], found["block"]) == ("balint", "balint")
    assert (found["field"], found["words"]) in [("abstract", "Балинтовские группы"), ("keywords", "Balint groups")]
    assert matcher.find({"title": ["Balint syndrome"]}) == []
    assert BlockMatcher([]).find(texts) == []


def test_blocks_stand_in_the_corpus(built: Workspace):
    """`report` counts them."""
    assert ws.rows(built, "select count(*), min(block), min(query) from work_block") == [(5, "balint", "balint")]
