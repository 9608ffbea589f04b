"""One record of PubMed XML, as a tree -> fields and extra.

A DOI or PMID counts as the record's own only in its own ELocationID or PubmedData/ArticleIdList: those within
ReferenceList and CommentsCorrectionsList are other people's papers. Elements without a field of ours go to
`extra` under their path below the record, with the attribute that tells them apart ('PubmedData/
History/PubMedPubDate@entrez').
Source: NLM, "MEDLINE/PubMed XML Element Descriptions and their Attributes".
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable

from ._citation_cell import DOI
from ._pubmed_leftovers import date_of, flat, leftovers, name_of
from ._xml import Fields as _Fields
from ._xml import text as _text

Fields = dict[str, list[str]]


def fields_of(root: ET.Element) -> tuple[Fields, Fields] | None:
    """Fields and extra of a PubmedArticle, PubmedBookArticle or MedlineCitation; None where it holds no citation."""
    document = root.find("BookDocument")
    if document is not None:
        return _book(document, root.find("PubmedBookData"))
    citation = root if root.tag == "MedlineCitation" else root.find("MedlineCitation")
    return None if citation is None else _article(citation, root.find("PubmedData"))


# ---------------------------------------------------------------- the two kinds of record


def _article(citation: ET.Element, data: ET.Element | None) -> tuple[Fields, Fields]:
    fields, extra = _Fields(), _Fields()
    article = citation.find("Article")
    article = ET.Element("Article") if article is None else article
    _titles(fields, extra, article.find("ArticleTitle"), article.find("VernacularTitle"))
    _people(fields, extra, article.findall("AuthorList"))
    _journal(fields, citation, article)
    _abstracts(fields, extra, citation, article)
    fields.add("pages", _pages(article.find("Pagination")))
    fields.add("date_online", *(date_of(date, "-") for date in article.findall("ArticleDate")))
    _identifiers(fields, extra, citation, article, data)
    types = [_text(kind) for kind in article.iter("PublicationType")]
    fields.add("publication_types", *types)
    fields.add("type", _type(types))
    fields.add("language", *map(_text, article.findall("Language")))
    fields.add("headings", *map(_heading, citation.iterfind("MeshHeadingList/MeshHeading")))
    fields.add("keywords", *map(_text, citation.iterfind("KeywordList/Keyword")))
    fields.add("note", *map(_text, citation.findall("GeneralNote")))
    for name, value in (*citation.attrib.items(), *article.attrib.items()):
        extra.add(f"@{name}", value)
    for other in citation.iterfind("CommentsCorrectionsList/CommentsCorrections"):
        _relation(fields, extra, other)
    leftovers(extra, citation, _TAKEN_CITATION)
    leftovers(extra, article, _TAKEN_ARTICLE)
    if data is not None:
        leftovers(extra, data, {"ArticleIdList"})
    return fields.filled, extra.filled


def _book(document: ET.Element, data: ET.Element | None) -> tuple[Fields, Fields]:
    """A book, or a chapter where the document has a title of its own.

    The DOI in Book is the book's: it becomes the record's only where the record is the book.
    """
    fields, extra = _Fields(), _Fields()
    book = document.find("Book")
    book = ET.Element("Book") if book is None else book
    chapter = bool(_text(document.find("ArticleTitle")))
    title = document.find("ArticleTitle") if chapter else book.find("BookTitle")
    _titles(fields, extra, title, document.find("VernacularTitle"))
    fields.add("type", "chapter" if chapter else "book")
    fields.add("container" if chapter else "title", _text(book.find("BookTitle")))
    _people(fields, extra, document.findall("AuthorList"))
    _people(fields, extra, book.findall("AuthorList"), of_container=chapter)
    _imprint(fields, book)
    fields.add("pages", _pages(document.find("Pagination")))
    _abstracts(fields, extra, document, document)
    _identifiers(fields, extra, document, ET.Element("none") if chapter else book, data)
    if chapter:
        extra.add("Book/ELocationID", *(f"{e.get('EIdType')}: {_text(e)}" for e in book.findall("ELocationID")))
    fields.add("publication_types", *map(_text, document.iter("PublicationType")))
    fields.add("language", *map(_text, document.findall("Language")))
    fields.add("keywords", *map(_text, document.iterfind("KeywordList/Keyword")))
    leftovers(extra, document, _TAKEN_BOOK_DOCUMENT)
    leftovers(extra, book, _TAKEN_BOOK, "Book/")
    if data is not None:
        leftovers(extra, data, {"ArticleIdList"})
    return fields.filled, extra.filled


# read field by field above; everything else is left over
_TAKEN_CITATION = {"PMID", "Article", "MeshHeadingList", "KeywordList", "GeneralNote", "OtherAbstract",
    "CommentsCorrectionsList",
}  # fmt: skip
_TAKEN_ARTICLE = {
    "Journal", "ArticleTitle", "VernacularTitle", "Abstract", "AuthorList", "Pagination", "ArticleDate",
    "ELocationID",
    "Language", "PublicationTypeList", "PublicationType",
}  # fmt: skip
_TAKEN_BOOK_DOCUMENT = {
    "PMID", "ArticleIdList", "Book", "ArticleTitle", "VernacularTitle", "Abstract", "AuthorList",
    "Pagination",
    "Language", "PublicationType", "KeywordList", "OtherAbstract",
}  # fmt: skip
_TAKEN_BOOK = {
    "Publisher", "BookTitle", "PubDate", "AuthorList", "CollectionTitle", "Isbn", "Edition", "Volume",
    "ELocationID",
}  # fmt: skip


# Left out on purpose: attributes that tell nothing of the work which isn't in the element, or in another one.
#   @UI (MeshHeading, PublicationType, Chemical …)   the number of a term in NLM's lists, which its words name as well
#   DescriptorName@Type ('Geographic')               a property of the term, told by NLM's lists
#   AbstractText@NlmCategory                         NLM's own grouping of the labels; the label itself is kept
#   JournalIssue@CitedMedium, ISSN@IssnType          print or internet; both ISSNs are kept
#   KeywordList@Owner, OtherAbstract@Type            who supplied them (mostly NOTNLM, Publisher)
#   SectionTitle@book @part @sec, BookTitle@book …   anchors in the text on the Bookshelf
#   Initials beside a ForeName, MajorTopicYN=N, ValidYN=Y, CompleteYN=Y   said by the name, or nothing said


# ---------------------------------------------------------------- field by field


def _titles(fields: _Fields, extra: _Fields, title: ET.Element | None, vernacular: ET.Element | None) -> None:
    """'[Not Available].' is PubMed's word for 'no English title': the vernacular one leads then."""
    english, original = _text(title), _text(vernacular)
    if original and english.strip("[]. ").lower() in ("", "not available"):
        extra.add("ArticleTitle", english)
        english = original
    fields.add("title", english)
    fields.add("title_original", original)


