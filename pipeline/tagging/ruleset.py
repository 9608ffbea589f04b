"""What rule files say, checked: Facet, Rule, TagFile, RuleSet. Made by rules.py, used by engine.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from .phrases import Matcher
from .text import Text

FIELDS = (
    "title",
    "title_original",
    "abstract",
    "keywords",
    "headings",
    "publication_types",
    "container",
    "type",
    "language",
)
"""The fields of a work that a rule may read; in this order the first of two equally sure fields is named."""

SOURCE_FIELDS = frozenset({"headings", "publication_types", "type", "language"})
"""What a database says of a work in its own controlled words: stronger than words of a text."""

DEFAULT_FIELDS = ("title", "title_original", "abstract", "keywords")

TELLING_FIELDS = frozenset({"title", "title_original", "publication_types"})
"""Fields that speak for the whole work: a `silent_if` phrase here silences a rule in every field."""

LEVELS: Mapping[str, float] = {"certain": 0.95, "strong": 0.8, "weak": 0.5}
"""The named confidences: a rule may also give a number."""

Texts = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A question asked of every work, from facets.toml.

    `single`: a work has one value, else any number. `default` stands where no rule fires, `tie` where two
    values are equally sure (None: no tag). Below `threshold` nothing is asserted.
    `suggested` values are hints only, never asserted by a rule, and may be as weak as 'weak'.
    `read_from`: the value is what stands in this field ('language'); such a facet has no values or rules of its own.
    `model`: the shipped table of weights that is asked where no rule is certain.
    """

    name: str
    title: str
    values: tuple[str, ...]
    single: bool = False
    default: str | None = None
    tie: str | None = None
    threshold: float = 0.5
    suggested: frozenset[str] = frozenset()
    read_from: str | None = None
    model: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. `words`, `unless`, `silent_if` and `needs` are places in `RuleSet.matcher.phrases`.

    A rule has `words`, or `all_of`: (facet, value) pairs that must all have fired at `all_of_at_least` or above.
    `confidence` is by field; `line` is where it begins in its file. `languages` empty: works in any language.
    """

    id: str
    line: int
    facet: str
    value: str
    language: str
    confidence: Mapping[str, float]
    words: frozenset[int] = frozenset()
    unless: frozenset[int] = frozenset()
    silent_if: frozenset[int] = frozenset()
    needs: frozenset[int] = frozenset()
    languages: frozenset[str] = frozenset()
    all_of: tuple[tuple[str, str], ...] = ()
    all_of_at_least: float = LEVELS["strong"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TagFile:
    """One rule file: a value of a facet, why it is so defined, what follows from it, and its examples."""

    name: str
    facet: str
    value: str
    title: str
    why: str
    implies: tuple[tuple[str, str], ...] = ()
    match: tuple[Texts, ...] = ()
    no_match: tuple[Texts, ...] = ()


class Judgement(NamedTuple):
    """What a table of weights says of a work: a value ('unsure' where it is not sure enough), how surely, and by what.

    `words` are what weighed most, as printed, and `field` where the first of them stands.
    """

    value: str
    confidence: float
    field: str
    words: str


class Judge(Protocol):
    """A table of weights for a facet with one value."""

    def judge(self, cut: Mapping[str, Sequence[Text]], fired: Sequence[str]) -> Judgement | None:
        """None where it knows too little of the work to say anything: then the rules alone decide.

        `fired` are the rules that fired, as 'burnout.toml:en@title'.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """A folder of rules, ready to tag. `by_phrase` leads from a phrase to the rules whose `words` have it.

    `judges`: the tables of weights, by facet.
    """

    facets: Mapping[str, Facet]
    files: tuple[TagFile, ...] = field(repr=False)
    rules: tuple[Rule, ...] = field(repr=False)
    matcher: Matcher = field(repr=False, compare=False)
    by_phrase: Mapping[int, tuple[Rule, ...]] = field(repr=False, compare=False)
    derived: tuple[Rule, ...] = ()
    implied: Mapping[tuple[str, str], tuple[tuple[str, str], ...]] = field(default_factory=dict)
    judges: Mapping[str, Judge] = field(default_factory=dict, repr=False, compare=False)
