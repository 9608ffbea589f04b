"""Rules on terms: wildcards, field names, nearness, what stands without a field, and names of people.

Each rule: a mended string's terms and its database's table -> problems.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Sequence

from .dialects import ALSO_OWN, FIELD_FORMS, NEARNESS, PLAIN_WORDS, Dialect
from .problem import Problem, around, doubt, error, listed
from .reading import Group, Term, Token, field_name, near_name, terms_in_place

WILD = "*?$#"
PUBMED_NEAR_FIELDS = {"ti", "title", "tiab", "title/abstract", "ad", "affiliation"}
NOT_A_WORD = re.compile(r"[#S]?\d+|(?:or|and)/\d+-\d+|\d{4}(?:[/-]\d+)*|hasabstract", re.IGNORECASE)
"""The number of a line, a date, and a filter of PubMed: none of them wants a field of its own."""


def shown(term: Term) -> str:
    """The term as it is told of: "'balint group*'"."""
    return repr(term.text if len(term.text) <= 60 else f"{term.text[:59]}…")


# --- wildcards ---------------------------------------------------------------------------------------------------


def wildcards(term: Term, dialect: Dialect) -> Iterator[Problem]:
    """Wildcards that have too few letters, or that stand where the database reads none."""
    rule = dialect.wildcards
    if rule is None or term.limit:
        return
    if term.quoted and rule.not_in_quotes and (sign := _any_of(term.text, rule.not_in_quotes)):
        yield error(f"{shown(term)}: {dialect.name} reads no {sign} in quotation marks", f"write {rule.instead}")
        return
    if dialect.counted_in and term.field not in dialect.counted_in:
        return
    focus = dialect.key == "ovid" and term.tagged.startswith("/")  # '*Burnout/': as the main subject
    for word in term.text.removeprefix("*").split() if focus else term.text.split():
        yield from _letters(term, word, dialect)


def foreign_wildcards(found: Sequence[Term], dialect: Dialect) -> Iterator[Problem]:
    """Wildcards of another database, each told once: here they are signs like any other."""
    if dialect.wildcards is None:
        return
    known = dialect.wildcards.signs
    in_terms: dict[str, list[str]] = {}
    for term in found:
        if not term.limit and (sign := _unknown_wildcard(term, known)):
            in_terms.setdefault(sign, []).append(shown(term))
    for sign, told in in_terms.items():
        allowed = f"its wildcards are {' '.join(known)}" if known else "it has none"
        yield doubt(
            f"{sign} is no wildcard in {dialect.name} ({allowed}): {listed(told)}",
            f"use {known[0]}, or write the words out, with OR" if known else "write the words out",
        )


def _any_of(text: str, signs: str) -> str | None:
    return next((sign for sign in signs if sign in text), None)


def _unknown_wildcard(term: Term, known: str) -> str | None:
    """A wildcard of another database at or in a word. '#3' is a line, '$5' money, a '?' after a title a question."""
    wrong = "".join(sign for sign in WILD if sign not in known)
    if not wrong:
        return None
    found = re.search(rf"[^\W\d_][{re.escape(wrong)}](?![^\W_]*\?\")", term.text)
    return found[0][-1] if found and not (term.quoted and found[0][-1] == "?" and term.text.endswith("?")) else None


def _letters(term: Term, word: str, dialect: Dialect) -> Iterator[Problem]:
    """Too few letters for a wildcard in this word."""
    rule = dialect.wildcards
    if rule is None or not rule.signs or not (sign := re.search(f"[{re.escape(rule.signs)}]", word)):
        return
    before, letters = sign.start(), len(re.sub(f"[{re.escape(WILD)}\\W]", "", word))
    if not letters:
        return
    if before == 0:
        yield from _leading(term, word, letters, dialect)
    elif before < rule.least and not (term.quoted and term.text.index(sign[0]) >= rule.least):
        yield error(
            f"{shown(term)}: {before} letter{'s' * (before > 1)} before the {sign[0]}: "
            f"{dialect.name} wants {rule.least} at least",
            "write more of the word, or the words that are meant, with OR",
        )
    elif word[-1] in rule.signs and letters < rule.least_at_end:
        yield error(
            f"{shown(term)}: {letters} letter{'s' * (letters > 1)} before the {word[-1]}: "
            f"{dialect.name} wants {rule.least_at_end} at least",
            "write more of the word, or the words that are meant, with OR",
        )


def _leading(term: Term, word: str, letters: int, dialect: Dialect) -> Iterator[Problem]:
    least = dialect.wildcards.least_after if dialect.wildcards else None
    if least is None:
        yield error(
            f"{shown(term)}: a word can't begin with {word[0]} in {dialect.name}",
            "write the beginnings that are meant, with OR",
        )
    elif letters < least:
        yield error(
            f"{shown(term)}: {dialect.name} wants {least} letters after a {word[0]} that begins a word",
            "write more of the word",
        )


# --- fields ------------------------------------------------------------------------------------------------------


def fields(pieces: Sequence[Token], text: str, dialect: Dialect) -> Iterator[Problem]:
    """Field names that the database doesn't have, with the nearest that it has."""
    told: set[str] = set()
    for piece in pieces:
        if piece.kind not in ("tag", "field") or not dialect.fields:
            continue
        for name in _names(piece, dialect):
            if name not in told and not _known(name, dialect):
                told.add(name)
                yield _unknown_field(piece, name, text, dialect)


