"""Zotero RDF: a graph in which an item's journal, notes and files are nodes of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import detect, zotero_rdf
from pipeline.model import Reject, Unread

from .reading import Reading

LIBRARY = (Path(__file__).parent / "fixtures" / "zotero_library.rdf").read_text(encoding="utf-8")
ROOT = LIBRARY[: LIBRARY.index("<bib:Article")]


READ = Reading(zotero_rdf)
segments, records = READ.segments, READ.records


def item(inside: str, name: str = "bib:Book", kind: str = "book", about: str = "#item_1") -> str:
    return f'<{name} rdf:about="{about}"><z:itemType>{kind}</z:itemType>{inside}</{name}>'


def library(*items: str) -> str:
    return ROOT + "\n".join(items) + "\n</rdf:RDF>\n"


ARTICLE, CHAPTER, PAPER = records(LIBRARY)


def test_an_article_has_what_its_journal_and_its_note_say():
    """Both stand elsewhere in the file, and only their addresses in the article."""
    assert ARTICLE.fields == {
        "type": ["article"],
        "title": ["Supervision & groups"],
        "authors": ["van der Berg, Jan", "Иванов, Иван"],
        "group_authors": ["Médecins Sans Frontières"],
        "name_form": ["family-comma-given"],
        "container": ["Journal of Examples"],
        "container_short": ["J Ex"],
        "volume": ["12"],
        "issue": ["3"],
        "issn": ["1234-5678"],
        "doi": ["10.1000/own.1"],
        "pmid": ["10000001"],
        "pmcid": ["PMC1234567"],
        "pages": ["283-298"],
        "date": ["2014-11-03"],
        "year": ["2014"],
        "language": ["en"],
        "abstract": ["An abstract."],
        "keywords": ["burnout", "Family Practice"],
        "url": ["http://example.org/article/1"],
        "note": ["<p>Read twice</p>", "PMID: 10000001\nPMCID: PMC1234567\nCites 10.1000/other"],
    }
    assert ARTICLE.extra["dcterms:LCC"] == ["R11"]
    assert ARTICLE.extra["z:shortTitle"] == ["Supervision"]
    assert ARTICLE.extra["link:link"] == ["#item_8"]


def test_a_chapter_stands_in_its_book_and_its_series():
    """Each is a node within the other; both ISBNs are the book's; translators are no authors."""
    assert CHAPTER.fields == {
        "type": ["chapter"],
        "title": ["A chapter"],
        "editors": ["Doe, Jane"],
        "translators": ["Roe, R"],
        "name_form": ["family-comma-given"],
        "container": ["The book"],
        "series": ["A series"],
        "isbn": ["978-3-16-148410-0", "3-16-148410-0"],
        "publisher": ["Beispielverlag"],
        "place": ["Berlin"],
    }
    assert CHAPTER.extra["bib:Series dc:identifier"] == ["5"]


def test_a_conference_paper_has_no_class_of_its_own():
    """Zotero calls it rdf:Description, and writes the DOI of the paper into the proceedings."""
    assert PAPER.fields["type"] == ["conference-paper"]
    assert PAPER.fields["doi"] == ["10.1000/paper"]
    assert PAPER.fields["event"] == ["Examples 2020"]
    assert PAPER.fields["container"] == ["Proceedings of Examples"]


def test_files_notes_and_collections_are_no_records():
    """Attachments have an item type too; counting them makes two records of one."""
    unread = [segment for segment in segments(LIBRARY) if isinstance(segment, Unread)]
    assert all(segment.expected for segment in unread)
    assert {segment.reason for segment in unread} == {
        "XML frame",
        "a journal, book or series that an item names",
        "a note",
        "a file or link that is attached to an item",
        "a collection of items",
    }
    assert "10.1000/of.the.file" not in str([found.fields for found in records(LIBRARY)])


def test_a_doi_on_a_journal_of_several_articles_is_none_of_theirs():
    """Other programs write one node for all articles of a journal; all would become one work."""
    journal = (
        '<bib:Journal rdf:about="#j"><dc:title>J</dc:title><dc:identifier>DOI 10.1000/j</dc:identifier></bib:Journal>'
    )
    part = '<dcterms:isPartOf rdf:resource="#j"/>'
    article = [item(f"<dc:title>{n}</dc:title>{part}", "bib:Article", "journalArticle", f"#{n}") for n in "ab"]
    for found in records(library(*article, journal)):
        assert "doi" not in found.fields
        assert found.fields["container"] == ["J"]
        assert found.extra["bib:Journal dc:identifier"] == ["DOI 10.1000/j"]


def test_the_prefixes_of_the_file_may_be_others():
    """Names in XML are those of their name spaces; n0: is what some programs write."""
    text = library(item("<dc:title>A</dc:title>"))
    for ours, other in (("dc", "n0"), ("bib", "n1")):
        text = (
            text.replace(f":{ours}=", f":{other}=")
            .replace(f"<{ours}:", f"<{other}:")
            .replace(f"</{ours}:", f"</{other}:")
        )
    (found,) = records(text)
    assert found.fields["title"] == ["A"]
    assert found.fields["type"] == ["book"]


