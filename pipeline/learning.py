"""Learn from the reviewers: decisions of people -> corpus/learned/<facet>.json, for the extra `ml`.

In: the built corpus, and what people decided: tag and untag, include and exclude. Out: for each facet and value with
enough of both sides a linear model (logistic regression over weighed terms), with how well it does on works that it had
not seen. It never decides: `tagging/proposals.py` makes questions of it, and needs no library for that.

The same decisions on the same works give the same bytes: works are taken in the order of their ids, the parts for
cross-validation follow from the ids alone, and weights are rounded. The files are derived: delete them at any time.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .decisions import Logged, in_force, one_value_each, read_decisions
from .errors import PipelineError
from .ledger import write_whole
from .screening import STATUS_OF
from .store import Store
from .successors import carried_over
from .tagging import RuleSet, load_rules
from .tagging.engine import judge_work
from .tagging.fitting import FOLDS, Measured, Rows, crossed, fit
from .tagging.proposals import FORM, INCLUDED, STATUS, learned_files, terms_of
from .tagging.works import people, work_texts
from .workspace import Workspace

MINIMUM = 20
"""Works that people said yes to, and as many no: below this a cross-validated figure says next to nothing."""

BY_LUCK = 2.58
"""How far from zero a Matthews correlation must be, in its own spread, to be no luck: guessing gets so far once in 200
trainings. The spread is 1/sqrt(n), since n times its square is the chi-square of the two by two table."""

UNSURE = "unsure"  # 'one can't tell' is no answer to learn


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What came of one value: how many said yes and no; how well it was learned; whether it proposes, else why not."""

    facet: str
    value: str
    yes: int
    no: int
    measured: Measured | None
    proposes: bool
    why: str


Answers = dict[tuple[str, str], dict[str, bool]]


def learn(workspace: Workspace, store: Store) -> list[Lesson]:
    """Learn anew from all decisions that hold, and write the files. Raises PipelineError without scikit-learn."""
    _check_library()
    ruleset = load_rules(workspace.rules)
    logged = _logged(workspace, ruleset)
    settle = workspace.settings.settle
    answers = answers_of(store, ruleset, carried_over(store, logged, settle), settle)
    terms = _terms(store, ruleset, {work_id for said in answers.values() for work_id in said})
    lessons: list[Lesson] = []
    values: dict[str, dict[str, Any]] = {}
    for (facet, value), said in sorted(answers.items()):
        lesson, held = _learn_one(facet, value, [(terms[work], said[work]) for work in _dealt(said)])
        lessons.append(lesson)
        values.setdefault(facet, {})[value] = held
    _write(workspace, logged, values)
    return lessons


def _check_library() -> None:
    try:
        import sklearn  # noqa: F401
    except ImportError as error:
        raise PipelineError(
            "learning from decisions needs scikit-learn, which is not installed",
            hint="pip install 'bibcorpus[ml]'; all else works without it, proposals that were learned elsewhere too",
        ) from error


def _logged(workspace: Workspace, ruleset: RuleSet) -> list[Logged]:
    single = [facet.name for facet in ruleset.facets.values() if facet.single]
    return one_value_each(read_decisions(workspace)[0], single, workspace.settings.settle)


# --- what people said --------------------------------------------------------------------------------------------


def answers_of(store: Store, ruleset: RuleSet, logged: Sequence[Logged], settle: str) -> Answers:
    """For each facet and value the works that people said yes or no to; works on which they disagree are left out.

    A tag is a yes; an untag is a no; in a facet with one value, a tag is a no to the other values too. 'unsure' is
    neither. Include and exclude are yes and no to ('status', 'included').
    """
    answers: Answers = {}
    for work_id, decisions in people(store, ruleset, logged, settle)[0].items():
        for decision in decisions:
            facet, value = str(decision.value.get("facet")), str(decision.value.get("value"))
            if facet not in ruleset.facets or value not in ruleset.facets[facet].values or value == UNSURE:
                continue
            answers.setdefault((facet, value), {})[work_id] = decision.event == "tag"
            if ruleset.facets[facet].single and decision.event == "tag":
                for other in ruleset.facets[facet].values:
                    if other not in (value, UNSURE):
                        answers.setdefault((facet, other), {}).setdefault(work_id, False)
    for work_id, status in store.rows(
        "select work_id, status from screening where \"by\" = 'person' and status <> 'undecided'"
    ):
        answers.setdefault((STATUS, INCLUDED), {})[work_id] = status == "included"
    return answers


