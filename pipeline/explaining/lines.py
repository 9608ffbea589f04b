"""Answers of `bibcorpus why` as lines of text for a terminal of 80 columns, without colour."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterator

from .answer import Answer, Section

WIDTH = 80
SHOWN = 20  # rows of a list; all of them with --all


def answer_lines(answer: Answer, everything: bool = False) -> Iterator[str]:
    """Head, lists, tail. Empty lists are left out; long ones are cut, and say by how many rows."""
    for text in answer.head:
        yield from wrapped(text, "", "  ")
    for section in answer.sections:
        if section.rows:
            yield ""
            yield section.title
            yield from _section_lines(section, everything)
    if answer.tail:
        yield ""
    for text in answer.tail:
        yield from wrapped(text, "", "  ")


def _section_lines(section: Section, everything: bool) -> Iterator[str]:
    rows = section.rows if everything else section.rows[:SHOWN]
    for n, row in enumerate(rows):
        text = section.line(row)
        if section.verbatim:
            yield from [""] if n else []
            yield from (f"    {line}".rstrip() for line in text.strip("\r\n").splitlines())
        elif section.one_line:
            yield "  " + cut(re.sub(r"\s*[\r\n\t]\s*", " ", text), WIDTH - 2)
        else:
            yield from wrapped(text, "  ", "      ")
    if len(rows) < len(section.rows):
        yield f"  and {len(section.rows) - len(rows)} more (--all)"


def wrapped(text: str, first: str, more: str) -> list[str]:
    """The text folded to the screen; ids and addresses are never broken, so that they can be copied."""
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=more, break_long_words=False, break_on_hyphens=False
    ) or [first]


def cut(text: str, columns: int) -> str:
    """The text in so many columns, with '…' where something is left out; Chinese signs take two columns each."""
    if len(text) <= columns and text.isascii():
        return text
    used = 0
    for place, char in enumerate(text):
        used += columns_of(char)
        if used > columns:
            kept = text[:place]
            while sum(map(columns_of, kept)) > columns - 1:
                kept = kept[:-1]
            return kept.rstrip() + "…"
    return text


def columns_of(char: str) -> int:
    """How many columns of a terminal a sign takes: 0 for an accent of its own, 2 for Chinese signs, else 1."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
