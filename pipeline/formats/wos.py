"""Web of Science plain text: `PT ` opens a record, `ER` closes it; two letters and a blank make a tag.

In: the text of "Plain text file" or "Export to other reference software", of any collection (Core Collection,
MEDLINE, Zoological Record, Inspec, CABI …). Out: its records, what can't be read, what stands between.
Lines that go on begin with three blanks: in the tags of `_ONE_A_LINE` each is one more value, elsewhere more text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from string import ascii_uppercase
from typing import TextIO

from ..model import Found, Reject, Unread
from ._cut import Marks, Plain, segments
from ._tagged import BLANKS, TO_THE_NEXT_LINE, Stretch, Tags, border_lost, each_once, tags_from, unread_text
from ._text import line_ends

NAME = "wos"
TITLE = "Web of Science plain text"

_EDGE = re.compile(rf"\n(?!   )[{BLANKS}]*+(?:P(T [A-Z])|ER[^\S\r\n]*(?=[\r\n]|\Z){TO_THE_NEXT_LINE})")
_PLAIN_END = re.compile(r"\nER ?\r?\n")
_NOTHING = re.compile(rf"[{BLANKS}\f\r\n]++")  # headings are looked at: one may promise an end mark of the file
_TAG = re.compile(r"\n\ufeff*([A-Z][A-Z0-9])(?: |(?![^\r\n]))")
# what the export writes; records with other tags are read as well, but not as fast
_TAGS = frozenset((
    "PT", "AU", "AF", "BA", "BF", "BE", "ED", "CA", "GP", "TI", "FT", "SO", "SE", "BS", "LA", "DT", "CT", "CY",
    "CL", "SP", "HO", "DE", "ID", "AB", "C1", "C3", "RP", "EM", "RI", "OI", "FU", "FP", "FX", "CR", "NR", "TC", "Z8",
    "Z9", "ZB", "ZR", "ZS", "U1", "U2", "PU", "PI", "PA", "SN", "EI", "BN", "J9", "JI", "PD", "PY", "VL", "IS", "SI",
    "PN", "SU", "MA", "BP", "EP", "PS", "AR", "DI", "DL", "D2", "EA", "EY", "PG", "P2", "WC", "WE", "SC", "GA", "PM",
    "MH", "BD", "AN", "UT", "OA", "HC", "HP", "DA",
))  # fmt: skip
_NO_CONTENT = frozenset(("PT", "ER"))
_HEADING_TAGS = ("FN", "VR", "EF")
_NO_EF = "the file has no last line EF: where the database found more records, the download broke off; export it again"
_FURNITURE = re.compile(r"(?:FN |VR |EF\Z)")
_ONE_A_LINE = frozenset(("AU", "AF", "BA", "BF", "BE", "CA", "CR", "C1"))
_A_PAGE = re.compile(r"\D*\d|[ivxlcdm-]+\Z|[IVXLCDM-]+\Z")
_DIGITS = re.compile(r"\d+")
MAIL = re.compile(r"\s*\([^()]*@[^()]*\)\s*\Z")  # Zoological Record: 'Stillman, Andrew N. (andrew@…)'

_MEDLINE = re.compile(r"MEDLINE:(\d{1,8})")
_FULL_STOP = re.compile(r"\.\s+(?=[A-Z*\d])")

# one tag, one field. AF over AU, PD and the rest are in the functions below.
_FIELDS = {
    "TI": "title",
    "FT": "title_original",
    "CA": "group_authors",
    "SO": "container",
    "SE": "series",
    "CT": "event",
    "PU": "publisher",
    "PI": "place",
    "VL": "volume",
    "IS": "issue",
    "AR": "article_number",
    "DI": "doi",
    "PM": "pmid",
    "BN": "isbn",
    "LA": "language",
    "AB": "abstract",
    "EA": "date_online",
    "PY": "year",
}
# Left in `extra` on purpose, so that nobody maps them by mistake:
#   D2  the DOI of the book, not of the chapter       CR  cited works: their DOIs are not the record's
#   ID  KeyWords Plus, taken from the titles of cited works       GP  group author of the book
#   DA  the day of the export       PG  number of pages       C1 RP EM RI OI FU FX  about the authors
#   TC Z9 U1 U2 NR  counts that change       WC SC GA  the journal's classes       SI SU MA BS PA WE PN

_TYPES = (
    ("preprint", "preprint"),
    ("book chapter", "chapter"),
    ("proceedings paper", "conference-paper"),
    ("meeting", "conference-paper"),
    ("conference", "conference-paper"),
    ("dissertation", "thesis"),
    ("thesis", "thesis"),
    ("data set", "dataset"),
    ("dataset", "dataset"),
    ("report", "report"),
    ("book review", "article"),
    ("book", "book"),
)
_BY_PT = {"J": "article", "B": "book", "S": "article", "C": "conference-paper", "P": "other", "D": "dataset"}


def sniff(head: str) -> int:
    """3 with the heading or a record's first two tags, 2 with a record's first tag and an end mark."""
    if "FN " in head and re.search(rf"(?:\A|[\r\n])[{BLANKS}]*FN .*(?:\r\n|\r|\n)VR ", head):
        return 3
    if not re.search(r"PT [A-Z][\r\n]", head):  # quick, as it begins with letters
        return 0
    if re.search(r"(?:\A|[\r\n])\ufeff?PT [A-Z](?:\r\n|\r|\n)(?:AU|AN|BA|CA|DT|TI|AF|BE) ", head):
        return 3
    return 2 if re.search(r"(?:\A|[\r\n])\ufeff?PT [A-Z][\r\n]", head) and re.search(r"[\r\n]ER[ \r\n]", head) else 0


def database(head: str) -> str | None:
    """'Web of Science', whatever the collection: the collection is in each record's UT."""
    return "Web of Science"


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """All records of the text, in order; the last one warns where the heading promised an end mark that is missing."""
    waits: Found | Reject | Unread | None = None
    promised = False
    for segment in segments(stream, _MARKS, _found, _segments_of):
        if waits is not None:
            yield waits
        waits = segment
        if not isinstance(segment, Found) and not segment.raw.isspace():
            promised = _promised(segment.raw, promised)
    if isinstance(waits, Found) and promised:
        waits = replace(waits, warnings=(*waits.warnings, _NO_EF))
    if waits is not None:
        yield waits


