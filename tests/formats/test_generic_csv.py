"""Any table with a title column."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import generic_csv
from pipeline.formats._csv_dialects import pubmed_people, springer_people
from pipeline.model import SOURCE_FIELDS, Found, Reject

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


def test_na_among_several_issns_is_no_issn():
    """Tables have a column for the print ISSN and one for the electronic; NA fills the one that is missing."""
    (first, second) = read("title,year,issn,eissn\nBalint,1990,NA,1532-2882\nCaring,1991,NA,NA\n")
    assert first.fields["issn"] == ["1532-2882"]
    assert "issn" not in second.fields


def test_a_comma_in_a_name_counts_for_more_than_the_rest_of_the_column():
    """A table that somebody has pasted together writes most names 'M. Balint' and some 'Balint, Enid'."""
    rows = ["A,1990,M. Balint; E. Balint", "B,1991,J. Smith; A. Doe", 'C,1992,"Balint, Enid; Balint, Michael"']
    forms = [record.fields["name_form"] for record in read("title,year,authors\n" + "\n".join(rows) + "\n")]
    assert forms == [["given-family"], ["given-family"], ["family-comma-given"]]


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


PUBMED = "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,PMCID,NIHMS ID,DOI\n"


def pubmed(authors: str = "", citation: str = "", title: str = "T", journal: str = "Ann Fam Med") -> Found:
    (record,) = read(PUBMED + f'1,"{title}","{authors}","{citation}",,"{journal}",2020,2020/01/01,,,\n')
    return record


@pytest.mark.parametrize(
    ("cell", "persons", "groups"),
    [
        ("Epuna F, Shaheen SW, Wen T.", ["Epuna F", "Shaheen SW", "Wen T"], None),
        ("van der Poel M.", ["van der Poel M"], None),
        ("Newman NJ, Ford AE 3rd; BONSAI Study Group.", ["Newman NJ", "Ford AE 3rd"], ["BONSAI Study Group"]),
        ("Hess JL; Genetics Unit; Glatt SJ.", ["Hess JL", "Glatt SJ"], ["Genetics Unit"]),
        ("Ghia P; GIMEMA, ERIC, US study group.", ["Ghia P"], ["GIMEMA, ERIC, US study group"]),
        ("GBD 2019 Collaborators.", None, ["GBD 2019 Collaborators"]),
        ("Suharjo.", ["Suharjo"], None),
        ("UNICEF.", None, ["UNICEF"]),
        ("[No authors listed]", None, None),
    ],
)
def test_pubmeds_table_parts_persons_with_commas_and_groups_with_semicolons(
    cell: str, persons: list[str] | None, groups: list[str] | None
):
    """The full stop ends the list; a group may have commas in its name."""
    fields = pubmed(authors=cell).fields
    assert (fields.get("authors"), fields.get("group_authors")) == (persons, groups)
    assert fields.get("name_form") == (["family-initials"] if persons else None)


def test_one_group_in_pubmeds_table_changes_how_no_other_row_is_parted():
    rows = '1,T,"Doe J, Roe A.",,,,,,,,\n2,U,"Poe B, Coe D; The Study Group.",,,,,,,,\n'
    assert [record.fields["authors"] for record in read(PUBMED + rows)] == [["Doe J", "Roe A"], ["Poe B", "Coe D"]]


def test_what_is_left_out_of_pubmeds_people_is_kept():
    """A group's acronym reads like the mark of an address."""
    assert pubmed(authors="Doe J; The Study Group (TSG).").extra["Authors"] == ["Doe J; The Study Group (TSG)."]


def test_a_semicolon_before_a_group_is_not_what_parts_the_people_of_a_column():
    """It is in one cell with several people out of four; commas part the rest."""
    cells = ["Doe J, Roe A, Poe B", "Roe A, Poe B, Coe D", "Poe B, Coe D, Doe J", "Doe J, Roe A; The Balint Group"]
    found = read("title,authors\n" + "".join(f'T,"{cell}"\n' for cell in cells))
    assert found[0].fields["authors"] == ["Doe J", "Roe A", "Poe B"]
    assert found[3].fields["authors"] == ["Doe J", "Roe A", "The Balint Group"]
    assert found[0].fields["name_form"] == ["family-initials"]


