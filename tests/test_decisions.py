"""Decisions: what people said is kept for ever, and it is plain which word holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.decision_time import clocks_gone_back
from pipeline.decisions import (
    EVENTS,
    Logged,
    append,
    event_id,
    file_name,
    in_force,
    parse_decision,
    read_decisions,
    said,
    seen_hash,
)
from pipeline.errors import DecisionError
from pipeline.workspace import Settings, Workspace

from . import workspaces as ws
from .workspaces import event


def workspace(folder: Path, settle: str = "unresolved") -> Workspace:
    return Workspace(root=folder, settings=Settings(settle=settle, editors=("edith",)))


def states(folder: Path, *events: dict[str, Any], settle: str = "unresolved") -> dict[str, str]:
    """Event id -> what became of it."""
    place = workspace(folder, settle)
    ws.decide(place, *events)
    logged, problems = read_decisions(place)
    assert problems == []
    return {item.decision.id: item.state for item in logged}


def test_a_person_may_think_again(tmp_path: Path):
    """The later word of one person holds; the earlier stays in the log."""
    found = states(tmp_path, event("include", "a:1", id="yes", day=1), event("exclude", "a:1", id="no", day=2))
    assert found == {"yes": "overruled by a later one", "no": "in force"}


def test_words_on_different_things_do_not_touch_each_other(tmp_path: Path):
    """Another record, another stage, another facet, another pair: nothing is overruled."""
    found = states(
        tmp_path,
        event("include", "a:1", id="1"),
        event("exclude", "a:2", id="2", day=2),
        event("exclude", "a:1", id="3", day=3, value={"stage": "full-text"}),
        event("tag", "a:1", id="4", day=4, value={"facet": "topic", "value": "burnout"}),
        event("untag", "a:1", id="5", day=5, value={"facet": "topic", "value": "students"}),
        event("same", "a:1", "a:2", id="6", day=6),
        event("different", "a:1", "a:3", id="7", day=7),
        event("set-field", "a:1", id="8", day=8, value={"field": "year", "to": 2011}),
        event("set-field", "a:1", id="9", day=9, value={"field": "volume", "to": "7"}),
        event("note", id="10", day=10),
        event("note", id="11", day=11),
    )
    assert set(found.values()) == {"in force"}


def test_a_pair_is_one_pair_whichever_comes_first(tmp_path: Path):
    """'a and b are different' answers 'b and a are the same'."""
    found = states(tmp_path, event("same", "a:1", "b:1", id="1"), event("different", "b:1", "a:1", id="2", day=2))
    assert found == {"1": "overruled by a later one", "2": "in force"}


ANNA = event("include", "a:1", id="anna", who="anna", day=1)
BORIS = event("exclude", "a:1", id="boris", who="boris", day=2)
CLARA = event("include", "a:1", id="clara", who="clara", day=3)
EDITH = event("exclude", "a:1", id="edith", who="edith", day=1)


@pytest.mark.parametrize(
    ("settle", "events", "expected"),
    [
        ("unresolved", [ANNA, BORIS], {"anna": "disputed", "boris": "disputed"}),
        ("unresolved", [ANNA, CLARA], {"anna": "in force", "clara": "in force"}),
        ("last-word", [ANNA, BORIS], {"anna": "overruled by a later one", "boris": "in force"}),
        (
            "last-word",
            [ANNA, BORIS, CLARA],
            {"anna": "in force", "boris": "overruled by a later one", "clara": "in force"},
        ),
        ("edith", [ANNA, EDITH], {"anna": "overruled", "edith": "in force"}),
        ("edith", [ANNA, BORIS], {"anna": "disputed", "boris": "disputed"}),
        ("edith", [ANNA, BORIS, EDITH], {"anna": "overruled", "boris": "in force", "edith": "in force"}),
    ],
)
def test_where_people_disagree_the_workspace_says_whose_word_holds(
    tmp_path: Path, settle: str, events: list[dict[str, Any]], expected: dict[str, str]
):
    """Nobody's, until they agree; or the last word; or an editor's. Who said the same as the winner isn't overruled."""
    assert states(tmp_path, *events, settle=settle) == expected


def undo(target: str, id: str, day: int = 5, who: str = "anna") -> dict[str, Any]:
    return event("undo", id=id, day=day, who=who, value={"id": target})


def test_a_decision_can_be_taken_back(tmp_path: Path):
    """And the one before it holds again."""
    first, second = event("include", "a:1", id="1", day=1), event("exclude", "a:1", id="2", day=2)
    assert states(tmp_path, first, second, undo("2", "u")) == {"1": "in force", "2": "undone", "u": "in force"}


