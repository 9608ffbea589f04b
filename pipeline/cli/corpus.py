"""Commands on the corpus of a workspace: make it, fill it, build it, ask it, export it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import InputError
from ..model import RELATION_KINDS
from .shared import HANDED_IN, complain, in_workspace, now, progress

if TYPE_CHECKING:
    from ..workspace import Workspace

SHOWN = 20  # records set aside that `add` lists


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
def init(folder: Path) -> None:
    """Make a new workspace.

    In FOLDER, or here: with a worked example of a query, and tag rules.
    """
    from ..adding import init as make

    written = make(folder)
    click.echo(f"{folder.resolve()}: a workspace of {len(written)} files")
    click.echo("Next: write your question into queries/review.toml, take in an export with")
    click.echo("      bibcorpus add FILE --source pubmed, then bibcorpus run")


@click.command()
@in_workspace
@click.option("--json", "as_json", is_flag=True, help="The numbers as JSON.")
@click.option("--refresh", is_flag=True, help="Ask the sources first, as `bibcorpus search` does.")
def run(workspace: Workspace, as_json: bool, refresh: bool) -> None:
    """Do what is stale, in order, and show the numbers.

    Needs no network, but for --refresh.
    """
    from ..run import build

    if refresh:
        from .searching import ask

        made, failed = ask(workspace, quiet=as_json)
        if failed and not made:
            sys.exit(1)
    with progress() as tell:
        outcome = build(workspace, tell)
    for problem in outcome.problems:
        click.echo(f"Warning: {problem}", err=True)
    if not outcome.ran and not as_json:
        click.echo("Nothing is stale: the corpus is what queries/ and corpus/ make of it.\n")
    _show_report(workspace, as_json)
    if not as_json:
        _show_written(workspace, outcome.ran)
        _show_last_asked(workspace)
    if refresh and failed:
        sys.exit(1)


def _show_last_asked(workspace: Workspace) -> None:
    """A line for each source of each query: when it was last asked."""
    from ..query import load_queries
    from ..search_record import last_asked
    from ..sources import all_sources
    from ..telling import asked_lines

    queries = load_queries(workspace.queries, tuple(all_sources()))
    for line in asked_lines(queries, last_asked(workspace)):
        click.echo(line)


def _show_written(workspace: Workspace, ran: Sequence[str]) -> None:
    from ..ledger import read_ledger

    verb = "written" if ran else "as it was"
    for name in sorted(read_ledger(workspace.ledger).outputs, key=lambda name: (name == workspace.database.name, name)):
        if name == workspace.database.name:
            click.echo(f"{verb if 'key' in ran else 'as it was':<10} {workspace.relative(workspace.database)}")
        else:
            click.echo(f"{verb:<10} {name}")


@click.command()
@in_workspace
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=HANDED_IN)
@click.option("--source", help="Where it is from: pubmed, scopus, wos, elibrary, references … or a name of your own.")
@click.option("--kind", help="What PRISMA counts the source as, for a source of your own: hand-collected, website …")
@click.option("--query", help="The review that it answers: the name of a file in queries/.")
@click.option("--searched", metavar="DATE", help="When the database was searched: 2026-11-21.")
@click.option("--hits", type=int, help="How many records the database said it found.")
@click.option("--format", "format_name", help="Its format, where detection is wrong.")
@click.option("--encoding", help="Its encoding, where detection is wrong: cp1251, utf-16 …")
@click.option("--accept-truncated", is_flag=True, help="Take in what is whole of a file that breaks off.")
@click.option("--as", "who", help="Who adds it.")
def add(workspace: Workspace, paths: Sequence[Path], format_name: str | None, who: str | None, **options: Any) -> None:
    """Take in exports, with a note of where they came from.

    Each file is copied, byte for byte, into corpus/raw; the file itself is never changed.
    """
    from ..adding import Said, add_all

    said = Said(format=format_name, added_by=who or os.environ.get("BIBCORPUS_WHO"), **options)
    failed, found = False, 0
    for path in paths:
        try:
            taken_in = add_all(workspace, path, said, now())
        except InputError as error:
            complain(error.message, error.hint)
            failed = True
            continue
        found += sum(added.inspection.records + added.inspection.rejects for added in taken_in)
        for added in taken_in:
            _show_added(added)
    if said.hits is not None and said.hits != found and not failed:
        click.echo(f"Warning: the database found {said.hits}, the files have {found}", err=True)
    if failed:
        sys.exit(1)


def _show_added(added: Any) -> None:
    seen = added.inspection
    if added.already_there:
        click.echo(f"{seen.file}: was taken in before, as {added.path}; nothing to do")
        return
    click.echo(f"{added.path}: {seen.format}, {seen.records} records, {seen.rejects} set aside")
    if added.assumed_kind:
        click.echo(f"Warning: counted as {added.assumed_kind}: if it is a database, a website …, say --kind", err=True)
    for reject in seen.set_aside[:SHOWN]:
        click.echo(f"Warning: {seen.file}, line {reject.line}: set aside: {reject.reason}", err=True)
    if len(seen.set_aside) > SHOWN:
        more = len(seen.set_aside) - SHOWN
        click.echo(f"Warning: {seen.file}: and {more} more set aside: bibcorpus inspect --all {seen.file}", err=True)
    for warning in seen.warnings:
        click.echo(f"Warning: {seen.file}: {warning}", err=True)


@click.command()
@in_workspace
@click.option("--list", "listed", is_flag=True, help="List what waits, one by one, with what to name in `decide`.")
def status(workspace: Workspace, listed: bool) -> None:
    """Each step: fresh or stale; what waits for a person.

    A stale step says why. --list names each pair, work and decision that waits.
    """
    from ..report import waiting, waiting_items
    from ..run import freshness
    from ..store import reading
    from ..telling import item_lines

    for state in freshness(workspace):
        first, *more = [
            *state.reasons[:3],
            *([f"and {len(state.reasons) - 3} more"] if len(state.reasons) > 3 else []),
        ] or [""]
        click.echo(f"{state.step.name:<8} {'stale: ' + first if state.stale else 'fresh'}")
        for reason in more:
            click.echo(f"{'':<15} {reason}")
    if workspace.database.is_file():
        with reading(workspace.database) as store:
            _show_waiting(waiting(store))
            for line in item_lines(waiting_items(store)) if listed else ():
                click.echo(line)


def _show_waiting(waits: dict[str, int]) -> None:
    if waits:
        click.echo("\nwaits for a person")
    for name, n in waits.items():
        click.echo(f"  {name:<56} {n:>7,}".replace(",", " "))


@click.command()
@in_workspace
@click.argument("work")
@click.option("--json", "as_json", is_flag=True, help="The story as JSON.")
def why(workspace: Workspace, work: str, as_json: bool) -> None:
    """One work's whole story: fields, joins, tags, decisions.

    WORK is a key, a record id, a DOI or a PMID.
    """
    from dataclasses import asdict

    from ..explain import tell
    from ..store import reading
    from ..telling import lines

    with reading(workspace.database) as store:
        story = tell(store, work)
    if as_json:
        click.echo(json.dumps(asdict(story), ensure_ascii=False))
    else:
        for line in lines(story):
            click.echo(line)


@click.command()
@in_workspace
@click.argument("form", metavar="FORMAT", type=click.Choice(["bibtex"]))
@click.option(
    "--where",
    help="A condition over `bibliography`: \"class = 'empirical' and year >= 2010\". Excluded works only with --all.",
)
@click.option("--all", "everything", is_flag=True, help="Also what is excluded.")
@click.option("--encoding", type=click.Choice(["utf-8", "latex"]), help="UTF-8, or ASCII with LaTeX escapes.")
@click.option(
    "--hide", multiple=True, type=click.Choice(RELATION_KINDS), help="Leave out what is such of another work."
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file, not to stdout.")
def export(
    workspace: Workspace,
    form: str,
    where: str | None,
    everything: bool,
    encoding: str | None,
    hide: Sequence[str],
    out: Path | None,
) -> None:
    """Write the bibliography, or a selection, in FORMAT."""
    from ..export import bibtex_bytes
    from ..ledger import write_whole
    from ..store import reading

    with reading(workspace.database) as store:
        hidden = hide or workspace.settings.hide
        data = bibtex_bytes(store, where, encoding or workspace.settings.encoding, everything, hide=hidden)
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        write_whole(out, data)
        works = sum(line.startswith(b"@") for line in data.splitlines())
        click.echo(f"{out}: {works} works", err=True)
    if not data:
        click.echo("0 works: nothing matches" + ("" if everything else "; excluded works need --all"), err=True)


@click.command()
@in_workspace
@click.option("--json", "as_json", is_flag=True, help="The numbers as JSON.")
def report(workspace: Workspace, as_json: bool) -> None:
    """The numbers of the corpus as it was last built."""
    _show_report(workspace, as_json)


def _show_report(workspace: Workspace, as_json: bool) -> None:
    from ..query import load_queries
    from ..report import combinations, numbers
    from ..sources import all_sources
    from ..store import reading
    from ..telling import report_lines

    queries = load_queries(workspace.queries, tuple(all_sources()))
    with reading(workspace.database) as store:
        found = numbers(store)
        found["combinations"] = combinations(store, queries)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        for line in report_lines(found):
            click.echo(line)


@click.command()
@in_workspace
def check(workspace: Workspace) -> None:
    """Say whether queries, rules, decisions and keys are sound."""
    from ..checking import check_workspace

    found = check_workspace(workspace)
    for line in (*found.problems, *found.doubts):
        click.echo(line)
    click.echo(found.summary)
    if found.problems:
        sys.exit(1)
