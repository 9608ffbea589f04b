"""The review in the terminal: each question once, each answer on the disk at once, and nothing given away."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from pipeline.cli.review_screen import Screen, foot_lines, screenful
from pipeline.decisions import read_decisions, seen_hash
from pipeline.reviewing.answers import answers
from pipeline.reviewing.question import Question
from pipeline.reviewing.said import said_of
from pipeline.reviewing.session import Session, open_session
from pipeline.reviewing.shown import Row, Shown, Text, compared, show
from pipeline.store import reading
from pipeline.workspace import Workspace, find_workspace

from . import workspaces as ws
from .small_review import Told, bibcorpus
from .workspaces import event, record_id, ris

FIRST = ris(TI="Iranian Balint groups", AU="Brown, R.", PY="2018", T2="Journal of Examples", VL="46", SP="17")
SECOND = ris(TI="Iranian Balint groups", AU="Brown, R.", PY="2019", T2="Journal of Examples", SP="44")
TWINS = "corpus/raw/society/twins.ris"


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    raw = {**ws.RAW, TWINS: FIRST + SECOND}
    note = 'source = "society"\nkind = "hand-collected"\n'
    made = ws.make(tmp_path_factory.mktemp("review") / "review", raw, {**ws.NOTES, TWINS: note})
    ws.run(made)
    return made.root


@pytest.fixture
def made(made_once: Path, tmp_path: Path) -> Workspace:
    """Built: a doubtful pair, a work without a year, one off the topic, works of which no rule knows the class."""
    return find_workspace(shutil.copytree(made_once, tmp_path / "made"))


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs `bibcorpus review` in a workspace on some lines of standard input."""

    def run(workspace: Workspace, lines: str, *options: str, who: str = "anna") -> Told:
        monkeypatch.setattr("sys.stdin", io.StringIO(lines))
        return bibcorpus(workspace.root, "review", *options, "--as", who)

    return run


def log(workspace: Workspace, who: str = "anna") -> list[dict[str, Any]]:
    path = workspace.decisions / f"{who}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.is_file() else []


def said(workspace: Workspace, who: str = "anna") -> list[tuple[str, dict[str, Any], str | None]]:
    return [(line["event"], line["value"], line["reason"]) for line in log(workspace, who)]


def session(workspace: Workspace, *sections: str, who: str = "anna", blind: bool = False) -> Session:
    days = iter(range(1, 10_000))
    return open_session(
        workspace, who, sections, None, None, blind, "title-abstract", lambda: f"2022-02-01T10:00:00.{next(days):06}Z"
    )


def twins(workspace: Workspace) -> tuple[str, str]:
    left, right = ws.rows(workspace, "select left_id, right_id from open_pair")[0]
    return left, right


# ------------------------------------------------------------------------------------------ pairs


def test_a_doubtful_pair_is_shown_field_by_field_and_one_key_decides(made: Workspace, typed: Any):
    """What differs has a sign; what agrees stands together; the evidence and what the rule says below."""
    told = typed(made, "d\n", "pairs")
    assert "pair  1 of 1, 0 decided" in told.out
    for line in (
        "year       ! *2018*                            *2019*",
        "volume     < 46",
        "pages      ! *17*                              *44*",
        "title      = Iranian Balint groups",
        "the same   = type article; container Journal of Examples",
        "The rules say 'ask'",
        "s same work   d different works   r related …",
        "? later   b back   n note   m more   q quit",
    ):
        assert line in told.out
    left, right = twins(made)
    (line,) = log(made)
    assert (line["event"], line["records"], line["who"]) == ("different", [left, right], "anna")
    assert line["seen"] == seen_hash(left, "Iranian Balint groups", None)
    assert "1 decided, 0 left for later, 0 not asked yet" in told.out
    assert told.code == 0


def test_what_was_decided_is_not_asked_again_before_the_next_run_nor_after_it(made: Workspace, typed: Any):
    """The corpus is older than the log until the next run, and a colleague's word counts as well as one's own."""
    typed(made, "d\n", "pairs")
    for _ in range(2):
        assert "Nothing waits for you here" in typed(made, "", "pairs", who="boris").out
        ws.run(made)


