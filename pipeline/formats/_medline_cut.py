r"""MEDLINE text cut into records and what stands between them.

In: the text of an export. Out: its segments. A record begins at a first tag after a blank line, or where its own first
tag comes a second time (concatenated without a blank line). A blank line before any other tag, or before an indented
line, is inside a value. Outside of a record, any tag begins one.

Between two such places is a `Stretch`, which others look at; but a record written as nearly all are is cut and taken
apart at once: from '\nPMID' to the next one, with nothing but tags and text between, as a look at each of its lines
shows, it holds no other place to cut. That saves a third of the time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TextIO

from ..model import Found, Reject, Unread
from ._medline_tags import TAG_LINE, plain_tags
from ._tagged import BLOCK, Stretch, Tags, read_lines, text_of

# a record begins with one of these: PMC writes PMC before PMID, ERIC has no PMID, MEDLINE of old had UI
_FIRST = frozenset(("PMID", "PMC ", "OWN ", "UI  "))
# where a record may begin or end: at blank lines (the group), and at its own first tag
_BLANK_LINES = r"((?:[ \t\ufeff\f\r]*+\n)++)"
_EDGES = {first: re.compile(rf"\n(?:{_BLANK_LINES}|\ufeff*{first})") for first in _FIRST}
_BLANK_LINE = ("", "\r")
_BLANK_EDGE = re.compile(rf"\n{_BLANK_LINES}")

Segment = Found | Reject | Unread
MakeRecord = Callable[[int, str, Tags], Found | Reject]


def segments(stream: TextIO, record: MakeRecord, look_at: Callable[[Stretch], Iterator[Segment]]) -> Iterator[Segment]:
    """All of the text: `record(line, raw, tags)` of each plain record, what `look_at` says of all else."""
    line, first, rest = 1, "", ""  # `first`: the tag that began the record we are in
    while raw := read_lines(stream, max(BLOCK, len(rest)), rest):  # ever more of a stretch without end
        text = text_of(raw)
        as_it_stands = text.endswith(raw)  # no lone \r
        done = 0
        while True:
            if first and (plain := _plain_record(text, done, first)):
                own, lines, tags = plain
                place = done + len(own)
                yield record(line, own if as_it_stands else raw[done:place], tags)
                line, done = line + lines, place
                continue
            edge = _edge(text, done, first)
            if not edge:
                break
            place, begins = edge
            if place > done:
                yield from look_at(Stretch(line, raw[done:place], text[done : place + 1], bool(first), bool(first)))
                line += text.count("\n", done + 1, place + 1)
            done, first = place, begins
        rest = raw[done:]
    if rest:
        yield from look_at(Stretch(line, rest, text_of(rest), bool(first), bool(first), last=True))


def _plain_record(text: str, begin: int, first: str) -> tuple[str, int, Tags] | None:
    """The record that begins at this place: its text, how many lines it has, its tags. None: it is not plain."""
    end = text.find("\n" + first, begin + 1, begin + BLOCK) if first in _FIRST else -1
    if end < 0:
        return None
    own = text[begin + 1 : end + 1]
    *lines, _ = own.split("\n")
    count = len(lines)
    while lines[-1] in _BLANK_LINE:
        del lines[-1]
    if count == 1 or lines[-1].rstrip().endswith("\ufeff"):  # a byte-order mark before the next record is no text
        return None
    tags = plain_tags(lines)
    return None if tags is None else (own, count, tags)


def _edge(text: str, begin: int, first: str) -> tuple[int, str] | None:
    """Where what begins at this place ends, and the tag that begins a record there, '' for none."""
    if not first:
        found = TAG_LINE.search(text, begin)
        return (found.start(), text[found.start(1) : found.start(1) + 4]) if found else None
    for found in _EDGES.get(first, _BLANK_EDGE).finditer(text, begin):
        blank = found[1]
        at = found.end() - 1 if blank else found.start()
        tag = text[at + 1 : at + 20].lstrip("\ufeff")[:4]
        again = not blank and tag == first and text.count("\n", begin + 1, at + 1) > 1
        if again or (blank and tag in _FIRST):
            return at, tag
        if blank and tag and tag[0] not in " \t" and not TAG_LINE.match(text, at):
            return at, ""
    return None
