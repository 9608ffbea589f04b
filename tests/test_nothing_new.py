"""What is so already is told and not written again; and slips of the hand in `decide` write nothing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pipeline.joined_works import told_of_joined
from pipeline.workspace import find_workspace

from .small_review import Told, bibcorpus

WORK, OTHER, RUSSIAN = "cerny2011leading", "ahlgren2004balint", "vinter2015balintovskie"


@pytest.fixture
def small(small_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small review that was run; Anna is at the keyboard."""
    monkeypatch.setenv("BIBCORPUS_WHO", "anna")
    return Path(shutil.copytree(small_once, tmp_path, dirs_exist_ok=True))


def lines(folder: Path) -> int:
    """How many decisions all people have written."""
    return sum(len(path.read_text("utf-8").splitlines()) for path in folder.glob("corpus/decisions/*.jsonl"))


def decide(folder: Path, *words: str) -> Told:
    told = bibcorpus(folder, "decide", *words)
    assert told.code == 0, told.err
    return told


def written(folder: Path, *words: str) -> bool:
    """Whether a decision was written; where none was, it must be said."""
    before = lines(folder)
    told = decide(folder, *words)
    assert ("nothing was written" in told.out) == (lines(folder) == before)
    return lines(folder) > before


def test_what_is_undone_is_not_undone_again(small: Path):
    """A second undo offered to be taken back, and nobody knew what held then."""
    decide(small, "include", WORK)
    name = json.loads((small / "corpus/decisions/anna.jsonl").read_text("utf-8"))["id"]
    assert written(small, "undo", name)
    told = decide(small, "undo", name[:8]).out
    assert told.startswith(f"{name} is undone already: anna on ")
    assert not written(small, "undo", name, "--as", "boris")
    undo = json.loads((small / "corpus/decisions/anna.jsonl").read_text("utf-8").splitlines()[-1])["id"]
    assert written(small, "undo", undo)
    assert written(small, "undo", name)


@pytest.mark.parametrize(
    "words",
    [
        ("include", WORK),
        ("unsure", WORK, "--stage", "full-text"),
        ("tag", WORK, "topic", "students"),
        ("untag", OTHER, "topic", "burnout"),
        ("set", WORK, "volume", "20"),
        ("set", WORK, "year", "2012"),
        ("key", WORK, "cerny2011"),
        ("different", WORK, OTHER),
        ("relate", RUSSIAN, WORK, "translation-of"),
        ("note", WORK, "seen in Riga"),
        ("note", "we met in Riga"),
    ],
)
def test_the_same_word_of_the_same_person_is_no_news(small: Path, words: tuple[str, ...]):
    """With its reason, or without one; a reason that is new is worth a line."""
    assert written(small, *words, "--reason", "the journal's page")
    assert not written(small, *words, "--reason", "the journal's page")
    assert not written(small, *words)
    assert written(small, *words, "--reason", "seen on paper")


def test_a_word_that_was_said_otherwise_meanwhile_is_news(small: Path):
    """Include, exclude, include again: each is the last word of its day."""
    assert [written(small, event, WORK) for event in ("include", "exclude", "include")] == [True] * 3
    assert [written(small, "set", WORK, "volume", text) for text in ("20", "19", "20")] == [True] * 3
    assert [written(small, "key", WORK, key) for key in ("cerny", WORK)] == [True] * 2


def test_of_several_works_only_those_are_written_that_are_news(small: Path):
    """And each of the others is named."""
    decide(small, "exclude", WORK)
    told = decide(small, "exclude", WORK, OTHER).out
    assert f"{WORK}: exclude: said already by anna on " in told
    assert lines(small) == 2


def test_a_second_person_who_agrees_is_a_second_voice(small: Path):
    """Agreement between two people is counted: their words on status and tags are both kept."""
    for words in (("include", WORK), ("tag", WORK, "topic", "students"), ("different", WORK, OTHER)):
        assert written(small, *words)
        assert written(small, *words, "--as", "boris")


def test_a_field_that_is_so_by_the_records_is_not_decided(small: Path):
    """A correction that corrects nothing hides those that do; with a source it is kept, whatever comes in later."""
    assert "volume is so already, as the records have it" in decide(small, "set", WORK, "volume", "19").out
    assert not written(small, "set", WORK, "authors", "Cerny, Iva")
    assert not written(small, "set", WORK, "issue", "--clear")
    assert not written(small, "key", WORK, WORK)
    assert written(small, "set", WORK, "volume", "19", "--source", "the title page")


