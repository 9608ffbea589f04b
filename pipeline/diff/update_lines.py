"""What differs between two corpora, as lines of text for a terminal of 80 columns: counts first, then the lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ..telling import WIDTH
from ..values.number import thousands
from .lines import change_text, count, wrapped
from .update import (
    Carried,
    ChangedWork,
    ExportChange,
    KeyChange,
    Look,
    Merged,
    NewWork,
    Retagged,
    Screened,
    Split,
    TagCount,
    Update,
    Work,
)

SHOWN = 10  # of each list, unless all are asked for
CARRIED = "gone records whose keys and decisions go on with others"
KEYS = {
    "given": "keys given",
    "alias": "keys that became an alias: the work goes by another",
    "leads": "aliases that became the key of their work",
    "moved": "keys that lead to another publication than before",
    "nowhere": "keys that lead to no work now; they stay taken",
}


def update_lines(update: Update, everything: bool = False) -> Iterator[str]:
    """The table of works, the counts that are not nought, then each list; `everything`: uncut."""
    yield from _works(update)
    if update.nothing:
        yield "Nothing differs: works, keys, tags, exports and decisions are the same."
        return
    yield ""
    yield from _counts(update)
    for heading, n, shown in _sections(update):
        if shown:
            yield ""
            yield from wrapped(heading, "", "  ")
            yield from _cut(shown, n, everything)


def _cut(shown: Sequence[Sequence[str]], n: int, everything: bool) -> Iterator[str]:
    listed = shown if everything else shown[:SHOWN]
    for lines in listed:
        yield from lines
    if n > len(listed):
        more = "all of them with --all" if not everything else "only the first are kept of the last run"
        yield f"  and {thousands(n - len(listed))} more: {more}"


def _works(update: Update) -> Iterator[str]:
    yield _row("works", "before", "after")
    yield _row("  all", update.before, update.after)
    for each in update.statuses:
        yield _row(f"  {each.status}", each.before, each.after)


def _row(label: str, before: int | str, after: int | str) -> str:
    cells = [thousands(each) if isinstance(each, int) else each for each in (before, after)]
    return f"{label:<{WIDTH - 21}} {cells[0]:>9} {cells[1]:>10}"


def _counts(update: Update) -> Iterator[str]:
    counts = update.counts
    for label, name in (
        ("new works", "new"),
        ("works gone", "gone"),
        ("merged: several works became one", "merged"),
        ("split: one work became several", "split"),
        ("works with changed fields", "changed"),
        ("works newly retracted", "retracted"),
        ("works included or excluded otherwise", "screened"),
        ("works that gained or lost tags", "tagged"),
        (CARRIED, "carried"),
        *((label, f"keys {change}") for change, label in KEYS.items()),
        *(
            (f"entries of {export.name}, {what}", f"{export.name} {what}")
            for export in update.exports
            for what in ("added", "changed", "removed")
        ),
        ("decisions that are new", "decided"),
        ("decisions that need a look", "look"),
    ):
        if counts.get(name):
            yield count(label, counts[name], 0)


def _sections(update: Update) -> Iterator[tuple[str, int, list[list[str]]]]:
    """The heading of each list, how long it is uncut, and its entries."""
    counts = update.counts

    def headed(title: str, n: int, shown: list[list[str]]) -> tuple[str, int, list[list[str]]]:
        return f"{title}: {thousands(n)}", n, shown

    def section(title: str, name: str, show: Callable[..., list[str]]) -> tuple[str, int, list[list[str]]]:
        return headed(title, counts.get(name, 0), [show(each) for each in getattr(update, name)])

    yield section("NEWLY RETRACTED", "retracted", _named)
    yield section("decisions that need a look", "look", _look)
    yield section(CARRIED, "carried", _carried)
    for change, label in KEYS.items():
        keys = [_key(each) for each in update.keys if each.change == change]
        yield headed(label, counts.get(f"keys {change}", 0), keys)
    yield section("merged: several works became one", "merged", _merged)
    yield section("split: one work became several", "split", _split)
    yield section("works gone", "gone", _named)
    yield section("new works", "new", _new)
    yield section("works included or excluded otherwise", "screened", _screened)
    tags = [_tag_count(each) for each in update.tags]
    yield headed("works by tag, excluded ones among them", len(tags), tags)
    yield section("works that gained or lost tags", "tagged", _retagged)
    yield section("works with changed fields", "changed", _changed)
    yield section("exports", "exports", _export)
    if update.decided:
        texts = [wrapped(f"{each.who}: {each.event} {each.decisions}", "  ", "    ") for each in update.decided]
        heading, _, _ = headed("decisions that are new", counts.get("decided", 0), [])
        yield heading, counts.get("decided by", len(texts)), texts


def _named(work: Work, *more: str) -> list[str]:
    year = f" ({work.year})" if work.year else ""
    lines = wrapped(f"{work.key or work.work_id}: {work.title or '(no title)'}{year}", "  ", "      ")
    for text in more:
        lines += wrapped(text, "      ", "        ")
    return lines


def _new(new: NewWork) -> list[str]:
    more = "; retracted" if new.retracted else ""
    return _named(new.work, f"{new.work.status}{more}; from {', '.join(new.sources)}")


def _merged(merged: Merged) -> list[str]:
    were = [_was(each) for each in merged.of]
    return _named(merged.work, *were, *(f"joined by {text}" for text in merged.by))


def _split(split: Split) -> list[str]:
    into = [_is(each) for each in split.into]
    apart = [f"kept apart by {text}" for text in split.apart]
    return _named(split.work, *into, *apart, *(f"had been joined by {text}" for text in split.joined))


def _was(work: Work) -> str:
    return f"was {_short(work)}"


def _is(work: Work) -> str:
    return f"is {_short(work)}, {work.status}"


def _short(work: Work) -> str:
    year = f" ({work.year})" if work.year else ""
    return f"{work.key or work.work_id}: {work.title or '(no title)'}{year}"


def _screened(screened: Screened) -> list[str]:
    before = f"{screened.before} ({screened.reason_before})"
    return _named(screened.work, f"{before} -> {screened.work.status} ({screened.reason})")


def _tag_count(tag: TagCount) -> list[str]:
    said = ", ".join(f"{n} {word}" for n, word in ((tag.gained, "gained"), (tag.lost, "lost")) if n)
    moved = f" ({said})" if said else ""
    return wrapped(f"{tag.facet}:{tag.value} {tag.before} -> {tag.after}{moved}", "  ", "    ")


def _retagged(tagged: Retagged) -> list[str]:
    gained = [f"gained {', '.join(tagged.gained)}"] if tagged.gained else []
    return _named(tagged.work, *gained, *([f"lost {', '.join(tagged.lost)}"] if tagged.lost else []))


def _changed(changed: ChangedWork) -> list[str]:
    return _named(changed.work, *(change_text(each) for each in changed.fields))


def _key(key: KeyChange) -> list[str]:
    """'brown2018: Balint groups (2018)'; of an alias 'brown2018a -> brown2018'; where it led, if that is lost."""
    if key.work and key.change in ("given", "alias", "leads"):
        said = _short(key.work) if key.key == key.work.key else f"{key.key} -> {key.work.key}"
        return wrapped(said, "  ", "      ")
    lines = wrapped(f"led to {_short(key.before)}", "      ", "        ") if key.before else []
    if key.work:
        lines += wrapped(f"leads to {_short(key.work)}", "      ", "        ")
    return [f"  {key.key}", *lines]


def _carried(carried: Carried) -> list[str]:
    said = f"{carried.gone_id} -> {carried.record_id}"
    because = f"{carried.who}: {carried.why}" if carried.why else carried.who
    if carried.work is None:
        return [*wrapped(said, "  ", "      "), *wrapped(because, "      ", "        ")]
    return _named(carried.work, said, because)


def _export(export: ExportChange) -> list[str]:
    lines = wrapped(f"{export.name}: {export.before} -> {export.after} entries", "  ", "      ")
    for name in ("added", "changed", "removed"):
        keys = getattr(export, name)
        if keys:
            more = f" and {len(keys) - SHOWN} more" if len(keys) > SHOWN else ""
            lines += wrapped(f"{name}: {', '.join(keys[:SHOWN])}{more}", "      ", "        ")
    return lines


def _look(look: Look) -> list[str]:
    reason = f": {look.reason}" if look.reason else ""
    said = f"{look.time[:10]} {look.who}, {look.event}{reason} ({look.decision_id})"
    if look.work is None:
        return [*wrapped(said, "  ", "      "), *wrapped(look.why, "      ", "        ")]
    return _named(look.work, said, look.why)
