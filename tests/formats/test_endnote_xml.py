"""EndNote XML: the name of the type tells what a field means, and <style> tells nothing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from pipeline.formats import endnote_xml
from pipeline.model import Found, Reject, Unread

LIBRARY = (Path(__file__).parent / "fixtures" / "endnote_library.xml").read_text(encoding="utf-8")


def read(text: str) -> list[Found | Reject | Unread]:
    found = list(endnote_xml.read(io.StringIO(text, newline="")))
    assert "".join(segment.raw for segment in found) == text
    return found


def records(text: str) -> list[Found]:
    return [segment for segment in read(text) if isinstance(segment, Found)]


def one(inner: str, kind: str = "Journal Article") -> Found:
    """A record of this type, with a title."""
    (found,) = records(f'<record><ref-type name="{kind}">1</ref-type><titles><title>A</title></titles>{inner}</record>')
    return found


ARTICLE, CHAPTER, EDITED = records(LIBRARY)


def test_each_element_finds_its_field():
    """Styles joined without a blank, ISSNs parted, the date with its year, EndNote's 'Epub Date' by its form."""
    assert ARTICLE.fields == {
        "type": ["article"],
        "title": ["Effect of H2O on groups"],
        "authors": ["Doe, J. A.", "Müller, Jörg"],
        "name_form": ["family-comma-given"],
        "group_authors": ["Balint Study Group"],
        "container": ["Journal of Examples"],
        "container_short": ["J. Ex.", "J Ex"],
        "year": ["2014"],
        "date": ["2014 Nov-Dec"],
        "date_online": ["2014/10/03"],
        "volume": ["12"],
        "issue": ["3"],
        "pages": ["283-98"],
        "article_number": ["e45"],
        "doi": ["10.1000/ex.2014.01"],
        "pmid": ["10000001"],
        "pmcid": ["PMC1234567"],
        "issn": ["1234-5678 (Print)", "1234-5679 (Linking)"],
        "url": ["https://www.ncbi.nlm.nih.gov/pubmed/10000001"],
        "language": ["eng"],
        "abstract": ["BACKGROUND: A part."],
        "keywords": ["burnout", "Balint group", "supervision"],
        "note": ["Doe, J A eng England"],
    }
    assert ARTICLE.extra["urls/pdf-urls/url"] == ["internal-pdf://1/Doe.pdf"]
    assert ARTICLE.extra["ref-type"] == ["Journal Article"]
    assert ARTICLE.extra["rec-number"] == ["7"]


def test_the_segments_are_the_whole_text():
    """Though all of it is one line."""
    assert "".join(segment.raw for segment in read(LIBRARY)) == LIBRARY
    assert all(segment.expected for segment in read(LIBRARY) if isinstance(segment, Unread))


def test_a_section_stands_in_its_book_with_the_books_editors():
    """The secondary title is the book, the secondary authors its editors; the series and its editor come third."""
    assert CHAPTER.fields["type"] == ["chapter"]
    assert CHAPTER.fields["container"] == ["Reviews of practice"]
    assert CHAPTER.fields["series"] == ["Clinic series"]
    assert CHAPTER.fields["editors"] == ["Adler, Ruth"]
    assert CHAPTER.fields["edition"] == ["2nd"]
    assert CHAPTER.fields["isbn"] == ["978-0-00-000000-2"]
    assert CHAPTER.extra["contributors/tertiary-authors/author"] == ["Series, Ed"]


def test_the_authors_of_an_edited_book_are_its_editors():
    """And its secondary title is a series, its pages a number of pages."""
    assert "authors" not in EDITED.fields
    assert EDITED.fields["editors"] == ["Adler, Ruth"]
    assert EDITED.fields["series"] == ["Clinic series"]
    assert "pages" not in EDITED.fields


