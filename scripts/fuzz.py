"""Does any reader raise, hang, or lose text? Feeds each of them damaged exports until the time is over.

    make fuzz SECONDS=300            (all readers share the time)
    make fuzz SECONDS=60 ONLY=ris DATA=FOLDER

The seeds are the fixtures of the tests, and files of DATA where given. Hypothesis cuts them into lines and pieces,
mixes them with what breaks readers (marks of other formats, NUL bytes, odd line ends, half entities), and gives the
text to a reader; and bytes, packed and not, to `load`. What must hold of any text whatever:

    nothing is raised but our own error, and that by `load` alone
    the raw texts, joined, are the text; each line number is the true one
    fields have our names, values are lists of text, types and name forms are ours
    it takes no longer than LIMIT seconds

And of whole exports, one behind the other in one file, or cut between two records:

    of two exports in different formats, the one that isn't read is told, as a warning, odd text or a record set aside
    a file that would have ended with a closing mark (an end tag, a bracket, EF) is not taken for whole without it

The smallest text that breaks a rule is printed, and the exit is 1.
"""

from __future__ import annotations

import argparse
import gzip
import io
import random
import re
import signal
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from pipeline.errors import PipelineError
from pipeline.formats import Format, all_formats
from pipeline.formats._second_export import Watch
from pipeline.formats._text import Loaded, line_ends, load
from pipeline.model import NAME_FORMS, RECORD_TYPES, SOURCE_FIELDS, Found, Reject, Unread

FIXTURES = Path(__file__).parent.parent / "tests" / "formats" / "fixtures"
LIMIT = 10  # seconds for one text of some kilobytes
HOLDING_MARKUP = {"web-page", "citavi", "zotero-rdf"}  # whatever XML stands behind a page, or a project, is part of it
WITH_A_CLOSING_MARK = ("articulus", "citavi", "csl-json", "endnote-xml", "ictrp-xml", "jats", "pubmed-xml", "wos",
                       "zotero-json", "zotero-rdf")  # fmt: skip
LARGEST = 40_000  # characters taken of a seed
ROUND = 60  # examples between two looks at the clock
NASTY = (
    "\x00", "\ufeff", "\u2028", "\u0085", "\x0b", "\x0c", "\r", "\n", "\r\n", "\n\n", "\t", "\xa0", " ", '"', '""', "'",
    "{", "}", "@", "\\", "$", "%", "#", "<", ">", "&", "&amp;", "&nbsp;", "&x;", "<!--", "-->", "<![CDATA[", "]]>",
    "<!DOCTYPE a [<!ENTITY b 'c'>]>", "[", "]", ",", ";", ":", "|", "=", "//", "№", "TY  - JOUR", "ER  - ", "PMID- 1",
    "PT J", "EF", "FN x", "%0 ", "<1>", "<1. >", "RT Journal", "@article{a,", "title = {", "\ud7ff", "\U0001f600", "é",
    "Балинт", "10.1000/1", "19999999999999999999", "-", "—", "…", "a" * 3000,
)  # fmt: skip

Fail = AssertionError


def check(fmt: Format, text: str) -> None:
    """Read `text`; raises where a rule is broken."""
    at, watch = 0, Watch(fmt.NAME)
    for segment in fmt.read(io.StringIO(text, newline="")):
        watch.see(segment)
        if segment.line != (line := _line_of(text, at)):
            raise Fail(f"line {segment.line} is told, but it is line {line}")
        if text[at : at + len(segment.raw)] != segment.raw:
            raise Fail(f"line {line}: the raw text is not what stands there")
        at += len(segment.raw)
        if isinstance(segment, Found):
            _check_found(segment)
        elif not isinstance(segment, Reject | Unread) or not segment.reason:
            raise Fail(f"what is {segment!r}?")
    if at != len(text):
        raise Fail(f"{len(text) - at} characters at the end are not accounted for")
    watch.end()


def _line_of(text: str, at: int) -> int:
    return 1 + line_ends(text[:at]) - (text[at - 1 : at + 1] == "\r\n" if at else 0)


def _check_found(found: Found) -> None:
    for name, values in found.fields.items():
        if name not in SOURCE_FIELDS:
            raise Fail(f"{name!r} is no field of ours")
        if not isinstance(values, list) or not values or not all(isinstance(value, str) for value in values):
            raise Fail(f"{name} = {values!r}")
    for tag, values in found.extra.items():
        if not isinstance(tag, str) or not all(isinstance(value, str) for value in values):
            raise Fail(f"extra {tag!r} = {values!r}")
    if not set(found.fields.get("type", ())) <= set(RECORD_TYPES):
        raise Fail(f"type = {found.fields['type']}")
    if not set(found.fields.get("name_form", ())) <= set(NAME_FORMS):
        raise Fail(f"name_form = {found.fields['name_form']}")


