"""BibTeX as databases and people write it: every entry is a record, whatever its state."""

from __future__ import annotations

import io
import logging
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import _bibtex_names, _bibtex_split, bibtex
from pipeline.formats._bibtex_names import people
from pipeline.model import Found, Reject, Unread

MIXED = (Path(__file__).parent / "fixtures" / "mixed.bib").read_text(encoding="utf-8")


def read(text: str) -> list[Found | Reject | Unread]:
    segments = list(bibtex.read(io.StringIO(text, newline="")))
    assert "".join(segment.raw for segment in segments) == text
    return segments


def records(text: str) -> list[Found]:
    return [segment for segment in read(text) if isinstance(segment, Found)]


def rejects(text: str) -> list[Reject]:
    return [segment for segment in read(text) if isinstance(segment, Reject)]


ARTICLE, MISC, THESIS, WEIRD = records(MIXED)


def test_every_entry_is_a_record_whatever_its_type_or_key():
    """Unknown types, empty keys and parentheses for braces are everyday."""
    assert [found.fields["type"][0] for found in records(MIXED)] == ["article", "other", "thesis", "other"]
    assert WEIRD.extra["entry_type"] == ["weird_type"]
    assert "citekey" not in MISC.extra


def test_what_stands_between_entries_is_kept_and_known():
    """@string, @preamble, comments and the databases' headers are no surprise."""
    assert all(segment.expected for segment in read(MIXED) if isinstance(segment, Unread))


def test_text_that_nobody_knows_is_shown():
    """It may be an entry without its '@'."""
    odd = [s for s in read("Some words\n@misc{a, title={T}}") if isinstance(s, Unread)]
    assert not odd[0].expected


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("title", ["The DNA of Balint groups: 10 years later"]),
        ("authors", ["van der Berg, J.", "Müller, J.-P.", "et al"]),
        ("group_authors", ["Balint Study Group"]),
        ("name_form", ["family-comma-given"]),
        ("container", ["Journal of Group Work and Practice"]),
        ("date", ["2019 Nov"]),
        ("year", ["2019"]),
        ("issue", ["2"]),
        ("pages", ["283–98"]),
        ("doi", ["10.1000/a_b--c"]),
        ("keywords", ["Balint group", "leadership"]),
        ("headings", ["adult", "group therapy"]),
        ("publication_types", ["Review"]),
        ("accession", ["2-s2.0-85000000001"]),
        ("url", ["https://www.scopus.com/inward/record.uri?eid=2-s2.0-85000000001&doi=10.1000%2fx~y"]),
    ],
)
def test_each_field_of_a_scopus_entry_has_its_place(field: str, values: list[str]):
    """LaTeX is decoded where it is text, never in addresses; Scopus' own index is not the authors' key words."""
    assert ARTICLE.fields[field] == values


def test_a_field_name_with_a_blank_is_kept():
    """Scopus' 'funding_text 1' breaks most readers."""
    assert ARTICLE.extra["funding_text 1"] == ["Supported by nobody."]


def test_a_key_that_is_an_accession_number_is_one():
    """Web of Science puts its own id there, with a leading blank; other keys are people's own."""
    assert WEIRD.fields["accession"] == ["WOS:000000000000001"]
    assert WEIRD.fields["title"] == ["A wrapped title"]
    assert WEIRD.fields["issn"] == ["1234-5679", "2345-6789"]
    assert "accession" not in THESIS.fields


def test_lines_are_counted_from_the_start_of_the_file():
    """People look them up in an editor."""
    assert [found.line for found in records(MIXED)] == [5, 20, 21, 23]


def test_carriage_returns_end_lines_too():
    """Old Macs and Windows; the raw text keeps them."""
    for end in ("\r\n", "\r"):
        assert [found.line for found in records(MIXED.replace("\n", end))] == [5, 20, 21, 23]
        assert records(MIXED.replace("\n", end))[0].fields == ARTICLE.fields


def test_an_undefined_string_keeps_its_name():
    """Its definition stands in a .bst or another file."""
    assert records("@article{a, title={T}, journal = prl}")[0].fields["container"] == ["prl"]


