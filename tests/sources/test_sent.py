"""What goes to a source: the search string, and the day of entry where only what came in since is wanted."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.sources import Wanted, all_sources, searchable

TODAY = date(2026, 11, 22)
STRING = "(balint) AND group"
SEARCHABLE = [source for source in map(searchable, all_sources().values()) if source]


@pytest.mark.parametrize("source", SEARCHABLE, ids=lambda source: source.NAME)
def test_without_a_day_of_entry_the_string_is_sent_as_it_is_written(source):
    """The next search is compared with this one by its string."""
    assert source.sent(Wanted(string=STRING, today=TODAY)) == STRING


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("pubmed", '((balint) AND group) AND ("2026/11/10"[edat] : "3000/12/31"[edat])'),
        ("europepmc", "((balint) AND group) AND (FIRST_IDATE:[2026-11-10 TO 2026-11-22])"),
        ("scopus", "((balint) AND group) AND ORIG-LOAD-DATE AFT 20261109"),
        ("openalex", "search=(balint) AND group&filter=from_created_date:2026-11-10"),
        ("crossref", "query.bibliographic=(balint) AND group&filter=from-created-date:2026-11-10"),
    ],
)
def test_the_day_of_entry_is_part_of_what_is_sent(name: str, sent: str):
    """A methods section quotes what the database was asked, not what it was asked but for the dates."""
    source = searchable(all_sources()[name])
    assert source
    assert source.sent(Wanted(string=STRING, today=TODAY, entered_since=date(2026, 11, 10))) == sent
