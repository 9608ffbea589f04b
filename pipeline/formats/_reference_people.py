"""The people that a reference begins with, in every manner of writing names that lists know.

In: the text of a reference, or of its part between two marks. Out: the people as written, their name form, whether
more are only counted ('et al.'), whether they are editors, and the text behind them. Manners, by their first person:

    comma     Kjeldmand, D., & Holmström, I.        (APA, Harvard; Chicago goes on with 'A. Glyn, and J. Van Reenen')
    bare      Sekeres MA, Lynch TJ Jr               (Vancouver, Springer, NLM; GOST writes 'Иванов И. И.')
    before    T. D. Shanafelt, S. Boone             (IEEE, HAL, mathematics)
    inverted  Birk, Hanne, and Birgit Neumann       (Chicago, MLA)
    full      Lars Hormander and John R. Davies     (computer science, notes)

Two more have no form that goes on: families alone before a year ('Chiba, Nakanishi & Yata 1991'), and given names in
brackets ('Guyard (H.), Missenard (A.)', in French lists). A name written out looks like any two words of a title, so
'full' and 'inverted' need an end mark behind them, and a list of such names needs an 'and' at its end, or given names
that are known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ._reference_names import GIVEN_NAMES
from ._reference_parts import UPPER, YEAR
from ._reference_person import (
    BARE_PERSON,
    BEFORE,
    COMMA,
    DOTTED,
    DOTTED_PERSON,
    ENDS,
    FAMILY,
    FULL,
    INITIAL_FIRST,
    INITIALS,
    INVERTED,
    ONE_LETTER,
    WORD,
)
from ._reference_towns import TOWN
from ._reference_words import ABBREVIATED, either

ET_AL = (
    r"(?:(?:et\.? ?al\b\.?|and others\b|and colleagues\b|и др(?:угие|\.|\b)|и соавт\.?|у співавт\.|та ін\.|u\. ?a\."
    r"|i in\.|et coll\.|y cols?\.))"
)
MORE = re.compile(rf"\s?[,;]?\s?(?:&\s)?[\[(]?(?P<more>{ET_AL})[\])]?")
PEOPLE_END = re.compile(ENDS)
AND = r"(?:and|with|und|et|y|e|и|та|і|i|a|och|og|ja|en|ve|és)\b|&"
ELLIPSIS = r"(?:\.\s?\.\s?\.|…)"
SEPARATOR = re.compile(
    rf"\s?(?:[,;]?\s*(?P<gap>{ELLIPSIS})\s?(?:&|and)?|[,;]\s*(?P<and>{AND})|(?P<bare_and>{AND})|(?P<semicolon>;)"
    r"|(?P<slash>/)|,)\s*(?:(?:Prof|Dr)\.\s)*"
)
STOPPED = re.compile(  # 'ELLEFSEN, Edith. CARA, Chantal.', 'Johnson, A. Brock, C, Zacarias, A.'
    rf"\.?\s+(?=[{UPPER}]{{3,}},\s[{UPPER}][a-zà-ÿ]+\.)|(?:(?<=\.)|\.)\s+(?={WORD},\s[{UPPER}]{{1,3}}(?:\.|,\s))"
)
EDITORS = re.compile(
    r"\s?[,.]?\s?(?:[(\[]\s?(?:eds?|editors?|hrsg|hgg?|dirs?|coords?|red|ред|comps?|orgs?|gen(?:eral|\.) eds?"
    r"|a cura di)\b\.?\s?[)\]]"
    r"|(?:[Ee]ds?|[Ee]ditors?|Hrsg|Hg|Hgg|red\.)(?:(?<=\.)|\b)\.?(?=\s|,|:|$)(?:\s?\(?(?:Hrsg|Hg)\b\.?\)?)?)",
    re.IGNORECASE,
)
EDITORS_BEHIND = re.compile(rf"(?=\s?[(\[]){EDITORS.pattern}", re.IGNORECASE)  # never '. Ed. Michael Herren'
MIDDLE_INITIAL = re.compile(rf"\s[{UPPER}]\.?\s")  # 'Euel W Elliott (ed.)', and no 'Development Economics (ed.)'
# What the people did, where they are no authors of a text: 'Soderbergh, Steven, director', 'FITNE (Producer)'
ROLE = re.compile(
    r"\s?(?:\((?:Executive\s)?(?:Producer|Director|Writer|Host|Composer|Artist|Translator)s?(?:\s(?:&|and)\s\w+)?\)"
    r"|,\s(?:director|producer|translator|performer|conductor|composer)s?(?=[.,]))"
)
SAME_AS_BEFORE = re.compile(r"(?:[—–―]{1,6}|-{3,6}|_{3,8})(?=[.,:]|\s)")


@dataclass(frozen=True, slots=True)
class People:
    """Persons as written; `form` is one of NAME_FORMS; `more` is 'et al.' as written or ''; `end` is where they end.

    `by_commas`: a comma stands behind them (or behind the year that follows), and so one may end the title.
    """

    names: tuple[str, ...]
    form: str
    more: str = ""
    editors: bool = False
    end: int = 0
    manner: str = ""
    by_commas: bool = False


# 'Chiba, Nakanishi & Yata 1991': families alone, before a year
MANY_FAMILIES = 2  # commas before the 'and', which no list of inverted names has: 'Smith, Jan and Jones 1991' has one
FAMILIES = re.compile(rf"{WORD}(?:,\s{WORD}){{0,6}},?\s(?:&|and|et|und)\s{WORD}(?=,?\s\(?{YEAR})")
# 'Guyard (H.), « Les groupes »': French lists put the given name into brackets
IN_BRACKETS = re.compile(rf"(?P<family>{FAMILY})\s\((?P<given>{DOTTED}|{WORD}(?:[\s-]{WORD})?)\)")
_BRACKETED = rf"{FAMILY}\s\((?:{DOTTED}|{WORD}(?:[\s-]{WORD})?)\)"
BRACKETED = re.compile(rf"{_BRACKETED}(?:,?\s(?:et\s)?{_BRACKETED})*(?=,)")
NOBODY = People((), "free")
FORMS = {  # of inverted names only the first has a comma, and a comma overrules the form
    "comma": "family-comma-given",
    "bare": "family-initials",
    "before": "given-family",
    "full": "given-family",
    "inverted": "given-family",
}
NEXT: dict[str, tuple[re.Pattern[str], ...]] = {  # who may follow the first, by its manner
    "comma": (COMMA, BEFORE, DOTTED_PERSON),
    "bare": (BARE_PERSON,),
    "before": (ONE_LETTER, BEFORE, FULL),
    "full": (FULL, BEFORE),
    "inverted": (FULL, BEFORE, INVERTED),
}
FIRST: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("comma", COMMA),
    ("bare", BARE_PERSON),
    ("before", ONE_LETTER),
    ("before", BEFORE),
    ("inverted", INVERTED),
    ("full", FULL),
)


def take_people(text: str, start: int = 0) -> People:
    """The people that stand in `text` from `start` on; NOBODY where it begins with anything else.

    'Berridge, K.C., and Robinson, T.E. (2003). Parsing' -> ('Berridge, K.C.', 'Robinson, T.E.'), end before ' (2003)'.
    """
    if bracketed := BRACKETED.match(text, start):
        names = tuple(f"{name['family']}, {name['given']}" for name in IN_BRACKETS.finditer(bracketed[0]))
        return People(names, "family-comma-given", end=bracketed.end(), manner="comma")
    families = FAMILIES.match(text, start)
    for manner, pattern in FIRST if families is None or families[0].count(",") < MANY_FAMILIES else ():
        if (match := pattern.match(text, start)) and (people := _list_from(text, match, manner)):
            return people
    if families:
        names = tuple(re.split(r",?\s(?:&|and|et|und)\s|,\s", families[0]))
        return People(names, "free", end=families.end(), manner="bare")
    return NOBODY


def take_editors_list(text: str, start: int = 0) -> People:
    """The editors that stand in `text` from `start` on, 'Savas L. Tsohatzidis (ed.)'; NOBODY where no such mark is."""
    for manner, pattern in FIRST:
        if (match := pattern.match(text, start)) and (people := _list_from(text, match, manner)) and people.editors:
            return people
    return NOBODY


def _list_from(text: str, first: re.Match[str], manner: str) -> People | None:
    if _is_refused(text, first, manner) or (first.re is BEFORE and SHORTENED_JOURNAL.match(text, first.start())):
        return None
    whole = INITIAL_FIRST.match(text, first.start()) if manner == "comma" else None
    if whole and (whole["given"] in GIVEN_NAMES or whole["and"]):
        first = whole
    persons = _persons(text, first, manner)
    at = persons[-1].end()
    if manner in ("full", "inverted") and not _ends_people(text, at, first):
        return None
    names = _as_written([person[0] for person in persons], manner)
    more = MORE.match(text, at)
    left_out = more["more"] if more else "…" if LEFT_OUT.search(text, first.start(), at) else ""
    at = more.end() if more else at
    if role := ROLE.match(text, at):
        return People(names, FORMS[manner], left_out, False, role.end(), manner)
    editors = EDITORS.match(text, at)
    return People(names, FORMS[manner], left_out, editors is not None, editors.end() if editors else at, manner)


LEFT_OUT = re.compile(rf",\s?{ELLIPSIS}")  # APA: 'Jones, B., . . . Green, D.' leaves people out


def _is_refused(text: str, first: re.Match[str], manner: str) -> bool:
    """Whether the first person reads otherwise in another manner, which is then tried."""
    if manner == "bare":
        return _begins_with_given_name(text, first)
    if manner == "comma":  # 'RS Sutton, BC Jones, …'
        return NAME_GOES_ON.match(text, first.end() - 1) is not None
    if manner == "inverted":  # 'Thomas von Eicken, David E. Culler': two people, written out
        family = first[0].partition(",")[0].split()
        return len(family) > 1 and family[0] in GIVEN_NAMES
    return first.re is BEFORE and TWO_LETTERS.match(first[0]) is not None and not _stands(text, first, BEFORE)


def _persons(text: str, first: re.Match[str], manner: str) -> list[re.Match[str]]:
    """The first person and all who follow."""
    persons, closed = [first], False
    while not closed and (found := _next_person(text, persons[-1].end(), manner)):
        person, closed = found
        persons.append(person)
    end = persons[-1].end()
    ended = closed or any(mark.match(text, end) for mark in (MORE, TITLE_NEXT))
    ended = ended or bool(EDITORS_BEHIND.match(text, end) and MIDDLE_INITIAL.search(persons[-1][0]))
    return persons if ended else _without_title(persons)


def _ends_people(text: str, at: int, first: re.Match[str]) -> bool:
    """Whether names written out end where names may end; 'Money Market Investments: The Risk' are no names."""
    if text[at : at + 1] == ":" and len(first[0].split()) > 2 and not GIVEN_NAMES.intersection(first[0].split()):
        return False
    return text[at - 1] == "." or bool(PEOPLE_END.match(text, at) or MORE.match(text, at))


def _as_written(names: list[str], manner: str) -> tuple[str, ...]:
    """The names as their form wants them: no comma before 'Jr' where the given name comes first."""
    if manner in ("before", "full"):
        names = [COMMA_BEFORE_SUFFIX.sub(" ", name) for name in names]
    if len(names) > 1 and manner == "bare" and not any("." in name for name in names[:-1]):
        names[-1] = names[-1].rstrip(".")  # 'Hamadeh G, Stock R.': the full stop ends the people
    if manner == "full" and all(_ends_with_given_name(name) for name in names):
        names = [", ".join(name.split()) for name in names]
    return tuple(names)


def _ends_with_given_name(name: str) -> bool:
    """'Balint Michael, Le médecin' has the family first; 'Martin Paul' may be either, and stays as it is."""
    words = name.split()
    return len(words) == 2 and words[1] in GIVEN_NAMES and words[0] not in GIVEN_NAMES


def _is_known(name: str) -> bool:
    """Whether a name written out begins with a given name, or ends with one: 'Brian Jones', 'Jones Brian'."""
    words = name.split()
    return words[0] in GIVEN_NAMES or words[-1] in GIVEN_NAMES


_SHORT = either(" ".join(sorted(word for word in ABBREVIATED if word.istitle())))
SHORTENED_JOURNAL = re.compile(rf"J\.\s(?:{_SHORT}\.\s)+{_SHORT}\.?[,\s]+\d")  # 'J. Opt. Soc. Am. 1982'
TWO_LETTERS = re.compile(rf"(?:[{UPPER}]\.\s?)+[{UPPER}][a-z]\.\s")


def _without_title(persons: list[re.Match[str]]) -> list[re.Match[str]]:
    """'Randall Packard, White Plague, Black Labour' has one author: a list without 'and' ends at a known given name."""
    while len(persons) > 1 and persons[-1].re is FULL and not _is_known(persons[-1][0]):
        persons = persons[:-1]
    return persons


NAME_GOES_ON = re.compile(rf"[{UPPER}]\s{WORD}(?:\s{WORD})?(?:,|\s(?:and|&)\s)")  # 'RS Sutton, BC Jones, …'
COMMA_BEFORE_SUFFIX = re.compile(r",\s(?=(?:Jr|Sr)\b)")  # 'John Smith, Jr.'
TITLE_NEXT = re.compile(rf",\s?[“\"«‘„`]|[.,]?\s\(?{YEAR}[a-z]?\)?[.,:]")  # beyond doubt the people end here


def _begins_with_given_name(text: str, first: re.Match[str]) -> bool:
    """'Robert J. Banks, God' is written out; 'Bernard JM and Goodyear RK' is not."""
    whole = FULL.match(text, first.start())
    if whole is None or whole[0].rsplit(None, 1)[-1].isupper() or not NEXT_MARK.match(text, whole.end()):
        return False
    if text[whole.end() : whole.end() + 1] == ":" or not re.search(rf"\s[{UPPER}]\.?$", first[0]):
        return False  # 'Abraham WC. Metaplasticity: tuning synapses', 'Abraham W. Metaplasticity: tuning synapses'
    return first[0].split(None, 1)[0] in GIVEN_NAMES or FAMILY_FOLLOWS.match(text, first.end()) is not None


# Behind 'Sarita V.': a family name that ends the people. 'Rosin U. Burnout. London: Pitman' has a title there.
FAMILY_FOLLOWS = re.compile(
    rf"(?<=[^\W\d_]\s[{UPPER}]\.)\s{WORD}(?:\s(?:and|und|et|&)\s(?:[{UPPER}]\.|[{UPPER}]\w+)\s(?:[{UPPER}]\.?\s)*{WORD}"
    rf"|,\s[{UPPER}]\w+\s[{UPPER}][\w.]*(?:\s{WORD})?(?:,|\sand))"
)


def _next_person(text: str, at: int, manner: str) -> tuple[re.Match[str], bool] | None:
    """The next person, and whether an 'and' said that it is the last."""
    separator = SEPARATOR.match(text, at)
    if separator is None:
        separator = STOPPED.match(text, at) if manner in ("inverted", "comma") else None
        person = separator and (INVERTED if manner == "inverted" else COMMA).match(text, separator.end())
        return (person, False) if person else None
    if MORE.match(text, at):
        return None
    conjunction = bool(separator["and"] or separator["bare_and"])
    patterns = _who_may_follow(manner, separator[0], conjunction)
    for pattern in patterns:
        if SHORTENED_JOURNAL.match(text, separator.end()):
            return None
        if (person := pattern.match(text, separator.end())) and _stands(text, person, pattern):
            ends = person.end()
            editor = EDITORS_BEHIND.match(text, ends) and MIDDLE_INITIAL.search(person[0])
            if pattern is FULL and not (conjunction or editor) and TITLE_ENDS[manner].match(text, ends):
                return None
            return person, conjunction and not SEPARATED_AGAIN.match(text, person.end())
    return None


def _who_may_follow(manner: str, separator: str, conjunction: bool) -> tuple[re.Pattern[str], ...]:
    """The forms of name to try, in order: a semicolon or '&' lets inverted names go on, a comma seldom does."""
    if manner == "inverted":
        again = ";" in separator or "&" in separator
        return (INITIAL_FIRST, INVERTED, COMMA, *NEXT[manner]) if again else NEXT[manner]
    if manner == "comma" and ";" in separator:
        return (COMMA, INVERTED, BEFORE)
    return (
        (COMMA, INVERTED_LAST, BEFORE, DOTTED_PERSON, FULL_LAST) if manner == "comma" and conjunction else NEXT[manner]
    )


# 'Mahler, Alma, Gustav Mahler: Memories' and 'F. R. K. Chung, Spectral Graph Theory. Providence' have one author
TITLE_ENDS = dict.fromkeys(NEXT, re.compile(r"\s?:")) | {"before": re.compile(r"\s?[:.(]")}
INVERTED_LAST = re.compile(rf"{INVERTED.pattern}(?=\s?[.(])")
FULL_LAST = re.compile(rf"{FULL.pattern}(?=\s?[.,(])")
SEPARATED_AGAIN = re.compile(rf"\s?(?:;|,?\s(?:and|with|&)\s)\s?(?:&\s)?{WORD},?\s{INITIALS}|,\s?{COMMA.pattern}")


def _stands(text: str, person: re.Match[str], pattern: re.Pattern[str]) -> bool:
    """Names written out must be followed by what may follow a name: 'Solid State Physics with' is none."""
    if pattern is FULL and (person[0].rsplit(None, 1)[-1] in ABBREVIATED or PUBLISHER.match(person[0])):
        return False
    if pattern is INVERTED and TOWN_BEHIND.search(person[0]) and person[0].rsplit(", ", 1)[-1] not in GIVEN_NAMES:
        return False  # 'Narboux, Jean-Philippe, L’illusion, Paris, Éditions Flammarion'
    if pattern in (FULL, INVERTED, BEFORE):
        return bool(NEXT_MARK.match(text, person.end()) or MORE.match(text, person.end()))
    return True


TOWN_BEHIND = re.compile(rf",\s{TOWN}$")
PUBLISHER = re.compile(r"(?:Éditions?|Editions?|Verlag|Presses|Publications)\b")  # 'Paris, Éditions Flammarion'
NEXT_MARK = re.compile(rf"\s?(?:[.,:;(\[“\"«‘„`/]|{YEAR}|(?:{AND})|(?:in|eds?)\b|$)")
