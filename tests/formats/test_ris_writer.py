"""RIS as we write it: what was RIS comes back as it was, what was not is all there, and other programs can read it."""

import io
from pathlib import Path

import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.formats import _text, ris
from pipeline.formats._ris_writer import write
from pipeline.model import SOURCE_FIELDS, Found

FIXTURES = Path(__file__).parent / "fixtures"


def read(text: str) -> list[Found]:
    return [segment for segment in ris.read(io.StringIO(text, newline="")) if isinstance(segment, Found)]


def of_ris(*lines: str) -> Found:
    """The one record of `TY …` lines without their end mark."""
    (found,) = read("\n".join((*lines, "ER  - \n")))
    return found


def elsewhere(extra: dict[str, list[str]] | None = None, **fields: list[str]) -> Found:
    """A record as a reader of another format found it."""
    return Found(line=1, raw="", fields={"type": ["article"], **fields}, extra=extra or {})


def written(found: Found) -> str:
    return "".join(write([found]))


def lines(found: Found) -> list[str]:
    """The lines of the record between TY and ER."""
    first, *between, end, apart, after = written(found).split("\r\n")
    assert first.startswith("TY  - ")
    assert (end, apart, after) == ("ER  - ", "", "")
    return between


def assert_comes_back(found: Found) -> None:
    text = written(found)
    (again,) = read(text)
    assert again.fields == found.fields
    assert again.extra == found.extra
    assert written(again) == text


def test_a_record_has_its_type_first_its_end_mark_last_and_one_line_a_value():
    """In the order in which people read; the same record is the same text, whatever the order it came in."""
    found = of_ris(
        "TY  - JOUR", "N2  - Of it.", "KW  - groups", "KW  - doctors", "JF  - Journal of It", "JA  - J It",
        "Y1  - 2014/11//nov-dec2014", "A1  - Smith, J", "A1  - Doe, A", "SP  - 10", "EP  - 19", "VL  - 3", "IS  - 6",
        "T1  - Group work", "DO  - 10.1000/J.12.3", "SN  - 1234-5678", "X9  - kept", "N1  - Cited By :5",
    )  # fmt: skip
    assert written(found) == (
        "TY  - JOUR\r\nTI  - Group work\r\nAU  - Smith, J\r\nAU  - Doe, A\r\nT2  - Journal of It\r\nJ2  - J It\r\n"
        "PY  - 2014/11//nov-dec2014\r\nVL  - 3\r\nIS  - 6\r\nSP  - 10\r\nEP  - 19\r\nSN  - 1234-5678\r\n"
        "DO  - 10.1000/J.12.3\r\nAB  - Of it.\r\nKW  - groups\r\nKW  - doctors\r\nX9  - kept\r\nN1  - Cited By :5\r\n"
        "ER  - \r\n\r\n"
    )


