"""The one folding of case, accents and scripts, and a coarser key for names of persons.

In: any text. Out: text made for comparing, never for showing. `fold` serves titles, containers and search;
`latin_key` serves family names, which each database transliterates by another scheme.

What `latin_key` treats as one, after folding, word by word (in brackets the scheme that writes it so):

    sound   key  written
    ш щ     sh   š, ŝ [ISO 9], šč [scientific], sh, shch [BGN/PCGN, BSI, ALA-LC], shh [GOST 7.79 B], sch for ш
                 [German] and щ [passport], schtsch [German], ch, chtch [French]
    ч       ch   č [ISO 9], ch [BGN/PCGN], tsch [German], tch [French]; ć, and a final -ic as in Petrovic
    ж       zh   ž [ISO 9], zh [BGN/PCGN], j [French: Joukov]
    х       h    h [ISO 9], kh [BGN/PCGN], ch [German: Chochlow]; x [GOST 7.79 B] where a word begins with it
                 and has a Slavic ending, any other x is ks (Alexandrov = Aleksandrov; Xu is not Hu)
    ц       c    c [ISO 9], ts [BGN/PCGN], tc [passport], tz; cz before e, i, y, j [GOST 7.79 B]
    в       v    v, w [German, Polish], -ff at the end [old French]
    и й ы   i    i, y, j, ĭ, ï; runs become one, so that -skiy = -skii = -skij = -sky
    е ё э   e    e, ë, è, ė, ye, je, ie, yo, jo, io: Solovyov = Solov'ev = Soloviev; the o in Gorbachov
    ю я     iu   yu, ju, iu and ya, ja, ia; û and â [ISO 9] only in words with a Slavic ending
    у       u    u; ou [French] in words of six letters and more (Zhou is not Zhu)
    ь ъ     –    ', ", `, ʹ, ʺ, nothing
    ä ö ü   aou  ä ö ü, ae oe ue, a o u; the digraphs in words of four letters and more (Xue is not Xu)
    mm      m    doubled letters in words of five letters and more (Lee is not Le)

"German" is a word with tsch, or one that ends in -ow, -ew, -owa, -ewa, -owski; "French" one with ou or tch
and a Slavic ending. Not met: Ukrainian г as h and g (Hrytsenko, Gritsenko), German s for з and z for ц.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "з": "z", "и": "i", "й": "y", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "ы": "y", "э": "e", "і": "i", "ј": "j", "ѓ": "g", "ќ": "k", "ѕ": "dz", "ґ": "g",
    "ё": "e", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu",
    "я": "ya", "є": "ye", "ї": "yi", "ў": "u", "ђ": "dj", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz",
    "ѣ": "e", "ѳ": "f", "ѵ": "i", "ѫ": "u", "ѐ": "e", "ѝ": "i",
}  # fmt: skip
_GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k",
    "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t",
    "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip
_OWN_LETTERS = frozenset("йїўѓќ")  # decomposable, but letters of their alphabets and not accented ones

_SOFT_HYPHEN = "\u00ad"
_BEFORE = {
    ord(c): None for c in _SOFT_HYPHEN + "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u034f™℠®©"
} | dict.fromkeys((*range(8234, 8239), *range(8294, 8298))) | {ord("´"): "'"}  # fmt: skip
_DROPPED_OR_CHANGED = re.compile("[" + "".join(map(chr, _BEFORE)) + "]")
_APOSTROPHES = "'’‘`′‛＇"
_INNER_APOSTROPHE = re.compile(  # the apostrophe is looked for first: most texts have few
    rf"[{_APOSTROPHES}](?<=[^\W_].)[{_APOSTROPHES}]*(?=[^\W_])"
)
_VANISHING_LETTERS = frozenset("ʹʺʻʼʽʾʿˈˊˋ")  # signs for ь, ъ, hamza, ayn: 'modifier letters' to Unicode


class _Table(dict[int, str]):
    """Character -> folded text, for `str.translate`; each character is worked out once (the table is a
    memo)."""

    def __init__(self, keep_script: bool) -> None:
        super().__init__()
        self.keep_script = keep_script

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code), self.keep_script)
        self[code] = folded
        return folded


def _fold_character(char: str, keep_script: bool) -> str:
    if char.isascii():
        return char if char.isalnum() else " "
    if char in _VANISHING_LETTERS or _is_accent(char):
        return ""
    base = char if char in _OWN_LETTERS else unicodedata.normalize("NFD", char)[0]
    script = unicodedata.name(base, "").partition(" ")[0]
    if script == "LATIN":
        return _ascii_only(base)
    if script in ("CYRILLIC", "GREEK"):
        return _of_kindred_script(base, keep_script)
    if keep_script:
        return char if char.isalnum() or unicodedata.category(char)[0] == "M" else " "
    return _ascii_only(char)


def _is_accent(char: str) -> bool:
    """Combining marks that only dress a letter; the vowel signs of Indic scripts are not among them."""
    code = ord(char)
    return (
        0x300 <= code <= 0x36F
        or 0x483 <= code <= 0x489
        or 0x591 <= code <= 0x5C7
        or 0x64B <= code <= 0x65F
        or 0x1AB0 <= code <= 0x1AFF
        or 0x1DC0 <= code <= 0x1DFF
        or 0x20D0 <= code <= 0x20FF
        or 0xFE20 <= code <= 0xFE2F
    )


def _of_kindred_script(base: str, keep_script: bool) -> str:
    if keep_script:
        return base if base.isalnum() else " "
    known = _CYRILLIC.get(base, _GREEK.get(base))
    return _ascii_only(base) if known is None else known


def _ascii_only(char: str) -> str:
    from anyascii import anyascii

    plain = anyascii(char).lower()
    return "".join(c for c in plain if c.isalnum()) or ("" if char.isalnum() else " ")


_LATIN = _Table(keep_script=False)
_KEPT = _Table(keep_script=True)
_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}


def fold(text: str, keep_script: bool = False) -> str:
    """Lower-case words of letters and digits with one space between; equal for texts that differ in dress
    only.

    Accents, punctuation, soft hyphens and the apostrophe inside a word go; Cyrillic, Greek and all other
    scripts become Latin unless `keep_script`.

    'L’Œuvre d’O’Neill — Straße' -> 'loeuvre doneill strasse'; 'Ёлка' -> 'elka', kept: 'елка'
    """
    return " ".join(folded_words(text, keep_script))


def folded_words(text: str, keep_script: bool = False) -> list[str]:
    """The words of `fold`: 'Burn-out of GPs' -> ['burn', 'out', 'of', 'gps']."""
    if text.isascii():
        if "'" in text or "`" in text:
            text = _INNER_APOSTROPHE.sub("", text)
        return text.translate(_ASCII).split()
    if _DROPPED_OR_CHANGED.search(text):
        text = text.translate(_BEFORE)
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    text = _INNER_APOSTROPHE.sub("", text)
    return text.translate(_KEPT if keep_script else _LATIN).split()


# The letters that `fold` would make plain but whose sign tells the sound.
_HACEKS = str.maketrans({"š": "sh", "ŝ": "sh", "č": "ch", "ć": "ch", "ž": "zh", "ћ": "ch"})
_SIGN_OF_HARDNESS = re.compile(r"(?<=[^\W_])[\"“”″`'’]+(?=[^\W_])")
_ISO9 = re.compile(r"\b(?=\w*[âû])\w+(?:ov|ev|in|ij|ova|eva|ina|aâ|âk|ûk|âj|ko|ân|ûn|âc)\b")
_ISO9_LETTERS = str.maketrans({"â": "ia", "û": "iu"})

_GERMAN_WAY = re.compile(r"tsch|[oe]w(?:a|s[ck]\w+)?$")
_SLAVIC_ENDING = re.compile(r"(?:[oe]v|[oe]va|[oe]ff|ine?|ina|sk[iyj]+)$")
_FRENCH_SOUND = re.compile(r"ou|tch")

_CLUSTERS = {
    "schtsch": "sh", "shtsch": "sh", "chtch": "sh", "shch": "sh", "shh": "sh", "sch": "sh", "sh": "sh",
    "tsch": "ch", "tch": "ch", "ch": "ch", "zh": "zh", "kh": "h", "ts": "c", "tz": "c", "tc": "c",
    "x": "ks", "w": "v",
}  # fmt: skip
_CLUSTER = re.compile("|".join(sorted(_CLUSTERS, key=len, reverse=True)))
_CZ = re.compile("cz(?=[eiyj])")
_FF = re.compile("(?<=[oe])ff$")
_INE = re.compile("(?<=..)ine$")
_FINAL_IC = re.compile("(?<=[^aeiou]i)c$")
_I_LIKE = re.compile("[iyj]+")
_E_LIKE = re.compile("i[eo]")
_OV_AFTER_HUSHER = re.compile("([csz]h)ov(?=a?$)")
_UMLAUT = re.compile("([aou])e")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=200_000)
def latin_key(text: str) -> str:
    """A key for names of persons that is equal under the usual transliterations and umlaut spellings.

    'Щербаков', 'Shcherbakov', 'Ščerbakov', 'Schtscherbakow' -> 'sherbakov'; 'Müller', 'Mueller' -> 'muler'.
    The rules stand in the docstring of this module. Coarse on purpose: equal keys are evidence, not proof.
    """
    text = _SIGN_OF_HARDNESS.sub("", text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_BEFORE)).casefold()
        text = _ISO9.sub(lambda found: found.group().translate(_ISO9_LETTERS), unicodedata.normalize("NFC", text))
        text = text.translate(_HACEKS)
    return " ".join(_word_key(word) for word in fold(text).split())


@lru_cache(maxsize=200_000)
def _word_key(word: str) -> str:
    length = len(word)
    word = _by_national_way(word)
    word = _CZ.sub("c", word)
    if length >= 5:
        word = _FINAL_IC.sub("ch", word)
    word = _CLUSTER.sub(lambda found: _CLUSTERS[found.group()], word)
    word = _E_LIKE.sub("e", _I_LIKE.sub("i", word))
    if length >= 4:
        word = _UMLAUT.sub(r"\1", word)
    word = _OV_AFTER_HUSHER.sub(r"\1ev", word)
    return _DOUBLED.sub(r"\1", word) if length >= 5 else word


def _by_national_way(word: str) -> str:
    """What only holds in words that look German, French or GOST 7.79 B."""
    if word[0] == "x" and _SLAVIC_ENDING.search(word):
        word = word.replace("x", "h")
    if _GERMAN_WAY.search(word):
        word = word.replace("tsch", "č").replace("sch", "š").replace("ch", "h")
        word = word.replace("šč", "sh").replace("č", "tsch").replace("š", "sh")
    if len(word) < 6:
        return word
    if _FRENCH_SOUND.search(word) and _SLAVIC_ENDING.search(word):
        word = word.replace("chtch", "š").replace("tch", "č").replace("ch", "š").replace("j", "zh")
        word = word.replace("š", "sh").replace("č", "tch").replace("zhsh", "sh")
    word = _INE.sub("in", _FF.sub("v", word))
    return word.replace("ou", "u")
