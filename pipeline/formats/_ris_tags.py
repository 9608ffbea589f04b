"""The tags of one RIS record with their values, as written; what a tag means stands in `_ris_fields`.

In: the text of a record. Out: tag -> values in order, empty ones left out. Two ways lead there, to the same end.
`plain_tags` goes line by line, for nearly all records have their tags at the beginning of a line, two blanks and '-'
behind. It declines where a line may be anything but a tag or more of the value above, and then `tags_of_text` has
patterns for what people and programs make of RIS: indented, lower-case, in quote marks, with one blank or with a
no-break space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain, product
from operator import length_hint
from string import ascii_uppercase, digits
from sys import intern

from ._tagged import BLANKS, Tags, unfold

GAP = "[ \t\xa0]"
OPENS = rf"T(Y{GAP}{{0,3}}-)|t(y{GAP}{{2}}-)"
_TY = re.compile(rf"\n[{BLANKS}]*(?:{OPENS})")
# a spreadsheet saved it as CSV: lines with a comma, or all lines, stand in quote marks
_QUOTED = re.compile(r'\n"([A-Z][A-Z0-9]  -[^\n]*)"(?=[ \t\r]*(?:\n|\Z))')
# a tag as the specification has it, but for a blank before it or a no-break space in it
TAG = re.compile(rf"\n[{BLANKS}]{{0,4}}+([A-Z][A-Z0-9])[ \xa0][ \xa0]- ?")
_LOOSE_TAG = re.compile(rf"\n[{BLANKS}]*([A-Za-z][A-Za-z0-9]){GAP}{{0,3}}-(?=\s|\Z)")
_LIKE_A_TAG = re.compile(r"\n[ \t]?(AU|A1|TI|T1|JF|JO|PY|Y1|VL|IS|SP|EP|DO|UR|SN|KW|AB|N2|LA|PB) -(?=\s|\Z)")
# a line that TAG takes for a tag, or that opens or closes a record in some way
_NO_TEXT = re.compile(rf"[{BLANKS}\"]*+(?:[A-Z][A-Z0-9][ \xa0][ \xa0]-|(?:TY|ty|ER|er){GAP}{{0,3}}-)")
_BEHIND_A_TAG = ("", " ", "\r")
_LINES_STAY = frozenset(("N1", "AD", "U3", "RN"))


@cache
def _names() -> dict[str, str]:
    """What a tag may be called: all but TY and ER, which open and close a record."""
    pairs = (first + second for first, second in product(ascii_uppercase, ascii_uppercase + digits))
    return {name: intern(name) for name in pairs if name not in ("TY", "ER")}


def plain_tags(lines: list[str], warnings: list[str]) -> Tags | None:
    """The tags of a record by its lines, of which the first has TY and the one with ER is left out.

    None where a line may be more than a tag or text of the value above it: `tags_of_text` knows.
    """
    names = _names()
    rest = iter(lines)
    kind = next(rest)[6:].strip()
    found: Tags = {}
    while True:
        try:
            for line in rest:
                name, mark, value = line.partition("  - ")
                if not (value := value.strip()):
                    if not mark or name not in names:
                        raise KeyError(line)
                elif name in found:
                    found[name].append(value)
                else:
                    found[names[name]] = [value]
        except KeyError:  # mostly the value above goes on
            if not _go_on(found, lines, rest, warnings):
                return None
        else:
            break
    if kind:
        found["TY"] = [kind]
    return found


def _go_on(found: Tags, lines: list[str], rest: Iterator[str], warnings: list[str]) -> bool:
    """`plain_tags` from the line on, just taken from `rest`, that begins with no tag, up to one that does."""
    at = len(lines) - length_hint(rest) - 1
    if at == 1:  # TY goes on
        return False
    names, above, behind = _names(), lines[at - 1], ""
    tag, several = above[:2], [above[6:]]
    for line in chain(lines[at : at + 1], rest):
        if line[2:5] == "  -" and line[5:6] in _BEHIND_A_TAG and line[:2] in names:
            behind = line
            break
        if "-" in line and _NO_TEXT.match(line):
            return False
        several.append(line)
    if len(several) > 1:
        whole = _fold(tag, "\n".join(several), warnings)
        if several[0].strip():
            found[tag][-1:] = whole
        elif whole:
            found.setdefault(names[tag], []).extend(whole)
    if value := behind[6:].strip():
        found.setdefault(names[behind[:2]], []).append(value)
    return True


def tags_of_text(text: str, warnings: list[str]) -> Tags:
    """The tags as this record writes them: like its TY, or with the two blanks of the specification."""
    text = _QUOTED.sub(_unquoted, text.rstrip())
    if text.startswith("\nTY  -") or not _TY.match(text) or TAG.match(text):
        return _tags_in(text, TAG, warnings)
    found: Tags = {}
    for tag, values in _tags_in(text, _LOOSE_TAG, []).items():
        found[tag.upper()] = found.get(tag.upper(), []) + values
    return found


def _unquoted(line: re.Match[str]) -> str:
    return "\n" + line[1].replace('""', '"')


def _tags_in(text: str, tag: re.Pattern[str], warnings: list[str]) -> Tags:
    """Tag -> its values in order, empty ones left out: `tags_from`, but lines are looked at before they are joined."""
    found: Tags = {}
    parts = iter(tag.split(text))
    next(parts)  # what stands before the first tag
    for name in parts:
        value = next(parts)
        if values := _fold(name, value, warnings) if "\n" in value else list(filter(None, [value.strip()])):
            found.setdefault(name, []).extend(values)
    return found


def _fold(tag: str, value: str, warnings: list[str]) -> list[str]:
    """A value of several lines. Keywords have one a line, unless folded (indented); notes keep their lines."""
    if " -" in value:
        for name in _LIKE_A_TAG.findall(value):
            warnings.append(f"'{name} - …' is read as text of {tag}: a tag has two blanks")
    if tag == "KW" and "\n " not in value and "\n\t" not in value:
        return [bare for line in value.split("\n") if (bare := line.strip())]
    return unfold(value.split("\n"), "\n" if tag in _LINES_STAY else " ")
