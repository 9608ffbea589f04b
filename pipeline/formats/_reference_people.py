"""The people that a reference begins with, in every manner of writing names that lists know.

In: the text of a reference, or of its part between two marks. Out: the people as written, their name form, whether
more are only counted ('et al.'), whether they are editors, and the text behind them. Manners, by their first person:

    comma     Kjeldmand, D., & Holmström, I.        (APA, Harvard; Chicago goes on with 'A. Glyn, and J. Van Reenen')
    bare      Sekeres MA, Lynch TJ Jr               (Vancouver, Springer, NLM; GOST writes 'Иванов И. И.')
    before    T. D. Shanafelt, S. Boone             (IEEE, HAL, mathematics)
    inverted  Birk, Hanne, and Birgit Neumann       (Chicago, MLA)
    full      Lars Hormander and John R. Davies     (computer science, notes)

A name written out looks like any two words of a title, so 'full' and 'inverted' need an end mark behind them, and a
list of such names needs commas or an 'and'.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ._reference_parts import UPPER, YEAR, word_set
from ._reference_words import ABBREVIATED

PARTICLE = (
    r"(?:[Vv]an|[Vv]on|[Dd]e|[Dd]er|[Dd]en|[Dd]u|[Ll]a|[Ll]e|[Dd]i|[Dd]a|[Dd]os|[Dd]el|[Dd]ella|[Tt]en|[Tt]er|[Zz]u|[Aa]l"
    r"|[Ss]t\.|фон|де|ван|дер)"
)
WORD = rf"(?:[dDlLO]['’])?[{UPPER}](?:[\w'’ʼ`]|[-‐‑](?=\w))*\w"
ONE_FAMILY = rf"(?:{PARTICLE}\s)*{WORD}"
FAMILY = rf"{ONE_FAMILY}(?:\s(?:{PARTICLE}\s)*{WORD}){{0,2}}(?:\s(?:оглы|кызы))?"
SUFFIX = r"(?:,?\s?\b(?:Jr|Sr|II|III|IV)\b\.?)?"
_INITIAL = rf"[{UPPER}](?:[a-zа-яё]|-[{UPPER}])?\."
DOTTED = (  # 'M. A. L.', 'J.-P.', 'Yu.A.', and 'M.-H' where the list goes on
    rf"{_INITIAL}(?:\s?[-‐–]?\s?{_INITIAL}){{0,3}}(?:\s?-?[{UPPER}](?=[,;&]|\s(?:and|et|und|&)\s))?"
    r"(?:\s(?:de|da|von|van)(?=[,;]))?"
)
BARE = rf"[{UPPER}](?:[\s-]?[{UPPER}]){{0,3}}(?![\w'’])"
INITIALS = rf"(?:{DOTTED}|{BARE}(?:\.(?=\s?[,;]|\s(?:and|&)\s))?)"

COMMA = re.compile(rf"{FAMILY},\s?{INITIALS}{SUFFIX}|{ONE_FAMILY},?\s(?:Jr|Sr)\.?,\s?{INITIALS}")
BARE_PERSON = re.compile(rf"{FAMILY}\s(?:{DOTTED}|{BARE}){SUFFIX}|{FAMILY}{DOTTED}")
BEFORE = re.compile(
    rf"(?:{DOTTED}(?:\s?[{UPPER}]\b)?|[{UPPER}]{{1,3}}(?:\s[{UPPER}])*(?=\s))\s?{ONE_FAMILY}"
    rf"(?:\s(?:van|de|Van|von)\s{WORD}|\s{WORD}(?=\s?[.,(]|\s(?:and|&)\s))?{SUFFIX}"
)
NO_NAME = (  # what begins a title and never a person
    r"(?!(?:The|An?|On|In|Die|Der|Das|Ein|Eine|Les?|La|El|Los|Un|Une|Zur|Zum|Über|Towards?|How|What|Why|From|New)\s)"
)
FULL = re.compile(rf"{NO_NAME}{WORD}(?:\s(?:[{UPPER}]{{1,2}}\.?|{WORD})){{0,2}}(?:\s{PARTICLE})*\s{WORD}{SUFFIX}(?!\w)")
INVERTED = re.compile(
    rf"{NO_NAME}(?:{PARTICLE}\s)*{WORD}(?:\s{PARTICLE}\s{WORD})?,\s{WORD}(?:[\s-]{WORD})?(?:\s[{UPPER}](?:\.|(?!\w))){{0,2}}(?:\s(?:de|da|von|van)(?!\w))?"
    rf"{SUFFIX}(?!\w)"
)
INITIAL_FIRST = re.compile(
    rf"{ONE_FAMILY},\s[{UPPER}]\.\s(?P<given>{WORD})(?=\s?[.,]|(?P<and>\s(?:and|&)\s))"
)  # 'Fitzgerald, F. Scott.'

ET_AL = (
    r"(?:(?:et\.? ?al\b\.?|and others\b|and colleagues\b|и др(?:угие|\.|\b)|и соавт\.?|у співавт\.|та ін\.|u\. ?a\."
    r"|i in\.|et coll\.|y cols?\.))"
)
MORE = re.compile(rf"\s?[,;]?\s?(?:&\s)?[\[(]?(?P<more>{ET_AL})[\])]?")
AND = r"(?:and|und|et|y|e|и|та|i)\b|&"
SEPARATOR = re.compile(rf"\s?(?:[,;]\s*(?P<and>{AND})|(?P<bare_and>{AND})|(?P<semicolon>;)|(?P<slash>/)|,)\s*")
STOPPED = re.compile(  # 'ELLEFSEN, Edith. CARA, Chantal.', 'Johnson, A. Brock, C, Zacarias, A.'
    rf"\.?\s+(?=[{UPPER}]{{3,}},\s[{UPPER}][a-zà-ÿ]+\.)|(?<=\.)\s+(?={WORD},\s[{UPPER}](?:\.|,\s))"
)
ENDS = re.compile(rf"\s?(?:[.,:;(\[“\"«‘„`/]|{YEAR}|\beds?\b|$)")
EDITORS = re.compile(
    r"\s?[,.]?\s?(?:[(\[]\s?(?:eds?|editors?|hrsg|hgg?|dirs?|coords?|red|ред|comps?)\b\.?\s?[)\]]"
    r"|(?:[Ee]ds?|[Ee]ditors?|Hrsg|Hg|Hgg)\b\.?(?=\s|,|:|$)(?:\s?\(?(?:Hrsg|Hg)\b\.?\)?)?)",
    re.IGNORECASE,
)
SAME_AS_BEFORE = re.compile(r"(?:[—–―]{1,6}|-{3,6}|_{3,8})(?=[.,:]|\s)")
# A given name before an initial tells 'Robert J. Banks' from 'Rosin U. Burnout'.
GIVEN_NAMES = word_set("""
    Adam Alan Albert Alex Alexander Alfred Alice Amy Andrea Andreas Andrew Angela Anna Anne Anthony Arthur Barbara
    Benjamin Bernard Brian Bruce Carl Carol Caroline Charles Christian Christine Christopher Claire Claude Daniel
    David Deborah Dennis Diana Donald Douglas Edward Elizabeth Emily Eric Erik Ernest Eugene Eva Frank Franz Fred
    Frederick Gary Geoffrey George Gerald Gerard Hans Harold Harry Heinz Helen Helmut Henri Henry Herbert Howard Ian
    Isaac Jack Jacob Jacques James Jan Jane Janet Jason Jean Jeffrey Jennifer Jerome Joan Joel Johann Johannes John
    Jonathan Jose Joseph Joshua Judith Julia Julian Karen Karl Katherine Kathleen Keith Kenneth Kevin Klaus Larry
    Laura Lawrence Leonard Linda Lisa Louis Lucas Luis Margaret Maria Marie Mark Martha Martin Mary Matthew Michael
    Michel Nancy Nathan Nicholas Norman Oliver Oscar Pamela Patricia Patrick Paul Peter Philip Philippe Pierre Ralph
    Raymond Rebecca Richard Robert Roger Roland Ronald Rudolf Russell Ruth Samuel Sandra Sara Sarah Scott Sharon
    Simon Stefan Stephen Steven Stuart Susan Sylvia Theodore Thomas Timothy Ursula Victor Victoria Vincent Virginia
    Walter Wayne Wendy Werner William Wolfgang
