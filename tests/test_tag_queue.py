"""What waits for a person in tagging: asked in the order of what is most worth asking, and nobody's word given away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from pipeline.decisions import seen_hash
from pipeline.model import Decision
from pipeline.store import Store, in_memory, sql, tables
from pipeline.tagging import RuleSet, load_rules
from pipeline.tagging.works import settled
from pipeline.workspace import Workspace, find_workspace

from . import workspaces as ws
from .small_review import bibcorpus
from .workspaces import event


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with in_memory(tmp_path) as opened:
        opened.run(sql("bibliography"))
        yield opened


def work(store: Store, work_id: str, status: str = "included", **more: Any) -> None:
    """A work; `by`, `in_window` and `abstract` as in the tables."""
    lists = {name: [] for name, kind in tables()["work"].items() if kind.endswith("[]")}
    by, window = more.pop("by", "rule"), more.pop("in_window", True)
    row = {"work_id": work_id, "records": 1, "type": "article", "title": f"Title of {work_id}", **lists, **more}
    store.load("work", [{"authors_complete": True, **row}])
    store.load("screening", [{"work_id": work_id, "status": status, "status_reason": "so", "by": by,
                              "in_window": window}])  # fmt: skip


def tag(store: Store, work_id: str, facet: str, value: str, **more: Any) -> None:
    row = {"layer": "rule", "rule": f"{value}.toml:en", "field": "title", "words": f"its {value}", "confidence": 0.8}
    store.load("tag", [{"work_id": work_id, "facet": facet, "value": value, "suggested": False, **row, **more}])


def unsure(store: Store, work_id: str, facet: str) -> None:
    tag(store, work_id, facet, "unsure", layer="default", rule="facets.toml:default", words="", confidence=0)


def guess(store: Store, work_id: str, facet: str, value: str, chance: float, words: str = "these words") -> None:
    store.load("proposal", [{"work_id": work_id, "facet": facet, "value": value, "chance": chance, "words": words}])


def asked(store: Store, *columns: str) -> list[tuple[Any, ...]]:
    return store.rows(f"select {', '.join(columns)} from open_tag order by rank")


def test_what_is_not_sure_waits_and_what_is_sure_does_not(store: Store):
    """A work that no rule speaks of; one of which two rules say different things, with both their words."""
    for name in ("a", "b", "c"):
        work(store, name)
    unsure(store, "a", "class")
    tag(store, "b", "class", "unsure", rule="facets.toml:tie", words="empirical: survey | theoretical: history of")
    tag(store, "c", "class", "empirical")
    assert asked(store, "work_id", "facet", "kind", "value", "proposed", "why") == [
        ("a", "class", "unsure", "unsure", None, ""),
        ("b", "class", "tie", "unsure", None, "empirical: survey | theoretical: history of"),
    ]


def test_relevance_is_asked_before_class_and_class_before_topics(store: Store):
    """On relevance hangs whether the work is in the bibliography at all."""
    work(store, "a", status="undecided")
    unsure(store, "a", "class")
    unsure(store, "a", "relevance")
    guess(store, "a", "topic", "students", 0.99)
    assert asked(store, "rank", "facet") == [(1, "relevance"), (2, "class"), (3, "topic")]


def test_a_work_with_an_abstract_is_asked_first(store: Store):
    """Of two as doubtful, it can be answered without getting the paper; the rest is in the order of ids."""
    work(store, "a")
    work(store, "b", abstract="We asked forty doctors.")
    work(store, "c", abstract="We asked fifty doctors.")
    for name in "cab":
        unsure(store, name, "class")
    assert asked(store, "work_id") == [("b",), ("c",), ("a",)]


def test_what_the_model_doubts_most_teaches_most(store: Store):
    """Where it is sure anyway, an answer tells little; its guess stands beside the question."""
    for name, chance in (("sure", 0.95), ("torn", 0.55)):
        work(store, name)
        unsure(store, name, "class")
        guess(store, name, "class", "empirical", chance)
    assert asked(store, "work_id", "proposed", "worth") == [
        ("torn", "empirical (0.55)", 0.792),
        ("sure", "empirical (0.95)", 0.152),
    ]


def test_a_guess_against_a_rules_tag_is_a_question(store: Store):
    """The tag stays what it is; the surer the two against each other, the more is to be learned."""
    work(store, "a")
    tag(store, "a", "topic", "burnout", confidence=0.95)
    guess(store, "a", "topic", "burnout", 0.03, "furnace; lining")
    guess(store, "a", "topic", "students", 0.9, "undergraduate")
    work(store, "b")
    tag(store, "b", "class", "empirical")
    guess(store, "b", "class", "theoretical", 0.7)
    assert asked(store, "work_id", "kind", "value", "proposed", "why") == [
        ("b", "contradiction", "empirical", "theoretical (0.70)", "these words"),
        ("a", "contradiction", "burnout", "not burnout (0.97); students (0.90)", "furnace; lining; undergraduate"),
    ]


def test_a_guess_that_agrees_with_the_rules_asks_nothing(store: Store):
    """There is nothing to be settled."""
    work(store, "a")
    tag(store, "a", "topic", "burnout")
    guess(store, "a", "topic", "burnout", 0.9)
    guess(store, "a", "status", "included", 0.9)
    assert asked(store, "*") == []


def test_where_no_rule_speaks_a_guess_is_a_proposal(store: Store):
    """A topic that the title doesn't name."""
    work(store, "a")
    guess(store, "a", "topic", "leadership", 0.8)
    assert asked(store, "kind", "value", "proposed") == [("proposal", None, "leadership (0.80)")]


