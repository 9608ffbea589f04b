"""EndNote tagged text, also called refer or enw: a per cent sign, one character, a blank, and the value.

In: what Google Scholar, CNKI, ACM, AIS eLibrary, BibIX and EndNote itself write. Out: records, what can't be read, what
stands between. `%0` opens a record in most files, but may be missing or stand second (AIS): there, blank lines part
the records. A line without a tag goes on with the value above it. There is no end mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

from ..model import Found, Reject, Unread
from . import _text
from ._author_cell import name_form
from ._blocks import TRANSLATED, Piece, give, parted, read_blocks, standard_number, take_dates
from ._isi_link import linked_record
from ._tagged import Tags, folding, tags_of

NAME = "endnote-tagged"
TITLE = "EndNote tagged (refer, enw)"

_TAG = re.compile(r"\ufeff*(%[0-9A-Z!@#$&()*+<=>?\[\]^|~])(?:[ \t]+|(?=[\r\n]|\Z))(.*)", re.DOTALL)
_ONE_A_LINE = frozenset(("%A", "%E", "%K", "%@"))
_OPENERS = frozenset(("%0", "%T", "%A"))  # after a blank line and the title: what a record begins with

_FIELDS = {
    "%T": "title",
    "%Q": "title_translated",
    "%S": "series",
    "%C": "place",
    "%I": "publisher",
    "%N": "issue",
    "%V": "volume",
    "%P": "pages",
    "%7": "edition",
    "%R": "doi",
    "%U": "url",
    "%[": "accessed",
    "%G": "language",
    "%M": "accession",
    "%X": "abstract",
    "%O": "note",
    "%Z": "note",
    "%9": "publication_types",
}
# Left in `extra` on purpose, so that nobody maps them by mistake:
#   %F %L  label and call number      %+  authors' addresses      %W %~  the database      %<  research notes
#   %Y  tertiary authors      %H  the authors once more, in another spelling
#   %!  short title      %*  the work that is reviewed, or rights      %> %1 %3 %4 %5  files and the user's own fields

_TYPES = (
    ("book section", "chapter"),
    ("chapter", "chapter"),
    ("encyclopedia", "chapter"),
    ("conference", "conference-paper"),
    ("journal", "article"),
    ("article", "article"),
    ("book", "book"),
    ("thesis", "thesis"),
    ("dissertation", "thesis"),
    ("report", "report"),
    ("government document", "report"),
    ("dataset", "dataset"),
    ("web", "webpage"),
    ("blog", "webpage"),
    ("preprint", "preprint"),
)
_COMMAS_OF_A_LIST = 2
_ARTICLE = re.compile(r"Article\s+(?:No\.\s*)?(\w+)", re.IGNORECASE)
_PUBMED = re.compile(r"pubmed|medline|\bNLM\b", re.IGNORECASE)
_DATABASES = (("aisel.aisnet.org", "AIS eLibrary"), ("%W CNKI", "CNKI"), ("%~ CNKI", "CNKI"))


def sniff(head: str) -> int:
    """3 with a type and another tag, 2 with a title and another tag."""
    if not _text.line_begins(head, "%"):
        return 0
    tags = set(re.findall(r"(?:\A|[\r\n])\ufeff?(%[0TADJX])[ \t]", head))
    if "%0" in tags and re.search(r"(?:\A|[\r\n])\ufeff?%0[ \t]+[A-Z]", head):
        return 3 if len(tags) > 1 else 2
    return 2 if "%T" in tags and tags & {"%A", "%D"} else 0


def database(head: str) -> str | None:
    """AIS by its addresses, CNKI by its name; others don't say."""
    return next((name for mark, name in _DATABASES if mark in head), None)


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """All records of the text, in order."""
    yield from read_blocks(stream, _Openings(), _record, own=NAME)


class _Openings:
    """Whether a line opens a record; knows the tags of the record so far."""

    def __init__(self) -> None:
        self.tags: list[str] = []

    def __call__(self, line: str, blanks: int) -> bool:
        found = _TAG.match(line) if line[0] in "%\ufeff" else None
        if found is None:
            return False
        opens = not self.tags or self._again(found[1], blanks)
        if opens:
            self.tags = []
        self.tags.append(found[1] if found[2].strip() else "")  # an empty tag says nothing: a type may follow it
        return opens

    def _again(self, tag: str, blanks: int) -> bool:
        """A record that began with %0 may hold blank lines, in its abstract; one without is parted by them."""
        if tag == "%0":
            return "%0" in self.tags or blanks > 0
        if not blanks:
            return False
        if self.tags[0] != "%0":
            return True
        return tag in _OPENERS and "%T" in self.tags


