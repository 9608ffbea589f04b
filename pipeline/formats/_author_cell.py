"""A cell that holds several people: what parts them, and how this table writes a name. By evidence, never by rule.

"Balint, Michael; Balint, Enid"       ';'      family-comma-given
"Luke Munn, Jason R. C. Nurse"        ','      given-family
"Franklin JM, Eddings W."             ','      family-initials
"Smith, J. A., Doe, B., & Lee, C."    pairs    family-comma-given
"['Marx, Karl', 'Lindgren, Astrid']"  a list as Python and JSON write it
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable

from ._columns import split_list

STRONG = (";", "|", "\n", "\u2028")  # what no name holds; U+2028 is a line break inside a spreadsheet's cell
AND = re.compile(r"\s+(?:and|und|et|и|i|&)\s+|\s*&\s*", re.IGNORECASE)
AND_BEGINS_A_LINE = re.compile(r"\n[ \t]*(?:and|&)\s+")  # a list of BibTeX's, one name a line
SUFFIX = re.compile(r"(?:jr|sr)\.?|i{2,3}|iv", re.IGNORECASE)
_INITIAL = r"[^\W\d_a-zа-я]"
INITIALS_ONLY = re.compile(rf"(?:{_INITIAL}(?:[a-zа-я]?\.)?[\s-]*){{1,5}}")
INITIALS_LAST = re.compile(rf"\S.*\s(?:{_INITIAL}[a-zа-я]?\.[\s-]*){{1,4}}|\S.*\s{_INITIAL}{{1,3}}\.?")
INITIAL_BEFORE_FAMILY = re.compile(rf"(?:.*\s)?{_INITIAL}\.(?:.*[\s.])?\w[\w'’-]+")


def separator_of(cells: Iterable[str]) -> str | None:
    """What parts the values of a column, by some of its cells; None where no cell shows it."""
    seen = Counter(mark for cell in cells for mark in STRONG if mark in cell.strip())
    return seen.most_common(1)[0][0] if seen else None


def people_separator(cells: Iterable[str]) -> str | None:
    """What parts the people of a column: a mark that most of the cells with several people have.

    None for "Doe J, Roe A, Poe B", "Doe J, Roe A; The Group", "Roe A, Poe B, Coe D": the mark only parts off a group.
    """
    several = [cell for cell in cells if any(mark in cell.strip() for mark in STRONG) or _holds_three(cell)]
    mark = separator_of(several)
    return mark if mark and 2 * sum(mark in cell for cell in several) > len(several) else None


def _holds_three(cell: str) -> bool:
    """'Doe J, Roe A, Poe B', but not 'King, Martin Luther, Jr.' nor 'Balint, Michael, 1896-1970'."""
    parts = [part for text in cell.split(",") if (part := text.strip()) and not SUFFIX.fullmatch(part)]
    return sum(any(map(str.isalpha, part)) for part in parts) >= 3


def split_names(cell: str, separator: str | None) -> list[str]:
    """One text a person. `separator` is the column's (`separator_of`); without one the cell must show it."""
    listed = parse_list(cell)
    if listed is not None:
        return listed
    if "\n" in cell:
        cell = AND_BEGINS_A_LINE.sub("\n", cell)
    mark = separator or separator_of([cell])
    parts = split_list(cell, mark) if mark else []
    if separator:
        return parts
    if mark:
        return [name for part in parts for name in (_split_at_and(part) if _is_list(part) else [part])]
    return _split_at_and(cell.strip())


def _is_list(part: str) -> bool:
    """Do commas part people here, as in 'Doe J, Roe A'? Not in 'Doe, Jane', nor in 'Doe, Jane, MD'."""
    names = [name.strip() for name in part.split(",")]
    return len(names) > 1 and all(" " in name for name in names)


def parse_list(cell: str) -> list[str] | None:
    """The texts of a list as Python and JSON write it: "['a', 'b']" -> ['a', 'b']; None where it is none."""
    if not cell.startswith(("['", '["')) or not cell.endswith("]"):
        return None
    try:
        values = ast.literal_eval(cell)
    except (ValueError, SyntaxError):
        return None
    return [value.strip() for value in values if isinstance(value, str) and value.strip()]


def name_form(names: Iterable[str]) -> str | None:
    """How most of these people are written, as one of NAME_FORMS; None where nothing shows it ('Luke Munn')."""
    seen = Counter(form for name in names if (form := _form_of(name)))
    return seen.most_common(1)[0][0] if seen else None


def _form_of(name: str) -> str | None:
    before, comma, after = name.partition(",")
    if comma and SUFFIX.fullmatch(after.strip()):
        name = before
    elif comma:
        return "family-comma-given"
    if INITIALS_LAST.fullmatch(name):
        return "family-initials"
    return "given-family" if INITIAL_BEFORE_FAMILY.fullmatch(name) else None


def _split_at_and(cell: str) -> list[str]:
    """Parted by 'and' alone where all parts are alike (BibTeX); else 'and' is only the last comma."""
    parts = [part for text in AND.split(cell) if (part := text.strip(" ,"))]
    commas = {part.count(",") for part in parts}
    if len(parts) > 1 and len(commas) == 1 and max(commas) <= 1:
        return parts
    return _split_at_commas([part for text in parts for piece in text.split(",") if (part := piece.strip())])


def _split_at_commas(parts: list[str]) -> list[str]:
    parts = _join_suffixes(parts)
    if len(parts) < 2:
        return parts
    if len(parts) % 2 == 0 and all(INITIALS_ONLY.fullmatch(part) for part in parts[1::2]):
        return _in_pairs(parts)
    if all(" " in part for part in parts):
        return _without_full_stop(parts)
    if len(parts) == 2 or (len(parts) % 2 == 0 and not any(" " in part for part in parts[::2])):
        return _in_pairs(parts)
    return _without_full_stop(parts)


def _in_pairs(parts: list[str]) -> list[str]:
    return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]


def _join_suffixes(parts: list[str]) -> list[str]:
    joined: list[str] = []
    for part in parts:
        if joined and SUFFIX.fullmatch(part):
            joined[-1] += ", " + part
        else:
            joined.append(part)
    return joined


def _without_full_stop(names: list[str]) -> list[str]:
    """PubMed ends the list, not the name, with a full stop: 'Franklin JM, Eddings W.'"""
    if names[-1].endswith(".") and not any("." in name for name in names[:-1]):
        return [*names[:-1], names[-1][:-1]]
    return names
