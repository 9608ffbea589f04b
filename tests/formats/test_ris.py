"""RIS: one name for many formats. Each claim is a habit of somebody who writes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import ris
from pipeline.model import Found, Reject, Unread

from .reading import Reading, text_of

READ = Reading(ris)
segments, records = READ.segments, READ.records


def fixture(name: str) -> list[Found | Reject | Unread]:
    return segments(text_of(name))


def record(*lines: str) -> Found:
    """The one record of `TY …` lines without their end mark."""
    (found,) = records("\n".join((*lines, "ER  - \n")))
    return found


def test_headings_between_records_are_no_records_and_no_news():
    """Cochrane numbers its records and names itself; the counts must not see it."""
    found = fixture("ris_headings_between_records.ris")
    assert [type(segment) for segment in found] == [Unread, Found, Unread, Found]
    assert all(segment.expected for segment in found if isinstance(segment, Unread))
    article, chapter = (segment for segment in found if isinstance(segment, Found))
    assert article.line == 4
    assert article.fields == {
        "type": ["article"],
        "title": ["Group work for family doctors"],
        "authors": ["Smith, J", "Doe, A"],
        "name_form": ["family-comma-given"],
        "container": ["Journal of Examples"],
        "year": ["2014"],
        "date": ["2014/11//nov-dec2014"],
        "volume": ["3"],
        "pages": ["10-19"],
        "doi": ["https://doi.org/10.1000/J.12.3"],
        "keywords": ["burnout", "empathy"],
    }
    assert article.extra == {"TY": ["JOUR"], "AN": ["CD000001"]}
    assert chapter.fields["type"] == ["chapter"]
    assert chapter.fields["container"] == ["The book that holds it"]


def test_a_byte_order_mark_costs_no_record():
    """Exports that were put into one file have such marks in the middle."""
    found = [segment for segment in fixture("ris_marks_in_the_middle.ris") if isinstance(segment, Found)]
    assert [segment.fields["year"] for segment in found] == [["2001"], ["2002"]]
    assert not any(segment.warnings for segment in found)


def test_a_record_without_its_end_at_the_end_of_the_file_is_a_broken_download():
    """Its title may be half a title: it is set aside, not taken for whole."""
    *_, last = fixture("ris_cut_off.ris")
    assert isinstance(last, Reject)
    assert last.truncated
    assert last.line == 5


def test_a_record_without_its_end_before_the_next_one_is_taken_with_a_warning():
    """Nothing of it is missing but the mark."""
    first, second = records("TY  - JOUR\nTI  - A\nTY  - JOUR\nTI  - B\nER  - \n")
    assert first.fields["title"] == ["A"]
    assert "no end mark" in first.warnings[0]
    assert second.warnings == ()


def test_a_type_alone_is_a_record_with_a_warning():
    """The database's own count has it; and somebody's citation may stand on it."""
    first, second = records("TY  - BOOK\nER  - \nTY  - JOUR\nTI  - A\nER  - \n")
    assert first.fields == {"type": ["book"]}
    assert first.warnings == ("a record with nothing in it but its type",)
    assert second.warnings == ()


@pytest.mark.parametrize("rest", ["TY  - JOUR\nTI  - B\nER  - \n", ""])
def test_a_record_without_its_first_line_is_set_aside(rest: str):
    """The first line is what gets lost when files are cut and pasted; without it the type is a guess."""
    blank, found, *_ = segments("\nTI  - A\nPY  - 2001\nER  - \n" + rest)
    assert isinstance(blank, Unread)
    assert isinstance(found, Reject)
    assert "first line (TY) of this record is missing: put it back" in found.reason
    assert not found.truncated


def test_a_record_that_lost_both_ends_is_set_aside():
    """Before another record it lost its marks; at the end of the file the download broke off as well."""
    found, *_ = segments("TI  - A\nPY  - 2001\nTY  - JOUR\nTI  - B\nER  - \n")
    assert isinstance(found, Reject)
    assert not found.truncated
    *_, rest = segments("TY  - JOUR\nTI  - B\nER  - \nTI  - A\nPY  - 2001\n")
    assert isinstance(rest, Reject)
    assert rest.truncated


def test_text_that_belongs_nowhere_is_shown_to_a_person():
    """It may be a record that somebody broke."""
    found = segments("Dear colleague, here are my references\n\nTY  - JOUR\nTI  - A\nER  - \nER  - \n")
    assert [segment.expected for segment in found if isinstance(segment, Unread)] == [False, False]


def test_what_ovid_writes_after_the_end_mark_is_no_surprise():
    """A number before each record, the journal and a link after it."""
    text = "1.\nTY  - JOUR\nTI  - A\nER  - \nNL  - J Ex\n\nLink to the Ovid Full Text or citation: https://x\n\n2.\n"
    assert all(segment.expected for segment in segments(text) if isinstance(segment, Unread))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_stray_line_among_headings_is_seen_whatever_ends_the_lines(end: str):
    """A heading is one line: what stands below it may be a piece of a record."""
    text = end.join(["1.", "TY  - JOUR", "TI  - A", "ER  - ", "NL  - J Ex", "lost words", "2.", ""])
    strange = [one.raw for one in segments(text) if isinstance(one, Unread) and not one.expected]
    assert strange == ["lost words" + end]


@given(
    st.lists(
        st.sampled_from(["1.", " 12. ", "<3>", "<3> b", "1. a", "Provider: X", "NL  - J Ex", "NL  - ", "\ufeff", ""])
    )
)
def test_headings_are_the_same_at_one_look_and_line_by_line(lines: list[str]):
    """What stands between two records of Ovid is looked at as a whole first; an empty NL is no heading."""
    text = "\n".join(lines)
    bare = [kept for line in lines if (kept := line.strip(" \ufeff"))]
    assert bool(ris._ALL_FURNITURE.fullmatch(text)) == (bool(bare) and all(map(ris._FURNITURE.match, bare)))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("lead", ["TY  - JOUR", "TY - JOUR", "ty  - jour", "TY  -  JOUR", " TY  - JOUR", "TY  -JOUR"])
def test_blanks_case_and_line_ends_do_not_matter(lead: str, end: str):
    """Everybody counts the blanks in their own way."""
    title = lead.upper().replace("TY", "TI").replace("JOUR", "A title")
    found = records(end.join((lead, title, "ER  - ", "")))
    assert [one.fields["title"] for one in found] == [["A title"]]
    assert found[0].fields["type"] == ["article"]


def test_er_positive_tumours_do_not_end_a_record():
    """With one blank and text behind it, ER is the oestrogen receptor."""
    found = record("TY  - JOUR", "TI  - A", "AB  - Women with", "ER - positive tumours were asked", "PY  - 2001")
    assert found.fields["abstract"] == ["Women with ER - positive tumours were asked"]
    assert found.fields["year"] == ["2001"]


def test_a_tag_with_one_blank_too_few_is_read_as_text_and_said():
    """It may be text: 'PB - lead - was measured'."""
    found = record("TY  - JOUR", "TI  - A", "DO - 10.1000/x")
    assert "'DO - …' is read as text of TI" in found.warnings[0]


def test_a_folded_value_is_one_value_and_a_line_each_is_many():
    """RefWorks folds and indents; others write one keyword a line, without tag."""
    folded = record("TY  - JOUR", "TI  - A title", "      that goes on", "KW  - psychosomatic", "      medicine")
    assert folded.fields["title"] == ["A title that goes on"]
    assert folded.fields["keywords"] == ["psychosomatic medicine"]
    listed = record("TY  - JOUR", "TI  - A", "KW  - burnout", "empathy", "R&amp;D; groups")
    assert listed.fields["keywords"] == ["burnout", "empathy", "R&amp;D; groups"]


ROWS = [
    # (who and why, lines, field, expected)
    ("Embase names authors A1", ["A1  - Liu R.", "A1  - Adler D.G."], "authors", ["Liu R.", "Adler D.G."]),
    ("Embase of old has no comma", ["A1  - Liu R.", "A1  - Adler D.G."], "name_form", ["family-initials"]),
    ("IEEE writes given names first", ["AU  - A. Author-One"], "name_form", ["given-family"]),
    ("two people may have one name", ["AU  - Wang, Y.", "AU  - Wang, Y."], "authors", ["Wang, Y.", "Wang, Y."]),
    ("AU and A1 may repeat each other", ["AU  - Doe, J", "A1  - Doe, J"], "authors", ["Doe, J"]),
    ("Publish or Perish leaves authors out", ["AU  - Doe, J", "AU  - ..."], "authors", ["Doe, J", "..."]),
    ("Embase abstracts are N2", ["N2  - Text."], "abstract", ["Text."]),
    ("AB and N2 may repeat each other", ["AB  - Text.", "N2  - Text."], "abstract", ["Text."]),
    ("LILACS has an abstract a language", ["AB  - Texto.", "AB  - Text."], "abstract", ["Texto.", "Text."]),
    ("NA is no abstract", ["AB  - NA"], "abstract", None),
    ("Scopus says that there is none", ["AB  - [No abstract available]"], "abstract", None),
    ("LILACS has a title a language", ["TI  - Grupos", "TT  - Groups"], "title_translated", ["Groups"]),
    ("a short title is better than none", ["ST  - Short"], "title", ["Short"]),
    (
        "EBSCO's T2 is a title",
        ["T1  - Título", "T2  - Title", "JF  - J", "DP  - EBSCOhost"],
        "title",
        ["Título", "Title"],
    ),
    ("elsewhere T2 is the journal", ["T1  - A", "T2  - J Ex", "JO  - J E"], "container", ["J Ex"]),
    ("JO beside T2 is short", ["T1  - A", "T2  - J Ex", "JO  - J E"], "container_short", ["J E"]),
    ("JO alone is the journal", ["JO  - Psicol. Educ."], "container", ["Psicol. Educ."]),
    ("SP may hold the range", ["SP  - 271-278"], "pages", ["271-278"]),
    ("SP may hold it beside EP", ["SP  - 271-278", "EP  - 278"], "pages", ["271-278"]),
    ("who repeats SP repeats EP", ["SP  - 1", "EP  - 5", "SP  - 10", "EP  - 12"], "pages", ["1-5", "10-12"]),
    ("one page is one page", ["SP  - 4", "EP  - 4"], "pages", ["4"]),
    ("Ovid halves 'No Pagination Specified'", ["SP  - No", "EP  - Specified"], "pages", None),
    ("Scopus has article numbers in C7", ["C7  - 111632"], "article_number", ["111632"]),
    ("IEEE's VO is the volume", ["VO  - 50", "VL  - 50"], "volume", ["50"]),
    ("Web of Science's DA has no year", ["PY  - 2014", "DA  - AUG 11"], "date", ["2014 AUG 11"]),
    ("Embase's Y1 is the year", ["Y1  - 2014"], "year", ["2014"]),
    ("EBSCO's DOI is in L3", ["L3  - 10.1016/j.x.1"], "doi", ["10.1016/j.x.1"]),
    ("EndNote's of old in M3", ["M3  - doi: 10.1063/1.19"], "doi", ["doi: 10.1063/1.19"]),
    ("or in a note of its own", ["N1  - doi: 10.1063/1.19"], "doi", ["doi: 10.1063/1.19"]),
    ("or in an address", ["UR  - https://doi.org/10.1000/x"], "doi", ["https://doi.org/10.1000/x"]),
    ("Ovid repeats it", ["DO  - 10.1000/x", "DO  - 10.1000/X"], "doi", ["10.1000/x"]),
    ("mostly in the same letters", ["DO  - 10.1000/x", "DO  - 10.1000/x"], "doi", ["10.1000/x"]),
    ("a cited work's is not the record's", ["N1  - References: Smith, doi: 10.5555/cited"], "doi", None),
    ("a word is no DOI", ["DO  - none"], "doi", None),
    ("M3 is the type of document elsewhere", ["M3  - Review"], "publication_types", ["Review"]),
    ("Dimensions labels PMIDs", ["U1  - 35957633 [PMID]"], "pmid", ["35957633"]),
    ("Embase has them in C5", ["DB  - Embase", "C5  - 15368318"], "pmid", ["15368318"]),
    ("Scopus has them in C2", ["DB  - Scopus", "C2  - 32741292"], "pmid", ["32741292"]),
    ("elsewhere C2 is something else", ["C2  - 32741292"], "pmid", None),
    ("Zotero has them in notes", ["N1  - PMID: 26957754"], "pmid", ["26957754"]),
    ("PubMed via EndNote in AN", ["DB  - PubMed", "AN  - 26957754"], "pmid", ["26957754"]),
    (
        "one address in PubMed is the record's",
        ["L2  - https://pubmed.ncbi.nlm.nih.gov/32789069/"],
        "pmid",
        ["32789069"],
    ),
    ("PubMed's number is its accession", ["DB  - PubMed", "AN  - 26957754"], "accession", ["26957754"]),
    ("Web of Science", ["AN  - WOS:000333482900004"], "accession", ["WOS:000333482900004"]),
    ("Dimensions", ["AN  - pub.1149029839"], "accession", ["pub.1149029839"]),
    ("Embase", ["DB  - Embase", "U2  - L373791783"], "accession", ["L373791783"]),
    ("Scopus", ["UR  - https://www.scopus.com/x.uri?eid=2-s2.0-4544&doi=1"], "accession", ["2-s2.0-4544"]),
    ("EBSCO", ["DP  - EBSCOhost", "N1  - Accession Number: 0992879; Keywords: x"], "accession", ["0992879"]),
    ("ProQuest", ["UR  - https://search.proquest.com/docview/1", "AN  - 22149; 51887"], "accession", ["22149"]),
    ("LILACS", ["DB  - LILACS", "ID  - biblio-996674"], "accession", ["biblio-996674"]),
    ("a number of somebody's library is none", ["ID  - 12345"], "accession", None),
    ("a provider is not Ovid", ["DP  - Database Provider", "ID  - 2"], "accession", None),
    ("ISSN and ISBN share a tag", ["SN  - 00155555, 9780306406157"], "isbn", ["9780306406157"]),
    ("two ISSNs on a line", ["SN  - 1895-5770 1895-5779"], "issn", ["1895-5770", "1895-5779"]),
    ("keywords joined by semicolons", ["KW  - burnout; empathy"], "keywords", ["burnout", "empathy"]),
    ("and blanks around them", ["KW  - burnout ; empathy"], "keywords", ["burnout", "empathy"]),
    ("nor do numbers end in a blank", ["SN  - 1895-5770 ; 1895-5779"], "issn", ["1895-5770", "1895-5779"]),
    ("pandas writes 'nan' for no issue", ["IS  - nan"], "issue", None),
    ("and for no last page", ["SP  - 100364", "EP  - nan"], "pages", ["100364"]),
    ("and for no year", ["PY  - NaN", "DA  - 2014/11//"], "year", None),
    ("Nan is a name as well", ["AU  - Nan"], "authors", ["Nan"]),
    ("Scopus's notes are not about the work", ["N1  - Cited By :44"], "note", None),
    ("EndNote's ET may be a date", ["ET  - 2016/01/30"], "date_online", ["2016/01/30"]),
    ("when Zotero looked at it, with the time", ["Y2  - 2016/01/30/10:20"], "accessed", ["2016/01/30/10:20"]),
    ("EndNote has it as it was typed", ["Y2  - 30 January 2016"], "accessed", ["30 January 2016"]),
    ("before 2011 Y2 was any second date", ["Y2  - DEC"], "accessed", None),
    ("nobody looked at a page before there was one", ["Y2  - 1963"], "accessed", None),
    ("ERIC's Y2 is another date of issue", ["DB  - ERIC <1965 to 2012>", "Y2  - 2012-02//"], "accessed", None),
    ("a note that is a DOI and nothing else", ["N1  - 10.3354/meps12345"], "doi", ["10.3354/meps12345"]),
    ("ProQuest speaks French", ["N1  - Dernière mise à jour - 2021-01-01"], "note", None),
    (
        "Cochrane says where it found a trial",
        ["UR  - https://www.cochranelibrary.com/x", "C3  -  PUBMED 21314913,EMBASE 643589775"],
        "pmid",
        ["21314913"],
    ),
    ("ERIC, through Ovid", ["DB  - ERIC <1965 to 2012>", "ID  - EJ123456"], "accession", ["EJ123456"]),
    (
        "SciELO",
        ["UR  - http://www.scielo.br/scielo.php?x", "ID  - S0034-89101998000100001"],
        "accession",
        ["S0034-89101998000100001"],
    ),
    ("EndNote's link", ["UR  - <Go to ISI>://WOS:000505030300000"], "accession", ["WOS:000505030300000"]),
    ("is no address", ["UR  - <Go to ISI>://WOS:000505030300000"], "url", None),
]


@pytest.mark.parametrize(("why", "lines", "field", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_each_source_has_its_places(why: str, lines: list[str], field: str, expected: list[str] | None):
    """`why` says whose habit it is."""
    assert record("TY  - JOUR", *lines, "LB  - x").fields.get(field) == expected, why


@pytest.mark.parametrize(
    ("kind", "lines", "field", "expected"),
    [
        ("CHAP", ["AU  - Doe, J", "A2  - Roe, R"], "editors", ["Roe, R"]),
        ("EDBOOK", ["AU  - Roe, R"], "editors", ["Roe, R"]),
        ("BOOK", ["AU  - Doe, J", "A3  - Roe, R"], "editors", ["Roe, R"]),
        ("BOOK", ["AU  - Doe, J", "A2  - Series, E"], "editors", None),
        ("BOOK", ["A2  - Roe, R"], "editors", ["Roe, R"]),
        ("BOOK", ["T2  - A series"], "series", ["A series"]),
        ("BOOK", ["AU  - Doe, J", "A4  - Roe, R"], "translators", ["Roe, R"]),
        ("JOUR", ["A4  - Roe, R"], "translators", ["Roe, R"]),
        ("CONF", ["A4  - A sponsor"], "translators", None),
        ("RPRT", ["A4  - A department"], "translators", None),
        ("SER", ["A4  - Editor of a volume"], "translators", None),
        ("CONF", ["A4  - Roe, R", "DP  - bibcorpus"], "translators", ["Roe, R"]),
        ("CONF", ["C3  - Proceedings", "T2  - Conference"], "container", ["Proceedings"]),
        ("CONF", ["C3  - Proceedings", "T2  - Conference"], "event", ["Conference"]),
        ("CONF", ["T2  - Proceedings"], "container", ["Proceedings"]),
        ("THES", ["SP  - 150"], "pages", None),
        ("Journal Article", [], "type", ["article"]),
        ("SOMETHING", [], "type", ["other"]),
        ("JOUR", ["DB  - Embase", "M3  - Conference Abstract"], "type", ["conference-paper"]),
        ("GEN", ["UR  - https://www.embase.com/x", "M3  - Preprint"], "type", ["preprint"]),
        ("GEN", ["DB  - Embase", "M3  - Review"], "type", ["article"]),
        ("JOUR", ["M3  - Conference Abstract"], "type", ["article"]),
        ("UNPB", ["M3  - preprint"], "type", ["preprint"]),
        ("UNPB", ["M3  - Letter to a preprint server"], "type", ["other"]),
    ],
)
def test_what_a_tag_means_hangs_on_the_type(kind: str, lines: list[str], field: str, expected: list[str] | None):
    """T2 is a journal, a book, a series or a conference; A2 edits a chapter's book, but a book's series."""
    assert record(f"TY  - {kind}", "TI  - A", *lines).fields.get(field) == expected


def test_what_has_no_field_is_kept_under_its_tag():
    """Tags that nobody knows, and values that are not what their tag promises."""
    found = record(
        "TY  - JOUR", "TI  - A", "X9  - one", "X9  - two", "DO  - none", "N1  - Export Date: 1 May", "AB  - NA"
    )
    assert found.extra == {
        "TY": ["JOUR"], "X9": ["one", "two"], "DO": ["none"], "N1": ["Export Date: 1 May"], "AB": ["NA"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "tag", "kept"),
    [
        (["AN  - WOS:1", "AN  - WOS:2"], "AN", ["WOS:2"]),
        (["DP  - ProQuest", "AN  - 2214991469; 51887", "AN  - 7"], "AN", ["51887", "7"]),
        (["DP  - ProQuest", "AN  - ; 51887"], "AN", ["; 51887"]),
        (["DB  - LILACS", "ID  - biblio-1", "ID  - biblio-2"], "ID", ["biblio-2"]),
        (["DB  - Embase", "U2  - L1", "U2  - L2"], "U2", ["L2"]),
        (["DO  - 10.1000/x", "N1  - doi: 10.1000/other"], "N1", ["doi: 10.1000/other"]),
        (["SP  - 1", "SP  - 10", "EP  - 12"], "EP", ["12"]),
        (["SP  - 1-5", "EP  - 7"], "EP", ["7"]),
        (["IS  - nan", "SP  - 1", "EP  - nan"], "EP", ["nan"]),
    ],
)
def test_what_a_field_has_no_room_for_is_kept_under_its_tag(lines: list[str], tag: str, kept: list[str]):
    """A record has one number in its database; a second one, or a second DOI, may be what somebody looks for."""
    assert record("TY  - JOUR", "TI  - A", *lines).extra[tag] == kept


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("DB  - Scopus", "Scopus"),
        ("AN  - WOS:000333482900004", "Web of Science"),
        ("UR  - https://www.embase.com/search/results?id=L1", "Embase"),
        ("DP  - EBSCOhost", "EBSCO"),
        ("UR  - https://app.dimensions.ai/details/publication/pub.1", "Dimensions"),
        ("DA  - 2019/10//", "Zotero"),
        ("XX  - nothing", None),
    ],
)
def test_the_database_is_told_by_most_records(line: str, name: str | None):
    """One Scopus record in a library of four doesn't make it a Scopus export."""
    marked = f"TY  - JOUR\r\nTI  - A\r\n{line}\r\nER  - \r\n"
    assert ris.database(marked) == name
    assert ris.database(marked + "TY  - JOUR\r\nTI  - B\r\nER  - \r\n" * 3) is None


