"""Which one-byte encoding some bytes are in, judged by the letters they make.

In: the words of a file that hold bytes beyond ASCII. Out: the encoding under which they look most like words
of a European language, and the evidence in words. It is a judgement: whoever asks must show it to a person.
"""

from __future__ import annotations

import re

from ._container import Content

_BLOCK = 1 << 20

# The one-byte encodings, the likelier first: the first of equals is taken. cp1250 is what Windows wrote where
# Unix wrote latin2; the two differ in just the letters that Polish and Czech need most.
_CHARSETS = ("cp1252", "cp1250", "iso8859-2", "mac-roman", "cp1251", "koi8-r", "cp866")
_WESTERN = frozenset("éèêëáàâäãåæçíìîïñóòôöõøœúùûüß")
_CENTRAL = frozenset("ąćęłńśźżčďěľňřšťůžőűýăşţ")
_WORD_FINAL = frozenset("ìòù")  # Italian has them at the end of words; elsewhere they are misread Czech
_RUSSIAN_OFTEN = frozenset("оеаинтсрвлкмдпу")
_CYRILLIC = frozenset("бгёжзйфхцчшщъыьэюяіїєґ")
_BESIDE_WORDS = frozenset("“”„‘’‚«»–—…°®©™·´\xa0")
_FOREIGN_WORD = re.compile(rb"[A-Za-z']*[\x80-\xff][A-Za-z'\x80-\xff]*")
_DOUBTFUL = 0.3  # a letter: European text scores 0.5 and more in its own encoding, Chinese below 0.2 in all of these
_MOST_WORDS = 20_000  # a judgement doesn't get better beyond that


def foreign_words(content: Content) -> set[bytes]:
    """Words with bytes beyond ASCII, each once."""
    words = set[bytes]()
    with content.open() as file:
        for block in iter(lambda: file.read(_BLOCK), b""):
            if len(words) < _MOST_WORDS:
                words.update(_FOREIGN_WORD.findall(block))
            else:  # the judgement stands, but no byte may be one that the encoding doesn't have
                words.update(bytes((byte,)) for byte in set(block) if byte > 0x7F)
    return words


def charset_by_letters(words: set[bytes]) -> tuple[str, str]:
    """The encoding under which `words` look most like words, and the evidence in words.

    {b"M\\xfcller"} -> ("cp1252", "…: Müller …");  {b"M\\x9fller"} -> ("mac-roman", …)
    """
    scores = {name: score for name in _CHARSETS if (score := _charset_score(name, words)) is not None}
    best = max(scores, key=lambda name: scores[name])  # max keeps the first of equals
    others = [name for name in scores if name != best]
    seen = sorted(words, key=lambda word: (-_word_score(word.decode(best)), len(word), word))
    shown = ", ".join(word.decode(best).strip("'") for word in seen[:3])
    second = max(others, key=lambda name: scores[name])
    if scores[best] < _DOUBTFUL * sum(char > "\x7f" for word in words for char in word.decode(best)):
        return best, f"nothing fits better, but it looks wrong ({shown}): perhaps gb18030, shift_jis, euc-kr …"
    return best, f"its letters then make words ({shown}); next best is {second}"


def _charset_score(name: str, words: set[bytes]) -> float | None:
    try:
        return sum(_word_score(word.decode(name)) for word in words)
    except UnicodeDecodeError:
        return None


def _word_score(word: str) -> float:
    """How much the letters beyond ASCII look at home in `word`; below 0 where they don't."""
    score = 0.0
    for i, char in enumerate(word):
        if char > "\x7f":
            before, after = word[max(i - 2, 0) : i], word[i + 1 : i + 2]
            score += _letter_score(char, before, after) if char.isalpha() else _sign_score(char, before, after)
    return score


def _letter_score(char: str, before: str, after: str) -> float:
    low = char.lower()
    near = before[-1:]
    if not near.isalpha() and not after.isalpha():  # a letter alone is as likely a sign misread
        return 0
    wrong_case = -2.0 if char != low and near.islower() else 0.0
    if "\u0400" <= char <= "\u04ff":
        if (near.isascii() and near.isalpha()) or (after.isascii() and after.isalpha()):
            return -2
        return wrong_case + (1.5 if low in _RUSSIAN_OFTEN else 0.5 if low in _CYRILLIC else -1)
    if len(before) == 2 and min(before) > "\x7f":  # Latin words don't have three accents in a row
        return -2
    if low in _WORD_FINAL:
        return wrong_case + (-0.5 if after.isalpha() else 1)
    return wrong_case + (1 if low in _WESTERN or low in _CENTRAL else -0.5)


def _sign_score(char: str, before: str, after: str) -> float:
    inside = before[-1:].isalpha() and after.isalpha()
    if char in "’‘–" or (char in _BESIDE_WORDS and not inside):
        return 0.5
    return -2 if inside or not char.isprintable() or before[-1:].isalpha() else -0.5
