"""The numbers of a RIS record: DOI, PMID, PMCID, ISSN, ISBN, the database's own; and the notes, where some hide.

In: a record and which of its tags to look at (`identifiers` says so, once for all records of the same shape).
The numbers of other works, which stand in notes too ('References: …'), are never taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from operator import itemgetter

from ._isi_link import linked_record
from ._own_note import OURS
from ._ris_record import RisRecord, Shape, Step
from ._tagged import unique

DOI = re.compile(r"10\.\d{4,9}/\S")
_DOI_NOTE = re.compile(r"(?:doi\s*:\s*)?10\.\d{4,9}/\S+\Z", re.IGNORECASE)
PMID_NOTE = re.compile(r"(?:PMID|PubMed ID)\s*:?\s*(\d{1,8})\s*[.;]?\Z", re.IGNORECASE)
_PMID_LABEL = re.compile(r"(\d{1,8})\s*\[PMID\]", re.IGNORECASE)
_PMCID_LABEL = re.compile(r"(PMC\d+)\s*\[PMCID\]", re.IGNORECASE)
_PMID_ADDRESS = re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed|article/MED)/(\d{1,8})\b")
_PMCID_ADDRESS = re.compile(r"/(?:articles/)?(PMC\d{3,})\b")
PMCID = re.compile(r"PMC\d+\Z")
_EID = re.compile(r"eid=(2-s2\.0-\d+)")
_OPENS_PARAMETER = frozenset("?&")
_SCIELO_ID = re.compile(r"S\d{4}-\d{3}[\dXx]\d{13}")
_COCHRANE_PMID = re.compile(r"\bPUBMED (\d{1,8})\b")
_EMBASE_ID = re.compile(r"L\d+\Z")
_EBSCO_ID = re.compile(r"Accession Number:\s*([^;\s]+)")
_OVID_MEDLINE = re.compile(r"[?&][Dd]=(?i:med|ppe|mes|prem)")
_STANDARD_NUMBER = re.compile(r"[;,\r\n]\s*|(?<=[\dXx])\s+(?=[\dXx-]{8,})")
_STANDARD_LENGTHS = {8: "issn", 10: "isbn", 13: "isbn"}
# N1 that begins so is the database speaking, not a note on the work; References are other works altogether
_SERVICE_NOTES = (
    "references:", "cited by", "export date", "correspondence address", "funding", "coden", "chemicals/cas",
    "tradenames", "manufacturers:", "molecular sequence", "times cited", "accession number:", "copyright -",
    "date revised -", "date created -", "last updated -", "zuletzt aktualisiert -", "dernière mise à jour -",
    "última actualización -", "ultimo aggiornamento -",
)  # fmt: skip
_LONGEST_SERVICE_NOTE = max(map(len, _SERVICE_NOTES))
BEGINNING = itemgetter(slice(_LONGEST_SERVICE_NOTE))


def identifiers(shape: Shape) -> Iterator[Step]:
    """The rules to ask, the surer ones first: a PMID with a label, a note, a tag of the database, an address."""
    addresses = [] if shape.dialect == OURS else shape.present("UR", "L2")
    if "U1" in shape.names:
        yield _labelled, None
    if "N1" in shape.names:
        yield (_plain_notes if shape.dialect == OURS else take_notes), None
    if (dois := shape.present("DO", "DI", "L3", "M3")) or addresses or "N1" in shape.names:
        yield take_dois, (dois, addresses)
    if tags := shape.present("M1", "AN", "PM"):
        yield take_pmids, tags
    if (by_dialect := _PMID_TAGS.get(shape.dialect)) and by_dialect[1] in shape.names:
        yield by_dialect
    if "C2" in shape.names:
        yield take_pmcids, None
    if addresses:
        yield take_from_addresses, addresses
    if "SN" in shape.names:
        yield take_standard_numbers, None
    if "BN" in shape.names:
        yield _book_numbers, None
    if shape.dialect in _ACCESSION and (shape.dialect or "ID" in shape.names):
        yield _ACCESSION[shape.dialect]
    if "UT" in shape.names:
        yield _unique_tag, None


def _labelled(r: RisRecord, _: None) -> None:
    """Dimensions: '35957633 [PMID]'."""
    for field, label in (("pmid", _PMID_LABEL), ("pmcid", _PMCID_LABEL)):
        found = r.take_if("U1", label.match)
        r.give(field, [m[1] for text in found if (m := label.match(text))])


def take_notes(r: RisRecord, _: None) -> None:
    """What the notes are: a DOI, a PMID, words of the database (they stay), or notes."""
    texts = r.tags["N1"]
    if all(map(by_the_database, map(BEGINNING, texts))):
        return
    others = [text for text in texts if not by_the_database(text[:_LONGEST_SERVICE_NOTE])]
    if len(others) < len(texts):
        r.tags["N1"] = [text for text in texts if by_the_database(text[:_LONGEST_SERVICE_NOTE])]
    else:
        del r.tags["N1"]
    pmid_wanted = "pmid" not in r.fields
    dois, pmids, notes = list[str](), list[str](), list[str]()
    for text in others:
        if text[0] in "dD1" and _DOI_NOTE.match(text):
            dois.append(text)
        elif pmid_wanted and text[0] in "pP" and (found := PMID_NOTE.match(text)):
            pmids.append(found[1])
        else:
            notes.append(text)
    if dois:
        r.fields["doi"] = dois  # if no tag has one
    r.give("pmid", pmids)
    if notes:
        r.fields["note"] = notes


def _plain_notes(r: RisRecord, _: None) -> None:
    """An export of ours has each number in its own tag: its notes are notes."""
    r.fields["note"] = r.tags.pop("N1")


@lru_cache(4096)
def by_the_database(beginning: str) -> bool:
    """Whether a note that begins so is the database speaking: the same few beginnings stand in all records."""
    return beginning.lower().startswith(_SERVICE_NOTES)


def take_dois(r: RisRecord, about: tuple[list[str], list[str]]) -> None:
    tags, addresses = about
    dois: list[str] = []
    for tag in tags:
        values = r.tags[tag]
        first = values[0]
        if len(values) > 1 and values.count(first) < len(values):
            dois = dois + r.take_if(tag, DOI.search)
        elif "10." in first and DOI.search(first):
            del r.tags[tag]
            dois = dois + values if dois else values
    if "doi" in r.fields:
        noted = r.fields.pop("doi")
        if dois:
            r.keep("N1", noted)
        dois = dois or noted
    if not dois and addresses:  # an address stays an address as well
        dois = doi_among(r.tags[addresses[0]] if len(addresses) == 1 else r.tags["UR"] + r.tags["L2"])
    if dois:
        r.fields["doi"] = unique(dois) if len(dois) > 1 else dois


def doi_among(addresses: list[str]) -> list[str]:
    """The first that leads to doi.org."""
    for text in addresses:
        if "10." in text and "doi.org/10." in text.lower():
            return [text]
    return []


def take_pmids(r: RisRecord, tags: list[str]) -> None:
    """'PMID: 123' in M1 or AN; whatever is in PM."""
    for tag in tags:
        if "pmid" in r.fields:
            return
        if tag == "PM":
            r.give("pmid", r.take("PM"))
        elif len(values := r.tags[tag]) > 1 or values[0][0] in "pP":
            found = r.take_if(tag, PMID_NOTE.match)
            r.give("pmid", [m[1] for text in found if (m := PMID_NOTE.match(text))])


def is_bare_pmid(text: str) -> bool:
    return 4 <= len(text) <= 8 and text.isdecimal()


def take_bare_pmids(r: RisRecord, tag: str) -> None:
    if "pmid" not in r.fields:
        r.give("pmid", r.take_if(tag, is_bare_pmid))


def _pmids_of_accession(r: RisRecord, tag: str) -> None:
    """The PMID is the accession as well."""
    if "pmid" not in r.fields:
        r.give("pmid", [text for text in r.tags.get(tag, ()) if is_bare_pmid(text)])


def _pmids_of_bvs(r: RisRecord, tag: str) -> None:
    if "pmid" not in r.fields:
        r.give("pmid", [text[4:] for text in r.tags[tag] if text.startswith("mdl-")])


def _pmids_of_cochrane(r: RisRecord, tag: str) -> None:
    """'PUBMED 21314913,EMBASE 643589775': where it found the trial; both stay."""
    if "pmid" not in r.fields:
        r.give("pmid", [found[1] for text in r.tags.get(tag, ()) if (found := _COCHRANE_PMID.search(text))])


def take_pmids_of_ovid(r: RisRecord, tag: str) -> None:
    if "pmid" in r.fields or "ID" not in r.tags:
        return
    pmids = [text for text in r.tags["ID"] if text.isdecimal() and is_bare_pmid(text)]
    if pmids and _from_ovid_medline(r):
        r.give("pmid", pmids)


# dialect -> how to read the PMID, and the tag that must be there
_PMID_TAGS: Mapping[str | None, Step] = {
    "embase": (take_bare_pmids, "C5"),
    "scopus": (take_bare_pmids, "C2"),
    OURS: (take_bare_pmids, "AN"),
    "pubmed": (_pmids_of_accession, "AN"),
    "bvs": (_pmids_of_bvs, "ID"),
    "cochrane": (_pmids_of_cochrane, "C3"),
    "ovid": (take_pmids_of_ovid, "L2"),
}


def _from_ovid_medline(r: RisRecord) -> bool:
    return r.dialect == "ovid" and any(_OVID_MEDLINE.search(text) for text in r.tags.get("L2", ()))


def take_pmcids(r: RisRecord, _: None) -> None:
    if "pmcid" not in r.fields:
        r.give("pmcid", r.take_if("C2", PMCID.match))


def take_from_addresses(r: RisRecord, tags: list[str]) -> None:
    """PMID and PMCID where the record's addresses name just one."""
    texts = r.tags[tags[0]] if len(tags) == 1 else [text for tag in tags for text in r.tags[tag]]
    for text in texts:
        if text[0] == "<" and (accession := linked_record(text)):
            _take_link(r, text, accession)
            return
        if may_say_number(text):
            break
    else:
        return
    for field, pattern in (("pmid", _PMID_ADDRESS), ("pmcid", _PMCID_ADDRESS)):
        found = {m[1] for text in texts if (m := pattern.search(text))}
        if field == "pmid" and _from_ovid_medline(r):  # it has the PMID in ID, or none
            continue
        if len(found) == 1 and field not in r.fields:
            r.fields[field] = list(found)


