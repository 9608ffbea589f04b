"""From the texts of a work to its tags.

In: a RuleSet and texts by field ('title': ['…'], 'keywords': ['…', '…']). Out: `Tag`s in the order of facets.toml.

Pure, in this order: phrases found -> hits (one a rule at most, in its surest field) -> scores of values -> tags.
A value's score is its surest hit, and a little more for each other rule that agrees. Facets are settled in the
order of facets.toml, so that what a value implies is known when its facet's turn comes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..model import Tag
from .ruleset import FIELDS, TELLING_FIELDS, Facet, Rule, RuleSet
from .text import Text
from .text import cut as cut_text

AGREEMENT = 0.03
"""What each further rule that agrees adds: evidence, but its words are seldom independent."""

MOST_AGREEMENT = 0.09
"""So that many strong rules never come within a tie of one certain one (0.8 + 0.09 + 0.05 < 0.95)."""

TIE = 0.05
"""Two values of a single-valued facet that are closer than this are a tie: a person should look."""

CEILING = 0.99
"""No rule is ever quite sure."""

SHOWN_WORDS = 5
"""As many different findings of one rule are shown as evidence; more would hide the text."""

BY = "rule"
DEFAULT_RULE = "facets.toml:default"
TIE_RULE = "facets.toml:tie"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a phrase stands: field, which of its texts, first word and the word after the last."""

    field: str
    text: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that fired, in its surest field, with the words as printed."""

    rule: str
    facet: str
    value: str
    field: str
    words: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Score:
    """What the hits for one value come to; `hit` is the surest."""

    value: str
    confidence: float
    hit: Hit


Cut = Mapping[str, Sequence[Text]]
Found = Mapping[int, Sequence[Place]]


def tag_works(ruleset: RuleSet, rows: Iterable[tuple[str, Mapping[str, Sequence[str]]]]) -> Iterator[Tag]:
    """The tags of many works, (work_id, texts) each, in the order given; each work is judged by itself."""
    for work_id, texts in rows:
        yield from tag_work(ruleset, work_id, texts)


def tag_work(ruleset: RuleSet, work_id: str, texts: Mapping[str, Sequence[str]]) -> list[Tag]:
    """All tags of one work.

    `texts` has a list of texts for each field; fields that no rule may read (see FIELDS) are passed over.

    tag_work(rules, "w1", {"title": ["Burnout among nurses"]})
    -> [Tag(facet='topic', value='burnout', rule='burnout.toml:en', field='title', words='Burnout', …),
        Tag(facet='class', value='unsure', rule='facets.toml:default', confidence=0.0, …)]
    """
    cut = {name: [cut_text(text) for text in texts.get(name, ())] for name in FIELDS}
    hits = _word_hits(ruleset, cut)
    tags: list[Tag] = []
    for facet in ruleset.facets.values():
        own = [hit for hit in hits if hit.facet == facet.name]
        derived, spent = _derived_hits(ruleset, facet, hits)
        hits += _implied_hits(ruleset, [*own, *derived], facet.threshold)
        kept = [hit for hit in own if hit.value not in spent]
        tags += _settle(facet, _scores(facet, [*kept, *derived]), work_id)
    return tags


# --- words -> hits -----------------------------------------------------------------------------------------------


def _word_hits(ruleset: RuleSet, cut: Cut) -> list[Hit]:
    """One hit for each rule with words in the work; the order of rules and texts changes nothing."""
    found = _find(ruleset, cut)
    candidates = {rule.id: rule for which in found for rule in ruleset.by_phrase.get(which, ())}
    hits = (_fire(rule, found, cut) for _, rule in sorted(candidates.items()))
    return [hit for hit in hits if hit]


def _find(ruleset: RuleSet, cut: Cut) -> dict[int, list[Place]]:
    found: dict[int, list[Place]] = {}
    for name, texts in cut.items():
        for number, text in enumerate(texts):
            for which, start, end in ruleset.matcher.find(text):
                found.setdefault(which, []).append(Place(name, number, start, end))
    return found


def _fire(rule: Rule, found: Found, cut: Cut) -> Hit | None:
    """The rule's hit in its surest field; None where its conditions are not met."""
    if rule.languages and rule.languages.isdisjoint(t.source.casefold() for t in cut["language"]):
        return None
    if rule.needs and rule.needs.isdisjoint(found):
        return None
    silent = {place.field for place in _places(rule.silent_if, found)}
    if silent & TELLING_FIELDS:
        return None
    barred = list(_places(rule.unless, found))
    places = [
        place
        for place in _places(rule.words, found)
        if place.field in rule.confidence
        and place.field not in silent
        and not any(_overlap(place, bar) for bar in barred)
    ]
    return _hit(rule, places, cut) if places else None


def _places(phrases: Collection[int], found: Found) -> Iterator[Place]:
    return (place for which in phrases for place in found.get(which, ()))