def test_most_works_have_one_author_and_semicolons_still_part_the_others():
    """One person's name may have a comma, or two, and says nothing of the column."""
    cells = ["Balint, Michael", "King, Martin Luther, Jr.", "Balint, Michael, 1896-1970", "Doe, Jane; Roe, Ann"]
    found = read("title,authors\n" + "".join(f'T,"{cell}"\n' for cell in cells))
    assert [len(record.fields["authors"]) for record in found] == [1, 1, 1, 2]


LEGACY = "Title,URL,Description,Details,ShortDetails,Resource,Type,Identifiers,Db,EntrezUID,Properties\n"


def test_pubmeds_table_before_2020_has_its_authors_in_a_column_of_descriptions():
    """Its type is what PubMed called its own data, no type of publication."""
    (record,) = read(
        LEGACY + 'Caring.,/pubmed/1,"Doe J, Roe A.","J Dent. 2019 Jul 10. pii: S0300-5712(19)30148-4. '
        'doi: 10.1016/j.jdent.2019.07.004. [Epub ahead of print]",J Dent.  2019,PubMed,citation,PMID:1,pubmed,1,\n'
    )
    assert record.fields["authors"] == ["Doe J", "Roe A"]
    assert record.fields["type"] == ["article"]
    assert "publication_types" not in record.fields
    assert record.extra["Type"] == ["citation"]
    assert record.fields["container_short"] == ["J Dent"]
    assert record.fields["doi"] == ["10.1016/j.jdent.2019.07.004"]


@pytest.mark.parametrize(
    ("citation", "pages", "date"),
    [
        ("J Diabetes Sci Technol. 2023 Jan 11:19322968221149040. doi: 10.1/a.", "19322968221149040", "2023 Jan 11"),
        ("Am J Ophthalmol. 2023 Nov 4:S0002-9394(23)00456-7. doi: 10.1/a.", "S0002-9394(23)00456-7", "2023 Nov 4"),
        ("Am J Epidemiol. 2008 Mar 1;167(5):523-9; discussion 530-1.", "523-9; discussion 530-1", "2008 Mar 1"),
    ],
)
def test_pubmed_cites_what_has_no_volume_yet_and_what_was_discussed(citation: str, pages: str, date: str):
    fields = pubmed(citation=citation).fields
    assert (fields["pages"], fields["date"]) == ([pages], [date])


def test_a_book_in_pubmeds_table_stands_under_its_own_title():
    citation = "Washington (DC): Patient-Centered Outcomes Research Institute (PCORI); 2018 Mar."
    record = pubmed(title="Methods for Few Events", journal="Methods for Few Events", citation=citation)
    assert record.fields["type"] == ["book"]
    assert record.fields["place"] == ["Washington (DC)"]
    assert record.fields["publisher"] == ["Patient-Centered Outcomes Research Institute (PCORI)"]
    assert record.fields["date"] == ["2018 Mar"]
    assert "container" not in record.fields
    assert record.extra["Journal/Book"] == ["Methods for Few Events"]


def test_a_chapter_in_pubmeds_table_says_what_it_is_in():
    record = pubmed(
        journal="StatPearls [Internet]",
        citation="2023 Jul 4. In: StatPearls [Internet]. Treasure Island (FL): StatPearls Publishing; 2024 Jan-.",
    )
    assert record.fields["type"] == ["chapter"]
    assert record.fields["container"] == ["StatPearls [Internet]"]
    assert record.fields["publisher"] == ["StatPearls Publishing"]


def test_an_editorial_named_like_its_journal_is_no_book():
    citation = "Chronic Illn. 2008 Mar;4(1):1-2. doi: 10.1177/1742395308088895."
    assert pubmed(title="Chronic Illn", journal="Chronic Illn", citation=citation).fields["type"] == ["article"]


def test_a_preprint_in_pubmeds_table_is_told_by_the_end_of_its_citation():
    assert pubmed(citation="medRxiv. 2023 Mar 6:2023.03.03.2. Preprint.").fields["type"] == ["preprint"]


def test_a_citation_beside_a_column_of_journals_fills_what_no_column_says():
    """LILACS has both; the journal's name in full stays, and so does the citation."""
    (record,) = read(
        'Title,Source,Journal,Publication year\nT,"BMC Psychiatry;20(1): 167, 2020 04 15.",BMC psychiatry,2020\n'
    )
    assert record.fields["container"] == ["BMC psychiatry"]
    assert record.fields["container_short"] == ["BMC Psychiatry"]
    assert (record.fields["volume"], record.fields["issue"], record.fields["pages"]) == (["20"], ["1"], ["167"])
    assert record.fields["date"] == ["2020 04 15"]
    assert record.extra == {"Source": ["BMC Psychiatry;20(1): 167, 2020 04 15."]}


