"""How long formatted lists take: `python benchmarks/lists.py [N] [STYLE …]`.

In: the number of invented works (5,000), the styles (APA, GOST, Vancouver). Out: for each style seconds, from the works
to the document, and CPU seconds of this program and of pandoc; entries are counted.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent))

from pipeline.exports import ExportedWork
from pipeline.lists import Choices
from pipeline.lists.listing import formatted_list
from pipeline.lists.style import find_style
from pipeline.model import Bibliographic, Name
from pipeline.store import in_memory

STYLES = ("apa", "gost", "vancouver")
COMMON = ("Smith", "Müller", "Kowalski", "Balint", "Otten", "Nease", "Wang", "Kim", "Novák", "Jones", "Rossi", "Иванов")
GIVEN = ("Anna M.", "Peter", "Hans", "J. A.", "Maria", "Enid", "Michael", "К. С.")
TITLES = (
    "Balint groups and the general practitioner", "Leadership of Balint groups", "Burnout among residents",
    "Балинтовские группы в подготовке врачей", "Balintgruppen in der Ausbildung",
)  # fmt: skip
JOURNALS = ("Family Medicine", "Вестник психотерапии", "Balint-Journal", "The Journal of the Balint Society")


def invented(count: int, seed: int = 8) -> Iterator[ExportedWork]:
    """Works with many common family names: one in four has one that fifteen others have."""
    made = random.Random(seed)
    for number in range(count):
        rare = [f"Name{made.randrange(count)}" for _ in range(made.choice((1, 1, 2, 3, 5, 9)))]
        family = [made.choice(COMMON) if made.random() < 0.25 else name for name in rare]
        title = made.choice(TITLES)
        work = Bibliographic(
            type=made.choice(("article",) * 7 + ("book", "chapter", "thesis")),
            title=f"{title}: {number}",
            authors=tuple(Name(family=name, given=made.choice(GIVEN)) for name in family),
            year=made.randrange(1990, 2021),
            container=made.choice(JOURNALS),
            volume=str(made.randrange(1, 60)),
            issue=str(made.randrange(1, 12)),
            pages=f"{number % 300 + 1}-{number % 300 + 9}",
            doi=f"10.1000/{number}",
            publisher="Springer",
            place="Berlin",
            languages=("ru" if "рупп" in title else "de" if "Ausbildung" in title else "en",),
        )
        yield ExportedWork(key=f"work{number}", work_id=f"w{number}", work=work)


def main() -> None:
    """Print a line a style."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("works", nargs="?", type=int, default=5_000)
    parser.add_argument("styles", nargs="*", default=STYLES)
    parser.add_argument("--to", default="docx")
    asked = parser.parse_args()
    works = list(invented(asked.works))
    with TemporaryDirectory() as folder, in_memory(Path(folder)) as store:
        for style in asked.styles:
            begun, before = time.perf_counter(), _cpu()
            made = formatted_list(works, store, find_style(style), Choices(to=asked.to, sort="author"))
            wall, own, children = (
                time.perf_counter() - begun,
                *(now - then for now, then in zip(_cpu(), before, strict=True)),
            )
            print(f"{style:<12} {made.entries:>6} entries {wall:6.1f} s   CPU: {own:5.1f} s, pandoc {children:5.1f} s")


def _cpu() -> tuple[float, float]:
    """CPU seconds of this process, and of those that it started."""
    used = os.times()
    return used.user + used.system, used.children_user + used.children_system


if __name__ == "__main__":
    main()
