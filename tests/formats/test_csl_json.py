"""CSL-JSON: read in a stream, written so that nothing is lost."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import _json, _text, csl_json, detect, medline, scopus_csv
from pipeline.formats._csl_fields import CSL_TYPES, OTHER_TYPES
from pipeline.model import RECORD_TYPES, SOURCE_FIELDS, Found, Reject

from .reading import Reading

FIXTURES = Path(__file__).parent / "fixtures"
ONE, TWO = '{"id": "1", "type": "book", "title": "A"}', '{"id": "2", "type": "book", "title": "B"}'


READ = Reading(csl_json)
segments, records = READ.segments, READ.records


def titles(text: str) -> list[str]:
    return [record.fields["title"][0] for record in records(text)]


def rejects(text: str) -> list[Reject]:
    return [segment for segment in segments(text) if isinstance(segment, Reject)]


def read_item(**item: Any) -> Found:
    (record,) = records(json.dumps([{"id": "1", "type": "book", "title": "A"} | item]))
    return record


def said(record: Found) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    return dict(record.fields), dict(record.extra)


def test_each_variable_finds_its_field():
    """Particles before the family name, groups apart, numbers as texts, a date in full, the note's PMID."""
    article, report = records((FIXTURES / "csl_items.json").read_text(encoding="utf-8"))
    assert article.fields == {
        "type": ["article"],
        "title": ["The doctor, his patient and <i>the illness</i>"],
        "authors": ["Balint, Michael", "van den Berg, Jan, Jr."],
        "group_authors": ["Working Party on General Practice"],
        "name_form": ["family-comma-given"],
        "editors": ["Müller, Jörg"],
        "container": ["The Lancet"],
        "container_short": ["Lancet"],
        "volume": ["265"],
        "issue": ["6866"],
        "pages": ["683-688"],
        "year": ["1955"],
        "date": ["1955-04-02"],
        "doi": ["10.1016/S0140-6736(55)91061-8"],
        "issn": ["0140-6736", "1474-547X"],
        "keywords": ["general practice", "Balint groups"],
        "language": ["en"],
        "note": ["PMID: 14354967\nread twice"],
        "pmid": ["14354967"],
        "translators": ["Doe, Jane"],
        "accessed": ["2024-01-05"],
    }
    assert article.extra["my-own"] == ['{"deep": [1.10, true, null]}']
    assert article.extra["title-short"] == ["The doctor"]
    assert article.extra["categories"] == ["medicine", "psychology"]
    assert "non-dropping-particle" in article.extra["author"][0]
    assert report.fields["accession"] == ["http://zotero.org/users/1/items/ABCD2345"]
    assert report.fields["date"] == ["spring 2001"]
    assert report.fields["publication_types"] == ["Working paper"]


@pytest.mark.parametrize(
    "text",
    [
        f"[{ONE},{TWO}]",
        f'{{"config": {{"a": [1, {{"b": "}}"}}]}}, "items": [{ONE},\n{TWO}], "after": [{{}}]}}\n',
        f'{{"references": [{ONE}, {TWO}]}}',
        f"{ONE}\n{TWO}\n",
        f"\ufeff[{ONE}]\r\n\ufeff[{TWO}]\r\n",
        f"[{ONE},\n\n,{TWO},]",
    ],
)
def test_items_stand_in_a_list_in_an_object_or_one_a_line(text: str):
    """Zotero, Better BibTeX, Pandoc, web services; and files joined end to end."""
    assert titles(text) == ["A", "B"]
    assert rejects(text) == []


def test_one_item_alone_is_a_record():
    """What a DOI gives when asked for CSL-JSON."""
    assert titles(ONE) == ["A"]


@pytest.mark.parametrize(
    "broken",
    [
        '{"id": "x", "type": "book", "title": "X"',
        '{"id": "x", "type": "book", "title": "X}',
        '{"id": "x", "author": [{"family": "Y", "given": "Z"}, "type": "book"}',
        "{'id': 'x'}",
        '{"id": }',
        '{"id": "x" "title": "X", "author": [{"family": "Y"}, {"family": "Z"}]}',
    ],
)
def test_a_broken_item_costs_itself_only(broken: str):
    """One lost quote mark among thousands of items: the next item is the next object that is one."""
    text = f"[{ONE},\n{broken},\n{TWO}]"
    assert titles(text) == ["A", "B"]
    (reject,) = rejects(text)
    assert (reject.line, reject.truncated) == (2, False)
    assert "line 2" in reject.reason or "line 3" in reject.reason


