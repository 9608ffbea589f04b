"""What holds a Western reference's work: a journal, a book with its editors, or the imprint of a book of its own.

In: the text between title and numbers, and the text behind. Out: container, editors, place, publisher, series.
"""

from __future__ import annotations

import re

from ._reference_names import GIVEN_NAMES
from ._reference_numbers import MONTH, YEAR_BEHIND
from ._reference_parts import EDGES, UPPER, YEAR, Fields
from ._reference_people import take_editors_list, take_people
from ._reference_towns import JOURNALS_TOWN, PLACES, is_house, is_town, take_town, town_alone, without_meeting_place
from ._reference_trim import trimmed
from ._reference_words import (
    JOURNAL_WORD,
    MEETING,
    MEETING_PLACE,
    NEVER_A_JOURNAL,
    PUBLISHER_WORD,
    REPORT_NAME,
    REPORT_SERIES,
    STRONG_PUBLISHER,
    ends_abbreviation,
    names_a_journal,
)

IN_AT_START = re.compile(
    r"^[\s,.]*(?:(?:in(?!\s(?:vivo|vitro)\b)|dans)\b\s?:?|(?:(?:paper|poster)\s)?presented at(?:\sthe)?)\s+",
    re.IGNORECASE,
)
_PLACE = (  # 'London', 'Н. Новгород', 'London and New York', 'Hillsdale, NJ', 'Menlo Park, Calif.', 'М.', 'СПб.'
    rf"(?:Н\.\s?Новгород|Ростов[ -]н/Д\.?"
    rf"|{PLACES}(?=\s?:)|Frankfurt\s?(?:a\.\s?M\.|/\s?M\.)|[{UPPER}][^.:;()\d?!“”\"]{{1,45}}?(?:,\s?(?:[A-Z]\.?){{2,4}}|,\s[A-Z][a-z]{{1,8}}\.?)?|[{UPPER}]{{1,2}}б?\.)"
)
_END_OF_IMPRINT = rf"(?:[,;.]*\s?\(?\s?(?P<year>{YEAR})\b\)?|\)|\.?\s*$|[.,;]\s?(?=p|\d|[{UPPER}]\w*\s?\.?\s?$))"
IMPRINT = re.compile(
    rf"(?:^|[.,;?!)]\s?)\s*\(?(?P<place>{_PLACE})\s?:\s?(?P<publisher>[{UPPER}][^:;()]{{1,90}}?)\s?{_END_OF_IMPRINT}"
)
BRACKETED_IMPRINT = re.compile(
    rf"\s?\((?:(?P<place>[^():;\d]{{2,60}}):\s?(?P<publisher>[{UPPER}][^():;\d]{{1,80}}?)"
    rf"(?:[,;]\s?(?:\d edition, )?(?P<year>{YEAR}))?"
    rf"|(?P<publisher2>[{UPPER}][^():;\d]{{1,80}}?)[,;]\s?(?:\d edition, )?(?P<year2>{YEAR})"
    rf"|(?P<publisher3>[^(),:;\d]*\b(?:Press|Verlag|Publish\w+)),\s(?P<place2>{PLACES}))(?:[–-]\d+)?\)"
)
HOUSE_AND_TOWN = re.compile(  # '… der Sozialarbeit. Luchterhand, Neuwied'
    rf"(?<=\w{{4}})\.\s(?P<publisher>[{UPPER}]\w+(?:[ -]\w+)?),\s(?P<place>[{UPPER}][\w-]+(?:\s\w+)?)$"
)
EDITORS_HERE = re.compile(
    r"[,.(;:]?\s?(?:\b(?:[Ee]d(?:ited)?|[Hh]rsg|[Hh]g|[Rr]ed)\b\.?\s(?:by|von|v\.)\s"
    r"|\b(?:a cura di|sous la dir(?:ection|\.) d[e'’]|pod red\.|herausgegeben von|organizado por|coordinado por)\s?"
    r"|\b(?:[Ee]ds?|Hrsg|Hg|éd)\b\.\s|\([Ee]ds?\b\.?:?\s(?=[A-Z]))"
)
EDITORS_IN_BRACKETS = re.compile(  # 'Markov Random Fields (R. Chellappa, ed.)'
    r"\s?\((?:(?P<by>[Ee]dited by|[Ee]ds?\.?:?|[Hh]rsg\.? von)\s)?(?P<names>[^()]{3,120}?)"
    r"(?(by)|,\s(?:[Ee]ds?|[Ee]ditors?|Hrsg)\.?)\)"
)


