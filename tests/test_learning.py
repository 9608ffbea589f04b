"""Learning from the reviewers: what people decided makes questions, never tags."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline.decisions import read_decisions
from pipeline.errors import PipelineError, WorkspaceError
from pipeline.learning import MINIMUM, Lesson, answers_of, learn
from pipeline.store import reading
from pipeline.tagging import load_rules
from pipeline.tagging.engine import Tagged
from pipeline.tagging.fitting import Measured, measure
from pipeline.tagging.proposals import Learned, load_learned, propose
from pipeline.workspace import Workspace, find_workspace

from . import workspaces as ws
from .small_review import bibcorpus
from .workspaces import event

TOWNS = [a + b for a in ("Alm", "Bir", "Cob", "Dor", "Elk", "Fen", "Gor") for b in ("hausen", "wick", "rode", "stad")]
ABOUT = {
    "leadership": "Who conducts a Balint group in {}: two leaders and their training",
    "burnout": "Tired doctors of {}: does a Balint group help against exhaustion",
}
LEADING, TIRED = ({"facet": "topic", "value": value} for value in ABOUT)


def record(number: int, town: str, title: str) -> str:
    return ws.ris(TI=title.format(town), AU=f"{town}, A", PY=str(1991 + number), T2=f"Annals of {town}", VL=str(number),
                  SP=str(number * 20 + 1), EP=str(number * 20 + 9))  # fmt: skip


@pytest.fixture(scope="module")
def many_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """28 works on leading groups, 28 on tired doctors; no rule knows either."""
    raw = {
        f"corpus/raw/hand/{name}.ris": "".join(record(n, town, title) for n, town in enumerate(TOWNS))
        for name, title in ABOUT.items()
    }
    made = ws.make(tmp_path_factory.mktemp("many") / "review", raw, {})
    ws.run(made)
    return made.root


@pytest.fixture
def many(many_once: Path, tmp_path: Path) -> Workspace:
    return find_workspace(shutil.copytree(many_once, tmp_path / "many"))


def records(workspace: Workspace, about: str) -> list[str]:
    """The ids of the works on leading groups, or on tired doctors."""
    start = ABOUT[about].split("{}")[0]
    return [
        row[0] for row in ws.rows(workspace, f"select record_id from record where title like '{start}%' order by 1")
    ]


def coded(workspace: Workspace, n: int = 22, who: Sequence[str] = ("anna",)) -> list[dict[str, Any]]:
    """Decisions on the first works of each kind: those on leading groups are about leadership, the others aren't."""
    return [
        event(kind, record_id, id=f"{kind}-{record_id}", who=who[number % len(who)], value=LEADING)
        for kind, about in (("tag", "leadership"), ("untag", "burnout"))
        for number, record_id in enumerate(records(workspace, about)[:n])
    ]


def learned(workspace: Workspace, decisions: Iterable[dict[str, Any]]) -> list[Lesson]:
    """What is learned of these decisions."""
    pytest.importorskip("sklearn", reason="learning needs the extra ml")
    ws.decide(workspace, *decisions)
    ws.run(workspace)
    with reading(workspace.database) as store:
        return learn(workspace, store)


def files(workspace: Workspace) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((workspace.corpus / "learned").glob("*"))}


# --- what is an answer -------------------------------------------------------------------------------------------


Answers = dict[tuple[str, str], Any]


def answers(workspace: Workspace, *decisions: dict[str, Any], settle: str = "unresolved") -> Answers:
    ws.decide(workspace, *decisions)
    ws.run(workspace)
    with reading(workspace.database) as store:
        return answers_of(store, load_rules(workspace.rules), read_decisions(workspace)[0], settle)


@pytest.fixture(scope="module")
def answered(built_once: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], Answers]:
    """The works by a word of their title, and the answers to be learned from, after many decisions."""
    built = find_workspace(shutil.copytree(built_once, tmp_path_factory.mktemp("answered") / "review"))
    of = {word: ws.record_id(built, word) for word in ("stroke", "small towns", "Early")}
    stroke, small, disputed = of["stroke"], of["small towns"], of["Early"]
    found = answers(
        built,
        event("tag", stroke, id="yes", value=LEADING),
        event("untag", small, id="no", value=LEADING, day=2),
        event("tag", stroke, id="theoretical", value={"facet": "class", "value": "theoretical"}),
        event("tag", small, id="unsure", value={"facet": "class", "value": "unsure"}),
        event("tag", disputed, id="for", value=LEADING),
        event("untag", disputed, id="against", who="boris", value=LEADING),
        event("include", small, id="in"),
        event("exclude", stroke, id="out"),
    )
    return of, found


def test_a_tag_is_a_yes_and_an_untag_is_a_no(answered: tuple[dict[str, str], Answers]):
    """Of works that nobody spoke of nothing is known: silence is no answer. Nor do people answer who disagree."""
    of, found = answered
    assert found["topic", "leadership"] == {of["stroke"]: True, of["small towns"]: False}


