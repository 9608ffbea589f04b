"""Citavi: references that name their people, journals and books by numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import citavi, detect
from pipeline.formats._citavi_fields import SKIPPED
from pipeline.model import Found, Reject, Unread

from .reading import Reading

PROJECT = (Path(__file__).parent / "fixtures" / "citavi_project.xml").read_text(encoding="utf-8")


READ = Reading(citavi)
segments, records = READ.segments, READ.records


ARTICLE, CHAPTER, BOOK, THESIS, RELEASE = records(PROJECT)


def test_an_article_has_its_people_journal_and_keywords():
    """They stand in lists of their own; who wrote what, behind the references."""
    assert ARTICLE.fields == {
        "type": ["article"],
        "title": ["Supervision & groups: A trial", "Supervision und Gruppen"],
        "title_translated": ["Супервизия и группы"],
        "authors": ["van der Berg, Jan Pieter", "Doe, Jane, Jr."],
        "name_form": ["family-comma-given"],
        "container": ["Journal of Examples"],
        "container_short": ["J Ex"],
        "issn": ["1234-5678"],
        "volume": ["12"],
        "issue": ["3"],
        "pages": ["283-298"],
        "date": ["2014"],
        "year": ["2014"],
        "doi": ["10.1000/own.1"],
        "pmid": ["10000001"],
        "url": ["http://example.org/1"],
        "language": ["eng"],
        "abstract": ["An abstract."],
        "keywords": ["Burnout", "Supervision & care"],
        "note": ["A note"],
        "accession": ["r1"],
    }
    assert ARTICLE.extra["ReferenceCollaborators"] == ["Europol"]
    assert ARTICLE.extra["ShortTitle"] == ["Berg, Doe 2014"]
    assert not ARTICLE.extra.keys() & SKIPPED.keys()


def test_a_chapter_has_what_its_book_says():
    """Title, editors, publisher, place, ISBN and year; but never its DOI, or all chapters would be one work."""
    assert CHAPTER.fields == {
        "type": ["chapter"],
        "title": ["Does it help? A chapter"],
        "authors": ["Doe, Jane, Jr."],
        "editors": ["van der Berg, Jan Pieter"],
        "name_form": ["family-comma-given"],
        "container": ["The book"],
        "series": ["Eine Reihe"],
        "publisher": ["Beispielverlag"],
        "place": ["Berlin"],
        "isbn": ["9783161484100"],
        "date": ["2016"],
        "year": ["2016"],
        "accession": ["r2"],
    }


def test_the_number_of_a_book_is_no_issue():
    """It is its number in the series."""
    assert "issue" not in BOOK.fields
    assert BOOK.extra["Number"] == ["7"]
    assert BOOK.extra["CallNumber"] == ["YK.2017"]
    assert BOOK.fields["editors"] == ["van der Berg, Jan Pieter"]


def test_the_school_of_a_thesis_is_its_publisher():
    """A DOI may stand in the list of locations alone."""
    assert THESIS.fields["publisher"] == ["Universität Beispielstadt"]
    assert THESIS.fields["doi"] == ["10.1000/thesis"]
    assert THESIS.fields["date"] == ["May 2013"]
    assert THESIS.fields["year"] == ["2013"]


def test_a_body_is_the_author_where_no_person_is():
    """A press release of an office; what it is quoted with is not its own."""
    assert RELEASE.fields["type"] == ["other"]
    assert RELEASE.fields["group_authors"] == ["Europol"]
    assert "doi" not in RELEASE.fields


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("ConferenceProceedings", "conference-paper"), ("SpecialIssue", "article"), ("BookEdited", "chapter")],
)
def test_what_a_contribution_is_its_whole_tells(kind: str, expected: str):
    """Citavi calls papers, articles of special issues, and chapters all 'Contribution'."""
    assert records(PROJECT.replace("BookEdited", kind))[1].fields["type"] == [expected]


def test_an_article_of_a_special_issue_stands_in_the_journal():
    """The issue's own title is kept aside."""
    text = PROJECT.replace("<SeriesTitleID>s1</SeriesTitleID>", "<PeriodicalID>j1</PeriodicalID>")
    found = records(text.replace("BookEdited", "SpecialIssue"))[1]
    assert found.fields["container"] == ["Journal of Examples"]
    assert found.fields["issue"] == ["7"]
    assert found.extra["ReferenceReferences"] == ["The book"]


