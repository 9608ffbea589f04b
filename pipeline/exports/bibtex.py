"""BibTeX, for LaTeX's classic styles and natbib.

Letters are UTF-8, or LaTeX's own escapes, for which Cyrillic needs \\usepackage[T2A,T1]{fontenc}. Names, acronyms and
titles in other languages than English keep their capitals. A title in another language has the English one in brackets
behind it (titleaddon), which classic styles don't print. Preprints and retracted works say so in the note. Subject
headings and publication types are left out.
"""

from __future__ import annotations

from ..formats._bibtex_writer import entry
from . import ExportedWork, Frame, Options
from ._fields import with_tags

NAME = "bibtex"
TITLE = "BibTeX"
SUFFIX = ".bib"
OPTIONS = ("encoding", "abstracts", "tags", "crossref")
KEYS_ONLY = True  # of what stands beside the fields


def text(work: ExportedWork, options: Options) -> str:
    """One entry, one field a line."""
    refers_to = work.part_of if options.crossref else None
    fields = with_tags(work, options)
    return entry(work.key, fields, encoding=options.encoding, refers_to=refers_to, retracted=work.retracted)


def frame(options: Options) -> Frame:
    """A blank line between two entries."""
    return "", "\n", ""
