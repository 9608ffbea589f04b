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
from functools import lru_cache
from typing import TextIO

from ..model import Found, Reject, Unread
from ._tagged import BLANKS, Cutter, Stretch, Tags, blocks, lines_of, tags_in, tags_of, unfold, unique, unread_text

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
_KNOWN_TAGS = frozenset(
    ["AB", "AD", "AID", "AU", "AUID", "BTI", "CDAT", "CI", "CIN", "CN", "COIS", "CON", "CP", "CRDT", "CRF", "CRI", "CTDT", "CTI", "DA", "DCOM", "DDIN", "DEP", "DP", "DRDT", "DRIN", "ECF", "ECI", "ED", "EDAT", "EFR", "EIN", "EN", "FAU", "FED", "FIR", "FPS", "GN", "GR", "GS", "IP", "IR", "IRAD", "IS", "ISBN", "ISSN", "JID", "JT", "LA", "LID", "LR", "MH", "MHDA", "MID", "NM", "NR", "OAB", "OABL", "OCI", "OID", "ORI", "OT", "OTO", "OWN", "PB", "PG", "PHST", "PL", "PMC", "PMCR", "PMID", "PRIN", "PROF", "PS", "PST", "PT", "PUBM", "RF", "RIN", "RN", "ROF", "RPF", "RPI", "RRF", "RRI", "SB", "SFM", "SI", "SO", "SPIN", "STAT", "TA", "TI", "TT", "UI", "UIN", "UOF", "VI", "VTI"]
)
# a record begins with one of these: PMC writes PMC before PMID, ERIC has no PMID, MEDLINE of old had UI
_FIRST = frozenset(("PMID", "PMC ", "OWN ", "UI  "))
# where a record may begin or end: after blank lines, and at one of the first tags
_EDGE = re.compile(
    r"\n(?=[POU\n\r \t\f\ufeff])(?:([ \t\ufeff\f\r]*+(?=\n)(?:\n[ \t\ufeff\f\r]*+(?=\n))*+)|(?=\ufeff*(?:PMID|PMC |OWN |UI  )))"
)
_LINE_END = re.compile(r"\r\n?|\n")
_FURNITURE = re.compile(r"</?pre>|<\?xml|\d+: ?\Z", re.IGNORECASE)
_DOI_ADDRESS = re.compile(r"https?://(?:dx\.)?doi\.org/10\.", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_NO_ABSTRACT = re.compile(r"(?:Publisher: )?Abstract available from the publisher\.?\Z", re.IGNORECASE)
_WORD = re.compile(r"\w+\Z")
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
#   PRIN PROF  retracted in part only       SPIN ORI  summaries for patients       DRIN DDIN  uses of data sets
#   MID  manuscript id       SI  registry and accession numbers of data       RN NM GR COIS  no field of ours
#   DA DCOM LR EDAT MHDA CRDT PHST  the record's own history       SO  the citation, made of the other tags

# other works, and what they are to this one
_RELATIONS = {
    "CIN": ("has-comment",),
    "CON": ("comment-on",),
    "EIN": ("has-erratum",),
    "EFR": ("erratum-of",),
    "CRI": ("has-version",),  # corrected and republished
    "CRF": ("version-of",),
    "RPI": ("has-version",),
    "RPF": ("version-of",),
    "RRI": ("has-retraction", "has-version"),  # retracted and republished
    "RRF": ("retraction-of", "version-of"),
    "RIN": ("has-retraction",),
    "ROF": ("retraction-of",),
    "UIN": ("has-update",),
    "UOF": ("update-of",),
    "ECI": ("has-comment",),  # an expression of concern
    "ECF": ("comment-on",),
}
_CITED_PMID = re.compile(r"\s*\bPMID:? ?(\d{1,8})\b\.?")
_CITED_DOI = re.compile(r"\bdoi: ?(10\.\d{4,9}/\S*[^\s.;,])", re.IGNORECASE)

_NEEDED = frozenset(("TI", "TT", "BTI", "PMID", "PMC", "OID"))

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
    for block in blocks(stream):
        text, at = cutter.feed(block), 0
        while found := (_EDGE if first else _TAG_LINE).search(text, at):
            after_blank = bool(first) and found[1] is not None
            at = found.end() if after_blank else found.start()
            tag = text[at + 1 : at + 20].lstrip("\ufeff")[:4]
            again = tag == first and cutter.lines_to(at) > 1
            opens = not first or (tag in _FIRST and (after_blank or again))
            if opens or (after_blank and tag and tag[0] not in " \t" and not _TAG_LINE.match(text, at)):
                yield from _parted(*cutter.cut(at), bool(first))
                first = tag if opens else ""
            at += 1
    yield from _parted(*cutter.rest(), bool(first), last=True)


def _parted(line: int, raw: str, text: str, opened: bool, last: bool = False) -> Iterator[Stretch]:
    """A record without the blank lines after it, then these."""
    end = 0
    if opened:
        line_end = _LINE_END.search(raw, len(raw.rstrip(BLANKS + "\r\n\f")))
        end = line_end.end() if line_end else len(raw)
        yield Stretch(line, raw[:end], text[: end + (not line_end)], opened=True, closed=True, last=last)
    if end < len(raw):
        yield Stretch(line + text.count("\n", 1, end + 1), raw[end:], text[end:], opened=False, closed=False, last=last)


def _record(stretch: Stretch) -> Found | Reject:
    line, raw, text, _, _, last = stretch
    tags = tags_in(text, _ANY_TAG, _fold)
    if not tags.keys() <= _KNOWN_TAGS:
        tags = tags_of(lines_of(raw), _split, _fold)
    if last and _cut_off(raw, tags):
        reason = "the file ends inside this record: the download broke off; fetch it again"
        return Reject(line=line, raw=raw, reason=reason, truncated=True)
    if _NEEDED.isdisjoint(tags):
        return Reject(line=line, raw=raw, reason="a record with neither title nor number")
    fields, warnings = _fields(tags)
    return Found(line=line, raw=raw, fields=fields, extra=tags, warnings=warnings)


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
    for rule in (_container, _dates, _locations, _standard_numbers, _accession, _abstract, _relations):
        rule(tags, fields)
    for tag, name in _FIELDS.items():
        if tag in tags:
            values = tags.pop(tag)
            fields[name] = fields[name] + values if name in fields else values
    return fields, warnings


def _type(tags: Tags) -> str:
    if said := _type_said(tuple(tags.get("PT", ()))):
        return said
    if "BTI" in tags:
        return "chapter" if "TI" in tags else "book"
    return "article" if "JT" in tags or "TA" in tags else "other"


@lru_cache(1024)
def _type_said(publication_types: tuple[str, ...]) -> str | None:
    said = [text.lower() for text in publication_types]
    return next((name for word, name in _TYPES if any(text.startswith(word) for text in said)), None)


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
        for value in tags.pop(tag, ()):
            text, _, kind = value.rpartition("[")
            if kind == "doi]" or (value[0] in "Hh" and _DOI_ADDRESS.match(value)):
                dois.append(text.strip() or value)
            elif tag == "LID" and "PG" not in tags and _WORD.match(value):
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


def _relations(tags: Tags, fields: Tags) -> None:
    """'has-comment pmid:123 Lancet. 2010;375(9713):445.': the kind, the other work's number, what MEDLINE says of it."""
    if _RELATIONS.keys().isdisjoint(tags):
        return
    fields["relations"] = [
        f"{kind} {cited}"
        for tag in _RELATIONS
        for cited in map(_number_first, tags.pop(tag, ()))
        for kind in _RELATIONS[tag]
    ]


def _number_first(citation: str) -> str:
    """'Lancet. 2010;375:445. PMID: 123' -> 'pmid:123 Lancet. 2010;375:445.'; the DOI where there is no PMID."""
    if pmid := _CITED_PMID.search(citation):
        rest = citation[: pmid.start()] + citation[pmid.end() :]
        return f"pmid:{pmid[1]} {rest.strip()}".rstrip()
    doi = _CITED_DOI.search(citation)
    return f"doi:{doi[1]} {citation}" if doi else citation
