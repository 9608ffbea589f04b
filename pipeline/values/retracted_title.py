"""Publishers' marks of a retracted work in its title: 'RETRACTED: Balint groups in Oslo'.

In: a title as a source gives it. Out: the mark, if any. Publishers put it before the title when they retract (Elsevier:
'RETRACTED:', 'WITHDRAWN:' of an article in press, 'REMOVED:'; Springer and Taylor & Francis: 'RETRACTED ARTICLE:';
SciELO: 'RETRATADO:'), Web of Science behind it: 'Balint groups (Retracted article. See vol. 12, pg. 3, 2010)'.

A title that only speaks of it has no mark: 'Retracted papers in psychiatry: a study', 'Withdrawn: the silent child',
'Retraction of the lung'. Nor has the notice: 'Retraction: Balint groups in Oslo', '(Retraction of vol 12, pg 3, 2010)'.

Sources: Elsevier, policy on article correction, retraction and removal; COPE, Retraction guidelines (2019), "Retracted
articles should be clearly identified"; Web of Science, how retracted publications are marked.
"""

from __future__ import annotations

import re

_A_WORK = r"(?:article|paper|chapter|manuscript|publication|preprint)"
_BEFORE = re.compile(
    rf"(?:retracted(?: {_A_WORK})?|(?:withdrawn|removed) {_A_WORK}|{_A_WORK} (?:retracted|withdrawn)|"
    r"(?:статья )?(?:отозвана|ретрагирована)|(?:стаття )?відкликана|retractad[oa]|retratad[oa]|rétractée?|"
    r"zurückgezogen(?:er artikel)?)(?=\s*:\s*\w)",
    re.IGNORECASE,
)
# in capitals, before a title that isn't: in small letters these are words of a title ('Withdrawn: the silent child')
_IN_CAPITALS = re.compile(r"(?:WITHDRAWN|REMOVED)(?=\s*:\s*\w)")
_BEHIND = re.compile(rf"[(\[]retracted(?: {_A_WORK})?(?:[.,:;] [^()\[\]]*)?[)\]]\.?\s*$", re.IGNORECASE)
_AROUND = " \t\u00a0[(\"'«“<*"


def retraction_mark(title: str) -> str | None:
    """The mark as it stands: 'RETRACTED ARTICLE: Groups' -> 'RETRACTED ARTICLE'."""
    text = title.strip(_AROUND)
    if found := _BEFORE.match(text):
        return found[0]
    if (found := _IN_CAPITALS.match(text)) and not text.isupper():
        return found[0]
    found = _BEHIND.search(title) if "etracted" in title.lower() else None
    return found[0].strip("()[]. ") if found else None
