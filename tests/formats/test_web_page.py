"""Saved web pages: what a page says of the work in its head, and of no other work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import all_formats, detect, web_page
from pipeline.model import Found, Reject

from .reading import Reading

FIXTURES = Path(__file__).parent / "fixtures"
JOURNAL = (FIXTURES / "web_page_journal.html").read_text(encoding="utf-8")
RUSSIAN = (FIXTURES / "web_page_russian.html").read_text(encoding="utf-8")
LOG_IN = (
    '<!DOCTYPE html><html><head><title>Log in</title><meta property="og:title" content="Log in"></head><body></body>'
)


segments = Reading(web_page).segments


def record(text: str) -> Found:
    (found,) = segments(text)
    assert isinstance(found, Found)
    return found


def page(*tags: str) -> str:
    return f"<!doctype html><html><head>{''.join(tags)}</head><body></body></html>\n"


def meta(**tags: str) -> str:
    return "".join(f'<meta name="{name}" content="{content}">' for name, content in tags.items())


def linked_data(work: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(work)}</script>'


def test_a_journals_page_gives_the_whole_record():
    """Entities decoded, quoted '>' and unquoted values as HTML has them, pages from their two ends."""
    found = record(JOURNAL)
    assert found.fields == {
        "type": ["article"],
        "title": ['Supervision & groups: a "pilot" trial'],
        "authors": ["Jane Doe", "Jan van der Berg"],
        "name_form": ["given-family"],
        "container": ["Journal of Examples"],
        "container_short": ["J Ex"],
        "publisher": ["Example Press"],
        "date": ["2014/11/03"],
        "year": ["2014"],
        "date_online": ["2014/09/01"],
        "volume": ["12"],
        "issue": ["3"],
        "pages": ["283-298"],
        "doi": ["10.1000/own.1"],
        "pmid": ["10000001"],
        "issn": ["1234-5678", "1234-5679"],
        "language": ["en"],
        "abstract": ["<p>An abstract: 5 > 3.</p>"],
        "keywords": ["burnout", "general practice"],
        "url": ["https://journal.example.org/a/1"],
    }
    assert not found.warnings


def test_what_has_no_field_is_kept_and_what_only_repeats_is_not():
    """Institutions, files and rights are in `extra`; the same title in Dublin Core is no news, another one is."""
    assert record(JOURNAL).extra == {
        "citation_author_institution": ["University of Examples"],
        "citation_author_orcid": ["https://orcid.org/0000-0000-0000-0001"],
        "citation_pdf_url": ["https://journal.example.org/a/1.pdf"],
        "citation_reference": ["citation_title=Another; citation_doi=10.1000/cited.1"],
        "DC.rights": ["CC BY"],
        "og:title": ["Supervision & groups"],
        "og:description": ["A teaser."],
    }


def test_a_russian_page_leads_with_the_title_in_the_language_of_the_work():
    """Family names stand first, with full names and with initials: the names themselves must tell."""
    found = record(RUSSIAN)
    assert found.fields["title"] == [
        "БАЛИНТОВСКИЕ ГРУППЫ В ПОДГОТОВКЕ ВРАЧЕЙ",
        "Balint groups in the training of doctors",
    ]
    assert found.fields["title_original"] == ["БАЛИНТОВСКИЕ ГРУППЫ В ПОДГОТОВКЕ ВРАЧЕЙ"]
    assert found.fields["authors"] == ["Винокур Владимир Александрович", "ИВАНОВ И.И."]
    assert found.fields["name_form"] == ["free"]
    assert found.fields["keywords"] == ["балинтовские группы", "врачи", "выгорание"]
    assert found.fields["pages"] == ["12-18"]
    assert found.fields["year"] == ["2015"]


def test_a_description_is_an_abstract_only_with_a_warning():
    """Open Graph texts are cut, or advertise the site."""
    found = record(RUSSIAN)
    assert found.fields["abstract"] == ["Текст научной работы на тему …"]
    assert found.warnings


def test_a_work_in_json_ld_is_read_from_its_graph():
    """Volume and issue stand in what the article is part of; what it cites is another work."""
    work = {
        "@type": "ScholarlyArticle",
        "headline": "A title",
        "datePublished": "2020-05-01",
        "author": [
            {"@type": "Person", "familyName": "Doe", "givenName": "Jane"},
            {"@type": "Organization", "name": "Example Study Group"},
        ],
        "pageStart": 5,
        "pageEnd": "9",
        "sameAs": "https://doi.org/10.1000/own.2",
        "keywords": "burnout, doctors",
        "license": "https://example.org/by",
        "isPartOf": {
            "@type": "PublicationIssue",
            "issueNumber": "3",
            "isPartOf": {
                "@type": ["PublicationVolume", "Periodical"],
                "volumeNumber": 12,
                "name": "Journal of Examples",
                "issn": ["1234-5678"],
            },
        },
        "citation": [{"@type": "ScholarlyArticle", "headline": "Cited", "sameAs": "https://doi.org/10.1000/cited"}],
    }
    found = record(page(linked_data({"@graph": [{"@type": "WebPage", "name": "A page"}, work]})))
    assert found.fields == {
        "type": ["article"],
        "title": ["A title"],
        "authors": ["Doe, Jane"],
        "group_authors": ["Example Study Group"],
        "name_form": ["family-comma-given"],
        "date": ["2020-05-01"],
        "year": ["2020"],
        "pages": ["5-9"],
        "doi": ["https://doi.org/10.1000/own.2"],
        "keywords": ["burnout", "doctors"],
        "container": ["Journal of Examples"],
        "volume": ["12"],
        "issue": ["3"],
        "issn": ["1234-5678"],
    }
    assert found.extra == {"schema:license": ["https://example.org/by"]}


def test_the_first_set_of_tags_fills_a_field_and_the_next_its_gaps():
    """Highwire tags are made for bibliographies, Open Graph for sharing."""
    tags = meta(citation_title="A", **{"DC.title": "B", "DC.creator": "Doe, Jane", "og:title": "C", "og:url": "u"})
    found = record(page(tags, linked_data({"@type": "Article", "headline": "D", "inLanguage": "de"})))
    assert found.fields["title"] == ["A"]
    assert found.fields["language"] == ["de"]
    assert found.fields["authors"] == ["Doe, Jane"]
    assert found.fields["url"] == ["u"]
    assert found.extra["DC.title"] == ["B"]


def test_dublin_core_identifiers_are_told_by_their_form():
    """DC.identifier is a DOI, an ISSN, an address or the server's own number."""
    names = ("10.1000/own.3", "ISSN 1234-5678", "https://example.org/3", "4711")
    tags = "".join(f'<meta name="DC.Identifier" content="{name}">' for name in names)
    found = record(page(meta(**{"DC.title": "A"}), tags))
    assert found.fields["doi"] == ["10.1000/own.3"]
    assert found.fields["issn"] == ["1234-5678"]
    assert found.fields["url"] == ["https://example.org/3"]
    assert found.extra["DC.Identifier"] == ["ISSN 1234-5678", "4711"]


