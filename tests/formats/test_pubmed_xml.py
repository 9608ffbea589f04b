"""PubMed XML: a record's own data are its own, and a damaged download is seen."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import pubmed_xml
from pipeline.model import RELATIONS, Found, Reject, Unread

THREE = (Path(__file__).parent / "fixtures" / "pubmed_three.xml").read_text(encoding="utf-8")


def read(text: str) -> list[Found | Reject | Unread]:
    return list(pubmed_xml.read(io.StringIO(text, newline="")))


def records(text: str) -> list[Found]:
    return [segment for segment in read(text) if isinstance(segment, Found)]


def simple(number: int, title: str = "A title") -> str:
    return (
        f"<PubmedArticle><MedlineCitation><PMID>{number}</PMID><Article><ArticleTitle>{title}</ArticleTitle></Article>"
        "</MedlineCitation></PubmedArticle>"
    )


ARTICLE, CHAPTER, VERNACULAR = records(THREE)


def test_articles_and_book_chapters_of_one_set_are_all_records():
    """A search result mixes both; readers that know only articles lose the books."""
    assert [found.fields["type"] for found in records(THREE)] == [["article"], ["chapter"], ["article"]]


def test_the_segments_are_the_whole_text():
    """Nothing is skipped without a word."""
    assert "".join(segment.raw for segment in read(THREE)) == THREE
    assert all(segment.expected for segment in read(THREE) if isinstance(segment, Unread))


def test_a_doi_of_a_cited_work_is_not_the_records_own():
    """The reference list and the retraction notice carry DOIs and PMIDs of other papers."""
    assert ARTICLE.fields["doi"] == ["10.1000/Own.1"]
    assert ARTICLE.fields["pmid"] == ARTICLE.fields["accession"] == ["10000001"]


def test_a_doi_marked_invalid_is_kept_aside():
    """ValidYN="N" is PubMed's own word that it is wrong."""
    assert ARTICLE.extra["ELocationID@doi@ValidYN=N"] == ["10.1000/wrong"]


def test_the_doi_of_a_book_is_not_that_of_its_chapter():
    """All chapters would become one work."""
    assert "doi" not in CHAPTER.fields
    assert CHAPTER.extra["Book/ELocationID"] == ["doi: 10.1000/book"]


def test_markup_within_a_title_leaves_its_text_and_the_brackets_stay():
    """Brackets say that the title is translated: cleaning needs them."""
    assert ARTICLE.fields["title"] == ["[Effect of H2O on Balint groups & leaders]."]
    assert ARTICLE.fields["title_original"] == ["Wirkung auf Balintgruppen"]


def test_a_record_without_english_title_has_its_own():
    """'[Not Available].' is no title; a thousand papers have it."""
    assert VERNACULAR.fields["title"] == ["О группах"]


def test_people_are_family_given_suffix_and_groups_apart():
    """Persons as the format parts them; CompleteYN="N" says that there are more."""
    assert ARTICLE.fields["authors"] == ["van der Berg, Jan, Jr", "Müller, JA", "et al"]
    assert ARTICLE.fields["group_authors"] == ["Balint Study Group"]
    assert ARTICLE.fields["name_form"] == ["family-comma-given"]
    assert ARTICLE.extra["AuthorList/Author@ValidYN=N"] == ["Brg, J"]


LEEDS = "<AffiliationInfo><Affiliation>Leeds</Affiliation><Identifier Source='ROR'>r1</Identifier></AffiliationInfo>"
DAY = f"<LastName>Day</LastName><ForeName>Lea</ForeName><Identifier Source='ORCID'>o1</Identifier>{LEEDS}"


def of_book(people: str, chapter: bool = True) -> Found:
    title = "<ArticleTitle>A chapter</ArticleTitle>" if chapter else ""
    book = f"<Book><BookTitle>A book</BookTitle>{people}</Book>"
    (found,) = records(f"<PubmedBookArticle><BookDocument>{book}{title}</BookDocument></PubmedBookArticle>")
    return found


def about(place: str) -> dict[str, list[str]]:
    return {
        f"{place}/Affiliation": ["Day, Lea: Leeds"],
        f"{place}/Identifier@ORCID": ["Day, Lea: o1"],
        f"{place}/AffiliationInfo/Identifier@ROR": ["Day, Lea: r1"],
    }


def test_where_somebody_works_is_kept_of_editors_and_of_a_books_people_too():
    """A chapter's record has the addresses of the book's editors, and nobody else gives them."""
    editors = of_book(f"<AuthorList Type='editors'><Author>{DAY}</Author></AuthorList>")
    assert editors.fields["editors"] == ["Day, Lea"]
    assert editors.extra.items() >= about("Book/AuthorList/Author").items()
    authors = of_book(f"<AuthorList Type='authors'><Author>{DAY}</Author></AuthorList>")
    assert authors.extra.items() >= about("Book/AuthorList/Author").items()
    wrong = records(
        simple(1).replace("</Article>", f"<AuthorList><Author ValidYN='N'>{DAY}</Author></AuthorList></Article>")
    )
    assert wrong[0].extra.items() >= about("AuthorList/Author@ValidYN=N").items()


