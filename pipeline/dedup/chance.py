"""How likely two records that look alike are one work: a sum of clues, for the order in which a person is asked.

In: the evidence of a pair. Out: its chance, and the clues in words. Verdicts are the rules' (rules.py): nothing is
joined or kept apart by a chance.

Clues are in bits: one bit doubles the odds, minus one halves them. The pairs to rank are look-alikes, or nobody would
doubt them, so a clue says how it tells a copy from a look-alike: most look-alikes are by the same people, so the
authors say little for a copy; few have the same pages. The bits are weighed by hand, in round numbers, from what
databases copy reliably and what publishers never do, and are fitted to no set. Fields err together (a congress
abstract differs from its article in everything about the place), so the sum is an order and no frequency.
scripts/eval_queue.py compares it with other orders.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from .evidence import Evidence
from .rules import CLOSE_TITLE, LIKE_TITLE, OTHER_TITLE

START = -2.0  # bits; of look-alikes that nothing else is known of, one in five is a copy
WORTH_A_LOOK = 0.02  # chance; below it, a person looks at fifty pairs and finds nothing
SAME_LETTERS = 0.97  # likeness of titles that differ in a letter or a dash


class Field(NamedTuple):
    """What each value of one field of the evidence says, in bits; a value that isn't named (missing) says nothing."""

    bits: Mapping[object, float]
    says: str


def _agreed(same: float, differs: float, says: str) -> Field:
    return Field({"same": same, "differs": differs}, says)


def _true(bits: float, says: str) -> Field:
    return Field({True: bits}, says)


FIELDS: Mapping[str, Field] = {
    "pmid": _agreed(6, -6, "PubMed gives one number to one work, and two works two"),
    "doi": _agreed(4, -2, "a DOI is rarely wrong; but a work may have two, of two sites or two versions"),
    "abstract": _agreed(3, -1, "an abstract is copied whole; it may be cut or edited"),
    "isbn": _agreed(2, -1, "each binding of a book has its own"),
    "authors": _agreed(0, -4, "look-alikes are by the same people too; a like title by others is another work"),
    "year_gap": Field({0: 1, 1: -1, 2: -2}, "a year apart: online and print, or abstract and article; rarely a slip"),
    "container": _agreed(1, -2, "a journal goes by few names; a congress abstract stands elsewhere than its article"),
    "volume": _agreed(1.5, -2, "a slip is rare, and most look-alikes are printed elsewhere"),
    "issue": _agreed(1, -1, "often wrong, or left out"),
    "first_page": _agreed(1, -3, "another page holds another work; one page may hold many congress abstracts"),
    "last_page": _agreed(0, -1, "often cut, or left out; where there is one page, it says nothing new"),
    "numbers": Field({"differs": -6}, "part I and part II"),
    "word_replaced": _true(-2, "'adult' here, 'adolescent' there"),
    "section": _true(-2, "'Editorial' recurs in each issue"),
    "recurring": _true(-1, "annual reports and congresses recur"),
    "kinds_differ": _true(-3, "a comment, a reply, an erratum goes by the title of its work"),
    "one_is_preprint": _true(-6, "a preprint and its article are two by our count"),
    "types_differ": _true(-3, "a book and its chapter, a thesis and an article are two; but types are often wrong"),
}


class Clue(NamedTuple):
    """Bits that count where `holds`, and what that says about bibliographies."""

    name: str
    bits: float
    says: str
    holds: Callable[[Evidence], bool]


# How like the titles are: the first that holds counts.
TITLES: tuple[Clue, ...] = (
    Clue("same title", 2, "the titles of copies mostly differ in no more than a letter",
         lambda e: e.title >= SAME_LETTERS and not e.word_replaced),
    Clue("close title", 1, "slips of typing", lambda e: e.title >= CLOSE_TITLE and not e.word_replaced),
    Clue("title in the other", 1, "a subtitle is often left out", lambda e: e.contained),
    Clue("title in another language", 0, "titles in two languages can't be compared", lambda e: e.tongues_differ),
    Clue("like title", -1, "a word or two replaced: the next study of a team, or a title edited in print",
         lambda e: e.title >= LIKE_TITLE),
    Clue("hardly like title", -3, "a copy's title is seldom so far off", lambda e: e.title >= OTHER_TITLE),
    Clue("other title", -6, "another title is another work", lambda e: True),
)  # fmt: skip

# What takes two fields to say: each that holds counts.
CLUES: tuple[Clue, ...] = (
    Clue("short title", -2, "short titles recur", lambda e: e.title_words < 4),
    Clue("all authors", 1, "all names of the shorter list are in the longer",
         lambda e: e.authors == "same" and e.author_share == 1),
    Clue("years apart", -3, "copies are hardly ever three years apart", lambda e: (e.year_gap or 0) > 2),
    Clue("other issue of the volume", -2, "what recurs, recurs there", lambda e: e.issue_differs),
    Clue("range of pages", 3, "a range of pages, or an article number, holds one work",
         lambda e: e.page_range == "same"),
    Clue("shared doi", -4, "a DOI over a supplement or a book says nothing of its parts",
         lambda e: e.doi == "same" and e.doi_is_shared),
)  # fmt: skip

_values_of = attrgetter(*FIELDS)


def chance(evidence: Evidence) -> float:
    """How likely two look-alikes are one work, 0 to 1.

    The same title, all authors and year, and nothing else known: 4 bits on top of START, 0.80. With another page: 0.33.
    """
    total = START + _title(evidence).bits + _bits_of_fields(_values_of(evidence))
    total += sum([clue.bits for clue in CLUES if clue.holds(evidence)])
    return 1 / (1 + math.exp2(-total))


@lru_cache(maxsize=50_000)
def _bits_of_fields(values: tuple[object, ...]) -> float:
    return sum(field.bits.get(value, 0) for field, value in zip(FIELDS.values(), values, strict=True))


def clues(evidence: Evidence) -> list[tuple[str, float, str]]:
    """What `chance` adds up, heaviest first: (clue, bits, what it says).

    -> [('first page differs', -3, 'another page holds another work; …'), ('same title', 2, …), …]
    """
    found = [(clue.name, clue.bits, clue.says) for clue in (_title(evidence), *CLUES) if clue.holds(evidence)]
    for (name, field), value in zip(FIELDS.items(), _values_of(evidence), strict=True):
        if bits := field.bits.get(value):
            shown = name if value is True else f"{name} {value}"
            found.append((shown.replace("_", " "), bits, field.says))
    return sorted(found, key=lambda clue: -abs(clue[1]))


def _title(evidence: Evidence) -> Clue:
    return next(clue for clue in TITLES if clue.holds(evidence))