def test_ris_is_not_taken_for_medline_nor_the_other_way():
    """Both write `TI  - `."""
    assert ris.sniff("\ufeffTY  - JOUR\nTI  - A\n") == 3
    assert ris.sniff("JF  - J\nER  - \n") == 2
    assert ris.sniff("PMID- 1\nTI  - A\nAB  - B\n") == 0


def test_a_long_file_is_read_like_its_records():
    """It is read in parts: no record may change, or be cut, where two of them meet."""
    parts = [f"TY  - JOUR\r\nTI  - Title {n}\r\nAB  - {'word ' * (n % 97)}\r\nER  - \r\n\r\n" for n in range(900)]
    found = records("".join(parts))
    assert [one.raw for one in found] == parts
    assert [one.line for one in found] == [1 + 5 * n for n in range(900)]


def test_each_record_ends_where_its_end_mark_says_however_others_write_theirs():
    """In a file joined from several programs: a blank behind the mark or none, blank lines with blanks, Windows'
    line ends; the last line may have no end, and a second record may begin before the first one ends.
    """
    ends = ("ER  - \n", "ER  -\n\n", "ER  -\r\n \t\r\n", "ER  - \n\ufeff\n", "ER  -  \n", "ER  -")
    parts = [f"TY  - JOUR\nTI  - Title {n}\n{ends[n % 5]}" for n in range(40)]
    whole = "".join(parts) + "TY  - JOUR\nTI  - Not ended\nTY  - JOUR\nTI  - Last\n" + ends[5]
    found = records(whole)
    assert [one.raw for one in found[:40]] == parts
    assert [one.fields["title"] for one in found[40:]] == [["Not ended"], ["Last"]]
    assert [bool(one.warnings) for one in found] == [False] * 40 + [True, False]


