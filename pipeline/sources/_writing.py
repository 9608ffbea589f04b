"""The writer: concepts put together -> strings in the search language of a database.

In: the tree of a combination, the concepts in it, fields and years. Out: `Written`: the strings, and remarks on all
that the language can't say: what finds more than was meant, what finds less, what is left out. Nothing is dropped
without a remark.

Two rules hold in every language. What it can't say is said wider, not narrower, where that can be helped; and in the
part behind NOT it is left out instead, since there a wider phrase drops good records.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import quote

from ..expression import All, Any, Named, Tree, Without, names_in, shown
from ._phrasing import NEAR_APART, NOT_WIDER, Phrases, Piece, Remarks, joined
from ._syntax import Asked, Concept, Syntax, Written
from ._terms import BadTerm, Term, parse_term

SKIPPED = "left out, since there is no *: write whole words, e.g. (group|groups)"
NO_HEADINGS = "subject headings of another vocabulary are left out"
NO_YEARS = "the string can't hold the years: set them in the form, or as a limit"
NO_DATE = "only the year of publication can be asked, not the date that the query means"
ONE_BLOCK = (
    "there is no AND and no NOT: only the words of one block are asked, the rest is judged in the corpus; left out"
)
SPLIT = "too long for one address: asked in several strings, whose records together are the same"
TOO_LONG = "longer than the service takes in an address, and can't be split: shorten it"


def write(syntax: Syntax, tree: Tree, concepts: Mapping[str, Concept], asked: Asked) -> Written:
    """The strings for one database. Raises BadTerm: a phrase that no string can hold, or a block that can't be asked.

    write(SCOPUS, Named("a"), {"a": Concept(name="a", phrases=("balint group*",))}, Asked()).strings
        -> ('TITLE-ABS("balint group*")',)
    """
    writer = _Writer(syntax, asked)
    strings = writer.runs(tree, concepts) if syntax.one_run_each else writer.fitting(tree, concepts)
    return Written(strings=tuple(dict.fromkeys(strings)), remarks=tuple(writer.all_remarks()))


def terms_of(concept: Concept) -> Iterator[Term]:
    """The terms of a block, in its order. Raises BadTerm, which names the phrase."""
    for phrase in concept.phrases:
        try:
            yield from parse_term(phrase)
        except BadTerm as error:
            raise BadTerm(f"[block.{concept.name}.words] {phrase!r}: {error}") from error


class _Writer:
    """One search in the making. `lines`: the concepts, where each is a line of its own."""

    def __init__(self, syntax: Syntax, asked: Asked) -> None:
        self.syntax = syntax
        self.asked = asked
        self.lines: list[str] = []
        self.remarks = Remarks(syntax)
        self.phrases = Phrases(syntax, asked, self.remarks)

    def all_remarks(self) -> Iterator[str]:
        """What is special to this search first, then what holds of the language, its fields and dates."""
        yield from self.remarks.lines()
        notes = [*self.syntax.notes, self.syntax.field_notes.get(self.asked.within)]
        if self.asked.start or self.asked.end:
            notes.append(self.syntax.date_notes.get(self.asked.date))
        yield from (f"{self.syntax.title}: {note}" for note in notes if note)

    # --- a concept, and concepts together

    def concept(self, concept: Concept, negative: bool) -> Piece | None:
        """All words and headings of a block; None where nothing of it can be asked."""
        either = self.syntax.operators[1]
        pieces = list(dict.fromkeys(filter(None, self.pieces(concept, negative))))
        if pieces and self.syntax.field_around == "list":
            pieces = [Piece(self.phrases.field("list", joined(pieces, either).text))]
        pieces += self.headings(concept)
        if not pieces:
            return None
        found = joined(pieces, either)
        return self.line(found) if self.syntax.numbered else found

    def pieces(self, concept: Concept, negative: bool) -> Iterator[Piece | None]:
        for term in terms_of(concept):
            yield self.phrases.term(term, negative)
            if self.syntax.accents_count and (plain := term.without_accents()) != term:
                yield self.phrases.term(plain, negative)

    def headings(self, concept: Concept) -> Iterator[Piece]:
        for vocabulary, headings in concept.headings.items():
            form = self.syntax.headings.get(vocabulary)
            for heading in headings:
                if form is None:
                    self.remarks.add(NO_HEADINGS, f"{vocabulary}: {heading}")
                else:
                    yield Piece((form.replace("'", '"') if "'" in heading else form).replace("{}", heading))

    def line(self, piece: Piece) -> Piece:
        """A line of its own, once; its number stands for it."""
        if piece.text not in self.lines:
            self.lines.append(piece.text)
        return Piece(str(self.lines.index(piece.text) + 1))

    def node(self, tree: Tree, concepts: Mapping[str, Concept], negative: bool = False) -> Piece | None:
        """The tree; None where nothing of it can be asked. Raises BadTerm where that would find far too much."""
        match tree:
            case Named(name):
                return self.concept(concepts[name], negative)
            case Any(parts):
                found = [piece for part in parts if (piece := self.node(part, concepts, negative))]
                return joined(found, self.syntax.operators[1]) if found else None
            case All(parts):
                pieces = [self.needed(part, concepts, negative) for part in parts]
                if None in pieces:
                    self.leave_out(tree, concepts)
                    return None
                return joined([piece for piece in pieces if piece], self.syntax.operators[0])
            case Without(keep, drop):
                return self.without(keep, drop, concepts, negative)

    def leave_out(self, tree: Tree, concepts: Mapping[str, Concept]) -> None:
        """Name every word and heading of it."""
        for name in names_in(tree):
            for phrase in concepts[name].phrases:
                self.remarks.add(NOT_WIDER, phrase)
            for vocabulary, headings in concepts[name].headings.items():
                for heading in headings:
                    self.remarks.add(NOT_WIDER, f"{vocabulary}: {heading}")

    def without(self, keep: Tree, drop: Tree, concepts: Mapping[str, Concept], negative: bool) -> Piece | None:
        kept, dropped = self.needed(keep, concepts, negative), self.node(drop, concepts, not negative)
        if dropped is None:
            self.leave_out(drop, concepts)
        if kept is None or dropped is None:
            return None if negative else kept
        but_not = self.syntax.operators[2]
        return Piece(f"{kept.beside(but_not)} {but_not} {dropped.beside('')}", but_not + " ")

    def needed(self, tree: Tree, concepts: Mapping[str, Concept], negative: bool) -> Piece | None:
        """A part without which the rest would find far too much."""
        piece = self.node(tree, concepts, negative)
        if piece is None and not negative:
            raise BadTerm(f"nothing of {shown(tree)!r} can be asked of {self.syntax.title}: give it words that can")
        return piece

    # --- whole strings

    def fitting(self, tree: Tree, concepts: Mapping[str, Concept]) -> Iterator[str]:
        """The string; or several, where it is too long: the largest block is halved, and each half asked apart.

        (a OR b) AND c finds what a AND c and b AND c find together; so does each block that stands once, before NOT.
        """
        string = self.whole(tree, concepts)
        if self.syntax.longest is None or len(quote(string)) <= self.syntax.longest:
            yield string
            return
        splittable = [name for name in _once_before_not(tree) if len(concepts[name].phrases) > 1]
        if not splittable:
            self.remarks.add(TOO_LONG)
            yield string
            return
        self.remarks.add(SPLIT)
        largest = max(splittable, key=lambda name: len(concepts[name].phrases))
        phrases = concepts[largest].phrases
        middle = len(phrases) // 2
        for half in (phrases[:middle], phrases[middle:]):
            yield from self.fitting(tree, {**concepts, largest: replace(concepts[largest], phrases=half)})

    def whole(self, tree: Tree, concepts: Mapping[str, Concept]) -> str:
        self.lines = []
        piece = self.needed(tree, concepts, negative=False) or Piece("")
        if self.syntax.numbered and not piece.text.isdigit():
            piece = self.line(piece)
        if self.syntax.field_around == "whole":
            piece = Piece(self.phrases.field("whole", piece.text))
        years = self.years()
        if self.syntax.numbered:
            return "\n".join([*self.lines, *([years.replace("LINE", piece.text)] if years else [])])
        return self.dated(piece, years)

    def dated(self, piece: Piece, years: str) -> str:
        if not years:
            return piece.text
        return self.syntax.dated.format(text=piece.beside(self.syntax.operators[0]), years=years)

    def years(self) -> str:
        """The limit to years; empty where there is none to set."""
        asked = self.asked
        if asked.start is None and asked.end is None:
            return ""
        form = self.syntax.years.get(asked.date) or self.syntax.years.get("publication year")
        if form is None:
            self.remarks.add(NO_YEARS, f"{asked.start or ''}–{asked.end or ''}")
            return ""
        if asked.date not in self.syntax.years:
            self.remarks.add(NO_DATE, asked.date)
        return form.written(asked.start, asked.end)

    def runs(self, tree: Tree, concepts: Mapping[str, Concept]) -> Iterator[str]:
        """Each phrase as a search of its own, where a language has no operators."""
        asked, left = _one_block_each(tree)
        if left:
            self.remarks.add(ONE_BLOCK, ", ".join(left))
        years, found = self.years(), 0
        for name in asked:
            list(self.headings(concepts[name]))
            for term in terms_of(concepts[name]):
                if self.syntax.stars == "skip" and any(word.endswith("*") for word in term.all_words):
                    self.remarks.add(SKIPPED, term.source)
                    continue
                if term.near:
                    self.remarks.add(NEAR_APART, term.source)
                found += 1
                words = " ".join(self.phrases.cut(term.all_words, term))
                yield self.dated(Piece(self.phrases.field("whole", words)), years)
        if not found:
            raise BadTerm(f"nothing of {shown(tree)!r} can be asked of {self.syntax.title}: give it words that can")


def _once_before_not(tree: Tree) -> list[str]:
    """Blocks that stand once, and never behind NOT: those that may be asked half by half."""
    behind = {name for part in _dropped(tree) for name in names_in(part)}
    listed = _each_name(tree)
    return [name for name in names_in(tree) if name not in behind and listed.count(name) == 1]


def _dropped(tree: Tree) -> Iterator[Tree]:
    if isinstance(tree, Without):
        yield tree.drop
        yield from _dropped(tree.keep)
    elif isinstance(tree, All | Any):
        for part in tree.parts:
            yield from _dropped(part)


def _each_name(tree: Tree) -> list[str]:
    if isinstance(tree, Named):
        return [tree.name]
    parts = tree.parts if isinstance(tree, All | Any) else (tree.keep, tree.drop)
    return [name for part in parts for name in _each_name(part)]


def _one_block_each(tree: Tree) -> tuple[list[str], list[str]]:
    """(the blocks to ask without AND and NOT, those left out then): the first of what must stand together."""
    match tree:
        case Named(name):
            return [name], []
        case Any(parts):
            both = [_one_block_each(part) for part in parts]
            return [name for asked, _ in both for name in asked], [name for _, left in both for name in left]
        case All((first, *rest)):
            asked, left = _one_block_each(first)
            return asked, [*left, *(name for part in rest for name in names_in(part))]
        case Without(keep, drop):
            asked, left = _one_block_each(keep)
            return asked, [*left, *names_in(drop)]
    raise AssertionError(tree)
