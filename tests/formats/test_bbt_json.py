"""Zotero's own items: Better BibTeX JSON, and what Zotero's web interface gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import bbt_json, detect
from pipeline.model import SOURCE_FIELDS, Found, Reject, Unread

from .reading import Reading

FIXTURES = Path(__file__).parent / "fixtures"


segments = Reading(bbt_json).segments


def records(text: str) -> list[Found]:
    found = [segment for segment in segments(text) if isinstance(segment, Found)]
    assert all(set(record.fields) <= set(SOURCE_FIELDS) for record in found)
    return found


def read_item(**item: Any) -> Found:
    (record,) = records(json.dumps([{"itemType": "book", "title": "A"} | item]))
    return record


def test_each_field_finds_its_place():
    """Groups have one name, an editor is no author, nor is a translator; the numbers in Extra count."""
    article, case = records((FIXTURES / "zotero_items.json").read_text(encoding="utf-8"))
    assert article.fields == {
        "type": ["article"],
        "accession": ["ABCD2345"],
        "title": ["Балинтовские группы"],
        "title_original": ["Balint groups"],
        "authors": ["Иванов, Иван"],
        "group_authors": ["Working Party on Groups", "Society of Examples"],
        "name_form": ["family-comma-given"],
        "editors": ["Balint, Enid"],
        "translators": ["Doe, Jane"],
        "container": ["Journal of examples"],
        "container_short": ["J Ex"],
        "date": ["May 6, 2022"],
        "year": ["2022"],
        "volume": ["68"],
        "issue": ["2"],
        "pages": ["182-187"],
        "issn": ["1234-5678", "8765-4321"],
        "language": ["ru"],
        "abstract": ["A text."],
        "keywords": ["burnout", "groups"],
        "doi": ["10.1000/ex.1"],
        "pmid": ["12345678"],
        "note": ["<p>read</p>"],
    }
    assert article.extra["collections"] == ["CDEF"]
    assert article.extra["extra"][3] == "Number: 2"
    assert case.fields["title"] == ["A v. B"]
    assert case.extra["itemType"] == ["case"]


def test_attachments_and_notes_are_no_records():
    """They are items in Zotero; counted as records they would spoil the numbers that people publish."""
    text = (FIXTURES / "zotero_items.json").read_text(encoding="utf-8")
    unread = [segment for segment in segments(text) if isinstance(segment, Unread)]
    assert all(segment.expected for segment in unread)
    assert sum("no record" in segment.reason for segment in unread) == 2


def test_the_web_interface_wraps_each_item_in_data():
    """Key and version stand inside and outside, and count once."""
    item = {"key": "K1", "version": 7, "library": {"id": 1}, "data": {"key": "K1", "version": 7, "itemType": "thesis"}}
    item["data"]["title"] = "A"  # type: ignore[index]
    (record,) = records(json.dumps([item]))
    assert record.fields == {"type": ["thesis"], "accession": ["K1"], "title": ["A"]}
    assert record.extra == {"version": ["7"], "library": ['{"id": 1}']}


def test_a_doi_in_its_own_field_is_not_overruled_by_extra():
    """Extra may hold the DOI of another version."""
    assert read_item(DOI="10.1/a", extra="DOI: 10.1/b\nPMID: 7").fields["doi"] == ["10.1/a"]


@pytest.mark.parametrize(("date", "year"), [("2022", ["2022"]), ("1998-1999", None), ("in press", None)])
def test_the_year_is_the_only_one_in_the_date(date: str, year: list[str] | None):
    """Zotero keeps dates as people type them."""
    assert read_item(date=date).fields.get("year") == year


def test_a_broken_item_costs_itself_only_and_no_attachment_of_it_is_taken_for_the_next():
    """Attachments have an item type too."""
    broken = '{"itemType": "book" "title": "X", "attachments": [{"itemType": "attachment", "title": "p"}]}'
    text = f'{{"items": [{broken}, {{"itemType": "book", "title": "B"}}]}}'
    assert [record.fields["title"] for record in records(text)] == [["B"]]
    assert [type(segment) for segment in segments(text)].count(Reject) == 1


def test_it_is_known_by_its_item_type():
    """CSL has no such name."""
    fmt = detect((FIXTURES / "zotero_items.json").read_text(encoding="utf-8"))
    assert fmt is not None
    assert fmt.NAME == "zotero-json"
    assert bbt_json.sniff("itemType is a word in Zotero") == 0


@given(st.text(st.sampled_from('[]{}",: \n\\ab1') | st.characters(exclude_categories=["Cs"])))
def test_no_text_loses_a_character(text: str):
    """Garbage is set aside, never an error."""
    segments(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(
    st.dictionaries(st.sampled_from(["itemType", "creators", "tags", "extra", "notes", "key", "date", "ISSN"]), JSON)
)
def test_no_value_of_any_shape_is_an_error(item: dict[str, Any]):
    """Other programs write Zotero's JSON too."""
    records(json.dumps([item]))


def test_the_day_of_the_last_look_is_read():
    """Zotero notes it for whatever it takes from a page."""
    (found,) = records('{"items": [{"itemType": "webpage", "title": "T", "accessDate": "2022-11-21T13:13:35Z"}]}')
    assert found.fields["accessed"] == ["2022-11-21T13:13:35Z"]
