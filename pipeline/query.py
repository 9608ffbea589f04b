"""What we ask: queries/<review>.toml, written by people -> Query.

In: a file, or the folder of the files. Out: frozen values that other modules may trust. Everything is checked
here, once; each QueryError names the file, the key and what is allowed. How a file looks: docs/queries.md.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

from .errors import QueryError

HAND_COLLECTED = "hand-collected"
KNOWN_SOURCES = ("pubmed", "scopus", "wos", "elibrary", "references", HAND_COLLECTED)
STATUS = ("draft", "run")
WINDOW_DATES = ("publication year", "electronic publication", "either")
WAYS = ("search", "runs", "how")

Table = dict[str, Any]
Status = Literal["draft", "run"]

# kind of table -> its keys, each with its kind of value; a trailing '!' marks those that must be there
KEYS: Mapping[str, Mapping[str, str]] = {
    "query": {
        "review": "table!",
        "block": "table!",
        "combination": "table!",
        "source": "table!",
        "seed": "tables",
    },
    "review": {
        "id": "text!",
        "title": "text!",
        "question": "text!",
        "asked_by": "text!",
        "why": "text!",
        "window": "table!",
        "languages": "text",
    },
    "window": {"from": "year", "to": "year", "date": "text!"},
    "block": {"title": "text!", "words": "table!"},
    "combination": {"title": "text!", "question": "text!", "blocks": "texts!"},
    "source": {
        "title": "text!",
        "status": "text!",
        "combination": "text",
        "search": "text",
        "runs": "texts",
        "how": "text",
        "form": "table",
        "where": "text!",
        "fields": "table",
        "limits": "tables",
        "note": "text",
    },
    "choice": {"what": "text!", "why": "text!"},
    "seed": {"title": "text!", "doi": "text", "pmid": "text", "found_in": "texts", "why": "text!"},
}
WORDS_FOR = {
    "text": "a text",
    "texts": "a list of texts",
    "year": "a year (1500 to 2100)",
    "table": "a table",
}
WORDS_FOR["tables"] = "a list of tables"


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
    """One concept: its words by language (ISO 639), in the phrase language of the tag rules."""

    name: str
    title: str
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """A question that the blocks put together answer: a work must have words of each of `blocks`."""

    name: str
    title: str
    question: str
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A thing that somebody chose, fields or a limit, and the reason."""

    what: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSearch:
    """How one source is asked: one of `search` (the string, verbatim), `runs` (several), `how` (by hand)."""

    source: str
    title: str
    status: Status
    where: str
    combination: str | None = None
    search: str | None = None
    runs: tuple[str, ...] = ()
    how: str | None = None
    form: Mapping[str, str] = field(default_factory=dict)
    fields: Choice | None = None
    limits: tuple[Choice, ...] = ()
    note: str | None = None


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

    def source(self, name: str) -> SourceSearch | None:
        """The search of one source; None where the query doesn't ask it."""
        return next((search for search in self.sources if search.source == name), None)


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
    return _query(_Reader(path.name), _parse(path), path.stem, sorted({*known_sources, HAND_COLLECTED}))


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


def _query(reader: _Reader, document: Table, stem: str, known_sources: Collection[str]) -> Query:
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
        seeds=tuple(_seeds(reader, document.get("seed", []), asked)),
        content_hash=_content_hash(document),
    )