def test_the_source_of_an_open_journal_system_is_the_journal():
    """Elsewhere DC.source is anything, often the whole citation."""
    ojs = meta(**{"DC.Title": "A", "DC.Source": "Journal", "DC.Source.Volume": "7", "DC.Source.ISSN": "1234-5678"})
    assert record(page(ojs)).fields["container"] == ["Journal"]
    other = record(page(meta(**{"DC.Title": "A", "DC.Source": "Journal 7 (2014)"})))
    assert "container" not in other.fields
    assert other.extra["DC.Source"] == ["Journal 7 (2014)"]


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"citation_dissertation_institution": "University"}, "thesis"),
        ({"citation_technical_report_institution": "Office"}, "report"),
        ({"citation_conference_title": "Examples 2020"}, "conference-paper"),
        ({"citation_inbook_title": "The book"}, "chapter"),
        ({"citation_arxiv_id": "2001.00001"}, "preprint"),
        ({"citation_isbn": "9783161484100"}, "book"),
        ({"DC.type": "Text.Thesis.Doctoral"}, "thesis"),
        ({"eprints.type": "book_section"}, "chapter"),
        ({"citation_issn": "1234-5678"}, "article"),
        ({}, "other"),
    ],
)
def test_the_type_is_told_by_the_tags_that_only_it_has(tags: dict[str, str], kind: str):
    """A thesis has a school, a paper a conference."""
    assert record(page(meta(citation_title="A", **tags))).fields["type"] == [kind]


