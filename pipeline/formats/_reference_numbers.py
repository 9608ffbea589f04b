"""Year, volume, issue and pages of a Western reference, by the patterns in which styles write them.

In: the text behind the people (and behind a title in quotes). Out: what is told, and where the first of it begins:
there the container ends. A pattern stands in CLUSTERS in the order of how sure it is; single marks ('vol. 3', 'pp.
5-9') in MARKS; both are tables with an example a row. Where a pattern fits twice, the last place counts: a title
stands before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ._reference_parts import DASH, YEAR, Fields

_VOL_ALONE = r"(?:\d{1,4}[A-Za-z]?(?:[-–/]\d{1,3})?|(?<![A-Z]{3}\s)[IVXLC]{1,7}(?![a-z])|[A-Z]{1,2}-?\d{1,3})"
_NO_YEAR = rf"(?!{YEAR}(?!\d|\s?[{DASH}]))"
_NO_ISSUE = (  # what no volume stands behind: 'No. 5', 'chapter 4', 'Part 2', 'ser. 2'
    r"(?<!№)(?<!№\s)(?<![°º])(?<![°º]\s)(?<!\b[Nn]o\.\s)(?<!\b[Nn]r\.\s)(?<![Ss]er\.\s)(?<!chapter\s)(?<!Chapter\s)"
    r"(?<![Cc]hap\.\s)(?<!Part\s)"
)
_VOL = rf"(?<![\w./:{DASH}]){_NO_ISSUE}(?!{YEAR}(?!\d)){_VOL_ALONE}"
_ISS = r"[^()\[\]:;]{1,24}"
_P = r"(?:[A-Za-z]{0,3}\.?\d[\d]*[A-Za-z]?|[ivxlc]{2,7})"
_RANGE = rf"{_P}\s?[{DASH}]{{1,2}}\s?{_P}"
_PAGES = rf"{_P}(?:\s?[{DASH}]{{1,2}}\s?{_P})?(?:,\s?{_RANGE})*(?:e\d+)?"
_PP = r"(?:\b(?:pp?|pages?|S|s|str|С|с)\b\.?\s*:?\s?)?"
_MONTH = (  # whole words: 'Mar' and 'March', never 'Marketing', 'Decision', 'The Novel'
    r"(?:(?:Jan(?:uary|uar)?|Feb(?:ruary|ruar)?|Mar(?:ch)?|März|Apr(?:il)?|May|Mai|June?|Juni|July?|Juli|Aug(?:ust)?"
    r"|Sept?(?:ember)?|O[ck]t(?:ober)?|Nov(?:ember)?|De[cz](?:ember)?|[Ss]pring|[Ss]ummer|[Ff]all|[Aa]utumn|[Ww]inter"
    r"|janv(?:ier)?|févr(?:ier)?|mars|avril|mai|juin|juil(?:let)?|août|septembre|octobre|novembre|décembre"
    r"|jan|fev|mar|abr|jun|jul|ago|set|out|nov|dez|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre"
    r"|noviembre|diciembre)(?![^\W\d_])\.?)"
)
_DAY = rf"(?:\s?{_MONTH}(?:\s?[-–/ ]\s?{_MONTH})?\.?(?:\s?\d{{1,2}}(?:[-–]\d{{1,2}})?)?)"
_NO = (
    r"(?:[Nn]o\.?|[Nn]r\.?|[Nn][°º]\.?|[Nn]um\.?|[Ii]ss(?:ue)?\b\.?|H\.|Heft|Hf\.|№\.?|#|[Nn](?=\.?\s?\d)\.?|[Nn]úm\.?)"
)

CLUSTERS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        # 2016(3): 12-15, where the year is the volume
        rf"(?<!\w)(?P<year>{YEAR})\s?\((?P<issue>\d{{1,3}})\)\s?[:,]\s?{_PP}(?P<pages>{_PAGES})(?![\w(])",
        # 2000;5(2):85-96    2014 Jun 3;14:219    2014;17(6 Suppl 1): S12
        rf"\(?(?P<year>{YEAR})\)?{_DAY}?\s?;\s?(?P<volume>\w[\w/–-]*(?: ?Suppl\.?(?: \d)?)?)?\s?"
        rf"(?:\((?P<issue>{_ISS})\))?\s?:\s?{_PP}(?P<pages>{_PAGES})",
        rf"(?P<year>{YEAR}){_DAY}?\s?;\s?(?P<volume>\w[\w/–-]*)\s?(?:\((?P<issue>{_ISS})\))?(?=\s?(?:[.,]|$))",
        # 2010, (10) pp 1427-1439
        rf"(?P<year>{YEAR}),\s\((?P<issue>\d+)\),?\s{_PP}(?P<pages>{_PAGES})(?![\w(])",
        # 2010, 67, 5, 345-349
        rf"(?P<year>{YEAR}),\s(?P<volume>\d{{1,4}}),\s(?P<issue>\d{{1,3}}),\s{_PP}(?P<pages>{_RANGE})(?!\w)",
        # 2002, 65, (11)    2010, 22, (18), 5179-5183, as chemists write
        rf"(?P<year>{YEAR}),\s(?P<volume>\d{{1,4}}),\s\((?P<issue>\d[\d–-]*)\)(?:,\s{_PP}(?P<pages>{_PAGES})(?![\w(]))?",
        # 2004. 115(6): p. 515-24    1997, 36, 14030–14036    2015, 5(8): 89-92
        rf"[,.(\s](?P<year>{YEAR})\)?{_DAY}?[,.]\s(?P<volume>{_VOL})\s?(?:,?\s?\((?P<issue>{_ISS})\)|,\s?\(?{_NO}\s?(?P<issue2>\d+)\)?)"
        rf"?\s?[:,]\s?{_PP}(?P<pages>{_PAGES})(?!\w|\(|:)",
        # 1005, 067 (2010)    77, pp. 250–2 (2000)    5 207-229 (1988)    23(9), pp. 29-40 (September 1985)
        rf"(?P<volume>{_VOL})\s?(?:\((?P<issue>{_ISS})\))?,?\s{_PP}(?P<pages>{_PAGES})\s?[,.]?\s?\((?:{_DAY}[\s,]*)?(?P<year>{YEAR})\)"
        rf"(?!\s?[,.:]+\s?{_PP}\d)",
        # New York Times, June 21, 1998, A11    Post, 12 March 2009, p. 4
        rf"(?:{_MONTH}\s\d{{1,2}},|\b\d{{1,2}}\s{_MONTH},?)\s(?P<year>{YEAR}),\s{_PP}(?P<pages>[A-Z]?\d{{1,3}})(?=\.?\s*$)",
        # 27, no. 1 (1994): 85-103    64 (1988), pp. 433-40    22 (spring 2000): 5–24    45/4 (1950), 710
        rf"(?P<volume>{_VOL})\s?(?:,?\s?{_NO}\s?(?P<issue>\d+(?:[-–/]\d+)?),?|[./](?P<issue2>\d+)|,\s(?P<issue3>\d+)"
        rf"|\((?P<issue4>\d[^()]{{0,12}})\),?)?\s?"
        rf"\((?:{_DAY}\s?|[A-Z]\w+\.?,\s)?,?\s?(?P<year>{YEAR}(?:[/–-]\d{{2,4}})?)\)(?:\s?[:,.]{{0,2}}\s?{_PP}(?P<pages>{_PAGES}))?",
        # 33(9), 2001, pp. 672-677    66, 1991, 27-42    Vol. 82, No. 3, 1987, pp. 737–793    75.1, 2011, p. 15-36
        rf"(?P<volume>{_VOL})\s?(?:\((?P<issue>{_ISS})\)|,?\s{_NO}\s?(?P<issue2>\d+)|\.(?P<issue3>\d))?,{_DAY}?\s(?P<year>{YEAR}),\s{_PP}(?P<pages>{_PAGES})",
        # 60(580), 808–814    54(2):91–98    12(3) 175-204    Vol. 47(3) 175-192    61 (3), e12
        rf"(?P<volume>{_VOL}),?\s?\((?P<issue>{_ISS})\)\s?[:,]?\s?{_PP}{_NO_YEAR}(?P<pages>{_PAGES})(?![\w(])",
        # 82(4). 711–733, as linguists write
        rf"(?P<volume>{_VOL})\s?\((?P<issue>\d[\d–/-]*)\)\.\s(?P<pages>{_RANGE})(?![\w(])",
        rf"(?P<volume>{_VOL}),?\s{_NO}\s?(?P<issue>\d[\d–/-]*)\s?[:,]\s?{_PP}(?P<pages>{_PAGES})(?![\w(])",
        # 12 Suppl 1:S45-67
        rf"(?P<volume>{_VOL})[\s,]\s?\(?(?P<issue>[Ss]uppl(?:ement\b|\b\.?)\s?\d*)\)?\s?[:,]\s?{_PP}(?P<pages>{_PAGES})(?![\w(])",
        # (39)1: 71-88    (962529):153–157
        rf"\((?P<volume>(?!{YEAR}\))\d{{1,6}})\)\s?(?P<issue>\d{{1,3}})?\s?:\s?{_PP}(?P<pages>{_RANGE})(?![\w(])",
        # 30:1: 16
        rf"(?P<volume>{_VOL}):(?P<issue>\d{{1,3}}):\s?(?P<pages>{_PAGES})(?![\w(])",
        # 21:3676–3682    45: 12-18    9:1871–1874    27.3: 12-40
        rf"(?P<volume>{_VOL})(?:\.(?P<issue>\d+))?\s?:\s?{_PP}(?P<pages>{_PAGES})(?![\w(])",
    )
)
WEAK_CLUSTERS: tuple[re.Pattern[str], ...] = tuple(  # which a mark overrules
    re.compile(pattern)
    for pattern in (
        # 303, 310–322    26 507–513    3 , 335-352    1, 1-24
        rf"(?P<volume>{_VOL})\s?,?\s{_PP}(?P<pages>{_RANGE})(?!\w)",
        # 19, 88 96 at the end, where a PDF lost the dash
        rf", (?P<volume>{_VOL}),\s{_PP}(?P<pages>(?!0)\d{{1,4}}\s\d{{2,4}})(?=\.?\s*$)",
        # 42. 101-132
        rf"(?P<volume>{_VOL})\.\s(?P<pages>\d+[{DASH}]\d+)(?=\.?\s*$)",
        # 1(1), 1983    1 (1).    5(2), December 1986
        rf"(?P<volume>{_VOL})\s?\((?P<issue>\d{{1,3}}(?:[-–/]\d{{1,3}})?)\)(?=\s?(?:[.,;]|$))",
        # 592, 839    410, 777    88, 048702 (2002)    (410, 777 at the end, or before a year)
        rf"(?P<volume>{_VOL}),\s{_PP}{_NO_YEAR}(?P<pages>{_P})(?=\s?(?:$|[.]\s?$|\(?{YEAR}|,\s?{YEAR}|\)))",
        rf"(?P<volume>{_VOL}),?\s{_NO_YEAR}(?P<pages>\d{{1,5}}),\s(?P<year>{YEAR})",
        # edited by A. Bond, 256-326. Michigan    1995, 69–90.    2005: 160-179    Book (215–236). London
        rf"(?:[,.:]\s?|\()(?!{YEAR}[{DASH}]{YEAR}\D)(?P<pages>\d{{1,5}}\s?[{DASH}]\s?\d{{1,5}})\)?(?=\s?(?:[.,)]|$))",
        # Machine Learning, 13, 1993.    Machine Learning 13, May 1993
        rf"(?:,|(?<=[a-z]{{3}}))\s(?P<volume>(?!{YEAR})\d{{1,3}}),\s(?:{_MONTH}\s)?(?P<year>{YEAR})(?=\.?\s*$)",
        # International Computer Music Conference 187-94
        rf"(?<=[a-zà-ÿ])\s(?P<pages>\d{{1,3}}[{DASH}]\d{{2,3}})(?=\.?\s*$)",
        # Applied Physics Letters, 163105
        rf",\s(?P<article_number>\d{{5,7}})(?=\.?\s*$|\s\({YEAR}\))",
        # Engineering Review, 8.
        rf",\s(?P<volume>(?!{YEAR})\d{{1,4}})(?=\.?\s*$)",
    )
)
MARKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("volume", re.compile(r"(?<=[.,]\s)(?P<volume>\d{1,3})\.\s?(?:Jg|Jahrgang|Bd|roč|évf)\b\.?")),  # '10. Jg. (2004)'
    (
        "article_number",  # 'Article 9495', 'art. no. 12', 'Art.nr. S2405-4569(17)30002-0'
        re.compile(
            r"(?<=[,.;])\s?[Aa]rt(?:icle\b|\.)\s?(?:ID\s|[Nn]o\.?\s|[Nn]r\.?\s|number\s|№\s?)?"
            r"(?P<article_number>[A-Za-z]{0,2}\d[\w()./-]*(?<=[\w)]))"
        ),
    ),
    (
        "volume",
        re.compile(
            rf"\b(?:[Vv]ol(?:ume)?s?|Bd|Band|Jg|[Tt]om[eo]?|T|Т|v|t)\b\.?\s?(?P<volume>[A-Z]{{2,5}}-\d{{1,3}}|{_VOL_ALONE}|[ivxl]+)\b"
            r"(?:\s?\((?P<issue>\d[^()]{0,12})\)|:(?P<issue2>\d{1,2})(?=\.|$))?"
        ),
    ),
    ("issue", re.compile(rf"(?<!\w){_NO}\s?(?:№\s?)?(?P<issue>\d[\d–/-]*(?:\s?\(\d+\))?)")),
    (
        "pages",
        re.compile(
            rf"\b(?:[Pp]p?|PP|[Pp]ages?|S|s|С|с|стр|str|Pg|pg)\b(?:\.|\s)\s?:?\s?(?P<pages>{_PAGES})(?:ff?\b)?(?!\w|\s?%)"
        ),
    ),
)
EXTENT = re.compile(r"\b\d+\s?(?:vols|pp?|S|Seiten|pages|стр|с|c|s)\b\.?(?!\s?\d)")  # '320 p.': how thick, not where
YEAR_IN_TEXT = re.compile(rf"(?<![\d/№–-])(?P<year>{YEAR})(?:[a-z](?!\w))?(?![\d/]|[–-]\d)")
YEAR_AT_END = re.compile(
    rf"[,(.;:]?\s?(?:(?<![^\W\d_]){_DAY}[ ,.]*|\d{{1,2}}(?:[-–]\d{{1,2}})?\s{_MONTH}[ ,.]*|\d\d?[/.]\d\d?[/.])?"
    rf"[(\[]?(?P<year>{YEAR})[a-z]?[)\]]{{0,2}}\s?\.?$"
)
# '(2003)', '1996.', ', 1967,', '(1993, May)', '(in press)', '(n.d.)' behind the people
YEAR_BEHIND = re.compile(
    rf"\s?[.,:;]?\s?(?:\((?P<bracketed>(?:(?:\d{{1,2}}\s)?{_MONTH}\s)?c?\.?\s?(?P<year>{YEAR})(?:[/–-]\d{{2,4}})?[a-z]?"
    r"(?:,[^()]{1,30}| \[[^\]]+\])?)\)"
    r"|\((?P<none>in press|in preparation|n\.\s?d\.|s\.\s?[adf]\.|б\.\s?г\.|forthcoming|im Druck|в печати"
    r"|o\.\s?J\.|submitted)\)"
    rf"|(?P<bare>{YEAR})[a-z]?(?=\s?[.,:]|\s[“\"«‘A-ZА-ЯÄÖÜ]))\s?[.,:;]*\s*"
)
MONTH = re.compile(_MONTH)
MONTH_BEFORE = re.compile(
    rf"(?:[,.(]\s?|\s|^)(?:\d{{1,2}}(?:[-–]\d{{1,2}})?\s)?{_MONTH}(?:[-–/ ]{_MONTH})?[ ,.]*$|,\s\d\d?[/.]\d\d?[/.]$"
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """`fields` by name; `start` is where the first of the numbers begins, `end` where the last ends."""

    fields: Fields
    start: int
    end: int


def read_numbers(text: str, start: int = 0) -> Numbers:
    """What stands behind the container: ('J Clin Oncol 21:3676–3682') -> volume 21, pages 3676–3682, start 13."""
    sure = _clustered(CLUSTERS, text, start) or Numbers({}, len(text), start)
    marked = _marked(text, start, sure)
    if marked.fields.keys() & {"volume", "issue"} or "pages" in sure.fields:
        return _with_pages_at_end(text, marked)
    weak = _clustered(WEAK_CLUSTERS, text, start)
    return _marked(text, start, weak) if weak else marked


def _with_pages_at_end(text: str, marked: Numbers) -> Numbers:
    """'Vol. 1. Ed. F. Moretti. Princeton: Princeton UP, 2006. 336-363.': far from the volume, and last."""
    match = None if "pages" in marked.fields else PAGES_AT_END.search(text, marked.end)
    if match is None:
        return marked
    return Numbers(marked.fields | {"pages": [match["pages"]]}, marked.start, max(marked.end, marked.start))


PAGES_AT_END = re.compile(
    rf"[,.:;]\s(?!{YEAR}[{DASH}]{YEAR})(?P<pages>\d{{1,5}}\s?[{DASH}]{{1,2}}\s?\d{{1,5}})(?=\.?\s*$)"
)


def _clustered(patterns: tuple[re.Pattern[str], ...], text: str, start: int) -> Numbers | None:
    for pattern in patterns:
        match = _last(pattern, text, start)
        if match and not _is_extent(text, match) and not _is_day(text, match):
            return Numbers(_told(match), match.start(), match.end())
    return None


def _marked(text: str, start: int, known: Numbers) -> Numbers:
    """`known` with what marks say besides; a mark that belongs to a known number moves the beginning only."""
    found, begin, end = dict(known.fields), known.start, known.end
    for name, pattern in MARKS:
        matches = list(pattern.finditer(text, start))
        match = next((m for m in matches if _overlap(m, begin, end)), matches[-1] if matches else None)
        if match is None or (name in found and not _overlap(match, begin, end)):
            continue
        for field, value in _told(match).items():
            found.setdefault(field, value)
        begin, end = min(begin, match.start()), max(end, match.end())
    return Numbers(found, begin, end)


def _last(pattern: re.Pattern[str], text: str, start: int) -> re.Match[str] | None:
    last = None
    for match in pattern.finditer(text, start):
        last = match
    return last


def _overlap(match: re.Match[str], begin: int, end: int) -> bool:
    return (match.start() < end and begin < match.end()) or 0 <= begin - match.end() <= 2


def _is_extent(text: str, match: re.Match[str]) -> bool:
    return bool(EXTENT.match(text, match.start("pages"))) if match.groupdict().get("pages") else False


def _is_day(text: str, match: re.Match[str]) -> bool:
    """Whether a number taken for a volume is the day of 'June 21, 1998, 11'."""
    begin = match.start("volume") if match.groupdict().get("volume") else 0
    return begin > 0 and MONTH_ENDS.search(text, max(0, begin - LONGEST_MONTH), begin) is not None


LONGEST_MONTH = 12  # letters
MONTH_ENDS = re.compile(rf"\b{_MONTH}\s$")


def _told(match: re.Match[str]) -> Fields:
    """The named groups; 'issue2' and so on are an issue written in another way."""
    told = {name.rstrip("234"): [value.strip()] for name, value in match.groupdict().items() if value}
    if "pages" in told and LOST_DASH.fullmatch(told["pages"][0]):
        told["pages"] = [told["pages"][0].replace(" ", "–")]
    return told


LOST_DASH = re.compile(r"\d+\s\d+")
