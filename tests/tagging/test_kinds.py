"""Kind, method and class: how papers say what they are, in five languages and in the own words of databases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from pipeline.tagging import RuleSet, tag_work


def tags(ruleset: RuleSet, **fields: str | Sequence[str]) -> set[tuple[str, str]]:
    """(facet, value) of a work by the rules alone, no table of weights asked; a field's text may stand alone."""
    texts = {name: [text] if isinstance(text, str) else list(text) for name, text in fields.items()}
    return {(tag.facet, tag.value) for tag in tag_work(replace(ruleset, judges={}), "w", texts) if not tag.suggested}


def kinds(ruleset: RuleSet, **fields: str | Sequence[str]) -> set[str]:
    return {value for facet, value in tags(ruleset, **fields) if facet == "kind"}


def class_of(ruleset: RuleSet, **fields: str | Sequence[str]) -> str:
    return next(value for facet, value in tags(ruleset, **fields) if facet == "class")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Balint groups and burnout: a systematic review", {"systematic-review", "review"}),
        ("Балинтовские группы: систематический обзор литературы", {"systematic-review", "review"}),
        ("Balintgruppen und Burnout: eine systematische Übersicht", {"systematic-review", "review"}),
        ("Grupy Balinta: systematyczny przegląd literatury", {"systematic-review", "review"}),
        ("Groupes Balint : revue systématique de la littérature", {"systematic-review", "review"}),
        ("Supervision of residents: a narrative review", {"review"}),
        ("Supervision of residents: current concepts and future directions", {"review"}),
        ("Empathy in medicine: an overview", {"review"}),
        ("Burn-out des soignants : état des connaissances", {"review"}),
        ("Supervision and burnout: a meta-analysis", {"meta-analysis"}),
        ("Balint groups for nurses: a randomised controlled trial", {"randomised-trial", "trial"}),
        ("Балинтовские группы: рандомизированное исследование", {"randomised-trial", "trial"}),
        ("Balintgruppen für Ärzte: eine randomisierte kontrollierte Studie", {"randomised-trial", "trial"}),
        ("Grupy Balinta: randomizowane badanie kontrolowane", {"randomised-trial", "trial"}),
        ("Groupes Balint : essai randomisé", {"randomised-trial", "trial"}),
        ("Balint groups for nurses: a non-randomised trial", {"trial"}),
        ("Supervision of residents: study protocol for a randomised trial", {"protocol"}),
        ("Supervision von Ärzten: Studienprotokoll einer Übersichtsarbeit", {"protocol", "review"}),
        ("Conversion disorder in a 14-year-old girl", {"case-report"}),
        ("Munchausen syndrome in a patient with asthma", {"case-report"}),
        ("Синдром Мюнхгаузена (клинический случай)", {"case-report"}),
        ("Letter to the editor: groups for surgeons", {"editorial"}),
        ("Kommentar zu: Balintarbeit heute", {"editorial"}),
        ("Corrigendum: groups for surgeons", {"editorial"}),
    ],
)
def test_a_title_says_what_kind_of_paper_it_is(ruleset: RuleSet, title: str, expected: set[str]):
    """Reporting guidelines ask for it: PRISMA 2020 item 1, CONSORT item 1a, SPIRIT item 1, CARE item 1."""
    assert kinds(ruleset, title=title) == expected


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Reply: a randomised trial of Balint groups", "randomised-trial"),
        ("Comment on a systematic review of supervision", "systematic-review"),
        ("Erratum: a meta-analysis of supervision", "meta-analysis"),
        ("Teaching librarians how a systematic review team works", "systematic-review"),
        ("Systematic observation of ward rounds", "systematic-review"),
        ("Analgesia of rats: placebo-controlled measurements in rats", "randomised-trial"),
        ("Chart review of 80 patients", "review"),
        ("Peer review of a training programme", "review"),
        ("Aspergillosis of the orbit: a case report and review of the literature", "review"),
        ("Protocol biopsies of kidney transplants", "protocol"),
        ("A simple staining protocol", "protocol"),
        ("Case-control study of burnout", "case-report"),
        ("Burnout in a patient care team", "case-report"),
        ("Разбор клинических случаев в балинтовской группе", "case-report"),
        ("Response to antidepressants", "editorial"),
        ("Letter fluency in dementia", "editorial"),
        ("Correction of anaemia in dialysis", "editorial"),
        ("Booking systems in general practice", "book"),
    ],
)
def test_a_word_of_a_kind_is_not_yet_that_kind(ruleset: RuleSet, title: str, kind: str):
    """Replies, corrections and reviews carry the words of the paper that they speak of; other words only look so."""
    assert kind not in kinds(ruleset, title=title)


@pytest.mark.parametrize(
    ("abstract", "kind"),
    [
        ("Nurses were randomly assigned to a group or to a waiting list.", "randomised-trial"),
        ("DESIGN: A prospective, randomized, controlled trial. SETTING: Two hospitals.", "randomised-trial"),
        ("PubMed and Embase were searched up to 2019. Twelve studies were included.", "systematic-review"),
        ("Residents will be randomised to one of two arms.", "protocol"),
        ("A 34-year-old man was admitted with a cough.", "case-report"),
        ("We used a quasi-experimental design.", "trial"),
        ("In this review we look at what is known of supervision.", "review"),
    ],
)
def test_an_abstract_says_what_was_done_where_the_title_is_silent(ruleset: RuleSet, abstract: str, kind: str):
    """Older titles name a subject only."""
    assert kind in kinds(ruleset, title="Groups for nurses", abstract=abstract)


