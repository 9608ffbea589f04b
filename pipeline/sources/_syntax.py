"""The search language of a database as a table: `Syntax`. `_writing` writes a search in it.

Each language stands in the module of its source (the open ones in `_syntaxes_open`), with the help pages that its
rules are from (`help`): whoever doubts a rule can read it there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

FIELDS = ("title-abstract", "title-abstract-keywords", "title", "all")

Stars = Literal["inside", "end", "chain", "split", "drop", "skip"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A block: its phrases, and its subject headings by vocabulary ('mesh')."""

    name: str
    phrases: tuple[str, ...]
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Years:
    """How the years of publication are limited.

    `both` with {start} and {end}; `since` and `until` for one end alone, made from `both` with `first` or `last` as
    the open end where the language has no form for it. {before} is the year before the first, {after} after the last.
    """

    both: str
    since: str | None = None
    until: str | None = None
    first: int = 1800
    last: int = 2100

    def written(self, start: int | None, end: int | None) -> str:
        """'PUBYEAR > 1989 AND PUBYEAR < 2021'"""
        form = {(False, True): self.until, (True, False): self.since}.get((start is not None, end is not None))
        first, last = start or self.first, end or self.last
        return (form or self.both).format(start=first, end=last, before=first - 1, after=last + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Syntax:
    """The search language of one database.

    `fields`: each of FIELDS -> its form, which stands around each phrase ('word'), around the phrases of a block
    ('list') or around the whole string ('whole'), as `field_around` says. `stars`: where a '*' may stand in a phrase:
    'inside' quotes; at its 'end' only; in a 'chain' of words with `chain` between; never, the words are asked apart
    ('split'); not at all, it is cut off ('drop') or the phrase left out ('skip'). `least_stem`: letters before it.
    `near`, `near_ordered`: forms with {left}, {right} (phrases), {words} (bare) and {n}, by field; `near_plus`: what
    is added to the words between (where adjacent words are 1 apart). `near_plain`: single words without * alone.
    `headings`: vocabulary -> form. `years`: date -> form. `accents_count`: 'médecin' and 'medecin' are two words, or
    nobody says. `latin_only`: other alphabets find nothing. `numbered`: each concept is a line of its own.
    `one_run_each`: no operators, each phrase is a search of its own. `breaks`: a line may be broken before OR.
    `longest`: bytes of a string in an address. `notes`: what holds of any string; `field_notes`, `date_notes`: of
    those fields and dates.
    """

    title: str
    help: tuple[str, ...]
    fields: Mapping[str, str]
    field_around: Literal["word", "list", "whole"] = "list"
    stars: Stars = "inside"
    chain: str = ""
    quote: str = '"'
    least_stem: int = 1
    operators: tuple[str, str, str] = ("AND", "OR", "NOT")
    near: Mapping[str, str] = field(default_factory=dict)
    near_ordered: Mapping[str, str] = field(default_factory=dict)
    near_plus: int = 0
    near_plain: bool = False
    headings: Mapping[str, str] = field(default_factory=dict)
    years: Mapping[str, Years] = field(default_factory=dict)
    dated: str = "{text} AND {years}"
    accents_count: bool = True
    latin_only: bool = False
    numbered: bool = False
    one_run_each: bool = False
    breaks: bool = False
    longest: int | None = None
    notes: tuple[str, ...] = ()
    field_notes: Mapping[str, str] = field(default_factory=dict)
    date_notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The strings to ask, each a search of its own, mostly one; and what must be known of them."""

    strings: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Where and when to look: one of FIELDS, the years (None: open), and which date they mean, in
    the words of query.WINDOW_DATES."""

    within: str = "title-abstract"
    start: int | None = None
    end: int | None = None
    date: str = "publication year"


def everywhere(form: str) -> dict[str, str]:
    """The same form for all fields."""
    return dict.fromkeys(FIELDS, form)
