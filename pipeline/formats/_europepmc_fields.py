"""One result of Europe PMC's web service: its members -> fields and extra.

In: a result as `_json` gives it. Out: fields of ours; all else in `extra` under the service's own names, verbatim, what
is nested as JSON or, in the journal and the book, under its path ('journalInfo/nlmid').
Sources: see `europepmc_json`; the kinds of relations as in `_pubmed_fields`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ._api_json import Fields, Read, Rule, add, at, fill, members, one_text, skip, texts_of
from ._json import to_text

# what the service says of a work in words -> ours; the first that fits counts
_TYPES = (
    ("preprint", "preprint"),
    ("book chapter", "chapter"),
    ("chapter", "chapter"),
    ("academic dissertation", "thesis"),
    ("thesis", "thesis"),
    ("dissertation", "thesis"),
    ("dataset", "dataset"),
    ("congress", "proceedings"),
    ("conference proceeding", "conference-paper"),
    ("conference paper", "conference-paper"),
    ("journal article", "article"),
    ("research-article", "article"),
    ("technical report", "report"),
    ("report", "report"),
    ("book", "book"),
)
_TYPE_OF_SOURCE = {"PPR": "preprint", "ETH": "thesis", "PAT": "other"}  # PAT: patents
# What commentCorrection's type says of the other publication: 'in', 'of' and 'for' are seen from this record.
# Not here, so in `extra`: cites, dataset …, summary for patients in, original report in (another work altogether).
_RELATIONS = {
    "comment in": "has-comment",
    "comment on": "comment-on",
    "erratum in": "has-erratum",
    "erratum for": "erratum-of",
    "retraction in": "has-retraction",
    "retraction of": "retraction-of",
    "update in": "has-update",
    "update of": "update-of",
    # the kind says less than the type, as with PubMed's: see _pubmed_fields
    "correction in": "has-erratum",
    "correction for": "erratum-of",
    "expression of concern in": "has-comment",
    "expression of concern for": "comment-on",
    "partial retraction in": "has-erratum",
    "partial retraction of": "erratum-of",
    "corrected and republished in": "has-version",
    "corrected and republished from": "version-of",
    "retracted and republished in": "has-version",
    "retracted and republished from": "version-of",
    "republished in": "has-version",
    "republished from": "version-of",
    "reprint in": "has-version",
    "reprint of": "version-of",
    # on the preprint, of its article; on the article, of its preprint; often found by the service, as its note says
    "preprint of": "has-version",
    "preprint in": "version-of",
}
_PLAIN_RELATIONS = 8  # the first of them say as much as the type does
_HEADING = re.compile(r"\s*<h4>\s*(.*?)[\s:]*</h4>\s*", re.IGNORECASE | re.DOTALL)
_DOI = re.compile(r"\bdoi: ?(10\.\d{4,9}/\S*[^\s.;,])", re.IGNORECASE)


def accession(value: Mapping[str, Any]) -> str | None:
    """'MED:10000001'; None where the service gives no id. What the search lists, and the reader finds again."""
    source, own = one_text(value.get("source")), one_text(value.get("id"))
    return f"{source}:{own}" if source and own else None


def read_record(value: Mapping[str, Any]) -> Read:
    """Fields, extra and warnings of one result."""
    fields: Fields = {}
    extra: Fields = {}
    own = accession(value)
    add(fields, "accession", [own] if own else [])
    _people(value, fields, extra)
    _dates(value, fields)
    fill(value, RULES, fields, extra)
    fields["type"] = [_type(one_text(value.get("source")), fields)]
    warnings = () if own else ("Europe PMC gives no id for this record",)
    return fields, extra, warnings if fields.get("title") else (*warnings, "no title")


def _type(source: str, fields: Fields) -> str:
    """By the source where it holds one kind only, else by what the service says."""
    if source in _TYPE_OF_SOURCE:
        return _TYPE_OF_SOURCE[source]
    said = [text.lower() for text in fields.get("publication_types", ())]
    for word, name in _TYPES:
        if any(text == word or text.startswith(f"{word} ") for text in said):
            return name
    return "article" if fields.keys() & {"container", "container_short"} else "other"


# ---------------------------------------------------------------- people


def _people(value: Mapping[str, Any], fields: Fields, extra: Fields) -> None:
    """Persons by their parts where all have them, else as MEDLINE writes them ('Balint E'); groups apart."""
    listed = [one for one in members(at(value, "authorList", "author")) if isinstance(one, dict)]
    persons = [one for one in listed if not texts_of(one.get("collectiveName"))]
    groups = [one_text(one["collectiveName"]) for one in listed if texts_of(one.get("collectiveName"))]
    if not listed and (text := one_text(value.get("authorString"))):
        fields["authors"] = [name for name in text.removesuffix(".").split(", ") if name]
        fields["name_form"] = ["family-initials"]
    elif persons:
        in_parts = all(texts_of(one.get("lastName")) for one in persons)
        names = [
            _in_parts(one) if in_parts else one_text(one.get("fullName") or one.get("lastName")) for one in persons
        ]
        fields["authors"] = [name for name in names if name]
        fields["name_form"] = ["family-comma-given" if in_parts else "family-initials"]
    if groups:
        fields["group_authors"] = groups
    if not fields.get("authors", [""]):
        del fields["authors"], fields["name_form"]
    for one in listed:
        _about(one, extra)


def _in_parts(person: Mapping[str, Any]) -> str:
    """'Balint, Enid'; initials where there is no more."""
    given = one_text(person.get("firstName")) or one_text(person.get("initials"))
    return ", ".join(filter(None, (one_text(person.get("lastName")), given, one_text(person.get("suffix")))))


def _about(person: Mapping[str, Any], extra: Fields) -> None:
    """ORCID and address, each with whose it is."""
    name = one_text(person.get("fullName") or person.get("collectiveName") or person.get("lastName"))
    identifier = person.get("authorId")
    if isinstance(identifier, dict) and (number := one_text(identifier.get("value"))):
        add(extra, f"author/authorId@{one_text(identifier.get('type'))}", [f"{name}: {number}"])
    for place in members(at(person, "authorAffiliationDetailsList", "authorAffiliation")):
        add(extra, "author/affiliation", [f"{name}: {text}" for text in texts_of(at(place, "affiliation"))])
    known = {"fullName", "firstName", "lastName", "initials", "suffix", "collectiveName", "authorId"}
    for part in person.keys() - known - {"authorAffiliationDetailsList"}:
        add(extra, f"author/{part}", [f"{name}: {text}" for text in texts_of(person[part])])


# ---------------------------------------------------------------- dates, journal, book


def _dates(value: Mapping[str, Any], fields: Fields) -> None:
    """The date of the issue; without one, as with preprints, the first date of publication that the service knows."""
    issued = texts_of(at(value, "journalInfo", "dateOfPublication"))
    add(fields, "date", issued or texts_of(value.get("firstPublicationDate")))
    journal, book = (at(value, place, "yearOfPublication") for place in ("journalInfo", "bookOrReportDetails"))
    years = [text for year in (value.get("pubYear"), journal, book) for text in texts_of(year)]
    add(fields, "year", [year for year in years if year != "0"][:1])  # 0 stands for a year that it doesn't know


def _within(rules: Mapping[str, Rule], prefix: str) -> Rule:
    """The rule of a member that holds others, each with a rule of its own; in `extra`: 'journalInfo/nlmid'."""

    def rule(said: Any, fields: Fields, extra: Fields) -> None:
        if isinstance(said, dict):
            fill(said, rules, fields, extra, f"{prefix}/")
        else:
            add(extra, prefix, texts_of(said))

    return rule


def _to(field: str, inner: str) -> Rule:
    """The rule of a list: {'pubType': ['Review', …]} -> each a text of `field`; what is nested in one, as JSON."""

    def rule(said: Any, fields: Fields, extra: Fields) -> None:
        for one in members(at(said, inner)):
            add(fields, field, texts_of(one))
        if isinstance(said, dict):
            fill(said, {inner: skip}, fields, extra, f"{field}/")

    return rule


def _parted(field: str) -> Rule:
    """The rule of a list in one text: '1234-5678; 8765-4321; ' -> two texts of `field`."""

    def rule(said: Any, fields: Fields, extra: Fields) -> None:
        add(fields, field, [text for part in one_text(said).split(";") if (text := part.strip())])

    return rule


def _abstract(said: Any, fields: Fields, extra: Fields) -> None:
    add(fields, "abstract", filter(None, (_HEADING.sub(r" \1: ", text).strip() for text in texts_of(said))))


# ---------------------------------------------------------------- headings, addresses, relations


def _headings(said: Any, fields: Fields, extra: Fields) -> None:
    """'Social Medicine/*history' as MEDLINE writes it; the star marks a major topic."""
    for heading in members(at(said, "meshHeading")):
        qualifiers = members(at(heading, "meshQualifierList", "meshQualifier"))
        parts = [(heading, "descriptorName"), *((one, "qualifierName") for one in qualifiers)]
        words = (
            ("*" if at(part, "majorTopic_YN") == "Y" else "") + one_text(at(part, name))
            for part, name in parts
            if texts_of(at(part, name))
        )
        add(fields, "headings", filter(None, ["/".join(words)]))


def _addresses(said: Any, fields: Fields, extra: Fields) -> None:
    """Where the text is; what is said of each address (free, of which kind) in `extra`."""
    for one in members(at(said, "fullTextUrl")):
        add(fields, "url", texts_of(at(one, "url")))
    add(extra, "fullTextUrlList", texts_of(said))


def _relations(said: Any, fields: Fields, extra: Fields) -> None:
    """'has-retraction pmid:10000099 J Ex. 2016;9:1.'; what has no kind of ours, says more or has a note, in `extra`."""
    for one in members(at(said, "commentCorrection")):
        kind = _RELATIONS.get(one_text(at(one, "type")).lower())
        if kind:
            add(fields, "relations", [" ".join(filter(None, (kind, _number(one), one_text(at(one, "reference")))))])
        plain = one_text(at(one, "type")).lower() in list(_RELATIONS)[:_PLAIN_RELATIONS]
        if not plain or at(one, "note") or at(one, "source") not in ("MED", None):
            add(extra, "commentCorrectionList", [to_text(one)])


def _number(other: Any) -> str:
    """The other publication's PMID, or the DOI in its citation; ids of other sources are no numbers of ours."""
    own = one_text(at(other, "id"))
    if at(other, "source") == "MED" and own.isdigit():
        return f"pmid:{own}"
    doi = _DOI.search(one_text(at(other, "reference")))
    return f"doi:{doi[1]}" if doi else ""


