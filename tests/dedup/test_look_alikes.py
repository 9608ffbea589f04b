"""Errors that programs of this kind are known for: works joined that only look alike, and copies missed.

Each pair is a whole run: found by a key, judged by a rule, clustered.
"""

from __future__ import annotations

import pytest

from .corpus import decided, evidence_of, row, rule_of, run, works

BMJ = {"authors": "Mitchell, G.; Del Mar, C.; O'Rourke, P.", "year": "2010", "container": "BMJ", "volume": "340"}
CORRECTED = "Gain-of-function mutations in factor B"
TRIAL = "Balint work for the prevention of burnout"
JOURNAL = {"authors": "Torppa, M.; Makkonen, E.", "year": "2008", "container": "Patient Education and Counseling",
           "volume": "72", "issue": "2"}  # fmt: skip
BOOK = {"type": "chapter", "doi": "10.1007/978-3-642-1", "isbn": "9783642000010", "year": "2010",
        "container": "Die Balintgruppe"}  # fmt: skip
STUDY = {"title": "Наблюдение за работой балинтовской группы врачей", "year": "2015", "volume": "12", "issue": "3",
         "pages": "17-29"}  # fmt: skip

APART = [
    ("Editor's Comments of two issues",
     {"title": "Editor's Comments", "authors": "Weber, R.", "year": "2003", "container": "MIS Quarterly",
      "volume": "27", "issue": "1", "pages": "iii-xi"},
     {"title": "Editor's Comments", "authors": "Weber, R.", "year": "2003", "container": "MIS Quarterly",
      "volume": "27", "issue": "2", "pages": "iii-xii"}),
    ("an editorial by one author on pages 5-6 of each issue",
     {"title": "Editorial", "authors": "Otten, H.", "year": "2003", "container": "Balint-Journal", "volume": "4",
      "issue": "1", "pages": "5-6"},
     {"title": "Editorial", "authors": "Otten, H.", "year": "2003", "container": "Balint-Journal", "pages": "5-6"}),
    ("a correction ends with the title that it corrects",
     {**JOURNAL, "title": CORRECTED, "pages": "240-245"},
     {**JOURNAL, "title": f"Correction to: {CORRECTED}", "issue": "4", "pages": "612"}),
    ("a congress abstract and its article",
     {**JOURNAL, "title": TRIAL, "pages": "206-211"},
     {**JOURNAL, "title": TRIAL, "container": "European Journal of General Practice", "volume": "14",
      "issue": "Suppl 1", "pages": "12"}),
    ("two chapters under the DOI of their book",
     {**BOOK, "title": "Geschichte der Balintarbeit", "authors": "Rosin, U.", "pages": "1-20"},
     {**BOOK, "title": "Leitung von Gruppen", "authors": "Stucke, W.", "pages": "21-40"}),
    ("Part I and Part II", {**JOURNAL, "title": "The Balint movement in Finland. I", "pages": "101-109"},
     {**JOURNAL, "title": "The Balint movement in Finland. II", "pages": "110-118"}),
    ("yearly reports", {"title": "Annual report of the Balint society", "authors": "Watt, I.", "year": "2009",
                        "container": "Journal of the Balint Society", "pages": "88-90", "doi": "10.1000/1"},
     {"title": "Annual report of the Balint society", "authors": "Watt, I.", "year": "2010",
      "container": "Journal of the Balint Society", "pages": "88-91", "doi": "10.1000/2"}),
    ("two volumes of 'Iranian Balint groups'",
     {"title": "Iranian Balint groups", "authors": "Ahmadi, K.", "year": "2012", "volume": "1", "pages": "14-20",
      "container": "Journal of the Balint Society"},
     {"title": "Iranian Balint groups", "authors": "Ahmadi, K.", "year": "2013", "volume": "2", "pages": "31-35",
      "container": "Journal of the Balint Society"}),
    ("updates of a Cochrane review",
     {"title": "Balint groups for physicians", "authors": "Van Roy, K.", "year": "2012", "volume": "3",
      "container": "Cochrane Database of Systematic Reviews", "pages": "CD001234", "doi": "10.1002/14651858.cd1.pub2"},
     {"title": "Balint groups for physicians", "authors": "Van Roy, K.", "year": "2016", "volume": "8",
      "container": "Cochrane Database of Systematic Reviews", "pages": "CD001234", "doi": "10.1002/14651858.cd1.pub3"}),
    ("a reply by the authors of what was commented on",
     {**JOURNAL, "title": TRIAL, "pages": "206-211"},
     {**JOURNAL, "title": f"Re: {TRIAL} - Reply", "pages": "320"}),
    ("women here, men there",
     {**JOURNAL, "title": "Balint work with adult patients in primary care: what changes", "issue": ""},
     {**JOURNAL, "title": "Balint work with adolescent patients in primary care: what changes", "pages": "212"}),
    ("a preprint and its article", {**JOURNAL, "title": TRIAL, "pages": "206-211"},
     {"type": "preprint", "title": TRIAL, "authors": JOURNAL["authors"], "year": "2007", "container": "medRxiv"}),
    ("one guideline printed in two journals",
     {"title": "Guideline for the training of group leaders", "year": "2011", "container": "Balint-Journal",
      "volume": "12", "pages": "3-9"},
     {"title": "Guideline for the training of group leaders", "year": "2011", "container": "Ärztliche Psychotherapie",
      "volume": "6", "pages": "44-51"}),
    ("a conference paper and its journal version",
     {"type": "conference-paper", "title": TRIAL, "authors": JOURNAL["authors"], "year": "2007",
      "container": "Proceedings of the 15th International Balint Congress", "pages": "33-41"},
     {**JOURNAL, "title": TRIAL, "pages": "206-211"}),
    ("supplement page S12 and page 12",
     {**JOURNAL, "title": "Balint work in hospitals", "pages": "S12"},
     {**JOURNAL, "title": "Balint work in hospitals", "pages": "12"}),
    ("namesakes in one year",
     {"title": "On supervision", "authors": "Berg, Olaf", "year": "1999", "container": "Praxis", "volume": "8"},
     {"title": "On supervision", "authors": "Berg, Anna", "year": "1999", "container": "Praxis", "volume": "8"}),
]  # fmt: skip

