"""NoteExpress: what the Chinese databases write, each in its own way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import detect, noteexpress
from pipeline.model import Reject, Unread

from .reading import Reading, text_of

READ = Reading(noteexpress)
segments, records = READ.segments, READ.records
THREE = "noteexpress_wanfang_cnki_vip.net"


def test_each_name_finds_its_field():
    """Both titles, the people in both scripts, an abstract of two lines; what has no field stays under its name."""
    article, *_ = records(text_of(THREE))
    assert article.fields == {
        "type": ["article"],
        "title": ["平衡小组对护士的影响"],
        "title_translated": ["Influence of groups on nurses"],
        "authors": ["王小明", "李四"],
        "authors_original": ["Xiaoming WANG", "LI, Si"],
        "name_form": ["free"],
        "container": ["示例杂志（电子版）"],
        "issn": ["1234-5679"],
        "year": ["2020"],
        "volume": ["9"],
        "issue": ["1"],
        "pages": ["117-118"],
        "keywords": ["平衡小组", "护士"],
        "abstract": ["目的 探讨小组. 方法 选择护士."],
        "url": ["http://www.example.org/1"],
        "doi": ["10.1000/ne.1"],
        "language": ["chi"],
    }
    assert article.extra == {
        "Author Address": ["第一医院", "第二医院"],
        "Translated Journal": ["Journal of Examples (Electronic Edition)"],
        "Database Provider": ["北京万方数据股份有限公司"],
    }


def test_cnki_puts_several_into_one_line_and_vip_sets_its_colons_as_it_likes():
    """Semicolons part people and keywords; who supervised a thesis is none of its authors."""
    _, thesis, article = records(text_of(THREE))
    assert thesis.fields["type"] == ["thesis"]
    assert thesis.fields["authors"] == ["王小明"]
    assert thesis.fields["keywords"] == ["平衡小组", "全科医生"]
    assert thesis.fields["publication_types"] == ["硕士"]
    assert thesis.extra["Tertiary Author"] == ["李四"]
    assert thesis.extra["Notes"] == ["11-1234/R"]
    assert (article.fields["title"], article.fields["volume"]) == (["论平衡小组"], ["3"])


@pytest.mark.parametrize(
    ("provider", "name"),
    [("北京万方数据股份有限公司", "Wanfang"), ("CNKI", "CNKI"), ("重庆维普资讯有限公司", "VIP"), ("?", None)],
)
def test_a_record_names_its_database(provider: str, name: str | None):
    """Which is told of the file where all of its records name the same."""
    record = f"{{Reference Type}}: Book\n{{Title}}: A\n{{Database Provider}}: {provider}\n"
    assert noteexpress.database(record * 2) == name
    assert noteexpress.database(text_of(THREE)) is None


def test_a_paper_stands_in_proceedings_and_was_given_at_a_conference():
    """CNKI has the conference as a third title."""
    (paper,) = records("{Reference Type}: Conference Proceedings\n{Title}: A\n{Tertiary Title}: 年会\n{Year}: 2021\n")
    assert paper.fields["type"] == ["conference-paper"]
    assert paper.fields["event"] == ["年会"]


def test_names_in_latin_letters_belong_to_nobody_where_some_are_missing():
    """Two people, one name in Latin letters: whose it is, nobody says."""
    (found,) = records("{Reference Type}: Book\n{Title}: A\n{Author}: 王五;李四\n{Translated Author}: WANG Wu\n")
    assert found.fields["authors"] == ["王五", "李四"]
    assert "authors_original" not in found.fields
    assert found.extra["Translated Author"] == ["WANG Wu"]


def test_an_isbn_is_known_by_its_digits():
    """CNKI's name for it says that it is the printed book's."""
    (book,) = records("{Reference Type}: Book\n{Title}: A\n{图书印刷版ISBN}: 978-3-16-148410-0\n{Date}: 2013-01\n")
    assert book.fields["isbn"] == ["978-3-16-148410-0"]
    assert (book.fields["year"], book.fields["date"]) == (["2013"], ["2013-01"])


def test_a_type_that_we_have_no_word_for_is_kept():
    """A patent is neither an article nor a book."""
    (patent,) = records("{Reference Type}: Patent\n{Title}: A\n")
    assert patent.fields["type"] == ["other"]
    assert patent.extra == {"Reference Type": ["Patent"]}


def test_it_is_known_by_its_first_line_and_by_nothing_else():
    """JSON and BibTeX have braces, too."""
    assert detect(text_of(THREE)) is noteexpress
    assert noteexpress.sniff("{Reference Type}: Book\n") == 2
    assert [noteexpress.sniff(text) for text in ('{"Reference Type": 1}', "@book{a,\n{Title}: B}", "Title\n")] == [
        0,
        0,
        0,
    ]


def test_a_broken_download_and_text_before_the_first_record_are_told():
    """Half a name at the end; a line that belongs to no record."""
    *_, last = segments("{Reference Type}: Book\n{Title}: A\n{Auth")
    assert isinstance(last, Reject)
    assert last.truncated
    first, *_ = segments("导出\n{Reference Type}: Book\n{Title}: A\n")
    assert isinstance(first, Unread)
    assert not first.expected


@given(st.text(alphabet="{}: RTeferncypABa\n\r小;\ufeff", max_size=80))
def test_any_text_is_accounted_for(tail: str):
    """Whatever stands behind a record, no character is lost."""
    segments("{Reference Type}: Book\n{Title}: A\n" + tail)
