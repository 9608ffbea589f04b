"""RIS: `TY  - ` opens a record, `ER  - ` closes it, two letters or a letter and a digit make a tag.

In: the text of an export. Out: its records, what can't be read, and what stands between. Everybody writes RIS in
their own way; what a tag means for whom stands in `_ris_fields`. A record without its end mark is taken where the
next begins, with a warning; at the end of the file it is a broken download.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

from ..model import Found, Reject, Unread
from ._cut import Marks, Plain, segments
from ._own_note import OURS
from ._ris_fields import fields_of
from ._ris_tags import GAP, OPENS, TAG, plain_tags, tags_of_text
from ._ris_writer import write as write
from ._tagged import BLANKS, HEADINGS, TO_THE_NEXT_LINE, Stretch, Tags, unread_text
from ._text import line_ends

NAME = "ris"
TITLE = "RIS"
# what is read and not kept, and why: docs/formats.md shows it
SKIPPED = {
    "what stands behind 'ER  -'": "the end mark of a record says nothing of it",
    "a text that another tag of the same field has": "said once more: EP that SP has already",
}

_FURNITURE = re.compile(
    rf"Provider:|Database:|Content:|Record #\d+ of \d+|NL  -|Link to the Ovid Full Text"
    rf"|(?:\d+\.|<\d+>)[{BLANKS}\f]*+(?=[\r\n]|\Z)"
)
# a stretch of nothing else, as it stands between any two records of Ovid: a look at the whole spares one at each line
_ALL_FURNITURE = re.compile(rf"(?:[{BLANKS}\f\r\n]*+(?:{_FURNITURE.pattern}).*+)++[{BLANKS}\f\r\n]*+")
_OPENING = re.compile(rf"\n[{BLANKS}\"]*+(?:TY|ty){GAP}{{1,3}}-{GAP}*\w")
_END = re.compile(rf"\n(?:ER|er){GAP}{{1,2}}-[ \t]*(?:\n|\Z)")
# 'ER - positive tumours …' is a line of an abstract: with one blank, nothing may follow
_CLOSES = rf"E(?:R{GAP}{{2}}-|R{GAP}{{0,3}}-[^\S\r\n]*(?=[\r\n]|\Z))|er{GAP}{{2}}-"
_EDGE = re.compile(
    rf"\n(?:{OPENS}|(?:{_CLOSES}){TO_THE_NEXT_LINE}|[{BLANKS}\"]+(?:{OPENS}|(?:{_CLOSES}){TO_THE_NEXT_LINE}))"
)
_PLAIN_END = re.compile(r"\nER  - ?\r?\n")
# the titles by which loose lines are known for a record that lost its first one
_TITLE_TAGS = ("TI", "T1", "CT", "BT")
_ENOUGH = 1 << 15  # characters, some twenty records: in a library of many, others than the first ones count too
_NO_RECORD = "text that belongs to no record"
_PERHAPS_TWO = "several titles and several DOIs: perhaps two records, whose border (ER, TY) is lost"
_NO_TY = (
    "the first line (TY) of this record is missing{ends}: put it back ('TY  - JOUR' for an article), or export again"
)

# patterns that begin with letters of their own, each, are looked for ten times as fast as 'either … or'
_DATABASES: tuple[tuple[str, *tuple[re.Pattern[str], ...]], ...] = (
    (OURS, re.compile(rf"\nDP  - {OURS}")),
    ("Scopus", re.compile(r"\nDB  - Scopus")),
    ("Embase", re.compile(r"\nUR  - https?://www\.embase\.com/")),
    ("Ovid", re.compile(r"ovidsp\."), re.compile(r"\nLink to the Ovid Full Text")),
    ("Web of Science", re.compile(r"\n(?:AN|UT)  - (?:WOS|ISI):")),
    ("EBSCO", re.compile(r"\nDP  - EBSCOhost")),
    ("Cochrane", re.compile(r"\nProvider: John Wiley|\nUR  -  ?https?://\S*cochranelibrary\.com")),
    ("ProQuest", re.compile(r"\nUR  - https?://(?:search|www)\.proquest\.com")),
    ("Dimensions", re.compile(r"\nUR  - https?://app\.dimensions\.ai/")),
    ("The Lens", re.compile(r"\nID  - \d{3}-\d{3}-\d{3}-")),
    ("LILACS", re.compile(r"\nDB  - LILACS|\nDP  - https?://bvsalud\.org")),
    ("PubMed", re.compile(r"\nDB  - (?:PubMed|MEDLINE)|\nDP  - (?:NLM|PubMed)", re.I)),
    ("JSTOR", re.compile(r"\nDB  - JSTOR|\nProvider: JSTOR")),
    ("IEEE Xplore", re.compile(r"\nVO  - .*\nVL  - ")),
    ("Publish or Perish", re.compile(r"\nM1  - Query date:")),
    ("Zotero", re.compile(r"\n(?:DA  - \d{4}/\d*/\d*/?|Y2  - \d{4}/\d\d/\d\d/\d\d:\d\d:\d\d)[^\S\n]*(?=\n|\Z)")),
    ("Mendeley", re.compile(r"\nT1  - .*\n(?:A1  - .*\n)*Y1  - \d{4}/")),
    ("Citavi", re.compile(r"\nM4  - Citavi")),
)


def sniff(head: str) -> int:
    """3 where it begins with a record, 2 where one begins or ends later, else 0; indented or lower-case tags count.

    Behind text of another kind a line 'TY  - JOUR' may be quoted in an abstract.
    """
    text = "\n" + head.replace("\r", "\n")  # patterns that begin with a letter of their own are looked for quickly
    if opening := _OPENING.search(text):
        before = text[: opening.start()]
        return 3 if not before.strip(f"{BLANKS}\f\n") or _ALL_FURNITURE.fullmatch(before) else 2
    return 2 if _END.search(text, 1) else 0


def database(head: str) -> str | None:
    """Who wrote it, where most records say so; the marks of one record tell nothing of a library of many."""
    head = "\n" + head[:_ENOUGH].replace("\r\n", "\n").replace("\r", "\n")
    records = len(re.findall(r"\n[ \t\ufeff]*(?:TY|ty) {1,2}-", head)) or 1
    for name, *marks in _DATABASES:
        if sum(len(mark.findall(head)) for mark in marks) * 2 >= records:
            return name
    return None


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """All records of the text, in order."""
    return segments(stream, _MARKS, _found, _segments_of)


def _plain(own: str, size: int) -> Plain | None:
    """Nothing but tags and text, as a look at each line shows; so none of them opens or closes a record."""
    lines = own.split("\n")
    several = len(lines) - 1
    del lines[-own.count("\n", size) :]
    warnings: list[str] = []
    tags = plain_tags(lines, warnings)
    return None if tags is None else (several, tags, warnings)


def _segments_of(stretch: Stretch) -> Iterator[Found | Reject | Unread]:
    if stretch.opened:
        yield _record(stretch)
    elif _ALL_FURNITURE.fullmatch(stretch.text):
        yield Unread(line=stretch.line, raw=stretch.raw, reason=HEADINGS)
    else:
        yield from _between(stretch)


def _record(stretch: Stretch) -> Found | Reject:
    line, raw, text, _, closed, last = stretch
    if last:
        reason = "the file ends inside this record (no ER): the download broke off, or the last lines are lost"
        return Reject(line=line, raw=raw, reason=reason, truncated=True)
    warnings = [] if closed else ["no end mark (ER): it is taken to end where the next record begins"]
    tags = tags_of_text(_without_end(text) if closed else text, warnings)
    tags.pop("ER", None)
    return _found(line, raw, tags, warnings)


def _without_end(text: str) -> str:
    """The text of a closed stretch without the line that closes it, however that is written: it is part of no value."""
    text = text.rstrip()
    return text[: text.rfind("\n")]


def _found(line: int, raw: str, tags: Tags, warnings: list[str]) -> Found:
    fields, extra = fields_of(tags, warnings)
    if len(fields) == 1 and not extra.keys() - {"TY"}:
        warnings.append("a record with nothing in it but its type")
    elif "doi" in fields and len(fields["doi"]) > 1 and len(fields.get("title", ())) > 1 and _several_dois(fields):
        warnings.append(_PERHAPS_TWO)
    return Found(line, raw, fields, extra, tuple(warnings))


def _several_dois(fields: Tags) -> bool:
    """Whether they are not one DOI in several forms, bare and as an address."""
    return len({doi.partition("10.")[2].lower() for doi in fields["doi"]}) > 1


def _between(stretch: Stretch) -> Iterator[Reject | Unread]:
    """Text outside of TY … ER: headings and blank lines, but maybe a record that lost its TY."""
    line, raw, text, _, closed, last = stretch
    reason = "an end mark (ER) without a record" if closed else _NO_RECORD
    first = TAG.search(text) if len(set(TAG.findall(text))) > 1 else None
    tags = tags_of_text(text[first.start() :], []) if first else {}
    if not first or len(tags) < 2 or not (closed or any(tag in tags for tag in _TITLE_TAGS)):
        yield from unread_text(line, raw, _FURNITURE, reason)
        return
    before, lost = raw[: first.start()], raw[first.start() :]
    yield from unread_text(line, before, _FURNITURE, _NO_RECORD)
    ends = "" if closed else ", and the file ends inside it (no ER)" if last else ", nor a last one (ER)"
    yield Reject(line=line + line_ends(before), raw=lost, reason=_NO_TY.format(ends=ends), truncated=last)


_MARKS = Marks("\nTY  - ", _PLAIN_END, "\nER  -\n", _EDGE, _ALL_FURNITURE, _plain)
