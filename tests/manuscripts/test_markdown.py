"""Markdown manuscripts: citations as pandoc reads them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.manuscripts import read_manuscript


def keys(folder: Path, text: str, name: str = "paper.md") -> list[str | None]:
    (folder / name).write_text(text, encoding="utf-8")
    return [each.key for each in read_manuscript(folder / name).citations]


CITING = [
    ("[@a]", ["a"]),
    ("[see @a, p. 3; also @b]", ["a", "b"]),
    ("[-@a] says, and -@b", ["a", "b"]),
    ("@a [p. 4] says", ["a"]),
    ("@{a:b!} says", ["a:b!"]),
    ("[@smith.2010:x_y/z]. And @b, too; @c.", ["smith.2010:x_y/z", "b", "c"]),
    ("---\nnocite: '@a, @b'\n---\n\n@c", ["a", "b", "c"]),
    ("---\nnocite: |\n  @*\n---\n\nText", ["*"]),
    ("- item\n\n    continued @a\n", ["a"]),
    ("A note.[^1]\n\n[^1]: See @a.\n", ["a"]),
    ("*@a* and **[@b]**", ["a", "b"]),
    ("$5 for @a and $6", ["a"]),
    ("`code`      [@a]", ["a"]),
]
SAYING_NOTHING = [
    "mail to me@example.org",
    "`@a` and ``code ` @b``",
    "```\n@a\n```",
    "~~~ {.python}\n@decorator\ndef f(): ...\n~~~",
    "Text\n\n    @indented\n    @code\n\nmore",
    "<!-- [@a] -->",
    r"\@a",
    "<https://example.org/@a>, <me@example.org>",
    '[a link](https://example.org/@a "title")',
    "(@good) An example.\n\nAs (@good) shows.",
    "a lonely @ and @, too",
    "a formula: $x @k y$ and $$z @l$$",
]


@pytest.mark.parametrize(("text", "expected"), CITING)
def test_every_way_to_cite_is_read(tmp_path: Path, text: str, expected: list[str]):
    """As the User's Guide of pandoc has them."""
    assert keys(tmp_path, text) == expected


@pytest.mark.parametrize("text", SAYING_NOTHING)
def test_code_addresses_and_examples_cite_nothing(tmp_path: Path, text: str):
    """Each of them would be told as a key that is missing."""
    assert keys(tmp_path, text) == []


def of_pandoc(text: str) -> list[str]:
    """What pandoc itself takes for citations, those in the header first."""
    pypandoc = pytest.importorskip("pypandoc")
    found: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, dict):
            if value.get("t") == "Cite":
                found.extend(each["citationId"] for each in value["c"][0])
            for part in value.values():
                walk(part)
        elif isinstance(value, list):
            for part in value:
                walk(part)

    tree = json.loads(pypandoc.convert_text(text, "json", format="markdown"))
    walk(tree["meta"])
    walk(tree["blocks"])
    return found


def test_pandoc_reads_the_same(tmp_path: Path):
    """What we export is what pandoc will ask for."""
    for text in [*(text for text, _ in CITING), *SAYING_NOTHING]:
        assert sorted(keys(tmp_path, text)) == sorted(set(of_pandoc(text)) if "[^1]" in text else of_pandoc(text)), text


def test_marks_of_figures_are_no_works(tmp_path: Path):
    """Quarto writes @fig-one, pandoc-crossref @fig:one; in other Markdown @fig-one may be a key."""
    assert keys(tmp_path, "See @fig-one, @tbl:two and @a.", "paper.qmd") == ["a"]
    assert keys(tmp_path, "See @fig-one.", "paper.md") == ["fig-one"]


def test_a_citation_is_told_with_its_line(tmp_path: Path):
    """Code before it counts as lines."""
    (tmp_path / "paper.md").write_text("one\n\n```\n@code\n```\n\n[@a]\n", encoding="utf-8")
    assert [each.place for each in read_manuscript(tmp_path / "paper.md").citations] == ["paper.md line 7"]
