"""Two exports in one file: each reader knows its own format alone, and a person must hear of the other."""

from __future__ import annotations

import io
from itertools import permutations
from pathlib import Path

import pytest

from pipeline.formats import _second_export, _text, all_formats
from pipeline.model import Found, Reject, Unread
from tests.small_review import bibcorpus, write_review

# one record of each, with what stands around it in its export
EXPORTS = {
    "ris": "TY  - JOUR\nTI  - Title of a trial\nAU  - Smith, J\nPY  - 2001\nER  - \n\n",
    "bibtex": "@article{a1,\n  title = {One trial},\n  author = {Smith, J},\n  year = {2001}\n}\n\n",
    "medline": "PMID- 1\nOWN - NLM\nTI  - First.\nAU  - Smith J\nDP  - 2001\nSO  - J. 2001\n\n",
    "wos": "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Smith, J\nTI First\nPY 2001\nUT WOS:1\nER\n\nEF\n",
    "endnote-tagged": "%0 Journal Article\n%T One\n%A Smith, J\n%D 2001\n\n",
    "pubmed-xml": '<?xml version="1.0"?>\n<PubmedArticleSet>\n<PubmedArticle><MedlineCitation><PMID>1</PMID><Article>'
    "<ArticleTitle>T</ArticleTitle></Article></MedlineCitation></PubmedArticle>\n</PubmedArticleSet>\n",
    "endnote-xml": '<?xml version="1.0"?><xml><records><record><ref-type name="Book">6</ref-type><titles><title>One'
    "</title></titles></record></records></xml>\n",
    "csv": 'Title,Authors,Year,DOI\n"One, trial","Smith, J; Doe, A",2001,10.1000/1\n',
    "csl-json": '[{"id":"a","type":"article-journal","title":"One"}]\n',
    "ovid-tagged": "<1. >\nUI  - 123\nTI  - One\nAU  - Smith J\nSO  - Lancet. 2001;1:2-3.\n\n",
    "ovid-text": "<1>\nTitle\n  One trial\nAuthors\n  Smith J\nSource\n  Lancet. 2001;1:2-3.\n\n",
    "refworks-tagged": "RT Journal Article\nSR Print(0)\nID 1\nA1 Smith, J\nT1 One\nYR 2001\n\n",
    "noteexpress": "{Reference Type}: Journal Article\n{Title}: One\n{Author}: Smith, J\n{Year}: 2001\n\n",
}
CUT_BY_THE_READER = ("endnote-tagged", "ovid-tagged", "ovid-text", "refworks-tagged")
WITHOUT_AN_OPENING = {"references"}  # any line can begin one


class File:
    """A file with this text, as it is loaded and read."""

    def __init__(self, folder: Path, text: str, format_name: str | None = None) -> None:
        path = folder / "export.txt"
        path.write_text(text, encoding="utf-8", newline="")
        loaded = _text.load(path, format_name)
        self.format = loaded.fmt
        self.segments = list(loaded.segments())
        self.warnings = loaded.warnings
        assert "".join(segment.raw for segment in self.segments) == text

    @property
    def records(self) -> list[Found]:
        return [segment for segment in self.segments if isinstance(segment, Found)]

    @property
    def others(self) -> list[tuple[int, str]]:
        """Line and name of each other export that is told."""
        words = " here an export in another format begins ("
        told = [warning for warning in self.warnings if words in warning]
        parts = [warning.removeprefix("line ").split(":", 1) for warning in told]
        return [(int(line), rest.partition("begins (")[2].partition("): part the file")[0]) for line, rest in parts]


@pytest.mark.parametrize(("first", "second"), [*permutations(EXPORTS, 2)])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_whichever_export_is_not_read_is_named_with_its_first_line(tmp_path: Path, first: str, second: str, end: str):
    """'copy *.txt all.txt': records of the one must not vanish in a record of the other, or among odd text."""
    file = File(tmp_path, (EXPORTS[first] + EXPORTS[second]).replace("\n", end))
    missed, line = (second, 1 + EXPORTS[first].count("\n")) if first == file.format.NAME else (first, 1)
    assert file.others == [(line, all_formats()[missed].TITLE)]


