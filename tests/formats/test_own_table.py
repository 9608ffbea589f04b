"""Tables that bibcorpus wrote itself are read by what is known of them, not by what their cells look like."""

from __future__ import annotations

import io

from pipeline.formats import generic_csv
from pipeline.model import Found

HEADER = "citekey,title,authors,keywords,volume,languages,container_short,headings,date_online,title_language,work_id\n"


def read(*rows: str, header: str = HEADER) -> list[Found]:
    text = header + "".join(f"{row}\n" for row in rows)
    return [each for each in generic_csv.read(io.StringIO(text, newline="")) if isinstance(each, Found)]


def test_a_comma_parts_no_keywords_and_no_people():
    """In a stranger's table it might; in ours a list is parted by semicolons, even where none stands in the column."""
    (record,) = read('k,T,"Balint, Michael","cyst, adult",,,,,,,r:1')
    assert record.fields["authors"] == ["Balint, Michael"]
    assert record.fields["keywords"] == ["cyst, adult"]


def test_a_list_whose_value_holds_a_semicolon_is_written_as_json():
    (record,) = read('k,T,,"[""a; b"", ""c""]",,,,,,,r:1')
    assert record.fields["keywords"] == ["a; b", "c"]


def test_a_volume_called_none_is_a_volume():
    """We leave a cell empty for what is missing; 'NA' or '-' in it stood in the source."""
    (record,) = read("k,T,,,-,,,,,,r:1")
    assert record.fields["volume"] == ["-"]


def test_the_apostrophe_before_a_formula_goes():
    (record,) = read("k,'-omics,,,,,,,,,r:1")
    assert record.fields["title"] == ["-omics"]
    (record,) = read("k,'-omics,A. Author", header="citekey,title,authors\n")
    assert record.fields["title"] == ["'-omics"]  # a stranger's table: it may belong to the title


def test_columns_that_only_we_write_have_their_fields():
    (record,) = read("k,T,,,,en; ru,Short,a; b,2004-02-01,en,r:1")
    assert record.fields["title"] == ["[T]"]  # in English, and the work is not: as PubMed writes it
    assert record.fields["language"] == ["en", "ru"]
    assert record.fields["container_short"] == ["Short"]
    assert record.fields["headings"] == ["a", "b"]
    assert record.fields["date_online"] == ["2004-02-01"]
    assert generic_csv.database(HEADER) == "bibcorpus"