def may_say_number(address: str) -> bool:
    """Whether a PMID, a PMCID or an accession may stand in it."""
    return "PMC" in address or "nlm.nih.gov" in address or "article/MED" in address or address[0] == "<"


def _take_link(r: RisRecord, link: str, accession: str) -> None:
    """EndNote's link into Web of Science is the number of the record, and no address."""
    r.take_if("UR", link.__eq__)
    r.give("accession", [accession])


def take_standard_numbers(r: RisRecord, _: None) -> None:
    values = r.tags.pop("SN")
    issns, isbns, neither = standard_numbers(values[0] if len(values) == 1 else "\n".join(values))
    if issns:
        r.fields["issn"] = [*issns]
    if isbns:
        r.fields["isbn"] = [*isbns]
    if neither:
        r.keep("SN", [*neither])


def _book_numbers(r: RisRecord, _: None) -> None:
    r.give("isbn", r.take("BN"))


@lru_cache(4096)  # a journal's come again and again
def standard_numbers(values: str) -> tuple[tuple[str, ...], ...]:
    """The ISSNs in the values of SN, the ISBNs, and what is neither."""
    found: dict[str | None, list[str]] = {"issn": [], "isbn": [], None: []}
    for number in _STANDARD_NUMBER.split(values):
        digits = sum(char.isdigit() or char in "Xx" for char in number.partition("(")[0])
        if bare := number.strip():
            found[_STANDARD_LENGTHS.get(digits)].append(bare)
    return tuple(unique(found["issn"])), tuple(unique(found["isbn"])), tuple(found[None])


