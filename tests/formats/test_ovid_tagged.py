"""Ovid, tagged: one format, and each database in its own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import medline, ovid_tagged
from pipeline.model import Found, Reject

from .reading import Reading, text_of

READ = Reading(ovid_tagged)
segments, records = READ.segments, READ.records


def test_each_tag_of_medline_finds_its_field():
    """Full names before short ones, volume and pages out of the source line, the number is the PMID."""
    article, *_ = records(text_of("ovid_tagged_four_databases.txt"))
    assert article.fields == {
        "type": ["article"],
        "title": ["[Balint groups for young doctors: a trial]."],
        "title_original": ["Balintgruppen."],
        "authors": ["Doe, Jane", "Mueller, Joerg A"],
        "name_form": ["family-comma-given"],
        "container": ["Journal of Examples"],
        "volume": ["12"],
        "issue": ["3"],
        "pages": ["283-298"],
        "year": ["2014"],
        "date": ["2014 Nov"],
        "doi": ["http://dx.doi.org/10.1000/ovid.1"],
        "pmid": ["10000001"],
        "accession": ["10000001"],
        "issn": ["1234-5679"],
        "language": ["German"],
        "abstract": ["BACKGROUND: One. RESULTS: Two - and more. AB  - looks like a tag, but stands too far right."],
        "headings": ["*Physicians", "Humans"],
        "publication_types": ["Journal Article"],
        "relations": ["has-comment pmid:10000009 J Ex. 2015 Jan;13(1):5; PMID: 10000009"],
    }
    assert article.extra["AU"] == ["Doe J", "Mueller JA"]
    assert article.extra["SO"] == ["Journal of Examples. 12(3):283-298, 2014 Nov."]
    assert article.extra["IN"] == ["Doe, Jane. University of Bern, Switzerland."]


def test_a_link_that_says_more_than_its_relation_is_kept_as_well():
    """The same relation as in PubMed's own formats; a partial retraction is more than an erratum."""
    (found,) = records("<1>\nUI  - 1\nTI  - A\nCM  - Partial retraction in: J Ex. 2015;13:5; PMID: 7\n")
    assert found.fields["relations"] == ["has-erratum pmid:7 J Ex. 2015;13:5; PMID: 7"]
    assert found.extra["CM"] == ["Partial retraction in: J Ex. 2015;13:5; PMID: 7"]


def test_degrees_and_address_marks_are_no_names():
    """Journals@Ovid prints them; what stood there is kept. Two capitals after the comma are initials."""
    _, full_text, *_ = records(text_of("ovid_tagged_four_databases.txt"))
    assert full_text.fields["authors"] == ["Doe, Jane", "Shedko, MB"]
    assert full_text.extra["AU"] == ["Doe, Jane MD, PhD 1,*", "Shedko, MB"]
    assert full_text.fields["accession"] == ["00000001-201402000-00003"]
    assert full_text.fields["container"] == ["Journal of Ovid Examples"]
    assert full_text.fields["date"] == ["January/February 2014"]
    assert full_text.fields["pages"] == ["56-60"]
    assert full_text.fields["type"] == ["article"]


def test_a_chapter_has_its_book_and_editors_in_the_source_line():
    """PsycINFO: two ISBNs in one line, a blank line after the title, phrases parted by commas."""
    _, _, chapter, _ = records(text_of("ovid_tagged_four_databases.txt"))
    assert chapter.fields["type"] == ["chapter"]
    assert chapter.fields["editors"] == ["Roe, Richard", "Poe, Edgar"]
    assert chapter.fields["container"] == ["The book of examples"]
    assert chapter.fields["place"] == ["New York, NY, US"]
    assert chapter.fields["accession"] == ["2011-27892-001"]
    assert chapter.fields["isbn"] == ["978-0-415-47263-0 (Paperback)", "978-0-415-47262-3 (Hardcover)"]
    assert chapter.fields["keywords"] == ["first phrase", "second phrase"]
    assert chapter.fields["year"] == ["2012"]


