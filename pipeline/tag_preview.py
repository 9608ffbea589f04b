"""Preview: what the tag rules as they stand now would change in the corpus as it was last built.

In: a workspace with a built corpus. Out: for each value of each facet how many works would gain and lose it, with some
of these works, what they were tagged before and would be now, and by which words. Nothing is written.

The works are those of the last build; what people said is on top of the rules, as in a build. `tags_of_corpus` counts
the tags that are there.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from .decisions import one_value_each, read_decisions
from .model import Tag
from .parallel import Workers, batches, without_collector
from .store import Store, reading
from .successors import carried_over
from .tagging.engine import judge_work
from .tagging.packed import Packed
from .tagging.rules import load_rules
from .tagging.ruleset import RuleSet
from .tagging.works import people, with_people, work_texts
from .tagging_files import evidence
from .values.number import thousands
from .workspace import Workspace

WIDTH = 80
VALUE = 40  # columns of a value before its numbers

Claim = tuple[str, str, bool]
"""Facet, value, and whether it is only suggested."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A work that gains or loses a value: what it has in the facet before and after, with the reasons."""

    key: str
    title: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One value of a facet: how many works would gain it, how many would lose it, and some of them."""

    facet: str
    value: str
    suggested: bool
    gained: int
    lost: int
    gains: tuple[Example, ...]
    losses: tuple[Example, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """All values that would change, in the order of facets.toml; `changed` are the works with any such change."""

    works: int
    changed: int
    differences: tuple[Difference, ...]

    def as_json(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagging:
    """How many of the works have each value, in the order of facets.toml."""

    works: int
    values: tuple[tuple[Claim, int], ...]

    def as_json(self) -> dict[str, Any]:
        """For JSON."""
        rows = [
            {"facet": facet, "value": value, "suggested": suggested, "works": works}
            for (facet, value, suggested), works in self.values
        ]
        return {"works": self.works, "tags": rows}


def tags_of_corpus(store: Store, rules: Path) -> Tagging:
    """What the built corpus says, works that are excluded among them."""
    counts: dict[Claim, int] = {
        (str(facet), str(value), bool(suggested)): int(works)
        for facet, value, suggested, works in store.rows(
            "select facet, value, suggested, count(distinct work_id) from tag group by all"
        )
    }
    ordered = _in_order(load_rules(rules), list(counts))
    works = int(store.value("select count(*) from work"))
    return Tagging(works=works, values=tuple((claim, counts[claim]) for claim in ordered))


def preview(workspace: Workspace, examples: int = 3) -> Preview:
    """Tag all works anew, in memory, and compare; up to `examples` works for each gain and each loss."""
    ruleset = load_rules(workspace.rules)
    single = [facet.name for facet in ruleset.facets.values() if facet.single]
    settle = workspace.settings.settle
    tag_batch = partial(_tag_batch, Packed(ruleset))
    changes, works, changed = _Changes(examples), 0, 0
    with reading(workspace.database) as store, without_collector(), Workers() as workers:
        logged = one_value_each(carried_over(store, read_decisions(workspace)[0], settle), single, settle)
        spoken, _ = people(store, ruleset, logged, settle)
        for batch in workers.map(tag_batch, batches(work_texts(store))):
            before = _tags_before(store, batch[0][0], batch[-1][0])
            names = _names(store, batch[0][0], batch[-1][0])
            for work_id, tags in batch:
                after = with_people(ruleset, tags, work_id, spoken.get(work_id, ()))
                works += 1
                changed += changes.note(names[work_id], before.get(work_id, []), after)
    return Preview(works=works, changed=changed, differences=changes.differences(ruleset))


def _tag_batch(rules: Packed, works: Sequence[tuple[str, Mapping[str, Sequence[str]]]]) -> list[tuple[str, list[Tag]]]:
    ruleset: RuleSet = rules.unpacked()
    return [(work_id, judge_work(ruleset, work_id, texts).tags) for work_id, texts in works]


def _tags_before(store: Store, first: str, last: str) -> dict[str, list[Tag]]:
    """The tags of the last build, of these works."""
    found: dict[str, list[Tag]] = {}
    for row in store.records("select * from tag where work_id between ? and ? order by all", [first, last]):
        found.setdefault(row["work_id"], []).append(Tag(**{name: row[name] for name in Tag.__slots__}))
    return found


def _names(store: Store, first: str, last: str) -> dict[str, tuple[str, str]]:
    """Key and title of each of these works."""
    rows = store.rows(
        "select work_id, key, title from work left join (select * from citekey where leads) using (work_id) "
        "where work_id between ? and ?",
        [first, last],
    )
    return {work_id: (key or work_id, title or "(no title)") for work_id, key, title in rows}


class _Changes:
    """What changes, counted while the works go by; the first works of each change are kept as examples."""

    def __init__(self, examples: int) -> None:
        self._most = examples
        self._counts: Counter[tuple[Claim, bool]] = Counter()
        self._examples: dict[tuple[Claim, bool], list[Example]] = {}

    def note(self, name: tuple[str, str], before: Sequence[Tag], after: Sequence[Tag]) -> bool:
        """Whether anything changes for this work."""
        old, new = {*map(_claim, before)}, {*map(_claim, after)}
        for claim in old ^ new:
            change = (claim, claim in new)
            self._counts[change] += 1
            kept = self._examples.setdefault(change, [])
            if len(kept) < self._most:
                facet = claim[0]
                key, title = name
                kept.append(Example(key=key, title=title, before=_said(before, facet), after=_said(after, facet)))
        return old != new

    def differences(self, ruleset: RuleSet) -> tuple[Difference, ...]:
        claims = _in_order(ruleset, list({claim for claim, _ in self._counts}))
        return tuple(
            Difference(
                facet=claim[0], value=claim[1], suggested=claim[2],
                gained=self._counts[claim, True], lost=self._counts[claim, False],
                gains=tuple(self._examples.get((claim, True), ())),
                losses=tuple(self._examples.get((claim, False), ())),
            )
            for claim in claims
        )  # fmt: skip


def _claim(tag: Tag) -> Claim:
    return tag.facet, tag.value, tag.suggested


def _said(tags: Sequence[Tag], facet: str) -> tuple[str, ...]:
    """What a work has in a facet, with the reasons: "burnout ('Burnout' in title; burnout.toml:en line 6)"."""
    return tuple(f"{tag.value} ({evidence(tag)})" for tag in tags if tag.facet == facet)


def _in_order(ruleset: RuleSet, claims: Sequence[Claim]) -> list[Claim]:
    """As facets.toml has them; facets and values that are not there, or no longer, last."""
    facets = list(ruleset.facets)

    def place(claim: Claim) -> tuple[int, int, Claim]:
        facet, value, _ = claim
        values = ruleset.facets[facet].values if facet in ruleset.facets else ()
        return (
            facets.index(facet) if facet in ruleset.facets else len(facets),
            values.index(value) if value in values else len(values),
            claim,
        )

    return sorted(claims, key=place)


# --- as lines ----------------------------------------------------------------------------------------------------


def counted(found: Tagging) -> Iterator[str]:
    """The table of `bibcorpus tag`."""
    yield f"tags of {thousands(found.works)} works"
    shown = ""
    for (facet, value, suggested), works in found.values:
        if facet != shown:
            yield ""
            yield facet
            shown = facet
        yield f"  {_value(value, suggested):<{VALUE}}{thousands(works):>9}"


def shown(found: Preview) -> Iterator[str]:
    """The table of `bibcorpus tag --preview`, with examples."""
    if not found.differences:
        yield f"Nothing would change: all {thousands(found.works)} works keep the values they have."
        return
    yield f"{thousands(found.changed)} of {thousands(found.works)} works would change; nothing is written"
    for one in found.differences:
        yield ""
        head = f"{one.facet} = {_value(one.value, one.suggested)}"
        yield f"{head:<{VALUE}}  gained by {thousands(one.gained):>6}  lost by {thousands(one.lost):>6}"
        for sign, examples in (("+", one.gains), ("-", one.losses)):
            for example in examples:
                yield from _example(sign, example)


def _example(sign: str, example: Example) -> Iterator[str]:
    yield from _wrapped(f"{example.key}: {example.title}", f"  {sign} ", "    ")
    for when, said in (("was", example.before), ("now", example.after)):
        yield from _wrapped(f"{when} {'; '.join(said) or 'without a value'}", "      ", "          ")


def _value(value: str, suggested: bool) -> str:
    return f"{value} (suggested)" if suggested else value


def _wrapped(text: str, first: str, more: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=more, break_long_words=False, break_on_hyphens=False
    )