@pytest.mark.parametrize("kept", range(len(ONE) + 4, len(ONE) + len(TWO) + 2))
def test_a_file_that_ends_inside_an_item_was_cut_off(kept: int):
    """Wherever the download breaks off, the first item is whole and the second is not."""
    text = f"[{ONE},\n{TWO}]"[:kept]
    assert titles(text) == ["A"]
    assert [reject.truncated for reject in rejects(text)] == [True]


def test_a_file_that_ends_after_a_comma_lacks_a_record():
    """There is no text of the lost record, but the count must not look whole."""
    assert [reject.truncated for reject in rejects(f"[{ONE},\n")] == [True]
    assert "cut off" in records(f"[{ONE}")[0].warnings[0]
    assert "cut off" in records(f"[{ONE}\r\n\n")[0].warnings[0]


def test_an_item_longer_than_a_block_is_read():
    """Abstracts with pictures in them do occur."""
    long = "x" * (3 * _json.BLOCK)
    assert [len(title) for title in titles(f'[{ONE},{{"type":"book","title":"{long}"}},{TWO}]')] == [1, len(long), 1]


def test_a_line_break_inside_a_text_is_read_with_a_warning():
    """No valid JSON, but what is meant is beyond doubt."""
    (record,) = records('[{"id": "1", "type": "book", "title": "A\nB"}]')
    assert record.fields["title"] == ["A\nB"]
    assert record.warnings


def test_half_a_character_is_replaced_and_said():
    """A lone surrogate can't be stored as UTF-8; a pair of them is one letter."""
    record = read_item(title="A\ud800\ud83d\ude00")
    assert record.fields["title"] == ["A\ufffd😀"]
    assert record.warnings


@pytest.mark.parametrize("key", ["", '"id": "x1", ', '"id": "http://zotero.org/users/1/items/AB", '])
def test_a_type_alone_is_a_record_with_a_warning(key: str):
    """RIS and EndNote have such records: what is converted must have as many as before."""
    (record,) = records(f'[{{{key}"type": "book", "title": ""}}]')
    assert record.fields["type"] == ["book"]
    assert record.warnings == ("a record with nothing in it but its type",)


def test_an_item_without_even_a_type_is_no_record():
    """There is nothing to keep."""
    (reject,) = rejects('[{"type": "", "title": ""}]')
    assert reject.reason == "an item that says nothing"


def test_a_variable_that_stands_twice_keeps_both():
    """JSON allows it, most readers keep the last and say nothing."""
    (record,) = records('[{"type": "book", "title": "A", "DOI": "10.1/a", "DOI": "10.1/b"}]')
    assert record.fields["doi"] == ["10.1/b"]
    assert record.extra["DOI"] == ["10.1/a"]
    assert record.warnings


@pytest.mark.parametrize(
    ("issued", "year", "date"),
    [
        ({"date-parts": [[2014]]}, "2014", None),
        ({"date-parts": [["2014", "3"]]}, "2014", "2014-03"),
        ({"date-parts": [[2014, 11, 3], [2014, 11, 5]]}, "2014", "2014-11-03/2014-11-05"),
        ({"date-parts": [[2014]], "season": 4}, "2014", "2014 Winter"),
        ({"raw": "2014 Nov-Dec"}, None, "2014 Nov-Dec"),
        ({"literal": "in press"}, None, "in press"),
        ({"date-parts": [[None]]}, None, None),
        ("2014", "2014", None),
        ("2014-11", None, "2014-11"),
    ],
)
def test_dates_in_any_form(issued: Any, year: str | None, date: str | None):
    """Processors allow parts, words and what they have not understood."""
    fields = read_item(issued=issued).fields
    assert (fields.get("year"), fields.get("date")) == (year and [year], date and [date])


@pytest.mark.parametrize(
    ("kind", "more", "ours"),
    [
        ("article", {}, "preprint"),
        ("article", {"volume": "3"}, "article"),
        ("paper-conference", {}, "conference-paper"),
        ("journal-article", {}, "article"),
        ("legal_case", {}, "other"),
    ],
)
def test_types_are_csls_or_crossrefs(kind: str, more: dict[str, str], ours: str):
    """'article' is no journal's article in CSL, unless it has a volume."""
    assert read_item(type=kind, **more).fields["type"] == [ours]


def test_crossrefs_lists_are_texts():
    """Crossref's own JSON has a list where CSL has one text."""
    record = read_item(title=["A", ""], **{"container-title": ["J", "K"]}, ISSN=["1234-5678"])
    assert record.fields["title"] == ["A"]
    assert record.fields["container"] == ["J", "K"]
    assert record.fields["issn"] == ["1234-5678"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"[{ONE}]", "csl-json"),
        ('[{"type": "article-journal", "author": [{"family": "A"}]}]', "csl-json"),
        ('{"items": [{"itemType": "book", "title": "A", "date-parts": []}]}', "zotero-json"),
        ('{"results": [{"display_name": "A", "type": "article", "title": "A"}]}', None),
        ('{"name": "x", "version": "1", "title": "A"}', None),
        ("[foo] bar: a title, a type", None),
    ],
)
def test_it_is_known_by_its_variables(text: str, name: str | None):
    """Other JSON is not claimed."""
    fmt = detect(text)
    assert (fmt and fmt.NAME) == name