def _people(fields: _Fields, extra: _Fields, lists: Iterable[ET.Element], of_container: bool = False) -> None:
    """Persons and groups. `of_container`: this is the book's list, the record is a chapter of it."""
    for people in lists:
        editors = people.get("Type") == "editors"
        for author in people.findall("Author"):
            name, place = name_of(author), "Book/AuthorList/Author" if of_container else "AuthorList/Author"
            if author.get("ValidYN") == "N":
                place = f"{place}@ValidYN=N"
                extra.add_all(place, name)
            elif editors:
                fields.add_all("editors", name)
            elif of_container:
                extra.add_all(place, name)
            else:
                group = author.find("CollectiveName") is not None
                fields.add_all("group_authors" if group else "authors", name)
            _about_author(extra, author, name, place)
        if people.get("CompleteYN") == "N" and not (editors or of_container):
            fields.add("authors", "et al")
    if fields.filled.get("authors") or fields.filled.get("editors"):
        fields.add("name_form", "family-comma-given")


def _about_author(extra: _Fields, author: ET.Element, name: str, place: str) -> None:
    """Where somebody works, and by which numbers the person (ORCID) and the workplace (ROR) are known."""
    for path in ("Affiliation", "AffiliationInfo/Affiliation"):  # the first until 2014
        extra.add(f"{place}/Affiliation", *(f"{name}: {_text(found)}" for found in author.findall(path)))
    for path in ("Identifier", "AffiliationInfo/Identifier"):
        for found in author.findall(path):
            extra.add(f"{place}/{path}@{found.get('Source', '')}", f"{name}: {_text(found)}")
    if author.get("EqualContrib") == "Y":
        extra.add(f"{place}@EqualContrib=Y", name)


