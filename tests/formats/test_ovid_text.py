"""Ovid, labelled text: labels at the margin, values below."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import ovid_tagged, ovid_text
from pipeline.model import Found, Reject

from .reading import Reading, text_of

READ = Reading(ovid_text)
segments, records = READ.segments, READ.records


def test_each_label_finds_its_field():
    """People without their marks, the source line cut, cited DOIs left where they are."""
    article, _ = records(text_of("ovid_text_two.txt"))
    assert article.fields == {
        "type": ["article"],
        "title": ["Supervision groups of doctors.[Article]"],
        "authors": ["Doe, Jane", "Roe, Richard"],
        "name_form": ["family-comma-given"],
        "container": ["Journal of Examples"],
        "volume": ["8"],
        "issue": ["6"],
        "pages": ["1048-1064"],
        "year": ["2015"],
        "date": ["September 2015"],
        "abstract": ["First paragraph. Second paragraph."],
        "keywords": ["supervision", "doctors."],
        "language": ["English."],
        "issn": ["1936-0584"],
        "doi": ["10.1002/ex.1563"],
        "accession": ["01445406-201509000-00006"],
    }
    assert article.extra["References"] == ["Poe E. An older work. DOI: 10.1000/cited.1", "Boe E. Another."]
    assert article.extra["Author"] == ["Doe, Jane 1", "Roe, Richard MD *"]
    assert article.extra["Score"] == ["*****"]


def test_medline_parts_people_by_two_blanks():
    """Full names where each author has one; a hyphen stands for nothing; the number is the PMID."""
    _, article = records(text_of("ovid_text_two.txt"))
    assert article.fields["authors"] == ["Doe, Jane", "Roe, Richard A"]
    assert article.extra["Authors"] == ["Doe J", "Roe RA"]
    assert article.fields["pmid"] == ["10000002"]
    assert article.fields["headings"] == ["*Physicians", "Humans"]
    assert "publication_types" not in article.fields


def test_an_editor_is_told_by_the_brackets():
    """'[Ed]' behind the name."""
    (found,) = records("<1>\nAuthor\n  Poe, Edgar [Ed]\nTitle\n  A\n")
    assert found.fields["editors"] == ["Poe, Edgar"]
    assert "authors" not in found.fields


def test_a_chapter_title_leads_and_the_title_is_the_books():
    """Both labels in one record."""
    (found,) = records("<1337>\nTitle\n  The book\n  \nChapter Title\n  Introduction\n")
    assert found.fields["title"] == ["Introduction"]
    assert found.fields["container"] == ["The book"]
    assert found.fields["type"] == ["chapter"]


def test_an_unknown_label_is_kept_under_its_name():
    """Each database has labels of its own."""
    (found,) = records("<1>\nTitle\n  A\nDrug Trade Name\n  Exa\n  Mple\n")
    assert found.extra == {"Drug Trade Name": ["Exa", "Mple"]}


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("Very Long Title. Vol 28(2) April 2015, 103-106.", {"volume": "28", "issue": "2", "pages": "103-106"}),
        ("(2014). The book 58 pp. Bern: The Press.", {"title": "The book", "place": "Bern", "publisher": "The Press"}),
    ],
)
def test_the_source_line_gives_what_no_label_gives(source: str, said: dict[str, str]):
    """Of a book without a title, the title too."""
    kind = "Book" if "Press" in source else "Journal"
    (found,) = records(f"<1>\nPublication Type\n  {kind}\nSource\n  {source}\n")
    assert {name: found.fields[name][0] for name in said} == said


@pytest.mark.parametrize("last", ["<2>\n", "<2>", "<2>\nTitle\n  A\nSour"])
def test_a_cut_off_record_is_known_where_it_shows(last: str):
    """No label yet, or the last one has nothing below it."""
    *_, found = segments("<1>\nTitle\n  A\n\n" + last)
    assert isinstance(found, Reject)
    assert found.truncated


def test_a_number_alone_is_set_aside():
    """And counted."""
    first, second = segments("<1>\n<2>\nTitle\n  A\n")
    assert isinstance(first, Reject)
    assert isinstance(second, Found)


def test_labels_are_not_taken_for_tags():
    """Both of Ovid's formats number their records in angle brackets."""
    text = text_of("ovid_text_two.txt")
    assert ovid_text.sniff(text) == 3
    assert ovid_tagged.sniff(text) == 0
    assert ovid_text.sniff(text_of("ovid_tagged_four_databases.txt")) == 0
    assert ovid_text.sniff("<1>\nSome text\nwithout an indent\n") == 0
    assert ovid_text.database(text) == "Ovid MEDLINE(R)"


@given(
    st.lists(
        st.sampled_from(
            [
                "<1>",
                "Title",
                "  A",
                "Author",
                "  Doe, J [Ed];  Roe, R",
                "Source",
                "  J. 1(2):3, 2001.",
                "Unknown Label",
                " x",
                "text",
                "",
                "Comments",
                "  y",
            ]
        )
        | st.text(max_size=20),
        max_size=14,
    ),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_whatever_the_text_nothing_is_lost(lines: list[str], end: str):
    """Any order of lines, any garbage between: the joined raw texts are the file (asserted in `segments`)."""
    segments(end.join(lines))
