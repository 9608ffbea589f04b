"""What agrees and what differs between two records.

In: two `Features` and the likeness of their titles. Out: `Evidence`, which the rules judge and people read.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein

from . import agreement
from .agreement import ARTICLE_NUMBER, Agreement
from .features import Features
from .kinds import RECURRING, REVIEW_SERIES, opposite, without_marks


class Evidence(NamedTuple):
    """The comparison of two records, field by field.

    `title` is the likeness of the closest two of their titles, 0 to 1; `title_words` the words of the shorter one;
    `contained`: one title has the whole other at its beginning or end; `word_replaced`: each has a word that the other
    lacks, and not as a slip of typing. `authors` compares the first author (or any shared family name
    where the order may differ), `author_share` is the share of the shorter list found in the longer. `year_gap` is
    None where a year is missing. `numbers`: the titles name different parts, phases or years.

    `named` is the likeness of the titles without what makes one a correction, a comment, an update of the other;
    `opposite`: where one says men, rats, in vivo, the other says women, mice, in vitro. `lag`: by how many years the
    correction, comment, update, preprint or abstract is later than the other record; None where neither is one.
    """

    title: float
    named: float
    title_words: int
    contained: bool
    word_replaced: bool
    opposite: bool
    section: bool
    recurring: bool
    one_is_preprint: bool
    abstract_and_article: bool
    one_is_abstract: bool
    both_abstracts: bool
    updates: int
    in_review_series: bool
    review_version: Agreement
    lag: int | None
    numbers: Agreement
    kinds_differ: bool
    either_kind: frozenset[str]
    authors: Agreement
    author_share: float
    same_first_author: bool
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
    edition: Agreement
    types: frozenset[str]
    types_differ: bool
    same_source: bool
    abstract: Agreement
    may_be_translated: bool
    tongues_differ: bool
    one_is_translated: bool
    languages: Agreement

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
        if self.opposite:
            parts.append("one is of women, mice …, the other of men, rats …")
        if self.abstract_and_article:
            parts.append("one is a congress abstract")
        if self.one_is_preprint:
            parts.append("one is a preprint")
        for name in ("edition", "review_version", "languages"):
            if getattr(self, name) == "differs":
                parts.append(f"{name.replace('_', ' ')} differs")
        if self.kinds_differ:
            parts.append("one is " + " or ".join(sorted(self.either_kind)))
        return ", ".join(part for part in parts if not part.endswith("missing"))


def _gap(years: int) -> str:
    return "same" if years == 0 else f"differs by {years}"


def compare(left: Features, right: Features, title: float, shared_dois: frozenset[str]) -> Evidence:
    """The evidence of a pair. `shared_dois` are DOIs that stand over several titles."""
    shorter, longer = sorted((left.title, right.title), key=len)
    share, authors = agreement.authors(left, right)
    left, right = agreement.place_put_right(left, right), agreement.place_put_right(right, left)
    updates, tongues = left.says_update + right.says_update, {left.tongue, right.tongue}
    return Evidence(
        title=title,
        named=_named(left.title, right.title, title) if left.kinds != right.kinds or updates else title,
        title_words=shorter.count(" ") + 1 if shorter else 0,
        contained=contained(shorter, longer),
        word_replaced=WORD_COUNTS <= title < 1 and word_replaced(shorter, longer),
        opposite=OPPOSITE_COUNTS <= title < 1 and opposite(shorter, longer),
        section=left.is_section or right.is_section,
        recurring=bool(RECURRING.search(shorter)),
        one_is_preprint=left.is_preprint != right.is_preprint,
        abstract_and_article=_abstract_and_article(left, right) or _abstract_and_article(right, left),
        one_is_abstract=left.is_abstract != right.is_abstract,
        both_abstracts=left.is_abstract and right.is_abstract,
        updates=updates,
        in_review_series=all(record.container_key.startswith(REVIEW_SERIES) for record in (left, right)),
        review_version=agreement.review_versions(left, right),
        lag=_lag(left, right),
        numbers=agreement.numbers(left.numbers, right.numbers),
        kinds_differ=left.kinds != right.kinds,
        either_kind=left.kinds ^ right.kinds,
        authors=authors,
        author_share=share,
        same_first_author=authors == "same" and agreement.same_first_author(left, right),
        year_gap=None if left.year is None or right.year is None else abs(left.year - right.year),
        container=agreement.containers(left, right),
        volume=agreement.volumes(left.volume, right.volume),
        issue=agreement.texts(left.issue, right.issue),
        first_page=agreement.first_pages(left, right),
        last_page=agreement.last_pages(left, right),
        several_pages=_has_several_pages(left),
        doi=agreement.texts(left.doi, right.doi),
        doi_is_shared=left.doi in shared_dois or right.doi in shared_dois,
        pmid=agreement.texts(left.pmid, right.pmid),
        isbn=agreement.sets(left.isbn, right.isbn),
        edition=agreement.editions(left, right),
        types=frozenset((left.type, right.type)),
        types_differ=agreement.types_differ(left.type, right.type),
        same_source=left.source == right.source,
        abstract=agreement.abstracts(left.abstract, right.abstract),
        may_be_translated=left.is_translated or right.is_translated or None in tongues or len(tongues) == 2,
        tongues_differ=tongues_differ(left, right),
        one_is_translated=left.is_translated != right.is_translated,
        languages=agreement.sets(left.languages, right.languages),
    )


def _named(left: str, right: str, title: float) -> float:
    """The likeness of the titles without marks; 1 where one then has the whole other: a citation, a subtitle."""
    shorter, longer = sorted((without_marks(left), without_marks(right)), key=len)
    return 1 if contained(shorter, longer) else max(title, fuzz.ratio(shorter, longer) / 100)


def _has_several_pages(record: Features) -> bool:
    return record.first_page != record.last_page or len(record.first_page or "") >= ARTICLE_NUMBER


def _abstract_and_article(abstract: Features, article: Features) -> bool:
    """Whether one is the abstract of a talk, and the other surely more: an article of several pages."""
    return (
        abstract.is_abstract and not article.is_abstract and article.type == "article" and _has_several_pages(article)
    )


def _lag(left: Features, right: Features) -> int | None:
    """Years from the other record to the marked one."""
    ours, theirs = _marks(left, right), _marks(right, left)
    if ours == theirs or left.year is None or right.year is None:
        return None
    return left.year - right.year if ours > theirs else right.year - left.year


def _marks(one: Features, other: Features) -> tuple[int, bool, bool, bool]:
    return len(one.kinds - other.kinds), one.is_preprint, one.is_abstract, one.says_update


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


OPPOSITE_COUNTS = 0.75  # below this the titles are unlike enough without it


def _words_cut_in_two(words: list[str], whole: set[str]) -> set[str]:
    """The words of `whole` that stand in `words` in two pieces, and the pieces: 'healthcare' and 'health', 'care'."""
    cut = [(left, right) for left, right in pairwise(words) if left + right in whole]
    return {word for left, right in cut for word in (left, right, left + right)}


@lru_cache(maxsize=100_000)
def _spelled_alike(left: str, right: str) -> bool:
    allowed = 1 if max(len(left), len(right)) < 8 else 2
    return DamerauLevenshtein.distance(left, right, score_cutoff=allowed) <= allowed
