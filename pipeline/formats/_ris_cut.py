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
_ER = "\nER  -"
# 'ER - positive tumours …' is a line of an abstract: with one blank, nothing may follow
_CLOSES = rf"E(?:R{GAP}{{2}}-|R{GAP}{{0,3}}-[^\S\r\n]*(?=[\r\n]|\Z))|er{GAP}{{2}}-"
_EDGE = re.compile(
    rf"\n(?:{OPENS}|(?:{_CLOSES}){TO_THE_NEXT_LINE}|[{BLANKS}\"]+(?:{OPENS}|(?:{_CLOSES}){TO_THE_NEXT_LINE}))"
)
_REST_OF_ER = re.compile(TO_THE_NEXT_LINE)
_NEAR = 20_000  # characters: before it searches more at once, Python gets ready for longer than the search takes

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
        raw = rest + block
        text, size = text_of(raw), len(raw)
        as_it_stands = text.endswith(raw)  # no lone \r
        done = seen = 0
        while True:
            if seen == done:  # nothing has been looked at since the last cut
                begin = -1 if opened else text.find(_TY, done, done + _NEAR)
                if begin > done and furniture.fullmatch(text, done, begin + 1):
                    yield Unread(line=line, raw=raw[done:begin], reason=HEADINGS)
                    line += text.count("\n", done + 1, begin + 1)
                    done = seen = begin
                if text.startswith(_TY, done):
                    opened = True
                    if plain := _plain_record(text, done):
                        own, lines, tags, warnings = plain
                        place = done + len(own)
                        yield record(line, own if as_it_stands else raw[done:place], tags, warnings)
                        line, done, seen, opened = line + lines, place, place, False
                        continue
                if opened and (opening := _EDGE.match(text, done)):
                    seen = opening.end()
            found = _EDGE.search(text, seen)
            if not found:
                break
            closes = found.lastindex is None
            place = min(found.end(), size) if closes else found.start()
            if place > done:
                yield from look_at(Stretch(line, raw[done:place], text[done : place + 1], opened, closes))
                line += text.count("\n", done + 1, place + 1)
            done, seen, opened = place, place, not closes
        rest = raw[done:]
    if rest:
        yield from look_at(Stretch(line, rest, text_of(rest), opened, closed=False, last=True))


def without_end(text: str) -> str:
    """The text of a closed stretch without the line that closes it, however that is written: it is part of no value."""
    text = text.rstrip()
    return text[: text.rfind("\n")]


def _plain_record(text: str, begin: int) -> tuple[str, int, Tags, list[str]] | None:
    """The record whose TY is at this place: its text, how many lines it has, tags, warnings. None: it is not plain."""
    end = text.find(_ER, begin, begin + _NEAR)
    if end < 0 or not (rest := _REST_OF_ER.match(text, end + len(_ER))):
        return None
    place = rest.end() + 1
    own = text[begin + 1 : place]
    lines = own.split("\n")
    behind = text.count("\n", end + 1, place)
    del lines[-1 - behind :]
    warnings: list[str] = []
    tags = plain_tags(lines, warnings)
    return None if tags is None else (own, len(lines) + behind, tags, warnings)
