"""The front of a Western reference: its people or body, and a year behind them.

In: text. Out: authors, editors or group_authors in `fields`, perhaps the year, and the text behind. A list may also
give the title first and the people behind it; then the title is taken here too.
"""

from __future__ import annotations

import re

from ._reference_numbers import YEAR_BEHIND
from ._reference_parts import EDGES, UPPER, YEAR, Fields
from ._reference_people import EDITORS, NOBODY, SAME_AS_BEFORE, People, take_people
from ._reference_words import either

_CAPITAL = rf"[{UPPER}][\w'’-]*"
_SMALL = either("of for on the and in de la für des der &")
# 'U.S. National Library of Medicine. …', 'American Psychiatric Association (2013). …'
BODY_BY_WORD = re.compile(
    r"(?P<body>(?:U\.\s?[SKN]\.\s)?(?=[^.(“\"]*\b(?i:"
    + either("""
    Association Organi[sz]ation Commission Committee Council Institutes? Department Ministry Bureau Board Agency Academy
    Federation Bank Library Government Parliament Office Consortium Ministerium Gesellschaft Министерство Corps
    """)
    + rf")\b)(?:{_CAPITAL}|{_SMALL}|,)(?:,?\s(?:{_CAPITAL}|{_SMALL}))*(?:\s\([A-Z][\w-]{{1,10}}\))?)"
    rf"(?=\s?[.,]?\s?\(?{YEAR}|\.\s[{UPPER}“\"(]|[.,]\s[“\"])"
)
_TEAM = either(r"""
    Group Groups Investigators Collaborators Collaboration Network Team Committee Consortium Society Trialists
    Initiative Alliance Association Workgroup Council Registry Researchers Partnership College University Foundation
    Academy Federation Union Trust Task\sForce
""")
_NAME = rf"(?:{_CAPITAL}|{_SMALL}),?\s"
# 'Writing Group for the Women’s Health Initiative. Risks of …. JAMA': a sentence of its own must follow
TEAM = re.compile(
    rf"(?!The\s)(?P<body>(?:{_NAME}){{1,9}}?{_TEAM}(?:\s(?:{_SMALL}\s)+(?:{_CAPITAL}\s?|{_SMALL}\s)+)?)"
    rf"(?=\.\s[{UPPER}][^.?!]{{15,}}[.?!])"
)
# Behind persons: '…, Smith JT; European Burnout Study Group.', ', on behalf of the ATLAS Collaboration.'
TEAM_BEHIND = re.compile(
    rf"\s?[;,]\s(?:(?:and|for|on behalf of|and for)\s)?(?:[Tt]he\s)?(?P<body>(?:{_NAME}){{1,9}}?{_TEAM}"
    rf"(?:\s(?:{_SMALL}\s)+(?:{_CAPITAL}\s?|{_SMALL}\s)+)?(?:\s\([A-Z][\w-]+\)(?:\s{_TEAM})?)?)(?=\.|\s\({YEAR})"
)
# 'WHO. Mental health at work', 'Homer. The Iliad': one word and a full stop, behind which a title and more stand
ONE_WORD = re.compile(
    rf"(?P<body>[{UPPER}]{{2,10}}|(?!(?:Editorial|Obituary|Letters?|Correspondence|News|Preface|Foreword|Introduction)\b)"
    rf"[{UPPER}][\w'’-]{{3,}})\.\s(?=[{UPPER}“«][^.?!]*\s[^.?!]*[.?!]\s[^.]*[:,]\s)(?!In\b)"
)
# Any short text with a year behind it, 'INSEE, 2009, Le commerce', or with a title in quotation marks
BODY = re.compile(
    rf"(?P<body>[{UPPER}][^.,:;()\d“\"]{{1,80}}?(?:\s\([{UPPER}]{{2,8}}\))?)"
    rf"(?=\s?[.,]?\s?\((?:{YEAR}[a-z]?\b|n\.\s?d\.)|,\s{YEAR}[.,:]\s|\.\s{YEAR}[a-z]?\.?\s|[.,]\s[“\"«])"
)
# A body's name has capitals; 'The Blackwell dictionary of psychology (1991)' is a title without an author
TITLE_WORDS = re.compile(
    r"^(?:The|An?)\s.*\s(?!of|for|on|the|and|in|to|at|de|la|des)[a-zà-ÿ]{4,}|(?:\s[a-zà-ÿ]{4,}){2}"
)
# 'Liu, Title, Journal, № 382, с. 937'
CROSSREF_SHORT = re.compile(rf"(?P<family>[{UPPER}][\w'’-]+(?:\s[{UPPER}][\w'’-]+)?),\s[^,].+?,\s№\s?\d")
TITLE_THEN_YEAR = re.compile(  # 'Art + soul 2010, Australian Broadcasting Corporation, Sydney': Australia's Harvard
    rf"(?P<title>[{UPPER}][^.,“”\"()\d]{{8,200}}?)\s(?P<year>{YEAR}),\s(?=[{UPPER}][^,\d]*,\s[{UPPER}])"
)
YEAR_FIRST = re.compile(rf"\(?{YEAR}[a-z]?(?:\)|(?=\.?\s[{UPPER}“]))")
DEGREE = re.compile(rf"^(?:(?:Prof|Dr)\.\s)+(?=[{UPPER}])")
SHORTEST_TITLE = 12  # letters before people that stand behind a title