def test_in_a_facet_with_one_value_a_tag_is_a_no_to_the_others(answered: tuple[dict[str, str], Answers]):
    """What is theoretical is not empirical; 'unsure' is what people say who can't tell, and nothing to learn."""
    of, found = answered
    assert found["class", "theoretical"] == {of["stroke"]: True}
    assert found["class", "empirical"] == {of["stroke"]: False}


def test_where_people_disagree_nothing_is_learned(answered: tuple[dict[str, str], Answers]):
    """Until they agree, neither word holds."""
    of, found = answered
    assert not any(of["Early"] in works for works in found.values())


def test_including_and_excluding_are_answers_too(answered: tuple[dict[str, str], Answers]):
    """Whether a work belongs to the bibliography is the question of which there are most decisions."""
    of, found = answered
    assert found["status", "included"] == {of["small towns"]: True, of["stroke"]: False}


def test_nothing_else_is_an_answer(answered: tuple[dict[str, str], Answers]):
    """What nobody was asked can't be learned."""
    _, found = answered
    assert {*found} == {
        ("topic", "leadership"), ("class", "theoretical"), ("class", "empirical"), ("status", "included")
    }  # fmt: skip


# --- learning ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def taught(many_once: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, list[Lesson]]:
    """The review after a run with what was learned of Anna's decisions; only to be read, and to be copied."""
    many = find_workspace(shutil.copytree(many_once, tmp_path_factory.mktemp("taught") / "review"))
    lessons = learned(many, coded(many))
    ws.run(many)
    return many, lessons


def test_what_is_learned_becomes_a_question_and_no_tag(many_once: Path, taught: tuple[Workspace, list[Lesson]]):
    """Works like those that people called 'leadership' are proposed, with the words; their tags stay what they were."""
    before = ws.rows(find_workspace(many_once), "select * from tag order by all")
    many, (lesson,) = taught
    assert lesson.proposes
    assert lesson.measured is not None
    assert lesson.measured.mcc > 0.9
    found = ws.rows(many, "select work_id, facet, value, words from proposal where chance > 0.5 order by 1")
    assert [row[0] for row in found] == records(many, "leadership")[22:]
    assert {row[1:3] for row in found} == {("topic", "leadership")}
    assert "conducts" in found[0][3].split("; ")
    assert [row for row in ws.rows(many, "select * from tag order by all") if row[3] != "person"] == before


def test_what_somebody_has_coded_is_never_proposed(taught: tuple[Workspace, list[Lesson]]):
    """A second person may be coding the same works blind: a model's guess would tell what the first one said."""
    many, _ = taught
    said = {each["records"][0] for each in coded(many)}
    proposed = {row[0] for row in ws.rows(many, "select work_id from proposal")}
    assert proposed
    assert not said & proposed


def test_the_same_decisions_give_the_same_bytes(many: Workspace, taught: tuple[Workspace, list[Lesson]]):
    """Whoever made them, in whatever order and file they stand."""
    learned(many, reversed(coded(many, who=("zoe", "boris"))))
    assert files(many) == files(taught[0])
    assert [*files(many)] == ["topic.json"]


def test_a_few_decisions_teach_nothing(many: Workspace):
    """Below twenty of each side a figure says next to nothing: what is missing is said, and nothing is proposed."""
    few = [
        event("tag", records(many, "burnout")[0], id="one", value=TIRED),
        event("untag", records(many, "burnout")[1], id="other", value=TIRED),
    ]
    lessons = learned(many, [*coded(many, MINIMUM - 1), *few])
    assert {(each.value, each.yes, each.no, each.proposes, each.why) for each in lessons} == {
        (value, n, n, False, f"needs {MINIMUM} of each: {MINIMUM - n} more yes and {MINIMUM - n} more no")
        for value, n in (("leadership", MINIMUM - 1), ("burnout", 1))
    }


def test_no_decisions_teach_nothing(many_once: Path):
    """There is no lesson on what nobody has said a word about."""
    pytest.importorskip("sklearn", reason="learning needs the extra ml")
    many = find_workspace(many_once)
    with reading(many.database) as store:
        assert learn(many, store) == []


def test_what_is_no_better_than_luck_proposes_nothing(many: Workspace):
    """Decisions that follow from nothing in the works: here every second one, whatever it is about."""
    decisions = [
        event(("tag", "untag")[number % 2], record_id, id=record_id, value=TIRED)
        for about in ABOUT
        for number, record_id in enumerate(records(many, about))
    ]
    (lesson,) = learned(many, decisions)
    assert not lesson.proposes
    assert lesson.why.startswith("no better than luck")
    ws.run(many)
    assert ws.rows(many, "select * from proposal") == []


def test_new_decisions_make_what_was_learned_stale(taught: tuple[Workspace, list[Lesson]], tmp_path: Path):
    """Proposals would not know of them: `check` and `status` say so until it is learned anew."""
    assert "learned" not in bibcorpus(taught[0].root, "check").out
    many = find_workspace(shutil.copytree(taught[0].root, tmp_path / "many"))
    ws.decide(many, *coded(many), event("tag", records(many, "leadership")[-1], id="new", value=LEADING))
    for command in ("check", "status"):
        assert "corpus/learned/topic.json: people have decided since on topic" in bibcorpus(many.root, command).out