def _promised(between: str, before: bool) -> bool:
    """Whether, after the text between two records, an end mark (EF) is still to come: a heading (FN) promises one."""
    for line in between.replace("\r", "\n").split("\n"):
        if (tag := line.strip(BLANKS)[:3].strip()) in ("FN", "EF"):
            before = tag == "FN"
    return before


def _plain(own: str, size: int) -> Plain | None:
    """Each tag once, with a value, at the beginning of a line; lines that go on begin with three blanks."""
    if own[3] not in ascii_uppercase:
        return None
    lines = own.split("\n")
    several = len(lines) - 1
    del lines[-own.count("\n", size) :]
    rest = iter(lines)
    tag, values = "PT", [next(rest)[3:].strip()]
    found, wrapped = {tag: values}, Tags()
    for line in rest:
        name, _, value = line.partition(" ")
        if not (bare := value.strip()):
            return None
        if name:
            tag = name
            found[tag] = values = [bare]
        elif value[:2] == "  ":
            values.append(bare)
            wrapped[tag] = values
        else:
            return None
    went_on = sum(map(len, wrapped.values())) - len(wrapped)
    if not found.keys() <= _TAGS or len(found) + went_on < len(lines):
        return None
    for tag, values in wrapped.items():
        if tag not in _ONE_A_LINE:
            values[:] = [" ".join(values)]
    return several, found, []


def _segments_of(stretch: Stretch) -> Iterator[Found | Reject | Unread]:
    return iter((_record(stretch),)) if stretch.opened else _between(stretch)


