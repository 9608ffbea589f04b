"""MEDLINE format, also called nbib: tags of up to four letters, a hyphen in column five, records by blank lines.

In: the text of PubMed's "PubMed" format, or what others write in it (PMC, ERIC). Out: its records, what can't be
read, what stands between. Lines that go on are indented. A record has no end mark: the last one is taken for cut
off only where that shows (`_cut_off`).

Biopython's Medline parser serves the tests as a second opinion, not the reader: it makes one text of the ISSNs and
of the LIDs of a record, two keywords of a folded one, and ends a record at a blank line inside an abstract.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TextIO

from ..model import Found, Reject, Unread
from . import _text
from ._tagged import BLANKS, Piece, Tags, tags_of, unfold, unique, unread

NAME = "medline"
TITLE = "MEDLINE / PubMed (nbib)"

# column five holds the hyphen; 'ISSN - ' and 'ISBN - ' are ERIC's
_TAG = re.compile(r"\ufeff*(?=.{4}-|[A-Z]{4} -)([A-Z][A-Z0-9]{1,3}) *-(?:[ \r\n]|\Z)(.*)", re.DOTALL)
# a record begins with one of these: PMC writes PMC before PMID, ERIC has no PMID, MEDLINE of old had UI
_FIRST = frozenset(("PMID", "PMC ", "OWN ", "UI  "))
_FURNITURE = re.compile(r"</?pre>|<\?xml|\d+: ?\Z", re.IGNORECASE)
_DOI_ADDRESS = re.compile(r"https?://(?:dx\.)?doi\.org/10\.", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_NO_ABSTRACT = re.compile(r"(?:Publisher: )?Abstract available from the publisher\.?\Z", re.IGNORECASE)
_NUMBER = re.compile(r"\d{4}")

_FIELDS = {
    "TI": "title",
    "TT": "title_original",
    "CN": "group_authors",
    "DEP": "date_online",
    "JT": "container",
    "TA": "container_short",
    "CTI": "series",
    "PB": "publisher",
    "EN": "edition",
    "VI": "volume",
    "IP": "issue",
    "PG": "pages",
    "PMID": "pmid",
    "PMC": "pmcid",
    "LA": "language",
    "AB": "abstract",
    "OT": "keywords",
    "MH": "headings",
    "PT": "publication_types",
    "GN": "note",
}
# Left in `extra` on purpose, so that nobody maps them by mistake:
#   IR FIR  investigators, no authors       AU  short names beside FAU       PL  the journal's country
#   CIN CON EIN EFR RIN ROF UIN UOF CRI CRF PRIN PROF ECI ECF  other works, commented on, corrected, retracted …
#   MID  manuscript id       SI  registry and accession numbers of data       RN NM GR COIS  no field of ours
#   DA DCOM LR EDAT MHDA CRDT PHST  the record's own history       SO  the citation, made of the other tags

_TYPES = (
    ("preprint", "preprint"),
    ("book chapter", "chapter"),
    ("chapter", "chapter"),
    ("academic dissertation", "thesis"),
    ("dissertations/theses", "thesis"),
    ("dataset", "dataset"),
    ("congress", "proceedings"),
    ("collected works - proceedings", "proceedings"),
    ("speeches/meeting papers", "conference-paper"),
    ("journal article", "article"),
    ("book", "book"),
    ("technical report", "report"),
    ("reports - ", "report"),
)


def sniff(head: str) -> int:
    """3 with a PMID or an owner in their columns, 2 with other tags that only this format has."""
    if re.search(r"(?:\A|[\r\n])\ufeff?(?:PMID- \d|OWN - \w)", head):
        return 3
    marks = re.findall(r"[\r\n](FAU - |STAT- |PHST- |EDAT- |OID - |PMC - PMC)", head)
    return 2 if len(set(marks)) > 1 else 0


def database(head: str) -> str | None:
    """ERIC and PubMed Central say so; what has a PMID is PubMed's."""
    if re.search(r"^OWN - ERIC", head, re.M):
        return "ERIC"
    if re.match(r"[\s\ufeff]*PMC - PMC", head):
        return "PubMed Central"
    return "PubMed" if re.search(r"^\ufeff?PMID- ?\d", head, re.M) else None


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """All records of the text, in order."""
    for piece in _pieces(_text.lines(stream)):
        if piece.opened:
            yield _record(piece)
        else:
            yield from unread(piece.line, piece.lines, _FURNITURE, "text that belongs to no record")


def _pieces(lines: Iterable[tuple[int, str]]) -> Iterator[Piece]:
    """Records and what stands between.

    A record begins at a first tag after a blank line, or where its own first tag comes a second time (concatenated
    without a blank line). A blank line before any other tag, or before an indented line, is inside a value.
    """
    part, start, first, end, blank = list[str](), 1, "", 0, True
    for number, line in lines:
        if not line.strip(BLANKS + "\r\n\f"):
            part.append(line)
            blank = True
            continue
        tag = line.lstrip("\ufeff")[:4]
        if tag in _FIRST if first else _TAG.match(line):
            opens = blank or not first or (tag == first and end > 1)
        else:
            opens = False
        if opens or (first and blank and line[0] not in " \t" and not _TAG.match(line)):
            yield from _parted(start, part, bool(first), end)
            part, start, first = [], number, tag if opens else ""
        part.append(line)
        end, blank = len(part), False
    yield from _parted(start, part, bool(first), end, last=True)


