"""Rules on single signs: quotation marks, brackets, dashes, and signs that nobody sees.

What a word processor makes of a string is mended for the rules that come after, so that one slip is told once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .dialects import Dialect
from .problem import Problem, around, doubt, error, listed

# sign -> what a keyboard gives. Of 40 platforms that were tried, about one in four did not clearly read curly marks as
# those of a phrase ("Phrasing in Reproducible Search Methodology: The Consequences of Straight and Curly Quotation
# Marks", abstract).
QUOTES = dict.fromkeys("“”„‟«»″〝〞＂", '"')
APOSTROPHES = dict.fromkeys("‘’‚‛′‹›", "'")
BRACKETS = {"（": "(", "）": ")", "［": "[", "］": "]"}
DASHES = dict.fromkeys("‐‑‒–—−", "-")
UNSEEN = dict.fromkeys("\u00a0\u2007\u202f\u3000", " ") | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "")
_MEND = str.maketrans(QUOTES | APOSTROPHES | BRACKETS | DASHES | UNSEEN)

NOT_A_PHRASE = re.compile(r"\s(?:AND|OR|NOT)\s.*[\[(]|\]\s*(?:AND|OR)\s|\)\s*(?:AND|OR)\s*\(?", re.DOTALL)
"""What no phrase holds: an operator with tags or brackets about it. There a quotation mark is missing."""


def mended(text: str) -> str:
    """`text` with the signs of a keyboard; places stay the same but where unseen signs go."""
    return text.translate(_MEND)


def typographic(text: str, dialect: Dialect) -> Iterator[Problem]:
    """Signs that a word processor puts in, and those that nobody sees. In a form without phrases they do no harm."""
    if found := _found(text, QUOTES | BRACKETS):
        say = error if dialect.operators else doubt
        yield say(
            f"typographic signs {found} at {_first(text, QUOTES | BRACKETS)}",
            'type " and ( ) from the keyboard: not every database reads the others',
        )
    if single := [match for match in re.finditer("[‘’‚‛′‹›]", text) if not _inside_word(text, match.start())]:
        yield error(
            f"typographic quotation mark at {around(text, single[0].start(), single[0].end())}",
            "type it from the keyboard",
        )
    if inner := re.search(r"(?<=\w)[’′](?=\w)", text):
        yield doubt(f"typographic apostrophe at {around(text, *inner.span())}", "type ' from the keyboard")
    yield from _dashes(text)
    if unseen := re.search(f"[{''.join(UNSEEN)}]", text):
        yield doubt(
            f"a sign that nobody sees (U+{ord(unseen[0]):04X}) at {around(text, *unseen.span())}",
            "delete it and type a blank: some databases read it as a letter",
        )


def _found(text: str, signs: dict[str, str]) -> str:
    return " ".join(sorted({char for char in text if char in signs}))


def _first(text: str, signs: dict[str, str]) -> str:
    place = next(place for place, char in enumerate(text) if char in signs)
    return around(text, place, place + 1)


def _inside_word(text: str, place: int) -> bool:
    return text[max(0, place - 1) : place].isalnum() and text[place + 1 : place + 2].isalnum()


def _dashes(text: str) -> Iterator[Problem]:
    dash = "".join(DASHES)
    if years := re.search(rf"\d\s*[{dash}]\s*\d", text):
        yield error(f"a typographic dash between numbers at {around(text, *years.span())}", "type - from the keyboard")
    elif other := re.search(f"[{dash}]", text):
        yield doubt(f"a typographic dash at {around(text, *other.span())}", "type - from the keyboard")


def unbalanced(text: str, dialect: Dialect) -> Iterator[Problem]:
    """Quotation marks and brackets without their partner, each with the words around it."""
    quote = _open_quote(text)
    if quote is not None:
        yield error(
            f"a quotation mark without its partner at {around(text, quote, quote + 1)}",
            "open and close each phrase; what comes after is read the wrong way round",
        )
        return  # nobody knows what stands inside quotation marks now: brackets would be counted wrongly
    bare = _without_phrases(text, dialect)
    pairs = (("(", ")"), ("[", "]"), ("{", "}")) if dialect.key == "scopus" else (("(", ")"), ("[", "]"))
    for opening, closing in pairs:
        for place in _unmatched(bare, opening, closing):
            way = ("opened, never closed", closing) if bare[place] == opening else ("closed, never opened", opening)
            yield error(f"{bare[place]!r} is {way[0]} at {around(text, place, place + 1)}", f"add the {way[1]!r}")


def _open_quote(text: str) -> int | None:
    """The quotation mark that lacks its partner: the first that opens what can't be a phrase, or the last of all."""
    places = [match.start() for match in re.finditer('"', text)]
    if len(places) % 2 == 0:
        return None
    for start, end in zip(places[::2], places[1::2], strict=False):
        if NOT_A_PHRASE.search(text, start + 1, end):
            return start
    return places[-1]


def _without_phrases(text: str, dialect: Dialect) -> str:
    """The same length, with blanks where phrases stand: brackets in a phrase are no brackets."""
    phrases = '"[^"]*"' + (f"|{dialect.phrase}" if dialect.key == "embase" else "")
    return re.sub(phrases, lambda phrase: " " * len(phrase[0]), text)


def _unmatched(text: str, opening: str, closing: str) -> list[int]:
    waiting: list[int] = []
    alone: list[int] = []
    for match in re.finditer(f"[{re.escape(opening + closing)}]", text):
        if match[0] == opening:
            waiting.append(match.start())
        elif waiting:
            waiting.pop()
        else:
            alone.append(match.start())
    return sorted((alone + waiting)[:3])  # one slip may leave a hundred: three places are enough to find it


def operators_in_phrases(text: str) -> Iterator[Problem]:
    """A phrase that swallowed what stands between two phrases: marks that match in number, not in place."""
    for match in re.finditer('"([^"]*)"', text):
        if NOT_A_PHRASE.search(match[1]):
            yield doubt(
                f"an operator stands inside quotation marks at {around(text, match.start(), match.start() + 1)}",
                "is a quotation mark missing before it?",
            )


def small_operators(text: str, dialect: Dialect) -> Iterator[Problem]:
    """and, or, not in small letters, where the database takes them for words."""
    if not dialect.capitals:
        return
    bare = _without_phrases(text, dialect)
    bare = re.sub(r"\[[^\[\]]*\]", lambda tag: " " * len(tag[0]), bare)
    found = re.finditer(r"(?<![\w-])(?:and|or|not)(?![\w-])", bare, re.IGNORECASE)
    if small := [match for match in found if not match[0].isupper()]:
        yield error(
            f"{listed(sorted({match[0] for match in small}))} in small letters at {around(text, *small[0].span())}: "
            f"{dialect.name} reads operators in capitals only",
            "write AND, OR, NOT; a phrase that holds such a word stands in quotation marks",
        )
