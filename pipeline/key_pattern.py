"""What a new citekey looks like: `[keys] pattern` of bibcorpus.toml, read and checked.

In: '{author}{year}{title}'. Out: its pieces, for citekey.py to fill in. Each part may have a case and a length behind
colons: '{author:capital}_{year:2}' gives 'Winter_15'. Between parts stands what a key may have: letters of ASCII,
digits and _ : . + / -.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .errors import WorkspaceError

READABLE = "{author}{year}{title}"
PARTS = {
    "author": "family name of the first author, else editor, else 'anon'",
    "authors": "family names of up to three, of more the first and 'etal'",
    "year": "year of issue; of length 2 its last two digits",
    "title": "first telling word of the title",
    "journal": "its words without articles and prepositions",
    "type": "article, book …",
}
CASES = ("lower", "upper", "capital")
LONGEST = {"author": 20, "authors": 60, "title": 16, "journal": 16, "type": 16, "year": 4}
_PIECE = re.compile(r"\{([^{}]*)\}|([^{}]+)")
_BETWEEN = re.compile(r"[A-Za-z0-9_:.+/-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part to fill in (`part`, how, and how long at most), or, without a part, the `text` that stands between."""

    text: str = ""
    part: str | None = None
    case: str = "lower"
    length: int = 0


def parse_pattern(pattern: str) -> tuple[Piece, ...]:
    """The pieces in their order. WorkspaceError, with what is allowed, where it is no pattern.

    '{author}-{year:2}' -> (Piece(part='author', length=20), Piece(text='-'), Piece(part='year', length=2))
    """
    pieces: list[Piece] = []
    end = 0
    for found in _PIECE.finditer(pattern):
        if found.start() != end:
            break
        end = found.end()
        pieces.append(_between(pattern, found[2]) if found[1] is None else _part(pattern, found[1]))
    if end != len(pattern):
        raise _bad(pattern, "a bracket { or } without the other", "pattern = '{author}{year}{title}'")
    if not {"author", "authors", "title"} & {piece.part for piece in pieces}:
        raise _bad(pattern, "neither an author nor a title", "works of one year would differ by a letter only")
    return tuple(pieces)


def _between(pattern: str, text: str) -> Piece:
    if not _BETWEEN.fullmatch(text):
        raise _bad(pattern, f"{text!r} can't stand in a key", "letters of ASCII, digits and _ : . + / - can")
    return Piece(text=text)


def _part(pattern: str, inside: str) -> Piece:
    name, *how = inside.split(":")
    if name not in PARTS:
        told = "; ".join(f"{{{part}}}: {what}" for part, what in PARTS.items())
        raise _bad(pattern, f"no part {{{name}}}", told)
    case, length = "lower", LONGEST[name]
    for each in how:
        if each in CASES:
            case = each
        elif each.isascii() and each.isdecimal() and 1 <= int(each) <= LONGEST[name]:
            length = int(each)
        else:
            raise _bad(
                pattern, f"{{{inside}}}: {each!r} is none of {', '.join(CASES)}, and no length up to {LONGEST[name]}",
                f"{{{name}:capital}} or {{{name}:{min(8, LONGEST[name])}}}",
            )  # fmt: skip
    return Piece(part=name, case=case, length=length)


def _bad(pattern: str, what: str, hint: str) -> WorkspaceError:
    return WorkspaceError(f"bibcorpus.toml: [keys] pattern = {pattern!r}: {what}", hint=hint)
