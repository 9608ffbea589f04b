"""How single fields of two records agree: places, people, containers, types.

In: two `Features`, or a value of each. Out: 'same', 'differs', or 'missing' where nothing can be said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Set
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import DamerauLevenshtein

from ..values.container import same_container
from ..values.fold import latin_key
from ..values.language import script_of
from .features import Features
from .kinds import is_in_supplement

Agreement = Literal["same", "differs", "missing"]


def texts(left: str | None, right: str | None) -> Agreement:
    """Keys that are made to be equal or not."""
    if not left or not right:
        return "missing"
    return "same" if left == right else "differs"


# a page number this long is an article number
ARTICLE_NUMBER = 5
# 'S2327' and '2327' are one page; 'S12' and '12' of a volume are two
LONG_SUPPLEMENT_PAGE = 4


def place_put_right(record: Features, other: Features) -> Features:
    """`record` with what slipped by one column put back: no volume, the volume as issue, the issue as page.

    Only where the other record bears out that it slipped: 'issue 26, page 9' beside 'volume 26, issue 9, page 1746'.
    """
    if record.volume or not record.issue or (record.issue, record.first_page) != (other.volume, other.issue):
        return record
    return record._replace(volume=record.issue, issue=record.first_page, first_page=None, last_page=None)


def volumes(left: str | None, right: str | None) -> Agreement:
    """Volumes; '10 suppl 2' beside '10' says nothing."""
    found = texts(left, right)
    if found == "differs" and left and right and (left.startswith(right + " ") or right.startswith(left + " ")):
        return "missing"
    return found


def first_pages(left: Features, right: Features) -> Agreement:
    """First pages; a slip in one of them counts as missing where a range ends on the same page."""
    found = _pages(left.first_page, right.first_page)
    if found == "differs" and _in_one_supplement(left, right) and _one_page_but_for_s(left, right):
        return "same"
    if found == "differs" and (_overlap(left, right) or _ahead_of_print(left, right)):
        return "missing"
    ranges = left.first_page != left.last_page and right.first_page != right.last_page
    return "missing" if found == "differs" and ranges and left.last_page == right.last_page else found


def last_pages(left: Features, right: Features) -> Agreement:
    """Last pages; a source that gives only the first one says nothing of the last."""
    found = _pages(left.last_page, right.last_page)
    if found == "differs" and _in_one_supplement(left, right) and _one_page_but_for_s(left, right):
        return "missing"
    if found == "differs" and (_overlap(left, right) or _ahead_of_print(left, right)):
        return "missing"
    only_first = (left.first_page == left.last_page) != (right.first_page == right.last_page)
    return "missing" if only_first and left.first_page == right.first_page else found


def _in_one_supplement(left: Features, right: Features) -> bool:
    return left.volume == right.volume and all(is_in_supplement(r.volume, r.issue, None) for r in (left, right))


def _one_page_but_for_s(left: Features, right: Features) -> bool:
    """'s419' and '419': of a supplement, sources write each page with an S or none."""
    return (left.first_page or "").lstrip("s") == (right.first_page or "").lstrip("s")


def _ahead_of_print(left: Features, right: Features) -> bool:
    """Whether pages are those of a version ahead of print, counted from 1, without a volume, of the same year."""
    return left.year == right.year and any(one.first_page == "1" and not one.volume for one in (left, right))


def _overlap(left: Features, right: Features) -> bool:
    """Whether two ranges share more than half of their pages: two works don't, a slip of the pen does that."""
    if left.first_page == left.last_page or right.first_page == right.last_page:
        return False  # no ranges
    pages = [left.first_page, left.last_page, right.first_page, right.last_page]
    if not all(page and page.isdecimal() and len(page) < 9 for page in pages):
        return False
    begin, end, other_begin, other_end = (int(page or 0) for page in pages)
    shared = min(end, other_end) - max(begin, other_begin) + 1
    return begin < end and other_begin < other_end and shared * 2 > max(end - begin, other_end - other_begin) + 1


def page_digits(page: str) -> str:
    """'e15725' -> '15725': sources put a letter before an article number, or leave it out."""
    return page.lstrip("abcdefghijklmnopqrstuvwxyz")


def _pages(left: str | None, right: str | None) -> Agreement:
    """Pages; an article number beside a page number says nothing (BMJ: c1804 in one source, 1014 in the other).

    A page of a supplement ('s12') is another page than 12 of the volume.
    """
    found = texts(left, right)
    if found != "differs" or left is None or right is None:
        return found
    digits = page_digits(left)
    supplement = left.startswith("s") != right.startswith("s")
    if digits == page_digits(right) and (not supplement or len(digits) >= LONG_SUPPLEMENT_PAGE):
        return "same"
    other_kind = left.isdigit() != right.isdigit() or (len(left) >= ARTICLE_NUMBER) != (len(right) >= ARTICLE_NUMBER)
    return "missing" if other_kind and not supplement else "differs"


def sets(left: Set[str], right: Set[str]) -> Agreement:
    if not left or not right:
        return "missing"
    return "same" if left & right else "differs"