TOGETHER = [
    ("a title translated twice in different words",
     {**STUDY, "title": "[Antibiotics before thoracic surgery. A controlled study]", "authors": "Regnard, J. F.",
      "container": "Pathologie-biologie"},
     {**STUDY, "title": "Prophylaxis with antiseptics in operations on the lung: a randomised trial",
      "authors": "Regnard JF", "container": "Pathol Biol"}),
    ("a subtitle dropped, and no DOI",
     {**JOURNAL, "title": "Why do young doctors not want to join a group"},
     {**JOURNAL, "title": "Why do young doctors not want to join a group? Interviews in four Finnish hospitals",
      "pages": "206-211"}),
    ("an article number in one source and a page in the other",
     {**BMJ, "title": "Do case conferences between GPs and specialists help", "pages": "c1804"},
     {**BMJ, "title": "Do case conferences between GPs and specialists help", "pages": "1014"}),
    ("a letter before the article number, or none",
     {**BMJ, "title": "Conferences of GPs and specialists", "pages": "e15725"},
     {**BMJ, "title": "Conference of GPs with specialists", "pages": "15725"}),
    ("sparse records without journal, volume and pages",
     {"title": "What doctors talk about in a Balint group", "authors": "Salinsky, J.", "year": "2003"},
     {"title": "What doctors talk about in a Balint group", "authors": "Salinsky, John", "year": "2003"}),
    ("no authors", {**JOURNAL, "authors": "", "title": TRIAL + " in Finnish hospitals"},
     {**JOURNAL, "title": TRIAL + " in Finnish hospitals", "pages": "206-211"}),
    ("the year off by one, and 'et al.'",
     {**JOURNAL, "title": TRIAL, "year": "2007", "authors": "Torppa, M.; et al."},
     {**JOURNAL, "title": TRIAL, "pages": "206-211"}),
    ("Cyrillic and transliterated twins",
     {**STUDY, "authors": "Щербаков, Ю. И.; Юдин, Я. А.", "container": "Психологический журнал"},
     {**STUDY, "title": "Nablyudenie za rabotoy balintovskoy gruppy vrachey",
      "authors": "Shcherbakov, Iu. I.; Yudin, Ia. A.", "container": "Psihologičeskij žurnal"}),
    ("Cyrillic, and translated throughout",
     {**STUDY, "authors": "Щербаков, Ю. И.; Юдин, Я. А.", "container": "Психологический журнал"},
     {**STUDY, "title": "Observations on the work of a Balint group of physicians",
      "authors": "Shcherbakov, Y. I.; Yudin, Y. A.", "container": "Psychological Journal"}),
    ("the original title beside the translation",
     {"title": "[The Balint group in medical training]", "title_original": "Die Balintgruppe in der Ausbildung",
      "authors": "Otten, H.", "year": "1998", "container": "Balint-Journal"},
     {"title": "Die Balintgruppe in der Ausbildung", "authors": "Otten, H.", "year": "1998",
      "container": "Balint-Journal"}),
    ("who goes by the second name",
     {**JOURNAL, "title": "A strategic analysis of groups", "authors": "Bakos, J. Yannis"},
     {**JOURNAL, "title": "A strategic analysis of groups", "authors": "Bakos, Yannis"}),
    ("a slip in the family name, and the place",
     {**JOURNAL, "title": TRIAL, "authors": "Kjeldmand, D.", "pages": "206-211"},
     {**JOURNAL, "title": TRIAL, "authors": "Kjelmand, D.", "pages": "206-211"}),
    ("a slip in the first page, the last page agrees",
     {**JOURNAL, "title": TRIAL, "pages": "206-211"}, {**JOURNAL, "title": TRIAL, "pages": "209-211"}),
    ("only the first page in one source",
     {**JOURNAL, "title": TRIAL, "pages": "206-211"}, {**JOURNAL, "title": TRIAL, "pages": "206"}),
    ("ahead of print, counted from page 1",
     {"title": TRIAL, "authors": "Torppa, M.; Makkonen, E.", "year": "2008", "pages": "1-6",
      "container": "Patient Education and Counseling"}, {**JOURNAL, "title": TRIAL, "pages": "206-211"}),
    ("a supplement named in the volume, or not",
     {**JOURNAL, "title": TRIAL, "volume": "72 Suppl 1", "issue": "", "pages": "206"},
     {**JOURNAL, "title": TRIAL, "issue": "", "pages": "206"}),
    ("one journal by its ISSN under two names",
     {**JOURNAL, "title": TRIAL, "issn": "0738-3991"},
     {**JOURNAL, "title": TRIAL, "container": "PEC", "issn": "0738-3991"}),
    ("a conference written behind the journal's name",
     {**JOURNAL, "title": TRIAL}, {**JOURNAL, "title": TRIAL, "container":
                                   "Patient Education and Counseling.Conference: 3rd Meeting Turku Finland."}),
    ("a word cut in two, or spelled the other way",
     {**JOURNAL, "title": "Group work in a health care centre for families"},
     {**JOURNAL, "title": "Group work in a healthcare center for families"}),
    ("one ISBN, another spelling of the title",
     {"type": "book", "title": "The doctor, his patient and the illness", "authors": "Balint, M.", "year": "1957",
      "isbn": "9780443064609"},
     {"type": "book", "title": "Doctor, his patient, and the illness", "authors": "Balint, M.", "year": "1957",
      "isbn": "9780443064609"}),
]  # fmt: skip


