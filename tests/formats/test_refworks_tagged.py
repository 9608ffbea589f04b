"""RefWorks tagged: RT opens a record, lines go on without an indent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import refworks_tagged, wos
from pipeline.model import Found, Reject, Unread

from .reading import Reading, text_of

READ = Reading(refworks_tagged)
segments, records = READ.segments, READ.records


def test_each_tag_finds_its_field():
    """A chapter in its book, editors in A2, an ISBN in SN, first and last page joined."""
    chapter, article = records(text_of("refworks_section_and_article.txt"))
    assert chapter.fields == {
        "type": ["chapter"],
        "title": ["A chapter on supervision"],
        "authors": ["Doe,Jane", "Roe,Richard"],
        "editors": ["Poe,Edgar"],
        "name_form": ["family-comma-given"],
        "container": ["The book of supervision"],
        "year": ["2002"],
        "pages": ["101-123"],
        "isbn": ["0727912771 (paperback)"],
        "publisher": ["The Press"],
        "place": ["Bern"],
        "keywords": ["Supervision", "General practice"],
        "abstract": ["A first line of the abstract that goes on without an indent."],
        "language": ["English"],
        "accession": ["2002-00714-006"],
    }
    assert chapter.extra == {"SR": ["Electronic(1)"], "ID": ["206"]}
    assert article.fields["type"] == ["article"]


def test_cnki_puts_all_people_and_pages_into_one_line():
    """Semicolons part authors and keywords; OP has the whole range."""
    _, article = records(text_of("refworks_section_and_article.txt"))
    assert article.fields["authors"] == ["王小明", "李四"]
    assert article.fields["name_form"] == ["free"]
    assert article.fields["keywords"] == ["平衡小组", "全科医生"]
    assert article.fields["pages"] == ["10-15+20"]
    assert article.fields["date"] == ["2015-03-01"]
    assert article.fields["doi"] == ["10.1000/rw.2"]
    assert refworks_tagged.database(text_of("refworks_section_and_article.txt")) == "CNKI"


def test_two_capitals_in_an_abstract_are_no_tag():
    """Only the format's own names are tags: 'MD students' goes on with the abstract, 'IN' is none."""
    (found,) = records("RT Book, Whole\nT1 A\nAB Of all\nIN patients\nOK then\nYR 2001\n")
    assert found.fields["abstract"] == ["Of all IN patients OK then"]


def test_a_second_title_is_a_series_of_a_book_and_unclear_in_a_journal():
    """What is unclear stays under its tag."""
    (book,) = records("RT Book, Whole\nT1 A\nT2 Second\n")
    (article,) = records("RT Journal Article\nT1 A\nT2 Second\nJF J Ex\n")
    assert book.fields["series"] == ["Second"]
    assert article.extra["T2"] == ["Second"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_an_end_mark_is_allowed_and_blank_lines_are_not_needed(end: str):
    """Some write 'ER' and a blank, most nothing."""
    text = "RT Book, Whole\nT1 A\nER \n \nRT Book, Whole\nT1 B\nRT Book, Whole\nT1 C".replace("\n", end)
    assert [one.fields["title"] for one in records(text)] == [["A"], ["B"], ["C"]]


def test_text_before_the_first_record_is_shown():
    """A heading is no record, and not silently dropped."""
    first, second = segments("My references\nRT Book, Whole\nT1 A\n")
    assert isinstance(first, Unread)
    assert not first.expected
    assert isinstance(second, Found)


@pytest.mark.parametrize(("last", "cut"), [("RT Journal Article\nA1 Do", True), ("RT Book, Whole\nT1 B\nAB", True)])
def test_a_cut_off_record_is_known_where_it_shows(last: str, cut: bool):
    """No title yet, or half a tag, and no line end."""
    *_, found = segments("RT Book, Whole\nT1 A\n\n" + last)
    assert isinstance(found, Reject)
    assert found.truncated is cut


def test_an_empty_record_is_set_aside():
    """Type and number say nothing of a work."""
    first, _ = segments("RT Book, Whole\nID 2\nRT Book, Whole\nT1 A\n")
    assert isinstance(first, Reject)


def test_it_is_not_taken_for_web_of_science():
    """Both write two letters and a blank."""
    assert refworks_tagged.sniff("RT Journal Article\nSR Electronic\nT1 A\n") == 3
    assert refworks_tagged.sniff("RT Journal Article\nA1 Doe, J\nJF J Ex\n") == 2
    assert refworks_tagged.sniff("PT J\nAU Doe, J\nTI A\nER\n") == 0
    assert wos.sniff("RT Journal Article\nSR Electronic\nT1 A\n") == 0


@given(
    st.lists(
        st.sampled_from(
            [
                "RT Book, Whole",
                "T1 A",
                "A1 Doe,J",
                "SP 1",
                "SP 2",
                "OP 3",
                "FD May",
                "SN 1",
                "more",
                "",
                "\ufeffRT Thesis",
                "ER",
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


def test_the_translators_stand_in_a4_and_the_day_of_the_last_look_in_rd():
    """Of a paper at a conference, A4 may be anybody."""
    (book,) = records("RT Book, Whole\nA1 Doe,Jane\nT1 A book\nA4 Roe,Richard\nRD 2015/03/05\n")
    assert (book.fields["translators"], book.fields["accessed"]) == (["Roe,Richard"], ["2015/03/05"])
    (paper,) = records("RT Conference Proceedings\nT1 A paper\nA4 Roe,Richard\n")
    assert paper.extra["A4"] == ["Roe,Richard"]
