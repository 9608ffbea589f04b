"""For people who don't use a shell: worksheets to fill in, and what they or other programs did, taken back.

`export worksheet` and `decide --from` are these two; their commands stand in corpus.py and decide.py.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..settling import STAGES
from .shared import HANDED_IN, Command, warn_of_clock

if TYPE_CHECKING:
    from ..selection import Selection
    from ..taking_back import TakenBack
    from ..workspace import Workspace

SHOWN = 40  # lines of each part of the diff, unless --all


def write_sheets(
    workspace: Workspace,
    out: Path | None,
    selection: Selection,
    blind: bool,
    sheets: str | None,
    abstracts: bool,
) -> None:
    """`bibcorpus export worksheet`."""
    from ..explaining.answer import quoted
    from ..selection import choose_in
    from ..store import reading
    from ..tagging import load_rules
    from ..worksheet import SHEETS, write_worksheet

    if out is None or out.suffix.lower() != ".xlsx":
        raise click.UsageError("a worksheet is a file: --out NAME.xlsx")
    chosen = [name.strip() for name in sheets.split(",") if name.strip()] if sheets else SHEETS
    facets = load_rules(workspace.rules, models=False).facets
    with reading(workspace.database) as store:
        works = choose_in(workspace, store, selection)
        counts = write_worksheet(store, out, facets, works.works, selection.narrowed, blind, chosen, abstracts)
    for notice in works.notices:
        click.echo(f"Warning: {notice}", err=True)
    click.echo(f"{out}: " + ", ".join(f"{name} {count}" for name, count in counts.items()) + " rows", err=True)
    click.echo(f"take it back with: bibcorpus decide --from {quoted(str(out))} --as NAME", err=True)


def taking_back_options(command: Command) -> Command:
    """The options of `decide` without an event."""
    for option in (
        click.option("--all", "everything", is_flag=True, help="Show all that would be decided."),
        click.option("--new-to", metavar="FILE", type=HANDED_IN, help="Write entries that are new in a .bib to FILE."),
        click.option(
            "--stage", type=click.Choice(STAGES), help="What was read in a program for screening; else title-abstract."
        ),
        click.option("--keys", is_flag=True, help="Take over the keys of a .bib whose keys are others."),
        click.option("--deletions", is_flag=True, help="Clear fields that are gone from the entries of a .bib."),
        click.option("--yes-stale", is_flag=True, help="Also where somebody else changed the field meanwhile."),
        click.option("--yes", is_flag=True, help="Write without asking."),
        click.option("--dry-run", is_flag=True, help="Show only."),
        click.option("--as", "who", help="Who decided (else BIBCORPUS_WHO, else git's user.name)."),
        click.option(
            "--from",
            "source",
            metavar="FILE",
            type=HANDED_IN,
            help="A worksheet, an edited .bib, or what was screened.",
        ),
    ):
        command = option(command)
    return command


def decide_from(workspace: Workspace, source: Path, **options: Any) -> None:
    """`bibcorpus decide --from FILE`: show first, ask, write."""
    from ..deciding import who_decides
    from ..decision_time import time_of_decision
    from ..taking_back import write
    from ..taking_files import take_back

    who = who_decides(options["who"])
    new_to: Path | None = options["new_to"]
    taken = take_back(workspace, source, who, options["deletions"], options["keys"], new_to, options["stage"])
    proposed = [*taken.proposed, *([one.proposed for one in taken.stale] if options["yes_stale"] else [])]
    _show(taken, options["yes_stale"], None if options["everything"] else SHOWN)
    if not proposed:
        click.echo("nothing to decide")
    elif options["dry_run"]:
        click.echo("nothing was written (--dry-run)")
    elif options["yes"] or _agreed(len(proposed), who):
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        time = time_of_decision(workspace, who, now)
        written = write(workspace, proposed, who, time)
        assert written is not None
        path, ids = written
        click.echo(f"{_decisions(len(ids))} in {workspace.relative(path)}; `bibcorpus run` brings them into the corpus")
        click.echo(f"take one back: bibcorpus decide undo {ids[0]} (`bibcorpus why KEY` shows the others)")
        if time != now:
            warn_of_clock(time, now)


def _agreed(count: int, who: str) -> bool:
    try:
        if click.confirm(f"Write {_decisions(count)} of {who}?", default=False):
            return True
    except click.Abort:
        click.echo("\nnothing was written: nobody answered; --yes writes without asking", err=True)
        sys.exit(1)
    click.echo("nothing was written")
    return False


def _decisions(count: int) -> str:
    return "1 decision" if count == 1 else f"{count} decisions"


def _show(taken: TakenBack, with_stale: bool, most: int | None) -> None:
    for event, title in _TITLES.items():
        _list(f"{title}", [one.says for one in taken.proposed if one.event == event], most)
    stale = [f"{one.proposed.says}\n    {one.why}" for one in taken.stale]
    _list(
        "changed meanwhile" + (" (written too)" if with_stale else " (left out; --yes-stale writes them)"), stale, most
    )
    _list("can't be used", [f"{one.place}: {one.why}" for one in taken.unusable], most)
    for notice in taken.notices:
        click.echo(notice)
    for warning in taken.warnings:
        click.echo(f"Warning: {warning}", err=True)
    for count, words in (
        (taken.known, "decided already, or as it is in the corpus"),
        (taken.undone, "taken back from this worksheet before, and undone or overruled since: not decided again"),
        (taken.open, "left open (unsure)"),
    ):
        if count:
            click.echo(f"{count} {words}")


_TITLES = {
    "same": "one work",
    "different": "different works",
    "related": "related works",
    "include": "include",
    "exclude": "exclude",
    "unsure": "unsure whether to include",
    "tag": "tags",
    "untag": "tags taken away",
    "set-field": "corrections",
    "key": "keys",
    "note": "notes",
}


def _list(title: str, lines: Sequence[str], most: int | None) -> None:
    if not lines:
        return
    click.echo(f"{title}: {len(lines)}")
    for line in lines[:most]:
        click.echo(f"  {line}")
    if most is not None and len(lines) > most:
        click.echo(f"  and {len(lines) - most} more (--all)")
