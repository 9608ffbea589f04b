"""Citation chasing: what given works cite, and what cites them, as OpenAlex has it.

In: works by DOI, PMID or OpenAlex id. Out: `Answered`, each work that cites or is cited once. A given work that
OpenAlex doesn't have is named in the warnings; one without references there is named too: that
OpenAlex lists none doesn't say that there are none.

Rules: developers.openalex.org, "Filter" (doi, pmid, openalex, cites; values joined by '|'), "Get a single work".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import quote

from ..errors import Refused
from ..http import Request
from ..values.doi import normalise_doi
from ..values.identifiers import normalise_pmid
from . import Answered, Asking, Chase, Wanted
from ._openalex import BATCH, PAGE, TITLE, hinted, pages, records, request, short_id
from ._pages import Listing, Page, compared, in_batches, page_check, whole_list

_SELECT = "id,doi,ids,referenced_works"
_PARTS_VALUES = (",", "|")  # in a DOI they would be taken for the end of it


@dataclass(frozen=True, slots=True)
class _Work:
    """A given work: its id in OpenAlex, and the ids of those that it cites."""

    id: str
    references: tuple[str, ...]


def chase(asking: Asking, chase: Chase) -> Answered:
    """The references and citers of works, each once. Raises Refused for what is no DOI, PMID or OpenAlex id."""
    asking = hinted(asking)
    works = _works(asking, chase.of)
    ids: dict[str, None] = {}
    if "references" in chase.directions:
        ids |= dict.fromkeys(cited for work in works.values() for cited in work.references)
    if "citers" in chase.directions:
        ids |= dict.fromkeys(_citers(asking, [work.id for work in works.values()]))
    listed = Listing(total=len(ids), ids=tuple(ids))
    wanted = Wanted(string="", today=chase.today, known=chase.known)
    answered = compared(listed, wanted, partial(records, asking), warnings=_doubts(chase, works))
    return replace(
        answered,
        translation="; ".join(f"{given} is {work.id}" for given, work in works.items()) or None,
    )


def _doubts(chase: Chase, works: Mapping[str, _Work]) -> Iterator[str]:
    for given in chase.of:
        if given not in works:
            yield f"{TITLE} doesn't have {given}: nothing was found by it"
        elif "references" in chase.directions and not works[given].references:
            yield f"{TITLE} lists no references of {given}: that doesn't say that it has none"


def _works(asking: Asking, of: Sequence[str]) -> dict[str, _Work]:
    """The given works that OpenAlex has, by what was given."""
    keys = {given: _key(given) for given in of}
    found: dict[tuple[str, str], _Work] = {}
    for kind in KINDS:
        values = list(dict.fromkeys(value for of_kind, value in keys.values() if of_kind == kind))
        plain = [value for value in values if not any(mark in value for mark in _PARTS_VALUES)]
        requests = (
            (f"works-{kind}-{number:04}", _look_up(kind, batch))
            for number, batch in enumerate(in_batches(plain, BATCH), 1)
        )
        for _, body in asking.each(requests):
            found |= _by_key(_read_works(body))
        for number, value in enumerate((value for value in values if value not in plain), 1):
            found |= _by_key(_single(asking, f"works-{kind}-single-{number:04}", value))
    return {given: found[key] for given, key in keys.items() if key in found}


def _key(given: str) -> tuple[str, str]:
    """'doi:10.1/X' -> ('doi', '10.1/x')   'W1' -> ('openalex', 'W1')"""
    kind, _, value = given.partition(":") if ":" in given else ("openalex", "", given)
    read = KINDS.get(kind)
    found = read(value) if read else None
    if not found:
        raise Refused(f"{TITLE}: {given!r} names no work", hint="allowed: 'doi:10.1000/x', 'pmid:123', 'openalex:W123'")
    return kind, found


def _work_id(text: str) -> str | None:
    text = text.strip().upper()
    return text if text[:1] == "W" and text[1:].isdigit() else None


# How a work may be given -> what its value is in one form; also the names of OpenAlex's filters
KINDS = {"doi": normalise_doi, "pmid": normalise_pmid, "openalex": _work_id}


def _look_up(kind: str, values: Sequence[str]) -> Request:
    params = {"filter": f"{kind}:{'|'.join(values)}", "select": _SELECT, "per_page": str(PAGE)}
    return request(params, "the works that were given", _read_given)


def _single(asking: Asking, name: str, doi: str) -> list[Mapping[str, Any]]:
    """One work by its address, where its DOI can't stand in a filter; none where OpenAlex answers that it has none."""
    asked = Request(
        path=f"works/doi:{quote(doi)}", params={"select": _SELECT}, what=f"the work {doi}", check=page_check(_read_one)
    )
    try:
        return _read_works(asking.one(name, asked))
    except Refused as error:
        if error.status == 404:
            return []
        raise


def _read_given(said: Mapping[str, Any]) -> Page:
    return Page(len(said["results"]), tuple(short_id(work["id"]) for work in said["results"]))


def _read_one(said: Mapping[str, Any]) -> Page:
    return Page(1, (short_id(said["id"]),))


def _read_works(body: bytes) -> list[Mapping[str, Any]]:
    said = json.loads(body)
    works: list[Mapping[str, Any]] = said.get("results", [said])
    return works


def _by_key(works: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], _Work]:
    """Each work under all of its names."""
    found: dict[tuple[str, str], _Work] = {}
    for work in works:
        one = _Work(short_id(work["id"]), tuple(short_id(cited) for cited in work.get("referenced_works") or ()))
        ids = work.get("ids") or {}
        names = {
            ("openalex", one.id),
            ("doi", normalise_doi(str(work.get("doi") or ids.get("doi") or "")) or ""),
            ("pmid", str(ids.get("pmid") or "").rstrip("/").rpartition("/")[2]),
        }
        for key in names:
            found.setdefault(key, one)
    return found


def _citers(asking: Asking, works: Sequence[str]) -> Iterator[str]:
    """The works that cite any of these; each batch is listed whole."""
    for number, batch in enumerate(in_batches(list(dict.fromkeys(works)), BATCH), 1):
        params = {"filter": f"cites:{'|'.join(batch)}", "select": "id,is_retracted"}
        citing = partial(_citing_pages, asking, f"citers-{number:04}", params)
        yield from whole_list(TITLE, citing).ids


def _citing_pages(asking: Asking, head: str, params: Mapping[str, str], name: str) -> Iterator[Any]:
    return pages(asking, f"{head}-{name}", params, what="citers")