def _record(stretch: Stretch) -> Found | Reject:
    line, raw, text, _, closed, last = stretch
    if last:
        reason = "the file ends inside this record (no ER): the download broke off, or the last lines are lost"
        return Reject(line=line, raw=raw, reason=reason, truncated=True)
    warnings = [] if closed else ["no end mark (ER): it is taken to end where the next record begins"]
    return _found(line, raw, _tags(text), warnings)


def _between(stretch: Stretch) -> Iterator[Found | Reject | Unread]:
    """Headings and blank lines, but maybe a record that lost its first line."""
    line, raw, text, _, closed, last = stretch
    reason = "an end mark (ER) without a record" if closed else "text that belongs to no record"
    known = (found.start() for found in _TAG.finditer(text) if found[1] not in _HEADING_TAGS)
    start = len(raw) if raw.isspace() else next(known, len(raw))
    before, lost = raw[:start], raw[start:]
    tags = _tags(text[start:]) if lost else {}
    if "TI" not in tags or len(tags) < 3:
        yield from unread_text(line, raw, _FURNITURE, reason)
        return
    yield from unread_text(line, before, _FURNITURE, reason)
    line += line_ends(before)
    if last:
        why = "a record without its first line (PT), and the file ends inside it (no ER)"
        yield Reject(line=line, raw=lost, reason=why, truncated=True)
    else:
        yield _found(line, lost, tags, ["no first line (PT): its type is told by DT alone"])


def _found(line: int, raw: str, tags: Tags, warnings: list[str]) -> Found | Reject:
    if tags.keys() <= _NO_CONTENT:
        return Reject(line=line, raw=raw, reason="a record with nothing in it but its type")
    if len(tags.get("UT", ())) > 1:
        warnings += border_lost(tags, "UT")
    fields: Tags = {"type": [_type(tags)]}
    accession = tags.pop("UT", [])
    _people(tags, fields)
    _container(tags, fields)
    _pages(tags, fields)
    _words(tags, fields, accession)
    _give(fields, "accession", accession or tags.pop("AN", []))
    for tag, name in _FIELDS.items():
        if tag in tags:
            fields[name] = tags.pop(tag)
    return Found(line, raw, fields, tags, tuple(warnings))


def _tags(text: str) -> Tags:
    return tags_from(_TAG.split(text), _ONE_A_LINE)


def _type(tags: Tags) -> str:
    """By the document type, which says more than PT: a B may be a whole book, a chapter or a paper.

    Where the export has no DT: an S, of a series, with an ISBN or editors of its own is a book or in one.
    """
    if said := _type_said(" ".join(tags.get("DT", ()))):
        return said
    kind = _BY_PT.get(tags["PT"][0][:1], "other") if "PT" in tags else "article"
    in_series = tags.get("PT") == ["S"] and ("BN" in tags or "BE" in tags)
    if kind != "book" and not in_series:
        return kind
    title, container = (" ".join(tags.get(tag, ())).lower().rstrip(".") for tag in ("TI", "SO"))
    return "chapter" if container and title != container else "book"


@lru_cache(1024)
def _type_said(document_type: str) -> str | None:
    said = document_type.lower()
    return next((name for word, name in _TYPES if word in said), None)


def _people(tags: Tags, fields: Tags) -> None:
    """Full names (AF) where there are as many as short ones (AU); a book's own (BF, BA) where it has no others."""
    if authors := _fuller(tags, "AF", "AU") or _fuller(tags, "BF", "BA"):
        fields["authors"] = [MAIL.sub("", name) for name in authors] if "@" in "".join(authors) else authors
        fields["name_form"] = ["family-comma-given"]
    if "BE" in tags or "ED" in tags:
        fields["editors"] = tags.pop("BE", []) + tags.pop("ED", [])
        fields["name_form"] = ["family-comma-given"]


