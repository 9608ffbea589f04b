"""Claims about archives and workbooks: what is in them is read, and nothing in them can do harm."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from pipeline.errors import InputError, UnknownFormat
from pipeline.formats import _container
from pipeline.formats._container import Content, exports_in, shown_name
from pipeline.formats._text import load
from pipeline.model import Found, Reject, Unread

RIS = "TY  - JOUR\nTI  - {}\nER  - \n"


def packed(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    """A workbook by the least that ECMA-376 asks for."""
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r" Target="xl/workbook.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
    }
    names = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(sheets, 1))
    parts["xl/workbook.xml"] = (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r='
        f'"http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{names}</sheets></workbook>'
    )
    targets = "".join(
        f'<Relationship Id="r{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        f'Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    parts["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{targets}</Relationships>'
    )
    for n, rows in enumerate(sheets.values(), 1):
        body = "".join(f"<row>{''.join(cell(value) for value in row)}</row>" for row in rows)
        parts[f"xl/worksheets/sheet{n}.xml"] = (
            f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{body}'
            "</sheetData></worksheet>"
        )
    return packed(path, {name: text.encode() for name, text in parts.items()})


def cell(value: object) -> str:
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>' if value else "<c/>"


def found_in(path: Path) -> list[Found]:
    return [segment for segment in load(path).segments() if isinstance(segment, Found)]


def test_a_packed_export_is_read_as_it_is(tmp_path: Path):
    """Downloads come packed; the same records stand in them."""
    path = tmp_path / "search.ris.gz"
    path.write_bytes(gzip.compress(RIS.format("Balint groups").encode()))
    assert [found.fields["title"] for found in found_in(path)] == [["Balint groups"]]
    assert [found.fields["title"] for found in found_in(packed(tmp_path / "a.zip", {"a.ris": RIS.encode()}))] == [
        ["{}"]
    ]


def test_an_archive_of_several_exports_is_several_files(tmp_path: Path):
    """PRISMA counts per file, so each is told for itself; what systems leave in archives is none."""
    files = {
        "b/scopus.ris": RIS.format("b").encode(),
        "a.ris": RIS.format("a").encode(),
        "__MACOSX/._a.ris": b"\x00",
        "Thumbs.db": b"\x00",
    }
    path = packed(tmp_path / "both.zip", files)
    assert [content.name for content in exports_in(path)] == ["a.ris", "scopus.ris"]
    assert [str(content) for content in exports_in(path)] == [f"{path}/a.ris", f"{path}/b/scopus.ris"]
    with pytest.raises(UnknownFormat, match="archive of 2 files"):
        load(path)
    assert load(exports_in(path)[1]).fmt.NAME == "ris"


def test_names_in_an_archive_are_no_paths(tmp_path: Path):
    """'../../x' in an archive would write outside of the folder, were it unpacked there."""
    path = packed(tmp_path / "a.zip", {"../../evil.ris": RIS.encode(), "/etc/passwd.ris": RIS.encode()})
    assert [content.name for content in exports_in(path)] == ["evil.ris", "passwd.ris"]
    assert Content(path, "zip", "..\\..\\evil.ris").name == "evil.ris"


def test_a_russian_name_in_an_archive_is_shown_in_russian():
    """Windows writes it in cp866, and zip says cp437."""
    assert shown_name("список.ris".encode("cp866").decode("cp437")) == "список.ris"
    assert shown_name("Größe.ris") == "Größe.ris"
    assert shown_name("scopus.ris") == "scopus.ris"


@pytest.mark.parametrize("name", ["bomb.gz", "bomb.zip"])
def test_a_bomb_is_not_unfolded(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch):
    """A megabyte of zeros packs into a kilobyte; no export does."""
    monkeypatch.setattr(_container, "FREE", 100_000)
    data = RIS.encode() + b" " * 3_000_000
    path = tmp_path / name
    if name.endswith("gz"):
        path.write_bytes(gzip.compress(data))
    else:
        packed(path, {"a.ris": data})
    with pytest.raises(UnknownFormat, match="unfolds to more than 200 times its size"):
        list(load(path).segments())


def test_a_workbook_that_is_a_bomb_is_not_unfolded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The parts of a workbook are packed too."""
    monkeypatch.setattr(_container, "FREE", 100_000)
    path = workbook(tmp_path / "a.xlsx", {"list": [["Title", "Year"], ["x" * 5_000_000, 1998]]})
    with pytest.raises(UnknownFormat, match="unfolds to 5 MB"):
        load(path)


