"""OpenAlex works: read from pages as the API gives them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import database_of, detect, openalex_json
from pipeline.formats.openalex_json import abstract_of
from pipeline.model import Found, Reject, Unread

from .reading import Reading

READ = Reading(openalex_json)

WORK: dict[str, Any] = {
    "id": "https://openalex.org/W2050000001",
    "doi": "https://doi.org/10.1016/s0140-6736(55)91061-8",
    "title": "The doctor, his patient and the illness",
    "display_name": "The doctor, his patient and the illness",
    "relevance_score": 12.5,
    "publication_year": 1955,
    "publication_date": "1955-04-02",
    "ids": {
        "openalex": "https://openalex.org/W2050000001",
        "doi": "https://doi.org/10.1016/s0140-6736(55)91061-8",
        "mag": 2050000001,
        "pmid": "https://pubmed.ncbi.nlm.nih.gov/14354967",
        "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/1234567/",
    },
    "language": "en",
    "primary_location": {
        "landing_page_url": "https://www.thelancet.com/balint",
        "source": {
            "display_name": "The Lancet",
            "issn_l": "0140-6736",
            "issn": ["0140-6736", "1474-547X"],
            "host_organization_name": "Elsevier BV",
            "type": "journal",
        },
        "raw_type": "journal-article",
    },
    "type": "article",
    "authorships": [
        {"author_position": "first", "author": {"display_name": "Michael Bálint"}, "raw_author_name": "Michael Balint"},
        {"author_position": "last", "author": {"display_name": "Enid Balint"}, "raw_author_name": None},
    ],
    "biblio": {"volume": "265", "issue": "6866", "first_page": "683", "last_page": "688"},
    "is_retracted": False,
    "keywords": [{"display_name": "Feeling", "score": 0.5}],
    "mesh": [
        {"descriptor_name": "Physician-Patient Relations", "qualifier_name": None, "is_major_topic": True},
        {"descriptor_name": "General Practice", "qualifier_name": "methods", "is_major_topic": False},
    ],
    "referenced_works": ["https://openalex.org/W1", "https://openalex.org/W2"],
    "cited_by_count": 1234,
    "abstract_inverted_index": {"The": [0, 4], "doctor": [1], "is": [2, 5], "drug.": [3], "dose": [6], "unknown.": [7]},
}


def page(*found: dict[str, Any], **meta: Any) -> str:
    return json.dumps({"meta": {"count": len(found), "db_response_time_ms": 5} | meta, "results": list(found)})


def read_one(**changed: Any) -> Found:
    (record,) = READ.records(page(WORK | changed))
    return record


def test_each_member_finds_its_field():
    """Ids from their addresses, the names as the publication has them, MeSH as MEDLINE writes it."""
    assert read_one().fields == {
        "accession": ["W2050000001"],
        "type": ["article"],
        "title": ["The doctor, his patient and the illness"],
        "authors": ["Michael Balint", "Enid Balint"],
        "name_form": ["given-family"],
        "container": ["The Lancet"],
        "publisher": ["Elsevier BV"],
        "issn": ["0140-6736", "1474-547X"],
        "volume": ["265"],
        "issue": ["6866"],
        "pages": ["683-688"],
        "year": ["1955"],
        "date": ["1955-04-02"],
        "doi": ["https://doi.org/10.1016/s0140-6736(55)91061-8"],
        "pmid": ["14354967"],
        "pmcid": ["1234567"],
        "url": ["https://www.thelancet.com/balint"],
        "language": ["en"],
        "publication_types": ["article"],
        "headings": ["*Physician-Patient Relations", "General Practice/methods"],
        "abstract": ["The doctor is drug. The is dose unknown."],
    }


def test_what_has_no_field_is_kept_under_its_own_name():
    """The ids of cited works stay what they are: they never become the record's own."""
    extra = read_one().extra
    assert extra["referenced_works"] == ["https://openalex.org/W1", "https://openalex.org/W2"]
    assert extra["cited_by_count"] == ["1234"]
    assert extra["ids.mag"] == ["2050000001"]
    assert extra["keywords"] == ['[{"display_name": "Feeling", "score": 0.5}]']
    assert not {"display_name", "relevance_score", "ids.openalex"} & extra.keys()
    assert "raw_author_name" in extra["authorships"][0]


def test_keywords_of_a_program_are_no_keywords():
    """OpenAlex gives them to each work by its topics; tagging by them would tag by a machine's guess."""
    assert "keywords" not in read_one().fields


def test_a_retracted_work_is_called_so_in_words_that_we_know():
    """The view `bibliography` looks for NLM's publication type."""
    assert read_one(is_retracted=True).fields["publication_types"] == ["article", "Retracted Publication"]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("review", "article"),
        ("book-chapter", "chapter"),
        ("dissertation", "thesis"),
        ("preprint", "preprint"),
        ("conference-abstract", "conference-paper"),
        ("retraction", "article"),
        ("paratext", "other"),
        ("a-new-type", "other"),
        (None, "other"),
    ],
)
def test_types_are_translated(said: str | None, kind: str):
    """Source: developers.openalex.org, "Work types"; what is not there is 'other', and its word is kept."""
    assert read_one(type=said).fields["type"] == [kind]


