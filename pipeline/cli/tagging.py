"""Tagging: loose files, the corpus, and what changed rules would change in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from ..errors import PipelineError, WorkspaceError
from ..workspace import Workspace, find_workspace
from .shared import HANDED_IN, format_option, progress


@click.command()
@click.argument("paths", metavar="[FILE]...", nargs=-1, type=HANDED_IN)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the tags of the files here (CSV).")
@click.option(
    "--rules",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder of tag rules. [the workspace's, or ours]",
)
@format_option("Read all as this format")
@click.option("--encoding", help="Read all in this encoding.")
@click.option("--accept-truncated", is_flag=True, help="Take what is whole of a file that breaks off.")
@click.option("--preview", is_flag=True, help="Write nothing: show what the rules as they are now would change.")
@click.option("--learn", is_flag=True, help="Learn from people's decisions, to propose tags. Needs the `ml` extra.")
@click.option("--examples", type=click.IntRange(0), default=3, show_default=True, help="Works shown for each change.")
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON, without a FILE.")
@click.pass_context
def tag(
    ctx: click.Context,
    paths: Sequence[Path],
    out: Path | None,
    rules: Path | None,
    format_name: str | None,
    encoding: str | None,
    accept_truncated: bool,
    preview: bool,
    learn: bool,
    examples: int,
    as_json: bool,
) -> None:
    """Tag works by rules: the corpus, or any FILE.

    Without a FILE: brings the corpus of the workspace up to date and counts its tags; with --preview, shows what
    changed rules would change in it.

    With FILEs, workspace or not: writes a table, one row a tag: id, facet, value, confidence, layer, evidence. No
    duplicates are sought, nobody decides, and what is only suggested (0.5) is in it. Our own rules are those of a
    review of Balint groups: `relevance` means that.
    """
    _check_usage(paths, out, rules or format_name or encoding or accept_truncated, preview or as_json or learn)
    folder: Path = ctx.find_root().obj
    if paths and out:
        _tag_files(paths, out, rules or _rules(folder), format_name, encoding, accept_truncated)
    elif preview:
        _preview(find_workspace(folder), examples, as_json)
    elif learn:
        from .learning import learn_command

        learn_command(find_workspace(folder), as_json)
    else:
        _tag_corpus(find_workspace(folder), as_json)


def _check_usage(paths: Sequence[Path], out: Path | None, of_files: object, of_corpus: object) -> None:
    if paths and not out:
        raise click.UsageError("where to? Name the table to write: --out tags.csv")
    if paths and of_corpus:
        raise click.UsageError("--preview, --learn and --json are for the corpus of a workspace: leave out the FILE")
    if not paths and (out or of_files):
        raise click.UsageError("--out, --rules, --format, --encoding and --accept-truncated need a FILE")


def _rules(folder: Path) -> Path:
    """The rules of the workspace, where we are in one that has any; else those of the program."""
    from ..tagging_files import program_rules

    try:
        own = find_workspace(folder).rules
    except WorkspaceError:
        return program_rules()
    return own if own.is_dir() else program_rules()


def _tag_files(
    paths: Sequence[Path],
    out: Path,
    rules: Path,
    format_name: str | None,
    encoding: str | None,
    accept_truncated: bool,
) -> None:
    from ..tagging_files import tag_files

    done = tag_files(paths, out, rules, format_name, encoding, accept_truncated)
    for file in done.inputs:
        for warning in file.warnings:
            click.echo(f"Warning: {file.file}: {warning}", err=True)
        aside = f", {file.rejects} set aside (bibcorpus inspect {file.file})" if file.rejects else ""
        click.echo(f"{file.file}: {file.format}, {file.records} records{aside}", err=True)
    files = f"{len(done.inputs)} file{'s' if len(done.inputs) != 1 else ''}"
    click.echo(f"{files}, {done.records} records, {done.rejects} set aside, {done.tags} tags: {out}", err=True)


def _tag_corpus(workspace: Workspace, as_json: bool) -> None:
    from ..run import build
    from ..store import reading
    from ..tag_preview import counted, tags_of_corpus

    with progress() as tell:
        outcome = build(workspace, tell)
    for problem in outcome.problems:
        click.echo(f"Warning: {problem}", err=True)
    with reading(workspace.database) as store:
        found = tags_of_corpus(store, workspace.rules)
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False))
    else:
        click.echo("\n".join(counted(found)))


def _preview(workspace: Workspace, examples: int, as_json: bool) -> None:
    from ..run import freshness
    from ..tag_preview import preview, shown

    if not workspace.database.is_file():
        raise PipelineError("the corpus is not built yet: there is nothing to compare with", hint="bibcorpus run")
    before = [state.step.name for state in freshness(workspace) if state.stale and state.step.name in READ_BEFORE]
    if before:
        click.echo(
            f"Warning: the corpus is not up to date ({', '.join(before)}): the works are those of its last build",
            err=True,
        )
    with progress() as tell:
        tell("tag")
        found = preview(workspace, examples)
    click.echo(json.dumps(found.as_json(), ensure_ascii=False) if as_json else "\n".join(shown(found)))


READ_BEFORE = ("import", "clean", "pair", "work")
"""The steps that make the works which rules read."""
