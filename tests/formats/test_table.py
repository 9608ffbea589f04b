"""Delimited text as real exports have it: every character accounted for, every row where it stands."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import generic_csv
from pipeline.formats._author_cell import name_form, separator_of, split_names
from pipeline.formats._citation_cell import read_citation
from pipeline.formats._columns import Column, Columns, join_pages
from pipeline.formats._table import CELL_LIMIT, Header, Plan, RowFields, fold_name, read_table
from pipeline.model import Found, Reject, Unread

NAMES = frozenset({"title", "year", "journal"})


def plan(cells: list[str], sample: Sequence[list[str]]) -> Plan | None:
    """Three columns: title, year, journal, whatever their order."""
    names = [fold_name(cell) for cell in cells]
    if not {"title", "year"} <= set(names):
        return None
    columns = Columns([Column(cell, name if name in NAMES else None) for cell, name in zip(cells, names, strict=True)])
    return Plan(len(cells), len(cells), lambda row: RowFields(*columns.read(row)))


HEADER = Header(NAMES, plan)


def segments(text: str, header: Header = HEADER) -> list[Found | Reject | Unread]:
    found = list(read_table(StringIO(text, newline=""), header))
    assert "".join(segment.raw for segment in found) == text
    return found


def titles(text: str) -> list[str]:
    return [s.fields["title"][0] for s in segments(text) if isinstance(s, Found)]


def rejects(text: str) -> list[Reject]:
    return [s for s in segments(text) if isinstance(s, Reject)]


def test_a_row_knows_its_line_though_a_title_before_it_runs_over_three():
    """People look for a bad record in their editor, by line."""
    found = segments('Title,Year\n"one\ntwo\nthree",1990\nnext,1991\n')
    assert [(type(s), s.line) for s in found] == [(Unread, 1), (Found, 2), (Found, 5)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_ends_a_row_and_no_other_character_does(end: str):
    """U+2028 and the form feed stand in real abstracts; str.splitlines would cut there."""
    assert titles(end.join(["Title,Year", "a\u2028b\x0cc\x85d,1990", "e,1991", ""])) == ["a\u2028b\x0cc\x85d", "e"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_yields_known_column_names(delimiter: str):
    """Excel writes semicolons where the comma is the decimal mark, and calls it .csv all the same."""
    rows = [["Title", "Year", "Journal"], ["Balint, again; and again", "1990", "Psyche"]]
    text = "".join(delimiter.join(f'"{cell}"' for cell in row) + "\n" for row in rows)
    assert titles(text) == ["Balint, again; and again"]


@pytest.mark.parametrize(
    ("row", "cells"),
    [("a,1990,Psyche,left over", 4), ("a,1990\nb,", 2), ("a", 1)],
)
def test_a_row_of_the_wrong_width_is_refused_with_both_numbers(row: str, cells: int):
    """A comma in an unquoted title moves every later field: worse than no record."""
    reject, *_ = rejects(f"Title,Year,Journal\n{row}\nb,1991,Psyche\n")
    assert (reject.line, reject.truncated) == (2, False)
    assert reject.reason == f"the row has {cells} cells, its header has 3"


def test_a_spreadsheets_row_may_end_with_its_last_filled_cell():
    """A sheet has no empty cells at the end of a row: a short row lacks nothing where no row ends with one."""
    text = "Title,Year,Journal,Note\na,1990\nb,1991,Psyche,seen\nc,1992,Psyche\n"
    assert titles(text) == ["a", "b", "c"]
    assert not any(record.warnings for record in segments(text) if isinstance(record, Found))


def test_a_row_that_a_line_break_has_cut_in_two_makes_no_two_records():
    """Its halves are short rows too, but together they have the cells of one: both are shown."""
    text = "Title,Abstract,Year,Journal\na,a first line\nand a second,1990,Psyche\nb,x,1991,Psyche\n"
    assert titles(text) == ["b"]
    assert [reject.line for reject in rejects(text)] == [2, 3]


@pytest.mark.parametrize(
    ("column", "cell", "word"),
    [
        ("PMID", "3.9E+07", "rounded"),
        ("DOI", "1,04E+12", "rounded"),
        ("Pages", "15-Dec", "date"),
        ("Date", "6/11/25", "day and month"),
    ],
)
def test_what_a_spreadsheet_has_made_of_a_number_is_kept_and_said(column: str, cell: str, word: str):
    """Excel rounds long numbers and takes pages for dates when a table is saved again."""
    (_, record) = generic_csv.read(StringIO(f"Title;Year;{column}\na;1990;{cell}\n", newline=""))
    assert isinstance(record, Found)
    assert record.fields[column.lower()] == [cell]
    assert word in record.warnings[0]


def test_a_line_of_many_megabytes_is_set_aside_and_reading_goes_on():
    """A file of another kind in disguise, or a quote mark never closed: neither a crash nor a wait of minutes."""
    found = segments("Title,Year\n" + "x" * (CELL_LIMIT + 10) + ",1990\nb\0c,1991\n")
    assert [type(segment) for segment in found] == [Unread, Reject, Found]


def test_empty_cells_beyond_the_header_do_no_harm():
    """PubMed before 2020 ended each row, but not the header, with a comma."""
    assert titles("Title,Year\na,1990,\nb,1991,,\n") == ["a", "b"]


def test_a_text_that_ends_inside_quote_marks_was_cut_off():
    (reject,) = rejects('Title,Year\na,1990\n"b goes on\nand on')
    assert (reject.line, reject.truncated) == (3, True)


def test_a_last_row_without_its_cells_and_its_line_end_was_cut_off():
    (reject,) = rejects("Title,Year,Journal\na,1990,Psyche\nb,19")
    assert reject.truncated


def test_a_last_row_with_all_its_cells_needs_no_line_end():
    assert titles("Title,Year\na,1990\nb,1991") == ["a", "b"]


@pytest.mark.parametrize("broken", ['"open,1990,Psyche', '"open",1990,"Psyche', 'x,"1990,Psyche'])
def test_a_quote_mark_that_is_never_closed_costs_its_own_row_only(broken: str):
    """Python's csv would swallow all that follows, and say nothing."""
    text = f"Title,Year,Journal\na,1990,Psyche\n{broken}\n" + "".join(f"t{n},1991,Psyche\n" for n in range(30))
    assert titles(text) == ["a", *(f"t{n}" for n in range(30))]
    assert [reject.line for reject in rejects(text)] == [3]


