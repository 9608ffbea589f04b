"""Scopus's JSON: read as the Scopus Search API gives it, in both views."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.formats import detect, scopus_json
from pipeline.model import Found, Unread

from .reading import Reading

READ = Reading(scopus_json)

ENTRY: dict[str, Any] = {
    "@_fa": "true",
    "link": [
        {"@_fa": "true", "@ref": "self", "@href": "https://api.elsevier.com/content/abstract/scopus_id/85123456789"},
        {"@_fa": "true", "@ref": "scopus", "@href": "https://www.scopus.com/inward/record.uri?scp=85123456789"},
    ],
    "dc:identifier": "SCOPUS_ID:85123456789",
    "eid": "2-s2.0-85123456789",
    "dc:title": "Balint groups for residents",
    "dc:creator": "Smith J.A.",
    "prism:publicationName": "Family Medicine",
    "prism:issn": "07423225",
    "prism:eIssn": "19383800",
    "prism:volume": "53",
    "prism:issueIdentifier": "4",
    "prism:pageRange": "289-299",
    "prism:coverDate": "2021-04-01",
    "prism:coverDisplayDate": "April 2021",
    "prism:doi": "10.1000/fm.2021.1",
    "pubmed-id": "33887050",
    "citedby-count": "7",
    "prism:aggregationType": "Journal",
    "subtype": "re",
    "subtypeDescription": "Review",
}
COMPLETE: dict[str, Any] = ENTRY | {
    "dc:description": "Residents met for a year.",
    "author-count": {"@limit": "100", "$": "2"},
    "author": [
        {"@seq": "1", "authid": "1", "authname": "Smith J.A.", "surname": "Smith", "given-name": "Jane A."},
        {"@seq": "2", "authid": "2", "authname": "van der Berg J.", "surname": "van der Berg", "given-name": "Jan"},
        {"@seq": "2", "authid": "2", "authname": "van der Berg J.", "surname": "van der Berg", "given-name": "Jan"},
    ],
    "authkeywords": "Balint group | Burnout",
}


def page(*found: dict[str, Any]) -> str:
    entries = list(found) or [{"@_fa": "true", "error": "Result set was empty"}]
    return json.dumps({"search-results": {"opensearch:totalResults": str(len(found)), "entry": entries}})


def read_one(entry: dict[str, Any], **changed: Any) -> Found:
    (record,) = READ.records(page(entry | changed))
    return record


def test_each_member_finds_its_field():
    """View COMPLETE: all authors, each once, abstract and keywords."""
    assert read_one(COMPLETE).fields == {
        "accession": ["2-s2.0-85123456789"],
        "type": ["article"],
        "title": ["Balint groups for residents"],
        "authors": ["Smith, Jane A.", "van der Berg, Jan"],
        "name_form": ["family-comma-given"],
        "container": ["Family Medicine"],
        "issn": ["07423225", "19383800"],
        "volume": ["53"],
        "issue": ["4"],
        "pages": ["289-299"],
        "year": ["2021"],
        "date": ["April 2021"],
        "doi": ["10.1000/fm.2021.1"],
        "pmid": ["33887050"],
        "url": ["https://www.scopus.com/inward/record.uri?scp=85123456789"],
        "abstract": ["Residents met for a year."],
        "keywords": ["Balint group", "Burnout"],
        "publication_types": ["Review"],
    }


def test_what_has_no_field_is_kept_under_its_own_name():
    """Counts, the first author apart, the day that Scopus fills in."""
    extra = read_one(COMPLETE).extra
    assert extra["citedby-count"] == ["7"]
    assert extra["prism:coverDate"] == ["2021-04-01"]
    assert extra["subtype"] == ["re"]
    assert "authid" in extra["author"][0]
    assert "@_fa" not in extra


def test_the_view_standard_gives_the_first_author_only():
    """Whether more follow is unknown: the list must not pass for a whole one."""
    record = read_one(ENTRY)
    assert record.fields["authors"] == ["Smith J.A.", "et al"]
    assert record.fields["name_form"] == ["family-initials"]
    assert "view STANDARD" in record.warnings[0]


def test_the_id_is_the_one_of_the_csv_export():
    """One record, however it came: the EID, also where only Scopus's number is given."""
    assert read_one({"dc:identifier": "SCOPUS_ID:85123456789", "dc:title": "A"}).fields["accession"] == [
        "2-s2.0-85123456789"
    ]


def test_a_hundred_authors_are_the_limit():
    """Scopus counts no further: the list must not pass for a whole one."""
    people = [{"authid": str(number), "surname": f"Name{number}", "given-name": "A."} for number in range(100)]
    record = read_one(COMPLETE, **{"author": people, "author-count": {"@limit": "100", "$": "100"}})
    assert len(record.fields["authors"]) == 101
    assert record.fields["authors"][-1] == "et al"
    assert record.warnings == ("Scopus gives no more than 100 authors: more may follow",)


def test_authors_without_given_names_are_all_taken_with_initials():
    """Two forms in one list would be misread."""
    people = [COMPLETE["author"][0], {"authid": "3", "authname": "Ivanov I.I.", "surname": "Ivanov"}]
    record = read_one(COMPLETE, author=people)
    assert record.fields["authors"] == ["Smith J.A.", "Ivanov I.I."]
    assert record.fields["name_form"] == ["family-initials"]


@pytest.mark.parametrize(
    ("code", "described", "kind"),
    [
        ("ch", "Book Chapter", "chapter"),
        ("cp", None, "conference-paper"),
        ("tb", "Retracted", "article"),
        ("zz", "Something New", "other"),
        ("ar", "Something New", "article"),
    ],
)
def test_types_are_told_by_word_or_code(code: str, described: str | None, kind: str):
    """The words are those of the CSV export; where one is unknown, the code may be known."""
    record = read_one(ENTRY, subtype=code, subtypeDescription=described)
    assert record.fields["type"] == [kind]


@pytest.mark.parametrize(
    "isbn", ["9781234567897", ["9781234567897"], [{"@_fa": "true", "$": "9781234567897"}], "[9781234567897]"]
)
def test_an_isbn_is_written_in_many_ways(isbn: Any):
    """One, a list of one, or Elsevier's way of XML in JSON."""
    assert read_one(ENTRY, **{"prism:isbn": isbn}).fields["isbn"] == ["9781234567897"]


def test_nothing_found_is_no_record():
    """Scopus puts an entry with an error there: it is told, not taken in."""
    segments = READ.segments(page())
    assert not [segment for segment in segments if isinstance(segment, Found)]
    assert [s.reason for s in segments if isinstance(s, Unread) and not s.expected] == [
        "Scopus says: Result set was empty"
    ]


def test_pages_follow_each_other():
    """A raw file is the answers of a search, one after the other."""
    found = READ.records(page(ENTRY) + "\n" + page(COMPLETE | {"eid": "2-s2.0-1"}))
    assert [record.fields["accession"][0] for record in found] == ["2-s2.0-85123456789", "2-s2.0-1"]


@pytest.mark.parametrize("text", [page(ENTRY), page(), page(COMPLETE)[:700]])
def test_it_is_known_by_its_text(text: str):
    """The frame of a search is Elsevier's alone."""
    assert detect(text) is scopus_json
