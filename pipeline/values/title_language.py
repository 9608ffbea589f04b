"""The language of a title, by the title alone: by its letters, else by the little words in it.

In: a title. Out: a code of ISO 639-1, and what tells it. A title of two words may tell nothing: then None.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from .language import script_of

# languages that are written in Cyrillic
CYRILLIC = frozenset({"be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"})

# letters that one of the languages in Cyrillic has alone; the first that fits
_CYRILLIC = (
    ("uk", re.compile(r"[іїєґ]", re.I)),
    ("be", re.compile(r"ў", re.I)),
    ("sr", re.compile(r"[ђћјљњџ]", re.I)),
    ("ru", re.compile(r"[ыэё]", re.I)),
)
_WORDS: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "cs": "ve při jako nebo jsou které",
        "de": "der das und für mit vom von zur zum des dem den eine einer ist nicht als über",
        "en": "the of and for to with from by is are on what how",
        "es": "el los las y del para una con sobre por",
        "fr": "le les des du et une dans pour sur aux au chez",
        "hu": "és az egy nem hogy",
        "it": "il gli della delle dei di per nel nella sul",
        "nl": "het een van voor bij naar zijn",
        "pl": "w z i na oraz dla się przez jako",
        "pt": "os do da dos das em uma para com na no",
        "sv": "och att för med som av på",
    }.items()
}
_WORD = re.compile(r"[^\W\d_]+")


def told_by(title: str, around: str = "") -> tuple[str | None, str]:
    """Its language, and what tells it: 'letters', 'words' or 'unknown'. `around`: what is in the same language.

    'Балінтовські групи' -> 'uk', 'letters'   'Die Balintgruppe und der Arzt' -> 'de', 'words'   'Balint' -> None
    Cyrillic that nothing tells apart is Russian.
    """
    script = script_of(title)
    if script == "Cyrillic":
        return next((language for language, letters in _CYRILLIC if letters.search(title)), "ru"), "letters"
    found = _by_words(f"{title} {around}") if script == "Latin" else None
    return (found, "words") if found else (None, "unknown")


def is_in(title: str, language: str) -> bool | None:
    """Whether a title is in this language; None where neither its letters nor its words tell.

    ('Толкование сновидений', 'ru') -> True   ('The doctor and his patient', 'de') -> False   ('Traumdeutung', 'de') ->
    None. Of languages in one alphabet that no letter tells apart, none is ruled out.
    """
    if (script_of(title) == "Cyrillic") != (language in CYRILLIC):
        return False
    told, by = told_by(title)
    return None if told is None or (by == "letters" and told != language) else told == language


def _by_words(title: str) -> str | None:
    """The language that has the most of the little words of a title; None where two have as many."""
    words = set(_WORD.findall(title.lower()))
    counts = sorted(((len(words & known), language) for language, known in _WORDS.items()), reverse=True)
    (most, language), (second, _) = counts[:2]
    return language if most > second else None
