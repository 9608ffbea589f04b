"""EndNote tagged: %0 may be missing, blank lines may be inside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import bibtex, endnote_enw
from pipeline.model import Reject

from .reading import Reading, text_of

READ = Reading(endnote_enw)
segments, records = READ.segments, READ.records


def test_each_tag_finds_its_field():
    """Keywords one a line or with semicolons, blank lines inside the abstract, a day without a year."""
    article, chapter = records(text_of("endnote_scholar_and_cnki.enw"))
    assert article.fields == {
        "type": ["article"],
        "title": ["Reviewing in pairs: a trial"],
        "authors": ["Doe, Jane", "Müller, Jörg"],
        "name_form": ["family-comma-given"],
        "container": ["Journal of Examples"],
        "volume": ["12"],
        "issue": ["3"],
        "pages": ["283-298"],
        "issn": ["1234-5679"],
        "year": ["2014"],
        "date": ["2014 November 3"],
        "doi": ["10.1000/enw.1"],
        "abstract": ["First paragraph. Second paragraph of the abstract."],
        "keywords": ["reviewing", "pairs", "burnout"],
        "url": ["https://example.org/1"],
        "language": ["eng"],
    }
    assert article.extra == {"%F": ["doe2014"]}
    assert chapter.fields["type"] == ["chapter"]
    assert chapter.fields["container"] == ["The book"]
    assert chapter.fields["editors"] == ["Poe, Edgar"]
    assert chapter.fields["isbn"] == ["9783161484100"]
    assert chapter.fields["accession"] == ["12345"]
    assert "pmid" not in chapter.fields


def test_a_record_may_begin_with_its_title():
    """AIS eLibrary writes %T first and leaves %0 out of tables of contents: blank lines part the records."""
    found = records(text_of("endnote_ais_without_type.txt"))
    assert [one.fields["title"][0] for one in found] == [
        "A title before its type",
        "Table of Contents",
        "A title without people",
    ]
    assert found[0].fields["type"] == ["article"]
    assert found[0].fields["container"] == ["Communications of the Examples"]
    assert found[0].fields["date"] == ["September  1, 2021"]
    assert found[1].fields["type"] == ["other"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_records_need_no_blank_line_between_them(end: str):
    """%0 a second time opens a record; so does a byte-order mark before it."""
    text = "%0 Book\n%T A\n%0 Book\n%T B\n\ufeff%0 Book\n%T C\n".replace("\n", end)
    assert [one.fields["title"] for one in records(text)] == [["A"], ["B"], ["C"]]


def test_two_files_of_different_habits_may_stand_in_one():
    """After a record that began with %0, a blank line and a second title open another."""
    found = records("%0 Book\n%T A\n\n%T B\n%D 2001\n\n%0 Book\n%T C\n")
    assert [one.fields["title"] for one in found] == [["A"], ["B"], ["C"]]


def test_a_per_cent_sign_in_an_abstract_is_no_tag():
    """'% of patients' at the start of a folded line."""
    (found,) = records("%0 Book\n%T A\n%X About 12\n% of patients\n%a lower-case letter\n%D 2001\n")
    assert found.fields["abstract"] == ["About 12 % of patients %a lower-case letter"]


def test_an_empty_type_is_none_and_the_type_may_come_later():
    """AIS writes the type after the title; an empty tag is like one that is missing."""
    (found,) = records("%0\n%T Balint groups\n%A Doe, J.\n%0 Journal Article\n%D 2001\n")
    assert (found.fields["type"], found.fields["title"]) == (["article"], ["Balint groups"])
    assert len(records("%0 Book\n%T A\n%0\n%T B\n")) == 2


def test_a_record_of_a_type_alone_is_counted_and_told():
    """The database counts it; what is missing, a person should see."""
    first, second = records("%0 Book\n%0 Book\n%T A\n")
    assert (first.fields, first.warnings) == ({"type": ["book"]}, ("a record with nothing in it but its type",))
    assert second.warnings == ()


def test_a_pubmed_number_is_one_only_where_pubmed_gave_it():
    """%M is the number of whatever database the record is from."""
    (theirs,) = records("%0 Journal Article\n%T A\n%M 12345678\n%W NLM\n")
    (others,) = records("%0 Journal Article\n%T A\n%M 12345678\n%W ERIC\n")
    assert theirs.fields["pmid"] == ["12345678"]
    assert "pmid" not in others.fields


@pytest.mark.parametrize(
    ("kind", "field"),
    [("Book", "series"), ("Thesis", None), ("Conference Paper", "container"), ("Patent", "container")],
)
def test_what_the_secondary_title_is_depends_on_the_type(kind: str, field: str | None):
    """A book's series, a paper's proceedings, a thesis's department; unknown types keep their word."""
    (found,) = records(f"%0 {kind}\n%T A\n%B Second\n")
    assert found.fields.get(field or "container") == (["Second"] if field else None)
    assert ("%0" in found.extra) is (kind == "Patent")
    assert ("%B" in found.extra) is (kind == "Thesis")


