"""How a query file says that sources are asked: its tables [source.NAME] and [chase.NAME].

In: tables as the TOML parser gives them. Out: `SourceSearch` and `CitationChase`, checked as all of `query` is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .errors import QueryError
from .query_reader import Reader, Table
from .sources._syntax import FIELDS

STATUS = ("draft", "run")
WAYS = ("search", "runs", "how")
WITHIN = {"wos": "title-abstract-keywords"}  # its API knows no field for the abstract alone
CHASED_VIA = ("openalex",)
DIRECTIONS = ("references", "citers")

Status = Literal["draft", "run"]
Direction = Literal["references", "citers"]


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


def source_search(
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


def citation_chase(reader: Reader, name: str, table: object, sources: Collection[str]) -> CitationChase:
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
