"""Titles: the text for people, and the evidence that tells look-alikes apart.

In: a title as a source writes it. Out: the same title without markup and residue of transport; keys and
numbers for comparing. The wording, the capitals and the language of a title are never changed.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from ._words import numbered, word_list
from .fold import fold
from .language import script_of
from .markup import without_tags

_DROPPED = str.maketrans(dict.fromkeys("\u00ad\u200b\ufeff\u2060"))
_FULL_STOP = re.compile(r"(?<![.\s])\s*\.$")
_DOTTED_ABBREVIATION = re.compile(r"(?:^|\W)\w\.(?:\s?\w\.)+$")
_IN_QUOTES = re.compile(r'"([^"]*)"|""(.*)""', re.S)
_NOT_AVAILABLE = frozenset({"not available", "no title available", "no title", "title not available", "untitled"})


def clean_title(text: str) -> str | None:
    """The title as people should read it; None where nothing remains, or where it only says '[Not
    Available]'.

    '&amp;lt;i&amp;gt;Helicobacter&amp;lt;/i&amp;gt; &amp;amp; H<sub>2</sub>O.' -> 'Helicobacter & H2O'. One
    full stop at the end goes, an ellipsis and the stop of 'the U.S.' stay. Straight quotes around the whole
    are residue of a table and go; typographic ones were set by people and stay. Nothing is put into lower
    case.
    """
    while (cleaned := _cleaned_once(text)) != text:  # each round may lay bare the next: an entity, a tag
        text = cleaned
    said_nothing = text.startswith("[") and fold(text) in _NOT_AVAILABLE
    return text if text and not said_nothing else None


def _cleaned_once(text: str) -> str:
    if "&" in text:
        text = unescape(text)
    text = without_tags(text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_DROPPED))
    text = " ".join(text.split())
    if quoted := _IN_QUOTES.fullmatch(text):
        text = (quoted[1] or quoted[2] or "").strip()
    return text if text[-1:] != "." or _DOTTED_ABBREVIATION.search(text) else _FULL_STOP.sub("", text)


def unbracket(text: str) -> tuple[str, bool]:
    """The title without the brackets that mark it as a translation, and whether it had them.

    '[Balint groups in Russia].' -> ('Balint groups in Russia', True); '[Reply] to X [letter]' stays, False.
    """
    inner = text.strip()
    inner = inner.rstrip(".").rstrip() if inner.endswith(".") else inner
    if not (inner.startswith("[") and inner.endswith("]") and _closes_at_end(inner)):
        return text, False
    inner = inner[1:-1].strip()
    return (inner, True) if inner else (text, False)


def _closes_at_end(text: str) -> bool:
    """Whether the bracket that opens `text` is closed by its last character and not before."""
    depth = 0
    for place, char in enumerate(text):
        depth += (char == "[") - (char == "]")
        if depth == 0:
            return place == len(text) - 1
    return False


def title_key(text: str) -> str:
    """The title folded for comparing: 'The Doctor’s Müde Seele!' -> 'the doctors mude seele'. Articles
    stay."""
    return fold(text)


_LABELS = frozenset(
    word_list("""
    part parts phase volume vol chapter book stage grade type class level no number nr report paper
    study section series session module case wave version edition update supplement appendix
    fascicle issue step trial teil band heft phase stufe stadium typ kapitel folge ausgabe partie
    tome volumes chapitre etape parte tomo capitulo fase estudio volumen capitolo czesc tom rozdzial
    faza chast chasti vypusk faza glava kniga etap soobshchenie stadiya tip nomer deel del dil
""")
)
_AFTER_ORDINAL = _LABELS | frozenset(
    word_list("""
    annual international european world national congress conference symposium meeting edition
    quarter half decade century generation year
