"""Compare: record -> pair.

In: the cleaned records. Out: one `pair` row for each two records that are one work, may be, or are kept apart though
they look alike. Blocking is SQL (block.sql), likeness comes in bulk (rapidfuzz), verdicts are rules (rules.py).
Decisions of people are not read here: a new decision never costs a new comparison.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from ..parallel import Workers, batches
from ..store import Store, sql
from .cluster import components
from .evidence import Evidence, compare, contained, page_digits, tongues_differ
from .features import Features, features
from .rules import CLOSE_TITLE, LIKE_TITLE, OTHER_TITLE, Rule, judge

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LOOKS_ALIKE = 0.80  # pairs kept apart above this likeness are kept as rows, so that `why` can tell of them
WHOLE_GROUP = 60  # records in a group of likely copies that are all compared with each other


def compare_records(store: Store, workers: Workers) -> None:
    """Fill pair from record."""
    parts = workers.map(_features, batches(store.records(sql("compared_record"))))
    records = [record for part in parts for record in part]
    leaders, followers = _identical(records)
    store.load("pair", _identical_rows(followers))
    store.run(
        "create temp table comparison (n integer, title_key varchar, original_key varchar, doi varchar, pmid varchar, "
        "year integer, family varchar, container_key varchar, volume varchar, first_page varchar, last_page varchar)"
    )
    _load_comparison(store, leaders)
    store.run(sql("block"))
    found = list(_judged(leaders, store.rows("select left_n, right_n from candidate order by all")))
    store.run("drop table candidate; drop table comparison")
    store.load("pair", found)


def _features(rows: Iterable[Mapping[str, Any]]) -> list[Features]:
    return [features(row) for row in rows]


def _identical(records: Sequence[Features]) -> tuple[list[Features], list[tuple[Features, Features]]]:
    """One leader (the smallest id) for each group of records that say the same, and (leader, follower) links.

    A record with no title, or with nothing but a title, is never joined this way.
    """
    groups: dict[object, list[Features]] = defaultdict(list)
    for record in records:
        enough = record.title and (record.families or record.doi or record.pmid or record.container_key)
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
        }


COMPARED = ("doi", "pmid", "year", "container_key", "volume", "first_page", "last_page")


def _load_comparison(store: Store, records: Sequence[Features]) -> None:
    rows = (
        {
            "n": n,
            "title_key": r.title,
            "original_key": r.original,
            "family": r.families[0] if r.families else "",
            **{name: getattr(r, name) for name in COMPARED},
        }
        for n, r in enumerate(records)
    )
    store.load("comparison", rows)


def _judged(records: Sequence[Features], candidates: Sequence[tuple[int, int]]) -> Iterator[dict[str, Any]]:
    """A row for each candidate worth telling of, and for each two in a group of likely copies.

    In such a group even a pair that nobody would look at matters: a veto between any two must be known.
    """
    shared = _shared_dois(records)
    seen: dict[tuple[int, int], Evidence] = {}
    for (left, right), title in zip(candidates, title_likeness(records, candidates).tolist(), strict=True):
        if _titles_speak(records[left], records[right], title) or _worth_a_look(records[left], records[right]):
            seen[left, right] = compare(records[left], records[right], title, shared)
    judged = {pair: judge(evidence) for pair, evidence in seen.items()}
    grouped = set(_within_groups(pair for pair, rule in judged.items() if rule.verdict == "same"))
    missing = sorted(grouped - seen.keys())
    for (left, right), title in zip(missing, title_likeness(records, missing).tolist(), strict=True):
        seen[left, right] = compare(records[left], records[right], title, shared)
        judged[left, right] = judge(seen[left, right])
    for pair, rule in judged.items():
        if rule.verdict != "different" or pair in grouped or seen[pair].title >= LOOKS_ALIKE:
            yield _row(records[pair[0]], records[pair[1]], rule, seen[pair])


def _row(one: Features, other: Features, rule: Rule, evidence: Evidence) -> dict[str, Any]:
    left, right = sorted((one.record_id, other.record_id))
    return {
        "left_id": left,
        "right_id": right,
        "verdict": rule.verdict,
        "rule": rule.name,
        "evidence": evidence.in_words(),
        "likeness": round(evidence.title, 4),
    }


def _titles_speak(left: Features, right: Features, title: float) -> bool:
    """Whether the titles alone make two records worth a look: like ones do, unless other people wrote them."""
    if title >= CLOSE_TITLE:
        return True
    strangers = left.families and right.families and set(left.families).isdisjoint(right.families)
    return title >= LIKE_TITLE and not strangers


def _worth_a_look(left: Features, right: Features) -> bool:
    """Whether two records with unlike titles may be one work: by a number, a cut title, a translation, the place."""
    if (left.doi and left.doi == right.doi) or (left.pmid and left.pmid == right.pmid):
        return True
    if contained(*sorted((left.title, right.title), key=len)):
        return True
    if tongues_differ(left, right) and left.year == right.year and left.families[:1] == right.families[:1]:
        return True
    if not left.first_page or not right.first_page or left.volume != right.volume:
        return False
    return page_digits(left.first_page) == page_digits(right.first_page)


def title_likeness(records: Sequence[Features], pairs: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
    """Edit likeness of the closest two titles (leading or original) of each pair, 0 to 1."""
    import numpy as np
    from rapidfuzz import fuzz, process

    def bulk(ours: list[str], theirs: list[str]) -> NDArray[np.float32]:
        found: NDArray[np.float32] = process.cpdist(ours, theirs, scorer=fuzz.ratio, dtype=np.float32, workers=-1)
        return found / np.float32(100)

    if not pairs:
        return np.zeros(0, dtype=np.float32)
    best = bulk([records[i].title for i, _ in pairs], [records[j].title for _, j in pairs])
    empty = np.array([not records[i].title or not records[j].title for i, j in pairs])
    best[empty] = 0
    crossed = [n for n, (i, j) in enumerate(pairs) if records[i].original or records[j].original]
    for ours, theirs in (("original", "title"), ("title", "original"), ("original", "original")):
        chosen = [n for n in crossed if getattr(records[pairs[n][0]], ours) and getattr(records[pairs[n][1]], theirs)]
        if chosen:
            other = bulk(
                [getattr(records[pairs[n][0]], ours) for n in chosen],
                [getattr(records[pairs[n][1]], theirs) for n in chosen],
            )
            best[chosen] = np.maximum(best[chosen], other)
    return best


def _shared_dois(records: Sequence[Features]) -> frozenset[str]:
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
