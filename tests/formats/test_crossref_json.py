"""Crossref's JSON: what each member of a work means, and which of two works a retraction retracts."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import crossref_json, detect
from pipeline.formats._crossref_fields import RELATIONS, RULES, TYPES, UPDATES
from pipeline.model import RECORD_TYPES, SOURCE_FIELDS, Found, Reject, Unread
from pipeline.values.relation import parse_relation

from .reading import Reading

READ = Reading(crossref_json)


def work(**members: Any) -> dict[str, Any]:
    named = {name.replace("_", "-"): value for name, value in members.items()}
    return {"DOI": "10.1000/a", "type": "journal-article", "title": ["A"], "prefix": "10.1000"} | named


def answer(*works: dict[str, Any]) -> str:
    message = {"facets": {}, "total-results": len(works), "items": [*works], "items-per-page": 20}
    said = {"status": "ok", "message-type": "work-list", "message-version": "1.0.0", "message": message}
    return json.dumps(said, ensure_ascii=False)


def single(one: dict[str, Any]) -> str:
    return json.dumps({"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": one})


def read_work(**members: Any) -> Found:
    (record,) = READ.records(answer(work(**members)))
    return record


def parts(*numbers: int | None) -> dict[str, Any]:
    return {"date-parts": [[*numbers]]}


ARTICLE = work(
    DOI="10.1000/BAL.1",
    title=["Balint groups"],
    subtitle=["a review"],
    original_title=["Balintgruppen"],
    author=[
        {
            "given": "Lea",
            "family": "Day",
            "sequence": "first",
            "ORCID": "http://orcid.org/0000-0001-0000-0009",
            "authenticated-orcid": False,
            "affiliation": [{"name": "Leeds"}, {"name": "Ulm", "id": [{"id": "x"}]}],
        },
        {"given": "J. A.", "family": "van den Berg", "suffix": "Jr.", "sequence": "additional", "affiliation": []},
        {"name": "Working Party", "sequence": "additional", "affiliation": []},
    ],
    container_title=["The Example"],
    short_container_title=["Ex"],
    issued=parts(1955, 3, 2),
    published=parts(1955, 3, 2),
    published_print=parts(1955, 4),
    published_online=parts(1955, 3, 2),
    volume="265",
    issue="6866",
    page="683-688",
    article_number="e7",
    ISSN=["0140-6736", "1474-547X"],
    publisher="Ex Press",
    language="en",
    abstract="<jats:sec><jats:title>Aim</jats:title><jats:p>To see.</jats:p></jats:sec>",
    URL="https://doi.org/10.1000/bal.1",
    resource={"primary": {"URL": "https://example.org/1"}},
    reference=[{"DOI": "10.1000/cited", "key": "1"}],
    is_referenced_by_count=3,
)


def test_each_member_finds_its_field():
    """Print before online, the subtitle behind the title, groups apart, labels of the abstract."""
    (record,) = READ.records(answer(ARTICLE))
    assert record.fields == {
        "accession": ["10.1000/bal.1"],
        "title": ["Balint groups: a review"],
        "authors": ["Day, Lea", "van den Berg, J. A., Jr."],
        "name_form": ["family-comma-given"],
        "group_authors": ["Working Party"],
        "date_online": ["1955-03-02"],
        "date": ["1955-04"],
        "year": ["1955"],
        "doi": ["10.1000/BAL.1"],
        "publication_types": ["journal-article"],
        "title_original": ["Balintgruppen"],
        "container": ["The Example"],
        "container_short": ["Ex"],
        "volume": ["265"],
        "issue": ["6866"],
        "pages": ["683-688"],
        "article_number": ["e7"],
        "issn": ["0140-6736", "1474-547X"],
        "publisher": ["Ex Press"],
        "language": ["en"],
        "abstract": ["<jats:sec>Aim: <jats:p>To see.</jats:p></jats:sec>"],
        "url": ["https://doi.org/10.1000/bal.1", "https://example.org/1"],
        "type": ["article"],
    }
    assert record.extra == {
        "author/ORCID": ["Day, Lea: http://orcid.org/0000-0001-0000-0009"],
        "author/affiliation": ["Day, Lea: Leeds", 'Day, Lea: {"name": "Ulm", "id": [{"id": "x"}]}'],
        "issued": ["1955-03-02"],
        "prefix": ["10.1000"],
        "is-referenced-by-count": ["3"],
    }
    assert record.warnings == ()


def test_the_works_that_a_work_cites_are_no_part_of_it():
    """Else the DOI of a reference could become the record's own, and its retraction, too."""
    (record,) = READ.records(answer(ARTICLE))
    assert "10.1000/cited" in record.raw
    assert "10.1000/cited" not in json.dumps([record.fields, record.extra])


