"""What `run` shows beside the numbers: what it wrote, when sources were last asked, where changes are told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..workspace import Workspace


def show_what_comes_first(workspace: Workspace) -> None:
    """A line where nothing was taken in: noughts are no result."""
    from ..raw_files import raw_notes, raw_paths

    if not raw_paths(workspace) and not raw_notes(workspace):
        click.echo("Nothing was taken in yet: add a file first, bibcorpus add FILE --source pubmed,")
        click.echo("      or ask the sources, bibcorpus search")


def show_last_asked(workspace: Workspace) -> None:
    """A line for each source of each query: when it was last asked."""
    from ..query import load_queries
    from ..search_record import last_asked
    from ..sources import all_sources
    from ..telling import asked_lines

    queries = load_queries(workspace.queries, tuple(all_sources()))
    for line in asked_lines(queries, last_asked(workspace)):
        click.echo(line)


def show_where_changes_are_told(workspace: Workspace, ran: Sequence[str]) -> None:
    """A line where the run made another bibliography of it; not after the first one, in which all is new."""
    from ..diff.last_run import last_run

    last = last_run(workspace) if ran else None
    if last and last.update and not last.update.nothing:
        click.echo("what changed: bibcorpus diff")


def show_written(workspace: Workspace, ran: Sequence[str]) -> None:
    from ..ledger import read_ledger

    verb = "written" if ran else "as it was"
    for name in sorted(read_ledger(workspace.ledger).outputs, key=lambda name: (name == workspace.database.name, name)):
        if name == workspace.database.name:
            click.echo(f"{verb if 'key' in ran else 'as it was':<10} {workspace.relative(workspace.database)}")
        else:
            click.echo(f"{verb:<10} {name}")
