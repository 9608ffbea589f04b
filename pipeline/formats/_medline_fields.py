"""What the tags of a MEDLINE record mean.

In: the tags of a record. Out: fields as in model.SOURCE_FIELDS, and warnings; what has no field stays in the tags.

Rules from: MEDLINE/PubMed Data Element (Field) Descriptions (National Library of Medicine); exports of PubMed, PubMed
Central and ERIC.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ._own_note import OURS, take_own_notes
from ._tagged import Tags, unique

_DOI_ADDRESS = re.compile(r"https?://(?:dx\.)?doi\.org/10\.", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_NO_ABSTRACT = re.compile(r"(?:Publisher: )?Abstract available from the publisher\.?\Z", re.IGNORECASE)
_WORD = re.compile(r"\w+\Z")
_NUMBER = re.compile(r"\d{4}")

_FIELDS = {
    "TI": "title",
    "TT": "title_original",
    "CN": "group_authors",
    "DEP": "date_online",
    "JT": "container",
    "TA": "container_short",
    "CTI": "series",
    "PB": "publisher",
    "EN": "edition",
    "VI": "volume",
    "IP": "issue",
    "PG": "pages",
    "PMID": "pmid",
    "PMC": "pmcid",
    "LA": "language",
    "AB": "abstract",
    "OT": "keywords",
    "MH": "headings",
    "PT": "publication_types",
    "GN": "note",
}
# Left in `extra` on purpose, so that nobody maps them by mistake:
#   IR FIR  investigators, no authors       AU  short names beside FAU       PL  the journal's country
#   SPIN ORI  a summary for patients and its study: two works       DRIN DDIN  uses of data sets
#   MID  manuscript id       SI  registry and accession numbers of data       RN NM GR COIS  no field of ours
#   DA DCOM LR EDAT MHDA CRDT PHST  the record's own history       SO  the citation, made of the other tags

# other works, and what they are to this one
_RELATIONS = {
    "CIN": "has-comment",
    "CON": "comment-on",
    "EIN": "has-erratum",
    "EFR": "erratum-of",
    "RIN": "has-retraction",
    "ROF": "retraction-of",
    "UIN": "has-update",
    "UOF": "update-of",
}
# the kind says less than the tag, which is kept in `extra` as well; the same as in PubMed's XML
_WIDER_RELATIONS = {
    "ECI": "has-comment",  # an expression of concern
    "ECF": "comment-on",
    "PRIN": "has-erratum",  # a partial retraction: the rest of the article stands
    "PROF": "erratum-of",
    "CRI": "has-version",  # corrected and republished
    "CRF": "version-of",
    "RRI": "has-version",  # retracted and republished
    "RRF": "version-of",
    "RPI": "has-version",
    "RPF": "version-of",
}
_ALL_RELATIONS = _RELATIONS | _WIDER_RELATIONS
_CITED_PMID = re.compile(r"\s*\bPMID:? ?(\d{1,8})\b\.?")
_CITED_DOI = re.compile(r"\bdoi: ?(10\.\d{4,9}/\S*[^\s.;,])", re.IGNORECASE)

_TYPES = (
    ("preprint", "preprint"),
    ("book chapter", "chapter"),
    ("chapter", "chapter"),
    ("academic dissertation", "thesis"),
    ("dissertations/theses", "thesis"),
    ("dataset", "dataset"),
    ("congress", "proceedings"),
    ("collected works - proceedings", "proceedings"),
    ("speeches/meeting papers", "conference-paper"),
    ("journal article", "article"),
    ("book", "book"),
    ("technical report", "report"),
    ("reports - ", "report"),
)


_IN_NO_JOURNAL = ("book", "report", "thesis")

_STANDARD_NUMBERS = {"issn": ("IS", "ISSN"), "isbn": ("ISBN",)}


def fields_of(tags: Tags) -> tuple[Tags, tuple[str, ...]]:
    """Fields and warnings; what is left of `tags` is `extra`."""
    fields: Tags = {"type": [_type(tags)]}
    warnings = _people(tags, fields)
    for rule in (_container, _dates, _locations, _standard_numbers, _accession, _abstract, _relations):
        rule(tags, fields)
    for tag, name in _FIELDS.items():
        if tag in tags:
            values = tags.pop(tag)
            fields[name] = fields[name] + values if name in fields else values
    if "note" in fields and (ours := take_own_notes(fields)):
        tags["GN"] = ours
    return fields, warnings


def _type(tags: Tags) -> str:
    if said := type_said(tuple(tags.get("PT", ()))):
        return said
    if "BTI" in tags:
        return "chapter" if "TI" in tags else "book"
    return "article" if ("JT" in tags or "TA" in tags) and not _is_document(tags) else "other"


def _is_document(tags: Tags) -> bool:
    """ERIC's documents (ED…), which are in no journal, unlike its articles (EJ…)."""
    if "ERIC" not in tags.get("OWN", ()):
        return False
    said = tags.get("PT", [])
    if any(text.lower().startswith("journal article") for text in said):
        return False
    return any(text.startswith("ED") for text in tags.get("OID", ())) or type_said(tuple(said)) in _IN_NO_JOURNAL


@lru_cache(1024)
def type_said(publication_types: tuple[str, ...]) -> str | None:
    """The type that the publication types tell, if any: ('Book Chapter',) -> 'chapter'."""
    said = [text.lower() for text in publication_types]
    return next((name for word, name in _TYPES if any(text.startswith(word) for text in said)), None)