@pytest.mark.parametrize(
    ("abstract", "kind"),
    [
        ("Participants were randomly assigned to learn the letters in one of two orders.", "randomised-trial"),
        ("Forty rats were randomly assigned to two diets.", "randomised-trial"),
        ("Further randomised controlled trials are needed.", "randomised-trial"),
        ("Approval rests on the results of a randomized, open-label trial.", "trial"),
        ("Plots were laid out in a randomized complete block design.", "randomised-trial"),
        ("A guideline rests on a systematic review of the evidence.", "systematic-review"),
        ("The journal is indexed in MEDLINE and Scopus.", "systematic-review"),
        ("In this non-systematic review we look at supervision.", "systematic-review"),
        ("A recent meta-analysis has shown that burnout is common.", "meta-analysis"),
        ("The records of 80 patients were reviewed.", "review"),
        ("Children who were 10 to 12 years old filled in a questionnaire.", "case-report"),
    ],
)
def test_an_abstract_that_speaks_of_others_work_gives_no_kind(ruleset: RuleSet, abstract: str, kind: str):
    """What others did, what should be done, and what was done to animals or plots."""
    assert kind not in kinds(ruleset, title="Groups for nurses", abstract=abstract)


def test_a_randomised_trial_is_a_trial_and_a_systematic_review_is_a_review(ruleset: RuleSet):
    """The narrower kind never stands without the wider one where a database or the title says it: counts add up."""
    by_type = kinds(ruleset, title="Groups", publication_types=["Randomized Controlled Trial"])
    assert by_type == {"trial", "randomised-trial"}
    assert kinds(ruleset, title="Groups", publication_types=["Systematic Review"]) == {"review", "systematic-review"}


def test_a_systematic_review_with_meta_analysis_is_both(ruleset: RuleSet):
    """The second is a way of computing inside the first."""
    found = kinds(ruleset, title="Supervision: a systematic review and meta-analysis of randomised trials")
    assert found == {"review", "systematic-review", "meta-analysis"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Editorial Material", "theoretical"),
        ("Comment", "theoretical"),
        ("Review", "theoretical"),
        ("Short Survey", "theoretical"),
        ("Practice Guideline", "theoretical"),
        ("Opinion Papers", "theoretical"),
        ("статья в журнале - обзорная статья", "theoretical"),
        ("рецензия", "theoretical"),
        ("персоналии", "theoretical"),
        ("Observational Study", "empirical"),
        ("Comparative Study", "empirical"),
        ("Case Reports", "empirical"),
        ("Clinical Trial, Phase II", "empirical"),
        ("Reports - Research", "empirical"),
        ("Qualitative Study", "empirical"),
    ],
)
def test_a_databases_word_settles_the_class_whatever_the_text_says(ruleset: RuleSet, said: str, expected: str):
    """PubMed, Web of Science, Scopus, ERIC, PsycINFO and eLibrary each have words of their own for the same things."""
    for abstract in ("We recruited 42 doctors (p < 0.05).", "This article discusses what a group can do."):
        assert class_of(ruleset, title="Doctors and groups", publication_types=[said], abstract=abstract) == expected


@pytest.mark.parametrize(
    "said",
    ["Article", "Journal Article", "Research Support, Non-U.S. Gov't", "English Abstract", "научная статья", "Artikel"],
)
def test_a_type_that_every_paper_has_settles_nothing(ruleset: RuleSet, said: str):
    """'Journal Article' is on three of five PubMed records, reviews and essays among them."""
    found = class_of(
        ruleset,
        title="Doctors and groups",
        publication_types=[said],
        abstract="This article discusses what a group can do.",
    )
    assert found == "theoretical"


def test_a_book_review_is_no_review_of_the_literature(ruleset: RuleSet):
    """One tells of a book, the other of a field."""
    assert kinds(ruleset, title="The doctor, his patient and the illness", publication_types=["Book Review"]) == {
        "editorial"
    }


def test_an_interview_is_a_talk_in_a_journal_or_a_way_to_gather_data(ruleset: RuleSet):
    """PubMed's publication type means the first, PsycINFO's methodology the second."""
    assert class_of(ruleset, title="A talk with a doctor", publication_types=["Interview"]) == "theoretical"
    assert (
        class_of(ruleset, title="How doctors talk", publication_types=["Interview", "Empirical Study"]) == "empirical"
    )


def test_headings_of_method_yield_where_the_work_is_a_review(ruleset: RuleSet):
    """Indexers give 'Surveys and Questionnaires' to reviews of surveys too."""
    headings = ["Surveys and Questionnaires", "Prospective Studies", "Burnout, Professional"]
    assert class_of(ruleset, title="Burnout of nurses", headings=headings) == "empirical"
    assert class_of(ruleset, title="Burnout of nurses: a literature review", headings=headings) == "theoretical"


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        ("Serum cortisol was measured and levels were lower than in controls.", "empirical"),
        ("Nearly 300 cases a year are seen; this article discusses why.", "theoretical"),
        ("Some 2.5 million patients live with epilepsy; this article reviews the new drugs.", "theoretical"),
        ("В статье рассматриваются возможности и границы группы.", "theoretical"),
        ("Der Beitrag beschreibt die Arbeit einer Gruppe.", "theoretical"),
        ("Artykuł omawia pracę grupy.", "theoretical"),
        ("Les auteurs décrivent le travail d'un groupe.", "theoretical"),
        ("Опрошено 80 врачей; различия статистически значимы.", "empirical"),
        ("Es wurden 80 Patienten untersucht.", "empirical"),
    ],
)
def test_an_abstract_shows_data_or_discussion(ruleset: RuleSet, abstract: str, expected: str):
    """Measuring is told in the past, passively; how common an illness is counts nobody in this study."""
    assert class_of(ruleset, title="Заметки / Notes", abstract=abstract) == expected
