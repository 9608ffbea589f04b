"""Asking: one search of a query file, who makes it, and how its answers are kept until all of them are there.

In: a question, the user's address and keys. Out: a client for the source, and answers: those kept in a folder are not
asked for again.
"""

from __future__ import annotations

import gzip
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from . import __version__
from .errors import Refused
from .http import Client, Pace, Request, Unsound
from .ledger import write_whole
from .sources import Direction, Searchable

Tell = Callable[[str, int, int | None], None]


def no_telling(what: str, done: int, total: int | None) -> None:
    """Nobody is told how far we are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One search to be made: a string for a source, or (`chase`) works whose citations are wanted.

    `run` counts the strings of a source that is asked several; `endpoint` is the query file's, if it names one.
    """

    source: Searchable
    query: str
    string: str
    run: int | None = None
    endpoint: str | None = None
    chase: str | None = None
    of: tuple[str, ...] = ()
    directions: tuple[Direction, ...] = ()

    @property
    def title(self) -> str:
        """'PubMed, balint-1990-2020'; with the run or the chase, where there is one."""
        more = self.chase or (f"run {self.run}" if self.run else "")
        return ", ".join(filter(None, (self.source.TITLE, self.query, more)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks: an address to write to, the environment with keys and endpoints, a name for the record."""

    email: str | None
    environ: Mapping[str, str]
    who: str | None = None
    paces: dict[str, Pace] = field(default_factory=dict)

    def endpoint(self, question: Question) -> str:
        """The base address: the environment's, else the query file's, else the source's own."""
        variable = f"BIBCORPUS_{question.source.NAME.upper()}_ENDPOINT"
        return self.environ.get(variable) or question.endpoint or question.source.API.endpoint

    def key(self, source: Searchable) -> str | None:
        """The user's key for a source; None where there is none, or an empty one."""
        return self.environ.get(source.API.key or "", "").strip() or None

    def client(self, question: Question) -> Client:
        """The client that asks. Raises Refused where the source gives nothing without a key."""
        api, key = question.source.API, self.key(question.source)
        if api.key_needed and not key:
            raise Refused(
                f"{question.source.TITLE}: can't be asked without a key, and {api.key} is not set",
                hint=f"`bibcorpus search --show {question.source.NAME}` prints what to paste by hand instead",
            )
        endpoint = self.endpoint(question)
        return Client(
            question.source.TITLE,
            endpoint,
            api.manners_with_key if key and api.manners_with_key else api.manners,
            always={**dict(api.always), **({api.email_param: self.email} if api.email_param and self.email else {})},
            secrets={api.key_param: key} if key and api.key_param else {},
            secret_headers={api.key_header: key} if key and api.key_header else {},
            pace=self.paces.setdefault(endpoint, Pace()),
            user_agent=f"bibcorpus/{__version__}" + (f" (mailto:{self.email})" if self.email else ""),
        )


class Kept:
    """Asks through a client, and keeps each answer in a folder: what is there is not asked again."""

    def __init__(self, folder: Path, client: Client, tell: Tell = no_telling) -> None:
        self.folder, self.client, self.tell = folder, client, tell

    def path(self, name: str) -> Path:
        """Where an answer is kept."""
        return self.folder / f"{name}.gz"

    def one(self, name: str, request: Request) -> bytes:
        """The answer: as kept, else from the service."""
        path = self.path(name)
        try:
            body = gzip.decompress(path.read_bytes())
            request.check(body)
            return body
        except (OSError, EOFError, zlib.error, Unsound):  # not there, or half of it since the power failed
            body = self.client.ask(request)
            write_whole(path, gzip.compress(body, 6, mtime=0))
            return body

    def each(self, requests: Iterable[tuple[str, Request]]) -> Iterator[tuple[str, bytes]]:
        """As many at once as the service allows, and few answers in memory, however slowly they are taken."""
        at_once = self.client.manners.at_once
        waiting: deque[tuple[str, Future[bytes]]] = deque()
        left = iter(requests)
        with ThreadPoolExecutor(at_once) as pool:
            try:
                while True:
                    for name, request in islice(left, at_once + 1 - len(waiting)):
                        waiting.append((name, pool.submit(self.one, name, request)))
                    if not waiting:
                        return
                    name, answer = waiting.popleft()
                    yield name, answer.result()
            finally:
                pool.shutdown(cancel_futures=True)
