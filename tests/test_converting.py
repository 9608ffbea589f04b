"""Conversion keeps every record or says which it lost, and never leaves half a file."""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from pipeline.converting import convert, tidied, writer_of
from pipeline.errors import CountsDontAddUp, InputError, NoFile, Truncated, UnknownFormat
from pipeline.formats import _ris_writer, _text, all_formats, ris
from pipeline.model import Found

MEDLINE = "PMID- 16403221\nTI  - Sequence comparison.\nFAU - Doe, Jane\nDP  - 2006 Jan\n\nPMID- 2\nTI  - Second\n\n"
RIS = "TY  - BOOK\nTI  - Третья\nER  - \n"


def file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def titles(path: Path) -> list[str]:
    return [each.fields["title"][0] for each in _text.load(path).segments() if isinstance(each, Found)]


def test_files_of_several_formats_become_one_with_every_record_in_order(tmp_path: Path):
    """The count of each file is what a flow diagram shows."""
    inputs = [file(tmp_path, "a.nbib", MEDLINE), file(tmp_path, "b.ris", RIS)]
    conversion = convert(inputs, "ris", tmp_path / "all.ris")
    assert conversion.records == 3
    assert [(each.file, each.format, each.records) for each in conversion.files] == [
        (str(inputs[0]), "medline", 2),
        (str(inputs[1]), "ris", 1),
    ]
    assert titles(tmp_path / "all.ris") == ["Sequence comparison.", "Second", "Третья"]


def test_the_file_is_utf_8_without_mark_whatever_the_input_was(tmp_path: Path):
    """rispy loses the first record behind a byte-order mark."""
    source = tmp_path / "a.ris"
    source.write_bytes(RIS.encode("utf-16"))
    conversion = convert([source], "ris", tmp_path / "b.ris")
    assert conversion.files[0].encoding == "utf-16"
    assert (tmp_path / "b.ris").read_bytes() == "TY  - BOOK\r\nTI  - Третья\r\nER  - \r\n\r\n".encode()


def test_what_can_not_be_read_is_told_with_file_line_and_reason(tmp_path: Path):
    """A record that is cut off, and text that is in no record, are not in the new file: a person has to know."""
    source = file(tmp_path, "a.ris", f"what is this?\n{RIS}TY  - JOUR\nTI  - Cut o")
    with pytest.raises(Truncated, match="line 5"):
        convert([source], "ris", tmp_path / "b.ris")
    assert not (tmp_path / "b.ris").exists()
    conversion = convert([source], "ris", tmp_path / "b.ris", accept_truncated=True)
    assert conversion.records == 1
    assert [(each.file, each.line, each.is_record, each.truncated) for each in conversion.set_aside] == [
        (str(source), 1, False, False),
        (str(source), 5, True, True),
    ]
    assert all(each.reason for each in conversion.set_aside)


def test_another_format_gets_years_and_identifiers_in_one_form():
    """A year '2014/08//' is no year to anybody but RIS; Zotero finds nothing under 'PUBMED 38507184'."""
    fields = {
        "title": ["A"], "year": ["2014/08//"], "pmid": ["PUBMED 38507184"],
        "doi": ["https://doi.org/10.1000/A", "none"],
        "authors": ["Stansfeld,Stephen", "Doe, Jane", "Müller, A.,Jr"], "name_form": ["family-comma-given"],
    }  # fmt: skip
    assert tidied(Found(line=1, raw="", fields=fields)).fields == {
        **fields,
        "year": ["2014"],
        "date": ["2014/08//"],
        "pmid": ["38507184"],
        "doi": ["10.1000/a", "none"],
        "authors": ["Stansfeld, Stephen", "Doe, Jane", "Müller, A., Jr"],
    }
    assert tidied(Found(line=1, raw="", fields={"year": ["2014///"]})).fields == {"year": ["2014"]}
    assert tidied(Found(line=1, raw="", fields={"year": ["in press"]})).fields == {"year": ["in press"]}


BIB = "@article{smith2001, author = {Smith, Jane}, title = {On groups}, year = 2001}\n"


