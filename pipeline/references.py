"""Free-text references into a table: the work of `bibcorpus references`.

In: a text (one reference a line, numbered, or parted by blank lines) or a CSV with a column `raw` (or `reference`, or
`text`) and perhaps `id`. Out: a row a reference, in order, none left out: what can't be cut into fields has empty ones,
and `check` says why. It stands alone: nothing of a workspace is read or changed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import shorten

from .errors import CountsDontAddUp, UnknownFormat
from .formats import detect, references
from .formats._csv_cells import safe_cell
from .formats._reference_list import MAYBE_A_HEADING, segment_of
from .formats._text import HEAD, open_text
from .ledger import write_whole
from .model import Found, Reject, Unread
from .values.doi import normalise_doi
from .values.names import initials, is_et_al, parse_name
from .values.pages import normalise_pages

Row = dict[str, str]
COLUMNS = (
    "id", "raw", "style", "language", "type", "authors", "title", "year", "journal", "volume", "issue", "pages", "doi",
    "check",
)  # fmt: skip
RAW_COLUMNS = ("raw", "reference", "text")
DELIMITERS = (",", ";", "\t")


def parse_file(path: Path, encoding: str | None = None, tell: Callable[[str], None] | None = None) -> Iterator[Row]:
    """A row a reference, in the order of the file; ids are those of the CSV, or R1, R2 … of a text.

    `tell` is handed what a person should know: an encoding that had to be guessed, text that is no reference.
    NoFile and UnknownFormat as `open_text` raises them; CountsDontAddUp where a reference would get no row.
    """
    tell = tell or (lambda text: None)
    stream, _, warnings = open_text(path, encoding)
    with stream:
        text = stream.read()
    for warning in warnings:
        tell(warning)
    table = _as_table(path, text)
    if table is None:
        _refuse_other_formats(path, text)
        return _rows_of_text(text, tell)
    return (row_of(name, raw, segment_of(raw)) for name, raw in table)


def _refuse_other_formats(path: Path, text: str) -> None:
    """UnknownFormat for an export with fields of its own, which need no parsing, and for a table of anything else."""
    head = text.removeprefix("\ufeff")[:HEAD]
    found = detect(head)
    own = references.sniff(head)
    if found and found.NAME != references.NAME and found.sniff(head) > max(own, SURE - 1):
        raise UnknownFormat(f"{path}: is {found.TITLE}", hint="use `bibcorpus convert` or `bibcorpus add`")
    if not own and (path.suffix.casefold() in TABLES or (found and found.NAME == "csv")):
        raise UnknownFormat(f"{path}: a CSV needs the columns id and raw", hint="name the column of references 'raw'")


SURE = 2  # of 3: a format that knows a text by marks of its own
TABLES = (".csv", ".tsv")


def csv_bytes(rows: Iterable[Mapping[str, str]], columns: Sequence[str] = COLUMNS) -> bytes:
    """The rows as CSV in UTF-8 with a header row; cells that a spreadsheet would run are made harmless."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(row[name]) for name in columns] for row in rows)
    return text.getvalue().encode("utf-8")


def write_csv(rows: Iterable[Mapping[str, str]], out: Path, columns: Sequence[str] = COLUMNS) -> None:
    """Put the rows into the file `out`, whole or not at all."""
    write_whole(out, csv_bytes(rows, columns))


