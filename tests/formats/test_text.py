"""Decoding: a wrong letter in a name is a wrong person, so the choice is sure or it is said."""

import io
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import CountsDontAddUp, NoFile, UnknownFormat
from pipeline.formats import _text, all_formats, detect, format_named, ris
from pipeline.model import Found

TITLE = "TY  - JOUR\r\nTI  - {}\r\nER  - \r\n"

WRITTEN = [
    ("cp1252", "Über die Größe der Gruppen; élève"),
    ("cp1252", "patients’ “use”"),
    ("cp1252", "La qualità della vita è più alta; così perché virtù"),
    ("cp1252", "Educação médica: relações não são órgãos"),
    ("cp1250", "Zażółć gęślą jaźń: grupy Balinta w Łodzi"),
    ("cp1250", "Příliš žluťoučký kůň; lékař a nemocný"),
    ("iso8859-2", "Zażółć gęślą jaźń: grupy Balinta w Łodzi"),
    ("mac-roman", "Müller und die Größe; élève"),
    ("cp1251", "Балинтовские группы в подготовке врачей"),
    ("cp1251", "БАЛИНТОВСКИЕ ГРУППЫ В ПОДГОТОВКЕ ВРАЧЕЙ"),
    ("koi8-r", "Балинтовские группы в подготовке врачей"),
    ("koi8-r", "БАЛИНТОВСКИЕ ГРУППЫ В ПОДГОТОВКЕ ВРАЧЕЙ"),
    ("cp866", "Балинтовские группы в подготовке врачей"),
    ("utf-16-le", "Балинтовские группы в подготовке врачей"),
    ("utf-16-be", "Müller und die Größe"),
]


def file(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "export.ris"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(("encoding", "title"), WRITTEN)
def test_an_old_encoding_is_known_by_its_letters_and_said(tmp_path: Path, encoding: str, title: str):
    """A judgement is shown to a person: the names depend on it."""
    text = TITLE.format(title)
    stream, name, warnings = _text.open_text(file(tmp_path, text.encode(encoding)))
    with stream:
        assert (stream.read(), name) == (text, encoding)
    assert len(warnings) == 1
    assert encoding in warnings[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "cp1252"])
def test_a_file_is_read_to_its_last_character_in_any_encoding(tmp_path: Path, encoding: str):
    """What the reader accounts for is held against a count of its own: letters, not bytes, and no byte-order mark."""
    text = TITLE.format("Größe der Gruppen für Ärzte; élève") * 2
    loaded = _text.load(file(tmp_path, text.encode(encoding)))
    assert "".join(segment.raw for segment in loaded.segments()) == text
    assert loaded.characters in (None, len(text))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_needs_no_warning_and_loses_its_mark(tmp_path: Path, encoding: str):
    """A byte-order mark before the first tag costs other readers the first record."""
    text = TITLE.format("Größe, врач")
    stream, _, warnings = _text.open_text(file(tmp_path, text.encode(encoding)))
    with stream:
        assert stream.read() == text
    assert warnings == []


def test_a_file_that_says_its_encoding_is_believed(tmp_path: Path):
    """Two letters are too few to judge by; the XML declaration is the writer's own word."""
    data = '<?xml version="1.0" encoding="windows-1251"?><a>Ян</a>'.encode("cp1251")
    stream, name, warnings = _text.open_text(file(tmp_path, data))
    with stream:
        assert "Ян" in stream.read()
    assert name == "windows-1251"
    assert "as the file itself says" in warnings[0]


def test_a_lone_sign_is_no_letter(tmp_path: Path):
    """'© 2014' of cp1252 is 'Š 2014' in latin2; alone, the commoner encoding is taken."""
    stream, name, _ = _text.open_text(file(tmp_path, TITLE.format("© 2014").encode("cp1252")))
    with stream:
        assert "©" in stream.read()
    assert name == "cp1252"


def test_one_damaged_letter_does_not_make_utf8_another_encoding(tmp_path: Path):
    """A field or a file that is cut inside a letter: the rest is UTF-8 all the same, and the lines are told."""
    cut = "Größe Übung Ä".encode()[:-1]
    data = cut + b"\r\n" + TITLE.format("Größe Übung Ärzte Müller").encode() + cut
    stream, name, warnings = _text.open_text(file(tmp_path, data))
    with stream:
        assert stream.read().count("\ufffd") == 2
    assert name == "utf-8"
    assert "2 damaged characters" in warnings[0]
    assert "byte 0xc3 at line 1, and 1 more line" in warnings[0]


def test_the_line_of_a_damaged_letter_is_told_however_far_down_it_is(tmp_path: Path):
    """A big file is looked at in parts; the line that a person must look for is that of the file."""
    data = b"AB  - some words of an abstract\n" * 9_000 + "AU  - Müller\n".encode("cp1252")
    stream, _, warnings = _text.open_text(file(tmp_path, data))
    stream.close()
    assert "byte 0xfc at line 9001" in warnings[0]


def test_a_person_may_say_the_encoding(tmp_path: Path):
    """What is said is taken, without a warning; what can't be true is refused."""
    path = file(tmp_path, TITLE.format("Größe").encode("mac-roman"))
    stream, name, warnings = _text.open_text(path, "mac-roman")
    stream.close()
    assert (name, warnings) == ("mac-roman", [])
    with pytest.raises(UnknownFormat, match="is not utf-8: byte 0x9a at line 2"):
        _text.open_text(path, "utf-8")
    with pytest.raises(UnknownFormat, match="no encoding that we know"):
        _text.open_text(path, "klingon")