""")


@dataclass(frozen=True, slots=True)
class People:
    """Persons as written; `form` is one of NAME_FORMS; `more` is 'et al.' as written or ''; `end` is where they end."""

    names: tuple[str, ...]
    form: str
    more: str = ""
    editors: bool = False
    end: int = 0
    manner: str = ""


NOBODY = People((), "free")
FORMS = {  # of inverted names only the first has a comma, and a comma overrules the form
    "comma": "family-comma-given",
    "bare": "family-initials",
    "before": "given-family",
    "full": "given-family",
    "inverted": "given-family",
}
NEXT: dict[str, tuple[re.Pattern[str], ...]] = {  # who may follow the first, by its manner
    "comma": (COMMA, BEFORE),
    "bare": (BARE_PERSON,),
    "before": (BEFORE, FULL),
    "full": (FULL, BEFORE),
    "inverted": (FULL, BEFORE, INVERTED),
}
FIRST: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("comma", COMMA),
    ("bare", BARE_PERSON),
    ("before", BEFORE),
    ("inverted", INVERTED),
    ("full", FULL),
)


def take_people(text: str, start: int = 0) -> People:
    """The people that stand in `text` from `start` on; NOBODY where it begins with anything else.

    'Berridge, K.C., and Robinson, T.E. (2003). Parsing' -> ('Berridge, K.C.', 'Robinson, T.E.'), end before ' (2003)'.
    """
    for manner, pattern in FIRST:
        if (match := pattern.match(text, start)) and (people := _list_from(text, match, manner)):
            return people
    return NOBODY


def _list_from(text: str, first: re.Match[str], manner: str) -> People | None:
    if manner == "bare" and _begins_with_given_name(text, first):
        return None
    whole = INITIAL_FIRST.match(text, first.start()) if manner == "comma" else None
    if whole and (whole["given"] in GIVEN_NAMES or whole["and"]):
        first = whole
    names, at, closed = [first[0]], first.end(), False
    while not closed and (found := _next_person(text, at, manner)):
        person, closed = found
        names.append(person[0])
        at = person.end()
    if manner in ("full", "inverted"):
        if text[at - 1] != "." and not ENDS.match(text, at) and not MORE.match(text, at):
            return None
        if len(names) == 2 and manner == "full" and not closed and text[at : at + 1] == ",":
            names, at = names[:1], first.end()
    if len(names) > 1 and manner == "bare" and not any("." in name for name in names[:-1]):
        names[-1] = names[-1].rstrip(".")  # 'Hamadeh G, Stock R.': the full stop ends the people
    more = MORE.match(text, at)
    at = more.end() if more else at
    editors = EDITORS.match(text, at)
    at = editors.end() if editors else at
    return People(tuple(names), FORMS[manner], more["more"] if more else "", editors is not None, at, manner)


def _begins_with_given_name(text: str, first: re.Match[str]) -> bool:
    """'Robert J. Banks, God' is written out; 'Bernard JM and Goodyear RK' is not."""
    whole = FULL.match(text, first.start())
    if whole is None or whole[0].rsplit(None, 1)[-1].isupper() or not NEXT_MARK.match(text, whole.end()):
        return False
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
        return (INVERTED, COMMA, *NEXT[manner]) if again else NEXT[manner]
    if manner == "comma" and ";" in separator:
        return (COMMA, INVERTED, BEFORE)
    return (COMMA, INVERTED_LAST, BEFORE, FULL_LAST) if manner == "comma" and conjunction else NEXT[manner]


# 'Mahler, Alma, Gustav Mahler: Memories' and 'F. R. K. Chung, Spectral Graph Theory. Providence' have one author
TITLE_ENDS = dict.fromkeys(NEXT, re.compile(r"\s?:")) | {"before": re.compile(r"\s?[:.(]")}
INVERTED_LAST = re.compile(rf"{INVERTED.pattern}(?=\s?[.(])")
FULL_LAST = re.compile(rf"{FULL.pattern}(?=\s?[.,(])")
SEPARATED_AGAIN = re.compile(rf"\s?(?:;|,?\s(?:and|&)\s)\s?(?:&\s)?{WORD},?\s{INITIALS}|,\s?{COMMA.pattern}")


def _stands(text: str, person: re.Match[str], pattern: re.Pattern[str]) -> bool:
    """Names written out must be followed by what may follow a name: 'Solid State Physics with' is none."""
    if pattern is FULL and person[0].rsplit(None, 1)[-1] in ABBREVIATED:
        return False
    if pattern in (FULL, INVERTED, BEFORE):
        return bool(NEXT_MARK.match(text, person.end()) or MORE.match(text, person.end()))
    return True


NEXT_MARK = re.compile(rf"\s?(?:[.,:;(\[“\"«‘„`/&]|{YEAR}|(?:and|und|et|y|e|и|in|eds?)\b|$)")
