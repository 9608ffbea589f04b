"""Web of Science as a table: tab-delimited, or its Excel form."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest

from pipeline.formats import detect, wos_tab
from pipeline.model import SOURCE_FIELDS, Found, Reject

TEXT = (Path(__file__).parent / "fixtures" / "wos_tab.txt").read_bytes().decode("utf-8")


def read(text: str = TEXT) -> list[Found]:
    segments = list(wos_tab.read(StringIO(text, newline="")))
    assert "".join(segment.raw for segment in segments) == text
    assert not any(isinstance(segment, Reject) for segment in segments)
    return [segment for segment in segments if isinstance(segment, Found)]


def test_a_header_row_of_tags_is_web_of_science_and_the_plain_form_is_not():
    """The plain form begins with FN and has one tag a line."""
    assert wos_tab.sniff(TEXT) == 3
    assert wos_tab.sniff("FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Balint, E\nTI The doctor\n") == 0
    assert wos_tab.sniff("Title\tAuthors\tYear\na\tb\t1990\n") == 0


def test_quote_marks_are_text_even_where_one_opens_a_cell():
    """Read as quoting, the second one swallows every later row."""
    article, _ = read()
    assert article.fields["title"] == ['"Balint" groups and burnout']
    assert article.fields["abstract"] == ['"Quoted at one end only']


def test_full_names_are_preferred_and_the_short_ones_kept():
    article, chapter = read()
    assert article.fields["authors"] == ["Kjeldmand, Dorte", "Holmstrom, Inger"]
    assert article.extra["AU"] == ["Kjeldmand, D; Holmstrom, I"]
    assert chapter.fields["authors"] == ["Balint, E"]


def test_each_tag_goes_to_its_field():
    article, _ = read()
    expected = {
        "accession": ["WOS:000254000000008"],
        "pmid": ["18332406"],
        "doi": ["10.1370/afm.813"],
        "year": ["2008"],
        "date": ["2008 MAR-APR"],
        "container": ["ANNALS OF FAMILY MEDICINE"],
        "container_short": ["ANN FAM MED"],
        "pages": ["138-145"],
        "issn": ["1544-1709", "1544-1717"],
        "keywords": ["burnout", "Balint"],
        "publication_types": ["Article", "Proceedings Paper"],
        "type": ["conference-paper"],
        "name_form": ["family-comma-given"],
    }
    assert {field: article.fields[field] for field in expected} == expected
    assert set(article.fields) <= set(SOURCE_FIELDS)


def test_the_doi_of_a_cited_work_or_of_the_whole_book_is_not_the_records():
    """CR and D2 carry DOIs of other works: taken as the record's own they join strangers."""
    article, chapter = read()
    assert article.extra["CR"] == ["Balint M, 1957, DOI 10.1000/cited"]
    assert "doi" not in chapter.fields
    assert chapter.extra["D2"] == ["10.1000/book"]


def test_keywords_plus_is_no_author_keyword():
    """Clarivate's program writes it from the titles of the cited works."""
    article, _ = read()
    assert article.extra["ID"] == ["STRESS"]
    assert "STRESS" not in article.fields["keywords"]


def test_a_book_chapter_is_a_chapter():
    assert read()[1].fields["type"] == ["chapter"]


LONG = "Publication Type,Authors,Author Full Names,Article Title,Source Title,Keywords Plus,Publication Date"
LONG += ",Publication Year,DOI,Book DOI,Pubmed Id,UT (Unique WOS ID)"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_excel_form_is_known_by_its_long_names(delimiter: str):
    """The same fields under other names; the columns without a field keep theirs."""
    row = 'J,"Doe, J","Doe, Jane",Caring,PSYCHE,BURNOUT,MAR 3,2015,10.1/a,10.1/book,123,WOS:1'
    cells = next(csv.reader([row]))
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in (LONG.split(","), cells)) + "\n"
    fmt = detect(text)
    assert fmt is wos_tab
    (_, record) = wos_tab.read(StringIO(text, newline=""))
    assert isinstance(record, Found)
    assert record.fields == {
        "type": ["article"],
        "authors": ["Doe, Jane"],
        "name_form": ["family-comma-given"],
        "title": ["Caring"],
        "container": ["PSYCHE"],
        "year": ["2015"],
        "date": ["2015 MAR 3"],
        "doi": ["10.1/a"],
        "pmid": ["123"],
        "accession": ["WOS:1"],
    }
    assert record.extra == {"Authors": ["Doe, J"], "Keywords Plus": ["BURNOUT"], "Book DOI": ["10.1/book"]}


def test_a_table_of_tags_that_a_spreadsheet_saved_with_commas_is_still_web_of_science():
    """Quote marks are no text then."""
    text = 'PT,AU,TI,SO,PY,UT\nJ,"Doe, J","Caring, again",PSYCHE,2015,WOS:1\n'
    assert detect(text) is wos_tab
    (_, record) = wos_tab.read(StringIO(text, newline=""))
    assert isinstance(record, Found)
    assert record.fields["title"] == ["Caring, again"]


def test_two_isbns_parted_by_a_blank_are_two():
    """Print and electronic edition, as programs that merge records write them."""
    (chapter,) = read("PT\tAU\tTI\tSO\tPY\tBN\nB\tBalint, E\tT\tS\t2020\t978-3-16-148410-0 0-306-40615-2\n")
    assert chapter.fields["isbn"] == ["978-3-16-148410-0", "0-306-40615-2"]


def row(**tags: str) -> Found:
    (found,) = read("\t".join(tags) + "\n" + "\t".join(tags.values()) + "\n")
    return found


def test_the_other_collections_have_names_with_mails_and_pages_in_one():
    """Zoological Record, BIOSIS: nothing but PS says the pages; FT is the title as it was printed."""
    found = row(
        PT="J", AU="Roe, Anna (roe@example.org) ; Poe, Ed R., III", TI="Birds", FT="Vogel", SO="Condor",
        PS="i-iv, 1-74", BD="Habitat; Fire", UT="ZOOREC:ZOOR15512090342",
    )  # fmt: skip
    assert found.fields["authors"] == ["Roe, Anna", "Poe, Ed R., III"]
    assert found.fields["pages"] == ["i-iv, 1-74"]
    assert found.fields["title_original"] == ["Vogel"]
    assert found.fields["headings"] == ["Habitat", "Fire"]


def test_medlines_number_is_pubmeds():
    """Its headings end with full stops, a semicolon parts the qualifiers of one; ID holds the authors' keywords."""
    found = row(
        PT="J", AU="Roe, Anna", TI="Birds", SO="Condor", PS="94-9", BP="94", EP="99", UT="MEDLINE:29782655",
        MH="Animals. *Birds / growth & development; physiology. Fires", ID="fire; birds",
    )  # fmt: skip
    assert found.fields["pmid"] == ["29782655"]
    assert found.fields["headings"] == ["Animals", "*Birds / growth & development; physiology", "Fires"]
    assert found.fields["keywords"] == ["fire", "birds"]
    assert found.fields["pages"] == ["94-99"]
    assert found.extra["PS"] == ["94-9"]
