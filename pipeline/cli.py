"""The command line: one thin command a step. Options in, summary out; all else is in the modules that it calls.

Results go to stdout, progress to stderr (silent when that is no terminal). Exit 0 done, 1 failed, 2 wrong usage.
Heavy libraries are imported where a command needs them, so that `--help` is there at once.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from . import __version__
from .errors import InputError, PipelineError

if TYPE_CHECKING:
    from .workspace import Workspace

Command = TypeVar("Command", bound=Callable[..., Any])
HANDED_IN = click.Path(path_type=Path, readable=False)  # what can't be read is no wrong usage: it is reported by file


class Group(click.Group):
    """Commands in the order in which they are written here: the order in which one meets them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, unsorted."""
        return list(self.commands)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line (of this process, or `arguments`); every error of ours becomes two lines on stderr."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    debug = "--debug" in arguments
    try:
        cli.main(arguments, prog_name="bibcorpus", standalone_mode=True)
    except PipelineError as error:
        if debug:
            raise
        _complain(error.message, error.hint)
        sys.exit(1)
    except BrokenPipeError:  # `bibcorpus … | head`: the reader has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        if debug:
            raise
        name = error.filename2 or error.filename
        place = f"{name}: " if name else ""
        _complain(
            f"{place}{error.strerror or error}",
            "check free space and permissions; nothing half-written is left",
        )
        sys.exit(1)
    except Exception as error:  # the last handler: a fault of ours is two lines too, not a traceback
        if debug:
            raise
        _complain(
            f"a fault of the program: {type(error).__name__}: {error}",
            "please report it, with what `bibcorpus --debug …` shows for the same command; the corpus is as it was",
        )
        sys.exit(1)


def _complain(message: str, hint: str | None = None) -> None:
    click.echo(f"Error: {message}", err=True)
    if hint:
        click.echo(f"Try: {hint}", err=True)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "-C",
    "--workspace",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    help="Work in this folder.",
)
@click.option("--debug", is_flag=True, help="Show where in the program an error came from.")
@click.version_option(__version__, prog_name="bibcorpus")
@click.pass_context
def cli(ctx: click.Context, folder: Path, debug: bool) -> None:
    """Curate a bibliography: take in exports, find duplicates, tag studies, export citation lists.

    Every record is accounted for, every merge and tag can be explained (why) and undone (decide).
    """
    if debug:
        import logging

        logging.basicConfig(level=logging.DEBUG)
    ctx.obj = folder


def in_workspace(command: Command) -> Command:
    """Hand the workspace of the current folder to a command as its first argument."""

    @click.pass_context
    @wraps(command)
    def wrapped(ctx: click.Context, *args: Any, **options: Any) -> Any:
        from .workspace import find_workspace

        return ctx.invoke(command, find_workspace(ctx.find_root().obj), *args, **options)

    return wrapped  # type: ignore[return-value]


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Tells the step at work on stderr, where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda text: None
        return
    from rich.console import Console

    with Console(stderr=True).status("…") as status:
        yield lambda text: status.update(f"{text} …")


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
def init(folder: Path) -> None:
    """Make a new workspace.

    In FOLDER, or here: with a worked example of a query, and tag rules.
    """
    from .adding import init as make

    written = make(folder)
    click.echo(f"{folder.resolve()}: a workspace of {len(written)} files")
    click.echo("Next: write your question into queries/review.toml, take in an export with")
    click.echo("      bibcorpus add FILE --source pubmed, then bibcorpus run")


@cli.command()
@in_workspace
@click.option("--json", "as_json", is_flag=True, help="The numbers as JSON.")
def run(workspace: Workspace, as_json: bool) -> None:
    """Do what is stale, in order, and show the numbers.

    Needs no network.
    """
    from .run import build

    with _progress() as tell:
        outcome = build(workspace, tell)
    for problem in outcome.problems:
        click.echo(f"Warning: {problem}", err=True)
    if not outcome.ran and not as_json:
        click.echo("Nothing is stale: the corpus is what queries/ and corpus/ make of it.\n")
    _show_report(workspace, as_json)
    if not as_json:
        _show_written(workspace, outcome.ran)


def _show_written(workspace: Workspace, ran: Sequence[str]) -> None:
    from .ledger import read_ledger

    verb = "written" if ran else "as it was"
    for name in sorted(read_ledger(workspace.ledger).outputs, key=lambda name: (name == workspace.database.name, name)):
        if name == workspace.database.name:
            click.echo(f"{verb if 'key' in ran else 'as it was':<10} {workspace.relative(workspace.database)}")
        else:
            click.echo(f"{verb:<10} {name}")


@cli.command()
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
    from .adding import Said
    from .adding import add as take_in

    said = Said(format=format_name, added_by=who or os.environ.get("BIBCORPUS_WHO"), **options)
    failed, found = False, 0
    for path in paths:
        try:
            added = take_in(workspace, path, said, _now())
        except InputError as error:
            _complain(error.message, error.hint)
            failed = True
            continue
        seen = added.inspection
        found += seen.records + seen.rejects
        if added.already_there:
            click.echo(f"{path}: was taken in before, as {added.path}; nothing to do")
            click.echo(f"  (what you know of it now can be written into {added.path}.toml)")
            continue
        click.echo(f"{added.path}: {seen.format}, {seen.records} records, {seen.rejects} set aside")
        for reject in seen.set_aside:
            click.echo(f"Warning: {path}, line {reject.line}: set aside: {reject.reason}", err=True)
        for warning in seen.warnings:
            click.echo(f"Warning: {path}: {warning}", err=True)
    if said.hits is not None and said.hits != found and not failed:
        click.echo(f"Warning: the database found {said.hits}, the files have {found}", err=True)
    if failed:
        sys.exit(1)


@cli.command()
@in_workspace
@click.option("--list", "listed", is_flag=True, help="List what waits, one by one, with what to name in `decide`.")
def status(workspace: Workspace, listed: bool) -> None:
    """Each step: fresh or stale; what waits for a person.

    A stale step says why. --list names each pair, work and decision that waits.
    """
    from .report import waiting, waiting_items
    from .run import freshness
    from .store import reading
    from .telling import item_lines

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


@cli.command()
@in_workspace
@click.argument("work")
@click.option("--json", "as_json", is_flag=True, help="The story as JSON.")
def why(workspace: Workspace, work: str, as_json: bool) -> None:
    """One work's whole story: fields, joins, tags, decisions.

    WORK is a key, a record id, a DOI or a PMID.
    """
    from dataclasses import asdict

    from .explain import tell
    from .store import reading
    from .telling import lines

    with reading(workspace.database) as store:
        story = tell(store, work)
    if as_json:
        click.echo(json.dumps(asdict(story), ensure_ascii=False))
    else:
        for line in lines(story):
            click.echo(line)


@cli.command("inspect")
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=HANDED_IN)
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each file.")
@click.option("--format", "format_name", help="Read it as this format.")
@click.option("--encoding", help="Read it in this encoding.")
def inspect_files(paths: Sequence[Path], as_json: bool, format_name: str | None, encoding: str | None) -> None:
    """What a file is, and what would be taken in.

    Changes nothing.
    """
    from .inspecting import inspect, unreadable

    failed = False
    for path in paths:
        try:
            seen = inspect(path, str(path), format_name, encoding)
        except InputError as error:
            if as_json:
                click.echo(json.dumps(unreadable(str(path), error.message), ensure_ascii=False))
            _complain(error.message, error.hint)
            failed = True
            continue
        if as_json:
            click.echo(json.dumps(seen.as_json(), ensure_ascii=False))
        else:
            _show_inspection(seen)
        if seen.truncated:
            _complain(f"{path}, line {seen.truncated.line}: {seen.truncated.reason}", "export it again")
            failed = True
    if failed:
        sys.exit(1)


def _show_inspection(seen: Any) -> None:
    years = "no years" if seen.min_year is None else f"{seen.min_year}–{seen.max_year}"
    click.echo(f"{seen.file}")
    click.echo(
        f"  format     {seen.format}, {seen.encoding}" + (f", written by {seen.database}" if seen.database else "")
    )
    click.echo(f"  records    {seen.records} taken in + {seen.rejects} set aside = {seen.records + seen.rejects} found")
    click.echo(f"  with       DOI {seen.doi}, PMID {seen.pmid}, abstract {seen.abstract}; {years}")
    click.echo(f"  first      {seen.first_title or '(no title)'}")
    click.echo(f"  last       {seen.last_title or '(no title)'}")
    for reject in seen.set_aside:
        click.echo(f"  set aside  line {reject.line}: {reject.reason}")
    for warning in seen.warnings:
        click.echo(f"  look       {warning}")


@cli.command()
@in_workspace
@click.argument("form", metavar="FORMAT", type=click.Choice(["bibtex"]))
@click.option(
    "--where",
    help="A condition over `bibliography`: \"class = 'empirical' and year >= 2010\". Excluded works only with --all.",
)
@click.option("--all", "everything", is_flag=True, help="Also what is excluded.")
@click.option("--encoding", type=click.Choice(["utf-8", "latex"]), help="UTF-8, or ASCII with LaTeX escapes.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file, not to stdout.")
def export(
    workspace: Workspace,
    form: str,
    where: str | None,
    everything: bool,
    encoding: str | None,
    out: Path | None,
) -> None:
    """Write the bibliography, or a selection, in FORMAT."""
    from .export import bibtex_bytes
    from .ledger import write_whole
    from .store import reading

    with reading(workspace.database) as store:
        data = bibtex_bytes(store, where, encoding or workspace.settings.encoding, everything)
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        write_whole(out, data)
        works = sum(line.startswith(b"@") for line in data.splitlines())
        click.echo(f"{out}: {works} works", err=True)
    if not data:
        click.echo("0 works: nothing matches" + ("" if everything else "; excluded works need --all"), err=True)


@cli.command()
@in_workspace
@click.option("--json", "as_json", is_flag=True, help="The numbers as JSON.")
def report(workspace: Workspace, as_json: bool) -> None:
    """The numbers of the corpus as it was last built."""
    _show_report(workspace, as_json)


def _show_report(workspace: Workspace, as_json: bool) -> None:
    from .query import load_queries
    from .report import combinations, numbers
    from .sources import all_sources
    from .store import reading
    from .telling import report_lines

    queries = load_queries(workspace.queries, tuple(all_sources()))
    with reading(workspace.database) as store:
        found = numbers(store)
        found["combinations"] = combinations(store, queries)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        for line in report_lines(found):
            click.echo(line)


@cli.command()
@in_workspace
def check(workspace: Workspace) -> None:
    """Say whether queries, rules, decisions and keys are sound."""
    from .checking import check_workspace

    found = check_workspace(workspace)
    for problem in found.problems:
        click.echo(problem)
    click.echo(found.summary)
    if found.problems:
        sys.exit(1)


@cli.command()
@in_workspace
@click.option("--show", "source", required=True, help="Print what to ask of this source, and how to export from it.")
def search(workspace: Workspace, source: str) -> None:
    """What to paste into a database, and how to export."""
    from .query import load_queries
    from .sources import all_sources
    from .telling import search_lines

    known = all_sources()
    if source not in known:
        raise InputError(f"--show {source!r}: not one of our sources", hint="one of " + ", ".join(known))
    for line in search_lines(load_queries(workspace.queries, tuple(known)), known[source]):
        click.echo(line)


@cli.group(cls=Group)
def decide() -> None:
    """Write a decision: it beats every rule, and can be undone."""


def _decided(
    workspace: Workspace,
    event: str,
    groups: Sequence[Sequence[str]],
    who: str | None,
    reason: str | None,
    value: dict[str, Any],
) -> None:
    from .deciding import write_decisions

    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")  # exact: two words in one second keep their order
    for place, decision in write_decisions(workspace, event, groups, who, reason, value, now):
        said = decision["value"].get("id") if event == "undo" else " ".join(decision["records"])
        click.echo(f"{decision['event']} {said}")
        click.echo(f"  in {place}; take it back: bibcorpus decide undo {decision['id']}")


def _person(command: Command) -> Command:
    """The options that every decision has."""
    command = click.option("--as", "who", help="Who decides (else BIBCORPUS_WHO, else git's user.name).")(command)
    return click.option("--reason", help="Why, in your words.")(command)


@decide.command()
@in_workspace
@click.argument("works", metavar="WORK WORK...", nargs=-1, required=True)
@_person
def same(workspace: Workspace, works: Sequence[str], who: str | None, reason: str | None) -> None:
    """These are one work."""
    _decided(workspace, "same", [works], who, reason, {})


@decide.command()
@in_workspace
@click.argument("works", metavar="WORK WORK...", nargs=-1, required=True)
@_person
def different(workspace: Workspace, works: Sequence[str], who: str | None, reason: str | None) -> None:
    """These are different works, whatever the rules say."""
    _decided(workspace, "different", [works], who, reason, {})


_STAGE = click.option("--stage", type=click.Choice(["title-abstract", "full-text"]), help="What was read.")


@decide.command()
@in_workspace
@click.argument("works", metavar="WORK...", nargs=-1, required=True)
@_STAGE
@_person
def include(workspace: Workspace, works: Sequence[str], stage: str | None, who: str | None, reason: str | None) -> None:
    """These belong to the bibliography."""
    _decided(workspace, "include", [[work] for work in works], who, reason, {"stage": stage} if stage else {})


@decide.command()
@in_workspace
@click.argument("works", metavar="WORK...", nargs=-1, required=True)
@_STAGE
@_person
def exclude(workspace: Workspace, works: Sequence[str], stage: str | None, who: str | None, reason: str | None) -> None:
    """These don't belong to the bibliography; say the reason."""
    _decided(workspace, "exclude", [[work] for work in works], who, reason, {"stage": stage} if stage else {})


@decide.command()
@in_workspace
@click.argument("work")
@click.argument("facet")
@click.argument("value")
@_person
def tag(workspace: Workspace, work: str, facet: str, value: str, who: str | None, reason: str | None) -> None:
    """WORK has this VALUE of FACET: bibcorpus decide tag benson2005 class theoretical."""
    _decided(workspace, "tag", [[work]], who, reason, {"facet": facet, "value": value})


@decide.command()
@in_workspace
@click.argument("work")
@click.argument("facet")
@click.argument("value")
@_person
def untag(workspace: Workspace, work: str, facet: str, value: str, who: str | None, reason: str | None) -> None:
    """WORK doesn't have this VALUE of FACET."""
    _decided(workspace, "untag", [[work]], who, reason, {"facet": facet, "value": value})


@decide.command()
@in_workspace
@click.argument("event", metavar="DECISION")
@_person
def undo(workspace: Workspace, event: str, who: str | None, reason: str | None) -> None:
    """Take a decision back, named by the id that `why` shows."""
    _decided(workspace, "undo", [[]], who, reason, {"id": event})