def test_a_line_is_read_the_same_where_the_record_is_plain_and_where_it_is_not():
    """A record with nothing but tags and text is read line by line, any other by patterns: an indented tag, which
    changes nothing else, decides which, and must not decide what is read.
    """
    lines = (
        "AU  - Doe, J", "AU  -", "AU", "TI  - A study  - part 1", "KW  - a", "b", "  c", "AB  -  one ", "", "two",
        "AB  - ", " -", "A1 - x", "N1  - first", "second", "AU  - Roe, R\t", "DO  - 10.1000/x\xa0", "1A  - odd",
        "M1 - x", "VL  - nan", "\u2028", "SP  - 1",
    )  # fmt: skip
    for first in range(len(lines)):
        for last in range(first + 1, len(lines) + 1):
            some = lines[first:last]
            plain, other = record("TY  - JOUR", *some, "PB  - X"), record("TY  - JOUR", *some, " PB  - X")
            assert (plain.fields, plain.extra, plain.warnings) == (other.fields, other.extra, other.warnings)


def test_a_title_may_have_two_blanks_and_a_hyphen():
    """That is the mark of a tag only where a tag stands before it, at the beginning of the line."""
    one = record("TY  - JOUR", "TI  - Empathy  - a trial", "AB  - Methods  - AU  - Results", "T2  - Examples")
    assert one.fields["title"] == ["Empathy  - a trial"]
    assert one.fields["abstract"] == ["Methods  - AU  - Results"]
    assert "authors" not in one.fields


