"""PubMed's abstracts as text: paragraphs, told by their first words, form and order."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import medline, pubmed_text, pubmed_xml
from pipeline.model import RELATIONS, Found, Reject, Unread

from .reading import Reading, text_of

READ = Reading(pubmed_text)
segments, records = READ.segments, READ.records


def citation(text: str) -> Found:
    (found,) = records(f"1. {text}\n\nA title.\n\nDoe J.\n\nPMID: 1\n")
    return found


def test_each_paragraph_finds_its_field():
    """Wrapped lines joined, people without marks, links with their numbers, the numbers at the end."""
    article, _ = records(text_of("pubmed_text_now.txt"))
    assert article.fields == {
        "type": ["article"],
        "container_short": ["J Ex"],
        "year": ["2022"],
        "date": ["2022 Oct 15"],
        "date_online": ["2022 Sep 16"],
        "volume": ["225"],
        "issue": ["4"],
        "pages": ["187.e1-187.e10"],
        "title": ["Supervision groups for doctors in training: a long title that is wrapped over two lines."],
        "authors": ["Doe J", "Lima de Carvalho JR Jr", "Müller J", "Roe RA"],
        "group_authors": ["Balint Study Group"],
        "name_form": ["family-initials"],
        "abstract": ["BACKGROUND: One. RESULTS: Two. 1. Numbered paragraph of an abstract, with the year 2014."],
        "doi": ["10.1000/pmt.1"],
        "pmcid": ["PMC1000001"],
        "pmid": ["10000001"],
        "accession": ["10000001"],
        "relations": [
            "has-comment doi:10.1000/comment.1 J Ex. 2023 Jan;226(1):11-12. doi: 10.1000/comment.1.",
            "has-comment pmid:10000009 J Other Ex. 2023;1:5. PMID: 10000009.",
            "has-erratum J Ex. 2023 May 20;226(5):99.",
        ],
    }
    assert article.extra.keys() == {
        "Citation",
        "Authors",
        "Collaborators",
        "Author information",
        "Copyright",
        "PMID remark",
        "Conflict of interest statement",
    }


def test_a_record_without_people_and_abstract_has_none():
    """'[No authors listed]' is nobody; the languages stand in brackets; the number behind the date is the pages."""
    _, found = records(text_of("pubmed_text_now.txt"))
    assert found.fields == {
        "type": ["article"],
        "container_short": ["Z Beisp"],
        "year": ["2023"],
        "date": ["2023 Nov 4"],
        "pages": ["S0002-9394(23)00456-7"],
        "title": ["[Balint groups]."],
        "language": ["German", "English"],
        "doi": ["10.1000/pmt.2"],
        "pmid": ["10000002"],
        "accession": ["10000002"],
    }


def test_old_pubmed_has_the_doi_in_the_citation_alone():
    """Until 2020; remarks stand behind the numbers."""
    first, second = records(text_of("pubmed_text_legacy.txt"))
    assert "doi" not in first.fields
    assert first.fields["language"] == ["Chinese"]
    assert second.fields["doi"] == ["10.1000/pmt.3"]
    assert second.fields["pmcid"] == ["PMC4339403"]
    assert second.extra["PMCID remark"] == ["[Available on 2016-03-01]"]


def test_a_group_may_be_the_only_author():
    """Known by its words, or by the addresses that follow; a short abstract is no group."""
    tail = "\n\nPMID: 1\n"
    (group,) = records("1. J Ex. 2001;1:2.\n\nA title.\n\nThe Example Study Group." + tail)
    (named,) = records("1. J Ex. 2001;1:2.\n\nA title.\n\nGIMEMA.\n\nAuthor information:\n(1)Rome." + tail)
    (text,) = records("1. J Ex. 2001;1:2.\n\nA title.\n\nWe report a case." + tail)
    assert group.fields["group_authors"] == ["The Example Study Group"]
    assert named.fields["group_authors"] == ["GIMEMA"]
    assert text.fields["abstract"] == ["We report a case."]
    assert "authors" not in text.fields


def test_a_chapter_is_told_by_its_imprint():
    """PubMed writes the title first, and the book in a paragraph of its own."""
    (found,) = records(
        "1. Example Syndrome.\n\nDoe J(1), Roe R.\n\n"
        "In: Poe E, Boe A, editors. ExampleReviews(®) [Internet]. Seattle (WA): University\nof Examples; 1993–2024.\n"
        "2005 Aug 16 [updated 2022 Sep 8].\n\nAuthor information:\n(1)Bern.\n\nAn abstract.\n\nPMID: 20301409\n"
    )
    assert found.fields["type"] == ["chapter"]
    assert found.fields["title"] == ["Example Syndrome."]
    assert found.fields["authors"] == ["Doe J", "Roe R"]
    assert found.fields["editors"] == ["Poe E", "Boe A"]
    assert found.fields["container"] == ["ExampleReviews(®) [Internet]"]
    assert found.fields["publisher"] == ["University of Examples"]
    assert found.fields["year"] == ["1993"]
    assert found.fields["abstract"] == ["An abstract."]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Innov Ex (Phila). 2023 Sep-Oct;18(5):506-8.",
            {"container_short": "Innov Ex (Phila)", "date": "2023 Sep-Oct"},
        ),
        ("Brain Ex. 2014;28(4):422-30.", {"year": "2014", "volume": "28", "issue": "4", "pages": "422-30"}),
        (
            "Ex Treat. 2023 Nov 24. doi: 10.1000/a.b. Online ahead of print.",
            {"date": "2023 Nov 24", "doi": "10.1000/a.b"},
        ),
        ("medRxiv. 2023 Mar 6:2023.03.03.23286706. doi: 10.1101/x. Preprint.", {"type": "preprint"}),
    ],
)
def test_a_citation_is_cut_into_its_parts(text: str, said: dict[str, str]):
    """With and without volume; a preprint says so."""
    found = citation(text)
    assert {name: found.fields[name][0] for name in said} == said
    assert found.extra["Citation"] == [text]


def test_an_unknown_citation_still_gives_a_record():
    """It is kept, and the rest is read."""
    found = citation("Something that nobody can cut")
    assert found.fields["title"] == ["A title."]
    assert found.extra["Citation"] == ["Something that nobody can cut"]


@pytest.mark.parametrize(
    ("link", "kind"),
    [
        ("Comment on", "comment-on"),
        ("Erratum for", "erratum-of"),
        ("Retraction in", "has-retraction"),
        ("Retraction of", "retraction-of"),
        ("Update of", "update-of"),
        ("Update in", "has-update"),
        ("Summary for patients in", None),
    ],
)
def test_links_are_relations_where_we_have_a_word_for_them(link: str, kind: str | None):
    """Others are kept under their own words; the linked DOI is not the record's."""
    (found,) = records(
        f"1. J Ex. 2001;1:2.\n\nA title.\n\nDoe J.\n\n{link}\n    J Ex. 2002;2:3. doi: 10.1000/o.\n\nPMID: 1\n"
    )
    if kind:
        assert kind in RELATIONS
        assert found.fields["relations"] == [f"{kind} doi:10.1000/o J Ex. 2002;2:3. doi: 10.1000/o."]
    else:
        assert found.extra[link] == ["J Ex. 2002;2:3. doi: 10.1000/o."]
    assert "doi" not in found.fields


