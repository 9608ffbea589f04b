"""Items are rendered by pandoc, kept on a short lead."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.lists import Item, running
from pipeline.lists.inlines import text_of
from pipeline.lists.running import render, written
from pipeline.lists.style import SHORT, find_style

MARKS = (
    r"<script>alert(1)</script> *stars* _low_ $x^2$ [link](http://x.example) `code` \input{/etc/passwd} #1 @key &lt;"
)
ITEM: Item = {
    "id": "odd key, with $igns",
    "type": "article-journal",
    "title": "Balint groups",
    "author": [{"family": "Müller", "given": "Anna"}],
    "issued": {"date-parts": [[2004]]},
    "container-title": "Journal of Invented Medicine",
    "volume": "12",
    "page": "101-109",
}
PARAGRAPH = {"t": "Para", "c": [{"t": "Str", "c": "Text"}]}
DOCUMENT = {"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": [PARAGRAPH]}


def rendered(style: str = "vancouver", **fields: object) -> str:
    [made] = render([{**ITEM, **fields}], find_style(style), "en-US").values()
    return text_of(made)


@pytest.mark.parametrize("style", sorted(SHORT))
def test_every_style_that_has_a_short_name_renders(style: str):
    """Whatever else a style says, it names the first author, the year and the title."""
    text = rendered(style).lower()
    assert all(part in text for part in ("müller", "2004", "balint groups"))


@pytest.mark.parametrize("style", ["vancouver", "gost", "ieee", "nature"])
def test_an_entry_has_no_number_of_its_own(style: str):
    """Its number is that of its place, which is settled later."""
    assert not rendered(style).startswith(("1", "[1", " "))


def test_marks_in_a_title_are_text():
    """A title is what it says, whatever it would mean to Markdown, TeX or a browser."""
    assert MARKS in rendered(title=MARKS)


def test_items_come_back_under_their_own_keys():
    """A key may have signs that pandoc has a use for."""
    assert list(render([ITEM], find_style("apa"), "en-US")) == ["odd key, with $igns"]


def test_terms_are_those_of_the_locale():
    """'Hrsg.' and 'Ed.' are the list's language, not the work's."""
    editor = {"type": "book", "author": [], "editor": [{"family": "Otten", "given": "H."}]}
    assert "Ed." in rendered("apa", **editor)
    [german] = render([{**ITEM, **editor}], find_style("apa"), "de-DE").values()
    assert "Hrsg." in text_of(german)


def test_a_style_that_pandoc_refuses_is_one_clear_line():
    """A style may be sound XML and have elements that CSL doesn't."""
    style = find_style("vancouver")
    broken = replace(style, xml=style.xml.replace("<label ", "<sticker "))
    with pytest.raises(PipelineError, match=r"nlm-citation-sequence: .*sticker") as caught:
        render([ITEM], broken, "en-US")
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("program", ["/bin/false", "/no/such/pandoc"])
def test_a_pandoc_that_fails_is_one_clear_line(program: str, monkeypatch: pytest.MonkeyPatch):
    """No traceback: what failed, and what to try."""
    monkeypatch.setattr(running, "pandoc", lambda: program)
    with pytest.raises(PipelineError) as caught:
        written(DOCUMENT, ["--to=plain"])
    assert "pandoc" in caught.value.message
    assert caught.value.hint


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals")
def test_a_pandoc_that_is_killed_is_said_to_be_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A machine that runs out of memory ends the largest program."""
    killed = tmp_path / "pandoc"
    killed.write_text("#!/bin/sh\nkill -9 $$\n", encoding="utf-8")
    killed.chmod(0o700)
    monkeypatch.setattr(running, "pandoc", lambda: str(killed))
    with pytest.raises(PipelineError, match="ended from outside"):
        written(DOCUMENT, ["--to=plain"])


def test_pandoc_reads_no_file_that_it_was_not_handed(tmp_path: Path):
    """A picture or an include in a document would put a file of this machine into a list."""
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"secret")
    image = {"t": "Image", "c": [["", [], []], [], [str(secret), ""]]}
    made = written({**DOCUMENT, "blocks": [{"t": "Para", "c": [image]}]}, ["--to=html5", "--embed-resources"])
    assert b"c2VjcmV0" not in made


def test_what_a_user_has_set_up_for_pandoc_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A template of one's own in the user's folder would give each person another document."""
    templates = tmp_path / "pandoc" / "templates"
    templates.mkdir(parents=True)
    (templates / "default.plain").write_text("MINE $body$", encoding="utf-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert b"MINE" not in written(DOCUMENT, ["--to=plain", "--standalone"])
