"""What is seen of a file that `add` has taken in; and the numbers of its references, where they are asked for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .references import counts_line, warn_of_troubles, warn_without_email
from .search_bar import search_bar
from .shared import now

if TYPE_CHECKING:
    from ..adding import Added
    from ..workspace import Workspace

SHOWN = 20  # records set aside, or references to look at, that `add` lists


def show_added(added: Added, resolve: bool = False) -> None:
    """What is in it, and what was set aside. `resolve`: its numbers are asked for next, so there is still to do."""
    seen = added.inspection
    if added.already_there:
        click.echo(f"{seen.file}: was taken in before, as {added.path}" + ("" if resolve else "; nothing to do"))
        return
    click.echo(f"{added.path}: {seen.format}, {seen.records} records, {seen.rejects} set aside")
    if added.assumed_kind:
        click.echo(f"Warning: counted as {added.assumed_kind}: if it is a database, a website …, say --kind", err=True)
    for doubt in added.doubts:
        click.echo(f"Warning: {seen.file}: {doubt}", err=True)
    for reject in seen.set_aside[:SHOWN]:
        click.echo(f"Warning: {seen.file}, line {reject.line}: set aside: {reject.reason}", err=True)
    if len(seen.set_aside) > SHOWN:
        more = len(seen.set_aside) - SHOWN
        click.echo(f"Warning: {seen.file}: and {more} more set aside: bibcorpus inspect --all {seen.file}", err=True)
    for warning in seen.warnings:
        click.echo(f"Warning: {seen.file}: {warning}", err=True)


def resolve_added(workspace: Workspace, handed_in: Path, added: Added, who: str | None) -> None:
    """Ask for the numbers of a list of references that was taken in, now or before, and say what came of it."""
    from ..asking import Asker
    from ..resolving.lists import resolve_list

    asker = Asker(email=workspace.settings.email, environ=os.environ, who=who)
    with search_bar("PubMed, Crossref") as tell:
        done = resolve_list(workspace.root / added.path, handed_in, asker, now(), tell)
    if done is None:
        click.echo(f"Warning: {added.path}: --resolve is for lists of references: nobody was asked", err=True)
        return
    if done.asked:
        warn_without_email(asker)
    warn_of_troubles(done.troubles, done.unasked, done.kept)
    click.echo(f"{added.path}: {counts_line(done.counts)}")
    if done.kept:
        click.echo(f"  the answers are kept: {workspace.relative(done.kept)}")
    for reference, check in done.to_look_at[:SHOWN]:
        click.echo(f"  {reference}\n    {check}")
    if len(done.to_look_at) > SHOWN:
        click.echo(f"  and {len(done.to_look_at) - SHOWN} more: bibcorpus references {added.path} --resolve")