def _record(piece: Piece) -> Found | Reject:
    raw = piece.raw
    tags = tags_of(piece.lines, _split, folding(_ONE_A_LINE))
    if piece.last and re.search(r"[\r\n]%[\w@!]?\Z", raw):
        reason = "the file ends inside this record: the download broke off; fetch it again"
        return Reject(line=piece.line, raw=raw, reason=reason, truncated=True)
    warnings = () if tags.keys() - {"%0"} else ("a record with nothing in it but its type",)
    return Found(line=piece.line, raw=raw, fields=_fields(tags), extra=tags, warnings=warnings)


def _split(line: str) -> tuple[str, str] | None:
    if line[0] not in "%\ufeff":
        return None
    found = _TAG.match(line)
    return (found[1], found[2]) if found else None


def _fields(tags: Tags) -> Tags:
    """The fields; what is left of `tags` is `extra`."""
    fields: Tags = {"type": [_type(tags)]}
    for rule in (_people, _containers, _dates, _pages, _numbers):
        rule(tags, fields)
    give(fields, "keywords", _keywords(tags.pop("%K", [])))
    for tag, name in _FIELDS.items():
        if tag in tags:
            give(fields, name, tags.pop(tag))
    _links(tags, fields)
    return fields


def _links(tags: Tags, fields: Tags) -> None:
    """EndNote's links into Web of Science are no addresses, but the record's number there; `extra` keeps them."""
    if links := [url for url in fields.get("url", ()) if linked_record(url)]:
        tags["%U"] = links
        others = [url for url in fields.pop("url") if url not in links]
        give(fields, "url", others)
        if "accession" not in fields:
            give(fields, "accession", [number for link in links if (number := linked_record(link))])


def _keywords(values: list[str]) -> list[str]:
    """One a line, or all in one with semicolons between them, or with commas (ACM, AIS): three of them are no heading
    turned round, as 'Receptors, Cell Surface' is.
    """
    words = parted(values)
    return parted(words, ",") if len(words) == 1 and words[0].count(",") >= _COMMAS_OF_A_LIST else words


def _type(tags: Tags) -> str:
    """By %0, which stays in `extra` where we have no word for it ('Patent')."""
    said = tags.get("%0", [""])[0].lower()
    for word, name in _TYPES:
        if word in said:
            del tags["%0"]
            return name
    return "article" if "%0" not in tags and "%J" in tags else "other"


def _people(tags: Tags, fields: Tags) -> None:
    """%? are EndNote's subsidiary authors: translators, but of a paper at a conference its sponsors.

    Older files of CNKI have all authors in one line: '%A 蔺卿 %A 罗格平'.
    """
    for tag, name in (("%A", "authors"), ("%E", "editors"), ("%?", "translators")):
        if tag != "%?" or fields["type"][0] in TRANSLATED:
            give(fields, name, parted(text for value in tags.pop(tag, []) for text in value.split(f" {tag} ")))
    if names := fields.get("authors") or fields.get("editors") or fields.get("translators"):
        fields["name_form"] = [name_form(names) or "free"]


def _containers(tags: Tags, fields: Tags) -> None:
    """%J is the journal; %B the book or the proceedings, but of a book its series, of a thesis its department."""
    give(fields, "container", tags.pop("%J", []))
    kind = fields["type"][0]
    if kind == "book":
        give(fields, "series", tags.pop("%B", []))
    elif kind != "thesis" and "container" not in fields:
        give(fields, "container", tags.pop("%B", []))


def _dates(tags: Tags, fields: Tags) -> None:
    take_dates(tags, fields, "%D", "%8")


def _pages(tags: Tags, fields: Tags) -> None:
    """ACM has the number of an article among the pages: 'Article 141'."""
    numbers = [found[1] for value in tags.get("%P", []) if (found := _ARTICLE.fullmatch(value))]
    if numbers and len(numbers) == len(tags["%P"]):
        del tags["%P"]
        give(fields, "article_number", numbers)


def _numbers(tags: Tags, fields: Tags) -> None:
    """%@ is an ISSN or an ISBN; %2 PubMed Central's number; %M PubMed's where the record is from there."""
    for value in tags.pop("%@", []):
        kind = standard_number(value)
        give(fields if kind else tags, kind or "%@", [value])
    pmcids = [value for value in tags.get("%2", []) if re.match(r"PMC\d+", value)]
    if pmcids:
        give(fields, "pmcid", tags.pop("%2"))
    says = " ".join(tags.get("%W", []) + tags.get("%~", []))
    if _PUBMED.search(says) and all(re.fullmatch(r"\d{1,9}", value) for value in tags.get("%M", [])):
        give(fields, "pmid", tags.get("%M", []))
