"""BibTeX, for LaTeX's classic styles and natbib.

What stands where: formats/_bibtex_writer.py.
"""

from __future__ import annotations

from ..formats._bibtex_writer import entry
from . import ExportedWork, Frame, Options
from ._fields import with_tags

NAME = "bibtex"
TITLE = "BibTeX"
SUFFIX = ".bib"
OPTIONS = ("encoding", "abstracts", "tags", "crossref")


def text(work: ExportedWork, options: Options) -> str:
    """One entry, one field a line."""
    return entry(work.key, with_tags(work, options), encoding=options.encoding)


def frame(options: Options) -> Frame:
    """A blank line between two entries."""
    return "", "\n", ""
