"""The list as a document: every entry is there once, as the text it is, in every kind of file."""

from __future__ import annotations

import io
import os
import re
import subprocess
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest

from pipeline.errors import PipelineError
from pipeline.exports import ExportedWork
from pipeline.lists import TARGETS, Choices, Style
from pipeline.lists.listing import formatted_list
from pipeline.lists.running import pandoc
from pipeline.lists.style import find_style
from pipeline.model import Name
from pipeline.store import in_memory

from .invented import document, lines, work

DANGEROUS = [
    r"\input{/etc/passwd} and \write18{rm -rf}",
    "<script>alert(1)</script> in <b>bold</b> <!-- note",
    "*Stars* and **two**, _low_ `code` ~~struck~~",
    "Costs of $x$ and $$y$$, 5% more #1 ^2^",
    "[A link](http://evil.example/x) and ![a picture](http://evil.example/y.png)",
    "A &lt;b&gt; that was escaped &amp; forgotten, &#60;",
    '=HYPERLINK("http://evil.example") and @SUM(A1)',
    "{=html} <raw>, @key and [@key2]",
]


def dangerous() -> list[ExportedWork]:
    return [work(f"w{place}", "Otten", title=title) for place, title in enumerate(DANGEROUS)]


def squeezed(text: str) -> str:
    """Quotes are the style's own, and a line may break anywhere."""
    return re.sub(r"[\s\"“”«»']", "", text)


class Page(HTMLParser):
    """The text of the entries of a web page, and the names of its elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def paragraphs(data: bytes) -> list[str]:
    return [each.text for each in docx.Document(io.BytesIO(data)).paragraphs]


@pytest.mark.parametrize("style", ["vancouver", "apa", "ieee"])
def test_a_word_file_has_a_paragraph_for_each_entry(style: str):
    """Numbered by Word itself, or by the style's brackets, or not at all; editors count them."""
    works = [work(f"w{place}", "Otten") for place in range(12)]
    found = paragraphs(document(works, style, to="docx"))
    assert len(found) == 12
    assert all("Otten" in text for text in found)


def test_titles_are_plain_text_in_a_word_file():
    """What is read back is what stands in the title."""
    found = paragraphs(document(dangerous(), to="docx"))
    assert [title for title, text in zip(DANGEROUS, found, strict=True) if squeezed(title) not in squeezed(text)] == []


def test_titles_are_plain_text_on_a_web_page():
    """No element of the page comes from a title."""
    page = Page(document(dangerous(), to="html").decode())
    assert set(page.names) == {"html", "head", "meta", "title", "style", "body", "ol", "li", "p", "span"}
    assert page.names.count("li") == len(DANGEROUS)
    assert [title for title in DANGEROUS if squeezed(title) not in squeezed(page.text)] == []


def test_titles_are_plain_text_in_latex():
    """A command in a title would be run on the machine of whoever sets the paper."""
    text = document(dangerous(), to="latex").decode()
    body = text[text.index(r"\begin{enumerate}") :]
    commands = set(re.findall(r"\\([A-Za-z]+)", body))
    assert commands <= {
        "begin", "end", "item", "def", "labelenumi", "arabic", "textbackslash", "textless", "textgreater",
        "textasciitilde", "textasciigrave", "textbf", "emph", "textquotedbl", "url", "href",
    }  # fmt: skip
    assert r"\$x\$" in text
    assert r"5\%" in text


def test_titles_are_plain_text_in_markdown():
    """What a reader of Markdown shows is the title; one that makes dashes of '--' does that everywhere."""
    text = document(dangerous(), to="md").decode()
    for reader in ("markdown-smart", "gfm", "commonmark"):
        page = Page(shown_by(reader, text))
        wrong = [title for title in DANGEROUS if squeezed(title) not in squeezed(page.text)]
        assert (reader, wrong) == (reader, [])
        assert {"script", "b", "em", "strong", "code", "del", "img", "sup"} & set(page.names) == set()


def shown_by(reader: str, text: str) -> str:
    asked = [pandoc(), "--sandbox", f"--from={reader}", "--to=html"]
    return subprocess.run(asked, input=text.encode(), capture_output=True, check=True).stdout.decode()


def test_titles_are_as_they_are_in_plain_text():
    """Nothing is escaped there."""
    found = lines(dangerous(), to="txt")
    assert [title for title, text in zip(DANGEROUS, found, strict=True) if squeezed(title) not in squeezed(text)] == []


@pytest.mark.parametrize("to", TARGETS)
def test_the_same_works_give_the_same_bytes_anywhere(to: str, monkeypatch: pytest.MonkeyPatch):
    """On another day, in another time zone and language, a list is the same file."""
    works = [work("a", "Otten"), work("b", "Винокур", languages=("ru",))]
    first = document(works, "gost", to=to)
    monkeypatch.setitem(os.environ, "TZ", "Asia/Tokyo")
    monkeypatch.setitem(os.environ, "LC_ALL", "C")
    monkeypatch.setitem(os.environ, "LANG", "ru_RU.UTF-8")
    assert document(works, "gost", to=to) == first


