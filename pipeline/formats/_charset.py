"""Which old encoding some bytes are in, judged by what they spell.

In: the words of a file that hold bytes beyond ASCII. Out: the encoding under which they look most like words of a
language, and the evidence in words. It is a judgement: whoever asks must show it to a person.

How: each encoding is asked what the words would be, and how unlikely such words are in the languages that are written
in it, in bits (1 for half as likely): a frequent letter costs few, a rare one more, a capital after a small letter
or a sign inside a word many. The lowest sum is the likeliest (naive Bayes).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from functools import cache
from math import log2
from string import punctuation
from typing import NamedTuple

from ._alphabets import ALPHABETS, CHARSETS, EAST_ASIAN

# the second byte of East Asian characters may be an ASCII letter or one of @[\]^_`{|}~
_FOREIGN_WORD = re.compile(rb"[A-Za-z']*[\x80-\xff][\x40-\x7e'\x80-\xff]*")
# signs where they belong, and what they cost there
_BEFORE_WORDS = dict.fromkeys("“„«©·\xa0§№¿¡", 5.0) | dict.fromkeys("‘–—…", 8.0)
_AFTER_WORDS = dict.fromkeys("”“’»…°®™·´\xa0", 5.0) | dict.fromkeys("‘–—", 8.0)
_IN_WORDS = {"’": 5.0, "–": 7.0}
_ENDS_WORDS = frozenset("ςךםןףץةى")  # letters that end words, in Greek, Hebrew and Arabic
_ACCENTS_AT_THE_END = frozenset({"Italian"})
_VOWELS = frozenset("аеёиоуыэюяіїєαεηιουωάέήίόύώ")
_WITHOUT_VOWELS = frozenset({"Hebrew", "Arabic"})
_OWN_SCRIPT = frozenset(language for language, letters in ALPHABETS.items() if letters[0] > "\u0370")
_LATIN_BESIDE = re.compile(r"[a-z][^\x00-\x7f]|[^\x00-\x7f][a-z]")  # titles have "DNA分析", hardly "the分析"
_FULL_WIDTH = re.compile("[\u3000-\u3003\u3005\u3008-\u3011\u30fb\u30fc\uff01-\uff5e·“”‘’—…《》]")

MOST_WORDS = 1_000  # a judgement doesn't get better beyond that
_FEW_WORDS, _LIKELY = 120, 5  # after so many words, only so many encodings are still likely
# What is unlikely, in bits. Rough figures: they are for telling words from no words, and that takes many bits.
_CAPITAL, _NEXT_CAPITAL, _CAPITAL_AFTER_SMALL = 1.0, 0.2, 8.0
_SECOND_ACCENT, _THIRD_ACCENT, _TWO_SCRIPTS, _END_INSIDE = 1.0, 8.0, 8.0, 6.0
_SAME_KIND, _IN_TURN = 1.2, -0.4
_ALONE = 3.0  # a letter alone may as well be a sign misread
_NOT_OF_THE_ALPHABET, _NO_CHARACTER = 12.0, 22.0
_SIGN, _ODD_SIGN, _SIGN_IN_WORD = 5.0, 13.0, 13.0
_NEXT_LANGUAGE = 0.5  # of those written in an encoding, which are listed with the likelier first
_OTHER_LANGUAGE = 3.0  # for a word in another language than most
_BESIDE_LATIN, _EAST_ASIAN_SIGN, _HALF_WIDTH_KANA, _RARE_CHARACTER = 4.0, 8.0, 12.0, 18.0
_FAR = 7.0  # by which the second best must be worse, to be sure: a hundred times less likely
# a letter: in their own encoding, texts come to 2 (German) to 6 (Polish), in two bytes to 9 (Korean) to 12 (names)
_LOOKS_WRONG, _LOOKS_WRONG_IN_TWO_BYTES = 7.0, 13.5
_NOT_OURS = "cp437, cp874 (Thai), cp1258 (Vietnamese)"


class Judgement(NamedTuple):
    """An encoding, the evidence in words, and whether that is good: 'sure', 'doubtful', 'wrong' (nothing fits)."""

    charset: str
    evidence: str
    verdict: str


def foreign_words(line: bytes) -> list[bytes]:
    """Its words with bytes beyond ASCII."""
    return _FOREIGN_WORD.findall(line)


def judge(words: Collection[bytes], has: Callable[[str], bool] = lambda charset: True) -> Judgement:
    """The encoding that `words` are in. `has` tells whether all of the file can be in it: asked of the likeliest first.

    [b"M\\xfcller"] -> "cp1252", "… (Müller) …";  [b"M\\x9fller"] -> "mac-roman", …
    """
    costs = _costs(list(words))
    ranked = sorted(costs, key=lambda charset: costs[charset])  # of equals the first stays first
    best = next((charset for charset in ranked if has(charset)), ranked[0])
    reading = _reading(best, words)
    other = next((charset for charset in ranked if charset != best and _reading(charset, words) != reading), best)
    shown = _shown(best, words)
    if _looks_wrong(best, costs[best], reading):
        return Judgement(best, f"nothing fits better, but it looks wrong ({shown}): perhaps {_NOT_OURS} …", "wrong")
    east = EAST_ASIAN.get(best)
    makes = f"its {f'characters then make {east.language}' if east else 'letters then make'} words ({shown})"
    if costs[other] - costs[best] < _FAR:
        doubt = f"but there is little to judge by: in {other} it would be {_shown(other, words)}"
        return Judgement(best, f"{makes}, {doubt}", "doubtful")
    return Judgement(best, f"{makes}; next best is {other}", "sure")


def _looks_wrong(charset: str, cost: float, reading: list[str]) -> bool:
    """Whether a reading, likeliest or not, is too unlikely for text in any language that we know."""
    letters = sum(char > "\x7f" for text in reading for char in text)
    if charset in EAST_ASIAN:
        return cost - EAST_ASIAN[charset].unlikely > _LOOKS_WRONG_IN_TWO_BYTES * letters
    return cost - CHARSETS[charset][0] > _LOOKS_WRONG * letters


def _costs(words: list[bytes]) -> dict[str, float]:
    """What `words` cost in each encoding. Few of them rule out most encodings; the likely ones are asked about all."""
    costs = {charset: _cost(charset, words[:_FEW_WORDS]) for charset in (*CHARSETS, *EAST_ASIAN)}
    if len(words) <= _FEW_WORDS:
        return costs
    likely = sorted(costs, key=lambda charset: costs[charset])[:_LIKELY]
    of_all = {charset: _cost(charset, words) for charset in likely}
    worst = max(of_all.values())
    return {charset: of_all.get(charset, worst + cost) for charset, cost in costs.items()}


def _reading(charset: str, words: Iterable[bytes]) -> list[str]:
    return [word.decode(charset, "replace") for word in words]


def _shown(charset: str, words: Iterable[bytes]) -> str:
    """Three of the words, the longest first: they show best whether the judgement is right."""
    found = sorted(words, key=lambda word: (-len(word), word))
    texts = (word.decode(charset, "replace")[:24].strip(punctuation) for word in found)
    return ", ".join(list(dict.fromkeys(texts))[:3])


def _cost(charset: str, words: Iterable[bytes]) -> float:
    texts = [word.decode(charset, "replace") for word in words]
    if charset in EAST_ASIAN:
        return EAST_ASIAN[charset].unlikely + sum(_east_asian_cost(charset, text) for text in texts)
    unlikely, languages = CHARSETS[charset]
    return unlikely + _cost_in(languages, texts)


def _cost_in(languages: tuple[str, ...], texts: list[str]) -> float:
    """In the language that most of them are in; a word of another is possible, but less likely."""
    table = [[_word_cost(text, language) for language in languages] for text in texts]
    least = [min(row) + _OTHER_LANGUAGE for row in table]
    return min(
        place * _NEXT_LANGUAGE + sum(min(row[place], other) for row, other in zip(table, least, strict=True))
        for place in range(len(languages))
    )


def _word_cost(word: str, language: str) -> float:
    return sum(_letter_cost(word, i, language) for i, char in enumerate(word) if char > "\x7f")


def _letter_cost(word: str, i: int, language: str) -> float:
    char, before, after = word[i], word[max(i - 2, 0) : i], word[i + 1 : i + 2]
    near = before[-1:]
    if not char.isalpha():
        return _sign_cost(char, near, after)
    cost = _letters(language).get(char, _NOT_OF_THE_ALPHABET)
    if not near.isalpha() and not after.isalpha():
        return cost + _ALONE
    cost += _case_cost(char, near, after)
    if after.isalpha() and (char in _ENDS_WORDS or language in _ACCENTS_AT_THE_END):
        cost += _END_INSIDE
    if language in _OWN_SCRIPT:
        latin = any(one.isascii() and one.isalpha() for one in near + after)
        return cost + (_TWO_SCRIPTS if latin else _taking_turns(char, near, language))
    return cost + _accents_before(before)


def _case_cost(char: str, near: str, after: str) -> float:
    """A capital costs little, unless it is inside a word: no language writes 'бЮКХМР', or 'müLler'."""
    if char == char.lower():
        return _CAPITAL_AFTER_SMALL if after.isupper() else 0
    if near.islower():
        return _CAPITAL_AFTER_SMALL
    return _NEXT_CAPITAL if near.isalpha() else _CAPITAL


def _taking_turns(char: str, near: str, language: str) -> float:
    """Vowels and consonants mostly take turns: 'группы врачей', but not what koi8-r makes of it in cp1251."""
    if not near.isalpha() or language in _WITHOUT_VOWELS:
        return 0
    return _SAME_KIND if (char.lower() in _VOWELS) == (near.lower() in _VOWELS) else _IN_TURN


def _accents_before(before: str) -> float:
    """Latin words have seldom two accents in a row, and never three."""
    accents = [near > "\x7f" and near.isalpha() for near in before]
    if len(accents) == 2 and all(accents):
        return _THIRD_ACCENT
    return _SECOND_ACCENT if accents and accents[-1] else 0


def _sign_cost(char: str, near: str, after: str) -> float:
    if char == "\ufffd" or not (char.isprintable() or char == "\xa0"):
        return _NO_CHARACTER
    if near.isalpha() and after.isalpha():
        return _IN_WORDS.get(char, _SIGN_IN_WORD)
    if char != "\xa0" and any(_is_sign(one) for one in near + after):
        return _ODD_SIGN
    if after.isalpha():
        return _BEFORE_WORDS.get(char, _ODD_SIGN)
    if near.isalpha():
        return _AFTER_WORDS.get(char, _ODD_SIGN)
    return _SIGN if char in _BEFORE_WORDS or char in _AFTER_WORDS else _ODD_SIGN


def _is_sign(char: str) -> bool:
    return char > "\x7f" and char != "\xa0" and not char.isalpha()


@cache
def _letters(language: str) -> dict[str, float]:
    """What each letter costs: the frequencies fall by the same share from letter to letter, to a thirtieth."""
    alphabet = ALPHABETS[language]
    ratio = 0.03 ** (1 / len(alphabet))
    total = sum(ratio**rank for rank in range(len(alphabet)))
    costs = {char: log2(total) - rank * log2(ratio) for rank, char in enumerate(alphabet)}
    return costs | {char.upper(): cost for char, cost in costs.items() if len(char.upper()) == 1}


def _east_asian_cost(charset: str, text: str) -> float:
    beside_latin = _BESIDE_LATIN * len(_LATIN_BESIDE.findall(text))
    return beside_latin + sum(_character_cost(charset, char) for char in text if char > "\x7f")


@cache
def _character_cost(charset: str, char: str) -> float:
    known = EAST_ASIAN[charset]
    if char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or not (char.isprintable() or char == "\u3000"):
        return _NO_CHARACTER  # a damaged one, one that anybody may give a meaning, a control character
    if char in known.common:
        return known.common_bits
    if "\u3041" <= char <= "\u30fe":
        return known.kana
    if _FULL_WIDTH.match(char):
        return _EAST_ASIAN_SIGN
    if "\uff61" <= char <= "\uff9f":
        return _HALF_WIDTH_KANA
    coded = char.encode(charset)
    usual = len(coded) == 2 and coded[0] in known.first_bytes and coded[1] >= known.second_from
    return known.usual_bits if usual else _RARE_CHARACTER
