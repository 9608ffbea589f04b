"""The people of a RIS record: who wrote, who edited, who translated. Plans and steps as in `_ris_fields`.

A tag holds one person, 'Smith, John'. Some programs, and people, put all authors into one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..values._groups import is_group
from ._blocks import TRANSLATED
from ._own_note import OURS
from ._ris_record import RisRecord, Shape, Step

_INITIALS_FIRST = re.compile(r"(?:[^\W\d_]\.\s?-?\s?)+\S")
_ENTITY = re.compile(r"&#?\w+;")


def people(s: Shape) -> Iterator[Step]:
    """Who wrote, who edited.

    In a book A2 are the editors of its series (unless nobody else is named), in an article often nobody knows who
    (Ovid puts the authors of reviewed works there).
    """
    authors, editors = s.present("AU", "A1"), s.present("ED")
    if s.kind == "book":
        editors = editors or s.present("A3") or ([] if authors else s.present("A2"))
    elif s.kind not in ("article", "thesis", "report"):
        editors += s.present("A2")
    if s.edited and not editors:
        authors, editors = [], authors
    yield from ((take_people, (field, tags)) for field, tags in (("authors", authors), ("editors", editors)) if tags)
    if "A4" in s.names and (s.kind in TRANSLATED or s.dialect == OURS):
        yield _translators, None


def _translators(r: RisRecord, _: None) -> None:
    """A4, the subsidiary authors; those of a serial edited a volume of it."""
    if r.kept.get("TY") != ["SER"]:
        take_people(r, ("translators", ["A4"]))


def take_people(r: RisRecord, about: tuple[str, list[str]]) -> None:
    field, tags = about
    fields = r.fields
    people = r.tags.pop(tags[0]) if len(tags) == 1 else r.take(*tags)
    if len(people) == 1 or ";" in people[0]:
        people = [name for text in people for name in each_person(text)]
    fields[field] = people
    if people[-1][-1] == "," and field == "authors" and not (people := _without_groups(r, people)):
        return
    if "name_form" not in fields:
        fields["name_form"] = [form_of(people)]


def each_person(text: str) -> list[str]:
    """The people in one tag: joined by semicolons, by 'and' where each has a comma, by commas where each has initials.

    'Ivanov, I.; Petrov, P.', 'Smith, John and Doe, Ann', 'Иванов И.И., Петров П.П.'; not 'Health, Labour and Welfare'.
    """
    for mark, is_person in _BETWEEN_PEOPLE:
        if mark in text and is_person(text.partition(mark)[0]):
            parts = [part for part in map(str.strip, text.split(mark)) if part]
            if len(parts) > 1 and all(map(is_person, parts)) and not _ENTITY.search(text) and not is_group(text):
                return parts
    return [text]


def _without_groups(r: RisRecord, people: list[str]) -> list[str]:
    """The people before those names at the end that end in a comma: EndNote's mark of a group, not to be parted."""
    end = len(people)
    while end and people[end - 1].endswith(","):
        end -= 1
    r.fields["group_authors"] = [name.rstrip(", ") for name in people[end:]]
    if end:
        r.fields["authors"] = people[:end]
    else:
        del r.fields["authors"]
    return people[:end]


def form_of(people: list[str]) -> str:
    """How most of them are written; 'Liu R.' (older Embase), 'A. Author-One' (IEEE)."""
    others = len(people)
    for name in people:
        if "," in name:
            others -= 2
            if others <= 0:
                return "family-comma-given"
    if all(_INITIALS_FIRST.match(name) for name in people):
        return "given-family"
    return "family-initials" if sum(map(_ends_in_initials, people)) * 2 > len(people) else "free"


def _ends_in_initials(name: str) -> bool:
    """'Liu R.', 'Иванов И.И.', 'van Raaij MJ'; not 'Chaitanya Jain'."""
    family, _, last = name.rpartition(" ")
    if not family:
        return False
    letters = last.replace(".", "").replace("-", "")
    return len(letters) <= 3 and letters.isalpha() and letters.isupper()


def _has_comma(name: str) -> bool:
    return "," in name


# what stands between people, and what each of them is like then
_BETWEEN_PEOPLE: tuple[tuple[str, Callable[[str], object]], ...] = (
    (";", bool),
    (" and ", _has_comma),
    (",", _ends_in_initials),
)
