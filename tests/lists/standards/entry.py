"""What the rules of all standards look at: the facts of a work, and the text of its entry."""

from __future__ import annotations

import re

from pipeline.model import Bibliographic, Name

Rule = tuple[str, str, bool]  # what is asked, where, and whether the line keeps it
E = re.escape
MARKS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‚": "'"})
CYRILLIC = re.compile(r"[А-яЁё]")
MESS = re.compile(r"\.\.|,,|;;|  |\s[,.;:](?!\.)|[?!]\.|\(\)|\[\]|:$|,$| $|: \.|// *//|\{|None")


def title_of(fields: Bibliographic) -> str:
    """The one in the language of the work, with straight quotes."""
    return (fields.title_original or fields.title or "").translate(MARKS)


def persons_of(fields: Bibliographic) -> list[Name]:
    """Its authors in the letters of the work."""
    return [name for name in fields.authors_original or fields.authors if name.family]


def groups_of(fields: Bibliographic) -> list[str]:
    """Organisations among its authors."""
    return [name.literal for name in fields.authors if name.literal]


def language_of(fields: Bibliographic) -> str:
    """As the record says; these works all say it."""
    return fields.languages[0] if fields.languages else "en"


def initials_of(name: Name, between: str, stop: str) -> str:
    """'J. H.', 'JH', 'S.-B.' as the standards dress the given names."""
    pieces = re.findall(r"(-?)\b(\w)", name.given or "")
    return (
        "".join(f"{hyphen if stop else ''}{letter}{stop}{between}" for hyphen, letter in pieces)
        .replace(f"{between}-", "-")
        .strip()
    )


def found(pattern: str, line: str) -> bool:
    """Whether the line has it."""
    return re.search(pattern, line) is not None
