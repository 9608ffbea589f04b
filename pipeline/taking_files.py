"""A file that somebody changed, whatever it is -> `TakenBack`: a workbook is a worksheet, any other a .bib."""

from __future__ import annotations

from pathlib import Path

from .errors import InputError, NoFile
from .formats._container import Content, is_workbook
from .store import reading
from .tagging import load_rules
from .taking_back import Current, TakenBack
from .taking_bib import take_bib
from .taking_sheets import take_sheets
from .workbook import read_workbook
from .workspace import Workspace


def take_back(
    workspace: Workspace,
    path: Path,
    who: str,
    deletions: bool = False,
    keys: bool = False,
    new_to: Path | None = None,
) -> TakenBack:
    """What the file says, by `who`; nothing is decided by it. See `take_bib` for the last three."""
    if not path.is_file():
        raise NoFile(f"{path}: there is no such file", hint="check its name")
    facets = load_rules(workspace.rules, models=False).facets
    with reading(workspace.database) as store:
        current = Current(store, workspace, facets, who)
        if not is_workbook(Content(path)):
            return take_bib(path, current, deletions, keys, new_to)
        if deletions or keys or new_to:
            raise InputError(f"{path} is a worksheet", hint="--deletions, --keys and --new-to are for a .bib")
        return take_sheets(read_workbook(path), current)
