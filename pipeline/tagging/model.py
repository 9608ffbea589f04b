"""A table of weights that says what class a work has, where neither a person, a database nor a certain rule has.

In: the files of weights/, which scripts/train_class.py writes: class.tsv (part, words, records, weight) and class.toml
(how the table was made, and from what confidence it answers). Out: a `Judge`: value, confidence and what weighed most.

The table is a logistic regression, used as it stands: the weights of what a work has are added up. Words count as
shares of the work's length (so that a long abstract isn't surer than a short one), signs each by itself. Nothing but
addition is needed here. How the features are read off a work: features.py.
"""

from __future__ import annotations

import csv
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from operator import itemgetter
from typing import Any

from .features import Features, features
from .ruleset import Judgement
from .text import Text

UNSURE = "unsure"

SHOWN = 5
"""As many of the weightiest features are shown as evidence."""

LOOKED_AT = 30
"""Among so many of the weightiest they are looked for: a word may count in title and text, and pairs overlap."""

SMALL_WORD = 3
"""Letters of a word that is not shown by itself."""

_SMALL_WORDS = (
    "der die das und den dem des ein eine einer von mit bei zur zum im fur auf als",
    "la le les et du de dans pour une un au aux sur par en",
    "el los las del y para con por una se e o il della delle nel di da na w i z ze",
)
OTHER_LANGUAGES = frozenset(word for line in _SMALL_WORDS for word in line.split())
"""Small words of German, French, Spanish, Italian, Portuguese and Polish. Some stand in our table, since English
records quote them ('et al.', 'de novo'), but they don't show that a title is English."""

WORD_FIELDS = ("title", "title_original", "abstract", "keywords")

FIELD_OF_PART = {"title": "title", "alone": "title", "text": "abstract", "heading": "headings", "qualifier": "headings"}
_TITLE_SHAPES = frozenset(
    {"title length", "question mark", "colon", "dots", "brackets", "two sentences", "quotation marks"}
)
_HEADING_SHAPES = frozenset(
    {
        "has headings",
        "many headings",
        "few headings",
        "one sex",
        "both sexes",
        "one age",
        "several ages",
        "single person",
    }
)

