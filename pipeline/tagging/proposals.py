"""What a model that learned from people's decisions says of a work: a guess that a person may be asked about.

In: the files that `learning` wrote, and the texts of a work. Out: `Guess`es, with how likely people would say so and
the words that weighed most. A guess is never a tag. Nothing here needs the library that did the learning.

A file is corpus/learned/<facet>.json:

    {"form": 1, "facet": "topic", "decisions": "<hash of what it was learned from>",
     "values": {"burnout": {"yes": 31, "no": 24, "measured": {"mcc": 0.78, …}, "proposes": true, "why": "…",
                            "intercept": -0.2, "chance": [1.9, 0.1], "terms": {"title burnout": [2.1, 3.4], …}}}}

A term has two numbers: how telling it is by being rare (its inverse document frequency), and its weight. The terms of a
work are brought to length 1, so that a long abstract weighs no more than a title; their weighted sum is turned into a
chance by the curve of Platt (1999), fitted on works that the model had not seen.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

from ..errors import WorkspaceError
from .engine import Tagged
from .features import features
from .ruleset import FIELDS, RuleSet
from .text import cut as cut_text

FORM = 1  # of a learned file
MIN_KNOWN = 5  # words and pairs of a work that a model must know: fewer is a title in another language
SHAPE = "shape"  # the part of the terms that says how a text looks: 'no abstract'
LIKELY = 0.5  # from here on a guess is that people would say so
SHOWN_TERMS = 5
SHOWN_LETTERS = 4  # 'of' and 'and' may weigh, but tell nobody anything
STATUS = "status"  # the facet of include and exclude
INCLUDED = "included"


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What was learned about one value: `terms` gives rarity and weight; `chance` is slope and offset of the curve."""

    facet: str
    value: str
    intercept: float
    chance: tuple[float, float]
    terms: Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """How likely people would give a work the value; `words` weighed most, for it or, below a half, against it."""

    facet: str
    value: str
    chance: float
    words: str


def learned_files(folder: Path) -> list[tuple[Path, dict[str, Any]]]:
    """The learned files with what they hold. Raises WorkspaceError for one that is damaged."""
    found = []
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        try:
            held = json.loads(path.read_text(encoding="utf-8"))
            if held["form"] != FORM or not isinstance(held["values"], dict):
                raise ValueError(f"its form is {held['form']!r}")
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise WorkspaceError(
                f"{path.name}: what was learned can't be read ({error})",
                hint=f"delete {path}; `bibcorpus tag --learn` makes it again",
            ) from error
        found.append((path, held))
    return found


def load_learned(folder: Path, ruleset: RuleSet) -> tuple[Learned, ...]:
    """What may propose: good enough, and about a value that facets.toml still has."""
    return tuple(
        Learned(
            facet=held["facet"],
            value=value,
            intercept=one["intercept"],
            chance=tuple(one["chance"]),
            terms={term: tuple(numbers) for term, numbers in one["terms"].items()},
        )
        for _, held in learned_files(folder)
        for value, one in sorted(held["values"].items())
        if one["proposes"] and _is_asked(ruleset, held["facet"], value)
    )


def _is_asked(ruleset: RuleSet, facet: str, value: str) -> bool:
    known = ruleset.facets.get(facet)
    return facet == STATUS or (known is not None and value in known.values)


def terms_of(texts: Mapping[str, Sequence[str]], fired: Iterable[str]) -> list[str]:
    """The terms of a work, each once: its shape, words and pairs of words by part, and the rules that fired.

    ["shape no abstract", …, "title burnout", "title of burnout", …, "text nurses", …, "rule burnout.toml:en"]
    """
    cut = {name: [cut_text(text) for text in texts.get(name, ())] for name in FIELDS}
    found = features(cut, ())
    parts: dict[str, Iterable[str]] = {
        SHAPE: [sign for sign, number in found.signs["shape"].items() if number >= 1],
        **{part: found.words[part] for part in ("title", "text", "heading")},
        "qualifier": found.signs["qualifier"],
        "rule": set(fired),
    }
    return [f"{part} {term}" for part, terms in parts.items() for term in sorted(terms)]


def score(learned: Learned, terms: Sequence[str]) -> float | None:
    """The weighted sum; None where the model knows too few of the words."""
    known = [numbers for numbers in map(learned.terms.get, terms) if numbers]
    shape = sum(term in learned.terms for term in takewhile(_is_shape, terms))
    if len(known) - shape < MIN_KNOWN:
        return None
    length = math.sqrt(sum(rarity * rarity for rarity, _ in known))
    return learned.intercept + sum(rarity * weight for rarity, weight in known) / length


def _is_shape(term: str) -> bool:
    return term.startswith(SHAPE)


def chance_of(curve: tuple[float, float], found: float) -> float:
    """A score as a chance."""
    slope, offset = curve
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, slope * found + offset))))


def propose(learned: Sequence[Learned], texts: Mapping[str, Sequence[str]], tagged: Tagged) -> Iterator[Guess]:
    """A guess for each value that was learned, where the model knows enough of the work.

    Left out is what says no more than 'no' of a value that nobody thought of. `tagged`: what rules say.
    """
    if not learned:
        return
    terms = terms_of(texts, tagged.fired)
    claimed = {(tag.facet, tag.value) for tag in tagged.tags if not tag.suggested}
    for one in learned:
        found = score(one, terms)
        if found is None:
            continue
        chance = round(chance_of(one.chance, found), 4)
        if chance >= LIKELY or one.facet == STATUS or (one.facet, one.value) in claimed:
            words = _telling(one, terms, chance >= LIKELY)
            yield Guess(facet=one.facet, value=one.value, chance=chance, words=words)


def _telling(learned: Learned, terms: Sequence[str], for_it: bool) -> str:
    """The words that weighed most, each once: 'burnout; of burnout; rule burnout.toml:en'."""
    weighed = {term: math.prod(learned.terms[term]) * (1 if for_it else -1) for term in terms if term in learned.terms}
    best = sorted((term for term, weight in weighed.items() if weight > 0), key=lambda term: (-weighed[term], term))
    shown = dict.fromkeys(term if term.startswith("rule ") else term.partition(" ")[2] for term in best)
    return "; ".join([term for term in shown if len(term) >= SHOWN_LETTERS][:SHOWN_TERMS])