@pytest.mark.parametrize("name", ["ris_headings_between_records.ris", "ris_marks_in_the_middle.ris"])
def test_a_file_that_was_ris_comes_back(name: str):
    """Headings and lost end marks go, records stay."""
    stream, _, _ = _text.open_text(FIXTURES / name)
    with stream:
        found = [segment for segment in ris.read(stream) if isinstance(segment, Found)]
    again = read("".join(write(found)))
    assert [(each.fields, each.extra) for each in again] == [(each.fields, each.extra) for each in found]


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(["TY  - JOUR", "TI  - A", "AN  - WOS:000333482900004", "C6  - MAY 2020"], id="web-of-science"),
        pytest.param(["TY  - JOUR", "TI  - A", "UT  - WOS:000333482900004", "C6  - legal status"], id="its-id-in-ut"),
        pytest.param(["TY  - CONF", "TI  - A", "AN  - WOS:1", "C3  - Meeting", "T2  - Papers"], id="its-conference"),
        pytest.param(["TY  - CONF", "TI  - A", "C3  - Papers", "T2  - Meeting"], id="endnote's-conference"),
        pytest.param(["TY  - CONF", "TI  - A", "C3  - Papers", "JA  - Papers"], id="one-name-twice"),
        pytest.param(["TY  - JOUR", "TI  - A", "DB  - Medline", "C5  - 123456", "U2  - L1",
                      "UR  - https://www.embase.com/x"], id="embase"),
        pytest.param(["TY  - JOUR", "TI  - A", "C2  - 12345678",
                      "UR  - https://www.scopus.com/x?eid=2-s2.0-1"], id="scopus"),
        pytest.param(["TY  - JOUR", "TI  - A", "T2  - Un título", "JF  - Revista", "DP  - EBSCOhost",
                      "AN  - 77"], id="ebsco-has-the-other-title-in-t2"),
        pytest.param(["TY  - BOOK", "TI  - A", "T2  - Series", "JF  - Whole", "DP  - EBSCOhost"], id="ebsco-series"),
        pytest.param(["TY  - JOUR", "TI  - A", "ID  - mdl-123456", "DB  - LILACS",
                      "UR  - https://pesquisa.bvsalud.org/x"], id="bvs"),
        pytest.param(["TY  - JOUR", "TI  - A", "AN  - 2214991469; 51887", "DP  - ProQuest"], id="proquest"),
        pytest.param(["TY  - JOUR", "TI  - A", "AN  - 7", "AN  - 8", "DP  - EBSCOhost"], id="two-ids"),
        pytest.param(["TY  - JOUR", "TI  - A", "DO  - 10.1000/x", "N1  - doi: 10.1000/y", "N1  - Cited By :4"],
                     id="a-doi-in-a-note-beside-the-own"),
        pytest.param(["TY  - JOUR", "TI  - A", "DB  - Embase", "A2  - Roe, R", "C3  - Volume",
                      "M3  - Conference Abstract"], id="embase's-conference"),
        pytest.param(["TY  - UNPB", "TI  - A", "M3  - preprint", "ET  - 2020/01/02"], id="preprint"),
        pytest.param(["TY  - JOUR", "TI  - A", "M3  - 10.1000/x", "M3  - Review"], id="m3-is-doi-and-type"),
        pytest.param(["TY  - JOUR", "TI  - A", "M3  - Class", "L2  - http://ovidsp.ovid.com/x"], id="ovid's-m3"),
        pytest.param(["TY  - JOUR", "TI  - A", "C7  - e12", "M1  - Article 5"], id="article-number"),
        pytest.param(["TY  - RPRT", "TI  - A", "C7  - e12", "A2  - Somebody"], id="no-article-number"),
        pytest.param(["TY  - JOUR", "TI  - A", "A2  - Reviewed, A", "ED  - Roe, R"], id="editors-of-an-article"),
        pytest.param(["TY  - CHAP", "TI  - A", "A2  - Roe, R", "BT  - Book"], id="editors-of-a-chapter"),
        pytest.param(["TY  - BOOK", "TI  - A", "A2  - Series, E"], id="editors-of-a-book"),
        pytest.param(["TY  - BOOK", "TI  - A", "ED  - Roe, R", "A3  - Third, T"], id="editors-in-ed"),
        pytest.param(["TY  - EDBOOK", "BT  - A", "AU  - Roe, R"], id="edited-book"),
        pytest.param(["TY  - CHAP", "TI  - A", "A4  - Roe, R", "A4  - Doe, J"], id="translators"),
        pytest.param(["TY  - CONF", "TI  - A", "A4  - A sponsor"], id="a-sponsor"),
        pytest.param(["TY  - SER", "TI  - A", "A4  - Editor, V"], id="the-editor-of-a-volume"),
        pytest.param(["TY  - ELEC", "TI  - A", "UR  - https://a.org", "Y2  - 2016/01/30/10:20:00"], id="looked-at"),
        pytest.param(["TY  - JOUR", "TI  - A", "Y2  - DEC", "Y2  - 2016"], id="two-second-dates"),
        pytest.param(["TY  - BOOK", "TI  - A", "SP  - 150"], id="how-many-pages"),
        pytest.param(["TY  - THES", "TI  - A", "SP  - 15", "EP  - 15"], id="one-page-of-a-thesis"),
        pytest.param(["TY  - JOUR", "TI  - A", "SP  - No", "EP  - Specified"], id="no-pages"),
        pytest.param(["TY  - JOUR", "TI  - A", "SP  - 1-5, 12", "EP  - 12"], id="pages-here-and-there"),
        pytest.param(["TY  - BOOK", "TI  - A", "SP  - 1", "EP  - 5", "SP  - 10", "EP  - 12"], id="two-ranges"),
        pytest.param(["TY  - BOOK", "TI  - A", "SP  - 1", "EP  - 5", "EP  - 12"], id="an-end-too-many"),
        pytest.param(["TY  - BOOK", "TI  - A", "SP  - 1", "EP  - 5", "EP  - nan", "IS  - nan"], id="no-numbers"),
        pytest.param(["TY  - JOUR", "TI  - A", "PY  - 2020", "DA  - AUG 11"], id="day-without-year"),
        pytest.param(["TY  - JOUR", "TI  - A", "PY  - 2020", "DA  - 2020"], id="year-twice"),
        pytest.param(["TY  - JOUR", "TI  - A", "PY  - in press", "ET  - 2020/01/02"], id="in-press"),
        pytest.param(["TY  - JOUR", "TI  - A", "AB  - NA", "AB  - One", "N2  - Two"], id="several-abstracts"),
        pytest.param(["TY  - JOUR", "TI  - A", "KW  - one; two", "KW  - R&amp;D; three"], id="keywords"),
        pytest.param(["TY  - BOOK", "TI  - A", "SN  - 1234-5678; 978-3-16-148410-0", "SN  - 12",
                      "BN  - none", "BN  - 316148410X"], id="standard-numbers"),
        pytest.param(["TY  - JOUR", "TI  - A", "U1  - PMC12 [PMCID]", "C2  - PMC34"], id="two-pmcids"),
        pytest.param(["TY  - JOUR", "TI  - A", "PM  - unknown"], id="pmid-that-is-none"),
        pytest.param(["TY  - JOUR", "TI  - A", "TI  - B", "T1  - C", "TT  - D"], id="titles"),
        pytest.param(["TY  - Journal Article", "ST  - A"], id="type-and-title-in-other-words"),
        pytest.param(["TY  - JOUR", "TI  - A", "AU  - Liu R.", "AU  - Working Group"], id="names-as-they-stand"),
    ],
)  # fmt: skip
def test_what_a_database_means_by_its_tags_survives(record: list[str]):
    """The record goes out under neutral tags, and means the same when it comes back."""
    assert_comes_back(of_ris(*record))


