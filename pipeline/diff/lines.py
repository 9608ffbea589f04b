"""A diff as lines of text for a terminal of 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from ..telling import WIDTH
from ..values.number import thousands
from . import Changed, Diff, Group, Named, New, Told
from .values import SETS, FieldChange

SHOWN = 50  # of each list, unless all are asked for
CHARS = 90  # characters of a value before and after; of longer ones the part that differs
LEAD = 30  # characters before the first difference, to see where it is
NUMBER = 9  # columns of a number


def diff_lines(found: Diff, everything: bool = False) -> Iterator[str]:
    """Group by group: the counts, then each list that is not empty; `everything`: uncut."""
    if not found.groups:
        yield from _nothing(found)
    for number, group in enumerate(found.groups):
        if number:
            yield ""
        yield from _head(group)
        yield from _counts(group)
        for title, shown in _sections(group):
            if shown:
                yield ""
                yield from wrapped(f"{title}: {len(shown)}", "  ", "  ")
                yield from _cut(shown, everything)


def _nothing(found: Diff) -> Iterator[str]:
    if found.since:
        yield f"Nothing was searched or added from {found.since} on."
        return
    yield "No search here is an update of an earlier one, so there is nothing to compare."
    yield "What came from a day on, searched or added by hand: bibcorpus diff --since DATE"


def _cut(shown: Sequence[Sequence[str]], everything: bool) -> Iterator[str]:
    for lines in shown if everything else shown[:SHOWN]:
        yield from lines
    if not everything and len(shown) > SHOWN:
        yield f"    and {len(shown) - SHOWN} more: all of them with --all"


def _head(group: Group) -> Iterator[str]:
    run = f"run {group.run}" if group.run else None
    chase = f"chase {group.chase}" if group.chase else None
    name = ", ".join(filter(None, (group.source, group.query, run, chase)))
    days = ", ".join(dict.fromkeys(asked[:10] for asked in group.asked))
    when = f"searched {days}" if days else f"added from {group.since} on"
    yield from wrapped(f"{name}: {when}", "", "    ")
    if group.update_of:
        yield from wrapped(f"update of {group.update_of}", "  ", "      ")
    if group.hits is not None:
        before = "" if group.hits_before is None else f"; before: {group.hits_before}"
        yield f"  hits: {group.hits}{before}; records fetched: {group.fetched}"


def _counts(group: Group) -> Iterator[str]:
    joined = sum(new.joined for new in group.new)
    if group.set_aside:
        yield count("set aside, since they can't be read", group.set_aside, 2)
    yield count(f"entries in {len(group.files)} file{'' if len(group.files) == 1 else 's'}", group.entries, 2)
    yield count("new records", len(group.new), 4)
    if group.new:
        yield count("of a work that is new", len(group.new) - joined, 6)
        yield count("of a work that was there", joined, 6)
    yield count("changed", len(group.changed), 4)
    yield count("only dates, counters and the like of the database", group.only_counters, 4)
    yield count("unchanged", group.unchanged, 4)
    if group.again:
        yield count("the same record again", group.again, 4)


def _sections(group: Group) -> Iterator[tuple[str, list[list[str]]]]:
    yield "newly retracted or corrected", [_told(each) for each in group.told]
    yield (
        "gone: merged into another record, or withdrawn; ours stay",
        [list(_named(each)) for each in group.gone],
    )
    yield "no longer found, but still in the database", [list(_named(each)) for each in group.left]
    yield "listed, but not given when asked for", [list(_named(each)) for each in group.missing]
    yield "new", [_new(each) for each in group.new]
    yield "changed", [_changed(each) for each in group.changed]
    yield "changed in nothing but dates, counters and the like", [_changed(each) for each in group.counters]


def _named(record: Named, *more: str) -> Iterator[str]:
    year = f" ({record.year})" if record.year else ""
    if record.work_id is None:
        yield from wrapped(f"{record.id}: not in the corpus", "    ", "        ")
        return
    yield from wrapped(f"{record.key or record.work_id}: {record.title or '(no title)'}{year}", "    ", "        ")
    yield from wrapped("; ".join((record.id, record.status or "", *more)), "        ", "        ")
    for touch in record.touches:
        reason = f": {touch.reason}" if touch.reason else ""
        state = "" if touch.state == "in force" else f" [{touch.state}]"
        yield from wrapped(
            f"touches a decision: {touch.time[:10]} {touch.who}, {touch.event}{reason}{state} ({touch.decision_id})",
            "        ",
            "            ",
        )


def _new(new: New) -> list[str]:
    return list(_named(new.record, "joined to a work that was there" if new.joined else "a new work", *new.says))


def _told(told: Told) -> list[str]:
    texts = [line for text in told.texts for line in wrapped(textwrap.shorten(text, 200), "          ", "          ")]
    return [f"    {told.kind.upper()}", *_named(told.record), *texts]


def _changed(changed: Changed) -> list[str]:
    more = ["before in another format: only what both have is compared"] if changed.other_format else []
    lines = list(_named(changed.record, *more))
    for change in changed.fields:
        lines += wrapped(change_text(change), "        ", "            ")
    return lines


def change_text(change: FieldChange) -> str:
    """'volume: 5 -> 6'; of lists what went and what came; of long texts the part that differs."""
    if len(change.before) < 2 and len(change.after) < 2 and change.field not in SETS:
        before, after = _parts("".join(change.before), "".join(change.after))
        return f"{change.field}: {before} -> {after}"
    went = [text for text in change.before if text not in change.after]
    came = [text for text in change.after if text not in change.before]
    if not went and not came:
        return f"{change.field}: in another order: {_all(change.after)}"
    if len(went) == len(came):
        both = [_parts(one, other) for one, other in zip(went, came, strict=True)]
        went, came = [one for one, _ in both], [other for _, other in both]
    said = (f"without {_all(went)}" if went else "", f"with {_all(came)}" if came else "")
    return f"{change.field}: " + "; ".join(filter(None, said))


def _all(texts: Iterable[str]) -> str:
    return " | ".join(_window(text, 0) for text in texts)


def _parts(before: str, after: str) -> tuple[str, str]:
    """Both texts in one line; of long ones from shortly before the first difference on, so that this is seen."""
    old, new = " ".join(before.split()), " ".join(after.split())
    if old == new:
        return _window(old, 0), f"{_window(new, 0)} (other blanks)"
    if max(len(old), len(new)) <= CHARS:
        return _window(old, 0), _window(new, 0)
    differs = next((n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), None)
    differs = min(len(old), len(new)) if differs is None else differs
    start = max(0, differs - LEAD)
    blank = old.find(" ", start, differs) if start else -1
    return _window(old, start if blank < 0 else blank + 1), _window(new, start if blank < 0 else blank + 1)


def _window(text: str, start: int) -> str:
    part = text[start : start + CHARS].rstrip()
    shown = f"{'… ' if start else ''}{part}{' …' if start + CHARS < len(text) else ''}"
    return shown if text else "(nothing)"


def wrapped(text: str, first: str, more: str) -> list[str]:
    """The text in lines of at most 80 columns; a word that is longer is broken."""
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=more, break_on_hyphens=False) or [first]


def count(label: str, n: int, indent: int) -> str:
    """A line of a table: the label, and the number at the right edge."""
    room = WIDTH - NUMBER - indent - 1
    shown = label if len(label) <= room else label[: room - 1] + "…"
    return " " * indent + f"{shown:<{room}} " + f"{thousands(n):>{NUMBER}}"