def _fuller(tags: Tags, full: str, short: str) -> list[str]:
    """The longer list, `full` of equals; a shorter list of full names stays in `extra`, short names are spare."""
    if full not in tags:
        return tags.pop(short, [])
    if short not in tags:
        return tags.pop(full)
    names = tags.pop(short)
    return tags.pop(full) if len(tags[full]) >= len(names) else names


def _container(tags: Tags, fields: Tags) -> None:
    """Its short names, its ISSNs, and the date of the issue.

    PD has no year in the Core Collection ('AUG 11'), and has it elsewhere ('Aug 1 2019'): put together.
    """
    if "JI" in tags or "J9" in tags:
        fields["container_short"] = each_once(tags.pop("JI", []) + tags.pop("J9", []))
    if "SN" in tags or "EI" in tags:
        fields["issn"] = each_once(tags.pop("SN", []) + tags.pop("EI", []))
    if "PD" in tags:
        issued, year = tags.pop("PD"), tags["PY"][0] if "PY" in tags else ""
        fields["date"] = issued if year in issued[0] else [f"{year} {issued[0]}"]


def _pages(tags: Tags, fields: Tags) -> None:
    """BP and EP, or PS, the whole range (Zoological Record, Inspec: 'pp. 126-142'), which doubtful ends give way to."""
    first, last = tags.get("BP"), tags.get("EP")
    no_page = first and not (first[0].isdecimal() or _A_PAGE.match(first[0]))  # 'BRD', in abstracts of theses
    if "PS" in tags and (no_page or not (first or last) or (first and last and _shape(first) != _shape(last))):
        fields["pages"] = tags.pop("PS")
    elif (pages := first or last) and not no_page:
        tags.pop("BP", None)
        tags.pop("EP", None)
        fields["pages"] = [f"{first[0]}-{last[0]}"] if first and last and first != last else pages


def _shape(pages: list[str]) -> str:
    """'S12' -> 'S0', '41103-1' -> '0-0'"""
    return _DIGITS.sub("0", pages[0])


def _words(tags: Tags, fields: Tags, accession: list[str]) -> None:
    """Keywords and types, parted by semicolons. Zoological Record's DE is an index of animals, not keywords.

    MEDLINE's records have PubMed's number in UT, and their ID holds the authors' keywords.
    """
    source = " ".join(accession)
    if "DE" in tags and "ZOOR" not in source:
        _give(fields, "keywords", _parted(tags.pop("DE")))
    if "BD" in tags or "MH" in tags:
        _give(fields, "headings", _parted(tags.pop("BD", [])) + mesh(tags.pop("MH", [])))
    if "MEDLINE:" in source and (numbers := pmids(accession)):
        if "ID" in tags and "keywords" not in fields:
            _give(fields, "keywords", _parted(tags.pop("ID")))
        if "PM" not in tags:
            fields["pmid"] = numbers
    if "DT" in tags:
        _give(fields, "publication_types", _parted(tags.pop("DT")))


def pmids(accessions: Iterable[str]) -> list[str]:
    """MEDLINE's records have PubMed's number: 'MEDLINE:29782655'."""
    return [number[1] for text in accessions if text.startswith("MED") and (number := _MEDLINE.fullmatch(text))]


def mesh(values: list[str]) -> list[str]:
    """MEDLINE's headings end with full stops: 'Animals. *Birds / growth & development; physiology. Ecosystem'."""
    text = "; ".join(values)
    if not _FULL_STOP.search(text):
        return _parted(values)
    return [word for part in _FULL_STOP.split(text) if (word := part.strip(" ."))]


def _parted(values: list[str]) -> list[str]:
    if len(values) == 1 and ";" not in values[0]:
        return values
    return [*filter(None, map(str.strip, ";".join(values).split(";")))]


def _give(fields: Tags, name: str, values: list[str]) -> None:
    if values:
        fields[name] = values


_MARKS = Marks("\nPT ", _PLAIN_END, "\nER\n", _EDGE, _NOTHING, _plain)
