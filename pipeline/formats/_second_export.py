r"""Two exports in one file, each in its own format: where the second begins.

In: what a reader hands out, or the text of one of its records. Out: the place of an export in another format, and which
format; or nothing. A reader knows its own format alone. What comes behind it, it takes for text between records, or for
more of its last one; and exports are joined by hand ('copy *.txt all.txt') more often than one would think.

JSON behind JSON opens with no line of its own: there each value that stands for itself is looked at (`_json_values`).

A line that opens a record elsewhere ('TY  - JOUR', '@article{') proves nothing: an abstract may quote it. So the other
format must know the text from that line on, and its reader must find a record with a title there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from io import StringIO
from itertools import islice

from ..model import Found, Reject, Unread
from . import Format, all_formats, detect, format_named
from ._json_values import Value, Values

MOST_TOLD = 5  # places of a file; who has so many parts the file anyway
_MOST_LOOKS = 200  # at texts that should not be there: a file of nothing else takes no longer for it
_HEAD = 1 << 16  # characters of a text between records that are looked at, and by which a format is known
_LINES_TRIED = 5  # of one text
_NEAR = 5  # segments of the other export in which there must be a record: headings stand before it
_FIELDS = frozenset(("authors", "container", "year", "doi", "pmid"))
_FEWEST = 2  # of these fields, in a record without title

_XML = ("pubmed-xml", "endnote-xml", "jats", "articulus", "zotero-rdf", "citavi", "ebsco-xml", "ictrp-xml")
_JSON = (
    "csl-json", "zotero-json", "crossref-json", "europepmc-json", "openalex-json", "openlibrary-json", "scopus-json",
    "wos-json", "bibcorpus-jsonl",
)  # fmt: skip
TABLES = ("scopus-csv", "wos-tab", "csv")
# where no record need be looked through:
_WITH_END_MARK = frozenset((*_XML, *_JSON, "bibtex", "ris", "wos"))  # but where it is missing, which a warning says
_HEADINGS_ONLY = frozenset(("ris", "wos", *_JSON))  # what they expect between records is known to the last sign
_ON_THEIR_OWN = frozenset(("endnote-tagged", "ovid-tagged", "ovid-text", "refworks-tagged"))  # the reader has done it
_BY_TAG = {"medline": "TY"}  # what reads like its records shows by this tag

# how the line begins with which an export, or a record of it, opens; and of which formats that may be
OPENINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"TY {1,3}- *[A-Z]", ("ris",)),
    (r"@[ \t]*[A-Za-z]+[ \t]*[{(]", ("bibtex",)),
    (r"PMID- ?\d|OWN - \w", ("medline",)),
    (r"FN [^\r\n]*[\r\n]+VR |PT [A-Z][\r\n]", ("wos",)),
    (r"PT\tA[UF]\t|Publication Type\t", ("wos-tab",)),
    (r"%[0T][ \t]+\S", ("endnote-tagged",)),
    (r"RT[ \t]+[A-Z]", ("refworks-tagged",)),
    (r"\{Reference Type\}", ("noteexpress",)),
    (r"<\s*\d+\s*\.?\s*>[ \t]*[\r\n]+[ \t]*[A-Z]|VN  - Ovid", ("ovid-tagged", "ovid-text")),
    (r"RECORD \d+[ \t]*[\r\n]", ("embase-text",)),
    (r"\"[A-Z][A-Z .()]+\",\"", ("embase-lines",)),
    (r"1[.:][ \t]+[^\r\n]*\d{4}", ("pubmed-text",)),
    (r"bibcorpus form[ \t]*:", ("hand-form",)),
    (r"(?=[\[{])\[?[ \t\r\n]*\{[ \t\r\n]*\"", _JSON),
    (
        r"<(?:\?xml|!DOCTYPE|xml|records?|Pubmed|pmc-article|articles?|journal|OAI-PMH|html|\w+:RDF)(?=[\s>sA-Z])",
        (*_XML, "web-page"),
    ),
)
_BEGINS = r"[TPOFRVb1@%{\[<\"\ufeff]"  # each of them with one of these: a look at it spares most lines the others
_TITLE_COLUMN = re.compile(
    r"(?:[Tt]it(?:le|el|re|ulo|olo)|TITLE|[ií]tulo|[Нн]азвание|[Зз]аглавие|[Tt]ytuł|display_name)\"?[,;\t|]"
)
_ROW_OF_NAMES = re.compile(r"\ufeff*+(?: ?+\"?+\w[^,;\t|\r\n]{0,50}+(?:[,;\t|]|(?=[\r\n]|\Z))){3,}+(?=[\r\n]|\Z)")

Place = tuple[int, tuple[str, ...]]  # and the formats of which an export may begin there
Openings = tuple[re.Pattern[str], tuple[tuple[str, ...], ...]]


@cache
def _openings(own: str, inside: bool) -> Openings:
    """The lines that open something of other formats than `own`; `inside` a record of its, none of its kin either.

    Nor of JSON's kin between records: see `_other_json`.
    """
    kin = inside or own in _JSON
    known = [(line, names) for line, names in OPENINGS if names != (own,) and not (kin and own in names)]
    lines = "|".join(f"({line})" for line, _ in known)
    others = tuple(tuple(name for name in names if name != own) for _, names in known)
    return re.compile(rf"\n(?={_BEGINS})\ufeff*+(?:{lines})"), others


@cache
def _inside(own: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The lines that open others inside a record, for its first line, and for the following."""
    lines = "|".join(line for line, names in OPENINGS if own not in names)
    return re.compile(rf"\ufeff*+(?:{lines})"), re.compile(rf"\n(?={_BEGINS})\ufeff*+(?:{lines})")


