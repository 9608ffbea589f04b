"""Works -> the document of their list, from beginning to end.

In: works in the order in which they are cited, a style, what a person chose. Out: the document, and how many entries it
has. Items are rendered in groups, on all cores, each group in one locale; then they are put in order, numbered, and
written.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import NamedTuple

from ..errors import CountsDontAddUp, PipelineError
from ..exports import ExportedWork
from ..store import Store
from . import Choices, Entry, Inlines, Item, Style
from .documents import document
from .grouping import BY, grouped
from .inlines import SPACE, words
from .languages import LOCALES, locale_of
from .patches import patched
from .printed import item_of
from .running import OTHER_STYLE, render
from .sorting import in_order
from .splitting import groups
from .twins import english_journals, mark, twin_item

ENGLISH = "en-US"
Progress = Callable[[int, int], None]  # entries that are rendered, of how many


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A document. `entries`: more than there are works where one stands under two headings.

    `bare`: keys of works of which the style prints nothing, that stand by their titles alone.
    """

    data: bytes
    works: int
    entries: int
    bare: tuple[str, ...] = ()


class Job(NamedTuple):
    """Items that are rendered in one run. `twins`: whether they are second paragraphs."""

    locale: str
    twins: bool
    items: Sequence[Item]


class Rendered(NamedTuple):
    """What became of an item, with its run and its place in that; no run where the style prints nothing of it."""

    run: int | None
    rank: int
    text: Inlines


def formatted_list(
    works: Sequence[ExportedWork],
    store: Store,
    style: Style,
    choices: Choices,
    values: Sequence[tuple[str, str]] = (),
    progress: Progress | None = None,
) -> Made:
    """The list. `values`: (value, heading) of the facet that `choices` groups by, in their order."""
    locale = list_locale(style, choices.locale)
    made = rendered(works, style, locale, choices.twins, progress)
    bare = tuple(entry.key for entry in made if entry.run is None)
    if works and len(bare) == len(works):
        raise PipelineError(f"{style.name}: the style prints nothing of any work", hint=OTHER_STYLE)
    entries = in_order(made, style, locale, store, choices.sort, choices.order)
    if len(entries) != len(works):
        raise CountsDontAddUp(f"list: {len(works)} works selected, {len(entries)} formatted")
    parts = grouped(entries, choices.group_by, locale, values)
    data = document(parts, style, locale, choices)
    return Made(data=data, works=len(works), entries=sum(len(under) for _, under in parts), bare=bare)


def list_locale(style: Style, asked: str | None) -> str:
    """What is asked for ('de' is 'de-DE'), else the language of the style, else English."""
    wanted = asked or style.locale or ENGLISH
    return LOCALES.get(wanted.lower(), wanted)


def facets_of(works: Sequence[ExportedWork]) -> list[str]:
    """What a list of these works can be grouped by."""
    return [*BY, *sorted({tag.partition(":")[0] for work in works for tag in work.tags})]


def rendered(
    works: Sequence[ExportedWork], style: Style, locale: str, twins: bool, progress: Progress | None = None
) -> list[Entry]:
    """The entries, in the order of the works."""
    items = [item_of(work, style.name, locale, twins) for work in works]
    locales = [locale_of(work.work, style.name, locale) for work in works]
    seconds = _twins(works, items) if twins else {}
    jobs = [*_jobs(items, locales, style, False), *_jobs([*seconds.values()], [ENGLISH] * len(seconds), style, True)]
    jobs.sort(key=lambda job: -len(job.items))  # a large one that comes last would leave the other cores idle
    texts: dict[bool, dict[str, Rendered]] = {False: {}, True: {}}
    for run, (job, made) in enumerate(_all_rendered(jobs, style, progress)):
        texts[job.twins] |= {key: Rendered(run, rank, text) for rank, (key, text) in enumerate(made.items())}
    return [
        _entry(work, item, locales[cited], cited, texts[False].get(work.key, _bare(item)), texts[True].get(work.key))
        for cited, (work, item) in enumerate(zip(works, items, strict=True))
    ]


def _bare(item: Item) -> Rendered:
    """Its title, or its key: an entry is never lost."""
    return Rendered(None, 0, words(str(item.get("title") or item["id"])))


def _twins(works: Sequence[ExportedWork], items: Sequence[Item]) -> dict[str, Item]:
    journals = english_journals(works)
    made = ((work.key, twin_item(work, item, journals)) for work, item in zip(works, items, strict=True))
    return {key: item for key, item in made if item is not None}


def _jobs(items: Sequence[Item], locales: Sequence[str], style: Style, twins: bool) -> Iterator[Job]:
    by_locale: dict[str, list[Item]] = {}
    for item, locale in zip(items, locales, strict=True):
        by_locale.setdefault(locale, []).append(item)
    for locale, mine in sorted(by_locale.items()):
        yield from (Job(locale, twins, group) for group in groups(mine, style.suffixes))


def _all_rendered(
    jobs: Sequence[Job], style: Style, progress: Progress | None
) -> Iterator[tuple[Job, Mapping[str, Inlines]]]:
    """Each job and what came of it. pandoc is a program of its own: threads are enough to keep all cores at work."""
    styles = {job.locale: replace(style, xml=patched(style.xml, style.name, job.locale)) for job in jobs}
    done, total = 0, sum(len(job.items) for job in jobs)
    with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        running = [threads.submit(render, job.items, styles[job.locale], job.locale) for job in jobs]
        try:
            for job, result in zip(jobs, running, strict=True):
                made = result.result()
                done += len(job.items)
                if progress:
                    progress(done, total)
                yield job, made
        finally:
            threads.shutdown(cancel_futures=True)


def _entry(
    work: ExportedWork,
    item: Item,
    locale: str,
    cited: int,
    own: Rendered,
    twin: Rendered | None,
) -> Entry:
    paragraphs = (own.text,) if twin is None else (own.text, [*twin.text, SPACE, *words(mark(work))])
    return Entry(
        key=work.key,
        work=work,
        item=item,
        locale=locale,
        paragraphs=paragraphs,
        run=own.run,
        rank=own.rank,
        cited=cited,
    )
