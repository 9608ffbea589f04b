"""Web of Science's JSON: read as the Starter API gives it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.formats import detect, wos_json
from pipeline.model import Found, Reject

from .reading import Reading

READ = Reading(wos_json)

DOCUMENT: dict[str, Any] = {
    "uid": "WOS:000123456700001",
    "title": "Balint groups for residents",
    "types": ["Article"],
    "sourceTypes": ["Article", "Early Access"],
    "source": {
        "sourceTitle": "FAMILY MEDICINE",
        "publishYear": 2021,
        "publishMonth": "APR-MAY",
        "volume": "53",
        "issue": "4",
        "articleNumber": "e12",
        "supplement": "1",
        "pages": {"range": "289-299", "begin": "289", "end": "299", "count": 11},
    },
    "names": {
        "authors": [
            {"displayName": "Smith, Jane A.", "wosStandard": "Smith, JA", "researcherId": "AAA-1234-2020"},
            {"wosStandard": "van der Berg, J"},
        ],
        "bookEditors": [{"displayName": "Müller, Jörg"}],
        "corp": [{"displayName": "Balint Society"}],
        "inventors": [{"displayName": "Nobody, N"}],
    },
    "links": {"record": "https://www.webofscience.com/wos/woscc/full-record/WOS:000123456700001", "references": "x"},
    "citations": [{"db": "WOS", "count": 7}],
    "identifiers": {"doi": "10.1000/fm.2021.1", "issn": "0742-3225", "eissn": "1938-3800", "pmid": "MEDLINE:33887050"},
    "keywords": {"authorKeywords": ["Balint group", "burnout"], "keywordsPlus": ["CARE"]},
}


def page(*found: dict[str, Any]) -> str:
    return json.dumps({"metadata": {"total": len(found), "page": 1, "limit": 50}, "hits": list(found)})


def read_one(**changed: Any) -> Found:
    (record,) = READ.records(page(DOCUMENT | changed))
    return record


def test_each_member_finds_its_field():
    """The month with its year, as in the plain text export; names in full where there are full ones."""
    assert read_one().fields == {
        "accession": ["WOS:000123456700001"],
        "type": ["article"],
        "title": ["Balint groups for residents"],
        "authors": ["Smith, Jane A.", "van der Berg, J"],
        "editors": ["Müller, Jörg"],
        "group_authors": ["Balint Society"],
        "name_form": ["family-comma-given"],
        "container": ["FAMILY MEDICINE"],
        "volume": ["53"],
        "issue": ["4"],
        "pages": ["289-299"],
        "article_number": ["e12"],
        "year": ["2021"],
        "date": ["2021 APR-MAY"],
        "doi": ["10.1000/fm.2021.1"],
        "pmid": ["MEDLINE:33887050"],
        "issn": ["0742-3225", "1938-3800"],
        "url": ["https://www.webofscience.com/wos/woscc/full-record/WOS:000123456700001"],
        "keywords": ["Balint group", "burnout"],
        "publication_types": ["Article", "Early Access"],
    }


def test_what_has_no_field_is_kept_under_its_own_name():
    """KeyWords Plus are taken from the titles of cited works; inventors are no authors."""
    assert read_one().extra == {
        "source.supplement": ["1"],
        "pages.count": ["11"],
        "names.inventors": ["Nobody, N"],
        "links.references": ["x"],
        "citations": ['[{"db": "WOS", "count": 7}]'],
        "keywords.keywordsPlus": ["CARE"],
    }


@pytest.mark.parametrize(
    ("types", "kind"),
    [
        (["Article", "Proceedings Paper"], "conference-paper"),
        (["Meeting Abstract"], "conference-paper"),
        (["Book Chapter", "Article"], "chapter"),
        (["Book Review"], "article"),
        (["Book"], "book"),
        (["Retracted Publication", "Article"], "article"),
        ([], "other"),
    ],
)
def test_types_are_translated(types: list[str], kind: str):
    """By the document types, as in the plain text export."""
    assert read_one(types=types, sourceTypes=None).fields["type"] == [kind]


@pytest.mark.parametrize(
    ("pages", "told"),
    [
        ({"begin": "1", "end": "9"}, ["1-9"]),
        ({"begin": "e12", "end": "e12"}, ["e12"]),
        ({"begin": "e12"}, ["e12"]),
        ("7-9", ["7-9"]),
        ({"count": 3}, None),
        (None, None),
    ],
)
def test_pages_are_told_in_several_ways(pages: Any, told: list[str] | None):
    """A range, its ends, or nothing."""
    assert read_one(source={"pages": pages}).fields.get("pages") == told


def test_authors_of_a_book_count_where_it_has_no_others():
    """A chapter's own authors come first; those of the book are kept."""
    book = {"books": [{"displayName": "Balint, Michael"}]}
    assert read_one(names=book).fields["authors"] == ["Balint, Michael"]
    both = read_one(names=book | {"authors": [{"displayName": "Balint, Enid"}]})
    assert both.fields["authors"] == ["Balint, Enid"]
    assert both.extra["names.books"] == ["Balint, Michael"]


def test_parts_in_another_form_are_kept():
    """A text where an object should be is no reason to lose the record."""
    record = read_one(source="x", names="y", identifiers=["z"], keywords=None, links="w")
    assert record.fields["title"] == ["Balint groups for residents"]
    assert record.extra["source"] == ["x"]
    assert record.extra["names"] == ["y"]
    assert record.extra["identifiers"] == ["z"]
    assert record.extra["links"] == ["w"]


def test_pages_follow_each_other():
    """A raw file is the answers of a search, one after the other."""
    found = READ.records(page(DOCUMENT) + page() + page(DOCUMENT | {"uid": "MEDLINE:1"}))
    assert [record.fields["accession"][0] for record in found] == ["WOS:000123456700001", "MEDLINE:1"]


def test_a_page_that_breaks_off_is_no_silent_loss():
    """The document that is cut off is set aside as truncated."""
    text = page(DOCUMENT, DOCUMENT | {"uid": "WOS:2"})
    segments = READ.segments(text[: text.rindex("FAMILY")])
    assert len([segment for segment in segments if isinstance(segment, Found)]) == 1
    assert any(isinstance(segment, Reject) and segment.truncated for segment in segments)


@pytest.mark.parametrize("text", [page(DOCUMENT), page(), json.dumps(DOCUMENT), page(DOCUMENT)[:300]])
def test_it_is_known_by_its_text(text: str):
    """By the id of a document with its source, or the frame of an answer."""
    assert detect(text) is wos_json
