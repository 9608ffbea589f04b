"""The rules that judge a pair, in the order in which they are asked: the first that holds gives the verdict.

Each is a row: name, verdict, what it says about bibliographies, and the test on the evidence. What speaks against a
join comes first: two works made one is the worse error, and a person can't see it. `tests/dedup/test_rules.py` has a
case for each row.
"""

from __future__ import annotations

from .evidence import Evidence
from .relation_rules import RELATIONS
from .rule import (
    CLOSE_TITLE,
    LIKE_TITLE,
    OTHER_TITLE,
    Rule,
    not_against,
    one_place,
    same_work_number,
    title_agrees,
)

__all__ = ["BY_NAME", "CLOSE_TITLE", "LIKE_TITLE", "NOTHING", "OTHER_TITLE", "RULES", "Rule", "judge"]

VETOES: tuple[Rule, ...] = (
    Rule("other_pmid", "different", "PubMed gives one number to one work", lambda e: e.pmid == "differs", veto=True),
    Rule(
        "other_number_in_title", "different",
        "part I and part II, phase 2 and phase 3, 2018 and 2019 are different works",
        lambda e: e.numbers == "differs" and not (same_work_number(e) and e.place_agrees), veto=True,
    ),
    Rule(
        "opposite_words", "different", "men here and women there, rats here and mice there: two studies",
        lambda e: e.opposite and not (same_work_number(e) and e.place_agrees), veto=True,
    ),
    Rule(
        "other_type", "different", "a chapter is not its book, a thesis not the article made of it",
        lambda e: e.types_differ and not (same_work_number(e) and e.title >= CLOSE_TITLE), veto=True,
    ),
    Rule(
        "other_isbn", "ask", "another ISBN: another edition, or the same in another binding",
        lambda e: e.isbn == "differs" and title_agrees(e) and e.authors != "differs",
    ),
    Rule(
        "other_doi_other_place", "different", "two DOIs and two places of publication are two works",
        lambda e: e.doi == "differs" and (e.place_contradicts or e.container == "differs"), veto=True,
    ),
    Rule(
        "other_place", "different", "another volume and another page of one journal hold another work",
        lambda e: e.place_differs and e.container != "differs" and not same_work_number(e), veto=True,
    ),
)  # fmt: skip

