r"""RIS cut into records and what stands between them.

In: the text of an export. Out: its segments. What opens and closes a record is said once, in `_EDGE`. Between two edges
is a `Stretch`, which others look at; but a record written as nearly all are is cut and taken apart at once: from
'\nTY  - ' to '\nER  -' with nothing but tags and text between, as a look at each of its lines shows, it holds no other
edge. That takes half the time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TextIO

from ..model import Found, Reject, Unread
from ._ris_tags import GAP, OPENS, plain_tags
from ._tagged import BLANKS, BLOCK, HEADINGS, TO_THE_NEXT_LINE, Stretch, Tags, read_lines, text_of

_TY = "\nTY  - "
_END = re.compile(r"\nER  - ?\r?\n")
# 'ER - positive tumours …' is a line of an abstract: with one blank, nothing may follow
_CLOSES = rf"E(?:R{GAP}{{2}}-|R{GAP}{{0,3}}-[^\S\r\n]*(?=[\r\n]|\Z))|er{GAP}{{2}}-"
_EDGE = re.compile(
    rf"\n(?:{OPENS}|(?:{_CLOSES}){TO_THE_NEXT_LINE}|[{BLANKS}\"]+(?:{OPENS}|(?:{_CLOSES}){TO_THE_NEXT_LINE}))"
)
_BLANK = BLANKS + "\r\n\f"

Segment = Found | Reject | Unread
MakeRecord = Callable[[int, str, Tags, list[str]], Found]


def segments(
    stream: TextIO, record: MakeRecord, look_at: Callable[[Stretch], Iterator[Segment]], furniture: re.Pattern[str]
) -> Iterator[Segment]:
    """All of the text: `record(line, raw, tags, warnings)` of each plain record, what `look_at` says of all else.

    `furniture` matches the text of a stretch with blank lines and headings only, which can be no edge.
    """
    line, opened, rest = 1, False, ""
    while block := read_lines(stream, max(BLOCK, len(rest))):  # ever more of a stretch without end
        text, raw, at = _text_and_raw(f"\n{rest}{block}")
        size, end = len(text) - 1, _END.search(text)
        end_mark = end[0] if end else "\nER  -\n"  # the others are written as the first one
        done = seen = 0
        while True:
            if seen == done:  # nothing has been looked at since the last cut
                begin = _next_record(text, done, furniture)
                if begin > done:
                    yield Unread(line, raw[done + at : begin + at], HEADINGS)
                    line += text.count("\n", done + 1, begin + 1)
                    done = seen = begin
                if begin == done:
                    opened = True
                    if plain := _plain_record(text, done, end_mark):
                        place, several, tags, warnings = plain
                        yield record(line, raw[done + at : place + at], tags, warnings)
                        line, done, seen, opened = line + several, place, place, False
                        continue
                if opened and (opening := _EDGE.match(text, done)):
                    seen = opening.end()
            found = _EDGE.search(text, seen)
            if not found:
                break
            closes = found.lastindex is None
            place = min(found.end(), size) if closes else found.start()
            if place > done:
                yield from look_at(Stretch(line, raw[done + at : place + at], text[done : place + 1], opened, closes))
                line += text.count("\n", done + 1, place + 1)
            done, seen, opened = place, place, not closes
        rest = raw[done + at :]
    if rest:
        yield from look_at(Stretch(line, rest, text_of(rest), opened, closed=False, last=True))


def _text_and_raw(text: str) -> tuple[str, str, int]:
    r"""`text` and `raw` as of a Stretch, and how much further on in `raw` a place of `text` is.

    They are one where that will do, as to copy a block takes time.
    """
    return (text_of(text[1:]), text[1:], 0) if "\r" in text else (text, text, 1)


def without_end(text: str) -> str:
    """The text of a closed stretch without the line that closes it, however that is written: it is part of no value."""
    text = text.rstrip()
    return text[: text.rfind("\n")]


def _next_record(text: str, place: int, furniture: re.Pattern[str]) -> int:
    """Where the record begins that stands at this place, or behind nothing but headings; -1: there is none."""
    if text.startswith(_TY, place):
        return place
    if (headings := furniture.match(text, place)) and text.startswith(_TY, begin := headings.end() - 1):
        return begin
    return -1


def _plain_record(text: str, begin: int, end_mark: str) -> tuple[int, int, Tags, list[str]] | None:
    """The record that begins here: where it ends, how many lines it has, tags, warnings. None: it is not plain."""
    end = text.find(end_mark, begin, begin + BLOCK)
    if end < 0:
        return None
    lines = text[begin + 1 : end].split("\n")
    warnings: list[str] = []
    if (tags := plain_tags(lines, warnings)) is None:
        return None
    several = len(lines) + 1
    place = end + len(end_mark) - 1
    while text[place + 1 : place + 2] in _BLANK:
        after = text.find("\n", place + 1)
        if after < 0 or text[place:after].strip(_BLANK):
            break
        place, several = after, several + 1
    return place, several, tags, warnings