def test_related_asks_which_is_what_of_the_other(made: Workspace, typed: Any):
    """By number or by name; 'x' turns the two round."""
    left, right = twins(made)
    for answer, records, kind in (
        ("r version-of", [left, right], "version-of"),
        ("r 1", [left, right], "comment-on"),
        ("r x erratum-of", [right, left], "erratum-of"),
        ("r\nx3", [right, left], "erratum-of"),
    ):
        typed(made, answer + "\n", "pairs")
        assert (log(made)[-1]["records"], log(made)[-1]["value"]) == (records, {"kind": kind})
        typed(made, "", "pairs")
        (made.decisions / "anna.jsonl").unlink()


def test_a_kind_that_is_none_decides_nothing(made: Workspace, typed: Any):
    """A slip of the finger must not become a relation."""
    told = typed(made, "r sister-of\nr\n\nq\n", "pairs")
    assert told.out.count("Nothing was decided.") == 2
    assert log(made) == []


def test_a_capital_letter_takes_a_reason_with_it(made: Workspace, typed: Any):
    """Most pairs need none; where one does, the society can ask for it in years."""
    typed(made, "D two volumes\n", "pairs")
    assert said(made) == [("different", {}, "two volumes")]


def test_back_takes_the_last_decision_back_and_asks_again(made: Workspace):
    """The log keeps both: it is append-only."""
    keys = session(made, "pairs")
    question, _ = keys.current() or pytest.fail("no question")
    keys.decide(answers(question, {}, "anna", ())[0].words, None)
    assert keys.current() is None
    assert keys.back()
    assert keys.current() is not None
    assert not keys.back()
    keys.decide(answers(question, {}, "anna", ())[1].words, None)
    assert [line["event"] for line in log(made)] == ["same", "undo", "different"]
    assert [item.state for item in read_decisions(made)[0]] == ["undone", "in force", "in force"]


def test_two_works_joined_in_this_review_are_one_in_its_other_questions(made: Workspace):
    """Else everything would be asked of a copy too."""
    left, right = twins(made)
    keys = session(made)
    about = {question.works for question in keys.questions if question.kind == "tag" and question.facet == "class"}
    assert {(left,), (right,)} <= about
    at = next(n for n, question in enumerate(keys.questions) if question.kind == "pair")
    keys.at = at
    keys.current()
    keys.decide(answers(keys.questions[at], {}, "anna", ())[0].words, None)
    seen = []
    while current := keys.current():
        seen.append((current[0].facet, current[0].works))
        if current[0].facet == "class" and current[0].works[0] in (left, right):
            word = answers(current[0], keys.facets, "anna", ())[0].words
            keys.decide(word, None)
        else:
            keys.skip()
    assert sum(facet == "class" and works[0] in (left, right) for facet, works in seen) == 1


# ------------------------------------------------------------------------------------------ screening and tags


def test_screening_takes_a_reason_and_lists_those_given_before(made: Workspace, typed: Any):
    """Reasons are counted for the PRISMA figure: one wording for one reason."""
    off = record_id(made, "small towns")
    told = typed(made, "e not about doctors\n", "screening")
    assert "Does this work belong to the bibliography?" in told.out
    assert "no year: in or outside the window?" in told.out
    (line,) = log(made)
    assert (line["event"], line["records"], line["reason"]) == ("exclude", [off], "not about doctors")
    assert line["value"] == {"stage": "title-abstract"}
    shutil.copy(made.decisions / "anna.jsonl", made.root / "kept")
    ws.decide(made, event("undo", id="u", value={"id": line["id"]}, day=28))
    ws.write(made.decisions / "anna.jsonl", "")
    ws.write(made.decisions / "boris.jsonl", (made.root / "kept").read_text("utf-8").replace(off, twins(made)[0]))
    told = typed(made, "e 1\n", "screening")
    assert "  1  not about doctors" in told.out
    assert said(made) == [("exclude", {"stage": "title-abstract"}, "not about doctors")]


def test_who_can_not_tell_says_unsure_and_it_is_kept(made: Workspace, typed: Any):
    """'unsure' in screening is an answer: somebody has looked. It is for another person then."""
    typed(made, "u\n", "screening")
    assert said(made) == [("unsure", {"stage": "title-abstract"}, None)]


