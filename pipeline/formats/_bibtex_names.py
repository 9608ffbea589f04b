r"""BibTeX name lists -> one text a person, 'Family, Given, Suffix', and groups apart.

Source: "Tame the BeaST", part 5: ' and ' outside braces parts the names; 'First von Last', 'von Last, First' and
'von Last, Jr, First'; braces keep words together. Databases that don't keep to it (Cochrane and SciELO join their
names by commas, EBSCO by semicolons) are told by what stands there; where that can't be told, the text stays whole.
"""

from __future__ import annotations

import re

from ._latex import decode

ET_AL = "et al"

_AND = re.compile(r"(?<!\\)[{}]|(?:(?<=[\s},])|^)and(?=[\s{]|$)", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:[JS]r\.?|I{2,3}|IV|V|2nd|3rd|мл\.|ст\.)\Z", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]?)+\Z")  # J.  J.-P.  А.Б.
_BARE_INITIALS = re.compile(r"[A-ZА-ЯЁ]{1,3}(?:-[A-ZА-ЯЁ])?\Z")
_GROUP = re.compile(
    r"\b(?:Group|Organi[sz]ation|University|Committee|Society|Association|Consortium|Ministry|Institute|Team|"
    r"Collaborat(?:ion|ors)|Investigators|Council|Agency|Department|Federation|Gesellschaft|Arbeitsgruppe|Verband|"
    r"Общество|Министерство|Институт|Ассоциация|Университет)\b",
    re.IGNORECASE,
)  # fmt: skip


def people(text: str) -> tuple[list[str], list[str]]:
    """Persons and groups of a name list, in its order.

    r'M{\"u}ller, J. and {WHO} and van der Berg, Jan and others'
        -> (['Müller, J.', 'van der Berg, Jan', 'et al'], ['WHO'])
    """
    persons: list[str] = []
    groups: list[str] = []
    names = _names(text)
    family_first = _written_family_first(names)
    for name in names:
        if name.lower() in ("others", "et al", "et al.", "и др."):
            persons.append(ET_AL)
        elif _braced(name) or _is_group(name):
            groups.append(_plain(name))
        else:
            whole = re.sub(r"\s+et\.? al\b\.?", "", name)  # 'Goncharuk et al., A. I.'
            persons += [_person(whole, family_first)] + ([ET_AL] if whole != name else [])
    return [name for name in persons if name], [name for name in groups if name]


def _plain(text: str) -> str:
    return " ".join(decode(text).split())


def _names(text: str) -> list[str]:
    """The single names, still in LaTeX."""
    text = text.strip()
    inner = text[1:-1] if _braced(text) else ""
    if inner and all(name.count(",") == 1 for name in _split_and(inner)) and len(_split_and(inner)) > 1:
        text = inner  # a whole list in double braces, not a group
    names = []
    for name in _split_and(text):
        names += _split_marks(name)
    return names


def _split_and(text: str) -> list[str]:
    """At each ' and ' outside braces."""
    parts, depth, start = [], 0, 0
    for mark in _AND.finditer(text):
        if mark[0] in "{}":
            depth += 1 if mark[0] == "{" else -1
        elif depth <= 0:
            parts.append(text[start : mark.start()])
            start = mark.end()
    parts.append(text[start:])
    return [part.strip().rstrip(",;").strip() for part in parts if part.strip(" \t\r\n,;")]


def _split_marks(name: str) -> list[str]:
    """The people in a part of the list that holds several, joined by semicolons or commas; else the part itself."""
    if "family=" in name.replace(" ", "") or "{" in name:
        return [name]
    if ";" in name and not re.search(r"&#?\w+;", name):
        return [part for part in (part.strip(" ,") for part in name.split(";")) if part]
    wide = [part.strip() for part in re.split(r",\s{2,}", name)]
    if len(wide) > 1 and all(part.count(",") == 1 for part in wide):
        return wide  # SciELO: 'Oliveira, Rosmari,  Viviani, Luciana'
    pieces = [piece.strip() for piece in name.split(",") if piece.strip()]
    if len(pieces) > 3 or (len(pieces) == 3 and not any(_SUFFIX.match(piece) for piece in pieces[1:])):
        return _by_commas(pieces) or [name]
    return [name]


