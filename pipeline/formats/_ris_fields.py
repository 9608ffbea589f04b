"""What the tags of one RIS record mean, which depends on who wrote it.

In: the tags of a record. Out: fields as in model.SOURCE_FIELDS, what is left (for `extra`), and warnings.

Most of what there is to decide follows from which tags are there, not from what they say: where JF stands, T2 is
something else. So the rules come in pairs: a plan (`_ris_work.titles`) says from the shape of a record what to do, once
for all records of the same shape, and yields steps (`take_once`), which are done to each record; what is usual in a
record of that shape, `_ris_usual` does in one go. The work's titles, pages and texts stand in `_ris_work`, numbers in
`_ris_ids`, dates in `_ris_dates`, people in `_ris_people`.

Rules from: the RIS specification (Research Information Systems, 2011), EndNote's and Zotero's use of it, exports of
the databases named in `_ris_dialects`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from ._own_note import take_own_notes
from ._ris_dates import dates
from ._ris_dialects import dialect_of, says_more, type_of
from ._ris_ids import identifiers
from ._ris_people import people
from ._ris_record import NO_NUMBER, NUMBERS, RisRecord, Shape, Step
from ._ris_usual import Usual, usual, usual_fields
from ._ris_work import container, place_in_container, texts, the_rest, titles
from ._tagged import Tags

_NOT_SAID = [""]
# in this order: a step may look at what another, later one takes away
_PLANS = (titles, people, identifiers, container, dates, place_in_container, texts, the_rest)


class Plan(NamedTuple):
    """What to do with the records of a shape: what is usual, or else the steps. `numbers`: the tags that have some."""

    kind: str
    dialect: str | None
    usual: Usual | None
    steps: list[Step]
    numbers: list[str]


def fields_of(tags: Tags, warnings: list[str]) -> tuple[Tags, Tags]:
    """Fields and extra; `tags` is used up, `warnings` gets more."""
    plan = plan_of(tags)
    return (plan.usual and usual_fields(plan.usual, plan.kind, tags)) or fields_by_steps(tags, warnings)


def fields_by_steps(tags: Tags, warnings: list[str]) -> tuple[Tags, Tags]:
    """The same, whatever is usual."""
    plan = plan_of(tags)
    fields: Tags = {"type": [plan.kind]}
    kept: Tags = {"TY": tags["TY"]} if "TY" in tags else {}
    record = RisRecord(tags, fields, kept, plan.dialect, warnings)
    if not all(NO_NUMBER.isdisjoint(tags[tag]) for tag in plan.numbers):
        record.keep_no_numbers()
        plan = plan_of(tags)
    tags.pop("TY", None)
    for step, about in plan.steps:
        step(record, about)
    if "note" in fields and (ours := take_own_notes(fields)):
        record.keep("N1", ours)
    for tag, values in tags.items():
        record.keep(tag, values)
    return fields, kept


def plan_of(tags: Tags) -> Plan:
    """The plan for a record with such tags."""
    words = tags.get("TY", _NOT_SAID)
    dialect = dialect_of(tags)
    genres = tuple(tags["M3"]) if "M3" in tags and says_more(words[0], dialect) else ()
    return _plan(tuple(tags), words[0], "EDBOOK" in words, genres, dialect)


@lru_cache(4096)
def _plan(names: tuple[str, ...], word: str, edited: bool, genres: tuple[str, ...], dialect: str | None) -> Plan:
    """By the tags in their order, no set to make of them; `word` is that of TY."""
    kind = type_of(word, genres, dialect) if word else "other"
    shape = Shape(tuple(name for name in names if name != "TY"), kind, dialect, edited and kind == "book")
    steps = [step for plan in _PLANS for step in plan(shape)]
    return Plan(kind, dialect, usual(shape, steps) if word else None, steps, shape.present(*NUMBERS))
