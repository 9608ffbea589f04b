"""Would a decision be news? What is so already is told and not written again.

In: an event, names of works, who and why. Out: for each group of works the line that says since when it is so; None
where the decision says something new. The same word of the same person, with the same reason or without one, is no
news. A field or a key that is so already, by its records or by anybody's word, is none either, unless a source or a
reason comes with it, or a reader was not sure of it: that is worth keeping, and holds the value whatever other records
bring later. A tag or a status that the rules gave, or another person, is news: two people who agree are two. So is the
same word on a work that reads otherwise than when it was said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .deciding import decision_named, record_named, who_decides
from .decisions import Logged, read_decisions, said
from .doubts import open_doubts
from .model import Decision
from .settling import DISPUTED, IN_FORCE, OF_WORKS, PAIR_EVENTS, UNDONE, by_work, says, subjects
from .store import Store, reading
from .successors import carried_over
from .tagging import load_rules
from .values.date import OF_TIME, of_one_time
from .workspace import Workspace


def said_already(
    workspace: Workspace,
    event: str,
    groups: Sequence[Sequence[str]],
    who: str | None,
    reason: str | None,
    value: Mapping[str, Any],
) -> list[str | None]:
    """For each group: 'cerny2011leading: include: said already by anna on 2026-11-21', or None where it is news.

    Raises NotFound and DecisionError for names that mean nothing, as `write_decisions` does.
    """
    person = who_decides(who)
    if event == "undo":
        return [_undone(read_decisions(workspace)[0], decision_named(workspace, str(value.get("id"))))]
    if event == "settle":
        return [None for _ in groups]  # only what is disputed can be settled
    if not any(groups):
        return [_noted(read_decisions(workspace)[0], _word(person, event, [], value, reason)) for _ in groups]
    with reading(workspace.database) as store:
        known = _Known(workspace, store)
        return [_of_group(known, event, works, person, reason, value) for works in groups]


def _of_group(
    known: _Known, event: str, works: Sequence[str], person: str, reason: str | None, value: Mapping[str, Any]
) -> str | None:
    records = [record_named(known.store, work) for work in works]
    word = _word(person, event, records, value, reason)
    if event in OF_WORKS:
        told = known.of_work(word)
    elif event == "same" and len(set(records)) == 1 and len({work.lower() for work in works}) > 1:
        told = "one work already"
    else:
        told = _noted(known.logged, word)
    return told and f"{' '.join(works)}: {told}"


def _word(who: str, event: str, records: Sequence[str], value: Mapping[str, Any], reason: str | None) -> Decision:
    return Decision(id="", time="", who=who, event=event, records=tuple(records), value=value, reason=reason)


def _undone(logged: Iterable[Logged], name: str) -> str | None:
    """'d1 is undone already: anna on 2026-11-21'"""
    items = list(logged)
    if not any(item.decision.id == name and item.state == UNDONE for item in items):
        return None
    undos = [
        item.decision
        for item in items
        if item.decision.event == "undo" and item.decision.value.get("id") == name and item.state != UNDONE
    ]
    return f"{name} is undone already" + (f": {said(undos[-1])}" if undos else "")


def _noted(logged: Iterable[Logged], word: Decision) -> str | None:
    """Of pairs and of notes: the person's last word on just these records."""
    about = _about_pair if word.event in PAIR_EVENTS else _about_note
    own = [
        item.decision
        for item in logged
        if item.decision.who == word.who and item.state in (IN_FORCE, DISPUTED) and about(item.decision) == about(word)
    ]
    return _same_again(own[-1], word) if own else None


def _about_pair(decision: Decision) -> tuple[Any, ...]:
    return ("pair" if decision.event in PAIR_EVENTS else decision.event, sorted(decision.records))


def _about_note(decision: Decision) -> tuple[Any, ...]:
    return decision.event, sorted(decision.records), decision.value.get("text")


def _same_again(earlier: Decision, word: Decision) -> str | None:
    """The line, where both say the same and the later one adds no reason and no source."""
    sources = (None, earlier.value.get("source"))
    adds = word.reason not in (None, earlier.reason) or word.value.get("source") not in sources
    return None if adds or says(earlier) != says(word) else f"{_in_words(word)}said already by {said(earlier)}"


