"""RefWorks tagged format: two letters, a blank, and the value; `RT` opens a record, blank lines part them.

In: what RefWorks, HighWire's journals, CNKI and others write. Out: records, what can't be read, what stands between.
A line without one of the format's tags goes on with the value above it. Most writers have no end mark; some write ER.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

from ..model import Found, Reject, Unread
from . import _text
from ._author_cell import name_form
from ._blocks import TRANSLATED, Piece, give, parted, read_blocks, standard_number, take_dates, take_pages
from ._tagged import Tags, folding, tags_of

NAME = "refworks-tagged"
TITLE = "RefWorks tagged"

_ALL = (
    "RT SR ID A1 A2 A3 A4 A5 A6 AU T1 T2 T3 JF JO YR FD RD VO IS SP OP K1 AB NO PB PP ED SN AD AN LA CL SF OT LK DO CN"
    " DB DS IP RP UL OL AV CA CR CT DI ER L1 L2 L3 MD PD PM RA RE SL ST TD TI TT U1 U2 U3 U4 U5 U6 U7 U8 U9 UR WP WT WV"
    " PMID PMCID U10 U11 U12 U13 U14 U15"
)
_NAMES = frozenset(_ALL.split())
_OPENS = re.compile(r"\ufeff*RT[ \t]+\S")
_FURNITURE = re.compile(r"</?[A-Za-z][^>]*>|ER\Z")
_ONE_A_LINE = frozenset(("A1", "A2", "A3", "A4", "K1", "SN"))

_FIELDS = {
    "T1": "title",
    "TI": "title",
    "OT": "title_original",
    "TT": "title_translated",
    "JF": "container",
    "JO": "container_short",
    "VO": "volume",
    "IS": "issue",
    "PB": "publisher",
    "PP": "place",
    "ED": "edition",
    "AB": "abstract",
    "NO": "note",
    "LA": "language",
    "DO": "doi",
    "PMID": "pmid",
    "PMCID": "pmcid",
    "AN": "accession",
    "UL": "url",
    "LK": "url",
    "RD": "accessed",
}
# Left in `extra` on purpose, so that nobody maps them by mistake:
#   ID  the number in the user's own library       SR  print or electronic       AD  address       OL  output language
#   CL SF IP RP CN  classes, subfile, call number      DB DS  the database
#   A3 A5 A6  further contributors without a role      U1-U15  the user's own fields

_TYPES = (
    ("book, section", "chapter"),
    ("book section", "chapter"),
    ("conference", "conference-paper"),
    ("journal", "article"),
    ("article", "article"),
    ("abstract", "article"),
    ("dissertation", "thesis"),
    ("thesis", "thesis"),
    ("monograph", "book"),
    ("book", "book"),
    ("report", "report"),
    ("web", "webpage"),
    ("data", "dataset"),
    ("preprint", "preprint"),
)


def sniff(head: str) -> int:
    """3 with a type, a title or an author, and the source tag; 2 with two of them."""
    if not _text.line_begins(head, "RT ") or not re.search(r"(?:\A|[\r\n])\ufeff?RT [A-Z]", head):
        return 0
    seen = set(re.findall(r"[\r\n](SR|ID|A1|T1|JF|YR|K1|VO) ", head))
    return 3 if "T1" in seen and len(seen) > 1 else (2 if len(seen) > 1 else 0)


def database(head: str) -> str | None:
    """CNKI names itself; RefWorks says only where a record is from, record by record."""
    return "CNKI" if re.search(r"[\r\n]D[BS] CNKI", head) else None


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """All records of the text, in order."""
    yield from read_blocks(
        stream, lambda line, _: line[0] in "R\ufeff" and bool(_OPENS.match(line)), _record, _FURNITURE, NAME
    )


def _record(piece: Piece) -> Found | Reject:
    raw = piece.raw
    tags = tags_of(piece.lines, _split, folding(_ONE_A_LINE))
    if piece.last and _cut_off(raw, tags):
        reason = "the file ends inside this record: the download broke off; fetch it again"
        return Reject(line=piece.line, raw=raw, reason=reason, truncated=True)
    if not tags.keys() - {"RT", "SR", "ID"}:
        return Reject(line=piece.line, raw=raw, reason="a record with nothing in it but its type")
    return Found(line=piece.line, raw=raw, fields=_fields(tags), extra=tags)


def _cut_off(raw: str, tags: Tags) -> bool:
    """No title, and no line end; or no line end after half a tag."""
    if raw.endswith(("\n", "\r")):
        return False
    last = raw.replace("\r", "\n").rpartition("\n")[2]
    return not tags.keys() & {"T1", "TI", "T2", "JF"} or bool(re.fullmatch(r"[A-Z][A-Z0-9]?", last))


def _split(line: str) -> tuple[str, str] | None:
    tag, _, value = line.lstrip("\ufeff").partition(" ")
    if (bare := tag.rstrip("\r\n")) in _NAMES:
        return bare, value
    return None


def _fields(tags: Tags) -> Tags:
    """The fields; what is left of `tags` is `extra`."""
    fields: Tags = {"type": [_type(tags)]}
    for rule in (_people, _containers, _dates, _pages, _numbers):
        rule(tags, fields)
    give(fields, "keywords", parted(tags.pop("K1", [])))
    for tag, name in _FIELDS.items():
        if tag in tags:
            give(fields, name, tags.pop(tag))
    return fields


def _type(tags: Tags) -> str:
    """By RT, which stays in `extra` where we have no word for it ('Patent')."""
    said = tags.get("RT", [""])[0].lower()
    for word, name in _TYPES:
        if word in said:
            del tags["RT"]
            return name
    return "other"


def _people(tags: Tags, fields: Tags) -> None:
    """A1, one a line, or several with semicolons (CNKI); A2 are the editors, A4 the translators."""
    for tag in ("A1", "AU"):
        give(fields, "authors", parted(tags.pop(tag, [])))
    give(fields, "editors", parted(tags.pop("A2", [])))
    if fields["type"][0] in TRANSLATED:
        give(fields, "translators", parted(tags.pop("A4", [])))
    if names := fields.get("authors") or fields.get("editors") or fields.get("translators"):
        fields["name_form"] = [name_form(names) or "free"]


def _containers(tags: Tags, fields: Tags) -> None:
    """T2 is the book of a chapter and the proceedings of a paper, the series of a book."""
    if fields["type"][0] == "book":
        give(fields, "series", tags.pop("T2", []))
    elif "JF" not in tags:
        give(fields, "container", tags.pop("T2", []))
    give(fields, "series", tags.pop("T3", []))


def _dates(tags: Tags, fields: Tags) -> None:
    take_dates(tags, fields, "YR", "FD")


def _pages(tags: Tags, fields: Tags) -> None:
    """First and last; CNKI has the whole range in OP."""
    take_pages(tags, fields, "SP", "OP")


def _numbers(tags: Tags, fields: Tags) -> None:
    for value in tags.pop("SN", []):
        kind = standard_number(value)
        give(fields if kind else tags, kind or "SN", [value])
