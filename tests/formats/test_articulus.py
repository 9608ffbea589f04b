"""eLibrary's issue XML: what is said of the issue is said of each article, and everything stands there twice."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from pipeline.formats import articulus
from pipeline.model import Found, Reject, Unread

ISSUE = (Path(__file__).parent / "fixtures" / "articulus_issue.xml").read_text(encoding="utf-8")


def read(text: str) -> list[Found | Reject | Unread]:
    found = list(articulus.read(io.StringIO(text, newline="")))
    assert "".join(segment.raw for segment in found) == text
    return found


def records(text: str) -> list[Found]:
    return [segment for segment in read(text) if isinstance(segment, Found)]


def article(inner: str, title: str = '<artTitle lang="RUS">О группах</artTitle>') -> Found:
    (found,) = records(f"<journal><issue><articles><article>{inner}<artTitles>{title}</artTitles></article></articles>")
    return found


REVIEW, NEWS = records(ISSUE)


def test_each_element_finds_its_field():
    """The English title leads, as in other databases; names in the script of the title, and as in the work."""
    assert REVIEW.fields == {
        "type": ["article"],
        "title": ["On Balint groups"],
        "title_original": ["О балинтовских группах"],
        "authors": ["Ivanov, I.I.", "Petrova, A."],
        "authors_original": ["Иванов, Иван Иванович", "Петрова, А."],
        "editors": ["Adler, R."],
        "name_form": ["family-comma-given"],
        "container": ["Journal of Examples", "Журнал примеров"],
        "issn": ["1234-5678", "1234-5679"],
        "volume": ["12"],
        "issue": ["3"],
        "year": ["2021"],
        "date_online": ["01.03.2021"],
        "pages": ["5-17"],
        "doi": ["10.1000/own.1"],
        "url": ["https://example.org/1.pdf"],
        "language": ["RUS"],
        "abstract": ["What is seen.", "Что видно."],
        "keywords": ["group", "группа"],
        "publication_types": ["Review Article"],
    }


def test_what_has_no_field_is_kept():
    """Codes under their names; of the reference list only how long it is."""
    assert REVIEW.extra["EDN"] == ["ABCDEF"]
    assert REVIEW.extra["codes/udk"] == ["159.9"]
    assert REVIEW.extra["references"] == ["2"]
    assert REVIEW.extra["artType"] == ["REV"]
    assert REVIEW.extra["issue/codes/doi"] == ["10.1000/issue"]
    assert REVIEW.extra["authors/author/orcid"] == ["Ivanov, I.I.: 0000-0000-0000-0001"]
    assert REVIEW.extra["fundings/funding"] == ["Fund 1"]


def test_dois_of_the_issue_the_text_and_the_references_are_not_the_articles():
    """The second article has none of its own."""
    assert "doi" not in NEWS.fields


def test_a_work_in_one_language_has_one_title():
    """No original beside it; the journal's Russian name leads."""
    assert NEWS.fields["title"] == ["Хроника"]
    assert "title_original" not in NEWS.fields
    assert NEWS.fields["container"] == ["Журнал примеров", "Journal of Examples"]


def test_sections_part_the_articles():
    """Each article has the section in which it stands."""
    assert REVIEW.extra["secTitle"] == ["ПСИХОЛОГИЯ & ГРУППЫ", "PSYCHOLOGY"]
    assert NEWS.extra["secTitle"] == ["ХРОНИКА"]


def test_the_segments_are_the_whole_text_and_the_frame_is_expected():
    """Head, sections and tail belong there."""
    assert "".join(segment.raw for segment in read(ISSUE)) == ISSUE
    assert all(segment.expected for segment in read(ISSUE) if isinstance(segment, Unread))
    assert any(not s.expected for s in read(ISSUE.replace("</articles>", "text</articles>")) if isinstance(s, Unread))


def test_what_follows_the_articles_is_said_of_them_too():
    """The schema fixes no order."""
    text = ISSUE.replace("<volume>12</volume>", "").replace("</articles>", "</articles><volume>13</volume>")
    assert [found.fields["volume"] for found in records(text)] == [["13"], ["13"]]


@pytest.mark.parametrize("cut", ["", "</journal>"])
def test_the_next_journal_in_the_file_is_another(cut: str):
    """Nothing of the first issue reaches the articles of the second, even where its end tag is lost."""
    second = '<journal><issue><number>9</number><articles><article><artTitles><artTitle lang="ENG">B</artTitle>'
    second += "</artTitles></article></articles></issue></journal>"
    *_, found = records(ISSUE.replace("</journal>", cut) + second)
    assert found.fields["issue"] == ["9"]
    assert "container" not in found.fields
    assert "secTitle" not in found.extra


def test_an_issue_cut_off_keeps_the_articles_before_the_break():
    """With all that is said of the issue at its beginning."""
    segments = read(ISSUE[: ISSUE.index("Хроника")])
    found, last = segments[1], segments[-1]
    assert isinstance(found, Found)
    assert found.fields["volume"] == ["12"]
    assert isinstance(last, Reject)
    assert last.truncated


def test_an_english_work_keeps_its_title_and_the_translation():
    """The title in the language of the work is told apart from the translated one."""
    titles = '<artTitle lang="RUS">О группах</artTitle><artTitle lang="ENG">On groups</artTitle>'
    found = article("<langPubl>ENG</langPubl>", titles)
    assert found.fields["title"] == found.fields["title_original"] == ["On groups"]
    assert found.fields["title_translated"] == ["О группах"]


def test_without_a_word_on_the_language_none_is_given():
    """ANY and UNK say just that."""
    assert "language" not in article("<langPubl>ANY</langPubl><text>x</text>").fields
    assert article('<text lang="TAT">x</text>').fields["language"] == ["TAT"]


def test_translators_and_reviewers_are_no_authors():
    """A person's role is a number."""
    person = "<author>{}<individInfo lang='RUS'><surname>{}</surname></individInfo></author>"
    found = article(f"<authors>{person.format('', 'А')}{person.format('<role>3</role>', 'Б')}</authors>")
    assert found.fields["authors"] == ["А"]
    assert found.extra["authors/author@role=3"] == ["Б"]


@pytest.mark.parametrize(("code", "kind", "words"), [("CNF", "conference-paper", True), ("UNK", "article", False)])
def test_the_type_is_a_code(code: str, kind: str, words: bool):
    """UNK says that nobody knows; both stay in `extra`."""
    found = article(f"<artType>{code}</artType>")
    assert found.fields["type"] == [kind]
    assert ("publication_types" in found.fields) is words
    assert found.extra["artType"] == [code]


def test_an_article_without_anything_is_set_aside():
    """There is nothing to find it by; with a DOI it is taken, with a warning."""
    segments = read("<article><pages>1</pages></article><article><codes><doi>10.1000/x</doi></codes></article>")
    assert isinstance(segments[0], Reject)
    assert isinstance(segments[1], Found)
    assert segments[1].warnings == ("record without title",)


def test_a_year_of_several_is_read_from_its_beginning():
    """Metafora writes '202103'; there is no rule for it."""
    found = records(ISSUE.replace("<dateUni>2021<", "<dateUni>202103<"))[0]
    assert (found.fields["year"], found.fields["date"]) == (["2021"], ["202103"])


def test_other_articles_are_others_business():
    """JATS has <article> too."""
    assert articulus.sniff(ISSUE) == 3
    assert articulus.sniff("<article><front><article-meta/></front></article>") == 0
    assert articulus.database(ISSUE) == "eLibrary.ru"
