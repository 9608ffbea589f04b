"""What a form for one work asks: its lines, in words that stand on title pages, and the field that each fills.

A line is asked of the types of work that can have it; a line that a form doesn't ask may be written into it all the
same. Examples are of published works and of plain facts about them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a form: the field that it fills, what belongs into it, an example. `many`: it may be repeated."""

    field: str
    meaning: str
    example: str
    many: bool = False


LINES: Mapping[str, Line] = {
    "author": Line("authors", "family name, comma, given names; one line a person", "Balint, Michael", many=True),
    "group author": Line("group_authors", "a society, ministry … as author", "World Health Organization", many=True),
    "editor": Line("editors", "as authors; of a chapter: the editors of its book", "Balint, Enid", many=True),
    "translator": Line("translators", "as authors", "Roe, Richard", many=True),
    "title": Line(
        "title", "as on the title page, a subtitle behind a colon", "The doctor, his patient and the illness"
    ),
    "original title": Line(
        "title_original", "in the language of the work, if that is another", "Die Balintgruppe in Klinik und Praxis"
    ),
    "journal": Line("container", "its whole name", "The Lancet"),
    "book": Line("container", "the title of the book that it stands in", "Six minutes for the patient"),
    "proceedings": Line("container", "the title of the volume that it stands in", "Proceedings of the 20th congress"),
    "site": Line("container", "the name of the web site", "International Balint Federation"),
    "year": Line("year", "of issue, four digits", "1957"),
    "date": Line("date", "of issue, if more than the year is known: year-month-day", "2004-11-03"),
    "volume": Line("volume", "", "12"),
    "issue": Line("issue", "", "3"),
    "pages": Line("pages", "first-last", "683-688"),
    "edition": Line("edition", "if it is not the first", "2nd ed."),
    "event": Line("event", "the name of the congress", "20th International Balint Congress"),
    "series": Line("series", "the series that it is a volume of", "Mind and medicine monographs"),
    "publisher": Line("publisher", "", "Pitman Medical"),
    "university": Line("publisher", "where it was submitted", "University of London"),
    "institution": Line("publisher", "who issued it", "World Health Organization"),
    "place": Line("place", "of publication", "London"),
    "thesis type": Line("publication_types", "", "Doctoral thesis"),
    "ISBN": Line("isbn", "with or without hyphens", "978-3-16-148410-0", many=True),
    "ISSN": Line("issn", "", "0140-6736", many=True),
    "DOI": Line("doi", "", "10.1000/182"),
    "PMID": Line("pmid", "PubMed's number", "12345678"),
    "address": Line("url", "where it can be read", "https://example.org/paper", many=True),
    "looked at": Line("accessed", "the day on which you looked at the address: year-month-day", "2026-11-22"),
    "language": Line("language", "of the work, in English or as a code", "Russian", many=True),
    "keyword": Line("keywords", "the author's; one a line", "general practice", many=True),
    "abstract": Line("abstract", "as it stands in the work; further lines begin with blanks", "…"),
    "note": Line("note", "what others should know: where you saw it", "seen in the society's library", many=True),
}

_WHERE_KEPT = ("DOI", "PMID", "address", "looked at", "language", "keyword", "abstract", "note")
_PEOPLE = ("author", "group author", "title", "original title")
_BOOK = ("year", "edition", "series", "publisher", "place", "ISBN")
# type of a record -> the lines that its form asks, in order
FORMS: Mapping[str, tuple[str, ...]] = {
    "article": (*_PEOPLE, "journal", "year", "date", "volume", "issue", "pages", "ISSN", *_WHERE_KEPT),
    "book": (*_PEOPLE, "editor", "translator", *_BOOK, *_WHERE_KEPT),
    "chapter": (*_PEOPLE, "book", "editor", "translator", "pages", *_BOOK, *_WHERE_KEPT),
    "conference-paper": (*_PEOPLE, "proceedings", "event", "editor", "date", "pages", *_BOOK, *_WHERE_KEPT),
    "proceedings": (*_PEOPLE, "event", "editor", "date", *_BOOK, *_WHERE_KEPT),
    "thesis": (*_PEOPLE, "thesis type", "university", "place", "year", "pages", *_WHERE_KEPT),
    "report": (*_PEOPLE, "institution", "place", "year", "series", "issue", "pages", *_WHERE_KEPT),
    "preprint": (*_PEOPLE, "site", "year", "date", *_WHERE_KEPT),
    "webpage": (*_PEOPLE, "site", "year", "date", *_WHERE_KEPT),
    "other": (*_PEOPLE, "editor", "translator", "journal", "volume", "issue", "pages", *_BOOK, *_WHERE_KEPT),
}

_HEAD = """\
bibcorpus form: {kind}
id: {form_id}

# Write behind the colons what you know, and leave the rest as it is: what isn't filled in stays unknown.
# Lines that begin with # are for you, and are not taken in. What is too long goes on in the next line, if that
# begins with a blank. More than one of something (authors …): one line each, with its name and colon.
# Keep the line with the id: by it a corrected form is known as the same work.
# Letters of any alphabet are welcome; save the file as UTF-8. Then: bibcorpus add {name}
"""


def blank_form(kind: str, form_id: str, name: str) -> str:
    """An empty form for a work of this type: a key of FORMS. `name` is what the file is called."""
    asked = "".join(_asked(label, LINES[label]) for label in FORMS[kind])
    return _HEAD.format(kind=kind, form_id=form_id, name=name) + asked


def _asked(label: str, line: Line) -> str:
    meaning = f"{line.meaning}; for example: " if line.meaning else "for example: "
    return f"\n# {meaning}{line.example}\n{label}:\n"
