"""One person in each manner in which lists write names: the patterns that `_reference_people` puts together.

In: nothing. Out: patterns of a family, of initials and of a whole name, by the manners that `_reference_people` tells.
"""

from __future__ import annotations

import re

from ._reference_names import GIVEN_NAMES
from ._reference_parts import UPPER, YEAR
from ._reference_words import either

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
    r"(?!(?:The|An?|On|In|Die|Der|Das|Ein|Eine|Les?|La|El|Los|Un|Une|Zur|Zum|Über|Towards?|How|What|Why|From|New"
    r"|About|After|Before|Beyond|Between|When|Where|Who|Which|With|Without|Under)\s)"
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