def _people(tags: Tags, fields: Tags) -> tuple[str, ...]:
    """Full names (FAU) where each author has one, else AU."""
    warnings: tuple[str, ...] = ()
    full, short = tags.get("FAU", []), tags.get("AU", [])
    if len(full) >= len(short):
        names = tags.pop("FAU", [])
    else:
        names = tags.pop("AU")
        if full:
            warnings = (f"{len(short)} authors, but {len(full)} full names: the short names are taken",)
    if names:
        fields["authors"] = names
    editors = tags.pop("FED", []) or tags.pop("ED", [])
    if editors:
        fields["editors"] = editors
    if people := names or editors:  # ERIC writes 'Smith, Tom' into AU
        with_comma = names is full or any("," in name for name in people)
        fields["name_form"] = ["family-comma-given" if with_comma else "family-initials"]
    return warnings


def _container(tags: Tags, fields: Tags) -> None:
    """A book's title is the container of a chapter, and the title where there is no chapter.

    In ERIC's documents JT is who published them: 'ProQuest LLC', 'Brookes Publishing Company'.
    """
    if "JT" in tags and _is_document(tags):
        fields["publisher"] = tags.pop("JT")
    if book := tags.pop("BTI", []):
        fields["container" if "TI" in tags else "title"] = book
    if (book or OURS in tags.get("OWN", ())) and (place := tags.pop("PL", [])):
        fields["place"] = place


def _dates(tags: Tags, fields: Tags) -> None:
    if issued := tags.pop("DP", []):
        fields["date"] = issued
        if year := _year(issued[0]):
            fields["year"] = [year]


@lru_cache(4096)
def _year(date: str) -> str | None:
    """'2014 Nov-Dec' -> '2014'; remembered, as few dates are said by many records."""
    found = _YEAR.search(date)
    return found[0] if found else None


def _locations(tags: Tags, fields: Tags) -> None:
    """DOIs and article numbers of LID and AID: '10.1000/182 [doi]'; ERIC has addresses there."""
    dois: list[str] = []
    for tag in ("LID", "AID"):
        others: list[str] = []
        for value in tags.pop(tag, ()):
            if value.endswith("[doi]") or (value[0] in "Hh" and _DOI_ADDRESS.match(value)):
                doi = value.rpartition("[")[0].strip() or value
                if doi not in dois:
                    dois.append(doi)
            elif tag == "LID" and "PG" not in tags and _WORD.match(value):
                fields["article_number"] = [value]  # PMC: 'LID - 18'
            else:
                others.append(value)
        if others:
            tags[tag] = others
    if dois:
        fields["doi"] = unique(dois)


def _standard_numbers(tags: Tags, fields: Tags) -> None:
    """IS and ISBN; ERIC's 'EISSN-' with no number behind it is none (alone, it stays in `extra`)."""
    for name, names in _STANDARD_NUMBERS.items():
        if tags.keys().isdisjoint(names):
            continue
        if found := _numbers(*(text for tag in names for text in tags.get(tag, ()))):
            fields[name] = [*found]
            for tag in names:
                tags.pop(tag, None)


@lru_cache(4096)
def _numbers(*said: str) -> tuple[str, ...]:
    """Those with a number in them, each once; remembered, as those of a journal come again and again."""
    return tuple(unique([text for text in said if _NUMBER.search(text)]))


def _accession(tags: Tags, fields: Tags) -> None:
    if "PMID" in tags:
        fields["accession"] = tags["PMID"][:1]
    elif "PMC" in tags:
        fields["accession"] = tags["PMC"][:1]
    elif "ERIC" in tags.get("OWN", ()) and "OID" in tags:
        fields["accession"] = tags.pop("OID")[:1]


def _abstract(tags: Tags, fields: Tags) -> None:
    """AB, and abstracts in other languages (OAB) unless they only say that the publisher has one."""
    if "AB" in tags and _NO_ABSTRACT.match(tags["AB"][0]):
        return
    abstracts = tags.pop("AB", [])
    if others := [text for text in tags.get("OAB", ()) if not _NO_ABSTRACT.match(text)]:
        del tags["OAB"]
        abstracts += others
    if abstracts:
        fields["abstract"] = abstracts


def _relations(tags: Tags, fields: Tags) -> None:
    """'has-comment pmid:123 Lancet. 2010;375(9713):445.': the kind, the other work's number, its citation."""
    if tags.keys().isdisjoint(_ALL_RELATIONS):
        return
    fields["relations"] = [
        f"{kind} {_number_first(citation)}" for tag, kind in _ALL_RELATIONS.items() for citation in tags.get(tag, ())
    ]
    for tag in _RELATIONS:
        tags.pop(tag, None)


def _number_first(citation: str) -> str:
    """'Lancet. 2010;375:445. PMID: 123' -> 'pmid:123 Lancet. 2010;375:445.'; the DOI where there is no PMID."""
    if pmid := _CITED_PMID.search(citation):
        rest = citation[: pmid.start()] + citation[pmid.end() :]
        return f"pmid:{pmid[1]} {rest.strip()}".rstrip()
    doi = _CITED_DOI.search(citation)
    return f"doi:{doi[1]} {citation}" if doi else citation
