"""Which work a reference means, asked of the two services that match citations: PubMed's and Crossref's.

In: what a reference says. Out: the requests, and what their answers say. Whether the work is the right one is not
judged here: ecitmatch looks at the place alone (journal, year, volume, first page, author) and never at the title;
Crossref gives what is likest, whether or not it has the work.

Rules: NLM, "Entrez Programming Utilities Help", ECitMatch (NBK25499): a line a citation,
'journal|year|volume|first page|author|key|', parted by a carriage return; the answer has the PMID behind the key, or
NOT_FOUND, or AMBIGUOUS with the number of citations. Crossref, "REST API": query.bibliographic takes a whole reference.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote

from ..http import Request, Unsound
from ._eutils import _efetch as records_of
from ._pages import page_check
from .crossref import _read_single, read_page

__all__ = ["citation_line", "likest_works", "matched_citations", "records_of", "said_of_citations", "work_of"]

AT_ONCE = 100  # citations in one request
LIKEST = 3  # works that Crossref is asked for: the right one is the first or second, or isn't there
LONGEST = 400  # letters of a reference: in Cyrillic an address of some 2,500 characters
# what the rule of "the same work" looks at, and what people are shown; `prefix` is what a work is known by
_SELECTED = (
    "DOI", "prefix", "type", "title", "subtitle", "original-title", "author", "editor", "issued", "published-print",
    "published-online", "container-title", "short-container-title", "volume", "issue", "page", "article-number",
    "publisher", "ISSN", "ISBN",
)  # fmt: skip
_NO_TEXT = re.compile(r"[|\s]+")
_PAGE = re.compile(rb"\s*<")


def citation_line(key: str, journal: str, year: str, volume: str, page: str, author: str) -> str:
    """'proc natl acad sci u s a|1991|88|3248|mann bj|Art1|'"""
    cells = (journal, year, volume, page, author, key)
    return "".join(f"{_NO_TEXT.sub(' ', cell).strip()}|" for cell in cells)


def matched_citations(lines: Sequence[str]) -> Request:
    """The PMIDs of at most AT_ONCE citations."""

    def check(body: bytes) -> None:
        if _PAGE.match(body):
            raise Unsound("a web page instead of data")
        if len(said_of_citations(body)) < len(lines):
            raise Unsound(f"{len(said_of_citations(body))} citations answered of {len(lines)}")

    return Request(
        path="ecitmatch.cgi",
        params={"db": "pubmed", "retmode": "xml", "bdata": "\r".join(lines)},
        what=f"the PMIDs of {len(lines)} references",
        check=check,
        post=True,
    )


def said_of_citations(body: bytes) -> dict[str, str]:
    """What is said of each key: '2014248', 'NOT_FOUND', 'AMBIGUOUS 3 citations'."""
    rows = (line.split("|") for line in body.decode("utf-8", "replace").splitlines())
    return {row[5].strip(): "|".join(row[6:]).strip(" |") for row in rows if len(row) > 6}


def likest_works(reference: str) -> Request:
    """The works that Crossref finds likest to a reference as it is printed."""
    text = reference if len(reference) <= LONGEST else reference[:LONGEST].rsplit(" ", 1)[0]
    params = {"query.bibliographic": text, "rows": str(LIKEST), "select": ",".join(_SELECTED)}
    return Request(path="works", params=params, what=f"works like '{text[:60]} …'", check=page_check(read_page))


def work_of(doi: str) -> Request:
    """The work with a DOI; Crossref answers 404 where it has none."""
    return Request(path=f"works/{quote(doi, safe='')}", what=f"the work {doi}", check=page_check(_read_single))
