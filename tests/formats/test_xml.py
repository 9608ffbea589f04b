"""XML: each record is read alone, whatever stands in front of it, and nothing is expanded or fetched."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import Format, _text, _xml, articulus, endnote_xml, jats, pubmed_xml, zotero_rdf
from pipeline.model import Found, Reject, Unread

START = re.compile(r"<(record)(?=[\s/>])[^>]*>")

# for each reader a set that holds one record with this title
SETS: dict[Format, str] = {
    pubmed_xml: "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>{}"
    "</ArticleTitle></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>",
    endnote_xml: '<xml><records><record><ref-type name="Book">6</ref-type><titles><title>{}</title></titles>'
    "</record></records></xml>",
    articulus: '<journal><issue><articles><article><artTitles><artTitle lang="ENG">{}</artTitle></artTitles></article>'
    "</articles></issue></journal>",
    jats: "<articles><article><front><article-meta><title-group><article-title>{}</article-title></title-group>"
    "</article-meta></front></article></articles>",
}  # type: ignore[dict-item]
READERS = pytest.mark.parametrize("reader", SETS, ids=lambda reader: reader.NAME)


def segments(reader: Format, text: str) -> list[Found | Reject | Unread]:
    found = list(reader.read(io.StringIO(text, newline="")))
    assert "".join(segment.raw for segment in found) == text
    line = 1
    for segment in found:
        assert segment.line == line
        line += _text.line_ends(segment.raw)
    return found


def records(reader: Format, text: str) -> list[Found | Reject]:
    return [segment for segment in segments(reader, text) if not isinstance(segment, Unread)]


def titles(reader: Format, text: str) -> list[str]:
    return [found.fields["title"][0] for found in records(reader, text) if isinstance(found, Found)]


def pieces(text: str) -> list[tuple[str, str]]:
    return [(name, raw) for name, raw, _ in _xml.slices(io.StringIO(text, newline=""), START)]


@READERS
def test_a_set_is_known_and_its_record_read(reader: Format):
    """And by no other of the XML readers."""
    text = SETS[reader].format("A title")
    assert titles(reader, text) == ["A title"]
    assert [other.NAME for other in SETS if other.sniff(text)] == [reader.NAME]


@READERS
@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY a0 "ha"><!ENTITY a1 "&a0;&a0;&a0;&a0;"><!ENTITY bomb "&a1;&a1;&a1;&a1;">]>',
        '<!DOCTYPE x [<!ENTITY bomb SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x [<!ENTITY bomb SYSTEM "http://127.0.0.1:9/x">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_a_record_that_needs_a_declared_entity_is_set_aside(reader: Format, doctype: str):
    """Entity bombs and outside entities: nothing is expanded, nothing is fetched, the declaration is text."""
    frame, record, *_ = segments(reader, '<?xml version="1.0"?>' + doctype + SETS[reader].format("A &bomb; title"))
    assert isinstance(frame, Unread)
    assert isinstance(record, Reject)
    assert "undefined entity" in record.reason
    assert titles(reader, doctype + SETS[reader].format("A title")) == ["A title"]


@READERS
def test_a_document_type_inside_a_record_is_an_error(reader: Format):
    """It may stand only in front of all."""
    (record,) = records(reader, SETS[reader].format('<!DOCTYPE x [<!ENTITY a "b">]>&a;'))
    assert isinstance(record, Reject)


@READERS
def test_letters_by_their_html_names_are_read(reader: Format):
    """Many programs write them into XML, where they would need a document type; '&lt;' stays what it is."""
    assert titles(reader, SETS[reader].format("M&uuml;ller&nbsp;&amp; B&eacute;la &lt;5&rarr;")) == [
        "Müller & Béla <5→"
    ]


@READERS
def test_control_characters_don_t_cost_the_record(reader: Format):
    """XML forbids them, PDF text and old databases are full of them; the record is read, with a warning."""
    (record,) = records(reader, SETS[reader].format("A\x02 title&#x1F;"))
    assert isinstance(record, Found)
    assert record.fields["title"] == ["A title"]
    assert "2 control characters" in record.warnings[0]
    (record,) = records(reader, SETS[reader].format("A\x02 & title"))
    assert isinstance(record, Reject)


@READERS
def test_a_record_commented_out_is_no_record(reader: Format):
    """Somebody took it out of the file."""
    text = SETS[reader].format("A title")
    inner = re.search(r"<(PubmedArticle|record|article)>.*</\1>", text)
    assert inner
    assert titles(reader, text.replace(inner[0], f"<!-- {inner[0]} {inner[0]} -->{inner[0]}")) == ["A title"]


@READERS
def test_an_end_tag_quoted_in_the_text_ends_nothing(reader: Format):
    """CDATA sections hold whatever their author likes."""
    end = {"pubmed-xml": "PubmedArticle", "endnote-xml": "record"}.get(reader.NAME, "article")
    assert titles(reader, SETS[reader].format(f"<![CDATA[</{end}> & <{end}>]]>")) == [f"</{end}> & <{end}>"]


@READERS
@pytest.mark.parametrize("name", ["b", "codes", "ChemicalList", "sec", "titles"])
def test_elements_nested_without_end_kill_nothing(reader: Format, name: str):
    """Neither the parser nor we may run out of stack."""
    depth = 20_000
    nest = f"<{name}>" * depth + "x" + f"</{name}>" * depth
    around = {"pubmed-xml": "Article", "endnote-xml": "titles", "articulus": "artTitles", "jats": "title-group"}
    before, after = SETS[reader].format("A title").split(f"</{around[reader.NAME]}>")
    assert titles(reader, f"{before}</{around[reader.NAME]}>{nest}{after}") == ["A title"]
    assert len(records(reader, SETS[reader].format(nest))) == 1


@READERS
@given(
    parts=st.lists(
        st.sampled_from(
            [
                *(
                    "<record>",
                    "</record>",
                    "<record/>",
                    "<article>",
                    "</article>",
                    "<PubmedArticle>",
                    "</PubmedArticle>",
                ),
                *("<MedlineCitation>", "</MedlineCitation>", "<journal>", "</journal>", "<issue>", "<section>", "<!--"),
                *(
                    "-->",
                    "<![CDATA[",
                    "]]>",
                    "<!DOCTYPE x [",
                    "]>",
                    "&",
                    "&nbsp;",
                    "&x;",
                    "<x:y z:a='1'>",
                    "</x:y>",
                    "\r",
                ),
                *(
                    "\n",
                    "\r\n",
                    "<front><article-meta>",
                    "</article-meta></front>",
                    "<titles><title>A",
                    "</title></titles>",
                ),
                *(
                    '<artTitles><artTitle lang="ENG">A</artTitle></artTitles>',
                    "<dateUni>2021</dateUni>",
                    "\x00",
                    "é",
                    "\ud800",
                ),
            ]
        )
        | st.text(max_size=5),
        max_size=14,
    )
)
def test_any_text_whatever_is_accounted_for(reader: Format, parts: list[str]):
    """The joined raw texts are the file (asserted in `segments`), and nothing is raised."""
    segments(reader, "".join(parts))


def test_a_broken_record_does_not_swallow_the_next():
    """Two downloads joined, the first one cut."""
    assert pieces("<record>a<record>b</record>c") == [
        (_xml.CUT, "<record>a"),
        ("record", "<record>b</record>"),
        ("", "c"),
    ]
    assert pieces("x<record>a") == [("", "x"), (_xml.END, "<record>a")]
    assert pieces("<record/><record>a</record >") == [("record", "<record/>"), ("record", "<record>a</record >")]


def test_a_longer_name_is_another_element():
    """<records> holds <record>s, and <record-count> is none."""
    assert pieces("<records><record-count/></records>") == [("", "<records><record-count/></records>")]
    assert pieces("<record>a</records></record>") == [("record", "<record>a</records></record>")]


def test_what_is_longer_than_one_reading_is_searched_in_ever_larger_ones():
    """A file that is one line of 100 MB, or one record that long, must not take the square of its length."""

    class Counting(io.StringIO):
        sizes: list[int] = []  # noqa: RUF012

        def read(self, size: int | None = -1) -> str:
            self.sizes.append(size or 0)
            return super().read(size)

    for text in ("x" * 9_000_000, "<record>" + "x" * 9_000_000 + "</record>"):
        Counting.sizes = []
        found = list(_xml.slices(Counting(text), START))
        assert "".join(raw for _, raw, _ in found) == text
        assert len(found) == 1
        assert len(Counting.sizes) <= 6


def test_thousands_of_start_tags_before_one_end_are_each_a_record_cut_off():
    """Damaged on purpose, so that a reader that looks for the end of each anew would take minutes."""
    found = pieces("<record>" * 200_000 + "</record>")
    assert [name for name, _ in found] == [_xml.CUT] * 199_999 + ["record"]


def test_prefixes_declared_around_the_record_are_known_in_it():
    """On elements and on attributes; the record alone would be an error."""
    root = _xml.parse('<a xml:lang="en" xlink:href="h"><mml:b xlink:type="t"/></a>')
    assert root.get("{xlink}href") == "h"
    assert root[0].tag == "{mml}b"


def test_a_document_type_is_never_parsed():
    """Whoever calls it."""
    for text in ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', '<?xml version="1.0"?><a/>'):
        with pytest.raises(ET.ParseError):
            _xml.parse(text)
        assert _xml.begun(text) is None


def test_of_a_damaged_element_the_beginning_is_read():
    """What is said of an issue before its articles counts, even where the file breaks off."""
    root = _xml.begun("<journal><issn>1234-5678</issn><issue><volume>1</volume><art")
    assert root is not None
    assert root.findtext("issue/volume") == "1"
    assert _xml.begun("no element") is None


# what holds the records of each reader: in front of them, a record, behind them
HELD: dict[Format, tuple[str, str, str]] = {
    reader: (text[: found.start()], found[0].format("A title"), text[found.end() :])
    for reader, text in SETS.items()
    if (found := re.search(r"<(PubmedArticle|record|article)>.*</\1>", text))
} | {
    zotero_rdf: (
        '<rdf:RDF xmlns:z="http://www.zotero.org/namespaces/export#">',
        '<bib:Book rdf:about="#item_1"><z:itemType>book</z:itemType><dc:title>A title</dc:title></bib:Book>',
        "</rdf:RDF>",
    )
}  # type: ignore[dict-item]
HOLDERS = pytest.mark.parametrize("reader", HELD, ids=lambda reader: reader.NAME)


@HOLDERS
@pytest.mark.parametrize("end", ["", "\n", "\r\n  "])
def test_a_set_cut_between_two_records_breaks_off(reader: Format, end: str):
    """The half that came is well-formed, record by record: nothing else tells that two hundred are missing."""
    before, record, _ = HELD[reader]
    *found, lost = records(reader, before + "\n" + f"{record}\n{record}{end}")
    assert len(found) == 2
    assert isinstance(lost, Reject)
    assert (lost.truncated, lost.raw) == (True, end)
    assert f"without the end tag </{re.findall(r'<([A-Za-z:]+)', before)[0]}>" in lost.reason


@HOLDERS
def test_a_set_that_lost_a_part_of_its_end_tag_breaks_off(reader: Format):
    """Nobody knows what stood behind the last letter."""
    before, record, after = HELD[reader]
    lost = records(reader, before + record + after[:-3])[-1]
    assert isinstance(lost, Reject)
    assert lost.truncated


@HOLDERS
def test_a_set_of_nothing_that_breaks_off_is_no_empty_search(reader: Format):
    """The download may have stopped before the first record."""
    before, _, after = HELD[reader]
    (lost,) = records(reader, before)
    assert isinstance(lost, Reject)
    assert lost.truncated
    assert records(reader, before + after) == []


@HOLDERS
def test_records_without_a_set_around_them_are_whole(reader: Format):
    """People paste single records."""
    record = HELD[reader][1]
    if reader is not zotero_rdf:  # the name spaces stand on what holds them
        assert [type(found) for found in records(reader, f"{record}\n{record}\n")] == [Found, Found]


@HOLDERS
def test_a_whole_set_is_whole_however_it_is_written(reader: Format):
    """Comments may speak of what holds the records; two files may stand in one."""
    before, record, after = HELD[reader]
    commented = f"<?xml version='1.0'?>\n{before}<!-- {before} -->{record}{after}\n<!-- {before} -->\n"
    twice = f"{before}{record}{after}\n{before}{record}{after}\n"
    for text in (commented, before.replace(">", "\n >") + record + after.replace(">", "\n>"), twice):
        assert all(isinstance(found, Found) for found in records(reader, text)), text


@READERS
def test_the_first_of_two_files_in_one_may_be_cut_as_well(reader: Format):
    """Where the second begins, a person is told that the end of the first is missing; the file itself ends well."""
    before, record, after = HELD[reader]
    found = segments(reader, f"{before}{record}\n{before}{record}{after}\n")
    odd = [segment for segment in found if isinstance(segment, Unread) and not segment.expected]
    assert [segment.line for segment in odd] == [1]
    assert "its end tag is missing before" in odd[0].reason
    assert len(records(reader, f"{before}{record}\n{before}{record}{after}\n")) == 2


@HOLDERS
def test_a_file_that_breaks_off_inside_a_record_is_told_once(reader: Format):
    """The record that is cut off says it already."""
    before, record, _ = HELD[reader]
    found = records(reader, before + record + record[:-9])
    assert [isinstance(segment, Reject) and segment.truncated for segment in found] == [False, True]


def test_an_empty_set_was_never_opened():
    """PubMed's answer to a search that found nothing."""
    assert records(pubmed_xml, "<PubmedArticleSet/>\n") == []
    assert records(pubmed_xml, '<PubmedArticleSet a="b" />') == []


def test_tags_without_end_take_no_longer_than_others():
    """A look at the rest of the file for each of them would take minutes."""
    text = "<records " * 200_000
    (lost,) = endnote_xml.read(io.StringIO(text))
    assert isinstance(lost, Unread | Reject)
    assert lost.raw == text