def test_numeric_months_make_an_iso_date():
    """'2019' and '06'."""
    assert records("@article{a, title={T}, year={2019}, month={6}}")[0].fields["date"] == ["2019-06"]


def test_a_field_given_twice_is_kept_twice():
    """BASE repeats keywords and notes; the second may be the only good one."""
    (found,) = records("@misc{a, title={T}, keywords={x}, keywords={y}}")
    assert found.fields["keywords"] == ["x", "y"]
    assert found.warnings


def test_one_key_for_two_entries_makes_two_records():
    """Keys are given by machines that don't know of each other."""
    assert len(records("@misc{a, title={One}}\n@misc{a, title={Two}}")) == 2


ABSTRACT = "@article{{a,\n  title = {{T}},\n  abstract = {abstract},\n  year = {{2000}},\n}}\n"


@pytest.mark.parametrize("abstract", ["{one { too many}", "{one } too many}", "{two } too } many}", "{[see {fig 1]}"])
def test_a_brace_too_many_costs_no_field(abstract: str):
    """EBSCO doesn't balance them; the entries around it must not suffer either."""
    text = ABSTRACT.format(abstract="{ok}") + ABSTRACT.format(abstract=abstract) + ABSTRACT.format(abstract="{ok}")
    found = records(text)
    assert [record.fields["year"] for record in found] == [["2000"]] * 3
    assert "many" in found[1].fields["abstract"][0] or "fig" in found[1].fields["abstract"][0]
    assert found[1].warnings


@pytest.mark.parametrize(
    "entry",
    [
        "@misc{a,\n title = {T}\n year = {2000}\n}",
        "@misc{a\n title = {T},\n year = {2000}\n}",
        "@misc{a,\n title = {T},% old = {x}\n year = {2000},% and more\n}",
        "@misc{Smith 2000 (b),\n title = {T},\n year = {2000}}",
        "@misc{a,\n title = {T},\n year = {2000}\n\n",
    ],
    ids=["no comma between fields", "no comma after the key", "commented out", "blanks in the key", "no closing brace"],
)
def test_a_slip_of_the_pen_costs_no_field(entry: str):
    """What can be told apart is read; the warning says what was wrong."""
    found = records(entry + "\n@misc{b,\n title = {Next}}\n")
    assert [record.fields["title"] for record in found] == [["T"], ["Next"]]
    assert found[0].fields["year"] == ["2000"]


@pytest.mark.parametrize("cut", [15, 30, 45, 60])
def test_an_entry_cut_off_by_the_end_of_the_file_is_a_truncated_reject(cut: int):
    """The export stopped at a limit, or the download broke."""
    whole = "@article{b,\n title = {A longer title},\n author = {Berg, Jan},\n year = {2000}\n}"
    found = read("@misc{a, title={T}}\n" + whole[:cut])
    assert isinstance(found[-1], Reject)
    assert found[-1].truncated
    assert len(records("@misc{a, title={T}}\n" + whole[:cut])) == 1


def test_an_entry_without_fields_to_tell_apart_is_a_reject_and_the_next_is_read():
    """It is counted, with its line."""
    text = "@article{a, this {is no field\n@misc{b, title={T}}\n"
    assert [reject.line for reject in rejects(text)] == [1]
    assert not rejects(text)[0].truncated
    assert len(records(text)) == 1


@pytest.mark.parametrize("end", ["\n", " "])
def test_entries_that_were_commented_out_are_shown(end: str):
    """Some programs read them, some don't: a person should know."""
    comments = [s for s in read(f"@comment{{{end}@article{{a, title={{T}}}}{end}}}") if s.raw.startswith("@comment")]
    assert [comment.expected for comment in comments if isinstance(comment, Unread)] == [False]


def test_nothing_is_printed_about_broken_entries(caplog: pytest.LogCaptureFixture):
    """They are segments with reasons; the log is for the program."""
    with caplog.at_level(logging.INFO):
        read("@article{a, this {is no field\n@misc{b, title={T}}\n")
    assert not caplog.records


