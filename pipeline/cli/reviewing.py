"""`bibcorpus review`: what waits for a person, one question after the other, one key a decision.

In a terminal a key is an answer at once; without one, a line of standard input is: the key or the answer's name, and
behind it what it asks for ('e not about doctors', 'r version-of', 'n look at the print').
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from ..settling import STAGES, TITLE_ABSTRACT
from .review_keys import BACK, DONE, LATER, MORE, NOTE, QUIT, SAME_KEY, Asker, Lines, Terminal, understood
from .shared import in_workspace, progress, warn_of_clock

if TYPE_CHECKING:
    from ..reviewing.answers import Answer, Word
    from ..reviewing.question import Question
    from ..reviewing.session import Session
    from ..reviewing.shown import Shown
    from ..tagging.ruleset import Facet
    from ..workspace import Workspace

SECTIONS = ("conflicts", "pairs", "screening", "tags")


@click.command()
@in_workspace
@click.argument("sections", metavar="[pairs|tags|conflicts|screening]", nargs=-1, type=click.Choice(SECTIONS))
@click.option("--as", "who", help="Who decides (else BIBCORPUS_WHO, else git's user.name).")
@click.option("--where", metavar="SQL", help="Only works that this condition over the view bibliography names.")
@click.option("--limit", type=click.IntRange(1), help="At most so many questions.")
@click.option("--blind", is_flag=True, help="Show nothing that others said of tags and screening; ask that too.")
@click.option(
    "--stage",
    type=click.Choice(STAGES),
    default=TITLE_ABSTRACT,
    show_default=True,
    help="What is read in screening; full-text asks of what people have included.",
)
def review(
    workspace: Workspace, sections: Sequence[str], who: str | None, where: str | None, limit: int | None, blind: bool,
    stage: str,
) -> None:  # fmt: skip
    """Decide what waits for a person: doubtful pairs, conflicts, screening, tags.

    The worst come first, one key is a decision, b takes the last one back. Each decision is on the disk before the next
    question. Stop at any time, by q or Ctrl-C: nothing is lost, and nothing that was decided is asked again.

    Without a terminal, one answer a line is read from standard input.
    """
    from ..deciding import who_decides
    from ..reviewing.session import open_session

    person = who_decides(who)
    with progress() as tell:
        tell("what waits")
        session = open_session(workspace, person, sections, where, limit, blind, stage, _clock)
    if not session.questions:
        click.echo("Nothing waits for you here. Is the corpus up to date? `bibcorpus status` tells.")
        return
    asker: Asker = Terminal() if sys.stdin.isatty() and sys.stdout.isatty() else Lines()
    try:
        _Review(session, asker).go()
    except (KeyboardInterrupt, EOFError, click.Abort):
        pass
    finally:
        _sum_up(session)


def _clock() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _sum_up(session: Session) -> None:
    click.echo()
    click.echo(f"{session.decided} decided, {session.skipped} left for later, {session.left} not asked yet.")
    if session.written:
        click.echo(f"In {session.written[0].place}. `bibcorpus run` puts it into the corpus.")
        time, now = session.written[-1].decision.time, _clock()
        if time > now:  # both as `_clock` writes them
            warn_of_clock(time, now)


# --- the round ---------------------------------------------------------------------------------------------------


class _Review:
    """From question to question until there is none, or nobody wants to go on."""

    def __init__(self, session: Session, asker: Asker) -> None:
        self.session = session
        self.asker = asker
        self.page = 0
        self.ticked: frozenset[str] | None = None
        self.told = ""
        self.goes_on = True
        self.drawn: Question | None = None

    def go(self) -> None:
        """Ask all. The next texts are read while the person reads these."""
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(max_workers=1) as beside:
            while self.goes_on and (current := self.session.current()):
                question, shown = current
                if question is not self.drawn:
                    self.page, self.ticked = 0, None
                self._draw(question, shown)
                self.drawn, self.told = question, ""
                ahead = beside.submit(self.session.read_ahead)
                typed = self.asker.key()
                ahead.result()
                self._answer(question, typed)

    def _answers(self, question: Question) -> tuple[Answer, ...]:
        from ..reviewing.answers import answers

        session = self.session
        return answers(question, session.facets, session.who, session.workspace.settings.editors)

    def _facet(self, question: Question) -> Facet | None:
        return self.session.facets.get(question.facet) if question.kind == "tag" else None

    def _boxes(self, question: Question) -> dict[str, str]:
        from ..reviewing.answers import boxes

        facet = self._facet(question)
        return boxes(question, facet) if facet else {}

    def _ticked(self, question: Question) -> frozenset[str]:
        from ..reviewing.answers import ticked

        facet = self._facet(question)
        if self.ticked is None:
            self.ticked = ticked(question, facet) if facet else frozenset()
        return self.ticked

    def _draw(self, question: Question, shown: Shown) -> None:
        from ..reviewing.answers import asks, who_may
        from .review_screen import foot_lines, screenful

        session, screen = self.session, self.asker.screen
        n, total = session.at + 1, len(session.questions)
        head = f"{question.kind}  {n} of {total}, {session.decided} decided"
        boxes = self._boxes(question)
        foot = [[self.told], *foot_lines(self._answers(question), boxes, self._ticked(question) if boxes else ())]
        asked = f"{asks(question, session.facets)} {who_may(question, session.who, session.workspace.settings.editors)}"
        lines, _ = screenful(screen, shown, head, asked.rstrip(), foot, self.page)
        if self.asker.clears:
            click.clear()
        for line in lines:
            if screen.colour:
                screen.console.print(line, no_wrap=True, crop=False, overflow="ignore")
            else:
                click.echo(line.plain.rstrip())

    def _answer(self, question: Question, typed: str) -> None:
        boxes, offered = self._boxes(question), self._answers(question)
        known = typed in boxes.values() or any(typed == answer.name for answer in offered)
        key = typed if known else understood(typed)
        if key in boxes or key in boxes.values():
            value = boxes.get(key, key)
            self.ticked = self._ticked(question) ^ {value}
        elif boxes and key in (DONE, "\n"):
            self._tick(question)
        elif answer := self._one_of(offered, key):
            self._decide(question, answer, wants_reason=key == answer.key.upper() != answer.key)
        elif (key := SAME_KEY.get(key, key)) in _MOVES:
            _MOVES[key](self, question)
        else:
            self.told = f"{key!r} is no answer here." if key.isprintable() else ""

    def _one_of(self, answers: Iterable[Answer], key: str) -> Answer | None:
        found = [answer for answer in answers if key in (answer.key, answer.key.upper(), answer.name)]
        return found[0] if found else None

    def _decide(self, question: Question, answer: Answer, wants_reason: bool) -> None:
        words: Sequence[Word] | None = answer.words
        if answer.asks == "kind":
            words = self._kind(answer.words[0])
        reason: str | None = None
        if words and (wants_reason or answer.asks == "reason"):
            reason = self._reason(answer)
            if reason is None:
                words = None
        if words is None:
            self.told = "Nothing was decided."
            return
        kind = f", {words[0].value['kind']}" if answer.asks == "kind" else ""
        self._write(words, reason or None, answer.label.strip(" …") + kind)

    def _write(self, words: Sequence[Word], reason: str | None, label: str) -> None:
        self.session.decide(words, reason)
        self.told = f"Decided: {label}{f' ({reason})' if reason else ''}. b takes it back."

    def _tick(self, question: Question) -> None:
        from ..reviewing.answers import chosen

        facet = self._facet(question)
        assert facet is not None
        values = self._ticked(question)
        named = ", ".join(value for value in facet.values if value in values) or "none"
        self._write(chosen(question, facet, values), None, f"{question.facet}: {named}")

    def _kind(self, word: Word) -> Sequence[Word] | None:
        """Ask what the one is of the other."""
        from ..reviewing.answers import KINDS, related

        listed = "   ".join(f"{n}\u00a0{kind}" for n, kind in enumerate(KINDS, 1))
        for line in _folded(f"A is … B; x before the number: B is … A   {listed}", self.asker.screen.width):
            click.echo(line.replace("\u00a0", " "))
        said = self.asker.line("which?")
        if not said:
            return None
        turned = said[0].lower() in ("x", "ч") and said not in KINDS
        named = said[1:].strip() if turned else said
        kind = KINDS[int(named) - 1] if named.isdecimal() and 0 < int(named) <= len(KINDS) else named
        return [related(word, kind, turned)] if kind in KINDS else None

    def _reason(self, answer: Answer) -> str | None:
        """Ask for the reason: one that was given before, by its number, or words. '' where there is none."""
        used = self.session.reasons(answer.words[0].event)
        for n, reason in enumerate(used, 1):
            click.echo("\n     ".join(_folded(f"  {n}  {reason}", self.asker.screen.width - 5)))
        said = self.asker.line("reason (a number, words, or Enter):" if used else "reason (or Enter):")
        if said and said.isdecimal() and 0 < int(said) <= len(used):
            return used[int(said) - 1]
        return said

    # what a key does that means the same everywhere

    def _later(self, question: Question) -> None:
        self.session.skip()
        self.told = "Left for later."

    def _back(self, question: Question) -> None:
        self.told = "Taken back." if self.session.back() else "Nothing to take back in this sitting."

    def _note(self, question: Question) -> None:
        from ..reviewing.answers import Word

        text = self.asker.line("note:")
        if text:
            records = question.records or question.works
            self.session.decide([Word(event="note", records=records, value={})], text, goes_on=False)
            self.told = "Noted. b takes it back."

    def _more(self, question: Question) -> None:
        self.page += 1

    def _quit(self, question: Question) -> None:
        self.goes_on = False


_MOVES = {
    LATER: _Review._later,
    BACK: _Review._back,
    NOTE: _Review._note,
    MORE: _Review._more,
    QUIT: _Review._quit,
}


def _folded(text: str, width: int) -> list[str]:
    from textwrap import wrap

    return wrap(text, width, break_long_words=False, break_on_hyphens=False)
