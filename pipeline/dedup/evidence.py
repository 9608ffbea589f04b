"""What agrees and what differs between two records.

In: two `Features` and the likeness of their titles. Out: `Evidence`, which the rules judge and people read.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from rapidfuzz.distance import DamerauLevenshtein

from ..values.container import same_container
from ..values.fold import latin_key
from ..values.language import script_of
from .features import RECURRING, Features

Agreement = Literal["same", "differs", "missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The comparison of two records, field by field.

    `title` is the likeness of the closest two of their titles, 0 to 1; `title_words` the words of the shorter one;
    `contained`: one title has the whole other at its beginning or end; `word_replaced`: each has a word that the other
    lacks, and not as a slip of typing. `authors` compares the first author (or any shared family name
    where the order may differ), `author_share` is the share of the shorter list found in the longer. `year_gap` is
    None where a year is missing. `numbers`: the titles name different parts, phases or years.
    """

    title: float
    title_words: int
    contained: bool
    word_replaced: bool
    section: bool
    recurring: bool
    one_is_preprint: bool
    numbers: Agreement
    kinds_differ: bool
    either_kind: frozenset[str]
    authors: Agreement
    author_share: float
    year_gap: int | None
    container: Agreement
    volume: Agreement
    issue: Agreement
    first_page: Agreement
    last_page: Agreement
    several_pages: bool
    doi: Agreement
    doi_is_shared: bool
    pmid: Agreement
    isbn: Agreement
    types_differ: bool
    same_source: bool
    abstract: Agreement
    may_be_translated: bool
    tongues_differ: bool

    @property
    def place_agrees(self) -> bool:
        """The first page agrees, and the volume or the container with it; nothing of the place differs."""
        return (
            self.first_page == "same"
            and "same" in (self.volume, self.container)
            and self.volume != "differs"
            and not self.place_differs
        )

    @property
    def place_differs(self) -> bool:
        """Two of container, volume, first page differ, or the whole page range does in one volume."""
        differing = [self.container, self.volume, self.first_page].count("differs")
        other_pages = self.first_page == self.last_page == "differs" and self.volume == "same"
        return differing >= 2 or other_pages or self.issue_differs

    @property
    def issue_differs(self) -> bool:
        """Another issue of the same volume, and no page that would speak for one work."""
        return self.issue == "differs" and self.volume == "same" and self.first_page != "same"

    @property
    def page_range(self) -> Agreement:
        """A range of two pages or more; one page alone holds many congress abstracts."""
        if "differs" in (self.first_page, self.last_page):
            return "differs"
        return "same" if self.several_pages and self.first_page == self.last_page == "same" else "missing"

    @property
    def same_issue(self) -> bool:
        """Container, volume and issue agree, and no page contradicts."""
        return self.container == self.volume == self.issue == "same" and self.first_page != "differs"

    @property
    def nothing_differs(self) -> bool:
        """No field that both records have differs."""
        compared = (
            self.authors, self.container, self.volume, self.issue, self.first_page, self.last_page, self.doi, self.pmid,
            self.isbn, self.numbers,
        )  # fmt: skip
        return "differs" not in compared and self.year_gap in (None, 0) and not self.one_is_preprint

    @property
    def place_contradicts(self) -> bool:
        """Any of volume, first page, and issue of one volume differs."""
        return "differs" in (self.volume, self.first_page) or self.issue_differs

    def in_words(self) -> str:
        """'title 0.97, authors same, year same, container same, volume same, first page same'"""
        parts = [f"title {self.title:.2f}"]
        for name in ("doi", "pmid", "isbn", "authors"):
            parts.append(f"{name} {getattr(self, name)}")
        parts.append("year missing" if self.year_gap is None else f"year {_gap(self.year_gap)}")
        for name in ("container", "volume", "issue", "first_page"):
            parts.append(f"{name.replace('_', ' ')} {getattr(self, name)}")
        if self.numbers == "differs":
            parts.append("numbers in titles differ")
        if self.kinds_differ:
            parts.append("one is " + " or ".join(sorted(self.either_kind)))
        return ", ".join(part for part in parts if not part.endswith("missing"))


def _gap(years: int) -> str:
    return "same" if years == 0 else f"differs by {years}"