@pytest.mark.parametrize("cut", [5, 20, 40])
def test_a_damaged_archive_is_an_error_that_names_it(tmp_path: Path, cut: int):
    """A download that broke off must not be taken for a shorter export."""
    data = gzip.compress(os.urandom(200) + RIS.encode())
    path = tmp_path / "a.ris.gz"
    path.write_bytes(data[:-cut])
    with pytest.raises(UnknownFormat, match=r"a.ris.gz is a damaged archive"):
        load(path)
    data = packed(tmp_path / "a.zip", {"a.ris": RIS.encode()}).read_bytes()
    (tmp_path / "b.zip").write_bytes(data[:-cut])
    with pytest.raises(UnknownFormat, match=r"b.zip is a damaged archive"):
        exports_in(tmp_path / "b.zip")


def test_a_changed_byte_in_an_archive_is_noticed(tmp_path: Path):
    """The checksum is there for that."""
    data = bytearray(packed(tmp_path / "a.zip", {"a.ris": RIS.encode() * 3}).read_bytes())
    data[40] ^= 0xFF
    (tmp_path / "b.zip").write_bytes(data)
    with pytest.raises(UnknownFormat, match="damaged archive"):
        list(load(tmp_path / "b.zip").segments())


def test_a_locked_archive_says_so(tmp_path: Path):
    """The flag stands in the archive; the password doesn't."""
    data = bytearray(packed(tmp_path / "a.zip", {"a.ris": RIS.encode()}).read_bytes())
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "b.zip").write_bytes(data)
    with pytest.raises(UnknownFormat, match="locked with a password"):
        exports_in(tmp_path / "b.zip")


