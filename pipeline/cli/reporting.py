"""What the corpus says in numbers, and how far two people agree."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from ..values.number import thousands
from .shared import Group, in_workspace

if TYPE_CHECKING:
    from ..agreement import Agreement, Measures
    from ..store import Store
    from ..workspace import Workspace

QUESTION = 31  # columns of a facet and value


def _json(command: Any) -> Any:
    return click.option("--json", "as_json", is_flag=True, help="The numbers as JSON.")(command)


def _wants_json(own: bool) -> bool:
    """Whether --json stands behind the subcommand or before it: `report --json tags`."""
    parent = click.get_current_context().parent
    return own or bool(parent and parent.params.get("as_json"))


@click.group(cls=Group, invoke_without_command=True)
@_json
@click.pass_context
def report(ctx: click.Context, as_json: bool) -> None:
    """The numbers of the corpus as it was last built.

    By itself: the flow of records from the files to the bibliography, and what it consists of.
    """
    if ctx.invoked_subcommand is None:  # else it asks for itself: its --help needs no workspace
        from ..workspace import find_workspace

        show_report(find_workspace(ctx.find_root().obj), as_json)


def show_report(workspace: Workspace, as_json: bool) -> None:
    """The table at the end of `run`, or its numbers."""
    from ..query import load_queries
    from ..report import combinations, numbers
    from ..sources import all_sources
    from ..telling import report_lines

    queries = load_queries(workspace.queries, tuple(all_sources()))

    def count(store: Store) -> dict[str, Any]:
        return {**numbers(store), "combinations": combinations(store, queries)}

    _show(workspace, as_json, count, report_lines)


def _show(
    workspace: Workspace,
    as_json: bool,
    count: Callable[[Store], dict[str, Any]],
    lines: Callable[[dict[str, Any]], Iterable[str]],
) -> None:
    """What is counted in the corpus, as JSON or as lines."""
    from ..store import reading

    with reading(workspace.database) as store:
        found = count(store)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for line in lines(found):
        click.echo(line)


@report.command()
@in_workspace
@_json
def tags(workspace: Workspace, as_json: bool) -> None:
    """How many works have each tag, by year and language too.

    How many are empirical, by method, how many theoretical, by kind; then every other facet. Excluded works are left
    out, suggested tags stand apart.
    """
    from ..report import split
    from ..telling import tag_lines

    _show(workspace, _wants_json(as_json), split, tag_lines)


@report.command()
@in_workspace
@_json
def screening(workspace: Workspace, as_json: bool) -> None:
    """How the works went through the screening, for a PRISMA diagram.

    What each source found, the duplicates, what rules left out, and for each stage all works that came to it: what
    people decided on title and abstract and on the full text, with the reasons. What one stage includes is what the
    next one adds up to. A stage that no decision names is said as not known, and is no 0.

    A full text that could not be had: `decide exclude WORK --stage full-text --reason "full text not available"`.
    """
    from ..screening_flow import flow, flow_lines

    _show(workspace, _wants_json(as_json), flow, flow_lines)


@report.command()
@in_workspace
@click.option("--facet", help="Only this facet; 'status' for screening.")
@_json
def agreement(workspace: Workspace, facet: str | None, as_json: bool) -> None:
    """How far two people agree who coded the same works.

    For each facet and pair of people: works that both coded, raw agreement, Cohen's kappa with its 95 % interval,
    kappa adjusted for prevalence and bias (PABAK), and each work in which they differ.
    """
    from dataclasses import asdict

    from ..agreement import agreements
    from ..store import reading
    from ..tagging.reading import read_facets

    facets = read_facets(workspace.rules / "facets.toml")
    with reading(workspace.database) as store:
        found = agreements(store, facets, facet)
    if _wants_json(as_json):
        click.echo(json.dumps([asdict(each) for each in found], ensure_ascii=False))
        return
    for line in agreement_lines(found):
        click.echo(line)
    if not found:
        click.echo("No work was coded by two people yet: `bibcorpus decide tag … --as NAME`, then `bibcorpus run`.")


def agreement_lines(found: Sequence[Agreement]) -> Iterator[str]:
    """Pair by pair: a table, then the works in which the two differ."""
    pairs = groupby(sorted(found, key=lambda each: each.people), key=lambda each: each.people)
    for (one, other), group in pairs:
        asked = list(group)
        yield f"{one} and {other}"
        yield f"  {'':<{QUESTION}} {'works':>6} {'agree':>6} {'kappa':>6}  {'95 % interval':<14}  {'PABAK':>6}"
        yield from (_row(_question(each), each.measures) for each in asked)
        if any(each.measures.kappa is None for each in asked):
            yield "  –: only one answer was given, so there is nothing to tell from chance"
        for each in asked:
            if each.differences:
                yield ""
                yield f"  they differ on {_question(each)}"
                yield from _difference_lines(each)
        yield ""


def _question(each: Agreement) -> str:
    return each.facet if each.value is None else f"{each.facet}: {each.value}"


def _row(question: str, of: Measures) -> str:
    shown = question if len(question) <= QUESTION else question[: QUESTION - 1] + "…"
    kappa = "–" if of.kappa is None else f"{of.kappa:z.2f}"
    interval = "" if of.interval is None else f"{of.interval[0]:z.2f} to {of.interval[1]:z.2f}"
    works, pabak = thousands(of.works), f"{of.pabak:z.2f}"
    return f"  {shown:<{QUESTION}} {works:>6} {of.agreement:>6.2f} {kappa:>6}  {interval:<14}  {pabak:>6}"


def _difference_lines(each: Agreement) -> Iterator[str]:
    from textwrap import wrap

    for work in each.differences:
        said = ", ".join(f"{who} {what}" for who, what in zip(each.people, work.said, strict=True))
        yield from wrap(f"{work.key}: {said}", 80, initial_indent=" " * 4, subsequent_indent=" " * 8)
        yield from wrap(work.title, 80, initial_indent=" " * 8, subsequent_indent=" " * 8)
