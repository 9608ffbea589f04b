"""MEDLINE: the tags of PubMed, with no mark for a record's end."""

import io

import pytest
from Bio import Medline
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import medline, ris
from pipeline.formats._medline_tags import plain_tags, tags_of_text
from pipeline.model import Found, Reject, Unread

from .reading import Reading, text_of

WHOLE = "PMID- 1\nOWN - NLM\nSTAT- MEDLINE\nTI  - A.\nAU  - Doe J\nSO  - J Ex. 2014;1:2-3.\n"


READ = Reading(medline)
segments, records = READ.segments, READ.records


def test_each_tag_finds_its_field():
    """Folded lines joined, full names before short ones, the DOI out of LID, both titles."""
    article, _ = records(text_of("medline_article_and_chapter.nbib"))
    assert article.fields == {
        "type": ["article"],
        "title": ["[Supervision groups for doctors: a long title that goes on over two lines]."],
        "title_original": ["Supervisionsgruppen für Ärzte."],
        "authors": ["Müller, Jörg A", "Doe, Jane"],
        "name_form": ["family-comma-given"],
        "group_authors": ["Working Party on Very Long Names of the Society for the Study of Examples"],
        "container": ["Journal of examples"],
        "container_short": ["J Ex"],
        "date": ["2014 Nov-Dec"],
        "year": ["2014"],
        "date_online": ["20141103"],
        "volume": ["12"],
        "issue": ["3"],
        "pages": ["283-8"],
        "doi": ["10.1000/ex.2014.01"],
        "pmid": ["10000001"],
        "accession": ["10000001"],
        "pmcid": ["PMC1234567"],
        "issn": ["1234-5678 (Print)", "1234-5679 (Electronic)"],
        "language": ["ger"],
        "abstract": ["BACKGROUND: A first part. RESULTS: A second part."],
        "keywords": ["a keyword so long that it is folded by the program that writes it", "burnout"],
        "headings": ["*Family Practice", "Humans"],
        "publication_types": ["Journal Article", "Review"],
    }
    assert article.extra["LID"] == ["S0000-0000(14)00001-1 [pii]"]
    assert article.extra["SO"] == ["J Ex. 2014 Nov-Dec;12(3):283-8."]


def test_a_chapter_stands_in_its_book():
    """And its place is a place: PL of an article is the journal's country."""
    article, chapter = records(text_of("medline_article_and_chapter.nbib"))
    assert chapter.fields["type"] == ["chapter"]
    assert chapter.fields["container"] == ["The book"]
    assert chapter.fields["place"] == ["Bethesda (MD)"]
    assert chapter.fields["name_form"] == ["family-initials"]
    assert chapter.extra["AID"] == ["NBK0001 [bookaccession]"]
    assert "place" not in article.fields


def test_eric_has_no_pmid_and_its_own_tags():
    """Its number is the accession, its DOI an address, its names are full in AU."""
    (found,) = records(text_of("medline_eric_without_pmid.nbib"))
    assert found.fields["accession"] == ["EJ0000001"]
    assert found.fields["doi"] == ["http://dx.doi.org/10.1000/eric.1"]
    assert found.fields["name_form"] == ["family-comma-given"]
    assert found.fields["issn"] == ["EISSN-1234-5678"]
    assert "pmid" not in found.fields


def test_a_label_without_a_number_is_no_issn():
    """ERIC writes 'EISSN-' where it knows none; it is kept under its tag."""
    none, one = records("OWN - ERIC\nTI  - A\nISSN - EISSN-\n\nOWN - ERIC\nTI  - B\nISSN - EISSN-\nISSN - 1234-5678\n")
    assert "issn" not in none.fields
    assert none.extra["ISSN"] == ["EISSN-"]
    assert one.fields["issn"] == ["1234-5678"]


def test_biopython_reads_the_same():
    """A second opinion on records whose lines are not folded; it joins what repeats in some tags."""
    text = "".join(
        f"PMID- {n}\nOWN - NLM\nIS  - 1234-567{n} (Print)\nTI  - Title {n}.\nAB  - Text.\nAU  - Doe J\n"
        f"OT  - one\nOT  - two\nMH  - Humans\nPHST- 2001/01/0{n} [received]\nSO  - J. 2001;{n}:1.\n\n"
        for n in range(1, 4)
    )
    places = {"TI": "title", "AB": "abstract", "AU": "authors", "OT": "keywords", "MH": "headings", "IS": "issn"}
    ours, theirs = records(text), list(Medline.parse(io.StringIO(text)))
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        for tag, values in other.items():
            mine = one.fields.get(places.get(tag, tag.lower()), one.extra.get(tag))
            assert mine == ([values] if isinstance(values, str) else values)


