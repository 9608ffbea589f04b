"""WHO ICTRP: registered trials, which are records without authors."""

from pipeline.formats import detect, ictrp_xml
from pipeline.model import Reject, Unread

from .reading import Reading, text_of

READ = Reading(ictrp_xml)
segments, records = READ.segments, READ.records
TWO = text_of("ictrp_two.xml")


def test_each_element_finds_its_field():
    """The number in its register is the accession; the day of registration in the form that can't be misread."""
    first, _ = records(TWO)
    assert first.fields == {
        "type": ["other"],
        "accession": ["ChiCTR2000000001"],
        "title": ["Group supervision for nurses"],
        "date": ["20200322"],
        "url": ["https://example.org/1"],
    }
    assert first.extra["Scientific_title"] == ["Group supervision for nurses: a randomised trial"]
    assert first.extra["Primary_sponsor"] == ["A clinic"]
    assert "Acronym" not in first.extra


def test_where_there_is_no_public_title_the_scientific_one_is_the_title():
    """Some registers have but one of them, and an old export but one date."""
    _, second = records(TWO)
    assert second.fields["title"] == ["Talking & listening in groups"]
    assert second.fields["date"] == ["2021-05-04"]
    assert "Scientific_title" not in second.extra


def test_nothing_stands_between_trials_that_a_person_should_see():
    """And the format is known by the element around them."""
    assert detect(TWO) is ictrp_xml
    assert ictrp_xml.database(TWO) == "WHO ICTRP"
    assert all(segment.expected for segment in segments(TWO) if isinstance(segment, Unread))
    assert ictrp_xml.sniff("<clinical_study><Trial>1</Trial></clinical_study>") == 0


def test_an_export_without_its_last_end_tag_is_a_broken_download():
    """The platform breaks off large exports between two trials."""
    *_, last = segments(TWO.partition("</Trials_downloaded")[0])
    assert isinstance(last, Reject)
    assert last.truncated


def test_a_trial_without_title_and_number_is_set_aside():
    """Nobody could find it again."""
    (reject,) = [
        one for one in segments(TWO.replace("TrialID>", "X>").replace("_title>", "_x>")) if isinstance(one, Reject)
    ][:1]
    assert reject.reason == "trial without title and number"
