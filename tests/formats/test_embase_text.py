"""Embase's plain text: indented first lines tell values from labels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import embase_text
from pipeline.model import Found, Reject, Unread

from .reading import Reading, text_of

READ = Reading(embase_text)
segments, records = READ.segments, READ.records


def test_each_label_finds_its_field():
    """Wrapped values joined, lists parted, the article number out of the source line."""
    article, _ = records(text_of("embase_two.txt"))
    assert article.fields == {
        "type": ["article"],
        "title": ["A study of doctors in training: SUPERVISION OF YOUNG DOCTORS"],
        "authors": ["Doe J.", "Müller J.A."],
        "name_form": ["family-initials"],
        "container": ["Journal of Examples"],
        "year": ["2026"],
        "date": ["1 Feb 2026"],
        "volume": ["73"],
        "issue": ["2"],
        "article_number": ["e32158"],
        "issn": ["1545-5017 (electronic)", "1545-5009"],
        "abstract": ["A first line that is wrapped here."],
        "keywords": ["supervision", "burnout"],
        "headings": ["physician", "human", "review"],
        "language": ["English", "Spanish"],
        "pmid": ["10000001"],
        "accession": ["L2041345471"],
        "doi": ["10.1000/emb.1"],
        "publication_types": ["Article"],
    }
    assert article.extra["AUTHOR ADDRESSES"] == [
        "(Doe J.) University of Bern, Switzerland. (Müller J.A.) The Example Hospital."
    ]
    assert article.extra["COPYRIGHT"] == ["Copyright 2026 The Example Press."]


def test_a_supplement_is_the_issue_where_no_label_gives_one():
    """'144 Supplement 1 (3718-3719)' in the source line."""
    _, poster = records(text_of("embase_two.txt"))
    assert poster.fields["type"] == ["conference-paper"]
    assert poster.fields["issue"] == ["Supplement 1"]
    assert poster.fields["volume"] == ["144"]
    assert poster.fields["pages"] == ["3718-3719"]


def test_an_unknown_label_is_kept_under_its_name():
    """Embase adds labels; the indented line below tells them from text."""
    (found,) = records("RECORD 1\nTITLE\n  A\nNEW (LABEL) HERE\n  x\n  y\n")
    assert found.extra == {"NEW (LABEL) HERE": ["x", "y"]}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_records_are_parted_by_their_heads(end: str):
    """Blank lines are not needed, and may stand inside."""
    text = "\ufeffRECORD 1\nTITLE\n  A\nABSTRACT\n  One.\n\nTwo.\nRECORD 2\nTITLE\n  B\n".replace("\n", end)
    first, second = records(text)
    assert first.fields["abstract"] == ["One. Two."]
    assert second.fields["title"] == ["B"]


@pytest.mark.parametrize(
    "last", ["RECORD 2\n", "RECORD 2\nAUTHOR NAMES\n  Doe J.\n", "RECORD 2\nTITLE\n  A\nABSTRACT\n  So"]
)
def test_a_cut_off_record_is_known_where_it_shows(last: str):
    """No title yet; or no line end and no number."""
    *_, found = segments("RECORD 1\nTITLE\n  A\n\n" + last)
    assert isinstance(found, Reject)
    assert found.truncated


def test_a_head_alone_and_text_before_the_first_are_shown():
    """Neither is a record, neither is dropped."""
    heading, empty, whole = segments("Search results\nRECORD 1\nRECORD 2\nTITLE\n  A\n")
    assert isinstance(heading, Unread)
    assert not heading.expected
    assert isinstance(empty, Reject)
    assert isinstance(whole, Found)


def test_embase_is_known_by_its_heads():
    """A text that speaks of records is none."""
    assert embase_text.sniff(text_of("embase_two.txt")) == 3
    assert embase_text.sniff("RECORD 1\nis the first record\n") == 0
    assert embase_text.database("") == "Embase"


@given(
    st.lists(
        st.sampled_from(
            [
                "RECORD 1",
                "TITLE",
                "  A",
                "SOURCE",
                "  J (2014) 3:3 (1-2).",
                "AUTHOR NAMES",
                "  Doe J.; ",
                "UNKNOWN",
                " x",
                "text",
                "",
                "MEDLINE PMID",
                "  1 (x)",
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
