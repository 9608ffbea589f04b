"""Titles of journals, books and proceedings: cleaned for people, keyed, and compared with their
abbreviations.

In: a container title in full or in short. Out: text, key, or the answer whether two name the same thing.
Abbreviations follow ISO 4 and the habits of MEDLINE: each word is cut at its end ('Psychosom'), a few are
contracted ('Natl', 'Dtsch'), articles and prepositions go, the order stays.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from html import unescape

from ._words import word_list
from .fold import fold
from .language import script_of
from .title import split_parallel

_MEDIUM = re.compile(
    r"\s*[\(\[](?:print|online|electronic|internet|web|cd-?rom|online edition|print edition|"
    r"elektronische ressource|электронный ресурс|en ligne|en línea)[\)\]]$",
    re.I,
)
_PLACE = re.compile(r"\s*\((?:[^()]*,[^()]*|[^()]*\s?:\s?\d{4}[^()]*|\d{4})\)$")
_ANY_PARENTHESIS = re.compile(r"\s*\([^()]*\)$")
_SMALL = frozenset(
    word_list("""
    a an and the of in on for to at by from with or as de la le les des du et en un une der die das
    des dem den und für fur im in zu zur zum von vom mit auf y e el los las del della delle dei di
    do da dos das para por em i w na o og af i för och voor van het
""")
)
_ACRONYMS = frozenset(
    word_list("""
    BMC BMJ JAMA PLOS PLOS IEEE ACM USA UK US EU NPJ MMW AIDS HIV DNA RNA FEBS EMBO JMIR PNAS CNS
    ENT GP ZFA WHO NATO AORN AANA AAPS ACS AIP BJU BJGP BJOG CMAJ CA DMW ESMO ICU IEE IFAC IJS ISRN
    ISPRS JACC JBI JPC MBIO MMWR NEJM NMR OMICS PACE PDA QJM RSC SIAM SSM UNESCO VA ВАК РАН РАМН
    СССР РФ США II III IV VI VII VIII IX XI XII AI IT ICT AJR ANZ ASAIO AJOB BBA EBM
""")
)
_VOWEL = re.compile(r"[AEIOUYÄÖÜÅÆØÉÈАЕЁИОУЫЭЮЯІЇЄ]", re.I)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@lru_cache(maxsize=50_000)
def clean_container(text: str) -> str | None:
    """The container title for people; None where nothing remains.

    'LANCET (LONDON, ENGLAND)' -> 'Lancet'; 'BMJ OPEN' -> 'BMJ Open'; 'Fam. Med.' stays; 'Lancet (Online)' ->
    'Lancet'. What the library adds in brackets (medium, place, first year) goes. Only a title wholly in
    capitals is re-cased: Russian like a sentence, all others like a title.
    """
    while (cleaned := _cleaned_once(text)) != text:
        text = cleaned
    return (_recased(text) if _shouted(text) else text) or None


def _cleaned_once(text: str) -> str:
    text = unicodedata.normalize("NFC", unescape(text) if "&" in text else text)
    text = " ".join(text.split()).strip(" ,;:/")
    shorter = _PLACE.sub("", _MEDIUM.sub("", text)) or text
    single_stop = shorter.endswith(".") and shorter.count(".") == 1
    return shorter[:-1] if single_stop else shorter


def _shouted(text: str) -> bool:
    """Capitals throughout, and more than an acronym."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 3 and text == text.upper() and text != text.lower() and text not in _ACRONYMS


def _recased(text: str) -> str:
    if script_of(text) == "Cyrillic":
        return _like_a_sentence(text)
    return _WORD.sub(lambda found: _like_a_title(found.group(), first=_begins(text, found.start())), text)


def _begins(text: str, place: int) -> bool:
    """Whether a word begins the title or a subtitle, or is an initial."""
    return place == 0 or text[:place].rstrip().endswith((":", ".", "=", "/", "("))


def _like_a_title(word: str, first: bool) -> str:
    if word in _ACRONYMS or not _VOWEL.search(word):
        return word
    lowered = word.lower()
    return lowered if lowered in _SMALL and not first else lowered[:1].upper() + lowered[1:]


def _like_a_sentence(text: str) -> str:
    def recase(found: re.Match[str]) -> str:
        word = found.group()
        initial = len(word) == 1 and text[found.end() : found.end() + 1] == "."
        named = re.search(r"(?:\b[А-ЯЁ]\.|\bИМЕНИ|\bИМ\.)\s*$", text[: found.start()])
        if word in _ACRONYMS or initial:
            return word
        first = found.start() == 0 or text[: found.start()].rstrip().endswith((". ", "=", "/"))
        return word.capitalize() if first or named else word.lower()

    return _WORD.sub(recase, text)


@lru_cache(maxsize=100_000)
def container_key(text: str) -> str:
    """Folded, '&' as 'and', without a leading 'the': 'The Health & Illness' and 'Health and Illness' are
    equal."""
    plain = unescape(text).replace("&", " and ").replace("+", " and ")
    key = fold(plain)
    return key.removeprefix("the ") if key != "the" else key


