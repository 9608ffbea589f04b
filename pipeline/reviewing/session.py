"""Going through the questions: where one is, what was answered, and the way back.

Each answer is a line in the log, on the disk, before the next question is asked. What was passed over is remembered in
corpus/.review, which is no part of the bibliography and ignored by git: it is asked last the next time.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..decision_time import later_each_time
from ..decisions import Logged, append_all, event_id, file_name, parse_decision, read_decisions
from ..ledger import write_whole
from ..log_names import check_spelling
from ..parallel import without_collector
from ..store import reading
from ..successors import carried_over
from ..tagging.reading import read_facets
from ..tagging.ruleset import Facet
from ..workspace import Workspace
from .answers import Word, reasons_used
from .asked import is_open, questions
from .question import Question, asking
from .said import said_of
from .shown import Shown, show

log = logging.getLogger(__name__)
READ_AT_ONCE = 50  # questions whose texts are read in one go: to open a large corpus takes longer than a key may


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What was done with a question: the ids of the decisions written; none where it was passed over."""

    at: int
    ids: tuple[str, ...] = ()
    goes_on: bool = True


@dataclass(slots=True, kw_only=True)
class Session:
    """One sitting. `clock` gives the time of a decision, later each time it is asked."""

    workspace: Workspace
    who: str
    questions: Sequence[Question]
    work_of: dict[str, str]
    clock: Callable[[], str]
    facets: Mapping[str, Facet]
    logged: Sequence[Logged] = ()
    blind: bool = False
    at: int = 0
    written: list[Logged] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    texts: dict[str, Shown] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def current(self) -> tuple[Question, Shown] | None:
        """The question to ask now; None at the end. What was answered with another one is passed over."""
        said = said_of(self.written, self.work_of)
        while self.at < len(self.questions):
            question = self.questions[self.at]
            if is_open(question, said, self.blind) and (shown := self._text(question)):
                return question, shown
            self.at += 1
        return None

    def _text(self, question: Question) -> Shown | None:
        if question.id not in self.texts and question.id not in self.gone:
            self.read_ahead(self.at)
        return self.texts.get(question.id)

    def read_ahead(self, start: int | None = None) -> None:
        """Read the texts of the next questions where the very next ones are not read yet."""
        start = self.at + 1 if start is None else start
        following = [each for each in self.questions[start : start + 2] if each.id not in self.texts]
        if not following or all(each.id in self.gone for each in following):
            return
        some = self.questions[start : start + READ_AT_ONCE]
        with reading(self.workspace.database) as store:
            self.texts.update(show(store, some, self.blind))
        self.gone.update(each.id for each in some if each.id not in self.texts)

    def decide(self, words: Sequence[Word], reason: str | None, goes_on: bool = True) -> None:
        """Write an answer and go on; a note (`goes_on` False) stays where it is."""
        shown = self.texts[self.questions[self.at].id]
        ids = self._write([(word, reason, shown.seen(word.records)) for word in words])
        self.steps.append(Step(at=self.at, ids=ids, goes_on=goes_on))
        self.at += goes_on

    def _write(self, words: Sequence[tuple[Word, str | None, str | None]]) -> tuple[str, ...]:
        """All of (word, reason, what was seen), or none of them: their ids."""
        lines = []
        for word, reason, seen in words:
            event: dict[str, Any] = {
                "time": self.clock(), "who": self.who, "event": word.event, "records": list(word.records),
                "value": dict(word.value), "reason": reason, "seen": seen,
            }  # fmt: skip
            lines.append({"id": event_id(event), **event})
        place = self.workspace.relative(append_all(self.workspace, lines))
        self.written += [Logged(decision=parse_decision(json.dumps(line)), place=place) for line in lines]
        return tuple(line["id"] for line in lines)

    def skip(self) -> None:
        """Pass a question over: it comes last the next time."""
        _remember(passed_over(self.workspace, self.who), self.questions[self.at].id)
        self.steps.append(Step(at=self.at))
        self.at += 1

    def back(self) -> bool:
        """Take the last step back, and what it wrote with it; False where there is none in this sitting."""
        if not self.steps:
            return False
        step = self.steps.pop()
        if step.ids:
            undos = [Word(event="undo", records=(), value={"id": event}) for event in reversed(step.ids)]
            self._write([(undo, None, None) for undo in undos])
        undone = {*step.ids}
        self.written = [
            item
            for item in self.written
            if item.decision.id not in undone and item.decision.value.get("id") not in undone
        ]
        self.at = step.at
        return True

    def reasons(self, event: str) -> list[str]:
        """Reasons that were given for such a decision before, the commonest first; blind, one's own."""
        before = [item for item in self.logged if not self.blind or item.decision.who == self.who]
        return reasons_used([*before, *self.written], event)

    @property
    def left(self) -> int:
        """How many are still to be asked."""
        said = said_of(self.written, self.work_of)
        return sum(is_open(question, said, self.blind) for question in self.questions[self.at :])

    @property
    def decided(self) -> int:
        """How many questions were answered."""
        return sum(bool(step.ids) and step.goes_on for step in self.steps)

    @property
    def skipped(self) -> int:
        """How many were passed over."""
        return sum(not step.ids for step in self.steps)


def open_session(
    workspace: Workspace,
    who: str,
    sections: Sequence[str],
    where: str | None,
    limit: int | None,
    blind: bool,
    stage: str,
    clock: Callable[[], str],
) -> Session:
    """All that waits for this person, what they passed over before last; at most `limit` questions of it."""
    check_spelling(workspace.decisions / f"{file_name(who)}.jsonl", who)
    settle = workspace.settings.settle
    facets = read_facets(workspace.rules / "facets.toml")
    with without_collector(), reading(workspace.database) as store:
        logged = carried_over(store, read_decisions(workspace)[0], settle)
        ask = asking(store, logged, who, facets, settle, blind, stage)
        found = passed_over_last(workspace, who, questions(ask, sections, where))[:limit]
        works = dict(ask.work_of)
        for question in found:
            for record, work in zip(question.records, question.works, strict=False):
                works.setdefault(record, work)
    own = (item.decision.time for item in logged if item.decision.who == who)
    later = later_each_time(clock, own)
    return Session(
        workspace=workspace, who=who, questions=found, work_of=works, clock=later, facets=facets, logged=logged,
        blind=blind,
    )  # fmt: skip


def passed_over(workspace: Workspace, who: str) -> Path:
    """The file that has the questions that this person has passed over, one id a line."""
    return workspace.corpus / ".review" / f"{file_name(who)}.txt"


def passed_over_last(workspace: Workspace, who: str, questions: Sequence[Question]) -> list[Question]:
    """The questions, those that were passed over before at the end."""
    path = passed_over(workspace, who)
    try:
        before = set(path.read_text(encoding="utf-8").splitlines()) if path.is_file() else set()
    except (OSError, UnicodeDecodeError) as error:
        log.info("%s: can't be read (%s): nothing is asked last", path.name, error)
        before = set()
    return sorted(questions, key=lambda question: question.id in before)


def _remember(path: Path, question: str) -> None:
    """Without it the order is another, and nothing else: a disk that takes no more stops nobody from passing over."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        ignore = path.parent / ".gitignore"
        if not ignore.is_file():
            write_whole(ignore, b"*\n")
        with path.open("a", encoding="utf-8", newline="\n") as out:
            out.write(question + "\n")
    except OSError as error:
        log.info("%s: can't be written (%s)", path.name, error.strerror)