def test_a_stretch_much_longer_than_the_parts_in_which_a_file_is_read_stays_one():
    """Text of some other kind between two records is told of once, wherever the parts end."""
    other = "words of a report\n" * 20_000
    found = segments("TY  - JOUR\nTI  - A\nER  - \n" + other + "TY  - JOUR\nTI  - B\nER  - \n")
    assert [type(segment) for segment in found] == [Found, Unread, Found]
    assert found[1].raw == other
    assert [segment.line for segment in found] == [1, 4, 20_004]


def test_neither_a_very_long_line_nor_a_very_long_record_takes_long():
    """Ten million characters, a hundred thousand lines: what takes a second now took minutes if it were quadratic."""
    (line,) = records("TY  - JOUR\nAB  - " + "x " * 5_000_000 + "\nER  - \n")
    assert len(line.fields["abstract"][0]) == 9_999_999
    (record,) = records("TY  - JOUR\n" + "SN  - 1234-5678\nKW  - a\n  b\n" * 33_333 + "ER  - \n")
    assert len(record.fields["keywords"]) == 33_333


@given(
    st.lists(
        st.sampled_from(
            ["TY  - JOUR", "ER  - ", "TI  - A", "AU  - Doe, J", "DO  - 10.1000/x", "", "1.", "text", "\ufeffTY  - X"]
        ),
        max_size=12,
    ),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
)
def test_whatever_the_order_of_the_lines_nothing_is_lost(lines: list[str], end: str, closed: bool):
    """Records, rejects and the rest, joined, are the file; each type line is counted."""
    text = end.join(lines) + (end if closed else "")
    counted = [segment for segment in segments(text) if not isinstance(segment, Unread)]
    assert len(counted) >= sum("TY  -" in line for line in lines)