@pytest.mark.parametrize(
    ("title", "subtitle", "expected"),
    [
        (["A"], ["b"], ["A: b"]),
        (["A?"], ["B"], ["A? B"]),
        (["A: the b"], ["The B"], ["A: the b"]),
        (["A", "Ä"], [], ["A", "Ä"]),
        ([], ["b"], ["b"]),
        (["A"], ["", None], ["A"]),
        ("A", "b", ["A: b"]),
    ],
)
def test_title_and_subtitle_are_one_title(title: Any, subtitle: Any, expected: list[str]):
    """Publishers deposit the subtitle apart, within the title, or both."""
    assert read_work(title=title, subtitle=subtitle).fields["title"] == expected


@pytest.mark.parametrize(
    ("dates", "year", "date", "online"),
    [
        ({"issued": parts(2014)}, "2014", "2014", None),
        ({"issued": parts(2014, 11, 3)}, "2014", "2014-11-03", None),
        ({"issued": parts(None)}, None, None, None),
        (
            {"issued": parts(2021, 10), "published-online": parts(2021, 10), "published-print": parts(2022)},
            "2022",
            "2022",
            "2021-10",
        ),
        ({"issued": parts(2021), "journal-issue": {"published-print": parts(2022, 6)}}, "2022", "2022-06", None),
        ({"issued": parts(2021, 1), "published-online": parts(2021, 1)}, "2021", "2021-01", "2021-01"),
    ],
)
def test_the_year_is_that_of_the_printed_issue(dates: dict[str, Any], year: Any, date: Any, online: Any):
    """Volume and pages belong to it, and PubMed counts by it; `issued` is only the earliest date."""
    fields = read_work(**dates).fields
    assert [fields.get(name) for name in ("year", "date", "date_online")] == [
        value and [value] for value in (year, date, online)
    ]


@pytest.mark.parametrize(
    ("kind", "subtype", "ours"),
    [
        ("journal-article", None, "article"),
        ("posted-content", "preprint", "preprint"),
        ("posted-content", None, "preprint"),
        ("posted-content", "letter", "other"),
        ("posted-content", "dissertation", "thesis"),
        ("proceedings-article", None, "conference-paper"),
        ("book-chapter", None, "chapter"),
        ("dissertation", None, "thesis"),
        ("peer-review", None, "other"),
        ("component", None, "other"),
        (None, None, "other"),
    ],
)
def test_types_are_crossrefs(kind: Any, subtype: Any, ours: str):
    """What is posted is a preprint, unless Crossref says what else it is."""
    assert read_work(type=kind, subtype=subtype).fields["type"] == [ours]
    assert {*TYPES.values()} <= {*RECORD_TYPES}


@pytest.mark.parametrize(
    ("members", "relations"),
    [
        ({"update-to": [{"DOI": "10.1000/x", "type": "retraction"}]}, ["retraction-of doi:10.1000/x"]),
        ({"updated-by": [{"DOI": "10.1000/x", "type": "retraction"}]}, ["has-retraction doi:10.1000/x"]),
        ({"update-to": [{"DOI": "10.1000/x", "type": "Correction"}]}, ["erratum-of doi:10.1000/x"]),
        ({"updated-by": [{"DOI": "10.1000/x", "type": "expression-of-concern"}]}, ["has-comment doi:10.1000/x"]),
        (
            {"updated-by": [{"DOI": "10.1000/x", "type": kind} for kind in ("erratum", "retraction", "erratum")]},
            ["has-erratum doi:10.1000/x", "has-retraction doi:10.1000/x"],
        ),
        ({"relation": {"has-preprint": [{"id-type": "doi", "id": "10.1000/p"}]}}, ["version-of doi:10.1000/p"]),
        ({"relation": {"is-preprint-of": [{"id-type": "doi", "id": "10.1000/p"}]}}, ["has-version doi:10.1000/p"]),
        ({"relation": {"is-comment-on": [{"id-type": "pmid", "id": "12"}]}}, ["comment-on pmid:12"]),
    ],
)
def test_relations_are_seen_from_this_work(members: dict[str, Any], relations: list[str]):
    """`update-to` stands on the notice, `updated-by` on the work: a retraction notice is not retracted itself."""
    record = read_work(**members)
    assert record.fields["relations"] == relations
    assert all(map(parse_relation, relations))


def test_every_relation_is_one_of_ours():
    """A kind with a slip of the pen would be no relation at all."""
    kinds = [*RELATIONS.values(), *(kind for both in UPDATES.values() for kind in both)]
    assert all(parse_relation(kind) for kind in kinds)