@pytest.mark.parametrize("first", CUT_BY_THE_READER)
@pytest.mark.parametrize("second", EXPORTS)
def test_a_record_ends_where_another_export_begins(first: str, second: str):
    """Else it has the authors and titles of all that follow, and is a duplicate of none."""
    if second == first or {first, second} == {"ovid-tagged", "ovid-text"}:
        return  # whose records open with the same line
    alone, *_ = read(first, EXPORTS[first])
    found, *rest = read(first, EXPORTS[first] + EXPORTS[second])
    assert isinstance(alone, Found)
    assert isinstance(found, Found)
    assert (found.fields, found.extra) == (alone.fields, alone.extra)
    assert [segment.line for segment in rest if isinstance(segment, Unread) and not segment.expected]


def read(name: str, text: str) -> list[Found | Reject | Unread]:
    segments = list(all_formats()[name].read(io.StringIO(text, newline="")))
    assert "".join(segment.raw for segment in segments) == text
    return segments


QUOTED = (
    "TY  - JOUR",
    "@article{key, is how an entry begins",
    "PMID- 1234567",
    "PT J",
    "RT Journal Article",
    "Title, authors, journal, and year were compared",
    "title,abstract,keywords",
    '{"title": "One"}',
    "<?xml and so on",
    "<1. >\nA",
    "1. Introduction 2001",
)


ABSTRACTS = {
    "endnote-tagged": ("%0 Journal Article\n%T One\n%X We searched for\n", "\nand found it.\n%D 2001\n"),
    "refworks-tagged": ("RT Journal Article\nSR Print(0)\nT1 One\nAB We searched for\n", "\nand more.\nYR 2001\n"),
    "ovid-tagged": ("VN  - Ovid Technologies\nTI  - One\nAB  - We searched for\n", "\n  and more.\nDO  - 10.1000/1\n"),
    "medline": ("PMID- 1\nTI  - One.\nAB  - We searched for\n", "\n      and more.\nDP  - 2001\nSO  - J. 2001\n"),
    "csv": ('Title,Year,Abstract\nOne,2001,"We searched for\n', '\nand found it."\n'),
    "ris": ("TY  - JOUR\nTI  - One\nAB  - We searched for\n", "\nand found it.\nPY  - 2001\nER  - \n"),
    "bibtex": (
        "@article{a,\n  title = {One},\n  abstract = {We searched for\n",
        "\nand found it.},\n  year = 2001\n}\n",
    ),
}


@pytest.mark.parametrize("line", QUOTED)
@pytest.mark.parametrize("name", ABSTRACTS)
def test_a_line_that_an_abstract_quotes_opens_nothing(tmp_path: Path, name: str, line: str):
    """A paper on reference managers may show what their files look like: it takes a record to open an export."""
    before, after = ABSTRACTS[name]
    assert File(tmp_path, before + line + after, name).others == []


@pytest.mark.parametrize("name", EXPORTS)
def test_two_exports_in_one_format_are_one(tmp_path: Path, name: str):
    """They are read from the first to the last."""
    file = File(tmp_path, EXPORTS[name] * 2)
    assert (len(file.records), file.others) == (2, [])


