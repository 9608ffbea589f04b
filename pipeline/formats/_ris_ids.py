"""The numbers of a RIS record: DOI, PMID, PMCID, ISSN, ISBN, the database's own; and the notes, where some hide.

In: a record and which of its tags to look at (`identifiers` says so, once for all records of the same shape).
The numbers of other works, which stand in notes too ('References: …'), are never taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from ._ris_record import RisRecord, Shape, Step
from ._tagged import unique

_DOI = re.compile(r"10\.\d{4,9}/\S")
_DOI_ADDRESS = re.compile(r"(?:dx\.)?doi\.org/10\.", re.IGNORECASE)
_DOI_NOTE = re.compile(r"doi\s*:\s*10\.\d{4,9}/\S+\Z", re.IGNORECASE)
_PMID_NOTE = re.compile(r"(?:PMID|PubMed ID)\s*:?\s*(\d{1,8})\s*[.;]?\Z", re.IGNORECASE)
_PMID_LABEL = re.compile(r"(\d{1,8})\s*\[PMID\]", re.IGNORECASE)
_PMCID_LABEL = re.compile(r"(PMC\d+)\s*\[PMCID\]", re.IGNORECASE)
_PMID_ADDRESS = re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed|article/MED)/(\d{1,8})\b")
_PMCID_ADDRESS = re.compile(r"/(?:articles/)?(PMC\d{3,})\b")
_PMCID = re.compile(r"PMC\d+\Z")
_BARE_PMID = re.compile(r"\d{4,8}\Z")
_EID = re.compile(r"eid=(?<=[?&]eid=)(2-s2\.0-\d+)")
_EMBASE_ID = re.compile(r"L\d+\Z")
_EBSCO_ID = re.compile(r"Accession Number:\s*([^;\s]+)")
_OVID_MEDLINE = re.compile(r"[?&][Dd]=(?i:med|ppe|mes|prem)")
_STANDARD_NUMBER = re.compile(r"[;,\r\n]\s*|(?<=[\dXx])\s+(?=[\dXx-]{8,})")
_STANDARD_LENGTHS = {8: "issn", 10: "isbn", 13: "isbn"}
# N1 that begins so is the database speaking, not a note on the work; References are other works altogether
_SERVICE_NOTES = (
    "references:", "cited by", "export date", "correspondence address", "funding", "coden", "chemicals/cas",
    "tradenames", "manufacturers:", "molecular sequence", "times cited", "accession number:", "copyright -",
    "date revised -", "date created -", "last updated -", "zuletzt aktualisiert -",
)  # fmt: skip
# by their first five letters: most notes begin like none of them
_SERVICE_NOTES_BY_START = {
    start: tuple(note for note in _SERVICE_NOTES if note.startswith(start))
    for start in {note[:5] for note in _SERVICE_NOTES}
}


def identifiers(shape: Shape) -> Iterator[Step]:
    """The rules to ask, the surer ones first: a PMID with a label, a note, a tag of the database, an address."""
    addresses = shape.present("UR", "L2")
    if "U1" in shape.names:
        yield _labelled, None
    if "N1" in shape.names:
        yield _notes, None
    if (dois := shape.present("DO", "DI", "L3", "M3")) or addresses or "N1" in shape.names:
        yield _dois, (dois, addresses)
    if tags := shape.present("M1", "AN", "PM"):
        yield _pmids, tags
    if tag := _pmid_tag(shape):
        yield _pmids_by_dialect, tag
    if "C2" in shape.names:
        yield _pmcids, None
    if addresses:
        yield _in_addresses, addresses
    if tags := shape.present("SN", "BN"):
        yield _standard_numbers, None
    if shape.dialect in _ACCESSION:
        yield _accession, _ACCESSION[shape.dialect]
    if "UT" in shape.names:
        yield _unique_tag, None


def _labelled(r: RisRecord, _: None) -> None:
    """Dimensions: '35957633 [PMID]'."""
    for field, label in (("pmid", _PMID_LABEL), ("pmcid", _PMCID_LABEL)):
        found = r.take_if("U1", label.match)
        r.give(field, [m[1] for text in found if (m := label.match(text))])


def _notes(r: RisRecord, _: None) -> None:
    """What the notes are: a DOI, a PMID, words of the database (they stay), or notes."""
    service, others = list[str](), list[str]()
    for text in r.tags["N1"]:
        words = _SERVICE_NOTES_BY_START.get(text[:5].lower())
        if words and text[:30].lower().startswith(words):
            service.append(text)
        else:
            others.append(text)
    if not others:
        return
    pmid_wanted = "pmid" not in r.fields
    pmids, notes = list[str](), list[str]()
    for text in others:
        if text[0] in "dD" and _DOI_NOTE.match(text):
            r.noted_dois.append(text)
        elif pmid_wanted and text[0] in "pP" and (found := _PMID_NOTE.match(text)):
            pmids.append(found[1])
        else:
            notes.append(text)
    r.give("pmid", pmids)
    if notes:
        r.fields["note"] = notes
    if service:
        r.tags["N1"] = service
    else:
        del r.tags["N1"]


def _dois(r: RisRecord, about: tuple[list[str], list[str]]) -> None:
    tags, addresses = about
    dois: list[str] = []
    for tag in tags:
        values = r.tags[tag]
        if len(values) > 1:
            dois += r.take_if(tag, _DOI.search)
        elif "10." in values[0] and _DOI.search(values[0]):
            dois += r.tags.pop(tag)
    if r.noted_dois:
        if dois:
            r.keep("N1", r.noted_dois)
        dois = dois or r.noted_dois
    if not dois and addresses:  # an address stays an address as well
        dois = [text for tag in addresses for text in r.tags[tag] if "10." in text and _DOI_ADDRESS.search(text)][:1]
    if dois:
        r.fields["doi"] = unique(dois)


def _pmids(r: RisRecord, tags: list[str]) -> None:
    """'PMID: 123' in M1 or AN; whatever is in PM."""
    for tag in tags:
        if "pmid" in r.fields:
            return
        if tag == "PM":
            r.give("pmid", r.take("PM"))
        elif len(values := r.tags[tag]) > 1 or values[0][0] in "pP":
            found = r.take_if(tag, _PMID_NOTE.match)
            r.give("pmid", [m[1] for text in found if (m := _PMID_NOTE.match(text))])


def _pmid_tag(shape: Shape) -> str | None:
    """Where this database has the PMID, if it does."""
    tag = {"embase": "C5", "scopus": "C2", "pubmed": "AN", "bvs": "ID", "ovid": "L2"}.get(shape.dialect or "")
    return tag if tag in shape.names else None


def _pmids_by_dialect(r: RisRecord, tag: str) -> None:
    if "pmid" in r.fields:
        return
    if tag in ("C5", "C2"):
        r.give("pmid", r.take_if(tag, _BARE_PMID.match))
    elif tag == "AN":  # it is the accession as well
        r.give("pmid", [text for text in r.tags.get("AN", ()) if _BARE_PMID.match(text)])
    elif tag == "ID":
        r.give("pmid", [text[4:] for text in r.tags["ID"] if text.startswith("mdl-")])
    elif (found := [text for text in r.tags.get("ID", ()) if _BARE_PMID.match(text)]) and _from_ovid_medline(r):
        r.give("pmid", found)


def _from_ovid_medline(r: RisRecord) -> bool:
    return r.dialect == "ovid" and any(_OVID_MEDLINE.search(text) for text in r.tags.get("L2", ()))


def _pmcids(r: RisRecord, _: None) -> None:
    if "pmcid" not in r.fields:
        r.give("pmcid", r.take_if("C2", _PMCID.match))


def _in_addresses(r: RisRecord, tags: list[str]) -> None:
    """PMID and PMCID where the record's addresses name just one."""
    texts = r.tags[tags[0]] if len(tags) == 1 else [text for tag in tags for text in r.tags[tag]]
    for text in texts:
        if "PMC" in text or "nlm.nih.gov" in text or "article/MED" in text:
            break
    else:
        return
    for field, pattern in (("pmid", _PMID_ADDRESS), ("pmcid", _PMCID_ADDRESS)):
        found = {m[1] for text in texts if (m := pattern.search(text))}
        if field == "pmid" and _from_ovid_medline(r):  # it has the PMID in ID, or none
            continue
        if len(found) == 1 and field not in r.fields:
            r.fields[field] = list(found)