@given(st.integers(1, 30), st.integers(20, 400), st.sampled_from(["\n", "\r\n"]))
def test_pieces_in_which_a_file_is_read_change_nothing(count: int, size: int, end: str):
    """No entry is cut at the border of two pieces, and a @string holds across it."""
    body = "".join(f"@article{{k{n},{end} title = {{T {n}}},{end} journal = jgw{end}}}{end}" for n in range(count))
    text = f"@string{{jgw = {{Group Work}}}}{end}{body}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_bibtex_split, "_CHUNK", size)
        found = records(text)
    assert found == records(text)
    assert [record.fields["container"] for record in found] == [["Group Work"]] * count


@given(st.text(alphabet='@{}()=",#\\ \n\rabmisctle1%~$'))
def test_any_text_is_read_without_an_error_and_whole(text: str):
    """Garbage is Unread or Reject, never lost."""
    read("@misc{a, title={T}}\n" + text)


@pytest.mark.parametrize(
    ("names", "persons"),
    [
        ("Jan van der Berg", ["van der Berg, Jan"]),
        ("van der Berg, Jr, Jan", ["van der Berg, Jan, Jr"]),
        ("Smith, John, Jr.", ["Smith, John, Jr."]),
        ("John Smith Jr.", ["Smith, John, Jr."]),
        ('J. {Cleland-Huang} and P. M{\\"a}der', ["Cleland-Huang, J.", "Mäder, P."]),
        ("Anton{\\'\\i}n Dvo\\v r\\'ak", ["Dvořák, Antonín"]),
        ("Plato", ["Plato"]),
        ("Müller JA and van Berg B", ["Müller, JA", "van Berg, B"]),
        ("Иванов А. Б. and В. Г. Петров", ["Иванов, А. Б.", "Петров, В. Г."]),
        ("Day, LM, Berg, J, Suutarinen, J, and Verbeek, JH", ["Day, LM", "Berg, J", "Suutarinen, J", "Verbeek, JH"]),
        ("Oliveira, Rosmari de,  Viviani, Luciana", ["Oliveira, Rosmari de", "Viviani, Luciana"]),
        ("Berg, J.; Day, L.", ["Berg, J.", "Day, L."]),
        ("Berg, Jan AND Day, Lea", ["Berg, Jan", "Day, Lea"]),
        ("{Berg, Jan and Day, Lea}", ["Berg, Jan", "Day, Lea"]),
        ("Goncharuk et al., A. I.", ["Goncharuk, A. I.", "et al"]),
        ("family=Berg, given=Jan, prefix=van der", ["van der Berg, Jan"]),
        ("Anderson, Sandy and Brand, Andy", ["Anderson, Sandy", "Brand, Andy"]),
    ],
)
def test_a_person_is_family_then_given_however_the_list_is_written(names: str, persons: list[str]):
    """Databases part names by 'and', commas or semicolons; people write either order."""
    assert people(names) == (persons, [])


@pytest.mark.parametrize("name", ["{World Health Organization}", "World Health Organization", "{Barnes and Noble}"])
def test_a_body_is_a_group_author(name: str):
    """Else it becomes 'Organization, World Health'."""
    persons, groups = people(name)
    assert not persons
    assert groups == [name.strip("{}")]


def test_a_body_between_persons_stays_there():
    """The order of authors is part of a citation. One whose name doesn't tell that it is a body comes after them."""
    assert people("Day, Lea and {World Health Organization} and Berg, Jan") == (
        ["Day, Lea", "World Health Organization", "Berg, Jan"],
        [],
    )
    assert people("{Northern Practices} and Berg, Jan") == (["Berg, Jan"], ["Northern Practices"])


def field(name: str, text: str) -> list[str]:
    """What this field has, read from an entry that holds `text`."""
    (found,) = records(text)
    return found.fields.get(name, [])


