"""`--out`: where an export may be written.

An export takes the place of what stands there. What people decided, what the sources answered, what is asked and the
keys that were given are files of the workspace that no command can make again: `--out` never takes their place.
"""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import InputError
from ..workspace import SETTINGS_FILE, Workspace, find_workspace


def refuse_own_files(workspace: Workspace, out: Path) -> None:
    """Raises InputError where `out` is among the workspace's own files: queries/, corpus/ and bibcorpus.toml.

    corpus/exports is for exports, and every other folder of the workspace is the person's: refs.bib, paper/refs.bib.
    'corpus/citekeys.csv' is refused, by whatever name: a link to it, or 'Corpus/…' where capitals don't count.
    """
    if _within(out, workspace.exports):
        return
    own = (workspace.queries, workspace.corpus, workspace.root / SETTINGS_FILE)
    if any(_within(out, place) for place in own):
        raise InputError(
            f"--out {out}: queries/, corpus/ and {SETTINGS_FILE} hold the workspace itself; an export there could take "
            "the place of what can't be made again",
            hint=f"a file elsewhere, as --out {out.name}, or --out corpus/exports/{out.name}",
        )


def checked_out(ctx: click.Context, parameter: click.Parameter, out: Path | None) -> Path | None:
    """The callback of `--out`: no command begins its work for a file that it may not write."""
    if out is not None:
        refuse_own_files(find_workspace(ctx.find_root().obj), out)
    return out


def _within(path: Path, place: Path) -> bool:
    """Whether `path` is `place` or lies in it; the same file by another name is the same file."""
    path, place = path.resolve(), place.resolve()
    if path.is_relative_to(place):
        return True
    return place.exists() and any(each.exists() and each.samefile(place) for each in (path, *path.parents))


OUT = click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    callback=checked_out,
    help="Write to this file, not to stdout.",
)