def check_file(data: bytes, folder: Path) -> None:
    """Load these bytes as a file; only our own errors may come."""
    path = folder / "export"
    path.write_bytes(data)
    try:
        for _ in load(path).segments():
            pass
    except PipelineError as error:
        if "fault of the program" in (error.hint or ""):
            raise


def check_pair(pair: tuple[str, str, str], folder: Path) -> None:
    """Two exports in one file, `between` them a line end, blank lines or a byte-order mark."""
    first, between, second = pair
    path = folder / "export"
    path.write_text(first + between + second, encoding="utf-8", newline="")
    loaded = load(path)
    if _is_silent(loaded, [*loaded.segments()]):
        raise Fail(f"read as {loaded.fmt.TITLE}, and nothing is said of the other export")


def _is_silent(loaded: Loaded, segments: list[Found | Reject | Unread]) -> bool:
    return not loaded.warnings and all(
        not segment.warnings if isinstance(segment, Found) else isinstance(segment, Unread) and segment.expected
        for segment in segments
    )


def check_cut(export: tuple[Format, str]) -> None:
    """An export that ends behind one of its records, and not behind its closing mark."""
    fmt, text = export
    segments = [*fmt.read(io.StringIO(text, newline=""))]
    told = [segment for segment in segments if isinstance(segment, Reject) and segment.truncated]
    if not told and not any(segment.warnings for segment in segments if isinstance(segment, Found)):
        raise Fail(f"{fmt.TITLE}: the file is cut behind a record, and taken for whole")


def seeds(folder: Path | None) -> list[Path]:
    """Files to begin with."""
    found = [path for path in sorted(FIXTURES.rglob("*")) if path.is_file()]
    if folder:
        found += [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".md"]
    return found


def texts_by_format(paths: list[Path]) -> dict[str, list[str]]:
    """The beginnings of the seeds that are text, by the format that they are."""
    found: dict[str, list[str]] = {name: [] for name in all_formats()}
    for path in paths:
        try:
            loaded = load(path)
        except PipelineError:
            continue
        for part in loaded.parts:
            if part.fmt:
                with loaded.open(part) as stream:
                    found[part.fmt.NAME].append(stream.read(LARGEST))
    return found


def damaged(texts: list[str]) -> st.SearchStrategy[str]:
    """Exports with pieces lost, doubled, mixed and put in."""
    lines = sorted({line for text in texts for line in re.split(r"(?<=\n)", text) if len(line) < 4000})
    piece = st.one_of(st.sampled_from(lines), st.sampled_from(NASTY), st.text(max_size=8)) if lines else st.text()
    mixed = st.lists(piece, max_size=40).map("".join)
    return st.one_of(mixed, st.sampled_from(texts).flatmap(cuts) if texts else mixed)


def cuts(text: str) -> st.SearchStrategy[str]:
    """A whole export with some places changed, and perhaps its end lost."""
    change = st.tuples(st.integers(0, len(text)), st.integers(0, 30), st.one_of(st.just(""), st.sampled_from(NASTY)))
    return st.builds(_changed, st.just(text), st.lists(change, max_size=5), st.integers(0, 2 * len(text)))


def _changed(text: str, changes: list[tuple[int, int, str]], end: int) -> str:
    for at, length, new in changes:
        text = text[:at] + new + text[at + length :]
    return text[:end]


def whole(texts: list[str], fmt: Format) -> list[str]:
    """Those of the exports that are read to the end, each record of them, and aren't cut by us."""
    sound = []
    for text in texts:
        segments = [*fmt.read(io.StringIO(text, newline=""))] if len(text) < LARGEST else []
        if any(isinstance(segment, Found) for segment in segments) and not any(
            isinstance(segment, Reject) or segment.warnings if isinstance(segment, Reject | Found) else False
            for segment in segments
        ):
            sound.append(text)
    return sound


def pairs(texts: dict[str, list[str]]) -> st.SearchStrategy[tuple[str, str, str]]:
    """Whole exports, of which the second is in a format that the reader of the first doesn't know."""
    known = {name: sound for name in texts if (sound := whole(texts[name], all_formats()[name]))}
    strange = [
        st.tuples(st.sampled_from(known[first]), st.sampled_from(["\n", "\n\n", "\r\n\r\n", "\n\ufeff"]),
                  st.sampled_from(known[second]))
        for first in known for second in known
        if first != second and not kin(first, second)
    ]  # fmt: skip
    return st.one_of(strange)


