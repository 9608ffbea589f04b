"""Page ranges as databases shorten and dress them.

In: the text of a page field. Out: 'first-last' in full, several ranges joined by ', ' or '; ' as the source
parts them, an article number as it stands; None where the source says that there is none.
"""

from __future__ import annotations

import re
from functools import lru_cache

_NOTHING = re.compile(
    r"no[ -](?:pagination(?: specified)?|specified|pages?)|un(?:paginated|paged)|not (?:paginated|available)|"
    r"n/?a|n\. ?a\.?|n\.? ?p\.?|n\. ?pag\.?|none|null|nan|s\. ?p\.?|б\. ?с\.?|0(?:-0)?|online|epub|pp?|no|specified|"
    r"ahead of print",
    re.I,
)
# With a dot or a blank 'S.', 'P.' and 'С.' are labels ('Seite', 'page', 'страница'); 'S12' is a page.
_LABEL = re.compile(
    r"(?:(?:pp?|pgs?|pages?|pag|seiten?|str|стр|страницы?|страница|ss?|сс?)[.:]?\s+(?=\w)|"
    r"(?:pp|pgs?|pages?|pag|seiten?|str|стр|p|s|с)[.:](?=\w)|pp(?=[0-9]))",
    re.I,
)
_SMALL_P = re.compile(r"p(?=[0-9])")
_DASHES = re.compile(r"\s*[-\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d]+\s*")
_PART = re.compile(r"\s*([;,])\s*")
_RANGE = re.compile(r"(.*\s)?([^\s-]+)-([^\s-]+)")
_NUMBERED = re.compile(r"([A-Za-zА-Яа-я.:]*?)([0-9]+)((?:[A-Za-z]|\.e[0-9]+)?)")
_COUNT = re.compile(r"([0-9]+)\s*(?:p|pp|pages?|s|seiten|с|стр)\b\.?", re.I)
_FIRST_WORD = re.compile(r"[^\s,;-]+")


@lru_cache(maxsize=20_000)
def normalise_pages(text: str) -> str | None:
    """The pages in full, with a plain hyphen; None for 'No Pagination Specified' and its like.

    '283-98' -> '283-298'; 'pp. 5–11' -> '5-11'; 'S12-5' -> 'S12-S15'; '283-283' -> '283'; 'e1002' stays;
    '283-98; discussion 299-301' -> '283-298; discussion 299-301'; a count such as '214 p.' stays.
    """
    plain = _DASHES.sub("-", " ".join(text.split())).strip(" -.,;:")
    plain = _without_label(plain)
    if not plain or _NOTHING.fullmatch(plain) or not any(map(str.isalnum, plain)):
        return None
    if ";" not in plain and "," not in plain:
        return _in_full(plain)
    pieces = _PART.split(plain)
    separated = [_in_full(piece) if place % 2 == 0 else f"{piece} " for place, piece in enumerate(pieces)]
    return "".join(separated)


def first_page(text: str) -> str | None:
    """The page the work begins on, or its article number; None for a mere count of pages. '283-98' ->
    '283'."""
    pages = normalise_pages(text)
    found = None if pages is None or _COUNT.fullmatch(pages) else _FIRST_WORD.match(pages)
    return found.group() if found else None


def page_count(text: str) -> str | None:
    """How many pages there are, where that is what is said: '512 с.' -> '512'; None for the page '512'."""
    found = _COUNT.fullmatch(text.strip())
    return found[1] if found else None


def last_page(text: str) -> str | None:
    """The page the work ends on, without a discussion that follows it. '283-98; discussion 299' -> '298'."""
    pages = normalise_pages(text)
    if pages is None or _COUNT.fullmatch(pages):
        return None
    words = _FIRST_WORD.findall(pages.partition(";")[0])
    return words[-1] if words else None


def _without_label(text: str) -> str:
    while not text[:1].isdigit() and (label := _LABEL.match(text) or _SMALL_P.match(text)):
        text = text[label.end() :].strip(" -.,;:")
    return text


def _in_full(piece: str) -> str:
    found = _RANGE.fullmatch(piece)
    if not found:
        return piece
    words, first, last = found.groups(default="")
    last = _completed(first, last)
    return f"{words}{first}" if first == last else f"{words}{first}-{last}"


def _completed(first: str, last: str) -> str:
    """`last` with the digits and the letter that it borrows from `first`: ('S283', '98') -> 'S298'."""
    begin, end = _NUMBERED.fullmatch(first), _NUMBERED.fullmatch(last)
    if not begin or not end or end.group(1) not in ("", begin.group(1)):
        return last
    number, short = begin.group(2), end.group(2)
    if len(short) < len(number):
        full = number[: -len(short)] + short
        short = full if int(full) >= int(number) else short
    elif int(short) < int(number):
        return last
    grown = int(short) >= int(number)
    return f"{begin.group(1) if grown else end.group(1)}{short}{end.group(3)}"
