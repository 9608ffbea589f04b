"""Screening: is a work in the bibliography, and why.

In: work, tag, decision, the windows of the queries, the inclusion rules of bibcorpus.toml. Out: one `screening` row a
work. A person's word beats the rules; people who disagree leave the work undecided, with both names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from .decisions import Logged, said
from .model import Decision
from .store import Store
from .workspace import Settings

STATUS_OF = {"include": "included", "exclude": "excluded", "unsure": "undecided"}
Window = tuple[int | None, int | None]


def screen_works(store: Store, settings: Settings, windows: Sequence[Window], logged: Sequence[Logged]) -> None:
    """Fill screening."""
    spoken = _spoken(store, logged)
    relevance = dict(store.rows("select work_id, any_value(value) from tag where facet = 'relevance' group by work_id"))
    works = store.rows("select work_id, year from work order by work_id")
    store.load("screening", _rows(works, spoken, relevance, settings, windows))


def _spoken(store: Store, logged: Iterable[Logged]) -> Mapping[str, list[Decision]]:
    work_of = dict(store.rows("select record_id, work_id from work_record"))
    spoken: dict[str, list[Decision]] = defaultdict(list)
    for item in logged:
        if item.decision.event in STATUS_OF and item.state in ("in force", "disputed"):
            for work_id in {work_of[record] for record in item.decision.records if record in work_of}:
                spoken[work_id].append(item.decision)
    return spoken


def _rows(
    works: Iterable[tuple[str, int | None]],
    spoken: Mapping[str, list[Decision]],
    relevance: Mapping[str, str],
    settings: Settings,
    windows: Sequence[Window],
) -> Iterator[dict[str, Any]]:
    for work_id, year in works:
        inside = in_window(year, windows)
        by_rule = status_by_rule(
            year, inside if settings.use_window else True, relevance.get(work_id), settings, windows
        )
        status, reason, by, stage = (
            status_by_people(spoken[work_id], settings.settle) if work_id in spoken else (*by_rule, "rule", None)
        )
        yield {
            "work_id": work_id,
            "status": status,
            "status_reason": reason,
            "by": by,
            "stage": stage,
            "in_window": inside,
        }


def in_window(year: int | None, windows: Sequence[Window]) -> bool | None:
    """Whether any query's window holds the year; None without a year; True where no window has an end."""
    if not windows or (None, None) in windows:
        return True
    if year is None:
        return None
    return any((start is None or year >= start) and (end is None or year <= end) for start, end in windows)


def status_by_rule(
    year: int | None,
    inside: bool | None,
    relevance: str | None,
    settings: Settings,
    windows: Sequence[Window],
) -> tuple[str, str]:
    """(status, reason in words) by window and relevance."""
    if inside is False:
        return "excluded", f"outside the window {' or '.join(_span(window) for window in windows)}"
    if relevance == "not-relevant":
        return "excluded", "not relevant"
    if inside is None:
        return "undecided", "no year: in or outside the window?"
    if relevance in settings.relevance:
        return "included", "in the window and relevant" if settings.use_window else "relevant"
    return "undecided", "relevance is not sure" if settings.relevance else "waits for a person"


def _span(window: Window) -> str:
    start, end = window
    return f"{start or '…'}–{end or '…'}"


def status_by_people(decisions: Sequence[Decision], settle: str = "unresolved") -> tuple[str, str, str, str | None]:
    """(status, reason, by, stage). The later stage counts; within it each person's last word, and all must agree.

    Two decisions may name two records of one work, so they meet here first; `settle` is that of bibcorpus.toml.
    """
    stages = [decision.value.get("stage") for decision in decisions]
    stage = "full-text" if "full-text" in stages else "title-abstract" if "title-abstract" in stages else None
    ordered = sorted(decisions, key=lambda d: (d.time, d.id))
    voices = {d.who: d for d in ordered if d.value.get("stage") == stage}
    speaking = sorted(voices.values(), key=lambda d: (d.time, d.id))
    if settle in voices:
        speaking = [voices[settle]]
    elif settle == "last-word":
        speaking = speaking[-1:]
    said_status = {STATUS_OF[decision.event] for decision in speaking}
    words = "; ".join(said(decision) for decision in speaking)
    if len(said_status) > 1:
        return "undecided", f"people disagree: {words}", "person", stage
    return said_status.pop(), words, "person", stage
