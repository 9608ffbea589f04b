"""Decisions from the shell: one command an event, written by `deciding`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..settling import FULL_TEXT, KINDS, STAGES, TITLE_ABSTRACT
from .shared import Command, Group, in_workspace, warn_of_clock
from .successor import successor
from .worksheets import decide_from, taking_back_options

if TYPE_CHECKING:
    from ..workspace import Workspace


@click.group(cls=Group, invoke_without_command=True)
@taking_back_options
@click.pass_context
def decide(ctx: click.Context, /, source: Path | None, **options: Any) -> None:
    """Write a decision: it beats every rule, and can be undone.

    With --from, what stands in a worksheet that was filled in (`export worksheet`), in a .bib that was exported and
    edited in another program, or in what Rayyan, ASReview or Covidence exported: shown first, then written.
    """
    if source and not ctx.invoked_subcommand:
        ctx.invoke(in_workspace(decide_from), source, **options)
    elif not ctx.invoked_subcommand:
        click.echo(ctx.get_help())
        ctx.exit(2)
    elif source or any(options.values()):
        raise click.UsageError("options of a decision stand behind its name; --from stands alone")


def _decided(
    workspace: Workspace,
    event: str,
    groups: Sequence[Sequence[str]],
    who: str | None,
    reason: str | None,
    value: dict[str, Any],
    told: str | None = None,
) -> bool:
    """Write what is news and tell it back; whether there was any. `told` is said in the place of the record ids."""
    from ..deciding import read_in_full, write_decisions

    groups = _news(workspace, event, groups, who, reason, value)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")  # exact: two words in one second keep their order
    written = write_decisions(workspace, event, groups, who, reason, value, now) if groups else []
    for place, decision in written:
        said = told or decision["value"].get("id") or " ".join(decision["records"])
        click.echo(f"{decision['event']} {said}".rstrip())
        if event == "same":
            _tell_joined(workspace, decision["records"])
        click.echo(f"  in {place}; take it back: bibcorpus decide undo {decision['id']}")
        if value.get("stage") == TITLE_ABSTRACT and read_in_full(workspace, decision["records"]):
            click.echo(
                f"  somebody has read the full text of this work, and their word counts more; to say otherwise: "
                f"bibcorpus decide {event} --stage {FULL_TEXT} …"
            )
    if written and written[-1][1]["time"] != now:
        warn_of_clock(written[-1][1]["time"], now)
    return bool(written)


def _news(
    workspace: Workspace,
    event: str,
    groups: Sequence[Sequence[str]],
    who: str | None,
    reason: str | None,
    value: dict[str, Any],
) -> list[Sequence[str]]:
    """The groups on which the decision says something new; of the others it is told since when it is so."""
    from ..said_already import said_already

    already = said_already(workspace, event, groups, who, reason, value)
    for line in filter(None, already):
        click.echo(f"{line}; nothing was written")
    return [group for group, line in zip(groups, already, strict=True) if line is None]


def _tell_joined(workspace: Workspace, records: Sequence[str]) -> None:
    from ..joined_works import told_of_joined

    for line in told_of_joined(workspace, records):
        click.echo(f"  {line}")


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


_STAGE = click.option(
    "--stage", type=click.Choice(STAGES), default=TITLE_ABSTRACT, show_default=True, help="What was read."
)


@decide.command()
@in_workspace
@click.argument("work")
@click.argument("other", metavar="WORK")
@click.argument("kind", metavar="KIND", type=click.Choice(KINDS))
@_person
def relate(workspace: Workspace, work: str, other: str, kind: str, who: str | None, reason: str | None) -> None:
    """The first WORK is KIND of the second: they are two works.

    bibcorpus decide relate winter2003preprint winter2004 version-of

    KIND: comment-on, edition-of, erratum-of, part-of, retraction-of, translation-of, update-of, version-of (a preprint,
    a congress abstract), same-study-as.
    """
    _decided(workspace, "related", [[work, other]], who, reason, {"kind": kind}, f"{work} is {kind} {other}")


@decide.command()
@in_workspace
@click.argument("works", metavar="WORK...", nargs=-1, required=True)
@_STAGE
@_person
def include(workspace: Workspace, works: Sequence[str], stage: str, who: str | None, reason: str | None) -> None:
    """These belong to the bibliography."""
    _decided(workspace, "include", [[work] for work in works], who, reason, {"stage": stage})


@decide.command()
@in_workspace
@click.argument("works", metavar="WORK...", nargs=-1, required=True)
@_STAGE
@_person
def exclude(workspace: Workspace, works: Sequence[str], stage: str, who: str | None, reason: str | None) -> None:
    """These don't belong to the bibliography; say the reason."""
    _decided(workspace, "exclude", [[work] for work in works], who, reason, {"stage": stage})