def test_an_undo_can_be_undone_and_that_too(tmp_path: Path):
    """People change their minds as often as they like."""
    one = event("include", "a:1", id="1", day=1)
    assert states(tmp_path, one, undo("1", "u"), undo("u", "v", 6))["1"] == "in force"
    assert states(tmp_path, one, undo("1", "u"), undo("u", "v", 6), undo("v", "w", 7))["1"] == "undone"
    assert states(tmp_path, one, undo("1", "u"), undo("1", "again", 6), undo("u", "v", 7))["1"] == "undone"


def test_an_undo_holds_though_a_clock_goes_wrong(tmp_path: Path):
    """Laptops disagree on the time; what undoes what is plain from the ids."""
    one = event("include", "a:1", id="1", day=20)
    assert states(tmp_path, one, undo("1", "u", 3))["1"] == "undone"
    assert states(tmp_path, one, undo("1", "z", 5), undo("z", "a", 5))["1"] == "in force"
    assert states(tmp_path, one, undo("1", "z", 5), undo("z", "a", 4))["1"] == "in force"


def test_two_undos_of_each_other_end(tmp_path: Path):
    """Only a hand-made log has them; it must not hang the program."""
    assert states(tmp_path, undo("b", "a"), undo("a", "b"), event("include", "a:1", id="1"))["1"] == "in force"


def test_one_person_may_undo_what_another_decided(tmp_path: Path):
    """It is a society's bibliography; the log shows who did it."""
    one = event("include", "a:1", id="1", who="boris")
    assert states(tmp_path, one, undo("1", "u"))["1"] == "undone"


def test_the_same_event_twice_is_one(tmp_path: Path):
    """A union merge by git, or a program that sends again after a time-out, doubles lines."""
    place = workspace(tmp_path)
    line = json.dumps(ANNA)
    ws.write(place.decisions / "anna.jsonl", f"{line}\n{line}\n")
    ws.write(place.decisions / "copy.jsonl", f"{line}\n")
    logged, _ = read_decisions(place)
    assert [(item.decision.id, item.place) for item in logged] == [("anna", "corpus/decisions/anna.jsonl line 1")]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"id": "1", "time": "2022-', "not a whole line of JSON"),
        ("[1]", "not a JSON object"),
        ("<<<<<<< HEAD", "a conflict mark of git"),
        ("||||||| base", "a conflict mark of git"),
        ("=======", "a conflict mark of git"),
        (">>>>>>> theirs", "a conflict mark of git"),
        (json.dumps({**ANNA, "id": ""}), '"id" is missing'),
        (json.dumps({**ANNA, "who": 3}), '"who" is missing'),
        (json.dumps({**ANNA, "event": "like"}), 'event "like" is unknown; one of same, '),
        (json.dumps({**ANNA, "records": "a:1"}), '"records" is not a list of record ids'),
        (json.dumps({**ANNA, "records": [1]}), '"records" is not a list of record ids'),
        (json.dumps({**ANNA, "records": []}), '"include" needs 1 record(s)'),
        (json.dumps({**ANNA, "event": "same"}), '"same" needs 2 record(s)'),
        (json.dumps({**ANNA, "value": [1]}), '"value" is not an object'),
        ('{"id": ' + "9" * 5000 + "}", "not JSON that we can read"),
    ],
)
def test_a_damaged_line_is_named_and_costs_no_other(tmp_path: Path, line: str, says: str):
    """File and line lead the person there; the file is never touched."""
    place = workspace(tmp_path)
    path = place.decisions / "anna.jsonl"
    ws.write(path, f"{json.dumps(BORIS)}\n{line}\n\n{json.dumps(CLARA)}\n")
    before = path.read_bytes()
    logged, (problem,) = read_decisions(place)
    assert [item.decision.id for item in logged] == ["boris", "clara"]
    assert problem.startswith("corpus/decisions/anna.jsonl line 2: ")
    assert says in problem
    assert path.read_bytes() == before


def test_files_from_windows_are_read(tmp_path: Path):
    """Editors there put a mark before the text and a carriage return behind each line."""
    place = workspace(tmp_path)
    path = place.decisions / "anna.jsonl"
    ws.write(path, f"\ufeff{json.dumps(ANNA)}\r\n{json.dumps(CLARA)}\r\n")
    logged, problems = read_decisions(place)
    assert len(logged) == 2
    assert problems == []


