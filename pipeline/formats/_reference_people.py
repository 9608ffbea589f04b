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
from ._reference_words import ABBREVIATED, either

PARTICLE = (
    r"(?:[Vv]an|[Vv]on|[Dd]e|[Dd]er|[Dd]en|[Dd]u|[Ll]a|[Ll]e|[Dd]i|[Dd]a|[Dd]os|[Dd]el|[Dd]ella|[Tt]en|[Tt]er|[Zz]u|[Aa]l"
    r"|[Ss]t\.|VAN|VON|DE|DER|DEN|DU|DI|DA|DOS|DEL|DELLA|TEN|TER|фон|де|ван|дер)"
)
WORD = rf"(?:[dDlLO]['’]|(?:[ae]l|a[rsz])-)?[{UPPER}](?:[\w'’ʼ`]|[-‐‑](?=\w))*\w"
ONE_FAMILY = rf"(?:{PARTICLE}\s){{0,3}}{WORD}"
FAMILY = rf"{ONE_FAMILY}(?:\s(?:{PARTICLE}\s){{0,3}}{WORD}){{0,2}}(?:\s(?:оглы|кызы))?"
SUFFIX = r"(?:,?\s?\b(?:Jr|Sr|II|III|IV|2nd|3rd)\b\.?)?"
_INITIAL = rf"(?!Jr\.|Sr\.)[{UPPER}](?:[a-zа-яё]|-[{UPPER}])?\."
DOTTED = (  # 'M. A. L.', 'J.-P.', 'Yu.A.', and 'M.-H' where the list goes on
    rf"{_INITIAL}(?:\s?[-‐–]?\s?(?:d[aeo]s?\s)?{_INITIAL}){{0,3}}(?:\s?-?[{UPPER}](?=[,;&]|\s(?:and|et|und|&)\s))?"
    r"(?:\s(?:de|da|von|van)(?=[,;]))?"
)
BARE = rf"(?!III?\b|IV\b)[{UPPER}](?:[\s-]?[{UPPER}]){{0,3}}(?![\w'’])"
INITIALS = rf"(?:{DOTTED}|{BARE}(?:\.(?=\s?[,;]|\s(?:and|&)\s))?)"

