"""What is seen of a work by hand before it is taken in, and the question whether to take it in."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from ..model import Found
    from ..workspace import Workspace

SHOWN_ALIKE = 5  # works that a record seems to be


def show_records(workspace: Workspace, records: Sequence[Found], but: set[str] | None = None) -> None:
    """What would be taken in, and which works it seems to be."""
    from ..by_hand.known import look_alikes, record_lines
    from ..store import reading

    alike: Mapping[int, Sequence[Any]] = {}
    if workspace.database.is_file():
        with reading(workspace.database) as store:
            alike = dict(enumerate(look_alikes(store, records, but or ())))
    for number, record in enumerate(records):
        first, *more = record_lines(record)
        for line in (f"  {first}", *(f"    {line}" for line in (*more, *_alike_lines(alike.get(number, ()))))):
            click.echo(line)
        for warning in record.warnings:
            click.echo(f"Warning: {first}: {warning}", err=True)
    if not workspace.database.is_file():
        click.echo("  (whether the corpus has it already is seen after `bibcorpus run`: there is none yet)")


def _alike_lines(works: Sequence[Any]) -> Iterator[str]:
    yield from map(str, works[:SHOWN_ALIKE])
    if len(works) > SHOWN_ALIKE:
        yield f"and {len(works) - SHOWN_ALIKE} more"


def agreed(question: str, yes: bool) -> bool:
    """Whether the person says yes; exit 1 where nobody is there to be asked."""
    if yes:
        return True
    if not sys.stdin.isatty():
        click.echo("nothing was taken in: nobody is there to ask; --yes takes in without asking", err=True)
        sys.exit(1)
    if click.confirm(question, default=True):
        return True
    click.echo("nothing was taken in")
    return False
