"""A list is rendered in parts, and no entry shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest

from pipeline.exports import ExportedWork
from pipeline.lists import Item, splitting
from pipeline.lists.inlines import text_of
from pipeline.lists.listing import rendered
from pipeline.lists.printed import item_of
from pipeline.lists.running import render
from pipeline.lists.splitting import groups
from pipeline.lists.style import find_style
from pipeline.model import Name

from .invented import lines, with_shared_names, work


def items_of(works: Iterable[ExportedWork]) -> list[Item]:
    return [item_of(each, "apa", "en-US") for each in works]


@pytest.mark.parametrize(
    ("style", "count"), [("apa", 150), ("elsevier-harvard", 200), ("springer-vancouver-author-date", 200)]
)
def test_the_split_list_is_the_unsplit_one_line_by_line(style: str, count: int, monkeypatch: pytest.MonkeyPatch):
    """Letters behind years (2019a) go by all works that a citation could mean, however the list was cut."""
    monkeypatch.setattr(splitting, "AT_MOST", 40)
    works = list(with_shared_names(count, seed=8))
    found = find_style(style)
    items = [item_of(each, found.name, "en-US") for each in works]
    assert len(groups(items, True)) > 2
    whole = {key: text_of(text) for key, text in render(items, found, "en-US").items()}
    parts = {entry.key: text_of(entry.paragraphs[0]) for entry in rendered(works, found, "en-US", False)}
    letters = [text for text in whole.values() if re.search(r"(2019|2020|n\.d\.) ?-?[a-d]\b", text)]
    assert len(letters) > 8, "a list without letters shows nothing"
    assert parts == whole


def test_works_of_authors_with_one_family_name_stay_together(monkeypatch: pytest.MonkeyPatch):
    """With particles or without, with accents or without: which of them a style shows is its own affair."""
    monkeypatch.setattr(splitting, "AT_MOST", 4)
    same = ["Müller", "Muller", "von Müller", "MÜLLER"]
    families = [*same, "Mueller", "Miller"]
    works = [work(f"w{place}", family) for place, family in enumerate(families)]
    sizes = [len(group) for group in groups(items_of(works), True)]
    assert sizes == [4, 2]


def test_a_work_without_authors_stays_with_those_that_may_be_called_like_it(monkeypatch: pytest.MonkeyPatch):
    """An edited book is cited by its editor: '(Otten, 2004)' may be the book or the editor's article."""
    monkeypatch.setattr(splitting, "AT_MOST", 3)
    book = work("book", type="book", editors=(Name(family="Otten", given="H."),))
    works = [book, work("other", "Nease"), work("article", "Otten"), work("later", "Otten", year=2010)]
    groups_of_keys = [[item["id"] for item in group] for group in groups(items_of(works), True)]
    assert groups_of_keys == [["book", "article", "later"], ["other"]]


def test_works_of_one_year_without_authors_stay_together(monkeypatch: pytest.MonkeyPatch):
    """Some styles cite all of them alike: '(Anonymous, 2004)'."""
    monkeypatch.setattr(splitting, "AT_MOST", 1)
    works = [work("a"), work("b", "Otten"), work("c"), work("d", year=2010)]
    assert [[item["id"] for item in group] for group in groups(items_of(works), True)] == [["a", "c"], ["b"], ["d"]]


def test_very_many_works_of_one_author_fall_into_years(monkeypatch: pytest.MonkeyPatch):
    """Letters stand within a year; comparing a thousand works of 'Wang' with each other takes a minute."""
    monkeypatch.setattr(splitting, "AT_MOST", 3)
    monkeypatch.setattr(splitting, "TOO_MANY", 6)
    works = [work(f"w{place}", "Wang", year=2000 + place % 4) for place in range(12)]
    found = [{item["issued"]["date-parts"][0][0] for item in group} for group in groups(items_of(works), True)]
    assert found == [{2000}, {2001}, {2002}, {2003}]
    assert [line[:17] for line in lines(works[:8], "apa")] == [
        f"Wang, A. B. ({year}" for year in (2000, 2000, 2001, 2001, 2002, 2002, 2003, 2003)
    ]


def test_no_item_is_lost_and_none_is_there_twice():
    """Whatever the groups are."""
    items = items_of(with_shared_names(300, seed=2))
    for together in (True, False):
        assert sorted(item["id"] for group in groups(items, together) for item in group) == sorted(
            item["id"] for item in items
        )


def test_letters_follow_the_order_of_the_list():
    """2019a stands before 2019b."""
    works = [work(key, "Otten", year=2019, title=f"{title} of {key}") for key, title in (("x", "Zebra"), ("y", "Ape"))]
    assert [line[:18] for line in lines(works, "apa")] == ["Otten, A. B. (2019", "Otten, A. B. (2019"]
    assert ["2019a" in line for line in lines(works, "apa")] == [True, False]
