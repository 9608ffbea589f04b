"""What is seen of a search while it is under way: a bar on stderr, where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..values.number import thousands

if TYPE_CHECKING:
    from ..asking import Tell

TITLE_WIDTH = 32  # columns; with bar, counts and time it fits into 80
BAR_WIDTH = 12


@contextmanager
def search_bar(title: str) -> Iterator[Tell]:
    """'PubMed, balint-1990-2020 ━━━━━━╸━━━━━ 1 200 of 2 189 records 0:00:01', gone when the search is over.

    The time is what is left. Silent where nobody looks.
    """
    if not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
    from rich.table import Column

    columns = (
        TextColumn("{task.description}", table_column=Column(no_wrap=True, max_width=TITLE_WIDTH), markup=False),
        BarColumn(BAR_WIDTH),
        TextColumn("{task.fields[counts]}", table_column=Column(no_wrap=True)),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title, total=None, counts="asking …")

        def tell(what: str, done: int, total: int | None) -> None:
            progress.update(task, completed=done, total=total, counts=in_words(what, done, total))

        yield tell


def in_words(what: str, done: int, total: int | None) -> str:
    """'1 200 of 2 189 records'; '1 200 records' where nobody knows how many there are."""
    return " of ".join(thousands(n) for n in (done, total) if n is not None) + f" {what}"
