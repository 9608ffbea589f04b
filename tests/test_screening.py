"""Screening: in the bibliography or not, and why."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

import pytest

from pipeline.decisions import Logged
from pipeline.model import Decision
from pipeline.screening import Facts, Window, flow, in_window, status_by_people, status_by_rule
from pipeline.settling import by_work
from pipeline.store import reading
from pipeline.workspace import Settings, Workspace, find_workspace

from . import workspaces as ws
from .small_review import bibcorpus
from .workspaces import event

WINDOW: list[Window] = [(1990, 2020)]
RELEVANT = Settings(relevance=("relevant",))


@pytest.mark.parametrize(
    ("year", "windows", "expected"),
    [
        (1989, WINDOW, False),
        (1990, WINDOW, True),
        (2020, WINDOW, True),
        (2021, WINDOW, False),
        (None, WINDOW, None),
        (2050, [(1990, None)], True),
        (1800, [(None, 2020)], True),
        (1975, [(1990, 2020), (1970, 1980)], True),
        (1985, [(1990, 2020), (1970, 1980)], False),
        (1800, [], True),
        (None, [], True),
        (None, [(None, None)], True),
        (None, [(1990, 2020), (None, None)], True),
    ],
)
def test_the_window_holds_its_first_and_last_year(year: int | None, windows: Sequence[Window], expected: bool | None):
    """1990-2020 in a protocol means both; without a year nobody knows, unless every year is inside."""
    assert in_window(year, windows) is expected


RUSSIAN_OR_ENGLISH = Settings(relevance=("relevant",), languages=("en", "ru"))
ARTICLES = Settings(relevance=("relevant",), types=("article", "chapter"))


@pytest.mark.parametrize(
    ("facts", "settings", "expected"),
    [
        (Facts(relevance="relevant"), RELEVANT, ("included", "in the window and relevant")),
        (Facts(inside=False, relevance="relevant"), RELEVANT, ("excluded", "outside the window 1990–2020")),
        (Facts(inside=False, relevance="not-relevant"), RELEVANT, ("excluded", "outside the window 1990–2020")),
        (Facts(relevance="not-relevant"), RELEVANT, ("excluded", "not relevant")),
        (Facts(inside=None, relevance="not-relevant"), RELEVANT, ("excluded", "not relevant")),
        (Facts(inside=None, relevance="relevant"), RELEVANT, ("undecided", "no year: in or outside the window?")),
        (Facts(relevance="unsure"), RELEVANT, ("undecided", "relevance is not sure")),
        (Facts(), RELEVANT, ("undecided", "relevance is not sure")),
        (Facts(), Settings(), ("undecided", "waits for a person")),
        (Facts(relevance="relevant"), Settings(relevance=("relevant",), use_window=False), ("included", "relevant")),
        (Facts(relevance="relevant", languages=["pl"]), RUSSIAN_OR_ENGLISH, ("excluded", "in pl, not in en or ru")),
        (Facts(relevance="relevant", languages=["pl", "en"]), RUSSIAN_OR_ENGLISH,
         ("included", "in the window and relevant")),
        (Facts(relevance="relevant"), RUSSIAN_OR_ENGLISH, ("undecided", "no language: is it in en or ru?")),
        (Facts(relevance="not-relevant"), RUSSIAN_OR_ENGLISH, ("excluded", "not relevant")),
        (Facts(relevance="relevant", type="thesis"), ARTICLES, ("excluded", "type thesis, not article or chapter")),
        (Facts(relevance="relevant", type="chapter"), ARTICLES, ("included", "in the window and relevant")),
        (Facts(relevance="relevant", type="other"), ARTICLES,
         ("undecided", "type not known: is it article or chapter?")),
    ],
)  # fmt: skip
def test_a_rule_says_why(facts: Facts, settings: Settings, expected: tuple[str, str]):
    """PRISMA wants the number of works for each reason; what no source says is asked, and excludes nothing."""
    assert status_by_rule(facts, settings, WINDOW) == expected


def test_an_open_window_is_shown_as_such():
    """'…' stands for the end that nobody set."""
    assert status_by_rule(Facts(inside=False), RELEVANT, [(1990, None)])[1] == "outside the window 1990–…"


def by_people(words: Sequence[Decision], settle: str = "unresolved") -> tuple[str, str, str, str]:
    """The status that these words give the one work that holds all of their records."""
    logged = [Logged(decision=decision, place="") for decision in words]
    records = {record for decision in words for record in decision.records}
    return status_by_people(by_work(logged, dict.fromkeys(records, "a:1"), settle).on["a:1"])


def word(kind: str, who: str = "anna", day: int = 1, stage: str | None = None, record: str = "a:1") -> Decision:
    return Decision(
        id=f"{who}{day}", time=f"2022-01-{day:02}T00:00:00Z", who=who, event=kind, records=(record,),
        value={"stage": stage} if stage else {},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "status", "stage"),
    [
        ([word("include")], "included", "title-abstract"),
        ([word("exclude")], "excluded", "title-abstract"),
        ([word("unsure")], "undecided", "title-abstract"),
        ([word("include", stage="title-abstract"), word("exclude", stage="full-text")], "excluded", "full-text"),
        ([word("include", day=3), word("exclude", stage="title-abstract")], "included", "title-abstract"),
        ([word("include", "boris"), word("exclude", stage="title-abstract")], "undecided", "title-abstract"),
        ([word("include", day=3), word("exclude", stage="full-text")], "excluded", "full-text"),
        ([word("include"), word("include", "boris")], "included", "title-abstract"),
        ([word("include"), word("exclude", "boris")], "undecided", "title-abstract"),
    ],
)
def test_the_later_stage_counts_and_within_it_all_must_agree(words: list[Decision], status: str, stage: str):
    """Who has read the full text knows more than who read the title; who names no stage has read title and abstract."""
    assert (by_people(words)[0], by_people(words)[3]) == (status, stage)


def test_people_who_disagree_are_both_named():
    """They must talk to each other, so the reason says who."""
    _, reason, by, _ = by_people([word("exclude", "boris", 2), word("include", "anna", 1)])
    assert reason == "people disagree: anna on 2022-01-01; boris on 2022-01-02"
    assert by == "person"


def test_one_person_does_not_disagree_with_herself():
    """She spoke of two records that turned out to be one work: her later word holds."""
    words = [word("exclude", day=1, record="a:1"), word("include", day=2, record="a:2")]
    assert by_people(words)[:2] == ("included", "anna on 2022-01-02")


@pytest.mark.parametrize(
    ("settle", "status"), [("unresolved", "undecided"), ("last-word", "excluded"), ("anna", "included")]
)
def test_a_dispute_over_two_records_of_one_work_is_settled_like_any_other(settle: str, status: str):
    """The two didn't clash before their works were joined."""
    words = [word("include", "anna", 1, record="a:1"), word("exclude", "boris", 2, record="a:2")]
    assert by_people(words, settle)[0] == status


