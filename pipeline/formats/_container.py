"""What holds text without being text: .gz, .zip, spreadsheets, backups that are a zip.

In: a path. Out: where the bytes of each export in it are (`exports_in`), and the sheets of a workbook as tables of
text (`sheets`). Nothing is ever unpacked to disk, and no name inside an archive is used as a path, so an archive can
write nowhere. What an archive unfolds to is counted while it is read: text shrinks to a fifth or a twentieth, a bomb
to a thousandth.

Limits and marks: APPNOTE 6.3 (zip), RFC 1952 (gzip), ECMA-376 and OpenDocument 1.3 (what is in a workbook).
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Literal

from ..errors import UnknownFormat

MOST_UNFOLDED = 200  # times the packed size; repetitive XML comes to 50
FREE = 50_000_000  # bytes that may always come out, whatever the packed size
MOST_MEMBERS = 1_000  # files in an archive: exports come in dozens
IN_CELL = "\u2028"  # for a line break inside a cell: so each row of a sheet is one line, and has its number

GZIP, ZIP, OLE = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
EMPTY_ZIP = b"PK\x05\x06"
# what systems and programs leave in folders and archives
LITTER = ("Thumbs.db", "desktop.ini")


_TWO_SCRIPTS = re.compile("[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]")


@dataclass(frozen=True, slots=True)
class Content:
    """Where the bytes of one export are: a file, what a .gz file holds, or one file in a .zip."""

    path: Path
    packing: Literal["none", "gzip", "zip"] = "none"
    member: str | None = None

    def __str__(self) -> str:
        return f"{self.path}/{shown_name(self.member)}" if self.member else str(self.path)

    @property
    def name(self) -> str:
        """The export's own file name: the last part of the member's, or the file's without '.gz'."""
        if self.member:
            return PurePosixPath(shown_name(self.member).replace("\\", "/")).name
        return self.path.name.removesuffix(".gz") if self.packing == "gzip" else self.path.name

    def open(self) -> io.BufferedReader:
        """The bytes from the start. UnknownFormat, there or while reading, where the archive is damaged or a bomb."""
        try:
            if self.packing == "none":
                return self.path.open("rb")
            return io.BufferedReader(_Unfolded(self, self._unpacked()), 1 << 16)
        except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError) as error:
            raise _damaged(self, error) from error

    def as_received(self) -> io.BufferedReader:
        """The bytes to keep: a .gz file stays packed, a file of a .zip is taken out of it."""
        return self.open() if self.packing == "zip" else self.path.open("rb")

    def _unpacked(self) -> BinaryIO:
        if self.packing == "gzip":
            return gzip.open(self.path, "rb")  # type: ignore[return-value]
        archive = zipfile.ZipFile(self.path)
        return archive.open(self.member or "")  # type: ignore[return-value]


class _Unfolded(io.RawIOBase):
    """Unpacked bytes, counted as they come."""

    def __init__(self, content: Content, packed: BinaryIO) -> None:
        self._content, self._packed = content, packed
        self._left = max(FREE, MOST_UNFOLDED * content.path.stat().st_size)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            block = self._packed.read(len(buffer))
        except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as error:
            raise _damaged(self._content, error) from error
        self._left -= len(block)
        if self._left < 0:
            raise UnknownFormat(
                f"{self._content} unfolds to more than {MOST_UNFOLDED} times its size: no export does",
                hint="if it is one after all, unpack it yourself and hand in the file inside",
            )
        buffer[: len(block)] = block
        return len(block)

    def close(self) -> None:
        self._packed.close()
        super().close()


def exports_in(path: Path) -> list[Content]:
    """What to read of `path`: the file itself, or each file in the archive that it is, in the order of their names.

    What is no archive, missing files among it, is one Content: opening it tells what is wrong.
    """
    mark = _first(path, 4)
    if mark.startswith(GZIP):
        return [Content(path, "gzip")]
    if mark == EMPTY_ZIP:
        raise UnknownFormat(f"{path} is an empty zip archive", hint="pack it again, or hand in the files themselves")
    if mark != ZIP or _is_one_document(path):
        return [Content(path)]
    return _members(path)


def one_export(file: Path | Content) -> Content:
    """The one export that `file` is or holds; UnknownFormat where an archive holds several."""
    if isinstance(file, Content):
        return file
    found = exports_in(file)
    if len(found) > 1:
        raise UnknownFormat(
            f"{file} is an archive of {len(found)} files",
            hint="`bibcorpus add` takes in each of them; or unpack it",
        )
    return found[0]


def _members(path: Path) -> list[Content]:
    found = [item for item in _archive(path).infolist() if not item.is_dir() and not _is_litter(item.filename)]
    if any(item.flag_bits & 1 for item in found):
        raise UnknownFormat(f"{path} is locked with a password", hint="unpack it, and hand in the files inside")
    if len(found) > MOST_MEMBERS:
        raise UnknownFormat(f"{path} holds {len(found)} files", hint="unpack it, and hand in the exports among them")
    if not found:
        raise UnknownFormat(f"{path} is a zip archive without files", hint="pack it again, or hand in the files")
    names = sorted({item.filename for item in found})
    return [Content(path, "zip", name) for name in names]


