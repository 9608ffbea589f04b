"""EndNote XML, as EndNote 20 and later take it; Zotero, Covidence and Rayyan's users too.

\b
- The citekey stands in Label, the PMID in Accession Number, the DOI in DOI, the PMCID in custom2. It stands in the
  record's number too, which pandoc cites by; EndNote counts records anew when it takes them in.
- Two titles: Title is the one in the language of the work, Translated Title the other.
- A group is a name that ends in a comma, so that EndNote doesn't part it. A book that has editors alone is an Edited
  Book, which has them as its authors.
- Translators are Subsidiary Authors, where EndNote has these for translators.
- A preprint is an Unpublished Work whose type is 'preprint': not every EndNote has a reference type for it.
- Of a paper at a conference, Conference Name is the conference, and custom3 the title of the proceedings.
- Keywords and subject headings are both keywords; a semicolon in one becomes a comma.
- A retracted work says so in its notes. --labels says what was decided, in the words of a program for screening.
- What EndNote has no field for stands in the notes, 'bibcorpus: …', from which `bibcorpus add` gets it back.

Characters that XML can't hold (form feeds and other control characters) are left out. Nothing says how a text looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from io import StringIO
from xml.sax.saxutils import escape

from ..formats import endnote_xml
from ..formats._blocks import TRANSLATED
from ..formats._own_note import OURS
from ..model import Bibliographic, Found
from . import ExportedWork, Frame, Options
from ._found import bracketed, month_and_day, name_text, notes_of, to_write, written

NAME = "endnote-xml"
TITLE = "EndNote XML"
SUFFIX = ".xml"
OPTIONS = ("abstracts", "tags", "labels")

# EndNote's own names and numbers
_TYPES = {
    "article": ("Journal Article", 17),
    "book": ("Book", 6),
    "chapter": ("Book Section", 5),
    "conference-paper": ("Conference Proceedings", 10),
    "dataset": ("Dataset", 59),
    "preprint": ("Unpublished Work", 34),
    "proceedings": ("Book", 6),  # a volume is cited as a book
    "report": ("Report", 27),
    "thesis": ("Thesis", 32),
    "webpage": ("Web Page", 12),
}
_OTHER = ("Generic", 13)
_EDITED_BOOK = ("Edited Book", 28)
_BOOKS = ("book", "proceedings")

_BLANKS = re.compile(r"[\x0b\x0c\x1c-\x1f\x85\u2028\u2029\s]+")
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE = "&#xD;"  # between two values of one element, as EndNote writes it

Pairs = Iterator[tuple[str, str | None]]  # where a value stands below the record, and the value


def text(work: ExportedWork, options: Options) -> str:
    """One <record>, in one line."""
    fields = _as_endnote_has_it(to_write(work, options))
    besides = {"pages"} if fields.article_number and not fields.pages else set()
    return written(fields, partial(_text, work, fields, options), _read, besides)


def frame(options: Options) -> Frame:
    """One record a line."""
    return '<?xml version="1.0" encoding="UTF-8"?>\n<xml><records>\n', "", "</records></xml>\n"


def _as_endnote_has_it(work: Bibliographic) -> Bibliographic:
    types = work.publication_types
    if work.type == "preprint":
        types = tuple(dict.fromkeys(("preprint", *types)))
    keywords = dict.fromkeys(word.replace(";", ",") for word in work.keywords)
    return replace(work, publication_types=types, keywords=tuple(keywords))


def _read(text: str) -> Mapping[str, Sequence[str]]:
    found = next(iter(endnote_xml.read(StringIO(text, newline=""))))
    return found.fields if isinstance(found, Found) else {}


def _text(work: ExportedWork, fields: Bibliographic, options: Options, said: Mapping[str, Sequence[str]]) -> str:
    name, number = _type(fields)
    number_of_record = f"<rec-number>{_plain(work.key)}</rec-number>"
    begin = f'<source-app name="{OURS}">{OURS}</source-app>{number_of_record}'
    begin += f'<ref-type name="{name}">{number}</ref-type>'
    notes = notes_of(work, fields, options, said)
    return f"<record>{begin}{''.join(_elements(_values(work.key, fields, notes, said)))}</record>\n"


def _values(key: str, work: Bibliographic, notes: Sequence[str], said: Mapping[str, Sequence[str]]) -> Pairs:
    """Every value with its place, in the order in which EndNote writes them."""
    yield from _people(work)
    yield from _titles(work, said)
    yield from _numbers(work)
    yield from (("keywords/keyword", word) for word in work.keywords)
    yield "dates/year", str(work.year) if work.year else None
    yield "dates/pub-dates/date", month_and_day(work.date)
    yield "pub-location", work.place
    yield "publisher", work.publisher
    yield "isbn", "\r".join((*work.issn, *work.isbn))
    yield "accession-num", work.pmid
    yield "electronic-resource-num", work.doi
    yield "abstract", work.abstract
    yield "label", key
    yield "notes", "\r".join(note.replace("\r", " ") for note in notes)
    yield from (("work-type", kind) for kind in work.publication_types)
    yield "language", next(iter(work.languages), None)
    yield "urls/related-urls/url", work.url
    yield "access-date", work.accessed.replace("-", "/") if work.accessed else None
    yield "custom2", work.pmcid
    yield "custom3", work.container if _of_conference(work) else None
    yield "custom7", work.article_number


# ------------------------------------------------------------------------------------------ elements


def _elements(values: Pairs) -> Iterator[str]:
    """'dates/year' 2014, 'dates/pub-dates/date' Nov 3 -> <dates><year>2014</year><pub-dates><date>Nov 3</date>…"""
    opened: list[str] = []
    for path, value in values:
        if not (text := _plain(value or "")):
            continue
        *above, name = path.split("/")
        same = next((at for at, (one, other) in enumerate(zip(opened, above, strict=False)) if one != other), None)
        same = min(len(opened), len(above)) if same is None else same
        yield from (f"</{each}>" for each in reversed(opened[same:]))
        yield from (f"<{each}>" for each in above[same:])
        yield f"<{name}>{text}</{name}>"
        opened = above
    yield from (f"</{each}>" for each in reversed(opened))


def _plain(text: str) -> str:
    """The text without what XML can't hold; the breaks between several values as EndNote writes them."""
    lines = (" ".join(_NO_XML.sub("", _BLANKS.sub(" ", line)).split()) for line in text.split("\r"))
    return _LINE.join(escape(line) for line in lines if line)


