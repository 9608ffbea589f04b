"""One line that holds a whole citation, and the links to other publications that are made of such lines.

    Journals@Ovid  Acta Biochimica et Biophysica Sinica August 2011;43(8):647-653
    PsycINFO       Journal of Examples. Vol.12(3), Mar 2010, pp. 123-145.
    Embase, Ovid   BMC Proceedings. Conference: 2nd Meeting. Spain. 12 (Supplement 3) (no pagination), 2018.
    MEDLINE, Ovid  Journal of Travel Medicine. 25(1):12-19, 2018 Jan 01.
    a chapter      Doe, Jane [Ed]. (2012). The book. (pp. 11-31). xvii, 254 pp. New York, NY, US: The Press.
    PubMed         Am J Ophthalmol. 2023 Nov 4:S0002-9394(23)00456-7. doi: 10.1016/j.ajo.2023.10.025.

Out: our fields, as far as the line gives them; a line of another kind gives none. Sources: exports of these.
"""

from __future__ import annotations

import re

from ._citation_cell import DOI, read_citation

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Spring|Summer|Fall|Autumn|Winter)[a-z]*\.?"
_DATE = rf"(?P<date>(?:{_MONTH}(?:\s?[/-]\s?{_MONTH})?\s(?:\d{{1,2}}(?:-\d{{1,2}})?,?\s)?)?(?:1[5-9]|20)\d\d)"
_NESTED = r"\((?P<issue>(?:[^()]|\([^()]*\))*)\)"

# The groups are our fields. The order counts: from the marks that only one of them has to those that many have.
_SOURCES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:[^(]*?\s?\((?P<year>\d{4})\)\.\s)(?P<container>.+?)(?:\.\s)?\s?(?:\(pp\.\s(?P<pages>[^)]+)\)\.?\s)?"
        r"(?:[ivxlcdmIVXLCDM]+(?:,\s|\s(?=pp)))?(?:\d+\s)?pp\.\s(?P<place>[^:]+):\s(?P<publisher>.+?)\.?\s*",
        r"(?P<container>.+[.\]])\s(?P<publisher>[^.\]]+?)\.\s(?P<year>\d{4}):\s[^.]*\.\s"
        r"Chapter pagination:\s(?P<pages>[^.\s]+)\..*",
        rf"(?P<container>.+?)[.,]?\s{_DATE};(?P<volume>[^:(;]*)(?:{_NESTED})?(?::(?P<pages>\S+?))?\.?\s*",
        rf"(?P<container>.+?)\.\sVol\.?\s?(?P<volume>[^\s(,]+)(?:{_NESTED})?,?\s?{_DATE},?\s?"
        r"(?:ArtID\s(?P<article_number>\S+?)|(?:pp\.\s)?(?P<pages>.*?))\.?\s*",
        r"(?P<container>.+?)\.\s(?:Conference:\s(?P<event>.+)\.\s)?(?P<volume>[^\s().,]+)?\s?(?:\((?P<issue>[^)]*)\))?\s?"
        r"\((?:pp\s(?P<pages>[^)]*)|no pagination)\),\s(?P<date>\d{4})\."
        r"(?:.*?\bArticle Number:\s(?P<article_number>[^\s.]+))?.*",
        rf"(?P<container>.+?)\.\s*(?P<volume>(?:\w[\w/-]*(?:\s[\w/-]+){{0,3}})?)\s?(?:{_NESTED})?(?::\s?(?P<pages>[^,]+))?,\s"
        rf"(?P<date>(?:[^.,]*\.?\s(?:\d{{1,2}},\s)?)?(?:1[5-9]|20)\d\d\b[^.]*)\.?(?:\s.*)?",
        r"(?P<container>[^.\d]+)\.?",
    )
)
_EDITORS = re.compile(r"(?:[^\[\]()]+\[Ed[^\]]*\][.,;]*\s*)+")
_EDITOR = re.compile(r"[\s,;.]*([^\[\]]+?)\s*\[[^\]]*\]")
_LONGEST = 1500  # no citation is longer; the patterns take their time where nothing fits
_NO_PAGES = re.compile(r"no pagination.*", re.IGNORECASE)

