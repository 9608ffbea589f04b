r"""LaTeX's .aux file: what the last run of LaTeX found cited, its own macros and conditions worked out.

\citation{a,b} (LaTeX), \abx@aux@cite{0}{a} (biblatex; older ones without the number), \@input{chapter.aux}.
The module isn't called aux: Windows keeps that name for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from . import Citation, Manuscript

TITLE = "LaTeX's .aux file"
SUFFIXES = (".aux",)

_LINE = re.compile(r"\\(citation|abx@aux@(?:no)?cite|@input)(?:\{\d+\})?\{([^{}]*)\}")
# settings of packages, written as citations so that BibTeX reads them: biblatex-control, REVTEX41Control, IEEEexample:…
_SETTING = re.compile(r".*control\d*|IEEEexample:BSTcontrol", re.IGNORECASE)


def read(path: Path) -> Manuscript:
    """What the file and those that it brings in cite."""
    files: list[Path] = []
    citations = tuple(_citations(path, path.resolve().parent, files))
    return Manuscript(citations=citations, files=tuple(files))


def _citations(path: Path, folder: Path, files: list[Path]) -> Iterator[Citation]:
    files.append(path.resolve())
    text = path.read_bytes().decode("utf-8", errors="replace")
    for number, line in enumerate(text.split("\n"), 1):
        for found in _LINE.finditer(line):
            if found[1] != "@input":
                keys = (key.strip() for key in found[2].split(","))
                place = f"{path.name} line {number}"
                yield from (Citation(place=place, key=key) for key in keys if key and not _SETTING.fullmatch(key))
                continue
            other = (folder / found[2]).resolve()
            if other.is_file() and other.is_relative_to(folder) and other not in files:
                yield from _citations(other, folder, files)