def test_who_reviews_after_a_clock_was_ahead_is_told(made: Workspace, typed: Any):
    """As by `decide`; said once, at the end, and only to whom it concerns."""
    ws.decide(made, {**ws.event("note", id="ahead", value={"text": "seen"}), "time": "2050-01-01T00:00:00Z"})
    told = typed(made, "u\nq\n", "screening")
    assert told.err.count("dated later than this computer's clock") == 1
    assert log(made)[1]["time"].startswith("2050-01-01T00:00:00.00000")
    assert "clock" not in typed(made, "u\nq\n", "screening", who="boris").err


def test_full_texts_are_asked_of_what_was_included_before(made: Workspace, typed: Any):
    """The second stage of screening."""
    assert "Nothing waits" in typed(made, "", "screening", "--stage", "full-text").out
    typed(made, "i\n", "screening")
    ws.run(made)
    told = typed(made, "i\n", "screening", "--stage", "full-text")
    assert "Does this work belong to the bibliography, by its full text?" in told.out
    assert said(made)[-1] == ("include", {"stage": "full-text"}, None)
    assert "Nothing waits" in typed(made, "", "screening", "--stage", "full-text").out


def test_a_facet_with_one_value_takes_its_number_or_its_name(made: Workspace, typed: Any):
    """Class is asked of each work of which the rules say nothing."""
    told = typed(made, "2\nempirical\n", "tags")
    assert "1 empirical   2 theoretical   u unsure" in told.out
    assert [value["value"] for _, value, _ in said(made)] == ["theoretical", "empirical"]


def test_tags_of_a_work_that_does_not_belong_are_not_asked(made: Workspace):
    """Who has just excluded it has nothing more to say of it; nor is its relevance asked beside the screening."""
    work = record_id(made, "small towns")
    asked = [(question.kind, question.facet) for question in session(made).questions if question.works == (work,)]
    assert asked == [("screening", ""), ("tag", "class")]
    keys = session(made)
    while current := keys.current():
        question, _ = current
        assert (question.kind, question.works) != ("tag", (work,))
        if question.kind == "screening":
            keys.decide(answers(question, {}, "anna", ())[1].words, "off the topic")
        else:
            keys.skip()
    assert session(made, "tags", "screening").left == keys.skipped - 1
    assert [question for question in session(made, who="boris").questions if question.works == (work,)] == []


def test_a_facet_with_any_number_of_values_is_ticked(made: Workspace, typed: Any):
    """A tag for what is ticked, and an untag for what was proposed and is not: silence would say nothing."""
    work = record_id(made, "small towns")
    row = {"value": "burnout", "proposed": "leadership (0.90)"}
    keys = session(made, "tags")
    keys.questions = [Question(kind="tag", records=(work,), works=(work,), facet="topic", row=row)]
    shown = keys.current()
    assert shown is not None
    from pipeline.reviewing.answers import boxes, chosen, ticked

    topic = keys.facets["topic"]
    assert boxes(shown[0], topic) == {"1": "burnout", "2": "leadership"}
    assert ticked(shown[0], topic) == {"burnout"}
    words = chosen(shown[0], topic, {"leadership"})
    assert [(word.event, word.value["value"]) for word in words] == [("tag", "leadership"), ("untag", "burnout")]
    blind = Question(kind="tag", records=(work,), works=(work,), facet="topic")
    none = chosen(blind, topic, set())
    assert [(word.event, word.value["value"]) for word in none] == [("untag", "burnout"), ("untag", "leadership")]


def test_ticking_and_enter_write_what_is_ticked(made: Workspace, typed: Any):
    """'2' ticks, '2' again unticks, an empty line is Enter; what was suggested and isn't ticked isn't so."""
    facets = made.rules / "facets.toml"
    ws.write(
        facets, facets.read_text("utf-8").replace('"leadership"]\n', '"leadership"]\nsuggested = ["leadership"]\n')
    )
    ws.write(made.rules / "leadership.toml", ws.rule("topic", "leadership", ["leading a"],
             ["Leading a Balint group", "Leading a group", "On leading a team"]))  # fmt: skip
    ws.run(made)
    told = typed(made, "?\n2\n2\n1\n\n", "tags", "--where", "pmid = '22222222'")
    for shown in ("[ ]1 burnout   [ ]2 leadership", "[ ]1 burnout   [x]2 leadership", "[x]1 burnout   [ ]2 leadership"):
        assert shown in told.out
    assert [(what, value["value"]) for what, value, _ in said(made)] == [("tag", "burnout"), ("untag", "leadership")]
    assert session(made, "tags").left == session(made, "tags", who="boris").left