""")
)
_ROMAN = numbered(*word_list("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi"))
_AMBIGUOUS_ROMAN = frozenset({"i", "v", "x", "vi", "xi"})  # pronouns, vitamins and names, unless a label stands before
_CARDINALS = numbered(
    "one eins ein un une uno una odin pervaya pervyy",
    "two zwei deux dos due dva vtoraya vtoroy",
    "three drei trois tres tre tri tretya tretiy",
    "four vier quatre cuatro quattro chetyre chetvertaya",
    "five funf cinq cinco cinque pyat pyataya",
    "six sechs seis sei shest shestaya",
    "seven sieben sept siete sette sem sedmaya",
    "eight acht huit ocho otto vosem vosmaya",
    "nine neun neuf nueve nove devyat devyataya",
    "ten zehn dix diez dieci desyat desyataya",
)
_ORDINALS = numbered(
    "first erster erste erstes premiere premier primera primer prima primo pervaya pervyy",
    "second zweiter zweite zweites deuxieme seconde segunda segundo seconda secondo vtoraya vtoroy",
    "third dritter dritte drittes troisieme tercera tercer terza tretya tretiy",
    "fourth vierter vierte viertes quatrieme cuarta quarta chetvertaya chetvertyy",
    "fifth funfter funfte cinquieme quinta pyataya pyatyy",
    "sixth sechster sechste sixieme sexta sesta shestaya shestoy",
    "seventh siebter siebte septieme septima settima sedmaya sedmoy",
    "eighth achter achte huitieme octava ottava vosmaya vosmoy",
    "ninth neunter neunte neuvieme novena nona devyataya devyatyy",
    "tenth zehnter zehnte dixieme decima desyataya desyatyy",
)
_NUMERALS = frozenset((*_ROMAN, *_CARDINALS, *_ORDINALS))  # no other word without a digit is a number
_THOUSANDS = re.compile(r"[,\u2009\u202f](?<=[0-9].)(?=[0-9]{3}(?![0-9]))")
_LONE_ROMAN = re.compile(r"[.:;\u2013\u2014-]\s*([IVX])\s*(?:[.:\u2013\u2014-](?:\s|$)|$)")
_EDITORIAL_NOTE = re.compile(  # added by Ovid and the NLM; the numbers in it are of another paper, or count references
    r"\[(?:[0-9]+ refs?|erratum|corrected|correction|comment|see comment|republish|retract|summary)[^\]]*(?:\]|$)", re.I
)
_DIGITS = re.compile(r"[0-9]+")


def title_numbers(text: str) -> tuple[str, ...]:
    """The numbers of a title, in its order, in digits: evidence that two like titles are two works.

    'Part II: 1990–2000' and 'part two, 1990-2000' -> ('2', '1990', '2000'); 'Phase 3' -> ('3',); 'What am
    I?' -> (). Roman numerals I, V, X, VI, XI and number words count only beside a word such as part, phase,
    volume, Teil, часть.
    """
    bare = _EDITORIAL_NOTE.sub(" ", text) if "[" in text else text
    marked = _LONE_ROMAN.sub(r" part \1 ", _THOUSANDS.sub("", bare))
    words = fold(marked).split()
    found: list[str] = []
    for place, word in enumerate(words):
        if word.isalpha() and word not in _NUMERALS:
            continue
        before = words[place - 1] if place else ""
        after = words[place + 1] if place + 1 < len(words) else ""
        found += _numbers_of(word, before, after)
    return tuple(found)


def _numbers_of(word: str, before: str, after: str) -> list[str]:
    if digits := _DIGITS.findall(word):
        return [number.lstrip("0") or "0" for number in digits]
    labelled = before in _LABELS
    if word in _ROMAN and (labelled or word not in _AMBIGUOUS_ROMAN):
        return [str(_ROMAN[word])]
    if labelled and word in _CARDINALS:
        return [str(_CARDINALS[word])]
    if word in _ORDINALS and after in _AFTER_ORDINAL:
        return [str(_ORDINALS[word])]
    return []


_WORD = re.compile(r"[^\W\d_]{2,}")


def split_parallel(text: str) -> tuple[str, ...]:
    """The parts of a title that is given in several languages side by side; the whole, alone, where it isn't.

    'Praxis = Revue suisse de médecine' -> two parts; 'n = 12' and 'men / women' stay whole: a slash parts
    only phrases of two words and more, or texts in two scripts. Empty text has no part.
    """
    parts = _parts(text, " = ")
    if len(parts) > 1 and all(re.search(r"[^\W\d_]{3,}", part) for part in parts):
        return parts
    parts = _parts(text, " / ")
    if len(parts) > 1 and (_all_phrases(parts) or len({script_of(part) for part in parts}) == len(parts)):
        return parts
    return (text.strip(),) if text.strip() else ()


def _parts(text: str, separator: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(separator) if part.strip())


def _all_phrases(parts: tuple[str, ...]) -> bool:
    return all(len(_WORD.findall(part)) >= 2 for part in parts)
