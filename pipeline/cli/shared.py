"""What the commands share: how they find the workspace, complain, and show progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])
HANDED_IN = click.Path(path_type=Path, readable=False)  # what can't be read is no wrong usage: it is reported by file


class Group(click.Group):
    """Commands in the order in which they are written here: the order in which one meets them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, unsorted."""
        return list(self.commands)


def complain(message: str, hint: str | None = None) -> None:
    """Two lines on stderr: what is wrong, what to try."""
    click.echo(f"Error: {message}", err=True)
    if hint:
        click.echo(f"Try: {hint}", err=True)


def in_workspace(command: Command) -> Command:
    """Hand the workspace of the current folder to a command as its first argument."""

    @click.pass_context
    @wraps(command)
    def wrapped(ctx: click.Context, *args: Any, **options: Any) -> Any:
        from ..workspace import find_workspace

        return ctx.invoke(command, find_workspace(ctx.find_root().obj), *args, **options)

    return wrapped  # type: ignore[return-value]


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Tells the step at work on stderr, where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda text: None
        return
    from rich.console import Console

    with Console(stderr=True).status("…") as status:
        yield lambda text: status.update(f"{text} …")


def now() -> str:
    """The time, UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
