"""What pandoc made of an item -> the text of the entry alone.

In and out: inline content as pandoc's JSON has it. Spans that were there for the layout of the list go, their text
stays; an address is a link where it is seen, so that a printed list says as much as one on the screen.

Source: pandoc's types (Text.Pandoc.Definition), as its `-t json` writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from . import Inline, Inlines

SPACE: Inline = {"t": "Space"}
_TEXT = {"Space": " ", "SoftBreak": " ", "LineBreak": " "}
_FONTS = ("Emph", "Strong", "SmallCaps", "Superscript", "Subscript", "Underline", "Strikeout")
_BLOCKS = {"csl-right-inline", "csl-block", "csl-indent"}  # what a style sets on a line of its own, or behind a margin
_ADDRESS = re.compile(r"https?://[^\s<>\"/:@.]+(\.[^\s<>\"/:@.]+)+(:\d+)?([/?#][^\s<>\"]*)?", re.I)
STOP = "\ufdd1"  # stands for a full stop that a style must not take away; no character of any text
JOINER = "\u2060"  # makes '<i>' in a title text to the processor, and a number no number; see exports/_csl_item.py


def entry_text(made: Inlines) -> Inlines:
    """The inlines of an entry, without spaces around it and without layout."""
    return _trimmed(list(_flat(made)))


def text_of(inlines: Iterable[Inline]) -> str:
    """The bare text."""
    return "".join(_TEXT.get(each["t"], "") or _content(each) for each in inlines)


def words(text: str) -> list[Inline]:
    """Text as inlines; nothing in it is more than text."""
    return [
        SPACE if piece.isspace() else {"t": "Str", "c": piece} for piece in re.split(r"([ \t\r\n]+)", text) if piece
    ]


def linked(inlines: Inlines, links: bool) -> Inlines:
    """With its links, or without; one that leads elsewhere than its text says is none."""
    return [part for each in inlines for part in _linked(each, links)]


def without(inlines: Inlines, fonts: tuple[str, ...]) -> Inlines:
    """In plain type where it was in one of these: a target may not have it."""
    return [part for each in inlines for part in _without(each, fonts)]


def _without(each: Inline, fonts: tuple[str, ...]) -> Iterator[Inline]:
    if each["t"] == "Link":
        yield {"t": "Link", "c": [each["c"][0], without(each["c"][1], fonts), each["c"][2]]}
    elif each["t"] not in _FONTS:
        yield each
    elif each["t"] in fonts:
        yield from without(each["c"], fonts)
    else:
        yield {"t": each["t"], "c": without(each["c"], fonts)}


def _linked(each: Inline, links: bool) -> Iterator[Inline]:
    if each["t"] in _FONTS:
        yield {"t": each["t"], "c": linked(each["c"], links)}
    elif each["t"] != "Link" or (links and _says_where(each)):
        yield each
    else:
        yield from each["c"][1]


def _says_where(link: Inline) -> bool:
    target, shown = link["c"][2][0], text_of(link["c"][1])
    return bool(_ADDRESS.fullmatch(target)) and bool(shown) and target.endswith(shown)


def _content(each: Inline) -> str:
    kind: str = each["t"]
    content: Any = each.get("c")
    if kind == "Str":
        return str(content)
    if kind in _FONTS:
        return text_of(content)
    return text_of(content[1]) if kind in ("Link", "Span", "Quoted") else ""


def _flat(made: Inlines) -> Iterator[Inline]:
    for each in made:
        kind: str = each["t"]
        content: Any = each.get("c")
        if kind == "Str":
            if text := content.replace(JOINER, "").replace(STOP, "."):
                yield {"t": "Str", "c": text}
        elif kind in _FONTS:
            yield {"t": kind, "c": list(_flat(content))}
        elif kind == "Link":
            yield {"t": "Link", "c": [["", [], []], list(_flat(content[1])), content[2]]}
        elif kind in ("Span", "Quoted"):
            if _BLOCKS & set(content[0][1] if kind == "Span" else ()):
                yield SPACE
            yield from _flat(content[1])
        elif kind in _TEXT:
            yield SPACE
        elif kind in ("RawInline", "Code", "Math"):  # no processor of ours makes them; as text they do no harm
            yield {"t": "Str", "c": str(content[1])}


def _trimmed(inlines: list[Inline]) -> Inlines:
    kept: list[Inline] = []
    for each in inlines:
        if each == SPACE and (not kept or kept[-1] == SPACE):
            continue
        kept.append(each)
    return kept[:-1] if kept and kept[-1] == SPACE else kept
