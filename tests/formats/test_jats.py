"""JATS: what stands in the front matter is the article's own; everything else is its text or others' work."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from pipeline.formats import jats
from pipeline.model import RELATIONS, Found, Reject, Unread

SET = (Path(__file__).parent / "fixtures" / "jats_set.xml").read_text(encoding="utf-8")


def read(text: str) -> list[Found | Reject | Unread]:
    found = list(jats.read(io.StringIO(text, newline="")))
    assert "".join(segment.raw for segment in found) == text
    return found


def records(text: str) -> list[Found]:
    return [segment for segment in read(text) if isinstance(segment, Found)]


def article(inner: str, attributes: str = "") -> Found:
    title = "" if "<title-group>" in inner else "<title-group><article-title>A</article-title></title-group>"
    (found,) = records(f"<article {attributes}><front><article-meta>{title}{inner}</article-meta></front></article>")
    return found


(ARTICLE,) = records(SET)


def test_each_element_finds_its_field():
    """A title in English leads; footnote marks are no words; members of a group are no authors."""
    assert ARTICLE.fields == {
        "type": ["article"],
        "publication_types": ["research-article", "Review"],
        "headings": ["Psychology", "Groups"],
        "title": ["Groups of H2O: a study"],
        "title_original": ["Grupos de H2O: um estudo"],
        "title_translated": ["Grupos"],
        "authors": ["van der Berg, Jan, Jr", "Ivanov, Ivan"],
        "authors_original": ["van der Berg, Jan, Jr", "Иванов, Иван"],
        "group_authors": ["Balint Study Group"],
        "name_form": ["family-comma-given"],
        "container": ["Journal of Examples"],
        "container_short": ["J Ex"],
        "issn": ["1234-5678", "1234-5679"],
        "publisher": ["Clinic Press"],
        "place": ["Leeds"],
        "year": ["2015"],
        "date": ["2015 Winter"],
        "date_online": ["2014-10-03"],
        "volume": ["12"],
        "issue": ["3"],
        "pages": ["283-298"],
        "article_number": ["e45"],
        "doi": ["10.1000/own.1"],
        "pmid": ["10000001"],
        "pmcid": ["PMC7654321"],
        "language": ["pt"],
        "abstract": ["Objetivo: Ver. Resultados: Visto.", "To see & seen."],
        "keywords": ["Balint group", "burnout"],
        "relations": ["has-retraction doi:10.1000/notice vol 13 page 1", "has-comment pmid:10000099"],
    }


def test_what_has_no_field_is_kept_under_its_name():
    """With what tells it apart."""
    assert ARTICLE.extra["article-id@publisher-id"] == ["S1234"]
    assert ARTICLE.extra["related-article@companion"] == ["doi:10.1000/companion"]
    assert ARTICLE.extra["pub-date@pmc-release"] == ["2016-01-01"]
    assert ARTICLE.extra["abstract@graphical"] == ["Um quadro."]
    assert ARTICLE.extra["aff"] == ["Clinic, Leeds"]
    assert ARTICLE.extra["contrib/contrib-id@orcid"] == ["van der Berg, Jan, Jr: https://orcid.org/0000-0000-0000-0001"]


def test_dois_of_cited_works_and_of_replies_are_not_the_articles():
    """Reference list, text and sub-articles are full of them."""
    assert ARTICLE.fields["doi"] == ["10.1000/own.1"]
    assert ARTICLE.fields["pmid"] == ["10000001"]


def test_the_editor_of_an_article_handled_it_and_that_of_a_paper_edited_its_book():
    """Nobody cites the first."""
    editor = (
        '<contrib-group><contrib contrib-type="editor"><name><surname>Ed</surname></name></contrib></contrib-group>'
    )
    assert ARTICLE.extra["contrib@editor"] == ["Handler, Ann"]
    assert article(editor, 'article-type="proceedings"').fields["editors"] == ["Ed"]
    assert article(editor.replace('"editor"', '"guest-editor"')).fields["editors"] == ["Ed"]


def test_a_translator_is_no_author():
    """He stands among the contributors, with his role."""
    contrib = '<contrib-group><contrib contrib-type="translator"><name><surname>Roe</surname></name></contrib>'
    found = article(f"{contrib}</contrib-group>")
    assert (found.fields["translators"], found.fields.get("authors")) == (["Roe"], None)


def test_the_segments_are_the_whole_text():
    """Set, document type and declaration are its frame."""
    assert "".join(segment.raw for segment in read(SET)) == SET
    assert all(segment.expected for segment in read(SET) if isinstance(segment, Unread))


def test_an_answer_of_oai_with_prefixes_is_read():
    """Headers and tokens belong there; an error of the server doesn't."""
    front = "<j:front><j:article-meta><j:title-group><j:article-title>A</j:article-title></j:title-group>"
    record = (
        "<OAI-PMH><responseDate>2020-01-01</responseDate><ListRecords><record><header><identifier>oai:x:1"
        f'</identifier></header><metadata><j:article xlink:type="a">{front}</j:article-meta></j:front></j:article>'
        "</metadata></record><resumptionToken>abc</resumptionToken></ListRecords></OAI-PMH>"
    )
    assert [found.fields["title"] for found in records(record)] == [["A"]]
    assert all(segment.expected for segment in read(record) if isinstance(segment, Unread))
    (error,) = read('<OAI-PMH><error code="noRecordsMatch">none</error></OAI-PMH>')
    assert isinstance(error, Unread)
    assert not error.expected


