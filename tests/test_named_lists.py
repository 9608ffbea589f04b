"""Lists that a workspace keeps: what may stand in queries/lists/NAME.toml, and that `run` keeps their files."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline import exports
from pipeline.errors import QueryError
from pipeline.named_lists import NamedList, list_inputs, load_list
from pipeline.starting import starter_files
from pipeline.workspace import find_workspace

from .small_review import bibcorpus

WHOLE = """\
title = "Burnout before 2010"
where = "year < 2010"
query = "small"
tags = ["topic:burnout"]
hide = ["version-of"]

[[exports]]
form = "bibtex"
encoding = "latex"
tags = true

[[exports]]
form = "biblatex"
name = "burnout-biblatex"
abstracts = false
"""


@pytest.fixture
def review(small_once: Path, tmp_path: Path) -> Path:
    return shutil.copytree(small_once, tmp_path / "review")


def write_list(review: Path, text: str, name: str = "burnout") -> Path:
    path = review / "queries" / "lists" / f"{name}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def loaded(review: Path, text: str) -> NamedList:
    return load_list(find_workspace(review), write_list(review, text))


def keys(review: Path, name: str) -> list[str]:
    text = (review / "corpus" / "exports" / name).read_text(encoding="utf-8")
    return re.findall(r"^@\w+\{([^,]+),", text, re.M)


def files(review: Path) -> Sequence[str]:
    return sorted(path.name for path in (review / "corpus" / "exports").iterdir())


def test_a_list_says_which_works_and_what_they_are_exported_to(review: Path):
    """The same that `export` can be asked, kept in a file."""
    found = loaded(review, WHOLE)
    assert (found.file, found.title) == ("queries/lists/burnout.toml", "Burnout before 2010")
    assert (found.selection.where, found.selection.query) == ("year < 2010", "small")
    assert (found.selection.tagged, found.selection.hide) == (("topic:burnout",), ("version-of",))
    assert [(each.file, each.form) for each in found.exports] == [
        ("burnout.bib", "bibtex"),
        ("burnout-biblatex.bib", "biblatex"),
    ]
    assert found.exports[0].options == {"encoding": "latex", "tags": True}


EXPORT = '[[exports]]\nform = "bibtex"\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('title = "A"', "it has no exports"),
        (EXPORT, "it has no title"),
        ('title = "A"\nwere = "year < 2010"\n' + EXPORT, "were: unknown key"),
        ('title = "A"\ntags = "burnout"\n' + EXPORT, "tags = 'burnout' is not a list of texts"),
        ('title = "A"\nall = "yes"\n' + EXPORT, "all = 'yes' is not true or false"),
        ('title = "A"\nhide = ["copy-of"]\n' + EXPORT, "hide: unknown value: 'copy-of'"),
        ('title = "A"\nexports = []', "exports"),
        ('title = "A"\n[[exports]]\ntags = true\n', "[exports 1] has no form"),
        ('title = "A"\n[[exports]]\nform = "bibtx"\n', "[exports 1] form: unknown value: 'bibtx'"),
        ('title = "A"\n' + EXPORT + "tgas = true\n", "[exports 1] tgas: unknown key"),
        ('title = "A"\n' + EXPORT + 'tags = "yes"\n', "[exports 1] tags = 'yes' is not true or false"),
        ('title = "A"\n' + EXPORT + 'encoding = "ascii"\n', "[exports 1] encoding: unknown value: 'ascii'"),
        ('title = "A"\n' + EXPORT + 'name = "../a"\n', "can't name a file"),
        ('title = "A"\n' + EXPORT + 'name = "bibliography"\n', "is the file that `run` keeps by itself"),
        ('title = "A"\n' + EXPORT + EXPORT, "burnout.bib is written twice"),
        ('title = "A"\nkeys_from = ["../paper.tex"]\n' + EXPORT, "'../paper.tex' lies outside the workspace"),
        ('title = "A"\n[[exports]]\nform = "list"\nto = "pdf"\n', "[exports 1] to: unknown value: 'pdf'"),
        ('title = "A"\n[[exports]]\nform = "list"\nencoding = "latex"\n', "[exports 1] encoding: unknown key"),
        ("title = ", "not valid TOML"),
    ],
)
def test_what_is_wrong_in_a_list_is_named(review: Path, text: str, says: str):
    """With the file, the key and what is allowed: the person who reads it wrote the file by hand."""
    with pytest.raises(QueryError) as wrong:
        loaded(review, text)
    assert wrong.value.message.startswith("queries/lists/burnout.toml: ")
    assert says in wrong.value.message
    assert wrong.value.hint


def test_check_looks_at_lists(review: Path):
    """Those that can't be used, by their files, and those that the corpus has nothing for."""
    write_list(review, 'title = "A"\n[[exports]]\nform = "bibtx"\n')
    write_list(review, f'title = "B"\nwhere = "yaer < 2010"\n{EXPORT}', "other")
    write_list(review, f'title = "C"\nkeys_from = ["paper.tex"]\n{EXPORT}', "third")
    told = bibcorpus(review, "check")
    assert told.code == 1
    assert "queries/lists/burnout.toml: [exports 1] form: unknown value: 'bibtx'" in told.out
    assert "did you mean bibtex?" in told.out
    assert "queries/lists/other.toml: --where 'yaer < 2010'" in told.out
    assert re.search(r"queries/lists/third.toml: .*paper.tex: there is no such file", told.out)


