"""How the parts of a name are written: capitals, initials, suffixes.

In: the words of a family name or of given names, as the source writes them. Out: the same as people should read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from ._words import word_list

PARTICLES = frozenset(
    word_list("""
    van von vom zu zum zur der den de del della dello dei degli di da do dos das du des d d' ter ten
    te tot af av op le la les los las lo el al bin ibn ben bint abu y e 't vander vanden zur und фон
    ван де дер ла ди да дю
""")
)
LONGEST_INITIALS = 4  # 'HJM' and 'JRTS' are initials; five capitals are a shouted name

# Yu., Ch., Dzh. are one Cyrillic initial in Latin letters; a hyphen joins the two halves of a double name.
DOTTED = re.compile(r"(?:-?[^\W\d_]{1,3}\.)+(?:-?[^\W\d_]\.?)?")
_INITIAL_OF_DOTTED = re.compile(r"-?[^\W\d_]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_MC = re.compile(r"\bMc([a-z])")
_EAST_ASIAN = re.compile(  # Chinese characters, Kana and Hangul; blanks between them
    r"[々〇\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
    r"\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3\s]+"
)
_VOWEL = re.compile(r"[aeiouyäöüåæøéèáíóúаеёиоуыэюяіїє]", re.I)
_SUFFIXES = {"junior": "Jr", "jr": "Jr", "senior": "Sr", "sr": "Sr"}


def cased(word: str) -> str:
    """A word of a family name, in title case where it shouts: 'MCDONALD' -> 'McDonald', 'VON' -> 'von'."""
    if len(word) < 2 or not word.isupper() or "." in word:
        return word
    if word.lower() in PARTICLES:
        return word.lower()
    return _MC.sub(lambda found: "Mc" + found[1].upper(), _capitalised(word))


def is_east_asian(text: str) -> bool:
    """Whether all of a name is in Chinese characters, Kana or Hangul: its family name stands first, no letter of it
    is an initial.
    """
    return _EAST_ASIAN.fullmatch(text) is not None


def spaced_given(words: Iterable[str], shouted: bool) -> str | None:
    """Given names with initials as 'J. A.'; `shouted`: the whole name is in capitals, so that 'IVAN' is a name."""
    return " ".join([piece for word in words for piece in _given_pieces(word, shouted)]) or None


def dressed_suffix(suffix: str | None) -> str | None:
    """'Jr.', 'junior' -> 'Jr'; '3rd' and 'III' stay."""
    if suffix is None:
        return None
    plain = suffix.rstrip(".")
    return _SUFFIXES.get(plain.lower(), plain) or None


@lru_cache(maxsize=50_000)
def _given_pieces(word: str, shouted: bool) -> tuple[str, ...]:
    """'JA' -> 'J.', 'A.'; 'J.-P.' and 'J-P' -> 'J.-P.'; 'Yu.A.' -> 'Yu.', 'A.'; 'Connor' and 'St.' stay."""
    if "." in word and DOTTED.fullmatch(word):
        return _joined_by_hyphen([f"{found}." for found in _INITIAL_OF_DOTTED.findall(word)])
    letters = word.replace("-", "")
    if not word.isascii() and is_east_asian(letters):
        return (word,)
    if not letters.isalpha() or not (letters.isupper() or len(letters) == 1):
        return (word,)
    if len(letters) > LONGEST_INITIALS or (shouted and len(letters) > 2 and _VOWEL.search(letters)):
        return (_capitalised(word),)
    blocks = [block for block in word.upper().split("-") if block]
    if len(blocks) > 1:
        return ("-".join(f"{c}." for c in word.upper() if c != "-"),)
    return tuple(f"{c}." for c in blocks[0])


def _joined_by_hyphen(initials: list[str]) -> tuple[str, ...]:
    return tuple(" ".join(initials).replace(" -", "-").split())


def _capitalised(word: str) -> str:
    return _LETTERS.sub(lambda found: found.group().capitalize(), word)