@pytest.mark.parametrize(
    ("entry", "name", "values"),
    [
        ("@misc{a, title={T}, note={Preprint. Second version}}", "type", ["preprint"]),
        ("@misc{a, title={T}, note={Preprint. Second version}}", "note", ["Second version"]),
        ("@unpublished{a, title={T}, note={Preprint, medRxiv}}", "note", ["medRxiv"]),
        ("@article{a, title={T}, note={Preprint}}", "type", ["article"]),
        ("@article{a, title={T}, note={Retracted. See the notice}}", "publication_types", ["Retracted Publication"]),
        ("@article{a, title={T}, note={Retracted. See the notice}}", "note", ["See the notice"]),
        ("@article{a, title={T}, note={Retracted by whom?}}", "note", ["Retracted by whom?"]),
        ("@mastersthesis{a, title={T}}", "publication_types", ["Master's thesis"]),
        ("@thesis{a, title={T}, type={mathesis}}", "publication_types", ["Master's thesis"]),
        ("@report{a, title={T}, number={7}}", "issue", ["7"]),
        ("@report{a, title={T}, number={7}, series={S}}", "issue", ["7"]),
        ("@book{a, title={T}, origtitle={Der Arzt}}", "title_original", ["Der Arzt"]),
        ("@online{a, title={T}, langid={german}, language={german and english}}", "language", ["german", "english"]),
        ("@article{a, title={T}, authororiginal={Юн, В.}}", "authors_original", ["Юн, В."]),
        ("@article{a, title={T}, epubdate={2013-05}}", "date_online", ["2013-05"]),
        ("@book{a, title={T}, translator={Roe, R. and {Doe Group}}}", "translators", ["Roe, R.", "Doe Group"]),
        ("@online{a, title={T}, url={https://a.org}, urldate={2015-03-05}}", "accessed", ["2015-03-05"]),
        ("@misc{a, title={T}, lastchecked={5~March 2015}}", "accessed", ["5 March 2015"]),
        ("@misc{a, title={T}, howpublished={Accessed: 2010-09-30}}", "accessed", ["2010-09-30"]),
        ("@misc{a, title={T}, howpublished={Accessed by all}}", "accessed", []),
        ("@article{a, title={T}, keywords={a, {b, c}, d}}", "keywords", ["a", "b, c", "d"]),
        ("@article{a, title={T}, keywords={{b, c},}}", "keywords", ["b, c"]),
        ("@article{a, title={T}, keywords={{b, c}}}", "keywords", ["b", "c"]),
        ("@article{a, title={T}, keywords={a; {b; c}}}", "keywords", ["a", "b; c"]),
    ],
)
def test_what_an_export_of_ours_says_is_taken_back(entry: str, name: str, values: list[str]):
    """Much of it others write too: a preprint says so in the note, a report has a number, a keyword its comma."""
    assert field(name, entry) == values


@pytest.mark.parametrize(
    ("fields", "publisher", "container", "url"),
    [
        ("howpublished={Zenodo}", ["Zenodo"], [], []),
        ("howpublished={Zenodo}, publisher={CERN}", ["CERN"], ["Zenodo"], []),
        ("organization={Zenodo}, publisher={CERN}", ["CERN"], ["Zenodo"], []),
        ("howpublished={\\url{https://example.org/a}}", [], [], ["https://example.org/a"]),
        ("howpublished={Online}", [], [], []),
        ("howpublished={Accessed: 2010-09-30}", [], [], []),
        ("howpublished={Talk, see \\url{https://example.org/a}}", [], [], []),
    ],
)
def test_how_a_thing_was_published_names_its_house(
    fields: str, publisher: list[str], container: list[str], url: list[str]
):
    """@misc prints nothing else of the kind. An address is the work's; a medium or a date of access is no publisher."""
    (found,) = records(f"@misc{{a, title={{T}}, {fields}}}")
    got = [found.fields.get(name, []) for name in ("publisher", "container", "url")]
    assert got == [publisher, container, url]


def test_a_database_is_known_by_its_habits():
    """What is counted for a database must not be guessed from a file name."""
    assert bibtex.database(MIXED) == "Scopus"
    assert bibtex.database("\n@article{ WOS:0001,\nAuthor = {A, B},\n") == "Web of Science"
    assert bibtex.database("Record #1 of 6\n@article{a,\n") == "Cochrane"
    assert bibtex.database("@article{a, title={T}}") is None


