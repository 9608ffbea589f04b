"""Any table with a title column."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest

from pipeline.formats import generic_csv
from pipeline.model import SOURCE_FIELDS, Found

FIXTURES = Path(__file__).parent / "fixtures"


def read(text: str) -> list[Found]:
    segments = list(generic_csv.read(StringIO(text, newline="")))
    assert "".join(segment.raw for segment in segments) == text
    found = [segment for segment in segments if isinstance(segment, Found)]
    assert all(set(record.fields) <= set(SOURCE_FIELDS) for record in found)
    return found


OWN = (
    "id,source,type,title,authors,year,journal,volume,issue,pages,doi,pmid,issn,abstract,language,"
    "title_original,keywords,mesh,pubtypes\n"
    'r1,PubMed,article,Balint group,"Иванов, И. И.; Balint, Enid",1998,Psyche,5,2,10–15,10.1/a,123,1234-5678,Text,rus,'
    'Балинтовская группа,burnout; Balint,Humans; Physicians,"Journal Article; Review"\n'
    "r7,Scopus,chapter,Caring,,,,,,,,,,,,,,,\n"
)


def test_the_common_form_is_read_field_by_field():
    """The columns that our own data sets and exports have."""
    first, second = read(OWN)
    assert first.fields == {
        "accession": ["r1"],
        "type": ["article"],
        "title": ["Balint group"],
        "title_original": ["Балинтовская группа"],
        "authors": ["Иванов, И. И.", "Balint, Enid"],
        "name_form": ["family-comma-given"],
        "year": ["1998"],
        "container": ["Psyche"],
        "volume": ["5"],
        "issue": ["2"],
        "pages": ["10–15"],
        "doi": ["10.1/a"],
        "pmid": ["123"],
        "issn": ["1234-5678"],
        "abstract": ["Text"],
        "language": ["rus"],
        "keywords": ["burnout", "Balint"],
        "headings": ["Humans", "Physicians"],
        "publication_types": ["Journal Article", "Review"],
    }
    assert first.extra == {"source": ["PubMed"]}
    assert second.fields == {"accession": ["r7"], "type": ["chapter"], "title": ["Caring"]}


@pytest.mark.parametrize(
    "header",
    [
        "Title,Authors,Year,Journal",
        "Titel;Autoren;Jahr;Zeitschrift",
        "Название\tАвторы\tГод\tЖурнал",
        "Tytuł;Autorzy;Rok;Czasopismo",
        "Titre;Auteurs;Année;Revue",
        "Article Title|Author Full Names|Publication Year|Source Title",
        "item_title,First-Authors,PUBLICATION_YEAR,journal name",
    ],
)
def test_a_header_in_any_of_our_languages_is_understood(header: str):
    delimiter = next(mark for mark in "\t;|," if mark in header)
    (record,) = read(header + "\n" + delimiter.join(["T", "A. Balint", "1990", "J"]) + "\n")
    assert (record.fields["title"], record.fields["year"], record.fields["container"]) == (["T"], ["1990"], ["J"])
    assert generic_csv.sniff(header + "\n") == 1


@pytest.mark.parametrize(
    "text",
    [
        "In the first year, the title of the journal was changed; authors, abstract and all.\nA second line.\n",
        "@article{a,\n  title = {T},\n  author = {A},\n  year = {1990},\n}\n",
        "TY  - JOUR\nTI  - Title, year, journal\nAU  - A\nER  - \n",
        '[{"title": "T", "year": 1990, "journal": "J"}]\n',
        "<records><title>T</title></records>\n",
        "name,phone,street\nA,1,B\n",
        "",
    ],
)
def test_what_is_no_table_of_references_is_not_claimed(text: str):
    assert generic_csv.sniff(text) == 0


def test_a_column_we_dont_know_is_kept_under_its_own_name():
    first, last = read((FIXTURES / "german_semicolon.csv").read_text(encoding="utf-8"))
    assert (first.extra, last.extra) == ({"Standort": ["Regal 3"]}, {})


def test_a_title_with_the_delimiter_in_it_stays_whole_and_names_are_given_first():
    first, last = read((FIXTURES / "german_semicolon.csv").read_text(encoding="utf-8"))
    assert first.fields["title"] == ["Balint; eine Übersicht"]
    assert first.fields["authors"] == ["M. Balint", "E. Balint"]
    assert [record.fields["name_form"] for record in (first, last)] == [["given-family"]] * 2


@pytest.mark.parametrize(
    ("ids", "accessions"),
    [
        (["r3", "r9"], ["r3", "r9"]),
        (["12345", "777"], ["12345", "777"]),
        (["1", "2"], [None, None]),
        (["0", "1"], [None, None]),
        (["r3", "r3"], [None, None]),
        (["r3", ""], [None, None]),
    ],
)
def test_an_id_is_an_accession_only_if_it_tells_the_rows_apart_for_good(ids: list[str], accessions: list[str | None]):
    """A running number is another record's in the next table of the same source."""
    found = read("id,title,year\n" + "".join(f"{row_id},T,1990\n" for row_id in ids))
    assert [record.fields.get("accession", [None])[0] for record in found] == accessions
    assert [record.extra.get("id", record.fields.get("accession", [""]))[0] for record in found] == ids