NAMES = re.findall(
    r"\S+",
    """id type title author editor issued accessed container-title keyword ISSN note custom volume number translator
    container-title-short journalAbbreviation event event-title available-date language my-own categories DOI
    article-number genre headings authors bibcorpus""",
)


def items() -> st.SearchStrategy[list[dict[str, Any]]]:
    texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(["a; b", "c, d", "2014"])
    atoms = st.none() | st.booleans() | st.integers() | st.floats() | texts
    values = st.recursive(atoms, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3))
    person = st.dictionaries(
        st.sampled_from(["family", "given", "literal", "suffix", "non-dropping-particle", "ORCID"]), texts
    )
    date = st.fixed_dictionaries(
        {"date-parts": st.lists(st.lists(st.integers(1, 2100) | texts, max_size=3), max_size=2)}
    )
    names = st.sampled_from(NAMES)
    kinds = st.sampled_from([*CSL_TYPES, *OTHER_TYPES, *RECORD_TYPES, "journal-article"])
    item = st.dictionaries(names, values | texts | st.lists(person, max_size=3) | date | kinds, max_size=8)
    return st.lists(item, max_size=3)


@given(items())
def test_what_is_written_is_read_again_field_by_field(found: list[dict[str, Any]]):
    """An export that takes anything away would be a trap: people hand their library on by it."""
    own = records(json.dumps(found))
    text = "".join(csl_json.write(own))
    again = records(text)
    assert [said(record) for record in again] == [said(record) for record in own]
    assert "".join(csl_json.write(again)) == text
    for item in json.loads(text):
        assert item["type"] in CSL_TYPES or item["type"] in OTHER_TYPES


TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8), min_size=1, max_size=3)
TAGS = st.sampled_from(["TI", "Year", "title", "custom", "id", "type", "author", "bibcorpus"])


@given(st.dictionaries(st.sampled_from([*SOURCE_FIELDS]), TEXTS), st.dictionaries(TAGS, TEXTS))
def test_records_of_any_other_format_come_back_whole(fields: dict[str, list[str]], extra: dict[str, list[str]]):
    """Fields that CSL has no variable for, and tags of other formats, stand in `custom`."""
    fields = {"title": ["A"]} | fields
    record = Found(line=1, raw="", fields=fields, extra=extra)
    (item,) = json.loads("".join(csl_json.write([record])))
    assert isinstance(item["id"], str)
    (again,) = records(json.dumps([item], ensure_ascii=False))
    assert said(again) == (fields, extra)


@pytest.mark.parametrize(
    ("reader", "name"), [(medline, "medline_article_and_chapter.nbib"), (scopus_csv, "scopus_2021.csv")]
)
def test_a_databases_record_becomes_an_item_that_says_it_in_csls_words(reader: Any, name: str):
    """The people in parts, the date in parts; the database's own words in `custom`."""
    stream, _, _ = _text.open_text(FIXTURES / name)
    with stream:
        own = [segment for segment in reader.read(stream) if isinstance(segment, Found)]
    text = "".join(csl_json.write(own))
    assert [said(record) for record in records(text)] == [said(record) for record in own]
    first = json.loads(text)[0]
    assert first["type"] == "article-journal"
    assert set(first["author"][0]) <= {"family", "given", "suffix", "literal"}
    assert all(isinstance(value, (str, list)) for value in first["custom"].values())


@pytest.mark.parametrize(
    "more",
    [
        {"weird": {"b": ["c", {"d": None}]}, "list": [1, 2], "flag": True, "nothing": None, "empty": []},
        {"id": 1, "volume": 12, "my-number": 1.5, "page": "1-9"},
        {"keyword": "a, b", "ISSN": "1234-5678; 8765-4321", "language": "en, de"},
        {"custom": {"a": [1, 2.5, None, True], "shortTitle": "B", "authors": {"x": 1}}},
        {"categories": ["q"], "note": "PMID: 12", "PMID": "7", "journalAbbreviation": "J", "event": "E"},
        {"author": [{"literal": "WHO"}, {"family": "Berg", "given": "Jan", "non-dropping-particle": "van"}]},
        {"issued": {"date-parts": [[2020, 1], [2020, 3]], "season": 2}, "accessed": {"raw": "yesterday"}},
        {"title": "x < \u2060<i>y</i> \u2060", "original-title": "", "id": "http://zotero.org/users/1/items/ABCD"},
    ],
)
def test_an_item_goes_back_as_it_came(more: dict[str, Any]):
    """A value that only another program understands is of no use to it as a text, or in another place."""
    item = {"id": "1", "type": "article-journal", "title": "A"} | more
    text = "".join(csl_json.write(records(json.dumps([item]))))
    assert json.loads(text) == [item]
    assert "".join(csl_json.write(records(text))) == text


