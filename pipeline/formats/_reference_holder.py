"""What holds a Western reference's work: a journal, a book with its editors, or the imprint of a book of its own.

In: the text between title and numbers, and the text behind. Out: container, editors, place, publisher, series.
"""

from __future__ import annotations

import re

from ._reference_numbers import MONTH, YEAR_BEHIND
from ._reference_parts import EDGES, UPPER, YEAR, Fields
from ._reference_people import take_people
from ._reference_words import (
    JOURNAL_WORD,
    MEETING_PLACE,
    PUBLISHER_WORD,
    REPORT_NAME,
    STRONG_PUBLISHER,
    ends_abbreviation,
    names_a_journal,
)

IN_AT_START = re.compile(r"^[\s,.]*(?:[Ii]n|dans)\b\s?:?\s+", re.IGNORECASE)
_PLACE = (  # 'London', 'Н. Новгород', 'London and New York', 'Hillsdale, NJ', 'Menlo Park, Calif.', 'М.', 'СПб.'
    rf"(?:Н\.\s?Новгород|Ростов[ -]н/Д\.?"
    rf"|[{UPPER}][^.:;()\d?!“”\"]{{1,45}}?(?:,\s?(?:[A-Z]\.?){{2,4}}|,\s[A-Z][a-z]{{1,8}}\.?)?|[{UPPER}]{{1,2}}б?\.)"
)
_END_OF_IMPRINT = rf"(?:[,;.]*\s?\(?\s?(?P<year>{YEAR})\b\)?|\)|\.?\s*$|[.,;]\s?(?=p|\d|[{UPPER}]\w*\s?\.?\s?$))"
IMPRINT = re.compile(
    rf"(?:^|[.,;?!)]\s?)\s*\(?(?P<place>{_PLACE})\s?:\s?(?P<publisher>[{UPPER}][^:;()]{{1,90}}?)\s?{_END_OF_IMPRINT}"
)
BRACKETED_IMPRINT = re.compile(
    rf"\s?\((?:(?P<place>[^():;\d]{{2,60}}):\s?(?P<publisher>[{UPPER}][^():;\d]{{1,80}}?)"
    rf"(?:[,;]\s?(?:\d edition, )?(?P<year>{YEAR}))?"
    rf"|(?P<publisher2>[{UPPER}][^():;\d]{{1,80}}?)[,;]\s?(?:\d edition, )?(?P<year2>{YEAR}))(?:[–-]\d+)?\)"
)
HOUSE_AND_TOWN = re.compile(  # '… der Sozialarbeit. Luchterhand, Neuwied'
    rf"(?<=\w{{4}})\.\s(?P<publisher>[{UPPER}]\w+(?:[ -]\w+)?),\s(?P<place>[{UPPER}][\w-]+(?:\s\w+)?)$"
)
EDITORS_HERE = re.compile(
    r"[,.(;:]?\s?(?:\b(?:[Ee]d(?:ited)?|[Hh]rsg|[Hh]g)\b\.?\s(?:by|von|v\.)\s"
    r"|\b(?:[Ee]ds?|Hrsg|Hg|éd)\b\.\s|\([Ee]ds?\b\.?:?\s(?=[A-Z]))"
)
EDITORS_IN_BRACKETS = re.compile(  # 'Markov Random Fields (R. Chellappa, ed.)'
    r"\s?\((?:(?P<by>[Ee]dited by|[Ee]ds?\.?:?|[Hh]rsg\.? von)\s)?(?P<names>[^()]{3,120}?)"
    r"(?(by)|,\s(?:[Ee]ds?|[Ee]ditors?|Hrsg)\.?)\)"
)


