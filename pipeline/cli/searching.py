"""The command `search`: ask the sources, or say what to ask."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from ..errors import InputError, NoNetwork, SourceError
from ..values.number import thousands
from .changes import show_quality
from .search_bar import search_bar
from .shared import complain, in_workspace

if TYPE_CHECKING:
    from ..asking import Asker, Question
    from ..fetch import Planned
    from ..questions import Questions
    from ..search_record import SearchRecord
    from ..workspace import Workspace

FIRST_MISSING = 10  # ids that a line names


@click.command()
@in_workspace
@click.argument("names", metavar="[SOURCE]...", nargs=-1)
@click.option("--show", "shown", metavar="SOURCE", help="Print what to paste into a source, and how to export from it.")
@click.option("--plan", is_flag=True, help="Say what would be asked, and how many hits there are; fetch nothing.")
@click.option("--quality", is_flag=True, help="Seed papers found, yield of each term, drift. Needs no network.")
@click.option("--query", "query_id", help="Only this query: the name of a file in queries/.")
@click.option("--entered-since", metavar="DATE", help="Only what entered the database from this day on: 2026-10-01.")
@click.option("--json", "as_json", is_flag=True, help="What came of it as JSON.")
@click.option("--as", "who", help="Who asks, for the search record.")
def search(
    workspace: Workspace,
    names: Sequence[str],
    shown: str | None,
    plan: bool,
    quality: bool,
    query_id: str | None,
    entered_since: str | None,
    as_json: bool,
    who: str | None,
) -> None:
    """Ask the sources of a query, or say what to ask.

    Asks all sources that can be asked over the network, or those named. A second search brings what is new or was
    modified since. Interrupted, it goes on where it stopped. Then: bibcorpus run
    """
    if shown:
        show(workspace, shown, query_id)
    elif quality:
        show_quality(workspace, query_id, as_json)
    elif plan:
        _plan(workspace, names, query_id, who, _day(entered_since), as_json)
    else:
        made, failed = ask(workspace, names, query_id, who, _day(entered_since), as_json)
        if made and not as_json:
            click.echo("Next: bibcorpus run, then bibcorpus diff")
        if failed:
            sys.exit(1)


def _day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InputError(f"--entered-since {text!r} is no date", hint="year-month-day: 2026-11-21") from error
    if day and day > datetime.now(UTC).date():
        raise InputError(f"--entered-since {text} is still to come", hint="a day of the past: 2026-10-01")
    return day


def _asker(workspace: Workspace, who: str | None) -> Asker:
    from ..asking import Asker
    from ..deciding import who_decides
    from ..errors import DecisionError

    try:
        name = who_decides(who)
    except DecisionError:  # nobody is guessed, and nobody is asked: a search is none the worse for it
        name = None
    return Asker(email=workspace.settings.email, environ=os.environ, who=name)


def _questions(workspace: Workspace, names: Sequence[str], query_id: str | None) -> Questions:
    from ..query import load_queries
    from ..questions import questions
    from ..sources import all_sources

    queries = load_queries(workspace.queries, tuple(all_sources()))
    if query_id and query_id not in {query.id for query in queries}:
        known = ", ".join(query.id for query in queries)
        raise InputError(f"--query {query_id!r}: there is no such query", hint=f"known: {known}")
    return questions([query for query in queries if query_id in (None, query.id)], names)


def show(workspace: Workspace, name: str, query_id: str | None) -> None:
    """What to paste into a source, and how to export from it."""
    from ..query import load_queries
    from ..sources import all_sources
    from ..telling import search_lines

    known = all_sources()
    if name not in known:
        raise InputError(f"--show {name!r}: not one of our sources", hint="one of " + ", ".join(known))
    queries = load_queries(workspace.queries, tuple(known))
    for line in search_lines([query for query in queries if query_id in (None, query.id)], known[name]):
        click.echo(line)


def ask(
    workspace: Workspace,
    names: Sequence[str] = (),
    query_id: str | None = None,
    who: str | None = None,
    entered_since: date | None = None,
    as_json: bool = False,
    quiet: bool = False,
) -> tuple[list[SearchRecord], list[SourceError]]:
    """Ask, and say what came of each question: the searches made, and what went wrong with others."""
    from ..fetch import fetch

    asker = _asker(workspace, who)
    failed: list[SourceError] = []
    made: list[SearchRecord] = []
    for question in _to_ask(workspace, names, query_id, asker, entered_since):
        try:
            with search_bar(question.title) as tell:
                made.append(fetch(workspace, question, asker, datetime.now(UTC), tell, entered_since))
        except SourceError as error:
            failed.append(error)
            continue
        except KeyboardInterrupt:
            click.echo("\nInterrupted: what was received is kept, and the same command goes on from there", err=True)
            sys.exit(130)
        if not as_json and not quiet:
            _show_record(made[-1])
    if as_json:
        click.echo(json.dumps([asdict(record) for record in made], ensure_ascii=False))
    _complain_of(failed)
    return made, failed


def _to_ask(
    workspace: Workspace, names: Sequence[str], query_id: str | None, asker: Asker, entered_since: date | None
) -> Iterator[Question]:
    """The questions that can be asked; of the others it is said why they can't."""
    wanted = _questions(workspace, names, query_id)
    _tell_by_hand(wanted, asker, named=bool(names))
    for question in wanted.asked:
        if not names and question.source.API.key_needed and not asker.key(question.source):
            continue  # told already
        if question.chase and entered_since:
            click.echo(f"{question.title}: left out: what cites what has no day of entry", err=True)
            continue
        yield question


