"""Europe PMC's JSON: what each member of a result means, and answers that are none."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import detect, europepmc_json
from pipeline.formats._europepmc_fields import RULES
from pipeline.model import RECORD_TYPES, SOURCE_FIELDS, Found, Reject, Unread
from pipeline.values.relation import parse_relation

from .reading import Reading

READ = Reading(europepmc_json)


def result(**members: Any) -> dict[str, Any]:
    return {"id": "10000001", "source": "MED", "title": "A.", "isOpenAccess": "N"} | members


def answer(*results: dict[str, Any]) -> str:
    said = {"version": "6.9", "hitCount": len(results), "nextCursorMark": "AoI=", "resultList": {"result": [*results]}}
    return json.dumps(said, ensure_ascii=False)


def read_result(**members: Any) -> Found:
    (record,) = READ.records(answer(result(**members)))
    return record


ARTICLE = result(
    pmid="10000001",
    pmcid="PMC100001",
    doi="10.1000/bal.1",
    title="Balint groups for young doctors.",
    authorString="Day L, Müller JA, Working Party.",
    authorList={
        "author": [
            {
                "fullName": "Day L",
                "firstName": "Lea",
                "lastName": "Day",
                "initials": "L",
                "authorId": {"type": "ORCID", "value": "0000-0001-0000-0009"},
                "authorAffiliationDetailsList": {
                    "authorAffiliation": [{"affiliation": "Leeds."}, {"affiliation": "Ulm."}]
                },
            },
            {"fullName": "Müller JA", "lastName": "Müller", "initials": "JA", "suffix": "Jr"},
            {"collectiveName": "Working Party"},
        ]
    },
    authorIdList={"authorId": [{"type": "ORCID", "value": "0000-0001-0000-0009"}]},
    journalInfo={
        "issue": "6866",
        "volume": "265",
        "journalIssueId": 7,
        "dateOfPublication": "1955 Apr",
        "monthOfPublication": 4,
        "yearOfPublication": 1955,
        "journal": {
            "title": "The Example",
            "medlineAbbreviation": "Ex",
            "isoabbreviation": "Ex.",
            "issn": "0140-6736",
            "essn": "1474-547X",
            "nlmid": "100",
        },
    },
    pubYear="1955",
    pageInfo="683-8",
    abstractText="<h4>Aim</h4>To see. <h4> Results: </h4> n < 5 <i>all</i>.",
    language="eng",
    pubTypeList={"pubType": ["Journal Article", "Review"]},
    keywordList={"keyword": ["burnout", "Balint groups"]},
    meshHeadingList={
        "meshHeading": [
            {
                "majorTopic_YN": "N",
                "descriptorName": "Social Medicine",
                "meshQualifierList": {
                    "meshQualifier": [
                        {"qualifierName": "history", "majorTopic_YN": "Y"},
                        {"qualifierName": "trends", "majorTopic_YN": "N"},
                    ]
                },
            },
            {"majorTopic_YN": "Y", "descriptorName": "Empathy"},
        ]
    },
    fullTextUrlList={"fullTextUrl": [{"availability": "Free", "url": "https://example.org/1"}]},
    electronicPublicationDate="1955-03-02",
    firstPublicationDate="1955-03-02",
    citedByCount=3,
)


def test_each_member_finds_its_field():
    """Persons by their parts, groups apart, labels of the abstract, headings as MEDLINE writes them."""
    (record,) = READ.records(answer(ARTICLE))
    assert record.fields == {
        "accession": ["MED:10000001"],
        "authors": ["Day, Lea", "Müller, JA, Jr"],
        "name_form": ["family-comma-given"],
        "group_authors": ["Working Party"],
        "date": ["1955 Apr"],
        "year": ["1955"],
        "title": ["Balint groups for young doctors."],
        "pmid": ["10000001"],
        "pmcid": ["PMC100001"],
        "doi": ["10.1000/bal.1"],
        "issue": ["6866"],
        "volume": ["265"],
        "container": ["The Example"],
        "container_short": ["Ex", "Ex."],
        "issn": ["0140-6736", "1474-547X"],
        "pages": ["683-8"],
        "abstract": ["Aim: To see. Results: n < 5 <i>all</i>."],
        "language": ["eng"],
        "publication_types": ["Journal Article", "Review"],
        "keywords": ["burnout", "Balint groups"],
        "headings": ["Social Medicine/*history/trends", "*Empathy"],
        "url": ["https://example.org/1"],
        "date_online": ["1955-03-02"],
        "type": ["article"],
    }
    assert record.fields.keys() <= SOURCE_FIELDS.keys()
    assert record.warnings == ()


def test_what_has_no_field_is_kept_under_its_own_name():
    """Nothing that the service says is lost."""
    (record,) = READ.records(answer(result(grantsList={"grant": [{"agency": "X", "n": 1.10}]}) | ARTICLE))
    assert record.extra["citedByCount"] == ["3"]
    assert record.extra["firstPublicationDate"] == ["1955-03-02"]
    assert record.extra["journalInfo/journal/nlmid"] == ["100"]
    assert record.extra["author/authorId@ORCID"] == ["Day L: 0000-0001-0000-0009"]
    assert record.extra["author/affiliation"] == ["Day L: Leeds.", "Day L: Ulm."]
    assert record.extra["grantsList"] == ['{"grant": [{"agency": "X", "n": 1.1}]}']


@pytest.mark.parametrize(
    ("members", "authors", "form", "groups"),
    [
        ({"authorString": "Day L, Müller JA."}, ["Day L", "Müller JA"], "family-initials", None),
        (
            {
                "authorList": {
                    "author": [{"fullName": "Day L", "lastName": "Day", "firstName": "L"}, {"fullName": "Roe"}]
                }
            },
            ["Day L", "Roe"],
            "family-initials",
            None,
        ),
        ({"authorList": {"author": {"collectiveName": "WHO"}}}, None, None, ["WHO"]),
        (
            {"authorList": {"author": [{"lastName": "Li", "firstName": "Y"}, {"lastName": "Li", "firstName": "Y"}]}},
            ["Li, Y", "Li, Y"],
            "family-comma-given",
            None,
        ),
    ],
)
def test_people_in_any_form(members: dict[str, Any], authors: Any, form: Any, groups: Any):
    """Short answers have one text; where one person lacks parts, all are given as MEDLINE writes them; two people may
    bear one name.
    """
    fields = read_result(**members).fields
    assert fields.get("authors") == authors
    assert fields.get("name_form") == (form and [form])
    assert fields.get("group_authors") == groups


@pytest.mark.parametrize(
    ("source", "types", "more", "ours"),
    [
        ("PPR", ["Preprint"], {}, "preprint"),
        ("MED", ["Journal Article", "Preprint"], {}, "preprint"),
        ("ETH", [], {}, "thesis"),
        ("PAT", ["Patent"], {}, "other"),
        ("MED", ["Journal Article"], {}, "article"),
        ("MED", ["book-review"], {"journalInfo": {"journal": {"title": "J"}}}, "article"),
        ("NBK", ["Book"], {}, "book"),
        ("MED", ["Book Chapter"], {}, "chapter"),
        ("AGR", [], {}, "other"),
    ],
)
def test_types_are_told_by_source_and_publication_type(source: str, types: list[str], more: Any, ours: str):
    """A preprint must not count as an article, nor a book review as a book."""
    record = read_result(source=source, pubTypeList={"pubType": types}, **more)
    assert record.fields["type"] == [ours]


def test_ids_of_two_sources_are_two_ids():
    """PMC 1 and PubMed 1 are two works; the id alone would join them."""
    one, two = READ.records(answer(result(id="1", source="MED"), result(id="1", source="AGR")))
    assert (one.fields["accession"], two.fields["accession"]) == (["MED:1"], ["AGR:1"])


@pytest.mark.parametrize(
    ("other", "relation"),
    [
        (
            {"type": "Retraction in", "id": "2", "source": "MED", "reference": "Ex. 9:1"},
            "has-retraction pmid:2 Ex. 9:1",
        ),
        ({"type": "Retraction of", "id": "2", "source": "MED"}, "retraction-of pmid:2"),
        ({"type": "Erratum in", "id": "2", "source": "MED"}, "has-erratum pmid:2"),
        ({"type": "Erratum for", "id": "2", "source": "MED"}, "erratum-of pmid:2"),
        (
            {"type": "Comment on", "reference": "Ex. doi: 10.1000/x.1."},
            "comment-on doi:10.1000/x.1 Ex. doi: 10.1000/x.1.",
        ),
        ({"type": "Preprint of", "id": "2", "source": "MED"}, "has-version pmid:2"),
        ({"type": "Preprint in", "id": "PPR2", "source": "PPR"}, "version-of"),
    ],
)
def test_relations_are_seen_from_this_record(other: dict[str, str], relation: str):
    """A notice is no retracted article: 'in' and 'of' must never be mixed up."""
    record = read_result(commentCorrectionList={"commentCorrection": [other]})
    assert record.fields["relations"] == [relation]
    assert parse_relation(relation)


def test_relations_that_say_more_or_nothing_known_are_kept_whole():
    """'Preprint of' is often found by the service itself, as its note says; a partial retraction is no retraction."""
    others = [
        {"type": "Preprint of", "id": "2", "source": "MED", "note": "Link created by title and first author"},
        {"type": "Partial retraction in", "id": "3", "source": "MED"},
        {"type": "Summary for patients in", "id": "4", "source": "MED"},
        {"type": "Comment in", "id": "5", "source": "MED"},
    ]
    record = read_result(commentCorrectionList={"commentCorrection": others})
    assert record.fields["relations"] == ["has-version pmid:2", "has-erratum pmid:3", "has-comment pmid:5"]
    assert record.extra["commentCorrectionList"] == [json.dumps(other) for other in others[:3]]


def test_a_preprint_has_the_date_on_which_it_was_published():
    """It is in no issue, whose date it could have."""
    fields = read_result(source="PPR", id="PPR1", firstPublicationDate="2021-02-03", pubYear="2021").fields
    assert (fields["date"], fields["year"]) == (["2021-02-03"], ["2021"])


def test_a_year_of_0_is_no_year():
    """What the service writes of articles whose issue has no year yet."""
    assert "year" not in read_result(journalInfo={"yearOfPublication": 0}).fields


def test_a_chapter_is_in_its_book():
    """Book, publisher and ISBN stand in a part of their own."""
    book = {"publisher": "Ex Press", "comprisingTitle": "Handbook", "isbn13": "9780306406157", "numberOfPages": 12}
    record = read_result(bookOrReportDetails=book | {"yearOfPublication": 1999})
    assert record.fields["container"] == ["Handbook"]
    assert record.fields["publisher"] == ["Ex Press"]
    assert record.fields["isbn"] == ["9780306406157"]
    assert record.fields["year"] == ["1999"]
    assert record.extra["bookOrReportDetails/numberOfPages"] == ["12"]


def test_a_short_answer_is_read_too():
    """resultType=lite: one text for authors, journal and types."""
    fields = read_result(
        authorString="Day L.", journalTitle="Ex", journalVolume="2", issue="3", journalIssn="1234-5678; 8765-4321; ",
        pubType="journal article; review", pubYear="2001",
    ).fields  # fmt: skip
    assert fields["container_short"] == ["Ex"]
    assert (fields["volume"], fields["issue"]) == (["2"], ["3"])
    assert fields["issn"] == ["1234-5678", "8765-4321"]
    assert fields["publication_types"] == ["journal article", "review"]
    assert fields["type"] == ["article"]


def test_several_answers_are_one_file():
    """The pages of a search, as they were received, and a single work's own answer."""
    single = json.dumps({"version": "6.9", "request": {"id": "3"}, "result": result(id="3")})
    text = answer(result(id="1"), result(id="2")) + single + answer(result(id="4"))
    assert [record.fields["accession"] for record in READ.records(text)] == [[f"MED:{number}"] for number in "1234"]