def test_a_blank_line_inside_an_abstract_ends_nothing():
    """Pasted abstracts have paragraphs; what follows is no new record."""
    found = records("PMID- 1\nTI  - A.\nAB  - First.\n\n      Second.\n\nAU  - Doe J\nSO  - J.\n")
    assert len(found) == 1
    assert found[0].fields["abstract"] == ["First. Second."]
    assert found[0].fields["authors"] == ["Doe J"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_records_need_no_blank_line_between_them(end: str):
    """Files put together with `copy a+b` have none, but perhaps a byte-order mark."""
    text = (WHOLE + WHOLE.replace("- 1", "- 2") + "\ufeff" + WHOLE.replace("- 1", "- 3")).replace("\n", end)
    assert [found.fields["pmid"] for found in records(text)] == [["1"], ["2"], ["3"]]


def test_pmc_writes_its_own_number_first():
    """PMC before PMID opens a record; after it, it is a tag like others."""
    found = records("PMC - PMC1\nPMID- 1\nTI  - A.\n\nPMC - PMC2\nTI  - B.\nLID - 18\n")
    assert [one.fields["accession"] for one in found] == [["1"], ["PMC2"]]
    assert found[1].fields["article_number"] == ["18"]


def test_an_error_of_the_server_between_records_is_shown():
    """PubMed answers 'id: 1 Error occurred' in the middle of the text, with a good status."""
    found = segments(WHOLE + "\nid: 999 Error occurred: cannot get document\n\n" + WHOLE)
    assert sum(isinstance(one, Found) for one in found) == 2
    assert [one.raw.strip() for one in found if isinstance(one, Unread) and not one.expected] == [
        "id: 999 Error occurred: cannot get document"
    ]


@pytest.mark.parametrize(
    ("last", "cut"),
    [
        ("PMID- 2\nOWN - NLM\n", True),  # no title yet
        ("PMID- 2\nSTAT- MEDLINE\nTI  - A.\nAU", True),  # half a tag
        ("PMID- 2\nSTAT- MEDLINE\nTI  - A.\nAB  - Half an abst", True),  # PubMed's last tag, SO, is missing
        ("PMID- 2\nSTAT- MEDLINE\nTI  - A.\nSO  - J. 2001.", False),  # an editor took the last line end
        ("PMID- 2\nSTAT- Publisher\nTI  - A chapter\nPT  - Book Chapter\n", False),  # books have no SO
        ("OWN - ERIC\nTI  - A.\nPT  - Reports - Research", False),  # nor has ERIC
    ],
)
def test_a_cut_off_record_is_known_where_it_shows(last: str, cut: bool):
    """There is no end mark: a whole record must not be refused, half a one must not be taken."""
    *_, found = segments(WHOLE + "\n" + last)
    assert isinstance(found, Reject) is cut
    if isinstance(found, Reject):
        assert found.truncated


def test_an_abstract_that_the_publisher_keeps_is_none():
    """Stays in `extra`; an abstract in another language is one."""
    (none,) = records("PMID- 1\nTI  - A.\nAB  - \nOAB - Publisher: Abstract available from the publisher.\n")
    assert "abstract" not in none.fields
    assert none.extra["OAB"]
    (two,) = records("PMID- 1\nTI  - A.\nAB  - English.\nOAB - Deutsch.\n")
    assert two.fields["abstract"] == ["English.", "Deutsch."]


def test_fewer_full_names_than_authors_lose_nobody():
    """The short names are all there."""
    (found,) = records("PMID- 1\nTI  - A.\nFAU - Doe, Jane\nAU  - Doe J\nAU  - Roe R\n")
    assert found.fields["authors"] == ["Doe J", "Roe R"]
    assert found.fields["name_form"] == ["family-initials"]
    assert found.warnings


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Journal Article\nPT  - Preprint", "preprint"),
        ("Dissertations/Theses - Doctoral Dissertations", "thesis"),
        ("Congress", "proceedings"),
        ("Letter", "article"),
    ],
)
def test_the_type_is_told_by_the_publication_types(said: str, kind: str):
    """The telling one, where there are several."""
    (found,) = records(f"PMID- 1\nTI  - A.\nTA  - J Ex\nPT  - {said}\n")
    assert found.fields["type"] == [kind]