def test_sniff_knows_entries_and_not_mail_addresses():
    """'@' alone is no BibTeX."""
    assert bibtex.sniff(MIXED) == 3
    assert bibtex.sniff("me@example.org, {x}") == 0
    assert bibtex.sniff("TY  - JOUR\nTI  - T\nER  - \n") == 0


@pytest.mark.parametrize(
    ("addition", "translated", "kept"),
    [
        ("[The Balint group]", ["The Balint group"], None),
        ("{[The {Balint} group]}", ["The Balint group"], None),
        ("An annex", None, ["An annex"]),
        ("[One], with [two]", None, ["[One], with [two]"]),
    ],
)
def test_an_addition_in_brackets_is_the_title_in_another_language(addition, translated, kept):
    """Our own export prints a translated title so; read back, it must not be lost nor become the title."""
    text = f"@article{{a, title = {{Балинтовская группа}}, titleaddon = {{{addition}}}, year = 2015}}\n"
    (found,) = [part for part in bibtex.read(io.StringIO(text, newline="")) if isinstance(part, Found)]
    assert found.fields["title"] == ["Балинтовская группа"]
    assert found.fields.get("title_translated") == translated
    assert found.extra.get("titleaddon") == kept


@pytest.mark.parametrize("head", ["@articleb,", "@article b{b,", "@article\n{b,"])
def test_an_entry_with_a_damaged_head_is_counted_and_not_mixed_with_the_one_before(head: str):
    """Two works in one record would be worse than a work that is set aside."""
    text = f"@misc{{a,\n  title = {{One}},\n}}\n\n{head}\n  title = {{Two}},\n}}\n"
    assert [found.fields["title"] for found in records(text)] == [["One"]]
    assert [reject.line for reject in rejects(text)] == [5]


def test_an_entry_without_a_type_is_read():
    """Only its type is lost."""
    (found,) = records("@{berg2019,\n  title = {T},\n}\n")
    assert (found.fields["title"], found.fields["type"]) == (["T"], ["other"])


def test_entries_on_one_line_are_entries():
    """Some programs write no line ends, and then a slip must not cost the next entry."""
    found = records("@misc{a, title={One} year=2000}@misc{b, title={Two}} @misc{c, title={Three}}")
    assert [record.fields["title"] for record in found] == [["One"], ["Two"], ["Three"]]
    assert [bool(record.warnings) for record in found] == [True, False, False]


def test_an_address_without_braces_is_one_value():
    """Its '=' begins no field."""
    (found,) = records("@misc{a, url = http://example.org/?a=1&b=2,\n title={T}}")
    assert found.fields["url"] == ["http://example.org/?a=1&b=2"]


def test_what_was_commented_out_is_named_where_something_is_amiss():
    """BibTeX knows no '%': whoever wrote it meant the line to be left out."""
    (found,) = records("@misc{a,\n title = {T},% old\n year = {2000}\n}")
    assert found.fields["year"] == ["2000"]
    assert any("%" in warning for warning in found.warnings)


@given(st.integers(0, 9), st.sampled_from(["", "x", "{", "\\{", '"']))
def test_braces_as_deep_as_one_likes_are_one_value(depth: int, inner: str):
    """Mendeley puts every letter in braces of its own, some programs in five."""
    value = "{" * depth + inner.replace("{", "{}") * depth + "}" * depth
    found = records(f"@misc{{a,\n note = {{n {value}}},\n title = {{T}}\n}}\n@misc{{b, title={{U}}}}")
    assert [record.fields["title"] for record in found] == [["T"], ["U"]]


def test_keywords_that_end_in_a_semicolon_are_parted_by_semicolons():
    """'Groups, Balint;' is one heading; a comma would part it in two."""
    (found,) = records("@misc{a, keywords={Groups, Balint;}}")
    assert found.fields["keywords"] == ["Groups, Balint"]


NAME_PIECES = st.sampled_from(["Day", "and", " ", ", ", ",", "J.", "--", "et al", "AND", "others", "\n", "  ", "Group"])