def test_an_open_quote_mark_that_the_next_row_seems_to_close_joins_no_two_records():
    """The joined row would have the right number of cells."""
    text = 'Title,Year,Journal\na,"1990 ,Psyche\nb,"1991",Psyche\nc,1992,Psyche\n'
    assert titles(text) == ["b", "c"]
    assert len(rejects(text)) == 1


@pytest.mark.parametrize("row", ['"Open quote never closed,"again",2003,J', '"A study of "empathy" in doctors",2003,J'])
def test_a_quote_mark_inside_a_quoted_cell_is_told(row: str):
    """Its cells may be cut where nobody meant it, though there are as many as the header has."""
    odd, sound = (
        found for found in segments(f'title,year,journal\n{row}\n"B, again",2004,J\n') if isinstance(found, Found)
    )
    assert ["a quote mark" in warning for warning in odd.warnings] == [True]
    assert sound.fields["title"] == ["B, again"]
    assert not sound.warnings


def test_files_joined_end_to_end_have_several_headers_and_byte_order_marks():
    """`cat *.csv` of four downloads; the second has its columns in another order, the first no last line end."""
    found = segments('Title,Year\na,1990\ufeff"Year","Title"\n1991,b\n\ufeffTitle,Year\nc,1992\n')
    assert [s.fields["title"][0] for s in found if isinstance(s, Found)] == ["a", "b", "c"]
    assert [s.line for s in found] == [1, 2, 2, 3, 4, 5]
    assert all(s.expected for s in found if isinstance(s, Unread))


