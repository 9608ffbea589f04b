"""What the tagged formats (RIS, MEDLINE, Web of Science) share: parts of a text, and tags out of records.

In: the text of an export, or of a record. Out: its parts, each of whole lines; the tags of a record with their values,
as written; what stands between records. What a tag means, the format knows.

Two ways lead from a record to its tags. `tags_from` has it split by one pattern: the way for formats whose tags
are a pattern. `tags_of` goes line by line: the way for all others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from typing import NamedTuple, TextIO

from ..model import Unread

BLOCK = 1 << 15  # fits the caches, and needs no memory of the system anew each time: larger ones are slower
HEADINGS = "blank lines and headings"
BLANKS = " \t\ufeff"  # a byte-order mark stands in the middle where exports were concatenated
_BLANK = BLANKS + "\r\n\f"
_BLANK_INSIDE = BLANKS + "\r\f"
_LONE_CR = re.compile(r"\r(?!\n)")
_LONGER_THAN_MARKS = 8  # letters: '"ER  - "' has 7
TO_THE_NEXT_LINE = rf"[^\n]*+(?:\n[{_BLANK_INSIDE}]*+(?=\n))*+"  # a pattern: the rest of the line, blank lines
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")

Tags = dict[str, list[str]]
Fold = Callable[[str, list[str]], list[str]]


class Stretch(NamedTuple):
    r"""A stretch of the file. `opened`: begins with a record's first tag; `closed`: ends with its end mark.

    `text` is `raw` for patterns: a \n before each line, which takes the place of the \n or the lone \r behind the line
    before it. So what a pattern finds at a place of `text`, begins at the same place of `raw`. A \n more at the end
    does no harm.
    """

    line: int
    raw: str
    text: str
    opened: bool
    closed: bool
    last: bool = False


def read_lines(stream: TextIO, size: int, before: str = "") -> str:
    """At least so many characters up to the end of a line of text; less at the end of the stream, and then "".

    An end mark is no text: so the blank lines behind a record come with it. `before` is put before them.
    """
    if not (block := stream.read(size)):
        return ""
    lines = [before, block, stream.readline()]
    while lines[-1] and len(lines[-1].strip(_BLANK)) < _LONGER_THAN_MARKS:
        lines.append(stream.readline())
    return "".join(lines)


def text_of(raw: str) -> str:
    """`text` of a Stretch by its `raw`."""
    return "\n" + (_LONE_CR.sub("\n", raw) if "\r" in raw else raw)


def lines_of(text: str) -> list[str]:
    """The lines with their ends."""
    return _LINE.findall(text)


def tags_from(parts: list[str], one_a_line: Set[str] = frozenset()) -> Tags:
    r"""Tag -> its values in order, empty ones left out.

    `parts` is the text of a Stretch, split by a pattern that begins with \n and whose group 1 is the name: what stands
    before the first tag, then name, value, name, value … A value of several lines is one text, or several values, one
    a line, where its tag is in `one_a_line`; blank lines in it go.
    """
    found: Tags = {}
    rest = iter(parts[1:])
    for name in rest:
        value = next(rest).strip()
        if "\n" in value:
            lines = filter(None, map(str.strip, value.split("\n")))
            if name in one_a_line:
                found.setdefault(name, []).extend(lines)
                continue
            value = " ".join(lines)
        elif not value:
            continue
        if name in found:
            found[name].append(value)
        else:
            found[name] = [value]
    return found


def tags_of(lines: Iterable[str], split: Callable[[str], tuple[str, str] | None], fold: Fold) -> Tags:
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


def _fold_last(found: Tags, tag: str, more: list[str], fold: Fold) -> list[str]:
    found[tag] += fold(tag, [found[tag].pop(), *more])
    return []


def folding(one_a_line: Set[str]) -> Fold:
    """A fold: a value a line for the tags in `one_a_line`, one text for the others; blank lines go."""

    def fold(tag: str, lines: list[str]) -> list[str]:
        if tag in one_a_line:
            return [bare for line in lines if (bare := line.strip().strip(_BLANK))]
        return unfold(lines)

    return fold


def unfold(lines: Iterable[str], between: str = " ") -> list[str]:
    """The lines of a value as one text; blank lines in it go."""
    text = between.join(filter(None, map(str.strip, lines)))
    return [text] if text else []


def unread_text(line: int, raw: str, furniture: re.Pattern[str], reason: str) -> Iterator[Unread]:
    """`unread` of a text: quick where it is blank, as it is between most records."""
    if raw.strip(_BLANK):
        yield from unread(line, lines_of(raw), furniture, reason)
    elif raw:
        yield Unread(line=line, raw=raw, reason=HEADINGS)


def unread(line: int, lines: list[str], furniture: re.Pattern[str], reason: str) -> Iterator[Unread]:
    """What stands between records, in stretches: what belongs there (`furniture`, blanks), what doesn't."""
    part, known = list[str](), True
    for text in lines:
        bare = text.strip(_BLANK)
        expected = bool(furniture.match(bare)) if bare else known
        if part and expected != known:
            yield _stretch(line, part, known, reason)
            line, part = line + len(part), []
        part.append(text)
        known = expected
    if part:
        yield _stretch(line, part, known, reason)


def _stretch(line: int, lines: list[str], expected: bool, reason: str) -> Unread:
    return Unread(line=line, raw="".join(lines), reason=HEADINGS if expected else reason, expected=expected)


def unique(values: list[str]) -> list[str]:
    """Each once, in order; the same but for case and white space is the same."""
    if len(values) < 2:
        return values
    if len(values) == 2 and values[0] == values[1]:  # what is said twice, mostly is said in the same words
        return values[:1]
    seen: dict[str, str] = {}
    for value in values:
        seen.setdefault(" ".join(value.casefold().split()), value)
    return list(seen.values())


def border_lost(tags: Mapping[str, Sequence[str]], *once: str) -> tuple[str, ...]:
    """A warning where a tag that each record has `once` says two things: an end mark or a first line is lost."""
    said = next((tag for tag in once if len(tags.get(tag, ())) > 1 and len({*tags[tag]}) > 1), None)
    return (f"{said} stands in it twice: perhaps two records, whose border is lost",) if said else ()


def each_once(values: list[str]) -> list[str]:
    """`unique`, remembered: the names and numbers of a journal come again and again."""
    return values if len(values) < 2 else [*_distinct(*values)]


@lru_cache(4096)
def _distinct(*values: str) -> tuple[str, ...]:
    return tuple(unique([*values]))
