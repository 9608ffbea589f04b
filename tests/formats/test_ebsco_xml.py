"""EBSCOhost XML: what it doesn't know of a date it fills with 01."""

import pytest

from pipeline.formats import detect, ebsco_xml
from pipeline.model import Reject, Unread

from .reading import Reading, text_of

READ = Reading(ebsco_xml)
segments, records = READ.segments, READ.records
TWO = text_of("ebsco_two.xml")
ARTICLE, CHAPTER = records(TWO)


def test_each_element_finds_its_field():
    """The month alone, as the text of the date has it; the last page by the count; beside a journal no book."""
    assert ARTICLE.fields == {
        "type": ["article"],
        "title": ["Group supervision for nurses."],
        "authors": ["Roe, Anna", "Indredavik, Marit S"],
        "name_form": ["family-comma-given"],
        "container": ["Journal of Examples"],
        "issn": ["12345679"],
        "date": ["2010-10"],
        "volume": ["34"],
        "issue": ["6"],
        "pages": ["215-227"],
        "publisher": ["Example Press"],
        "doi": ["10.1000/ebsco.1"],
        "pmid": ["20000001"],
        "pmcid": ["PMC1000001"],
        "accession": ["100000001"],
        "abstract": ["Background: Nurses & talk."],
        "headings": ["NURSES", "GROUP work"],
        "publication_types": ["Academic Journal", "Article"],
        "language": ["English"],
        "url": ["https://search.ebscohost.com/login.aspx?direct=true&db=c8h&AN=100000001&site=ehost-live"],
    }
    assert ARTICLE.extra["database"] == ["CINAHL with Full Text"]
    assert ARTICLE.extra["artinfo/ui cinahl"] == ["20000001"]
    assert ARTICLE.extra["pubinfo/dt"] == ["Oct2010"]
    assert ARTICLE.extra["artinfo/ppct"] == ["13"]
    assert ARTICLE.extra["bkinfo/btl"] == ["Group supervision for -"]
    assert "artinfo/su" not in ARTICLE.extra


def test_what_is_in_a_book_has_the_book_as_its_container():
    """Without a journal; its number stands in the header alone, its headings without a group."""
    assert CHAPTER.fields["type"] == ["chapter"]
    assert CHAPTER.fields["container"] == ["A handbook of talk"]
    assert CHAPTER.fields["accession"] == ["2019-00001-001"]
    assert CHAPTER.fields["date"] == ["2019"]
    assert CHAPTER.fields["pages"] == ["e12"]
    assert CHAPTER.fields["headings"] == ["LISTENING"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('<dt year="2015" month="12" day="01">2015</dt>', "2015"),
        ('<dt year="2024" month="04" day="03">4/3/2024</dt>', "2024-04-03"),
        ('<dt year="2024" month="04" day="01">4/1/2024</dt>', "2024-04-01"),
        ('<dt year="2024" month="04" day="01" />', "2024-04"),
        ('<dt year="2024" month="04" day="17" />', "2024-04-17"),
        ('<dt year="2024" month="" day="">Spring2024</dt>', "2024"),
        ("<dt>Spring 2024</dt>", "Spring 2024"),
    ],
)
def test_a_day_that_nobody_knows_is_no_first_of_the_month(written: str, meant: str):
    """EBSCOhost fills in 01: the text beside tells whether it is one."""
    first = records(TWO.replace('<dt year="2010" month="10" day="01">Oct2010</dt>', written))[0]
    assert first.fields["date"] == [meant]


def test_nothing_stands_between_records_that_a_person_should_see():
    """And the format is known by the header of a record."""
    assert detect(TWO) is ebsco_xml
    assert ebsco_xml.database(TWO) == "EBSCOhost"
    assert all(segment.expected for segment in segments(TWO) if isinstance(segment, Unread))
    assert ebsco_xml.sniff("<records><record><title>A</title></record></records>") == 0


def test_an_export_without_its_last_end_tag_is_a_broken_download():
    *_, last = segments(TWO.partition("</records>")[0])
    assert isinstance(last, Reject)
    assert last.truncated


def test_a_record_without_title_and_number_is_set_aside():
    """Nobody could find it again."""
    bare = '<records><rec resultID="1"><header shortDbName="a9h"><controlInfo /></header></rec></records>'
    (reject,) = [one for one in segments(bare) if isinstance(one, Reject)]
    assert reject.reason == "a record without title and number"
