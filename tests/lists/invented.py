"""Invented works, and lists of them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.exports import ExportedWork
from pipeline.lists import Choices
from pipeline.lists.listing import formatted_list
from pipeline.lists.style import find_style
from pipeline.model import Bibliographic, Name
from pipeline.store import Store, in_memory

FAMILIES = (*"ABCDEFGHIJKLMNOPQRST", "Smith", "Müller", "Muller", "Jones", "Balint", "van Dam", "Dam")
GIVEN = ("Anna M.", "A. B.", "Paul", "P.", "John", "J.")
TITLES = ("On groups", "Balint work", "A title", "Burnout", "«Quoted» start", "[Bracketed]", "El grupo", "the lower")


def work(key: str, family: str | None = None, year: int | None = 2004, **fields: Any) -> ExportedWork:
    """An article by one person, if any."""
    said: dict[str, Any] = {
        "type": "article", "title": f"Title of {key}", "year": year, "container": "Journal of Invented Medicine",
        "volume": "12", "pages": "101-109", "languages": ("en",),
        "authors": (Name(family=family, given="A. B."),) if family else (),
    }  # fmt: skip
    tags = fields.pop("tags", ())
    return ExportedWork(key=key, work_id=f"id-{key}", work=Bibliographic(**(said | fields)), tags=tags)


def with_shared_names(count: int, seed: int) -> Iterator[ExportedWork]:
    """Works of two years by persons who have family names, initials and co-authors in common; some of nobody."""
    made = random.Random(seed)
    for number in range(count):
        people = made.choice((0, *(1, 1, 1, 1, 2, 2, 3, 6) * 3))
        yield work(
            f"w{number}",
            year=made.choice((2019, 2019, 2020, None)),
            type=made.choice(("article", "article", "book", "chapter", "thesis")),
            title=made.choice(TITLES) + made.choice(("", f" {made.randrange(9)}")),
            authors=tuple(_person(made) for _ in range(people)),
            editors=tuple(Name(family=made.choice(FAMILIES), given="E. D.") for _ in range(made.choice((0, 0, 1, 2)))),
            container=made.choice(("Journal One", "Journal Two")),
            publisher="Springer",
        )


def _person(made: random.Random) -> Name:
    if made.random() < 0.05:
        return Name(literal=made.choice(("WHO", "Balint Society", "Smith")))
    return Name(family=made.choice(FAMILIES), given=made.choice(GIVEN))


def document(works: Sequence[ExportedWork], style: str = "vancouver", **chosen: Any) -> bytes:
    """The list of these works."""
    values = chosen.pop("values", ())
    return formatted_list(works, _opened()[1], find_style(style), Choices(**chosen), values).data


@cache
def _opened() -> tuple[ExitStack, Store]:
    """An empty corpus, open as long as the tests run: a list asks it for the order of letters and nothing else."""
    kept = ExitStack()
    return kept, kept.enter_context(in_memory(Path()))


def lines(works: Sequence[ExportedWork], style: str = "vancouver", **chosen: Any) -> list[str]:
    """The list as text, a line an entry or heading."""
    return [line for line in document(works, style, **chosen).decode().splitlines() if line]


def keys_in_order(works: Sequence[ExportedWork], style: str = "apa", **chosen: Any) -> list[str]:
    """Which work stands where, told by the titles that `work` gives."""
    found = lines(works, style, **chosen)
    return [next((each.key for each in works if f"of {each.key}".lower() in line.lower()), line) for line in found]