def _parted(start: int, part: list[str], opened: bool, end: int, last: bool = False) -> Iterator[Piece]:
    """A record without the blank lines after it, then these."""
    if not opened:
        end = 0
    if end:
        yield Piece(start, part[:end], opened=True, closed=True, last=last)
    if part[end:]:
        yield Piece(start + end, part[end:], opened=False, closed=False, last=last)


def _record(piece: Piece) -> Found | Reject:
    raw = piece.raw
    tags = tags_of(piece.lines, _split, _fold)
    if piece.last and _cut_off(raw, tags):
        reason = "the file ends inside this record: the download broke off; fetch it again"
        return Reject(line=piece.line, raw=raw, reason=reason, truncated=True)
    if not tags.keys() & {"TI", "TT", "BTI", "PMID", "PMC", "OID"}:
        return Reject(line=piece.line, raw=raw, reason="a record with neither title nor number")
    fields, warnings = _fields(tags)
    return Found(line=piece.line, raw=raw, fields=fields, extra=tags, warnings=warnings)


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
    if not tags.keys() & {"TI", "TT", "BTI", "SO"}:
        return True
    if raw.endswith(("\n", "\r")):
        return False
    last = raw.replace("\r", "\n").rpartition("\n")[2]
    half_a_tag = last[:1] not in " \t" and not _TAG.match(last)
    return half_a_tag or ("SO" not in tags and bool(tags.keys() & {"STAT", "PHST"}))


def _fields(tags: Tags) -> tuple[Tags, tuple[str, ...]]:
    """Fields and warnings; what is left of `tags` is `extra`."""
    fields: Tags = {"type": [_type(tags)]}
    warnings = _people(tags, fields)
    for rule in (_container, _dates, _locations, _standard_numbers, _accession, _abstract):
        rule(tags, fields)
    for tag, name in _FIELDS.items():
        if tag in tags:
            fields[name] = fields.get(name, []) + tags.pop(tag)
    return fields, warnings


def _type(tags: Tags) -> str:
    said = [text.lower() for text in tags.get("PT", ())]
    for word, name in _TYPES:
        if any(text.startswith(word) for text in said):
            return name
    if "BTI" in tags:
        return "chapter" if "TI" in tags else "book"
    return "article" if tags.keys() & {"JT", "TA"} else "other"


def _people(tags: Tags, fields: Tags) -> tuple[str, ...]:
    """Full names (FAU) where each author has one, else AU."""
    warnings: tuple[str, ...] = ()
    full, short = tags.get("FAU", []), tags.get("AU", [])
    if len(full) >= len(short):
        names = tags.pop("FAU", [])
    else:
        names = tags.pop("AU")
        if full:
            warnings = (f"{len(short)} authors, but {len(full)} full names: the short names are taken",)
    if names:
        fields["authors"] = names
    editors = tags.pop("FED", []) or tags.pop("ED", [])
    if editors:
        fields["editors"] = editors
    if people := names or editors:  # ERIC writes 'Smith, Tom' into AU
        with_comma = names is full or any("," in name for name in people)
        fields["name_form"] = ["family-comma-given" if with_comma else "family-initials"]
    return warnings


def _container(tags: Tags, fields: Tags) -> None:
    """A book's title is the container of a chapter, and the title where there is no chapter."""
    if book := tags.pop("BTI", []):
        fields["container" if "TI" in tags else "title"] = book
        if place := tags.pop("PL", []):
            fields["place"] = place


def _dates(tags: Tags, fields: Tags) -> None:
    if issued := tags.pop("DP", []):
        fields["date"] = issued
        if year := _YEAR.search(issued[0]):
            fields["year"] = [year[0]]


def _locations(tags: Tags, fields: Tags) -> None:
    """DOIs and article numbers of LID and AID: '10.1000/182 [doi]'; ERIC has addresses there."""
    dois, others = list[str](), Tags()
    for tag in ("LID", "AID"):
        for value in tags.pop(tag, []):
            text, _, kind = value.rpartition("[")
            if kind == "doi]" or _DOI_ADDRESS.match(value):
                dois.append(text.strip() or value)
            elif tag == "LID" and "PG" not in tags and re.fullmatch(r"\w+", value):
                fields["article_number"] = [value]  # PMC: 'LID - 18'
            else:
                others.setdefault(tag, []).append(value)
    tags.update(others)
    if dois:
        fields["doi"] = unique(dois)


def _standard_numbers(tags: Tags, fields: Tags) -> None:
    """IS and ISBN; ERIC's 'EISSN-' with no number behind it is none (alone, it stays in `extra`)."""
    for name, names in (("issn", ("IS", "ISSN")), ("isbn", ("ISBN",))):
        found = [text for tag in names for text in tags.get(tag, ()) if _NUMBER.search(text)]
        if found:
            fields[name] = unique(found)
            for tag in names:
                tags.pop(tag, None)


def _accession(tags: Tags, fields: Tags) -> None:
    if "PMID" in tags:
        fields["accession"] = tags["PMID"][:1]
    elif "PMC" in tags:
        fields["accession"] = tags["PMC"][:1]
    elif "ERIC" in tags.get("OWN", ()) and "OID" in tags:
        fields["accession"] = tags.pop("OID")[:1]


def _abstract(tags: Tags, fields: Tags) -> None:
    """AB, and abstracts in other languages (OAB) unless they only say that the publisher has one."""
    if "AB" in tags and _NO_ABSTRACT.match(tags["AB"][0]):
        return
    others = [text for text in tags.get("OAB", ()) if not _NO_ABSTRACT.match(text)]
    if others:
        tags.pop("OAB")
    if both := tags.pop("AB", []) + others:
        fields["abstract"] = both
