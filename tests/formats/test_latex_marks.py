r"""What belongs to the words of a title and is no letter: raised figures, italics, words that stay small."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.formats import bibtex, csl_json
from pipeline.formats._latex import decode
from pipeline.formats._latex_escape import escape_exactly
from pipeline.formats._latex_marks import latex_of, may_have_marks, tags_of, without_marks
from pipeline.model import Found
from tests.small_review import bibcorpus

SMALL_CAPS = '<span style="font-variant:small-caps;">'
NO_CASE = '<span class="nocase">'


def on_one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("latex", "marked"),
    [
        (r"CO$_2$ and CO\textsubscript{2}", "CO<sub>2</sub> and CO<sub>2</sub>"),
        (r"$^{13}$C at $10^{-6}$ M", "<sup>13</sup>C at 10<sup>-6</sup> M"),
        (r"H\ensuremath{_{\mathrm{2}}}O of \(k_{i}\)", "H<sub>2</sub>O of k<sub>i</sub>"),
        (r"$x_{a_{b}}$ and $x^2_i$", "x<sub>a<sub>b</sub></sub> and x<sup>2</sup><sub>i</sub>"),
        (r"\emph{E.~coli} {\it in vivo}, \textit{in vitro}", "<i>E. coli in vivo</i>, <i>in vitro</i>"),
        (r"\textbf{Not} {\sc d}- or \textsc{l}-", f"<b>Not</b> {SMALL_CAPS}d</span>- or {SMALL_CAPS}l</span>-"),
        (r"\emph{A \textbf{b}~c} of \emph{M{\"u}ller}", "<i>A <b>b</b> c</i> of <i>Müller</i>"),
        (r"\emph{in }{{{\emph{Vivo}}}}", "<i>in Vivo</i>"),
        (r"\emph{}A\emph{ b }c", "A <i>b</i> c"),
        (r"37\,$^\circ$C, \$5 to \$10, a\_b", "37 °C, $5 to $10, a_b"),
        (r"CO$_2$ at 37\,$^{\circ}$C", "CO<sub>2</sub> at 37 °C"),
    ],
)
def test_the_marks_of_latex_are_those_of_csl(latex: str, marked: str):
    """Ten to the power of minus six is not 10-6, and a species is set in italics wherever it is cited."""
    assert tags_of(latex) == marked
    assert may_have_marks(latex) or "<" not in marked


@pytest.mark.parametrize(
    ("latex", "marked"),
    [
        ("Growth {in vitro} of {p53}", f"Growth {NO_CASE}in vitro</span> of {NO_CASE}p53</span>"),
        ("{van der Waals} and {D-xylose}", f"{NO_CASE}van der Waals</span> and {NO_CASE}D-xylose</span>"),
        ("On {DNA}, {mRNA} and {The Lancet of Ukraine}", "On DNA, mRNA and The Lancet of Ukraine"),
        (r"d{\'e}j{\`a} vu, Stra{\ss}e, e{ff}ect", "déjà vu, Straße, effect"),
        ("{Effects of groups}", "Effects of groups"),
    ],
)
def test_braces_are_kept_for_csl_where_a_style_would_raise_a_word(latex: str, marked: str):
    """Title Case raises small letters and lowers none: 'DNA' needs no mark, 'in vitro' does.

    Braces around every title as a whole are a habit of Web of Science and Mendeley, and a wish of nobody.
    """
    assert tags_of(latex) == marked


def test_a_title_in_another_language_stays_as_it_is():
    """'Die Arbeit mit dem Patienten' is no English title; but only its braces say so."""
    assert tags_of("{{Die Arbeit}}", whole_stays=True) == "Die Arbeit"
    assert tags_of("{Die neue Arbeit}", whole_stays=True) == f"{NO_CASE}Die neue Arbeit</span>"


@pytest.mark.parametrize("text", ["<i>a", "a</i>", "<i><b>a</i></b>", "<p>a</p>", "a < b", '<i class="x">a</i>'])
def test_a_tag_without_its_partner_is_a_text(text: str):
    """Nobody knows where it should end; and what is no mark of CSL's is not ours to read."""
    assert latex_of(text, escape_exactly) is None
    assert without_marks(text) == text


