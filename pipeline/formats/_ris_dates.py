"""The dates of a RIS record: of issue, of electronic publication, of access. Plans and steps as in `_ris_fields`.

PY, Y1 and DA say when it was issued, in the specification's '2014/11/03/' or in the source's own words; ET and C6 may
say when it was online; Y2 when somebody looked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ..values.date import parse_date
from ._ris_record import RisRecord, Shape, Step
from ._tagged import unique

_YEAR = re.compile(r"\d{4}")
_DATE = re.compile(r"\d{4}/")
_FIRST_WEB_PAGE = "1990"


def dates(s: Shape) -> Iterator[Step]:
    issued, dated = s.present("PY", "Y1"), "DA" in s.names
    if issued or dated:
        yield take_date, (issued, dated)
    if s.dialect == "wos" and "C6" in s.names:
        yield _from_c6, None
    if s.kind == "article" and "ET" in s.names:
        yield _date_online, None
    if "Y2" in s.names and s.dialect != "eric":  # ERIC's is another date of issue
        yield take_accessed, None


def _from_c6(r: RisRecord, _: None) -> None:
    """Web of Science's date of early access."""
    r.give("date_online", r.take("C6"))


def take_date(r: RisRecord, about: tuple[list[str], bool]) -> None:
    tags, dated = about
    issued = r.take(*tags)
    texts = r.tags.pop("DA") if dated else []
    if issued:
        r.fields["year"] = issued[:1]
    if dates := dates_of_issue((*issued,), (*texts,)):
        r.fields["date"] = [*dates]


@lru_cache(4096)
def dates_of_issue(issued: tuple[str, ...], dated: tuple[str, ...]) -> tuple[str, ...]:
    """What PY and Y1 (`issued`) and DA say beside the year: '2014', 'AUG 11' -> '2014 AUG 11', the year apart."""
    texts = [*dated, *(text for text in issued if not is_a_year(text))]
    if texts and issued and _YEAR.search(issued[0]) and not _YEAR.search(texts[0]):
        texts[0] = f"{issued[0]} {texts[0]}"
    return tuple(unique(texts))


@lru_cache(4096)
def is_a_year(text: str) -> bool:
    """'2014', '2014///'"""
    bare = text.strip("/")
    return len(bare) == 4 and bare.isdigit()


def _date_online(r: RisRecord, _: None) -> None:
    """EndNote's ET may be the date of electronic publication."""
    r.give("date_online", r.take_if("ET", _DATE.match))


def take_accessed(r: RisRecord, _: None) -> None:
    """Y2 is the date of access in the specification of 2011; before, it was any second date: 'DEC', a conference's."""
    r.give("accessed", r.take_if("Y2", is_access_date))


@lru_cache(4096)
def is_access_date(text: str) -> bool:
    """Whether Y2 may be one: '2015/03/12/', '12 March 2015'; not 'DEC', nor a day before there was a web."""
    return (parse_date(text) or "") >= _FIRST_WEB_PAGE
