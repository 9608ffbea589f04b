"""Do two people who coded the same works agree?

In: the decisions of a built corpus and the facets. Out: one `Agreement` for each question and pair of people: raw
agreement, Cohen's kappa with its interval, PABAK, and the works in which they differ.

Who has coded what
- Each person's own last word counts, whatever became of it in a dispute; what was taken back doesn't.
- A facet with one value: a work is coded by who has tagged a value of it. 'unsure' is a value like any other.
- A facet with any number of values: a work is coded by who has said anything of that facet, `tag` or `untag`, and each
  value is a question of its own: 'yes' or 'no', and 'no' where they left it out. So who has looked and found nothing
  must say so by an `untag`; silence can't be told from not having looked.
- Screening: include, exclude or unsure; each stage by itself.

Sources: kappa: Cohen 1960, Educ Psychol Meas 20:37. Its standard error: Fleiss, Cohen, Everitt 1969, Psychol Bull
72:323. PABAK: Byrt, Bishop, Carlin 1993, J Clin Epidemiol 46:423 (two answers); Brennan, Prediger 1981, Educ Psychol
Meas 41:687 (more).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import sqrt
from statistics import NormalDist

from .errors import NotFound
from .settling import stage_of
from .store import Store
from .tagging import Facet

STATUS = "status"
SCREENED = {"include": "included", "exclude": "excluded", "unsure": "unsure"}
SILENT = "not said"  # of a value in a facet that the person has coded: a 'no', but shown as what it is
NOUGHT = Fraction(0)
NORMAL_95 = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """How far two lists of answers agree.

    `kappa` is None where only one answer was ever given: there is nothing to tell from chance. `interval` (95 %) is
    None there, and where its formula gives no width, as of two who never differed: that they never will isn't known.
    It is made for large numbers; below some thirty works take it as a warning, not as a measure.
    """

    works: int
    agreed: int
    agreement: float
    kappa: float | None
    interval: tuple[float, float] | None
    pabak: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A work in which two people differ, and what each of them said, in the order of `Agreement.people`."""

    key: str
    title: str
    said: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Two people on one question: a facet; or, in `value`, one value of a facet with any number of them, or a stage of
    screening.
    """

    facet: str
    value: str | None
    people: tuple[str, str]
    measures: Measures
    differences: tuple[Difference, ...]


Answers = dict[str, dict[str, str]]  # person -> work -> answer
Question = tuple[str, str | None]  # facet, and value or stage


def agreements(store: Store, facets: Mapping[str, Facet], only: str | None = None) -> list[Agreement]:
    """Each question that two people have answered of the same works: screening first, then in the order of `facets`.

    `only`: a facet, or 'status' for screening. Raises NotFound where there is no such facet.
    """
    if only is not None and only not in (STATUS, *facets):
        raise NotFound(f"no facet {only!r}", hint="facets: " + ", ".join((STATUS, *facets)))
    titles = {work: (key, title or "(no title)") for work, key, title in store.rows(_TITLES)}
    return [
        Agreement(
            facet=facet,
            value=value,
            people=(one, other),
            measures=measures([(_counted(left), _counted(right)) for left, right in said.values()]),
            differences=_differences(said, titles),
        )
        for (facet, value), answers in _asked(store, facets)
        if only in (None, facet)
        for one, other in combinations(sorted(answers), 2)
        if (said := _both(answers[one], answers[other]))
    ]


def _differences(said: Mapping[str, tuple[str, str]], titles: Mapping[str, tuple[str, str]]) -> tuple[Difference, ...]:
    """In the order of keys."""
    differ = (work for work, (left, right) in said.items() if _counted(left) != _counted(right))
    found = [Difference(key=titles[work][0], title=titles[work][1], said=said[work]) for work in differ]
    return tuple(sorted(found, key=lambda each: each.key))


def measures(answers: Sequence[tuple[str, str]]) -> Measures:
    """Agreement, kappa and PABAK over pairs of answers, one pair a work; at least one pair.

    PABAK counts the answers that were given, at least two: an answer that nobody ever gave can't raise it.

    Why both: where two people call 90 of 100 works 'yes' and split over ten, agreement is 0.90, kappa -0.05 and PABAK
    0.80, for nearly all is 'yes' and so chance alone would agree as often.
    """
    n, table = len(answers), Counter(answers)
    given = sorted({answer for pair in answers for answer in pair})
    agreed = sum(table[answer, answer] for answer in given)
    observed, choices = agreed / n, max(2, len(given))
    kappa, error = _kappa(table, given) if len(given) > 1 else (None, 0.0)
    return Measures(
        works=n,
        agreed=agreed,
        agreement=observed,
        kappa=kappa,
        interval=None if kappa is None else _interval(kappa, error),
        pabak=(choices * observed - 1) / (choices - 1),
    )


def _interval(kappa: float, error: float) -> tuple[float, float] | None:
    around = NORMAL_95 * error
    return (max(-1.0, kappa - around), min(1.0, kappa + around)) if error else None


def _kappa(table: Counter[tuple[str, str]], given: Sequence[str]) -> tuple[float, float]:
    """Cohen's kappa and its standard error (Fleiss, Cohen, Everitt 1969, for a kappa that need not be 0).

    In fractions, so that an error of nought is nought, and no rounding.
    """
    n = table.total()
    share = {pair: Fraction(count, n) for pair, count in table.items()}
    left = {answer: sum((part for (one, _), part in share.items() if one == answer), NOUGHT) for answer in given}
    right = {answer: sum((part for (_, other), part in share.items() if other == answer), NOUGHT) for answer in given}
    same = {answer: share.get((answer, answer), NOUGHT) for answer in given}
    expected = sum((left[answer] * right[answer] for answer in given), NOUGHT)
    kappa = (sum(same.values()) - expected) / (1 - expected)
    agreed = sum(same[answer] * (1 - (left[answer] + right[answer]) * (1 - kappa)) ** 2 for answer in given)
    differed = sum(part * (right[one] + left[other]) ** 2 for (one, other), part in share.items() if one != other)
    variance = agreed + (1 - kappa) ** 2 * differed - (kappa - expected * (1 - kappa)) ** 2
    return float(kappa), sqrt(variance / n) / float(1 - expected)


def _counted(answer: str) -> str:
    return "no" if answer == SILENT else answer


def _both(one: Mapping[str, str], other: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """What both said of the works that both have coded; nothing where neither ever spoke of this value."""
    said = {work: (one[work], other[work]) for work in sorted(one.keys() & other.keys())}
    return {} if all(set(pair) == {SILENT} for pair in said.values()) else said


# ------------------------------------------------------------------------------------------ who said what

_TITLES = "select work_id, key, title from work join citekey using (work_id) where leads"
_SPOKEN = """
    select distinct time, decision_id, who, event, value, work_id
    from (select * exclude (records), unnest(records) as record_id from decision) join work_record using (record_id)
    where event in ('include', 'exclude', 'unsure', 'tag', 'untag') and state <> 'undone'
    order by time, decision_id, work_id"""


def _asked(store: Store, facets: Mapping[str, Facet]) -> Iterator[tuple[Question, Answers]]:
    """Each question with everybody's answers; of any number of values each is a question."""
    last = _last_words(store, {STATUS, *(name for name, facet in facets.items() if facet.single)})
    places = {name: place for place, name in enumerate((STATUS, *facets))}
    for facet, stage in sorted(last, key=lambda asked: (places.get(asked[0], len(places)), asked[0], asked[1] or "")):
        words = last[facet, stage]
        if facet == STATUS or (facet in facets and facets[facet].single):
            yield (facet, stage), _one_answer(words)
        else:
            yield from _by_value(facet, words)


