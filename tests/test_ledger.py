"""The ledger: what was read when, and files that are whole or not there."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from pipeline.errors import NoFile
from pipeline.ledger import Ledger, digest_of, file_sha256, read_ledger, reasons, write_ledger, write_whole


def test_reasons_name_what_is_new_gone_or_changed():
    """A librarian reads them: 'x changed', not a hash."""
    before = {"a.ris": "1", "b.ris": "2", "c.ris": "3"}
    now = {"a.ris": "1", "b.ris": "9", "d.ris": "4"}
    assert reasons(before, now) == ["d.ris is new", "c.ris is gone", "b.ris changed"]
    assert reasons(before, before) == []
    assert reasons(None, now) == ["it never ran here"]


def test_a_file_changed_within_the_same_instant_is_noticed(tmp_path: Path):
    """Two edits of one length within the clock's grain leave size and time as they were: a fresh file is read again."""
    path, ledger = tmp_path / "a.ris", Ledger()
    path.write_bytes(b"one")
    stat = path.stat()
    first = ledger.sha256(path, "a.ris")
    path.write_bytes(b"two")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert ledger.sha256(path, "a.ris") != first


def test_a_file_that_has_lain_there_is_not_read_again(tmp_path: Path):
    """A second run over a gigabyte of exports must take no time: size and times of change stand for the content."""
    path, ledger = tmp_path / "a.ris", Ledger()
    path.write_bytes(b"one")
    os.utime(path, ns=(1, 1))
    stat = path.stat()
    ledger.files["a.ris"] = [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, "remembered", True]
    assert ledger.sha256(path, "a.ris") == "remembered"


def test_a_file_of_the_same_size_and_date_is_read_all_the_same(tmp_path: Path):
    """`cp -p` and archives bring old dates with them; the time of the change itself tells."""
    path, ledger = tmp_path / "a.ris", Ledger()
    path.write_bytes(b"two")
    os.utime(path, ns=(1, 1))
    stat = path.stat()
    ledger.files["a.ris"] = [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns - 1, "remembered", True]
    assert ledger.sha256(path, "a.ris") == hashlib.sha256(b"two").hexdigest()


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    """By its name in the workspace."""
    with pytest.raises(NoFile, match=r"corpus/raw/hand/a\.ris: can't be read"):
        Ledger().sha256(tmp_path / "a.ris", "corpus/raw/hand/a.ris")


def test_a_ledger_comes_back_as_it_was_written(tmp_path: Path):
    """It is what `status` knows."""
    ledger = Ledger(steps={"import": {"a.ris": "1"}}, files={"a.ris": [3, 1, 1, "x", True]}, outputs={"b.bib": ["y"]})
    write_ledger(tmp_path / "ledger.json", ledger)
    assert read_ledger(tmp_path / "ledger.json") == ledger


@pytest.mark.parametrize("text", ["", "{", "[]", '{"form": 0}', '{"form": 1}', '{"form": 1, "steps": 3}', "\x00"])
def test_a_ledger_that_can_not_be_read_means_that_nothing_is_known(tmp_path: Path, text: str):
    """Then everything is built again, which is never wrong."""
    (tmp_path / "ledger.json").write_text(text)
    assert read_ledger(tmp_path / "ledger.json") == Ledger()
    assert read_ledger(tmp_path / "none.json") == Ledger()


def test_a_file_is_replaced_as_a_whole(tmp_path: Path):
    """Nothing half-written, and nothing left beside it."""
    path = tmp_path / "new" / "a.bib"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert [each.name for each in path.parent.iterdir()] == ["a.bib"]


def test_the_digest_of_inputs_does_not_depend_on_their_order():
    """Folders list their files as they like."""
    assert digest_of({"a": "1", "b": "2"}) == digest_of({"b": "2", "a": "1"}) != digest_of({"a": "2", "b": "1"})


def test_the_checksum_of_a_note_is_the_usual_one(tmp_path: Path):
    """`sha256sum` on any machine gives the same."""
    (tmp_path / "a").write_bytes(b"abc")
    assert file_sha256(tmp_path / "a") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
