"""Dates of issue, as exact as the text is.

In: what a source writes for a date ('2014 Nov-Dec', '2018/04//abr-jun2018', '15.03.2014'). Out: '2014',
'2014-11' or '2014-11-03'. Of a span, its beginning. Month names in English, German, French, Spanish,
Portuguese, Italian, Dutch, Polish, Russian and Ukrainian; a season leaves the year alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Any

from .fold import fold

EARLIEST, LATEST = 1500, 2100  # printed works, and the near future of 'in press'

_MONTHS = (
    "jan january januar janvier janv enero ene janeiro gennaio gen januari jaenner styczen stycznia sty "
    "январь января янв січень січня січ",
    "feb febr february februar fevrier fevr fev febrero fevereiro febbraio februari luty lutego lut "
    "февраль февраля фев февр лютий лютого лют",
    "mar march marz maerz mrz mars marzo marco maart mrt marzec marca март марта мар березень березня бер",
    "apr april avril avr abril abr aprile kwiecien kwietnia kwi апрель апреля апр квітень квітня квіт",
    "may mai mayo maio maggio mag mei maj maja май мая травень травня трав",
    "jun june juni juin junio junho giugno giu czerwiec czerwca cze июнь июня июн червень червня черв",
    "jul july juli juillet juil julio julho luglio lug lipiec lipca lip июль июля июл липень липня лип",
    "aug august aout agosto ago augustus sierpien sierpnia sie август августа авг серпень серпня серп",
    "sep sept september septembre septiembre setembro set settembre wrzesien wrzesnia wrz "
    "сентябрь сентября сен сент вересень вересня вер",
    "oct october oktober okt octobre octubre outubro out ottobre ott pazdziernik pazdziernika paz "
    "октябрь октября окт жовтень жовтня жовт",
    "nov november novembre noviembre novembro listopad listopada lis ноябрь ноября ноя нояб листопад листопада лист",
    "dec december dezember dez decembre diciembre dic dezembro dicembre grudzien grudnia gru "
    "декабрь декабря дек грудень грудня груд",
)

_COMPACT = re.compile(r"([0-9]{4})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])?")
_YEAR_FIRST = re.compile(
    r"(?<![0-9])([0-9]{4})\s?[-/.\u2010-\u2015]\s?([0-9]{1,2})(?:\s?[-/.\u2010-\u2015]\s?([0-9]{1,2})(?![0-9]))?(?![0-9])"
)
_YEAR_LAST = re.compile(r"(?<![0-9/.-])(?:([0-9]{1,2})([/.-])\s?)?([0-9]{1,2})([/.-])\s?([0-9]{4})(?![0-9])")
_YEAR = re.compile(r"(?<![0-9])(1[5-9][0-9]{2}|20[0-9]{2}|2100)(?![0-9])")
_WORD = re.compile(r"[^\W\d_]+")
_DAY_AFTER = re.compile(r"\.?\s*([0-9]{1,2})(?![0-9])")
_DAY_BEFORE = re.compile(r"(?<![0-9])([0-9]{1,2})(?:st|nd|rd|th|er)?[.,]?(?:\s+de|\s+of)?[\s-]*$", re.I)


@lru_cache(maxsize=50_000)
def parse_date(text: str) -> str | None:
    """The date as far as the text is sure of it; None without a year between 1500 and 2100.

    '2014 Nov-Dec' -> '2014-11'; '1999 Winter' -> '1999'; '15.03.2014' -> '2014-03-15'; 'AUG 11' -> None;
    '03/04/2014' -> '2014', since nobody knows which of the two is the month.
    """
    plain = text.strip()
    if compact := _COMPACT.fullmatch(plain):
        return _date(compact[1], compact[2], compact[3])
    if found := _YEAR_FIRST.search(plain):
        return _date(found[1], found[2], found[3])
    if found := _YEAR_LAST.search(plain):
        return _of_year_last(found)
    year = _YEAR.search(plain)
    return _of_words(plain, year[1]) if year else None


def year_of(text: str) -> int | None:
    """The year in `text`, 1500 to 2100: '2021a' -> 2021, '1998/1999' -> 1998, 'in press' -> None."""
    parsed = parse_date(text)
    return int(parsed[:4]) if parsed else None


def _date(year: str, month: str | None, day: str | None) -> str | None:
    """The longest beginning of the three that is a date at all: ('2014', '02', '30') -> '2014-02'."""
    if not EARLIEST <= int(year) <= LATEST:
        return None
    if month is None or not 1 <= int(month) <= 12:
        return year
    known = f"{year}-{int(month):02}"
    try:
        return date(int(year), int(month), int(day)).isoformat() if day else known
    except ValueError:
        return known


def _of_year_last(found: re.Match[str]) -> str | None:
    first, separator, second, _, year = found.groups()
    if first is None:
        return _date(year, second, None)
    if separator == "." or first == second or int(first) > 12:
        return _date(year, second, first)
    return _date(year, first, second) if int(second) > 12 else _date(year, None, None)


def _of_words(text: str, year: str) -> str | None:
    for word in _WORD.finditer(text):
        month = _months().get(fold(word.group()))
        if month:
            day = _DAY_AFTER.match(text, word.end()) or _DAY_BEFORE.search(text[: word.start()])
            return _date(year, str(month), day[1] if day else None)
    return _date(year, None, None)


OF_TIME = ("year", "date")  # a word on one of them is a word on the other


def of_one_time(field: str, to: Any, now: Mapping[str, Any]) -> dict[str, Any]:
    """What else changes with a corrected year or date, so that the two agree. `now` has the work's 'year' and 'date'.

    ('year', 2006) where the date is '2011-05' -> {'date': '2006'}; ('date', '2006-03') -> {'year': 2006};
    ('year', None) -> {'date': None}: a date without its year would say the year all the same.
    """
    if field == "year" and now["date"] and now["date"][:4] != str(to):
        return {"date": str(to) if to else None}
    if field == "date" and to and now["year"] != int(to[:4]):
        return {"year": int(to[:4])}
    return {}


@cache
def _months() -> dict[str, int]:
    return {fold(name): number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
