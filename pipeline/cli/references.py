"""References that people paste: into a table, and with the numbers that PubMed and Crossref know for them."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import NoNetwork, SourceError, WorkspaceError
from .search_bar import search_bar
from .shared import HANDED_IN, now

if TYPE_CHECKING:
    from ..asking import Asker
    from ..resolving.taken import Counts

Row = dict[str, str]
TITLES = {"pubmed": "PubMed", "crossref": "Crossref"}
RESOLVE = "Ask PubMed and Crossref for the DOI and PMID of references that have none (network)."


@click.command()
@click.argument("path", metavar="FILE", type=HANDED_IN)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file, not to stdout.")
@click.option("--encoding", help="Read it in this encoding.")
@click.option("--resolve", is_flag=True, help=RESOLVE)
@click.option("--verify", is_flag=True, help="Look up the DOI or PMID of references that have one (network).")
@click.pass_context
def references(
    ctx: click.Context, path: Path, out: Path | None, encoding: str | None, resolve: bool, verify: bool
) -> None:
    """Free-text references into a table (CSV).

    FILE is a text with one reference a line, numbered, or parted by blank lines; or a CSV with the columns id and raw.
    Each reference becomes a row, with its style, its fields, and what to check.

    --resolve adds the columns pmid and resolved (who knew the number). A work is taken only where title, year, and
    first author or page agree; else it stands in `check`. --verify says in `check` where a number is unknown, or is
    another work's. What the services said is kept in FILE.answers.jsonl: nothing is asked twice. Without a network the
    table is written all the same.
    """
    from ..references import COLUMNS, csv_bytes, parse_file, write_csv

    rows = list(parse_file(path, encoding, lambda text: click.echo(f"Warning: {path}: {text}", err=True)))
    columns: Sequence[str] = COLUMNS
    if resolve or verify:
        asked = _Asked(path, rows, ctx.find_root().obj)
        rows = asked.verified(rows) if verify else rows
        rows = asked.resolved(rows) if resolve else rows
    if resolve:
        from ..resolving.taken import COLUMNS as MORE

        columns = (*COLUMNS, *MORE)
    if out is None:
        sys.stdout.buffer.write(csv_bytes(rows, columns))
        sys.stdout.buffer.flush()
    else:
        write_csv(rows, out, columns)
    to_check = sum(bool(row["check"]) for row in rows)
    click.echo(f"{out or 'stdout'}: {_references(len(rows))}, {to_check} to check", err=True)


class _Asked:
    """The references of a table, and what services say of them; what came of it is told."""

    def __init__(self, path: Path, rows: Sequence[Row], folder: Path) -> None:
        from ..asking import Asker
        from ..raw_files import answers_beside
        from ..resolving.answers import Answers
        from ..resolving.taken import found_in

        self.path, self.asker = path, Asker(email=_email(folder), environ=os.environ)
        self.found, self.answers = found_in(row["raw"] for row in rows), Answers(answers_beside(path))

    def resolved(self, rows: Sequence[Row]) -> list[Row]:
        """The rows with the numbers that were found."""
        from ..resolving.asking import ask_all, unanswered
        from ..resolving.taken import counted, outcomes, with_columns

        if any(unanswered(self.found, self.answers)):
            warn_without_email(self.asker)
        with search_bar("PubMed, Crossref") as tell:
            troubles = ask_all(self.found, self.answers, self.asker, now(), tell)
        warn_of_troubles(troubles, len(list(unanswered(self.found, self.answers))), self.answers.kept())
        counts = counted(self.found, outcomes(self.found, self.answers))
        click.echo(f"{self.path}: {counts_line(counts)}", err=True)
        return with_columns(rows, self.found, self.answers)

    def verified(self, rows: Sequence[Row]) -> list[Row]:
        """The rows with doubts of the numbers that they have."""
        from ..resolving.taken import with_doubts
        from ..resolving.verifying import unverified, verified, verify_all

        if unverified(self.found, self.answers):
            warn_without_email(self.asker)
        with search_bar("PubMed, Crossref") as tell:
            troubles = verify_all(self.found, self.answers, self.asker, now(), tell)
        warn_of_troubles(troubles, unverified(self.found, self.answers), self.answers.kept())
        done = verified(self.found, self.answers)
        having = f"{_references(done.having)} with DOI or PMID"
        click.echo(f"{self.path}: {having}: {done.known} looked up, {done.doubtful} to look at", err=True)
        return with_doubts(rows, self.found, self.answers)


def _email(folder: Path) -> str | None:
    """The address that services may write to: of the workspace that one stands in, else of the environment."""
    from ..workspace import find_workspace

    with suppress(WorkspaceError):
        return find_workspace(folder).settings.email
    return os.environ.get("BIBCORPUS_EMAIL")


def warn_without_email(asker: Asker) -> None:
    """Both services ask for an address."""
    if not asker.email:
        click.echo(
            "Warning: no e-mail address is sent, though services ask for one: set BIBCORPUS_EMAIL, or write "
            'email = "…" under [workspace] into bibcorpus.toml',
            err=True,
        )


def warn_of_troubles(troubles: Sequence[SourceError], unasked: int, kept: Path | None) -> None:
    """What could not be asked, and how to go on; where anything was said so far (`kept`), it isn't lost."""
    offline = [error for error in troubles if isinstance(error, NoNetwork)]
    for error in [*offline[:1], *(error for error in troubles if error not in offline)]:  # one line is enough
        click.echo(f"Warning: {error.message}", err=True)
    if troubles and unasked:
        so_far = "; what was answered is kept" if kept else ""
        left = f"{_references(unasked)} could not be asked for"
        click.echo(f"Warning: {left}: run the same command again later{so_far}", err=True)


def counts_line(counts: Counts) -> str:
    """'20 references without DOI or PMID: 12 found (PubMed 7, Crossref 5), 3 to look at'"""
    by = _by(counts.by)
    found = f"{counts.found} found{f' ({by})' if by else ''}, {counts.to_look_at} to look at"
    untitled = f", {counts.untitled} without a title to ask for" if counts.untitled else ""
    return f"{_references(counts.lacking)} without DOI or PMID" + (f": {found}{untitled}" if counts.lacking else "")


def _references(n: int) -> str:
    return f"{n} reference{'' if n == 1 else 's'}"


def _by(by: Mapping[str, int]) -> str:
    return ", ".join(f"{title} {by[service]}" for service, title in TITLES.items() if service in by)
