"""Where records come from. This folder is the registry: each module without a leading underscore is one source.

A source module has

    NAME    its id: the folder under corpus/raw and the head of its record ids ('pubmed')
    TITLE   its name for people ('PubMed')
    KIND    what PRISMA counts it as: one of KINDS
    EXPORT  how to get records out of it by hand, step by step

and, where it has a search language of its own,

    SYNTAX  how a search is written in it (`_syntax`)

and, where it can be asked over the network,

    API     how: `Api`
    sent(wanted)            the search as it is sent: with the day of entry, where one is wanted
    count(asking, wanted)   how many hits there are, and how the source understood the string; fetches no record
    search(asking, wanted)  the whole answer: `Answered`
    chase(asking, chase)    optional: what given works cite, and what cites them

A list that a person collected needs no module: its note says kind = "hand-collected".
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, Protocol, cast

from ..http import Manners, Request

KINDS = ("database", "register", "website", "organisation", "citation", "hand-collected")
Direction = Literal["references", "citers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """How a source is asked over the network.

    `endpoint`: base address, with a slash at its end. `format`: the name of the format that it answers in; `suffix`:
    that of the files kept. `key`: the environment variable with the user's key, sent as `key_param` or `key_header`;
    `key_needed`: without one it can't be asked. `email_param`: where it wants to know whom to write to. `always`: what
    goes with each request.
    """

    endpoint: str
    format: str
    suffix: str
    manners: Manners
    manners_with_key: Manners | None = None
    key: str | None = None
    key_param: str | None = None
    key_header: str | None = None
    key_needed: bool = False
    email_param: str | None = None
    always: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a source is asked for.

    `known`: the ids that the last search listed and got, empty for a first one; `held`: all whose records ever came,
    also those that left the list later; `since`: the day that it was made
    (what was modified from then on is wanted anew). `entered_since`: only what entered the database from that day on.
    `today`: the day of this search.
    """

    string: str
    today: date
    known: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
    since: date | None = None
    entered_since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chase:
    """Works ('doi:10.1/x', 'pmid:1', 'openalex:W1') whose references and citers are wanted."""

    of: tuple[str, ...]
    directions: tuple[Direction, ...]
    today: date
    known: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """What a source says of a search: how many records, how it understood the string, what it complains of."""

    hits: int
    translation: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What came of a search; ids are the source's own, as in `accession` of its format.

    `hits`: what the source claims. `ids`: all that it lists now, each once, in the source's order. `wanted`: how many
    records were asked for (all of a first search; later the new and the modified). `answers`: the names of the saved
    answers that hold the records, in order: these are kept. `missing`: listed, but not given when asked for.
    `left`: listed by the last search, not by this one, but still in the database. `gone`: no longer there at all.
    `modified`: of those known or held, the ones asked for anew. `slices`: how a search over the cap was cut, each with
    its hits.
    """

    hits: int
    ids: tuple[str, ...]
    wanted: int
    answers: tuple[str, ...]
    translation: str | None = None
    missing: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    slices: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class Asking(Protocol):
    """How a source module asks. Each answer is kept under its name, and a name that was asked before is answered from
    there: so a search is written straight on, as if nothing could interrupt it, and goes on where it stopped.

    A name is for one question in one search: letters, digits and hyphens ('list-pdat-1990-01-01', 'records-0001').
    """

    def one(self, name: str, request: Request) -> bytes:
        """The answer, from the service or as kept."""

    def each(self, requests: Iterable[tuple[str, Request]]) -> Iterator[tuple[str, bytes]]:
        """(name, answer) in the order of `requests`, several asked at once where the service allows it."""

    def tell(self, what: str, done: int, total: int | None) -> None:
        """How far we are: tell('records', 500, 12000)."""


class Source(Protocol):
    """What a source module offers; see the docstring of this folder."""

    NAME: str
    TITLE: str
    KIND: str
    EXPORT: str


class Searchable(Source, Protocol):
    """A source that can be asked over the network."""

    API: Api

    def sent(self, wanted: Wanted) -> str:
        """The search as it is sent; that is `wanted.string`, unless a day of entry is wanted."""

    def count(self, asking: Asking, wanted: Wanted) -> Hits:
        """How many there are; no record is fetched."""

    def search(self, asking: Asking, wanted: Wanted) -> Answered:
        """All of them. Raises SourceError: never fewer than there are, without a word."""


class Chasing(Searchable, Protocol):
    """A source that knows what cites what."""

    def chase(self, asking: Asking, chase: Chase) -> Answered:
        """The references and citers of works, each once."""


@cache
def all_sources() -> dict[str, Source]:
    """Every source by its name, in alphabetical order."""
    modules = (
        importlib.import_module(f"{__name__}.{found.name}")
        for found in pkgutil.iter_modules(__path__)
        if not found.name.startswith("_")
    )
    return {module.NAME: cast(Source, module) for module in modules}


def searchable(source: Source) -> Searchable | None:
    """The source as one that can be asked over the network; None where it can't."""
    return cast(Searchable, source) if hasattr(source, "API") else None


def chasing(source: Source) -> Chasing | None:
    """The source as one that knows what cites what; None where it doesn't."""
    return cast(Chasing, source) if hasattr(source, "chase") else None
