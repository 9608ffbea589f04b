"""The tags of one MEDLINE record with their values, as written; what a tag means stands in `_medline_fields`.

In: the text of a record. Out: tag -> values in order, empty ones left out. Two ways lead there, to the same end.
`plain_tags` goes line by line, for nearly all records have only tags that we know, each in its columns, and values
folded as PubMed folds them. It declines where a line is anything else, and then `tags_of_text` has patterns for it.
"""

from __future__ import annotations

import re

from ._tagged import BLANKS, Tags, lines_of, tags_from, tags_of, unfold

# column five holds the hyphen; 'ISSN - ' and 'ISBN - ' are ERIC's
TAG = re.compile(r"\ufeff*(?=.{4}-|[A-Z]{4} -)([A-Z][A-Z0-9]{1,3}) *-(?:[ \r\n]|\Z)(.*)", re.DOTALL)
TAG_LINE = re.compile(r"\n\ufeff*(?=[^\n]{4}-|[A-Z]{4} -)([A-Z][A-Z0-9]{1,3}) *-(?:[ \r\n]|\Z)")
# the same, and names that the format may get one day: a record with one that we don't know goes through `_split`
_ANY_TAG = re.compile(
    r"\n\ufeff*(?=[^\n]{4}-|[A-Z]{4} -)([A-Z][A-Z0-9]{1,3}|(?=[^\n]{0,3}[^\W\d_a-z])[^\W_a-z]{1,4})"
    r"(?: *-(?=[ \r\n]|\Z)|[^\S\n]*-(?= ))"
)
_KNOWN_TAGS = frozenset((
    "AB", "AD", "AID", "AU", "AUID", "BTI", "CDAT", "CI", "CIN", "CN", "COIS", "CON", "CP", "CRDT", "CRF",
    "CRI", "CTDT", "CTI", "DA", "DCOM", "DDIN", "DEP", "DP", "DRDT", "DRIN", "ECF", "ECI", "ED", "EDAT", "EFR",
    "EIN", "EN", "FAU", "FED", "FIR", "FPS", "GN", "GR", "GS", "IP", "IR", "IRAD", "IS", "ISBN", "ISSN", "JID",
    "JT", "LA", "LID", "LR", "MH", "MHDA", "MID", "NM", "NR", "OAB", "OABL", "OCI", "OID", "ORI", "OT", "OTO",
    "OWN", "PB", "PG", "PHST", "PL", "PMC", "PMCR", "PMID", "PRIN", "PROF", "PS", "PST", "PT", "PUBM", "RF",
    "RIN", "RN", "ROF", "RPF", "RPI", "RRF", "RRI", "SB", "SFM", "SI", "SO", "SPIN", "STAT", "TA", "TI", "TT",
    "UI", "UIN", "UOF", "VI", "VTI",
))  # fmt: skip
_MARKS = {f"{tag:<4}- ": tag for tag in _KNOWN_TAGS}  # what a line begins with -> its tag
_ERIC_MARKS = {"ISSN - ": "ISSN", "ISBN - ": "ISBN"}
_MORE = " " * len("PMID- ")  # so does a line that goes on
_BLANK = BLANKS + "\r\n\f"


def plain_tags(lines: list[str]) -> Tags | None:
    """The tags of a record by its lines, where each is a tag that we know or goes on, and none is empty; else None."""
    found: Tags = {}
    values: list[str] = []  # those of the tag above
    for line in lines:
        mark, value = line[:6], line[6:].strip()
        if not value:
            return None
        tag = _MARKS.get(mark)
        if not tag:
            if mark == _MORE and values:
                values[-1] += " " + value
                continue
            if not (tag := _ERIC_MARKS.get(line[:7])):
                return None
        if tag in found:
            values = found[tag]
            values.append(value)
        else:
            found[tag] = values = [value]
    return found


def tags_of_text(raw: str, text: str) -> Tags:
    """The tags however they are written: by a pattern, or line by line where names are not known.

    `raw` and `text` as in `Stretch`.
    """
    tags = tags_from(_ANY_TAG.split(text.rstrip(_BLANK)))
    return tags if tags.keys() <= _KNOWN_TAGS else tags_of(lines_of(raw), _split, _fold)


def _split(line: str) -> tuple[str, str] | None:
    if line[:1] in " \t\r\n":
        return None
    if line[4:6] == "- " and (tag := line[:4].rstrip()).isalnum() and tag.isupper():
        return tag, line[6:]
    found = TAG.match(line)
    return (found[1], found[2]) if found else None


def _fold(tag: str, lines: list[str]) -> list[str]:
    return unfold(lines)