def test_a_default_name_space_changes_nothing():
    """Some archives declare one."""
    found = article("<volume>1</volume>", 'xmlns="http://jats.nlm.nih.gov" xml:lang="en"')
    assert found.fields["volume"] == ["1"]
    assert found.fields["language"] == ["en"]


@pytest.mark.parametrize(
    ("own", "said", "kind"),
    [
        ("correction", "corrected-article", "erratum-of"),
        ("research-article", "correction-forward", "has-erratum"),
        ("correction", "erratum", "erratum-of"),
        ("research-article", "erratum", "has-erratum"),
        ("retraction", "retracted-article", "retraction-of"),
        ("article-commentary", "commentary-article", "comment-on"),
        ("expression-of-concern", "object-of-concern", "comment-on"),
        ("translation", "translated-article", "translation-of"),
        ("research-article", "preprint", "version-of"),
        ("research-article", "companion", None),
        ("research-article", "letter", None),
    ],
)
def test_a_related_article_is_a_relation_where_its_kind_is_one(own: str, said: str, kind: str | None):
    """Everything else is kept aside."""
    found = article(
        f'<related-article related-article-type="{said}" ext-link-type="doi" xlink:href="https://doi.org/10.1000/x"/>',
        f'article-type="{own}"',
    )
    assert found.fields.get("relations") == (None if kind is None else [f"{kind} doi:10.1000/x"])
    assert kind is None or kind in RELATIONS
    assert (f"related-article@{said}" in found.extra) is (kind is None)


@pytest.mark.parametrize(
    ("dates", "year", "online"),
    [
        ('<pub-date pub-type="epub"><year>2014</year></pub-date>', "2014", "2014"),
        (
            '<pub-date date-type="pub" publication-format="electronic" iso-8601-date="2014-12-30"/>'
            '<pub-date date-type="collection" publication-format="electronic"><year>2015</year></pub-date>',
            "2015",
            "2014-12-30",
        ),
        (
            '<pub-date date-type="publication" publication-format="electronic"><year>2014</year></pub-date>'
            '<pub-date pub-type="collection"><year>2015</year></pub-date>',
            "2015",
            "2014",
        ),
        ("<pub-date><month>3</month><year>2014</year></pub-date>", "2014", None),
        ('<pub-date pub-type="ppub"><string-date>Spring 2014</string-date></pub-date>', "2014", None),
    ],
)
def test_the_year_of_issue_goes_before_the_year_online(dates: str, year: str, online: str | None):
    """Volume and pages belong to it."""
    fields = article(dates).fields
    assert fields["year"] == [year]
    assert fields.get("date_online") == (None if online is None else [online])


def test_the_kind_of_paper_is_told_by_the_display_channel_before_the_heading():
    """Where both are there, the heading is a subject."""
    subject = '<subj-group subj-group-type="{}"><subject>{}</subject></subj-group>'
    both = subject.format("heading", "Medicine") + subject.format("display-channel", "Research Article")
    fields = article(f"<article-categories>{both}</article-categories>").fields
    assert (fields["publication_types"], fields["headings"]) == (["Research Article"], ["Medicine"])


