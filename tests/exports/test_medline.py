"""MEDLINE exports: as Biopython and Zotero read them, and as we read them again."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from Bio import Medline
from hypothesis import HealthCheck, given, settings

from pipeline.exports import ExportedWork
from pipeline.model import Name

from .tagged import (
    ARTICLE,
    BOOK,
    CHAPTER,
    PAPER,
    PREPRINT,
    TITLES_TO_FEAR,
    WORKS,
    cleaned_works,
    differing,
    exported,
    taken_in,
    text_of,
)


def parsed(*works: ExportedWork) -> list[dict[str, Any]]:
    """The records, as Biopython reads them."""
    return [dict(record) for record in Medline.parse(StringIO(text_of("medline", works)))]


def test_a_record_begins_with_its_pmid():
    """By it, Zotero and Rayyan know such a file."""
    assert text_of("medline", [ARTICLE]).startswith("PMID- 12345678\nOWN - bibcorpus\n")


def test_lines_are_folded_as_pubmed_does():
    """Six blanks, and none longer than a screen; a word is never cut."""
    text = text_of("medline", [exported(abstract=" ".join(["Balint groups in general practice"] * 20))])
    folded = [line for line in text.splitlines() if line.startswith("      ")]
    assert len(folded) > 5
    assert max(map(len, text.splitlines())) <= 80
    whole = "a_word_of_more_than_eighty_letters" * 3 + " and more"
    assert parsed(exported(abstract=whole))[0]["AB"] == whole


def test_a_long_name_of_a_group_stays_one():
    """Biopython takes each line of a folded group or keyword for one of its own."""
    group = "Registry of Balint Groups in General Practice and the Society for their Study in Rural Places"
    work = exported(authors=(Name(literal=group),), keywords=(" ".join(["leading groups for the young"] * 5),))
    assert parsed(work)[0]["CN"] == [group]
    assert len(parsed(work)[0]["OT"]) == 1


def test_biopython_reads_the_same_works_with_the_same_fields():
    """An independent reader."""
    records = parsed(*WORKS)
    assert len(records) == len(WORKS)
    first = records[0]
    assert first["FAU"] == ["Иванов, И. И."]
    assert first["AU"] == ["Иванов ИИ"]
    assert first["CN"] == ["Северные практики"]
    assert (first["DP"], first["DEP"], first["PG"]) == ("2015 Mar", "20141230", "12-15")
    assert (first["TI"], first["TT"]) == ("[Balint groups in Russia]", "Балинтовские группы в России")
    assert first["LA"] == ["rus", "eng"]
    assert first["AID"] == [f"{ARTICLE.work.doi} [doi]"]
    assert first["MH"] == list(ARTICLE.work.headings)
    assert first["OT"] == list(ARTICLE.work.keywords)


def test_a_suffix_stands_behind_the_initials():
    """'King ML Jr', as the NLM has it."""
    work = exported(authors=(Name(family="King", given="Martin L.", suffix="Jr"),))
    assert parsed(work)[0]["AU"] == ["King ML Jr"]


def test_a_book_and_a_chapter_have_the_title_of_the_book_in_one_place():
    """BTI; of a book there is no other title."""
    book, chapter = parsed(BOOK, CHAPTER)
    assert (book["BTI"], book.get("TI")) == ([BOOK.work.title], None)
    assert (chapter["BTI"], chapter["TI"]) == (["Psyche and practice"], "Patients")


@pytest.mark.parametrize(
    ("work", "word"),
    [
        (ARTICLE, "Journal Article"),
        (BOOK, "Book"),
        (CHAPTER, "Book Chapter"),
        (PREPRINT, "Preprint"),
        (PAPER, "Speeches/Meeting Papers"),
        (replace(exported(type="article"), retracted=True), "Retracted Publication"),
    ],
)
def test_type_and_retraction_are_publication_types(work: ExportedWork, word: str):
    """PT is all that MEDLINE has for them, and what Zotero goes by."""
    assert word in parsed(work)[0]["PT"]


def test_a_work_without_title_and_pmid_is_a_record_too():
    """A corpus may know no more of a work than its DOI."""
    work = exported(title=None, doi="10.1000/1", date=None)
    assert [each.work.doi for each in taken_in("medline", text_of("medline", [work]), [work])] == ["10.1000/1"]


def test_titles_that_other_programs_would_run_are_plain_text():
    """Formulas, TeX commands, HTML, and lines that look like tags."""
    works = [exported(f"k{place}", title=title) for place, title in enumerate(TITLES_TO_FEAR)]
    assert [record["TI"] for record in parsed(*works)] == list(TITLES_TO_FEAR)


def test_export_and_import_and_export_give_the_same_bytes():
    """All types, two scripts, groups, retraction, partial dates, proceedings."""
    text = text_of("medline", WORKS)
    assert text_of("medline", taken_in("medline", text, WORKS)) == text


def test_what_comes_back_otherwise_is_what_the_docs_say():
    """The type is a publication type, an article number a page; an address beside a DOI is not written."""
    lost = differing(WORKS, taken_in("medline", text_of("medline", WORKS), WORKS))
    assert set().union(*lost.values()) == {"publication_types", "pages", "article_number", "url"}
    assert lost[ARTICLE.key] == {"url"}


@settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(cleaned_works())
def test_any_work_that_cleaning_makes_is_written_again_as_it_was(work: ExportedWork):
    """What MEDLINE has no tag for, our own note gives back."""
    text = text_of("medline", [work])
    assert text_of("medline", taken_in("medline", text, [work])) == text


def test_the_day_of_the_last_look_goes_with_the_address():
    """Beside a DOI no address is written, and a day alone would speak of nothing."""
    page = exported(url="https://example.org/", accessed="2021-03-05")
    assert '"accessed": ["2021-03-05"]' in text_of("medline", [page])
    assert "2021-03-05" not in text_of(
        "medline", [exported(url="https://example.org/", accessed="2021-03-05", doi="10.1000/1")]
    )