_WORDS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "tag": lambda value: f"{value.get('facet')}: {value.get('value')}: ",
    "untag": lambda value: f"{value.get('facet')}: not {value.get('value')}: ",
    "set-field": lambda value: f"{value.get('field')}: ",
    "key": lambda value: f"key: {value.get('key')}: ",
    "note": lambda value: "",
}


def _in_words(word: Decision) -> str:
    return _WORDS[word.event](word.value) if word.event in _WORDS else f"{word.event}: "


# ------------------------------------------------------------------------------------------ of works


@dataclass(frozen=True, slots=True)
class _Asked:
    """A work, and what was said of what a word speaks of; oldest first."""

    work: str
    words: Sequence[Decision]


class _Known:
    """What the corpus and the log have on works."""

    def __init__(self, workspace: Workspace, store: Store) -> None:
        self.store, self.settle = store, workspace.settings.settle
        self.logged = carried_over(store, read_decisions(workspace)[0], self.settle)
        self.work_of: dict[str, str] = dict(store.rows("select record_id, work_id from work_record"))
        facets = load_rules(workspace.rules, models=False).facets.values()
        self.single = [facet.name for facet in facets if facet.single]
        self.rulings = [item for item in self.logged if item.decision.event == "settle"]
        # said of another text than there is now: the same word means that somebody has looked again
        self.to_look_at = {name for (name,) in store.rows("select decision_id from look_again")}
        self.said_of: dict[str, list[Logged]] = defaultdict(list)
        for item in self.logged:
            for work in {self.work_of[record] for record in item.decision.records if record in self.work_of}:
                self.said_of[work].append(item)

    def of_work(self, word: Decision) -> str | None:
        """Whether a word on a work is so already."""
        asked = self._asked(word)
        own = next((each for each in reversed(asked.words) if each.who == word.who), None)
        last = asked.words[-1] if asked.words else None
        if (
            own
            and own.id not in self.to_look_at
            and (_subject(own) == _subject(last or own))
            and (told := _same_again(own, word))
        ):
            return told
        if word.event not in ("set-field", "key") or word.reason or word.value.get("source"):
            return None
        if last is None:
            return self._by_records(asked.work, word)
        agree = all((_subject(each), says(each)) == (_subject(word), says(word)) for each in asked.words)
        return _same_again(last, word) if agree else None

    def _asked(self, word: Decision) -> _Asked:
        work = self.work_of[word.records[0]]
        of_it = [*self.rulings, *self.said_of.get(work, ())]
        on = by_work(of_it, self.work_of, self.settle, self.single).on.get(work, ())
        return _Asked(work, [item.decision for item in on if _about(item.decision) == _about(word)])

    def _by_records(self, work: str, word: Decision) -> str | None:
        """A field or a key that nobody spoke of; not where a word stands in the corpus that was taken back since."""
        fields = [] if word.event == "key" else list(_about(word)[1:])
        if self.store.value(_WORDS_IN_THE_CORPUS, [word.event, work, fields, fields]):
            return None
        lead = self.store.value("select key from citekey where leads and work_id = ?", [work])
        if word.event == "key":
            return f"goes by {lead} already" if lead == word.value["key"] else None
        name, to = str(word.value["field"]), word.value["to"]
        now = next(iter(self.store.records("select * from work where work_id = ?", [work])))
        is_so = _word(word.who, word.event, word.records, {"field": name, "to": now[name]}, None)
        if says(is_so) != says(word) or of_one_time(name, to, now) or self._doubted(lead or work, name):
            return None
        return f"{name} is so already, as the records have it (with --source it is kept, whatever comes in later)"

    def _doubted(self, name: str, field: str) -> bool:
        """Whether a reader was not sure of the field: who sets it, to what it was too, has looked (`doubts`)."""
        open_here = [doubt for doubt in open_doubts(self.store) if doubt.name == name]
        return any(field in doubt.fields or not doubt.fields for doubt in open_here)


_WORDS_IN_THE_CORPUS = """
    select count(*) from decision where event = ? and state = 'in force'
      and list_has_any(records, (select list(record_id) from work_record where work_id = ?))
      and (len(?::varchar[]) = 0 or list_contains(?::varchar[], value ->> '$.field'))"""


def _subject(decision: Decision) -> tuple[Any, ...]:
    return subjects(decision)[0]


def _about(decision: Decision) -> tuple[Any, ...]:
    """What it speaks of; year and date are one."""
    field = decision.value.get("field")
    return ("field", *OF_TIME) if decision.event == "set-field" and field in OF_TIME else _subject(decision)
