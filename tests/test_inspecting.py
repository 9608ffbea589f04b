"""Inspect: what a file is and what would be imported, without any change."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pipeline.errors import NoFile, UnknownFormat
from pipeline.formats import SYNONYMS, all_formats
from pipeline.importing import RawFile, import_files
from pipeline.inspecting import JSON_KEYS, Inspection, inspect, unreadable
from pipeline.parallel import Workers
from pipeline.store import in_memory

from . import workspaces as ws
from .small_review import bibcorpus

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
        "set_aside": [], "unread": [],
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


def test_what_is_set_aside_and_what_is_no_record_stand_in_the_json_with_line_and_reason(tmp_path: Path):
    """Who reads the JSON and sees `"rejects": 1` must not have to ask again, which record it was and why."""
    found = json.loads(
        json.dumps(seen(tmp_path, CUT.replace("TI  - Headless", "stray\r\n\r\nTI  - Headless")).as_json())
    )
    assert (found["rejects"], len(found["set_aside"])) == (2, 2)
    headless, cut = found["set_aside"]
    assert (headless["line"], headless["truncated"], cut["truncated"]) == (28, False, True)
    assert "TY" in headless["reason"]
    assert headless["text"].startswith("TI - Headless")
    assert [(text["line"], text["text"], text["expected"]) for text in found["unread"]] == [(26, "stray", False)]
    assert found["unread"][0]["reason"]


def test_all_texts_stand_in_the_json_whole_where_everything_is_asked_for(tmp_path: Path):
    """The comments of a .bib are there by rule: they are shown to who asks for all, and to nobody else."""
    text = "@comment{" + "jabref-meta " * 20 + "}\n\n@article{roe, title = {Balint groups}}\n"
    found = seen(tmp_path, text)
    assert found.as_json()["unread"] == []
    (comment,) = found.as_json(everything=True)["unread"]
    assert (comment["text"], comment["expected"]) == (text.partition("@article")[0].strip(), True)


def test_a_title_of_a_broken_file_is_not_shown_in_full(tmp_path: Path):
    """A lost quote mark can make a title of a whole file: the screen shows its beginning, and says how long it is."""
    found = seen(tmp_path, ws.ris(TI="Balint " * 1_000, DO="none " * 1_000))
    assert found.first_title == found.last_title == ("Balint " * 1_000)[:200] + "… (6,999 characters)"
    assert all(len(text) < 300 for text in found.warnings)
    assert seen(tmp_path, ws.ris(TI="B" * 1_000)).first_title == "B" * 1_000


@pytest.mark.parametrize(("ending", "name"), SYNONYMS.items())
def test_the_usual_ending_of_a_format_is_as_good_as_its_name(ending: str, name: str):
    """Who has a .nbib file types `--format nbib`; an ending that is a name of ours means that format and no other."""
    assert name in all_formats()
    assert ending not in all_formats()


def test_an_ending_is_taken_for_the_format_by_every_reader(tmp_path: Path):
    """`inspect`, `add` and the note beside a raw file agree."""
    path = tmp_path / "a.txt"
    ws.write(path, ws.MEDLINE)
    assert inspect(path, "a.txt", "nbib").format == "medline"
    help_text = bibcorpus(tmp_path, "inspect", "--help").out
    assert all(ending in help_text for ending in SYNONYMS)


def test_the_keys_of_the_json_and_the_endings_are_in_the_docs():
    """A program that reads the JSON is written by the page on formats."""
    text = (Path(__file__).parents[1] / "docs" / "formats.md").read_text(encoding="utf-8")
    told = text.partition("## What `inspect --json` says")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", told, re.M)
    assert sorted(re.findall(r"`(\w+)`", " ".join(rows))) == sorted(JSON_KEYS)
    head = text.partition("\n## ")[0].replace("\n", " ")
    assert dict(re.findall(r"`(\w+)` \(([\w-]+)\)", head)) == SYNONYMS


def test_inspecting_changes_nothing(tmp_path: Path):
    """It is safe to try."""
    seen(tmp_path, ws.MEDLINE)
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
