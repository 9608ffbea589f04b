r"""BibTeX name lists -> one text a person, 'Family, Given, Suffix', and groups apart.

Source: "Tame the BeaST", part 5: ' and ' outside braces parts the names; 'First von Last', 'von Last, First' and
'von Last, Jr, First'; braces keep words together. Databases that don't keep to it (Cochrane and SciELO join their
names by commas, EBSCO by semicolons) are told by what stands there; where that can't be told, the text stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..model import Name
from ..values.names import parse_name
from ._bibtex_values import characters
from ._latex import decode

ET_AL = "et al"
AND_OTHERS = ("others", "et al", "et al.", "и др.")

_AND = re.compile(r"(?<!\\)[{}]|(?:(?<=[\s},])|^)and(?=[\s{]|$)", re.IGNORECASE)
SUFFIX = re.compile(r"(?:[JS]r\.?|I{2,3}|IV|V|2nd|3rd|мл\.|ст\.)\Z", re.IGNORECASE)
INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]?)+\Z")  # J.  J.-P.  А.Б.
BARE_INITIALS = re.compile(r"[A-ZА-ЯЁ]{1,3}(?:-[A-ZА-ЯЁ])?\Z")
_INNER_ET_AL = re.compile(r"\s+et\.? al\b\.?")
_EXTENDED = re.compile(r"\s*(?:family|given|prefix|suffix)\s*=")
_WIDE_COMMA = re.compile(r",\s{2,}")
_GROUP_WORD = (
    r"\b(?:Group|Organi[sz]ation|University|Committee|Society|Association|Consortium|Ministry|Institute|Team|"
    r"Collaborat(?:ion|ors)|Investigators|Council|Agency|Department|Federation|Gesellschaft|Arbeitsgruppe|Verband|"
    r"Общество|Министерство|Институт|Ассоциация|Университет)\b"
)  # fmt: skip
_GROUP = re.compile(_GROUP_WORD, re.IGNORECASE)
TELLING = re.compile(_GROUP_WORD + r"|\bet\.? al\b", re.IGNORECASE)


def people(text: str) -> tuple[list[str], list[str]]:
    """Persons and groups of a name list, in its order.

    r'M{\"u}ller, J. and {WHO} and others' -> (['Müller, J.', 'et al'], ['WHO'])
    '{Priya}' among persons is one without a second name, for bodies have several words, or capitals; '{{Priya}}' is
    a body. A body that stands before a person stays there, if its name says that it is one.
    """
    if (simple := _family_comma_given(text)) is not None:
        return simple, []
    found: list[tuple[str, bool]] = []  # the name, whether it is that of a body
    names = _names(text)
    family_first = _written_family_first(names)
    among_persons = any(not _braced(name) and not _is_group(name) and name.lower() not in AND_OTHERS for name in names)
    for name in names:
        if name.lower() in AND_OTHERS:
            found.append((ET_AL, False))
        elif (_braced(name) and not (among_persons and one_name(name))) or _is_group(name):
            found.append((_plain(name), True))
        else:
            whole = _INNER_ET_AL.sub("", name)  # 'Goncharuk et al., A. I.'
            found += [(_person(whole, family_first), False)] + ([(ET_AL, False)] if whole != name else [])
    return _parted(found)


def _parted(found: Sequence[tuple[str, bool]]) -> tuple[list[str], list[str]]:
    last = max((place for place, (name, body) in enumerate(found) if not body and name != ET_AL), default=-1)
    parted: tuple[list[str], list[str]] = ([], [])
    for place, (name, body) in enumerate(found):
        if name:
            parted[body and (place > last or is_person_else(name))].append(name)
    return parted


def is_person_else(name: str) -> bool:
    """Whether the name of a body would be taken for a person's, if it stood among them."""
    return (parse_name(name, "family-comma-given") or Name()).literal != name


_PLAIN_LIST = re.compile(r"[^;{}\\~$&=]*+")  # no LaTeX, no group, no other separators


def _family_comma_given(text: str) -> list[str] | None:
    """The names of a list as most write it: 'Day, Lea and van der Berg, J.'; None for any other."""
    text = " ".join(text.split())
    words = f" {text.lower().replace(',', ' ')} "
    if (
        not _PLAIN_LIST.fullmatch(text)
        or "--" in text
        or " et al" in words
        or " et. al" in words
        or " and and " in words
    ):
        return None
    names = text.split(" and ")
    if text.count(",") != len(names) or " ," in text or words.count(" and ") != len(names) - 1:
        return None
    return names if all(0 < name.find(", ") < len(name) - 2 for name in names) else None


