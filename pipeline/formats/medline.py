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
from ._medline_cut import segments
from ._medline_fields import fields_of
from ._medline_tags import TAG, tags_of_text
from ._own_note import OURS
from ._second_export import inside
from ._tagged import Stretch, Tags, border_lost, unread_text
from ._text import line_ends

NAME = "medline"
TITLE = "MEDLINE / PubMed (nbib)"

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
    return segments(stream, _record, _look_at)


def _look_at(stretch: Stretch) -> Iterator[Found | Reject | Unread]:
    line, raw, text, opened, _, last = stretch
    if not opened:
        yield from unread_text(line, raw, _FURNITURE, "text that belongs to no record")
        return
    if (other := inside(raw, NAME)) and (at := other[0]):
        yield from _look_at(Stretch(line, raw[:at], text[: at + 1], opened, closed=True))
        reason = f"an export in another format ({other[1].TITLE})"
        yield Unread(line=line + line_ends(raw[:at]), raw=raw[at:], reason=reason, expected=False)
        return
    tags = tags_of_text(raw, text)
    if last and _cut_off(raw, tags):
        reason = "the file ends inside this record: the download broke off; fetch it again"
        yield Reject(line=line, raw=raw, reason=reason, truncated=True)
    else:
        yield _record(line, raw, tags)


def _record(line: int, raw: str, tags: Tags) -> Found | Reject:
    if _NEEDED.isdisjoint(tags) and OURS not in tags.get("OWN", ()):  # a work of ours may have no title
        return Reject(line=line, raw=raw, reason="a record with neither title nor number")
    lost = border_lost(tags, "STAT", "SO")
    fields, warnings = fields_of(tags)
    return Found(line, raw, fields, tags, (*lost, *warnings))


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
    half_a_tag = last[:1] not in " \t" and not TAG.match(last)
    return half_a_tag or ("SO" not in tags and bool(tags.keys() & {"STAT", "PHST"}))