def compare(left: Features, right: Features, title: float, shared_dois: frozenset[str]) -> Evidence:
    """The evidence of a pair. `shared_dois` are DOIs that stand over several titles."""
    shorter, longer = sorted((left.title, right.title), key=len)
    share, authors = _authors(left, right)
    left, right = _place_put_right(left, right), _place_put_right(right, left)
    return Evidence(
        title=title,
        title_words=shorter.count(" ") + 1 if shorter else 0,
        contained=contained(shorter, longer),
        word_replaced=WORD_COUNTS <= title < 1 and word_replaced(shorter, longer),
        section=left.is_section or right.is_section,
        recurring=bool(RECURRING.search(shorter)),
        one_is_preprint=left.is_preprint != right.is_preprint,
        numbers=_numbers(left.numbers, right.numbers),
        kinds_differ=left.kinds != right.kinds,
        either_kind=left.kinds ^ right.kinds,
        authors=authors,
        author_share=share,
        year_gap=None if left.year is None or right.year is None else abs(left.year - right.year),
        container=_containers(left, right),
        volume=_volumes(left.volume, right.volume),
        issue=_agreement(left.issue, right.issue),
        first_page=_first_pages(left, right),
        last_page=_last_pages(left, right),
        several_pages=left.first_page != left.last_page or len(left.first_page or "") >= ARTICLE_NUMBER,
        doi=_agreement(left.doi, right.doi),
        doi_is_shared=left.doi in shared_dois or right.doi in shared_dois,
        pmid=_agreement(left.pmid, right.pmid),
        isbn=_sets(left.isbn, right.isbn),
        types_differ=_types_differ(left.type, right.type),
        same_source=left.source == right.source,
        abstract=_abstracts(left.abstract, right.abstract),
        may_be_translated=left.is_translated
        or right.is_translated
        or None in (left.tongue, right.tongue)
        or left.tongue != right.tongue,
        tongues_differ=tongues_differ(left, right),
    )


# Words are looked at one by one only in titles so like that they would pass for one.
WORD_COUNTS = 0.85
# A shorter title may stand at the beginning of another by chance ('Burnout').
TELLING_TITLE = 12


def contained(shorter: str, longer: str) -> bool:
    """Whether the longer title has the whole shorter one at its beginning or end: a subtitle, a section's name."""
    if len(shorter) < TELLING_TITLE:
        return False
    if longer.startswith(shorter + " ") or longer.endswith(" " + shorter):
        return True
    return len(shorter) >= LONG_TITLE and shorter[:6] == longer[:6] and _begins_like(shorter, longer)


LONG_TITLE = 40  # letters; with a slip of typing in one of them, a shorter beginning says too little


def _begins_like(shorter: str, longer: str) -> bool:
    """Whether the longer title begins with the shorter one but for two letters, and a word ends there."""
    beginning = " ".join(longer.split()[: shorter.count(" ") + 1])
    return len(beginning) < len(longer) and DamerauLevenshtein.distance(shorter, beginning, score_cutoff=2) <= 2


def tongues_differ(left: Features, right: Features) -> bool:
    """Whether the two leading titles are in two languages for sure."""
    return left.tongue is not None and right.tongue is not None and left.tongue != right.tongue


def word_replaced(shorter: str, longer: str) -> bool:
    """Whether each folded title has a word that the other lacks: 'adult' here, 'adolescent' there is another study.

    A slip of typing, another spelling ('centre', 'center') or a word cut in two is no other word.
    """
    ours, theirs = shorter.split(), longer.split()
    only_ours, only_theirs = set(ours) - set(theirs), set(theirs) - set(ours)
    cut = _words_cut_in_two(ours, only_theirs) | _words_cut_in_two(theirs, only_ours)
    lost = [w for w in only_ours - cut if not any(_spelled_alike(w, o) for o in only_theirs)]
    new = [w for w in only_theirs - cut if not any(_spelled_alike(w, o) for o in only_ours)]
    return bool(lost and new)


def _words_cut_in_two(words: list[str], whole: set[str]) -> set[str]:
    """The words of `whole` that stand in `words` in two pieces, and the pieces: 'healthcare' and 'health', 'care'."""
    cut = [(left, right) for left, right in pairwise(words) if left + right in whole]
    return {word for left, right in cut for word in (left, right, left + right)}


@lru_cache(maxsize=100_000)
def _spelled_alike(left: str, right: str) -> bool:
    allowed = 1 if max(len(left), len(right)) < 8 else 2
    return DamerauLevenshtein.distance(left, right, score_cutoff=allowed) <= allowed


def _agreement(left: str | None, right: str | None) -> Agreement:
    if not left or not right:
        return "missing"
    return "same" if left == right else "differs"


# a page number this long is an article number
ARTICLE_NUMBER = 5
# 'S2327' and '2327' are one page; 'S12' and '12' of a volume are two
LONG_SUPPLEMENT_PAGE = 4


def _place_put_right(record: Features, other: Features) -> Features:
    """`record` with what slipped by one column put back: no volume, the volume as issue, the issue as page.

    Only where the other record bears out that it slipped: 'issue 26, page 9' beside 'volume 26, issue 9, page 1746'.
    """
    if record.volume or not record.issue or (record.issue, record.first_page) != (other.volume, other.issue):
        return record
    return replace(record, volume=record.issue, issue=record.first_page, first_page=None, last_page=None)


