"""Commands on what searches brought: `diff`, and how good they are."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from .shared import in_workspace

if TYPE_CHECKING:
    from ..workspace import Workspace


@click.command()
@in_workspace
@click.option("--since", metavar="DATE", help="What came from this day on, searched or added by hand: 2026-11-21.")
@click.option("--source", help="Only of this source: pubmed …")
@click.option("--query", help="Only of this query: the name of a file in queries/.")
@click.option("--all", "everything", is_flag=True, help="Whole lists, and changed counters and dates too.")
@click.option("--json", "as_json", is_flag=True, help="All of it as JSON.")
def diff(
    workspace: Workspace, since: str | None, source: str | None, query: str | None, everything: bool, as_json: bool
) -> None:
    """What the last updates brought, changed or took away.

    For each search: new, changed, gone, newly retracted or corrected records, and the decisions that these touch.
    """
    from ..diff import compared
    from ..diff.lines import diff_lines

    found = compared(workspace, since=since, source=source, query=query, counters=everything or as_json)
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False))
        return
    for line in diff_lines(found, everything):
        click.echo(line)


def show_quality(workspace: Workspace, query: str | None, as_json: bool) -> None:
    """What `search --quality` shows."""
    from ..search_quality import judged
    from ..search_quality.lines import quality_lines

    found = judged(workspace, query)
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False))
        return
    for line in quality_lines(found):
        click.echo(line)
