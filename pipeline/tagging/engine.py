"""From the texts of a work to its tags.

In: a RuleSet and texts by field ('title': ['…'], 'keywords': ['…', '…']). Out: `Tag`s in the order of facets.toml.

Pure, in this order: phrases found -> hits (one a rule at most, in its surest field; hits.py) -> scores -> tags.
A value's score is its surest hit, and a little more for each other rule that agrees. Facets are settled in the
order of facets.toml, so that what a value implies is known when its facet's turn comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..model import Tag
from .hits import Cut, Hit, read_hits
from .ruleset import FIELDS, LEVELS, Facet, Judgement, RuleSet

AGREEMENT = 0.03
"""What each further rule that agrees adds: evidence, but its words are seldom independent."""

MOST_AGREEMENT = 0.09
"""So that many strong rules never come within a tie of one certain one (0.8 + 0.09 + 0.05 < 0.95)."""

TIE = 0.05
"""Two values of a single-valued facet that are closer than this are a tie: a person should look."""

CEILING = 0.99
"""No rule is ever quite sure."""

CERTAIN = LEVELS["certain"]
STATED = LEVELS["strong"]
"""A database's own word of this confidence settles a facet with one value, whatever the text says."""

TYPE_FIELDS = frozenset({"publication_types", "type"})
"""What a database says of the kind of a work, as against its subject."""

SURE_ENOUGH = round(LEVELS["strong"] + 2 * AGREEMENT, 2)
"""Phrases of this confidence outrank a table of weights: one that is certain, or three strong ones that agree. Where
there is nothing but a title, any does: there a table knows least."""

DEFAULT_RULE = "facets.toml:default"
TIE_RULE = "facets.toml:tie"


@dataclass(frozen=True, slots=True)
class Tagged:
    """What became of a work: its tags, and the rules that fired, whether or not they decided."""

    tags: list[Tag]
    fired: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """What the hits for one value come to; `hit` is the surest."""

    value: str
    confidence: float
    hit: Hit


def tag_works(ruleset: RuleSet, rows: Iterable[tuple[str, Mapping[str, Sequence[str]]]]) -> Iterator[Tag]:
    """The tags of many works, (work_id, texts) each, in the order given; each work is judged by itself."""
    for work_id, texts in rows:
        yield from tag_work(ruleset, work_id, texts)


def tag_work(ruleset: RuleSet, work_id: str, texts: Mapping[str, Sequence[str]]) -> list[Tag]:
    """All tags of one work.

    `texts` has a list of texts for each field; fields that no rule may read (see FIELDS) are passed over.

    tag_work(rules, "w1", {"title": ["Burnout among nurses"]})
    -> [Tag(facet='topic', value='burnout', layer='rule', rule='burnout.toml:en', field='title', words='Burnout', …),
        Tag(facet='class', value='unsure', layer='default', rule='facets.toml:default', confidence=0.0, …)]
    """
    return judge_work(ruleset, work_id, texts).tags


def judge_work(ruleset: RuleSet, work_id: str, texts: Mapping[str, Sequence[str]]) -> Tagged:
    """`tag_work`, and which rules fired."""
    cut, hits = read_hits(ruleset, texts)
    fired = _names(hits)
    tags: list[Tag] = []
    for facet in ruleset.facets.values():
        if facet.read_from:
            tags += _read_off(facet, cut, work_id)
            continue
        own = [hit for hit in hits if hit.facet == facet.name]
        derived, spent = _derived_hits(ruleset, facet, hits)
        hits += _implied_hits(ruleset, [*own, *derived], facet.threshold)
        kept = [hit for hit in own if hit.value not in spent]
        scores = _scores(facet, [*kept, *derived])
        judge = ruleset.judges.get(facet.name)
        judged = judge.judge(cut, fired) if judge and _leaves_room(scores, cut) else None
        tags += [_judged(facet, judged, work_id)] if judged else _settle(facet, scores, work_id)
    return Tagged(tags, tuple(dict.fromkeys(hit.rule for hit in hits)))


def shown_to_models(ruleset: RuleSet, texts: Mapping[str, Sequence[str]]) -> tuple[Cut, tuple[str, ...]]:
    """What a model is asked with (see `Judge.judge`): it learns from the same."""
    cut, hits = read_hits(ruleset, texts)
    return cut, _names(hits)


def _names(hits: Iterable[Hit]) -> tuple[str, ...]:
    return tuple(f"{hit.rule}@{hit.field}" for hit in hits)


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
            said = tuple(one for hit in causes for one in hit.said)
            confidence = max(rule.confidence.values())
            derived.append(Hit(rule.id, rule.line, rule.facet, rule.value, causes[0].field, said, confidence))
            spent |= {value for name, value in rule.all_of if name == facet.name}
    return derived, spent


