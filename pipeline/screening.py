"""Screening: is a work in the bibliography, and why.

In: work, tag, decision, the windows of the queries, the inclusion rules of bibcorpus.toml. Out: one `screening` row a
work. A person's word beats the rules; people who disagree leave the work undecided, with both names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from .decisions import Logged, said
from .settling import DISPUTED, STAGES, ByWork, stage_of
from .store import Store
from .values.number import thousands
from .workspace import Settings

STATUS_OF = {"include": "included", "exclude": "excluded", "unsure": "undecided"}
OTHER = "other"  # the type of a work of which no source says more
Window = tuple[int | None, int | None]


def screen_works(
    store: Store, settings: Settings, windows: Sequence[Window], said_of: ByWork, go_on: bool = False
) -> None:
    """Fill screening. `go_on`: of the works in the scratch table `changed_work`; what holds of the others is there."""
    which = "work_id in (select work_id from changed_work)" if go_on else "true"
    relevance = dict(
        store.rows(f"select work_id, any_value(value) from tag where facet = 'relevance' and {which} group by work_id")
    )
    works = store.rows(f"select work_id, year, languages, type from work where {which} order by work_id")
    store.load("screening", _rows(works, said_of, relevance, settings, windows))


def _rows(
    works: Iterable[tuple[str, int | None, Sequence[str], str]],
    said_of: ByWork,
    relevance: Mapping[str, str],
    settings: Settings,
    windows: Sequence[Window],
) -> Iterator[dict[str, Any]]:
    for work_id, year, languages, type_ in works:
        inside = in_window(year, windows)
        words = [item for item in said_of.on.get(work_id, ()) if item.decision.event in STATUS_OF]
        if words:
            status, told, by, stage = status_by_people(words)
            reason = reason_of_people(words, stage)
        else:
            within = inside if settings.use_window else True
            facts = Facts(year=year, inside=within, relevance=relevance.get(work_id), languages=languages, type=type_)
            status, told = status_by_rule(facts, settings, windows)
            by, stage, reason = "rule", None, told
        yield {
            "work_id": work_id, "status": status, "status_reason": told, "by": by, "stage": stage, "reason": reason,
            "in_window": inside,
        }  # fmt: skip


def in_window(year: int | None, windows: Sequence[Window]) -> bool | None:
    """Whether any query's window holds the year; None without a year; True where no window has an end."""
    if not windows or (None, None) in windows:
        return True
    if year is None:
        return None
    return any((start is None or year >= start) and (end is None or year <= end) for start, end in windows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the rules look at. `inside`: whether the year lies in the window, None where there is no year."""

    year: int | None = None
    inside: bool | None = True
    relevance: str | None = None
    languages: Sequence[str] = ()
    type: str = OTHER


def status_by_rule(facts: Facts, settings: Settings, windows: Sequence[Window]) -> tuple[str, str]:
    """(status, reason in words) by window, language, type and relevance, in this order.

    What rules out comes first: of what isn't known a person is asked only where nothing else has decided.
    """
    if facts.inside is False:
        return "excluded", f"outside the window {' or '.join(_span(window) for window in windows)}"
    if settings.languages and facts.languages and not set(facts.languages) & set(settings.languages):
        return "excluded", f"in {', '.join(facts.languages)}, not in {' or '.join(settings.languages)}"
    if settings.types and facts.type not in (*settings.types, OTHER):
        return "excluded", f"type {facts.type}, not {' or '.join(settings.types)}"
    if facts.relevance == "not-relevant":
        return "excluded", "not relevant"
    if facts.inside is None:
        return "undecided", "no year: in or outside the window?"
    if settings.languages and not facts.languages:
        return "undecided", f"no language: is it in {' or '.join(settings.languages)}?"
    if settings.types and facts.type not in settings.types:
        return "undecided", f"type not known: is it {' or '.join(settings.types)}?"
    if facts.relevance in settings.relevance:
        return "included", "in the window and relevant" if settings.use_window else "relevant"
    return "undecided", "relevance is not sure" if settings.relevance else "waits for a person"


def _span(window: Window) -> str:
    start, end = window
    return f"{start or '…'}–{end or '…'}"


def status_by_people(words: Sequence[Logged]) -> tuple[str, str, str, str]:
    """(status, reason, by, stage) by what holds or is disputed of a work, oldest first: see `settling.by_work`.

    The later stage counts, since who has read the full text knows more; within it all must agree.
    """
    stage = max((stage_of(item.decision.value) for item in words), key=_place)
    speaking = [item for item in words if stage_of(item.decision.value) == stage]
    told = "; ".join(said(item.decision) for item in speaking)
    if any(item.state == DISPUTED for item in speaking):
        return "undecided", f"people disagree: {told}", "person", stage
    return STATUS_OF[speaking[-1].decision.event], told, "person", stage


def _place(stage: str) -> int:
    """Where a stage stands; one that somebody wrote by hand and we don't know comes first."""
    return STAGES.index(stage) if stage in STAGES else -1


def reason_of_people(words: Sequence[Logged], stage: str | None) -> str | None:
    """What people gave as their reasons at the stage that counts, each once: 'no group; a letter'."""
    decisions = (item.decision for item in words if stage_of(item.decision.value) == stage)
    return "; ".join(dict.fromkeys(each.reason for each in decisions if each.reason)) or None


def flow(store: Store) -> dict[str, Any]:
    """How the works went through the screening: the numbers of a PRISMA diagram, that add up.

    `works` = the sum over `boxes` (stage, outcome, by, reason, works; see the view screening_flow). `full_text` and
    `title_abstract` are None where no decision names that stage, `not_retrieved` always: nobody notes it, and what
    isn't known is no 0.
    """
    boxes = list(store.records("select * from screening_flow"))
    works = sum(box["works"] for box in boxes)
    by_rule = _sum(boxes, stage="rules", outcome="excluded")
    return {
        "entries": store.value("select count(*) from entry"),
        "works": works,
        "excluded_by_rule": by_rule,
        "screened": works - by_rule,
        "title_abstract": _sum(boxes, stage="title-abstract") if _named(boxes, "title-abstract") else None,
        "not_retrieved": None,
        "full_text": _sum(boxes, stage="full-text") if _named(boxes, "full-text") else None,
        "included": _sum(boxes, outcome="included"),
        "boxes": boxes,
    }


def _named(boxes: Iterable[Mapping[str, Any]], stage: str) -> bool:
    return any(box["stage"] == stage for box in boxes)


def _sum(boxes: Iterable[Mapping[str, Any]], **of: str) -> int:
    return sum(box["works"] for box in boxes if all(box[name] == value for name, value in of.items()))


# a stage's name for people; rules have no stage
STAGE_TITLES = {
    "rules": "by rule, before anybody has looked",
    "title-abstract": "on title and abstract",
    "full-text": "on the full text",
}


def flow_lines(found: Mapping[str, Any]) -> Iterator[str]:
    """The same as a table; a box that nobody filled says so."""
    yield _line("records found", found["entries"])
    yield _line("works, duplicates joined", found["works"])
    for stage, title in STAGE_TITLES.items():
        its = [box for box in found["boxes"] if box["stage"] == stage]
        if its:
            yield ""
            yield _line(title, sum(box["works"] for box in its))
        elif stage in STAGES:
            yield ""
            yield f"{title:<60} not known: no decision names this stage"
        for outcome, group in groupby(its, key=lambda box: str(box["outcome"])):
            rows = list(group)
            yield _line(f"  {outcome}", sum(box["works"] for box in rows))
            yield from (_line(f"      {box['reason'] or 'no reason given'}", box["works"]) for box in rows)
    yield ""
    yield f"{'full texts that could not be had':<60} not known: nobody notes it"
    yield _line("included in all", found["included"])


def _line(label: str, n: int) -> str:
    return f"{label:<60} {thousands(n):>7}"