# A name behind the people, in brackets: 'Esty, Joshua (Jed). Unseasonable youth', 'Gorky, Maxim (Alexei Peshkov), eds.'
OTHER_NAME = re.compile(
    rf"\s\((?![Ee]ds?\b|[Hh]rsg|[Hh]gg?\b|[Oo]rgs?\b|[Dd]irs?\b)[{UPPER}][^()\d.:]{{1,60}}\)"
    rf"(?:,\s(?:et al\.?,?\s)?[Ee]ds?)?(?=\.\s)"
)


def take_front(text: str, fields: Fields, extra: Fields) -> tuple[People, str]:
    """The people that the reference begins with (NOBODY where a body or nothing stands there), and the text behind."""
    if same := SAME_AS_BEFORE.match(text):
        extra["authors_as_before"] = [same[0]]
        return NOBODY, take_year(text[same.end() :].lstrip(" .,"), fields, extra)
    if body := BODY_BY_WORD.match(text) or TEAM.match(text):
        fields["group_authors"] = [body["body"].strip(" .,")]
        return NOBODY, take_year(text[body.end() :], fields, extra)
    if (acronym := ONE_WORD.match(text)) and acronym["body"].isupper():
        fields["group_authors"] = [acronym["body"]]
        return NOBODY, take_year(text[acronym.end("body") :], fields, extra)
    text = DEGREE.sub("", text, count=1)
    short = CROSSREF_SHORT.match(text)
    people = take_people(text) if short is None else _family_alone(short)
    if people.names:
        _put_people(people, fields)
        end = people.end
        if other := OTHER_NAME.match(text, end):
            end = other.end()
        if team := TEAM_BEHIND.match(text, end if text[end - 1] != "." else end - 1):
            fields["group_authors"], end = [team["body"].strip()], team.end()
        return people, take_year(text[end:], fields, extra)
    return NOBODY, _take_body(text, fields, extra)


def _family_alone(short: re.Match[str]) -> People:
    return People((short["family"],), "free", end=short.end("family"), manner="family")


def _take_body(text: str, fields: Fields, extra: Fields) -> str:
    if titled := TITLE_THEN_YEAR.match(text):
        fields["title"], fields["year"] = [titled["title"]], [titled["year"]]
        return text[titled.end() :]
    body = BODY.match(text) or ONE_WORD.match(text)
    if body is None:
        return take_year(text, fields, extra) if YEAR_FIRST.match(text) else text
    rest = text[body.end("body") :]
    if TITLE_WORDS.search(body["body"]):
        fields["title"] = [body["body"].strip(" .,")]
        return take_year(rest, fields, extra)
    fields["group_authors"] = [body["body"].strip(" .,")]
    editors = EDITORS.match(rest)
    return take_year(rest[editors.end() :] if editors else rest, fields, extra)


def _put_people(people: People, fields: Fields) -> None:
    fields["editors" if people.editors else "authors"] = [*people.names, *([people.more] if people.more else [])]
    fields["name_form"] = [people.form]


def take_year(rest: str, fields: Fields, extra: Fields) -> str:
    """`rest` without the year that it begins with; '(in press)' goes to `extra`, a whole date to `fields` too."""
    match = YEAR_BEHIND.match(rest)
    if match is None:
        return rest.lstrip(" .,:;")
    if year := match["year"] or match["bare"]:
        fields["year"] = [year]
        if re.search(r",|[A-Z][a-z]{2}", match["bracketed"] or ""):
            fields["date"] = [match["bracketed"]]
    else:
        extra["date"] = [match["none"]]
    editors = EDITORS.match(rest, match.end() - 1)
    return rest[editors.end() if editors else match.end() :].lstrip(" .,:;)")


def people_behind_title(rest: str, fields: Fields, extra: Fields) -> tuple[People, str] | None:
    """'The Balint Movement in America, Johnson, A., 2001 Fam Med': the title first, then the people."""
    for comma in re.finditer(r"[.,]\s", rest):
        people = take_people(rest, comma.end()) if comma.start() > SHORTEST_TITLE else NOBODY
        if people.manner not in ("comma", "bare", "before"):
            continue
        dated = re.match(rf"[\s.,(]*{YEAR}", rest[people.end :])
        if dated or (people.manner != "before" and len(people.names) > 1):
            fields["title"] = [rest[: comma.start()].strip(EDGES)]
            _put_people(people, fields)
            return people, take_year(rest[people.end :], fields, extra)
    return None