@pytest.mark.parametrize(
    ("lines", "kind", "field"),
    [
        ("OID - ED529121\nPT  - Books\n", "book", "publisher"),
        ("OID - ED620611\nPT  - Dissertations/Theses - Doctoral Dissertations\n", "thesis", "publisher"),
        ("OID - ED602023\nPT  - Reports - Research\n", "report", "publisher"),
        ("PT  - Reports - Research\n", "report", "publisher"),
        ("OID - ED000001\nPT  - Guides - Classroom - Teacher\n", "other", "publisher"),
        ("OID - EJ1227990\nPT  - Journal Articles\nPT  - Reports - Research\n", "article", "container"),
        ("OID - EJ1227990\n", "article", "container"),
    ],
)
def test_eric_names_the_publisher_of_a_document_where_it_names_a_journal(lines: str, kind: str, field: str):
    """A thesis is not an article in the journal 'ProQuest LLC'."""
    (found,) = records(f"OWN - ERIC\nTI  - A\nJT  - Somebody\n{lines}")
    assert found.fields["type"] == [kind]
    assert found.fields[field] == ["Somebody"]
    assert not {"publisher", "container"} <= found.fields.keys()


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("CIN - J Ex. 2010 Feb 6;375:445. PMID: 20137807", "has-comment pmid:20137807 J Ex. 2010 Feb 6;375:445."),
        ("CON - J Ex. 2010;\n      375:445. PMID:\n      20137807", "comment-on pmid:20137807 J Ex. 2010; 375:445."),
        ("EIN - J Ex. 2010;3:4. doi: 10.1000/ex.1.", "has-erratum doi:10.1000/ex.1 J Ex. 2010;3:4. doi: 10.1000/ex.1."),
        ("EFR - J Ex. 2010;3:4", "erratum-of J Ex. 2010;3:4"),
        ("RIN - J Ex. 2010;3:4. doi: 10.1000/x. PMID: 7", "has-retraction pmid:7 J Ex. 2010;3:4. doi: 10.1000/x."),
        ("ROF - J Ex. 2010;3:4. PMID: 7", "retraction-of pmid:7 J Ex. 2010;3:4."),
        ("UIN - J Ex. 2010;3:4. PMID: 7", "has-update pmid:7 J Ex. 2010;3:4."),
        ("UOF - J Ex. 2010;3:4. PMID: 7", "update-of pmid:7 J Ex. 2010;3:4."),
        ("ECI - J Ex. 2010;3:4. PMID: 7", "has-comment pmid:7 J Ex. 2010;3:4."),
        ("RPF - J Ex. 2010;3:4. PMID: 7", "version-of pmid:7 J Ex. 2010;3:4."),
    ],
)  # fmt: skip
def test_links_to_other_works_are_relations(lines: str, expected: str):
    """Their numbers are never the record's own."""
    (found,) = records(f"PMID- 1\nTI  - A.\n{lines}\n")
    assert found.fields["relations"] == [expected]
    assert found.fields["pmid"] == ["1"]
    assert "doi" not in found.fields


def test_a_link_whose_kind_says_less_than_its_tag_is_kept_under_its_tag():
    """An expression of concern is more than a comment; a data set is no publication of ours at all."""
    (found,) = records("PMID- 1\nTI  - A.\nCIN - C. PMID: 2\nECI - E. PMID: 3\nDRIN- D. PMID: 4\n")
    assert found.fields["relations"] == ["has-comment pmid:2 C.", "has-comment pmid:3 E."]
    assert found.extra == {"ECI": ["E. PMID: 3"], "DRIN": ["D. PMID: 4"]}


def test_a_tag_that_nobody_knows_yet_is_a_tag():
    """The format grows: what follows must not be taken for text of the tag above."""
    (found,) = records("PMID- 1\nTI  - A.\nXYZ - new\nÄB  - odd\nAB  - B.\n")
    assert found.extra == {"XYZ": ["new"], "ÄB": ["odd"]}
    assert found.fields["title"] == ["A."]


def test_a_long_file_is_read_like_its_records():
    """It is read in parts: no record may change, or be cut, where two of them meet."""
    parts = [f"PMID- {n}\r\nTI  - Title.\r\nAB  - {'word ' * (n % 97)}\r\n\r\n" for n in range(1, 900)]
    found = records("".join(parts))
    assert [one.raw for one in found] == parts


def test_records_of_several_makers_may_follow_each_other():
    """PubMed, ERIC and PMC begin a record with another tag each; a file put together has all of them."""
    text = (
        "PMID- 1\nTI  - A.\n\nOWN - ERIC\nTI  - B.\n\nPMC - PMC3\nPMID- 3\nTI  - C.\n\nPMID- 4\nOWN - NLM\nTI  - D.\n"
    )
    assert [found.fields["title"] for found in records(text)] == [["A."], ["B."], ["C."], ["D."]]


