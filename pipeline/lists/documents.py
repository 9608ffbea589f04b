"""Entries, numbers and headings -> the document.

In: groups of entries in their order. Out: the bytes of a docx, an odt, a web page, Markdown, text, or a piece of LaTeX
for \\input. A number is that of a list of the target itself (Word can renumber it) where it stands as '1.', '1)' or
'(1)'; as text where the style has '[1]'. Numbers go on through the groups.

The document is pandoc's own tree, and all that comes from a work is `Str`: pandoc escapes it for each target.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from . import Choices, Entry, Inline, Inlines, Style
from .grouping import TITLE, in_language
from .inlines import SPACE, linked, without, words
from .running import written

Block = dict[str, Any]
Groups = Sequence[tuple[str | None, Sequence[Entry]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """`writer`: pandoc's name of it. `without`: type faces that it can't have. `binary`: no text, for files only."""

    writer: str
    suffix: str
    without: tuple[str, ...] = ()
    binary: bool = False


_PLAIN = ("SmallCaps", "Superscript", "Subscript", "Underline")
AS = {
    "docx": Target(writer="docx", suffix=".docx", binary=True),
    "html": Target(writer="html5", suffix=".html"),
    "latex": Target(writer="latex", suffix=".tex"),
    "md": Target(writer="markdown-smart", suffix=".md", without=_PLAIN),
    "odt": Target(writer="odt", suffix=".odt", binary=True),
    "txt": Target(writer="plain", suffix=".txt", without=(*_PLAIN, "Emph", "Strong", "Strikeout")),
}

_PAGE = """\
<!DOCTYPE html>
<html lang="$lang$">
<head>
<meta charset="utf-8">
<title>$pagetitle$</title>
<style>
body { max-width: 50em; margin: 2em auto; padding: 0 1em; line-height: 1.4; }
.references > p { padding-left: 2em; text-indent: -2em; }
</style>
</head>
<body>
$body$
</body>
</html>
"""
_TEX = "% a part of a document: \\input it; links need \\usepackage{hyperref}\n\n$body$\n"
_TEMPLATES = {"html": _PAGE, "latex": _TEX}

_API = [1, 23, 1]  # of pandoc's types, since pandoc 3.0
_DELIMITERS = {("", "."): "Period", ("", ")"): "OneParen", ("(", ")"): "TwoParens"}
_ENTITY = re.compile(r"&(?=#?\w+;)")


def document(groups: Groups, style: Style, locale: str, choices: Choices) -> bytes:
    """The list in the target of `choices`."""
    target = AS[choices.to]
    numbered = style.numbered if choices.numbered is None else choices.numbered
    numbers = count(1) if numbered else None
    anchors: set[str] | None = set() if choices.to == "html" else None
    blocks: list[Block] = []
    for heading, entries in groups:
        if heading is not None:
            blocks.append({"t": "Header", "c": [1, ["", [], []], words(heading)]})
        paragraphs = [_paragraphs(entry, target, choices.links, anchors) for entry in entries]
        blocks += _list(paragraphs, numbers, style.brackets, choices.to in ("docx", "odt"))
    return written({"pandoc-api-version": _API, "meta": _meta(locale), "blocks": blocks}, *_how(choices.to))


def _how(to: str) -> tuple[Sequence[str], str | None]:
    return (f"--to={AS[to].writer}",), _TEMPLATES.get(to)


def _meta(locale: str) -> dict[str, Any]:
    said = {"lang": locale, "pagetitle": in_language(TITLE, locale)}
    return {name: {"t": "MetaString", "c": text} for name, text in said.items()}


def _list(
    entries: list[list[Block]], numbers: Iterator[int] | None, brackets: tuple[str, str], in_word: bool
) -> list[Block]:
    if not entries:
        return []
    if numbers is None:
        paragraphs = [block for entry in entries for block in entry]
        return [_styled(paragraphs, "references")]
    mine = [next(numbers) for _ in entries]
    if delimiter := _DELIMITERS.get(brackets):
        listed = [[_styled(entry)] for entry in entries] if in_word else entries
        return [{"t": "OrderedList", "c": [[mine[0], {"t": "Decimal"}, {"t": delimiter}], listed]}]
    left, right = brackets
    blocks = [
        block
        for number, entry in zip(mine, entries, strict=True)
        for block in (_headed(entry[0], f"{left}{number}{right}"), *entry[1:])
    ]
    return [_styled(blocks)] if in_word else blocks


def _styled(blocks: list[Block], *classes: str) -> Block:
    """Paragraphs in the word processor's own style for entries: a person changes that, and with it all of them."""
    return {"t": "Div", "c": [["", [*classes], [["custom-style", "Bibliography"]]], blocks]}


def _headed(block: Block, number: str) -> Block:
    return {**block, "c": [{"t": "Str", "c": number}, SPACE, *block["c"]]}


def _paragraphs(entry: Entry, target: Target, links: bool, anchors: set[str] | None) -> list[Block]:
    """The entry, then its twin. On a web page '#ref-balint1957' leads to it: where it stands first."""
    shown = [_for(target, linked(paragraph, links)) for paragraph in entry.paragraphs]
    if anchors is not None and entry.key not in anchors:
        anchors.add(entry.key)
        shown[0] = [{"t": "Span", "c": [[f"ref-{entry.key}", [], []], shown[0]]}]
    return [{"t": "Para", "c": list(inlines)} for inlines in shown]


def _for(target: Target, inlines: Inlines) -> Inlines:
    plain = without(inlines, target.without)
    return list(_with_ampersands(plain)) if target.suffix == ".md" else plain


def _with_ampersands(inlines: Iterable[Inline]) -> Iterator[Inline]:
    """'&lt;' in a title stays '&lt;' for Markdown's readers: pandoc leaves the '&' bare."""
    for each in inlines:
        if each["t"] == "Str" and _ENTITY.search(each["c"]):
            first, *rest = _ENTITY.split(each["c"])
            yield {"t": "Str", "c": first}
            for piece in rest:
                yield {"t": "RawInline", "c": ["markdown", "&amp;"]}
                yield {"t": "Str", "c": piece}
        elif each["t"] in ("Emph", "Strong", "Strikeout"):
            yield {"t": each["t"], "c": list(_with_ampersands(each["c"]))}
        else:
            yield each