def test_embase_gives_its_own_number_and_medlines():
    """UI is a PMID in MEDLINE alone."""
    *_, poster = records(text_of("ovid_tagged_four_databases.txt"))
    assert poster.fields["accession"] == ["621381829"]
    assert poster.fields["pmid"] == ["29635641"]
    assert poster.fields["type"] == ["conference-paper"]
    assert poster.fields["name_form"] == ["family-initials"]
    assert poster.fields["volume"] == ["12"]
    assert poster.fields["issue"] == ["Supplement 3"]
    assert poster.fields["event"] == ["2nd Example Meeting. Spain"]
    assert "pages" not in poster.fields


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (
            "Forest Examples & Management. 201(2-3):327-334, November 15, 2004.",
            {"container": "Forest Examples & Management", "volume": "201", "issue": "2-3", "pages": "327-334"},
        ),
        (
            "Examples International Section A. Vol.75(2-A(E)),2014, pp. No Pagination Specified.",
            {"container": "Examples International Section A", "volume": "75", "issue": "2-A(E)", "year": "2014"},
        ),
        (
            "Frontiers in Examples. Vol.9, Mar 2018, ArtID 1234.",
            {"container": "Frontiers in Examples", "volume": "9", "article_number": "1234", "date": "Mar 2018"},
        ),
        (
            "Journal of Travel Examples. 25 (1) (pp 12-19), 2018. Article Number: tay12. Date of Publication: 2018.",
            {"volume": "25", "issue": "1", "pages": "12-19", "article_number": "tay12", "year": "2018"},
        ),
        (
            "Poe, Edgar [Editor, Reprint Author], Boe, Anna [Editor]. Methods in examples.:371-397, 2004.",
            {"container": "Methods in examples", "pages": "371-397", "editors": "Poe, Edgar", "year": "2004"},
        ),
        ("Pediatric Examples. 117 Suppl 2:S1-6, 2006 Jun.", {"volume": "117 Suppl 2", "pages": "S1-6"}),
        ("Journal of Orthopaedic Examples.", {"container": "Journal of Orthopaedic Examples"}),
        ("Something 12 quite ; different (", {}),
    ],
)
def test_a_source_line_is_cut_by_its_own_marks(source: str, said: dict[str, str]):
    """Each database has its way; a line in no known way says nothing, and stays in `extra` like the others."""
    (found,) = records(f"<1. >\nVN  - Ovid Technologies\nTI  - A\nSO  - {source}\n")
    assert {name: found.fields[name][0] for name in said} == said
    assert found.extra["SO"] == [source]
    assert said or found.fields.keys() == {"type", "title"}


def test_every_line_may_be_indented():
    """As after pasting; deeper lines go on with the value."""
    (found,) = records(
        "  <1. >\n  VN  - Ovid Technologies\n  TI  - A\n        title\n        TI  - none\n  YR  - 2001\n"
    )
    assert found.fields["title"] == ["A title TI  - none"]
    assert found.fields["year"] == ["2001"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_lost_number_loses_no_record(end: str):
    """The vendor's line opens one too."""
    text = "<1. >\nVN  - Ovid Technologies\nTI  - A\n\nVN  - Ovid Technologies\nTI  - B\n".replace("\n", end)
    assert [one.fields["title"] for one in records(text)] == [["A"], ["B"]]


@pytest.mark.parametrize("last", ["<2. >\nVN  - Ovid Technologies\n", "<2. >\nVN  - Ovid\nTI  - A\nSO", "<2. >"])
def test_a_cut_off_record_is_known_where_it_shows(last: str):
    """No title and no source yet, or half a tag."""
    *_, found = segments("<1. >\nVN  - Ovid Technologies\nTI  - A\n\n" + last)
    assert isinstance(found, Reject)
    assert found.truncated


def test_a_number_alone_is_set_aside():
    """And counted."""
    first, second = segments("<1. >\n<2. >\nTI  - A\n")
    assert isinstance(first, Reject)
    assert isinstance(second, Found)


def test_ovid_is_not_taken_for_medline():
    """Both have TI, AU, MH; PubMed's has no numbered heads."""
    assert ovid_tagged.sniff("\n<6. >\nVN  - Ovid Technologies\n") == 3
    assert ovid_tagged.sniff("<6. >\nTI  - A\n") == 2
    assert ovid_tagged.sniff("PMID- 1\nTI  - A\n") == 0
    assert ovid_tagged.sniff("<1>\nTitle\n  A\n") == 0
    assert medline.sniff(text_of("ovid_tagged_four_databases.txt")) == 0


def test_the_database_is_named_where_there_is_one():
    """Several in one file are Ovid's."""
    assert ovid_tagged.database("<1. >\nDB  - Embase <1974 to 2024>\n") == "Embase (Ovid)"
    assert ovid_tagged.database(text_of("ovid_tagged_four_databases.txt")) == "Ovid"


@given(
    st.lists(
        st.sampled_from(
            [
                "<1. >",
                "VN  - Ovid Technologies",
                "DB  - MEDLINE",
                "TI  - A",
                "AU  - Doe J",
                "SO  - J. 1(2):3, 2001.",
                "UI  - 1",
                "  <2>",
                "      more",
                "",
                "CM  - x",
                "IB - 1, 2",
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
