"""Lists that a service gives page by page, each page with the cursor that leads to the next one.

In: how a page is asked for and read. Out: its pages, for `_pages.whole_list`. A cursor lives for minutes with some
services, so after an interruption it may be no longer good: then the list is begun again, under other names. Some say
so by an error (`lost` is its HTTP status), others by an answer that only `read` can know (LostCursor).
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
    title: str,
    asking: Asking,
    name: str,
    request: Callable[[str], Request],
    read: ReadPage,
    lost: int = NOT_FOUND,
    what: str = "listed",
) -> Iterator[Named]:
    """All pages of a list; `request` is given the cursor, `title` is that of the service. Raises Incomplete.

    `what` is counted, for people who wait.
    """
    for start in range(1, STARTS + 1):
        here = name if start == 1 else f"{name}-start-{start}"
        try:
            pages = list(_walk(asking, here, request, read, lost, what))
        except LostCursor:
            continue
        yield from pages
        return
    raise Incomplete(
        f"{title}: the list broke off {STARTS} times: it no longer knew where in the list we were",
        hint="run the same command again, without a break if you can. Nothing was taken in",
    )


def _walk(
    asking: Asking, name: str, request: Callable[[str], Request], read: ReadPage, lost: int, what: str
) -> Iterator[tuple[str, Page]]:
    """Until the cursor is missing or comes again, a page brings nothing new, or all that is claimed is listed."""
    cursor, cursors = FIRST, {FIRST}
    ids: set[str] = set()
    total = 0
    for number in counting(1):
        here = f"{name}-{number:04}"
        try:
            page = page_of(asking.one(here, request(cursor)), read)
        except Refused as error:
            if number > 1 and error.status == lost:
                raise LostCursor from error
            raise
        yield here, page
        nothing_new = ids.issuperset(page.ids)
        ids.update(page.ids)
        total = max(total, page.total)
        asking.tell(what, len(ids), page.total)
        if nothing_new or not page.after or page.after in cursors or len(ids) >= total:
            return
        cursor = page.after
        cursors.add(cursor)
