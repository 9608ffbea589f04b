r"""Formats whose records have a first line and an end mark (RIS, Web of Science): cut into records and what is between.

In: the text of an export, and how the format marks its records. Out: its segments. What opens and closes a record is
said once, by the pattern `edge`. Between two edges is a `Stretch`, which others look at; but a record written as nearly
all are is cut and taken apart at once: from its first line ('\nTY  - ') to its end mark ('\nER  -'), where nothing in
it can be another edge. That takes half the time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple, TextIO

from ..model import Found, Reject, Unread
from ._tagged import BLOCK, HEADINGS, TO_THE_NEXT_LINE, Stretch, Tags, read_lines, text_of

_BLANK_LINES = re.compile(TO_THE_NEXT_LINE)  # from the end of a line on

Segment = Found | Reject | Unread
Plain = tuple[int, Tags, list[str]]
LookAtRecord = Callable[[str, int], Plain | None]
MakeRecord = Callable[[int, str, Tags, list[str]], Found | Reject]


class Marks(NamedTuple):
    r"""How a format marks its records.

    `opens`: how the first line of a plain record begins, with the \n before it. `closes`: the line with its end mark,
    with the \n before it, and `close` as it is written where a text has none. `edge`: any line that opens or closes a
    record, however it is written, with the \n before it; one of its groups matches where the line opens one, none where
    it closes one, and then it goes on `TO_THE_NEXT_LINE`. It is quick where all its branches begin with a letter.
    `furniture`: a text of blank lines and headings only, which can be no edge. `plain(own, size)`: number of lines,
    tags and warnings of the record with this text, which has its end mark at `size`; None where it may be more than
    one record, or is not written plainly.
    """

    opens: str
    closes: re.Pattern[str]
    close: str
    edge: re.Pattern[str]
    furniture: re.Pattern[str]
    plain: LookAtRecord


def segments(
    stream: TextIO, marks: Marks, record: MakeRecord, look_at: Callable[[Stretch], Iterator[Segment]]
) -> Iterator[Segment]:
    """All of the text: `record(line, raw, tags, warnings)` of each plain record, what `look_at` says of all else.

    `stream` knows the ends of its lines (open with newline="").
    """
    line, opened, rest = 1, False, ""
    while text := read_lines(stream, max(BLOCK, len(rest)), f"\n{rest}"):  # ever more of a stretch without end
        text, raw, at = _text_and_raw(text, stream)
        size, end = len(text) - 1, marks.closes.search(text)
        end_mark = end[0] if end else marks.close  # the others are written as the first one
        done = seen = 0
        while True:
            if seen == done:  # nothing has been looked at since the last cut
                begin = _next_record(text, done, marks)
                if begin > done:
                    yield Unread(line, raw[done + at : begin + at], HEADINGS)
                    line += text.count("\n", done + 1, begin + 1)
                    done = seen = begin
                if begin == done and (found := _plain_record(text, done, end_mark, marks.plain)):
                    own, (lines, tags, warnings) = found
                    place = done + len(own)
                    yield record(line, own if at else raw[done:place], tags, warnings)
                    line, done, seen, opened = line + lines, place, place, False
                    continue
                if (opening := marks.edge.match(text, done)) and opening.lastindex:
                    seen, opened = opening.end(), True
            edge = marks.edge.search(text, seen)
            if not edge:
                break
            closes = edge.lastindex is None
            place = min(edge.end(), size) if closes else edge.start()
            if place > done:
                yield from look_at(Stretch(line, raw[done + at : place + at], text[done : place + 1], opened, closes))
                line += text.count("\n", done + 1, place + 1)
            done, seen, opened = place, place, not closes
        rest = raw[done + at :]
    if rest:
        yield from look_at(Stretch(line, rest, text_of(rest), opened, closed=False, last=True))


def _text_and_raw(text: str, stream: TextIO) -> tuple[str, str, int]:
    r"""`text` and `raw` as of a Stretch, and how much further on in `raw` a place of `text` is.

    They are one where no line has ended with a lone \r so far, as to copy a block takes time.
    """
    ends = stream.newlines  # those seen: None, one, or several
    lone = "\r" in ends if isinstance(ends, tuple) else ends == "\r"
    return (text_of(text[1:]), text[1:], 0) if lone else (text, text, 1)


def _next_record(text: str, place: int, marks: Marks) -> int:
    """Where the record begins that stands at this place, or behind nothing but headings; -1: there is none."""
    if text.startswith(marks.opens, place):
        return place
    if (headings := marks.furniture.match(text, place)) and text.startswith(marks.opens, begin := headings.end() - 1):
        return begin
    return -1


def _plain_record(text: str, begin: int, end_mark: str, look_at: LookAtRecord) -> tuple[str, Plain] | None:
    """The record that begins here, with the blank lines behind it, and what it is. None: it is not plain."""
    end = text.find(end_mark, begin, begin + BLOCK)
    if end < 0 or not (behind := _BLANK_LINES.match(text, end + len(end_mark) - 1)):
        return None
    own = text[begin + 1 : behind.end() + 1]  # this is looked at: mostly it is of narrower letters than the whole
    plain = look_at(own, end - begin - 1)
    return None if plain is None else (own, plain)
