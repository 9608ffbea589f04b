"""Clean: values in one form, every change told, nothing dropped."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean import as_row, clean, from_row, shown_value, with_extent
from pipeline.clean_fields import squeeze
from pipeline.clean_retraction import with_retraction
from pipeline.model import NAME_FORMS, SOURCE_FIELDS, Bibliographic, Name

Fields = dict[str, list[str]]
CLEANED = sorted(SOURCE_FIELDS.keys() - {"name_form"})


@pytest.mark.parametrize(
    ("field", "before", "after", "rule"),
    [
        ("doi", "https://doi.org/10.1000/J.1.23", "10.1000/j.1.23", "doi.normalise"),
        ("pages", "283-98", "283-298", "pages.normalise"),
        ("date", "2014 Nov-Dec", "2014-11", "date.parse"),
        ("year", "2011/03//", "2011", "date.year"),
        ("accessed", "12.03.2015", "2015-03-12", "date.parse"),
        ("title", "[Leading a Balint group].", "Leading a Balint group", "title.unbracket"),
        ("title", "Balint <i>groups</i>", "Balint groups", "title.clean"),
        ("volume", "12  (3)", "12 (3)", "text.squeeze"),
        ("volume", "12\u00a0(3)", "12 (3)", "text.squeeze"),
        ("language", "ger", "de", "language.code"),
        ("pmid", "PMID: 123", "123", "pmid.normalise"),
        ("abstract", "<jats:p>Of CO<sub>2</sub>; p &lt; 0.05.</jats:p>", "Of CO2; p < 0.05.", "text.markup"),
        ("abstract", "To\n see, p < 0.05.", "To see, p < 0.05.", "text.squeeze"),
        ("keywords", "FHIR<sup>&#174;</sup>", "FHIR®", "text.markup"),
        ("headings", "Wounds &amp; injuries", "Wounds & injuries", "text.markup"),
    ],
)
def test_every_change_is_told_with_its_rule(field: str, before: str, after: str, rule: str):
    """`why` must be able to say what the source wrote and who changed it."""
    _, changes, _ = clean({field: [before]})
    assert {"field": field, "before": before, "after": after, "rule": rule} in changes


@given(st.text(alphabet="ab \t\n\r\x1c\x85\u00a0\u00ad\u2003\u2028\u3000"))
def test_white_space_of_any_kind_parts_words_by_one_blank(text: str):
    """Tables and web pages bring tabs, hard blanks and line ends of their own into abstracts."""
    assert squeeze(text) == (" ".join(text.split()) or None)


def test_what_is_in_order_is_not_changed():
    """A list of changes that lists everything tells nothing."""
    fields = {"title": ["Balint groups"], "year": ["2011"], "pages": ["10-19"], "doi": ["10.1000/1"], "volume": ["5"]}
    record, changes, left_over = clean(fields)
    assert (record.title, record.year, record.pages, record.doi) == ("Balint groups", 2011, "10-19", "10.1000/1")
    assert changes == []
    assert left_over == {}


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("doi", "see publisher"),
        ("pmid", "none"),
        ("year", "in press"),
        ("date", "AUG 11"),
        ("issn", "12"),
        ("isbn", "unknown"),
        ("title", "[Not available]"),
        ("authors", "-"),
        ("abstract", "<p></p>"),
    ],
)
def test_what_can_not_be_used_is_missing_but_kept(field: str, text: str):
    """Missing is missing, never empty text; the source's words stay for whoever can read more out of them."""
    record, changes, left_over = clean({field: [text]})
    assert getattr(record, {"language": "languages"}.get(field, field)) in (None, ())
    assert left_over == {field: [text]}
    assert [(change["before"], change["after"]) for change in changes] == [(text, None)]


@pytest.mark.parametrize(
    ("fields", "left_over"),
    [
        ({"doi": ["10.1000/1", "10.1000/2"]}, {"doi": ["10.1000/2"]}),
        ({"title": ["One", "Two", "Three"]}, {"title": ["Three"]}),
        ({"title": ["One", "[Not available]"]}, {"title": ["[Not available]"]}),
        ({"title": ["Balint groups"], "title_original": ["Balint Groups"]}, {"title_original": ["Balint Groups"]}),
        ({"type": ["article", "Übersicht"]}, {"type": ["Übersicht"]}),
        ({"type": ["article", "book"]}, {"type": ["book"]}),
        ({"year": ["2011"], "date": ["2012-05"]}, {"date": ["2012-05"]}),
        ({"accession": ["1", "2"]}, {"accession": ["2"]}),
        ({"authors": ["Doe, Jane", "et al."]}, {"authors": ["et al."]}),
    ],
)
def test_a_second_value_where_one_has_room_stays_with_the_record(fields: Fields, left_over: Fields):
    """Two DOIs, two types, a date that contradicts the year: one must lead, the other is not thrown away."""
    assert clean(fields)[2] == left_over