def kin(first: str, second: str) -> bool:
    """Whether the reader of the one reads what the other writes: an object is an object, any line a reference."""
    objects = all(name.endswith(("json", "jsonl")) for name in (first, second))
    return objects or {first, second} <= HOLDING_MARKUP or "references" in (first, second)


def cut_between_records(texts: dict[str, list[str]]) -> st.SearchStrategy[tuple[Format, str]]:
    """Exports with a closing mark that end behind a record."""
    cut = []
    for name in WITH_A_CLOSING_MARK:
        fmt = all_formats()[name]
        for text in whole(texts[name], fmt):
            at = 0
            for segment in fmt.read(io.StringIO(text, newline="")):
                at += len(segment.raw)
                cut += [(fmt, text[:at])] if isinstance(segment, Found) else []
    return st.sampled_from(cut)


def damaged_files(paths: list[Path]) -> st.SearchStrategy[bytes]:
    """Whole files, also packed, with some bytes changed."""
    data = [path.read_bytes()[:LARGEST] for path in paths]
    data += [gzip.compress(some) for some in data[:5]] + [_zipped(data[:1]), _zipped(data[:3])]
    change = st.tuples(st.integers(0, LARGEST), st.integers(0, 20), st.binary(max_size=6))
    return st.builds(_changed_bytes, st.sampled_from(data), st.lists(change, max_size=5), st.integers(0, 2 * LARGEST))


def _changed_bytes(data: bytes, changes: list[tuple[int, int, bytes]], end: int) -> bytes:
    for at, length, new in changes:
        data = data[:at] + new + data[at + length :]
    return data[:end]


def _zipped(files: list[bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for n, data in enumerate(files):
            archive.writestr(f"{n}.txt", data)
    return packed.getvalue()


def too_slow(*_: Any) -> None:
    raise Fail(f"more than {LIMIT} seconds")


@contextmanager
def _limited() -> Iterator[None]:
    """Stops what takes too long, where the system has such an alarm and `main` has set it up."""
    watched = hasattr(signal, "setitimer") and signal.getsignal(signal.SIGALRM) is too_slow
    if watched:
        signal.setitimer(signal.ITIMER_REAL, LIMIT)
    try:
        yield
    finally:
        if watched:
            signal.setitimer(signal.ITIMER_REAL, 0)


def rounds(
    run: Callable[[Any], None], strategy: st.SearchStrategy[Any], seconds: float, start: int | None = None
) -> Iterator[int]:
    """Run round after round until the time is over; the examples of each. `start` makes the first round repeatable."""
    end = time.monotonic() + seconds
    tried = 0

    def one(example: Any) -> None:
        nonlocal tried
        tried += 1
        with _limited():
            run(example)

    while True:
        wrapped = settings(
            max_examples=ROUND,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        )(seed(random.randrange(2**32) if start is None else start)(given(strategy)(one)))
        wrapped()
        yield tried
        tried = 0
        if time.monotonic() > end:
            return


def main() -> None:
    """Fuzz each reader, then `load`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--only", help="this format alone")
    parser.add_argument("--data", type=Path, help="a folder of exports to begin with")
    arguments = parser.parse_args()
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, too_slow)
    paths = seeds(arguments.data)
    texts = texts_by_format(paths)
    jobs: dict[str, tuple[Callable[[Any], None], st.SearchStrategy[Any]]] = {
        name: (lambda text, fmt=fmt: check(fmt, text), damaged(texts[name]))  # type: ignore[misc]
        for name, fmt in all_formats().items()
        if arguments.only in (None, name)
    }
    with tempfile.TemporaryDirectory() as folder:
        if arguments.only is None:
            jobs["any file"] = (lambda data: check_file(data, Path(folder)), damaged_files(paths))
            jobs["two exports"] = (lambda pair: check_pair(pair, Path(folder)), pairs(texts))
            jobs["cut exports"] = (check_cut, cut_between_records(texts))
        broken = [name for name, job in jobs.items() if not _holds(name, *job, arguments.seconds / len(jobs))]
    if broken:
        sys.exit(f"broken: {', '.join(broken)}")


def _holds(
    name: str,
    run: Callable[[Any], None],
    strategy: st.SearchStrategy[Any],
    seconds: float,
    start: int | None = None,
) -> bool:
    tried = 0
    try:
        for n in rounds(run, strategy, seconds, start):
            tried += n
    except Exception as error:  # noqa: BLE001 - what a reader may raise by mistake is what we look for
        notes = getattr(error, "__notes__", ())
        print(f"{name:<18}{tried:>8} texts, then: {type(error).__name__}: {error}", *notes, sep="\n")
        return False
    print(f"{name:<18}{tried:>8} texts, all accounted for", flush=True)
    return True


if __name__ == "__main__":
    main()