def test_half_a_tag_at_the_end_is_a_broken_download():
    """There is no end mark, but a per cent sign alone is no line."""
    *_, last = segments("%0 Book\n%T A\n\n%0 Book\n%T B\n%")
    assert isinstance(last, Reject)
    assert last.truncated


def test_it_is_not_taken_for_bibtex_or_its_comments():
    """Both know per cent signs at the margin."""
    assert endnote_enw.sniff("\ufeff%0 Journal Article\n%T A\n") == 3
    assert endnote_enw.sniff("%T A\n%A Doe, Jane\n") == 2
    assert endnote_enw.sniff("% Encoding: UTF-8\n@article{a, title={A}}\n") == 0
    assert endnote_enw.sniff("A plain text.\n5 %T\n") == 0
    assert bibtex.sniff("%0 Journal Article\n%T A\n") == 0


def test_the_database_is_told_where_it_shows():
    """By addresses and names; Google Scholar leaves no trace."""
    assert endnote_enw.database(text_of("endnote_ais_without_type.txt")) == "AIS eLibrary"
    assert endnote_enw.database("%0 Journal Article\n%W CNKI\n") == "CNKI"
    assert endnote_enw.database("%0 Journal Article\n") is None


@given(
    st.lists(
        st.sampled_from(
            [
                "%0 Book",
                "%0",
                "%T A",
                "%A Doe, J",
                "%X b",
                "more",
                "",
                "%D 2001",
                "%8 May",
                "\ufeff%0 Thesis",
                "%@ 1",
                "%",
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


def test_subsidiary_authors_of_a_book_are_its_translators():
    """Those of a congress are its sponsors. %[ is the day on which somebody looked."""
    (book,) = records("%0 Book\n%A Doe, J\n%T A book\n%? Roe, R\n%[ March 5, 2015\n")
    assert (book.fields["translators"], book.fields["accessed"]) == (["Roe, R"], ["March 5, 2015"])
    (paper,) = records("%0 Conference Proceedings\n%A Doe, J\n%T A paper\n%? Sponsor\n")
    assert paper.extra["%?"] == ["Sponsor"]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("%K talk, groups, nurses\n", ["talk", "groups", "nurses"]),
        ("%K Receptors, Cell Surface\n", ["Receptors, Cell Surface"]),
        ("%K Receptors, Cell Surface\nEarly, Late, and Never\n", ["Receptors, Cell Surface", "Early, Late, and Never"]),
        ("%K a, b, c; d\n", ["a, b, c", "d"]),
    ],
)
def test_commas_part_keywords_only_where_they_make_a_list(written: str, words: list[str]):
    """ACM and AIS have all keywords in one line; a heading turned round has one comma, and a line of its own."""
    (found,) = records(f"%0 Journal Article\n%T A\n{written}")
    assert found.fields["keywords"] == words


def test_cnki_once_had_all_authors_in_one_line():
    """Three people, not one with two per cent signs in the name."""
    (found,) = records("%0 Journal Article\n%A 蔺卿 %A 罗格平 %A 陈曦\n%T A\n%W CNKI\n")
    assert found.fields["authors"] == ["蔺卿", "罗格平", "陈曦"]


@pytest.mark.parametrize(
    ("written", "pages", "number"),
    [("Article 141", None, ["141"]), ("Article No. e12", None, ["e12"]), ("15–22", ["15–22"], None)],
)
def test_the_number_of_an_article_is_no_page(written: str, pages: list[str] | None, number: list[str] | None):
    """So ACM tells where an article stands that has no pages in its issue."""
    (found,) = records(f"%0 Journal Article\n%T A\n%P {written}\n")
    assert (found.fields.get("pages"), found.fields.get("article_number")) == (pages, number)


@pytest.mark.parametrize(
    ("link", "number"), [("WOS:000505030300000", "WOS:000505030300000"), ("000265712100006", "WOS:000265712100006")]
)
def test_a_link_into_web_of_science_is_a_number_and_no_address(link: str, number: str):
    """EndNote writes it for records that it has from there; nobody else can follow it."""
    (found,) = records(f"%0 Journal Article\n%T A\n%U <Go to ISI>://{link}\n%U https://example.org/1\n")
    assert found.fields["accession"] == [number]
    assert found.fields["url"] == ["https://example.org/1"]
    assert found.extra["%U"] == [f"<Go to ISI>://{link}"]


def test_a_number_of_its_own_goes_before_that_of_a_link():
    (found,) = records("%0 Journal Article\n%T A\n%M 12345\n%U <Go to ISI>://WOS:000505030300000\n")
    assert found.fields["accession"] == ["12345"]