@given(st.text(alphabet=st.sampled_from("TYERAU10 -\t\r\n\x0b\x0c\x85\u2028\ufeff\xa0ä.;")))
def test_any_text_whatever_is_accounted_for(text: str):
    """Odd line ends and blanks are text like any other (the joined raw texts are asserted in `segments`)."""
    segments(text)


@pytest.mark.parametrize("end", ["ER - ", "ER -", "er  - ", " ER  -", "ER- "])
@pytest.mark.parametrize("last", ["AB  - The end", "UR  - http://x.example/1", "DO  - 10.1000/t.1"])
def test_however_a_record_is_closed_its_end_mark_is_part_of_no_value(last: str, end: str):
    """'ER - ' with one blank closes a record as well, and once became the end of the abstract or the DOI."""
    first, second = records(f"TY  - JOUR\nTI  - A\n{last}\n{end}\n\nTY  - JOUR\nTI  - B\nER  - \n")
    assert [value for values in first.fields.values() for value in values if "ER" in value or "er " in value] == []
    assert last[6:] in [value for values in first.fields.values() for value in values]
    assert second.fields["title"] == ["B"]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Ivanov, I.I.; Petrov, P.P.", ["Ivanov, I.I.", "Petrov, P.P."]),
        ("Smith, John and Doe, Ann", ["Smith, John", "Doe, Ann"]),
        ("Иванов И.И., Петров П.П.", ["Иванов И.И.", "Петров П.П."]),
        ("van Raaij MJ, de Vries P, Li X", ["van Raaij MJ", "de Vries P", "Li X"]),
        ("Smith, J. A.", ["Smith, J. A."]),
        ("Smith, John, Jr", ["Smith, John, Jr"]),
        ("Ministry of Health, Labour and Welfare, Japan", ["Ministry of Health, Labour and Welfare, Japan"]),
        ("Department of Health and Human Services", ["Department of Health and Human Services"]),
        ("M&uuml;ller, J", ["M&uuml;ller, J"]),
        ("O&apos;Neill, J", ["O&apos;Neill, J"]),
    ],
)
def test_people_in_one_tag_are_told_apart(text: str, people: list[str]):
    """The specification wants a tag for each; some programs, and people, put all into one."""
    assert record("TY  - JOUR", "TI  - A", f"AU  - {text}").fields["authors"] == people


