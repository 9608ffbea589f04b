"""From TOML tables to checked values. Every complaint is a RuleError: which file, which rule, what to write.

In: one file as text. Out: Facets, or a `Draft`: a TagFile with its rules, whose phrases are not numbered yet.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from ..errors import RuleError
from .phrases import BadPhrase, Phrase, parse_phrases
from .ruleset import DEFAULT_FIELDS, FIELDS, LEVELS, Facet, TagFile, Texts

Table = Mapping[str, Any]

FACET_KEYS = ("title", "values", "single", "default", "tie", "threshold", "suggested", "read_from", "model")
MODELS = ("class",)
"""The tables of weights that we ship: tagging/weights/<name>.tsv."""

FILE_KEYS = ("facet", "value", "title", "why", "implies", "rule", "examples")
RULE_KEYS = (
    "name",
    "language",
    "fields",
    "words",
    "unless",
    "silent_if",
    "needs",
    "only_in_languages",
    "confidence",
    "all_of",
    "all_of_at_least",
)
PHRASE_KEYS = ("words", "unless", "silent_if", "needs")
EXAMPLE_KEYS = ("match", "no_match")

_PART = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_RULE = re.compile(r"\s*\[\[\s*rule\s*\]\]")
_LANGUAGE = re.compile(r"\*|[a-z]{2,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRule:
    """A rule as its file has it; see ruleset.Rule."""

    name: str
    line: int
    language: str
    confidence: Mapping[str, float]
    phrases: Mapping[str, tuple[Phrase, ...]]
    languages: tuple[str, ...]
    all_of: tuple[tuple[str, str], ...]
    all_of_at_least: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A file and its rules."""

    file: TagFile
    rules: tuple[DraftRule, ...]


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file (UTF-8, with or without a byte-order mark)."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise RuleError(
            f"{path.name}: not readable as TOML: {error}",
            hint="texts stand in \"…\" or '…', lists in […] with commas between",
        ) from error
    except UnicodeDecodeError as error:
        raise RuleError(f"{path.name}: not UTF-8 text: {error}", hint="save the file as UTF-8") from error
    except OSError as error:
        raise RuleError(f"{path.name}: can't be read: {error.strerror}", hint=f"look at {path}") from error


def read_facets(path: Path) -> dict[str, Facet]:
    """facets.toml: one table a facet, in the order in which they are settled and shown."""
    return {name: _facet(f"{path.name}: [{name}]", name, table) for name, table in read_toml(path).items()}


def _facet(where: str, name: str, table: object) -> Facet:
    keys = _table(where, table, FACET_KEYS)
    values, suggested = _texts(where, keys, "values"), _texts(where, keys, "suggested")
    read_from = _choice(where, keys, "read_from", FIELDS)
    for part in (name, *values):
        if not _PART.fullmatch(part):
            _fail(f"{where}: {part!r} is no name", "small letters, digits and hyphens: 'systematic-review'")
    for value in suggested:
        _one_of(f"{where}: suggested", value, values)
    if (not values and not read_from) or len(set(values)) != len(values):
        _fail(f"{where}: values must be a list without doubles", 'values = ["one", "other"]')
    single = keys.get("single", False)
    if not isinstance(single, bool):
        _fail(f"{where}: single = {single!r}", "write true (one value a work) or false (any number)")
    default, tie = (_fallback(where, keys, key, values, single) for key in ("default", "tie"))
    threshold = _level(where, "threshold", keys.get("threshold", "weak"))
    title = _text(where, keys, "title")
    return Facet(
        name=name,
        title=title,
        values=values,
        single=single,
        default=default,
        tie=tie or default,
        threshold=threshold,
        suggested=frozenset(suggested),
        read_from=read_from,
        model=_choice(where, keys, "model", MODELS),
    )


def _choice(where: str, keys: Table, key: str, allowed: Sequence[str]) -> str | None:
    if key not in keys:
        return None
    value = _text(where, keys, key)
    _one_of(f"{where}: {key}", value, allowed)
    return value


def _fallback(where: str, keys: Table, key: str, values: Sequence[str], single: bool) -> str | None:
    if key not in keys:
        return None
    if not single:
        _fail(f"{where}: {key} is for facets with one value", f"drop {key}, or write single = true")
    value = _text(where, keys, key)
    _one_of(f"{where}: {key}", value, values)
    return value


