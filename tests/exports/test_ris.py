"""RIS exports: as Zotero, EndNote, Rayyan, Covidence and ASReview read them, and as we read them again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import rispy
from hypothesis import HealthCheck, given, settings

from pipeline.exports import ExportedWork, Options
from pipeline.model import Name

from ..small_review import bibcorpus, write_review
from .tagged import (
    ARTICLE,
    BOOK,
    PAPER,
    PLAIN,
    PREPRINT,
    TITLES_TO_FEAR,
    WORKS,
    cleaned_works,
    differing,
    exported,
    read_again,
    taken_in,
    text_of,
)


def lines(work: ExportedWork, options: Options = PLAIN) -> list[str]:
    """The lines of a record."""
    return [line for line in text_of("ris", [work], options).split("\r\n") if line]


def tagged(work: ExportedWork, tag: str, options: Options = PLAIN) -> list[str]:
    """The values of a tag."""
    return [line[6:] for line in lines(work, options) if line.startswith(f"{tag}  - ")]


def test_a_record_is_as_the_programs_expect_it():
    """Type first, end mark last, two blanks before the hyphen, CR LF, no byte-order mark: rispy needs each of them."""
    text = text_of("ris", [PAPER])
    assert text.startswith("TY  - CONF\r\n")
    assert text.endswith("\r\nER  - \r\n\r\n")
    assert "\n" not in text.replace("\r\n", "")


def test_the_key_stands_where_programs_keep_one():
    """ID is RIS's own; Zotero drops it, and takes a citation key from its field Extra, which it fills from M2."""
    assert tagged(ARTICLE, "ID") == [ARTICLE.key]
    assert tagged(ARTICLE, "M2") == [f"Citation Key: {ARTICLE.key}"]


def test_numbers_stand_where_programs_look_for_them():
    """EndNote and Covidence have the PMID as accession number; a DOI is bare."""
    assert tagged(ARTICLE, "AN") == ["12345678"]
    assert tagged(ARTICLE, "DO") == ["10.1000/(sici)1<1::aid>2.0.co;2-k"]
    assert tagged(ARTICLE, "C2") == ["PMC123456"]
    assert tagged(ARTICLE, "SN") == ["1234-5679, 2049-3630"]


def test_the_title_of_the_work_leads_and_the_translation_has_its_own_tag():
    """TT is 'translated title'."""
    assert tagged(ARTICLE, "TI") == ["Балинтовские группы в России"]
    assert tagged(ARTICLE, "TT") == ["Balint groups in Russia"]


def test_a_translation_whose_original_nobody_knows_stands_in_brackets():
    """As the NLM has it: the brackets tell that the work bears another title."""
    work = exported(title="Groups in Poland", title_language="en", languages=("pl",))
    assert tagged(work, "TI") == ["[Groups in Poland]"]


def test_a_group_ends_in_a_comma_and_a_person_doesnt():
    """Without the comma, EndNote makes 'Organization, W. H.' of the World Health Organization."""
    people = (Name(literal="World Health Organization"), Name(family="van der Berg", given="Jan", suffix="Jr"))
    assert tagged(exported(authors=people), "AU") == ["World Health Organization,", "van der Berg, Jan, Jr"]


def test_a_partial_date_says_what_is_known():
    """'2015/03/' is March 2015 in RIS; a mere year stands in PY alone."""
    assert (tagged(ARTICLE, "PY"), tagged(ARTICLE, "DA")) == (["2015"], ["2015/03/"])
    assert tagged(exported(year=1957), "DA") == []


def test_pages_are_two_tags_and_an_article_number_takes_their_place():
    """Zotero and Rayyan know no tag for article numbers."""
    assert (tagged(ARTICLE, "SP"), tagged(ARTICLE, "EP")) == (["12"], ["15"])
    assert (tagged(PREPRINT, "SP"), tagged(PREPRINT, "C7")) == (["21254321"], ["21254321"])


def test_the_proceedings_and_the_conference_are_not_taken_for_each_other():
    """C3 and T2, as EndNote and Zotero have them."""
    assert tagged(PAPER, "C3") == ["Proceedings of the 14th congress"]
    assert tagged(PAPER, "T2") == ["14th Balint Congress"]


def test_an_article_gives_no_type_that_zotero_would_take_for_a_doi():
    """Zotero takes M3 of an article for its DOI, as old versions of EndNote wrote it there."""
    assert tagged(ARTICLE, "M3") == []
    assert tagged(PREPRINT, "M3") == ["preprint"]