def numbers(left: tuple[str, ...], right: tuple[str, ...]) -> Agreement:
    """Numbers in titles differ where each title has one that the other lacks; a title cut short only has fewer.

    They are counted: 'Type 2 diabetes. I' and 'Type 2 diabetes. II' have the 2 of the illness in common.
    """
    if not left and not right:
        return "missing"
    ours, theirs = Counter(left), Counter(right)
    return "differs" if ours - theirs and theirs - ours else "same"


def authors(left: Features, right: Features) -> tuple[float, Agreement]:
    if not left.families or not right.families:
        return 0.0, "missing"
    ours, theirs = set(left.families), set(right.families)
    common = len(ours & theirs)
    if common < min(len(ours), len(theirs)):
        common += _near_matches(ours - theirs, theirs - ours)
    share = common / min(len(ours), len(theirs))
    if same_first_author(left, right):
        known = left.first_given and right.first_given
        alone = min(len(ours), len(theirs)) == 1
        other = alone and known and not left.first_given & right.first_given
        return share, "differs" if other else "same"
    return share, "same" if share >= 0.5 else "differs"


def same_first_author(left: Features, right: Features) -> bool:
    """Whether the family names that stand first are one; both records name authors."""
    return left.families[0] == right.families[0] or near_name(left.families[0], right.families[0])


def _near_matches(ours: set[str], theirs: set[str]) -> int:
    return sum(any(near_name(one, other) for other in theirs) for one in ours)


# 'de Jong', 'Il Cheong': sources take a particle or a second given name to the family's name, or leave it out.
LONG_ENOUGH_ALONE, PARTICLE = 4, 3


@lru_cache(maxsize=100_000)
def near_name(left: str, right: str) -> bool:
    """Two spellings of one family name: one or two letters apart in a long name; 'ilcheong' and 'cheong'."""
    shorter, longer = sorted((left, right), key=len)
    if len(shorter) >= LONG_ENOUGH_ALONE and len(longer) - len(shorter) <= PARTICLE and longer.endswith(shorter):
        return True
    length = min(len(left), len(right))
    allowed = 2 if length >= 9 else 1 if length >= 5 else 0
    return allowed > 0 and DamerauLevenshtein.distance(left, right, score_cutoff=allowed) <= allowed


def containers(left: Features, right: Features) -> Agreement:
    if left.issn & right.issn or (left.conference and left.conference == right.conference):
        return "same"
    if left.container_key and left.container_key == right.container_key:
        return "same"
    return _names_agree(left.container, left.container_short, right.container, right.container_short)


@lru_cache(maxsize=200_000)
def _names_agree(name: str | None, short: str | None, other: str | None, other_short: str | None) -> Agreement:
    ours, theirs = _container_names(name, short), _container_names(other, other_short)
    if not ours or not theirs:
        return "missing"
    if any(_same_container(one, other) or _transliterated(one, other) for one in ours for other in theirs):
        return "same"
    return "missing" if _in_two_scripts(ours, theirs) else "differs"


def _container_names(name: str | None, short: str | None) -> set[str]:
    """Full and short name, and the name without what follows ' : ' (a subtitle, a parallel title)."""
    names = {text for text in (name, short) if text}
    return names | {name.split(" : ")[0] for name in names}


@lru_cache(maxsize=200_000)
def _same_container(left: str, right: str) -> bool:
    return same_container(left, right)


@lru_cache(maxsize=200_000)
def _transliterated(left: str, right: str) -> bool:
    """One name, transliterated by two schemes or by none: 'Терапевтический архив', 'Terapevtičeskij arhiv'."""
    ours, theirs = latin_key(left), latin_key(right)
    return ours == theirs or (_in_two_scripts({left}, {right}) and same_container(ours, theirs))


def _in_two_scripts(ours: set[str], theirs: set[str]) -> bool:
    """Whether no two names are in one script: then one may be a translation, and they can't be compared."""
    return not {script_of(name) for name in ours} & {script_of(name) for name in theirs}


def abstracts(left: str, right: str) -> Agreement:
    if len(left) < 80 or len(right) < 80:
        return "missing"
    return "same" if left[:80] == right[:80] or left[-80:] in right or right[-80:] in left else "differs"


# Sources call one work by different types, but these never are one: a whole and its part, a thesis and an article.
_APART = {frozenset(pair) for pair in (("book", "chapter"), ("thesis", "article"), ("book", "article"))}


def types_differ(left: str, right: str) -> bool:
    return frozenset((left, right)) in _APART


def editions(left: Features, right: Features) -> Agreement:
    """Editions: '2' and '3' differ; so does a second or later one from a work two years older that names none."""
    if left.edition and right.edition:
        return texts(left.edition, right.edition)
    older, newer = sorted((left, right), key=lambda record: record.year or 0)
    if not older.year or not newer.year or newer.edition in (None, "1") or older.edition:
        return "missing"
    return "differs" if newer.year - older.year >= REPRINTED else "missing"


REPRINTED = 2  # years; a book of one edition may bear the year of print or the next one


def review_versions(left: Features, right: Features) -> Agreement:
    """Versions of one Cochrane review, by its DOI; 'missing' also for two reviews."""
    ours, theirs = left.review_version, right.review_version
    if not ours or not theirs or ours[0] != theirs[0]:
        return "missing"
    return "same" if ours == theirs else "differs"
