"""BibLaTeX, for biber.

As BibTeX, with biblatex's own types and fields: date, journaltitle, location, @online, @dataset … A work can be cited
under its older keys too (ids). The English title behind one in another language is printed, and so are arXiv and PubMed
numbers.
"""

from __future__ import annotations

from ..formats._bibtex_writer import entry
from . import ExportedWork, Frame, Options
from ._fields import with_tags

NAME = "biblatex"
TITLE = "BibLaTeX"
SUFFIX = ".bib"
OPTIONS = ("encoding", "abstracts", "tags", "crossref")
KEYS_ONLY = True  # of what stands beside the fields


def text(work: ExportedWork, options: Options) -> str:
    """One entry, one field a line; it can be cited under its older keys too."""
    return entry(
        work.key,
        with_tags(work, options),
        encoding=options.encoding,
        dialect="biblatex",
        ids=work.aliases,
        refers_to=work.part_of if options.crossref else None,
        retracted=work.retracted,
    )


def frame(options: Options) -> Frame:
    """A blank line between two entries."""
    return "", "\n", ""
