"""Numbers that libraries and PubMed give: PMID, PMCID, ISSN, ISBN.

In: the text of a field, with or without its label. Out: one normal form, or None where there is none or its
check digit fails. Sources: ISO 3297 (ISSN), ISO 2108 (ISBN), NLM's description of PMID and PMCID.
"""

from __future__ import annotations

import re

_BARE_PMID = re.compile(r"\s*0*([1-9][0-9]{0,7})(?:\.[0-9])?\s*(?:\[[^\]]*\])?\s*[.;,]?\s*", re.ASCII)
_LABELLED_PMID = re.compile(r"(?:pmid|pubmed|medline)[^0-9p]{0,40}0*([1-9][0-9]{0,7})(?![0-9])", re.I)
_LABELLED_PMCID = re.compile(r"pmc(?:id)?[^0-9a-z]{0,3}(?:pmc)?\s*0*([1-9][0-9]{0,8})(?![0-9])", re.I)
_BARE_PMCID = re.compile(r"\s*0*([1-9][0-9]{0,8})\s*")
_ISSN = re.compile(  # no part of a longer number in groups: '0-8044-2957-X' is an ISBN
    r"(?<![0-9])([0-9]{4})[-\u2010-\u2015\u2212 ]?([0-9]{3}[0-9XxХх])"
    r"(?![0-9A-Za-z]|[-\u2010-\u2015\u2212][0-9Xx](?![0-9]))"
)
_ISBN = re.compile(
    r"(?<![0-9])(?:97[89][- \u2010-\u2015]?)?[0-9](?:[- \u2010-\u2015]?[0-9]){8}"
    r"[- \u2010-\u2015]?[0-9XxХх](?![0-9])"
)
_CYRILLIC_HA = str.maketrans("Ххx", "XXX")


def normalise_pmid(text: str) -> str | None:
    """The PubMed id as digits without leading zeros; a PMCID is not one.

    'PMID: 12345678' -> '12345678'; '35957633 [PMID]' -> '35957633'; 'PMC123' -> None
    """
    found = _BARE_PMID.fullmatch(text) or _LABELLED_PMID.search(text)
    return found.group(1) if found else None


def normalise_pmcid(text: str) -> str | None:
    """The PubMed Central id with its letters. Bare digits are taken at their word: 'pmc 0123' and '123' ->
    'PMC123'."""
    found = _LABELLED_PMCID.search(text) or _BARE_PMCID.fullmatch(text)
    return f"PMC{found.group(1)}" if found else None


def find_issns(text: str) -> list[str]:
    """All ISSNs whose check digit holds, each once: '0002-9378 (Print), 1532-2882' -> two; '00029379' -> none. No part
    of an ISBN is one.
    """
    found: dict[str, None] = {}
    for match in _ISSN.finditer(_ISBN.sub(lambda isbn: " " if _isbn13(isbn) else isbn[0], text)):
        digits = (match[1] + match[2]).translate(_CYRILLIC_HA)
        weighed = sum(weight * _digit(c) for weight, c in zip(range(8, 0, -1), digits, strict=True))
        if weighed % 11 == 0:
            found[f"{digits[:4]}-{digits[4:]}"] = None
    return list(found)


def normalise_isbn(text: str) -> str | None:
    """The first ISBN in `text` whose check digit holds, as 13 digits: 'ISBN 0-306-40615-2' ->
    '9780306406157'."""
    return next(iter(find_isbns(text)), None)


def find_isbns(text: str) -> list[str]:
    """All ISBNs whose check digit holds, as 13 digits, each once: '9783161484100; 0-306-40615-2' -> two."""
    return list(dict.fromkeys(filter(None, map(_isbn13, _ISBN.finditer(text)))))


def _isbn13(found: re.Match[str]) -> str | None:
    digits = re.sub("[^0-9X]", "", found.group().translate(_CYRILLIC_HA))
    if len(digits) == 13 and _check13(digits[:12]) == digits[12]:
        return digits
    if len(digits) == 10 and _holds10(digits):
        return f"978{digits[:9]}{_check13('978' + digits[:9])}"
    return None


def _digit(char: str) -> int:
    return 10 if char == "X" else int(char)


def _holds10(digits: str) -> bool:
    return sum(weight * _digit(c) for weight, c in zip(range(10, 0, -1), digits, strict=True)) % 11 == 0


def _check13(first_twelve: str) -> str:
    weighed = sum(int(c) * (1, 3)[place % 2] for place, c in enumerate(first_twelve))
    return str(-weighed % 10)
