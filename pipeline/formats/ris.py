"""RIS: `TY  - ` opens a record, `ER  - ` closes it, two letters or a letter and a digit make a tag.

In: the text of an export. Out: its records, what can't be read, and what stands between. Everybody writes RIS in
their own way; what a tag means for whom stands in `_ris_fields`. A record without its end mark is taken where the
next begins, with a warning; at the end of the file it is a broken download.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_uppercase, digits
from typing import TextIO

from ..model import Found, Reject, Unread
from . import _text
from ._ris_fields import fields_of
from ._tagged import BLANKS, Piece, Tags, pieces, tags_of, unfold, unread

NAME = "ris"
TITLE = "RIS"

_GAP = "[ \t\xa0]"
_TY = re.compile(rf"[{BLANKS}]*(?:TY{_GAP}{{0,3}}-|ty{_GAP}{{2}}-)")
# 'ER - positive tumours …' is a line of an abstract: with one blank, nothing may follow
_ER = re.compile(rf"[{BLANKS}]*(?:(?:ER|er){_GAP}{{2}}-|ER{_GAP}{{0,3}}-\s*\Z)")
_TAGS = frozenset(a + b for a in ascii_uppercase for b in ascii_uppercase + digits)
# a tag as the specification has it, but for a blank before it or a no-break space in it
_TAG = re.compile(rf"[{BLANKS}]{{0,4}}([A-Z][A-Z0-9])[ \xa0]{{2}}-(.*)", re.DOTALL)
_LOOSE_TAG = re.compile(rf"[{BLANKS}]*([A-Za-z][A-Za-z0-9]){_GAP}{{0,3}}-(?=\s|\Z)(.*)", re.DOTALL)
_LIKE_A_TAG = re.compile(r"[ \t]?(AU|A1|TI|T1|JF|JO|PY|Y1|VL|IS|SP|EP|DO|UR|SN|KW|AB|N2|LA|PB) -\s")
_FURNITURE = re.compile(
    r"Provider:|Database:|Content:|Record #\d+ of \d+|\d+\.\Z|NL  - |Link to the Ovid Full Text|<\d+>\Z"
)
# the titles by which loose lines are known for a record that lost its first one
_TITLE_TAGS = ("TI", "T1", "CT", "BT")

_DATABASES = (
    ("Scopus", re.compile(r"^DB  - Scopus", re.M)),
    ("Embase", re.compile(r"^UR  - https?://www\.embase\.com/", re.M)),
    ("Ovid", re.compile(r"ovidsp\.|^Link to the Ovid Full Text", re.M)),
    ("Web of Science", re.compile(r"^(?:AN|UT)  - (?:WOS|ISI):", re.M)),
    ("EBSCO", re.compile(r"^DP  - EBSCOhost", re.M)),
    ("Cochrane", re.compile(r"^Provider: John Wiley|^UR  -  ?https?://\S*cochranelibrary\.com", re.M)),
    ("ProQuest", re.compile(r"^UR  - https?://(?:search|www)\.proquest\.com", re.M)),
    ("Dimensions", re.compile(r"^UR  - https?://app\.dimensions\.ai/", re.M)),
    ("The Lens", re.compile(r"^ID  - \d{3}-\d{3}-\d{3}-", re.M)),
    ("LILACS", re.compile(r"^DB  - LILACS|^DP  - https?://bvsalud\.org", re.M)),
    ("PubMed", re.compile(r"^DB  - (?:PubMed|MEDLINE)|^DP  - (?:NLM|PubMed)", re.M | re.I)),
    ("JSTOR", re.compile(r"^DB  - JSTOR|^Provider: JSTOR", re.M)),
    ("IEEE Xplore", re.compile(r"^VO  - .*\nVL  - ", re.M)),
    ("Publish or Perish", re.compile(r"^M1  - Query date:", re.M)),
    ("Zotero", re.compile(r"^(?:DA  - \d{4}/\d*/\d*/?|Y2  - \d{4}/\d\d/\d\d/\d\d:\d\d:\d\d)\s*$", re.M)),
    ("Mendeley", re.compile(r"^T1  - .*\n(?:A1  - .*\n)*Y1  - \d{4}/", re.M)),
    ("Citavi", re.compile(r"^M4  - Citavi", re.M)),
)


def sniff(head: str) -> int:
    """3 where a record begins, 2 where one ends, else 0; indented or lower-case tags count."""
    if re.search(rf"(?:\A|[\r\n])[{BLANKS}]*(?:TY|ty){_GAP}{{1,3}}-{_GAP}*\w", head):
        return 3
    return 2 if re.search(rf"[\r\n](?:ER|er){_GAP}{{1,2}}-[ \t]*(?:[\r\n]|\Z)", head) else 0


def database(head: str) -> str | None:
    """Who wrote it, where most records say so; the marks of one record tell nothing of a library of many."""
    head = head.replace("\r\n", "\n").replace("\r", "\n")
    records = len(re.findall(r"^[ \t\ufeff]*(?:TY|ty) {1,2}-", head, re.M)) or 1
    found = [(len(mark.findall(head)), name) for name, mark in _DATABASES]
    return next((name for times, name in found if times * 2 >= records), None)


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """All records of the text, in order."""
    for piece in pieces(_text.lines(stream), "TtEe", _TY.match, _ER.match):
        if piece.opened:
            yield _record(piece)
        else:
            yield from _between(piece)


def _record(piece: Piece) -> Found | Reject:
    if piece.last:
        reason = "the file ends inside this record (no ER): the download broke off, or the last lines are lost"
        return Reject(line=piece.line, raw=piece.raw, reason=reason, truncated=True)
    warnings = [] if piece.closed else ["no end mark (ER): it is taken to end where the next record begins"]
    return _found(piece.line, piece.lines, warnings)


def _found(line: int, lines: list[str], warnings: list[str]) -> Found | Reject:
    raw = "".join(lines)
    tags = _tags(lines, warnings)
    if not tags.keys() - {"TY", "ER"}:
        return Reject(line=line, raw=raw, reason="a record with nothing in it but its type")
    fields, extra, more = fields_of(tags)
    return Found(line=line, raw=raw, fields=fields, extra=extra, warnings=(*warnings, *more))


def _tags(lines: list[str], warnings: list[str]) -> Tags:
    """The tags as this record writes them: like its TY, or with the two blanks of the specification."""
    if not _TY.match(lines[0]) or _TAG.match(lines[0]):
        return tags_of(lines, _split, lambda tag, several: _fold(tag, several, warnings))
    found: Tags = {}
    for tag, values in tags_of(lines, _split_loosely, lambda tag, several: _fold(tag, several, [])).items():
        found[tag.upper()] = found.get(tag.upper(), []) + values
    return found


def _split(line: str) -> tuple[str, str] | None:
    if line[2:5] == "  -" and (tag := line[:2]) in _TAGS:
        return tag, line[5:]
    if "-" in line[:10] and (found := _TAG.match(line)):
        return found[1], found[2]
    return None


def _split_loosely(line: str) -> tuple[str, str] | None:
    found = _LOOSE_TAG.match(line)
    return (found[1], found[2]) if found else None


def _fold(tag: str, lines: list[str], warnings: list[str]) -> list[str]:
    """A value of several lines. Keywords have one a line, unless folded (indented); notes keep their lines."""
    for line in lines[1:]:
        if found := _LIKE_A_TAG.match(line):
            warnings.append(f"'{found[1]} - …' is read as text of {tag}: a tag has two blanks")
    if tag == "KW" and not any(line[:1] in " \t" for line in lines[1:]):
        return [bare for line in lines if (bare := line.strip())]
    return unfold(lines, "\n" if tag in ("N1", "AD", "U3", "RN") else " ")


def _between(piece: Piece) -> Iterator[Found | Reject | Unread]:
    """Text outside of TY … ER: headings and blank lines, but maybe a record that lost its TY."""
    reason = "an end mark (ER) without a record" if piece.closed else "text that belongs to no record"
    start = next((i for i, line in enumerate(piece.lines) if _split(line)), None)
    tags = {} if start is None else _tags(piece.lines[start:], [])
    if len(tags) < 2 or not (piece.closed or any(tag in tags for tag in _TITLE_TAGS)):
        yield from unread(piece.line, piece.lines, _FURNITURE, reason)
        return
    yield from unread(piece.line, piece.lines[:start], _FURNITURE, reason)
    line, lines = piece.line + (start or 0), piece.lines[start:]
    if piece.last and not piece.closed:
        why = "a record without its first line (TY), and the file ends inside it (no ER)"
        yield Reject(line=line, raw="".join(lines), reason=why, truncated=True)
    else:
        yield _found(line, lines, ["no first line (TY): its type is not known"])
