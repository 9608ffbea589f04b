"""Rules on brackets and operators: empty branches, AND beside OR, terms that nothing joins, terms said twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .dialects import Dialect
from .problem import Problem, around, doubt, error, listed
from .reading import Group, Item, Term, Token, groups
from .terms import shown

JOINS = ("operator", "near", "range")


def structure(tree: Group, text: str, dialect: Dialect) -> Iterator[Problem]:
    """All of it, group by group."""
    for this in groups(tree):
        yield from empty_branches(this, text, dialect)
        yield from mixed(this, text, dialect)
        yield from said_twice(this)
        yield from and_beside_near(this, text, dialect)
        yield from nothing_between(this, text, dialect)


def is_join(item: Item | None) -> bool:
    """Whether the item joins two others: an operator, nearness, the ':' between two years."""
    return isinstance(item, Token) and item.kind in JOINS


def operator(item: Item | None) -> str:
    """AND, OR, NOT; '' for all else."""
    return item.name if isinstance(item, Token) and item.kind == "operator" else ""


def empty_branches(this: Group, text: str, dialect: Dialect) -> Iterator[Problem]:
    """OR OR, an operator at the end, (), "": a branch with nothing in it."""
    if not this.items and text.strip():
        yield error(f"nothing in the brackets at {around(text, this.start, this.end)}", "write a term, or delete them")
    items: list[Item | None] = [None, *this.items, None]
    for before, item, after in zip(items, items[1:], items[2:], strict=False):
        if isinstance(item, Term) and not item.text:
            yield error(f"nothing in the quotation marks at {around(text, item.start, item.end)}", "write a term")
        if not is_join(item) or not isinstance(item, Token):
            continue
        if after is None or (is_join(after) and not _not_after(item, after)):
            yield error(
                f"nothing after {item.text} at {around(text, item.start, item.end)}", "write a term, or delete it"
            )
        elif before is None and item.name == "NOT":
            yield doubt(
                f"{item.text} stands first at {around(text, item.start, item.end)}",
                "say what is wanted before what is not",
            )
        elif before is None:
            yield error(
                f"nothing before {item.text} at {around(text, item.start, item.end)}", "write a term, or delete it"
            )
    yield from _not_words(this, text, dialect)


def _not_after(item: Token, after: Item) -> bool:
    return item.name == "AND" and operator(after) == "NOT"


def _not_words(this: Group, text: str, dialect: Dialect) -> Iterator[Problem]:
    """NOT where the database writes AND NOT, and the other way round."""
    for before, item in zip((None, *this.items), this.items, strict=False):
        if operator(item) != "NOT" or before is None or not isinstance(item, Token) or not dialect.key:
            continue
        written = "AND NOT" if operator(before) == "AND" else "NOT"
        if operator(before) != "OR" and written != dialect.not_word:
            yield doubt(
                f"{written} at {around(text, item.start, item.end)}: {dialect.name} writes {dialect.not_word}",
                f"write {dialect.not_word}",
            )


def mixed(this: Group, text: str, dialect: Dialect) -> Iterator[Problem]:
    """AND beside OR on one level: each database has its own order, and readers have another."""
    found = [item for item in this.items if isinstance(item, Token) and item.kind == "operator"]
    names = {item.name for item in found}
    if "OR" in names and len(names) > 1:
        first = next(item for item in found if item.name != found[0].name)
        order = dialect.order or "reads them in an order of its own"
        yield doubt(
            f"{' and '.join(sorted(names))} on one level at {around(text, first.start, first.end)}: "
            f"{dialect.name} {order}",
            "put what belongs together in brackets",
        )
    elif dialect.key == "scopus" and "NOT" in [item.name for item in found[:-1]]:
        yield from _and_after_not(found, text)


def _and_after_not(found: Sequence[Token], text: str) -> Iterator[Problem]:
    """Scopus: 'a AND NOT b AND c' leaves out what has both b and c. (Scopus help, Boolean Operators)"""
    after = found[[item.name for item in found].index("NOT") + 1 :]
    if any(item.name == "AND" and not _before_not(item, found) for item in after):
        yield doubt(
            f"AND after AND NOT at {around(text, after[0].start, after[0].end)}: Scopus reads AND first",
            "put AND NOT last",
        )


def _before_not(item: Token, found: Sequence[Token]) -> bool:
    return any(other.name == "NOT" and 0 < other.start - item.end < 3 for other in found)


def said_twice(this: Group) -> Iterator[Problem]:
    """The same term in the same field twice among alternatives: mostly one of the two was to be another word."""
    names = {operator(item) for item in this.items} - {""}
    if names != {"OR"}:
        return
    seen: set[tuple[str, str | None, str]] = set()
    twice: list[str] = []
    for item in this.items:
        if isinstance(item, Term) and item.text:
            key = (item.text.casefold(), item.field, item.tagged.casefold())
            if key in seen:
                twice.append(shown(item))
            seen.add(key)
    if twice:
        yield doubt(f"said twice: {listed(twice)}", "delete one, or was another word meant?")


def and_beside_near(this: Group, text: str, dialect: Dialect) -> Iterator[Problem]:
    """Scopus, Web of Science: no AND within what stands beside NEAR or W/n."""
    if dialect.and_beside_near:
        return
    items: list[Item | None] = [None, *this.items, None]
    for before, item, after in zip(items, items[1:], items[2:], strict=False):
        if not isinstance(item, Token) or item.kind != "near":
            continue
        if any(isinstance(side, Group) and {"AND", "NOT"} & {*map(operator, side.items)} for side in (before, after)):
            yield error(
                f"AND within the brackets at {item.text}, {around(text, item.start, item.end)}: "
                f"{dialect.name} takes terms, phrases and OR there",
                "write it as two searches with AND between them",
            )


def nothing_between(this: Group, text: str, dialect: Dialect) -> Iterator[Problem]:
    """Two terms or brackets side by side: read as AND, and mostly an operator got lost."""
    if not dialect.operators or dialect.key in ("openalex", "ovid"):
        return  # OpenAlex: blanks are its way of writing AND; Ovid: a phrase
    for before, item in zip(this.items, this.items[1:], strict=False):
        if not isinstance(before, Token) and not isinstance(item, Token):
            yield doubt(
                f"no operator between two terms at {around(text, before.end - 1, item.start + 1)}",
                "write the AND or OR that is meant; most databases read AND",
            )
            return


def has_operators(pieces: Sequence[Token], text: str, dialect: Dialect) -> Iterator[Problem]:
    """Operators in a form that knows none. `pieces` are read as another database's."""
    if dialect.operators:
        return
    for piece in pieces:
        if piece.kind == "operator" and piece.text.isupper():
            yield doubt(
                f"{piece.text} at {around(text, piece.start, piece.end)}: {dialect.name} reads words only here",
                "make it searches of their own: runs = [ … ]",
            )
            return