def _is_litter(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return parts[-1] in LITTER or any(part.startswith(("._", ".DS_", "__MACOSX")) for part in parts)


def shown_name(member: str) -> str:
    """A name in an archive as its writer meant it: Windows in Russia writes cp866, which zip takes for cp437.

    Only a name whose other letters become Cyrillic words is changed: 'ß»¿ß«¬.ris' -> 'список.ris', but not 'Größe'.
    """
    try:
        meant = member.encode("cp437").decode("cp866")
    except UnicodeError:
        return member
    letters = [char for char in meant if char > "\x7f"]
    cyrillic = letters and all("\u0400" <= char <= "\u04ff" for char in letters)
    return meant if cyrillic and len(letters) > 1 and not _TWO_SCRIPTS.search(meant) else member


def is_workbook(content: Content) -> bool:
    """Is it a spreadsheet that we can read: .xlsx, .xlsm, .xlsb, .ods, or the old .xls?"""
    with content.open() as file:
        mark = file.read(8)
        if mark.startswith(OLE):
            return _old_workbook(content)
        if not mark.startswith(ZIP):
            return False
    return _kind_of_document(content) == "workbook"


def document_kind(content: Content) -> str | None:
    """'a Word document' and the like for a zip that is one document of another program; None for any other zip."""
    kind = _kind_of_document(content)
    return None if kind == "workbook" else kind


def sheets(content: Content) -> list[tuple[str, str]]:
    """Each sheet that isn't empty: its name, and its rows as CSV, one line a row, line n being row n.

    Line breaks inside cells are U+2028, whole numbers have no '.0', dates are ISO 8601, empty cells at the end of
    a row are left out. UnknownFormat where the workbook is damaged or locked.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    data = _bytes(content)
    _refuse_bomb(content, data)
    data.seek(0)
    try:
        with CalamineWorkbook.from_filelike(data) as book:
            tables = [
                (name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names
            ]
    except CalamineError as error:
        raise UnknownFormat(
            f"{content} is a workbook that can't be read: {error}",
            hint="open it in a spreadsheet program and save it as CSV (UTF-8), without a password",
        ) from error
    texts = [(name, _as_csv(rows)) for name, rows in tables]
    return [(name, text) for name, text in texts if text.strip()]


def _refuse_bomb(content: Content, data: io.BytesIO) -> None:
    if not zipfile.is_zipfile(data):
        return
    with zipfile.ZipFile(data) as archive:
        unfolded = sum(item.file_size for item in archive.infolist())
    if unfolded > max(FREE, MOST_UNFOLDED * data.getbuffer().nbytes):
        raise UnknownFormat(
            f"{content} unfolds to {unfolded // 1_000_000} MB: no table does",
            hint="open it in a spreadsheet program and save it as CSV (UTF-8)",
        )


def _bytes(content: Content) -> io.BytesIO:
    with content.open() as file:
        return io.BytesIO(file.read())


def _as_csv(rows: list[list[Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for row in rows:
        cells = [_cell(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        writer.writerow(cells)
    return text.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date | time | timedelta):
        return str(value)
    return IN_CELL.join(str(value).replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def _kind_of_document(content: Content) -> str | None:
    """'workbook', a phrase for another program's document, None for an archive of files."""
    try:
        with zipfile.ZipFile(_bytes(content)) as archive:
            return _document_by_parts(archive)
    except zipfile.BadZipFile:
        return None


def _is_one_document(path: Path) -> bool:
    with _archive(path) as archive:
        kind = _document_by_parts(archive)
    return kind is not None


def _document_by_parts(archive: zipfile.ZipFile) -> str | None:
    names = archive.namelist()
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        said = archive.read("mimetype").decode("ascii", "replace")
        if "opendocument" in said:
            return "workbook" if "spreadsheet" in said else "an OpenDocument text"
        if "epub" in said:
            return "an e-book (EPUB)"
    if "[Content_Types].xml" in names:
        by_folder = {"xl/": "workbook", "word/": "a Word document (docx)", "ppt/": "slides (pptx)"}
        found = (kind for folder, kind in by_folder.items() if any(name.startswith(folder) for name in names))
        return next(found, "an Office document")
    return None


def _old_workbook(content: Content) -> bool:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        CalamineWorkbook.from_filelike(_bytes(content)).close()
    except CalamineError:
        return False
    return True


def _archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise _damaged(Content(path), error) from error


def _damaged(content: Content, error: Exception) -> UnknownFormat:
    what = str(error).strip("'\"") or type(error).__name__
    return UnknownFormat(
        f"{content} is a damaged archive: {what}", hint="download or pack it again, or hand in the files inside"
    )


def _first(path: Path, size: int) -> bytes:
    """The first bytes; none where there is no such file or it can't be read, which `Content.open` then tells."""
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError:
        return b""
