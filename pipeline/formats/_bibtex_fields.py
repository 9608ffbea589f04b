"""A BibTeX entry -> fields of ours; what none of them takes goes to `extra` as written.

In: a `Block` of kind 'entry' and the @string definitions. Out: a Found. The tables here are also those of the writer
(`_bibtex_write`), which turns them round.
"""

from __future__ import annotations

import re

from ..model import Found
from ..values.date import parse_date
from ._bibtex_mend import Block
from ._bibtex_names import outside, people
from ._bibtex_sources import arxiv, in_full, nothing
from ._bibtex_values import characters, value
from ._isi_link import linked_record
from ._latex import decode, decode_verbatim
from ._own_note import RETRACTED_TYPE

Fields = dict[str, list[str]]

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

TYPES = {
    "article": "article", "suppperiodical": "article", "review": "article",
    "book": "book", "mvbook": "book", "booklet": "book", "collection": "book", "mvcollection": "book",
    "reference": "book", "mvreference": "book",
    "inbook": "chapter", "incollection": "chapter", "bookinbook": "chapter", "suppbook": "chapter",
    "suppcollection": "chapter", "inreference": "chapter", "book_section": "chapter",
    "inproceedings": "conference-paper", "conference": "conference-paper",
    "proceedings": "proceedings", "mvproceedings": "proceedings",
    "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis",
    "techreport": "report", "report": "report",
    "online": "webpage", "electronic": "webpage", "www": "webpage", "webpage": "webpage",
    "web_page": "webpage",
    "dataset": "dataset", "preprint": "preprint",
}  # fmt: skip

# what `type` says of an entry whose own type says less: Scopus writes '@BOOK … document_type = {Book Chapter}'
REFINED = {"book chapter": "chapter", "conference paper": "conference-paper", "conference review": "proceedings"}
_WIDE = ("article", "book", "other")

_KINDS = {"mathesis": "Master's thesis", "phdthesis": "PhD thesis"}  # biblatex's names for theses

# fields whose value goes as one text into a field of ours
ONE = {
    "journal": "container", "journaltitle": "container", "booktitle": "container",
    "shortjournal": "container_short", "abbrev_source_title": "container_short",
    "journal-iso": "container_short",
    "journalabbreviation": "container_short", "series": "series", "eventtitle": "event",
    "conference": "event",
    "publisher": "publisher", "institution": "publisher", "school": "publisher", "organization": "publisher",
    "address": "place", "city": "place", "edition": "edition", "volume": "volume", "pages": "pages",
    "eid": "article_number",
    "art_number": "article_number", "article-number": "article_number", "article_number": "article_number",
    "articleno": "article_number", "year": "year", "language": "language", "abstract": "abstract",
    "note": "note",
    "type": "publication_types", "document_type": "publication_types", "early-access-date": "date_online",
    "earlyaccessdate": "date_online", "epubdate": "date_online", "issn": "issn", "eissn": "issn", "isbn": "isbn",
    # biblatex's name for the day of the last look at `url`, then those of urlbst, ACM and other styles
    "urldate": "accessed", "lastchecked": "accessed", "lastaccessed": "accessed", "lastvisited": "accessed",
    "accessed": "accessed", "accessdate": "accessed", "access-date": "accessed", "access_date": "accessed",
    "urlaccessdate": "accessed",
}  # fmt: skip
_SEVERAL = {"issn", "isbn", "language"}  # these come as lists: 'pt, en, es', in biblatex 'pt and en'
_BETWEEN_SEVERAL = re.compile(r"[,;]|\s+and\s+")
# these hold addresses and codes, where '~' and '--' are no LaTeX
CODES = {
    "doi": "doi", "url": "url", "pmid": "pmid", "pubmed_id": "pmid", "pubmedid": "pmid", "pubmed-id": "pmid",
    "pmcid": "pmcid", "pmc": "pmcid", "unique-id": "accession", "hal_id": "accession",
    "accession_number": "accession",
}  # fmt: skip
TRANSLATION = re.compile(r"\[(?:[^\[\]]|\[[^\[\]]*\])+\]")
_JOINED = {"title": "subtitle", "booktitle": "booksubtitle", "journaltitle": "journalsubtitle"}
# these appear in issues: biblatex's `issue` is theirs
WITH_ISSUES = {"article", "conference-paper", "other"}