def test_the_words_that_speak_for_it_are_marked(made: Workspace):
    """By asterisks where there is no colour; whole words as printed."""
    work = record_id(made, "Early Balint groups")
    question = Question(kind="tag", records=(work,), works=(work,), facet="relevance", row={"why": "Balint groups"})
    with reading(made.database) as store:
        shown = show(store, [question])[question.id]
    lines, _ = screenful(Screen(80, 24, False), shown, "tag  1 of 1", "relevance?", [], 0)
    assert "Early *Balint groups*" in "\n".join(line.plain for line in lines)


# ------------------------------------------------------------------------------------------ what others said


def test_blind_asks_what_others_have_said_and_shows_nothing_of_it(made: Workspace, typed: Any):
    """Two people code the same works, and neither knows of the other's word."""
    work = record_id(made, "small towns")
    ws.decide(
        made,
        event("exclude", work, id="e", who="boris", reason="boris thinks so", value={"stage": "title-abstract"}),
        event("tag", record_id(made, "Early"), id="t", who="boris", value={"facet": "class", "value": "theoretical"}),
    )
    ws.run(made)
    assert "Nothing waits" in typed(made, "", "screening").out
    told = typed(made, "i\n", "screening", "--blind")
    assert "1 of 1" in told.out
    assert "boris" not in told.out
    assert said(made) == [("include", {"stage": "title-abstract"}, None)]
    spots = {(question.facet, question.works[0]) for question in session(made, "tags", blind=True).questions}
    assert ("class", record_id(made, "Early")) in spots
    assert ("class", record_id(made, "Early")) not in {
        (question.facet, question.works[0]) for question in session(made, "tags").questions
    }
    assert "Nothing waits" in typed(made, "", "screening", "--blind").out
    assert "Nothing waits" in typed(made, "", "conflicts", "--blind").out


def test_blind_comes_in_one_order_for_everybody(made: Workspace):
    """An order by doubt would tell what others have answered."""
    before = [question.id for question in session(made, "tags", who="carla", blind=True).questions]
    work = before[0].rsplit(" ", 1)[1]
    ws.decide(made, event("tag", work, id="t", who="boris", value={"facet": "class", "value": "theoretical"}))
    ws.run(made)
    assert [question.id for question in session(made, "tags", who="carla", blind=True).questions] == before


def disputed(workspace: Workspace) -> str:
    work = record_id(workspace, "small towns")
    ws.decide(
        workspace,
        event("include", work, id="yes", who="anna", day=1),
        event("exclude", work, id="no", who="boris", day=2, reason="off the topic"),
    )
    return work


def test_people_who_disagree_are_a_question_with_both_words(made: Workspace, typed: Any):
    """Who is one of them can agree with the other: that is a word of their own, and the dispute is over."""
    work = disputed(made)
    told = typed(made, "2\n", "conflicts")
    assert "People disagree on whether this work belongs" in told.out
    assert "include (anna on 2022-01-01)" in told.out
    assert "exclude (boris on 2022-01-02: off the topic)" in told.out
    assert "2 agree with boris" in told.out
    assert (log(made)[-1]["event"], log(made)[-1]["records"]) == ("exclude", [work])
    assert "Nothing waits" in typed(made, "", "conflicts").out


def test_a_third_person_settles_where_no_editor_is_named_and_only_an_editor_where_one_is(made: Workspace, typed: Any):
    """bibcorpus.toml names edith."""
    disputed(made)
    told = typed(made, "1\n\nq\n", "conflicts", who="carla")
    assert "'1' is no answer here." in told.out
    assert "You are carla; only edith may settle this (editors in bibcorpus.toml)." in " ".join(told.out.split())
    told = typed(made, "1 seen the paper\n", "conflicts", who="edith")
    (line,) = log(made, "edith")
    assert (line["event"], line["value"], line["reason"]) == ("settle", {"id": "yes"}, "seen the paper")
    settings = made.root / "bibcorpus.toml"
    ws.write(settings, settings.read_text("utf-8").replace('editors = ["edith"]\n', ""))
    (made.decisions / "edith.jsonl").unlink()
    typed(find_workspace(made.root), "2\n\n", "conflicts", who="carla")
    assert said(made, "carla") == [("settle", {"id": "no"}, None)]