@pytest.mark.parametrize(
    ("files", "what"),
    [
        ({"[Content_Types].xml": b"", "word/document.xml": b""}, "a Word document"),
        ({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}, "slides"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text"}, "an OpenDocument text"),
        ({"mimetype": b"application/epub+zip", "x.xhtml": b""}, "an e-book"),
        ({"inner.zip": b"PK\x03\x04 and so on"}, "a zip archive inside an archive"),
        ({"a.tar": b"x" * 257 + b"ustar" + b"x" * 300}, "a tar archive"),
        ({"a.pdf": b"%PDF-1.7"}, "a PDF"),
    ],
)
def test_other_documents_in_a_zip_are_named_for_what_they_are(tmp_path: Path, files: dict[str, bytes], what: str):
    """A docx is a zip too."""
    with pytest.raises(UnknownFormat, match=what):
        load(packed(tmp_path / "a.zip", files))


@pytest.mark.parametrize("files", [{}, {"__MACOSX/._x": b"x"}])
def test_an_empty_archive_says_so(tmp_path: Path, files: dict[str, bytes]):
    """Nothing in it is not nothing found."""
    with pytest.raises(UnknownFormat, match=r"empty zip archive|without files"):
        exports_in(packed(tmp_path / "a.zip", files))


def test_a_row_of_a_sheet_is_a_line(tmp_path: Path):
    """'row 3' must be row 3 for whoever opens the workbook, whatever line breaks its cells hold."""
    rows = [
        ["Title", "Authors", "Year", "Note"],
        ["Balint groups", "Salinsky, John\nSackin, Paul", 2004, "a\nb"],
        ["Die Balintgruppe", "Rosin, Ulrich", 1989, ""],
    ]
    found = found_in(workbook(tmp_path / "list.xlsx", {"Лист1": rows}))
    assert [(one.line, one.fields["title"], one.fields["year"]) for one in found] == [
        (2, ["Balint groups"], ["2004"]),
        (3, ["Die Balintgruppe"], ["1989"]),
    ]
    assert found[0].fields["authors"] == ["Salinsky, John", "Sackin, Paul"]


def test_all_sheets_with_records_are_read_and_others_are_shown(tmp_path: Path):
    """Which sheet is the list is not ours to guess; a sheet of notes is told, not lost."""
    head = ["Title", "Authors", "Year"]
    path = workbook(
        tmp_path / "list.xlsx",
        {
            "English": [head, ["Balint groups", "Salinsky J", 2004]],
            "Notes": [["ask Anna about 2003"]],
            "Deutsch": [head, ["Die Balintgruppe", "Rosin U", 1989]],
            "empty": [],
        },
    )
    loaded = load(path)
    segments = list(loaded.segments())
    assert [s.fields["title"][0] for s in segments if isinstance(s, Found)] == ["Balint groups", "Die Balintgruppe"]
    unread = [s for s in segments if isinstance(s, Unread) and not s.expected]
    assert [(s.raw, "'Notes'" in s.reason) for s in unread] == [("ask Anna about 2003\n", True)]
    assert loaded.encoding == "workbook"


def test_a_workbook_without_a_table_of_records_names_its_sheets(tmp_path: Path):
    """A budget is a workbook too."""
    with pytest.raises(UnknownFormat, match="Tabelle1"):
        load(workbook(tmp_path / "a.xlsx", {"Tabelle1": [["Sum", 12]]}))
    with pytest.raises(UnknownFormat, match="none that isn't empty"):
        load(workbook(tmp_path / "b.xlsx", {"Tabelle1": []}))


def test_a_damaged_workbook_is_an_error(tmp_path: Path):
    """With what to do instead."""
    path = packed(tmp_path / "a.xlsx", {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<nonsense"})
    with pytest.raises(UnknownFormat, match="can't be read") as caught:
        load(path)
    assert "CSV" in str(caught.value.hint)


def test_an_old_word_file_is_no_workbook(tmp_path: Path):
    """Word and Excel of 1997 begin with the same bytes."""
    path = tmp_path / "a.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(UnknownFormat, match="an old Word file"):
        load(path)


def test_a_file_that_changes_while_it_is_read_is_not_taken(tmp_path: Path):
    """The program that exports it may still be writing."""
    path = tmp_path / "a.ris"
    path.write_text(RIS.format("one") * 3, encoding="utf-8")
    segments = load(path).segments()
    next(segments)
    path.write_text(RIS.format("two") * 4, encoding="utf-8")
    with pytest.raises(InputError, match="changed while it was read"):
        list(segments)


def test_a_table_of_our_own_making_is_a_workbook_to_others(tmp_path: Path):
    """The fixture maker above must make what spreadsheet programs read, or these tests prove nothing."""
    path = workbook(tmp_path / "a.xlsx", {"a": [["x", 1.5]]})
    with CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes())) as book:
        assert book.get_sheet_by_name("a").to_python() == [["x", 1.5]]


def test_cells_are_written_as_a_person_sees_them(tmp_path: Path):
    """1998.0 is no year."""
    path = workbook(tmp_path / "a.xlsx", {"a": [["Title", "Year", "Volume"], ['He said "no", twice', 1998.0, 4.5]]})
    record = found_in(path)[0]
    assert record.fields["title"] == ['He said "no", twice']
    assert (record.fields["year"], record.fields["volume"]) == (["1998"], ["4.5"])
    assert not [segment for segment in load(path).segments() if isinstance(segment, Reject)]
