"""The example of a new workspace: whether a review still goes by it, and what that leaves out.

In: the queries, and the finished corpus. Out: a line for the person whose works an example rules out unseen. A new
workspace has a query to start from (starter/queries); its window holds like any other, whoever wrote it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from .query import Query, load_queries
from .sources import all_sources
from .store import reading
from .workspace import Workspace

EXAMPLE = "queries/review.toml"  # in the starter
OUTSIDE = "select count(*) from screening where \"by\" = 'rule' and status_reason like 'outside the window%'"


def example_lines(workspace: Workspace) -> Iterator[str]:
    """A line for a query that is still the example, as long as its window leaves anything out of the bibliography.

    'queries/review.toml: is still the example of a new workspace; with its window 2000–2025, 12 works are left out …'
    """
    if not workspace.database.is_file() or not workspace.settings.use_window:
        return
    untouched = [query for query in load_queries(workspace.queries, tuple(all_sources())) if is_example(query)]
    if not untouched:
        return
    with reading(workspace.database) as store:
        n = store.value(OUTSIDE)
    for query in untouched if n else ():
        left_out = f"{n} work is" if n == 1 else f"{n} works are"
        yield (
            f"queries/{query.id}.toml: is still the example of a new workspace; with its window {query.window.start}–"
            f"{query.window.end}, {left_out} left out of the bibliography: write your own question and years over it"
        )


def is_example(query: Query) -> bool:
    """Whether the question and the years are those of the example; words and strings rule nothing out."""
    text = (Path(str(files("pipeline"))) / "starter" / EXAMPLE).read_text(encoding="utf-8")
    review = tomllib.loads(text)["review"]
    own = (query.question, query.window.start, query.window.end)
    return own == (review["question"], review["window"]["from"], review["window"]["to"])