_SKIPPED = frozenset(
    word_list("""
    part a an and the of in on for to at by from with de la le les l d des du et en der die das dem den
    und fur im zu zur zum von vom y e el los las del della delle dei di do da dos para por i v na o
    po og af och voor van het
""")
)
_CONTRACTIONS = {
    "jpn": "japan", "mt": "mount", "natl": "national", "intl": "international", "dtsch": "deutsch", "dt": "deutsch",
    "wschr": "wochenschrift", "mschr": "monatsschrift", "tschr": "tijdschrift", "zschr": "zeitschrift",
    "ztschr": "zeitschrift", "rdsch": "rundschau", "jb": "jahrbuch", "jahrb": "jahrbuch", "bl": "blatt",
    "wkly": "weekly", "qtly": "quarterly", "jrnl": "journal", "jnl": "journal", "assn": "association",
    "dept": "department", "govt": "government", "mgmt": "management", "mgt": "management",
    "uk": "u k", "tidsskr": "tidsskrift", "zh": "zhurnal", "ezhn": "ezhenedelnyy", "vopr": "voprosy",
    "vestn": "vestnik", "arztebl": "arzteblatt", "yrbk": "yearbook", "ctr": "center", "hosp": "hospital",
    "engl": "england", "res": "research",
}  # fmt: skip
_SECOND_TITLE = re.compile(  # 'International journal of cancer. Journal international du cancer'
    r"((?:[^\s.]+ )+[^\s.]{4,})\. (?:revue|revista|rivista|journal|zeitschrift|bulletin|archives?|annales|organ)\b.+",
    re.I,
)
_CONFERENCE = re.compile(r"\.\s?Conference(?: (?:Start|Publication))?:.*", re.I | re.S)  # Embase, behind the journal
_ELIDED_ARTICLE = re.compile(r"\b[LlDd]['’](?=\w)")
_USA = re.compile(r"\b(?:u s a|usa)\b")  # its last letter would pass for an article
_SHORTEST_ACRONYM = 3  # two letters are the initials of too many things


@lru_cache(maxsize=200_000)
def same_container(a: str, b: str) -> bool:
    """Whether two container titles name the same journal or book, one or both perhaps abbreviated.

    'Int J Psychiatry Med' and 'The International Journal of Psychiatry in Medicine': True. 'BMC Med' and
    'BMC Medical Education': False. An acronym ('BMJ') matches the initials. Empty text matches nothing.
    """
    return any(_same_variant(left, right) for left in _variants(a) for right in _variants(b))


@lru_cache(maxsize=100_000)
def _variants(text: str) -> tuple[str, ...]:
    """The title, its parallel titles, and each without bracket, place, subtitle, second title or hyphens."""
    plain = _ELIDED_ARTICLE.sub("", _CONFERENCE.sub("", unescape(text))).strip()
    parts = [plain, *split_parallel(plain)]
    if bracketed := re.fullmatch(r"(.+?)\s*\[(.+)\]", plain):
        parts += bracketed.groups()
    parts += [_ANY_PARENTHESIS.sub("", part) for part in parts]
    parts += [part.partition(": ")[0].strip() for part in parts]
    parts += [found[1] for part in parts if (found := _SECOND_TITLE.fullmatch(part))]
    parts += [part.replace("-", "") for part in parts if "-" in part]
    return tuple(dict.fromkeys(part for part in parts if fold(part)))


def _same_variant(a: str, b: str) -> bool:
    left, right = container_key(a), container_key(b)
    if left == right or left.replace(" ", "") == right.replace(" ", ""):
        return True
    left_words, right_words = _spelled_words(left), _spelled_words(right)
    if min(len(_content(left_words)), len(_content(right_words))) < 2:
        return (
            _content(left_words) == _content(right_words) or _is_acronym(a, right_words) or _is_acronym(b, left_words)
        )
    return _agree(left_words, right_words)


@lru_cache(maxsize=100_000)
def _spelled_words(key: str) -> tuple[str, ...]:
    spelled = _USA.sub("united states america", key)
    return tuple(" ".join(_CONTRACTIONS.get(word, word) for word in spelled.split()).split())


@lru_cache(maxsize=100_000)
def _content(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _SKIPPED) or words


def _agree(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether the words agree in order, articles and prepositions left out where that helps.

    They are tried, not dropped: the 'y' of 'Ann N Y Acad Sci' and the 'a' of 'Part A' are no articles.
    """
    if not left or not right:
        return not left and not right
    if _same_word(left[0], right[0]) and _agree(left[1:], right[1:]):
        return True
    if left[0] in _SKIPPED and _agree(left[1:], right):
        return True
    return right[0] in _SKIPPED and _agree(left, right[1:])


def _same_word(a: str, b: str) -> bool:
    """Equal, or one is the other cut off at its end; a preposition is no such cut ('of' for 'office')."""
    short, long = sorted((a, b), key=len)
    return long.startswith(short) and (short == long or len(short) == 1 or short not in _SKIPPED or short == "part")


def _is_acronym(text: str, words: tuple[str, ...]) -> bool:
    letters = re.sub(r"[.\s]", "", text)
    words = _content(words)
    if not (_SHORTEST_ACRONYM <= len(letters) == len(words) and letters.isupper() and letters.isalpha()):
        return False
    return fold(letters) == "".join(word[0] for word in words)
