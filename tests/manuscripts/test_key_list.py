"""A plain list of keys, and which files can be read at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import NoFile, UnknownFormat
from pipeline.manuscripts import read_manuscript


def test_keys_stand_one_a_line_or_parted(tmp_path: Path):
    """As people write them down, or copy them from a table."""
    (tmp_path / "keys.txt").write_text("\ufeffa, b;c\r\n\r\n# a remark\nd  # why\n", encoding="utf-8")
    assert [each.key for each in read_manuscript(tmp_path / "keys.txt").citations] == ["a", "b", "c", "d"]


def test_other_files_are_refused_with_what_can_be_read(tmp_path: Path):
    """A .doc or .odt is one step away from a .docx."""
    (tmp_path / "paper.odt").write_bytes(b"PK")
    with pytest.raises(UnknownFormat) as refused:
        read_manuscript(tmp_path / "paper.odt")
    assert ".docx" in (refused.value.hint or "")


def test_a_file_that_is_not_there_is_told(tmp_path: Path):
    """With its name: it is mostly a misspelt one."""
    with pytest.raises(NoFile, match=r"paper\.tex"):
        read_manuscript(tmp_path / "paper.tex")
