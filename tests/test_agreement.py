"""Two people who code the same works: how far they agree, and where they differ."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline.agreement import Agreement, agreements, measures
from pipeline.errors import NotFound
from pipeline.store import reading
from pipeline.tagging import Facet
from pipeline.workspace import Workspace

from . import workspaces as ws
from .small_review import bibcorpus
from .workspaces import event

FACETS = {
    "class": Facet(name="class", title="Class", values=("empirical", "theoretical", "unsure"), single=True),
    "topic": Facet(name="topic", title="Topic", values=("burnout", "leadership")),
}


def answers(table: Sequence[Sequence[int]]) -> list[tuple[str, str]]:
    """The pairs of answers that a table counts: rows are the first coder's answers, columns the second's."""
    return [
        (str(left), str(right))
        for left, row in enumerate(table)
        for right, count in enumerate(row)
        for _ in range(count)
    ]


@pytest.mark.parametrize(
    ("table", "agreement", "kappa", "pabak"),
    [
        # Cohen 1960, Educ Psychol Meas 20:37: two psychologists, 200 patients, three diagnoses
        ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], 0.70, 0.492, 0.55),
        # Fleiss, Statistical Methods for Rates and Proportions: 100 patients, psychotic, neurotic, organic
        ([[75, 1, 4], [5, 4, 1], [0, 0, 10]], 0.89, 0.676, 0.835),
        # Feinstein, Cicchetti 1990, J Clin Epidemiol 43:543: the same agreement, with answers half and half, and not
        ([[40, 9], [6, 45]], 0.85, 0.70, 0.70),
        ([[80, 10], [5, 5]], 0.85, 0.32, 0.70),
    ],
)
def test_kappa_is_that_of_the_textbooks(table: Sequence[Sequence[int]], agreement: float, kappa: float, pabak: float):
    """Agreement and kappa as printed there; PABAK by its formula, (k * agreement - 1) / (k - 1)."""
    found = measures(answers(table))
    assert found.agreement == pytest.approx(agreement)
    assert found.kappa == pytest.approx(kappa, abs=0.005)
    assert found.pabak == pytest.approx(pabak)


def test_the_interval_is_that_of_another_program():
    """The example of ci.kappa in the R package statpsych (Bonett): 31, 12, 4, 58; estimate, lower and upper limit."""
    found = measures(answers([[31, 12], [4, 58]]))
    assert found.kappa == pytest.approx(0.6756757, abs=1e-7)
    assert found.interval == pytest.approx((0.5317210, 0.8196303), abs=1e-6)


def test_coders_who_only_ever_gave_one_answer_have_no_kappa():
    """All works 'included' by both: agreement is perfect, but chance would do as well. No number is made up."""
    found = measures([("included", "included")] * 9)
    assert (found.works, found.agreed, found.agreement, found.kappa, found.interval) == (9, 9, 1.0, None, None)


def test_full_agreement_on_two_answers_has_a_kappa_but_no_interval():
    """Nobody differed among six works; that nobody ever will can't be said of six."""
    found = measures([("yes", "yes")] * 3 + [("no", "no")] * 3)
    assert (found.kappa, found.interval, found.pabak) == (1.0, None, 1.0)


def test_a_coder_who_always_gives_one_answer_agrees_only_by_chance():
    """Kappa is 0 then, whatever the other says, and the formula gives no width: no interval from 0.00 to 0.00."""
    found = measures([("yes", "yes")] * 3 + [("yes", "no")] * 2)
    assert (found.agreement, found.kappa, found.interval) == (0.6, 0.0, None)


def test_kappa_is_below_nought_where_two_differ_more_than_chance_would():
    """They mean opposite things by one word: worth knowing at once."""
    found = measures([("yes", "no")] * 5 + [("no", "yes")] * 5)
    assert (found.kappa, found.interval, found.pabak) == (-1.0, None, -1.0)


def coded(workspace: Workspace, *events: Mapping[str, Any], only: str | None = None) -> list[Agreement]:
    """The agreements after these decisions."""
    ws.decide(workspace, *events)
    ws.run(workspace)
    with reading(workspace.database) as store:
        return agreements(store, FACETS, only)