def test_two_lists_never_write_one_file(review: Path):
    """The second would overwrite the first, or the other way round."""
    write_list(review, f'title = "A"\n{EXPORT}name = "same"\n', "a")
    write_list(review, f'title = "B"\n{EXPORT}name = "same"\n', "b")
    assert (
        "queries/lists/b.toml: corpus/exports/same.bib is that of queries/lists/a.toml"
        in bibcorpus(review, "check").out
    )


def test_run_keeps_the_files_of_lists(review: Path):
    """They are there after a run, and made again when a decision changes what belongs to them."""
    write_list(review, WHOLE)
    told = bibcorpus(review, "run")
    assert (told.code, told.err) == (0, "")
    assert files(review) == ["bibliography.bib", "burnout-biblatex.bib", "burnout.bib"]
    assert keys(review, "burnout.bib") == ["ahlgren2004balint"]
    assert "topic:burnout" in (review / "corpus" / "exports" / "burnout.bib").read_text()
    assert "nothing is stale" in bibcorpus(review, "run").out.lower()
    bibcorpus(review, "decide", "untag", "ahlgren2004balint", "topic", "burnout", "--as", "mia")
    bibcorpus(review, "decide", "tag", "cerny2011leading", "topic", "burnout", "--as", "mia")
    bibcorpus(review, "run")
    assert keys(review, "burnout.bib") == []


def test_diff_tells_which_works_a_list_lost(review: Path):
    """Who sends the file on must know that it is another one; a dry run tells it before."""
    write_list(review, WHOLE)
    bibcorpus(review, "run")
    bibcorpus(review, "decide", "untag", "ahlgren2004balint", "topic", "burnout", "--as", "anna")
    dry, _, told = (bibcorpus(review, *words).out for words in (["run", "--dry-run"], ["run"], ["diff"]))
    for said in (dry, told):
        assert "burnout.bib: 1 -> 0 entries" in said
        assert "removed: ahlgren2004balint" in said


def test_a_list_follows_its_manuscript(review: Path):
    r"""A chapter that is brought in by \input counts too: whoever writes there runs `bibcorpus run` and LaTeX again."""
    (review / "paper").mkdir()
    (review / "paper" / "paper.tex").write_text(r"\cite{ahlgren2004balint}\input{one}")
    chapter = review / "paper" / "one.tex"
    chapter.write_text("Nothing yet.")
    write_list(review, f'title = "Cited"\nkeys_from = ["paper/paper.tex"]\n{EXPORT}')
    bibcorpus(review, "run")
    assert keys(review, "burnout.bib") == ["ahlgren2004balint"]
    chapter.write_text(r"\cite{cerny2011leading,nobody}")
    assert "paper/one.tex changed" in bibcorpus(review, "status").out
    told = bibcorpus(review, "run")
    assert keys(review, "burnout.bib") == ["ahlgren2004balint", "cerny2011leading"]
    assert "queries/lists/burnout.toml: one.tex line 1: no work has the key 'nobody'" in told.err


def test_a_key_that_a_manuscript_of_a_list_cites_in_vain_fails_the_checks(review: Path):
    """The document that is printed from it would have a question mark there."""
    (review / "paper.md").write_text("As [@nobody1900] says.")
    write_list(review, f'title = "Cited"\nkeys_from = ["paper.md"]\n{EXPORT}')
    told = bibcorpus(review, "check", "--exports")
    assert told.code == 1
    assert "paper.md line 1: no work has the key 'nobody1900'" in told.out


