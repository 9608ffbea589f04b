"""Keys and where they come from: somebody at a terminal, or lines of standard input."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from .review_screen import Screen

LATER, BACK, NOTE, MORE, QUIT, DONE = "?", "b", "n", "m", "q", "\r"
NAMED = {"later": LATER, "skip": LATER, "back": BACK, "undo": BACK, "note": NOTE, "more": MORE, "quit": QUIT, "": DONE}
SAME_KEY = {" ": LATER, "\n": DONE, "u": LATER, ".": LATER}  # 'u' is unsure where that is an answer
CYRILLIC = dict(zip("йцукенгшщзфывапролдячсмить", "qwertyuiopasdfghjklzxcvbnm", strict=True))
"""What stands on the same key of a Russian keyboard: nobody should have to change the layout."""

WIDEST = 100  # columns; longer lines are hard to read
NO_COLOUR = ("dumb", "unknown")


def understood(typed: str) -> str:
    """A key as we name it: 'Ы' -> 'S', the same key of another layout; 'skip' -> '?'."""
    if typed.lower() in CYRILLIC:
        key = CYRILLIC[typed.lower()]
        return key.upper() if typed.isupper() else key
    return NAMED.get(typed, typed)


class Asker:
    """Where answers come from, and how the screen is there."""

    screen: Screen
    clears = False

    def key(self) -> str:
        """The next key, or the name of an answer; EOFError where there is none."""
        raise NotImplementedError

    def line(self, prompt: str) -> str | None:
        """Some words; None where the person would rather not."""
        raise NotImplementedError


class Terminal(Asker):
    """Somebody at a keyboard."""

    def __init__(self) -> None:
        from .review_screen import Screen

        columns, lines = os.get_terminal_size(sys.stdout.fileno())
        dumb = os.environ.get("TERM") in NO_COLOUR
        self.clears = not dumb
        colour = not dumb and not os.environ.get("NO_COLOR")
        self.screen = Screen(width=max(40, min(columns or 80, WIDEST)), height=max(lines or 24, 12), colour=colour)

    def key(self) -> str:
        """One key. What was typed ahead is no answer to a question that nobody has seen yet: only the first counts."""
        typed = click.getchar()
        return typed if typed.startswith("\x1b") else typed[:1]

    def line(self, prompt: str) -> str | None:
        try:
            return str(click.prompt(prompt, default="", show_default=False, prompt_suffix=" ")).strip()
        except click.Abort:
            return None


class Lines(Asker):
    """Standard input, where that is no terminal: one answer a line, what it asks for behind it or on the next line."""

    def __init__(self) -> None:
        from .review_screen import Screen

        self.screen = Screen(width=80, height=None, colour=False)
        self._rest = ""
        click.echo("No terminal: one answer a line is read from standard input.", err=True)

    def key(self) -> str:
        first, _, self._rest = self._next().strip().partition(" ")
        return first

    def line(self, prompt: str) -> str | None:
        found, self._rest = self._rest.strip(), ""
        return found or self._next().strip()

    def _next(self) -> str:
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line
