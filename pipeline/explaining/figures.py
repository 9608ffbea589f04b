"""Figures: every number that `report`, `report tags` and `report screening` print, by name, with what it counts.

In: figures. Out: the ones that a name or a number means, and the answers to `why`. Which there are: report_figures.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..store import Store
from ..values.number import thousands
from .answer import Answer, Section, quoted

REPORT, TAGS, SCREENING = "report", "report tags", "report screening"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with its name. `statement` gives (name, what it is) for each that is counted, or, where `sums`, also how
    many each stands for. `where`: the command that prints it. `aliases`: what else it is called, as on the screen.
    """

    name: str
    number: int
    counts: str
    statement: str
    says: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    where: str = REPORT
    sums: bool = False


def figure_answer(store: Store, figure: Figure) -> Answer:
    """What a figure counts: as many lines as the number says."""
    names = ("name", "what", "counts")
    rows = [dict(zip(names, row, strict=False)) for row in store.rows(figure.statement, figure.parameters)]
    is_number = f"{thousands(figure.number)} {figure.counts}"
    return Answer(
        kind="figure",
        name=figure.name,
        head=[f"{figure.name}: {is_number}, in `bibcorpus {figure.where}`", *filter(None, [figure.says])],
        sections=[
            Section(name="counted", title=figure.counts, rows=rows, line=_counted_line, one_line=not figure.sums)
        ],
        facts={"number": figure.number, "counts": figure.counts, "says": figure.says, "where": figure.where},
    )


def number_answer(number: int, found: Sequence[Figure]) -> Answer:
    """Which figures are this number, and how to see what they count."""
    rows = [{"name": each.name, "counts": each.counts, "says": each.says, "where": each.where} for each in found]
    many = "figure" if len(rows) == 1 else "figures"
    return Answer(
        kind="number",
        name=str(number),
        head=[f"{thousands(number)} is the number of {len(rows)} {many} of the report"],
        sections=[Section(name="figures", title="figures", rows=rows, line=_figure_line)],
        facts={"number": number},
        tail=[f"What is counted: bibcorpus why {quoted(rows[0]['name'])}"] if rows else [],
    )


def by_number(known: Iterable[Figure], number: int) -> list[Figure]:
    """The figures that are this number; those of `report` first."""
    return sorted((figure for figure in known if figure.number == number), key=lambda figure: figure.where)


def by_name(known: Iterable[Figure], name: str) -> list[Figure]:
    """The figures of this name, whatever the case; else those that are called so too; a label cut by '…' is enough."""
    wanted = told(name)
    found = [figure for figure in known if told(figure.name) == wanted]
    return found or [figure for figure in known if any(_is(wanted, told(alias)) for alias in figure.aliases)]


def told(name: str) -> str:
    """A name without case, quotes and doubled blanks: 'Topic = burnout' and 'topic:burnout' are one."""
    text = " ".join(name.replace('"', "").split()).casefold()
    return text.replace(" = ", ":").replace(": ", ":")


def _is(wanted: str, alias: str) -> bool:
    return wanted == alias or (wanted.endswith("…") and alias.startswith(wanted[:-1]))


def _counted_line(row: Mapping[str, Any]) -> str:
    many = f"{thousands(row['counts'])}  " if "counts" in row else ""
    return f"{many}{row['name']}  {row['what']}"


def _figure_line(row: Mapping[str, Any]) -> str:
    says = f": {row['says']}" if row["says"] else ""
    return f"{row['name']} ({row['counts']}, in `{row['where']}`){says}"
