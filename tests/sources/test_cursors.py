"""Lists that are followed by cursors: where they end."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest

from pipeline.errors import Incomplete
from pipeline.http import Request
from pipeline.sources._cursors import FIRST, STARTS, LostCursor, cursor_pages
from pipeline.sources._pages import Page


class Answers:
    """Asking, answered by a table: cursor -> (ids, the next cursor)."""

    def __init__(self, pages: Mapping[str, tuple[list[str], str | None]]) -> None:
        self.pages, self.names = pages, list[str]()

    def one(self, name: str, request: Request) -> bytes:
        assert len(self.names) < 50, "it doesn't end"
        self.names.append(name)
        ids, after = self.pages[request.params["cursor"]]
        return json.dumps({"total": 9, "ids": ids, "after": after}).encode()

    def each(self, requests: Iterable[tuple[str, Request]]) -> Iterator[tuple[str, bytes]]:
        raise NotImplementedError

    def tell(self, what: str, done: int, total: int | None) -> None: ...


def request(cursor: str) -> Request:
    return Request(path="works", params={"cursor": cursor}, what="the list")


def read(said: Mapping[str, Any]) -> Page:
    if said["ids"] == ["lost"]:
        raise LostCursor
    return Page(said["total"], tuple(said["ids"]), said["after"])


@pytest.mark.parametrize(
    ("pages", "names"),
    [
        ({FIRST: (["a"], "x"), "x": (["b"], None)}, ["list-0001", "list-0002"]),
        ({FIRST: (["a"], "x"), "x": (["b"], "x")}, ["list-0001", "list-0002"]),
        ({FIRST: (["a"], "x"), "x": (["b"], "y"), "y": (["c"], "x")}, ["list-0001", "list-0002", "list-0003"]),
        ({FIRST: (["a"], FIRST)}, ["list-0001"]),
        ({FIRST: (["a"], "x"), "x": ([], "y"), "y": (["c"], None)}, ["list-0001", "list-0002"]),
        ({FIRST: (["a"], "x"), "x": (["a"], "y"), "y": (["c"], None)}, ["list-0001", "list-0002"]),
    ],
)
def test_a_list_ends_where_its_cursor_is_missing_or_repeats_or_a_page_brings_nothing_new(pages: Any, names: list[str]):
    """A service that gives a cursor for ever must not be asked for ever; whether all came is checked by others."""
    asking = Answers(pages)
    found = list(cursor_pages("The service", asking, "list", request, read))
    assert [name for name, _ in found] == asking.names == names


def test_a_list_that_was_begun_again_has_names_of_its_own():
    """Answers are kept by name: those of the list that broke off must not be taken for those of the new one."""
    asking = Answers({FIRST: (["a"], "x"), "x": (["lost"], None)})
    with pytest.raises(Incomplete, match="The service: the list broke off"):
        list(cursor_pages("The service", asking, "list", request, read))
    assert asking.names[:4] == ["list-0001", "list-0002", "list-start-2-0001", "list-start-2-0002"]
    assert len(set(asking.names)) == len(asking.names) == 2 * STARTS
