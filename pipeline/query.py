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
from typing import Any, Literal

from .errors import QueryError
from .expression import BadExpression, Tree, all_of, names_in, parse_expression
from .query_reader import Reader, Table
from .sources._syntax import FIELDS

HAND_COLLECTED = "hand-collected"
KNOWN_SOURCES = (
    "pubmed", "europepmc", "openalex", "crossref", "scopus", "wos", "embase", "ovid", "ebsco", "cochrane", "elibrary",
    "references", HAND_COLLECTED,
)  # fmt: skip
STATUS = ("draft", "run")
WINDOW_DATES = ("publication year", "electronic publication", "either")
WAYS = ("search", "runs", "how")
WITHIN = {"wos": "title-abstract-keywords"}  # its API knows no field for the abstract alone
VOCABULARIES = ("mesh", "emtree", "cinahl")
CHASED_VIA = ("openalex",)
DIRECTIONS = ("references", "citers")

Status = Literal["draft", "run"]
Direction = Literal["references", "citers"]


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
class Choice:
    """A thing that somebody chose, fields or a limit, and the reason."""

    what: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSearch:
    """How one source is asked: one of `search` (the string, verbatim), `runs` (several), `how` (by hand).

    With none of them the string is made of the combination, for the fields `within` (strings.py). `endpoint`: another
    address than the service's own.
    """

    source: str
    title: str
    status: Status
    where: str
    combination: str | None = None
    within: str = FIELDS[0]
    search: str | None = None
    runs: tuple[str, ...] = ()
    how: str | None = None
    form: Mapping[str, str] = field(default_factory=dict)
    endpoint: str | None = None
    fields: Choice | None = None
    limits: tuple[Choice, ...] = ()
    note: str | None = None

    @property
    def generated(self) -> bool:
        """The string is made of the combination's blocks."""
        return not (self.search or self.runs or self.how)


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationChase:
    """Works whose references, or citers, are wanted: `of` has 'doi:10.1000/182', 'pmid:1', 'openalex:W1'."""

    name: str
    title: str
    status: Status
    via: str
    of: tuple[str, ...]
    directions: tuple[Direction, ...]
    why: str


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
    sources = [_source(reader, name, table, names, known_sources) for name, table in reader.named(document, "source")]
    asked = [search.source for search in sources]
    return Query(
        **{key: review[key] for key in ("id", "title", "question", "asked_by", "why")},
        languages=review.get("languages"),
        window=_window(reader, review["window"]),
        blocks=tuple(blocks),
        combinations=tuple(combinations),
        sources=tuple(sources),
        chases=tuple(_chase(reader, name, table, asked) for name, table in document.get("chase", {}).items()),
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


def _source(
    reader: Reader, name: str, table: object, combinations: Collection[str], known: Collection[str]
) -> SourceSearch:
    where = f"source.{name}"
    if name not in known:
        reader.fail(f"[{where}]", name, known, why="no source of ours")
    checked = reader.check("source", table, where)
    reader.one_of(f"[{where}] status", checked["status"], STATUS)
    if "combination" in checked:
        reader.one_of(f"[{where}] combination", checked["combination"], combinations)
    _check_way(reader, where, checked)
    form = {
        key: str(reader.value(f"[{where}.form] {key}", text, "text")) for key, text in checked.get("form", {}).items()
    }
    fields = checked.get("fields")
    more: dict[str, Any] = {
        "within": checked.get("in", WITHIN.get(name, FIELDS[0])),  # 'in' is no name in Python
        "runs": tuple(checked.get("runs", ())),
        "form": form,
        "fields": None if fields is None else _choice(reader, fields, f"{where}.fields"),
        "limits": tuple(_choice(reader, limit, f"{where}.limits") for limit in checked.get("limits", ())),
    }
    return SourceSearch(source=name, **{key: value for key, value in {**checked, **more}.items() if key != "in"})


def _check_way(reader: Reader, where: str, checked: Table) -> None:
    """One way of asking; where it is none of WAYS, there is a combination to make the string of."""
    ways = [way for way in WAYS if way in checked]
    if len(ways) > 1 or (not ways and "combination" not in checked):
        raise QueryError(
            f"{reader.file}: [{where}] needs exactly one of {', '.join(WAYS)}, or a combination alone",
            hint="search = the string as it is sent; runs = several strings; how = what is done by hand; "
            "with none of them the string is made of the blocks of the combination",
        )
    if "in" in checked:
        reader.one_of(f"[{where}] in", checked["in"], FIELDS)
        if ways:
            raise QueryError(
                f"{reader.file}: [{where}] in = {checked['in']!r} says nothing beside {ways[0]}",
                hint="it is for strings that are made of a combination; name the fields in the string itself",
            )
    if "endpoint" in checked and not re.fullmatch(r"https?://\S+", checked["endpoint"]):
        raise QueryError(
            f"{reader.file}: [{where}] endpoint = {checked['endpoint']!r} is no address",
            hint='the base address of the service: endpoint = "https://…/"',
        )


def _chase(reader: Reader, name: str, table: object, sources: Collection[str]) -> CitationChase:
    where = f"[chase.{name}]"
    checked = reader.check("chase", table, f"chase.{name}")
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name) or name in sources:
        raise QueryError(
            f"{reader.file}: {where} can't be its name: it names files, and is no source's",
            hint="small letters, digits, hyphens: chase.citers",
        )
    reader.one_of(f"{where} status", checked["status"], STATUS)
    reader.one_of(f"{where} via", checked["via"], CHASED_VIA)
    for direction in checked["directions"]:
        reader.one_of(f"{where} directions", direction, DIRECTIONS)
    for work in checked["of"]:
        if not re.fullmatch(r"doi:10\.\d{4,9}/\S+|pmid:[1-9]\d{0,8}|openalex:W[1-9]\d*", work):
            raise QueryError(
                f"{reader.file}: {where} of: {work!r} is no work",
                hint='allowed: "doi:10.1000/182", "pmid:15057615", "openalex:W2741809807"',
            )
    lists: Table = {key: tuple(dict.fromkeys(checked[key])) for key in ("of", "directions")}
    return CitationChase(name=name, **{**checked, **lists})


def _choice(reader: Reader, table: object, where: str) -> Choice:
    return Choice(**reader.check("choice", table, where))


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