def test_the_command_says_how_well_it_was_learned(many: Workspace):
    """Figures stand beside what they are figures of, and the missing decisions beside what can't be learned."""
    pytest.importorskip("sklearn", reason="learning needs the extra ml")
    ws.decide(many, *coded(many), event("exclude", records(many, "burnout")[0], id="out"))
    told = bibcorpus(many.root, "tag", "--learn")
    assert told.code == 0, told.err
    assert "topic leadership                  22    22" in told.out
    assert "status included                    0     1" in told.out
    assert "proposes nothing: needs 20 of each: 20 more yes and 19 more no" in told.out
    assert all(len(line) <= 80 for line in told.out.splitlines())
    assert len(ws.rows(many, "select * from open_tag where kind = 'proposal'")) == 6
    lessons = json.loads(bibcorpus(many.root, "tag", "--learn", "--json").out)
    assert [(each["facet"], each["proposes"]) for each in lessons] == [("status", False), ("topic", True)]


def test_without_the_library_one_is_told_what_to_install(built: Workspace, monkeypatch: pytest.MonkeyPatch):
    """Learning is an extra; nothing else needs it."""
    monkeypatch.setitem(sys.modules, "sklearn", None)
    with reading(built.database) as store, pytest.raises(PipelineError, match="needs scikit-learn") as caught:
        learn(built, store)
    assert "bibcorpus[ml]" in (caught.value.hint or "")


# --- using what was learned --------------------------------------------------------------------------------------

NOTHING = Tagged([], ())
WORDS = ("leaders", "who conducts", "two leaders", "conducts", "who")
MODEL = Learned(facet="topic", value="leadership", intercept=-1.0, chance=(2.0, 0.0),
                terms={f"title {word}": (2.0, weight) for word, weight in zip(WORDS, (4.0, 2.0, 1.0, 0.5, -1.0),
                                                                              strict=True)})  # fmt: skip


def test_a_guess_names_the_words_that_weighed_most():
    """What speaks for it, the weightiest first; what speaks against it is not among them."""
    (guess,) = propose([MODEL], {"title": ["Who conducts? Two leaders"]}, NOTHING)
    assert guess.words == "leaders; who conducts; two leaders; conducts"
    assert 0.5 < guess.chance < 1


def test_a_title_of_unknown_words_is_no_guess():
    """A model that learned English titles says nothing of a Russian one."""
    assert list(propose([MODEL], {"title": ["Кто ведёт балинтовскую группу"]}, NOTHING)) == []
    assert list(propose([MODEL], {"title": ["Two leaders"]}, NOTHING)) == []


def write_model(workspace: Workspace, **changes: Any) -> None:
    held = {"form": 1, "facet": "topic", "decisions": "0", "values": {"leadership": {
        "yes": 20, "no": 20, "proposes": True, "why": "", "intercept": -1.0, "chance": [2.0, 0.0],
        "terms": MODEL.terms}}} | changes  # fmt: skip
    ws.write(workspace.corpus / "learned" / "topic.json", json.dumps(held))


def test_what_was_learned_is_used_without_the_library(many: Workspace, monkeypatch: pytest.MonkeyPatch):
    """One person learns, the others only build."""
    monkeypatch.setitem(sys.modules, "sklearn", None)
    write_model(many)
    ws.run(many)
    found = ws.rows(many, "select work_id from proposal where chance > 0.5 order by 1")
    assert [row[0] for row in found] == records(many, "leadership")


def test_a_value_that_the_rules_have_dropped_is_not_proposed(built: Workspace):
    """`decide` would refuse it."""
    write_model(built)
    ruleset, folder = load_rules(built.rules), built.corpus / "learned"
    assert [one.value for one in load_learned(folder, ruleset)] == ["leadership"]
    write_model(built, facet="colour")
    assert load_learned(folder, ruleset) == ()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"form": 99, "values": {}}', '{"form": 1, "values": []}'])
def test_a_damaged_file_is_named(built: Workspace, text: str):
    """It is derived: whoever deletes it loses nothing."""
    ws.write(built.corpus / "learned" / "topic.json", text)
    with pytest.raises(WorkspaceError, match=r"topic\.json") as caught:
        load_learned(built.corpus / "learned", load_rules(built.rules))
    assert "delete" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        # hit, slip (said, not so), miss, rightly passed over
        ((6, 2, 3, 9), Measured(precision=0.75, recall=0.667, f1=0.706, mcc=0.492)),
        ((0, 0, 5, 5), Measured(precision=0.0, recall=0.0, f1=0.0, mcc=0.0)),
        ((5, 0, 0, 5), Measured(precision=1.0, recall=1.0, f1=1.0, mcc=1.0)),
    ],
)
def test_the_measure_is_the_usual_one(table: tuple[int, int, int, int], expected: Measured):
    """Worked out by hand: MCC = (6*9 - 2*3) / sqrt(8*9*11*12) = 48 / 97.49."""
    pairs = ((True, True), (True, False), (False, True), (False, False))
    assert measure(pair for pair, n in zip(pairs, table, strict=True) for _ in range(n)) == expected