@given(st.lists(NAME_PIECES).map("".join))
def test_the_short_way_for_plain_lists_of_names_gives_what_the_long_way_gives(names: str):
    """It only saves time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_bibtex_names, "_family_comma_given", lambda _: None)
        long_way = people(names)
    assert people(names) == long_way


@pytest.mark.parametrize(
    ("entry", "said", "kind"),
    [
        ("BOOK", "document_type={Book Chapter}", "chapter"),
        ("article", "type = {Conference paper}", "conference-paper"),
        ("misc", "type = {Book chapter}", "chapter"),
        ("conference", "type = {Book chapter}", "conference-paper"),
        ("article", "type = {Review}", "article"),
        ("phdthesis", "type = {Conference paper}", "thesis"),
    ],
)
def test_a_document_type_says_what_the_entry_type_leaves_open(entry: str, said: str, kind: str):
    """Scopus calls a chapter @BOOK; a chapter taken for its book has the wrong authors and pages."""
    (found,) = records(f"@{entry}{{a, title={{T}}, {said}}}")
    assert found.fields["type"] == [kind]
    assert found.fields["publication_types"] == [said.partition("{")[2].rstrip("}")]


@pytest.mark.parametrize(
    ("entry", "fields", "doi"),
    [
        ("article", "crossref = {10.15517/aie.v19i1.35379}", ["10.15517/aie.v19i1.35379"]),
        ("article", "crossref = {10.1000/a}, doi = {10.1000/b}", ["10.1000/b"]),
        ("article", "crossref = {special-issue-10.1000/a}", None),
        ("inproceedings", "crossref = {10.1145/3368089}", None),
        ("incollection", "crossref = {10.1000/book}", None),
    ],
)
def test_a_cross_reference_that_is_a_doi_is_the_articles_own(entry: str, fields: str, doi: list[str] | None):
    """SciELO puts it there; but the key of a book that a chapter inherits from may look the same, and is the book's."""
    (found,) = records(f"@{entry}{{a, title={{T}}, {fields}}}")
    assert found.fields.get("doi") == doi
    assert ("crossref" in found.extra) is (not doi or "doi =" in fields)


@pytest.mark.parametrize(
    ("names", "persons", "groups"),
    [
        ("{Alind} and Kumar, Rahul and {Priya}", ["Alind", "Kumar, Rahul", "Priya"], []),
        ("Kumar, Rahul and {WHO}", ["Kumar, Rahul"], ["WHO"]),
        ("Kumar, Rahul and {GfK}", ["Kumar, Rahul"], ["GfK"]),
        ("Kumar, Rahul and {{Cochrane}}", ["Kumar, Rahul"], ["Cochrane"]),
        ("Kumar, Rahul and {Robert Koch}", ["Kumar, Rahul"], ["Robert Koch"]),
        ("{Eurostat}", [], ["Eurostat"]),
        ("{Eurostat} and {Statistik Austria} and others", ["et al"], ["Eurostat", "Statistik Austria"]),
    ],
)
def test_one_braced_name_among_persons_is_a_person(names: str, persons: list[str], groups: list[str]):
    """Many Indians and Indonesians have a single name, which Zotero braces; as groups they would stand last."""
    assert people(names) == (persons, groups)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("self\\&\\#8208;made", "self\u2010made"),
        ("self&#x2010;made", "self\u2010made"),
        ("R\\&D \\#1; two", "R&D #1; two"),
        ("&#99999999999;", "&#99999999999;"),
    ],
)
def test_a_character_by_its_number_is_that_character(written: str, text: str):
    """Web of Science escapes for LaTeX what is HTML already; its ';' must not part a keyword either."""
    (found,) = records(
        f"@article{{a, title={{{written}}}, author={{{written}}}, keywords={{one; two {written} three}}}}"
    )
    assert found.fields["title"] == [text]
    if "#" not in text:
        assert found.fields["keywords"] == ["one", f"two {text} three"]


