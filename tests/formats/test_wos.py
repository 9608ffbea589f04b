"""Web of Science plain text: strict, but for what its collections and its users do to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import wos
from pipeline.model import Found, Reject, Unread

from .reading import Reading, text_of

segments = Reading(wos).segments


def record(*lines: str) -> Found:
    (found,) = (one for one in segments("\n".join((*lines, "ER\n"))) if isinstance(one, Found))
    return found


@pytest.fixture
def two() -> list[Found]:
    found = segments(text_of("wos_article_and_chapter.txt"))
    assert all(segment.expected for segment in found if isinstance(segment, Unread))
    return [segment for segment in found if isinstance(segment, Found)]


def test_each_tag_finds_its_field(two: list[Found]):
    """AF before AU, the year put to PD, abbreviations beside the title."""
    assert two[0].line == 3
    assert two[0].fields == {
        "type": ["conference-paper"],
        "authors": ["Doe, Jane", "Roe, Richard"],
        "name_form": ["family-comma-given"],
        "title": ["A title that goes on over two lines"],
        "container": ["JOURNAL OF EXAMPLES"],
        "container_short": ["J. Ex.", "J EX"],
        "language": ["English"],
        "publication_types": ["Article", "Proceedings Paper"],
        "keywords": ["burnout", "family practice"],
        "abstract": ["An abstract."],
        "issn": ["1234-5678", "1234-5679"],
        "date": ["2014 AUG 11"],
        "year": ["2014"],
        "volume": ["7"],
        "issue": ["3"],
        "article_number": ["1234"],
        "doi": ["10.1000/wos.1"],
        "pmid": ["10000003"],
        "accession": ["WOS:000000000000001"],
    }


def test_the_doi_of_a_cited_work_or_of_the_book_is_not_the_records(two: list[Found]):
    """A chapter would be joined with its whole book, an article with what it cites."""
    assert "doi" not in two[1].fields
    assert two[1].extra["D2"] == ["10.1000/book"]
    assert two[0].extra["CR"][1].endswith("10.5555/cited.2")
    assert two[0].extra["ID"] == ["MEDICAL STUDENTS"]


def test_a_book_of_another_title_makes_a_chapter(two: list[Found]):
    """PT B says 'in a book' and 'a book' alike."""
    assert two[1].fields["type"] == ["chapter"]
    assert record("PT B", "TI Balint groups.", "SO Balint groups").fields["type"] == ["book"]


def test_fewer_full_names_than_short_ones_lose_nobody():
    """Old records have AF for some."""
    found = record("PT J", "AU Doe, J", "   Roe, R", "AF Doe, Jane", "TI A")
    assert found.fields["authors"] == ["Doe, J", "Roe, R"]
    assert found.extra["AF"] == ["Doe, Jane"]


def test_zoological_record_has_its_own_ways():
    """E-mails behind names, pages in PS, an index of animals in DE, the year in PD."""
    found = record(
        "PT J", "AU Stillman, A. N. (a@example.org) ", "TI Nests", "PD Aug 1 2019", "PY 2019", "PS pp. 126-142",
        "DE Picoides arcticus [Zoology; p. 386].", "UT ZOOREC:ZOOR155",
    )  # fmt: skip
    assert found.fields["authors"] == ["Stillman, A. N."]
    assert found.fields["date"] == ["Aug 1 2019"]
    assert found.fields["pages"] == ["pp. 126-142"]
    assert "keywords" not in found.fields


@pytest.mark.parametrize(
    ("lines", "pages"),
    [
        (["BP 12", "EP 19"], ["12-19"]),
        (["BP S12", "EP S19", "PS S12-19"], ["S12-S19"]),
        (["BP iv", "EP xii"], ["iv-xii"]),
        (["BP 41103-1", "EP 41103-41103-3", "PS 41103-1-3"], ["41103-1-3"]),
        (["BP BRD", "PS 12-19"], ["12-19"]),
        (["BP BRD"], None),
    ],
)
def test_pages_are_those_that_can_be_told(lines: list[str], pages: list[str] | None):
    """Inspec puts article numbers before pages, and gets the last one wrong; FSTA's 'BRD' is no page at all."""
    found = record("PT J", "TI A", *lines)
    assert found.fields.get("pages") == pages
    if "BP BRD" in lines:
        assert found.extra["BP"] == ["BRD"]


def test_a_record_without_its_end_is_whole_in_the_middle_and_cut_off_at_the_end():
    """In the middle the next record shows where it ends."""
    first, _, last = segments("PT J\nTI A\nPT J\nTI B\nER\nPT J\nTI C, cut o")
    assert isinstance(first, Found)
    assert "no end mark" in first.warnings[0]
    assert isinstance(last, Reject)
    assert last.truncated


