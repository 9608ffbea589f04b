r"""The .aux file that LaTeX leaves: what it found cited."""

from __future__ import annotations

from pathlib import Path

from pipeline.manuscripts import read_manuscript


def keys(folder: Path, text: str, **others: str) -> list[str | None]:
    for name, content in {"paper": text, **others}.items():
        (folder / f"{name}.aux").write_text(content, encoding="utf-8")
    return [each.key for each in read_manuscript(folder / "paper.aux").citations]


def test_latex_and_biblatex_leave_their_citations(tmp_path: Path):
    r"""biblatex 3.15 and later writes the number of the section too."""
    text = (
        "\\relax \n\\citation{a,b}\n\\abx@aux@cite{c}\n\\abx@aux@cite{0}{d}\n\\abx@aux@segm{0}{0}{d}\n\\citation{*}\n"
    )
    assert keys(tmp_path, text) == ["a", "b", "c", "d", "*"]


def test_settings_of_packages_are_no_works(tmp_path: Path):
    """biblatex and REVTeX pass settings to BibTeX as if they were cited."""
    text = "\\citation{biblatex-control}\n\\citation{REVTEX41Control}\n\\citation{apsrev41Control}\n\\citation{a}\n"
    assert keys(tmp_path, text) == ["a"]


def test_chapters_have_their_own_and_are_read_once(tmp_path: Path):
    r"""\include makes an .aux file for each chapter."""
    text = "\\citation{a}\n\\@input{one.aux}\n\\@input{missing.aux}\n"
    assert keys(tmp_path, text, one="\\citation{b}\n\\@input{paper.aux}\n") == ["a", "b"]