@pytest.mark.parametrize(
    ("name", "number", "kind"),
    [
        ("Journal Article", "0", "article"),  # Mendeley
        ("Report", "10", "report"),  # Mendeley; 10 is EndNote's conference
        ("Book", "1", "book"),
        ("Conference Proceedings", "10", "conference-paper"),
        ("Newspaper Article", "23", "article"),
        ("Thesis", "32", "thesis"),
        ("Patent", "25", "other"),
        ("Somebody's own type", "17", "other"),
    ],
)
def test_the_type_is_told_by_its_name(name: str, number: str, kind: str):
    """EndNote and Mendeley number them differently."""
    (found,) = records(f'<record><ref-type name="{name}">{number}</ref-type><titles><title>A</title></titles></record>')
    assert found.fields["type"] == [kind]


def test_without_a_name_the_number_is_endnotes():
    """There is nothing else to go by."""
    (found,) = records("<record><ref-type>5</ref-type><titles><title>A</title></titles></record>")
    assert found.fields["type"] == ["chapter"]


@pytest.mark.parametrize(
    ("number", "source", "field"),
    [
        ("10000001", "", "pmid"),
        ("10000001", "MEDLINE", "pmid"),
        ("10000001", "cmedm", "pmid"),
        ("45089765", "a9h", "accession"),  # an EBSCO number looks just the same
        ("2014123456", "Embase", "accession"),
        ("ISI:A1990AB12300001", "", "accession"),
    ],
)
def test_a_number_is_a_pmid_only_where_no_other_database_gave_it(number: str, source: str, field: str):
    """A wrong PMID would join this record to another paper."""
    name = f"<remote-database-name>{source}</remote-database-name>" if source else ""
    found = one(f"<accession-num>{number}</accession-num>{name}")
    assert found.fields[field] == [number]
    assert len(found.fields.keys() & {"pmid", "accession"}) == 1


def test_an_unknown_number_stays_where_it_is():
    """It may be anybody's."""
    assert one("<accession-num>rayyan-1</accession-num>").extra["accession-num"] == ["rayyan-1"]


def test_a_doi_is_the_records_own_in_its_own_field_or_as_its_address():
    """Publishers put other numbers there too."""
    assert one("<electronic-resource-num>Artn 925340</electronic-resource-num>").extra["electronic-resource-num"]
    url = "<urls><related-urls><url>{}</url></related-urls></urls>"
    assert one(url.format("http://dx.doi.org/10.1000/x")).fields["doi"] == ["http://dx.doi.org/10.1000/x"]
    assert "doi" not in one(url.format("http://example.org/10.1000/x")).fields
    assert one(url.format("&lt;Go to ISI&gt;://WOS:1")).extra["urls/related-urls/url"] == ["<Go to ISI>://WOS:1"]


def test_mendeley_writes_the_issue_as_issue():
    """EndNote as number; the number of a report is no issue."""
    assert one("<issue>3</issue>").fields["issue"] == ["3"]
    assert one("<number>TR-3</number>", "Report").extra["number"] == ["TR-3"]


def test_two_namesakes_are_two_authors():
    """Nobody is left out for being called like another."""
    authors = "<contributors><authors><author>Wang, Y.</author><author>Wang, Y.</author></authors></contributors>"
    assert one(authors).fields["authors"] == ["Wang, Y.", "Wang, Y."]


def test_a_line_that_a_program_folded_is_one_value():
    """Indented XML breaks lines within titles and ISSNs; only the carriage return of EndNote parts two values."""
    found = one("<isbn>\n  <style>1234-5678\n   (Print)&#xD;1234-5679</style>\n</isbn>")
    assert found.fields["issn"] == ["1234-5678 (Print)", "1234-5679"]


def test_a_degree_is_no_volume_and_a_department_no_journal():
    """EndNote keeps them there for a thesis."""
    found = one("<titles><secondary-title>Physics</secondary-title></titles><volume>PhD</volume>", "Thesis")
    assert "volume" not in found.fields
    assert "container" not in found.fields
    assert found.extra["titles/secondary-title"] == ["Physics"]


def test_an_empty_record_is_set_aside_and_one_without_title_warned_of():
    """Both are in the file's count of records."""
    empty, bare = (s for s in read("<record/><record><rec-number>1</rec-number></record>") if not isinstance(s, Unread))
    assert isinstance(empty, Reject)
    assert isinstance(bare, Found)
    assert bare.warnings == ("record without title",)


