"""What to send to a source: the string as it stands in the query file, or the one that is made of its blocks.

In: a query, and how it asks one source. Out: `Sending`: the strings, each a search of its own, and remarks on what the
source's search language can't say. What a string is made of, and how: sources/_writing.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from .errors import QueryError
from .expression import names_in
from .query import Block, Combination, Query, SourceSearch
from .sources import Source, all_sources
from .sources._syntax import Asked, Concept, Syntax
from .sources._terms import BadTerm
from .sources._writing import write


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """`strings`: none where a source is asked by hand. `generated`: made of the blocks, not written by a person.

    `breaks`: a string may be broken before OR, for people to read.
    """

    strings: tuple[str, ...]
    generated: bool = False
    remarks: tuple[str, ...] = ()
    breaks: bool = False


def sent_strings(query: Query, search: SourceSearch) -> tuple[str, ...]:
    """The strings alone. Raises QueryError where none can be made."""
    return to_send(query, search).strings


def to_send(query: Query, search: SourceSearch) -> Sending:
    """What to send for one source of a query. Raises QueryError, with file and key, where no string can be made."""
    if search.how:
        return Sending(strings=())
    if search.search or search.runs:
        return Sending(strings=(search.search.strip(),) if search.search else search.runs)
    combination = query.combination(search.combination or "")
    if combination is None:  # never: query.py has checked it
        raise QueryError(f"{query.id}.toml: [source.{search.source}] has no combination", hint="name one")
    return _generated(query, search, combination)


def _generated(query: Query, search: SourceSearch, combination: Combination) -> Sending:
    where = f"{query.id}.toml: [source.{search.source}]"
    source = all_sources().get(search.source)
    syntax = syntax_of(source) if source else None
    if syntax is None:
        raise QueryError(
            f"{where}: no string can be made: {source.TITLE if source else search.source} has no search language",
            hint="say in `how` what is done by hand, or give the string in `search`",
        )
    window = query.window
    asked = Asked(within=search.within, start=window.start, end=window.end, date=window.date)
    used = set(names_in(combination.tree))
    concepts = {block.name: _concept(block) for block in query.blocks if block.name in used}
    try:
        written = write(syntax, combination.tree, concepts, asked)
    except BadTerm as error:
        raise QueryError(
            f"{where}: no string can be made of [combination.{combination.name}]: {error}",
            hint="change that phrase, or write the string yourself, in `search`",
        ) from error
    return Sending(strings=written.strings, generated=True, remarks=written.remarks, breaks=syntax.breaks)


def _concept(block: Block) -> Concept:
    phrases = tuple(dict.fromkeys(phrase for words in block.words.values() for phrase in words))
    return Concept(name=block.name, phrases=phrases, headings=block.headings)


def syntax_of(source: Source) -> Syntax | None:
    """The search language of a source; None where it has none."""
    return cast("Syntax | None", getattr(source, "SYNTAX", None))
