"""Decisions from the shell: one command an event, written by `deciding`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from .shared import Command, Group, in_workspace

if TYPE_CHECKING:
    from ..workspace import Workspace


@click.group(cls=Group)
def decide() -> None:
    """Write a decision: it beats every rule, and can be undone."""


def _decided(
    workspace: Workspace,
    event: str,
    groups: Sequence[Sequence[str]],
    who: str | None,
    reason: str | None,
    value: dict[str, Any],
) -> None:
    from ..deciding import write_decisions

    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")  # exact: two words in one second keep their order
    for place, decision in write_decisions(workspace, event, groups, who, reason, value, now):
        said = decision["value"].get("id") if event == "undo" else " ".join(decision["records"])
        click.echo(f"{decision['event']} {said}")
        click.echo(f"  in {place}; take it back: bibcorpus decide undo {decision['id']}")


def _person(command: Command) -> Command:
    """The options that every decision has."""
    command = click.option("--as", "who", help="Who decides (else BIBCORPUS_WHO, else git's user.name).")(command)
    return click.option("--reason", help="Why, in your words.")(command)


@decide.command()
@in_workspace
@click.argument("works", metavar="WORK WORK...", nargs=-1, required=True)
@_person
def same(workspace: Workspace, works: Sequence[str], who: str | None, reason: str | None) -> None:
    """These are one work."""
    _decided(workspace, "same", [works], who, reason, {})


@decide.command()
@in_workspace
@click.argument("works", metavar="WORK WORK...", nargs=-1, required=True)
@_person
def different(workspace: Workspace, works: Sequence[str], who: str | None, reason: str | None) -> None:
    """These are different works, whatever the rules say."""
    _decided(workspace, "different", [works], who, reason, {})


_STAGE = click.option("--stage", type=click.Choice(["title-abstract", "full-text"]), help="What was read.")


@decide.command()
@in_workspace
@click.argument("works", metavar="WORK...", nargs=-1, required=True)
@_STAGE
@_person
def include(workspace: Workspace, works: Sequence[str], stage: str | None, who: str | None, reason: str | None) -> None:
    """These belong to the bibliography."""
    _decided(workspace, "include", [[work] for work in works], who, reason, {"stage": stage} if stage else {})


@decide.command()
@in_workspace
@click.argument("works", metavar="WORK...", nargs=-1, required=True)
@_STAGE
@_person
def exclude(workspace: Workspace, works: Sequence[str], stage: str | None, who: str | None, reason: str | None) -> None:
    """These don't belong to the bibliography; say the reason."""
    _decided(workspace, "exclude", [[work] for work in works], who, reason, {"stage": stage} if stage else {})


@decide.command()
@in_workspace
@click.argument("work")
@click.argument("facet")
@click.argument("value")
@_person
def tag(workspace: Workspace, work: str, facet: str, value: str, who: str | None, reason: str | None) -> None:
    """WORK has this VALUE of FACET: bibcorpus decide tag benson2005 class theoretical."""
    _decided(workspace, "tag", [[work]], who, reason, {"facet": facet, "value": value})


@decide.command()
@in_workspace
@click.argument("work")
@click.argument("facet")
@click.argument("value")
@_person
def untag(workspace: Workspace, work: str, facet: str, value: str, who: str | None, reason: str | None) -> None:
    """WORK doesn't have this VALUE of FACET."""
    _decided(workspace, "untag", [[work]], who, reason, {"facet": facet, "value": value})


@decide.command()
@in_workspace
@click.argument("event", metavar="DECISION")
@_person
def undo(workspace: Workspace, event: str, who: str | None, reason: str | None) -> None:
    """Take a decision back, named by the id that `why` shows."""
    _decided(workspace, "undo", [[]], who, reason, {"id": event})