def _names(piece: Token, dialect: Dialect) -> list[str]:
    """'[tiab:~3]' -> tiab; ':ti,ab' -> ti, ab; a bare '/' of Ovid has no name."""
    if dialect.key == "pubmed":
        return [field_name(piece.text)]
    return [name for name in piece.name.split(",") if name]


def _known(name: str, dialect: Dialect) -> bool:
    return name in dialect.fields or (dialect.two_letters and len(name) == 2)


def _unknown_field(piece: Token, name: str, text: str, dialect: Dialect) -> Problem:
    """An error where a known name is near by: a slip. A doubt else: guides don't list every field."""
    near = difflib.get_close_matches(name, sorted(dialect.fields), 1, cutoff=0.7)
    what = f"unknown field {piece.text.strip()!r} at {around(text, piece.start, piece.end)}"
    if near or dialect.two_letters or name == "tiab":
        return error(what, f"did you mean {near[0]!r}?" if near else dialect.untagged_hint)
    return doubt(what, f"look it up: it is none of those that {dialect.name}'s guide names")


def misplaced_tags(pieces: Sequence[Token], text: str, dialect: Dialect) -> Iterator[Problem]:
    """PubMed: a tag before its term, or at a bracket. The guide shows tags after single terms only."""
    if dialect.key != "pubmed":
        return
    for before, piece in zip((None, *pieces), pieces, strict=False):
        if piece.kind == "tag" and (before is None or before.kind in ("open", "operator", "range", "tag")):
            yield error(
                f"{piece.text} has no term before it at {around(text, piece.start, piece.end)}",
                "the tag stands after its term: balint group*[tiab]",
            )
        elif piece.kind == "tag" and before and before.kind == "close":
            yield doubt(
                f"{piece.text} stands after a bracket at {around(text, piece.start, piece.end)}",
                "put the tag after each term within: PubMed's guide shows tags after single terms only",
            )


def foreign_fields(text: str, bare: str, dialect: Dialect) -> Iterator[tuple[Problem, str]]:
    """Fields as another database writes them, each with its pattern. `bare`: `text` without phrases and limits."""
    own = {dialect.own_fields, *ALSO_OWN.get(dialect.key, ())}
    for form, (pattern, whose) in FIELD_FORMS.items():
        if form not in own and (found := re.search(pattern, bare)):
            what = f"{found[0].strip()!r} at {around(text, *found.span())} is a field as {whose} writes it"
            yield error(f"{what}, not as {dialect.name}", dialect.untagged_hint or "leave it out"), pattern


def exact_wildcards(text: str, dialect: Dialect) -> Iterator[Problem]:
    """Scopus: in braces each sign stands for itself. (Scopus Search Guide, exact phrases)"""
    if dialect.key == "scopus" and (found := re.search(r"\{[^{}]*[*?][^{}]*\}", text)):
        yield doubt(f"{found[0]}: in braces Scopus looks for {_any_of(found[0], '*?')} itself", 'use " instead of { }')


# --- nearness ----------------------------------------------------------------------------------------------------


