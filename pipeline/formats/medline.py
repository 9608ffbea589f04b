"""MEDLINE format, also called nbib: tags of up to four letters, a hyphen in column five, records by blank lines.

In: the text of PubMed's "PubMed" format, or what others write in it (PMC, ERIC). Out: its records, what can't be
read, what stands between. Lines that go on are indented. A record has no end mark: the last one is taken for cut
off only where that shows (`_cut_off`).

Biopython's Medline parser serves the tests as a second opinion, not the reader: it makes one text of the ISSNs and
of the LIDs of a record, two keywords of a folded one, and ends a record at a blank line inside an abstract.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

from ..model import Found, Reject, Unread
from ._medline_fields import fields_of
from ._own_note import OURS
from ._tagged import BLANKS, Cutter, Stretch, Tags, lines_of, tags_from, tags_of, unfold, unread_text, whole_lines

NAME = "medline"
TITLE = "MEDLINE / PubMed (nbib)"

# column five holds the hyphen; 'ISSN - ' and 'ISBN - ' are ERIC's
_TAG = re.compile(r"\ufeff*(?=.{4}-|[A-Z]{4} -)([A-Z][A-Z0-9]{1,3}) *-(?:[ \r\n]|\Z)(.*)", re.DOTALL)
_TAG_LINE = re.compile(r"\n\ufeff*(?=[^\n]{4}-|[A-Z]{4} -)([A-Z][A-Z0-9]{1,3}) *-(?:[ \r\n]|\Z)")
# the same, and names that the format may get one day: a record with one that we don't know goes through `_split`
_ANY_TAG = re.compile(
    r"\n\ufeff*(?=[^\n]{4}-|[A-Z]{4} -)([A-Z][A-Z0-9]{1,3}|(?=[^\n]{0,3}[^\W\d_a-z])[^\W_a-z]{1,4})"
    r"(?: *-(?=[ \r\n]|\Z)|[^\S\n]*-(?= ))"
)
# the tags as PubMed writes them; a line that is neither such a tag nor indented makes a part whose name is None
_PLAIN_TAG = re.compile(r"\n(?:([A-Z][A-Z0-9]{1,3}) *(?<=\n....)- |(?! ))")
_KNOWN_TAGS = frozenset((
    "AB", "AD", "AID", "AU", "AUID", "BTI", "CDAT", "CI", "CIN", "CN", "COIS", "CON", "CP", "CRDT", "CRF",
    "CRI", "CTDT", "CTI", "DA", "DCOM", "DDIN", "DEP", "DP", "DRDT", "DRIN", "ECF", "ECI", "ED", "EDAT", "EFR",
    "EIN", "EN", "FAU", "FED", "FIR", "FPS", "GN", "GR", "GS", "IP", "IR", "IRAD", "IS", "ISBN", "ISSN", "JID",
    "JT", "LA", "LID", "LR", "MH", "MHDA", "MID", "NM", "NR", "OAB", "OABL", "OCI", "OID", "ORI", "OT", "OTO",
    "OWN", "PB", "PG", "PHST", "PL", "PMC", "PMCR", "PMID", "PRIN", "PROF", "PS", "PST", "PT", "PUBM", "RF",
    "RIN", "RN", "ROF", "RPF", "RPI", "RRF", "RRI", "SB", "SFM", "SI", "SO", "SPIN", "STAT", "TA", "TI", "TT",
    "UI", "UIN", "UOF", "VI", "VTI",
))  # fmt: skip
# a record begins with one of these: PMC writes PMC before PMID, ERIC has no PMID, MEDLINE of old had UI
_FIRST = frozenset(("PMID", "PMC ", "OWN ", "UI  "))
# where a record may begin or end: at blank lines (the group), and at its own first tag
_BLANK_LINES = r"((?:[ \t\ufeff\f\r]*+\n)++)"
_EDGES = {first: re.compile(rf"\n(?:{_BLANK_LINES}|\ufeff*{first})") for first in _FIRST}
_BLANK_EDGE = re.compile(rf"\n{_BLANK_LINES}")
_BLANK = BLANKS + "\r\n\f"
_FURNITURE = re.compile(r"</?pre>|<\?xml|\d+: ?\Z", re.IGNORECASE)

_MARKS = ("FAU - ", "STAT- ", "PHST- ", "EDAT- ", "OID - ", "PMC - PMC")
_NEEDED = frozenset(("TI", "TT", "BTI", "PMID", "PMC", "OID"))


def sniff(head: str) -> int:
    """3 with a PMID or an owner in their columns, 2 with other tags that only this format has."""
    if ("PMID- " in head or "OWN - " in head) and re.search(r"(?:\A|[\r\n])\ufeff?(?:PMID- \d|OWN - \w)", head):
        return 3
    return 2 if sum(mark in head and ("\n" + mark in head or "\r" + mark in head) for mark in _MARKS) > 1 else 0


def database(head: str) -> str | None:
    """ERIC, PubMed Central and we ourselves say so; what else has a PMID is PubMed's."""
    if re.search(rf"^OWN - {OURS}$", head, re.M):
        return OURS
    if re.search(r"^OWN - ERIC", head, re.M):
        return "ERIC"
    if re.match(r"[\s\ufeff]*PMC - PMC", head):
        return "PubMed Central"
    return "PubMed" if re.search(r"^\ufeff?PMID- ?\d", head, re.M) else None


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """All records of the text, in order."""
    for stretch in _stretches(stream):
        if stretch.opened:
            yield _record(stretch)
        else:
            yield from unread_text(stretch.line, stretch.raw, _FURNITURE, "text that belongs to no record")