def inside(raw: str, own: str) -> tuple[int, Format] | None:
    """The place in a record of format `own` from which on it is an export in another format, and which."""
    first, others = _inside(own)
    lone = "\n" not in raw and "\r" in raw
    rows = [*_rows_of_names(raw, own)]
    if not (rows or first.match(raw) or others.search(_text(raw) if lone else raw)):
        return None
    return _first(raw, [*_opened(own, raw, True), *rows])


def between(raw: str, own: str, following: str = "", anything: bool = False) -> tuple[int, Format] | None:
    """The same for what stands between records. Its beginning may have been taken for it, its end for a record.

    `following`: the record behind it. `anything`: also what is known by no line, as text that should not be there.
    """
    whole = raw + following
    places = [*_opened(own, whole, False), *_rows_of_names(raw, own)]
    if found := _first(whole, [(at, names) for at, names in places if at < len(raw)]):
        return found
    fmt = detect(raw[:_HEAD]) if anything else None
    kin = fmt is not None and own in _JSON and fmt.NAME in _JSON
    return _first(whole, [(0, (fmt.NAME,))]) if fmt and own != fmt.NAME and not kin else None


def _text(raw: str) -> str:
    r"""With a \n before each line, which stands where the line begins in `raw`."""
    return "\n" + (raw.replace("\r", "\n") if "\n" not in raw and "\r" in raw else raw)


def _opened(own: str, raw: str, inside: bool) -> Iterator[Place]:
    openings, names = _openings(own, inside)
    for found in islice(openings.finditer(_text(raw)), _LINES_TRIED):
        yield found.start(), names[(found.lastindex or 1) - 1]


def _rows_of_names(raw: str, own: str) -> Iterator[Place]:
    """Lines that may be a row of column names, the title's among them; in a table any row may be like that."""
    for found in islice(() if own in TABLES else _TITLE_COLUMN.finditer(raw), _LINES_TRIED):
        start = max(raw.rfind("\n", 0, found.start()), raw.rfind("\r", 0, found.start())) + 1
        if _ROW_OF_NAMES.match(raw, start):
            yield start, TABLES


def _first(text: str, places: Iterable[Place]) -> tuple[int, Format] | None:
    for at, names in sorted(set(places)):
        if fmt := _proven(text[at:], names):
            return at, fmt
    return None


