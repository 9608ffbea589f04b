"""Scopus CSV, before and after 2023."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest

from pipeline.formats import scopus_csv
from pipeline.formats.scopus_csv import split_short_names
from pipeline.model import SOURCE_FIELDS, Found

FIXTURES = Path(__file__).parent / "fixtures"


def load(name: str) -> tuple[str, list[Found]]:
    text = (FIXTURES / name).read_bytes().decode("utf-8")
    segments = list(scopus_csv.read(StringIO(text, newline="")))
    assert "".join(segment.raw for segment in segments) == text
    return text, [segment for segment in segments if isinstance(segment, Found)]


@pytest.mark.parametrize("name", ["scopus_2021.csv", "scopus_2023.csv"])
def test_scopus_is_known_by_its_column_names(name: str):
    """Also where a person left most columns out of the export."""
    text, found = load(name)
    assert (scopus_csv.sniff(text), scopus_csv.database(text)) == (3, "Scopus")
    assert all(field in SOURCE_FIELDS for record in found for field in record.fields)


def test_a_table_of_ones_own_is_not_scopus():
    assert scopus_csv.sniff("Title,Authors,Year,Source title,DOI\na,b,1990,c,\n") == 0


def test_before_2023_a_comma_parts_the_authors():
    _, (record,) = load("scopus_2021.csv")
    assert record.fields["authors"] == ["Kjeldmand D.", "Holmström I.", "King W.C., Jr."]
    assert record.fields["name_form"] == ["family-initials"]


def test_since_2023_the_full_names_are_taken_and_lose_only_their_number():
    _, (review, _) = load("scopus_2023.csv")
    assert review.fields["authors"] == ["Van Roy, Kaatje", "Vanheule, Stijn"]
    assert review.fields["name_form"] == ["family-comma-given"]
    assert review.extra["Authors"] == ["Van Roy K.; Vanheule S."]
    assert review.extra["Author(s) ID"] == ["5500000001; 5500000002"]


def test_where_a_row_has_no_full_names_the_short_ones_serve():
    _, (_, paper) = load("scopus_2023.csv")
    assert (paper.fields["authors"], paper.fields["name_form"]) == (["Balint M."], ["family-initials"])


def test_no_author_is_lost_where_some_have_no_full_name():
    """Then the short names, which are all there, are the authors."""
    header = "Authors,Author full names,Title,Year,Source title,EID,Document Type"
    row = (
        '"Müller J.A.; van der Berg P.; Lee K.","Müller, Jan A. (1); van der Berg, Piet (2)",T,2020,L,2-s2.0-1,Article'
    )
    (found,) = (part for part in scopus_csv.read(StringIO(f"{header}\n{row}\n")) if isinstance(part, Found))
    assert found.fields["authors"] == ["Müller J.A.", "van der Berg P.", "Lee K."]
    assert found.fields["name_form"] == ["family-initials"]
    assert found.extra["Author full names"] == ["Müller, Jan A. (1)", "van der Berg, Piet (2)"]
    assert found.warnings == ("3 authors, but 2 full names: the short names are taken",)


def test_no_abstract_available_is_no_abstract():
    """Counted as an abstract it would send an empty record to screening."""
    _, (record,) = load("scopus_2021.csv")
    assert "abstract" not in record.fields


def test_each_column_goes_to_its_field():
    _, (record,) = load("scopus_2021.csv")
    expected = {
        "accession": ["2-s2.0-1"],
        "pmid": ["18332406"],
        "doi": ["10.1370/afm.813"],
        "year": ["2008"],
        "container": ["Annals of Family Medicine"],
        "container_short": ["Ann. Fam. Med."],
        "volume": ["6"],
        "issue": ["2"],
        "pages": ["138-145"],
        "issn": ["15441709"],
        "language": ["English"],
        "publication_types": ["Article"],
        "type": ["article"],
        "keywords": ["Balint group", "Burnout"],
        "headings": ["adult", "burnout, professional"],
    }
    assert {field: record.fields[field] for field in expected} == expected
    assert record.extra["Cited by"] == ["12"]


def test_a_conference_paper_has_its_conference_and_all_its_isbns():
    _, (review, paper) = load("scopus_2023.csv")
    assert paper.fields["type"] == ["conference-paper"]
    assert paper.fields["event"] == ["3rd Balint Congress"]
    assert paper.fields["isbn"] == ["978-3-1", "978-3-2"]
    assert paper.fields["article_number"] == ["e12"]
    assert review.fields["language"] == ["English", "Dutch"]


def test_a_title_over_two_lines_stays_one_record():
    _, found = load("scopus_2023.csv")
    assert [record.line for record in found] == [2, 5]
    assert found[0].fields["title"] == ['Research on "Balint groups":\nA literature review']


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("Gao X., Ni W.", ["Gao X.", "Ni W."]),
        ("Hahn W.; Ahmadi N.", ["Hahn W.", "Ahmadi N."]),
        ("Martin J.A., Jr.; Ni W.", ["Martin J.A., Jr.", "Ni W."]),
        ("Martin J.A., III, Ni W.", ["Martin J.A., III", "Ni W."]),
    ],
)
def test_a_generation_mark_is_no_person(cell: str, people: list[str]):
    assert split_short_names(cell) == people