def row_of(name: str, raw: str, segment: Found | Reject) -> Row:
    """The row of one reference: names as 'Family II', page ranges in full, the DOI bare.

    'Otten H. Balint. Berlin: Springer; 2012' -> {'id': 'R1', …, 'authors': 'Otten H', 'year': '2012', 'check': ''}
    """
    row = dict.fromkeys(COLUMNS, "") | {"id": name, "raw": raw}
    if isinstance(segment, Reject):
        return row | {"title": _bare_title(raw), "check": segment.reason}
    one = {field: values[0] for field, values in segment.fields.items() if values}
    return row | {
        "style": segment.extra["style"][0],
        "language": one.get("language", ""),
        "type": one.get("type", ""),
        "authors": _authors(segment.fields),
        "title": one.get("title", ""),
        "year": one.get("year", ""),
        "journal": one.get("container", ""),
        "volume": one.get("volume", ""),
        "issue": one.get("issue", ""),
        "pages": normalise_pages(one["pages"]) or "" if "pages" in one else one.get("article_number", ""),
        "doi": normalise_doi(one.get("doi", "")) or "",
        "check": "; ".join(segment.warnings),
    }


def _bare_title(raw: str) -> str:
    """A text without any mark that may be a title alone, 'Balint groups in Poland'; '' for sentences and scraps."""
    return raw.strip(" .") if TITLE_ALONE.fullmatch(raw.strip()) else ""


TITLE_ALONE = re.compile(r"(?=(?:\S+\s+){2})[^\W\d_a-zа-яё](?:[^.!?;]|\.(?=\w)){10,250}[.?!]?")


def _authors(fields: Mapping[str, Sequence[str]]) -> str:
    """The authors, or the editors where there are none: 'Del Canale S; Louis DZ; et al'."""
    names = fields.get("authors") or fields.get("editors") or ()
    form = next(iter(fields.get("name_form", ())), "free")
    return "; ".join([*(_short(name, form) for name in names), *fields.get("group_authors", ())])


def _short(text: str, form: str) -> str:
    if is_et_al(text):
        return text.strip(" .[]")
    name = parse_name(text, form)
    if name is None or name.family is None:
        return text if name is None else name.literal or text
    return f"{name.family} {initials(name.given)}".strip()


def _rows_of_text(text: str, tell: Callable[[str], None]) -> Iterator[Row]:
    number = read = 0
    for segment in references.read(io.StringIO(text, newline="")):
        read += len(segment.raw)
        reference = _reference_of(segment)
        if reference is not None:
            number += 1
            yield row_of(f"R{number}", " ".join(segment.raw.split()), reference)
        elif segment.raw.strip():
            said = segment.reason if isinstance(segment, Unread) else "no reference"
            tell(f"line {segment.line}: {said}: {shorten(segment.raw, 60, placeholder=' …')}")
    if read != len(text):
        raise CountsDontAddUp(f"the rows account for {read} of {len(text)} characters")


def _reference_of(segment: Found | Reject | Unread) -> Found | Reject | None:
    """What gets a row: all but blank lines, headings and letters; three words that may be a title get one too."""
    if not isinstance(segment, Unread):
        return segment
    if segment.reason != MAYBE_A_HEADING or not _bare_title(segment.raw):
        return None
    return Reject(line=segment.line, raw=segment.raw, reason=segment.reason)


def _as_table(path: Path, text: str) -> list[tuple[str, str]] | None:
    """Id and text of each row of a CSV with a column of references; None where `text` is no such table."""
    head = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"), maxsplit=1)[0]
    for delimiter in DELIMITERS:
        names = [name.strip().strip('"').casefold() for name in head.split(delimiter)]
        column = next((names.index(name) for name in RAW_COLUMNS if name in names), None)
        if column is not None and (len(names) > 1 or "," not in head):
            ids = names.index("id") if "id" in names else None
            return list(_cells(path, text.removeprefix("\ufeff"), delimiter, ids, column))
    return None


def _cells(path: Path, text: str, delimiter: str, ids: int | None, column: int) -> Iterator[tuple[str, str]]:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))[1:]
    except csv.Error as error:
        raise UnknownFormat(f"{path}: {error}", hint="save it as CSV (UTF-8) again, or hand in a plain text") from error
    for number, row in enumerate((row for row in rows if any(cell.strip() for cell in row)), 1):
        raw = row[column] if column < len(row) else ""
        yield (row[ids] if ids is not None and ids < len(row) else "") or f"R{number}", raw
