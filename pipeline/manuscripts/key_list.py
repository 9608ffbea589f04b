"""A plain list of keys: one a line, or parted by commas; '#' begins a remark."""

from __future__ import annotations

import re
from pathlib import Path

from . import Citation, Manuscript

TITLE = "a list of keys"
SUFFIXES = (".txt",)


def read(path: Path) -> Manuscript:
    """The keys in the order of the list."""
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    citations = tuple(
        Citation(place=f"{path.name} line {number}", key=key)
        for number, line in enumerate(text.splitlines(), 1)
        for key in re.split(r"[\s,;]+", line.partition("#")[0])
        if key
    )
    return Manuscript(citations=citations, files=(path,))
