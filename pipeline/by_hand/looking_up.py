"""Look works up by their numbers: DOIs at Crossref, PMIDs at PubMed, ISBNs at Open Library.

In: numbers of one kind. Out: `LookedUp`, the service's answers as received, with the records in them; which numbers it
doesn't know. Nothing is written.
"""

from __future__ import annotations

import gzip
import io
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import cast
from urllib.parse import quote

from ..asking import Asker, Kept, Question, Tell, no_telling
from ..errors import NoNetwork, Refused
from ..formats import all_formats
from ..formats._crossref_fields import accession
from ..http import Request, Unsound
from ..model import Found
from ..sources import Asking, Searchable, Wanted, _openlibrary, crossref, pubmed
from ..sources._pages import Page, page_check
from .numbers import TITLES, Number

NOT_FOUND = 404
OFFLINE = "without a network: `bibcorpus add --new article` (book, chapter …) makes a form to fill in"
# who may know a number that a service doesn't
ELSEWHERE: Mapping[str, str] = {
    "doi": "is it typed right? DOIs of other agencies (DataCite, mEDRA …) are not known there",
    "pmid": "is it typed right? it may have been merged into another record",
    "isbn": "is it typed right? try the ISBN of another edition, or fill in a form: bibcorpus add --new book",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    """What a service knows of some numbers. `answers`: as received, one after the other; `records`: those in it."""

    kind: str
    source: Searchable
    endpoint: str
    asked: tuple[str, ...]
    missing: tuple[str, ...]
    answers: bytes
    records: tuple[Found, ...]


Named = tuple[Sequence[str], set[str]]  # the names of answers, the numbers that were found


def look_up(kind: str, numbers: Sequence[Number], asker: Asker, today: date, tell: Tell = no_telling) -> LookedUp:
    """Ask the service that knows numbers of this kind. Raises SourceError; NoNetwork with what to do without one."""
    module, ask = SERVICES[kind]
    source = cast(Searchable, module)
    asked = tuple(number.text for number in numbers)
    try:
        client = asker.client(Question(source=source, query="", string=""))
        with tempfile.TemporaryDirectory() as folder:
            kept = Kept(Path(folder), client, tell)
            names, found = ask(kept, asked, today)
            answers = b"\n".join(gzip.decompress(kept.path(name).read_bytes()) for name in names)
    except NoNetwork as error:
        raise NoNetwork(error.message, hint=OFFLINE) from error
    return LookedUp(
        kind=kind, source=source, endpoint=client.shown, asked=asked, answers=answers,
        missing=tuple(one for one in asked if one not in found), records=records_in(source.API.format, answers),
    )  # fmt: skip


def records_in(format_name: str, answers: bytes) -> tuple[Found, ...]:
    """The records of an answer, as a run will find them."""
    stream = io.StringIO(answers.decode("utf-8"), newline="")
    return tuple(found for found in all_formats()[format_name].read(stream) if isinstance(found, Found))


def missing_line(looked: LookedUp) -> str:
    """Which numbers the service doesn't know."""
    return f"{looked.source.TITLE} doesn't know the {TITLES[looked.kind]} " + ", ".join(looked.missing)


# ---------------------------------------------------------------- by service


def _crossref(asking: Asking, dois: Sequence[str], today: date) -> Named:
    """Each by its address: a filter would stumble over the signs that old DOIs have."""
    answers, found = [], set()
    for number, doi in enumerate(dois, 1):
        name = f"doi-{number:04}"
        request = Request(path=f"works/{quote(doi, safe='')}", what=f"the work {doi}", check=page_check(_work))
        try:
            asking.one(name, request)
        except Refused as error:
            if error.status != NOT_FOUND:
                raise
            continue
        answers.append(name)
        found.add(doi)
    return answers, found


def _work(said: Mapping[str, object]) -> Page:
    message = said["message"]
    doi = accession(message) if isinstance(message, dict) else None
    if not doi:
        raise Unsound("an answer that is no work")
    return Page(total=1, ids=(doi,))


def _pubmed(asking: Asking, pmids: Sequence[str], today: date) -> Named:
    string = " OR ".join(f"{pmid}[uid]" for pmid in pmids)
    answered = pubmed.search(asking, Wanted(string=string, today=today))
    return answered.answers, set(answered.ids) - set(answered.missing)


def _open_library(asking: Asking, isbns: Sequence[str], today: date) -> Named:
    return _openlibrary.look_up(asking, isbns)


SERVICES: Mapping[str, tuple[ModuleType, Callable[[Asking, Sequence[str], date], Named]]] = {
    "doi": (crossref, _crossref),
    "pmid": (pubmed, _pubmed),
    "isbn": (_openlibrary, _open_library),
}
