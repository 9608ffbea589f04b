"""EndNote XML exports: as EndNote and Zotero read them, and as we read them again."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from pipeline.exports import ExportedWork, Options
from pipeline.model import Name

from .tagged import (
    ARTICLE,
    BOOK,
    OTHERS,
    PAPER,
    PLAIN,
    PREPRINT,
    TITLES_TO_FEAR,
    WORKS,
    cleaned_works,
    differing,
    exported,
    taken_in,
    text_of,
)


def parsed(work: ExportedWork, options: Options = PLAIN) -> ET.Element:
    """The <record> of a work."""
    (record,) = ET.fromstring(text_of("endnote-xml", [work], options).encode()).iter("record")
    return record


def values(work: ExportedWork, path: str, options: Options = PLAIN) -> list[str | None]:
    """The texts at a place of the record."""
    return [element.text for element in parsed(work, options).findall(path)]


@pytest.mark.parametrize(
    ("work", "name", "number"),
    [
        (ARTICLE, "Journal Article", "17"),
        (PAPER, "Conference Proceedings", "10"),
        (PREPRINT, "Unpublished Work", "34"),
        (OTHERS[0], "Edited Book", "28"),
        (OTHERS[1], "Thesis", "32"),
        (OTHERS[5], "Generic", "13"),
    ],
)
def test_the_reference_type_has_endnotes_own_name_and_number(work: ExportedWork, name: str, number: str):
    """Zotero goes by the name, EndNote by both; other programs count otherwise."""
    kind = parsed(work).find("ref-type")
    assert kind is not None
    assert (kind.get("name"), kind.text) == (name, number)


def test_the_key_and_the_numbers_have_their_own_fields():
    """EndNote's Label is free for the key; its Accession Number is where PubMed's own export has the PMID."""
    assert values(ARTICLE, "label") == [ARTICLE.key]
    assert values(ARTICLE, "accession-num") == ["12345678"]
    assert values(ARTICLE, "electronic-resource-num") == [ARTICLE.work.doi]
    assert values(ARTICLE, "custom2") == ["PMC123456"]


def test_several_numbers_stand_in_one_element():
    """EndNote has one field for them and writes a carriage return between, as '&#xD;': a bare one would get lost."""
    assert "<isbn>1234-5679&#xD;2049-3630</isbn>" in text_of("endnote-xml", [ARTICLE])
    assert values(ARTICLE, "isbn") == ["1234-5679\r2049-3630"]


def test_a_group_is_a_name_that_ends_in_a_comma():
    """Else EndNote parts it into given and family name."""
    assert values(exported(authors=(Name(literal="Balint Society"),)), "contributors/authors/author") == [
        "Balint Society,"
    ]


def test_a_book_with_editors_alone_is_an_edited_book():
    """There EndNote has the editors where other types have authors."""
    edited = exported(type="book", editors=(Name(family="Balint", given="Enid"),))
    assert values(edited, "contributors/authors/author") == ["Balint, Enid"]
    assert values(BOOK, "contributors/tertiary-authors/author") == ["Balint, Enid"]


def test_both_titles_are_there():
    """The title of the work, and its translation."""
    assert values(ARTICLE, "titles/title") == ["Балинтовские группы в России"]
    assert values(ARTICLE, "titles/translated-title") == ["Balint groups in Russia"]


def test_a_partial_date_stands_beside_the_year():
    """'Mar' and '2015'; EndNote's Date has no year in it."""
    assert values(ARTICLE, "dates/year") == ["2015"]
    assert values(ARTICLE, "dates/pub-dates/date") == ["Mar"]
    assert values(PAPER, "dates/pub-dates/date") == ["Jun 4"]


@pytest.mark.parametrize(
    ("title", "there"),
    [
        ("before\x0cafter", "before after"),
        ("in\x02side", "inside"),
        ("half \ud800 a letter", "half a letter"),
        ("a tree: \U0001f333", "a tree: \U0001f333"),
    ],
)
def test_what_xml_can_not_hold_is_left_out_and_words_stay_apart(title: str, there: str):
    """One control character makes the whole file unreadable for every program; XML 1.0, production 2."""
    assert values(exported(title=title), "titles/title") == [there]


def test_retraction_and_decisions_are_said_in_the_notes():
    """Each in a line of its own."""
    work = replace(exported(note="mine"), retracted=True, status="excluded")
    (notes,) = values(work, "notes", Options(labels="asreview"))
    assert notes is not None
    assert notes.split("\r")[:3] == ["mine", "This work has been retracted.", "ASReview_irrelevant"]
    assert taken_in("endnote-xml", text_of("endnote-xml", [work]), [work])[0].work.note == "mine"


def test_the_file_is_one_document_with_one_record_a_work():
    """And for no works at all an empty one."""
    root = ET.fromstring(text_of("endnote-xml", WORKS).encode())
    assert [record.findtext("label") for record in root.iter("record")] == [work.key for work in WORKS]
    assert list(ET.fromstring(text_of("endnote-xml", []).encode()).iter("record")) == []


def test_titles_that_other_programs_would_run_are_plain_text():
    """Nothing becomes an element, an entity or the end of a section."""
    works = [exported(f"k{place}", title=title) for place, title in enumerate(TITLES_TO_FEAR)]
    root = ET.fromstring(text_of("endnote-xml", works).encode())
    assert [title.text for title in root.iter("title")] == list(TITLES_TO_FEAR)


def test_export_and_import_and_export_give_the_same_bytes():
    """All types, two scripts, groups, retraction, partial dates, proceedings."""
    text = text_of("endnote-xml", WORKS)
    assert text_of("endnote-xml", taken_in("endnote-xml", text, WORKS)) == text


def test_what_comes_back_otherwise_is_what_the_docs_say():
    """Headings become keywords; a preprint gets its type, and its number as pages."""
    again = taken_in("endnote-xml", text_of("endnote-xml", WORKS), WORKS)
    lost = Counter(name for names in differing(WORKS, again).values() for name in names)
    assert lost.keys() == {"headings", "keywords", "pages", "publication_types", "title_language"}


@settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(cleaned_works())
def test_any_work_that_cleaning_makes_is_written_again_as_it_was(work: ExportedWork):
    """What EndNote has no field for, our own note gives back."""
    text = text_of("endnote-xml", [work])
    assert text_of("endnote-xml", taken_in("endnote-xml", text, [work])) == text


def test_every_record_has_a_number_that_is_its_citekey():
    """pandoc cites the records of EndNote XML by it; without it all have the same empty id."""
    assert [values(work, "rec-number") for work in (ARTICLE, BOOK)] == [[ARTICLE.key], [BOOK.key]]
