"""One reference in GOST style, cut at its own marks.

In: text without addresses. Out: fields and extra. Three styles are read, and mixtures of them:

    7.0.5    Иванов И. И., Петров П. П. Название // Журнал. 2019. Т. 5, № 2. С. 10–15. doi: …
    7.0.100  Иванов, И. И. Название / И. И. Иванов, П. П. Петров. – Текст : непосредственный // Журнал. – 2019. – Т. 5.
    Scholar  Moreno M. et al. Title //Journal. – 2017. – Т. 63. – С. 686-691.

and books whose place, publisher or year nobody knows: 'Rosin U. Title. [S. l.]: [s. n.], 2007'. '//' stands before the
container, '/' before the statement of responsibility, ' – ' between areas; the marks stand in tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ._reference_parts import DASH, EDGES, UPPER, Fields
from ._reference_responsible import ET_AL, ONE_PERSON, PERSON, read_responsible
from ._reference_towns import REGION

# Number marks: field -> what stands before the number. Latin C and P are typed for Cyrillic С and Р, and the reverse.
_VALUE = rf"\d+(?:\s?[(:/{DASH}]\s?\d+\)?)*|[IVXLCМ]+"
_PAGE = r"(?:[A-Za-zА-Яа-я]{0,3}\d+[a-z]?|[ivxlc]+)"
MARKS: dict[str, re.Pattern[str]] = {
    "volume": re.compile(rf"\b(?:Т|T|Том|Vol|V|Volume|Bd|Band|Jg)\b\.?\s?({_VALUE})"),
    "issue": re.compile(
        rf"(?:№|\b(?:[Nn]o|[Nn]r|N|[Ii]ss|[Ii]ssue|Вып|вып|H|Heft|Hf)\b)\.?\s?№?\.?\s?(\d[\w/]*(?:\s?\(\d+\))?(?:[{DASH}]\d+)?)"
    ),
    "pages": re.compile(
        rf"(?:\b(?:[СсCcSsБ]|СС|Стр|стр|Pp?|pp?|PP|S|Р)\b)\.?\s?({_PAGE}(?:\s?[{DASH}]\s?{_PAGE})?(?:,\s\d+(?:[{DASH}]\d+)?)*)"
    ),
    "article_number": re.compile(r"\b(?:Art(?:icle)?|Ст|Статья)\.?\s(?:no\.?\s|№\s?)?(\w*\d\w*)"),
}
EXTENT = re.compile(r"\b\d+\s?(?:с|c|стр|p|pp|S|s|Seiten|л)\b\.?(?!\s?\d)")  # '320 с.': how thick, not where
YEAR = re.compile(r"(?<![\d/№])((?:1[5-9]|20)\d\d)(?:\s?г\.?|[а-яa-z])?(?![\d/])(?!\s?[сcp]\.)")

# Place, publisher and year: '– М.: Медицина, 2010', '. СПб. : Питер. – 2006', '– London: Pitman, 1957'.
_AREA = rf"(?:\.|\s[{DASH}]|\.\s?[{DASH}])\s?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_NO_CITY = r"(?!Сер|Ser|Sect|Секц|Разд|Часть|Part|Vol|Том|Вып|Ст\.|Art)"
_WORD = rf"[{UPPER}][^\W\d_]+(?:[-’'][^\W\d_]+)*"
_CITY = (
    rf"{_NO_CITY}(?:Н\.\s?Новгород|Ростов[ -]н/Д\.?|N\.\s?Y\.|Frankfurt\s?/\s?M(?:ain|\.)"
    rf"|{_WORD}(?:\s(?:{_WORD}|на|am|an|of|and|de|upon|sur|a\.\s?M\.))*|[A-ZА-ЯЁ][^\W\d_]{{0,5}}\.?)\.?"
    rf"(?:,\s{REGION}|\s\({REGION}\))?(?:\s\[(?:etc\.?|et al\.|и др\.|u\.\s?a\.)\])?"
)
# What stands in brackets where nobody knows: sine loco, sine nomine, sine anno, and the same in Russian and German.
_NO_PLACE = r"(?:[Ss]\.\s?l\.|[Бб]\.\s?м\.|[Oo]\.\s?O\.)"
_NO_PUBLISHER = r"(?:[Ss]\.\s?n\.|[Бб]\.\s?и\.|[Oo]\.\s?V\.)"
_NO_YEAR = r"(?:[Ss]\.\s?a\.|[Бб]\.\s?г\.|[Oo]\.\s?J\.)"
UNKNOWN = re.compile(rf"\[(?:{_NO_PLACE}|{_NO_PUBLISHER}|{_NO_YEAR}|{_NO_PLACE}\s?:\s?{_NO_PUBLISHER})\]")
_YEAR_OR_NONE = rf"(?:(?P<year>{_YEAR})|\[{_NO_YEAR}\])"
_CITIES = rf"{_CITY}(?:\s?;\s?{_CITY}){{0,2}}"
IMPRINT = re.compile(  # '– London : Tavistock ; Philadelphia : Lippincott, 1961': each town with its publisher
    rf"{_AREA}(?P<place>{_CITIES})\s?:\s?(?P<publisher>[^:/]+?)(?:\s;\s(?P<place2>{_CITIES})\s?:\s?(?P<publisher2>[^:/]+?))?"
    rf"[,.;]\s?[{DASH}]?\s?(?:cop\.\s|c(?=\d)|©\s?)?{_YEAR_OR_NONE}"
)
NOWHERE = re.compile(  # '[S. l.]: Psyllabus.': a place that is said to be unknown needs no year beside it
    rf"{_AREA}(?P<place>\[{_NO_PLACE}(?:\s?:\s?{_NO_PUBLISHER})?\])"
    rf"(?:\s?:\s?(?P<publisher>\[{_NO_PUBLISHER}\]|[^:\[\]]+?))?"
    rf"(?:(?:,|\.\s?[{DASH}])\s?{_YEAR_OR_NONE})?(?=\.?\s*$|\.\s?[{DASH}]|\.\s\d)"
)
CITY_YEAR = re.compile(rf"{_AREA}(?P<place>{_CITY}),\s(?P<year>{_YEAR})")
SCHOOL_YEAR = re.compile(rf"{_AREA}(?P<publisher>[^.–—]{{6,}}?)\.\s?[{DASH}]\s?(?P<year>{_YEAR})")
YEAR_AREA = re.compile(rf"(?:[.,]\s?[{DASH}]?|\s[{DASH}])\s?(?P<year>{_YEAR})(?=\s?(?:г\.)?\s?(?:[.,;:]|$|[{DASH}]))")
NEW_AREA_AFTER_DOT = re.compile(rf"\.\s?[{DASH}]\s?")
NEW_AREA = re.compile(rf"\.\s?[{DASH}]\s?|\s[–—−]\s(?=[A-ZА-ЯЁ])")

GLUED = re.compile(  # Vancouver's numbers in a GOST list: '2010;3(2):12-15'
    rf"(?P<year>{_YEAR})\s?;\s?(?P<volume>\d+)(?:\s?\((?P<issue>[^)]+)\))?\s?:\s?(?P<pages>{_PAGE}(?:\s?[{DASH}]\s?{_PAGE})?)"
)
THESIS = re.compile(
    r"\s?[:.–—]\s?(?:[Аа]втореф(?:ерат|\.)|[Дд]ис(?:сертация|с?\.)|PhD\b|[Dd]issertation|[Tt]hesis|[Tt]hèse|Diss\.)"
)
TYPE_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("thesis", re.compile(r"\b(?:автореф|дис{1,2}\.|диссертаци|dissertation|thesis|thèse|habil)", re.IGNORECASE)),
    (
        "conference-paper",
        re.compile(
            r"//.*\b(?:конф\.|конференц|тезис|форум|симпоз|съезд|материалы|proceedings|conference|congress)", re.I
        ),
    ),
    ("chapter", re.compile(r"//.*(?:\bв кн\.|сборник|сб\.|под ред|\bIn:|\beds?\.|hrsg)", re.IGNORECASE)),
)

HEADING = re.compile(
    rf"(?P<people>{PERSON}(?:\s?(?:[,;&]|\bи\b|\band\b|\bund\b)\s?{PERSON})*)(?P<more>[,;]?\s?(?:\[{ET_AL}\]|{ET_AL}))?[.,:]?\s?(?=\S|$)"
)


# Ukraine's DSTU 8302 has no '//': '… лікарів. Український медичний часопис. 2018. Т. 2, № 4. С. 33–36.'
JOURNAL_BY_NUMBERS = re.compile(rf"\.\s(?=[{UPPER}«][^./]{{3,120}}\.\s{_YEAR}\.\s(?:Т\.|T\.|Вип\.|Вып\.|Vol\.|№))")
# 'РГАСПИ. Ф. 17. Оп. 125. Д. 462. Л. 12–15': an archive's shelf mark, which has neither author nor title
ARCHIVE = re.compile(r"[^.]{2,80}\.\s?Ф\.\s?[\w-]+\.\s?(?:Оп|Д|Ед)\.")


def read_gost(text: str, fields: Fields, extra: Fields) -> None:
    """Put into `fields` and `extra` what the marks of one reference say.

    'Филатова Т.В. Применение сетей // Вестник. – 2004. – №284. – C. 121–125.' -> authors ['Филатова Т.В.'],
    title ['Применение сетей'], container ['Вестник'], year ['2004'], issue ['284'], pages ['121–125'].
    """
    if ARCHIVE.match(text):
        fields["title"], fields["type"] = [text.strip(EDGES)], ["other"]
        return
    front, mark, back = text.partition("//")
    if not mark and (journal := JOURNAL_BY_NUMBERS.search(text)):
        front, mark, back = text[: journal.start() + 1], "//", text[journal.end() :]
    front = _take_authors(front.strip(), fields)
    if mark:
        _read_title(front, fields, extra)
        _read_container(back.strip(), fields, extra)
    else:
        _read_book(front, fields, extra)
    fields["type"] = [_type_of(text, fields)]


def _take_authors(front: str, fields: Fields) -> str:
    """`front` without the people it begins with."""
    match = HEADING.match(front)
    if match:
        people = ONE_PERSON.findall(match["people"])
        fields["name_form"] = ["family-comma-given" if "," in people[0] else "family-initials"]
        fields["authors"] = people + ([match["more"].strip(" ,;[]")] if match["more"] else [])
        return front[match.end() :]
    if match := FULL_NAME.match(front):
        fields["authors"], fields["name_form"] = [match[1]], ["free"]
        return front[match.end() :]
    return front


def _read_title(front: str, fields: Fields, extra: Fields) -> None:
    """The title, and after ' / ' the people responsible: all of them, where 7.0.100 heads with the first."""
    title, slash, responsible = front.partition(" / ")
    if thesis := THESIS.search(title):
        extra["thesis"] = [title[thesis.start() :].strip(" :.–—")]
        title = title[: thesis.start()]
    if title := title.strip(EDGES):
        fields["title"] = [title]
    if slash:
        read_responsible(responsible, fields, extra)


def _read_container(back: str, fields: Fields, extra: Fields) -> None:
    """Journal or book up to the first mark of year, number, pages or imprint; then what these marks say."""
    back = IN_BOOK.sub("", back)
    end = _first(back, CONTAINER_ENDS, 1)
    name, slash, responsible = back[:end].partition(" / ")
    name, _, other_title = name.partition(" : ")
    if name := name.strip(EDGES):
        fields["container"] = [name]
    if volumes := VOLUMES.search(other_title):
        extra["volumes"] = [volumes[1]]
        other_title = other_title[: volumes.start()]
    if other_title := other_title.strip(EDGES):
        fields["event" if CONFERENCE.search(other_title) else "series"] = [other_title]
    if slash:
        read_responsible(responsible, fields, extra, of_holder=True)
    _read_imprint(back[max(end - 1, 0) :], fields)
    _read_numbers(back[end:], fields, extra)


def _read_book(front: str, fields: Fields, extra: Fields) -> None:
    """A work of its own: its title ends at the first area, imprint or thesis mark."""
    ends = BOOK_ENDS if _areas_have_dashes(front) else BOOK_ENDS_WITH_DOTS
    end = _first(front, ends)
    slash = front.find(" / ")
    if 0 <= slash < end:
        end = _first(front, (*IMPRINTS, ends[-1]), slash)
    _read_title(front[:end], fields, extra)
    rest = front[end:]
    if THESIS.match(rest):
        statement = rest[1 : _first(rest, (*IMPRINTS, ends[-1]), 2)]
        extra["thesis"] = [statement.strip(EDGES)]
        fields["publication_types"] = extra["thesis"]
    rest = _take_unknown(rest, fields, extra)
    _read_imprint(rest, fields)
    _read_numbers(rest, fields, extra)


def _areas_have_dashes(front: str) -> bool:
    """False where the imprint begins after a full stop alone ('. М.: Наука, 2001'): then a dash is the title's own."""
    imprint = next((match for pattern in IMPRINTS if (match := pattern.search(front))), None)
    return imprint is None or any(dash in front[imprint.start() : imprint.start("place")] for dash in DASH)


