"""Commands on loose files, without a workspace."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from ..errors import InputError
from ..formats import SYNONYMS
from .shared import HANDED_IN, complain, format_option


@click.command("inspect")
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=HANDED_IN)
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each file.")
@click.option("--all", "everything", is_flag=True, help="Also each text that is no record, and each warning.")
@format_option("Read it as this format")
@click.option("--encoding", help="Read it in this encoding.")
def inspect_files(
    paths: Sequence[Path], as_json: bool, everything: bool, format_name: str | None, encoding: str | None
) -> None:
    """What a file is, and what would be taken in.

    Changes nothing. Of a .zip, each file in it is told.
    """
    from ..inspecting import inspect, unreadable
    from ..telling import inspection_lines

    failed = False
    for content, shown in _exports(paths):
        try:
            if isinstance(content, InputError):
                raise content
            seen = inspect(content, shown, format_name, encoding, everything=everything)
        except InputError as error:
            if as_json:
                click.echo(json.dumps(unreadable(shown, error.message), ensure_ascii=False))
            complain(error.message, error.hint)
            failed = True
            continue
        if as_json:
            click.echo(json.dumps(seen.as_json(everything), ensure_ascii=False))
        else:
            click.echo("\n".join(inspection_lines(seen, everything)))
        if seen.truncated:
            complain(f"{shown}, line {seen.truncated.line}: {seen.truncated.reason}", "export it again")
            failed = True
    if failed:
        sys.exit(1)


def _exports(paths: Sequence[Path]) -> Iterator[tuple[Any, str]]:
    """Each export of these files with its name for people, archives file by file; an InputError for a bad one."""
    from ..formats._container import exports_in

    for path in paths:
        try:
            contents = exports_in(path)
        except InputError as error:
            yield error, str(path)
            continue
        for content in contents:
            yield content, str(path) if len(contents) == 1 else str(content)


@click.command()
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=HANDED_IN)
@click.option("--to", required=True, help="The format to write: ris, bibtex (or bib), csl-json.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file, not to stdout.")
@format_option("Read all as this format")
@click.option("--encoding", help="Read all in this encoding.")
@click.option("--accept-truncated", is_flag=True, help="Convert what is whole of a file that breaks off.")
def convert(
    paths: Sequence[Path],
    to: str,
    out: Path | None,
    format_name: str | None,
    encoding: str | None,
    accept_truncated: bool,
) -> None:
    """Rewrite exports as RIS, BibTeX or CSL-JSON.

    Every record with every field, known or not. Years and identifiers get one form; nothing else is cleaned, and no
    duplicate is sought.
    """
    from ..converting import convert as converted

    done = converted(paths, SYNONYMS.get(to, to), out or sys.stdout, format_name, encoding, accept_truncated)
    for file in done.files:
        for warning in file.warnings:
            click.echo(f"Warning: {file.file}: {warning}", err=True)
    for text in done.set_aside:
        what = "set aside" if text.is_record else "no record"
        click.echo(f"Warning: {text.file}, line {text.line}: {what}: {text.reason}", err=True)
    set_aside = sum(text.is_record for text in done.set_aside)
    click.echo(f"{out or 'stdout'}: {done.records} records written, {set_aside} set aside", err=True)


@click.command()
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=HANDED_IN)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Write into this folder.")
@click.option("--known", multiple=True, type=HANDED_IN, help="A file of an earlier search: what is in it isn't new.")
@format_option("Read all as this format")
@click.option("--encoding", help="Read all in this encoding.")
@click.option("--accept-truncated", is_flag=True, help="Take what is whole of a file that breaks off.")
def dedup(
    paths: Sequence[Path],
    out: Path,
    known: Sequence[Path],
    format_name: str | None,
    encoding: str | None,
    accept_truncated: bool,
) -> None:
    """Find duplicates in exports, without a workspace.

    Writes clusters.csv (which records are one work, and which to keep), review.csv (doubtful pairs, best first),
    relations.csv (preprints, errata … of works) and each file again without its copies.
    """
    from ..deduplicating import deduplicate

    done = deduplicate(paths, out, format_name, encoding, accept_truncated, known)
    for file in done.inputs:
        for warning in file.warnings:
            click.echo(f"Warning: {file.file}: {warning}", err=True)
        set_aside = f", {file.rejects} set aside (bibcorpus inspect {file.file})" if file.rejects else ""
        click.echo(f"{file.file}: {file.format}, {file.records} records{set_aside}; {file.kept} kept: {file.written}")
    click.echo(f"{done.records} records = {done.works} works + {done.duplicates} duplicates")
    click.echo(f"{done.questions} doubtful pairs in {out / 'review.csv'}, {done.relations} relations")