def test_relations_without_a_kind_of_ours_are_kept():
    """Supplements and reviews of manuscripts are no relations of publications."""
    update = {"DOI": "10.1000/x", "type": "partial_retraction", "label": "Partial retraction"}
    watched = {"DOI": "10.1000/y", "type": "retraction", "source": "retraction-watch"}
    record = read_work(
        relation={"is-supplemented-by": [{"id-type": "uri", "id": "https://example.org"}], "cites": []},
        **{"updated-by": [update, watched, {"DOI": "10.1000/z", "type": "unheard_of"}]},
    )
    assert record.fields["relations"] == ["has-erratum doi:10.1000/x", "has-retraction doi:10.1000/y"]
    assert record.extra["relation/is-supplemented-by"] == ['{"id-type": "uri", "id": "https://example.org"}']
    assert len(record.extra["updated-by"]) == 3


def test_a_paper_says_at_which_conference_it_was_read():
    """Place and time of it are kept."""
    record = read_work(type="proceedings-article", event={"name": "Balint Congress", "location": "Ulm"})
    assert record.fields["event"] == ["Balint Congress"]
    assert record.extra["event"] == ['{"name": "Balint Congress", "location": "Ulm"}']


def test_editors_are_no_authors():
    """Of edited books, where there is nobody else."""
    fields = read_work(type="edited-book", editor=[{"family": "Day", "given": "L"}], ISBN=["9780306406157"]).fields
    assert fields["editors"] == ["Day, L"]
    assert "authors" not in fields
    assert fields["isbn"] == ["9780306406157"]


def test_pages_of_a_list_and_single_works_are_one_file():
    """What a search gives, and what is asked for by DOI, as they were received."""
    text = answer(work(DOI="10.1/A"), work(DOI="10.1/b")) + single(work(DOI="10.1/c")) + answer(work(DOI="10.1/d"))
    assert [record.fields["accession"] for record in READ.records(text)] == [[f"10.1/{letter}"] for letter in "abcd"]


@pytest.mark.parametrize(
    "message",
    [
        {"status": "failed", "message-type": "validation-failure", "message": [{"type": "x", "message": "bad filter"}]},
        {"status": "error", "message-type": "exception", "message": {"name": "class", "description": "null"}},
    ],
)
def test_an_error_is_no_record(message: dict[str, Any]):
    """It is shown to people, with what it says."""
    (error,) = READ.segments(json.dumps(message))
    assert isinstance(error, Unread)
    assert not error.expected
    assert str(message["message-type"]) in error.reason


def test_an_answer_that_breaks_off_is_said():
    """The work that is cut off is no record, those before it are."""
    text = answer(work(DOI="10.1/a"), work(DOI="10.1/b"))
    segments = READ.segments(text[: text.index("10.1/b") + 20])
    assert [segment.fields["accession"] for segment in segments if isinstance(segment, Found)] == [["10.1/a"]]
    assert [segment.truncated for segment in segments if isinstance(segment, Reject)] == [True]


def test_a_work_without_doi_or_title_is_taken_with_a_warning():
    """What the service counts as a record is one here too."""
    (record,) = READ.records(answer({"type": "journal"}))
    assert record.warnings == ("Crossref gives no DOI for this record", "no title")


def test_it_is_known_by_its_message():
    """CSL-JSON, which Crossref gives under a DOI, is another format."""
    for text in (answer(ARTICLE), single(ARTICLE)):
        fmt = detect(text)
        assert fmt
        assert fmt.NAME == "crossref-json"
    assert crossref_json.sniff('[{"type": "book", "DOI": "10.1/a"}]') == 0
    assert crossref_json.sniff("message-type work") == 0


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 9) | st.sampled_from(["", "a", "retraction", "2014", "doi", " ", ":"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["name", "family", "given", "affiliation", "date-parts", "DOI", "type", "has-preprint", "id",
                         "id-type", "primary", "URL", "published-print", "location"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from([*RULES, "journal-issue", "unknown"]), VALUES, max_size=6))
def test_whatever_stands_in_a_work_is_read(members: dict[str, Any]):
    """A service may change the shape of any member: a list for one, one for a list, null for nothing."""
    (record,) = READ.records(json.dumps({"message": {"items": [members]}}))
    assert record.fields["type"][0] in RECORD_TYPES
    assert record.fields.keys() <= SOURCE_FIELDS.keys()
    assert all(texts and all(texts) for texts in [*record.fields.values(), *record.extra.values()])


def test_translators_stand_apart():
    """What else is said of them is told with whose it is."""
    found = read_work(type="monograph", translator=[{"family": "Roe", "given": "R", "ORCID": "0000-0001"}])
    assert found.fields["translators"] == ["Roe, R"]
    assert found.extra["translator/ORCID"] == ["Roe, R: 0000-0001"]