def test_a_chain_that_a_person_has_cut_shows_both_words_and_who_may_end_it(made: Workspace, typed: Any):
    """A with B, B with C, says anna; A is not C, says boris. Nothing beats the word of boris but its end."""
    first, second = twins(made)
    third = record_id(made, "Early")
    ws.decide(
        made,
        event("same", first, second, id="ab", who="anna"),
        event("same", second, third, id="bc", who="anna", day=2),
        event("different", first, third, id="ac", who="boris", day=3, reason="another text"),
    )
    ws.run(made)
    told = typed(made, "s\nq\n", "conflicts", who="carla")
    assert "Stands against it" in told.out
    assert "different (boris on 2022-01-03: another text) [ac]" in told.out
    assert "'s' is no answer here." in told.out
    told = typed(made, "s\n", "conflicts", who="boris")
    assert "s same work, taking back ac" in told.out
    undo, same = log(made, "boris")[-2:]
    assert (undo["event"], undo["value"], same["event"]) == ("undo", {"id": "ac"}, "same")
    assert {first, third} <= set(same["records"])
    assert "Nothing waits" in typed(made, "", "conflicts", who="carla").out
    ws.run(made)
    assert "Nothing waits" in typed(made, "", "conflicts", who="carla").out
    assert (
        len(ws.rows(made, f"select distinct work_id from work_record where record_id in ('{first}', '{third}')")) == 1
    )


def test_two_values_of_a_facet_with_one_value_are_a_dispute_and_two_topics_are_none(made: Workspace):
    """One person says empirical, the other theoretical; but a work may well have two topics."""
    work = record_id(made, "small towns")
    rows = [("anna", "class", "empirical"), ("boris", "class", "theoretical"), ("anna", "topic", "burnout"),
            ("boris", "topic", "leadership")]  # fmt: skip
    ws.decide(
        made,
        *(
            event("tag", work, id=f"t{n}", who=who, value={"facet": facet, "value": value})
            for n, (who, facet, value) in enumerate(rows)
        ),
    )
    asked = session(made, "conflicts", who="carla").questions
    assert [(question.kind, question.facet) for question in asked] == [("dispute", "class")]


def test_a_decision_on_a_record_that_is_gone_can_be_taken_back(made: Workspace, typed: Any):
    """It is shown with who said it and where it stands."""
    ws.decide(made, event("include", "hand:gone", id="lost", who="boris"))
    ws.run(made)
    told = typed(made, "x\n", "conflicts")
    assert "This decision can't be heeded" in told.out
    assert "boris on 2022-01-01: include, of hand:gone" in told.out
    assert said(made) == [("undo", {"id": "lost"}, None)]
    assert "Nothing waits" in typed(made, "", "conflicts").out


def test_a_note_on_a_decision_that_can_not_be_heeded_can_be_heeded(made: Workspace, typed: Any):
    """It names no record that is gone: else it would need a look itself."""
    ws.decide(made, event("include", "hand:gone", id="lost", who="boris"))
    ws.run(made)
    typed(made, "n asked the author\nq\n", "conflicts")
    assert [(line["event"], line["records"]) for line in log(made)] == [("note", [])]


def test_who_decided_on_another_text_is_asked_to_look_again(made: Workspace, typed: Any):
    """The decision holds; the person who made it sees what has changed since, and nobody else is asked."""
    work = record_id(made, "small towns")
    line = event("include", work, id="old", who="anna", seen=seen_hash(work, "Another title", None))
    ws.decide(made, line)
    ws.run(made)
    assert "Nothing waits" in typed(made, "", "conflicts", who="boris").out
    told = typed(made, "i\n", "conflicts")
    assert "You said on 2022-01-01: include. Since then: its title or abstract was another" in told.out
    assert log(made)[-1]["seen"] == seen_hash(work, "Balint group work in small towns", None)
    assert "Nothing waits" in typed(made, "", "conflicts").out


# ------------------------------------------------------------------------------------------ stopping, resuming


def test_what_was_passed_over_comes_last_the_next_time(made: Workspace, typed: Any):
    """And git never sees the list."""
    ids = [question.id for question in session(made, "tags").questions]
    typed(made, "?\n", "tags")
    again = [question.id for question in session(made, "tags").questions]
    assert again == [*ids[1:], ids[0]]
    assert log(made) == []
    assert (made.corpus / ".review" / ".gitignore").read_text("utf-8") == "*\n"