def _standard_numbers(r: RisRecord, _: None) -> None:
    issns, isbns, neither = _numbers("\n".join(r.tags.pop("SN", ())))
    if issns:
        r.fields["issn"] = [*issns]
    if isbns:
        r.fields["isbn"] = [*isbns]
    r.give("isbn", r.take("BN"))
    if neither:
        r.keep("SN", [*neither])


@lru_cache(4096)  # a journal's come again and again
def _numbers(values: str) -> tuple[tuple[str, ...], ...]:
    """The ISSNs in the values of SN, the ISBNs, and what is neither."""
    found: dict[str | None, list[str]] = {"issn": [], "isbn": [], None: []}
    for number in _STANDARD_NUMBER.split(values):
        digits = sum(char.isdigit() or char in "Xx" for char in number.partition("(")[0])
        if bare := number.strip():
            found[_STANDARD_LENGTHS.get(digits)].append(bare)
    return tuple(unique(found["issn"])), tuple(unique(found["isbn"])), tuple(found[None])


def _accession(r: RisRecord, find: Callable[[RisRecord], list[str]]) -> None:
    """The database's own id of the record, which is one; a number of somebody's library (ID) is none."""
    if found := find(r):
        r.fields["accession"] = found


def _unique_tag(r: RisRecord, _: None) -> None:
    r.give("accession", r.take("UT"))


def _eid(r: RisRecord) -> list[str]:
    for text in r.tags.get("UR", ()):
        if "eid=" in text and (found := _EID.search(text)):
            return [found[1]]
    return []


def _ebsco_accession(r: RisRecord) -> list[str]:
    return r.take_first("AN") or [m[1] for text in r.tags.get("N1", ()) if (m := _EBSCO_ID.match(text))][:1]


def _proquest_accession(r: RisRecord) -> list[str]:
    """'2214991469; 51887' is the id of the work and another number, which stays in AN."""
    found = r.take_first("AN", lambda text: text[0] != ";")
    if not found or ";" not in found[0]:
        return found
    own, _, other = found[0].partition(";")
    if bare := other.strip():
        r.tags["AN"] = [bare, *r.tags.get("AN", ())]
    return [own.rstrip()]


_ACCESSION: Mapping[str | None, Callable[[RisRecord], list[str]]] = {
    "wos": lambda r: r.take_first("AN"),
    "dimensions": lambda r: r.take_first("AN"),
    "cochrane": lambda r: r.take_first("AN"),
    "pubmed": lambda r: r.take_first("AN", _BARE_PMID.match),
    "proquest": _proquest_accession,
    "ebsco": _ebsco_accession,
    "embase": lambda r: r.take_first("U2", _EMBASE_ID.match),
    "scopus": _eid,
    "ovid": lambda r: r.take_first("ID"),
    "lens": lambda r: r.take_first("ID"),
    "bvs": lambda r: r.take_first("ID"),
}
