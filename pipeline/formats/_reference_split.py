"""A pasted list of references, cut into its references.

In: a stream of text. Out: each reference with its first line. How a list parts its references is judged by its first
lines: by numbers ('1.', '[1]'), by blank lines, or a line each. A list is read in a stream once that is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import TextIO

from ._reference_parts import UPPER, YEAR

JUDGED_BY = 2000  # lines
_NO_YEAR = rf"(?!{YEAR}\b)"  # '1984. A study' begins with a title or a year
_COUNT = rf"\[\d{{1,4}}\]|\({_NO_YEAR}\d{{1,4}}\)|{_NO_YEAR}\d{{1,4}}[.)]"
NUMBER = re.compile(  # '4 Ritala, M.': a bare number only before a name
    rf"^\s{{0,6}}(?:{_COUNT}|\d{{1,4}}(?=\s[A-ZÀ-ÞА-Я][\w'’-]+,? [A-ZА-Я][. ,A-Z])|[•*–-](?=\s))\s*"
)
COUNTED = re.compile(rf"^\s{{0,6}}(?:{_COUNT})\s+")
HEADING_WORDS = re.compile(
    r"(?:[IVX\d.]+\s)?(?:список\s)?(?:использованн\w+\s|cited\s)?(?:литератур[аы]|источник\w*|references?(?:\slist|\scited)?"
    r"|bibliography|bibliographie|works cited|literatur(?:verzeichnis|hinweise)?|piśmiennictwo|références)[:.]?",
    re.IGNORECASE,
)
_YEAR = re.compile(rf"(?<!\d){YEAR}(?!\d)")
_PEOPLE = re.compile(rf"^[{UPPER}][\w'’-]+(?:\s[\w'’-]+)?,?\s(?:[{UPPER}]|et al|и др)")


def references(stream: TextIO) -> Iterator[tuple[int, str]]:
    """Each reference with its first line; in a list with numbers or blank lines one may fill several."""
    first = list(islice(stream, JUDGED_BY))
    begins = _beginning_of(first)
    line, start, held, before = 0, 1, list[str](), ""
    for line, text in enumerate(chain(first, stream), 1):
        if held and begins(text, before):
            yield start, "".join(held)
            held, start = [], line
        held.append(text)
        before = text
    if held:
        yield start, "".join(held)


def _beginning_of(lines: list[str]) -> Callable[[str, str], bool]:
    """How this list shows that a line begins a reference: by number, by a blank line before it, or every line does."""
    filled = [line for line in lines if line.strip() and not HEADING_WORDS.fullmatch(line.strip())]
    numbered = sum(COUNTED.match(line) is not None for line in filled)
    whole = sum(_is_whole(line) for line in filled)  # none of them is numbered
    if numbered >= 2 and COUNTED.match(filled[0]) and whole * 2 <= numbered:
        return lambda text, before: bool(
            COUNTED.match(text) or not text.strip() or not before.strip() or HEADING_WORDS.fullmatch(before.strip())
        )
    if (whole + numbered) * 2 <= len(filled) and any(not line.strip() for line in lines[1:-1]):
        return lambda text, before: not (text.strip() and before.strip())
    return lambda text, before: True


def _is_whole(line: str) -> bool:
    """Whether a line has people in front and a year behind: the second line of a reference rarely has."""
    return bool(_YEAR.search(line) and _PEOPLE.match(line))