def test_text_above_the_header_is_shown_and_what_excel_puts_there_is_expected():
    found = [s for s in segments('sep=;\nMy "search of May\n\nTitle;Year\na;1990\n') if isinstance(s, Unread)]
    assert [s.expected for s in found] == [True, False, True, True]


def test_rows_without_any_header_are_refused_not_dropped():
    assert [type(s) for s in segments("a,1990\n\nb,1991\n")] == [Reject, Unread, Reject]


def test_rows_of_empty_cells_are_no_records():
    """A spreadsheet that was once longer leaves them at its end."""
    assert [type(s) for s in segments("Title,Year\n,\n  , \n\na,1990\n")] == [Unread, Unread, Unread, Unread, Found]


def test_a_tab_table_whose_quote_marks_are_text_keeps_them():
    text = 'Title\tYear\n"Balint" groups\t1990\n"open\t1991\n'
    assert titles(text) == ['"Balint" groups', '"open']


def test_a_tab_table_that_a_spreadsheet_quoted_is_unquoted():
    assert titles('Title\tYear\n"He said ""no"""\t1990\n"two\nlines"\t1991\n') == ['He said "no"', "two\nlines"]


def test_a_blank_after_each_comma_doesnt_hide_the_quote_marks():
    assert titles('"Title", "Year"\n"a, b", "1990"\n') == ["a, b"]


def test_a_cell_longer_than_the_csv_module_allows_is_read():
    """Scopus puts the whole reference list into one cell; 131,072 letters are not enough for a review."""
    long = "x" * 200_000
    assert titles(f"Title,Year\n{long},1990\n") == [long]


@given(st.text(alphabet=st.sampled_from('ab",;\t\n\r\ufeff\u2028 '), max_size=80))
def test_no_text_loses_a_character(body: str):
    """Whatever stands below a header, the segments joined are the text, and lines only grow."""
    found = segments("Title,Year\n" + body)
    assert [s.line for s in found] == sorted(s.line for s in found)


@given(st.lists(st.tuples(st.text(min_size=1), st.text(), st.text()), max_size=8))
def test_what_the_csv_module_writes_is_read_again(rows: list[tuple[str, str, str]]):
    """Any title survives, be it full of quote marks, commas and line ends."""
    rows = [row for row in rows if row[0].strip() and not set("".join(row)) & {"\ufeff", "\0"}]
    out = StringIO(newline="")
    csv.writer(out).writerows([("Title", "Year", "Journal"), *rows])
    assert titles(out.getvalue()) == [row[0].strip() for row in rows]


@pytest.mark.parametrize(
    ("first", "last", "pages"),
    [("138", "145", ["138-145"]), ("138", "138", ["138"]), ("138", "", ["138"]), ("S1-1", "S1-9", ["S1-1–S1-9"])],
)
def test_first_and_last_page_make_a_range(first: str, last: str, pages: list[str]):
    fields = {"_first_page": [first], "_last_page": [last]}
    join_pages(fields)
    assert fields == {"pages": pages}


@pytest.mark.parametrize(
    ("cell", "names", "form"),
    [
        ("Balint, Michael; Balint, Enid", ["Balint, Michael", "Balint, Enid"], "family-comma-given"),
        ("Balint, M. and Balint, E.", ["Balint, M.", "Balint, E."], "family-comma-given"),
        ("Balint, Michael", ["Balint, Michael"], "family-comma-given"),
        ("Balint, M., Balint, E., & Hill, C.", ["Balint, M.", "Balint, E.", "Hill, C."], "family-comma-given"),
        ("['Marx, Karl', 'Lindgren, Astrid']", ["Marx, Karl", "Lindgren, Astrid"], "family-comma-given"),
        ("Franklin JM, Eddings W.", ["Franklin JM", "Eddings W"], "family-initials"),
        ("Liu R., Adler D.G.", ["Liu R.", "Adler D.G."], "family-initials"),
        ("King W.C., Jr., Ni W.", ["King W.C., Jr.", "Ni W."], "family-initials"),
        ("Иванов И. И., Петров П. П.", ["Иванов И. И.", "Петров П. П."], "family-initials"),
        ("P. Kogge, J. Shalf and A. Roe", ["P. Kogge", "J. Shalf", "A. Roe"], "given-family"),
        ("Massimo Aria|Corrado C. Cuccurullo", ["Massimo Aria", "Corrado C. Cuccurullo"], "given-family"),
        ("Hall V.\nJohnson D.", ["Hall V.", "Johnson D."], "family-initials"),
        ("Luke Munn", ["Luke Munn"], None),
    ],
)
def test_a_cell_of_people_shows_itself_what_parts_them(cell: str, names: list[str], form: str | None):
    """Each is how some database or program writes its authors."""
    assert (split_names(cell, None), name_form(names)) == (names, form)


