"""A BibTeX entry that isn't as it should be -> its fields, as far as they can be told apart.

In: the raw text of a block, from its '@' up to the next one that begins a line. First braces are taken as they stand:
a missing comma, a '%' comment or more text than belongs to a value cost nothing. Where the braces don't balance, a
field ends where the next line that begins with `name =` starts.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from ._bibtex_values import piece_end, value_end

Raw = tuple[str, str]  # field name as written, value with its delimiters


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """`kind`: 'entry', 'string', 'preamble', 'comment', 'text' (between blocks), 'failed' or 'cut' (at the end)."""

    kind: str
    raw: str
    type: str = ""
    key: str = ""
    fields: tuple[Raw, ...] = ()
    warnings: tuple[str, ...] = ()
    reason: str = ""


CLOSING = {"{": "}", "(": ")"}
KEY_THEN = re.compile(r'([^,={}"]*+)(?:,|(?=[})]))')
NAME = r'[^\s={}",]++(?:[^\S\r\n]++[^\s={}",]++)*+'
_LOOSE_NAME = NAME.replace(r'[^\s={}",]', r'(?:\\[{}]|[^\s={}",])')  # with an odd '\{' in it
# quick, to see whether fields stand where none can
LINE_OF_FIELD = re.compile(r"[\r\n][ \t]*[A-Za-z][\w-]*[ \t]*=[ \t]*[\"{\d]")

_UNBALANCED = "A brace or a quote mark is missing or too many: its fields are read by lines."
_NO_COMMA = "A comma is missing."
_COMMENTED = "What stands behind '%' is left out."
_CUT = "The file ends within this entry."
_FAILED = "Its fields can't be told apart."

_KEY_ALONE = re.compile(r"([^,={}\"\s]+)[ \t]*(?=[\r\n])")
# another entry begins where a field should: '@misc{a, @misc{b, title = …'
_START_INSTEAD = re.compile(r'[^={}"]*?(?=@\w[\w-]*+[ \t]*+[{(])')
_NEXT_HEAD = re.compile(r"@\w[\w-]*+[ \t]*+[{(]|(?<=[\r\n])[ \t]*@\w")
_INNER_HEAD = re.compile(r"@\w[\w-]*+[ \t]*+[{(]\s*+[^\s,={}\"]*+\s*+,")
_HEAD_AFTER_BRACE = re.compile(r"(?<=\})" + _INNER_HEAD.pattern)


def mended(raw: str, kind: str, head: int, at_end: bool) -> Block:
    """The entry of type `kind` whose head ('@article{') is `head` long; `at_end`: nothing stands after `raw`."""
    closing = CLOSING[raw[head - 1]]
    key = KEY_THEN.match(raw, head) or _KEY_ALONE.match(raw, head)
    place = key.end() if key else head
    fields, end, slips, closed = _balanced(raw, place, closing)
    if not closed and (inner := _START_INSTEAD.match(raw, end)):
        raw, at_end = raw[: inner.end()], False
    by_lines, last = _by_lines_if_better(raw, place, closing, len(fields), end if closed else -1, at_end)
    if last >= 0:
        fields, end, slips, closed = by_lines, last, [_UNBALANCED], True
    if not closed:
        cut = at_end and closing_end(raw, head - 1, quotes=False) < 0
        return Block(kind="cut" if cut else "failed", raw=raw, reason=_CUT if cut else _FAILED)
    if fields and (key is None or key[0][-1:] != ","):
        slips = list(dict.fromkeys((_NO_COMMA, *slips)))
    return Block(
        kind="entry", raw=raw[:end], type=kind, key=key[1].strip() if key else "", fields=tuple(fields),
        warnings=(*slips, *given_twice(fields)),
    )  # fmt: skip


def given_twice(fields: list[Raw]) -> tuple[str, ...]:
    """The warning that a field stands twice, if one does."""
    names = [name for name, _ in fields]
    if len(set(names)) == len(names):
        return ()
    twice = sorted(name for name, times in Counter(names).items() if times > 1)
    return (f"field given more than once: {', '.join(twice)}",)


def definition(raw: str, kind: str, head: int, at_end: bool) -> Block:
    """A @comment, @preamble or @string."""
    end = closing_end(raw, head - 1, quotes=kind != "comment")
    if end < 0:
        failed = "comment" if kind == "comment" else "cut" if at_end else "failed"
        return Block(kind=failed, raw=raw, reason="It isn't closed.")
    name = _NAME_THEN.match(raw, head, end - 1) if kind == "string" else None
    if kind == "string" and name is None:
        return Block(kind="failed", raw=raw[:end], reason="This @string defines nothing.")
    fields = ((name[2], raw[name.end() : end - 1].strip()),) if name else ()
    return Block(kind=kind, raw=raw[:end], fields=fields)


_MARK_IN_PARENTHESES = re.compile(r"(?<!\\)[{}\")]")


def closing_end(raw: str, opening: int, quotes: bool) -> int:
    """Behind what closes the bracket at `opening`; -1 where nothing does. `quotes`: a ')' in '"…"' closes nothing."""
    if raw[opening] == "{":
        return piece_end(raw, opening)
    depth, quoted = 0, False
    for mark in _MARK_IN_PARENTHESES.finditer(raw, opening + 1):
        if mark[0] == ")" and not depth and not quoted:
            return mark.end()
        quoted ^= quotes and mark[0] == '"' and not depth
        depth = max(0, depth + (mark[0] == "{") - (mark[0] == "}"))
    return -1


# ---------------------------------------------------------------- braces as they stand

# JabRef's users comment fields out by '%', as in LaTeX; BibTeX itself doesn't know that
_BETWEEN = r"((?:[\s,]|%[^\r\n]*+)*+)"
_NAME_THEN = re.compile(rf"{_BETWEEN}((?:{_LOOSE_NAME})?+)\s*+=\s*+")
_NEXT_FIELD = re.compile(rf"(?=\s){_BETWEEN}({_LOOSE_NAME})\s*+=")  # a comma is missing before it
_END_OF_FIELDS = re.compile(rf"{_BETWEEN}([}})])")
_AFTER_VALUE = re.compile(r"\s*([,)}])")
_ANY_MARK = re.compile(r"(?<!\\)[{}\"),]")


def _balanced(raw: str, place: int, closing: str) -> tuple[list[Raw], int, list[str], bool]:
    """Fields, where reading ended, slips that don't matter, and whether it ended where the entry is closed."""
    fields: list[Raw] = []
    between: list[str] = []
    while name := _NAME_THEN.match(raw, place):
        between += [name[1]] if fields else []
        end = _loose_end(raw, name.end(), closing)
        if end < 0:
            return fields, place, [], False
        fields.append((name[2], raw[name.end() : end].strip()))
        place = end
    last = _END_OF_FIELDS.match(raw, place)
    if last is None or last[2] != closing:
        return fields, place, [], False
    slips = [_NO_COMMA] * any("," not in text for text in between)
    slips += [_COMMENTED] * any("%" in text for text in (*between, last[1]))
    return fields, last.end(), slips, True


