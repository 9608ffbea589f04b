"""What is asked: the built corpus and the log as it stands -> questions, those most worth asking first.

Conflicts come first, since nothing that hangs on them holds until they are settled; then doubtful pairs, since of a
copy all else would be asked twice; then screening, and tags only of what may stay. Within each the order is that of the
views open_pair and open_tag, with all tags of one work together: it is read once.

With `blind`, tags and screening come in the order of the works' ids, which is the same for everybody: any other order
would tell what others have said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from ..settling import FULL_TEXT
from ..store import selected
from .conflicts import conflicts
from .question import Asking, Question, Row, of_two
from .said import STATUS, Said


def questions(ask: Asking, sections: Sequence[str] = (), where: str | None = None) -> list[Question]:
    """All that is open, in the order of asking; of some `sections` (see SECTIONS) only, of some works only."""
    found = [question for name in SECTIONS if not sections or name in sections for question in SECTIONS[name](ask)]
    if not sections:
        found = _one_question_on_relevance(found)
    once: dict[str, Question] = {}
    for question in found:
        once.setdefault(question.id, question)
    found = [question for question in once.values() if is_open(question, ask.said, ask.blind)]
    if where is None:
        return found
    wanted = set(selected(ask.store, where, everything=True))
    return [question for question in found if not wanted.isdisjoint(question.works)]


def _one_question_on_relevance(found: Sequence[Question]) -> list[Question]:
    """Whether a work belongs is asked once: who includes or excludes it need not call it relevant too."""
    screened = {question.works for question in found if question.kind == "screening"}
    return [each for each in found if each.kind != "tag" or each.facet != "relevance" or each.works not in screened]


def is_open(question: Question, said: Said, blind: bool = False) -> bool:
    """Whether nobody has answered it since the corpus was built."""
    match question.kind:
        case "pair":
            return not said.told_apart_or_joined(*question.works)
        case "join":
            return _stand(question, said) and not said.told_apart_or_joined(*question.works)
        case "dispute" | "look":
            return _stand(question, said)
        case "screening":
            return not said.spoken(question.works, _stage_spot(question)) and (
                blind or not said.spoken(question.works, "relevance")
            )
        case _:
            return not said.spoken(question.works, question.facet) and (
                question.facet == "relevance" or said.out.isdisjoint(question.works)
            )


def _stand(question: Question, said: Said) -> bool:
    return said.ended.isdisjoint(item.decision.id for item in question.voices)


def _stage_spot(question: Question) -> str:
    return FULL_TEXT if question.row.get("stage") == FULL_TEXT else STATUS


# --- pairs -------------------------------------------------------------------------------------------------------


def _pairs(ask: Asking) -> Iterator[Question]:
    for row in ask.store.records(
        "select p.*, pair.kind, pair.of_id, l.work_id as left_work, r.work_id as right_work from open_pair as p "
        "join pair using (left_id, right_id) join work_record as l on l.record_id = left_id "
        "join work_record as r on r.record_id = right_id order by p.rank"
    ):
        yield of_two("pair", row)


# --- screening and tags ------------------------------------------------------------------------------------------

_UNDECIDED = """
    select work_id, status_reason as why from screening join work using (work_id)
    where status = 'undecided' and "by" = 'rule' order by abstract is null, work_id"""
_INCLUDED = """
    select work_id, status_reason as why from screening
    where "by" = 'person' and status = 'included' and stage is distinct from 'full-text' order by work_id"""


def _screening(ask: Asking) -> Iterator[Question]:
    """Works that no rule decides; where a model has learned from people, those that it doubts most come first."""
    later = ask.stage == FULL_TEXT
    doubted = {} if later else {row["work_id"]: row for row in ask.open_tags if row["facet"] == STATUS}
    rows = {row["work_id"]: row for row in ask.store.records(_INCLUDED if later else _UNDECIDED)}
    for work in _wanted(ask, FULL_TEXT if later else STATUS, list(dict.fromkeys([*doubted, *rows]))):
        its = {} if ask.blind else {**rows.get(work, {}), "proposed": doubted.get(work, {}).get("proposed")}
        yield Question(kind="screening", records=(work,), works=(work,), row={**its, "stage": ask.stage})


def _wanted(ask: Asking, facet: str, works: Sequence[str]) -> list[str]:
    """The works to ask about: those that nobody has spoken of; blind, all that this person hasn't, by id."""
    if not ask.blind:
        return [work for work in works if not ask.said.by(work, facet)]
    theirs = {work for work, spoken in ask.said.people if spoken == facet and ask.theirs(work, facet)}
    return sorted(theirs.union(work for work in works if ask.who not in ask.said.by(work, facet)))


def _tags(ask: Asking) -> Iterator[Question]:
    rows = [row for row in ask.open_tags if _is_asked(ask, row["facet"])]
    if ask.blind:
        yield from _tags_blind(ask, rows)
        return
    first: dict[str, int] = {}
    for row in rows:
        if row["kind"] != "suggestion":
            first.setdefault(row["work_id"], row["rank"])
    rows = [row for row in rows if not ask.said.by(row["work_id"], row["facet"])]  # a dispute is a conflict
    for row in sorted(rows, key=lambda row: (row["kind"] == "suggestion", first.get(row["work_id"], 0), row["rank"])):
        yield _tag(row["work_id"], row["facet"], row)


def _tags_blind(ask: Asking, rows: Iterable[Row]) -> Iterator[Question]:
    spots = {(row["work_id"], row["facet"]) for row in rows if ask.who not in ask.said.by(row["work_id"], row["facet"])}
    spots |= {spot for spot in ask.said.people if _is_asked(ask, spot[1]) and ask.theirs(*spot)}
    places = {name: place for place, name in enumerate(ask.facets)}
    for work, facet in sorted(spots, key=lambda spot: (spot[0], places[spot[1]])):
        yield _tag(work, facet, {})


def _is_asked(ask: Asking, facet: str) -> bool:
    return facet in ask.facets and not ask.facets[facet].read_from


def _tag(work: str, facet: str, row: Row) -> Question:
    return Question(kind="tag", records=(work,), works=(work,), facet=facet, row=row)


SECTIONS: Mapping[str, Callable[[Asking], Iterator[Question]]] = {
    "conflicts": conflicts,
    "pairs": _pairs,
    "screening": _screening,
    "tags": _tags,
}
"""In the order in which they are asked."""
