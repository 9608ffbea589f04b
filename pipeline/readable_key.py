"""A readable citekey: what a work's key looks like before anybody else's is thought of.

In: the fields of a work, and the pattern of bibcorpus.toml. Out: a key of letters of ASCII, digits and a few signs; not
unique, and given to nobody: citekey.py sees to that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from .key_pattern import READABLE, Piece, parse_pattern
from .model import Bibliographic, Name
from .values.fold import fold
from .values.retracted_title import retraction_mark

_ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu)['’]", re.IGNORECASE)  # l'équipe, d'un

_NAMES_IN_FULL = 3

# articles, pronouns, prepositions and conjunctions that begin titles in the languages of the corpus
_STOP_WORDS = """
    a an the and or of on in at to for from by with without about into is are was were be do does can what why
    how when where who which this that these those its it their our my your some as than toward towards would
    should could will you we they all der die das den dem des ein eine einer eines einem einen und oder von
    vom zu zum zur im am auf aus bei mit nach ueber über für fuer durch als wie was warum wer wir ist sind
    zwischen le la les l un une des du de d et ou en au aux dans pour par sur avec sans entre qu que qui est
    ce cette i w we z ze o u na do od po za pod przy przez dla oraz lub jest jako czy się jak и в во на с со к
    ко о об обо от до по за для из изо у при над под без про через между или не что как это а но же его ее их
"""


def propose(work: Bibliographic, pattern: str = READABLE) -> str:
    """A readable key by `pattern`: first author, year, first telling word of the title, where nobody wants another.

    Винокур 2012, 'Балинтовские группы' -> 'vinokur2012balintovskie'; without author the editor, a group's
    first telling word, 'anon'; without year none. Not unique: `assign` sees to that.
    """
    pieces = (piece.text if piece.part is None else _filled(piece, work) for piece in parse_pattern(pattern))
    key = "".join(pieces).lstrip("_:.+/-")
    return key or "anon"


def _filled(piece: Piece, work: Bibliographic) -> str:
    words = _PARTS[piece.part or ""](work)
    text = "".join(_CASES[piece.case](word) for word in words)
    return text[-2:] if piece.part == "year" and piece.length == 2 else text[: piece.length]


def _who(work: Bibliographic) -> list[str]:
    return next(([folded] for name in (*work.authors[:1], *work.editors[:1]) if (folded := _of_name(name))), ["anon"])


def _all_of_them(work: Bibliographic) -> list[str]:
    names = [folded for name in work.authors or work.editors if (folded := _of_name(name))]
    return [*names[:1], "etal"] if len(names) > _NAMES_IN_FULL else names or ["anon"]


def _year(work: Bibliographic) -> list[str]:
    year = work.year if work.year is not None else _year_of(work.date or work.date_online)
    return [] if year is None else [str(year).replace("-", "")]


def _journal(work: Bibliographic) -> list[str]:
    return [word for word in _ascii(work.container_short or work.container) if word not in _stop_words()]


def _of_name(name: Name) -> str:
    person = _ascii(name.family) or _ascii(name.given)
    return "".join(person) or _telling_word(name.literal)


def _telling_word(text: str | None) -> str:
    """The first word that is no stop word, number or lone letter; else the first word; else ''."""
    words = _ascii(_ELIDED.sub(" ", text or ""))
    telling = (w for w in words if len(w) > 1 and not w.isdecimal() and w not in _stop_words())
    return next(telling, words[0] if words else "")


def _ascii(text: str | None) -> list[str]:
    """The words of `text`, transliterated, of [a-z0-9] only."""
    words = (re.sub(r"[^a-z0-9]", "", word) for word in fold(text or "").split())
    return [word for word in words if word]


def _its_own(title: str | None) -> str | None:
    """'RETRACTED: Groups in Oslo' is named after its groups, as before it was retracted."""
    mark = retraction_mark(title) if title else None
    return title.replace(mark, "", 1) if title and mark else title


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(fold(_STOP_WORDS).split())


_PARTS: Mapping[str, Callable[[Bibliographic], list[str]]] = {
    "author": _who,
    "authors": _all_of_them,
    "year": _year,
    "title": lambda work: [_telling_word(_its_own(work.title_original or work.title))],
    "journal": _journal,
    "type": lambda work: _ascii(work.type),
}
_CASES: Mapping[str, Callable[[str], str]] = {"lower": str.lower, "upper": str.upper, "capital": str.capitalize}


def _year_of(date: str | None) -> int | None:
    found = re.match(r"\d{4}", date or "")
    return int(found[0]) if found else None
