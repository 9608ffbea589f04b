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
# 'Smith, J. A.', 'Smith-Jones, Mary Ann': no word of it is anything else
_USUAL = re.compile(r"[A-Z][A-Za-z]*+(?:['-][A-Za-z]++)*+, [A-Z][A-Za-z]*+\.?+(?:[ -][A-Z][A-Za-z]*+\.?+)*+")
_NEVER_USUAL = re.compile(r"\b(?:and|others)\b", re.IGNORECASE)


def name_list(names: Sequence[Name], encoding: str, *, complete: bool) -> str:
    """The list; '' for nobody. A list that is cut ends with 'others': an invented end would be a false citation.

    Two persons may have one name; a body that is named twice is one.
    """
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


def _name(name: Name, encoding: str) -> str:
    """'von Family, Jr, Given'; a group, or one part with a blank in it, in braces; '' for an empty name."""
    if name.family and name.given and not name.suffix:
        usual = f"{name.family}, {name.given}"
        if _USUAL.fullmatch(usual) and not _NEVER_USUAL.search(usual):
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