@pytest.mark.parametrize(
    ("link", "tag", "element"),
    [
        ("Expression of concern in", "ECI", "ExpressionOfConcernIn"),
        ("Expression of concern for", "ECF", "ExpressionOfConcernFor"),
        ("Partial retraction in", "PRIN", "PartialRetractionIn"),
        ("Partial retraction of", "PROF", "PartialRetractionOf"),
        ("Retracted and republished in", "RRI", "RetractedandRepublishedIn"),
        ("Retracted and republished from", "RRF", "RetractedandRepublishedFrom"),
        ("Corrected and republished in", "CRI", "CorrectedandRepublishedIn"),
        ("Republished from", "RPF", "RepublishedFrom"),
    ],
)
def test_a_link_is_the_same_relation_in_each_of_pubmeds_formats(link: str, tag: str, element: str):
    """The same record downloaded in three formats is one record; what the kind doesn't say is in `extra`."""
    cited = "J Ex. 2002;2:3."
    (text,) = records(f"1. J Ex. 2001;1:2.\n\nA.\n\nDoe J.\n\n{link}\n    {cited} PMID: 7\n\nPMID: 1\n")
    (tagged,) = medline.read(io.StringIO(f"PMID- 1\nTI  - A.\n{tag.ljust(4)}- {cited} PMID: 7\n"))
    (in_xml,) = pubmed_xml.read(
        io.StringIO(
            "<PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>A.</ArticleTitle></Article>"
            f'<CommentsCorrectionsList><CommentsCorrections RefType="{element}"><RefSource>{cited}</RefSource>'
            "<PMID>7</PMID></CommentsCorrections></CommentsCorrectionsList></MedlineCitation></PubmedArticle>"
        )
    )
    assert isinstance(tagged, Found)
    assert isinstance(in_xml, Found)
    assert len({" ".join(found.fields["relations"][0].split()[:2]) for found in (text, tagged, in_xml)}) == 1
    assert text.extra[link] == [f"{cited} PMID: 7"]
    assert tag in tagged.extra


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_batches_may_stand_one_after_the_other(end: str):
    """Each begins with 1 again; a single blank line will do where the record above has its number."""
    one = "1. J Ex. 2001;1:2.\n\nA.\n\nPMID: 1\n"
    text = (one + "\n" + one + "\n\n\ufeff" + one).replace("\n", end)
    assert len(records(text)) == 3