def test_one_tag_may_hold_all_authors():
    """Old pages have citation_authors, parted by semicolons."""
    found = record(page(meta(citation_title="A", citation_authors="Doe, Jane; Roe, R.")))
    assert found.fields["authors"] == ["Doe, Jane", "Roe, R."]
    assert found.fields["name_form"] == ["family-comma-given"]


def test_a_log_in_page_is_no_export():
    """It has no tags of a work; nobody shall believe that it was read."""
    assert web_page.sniff(LOG_IN) == 0
    assert detect(LOG_IN) is None
    (only,) = segments(LOG_IN)
    assert isinstance(only, Reject)
    assert not only.truncated


def test_a_page_that_breaks_off_in_its_head_is_refused():
    """Half of the tags would be half a record; a page without its foot is whole for us."""
    (cut,) = segments(JOURNAL[: JOURNAL.index("<meta name=citation_pmid")])
    assert isinstance(cut, Reject)
    assert cut.truncated
    assert record(JOURNAL[: JOURNAL.index("</body>")])


def test_two_pages_in_one_file_are_two_records():
    """Put together with `copy a+b`; the second is not lost."""
    both = segments(JOURNAL + RUSSIAN)
    assert [isinstance(one, Found) for one in both] == [True, True]


def test_damaged_tags_are_read_as_browsers_read_them():
    """A quote mark inside a value ends it; the tags behind it are whole."""
    found = record(page('<meta name="citation_title" content="A 5" disk">', meta(citation_doi="10.1000/x")))
    assert found.fields["title"] == ["A 5"]
    assert found.fields["doi"] == ["10.1000/x"]


def test_damaged_json_ld_costs_only_itself():
    """And is said where nothing else has told what it said."""
    broken = '<script type="application/ld+json">{"@type": "Article", </script>'
    found = record(page(broken, meta(citation_title="A")))
    assert found.fields["title"] == ["A"]
    assert found.warnings


def test_nothing_is_expanded_or_fetched():
    """A page is no XML: entities that a document type defines are letters."""
    dtd = '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY file SYSTEM "file:///etc/hostname">]>'
    found = record(dtd + page(meta(citation_title="&a;&file;")).removeprefix("<!doctype html>"))
    assert found.fields["title"] == ["&a;&file;"]


def test_a_page_is_known_by_its_head_and_takes_nothing_else():
    """Text about web pages is not one; a head that goes on behind what is seen may be one."""
    assert web_page.sniff(JOURNAL) == web_page.sniff(RUSSIAN) == 3
    assert web_page.sniff(page(linked_data({"@type": "Book", "name": "A"}))) == 3
    assert web_page.sniff(page(linked_data({"@type": "WebSite", "name": "A"}))) == 0
    assert web_page.sniff("AB  - <html><head>" + meta(citation_title="A")) == 0
    assert web_page.sniff("<html><head><style>" + 70_000 * " ") == 1
    assert [name for name, fmt in all_formats().items() if fmt.sniff(JOURNAL)] == ["web-page"]


@given(
    st.lists(
        st.sampled_from(
            [
                "<!doctype html>",
                "<html>",
                "<head>",
                "</head>",
                "<body>",
                "</html>",
                "<!--",
                "-->",
                "<script>",
                "<title>",
                '<script type="application/ld+json">',
                "</script>",
                '{"@type": "Article", "name": ',
                '"\\ud800"}',
                "[" * 99,
                '<meta name="citation_title" content="A',
                '">',
                "<meta",
                '<meta property="DC.Title" content=x>',
                "&#0;",
                "<![x[",
                '{"@graph": [{"@type": ["Book"], "isPartOf": [[1]], "author": [null, [2]]}]}',
                "\r\n",
                "\x00",
                "\ufeff",
            ]
        ),
        max_size=14,
    ),
    st.text(max_size=20),
)
def test_whatever_the_text_nothing_is_lost(parts: list[str], other: str):
    """The joined raw texts are the file (asserted in `segments`)."""
    segments("".join(parts) + other)
    segments("<html>" + "".join(parts) + "</head>" + other)


def test_linked_data_name_the_translator():
    """schema.org has a property for it."""
    book = {"@type": "Book", "name": "Der Arzt", "author": "M. Balint", "translator": {"name": "Käte Hügel"}}
    assert record(page(linked_data(book))).fields["translators"] == ["Käte Hügel"]
