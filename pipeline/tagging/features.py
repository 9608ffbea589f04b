"""What a table of weights is shown of a work: words, pairs of words, rules that fired, and the shape of the text.

In: the texts of a work cut into words, and the rules that fired. Out: `Features`: by part, a number for each.

    part        features                                                     number
    title       words and pairs of neighbours in title and original title    1
    text        the same in abstract and keywords                            1 + log of how often
    heading     the same in each heading, before the stroke                  1
    qualifier   the same behind the stroke: 'drug therapy'                   1
    rule        file and field of a rule that fired: 'review title'          1
    shape       what can be seen without knowing a word: 'no abstract'       0 to 3

A title says more where it is all we have, and a missing abstract says more where the database gave headings (a letter
has none) than in a bare list of titles. So a work without an abstract has its shape and its rules a second time, in
parts of its own ('alone shape', or 'bare shape' with headings), and a title alone has its words in part 'alone' too.

How often a word comes is damped: ten 'patients' are hardly more than five (the logarithm: Salton and Buckley 1988,
"Term-weighting approaches in automatic text retrieval"). Rules are counted by file, so that a Russian title that is
a review by its rule weighs as an English one does.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from .text import Text, fold_words

Cut = Mapping[str, Sequence[Text]]

TELLING_RULES = frozenset(
    {"historical", "report", "reflective", "review", "systematic-review", "meta-analysis", "protocol", "trial",
     "randomised-trial", "case-report", "editorial", "book", "quantitative", "qualitative", "empirical", "theoretical"}
)  # fmt: skip
"""Rule files about the kind of a work. What it is about (burnout, students) is left out: a subject is no kind."""

LOGARITHM = [0.0, *(1.0 + math.log(often) for often in range(1, 51))]
"""By how often a word comes; more than fifty times is no more than fifty."""

_P_VALUE = re.compile(r"\b[pP]\s*(?:value\s*)?[<>=]")
_LABELS = ("method", "result", "finding", "design", "setting", "participants", "patients", "material")
"""How the parts of a structured abstract begin; a colon follows."""

_PAST = frozenset({"was", "were", "had", "did"})
_PRESENT = frozenset({"is", "are", "has", "have", "can", "may", "will", "should", "must"})
_SEXES = frozenset({"male", "female"})
_AGES = frozenset(
    {"infant, newborn", "infant", "child, preschool", "child", "adolescent", "young adult", "adult", "middle aged",
     "aged", "aged, 80 and over"}
)  # fmt: skip
"""MeSH's check tags: who was studied. A case report has one sex and one age."""


class Features(NamedTuple):
    """`words` are weighed together, as shares of the whole; `signs` each by itself."""

    words: dict[str, dict[str, float]]
    signs: dict[str, dict[str, float]]


def features(cut: Cut, fired: Iterable[str], known: Mapping[str, Collection[str]] | None = None) -> Features:
    """All that is shown of a work, or of words only those `known` by part. `fired`: 'review.toml:en@title'.

    The title 'A review of case reports', by itself
    -> words {'title': {'a': 1, 'review': 1, 'a review': 1, …}, 'alone': {…}},
       signs {'rule': {'review title': 1}, 'shape': {'no abstract': 1, …}, 'alone rule': {…}, …}
    """
    abstract = next((text for text in cut.get("abstract", ()) if text.words), None)
    titles = [text.words for name in ("title", "title_original") for text in cut.get(name, ())]
    texts = [text.words for name in ("abstract", "keywords") for text in cut.get(name, ())]
    known_in = known.get if known is not None else _anything
    headings, qualifiers = _headings(cut)
    words = {
        "title": dict.fromkeys(_grams(titles, known_in("title", ())), 1.0),
        "text": {
            word: LOGARITHM[often if often < 50 else 50] for word, often in _grams(texts, known_in("text", ())).items()
        },
        "heading": headings,
    }
    signs = {"qualifier": qualifiers, "rule": _rules(fired), "shape": _shape(cut, abstract)}
    if abstract:
        return Features(words, signs)
    lacking = "bare" if cut.get("headings") else "alone"
    if lacking == "alone":
        words["alone"] = dict.fromkeys(_grams(titles, known_in("alone", ())), 1.0)
    return Features(words, signs | {f"{lacking} {part}": signs[part] for part in ("rule", "shape")})