def test_a_conference_paper_that_openalex_calls_an_article():
    """Until 2025 it had no type for them; Crossref's word says it."""
    place = WORK["primary_location"] | {"raw_type": "proceedings-article"}
    assert read_one(primary_location=place).fields["type"] == ["conference-paper"]


@pytest.mark.parametrize(("kind", "held"), [("article", False), ("preprint", True)])
def test_a_repository_is_the_container_of_preprints_only(kind: str, held: bool):
    """'PubMed' and 'Zenodo' hold copies: they are no journal."""
    place = {"source": {"display_name": "medRxiv", "type": "repository"}}
    assert ("container" in read_one(type=kind, primary_location=place).fields) == held


def test_the_first_of_january_is_a_year_without_a_day():
    """OpenAlex fills in what it doesn't know; the date as it stands is kept."""
    record = read_one(publication_date="1955-01-01")
    assert "date" not in record.fields
    assert record.fields["year"] == ["1955"]
    assert record.extra["publication_date"] == ["1955-01-01"]


def test_more_than_a_hundred_authors_are_not_all_of_them():
    """Lists of works give 100; the record says that more follow."""
    record = read_one(is_authors_truncated=True)
    assert record.fields["authors"][-1] == "et al"
    assert record.warnings == ("OpenAlex lists no more than 100 authors of a work: more follow",)


def test_a_work_without_a_place_or_pages():
    """Much is null in old works; an end without a beginning is no range."""
    record = read_one(primary_location=None, biblio={"first_page": None, "last_page": "9"}, mesh=None, ids=None)
    assert "container" not in record.fields
    assert "pages" not in record.fields
    assert record.extra["biblio.last_page"] == ["9"]


@given(st.lists(st.text(st.characters(blacklist_categories=("Z", "C")), min_size=1), min_size=1, max_size=30))
def test_an_abstract_comes_out_word_by_word(words: list[str]):
    """Whatever the words are, and however often each stands there."""
    index: dict[str, list[str]] = {}
    for place, word in enumerate(words):
        index.setdefault(word, []).append(str(place))
    assert abstract_of(index) == " ".join(words)


@pytest.mark.parametrize("index", [None, {}, {"a": "0"}, {"a": [None]}, {"a": ["x"]}, ["a"]])
def test_what_is_no_inverted_index_is_kept_as_it_stands(index: Any):
    """Nothing is made of it; nothing is lost."""
    assert abstract_of(index) is None
    assert "abstract" not in read_one(abstract_inverted_index=index).fields


def test_pages_follow_each_other():
    """A raw file is the answers of a search, one after the other; what frames them is expected."""
    segments = READ.segments(page(WORK) + page(WORK | {"id": "https://openalex.org/W2"}) + page())
    assert [type(segment) for segment in segments if not isinstance(segment, Unread)] == [Found, Found]
    assert all(segment.expected for segment in segments if isinstance(segment, Unread))


def test_a_single_work_is_read_too():
    """works/W1 gives the work alone."""
    (record,) = READ.records(json.dumps(WORK))
    assert record.fields["accession"] == ["W2050000001"]


def test_a_page_that_breaks_off_is_no_silent_loss():
    """The work that is cut off is set aside as truncated; the one before it is read."""
    text = page(WORK, WORK | {"id": "https://openalex.org/W2", "abstract_inverted_index": None})
    segments = READ.segments(text[: text.rindex("Elsevier")])
    assert len([segment for segment in segments if isinstance(segment, Found)]) == 1
    assert any(isinstance(segment, Reject) and segment.truncated for segment in segments)


@given(st.integers(0, len(page(WORK, WORK))))
def test_a_page_cut_off_anywhere_is_all_there_in_its_segments(length: int):
    """Nothing is skipped: the raw texts, joined, are what came."""
    READ.segments(page(WORK, WORK)[:length])


def test_an_error_is_shown_to_people():
    """It stands where an answer should be."""
    (segment,) = READ.segments('{"error": "Forbidden", "message": "Rate limit exceeded"}')
    assert isinstance(segment, Unread)
    assert not segment.expected
    assert "Rate limit exceeded" in segment.reason


@pytest.mark.parametrize("text", [page(WORK), page(), json.dumps(WORK), page(WORK)[:3000]])
def test_it_is_known_by_its_text(text: str):
    """Works have keywords, authors and titles like other JSON; their ids are OpenAlex's alone."""
    found = detect(text)
    assert found is openalex_json
    assert database_of(openalex_json, text) == "OpenAlex"
