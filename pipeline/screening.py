"""Screening: is a work in the bibliography, and why.

In: work, tag, decision, the windows of the queries, the inclusion rules of bibcorpus.toml. Out: one `screening` row a
work, and one `screened` row for each stage that it came to. A person's word beats the rules; people who disagree leave
the work undecided, with both names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .decisions import Logged, said
from .settling import DISPUTED, FULL_TEXT, STAGES, TITLE_ABSTRACT, ByWork, stage_of
from .store import Store
from .values.retrieval import says_not_retrieved
from .workspace import Settings

STATUS_OF = {"include": "included", "exclude": "excluded", "unsure": "undecided"}
NOT_RETRIEVED, NOT_READ = "not retrieved", "not read yet"  # what else can become of a full text
DISAGREE = "people disagree"
OTHER = "other"  # the type of a work of which no source says more
Window = tuple[int | None, int | None]


def screen_works(
    store: Store, settings: Settings, windows: Sequence[Window], said_of: ByWork, go_on: bool = False
) -> None:
    """Fill screening and screened. `go_on`: of the works in the scratch table `changed_work`; what holds of the others
    is there.
    """
    which = "work_id in (select work_id from changed_work)" if go_on else "true"
    relevance = dict(
        store.rows(f"select work_id, any_value(value) from tag where facet = 'relevance' and {which} group by work_id")
    )
    works = store.rows(f"select work_id, year, languages, type from work where {which} order by work_id")
    store.load("screening", _rows(works, said_of, relevance, settings, windows))
    looked_at = store.rows(f"select work_id from screening where \"by\" = 'person' and {which} order by work_id")
    store.load("screened", _stage_rows((work for (work,) in looked_at), said_of))
    store.run(
        "insert into screened select work_id, 'rules', status, status_reason from screening "
        f"where \"by\" = 'rule' and {which}"
    )
    _await_full_texts(store)


def _await_full_texts(store: Store) -> None:
    """Where anybody has read a full text, the other works that title and abstract included wait for it."""
    store.run("delete from screened where outcome = ?", [NOT_READ])
    store.run(
        "insert into screened select work_id, $stage, $outcome, null from screened where outcome = 'included' and "
        "stage = $before and exists (from screened where stage = $stage) "
        "and work_id not in (select work_id from screened where stage = $stage)",
        {"stage": FULL_TEXT, "before": TITLE_ABSTRACT, "outcome": NOT_READ},
    )


def _rows(
    works: Iterable[tuple[str, int | None, Sequence[str], str]],
    said_of: ByWork,
    relevance: Mapping[str, str],
    settings: Settings,
    windows: Sequence[Window],
) -> Iterator[dict[str, Any]]:
    for work_id, year, languages, type_ in works:
        inside = in_window(year, windows)
        words = _words(said_of, work_id)
        if words:
            status, told, by, stage = status_by_people(words)
            _, reason = verdict(_speaking(words))
        else:
            within = inside if settings.use_window else True
            facts = Facts(year=year, inside=within, relevance=relevance.get(work_id), languages=languages, type=type_)
            status, told = status_by_rule(facts, settings, windows)
            by, stage, reason = "rule", None, told
        yield {
            "work_id": work_id, "status": status, "status_reason": told, "by": by, "stage": stage, "reason": reason,
            "in_window": inside,
        }  # fmt: skip


def _words(said_of: ByWork, work_id: str) -> list[Logged]:
    return [item for item in said_of.on.get(work_id, ()) if item.decision.event in STATUS_OF]


def _stage_rows(works: Iterable[str], said_of: ByWork) -> Iterator[dict[str, Any]]:
    for work_id in works:
        for stage, outcome, reason in stages_by_people(_words(said_of, work_id)):
            yield {"work_id": work_id, "stage": stage, "outcome": outcome, "reason": reason}


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
    speaking = _speaking(words)
    told = "; ".join(said(item.decision) for item in speaking)
    outcome, reason = verdict(speaking)
    told = f"{DISAGREE}: {told}" if reason == DISAGREE else told
    return outcome, told, "person", stage_of(speaking[-1].decision.value)


def _speaking(words: Sequence[Logged]) -> list[Logged]:
    """Those of the latest stage that anybody speaks of."""
    stage = max((stage_of(item.decision.value) for item in words), key=_place)
    return [item for item in words if stage_of(item.decision.value) == stage]


def verdict(speaking: Sequence[Logged]) -> tuple[str, str | None]:
    """(outcome, reason) of one stage. A dispute has no reason but itself: that of one of them isn't the group's.

    The reasons of people who agree, each once: 'no group; a letter'.
    """
    if any(item.state == DISPUTED for item in speaking):
        return "undecided", DISAGREE
    reasons = dict.fromkeys(item.decision.reason for item in speaking if item.decision.reason)
    return STATUS_OF[speaking[-1].decision.event], "; ".join(reasons) or None


def stages_by_people(words: Sequence[Logged]) -> Iterator[tuple[str, str, str | None]]:
    """(stage, outcome, reason) for each stage that a work came to, the first one first.

    Whose full text was judged has passed title and abstract, whatever was said there, or nothing: so the sums go on
    from stage to stage.
    """
    full = [item for item in words if stage_of(item.decision.value) == FULL_TEXT]
    first = [item for item in words if stage_of(item.decision.value) != FULL_TEXT]
    outcome, reason = verdict(_speaking(first)) if first else ("nothing said", None)
    if full and outcome != "included":
        outcome, reason = "included", f"{outcome} here, but judged on the full text"
    yield TITLE_ABSTRACT, outcome, reason
    if full:
        yield FULL_TEXT, *_of_full_text(full)


def _of_full_text(speaking: Sequence[Logged]) -> tuple[str, str | None]:
    """Not retrieved, where each reason that people gave for leaving the work out, or open, says so."""
    outcome, reason = verdict(speaking)
    reasons = [item.decision.reason for item in speaking if item.decision.reason]
    out = outcome != "included" and reason != DISAGREE and reasons
    return (NOT_RETRIEVED if out and all(map(says_not_retrieved, reasons)) else outcome), reason


def _place(stage: str) -> int:
    """Where a stage stands; one that somebody wrote by hand and we don't know comes first."""
    return STAGES.index(stage) if stage in STAGES else -1
