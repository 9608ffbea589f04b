"""The table of citekeys that are others now: `export keys`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..workspace import Workspace


def write_keys(workspace: Workspace, out: Path | None) -> None:
    """old,new,why: to this file, else to stdout."""
    from ..keying import renamed, table
    from ..ledger import write_whole
    from ..store import reading

    with reading(workspace.database) as store:
        rows = renamed(store)
    if out is None:
        click.echo(table(rows), nl=False)
    else:
        write_whole(out, table(rows).encode())
        click.echo(f"{out}: {len(rows)} keys", err=True)
