"""What rules are made of: the row of a rule, its thresholds, and tests on the evidence that several rules share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..model import Verdict
from .evidence import Evidence

CLOSE_TITLE = 0.90  # slips of typing, an article dropped: edit likeness of folded titles
LIKE_TITLE = 0.75  # a word replaced, a subtitle cut; says something only together with the place
OTHER_TITLE = 0.60  # below this two titles in one language are two titles


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. `veto`: a cluster never joins across it."""

    name: str
    verdict: Verdict
    says: str
    holds: Callable[[Evidence], bool]
    veto: bool = False


def same_work_number(e: Evidence) -> bool:
    return (e.doi == "same" and not e.doi_is_shared) or e.pmid == "same"


def one_place(e: Evidence) -> bool:
    return e.place_agrees and e.volume == "same" and e.issue != "differs"


def year_fits(e: Evidence) -> bool:
    """The same year; or one year apart (online, then in print) where the place bears it out and nothing recurs."""
    return e.year_gap in (None, 0) or (
        e.year_gap == 1 and not e.recurring and ("same" in (e.volume, e.first_page) or e.container == "same")
    )


def title_agrees(e: Evidence) -> bool:
    return (e.title >= CLOSE_TITLE and not e.word_replaced) or e.contained


def not_against(e: Evidence) -> bool:
    """Authors, year and place don't contradict."""
    return (
        e.authors != "differs"
        and year_fits(e)
        and not e.one_is_preprint
        and not e.place_contradicts
        and e.container != "differs"
    )


def one_work_by_number_or_place(e: Evidence) -> bool:
    return (same_work_number(e) or one_place(e)) and e.title >= LIKE_TITLE


def names_the_other(e: Evidence) -> bool:
    """One title is the other's, but for what makes it a correction, a comment, a protocol, an update."""
    return (e.named >= CLOSE_TITLE or e.contained) and not e.section and (e.title_words >= 4 or e.authors == "same")


def same_people(e: Evidence) -> bool:
    return e.authors == "same" and e.same_first_author and e.author_share >= 0.5


def other_place(e: Evidence) -> bool:
    return e.container == "differs" or e.place_contradicts


def lag_within(e: Evidence, first: int, last: int) -> bool:
    return e.lag is None or first <= e.lag <= last


def same_telling_title(e: Evidence) -> bool:
    return (
        title_agrees(e) and e.title_words >= 4 and e.numbers != "differs"
        and not e.recurring and not e.section and not e.opposite
    )  # fmt: skip


def is_later_book(e: Evidence) -> bool:
    return e.types == {"book"} and e.isbn != "same" and e.year_gap not in (None, 0)
