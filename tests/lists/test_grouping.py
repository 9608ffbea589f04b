"""Headings in a list."""

from __future__ import annotations

import pytest

from pipeline.lists import Entry
from pipeline.lists.grouping import grouped, heading
from pipeline.lists.inlines import words

from .invented import lines, work


def entry(key: str, **fields: object) -> Entry:
    made = work(key, **fields)  # type: ignore[arg-type]
    return Entry(key=key, work=made, item={"id": key}, locale="en-US", paragraphs=(words(key),))


def headed(entries: list[Entry], by: str, locale: str = "en-US", **values: object) -> list[tuple[str | None, str]]:
    return [
        (name, " ".join(each.key for each in under))
        for name, under in grouped(entries, by, locale, **values)  # type: ignore[arg-type]
    ]


def test_years_stand_in_their_order_and_what_has_none_at_the_end():
    """A bibliography by years is read from the beginning."""
    entries = [entry("a", year=2010), entry("b", year=None), entry("c", year=1995), entry("d", year=2010)]
    assert headed(entries, "year", "de-DE") == [("1995", "c"), ("2010", "a d"), ("Ohne Jahr", "b")]


def test_the_language_of_the_list_leads_and_the_others_follow_by_name():
    """A Russian list begins with what its readers can read."""
    entries = [entry(code, languages=(code,)) for code in ("en", "ru", "de", "xx")]
    entries.append(entry("none", languages=()))
    assert headed(entries, "language", "ru-RU") == [
        ("Русский", "ru"), ("xx", "xx"), ("Английский", "en"), ("Немецкий", "de"), ("Язык не указан", "none"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("locale", "article", "book"),
    [
        ("en-GB", "Articles", "Books"),
        ("ru", "Статьи", "Книги"),
        ("pl-PL", "Artykuły", "Książki"),
        ("ja-JP", "Articles", "Books"),
    ],
)
def test_types_are_named_in_the_language_of_the_list(locale: str, article: str, book: str):
    """English where we don't have the words."""
    entries = [entry("b", type="book"), entry("a")]
    assert headed(entries, "type", locale) == [(article, "a"), (book, "b")]


def test_a_work_with_two_tags_stands_under_both():
    """Who looks under either must find it; what has no tag of the facet stands at the end."""
    entries = [
        entry("a", tags=("class:empirical", "topic:burnout", "topic:students")),
        entry("b", tags=("topic:students",)),
        entry("c", tags=("class:empirical",)),
    ]
    values = [("students", "Teaching"), ("burnout", "Burnout of physicians"), ("unused", "Not there")]
    assert headed(entries, "topic", values=values) == [
        ("Teaching", "a b"),
        ("Burnout of physicians", "a"),
        ("Other works", "c"),
    ]


def test_a_tag_is_its_own_heading_where_no_rule_names_it():
    """Tags that people invented have no title."""
    assert heading("midwives", "audience", "ru-RU") == "midwives"


def test_numbers_go_on_through_the_groups():
    """One list, one numbering: '[7]' must be one work."""
    works = [work("a", "Otten", year=1990), work("b", "Adler", year=2000), work("c", "Zimmer", year=1990)]
    assert [line[:8] for line in lines(works, group_by="year")] == [
        "1990", "1.  Otte", "2.  Zimm", "2000", "3.  Adle",
    ]  # fmt: skip