def test_braces_around_one_sign_keep_no_keywords_together():
    """'\\&amp; {\\textasciitilde}' is one keyword as '&amp; ~' is: how a sign is written parts no list."""
    for written in ("&amp; ~", "\\&amp; {\\textasciitilde}", "\\&amp; \\~{}"):
        (found,) = records(f"@article{{a, keywords = {{{written}}}}}")
        assert len(found.fields["keywords"]) == 1, written


@pytest.mark.parametrize(
    ("entry", "kind", "house"),
    [
        ("@misc{a, eprint = {2203.01234}, archiveprefix = {arXiv}, doi = {10.48550/arXiv.2203.01234}}",
         "preprint", ["arXiv"]),
        ("@online{a, eprint = {2203.01234}, eprinttype = {arxiv}}", "preprint", ["arXiv"]),
        ("@misc{a, eprint = {2203.01234}, archiveprefix = {arXiv}, howpublished = {Cornell}}", "preprint", ["Cornell"]),
        ("@article{a, journal = {Nature}, eprint = {2203.01234}, archiveprefix = {arXiv}}", "article", None),
        ("@misc{a, eprint = {12345678}, eprinttype = {pubmed}}", "other", None),
    ],
)  # fmt: skip
def test_what_arxiv_holds_alone_is_a_preprint_of_arxiv(entry: str, kind: str, house: list[str] | None):
    """arXiv's own BibTeX says @misc; an article that stands there too was published by its journal."""
    (found,) = records(entry)
    assert (found.fields["type"], found.fields.get("publisher")) == ([kind], house)


def test_the_number_of_a_preprint_gives_its_address_where_nothing_else_does():
    """Else the one thing by which it is found would stand in no field of ours."""
    (found,) = records("@misc{a, eprint = {math/0309136}, archiveprefix = {arXiv}}")
    assert found.fields["url"] == ["https://arxiv.org/abs/math/0309136"]


@pytest.mark.parametrize(
    ("entry", "kind", "address"),
    [
        ("journal = {arXiv preprint arXiv:2001.08317}", "preprint", ["https://arxiv.org/abs/2001.08317"]),  # Google
        ("journal = {ArXiv}, volume = {abs/2001.08317}", "preprint", ["https://arxiv.org/abs/2001.08317"]),  # S2
        ("journal = {CoRR}, volume = {abs/2001.08317}, doi = {10.48550/arXiv.2001.08317}", "preprint", None),  # DBLP
        ("journal = {arXiv e-prints}, eid = {arXiv:2001.08317}, archivePrefix = {arXiv}, eprint = {2001.08317}",
         "preprint", ["https://arxiv.org/abs/2001.08317"]),  # NASA ADS
        ("eprint = {2001.08317}, archivePrefix = {arXiv}", "preprint", ["https://arxiv.org/abs/2001.08317"]),  # INSPIRE
        ("journal = {Phys. Rev.}, eprint = {2001.08317}, archivePrefix = {arXiv}", "article", None),
        ("booktitle = {Handbook}, eprint = {2001.08317}, archivePrefix = {arXiv}", "article", None),
        ("journal = {Correspondence}", "article", None),
        ("title = {No journal at all}", "article", None),
    ],
)  # fmt: skip
def test_an_article_that_only_arxiv_holds_is_a_preprint(entry: str, kind: str, address: list[str] | None):
    """Google Scholar, DBLP, NASA ADS and INSPIRE have no entry type for preprints, and call them articles."""
    (found,) = records(f"@article{{a, {entry}}}")
    assert (found.fields["type"], found.fields.get("url")) == ([kind], address)


def test_of_two_names_of_a_journal_the_one_in_full_is_its_name():
    """MathSciNet and zbMATH put the short one where all others have the only one."""
    text = "@article{a, journal = {Math. Comp.}, fjournal = {Mathematics of Computation}}"
    (found,) = records(text)
    assert found.fields["container"] == ["Mathematics of Computation"]
    assert found.fields["container_short"] == ["Math. Comp."]
    (book,) = records("@book{b, series = {Grad. Texts Math.}, fseries = {Graduate Texts in Mathematics}}")
    assert book.fields["series"] == ["Graduate Texts in Mathematics"]
    assert book.extra["shortseries"] == ["Grad. Texts Math."]