def test_a_record_that_lost_its_type_becomes_generic():
    """Without a TY no program reads a record; nothing else changes."""
    found = of_ris("TY  - ", "TI  - A", "X9  - b")
    (again,) = read(written(found))
    assert (again.fields, again.extra) == (found.fields, {"TY": ["GEN"], **found.extra})


def test_the_lines_of_a_note_survive_and_can_pass_for_no_tag():
    """Zotero takes 'AU - x' for a tag, rispy 'AU  - x': such a line is indented."""
    found = of_ris("TY  - JOUR", "TI  - A", "N1  - first", "      AU  - second", "third", "AB  - one", "two")
    assert lines(found)[-3:] == ["N1  - first", "      AU  - second", "third"]
    assert "AB  - one two" in lines(found)
    assert_comes_back(found)


def test_no_text_of_another_format_ends_or_opens_a_record():
    """A note may quote RIS."""
    found = elsewhere(title=["A\nTY  - JOUR"], note=["see\r\nER  - \rTY  - BOOK\nTI  - B"])
    (again,) = read(written(found))
    assert again.fields["title"] == ["A TY  - JOUR"]
    assert again.fields["note"] == ["see ER  - TY  - BOOK\nTI  - B"]


@pytest.mark.parametrize(
    ("kind", "tag", "again"),
    [
        ("article", "JOUR", "article"),
        ("book", "BOOK", "book"),
        ("chapter", "CHAP", "chapter"),
        ("conference-paper", "CONF", "conference-paper"),
        ("proceedings", "CONF", "conference-paper"),
        ("dataset", "DATA", "dataset"),
        ("preprint", "UNPB", "preprint"),
        ("report", "RPRT", "report"),
        ("thesis", "THES", "thesis"),
        ("webpage", "ELEC", "webpage"),
        ("other", "GEN", "other"),
    ],
)
def test_types_get_the_tag_that_other_programs_know(kind: str, tag: str, again: str):
    """RIS has no type for a volume of proceedings: it is written as a conference."""
    found = elsewhere(title=["A"]) if kind == "article" else Found(line=1, raw="", fields={"type": [kind]})
    assert written(found).startswith(f"TY  - {tag}\r\n")
    assert read(written(found))[0].fields["type"] == [again]


def test_a_preprint_is_unpublished_and_says_that_it_is_a_preprint():
    """'PREPRINT' is no type of RIS: Zotero takes it for a journal article."""
    found = Found(line=1, raw="", fields={"type": ["preprint"], "title": ["A"]})
    assert written(found) == "TY  - UNPB\r\nTI  - A\r\nM3  - preprint\r\nER  - \r\n\r\n"


