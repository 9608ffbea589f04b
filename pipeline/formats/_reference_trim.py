"""What stands beside the name of a journal, a meeting or a book and is no part of it.

In: the text between the mark of a holder ('In', the end of a title) and the numbers. Out: the name alone; a series is
put into fields. One table, with an example a row; a row is a fact about lists, never about one of them.
"""

from __future__ import annotations

import re

from ._reference_names import GIVEN_NAMES
from ._reference_numbers import MONTH
from ._reference_parts import YEAR, Fields
from ._reference_words import LANGUAGE, either

_DAYS = r"\d{1,2}(?:\s?[-–]\s?\d{1,2})?"
BESIDE: tuple[re.Pattern[str], ...] = (
    # 'Special Issue, Culture Theory and Critique'    'Journal of Logic, Special Issue: Belief Change'
    re.compile(r"^(?:the\s)?[Ss]pecial [Ii]ssue(?:,|\sof(?:\sthe)?|\son\s.*?\s(?:in|of))\s"),
    re.compile(r"[.,:(]\s?[Ss]pecial [Ii]ssue\b(?:\s(?:on|of)\b|[:,]|\)?$).*$"),
    # 'Rangifer Special Issue'; 'Fam Pract, Special', whose 'Issue 16' was read; not 'Spiegel Special', a magazine
    re.compile(r"(?<=\w{3})(?:,\s[Ss]pecial|,?\s[Ss]pecial\s[Ii]ssue)$"),
    # '28 April 2014. A/HRC/26/36'    'New York Times, 12 March 2009, A27'    'Meeting, May 4-6, 1992'
    re.compile(rf"^{_DAYS}\s{MONTH.pattern}\s{YEAR}[.,]\s"),
    re.compile(rf"[,(\s]\s?(?:{_DAYS}\.?\s{MONTH.pattern},?|{MONTH.pattern}\s{_DAYS},)\s{YEAR}\b.*$"),
    # '[in Russian]'    '(in German)'
    re.compile(rf"\s?[(\[][Ii]n {LANGUAGE}[)\]]"),
    # 'Ders.: Vergangene Zukunft'    'Id., Nudità': the author of the chapter is that of the book
    re.compile(r"^(?:[Dd]ers|[Dd]ies|[Ii]d|Idem|Ead|Eadem)\.?\s?[:,]\s"),
    # 'Writing and Difference. Trans. Alan Bass'
    re.compile(r"[.,]\s(?:(?:Ed\.|Edited) and t|T|t)(?:rans\.|ranslated by|r\.)\s.*$"),
    # 'The William and Mary Quarterly, 3e série'    'Mind, new series'
    re.compile(r",\s(?:\d+e\ssérie|[Nn]ew [Ss]eries|[Nn]\.\s?[Ss]\.|\d\w\w\s[Ss]er(?:\.|ies)|[Ss]er(?:\.|ies)\s\d)$"),
    # 'Wikipedia. Last modified May 9'
    re.compile(r"[.,]\s(?:Last (?:modified|updated|accessed|visited)|Retrieved|Accessed|Updated)\b.*$"),
    # 'Proceedings, chapter 4'    'Handbook, Part'    'Journal, Supplement', 'Sedimentary Geology, v'
    re.compile(
        r",\s(?:[Cc]hap(?:ter\b|\.)|[Pp]art|Kap(?:itel\b|\.)|Suppl(?:ement\b|\.)|[Vv](?:ol)?\.?)(?:\s\w{1,4})?$"
    ),
    # 'Verdi 2001, 2 vols', 'Norton Anthology 2 vols'    MLA's 'Tesla Blog, N.p.' of what has no publisher
    re.compile(r"[.,]?\s\(?\d{1,2}\s[Vv]ols?\b\.?\)?$"),
    re.compile(r"[.,]\s[Nn]\.\s?p\.?$"),
    # 'Trans. Nicholas Rand. Critical Inquiry': who translated the text stands before the journal
    re.compile(rf"^Trans\.\s{either(' '.join(sorted(GIVEN_NAMES)))}\s(?:[A-Z]\.\s)?\w+\.\s(?=[A-Z])"),
    # 'Meeting, 1992', once what was behind it is gone
    re.compile(rf",\s{YEAR}$"),
)
# 'Proceedings, Lecture Notes in Computer Science'    'Proceedings, LNCS 523'    'Essays, ser. Synthese Library'
SERIES = re.compile(
    r"[,.;(]\s?(?P<series>(?:ser\.\s)?Lecture Notes (?:in|on)(?:\s[A-Z]\w+|\sand)+|LNCS|LNAI|CCIS|ser\.\s[^,.]+)"
    r"(?:,?\s(?:vol\.?\s|[Nn]o\.?\s)?\d+)?\)?$"
)


def trimmed(name: str, fields: Fields) -> str:
    """The name of a holder alone: 'Journal of Logic, Special Issue: Belief Change' -> 'Journal of Logic'."""
    for pattern in BESIDE:
        name = pattern.sub("", name)
    name = name.strip(" ,;:")
    series = SERIES.search(name)
    if series is None or series.start() == 0:
        return name
    fields.setdefault("series", [series["series"].removeprefix("ser. ")])
    return name[: series.start()].rstrip(" ,;:.")