Weights = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A table of weights for a facet with two values, `yes` and `no`; a positive weight speaks for `yes`.

    `weights` and their `part`s: see features.py. It answers `yes` from the probability `yes_from`, `no` up to
    `no_up_to`, and 'unsure' in between; and nothing at all where less than `known_share` of the words stand in the
    table: a German title, or one of a field it never saw.
    """

    yes: str
    no: str
    yes_from: float
    no_up_to: float
    known_share: float
    bias: float
    weights: Weights = field(repr=False)
    vocabulary: frozenset[str] = field(repr=False)

    def judge(self, cut: Mapping[str, Sequence[Text]], fired: Sequence[str]) -> Judgement | None:
        """See `ruleset.Judge`."""
        if self.share_known(cut) < self.known_share:
            return None
        pulls = self._pulls(features(cut, fired, self.weights))
        share = _probability(self.bias + sum(pulls.values()))
        shown, where = _reasons(pulls, 1 if share >= 0.5 else -1)
        return Judgement(self.value_at(share), round(max(share, 1 - share), 4), where, shown)

    def value_at(self, share: float) -> str:
        """The answer at a probability of `yes`."""
        return self.yes if share >= self.yes_from else self.no if share <= self.no_up_to else UNSURE

    def probability(self, seen: Features) -> float:
        """Of `yes`, were both values equally frequent."""
        return _probability(self.bias + sum(self._pulls(seen).values()))

    def share_known(self, cut: Mapping[str, Sequence[Text]]) -> float:
        """How many of the words of title, abstract and keywords stand in the table: 0 to 1.

        Small words of other languages count against it: 'La relation médecin-malade et la formation' is below 0.
        1 where there are headings, since a database describes the work in English.
        """
        if cut.get("headings"):
            return 1.0
        found = {word for name in WORD_FIELDS for text in cut.get(name, ()) for word in text.words}
        known = len(found & self.vocabulary) - len(found & OTHER_LANGUAGES)
        return known / len(found) if found else 0.0

    def _pulls(self, seen: Features) -> dict[tuple[str, str], float]:
        """What each feature adds to the sum: weight by number; words as shares of all known words."""
        pulls: dict[tuple[str, str], float] = {}
        square = 0.0
        for part, words in seen.words.items():
            known = self.weights.get(part, {})
            for word, number in words.items():  # in the order of the text: sums are the same to the last digit
                if word in known:
                    pulls[part, word] = number * known[word]
                    square += number * number
        norm = math.sqrt(square) or 1.0
        pulls = {key: pull / norm for key, pull in pulls.items()}
        for part, signs in seen.signs.items():
            known = self.weights.get(part, {})
            pulls |= {(part, sign): number * known[sign] for sign, number in signs.items() if sign in known}
        return pulls


def _probability(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def _reasons(pulls: Mapping[tuple[str, str], float], sign: int) -> tuple[str, str]:
    """What weighed most for the value (`sign` 1: yes), weightiest first, and the field where the first stands.

    Small words ('the', 'on') weigh too, but tell a reader nothing: only pairs with them are shown.
    """
    weightiest = sorted(pulls.items(), key=itemgetter(1), reverse=sign > 0)[:LOOKED_AT]
    weighed: dict[str, float] = {}
    where: dict[str, str] = {}
    for (part, name), pull in weightiest:
        shown = _shown(part, name)
        if sign * pull > 0 and len(name) > SMALL_WORD:
            weighed[shown] = weighed.get(shown, 0.0) + sign * pull
            where.setdefault(shown, _field(part, name))
    chosen: list[str] = []
    for shown in sorted(weighed, key=lambda shown: (-weighed[shown], shown)):
        if len(chosen) < SHOWN and not any(_overlap(shown, other) for other in chosen):
            chosen.append(shown)
    return "; ".join(chosen), where[chosen[0]] if chosen else ""


def _shown(part: str, name: str) -> str:
    kind = part.rpartition(" ")[2]
    if kind == "rule":
        return f"rule {name.partition(' ')[0]}"
    return f"heading {name}" if kind in ("heading", "qualifier") else name


def _field(part: str, name: str) -> str:
    kind = part.rpartition(" ")[2]
    if kind == "rule":
        return name.partition(" ")[2]
    if kind == "shape":
        return "title" if name in _TITLE_SHAPES else "headings" if name in _HEADING_SHAPES else "abstract"
    return FIELD_OF_PART[kind]


def _overlap(one: str, other: str) -> bool:
    """'review' and 'we review' are one reason."""
    return not set(one.split()).isdisjoint(other.split()) if len(one) != len(other) else one == other


@lru_cache(maxsize=4)
def shipped(name: str) -> Model:
    """The table that we ship for a facet: `shipped("class")`."""
    folder = files(__package__) / "weights"
    described = tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
    return as_model(described, (folder / f"{name}.tsv").read_text(encoding="utf-8"))


def as_model(described: Mapping[str, Any], table: str) -> Model:
    """A Model from the two files of weights/: the description, and the table as text."""
    weights: dict[str, dict[str, float]] = {}
    for row in csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        weights.setdefault(row["part"], {})[row["words"]] = float(row["weight"])
    answer = described["answer"]
    return Model(
        yes=answer["yes"],
        no=answer["no"],
        yes_from=answer["yes_from"],
        no_up_to=answer["no_up_to"],
        known_share=answer["known_share"],
        bias=answer["bias"],
        weights=weights,
        vocabulary=frozenset(words for part in ("title", "text") for words in weights.get(part, ())) - OTHER_LANGUAGES,
    )
