"""What the tagged formats (RIS, MEDLINE, Web of Science) share: records out of lines, tags out of records.

In: numbered lines. Out: pieces of text that, joined, are the whole text again, each a record or what stands
between records; and the tags of a record with their values, as written. What a tag means, the format knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..model import Unread

BLANKS = " \t\ufeff"  # a byte-order mark stands in the middle where exports were concatenated

Tags = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the file. `opened`: begins with a record's first tag; `closed`: ends with its end mark."""

    line: int
    lines: list[str]
    opened: bool
    closed: bool
    last: bool = False

    @property
    def raw(self) -> str:
        return "".join(self.lines)


def pieces(
    lines: Iterable[tuple[int, str]],
    first_letters: str,
    opens: Callable[[str], object],
    closes: Callable[[str], object],
) -> Iterator[Piece]:
    """The text cut before each line that `opens` a record and after each that `closes` one.

    `first_letters` are those that any such line may begin with: asked of each line first, as that is cheap.
    """
    part: list[str] = []
    start, opened = 1, False
    first_letters += BLANKS
    for number, line in lines:
        if line[0] in first_letters:
            if opens(line):
                if part:
                    yield Piece(start, part, opened, closed=False)
                part, start, opened = [line], number, True
                continue
            if closes(line):
                part.append(line)
                yield Piece(start, part, opened, closed=True)
                part, start, opened = [], number + 1, False
                continue
        part.append(line)
    if part:
        yield Piece(start, part, opened, closed=False, last=True)


def tags_of(
    lines: Iterable[str],
    split: Callable[[str], tuple[str, str] | None],
    fold: Callable[[str, list[str]], list[str]],
) -> Tags:
    """Tag -> its values in order, empty ones left out; lines before the first tag are not looked at.

    `split` cuts a line into tag and value, None for a line that goes on with the value above it. A value of
    several lines goes through `fold(tag, lines)`, which may make one value of it or several.
    """
    found: Tags = {}
    tag, several = "", list[str]()
    for line in lines:
        pair = split(line)
        if pair is None:
            if tag:
                several.append(line)
            continue
        if several:
            several = _fold_last(found, tag, several, fold)
        tag, value = pair
        if tag in found:
            found[tag].append(value.strip())
        else:
            found[tag] = [value.strip()]
    if several:
        _fold_last(found, tag, several, fold)
    return {tag: full for tag, values in found.items() if (full := [text for text in values if text])}


def _fold_last(found: Tags, tag: str, more: list[str], fold: Callable[[str, list[str]], list[str]]) -> list[str]:
    found[tag] += fold(tag, [found[tag].pop(), *more])
    return []


def unfold(lines: Iterable[str], between: str = " ") -> list[str]:
    """The lines of a value as one text; blank lines in it go."""
    text = between.join(bare for line in lines if (bare := line.strip()))
    return [text] if text else []


def unread(line: int, lines: list[str], furniture: re.Pattern[str], reason: str) -> Iterator[Unread]:
    """What stands between records, in stretches: what belongs there (`furniture`, blanks), what doesn't."""
    part, known = list[str](), True
    for text in lines:
        bare = text.strip(BLANKS + "\r\n\f")
        expected = bool(furniture.match(bare)) if bare else known
        if part and expected != known:
            yield _stretch(line, part, known, reason)
            line, part = line + len(part), []
        part.append(text)
        known = expected
    if part:
        yield _stretch(line, part, known, reason)


def _stretch(line: int, lines: list[str], expected: bool, reason: str) -> Unread:
    reason = "blank lines and headings" if expected else reason
    return Unread(line=line, raw="".join(lines), reason=reason, expected=expected)


def unique(values: list[str]) -> list[str]:
    """Each once, in order; the same but for case and white space is the same."""
    if len(values) < 2:
        return values
    seen: dict[str, str] = {}
    for value in values:
        seen.setdefault(" ".join(value.casefold().split()), value)
    return list(seen.values())