def tag(who: str, work: str, value: str, facet: str = "class", day: int = 1, kind: str = "tag") -> dict[str, Any]:
    """A tag of a person on a work."""
    name = f"{who}-{work}-{facet}-{value}-{day}-{kind}"
    return event(kind, work, id=name, who=who, day=day, value={"facet": facet, "value": value})


FIRST, SECOND = "pubmed:11111111", "pubmed:22222222"


def test_works_that_only_one_has_coded_are_not_compared(built: Workspace):
    """Who coded more has not disagreed more."""
    (found,) = coded(
        built,
        tag("anna", FIRST, "empirical"),
        tag("boris", FIRST, "theoretical"),
        tag("anna", SECOND, "empirical"),
    )
    assert (found.facet, found.value, found.people, found.measures.works) == ("class", None, ("anna", "boris"), 1)
    assert [(each.key, each.said) for each in found.differences] == [("doe2011balint", ("empirical", "theoretical"))]


def test_two_records_of_one_work_are_one_work(built: Workspace):
    """Anna coded the record of the list, Boris that of PubMed: the same article."""
    hand = ws.record_id(built, "against burnout", "hand")
    (found,) = coded(built, tag("anna", hand, "empirical"), tag("boris", FIRST, "empirical"))
    assert (found.measures.works, found.measures.agreed) == (1, 1)


def test_a_persons_last_word_counts_and_what_was_taken_back_does_not(built: Workspace):
    """Anna changes her mind on one work, and takes back what she said of the other."""
    found = coded(
        built,
        tag("anna", FIRST, "theoretical", day=1),
        tag("anna", FIRST, "empirical", day=2),
        tag("boris", FIRST, "empirical"),
        tag("anna", SECOND, "theoretical"),
        event("undo", id="back", day=3, value={"id": f"anna-{SECOND}-class-theoretical-1-tag"}),
        tag("boris", SECOND, "empirical"),
    )
    assert [(each.measures.works, each.measures.agreed) for each in found] == [(1, 1)]


def test_a_value_taken_away_leaves_a_facet_with_one_value_uncoded(built: Workspace):
    """'Not empirical' is no answer to 'which of the three?', nor does it bring back what she said before."""
    assert not coded(
        built,
        tag("anna", FIRST, "theoretical", day=1),
        tag("anna", FIRST, "empirical", day=2),
        tag("anna", FIRST, "empirical", day=3, kind="untag"),
        tag("boris", FIRST, "empirical"),
    )


def test_what_an_editor_overruled_is_still_what_a_coder_said(built: Workspace):
    """Agreement is measured before disputes are settled; the settlement must not improve it."""
    text = (built.root / "bibcorpus.toml").read_text(encoding="utf-8")
    ws.write(built.root / "bibcorpus.toml", text.replace('["edith"]', '["edith"]\nsettle = "last-word"'))
    found = coded(built, tag("anna", FIRST, "empirical", day=1), tag("boris", FIRST, "theoretical", day=2))
    assert [(each.measures.works, each.measures.agreed) for each in found] == [(1, 0)]


def test_each_topic_is_a_question_of_its_own(built: Workspace):
    """Of a facet with any number of values: who has coded the work and left a value out, has said no to it."""
    found = coded(
        built,
        tag("anna", FIRST, "burnout", "topic"),
        tag("anna", FIRST, "leadership", "topic"),
        tag("boris", FIRST, "burnout", "topic"),
        tag("anna", SECOND, "leadership", "topic", kind="untag"),
        tag("boris", SECOND, "burnout", "topic", kind="untag"),
    )
    assert [(each.value, each.measures.works, each.measures.agreed) for each in found] == [
        ("burnout", 2, 2),
        ("leadership", 2, 1),
    ]
    assert [each.said for each in found[1].differences] == [("yes", "not said")]


