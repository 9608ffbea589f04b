r"""Titles whose capitals a style must leave alone, in braces.

Classic styles (plain, plainnat) lower every letter but the first of the title and the first after ': '. Braces keep
what stands in them; but '{\\…' is a 'special character' to BibTeX, which does change case.

In: a title and its language. Out: the title, escaped, with its braces.
Source: BibTeX's change.case$.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ._latex_escape import escape, writable

_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+(?:['’][^\W_]+)*(?:-\d+)*")
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
    if text.upper() == text:
        return escape(text, encoding)
    written, end = [], 0
    for start, stop in _kept_spans(text):
        written += [_escape_part(text[end:start], encoding), braced(_escape_part(text[start:stop], encoding))]
        end = stop
    return "".join([*written, _escape_part(text[end:], encoding)])


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


def _kept_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the words stand whose capitals must stay."""
    first = _WORD.match(text)
    if first and text[1:].islower() and _stem(first[0]) not in _ALWAYS_CAPITAL:
        return  # no capital but the first letter
    words: _Words = []
    end = 0
    for found in _WORD.finditer(text):
        before = text[end : found.start()]
        words.append((found, not end or _ENDS_SENTENCE.search(before) is not None, before))
        end = found.end()
    names_by_case = _is_sentence_case(words)
    for found, starts, before in words:
        word = found[0]
        if not word.islower() and _keeps_capitals(word, starts, before, found.start(), names_by_case):
            yield found.span()


_Words = list[tuple[re.Match[str], bool, str]]  # the word, whether a sentence begins with it, what stands before it


def _is_sentence_case(words: _Words) -> bool:
    """Whether a capital within the title is a name: at least a third of the telling words are lower-case."""
    telling = [
        word
        for found, starts, before in words
        if not starts
        and len(word := found[0]) > 3
        and word[1:].islower()
        and word.lower() not in _TELLS_NOTHING
        and before[-1:] not in ("-", "‐")
    ]
    lower = sum(map(str.islower, telling))
    return lower > 0 and lower * 3 >= len(telling)


def _keeps_capitals(word: str, starts: bool, before: str, place: int, names_by_case: bool) -> bool:
    if not word[1:].islower() and any(map(str.isupper, word[1:])):
        return True
    if not word[0].isupper():
        return False
    if _stem(word) in _ALWAYS_CAPITAL:
        return True
    if place == 0 or before.endswith(": "):
        return False  # what every style leaves as it is
    single_capital = word != "A" and not any(map(str.isalpha, word[1:]))
    return single_capital or names_by_case or starts


def _stem(word: str) -> str:
    """The word as the list of names has it: "Balint's" -> 'balint'; '' where it begins in lower case."""
    if not word[:1].isupper():
        return ""
    return word.lower() if word.isalpha() else re.sub(r"['’]s$|-\d+$", "", word).lower()
