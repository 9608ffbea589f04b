"""Which program built a corpus: a stamp in the corpus itself, over the tables and views that it should have and has.

In: the SQL that makes all tables and views, and those that a corpus has. Out: the stamp, which a build leaves as the
comment on `bibliography`. The stamp of another version differs, and so does that of a corpus which somebody changed by
hand; a corpus from before there were stamps has none. No version number: two versions with the same tables read each
other's corpora, and nobody has to think of counting it up.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any

MARKED = "bibliography"  # the view that has the stamp
# names and widths alone: how DuckDB writes a type or a view down may differ from one of its versions to the next
THERE = """
select table_name, column_count, comment from duckdb_tables() where database_name = current_database() and not temporary
union all
select view_name, column_count, comment from duckdb_views() where database_name = current_database() and not internal
order by all"""
_NO_MATTER = re.compile(r"--[^\n]*|\s+")  # remarks and blanks, which make no other table


def stamp(schema: str, there: Sequence[tuple[Any, ...]]) -> str:
    """'tables and views: 3f9a…', over the SQL that makes them, and the names and widths that THERE finds."""
    said = repr((_NO_MATTER.sub("", schema), [row[:2] for row in there]))
    return f"tables and views: {hashlib.sha256(said.encode()).hexdigest()[:16]}"


def kept(there: Sequence[tuple[Any, ...]]) -> str | None:
    """The stamp that a corpus has; None where it has none."""
    return next((comment for name, _, comment in there if name == MARKED), None)