def test_screening_is_compared_stage_by_stage(built: Workspace):
    """'Included by its abstract' and 'excluded by its full text' are answers to two questions."""

    def screened(who: str, kind: str, stage: str) -> dict[str, Any]:
        return event(kind, FIRST, id=f"{who}-{kind}-{stage}", who=who, value={"stage": stage})

    found = coded(
        built,
        screened("anna", "include", "title-abstract"),
        screened("boris", "include", "title-abstract"),
        screened("anna", "exclude", "full-text"),
        screened("boris", "unsure", "full-text"),
        tag("anna", FIRST, "empirical"),
        tag("boris", FIRST, "empirical"),
        only="status",
    )
    assert [(each.facet, each.value, each.measures.agreed) for each in found] == [
        ("status", "full-text", 0),
        ("status", "title-abstract", 1),
    ]
    assert found[0].differences[0].said == ("excluded", "unsure")


def test_of_three_people_each_pair_is_compared(built: Workspace):
    """Kappa is of two; who differs from both others is seen at once."""
    found = coded(
        built,
        tag("anna", FIRST, "empirical"),
        tag("boris", FIRST, "empirical"),
        tag("clara", FIRST, "theoretical"),
    )
    assert [(each.people, each.measures.agreed) for each in found] == [
        (("anna", "boris"), 1),
        (("anna", "clara"), 0),
        (("boris", "clara"), 0),
    ]


def test_a_facet_that_is_not_there_is_named_with_those_that_are(built: Workspace):
    """A slip of the pen is no empty table."""
    with pytest.raises(NotFound, match="no facet 'clas'") as caught:
        coded(built, only="clas")
    assert caught.value.hint == "facets: status, class, topic"


@pytest.fixture
def small(small_once: Path, tmp_path: Path) -> Path:
    """The small review, built."""
    return Path(shutil.copytree(small_once, tmp_path / "review"))


def code(folder: Path) -> None:
    """Anna and Boris code two works, through the commands."""
    for who, classes in {"anna": ("empirical", "empirical"), "boris": ("empirical", "theoretical")}.items():
        for work, value in zip(("90000001", "90000002"), classes, strict=True):
            assert bibcorpus(folder, "decide", "tag", work, "class", value, "--as", who).code == 0
    assert bibcorpus(folder, "run").code == 0


def test_the_command_shows_the_table_and_the_list_of_disagreements(small: Path):
    """Eighty columns; each disagreement with its key, what each of the two said, and the title."""
    assert bibcorpus(small, "report", "agreement").out.startswith("No work was coded by two people yet")
    code(small)
    told = bibcorpus(small, "report", "agreement")
    assert (told.code, told.err) == (0, "")
    shown = told.out.splitlines()
    assert shown[0] == "anna and boris"
    assert shown[2].split() == ["class", "2", "0.50", "0.00", "0.00"]
    assert "    dahl1975balint: anna empirical, boris theoretical" in shown
    assert "        Balint groups before the window" in shown
    assert max(map(len, shown)) <= 80


def test_the_table_says_where_kappa_cannot_be_computed(small: Path):
    """A dash, and why; a nought would read as 'no better than chance'."""
    for who in ("anna", "boris"):
        assert bibcorpus(small, "decide", "include", "90000001", "--as", who).code == 0
    bibcorpus(small, "run")
    told = bibcorpus(small, "report", "agreement", "--facet", "status").out
    assert [line.split() for line in told.splitlines() if line.startswith("  status")] == [
        ["status:", "title-abstract", "1", "1.00", "–", "1.00"]
    ]
    assert "only one answer was given" in told


def test_programs_get_the_numbers_unrounded(small: Path):
    """For a table in the paper, or another measure."""
    code(small)
    (found,) = json.loads(bibcorpus(small, "report", "agreement", "--json").out)
    assert found["measures"]["works"] == 2
    assert (found["facet"], found["people"]) == ("class", ["anna", "boris"])
    assert [each["said"] for each in found["differences"]] == [["empirical", "theoretical"]]
    assert json.loads(bibcorpus(small, "report", "--json", "agreement").out) == [found]