def test_a_source_that_is_no_citation_beside_journals_is_no_journal():
    """It says where the record is from, also where the row has no journal."""
    first, second = read("title,source,journal\nT,PubMed,Psyche\nU,Scopus,\n")
    assert (first.fields["container"], first.extra) == (["Psyche"], {"source": ["PubMed"]})
    assert ("container" in second.fields, second.extra) == (False, {"source": ["Scopus"]})


EMBASE = (
    "Title,Author Names,Source,Emtree Drug Index Terms (Major Focus),Emtree Drug Index Terms,"
    "Emtree Medical Index Terms (Major Focus),Emtree Medical Index Terms\n"
)


def test_a_journal_that_only_a_citation_names_makes_an_article():
    (record,) = read(EMBASE + '"T","Doe J.","Cancer (2004) 102:4 (253-258). Date of Publication: 2004",,,,adult\n')
    assert record.fields["container"] == ["Cancer"]
    assert record.fields["type"] == ["article"]


def test_embases_headings_of_drugs_and_of_others_are_all_headings():
    """The main ones stand apart and nowhere else."""
    (record,) = read(EMBASE + '"T","Doe J.",,,"iron, zinc","cyst (diagnosis, surgery)","adult, aged"\n')
    assert record.fields["headings"] == ["iron", "zinc", "adult", "aged", "cyst (diagnosis, surgery)"]
    assert record.extra == {"Emtree Medical Index Terms (Major Focus)": ["cyst (diagnosis, surgery)"]}


SPRINGER = (
    "Item Title,Publication Title,Book Series Title,Journal Volume,Journal Issue,Item DOI,Authors,Publication Year,"
    "URL,Content Type\n"
)


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("Amira Abo HozaifaAhmed Shawky Moussa", ["Amira Abo Hozaifa", "Ahmed Shawky Moussa"]),
        ("Araz R. AlievNigar T. Ismayilova", ["Araz R. Aliev", "Nigar T. Ismayilova"]),
        ("Jiří BednářŁukasz Żak", ["Jiří Bednář", "Łukasz Żak"]),
        ("Ian McDonaldFiona MacLeodSean O'Donnell", ["Ian McDonald", "Fiona MacLeod", "Sean O'Donnell"]),
        ("Jan DeVries", ["Jan DeVries"]),
        ("Prof. Dr. Janusz KacprzykProf. Martine De CockMo Ali", ["Janusz Kacprzyk", "Martine De Cock", "Mo Ali"]),
        ("Umali Saidi", ["Umali Saidi"]),
    ],
)
def test_springerlink_writes_nothing_between_its_authors(cell: str, people: list[str]):
    """A capital after a small letter begins the next person, but not after 'Mc'."""
    (record,) = read(SPRINGER + f"T,J,,,,10.1007/a,{cell},2022,,Article\n")
    assert record.fields["authors"] == people
    assert record.fields["name_form"] == ["given-family"]
    assert record.warnings == ()
    assert record.extra.get("Authors") == ([cell] if "Prof." in cell else None)


def test_a_joint_of_springerlinks_authors_that_may_be_none_is_said():
    """'De' is a family name in Bengal, and begins one in the Netherlands."""
    (record,) = read(SPRINGER + "T,J,,,,10.1007/a,Sushil DeAnita Roy,2022,,Article\n")
    assert record.fields["authors"] == ["Sushil DeAnita Roy"]
    assert "one person or two" in record.warnings[0]


def test_other_tables_names_are_never_cut_within_a_word():
    (record,) = read("title,authors\nT,Leonardo DiCaprio\n")
    assert record.fields["authors"] == ["Leonardo DiCaprio"]


def test_what_springerlink_calls_the_publication_of_a_book_is_its_series():
    book, chapter = read(
        SPRINGER + "Fuzzy Systems,Lecture Notes in Fuzziness,,,,10.1007/b,A Bede,2021,,Book\n"
        "On Noise,Fuzzy Systems,,,,10.1007/b_1,A Bede,2021,,Chapter\n"
    )
    assert (book.fields["type"], book.fields["series"]) == (["book"], ["Lecture Notes in Fuzziness"])
    assert "container" not in book.fields
    assert (chapter.fields["type"], chapter.fields["container"]) == (["chapter"], ["Fuzzy Systems"])


