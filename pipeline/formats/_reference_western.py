"""One reference in a style without GOST's marks: Vancouver, APA, Springer, Harvard, HAL, Chicago, MLA, IEEE and kin.

In: text without addresses. Out: fields and extra. Such a reference is read from both ends: the people (and perhaps the
year) from the front, the numbers from the back. What is between is title and container, or title and imprint, parted by
quotation marks, by 'In', by a full stop that ends no abbreviation, or by the last comma.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import replace

from ._reference_front import people_behind_title, take_front
from ._reference_holder import (
    EDITOR_HINT,
    last_imprint,
    read_holder,
    take_bracketed_imprint,
    take_editors,
    without_publisher,
)
from ._reference_notes import take_notes
from ._reference_numbers import EXTENT, MONTH_BEFORE, YEAR_AT_END, YEAR_IN_TEXT, Numbers, read_numbers
from ._reference_parts import DASH, YEAR, Fields
from ._reference_people import People
from ._reference_title import ON_BEHALF, first_stop, quoted_behind_names, quoted_title, split_title
from ._reference_towns import take_town
from ._reference_words import MEETING, PUBLISHER_WORD, REPORT

IN = re.compile(
    r"(?:[.,?!;:”\"»’]|\s[–-])\s*(?:[Ii]n|[Dd]ans|En|W|В кн\.|В сб\.)\b\s?:?\s(?=[A-ZÀ-ÞА-Я“\"‘«„\d(])"
    r"|(?:[.,?!]\s+|^)(?:In|В кн\.)\s?:\s?|[.,]\s(?:[Cc]hapter|[Cc]hap\.|[Cc]h\.|Kapitel)\s\w{1,4}\s(?:in|of)\s"
    r"|[.,?!”\"]\s+(?:(?:[Pp]aper |[Pp]oster )?[Pp]resented at|To appear in|Accepted (?:in|for|by))\s(?:the\s)?"
)
# 'Vol. 2 of Obras completas'
VOLUME_OF = re.compile(r"(?:Vol(?:ume\b|\.)|Bd\.|T\.|Tome)\s(?P<volume>\d+|[IVX]+)\s(?:of|von|de)\s")
BLANK_BEFORE_COMMA = re.compile(r"\s+,(?=\s)")
IN_BEHIND_SHORT = re.compile(r"(?<=\w)\.\s(?:In|En|Dans|W)\s?:\s?")  # 'O grupo. In: Smith, A. (Org.)'
# Astronomers leave titles out: 'Feretti L., 2008, in Plionis M., Hughes D., eds, Lecture Notes in Physics, Vol. 740'
IN_AT_ONCE = re.compile(r"in\s(?=[A-ZÀ-Þ][^.]*\s[A-Z]\.(?:,|\s&|\sand)\s.*\b[Ee]ds?\b)")
FIRST_IN = 8  # letters: the shortest title before 'In'
SHORTEST_HEAD = 12  # letters before the first number
YEAR_TAIL = re.compile(r"\d{2}[a-z)\]. ]*$")  # a quick look, before a whole date is tried at each letter
TAIL = 60  # letters; a date at the end has fewer
THESIS = re.compile(
    r"(?:(?:^|[.,:;(\[])\s?"
    r"|(?-i:\s(?=Ph\.?D\.? (?:thesis|dissertation) (?:[A-Z]\w+ ){0,3}Universit)))(?P<kind>"  # no stop before it
    r"(?:Unpublished |Doctoral |Master[’']?s? |M\.?S\.?c?\.? |Ph\.? ?D\.?,? ?|M\.?A\.? |Inaugural|Medizinische )*"
    r"(?:Thesis|Dissertation|Diss\.|Thèse|Habilitationsschrift|Habil\.|Tesis?|Tese|Dissertação"
    r"|Proefschrift|Praca doktorska|Doktora tezi|автореферат|дис\.|диссертация)"
    r"|Ph\.? ?D\.?(?=[.,\s]))(?:\s(?:de doctorat|\((?:Doutorado|Mestrado)[^)]*\)|zur Erlangung[^,.]*))?[)\]]?",
    re.IGNORECASE,
)
EXTENT_ENDS = re.compile(r"\s?[.,;)]|\s?$|\s?\d{4}")
INSIDE_RANGE = re.compile(r"[–\-:(]\s?$")


def read_western(text: str, fields: Fields, extra: Fields) -> People:
    """Put into `fields` and `extra` what one reference says; the people it begins with are handed back for the style.

    'Kelm Z, Feudtner C. Empathy: a review. BMC Med Educ. 2014;14:219.' -> authors, title ['Empathy: a review'],
    container ['BMC Med Educ'], year ['2014'], volume ['14'], pages ['219'].
    """
    text = BLANK_BEFORE_COMMA.sub(",", text) if " ," in text else text
    text = take_notes(text, extra)
    people, rest = take_front(text, fields, extra)
    by_commas = text[: len(text) - len(rest)].rstrip().endswith(",")  # as the people end, so the title does
    title, rest = quoted_title(rest)
    title, rest = (title, rest) if title else quoted_behind_names(rest, fields, extra)
    if not (title or people.names or fields.keys() & {"group_authors", "title"} or "authors_as_before" in extra):
        people, rest = people_behind_title(rest, fields, extra) or (people, rest)
    title = title or fields.get("title", [""])[0]
    _read_rest(title, rest, replace(people, by_commas=by_commas), fields, extra)
    fields["type"] = [_type_of(text, fields, extra)]
    return people


def _read_rest(title: str, rest: str, people: People, fields: Fields, extra: Fields) -> None:
    """Title (where it is not known yet), container, numbers and imprint."""
    if title and (volume := VOLUME_OF.match(rest)):
        fields["volume"], rest = [volume["volume"]], rest[volume.end() :]
    rest = _take_thesis(rest, fields, extra)
    rest = take_bracketed_imprint(_take_extent(_take_report(rest, fields, extra), extra), fields)
    in_mark = None if title else _in_mark(rest)
    floor = 0 if title else (in_mark.end() if in_mark else first_stop(rest))
    numbers = read_numbers(rest, floor)
    if not numbers.fields and floor:
        numbers = read_numbers(rest, min(floor, SHORTEST_HEAD))
    if "publisher" in fields and not in_mark and numbers.fields.keys() == {"pages"} and YEARS_AT_END.search(rest):
        numbers = Numbers({}, len(rest), len(rest))
    fields.update(numbers.fields | {name: fields[name] for name in ("year",) if name in fields})
    end = _take_last_year(rest, numbers.start, numbers.end, fields)
    if title or in_mark:
        before = rest[: in_mark.start() + 1].strip(" .,:;(") if in_mark and in_mark.start() else ""
        fields |= {"title": [title or before]} if title or before else {}
        container = rest[in_mark.end() : end] if in_mark else rest[:end]
    else:
        container = _split_head(rest[:end], numbers.fields.keys(), people, fields)
    if people.manner == "family" and "issue" in fields:
        fields["volume"] = fields.pop("issue")  # Crossref's short form writes '№' for the volume
    if "title" in fields:
        fields["title"] = [ON_BEHALF.sub("", take_editors(fields["title"][0], fields))]
    known = title and "report" not in extra  # who made a report may stand where others have a journal
    read_holder(container, rest[end:], "in" if in_mark else "title" if known else "", fields)
    if fields.get("title") == [""]:
        del fields["title"]


YEARS_AT_END = re.compile(rf"\b{YEAR}[{DASH}]{YEAR}$")  # 'Indian nationalism and Asia, 1900–1947 (Delhi: B. R.)'


def _in_mark(rest: str) -> re.Match[str] | None:
    """The word 'In' before what holds the work; a small one behind a comma may be a word of a journal article's title.

    '…, an antibody, in Rheumatoid Arthritis Patients. Arthritis & Rheumatology. 66(7), 1693–1704': a sentence ends
    between the word and the numbers, and nobody is an editor.
    """
    mark = IN_AT_ONCE.match(rest) or IN_BEHIND_SHORT.search(rest, 2, FIRST_IN + 5) or IN.search(rest, FIRST_IN)
    if mark is None or not SMALL_IN.match(mark[0]) or EDITOR_HINT.search(rest, mark.end()):
        return mark
    stop = first_stop(rest[mark.end() :])
    return (
        None if stop and {"volume", "issue", "pages"} <= read_numbers(rest, mark.end() + stop).fields.keys() else mark
    )


SMALL_IN = re.compile(r",\s(?:in|dans)\s")


def _split_head(head: str, numbers: Set[str], people: People, fields: Fields) -> str:
    """Put the title into `fields`; the container or the publisher behind it is handed back."""
    if not (fields.keys() & {"volume", "issue", "publisher"} or last_imprint(head)):
        head = without_publisher(take_town(head, fields), fields) if "pages" in numbers else take_town(head, fields)
    counted = {"year", "pages"} if "publisher" in fields else {"year"}  # pages of a book are no journal's
    return split_title(head, bool(numbers - counted), people, fields)


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
    _read_school(rest[match.end() :].strip(" .,;:)-–"), fields)
    return rest[: match.start()].rstrip(" .,;:(")


def _take_report(rest: str, fields: Fields, extra: Fields) -> str:
    """`rest` up to 'Technical Report 98-12, University of London, 1998'; the institution is put into fields."""
    match = REPORT_MARK.search(rest)
    if match is None:
        return rest
    extra["report"] = [match["report"]]
    if number := REPORT_NUMBER.search(match["report"]):
        fields["issue"] = [number[1]]
    _read_school(rest[match.end() :].strip(" .,;:)-–"), fields)
    return rest[: match.start() + 1].rstrip(" ,;:(")


# 'NBER Working Paper 1234', 'Stanford Research Institute Long-Range Planning Report No. 238'
REPORT_MARK = re.compile(
    r"(?<=.{12})[.,:]\s(?P<report>(?:[A-Z][\w&/-]*\s){0,6}"
    r"(?:(?:[Tt]echnical|Tech\.|[Rr]esearch|[Ii]nternal)\s(?:[Rr]eport|[Rr]ep\.|Memo\b)"
    r"|(?:Working|Discussion)\s[Pp]aper|Report(?=\sNo\.))"
    r"(?:,?\s(?!(?:1[5-9]|20)\d\d\b)(?:[Nn]o\.?\s?|[Nn]umber\s|#\s?)?[\w/.-]*\d[\w/-]*)?)(?=[.,;]|\s\(|$)"
)
REPORT_NUMBER = re.compile(r"\b[Nn]o\.\s(\d+)$")


def _read_school(school: str, fields: Fields) -> None:
    """Put into `fields` the institution, its place and the year behind the mark of a thesis or a report."""
    if year := YEAR_IN_TEXT.search(school):
        fields.setdefault("year", [year["year"]])
        school = MONTH_BEFORE.sub("", school[: year.start()]).strip(" .,;:(")
    place, colon, house = school.partition(": ")
    if not colon:
        house, _, place = school.rpartition(", ")
    if not colon and PUBLISHER_WORD.search(place):
        house, place = school, ""
    fields.update({name: [value] for name, value in (("publisher", house), ("place", place)) if value})


def _take_last_year(rest: str, start: int, end: int, fields: Fields) -> int:
    """Where the container ends, once the year is found: before the numbers, or before a year that stands there."""
    before = rest[:start].rstrip(" ,;.(:")
    if "year" not in fields and start < end and (behind := YEAR_IN_TEXT.search(rest, end)):
        fields["year"] = [behind["year"]]
    at_end = YEAR_AT_END.search(before, max(0, len(before) - TAIL)) if YEAR_TAIL.search(before[-6:]) else None
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
    if "report" in extra or REPORT.search(text):
        return "report"
    if fields.keys() & {"publisher", "place"}:
        return "book"
    return "webpage" if "url" in fields else "other"
