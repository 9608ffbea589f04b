"""Lists that a service gives page by page: asked for whole, checked, and compared with what the last search had.

In: the pages, as a source asks for them. Out: a `Listing`, which is never shorter than the service claims; and, from
it and what was known before, `Answered`: which records were asked for, which are missing, left or gone.

Pages shift while they are read (a record comes in, an index is renewed), so a list that is too short is asked for once
more from its start, and both are united. What is still too short is an error: never fewer, without a word.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import Incomplete, SourceError
from ..http import Request, Unsound
from . import Answered, Asking, Wanted

ROUNDS = 2  # times that a list is asked for


@dataclass(frozen=True, slots=True)
class Page:
    """An answer: how many records the service claims, whose records these are, where the next page begins.

    `retracted`: those of `ids` that it calls retracted.
    """

    total: int
    ids: tuple[str, ...]
    after: str | None = None
    retracted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """All ids of a search, each once, in the service's order; `answers` are the names of the pages."""

    total: int
    ids: tuple[str, ...]
    answers: tuple[str, ...] = ()
    retracted: frozenset[str] = frozenset()


# A page with the name that its answer is kept under; None for a total that was asked for alone
Named = tuple[str | None, Page]
ReadPage = Callable[[Mapping[str, Any]], Page]


def page_of(body: bytes, read: ReadPage) -> Page:
    """The answer, read. Raises Unsound where it is none: a web page, half of it, or without what must be there."""
    try:
        said = json.loads(body)
        if not isinstance(said, dict):
            raise TypeError
        return read(said)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as wrong:
        kind = "a web page instead of data" if body.lstrip()[:1] == b"<" else "an answer that broke off, or is none"
        raise Unsound(kind) from wrong


def page_check(read: ReadPage) -> Callable[[bytes], None]:
    """The check of a request whose answer is a page: what is none is asked for again at once."""

    def check(body: bytes) -> None:
        page_of(body, read)

    return check