def read_holder(container: str, behind: str, sure: bool, fields: Fields) -> None:
    """Put container or imprint into `fields`. `sure`: a mark ('In', quotation marks) says that a container follows."""
    container = IN_AT_START.sub("", container).strip(" ,;:")
    text = take_editors(_take_imprint(container, fields), fields)
    _take_imprint(behind, fields)
    name = _without_place(text.strip(' ,;:.([“”"«»‘’'), fields)
    if not name:
        return
    house = PUBLISHER_WORD.search(name) is not None
    serial = bool(fields.keys() & {"volume", "issue"}) or ("pages" in fields and not house)
    dated = bool(fields.keys() & {"date", "doi"}) and not house and "publisher" not in fields
    if REPORT_NAME.match(name):
        fields.setdefault("series", [name])
    elif sure or serial or dated or names_a_journal(name):
        fields["container"] = [name]
    elif house or "publisher" not in fields:
        fields["publisher"] = [name]


def take_bracketed_imprint(rest: str, fields: Fields) -> str:
    """`rest` without '(Oxford: Clarendon Press, 1992)' or '(CUP, 1977)'; '(August, 1955)' is a date."""
    match = BRACKETED_IMPRINT.search(rest)
    if match is None or MONTH.match(match["publisher"] or match["publisher2"]):
        return rest
    if not (match["year"] or match["year2"] or PUBLISHER_WORD.search(match["publisher"] or "")):
        return rest  # '(Heteroptera: Cimicomorpha)' is the title's own
    put_imprint(match, fields)
    return rest[: match.start()].rstrip(" ,;") + rest[match.end() :]


def put_imprint(match: re.Match[str], fields: Fields) -> None:
    """Place, publisher and year of an imprint; what is known already stays."""
    for name, value in match.groupdict().items():
        if value:
            stops = " ,;:" if name == "place" else " .,;:"  # 'СПб.' keeps its full stop
            fields.setdefault(name.rstrip("2"), [value.strip(stops)])


def last_imprint(text: str) -> re.Match[str] | None:
    """The last place with a publisher behind a colon; never at the beginning, where a title has its own colon."""
    found, at = None, 1
    while match := IMPRINT.search(text, at):
        found, at = match, match.end("place") + 1
    return found


def _take_imprint(text: str, fields: Fields) -> str:
    """`text` without place, publisher and year of an imprint, which are put into fields."""
    match = last_imprint(text)
    whole_book = not (fields.keys() & {"volume", "pages"} or JOURNAL_WORD.search(text))
    if match is None and (whole_book or PUBLISHER_WORD.search(text)):
        match = IMPRINT.match(text)
    serial = bool(fields.keys() & {"volume", "issue"})
    if match is None or (serial and not PUBLISHER_WORD.search(match["publisher"])):
        return text  # 'PS: Political Science 45' is a journal
    put_imprint(match, fields)
    return text[: match.start()].rstrip(" ,;")


def _without_place(name: str, fields: Fields) -> str:
    """The name of a meeting or book without the publisher and the town behind it."""
    if "volume" in fields:
        return name
    publisher = STRONG_PUBLISHER.search(name)
    if publisher and not ends_abbreviation(name, publisher.start() + 1):
        fields.setdefault("publisher", [publisher["publisher"].strip(EDGES)])
        name = name[: publisher.start()]
    elif house := HOUSE_AND_TOWN.search(name):
        put_imprint(house, fields)
        name = name[: house.start()]
    if meeting := MEETING_PLACE.fullmatch(name):
        fields.setdefault("place", [meeting["place"].strip(EDGES)])
        name = meeting["name"]
    return name


def take_editors(text: str, fields: Fields) -> str:
    """`text` without the editors, before or behind the name of the book."""
    if match := EDITORS_IN_BRACKETS.search(text):
        fields.setdefault("editors", [match["names"]])
        return (text[: match.start()] + text[match.end() :]).strip(" ,.:;")
    if match := EDITORS_HERE.search(text):
        people = take_people(text, match.end())
        if people.names and text[people.end : people.end + 1] != ":" and match.start() > 3:
            fields.setdefault("editors", list(people.names))
            return text[: match.start()].strip(" ,.;:(")
    people = take_people(text)
    if people.names and people.editors:
        fields.setdefault("editors", list(people.names))
        behind = YEAR_BEHIND.match(text, people.end)
        return text[behind.end() if behind else people.end :].strip(" ,.:;)")
    return text