def test_a_presenter_is_the_author_of_a_talk():
    """What has no authors has presenters, inventors, directors …, in lists of their own."""
    person = "<foaf:Person><foaf:surname>Doe</foaf:surname></foaf:Person>"
    people = f"<z:presenters><rdf:Seq><rdf:li>{person}</rdf:li></rdf:Seq></z:presenters>"
    (found,) = records(library(item("<dc:title>A</dc:title>" + people, "bib:ConferenceProceedings", "presentation")))
    assert found.fields["authors"] == ["Doe"]


def test_the_number_of_a_report_is_no_issue():
    """prism:number is the issue of an article only."""
    (found,) = records(library(item("<dc:title>A</dc:title><prism:number>R-7</prism:number>", "bib:Report", "report")))
    assert "issue" not in found.fields
    assert found.extra["prism:number"] == ["R-7"]


@pytest.mark.parametrize("damage", ["<dc:title>B", "<dc:title>B</dc:tit", "<dc:title>B</dc:title>&bomb;"])
def test_one_bad_item_costs_only_itself(damage: str):
    """The items around it are whole."""
    text = library(*(item(f"<dc:title>{n}</dc:title>", about=f"#{n}") for n in "ac"))
    text = text.replace('<bib:Book rdf:about="#c"', item(damage, about="#b") + '\n<bib:Book rdf:about="#c"')
    assert [found.fields["title"] for found in records(text)] == [["a"], ["c"]]
    (bad,) = [segment for segment in segments(text) if isinstance(segment, Reject)]
    assert not bad.truncated


def test_an_item_without_its_end_tag_does_not_swallow_the_next():
    """The next node with an address begins a new item."""
    broken = item("<dc:title>a</dc:title>", about="#a").removesuffix("</bib:Book>")
    (found,) = records(library(broken, item("<dc:title>b</dc:title>", about="#b")))
    assert found.fields["title"] == ["b"]


def test_a_file_that_breaks_off_says_so():
    """A broken download; the items before it are whole."""
    cut = LIBRARY[: LIBRARY.index("<dc:title>A paper")]
    *_, last = segments(cut)
    assert isinstance(last, Reject)
    assert last.truncated
    assert len(records(cut)) == 2


def test_nothing_is_expanded_or_fetched():
    """The document type definition is never read: its entities stay unknown, and cost one item."""
    dtd = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY bomb "&a;&a;&a;"><!ENTITY file SYSTEM "file:///etc/hostname">]>\n'
    for entity in ("&bomb;", "&file;"):
        text = dtd + library(item(f"<dc:title>{entity}</dc:title>"), item("<dc:title>b</dc:title>", about="#b"))
        assert [found.fields["title"] for found in records(text)] == [["b"]]


def test_two_journals_that_are_part_of_each_other_end():
    """Nothing forbids a circle in a graph."""
    one, other = (
        f'<bib:Journal rdf:about="#{a}"><dc:title>{a}</dc:title><dcterms:isPartOf rdf:resource="#{b}"/></bib:Journal>'
        for a, b in ("jk", "kj")
    )
    part = '<dc:title>A</dc:title><dcterms:isPartOf rdf:resource="#j"/>'
    (found,) = records(library(item(part, "bib:Article", "journalArticle"), one, other))
    assert found.fields["container"] == ["j", "k"]


def test_the_format_is_known_by_zoteros_name_space():
    """Other RDF is none of ours."""
    fmt = detect(LIBRARY)
    assert fmt is not None
    assert fmt.NAME == "zotero-rdf"
    assert zotero_rdf.sniff(LIBRARY.replace("www.zotero.org/namespaces", "example.org")) == 0
    assert zotero_rdf.sniff("AB  - about http://www.zotero.org/namespaces/export# and <rdf:RDF") == 0


@given(
    st.lists(
        st.sampled_from(
            [
                ROOT,
                "</rdf:RDF>",
                '<bib:Book rdf:about="#1">',
                "<bib:Book>",
                "</bib:Book>",
                "<!--",
                "-->",
                "<![CDATA[",
                "<z:itemType>book</z:itemType>",
                "<dc:title>A</dc:title>",
                '<dcterms:isPartOf rdf:resource="#1"/>',
                '<rdf:li rdf:nodeID="x"/>',
                "<dcterms:isPartOf>",
                "</dcterms:isPartOf>",
                "\r\n",
                "&x;",
                "]]>",
                "\x00",
            ]
        ),
        max_size=14,
    ),
    st.text(max_size=20),
)
def test_whatever_the_text_nothing_is_lost(parts: list[str], other: str):
    """The joined raw texts are the file (asserted in `segments`)."""
    segments("".join(parts) + other)


def test_the_day_of_the_last_look_stands_where_zotero_puts_it():
    """Its RDF has no name for it but that of a date of submission."""
    (found,) = records(
        library(item("<dc:title>T</dc:title><dcterms:dateSubmitted>2012-05-18 19:15</dcterms:dateSubmitted>"))
    )
    assert found.fields["accessed"] == ["2012-05-18 19:15"]
