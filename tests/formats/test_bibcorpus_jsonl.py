"""The JSON Lines that `bibcorpus export jsonl` writes."""

from __future__ import annotations

from pipeline.formats import bibcorpus_jsonl, detect
from pipeline.model import SOURCE_FIELDS, Reject

from .reading import Reading, text_of

JSONL = Reading(bibcorpus_jsonl)


def test_a_line_is_a_record_with_the_citekey_for_its_name():
    """What a translated title and a group are, is said as other formats say it: by brackets, and apart."""
    second, first = JSONL.records(text_of("bibcorpus.jsonl"))
    assert first.fields == {
        "accession": ["marsh2004groups"],
        "title": ["[Groups for country doctors]"],
        "title_original": ["Gruppen für Landärzte"],
        "year": ["2004"],
        "authors": ["Marsh, Ina", "et al."],
        "group_authors": ["Nordic Trialists"],
        "name_form": ["family-comma-given"],
        "container": ["Journal of Invented Medicine"],
        "volume": ["12"],
        "issue": ["3-4"],
        "pages": ["101-109"],
        "doi": ["10.1000/jim.2004.12"],
        "type": ["article"],
        "language": ["de"],
        "abstract": ['What they say; and "more".'],
        "keywords": ["burnout", "cyst; diagnosis"],
        "issn": ["1234-5679"],
        "date": ["2004-05"],
        "date_online": ["2004-02-01"],
    }
    assert set(first.fields) <= set(SOURCE_FIELDS)
    assert first.extra["topics"] == ["burnout"]
    assert second.fields["authors_original"] == ["Vinter, A. B."]
    assert second.fields["editors"] == ["Balint, Enid"]
    assert (second.extra["aliases"], second.extra["work_id"]) == (["vinter2015"], ["hand-list:2"])


def test_it_is_known_by_its_first_name():
    """A CSL item or Zotero's JSON begins otherwise."""
    assert detect(text_of("bibcorpus.jsonl")) is bibcorpus_jsonl
    assert bibcorpus_jsonl.sniff('{"title": "T", "citekey": "k"}') == 0
    assert bibcorpus_jsonl.sniff('[{"id": "k", "type": "book"}]') == 0


def test_a_line_that_breaks_off_is_set_aside():
    whole = text_of("bibcorpus.jsonl")
    last = JSONL.segments(whole[:-400])[-1]
    assert isinstance(last, Reject)
    assert last.truncated