def test_two_editors_of_one_name_are_two():
    """As with authors."""
    twice = f"<Author>{DAY}</Author>" * 2
    assert of_book(f"<AuthorList Type='editors'>{twice}</AuthorList>").fields["editors"] == ["Day, Lea"] * 2


def test_an_investigator_is_kept_with_the_address():
    """They are no authors, but a trial is known by its centres."""
    text = f"</Article><InvestigatorList><Investigator>{DAY}</Investigator></InvestigatorList>"
    (found,) = records(simple(1).replace("</Article>", text))
    assert found.extra["InvestigatorList/Investigator"] == ["Day, Lea; ORCID: o1; Leeds; ROR: r1"]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("<i>GeneReview</i> Scope", "GeneReview Scope"),
        ("<b>All bold</b>", "All bold"),
        ("H<sub>2</sub><i>O</i>", "H2O"),
        ("<mml:math><mml:mi>x</mml:mi></mml:math> and y", "x and y"),
    ],
)
def test_the_look_of_a_words_part_does_not_part_the_text(title: str, text: str):
    """A section's title in `extra` is whole, its italics before other words too."""
    sections = (
        f"<Sections><Section><LocationLabel>1</LocationLabel><SectionTitle>{title}</SectionTitle></Section></Sections>"
    )
    book = f"<BookDocument><Book><BookTitle>B</BookTitle></Book>{sections}</BookDocument>"
    assert records(f"<PubmedBookArticle>{book}</PubmedBookArticle>")[0].extra["Sections/Section"] == [f"1; {text}"]


def test_labelled_parts_make_one_abstract_and_other_languages_follow():
    """A hint that an abstract exists elsewhere is none."""
    assert ARTICLE.fields["abstract"] == ["AIM: To see. RESULTS: Seen in all.", "Zum Sehen."]


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("date", ["2014 Nov-Dec"]),
        ("year", ["2014"]),
        ("date_online", ["2014-10-03"]),
        ("pages", ["283-98"]),
        ("volume", ["7"]),
        ("issue", ["2"]),
        ("issn", ["1234-5679", "1234-5670"]),
        ("container", ["Journal of group work"]),
        ("container_short", ["J Group Work"]),
        ("language", ["ger"]),
        ("pmcid", ["PMC7654321"]),
        ("headings", ["Social Medicine/*history/trends", "Humans"]),
        ("keywords", ["Balint group"]),
        ("publication_types", ["Journal Article", "Retracted Publication"]),
    ],
)
def test_each_element_has_its_field(field: str, values: list[str]):
    """As PubMed writes them."""
    assert ARTICLE.fields[field] == values


def test_a_chapter_has_its_books_title_editors_and_publisher():
    """The book is what holds the chapter."""
    assert CHAPTER.fields["title"] == ["Leading a group"]
    assert CHAPTER.fields["container"] == ["Reviews of practice"]
    assert CHAPTER.fields["editors"] == ["Adler, Ruth"]
    assert CHAPTER.fields["authors"] == ["Berg, Eva"]
    assert (CHAPTER.fields["publisher"], CHAPTER.fields["place"]) == (["Clinic Press"], ["Leeds"])
    assert CHAPTER.fields["year"] == ["2001"]


def test_a_season_is_part_of_the_date():
    """'1999 Winter' is all there is."""
    assert VERNACULAR.fields["date"] == ["1999 Winter"]


def test_what_has_no_field_is_kept_under_its_path():
    """Substances and references are needed later, and nobody else has them."""
    assert ARTICLE.extra["ChemicalList/Chemical"] == ["059QF0KO0R; Water"]
    assert ARTICLE.extra["ReferenceList/Reference"] == ["Another J. 1999.; doi: 10.1000/cited; pubmed: 20000002"]
    assert ARTICLE.extra["PMID@Version"] == ["2"]
    assert CHAPTER.extra["ArticleIdList/ArticleId@bookaccession"] == ["NBK000001"]


def related(kind: str, inner: str = "<RefSource>J Ex. 2016;9:1.</RefSource><PMID>10000099</PMID>") -> Found:
    links = f'<CommentsCorrectionsList><CommentsCorrections RefType="{kind}">{inner}</CommentsCorrections>'
    return records(simple(1).replace("</Article>", f"</Article>{links}</CommentsCorrectionsList>"))[0]


def test_a_retraction_is_a_relation_with_its_number_and_citation():
    """The notice's DOI stays in the citation, and is not the record's."""
    notice = "has-retraction pmid:10000099 J Group Work. 2016;9:1. doi: 10.1000/notice"
    assert ARTICLE.fields["relations"] == [notice]


