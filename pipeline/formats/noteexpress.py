"""NoteExpress text, which the Chinese databases export: a name in braces, a colon, and the value.

In: what CNKI, Wanfang and VIP write for the reference manager NoteExpress. Out: records, what can't be read, what
stands between. `{Reference Type}` opens a record; there is no end mark. A line without a name goes on with the value
above it.

    {Author}: 江文杰           Wanfang, one a line; {Translated Author}: Wenjie JIANG for the same person
    {Author}: 潘紫麟;刘庆鹏;    CNKI, all in one
    {Title}:论平衡小组          VIP, no blank behind the colon, at times one before it
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

from ..model import Found, Reject, Unread
from . import _text
from ._author_cell import name_form
from ._blocks import Piece, give, parted, read_blocks, standard_number, take_dates
from ._tagged import Tags, folding, tags_of

NAME = "noteexpress"
TITLE = "NoteExpress"

_TAG = re.compile(r"[\ufeff \t]*\{([^{}\r\n]{1,60})\}[ \t]*:[ \t]*(.*)", re.DOTALL)
_OPENS = re.compile(r"[\ufeff \t]*\{Reference Type\}[ \t]*:")
_HALF_A_TAG = re.compile(r"[\r\n][ \t]*\{[^{}\r\n]*\Z")
_FAMILY_FIRST = re.compile(r"\A([A-Z][A-Z'-]+)\s+([A-Z][a-z].*)\Z")
_ONE_A_LINE = frozenset(("Author", "Translated Author", "Keywords"))

_FIELDS = {
    "Title": "title",
    "Translated Title": "title_translated",
    "Journal": "container",
    "Secondary Title": "container",
    "Series Title": "series",
    "Publisher": "publisher",
    "Place Published": "place",
    "Edition": "edition",
    "Volume": "volume",
    "Issue": "issue",
    "Pages": "pages",
    "DOI": "doi",
    "URL": "url",
    "Language": "language",
    "Abstract": "abstract",
    "Type of Work": "publication_types",
}
# Left in `extra` on purpose, so that nobody maps them by mistake:
#   Notes  CNKI's number of the journal in China (CN 11-3553/R)       Author Address       Database Provider
#   Translated Journal  its name in another language, no short one       Tertiary Author  who supervised a thesis

_TYPES = (
    ("section", "chapter"),
    ("conference", "conference-paper"),
    ("journal", "article"),
    ("newspaper", "article"),
    ("thesis", "thesis"),
    ("book", "book"),
    ("report", "report"),
    ("web", "webpage"),
)
_DATABASES = (("CNKI", "CNKI"), ("万方", "Wanfang"), ("维普", "VIP"))


def sniff(head: str) -> int:
    """3 with a type and a title, 2 with a type."""
    if not _text.line_begins(head, "{") or not re.search(rf"(?:\A|[\r\n]){_OPENS.pattern}", head):
        return 0
    return 3 if "{Title}" in head else 2


def database(head: str) -> str | None:
    """By the name that each record gives; None where the records of a file give several, or none."""
    said = re.findall(r"\{Database Provider\}[ \t]*:(.*)", head)
    found = {next((name for mark, name in _DATABASES if mark in text), None) for text in said}
    return found.pop() if len(found) == 1 else None


def _opens(line: str, _: int) -> bool:
    return line[0] in "{\ufeff \t" and bool(_OPENS.match(line))


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """All records of the text, in order."""
    yield from read_blocks(
        stream, lambda line, _: line[0] in "{\ufeff \t" and bool(_OPENS.match(line)), _record, own=NAME
    )


def _record(piece: Piece) -> Found | Reject:
    raw = piece.raw
    if piece.last and _HALF_A_TAG.search(raw):
        reason = "the file ends inside this record: the download broke off; fetch it again"
        return Reject(line=piece.line, raw=raw, reason=reason, truncated=True)
    tags = tags_of(piece.lines, _split, folding(_ONE_A_LINE))
    warnings = () if tags.keys() - {"Reference Type"} else ("a record with nothing in it but its type",)
    return Found(line=piece.line, raw=raw, fields=_fields(tags), extra=tags, warnings=warnings)


def _split(line: str) -> tuple[str, str] | None:
    found = _TAG.match(line) if "{" in line[:4] else None
    return (found[1].strip(), found[2]) if found else None


def _fields(tags: Tags) -> Tags:
    """The fields; what is left of `tags` is `extra`."""
    fields: Tags = {"type": [_type(tags)]}
    _people(tags, fields)
    if fields["type"] == ["conference-paper"]:
        give(fields, "event", tags.pop("Tertiary Title", []))
    take_dates(tags, fields, "Year", "Date")
    _numbers(tags, fields)
    give(fields, "keywords", parted(tags.pop("Keywords", [])))
    for tag, name in _FIELDS.items():
        if tag in tags:
            give(fields, name, (value.rstrip(";") for value in tags.pop(tag)))
    return fields


def _type(tags: Tags) -> str:
    """By {Reference Type}, which stays in `extra` where we have no word for it ('Patent')."""
    said = tags.get("Reference Type", [""])[0].lower()
    for word, name in _TYPES:
        if word in said:
            del tags["Reference Type"]
            return name
    return "other"


def _people(tags: Tags, fields: Tags) -> None:
    """The same people in Latin letters only where there is one name for each; else nobody knows whose they are.

    Capitals show the family name, which stands first as in Chinese or last: 'HAN Chao', 'Wenjie JIANG'.
    """
    authors, others = (parted(tags.get(tag, [])) for tag in ("Author", "Translated Author"))
    give(fields, "authors", authors)
    tags.pop("Author", None)
    if authors and len(others) == len(authors):
        give(fields, "authors_original", (_FAMILY_FIRST.sub(r"\1, \2", name) for name in others))
        del tags["Translated Author"]
    if authors:
        fields["name_form"] = [name_form(authors) or "free"]


def _numbers(tags: Tags, fields: Tags) -> None:
    """ISSN or ISBN by its digits, whatever the name says: '{ISBN/ISSN}', '{图书印刷版ISBN}'."""
    for tag in [tag for tag in tags if "ISBN" in tag or "ISSN" in tag]:
        values = tags.pop(tag)
        for value in parted(values):
            kind = standard_number(value)
            give(fields if kind else tags, kind or tag, [value])
