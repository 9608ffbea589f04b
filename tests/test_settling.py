"""Which word holds: people speak of records, and what they say is of the works that these turn out to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Decision
from pipeline.settling import DISPUTED, IN_FORCE, LATER, ByWork, Logged, by_work, settled_by_record
from pipeline.workspace import Workspace

from . import workspaces as ws
from .workspaces import event

ONE_WORK = {"a:1": "a:1", "b:1": "a:1"}
TWO_WORKS = {"a:1": "a:1", "b:1": "b:1"}


def logged(*events: Mapping[str, Any]) -> list[Logged]:
    return [
        Logged(
            decision=Decision(
                id=each["id"], time=each["time"], who=each["who"], event=each["event"],
                records=tuple(each["records"]), value=each.get("value") or {},
            ),
            place=each["id"],
        )
        for each in events
    ]  # fmt: skip


def states(spoken: ByWork) -> dict[str, str]:
    return {item.decision.id: item.state for item in spoken.logged}


def year(record: str, to: int | None, who: str, day: int = 1, **more: Any) -> dict[str, Any]:
    return event("set-field", record, id=f"{who}{day}", who=who, day=day, value={"field": "year", "to": to, **more})


def key(record: str, to: str, who: str, day: int = 1) -> dict[str, Any]:
    return event("key", record, id=f"{who}{day}", who=who, day=day, value={"key": to})


def test_two_who_correct_two_records_of_one_work_otherwise_are_a_dispute():
    """Each named a record; only the join shows that both speak of one work. Apart, both hold."""
    words = logged(year("a:1", 2003, "anna"), year("b:1", 2004, "boris", 2))
    assert states(by_work(words, ONE_WORK, "unresolved")) == {"anna1": DISPUTED, "boris2": DISPUTED}
    assert states(by_work(words, TWO_WORKS, "unresolved")) == {"anna1": IN_FORCE, "boris2": IN_FORCE}


@pytest.mark.parametrize(
    ("settle", "holds"), [("unresolved", set()), ("last-word", {"boris2"}), ("anna", {"anna1"}), ("edith", set())]
)
def test_the_workspace_says_whose_correction_holds(settle: str, holds: set[str]):
    """The rule of bibcorpus.toml is one for all kinds of decisions."""
    for words in (
        logged(year("a:1", 2003, "anna"), year("b:1", 2004, "boris", 2)),
        logged(key("a:1", "winter2003", "anna"), key("b:1", "winter2004", "boris", 2)),
        logged(event("include", "a:1", id="anna1"), event("exclude", "b:1", id="boris2", who="boris", day=2)),
    ):
        found = by_work(words, ONE_WORK, settle)
        assert {id for id, state in states(found).items() if state == IN_FORCE} == holds


def test_one_person_on_two_records_of_one_work_has_changed_their_mind():
    """The later word counts, whichever record it names."""
    words = logged(year("a:1", 2003, "anna"), year("b:1", 2004, "anna", 2))
    found = by_work(words, ONE_WORK, "unresolved")
    assert states(found) == {"anna1": LATER, "anna2": IN_FORCE}
    assert [(work, each.value["to"]) for work, each in found.holding("set-field")] == [("a:1", 2004)]


def test_the_same_value_from_two_sources_is_no_dispute():
    """Anna has it from the title page, Boris from the register; a part of a name that isn't given is none."""
    words = logged(year("a:1", 2003, "anna", source="title page"), year("b:1", 2003, "boris", 2, source="a register"))
    assert set(states(by_work(words, ONE_WORK, "unresolved")).values()) == {IN_FORCE}
    people = [[{"family": "Roe", "given": "R."}], [{"family": "Roe", "given": "R.", "suffix": None, "literal": None}]]
    words = logged(
        event("set-field", "a:1", id="1", value={"field": "authors", "to": people[0]}),
        event("set-field", "b:1", id="2", who="boris", value={"field": "authors", "to": people[1]}),
    )
    assert set(states(by_work(words, ONE_WORK, "unresolved")).values()) == {IN_FORCE}