def test_keys_that_we_do_not_know_are_kept(tmp_path: Path):
    """A newer program, or a web page, may write more than this one reads."""
    decision = parse_decision(json.dumps({**ANNA, "mood": "sure", "value": {"stage": "full-text", "x": 1}}))
    assert decision.unknown == {"mood": "sure"}
    assert decision.value == {"stage": "full-text", "x": 1}
    place = workspace(tmp_path)
    path = append(place, {**ANNA, "mood": "sure"})
    assert json.loads(path.read_text("utf-8"))["mood"] == "sure"


def test_an_appended_decision_is_one_whole_line(tmp_path: Path):
    """Even after a line that a crash cut off: that one stays as it is, and is reported."""
    place = workspace(tmp_path)
    path = append(place, ANNA)
    with path.open("ab") as out:
        out.write(b'{"id": "cut", "ti')
    append(place, {**CLARA, "who": "anna", "reason": "по-русски"})
    lines = path.read_text("utf-8").splitlines(keepends=True)
    assert [line[-1] for line in lines] == ["\n"] * 3
    logged, (problem,) = read_decisions(place)
    assert [(item.decision.id, item.decision.reason) for item in logged] == [("anna", None), ("clara", "по-русски")]
    assert "line 2" in problem


def test_a_decision_that_can_not_be_read_back_is_not_written(tmp_path: Path):
    """The log would be damaged from the start."""
    place = workspace(tmp_path)
    with pytest.raises(DecisionError):
        append(place, {**ANNA, "event": "like"})
    assert not place.decisions.exists()


@pytest.mark.parametrize(
    ("who", "name"), [("Анна", "Анна"), ("anna maria", "anna_maria"), ("../anna", "_anna"), ("...", "nobody")]
)
def test_a_persons_file_lies_in_the_folder_of_decisions(who: str, name: str):
    """Whatever people call themselves."""
    assert file_name(who) == name


def test_a_folder_that_is_none_is_named(tmp_path: Path):
    """The message names the file, and nothing was decided."""
    place = workspace(tmp_path)
    ws.write(place.decisions, "a file where the folder should be")
    with pytest.raises(DecisionError, match=r"corpus/decisions/anna\.jsonl: can't be written") as caught:
        append(place, ANNA)
    assert "nothing was decided" in (caught.value.hint or "")


def test_no_decisions_is_no_problem(tmp_path: Path):
    """A new workspace has none."""
    assert read_decisions(workspace(tmp_path)) == ([], [])


def test_an_event_id_says_what_the_event_says():
    """Sent twice it is one event; a word more makes another."""
    one = {key: ANNA[key] for key in ANNA if key != "id"}
    assert event_id(one) == event_id({**one, "id": "other"}) == event_id({**one, "mood": "sure"})
    assert event_id(one) != event_id({**one, "reason": "because"})


def test_what_a_person_saw_can_be_told_again():
    """Another program must come to the same hash: sha256 over record, title and abstract, parted by U+001F."""
    assert seen_hash("a:1", "Title", None) == seen_hash("a:1", "Title", "")
    assert seen_hash("a:1", "Title", "x") != seen_hash("a:1", "Titlex", "")
    assert len(seen_hash("a:1", None, None)) == 16


def test_said_names_person_day_and_reason():
    """As reports print it."""
    assert said(parse_decision(json.dumps({**ANNA, "reason": "two volumes"}))) == "anna on 2022-01-01: two volumes"
    assert said(parse_decision(json.dumps(ANNA))) == "anna on 2022-01-01"


def test_only_what_holds_is_in_force(tmp_path: Path):
    """Disputed and undone words move nothing."""
    place = workspace(tmp_path)
    ws.decide(place, ANNA, BORIS, event("tag", "a:1", id="t", value={"facet": "topic", "value": "burnout"}))
    logged, _ = read_decisions(place)
    assert [decision.id for decision in in_force(logged, "include", "exclude", "tag")] == ["t"]
    assert all(isinstance(item, Logged) for item in logged)


@given(st.text(max_size=60))
def test_no_line_at_all_stops_the_reading(line: str):
    """Whatever stands in the file: a decision, or one error of ours."""
    try:
        decision = parse_decision(line)
    except DecisionError:
        return
    assert decision.event in EVENTS


