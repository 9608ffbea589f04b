"""JSON Lines: what programs are told of a work, and what comes back of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings

from pipeline.exports import ExportedWork
from pipeline.exports._columns import COLUMNS
from pipeline.store import reading
from pipeline.workspace import find_workspace

from ..small_review import bibcorpus, write_review
from .tables import GROUPS, TITLES_TO_FEAR, WORKS, found, read_again, titled, works, written

NAMES = [column.name for column in COLUMNS]


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_line_has_every_name_in_one_order(tmp_path: Path):
    """A program that looks at the first line alone must know all columns by it."""
    assert [list(line) for line in lines(written("jsonl", WORKS, tmp_path))] == [NAMES, NAMES, NAMES]


def test_lists_are_lists_and_what_is_missing_is_null(tmp_path: Path):
    first, second, third = lines(written("jsonl", WORKS, tmp_path))
    assert first["authors"] == ["Иванов, И. И.", "Северные практики", "et al."]
    assert first["keywords"] == ["burnout", "general practice; Russia", "R&D"]
    assert (first["year"], first["retracted"], second["retracted"]) == (2015, False, True)
    assert (third["year"], third["keywords"], third["doi"]) == (None, [], None)


def test_titles_stand_as_they_are(tmp_path: Path):
    """A text in JSON runs nowhere: nothing is put before it or taken from it."""
    written_titles = [line["title"] for line in lines(written("jsonl", titled(TITLES_TO_FEAR), tmp_path))]
    assert written_titles == list(TITLES_TO_FEAR)


def test_the_export_says_what_the_bibliography_says(tmp_path: Path):
    """The same names must hold the same values, or people trust neither."""
    review = write_review(tmp_path)
    assert bibcorpus(review, "run").code == 0
    assert bibcorpus(review, "export", "jsonl", "--all", "--out", tmp_path / "all.jsonl").code == 0
    with reading(find_workspace(review).database) as store:
        shown = list(store.records("select * from bibliography order by lower(citekey)"))
    exported = lines(tmp_path / "all.jsonl")
    assert len(exported) == len(shown) == 4
    for line, work in zip(exported, shown, strict=True):
        same = line.keys() & work.keys() - {"method", "tags"}  # those are without what is unsure
        assert {name: line[name] for name in same} == {name: work[name] for name in same}


def test_our_own_reader_says_the_same_of_each_work(tmp_path: Path):
    """What has no field is kept: status, tags, older keys."""
    path = written("jsonl", WORKS, tmp_path)
    assert [work.work for work in read_again(path, WORKS)] == [work.work for work in WORKS]
    first = found(path)[0]
    assert first.fields["accession"] == [GROUPS.key]
    assert (first.extra["status"], first.extra["aliases"]) == (["excluded"], ["ivanov2015"])


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(works())
def test_export_import_export_gives_the_same_bytes(made: list[ExportedWork]):
    """Whatever characters sources use."""
    with TemporaryDirectory() as folder:
        path = written("jsonl", made, Path(folder))
        first = path.read_bytes()
        again = read_again(path, made)
        assert [work.work for work in again] == [work.work for work in made]
        assert written("jsonl", again, Path(folder)).read_bytes() == first


def test_a_bibliography_goes_to_another_workspace_by_it(tmp_path: Path):
    """`add` knows the file without being told its format."""
    here = write_review(tmp_path / "here")
    assert bibcorpus(here, "run").code == 0
    out = tmp_path / "works.jsonl"
    assert bibcorpus(here, "export", "jsonl", "--out", out).code == 0
    told = bibcorpus(here, "inspect", out)
    assert told.code == 0
    assert "bibcorpus-jsonl" in told.out
    assert re.search(r"records\s+3\b", told.out)