COMMA = re.compile(rf"{ONE_FAMILY},?\s(?:Jr|Sr|II|III)\b\.?,?\s?{INITIALS}|{FAMILY},\s?{INITIALS}{SUFFIX}")
BARE_PERSON = re.compile(rf"{FAMILY}\s(?:Jr|Sr)\.?\s{BARE}|{FAMILY}\s(?:{DOTTED}|{BARE}){SUFFIX}|{FAMILY}{DOTTED}")
DOTTED_PERSON = re.compile(rf"{FAMILY}\s{DOTTED}(?=\s?[,;(]|\.\s\(|\s(?:and|&)\s)")
NO_ARTICLE = rf"(?!A\s[{UPPER}][a-z]+\s(?:in|of|for|on|to|from|with|by)\b)"  # 'A Course in Arithmetic' is a title
BEFORE = re.compile(
    rf"{NO_ARTICLE}(?:{DOTTED}(?:\s?[{UPPER}]\b)?|[{UPPER}]{{1,3}}(?:\s[{UPPER}])*(?=\s))\s?{ONE_FAMILY}"
    rf"(?:\s(?:van|de|Van|von)\s{WORD}|\s{WORD}(?=\s?[.,(]|\s(?:and|&)\s))?{SUFFIX}"
)
# 'K. Li. Shared virtual memory': a family of two letters is no initial
ONE_LETTER = re.compile(
    rf"(?:[{UPPER}]\.[\s-]?)+"
    + either("Ai An Bo Do Du Fu Ge Gu Ha He Ho Hu Ip Ji Jo Ke Ko Le Li Lu Ma Ng Ni Oh Qi Qu Ru Si Su To Vu Wu Xi Xu Yi")
    + r"(?=[.,]|\s(?:and|&))"
)
NO_NAME = (  # what begins a title and never a person
    r"(?!(?:The|An?|On|In|Die|Der|Das|Ein|Eine|Les?|La|El|Los|Un|Une|Zur|Zum|Über|Towards?|How|What|Why|From|New)\s)"
)
FULL = re.compile(
    rf"{NO_NAME}{WORD}(?:\s(?:[{UPPER}]{{1,2}}\.?|{WORD})){{0,2}}(?:\s{PARTICLE}){{0,3}}\s{WORD}{SUFFIX}(?!\w)"
)
ENDS = rf"\s?(?:[.,:;(\[“\"«‘„`/]|{YEAR}|\beds?\b|$)"
_GIVEN = rf"{WORD}(?:[\s-]{WORD})?"
_KNOWN = either(" ".join(sorted(GIVEN_NAMES, key=lambda name: (-len(name), name)))) + r"(?![\w'’])"
INVERTED = re.compile(
    rf"(?:{NO_NAME}|(?=L[ea]\s{WORD},\s{_KNOWN}))(?:(?!{_KNOWN})(?:{PARTICLE}\s){{0,3}}{WORD}(?:\s(?!{_KNOWN}){WORD})?,\s"
    rf"(?:{_KNOWN}(?:\s{WORD}){{0,2}}|{WORD}\s{_KNOWN}(?:\s{WORD})?)(?={ENDS})"
    rf"|(?:{PARTICLE}\s){{0,3}}{WORD}(?:\s{PARTICLE}\s{WORD}|\s(?:I{{1,3}}|IV|Jr\.?))?,\s{_GIVEN})"
    rf"(?:\s[{UPPER}](?:\.|(?!\w))){{0,2}}(?:\s(?:d[aeo]s?|del|della|v[ao]n|der|den|af|zu)(?!\w)){{0,2}}{SUFFIX}(?!\w)"
)
INITIAL_FIRST = re.compile(
    rf"{ONE_FAMILY},\s[{UPPER}]\.\s(?P<given>{WORD})(?=\s?[.,;]|(?P<and>\s(?:and|&)\s(?=[{UPPER}])))"
)  # 'Fitzgerald, F. Scott.'

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
    r"\s?[,.]?\s?(?:[(\[]\s?(?:eds?|editors?|hrsg|hgg?|dirs?|coords?|red|ред|comps?|orgs?|a cura di)\b\.?\s?[)\]]"
    r"|(?:[Ee]ds?|[Ee]ditors?|Hrsg|Hg|Hgg|red\.)(?:(?<=\.)|\b)\.?(?=\s|,|:|$)(?:\s?\(?(?:Hrsg|Hg)\b\.?\)?)?)",
    re.IGNORECASE,
)
# What the people did, where they are no authors of a text: 'Soderbergh, Steven, director', 'FITNE (Producer)'
ROLE = re.compile(
    r"\s?(?:\((?:Executive\s)?(?:Producer|Director|Writer|Host|Composer|Artist|Translator)s?(?:\s(?:&|and)\s\w+)?\)"
    r"|,\s(?:director|producer|translator|performer|conductor|composer)s?(?=[.,]))"
)
SAME_AS_BEFORE = re.compile(r"(?:[—–―]{1,6}|-{3,6}|_{3,8})(?=[.,:]|\s)")


@dataclass(frozen=True, slots=True)
class People:
    """Persons as written; `form` is one of NAME_FORMS; `more` is 'et al.' as written or ''; `end` is where they end."""

    names: tuple[str, ...]
    form: str
    more: str = ""
    editors: bool = False
    end: int = 0
    manner: str = ""


# 'Chiba, Nakanishi & Yata 1991': families alone, before a year
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
    for manner, pattern in FIRST:
        if (match := pattern.match(text, start)) and (people := _list_from(text, match, manner)):
            return people
    if families := FAMILIES.match(text, start):
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
    if _is_refused(text, first, manner):
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
    return persons if closed or MORE.match(text, end) or TITLE_NEXT.match(text, end) else _without_title(persons)


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


TWO_LETTERS = re.compile(rf"(?:[{UPPER}]\.\s?)+[{UPPER}][a-z]\.\s")


def _without_title(persons: list[re.Match[str]]) -> list[re.Match[str]]:
    """'Randall Packard, White Plague, Black Labour' has one author: a list without 'and' ends at a known given name."""
    while len(persons) > 1 and persons[-1].re is FULL and not _is_known(persons[-1][0]):
        persons = persons[:-1]
    return persons


NAME_GOES_ON = re.compile(rf"[{UPPER}]\s{WORD}(?:,|\s(?:and|&)\s)")  # 'RS Sutton, BC Jones, …'
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
        if (person := pattern.match(text, separator.end())) and _stands(text, person, pattern):
            if pattern is FULL and not conjunction and TITLE_ENDS[manner].match(text, person.end()):
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
    if pattern is FULL and person[0].rsplit(None, 1)[-1] in ABBREVIATED:
        return False
    if pattern in (FULL, INVERTED, BEFORE):
        return bool(NEXT_MARK.match(text, person.end()) or MORE.match(text, person.end()))
    return True


NEXT_MARK = re.compile(rf"\s?(?:[.,:;(\[“\"«‘„`/]|{YEAR}|(?:{AND})|(?:in|eds?)\b|$)")