@pytest.mark.parametrize(
    ("said", "kind", "kept"),
    [
        ("RetractionOf", "retraction-of", False),
        ("ErratumIn", "has-erratum", False),
        ("ErratumFor", "erratum-of", False),
        ("CommentIn", "has-comment", False),
        ("CommentOn", "comment-on", False),
        ("UpdateIn", "has-update", False),
        ("UpdateOf", "update-of", False),
        ("ExpressionOfConcernIn", "has-comment", True),
        ("PartialRetractionIn", "has-erratum", True),
        ("RepublishedFrom", "version-of", True),
        ("Cites", None, True),
        ("AssociatedDataset", None, True),
    ],
)
def test_each_kind_of_link_is_the_relation_that_nlm_means(said: str, kind: str | None, kept: bool):
    """Where our kind says less, or there is none, NLM's word is kept as well."""
    found = related(said)
    assert found.fields.get("relations") == (None if kind is None else [f"{kind} pmid:10000099 J Ex. 2016;9:1."])
    assert kind is None or kind in RELATIONS
    assert (f"CommentsCorrectionsList/CommentsCorrections@{said}" in found.extra) is kept
    assert found.fields["pmid"] == ["1"]


def test_a_link_without_pmid_is_known_by_its_doi():
    """New notices have no PMID yet."""
    found = related("ErratumIn", "<RefSource>J Ex. 2016;9:1. doi: 10.1000/n.1.</RefSource>")
    assert found.fields["relations"] == ["has-erratum doi:10.1000/n.1 J Ex. 2016;9:1. doi: 10.1000/n.1."]
    assert "doi" not in found.fields


def test_a_record_cut_off_by_the_end_of_the_file_is_a_truncated_reject():
    """The download broke: the user must fetch again."""
    *_, last = read("<PubmedArticleSet>" + simple(1) + simple(2)[:60])
    assert isinstance(last, Reject)
    assert last.truncated


def test_a_broken_record_does_not_swallow_the_next():
    """Two downloads joined, the first one cut."""
    segments = read(simple(1)[:60] + simple(2))
    assert [type(segment) for segment in segments] == [Reject, Found]
    assert not segments[0].truncated  # type: ignore[union-attr]


@pytest.mark.parametrize("title", ["A & B", "A &undefined; B", "<b>A</i>"])
def test_a_record_that_is_not_well_formed_is_a_reject_with_its_line(title: str):
    """One bad record must not kill the set, and entities come from no outside file."""
    first, bad, last = (s for s in read(f"{simple(1)}\n{simple(2, title)}\n{simple(3)}") if not isinstance(s, Unread))
    assert isinstance(bad, Reject)
    assert (bad.line, type(first), type(last)) == (2, Found, Found)
    assert "not well-formed" in bad.reason


def test_formulas_whose_name_space_is_declared_on_the_set_are_read():
    """mml: is bound outside of the record."""
    assert records(simple(1, "Of <mml:math><mml:mi>x</mml:mi></mml:math>"))[0].fields["title"] == ["Of x"]


def test_an_entity_bomb_in_the_document_type_is_never_read():
    """The frame is kept as text."""
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    frame, record = read(bomb + simple(1, "&b;"))
    assert isinstance(frame, Unread)
    assert isinstance(record, Reject)


def test_an_error_message_of_the_server_is_not_taken_for_an_empty_set():
    """A failed page has no records either."""
    (segment,) = read("<eFetchResult><ERROR>Unable to obtain query #1</ERROR></eFetchResult>")
    assert isinstance(segment, Unread)
    assert not segment.expected


@given(st.integers(1, 40), st.sampled_from(["", "\n", "\r\n", "\n\n  "]), st.integers(10, 3000))
def test_pieces_in_which_a_file_is_read_change_nothing(count: int, between: str, size: int):
    """A record that lies across two reads is one record, with the right line."""
    text = "<PubmedArticleSet>" + between.join(simple(n) for n in range(1, count + 1)) + "</PubmedArticleSet>"

    class Slow(io.StringIO):
        def read(self, _: int | None = -1) -> str:
            return super().read(size)

    slow = list(pubmed_xml.read(Slow(text, newline="")))
    assert "".join(segment.raw for segment in slow) == text
    assert [s for s in slow if isinstance(s, Found)] == records(text)
    assert len(records(text)) == count


def test_sniff_knows_a_set_and_not_other_xml():
    """esearch answers and EndNote's XML are others' business."""
    assert pubmed_xml.sniff(THREE) == 3
    assert pubmed_xml.sniff("<xml><records><record/></records></xml>") == 0
    assert pubmed_xml.sniff("<eSearchResult><Count>0</Count></eSearchResult>") == 0
    assert pubmed_xml.database(THREE) == "PubMed"
