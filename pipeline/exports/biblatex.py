"""BibLaTeX, for biber.

What stands where: formats/_bibtex_writer.py.
"""

from __future__ import annotations

from ..formats._bibtex_writer import entry
from . import ExportedWork, Frame, Options
from ._fields import with_tags

NAME = "biblatex"
TITLE = "BibLaTeX"
SUFFIX = ".bib"
OPTIONS = ("encoding", "abstracts", "tags", "crossref")


def text(work: ExportedWork, options: Options) -> str:
    """One entry, one field a line; it can be cited under its older keys too."""
    fields = with_tags(work, options)
    return entry(work.key, fields, encoding=options.encoding, dialect="biblatex", ids=work.aliases)


def frame(options: Options) -> Frame:
    """A blank line between two entries."""
    return "", "\n", ""