def test_a_record_without_its_number_at_the_end_is_cut_off():
    """All records of PubMed have a PMID, near the end."""
    *_, last = segments("1. J Ex. 2001;1:2.\n\nA.\n\nPMID: 1\n\n\n2. J Ex. 2001;1:3.\n\nB.\n\nDoe J.\n")
    assert isinstance(last, Reject)
    assert last.truncated


def test_text_between_records_is_shown():
    """An error of the server in the middle of the text."""
    first, second = segments("Error occurred: cannot get document\n\n\n1. J Ex. 2001;1:2.\n\nA.\n\nPMID: 1\n")
    assert isinstance(first, Unread)
    assert not first.expected
    assert isinstance(second, Found)


def test_a_numbered_list_is_no_export_of_pubmed():
    """Nor is PubMed's other format."""
    assert pubmed_text.sniff(text_of("pubmed_text_now.txt")) == 3
    assert pubmed_text.sniff(text_of("pubmed_text_legacy.txt")) == 3
    assert pubmed_text.sniff("1. A first thing.\n\n2. A second thing.\n") == 0
    assert pubmed_text.sniff("PMID- 1\nTI  - A\n") == 0
    assert medline.sniff(text_of("pubmed_text_now.txt")) == 0
    assert pubmed_text.database("") == "PubMed"


@given(
    st.lists(
        st.sampled_from(
            [
                "1. J Ex. 2001;1:2.",
                "2. Title.",
                "A title.",
                "Doe J(1), Roe R.",
                "Author information:",
                "Comment in",
                "    J. 2001;1:2.",
                "PMID: 1",
                "DOI: 10.1/a",
                "In: a [Internet]. B: C; 2001.",
                "",
                "",
                "Publisher: x",
                "[Article in Dutch]",
            ]
        )
        | st.text(max_size=20),
        max_size=14,
    ),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_whatever_the_text_nothing_is_lost(lines: list[str], end: str):
    """Any order of lines, any garbage between: the joined raw texts are the file (asserted in `segments`)."""
    segments(end.join(lines))
