"""Our own note: what an export of ours said because the format had no place for it."""

from __future__ import annotations

from io import StringIO

import pytest

from pipeline.formats import all_formats
from pipeline.formats._own_note import RETRACTED, own_note, parted, take_own_notes
from pipeline.model import Found

NOTE = own_note({"event": ["WONCA Europe 2010"], "date_online": ["2010-03-02"]})
FOLDED = NOTE.replace(', "', ',\n      "')


def test_the_note_says_field_and_value_in_one_line():
    """Some programs fold lines, and all keep a note."""
    assert NOTE == 'bibcorpus: {"date_online": ["2010-03-02"], "event": ["WONCA Europe 2010"]}'


def test_a_field_that_stands_in_the_note_is_as_it_says():
    """Whatever the reader made of the tags beside it."""
    fields = {"note": ["for the seminar", NOTE], "event": ["WONCA"]}
    assert take_own_notes(fields) == [NOTE]
    assert fields == {
        "note": ["for the seminar"],
        "event": ["WONCA Europe 2010"],
        "date_online": ["2010-03-02"],
    }


def test_a_field_that_the_note_says_is_empty_is_missing():
    """A DOI in somebody's note is not the work's."""
    fields = {"doi": ["10.1000/other"], "note": [own_note({"doi": []})]}
    take_own_notes(fields)
    assert fields == {}


@pytest.mark.parametrize(
    "note",
    [
        "bibcorpus: a tool",
        'bibcorpus: {"event": ',
        'bibcorpus: {"event": "not a list"}',
        'bibcorpus: {"shoe_size": ["43"]}',
        'bibcorpus: {"event": [1]}',
    ],
)
def test_a_note_that_only_looks_like_ours_is_a_note(note: str):
    """Somebody may write about the program."""
    fields = {"note": [note]}
    assert take_own_notes(fields) == []
    assert fields == {"note": [note]}


def test_the_note_is_found_among_all_the_notes_in_a_cell():
    """Rayyan joins the notes of a record into one."""
    assert parted(f"first; {NOTE}; last") == (
        "first; ; last",
        {"event": ["WONCA Europe 2010"], "date_online": ["2010-03-02"]},
    )


def test_the_sentence_on_retraction_becomes_the_type_that_the_nlm_has_for_it():
    """So that the work is known as retracted in the next corpus too."""
    fields = {"note": [RETRACTED], "publication_types": ["Journal Article"]}
    take_own_notes(fields)
    assert fields == {"publication_types": ["Journal Article", "Retracted Publication"]}


RECORDS = {
    "ris": f"TY  - JOUR\nTI  - A\nN1  - mine\nN1  - {NOTE}\nER  - \n",
    "medline": f"OWN - bibcorpus\nTI  - A\nGN  - mine\nGN  - {FOLDED}\n",
    "endnote-xml": "<xml><records><record><ref-type name='Generic'>13</ref-type><titles><title>A</title></titles>"
    f"<notes>mine&#xD;{NOTE}</notes></record></records></xml>",
}


@pytest.mark.parametrize("name", RECORDS)
def test_each_reader_takes_the_note_back(name: str):
    """And keeps it as it stood, for whoever wants to see it."""
    found = [each for each in all_formats()[name].read(StringIO(RECORDS[name])) if isinstance(each, Found)]
    assert [each.fields["event"] for each in found] == [["WONCA Europe 2010"]]
    assert [each.fields["note"] for each in found] == [["mine"]]
    assert [any(NOTE in values for values in each.extra.values()) for each in found] == [True]


def test_ris_of_ours_that_is_converted_to_ris_says_the_same():
    """`convert` promises that a record reads back as it was."""
    ris = all_formats()["ris"]
    (one,) = [each for each in ris.read(StringIO(RECORDS["ris"])) if isinstance(each, Found)]
    written = "".join(ris.write([one]))  # type: ignore[attr-defined]
    (two,) = [each for each in ris.read(StringIO(written)) if isinstance(each, Found)]
    assert (two.fields, two.extra) == (one.fields, one.extra)


def test_names_that_end_in_a_comma_are_groups_in_ris():
    """EndNote's mark of a name that is not to be parted; in the middle of the list they keep their place."""
    text = "TY  - JOUR\nAU  - Doe, Jane\nAU  - Northern Practices,\nTI  - A\nER  - \n"
    (found,) = [each for each in all_formats()["ris"].read(StringIO(text)) if isinstance(each, Found)]
    assert found.fields["authors"] == ["Doe, Jane"]
    assert found.fields["group_authors"] == ["Northern Practices"]


def test_the_proceedings_are_custom3_and_the_conference_the_secondary_title():
    """EndNote's own table of fields; where there is no custom3, the secondary title is all that there is."""
    text = (
        "<xml><records><record><ref-type name='Conference Proceedings'>10</ref-type><titles><title>A</title>"
        "<secondary-title>14th Balint Congress</secondary-title></titles>{}</record></records></xml>"
    )
    reader = all_formats()["endnote-xml"]
    both = "<custom3>Proceedings of the congress</custom3>"
    (found,) = [each for each in reader.read(StringIO(text.format(both))) if isinstance(each, Found)]
    assert (found.fields["container"], found.fields["event"]) == (
        ["Proceedings of the congress"],
        ["14th Balint Congress"],
    )
    (found,) = [each for each in reader.read(StringIO(text.format(""))) if isinstance(each, Found)]
    assert found.fields["container"] == ["14th Balint Congress"]
