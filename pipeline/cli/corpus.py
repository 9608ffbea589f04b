"""Commands on the corpus of a workspace: make it, fill it, build it, ask it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import InputError
from ..values.number import thousands
from .added import resolve_added, show_added
from .by_hand import by_hand_options, taken_in_by_hand
from .ran import show_last_asked, show_what_comes_first, show_where_changes_are_told, show_written
from .references import RESOLVE
from .reporting import show_report
from .shared import HANDED_IN, complain, format_option, in_workspace, now, progress

if TYPE_CHECKING:
    from ..store import Store
    from ..workspace import Workspace


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option("--git", "in_step", is_flag=True, help="In a workspace that is there: what sharing it by git needs.")
@click.pass_context
def init(ctx: click.Context, folder: Path, in_step: bool) -> None:
    """Make a new workspace.

    In FOLDER, or here: with a worked example of a query, and tag rules. --git brings .gitignore and .gitattributes of a
    workspace into step, with its private sources too, and adds an example of a workflow and of a hook.
    """
    from ..starting import init as make
    from ..starting import workspace_around

    if in_step:
        _bring_git_in_step(ctx.find_root().obj / folder)
        return
    written = make(folder)
    click.echo(f"{folder.resolve()}: a workspace of {len(written)} files")
    if around := workspace_around(folder):
        click.echo(
            f"Warning: it lies inside another workspace, {around}: commands run in {folder.resolve().name} work on the "
            "new one alone; if that isn't meant, delete the new folder",
            err=True,
        )
    click.echo("Next: write your question into queries/review.toml, take in an export with")
    click.echo("      bibcorpus add FILE --source pubmed, then bibcorpus run")


def _bring_git_in_step(folder: Path) -> None:
    from ..starting import bring_git_in_step
    from ..workspace import find_workspace

    changed = bring_git_in_step(find_workspace(folder))
    click.echo("\n".join(f"written    {name}" for name in changed) or "Nothing lacks: git can share this workspace.")


@click.command()
@in_workspace
@click.option("--json", "as_json", is_flag=True, help="The numbers as JSON.")
@click.option("--refresh", is_flag=True, help="Ask the sources first, as `bibcorpus search` does.")
@click.option("--dry-run", "dry", is_flag=True, help="Only show what would change: works, keys, tags, exports …")
@click.option("--all", "everything", is_flag=True, help="With --dry-run: whole lists.")
def run(workspace: Workspace, as_json: bool, refresh: bool, dry: bool, everything: bool) -> None:
    """Do what is stale, in order, and show the numbers.

    Needs no network, but for --refresh. --dry-run changes nothing.
    """
    from ..run import build

    if dry:
        from .changes import show_rehearsal

        if refresh:
            raise click.UsageError("--dry-run asks no sources: run `bibcorpus search` first, or leave --refresh out")
        show_rehearsal(workspace, everything, as_json)
        return
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
    show_report(workspace, as_json)
    if not as_json:
        show_written(workspace, outcome.ran)
        show_last_asked(workspace)
        show_where_changes_are_told(workspace, outcome.ran)
        show_what_comes_first(workspace)
    if refresh and failed:
        sys.exit(1)


@click.command()
@in_workspace
@click.argument("paths", metavar="[FILE]...", nargs=-1, type=HANDED_IN)
@by_hand_options
@click.option("--source", help="Where it is from: pubmed, scopus, wos, elibrary, references … or a name of your own.")
@click.option("--kind", help="What PRISMA counts the source as, for a source of your own: hand-collected, website …")
@click.option("--query", help="The review that it answers: the name of a file in queries/.")
@click.option("--searched", metavar="DATE", help="When the database was searched: 2026-11-21.")
@click.option("--hits", type=click.IntRange(min=0), help="How many records the database said it found.")
@format_option("Its format, where detection is wrong")
@click.option("--encoding", help="Its encoding, where detection is wrong: cp1251, utf-16 …")
@click.option("--accept-truncated", is_flag=True, help="Take in what is whole of a file that breaks off.")
@click.option("--resolve", is_flag=True, help=RESOLVE)
@click.option("--as", "who", help="Who adds it.")
def add(
    workspace: Workspace,
    paths: Sequence[Path],
    format_name: str | None,
    resolve: bool,
    who: str | None,
    **options: Any,
) -> None:
    """Take in exports, with a note of where they came from.

    Each file is copied, byte for byte, into corpus/raw; the file itself is never changed. One work by hand: by its
    number (--doi, --pmid, --isbn), or by a form (--new TYPE), which is added as a FILE once it is filled in.
    """
    from ..adding import Said, add_all

    _check_searched(options["searched"])
    if resolve and not paths:
        raise click.UsageError("--resolve is for a FILE, a list of references, and there is none")
    exports, failed_by_hand = taken_in_by_hand(workspace, paths, options, format_name, who)
    said = Said(format=format_name, added_by=who or os.environ.get("BIBCORPUS_WHO"), **options)
    failed, found = False, 0
    for path in exports:
        try:
            taken_in = add_all(workspace, path, said, now())
        except InputError as error:
            complain(error.message, error.hint)
            failed = True
            continue
        found += sum(added.inspection.records + added.inspection.rejects for added in taken_in)
        for added in taken_in:
            show_added(added, resolve)
            if resolve:
                resolve_added(workspace, path, added, said.added_by)
    if said.hits is not None and said.hits != found and not failed:
        click.echo(f"Warning: the database found {said.hits}, the files have {found}", err=True)
    if failed or failed_by_hand:
        sys.exit(1)


def _check_searched(text: str | None) -> None:
    """What is no day at all is told by `add_all`."""
    with suppress(ValueError):
        if text and date.fromisoformat(text) > date.today():
            raise InputError(f"--searched {text}: that day is still to come", hint="say when the database was searched")


@click.command()
@in_workspace
@click.option("--list", "listed", is_flag=True, help="List what waits, one by one, with what to name in `decide`.")
def status(workspace: Workspace, listed: bool) -> None:
    """Each step: fresh or stale; what waits for a person.

    A stale step says why. --list names each pair, work and decision that waits.
    """
    from ..freshness import freshness
    from ..report import waiting
    from ..store import reading

    for state in freshness(workspace):
        first, *more = [
            *state.reasons[:3],
            *([f"and {len(state.reasons) - 3} more"] if len(state.reasons) > 3 else []),
        ] or [""]
        click.echo(f"{state.step.name:<8} {'stale: ' + first if state.stale else 'fresh'}")
        for reason in more:
            click.echo(f"{'':<15} {reason}")
    for line in _learned_before(workspace):
        click.echo(f"learned  stale: {line}")
    if workspace.database.is_file():
        with reading(workspace.database) as store:
            _show_waiting(waiting(store))
            for line in _items(store) if listed else ():
                click.echo(line)


def _learned_before(workspace: Workspace) -> Sequence[str]:
    """What was learned before the last decisions. Where nothing was, importing what learns is spared: half the time."""
    if not workspace.learned.is_dir():
        return ()
    from ..learning import stale

    return stale(workspace)


def _items(store: Store) -> Iterable[str]:
    from ..report import waiting_items
    from ..telling import item_lines

    return item_lines(waiting_items(store))


def _show_waiting(waits: dict[str, int]) -> None:
    if waits:
        click.echo("\nwaits for a person")
    for name, n in waits.items():
        click.echo(f"  {name:<56} {thousands(n):>7}")


@click.command()
@click.option("--files", "only", is_flag=True, help="Look only at the FILEs: before a commit, say.")
@click.option("--no-secrets", is_flag=True, help="What looks like a key or a password fails too; else it is a doubt.")
@click.option("--json", "as_json", is_flag=True, help="The findings as JSON, with file and line.")
@click.option("--exports", "of_exports", is_flag=True, help="Look at the works that exports have: see below.")
@click.argument("paths", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.pass_context
def check(
    ctx: click.Context, only: bool, no_secrets: bool, as_json: bool, of_exports: bool, paths: Sequence[Path]
) -> None:
    """Say whether queries, rules, decisions and keys are sound.

    And whether what git shares may be shared: conflict marks, keys of services, private files. Fails where something is
    to be put right; a doubt fails nothing.

    --exports looks at works instead, before an export leaves the house: required fields that are missing, values that
    look wrong, retracted works, keys that lead nowhere; each with what to run. Fails where a manuscript of a list cites
    a key that no work has, and where two works have one PMID.
    """
    from ..checking import Asked, as_data, check_folder

    if of_exports:
        if only or paths:
            raise click.UsageError("--exports looks at works: leave the FILEs out")
        ctx.invoke(in_workspace(_check_exports), as_json)
        return
    files = tuple(path.resolve() for path in paths) if only or paths else None
    found = check_folder(ctx.find_root().obj, Asked(files=files, no_secrets=no_secrets))
    if as_json:
        click.echo(json.dumps(as_data(found), ensure_ascii=False))
    else:
        for line in (*found.problems, *found.doubts, found.summary):
            click.echo(line)
    if found.problems:
        sys.exit(1)


def _check_exports(workspace: Workspace, as_json: bool) -> None:
    """What is found in the works that leave the house; exit 1 where something fails."""
    from ..export_checks import as_data, line_of, summary
    from ..export_checks.together import findings

    found = findings(workspace)
    if as_json:
        click.echo(json.dumps(as_data(found), ensure_ascii=False))
    else:
        for each in found:
            click.echo(line_of(each))
        click.echo(summary(found))
    if any(each.fails for each in found):
        sys.exit(1)
