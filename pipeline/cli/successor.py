"""`decide successor`: which work a gone record is now."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from .shared import in_workspace, warn_of_clock

if TYPE_CHECKING:
    from ..workspace import Workspace


@click.command()
@in_workspace
@click.argument("gone", metavar="GONE")
@click.argument("work", required=False)
@click.option("--none", "nothing", is_flag=True, help="No work took its place.")
@click.option("--reason", help="Why, in your words.")
@click.option("--as", "who", help="Who decides (else BIBCORPUS_WHO, else git's user.name).")
def successor(
    workspace: Workspace, gone: str, work: str | None, nothing: bool, reason: str | None, who: str | None
) -> None:
    """The record GONE, of a file that was replaced, is WORK now.

    GONE is a record id that `check` names, or the key that the record had. Its keys, and what was decided on it, are
    WORK's from the next run on; a later line, or --none, says otherwise. `run` finds most successors by itself.

    bibcorpus decide successor benson2005 benson2005a
    """
    from ..naming_successors import name_successor

    if nothing == bool(work):
        raise click.UsageError("give a WORK, or --none where there is none")
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    line = name_successor(workspace, gone, work, who, reason, now)
    click.echo(f"{line.gone_id} -> {line.record_id or '(nothing)'}")
    click.echo(
        f"  in {workspace.relative(workspace.successors)}; heeded by the next `bibcorpus run`"
        + (f"; take it back: bibcorpus decide successor {line.gone_id} --none" if line.record_id else "")
    )
    if line.found_at != now:
        warn_of_clock(line.found_at, now)
