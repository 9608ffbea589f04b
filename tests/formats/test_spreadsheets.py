"""Claims about the three kinds of workbook: the same table gives the same records, whatever program saved it.

The files are made here by hand, by the least that each format asks for: OpenDocument 1.3 part 3 for .ods; for .xls
Microsoft's [MS-CFB] (the file that holds the stream 'Workbook') and [MS-XLS] (its records).
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from pipeline.errors import InputError
from pipeline.formats._text import load
from pipeline.inspecting import inspect
from pipeline.model import Found, Unread

from .test_container import workbook

Rows = Sequence[Sequence[str | int]]
TABLE: Rows = (
    ("Title", "Authors", "Year", "DOI"),
    ("Balint groups in mountain villages", "Winter, A.; Roe, R.", 2012, "10.1000/villages"),
    ("Балинтовские группы в обучении врачей", "Винтер, А. Б.", 2015, ""),
)


def ods(path: Path, sheets: dict[str, Rows]) -> Path:
    """A spreadsheet as OpenDocument has it: one XML file in an archive."""
    tables = "".join(
        f'<table:table table:name="{name}">'
        + "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    names = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text")}
    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in names.items())
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.3"><office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    return path


MANIFEST = """\
<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""


def ods_cell(value: str | int) -> str:
    if value == "":
        return "<table:table-cell/>"
    kind = (
        f'office:value-type="float" office:value="{value}"' if isinstance(value, int) else 'office:value-type="string"'
    )
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def xls(path: Path, sheets: dict[str, Rows]) -> Path:
    """A workbook as Excel 97 to 2003 saved it."""
    bodies = [biff(0x0809, BOF_SHEET) + b"".join(xls_rows(rows)) + biff(0x000A) for rows in sheets.values()]
    head = biff(0x0809, BOF_BOOK)
    end = biff(0x000A)
    names = [name.encode("utf-16-le") for name in sheets]
    at = len(head) + sum(len(biff(0x0085, bytes(8) + name)) for name in names) + len(end)
    for name, body in zip(names, bodies, strict=True):
        head += biff(0x0085, struct.pack("<IHBB", at, 0, len(name) // 2, 1) + name)  # BoundSheet8: where it begins
        at += len(body)
    path.write_bytes(compound_file("Workbook", head + end + b"".join(bodies)))
    return path


BOF_BOOK = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)
BOF_SHEET = struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)


def biff(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def xls_rows(rows: Rows) -> list[bytes]:
    """A Label or a Number for each cell that is not empty."""
    return [
        biff(0x0203, struct.pack("<HHHd", y, x, 0, value))
        if isinstance(value, int)
        else biff(0x0204, struct.pack("<HHHHB", y, x, 0, len(value), 1) + value.encode("utf-16-le"))
        for y, row in enumerate(rows)
        for x, value in enumerate(row)
        if value != ""
    ]


def compound_file(name: str, stream: bytes) -> bytes:
    """A file with one stream: header, its sectors, the directory, the table of sectors."""
    size = 512
    stream = stream.ljust(4096, b"\0")  # a smaller one would stand elsewhere, in the stream of small ones
    stream += b"\0" * (-len(stream) % size)
    used = len(stream) // size
    end, free, table = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    sectors = [*range(1, used), end, end, table]
    sectors += [free] * (size // 4 - len(sectors))
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII", bytes.fromhex("d0cf11e0a1b11ae1"), bytes(16), 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, used, 0, 4096, end, 0, end, 0, used + 1,
    )  # fmt: skip
    directory = entry("Root Entry", 5, child=1, start=end) + entry(name, 2, start=0, length=len(stream))
    return (
        header.ljust(size, b"\xff") + stream + directory.ljust(size, b"\0") + struct.pack(f"<{len(sectors)}I", *sectors)
    )


def entry(name: str, kind: int, *, child: int = 0xFFFFFFFF, start: int, length: int = 0) -> bytes:
    none = 0xFFFFFFFF
    text = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIQ", text, len(text), kind, 1, none, none, child, bytes(16), 0, 0, 0, start, length
    )


def xlsx(path: Path, sheets: dict[str, Rows]) -> Path:
    return workbook(path, {name: [list(row) for row in rows] for name, rows in sheets.items()})


KINDS = {"xlsx": xlsx, "xls": xls, "ods": ods}
Write = Callable[[Path, dict[str, Rows]], Path]


@pytest.mark.parametrize(("ending", "write"), KINDS.items())
def test_a_table_gives_the_same_records_from_each_kind_of_workbook(tmp_path: Path, ending: str, write: Write):
    """Who saves a list in LibreOffice or in an old Excel has the same list."""
    path = write(tmp_path / f"list.{ending}", {"studies": TABLE})
    found = [segment for segment in load(path).segments() if isinstance(segment, Found)]
    assert [(each.line, each.fields["title"], each.fields["year"]) for each in found] == [
        (2, ["Balint groups in mountain villages"], ["2012"]),
        (3, ["Балинтовские группы в обучении врачей"], ["2015"]),
    ]
    assert [each.fields.get("doi") for each in found] == [["10.1000/villages"], None]
    assert found[0].fields["authors"] == ["Winter, A.", "Roe, R."]


@pytest.mark.parametrize(("ending", "write"), KINDS.items())
def test_a_workbook_is_told_by_its_content_not_by_its_name(tmp_path: Path, ending: str, write: Write):
    """Mail programs and databases rename files."""
    write(tmp_path / f"list.{ending}", {"studies": TABLE}).rename(tmp_path / "list.dat")
    seen = inspect(tmp_path / "list.dat", "list.dat")
    assert (seen.format, seen.encoding, seen.records, seen.rejects) == ("csv", "workbook", 2, 0)


@pytest.mark.parametrize(("ending", "write"), KINDS.items())
def test_a_sheet_of_notes_is_shown_and_is_no_record(tmp_path: Path, ending: str, write: Write):
    """'Sheet 2' often holds a remark; it is not skipped without a word."""
    path = write(tmp_path / f"list.{ending}", {"studies": TABLE, "remarks": (("ask Anna about the second one",),)})
    segments = list(load(path).segments())
    (unread,) = [segment for segment in segments if isinstance(segment, Unread) and not segment.expected]
    assert "'remarks'" in unread.reason
    assert "ask Anna" in unread.raw
    assert sum(isinstance(segment, Found) for segment in segments) == 2


def test_a_cut_workbook_of_the_old_kind_is_refused_with_what_to_do(tmp_path: Path):
    """A download that broke off must not come in as a shorter list."""
    whole = xls(tmp_path / "list.xls", {"studies": TABLE}).read_bytes()
    (tmp_path / "cut.xls").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError) as caught:
        load(tmp_path / "cut.xls")
    assert caught.value.hint
