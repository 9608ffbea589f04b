"""What is known of a search's quality as lines of text for a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..diff.lines import wrapped
from ..values.number import thousands
from . import Quality, QueryQuality
from .drift import Drift
from .seeds import SeedFound, SeedInSource
from .terms import BlockYield, SourceYield

TERM = 50  # columns of a term
NUMBER = 10  # columns of a number


def quality_lines(found: Quality) -> Iterator[str]:
    """Query by query: seeds, yield, drift."""
    if found.outdated:
        more = f", and {len(found.outdated) - 1} more" if len(found.outdated) > 1 else ""
        text = f"The corpus is older than what it is made of ({found.outdated[0]}{more}): run `bibcorpus run` first."
        yield from wrapped(text, "", "")
        yield ""
    if not found.queries:
        yield "There is no query in queries/."
    for number, query in enumerate(found.queries):
        if number:
            yield ""
        yield from wrapped(f"{query.query}: {query.title}", "", "  ")
        yield from _seed_lines(query)
        for source in query.yields:
            yield ""
            yield from _yield_lines(source)
        yield from _idle_lines(query.yields)
        for drift in query.drift:
            yield ""
            yield from _drift_lines(drift)


# --- seeds -------------------------------------------------------------------------------------------------------


def _seed_lines(query: QueryQuality) -> Iterator[str]:
    yield ""
    if not query.seeds:
        yield "seed papers: none; name three to ten that a sound search must find ([[seed]])"
        return
    yield "seed papers"
    for source in dict.fromkeys(each.source for seed in query.seeds for each in seed.sources):
        states = [each for seed in query.seeds for each in seed.sources if each.source == source]
        yield from wrapped(_summary(source, states), "  ", "      ")
    for seed in query.seeds:
        yield ""
        yield from _one_seed(seed)


def _summary(source: str, states: Sequence[SeedInSource]) -> str:
    if not any(state.searched for state in states):
        return f"{source}: not searched yet"
    expected = [state for state in states if state.expected]
    known = f"; of {len(expected)} that are known to be there: {sum(state.found for state in expected)}"
    return f"{source}: {sum(state.found for state in states)} of {len(states)} found" + (known if expected else "")


def _one_seed(seed: SeedFound) -> Iterator[str]:
    numbers = [f"PMID {seed.pmid}" if seed.pmid else "", f"DOI {seed.doi}" if seed.doi else "", seed.key or ""]
    yield from wrapped(f"{seed.title} ({seed.why})", "  ", "    ")
    if any(numbers):
        yield from wrapped("; ".join(filter(None, numbers)), "    ", "    ")
    alike: dict[str, list[str]] = {}
    for each in (each for each in seed.sources if each.searched):
        alike.setdefault(_state(each), []).append(each.source)
    for state, sources in alike.items():
        yield from wrapped(f"{', '.join(sources)}: {state}", "      ", "          ")
    if seed.elsewhere:
        yield from wrapped(f"also in: {', '.join(seed.elsewhere)}", "      ", "          ")


def _state(each: SeedInSource) -> str:
    state = f"found by {each.by}" if each.found else "not found, though the query says that it is there"
    if not each.found and not each.expected:
        state = "not found"
    return f"{state}: {each.reason}" if each.reason else state


# --- yield -------------------------------------------------------------------------------------------------------


def _yield_lines(source: SourceYield) -> Iterator[str]:
    yield from wrapped(
        f"{source.source}: {source.records} records, {source.with_abstract} with an abstract; words in title, "
        "abstract, keywords",
        "",
        "  ",
    )
    for block in source.blocks:
        yield from _block_lines(block)


def _block_lines(block: BlockYield) -> Iterator[str]:
    behind_not = " (behind NOT: few are expected)" if block.behind_not else ""
    yield from wrapped(f"{block.block}: {block.title}{behind_not}", "  ", "      ")
    yield _row("", "records", "only it", 4)
    for term in block.terms:
        if term.records:
            yield _row(f"{term.language}  {term.phrase}", term.records, term.alone, 4)
    yield _row("any of its terms; of no other block", block.records, block.alone, 4)
    if block.by_headings:
        yield _row("none there, but in the subject headings", block.by_headings, "", 4)
    if block.nowhere:
        yield _row("none of its terms", block.nowhere, "", 4)
    idle = sum(not term.records for term in block.terms)
    if idle:
        yield _row("terms without any yield here", idle, "", 4)


def _idle_lines(sources: Sequence[SourceYield]) -> Iterator[str]:
    """The terms that no record of any source has, by block."""
    yielding: dict[tuple[str, str], dict[str, int]] = {}
    for source in sources:
        for block in source.blocks:
            for term in block.terms:
                sums = yielding.setdefault((block.block, term.language), {})
                sums[term.phrase] = sums.get(term.phrase, 0) + term.records
    idle = {place: [phrase for phrase, n in sums.items() if not n] for place, sums in yielding.items()}
    if not any(idle.values()):
        return
    yield ""
    yield "terms that no record has, of any source"
    for (name, language), phrases in idle.items():
        if phrases:
            yield from wrapped(f"{name}, {language}: {', '.join(phrases)}", "  ", "      ")


def _row(label: str, first: int | str, second: int | str, indent: int) -> str:
    room = TERM - indent
    shown = label if len(label) <= room else label[: room - 1] + "…"
    return (" " * indent + f"{shown:<{room}} {_number(first):>{NUMBER}} {_number(second):>{NUMBER}}").rstrip()


def _number(n: int | str) -> str:
    return thousands(n) if isinstance(n, int) else n


# --- drift -------------------------------------------------------------------------------------------------------


def _drift_lines(drift: Drift) -> Iterator[str]:
    name = [drift.source, f"run {drift.run}" if drift.run else "", f"chase {drift.chase}" if drift.chase else ""]
    yield from wrapped(f"{', '.join(filter(None, name))}: hits over time", "", "  ")
    for made in drift.searches:
        limited = f"  entered since {made.entered_since}" if made.entered_since else ""
        change = f"{made.change:+}" if made.change is not None else ""
        yield f"  {made.asked[:10]} {_number(made.hits):>{NUMBER}} {change:>{NUMBER}}{limited}".rstrip()
        for warning in made.warnings:
            yield from wrapped(f"look: {warning}", "      ", "          ")
