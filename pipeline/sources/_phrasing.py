"""One phrase in the search language of a database.

In: a `Term`. Out: a `Piece` of a string, or None where it is left out; what is said otherwise than it was meant goes
to `Remarks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ._syntax import Asked, Syntax
from ._terms import Term

APART = "this * inside a phrase can't be asked; the words are searched wherever they stand, which finds more"
NEAR_APART = "such near words can't be asked; they are searched wherever they stand, which finds more"
ORDER = "the order of near words can't be asked; both orders are found"
NOT_WIDER = "left out behind NOT: it can't be asked exactly, and a wider one would drop good records"
SHORT = "fewer than {least_stem} letters before *; asked without *, which finds less: write the words out"
DROPPED = "there is no *; asked without it, which finds less: write whole words, e.g. (group|groups)"
SCRIPT = "left out: titles stand there in Latin letters (translated or transliterated), other alphabets find nothing"
CAPITALS = "capitals don't count; small letters are found too"


class Remarks:
    """What must be said of a string: reason -> what it is about, in the order in which it came up."""

    def __init__(self, syntax: Syntax) -> None:
        self.syntax = syntax
        self._found: dict[str, dict[str, None]] = {}

    def add(self, reason: str, about: str = "") -> None:
        """`reason` may hold {least_stem}, the letters that the language wants before a '*'."""
        self._found.setdefault(reason.format(least_stem=self.syntax.least_stem), {})[about] = None

    def lines(self) -> Iterator[str]:
        """'Scopus: the order of near words can't be asked; both orders are found: 'burnout ..2 student*''"""
        for reason, about in self._found.items():
            named = ", ".join(repr(text) for text in about if text)
            yield f"{self.syntax.title}: {reason}" + (f": {named}" if named else "")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a string; `operator`: the one that its own parts are joined with, empty for one thing."""

    text: str
    operator: str = ""

    def beside(self, operator: str) -> str:
        """The text, in brackets where they are needed beside `operator`; 'a AND b' beside AND needs none."""
        return self.text if self.operator in ("", operator) else f"({self.text})"


def joined(pieces: Sequence[Piece], operator: str) -> Piece:
    """The pieces with AND, or with OR, between; one alone stays as it is."""
    if len(pieces) == 1:
        return pieces[0]
    return Piece(f" {operator} ".join(piece.beside(operator) for piece in pieces), operator)


class Phrases:
    """Writes phrases in one language, for the fields that are asked."""

    def __init__(self, syntax: Syntax, asked: Asked, remarks: Remarks) -> None:
        self.syntax = syntax
        self.asked = asked
        self.remarks = remarks

    def term(self, term: Term, negative: bool) -> Piece | None:
        """The phrase in this language; None where it is left out."""
        if self.syntax.latin_only and not term.is_latin:
            self.remarks.add(SCRIPT, term.source)
            return None
        if term.in_capitals:
            self.remarks.add(CAPITALS, term.source)
        cut = replace(term, words=self.cut(term.words, term), near=self.cut(term.near, term))
        return self.near(cut, negative) if cut.near else self.phrase(cut.words, cut, negative)

    def cut(self, words: tuple[str, ...], term: Term) -> tuple[str, ...]:
        """The words, each without a '*' that the language doesn't take."""
        if self.syntax.stars == "drop" and any(word.endswith("*") for word in words):
            self.remarks.add(DROPPED, term.source)
            return tuple(word.removesuffix("*") for word in words)
        short = {word for word in words if word.endswith("*") and len(word) <= self.syntax.least_stem}
        if short:
            self.remarks.add(SHORT, term.source)
        return tuple(word[:-1] if word in short else word for word in words)

    def phrase(self, words: tuple[str, ...], term: Term, negative: bool) -> Piece | None:
        """Words side by side, in order."""
        starred = [word.endswith("*") for word in words]
        stars = self.syntax.stars
        if len(words) == 1:
            return self.in_field(_safe(words[0], self.syntax.quote))
        if any(starred) and (stars == "chain" or (not self.syntax.quote and not _is_plain(words))):
            return self.in_field(f"({self.syntax.chain.join(_safe(word, self.syntax.quote) for word in words)})")
        if (stars == "end" and any(starred[:-1])) or (stars == "split" and any(starred)):
            return self.apart([(word,) for word in words], term, APART, negative)
        text = " ".join(words)
        return self.in_field(text if not self.syntax.quote and _is_plain(words) else _quoted(text, self.syntax.quote))

    def near(self, term: Term, negative: bool) -> Piece | None:
        """Words near each other, in order where that can be asked."""
        sides = (term.words, term.near)
        plain = all(len(side) == 1 and not side[0].endswith("*") for side in sides)
        ordered = self.syntax.near_ordered.get(self.asked.within) if term.ordered else None
        form = ordered or self.syntax.near.get(self.asked.within)
        if form is None or (self.syntax.near_plain and not plain):
            return self.apart(sides, term, NEAR_APART, negative)
        if term.ordered and not ordered:
            self.remarks.add(NOT_WIDER if negative else ORDER, term.source)
            if negative:
                return None
        left, right = (self.bare(side, term) for side in sides)
        words, n = " ".join(term.all_words), term.gap + self.syntax.near_plus
        return Piece(form.format(left=left, right=right, words=words, n=n))

    def bare(self, words: tuple[str, ...], term: Term) -> str:
        """A side of a near phrase: without a field."""
        writer = Phrases(replace(self.syntax, field_around="list"), self.asked, self.remarks)
        piece = writer.phrase(words, term, negative=False)
        return piece.beside("near") if piece else ""

    def apart(self, parts: Iterable[tuple[str, ...]], term: Term, reason: str, negative: bool) -> Piece | None:
        """The parts joined with AND: wider than what was meant."""
        self.remarks.add(NOT_WIDER if negative else reason, term.source)
        if negative:
            return None
        pieces = [piece for part in parts if (piece := self.phrase(part, term, negative))]
        return joined(pieces, self.syntax.operators[0])

    def in_field(self, text: str) -> Piece:
        return Piece(self.field("word", text))

    def field(self, around: str, text: str) -> str:
        """The text in the form of the field, if that is what the field stands around."""
        if around != self.syntax.field_around:
            return text
        return self.syntax.fields[self.asked.within].replace("{}", text)


RESERVED = frozenset(["and", "or", "not", "near", "next", "adj", "same", "within"])


def _is_plain(words: Iterable[str]) -> bool:
    return not any(word.lower() in RESERVED or "'" in word for word in words)


def _safe(word: str, mark: str) -> str:
    """The word, in quotes where it would be an operator, or has an apostrophe."""
    return word if _is_plain([word]) else _quoted(word, mark)


def _quoted(text: str, mark: str) -> str:
    """In quotes; in double ones where the text has an apostrophe, or the language has none of its own."""
    mark = '"' if "'" in text or not mark else mark
    return f"{mark}{text}{mark}"
