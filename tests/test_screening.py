"""Screening: in the bibliography or not, and why."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import pytest

from pipeline.decisions import Logged
from pipeline.model import Decision
from pipeline.screening import Facts, Window, in_window, status_by_people, status_by_rule
from pipeline.screening_flow import flow
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


# ------------------------------------------------------------------------------------------ the flow, for PRISMA


def flow_of(workspace: Workspace) -> dict[str, Any]:
    ws.run(workspace)
    with reading(workspace.database) as store:
        return flow(store)


def boxes(found: dict[str, Any], stage: str) -> list[tuple[str, str | None, int]]:
    return [(box["outcome"], box["reason"], box["works"]) for box in found["boxes"] if box["stage"] == stage]


def judge(workspace: Workspace, *words: tuple[str, str, str] | tuple[str, str, str, str]) -> dict[str, Any]:
    """The flow after these words of Anna's: (verdict, words of the title, stage, reason)."""
    ws.decide(
        workspace,
        *(
            event(verdict, ws.record_id(workspace, title), id=f"d{place}", day=place, value={"stage": stage},
                  **({"reason": reason[0]} if reason else {}))
            for place, (verdict, title, stage, *reason) in enumerate(words, 1)
        ),
    )  # fmt: skip
    return flow_of(workspace)


def test_rules_and_title_and_abstract_add_up_to_all_works(built: Workspace):
    """What was found is what rules decided alone and what somebody has looked at; each work stands in one box.

    A word without a stage is one on title and abstract: it is counted there.
    """
    ws.decide(
        built,
        event("exclude", ws.record_id(built, "small towns"), id="1", value={"stage": "title-abstract"},
              reason="no group"),
        event("exclude", ws.record_id(built, "выгорания"), id="3", reason="a letter"),
        event("include", ws.record_id(built, "Leading"), id="4"),
    )  # fmt: skip
    found = flow_of(built)
    assert found["by_rule"] + found["title_abstract"] == found["works"] == 6
    assert (found["by_rule"], found["excluded_by_rule"], found["full_text"]) == (3, 2, None)
    assert boxes(found, "title-abstract") == [
        ("excluded", "a letter", 1), ("excluded", "no group", 1), ("included", None, 1),
    ]  # fmt: skip
    assert found["included_by"] == {"rules": 1, "title-abstract": 1}


def test_each_stage_counts_all_works_that_came_to_it(built: Workspace):
    """What is included on title and abstract is what there is to read: what becomes of it there takes nothing away."""
    found = judge(
        built,
        ("include", "small towns", "title-abstract"),
        ("include", "Leading", "title-abstract"),
        ("include", "выгорания", "title-abstract"),
        ("exclude", "stroke", "title-abstract", "no group"),
        ("exclude", "small towns", "full-text", "a letter"),
        ("include", "Leading", "full-text"),
    )
    assert boxes(found, "title-abstract") == [("excluded", "no group", 1), ("included", None, 3)]
    assert boxes(found, "full-text") == [
        ("not read yet", None, 1), ("excluded", "a letter", 1), ("included", None, 1),
    ]  # fmt: skip
    assert (found["title_abstract"], found["full_text"], found["not_read"], found["assessed"]) == (4, 3, 1, 2)
    assert found["included"] == sum(found["included_by"].values()) == 3
    assert found["included_by"] == {"rules": 1, "title-abstract": 1, "full-text": 1}


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        ([], "nothing said here, but judged on the full text"),
        (["unsure"], "undecided here, but judged on the full text"),
        (["exclude"], "excluded here, but judged on the full text"),
        (["include"], None),
    ],
)
def test_whose_full_text_was_judged_has_passed_title_and_abstract(
    built: Workspace, first: list[str], reason: str | None
):
    """Else more full texts were read than there were works to read."""
    found = judge(
        built,
        *((verdict, "Leading", "title-abstract") for verdict in first),
        ("include", "Leading", "full-text"),
    )
    assert boxes(found, "title-abstract") == [("included", reason, 1)]
    assert found["title_abstract"] == found["full_text"] == found["assessed"] == 1


def test_people_who_disagree_stand_under_no_reason_of_one_of_them(built: Workspace):
    """'A letter' is what Boris says; Anna says that it is none."""
    work = ws.record_id(built, "Leading")
    ws.decide(
        built, event("include", work, id="1"), event("exclude", work, id="2", who="boris", day=2, reason="a letter")
    )
    assert boxes(flow_of(built), "title-abstract") == [("undecided", "people disagree", 1)]


def test_a_full_text_that_could_not_be_had_is_not_retrieved(built: Workspace):
    """PRISMA counts it before the full texts that were assessed; the work is left out all the same."""
    found = judge(
        built,
        ("exclude", "small towns", "full-text", "Нет полного текста"),
        ("unsure", "выгорания", "full-text", "full text not available (the library was asked)"),
        ("exclude", "Leading", "full-text", "full text in Czech"),
    )
    assert [(outcome, n) for outcome, _, n in boxes(found, "full-text")] == [
        ("not retrieved", 1), ("not retrieved", 1), ("excluded", 1),
    ]  # fmt: skip
    assert (found["full_text"], found["not_retrieved"], found["assessed"]) == (3, 2, 1)
    assert (status(built, "small towns")[0], status(built, "выгорания")[0]) == ("excluded", "undecided")