@pytest.mark.parametrize(
    "trial",
    [
        "NCT04736615",
        "ISRCTN83547899",
        "EUCTR2021-002290-25-CZ",
        "ChiCTR2500105468",
        "CTRI/2024/05/066845",
        "JPRN-UMIN000055218",
        "ACTRN12622000353796",
        "DRKS00012345",
    ],
)
def test_the_number_of_a_trial_is_nobodys_name(trial: str):
    """Cochrane has it where the authors of a trial's record should stand."""
    people, number = read(f'Author(s),Title,Year\n"Doe, J; Roe, AB",T,2020\n"{trial},",U,2021\n')
    assert people.fields["authors"] == ["Doe, J", "Roe, AB"]
    assert "authors" not in number.fields
    assert number.extra == {"Author(s)": [f"{trial},"]}


@pytest.mark.parametrize(
    ("cell", "isbns"),
    [
        ("979-8-3315-3592-6 979-8-3315-3591-9", ["979-8-3315-3592-6", "979-8-3315-3591-9"]),
        ("9783161484100 316148410X", ["9783161484100", "316148410X"]),
        ("978-3-16-148410-0; 0-306-40615-2", ["978-3-16-148410-0", "0-306-40615-2"]),
        ("978-3-16-148410-0; 0-306-40615-2 316148410X", ["978-3-16-148410-0", "0-306-40615-2", "316148410X"]),
        ("0 306 40615 2", ["0 306 40615 2"]),
        ("978 3 16 148410 0", ["978 3 16 148410 0"]),
    ],
)
def test_a_blank_parts_whole_isbns_but_not_the_groups_of_one(cell: str, isbns: list[str]):
    (record,) = read(f"Title,Year,ISBNs\nT,2020,{cell}\n")
    assert record.fields["isbn"] == isbns


@pytest.mark.parametrize(
    ("said", "record_type"),
    [
        ("IEEE Journals", "article"),
        ("IEEE Magazines", "article"),
        ("IBM Journals", "article"),
        ("IEEE Early Access Articles", "article"),
        ("IET Conferences", "conference-paper"),
        ("IEEE Books", "book"),
        ("MIT Press eBook Chapters", "chapter"),
        ("IEEE Standards", "report"),
    ],
)
def test_ieee_xplore_says_whose_and_what_a_document_is(said: str, record_type: str):
    (record,) = read(f"Document Title,Authors,IEEE Terms,Document Identifier\nT,P. Kogge; J. Shalf,,{said}\n")
    assert record.fields["type"] == [record_type]
    assert record.fields["publication_types"] == [said]


def test_the_semicolon_of_an_entity_parts_nothing():
    (record,) = read("title,year,keywords\nT,2020,stress/statistics &amp; data; caf&eacute; culture; R&D; rest\n")
    assert record.fields["keywords"] == ["stress/statistics &amp; data", "caf&eacute; culture", "R&D", "rest"]


def test_the_address_of_a_trial_is_no_journal():
    """Cochrane has it where the journal of an article stands."""
    (trial,) = read("Title,Source,Year\nT,https://clinicaltrials.gov/show/NCT04736615,2021\n")
    assert not {"container", "type"} & set(trial.fields)
    assert trial.extra == {"Source": ["https://clinicaltrials.gov/show/NCT04736615"]}


def test_pages_with_columns_of_their_own_are_not_taken_from_a_citation():
    (record,) = read('title,source,start page,end page\nT,"J Psychiatr Res;139: 1-4, 2021 07.",179,184\n')
    assert record.fields["pages"] == ["179-184"]


@given(st.text("aBé .,;-McDeProf()1", max_size=60))
def test_no_persons_letters_are_lost_silently_between_the_people_of_a_cell(cell: str):
    """What the names together don't hold, the cell that is kept does."""
    for read_people in (pubmed_people, springer_people):
        people = read_people(cell)
        letters = "".join(filter(str.isalnum, cell))
        told = "".join(filter(str.isalnum, "".join(people.persons + people.groups)))
        assert people.left or sorted(told) == sorted(letters)


