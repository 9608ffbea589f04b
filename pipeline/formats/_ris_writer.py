r"""Records -> RIS; the reader is `ris`, what its tags mean stands in `_ris_fields`.

In: records of any format, as their reader found them. Out: the text of one record after the other, for a file in UTF-8
without byte-order mark (rispy, and so ASReview, loses the first record behind one), with '\r\n' at the end of each line
(the specification has it, Zotero and EndNote write it, rispy strips it), `TY  - ` first, `ER  - ` last.

A record that was RIS reads back as it was, fields and extra, whoever wrote it: each field goes under the one tag that
the reader takes it from for every type and dialect, the tags without a field under their own names. Written again,
it is the same to the byte. Where the reader asks who wrote a record (the id of a database), a proposal is read back
before it is taken. One thing is added: a record that lost its type is GEN, as without TY nobody would read it.

A record of another format gets the tags that mean the same; what RIS has no tag for stands in notes,
'N1  - NAME: value'. It is read once by the rules of RIS before it is written, so that what they find in it (the DOI in
an address) is written out.

Conventions, where the readers of RIS differ
- T2 is the journal, C3 the proceedings and then T2 the conference (EndNote, Zotero); a book's T2 is its series.
- A second title, or the title in the language of the work, is T1: readers that know one title take the first, TI.
- Editors: A2, in books A3; ED where A2 means others (articles, theses, reports). An edited book has them in AU.
- Translators: A4, which means others in papers of conferences, reports and serials (EndNote, Zotero).
- A preprint is UNPB with M3 'preprint': RIS has no type for it. CONF rather than CPAPER: EndNote gives it more fields.
- A group among the authors ends in a comma, which is EndNote's mark of a name that is not to be parted; it comes last.
- Author keywords and subject headings are both KW.
- The citation key of a record of another format is ID, unless its database has its own number there.
- A line break lives on in notes and addresses alone, as a line without a tag; elsewhere it becomes a blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..model import Found
from ..values.names import display_name, parse_name
from ._blocks import TRANSLATED
from ._own_note import OURS, said_in
from ._ris_dates import is_access_date
from ._ris_dialects import dialect_of, type_of
from ._ris_fields import fields_of
from ._ris_record import NO_NUMBER
from ._ris_text import as_read, text_of
from ._ris_work import OTHER_C3
from ._tagged import BLANKS, Tags, unique

TYPE_TAGS = {
    "article": "JOUR",
    "book": "BOOK",
    "chapter": "CHAP",
    "conference-paper": "CONF",
    "dataset": "DATA",
    "preprint": "UNPB",
    "proceedings": "CONF",
    "report": "RPRT",
    "thesis": "THES",
    "webpage": "ELEC",
}  # the others: GEN

# fields with one tag whatever the record is; the others have a rule below
_TAGS = {
    "title_translated": "TT",
    "authors": "AU",
    "container_short": "J2",
    "volume": "VL",
    "issue": "IS",
    "article_number": "C7",
    "edition": "ET",
    "publisher": "PB",
    "place": "CY",
    "language": "LA",
    "issn": "SN",
    "doi": "DO",
    "url": "UR",
    "publication_types": "M3",
    "abstract": "AB",
    "keywords": "KW",
    "note": "N1",
}

# where the reader finds a database's own id; elsewhere, and for a second one, in UT
_ACCESSION_TAGS = {
    "wos": "AN", "dimensions": "AN", "cochrane": "AN", "pubmed": "AN", "proquest": "AN", "ebsco": "AN",
    "embase": "U2", "ovid": "ID", "lens": "ID", "bvs": "ID",
}  # fmt: skip

_TAG = re.compile(r"[A-Z][A-Z0-9]")
_OPENED = re.compile(rf"[{BLANKS}]*(?:TY|ty)[ \t\xa0]{{0,3}}-")
_RANGE = re.compile(r"([^\s,;-]+)-([^\s,;-]+)")
_DASHED_RANGE = re.compile(r"([^\s,;\u2010-\u2015-]+)\s*[\u2010-\u2015-]+\s*([^\s,;\u2010-\u2015-]+)")
_DATE_IN_ET = re.compile(r"\d{4}/")
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")
_YEAR = re.compile(r"\d{4}")
_PLAIN_YEAR = re.compile(r"/*\d{4}/*")  # any other PY is a date as well
_PMID = re.compile(r"\d{1,8}")
_PMCID = re.compile(r"PMC\d+")
_PLAIN_NUMBER = re.compile(r"\d[\d-]+[\dXx]")
_TELLS_AN_ID = re.compile(r"(?:doi|pmid|pubmed id)\b", re.IGNORECASE)

Pairs = Iterator[tuple[str, list[str]]]


def write(records: Iterable[Found]) -> Iterator[str]:
    r"""The text of each record: 'TY  - JOUR\r\nTI  - …\r\nER  - \r\n\r\n'."""
    return (text_of(_tags_of(found)) for found in records)


def _tags_of(found: Found) -> Tags:
    if _was_ris(found):
        fields, extra = found.fields, {"TY": ["GEN"], **found.extra}
        if ours := said_in(extra.get("N1", ())):  # what our own note says, it goes on saying
            return _proposal(_without(fields, ours, extra), extra, by_own_tag=True)
    else:
        fields, extra = fields_of(as_read(_proposal(*_from_elsewhere(found), by_own_tag=True)), [])
    proposal = _proposal(fields, extra, by_own_tag=True)
    if "accession" not in fields or fields_of(as_read(proposal), []) == (fields, extra):
        return proposal
    other = _proposal(fields, extra, by_own_tag=False)
    return other if fields_of(as_read(other), []) == (fields, extra) else proposal


def _was_ris(found: Found) -> bool:
    """By the text of the record; a column of a table may be called TY too."""
    known = _RIS_FIELDS | said_in(found.extra.get("N1", ())).keys()
    return _OPENED.match(found.raw) is not None and found.fields.keys() <= known


def _without(fields: Mapping[str, list[str]], said: Mapping[str, list[str]], extra: Mapping[str, list[str]]) -> Tags:
    left = {name: values for name, values in fields.items() if name not in said}
    return {"type": [type_of(extra["TY"][0], fields.get("publication_types", ()))], **left}


# ------------------------------------------------------------------------- fields -> tags, by the rules of the reader


@dataclass(frozen=True, slots=True)
class _Record:
    """What is to be written, and what the reader will take it for."""

    fields: Mapping[str, list[str]]
    extra: Mapping[str, list[str]]
    kind: str
    dialect: str | None
    by_own_tag: bool

    def get(self, name: str) -> list[str]:
        return self.fields.get(name, [])


def tags_of(fields: Mapping[str, list[str]], extra: Mapping[str, list[str]]) -> Tags:
    """The tags of a record that says these fields, as the reader would give them, and has `extra`, TY among it."""
    return _proposal(fields, extra, by_own_tag=False)


def _proposal(fields: Mapping[str, list[str]], extra: Mapping[str, list[str]], by_own_tag: bool) -> Tags:
    """The tags of a record; `by_own_tag`: the database's id stands where that database has it, else in UT."""
    r = _Record(fields, extra, fields["type"][0], _dialect(fields, extra, by_own_tag), by_own_tag)
    tags: Tags = {}
    for rule in _RULES:
        for tag, values in rule(r):
            if values:
                tags[tag] = tags.get(tag, []) + values
    return tags