def test_a_record_without_its_first_line_is_taken_with_a_warning():
    """The damage is one line, not the record."""
    found = segments("FN x\nVR 1.0\nAU Doe, J\nTI A\nPY 2001\nER\n\nEF\n")
    assert [type(segment) for segment in found] == [Unread, Found, Unread]
    last = segments("AU Doe, J\nTI A\nPY 2001\n")[-1]
    assert isinstance(last, Reject)
    assert last.truncated


def test_text_behind_an_end_mark_makes_it_a_tag_like_others():
    """It closes nothing, and what it says is kept."""
    assert record("PT J", "TI A", "ER negative tumours", "PY 2014").extra["ER"] == ["negative tumours"]


def test_what_is_no_record_is_told_apart():
    """A type alone, an end alone, a letter to the reader."""
    empty, end, letter = segments("PT J\nER\nER\nDear colleague\n")
    assert isinstance(empty, Reject)
    assert isinstance(end, Unread)
    assert isinstance(letter, Unread)
    assert not letter.expected


def test_concatenated_exports_are_read_through():
    """EF, a byte-order mark and a new heading stand in the middle."""
    one = "\ufeffFN Clarivate\nVR 1.0\nPT J\nTI A\nUT WOS:1\nER\n\nEF\n"
    found = segments(one + one)
    assert sum(isinstance(segment, Found) for segment in found) == 2
    assert all(segment.expected for segment in found if isinstance(segment, Unread))


def test_it_is_known_by_its_heading_or_its_first_tags():
    """Desktop exports (.ciw) have no heading; the tab-separated form is another format."""
    assert wos.sniff("\ufeffFN Clarivate Analytics Web of Science\nVR 1.0\n") == 3
    assert wos.sniff("PT J\r\nAU Doe, J\r\n") == 3
    assert wos.sniff("PT J\nXX x\nER\n") == 2
    assert wos.sniff("PT\tAU\tBA\tTI\n") == 0
    assert wos.database("FN x") == "Web of Science"


def test_a_long_file_is_read_like_its_records():
    """It is read in parts: no record may change, or be cut, where two of them meet."""
    parts = [f"PT J\nTI Title {n}\nAB {'word ' * (n % 97)}\n   and more\nER\n\n" for n in range(900)]
    found = [one for one in segments("".join(parts)) if isinstance(one, Found)]
    assert [one.raw for one in found] == parts


@given(
    st.lists(st.sampled_from(["PT J", "ER", "EF", "FN x", "TI A", "AU Doe, J", "   Roe, R", "", "text"]), max_size=12),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_whatever_the_order_of_the_lines_nothing_is_lost(lines: list[str], end: str):
    """Each first line opens something that is counted."""
    counted = [one for one in segments(end.join(lines)) if not isinstance(one, Unread)]
    assert len(counted) >= lines.count("PT J")


@given(st.text(alphabet=st.sampled_from("PTERJAU -\t\r\n\x0b\x0c\x85\u2028\ufeff\xa0ä.;")))
def test_any_text_whatever_is_accounted_for(text: str):
    """Odd line ends and blanks are text like any other (the joined raw texts are asserted in `segments`)."""
    segments(text)


def test_without_a_document_type_a_paper_in_a_series_of_books_is_a_chapter():
    """PT S is a series, whose volumes have ISBNs and editors of their own where they are books."""
    lines = ("PT S", "TI Talking in groups", "SO HANDBOOK OF TALK")
    assert record(*lines, "BN 978-3-16-148410-0").fields["type"] == ["chapter"]
    assert record(*lines, "BE Roe, A").fields["type"] == ["chapter"]
    assert record(*lines).fields["type"] == ["article"]
    assert record(*lines, "BE Roe, A", "DT Proceedings Paper").fields["type"] == ["conference-paper"]


def test_a_record_of_medline_has_pubmeds_number():
    """The collection has no PM; its ID holds the authors' keywords, which are KeyWords Plus elsewhere."""
    found = record(
        "PT J", "TI Birds", "MH Animals. *Birds / physiology; growth. Fires", "ID fire; birds", "UT MEDLINE:29782655"
    )
    assert found.fields["pmid"] == ["29782655"]
    assert found.fields["headings"] == ["Animals", "*Birds / physiology; growth", "Fires"]
    assert found.fields["keywords"] == ["fire", "birds"]
    other = record("PT J", "TI Birds", "MH Animals; Birds", "ID fire; birds", "UT WOS:000351111500005")
    assert other.fields["headings"] == ["Animals", "Birds"]
    assert other.fields.keys().isdisjoint(("pmid", "keywords"))