def _volumes(left: str | None, right: str | None) -> Agreement:
    """Volumes; '10 suppl 2' beside '10' says nothing."""
    agreement = _agreement(left, right)
    if agreement == "differs" and left and right and (left.startswith(right + " ") or right.startswith(left + " ")):
        return "missing"
    return agreement


def _first_pages(left: Features, right: Features) -> Agreement:
    """First pages; a slip in one of them counts as missing where a range ends on the same page."""
    agreement = _pages(left.first_page, right.first_page)
    if agreement == "differs" and (_overlap(left, right) or _ahead_of_print(left, right)):
        return "missing"
    ranges = left.first_page != left.last_page and right.first_page != right.last_page
    return "missing" if agreement == "differs" and ranges and left.last_page == right.last_page else agreement


def _last_pages(left: Features, right: Features) -> Agreement:
    """Last pages; a source that gives only the first one says nothing of the last."""
    agreement = _pages(left.last_page, right.last_page)
    if agreement == "differs" and (_overlap(left, right) or _ahead_of_print(left, right)):
        return "missing"
    only_first = (left.first_page == left.last_page) != (right.first_page == right.last_page)
    return "missing" if only_first and left.first_page == right.first_page else agreement


def _ahead_of_print(left: Features, right: Features) -> bool:
    """Whether pages are those of a version ahead of print, counted from 1, without a volume, of the same year."""
    return left.year == right.year and any(one.first_page == "1" and not one.volume for one in (left, right))


def _overlap(left: Features, right: Features) -> bool:
    """Whether two ranges share more than half of their pages: two works don't, a slip of the pen does that."""
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
    agreement = _agreement(left, right)
    if agreement != "differs" or left is None or right is None:
        return agreement
    digits = page_digits(left)
    supplement = left.startswith("s") != right.startswith("s")
    if digits == page_digits(right) and (not supplement or len(digits) >= LONG_SUPPLEMENT_PAGE):
        return "same"
    other_kind = left.isdigit() != right.isdigit() or (len(left) >= ARTICLE_NUMBER) != (len(right) >= ARTICLE_NUMBER)
    return "missing" if other_kind and not supplement else "differs"


def _sets(left: frozenset[str], right: frozenset[str]) -> Agreement:
    if not left or not right:
        return "missing"
    return "same" if left & right else "differs"


def _numbers(left: tuple[str, ...], right: tuple[str, ...]) -> Agreement:
    """Numbers in titles differ where each title has one that the other lacks; a title cut short only has fewer.

    They are counted: 'Type 2 diabetes. I' and 'Type 2 diabetes. II' have the 2 of the illness in common.
    """
    if not left and not right:
        return "missing"
    ours, theirs = Counter(left), Counter(right)
    return "differs" if ours - theirs and theirs - ours else "same"


def _authors(left: Features, right: Features) -> tuple[float, Agreement]:
    if not left.families or not right.families:
        return 0.0, "missing"
    ours, theirs = set(left.families), set(right.families)
    common = len(ours & theirs)
    if common < min(len(ours), len(theirs)):
        common += _near_matches(ours - theirs, theirs - ours)
    share = common / min(len(ours), len(theirs))
    if left.families[0] == right.families[0] or near_name(left.families[0], right.families[0]):
        known = left.first_given and right.first_given
        alone = min(len(ours), len(theirs)) == 1
        other = alone and known and not left.first_given & right.first_given
        return share, "differs" if other else "same"
    return share, "same" if share >= 0.5 else "differs"


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


def _containers(left: Features, right: Features) -> Agreement:
    if left.issn & right.issn or (left.conference and left.conference == right.conference):
        return "same"
    ours, theirs = _container_names(left), _container_names(right)
    if not ours or not theirs:
        return "missing"
    if left.container_key == right.container_key:
        return "same"
    if any(_same_container(one, other) or _transliterated(one, other) for one in ours for other in theirs):
        return "same"
    return "missing" if _in_two_scripts(ours, theirs) else "differs"


def _container_names(record: Features) -> set[str]:
    """Full and short name, and the name without what follows ' : ' (a subtitle, a parallel title)."""
    names = {text for text in (record.container, record.container_short) if text}
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


def _abstracts(left: str, right: str) -> Agreement:
    if len(left) < 80 or len(right) < 80:
        return "missing"
    return "same" if left[:80] == right[:80] or left[-80:] in right or right[-80:] in left else "differs"


# Sources call one work by different types, but these never are one: a whole and its part, a thesis and an article.
_APART = {frozenset(pair) for pair in (("book", "chapter"), ("thesis", "article"), ("book", "article"))}


def _types_differ(left: str, right: str) -> bool:
    return frozenset((left, right)) in _APART