@pytest.mark.parametrize(
    ("form", "names", "expected"),
    [
        ("family-initials", ["Müller JA", "van der Berg A.B."], ["Müller, J. A.", "van der Berg, A. B."]),
        ("given-family", ["Jan van der Berg"], ["van der Berg, Jan"]),
        ("family-comma-given", ["Doe, Jane", "Balint Society"], ["Doe, Jane", "Balint Society"]),
        ("free", ["Jane Doe"], ["Jane Doe"]),
        ("family-initials", ["et al."], ["et al."]),
        ("given-family", ["Prof. Jane Doe"], ["Prof. Jane Doe"]),
    ],
)
def test_names_are_inverted_where_the_source_says_what_is_what(form: str, names: list[str], expected: list[str]):
    """RIS has 'Family, Given'; where nobody knows which is which, the name stands as it was."""
    assert read(written(elsewhere(authors=names, name_form=[form])))[0].fields["authors"] == expected


def test_collective_authors_are_authors_that_end_in_a_comma():
    """RIS has one tag for both; a comma at the end keeps EndNote from making 'Group, T.' of them."""
    found = elsewhere(authors=["Doe, J"], name_form=["family-comma-given"], group_authors=["Trial Group"])
    assert lines(found) == ["AU  - Doe, J", "AU  - Trial Group,"]


def test_a_title_in_two_languages_has_the_leading_one_first():
    """rispy and Zotero keep the first; our cleaning takes a second title for the original."""
    found = elsewhere(title=["On groups"], title_original=["О группах"])
    assert lines(found) == ["TI  - On groups", "T1  - О группах"]
    (record,) = rispy.loads(written(found))
    assert record["title"] == "On groups"


def test_what_ris_has_no_tag_for_is_in_notes():
    """One note a name, so that a list of a hundred references is one note, not a hundred."""
    found = elsewhere(
        {"CR": ["Doe J, 1999", "Roe R, 2001"], "Cited by": ["5"], "empty": [""]},
        title=["A"], event=["Meeting"], relations=["has-retraction pmid:7"], headings=["Humans"], keywords=["groups"],
    )  # fmt: skip
    assert lines(found) == [
        "TI  - A", "KW  - groups", "KW  - Humans", "N1  - relations: has-retraction pmid:7",
        "N1  - CR: Doe J, 1999", "Roe R, 2001", "N1  - event: Meeting", "N1  - Cited by: 5",
    ]  # fmt: skip


def test_a_key_is_the_id_of_the_record():
    """ID is the reference's own name in RIS; of several nobody knows which is meant."""
    assert lines(elsewhere({"ID": ["smith2001"], "x": ["1"]}, title=["A"])) == [
        "TI  - A",
        "ID  - smith2001",
        "N1  - x: 1",
    ]
    assert lines(elsewhere({"ID": ["a", "b"]}, title=["A"])) == ["TI  - A", "N1  - ID: a", "b"]


def test_an_id_in_a_note_does_not_become_the_records_own():
    """A note may name the work that is commented on; the reader of RIS takes 'doi: 10.…' for the record's."""
    found = elsewhere({"PMID": ["12345678"]}, title=["A"], note=["doi: 10.1000/cited"])
    (again,) = read(written(found))
    assert "doi" not in again.fields
    assert "pmid" not in again.fields


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("pmid", "12345678", ["N1  - PMID: 12345678"]),
        ("pmcid", "PMC123", ["C2  - PMC123"]),
        ("doi", "10.1000/x", ["DO  - 10.1000/x"]),
        ("pages", "283–98", ["SP  - 283", "EP  - 98"]),
        ("pages", "e12", ["SP  - e12"]),
        ("date", "2014-11-03", ["PY  - 2014", "DA  - 2014-11-03"]),
        ("date_online", "20141103", ["ET  - 2014/11/03"]),
        ("accession", "WOS:000123", ["AN  - WOS:000123"]),
        ("url", "https://doi.org/10.1000/x", ["DO  - https://doi.org/10.1000/x", "UR  - https://doi.org/10.1000/x"]),
    ],
)
def test_fields_of_other_formats_get_the_tag_that_means_them(field: str, value: str, expected: list[str]):
    """Each on its own line, and under a tag that reference managers know where there is one."""
    assert lines(elsewhere(**{field: [value]})) == expected


def test_a_row_of_a_table_with_a_column_named_ty_is_no_ris():
    """Else the fields that RIS doesn't know would be lost."""
    found = elsewhere({"TY": ["x"]}, title=["A"], group_authors=["Trial Group"])
    assert lines(found) == ["TI  - A", "AU  - Trial Group,", "N1  - TY: x"]


