"""`bibcorpus export FORM`: one command for each form of exports/, and the worksheet and the table of keys.

A form is imported when it is asked for: the list of commands costs nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .. import exports
from ..model import RELATION_KINDS
from .key_table import write_keys, write_keys_beside
from .listing import list_command
from .out_file import OUT
from .shared import HANDED_IN, Command, Group, in_workspace
from .worksheets import write_sheets

if TYPE_CHECKING:
    from ..selection import Selection
    from ..store import Store
    from ..workspace import Workspace

ABSTRACTS = click.option(
    "--abstracts/--no-abstracts", default=None, help="With abstracts or not; else as bibcorpus.toml says."
)

# what a form may heed: by the name of its option in exports.Options
OF_FORMS = {
    "encoding": click.option(
        "--encoding", type=click.Choice(["utf-8", "latex"]), help="UTF-8, or ASCII with LaTeX escapes."
    ),
    "abstracts": ABSTRACTS,
    "tags": click.option("--tags", is_flag=True, help="Put the tags, as facet:value, behind the author's keywords."),
    "crossref": click.option("--crossref", is_flag=True, help="Chapters refer to their book, where it is there too."),
    "labels": click.option(
        "--labels", type=click.Choice(["rayyan", "asreview", "covidence"]), help="What was decided, in their words."
    ),
}


def _parted(ctx: click.Context, parameter: click.Parameter, text: str | None) -> tuple[str, ...]:
    """'winter2004, roe2010' -> its keys."""
    keys = tuple(key.strip() for key in (text or "").split(",") if key.strip())
    if text is not None and not keys:
        raise click.BadParameter("no key is named")
    return keys


def selection_options(command: Command) -> Command:
    """Which works: the same for every form. All that is said holds at once."""
    for option in (
        click.option(
            "--hide", multiple=True, type=click.Choice(RELATION_KINDS), help="Without what is such of another."
        ),
        click.option("--all", "everything", is_flag=True, help="Also what is excluded."),
        click.option(
            "--keys-from",
            multiple=True,
            metavar="FILE",
            type=HANDED_IN,
            help="Just the works that a manuscript cites: .tex, .aux, .md, .docx, or a .txt of keys.",
        ),
        click.option("--keys", callback=_parted, metavar="KEY,KEY", help="Just these works."),
        click.option(
            "--tag",
            "tagged",
            multiple=True,
            metavar="FACET:VALUE",
            help="With this tag: topic:burnout, or burnout where one facet alone has it. Several: with all of them.",
        ),
        click.option("--query", metavar="NAME", help="Found by the query queries/NAME.toml."),
        click.option(
            "--where",
            help="A condition over `bibliography`: \"class = 'empirical' and year >= 2010\". Excluded works "
            "only with --all.",
        ),
    ):
        command = option(command)
    return command


class Forms(Group):
    """The commands written here, and one for each form."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Forms first, by name."""
        return [*exports.names(), *self.commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a form, made when it is wanted."""
        if cmd_name in self.commands or cmd_name not in exports.names():
            return self.commands.get(cmd_name)
        return _command_of(exports.form(cmd_name))


@click.group(cls=Forms, subcommand_metavar="FORM [OPTIONS]...")
def export() -> None:
    """Write the bibliography, or a selection, in a form.

    To --out, else to stdout. All works that are not excluded, in the order of their keys; the same corpus gives the
    same bytes. `bibcorpus export FORM --help` has what may be chosen.
    """


def _command_of(form: exports.Form) -> click.Command:
    """`export bibtex …`: how to select works, and what this form heeds."""
    command: Any = in_workspace(lambda workspace, **said: _export(workspace, form, said))
    for name in reversed(form.OPTIONS):
        command = OF_FORMS[name](command)
    command = selection_options(OUT(command))
    return click.command(form.NAME, help=form.__doc__, short_help=form.TITLE)(command)


def _export(workspace: Workspace, form: exports.Form, said: dict[str, Any]) -> None:
    from ..export import export_file, export_pieces
    from ..ledger import write_whole
    from ..parallel import Workers, without_collector
    from ..selection import choose_in
    from ..store import reading

    out: Path | None = said.pop("out")
    selection = selection_of(workspace, said)
    options = options_of(workspace, said)
    with reading(workspace.database) as store:
        chosen = choose_in(workspace, store, selection)
        if exports.as_text_form(form) is None:
            if out is None:
                raise click.UsageError(f"{form.TITLE} is a file: --out NAME{form.SUFFIX}")
            export_file(store, form.NAME, chosen.works, options, out, chosen.cited_as)
        else:
            with without_collector(), Workers() as workers:
                texts = export_pieces(store, form.NAME, chosen.works, options, workers, cited_as=chosen.cited_as)
                data = (text.encode(errors="backslashreplace") for text in texts)
                if out is None:
                    to_stdout(data)
                else:
                    write_whole(out, data)
        older_keys = write_keys_beside(store, chosen.works, out) if out is not None else None
        left_out = left_out_of(store, chosen.works, selection, out)
        doubts = doubts_line(store, chosen.works)
    tell(chosen.works, chosen.notices, out, selection.everything or selection.by_key)
    for line in filter(None, (left_out, older_keys, doubts)):
        click.echo(line, err=True)


def doubts_line(store: Store, works: Sequence[str]) -> str | None:
    """How much of these works looks wrong, and what says more; None where nothing does."""
    from ..export_checks import summary
    from ..export_checks.together import duplicates
    from ..export_checks.works import doubts_of

    found = [*duplicates(store, works), *doubts_of(store, works)]
    return f"{summary(found)} (`bibcorpus check --exports` says how to put them right)" if found else None


def left_out_of(store: Store, works: Sequence[str], selection: Selection, out: Path | None) -> str | None:
    """What isn't in the file, where nobody asked for a part of the bibliography; None where all works are in it."""
    from ..left_out import left_out_line

    return None if out is None or selection.narrowed or selection.everything else left_out_line(store, works)


def selection_of(workspace: Workspace, said: dict[str, Any]) -> Any:
    """What `selection_options` gave, taken out of `said`."""
    from ..selection import Selection

    asked = Selection(**{each.name: said.pop(each.name) for each in fields(Selection) if each.name in said})
    return asked.hiding(workspace.settings.hide)


def options_of(workspace: Workspace, said: dict[str, Any]) -> exports.Options:
    """What the person chose, else what bibcorpus.toml says."""
    settings = {"encoding": workspace.settings.encoding, "abstracts": workspace.settings.abstracts}
    return exports.Options(**{**settings, **{name: value for name, value in said.items() if value is not None}})


def to_stdout(data: Iterable[bytes]) -> None:
    """Bytes, as they are."""
    for piece in data:
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def tell(works: Sequence[str], notices: Sequence[str], out: Path | None, everything: bool) -> None:
    """On stderr: what to know of the works, and where they are."""
    for notice in notices:
        click.echo(f"Warning: {notice}", err=True)
    if out is not None:
        click.echo(f"{out}: {len(works)} works", err=True)
    if not works:
        click.echo("0 works: nothing matches" + ("" if everything else "; excluded works need --all"), err=True)


@export.command("worksheet")
@in_workspace
@selection_options
@ABSTRACTS
@click.option("--blind", is_flag=True, help="Without what rules and others said of tags and screening.")
@click.option("--sheets", help="Which sheets: pairs,tags,screening,fields (else all).")
@OUT
def worksheet(
    workspace: Workspace, abstracts: bool | None, blind: bool, sheets: str | None, out: Path | None, **said: Any
) -> None:
    """A workbook (xlsx) to fill in, which `decide --from` takes back.

    Doubtful pairs, tags, screening and fields, for people who don't use a shell.
    """
    with_abstracts = workspace.settings.abstracts if abstracts is None else abstracts
    hide = said["hide"]  # a sheet to screen by hides nothing that nobody asked to hide
    write_sheets(workspace, out, replace(selection_of(workspace, said), hide=hide), blind, sheets, with_abstracts)


@export.command("keys")
@in_workspace
@OUT
def keys(workspace: Workspace, out: Path | None) -> None:
    """A table (csv) of citekeys that are others now.

    Those that lead to a work no longer, or to one that goes by another key, for whoever cites them: old, new, why.
    """
    write_keys(workspace, out)


export.add_command(list_command(selection_options, OUT))