# each JSON format of ours, as its program or service writes it
JSON = {
    "csl-json": '[{"id":"a","type":"article-journal","title":"One"}]\n',
    "zotero-json": '[\n{"key":"K","version":1,"itemType":"journalArticle","title":"One","creators":[]}\n]\n',
    "crossref-json": '{"status":"ok","message-type":"work-list","message":{"items":[\n{"DOI":"10.1000/1",'
    '"prefix":"10.1000","member":"1","title":["One"],"type":"journal-article"}]}}\n',
    "europepmc-json": '{"version":"6","hitCount":1,"resultList":{"result":[\n{"id":"1","source":"MED","pmid":"1",'
    '"title":"One","authorString":"Smith J","isOpenAccess":"N"}]}}\n',
    "openalex-json": '{"meta":{"count":1,"db_response_time_ms":3},"results":[\n{"id":"https://openalex.org/W1",'
    '"title":"One","display_name":"One"}]}\n',
    "openlibrary-json": '{"ISBN:9780306406157":{"bib_key":"ISBN:9780306406157","details":{"key":"/books/OL1M",'
    '"title":"One"}}}\n',
    "scopus-json": '{"search-results":{"opensearch:totalResults":"1","entry":[\n{"dc:identifier":"SCOPUS_ID:1",'
    '"eid":"2-s2.0-1","dc:title":"One"}]}}\n',
    "wos-json": '{"metadata":{"total":1,"page":1,"limit":10},"hits":[\n{"uid":"WOS:000000000000001","title":"One",'
    '"sourceTypes":["Article"]}]}\n',
    "bibcorpus-jsonl": '{"citekey":"smith2001one","title":"One","authors":["Smith, J"],"year":2001}\n',
}
BETWEEN = {"nothing at all": "", "its last line break": "\n", "blank lines": "\n\n\n"}


@pytest.mark.parametrize(("first", "second"), [*permutations(JSON, 2)])
@pytest.mark.parametrize("blank", BETWEEN.values(), ids=BETWEEN)
def test_json_behind_json_of_another_kind_is_named(tmp_path: Path, first: str, second: str, blank: str):
    """Their records look alike, and a reader makes something of each: without a word its wrong fields would stay."""
    before = JSON[first].rstrip("\n") + blank
    for own, missed, line in ((first, second, 1 + before.count("\n")), (second, first, 1)):
        assert File(tmp_path, before + JSON[second], own).others == [(line, all_formats()[missed].TITLE)]


@pytest.mark.parametrize(("first", "second"), [*permutations(JSON, 2)])
def test_json_is_known_by_what_it_begins_with(tmp_path: Path, first: str, second: str):
    """What stands behind it, however sure its own format is of it, doesn't make it unknown, nor another."""
    file = File(tmp_path, JSON[first] + JSON[second])
    assert (file.format.NAME, len(file.others)) == (first, 1)


@pytest.mark.parametrize("name", JSON)
@pytest.mark.parametrize("blank", BETWEEN.values(), ids=BETWEEN)
def test_json_behind_json_of_the_same_kind_is_read(tmp_path: Path, name: str, blank: str):
    """Ten pages of one search, saved one by one and joined, are one export."""
    file = File(tmp_path, (JSON[name].rstrip("\n") + blank) * 3)
    assert (file.format.NAME, len(file.records), file.others) == (name, 3, [])


def test_what_json_quotes_is_no_second_export(tmp_path: Path):
    """Brackets in a title, an object inside a record, an attachment of Zotero's."""
    text = """[
{"id":"a","type":"article-journal","title":"[Balint] [groups] {one}\\n[{\\"itemType\\":\\"book\\"}]"},
{"id":"b","type":"book","title":"Two","custom":{"hits":[{"uid":"WOS:1","title":"Two","sourceTypes":["Book"]}]}}
]
"""
    file = File(tmp_path, text, "csl-json")
    assert (len(file.records), file.others) == (2, [])


def test_json_among_others_is_found_on_either_side(tmp_path: Path):
    """Three exports in one file: two are told, each with its line."""
    file = File(tmp_path, JSON["csl-json"] + EXPORTS["ris"] + JSON["scopus-json"], "csl-json")
    assert file.others == [(2, "RIS"), (8, all_formats()["scopus-json"].TITLE)]
    file = File(tmp_path, JSON["csl-json"] + JSON["wos-json"] + EXPORTS["bibtex"], "csl-json")
    assert [line for line, _ in file.others] == [2, 4]