def as_found(block: Block, line: int, strings: dict[str, str]) -> Found:
    """An entry as fields; what no field of ours takes goes to `extra` as written."""
    written: Fields = {}
    for name, raw in block.fields:
        if text := value(raw, strings).strip():
            written.setdefault(name.lower(), []).append(text)
    fields: Fields = {"type": [_type(block.type, written)]}
    in_full(written)
    none = nothing(written)
    _notes(written, fields)
    arxiv(written, fields)
    _names(written, fields)
    _titles(written, fields)
    _dates(written, fields)
    _numbers(written, fields)
    _houses(written, fields)
    _subjects(written, fields)
    _codes(written, fields, block.key.strip())
    for name in [name for name in ONE if name in written]:
        ours = ONE[name]
        for text in written.pop(name):
            for part in _BETWEEN_SEVERAL.split(text) if ours in _SEVERAL else [text]:
                _add(fields, ours, _KINDS.get(part, "") or _plain(part))
    if block.type == "mastersthesis":
        _add(fields, "publication_types", _KINDS["mathesis"])
    extra = {"entry_type": [block.type], "citekey": [block.key.strip()], **written, **none}
    extra = {name: texts for name, texts in extra.items() if any(texts)}
    return Found(line=line, raw=block.raw, fields=fields, extra=extra, warnings=block.warnings)


def _type(entry_type: str, written: Fields) -> str:
    own = TYPES.get(entry_type, "other")
    said = (_plain(text).lower() for name in ("type", "document_type") for text in written.get(name, ()))
    return next((REFINED[text] for text in said if text in REFINED), own) if own in _WIDE else own


def _add(fields: Fields, name: str, text: str) -> None:
    if text and text not in fields.get(name, ()):
        fields.setdefault(name, []).append(text)


def _plain(text: str) -> str:
    """`text` without LaTeX's mark-up, on one line."""
    text = characters(decode(text))
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":  # most are so
        return text
    return " ".join(text.split())


SAID_FIRST = re.compile(r"(Preprint|Retracted)(?:[.,]\s+|[.]?$)")


def _notes(written: Fields, fields: Fields) -> None:
    """What many say at the beginning of a note, as our own writer does: 'Preprint. Retracted. With errata'."""
    notes = written.pop("note", [])
    for place, note in enumerate(notes):
        while found := SAID_FIRST.match(note):
            if found[1] == "Retracted":
                _add(fields, "publication_types", RETRACTED_TYPE)
            elif fields["type"][0] in ("other", "webpage"):
                fields["type"] = ["preprint"]
            else:
                break
            note = notes[place] = note[found.end() :]
    if any(notes):
        written["note"] = [note for note in notes if note]


PEOPLE = {
    "author": "authors", "authororiginal": "authors_original", "editor": "editors", "translator": "translators",
}  # fmt: skip


def _names(written: Fields, fields: Fields) -> None:
    for name, ours in PEOPLE.items():
        for text in written.pop(name, ()):
            persons, groups = people(text)
            if persons:
                fields.setdefault(ours, []).extend(persons)
                fields["name_form"] = ["family-comma-given"]
            if groups and ours == "authors":
                fields.setdefault("group_authors", []).extend(groups)
            elif groups:
                fields.setdefault(ours, []).extend(groups)


def _titles(written: Fields, fields: Fields) -> None:
    """Title and subtitle are one title, as the printed list has them; a second title of the entry follows.

    An addition to the title that stands wholly in brackets is the title in another language, as our own writer and
    most styles print it: title 'Балинтовская группа', titleaddon '[The Balint group]'.
    """
    for name, second in _JOINED.items():
        if name in written and second in written:
            first, rest = written[name][0], written.pop(second)
            joint = " " if re.search(r"[.:?!]\}*$", first) else ": "
            written[name] = [joint.join([first, *rest]), *written[name][1:]]
    for name, ours in (("title", "title"), ("origtitle", "title_original")):
        for text in written.pop(name, ()):
            _add(fields, ours, _plain(text))
    if fields.get("title") and all(TRANSLATION.fullmatch(_plain(text)) for text in written.get("titleaddon", ())):
        for text in written.pop("titleaddon", ()):
            _add(fields, "title_translated", _plain(text)[1:-1])