def test_a_number_directly_below_another_begins_no_record():
    """Nor does a title: only what begins records elsewhere, after a blank line or in a second place."""
    (two_numbers,) = records("PMID- 1\nPMID- 2\nTI  - A.\n")
    assert two_numbers.fields["pmid"] == ["1", "2"]
    (no_number,) = records("TI  - A.\nAU  - Doe J\n\nTI  - B.\nPMID- 1\n")
    assert no_number.fields["title"] == ["A.", "B."]


@pytest.mark.parametrize("between", ["\n", "\r\n", "\n\n\n", "\n \t\n", "\n\ufeff\n", "\ufeff\n\n", "\ufeff\r\n\r\n"])
def test_what_stands_between_two_records_is_no_text_of_theirs(between: str):
    """Blank lines, one or several; a byte-order mark, where files were put together."""
    first, second = records("PMID- 1\nTI  - A.\nSO  - J." + between + "\nPMID- 2\nTI  - B.\nSO  - K.\n")
    assert first.extra == {"SO": ["J."]}
    assert second.fields["pmid"] == ["2"]


def test_any_number_of_byte_order_marks_may_stand_before_the_first_record():
    """Each program that joins or converts files may add one."""
    assert [found.fields["pmid"] for found in records("\ufeff" * 30 + WHOLE)] == [["1"]]


PLAIN_LINES = ["PMID- 1", "TI  - A.", "AU  - Doe J", "AB  - Text \x0b", "      more", "      more ", "ISSN - 1234-5678"]
OTHER_LINES = [
    "TI  - ", "TI  -", "TI - A", "ISSN -1234", "AU  - \xa0", "   more than that", "\tmore than that", "       ", "",
    "XYZ - new", "ÄB  - odd", "some text", "\ufeffTI  - B.",
]  # fmt: skip


@given(st.lists(st.sampled_from(PLAIN_LINES), max_size=8), st.sampled_from(OTHER_LINES), st.integers(0, 8))
def test_both_ways_to_the_tags_of_a_record_end_alike(lines: list[str], other: str, place: int):
    """The quick way takes only what it reads as the patterns do, whatever there is beside plain lines."""
    for each in (lines, [*lines[:place], other, *lines[place:]]):
        quick = plain_tags(each)
        raw = "".join(line + "\n" for line in each)
        assert quick is None or list(quick.items()) == list(tags_of_text(raw, "\n" + raw).items())


@pytest.mark.parametrize("lines", [WHOLE, "OWN - ERIC\nTI  - A title that\n      goes on\nISSN - ISSN-1234-5678"])
def test_an_ordinary_record_goes_the_quick_way(lines: str):
    """Those of PubMed and of ERIC do; the other way takes half as long again, and twice as long with ERIC."""
    assert plain_tags(lines.strip().split("\n"))


def test_medline_is_not_taken_for_ris():
    """Both write `TI  - `."""
    assert medline.sniff("\n\ufeffPMID- 1\n") == 3
    assert medline.sniff("\nTI  - A\nFAU - Doe, J\nSTAT- X\n") == 2
    assert medline.sniff("TY  - JOUR\nTI  - A\nER  - \n") == 0
    assert ris.sniff(WHOLE) == 0


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (WHOLE, "PubMed"),
        ("OWN - ERIC\nTI  - A\n", "ERIC"),
        ("\nPMC - PMC1\nPMID- 1\n", "PubMed Central"),
        ("TI  - A\n", None),
    ],
)
def test_the_database_is_told(head: str, name: str | None):
    """A PMID alone says PubMed."""
    assert medline.database(head) == name


@given(
    st.lists(
        st.sampled_from(
            ["PMID- 1", "OWN - NLM", "TI  - A.", "AB  - B", "      more", "SO  - J.", "", "text", "\ufeffPMID- 2"]
        ),
        max_size=12,
    ),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_whatever_the_order_of_the_lines_nothing_is_lost(lines: list[str], end: str):
    """The joined raw texts are the file (asserted in `segments`)."""
    segments(end.join(lines))


@given(st.text(alphabet=st.sampled_from("PMIDOWNT1 -\t\r\n\x0b\x0c\x85\u2028\ufeff\xa0ä.;")))
def test_any_text_whatever_is_accounted_for(text: str):
    """Odd line ends and blanks are text like any other (the joined raw texts are asserted in `segments`)."""
    segments(text)