def test_an_export_between_two_others_is_found(tmp_path: Path):
    """Wherever it stands; and the records around it are read."""
    file = File(tmp_path, EXPORTS["refworks-tagged"] + EXPORTS["csv"] + EXPORTS["refworks-tagged"])
    assert (len(file.records), [line for line, _ in file.others]) == (2, [8])
    file = File(tmp_path, EXPORTS["ris"] + EXPORTS["bibtex"] + EXPORTS["csl-json"])
    assert (len(file.records), [line for line, _ in file.others]) == (1, [7])
    file = File(tmp_path, EXPORTS["medline"] + EXPORTS["bibtex"] + EXPORTS["csl-json"])
    assert (len(file.records), [line for line, _ in file.others]) == (1, [1, 14])


def test_an_export_is_found_behind_a_byte_order_mark_and_in_lines_of_an_old_mac(tmp_path: Path):
    """Each file that is joined may bring its own mark."""
    for text in ("{}\ufeff{}", "{}\n\n\n{}"):
        file = File(tmp_path, text.format(EXPORTS["endnote-tagged"], EXPORTS["csl-json"]))
        assert [name for _, name in file.others] == ["CSL-JSON"]
    file = File(tmp_path, (EXPORTS["refworks-tagged"] + EXPORTS["endnote-tagged"]).replace("\n", "\r"))
    assert len(file.others) == 1


def test_the_entries_that_bibtex_takes_for_comments_are_found(tmp_path: Path):
    """'%' begins a comment in BibTeX, and every line of EndNote's tagged format."""
    file = File(tmp_path, EXPORTS["bibtex"] + "% Encoding: UTF-8\n" + EXPORTS["endnote-tagged"])
    assert [line for line, _ in file.others] == [8]


def test_a_file_of_many_parts_is_told_five_times(tmp_path: Path):
    """Whoever has so many parts the file after the first warning."""
    file = File(tmp_path, (EXPORTS["ris"] + EXPORTS["csv"]) * 9)
    assert len(file.others) == _second_export.MOST_TOLD
    assert len(file.records) == 9


def test_an_export_right_below_the_last_line_of_a_record_is_found(tmp_path: Path):
    """Not every file ends with a blank line, and without one a table goes on with the value above it."""
    for name in ("medline", "noteexpress"):
        file = File(tmp_path, EXPORTS[name].rstrip("\n") + "\n" + EXPORTS["csv"])
        assert [line for line, _ in file.others] == [EXPORTS[name].count("\n")]


def test_a_list_of_references_behind_an_export_is_found(tmp_path: Path):
    """No line opens it: it is known by the whole of the odd text."""
    references = """Smith J, Roe A. Balint groups in training. Fam Pract. 2001;18(2):123-8.
Doe J. Supervision of doctors: a review. J Ex. 2005;12(3):45-51.
Roe A, Doe J. Listening to patients. BMJ. 1998;316(7130):550-2.
"""
    assert File(tmp_path, EXPORTS["ris"] + references).others == [(7, all_formats()["references"].TITLE)]


def test_odd_text_that_is_no_export_is_not_called_one(tmp_path: Path):
    """A heading, a remark, a record that is damaged."""
    odd = "Results of my search\nBalint groups, 2001\n\n"
    assert File(tmp_path, odd + EXPORTS["ris"] + odd + "TI  - One\nAU  - Smith, J\nER  - \n\n").others == []


def test_every_format_is_looked_for_under_a_name_that_it_has():
    """A format that is not in the table is never found behind another: put the line with which it opens there."""
    listed = {name for _, names in _second_export.OPENINGS for name in names} | {*_second_export.TABLES}
    assert listed == all_formats().keys() - WITHOUT_AN_OPENING


def test_whoever_takes_in_such_a_file_is_told(tmp_path: Path):
    """Before the records of the other export are missed."""
    folder, path = write_review(tmp_path / "review"), tmp_path / "all.txt"
    path.write_text(EXPORTS["endnote-tagged"] + EXPORTS["csv"], encoding="utf-8")
    told = bibcorpus(folder, "add", path, "--source", "anna", "--kind", "hand-collected")
    assert "line 6: here an export in another format begins (CSV" in told.out + told.err
    told = bibcorpus(folder, "inspect", path)
    assert "line 6: here an export in another format begins (CSV" in told.out
