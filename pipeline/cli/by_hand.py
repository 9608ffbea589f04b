"""`bibcorpus add` without an export: works by their numbers (--doi, --pmid, --isbn, --ids), and forms (--new, FORM).

Everything is shown before it is taken in: what it is, and what the corpus seems to have of it already.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import InputError, NoNetwork, SourceError
from .by_hand_shown import agreed, show_records
from .shared import HANDED_IN, Command, complain, now

if TYPE_CHECKING:
    from ..by_hand.forms import Form, There
    from ..by_hand.looking_up import LookedUp
    from ..by_hand.numbers import Number
    from ..workspace import Workspace

NUMBERS = ("doi", "pmid", "isbn")
OF_A_FILE = ("source", "query", "searched", "hits")  # options that say something of an export


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """What was said of a work by hand. `kind`: what PRISMA counts it as; None: collected by hand."""

    typed: tuple[tuple[str, str], ...] = ()
    ids: Path | None = None
    new: str | None = None
    out: Path | None = None
    anyway: bool = False
    yes: bool = False
    who: str | None = None
    kind: str | None = None


def by_hand_options(command: Command) -> Command:
    """The options of `add` for one work by hand."""
    for option in (
        click.option("--yes", is_flag=True, help="Take in by hand without asking."),
        click.option("--anyway", is_flag=True, help="Also what the corpus has already."),
        click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Where --new writes the form."),
        click.option("--new", metavar="TYPE", help="A form to fill in, offline: article, book, chapter, thesis …"),
        click.option("--ids", metavar="FILE", type=HANDED_IN, help="Look up a list: one DOI, PMID or ISBN a line."),
        click.option("--isbn", multiple=True, help="Look a book up at Open Library (network)."),
        click.option("--pmid", multiple=True, help="Look a work up at PubMed (network)."),
        click.option("--doi", multiple=True, help="Look a work up at Crossref (network)."),
    ):
        command = option(command)
    return command


def taken_in_by_hand(
    workspace: Workspace, paths: Sequence[Path], options: dict[str, Any], format_name: str | None, who: str | None
) -> tuple[list[Path], bool]:
    """Numbers first, then a new form, then filled ones; the files that are left to add, and whether something failed.

    The options of `by_hand_options` are taken out of `options`.
    """
    from ..by_hand.forms import is_form

    said = _said(options, who)
    if not paths and not (said.typed or said.ids or said.new):
        raise click.UsageError("what is to be added? a FILE, a number (--doi …), or --new TYPE")
    if not paths:
        _refuse_of_a_file(options)
    forms = [] if format_name else [path for path in paths if is_form(path)]
    failed = [
        bool(said.typed or said.ids) and add_numbers(workspace, said),
        bool(said.new) and new_form(workspace, said),
        add_forms(workspace, forms, said),
    ]
    return [path for path in paths if path not in forms], any(failed)


def _said(options: dict[str, Any], who: str | None) -> ByHand:
    """Raises InputError for a kind that there is not."""
    from ..sources import KINDS

    kind = options["kind"]
    if kind is not None and kind not in KINDS:
        raise InputError(f"--kind {kind!r} is unknown", hint="one of " + ", ".join(KINDS))
    typed = tuple((name, text) for name in NUMBERS for text in options.pop(name))
    rest = {name: options.pop(name) for name in ("ids", "new", "out", "anyway", "yes")}
    return ByHand(typed=typed, who=_person(who), kind=kind, **rest)


def _refuse_of_a_file(options: Mapping[str, Any]) -> None:
    """What is said of an export is not dropped without a word where there is none."""
    if said := [name for name in OF_A_FILE if options.get(name) is not None]:
        raise click.UsageError(f"--{said[0]} says something of a FILE, and there is none")


def _person(who: str | None) -> str | None:
    from ..deciding import who_decides
    from ..errors import DecisionError

    try:
        return who_decides(who)
    except DecisionError:  # nobody is guessed: the note is none the worse for it
        return None


# ---------------------------------------------------------------- numbers


def add_numbers(workspace: Workspace, said: ByHand) -> bool:
    """Look up, show, ask, take in; whether a number is not known, or a service could not be asked."""
    from ..by_hand.looking_up import ELSEWHERE, missing_line
    from ..by_hand.taking_in import take_in

    numbers = _numbers(said)
    wanted = numbers if said.anyway else [one for one in numbers if not _told_known(workspace, one)]
    looked, failed = _looked_up(workspace, wanted, said.who)
    for one in looked:
        if one.missing:
            complain(missing_line(one), ELSEWHERE[one.kind])
            failed = True
    looked = [one for one in looked if one.records]
    records = sum(len(one.records) for one in looked)
    for one in looked:
        click.echo(f"from {one.source.TITLE}")
        show_records(workspace, one.records)
    if not records or not agreed(f"Take in {records} record{'s' if records > 1 else ''}?", said.yes):
        return failed
    for one in looked:
        path = take_in(workspace, one, now(), said.who, said.kind)
        click.echo(f"{path}: {len(one.records)} record{'s' if len(one.records) > 1 else ''}")
    click.echo("Next: bibcorpus run")
    return failed


def _numbers(said: ByHand) -> list[Number]:
    from ..by_hand.numbers import number_of, numbers_in

    typed = [number_of(kind, text) for kind, text in said.typed]
    return list(dict.fromkeys([*typed, *(numbers_in(said.ids) if said.ids else ())]))


def _told_known(workspace: Workspace, number: Number) -> bool:
    """Says which work has this number already, if one has."""
    from ..by_hand.known import waiting_with, works_with
    from ..store import reading

    if workspace.database.is_file():
        with reading(workspace.database) as store:
            works = works_with(store, number)
        for work in works:
            click.echo(f"{number}: is in the corpus already: {work.key}: {work.title}. Nothing added; --anyway adds it")
        if works:
            return True
    if path := waiting_with(workspace, number):
        click.echo(f"{number}: was taken in already: {path}. Nothing added; --anyway adds it")
    return bool(path)


def _looked_up(workspace: Workspace, numbers: Sequence[Number], who: str | None) -> tuple[list[LookedUp], bool]:
    """What each service knows; whether one could not be asked."""
    from ..asking import Asker
    from ..by_hand.looking_up import SERVICES, look_up
    from .search_bar import search_bar

    asker = Asker(email=workspace.settings.email, environ=os.environ, who=who)
    looked, failed = [], False
    for kind in SERVICES:
        asked = [number for number in numbers if number.kind == kind]
        if not asked:
            continue
        try:
            with search_bar(SERVICES[kind][0].TITLE) as tell:
                looked.append(look_up(kind, asked, asker, datetime.now(UTC).date(), tell))
        except SourceError as error:
            complain(error.message, error.hint)
            failed = True
            if isinstance(error, NoNetwork):
                break  # one line is enough
    return looked, failed


# ---------------------------------------------------------------- forms


def new_form(workspace: Workspace, said: ByHand) -> bool:
    """Write an empty form; open it in the editor that the person has chosen, if there is one; take it in then."""
    from ..by_hand.forms import new_id, write_form

    assert said.new is not None
    form_id = new_id(now())
    here = Path(click.get_current_context().find_root().obj or ".")
    path = said.out or here / f"{said.new}-{form_id}.txt"
    write_form(said.new, path, form_id)
    if not _has_editor():
        click.echo(f"{path}: an empty form. Fill it in with any editor, then: bibcorpus add {path}")
        return False
    while True:
        click.edit(filename=str(path))
        if not add_form(workspace, path, said):
            return False
        if not click.confirm("Open it again?", default=True):
            click.echo(f"the form is kept: {path}; take it in with: bibcorpus add {path}")
            return True


def _has_editor() -> bool:
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    return bool(chosen) and sys.stdin.isatty() and sys.stdout.isatty()


def add_forms(workspace: Workspace, paths: Sequence[Path], said: ByHand) -> bool:
    """Each form for itself; whether one was not taken in."""
    failed = False
    for path in paths:
        try:
            failed = add_form(workspace, path, said) or failed
        except InputError as error:
            complain(error.message, error.hint)
            failed = True
    return failed


def add_form(workspace: Workspace, path: Path, said: ByHand) -> bool:
    """Check, show, ask, take in; whether something must be mended first."""
    from ..by_hand.forms import read_form, take_form, there

    form = read_form(path)
    for doubt in form.doubts:
        click.echo(f"Warning: {doubt}", err=True)
    if form.problems or form.found is None:
        for problem in form.problems:
            complain(problem)
        click.echo("nothing was taken in: mend the form, and add it again", err=True)
        return True
    old = there(workspace, form)
    if old and old.same_file:
        click.echo(f"{path}: was taken in before, as {workspace.relative(old.path)}; nothing to do")
        return False
    if old and old.another_work and not said.anyway:
        raise _another_work(workspace, form, old)
    _show_form(workspace, form, old)
    if not agreed("Take in the corrected form?" if old else "Take in this work?", said.yes):
        return False
    raw = take_form(workspace, form, now(), said.who, old, said.kind)
    click.echo(f"{raw}: {'the corrected form' if old else '1 record'}, hand:{form.form_id}")
    click.echo(f"Next: bibcorpus run. To correct it later: edit {path}, and add it again")
    return False


def _another_work(workspace: Workspace, form: Form, old: There) -> InputError:
    from ..by_hand.forms import new_id

    title = next((was for name, was, _ in old.changes if name == "title"), "")
    return InputError(
        f"{form.path}: has the id of {workspace.relative(old.path)}, which is another work: {title!r}",
        hint=f"a form that was copied needs an id of its own, as id: {new_id(now())}; if it is a correction: --anyway",
    )


def _show_form(workspace: Workspace, form: Form, old: There | None) -> None:
    assert form.found is not None
    if old is None:
        show_records(workspace, [form.found])
        return
    click.echo(f"corrects {workspace.relative(old.path)}")
    show_records(workspace, [form.found], {f"hand:{form.form_id}"})
    for name, was, becomes in old.changes:
        click.echo(f"    {name}: {was or '(nothing)'} -> {becomes or '(nothing)'}")