def test_two_values_of_a_facet_with_one_are_a_dispute(tmp_path):
    """Anna says empirical, Boris theoretical: neither holds until they agree, and neither is lost."""
    from pipeline.decisions import Logged, one_value_each
    from pipeline.model import Decision

    def says(who, value, time):
        decision = Decision(
            id=who, time=time, who=who, event="tag", records=("a:1",), value={"facet": "class", "value": value}
        )
        return Logged(decision=decision, place="")

    both = [says("anna", "empirical", "2026-01-01T00:00:00Z"), says("boris", "theoretical", "2026-01-02T00:00:00Z")]
    assert [item.state for item in one_value_each(both, ["class"], "unresolved")] == ["disputed", "disputed"]
    assert [item.state for item in one_value_each(both, ["class"], "anna")] == ["in force", "overruled"]
    assert [item.state for item in one_value_each(both, [], "unresolved")] == ["in force", "in force"]


def test_a_copied_line_with_the_old_id_is_reported(tmp_path: Path):
    """Whoever copies a line and changes the record only would otherwise decide nothing, without a word."""
    place = workspace(tmp_path)
    ws.decide(place, event("exclude", "a:1", id="1", day=1), event("exclude", "a:2", id="1", day=2))
    logged, (problem,) = read_decisions(place)
    assert [item.decision.records for item in logged] == [("a:1",)]
    assert "stands on" in problem
    assert "line 2" in problem


def test_only_an_editor_settles_where_editors_are_named(tmp_path: Path):
    """Anna's line stays, needs a look, and settles nothing; edith is named in bibcorpus.toml."""
    dispute = [ANNA, BORIS]
    by_anna = event("settle", id="s", day=4, value={"id": "boris"})
    by_edith = event("settle", id="s", who="edith", day=4, value={"id": "boris"})
    assert states(tmp_path, *dispute, by_anna) == {
        "anna": "disputed",
        "boris": "disputed",
        "s": "needs a look: anna is none of the editors in bibcorpus.toml (edith)",
    }
    assert states(tmp_path / "other", *dispute, by_edith) == {
        "anna": "settled otherwise by edith", "boris": "in force", "s": "in force",
    }  # fmt: skip


def test_anybody_settles_where_no_editor_is_named(tmp_path: Path):
    """A review of two has no editors."""
    place = Workspace(root=tmp_path)
    ws.decide(place, ANNA, BORIS, event("settle", id="s", day=4, value={"id": "anna"}))
    assert {item.decision.id: item.state for item in read_decisions(place)[0]}["anna"] == "in force"


def test_what_is_said_of_works_can_be_left_open_for_who_knows_the_works(tmp_path: Path):
    """A build settles it by works: to do so by records before would be done for nothing. Pairs are of records."""
    place = workspace(tmp_path)
    ws.decide(
        place,
        event("include", "a:1", id="in", who="anna"),
        event("same", "a:1", "b:1", id="one", who="anna"),
        event("exclude", "a:1", id="out", who="boris"),
        event("different", "a:1", "b:1", id="two", who="boris"),
    )
    logged, _ = read_decisions(place, by_record=False)
    assert {item.decision.id: item.state for item in logged} == {
        "in": "in force", "out": "in force", "one": "disputed", "two": "disputed",
    }  # fmt: skip


def test_a_settlement_can_be_taken_back(tmp_path: Path):
    """Then the two disagree as before."""
    by_edith = event("settle", id="s", who="edith", day=4, value={"id": "boris"})
    found = states(tmp_path, ANNA, BORIS, by_edith, undo("s", "u", 5))
    assert (found["anna"], found["boris"], found["s"]) == ("disputed", "disputed", "undone")


@pytest.mark.parametrize("kind", ["undo", "settle"])
def test_what_names_a_decision_that_is_not_there_needs_a_look(tmp_path: Path, kind: str):
    """Its branch may still come: the line is kept, shown, and heeded then."""
    about = event(kind, id="1", who="edith", value={"id": "nowhere"})
    assert states(tmp_path, about) == {"1": "needs a look: no decision 'nowhere'"}