def test_the_rest_of_the_project_is_no_record():
    """Quotations and lists are expected, and counted nowhere."""
    assert all(segment.expected for segment in segments(PROJECT) if isinstance(segment, Unread))
    assert not [segment for segment in segments(PROJECT) if isinstance(segment, Reject)]


def test_an_abstract_in_rtf_alone_is_said():
    """It is kept, and nobody believes that there is none."""
    found = records(PROJECT.replace("<Abstract>An abstract.</Abstract>", ""))[0]
    assert "abstract" not in found.fields
    assert found.extra["AbstractFormatted"] == ["{\\rtf1 An abstract.}"]
    assert found.warnings


def test_one_bad_reference_costs_only_itself():
    """So does a bad person: the reference only loses the name."""
    text = PROJECT.replace("<Title>A thesis</Title>", "<Title>A thesis</Tit>")
    assert [found.fields["accession"] for found in records(text)] == [["r1"], ["r2"], ["r3"], ["r5"]]
    text = PROJECT.replace("<LastName>Doe</LastName>", "<LastName>Doe</Last>")
    assert records(text)[0].fields["authors"] == ["van der Berg, Jan Pieter"]


def test_a_project_that_breaks_off_has_no_people_and_says_so():
    """The links stand at the end: without them every reference would look as if nobody had written it."""
    cut = PROJECT[: PROJECT.index("<ReferenceAuthors>")]
    *found, last = segments(cut)
    assert isinstance(last, Reject)
    assert last.truncated
    assert all(record.warnings for record in found if isinstance(record, Found))
    *_, last = segments(PROJECT[: PROJECT.index("<Date>May")])
    assert isinstance(last, Reject)
    assert last.truncated


def test_nothing_is_expanded_or_fetched():
    """The document type definition is never read."""
    dtd = '<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY bomb "&a;&a;"><!ENTITY file SYSTEM "file:///etc/hostname">]>'
    for entity in ("&bomb;", "&file;"):
        text = PROJECT.replace("<CitaviEx", dtd + "<CitaviEx", 1).replace("A thesis", entity)
        assert [found.fields["accession"] for found in records(text)] == [["r1"], ["r2"], ["r3"], ["r5"]]


def test_the_format_is_known_by_its_root():
    """Text that speaks of it is not."""
    fmt = detect(PROJECT)
    assert fmt is not None
    assert fmt.NAME == "citavi"
    assert citavi.sniff("A file of <CitaviExchangeData>") == 0


@given(
    st.lists(
        st.sampled_from(
            [
                "<CitaviExchangeData>",
                "</CitaviExchangeData>",
                '<Reference id="r">',
                "</Reference>",
                "<Reference/>",
                '<Person id="p">',
                "</Person>",
                "<Title>A</Title>",
                "<ReferenceAuthors>",
                "<OnetoN>r;p</OnetoN>",
                "&x;",
                "<ReferenceReferences>",
                "<OnetoN>r;r</OnetoN>",
                "<OnetoN></OnetoN>",
                "<!--",
                "-->",
                "\r\n",
                "\x00",
                "<PageRange><os>1</os></PageRange>",
                "<ReferenceType>Contribution</ReferenceType>",
                "\ufeff",
            ]
        ),
        max_size=16,
    ),
    st.text(max_size=20),
)
def test_whatever_the_text_nothing_is_lost(parts: list[str], other: str):
    """The joined raw texts are the file (asserted in `segments`)."""
    segments("".join(parts) + other)


def test_the_day_of_the_last_look_is_the_access_date():
    """Citavi asks for it beside the address."""
    looked = "<Abstract>An abstract.</Abstract><AccessDate>05.03.2015</AccessDate>"
    found = records(PROJECT.replace("<Abstract>An abstract.</Abstract>", looked))[0]
    assert found.fields["accessed"] == ["05.03.2015"]
