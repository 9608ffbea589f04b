"""BibTeX and biblatex, as databases, reference managers and people write it.

In: text of a .bib file. Out: one Found an entry, whatever its type (an @xdata or @set too); comments,
@string, @preamble and free text are Unread. Fields of ours are plain Unicode; all others stand in `extra` as
written, under the field's own name, with the citekey and the entry type.

What is inherited (crossref, xdata) is not filled in: the file says it of another entry. A crossref that is a DOI,
in an entry that stands in no book, is SciELO's place for its own.
Sources: "Tame the BeaST" (BibTeX), the biblatex manual (entry types and fields), exports of each database
for its habits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TextIO

from ..model import Found, Reject, Unread
from ._bibtex_fields import MONTHS, TYPES, as_found
from ._bibtex_latex import with_names
from ._bibtex_mend import Block
from ._bibtex_split import blocks
from ._bibtex_values import value
from ._bibtex_write import entries
from ._bibtex_writer import document

NAME = "bibtex"
TITLE = "BibTeX"
# what is read and not kept, and why: docs/formats.md shows it
SKIPPED = {
    "what stands behind '%' in an entry": "a comment of the writer's; a warning tells of it",
    r"commands such as \emph, \textsc, \mbox": "how a text looks; the words in it stay",
}

_ENTRY = re.compile(r"^[ \t]*@[ \t]*(\w[\w-]*)[ \t]*[{(]", re.MULTILINE)
_FIELD = re.compile(r"^[ \t]*[A-Za-z][\w-]*[ \t]*=[ \t]*[{\"\w]", re.MULTILINE)


def sniff(head: str) -> int:
    """3 for a known entry type with a field, 2 for any '@word{', 0 else."""
    types = {found.lower() for found in _ENTRY.findall(head)} if "@" in head else set()
    known = types & (TYPES.keys() | {"string", "preamble", "comment", "misc"})
    if not types:
        return 0
    return 3 if known and _FIELD.search(head) else 2


# what only this database's export has, checked in this order
_MARKS = (
    ("Scopus", r"^source\s*=\s*\{Scopus\}|scopus\.com/(?:inward|pages)|^Scopus\s*\n\s*EXPORT DATE"),
    ("Web of Science", r"^@\w+\{\s*(?:WOS|ISI):|^Unique-ID\s*="),
    ("PsycINFO", r"^Database\s*=\s*\{APA Psyc"),
    ("EBSCO", r"^@\w+\{\w*\d{8,}\w*,\s*\n(?-i:Abstract|Author|ISSN|Journal|Title) = \{"),
    ("Cochrane", r"^Record #\d+ of \d+"),
    ("SciELO", r"publisher\s*=\s*\{scielo\}"),
    ("Europe PMC", r"europepmc\.org|^@\w+\s*\{PPR:"),
    ("ACM", r"^@\w+\{10\.1145/"),
    ("dblp", r"dblp\.org"),
    ("Mendeley", r"Mendeley Desktop|^mendeley-(?:groups|tags)\s*="),
    ("JabRef", r"jabref-meta|^% Encoding:"),
    ("Citavi", r"created with Citavi"),
    ("Zotero", r"^\s*file\s*=.*zotero|zotero\.org"),
)


def database(head: str) -> str | None:
    """Whose habits the text shows ('Scopus'), or None."""
    for name, mark in _MARKS:
        if re.search(mark, head, re.MULTILINE | re.IGNORECASE):
            return name
    return None


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """The entries in their order. @string definitions hold from where they stand to the end of the file."""
    line, strings = 1, {month.lower(): month for month in MONTHS}
    for block in blocks(stream):
        if block.kind == "string":
            strings |= {name.lower(): value(raw, strings) for name, raw in block.fields}
        segment = _segment(block, line, strings)
        if len(strings) > len(MONTHS) and isinstance(segment, Found):
            segment = with_names(segment, block, strings)
        yield segment
        line += block.raw.count("\n") + block.raw.count("\r") - block.raw.count("\r\n")


def write(records: Iterable[Found]) -> Iterator[str]:
    """The texts of a BibTeX file that holds `records`; reading it gives the fields and the `extra` of each again.

    Type, citekey, the LaTeX of titles and the fields that are not ours stay as they were; elsewhere LaTeX that is only
    letters becomes UTF-8. A record of another format becomes a sound entry too; its key is that of its own format, else
    made of family name and year ('vanderberg2019', then 'vanderberg2019a').
    """
    return document(entries(records))


_ENTRY_INSIDE = re.compile(r"@\w+\s*[{(]")


def _segment(block: Block, line: int, strings: dict[str, str]) -> Found | Reject | Unread:
    if block.kind == "entry":
        return as_found(block, line, strings)
    if block.kind in ("failed", "cut"):
        return Reject(line=line, raw=block.raw, reason=block.reason, truncated=block.kind == "cut")
    if block.kind == "text":
        return _free_text(block.raw, line)
    # an entry that begins a line is read even within a @comment, as BibTeX itself does
    odd = block.kind == "comment" and (block.reason or _ENTRY_INSIDE.search(block.raw, 1))
    reason = "@comment around entries" if odd else f"@{block.kind}"
    return Unread(line=line, raw=block.raw, reason=reason, expected=not odd)


_HEADERS = re.compile(
    r"%.*|Scopus|EXPORT DATE:.*|Record #\d+ of \d+|Automatically generated by Mendeley.*|Any changes to this file.*|"
    r"BibTeX export options can be.*|This file was created with .*|Encoding: .*|\ufeff"
)


def _free_text(raw: str, line: int) -> Unread:
    """Text between entries: expected where it is blank, a '%' comment, or a header that we know."""
    lines = [text.strip() for text in re.split(r"\r\n|\n|\r", raw) if text.strip()]
    if not lines:
        return Unread(line=line, raw=raw, reason="blank")
    known = all(_HEADERS.fullmatch(text) for text in lines)
    reason = "header or comment" if known else "text outside of entries"
    return Unread(line=line, raw=raw, reason=reason, expected=known)