def _journal(fields: _Fields, citation: ET.Element, article: ET.Element) -> None:
    find = article.find
    _date_fields(fields, find("Journal/JournalIssue/PubDate"))
    fields.add("container", _text(find("Journal/Title")))
    info = "MedlineJournalInfo/"
    fields.add("container_short", _text(find("Journal/ISOAbbreviation")), _text(citation.find(info + "MedlineTA")))
    fields.add("volume", _text(find("Journal/JournalIssue/Volume")))
    fields.add("issue", _text(find("Journal/JournalIssue/Issue")))
    fields.add("issn", *map(_text, article.iterfind("Journal/ISSN")), _text(citation.find(info + "ISSNLinking")))


def _imprint(fields: _Fields, book: ET.Element) -> None:
    _date_fields(fields, book.find("PubDate"))
    for name, path in (
        ("series", "CollectionTitle"),
        ("publisher", "Publisher/PublisherName"),
        ("place", "Publisher/PublisherLocation"),
        ("edition", "Edition"),
        ("volume", "Volume"),
        ("isbn", "Isbn"),
    ):
        fields.add(name, *map(_text, book.iterfind(path)))


def _date_fields(fields: _Fields, date: ET.Element | None) -> None:
    if date is None:
        return
    written = date_of(date)
    year = re.search(r"\d{4}", written)
    fields.add("date", written)
    fields.add("year", year[0] if year else None)


def _pages(pagination: ET.Element | None) -> str | None:
    if pagination is None:
        return None
    short = _text(pagination.find("MedlinePgn"))
    return short or "-".join(filter(None, (_text(pagination.find("StartPage")), _text(pagination.find("EndPage")))))


def _abstracts(fields: _Fields, extra: _Fields, citation: ET.Element, article: ET.Element) -> None:
    """The abstract, then those in other languages or for other readers."""
    for abstract in article.findall("Abstract"):
        fields.add("abstract", _abstract(abstract))
        extra.add("Abstract/CopyrightInformation", *map(_text, abstract.findall("CopyrightInformation")))
    for other in citation.findall("OtherAbstract"):
        text = _abstract(other)
        if text.startswith("Abstract available from the publisher"):  # a hint that there is one, no abstract
            extra.add("OtherAbstract", text)
        else:
            fields.add("abstract", text)
        extra.add("OtherAbstract@Language", other.get("Language"))


def _abstract(abstract: ET.Element) -> str:
    parts = ((part.get("Label"), _text(part)) for part in abstract.findall("AbstractText"))
    return " ".join(f"{label}: {text}" if label else text for label, text in parts if text)


def _identifiers(
    fields: _Fields, extra: _Fields, citation: ET.Element, article: ET.Element, data: ET.Element | None
) -> None:
    pmid = citation.find("PMID")
    fields.add("pmid", _text(pmid))
    fields.add("accession", _text(pmid))
    if pmid is not None and pmid.get("Version", "1") != "1":
        extra.add("PMID@Version", pmid.get("Version"))
    for location in article.findall("ELocationID"):
        kind = location.get("EIdType", "")
        if kind == "doi" and location.get("ValidYN") != "N":
            _add_doi(fields, _text(location))
        else:
            valid = "" if location.get("ValidYN") != "N" else "@ValidYN=N"
            extra.add(f"ELocationID@{kind}{valid}", _text(location))
    for parent in (citation, data):
        for identifier in () if parent is None else parent.iterfind("ArticleIdList/ArticleId"):
            _article_id(fields, extra, identifier)