def test_two_records_whose_border_is_lost_are_told():
    """An editor deleted a line too much: the titles and the DOIs of two works stand in one record."""
    two = record("TY  - JOUR", "TI  - A", "DO  - 10.1000/1", "TI  - B", "DO  - 10.1000/2")
    assert ["perhaps two records" in warning for warning in two.warnings] == [True]
    one = record("TY  - JOUR", "TI  - A", "TI  - Another wording", "DO  - 10.1000/1", "DO  - https://doi.org/10.1000/1")
    assert not one.warnings


def test_what_stands_before_a_record_without_its_first_line_is_no_end_mark():
    """What is wrong must be said of the line where it is wrong."""
    before, lost, *_ = segments("JOUR\nTI  - A\nAU  - B\nER  - \n")
    assert isinstance(before, Unread)
    assert isinstance(lost, Reject)
    assert before.reason == "text that belongs to no record"


@pytest.mark.parametrize("quoted", ["the lines with a comma", "all lines"])
def test_ris_that_a_spreadsheet_saved_as_csv_is_ris(quoted: str):
    """Somebody opened it in Excel: lines with a comma stand in quote marks then, or all do."""
    lines = ["TY  - JOUR", "AU  - Smith, J", "AU  - Doe, A", 'AB  - He said "no", and left', "PY  - 2001", "ER  - "]
    as_csv = ['"' + line.replace('"', '""') + '"' if "," in line or quoted == "all lines" else line for line in lines]
    text = "\r\n".join([*as_csv, "", *as_csv, ""])
    assert ris.sniff(text) == 3
    first, second = records(text)
    assert first.fields == second.fields
    assert first.fields["authors"] == ["Smith, J", "Doe, A"]
    assert first.fields["abstract"] == ['He said "no", and left']
    assert first.extra == {"TY": ["JOUR"]}


def test_ovids_line_for_a_journal_is_a_heading_also_where_it_is_empty():
    """It stands behind each record, and says nothing of a book."""
    found = segments("1.\nTY  - BOOK\nTI  - A\nER  -\nNL  - \n\n2.\nTY  - JOUR\nTI  - B\nER  -\nNL  - A journal\n")
    assert all(segment.expected for segment in found if isinstance(segment, Unread))
