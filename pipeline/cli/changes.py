"""Commands on what searches brought: `diff`, and how good they are."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from .shared import in_workspace, progress

if TYPE_CHECKING:
    from ..workspace import Workspace


@click.command()
@in_workspace
@click.argument("revisions", metavar="[A..B]", required=False)
@click.option("--since", metavar="DATE", help="What came from this day on, searched or added by hand: 2026-11-21.")
@click.option("--source", help="Only of this source: pubmed …")
@click.option("--query", help="Only of this query: the name of a file in queries/.")
@click.option("--all", "everything", is_flag=True, help="Whole lists, and changed counters and dates too.")
@click.option("--json", "as_json", is_flag=True, help="All of it as JSON.")
def diff(
    workspace: Workspace,
    revisions: str | None,
    since: str | None,
    source: str | None,
    query: str | None,
    everything: bool,
    as_json: bool,
) -> None:
    """What the last updates brought, changed or took away.

    For each search: new, changed, gone, newly retracted or corrected records, and the decisions that these touch. Then
    what the last run made of it: works that are new, merged or split, keys, tags, exports, decisions to look at.

    A..B compares two git revisions of the workspace instead: tags, branches, commits; A.. the folder as it stands.
    """
    if revisions is not None:
        if since or source or query:
            raise click.UsageError("--since, --source and --query are of searches: they can't go with A..B")
        _show_revisions(workspace, revisions, everything, as_json)
    else:
        _show_updates(workspace, everything, as_json, since=since, source=source, query=query)


def _show_updates(workspace: Workspace, everything: bool, as_json: bool, **asked: str | None) -> None:
    from ..diff import compared
    from ..diff.last_run import last_run, last_run_lines
    from ..diff.lines import diff_lines

    found = compared(workspace, counters=everything or as_json, **asked)
    last = None if any(asked.values()) else last_run(workspace)
    if as_json:
        said = {**asdict(found), "last_run": asdict(last) if last else None}
        click.echo(json.dumps(said, ensure_ascii=False))
        return
    for line in (*diff_lines(found, everything), *(last_run_lines(last, everything) if last else ())):
        click.echo(line)


def _show_revisions(workspace: Workspace, revisions: str, everything: bool, as_json: bool) -> None:
    from ..diff.update_lines import update_lines
    from ..revisions import compare_revisions

    with progress() as tell:
        found = compare_revisions(workspace, revisions, tell)
    for problem in found.problems:
        click.echo(f"Warning: {problem}", err=True)
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False))
        return
    click.echo(f"From {found.before} to {found.after}")
    click.echo()
    for line in update_lines(found.update, everything):
        click.echo(line)


def show_rehearsal(workspace: Workspace, everything: bool, as_json: bool) -> None:
    """What `run --dry-run` shows."""
    from ..diff.update_lines import update_lines
    from ..dry_run import rehearsal_lines, rehearse

    with progress() as tell:
        rehearsal = rehearse(workspace, tell)
    if as_json:
        click.echo(json.dumps(asdict(rehearsal), ensure_ascii=False))
        return
    for problem in rehearsal.problems:
        click.echo(f"Warning: {problem}", err=True)
    if rehearsal.update is None:
        click.echo("Nothing is stale: a run would change nothing.")
        return
    for line in (*rehearsal_lines(rehearsal), ""):
        click.echo(line)
    for line in update_lines(rehearsal.update, everything):
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