@pytest.mark.parametrize(
    "header",
    [
        "Titel;Autor(en);Jahr;Zeitschrift;Jg.;Heft;Seiten",
        "Titel;AutorIn;Erscheinungsjahr;Zeitschriftentitel;Jahrgang;Heftnummer;Seitenzahlen",
        "Название;Автор(ы);Год;Журнал;Том;Вып.;Стр.",
        "Tytuł;Autorzy;Rok;Czasopismo;Rocznik;Zeszyt;Strony",
    ],
)
def test_columns_are_known_as_people_name_them(header: str):
    """A list without its authors finds no duplicate, and gets the key 'anon'."""
    (record,) = read(f"{header}\nBalintarbeit;Otten, H.;1998;Balint-Journal;3;2;10-19\n")
    names = ("title", "authors", "year", "container", "volume", "issue", "pages")
    values = [record.fields[name][0] for name in names]
    assert values == ["Balintarbeit", "Otten, H.", "1998", "Balint-Journal", "3", "2", "10-19"]
    assert record.warnings == ()


def test_columns_that_nobody_knows_are_told_once():
    """Whoever calls the authors 'Wer' must see that they are in no field."""
    text = "Titel;Wer;Jahr;Zeitschrift;Grund\nA;Otten, H.;1998;B;x\nC;Rosin, U.;1989;D;y\n"
    first, second = read(text)
    assert first.warnings == ("columns that have no field here, kept under their names: Wer, Grund",)
    assert second.warnings == ()
    assert first.extra["Wer"] == ["Otten, H."]


@pytest.mark.parametrize(
    "header",
    [
        "Key,Item Type,Title,Author,Translator,Access Date,Manual Tags",  # Zotero
        "ID,Тип,Название,Авторы,Переводчики,Дата обращения,Теги",
        "ID,Typ,Titel,Autoren,Übersetzer,Zugriffsdatum,Schlagwörter",
    ],
)
def test_a_table_names_translators_and_when_somebody_looked(header: str):
    """Whoever keeps a list of web pages has a column for the day."""
    (record,) = read(f'{header}\nK1,webpage,T,"Doe, J.","Roe, R.; Poe, E.",2015-03-05 10:20:00,burnout\n')
    assert record.fields["translators"] == ["Roe, R.", "Poe, E."]
    assert record.fields["accessed"] == ["2015-03-05 10:20:00"]