def together(one: dict[str, str], other: dict[str, str]) -> bool:
    return len(works([row("a:1", **one), row("b:1", **other)])) == 1


@pytest.mark.parametrize(("what", "one", "other"), APART, ids=[case[0] for case in APART])
def test_look_alikes_stay_two_works(what, one, other):
    """Joined, one of the two would be lost, and nobody would see it."""
    assert not together(one, other), evidence_of(one, other).in_words()


@pytest.mark.parametrize(("what", "one", "other"), TOGETHER, ids=[case[0] for case in TOGETHER])
def test_copies_become_one_work(what, one, other):
    """Left apart, a study would be screened and counted twice."""
    assert together(one, other), (rule_of(one, other).name, evidence_of(one, other).in_words())


def test_what_stays_apart_though_alike_is_kept_with_its_reason():
    """`why` can tell why two records were not joined."""
    tables = run([row("a:1", **APART[5][1]), row("b:1", **APART[5][2])])
    assert [(pair[2], pair[3]) for pair in tables["pair"]] == [("different", "other_number_in_title")]
    assert "numbers in titles differ" in tables["pair"][0][4]


def test_a_correction_is_related_to_what_it_corrects_and_the_evidence_says_so():
    """Both are cited; who reads the article should find the correction."""
    tables = run([row("a:1", **APART[2][1]), row("b:1", **APART[2][2])])
    assert [(line[0], line[1], line[2]) for line in tables["relation"]] == [("b:1", "a:1", "erratum-of")]
    assert tables["pair"][0][4].endswith("one is erratum")


def test_a_work_is_not_related_to_itself():
    """A person joined article and correction: then there is nothing left to relate."""
    records = [row("a:1", **APART[2][1]), row("b:1", **APART[2][2])]
    assert run(records, [decided("same", "a:1", "b:1")])["relation"] == []


def test_volumes_of_iranian_balint_groups_are_told_apart_in_the_review():
    """The issue's own example: two volumes, one title, one author."""
    assert rule_of(*APART[7][1:]).name == "other_place"