# what PubMed writes without volume: pages or the publisher's number right after the date; a preprint's own number
_AHEAD = re.compile(
    r"(?P<container_short>[^;]+?)\.\s(?P<date>(?:1[5-9]|20)\d\d(?:\s[A-Z][a-z]{2}(?:-[A-Z][a-z]{2})?)?(?:\s\d{1,2})?)"
    r":(?P<pages>\S+?)\.(?:\s.*|$)"
)
_EPUB = re.compile(r"\bEpub (\d{4}(?: [A-Z][a-z]{2})?(?: \d{1,2})?)")


def read_source(text: str) -> dict[str, list[str]]:
    """Our fields that Ovid's source line gives; names in brackets before the title are its editors.

    'Ecohydrology.   8(6):1048-1064, September 2015.' -> container, volume, issue, pages, date
    """
    text = " ".join(text.split())
    said: dict[str, list[str]] = {}
    if len(text) > _LONGEST:
        return said
    if editors := _EDITORS.match(text):
        said["editors"] = _EDITOR.findall(editors[0])
        text = text[editors.end() :]
    match = next((found for pattern in _SOURCES if (found := pattern.fullmatch(text))), None)
    groups = match.groupdict() if match else read_citation(text) or {}
    for name, value in groups.items():
        if value and (bare := value.strip(" ;")) and not _NO_PAGES.fullmatch(bare):
            said[name] = [bare]
    return said


def read_pubmed(text: str) -> dict[str, list[str]]:
    """Our fields that PubMed's citation gives: journal, date, volume, issue, pages, DOI, date of electronic issue."""
    said = (read_citation(text) or {}) if len(text) <= _LONGEST else {}
    if "container_short" not in said and (ahead := _AHEAD.match(text)):
        said |= ahead.groupdict()
    if "date" not in said:
        return {"doi": [said["doi"]]} if "doi" in said else {}
    if online := _EPUB.search(text):
        said["date_online"] = online[1]
    return {name: [value] for name, value in said.items()}


# How PubMed and Ovid word a link; the kinds are the same as in MEDLINE and in PubMed's XML. Left out, as
# model.RELATIONS has no word for them: summaries for patients, original reports, data sets.
_LINKS = {
    "comment in": "has-comment",
    "comment on": "comment-on",
    "erratum in": "has-erratum",
    "erratum for": "erratum-of",
    "retraction in": "has-retraction",
    "retraction of": "retraction-of",
    "update in": "has-update",
    "update of": "update-of",
}
# the kind says less than the words, which stay in `extra` as well
_WIDER_LINKS = {
    "expression of concern in": "has-comment",
    "expression of concern for": "comment-on",
    "partial retraction in": "has-erratum",  # the rest of the article stands
    "partial retraction of": "erratum-of",
    "retracted and republished in": "has-version",
    "retracted and republished from": "version-of",
    "republished in": "has-version",
    "republished from": "version-of",
    "corrected and republished in": "has-version",
    "corrected and republished from": "version-of",
}
_OTHER_LINKS = (
    "summary for patients in",
    "original report in",
    "dataset described in",
    "dataset use reported in",
)
LINK = re.compile(rf"({'|'.join((*_LINKS, *_WIDER_LINKS, *_OTHER_LINKS))})\b[:.]?\s*", re.IGNORECASE)
_PMID = re.compile(r"\bPMID:?\s*(\d{1,9})\b")


def says_all(link: str) -> bool:
    """Whether a relation of ours says all that the words of the link say: 'Comment in', not 'Partial retraction in'."""
    return link.lower() in _LINKS


def relation(link: str, citation: str) -> str | None:
    """A relation as model.RELATIONS words it; None where it has no word for this link.

    ('Comment in', 'J Clin Invest. 2014 Jan;124(1):76-9.') -> 'has-comment J Clin Invest. 2014 Jan;124(1):76-9.'
    """
    kind = _LINKS.get(link.lower()) or _WIDER_LINKS.get(link.lower())
    citation = " ".join(citation.split())
    if kind is None or not citation:
        return None
    if pmid := _PMID.search(citation):
        return f"{kind} pmid:{pmid[1]} {citation}"
    if doi := DOI.search(citation):
        return f"{kind} doi:{doi[1]} {citation}"
    return f"{kind} {citation}"