PIECES = [
    r"\emph{", "}", "{", r"\textsuperscript{", "$_2$", "$^{", "}$", "$", "a", "in vitro", "DNA", " ", "~", r"{\em ",
    r"\"{u}", r"\'e", "--", "``", "''", r"\&", "x<y", "1", r"{\sc d}", "_", "^", r"\(", r"\)", r"\ensuremath{_2}",
    "\\", "В",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join), st.booleans())
@example(r"{\emph{a}}$_2$", True)
@example(r"\emph{a} {in vitro}", False)
@example(r"\(\"{u}\ensuremath{_2}a", False)  # a formula that never ends
def test_marks_never_change_the_words(latex: str, whole_stays: bool):
    """Not there, and not back again; whatever the braces are like."""
    marked = tags_of(latex, whole_stays=whole_stays)
    assert without_marks(marked) == on_one_line(decode(latex))
    back = latex_of(marked, escape_exactly)
    assert (back is None) == ("</" not in marked)
    assert back is None or on_one_line(decode(back)) == without_marks(marked)


ENTRY = (
    r"@article{k, author = {Ames, A.}, title = {{CO}$_2$ and \emph{E.~coli} at 10\textsuperscript{-6} {M} {in vitro}},"
    " year = {2001}}\n"
)
AS_CSL = f"CO<sub>2</sub> and <i>E. coli</i> at 10<sup>-6</sup> M {NO_CASE}in vitro</span>"


def test_an_entry_becomes_an_item_with_its_marks():
    """Zotero, pandoc and other processors print them."""
    found = [each for each in bibtex.read(io.StringIO(ENTRY)) if isinstance(each, Found)]
    (item,) = json.loads("".join(csl_json.write(found)))
    assert item["title"] == AS_CSL
    assert found[0].fields["title"] == ["CO2 and E. coli at 10-6 M in vitro"]


def test_a_mark_that_stands_in_a_title_by_a_name_comes_too():
    """'@string' is the one place where the LaTeX of it is."""
    text = '@string{co = "CO$_2$"}\n@book{k, title = co # " in mice"}\n@book{l, title = co}\n'
    found = [each for each in bibtex.read(io.StringIO(text)) if isinstance(each, Found)]
    items = json.loads("".join(csl_json.write(found)))
    assert [item["title"] for item in items] == ["CO<sub>2</sub> in mice", "CO<sub>2</sub>"]


def test_marks_survive_the_way_there_and_back(tmp_path: Path):
    """From BibTeX to CSL-JSON, to BibTeX, and to CSL-JSON again."""
    (tmp_path / "a.bib").write_text(ENTRY, encoding="utf-8")
    for source, form, target in (
        ("a.bib", "csl-json", "a.json"),
        ("a.json", "bibtex", "b.bib"),
        ("b.bib", "csl-json", "b.json"),
    ):
        bibcorpus(tmp_path, "convert", tmp_path / source, "--to", form, "--out", tmp_path / target)
    assert json.loads((tmp_path / "a.json").read_bytes())[0]["title"] == AS_CSL
    assert r"  title = {{CO}\textsubscript{2} and \emph{{E}. coli} at 10\textsuperscript{-6} {M} {in vitro}}," in (
        tmp_path / "b.bib"
    ).read_text(encoding="utf-8")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_the_corpus_has_the_words_alone(tmp_path: Path):
    """A work that is found with marks and without is one work, under a title that people can search for."""
    found = [each for each in bibtex.read(io.StringIO(ENTRY)) if isinstance(each, Found)]
    again = [each for each in csl_json.read(io.StringIO("".join(csl_json.write(found)))) if isinstance(each, Found)]
    assert clean(again[0].fields)[0].title == clean(found[0].fields)[0].title == "CO2 and E. coli at 10-6 M in vitro"