def converted(folder: Path, text: str, *formats: str) -> str:
    """The text, converted into each of the formats, one after the other."""
    source = file(folder, "a.txt", text)
    for number, fmt in enumerate(formats):
        source, before = folder / f"{number}.txt", source
        convert([before], fmt, source)
    return source.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("fmt", "key", "unwanted"),
    [
        ("csl-json", '{"id": "smith2001", "type": "article-journal",', "custom"),
        ("ris", "\nID  - smith2001\n", "N1  -"),
    ],
)
def test_a_record_keeps_the_key_by_which_a_manuscript_cites_it(tmp_path: Path, fmt: str, key: str, unwanted: str):
    """A key that is lost is a '(smith2001?)' in the text; BibTeX's word for an article says no more than the type."""
    text = converted(tmp_path, BIB, fmt)
    assert key in text
    assert unwanted not in text
    assert converted(tmp_path, BIB, fmt, "bibtex").startswith("@article{smith2001,")


@pytest.mark.parametrize("by", [("ris",), ("csl-json",), ("ris", "csl-json"), ("csl-json", "ris")])
def test_nothing_of_the_way_is_left_in_an_entry_that_comes_back(tmp_path: Path, by: tuple[str, ...]):
    """Fields 'ty = {JOUR}' and 'id = {…}' are noise in a bibliography."""
    text = converted(tmp_path, BIB, *by, "bibtex")
    assert text == ("@article{smith2001,\n  author = {Smith, Jane},\n  title = {On groups},\n  year = {2001},\n}\n")


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ('[{"id": "smith2001", "type": "book", "title": "A"}]', "@book{smith2001,\n  title = {A},\n}"),
        ('[{"id": 7, "citation-key": "smith2001", "type": "book", "title": "A"}]',
         "@book{smith2001,\n  title = {A},\n  id = {7},\n}"),
        ('[{"id": "Smith, 2001", "type": "book", "title": "A"}]',
         "@book{Smith-2001,\n  title = {A},\n  x-citekey = {Smith, 2001},\n}"),
        ("TY  - CPAPER\nTI  - A\nID  - smith2001\nER  - \n",
         "@inproceedings{smith2001,\n  title = {A},\n  ty = {CPAPER},\n}"),
        ("TY  - BOOK\nTI  - A\nID  - a\nID  - b\nER  - \n", "@book{a,\n  title = {A},\n  id = {a; b},\n}"),
        ('{"citekey": "smith2001", "title": "A", "type": "book"}\n', "@book{smith2001,\n  title = {A},\n}"),
        ("%0 Book\n%T A\n%F smith2001\n\n", "@book{smith2001,\n  title = {A},\n}"),
    ],
)  # fmt: skip
def test_the_key_of_another_format_is_the_key_of_the_entry(tmp_path: Path, text: str, start: str):
    """What can't stand in a key of BibTeX, a second key, a type that says more: nothing of it is lost."""
    assert converted(tmp_path, text, "bibtex").startswith(start)


@pytest.mark.parametrize(
    ("fmt", "first", "second"), [("bibtex", "@book{k,", "@book{ka,"), ("csl-json", '"id": "k"', '"id": "ka"')]
)
def test_two_records_of_one_key_get_two(tmp_path: Path, fmt: str, first: str, second: str):
    """Two libraries may both have numbered their records; programs refuse a file in which a key stands twice."""
    text = converted(tmp_path, "TY  - BOOK\nTI  - A\nID  - k\nER  - \nTY  - BOOK\nTI  - B\nID  - k\nER  - \n", fmt)
    assert text.index(first) < text.index(second)


def test_two_records_that_are_the_same_get_two_ids(tmp_path: Path):
    """Their ids are made from what they say."""
    items = json.loads(converted(tmp_path, RIS * 2, "csl-json"))
    assert items[0]["id"] != items[1]["id"]


def test_a_word_for_the_type_that_says_more_stays(tmp_path: Path):
    """RIS has one thesis; and no volume of proceedings, so that the word is all that tells."""
    assert "N1  - entry_type: mastersthesis" in converted(tmp_path, "@mastersthesis{k, title = {A}}", "ris")
    assert "N1  - entry_type: proceedings" in converted(tmp_path, "@proceedings{k, title = {A}}", "ris")


def test_latex_in_fields_of_an_entry_survives_the_way_by_csl(tmp_path: Path):
    """These stand in `custom` as they were written; 'entry_type' beside them tells that they are LaTeX."""
    text = "@article{k, title = {A}, funding = {R{\\&}D {\\o}}}"
    assert "  funding = {R{\\&}D {\\o}},\n" in converted(tmp_path, text, "csl-json", "bibtex")


