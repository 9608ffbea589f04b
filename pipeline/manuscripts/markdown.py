"""Markdown as pandoc reads it, with R Markdown and Quarto: [@key, p. 3; -@other], @key [p. 3], @{key}, nocite: '@key'.

Code, comments, links and e-mail addresses cite nothing, nor do marks of numbered examples and of figures (@fig:one).

Source: pandoc User's Guide, "Citation syntax", "Numbered example lists"; Quarto, "Cross references".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from . import Citation, Manuscript

TITLE = "Markdown"
SUFFIXES = (".md", ".markdown", ".rmd", ".qmd")

# a key begins with a letter, digit or _; single marks may stand inside it, none at its end
_BARE = r"[^\W_](?:\w|[:.#$%&\-+?<>~/](?=\w))*|_(?:\w|[:.#$%&\-+?<>~/](?=\w))+"
_CITED = re.compile(r"(?<![\w\\@.])-?@(?:\{([^{}\s]+)\}|(" + _BARE + r"|\*))")
_BRACKETED = re.compile(r"\[[^\[\]]*@[^\[\]]*\]")

_SAYS_NOTHING = re.compile(
    r"^(?P<fence>[ ]{0,3}(`{3,}|~{3,}))[^\n]*\n.*?(?:^[ ]{0,3}\2[`~]*[ \t]*$|\Z)"  # fenced code
    r"|<!--.*?(?:-->|\Z)"
    r"|(?<![`\\])(`+)(?!`)[^\n]*?(?:\n(?!\s*\n)[^\n]*?)*?(?<!`)\3(?!`)"  # code in a line; it ends in its paragraph
    r"|(?<!\\)\$\$(?:(?!\n\s*\n).)+?\$\$|(?<![\\$])\$(?![\s$])(?:(?!\n\s*\n)[^$])*?(?<![\s\\])\$(?!\d)"  # formulas
    r"|<[a-z][a-z0-9+.-]*:[^<>\s]*>|<[^<>\s@]+@[^<>\s]+>"  # <https://…>, <name@example.org>
    r"|\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)"  # the address of a link
    r"|\bhttps?://[^\s<>\])]+",
    re.S | re.M | re.I,
)
_EXAMPLE = re.compile(r"^[ ]{0,3}\(@([\w-]*)\)", re.M)
_CROSS_REFERENCE = re.compile(r"(?:fig|tbl|tab|eq|sec|lst):.*")
_OF_QUARTO = re.compile(r"(?:fig|tbl|eq|sec|lst|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|tip|nte|wrn|imp|cau)-.*")
_LIST_ITEM = re.compile(r"[ ]{0,3}(?:[-*+]|\(?(?:\d+|[a-zA-Z#]|@[\w-]*)[.)]|:|~|\[\^[^\]]+\]:)\s")


def read(path: Path) -> Manuscript:
    """What the manuscript cites, its header (nocite) included."""
    text = path.read_bytes().decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    of_quarto = path.suffix.lower() == ".qmd"
    citations = tuple(
        Citation(place=f"{path.name} line {number}", key=key)
        for number, key in keys_in(text)
        if not (of_quarto and _OF_QUARTO.fullmatch(key))
    )
    return Manuscript(citations=citations, files=(path,))


def keys_in(text: str) -> Iterator[tuple[int, str]]:
    """(line, key) of each citation in the text."""
    examples = {found[1] for found in _EXAMPLE.finditer(text)}
    plain = _SAYS_NOTHING.sub(_blank, text)
    for number, line in enumerate(_without_indented_code(plain.split("\n")), 1):
        for found in _CITED.finditer(line):
            key = found[1] or found[2]
            if key not in examples and not _CROSS_REFERENCE.fullmatch(key):
                yield number, key


def _blank(found: re.Match[str]) -> str:
    """As many lines; something is left of what stands in a line, else the rest of it might look indented."""
    return "·" if "\n" not in found[0] else re.sub(r"[^\n]+", " ", found[0])


def bracketed_keys(text: str) -> Iterator[str]:
    """The keys of citations in brackets alone, for text that isn't Markdown: there '@name' may be a person."""
    for found in _BRACKETED.finditer(text):
        yield from (key[1] or key[2] for key in _CITED.finditer(found[0]))


def _without_indented_code(lines: list[str]) -> Iterator[str]:
    """Lines in, lines out: those of a block indented by four, behind an empty line and in no list, are emptied."""
    in_list = in_code = False
    before = ""
    for line in lines:
        indented = line.startswith(("    ", "\t"))
        if line.strip() and not indented:
            in_code = False
            in_list = bool(_LIST_ITEM.match(line)) or (in_list and (line.startswith(" ") or bool(before.strip())))
        elif indented and not before.strip() and not in_list and line.strip():
            in_code = True
        yield "" if in_code else line
        before = line
