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
from .zotero_rules import items


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
    assert tagged(ARTICLE, "M2")[0] == f"Citation Key: {ARTICLE.key}"


def test_numbers_stand_where_programs_look_for_them():
    """EndNote and Covidence have the PMID as accession number, Zotero as a line of Extra; a DOI is bare."""
    assert tagged(ARTICLE, "AN") == ["12345678"]
    assert tagged(ARTICLE, "M2")[1:] == ["PMID: 12345678", "PMCID: PMC123456"]
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


def test_publication_types_are_in_the_words_of_the_source_and_a_preprint_says_that_it_is_one():
    """RIS has no type for preprints."""
    assert tagged(ARTICLE, "M3") == ["Journal Article", "Review"]
    assert (tagged(PREPRINT, "TY"), tagged(PREPRINT, "M3")) == (["UNPB"], ["preprint"])


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


@pytest.mark.parametrize(
    "fields",
    [
        {"url": "https://www.scopus.com/inward/record.uri?eid=2-s2.0-1", "pmid": "12345678"},
        {"url": "https://www.embase.com/search/results?id=L1", "type": "article", "publication_types": ("Chapter",)},
        {"url": "https://pubmed.ncbi.nlm.nih.gov/23456789/"},
        {"note": "Cited by 3"},
        {"type": "book", "pages": "355 p"},
    ],
)
def test_a_record_of_ours_is_read_as_ours_whatever_its_address_or_note_may_look_like(fields: dict[str, object]):
    """So that a note of ours is needed for few works: each one clutters a reference manager."""
    notes = tagged(exported(**fields), "N1")
    assert [note for note in notes if note.startswith("bibcorpus")] == []


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
    """Headings become keywords, a preprint gets its type and its number as pages; a title's language is not said."""
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


def test_zotero_takes_each_field_for_what_it_is():
    """By the tables of its own translator."""
    article, book, chapter, paper, *others = items(text_of("ris", WORKS))
    assert article == {
        "itemType": "journalArticle",
        "title": "Балинтовские группы в России",
        "creators": [("author", "Иванов", "И. И."), ("author", "Северные практики", ""), ("editor", "Petrov", "P.")],
        "publicationTitle": "Вестник психотерапии",
        "journalAbbreviation": "Вестн психотер",
        "series": "Труды",
        "volume": "3",
        "issue": "3-4",
        "pages": "12-15",
        "date": "2015-03",
        "DOI": ARTICLE.work.doi,
        "ISSN": "1234-5679, 2049-3630",
        "url": ARTICLE.work.url,
        "language": "ru",
        "abstractNote": ARTICLE.work.abstract,
        "tags": [*ARTICLE.work.keywords, *ARTICLE.work.headings],
        "extra": f"Citation Key: {ARTICLE.key}\nPMID: 12345678\nPMCID: PMC123456",
        "archiveLocation": "12345678",
        "libraryCatalog": "bibcorpus",
        "edition": "2014/12/30",
        "notes": article["notes"],
    }
    assert (book["numPages"], book["creators"][1]) == ("355 p", ("editor", "Balint", "Enid"))
    assert book["creators"][2] == ("translator", "Roe", "Richard")
    assert [item["accessDate"] for item in others if "accessDate" in item] == ["2021/03/05", "2019/11/"]
    assert (book["publisher"], book["place"], book["ISBN"]) == ("Pitman", "London", "9780443064609")
    assert (chapter["bookTitle"], chapter["creators"][2]) == ("Psyche and practice", ("editor", "Balint", "Enid"))
    assert (paper["conferenceName"], paper["proceedingsTitle"]) == (
        "14th Balint Congress",
        "Proceedings of the 14th congress",
    )


def test_zotero_has_a_number_for_where_the_article_stands():
    """It knows no article number: SP says it."""
    (item,) = items(text_of("ris", [exported(type="article", container="J", article_number="e12")]))
    assert item["pages"] == "e12"


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
    assert told.code == 0, told.err
    assert f"{tmp_path / 'all.ris'}: 3 works" in told.err
    records = rispy.loads((tmp_path / "all.ris").read_bytes().decode("utf-8"))
    assert sorted(record["notes"][0] for record in records if "notes" in record)[-1].startswith("ASReview_")
    assert len(records) == 3
