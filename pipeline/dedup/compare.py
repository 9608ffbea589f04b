"""Compare: record -> pair.

In: the cleaned records. Out: one `pair` row for each two records that are one work, may be, or are kept apart though
they look alike. Which pairs are compared, `candidates` says; verdicts are rules (rules.py).
Decisions of people are not read here: a new decision never costs a new comparison.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from ..parallel import Workers, batches
from ..store import Store, sql
from .candidates import candidates, title_likeness
from .chance import WORTH_A_LOOK, chance
from .cluster import components
from .evidence import Evidence, compare
from .features import Features, features
from .relations import related
from .rules import OTHER_TITLE, Rule, judge

if TYPE_CHECKING:
    from .candidates import Likeness, Places

PAIRS_A_PART = 1_500  # pairs that are compared by one process at a time
LOOKS_ALIKE = 0.80  # pairs kept apart above this likeness are kept as rows, so that `why` can tell of them
TELLING_WORDS = 3  # blanks in a title that says enough by itself
WHOLE_GROUP = 60  # records in a group of likely copies that are all compared with each other


def compare_records(store: Store, workers: Workers) -> None:
    """Fill pair from record."""
    parts = workers.map(_features, batches(store.records(sql("compared_record"))))
    store.load("pair", pairs(store, [record for part in parts for record in part], workers))


def pairs(store: Store, records: Sequence[Features], workers: Workers) -> Iterator[dict[str, Any]]:
    """The rows of `pair`; `store` is where blocking works."""
    leaders, followers = _identical(records)
    yield from _identical_rows(followers)
    yield from _judged(store, leaders, workers)


def _features(rows: Iterable[Mapping[str, Any]]) -> list[Features]:
    return [features(row) for row in rows]


def _identical(records: Sequence[Features]) -> tuple[list[Features], list[tuple[Features, Features]]]:
    """One leader (the smallest id) for each group of records that say the same, and (leader, follower) links.

    They join even where they say little. Not so what has no title, or nothing but a short one; nor what bears the name
    of a section, without its place.
    """
    groups: dict[object, list[Features]] = defaultdict(list)
    for record in records:
        known = (record.families, record.doi, record.pmid, record.container_key, record.year)
        enough = (record.title and any(known)) or record.title.count(" ") >= TELLING_WORDS
        sectional = record.names_section and not (record.first_page and record.volume)
        groups[record.signature() if enough and not sectional else record.record_id].append(record)
    leaders = [group[0] for group in groups.values()]
    return leaders, [(group[0], other) for group in groups.values() for other in group[1:]]


def _identical_rows(links: Iterable[tuple[Features, Features]]) -> Iterator[dict[str, Any]]:
    for left, right in links:
        yield {
            "left_id": left.record_id,
            "right_id": right.record_id,
            "verdict": "same",
            "rule": "identical",
            "evidence": "every field that is compared is equal",
            "likeness": 1.0,
            "chance": 1.0,
        }


def _judged(store: Store, records: Sequence[Features], workers: Workers) -> Iterator[dict[str, Any]]:
    """A row for each candidate worth telling of, and for each two in a group of likely copies.

    In such a group even a pair that nobody would look at matters: a veto between any two must be known.
    """
    shared = shared_dois(records)
    found: dict[tuple[int, int], Row] = {}
    for rows in workers.map(_worth_telling, _parted(records, candidates(store, records), shared)):
        found.update(rows)
    links = (pair for pair, row in found.items() if row["verdict"] == "same")
    missing = sorted(set(_within_groups(links)) - found.keys())
    for rows in workers.map(_all_told, _parted(records, _with_likeness(records, missing), shared)):
        found.update(rows)
    yield from found.values()


Row = dict[str, Any]


class Part(NamedTuple):
    """Some pairs to be compared: the places of their records in the whole list and in `records`, likeness of titles.

    `records` are those of these pairs alone, so that a part can be sent to another process.
    """

    records: list[Features]
    pairs: list[tuple[int, int]]
    lefts: list[int]
    rights: list[int]
    likeness: list[float]
    shared_dois: frozenset[str]


def _parted(
    records: Sequence[Features], found: Iterable[tuple[Places, Places, Likeness]], shared: frozenset[str]
) -> Iterator[Part]:
    import numpy as np

    for lefts, rights, likeness in found:
        for begin in range(0, len(lefts), PAIRS_A_PART):
            left, right = lefts[begin : begin + PAIRS_A_PART], rights[begin : begin + PAIRS_A_PART]
            places = np.unique(np.concatenate([left, right]))
            own = [records[n] for n in places.tolist()]
            yield Part(
                records=own,
                pairs=list(zip(left.tolist(), right.tolist(), strict=True)),
                lefts=np.searchsorted(places, left).tolist(),
                rights=np.searchsorted(places, right).tolist(),
                likeness=likeness[begin : begin + PAIRS_A_PART].tolist(),
                shared_dois=shared.intersection(record.doi for record in own if record.doi),
            )


def _worth_telling(part: Part) -> list[tuple[tuple[int, int], Row]]:
    """The rows of pairs that may be one work, or are kept apart though they look alike."""
    return [
        (pair, _row(one, other, rule, evidence))
        for pair, one, other, rule, evidence in _compared(part)
        if rule.verdict != "different" or evidence.title >= LOOKS_ALIKE or chance(evidence) >= WORTH_A_LOOK
    ]


def _all_told(part: Part) -> list[tuple[tuple[int, int], Row]]:
    return [(pair, _row(one, other, rule, evidence)) for pair, one, other, rule, evidence in _compared(part)]


def _compared(part: Part) -> Iterator[tuple[tuple[int, int], Features, Features, Rule, Evidence]]:
    for pair, left, right, title in zip(part.pairs, part.lefts, part.rights, part.likeness, strict=True):
        one, other = part.records[left], part.records[right]
        evidence = compare(one, other, title, part.shared_dois)
        yield pair, one, other, judge(evidence), evidence


def _with_likeness(
    records: Sequence[Features], chosen: Sequence[tuple[int, int]]
) -> Iterator[tuple[Places, Places, Likeness]]:
    import numpy as np

    places = np.array(chosen, dtype=np.int32).reshape(-1, 2)
    lefts, rights = places[:, 0], places[:, 1]
    yield lefts, rights, title_likeness(records, lefts, rights)


def _row(one: Features, other: Features, rule: Rule, evidence: Evidence) -> dict[str, Any]:
    left, right = sorted((one.record_id, other.record_id))
    _, of_id, kind = related(one, other, rule.name) if rule.verdict == "related" else (None, None, None)
    return {
        "left_id": left,
        "right_id": right,
        "verdict": rule.verdict,
        "rule": rule.name,
        "evidence": evidence.in_words(),
        "likeness": round(evidence.title, 4),
        "chance": round(chance(evidence), 4),
        "kind": kind,
        "of_id": of_id,
    }


def shared_dois(records: Sequence[Features]) -> frozenset[str]:
    """DOIs that stand over two clearly different titles from one source: a supplement, a whole book."""
    with_title: dict[tuple[str, str], dict[str, Features]] = defaultdict(dict)
    for record in records:
        if record.doi and record.title:
            with_title[record.doi, record.source].setdefault(record.title, record)
    return frozenset(
        doi
        for (doi, _), its in with_title.items()
        if any(_two_publications(*pair) for pair in combinations(its.values(), 2))
    )


def _two_publications(left: Features, right: Features) -> bool:
    """Whether two titles under one DOI are clearly two, and none a beginning or a translation of the other."""
    from rapidfuzz import fuzz

    if left.title.startswith(right.title) or right.title.startswith(left.title):
        return False
    if fuzz.ratio(left.title, right.title) >= OTHER_TITLE * 100:
        return False
    evidence = compare(left, right, 0, frozenset())
    return not evidence.tongues_differ or "differs" in (evidence.authors, evidence.first_page, evidence.volume)


def _within_groups(links: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Every pair inside the groups that `links` make; a group too big to be one work is left to the clustering."""
    for group in components(links):
        if len(group) <= WHOLE_GROUP:
            yield from combinations(sorted(group), 2)
