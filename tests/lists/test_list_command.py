"""`bibcorpus export list`: a formatted list from a workspace."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest

from pipeline.lists import running

from ..small_review import bibcorpus, write_review


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_review(tmp_path_factory.mktemp("list") / "review")
    assert bibcorpus(folder, "run").code == 0
    return folder


@pytest.fixture
def review(once: Path, tmp_path: Path) -> Path:
    return shutil.copytree(once, tmp_path / "review")


def entries(folder: Path, *said: str | Path) -> list[str]:
    told = bibcorpus(folder, "export", "list", *said)
    assert told.code == 0, told.err
    return [line for line in told.out.splitlines() if line]


def test_a_gost_list_has_cyrillic_first_and_each_entry_in_its_own_words(review: Path):
    """'Т. 3. С. 20–28' for the Russian work, 'Vol. 12. P. 101–109' for the English one."""
    russian, english, _ = entries(review, "--style", "gost")
    assert russian == (
        "1.  Винтер А. Б. Балинтовские группы в обучении врачей // Вымышленный журнал. 2015. Т. 3. С. 20–28."
    )
    assert english.startswith("2.  Ahlgren M., Brandt O. Balint groups and burnout in rural general practice // ")
    assert "2004. Vol. 12. P. 101–109" in english


def test_the_kind_of_file_goes_by_its_name(review: Path, tmp_path: Path):
    """Who writes --out list.docx need not say docx again."""
    out = tmp_path / "list.docx"
    told = bibcorpus(review, "export", "list", "--style", "apa", "--out", out)
    assert (told.code, told.out) == (0, "")
    assert "3 works" in told.err
    assert [each.text.split(",")[0] for each in docx.Document(str(out)).paragraphs] == ["Ahlgren", "Cerny", "Vinter"]


@pytest.mark.parametrize("to", ["docx", "odt"])
def test_a_word_file_is_never_written_to_the_screen(review: Path, to: str):
    """It would be noise there."""
    told = bibcorpus(review, "export", "list", "--to", to)
    assert (told.code, told.out) == (2, "")
    assert f"--out NAME.{to}" in told.err


def test_a_name_that_says_no_kind_of_list_is_refused(review: Path, tmp_path: Path):
    """A text in a file that is called list.pdf opens nowhere."""
    told = bibcorpus(review, "export", "list", "--out", tmp_path / "list.pdf")
    assert told.code == 2
    assert ".docx" in told.err


def test_tags_give_headings_their_titles(review: Path):
    """'Burnout' as the rule's title has it, and what has no such tag at the end."""
    found = entries(review, "--style", "apa", "--group-by", "topic")
    assert [found[0], found[2]] == ["Burnout", "Other works"]


def test_an_unknown_facet_names_those_that_there_are(review: Path):
    """A heading for nothing would put everything under 'Other works'."""
    told = bibcorpus(review, "export", "list", "--group-by", "subject")
    assert told.code == 1
    assert "year, language, type" in told.err
    assert "topic" in told.err


def test_a_list_for_a_manuscript_stands_in_the_order_of_citation(review: Path, tmp_path: Path):
    """Vancouver's first entry is what the text cites first."""
    text = tmp_path / "paper.tex"
    bibtex = bibcorpus(review, "export", "bibtex").out
    keys = [line.partition("{")[2].rstrip(",") for line in bibtex.splitlines() if line.startswith("@")]
    for cited in (keys, keys[::-1]):
        text.write_text("".join(rf"\cite{{{key}}} " for key in cited), encoding="utf-8")
        found = entries(review, "--style", "vancouver", "--keys-from", text)
        names = [line.split()[1].lower() for line in found]
        assert all(key.startswith(name[:5]) for key, name in zip(cited, names, strict=True)), names


def test_an_unknown_style_is_one_line_with_a_proposal(review: Path):
    """Exit 1, no traceback."""
    told = bibcorpus(review, "export", "list", "--style", "vancuver")
    assert (told.code, told.out) == (1, "")
    assert told.err.splitlines()[0] == "Error: no citation style is called 'vancuver'"
    assert "vancouver" in told.err.splitlines()[1]


def test_without_the_extra_the_command_says_what_to_install(review: Path, monkeypatch: pytest.MonkeyPatch):
    """Most people never need it: 200 MB."""
    monkeypatch.setitem(__import__("sys").modules, "pypandoc", None)
    running.pandoc.cache_clear()
    told = bibcorpus(review, "export", "list")
    running.pandoc.cache_clear()
    assert told.code == 1
    assert "bibcorpus[lists]" in told.err


def test_a_list_that_fails_leaves_the_old_file_alone(review: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Whoever has a list in a manuscript keeps it."""
    out = tmp_path / "list.txt"
    out.write_text("the old list", encoding="utf-8")
    monkeypatch.setattr(running, "pandoc", lambda: "/bin/false")
    told = bibcorpus(review, "export", "list", "--out", out)
    assert told.code == 1
    assert out.read_text(encoding="utf-8") == "the old list"


def test_nothing_chosen_is_said(review: Path):
    """An empty list is no error, but nobody wants one."""
    told = bibcorpus(review, "export", "list", "--where", "year = 1800")
    assert (told.code, told.out.strip()) == (0, "")
    assert "nothing matches" in told.err
