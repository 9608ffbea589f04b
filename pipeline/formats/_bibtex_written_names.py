"""Names of a work -> a BibTeX name list, each taken apart as it was meant; the reader is `_bibtex_names`.

In: names in parts. Out: 'van der Berg, Jr, Jan and {Balint Society} and others'. Commas, 'and', words in lower case and
blanks are BibTeX's only means of telling names and their parts: what has them as part of a name stands in braces.
Source: btxdoc, "BibTeXing", section 4.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from ..model import Name
from ._latex_escape import escape, writable

_PARTS_NAMES = re.compile(r"\band\b|;", re.IGNORECASE)  # readers take semicolons too: databases write them
_NEVER_USUAL = re.compile(r"[ao](?<=\b.)(?:nd|thers)\b", re.IGNORECASE)


def _usual(capital: str, letter: str) -> re.Pattern[str]:
    """'Smith, J. A.', 'Smith-Jones, Mary Ann', one a line: no word of it is anything else."""
    word = rf"{capital}{letter}*+"
    name = rf"{word}(?:['-]{letter}++)*+, {word}\.?+(?:[ -]{word}\.?+)*+"
    return re.compile(rf"{name}(?:\n{name})*+")


# by encoding; in UTF-8 with letters of Latin and Russian, all of which are one character in NFC
_USUAL = {
    "utf-8": _usual("[A-ZÀ-ÖØ-ÞČŁŐŘŚŞŠŻŽЁА-Я]", "[A-Za-zÀ-ÖØ-öø-žЁА-яё]"),
    "latex": _usual("[A-Z]", "[A-Za-z]"),
}


def name_list(names: Sequence[Name], encoding: str, *, complete: bool) -> str:
    """The list; '' for nobody. A list that is cut ends with 'others': an invented end would be a false citation.

    Two persons may have one name; a body that is named twice is one.
    """
    usual = _as_they_stand(names, encoding)
    if usual:
        return usual.replace("\n", " and ") + " and others" * (not complete)
    written: list[str] = []
    for name in names:
        text = _name(name, encoding)
        if text and not (name.literal and text in written):
            written.append(text)
    return " and ".join([*written, "others"] if written and not complete else written)


@lru_cache(1 << 14)  # keywords and publishers come again and again
def part(text: str, encoding: str, also_comma: bool = True) -> str:
    """Escaped, and in braces where a comma, semicolon or 'and' of its own would be taken for a separator."""
    text = writable(text, encoding)
    escaped = escape(text, encoding)
    return "{" + escaped + "}" if (also_comma and "," in text) or _PARTS_NAMES.search(text) else escaped


def _as_they_stand(names: Sequence[Name], encoding: str) -> str:
    """The names, one a line, where nothing of any of them needs escapes or braces, as in most lists; else ''."""
    lines = [f"{name.family}, {name.given}" for name in names if name.family and name.given and not name.suffix]
    text = "\n".join(lines)
    each = len(lines) == len(names) == text.count("\n") + 1
    return text if each and _USUAL[encoding].fullmatch(text) and not _NEVER_USUAL.search(text) else ""


def _name(name: Name, encoding: str) -> str:
    """'von Family, Jr, Given'; a group, or one part with a blank in it, in braces; '' for an empty name."""
    if usual := _as_they_stand([name], encoding):
        return usual
    family, suffix, given = (writable(text or "", encoding) for text in (name.family, name.suffix, name.given))
    if family and given:
        parts = [_family(family, encoding), part(suffix, encoding), part(given, encoding)]
        return ", ".join(text for text in parts if text)
    whole = " ".join(text for text in (given, family, suffix) if text)
    if not whole:
        literal = escape(name.literal or "", encoding)
        return "{" + literal + "}" if literal else ""
    return "{" + escape(whole, encoding) + "}" if " " in whole else _family(whole, encoding)


def _family(family: str, encoding: str) -> str:
    """Bare where BibTeX finds the particle itself ('van der Berg'), else braced ('Lopez da Silva', 'others').

    BibTeX counts all up to the last word in lower case as particle, 'Lopez' too.
    """
    if " " not in family and family.lower() != "others":
        return part(family, encoding)
    lower = [word[0].islower() for word in family.split()]
    if family.lower() == "others" or any(after > before for before, after in pairwise(lower)):
        return "{" + escape(family, encoding) + "}"
    return part(family, encoding)