def test_the_end_of_input_is_the_end_and_loses_nothing(made: Workspace, typed: Any):
    """A script may answer the first two only."""
    told = typed(made, "1\n1\n", "tags")
    assert told.code == 0
    assert "No terminal: one answer a line is read from standard input." in told.err
    assert len(log(made)) == 2
    assert "2 decided, 0 left for later" in told.out
    assert session(made, "tags").left == int(told.out.split(" of ")[1].split(",")[0]) - 2


def test_limit_and_where_choose_the_questions(made: Workspace, typed: Any):
    """For a quarter of an hour, or for what one knows of."""
    told = typed(made, "q\n", "tags", "--where", "year = 2004", "--limit", "1")
    assert "tag  1 of 1, 0 decided" in told.out
    assert "fuhrer2004leading" in told.out
    wrong = typed(made, "", "--where", "colour = 'red'")
    assert wrong.code == 1
    assert "colour" in wrong.err


def test_a_note_is_written_and_the_question_stays(made: Workspace, typed: Any):
    """Who has asked the author can say so, and leave the answer to another day."""
    told = typed(made, "n asked the author\n?\n", "pairs")
    assert "Noted." in told.out
    assert said(made) == [("note", {}, "asked the author")]
    assert "0 decided, 1 left for later" in told.out


def test_a_key_of_a_russian_keyboard_is_the_key_that_stands_there(made: Workspace, typed: Any):
    """Nobody has to change the layout for one letter."""
    typed(made, "в\n", "pairs")
    assert said(made) == [("different", {}, None)]


def test_a_word_that_is_no_answer_decides_nothing(made: Workspace, typed: Any):
    """'skip' begins as 'same' does."""
    told = typed(made, "yes\nskip\n", "pairs")
    assert "'yes' is no answer here." in told.out
    assert log(made) == []


# ------------------------------------------------------------------------------------------ the screen


def long_work(title: str, abstract: str) -> Shown:
    return Shown(name="a-very-long-key-of-a-work-that-was-given-by-hand" * 2, rows=(Row("", Text(title)),),
                 told=("Rules say: unsure",), abstract=Row("", Text(abstract)), texts={})  # fmt: skip


@pytest.mark.parametrize(
    "word", ["Balint", "Балинтовские", "巴林特小组", "e\u0301tude", "Donaudampfschifffahrtsgesellschaft" * 4]
)
@pytest.mark.parametrize("colour", [True, False])
def test_no_line_is_longer_than_the_screen_and_no_screen_higher(word: str, colour: bool):
    """80 columns by 24 lines, in any script; a Chinese character takes two columns."""
    screen = Screen(80, 24, colour)
    shown = long_work(f"{word} " * 9, f"{word} " * 300)
    foot = foot_lines(answers(Question(kind="pair", records=("a", "b"), works=("a", "b")), {}, "anna", ()), {}, ())
    _, pages = screenful(screen, shown, "tag  12 of 41, 3 decided", "Is it?", foot, 0)
    assert pages > 1
    texts = []
    for page in range(pages):
        lines, _ = screenful(screen, shown, "tag  12 of 41, 3 decided", "Is it?", foot, page)
        assert len(lines) < 24
        assert max(cell_len(line.plain) for line in lines) <= 80
        assert lines[-1].plain.startswith("? later")
        texts += [line.plain for line in lines[2:-4]]
    assert "".join("".join(texts).split()).count(word) >= 309
    assert screenful(screen, shown, "", "", foot, pages)[0][3:5] == screenful(screen, shown, "", "", foot, 0)[0][3:5]


def test_answers_are_not_broken_in_the_middle():
    """A facet of twelve values takes three lines; key and value stay together."""
    values = {key: f"a-value-called-{key}" for key in "123456789ABC"}
    shown = Shown(name="", rows=(), told=(), abstract=None, texts={})
    foot = foot_lines((), values, {"a-value-called-2"})
    lines = [line.plain for line in screenful(Screen(80, 24, False), shown, "", "", foot, 0)[0]]
    for key, value in values.items():
        tick = "x" if key == "2" else " "
        assert sum(f"[{tick}]{key} {value}" in line for line in lines) == 1


