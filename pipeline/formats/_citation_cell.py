"""A cell that holds a whole citation: what it says of date, volume, issue and pages.

    PubMed     Acad Emerg Med. 2011 Oct;18(10):1099-104. doi: 10.1111/j.1553-2712.2011.01185.x.
    Embase     Endoscopic Ultrasound (2014) 3:3 (152-160). Date of Publication: 2014
    Ovid       Journal of Travel Medicine. 25 (1) (pp 12-19), 2018. Date of Publication: 2018.
    BVS        J Psychiatr Res;139: 179-184, 2021 07.

A citation that fits none of these says only what it says: None, and the cell stays as it is.
"""

from __future__ import annotations

import re

# What each pattern calls its groups are our fields. Sources: exports of the four.
PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<container_short>[^;]+?)\.\s+(?P<date>\d{4}(?: [A-Z][a-z]{2}(?:-[A-Z][a-z]{2})?)?(?: \d{1,2})?"
        r"(?:-(?:\d{1,2}|[A-Z][a-z]{2}|\d{4})(?: [A-Z][a-z]{2})?)?)"
        r"(?:;(?P<volume>[^(:;.]*)(?:\((?P<issue>[^)]*)\))?(?::(?P<pages>[^;\s]+?(?:, [^;\s]+?)*))?)?\.(?:\s.*|$)",
        r"(?P<container>.+?) \((?P<year>\d{4})\)(?: (?P<volume>[^:\s(]+)?(?:(?::| (?=Suppl))"
        r"(?P<issue>(?:[^\s(]+ )?Supplement(?: (?!Article)[^\s(]+)?|\S+))?)?"
        r"(?: \((?P<pages>[\w. -]+)\))?(?: Article Number: (?P<article_number>\w+))?\.(?:\s.*|$)",
        r"(?P<container>.+?)\. (?P<volume>\w+)(?: \((?P<issue>[^)]*)\))? \((?:pp )?(?P<pages>[^)]*)\), "
        r"(?P<year>\d{4})\.(?:\s+Article Number: (?P<article_number>\w+))?.*",
        r"(?P<container_short>[^;]+); ?(?P<volume>[^:(;]*)(?:\((?P<issue>[^)]*)\))?: (?P<pages>[^,]+), "
        r"(?P<date>\d{4}.*?)\.?\s*$",
    )
)
DOI = re.compile(r"\bdoi:\s*(10\.\S+?)\.?(?=\s|$)", re.IGNORECASE)
NO_PAGES = ("no pagination",)


def read_citation(text: str) -> dict[str, str] | None:
    """Our fields that the citation gives; None where it is written in no way we know."""
    match = next((found for pattern in PATTERNS if (found := pattern.match(text))), None)
    doi = DOI.search(text)
    if match is None and doi is None:
        return None
    said = {name: value.strip() for name, value in (match.groupdict() if match else {}).items() if value}
    said = {name: value for name, value in said.items() if value and value not in NO_PAGES}
    return said | ({"doi": doi[1]} if doi else {})
