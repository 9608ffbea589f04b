"""One search string: all rules on it, in the order in which a person would put things right.

In: the name of a source and what is sent to it. Out: problems. A strategy of numbered lines (Ovid, Embase, Cochrane)
is looked at line by line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

from .dialects import ANY, DIALECTS, Dialect
from .problem import Problem, doubt
from .reading import group, terms, terms_of, tokens
from .signs import mended, operators_in_phrases, small_operators, typographic, unbalanced
from .structure import has_operators, structure
from .terms import (
    bare_names,
    bare_near,
    exact_wildcards,
    fields,
    foreign_fields,
    foreign_nearness,
    foreign_wildcards,
    misplaced_tags,
    pubmed_nearness,
    untagged,
    wildcards,
)

LINE = re.compile(r"^\s*#?\d+\s*[.:)]?\s+(?=\S)")


def dialect_of(source: str) -> Dialect:
    """The table of a source; one without rules for a source whose language we don't know."""
    return DIALECTS.get(source, ANY)


def lint_string(source: str, text: str, names: Collection[str] = ()) -> list[Problem]:
    """What is wrong, or looks so, in a string for `source`. `names`: words known to be people's, in small letters."""
    dialect = dialect_of(source)
    found = [problem for line in lines(text, dialect) for problem in _lint(line, names, dialect)]
    return list(dict.fromkeys(found))


def lines(text: str, dialect: Dialect) -> list[str]:
    """The string; or each line of a numbered strategy, without its number."""
    kept = [line for line in text.split("\n") if line.strip()]
    if dialect.lines and len(kept) > 1 and all(LINE.match(line) for line in kept):
        return [LINE.sub("", line) for line in kept]
    return [text]


def _lint(text: str, names: Collection[str], dialect: Dialect) -> Iterator[Problem]:
    yield from typographic(text, dialect)
    text = mended(text)
    wrong = list(unbalanced(text, dialect))
    yield from wrong
    yield from small_operators(text, dialect)
    if any("quotation mark" in problem.what for problem in wrong):
        return  # what stands inside quotation marks isn't known
    yield from operators_in_phrases(text)
    if dialect.key:
        for problem, pattern in list(foreign_fields(text, bare(text, dialect), dialect)):
            yield problem
            text = re.sub(pattern, lambda field: " " * len(field[0]), text)
    yield from _pieces(text, dialect)
    yield from has_operators(tokens(text, ANY), text, dialect)
    found = terms(text, dialect)
    yield from foreign_wildcards(found, dialect)
    for term in found:
        yield from wildcards(term, dialect)
        yield from pubmed_nearness(term, dialect)
    tree = group(text, dialect)
    if tree is not None:  # else nobody knows which bracket a field belongs to
        yield from bare_names(tree, names, dialect)
        yield from untagged(list(terms_of(tree)), names, dialect)
        if dialect.operators:
            yield from structure(tree, text, dialect)
    elif not wrong:
        yield doubt(
            "its brackets can't be followed: only its single signs and words were looked at",
            "fewer brackets within brackets, or several strings",
        )


def _pieces(text: str, dialect: Dialect) -> Iterator[Problem]:
    """The rules that need no brackets."""
    pieces = tokens(text, dialect)
    yield from fields(pieces, text, dialect)
    yield from misplaced_tags(pieces, text, dialect)
    if dialect.key:
        yield from foreign_nearness(pieces, text, dialect)
    yield from bare_near(pieces, text, dialect)
    yield from exact_wildcards(text, dialect)


@cache
def _apart(dialect: Dialect) -> re.Pattern[str]:
    return re.compile("|".join(filter(None, ('"[^"]*"', dialect.phrase, dialect.limit))), re.IGNORECASE)


def bare(text: str, dialect: Dialect) -> str:
    """`text` with blanks where phrases and limits stand, of the same length."""
    return _apart(dialect).sub(lambda piece: " " * len(piece[0]), text)