# ------------------------------------------------------------------------------------------ what stands where


def _type(work: Bibliographic) -> tuple[str, int]:
    return _EDITED_BOOK if _edited(work) else _TYPES.get(work.type, _OTHER)


def _edited(work: Bibliographic) -> bool:
    return work.type in _BOOKS and bool(work.editors) and not work.authors


def _of_conference(work: Bibliographic) -> bool:
    return work.type == "conference-paper" and bool(work.event)


def _people(work: Bibliographic) -> Pairs:
    authors, editors = (work.editors, ()) if _edited(work) else (work.authors, work.editors)
    others = "tertiary-authors" if work.type in _BOOKS else "secondary-authors"
    yield from (("contributors/authors/author", name_text(name)) for name in authors)
    yield from ((f"contributors/{others}/author", name_text(name)) for name in editors)
    if work.type in TRANSLATED:
        yield from (("contributors/subsidiary-authors/author", name_text(name)) for name in work.translators)


def _titles(work: Bibliographic, said: Mapping[str, Sequence[str]]) -> Pairs:
    """The title of the work, and the translated one; as they lead where the reader would turn them round."""
    in_series = work.type in _BOOKS or work.type == "report"
    turned = work.title_original is not None and "title_original" not in said
    title, other = bracketed(work), work.title_original
    yield "titles/title", other if turned else title
    yield "titles/secondary-title", work.series if in_series else work.event if _of_conference(work) else work.container
    yield "titles/tertiary-title", None if in_series else work.series
    yield "titles/translated-title", title if turned else other
    yield "periodical/full-title", work.container if work.type == "article" else None
    yield "periodical/abbr-1", work.container_short


def _numbers(work: Bibliographic) -> Pairs:
    """An article number takes the place of missing pages: few programs print it from custom7."""
    yield "pages", work.pages or work.article_number
    yield "volume", work.volume
    yield "number", work.issue
    yield "edition", work.date_online.replace("-", "/") if work.date_online and work.type == "article" else work.edition