def _dialect(fields: Mapping[str, list[str]], extra: Mapping[str, list[str]], by_own_tag: bool) -> str | None:
    tags = {tag: extra[tag] for tag in ("AN", "L2", "DP", "DB") if tag in extra}
    tags["UR"] = fields.get("url", [])
    if by_own_tag and "accession" in fields:
        tags["AN"] = fields["accession"][:1] + tags.get("AN", [])
    return dialect_of(tags)


def _plain(r: _Record) -> Pairs:
    for field, tag in _TAGS.items():
        if field in r.fields:
            yield tag, r.fields[field]


def _titles(r: _Record) -> Pairs:
    yield "TI", r.get("title")[:1]
    yield "T1", r.get("title")[1:]


def _editors(r: _Record) -> Pairs:
    editors = r.get("editors")
    if r.kind == "book":
        of_edited_book = "EDBOOK" in r.extra["TY"] and "authors" not in r.fields
        yield "ED" if "A3" in r.extra else "AU" if of_edited_book else "A3", editors
    else:
        yield "ED" if r.kind in ("article", "thesis", "report") else "A2", editors


def _translators(r: _Record) -> Pairs:
    translators = r.get("translators")
    if r.dialect == OURS or (r.kind in TRANSLATED and r.extra["TY"] != ["SER"]):
        yield "A4", translators
    elif translators:
        yield "N1", [_named("translators", translators)]


