"""A cell that holds a whole citation: what it says of date, volume, issue and pages.

    PubMed     Acad Emerg Med. 2011 Oct;18(10):1099-104. doi: 10.1111/j.1553-2712.2011.01185.x.
               Am J Epidemiol. 2008 Mar 1;167(5):523-9; discussion 530-1.      pages and all, as MEDLINE has them
    Embase     Endoscopic Ultrasound (2014) 3:3 (152-160). Date of Publication: 2014
               Urology (2014) 84:4 SUPPL. 1 (S60-S61). Date of Publication: October 2014
    Ovid       Journal of Travel Medicine. 25 (1) (pp 12-19), 2018. Date of Publication: 2018.
    BVS        J Psychiatr Res;139: 179-184, 2021 07.

A citation that fits none of these says only what it says: None, and the cell stays as it is.
"""

from __future__ import annotations

import re

_YEAR = r"(?:1[5-9]|20)\d\d"  # no number of four digits else: 'Proceedings (1024) of …'
_PART = (
    r"(?i:suppl(?:ement)?\b\.?|part\s?\d*|pt\.?\s?\d*|spec(?:ial)?\b\.?|meeting\s?abstracts?)"  # of a volume or issue
)

# What each pattern calls its groups are our fields. Sources: exports of the four.
PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<container_short>[^;]+?)\.\s+(?P<date>{_YEAR}(?: [A-Z][a-z]{{2}}(?:-[A-Z][a-z]{{2}})?)?(?: \d{{1,2}})?"
        rf"(?:-(?:\d{{1,2}}|[A-Z][a-z]{{2}}|{_YEAR})(?: [A-Z][a-z]{{2}})?)?)"
        r"(?:;(?P<volume>[^(:;.]*)(?:\((?P<issue>[^)]*)\))?"
        r"(?::(?P<pages>[^;\s]+?(?:, [^;\s]+?)*(?:; [a-z][^;]{0,40}?)*))?)?\.(?:\s.*|$)",
        rf"(?P<container>.+?) \((?P<year>{_YEAR})\)(?: (?!{_PART})(?P<volume>[^:\s(]+))?"
        rf"(?:(?::| (?={_PART}))(?P<issue>(?:[^\s(]+ )?{_PART}(?: (?!Article\b)[^\s(]+)?|\S+))?"
        r"(?: \((?P<pages>[^()]+)\))?(?: Article Number: (?P<article_number>\w+))?\.(?:\s.*|$)",
        r"(?P<container>.+?)\. (?P<volume>\w+)(?: \((?P<issue>[^)]*)\))? \((?:pp )?(?P<pages>[^)]*)\), "
        rf"(?P<year>{_YEAR})\.(?:\s+Article Number: (?P<article_number>\w+))?.*",
        r"(?P<container_short>[^;]+); ?(?P<volume>[^:(;]*)(?:\((?P<issue>[^)]*)\))?: (?P<pages>[^,]+), "
        rf"(?P<date>{_YEAR}.*?)\.?\s*$",
    )
)
DOI = re.compile(r"\bdoi:\s*(10\.\S+?)\.?(?=\s|$)", re.IGNORECASE)
NO_PAGES = ("no pagination",)


def read_citation(text: str) -> dict[str, str] | None:
    """Our fields that the citation gives; None where it is written in no way we know."""
    if "1" not in text and "2" not in text:  # no year from 1500 to 2099, no '10.' of a DOI
        return None
    match = next((found for pattern in PATTERNS if (found := pattern.match(text))), None)
    doi = DOI.search(text)
    if match is None and doi is None:
        return None
    said = {name: value.strip() for name, value in (match.groupdict() if match else {}).items() if value}
    said = {name: value for name, value in said.items() if value and value not in NO_PAGES}
    return said | ({"doi": doi[1]} if doi else {})