EDITOR_HINT = re.compile(  # a quick look, before every manner of writing editors is tried
    r"\b(?:[Ee]d(?:s|ited|itors?)?|EDS?|[Hh]rsg|Hgg?|[Dd]ir(?:s|ection)?|[Cc]oords?|[Rr]ed|[Cc]omps?|[Oo]rgs?|organizado"
    r"|coordinado|herausgegeben|éd|cura|et\.? al|ред)\b"
)
SERIES_NAME = re.compile(r"(?:Lecture Notes|Graduate Texts)\b|.*\bSeries\b")
EDITED_BY = re.compile(rf"\b[Ee]d\.\s[{UPPER}]")  # 'Insular Latin Studies, ed. Michael Herren': no person is before
# 'Handbook of Combinatorics, R. Graham, M. Grotschel, and L. Lovasz, Eds.'
EDITORS_AT_END = re.compile(r".[.,]\s.*\b(?:[Ee]ds?|[Ee]ditors?|Hrsg|Hg)\b\.?\)?[.,]?$")
COMMA_OR_STOP = re.compile(rf"(?<=.{{6}})[.,]\s(?=[{UPPER}])")
SHORTEST_BOOK = 4  # letters


def read_holder(container: str, behind: str, mark: str, fields: Fields) -> None:
    """Put container or imprint into `fields`. `mark`: 'in' or 'title' where a word 'In' or a known title is before."""
    mark = "in" if IN_AT_START.match(container) else mark
    container = trimmed(IN_AT_START.sub("", container), fields)
    text = _without_first_editors(container, fields)
    text = text if "publisher" in fields else _take_imprint(text, fields)
    placed = "place" in fields
    if fields.keys() & {"volume", "issue"}:
        text = JOURNALS_TOWN.sub("", text)
    elif "publisher" not in fields:
        text = take_town(text, fields)
    text = take_editors(text, fields)
    _take_imprint(behind, fields)
    name = trimmed(_without_place(text.strip(' ,;:.([“”"«»‘’'), fields), fields)
    if re.fullmatch(PLACES, name):  # 'Oxford, England: Blackwell'
        fields.setdefault("place", [name])
        return
    if not name:
        return
    house = PUBLISHER_WORD.search(name) is not None
    serial = bool(fields.keys() & {"volume", "issue"}) or ("pages" in fields and not house)
    dated = bool(fields.keys() & {"date", "doi"}) and not house and "publisher" not in fields
    if _is_series(name, mark, fields):
        fields.setdefault("series", [name])
    elif mark != "in" and not serial and _is_imprint(name, house, placed, fields):
        fields.setdefault("publisher", [name])  # '“Architecture as art”, Van Nostrand, New York'
    elif mark or serial or dated or names_a_journal(name):
        fields["container"] = [name]
    elif house or "publisher" not in fields:
        fields["publisher"] = [name]


def _is_series(name: str, mark: str, fields: Fields) -> bool:
    """Whether a name is that of a series of reports or books: 'Technical Report', 'Lecture Notes in Mathematics'."""
    if REPORT_NAME.match(name) or ("volume" not in fields and REPORT_SERIES.search(name)):
        return True
    book = mark != "in" and not fields.keys() & {"issue", "pages"}
    if book and "volume" not in fields and name.endswith(" Series"):
        return True  # 'Trends in Higher Education Series, New York': a journal of such a name has numbers
    return book and "publisher" in fields and SERIES_NAME.match(name) is not None


def _is_imprint(name: str, house: bool, placed: bool, fields: Fields) -> bool:
    """Whether what stands behind a title, before a town or one more publisher, is a publisher and no journal."""
    if "publisher" in fields:
        return house and is_house(name.split(",", 1)[0])
    return "place" in fields and not placed and is_house(name)


def take_bracketed_imprint(rest: str, fields: Fields) -> str:
    """`rest` without '(Oxford: Clarendon Press, 1992)' or '(CUP, 1977)'; '(August, 1955)' is a date."""
    match = BRACKETED_IMPRINT.search(rest)
    if match is None or MONTH.match(match["publisher"] or match["publisher2"] or match["publisher3"]):
        return rest
    if not (match["year"] or match["year2"] or match["place2"] or PUBLISHER_WORD.search(match["publisher"] or "")):
        return rest  # '(Heteroptera: Cimicomorpha)' is the title's own
    put_imprint(match, fields)
    return rest[: match.start()].rstrip(" ,;") + rest[match.end() :]


def put_imprint(match: re.Match[str], fields: Fields) -> None:
    """Place, publisher and year of an imprint; what is known already stays."""
    for name, value in match.groupdict().items():
        if value:
            stops = " ,;:" if name == "place" else " .,;:"  # 'СПб.' keeps its full stop
            fields.setdefault(name.rstrip("23"), [value.strip(stops)])


