"""Asking, as a source module sees it, in the simplest way: answers are kept by name in a dictionary.

What the step `fetch` keeps in a folder, this keeps in memory: a second search with the same `kept` goes on where the
first one stopped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.http import Client, Manners, Request

# no waiting: what a test asks is on this machine
QUICK = Manners(per_second=10_000, at_once=3, timeout=5, tries=4)


def client_of(url: str, title: str = "The service", **more: str) -> Client:
    """A client of a false service, which doesn't wait; `more` goes with each request."""
    return Client(title, url, QUICK, always=more, sleep=lambda seconds: None)


class PlainAsking:
    """Asks one after the other. `kept`: answers by name, `told`: what was told of progress."""

    def __init__(self, client: Client, kept: dict[str, bytes] | None = None) -> None:
        self.client = client
        self.kept = {} if kept is None else kept
        self.told: list[tuple[str, int, int | None]] = []
        self._questions: dict[str, object] = {}

    def one(self, name: str, request: Request) -> bytes:
        assert name
        assert all(part.isascii() and part.isalnum() for part in name.split("-")), name
        question = (request.path, dict(request.params))
        assert self._questions.setdefault(name, question) == question, f"{name} stands for two questions"
        if name not in self.kept:
            self.kept[name] = self.client.ask(request)
        return self.kept[name]

    def each(self, requests: Iterable[tuple[str, Request]]) -> Iterator[tuple[str, bytes]]:
        for name, request in requests:
            yield name, self.one(name, request)

    def tell(self, what: str, done: int, total: int | None) -> None:
        self.told.append((what, done, total))

    def raw(self, answers: Iterable[str]) -> str:
        """The text of the raw file that these answers make."""
        return b"".join(self.kept[name] for name in answers).decode()