def test_a_decision_speaks_of_the_part_that_has_its_record():
    """The work was one when Anna corrected it; it was split, and the other part keeps what its source says."""
    found = by_work(logged(year("b:1", 2004, "anna")), TWO_WORKS, "unresolved")
    assert list(found.on) == ["b:1"]


def test_a_decision_on_a_record_that_is_gone_is_kept():
    """Its export may come back."""
    found = by_work(logged(year("c:1", 2004, "anna")), TWO_WORKS, "unresolved")
    assert (states(found), found.on) == ({"anna1": IN_FORCE}, {})


def settle(target: str, who: str = "edith", day: int = 9) -> dict[str, Any]:
    return event("settle", id=f"settle {target} {who} {day}", who=who, day=day, value={"id": target})


DISPUTE = [year("a:1", 2003, "anna"), year("b:1", 2004, "boris", 2)]


def test_who_settles_names_the_decision_that_holds():
    """The other stays in the log, and says who settled it."""
    found = states(by_work(logged(*DISPUTE, settle("anna1")), ONE_WORK, "unresolved"))
    assert (found["anna1"], found["boris2"]) == (IN_FORCE, "settled otherwise by edith")


def test_what_was_settled_holds_from_then_on():
    """A third voice, or a second thought of the first, doesn't open it again: undoing the settlement does."""
    later = [year("a:1", 2005, "clara", 10), year("a:1", 2006, "anna", 11)]
    found = states(by_work(logged(*DISPUTE, settle("anna1"), *later), ONE_WORK, "unresolved"))
    assert {id for id, state in found.items() if state == IN_FORCE} == {"anna1", "settle anna1 edith 9"}


def test_who_says_what_was_settled_holds_too():
    """Clara agrees with Anna: nothing of hers is overruled."""
    found = states(by_work(logged(*DISPUTE, settle("anna1"), year("b:1", 2003, "clara", 3)), ONE_WORK, "unresolved"))
    assert found["clara3"] == IN_FORCE


def test_an_editor_may_settle_anew():
    """The later settlement of one editor counts."""
    found = states(by_work(logged(*DISPUTE, settle("anna1"), settle("boris2", day=10)), ONE_WORK, "unresolved"))
    assert (found["anna1"], found["boris2"]) == ("settled otherwise by edith", IN_FORCE)


@pytest.mark.parametrize(
    ("rule", "holds"), [("unresolved", set()), ("last-word", {"boris2"}), ("edith", {"anna1"}), ("emil", {"boris2"})]
)
def test_two_editors_who_settle_otherwise_are_a_dispute_themselves(rule: str, holds: set[str]):
    """Two works were settled, each by another editor, and turned out to be one."""
    words = logged(*DISPUTE, settle("anna1"), settle("boris2", "emil", 10))
    found = states(by_work(words, ONE_WORK, rule))
    assert {id for id in ("anna1", "boris2") if found[id] == IN_FORCE} == holds


def test_a_dispute_over_two_records_is_settled_like_any_other():
    """Whether they are one work is asked of the pair, and not of works."""
    words = logged(
        event("same", "a:1", "b:1", id="1"), event("different", "b:1", "a:1", id="2", who="boris", day=2), settle("1")
    )
    found = {item.decision.id: item.state for item in settled_by_record(words, "unresolved")}
    assert (found["1"], found["2"]) == (IN_FORCE, "settled otherwise by edith")


def test_the_same_two_records_related_in_two_ways_is_a_dispute():
    """A preprint of an article is not a comment on it; and which is the preprint matters."""
    version = event("related", "a:1", "b:1", id="1", value={"kind": "version-of"})
    for records, kind in ((["a:1", "b:1"], "comment-on"), (["b:1", "a:1"], "version-of")):
        other = event("related", *records, id="2", who="boris", day=2, value={"kind": kind})
        found = settled_by_record(logged(version, other), "unresolved")
        assert [item.state for item in found] == [DISPUTED, DISPUTED]


