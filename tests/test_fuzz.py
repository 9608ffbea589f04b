"""Claims about the fuzz command: a reader that fails in any of the ways it looks for is found."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO

import pytest
from hypothesis import strategies as st

from pipeline.formats import all_formats
from pipeline.model import Found, Reject, Unread

SCRIPT = Path(__file__).parent.parent / "scripts" / "fuzz.py"
spec = importlib.util.spec_from_file_location("fuzz", SCRIPT)
fuzz = importlib.util.module_from_spec(spec)
spec.loader.exec_module(fuzz)

Segments = Iterator[Found | Reject | Unread]


def raises(stream: TextIO) -> Segments:
    for number, line in enumerate(stream, 1):
        if "\x00" in line:
            raise ValueError("NUL")
        yield Unread(line=number, raw=line, reason="a line")


def forgets(stream: TextIO) -> Segments:
    return (Unread(line=n, raw=line, reason="a line") for n, line in enumerate(stream, 1) if line.strip())


def miscounts(stream: TextIO) -> Segments:
    return (Unread(line=n, raw=line, reason="a line") for n, line in enumerate(stream, 0))


def invents_a_field(stream: TextIO) -> Segments:
    return (Found(line=n, raw=line, fields={"titel": ["x"]}) for n, line in enumerate(stream, 1))


def sound(stream: TextIO) -> Segments:
    return (Unread(line=n, raw=line, reason="a line") for n, line in enumerate(stream, 1))


class Reader:
    NAME = "test"
    TITLE = "Test"

    def __init__(self, read: Callable[[TextIO], Segments]) -> None:
        self.read = read

    def sniff(self, head: str) -> int:
        return 0


def holds(read: Callable[[TextIO], Segments], strategy: st.SearchStrategy[Any]) -> bool:
    return fuzz._holds("test", lambda text: fuzz.check(Reader(read), text), strategy, 0, start=1)


@pytest.mark.parametrize("read", [raises, forgets, miscounts, invents_a_field])
def test_a_reader_with_a_fault_is_found(read: Callable[[TextIO], Segments], capsys: pytest.CaptureFixture[str]):
    """A fuzzer that finds nothing in a broken reader says nothing of a sound one."""
    assert not holds(read, fuzz.damaged(["Title\nBalint groups\n\nTitle\nLeaders\n"]))
    assert "then:" in capsys.readouterr().out


def test_a_sound_reader_holds():
    """And a line that ends in two ways is counted once."""
    assert holds(sound, fuzz.damaged(["Title\r\nBalint\rgroups\n\n"]))


@pytest.mark.parametrize("name", sorted(all_formats()))
def test_every_reader_accounts_for_damaged_exports(name: str):
    """A few dozen examples each; `make fuzz` runs as long as you like."""
    texts = fuzz.texts_by_format(fuzz.seeds(None))
    assert texts[name], f"no fixture is a {name} file"
    fmt = all_formats()[name]
    assert fuzz._holds(name, lambda text: fuzz.check(fmt, text), fuzz.damaged(texts[name]), 0, start=1)


def test_the_second_of_two_exports_is_never_swallowed_without_a_word(tmp_path: Path):
    """Whatever the formats, and whatever stands between."""
    pairs = fuzz.pairs(fuzz.texts_by_format(fuzz.seeds(None)))
    assert fuzz._holds("two", lambda pair: fuzz.check_pair(pair, tmp_path), pairs, 0, start=1)


def test_an_export_without_its_closing_mark_is_never_taken_for_whole():
    """Wherever between two of its records it is cut."""
    cut = fuzz.cut_between_records(fuzz.texts_by_format(fuzz.seeds(None)))
    assert fuzz._holds("cut", fuzz.check_cut, cut, 0, start=1)


def test_a_reader_that_swallows_an_export_is_found(tmp_path: Path):
    """And one export alone needs no word."""
    ris = "TY  - JOUR\nTI  - Balint groups\nER  - \n"
    with pytest.raises(AssertionError, match="nothing is said"):
        fuzz.check_pair((ris, "", ris), tmp_path)
    with pytest.raises(AssertionError, match="taken for whole"):
        fuzz.check_cut((all_formats()["ris"], ris))


def test_every_file_is_read_or_refused_with_a_reason(tmp_path: Path):
    """Packed, cut, changed: whatever the bytes."""
    assert fuzz._holds(
        "any", lambda data: fuzz.check_file(data, tmp_path), fuzz.damaged_files(fuzz.seeds(None)), 0, start=1
    )