def test_an_answer_without_results_is_no_empty_result():
    """An unknown cursor gives status 200 and the version alone; no hits give an empty list."""
    (error,) = READ.segments('{"version":"6.9"}')
    assert isinstance(error, Unread)
    assert not error.expected
    assert all(isinstance(segment, Unread) and segment.expected for segment in READ.segments(answer()))


def test_an_answer_that_breaks_off_is_said():
    """The result that is cut off is no record, those before it are."""
    text = answer(result(id="1"), result(id="2"))
    segments = READ.segments(text[: text.index('"2"') + 30])
    assert [segment.fields["accession"] for segment in segments if isinstance(segment, Found)] == [["MED:1"]]
    assert [segment.truncated for segment in segments if isinstance(segment, Reject)] == [True]


def test_a_result_without_id_or_title_is_taken_with_a_warning():
    """What the service counts as a record is one here too."""
    (record,) = READ.records('{"resultList": {"result": [{"doi": "10.1000/x"}]}}')
    assert record.warnings == ("Europe PMC gives no id for this record", "no title")
    assert "accession" not in record.fields


def test_it_is_known_by_its_list_of_results():
    """Other JSON is not claimed, and no other format claims this."""
    fmt = detect(answer(ARTICLE))
    assert fmt
    assert fmt.NAME == "europepmc-json"
    assert europepmc_json.sniff('{"results": [{"title": "A"}]}') == 0
    assert europepmc_json.sniff("resultList") == 0


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 9) | st.sampled_from(["", "a", "MED", "Comment in", "PPR", "; ", "."]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["author", "fullName", "lastName", "collectiveName", "authorId", "journal", "title", "pubType",
                         "meshHeading", "descriptorName", "meshQualifierList", "meshQualifier", "commentCorrection",
                         "type", "id", "source", "keyword", "fullTextUrl", "url"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from([*RULES, "unknown"]), VALUES, max_size=6))
def test_whatever_stands_in_a_result_is_read(members: dict[str, Any]):
    """A service may change the shape of any member: a list for one, one for a list, null for nothing."""
    (record,) = READ.records(json.dumps({"resultList": {"result": [members]}}))
    assert record.fields["type"][0] in RECORD_TYPES
    assert record.fields.keys() <= SOURCE_FIELDS.keys()
    assert all(texts and all(texts) for texts in [*record.fields.values(), *record.extra.values()])
    assert all(isinstance(text, str) for texts in record.fields.values() for text in texts)