JOINS: tuple[Rule, ...] = (
    Rule(
        "same_doi", "same", "one DOI, and nothing else contradicts",
        lambda e: e.doi == "same" and not e.doi_is_shared
        and (e.title >= OTHER_TITLE or e.contained or e.title_words == 0
             or (e.may_be_translated and e.authors != "differs" and ("same" in (e.authors, e.container)))
             or e.place_agrees),
    ),
    Rule(
        "same_pmid", "same", "one PubMed number, and the title or the place agrees",
        lambda e: e.pmid == "same" and (e.title >= OTHER_TITLE or e.contained or e.place_agrees or e.title_words == 0),
    ),
    Rule(
        "same_number_other_title", "ask", "one DOI or PubMed number over two titles: one of the numbers may be wrong",
        lambda e: same_work_number(e),
    ),
    Rule(
        "section_title", "different", "'Editorial' or 'Reply' recurs: only the whole place makes two of them one",
        lambda e: e.section and not (one_place(e) and e.container == "same" and e.authors != "differs")
        and not (e.same_issue and e.authors == "same"),
    ),
    Rule(
        "section_title_same_issue", "ask", "'Introduction' by one author in one issue, with a page missing",
        lambda e: e.section and not one_place(e),
    ),
    Rule(
        "shared_doi_other_title", "different", "a DOI over a supplement or a book says nothing of its parts",
        lambda e: e.doi_is_shared and e.title < CLOSE_TITLE,
    ),
    Rule(
        "other_authors", "different", "like titles by different people are different works",
        lambda e: e.authors == "differs" and e.author_share == 0 and not (e.title >= CLOSE_TITLE and e.place_agrees),
    ),
    Rule(
        "same_title_same_place", "same", "title and place of publication agree",
        lambda e: title_agrees(e) and e.place_agrees
        and (e.year_gap in (None, 0) or (e.year_gap <= 2 and e.volume == "same" and not e.recurring)),
    ),
    Rule(
        "like_title_same_place", "same", "the title is like, and authors, container, volume and page agree",
        lambda e: e.title >= LIKE_TITLE and e.place_agrees and e.authors == "same"
        and (e.year_gap in (None, 0) or (e.year_gap == 1 and not e.recurring)),
    ),
    Rule(
        "like_title_same_pages", "same", "the title is like, and the container, the volume and a range of pages agree",
        lambda e: e.title >= OTHER_TITLE and e.place_agrees and e.container == "same" and e.volume == "same"
        and e.page_range == "same" and e.authors != "differs" and e.year_gap in (None, 0, 1),
    ),
    Rule(
        "translated_title_same_place", "same",
        "one title may be a translation; authors, container, volume, a range of pages and the year agree",
        lambda e: e.may_be_translated and e.authors == "same" and e.author_share >= 0.8 and e.volume == "same"
        and e.container == "same" and e.issue != "differs"
        and ((e.page_range == "same" and e.year_gap in (None, 0, 1))
             or (e.tongues_differ and e.first_page == "same" and e.page_range != "differs"
                 and e.year_gap in (None, 0))),
    ),
    Rule(
        "translated_title_other_container_name", "same",
        "a translated title; all authors, year and pages agree, and the container, or else its volume and issue",
        lambda e: e.tongues_differ and e.authors == "same" and e.author_share == 1 and e.year_gap == 0
        and not e.place_contradicts and e.first_page == "same"
        and ((e.container == "same" and e.page_range == "same")
             or (e.volume == e.issue == "same" and e.page_range != "differs")),
    ),
    Rule(
        "translated_title_same_pages", "same",
        "a translated title; all authors and a range of pages agree, the year or what is known of the place with them",
        lambda e: e.tongues_differ and e.authors == "same" and e.author_share == 1 and e.page_range == "same"
        and not e.place_contradicts and e.container != "differs" and e.issue != "differs"
        and (e.year_gap == 0 or (e.year_gap == 1 and (e.container == "same" or e.volume == e.issue == "same"))),
    ),
    Rule(
        "like_title_same_issue", "same",
        "a like title by the same authors in one issue; a section's name before it counts little",
        lambda e: (e.title >= LIKE_TITLE or e.contained) and e.same_issue and e.authors == "same"
        and e.author_share == 1 and e.year_gap in (None, 0) and e.title_words >= 3,
    ),
    Rule(
        "abstract_of_another_year", "ask",
        "one is a congress abstract, the other, of another year, isn't called one: its article, or a slip?",
        lambda e: e.one_is_abstract and title_agrees(e) and e.authors == "same" and e.year_gap not in (None, 0)
        and not e.place_agrees and not e.place_differs,
    ),
    Rule(
        "same_title_same_authors", "same", "a title of some length and the authors agree, and nothing contradicts",
        lambda e: e.title >= CLOSE_TITLE and not e.word_replaced and e.title_words >= 4 and e.authors == "same"
        and e.author_share >= 0.5 and not_against(e) and (e.container == "same" or e.year_gap is not None),
    ),
    Rule(
        "same_title_other_container_name", "same",
        "title, all authors and year agree, and volume with issue, or pages: the journal goes by another name",
        lambda e: e.title >= 0.97 and e.title_words >= 5 and not e.word_replaced and e.author_share == 1
        and e.authors == "same" and e.year_gap == 0 and e.doi != "differs" and not e.one_is_preprint and not e.recurring
        and not e.place_contradicts and (e.page_range == "same" or (e.volume == e.issue == "same")),
    ),
    Rule(
        "cut_title_same_authors", "same",
        "one title is the other without its subtitle; authors, year and container agree",
        lambda e: e.contained and e.title_words >= 3 and e.authors == "same" and e.author_share >= 0.5
        and e.year_gap in (0, 1) and e.container == "same" and not_against(e),
    ),
    Rule(
        "same_long_title", "same", "a long title, the year and the container agree; one record names no authors",
        lambda e: e.title >= 0.97 and e.title_words >= 5 and e.authors == "missing" and not e.word_replaced
        and ((e.container == "same" and e.year_gap in (0, 1))
             or (e.container == "missing" and e.title_words >= 7 and e.year_gap == 0)) and not e.place_contradicts,
    ),
    Rule(
        "same_in_all_they_say", "same", "one long title, and everything else that both records have agrees",
        lambda e: e.title >= 0.99 and not e.word_replaced and e.title_words >= 5 and e.nothing_differs
        and not e.recurring,
    ),
    Rule(
        "same_pages_other_volume", "same",
        "title, all authors, year, container, issue and a range of pages agree: one volume is a slip",
        lambda e: e.title >= 0.97 and e.title_words >= 5 and not e.word_replaced and not e.recurring and not e.section
        and e.authors == "same" and e.author_share == 1 and e.year_gap == 0 and e.container == "same"
        and e.volume == "differs" and e.issue != "differs" and e.page_range == "same" and e.doi != "differs",
    ),
    Rule(
        "same_abstract", "same", "title, authors and the beginning of the abstract agree",
        lambda e: title_agrees(e) and e.abstract == "same" and e.authors == "same" and not_against(e),
    ),
    Rule(
        "same_title_one_field_differs", "ask",
        "title and authors agree, but one of year, volume, page or container differs",
        lambda e: title_agrees(e) and e.title_words >= 3 and e.authors == "same",
    ),
    Rule(
        "same_title_no_authors", "ask", "the title agrees, and there are no authors to compare",
        lambda e: e.title >= CLOSE_TITLE and e.title_words >= 4 and e.authors == "missing" and not e.place_differs,
    ),
    Rule(
        "translated_title_no_pages", "ask",
        "titles in two languages by the same authors, in one year and one container or issue, a page missing",
        lambda e: e.tongues_differ and e.authors == "same" and e.author_share == 1 and e.year_gap == 0
        and not e.place_contradicts and e.issue != "differs"
        and (e.container == "same" or (e.container == "missing" and e.volume == e.issue == "same")),
    ),
    Rule(
        "like_title_same_year", "ask", "a like title by the same people in one year",
        lambda e: e.title >= LIKE_TITLE and e.authors == "same" and e.year_gap in (0, 1) and not e.place_differs,
    ),
)  # fmt: skip

RULES = RELATIONS + VETOES + JOINS

NOTHING = Rule("nothing_agrees", "different", "too little agrees", lambda e: True)
BY_NAME = {rule.name: rule for rule in (*RULES, NOTHING)}


def judge(evidence: Evidence) -> Rule:
    """The first rule that holds; `NOTHING` where none does."""
    return next((rule for rule in RULES if rule.holds(evidence)), NOTHING)