def test_two_long_titles_stand_one_above_the_other():
    """In two columns of a third of the screen they would take ten lines."""
    row = compared("title", "Balint groups and the doctor " * 8, "Balint groups and the nurse " * 8)
    shown = Shown(name="", rows=(row,), told=(), abstract=None, texts={})
    lines = [line.plain for line in screenful(Screen(80, None, False), shown, "", "", [], 0)[0]]
    assert any(line.startswith("title A    ! Balint") for line in lines)
    assert any(line.startswith("title B    ! Balint") for line in lines)


@pytest.mark.parametrize(
    ("left", "right", "sign", "marked"),
    [
        ("Balint groups", "BALINT GROUPS.", "=", []),
        ("Étude de cas", "Etude de cas", "=", []),
        ("Men and stress", "Women and stress", "!", ["Men", "Women"]),
        ("Part I of a study", "Part II of a study", "!", ["I", "II"]),
        ("2011", "", "<", []),
        ("", "2011", ">", []),
    ],
)
def test_what_differs_is_marked_word_by_word(left: str, right: str, sign: str, marked: list[str]):
    """Case, accents and stops are no difference between two records."""
    row = compared("title", left, right)
    assert row.sign == sign
    sides = [row.left, row.right] if row.right else [row.left]
    assert [side.text[start:end] for side in sides for start, end in side.marks] == marked


def test_of_two_long_abstracts_what_they_share_is_cut_to_its_ends():
    """A notice at the end is the whole difference; nobody should have to look for it."""
    shared = " ".join(f"word{n}" for n in range(200))
    row = compared("abstract", shared, f"{shared} Copyright 2015")
    assert row.right is not None
    assert len(row.left.text.split()) < 30
    assert [row.right.text[start:end] for start, end in row.right.marks] == ["Copyright 2015"]


def test_a_record_can_not_send_commands_to_the_terminal():
    """A title may hold anything: what a terminal would obey is left out."""
    row = compared("title", "Balint\x1b[2J\x07 groups\u202e", "Others")
    assert row.left.text == "Balint [2J groups"


def test_colour_is_never_the_only_sign():
    """Without colour the marks are asterisks; with it the sign of the field stands all the same."""
    shown = Shown(name="", rows=(compared("year", "2018", "2019"),), told=(), abstract=None, texts={})
    plain, colour = (screenful(Screen(80, None, colour), shown, "", "", [], 0)[0] for colour in (False, True))
    assert any(line.plain.startswith("year       ! *2018*") for line in plain)
    assert any(line.plain.startswith("year       ! 2018 ") and line.spans for line in colour)


# ------------------------------------------------------------------------------------------ speed, and a terminal


def test_a_key_costs_no_time_in_a_long_queue(made: Workspace):
    """What was said is looked up, not searched: 20,000 questions, half of them answered by one exclusion each."""
    keys = session(made, "tags")
    one = keys.questions[0]
    keys.questions = [one] * 20_000
    keys.current()
    keys.decide(answers(one, keys.facets, "anna", ())[0].words, None)
    started = time.perf_counter()
    assert keys.current() is None
    assert time.perf_counter() - started < 1


def test_what_was_taken_back_is_open_again(made: Workspace, typed: Any):
    """Whoever took it back, and by whatever command."""
    typed(made, "d\n", "pairs")
    bibcorpus(made.root, "decide", "undo", log(made)[0]["id"], "--as", "boris")
    assert session(made, "pairs").left == 1
    assert said_of(read_decisions(made)[0], {}).pairs == {}


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_in_a_terminal_a_key_is_an_answer(made: Workspace):
    """No Enter; and without colour no sequence that would make any."""
    import pty
    from select import select

    main, other = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "NO_COLOR": "1"}
    command = ["-C", str(made.root), "review", "pairs", "--as", "anna"]
    shown, until = b"", time.monotonic() + 20
    with subprocess.Popen(
        [sys.executable, "-c", "from pipeline.cli import main; main()", *command],
        stdin=other, stdout=other, stderr=subprocess.DEVNULL, env=environment, start_new_session=True,
    ) as process:  # fmt: skip
        os.close(other)
        while b"1 decided" not in shown and time.monotonic() < until:
            if select([main], [], [], 0.2)[0]:
                shown += os.read(main, 4096)
            elif b"q quit" in shown:  # what is typed before the question is there is no answer
                os.write(main, b"d")
        process.kill()
    os.close(main)
    assert b"1 decided, 0 left for later" in shown
    assert b"\x1b[1m" not in shown
    assert [line["event"] for line in log(made)] == ["different"]