def test_the_number_of_a_database_in_id_is_not_taken_for_a_key(tmp_path: Path):
    """In records of the Lens the reader takes ID for the number in its database: a key goes to a note."""
    text = '[{"id": "smith2001", "type": "book", "title": "A", "URL": "https://lens.org/1"}]'
    assert "N1  - ID: smith2001" in converted(tmp_path, text, "ris")


def test_a_folder_that_is_not_there_is_a_slip(tmp_path: Path):
    """Not a folder to be made."""
    with pytest.raises(InputError, match="there is no folder"):
        convert([file(tmp_path, "a.ris", RIS)], "ris", tmp_path / "typo" / "b.ris")


def test_a_stream_gets_the_text_too(tmp_path: Path):
    """For standard output."""
    out = io.StringIO(newline="")
    assert convert([file(tmp_path, "a.ris", RIS)], "ris", out).records == 1
    assert out.getvalue() == "TY  - BOOK\r\nTI  - Третья\r\nER  - \r\n\r\n"


def test_an_archive_is_read_file_by_file(tmp_path: Path):
    """Databases give their exports in zips."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("one.ris", RIS)
        archive.writestr("two.nbib", MEDLINE)
    conversion = convert([tmp_path / "a.zip"], "ris", tmp_path / "b.ris")
    assert [each.records for each in conversion.files] == [1, 2]


def test_formats_that_are_not_written_are_refused_with_those_that_are(tmp_path: Path):
    """Before anything is read."""
    for name in ("medline", "word"):
        with pytest.raises(UnknownFormat) as error:
            convert([tmp_path / "missing"], name, tmp_path / "b")
        assert "ris" in (error.value.hint or "")
        assert "medline" not in (error.value.hint or "")
    assert writer_of(all_formats()["medline"]) is None


def test_nothing_is_written_when_an_input_is_missing(tmp_path: Path):
    """Also the inputs before it would be lost among the records of an earlier run."""
    old = file(tmp_path, "out.ris", "old")
    with pytest.raises(NoFile):
        convert([file(tmp_path, "a.ris", RIS), tmp_path / "missing.ris"], "ris", old)
    assert old.read_text() == "old"


def test_an_input_is_never_overwritten(tmp_path: Path):
    """An export is evidence; a conversion of it is not."""
    source = file(tmp_path, "a.ris", RIS)
    with pytest.raises(InputError, match="one of the files"):
        convert([source], "ris", tmp_path / "." / "a.ris")
    assert source.read_text(encoding="utf-8") == RIS


@pytest.mark.parametrize(("lost", "told"), [("TI  - ", "0"), ("TY  - JOUR\r\nTI  - A", "can't be read")])
def test_a_writer_that_loses_a_record_is_caught_before_the_file_is_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: str, told: str
):
    """What was written is read back and counted."""

    def bad(records: Iterable[Found]) -> Iterator[str]:
        return (lost for _ in records)

    monkeypatch.setattr(ris, "write", bad)
    old = file(tmp_path, "out.ris", "old")
    with pytest.raises(CountsDontAddUp, match=told):
        convert([file(tmp_path, "a.ris", RIS)], "ris", old)
    assert old.read_text() == "old"
    out = io.StringIO()
    with pytest.raises(CountsDontAddUp):
        convert([tmp_path / "a.ris"], "ris", out)
    assert out.getvalue() == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.ris", "out.ris"]


def test_records_are_not_gathered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """An export of a hundred thousand records passes through: each is written before the next is read."""
    seen: list[int] = []

    def counting(records: Iterable[Found]) -> Iterator[str]:
        for found in records:
            seen.append(found.line)
            yield from _ris_writer.write([found])
            seen.append(-found.line)

    monkeypatch.setattr(ris, "write", counting)
    convert([file(tmp_path, "a.ris", RIS * 3)], "ris", tmp_path / "b.ris")
    assert seen == [1, -1, 4, -4, 7, -7]


def test_half_a_character_is_written_as_its_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """JSON can hold one, UTF-8 can not; the other records must not suffer."""

    def halved(records: Iterable[Found]) -> Iterator[str]:
        return (text.replace("Третья", "\ud800") for text in _ris_writer.write(records))

    monkeypatch.setattr(ris, "write", halved)
    convert([file(tmp_path, "a.ris", RIS)], "ris", tmp_path / "b.ris")
    assert titles(tmp_path / "b.ris") == ["\\ud800"]
