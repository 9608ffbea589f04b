"""What a manuscript cites. This folder is the registry: each module without a leading underscore is one kind of it.

A kind has

    TITLE       its name for people ('LaTeX')
    SUFFIXES    of its files ('.tex', …)

    read(path)  what the manuscript cites, in its order: a `Manuscript`

In: a file that an author writes. Out: citations as they stand there, nothing looked up. No file is changed, none is
read that lies outside the manuscript's folder, and nothing in it is run.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol, cast

from ..errors import NoFile, UnknownFormat

EVERYTHING = "*"
"""The key that means all works: \\nocite{*}, @*."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    r"""One work as a manuscript cites it, and where: 'paper.tex line 12'.

    `key`: the citekey that stands there. `doi`, `pmid`, `title`: what the program that made the citation says of the
    work. `maybe`: text that may be no citation at all, such as {winter2004} in a Word document: where no work has that
    key, there is nothing to tell. `own_id`: `key` is that of another program, which may not be one of ours.
    """

    place: str
    key: str | None = None
    doi: str | None = None
    pmid: str | None = None
    title: str | None = None
    maybe: bool = False
    own_id: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """`files`: all that were read, the manuscript itself first. `notices`: what a person should know."""

    citations: tuple[Citation, ...]
    files: tuple[Path, ...]
    notices: tuple[str, ...] = ()


class Kind(Protocol):
    """What a module here offers; see the docstring of this folder."""

    TITLE: str
    SUFFIXES: tuple[str, ...]

    def read(self, path: Path) -> Manuscript:
        """What the manuscript cites."""


def read_manuscript(path: Path) -> Manuscript:
    """What the manuscript cites; its kind is told by the name's ending. Raises NoFile, UnknownFormat."""
    kind = kinds().get(path.suffix.lower())
    if kind is None:
        raise UnknownFormat(
            f"{path}: no manuscript that can be read",
            hint="its name ends in " + ", ".join(kinds()) + "; a .doc or .odt: save it as .docx",
        )
    if not path.is_file():
        raise NoFile(f"{path}: there is no such file", hint="is the name right, and the folder?")
    try:
        return kind.read(path)
    except OSError as error:
        raise NoFile(f"{path}: can't be read ({error.strerror})", hint="check its permissions") from error


@cache
def kinds() -> Mapping[str, Kind]:
    """Each kind by the endings of its files, in alphabetical order."""
    names = (module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    found = [cast(Kind, importlib.import_module(f"{__name__}.{name}")) for name in names]
    return dict(sorted((suffix, kind) for kind in found for suffix in kind.SUFFIXES))