@decide.command()
@in_workspace
@click.argument("works", metavar="WORK...", nargs=-1, required=True)
@_STAGE
@_person
def unsure(workspace: Workspace, works: Sequence[str], stage: str, who: str | None, reason: str | None) -> None:
    """You have looked at these, and can't say."""
    _decided(workspace, "unsure", [[work] for work in works], who, reason, {"stage": stage})


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


@decide.command("set")
@in_workspace
@click.argument("work")
@click.argument("field")
@click.argument("value", required=False)
@click.option("--source", help="Where you have it from: 'the title page', a DOI, an address.")
@click.option("--clear", is_flag=True, help="There is no such value: what the sources say is wrong.")
@_person
def set_field(
    workspace: Workspace,
    work: str,
    field: str,
    value: str | None,
    source: str | None,
    clear: bool,
    who: str | None,
    reason: str | None,
) -> None:
    """Correct a FIELD of WORK: what the sources say stays in their records.

    Lists are parted by ';', people are 'Family, Given; Family, Given':

    bibcorpus decide set winter2004 authors "Winter, A. B.; Roe, R." --source "title page"
    """
    from ..deciding import correction

    if clear == bool(value):
        raise click.UsageError("give a VALUE, or --clear where there is none")
    change, told = correction(workspace, work, field, value or "", source)
    _decided(workspace, "set-field", [[work]], who, reason, change, f"{work} {told}")


@decide.command("key")
@in_workspace
@click.argument("work")
@click.argument("key")
@_person
def choose_key(workspace: Workspace, work: str, key: str, who: str | None, reason: str | None) -> None:
    """WORK goes by KEY from now on; the key that it had still leads to it."""
    from ..deciding import keys_of
    from ..slips import check_order

    check_order(workspace, work, key)
    before = next(iter(keys_of(workspace, work)), None)
    told = f"{work}: {before or '(no key)'} -> {key}"
    if _decided(workspace, "key", [[work]], who, reason, {"key": key}, told) and before not in (None, key):
        click.echo(
            f"  {before} stays an alias of {key}; exports have {key} after the next run: manuscripts that cite "
            f"{before} must cite {key} then (`bibcorpus export keys` lists old and new)"
        )


decide.add_command(successor)


@decide.command()
@in_workspace
@click.argument("words", metavar="[WORK...] TEXT", nargs=-1, required=True)
@_person
def note(workspace: Workspace, words: Sequence[str], who: str | None, reason: str | None) -> None:
    """Write TEXT down about works, or about the bibliography: it changes nothing, and `why` shows it."""
    from ..slips import note_of

    works, text = note_of(workspace, words)
    _decided(workspace, "note", [works], who, reason, {"text": text}, f"{' '.join([*works, ''])}{text}")


@decide.command()
@in_workspace
@click.argument("event", metavar="DECISION")
@_person
def settle(workspace: Workspace, event: str, who: str | None, reason: str | None) -> None:
    """Where people disagree, this DECISION holds from now on; editors of bibcorpus.toml may say so.

    `bibcorpus status --list` shows what is disputed, with the ids.
    """
    _decided(workspace, "settle", [[]], who, reason, {"id": event})


@decide.command()
@in_workspace
@click.argument("event", metavar="DECISION")
@_person
def undo(workspace: Workspace, event: str, who: str | None, reason: str | None) -> None:
    """Take a decision back, named by the id that `why` shows."""
    _decided(workspace, "undo", [[]], who, reason, {"id": event})
