"""One reference in a style without GOST's marks: Vancouver, APA, Springer, Harvard, HAL, Chicago, MLA, IEEE and kin.

In: text without addresses. Out: fields and extra. Such a reference is read from both ends: the people (and perhaps the
year) from the front, the numbers from the back. What is between is title and container, or title and imprint, parted by
quotation marks, by 'In', by a full stop that ends no abbreviation, or by the last comma.
"""

from __future__ import annotations

import re

from ._reference_front import people_behind_title, take_front
from ._reference_holder import read_holder, take_bracketed_imprint, take_editors
from ._reference_numbers import EXTENT, MONTH_BEFORE, YEAR_AT_END, YEAR_IN_TEXT, read_numbers
from ._reference_parts import Fields
from ._reference_people import People
from ._reference_title import ON_BEHALF, first_stop, quoted_title, split_title
from ._reference_words import MEETING, PUBLISHER_WORD, REPORT

IN = re.compile(
    r"(?:[.,?!;:”\"»’]|\s[–-])\s*(?:[Ii]n|[Dd]ans|W|В кн\.|В сб\.)\b\s?:?\s(?=[A-ZÀ-ÞА-Я“\"‘«„\d(])"
    r"|(?:[.,?!]\s+|^)(?:In|В кн\.)\s?:\s?|[.?!”\"]\s+(?:Presented at|Paper presented at|presented at)\s(?:the\s)?"
)
FIRST_IN = 8  # letters: the shortest title before 'In'
SHORTEST_HEAD = 12  # letters before the first number
TAIL = 60  # letters; a date at the end has fewer
THESIS = re.compile(
    r"(?:^|[.,:;(\[])\s?(?P<kind>"
    r"(?:Unpublished |Doctoral |Master[’']?s? |M\.?S\.?c?\.? |Ph\.? ?D\.?,? ?|M\.?A\.? |Inaugural|Medizinische )*"
    r"(?:Thesis|Dissertation|Diss\.|Thèse|Habilitationsschrift|Habil\.|Tesis|автореферат|дис\.|диссертация)"
    r"|Ph\.? ?D\.?(?=[.,\s]))(?:\s(?:de doctorat|zur Erlangung[^,.]*))?[)\]]?",
    re.IGNORECASE,
)
EXTENT_ENDS = re.compile(r"\s?[.,;)]|\s?$|\s?\d{4}")
INSIDE_RANGE = re.compile(r"[–\-:(]\s?$")


def read_western(text: str, fields: Fields, extra: Fields) -> People:
    """Put into `fields` and `extra` what one reference says; the people it begins with are handed back for the style.

    'Kelm Z, Feudtner C. Empathy: a review. BMC Med Educ. 2014;14:219.' -> authors, title ['Empathy: a review'],
    container ['BMC Med Educ'], year ['2014'], volume ['14'], pages ['219'].
    """
    people, rest = take_front(text, fields, extra)
    title, rest = quoted_title(rest)
    if not (title or people.names or fields.keys() & {"group_authors", "title"} or "authors_as_before" in extra):
        people, rest = people_behind_title(rest, fields, extra) or (people, rest)
    title = title or fields.get("title", [""])[0]
    _read_rest(title, rest, people, fields, extra)
    fields["type"] = [_type_of(text, fields, extra)]
    return people


def _read_rest(title: str, rest: str, people: People, fields: Fields, extra: Fields) -> None:
    """Title (where it is not known yet), container, numbers and imprint."""
    rest = _take_thesis(rest, fields, extra)
    rest = take_bracketed_imprint(_take_extent(rest, extra), fields)
    in_mark = None if title else IN.search(rest, FIRST_IN)
    floor = 0 if title else (in_mark.end() if in_mark else first_stop(rest))
    numbers = read_numbers(rest, floor)
    if not numbers.fields and floor:
        numbers = read_numbers(rest, min(floor, SHORTEST_HEAD))
    fields.update(numbers.fields | {name: fields[name] for name in ("year",) if name in fields})
    end = _take_last_year(rest, numbers.start, numbers.end, fields)
    if title or in_mark:
        fields["title"] = [title or rest[: in_mark.start() + 1 if in_mark else 0].strip(" .,:;(")]
        container = rest[in_mark.end() : end] if in_mark else rest[:end]
    else:
        container = split_title(rest[:end], bool(numbers.fields.keys() - {"year"}), people, fields)
    if people.manner == "family" and "issue" in fields:
        fields["volume"] = fields.pop("issue")  # Crossref's short form writes '№' for the volume
    if "title" in fields:
        fields["title"] = [ON_BEHALF.sub("", take_editors(fields["title"][0], fields))]
    read_holder(container, rest[end:], bool(title or in_mark), fields)


def _take_extent(rest: str, extra: Fields) -> str:
    """`rest` without '320 p.', which says how thick a book is."""
    extent = EXTENT.search(rest)
    if extent is None or not EXTENT_ENDS.match(rest, extent.end()) or INSIDE_RANGE.search(rest[: extent.start()]):
        return rest
    extra["extent"] = [extent[0]]
    return (rest[: extent.start()].rstrip(" ,;:") + rest[extent.end() :]).strip()


def _take_thesis(rest: str, fields: Fields, extra: Fields) -> str:
    """`rest` up to the mark of a thesis; school, place and year behind it are put into fields."""
    match = THESIS.search(rest)
    if match is None:
        return rest
    extra["thesis"] = [match["kind"].strip(" ,()[]")]
    fields["publication_types"] = extra["thesis"]
    school = rest[match.end() :].strip(" .,;:)")
    if year := YEAR_IN_TEXT.search(school):
        fields.setdefault("year", [year["year"]])
        school = MONTH_BEFORE.sub("", school[: year.start()]).strip(" .,;:(")
    place, colon, house = school.partition(": ")
    if not colon:
        house, _, place = school.rpartition(", ")
    if not colon and PUBLISHER_WORD.search(place):
        house, place = school, ""
    fields.update({name: [value] for name, value in (("publisher", house), ("place", place)) if value})
    return rest[: match.start()].rstrip(" .,;:(")


def _take_last_year(rest: str, start: int, end: int, fields: Fields) -> int:
    """Where the container ends, once the year is found: before the numbers, or before a year that stands there."""
    before = rest[:start].rstrip(" ,;.(:")
    if "year" not in fields and start < end and (behind := YEAR_IN_TEXT.search(rest, end)):
        fields["year"] = [behind["year"]]
    at_end = YEAR_AT_END.search(before, max(0, len(before) - TAIL))
    if at_end and fields.setdefault("year", [at_end["year"]]) == [at_end["year"]]:
        before = before[: at_end.start()]
    if "year" not in fields and (years := list(YEAR_IN_TEXT.finditer(rest))):
        fields["year"] = [years[-1]["year"]]
    before = before.rstrip(" ,;.(:")
    month = MONTH_BEFORE.search(before, max(0, len(before) - TAIL))
    return len((before[: month.start()] if month else before).rstrip(" ,;(:"))


def _type_of(text: str, fields: Fields, extra: Fields) -> str:
    if "thesis" in extra:
        return "thesis"
    if "arXiv" in extra and "container" not in fields:
        return "preprint"
    if "container" in fields:
        if MEETING.search(fields["container"][0]) and "volume" not in fields:
            return "conference-paper"
        held = "editors" in fields or ("publisher" in fields and "volume" not in fields)
        return "chapter" if held else "article"
    if REPORT.search(text):
        return "report"
    if fields.keys() & {"publisher", "place"}:
        return "book"
    return "webpage" if "url" in fields else "other"
