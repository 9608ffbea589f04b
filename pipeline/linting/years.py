"""The years that a string asks for, as its database writes them.

In: a source and a string. Out: (first, last), both included; None is an open end. No years in the string: None.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Years = tuple[int | None, int | None]

OPEN = 2100
"""PubMed and Europe PMC write an open end as the year 3000."""

_DATE = r"\"?(\d{4})(?:[/-]\d{1,2}){0,2}\"?"
_PUBLISHED = r"\[(?:dp|pdat|publication date|date - publication)\]"
# source -> how a span of years of publication is written; dates of entry (edat, crdt) are another question
SPANS = {
    "pubmed": rf"{_DATE}\s*(?:{_PUBLISHED})?\s*:\s*{_DATE}\s*{_PUBLISHED}",
    "wos": r"\bPY\s*=\s*\(?\s*(\d{4})\s*-\s*(\d{4})",
    "embase": r"\[\s*(\d{4})\s*-\s*(\d{4})\s*\]\s*/py",
    "ovid": r"\byr\s*=\s*\"\s*(\d{4})\s*-\s*(\d{4}|current)?",
    "ebsco": r"\b(?:PY|DT)\s+(\d{4})\d{0,4}\s*-\s*(\d{4})\d{0,4}",
    "openalex": r"\bpublication_year:(\d{4})\s*-\s*(\d{4})",
    "crossref": r"\bfrom-pub-date:(\d{4})[\d-]*,\s*until-pub-date:(\d{4})[\d-]*",
    "europepmc": r"\b(?:PUB_YEAR|FIRST_PDATE):\s*\[\s*(\d{4})[\d-]*\s+TO\s+(\d{4})[\d-]*\s*\]",
}


def years_of(source: str, text: str) -> Years | None:
    """years_of("wos", "TS=(x) AND PY=(1990-2020)") -> (1990, 2020)"""
    reader = READERS.get(source)
    if reader is not None:
        return reader(text)
    found = re.search(SPANS[source], text, re.IGNORECASE) if source in SPANS else None
    return (_year(found[1]), _year(found[2])) if found else None


def _year(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() and int(text) < OPEN else None


def _scopus(text: str) -> Years | None:
    """PUBYEAR > 1989 AND PUBYEAR < 2021 -> (1990, 2020); AFT and BEF are '>' and '<'.

    Single years beside open spans (PUBYEAR = 1985 OR PUBYEAR > 1989) are no span: None.
    """
    starts: list[int] = []
    ends: list[int] = []
    single: list[int] = []
    for sign, digits in re.findall(r"\bPUBYEAR\s*(>|<|=|AFT\b|BEF\b|IS\b)\s*(\d{4})", text, re.IGNORECASE):
        year = int(digits)
        match sign.upper():
            case ">" | "AFT":
                starts.append(year + 1)
            case "<" | "BEF":
                ends.append(year - 1)
            case _:
                single.append(year)
    if single and not starts + ends:
        return min(single), max(single)
    if single or not starts + ends:
        return None
    return (min(starts) if starts else None, max(ends) if ends else None)


READERS: dict[str, Callable[[str], Years | None]] = {"scopus": _scopus}