def read_tag_file(path: Path, facets: Mapping[str, Facet]) -> Draft:
    """One rule file. Facets and values must stand in facets.toml: a slip of the pen makes no new value."""
    keys = _table(path.name, read_toml(path), FILE_KEYS)
    lines = _rule_lines(path)
    facet, value = _pair(path.name, facets, _text(path.name, keys, "facet"), _text(path.name, keys, "value"))
    examples = _table(f"{path.name}: [examples]", keys.get("examples", {}), EXAMPLE_KEYS)
    file = TagFile(
        name=path.name,
        facet=facet,
        value=value,
        title=_text(path.name, keys, "title"),
        why=_text(path.name, keys, "why"),
        implies=_implied(path.name, facets, facet, keys.get("implies", {})),
        match=_examples(f"{path.name}: match", examples.get("match", [])),
        no_match=_examples(f"{path.name}: no_match", examples.get("no_match", [])),
    )
    return Draft(file=file, rules=_rules(path.name, facets, facet, keys.get("rule", []), lines))


def _implied(where: str, facets: Mapping[str, Facet], facet: str, table: object) -> tuple[tuple[str, str], ...]:
    pairs = _table(f"{where}: implies", table, tuple(facets))
    order = list(facets)
    for target, value in pairs.items():
        _pair(f"{where}: implies", facets, target, value)
        if order.index(target) <= order.index(facet):
            _fail(
                f"{where}: {facet} can't imply {target}, which is settled earlier or with it",
                "in facets.toml what implies stands before what is implied",
            )
    return tuple(pairs.items())