def test_who_says_that_utf8_is_something_else_is_warned(tmp_path: Path):
    """'Größe' would become 'GrÃ¶Ã\u009fe' in every record, and latin-1 fits any file; the person's word stands."""
    path = file(tmp_path, TITLE.format("Größe").encode())
    for told, warned in (("latin-1", 1), ("utf-8", 0), ("utf-8-sig", 0)):
        stream, _, warnings = _text.open_text(path, told)
        stream.close()
        assert len(warnings) == warned
        assert all("valid UTF-8" in warning for warning in warnings)
    stream, _, warnings = _text.open_text(file(tmp_path, TITLE.format("plain").encode()), "latin-1")
    stream.close()
    assert warnings == []


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\x12\x34\x56\x78\x9a\xbc\xde\xf0DUCK....", "a DuckDB database"),
        (bytes(range(256)) * 8, "binary file"),
    ],
)
def test_what_is_no_text_is_named_for_what_it_is(tmp_path: Path, data: bytes, what: str):
    """'Can't decode byte 0x89' helps no librarian."""
    with pytest.raises(UnknownFormat, match=what) as caught:
        _text.open_text(file(tmp_path, data))
    assert caught.value.hint


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path):
    """The one wants another spelling, the other the files in it."""
    with pytest.raises(NoFile, match="no such file"):
        _text.open_text(tmp_path / "none.ris")
    with pytest.raises(NoFile, match="is a folder"):
        _text.open_text(tmp_path)


def test_only_line_ends_end_lines():
    """U+0085, U+2028 and form feeds stand inside abstracts; str.splitlines cuts there."""
    text = "a\u0085b\u2028c\x0cd\r\ne\rf\n\ng"
    found = list(_text.lines(io.StringIO(text, newline="")))
    assert found == [(1, "a\u0085b\u2028c\x0cd\r\n"), (2, "e\r"), (3, "f\n"), (4, "\n"), (5, "g")]
    assert _text.line_ends(text) == 4


@given(st.text(alphabet="a\r\n\u0085\u2028 "))
def test_lines_are_the_whole_text(text: str):
    """What `lines` leaves out, no reader could account for."""
    found = [line for _, line in _text.lines(io.StringIO(text, newline=""))]
    assert "".join(found) == text
    assert _text.line_ends(text) == sum(line[-1] in "\r\n" for line in found)


def test_a_file_is_known_by_its_text_not_by_its_name(tmp_path: Path):
    """RIS comes as .txt, and Web of Science's tags come as .ris."""
    path = tmp_path / "savedrecs.csv"
    path.write_text(TITLE.format("Größe"), encoding="utf-8")
    loaded = _text.load(path)
    assert loaded.fmt.NAME == "ris"
    assert [type(segment) for segment in loaded.segments()] == [Found]


def test_of_two_formats_that_are_as_sure_the_first_by_name_is_taken(monkeypatch: pytest.MonkeyPatch):
    """So the same file is the same format on each machine; a later one is preferred only where it is surer."""
    sure = {"a": 2, "b": 3, "c": 3}
    formats = {name: SimpleNamespace(NAME=name, sniff=lambda head, n=n: n) for name, n in sure.items()}
    monkeypatch.setattr("pipeline.formats.all_formats", lambda: formats)
    assert getattr(detect("text"), "NAME", None) == "b"
    sure_of_none = {"a": SimpleNamespace(NAME="a", sniff=lambda head: 0)}
    monkeypatch.setattr("pipeline.formats.all_formats", lambda: sure_of_none)
    assert detect("text") is None


def test_a_format_is_found_by_its_name_whatever_its_file_is_called():
    """'csv' is in generic_csv.py; 'nbib' is an ending, and a module of ours that is no format is none."""
    assert {name: format_named(name) for name in all_formats()} == all_formats()
    assert [format_named(name) for name in ("nbib", "generic-csv", "-text", "")] == [None] * 4


@pytest.mark.parametrize("path", sorted((Path(__file__).parent / "fixtures").iterdir()), ids=lambda path: path.name)
def test_no_two_formats_are_without_doubt_about_a_file(path: Path):
    """Who is asked first then decides how long it takes, and nothing else."""
    head = path.read_text(encoding="utf-8-sig", errors="replace")[: _text.HEAD]
    assert sum(fmt.sniff(head) == 3 for fmt in all_formats().values()) <= 1


def test_an_unknown_file_is_refused_with_the_formats_that_are_known(tmp_path: Path):
    """The commonest unknown file is a saved log-in page."""
    page = file(tmp_path, b"<!DOCTYPE html><html><body>Sign in</body></html>")
    with pytest.raises(UnknownFormat, match="no export that we know") as caught:
        _text.load(page)
    assert "log-in page" in str(caught.value.hint)
    with pytest.raises(UnknownFormat, match="not one of our formats"):
        _text.load(page, format_name="word-perfect")
    with pytest.raises(UnknownFormat, match="blank lines only"):
        _text.load(file(tmp_path, b"\r\n \r\n"))


def test_a_reader_that_loses_text_is_stopped(tmp_path: Path):
    """Nothing is lost without a word, even by our own fault."""

    class Forgetful:
        NAME, TITLE = "ris", "RIS"
        sniff = staticmethod(ris.sniff)

        def read(self, stream):
            return (segment for segment in list(ris.read(stream))[1:])

    path = file(tmp_path, (TITLE.format("a") * 2).encode())
    loaded = replace(_text.load(path), parts=(_text.Part(Forgetful()),))
    with pytest.raises(CountsDontAddUp):
        list(loaded.segments())
