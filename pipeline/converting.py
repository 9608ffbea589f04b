"""Convert: export files in any format we read -> one file in a format that we write.

In: paths (archives of exports among them), and the name of a format whose module has
`write(records: Iterable[Found]) -> Iterator[str]`. Out: one file, UTF-8 without byte-order mark, with every record of
every file, in their order. Into another format years, dates and identifiers go in one form (`tidied`); nothing else is
cleaned, no duplicates are sought: that is what a workspace is for. What could not be read is told by file and line.

Records pass through one at a time. The text is written beside its place, read back by the reader of its format and
counted; only when each record is there does it take its place.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO, cast

from .errors import CountsDontAddUp, InputError, Truncated, UnknownFormat, named
from .formats import Format, all_formats
from .formats._container import exports_in
from .formats._key_and_type import passed_on
from .formats._text import Loaded, load
from .model import Found, Reject, Unread
from .values.date import year_of
from .values.doi import normalise_doi
from .values.identifiers import normalise_pmcid, normalise_pmid

log = logging.getLogger(__name__)

Writer = Callable[[Iterable[Found]], Iterator[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """Text of an input file that is in no record of the output: where it begins, and why it is not there.

    `is_record` is False for text between records that a person should see; `truncated`: the file ends inside it.
    """

    file: str
    line: int
    reason: str
    is_record: bool = True
    truncated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """One input file, or one file of an archive: what it was taken for, how many of its records were written."""

    file: str
    format: str
    database: str | None
    encoding: str
    warnings: tuple[str, ...]
    records: int
    set_aside: tuple[SetAside, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """What was converted: `records` = the sum over `files`."""

    to: str
    records: int
    files: tuple[Converted, ...]

    @property
    def set_aside(self) -> tuple[SetAside, ...]:
        """What is not in the output, in the order of files and lines."""
        return tuple(each for file in self.files for each in file.set_aside)


def writer_of(fmt: Format) -> Writer | None:
    """The `write` of a format's module; None where it has none."""
    return cast("Writer | None", getattr(fmt, "write", None))


def convert(
    paths: Sequence[Path],
    to: str,
    out: Path | TextIO,
    format_name: str | None = None,
    encoding: str | None = None,
    accept_truncated: bool = False,
) -> Conversion:
    """Write all records of `paths` to `out`, a path or an open text stream (standard output), in format `to`.

    convert([Path("scopus.csv"), Path("pubmed.nbib")], "ris", Path("all.ris")).records == 812

    `format_name` and `encoding` say what all the inputs are; None: each is told by its text. Errors: UnknownFormat for
    an input or for `to`, NoFile, InputError where `out` is one of `paths`, Truncated where the end of an input is
    missing and that is not accepted, CountsDontAddUp where the written file does not hold each record once. After an
    error `out` is as it was.
    """
    fmt, write = _target(to)
    _refuse_overwriting(paths, out)
    contents = [content for path in paths for content in exports_in(path)]
    inputs = [_Input(load(content, format_name, encoding), fmt) for content in contents]
    with _in_place(out) as stream:
        stream.writelines(write(found for each in inputs for found in each.records()))
        files = tuple(each.converted() for each in inputs)
        _refuse_truncated(files, accept_truncated)
        records = sum(file.records for file in files)
        _check(fmt, stream, records)
    log.info("convert: %d records of %d files written as %s", records, len(files), fmt.TITLE)
    return Conversion(to=to, records=records, files=files)


def _target(to: str) -> tuple[Format, Writer]:
    formats = all_formats()
    if (fmt := formats.get(to)) and (write := writer_of(fmt)):
        return fmt, write
    what = "is read, but not written" if fmt else "is not one of our formats"
    known = ", ".join(sorted(name for name, each in formats.items() if writer_of(each)))
    raise UnknownFormat(f"to = {to!r} {what}", hint=f"formats that are written: {known or 'none'}")


def _refuse_overwriting(paths: Sequence[Path], out: Path | TextIO) -> None:
    if isinstance(out, Path) and any(path.resolve() == out.resolve() for path in paths):
        raise InputError(f"{out} is one of the files to convert", hint="give the new file another name")


