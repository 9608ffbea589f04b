"""Whose table it is, and what its columns are called there: the marks and column names of databases and programs.

In: the column names of a table, folded (`fold_name`). Out: the database or program, and which of its columns mean
something else than elsewhere, or have a name that says nothing elsewhere.

    'Rank,Publication ID,DOI,PMID,Title,…,Pagination'   -> Dimensions, whose 'Pagination' is the pages
    'Authors,Title,Publication,Volume,Number,Pages,…'   -> Google Scholar's profile, whose 'Publication' is the journal

Sources: exports of 2019 to 2026.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from . import _own_table

ABSTRACKR, PUBMED, LEGACY, SPRINGER, EMBASE = "Abstrackr", "PubMed", "PubMed, before 2020", "SpringerLink", "Embase"
COVIDENCE, CTGOV, DIMENSIONS, EBSCO = "Covidence", "ClinicalTrials.gov", "Dimensions", "EBSCOhost"
ICTRP, OPENALEX, PAPERPILE, PROQUEST = "WHO ICTRP", "OpenAlex", "Paperpile", "ProQuest"
RAYYAN, REFWORKS, SCHOLAR = "Rayyan", "RefWorks", "Google Scholar"

# Marks of those whose tables are known here: all of these column names stand in the header.
DATABASES = {
    _own_table.DATABASE: _own_table.MARKS,  # first: it may have the columns of a program that is to read it
    ABSTRACKR: ("internal id", "source id", "pubmed id"),
    "Citavi": ("short title", "year derived", "locations"),
    "Cochrane CENTRAL": ("central id", "cochrane review group code"),
    COVIDENCE: ("covidence", "study", "published year"),
    CTGOV: ("nct number", "study title"),
    DIMENSIONS: ("publication id", "pubyear"),
    EBSCO: ("plink", "doctype"),
    EMBASE: ("emtree medical index terms", "author names"),
    ICTRP: ("trialid", "public title"),
    "IEEE Xplore": ("document title", "ieee terms"),
    "LILACS": ("descriptor s", "fulltext url"),
    OPENALEX: ("primary location source display name", "display name"),
    "Ovid": ("orn", "vn", "db"),
    PAPERPILE: ("item type", "folders filed in"),
    PROQUEST: ("storeid", "pubtitle"),
    "Publish or Perish": ("gsrank", "cites"),
    PUBMED: ("pmid", "journal book"),
    LEGACY: ("entrezuid", "details"),
    RAYYAN: ("key", "location", "pubmed id", "pmc id"),
    REFWORKS: ("title primary", "periodical full"),
    SCHOLAR: ("authors", "title", "publication", "volume", "number", "pages", "year", "publisher"),
    SPRINGER: ("item title", "item doi"),
    "The Lens": ("lens id",),
    "Zotero": ("item type", "manual tags"),
}

# Columns that one database means otherwise than all others do; None: they go to `extra`.
COLUMNS_OF: Mapping[str, Mapping[str, str | None]] = {
    ABSTRACKR: {"internal id": "accession", "tags": None},
    COVIDENCE: {"tags": None},  # the reviewers', not the work's
    # a registered trial has no authors: sponsors and investigators run it
    CTGOV: {
        "nct number": "accession", "study title": "title", "study url": "url", "brief summary": "abstract",
        "first posted": "date",
    },
    DIMENSIONS: {
        "anthology title": "_anthology", "pagination": "pages", "publication date online": "date_online",
        "source linkout": "url",
    },
    EBSCO: {"subjects": "headings", "plink": "url", "doctype": "_type", "page count": "_count"},
    # 'date registration' has the day first or the month first, as each register has it; the other is 20200322
    ICTRP: {
        "trialid": "accession", "public title": "title", "web address": "url", "date registration3": "date",
    },
    # 'type' says how PubMed calls its own data: 'citation'
    LEGACY: {"description": "_authors", "type": None},
    OPENALEX: {"is retracted": _own_table.RETRACTED},
    PAPERPILE: {"full journal": "container", "journal": "container_short", "page numbers": "pages"},
    PROQUEST: {
        "storeid": "accession", "digitalobjectidentifier": "doi", "documenttype": "_type", "documenturl": "url",
        "identifierkeywords": "keywords", "pubtitle": "container", "subjectterms": "headings",
    },
    REFWORKS: {
        "authors primary": "_authors", "authors secondary": "_editors", "issn isbn": "_number", "links": None,
        "original foreign title": "title_original", "other pages": "_last_page", "periodical abbrev": "container_short",
        "periodical full": "container", "pub date free from": "_month", "retrieved date": "accessed",
        "title primary": "title", "title secondary": "_secondary",
    },
    SCHOLAR: {"publication": "container"},
    _own_table.DATABASE: _own_table.COLUMNS,
}  # fmt: skip

# Lines that a program writes between the rows, folded.
CAPTIONS = frozenset({"citations that are not yet labeled by anyone"})  # Abstrackr


def database_of(names: Iterable[str]) -> str | None:
    """The database whose tables have columns of these names; None for a table of one's own."""
    have = set(names)
    return next((database for database, marks in DATABASES.items() if have.issuperset(marks)), None)