def test_rispy_reads_every_record():
    """ASReview reads by rispy, which loses the first record of a file with a byte-order mark."""
    records = [
        of_ris("TY  - JOUR", "TI  - A", "TI  - B", "DO  - 10.1000/a", "N1  - one", "      TY two", "AU  - Doe, J"),
        elsewhere({"x": ["1"]}, title=["C"], doi=["10.1000/c"], url=["https://example.org/a;b"], abstract=["D\nE"]),
        Found(line=1, raw="", fields={"type": ["other"]}),
    ]
    found = rispy.loads("".join(write(records)))
    assert [(each.get("title"), each.get("doi")) for each in found] == [
        ("A", "10.1000/a"), ("C", "10.1000/c"), (None, None),
    ]  # fmt: skip
    assert found[1]["abstract"] == "D E"


_TAGS = (
    "TI T1 CT BT TT ST AU A1 A2 A3 ED T2 T3 JF JO JA J2 J1 C3 PY Y1 DA Y2 VL VO IS CP SP EP C7 AR M1 ET C6 PB PU CY LA"
    " SN BN DO DI L3 M3 PM C2 C5 U1 U2 ID UT UR L2 DB DP AB N2 KW N1 RN AD X9"
)
_VALUES = [
    "a", "b", "Journal of X", "Doe, J", "2018", "2018/04//", "AUG 11", "in press", "1234-5678", "9783161484100", "15",
    "12-15", "No", "Specified", "10.1000/x", "https://doi.org/10.1000/z", "12345", "PMID: 12345", "PMC123",
    "PMC123 [PMCID]", "L123", "mdl-123", "Scopus", "PubMed", "EBSCOhost", "ProQuest", "https://www.embase.com/x",
    "https://www.scopus.com/x?eid=2-s2.0-1", "http://ovidsp.ovid.com/?D=medx", "https://www.lens.org/1", "Article 5",
    "NA", "nan", "preprint", "Conference Abstract", "doi: 10.1000/n", "7; 8", "x ; y",
    "R&amp;D; z", "Export Date: 1 May", "one\ntwo", "one\nAU - two", "one\n      AU  - two",
]  # fmt: skip
_TYPES = ["JOUR", "BOOK", "CHAP", "CONF", "THES", "RPRT", "GEN", "UNPB", "EDBOOK", "PREPRINT", "Journal Article", "odd"]


@given(
    st.sampled_from(_TYPES),
    st.lists(st.tuples(st.sampled_from(_TAGS.split()), st.sampled_from(_VALUES)), max_size=9),
    st.sampled_from([[], ["AN  - WOS:000123"], ["AN  - pub.123"], ["AN  - 2214"]]),
)
def test_whatever_the_tags_say_the_record_comes_back(kind: str, tags: list[tuple[str, str]], ids: list[str]):
    """Any mix of the habits of all databases: fields and extra are the same, and so is the text written again."""
    assert_comes_back(of_ris(f"TY  - {kind}", *ids, *(f"{tag}  - {value}" for tag, value in tags)))


_TEXTS = st.lists(st.one_of(st.sampled_from(_VALUES), st.text(max_size=20)), max_size=3)


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from(sorted(SOURCE_FIELDS.keys() - {"type", "name_form"})), _TEXTS, max_size=6),
    st.sampled_from(["article", "book", "conference-paper", "preprint", "thesis", "other", "unheard of"]),
    st.sampled_from(["family-comma-given", "family-initials", "given-family", "free"]),
    st.dictionaries(st.one_of(st.sampled_from(["TY", "AN", "CR"]), st.text(max_size=5)), _TEXTS, max_size=3),
)
def test_any_record_is_one_record_and_written_again_the_same(
    fields: dict[str, list[str]], kind: str, form: str, extra: dict[str, list[str]]
):
    """Whatever other formats hold: no text breaks the file, for us or for rispy."""
    text = written(Found(line=1, raw="", fields={**fields, "type": [kind], "name_form": [form]}, extra=extra))
    (again,) = read(text)
    assert written(again) == text
    assert len(rispy.loads(text)) == 1


def test_a_translator_of_what_has_no_place_for_one_is_told_in_a_note():
    """A4 of a paper at a conference is its sponsor, to EndNote, and a contributor, to Zotero."""
    fields = {"title": ["T"], "translators": ["Roe, R", "Doe, J"], "accessed": ["2016-01-30"]}
    text = "".join(ris.write([Found(line=1, raw="", fields={"type": ["conference-paper"], **fields})]))
    assert "A4  -" not in text
    assert "N1  - translators: Roe, R\r\nDoe, J\r\n" in text
    assert "Y2  - 2016/01/30\r\n" in text
    text = "".join(ris.write([Found(line=1, raw="", fields={"type": ["book"], **fields})]))
    assert "A4  - Roe, R\r\nA4  - Doe, J\r\n" in text