def test_a_retracted_work_says_so_in_a_note():
    """RIS has no tag for it, and whoever screens must see it."""
    work = replace(exported(type="article"), retracted=True)
    assert tagged(work, "N1") == ["This work has been retracted."]
    (again,) = taken_in("ris", text_of("ris", [work]), [work])
    assert again.retracted


def test_tags_stand_behind_the_keywords_where_they_are_wanted():
    """Each once, though the author may have said the same."""
    work = replace(exported(keywords=("burnout",)), tags=("class:empirical", "topic:burnout"))
    assert tagged(work, "KW") == ["burnout"]
    assert tagged(work, "KW", Options(tags=True)) == ["burnout", "class:empirical", "topic:burnout"]


def test_a_keyword_with_a_semicolon_stays_one():
    """Zotero and Rayyan part keywords at semicolons."""
    assert tagged(exported(keywords=("general practice; Russia",)), "KW") == ["general practice, Russia"]


@pytest.mark.parametrize(
    ("program", "label"),
    [
        ("rayyan", 'RAYYAN-INCLUSION: {"bibcorpus"=>"Excluded"} | RAYYAN-EXCLUSION-REASONS: no study; alas'),
        ("asreview", "ASReview_irrelevant"),
        ("covidence", "Exclusion reason: no study, alas;"),
    ],
)
def test_what_was_decided_is_said_in_the_words_of_the_program(program: str, label: str):
    """A note of its own, so that ASReview can take it out again; without `labels` nothing is said."""
    work = replace(exported(), status="excluded", status_reason="no study, alas")
    assert tagged(work, "N1", Options(labels=program))[0] == label
    assert tagged(work, "N1") == []


def test_a_label_is_no_note_of_the_work_when_the_file_is_taken_in():
    """It says something of a review, and nothing of the publication."""
    work = replace(exported(note="mine"), status="included")
    (again,) = taken_in("ris", text_of("ris", [work], Options(labels="asreview")), [work])
    assert again.work.note == "mine"


def test_export_and_import_and_export_give_the_same_bytes():
    """All types, two scripts, groups, retraction, partial dates, proceedings."""
    text = text_of("ris", WORKS)
    assert text_of("ris", taken_in("ris", text, WORKS)) == text


def test_what_comes_back_otherwise_is_what_the_docs_say():
    """Headings become keywords; types of articles and the language of a title with an original are not written."""
    again = taken_in("ris", text_of("ris", WORKS), WORKS)
    lost = Counter(name for names in differing(WORKS, again).values() for name in names)
    assert lost.keys() == {"headings", "keywords", "pages", "publication_types", "title_language"}


@settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(cleaned_works())
def test_any_work_that_cleaning_makes_is_written_again_as_it_was(work: ExportedWork):
    """Also where its address, note or type would make a reader think that a database wrote it."""
    text = text_of("ris", [work])
    assert text_of("ris", taken_in("ris", text, [work])) == text


def test_titles_that_other_programs_would_run_are_plain_text():
    """Formulas, TeX commands, HTML, and lines that look like tags."""
    works = [exported(f"k{place}", title=title) for place, title in enumerate(TITLES_TO_FEAR)]
    text = text_of("ris", works)
    assert [record["title"] for record in rispy.loads(text)] == list(TITLES_TO_FEAR)
    assert [found.fields["title"] for found in read_again("ris", text)] == [[title] for title in TITLES_TO_FEAR]


def test_rispy_reads_the_same_works_with_the_same_fields():
    """What ASReview reads RIS with."""
    records = rispy.loads(text_of("ris", WORKS))
    assert [record["id"] for record in records] == [work.key for work in WORKS]
    first = records[0]
    assert first["authors"] == ["Иванов, И. И.", "Северные практики,"]
    assert (first["doi"], first["year"], first["volume"]) == (ARTICLE.work.doi, "2015", "3")
    assert (first["start_page"], first["end_page"]) == ("12", "15")
    assert first["abstract"] == ARTICLE.work.abstract
    assert [record.get("title") for record in records[1:3]] == [BOOK.work.title, "Patients"]


def test_the_command_writes_bytes_that_rispy_reads(tmp_path: Path):
    """A byte-order mark would cost rispy, and so ASReview, the first record."""
    review = write_review(tmp_path)
    assert bibcorpus(review, "run").code == 0
    told = bibcorpus(review, "export", "ris", "--labels", "asreview", "--out", tmp_path / "all.ris")
    assert (told.code, told.err.strip()) == (0, f"{tmp_path / 'all.ris'}: 3 works")
    records = rispy.loads((tmp_path / "all.ris").read_bytes().decode("utf-8"))
    assert sorted(record["notes"][0] for record in records if "notes" in record)[-1].startswith("ASReview_")
    assert len(records) == 3
