"""Which citation style a reference is in, by what only that style does.

In: text without addresses. Out: 'gost', 'gost_scholar' or '' before it is read (`gost_style`), and the name of a
Western style once its people and fields are known (`western_style`): vancouver, apa, harvard, springer, hal,
crossref_short, ieee, chicago, mla, other.
"""

from __future__ import annotations

import re

from ._reference_parts import UPPER, YEAR, Fields
from ._reference_people import People
from ._reference_person import INVERTED

CONTAINER = re.compile(r"(?<!:)//")
SCHOLAR = re.compile(r"\s//(?=\S)|\u2116\.\s\d")  # '//Journal' and '№. 12' are Google Scholar's own
AREA = re.compile(rf"[.,]\s?[–—]\s|\s–\s(?:М|СПб|Л|Москва)\.?\s?:|\.-\s?{YEAR}")
RESPONSIBLE = re.compile(r"\s/\s(?=\S)")
NOWHERE = re.compile(r"\[(?:[Ss]\. ?l\.|[Бб]\. ?м\.|[Ss]\. ?n\.|[Oo]\. ?O\.|[Ss]\. ?a\.|[Бб]\. ?[иг]\.)")
EXTENT_AT_END = re.compile(r"(?:1[5-9]|20)\d\d\.\s?\d+\s?(?:с|c|S|p)\.?$")
# Vancouver's own: a semicolon before the year of a book, 'Питер; 2002. 672 с.'; GOST has a comma
SEMICOLON_IMPRINT = re.compile(
    rf"[.?!\])]\s[^.:;]{{1,45}}\.?\s?:\s?[^:;/]+;\s?{YEAR}(?:\.\s?\d+\s?(?:с|c|S|p|pp|s)\b\.?)?\.?$"
)
# A book's last words: 'СПб.: Питер, 2002. — 672 с.', 'Berlin: Springer; 2012'; without publisher 'СПб., 2016. – 300 с.'
_TOWN = rf"[.?!\])]\s?(?:[–—-]\s?)?[{UPPER}][^.:;,()\d]{{0,40}}(?:\.|,\s[A-Z]{{2}})?"
_EXTENT = r"\.?\s?(?:[–—-]\s?)?\d+\s?(?:с|c|S|p|pp|s|стр|Seiten)\b"
BOOK_AT_END = re.compile(
    rf"{_TOWN}\s?:\s?[{UPPER}«„“\"][^:;]{{1,80}}?[,;.]\s?(?:[–—-]\s?)?{YEAR}(?:{_EXTENT}|\.?$)|{_TOWN},\s{YEAR}{_EXTENT}"
)
# A book whose areas have dashes between them, in any language: 'The basic fault. – London : Tavistock, 1968. – 205 p.'
# Source: ISBD and GOST 7.1, where '. – ' stands before the place; no Western style has a dash there.
DASHED_IMPRINT = re.compile(
    rf"(?:\.|(?<=[?!\])]))\s[–—-]\s(?:[{UPPER}][^:–—\d]{{0,60}}?\s?:\s?[^:]{{1,80}}?(?:\s;\s(?=[^:]+:)|,\s)){{1,3}}"
    rf"(?:cop\.\s|c|©\s?)?{YEAR}(?:\.?\s[–—-]\s|\.?$)"
)
AREA_DASH = re.compile(r"^(\.?)\s[–—-]\s")
RUSSIAN_NUMBERS = re.compile(r"(?:\bТ\.\s?\d|№\s?\d|\bВып\.|\b[СC]\.\s?\d)")
CYRILLIC = re.compile("[а-яё]{3}", re.IGNORECASE)
YEAR_FIRST = re.compile(rf"^[^()]{{2,300}}?\({YEAR}[a-z]?\)\.?\s?[А-ЯA-Z«“]")
GLUED = re.compile(rf"{YEAR}\s?;\s?\d+")
QUOTED = re.compile('[“”"«„]')
UNDATED = re.compile(r"\s?\((?:in press|n\. ?d|forthcoming|в печати|im Druck)")


def gost_style(text: str) -> str:
    """'gost' or 'gost_scholar' where the text has GOST's own marks; else ''."""
    if CONTAINER.search(text):
        return "gost_scholar" if SCHOLAR.search(text) and re.search(r"\s–\s", text) else "gost"
    if SEMICOLON_IMPRINT.search(text) and not (NOWHERE.search(text) or RESPONSIBLE.search(text)):
        return ""
    if NOWHERE.search(text) or EXTENT_AT_END.search(text):
        return "gost"
    if DASHED_IMPRINT.search(text) and not YEAR_FIRST.match(text):
        return "gost"
    if CYRILLIC.search(text):
        return "" if YEAR_FIRST.match(text) or GLUED.search(text) or re.search(rf"\({YEAR}\)\.?$", text) else "gost"
    return "gost" if AREA.search(text) and (RESPONSIBLE.search(text) or RUSSIAN_NUMBERS.search(text)) else ""


def without_area_dash(text: str) -> str:
    """'Doe M. (1999). Groups. – London: Pitman.' -> '… Groups. London: …': a Western style with GOST's dash."""
    area = DASHED_IMPRINT.search(text)
    return text if area is None else text[: area.start()] + AREA_DASH.sub(r"\1 ", text[area.start() :], count=1)


def western_style(text: str, people: People, fields: Fields) -> str:
    """The style of a reference without GOST's marks, by its people's manner and the place of its year."""
    year = fields.get("year", [""])[0]
    front = text[people.end : people.end + 14]
    year_first = (bool(year) and year in front) or UNDATED.match(front) is not None
    if "group_authors" in fields and re.search(rf"\({YEAR}\)\.", text):
        return "apa"
    if people.manner == "family":
        return "crossref_short"
    if not people.names or text.find(people.names[0]) > 0:
        return "other"
    return _BY_MANNER.get(people.manner, _written_out_style)(text, front, year_first)


def _comma_style(text: str, front: str, year_first: bool) -> str:
    if year_first:
        return "apa" if re.match(r"\s?\(", front) else "harvard"
    if GLUED.search(text) or re.search(rf"[;,]\s?{YEAR}\.?$", text):
        return "vancouver"
    return "chicago" if QUOTED.search(front) else "other"


def _bare_style(text: str, front: str, year_first: bool) -> str:
    if year_first and "(" in front:
        return "apa" if re.search(r"\)\.", front) else "springer"
    if year_first:
        return "harvard"
    return "other" if re.search(rf"\({YEAR}\)", text) or QUOTED.search(front[:4]) else "vancouver"


def _before_style(text: str, front: str, year_first: bool) -> str:
    if QUOTED.search(front):
        return "ieee"
    commas = not year_first and re.search(rf",\s[^,]+,\s{YEAR}\.?$", text)
    return "hal" if commas or re.search(r"vol\.\s?\d+,\s?issue\.", text) else "other"


def _written_out_style(text: str, front: str, year_first: bool) -> str:
    return "chicago" if INVERTED.match(text) and re.search(YEAR, text) else "other"


_BY_MANNER = {"comma": _comma_style, "bare": _bare_style, "before": _before_style}