def _tell_by_hand(wanted: Questions, asker: Asker, named: bool) -> None:
    """What this command can't ask."""
    if not wanted.asked and not wanted.by_hand:
        raise InputError("no query asks anything", hint="write a [source.NAME] into a file in queries/")
    for query, source in wanted.by_hand:
        click.echo(f"{source.TITLE}, {query}: is asked by hand: bibcorpus search --show {source.NAME}", err=True)
    for question in wanted.asked if not named else ():
        if question.source.API.key_needed and not asker.key(question.source):
            click.echo(
                f"{question.title}: left out: {question.source.API.key} is not set; by hand: "
                f"bibcorpus search --show {question.source.NAME}",
                err=True,
            )
    if not asker.email and any(question.source.API.email_param for question in wanted.asked):
        click.echo(
            'Warning: no e-mail address is sent, though services ask for one: write email = "…" under [workspace] '
            "into bibcorpus.toml",
            err=True,
        )


def _complain_of(failed: Sequence[SourceError]) -> None:
    """A line for each; one for all where there is no network."""
    offline = [error for error in failed if isinstance(error, NoNetwork)]
    if len(offline) > 1:
        others = len(offline) - 1
        complain(f"{offline[0].message} (nor {others} more)", offline[0].hint)
    told = {(error.message, error.hint): None for error in failed if len(offline) < 2 or error not in offline}
    for message, hint in told:
        complain(message, hint)


def _show_record(record: SearchRecord) -> None:
    """Some lines on what came of a search."""
    for line in record_lines(record):
        click.echo(line)
    for warning in record.warnings:
        click.echo(f"Warning: {warning}", err=True)


def record_lines(record: SearchRecord) -> Iterator[str]:
    """What came of a search, in numbers that add up."""
    from ..sources import all_sources

    more = record.chase or (f"run {record.run}" if record.run else "")
    yield ", ".join(filter(None, (all_sources()[record.source].TITLE, record.query, more)))
    since = f", entered since {record.entered_since}" if record.entered_since else ""
    yield f"  {thousands(record.hits)} hits, {thousands(len(record.ids))} listed{since}"
    if record.update_of:
        new = len(record.new)
        modified, left = thousands(len(record.modified)), thousands(len(record.left))
        yield f"  {thousands(new)} new, {modified} modified since, {left} no longer found by the search"
    yield f"  {thousands(record.fetched)} records came of {thousands(record.wanted)} asked for"
    for name, ids in (("listed, but not given", record.missing), ("gone from the database", record.gone)):
        if ids:
            more = f" and {len(ids) - FIRST_MISSING} more: see the note" if len(ids) > FIRST_MISSING else ""
            yield f"  {len(ids)} {name}: {', '.join(ids[:FIRST_MISSING])}{more}"
    yield f"  {record.answer or record.note}"


def _plan(
    workspace: Workspace,
    names: Sequence[str],
    query_id: str | None,
    who: str | None,
    entered_since: date | None,
    as_json: bool,
) -> None:
    from ..fetch import plan

    asker, today = _asker(workspace, who), datetime.now(UTC).date()
    failed: list[SourceError] = []
    rows: list[dict[str, Any]] = []
    for question in _to_ask(workspace, names, query_id, asker, entered_since):
        try:
            rows.append(_plan_row(question, plan(workspace, question, asker, today, entered_since)))
        except SourceError as error:
            failed.append(error)
            continue
        if not as_json:
            _show_plan(question.title, rows[-1])
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
    else:
        click.echo("Nothing was fetched: bibcorpus search does that")
    _complain_of(failed)
    if failed:
        sys.exit(1)


def _plan_row(question: Question, planned: Planned) -> dict[str, Any]:
    before, hits = planned.before, planned.hits
    return {
        "source": question.source.NAME,
        "query": question.query,
        "run": question.run,
        "chase": question.chase,
        "sent": planned.sent,
        "endpoint": planned.endpoint,
        "hits": hits.hits if hits else None,
        "translation": hits.translation if hits else None,
        "warnings": list(hits.warnings) if hits else [],
        "last_asked": before.searched if before else None,
        "last_hits": before.hits if before else None,
    }


def _show_plan(title: str, row: dict[str, Any]) -> None:
    click.echo(title)
    click.echo(f"  asks     {row['sent']}")
    if row["translation"] and row["translation"] != row["sent"]:
        click.echo(f"  read as  {row['translation']}")
    hits = "known only when they are fetched" if row["hits"] is None else thousands(row["hits"])
    last = f"{thousands(row['last_hits'])} on {row['last_asked']}" if row["last_asked"] else "never asked"
    click.echo(f"  hits     {hits} (last time: {last})")
    for warning in row["warnings"]:
        click.echo(f"Warning: {title}: {warning}", err=True)
