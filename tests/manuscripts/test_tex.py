r"""LaTeX manuscripts: what counts as a citation, and what only looks like one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.manuscripts import Manuscript, read_manuscript


def cited(folder: Path, text: str, **others: str) -> Manuscript:
    """What paper.tex with this text cites; `others` are files beside it."""
    for name, content in {"paper": text, **others}.items():
        path = folder / f"{name.replace('__', '/')}.tex"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return read_manuscript(folder / "paper.tex")


def keys(manuscript: Manuscript) -> list[str | None]:
    return [each.key for each in manuscript.citations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\cite{a}", ["a"]),
        (r"\cite{a, b ,c}", ["a", "b", "c"]),
        ("\\citep[see][p.~3]{a,\n  b}", ["a", "b"]),
        (r"\citep[see {[sic]} there]{a}", ["a"]),
        (r"\citet*{a} \Citeauthor{b} \citealp{c} \citeyearpar{d}", ["a", "b", "c", "d"]),
        (r"\autocite{a}\textcite[12]{b}\footcite{c}\fullcite{d}\supercite{e}", ["a", "b", "c", "d", "e"]),
        (r"\parencites(see)(and more)[1]{a}[2]{b}", ["a", "b"]),
        (r"\textcites{a}{b} {and text}", ["a", "b"]),
        (r"\volcite[see]{2}[p. 3]{a}", ["a"]),
        (r"\cite<see>[p. 2]{a}", ["a"]),
        (r"\nocite{*}", ["*"]),
        (r"\nocite{a} \mycite{b}", ["a", "b"]),
        (r"100\% sure \cite{a}", ["a"]),
    ],
)
def test_a_citation_is_read_in_every_form_that_the_manuals_have(tmp_path: Path, text: str, expected: list[str]):
    """natbib, biblatex and apacite have dozens of commands; an author's own macros have `cite` in their names too."""
    assert keys(cited(tmp_path, text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        r"% \cite{a}",
        r"line \\% \cite{a}",
        "\\begin{verbatim}\n\\cite{a}\n\\end{verbatim}",
        "\\begin{lstlisting}[language=TeX]\n\\cite{a}\n\\end{lstlisting}",
        r"\verb|\cite{a}| and \verb*!\cite{b}!",
        r"\iffalse \cite{a} \fi",
        r"\begin{document}\end{document} \cite{a}",
        r"\addbibresource{works.bib} \bibliography{works}",
        r"\newcommand{\see}[1]{\cite{#1}}",
        r"\citetext{personal communication} \citestyle{nature} \newcites{own}{Own work}",
        r"\renewcommand{\cite}{\citep}",
        r"a field that is cited: {a}",
    ],
)
def test_what_is_shown_or_commented_out_is_no_citation(tmp_path: Path, text: str):
    """A work that only a comment names would get into the list of references."""
    assert keys(cited(tmp_path, text)) == []


def test_chapters_are_read_where_they_are_brought_in(tmp_path: Path):
    r"""A thesis is one file a chapter; \input takes names with and without '.tex', and without braces."""
    text = r"\cite{a} \input{chapters/one} \cite{d} \include{chapters/two}"
    found = cited(tmp_path, text, chapters__one=r"\cite{b}\input chapters/deep.tex", chapters__two=r"\cite{e}",
                  chapters__deep=r"\cite{c}")  # fmt: skip
    assert keys(found) == ["a", "b", "c", "d", "e"]
    assert [path.name for path in found.files] == ["paper.tex", "one.tex", "deep.tex", "two.tex"]
    assert [each.place for each in found.citations][1] == "chapters/one.tex line 1"


def test_files_that_bring_in_each_other_are_read_once(tmp_path: Path):
    """A loop is a mistake that LaTeX reports; here it must not hang."""
    assert keys(cited(tmp_path, r"\cite{a}\input{b}", b=r"\cite{b}\input{paper}\input{b}")) == ["a", "b"]


def test_no_file_outside_the_manuscripts_folder_is_read(tmp_path: Path):
    r"""A manuscript comes by mail: \input{../../private} must not look into other folders."""
    (tmp_path / "secret.tex").write_text(r"\cite{secret}")
    folder = tmp_path / "paper"
    found = cited(folder, r"\input{../secret} \input{" + str(tmp_path / "secret") + r"} \input{nowhere}")
    assert keys(found) == []
    assert [notice.partition(": ")[2] for notice in found.notices] == [
        "../secret lies outside the manuscript's folder: what it cites is not looked at",
        f"{tmp_path / 'secret'} lies outside the manuscript's folder: what it cites is not looked at",
        "nowhere isn't there",
    ]


def test_a_citation_is_told_with_its_line(tmp_path: Path):
    """Comments and verbatim text before it count as lines: an author goes to that line."""
    text = "one\n% two\n\\begin{verbatim}\n\n\\end{verbatim}\nsix \\cite{a}\n\n\\citep[p. 3]{b}\n"
    assert [each.place for each in cited(tmp_path, text).citations] == ["paper.tex line 6", "paper.tex line 8"]


@given(st.text(alphabet="\\cite{}[](),%ab \n*", max_size=60))
def test_any_text_is_read_without_an_error(tmp_path_factory: pytest.TempPathFactory, text: str):
    """A manuscript is read while it is written: brackets are open, commands half there."""
    folder = tmp_path_factory.mktemp("half")
    for key in keys(cited(folder, text)):
        assert key
        assert not set(key) & set("{}\\ \n,%")