def test_a_list_that_cannot_be_used_stops_nothing(review: Path):
    """The corpus and the other lists are made; its own files stay as they were, and it is said."""
    write_list(review, WHOLE)
    write_list(review, f'title = "B"\n{EXPORT}', "other")
    bibcorpus(review, "run")
    before = (review / "corpus" / "exports" / "burnout.bib").read_bytes()
    write_list(review, WHOLE.replace("topic:burnout", "topic:bornout"))
    told = bibcorpus(review, "run")
    assert told.code == 0
    assert "queries/lists/burnout.toml: --tag topic:bornout: there is no such tag" in told.err
    assert (review / "corpus" / "exports" / "burnout.bib").read_bytes() == before
    assert keys(review, "other.bib") == ["ahlgren2004balint", "cerny2011leading", "vinter2015balintovskie"]


def test_the_file_of_a_list_that_is_gone_is_told_and_kept(review: Path):
    """Somebody may still use it; only people delete."""
    path = write_list(review, WHOLE)
    bibcorpus(review, "run")
    path.unlink()
    told = bibcorpus(review, "run")
    assert "corpus/exports/burnout.bib: no list in queries/lists makes it any longer" in told.err
    assert "burnout.bib" in files(review)
    assert "burnout.bib" not in bibcorpus(review, "run").err


def test_a_file_that_was_deleted_is_made_again(review: Path):
    """As the bibliography itself is."""
    write_list(review, WHOLE)
    bibcorpus(review, "run")
    (review / "corpus" / "exports" / "burnout.bib").unlink()
    bibcorpus(review, "run")
    assert keys(review, "burnout.bib") == ["ahlgren2004balint"]


def test_a_rehearsal_writes_no_file_of_a_list(review: Path):
    """`run --dry-run` changes nothing."""
    write_list(review, WHOLE)
    assert bibcorpus(review, "run", "--dry-run").code == 0
    assert files(review) == ["bibliography.bib"]


def test_a_formatted_list_is_kept_too(review: Path):
    """For the manuscript that is written in Word."""
    pytest.importorskip("pypandoc")
    write_list(review, WHOLE.partition("[[")[0] + '[[exports]]\nform = "list"\nstyle = "vancouver"\nto = "txt"\n')
    told = bibcorpus(review, "run")
    assert (told.code, told.err) == (0, "")
    assert "Ahlgren" in (review / "corpus" / "exports" / "burnout.txt").read_text(encoding="utf-8")


def test_a_style_that_does_not_exist_is_told(review: Path):
    """Its file is not written; the others of the list are."""
    pytest.importorskip("pypandoc")
    write_list(review, WHOLE + '\n[[exports]]\nform = "list"\nstyle = "vancuver"\n')
    told = bibcorpus(review, "run")
    assert "no citation style is called 'vancuver'" in told.err
    assert files(review) == ["bibliography.bib", "burnout-biblatex.bib", "burnout.bib"]


def test_a_style_file_is_one_of_the_workspace(review: Path):
    """When it is changed, the list is made again."""
    (review / "own.csl").write_text("<style/>")
    found = loaded(review, 'title = "A"\n[[exports]]\nform = "list"\nstyle = "own.csl"\n')
    assert found.exports[0].options["style"] == str((review / "own.csl").resolve())
    assert [path.name for path in list_inputs(find_workspace(review))] == ["burnout.toml", "own.csl"]


def test_the_list_of_a_new_workspace_can_be_used(review: Path):
    """An example that is wrong teaches wrong; what is commented out in it is right as well."""
    example = starter_files()["queries/lists/empirical.toml"].decode()
    assert loaded(review, example).exports[0].file == "burnout.ris"
    opened = re.sub(r"^# (?=\w+ = |\[\[)", "", example, flags=re.M)
    assert opened != example
    assert [each.form for each in loaded(review, opened).exports] == ["ris", "list"]


def test_every_form_can_be_kept(review: Path):
    """A form that is added to exports/ needs nothing more."""
    for form in exports.names():
        assert loaded(review, f'title = "A"\n[[exports]]\nform = "{form}"\n').exports[0].form == form


@pytest.mark.parametrize("style", ["nosuchstyle", "nosuchstyle.csl"])
def test_check_tells_of_a_style_that_is_not_there(review: Path, style: str):
    """Who checks before `run` should not hear of it from `run` first."""
    write_list(review, f'title = "A"\n[[exports]]\nform = "list"\nstyle = "{style}"\n')
    told = bibcorpus(review, "check")
    assert told.code != 0
    assert "queries/lists/burnout.toml: [exports 1] style" in told.out + told.err
    assert style in told.out + told.err