@pytest.mark.parametrize(
    ("written", "journal"),
    [
        ("\\mnras", "Monthly Notices of the Royal Astronomical Society"),
        ("\\aap", "Astronomy & Astrophysics"),
        ("\\unknown", "\\unknown"),
        ("Icarus", "Icarus"),
    ],
)
def test_an_astronomers_macro_is_the_name_of_a_journal(written: str, journal: str):
    """NASA's database writes the macros of the journals' own LaTeX styles; a macro that nobody knows is to be seen."""
    (found,) = records(f"@article{{a, journal = {{{written}}}}}")
    assert found.fields["container"] == [journal]


def test_what_is_in_no_issue_yet_has_no_volume_0_and_no_year_0():
    """Publishers on Atypon's platform (Taylor & Francis, SAGE, INFORMS …) write 0 and 'null' for what isn't known."""
    (found,) = records("@article{a, title = {T}, volume = {0}, number = {0}, pages = {null}, year = {0}}")
    assert found.fields == {"type": ["article"], "title": ["T"]}
    assert {name: found.extra[name] for name in ("volume", "number", "pages", "year")} == {
        "volume": ["0"], "number": ["0"], "pages": ["null"], "year": ["0"],
    }  # fmt: skip
    (other,) = records("@article{a, volume = {0}, number = {2}}")
    assert (other.fields["volume"], other.fields["issue"]) == (["0"], ["2"])


def test_hals_number_is_the_accession_of_its_record():
    """Two exports of HAL give the same record."""
    (found,) = records("@inproceedings{doe:hal-01234567, HAL_ID = {hal-01234567}, HAL_VERSION = {v1}}")
    assert found.fields["accession"] == ["hal-01234567"]


@pytest.mark.parametrize("key", ["PMID:31025164", "pmid31025164", "pmid_31025164"])
def test_a_key_may_be_the_number_in_pubmed(key: str):
    """So TeXMed and others call what they take from PubMed."""
    (found,) = records(f"@article{{{key}, title = {{T}}}}")
    assert found.fields["pmid"] == ["31025164"]


ENDNOTE = """@article{RN12,
   author = {Roe, A.},
   title = {On talk},
   journal = {Talk},
   year = {2019},
   date = {May 3},
   keywords = {Child, Preschool
Groups
Talk},
   accession_number = {WOS:000505030300001},
   url = {<Go to ISI>://WOS:000505030300000},
}
"""


def test_endnote_has_one_keyword_a_line_and_a_date_without_its_year():
    """A keyword's own comma parts nothing; its link into Web of Science is no address."""
    (found,) = records(ENDNOTE)
    assert found.fields["keywords"] == ["Child, Preschool", "Groups", "Talk"]
    assert found.fields["date"] == ["2019 May 3"]
    assert found.fields["accession"] == ["WOS:000505030300001"]
    assert "url" not in found.fields
    (linked,) = records(ENDNOTE.replace("   accession_number = {WOS:000505030300001},\n", ""))
    assert linked.fields["accession"] == ["WOS:000505030300000"]


@pytest.mark.parametrize(
    "written", ["a, b c,\nd e, f", "a long keyword, another\nlong one, c", "burnout and\n   other words", "a; b\nc; d"]
)
def test_a_list_that_was_only_wrapped_is_parted_at_its_marks(written: str):
    """Lines that begin with blanks, or have commas or semicolons, are no keywords each."""
    (found,) = records(f"@article{{a, title={{T}},\n  keywords={{{written}}}}}")
    assert found.fields["keywords"] == [
        word.strip() for word in re.split("[,;]", " ".join(written.split())) if word.strip()
    ]


def test_a_doi_that_is_called_a_pmid_is_none():
    """People mix them up; the digits before its first stop are no number of PubMed's."""
    (found,) = records("@article{a, title = {A}, note = {PMID: 10.1000/x}}")
    assert "pmid" not in found.fields
    (found,) = records("@article{a, title = {A}, note = {PMID: 31025164. Read twice.}}")
    assert found.fields["pmid"] == ["31025164"]