def test_a_title_that_is_there_in_translation_only_is_a_title():
    """Some exports of RIS have TT and no TI; a work without any title would be found by nobody."""
    assert clean({"title_translated": ["Leading a group"]})[0].title == "Leading a group"
    record, _, _ = clean({"title_translated": ["Leading a group"], "title_original": ["Eine Gruppe leiten"]})
    assert (record.title, record.title_original) == ("Leading a group", "Eine Gruppe leiten")


def test_the_translated_title_leads_and_the_original_follows():
    """Most of those who search read English; the reference needs the title as printed."""
    record, _, _ = clean({"title": ["Eine Gruppe leiten"], "title_translated": ["Leading a group"]})
    assert (record.title, record.title_original) == ("Leading a group", "Eine Gruppe leiten")


@pytest.mark.parametrize(
    ("title", "translated", "language"),
    [
        ("Leading a group", "Dirigir un grupo", ["en"]),
        ("Leading a group", "Ведение группы", []),
        ("Eine Gruppe leiten", "Ведение группы", ["ger"]),
    ],
)
def test_a_translation_from_english_does_not_lead(title: str, translated: str, language: list[str]):
    """Most of those who search read English, or at least its letters; the translation is kept beside the record."""
    record, _, left_over = clean({"title": [title], "title_translated": [translated], "language": language})
    assert (record.title, record.title_original) == (title, None)
    assert left_over == {"title_translated": [translated]}


def test_a_language_that_the_title_is_not_in_says_nothing():
    """Many databases call a work English whose summary is."""
    fields = {"title": ["Ведение группы"], "title_translated": ["Leading a group"], "language": ["eng"]}
    assert clean(fields)[0].title == "Leading a group"


def test_an_issn_in_the_place_for_an_isbn_is_an_issn():
    """Proceedings that are a journal have one; the other way round with books that a database takes for journals."""
    record, changes, left_over = clean({"isbn": ["1532-2882"], "issn": ["978-3-16-148410-0"]})
    assert (record.issn, record.isbn, left_over) == (("1532-2882",), ("9783161484100",), {})
    assert {"field": "isbn", "before": "1532-2882", "after": None, "rule": "isbn.of-the-other-kind"} in changes


def test_two_isbns_in_one_text_are_two():
    """The printed and the electronic book; dedup may meet either."""
    record, _, _ = clean({"isbn": ["979-8-3315-3592-6 979-8-3315-3591-9"]})
    assert record.isbn == ("9798331535926", "9798331535919")


def test_a_partial_date_stays_partial():
    """Nobody knows the day, so nobody says the first."""
    assert clean({"date": ["2014 Nov"]})[0].date == "2014-11"
    assert clean({"year": ["2014"]})[0].date == "2014"


def test_the_year_of_issue_is_taken_from_where_it_stands():
    """The date of the issue, else the date online; a year that is there wins over both."""
    assert clean({"date": ["2014 Nov"]})[0].year == 2014
    assert clean({"date_online": ["2013-12-30"]})[0].year == 2013
    assert clean({"year": ["2014"], "date_online": ["2013-12-30"]})[0].year == 2014


def test_editors_among_the_authors_are_editors():
    """'Häfner S (Hrsg.)' edited the book; a list that calls him its author is wrong in every style."""
    record, _, _ = clean(
        {"authors": ["Häfner, Steffen (Hrsg.)"], "type": ["book"], "name_form": ["family-comma-given"]}
    )
    assert record.authors == ()
    assert [person.family for person in record.editors] == ["Häfner"]


def test_translators_are_people_like_others():
    """A style prints their initials before or behind their names."""
    fields = {"translators": ["Roe RR", "The Balint Society"], "name_form": ["family-initials"]}
    assert clean(fields)[0].translators == (Name(family="Roe", given="R. R."), Name(literal="The Balint Society"))


def test_a_group_named_twice_is_one_author():
    """PubMed gives collective authors in two fields."""
    record, _, _ = clean({"authors": [], "group_authors": ["Balint Society", "Balint Society"]})
    assert record.authors == (Name(literal="Balint Society"),)


def test_et_al_means_that_authors_are_missing():
    """Otherwise a record of one author would seem to contradict one of four."""
    assert clean({"authors": ["Doe, Jane", "et al."]})[0].authors_complete is False
    assert clean({"authors": ["Doe, Jane"]})[0].authors_complete is True


def test_a_column_that_a_corpus_lacks_is_a_missing_field():
    """An older version of the program built it; what it has can be read."""
    assert from_row({"type": "book", "title": "Winter", "keywords": ["a"]}) == Bibliographic(
        type="book", title="Winter", keywords=("a",)
    )


def test_a_record_comes_back_from_the_corpus_as_it_went_in():
    """Export and merge read rows; names and lists must survive the way."""
    record, _, _ = clean({"title": ["Группы"], "authors": ["Иванов, И. И."], "keywords": ["a", "b"], "year": ["2011"]})
    row: dict[str, Any] = as_row(record)
    assert from_row(row) == record


