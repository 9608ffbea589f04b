"""From the texts of a work to hits: which rules fire, where, and by what words.

In: a RuleSet and texts by field. Out: the texts cut into words, and one `Hit` for each rule that fired, in its surest
field. Each field is asked only about the phrases that can make a difference there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from typing import NamedTuple

from .ruleset import FIELDS, SOURCE_FIELDS, TELLING_FIELDS, Rule, RuleSet
from .text import Text
from .text import cut as cut_text

SHOWN_WORDS = 5
"""As many different findings of one rule are shown as evidence; more would hide the text."""


class Place(NamedTuple):
    """Where a phrase stands: field, which of its texts, first word and the word after the last."""

    field: str
    text: int
    start: int
    end: int


class Said(NamedTuple):
    """Where the words of a rule stand: places in one field, and the texts of that field."""

    texts: Sequence[Text]
    places: Sequence[Place]

    def words(self) -> Iterable[str]:
        """The words as printed, each once, in their order."""
        words: dict[str, str] = {}
        for _, number, start, end in sorted(self.places, key=lambda place: (place.text, place.start, -place.end)):
            text = self.texts[number]
            folded = " ".join(text.words[start:end])
            if folded not in words:
                words[folded] = text.printed(start, end)
                if len(words) == SHOWN_WORDS:
                    break
        return words.values()


class Hit(NamedTuple):
    """A rule that fired, in its surest field, and what made it fire: for a rule of several values, one for each."""

    rule: str
    line: int
    facet: str
    value: str
    field: str
    said: tuple[Said, ...]
    confidence: float

    @property
    def words(self) -> str:
        """The words as printed. They are looked up only here: few of the hits become tags."""
        return "; ".join(word for said in self.said for word in said.words())

    @property
    def layer(self) -> str:
        """Whose words they are: a database's, or the text's."""
        return "source" if self.field in SOURCE_FIELDS else "rule"


Cut = Mapping[str, Sequence[Text]]
Found = Mapping[int, Sequence[Place]]


def read_hits(ruleset: RuleSet, texts: Mapping[str, Sequence[str]]) -> tuple[Cut, list[Hit]]:
    """The texts cut into words, and one hit for each rule that fired."""
    cut = {name: [cut_text(text) for text in texts.get(name, ())] for name in FIELDS}
    return cut, _word_hits(ruleset, cut)


def _word_hits(ruleset: RuleSet, cut: Cut) -> list[Hit]:
    """One hit for each rule with words in the work; the order of rules and texts changes nothing."""
    found = _find(ruleset, cut)
    candidates = {rule.id: rule for which in found for rule in ruleset.by_phrase.get(which, ())}
    hits = (_fire(rule, found, cut) for _, rule in sorted(candidates.items()))
    return [hit for hit in hits if hit]


def _find(ruleset: RuleSet, cut: Cut) -> dict[int, list[Place]]:
    found: dict[int, list[Place]] = {}
    for name, texts in cut.items():
        if not texts:
            continue
        matcher = ruleset.matcher.part(name, partial(_asked_of, ruleset, name))
        for number, text in enumerate(texts):
            for which, start, end in matcher.find(text):
                found.setdefault(which, []).append(Place(name, number, start, end))
    return found


def _asked_of(ruleset: RuleSet, field: str) -> set[int]:
    """The phrases that can make a difference in this field."""
    asked: set[int] = set()
    for rule in ruleset.rules:
        asked |= rule.needs
        if field in rule.confidence:
            asked |= rule.words | rule.unless
        if field in rule.confidence or field in TELLING_FIELDS:
            asked |= rule.silent_if
    return asked


def _fire(rule: Rule, found: Found, cut: Cut) -> Hit | None:
    """The rule's hit in its surest field; None where its conditions are not met."""
    if rule.languages and rule.languages.isdisjoint(t.source.casefold() for t in cut["language"]):
        return None
    if rule.needs and rule.needs.isdisjoint(found):
        return None
    silent = {place.field for place in _places(rule.silent_if, found)} if rule.silent_if else frozenset[str]()
    if silent & TELLING_FIELDS:
        return None
    barred = list(_places(rule.unless, found)) if rule.unless else ()
    places = [
        place
        for place in _places(rule.words, found)
        if place.field in rule.confidence
        and place.field not in silent
        and not any(_overlap(place, bar) for bar in barred)
    ]
    return _hit(rule, places, cut) if places else None


def _places(phrases: Set[int], found: Found) -> Iterator[Place]:
    return (place for which in found.keys() & phrases for place in found[which])


def _overlap(one: Place, other: Place) -> bool:
    same_text = one.field == other.field and one.text == other.text
    return same_text and one.start < other.end and other.start < one.end


def _hit(rule: Rule, places: Sequence[Place], cut: Cut) -> Hit:
    fields = {place.field for place in places}
    best = min(fields, key=lambda f: (-rule.confidence[f], FIELDS.index(f))) if len(fields) > 1 else places[0].field
    said = Said(cut[best], [place for place in places if place.field == best])
    return Hit(rule.id, rule.line, rule.facet, rule.value, best, (said,), rule.confidence[best])