def _take_unknown(rest: str, fields: Fields, extra: Fields) -> str:
    """`rest` without an imprint whose place is said to be unknown; its other parts are put into fields."""
    match = NOWHERE.search(rest)
    if match is None:
        return rest
    extra["place"] = [match["place"]]
    fields.update(_known(match))
    return rest[: match.start()] + rest[match.end() :]


def _known(imprint: re.Match[str]) -> Fields:
    """What an imprint says; nothing for '[s. n.]', which says that nobody knows."""
    known: Fields = {}
    for name, value in imprint.groupdict().items():
        if value and not UNKNOWN.match(value):
            field = name.rstrip("2")
            known.setdefault(field, []).append(value.strip(EDGES) if field == "publisher" else value.strip())
    return {name: [" ; ".join(values)] for name, values in known.items()}


def _first(text: str, patterns: Iterable[re.Pattern[str]], start: int = 0) -> int:
    """Where the first of these marks stands in `text`; its end where there is none."""
    return min((m.start() for pattern in patterns if (m := pattern.search(text, start))), default=len(text))


def _read_imprint(text: str, fields: Fields) -> None:
    match = IMPRINT.search(text) or YEAR_AREA.search(text)
    if match is None or "place" not in match.re.groupindex:
        match = CITY_YEAR.search(text) or ("container" not in fields and SCHOOL_YEAR.search(text)) or match
    if match:
        fields.update(_known(match))
    elif "year" not in fields and (year := YEAR.search(text)):
        fields["year"] = [year[1]]