def _implied_hits(ruleset: RuleSet, hits: Sequence[Hit], threshold: float) -> list[Hit]:
    """What each hit says of other facets, as surely as it says its own ('review' -> 'theoretical')."""
    return [
        Hit(hit.rule, hit.line, facet, value, hit.field, hit.said, hit.confidence)
        for hit in hits
        if hit.confidence >= threshold
        for facet, value in ruleset.implied.get((hit.facet, hit.value), ())
    ]


def _surest(hits: Iterable[Hit]) -> Hit | None:
    return min(hits, key=_surety, default=None)


def _surety(hit: Hit) -> tuple[float, int, str]:
    """The surest first."""
    return -hit.confidence, FIELDS.index(hit.field), hit.rule


# --- hits -> tags ------------------------------------------------------------------------------------------------


def _scores(facet: Facet, hits: Sequence[Hit]) -> list[Score]:
    """The values that reach the facet's threshold, in the facet's order."""
    scores = []
    by_value: dict[str, list[Hit]] = {}
    for hit in hits:
        by_value.setdefault(hit.value, []).append(hit)
    for value in filter(by_value.__contains__, facet.values):
        own = by_value[value]
        surest = min(own, key=_surety)
        others = len({hit.rule for hit in own}) - 1
        confidence = min(CEILING, surest.confidence + min(MOST_AGREEMENT, AGREEMENT * others))
        if confidence >= (LEVELS["weak"] if value in facet.suggested else facet.threshold):
            scores.append(Score(value, round(confidence, 4), surest))
    return scores


def _stated(scores: Sequence[Score]) -> list[Score]:
    """What a database says in its own words."""
    return [score for score in scores if score.hit.layer == "source" and score.confidence >= STATED]


def _leaves_room(scores: Sequence[Score], cut: Cut) -> bool:
    """Whether a model is asked: no document type, and no phrases that are sure enough, have settled it.

    Headings alone don't settle it: they say what a work is about, and reviews of cohort studies have them too.
    """
    if any(score.hit.field in TYPE_FIELDS for score in _stated(scores)):
        return False
    ranked = sorted((score.confidence for score in scores if score.hit.layer == "rule"), reverse=True)
    enough = SURE_ENOUGH if any(cut[name] for name in ("abstract", "headings")) else LEVELS["weak"]
    return not ranked or ranked[0] < enough or (len(ranked) > 1 and ranked[0] - ranked[1] < TIE - 1e-9)


def _settle(facet: Facet, scores: Sequence[Score], work_id: str) -> list[Tag]:
    if not facet.single:
        return [_tag(facet, score, work_id) for score in scores]
    ranked = sorted(_stated(scores) or scores, key=lambda score: -score.confidence)
    if not ranked:
        return _default(facet, work_id)
    close = [score for score in ranked if ranked[0].confidence - score.confidence < TIE - 1e-9]
    return [_tag(facet, ranked[0], work_id)] if len(close) == 1 else _tied(facet, close, work_id)


def _tag(facet: Facet, score: Score, work_id: str) -> Tag:
    return Tag(
        work_id=work_id,
        facet=facet.name,
        value=score.value,
        layer=score.hit.layer,
        rule=score.hit.rule,
        line=score.hit.line,
        field=score.hit.field,
        words=score.hit.words,
        confidence=score.confidence,
        suggested=score.value in facet.suggested,
    )


def _judged(facet: Facet, judged: Judgement, work_id: str) -> Tag:
    return Tag(
        work_id=work_id,
        facet=facet.name,
        value=judged.value,
        layer="model",
        rule=f"weights/{facet.model}.tsv",
        field=judged.field,
        words=judged.words,
        confidence=judged.confidence,
    )


def _read_off(facet: Facet, cut: Cut, work_id: str) -> list[Tag]:
    """A tag for each value that stands in the facet's field."""
    field = facet.read_from or ""
    found = dict.fromkeys(text.source.casefold() for text in cut[field])
    return [
        Tag(
            work_id=work_id,
            facet=facet.name,
            value=value,
            layer="source",
            rule=f"facets.toml:{facet.name}",
            field=field,
            words=value,
            confidence=CERTAIN,
        )
        for value in found
    ]


def _default(facet: Facet, work_id: str) -> list[Tag]:
    return _undecided(facet, facet.default, work_id, DEFAULT_RULE, "", "")


def _tied(facet: Facet, scores: Sequence[Score], work_id: str) -> list[Tag]:
    """The words of every side: 'empirical: survey | theoretical: history of'."""
    words = " | ".join(f"{score.value}: {score.hit.words}" for score in scores)
    return _undecided(facet, facet.tie, work_id, TIE_RULE, scores[0].hit.field, words)


def _undecided(facet: Facet, value: str | None, work_id: str, rule: str, field: str, words: str) -> list[Tag]:
    if value is None:
        return []
    return [
        Tag(
            work_id=work_id,
            facet=facet.name,
            value=value,
            layer="default" if rule == DEFAULT_RULE else "rule",
            rule=rule,
            field=field,
            words=words,
            confidence=0.0,
        )
    ]