def status(workspace: Workspace, title: str) -> tuple[str, str, str]:
    ((found),) = ws.rows(
        workspace,
        f"select status, status_reason, \"by\" from screening join work using (work_id) where title like '%{title}%'",
    )
    return found


def test_every_work_has_a_status_and_a_reason(built: Workspace):
    """Nothing is left out without a word."""
    assert status(built, "against burnout") == ("included", "in the window and relevant", "rule")
    assert status(built, "Early") == ("excluded", "outside the window 1990–2020", "rule")
    assert status(built, "stroke") == ("excluded", "not relevant", "rule")
    assert status(built, "small towns") == ("undecided", "no year: in or outside the window?", "rule")
    assert status(built, "выгорания")[0] == "included"


def test_a_person_overrules_the_rules(built: Workspace):
    """The old paper that everybody cites belongs in; the reason is the person's."""
    ws.decide(built, event("include", ws.record_id(built, "Early"), id="1", reason="the first of its kind"))
    ws.run(built)
    assert status(built, "Early") == ("included", "anna on 2022-01-01: the first of its kind", "person")


def test_disagreement_leaves_a_work_undecided(built: Workspace):
    """Neither the rule's word nor one person's may pass for the group's."""
    record = ws.record_id(built, "against burnout", "hand")
    ws.decide(built, event("include", record, id="1"), event("exclude", record, id="2", who="boris", day=2))
    ws.run(built)
    assert status(built, "against burnout")[0] == "undecided"
    assert "boris" in status(built, "against burnout")[1]


def test_a_decision_on_an_unknown_record_needs_a_look_and_stops_nothing(built: Workspace):
    """Its export may come next week: it is kept, shown, and holds nothing until then."""
    known = ws.record_id(built, "Early")
    ws.decide(built, event("include", "hand:nowhere", id="1"), event("same", known, "hand:nowhere", id="2", day=2))
    outcome = ws.run(built)
    assert ws.rows(built, "select decision_id, state from decision order by 1") == [
        ("1", "needs a look: no record hand:nowhere"),
        ("2", "needs a look: no record hand:nowhere"),
    ]
    assert any("hand:nowhere" in problem for problem in outcome.problems)


def test_a_correction_that_is_no_value_of_its_field_needs_a_look(built: Workspace):
    """One slip of the pen must not stop the whole bibliography."""
    record = ws.record_id(built, "Early")
    corrections: list[tuple[str, object, str]] = [
        ("year", "around 1970", "'around 1970' is no value of year"),
        ("volume", True, "True is no value of volume"),
        ("title", "", "'' is no value of title"),
        ("issn", "1234-5678", "'1234-5678' is no value of issn"),
        ("type", None, "None is no value of type"),
        ("colour", "red", "no field 'colour' that can be set"),
        ("authors", ["Doe, J"], "['Doe, J'] is no value of authors"),
        ("editors", [{"family": " "}], "[{'family': ' '}] is no value of editors"),
        ("doi", "https://doi.org/10.1000/X", "'https://doi.org/10.1000/X' is no value of doi"),
        ("isbn", ["3-540"], "['3-540'] is no value of isbn"),
    ]
    ws.decide(
        built,
        *(event("set-field", record, id=field, value={"field": field, "to": to}) for field, to, _ in corrections),
    )
    ws.run(built)
    states = dict(ws.rows(built, "select decision_id, state from decision"))
    assert states == {field: f"needs a look: {says}" for field, _, says in corrections}


