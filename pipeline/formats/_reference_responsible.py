"""GOST's statement of responsibility, what stands behind ' / ': who wrote, edited and translated a work.

In: the statement, and what is known of the reference. Out: authors, editors and translators in `fields`; what was not
read, and editors as written where a genitive was made a nominative, in `extra`. Sources: GOST 7.1 (5.2.6), R 7.0.100
(5.2.6): persons stand there as the title page has them, 'под ред. Б. Д. Карвасарского'.
"""

from __future__ import annotations

import re

from ._reference_genitive import nominative
from ._reference_names import GIVEN_NAMES
from ._reference_parts import EDGES, UPPER, Fields

_INITIAL = rf"[{UPPER}][a-zа-яё]?\."
_INITIALS = rf"{_INITIAL}(?:[\s-]?{_INITIAL})*"
_PARTICLE = r"(?:[Vv]an|[Vv]on|[Dd]e|[Dd]er|den|[Dd]u|[Ll]a|[Ll]e|[Dd]i|[Dd]a|фон|де|ван|дер)"
_FAMILY = rf"(?:{_PARTICLE}\s){{0,3}}[{UPPER}][\w'’ʼ-]+(?:\s(?:оглы|кызы))?"
PERSON = rf"{_FAMILY},?\s?{_INITIALS}"
ONE_PERSON = re.compile(PERSON)
ET_AL = r"(?:et al\.?|и др\.?|и соавт\.?|u\. ?a\.|i in\.)"
ET_AL_MARK = re.compile(rf"\[?{ET_AL}\]?")
RESPONSIBLE = re.compile(rf"(?:{_INITIAL}[\s-]?)+\s?{_FAMILY}")
# 'под ред.', 'под общ. науч. ред.', 'под научной редакцией': only behind this word a name is in the genitive for sure
UNDER = re.compile(r"\bпод\s(?:[а-яё]+\.?\s){0,3}?ред(?:\.|акци)", re.IGNORECASE)
UKRAINIAN = re.compile(r"\bза\s(?:[а-яіїєґ]+\.?\s){0,2}ред(?:\.|акці)", re.IGNORECASE)
OBLIQUE = re.compile("(?:[оеё]го|[оеё]й)$")  # Живаго and Дурново end otherwise; Полевой and Донской are few
EDITORS = re.compile(rf"{UNDER.pattern}|\bред\.|\beds?\b|edited by|\bhrsg|hg\. v|\bred\.", re.IGNORECASE)
TRANSLATORS = re.compile(  # 'пер. с англ. И. И. Иванова': a person behind the language, or at once
    r"(?:пер(?:\.|евод)(?:\sс\s[а-яё-]+\.?)?|transl(?:\.|ated)(?:\sfrom(?:\sthe)?\s[A-Z][a-z]+)?(?:\sby)?"
    r"|übers(?:\.|etzt)(?:\saus\sdem\s[A-Z][a-zä]+\.?)?(?:\svon)?)[:,]?\s(?=[A-ZА-ЯЁ]\.)",
    re.IGNORECASE,
)
OTHERS = re.compile(r"пер(?:\.|евод) с|transl|übers|сост(?:\.|авит)|ил\.", re.IGNORECASE)
# 'Карвасарского Б. Д': the full stop of the last initial ended the statement
SURNAME_FIRST = re.compile(rf"(?P<family>{_FAMILY}),?\s(?P<initials>(?:{_INITIAL}[\s-]?)*{_INITIAL[:-2]}(?:\.|$))")
BEFORE_NAMES = re.compile(r"^\W*(?:(?:by|von|v\.|акци\w+)\s)?", re.IGNORECASE)
AND = re.compile(r",?\s(?:and|und|et|&)\s|,\s")
WRITTEN_OUT = re.compile(rf"(?P<given>[{UPPER}][\w-]+(?:\s[{UPPER}](?:\.|[\w-]+))?)\s(?P<family>{_FAMILY})")
TWO_PARTS = re.compile(rf"(?P<initials>{_INITIALS})\s?(?P<family>.+)|(?P<first>[^\s,]+)(?P<behind>,?\s.+)")