def test_only_keywords_of_the_authors_are_keywords():
    """Organisms and codes are headings."""
    group = "<kwd-group kwd-group-type='{0}'><title>T</title><kwd>{0}</kwd></kwd-group>"
    fields = article(group.format("author-keywords") + group.format("research-organism")).fields
    assert (fields["keywords"], fields["headings"]) == (["author-keywords"], ["research-organism"])


def test_the_doi_of_an_abstract_is_no_part_of_it_nor_of_the_article():
    """Some journals number every part."""
    found = article('<abstract><object-id pub-id-type="doi">10.1000/x.001</object-id><p>Seen.</p></abstract>')
    assert found.fields["abstract"] == ["Seen."]
    assert "doi" not in found.fields


def test_a_file_name_is_no_address():
    """<self-uri> has both."""
    found = article('<self-uri xlink:href="http://example.org/1"/><self-uri content-type="pdf" xlink:href="1.pdf"/>')
    assert found.fields["url"] == ["http://example.org/1"]
    assert found.extra["self-uri@pdf"] == ["1.pdf"]


def test_a_formula_in_two_forms_is_read_once():
    """TeX and MathML say the same."""
    title = "<title-group><article-title>Of <inline-formula><alternatives><tex-math>$x$</tex-math><mml:math><mml:mi>x"
    found = article(f"{title}</mml:mi></mml:math></alternatives></inline-formula></article-title></title-group>")
    assert found.fields["title"] == ["Of x"]


def test_an_english_article_keeps_its_title_before_its_translation():
    """As the work's own."""
    group = '<trans-title-group xml:lang="de"><trans-title>B</trans-title></trans-title-group></title-group>'
    fields = article(f"<title-group><article-title>A?</article-title><subtitle>b</subtitle>{group}").fields
    assert fields["title"] == fields["title_original"] == ["A? b"]
    assert fields["title_translated"] == ["B"]


def test_a_chapter_in_bits_has_its_book():
    """The book's ISBN and publisher, its own title and DOI."""
    (found,) = records(
        "<book-part-wrapper><book-meta><book-title-group><book-title>The book</book-title></book-title-group>"
        "<isbn>978-0-00-000000-2</isbn><publisher><publisher-name>Press</publisher-name></publisher></book-meta>"
        '<book-part><book-part-meta><book-part-id book-part-id-type="doi">10.1000/ch</book-part-id><title-group>'
        "<title>The chapter</title></title-group></book-part-meta></book-part></book-part-wrapper>"
    )
    assert found.fields["type"] == ["chapter"]
    assert found.fields["title"] == ["The chapter"]
    assert found.fields["container"] == ["The book"]
    assert found.fields["doi"] == ["10.1000/ch"]
    assert found.fields["isbn"] == ["978-0-00-000000-2"]


def test_an_article_without_front_matter_or_name_is_set_aside():
    """There is nothing to find it by; with a DOI it is taken, with a warning."""
    first, second, third = read(
        "<article><body/></article><article><front><article-meta/></front></article><article><front><article-meta>"
        '<article-id pub-id-type="doi">10.1000/x</article-id></article-meta></front></article>'
    )
    assert isinstance(first, Reject)
    assert isinstance(second, Reject)
    assert isinstance(third, Found)
    assert third.warnings == ("record without title",)


def test_a_set_cut_off_is_known():
    """The download broke."""
    *_, last = read(SET[:-100])
    assert isinstance(last, Reject)
    assert last.truncated


@pytest.mark.parametrize(
    ("head", "surety", "name"),
    [
        (SET, 3, "PubMed Central"),
        ('<article specific-use="sps-1.9"><front>', 3, "SciELO"),
        ('<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.2//EN" "j.dtd">', 3, None),
        ("<html><body><article class='post'><p>A page", 0, None),
        ("<article><artTitles/></article>", 0, None),
        ("An article. <article-meta> is a tag.", 0, None),
    ],
)
def test_front_matter_tells_it_from_other_articles(head: str, surety: int, name: str | None):
    """Web pages and eLibrary have <article> too."""
    assert jats.sniff(head) == surety
    assert jats.database(head) == name