def _overlap(one: Place, other: Place) -> bool:
    same_text = one.field == other.field and one.text == other.text
    return same_text and one.start < other.end and other.start < one.end


def _hit(rule: Rule, places: Sequence[Place], cut: Cut) -> Hit:
    best = min({place.field for place in places}, key=lambda f: (-rule.confidence[f], FIELDS.index(f)))
    chosen = sorted((p for p in places if p.field == best), key=lambda p: (p.text, p.start, -p.end))
    words: dict[str, str] = {}
    for place in chosen:
        text = cut[best][place.text]
        words.setdefault(" ".join(text.words[place.start : place.end]), text.printed(place.start, place.end))
    shown = tuple(words.values())[:SHOWN_WORDS]
    return Hit(rule.id, rule.facet, rule.value, best, shown, rule.confidence[best])


# --- hits -> hits ------------------------------------------------------------------------------------------------


def _derived_hits(ruleset: RuleSet, facet: Facet, hits: Sequence[Hit]) -> tuple[list[Hit], set[str]]:
    """What follows where several values fired together ('mixed' from 'quantitative' and 'qualitative').

    The second: values of this facet that are spent on it, and no longer stand for themselves.
    """
    derived: list[Hit] = []
    spent: set[str] = set()
    for rule in ruleset.derived:
        if rule.facet != facet.name:
            continue
        surest = [_surest(h for h in hits if (h.facet, h.value) == pair) for pair in rule.all_of]
        causes = [hit for hit in surest if hit and hit.confidence >= rule.all_of_at_least]
        if len(causes) == len(rule.all_of):
            words = tuple(word for hit in causes for word in hit.words)
            confidence = max(rule.confidence.values())
            derived.append(Hit(rule.id, rule.facet, rule.value, causes[0].field, words, confidence))
            spent |= {value for name, value in rule.all_of if name == facet.name}
    return derived, spent


def _implied_hits(ruleset: RuleSet, hits: Sequence[Hit], threshold: float) -> list[Hit]:
    """What each hit says of other facets, as surely as it says its own ('review' -> 'theoretical')."""
    return [
        Hit(hit.rule, facet, value, hit.field, hit.words, hit.confidence)
        for hit in hits
        if hit.confidence >= threshold
        for facet, value in ruleset.implied.get((hit.facet, hit.value), ())
    ]


def _surest(hits: Iterable[Hit]) -> Hit | None:
    return min(hits, key=lambda hit: (-hit.confidence, FIELDS.index(hit.field), hit.rule), default=None)


# --- hits -> tags ------------------------------------------------------------------------------------------------


def _scores(facet: Facet, hits: Sequence[Hit]) -> list[Score]:
    """The values that reach the facet's threshold, in the facet's order."""
    scores = []
    for value in facet.values:
        own = [hit for hit in hits if hit.value == value]
        surest = _surest(own)
        if surest is None:
            continue
        others = len({hit.rule for hit in own}) - 1
        confidence = min(CEILING, surest.confidence + min(MOST_AGREEMENT, AGREEMENT * others))
        if confidence >= facet.threshold:
            scores.append(Score(value, round(confidence, 4), surest))
    return scores


def _settle(facet: Facet, scores: Sequence[Score], work_id: str) -> list[Tag]:
    if not facet.single:
        return [_tag(work_id, score) for score in scores]
    ranked = sorted(scores, key=lambda score: -score.confidence)
    if not ranked:
        return _default(facet, work_id)
    close = [score for score in ranked if ranked[0].confidence - score.confidence < TIE - 1e-9]
    return [_tag(work_id, ranked[0])] if len(close) == 1 else _tied(facet, close, work_id)


def _tag(work_id: str, score: Score) -> Tag:
    return Tag(
        work_id=work_id,
        facet=score.hit.facet,
        value=score.value,
        by=BY,
        rule=score.hit.rule,
        field=score.hit.field,
        words="; ".join(score.hit.words),
        confidence=score.confidence,
    )


def _default(facet: Facet, work_id: str) -> list[Tag]:
    return _undecided(facet, facet.default, work_id, DEFAULT_RULE, "", "")


def _tied(facet: Facet, scores: Sequence[Score], work_id: str) -> list[Tag]:
    """The words of every side: 'empirical: survey | theoretical: history of'."""
    words = " | ".join(f"{score.value}: {'; '.join(score.hit.words)}" for score in scores)
    return _undecided(facet, facet.tie, work_id, TIE_RULE, scores[0].hit.field, words)


def _undecided(facet: Facet, value: str | None, work_id: str, rule: str, field: str, words: str) -> list[Tag]:
    if value is None:
        return []
    return [
        Tag(
            work_id=work_id,
            facet=facet.name,
            value=value,
            by=BY,
            rule=rule,
            field=field,
            words=words,
            confidence=0.0,
        )
    ]
