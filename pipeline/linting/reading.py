"""A search string as terms, operators and brackets, by the table of its database.

In: any text. Out: `Token`s, each with its place, and `Group`s of terms. Nothing is refused: brackets that don't match
are the business of signs.py, and such a string simply has no groups.

    '(balint group*[tiab] OR "balint work"[ti]) AND 2019[dp]'
    -> Group of: Group of (Term 'balint group*' in tiab, OR, Term 'balint work' in ti), AND, Term '2019' in dp
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from .dialects import NEARNESS, PLAIN_WORDS, Dialect

MAX_DEPTH = 100
"""Brackets inside brackets: no database takes so many, and no person wrote them."""

NO_OPERAND = frozenset({"operator", "near", "range"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A piece of a string. `kind` is one of: phrase, limit, field, open, close, tag, near, operator, range, word, sign.

    `name` is AND, OR, NOT for an operator, the name in NEARNESS for a near one, the bare field for a field or tag.
    """

    kind: str
    text: str
    start: int
    end: int
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What is looked for; `field` as it stands ('tiab'), None without one. A limit (PUBYEAR > 1989) is a term too."""

    text: str
    quoted: bool
    field: str | None
    start: int
    end: int
    limit: bool = False
    tagged: str = ""  # the tag as written: '[tiab:~3]'


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What stands in one pair of brackets, or the whole string."""

    items: tuple[Item, ...]
    field: str | None
    start: int
    end: int
    tagged: str = ""


Item = Term | Group | Token


@cache
def _lexer(dialect: Dialect) -> re.Pattern[str]:
    ends = re.escape(dialect.word_ends)
    near = "|".join(NEARNESS[name][0] for name in dialect.near)
    parts = {
        "phrase": "|".join(filter(None, (r'"[^"]*"(?:~\d+)?', dialect.phrase))),
        "limit": dialect.limit,
        "field": dialect.field,
        "open": r"\(",
        "close": r"\)",
        "tag": dialect.tag,
        "near": rf"(?<![\w*?$])(?:{near})(?![\w/-])" if near else "",
        "operator": r"(?<![\w-])(?:and|or|not)(?![\w/*-])" if dialect.operators else "",
        "range": r":(?=\s|\"|\d)" if dialect.key == "pubmed" else "",
        "word": rf"(?:[^\s()\"\[\]{{}};:,{ends}]|(?<=\w)/(?=\d))+",
        "sign": r"\S",
    }
    return re.compile("|".join(f"(?P<{kind}>{part})" for kind, part in parts.items() if part), re.IGNORECASE)


def tokens(text: str, dialect: Dialect) -> list[Token]:
    """The pieces of `text`, in order."""
    return [_token(match, dialect) for match in _lexer(dialect).finditer(text)]


def _token(match: re.Match[str], dialect: Dialect) -> Token:
    kind, text = str(match.lastgroup), match[0]
    name = _name(kind, text)
    if kind == "field" and text != text.upper() and _could_be_words(match, dialect):
        kind = "word"
    return Token(kind=kind, text=text, start=match.start(), end=match.end(), name=name)


def _could_be_words(match: re.Match[str], dialect: Dialect) -> bool:
    """'ti (of a book)' in EBSCO, 'title (of a book)' in Scopus: fields in capitals only."""
    blank = match.string[match.end() : match.end() + 1].isspace()
    return dialect.key == "ebsco" or (dialect.key == "scopus" and blank)


def _name(kind: str, text: str) -> str:
    match kind:
        case "operator":
            return text.upper()
        case "near":
            return near_name(text) or text.upper()
        case "field" | "tag":
            return field_name(text)
    return ""


def near_name(word: str) -> str | None:
    """The operator of nearness that a word is, in any database; None for all other words. 'adj3' -> 'ADJn'"""
    for name, (pattern, _) in NEARNESS.items():
        if re.fullmatch(pattern, word, re.IGNORECASE) and (name not in PLAIN_WORDS or word == word.upper()):
            return name
    return None


def field_name(text: str) -> str:
    """The bare name of a field as it is written: '[tiab:~3]', ':ti,ab', 'TS=' -> 'tiab', 'ti,ab', 'ts'"""
    bare = re.sub(r":~\s*\w*", "", text.strip())
    return " ".join(bare.strip("[](){}=:./ ").lower().split())


