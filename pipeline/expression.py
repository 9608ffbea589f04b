"""How concepts are put together: a small tree of AND, OR and NOT over the names of blocks.

In: an expression as people write it. Out: the tree; `holds` says whether a work with certain blocks belongs.

    balint AND (psychosomatic OR burnout) NOT vision
        -> Without(All((Named('balint'), Any((Named('psychosomatic'), Named('burnout'))))), Named('vision'))

NOT means 'and not', and stands between two parts. AND and OR on one level need brackets: databases read
'a AND b OR c' in different ways (PubMed from left to right, Scopus OR first, Web of Science AND first).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce

MAX_DEPTH = 20
"""Brackets within brackets: nobody can read more."""

OPERATORS = ("AND", "OR", "NOT")
_SYMBOL = re.compile(r"[()]|[^\s()]+")


class BadExpression(ValueError):
    """An expression that can't be read; the message says where. Callers add file and key."""


@dataclass(frozen=True, slots=True)
class Named:
    """One block, by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class All:
    """Each of `parts`."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """One of `parts` at least."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """`keep`, but not `drop`."""

    keep: Tree
    drop: Tree


Tree = Named | All | Any | Without


def all_of(names: Iterable[str], none_of: Iterable[str] = ()) -> Tree:
    """Each of `names` and none of `none_of`: what the keys `blocks` and `not` say."""
    parts, drops = [Named(name) for name in names], [Named(name) for name in none_of]
    kept = parts[0] if len(parts) == 1 else All(tuple(parts))
    return Without(kept, drops[0] if len(drops) == 1 else Any(tuple(drops))) if drops else kept


def names_in(tree: Tree) -> tuple[str, ...]:
    """The names of the blocks, each once, in the order of the expression."""
    return tuple(dict.fromkeys(_names(tree)))


def _names(tree: Tree) -> Iterator[str]:
    if isinstance(tree, Named):
        yield tree.name
        return
    for part in tree.parts if isinstance(tree, All | Any) else (tree.keep, tree.drop):
        yield from _names(part)


def holds(tree: Tree, found: Collection[str]) -> bool:
    """Whether a work that speaks of the blocks `found`, and of no others, belongs."""
    match tree:
        case Named(name):
            return name in found
        case All(parts):
            return all(holds(part, found) for part in parts)
        case Any(parts):
            return any(holds(part, found) for part in parts)
        case Without(keep, drop):
            return holds(keep, found) and not holds(drop, found)


def shown(tree: Tree) -> str:
    """The tree as an expression again: 'balint AND (psychosomatic OR burnout)'."""
    match tree:
        case Named(name):
            return name
        case All(parts):
            return " AND ".join(map(_in_brackets, parts))
        case Any(parts):
            return " OR ".join(map(_in_brackets, parts))
        case Without(keep, drop):
            kept = shown(keep) if isinstance(keep, All | Without) else _in_brackets(keep)
            return f"{kept} NOT {_in_brackets(drop)}"


def _in_brackets(tree: Tree) -> str:
    return shown(tree) if isinstance(tree, Named) else f"({shown(tree)})"


def parse_expression(text: str) -> Tree:
    """The tree of an expression. Raises BadExpression, with the place."""
    symbols = _SYMBOL.findall(text)
    tree, rest = _level(symbols, 0, 0)
    if rest < len(symbols):
        raise BadExpression(f"a ')' without its '(' {_place(symbols, rest)}")
    return tree


def _level(symbols: list[str], at: int, depth: int) -> tuple[Tree, int]:
    """What stands up to the closing bracket, or the end, and where that is."""
    if depth > MAX_DEPTH:
        raise BadExpression(f"more than {MAX_DEPTH} brackets within each other")
    first, at = _part(symbols, at, depth)
    rest: list[tuple[str, Tree]] = []
    while at < len(symbols) and symbols[at] != ")":
        operator = symbols[at]
        if operator not in OPERATORS:
            raise BadExpression(f"AND, OR or NOT is wanted, not {operator!r}, {_place(symbols, at)}")
        part, at = _part(symbols, at + 1, depth)
        rest.append((operator, part))
    return _joined(first, rest), at


def _part(symbols: list[str], at: int, depth: int) -> tuple[Tree, int]:
    """A name or a bracket, and the place after it."""
    if at >= len(symbols) or symbols[at] == ")" or symbols[at] in OPERATORS:
        raise BadExpression(f"the name of a block, or a bracket, is wanted {_place(symbols, at)}")
    if symbols[at] != "(":
        return Named(symbols[at]), at + 1
    tree, end = _level(symbols, at + 1, depth + 1)
    if end >= len(symbols):
        raise BadExpression(f"a '(' without its ')' {_place(symbols, at)}")
    return tree, end + 1


def _joined(first: Tree, rest: list[tuple[str, Tree]]) -> Tree:
    operators = {operator for operator, _ in rest}
    if "OR" in operators and len(operators) > 1:
        raise BadExpression("OR stands beside AND or NOT on one level: put brackets around what belongs together")
    if operators == {"OR"}:
        return Any((first, *(part for _, part in rest)))
    return reduce(_added, rest, first) if len(operators) > 1 or "NOT" in operators else _all(first, rest)


def _all(first: Tree, rest: list[tuple[str, Tree]]) -> Tree:
    return All((first, *(part for _, part in rest))) if rest else first


def _added(tree: Tree, following: tuple[str, Tree]) -> Tree:
    """From left to right, where AND and NOT are mixed: all the same in whatever order."""
    operator, part = following
    if operator == "NOT":
        return Without(tree, part)
    return All((*tree.parts, part)) if isinstance(tree, All) else All((tree, part))


def _place(symbols: list[str], at: int) -> str:
    if at >= len(symbols):
        return f"at the end, after {symbols[-1]!r}" if symbols else "(there is nothing)"
    before = " ".join(symbols[max(0, at - 3) : at])
    return f"after {before!r}" if before else "at the beginning"