def test_who_has_read_the_text_had_it(built: Workspace):
    """Anna did not find it, Boris did: the work was assessed."""
    work = ws.record_id(built, "Leading")
    ws.decide(
        built,
        event("exclude", work, id="1", value={"stage": "full-text"}, reason="no full text"),
        event("exclude", work, id="2", who="boris", day=2, value={"stage": "full-text"}, reason="a letter"),
    )
    assert boxes(flow_of(built), "full-text") == [("excluded", "no full text; a letter", 1)]


def test_no_full_text_on_title_and_abstract_is_told(built: Workspace):
    """Who forgets the stage would look in vain for it in PRISMA's box."""
    judge(built, ("exclude", "Leading", "title-abstract", "no full text"))
    shown = " ".join(bibcorpus(built.root, "report", "screening").out.split())
    assert "Excluded on title and abstract since there is no full text: 1." in shown
    assert "--stage full-text" in shown


def test_a_box_that_nobody_filled_is_unknown_and_no_nought(built: Workspace):
    """'0 full texts read' would be a claim."""
    told = json.loads(bibcorpus(built.root, "report", "screening", "--json").out)
    assert {told[name] for name in ("full_text", "title_abstract", "not_retrieved", "assessed")} == {None}
    shown = bibcorpus(built.root, "report", "screening").out
    assert re.search(r"^on the full text +not known$", shown, re.M)
    assert re.search(r"^works +6$", shown, re.M)
    assert re.search(r"outside the window 1990–2020 +1\n", shown)


def test_the_table_of_the_screening_fits_80_columns_and_keeps_long_reasons_whole(built: Workspace):
    """A reason is printed in the diagram as it was given: none of its words may go."""
    reason = "the group met without a leader, " * 6 + "or there was none"
    judge(built, ("exclude", "Leading", "title-abstract", reason))
    shown = bibcorpus(built.root, "report", "screening").out
    assert max(map(len, shown.splitlines())) <= 80
    assert reason in " ".join(re.sub(r" {2,}\d+$", "", shown, flags=re.M).split())
    assert re.search(r"^ {6}the group met .* 1$", shown, re.M)


def test_what_a_search_brings_again_on_another_day_is_identified_once(built: Workspace):
    """The export of June has the works of January too; what one file lists twice, its source lists twice."""
    old = [ws.ris(TI=title, AU="Stone, A", PY="2010") for title in ("Rivers", "Mountains")]
    twice = ws.ris(TI="Deserts", AU="Stone, A", PY="2011")
    ws.write(built.raw / "elibrary" / "january.ris", "".join(old))
    ws.write(built.raw / "elibrary" / "june.ris", "".join([*old, twice, twice]))
    found = flow_of(built)
    by_title = {each["title"]: each["records"] for each in found["sources"]}
    assert by_title["eLibrary.ru"] == 5  # one stood in another list
    assert (found["entries"] - found["again"], found["again"]) == (found["identified"], 2)
    assert found["identified"] - found["duplicates"] == found["works"]


ASKED = """\
asked = "2021-03-01T10:00:00Z"
finished = "2021-03-01T10:00:01Z"
sent = "balint group*"
endpoint = "https://eutils.ncbi.nlm.nih.gov"
wanted = 3
fetched = 3
"""


@pytest.mark.parametrize(("asked", "n"), [("", 3), (ASKED, 2)])
def test_what_a_source_was_asked_for_by_its_ids_it_found_once(built: Workspace, asked: str, n: int):
    """Two strings of one search may list the same PMID, and the answer then has its record twice."""
    (first, _) = ws.MEDLINE.split("\n\n", 1)
    ws.write(built.root / ws.PUBMED, f"{ws.MEDLINE}\n{first}\n\n")
    ws.write(built.root / f"{ws.PUBMED}.toml", ws.NOTES[ws.PUBMED] + asked)
    found = flow_of(built)
    assert {each["title"]: each["records"] for each in found["sources"]}["PubMed"] == n
    assert found["entries"] == 8


def test_two_lists_of_one_kind_are_told_apart(built: Workspace):
    """Two colleagues have sent their lists: 'collected by hand' twice would say nothing."""
    ws.write(built.raw / "vera" / "list.ris", ws.ris(TI="Rivers"))
    ws.write(built.raw / "vera" / "list.ris.toml", 'source = "vera"\nkind = "hand-collected"\n')
    titles = [each["title"] for each in flow_of(built)["sources"]]
    assert len(set(titles)) == len(titles) == 4
    assert "collected by hand, in the format of RIS (vera, hand-collected)" in titles


def test_the_flow_agrees_with_the_report(built: Workspace):
    """Two tables of one review, with two numbers of works included, would both be doubted."""
    judge(built, ("exclude", "Leading", "full-text", "a letter"), ("include", "Early", "title-abstract"))
    told = json.loads(bibcorpus(built.root, "report", "screening", "--json").out)
    report = json.loads(bibcorpus(built.root, "report", "--json").out)
    assert (told["entries"], told["works"]) == (report["entries"], report["works"])
    assert told["included"] == report["status"]["included"] == sum(told["included_by"].values())
    assert told["again"] + told["duplicates"] == report["entries"] - report["works"]