def test_a_column_of_semicolons_keeps_a_lone_two_word_name_whole():
    """'van der Berg, Jan Peter' alone could be two people; its neighbours say it is one."""
    column = ["Balint, M.; Balint, E.", "van der Berg, Jan Peter"]
    assert split_names(column[1], separator_of(column)) == ["van der Berg, Jan Peter"]


@pytest.mark.parametrize(
    ("citation", "said"),
    [
        (
            "Acad Emerg Med. 2011 Oct;18(10):1099-104. doi: 10.1111/j.1553-2712.2011.01185.x.",
            {"container_short": "Acad Emerg Med", "date": "2011 Oct", "volume": "18", "issue": "10"}
            | {"pages": "1099-104", "doi": "10.1111/j.1553-2712.2011.01185.x"},
        ),
        (
            "Endoscopic Ultrasound (2014) 3:3 (152-160). Date of Publication: 2014",
            {"container": "Endoscopic Ultrasound", "year": "2014", "volume": "3", "issue": "3", "pages": "152-160"},
        ),
        (
            "Journal of Travel Medicine. 25 (1) (no pagination), 2018. Article Number: tay018. Date: 2018.",
            {"container": "Journal of Travel Medicine", "volume": "25", "issue": "1", "year": "2018"}
            | {"article_number": "tay018"},
        ),
        (
            "J Psychiatr Res;139: 179-184, 2021 07. ",
            {"container_short": "J Psychiatr Res", "volume": "139", "pages": "179-184", "date": "2021 07"},
        ),
        ("Psyche", None),
    ],
)
def test_a_citation_in_one_cell_is_taken_apart(citation: str, said: dict[str, str] | None):
    """PubMed's, Embase's, Ovid's and BVS's CSV have volume and pages nowhere else."""
    assert read_citation(citation) == said


@pytest.mark.parametrize(
    ("place", "volume", "issue", "pages"),
    [
        ("103:5 SUPPL (140-141)", "103", "5 SUPPL", "140-141"),
        ("26 SUPPL. 1 (S4-S5)", "26", "SUPPL. 1", "S4-S5"),
        ("84:4 SUPPL. 1 (S60-S61)", "84", "4 SUPPL. 1", "S60-S61"),
        ("43:6 PART2 (3374)", "43", "6 PART2", "3374"),
        ("62:10 Supplement (S388)", "62", "10 Supplement", "S388"),
        ("191 MeetingAbstracts", "191", "MeetingAbstracts", None),
        ("40:6 SUPPL", "40", "6 SUPPL", None),
        ("34 Supplement 15", "34", "Supplement 15", None),
        ("SUPPL. 1 (S5)", None, "SUPPL. 1", "S5"),
        ("205:1", "205", "1", None),
    ],
)
def test_embase_cites_supplements_and_parts_in_several_ways(
    place: str, volume: str | None, issue: str, pages: str | None
):
    said = read_citation(f"Journal of Examples (2016) {place}. Date of Publication: 1 Oct 2016")
    assert said is not None
    assert (said["container"], said["year"]) == ("Journal of Examples", "2016")
    assert (said.get("volume"), said["issue"], said.get("pages")) == (volume, issue, pages)


def test_four_digits_in_brackets_are_a_year_only_if_books_were_printed_then():
    assert read_citation("Proceedings of Series (1024) 3:4 (5-6). Published online") is None