def test_suggested_topics_come_last(store: Store):
    """They are hints, not claims: never between two questions on which something hangs."""
    for name in "ab":
        work(store, name)
        tag(store, name, "topic", "outcomes", suggested=True, confidence=0.5)
    guess(store, "b", "topic", "students", 0.51)
    assert asked(store, "work_id", "kind", "proposed", "why") == [
        ("b", "proposal", "outcomes; students (0.51)", "its outcomes in title; these words"),
        ("a", "suggestion", "outcomes", "its outcomes in title"),
    ]


@pytest.mark.parametrize(
    ("screening", "expected"),
    [
        ({}, [("relevance",)]),  # not relevant, says a rule: a guess to the contrary may save it
        ({"in_window": None}, [("relevance",)]),
        ({"in_window": False}, []),  # outside the window whatever its class
        ({"by": "person"}, []),  # somebody has read it
    ],
)
def test_of_an_excluded_work_only_its_exclusion_is_asked(
    store: Store, screening: Mapping[str, Any], expected: list[tuple[str]]
):
    """Nothing hangs on the class of a work that is not in the bibliography."""
    work(store, "a", status="excluded", **screening)
    unsure(store, "a", "class")
    tag(store, "a", "relevance", "not-relevant")
    guess(store, "a", "relevance", "relevant", 0.9)
    assert asked(store, "facet") == expected


def test_excluded_works_come_after_all_others(store: Store):
    """Even where they are more doubtful."""
    work(store, "a", status="excluded")
    tag(store, "a", "relevance", "not-relevant", confidence=0.5)
    guess(store, "a", "relevance", "relevant", 0.99)
    work(store, "b")
    unsure(store, "b", "class")
    guess(store, "b", "class", "empirical", 0.99)
    assert asked(store, "work_id") == [("b",), ("a",)]


def test_the_model_may_doubt_what_the_rules_include_or_leave_open(store: Store):
    """Learned from include and exclude; what the rules leave open without a guess is listed elsewhere."""
    work(store, "in")
    guess(store, "in", "status", "included", 0.1)
    work(store, "open", status="undecided")
    guess(store, "open", "status", "included", 0.6)
    work(store, "silent", status="undecided")
    assert asked(store, "work_id", "kind", "proposed") == [
        ("in", "contradiction", "not included (0.90)"),
        ("open", "unsure", "included (0.60)"),
    ]


# --- people ------------------------------------------------------------------------------------------------------

EMPIRICAL, THEORETICAL = ({"facet": "class", "value": value} for value in ("empirical", "theoretical"))


@pytest.fixture
def ruleset(review: Workspace) -> RuleSet:
    return load_rules(review.rules)