def _by_commas(pieces: list[str]) -> list[str]:
    """'Day, LM, Berg, J' -> pairs; 'Anna Day, J. Suutarinen, L. Berg' -> single names; [] where it can't be told."""
    if all(" " in piece for piece in pieces):
        return pieces
    if len(pieces) % 2 == 0:
        return [f"{family}, {given}" for family, given in zip(pieces[::2], pieces[1::2], strict=True)]
    return []


def _braced(text: str) -> bool:
    """True where one pair of braces holds all of the text."""
    if not (text.startswith("{") and text.endswith("}")) or text.startswith("{\\"):
        return False
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            return place == len(text) - 1
    return False


def _is_group(name: str) -> bool:
    """A name without comma that says it is a body: few of those who type BibTeX by hand brace them."""
    return "," not in name and _GROUP.search(name) is not None


def _written_family_first(names: list[str]) -> bool:
    """True where all names without comma are like 'Müller JA' (PubMed's form): one alone proves nothing."""
    bare = [name.split() for name in names if "," not in name and name != "others" and not _braced(name)]
    return bool(bare) and all(
        len(words) > 1 and _BARE_INITIALS.match(words[-1]) and not _BARE_INITIALS.match(words[0]) for words in bare
    )


def _person(name: str, family_first: bool) -> str:
    if re.match(r"\s*(?:family|given|prefix|suffix)\s*=", name):
        return _extended(name)
    parts = _split_comma(name)
    if len(parts) == 3 and not _SUFFIX.match(parts[2]):
        parts = [parts[0], parts[2], parts[1]]
    if len(parts) > 1:
        return ", ".join(_plain(part) for part in parts)
    words = [_plain(word) for word in _words(name)]
    return _given_first(words, family_first)


def _given_first(words: list[str], family_first: bool) -> str:
    """'Jan van der Berg' -> 'van der Berg, Jan'; 'Иванов А. Б.' -> 'Иванов, А. Б.': initials are no family name."""
    suffix = [words.pop()] if len(words) > 2 and _SUFFIX.match(words[-1]) and words[-1] != "V" else []
    if len(words) < 2:
        return " ".join(words)
    last = len(words)
    while last > 1 and _INITIALS.match(words[last - 1]):
        last -= 1
    if last < len(words) and not _INITIALS.match(words[0]):
        family, given = words[:last], words[last:]
    elif family_first:
        family, given = words[:-1], words[-1:]
    else:
        place = next((i for i, word in enumerate(words[:-1]) if word[:1].islower()), len(words) - 1)
        family, given = words[place:], words[:place]
    return ", ".join(filter(None, (" ".join(family), " ".join(given), *suffix)))


def _extended(name: str) -> str:
    """biblatex's 'family=Berg, given=Jan, prefix=van der'."""
    parts = dict(re.findall(r"(family|given|prefix|suffix)\s*=\s*((?:\{[^{}]*\}|[^,{}])*)", name))
    parts = {part: _plain(text) for part, text in parts.items()}
    family = " ".join(filter(None, (parts.get("prefix"), parts.get("family"))))
    return ", ".join(filter(None, (family, parts.get("given"), parts.get("suffix"))))


def _split_comma(name: str) -> list[str]:
    return [part for part in (part.strip() for part in _outside(name, ",")) if part]


def _words(name: str) -> list[str]:
    name = re.sub(r"\\([A-Za-z]+)\s+(?=[^\W\d_])(.)", r"\\\1{\2}", name)  # 'Dvo\v r\'ak' is one word
    return [word for word in _outside(name, " \t\r\n~") if word]


def _outside(text: str, signs: str) -> list[str]:
    """`text` cut at each of `signs` outside braces; a sign after a backslash (an accent's '~') doesn't count."""
    parts, depth, start = [], 0, 0
    for place, sign in enumerate(text):
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
        elif sign in signs and depth <= 0 and text[place - 1 : place] != "\\":
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]]