def _unique_tag(r: RisRecord, _: None) -> None:
    r.give("accession", r.take("UT"))


def take_first_value(r: RisRecord, tag: str) -> None:
    """The database's own id of the record, which is one; a number of somebody's library (ID) is none."""
    if tag in r.tags:
        r.fields["accession"] = r.tags.pop(tag) if len(r.tags[tag]) == 1 else r.take_first(tag)


def take_first_that(r: RisRecord, about: tuple[str, Callable[[str], object]]) -> None:
    if found := r.take_first(*about):
        r.fields["accession"] = found


def take_eid(r: RisRecord, _: None) -> None:
    for text in r.tags.get("UR", ()):
        if number := eid_in(text):
            r.fields["accession"] = [number]
            return


def eid_in(address: str) -> str | None:
    """Scopus: 'https://www.scopus.com/inward/record.uri?eid=2-s2.0-85000000001&doi=…' -> '2-s2.0-85000000001'."""
    found = _EID.search(address)
    return found[1] if found and address[found.start() - 1] in _OPENS_PARAMETER else None


def take_accession_of_ebsco(r: RisRecord, _: None) -> None:
    if "AN" in r.tags and (found := r.take_first("AN")):
        r.fields["accession"] = found
    elif number := accession_in(r.tags.get("N1", ())):
        r.fields["accession"] = [number]


def accession_in(notes: Iterable[str]) -> str | None:
    """EBSCO: 'Accession Number: 104161226; Balint, Michael …' -> '104161226'."""
    for text in notes:
        if text.startswith("Accession") and (number := _EBSCO_ID.match(text)):
            return number[1]
    return None


def _proquest_accession(r: RisRecord, _: None) -> None:
    """'2214991469; 51887' is the id of the work and another number, which stays in AN."""
    if not (found := r.take_first("AN", lambda text: text[0] != ";")):
        return
    own, _sep, other = found[0].partition(";")
    r.fields["accession"] = [own.rstrip()]
    if bare := other.strip():
        r.tags["AN"] = [bare, *r.tags.get("AN", ())]


_ACCESSION: Mapping[str | None, Step] = {
    "wos": (take_first_value, "AN"),
    "dimensions": (take_first_value, "AN"),
    "cochrane": (take_first_value, "AN"),
    "pubmed": (take_first_that, ("AN", is_bare_pmid)),
    "proquest": (_proquest_accession, None),
    "ebsco": (take_accession_of_ebsco, None),
    "embase": (take_first_that, ("U2", _EMBASE_ID.match)),
    "scopus": (take_eid, None),
    "ovid": (take_first_value, "ID"),
    "lens": (take_first_value, "ID"),
    "bvs": (take_first_value, "ID"),
    "eric": (take_first_value, "ID"),
    None: (take_first_that, ("ID", _SCIELO_ID.match)),
}