def _terms(store: Store, ruleset: RuleSet, wanted: set[str]) -> dict[str, list[str]]:
    return {
        work_id: terms_of(texts, judge_work(ruleset, work_id, texts).fired)
        for work_id, texts in (work_texts(store) if wanted else ())
        if work_id in wanted
    }


def _dealt(said: Mapping[str, bool]) -> list[str]:
    """The works in an order that follows from their ids alone, and has nothing to do with who found them when."""
    return sorted(said, key=lambda work_id: hashlib.sha256(work_id.encode()).hexdigest())


# --- one value ---------------------------------------------------------------------------------------------------


def _learn_one(facet: str, value: str, rows: Rows) -> tuple[Lesson, dict[str, Any]]:
    """The lesson, and what the file holds of it."""
    yes = sum(answer for _, answer in rows)
    no = len(rows) - yes
    measured, curve = crossed(facet, value, rows) if min(yes, no) >= MINIMUM else (None, None)
    why = _why_not(yes, no, measured)
    lesson = Lesson(facet=facet, value=value, yes=yes, no=no, measured=measured, proposes=not why, why=why)
    held: dict[str, Any] = {"yes": yes, "no": no, "proposes": lesson.proposes, "why": why}
    if measured:
        held["measured"] = {name: getattr(measured, name) for name in Measured.__slots__} | {"folds": FOLDS}
    if lesson.proposes and curve:
        learned = fit(facet, value, rows)
        held |= {"intercept": learned.intercept, "chance": curve, "terms": learned.terms}
    return lesson, held


def _why_not(yes: int, no: int, measured: Measured | None) -> str:
    """Why a model may not propose; empty where it may."""
    if measured is None:
        missing = [f"{MINIMUM - n} more {side}" for n, side in ((yes, "yes"), (no, "no")) if n < MINIMUM]
        return f"needs {MINIMUM} of each: " + " and ".join(missing)
    least = BY_LUCK / math.sqrt(yes + no)
    return "" if measured.mcc >= least else f"no better than luck: MCC {measured.mcc:.2f}, needs {least:.2f}"


# --- the files ---------------------------------------------------------------------------------------------------


def decisions_hash(logged: Iterable[Logged], facet: str) -> str:
    """A hash of all that people say of a facet, whatever the order and the files it stands in."""
    events = STATUS_OF if facet == STATUS else ("tag", "untag")
    said = sorted(
        json.dumps([each.event, sorted(each.records), each.value.get("value")], ensure_ascii=False)
        for each in in_force(logged, *events)
        if facet == STATUS or each.value.get("facet") == facet
    )
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def _write(workspace: Workspace, logged: Sequence[Logged], values: Mapping[str, dict[str, Any]]) -> None:
    folder = workspace.learned
    for path in folder.glob("*.json"):
        if path.stem not in values:
            path.unlink()
    for facet, its in values.items():
        held = {"form": FORM, "facet": facet, "decisions": decisions_hash(logged, facet), "values": its}
        text = json.dumps(held, ensure_ascii=False, sort_keys=True, indent=1)
        write_whole(folder / f"{facet}.json", f"{text}\n".encode())


def stale(workspace: Workspace) -> list[str]:
    """A line for each learned file that is older than the decisions: proposals don't know of them yet."""
    files = learned_files(workspace.learned)
    if not files:
        return []
    logged = _logged(workspace, load_rules(workspace.rules))
    return [
        f"{workspace.relative(path)}: people have decided since on {held['facet']}: `bibcorpus tag --learn` learns anew"
        for path, held in files
        if held["decisions"] != decisions_hash(logged, held["facet"])
    ]