def said(kind: str, who: str, value: Mapping[str, Any], day: int = 1) -> Decision:
    return Decision(id=f"{kind} {value['value']} {who} {day}", time=f"2022-01-{day:02}T00:00:00Z", who=who, event=kind,
                    records=(f"{who}:1",), value=value)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "settle", "hold", "disagree"),
    [
        ([said("tag", "anna", EMPIRICAL), said("tag", "boris", EMPIRICAL)], "unresolved", "ab", {}),
        ([said("tag", "anna", EMPIRICAL), said("tag", "boris", THEORETICAL)], "unresolved", "", {"class": "ab"}),
        ([said("tag", "anna", EMPIRICAL), said("untag", "boris", EMPIRICAL)], "unresolved", "", {"class": "ab"}),
        ([said("tag", "anna", EMPIRICAL), said("untag", "boris", THEORETICAL)], "unresolved", "ab", {}),
        ([said("tag", "anna", EMPIRICAL), said("tag", "boris", THEORETICAL, 2)], "last-word", "b", {}),
        ([said("tag", "anna", EMPIRICAL), said("tag", "boris", THEORETICAL, 2)], "anna", "a", {}),
        # a person who has changed their mind agrees with the other now
        ([said("tag", "anna", EMPIRICAL), said("tag", "anna", THEORETICAL, 2), said("tag", "boris", THEORETICAL, 3)],
         "unresolved", "ab", {}),
        ([said("tag", "anna", EMPIRICAL), said("untag", "anna", EMPIRICAL, 2), said("tag", "boris", THEORETICAL, 3)],
         "unresolved", "ab", {}),
        ([said("tag", "anna", EMPIRICAL), said("tag", "anna", THEORETICAL, 2), said("untag", "boris", EMPIRICAL, 3)],
         "unresolved", "ab", {}),
        # several values may hold in a facet of any number
        ([said("tag", "anna", {"facet": "topic", "value": "burnout"}),
          said("tag", "boris", {"facet": "topic", "value": "leadership"})], "unresolved", "ab", {}),
    ],
)  # fmt: skip
def test_people_on_two_records_of_one_work_meet(
    ruleset: RuleSet, words: list[Decision], settle: str, hold: str, disagree: dict[str, str]
):
    """Each decision names a record; only the join shows that both speak of one work."""
    names = {"a": "anna", "b": "boris"}
    kept, who = settled(ruleset, words, settle)
    assert sorted({each.who for each in kept}) == [names[letter] for letter in hold]
    assert who == {facet: [names[letter] for letter in letters] for facet, letters in disagree.items()}


def test_what_people_have_tagged_is_not_shown_to_others_who_code(built: Workspace):
    """Where two disagree nobody's word holds, and they are named but not what they said: a third coder must not see
    it. What one person has tagged is not asked again: one who codes blind may look at the queue.
    """
    hand, leading = ws.record_id(built, "against burnout", "hand"), ws.record_id(built, "Leading a Balint group")
    assert ("class",) in ws.rows(built, f"select facet from open_tag where work_id = '{leading}'")
    ws.decide(
        built,
        event("tag", "pubmed:11111111", id="1", value=THEORETICAL),
        event("tag", hand, id="2", who="boris", value={"facet": "class", "value": "unsure"}),
        event("tag", leading, id="3", value=THEORETICAL),
        event("tag", leading, id="4", value={"facet": "topic", "value": "leadership"}),
    )
    ws.run(built)
    asked_of = "select kind, value, proposed, why from open_tag where work_id = '{}'"
    assert ws.rows(built, asked_of.format(hand)) == [("disagreement", "empirical", None, "anna and boris")]
    assert ws.rows(built, asked_of.format(leading)) == []
    assert "leadership" not in bibcorpus(built.root, "status", "--list").out


def test_status_counts_and_lists_what_waits(built_once: Path):
    """With the key to name in `decide`."""
    built = find_workspace(built_once)
    told = bibcorpus(built.root, "status", "--list").out
    n = len(ws.rows(built, "select * from open_tag"))
    assert n > 0
    assert f"{'  tags that are unsure, disputed or doubted':<58} {n:>7}" in told
    assert "fuhrer2004leading Leading a Balint group: class, unsure" in " ".join(told.split())


# --- what has changed since --------------------------------------------------------------------------------------

UNDATED = "Balint group work in small towns"
WITH_ABSTRACT = ws.UNDATED.replace("ER  - ", "AB  - We met every week for a year.\r\nER  - ")


def decided(workspace: Workspace, *arguments: str, who: str = "anna") -> None:
    told = bibcorpus(workspace.root, "decide", *arguments, "--as", who)
    assert told.code == 0, told.err