def _article_id(fields: _Fields, extra: _Fields, identifier: ET.Element) -> None:
    kind, value = identifier.get("IdType", "pubmed"), _text(identifier)
    if kind == "doi":
        _add_doi(fields, value)
    elif kind == "pmc":
        fields.add("pmcid", value)
    elif kind != "pubmed" or value not in fields.filled.get("pmid", ()):
        extra.add(f"ArticleIdList/ArticleId@{kind}", value)


def _add_doi(fields: _Fields, doi: str) -> None:
    if doi.lower() not in (known.lower() for known in fields.filled.get("doi", ())):
        fields.add("doi", doi)


def _type(publication_types: list[str]) -> str:
    for kind in publication_types:
        if kind in _TYPES:
            return _TYPES[kind]
    return "article"


# the few publication types that say what a thing is, not what it is about; all others stand in journals
_TYPES = {
    "Preprint": "preprint",
    "Dataset": "dataset",
    "Academic Dissertation": "thesis",
    "Technical Report": "report",
    "Webcast": "webpage",
}


def _heading(heading: ET.Element) -> str:
    """'Social Medicine/*history/trends' as MEDLINE writes it; the star marks a major topic."""
    parts = (part for part in heading if part.tag in ("DescriptorName", "QualifierName"))
    return "/".join(("*" if part.get("MajorTopicYN") == "Y" else "") + _text(part) for part in parts)


# What CommentsCorrections@RefType says of the other publication. 'In', 'Of' and 'For' are seen from this record.
# Not here, so in `extra`: AssociatedDataset, AssociatedPublication, Cites (another work altogether),
# SummaryForPatientsIn and OriginalReportIn (a summary and its study: two works, neither a version of the other).
_RELATIONS = {
    "CommentIn": "has-comment",
    "CommentOn": "comment-on",
    "ErratumIn": "has-erratum",
    "ErratumFor": "erratum-of",
    "RetractionIn": "has-retraction",
    "RetractionOf": "retraction-of",
    "UpdateIn": "has-update",  # also from a preprint to its article
    "UpdateOf": "update-of",
}
# the kind says less than the type, which is kept in `extra` as well
_WIDER_RELATIONS = {
    "ExpressionOfConcernIn": "has-comment",
    "ExpressionOfConcernFor": "comment-on",
    "PartialRetractionIn": "has-erratum",  # the rest of the article stands, and NLM doesn't call it retracted
    "PartialRetractionOf": "erratum-of",
    "CorrectedandRepublishedIn": "has-version",
    "CorrectedandRepublishedFrom": "version-of",
    "RetractedandRepublishedIn": "has-version",
    "RetractedandRepublishedFrom": "version-of",
    "RepublishedIn": "has-version",
    "RepublishedFrom": "version-of",
    "ReprintIn": "has-version",
    "ReprintOf": "version-of",
}


def _relation(fields: _Fields, extra: _Fields, other: ET.Element) -> None:
    """'has-retraction pmid:10000099 J Ex. 2016;9:1.'; what has no kind of ours, and notes, go to `extra`."""
    said = other.get("RefType", "")
    kind = _RELATIONS.get(said) or _WIDER_RELATIONS.get(said)
    citation, pmid = _text(other.find("RefSource")), _text(other.find("PMID"))
    if kind:
        doi = None if pmid else DOI.search(citation)
        number = f"pmid:{pmid}" if pmid else f"doi:{doi[1]}" if doi else ""
        fields.add("relations", " ".join(filter(None, (kind, number, citation))))
    if said not in _RELATIONS or other.find("Note") is not None:
        extra.add(f"CommentsCorrectionsList/CommentsCorrections@{said}", flat(other))
