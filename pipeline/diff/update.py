"""What differs between two built corpora of one bibliography: works, keys, tags, exports, decisions to look at.

`Update` is what `corpora.compare` finds, `run --dry-run` and `diff` show, and the ledger keeps of the last run.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from .values import FieldChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A work by name. `status`: included, excluded, undecided."""

    work_id: str
    key: str | None
    title: str | None
    year: int | None
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWork:
    """A work of which no record was there; `retracted` from the start."""

    work: Work
    sources: tuple[str, ...]
    retracted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Works that became one. `by`: the rules and people that joined their records: 'same_doi: DOI 10.1000/a'."""

    work: Work
    of: tuple[Work, ...]
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A work that became several. `apart`: what keeps them apart now; `joined`: what had joined them."""

    work: Work
    into: tuple[Work, ...]
    apart: tuple[str, ...]
    joined: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedWork:
    """A work of which fields are others than before."""

    work: Work
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """A work that is included or excluded otherwise: status and reason before; those of now."""

    work: Work
    before: str
    reason_before: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TagCount:
    """How many works have a tag. `gained`, `lost`: of works that are in both; the rest are new works and gone ones."""

    facet: str
    value: str
    before: int
    after: int
    gained: int
    lost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Retagged:
    """A work that gained or lost tags ('topic:burnout')."""

    work: Work
    gained: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyChange:
    """What became of a citekey.

    `change`: moved (leads to another publication), nowhere (leads to no work), alias (its work goes by another key),
    leads (is an alias no more), given (is new). `work`: where it leads now; `before`: where it led.
    """

    change: str
    key: str
    work: Work | None
    before: Work | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A record that is gone, and the one with which its key and what was decided on it go on. `work`: of that one."""

    gone_id: str
    record_id: str
    who: str
    why: str
    work: Work | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportChange:
    """The entries of an export, by key. `before` and `after`: how many it has."""

    name: str
    before: int
    after: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A decision that its person should look at again, and had not to before. `work`: what it speaks of."""

    decision_id: str
    time: str
    who: str
    event: str
    reason: str | None
    why: str
    work: Work | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """How many decisions of one kind a person added."""

    who: str
    event: str
    decisions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How many works have a status."""

    status: str
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """All of it. The lists may be cut (`shortened`); `counts` has the length of each, by its name, uncut.

    works before = gone + split + those that are in one work now;
    works after = new + merged + those that were in one work.
    """

    before: int
    after: int
    statuses: tuple[Status, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    new: tuple[NewWork, ...] = ()
    gone: tuple[Work, ...] = ()
    merged: tuple[Merged, ...] = ()
    split: tuple[Split, ...] = ()
    changed: tuple[ChangedWork, ...] = ()
    retracted: tuple[Work, ...] = ()
    screened: tuple[Screened, ...] = ()
    tags: tuple[TagCount, ...] = ()
    tagged: tuple[Retagged, ...] = ()
    carried: tuple[Carried, ...] = ()
    keys: tuple[KeyChange, ...] = ()
    exports: tuple[ExportChange, ...] = ()
    look: tuple[Look, ...] = ()
    decided: tuple[Decided, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether the two are the same bibliography."""
        return not any(self.counts.values())


def export_change(
    name: str, before: Collection[str], after: Collection[str], changed: Collection[str] = ()
) -> ExportChange | None:
    """How an export differs, from its keys before and after, in the order of the file; None where it doesn't."""
    added = tuple(key for key in after if key not in before)
    removed = tuple(key for key in before if key not in after)
    other = tuple(key for key in after if key in changed)
    if not (added or removed or other):
        return None
    return ExportChange(name=name, before=len(before), after=len(after), added=added, changed=other, removed=removed)


LISTS = ("new", "gone", "merged", "split", "changed", "retracted", "screened", "tagged", "carried", "keys", "exports",
         "look", "decided")  # fmt: skip


def counted(update: Update) -> Update:
    """The same with its counts; keys and decisions are counted by what became of them, too."""
    counts = {name: len(getattr(update, name)) for name in LISTS}
    for key in update.keys:
        counts[f"keys {key.change}"] = counts.get(f"keys {key.change}", 0) + 1
    counts["decided by"] = len(update.decided)
    counts["decided"] = sum(each.decisions for each in update.decided)
    for export in update.exports:
        for name in ("added", "changed", "removed"):
            counts[f"{export.name} {name}"] = len(getattr(export, name))
    return replace(update, counts=counts)


def shortened(update: Update, most: int) -> Update:
    """The same with the first `most` of each list; the counts stay."""
    exports = tuple(
        replace(each, added=each.added[:most], changed=each.changed[:most], removed=each.removed[:most])
        for each in update.exports
    )
    return replace(update, **{name: getattr(update, name)[:most] for name in LISTS} | {"exports": exports})


def from_json(kind: Any, value: Any) -> Any:
    """A value of the type `kind` from what `dataclasses.asdict` and JSON made of it."""
    if get_origin(kind) is UnionType:
        kind = next(each for each in get_args(kind) if each is not NoneType)
        return None if value is None else from_json(kind, value)
    if get_origin(kind) is tuple:
        return tuple(from_json(get_args(kind)[0], each) for each in value)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        names = [each.name for each in fields(kind) if each.name in value]
        return kind(**{name: from_json(hints[name], value[name]) for name in names})  # type: ignore[operator]
    return value