def test_an_id_that_comes_again_far_below_is_said_and_not_used_twice():
    """The head of the table showed it as unique."""
    rows = [f"x{n},{'T' * 100},1990\n" for n in range(1000)]
    last = read("id,title,year\n" + "".join(rows) + "x5,Other,1991\n")[-1]
    assert "accession" not in last.fields
    assert last.extra["id"] == ["x5"]
    assert last.warnings == ("id x5 stands in an earlier row too",)


def test_pubmeds_table_has_volume_and_pages_only_in_its_citation():
    text = (
        "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,PMCID,NIHMS ID,DOI\n"
        '18332406,Balint groups,"Kjeldmand D, Holmström I.",Ann Fam Med. 2008 Mar-Apr;6(2):138-45. '
        "doi: 10.1370/afm.813.,Kjeldmand D,Ann Fam Med,2008,2008/03/12,PMC2267420,,10.1370/afm.813\n"
    )
    (record,) = read(text)
    assert generic_csv.database(text) == "PubMed"
    assert record.fields["accession"] == record.fields["pmid"] == ["18332406"]
    assert record.fields["authors"] == ["Kjeldmand D", "Holmström I"]
    assert (record.fields["volume"], record.fields["issue"], record.fields["pages"]) == (["6"], ["2"], ["138-45"])
    assert record.fields["date"] == ["2008 Mar-Apr"]


def test_na_is_nothing_but_a_title_may_be_anything():
    """R and Python write NA and None for empty cells; 'None' is also a poem."""
    (record,) = read("title,year,pmid,doi\nNone,1990,NA,null\n")
    assert record.fields == {"title": ["None"], "year": ["1990"]}


def test_a_row_without_a_title_is_read_with_a_warning():
    (record,) = read("title,year,doi\n,1990,10.1/a\n")
    assert record.warnings == ("no title",)


def test_a_comma_inside_brackets_parts_no_keywords():
    (record,) = read('title,year,mesh\nT,1990,"cyst (diagnosis, surgery), adult"\n')
    assert record.fields["headings"] == ["cyst (diagnosis, surgery)", "adult"]


def test_a_types_word_we_dont_know_is_kept_as_the_source_has_it():
    (record,) = read("title,year,type\nT,1990,Balint protocol\n")
    assert "type" not in record.fields
    assert record.fields["publication_types"] == ["Balint protocol"]


@pytest.mark.parametrize(
    "header",
    [
        "Short title,Title,Author,Year,Year derived,DOI name,PubMed ID,Online address,Periodical,Page range,Locations",
        "Kurztitel,Titel,Autor,Jahr,Jahr ermittelt,DOI-Name,PubMed-ID,Online-Adresse,Zeitschrift/Zeitung"
        ",Seiten von-bis,Standorte",
    ],
)
def test_citavis_table_has_columns_without_a_name_and_rows_that_end_early(header: str):
    """Its first columns are ticks in the program; empty cells at the end of a row are left out."""
    row = 'FALSE,FALSE,TRUE,7e04,Doe 2019,Caring,"Doe, Jane; Balint, Enid",2019,2019,10.1/a,123,http://a.b,Psyche,1–9'
    full, short = read(f",,,ID,{header}\n{row},http://x.y\nFALSE,FALSE,FALSE,7e05,Doe,Listening,Doe,2020\n")
    assert full.fields["authors"] == ["Doe, Jane", "Balint, Enid"]
    assert full.fields["doi"] == ["10.1/a"]
    assert full.fields["pmid"] == ["123"]
    assert full.fields["url"] == ["http://a.b"]
    assert full.fields["container"] == ["Psyche"]
    assert full.fields["pages"] == ["1–9"]
    assert full.extra["column 3"] == ["TRUE"]
    assert short.fields["title"] == ["Listening"]
    assert short.warnings == ()


def test_a_line_break_inside_a_spreadsheets_cell_parts_the_authors():
    """People write one author a line; the spreadsheet's text has U+2028 there."""
    (record,) = read("Title,Authors,Year\nCaring,Doe J\u2028Balint E,1998\n")
    assert record.fields["authors"] == ["Doe J", "Balint E"]