class _Input:
    """A file that is being read: its records pass, the rest is remembered."""

    def __init__(self, loaded: Loaded, to: Format) -> None:
        self._loaded = loaded
        self._to = to
        self._records = 0
        self._set_aside: list[SetAside] = []

    def records(self) -> Iterator[Found]:
        for segment in self._loaded.segments():
            if isinstance(segment, Found):
                self._records += 1
                yield self._for_target(segment)
            elif isinstance(segment, Reject) or not segment.expected:
                self._set_aside.append(self._aside(segment))

    def _for_target(self, found: Found) -> Found:
        source = self._loaded.fmt
        return found if source is self._to else passed_on(tidied(found), source.NAME, self._to.NAME)

    def _aside(self, segment: Reject | Unread) -> SetAside:
        is_record = isinstance(segment, Reject)
        return SetAside(
            file=str(self._loaded.content),
            line=segment.line,
            reason=segment.reason,
            is_record=is_record,
            truncated=isinstance(segment, Reject) and segment.truncated,
        )

    def converted(self) -> Converted:
        """The account of this file, once all of its records have passed."""
        loaded = self._loaded
        return Converted(
            file=str(loaded.content),
            format=loaded.fmt.NAME,
            database=loaded.database,
            encoding=loaded.encoding,
            warnings=loaded.warnings,
            records=self._records,
            set_aside=tuple(self._set_aside),
        )


def tidied(found: Found) -> Found:
    """The record for another format: years, identifiers and names in the one form that all programs understand.

    year '2014/08//' -> year '2014', date '2014/08//';  pmid 'PUBMED 38507184' -> '38507184';  author 'A,J' -> 'A, J'
    What is no year and no identifier stays as it stands.
    """
    fields = {name: list(values) for name, values in found.fields.items()}
    if "year" in fields and (year := year_of(fields["year"][0])) and fields["year"][0] != str(year):
        if fields["year"][0].strip("/ ") != str(year):
            fields.setdefault("date", fields["year"][:1])
        fields["year"] = [str(year)]
    for name, normalise in _IDENTIFIERS.items():
        if name in fields:
            fields[name] = [normalise(text) or text for text in fields[name]]
    if fields.get("name_form") == ["family-comma-given"]:
        for name in ("authors", "editors", "translators"):
            if name in fields:
                fields[name] = [_COMMA.sub(", ", text) for text in fields[name]]
    return replace(found, fields=fields)


_IDENTIFIERS = {"doi": normalise_doi, "pmid": normalise_pmid, "pmcid": normalise_pmcid}
_COMMA = re.compile(r",(?=[^\W\d_])")


def _refuse_truncated(files: Iterable[Converted], accepted: bool) -> None:
    for file in files:
        cut = next((text for text in file.set_aside if text.truncated), None)
        if cut and not accepted:
            raise Truncated(
                f"{file.file}, line {cut.line}: {cut.reason}",
                hint="export it again; or convert what is whole: --accept-truncated",
            )


def _check(fmt: Format, stream: TextIO, records: int) -> None:
    """Each record that was found is found again in what was written, and nothing else."""
    stream.seek(0)
    again = refused = 0
    for segment in fmt.read(stream):
        again += isinstance(segment, Found)
        refused += isinstance(segment, Reject)
    if again != records or refused:
        raise CountsDontAddUp(
            f"convert: {records} records found, but the {fmt.TITLE} written has {again}"
            + (f", and {refused} that can't be read" if refused else ""),
            hint="this is a fault of the program: please report it, with the files if you may share them",
        )


@contextmanager
def _in_place(out: Path | TextIO) -> Iterator[TextIO]:
    """A file to write and read again; at the end, if all went well, `out` has its text, whole.

    Half a character, which JSON may hold and UTF-8 may not, is written as its number: '\\ud800'.
    """
    if not isinstance(out, Path):
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="backslashreplace", newline="") as stream:
            yield stream
            stream.seek(0)
            shutil.copyfileobj(stream, out)
        return
    if not out.parent.is_dir():
        raise InputError(f"{out}: there is no folder {out.parent}", hint="check the spelling, or make it first")
    new = out.with_name(f".{out.name}.new")
    try:
        with named(out), new.open("w+", encoding="utf-8", errors="backslashreplace", newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if out.exists():
            shutil.copymode(out, new)
        new.replace(out)
    finally:
        new.unlink(missing_ok=True)
