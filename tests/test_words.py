"""What commands say where somebody slips, or begins: the next step is in the words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .small_review import MEDLINE, bibcorpus, write_review


@pytest.mark.parametrize(
    ("words", "meant"),
    [(("export", "bibtx"), "bibtex"), (("exprt",), "export"), (("decide", "exclde"), "exclude")],
)  # fmt: skip
def test_a_misspelt_command_is_asked_about_wherever_it_stands(tmp_path: Path, words: tuple[str, ...], meant: str):
    """The forms of `export` are made when they are asked for: they are commands all the same."""
    told = bibcorpus(tmp_path, *words)
    assert told.code == 2
    assert f"Did you mean {meant!r}" in told.err


def test_what_is_like_no_command_gets_no_guess(tmp_path: Path):
    told = bibcorpus(tmp_path, "export", "xyzzy")
    assert (told.code, "Did you mean" in told.err, "No such command 'xyzzy'" in told.err) == (2, False, True)


def test_a_workspace_within_another_is_told_of(tmp_path: Path):
    """Its decisions would be looked for in the outer one, a year later."""
    outer = write_review(tmp_path / "thesis")
    told = bibcorpus(outer, "init", outer / "chapter-2")
    assert (told.code, f"inside another workspace, {outer.resolve()}" in told.err) == (0, True)
    assert "inside another" not in bibcorpus(tmp_path, "init", tmp_path / "alone").err


def test_a_run_on_nothing_says_what_comes_first(tmp_path: Path):
    """A table of noughts looks like a result."""
    assert bibcorpus(tmp_path, "init", tmp_path / "new").code == 0
    told = bibcorpus(tmp_path / "new", "run")
    assert (told.code, "add a file first" in told.out) == (0, True)
    (tmp_path / "a.nbib").write_text(MEDLINE, encoding="utf-8")
    assert bibcorpus(tmp_path / "new", "add", tmp_path / "a.nbib").code == 0
    assert "add a file first" not in bibcorpus(tmp_path / "new", "run").out


@pytest.mark.parametrize("said", [(), ("--query", "small")], ids=["of no query", "of this query"])
def test_the_day_of_a_search_by_hand_is_shown_whether_or_not_the_query_has_its_source(
    tmp_path: Path, said: tuple[str, ...]
):
    """'last asked pubmed never' is no whole account of a review that searched Embase by hand."""
    folder = write_review(tmp_path / "review")
    (tmp_path / "e.ris").write_text(
        "TY  - JOUR\nTI  - Balint groups in the hills\nPY  - 2004\nER  -\n", encoding="utf-8"
    )
    day = ("--searched", "2021-10-30")
    assert bibcorpus(folder, "add", tmp_path / "e.ris", "--source", "embase", *day, *said).code == 0
    assert "last asked pubmed never, embase 2021-10-30 (small)" in bibcorpus(folder, "run").out


def test_what_is_in_neither_way_is_parted_by_who_left_it_so(tmp_path: Path):
    """Of 77 works that nothing decides 40 were decided on, twice: what they need is a talk, no first look."""
    folder = write_review(tmp_path)
    assert bibcorpus(folder, "run").code == 0
    keys = [line.split(",")[0] for line in (folder / "corpus/citekeys.csv").read_text().splitlines()[1:]]
    winter, cerny = (next(key for key in keys if name in key) for name in ("vinter", "cerny"))
    for who, event, key in (("anna", "include", winter), ("boris", "exclude", winter), ("anna", "unsure", cerny)):
        reason = ("--reason", "no group") if event == "exclude" else ()
        assert bibcorpus(folder, "decide", event, key, *reason, "--as", who).code == 0
    waits = json.loads(bibcorpus(folder, "run", "--json").out)["waiting"]
    assert (waits["works that people disagree on"], waits["works that a person is unsure of"]) == (1, 1)
    assert "works that nothing includes or excludes" not in waits
    listed = " ".join(bibcorpus(folder, "status", "--list").out.split())
    assert f"works that people disagree on {winter} " in listed
    assert f"works that a person is unsure of {cerny} " in listed