_HOLDS_YEAR = re.compile(r"\d{4}")


def _dates(written: Fields, fields: Fields) -> None:
    """biblatex's `date` as it stands; else year, month and day joined ('2014 Nov 3').

    EndNote's `date` may be the month and the day alone: year 2019, date 'May 3'.
    """
    alone = len(written.get("year", ())) == 1 == len(written.get("date", ())) and "month" not in written
    if alone and _HOLDS_YEAR.search(written["year"][0]) and not _HOLDS_YEAR.search(written["date"][0]):
        written["month"] = written.pop("date")
    for text in written.pop("date", ()):
        _add(fields, "date", decode_verbatim(text).strip())
    if "date" not in fields and "month" in written:
        year, months = written.get("year", [])[:1], written.pop("month")
        parts = [_plain(text) for text in (*year, *months, *written.pop("day", ()))]
        numbers = len(parts) > 1 and all(part.isdecimal() and len(part) <= 4 for part in parts)
        _add(fields, "date", "-".join(part.zfill(2) for part in parts) if numbers else " ".join(parts))


def _numbers(written: Fields, fields: Fields) -> None:
    """`number` is the issue, and that in a series or of a report, as in RIS; `issue` ('Spring') only without one."""
    serial = fields["type"][0] in WITH_ISSUES or "journal" in written or "journaltitle" in written
    if serial or "number" in written:
        name = "number" if "number" in written else "issue"
        for text in written.pop(name, ()):
            _add(fields, "issue", _plain(text))
    if "address" not in written and "location" in written:
        for text in written.pop("location"):
            _add(fields, "place", _plain(text))
    if "language" not in written and "langid" in written:
        written["language"] = written.pop("langid")


_STANDS_ALONE = ("other", "webpage", "dataset", "preprint")
_ADDRESS = re.compile(r"(?:\\url\{)?(https?://[^\s{}]+)\}?")
_LOOKED = re.compile(r"(?:last |date )?(?:accessed|retrieved|visited)(?: on)?:?\s+(.*\d)\.?", re.IGNORECASE)
# what is no name: a medium, a date of access, an address among other words
_HOW = re.compile(
    r".*(?:\\url|\\href|://|www\.)|(?:last |date )?(?:accessed|available|retrieved|visited)\b|"
    r"(?:online|website|web ?page|web|internet|electronic|electronically|pdf|print|manuscript|unpublished)\W*$",
    re.IGNORECASE,
)


def _houses(written: Fields, fields: Fields) -> None:
    """`howpublished` and `organization` of what stands in no book or journal: where it stands, if a publisher is named
    beside, else the publisher. An address in `howpublished` is the work's, and so is the date of the last look at it.
    """
    if fields["type"][0] not in _STANDS_ALONE:
        return
    named = any(name in written for name in ("publisher", "institution", "school"))
    holds = named and not {"journal", "journaltitle", "booktitle"} & written.keys()
    for text in written.pop("howpublished", []):
        if (address := _ADDRESS.fullmatch(text)) and "url" not in written:
            written["url"] = [address[1]]
        elif (looked := _LOOKED.fullmatch(text)) and parse_date(looked[1]):
            written.setdefault("urldate", []).append(looked[1])
        elif _HOW.match(text) or (named and not holds):
            written.setdefault("howpublished", []).append(text)
        else:
            _add(fields, "container" if holds else "publisher", _plain(text))
    for text in written.pop("organization", ()) if holds else ():
        _add(fields, "container", _plain(text))


def _subjects(written: Fields, fields: Fields) -> None:
    """Authors' keywords, and those of the database: Scopus' `keywords` are its index where `author_keywords`
    stands by.
    """
    indexed = "author_keywords" in written or "scopus" in " ".join(written.get("source", ())).lower()
    for name, ours in (
        ("author_keywords", "keywords"),
        ("keywords", "headings" if indexed else "keywords"),
        ("keyword", "keywords"),
        ("keywords-plus", "headings"),
    ):
        for text in written.pop(name, ()):
            for word in _lines(text) or _listed(text):
                _add(fields, ours, word)


def _lines(text: str) -> list[str]:
    """EndNote has one keyword a line, where a comma is its own; most lines of a list that was wrapped have commas."""
    lines = [] if ";" in text or "\n" not in text else text.splitlines()
    if any(line[:1].isspace() for line in lines) or 2 * sum("," not in line for line in lines) <= len(lines):
        return []
    return [word for line in lines if (word := _plain(line))]


