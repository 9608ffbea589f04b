"""Exports that can't be written: nothing is built in vain, and the next run goes on without a wrong word."""

from __future__ import annotations

import shutil
from pathlib import Path

from .small_review import RIS, bibcorpus, built, write_review

MORE = RIS.replace("Leading a first seminar", "Leading a second seminar").replace("2011", "2012")


def in_the_way(path: Path) -> None:
    """Something that no program can write over; on every system, and for every user."""
    if path.is_dir():
        shutil.rmtree(path)
        path.write_text("a file where a folder belongs", encoding="utf-8")
    else:
        path.unlink()
        (path / "within").mkdir(parents=True)


def test_where_no_export_can_be_written_nothing_is_built(tmp_path: Path):
    """A run of an hour that fails at its end has built a corpus that no export agrees with."""
    folder = write_review(tmp_path)
    assert bibcorpus(folder, "run").code == 0
    (folder / "corpus/raw/hand-list/more.ris").write_text(MORE, encoding="utf-8")
    in_the_way(folder / "corpus/exports")
    before = built(folder)
    told = bibcorpus(folder, "run")
    assert (told.code, built(folder)) == (1, before)
    assert "Error: corpus/exports: nothing can be written there" in told.err
    assert "nothing was changed" in told.err


def test_after_an_export_that_failed_the_next_run_goes_on_from_the_corpus(tmp_path: Path):
    """It must not say that the corpus is another than the last run wrote: the run did write it."""
    folder = write_review(tmp_path)
    assert bibcorpus(folder, "run").code == 0
    (folder / "corpus/raw/hand-list/more.ris").write_text(MORE, encoding="utf-8")
    in_the_way(folder / "corpus/exports/bibliography.bib")
    told = bibcorpus(folder, "run")
    assert (told.code, "bibliography.bib" in told.err) == (1, True)
    steps = dict(line.split(maxsplit=1) for line in bibcorpus(folder, "status").out.splitlines()[:7])
    assert steps.pop("export").startswith("stale: ")
    assert set(steps.values()) == {"fresh"}
    shutil.rmtree(folder / "corpus/exports/bibliography.bib")
    assert bibcorpus(folder, "run").code == 0
    assert "second seminar" in (folder / "corpus/exports/bibliography.bib").read_text(encoding="utf-8")
    assert "Leading a second seminar" in bibcorpus(folder, "diff").out, "what the run before has changed is told"
    assert bibcorpus(folder, "run").out.startswith("Nothing is stale")
