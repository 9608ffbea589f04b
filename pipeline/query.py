"""What we ask: queries/<review>.toml, written by people -> Query.

In: a file, or the folder of the files. Out: frozen values that other modules may trust. Everything is checked
here, once; each QueryError names the file, the key and what is allowed. How a file looks: docs/queries.md.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .errors import QueryError
from .expression import BadExpression, Tree, all_of, names_in, parse_expression
from .query_reader import Reader, Table
from .query_sources import CitationChase, SourceSearch, citation_chase, source_search

__all__ = [
    "HAND_COLLECTED", "KNOWN_SOURCES", "Block", "CitationChase", "Combination", "Query", "Seed", "SourceSearch",
    "Window", "load_queries", "load_query", "query_names",
]  # fmt: skip

HAND_COLLECTED = "hand-collected"
KNOWN_SOURCES = (
    "pubmed", "europepmc", "openalex", "crossref", "scopus", "wos", "embase", "ovid", "ebsco", "cochrane", "elibrary",
    "references", HAND_COLLECTED,
)  # fmt: skip
WINDOW_DATES = ("publication year", "electronic publication", "either")
VOCABULARIES = ("mesh", "emtree", "cinahl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The years that the review covers, both included; None is an open end. `date`: one of WINDOW_DATES."""

    start: int | None
    end: int | None
    date: str

    def holds(self, year: int) -> bool:
        """Whether `year` lies in the window."""
        return (self.start is None or year >= self.start) and (self.end is None or year <= self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One concept: its words by language (ISO 639), in the phrase language of the tag rules.

    `headings`: subject headings by vocabulary (one of VOCABULARIES), for databases that have it.
    """

    name: str
    title: str
    words: Mapping[str, tuple[str, ...]]
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """A question that the blocks put together answer.

    `tree` says which; `expression.holds(tree, blocks of a work)` whether a work belongs.
    """

    name: str
    title: str
    question: str
    tree: Tree

    @property
    def blocks(self) -> tuple[str, ...]:
        """The names of all blocks in it, in order; those behind NOT too."""
        return names_in(self.tree)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """A paper that a sound search finds again. `found_in`: the sources known to have it; empty: not known."""

    title: str
    why: str
    doi: str | None = None
    pmid: str | None = None
    found_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A whole file. `content_hash` is over what it says: comments and the order of keys don't count."""

    id: str
    title: str
    question: str
    asked_by: str
    why: str
    window: Window
    languages: str | None
    blocks: tuple[Block, ...]
    combinations: tuple[Combination, ...]
    sources: tuple[SourceSearch, ...]
    seeds: tuple[Seed, ...]
    content_hash: str
    chases: tuple[CitationChase, ...] = ()

    def source(self, name: str) -> SourceSearch | None:
        """The search of one source; None where the query doesn't ask it."""
        return next((search for search in self.sources if search.source == name), None)

    def combination(self, name: str) -> Combination | None:
        """The combination of that name."""
        return next((combination for combination in self.combinations if combination.name == name), None)


def load_queries(folder: Path, known_sources: Collection[str] = KNOWN_SOURCES) -> list[Query]:
    """Every *.toml directly in `folder`, by name; subfolders (tags/) hold no queries. No folder: none.

    `known_sources` are the names that [source.NAME] may have. Lists collected by hand need no module of ours: that
    name is always known.
    """
    queries = []
    for path in sorted(folder.glob("*.toml")):
        if path.is_file():
            try:
                queries.append(load_query(path, known_sources))
            except QueryError as error:  # tags/ may have a file of the same name: say which
                raise QueryError(f"{folder.name}/{error.message}", error.hint) from error
    return queries


def query_names(folder: Path) -> list[str]:
    """The names of the queries in `folder`, sound or not."""
    return sorted(path.stem for path in folder.glob("*.toml") if path.is_file())


def load_query(path: Path, known_sources: Collection[str] = KNOWN_SOURCES) -> Query:
    """The query in `path`. Raises QueryError: broken TOML, with its line, or a key or value that is wrong."""
    return _query(Reader(path.name), _parse(path), path.stem, sorted({*known_sources, HAND_COLLECTED}))


def _parse(path: Path) -> Table:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise QueryError(
            f"{path.name}: not valid TOML: {error}",
            hint="look at that line: texts stand in quotes, lists in [ ]",
        ) from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{path.name}: not UTF-8 text", hint="save it as UTF-8 in your editor") from error
    except OSError as error:
        raise QueryError(f"{path.name}: can't be read ({error.strerror})", hint="is the name right?") from error


def _query(reader: Reader, document: Table, stem: str, known_sources: Collection[str]) -> Query:
    reader.check("query", document, "")
    review = reader.check("review", document["review"], "review")
    if review["id"] != stem:
        reader.fail("[review] id", review["id"], [stem], why="a query bears the name of its file")
    blocks = [_block(reader, name, table) for name, table in reader.named(document, "block")]
    combinations = [
        _combination(reader, name, table, [block.name for block in blocks])
        for name, table in reader.named(document, "combination")
    ]
    names = [combination.name for combination in combinations]
    sources = [
        source_search(reader, name, table, names, known_sources) for name, table in reader.named(document, "source")
    ]
    asked = [search.source for search in sources]
    return Query(
        **{key: review[key] for key in ("id", "title", "question", "asked_by", "why")},
        languages=review.get("languages"),
        window=_window(reader, review["window"]),
        blocks=tuple(blocks),
        combinations=tuple(combinations),
        sources=tuple(sources),
        chases=tuple(citation_chase(reader, name, table, asked) for name, table in document.get("chase", {}).items()),
        seeds=tuple(_seeds(reader, document.get("seed", []), asked)),
        content_hash=_content_hash(document),
    )


def _content_hash(document: Table) -> str:
    said = json.dumps(document, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def _window(reader: Reader, table: object) -> Window:
    checked = reader.check("window", table, "review.window")
    reader.one_of("[review.window] date", checked["date"], WINDOW_DATES)
    start, end = checked.get("from"), checked.get("to")
    if start is not None and end is not None and start > end:
        raise QueryError(
            f"{reader.file}: [review.window] from = {start} comes after to = {end}",
            hint="the earlier year is `from`; both years are included",
        )
    return Window(start=start, end=end, date=checked["date"])


def _block(reader: Reader, name: str, table: object) -> Block:
    checked = reader.check("block", table, f"block.{name}")
    words = {}
    for language, phrases in checked["words"].items():
        where = f"[block.{name}.words] {language}"
        if not re.fullmatch("[a-z]{2,3}", language):
            raise QueryError(f"{reader.file}: {where} is no language code", hint="e.g. en, ru, de, pl, fr (ISO 639)")
        words[language] = tuple(_phrase(reader, where, text) for text in reader.value(where, phrases, "texts"))
    if not words:
        raise QueryError(
            f"{reader.file}: [block.{name}] words is empty", hint='e.g. words = { en = ["balint group*"] }'
        )
    return Block(name=name, title=checked["title"], words=words, headings=_headings(reader, name, checked))


def _headings(reader: Reader, name: str, checked: Table) -> dict[str, tuple[str, ...]]:
    found = {}
    for vocabulary, headings in checked.get("headings", {}).items():
        where = f"[block.{name}.headings] {vocabulary}"
        reader.one_of(where, vocabulary, VOCABULARIES)
        found[vocabulary] = tuple(reader.value(where, headings, "texts"))
        for heading in found[vocabulary]:
            if re.search(r'["*\[\]/+{}\n]', heading):
                raise QueryError(
                    f"{reader.file}: {where}: {heading!r} is no heading",
                    hint="the heading alone, as the thesaurus writes it: 'Psychosomatic Medicine', without marks",
                )
    return found


def _phrase(reader: Reader, where: str, text: str) -> str:
    if re.search(r"\*[^\s)|]|(?<![^\W_])\*", text) or not re.search(r"[^\W_]", text):
        raise QueryError(
            f"{reader.file}: {where}: {text!r} is no phrase",
            hint="words with blanks between; a `*` only at a word's end, for all that begin so ('group*')",
        )
    return text


def _combination(reader: Reader, name: str, table: object, blocks: Collection[str]) -> Combination:
    where = f"[combination.{name}]"
    checked = reader.check("combination", table, f"combination.{name}")
    if ("blocks" in checked) == ("expression" in checked) or ("not" in checked and "blocks" not in checked):
        raise QueryError(
            f"{reader.file}: {where} needs blocks or an expression, not both; `not` goes with blocks",
            hint='blocks = ["a", "b"] with not = ["c"], or expression = "a AND (b OR d) NOT c"',
        )
    tree = _tree(reader, where, checked)
    named = {"expression": names_in(tree)} if "expression" in checked else checked
    for key in ("blocks", "not", "expression"):
        for block in named.get(key, ()):
            reader.one_of(f"{where} {key}", block, blocks)
    return Combination(name=name, title=checked["title"], question=checked["question"], tree=tree)


def _tree(reader: Reader, where: str, checked: Table) -> Tree:
    if "blocks" in checked:
        return all_of(checked["blocks"], checked.get("not", ()))
    try:
        return parse_expression(checked["expression"])
    except BadExpression as error:
        raise QueryError(
            f"{reader.file}: {where} expression: {error}",
            hint="names of blocks, AND, OR, NOT in capitals, brackets: balint AND (burnout OR empathy) NOT vision",
        ) from error


def _seeds(reader: Reader, tables: Iterable[object], asked: Collection[str]) -> Iterable[Seed]:
    for number, table in enumerate(tables, 1):
        checked = reader.check("seed", table, f"seed {number}")
        for source in checked.get("found_in", ()):
            reader.one_of(f"[seed {number}] found_in", source, asked)
        for key, pattern in (("doi", r"10\.\d{4,9}/\S+"), ("pmid", r"[1-9]\d{0,8}")):
            if key in checked and not re.fullmatch(pattern, checked[key]):
                raise QueryError(
                    f"{reader.file}: [seed {number}] {key} = {checked[key]!r} is no {key.upper()}",
                    hint='bare and in quotes: doi = "10.1000/182", pmid = "15057615"',
                )
        yield Seed(**{**checked, "found_in": tuple(checked.get("found_in", ()))})