def read_responsible(text: str, fields: Fields, extra: Fields, of_holder: bool = False) -> None:
    """Put into `fields` who did what; `of_holder`: the statement is that of the book a chapter stands in.

    'И. И. Иванов, П. П. Петров ; под ред. Б. Д. Карвасарского' -> authors ['И. И. Иванов', 'П. П. Петров'],
    editors ['Б. Д. Карвасарский']. Who wrote the whole book is no author of a chapter that somebody else signed.
    """
    for statement in text.split(";"):
        people = RESPONSIBLE.findall(statement)
        wrote = people and len(people) >= len(fields.get("authors", [])) and not (of_holder and "authors" in fields)
        if mark := EDITORS.search(statement):
            _read_editors(statement, mark.end(), fields, extra)
        elif people and TRANSLATORS.match(statement.strip(EDGES)):
            fields["translators"] = people
        elif wrote and not OTHERS.search(statement):
            more = ET_AL_MARK.search(statement)
            fields["authors"] = people + ([more[0].strip("[]")] if more else [])
            fields["name_form"] = ["given-family"]
        elif statement.strip(EDGES):
            extra.setdefault("responsible", []).append(statement.strip(EDGES))


def _read_editors(statement: str, behind: int, fields: Fields, extra: Fields) -> None:
    people = RESPONSIBLE.findall(statement) or _surname_first(statement) or _written_out(statement[behind:])
    if not people:
        extra.setdefault("editors_left", []).append(statement.strip(EDGES))
        return
    if UNDER.search(statement):
        people = _in_nominative(people, extra)
    elif unsure := [person for person in people if _is_oblique(person, statement)]:
        extra["genitive"] = unsure
    more = ET_AL_MARK.search(statement)
    fields["editors"] = people + ([more[0].strip("[]")] if more else [])


def _surname_first(statement: str) -> list[str]:
    """'под ред. Карвасарского Б. Д' -> ['Карвасарского, Б. Д.']"""
    return [f"{one['family']}, {one['initials'].rstrip('.')}." for one in SURNAME_FIRST.finditer(statement)]


def _written_out(names: str) -> list[str]:
    """'by Michael Balint and Enid Balint' -> ['Balint, Michael', 'Balint, Enid']; nobody where one is no such name.

    In Latin letters alone: 'Ивана Петрова' would be two genitives, and 'Петров Иван' has the family first.
    """
    written = [WRITTEN_OUT.fullmatch(name) for name in AND.split(BEFORE_NAMES.sub("", names, count=1).strip(EDGES))]
    people = [f"{name['family']}, {name['given']}" for name in written if name and name[0].isascii()]
    return people if len(people) == len(written) else []


def _is_oblique(person: str, statement: str) -> bool:
    """Whether a name looks like a genitive where no 'под' says so: 'общ. ред. Е. И. Исениной'."""
    return bool(OBLIQUE.search(_family_of(person)) or (UKRAINIAN.search(statement) and _turned(person) != person))


def _in_nominative(people: list[str], extra: Fields) -> list[str]:
    """The people with their family names in the nominative; a name that may be another's stays, and is told."""
    told = [(person, _turned(person)) for person in people]
    if unsure := [person for person, turned in told if turned is None]:
        extra["genitive"] = unsure
    named = [turned or person for person, turned in told]
    if named != people:
        extra["editors_as_written"] = people
    return named


def _turned(person: str) -> str | None:
    """'Б. Д. Карвасарского' -> 'Б. Д. Карвасарский', 'Ильина, А. А.' -> 'Ильин, А. А.'; None where it is not sure."""
    family = _family_of(person)
    turned = nominative(family)
    return turned and person.replace(family, turned)


def _family_of(person: str) -> str:
    parts = TWO_PARTS.fullmatch(person)
    return str(parts["family"] or parts["first"]) if parts else person


def with_comma(name: str) -> str:
    """A name with its given names first as a comma tells it: 'Б. Д. Карвасарский' -> 'Карвасарский, Б. Д.'.

    Of authors written 'Иванов И. И.' the form says that the family is first; of editors it would say a wrong thing.
    """
    parts = TWO_PARTS.fullmatch(name)
    if "," in name or parts is None:
        return name
    if parts["family"]:
        return f"{parts['family']}, {parts['initials']}"
    written = WRITTEN_OUT.fullmatch(name) if parts["first"] in GIVEN_NAMES else None
    return f"{written['family']}, {written['given']}" if written else name