Words = dict[str, dict[str, dict[str, str]]]  # person -> work -> value -> yes or no


def _last_words(store: Store, single: Collection[str]) -> dict[Question, Words]:
    """By facet (screening: by stage), for each person, work and value: the last word. A new answer to a question that
    has one takes the place of the old one.
    """
    found: dict[Question, Words] = {}
    for _, _, who, event, value, work in store.rows(_SPOKEN):
        details = json.loads(value)
        of_tag = event in ("tag", "untag")
        asked = (str(details.get("facet")), None) if of_tag else (STATUS, stage_of(details))
        words = found.setdefault(asked, {}).setdefault(who, {}).setdefault(work, {})
        if asked[0] in single and event != "untag":
            words.clear()
        words[str(details.get("value")) if of_tag else SCREENED[event]] = "no" if event == "untag" else "yes"
    return found


def _one_answer(words: Words) -> Answers:
    """The value that each person gave and did not take away; a work that has none was not coded."""
    return {
        who: {work: value for work, said in works.items() for value, answer in said.items() if answer == "yes"}
        for who, works in words.items()
    }


def _by_value(facet: str, words: Words) -> Iterator[tuple[Question, Answers]]:
    named = {value for works in words.values() for said in works.values() for value in said}
    for value in sorted(named):
        yield (
            (facet, value),
            {who: {work: said.get(value, SILENT) for work, said in works.items()} for who, works in words.items()},
        )
