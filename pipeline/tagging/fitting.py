"""A linear model of one value, fitted on what people said of some works; and how well it does on works not seen.

In: for each work its terms (`proposals.terms_of`) and whether people said yes. Out: `Learned`, `Measured`, and the
curve that makes chances of scores. Needs the extra `ml`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .proposals import LIKELY, Learned, chance_of, score

FOLDS = 5
MIN_WORKS = 2  # a term that stands in one work only tells that work
STRENGTH = 10.0  # of the fit against the penalty (C): terms are many and rare, works are few

Rows = Sequence[tuple[list[str], bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How well a model does on works that it had not seen."""

    precision: float
    recall: float
    f1: float
    mcc: float


def crossed(facet: str, value: str, rows: Rows) -> tuple[Measured, tuple[float, float]]:
    """The measure over works each judged by a model that had not seen it, and the curve from scores to chances."""
    fold_of = _folds(rows)
    scores: list[float | None] = [None] * len(rows)
    for fold in range(FOLDS):
        learned = fit(facet, value, [row for row, its in zip(rows, fold_of, strict=True) if its != fold])
        for place, (terms, _) in enumerate(rows):
            if fold_of[place] == fold:
                scores[place] = score(learned, terms)
    judged = [(found, answer) for found, (_, answer) in zip(scores, rows, strict=True) if found is not None]
    curve = _curve(judged)
    said = [found is not None and chance_of(curve, found) >= LIKELY for found in scores]
    return measure(zip(said, (answer for _, answer in rows), strict=True)), curve


def _folds(rows: Rows) -> list[int]:
    """Yes and no are dealt out evenly."""
    dealt = Counter[bool]()
    folds = []
    for _, answer in rows:
        folds.append(dealt[answer] % FOLDS)
        dealt[answer] += 1
    return folds


def measure(said: Iterable[tuple[bool, bool]]) -> Measured:
    """Precision, recall, F1 and Matthews correlation of (said, true); 0 where one is undefined."""
    counts = Counter(said)
    hit, slip, miss, passed = (counts[pair] for pair in ((True, True), (True, False), (False, True), (False, False)))

    def part(of: float, whole: float) -> float:
        return round(of / whole, 3) if whole else 0.0

    spread = math.sqrt((hit + slip) * (hit + miss) * (passed + slip) * (passed + miss))
    return Measured(
        precision=part(hit, hit + slip),
        recall=part(hit, hit + miss),
        f1=part(2 * hit, 2 * hit + slip + miss),
        mcc=part(hit * passed - slip * miss, spread),
    )


def fit(facet: str, value: str, rows: Rows) -> Learned:
    """Logistic regression over terms weighed by rarity, each work brought to length 1, both sides weighing the same."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    works_with = Counter(term for terms, _ in rows for term in terms)
    rarity = {
        term: round(math.log((1 + len(rows)) / (1 + works)) + 1, 4)
        for term, works in sorted(works_with.items())
        if works >= MIN_WORKS
    }
    column = {term: place for place, term in enumerate(rarity)}
    cells, columns, ends = [], [], [0]
    for terms, _ in rows:
        known = [term for term in terms if term in column]
        length = math.sqrt(sum(rarity[term] ** 2 for term in known)) or 1.0
        cells += [rarity[term] / length for term in known]
        columns += [column[term] for term in known]
        ends.append(len(cells))
    table = csr_matrix((cells, columns, ends), shape=(len(rows), len(column)))
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", solver="liblinear", tol=1e-5, max_iter=1_000)
    model.fit(table, [answer for _, answer in rows])
    weights = [round(float(weight), 3) for weight in model.coef_[0]]
    return Learned(
        facet=facet,
        value=value,
        intercept=round(float(model.intercept_[0]), 3),
        chance=(1.0, 0.0),
        terms={term: (rarity[term], weights[place]) for term, place in column.items()},
    )


def _curve(judged: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Slope and offset that make chances of scores."""
    from sklearn.linear_model import LogisticRegression

    if len({answer for _, answer in judged}) < 2:
        return 1.0, 0.0
    model = LogisticRegression(C=STRENGTH, tol=1e-8, max_iter=10_000)
    model.fit([[found] for found, _ in judged], [answer for _, answer in judged])
    return round(float(model.coef_[0][0]), 3), round(float(model.intercept_[0]), 3)