def _anything(part: str, default: Collection[str]) -> None:
    """No part's words are limited."""


def _grams(texts: Iterable[Sequence[str]], known: Collection[str] | None = None) -> Counter[str]:
    """Words and pairs of neighbours, and how often."""
    counted: Counter[str] = Counter()
    for words in texts:
        found = chain(words, map(" ".join, pairwise(words)))
        counted.update(found if known is None else filter(known.__contains__, found))
    return counted


def _headings(cut: Cut) -> tuple[dict[str, float], dict[str, float]]:
    """'Neoplasms/drug therapy' -> 'neoplasms'; 'drug', 'therapy', 'drug therapy'."""
    parts = [text.source.split("/") for text in cut.get("headings", ())]
    mains = _grams(fold_words(main).split() for main, *_ in parts)
    qualifiers = _grams(fold_words(word).split() for _, *rest in parts for word in rest)
    return dict.fromkeys(mains, 1.0), dict.fromkeys(qualifiers, 1.0)


def _rules(fired: Iterable[str]) -> dict[str, float]:
    """'review.toml:en@title' -> 'review title'."""
    found = {}
    for rule in fired:
        file, _, field = rule.partition("@")
        name = file.partition(".toml")[0]
        if name in TELLING_RULES:
            found[f"{name} {field}"] = 1.0
    return found


def _shape(cut: Cut, abstract: Text | None) -> dict[str, float]:
    """What is there and how it looks; nothing for a sign that is absent."""
    title = next((text for name in ("title", "title_original") for text in cut.get(name, ())), None)
    found = _shape_of_title(title) if title else {}
    found |= _shape_of_abstract(abstract) if abstract else {"no abstract": 1.0}
    found |= _shape_of_headings(cut)
    return {sign: number for sign, number in found.items() if number}


def _shape_of_title(title: Text) -> dict[str, float]:
    source = title.source
    return {
        "title length": min(len(title.words), 30) / 15,
        "question mark": float("?" in source),
        "colon": float(":" in source),
        "dots": float("..." in source),
        "brackets": float(source.startswith("[")),
        "two sentences": float(". " in source),
        "quotation marks": float('"' in source),
    }


def _shape_of_abstract(abstract: Text) -> dict[str, float]:
    """Rates are per twenty words, so that they are near 1 where they are high."""
    source, words = abstract.source, abstract.words
    count = len(words)
    rate = 20 / (count + 1)
    return {
        "short abstract": float(count < 100),
        "middling abstract": float(100 <= count < 200),
        "long abstract": float(count >= 250),
        "numbers": min(rate * sum(map(str.isdigit, words)), 3.0),
        "per cent": float("%" in source),
        "p value": float(("<" in source or "=" in source or ">" in source) and bool(_P_VALUE.search(source))),
        "confidence interval": float("CI" in source or "confidence interval" in source),
        "labelled abstract": float(any(map(_is_label, source.split(":")[:-1]))),
        "past tense": min(rate * sum(map(_PAST.__contains__, words)), 3.0),
        "present tense": min(rate * sum(map(_PRESENT.__contains__, words)), 3.0),
    }


def _is_label(before: str) -> bool:
    """'… for a year. Main results' -> True: what stands before a colon, from the last full stop on."""
    sentence = before[-60:].rpartition(". ")[2].casefold()
    return any(word.startswith(_LABELS) for word in sentence.split()[:3]) and len(sentence) <= 40


def _shape_of_headings(cut: Cut) -> dict[str, float]:
    heads = {text.source.partition("/")[0].strip("* ").casefold() for text in cut.get("headings", ())}
    if not heads:
        return {}
    sexes, ages = len(heads & _SEXES), len(heads & _AGES)
    return {
        "has headings": 1.0,
        "many headings": min(len(heads), 30) / 15,
        "few headings": float(len(heads) < 4),
        "one sex": float(sexes == 1),
        "both sexes": float(sexes == 2),
        "one age": float(ages == 1),
        "several ages": min(ages, 4) / 2,
        "single person": float(sexes == 1 and ages == 1),
    }