def test_a_number_goes_back_with_its_noughts():
    """1.50 is an edition, or a version, to whoever wrote it."""
    assert '"n": 1.50,' in "".join(csl_json.write(records('[{"n": 1.50, "type": "book", "title": "A"}]')))


def test_what_is_no_number_in_json_goes_back_as_text():
    """Python writes NaN, and a file that has it is refused by others as a whole."""
    text = "".join(csl_json.write(records('[{"type": "book", "title": "A", "n": NaN, "m": [-Infinity]}]')))
    assert json.loads(text, parse_constant=lambda word: pytest.fail(word))[0]["n"] == "NaN"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"type": "journal-article"}, {"type": "article-journal"}),
        ({"title": ["A", "B"]}, {"title": "A"}),
        ({"issued": "2014"}, {"issued": {"date-parts": [[2014]]}}),
        ({"ISSN": ["1234-5678", "8765-4321"]}, {"ISSN": "1234-5678, 8765-4321"}),
        ({"author": "Balint, Enid"}, {"author": [{"family": "Balint", "given": "Enid"}]}),
    ],
)
def test_what_csl_does_not_allow_becomes_what_it_does(more: dict[str, Any], expected: dict[str, Any]):
    """Crossref and DataCite have lists and words of their own; a citation processor refuses them."""
    own = read_item(**more)
    (item,) = json.loads("".join(csl_json.write([own])))
    assert {name: item[name] for name in expected} == expected
    assert said(records(json.dumps([item], ensure_ascii=False))[0]) == said(own)


def test_a_record_that_was_changed_since_it_was_read_is_written_as_it_is_now():
    """The text that it was read from is evidence, not the record."""
    (own,) = records('[{"id": "1", "type": "book", "title": "A", "flag": true}]')
    item = csl_json.item_of(replace(own, fields={**own.fields, "title": ["B"]}))
    assert (item["title"], item["custom"]) == ("B", {"flag": "true"})


@pytest.mark.parametrize(
    ("names", "people"),
    [
        (["World Health Organization", "Smith, Jane"],
         [{"literal": "World Health Organization"}, {"family": "Smith", "given": "Jane"}]),
        (["Sukarno"], [{"family": "Sukarno"}]),
        (["Smith, Jane", "et al"], [{"family": "Smith", "given": "Jane"}, {"literal": "others"}]),
    ],
)  # fmt: skip
def test_a_body_is_a_literal_and_a_person_with_one_name_is_not(names: list[str], people: list[dict[str, str]]):
    """Processors shorten and sort families: 'World Health Organization' is none. 'others' they print as 'et al.'."""
    record = Found(line=1, raw="", fields={"title": ["A"], "authors": names, "name_form": ["family-comma-given"]})
    item = csl_json.item_of(record)
    assert item["author"] == people
    assert records(json.dumps([item]))[0].fields["authors"] == names


def test_a_reader_of_names_finds_family_and_given_though_the_database_writes_initials():
    """'Müller JA' is family and given for every citation style."""
    record = Found(
        line=1, raw="", fields={"authors": ["Müller JA"], "name_form": ["family-initials"], "year": ["1999"]}
    )
    item = csl_json.item_of(record)
    assert item["author"] == [{"family": "Müller", "given": "J. A."}]
    assert item["issued"] == {"date-parts": [[1999]]}


def test_no_record_makes_a_valid_empty_list():
    """An empty export is a list of nothing."""
    assert json.loads("".join(csl_json.write([]))) == []


@given(st.text(st.sampled_from('[]{}",: \n\\ab1') | st.characters(exclude_categories=["Cs"])))
def test_no_text_loses_a_character(text: str):
    """Garbage is set aside, never an error."""
    segments(text)


@given(st.lists(st.sampled_from([ONE, TWO, ",", "[", "]", "{", "}", '"items": [', '"', "\r\n", "\\", "tru", "1"])))
def test_no_pieces_of_json_lose_a_character(pieces: list[str]):
    """The same, near to what is real."""
    segments("".join(pieces))


@pytest.mark.parametrize("text", ["[" * 100_000, '[{"a":' * 50_000, '{"a":' * 50_000, "[" + "9" * 5000 + "]"])
def test_what_is_nested_too_deep_is_set_aside(text: str):
    """Python's reader of JSON would raise."""
    assert not records(text)