def _read_numbers(text: str, fields: Fields, extra: Fields) -> None:
    if extent := EXTENT.search(text):
        extra["extent"] = [extent[0]]
        text = text[: extent.start()] + text[extent.end() :]
    if glued := GLUED.search(text):
        fields.update({name: [value] for name, value in glued.groupdict().items() if value})
        return
    for name, pattern in MARKS.items():
        if match := pattern.search(text):
            fields[name] = [match[1].strip()]
    if match := re.fullmatch(r"(\w+)\s?(?::|\()\s?(\d+)\)?", fields.get("volume", [""])[0]):
        fields["volume"] = [match[1]]
        fields.setdefault("issue", [match[2]])


def _type_of(text: str, fields: Fields) -> str:
    found = next((name for name, words in TYPE_WORDS if words.search(text)), None)
    if found:
        return found
    if "container" in fields:
        return "chapter" if "publisher" in fields else "article"
    if "publisher" in fields or "place" in fields or UNKNOWN.search(text):
        return "book"
    return "webpage" if "url" in fields else "other"


FULL_NAME = re.compile(r"((?:[А-ЯЁ][а-яё]+\s){2,4}[А-ЯЁ][а-яё]+)\.\s(?=[А-ЯЁ])")
IN_BOOK = re.compile(r"^(?:[Вв] кн\.|In|[Вв] сб\.)\s?:\s?")
# 'в 2 т.': how many volumes there are, not which
VOLUMES = re.compile(r"(?:^|\s:\s|,\s)([вВ]\s\d+\s?(?:т|кн|ч)\b\.?|in\s\d+\s(?:vol|Bd)s?\b\.?)")
CONFERENCE = re.compile(
    r"конф|форум|симпоз|съезд|конгресс|материалы|conference|congress|symposium|tagung", re.IGNORECASE
)
CONTAINER_ENDS = (
    YEAR_AREA,
    IMPRINT,
    CITY_YEAR,
    *(re.compile(rf"[.,{DASH}]\s?{pattern.pattern}") for name, pattern in MARKS.items()),
)
IMPRINTS = (NOWHERE, IMPRINT, CITY_YEAR)
BOOK_ENDS = (THESIS, *IMPRINTS, YEAR_AREA, NEW_AREA)
BOOK_ENDS_WITH_DOTS = (THESIS, *IMPRINTS, YEAR_AREA, NEW_AREA_AFTER_DOT)