RULES: Mapping[str, Rule] = {
    "id": skip,  # in the accession
    "source": skip,
    "authorString": skip,  # the list of authors once more
    "authorList": skip,  # see _people
    "authorIdList": skip,  # the ORCIDs of the authors once more, without saying whose they are
    "pubYear": skip,  # see _dates
    "pmid": "pmid",
    "pmcid": "pmcid",
    "doi": "doi",
    "title": "title",
    "pageInfo": "pages",
    "language": "language",
    "abstractText": _abstract,
    "electronicPublicationDate": "date_online",
    "keywordList": _to("keywords", "keyword"),
    "pubTypeList": _to("publication_types", "pubType"),
    "pubType": _parted("publication_types"),  # of lite
    "meshHeadingList": _headings,
    "fullTextUrlList": _addresses,
    "commentCorrectionList": _relations,
    "journalTitle": "container_short",  # of lite: MEDLINE's short form
    "journalIssn": _parted("issn"),  # of lite
    "journalVolume": "volume",
    "issue": "issue",
    "journalInfo": _within(
        {
            "volume": "volume",
            "issue": "issue",
            "dateOfPublication": skip,  # see _dates
            "yearOfPublication": skip,
            "monthOfPublication": skip,  # in the date of publication
            "journal": _within(
                {
                    "title": "container",
                    "isoabbreviation": "container_short",
                    "medlineAbbreviation": "container_short",
                    "issn": "issn",
                    "essn": "issn",
                },
                "journalInfo/journal",
            ),
        },
        "journalInfo",
    ),
    "bookOrReportDetails": _within(
        {
            "publisher": "publisher",
            "comprisingTitle": "container",
            "edition": "edition",
            "seriesName": "series",
            "isbn10": "isbn",
            "isbn13": "isbn",
            "yearOfPublication": skip,  # see _dates
        },
        "bookOrReportDetails",
    ),
}