def _container(r: _Record) -> Pairs:
    container, series, event = r.get("container"), r.get("series"), r.get("event")
    if r.kind in ("book", "report"):
        yield "JF", container
        yield "T3" if container else "T2", series
    else:
        of_proceedings = r.kind == "conference-paper" and r.dialect not in OTHER_C3
        alone = not event and len(container) == 1 and container[0] not in r.get("container_short")
        yield "T2" if alone or not of_proceedings else "C3", container
        yield "T3", series
        if of_proceedings:
            yield "T2", event
            return
    yield "N1", [f"event: {text}" for text in event]


def _dates(r: _Record) -> Pairs:
    year, date = r.get("year"), r.get("date")
    yield "PY", year
    told_by_year = date[-1:] == year and not _PLAIN_YEAR.fullmatch("".join(year))
    yield "DA", date[:-1] if told_by_year else date
    online = r.get("date_online")
    if r.dialect == "wos":
        yield "C6", online
    elif r.kind == "article":
        yield "ET", [text for text in online if _DATE_IN_ET.match(text)]
        yield "N1", [f"date_online: {text}" for text in online if not _DATE_IN_ET.match(text)]
    else:
        yield "N1", [f"date_online: {text}" for text in online]
    accessed = r.get("accessed")
    yield "Y2", [text for text in accessed if is_access_date(text)]
    yield "N1", [f"accessed: {text}" for text in accessed if not is_access_date(text)]


def _pages(r: _Record) -> Pairs:
    """A book's or a thesis's SP alone would say how many pages it has: theirs are always a range."""
    pages, more = r.get("pages"), not NO_NUMBER.issuperset(r.extra.get("EP", ()))
    if len(pages) == 1 and not more and (found := _RANGE.fullmatch(pages[0])) and found[1] != found[2]:
        yield "SP", [found[1]]
        yield "EP", [found[2]]
        return
    yield "SP", pages
    if r.kind in ("book", "thesis") and not more and r.dialect != OURS:
        yield "EP", pages[-1:]


def _identifiers(r: _Record) -> Pairs:
    pmids, pmcids = r.get("pmid"), r.get("pmcid")
    if all(_PMID.fullmatch(text) for text in pmids):
        yield "N1", [f"PMID: {text}" for text in pmids]
    else:
        yield "PM", pmids
    if all(_PMCID.fullmatch(text) for text in pmcids) and not any(map(_PMCID.fullmatch, r.extra.get("C2", ()))):
        yield "C2", pmcids
    else:
        yield "U1", [f"{text} [PMCID]" for text in pmcids]
    isbns = r.get("isbn")
    plain = next((place for place, text in enumerate(isbns) if not _is_isbn(text)), len(isbns))
    plain = plain if len(unique(isbns)) == len(isbns) else 0
    yield "SN", isbns[:plain]
    yield "BN", isbns[plain:]


def _is_isbn(text: str) -> bool:
    """Whether SN would give it back as one ISBN."""
    if _PLAIN_NUMBER.fullmatch(text):
        return len(text.replace("-", "")) in (10, 13)
    return fields_of({"TY": ["BOOK"], "SN": [text]}, [])[0].get("isbn") == [text]


def _accession(r: _Record) -> Pairs:
    found = r.get("accession")
    if not found:
        return
    tag = _ACCESSION_TAGS.get(r.dialect or "") if r.by_own_tag else None
    if r.dialect == "scopus" and any(f"eid={found[0]}" in url for url in r.get("url")):
        found, tag = found[1:], None  # its address tells it
    yield tag or "UT", found[:1]
    yield "UT", found[1:]


def _extra(r: _Record) -> Pairs:
    yield "TY", r.extra["TY"][:1]
    yield "N1", [f"TY: {text}" for text in r.extra["TY"][1:]]
    for tag, values in r.extra.items():
        if tag in ("TY", "ER") or not _TAG.fullmatch(tag):
            yield "N1", [] if tag == "TY" else [_named(tag, values)]
        else:
            yield tag, values