def test_values_are_shown_as_people_write_them():
    """`why` prints them."""
    people = (Name(family="Doe", given="J."), Name(literal="Balint Society"))
    assert shown_value(people) == "Doe, J.; Balint Society"
    assert shown_value(("en", "de")) == "en, de"
    assert [shown_value(value) for value in (None, (), 2011, "x")] == ["", "", "2011", "x"]


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
names = st.sampled_from(NAME_FORMS)


@given(st.dictionaries(st.sampled_from(CLEANED), st.lists(texts, max_size=3), max_size=8), names)
def test_no_text_in_any_field_stops_the_cleaning(fields: Fields, form: str):
    """Databases hold everything; one odd record must not cost the other ten thousand."""
    record, changes, left_over = clean({**fields, "name_form": [form]})
    assert isinstance(record, Bibliographic)
    assert all(change["after"] != "" and change["before"] != change["after"] for change in changes)
    assert all(text.strip() for held in left_over.values() for text in held)
    assert "" not in as_row(record).values()


def letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


@given(st.sampled_from([name for name in CLEANED if name != "accession"]), texts, names)
def test_no_text_of_a_source_is_lost_in_cleaning(field: str, text: str, form: str):
    """It is the value, or what the value was before, or it is kept beside the record."""
    record, changes, left_over = clean({field: [text], "name_form": [form]})
    kept = [shown_value(getattr(record, name)) for name in as_row(record)]
    kept += [change["before"] for change in changes] + [held for texts in left_over.values() for held in texts]
    assert any(letters(text) in letters(one) for one in kept)


@pytest.mark.parametrize(
    ("kind", "extra", "pages"),
    [
        ("book", {"extent": ["512 с."]}, ["512 с."]),
        ("thesis", {"extent": ["128 с."]}, ["128 с."]),
        ("book", {"entry_type": ["book"], "pagetotal": ["688"]}, ["688 p."]),
        ("book", {"TY": ["BOOK"], "SP": ["944 с."]}, ["944 с."]),
        ("book", {"TY": ["BOOK"], "SP": ["xii, 395"]}, None),
        ("book", {"SP": ["395"]}, None),
        ("article", {"entry_type": ["article"], "pagetotal": ["12"]}, None),
    ],
)
def test_how_thick_a_book_is_stands_where_lists_print_it(
    kind: str, extra: dict[str, list[str]], pages: list[str] | None
):
    """'512 с.' in a list, `pagetotal = {512}` and SP of a RIS book say the same; an article is on pages."""
    fields, changes = with_extent({"type": [kind]}, extra)
    assert fields.get("pages") == pages
    assert len(changes) == (pages is not None)


def test_pages_that_are_told_are_not_replaced():
    """A book that is said to be on pages 12 to 19 may be a part of one."""
    fields = {"type": ["book"], "pages": ["12-19"]}
    assert with_extent(fields, {"entry_type": ["book"], "pagetotal": ["395"]}) == (fields, [])


MARKED = {"title": ["RETRACTED: Balint groups in Oslo"], "container": ["Journal of Examples"]}


def test_a_title_that_the_publisher_marked_makes_its_work_retracted():
    """Elsevier's records say it in the title alone, which stays as the source has it; `why` tells the rule."""
    fields, changes = with_retraction({**MARKED, "publication_types": ["Journal Article"]})
    assert fields["publication_types"] == ["Journal Article", "Retracted Publication"]
    assert fields["title"] == MARKED["title"]
    assert changes == [
        {
            "field": "publication_types",
            "before": "title: RETRACTED: Balint groups in Oslo",
            "after": "Retracted Publication",
            "rule": "retraction.of-the-title",
        }
    ]


NOT_RETRACTED: list[Fields] = [
    {"title": ["Retraction of the lung"]},
    {**MARKED, "publication_types": ["Retracted Publication"]},
    {**MARKED, "publication_types": ["Retraction of Publication"]},
    {**MARKED, "relations": ["retraction-of doi:10.1000/1"]},
    {**MARKED, "group_authors": ["Journal of Examples"]},
    {"title": ["WITHDRAWN: Groups for carers"], "container": ["The Cochrane database of systematic reviews"]},
    {"title": ["WITHDRAWN: Groups for carers"], "container": ["Cochrane Database Syst Rev"]},
]


@pytest.mark.parametrize("fields", NOT_RETRACTED)
def test_a_notice_a_review_out_of_date_and_what_is_known_already_are_left_alone(fields: Fields):
    """Hindawi calls its notices 'Retracted: …' too, with the journal as author; Cochrane withdraws what is outdated."""
    assert with_retraction(fields) == (fields, [])


def test_a_retracted_cochrane_review_is_retracted():
    """'WITHDRAWN' has its own meaning there; 'RETRACTED' has not. Another relation makes no notice."""
    fields = {"title": ["RETRACTED: Groups"], "container": ["Cochrane Database Syst Rev"], "relations": ["part-of x"]}
    assert with_retraction(fields)[1]
