r"""The value of a BibTeX field: where it ends, and its text.

Braces are counted as BibTeX counts them, but for '\{' and '\}', which many write singly. Within braces a quote mark is
text; within quotes braces must balance. `PIECE` is what a value is made of; several are joined by '#'.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape


def _nested(depth: int) -> str:
    r"""A pattern for '{…}' with braces up to `depth` deep in it; what stands after a backslash is no brace."""
    plain = r"[^{}\\]*+(?:\\++[{}]?+[^{}\\]*+)*+"
    return rf"\{{{plain}(?:{_nested(depth - 1)}{plain})*+\}}" if depth else rf"\{{{plain}\}}"


_BRACED = _nested(4)
_QUOTED = rf'"[^"{{}}\\]*+(?:(?:\\++["{{}}]?+|{_nested(2)})[^"{{}}\\]*+)*+"'
PIECE = rf'(?:{_BRACED}|{_QUOTED}|[^\s,#{{}}"=()%@\\]++)'

_SIMPLE_PIECE = re.compile(PIECE)
_BARE = re.compile(r"[^\s,#{}\"=()]+")
_MARK = re.compile(r"(?<!\\)[{}]")
_MARK_OR_QUOTE = re.compile(r"(?<!\\)[{}\"]")
_JOIN = re.compile(r"\s*#\s*")


def value_end(text: str, start: int) -> int:
    """Where the value that begins at `start` ends, its '#' joins included; -1 where it doesn't."""
    while True:
        start = piece_end(text, start)
        join = _JOIN.match(text, start) if start >= 0 else None
        if join is None:
            return start
        start = join.end()


def piece_end(text: str, start: int) -> int:
    """Where '{…}', '"…"' or a bare word ends; -1 where it doesn't."""
    if simple := _SIMPLE_PIECE.match(text, start):
        return simple.end()
    opening, depth = text[start : start + 1], 0
    if opening not in ("{", '"'):
        bare = _BARE.match(text, start)
        return bare.end() if bare else -1
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
    if raw[:1] == "{" and raw.find("}") == len(raw) - 1:  # most are so
        return raw[1:-1]
    text, start = raw.strip(), 0
    pieces: list[str] = []
    while start < len(text):
        end = piece_end(text, start)
        if end < 0:
            return "".join(pieces) + _undelimited(text[start:])
        piece = text[start:end]
        pieces.append(piece[1:-1] if piece[0] in '{"' else strings.get(piece.lower(), piece))
        join = _JOIN.match(text, end)
        if join is None and end < len(text):
            return _undelimited(text)
        start = join.end() if join else end
    return "".join(pieces)


def names_in(raw: str) -> list[str]:
    """What stands in a value without delimiters, in its order: 'acm # " Press"' -> ['acm']."""
    if "#" not in raw:
        return [] if raw[:1] in ("{", '"') else [raw.strip()]
    names, start = [], 0
    while 0 <= start < len(raw):
        end = piece_end(raw, start)
        if raw[start] not in '{"':
            names.append(raw[start:end] if end >= 0 else raw[start:])
        join = _JOIN.match(raw, end) if end >= 0 else None
        start = join.end() if join else -1
    return names


def _undelimited(text: str) -> str:
    """A damaged value, as it stands but for the delimiters at its ends."""
    text = text[1:] if text[:1] in ("{", '"') else text
    return text[:-1] if text[-1:] in ("}", '"') else text


_CHARACTER = re.compile(r"&#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6});")


def characters(text: str) -> str:
    r"""`text`, its LaTeX decoded, with each character for its number in HTML: 'self&#8208;made' -> 'self‐made'.

    Databases that live on the web escape for LaTeX what is HTML already: 'self\&\#8208;made'.
    """
    return _CHARACTER.sub(lambda found: unescape(found[0]) or found[0], text) if "&#" in text else text


_BACKSLASHES_AND_BRACE = re.compile(r"\\*[{}]")
_UNESCAPED_BRACE = re.compile(r"(?<!\\)[{}]")


def rebalanced(text: str) -> str:
    r"""`text` with each brace that has no partner written as a command, so that it can stand in a field.

    'a { b' -> 'a {\textbraceleft} b'     'a {b} c' -> 'a {b} c'     'ends with \' -> 'ends with \ '
    '\{' is a brace to BibTeX and none to us: both must find them in pairs.
    """
    text += " " if text.endswith("\\") else ""
    for _ in range(3):
        lone = _without_partner(text, _UNESCAPED_BRACE) or _without_partner(text, _BACKSLASHES_AND_BRACE)
        if not lone:
            return text
        text = _as_commands(text, lone)
    return _as_commands(text, list(_BACKSLASHES_AND_BRACE.finditer(text)))


def _without_partner(text: str, braces: re.Pattern[str]) -> list[re.Match[str]]:
    opened: list[re.Match[str]] = []
    lone: list[re.Match[str]] = []
    for found in braces.finditer(text) if "{" in text or "}" in text else ():
        if found[0].endswith("{"):
            opened.append(found)
        elif opened:
            opened.pop()
        else:
            lone.append(found)
    return sorted(lone + opened, key=re.Match.start)


def _as_commands(text: str, braces: list[re.Match[str]]) -> str:
    pieces, done = [], 0
    for found in braces:
        name = "textbraceleft" if found[0].endswith("{") else "textbraceright"
        pieces += [text[done : found.start()], f"{{\\{name}}}"]
        done = found.end()
    return "".join([*pieces, text[done:]])
