"""How answers compare with labels: precision, recall, F1, MCC and the share answered, for the evaluation scripts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

HEADS = ("rows", "yes", "precision", "recall", "F1", "MCC", "answered")
Answer = tuple[bool, bool, bool]  # labelled yes, answered yes, answered at all


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of one question: rows, rows whose label is yes, and how the answers compare with the labels."""

    rows: int
    positive: int
    precision: float
    recall: float
    f1: float
    mcc: float
    answered: float

    def __str__(self) -> str:
        shares = (self.precision, self.recall, self.f1, self.mcc, self.answered)
        return f"{self.rows:>10}{self.positive:>10}" + "".join(f"{share:>10.3f}" for share in shares)


def figures(answers: Sequence[Answer]) -> Figures:
    """A row without an answer counts as 'no'. A share of nothing is nan; MCC is 0 where one side is empty."""
    tp = sum(label and said for label, said, _ in answers)
    fp = sum(said and not label for label, said, _ in answers)
    fn = sum(label and not said for label, said, _ in answers)
    tn = len(answers) - tp - fp - fn
    product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    return Figures(
        rows=len(answers),
        positive=tp + fn,
        precision=_share(tp, tp + fp),
        recall=_share(tp, tp + fn),
        f1=_share(2 * tp, 2 * tp + fp + fn),
        mcc=(tp * tn - fp * fn) / math.sqrt(product) if product else 0.0,
        answered=_share(sum(answered for _, _, answered in answers), len(answers)),
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else math.nan