def _rule_lines(path: Path) -> list[int]:
    """The line of each [[rule]], from 1: the TOML reader doesn't tell."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return [number for number, line in enumerate(lines, 1) if _RULE.match(line)]


def _rules(
    where: str, facets: Mapping[str, Facet], facet: str, tables: object, lines: Sequence[int]
) -> tuple[DraftRule, ...]:
    if not isinstance(tables, list) or not tables:
        _fail(f"{where}: there is no rule", "begin each rule with a line [[rule]]")
    if len(lines) != len(tables):  # [[rule]] inside a text of several lines, or rules written in another way
        lines = [1] * len(tables)
    rules = tuple(
        _rule(where, facets, facet, number, line, table)
        for number, (line, table) in enumerate(zip(lines, tables, strict=True), 1)
    )
    names = [rule.name for rule in rules]
    if double := next((name for name in names if names.count(name) > 1), None):
        _fail(f"{where}: two rules are named {double!r}", "give each rule of a file a name of its own")
    return rules


def _rule(where: str, facets: Mapping[str, Facet], facet: str, number: int, line: int, table: object) -> DraftRule:
    keys = _table(f"{where}: rule {number}", table, RULE_KEYS)
    name = _text(f"{where}: rule {number}", keys, "name")
    where = f"{where}: rule {name!r}"
    if not _PART.fullmatch(name):
        _fail(f"{where}: {name!r} is no name", "small letters, digits and hyphens: 'en-words'")
    if ("words" in keys) == ("all_of" in keys):
        _fail(f"{where}: a rule has either words or all_of", 'words = ["burnout", "burned out"]')
    language = _text(where, keys, "language") if "language" in keys else "*"
    for code in (language, *(only := _texts(where, keys, "only_in_languages"))):
        if not _LANGUAGE.fullmatch(code):
            _fail(f"{where}: {code!r} is no language", "a code such as 'en', 'ru', 'de', or '*' for any")
    return DraftRule(
        name=name,
        line=line,
        language=language,
        confidence=_confidence(where, keys),
        phrases={key: _phrases(where, keys, key) for key in PHRASE_KEYS},
        languages=only,
        all_of=_all_of(where, facets, facet, keys),
        all_of_at_least=_level(where, "all_of_at_least", keys.get("all_of_at_least", "strong")),
    )


def _confidence(where: str, keys: Table) -> dict[str, float]:
    """By field: one level for all of `fields`, or a table field -> level that stands for both."""
    given = keys.get("confidence", "strong")
    if isinstance(given, dict) and "fields" in keys:
        _fail(f"{where}: confidence by field and fields say the same thing twice", "drop fields")
    fields = tuple(given) if isinstance(given, dict) else _texts(where, keys, "fields") or DEFAULT_FIELDS
    for name in fields:
        _one_of(f"{where}: field", name, FIELDS)
    if not fields:
        _fail(f"{where}: no field", "name a field: " + ", ".join(FIELDS))
    return {name: _level(where, "confidence", given[name] if isinstance(given, dict) else given) for name in fields}


def _phrases(where: str, keys: Table, key: str) -> tuple[Phrase, ...]:
    sources = _texts(where, keys, key)
    if key in keys and not sources:
        _fail(f"{where}: {key} is empty", f"write some, or drop {key}")
    if double := next((text for text in sources if sources.count(text) > 1), None):
        _fail(f"{where}: {key} has {double!r} twice", "drop one of them")
    try:
        return tuple(dict.fromkeys(phrase for source in sources for phrase in parse_phrases(source)))
    except BadPhrase as error:
        raise RuleError(f"{where}: {key}: {error}", hint="docs/tagging.md has the pattern language") from error


def _all_of(where: str, facets: Mapping[str, Facet], facet: str, keys: Table) -> tuple[tuple[str, str], ...]:
    texts = _texts(where, keys, "all_of")
    if "all_of" in keys and len(texts) < 2:
        _fail(f"{where}: all_of needs two values or more", 'all_of = ["method:quantitative", "method:qualitative"]')
    pairs = []
    for text in texts:
        name, colon, value = text.partition(":")
        if not colon:
            _fail(f"{where}: all_of: {text!r}", "write facet:value, as in 'method:qualitative'")
        pairs.append(_pair(f"{where}: all_of", facets, name, value))
        if list(facets).index(name) > list(facets).index(facet):
            _fail(f"{where}: all_of: {name} is settled after {facet}", "name this facet or an earlier one")
    return tuple(pairs)


def _examples(where: str, given: object) -> tuple[Texts, ...]:
    if not isinstance(given, list):
        _fail(f"{where} is no list", '["a title", { title = "a title", publication_types = ["Review"] }]')
    return tuple(_example(f"{where} {number}", example) for number, example in enumerate(given, 1))


def _example(where: str, given: object) -> Texts:
    """A text alone is a title."""
    if isinstance(given, str):
        return {"title": (given,)}
    keys = _table(where, given, FIELDS)
    return {name: (text,) if isinstance(text, str) else _texts(where, keys, name) for name, text in keys.items()}


# --- the smallest checks -----------------------------------------------------------------------------------------


def _fail(message: str, hint: str) -> NoReturn:
    raise RuleError(message, hint=hint)


def _table(where: str, given: object, allowed: Sequence[str]) -> Table:
    if not isinstance(given, dict):
        _fail(f"{where}: a table was expected, not {given!r}", "keys here: " + ", ".join(allowed))
    for key in given:
        _one_of(f"{where}: key", key, allowed)
    return given


def _text(where: str, keys: Table, key: str) -> str:
    text = keys.get(key)
    if not isinstance(text, str) or not text.strip():
        _fail(f"{where}: {key} is missing or no text", f'write {key} = "…"')
    return text


def _texts(where: str, keys: Table, key: str) -> tuple[str, ...]:
    texts = keys.get(key, [])
    if not isinstance(texts, list) or not all(isinstance(text, str) and text.strip() for text in texts):
        _fail(f"{where}: {key} is no list of texts", f'write {key} = ["…", "…"]')
    return tuple(texts)


def _level(where: str, key: str, given: object) -> float:
    if isinstance(given, str) and given in LEVELS:
        return LEVELS[given]
    number = float(given) if isinstance(given, int | float) and not isinstance(given, bool) else -1.0
    if not 0 < number < 1:
        levels = ", ".join(f"{name} ({value})" for name, value in LEVELS.items())
        _fail(f"{where}: {key} = {given!r}", f"one of {levels}, or a number between 0 and 1")
    return number


def _one_of(where: str, given: str, allowed: Collection[str]) -> None:
    if given not in allowed:
        _fail(f"{where} {given!r} is not known", "one of: " + ", ".join(allowed))


def _pair(where: str, facets: Mapping[str, Facet], facet: str, value: object) -> tuple[str, str]:
    _one_of(f"{where}: facet", facet, facets)
    if not isinstance(value, str) or value not in facets[facet].values:
        _fail(
            f"{where}: {facet} has no value {value!r}",
            f"facets.toml has: {', '.join(facets[facet].values)}; a new value goes there first",
        )
    return facet, value
