"""What the commands share: how they find the workspace, complain, and show progress."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from ..formats import SYNONYMS

Command = TypeVar("Command", bound=Callable[..., Any])
HANDED_IN = click.Path(path_type=Path, readable=False)  # what can't be read is no wrong usage: it is reported by file


class Group(click.Group):
    """Commands in the order in which they are written here: the order in which one meets them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, unsorted."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is asked for; of a slip the names like it, also of commands that are made when wanted."""
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            near = get_close_matches(name, self.list_commands(ctx))
            ctx.fail(f"No such command {name!r}." + (f" Did you mean {' or '.join(map(repr, near))}?" if near else ""))
        return super().resolve_command(ctx, args)


def format_option(help: str) -> Callable[[Command], Command]:
    """--format: a name of docs/formats.md, or the usual ending of such files."""
    endings = ", ".join(sorted(SYNONYMS))
    return click.option("--format", "format_name", help=f"{help}: by its name, or by its ending ({endings}).")


def complain(message: str, hint: str | None = None) -> None:
    """Two lines on stderr: what is wrong, what to try."""
    click.echo(f"Error: {message}", err=True)
    if hint:
        click.echo(f"Try: {hint}", err=True)


def place_of(error: OSError) -> str:
    """'list.bib: ', the file that a person has asked for: what stood in '.list.bib.new' or '.new12/rows' on its way."""
    name = error.filename2 or error.filename
    if not name or isinstance(name, int):
        return ""
    path = Path(os.fsdecode(name))
    for part in (path, *path.parents):
        if re.fullmatch(r"\.new\w{8}", part.name):  # a folder for what is on its way (tempfile)
            path = part.parent
    if path.name.startswith(".") and path.name.endswith(".new"):
        path = path.with_name(path.name[1:].removesuffix(".new"))
    return "this folder: " if path == Path() else f"{path}: "


def in_workspace(command: Command) -> Command:
    """Hand the workspace of the current folder to a command as its first argument."""

    @click.pass_context
    @wraps(command)
    def wrapped(ctx: click.Context, *args: Any, **options: Any) -> Any:
        from ..workspace import find_workspace

        return ctx.invoke(command, find_workspace(ctx.find_root().obj), *args, **options)

    return wrapped  # type: ignore[return-value]


def warn_of_clock(time: str, now: str) -> None:
    """What a person decided before is dated later than now."""
    click.echo(
        f"Warning: what you said before is dated later than this computer's clock, {now[:16]}Z: this is dated just "
        f"after it, {time[:16]}Z, so that it counts as the later word; was one of your clocks wrong?",
        err=True,
    )


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