def test_a_field_that_somebody_corrected_so_is_not_decided_again(small: Path):
    """By anybody: a value has no kappa."""
    decide(small, "set", WORK, "volume", "20")
    told = decide(small, "set", WORK, "volume", "20", "--as", "boris").out
    assert "volume: said already by anna on " in told
    assert written(small, "set", WORK, "volume", "21", "--as", "boris")
    assert written(small, "set", WORK, "volume", "20", "--as", "clara")  # two disagree: hers is a third voice


def test_a_year_is_said_again_after_its_date_was(small: Path):
    """The later of the two words counts for both fields."""
    assert [written(small, "set", WORK, *each) for each in (("year", "2012"), ("date", "2013-05"))] == [True, True]
    assert written(small, "set", WORK, "year", "2012")


def test_a_corpus_that_is_older_than_an_undo_does_not_count_as_so(small: Path):
    """It still shows the value that was taken back."""
    decide(small, "set", WORK, "volume", "20")
    bibcorpus(small, "run")
    name = json.loads((small / "corpus/decisions/anna.jsonl").read_text("utf-8"))["id"]
    decide(small, "undo", name)
    assert written(small, "set", WORK, "volume", "20")


# ------------------------------------------------------------------------------------------ slips


@pytest.mark.parametrize("words", [(WORK,), (WORK.upper(),), (OTHER, WORK), ("90000001",)])
def test_a_note_without_its_text_is_refused(small: Path, words: tuple[str, ...]):
    """'decide note cerny2011leading' would note a key about nothing."""
    told = bibcorpus(small, "decide", "note", *words)
    assert (told.code, lines(small)) == (1, 0)
    assert f'decide note {" ".join(words)} "TEXT"' in told.err


def test_a_note_may_name_a_work_in_its_text(small: Path):
    """A word beside it makes it a text."""
    assert written(small, "note", OTHER, f"see {WORK}")
    assert written(small, "note", OTHER, "retracted")


def test_a_reason_that_stands_among_the_works_is_told(small: Path):
    """'decide exclude KEY "no group"' lacks --reason."""
    told = bibcorpus(small, "decide", "exclude", WORK, "no Balint group")
    assert (told.code, lines(small)) == (1, 0)
    assert '--reason "no Balint group"' in told.err


def test_the_new_key_before_the_work_is_told(small: Path):
    """The order is that of `mv`: what there is, then its new name."""
    told = bibcorpus(small, "decide", "key", "cerny2011", WORK)
    assert (told.code, lines(small)) == (1, 0)
    assert f"bibcorpus decide key {WORK} cerny2011" in told.err


# ------------------------------------------------------------------------------------------ what is joined


def test_works_that_are_joined_are_shown_with_what_differs(small: Path):
    """A slip in a key is seen by its title, and ids tell nobody anything."""
    told = decide(small, "same", WORK, OTHER).out
    assert "cerny2011leading: Cerny 2011: Leading a first seminar for young doctors" in told
    assert "ahlgren2004balint: Ahlgren and Brandt 2004: Balint groups and burnout" in told
    assert "they differ: first author (Cerny, Ahlgren); year (2011, 2004)" in told
    assert lines(small) == 1


def test_records_of_one_work_are_shown_themselves(small: Path):
    """Who names records wants to see these; one author in two forms is no difference."""
    records = bibcorpus(small, "why", OTHER, "--json").out
    ids = sorted({word for word in records.replace('"', " ").split() if word.startswith(("pubmed:", "hand-list:"))})
    told = told_of_joined(find_workspace(small), ids)
    assert [line.partition(": ")[2].partition(": ")[0] for line in told] == ["Ahlgren and Brandt 2004"] * 2
    assert [line.partition(": ")[0] for line in told] == ids


def test_what_is_one_work_already_is_not_joined_again(small: Path):
    """The run has joined them by then."""
    decide(small, "same", WORK, OTHER)
    bibcorpus(small, "run")
    assert "one work already; nothing was written" in decide(small, "same", WORK, OTHER).out
    assert bibcorpus(small, "decide", "same", WORK, WORK).code == 1