def test_a_library_cut_off_is_known():
    """Unless its end tags are there: then it is damaged."""
    *_, last = read(LIBRARY[:-300])
    assert isinstance(last, Reject)
    assert last.truncated
    *_, last = read(LIBRARY[:-60] + "</records></xml>")
    assert isinstance(last, Reject)
    assert not last.truncated


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ('<source-app name="Zotero">Zotero</source-app>', "Zotero"),
        ('<source-app name="EndNote" version="17.4">EndNote</source-app>', "EndNote"),
        ('<database name="mendeley.enl"/><ref-type name="Book">1</ref-type>', "Mendeley"),
        ('<ref-type name="Journal Article">0</ref-type><titles><title><style>A</style>', None),  # an old EndNote
        ('<ref-type name="Book">6</ref-type>', None),
    ],
)
def test_the_program_is_told_where_it_shows(head: str, name: str | None):
    """Mendeley doesn't give its name, but its numbers."""
    assert endnote_xml.database(f"<xml><records><record>{head}") == name


def test_other_records_are_others_business():
    """OAI-PMH and MARC have <record> too."""
    assert endnote_xml.sniff(LIBRARY) == 3
    assert endnote_xml.sniff("<OAI-PMH><record><header/></record>") == 0
    assert endnote_xml.sniff("<collection><record><leader/></record>") == 0


def test_a_number_of_the_writers_library_is_no_word_about_the_work():
    """Paths on a disc, fonts and the number of a type tell nothing of a publication; names and values stay."""
    found = one(
        '<database name="My.enl" path="C:\\Users\\me\\My.enl">My.enl</database>'
        '<foreign-keys><key app="EN" db-id="x9">7</key></foreign-keys>'
    )
    assert found.extra["database"] == ["My.enl"]
    assert found.extra["foreign-keys/key"] == ["7"]
    assert found.extra["ref-type"] == ["Journal Article"]
    assert not any("C:" in text or "x9" in text for texts in found.extra.values() for text in texts)


@pytest.mark.parametrize(
    ("name", "translators"),
    [("Book", ["Roe, R", "Doe, J"]), ("Conference Proceedings", None), ("Serial", None), ("Report", None)],
)
def test_subsidiary_authors_are_translators_where_endnote_calls_them_so(name: str, translators: list[str] | None):
    """Of a congress they are its sponsors, of a serial the editors of a volume."""
    people = "<contributors><subsidiary-authors><author>Roe, R</author><author>Doe, J</author></subsidiary-authors>"
    (found,) = records(f'<record><ref-type name="{name}">6</ref-type>{people}</contributors></record>')
    assert found.fields.get("translators") == translators
    assert ("contributors/subsidiary-authors/author" in found.extra) is (translators is None)


def test_the_day_on_which_somebody_looked_is_kept():
    """EndNote calls it the access date."""
    (found,) = records('<record><ref-type name="Web Page">12</ref-type><access-date>2014/02/19</access-date></record>')
    assert found.fields["accessed"] == ["2014/02/19"]


@pytest.mark.parametrize(
    ("alternate", "full", "short"),
    [
        ("Medical education", "Medical education", ["Med Educ"]),
        ("M Ed", "Med Educ", ["M Ed"]),
        ("Teaching and learning in medicine", "Med Educ", ["Teaching and learning in medicine"]),
    ],
)
def test_the_longer_of_two_names_is_the_journals_where_the_other_is_short_for_it(
    alternate: str, full: str, short: list[str]
):
    """EndNote's own search of PubMed has the short one as the journal, and the full one as the alternate."""
    text = (
        '<record><ref-type name="Journal Article">17</ref-type><titles><title>A</title>'
        f"<secondary-title>Med Educ</secondary-title><alt-title>{alternate}</alt-title></titles></record>"
    )
    (found,) = records(text)
    assert (found.fields["container"], found.fields["container_short"]) == ([full], short)


def test_a_link_into_web_of_science_is_the_records_number_there():
    """'<Go to ISI>' is no address of the web."""
    link = "&lt;Go to ISI&gt;://WOS:000505030300000"
    found = one(f"<urls><related-urls><url>{link}</url></related-urls></urls>")
    assert found.fields["accession"] == ["WOS:000505030300000"]
    assert "url" not in found.fields
