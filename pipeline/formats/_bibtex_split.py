"""BibTeX text -> blocks with their raw text, and the raw values of an entry's fields.

In: a stream of text. Out: `Block`s whose `raw` texts, joined, are the whole text. bibtexparser's splitter finds the
blocks; it is fed some hundred entries at a time, because its time and memory grow faster than the text. What it gives
up (unbalanced braces, a missing comma, a duplicate field) is read again here, by field names at line starts.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TextIO

_CHUNK = 1 << 19  # characters: 200 to 2,000 entries

Raw = tuple[str, str]  # field name as written, value with its delimiters


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """`kind`: 'entry', 'string', 'preamble', 'comment', 'text' (between blocks), 'failed' or 'cut' (at the end)."""

    kind: str
    raw: str
    type: str = ""
    key: str = ""
    fields: tuple[Raw, ...] = ()
    warnings: tuple[str, ...] = field(default=())
    reason: str = ""


def blocks(stream: TextIO) -> Iterator[Block]:
    """All of the text, in its order."""
    kept, size = "", _CHUNK
    while True:
        more = stream.read(size)
        text = kept + more
        cut = _last_start(text) if more else len(text)
        found = list(_blocks(text[:cut]))
        back = len(found[-1].raw) if more and found and found[-1].kind in ("failed", "cut") else 0
        yield from found[: -1 if back else None]
        kept, size = text[cut - back :], _CHUNK if cut > back else size * 2
        if not more:
            return


_LINE_START = re.compile(r"^[ \t]*@[A-Za-z][\w-]*[ \t]*[{(]", re.MULTILINE)


def _last_start(text: str) -> int:
    """Where the last block at a line start begins; 0 where there is none after the first."""
    place = len(text)
    while (place := text.rfind("@", 0, place)) > 0:
        line = max(text.rfind("\n", 0, place), text.rfind("\r", 0, place)) + 1
        if _LINE_START.match(text, line) and not text[line:place].strip():
            return line
    return 0


def _blocks(text: str) -> Iterator[Block]:
    """The blocks of `text`, with the text between them."""
    done = 0
    for start, end, block, following in _placed(text):
        if start < done:  # the entry before has been found to go on until here
            continue
        if start > done:
            yield Block(kind="text", raw=text[done:start])
        read = _read(block, text, start, end, following)
        yield read
        done = start + len(read.raw)
    if done < len(text):
        yield Block(kind="text", raw=text[done:])


def _placed(text: str) -> Iterator[tuple[int, int, Any, int]]:
    """(start, end, the splitter's block, start of the next one). A failed block ends where the next one begins."""
    # the splitter knows only '\n'; lengths stay the same, so that places can be found in the text itself
    lines = text.replace("\r\n", " \n").replace("\r", "\n") if "\r" in text else text
    found, place = [], 0
    for block in _split(lines):
        start = lines.find(block.raw, place) if block.raw else -1
        if start < 0:
            continue
        failed = type(block).__name__ == "ParsingFailedBlock"
        place = start + (1 if failed else len(block.raw))
        found.append((start, -1 if failed else place, block))
    starts = [*(start for start, _, _ in found[1:]), len(text)]
    for (start, end, block), following in zip(found, starts, strict=False):
        yield start, following if end < 0 else end, block, following


def _split(text: str) -> list[Any]:
    """The splitter's blocks but free text."""
    from bibtexparser.splitter import Splitter

    with _unlogged("bibtexparser.splitter"):
        library = Splitter(text).split()
    return [block for block in library.blocks if type(block).__name__ != "ImplicitComment"]


@contextmanager
def _unlogged(name: str) -> Iterator[None]:
    """The splitter warns of every failed block; here these are segments with a reason."""
    logger = logging.getLogger(name)
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


_KINDS = {"String": "string", "Preamble": "preamble", "ExplicitComment": "comment"}
_HEADER = re.compile(r"@\s*([\w-]+)\s*([{(])\s*")


def _read(block: Any, text: str, start: int, end: int, following: int) -> Block:
    name = type(block).__name__
    if name in _KINDS:
        definition = ((block.key, block.value),) if name == "String" else ()
        return Block(kind=_KINDS[name], raw=text[start:end], fields=definition)
    if name == "ParsingFailedBlock":
        return _rescued(text[start:following], block.error.abort_reason, following == len(text))
    doubled = ", ".join(sorted(block.duplicate_keys)) if name == "DuplicateFieldKeyBlock" else ""
    read = _entry(block, text[start:end], (f"field given more than once: {doubled}",) if doubled else ())
    for stop, reason in ((end, "A comma is missing."), (following, "A brace too many closes it early.")):
        lines = len(_LINE_OF_FIELD.findall(text, start, stop))
        if lines > len(read.fields):
            whole = _rescued(text[start:stop], reason, following == len(text))
            if whole.kind == "entry" and len(whole.fields) > len(read.fields):
                return whole
    return read


# quick, to see whether a look by `_FIELD_LINE` is worth it
_LINE_OF_FIELD = re.compile(r"[\r\n][ \t]*[A-Za-z][\w-]*[ \t]*=[ \t]*[\"{\d]")


def _entry(block: Any, raw: str, warnings: tuple[str, ...]) -> Block:
    block = getattr(block, "ignore_error_block", None) or block  # a key or a field that stands twice
    fields = tuple((written.key, written.value) for written in block.fields)
    return Block(kind="entry", raw=raw, type=block.entry_type, key=block.key, fields=fields, warnings=warnings)


# ---------------------------------------------------------------- what the splitter gave up

_FIELD_NAME = r"[A-Za-z_][\w:+.-]*(?:[ \t]+\w+)?"
_FIELD_LINE = re.compile(
    rf"(?:^|(?<=[\n\r,]))[ \t]*({_FIELD_NAME})[ \t]*=\s*(?=[{{\"]|\w+\s*(?:[,}}#\r\n]|$))", re.MULTILINE
)
_KEY = re.compile(r"([^,={}\"\r\n]*),|([^,={}\"\s]+)[ \t]*(?=[\r\n])")
_CLOSED = re.compile(r"[\s,]*\Z")


def _rescued(raw: str, reason: str, at_end: bool) -> Block:
    """The entry by its field names, where what follows its key can be told apart; else 'failed', or 'cut' at the end.

    First with braces as they are; where they don't balance, each value ends where the next line that begins with
    `name =` starts.
    """
    header = _HEADER.match(raw)
    if header is None or header[1].lower() == "comment":
        return Block(kind="comment" if header else "failed", raw=raw, reason=reason)
    key = _KEY.match(raw, header.end())
    start, closing = (key.end() if key else header.end()), "}" if header[2] == "{" else ")"
    name = (key[1] or key[2] or "").strip() if key else ""
    fields, end = _balanced(raw, start, closing)
    warning = reason
    if end < 0 or _FIELD_LINE.search(raw, end):
        fields, end = _by_lines(raw, start, closing)
        warning = f"{reason} Its fields are read by lines."
    closed = end >= 0
    if not fields or not (closed or (not at_end and _whole(fields[-1][1]))):
        kind = "cut" if at_end and not closed else "failed"
        return Block(kind=kind, raw=raw, reason=reason)
    return Block(
        kind="entry", raw=raw[:end] if closed else raw.rstrip() or raw, type=header[1].lower(), key=name,
        fields=tuple(fields), warnings=(" ".join(warning.split()),),
    )  # fmt: skip


# JabRef's users comment fields out by '%', as in LaTeX; BibTeX itself doesn't know that
_BETWEEN = r"(?:[\s,]|%[^\r\n]*+)*+"
_NAME_THEN = re.compile(rf"{_BETWEEN}({_FIELD_NAME})\s*=\s*")
_END_OF_FIELDS = re.compile(rf"{_BETWEEN}([}})])")


def _balanced(raw: str, start: int, closing: str) -> tuple[list[Raw], int]:
    """Fields and the end of the entry; -1 where the braces of a value don't balance. A missing comma is no matter."""
    fields: list[Raw] = []
    while name := _NAME_THEN.match(raw, start):
        start = value_end(raw, name.end())
        if start < 0:
            return fields, -1
        fields.append((name[1], raw[name.end() : start].strip()))
    end = _END_OF_FIELDS.match(raw, start)
    return fields, end.end() if end and end[1] == closing else -1


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
    if after and after[1] == closing:
        return tail[:end], after.end()
    closed = list(re.finditer(rf"[}}\"][\s,]*(\{closing})[ \t]*$", tail, re.MULTILINE))
    if closed:
        return tail[: closed[-1].start() + 1], closed[-1].end(1)
    return tail, -1


def _whole(value: str) -> bool:
    return value_end(value, 0) == len(value.rstrip(", \t\r\n"))


# ---------------------------------------------------------------- values

_MARK = re.compile(r"(?<!\\)[{}]")
_MARK_OR_QUOTE = re.compile(r"(?<!\\)[{}\"]")
_BARE = re.compile(r"[^\s,#{}\"=()]+")
_JOIN = re.compile(r"\s*#\s*")


def value_end(text: str, start: int) -> int:
    """Where the value that begins at `start` ends, its '#' joins included; -1 where it doesn't."""
    while True:
        start = _piece_end(text, start)
        join = _JOIN.match(text, start) if start >= 0 else None
        if join is None:
            return start
        start = join.end()


def _piece_end(text: str, start: int) -> int:
    opening = text[start : start + 1]
    if opening not in ("{", '"'):
        bare = _BARE.match(text, start)
        return bare.end() if bare else -1
    depth = 0
    for mark in (_MARK if opening == "{" else _MARK_OR_QUOTE).finditer(text, start):
        if mark[0] == '"':
            if depth == 0 and mark.start() > start:
                return mark.end()
            continue
        depth += 1 if mark[0] == "{" else -1
        if depth == 0 and opening == "{":
            return mark.end()
    return -1


def value(raw: str, strings: Mapping[str, str]) -> str:
    """The text of a raw value: delimiters off, '#' joined, @string names resolved; an unknown name is its own text.

    '{A {B}}' -> 'A {B}'      'acm # " Press"' with acm = ACM -> 'ACM Press'      '1997' -> '1997'
    """
    text, start = raw.strip(), 0
    pieces: list[str] = []
    while start < len(text):
        end = _piece_end(text, start)
        if end < 0:
            return "".join(pieces) + _undelimited(text[start:])
        piece = text[start:end]
        pieces.append(piece[1:-1] if piece[0] in '{"' else strings.get(piece.lower(), piece))
        join = _JOIN.match(text, end)
        if join is None and end < len(text):
            return _undelimited(text)
        start = join.end() if join else end
    return "".join(pieces)


def _undelimited(text: str) -> str:
    """A damaged value, as it stands but for the delimiters at its ends."""
    text = text[1:] if text[:1] in ("{", '"') else text
    return text[:-1] if text[-1:] in ("}", '"') else text
