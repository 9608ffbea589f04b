r"""Titles whose capitals a style must leave alone, in braces.

Classic styles (plain, plainnat) lower every letter but the first of the title and the first after ': '. Braces keep
what stands in them; but '{\\…' is a 'special character' to BibTeX, which does change case.

In: a title and its language. Out: the title, escaped, with its braces.
Source: BibTeX's change.case$.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial

from ._latex_escape import escape, writable

_WORD = re.compile(r"((?:[^\W_]++|[\u0300-\u036f]++)++(?:['’][^\W_]+)*(?:-\d+)*)")
_ENDS_SENTENCE = re.compile(r"[:.?!]")
# short and joining words stand in lower case in titles of either habit: they tell nothing about it
_JOINING_WORDS = """
    about above across after against along among around before behind below between beyond during from
    into over since than that their through toward towards under until upon versus via which with within
    without
"""
_JOINING = frozenset(_JOINING_WORDS.split())

_CAPITAL_WORDS = """
    africa african alzheimer america american americas april argentina argentinian asia asian august
    australia australian austria austrian balint bavaria bayesian belgian belgium bion bosnia brazil
    brazilian britain british budapest bulgaria bulgarian bálint cameroon canada canadian chile chilean
    china chinese colombia croatia croatian cuba cyprus czech danish december denmark dutch egypt
    egyptian england english estonia estonian ethiopia europe european february ferenczi finland finnish
    flemish france french freud freudian friday georgia german germany ghana greece greek hungarian
    hungary iceland india indian indonesia iran iranian iraq ireland irish israel israeli italian italy
    jamaica january japan japanese jewish jordan july june jung jungian kazakhstan kenya kohut korea
    korean kuwait lacan latin latvia lebanon lithuania london malaysia march mediterranean mexican
    mexico monday morocco nepal netherlands nigeria nordic norway norwegian november october pakistan
    palestine paris parkinson peru philippines poland polish portugal portuguese romania romanian russia
    russian saturday scandinavia scandinavian scotland scottish september serbia serbian siberia
    singapore slovakia slovenia spain spanish sudan sunday sweden swedish swiss switzerland taiwan
    tanzania tavistock thai thailand thursday tuesday tunisia turkey turkish uganda ukraine ukrainian
    vienna vietnam vietnamese wales wednesday welsh winnicott yugoslavia
"""
_ALWAYS_CAPITAL = frozenset(_CAPITAL_WORDS.split())
_TELLS_NOTHING = _JOINING | _ALWAYS_CAPITAL


def protect(text: str, language: str | None, encoding: str = "utf-8") -> str:
    r"""A title, escaped, with braces around what a style that lower-cases titles must leave alone.

    To lower capitals is English usage: a title in another language, or in an unknown one with letters beyond ASCII, is
    braced as a whole. In English, braces go word by word: acronyms, mixed case and single capitals (COVID-19,
    mRNA, vitamin D), names of countries, languages, months and a few persons; where the title is in sentence
    case, every capital within it, since the author put it there. A title all in capitals tells nothing about
    its words and gets no braces.

    'Balint groups in Iran: an RCT', 'en' -> '{Balint} groups in {Iran}: an {RCT}'
    'Die Arbeit mit dem Patienten', 'de' -> '{Die Arbeit mit dem Patienten}'
    """
    text = writable(text, encoding)
    if not is_english(text, language):
        return braced(escape(text, encoding))
    escaped = escape(text, encoding)
    if text.upper() == text or _has_one_capital(text):
        return escaped
    part = str if escaped == text else partial(_escape_part, encoding=encoding)
    pieces = _WORD.split(text)
    written, end = [], 0
    for place in _kept(pieces):
        written += [part("".join(pieces[end:place])), braced(part(pieces[place]))]
        end = place + 1
    return "".join([*written, part("".join(pieces[end:]))]) if written else escaped


def is_english(text: str, language: str | None) -> bool:
    """Whether a title is in English: said so, or in an unknown language and in ASCII letters."""
    return language == "en" or (language is None and (text.isascii() or not _has_foreign_letter(text)))


def _has_foreign_letter(text: str) -> bool:
    return any(char > "\x7f" and char.isalpha() for char in text)


def braced(escaped: str) -> str:
    r"""`escaped` in braces; never '{\…', which is a 'special character' to BibTeX and does change case."""
    return "{" + ("{}" if escaped.startswith("\\") else "") + escaped + "}"


def _escape_part(text: str, encoding: str) -> str:
    """`escape` for a piece of a text that is already plain: blanks at its ends stay."""
    core = escape(text, encoding)
    if not core:
        return " " if text else ""
    return " " * text[0].isspace() + core + " " * text[-1].isspace()


def _has_one_capital(text: str) -> bool:
    """Whether no letter but the first is a capital, and the first word no name."""
    first = _WORD.match(text)
    return first is not None and text[1:].islower() and _stem(first[0]) not in _ALWAYS_CAPITAL


# of a title: what stands before the first word, the first word, what stands before the second, the second …
_Pieces = Sequence[str]


def _kept(pieces: _Pieces) -> Iterator[int]:
    """The places of the words whose capitals must stay."""
    names_by_case = None
    for place in range(1, len(pieces), 2):
        keeps = _keeps_capitals(pieces[place])
        if keeps is None and not _stays_as_it_is(pieces, place):
            keeps = _is_single_capital(pieces[place]) or _begins_sentence(pieces, place)
            if not keeps:
                keeps = names_by_case = _is_sentence_case(pieces) if names_by_case is None else names_by_case
        if keeps:
            yield place


@lru_cache(1 << 14)  # titles have their words in common
def _keeps_capitals(word: str) -> bool | None:
    """Whether a word keeps its capitals wherever it stands; None: its place tells."""
    if not word[1:].islower() and any(map(str.isupper, word[1:])):
        return True
    if not word[0].isupper():
        return False
    return True if _stem(word) in _ALWAYS_CAPITAL else None


def _is_single_capital(word: str) -> bool:
    return word != "A" and not any(map(str.isalpha, word[1:]))


def _stays_as_it_is(pieces: _Pieces, place: int) -> bool:
    """Whether a word stands where every style leaves its first letter as it is."""
    return pieces[place - 1].endswith(": ") or (place == 1 and not pieces[0])


def _begins_sentence(pieces: _Pieces, place: int) -> bool:
    return place == 1 or _ENDS_SENTENCE.search(pieces[place - 1]) is not None


def _is_sentence_case(pieces: _Pieces) -> bool:
    """Whether a capital within the title is a name: at least a third of the telling words are lower-case."""
    telling = [
        lower
        for before, word in zip(pieces[2::2], pieces[3::2], strict=False)
        if (lower := _is_telling_lower(word)) is not None
        and (before == " " or not (before[-1:] in ("-", "‐") or _ENDS_SENTENCE.search(before)))
    ]
    return any(telling) and sum(telling) * 3 >= len(telling)


@lru_cache(1 << 14)
def _is_telling_lower(word: str) -> bool | None:
    """Whether a word begins in lower case; None where that tells nothing of the habit of a title."""
    if len(word) <= 3 or not word[1:].islower() or word.lower() in _TELLS_NOTHING:
        return None
    return word.islower()


def _stem(word: str) -> str:
    """The word as the list of names has it: "Balint's" -> 'balint'; '' where it begins in lower case."""
    if not word[:1].isupper():
        return ""
    return word.lower() if word.isalpha() else re.sub(r"['’]s$|-\d+$", "", word).lower()