def foreign_nearness(pieces: Sequence[Token], text: str, dialect: Dialect) -> Iterator[Problem]:
    """NEAR/3, adj3, W/2 … in a database that doesn't have it: it would look for the word."""
    hint = f"write {dialect.near_hint}" if dialect.near_hint else "write the phrases out, with OR"
    for before, piece, after in zip(pieces, pieces[1:], pieces[2:], strict=False):
        if piece.kind != "word" or not (name := near_name(piece.text)):
            continue
        plain = name in PLAIN_WORDS
        if plain and ("operator" in (before.kind, after.kind) or after.kind == "tag"):
            continue  # 'omega N3[tiab]' is a term
        what = (
            f"{piece.text} at {around(text, piece.start, piece.end)} is an operator of {NEARNESS[name][1]}, "
            f"not of {dialect.name}"
        )
        yield doubt(what, hint) if plain else error(what, hint)


def bare_near(pieces: Sequence[Token], text: str, dialect: Dialect) -> Iterator[Problem]:
    """NEAR without a number means another distance than most people think."""
    words = {"wos": 15, "cochrane": 6}
    for piece in pieces:
        if piece.kind == "near" and piece.name == "NEAR" and dialect.key in words:
            yield doubt(
                f"NEAR without a number at {around(text, piece.start, piece.end)}: "
                f"{dialect.name} takes it as NEAR/{words[dialect.key]}",
                "write the number of words: NEAR/3",
            )


def pubmed_nearness(term: Term, dialect: Dialect) -> Iterator[Problem]:
    """'"two words"[tiab:~3]': what PubMed can't put near one another."""
    if dialect.key != "pubmed" or ":~" not in term.tagged:
        return
    if "*" in term.text:
        yield error(
            f"{shown(term)}: PubMed doesn't combine nearness ({term.tagged}) with *",
            "write one term for each word that is meant, with OR",
        )
    if not re.search(r":~\d+\s*\]$", term.tagged):
        yield error(f"{term.tagged}: after ~ stands a number of words", "write [tiab:~3]")
    if term.field not in PUBMED_NEAR_FIELDS:
        yield error(f"{term.tagged}: PubMed has nearness in [ti], [tiab] and [ad] only", "write [tiab:~3]")
    if not term.quoted or len(term.text.split()) < 2:
        yield error(
            f"{shown(term)}: nearness ({term.tagged}) wants two words or more in quotation marks",
            '"balint group"[tiab:~3]',
        )


# --- no field, and names -----------------------------------------------------------------------------------------


def untagged(found: Sequence[Term], names: Collection[str], dialect: Dialect) -> Iterator[Problem]:
    """Terms without a field, told once for all of them. Names of people are told apart: see `bare_names`."""
    told = {term.text for term in found if is_bare_name(term, names, dialect)}
    bare = [
        shown(term)
        for term in found
        if term.field is None and not term.limit and term.text not in told and not NOT_A_WORD.fullmatch(term.text)
    ]
    if bare and dialect.untagged:
        yield doubt(f"no field at {listed(bare)}: {dialect.name} {dialect.untagged}", dialect.untagged_hint)


def is_bare_name(term: Term, names: Collection[str], dialect: Dialect) -> bool:
    """One word, in a field where authors of that name are found too, that is a name or is written like one."""
    if term.limit or term.field not in dialect.names_in or " " in term.text or not term.text.isalpha():
        return False
    return term.text.lower() in names or (term.text.istitle() and len(term.text) > 2)


def bare_names(tree: Group, names: Collection[str], dialect: Dialect) -> Iterator[Problem]:
    """Balint, in all fields: finds what authors of that name wrote, on whatever.

    An error where the query's own texts show that the word is a name (capitals in the middle of a sentence). A doubt
    where only the capital in the string says so, and where AND puts another word beside it. Nothing where it has to
    stand near another word.
    """
    for term, joins in terms_in_place(tree):
        if "near" in joins or not is_bare_name(term, names, dialect):
            continue
        known = term.text.lower() in names
        why = "a name in the texts of this query file" if known else "written like a name"
        what = (
            f"{shown(term)} ({why}) is searched in all fields: it finds authors, editors and addresses of that name too"
        )
        hint = "search it in titles and abstracts only, or in phrases"
        yield error(what, hint) if known and "AND" not in joins else doubt(what, hint)