# what each table is called, its header and a row; then what must have been understood of it
TABLES = [
    (
        "Dimensions",
        "Rank,Publication ID,DOI,Title,Source title,Anthology title,PubYear,Publication date (online),Pagination,"
        "Publication Type,Authors\n"
        '1,pub.1,10.1000/d.1,On talk,Lecture Notes,A handbook,2021,2020-12-03,55-67,Chapter,"Roe, Anna; Doe, Jo"\n',
        {
            "type": ["chapter"], "container": ["A handbook"], "series": ["Lecture Notes"], "pages": ["55-67"],
            "date_online": ["2020-12-03"], "accession": ["pub.1"], "authors": ["Roe, Anna", "Doe, Jo"],
        },
    ),
    (
        "Google Scholar",
        "Authors,Title,Publication,Volume,Number,Pages,Year,Publisher\n"
        '"Roe, Anna B; De Santi, C; ",On talk,Journal of Talk,29,3,29-34,2016,Example Press\n',
        {"container": ["Journal of Talk"], "issue": ["3"], "authors": ["Roe, Anna B", "De Santi, C"]},
    ),
    (
        "EBSCOhost",
        "Article Title,Author,Journal Title,Publication Date,First Page,Accession Number,Doctype,Subjects,PLink\n"
        'On talk,"Roe, Anna",Talk,20190301,45,135000001,Article,NURSES; BURN out,https://example.org/135000001\n',
        {"headings": ["NURSES", "BURN out"], "url": ["https://example.org/135000001"], "type": ["article"]},
    ),
    (
        "ProQuest",
        "Title,StoreId,Authors,documentType,digitalObjectIdentifier,pages,pubdate,pubtitle,year,DocumentURL,"
        "identifierKeywords,subjectTerms\n"
        'On talk,2214991469,"Roe, Anna",Journal Article,10.1000/p.1,45-53,Mar 2019,Talk,2019,https://example.org/2,'
        'talk,"Groups, Learning"\n',
        {
            "doi": ["10.1000/p.1"], "container": ["Talk"], "accession": ["2214991469"], "keywords": ["talk"],
            "headings": ["Groups", "Learning"], "type": ["article"], "url": ["https://example.org/2"],
        },
    ),
    (
        "Paperpile",
        "Item type,Authors,Title,Journal,Full journal,Publication year,Page numbers,Folders filed in\n"
        'Journal Article,"Roe A,Doe BC,van der Berg D",On talk,J Talk,Journal of Talk,2019,45-53,Mine\n',
        {"container": ["Journal of Talk"], "container_short": ["J Talk"], "pages": ["45-53"]},
    ),
    (
        "OpenAlex",
        "id,display_name,publication_year,type,primary_location.source.display_name,authorships.raw_author_name,"
        "biblio.volume,biblio.issue,biblio.first_page,biblio.last_page,mesh.descriptor_name,is_retracted\n"
        "https://openalex.org/W1,On talk,2019,article,Talk,A. Roe|B. Doe,12,3,45,53,Humans|Talk,True\n",
        {
            "authors": ["A. Roe", "B. Doe"], "volume": ["12"], "issue": ["3"], "pages": ["45-53"],
            "headings": ["Humans", "Talk"], "publication_types": ["Retracted Publication"],
        },
    ),
    (
        "Covidence",
        "Title,Authors,Published Year,Published Month,Journal,Accession Number,Covidence #,Study,Notes,Tags\n"
        'On talk,"Roe, A; Doe, B",2022,Dec,Talk,33446638,#293,Roe 2022,,ask Jo\n',
        {"date": ["2022 Dec"], "authors": ["Roe, A", "Doe, B"], "keywords": None},
    ),
    (
        "RefWorks",
        "Reference Type\tAuthors, Primary\tTitle Primary\tPeriodical Full\tPeriodical Abbrev\tPub Year"
        "\tPub Date Free From\tStart Page\tOther Pages\tTitle Secondary\tISSN/ISBN\tDOI\t\n"
        "Journal Article\tde Jong,Ype;van der Endt, Vera H.\tOn talk\tJournal of Talk\tJ.Talk\t2020\t03/30\t69\t79\t \t"
        "1878-5921\t10.1000/r.1\t\n",
        {
            "authors": ["de Jong,Ype", "van der Endt, Vera H."], "container": ["Journal of Talk"], "pages": ["69-79"],
            "container_short": ["J.Talk"], "date": ["2020-03-30"], "issn": ["1878-5921"], "type": ["article"],
        },
    ),
    (
        "Rayyan",
        "key,title,year,journal,authors,url,location,notes,doi,pubmed_id,pmc_id\n"
        'rayyan-1,On talk,2019,Talk,"Roe, A. and Doe, B.",https://example.org/1     U2  - L1,Cork,,'
        "10.1000/y.1     LK  - https://example.org/id=doi:10.1000%2Fy.1,31234567,\n",
        {"doi": ["10.1000/y.1"], "url": ["https://example.org/1"], "accession": ["rayyan-1"]},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("database", "table", "said"), TABLES, ids=[name for name, *_ in TABLES])
def test_a_databases_own_names_of_columns_are_understood(database: str, table: str, said: dict[str, list[str] | None]):
    """Its table is known by columns that no other has; there, 'Pagination' is the pages, 'Publication' the journal."""
    assert generic_csv.sniff(table) == 1
    assert generic_csv.database(table) == database
    (record,) = read(table)
    assert {field: record.fields.get(field) for field in said} == said
    assert record.warnings == ()


@pytest.mark.parametrize(
    ("table", "accession", "title", "date"),
    [
        (
            "NCT Number,Study Title,Study URL,Brief Summary,Sponsor,Start Date,First Posted\n"
            "NCT00072579,Group supervision,https://example.org/1,Groups may help.,A clinic,2003-10,2003-11-05\n",
            "NCT00072579",
            "Group supervision",
            "2003-11-05",
        ),
        (
            "TrialID,Public title,Scientific title,Date registration,Date registration3,web address\n"
            "ChiCTR2000000001,Group supervision,A trial of groups,03/11/2005,20051103,https://example.org/1\n",
            "ChiCTR2000000001",
            "Group supervision",
            "20051103",
        ),
    ],
)
def test_a_table_of_registered_trials_is_one_of_records(table: str, accession: str, title: str, date: str):
    """ClinicalTrials.gov and WHO's platform (ICTRP); the day of registration, in the form that can't be misread."""
    assert generic_csv.sniff(table) == 1
    (record,) = read(table)
    said = [record.fields[field] for field in ("accession", "title", "date", "url")]
    assert said == [[accession], [title], [date], ["https://example.org/1"]]
    assert "authors" not in record.fields


@pytest.mark.parametrize(
    ("row", "date", "left"),
    [
        ("On talk,Talk,2023,12,1,", "2023-12-01", {}),
        ("On talk,Talk,2023,5,,", "2023-05", {}),
        ("On talk,Talk,2023,Dec,,", "2023 Dec", {}),
        ("On talk,Talk,,Dec,,", None, {"month": ["Dec"]}),
        ("On talk,Talk,2023,Dec,,2023-11-30", "2023-11-30", {"month": ["Dec"]}),
        ("On talk,Talk,2023,,7,", None, {"day": ["7"]}),
    ],
)
def test_month_and_day_in_columns_of_their_own_are_part_of_the_date(
    row: str, date: str | None, left: dict[str, list[str]]
):
    """Rayyan and Covidence part them; without a year, or beside a whole date, they are kept as they stand."""
    (record,) = read(f"title,journal,year,month,day,date\n{row}\n")
    assert record.fields.get("date") == ([date] if date else None)
    assert record.extra == left


def test_a_venue_is_what_holds_the_work():
    """So Semantic Scholar, Elicit and others call journals and proceedings alike."""
    (record,) = read("Title,Authors,Venue,Year\nOn talk,A. Roe,Medical Education,2019\n")
    assert record.fields["container"] == ["Medical Education"]


def test_a_secondary_title_holds_a_chapter_and_is_the_series_of_a_book():
    """RefWorks has one column for both."""
    header = "Reference Type\tTitle Primary\tTitle Secondary\tPeriodical Full\tISSN/ISBN"
    chapter, book, paper = read(
        f"{header}\nBook, Section\tOn talk\tA handbook\t \t978-3-16-148410-0\nBook, Whole\tTalk\tNotes\t \tno number\n"
        "Conference Proceedings\tOn groups\tThe first congress\t \t \n"
    )
    assert chapter.fields["container"] == ["A handbook"]
    assert chapter.fields["isbn"] == ["978-3-16-148410-0"]
    assert (book.fields["type"], book.fields["series"]) == (["book"], ["Notes"])
    assert book.extra["ISSN/ISBN"] == ["no number"]
    assert (paper.fields["type"], paper.fields["container"]) == (["conference-paper"], ["The first congress"])


@pytest.mark.parametrize(("said", "meant"), [("4/13/2024", "2024-04-13"), ("1/2/2024", "2024-01-02")])
def test_ebscohost_has_the_month_first_and_writes_numbers_as_formulas(said: str, meant: str):
    """An American table, meant for a spreadsheet."""
    (record,) = read(
        "Article Title,Author,Journal Title,ISSN,Publication Date,First Page,Page Count,Doctype,PLink\n"
        f'On talk,"Roe, Anna",Talk,="08912963",="{said}","924","11",Article,https://example.org/1\n'
    )
    assert record.fields["pages"] == ["924-934"]
    assert record.extra["Page Count"] == ["11"]
    assert (record.fields["date"], record.fields["issn"]) == ([meant], ["08912963"])
    assert record.extra["Publication Date"] == [said]
    assert not record.warnings


def test_abstrackr_writes_a_name_a_line_and_a_line_between_its_rows():
    """Its '0' is no PMID, its tags are the reviewers'."""
    rows = (
        "(internal) id,(source) id,pubmed id,keywords,abstract,title,journal,authors,tags,consensus\n"
        '41893415,7,0,"talk,groups","Text\n","On talk","Talk","Roe, A.\n and Doe, B.-C.\n","ask Jo",o\n'
        "citations that are not yet labeled by anyone\n"
        '41893421,5,12345678,"talk","","Talk again","Talk","Roe, A.\n","",o\n'
    )
    first, second = read(rows)
    assert not any(isinstance(segment, Reject) for segment in generic_csv.read(StringIO(rows, newline="")))
    assert first.fields["authors"] == ["Roe, A.", "Doe, B.-C."]
    assert "pmid" not in first.fields
    assert first.fields["keywords"] == ["talk", "groups"]
    assert second.fields["pmid"] == ["12345678"]
