"""How OpenAlex is asked: its parameters, its pages, its cursors, and what it says when it has had enough.

Rules: developers.openalex.org, "Authentication", "Page through results", "Search", "Filter", "Errors". A page holds at
most 100 works; past the 10,000th only a cursor leads on; an address has at most 4,094 bytes. Since October 2026 a
cursor without a key is said to be refused (401): users of the API tell so, not its pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from ..errors import Refused, SourceError
from ..http import Request
from . import Asking, Wanted
from ._cursors import cursor_pages
from ._pages import Hinted, Named, Page, ReadPage, by_ids, ids_of, page_check

TITLE = "OpenAlex"
PAGE = 100  # works in an answer
BATCH = 50  # ids in one filter
LONGEST = 3_800  # bytes of the parameters: the 4,094 are for all of an address, with key and e-mail
SHORT = "https://openalex.org/"

_PARAMETER = re.compile(r"(?:\A|&)(search(?:\.\w+)*|filter)=")
_FILTER = re.compile(r"[a-z][a-z_.]*:\S")
_NEEDS_KEY = (
    "without a key OpenAlex gives very little: get a free one at openalex.org/settings/api and put it into the "
    "environment as OPENALEX_API_KEY. With one, the allowance of this day may be used up: run the same command "
    "tomorrow; what was received so far is kept"
)
_NEEDS_PLAN = (
    "OpenAlex lets only paid plans ask by the day of entry (from_created_date), with their key in OPENALEX_API_KEY. "
    "Search without it: what is new is found by comparing the lists"
)
_TOO_LONG = "split its longest OR list in two, as two `runs` in the query file: what both find is joined anyway"


def sent(wanted: Wanted) -> str:
    """The search as it is sent: the string, or with a day of entry the parameters."""
    return "&".join(map("=".join, params_of(wanted).items())) if wanted.entered_since else wanted.string


def params_of(wanted: Wanted) -> dict[str, str]:
    """The parameters of a search. Raises Refused for what OpenAlex can't answer.

    '(a OR b)' -> search   'title.search:a,publication_year:1990-2020' -> filter   'search=a&filter=b' -> both
    """
    params = _parted(" ".join(wanted.string.split()))
    if wanted.entered_since:
        params["filter"] = ",".join(filter(None, (params.get("filter"), f"from_created_date:{wanted.entered_since}")))
    if "search.semantic" in params:
        raise Refused(
            "OpenAlex: search.semantic orders works by likeness and never ends: no search for a review",
            hint="use search= or search.exact=, with words and AND, OR, NOT",
        )
    if (length := len(urlencode(params))) > LONGEST:
        raise Refused(
            f"OpenAlex: the search is {length} bytes long in an address: it reads no more than {LONGEST}",
            hint=_TOO_LONG,
        )
    return params


def _parted(string: str) -> dict[str, str]:
    found = list(_PARAMETER.finditer(string))
    if not found or found[0].start():
        return {"filter" if _FILTER.match(string) else "search": string}
    ends = [one.start() for one in found[1:]] + [len(string)]
    return {one[1]: string[one.end() : end].strip() for one, end in zip(found, ends, strict=True)}


def hinted(asking: Asking, wanted: Wanted | None = None) -> Asking:
    """Asks with OpenAlex's own reasons for a refusal."""
    return Hinted(asking, lambda error: _hint(error, bool(wanted and wanted.entered_since)))


def _hint(error: SourceError, by_entry: bool) -> str | None:
    status = error.status
    if by_entry and status in (400, 401, 403):
        return _NEEDS_PLAN
    return _NEEDS_KEY if status in (401, 403, 429) else None


def request(params: Mapping[str, str], what: str, read: ReadPage | None = None) -> Request:
    """A question for works."""
    return Request(path="works", params=params, what=what, check=page_check(read or read_page))


def short_id(text: Any) -> str:
    """'https://openalex.org/W1' -> 'W1'"""
    return str(text).removeprefix(SHORT)


def read_page(said: Mapping[str, Any]) -> Page:
    """A page of works."""
    works = said["results"]
    return Page(
        total=int(said["meta"]["count"]),
        ids=tuple(short_id(work["id"]) for work in works),
        after=said["meta"].get("next_cursor"),
        retracted=tuple(short_id(work["id"]) for work in works if work.get("is_retracted")),
    )


def pages(asking: Asking, name: str, params: Mapping[str, str], what: str = "listed") -> Iterator[Named]:
    """All pages of a search. OpenAlex answers 400 to a cursor that is no longer good."""

    def page(cursor: str) -> Request:
        return request({**params, "per_page": str(PAGE), "cursor": cursor}, "the list of works")

    return cursor_pages(TITLE, asking, name, page, read_page, lost=400, what=what)


def records(asking: Asking, name: str, ids: Sequence[str]) -> tuple[list[str], set[str]]:
    """The works with these ids: the names of the answers, and which works are in them."""
    return by_ids(asking, name, ids, _of_ids, ids_of(read_page), BATCH)


def _of_ids(ids: Sequence[str]) -> Request:
    params = {"filter": f"openalex:{'|'.join(ids)}", "per_page": str(PAGE)}
    return request(params, f"the works {ids[0]} to {ids[-1]}")
