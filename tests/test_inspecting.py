"""Inspect: what a file is and what would be imported, without any change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.errors import NoFile, UnknownFormat
from pipeline.importing import RawFile, import_files
from pipeline.inspecting import JSON_KEYS, Inspection, inspect, unreadable
from pipeline.parallel import Workers
from pipeline.store import in_memory

from . import workspaces as ws

CUT = ws.BURNOUT + ws.RUSSIAN + "TI  - Headless\r\nPY  - 2001\r\nER  - \r\nTY  - JOUR\r\nTI  - Balint groups and the lo"


def seen(folder: Path, text: str) -> Inspection:
    path = folder / "a.txt"
    ws.write(path, text)
    return inspect(path, "a.txt")


def test_a_medline_file_is_described(tmp_path: Path):
    """Before anything is taken in, the person sees whether it is the right file."""
    assert seen(tmp_path, ws.MEDLINE).as_json() == {
        "file": "a.txt", "format": "medline", "database": "PubMed", "encoding": "utf-8", "records": 2, "rejects": 0,
        "doi": 1, "pmid": 2, "abstract": 0, "first_title": "Balint groups against burnout: a questionnaire study.",
        "last_title": "[Leading a Balint group].", "min_year": 2004, "max_year": 2011, "warnings": [],
    }  # fmt: skip


def test_what_can_not_be_read_is_counted_and_listed(tmp_path: Path):
    """Records and rejects make up what was found; the cut one is told apart."""
    found = seen(tmp_path, CUT)
    assert (found.records, found.rejects) == (2, 2)
    assert found.truncated is not None
    assert found.truncated.line == found.set_aside[-1].line
    assert seen(tmp_path, ws.BURNOUT).truncated is None


def test_missing_is_null_and_numbers_are_numbers(tmp_path: Path):
    """Programs read the JSON."""
    found = json.loads(json.dumps(seen(tmp_path, ws.ris(AU="Doe, Jane")).as_json()))
    assert tuple(found) == JSON_KEYS
    assert [found[key] for key in ("first_title", "min_year", "max_year")] == [None] * 3
    assert [found[key] for key in ("records", "rejects", "doi", "pmid", "abstract")] == [1, 0, 0, 0, 0]


def test_only_identifiers_that_can_be_used_count(tmp_path: Path):
    """A field that says 'none' is no DOI, and two DOIs in one record are one record with a DOI."""
    text = ws.ris(TI="A", DO="none") + ws.ris(TI="B", DO=["10.1000/1", "10.1000/2"]) + ws.ris(TI="C", AB="  ")
    found = seen(tmp_path, text)
    assert (found.doi, found.abstract) == (1, 0)


def test_what_is_inspected_is_what_is_imported(tmp_path: Path):
    """Two countings that differ would be a riddle."""
    found = seen(tmp_path, CUT)
    raw = RawFile(path=tmp_path / "a.txt", shown="a", source="x", sha256="0", note={"accept_truncated": True})
    with in_memory(tmp_path) as store:
        import_files(store, [raw], Workers(1))
        assert store.rows("select entries, rejects, format, encoding from source_file") == [
            (found.records, found.rejects, found.format, found.encoding)
        ]


def test_stray_text_is_a_warning_with_its_line(tmp_path: Path):
    """It may be a record that lost its shape."""
    found = seen(tmp_path, ws.BURNOUT + "Doe J. Balint groups in Iran. 2012.\r\n\r\n" + ws.OLD)
    assert len(found.warnings) == 1
    assert found.warnings[0].startswith("line 14: ")
    assert "Balint groups in Iran" in found.warnings[0]


def test_many_warnings_are_cut_short_but_counted(tmp_path: Path):
    """A thousand lines of warnings are read by nobody."""
    text = ws.BURNOUT + "".join(f"stray {n}\r\n\r\n{ws.OLD}" for n in range(9))
    assert seen(tmp_path, text).warnings[-1] == "and 4 more warnings"


def test_a_file_that_can_not_be_read_has_the_same_keys(tmp_path: Path):
    """A program that reads one line for each file finds one for each."""
    path = tmp_path / "a.png"
    path.write_bytes(b"\x89PNG")
    with pytest.raises(UnknownFormat) as caught:
        inspect(path, "a.png")
    line = unreadable("a.png", caught.value.message)
    assert tuple(line) == JSON_KEYS
    assert (line["format"], line["records"], line["warnings"]) == (None, 0, [caught.value.message])
    with pytest.raises(NoFile, match="no such file"):
        inspect(tmp_path / "none.ris", "none.ris")


def test_inspecting_changes_nothing(tmp_path: Path):
    """It is safe to try."""
    seen(tmp_path, ws.MEDLINE)
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