def terms(text: str, dialect: Dialect) -> list[Term]:
    """All terms of a string, brackets or not, each with the field that stands at it or at its bracket."""
    tree = group(text, dialect)
    if tree is not None:
        return list(terms_of(tree))
    return [item for item in _operands(tokens(text, dialect)) if isinstance(item, Term)]


def terms_of(tree: Group) -> Iterator[Term]:
    """The terms of a group and of those within it; a field of the group goes to the terms that have none."""
    waiting: list[tuple[Item, str | None]] = [(tree, None)]
    while waiting:
        item, field = waiting.pop()
        if isinstance(item, Group):
            waiting.extend((inner, item.field or field) for inner in reversed(item.items))
        elif isinstance(item, Term):
            yield item if item.field or field is None else replace(item, field=field)


def terms_in_place(tree: Group) -> Iterator[tuple[Term, frozenset[str]]]:
    """The terms, each with what joins it to others in its brackets: AND, OR, NOT, near, range."""
    waiting: list[tuple[Group, str | None]] = [(tree, None)]
    while waiting:
        this, field = waiting.pop()
        field = this.field or field
        joins = frozenset(
            item.name if item.kind == "operator" else item.kind for item in this.items if isinstance(item, Token)
        )
        for item in this.items:
            if isinstance(item, Group):
                waiting.append((item, field))
            elif isinstance(item, Term):
                yield item if item.field or field is None else replace(item, field=field), joins


def groups(tree: Group) -> Iterator[Group]:
    """The group and all groups within it, from the outside in."""
    waiting = [tree]
    while waiting:
        this = waiting.pop()
        yield this
        waiting.extend(item for item in reversed(this.items) if isinstance(item, Group))


def group(text: str, dialect: Dialect) -> Group | None:
    """The whole string as one group; None where its brackets don't match, or are nested beyond all use."""
    open_items: list[tuple[list[Item], Token | None]] = [([], None)]
    for item in _operands(tokens(text, dialect)):
        if not isinstance(item, Token) or item.kind in NO_OPERAND | {"field"}:
            open_items[-1][0].append(item)
        elif item.kind == "open":
            open_items.append(([], item))
        elif item.kind == "close":
            if len(open_items) == 1:
                return None
            items, start = open_items.pop()
            open_items[-1][0].append(_closed(items, start.start if start else 0, item.end))
        else:
            _tag_group(open_items[-1][0], item)
        if len(open_items) > MAX_DEPTH:
            return None
    return _closed(open_items[0][0], 0, len(text)) if len(open_items) == 1 else None


def _closed(items: list[Item], start: int, end: int) -> Group:
    """The group, with each field before a term or bracket given to it."""
    given: list[Item] = []
    field: str | None = None
    for item in items:
        if isinstance(item, Token) and item.kind == "field":
            field = item.name
            continue
        if field and not isinstance(item, Token):
            item = replace(item, field=item.field or field)
        given.append(item)
        field = None
    return Group(items=tuple(given), field=None, start=start, end=end)


def _tag_group(items: list[Item], tag: Token) -> None:
    """A tag right after a bracket is the bracket's; after anything else it is nobody's."""
    if items and isinstance(last := items[-1], Group) and last.field is None:
        items[-1] = replace(last, field=tag.name, tagged=tag.text)


def _operands(pieces: list[Token]) -> Iterator[Term | Token]:
    """Words side by side as one term, tags given to their terms; all else as it is."""
    words: list[Token] = []
    for piece in pieces:
        goes_on = piece.kind in ("word", "sign") and not (words and words[0].kind in ("phrase", "limit"))
        if goes_on:
            words.append(piece)
        elif piece.kind == "tag" and words:
            yield _term(words, piece)
            words = []
        elif piece.kind != "sign":  # a comma after a phrase says nothing
            yield from _flushed(words)
            words = [piece] if piece.kind in ("phrase", "limit", "word") else []
            if not words:
                yield piece
    yield from _flushed(words)


def _flushed(words: list[Token]) -> Iterator[Term]:
    if any(word.kind != "sign" for word in words):
        yield _term(words, None)


def _term(words: list[Token], tag: Token | None) -> Term:
    quoted = words[0].kind == "phrase"
    text = re.sub(r"~\d+$", "", words[0].text)[1:-1] if quoted else " ".join(word.text for word in words)
    return Term(
        text=" ".join(text.split()),
        quoted=quoted,
        field=tag.name if tag else None,
        start=words[0].start,
        end=tag.end if tag else words[-1].end,
        limit=words[0].kind == "limit",
        tagged=tag.text if tag else "",
    )
