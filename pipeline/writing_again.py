"""An export again, without some of its records: each that stays as it stands in the file, letter by letter.

In: a file that was read, where its records lie in it (`Layout`), and which of them stay. Out: a file in the same
format. What stands between records (headings, a header row) and what could not be read stays as well: only copies
go. The file is not read again, only cut.
"""

from __future__ import annotations

import gzip
import io
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from .errors import InputError
from .formats import Segment
from .formats._text import Loaded
from .model import Found, Reject

PACKED = 1  # how tightly: 6, the usual, takes three times as long for a fifth less
BETWEEN, RECORD, REJECT = 0, 1, 2
BLANK = " \t\r\n\ufeff"


@dataclass(slots=True)
class Layout:
    """The segments of a file in their order: how many characters each has, and what it is."""

    lengths: array[int] = field(default_factory=lambda: array("Q"))
    kinds: bytearray = field(default_factory=bytearray)

    def add(self, segment: Segment) -> None:
        """Note the next segment."""
        self.lengths.append(len(segment.raw))
        self.kinds.append(RECORD if isinstance(segment, Found) else REJECT if isinstance(segment, Reject) else BETWEEN)

    @property
    def records(self) -> int:
        """How many records there are."""
        return self.kinds.count(RECORD)

    @property
    def rejects(self) -> int:
        """How many pieces are records that can't be read."""
        return self.kinds.count(REJECT)


def name_of(loaded: Loaded) -> str:
    """'records.csv.gz' -> 'records.deduplicated.csv.gz'; a workbook becomes a table of text."""
    name = Path(loaded.content.name)
    suffix = ".csv" if loaded.encoding == "workbook" else name.suffix
    packed = ".gz" if loaded.content.packing == "gzip" else ""
    return f"{name.stem}.deduplicated{suffix}{packed}"


def write_again(loaded: Loaded, layout: Layout, path: Path, keep: Iterator[bool]) -> int:
    """Write the file with those of its records for which the next of `keep` says so; how many these are.

    InputError where the file is no longer the one that was read.
    """
    encoding = "utf-8" if loaded.encoding == "workbook" else loaded.encoding
    packed = loaded.content.packing == "gzip"
    written = 0

    def stays(kind: int) -> bool:
        nonlocal written
        kept = kind != RECORD or next(keep)
        written += kept and kind == RECORD
        return kept

    pieces = ((raw, kind, stays(kind)) for raw, kind in _pieces(loaded, layout))
    text = _json(pieces) if loaded.fmt.NAME.endswith("json") else (raw for raw, _, kept in pieces if kept)
    with _opened(path, packed) as data, io.TextIOWrapper(data, encoding=encoding, newline="") as out:
        out.writelines(text)
    if loaded.has_changed():
        raise InputError(f"{loaded.content}: changed while it was read", hint="close the program that writes it")
    return written


def _opened(path: Path, packed: bool) -> IO[bytes]:
    return gzip.GzipFile(path, "wb", PACKED, mtime=0) if packed else path.open("wb")  # type: ignore[return-value]


def _pieces(loaded: Loaded, layout: Layout) -> Iterator[tuple[str, int]]:
    """The text of each segment, and what it is."""
    segments = zip(layout.lengths, layout.kinds, strict=True)
    for part in loaded.parts:
        with loaded.open(part) as stream:
            left = len(part.text) if part.text is not None else None
            while left is None or left > 0:
                length, kind = next(segments, (0, BETWEEN))
                if not length:
                    break
                yield stream.read(length), kind
                left = None if left is None else left - length


def _json(pieces: Iterator[tuple[str, int, bool]]) -> Iterator[str]:
    """The comma between two records goes with the copy behind it, or with the one that the list begins with."""
    begun, comma = False, ""
    for raw, kind, kept in pieces:
        if kind != BETWEEN:
            if kept:
                yield (comma or ",") + raw if begun else raw
                begun, comma = True, ""
        elif raw.strip(BLANK) == ",":
            comma = raw
        else:
            begun = begun and not raw.strip(BLANK)  # a bracket: another list begins, or this one ends
            yield raw