def test_two_slips_of_one_person_do_not_make_a_value(built: Workspace):
    """The later one overrules the earlier, and neither is a year."""
    record = ws.record_id(built, "Early")
    ws.decide(
        built,
        event("set-field", record, id="1", value={"field": "year", "to": "around 1970"}),
        event("set-field", record, id="2", day=2, value={"field": "year", "to": "ca. 1970"}),
    )
    ws.run(built)
    assert ws.rows(built, f"select year from work where work_id = '{record}'") == [(1970,)]
    assert all("needs a look" in state for (state,) in ws.rows(built, "select state from decision"))


def test_a_correction_by_a_person_stands_in_the_work_and_says_so(built: Workspace):
    """The source's word stays in the record."""
    record = ws.record_id(built, "small towns")
    ws.decide(
        built,
        event("set-field", record, id="1", value={"field": "year", "to": 2003}),
        event("set-field", record, id="2", day=2, value={"field": "languages", "to": ["en"]}),
    )
    ws.run(built)
    assert ws.rows(built, f"select year, languages from work where work_id = '{record}'") == [(2003, ["en"])]
    assert ws.rows(built, f"select year from record where record_id = '{record}'") == [(None,)]
    assert ws.rows(built, f"select rule from work_field where work_id = '{record}' and field = 'year'") == [
        ("decision:1",)
    ]
    assert status(built, "small towns")[0] == "included"


def test_half_of_an_emoji_in_a_reason_does_no_harm(built: Workspace):
    """A web page may cut a text in the middle of a character."""
    ws.write(
        built.decisions / "anna.jsonl",
        '{"id": "1", "time": "2022-01-01T00:00:00Z", "who": "anna", "event": "note", "reason": "fine \\ud83d"}\n',
    )
    ws.run(built)
    assert ws.rows(built, "select reason from decision") == [("fine ?",)]


def test_a_rule_on_languages_and_types_is_a_line_of_the_settings(built: Workspace):
    """A protocol that reads English and German says so once."""
    settings = built.root / "bibcorpus.toml"
    ws.write(settings, settings.read_text("utf-8") + 'languages = ["English", "ger"]\ntypes = ["article"]\n')
    ws.run(find_workspace(built.root))
    assert status(built, "Leading a Balint group")[0] == "included"
    assert status(built, "against burnout") == ("undecided", "no language: is it in en or de?", "rule")


@pytest.mark.parametrize(
    ("line", "says", "hint"),
    [
        ('languages = ["Elvish"]', "'Elvish' is no language", '["en", "ru"]'),
        ('types = ["paper"]', "'paper' is no type of work", "article, book"),
    ],
)
def test_a_rule_that_names_nothing_known_is_refused(built: Workspace, line: str, says: str, hint: str):
    """Else it would exclude every work."""
    settings = built.root / "bibcorpus.toml"
    ws.write(settings, settings.read_text("utf-8") + line + "\n")
    told = bibcorpus(built.root, "run")
    assert (told.code, says in told.err, hint in told.err) == (1, True, True)


def test_the_boxes_of_the_screening_add_up_to_all_works(built: Workspace):
    """What was found is what was left out, what waits and what is in; each work stands in one box.

    A word without a stage is one on title and abstract: it is counted there.
    """
    ws.decide(
        built,
        event("exclude", ws.record_id(built, "small towns"), id="1", value={"stage": "title-abstract"},
              reason="no group"),
        event("include", ws.record_id(built, "Leading"), id="2", value={"stage": "full-text"}),
        event("exclude", ws.record_id(built, "выгорания"), id="3", reason="a letter"),
    )  # fmt: skip
    ws.run(built)
    with reading(built.database) as store:
        found = flow(store)
    assert found["works"] == sum(box["works"] for box in found["boxes"]) == 6
    assert (found["excluded_by_rule"], found["screened"]) == (2, 4)
    assert [(box["stage"], box["outcome"], box["reason"]) for box in found["boxes"] if box["stage"] != "rules"] == [
        ("title-abstract", "excluded", "a letter"), ("title-abstract", "excluded", "no group"),
        ("full-text", "included", None),
    ]  # fmt: skip


def test_a_box_that_nobody_filled_is_unknown_and_no_nought(built: Workspace):
    """'0 full texts read' would be a claim."""
    told = json.loads(bibcorpus(built.root, "report", "screening", "--json").out)
    assert (told["full_text"], told["title_abstract"], told["not_retrieved"]) == (None, None, None)
    shown = bibcorpus(built.root, "report", "screening").out
    assert re.search(r"on the full text +not known: no decision names this stage", shown)
    assert re.search(r"works, duplicates joined +6\n", shown)
    assert re.search(r"outside the window 1990–2020 +1\n", shown)
