"""A file that somebody changed, whatever it is -> `TakenBack`.

A workbook of ours is a worksheet, a .bib was edited; whatever else we can read comes from a program for screening.
"""

from __future__ import annotations

from pathlib import Path

from .errors import InputError, NoFile
from .formats import bibtex
from .formats._container import Content, is_workbook
from .formats._text import load
from .store import reading
from .tagging import load_rules
from .taking_back import Current, TakenBack, of_one_file
from .taking_bib import take_bib
from .taking_screened import take_screened
from .taking_sheets import take_sheets
from .workbook import read_workbook
from .workspace import Workspace

WORKSHEET, BIB, SCREENED = "a worksheet", "a .bib", "no .bib"  # as a person is told what the file is


def take_back(
    workspace: Workspace,
    path: Path,
    who: str,
    deletions: bool = False,
    keys: bool = False,
    new_to: Path | None = None,
    stage: str | None = None,
) -> TakenBack:
    """What the file says, by `who`; nothing is decided by it. See `take_bib` and `take_screened` for the options."""
    if not path.is_file():
        raise NoFile(f"{path}: there is no such file", hint="check its name")
    kind = _kind(path)
    if kind is not BIB and (deletions or keys or new_to):
        raise InputError(f"{path} is {kind}", hint="--deletions, --keys and --new-to are for a .bib")
    if kind is BIB and stage:
        raise InputError(f"{path} is {kind}", hint="--stage is for what comes from Rayyan, ASReview or Covidence")
    facets = load_rules(workspace.rules, models=False).facets
    with reading(workspace.database) as store:
        current = Current(store, workspace, facets, who)
        if kind is BIB:
            return take_bib(path, current, deletions, keys, new_to)
        taken = (_take_workbook if kind is WORKSHEET else take_screened)(path, current, stage)
        taken.warnings += of_one_file(taken, current)
        return taken


def _take_workbook(path: Path, current: Current, stage: str | None) -> TakenBack:
    """A worksheet of ours; a workbook that is none may be a table from a program for screening."""
    try:
        return take_sheets(read_workbook(path), current)
    except InputError as no_worksheet:
        try:
            return take_screened(path, current, stage)
        except InputError:
            raise no_worksheet from None


def _kind(path: Path) -> str:
    if is_workbook(Content(path)):
        return WORKSHEET
    return BIB if load(path).fmt.NAME == bibtex.NAME else SCREENED
