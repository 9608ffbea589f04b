r"""Names, 'Family, Given, Suffix', and groups -> a BibTeX name list that `_bibtex_names` reads as just these.

In: the names of a record. Out: 'van der Berg, Jr, Jan and {World Health Organization} and others'. Nothing is cleaned,
and nobody changes his place. Names of other formats are turned round first, where these say which part is which.
"""

from __future__ import annotations

from collections.abc import Sequence

from ._bibtex_names import (
    BARE_INITIALS,
    ET_AL,
    INITIALS,
    SUFFIX,
    TELLING,
    given_first,
    is_person_else,
    one_name,
    people,
)
from ._latex_escape import escape_exactly


def name_list(persons: Sequence[str], groups: Sequence[str] = ()) -> str:
    """The list that `people` reads as just these persons and groups.

    (['Müller, J.', 'et al'], ['WHO']) -> 'Müller, J. and {WHO} and others'
    """
    bodies = ["{" + escape_exactly(name) + "}" for name in groups]
    bodies = ["{" + body + "}" if one_name(body) else body for body in bodies]
    named = [*persons]
    end = ["others"] if named and named[-1] == ET_AL else []  # BibTeX knows it as the last word only
    named = named[: len(named) - len(end)]
    for written in (_usual, _written):
        text = " and ".join([*map(written, named), *bodies, *end])
        if people(text) == (list(persons), list(groups)):
            return text
    return " and ".join([*map(_protected, named), *("{" + body + "}" for body in bodies), *end])


def _usual(name: str) -> str:
    """'van der Berg, Jr, Jan', and '{World Health Organization}', which is read as it is where a person follows."""
    parts = name.split(", ")
    if len(parts) == 1 and " " in name and not is_person_else(name):
        return "{" + escape_exactly(name) + "}"
    return ", ".join(map(escape_exactly, (parts[0], parts[2], parts[1]))) if len(parts) == 3 else _written(name)


def _written(name: str) -> str:
    if name == ET_AL:
        return "others"
    parts = name.split(", ")
    if len(parts) == 3 and not SUFFIX.match(parts[2]):
        parts = [parts[0], parts[2], parts[1]]  # 'Family, Suffix, Given'
    if len(parts) == 1 and " " in name:
        return _protected(name)
    return ", ".join(escape_exactly(part) for part in parts)


def _protected(name: str) -> str:
    """Each part in braces, and no word in them by which `people` would know a group or 'et al.'."""
    if name == ET_AL:
        return "others"
    parts = name.split(", ")
    parts = [parts[0], parts[2], parts[1]] if len(parts) == 3 else parts
    braced = [
        "{" + TELLING.sub(lambda word: word[0][:1] + "{}" + word[0][1:], escape_exactly(part)) + "}" for part in parts
    ]
    return ", ".join(braced) + "{}" * (len(parts) == 1)


def bodies_apart(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Names of another format, without the bodies behind the last person, and these: as `people` has them apart."""
    end = len(names)
    while end and (names[end - 1] == ET_AL or not is_person_else(names[end - 1])):
        end -= 1
    bodies = [name for name in names[end:] if name != ET_AL]
    return [*names[:end], *(name for name in names[end:] if name == ET_AL)], bodies


def from_given_first(name: str) -> str:
    """'Jan van der Berg' -> 'van der Berg, Jan'."""
    return given_first(name.split(), family_first=False)


def from_family_initials(name: str) -> str:
    """'van der Berg JA' -> 'van der Berg, JA'; 'Smith J Jr' -> 'Smith, J, Jr'; any other text as it is."""
    words = name.split()
    suffix = [words.pop()] if len(words) > 2 and SUFFIX.match(words[-1]) else []
    if "," in name or len(words) < 2 or not (BARE_INITIALS.match(words[-1]) or INITIALS.match(words[-1])):
        return name
    return ", ".join([" ".join(words[:-1]), words[-1], *suffix])