def test_a_clock_that_went_back_is_told_and_nothing_is_reordered(tmp_path: Path):
    """Lines are written one behind the other; the later time counts as later all the same."""
    place = workspace(tmp_path)
    ws.decide(place, event("include", "a:1", id="1", day=9), event("exclude", "a:1", id="2", day=3), undo("1", "3", 2))
    logged, _ = read_decisions(place)
    told = list(clocks_gone_back(logged))
    assert [item.decision.id for item in logged] == ["3", "2", "1"]
    assert told == [
        "corpus/decisions/anna.jsonl line 3: it takes back a decision of 2022-01-09T10:00:00Z, which is later than its "
        "own time; it holds",
        "corpus/decisions/anna.jsonl line 2 (and 1 more): its time, 2022-01-03T10:00:00Z, is earlier than that of the "
        "line before it, 2022-01-09T10:00:00Z: a clock that was wrong, or lines that git merged; the later time counts "
        "as later",
    ]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("2022-01-01T10:00:00Z", "2022-01-01T10:00:00.500000Z"),
        ("2022-01-01T10:00:00.5Z", "2022-01-01T10:00:00.500001Z"),
        ("2022-01-01T10:00:00Z", "2022-01-01 10:00:01Z"),
        ("2022-01-01T12:30:00+03:00", "2022-01-01T10:00:00Z"),
        ("2022-01-01", "2022-01-01T00:00Z"),
    ],
)
def test_the_later_moment_is_the_later_word_however_it_is_written(tmp_path: Path, earlier: str, later: str):
    """Lines come from several programs, and from hand: as text '10:00:00Z' sorts behind '10:00:00.5Z'."""
    one = {**event("include", "a:1", id="one"), "time": earlier}
    two = {**event("exclude", "a:1", id="two"), "time": later}
    assert states(tmp_path, two, one) == {"one": "overruled by a later one", "two": "in force"}
    logged, _ = read_decisions(workspace(tmp_path))
    assert [item.decision.id for item in logged] == ["one", "two"]
    clocks = list(clocks_gone_back(logged))
    assert len(clocks) == (earlier != "2022-01-01")


def test_a_time_with_an_offset_is_told_in_utc():
    """One in Riga and one in Boston: what is shown, and what is sorted in a table, is one clock."""
    decision = parse_decision(json.dumps({**ANNA, "time": "2022-01-01T01:00:00+03:00"}))
    assert said(decision).startswith("anna on 2021-12-31")


@pytest.mark.parametrize("time", ["yesterday", "2022-02-30T10:00:00Z", "0001-01-01T00:00:00+12:00"])
def test_a_word_with_a_damaged_time_holds_in_the_place_of_its_line(tmp_path: Path, time: str):
    """Lines are appended: it was said after the line before it, and before whatever was dated later. It is reported."""
    place = workspace(tmp_path)
    first, last = event("include", "a:1", id="z", day=1), event("unsure", "a:1", id="last", day=2)
    damaged = {**event("exclude", "a:1", id="a"), "time": time}
    ws.decide(place, first, event("include", "a:2", who="boris", id="boris", day=3))
    with (place.decisions / "anna.jsonl").open("a", encoding="utf-8") as out:
        out.write(json.dumps(damaged) + "\n")
    logged, (problem,) = read_decisions(place)
    assert {item.decision.id: item.state for item in logged if item.decision.who == "anna"} == {
        "z": "overruled by a later one", "a": "in force",
    }  # fmt: skip
    assert problem == (
        f'corpus/decisions/anna.jsonl line 2: "time" is {time!r}, not a time like 2026-11-21T10:00:00Z: '
        "put it right; until then it counts as said right after the line before it"
    )
    append(place, last)
    assert [item.decision.id for item in read_decisions(place)[0]] == ["z", "a", "last", "boris"]


def test_a_line_with_a_damaged_time_that_comes_first_is_older_than_all(tmp_path: Path):
    """Nothing tells when it was said: any word with a time counts more."""
    damaged = json.dumps({**ANNA, "time": "?"})
    ws.write(workspace(tmp_path).decisions / "anna.jsonl", f"{damaged}\n")
    (item,), (problem,) = read_decisions(workspace(tmp_path))
    assert (item.decision.id, item.state, item.decision.time[:4]) == ("anna", "in force", "0001")
    assert problem


def test_a_decision_with_a_damaged_time_is_not_written(tmp_path: Path):
    """What we write ourselves has the moment in it."""
    with pytest.raises(DecisionError, match="not a time like"):
        append(workspace(tmp_path), {**ANNA, "time": "today"})
    assert not workspace(tmp_path).decisions.exists()


def test_one_moment_is_settled_by_the_ids(tmp_path: Path):
    """Two lines of one second: the same one is the later on every machine."""
    one, other = event("include", "a:1", id="b"), event("exclude", "a:1", id="a")
    assert states(tmp_path, one, other) == states(tmp_path / "2", other, one) == {
        "a": "overruled by a later one", "b": "in force",
    }  # fmt: skip