def _stretches(stream: TextIO) -> Iterator[Stretch]:
    """Records and what stands between.

    A record begins at a first tag after a blank line, or where its own first tag comes a second time (concatenated
    without a blank line). A blank line before any other tag, or before an indented line, is inside a value. Outside of
    a record, any tag begins one.
    """
    first, cutter = "", Cutter()
    for block in whole_lines(stream):
        text, at = cutter.feed(block), 0
        while found := (_EDGES.get(first, _BLANK_EDGE) if first else _TAG_LINE).search(text, at):
            blank = first and found[1]
            at = found.end() - 1 if blank else found.start()
            tag = text[at + 1 : at + 20].lstrip("\ufeff")[:4]
            again = not blank and tag == first and cutter.lines_to(at) > 1
            opens = not first or (tag in _FIRST and (blank or again))
            if opens or (blank and tag and tag[0] not in " \t" and not _TAG_LINE.match(text, at)):
                opened = bool(first)
                line, raw, part = cutter.cut(at)
                if raw:
                    yield Stretch(line, raw, part, opened, closed=opened)
                first = tag if opens else ""
            at += 1
    line, raw, part = cutter.rest()
    if raw:
        yield Stretch(line, raw, part, bool(first), closed=bool(first), last=True)


def _record(stretch: Stretch) -> Found | Reject:
    line, raw, text, _, _, last = stretch
    tags = _tags(raw, text)
    if last and _cut_off(raw, tags):
        reason = "the file ends inside this record: the download broke off; fetch it again"
        return Reject(line=line, raw=raw, reason=reason, truncated=True)
    if _NEEDED.isdisjoint(tags) and OURS not in tags.get("OWN", ()):  # a work of ours may have no title
        return Reject(line=line, raw=raw, reason="a record with neither title nor number")
    fields, warnings = fields_of(tags)
    return Found(line=line, raw=raw, fields=fields, extra=tags, warnings=warnings)


def _tags(raw: str, text: str) -> Tags:
    """The quick way where each line is a tag of PubMed's or indented; line by line where names are not known.

    A blank line between tags makes a nameless part too, but an empty one, which is left out.
    """
    text = text.rstrip(_BLANK)
    for tag in (_PLAIN_TAG, _ANY_TAG):
        tags = tags_from(tag.split(text))
        if tags.keys() <= _KNOWN_TAGS:
            return tags
    return tags_of(lines_of(raw), _split, _fold)


def _split(line: str) -> tuple[str, str] | None:
    if line[:1] in " \t\r\n":
        return None
    if line[4:6] == "- " and (tag := line[:4].rstrip()).isalnum() and tag.isupper():
        return tag, line[6:]
    found = _TAG.match(line)
    return (found[1], found[2]) if found else None


def _fold(tag: str, lines: list[str]) -> list[str]:
    return unfold(lines)


def _cut_off(raw: str, tags: Tags) -> bool:
    """Is the last record of the file broken off? There is no end mark; these are the signs.

    No title yet and no citation; or no line end, and the line is half a tag or the record lacks SO, which PubMed
    writes last. A whole record without SO (books, ERIC) ends with a line end.
    """
    if not tags.keys() & {"TI", "TT", "BTI", "SO"} and OURS not in tags.get("OWN", ()):
        return True
    if raw.endswith(("\n", "\r")):
        return False
    last = raw.replace("\r", "\n").rpartition("\n")[2]
    half_a_tag = last[:1] not in " \t" and not _TAG.match(last)
    return half_a_tag or ("SO" not in tags and bool(tags.keys() & {"STAT", "PHST"}))