@pytest.mark.parametrize("to", ["docx", "odt"])
def test_a_file_has_no_time_in_it(to: str):
    """Not even in the entries of its zip archive."""
    with zipfile.ZipFile(io.BytesIO(document([work("a", "Otten")], to=to))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_opendocument_file_has_every_entry():
    """LibreOffice reads content.xml."""
    works = [work(f"w{place}", "Otten") for place in range(5)]
    with zipfile.ZipFile(io.BytesIO(document(works, "apa", to="odt"))) as archive:
        content = ElementTree.fromstring(archive.read("content.xml"))
    found = [each for each in content.iter() if each.tag.endswith("}p")]
    assert len(found) == 5


def test_numbers_are_the_styles_own_unless_said_otherwise():
    """'1.' for Vancouver, '[1]' for IEEE, none for APA; a person may want it otherwise."""
    works = [work("a", "Otten"), work("b", "Zimmer")]
    assert [line[:4] for line in lines(works, "vancouver")] == ["1.  ", "2.  "]
    assert [line[:4] for line in lines(works, "ieee")] == ["[1] ", "[2] "]
    assert [line[:4] for line in lines(works, "apa")] == ["Otte", "Zimm"]
    assert [line[:4] for line in lines(works, "apa", numbered=True)] == ["1.  ", "2.  "]
    assert [line[:4] for line in lines(works, "vancouver", numbered=False)] == ["Otte", "Zimm"]


DOI = work("a", "Otten", doi="10.1000/j.1.23")


def test_a_doi_is_a_link_unless_nobody_wants_it():
    """Some journals ask for lists without links; the address is printed all the same."""
    linked, plain = document([DOI], "apa", to="html").decode(), document([DOI], "apa", to="html", links=False).decode()
    assert 'href="https://doi.org/10.1000/j.1.23"' in linked
    assert "<a " not in plain
    assert "https://doi.org/10.1000/j.1.23" in plain


def test_a_link_shows_where_it_leads(tmp_path: Path):
    """Where a style prints no DOI, a processor hides it behind the title: on paper that says nothing."""
    with in_memory(tmp_path) as store:
        made = formatted_list([DOI], store, with_a_list_of('<text variable="title"/>'), Choices(to="html"))
    assert "Title of a" in made.data.decode()
    assert "<a " not in made.data.decode()


def test_no_link_leads_to_a_script():
    """A web page gave the record its address, and anybody may have written that."""
    evil = work("a", "Otten", type="webpage", url="javascript:alert(1)", container=None, volume=None, pages=None)
    assert "<a " not in document([evil], "apa", to="html").decode()


def test_an_entry_of_a_web_page_can_be_linked_to():
    """'…#ref-otten2004' is its address, also where it stands under two headings."""
    twice = work("otten2004", "Otten", tags=("topic:burnout", "topic:students"))
    page = document([twice], to="html", group_by="topic").decode()
    assert page.count('id="ref-otten2004"') == 1
    assert page.count("Otten") == 2


def test_the_language_of_a_web_page_is_that_of_the_list():
    """Browsers hyphenate, and read aloud, by it."""
    assert document([work("a", "Otten")], "dgps", to="html").startswith(b'<!DOCTYPE html>\n<html lang="de-DE">')
    assert b"<title>Literatur</title>" in document([work("a", "Otten")], "dgps", to="html")


def test_a_twin_stands_below_its_entry_under_one_number():
    """Two numbers would be two works."""
    russian = work("v", "Винокур", languages=("ru",), title="Балинтовские группы", issn=())
    found = lines([russian, work("o", "Otten")], "gost", twins=True)
    assert [line.strip()[:10] for line in found] == ["1.  Виноку", "Vinokur A.", "2.  Otten "]
    assert found[1].endswith("[In Russ.]")


def test_an_empty_list_is_an_empty_document():
    """Nothing was chosen: no error, no entry."""
    assert lines([]) == []
    assert [text for text in paragraphs(document([], to="docx")) if text] == []


@pytest.mark.parametrize("style", ["vancouver", "apa", "ieee"])
def test_entries_have_the_style_of_a_bibliography_in_word(style: str):
    """Who changes the style changes all entries, numbered or not, with a twin or without."""
    data = document([work("a", "Otten"), work("b", "Balint")], style, to="docx")
    found = {each.style.name for each in docx.Document(io.BytesIO(data)).paragraphs if each.text and each.style}
    assert found == {"Bibliography"}


def test_names_in_small_capitals_keep_their_letters_in_text():
    """As text they would be shouted: MÜLLER."""
    found = lines([work("a", None, authors=(Name(family="Müller", given="Anna"),))], "din-1505-2")
    assert "Müller" in found[0]


def with_a_list_of(layout: str) -> Style:
    style = find_style("vancouver")
    printed = f"<bibliography><layout>{layout}</layout></bibliography></style>"
    return replace(style, xml=style.xml[: style.xml.index("<bibliography")] + printed)


def test_a_work_of_which_a_style_prints_nothing_stands_by_its_title(tmp_path: Path):
    """An entry is never lost, and who made the list hears of it."""
    works = [work("a", "Otten", volume=None), work("b", "Otten", volume="12")]
    with in_memory(tmp_path) as store:
        made = formatted_list(works, store, with_a_list_of('<text variable="volume"/>'), Choices(numbered=False))
    assert made.data.decode().split("\n\n") == ["Title of a", "12\n"]
    assert made.bare == ("a",)


def test_a_style_that_prints_nothing_at_all_is_no_style(tmp_path: Path):
    """It may call a macro that it doesn't have; a list of bare titles would look as if it were meant."""
    works = [work("a", "Otten"), work("b", "Otten")]
    with in_memory(tmp_path) as store, pytest.raises(PipelineError, match="prints nothing"):
        formatted_list(works, store, with_a_list_of('<text macro="no-such"/>'), Choices())