def _content_hash(document: Table) -> str:
    said = json.dumps(document, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def _window(reader: _Reader, table: object) -> Window:
    checked = reader.check("window", table, "review.window")
    reader.one_of("[review.window] date", checked["date"], WINDOW_DATES)
    start, end = checked.get("from"), checked.get("to")
    if start is not None and end is not None and start > end:
        raise QueryError(
            f"{reader.file}: [review.window] from = {start} comes after to = {end}",
            hint="the earlier year is `from`; both years are included",
        )
    return Window(start=start, end=end, date=checked["date"])


def _block(reader: _Reader, name: str, table: object) -> Block:
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
    return Block(name=name, title=checked["title"], words=words)


def _phrase(reader: _Reader, where: str, text: str) -> str:
    if re.search(r"\*[^\s)|]|(?<![^\W_])\*", text) or not re.search(r"[^\W_]", text):
        raise QueryError(
            f"{reader.file}: {where}: {text!r} is no phrase",
            hint="words with blanks between; a `*` only at a word's end, for all that begin so ('group*')",
        )
    return text


def _combination(reader: _Reader, name: str, table: object, blocks: Collection[str]) -> Combination:
    checked = reader.check("combination", table, f"combination.{name}")
    for block in checked["blocks"]:
        reader.one_of(f"[combination.{name}] blocks", block, blocks)
    return Combination(name=name, **{**checked, "blocks": tuple(checked["blocks"])})


def _source(
    reader: _Reader, name: str, table: object, combinations: Collection[str], known: Collection[str]
) -> SourceSearch:
    where = f"source.{name}"
    if name not in known:
        reader.fail(f"[{where}]", name, known, why="no source of ours")
    checked = reader.check("source", table, where)
    reader.one_of(f"[{where}] status", checked["status"], STATUS)
    if "combination" in checked:
        reader.one_of(f"[{where}] combination", checked["combination"], combinations)
    if sum(way in checked for way in WAYS) != 1:
        raise QueryError(
            f"{reader.file}: [{where}] needs exactly one of {', '.join(WAYS)}",
            hint="search = the string as it is sent; runs = several strings; how = what is done by hand",
        )
    form = {
        key: str(reader.value(f"[{where}.form] {key}", text, "text")) for key, text in checked.get("form", {}).items()
    }
    fields = checked.get("fields")
    more: dict[str, Any] = {
        "runs": tuple(checked.get("runs", ())),
        "form": form,
        "fields": None if fields is None else _choice(reader, fields, f"{where}.fields"),
        "limits": tuple(_choice(reader, limit, f"{where}.limits") for limit in checked.get("limits", ())),
    }
    return SourceSearch(source=name, **{**checked, **more})


def _choice(reader: _Reader, table: object, where: str) -> Choice:
    return Choice(**reader.check("choice", table, where))


def _seeds(reader: _Reader, tables: Iterable[object], asked: Collection[str]) -> Iterable[Seed]:
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


@dataclass(frozen=True, slots=True)
class _Reader:
    """Checks tables of one file, so that every error can name it."""

    file: str

    def check(self, kind: str, table: object, where: str) -> Table:
        """`table` with only known keys, all that must be there, and each of its kind."""
        shown = f"[{where}]" if where else "the file"
        checked = cast(Table, self.value(shown, table, "table"))
        for key in checked:
            if key not in KEYS[kind]:
                self.fail(f"{shown} {key}".removeprefix("the file "), key, KEYS[kind], why="unknown key")
        for key, wanted in KEYS[kind].items():
            if key in checked:
                self.value(f"{shown} {key}".removeprefix("the file "), checked[key], wanted.rstrip("!"))
            elif wanted.endswith("!"):
                raise QueryError(f"{self.file}: {shown} has no {key}", hint=f"add {key}: {WORDS_FOR[wanted[:-1]]}")
        return checked

    def named(self, document: Table, key: str) -> list[tuple[str, object]]:
        """The tables [key.NAME] in the order of the file; there must be one at least."""
        if not document[key]:
            raise QueryError(f"{self.file}: [{key}] is empty", hint=f"add a table [{key}.NAME]")
        return list(document[key].items())

    def value(self, where: str, value: object, kind: str) -> Any:
        """`value`, if it is of `kind`: a text must say something, a list hold something."""
        if not _is_of(kind, value):
            raise QueryError(f"{self.file}: {where} = {value!r} is not {WORDS_FOR[kind]}", hint=HINTS.get(kind))
        return value

    def one_of(self, where: str, value: str, allowed: Collection[str]) -> None:
        """Nothing, if `value` is allowed."""
        if value not in allowed:
            self.fail(where, value, allowed, why="unknown value")

    def fail(self, where: str, value: str, allowed: Collection[str], why: str) -> None:
        """Raise the error that names the place, the value and what is allowed, and the nearest."""
        near = difflib.get_close_matches(value, list(allowed), 1)
        guess = f"did you mean {near[0]}? " if near else ""
        raise QueryError(f"{self.file}: {where}: {why}: {value!r}", hint=f"{guess}allowed: {', '.join(allowed)}")


HINTS = {
    "text": 'texts stand in quotes and are not empty: key = "…"',
    "texts": 'key = ["…", "…"], with one text at least',
    "year": "a whole number without quotes: from = 1990",
}


def _is_of(kind: str, value: object) -> bool:
    match kind:
        case "text":
            return isinstance(value, str) and bool(value.strip())
        case "texts":
            return isinstance(value, list) and bool(value) and all(_is_of("text", text) for text in value)
        case "year":
            return type(value) is int and 1500 <= value <= 2100  # True is an int, but no year
        case "tables":
            return isinstance(value, list) and all(isinstance(table, dict) for table in value)
        case _:
            return isinstance(value, dict)
