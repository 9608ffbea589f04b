"""Whether a work that a service knows is the one that a reference means.

It is, where all of this holds; else the reason against is told:

- the titles are alike once folded: 90 of 100 (rapidfuzz ratio), in one of their languages, and no word is replaced by
  another ('adults', 'adolescents'), no number of a part differs; or one has the whole other at its beginning or end,
  and volume or first page agree;
- the years differ by one at most;
- the first author or the first page is the same; of a title that tells nothing ('Editorial') page and volume are;
- of journal, volume and first page no two differ;
- it is not one of both that is a preprint, an erratum, a comment; nor a book the one, an article the other.

Why so strict: ecitmatch looks at no title, so a wrong page leads to the neighbour; Crossref always gives something. A
number that is missing can be found later; a wrong one joins two works, and nobody looks again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from ..clean import FIELD_NAMES, clean
from ..model import Bibliographic, Found
from ..values.names import display_name
from ..values.pages import first_page

if TYPE_CHECKING:
    from ..dedup.evidence import Evidence
    from ..dedup.features import Features

SAME_TITLE = 0.90  # rapidfuzz ratio of folded titles: other spelling, a lost word; a subtitle has a rule of its own
LIKE_TITLE = 0.70  # below this a work that differs in more than the title is not worth showing
YEARS = 1  # online in one year, printed in the next
MOST_DIFFERENT = 1  # of journal, volume, first page: one may be a slip


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A work that a service knows. `against`: why it isn't the one that is meant, empty where it is.

    `agrees`: what is the same; `otherwise`: what it says otherwise than the reference; `is_like`: worth showing.
    """

    doi: str | None
    pmid: str | None
    title: str
    against: tuple[str, ...]
    agrees: tuple[str, ...]
    otherwise: tuple[str, ...]
    is_like: bool


def judge(reference: Found, record: Found) -> Known:
    """A record of a service beside a reference."""
    from ..dedup.evidence import compare

    work, cited = clean(record.fields)[0], clean(reference.fields)[0]
    ours, theirs = _features(cited), _features(work)
    found = compare(ours, theirs, _likeness(ours, theirs), frozenset())
    return Known(
        doi=work.doi,
        pmid=work.pmid,
        title=work.title or work.title_original or "(no title)",
        against=tuple(_against(found)),
        agrees=tuple(name for name, value in _COMPARED if getattr(found, value) == "same"),
        otherwise=tuple(_otherwise(found, work)),
        is_like=found.title >= LIKE_TITLE or found.contained or (found.same_first_author and _same_page(found)),
    )


def _features(work: Bibliographic) -> Features:
    from ..dedup.features import features

    return features({**{name: getattr(work, name) for name in FIELD_NAMES}, "source": "", "record_id": ""})


def _likeness(ours: Features, theirs: Features) -> float:
    """The likeness of the closest two of their titles, 0 to 1."""
    from rapidfuzz import fuzz

    titles = product(filter(None, (ours.title, ours.original)), filter(None, (theirs.title, theirs.original)))
    return max((fuzz.ratio(one, other) / 100 for one, other in titles), default=0.0)


def _against(found: Evidence) -> Iterator[str]:
    """What says that it is another work."""
    if not _same_title(found):
        yield "another title"
    if found.numbers == "differs":
        yield "another part"
    if found.kinds_differ:
        yield f"one of both is no plain work ({', '.join(sorted(found.either_kind))})"
    if found.one_is_preprint:
        yield "one of both is a preprint"
    if found.types_differ:
        yield "another type of work"
    if found.edition == "differs":
        yield "another edition"
    if found.year_gap is None or found.year_gap > YEARS:
        yield "no year to compare" if found.year_gap is None else f"{found.year_gap} years apart"
    if not found.same_first_author and not _same_page(found):
        yield "neither first author nor page agree"
    elif (found.section or found.recurring) and not (_same_page(found) and found.volume == "same"):
        yield "a title that tells nothing, and not the same volume and page"
    if len(differing := [name for name in _PLACE if getattr(found, name) == "differs"]) > MOST_DIFFERENT:
        yield " and ".join(_PLACE[name] for name in differing) + " differ"


_PLACE = {"container": "journal", "volume": "volume", "first_page": "first page"}
_COMPARED = (
    ("first author", "authors"),
    ("journal", "container"),
    ("volume", "volume"),
    ("first page", "first_page"),
)


def _same_page(found: Evidence) -> bool:
    return found.first_page == "same"


def _same_title(found: Evidence) -> bool:
    if found.title >= SAME_TITLE:
        return not found.word_replaced and not found.opposite
    return found.contained and (found.volume == "same" or _same_page(found))


def _otherwise(found: Evidence, work: Bibliographic) -> Iterator[str]:
    """What the service says otherwise, in its own words: 'year 2013'."""
    if found.year_gap:
        yield f"year {work.year}"
    if found.authors == "differs" and work.authors:
        yield f"first author {display_name(work.authors[0])}"
    for name, value in (
        ("container", work.container),
        ("volume", work.volume),
        ("first_page", first_page(work.pages or work.article_number or "")),
    ):
        if getattr(found, name) == "differs" and value:
            yield f"{_PLACE[name]} {value}"
