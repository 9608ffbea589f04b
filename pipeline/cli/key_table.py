"""The table of citekeys that are others now: `export keys`, and beside an export for the works that it has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..store import Store
    from ..workspace import Workspace


def write_keys(workspace: Workspace, out: Path | None) -> None:
    """old,new,why: to this file, else to stdout."""
    from ..keying import keys_to_nowhere, renamed, table
    from ..ledger import write_whole
    from ..store import reading

    with reading(workspace.database) as store:
        nowhere = [(row.key, "", f"its record is gone: {row.record_id}") for row in keys_to_nowhere(store, workspace)]
        rows = sorted([*renamed(store), *nowhere])
    if out is None:
        click.echo(table(rows), nl=False)
    else:
        write_whole(out, table(rows).encode())
        click.echo(f"{out}: {len(rows)} keys", err=True)


def write_keys_beside(store: Store, works: Collection[str], out: Path) -> str | None:
    """refs.bib -> refs.keys.csv: older keys of these works, for who cites them; a line that tells of it.

    None, and no file, where no work has an older key. A table that an export made before is made anew all the same.
    """
    from ..keying import renamed, table
    from ..ledger import write_whole

    changed = renamed(store)
    leading = store.rows(
        "select key, work_id from citekey where leads and key in (select unnest(?::varchar[]))",
        [[new for _, new, _ in changed]],
    )
    there = set(works)
    keys = {key for key, work in leading if work in there}
    rows = [row for row in changed if row[1] in keys]
    path = out.with_suffix(".keys.csv")
    if not rows and not path.exists():
        return None
    write_whole(path, table(rows).encode())
    return f"{path}: {len(rows)} older keys of these works, and what they are now"