def _plain(text: str) -> str:
    return " ".join(characters(decode(text)).split())


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
    if name.count(",") < 2:
        return [name]
    wide = [part.strip() for part in _WIDE_COMMA.split(name)]
    if len(wide) > 1 and all(part.count(",") == 1 for part in wide):
        return wide  # SciELO: 'Oliveira, Rosmari,  Viviani, Luciana'
    pieces = [piece.strip() for piece in name.split(",") if piece.strip()]
    if len(pieces) > 3 or (len(pieces) == 3 and not any(SUFFIX.match(piece) for piece in pieces[1:])):
        return _by_commas(pieces) or [name]
    return [name]


def _by_commas(pieces: list[str]) -> list[str]:
    """'Day, LM, Berg, J' -> pairs; 'Anna Day, J. Suutarinen, L. Berg' -> single names; [] where it can't be told."""
    if all(" " in piece for piece in pieces):
        return pieces
    if len(pieces) % 2 == 0:
        return [f"{family}, {given}" for family, given in zip(pieces[::2], pieces[1::2], strict=True)]
    return []


_BRACE = re.compile(r"[{}]")


def _braced(text: str) -> bool:
    """True where one pair of braces holds all of the text."""
    if not (text.startswith("{") and text.endswith("}")) or text.startswith("{\\"):
        return False
    depth = 0
    for mark in _BRACE.finditer(text):
        depth += 1 if mark[0] == "{" else -1
        if depth == 0:
            return mark.end() == len(text)
    return False


def one_name(braced: str) -> bool:
    """'{Priya}': one word with one capital; '{WHO}', '{GfK}' and '{Robert Koch}' are none."""
    word = braced[1:-1]
    return len(word) > 1 and word.isalpha() and word.istitle()


def _is_group(name: str) -> bool:
    """A name without comma that says it is a body: few of those who type BibTeX by hand brace them."""
    return "," not in name and _GROUP.search(name) is not None


def _written_family_first(names: list[str]) -> bool:
    """True where all names without comma are like 'Müller JA' (PubMed's form): one alone proves nothing."""
    bare = [name.split() for name in names if "," not in name and name != "others" and not _braced(name)]
    return bool(bare) and all(
        len(words) > 1 and BARE_INITIALS.match(words[-1]) and not BARE_INITIALS.match(words[0]) for words in bare
    )


def _person(name: str, family_first: bool) -> str:
    if _EXTENDED.match(name):
        return _extended(name)
    parts = _split_comma(name)
    if len(parts) == 3 and not SUFFIX.match(parts[2]):
        parts = [parts[0], parts[2], parts[1]]
    if len(parts) > 1:
        return ", ".join(_plain(part) for part in parts)
    words = [plain for word in _words(parts[0] if parts else name) if (plain := _plain(word))]  # 'Berg , ,' is Berg
    return given_first(words, family_first)


def given_first(words: list[str], family_first: bool) -> str:
    """'Jan van der Berg' -> 'van der Berg, Jan'; 'Иванов А. Б.' -> 'Иванов, А. Б.': initials are no family name."""
    suffix = [words.pop()] if len(words) > 2 and SUFFIX.match(words[-1]) and words[-1] != "V" else []
    if len(words) < 2:
        return " ".join(words)
    last = len(words)
    while last > 1 and INITIALS.match(words[last - 1]):
        last -= 1
    if last < len(words) and not INITIALS.match(words[0]):
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


# a sign after a backslash (an accent's '~') doesn't count
_COMMA = re.compile(r"(?<!\\),|[{}]")
_BLANK = re.compile(r"(?<!\\)[ \t\r\n~]|[{}]")
_UNBRACED_ACCENT = re.compile(r"\\([A-Za-z]+)\s+(?=[^\W\d_])(.)")


def _split_comma(name: str) -> list[str]:
    return [part for part in (part.strip() for part in outside(name, _COMMA)) if part]


def _words(name: str) -> list[str]:
    name = _UNBRACED_ACCENT.sub(r"\\\1{\2}", name) if "\\" in name else name  # 'Dvo\v r\'ak' is one word
    return [word for word in outside(name, _BLANK) if word]


def outside(text: str, marks: re.Pattern[str]) -> list[str]:
    """`text` cut at each of the signs of `marks` outside braces."""
    if "{" not in text and "}" not in text:
        return marks.split(text)
    parts, depth, start = [], 0, 0
    for mark in marks.finditer(text):
        if mark[0] in "{}":
            depth += 1 if mark[0] == "{" else -1
        elif depth <= 0:
            parts.append(text[start : mark.start()])
            start = mark.end()
    return [*parts, text[start:]]