def numbered(
    asking: Asking, name: str, request: Callable[[int], Request], read: ReadPage, size: int
) -> Iterator[tuple[str, Page]]:
    """Pages that have numbers, from 1: as many as the first one says that there are."""
    first = page_of(asking.one(f"{name}-0001", request(1)), read)
    yield f"{name}-0001", first
    done = len(first.ids)
    asking.tell("listed", done, first.total)
    further = range(2, -(-first.total // size) + 1)
    for here, body in asking.each((f"{name}-{number:04}", request(number)) for number in further):
        page = page_of(body, read)
        yield here, page
        done += len(page.ids)
        asking.tell("listed", done, first.total)


def whole_list(title: str, pages: Callable[[str], Iterable[Named]]) -> Listing:
    """All that `pages('list')` gives, and `pages('list-again')` where that is too short. Raises Incomplete."""
    ids: dict[str, None] = {}
    answers: list[str] = []
    retracted: set[str] = set()
    said: list[str] = []
    for attempt in range(ROUNDS):
        total = 0
        now: dict[str, None] = {}
        here: list[str] = []
        for name, page in pages("list-again" if attempt else "list"):
            total = max(total, page.total)  # replicas differ, records go meanwhile: the most that it claimed
            now |= dict.fromkeys(page.ids)
            retracted.update(page.retracted)
            here += [name] if name and page.ids else []
        whole = len(now) >= total  # else both together: a record that stands in both comes twice
        ids, answers = (now, here) if whole else (ids | now, [*answers, *here])
        if whole or len(ids) >= total:
            return Listing(total=total, ids=tuple(ids), answers=tuple(answers), retracted=frozenset(retracted))
        said.append(f"{len(now)} listed of {total}")
    raise Incomplete(
        f"{title}: the list of records and the number that it claims don't agree, {ROUNDS} times: {'; '.join(said)}",
        hint="records come in or go while it is asked: run the same command again later. Nothing was taken in",
    )


Records = Callable[[str, Sequence[str]], tuple[list[str], set[str]]]


IdsOf = Callable[[bytes], Collection[str]]


def ids_of(read: ReadPage) -> IdsOf:
    """Whose records an answer holds, where it is a page."""
    return lambda body: page_of(body, read).ids


def by_ids(
    asking: Asking,
    name: str,
    ids: Sequence[str],
    request: Callable[[Sequence[str]], Request],
    there: IdsOf,
    size: int,
) -> tuple[list[str], set[str]]:
    """The answers with these records, and whose records they are. What is left out is asked for once more."""
    answers, given = _batches(asking, name, ids, request, there, size)
    if left_out := [one for one in ids if one not in given]:
        more, found = _batches(asking, f"{name}-once-more", left_out, request, there, size)
        answers, given = [*answers, *more], given | found
    return answers, given


def _batches(
    asking: Asking,
    name: str,
    ids: Sequence[str],
    request: Callable[[Sequence[str]], Request],
    there: IdsOf,
    size: int,
) -> tuple[list[str], set[str]]:
    answers: list[str] = []
    given: set[str] = set()
    requests = ((f"{name}-{number:04}", request(batch)) for number, batch in enumerate(in_batches(ids, size), 1))
    for here, body in asking.each(requests):
        if found := there(body):
            answers.append(here)
            given.update(found)
        asking.tell("records", len(given), len(ids))
    return answers, given


def in_batches(ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """At most `size` of them at once."""
    return (ids[at : at + size] for at in range(0, len(ids), size))


def first_answer(listed: Listing, warnings: Iterable[str] = (), slices: Iterable[str] = ()) -> Answered:
    """Of a search made for the first time: the pages of the list are the records."""
    return Answered(
        hits=listed.total,
        ids=listed.ids,
        wanted=len(listed.ids),
        answers=listed.answers,
        slices=tuple(slices),
        warnings=tuple(warnings),
    )


def compared(
    listed: Listing,
    wanted: Wanted,
    records: Records,
    modified: Collection[str] = (),
    warnings: Iterable[str] = (),
    slices: Iterable[str] = (),
) -> Answered:
    """What is new in the list, and what was modified, is asked for by id; what vanished from it is looked up.

    A search limited to what entered lately lists little of what is known: nothing of that has vanished.
    """
    again = frozenset(modified) & wanted.known & frozenset(listed.ids)
    asked = [one for one in listed.ids if one not in wanted.known or one in again]
    vanished = [] if wanted.entered_since else sorted(wanted.known.difference(listed.ids))
    answers, given = records("records", asked)
    more, found = records("vanished", vanished) if vanished else ([], set())
    left = tuple(one for one in vanished if one in found)
    return Answered(
        hits=listed.total,
        ids=listed.ids,
        wanted=len(asked) + len(left),
        answers=(*answers, *more),
        missing=tuple(one for one in asked if one not in given),
        left=left,
        gone=tuple(one for one in vanished if one not in found),
        modified=tuple(one for one in listed.ids if one in again),
        slices=tuple(slices),
        warnings=tuple(warnings),
    )


class Hinted:
    """Asks as `asking` does; `hint` may have better advice on an error than the client, which knows no service."""

    def __init__(self, asking: Asking, hint: Callable[[SourceError], str | None]) -> None:
        self.asking, self.hint, self.tell = asking, hint, asking.tell

    def one(self, name: str, request: Request) -> bytes:
        """See Asking."""
        try:
            return self.asking.one(name, request)
        except SourceError as error:
            if hint := self.hint(error):
                error.hint = hint
            raise

    def each(self, requests: Iterable[tuple[str, Request]]) -> Iterator[tuple[str, bytes]]:
        """See Asking."""
        try:
            yield from self.asking.each(requests)
        except SourceError as error:
            if hint := self.hint(error):
                error.hint = hint
            raise