def _proven(text: str, names: tuple[str, ...], enough: int = 2) -> Format | None:
    """The format of these that knows the text, and finds a record where it begins."""
    head = text[:_HEAD].lstrip("\ufeff")
    if names == TABLES:  # a row of names is the first line, or it is none
        head, enough = re.split("[\r\n]", head, maxsplit=1)[0], 1
    fmt = max(filter(None, map(format_named, names)), key=lambda fmt: fmt.sniff(head))
    return fmt if fmt.sniff(head) >= enough and _has_record(fmt, text) else None


def _has_record(fmt: Format, text: str) -> bool:
    segments = islice(fmt.read(StringIO(text.lstrip("\ufeff"), newline="")), _NEAR)
    records = [segment.fields.keys() for segment in segments if isinstance(segment, Found)]
    return any("title" in names or len(_FIELDS & names) >= _FEWEST for names in records)


def _other_json(text: str, own: str) -> Format | None:
    """The other JSON format that a value is in, which its reader doesn't know, whatever it makes of it."""
    if all_formats()[own].sniff(text):
        return None
    return _proven(text, tuple(name for name in _JSON if name != own), 1)


class Watch:
    """Goes along with the segments of a file that is read as `own`; `told` are the other exports in it, in words."""

    def __init__(self, own: str) -> None:
        self.told: list[str] = []
        self._own, self._looks = own, 0
        self._tells_itself = own in _WITH_END_MARK  # a record that lost its end has a warning
        self._headings_only = own in _HEADINGS_ONLY
        self._heading: Unread | None = None  # nothing but headings, line by line: no export hides there
        self._texts: list[str] = []  # what stands between two records, up to _HEAD characters
        self._line = self._size = 0
        self._odd = False  # whether something of it should not be there
        self._last: Found | None = None  # the last record, if it was not looked through
        self._values = Values(_HEAD) if own in _JSON else None

    def see(self, segment: Found | Reject | Unread) -> None:
        """The next segment."""
        if self._values and (value := self._values.see(segment)):
            self._look_at(value)
        if isinstance(segment, Found):
            self._heading = None
            if self._texts:
                self._look_between(segment.raw)
            self._last = segment
            if segment.warnings if self._tells_itself else self._suspect(segment):
                self._look_inside()
        elif self._headings_only and not self._texts and isinstance(segment, Unread) and segment.expected:
            self._heading = segment
        elif self._texts or not segment.raw.isspace():
            if self._heading and not self._texts:
                self._gather(self._heading)
            self._gather(segment)

    def _suspect(self, record: Found) -> bool:
        return self._own not in _ON_THEIR_OWN and _BY_TAG.get(self._own, "") in ("", *record.extra)

    def end(self) -> None:
        """Behind the last segment."""
        if self._values and (value := self._values.end()):
            self._look_at(value)
        if self._last is not None:  # whatever its format: most exports that are lost are lost at the end
            self._look_inside()
        if self._texts:
            self._look_between("")

    def _gather(self, segment: Reject | Unread) -> None:
        self._line = self._line if self._texts else segment.line
        if self._size < _HEAD:
            self._texts.append(segment.raw)
            self._size += len(segment.raw)
        self._odd = self._odd or isinstance(segment, Reject) or not segment.expected

    def _look_at(self, value: Value) -> None:
        """A value of a JSON text: is it of another format than the one that reads it?"""
        if len(self.told) < MOST_TOLD and (fmt := _other_json(value.head, self._own)):
            self._tell(value.line, "", 0, fmt)

    def _look_inside(self) -> None:
        record, self._last = self._last, None
        if record and len(self.told) < MOST_TOLD and (found := inside(record.raw, self._own)):
            self._tell(record.line, record.raw, *found)

    def _look_between(self, following: str) -> None:
        text, odd = "".join(self._texts), self._odd
        self._texts, self._size, self._odd = [], 0, False
        if self._looks > _MOST_LOOKS or len(self.told) >= MOST_TOLD:
            return
        self._looks += odd
        if found := between(text, self._own, following if odd else "", anything=odd):
            self._tell(self._line, text, *found)

    def _tell(self, line: int, text: str, at: int, fmt: Format) -> None:
        line += len(re.findall(r"\r\n?|\n", text[:at]))
        what = f"line {line}: here an export in another format begins ({fmt.TITLE})"
        self.told.append(f"{what}: part the file, or hand in each export for itself")