def _groups(r: _Record) -> Pairs:
    yield "AU", [f"{name}," for name in r.get("group_authors")]


_RULES = (
    _plain, _groups, _titles, _editors, _translators, _container, _dates, _pages, _identifiers, _accession, _extra,
)  # fmt: skip


# --------------------------------------------------------------------------------------- records of other formats

_RIS_FIELDS = frozenset(_TAGS) | {
    "type", "name_form", "title", "editors", "container", "series", "event", "year", "date", "date_online", "pages",
    "pmid", "pmcid", "isbn", "accession", "group_authors", "translators", "accessed",
}  # fmt: skip


def _from_elsewhere(found: Found) -> tuple[Tags, Tags]:
    """Fields and extra as the reader of RIS might have found them; what it couldn't have found is in N1."""
    fields = {name: list(values) for name, values in found.fields.items()}
    fields |= _people(fields)
    fields["title"] = unique(fields.get("title", []) + fields.pop("title_original", []))
    fields["keywords"] = fields.get("keywords", []) + fields.pop("headings", [])
    fields["pages"] = [_DASHED_RANGE.sub(r"\1-\2", text, count=1) for text in fields.get("pages", ())]
    for name in ("date_online", "accessed"):
        fields[name] = [_DAY.sub(r"\1/\2/\3", text, count=1) for text in fields.get(name, ())]
    if "year" not in fields and (found_year := _YEAR.search(next(iter(fields.get("date", ())), ""))):
        fields["year"] = [found_year[0]]
    tag = TYPE_TAGS.get(next(iter(fields.get("type", ())), ""), "GEN")
    if tag == "UNPB":
        fields["publication_types"] = unique(["preprint", *fields.get("publication_types", ())])
    overflow = [*_overflow(fields)]
    accession = {"AN": fields.pop("accession")} if "accession" in fields else {}
    dialect = _dialect(fields, accession, by_own_tag=False)
    key = {} if _ACCESSION_TAGS.get(dialect or "") == "ID" else _key(found.extra)
    others = [_named(name, values) for name, values in found.extra.items() if any(values) and name not in key]
    fields["note"] = [_harmless(note) for note in (*fields.get("note", ()), *overflow, *others)]
    fields["type"] = [type_of(tag, fields.get("publication_types", ()), dialect)]
    return {name: values for name, values in fields.items() if values}, {"TY": [tag], **key, **accession}


def _key(extra: Mapping[str, list[str]]) -> Tags:
    """The citation key: ID, the number or name of the record in somebody's library."""
    return {"ID": extra["ID"]} if len(extra.get("ID", ())) == 1 else {}


def _people(fields: Tags) -> Tags:
    form = next(iter(fields.pop("name_form", ())), "free")
    lists = ("authors", "editors", "translators")
    return {name: [_inverted(text, form) for text in fields.get(name, ())] for name in lists}


@lru_cache(10_000)
def _inverted(text: str, form: str) -> str:
    """'Müller, J. A.' for 'Müller JA' or 'J. A. Müller', where the source says which it is.

    As it stands where nobody knows, or where a letter would be lost ('Prof. A. Doe'; names run together).
    """
    if form not in ("family-initials", "given-family") or "," in text:
        return text
    name = parse_name(text, form)
    inverted = display_name(name) if name else text
    return inverted if _letters(inverted) == _letters(text) else text


def _letters(text: str) -> list[str]:
    return sorted(filter(str.isalnum, text.casefold()))


def _overflow(fields: Tags) -> Iterator[str]:
    """What RIS has no tag for, and where it has room for one, the others; taken out of `fields`."""
    for name in [*fields]:
        if name not in _RIS_FIELDS:
            yield _named(name, fields.pop(name))
    for name in ("year", "accession"):
        if len(fields.get(name, ())) > 1:
            yield _named(name, fields[name][1:])
            fields[name] = fields[name][:1]


def _named(name: str, values: Iterable[str]) -> str:
    """One note a name, one line a value: many notes clutter the reference manager."""
    return f"{' '.join(name.split())}: " + "\n".join(values)


def _harmless(note: str) -> str:
    """A note that the reader would take for the record's own DOI or PMID says that it is a note."""
    return f"note: {note}" if _TELLS_AN_ID.match(note.lstrip()) else note
