"""Embase's CSV with one field a line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import detect, embase_lines
from pipeline.model import Reject, Unread

from .reading import Reading

FIXTURES = Path(__file__).parent / "fixtures"
A, B = '"TITLE","A"\n"PUI","L1"\n', '"TITLE","B"\n"PUI","L2"\n'


READ = Reading(embase_lines)
segments, records = READ.segments, READ.records


def titles(text: str) -> list[str]:
    return [record.fields["title"][0] for record in records(text)]


def test_each_line_finds_its_field():
    """Two authors, the pages out of SOURCE, a blank line inside the abstract, the address of the PMID left out."""
    first, second = records((FIXTURES / "embase_lines.csv").read_text(encoding="utf-8"))
    assert first.fields == {
        "type": ["conference-paper"],
        "title": ['Development of novel examples: a "first" report'],
        "authors": ["Wang Y.", "Müller-Doe J.A."],
        "name_form": ["family-initials"],
        "container": ["Urology Practice"],
        "year": ["2023"],
        "date": ["1 Sep 2023"],
        "volume": ["10"],
        "issue": ["5 Supplement 1"],
        "pages": ["S447-S455"],
        "publication_types": ["Conference Abstract"],
        "abstract": ["Background: one.\n\nResults: two."],
        "keywords": ["examples", "reports"],
        "headings": ["human", "adult"],
        "pmid": ["38203148"],
        "accession": ["L2028768535"],
        "doi": ["10.1000/ex.2023.1"],
    }
    assert set(first.extra) == {"SOURCE", "EMBASE CLASSIFICATIONS", "EMTREE MEDICAL INDEX TERMS (MAJOR FOCUS)"}
    assert second.fields["accession"] == ["L2028768536"]


@pytest.mark.parametrize("between", ["\n", "\r\n", "\n\n\n", "", "\n\ufeff"])
def test_a_blank_line_parts_records_or_the_title_that_comes_again(between: str):
    """Files joined end to end may have none, and a byte-order mark."""
    assert titles(A + between + B) == ["A", "B"]


def test_a_quote_mark_that_is_never_closed_costs_no_other_record():
    """The next field begins a line of its own."""
    first, second = records(f'"TITLE","A\n"PUI","L1"\n\n{B}')
    assert first.fields["accession"] == ["L1"]
    assert "never closed" in first.warnings[0]
    assert second.fields["title"] == ["B"]


@pytest.mark.parametrize("tail", ['"TITLE","B"\n"ABSTRACT","half a', '"TITLE","B"\n"ABST', '"TITLE","B'])
def test_a_file_that_ends_inside_a_record_was_cut_off(tail: str):
    """There is no end mark: the last line is no whole row."""
    *_, last = segments(f"{A}\n{tail}")
    assert isinstance(last, Reject)
    assert last.truncated


def test_a_last_record_needs_no_line_end():
    """Editors take it away."""
    assert titles(f"{A}\n{B}".rstrip()) == ["A", "B"]


def test_text_above_the_records_is_shown():
    """Not a record, and not expected either."""
    first, *_ = segments(f"Embase, 12 records\n\n{A}")
    assert isinstance(first, Unread)
    assert not first.expected


def test_fields_without_title_or_number_are_no_record():
    """What is left of a record that lost its head."""
    (reject,) = segments('"AUTHOR NAMES","Hill D.T."\n')
    assert isinstance(reject, Reject)


def test_it_is_known_by_its_field_names():
    """A table with columns is another export of Embase."""
    fmt = detect((FIXTURES / "embase_lines.csv").read_text(encoding="utf-8"))
    assert fmt is not None
    assert fmt.NAME == "embase-lines"
    assert embase_lines.sniff('"Title","Source","DOI"\n"A","B","C"\n') == 0


@given(st.text(st.sampled_from('",\n\r AT') | st.characters(exclude_categories=["Cs"])))
def test_no_text_loses_a_character(text: str):
    """Garbage is set aside, never an error."""
    segments(text)


@given(st.lists(st.sampled_from(['"TITLE","A"', '"PUI","L1"', '"ABSTRACT","', "x", '"', "\n", "\r\n", "\n\n", "\0"])))
def test_no_lines_lose_a_character(pieces: list[str]):
    """The same, near to what is real."""
    segments("".join(pieces))


def test_two_authors_of_one_name_are_two_people():
    """Namesakes write together: 'Wang Y.' is a common name."""
    (record,) = records('"TITLE","A"\n"AUTHOR NAMES","Wang Y.","Doe J.","Wang Y."\n"PUI","L1"\n')
    assert record.fields["authors"] == ["Wang Y.", "Doe J.", "Wang Y."]


def test_a_heading_that_is_a_main_one_too_stands_once():
    record = records('"TITLE","A"\n"EMTREE MEDICAL INDEX TERMS","adult"\n'
                     '"EMTREE MEDICAL INDEX TERMS (MAJOR FOCUS)","adult","cyst"\n')[0]  # fmt: skip
    assert record.fields["headings"] == ["adult", "cyst"]
