"""Lists that a service gives page by page, each page with the cursor that leads to the next one.

In: how a page is asked for and read. Out: its pages, for `_pages.whole_list`. A cursor lives for minutes with some
services, so after an interruption it may be no longer good: then the list is begun again, under other names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count as counting

from ..errors import Incomplete, Refused
from ..http import Request
from . import Asking
from ._pages import Named, Page, ReadPage, page_of

STARTS = 5  # times that a list is begun before we give up
FIRST = "*"  # the cursor that asks for a new list: so with Europe PMC, Crossref and OpenAlex
NOT_FOUND = 404


class LostCursor(Exception):
    """The service doesn't know this cursor, or no longer."""


def cursor_pages(
    title: str, asking: Asking, name: str, request: Callable[[str], Request], read: ReadPage
) -> Iterator[Named]:
    """All pages of a list; `request` is given the cursor, `title` is that of the service. Raises Incomplete."""
    for start in range(1, STARTS + 1):
        here = name if start == 1 else f"{name}-start-{start}"
        try:
            pages = list(_walk(asking, here, request, read))
        except LostCursor:
            continue
        yield from pages
        return
    raise Incomplete(
        f"{title}: the list broke off {STARTS} times: it no longer knew where in the list we were",
        hint="run the same command again, without a break if you can. Nothing was taken in",
    )


def _walk(asking: Asking, name: str, request: Callable[[str], Request], read: ReadPage) -> Iterator[tuple[str, Page]]:
    """Until the cursor is missing or comes again, a page is empty, or all that the service claims is listed."""
    cursor, cursors = FIRST, {FIRST}
    ids: set[str] = set()
    total = 0
    for number in counting(1):
        here = f"{name}-{number:04}"
        try:
            page = page_of(asking.one(here, request(cursor)), read)
        except Refused as error:
            if number > 1 and error.status == NOT_FOUND:
                raise LostCursor from error
            raise
        yield here, page
        ids.update(page.ids)
        total = max(total, page.total)
        asking.tell("listed", len(ids), page.total)
        if not page.ids or not page.after or page.after in cursors or len(ids) >= total:
            return
        cursor = page.after
        cursors.add(cursor)