def last_imprint(text: str) -> re.Match[str] | None:
    """The last place with a publisher behind a colon; never at the beginning, where a title has its own colon."""
    found, at = None, 1
    while match := IMPRINT.search(text, at):
        if alone := town_alone(match["place"]):
            match = IMPRINT.search(text, match.start("place") + alone - 2) or match
        found, at = match if _is_place(match) else found, match.end("place") + 1
    return found


def _is_place(match: re.Match[str]) -> bool:
    """Whether a place may be one: 'White Plague, Black Labour: Tuberculosis in South Africa' is a title to its end."""
    if not is_town(match["place"]):
        return False
    return match[0][0] != "," or bool(re.match(PLACES, match["place"])) or is_house(match["publisher"])


def _take_imprint(text: str, fields: Fields) -> str:
    """`text` without place, publisher and year of an imprint, which are put into fields."""
    match = last_imprint(text)
    whole_book = not (fields.keys() & {"volume", "pages"} or JOURNAL_WORD.search(text))
    if match is None and (whole_book or PUBLISHER_WORD.search(text)):
        match = IMPRINT.match(text)
        match = match if match and is_town(match["place"]) else None
    serial = bool(fields.keys() & {"volume", "issue"})
    if match is None or (serial and not PUBLISHER_WORD.search(match["publisher"])):
        return text  # 'PS: Political Science 45' is a journal
    put_imprint(match, fields)
    return text[: match.start()].rstrip(" ,;")


def _without_place(name: str, fields: Fields) -> str:
    """The name of a meeting or book without the publisher and the town behind it."""
    if "volume" in fields:
        return name
    shorter = without_publisher(name, fields)
    if shorter != name:
        name = shorter
    elif house := HOUSE_AND_TOWN.search(name):
        put_imprint(house, fields)
        name = name[: house.start()]
    if meeting := MEETING_PLACE.fullmatch(name):
        fields.setdefault("place", [meeting["place"].strip(EDGES)])
        name = meeting["name"]
    return without_meeting_place(name, fields) if MEETING.search(name) else name


def without_publisher(name: str, fields: Fields) -> str:
    """'Proceedings of the Conference. ACM Press' -> 'Proceedings of the Conference'; 'IEEE Letters' is a journal."""
    publisher = STRONG_PUBLISHER.search(name)
    if publisher is None or ends_abbreviation(name, publisher.start() + 1):
        return name
    if JOURNAL_WORD.search(publisher["publisher"]) and not NEVER_A_JOURNAL.search(publisher["publisher"]):
        return name
    fields.setdefault("publisher", [publisher["publisher"].strip(EDGES)])
    return name[: publisher.start()]


def take_editors(text: str, fields: Fields) -> str:
    """`text` without the editors, before or behind the name of the book."""
    if not EDITOR_HINT.search(text):
        return text
    if match := EDITORS_IN_BRACKETS.search(text):
        fields.setdefault("editors", [match["names"]])
        return (text[: match.start()] + text[match.end() :]).strip(" ,.:;")
    if match := EDITORS_HERE.search(text):
        people = take_people(text, match.end())
        if people.names and text[people.end : people.end + 1] != ":" and match.start() > 3:
            fields.setdefault("editors", list(people.names))
            return text[: match.start()].strip(" ,.;:(")
    for comma in COMMA_OR_STOP.finditer(text) if EDITORS_AT_END.search(text) else ():
        people = take_editors_list(text, comma.end())
        if people.editors and len(text) - people.end < SHORTEST_BOOK:
            fields.setdefault("editors", list(people.names))
            return text[: comma.start()]
    return _without_first_editors(text, fields)


def _without_first_editors(text: str, fields: Fields) -> str:
    """'Sieghart Döhring and Wolfgang Osthoff (eds.), Verdi-Studien' -> 'Verdi-Studien'."""
    if not EDITOR_HINT.search(text):
        return text
    people = take_editors_list(text)
    if not people.names and (others := take_people(text)).more and others.manner in ("bare", "comma"):
        people = others  # 'In: Smith A, et al. Handbook of group work'
    unsure = people.manner == "full" and people.names[0].split(None, 1)[0] not in GIVEN_NAMES
    if not people.names or (unsure and EDITED_BY.match(text, people.end - 3)):
        return text
    fields.setdefault("editors", list(people.names))
    behind = YEAR_BEHIND.match(text, people.end)
    return text[behind.end() if behind else people.end :].strip(" ,.:;)")