def test_a_decision_on_several_works_holds_where_it_is_not_overruled():
    """Anna included two; Boris disagrees on one of them."""
    words = logged(event("include", "a:1", "b:1", id="1"), event("exclude", "b:1", id="2", who="boris", day=2))
    found = by_work(words, TWO_WORKS, "unresolved")
    assert states(found) == {"1": IN_FORCE, "2": DISPUTED}
    assert {work: [item.state for item in said] for work, said in found.on.items()} == {
        "a:1": [IN_FORCE],
        "b:1": [DISPUTED, DISPUTED],
    }


RECORDS = ("a:1", "a:2", "b:1")
EVENTS = st.builds(
    lambda what, records, who, day, value: (what, tuple(dict.fromkeys(records)), who, day, value),
    st.sampled_from(["include", "exclude", "tag", "untag", "set-field", "key", "settle"]),
    st.lists(st.sampled_from(RECORDS), min_size=1, max_size=2),
    st.sampled_from(["anna", "boris", "edith"]),
    st.integers(1, 3),
    st.sampled_from(["empirical", "theoretical"]),
)


def made(drawn: Sequence[tuple[str, tuple[str, ...], str, int, str]]) -> list[Logged]:
    values = {
        "tag": lambda value: {"facet": "class", "value": value},
        "untag": lambda value: {"facet": "class", "value": value},
        "set-field": lambda value: {"field": "title", "to": value}, "key": lambda value: {"key": value},
        "settle": lambda value: {"id": f"d{len(value) % 5}"},
    }  # fmt: skip
    return logged(
        *(
            event(what, *(() if what == "settle" else records), id=f"d{n}", who=who, day=day,
                  value=values.get(what, lambda value: {})(value))
            for n, (what, records, who, day, value) in enumerate(drawn)
        )
    )  # fmt: skip


@given(
    st.lists(EVENTS, max_size=8),
    st.randoms(use_true_random=False),
    st.sampled_from(["unresolved", "last-word", "edith"]),
    st.fixed_dictionaries({record: st.sampled_from(["w", "v"]) for record in RECORDS}),
)
def test_nothing_is_dropped_and_the_order_of_lines_means_nothing(
    drawn: list[Any], random: Any, rule: str, work_of: dict[str, str]
):
    """Files merge in any order; every decision has a state, and people who disagree never both hold."""
    words = made(drawn)
    shuffled = random.sample(words, len(words))
    found, again = by_work(words, work_of, rule, ["class"]), by_work(shuffled, work_of, rule, ["class"])
    assert states(found) == states(again)
    assert {item.decision.id for item in found.logged} == {item.decision.id for item in words}
    assert found.on == again.on
    for said in found.on.values():
        held = [item.decision for item in said if item.state == IN_FORCE]
        assert len({each.event for each in held if each.event in ("include", "exclude")}) < 2
        assert len({each.value["to"] for each in held if each.event == "set-field"}) < 2
        assert len({each.value["value"] for each in held if each.event == "tag"}) < 2


def test_a_dispute_in_a_corpus_is_seen_and_what_is_disputed_does_not_hold(built: Workspace):
    """Two records of one work, two years: the sources' year stays, the log's states say why."""
    hand = ws.record_id(built, "against burnout", "hand")
    ws.decide(built, year(hand, 2012, "anna"), year("pubmed:11111111", 2013, "boris", 2))
    ws.run(built)
    assert ws.rows(built, "select state from decision") == [("disputed",), ("disputed",)]
    assert ws.rows(built, f"select year from work where work_id = '{hand}'") == [(2011,)]
    ws.decide(built, year(hand, 2012, "anna"), settle("anna1"))
    ws.run(built)
    assert ws.rows(built, f"select year from work where work_id = '{hand}'") == [(2012,)]


def test_disputed_keys_leave_a_work_the_key_it_had(built: Workspace):
    """A key is cited: it doesn't move on one voice of two."""
    hand = ws.record_id(built, "against burnout", "hand")
    ws.decide(built, key(hand, "doe:anna", "anna"), key("pubmed:11111111", "doe:boris", "boris", 2))
    ws.run(built)
    assert ws.rows(built, f"select key from citekey where work_id = '{hand}'") == [("doe2011balint",)]