_SEMICOLON = re.compile(r"(?<!\\)[{}]|;")
_ONE_SIGN = re.compile(r"\{(?:\\[A-Za-z]+)?\}")  # '{\textasciitilde}', '\~{}': braces that keep no words together
_COMMA = re.compile(r"(?<!\\)[{}]|,")


def _listed(text: str) -> list[str]:
    """The words of a list in LaTeX; what stands in braces is not parted: 'a, {b, c}' -> ['a', 'b, c']."""
    if "{" not in _ONE_SIGN.sub("", text) or "#" in text:  # '&\\#8208;' is one character
        return listed(_plain(text))
    parts = next((parts for sign in (_SEMICOLON, _COMMA) if len(parts := outside(text, sign)) > 1), [])
    return [word for part in parts if (word := _plain(part))] if parts else listed(_plain(text))


_BETWEEN_SEMICOLONS = re.compile(r"(?:&#?\w{1,8};|[^;])+")


def listed(text: str) -> list[str]:
    """By semicolons where there are any, else by commas."""
    # the ';' of an entity ('&#8208;') parts nothing
    words = [word for word in text.split(";") if word] if "&" not in text else _BETWEEN_SEMICOLONS.findall(text)
    by_semicolons = len(words) != 1 or len(words[0]) < len(text)
    words = words if by_semicolons else text.split(",")
    return [word.strip() for word in words if word.strip()]


_INHERITING = ("chapter", "conference-paper")  # their crossref is the key of the book, and a key may be a DOI
_WHOLE_DOI = re.compile(r"10\.[0-9]{4,9}/\S+")
_PMID_KEY = re.compile(r"PMID[:_]?(\d{1,8})", re.IGNORECASE)  # also TeXMed's: 'pmid31025164'
PMID_NOTE = re.compile(r"(?:^|[\n;.])\s*PMID:\s*(\d{1,8})\b(?![./-]\d)")  # not 'PMID: 10.1000/x'
_SCOPUS_ID = re.compile(r"[?&]eid=(2-s2\.0-\d+)|scopus\.com/pages/publications/(\d+)")
_CLARIVATE_ID = re.compile(r"(?:WOS|ISI|BCI|CSCD|KJD|RSCI|SCIELO|MEDLINE|ZOOREC|INSPEC):\w+$")
_EBSCO_ID = re.compile(r"ebscohost\.com/.*[?&]AN=([\w.-]+)")


def _codes(written: Fields, fields: Fields, key: str) -> None:
    """Identifiers in their own fields, and where a database is known to put its own elsewhere."""
    links = [text for text in written.get("url", ()) if "<Go" in text and linked_record(text)]
    for name, ours in CODES.items():
        for text in written.pop(name, ()):
            if text not in links:
                _add(fields, ours, " ".join(decode_verbatim(text).split()))
    if links:
        written["url"] = links
    own = "doi" not in fields and fields["type"][0] not in _INHERITING
    if own and all(_WHOLE_DOI.fullmatch(text) for text in written.get("crossref", ())):  # SciELO's place for it
        for text in written.pop("crossref", ()):
            _add(fields, "doi", text)
    if "pubmed" in "".join(written.get("eprinttype", ())).lower():
        for text in written.pop("eprint", ()):
            _add(fields, "pmid", " ".join(decode_verbatim(text).split()))
    for note in written.get("note", ()):
        for pmid in PMID_NOTE.findall(note):
            _add(fields, "pmid", pmid)
    if "pmid" not in fields and (number := _PMID_KEY.fullmatch(key)):
        _add(fields, "pmid", number[1])
    add_accession(fields, key)
    for link in links if "accession" not in fields else ():
        _add(fields, "accession", linked_record(link) or "")


def add_accession(fields: Fields, key: str) -> None:
    if "accession" not in fields and _CLARIVATE_ID.match(key):
        _add(fields, "accession", key)
    for url in fields.get("url", ()):
        if found := _SCOPUS_ID.search(url):
            _add(fields, "accession", found[1] or f"2-s2.0-{found[2]}")
        elif found := _EBSCO_ID.search(url):
            _add(fields, "accession", found[1])