def _loose_end(raw: str, start: int, closing: str) -> int:
    """`value_end`; where more follows than belongs to a value, up to the next comma or to the end of the entry."""
    end = value_end(raw, start)
    after = _AFTER_VALUE.match(raw, end) if end >= 0 else None
    if (after and after[1] in (",", closing)) or (end >= 0 and _NEXT_FIELD.match(raw, end)):
        return end
    head = _HEAD_AFTER_BRACE.search(raw, start)
    depth, quoted = 0, False
    for mark in _ANY_MARK.finditer(raw, start, head.start() if head else len(raw)):
        if not depth and not quoted and mark[0] in (",", closing):
            return mark.start()
        quoted ^= mark[0] == '"' and not depth
        if not quoted:
            depth = max(0, depth + (mark[0] == "{") - (mark[0] == "}"))
    return -1


# ---------------------------------------------------------------- by lines

_FIELD_NAME = r"[A-Za-z_][\w:+.-]*(?:[ \t]+\w+)?"
_FIELD_LINE = re.compile(
    rf"(?:^|(?<=[\n\r,]))[ \t]*({_FIELD_NAME})[ \t]*=\s*(?=[{{\"]|\w+\s*(?:[,}}#\r\n]|$))", re.MULTILINE
)


def _by_lines_if_better(
    raw: str, place: int, closing: str, fields: int, end: int, at_end: bool
) -> tuple[list[Raw], int]:
    """`_by_lines` and where the entry ends, if there are more than the `fields` of an entry that seems to end at `end`
    (-1: nowhere). Else -1.
    """
    following = (_NEXT_HEAD if end >= 0 else _INNER_HEAD).search(raw, max(place, end))
    next_head = following.start() if following else len(raw)
    for stop in (end if end >= 0 else next_head, next_head if end >= 0 else len(raw)):
        if end >= 0 and len(LINE_OF_FIELD.findall(raw, 0, stop)) <= fields:
            continue
        by_lines, last = _by_lines(raw[:stop], place, closing)
        followed = (stop == len(raw) and not at_end) or (stop == next_head < len(raw) and end >= 0)
        if last < 0 and by_lines and followed and _whole(by_lines[-1][1]):
            last = len(raw[:stop].rstrip())  # only the bracket that closes the entry is lost
        if last >= 0 and len(by_lines) > fields * (end >= 0):
            return by_lines, last
    return [], -1


def _by_lines(raw: str, start: int, closing: str) -> tuple[list[Raw], int]:
    """Fields by `name =` at line starts. The last one ends before the brace that closes the entry: -1 without one."""
    names = list(_FIELD_LINE.finditer(raw, start))
    if not names:
        return [], -1
    ends = [name.start() for name in names[1:]]
    values = [raw[name.end() : end] for name, end in zip(names, ends, strict=False)]
    tail = raw[names[-1].end() :]
    last, closed = _last_value(tail, closing)
    fields = [(name[1], value.rstrip(", \t\r\n")) for name, value in zip(names, [*values, last], strict=True)]
    return fields, names[-1].end() + closed if closed >= 0 else -1


def _last_value(tail: str, closing: str) -> tuple[str, int]:
    """The last value and where the entry ends behind it, -1 where it doesn't."""
    end = value_end(tail, 0)
    after = _END_OF_FIELDS.match(tail, end) if end >= 0 else None
    if after and after[2] == closing:
        return tail[:end], after.end()
    closed = list(re.finditer(rf"[}}\"][\s,]*(\{closing})[ \t]*$", tail, re.MULTILINE))
    if closed:
        return tail[: closed[-1].start() + 1], closed[-1].end(1)
    return tail, -1


def _whole(value: str) -> bool:
    return value_end(value, 0) == len(value.rstrip(", \t\r\n"))