def look_again(workspace: Workspace) -> list[tuple[str, str, str]]:
    return ws.rows(workspace, "select who, facet, changed from look_again")


def with_abstract(workspace: Workspace) -> None:
    """The next export brings an abstract."""
    path = workspace.root / ws.HAND
    ws.write(path, path.read_bytes().decode().replace(ws.UNDATED, WITH_ABSTRACT))
    ws.run(workspace)


def test_a_new_abstract_is_told_to_those_who_tagged_without_it_until_they_speak_anew(built: Workspace):
    """The decision holds, as it was made; its person should look again, and nobody else learns what it was.

    A later word on the same old text settles nothing; one on what stands there now does, the same or another.
    """
    record = ws.record_id(built, UNDATED)
    decided(built, "tag", record, "class", "theoretical")
    decided(built, "tag", record, "topic", "leadership", who="dora")
    decided(built, "tag", record, "topic", "burnout", who="dora")
    decided(built, "include", record, who="boris")
    with_abstract(built)
    waiting = [("anna", "class"), ("boris", "status"), ("dora", "topic"), ("dora", "topic")]
    assert sorted(look_again(built)) == [(*each, "it had no abstract then") for each in waiting]
    assert ws.rows(built, f"select class from bibliography where work_id = '{record}'") == [("theoretical",)]
    told = bibcorpus(built.root, "run")
    assert "anna decided on its class" in told.err
    assert "it had no abstract then: look again, and decide anew" in told.err
    assert "theoretical" not in told.err
    assert "anna decided on its class" in " ".join(bibcorpus(built.root, "status", "--list").out.split())
    assert "it read otherwise then, look again" in " ".join(bibcorpus(built.root, "why", record).out.split())
    decided(built, "tag", record, "class", "theoretical", who="carl")
    decided(built, "tag", record, "class", "empirical")
    ws.run(built)
    assert sorted(row[:2] for row in look_again(built)) == waiting[1:]


def test_a_record_that_joins_and_brings_an_abstract_is_a_change_and_a_keyword_is_none(built: Workspace):
    """The record that was named is what it was; the work that people see is not.

    What changes neither title nor abstract is no news: a new number or keyword is not what the decision was made on.
    """
    record = ws.record_id(built, UNDATED)
    decided(built, "tag", record, "topic", "leadership")
    path = built.root / ws.HAND
    keyword = ws.UNDATED.replace("ER  - ", "KW  - towns\r\nER  - ")
    ws.write(path, path.read_bytes().decode().replace(ws.UNDATED, keyword))
    other = WITH_ABSTRACT.replace("small towns", "small towns of the north")
    ws.write(built.root / "corpus/raw/hand/more.ris", other)
    ws.run(built)
    assert ws.rows(built, f"select keywords from record where record_id = '{record}'") == [(["towns"],)]
    assert look_again(built) == []
    decided(built, "same", record, ws.record_id(built, "of the north"), who="boris")
    ws.run(built)
    ((who, facet, changed),) = look_again(built)
    assert (who, facet) == ("anna", "topic")
    assert changed == "another record has joined it since, and gives its title or abstract"
    decided(built, "tag", record, "topic", "leadership")
    ws.run(built)
    assert look_again(built) == []


def test_a_correction_is_told_with_its_person_and_not_to_them(built: Workspace):
    """No record has joined; and who corrected the title knows it, whether they decided before or after.

    A decision that was written by hand, without a hash, is left alone: nobody can tell what was seen.
    """
    record, stroke = ws.record_id(built, UNDATED), ws.record_id(built, "stroke")
    decided(built, "include", record)
    decided(built, "exclude", record, who="boris")
    decided(built, "set", record, "title", "Balint group work in small cities")
    by_hand = event("tag", stroke, id="1", value=THEORETICAL, who="carl")
    other = event("tag", stroke, id="2", value=EMPIRICAL, seen=seen_hash(stroke, "Another title", None), who="dora")
    ws.decide(built, by_hand, other)
    ws.run(built)
    assert sorted(look_again(built)) == [
        ("boris", "status", "its title was corrected by anna"),
        ("dora", "class", "its title or abstract was another then"),
    ]
    ws.decide(built, other, event("undo", id="3", who="dora", value={"id": "2"}, day=2))
    ws.run(built)
    assert [who for who, _, _ in look_again(built)] == ["boris"]
